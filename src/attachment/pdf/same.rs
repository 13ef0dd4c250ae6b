//! Characters that look the same as everyday ones.
//!
//! Where one glyph stands for several characters, a browser that prints to PDF may write down the
//! least common: the radical ⼈ for 人, the ligature of f and i. Nobody who looks for 身份证 finds
//! it then. Unicode's compatibility decompositions tell the everyday character; for the further forms
//! of radicals, its list of ideographs equivalent to radicals does.

use icu_normalizer::ComposingNormalizerBorrowed;

/// From U+2E80: the further forms of radicals.
const SUPPLEMENT: &str = "\
    ⺀厂⺂⺃乙亻冂⺇⺈刂⺊⺋⺌⺍兀⺏尢⺑巳幺彑彐忄⺗扌攵⺚旡日月⺞母民氵氺灬爫⺥丬牛犭王疋目示\
    礻竹糹纟⺱罒⺳⺴⺵羊⺷⺸耂肀聿肉⺽艹艹艹虎衤覀西见角⻇讠贝⻊车辶辶⻎阝钅長镸长门⻕阝雨青韦\
    页风飞食⻞飠饣⻡马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟\
";

/// Puts the everyday character for each that looks like it.
pub(super) fn put(text: &str, out: &mut String) {
    let everyday = ComposingNormalizerBorrowed::new_nfkc();
    for c in text.chars() {
        match c {
            '\u{2E80}'..='\u{2EF3}' => {
                let at = (u32::from(c) - 0x2E80) as usize;
                out.push(SUPPLEMENT.chars().nth(at).unwrap_or(c));
            }
            '\u{2F00}'..='\u{2FD5}' | '\u{F900}'..='\u{FAFF}' | '\u{FB00}'..='\u{FB06}' => {
                out.extend(everyday.normalize_iter(std::iter::once(c)));
            }
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_radical_is_the_character_it_looks_like() {
        let mut out = String::new();
        put("\u{2F9D}\u{4EFD}\u{2EDA}\u{2FD5}\u{F90A}\u{FA08}\u{2E9F}\u{FB01}le", &mut out);
        assert_eq!(out, "身份页龠金行母file");
        assert_eq!(SUPPLEMENT.chars().count(), 0x74);
    }
}
