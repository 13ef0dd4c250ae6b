//! Characters that look the same as everyday ones.
//!
//! Where one glyph stands for several characters, a browser that prints to PDF may write down the
//! least common: the radical ⼈ for 人, the ligature of f and i. Nobody who looks for 身份证 finds
//! it then. The tables follow Unicode's compatibility decompositions and its list of ideographs
//! equivalent to radicals.

/// From U+2E80: the further forms of radicals.
const SUPPLEMENT: &str = "\
    ⺀厂⺂⺃乙亻冂⺇⺈刂⺊⺋⺌⺍兀⺏尢⺑巳幺彑彐忄⺗扌攵⺚旡日月⺞母民氵氺灬爫⺥丬牛犭王疋目示\
    礻竹糹纟⺱罒⺳⺴⺵羊⺷⺸耂肀聿肉⺽艹艹艹虎衤覀西见角⻇讠贝⻊车辶辶⻎阝钅長镸长门⻕阝雨青韦\
    页风飞食⻞飠饣⻡马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟\
";

/// From U+2F00: the 214 radicals.
const KANGXI: &str = "\
    一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮\
    山巛工己巾干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿\
    片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌\
    舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音\
    頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠\
";

/// From U+F900: ideographs kept apart for other encodings.
const COMPATIBLE: &str = "\
    豈更車賈滑串句龜龜契金喇奈懶癩羅蘿螺裸邏樂洛烙珞落酪駱亂卵欄爛蘭鸞嵐濫藍襤拉臘蠟廊朗浪狼郎\
    來冷勞擄櫓爐盧老蘆虜路露魯鷺碌祿綠菉錄鹿論壟弄籠聾牢磊賂雷壘屢樓淚漏累縷陋勒肋凜凌稜綾菱陵\
    讀拏樂諾丹寧怒率異北磻便復不泌數索參塞省葉說殺辰沈拾若掠略亮兩凉梁糧良諒量勵呂女廬旅濾礪閭\
    驪麗黎力曆歷轢年憐戀撚漣煉璉秊練聯輦蓮連鍊列劣咽烈裂說廉念捻殮簾獵令囹寧嶺怜玲瑩羚聆鈴零靈\
    領例禮醴隸惡了僚寮尿料樂燎療蓼遼龍暈阮劉杻柳流溜琉留硫紐類六戮陸倫崙淪輪律慄栗率隆利吏履易\
    李梨泥理痢罹裏裡里離匿溺吝燐璘藺隣鱗麟林淋臨立笠粒狀炙識什茶刺切度拓糖宅洞暴輻行降見廓兀嗀\
    﨎﨏塚﨑晴﨓﨔凞猪益礼神祥福靖精羽﨟蘒﨡諸﨣﨤逸都﨧﨨﨩飯飼館鶴郞隷侮僧免勉勤卑喝嘆器塀墨\
    層屮悔慨憎懲敏既暑梅海渚漢煮爫琢碑社祉祈祐祖祝禍禎穀突節練縉繁署者臭艹艹著褐視謁謹賓贈辶逸\
    難響頻恵𤋮舘﩮﩯並况全侀充冀勇勺喝啕喙嗢塚墳奄奔婢嬨廒廙彩徭惘慎愈憎慠懲戴揄搜摒敖晴朗望杖\
    歹殺流滛滋漢瀞煮瞧爵犯猪瑱甆画瘝瘟益盛直睊着磌窱節类絛練缾者荒華蝹襁覆視調諸請謁諾諭謹變贈\
    輸遲醙鉶陼難靖韛響頋頻鬒龜𢡊𢡄𣏕㮝䀘䀹𥉉𥳐𧻓齃龎\
";

/// Puts the everyday character for each that looks like it.
pub(super) fn put(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '\u{2E80}'..='\u{2EF3}' => out.push(of(SUPPLEMENT, c, 0x2E80)),
            '\u{2F00}'..='\u{2FD5}' => out.push(of(KANGXI, c, 0x2F00)),
            '\u{F900}'..='\u{FAD9}' => out.push(of(COMPATIBLE, c, 0xF900)),
            '\u{FB00}' => out.push_str("ff"),
            '\u{FB01}' => out.push_str("fi"),
            '\u{FB02}' => out.push_str("fl"),
            '\u{FB03}' => out.push_str("ffi"),
            '\u{FB04}' => out.push_str("ffl"),
            c => out.push(c),
        }
    }
}

fn of(table: &str, c: char, from: u32) -> char {
    // Every character of these tables takes three bytes, so that no search is needed.
    let at = 3 * (u32::from(c) - from) as usize;
    table.get(at..).and_then(|rest| rest.chars().next()).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_radical_is_the_character_it_looks_like() {
        let mut out = String::new();
        put("\u{2F9D}\u{4EFD}\u{2EDA}\u{2FD5}\u{F90A}\u{FA08}\u{2E9F}\u{FB01}le", &mut out);
        assert_eq!(out, "身份页龠金行母file");
        for (table, length) in [(SUPPLEMENT, 0x74), (KANGXI, 214), (COMPATIBLE, 0x1DA)] {
            assert!(table.chars().all(|c| c.len_utf8() == 3));
            assert_eq!(table.chars().count(), length);
        }
    }
}
