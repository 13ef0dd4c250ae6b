//! Home addresses beyond 乡镇、街道: the number of a house, a flat or a villagers' group, beside
//! a person's name or a word that says somebody lives there. An office's address is none.

use std::ops::Range;

use super::hints::{Hints, window};
use super::policy::HIDDEN;
use super::seen::{self, is_unseen};
use super::{Found, Kind, column};

/// What follows the number of a house.
const HOUSE: [&str; 11] = ["号楼", "号院", "单元", "组", "室", "栋", "幢", "户", "弄", "社", "号"];
/// The places houses are numbered in.
const PLACES: [&str; 21] = [
    "村", "屯", "嘎查", "小区", "社区", "路", "街", "巷", "胡同", "里", "苑", "园", "庄", "湾",
    "营子", "家属", "公寓", "组", "浩特", "艾里", "楼",
];
/// Words of organisations and works, which are no homes.
const OFFICES: &[&str] = &[
    "公司",
    "中心",
    "大厅",
    "局",
    "法院",
    "检察院",
    "政府",
    "委员会",
    "村委",
    "居委",
    "集团",
    "店",
    "厂",
    "学校",
    "中学",
    "小学",
    "幼儿园",
    "医院",
    "卫生院",
    "卫生室",
    "项目",
    "工程",
    "标段",
    "采购",
    "招标",
    "代理",
    "大厦",
    "写字楼",
    "办公",
    "会议",
    "服务站",
    "合作社",
    "超市",
    "酒店",
    "宾馆",
    "银行",
    "营业",
    "车站",
    "现场",
    "机关",
    "开标",
    "事务所",
    "仓库",
    "基地",
    "活动室",
    "党支部",
    "驻村",
    "网格",
    "责任人",
    "负责人",
    "包保",
    "包联",
    "经办人",
];
/// Words that speak of a person at home.
const HOMES: &[&str] = &[
    "家庭地址",
    "家庭住址",
    "户籍地址",
    "户籍所在地",
    "户口所在地",
    "户籍地",
    "现住址",
    "住址",
    "居住地",
    "居住地址",
    "现住地",
    "户籍",
];
/// Words that speak of a person, whose address follows.
const PERSONS: &[&str] = &[
    "申请人",
    "被申请人",
    "当事人",
    "户主",
    "被执行人",
    "姓名",
    "身份证",
    "救助对象",
    "受益人",
    "原告",
    "被告",
    "出生",
    "汉族",
    "蒙古族",
    "公民",
];

/// Looks for an address around a number that ends at `at`, before which `looked` is done with.
/// Answers how far it has looked.
pub fn by_house(hints: &mut Hints, at: usize, looked: usize, out: &mut Vec<Found>) -> usize {
    let text = hints.text;
    let rest = text.get(at..).unwrap_or("");
    if !HOUSE.iter().any(|house| rest.starts_with(house)) {
        return looked;
    }
    let segment = segment(text, at, looked);
    let end = segment.end;
    if let Some(part) = detail(text, segment.clone())
        && is_home(hints, &segment)
    {
        out.push(hidden(part));
    }
    end
}

/// Looks for the address that 住 speaks of here, and answers how far it has looked.
pub fn by_word(text: &str, start: usize) -> Option<(Option<Found>, usize)> {
    let before = text.get(..start)?;
    let rest = text.get(start..)?.strip_prefix('住')?;
    let next = rest.chars().next()?;
    let lived = ['家', '现', '居', '常'].iter().any(|c| before.ends_with(*c));
    let a_house = "房宅户院建宿人证民区小权进了".contains(next);
    let window = window(text, start);
    let said = match next {
        '址' | '在' | '于' => true,
        '所' => names(window, PERSONS) && !names(window, OFFICES),
        _ if a_house => false,
        _ => lived || tokens(window).next_back().is_some_and(is_name),
    };
    if !said {
        return None;
    }
    let label = |c: char| "址地在于为所是：:|\"'　（(".contains(c) || c.is_whitespace();
    let mut from = text.len() - rest.trim_start_matches(label).len();
    // The cell beside that of the label.
    while let Some(tag) = text.get(from..).filter(|rest| rest.starts_with('<')) {
        from += tag.find('>').filter(|end| *end < 200)? + 1;
        from = text.len() - text.get(from..)?.trim_start_matches(label).len();
    }
    let segment = from..end_of(text, from);
    let found = detail(text, segment.clone()).filter(|_| !names(&text[segment.clone()], OFFICES));
    Some((found.map(hidden), segment.end))
}

/// What a cell under 家庭住址 says beyond 乡镇、街道.
pub fn beyond_town(value: &str) -> Option<Found> {
    let end = value.trim_end_matches(|c: char| c.is_whitespace() || is_unseen(c)).len();
    let start = after_town(value, 0..end).unwrap_or(0);
    let rest = value.get(start..end)?;
    let part = detail(value, 0..end).or_else(|| {
        // A town alone has nothing after it; without one, a village or a street is too much.
        let deep = rest.chars().count() >= 2 && PLACES.iter().any(|place| rest.contains(place));
        deep.then_some(start..end)
    })?;
    Some(hidden(part))
}

fn hidden(range: Range<usize>) -> Found {
    Found { kind: Kind::Address, range, masked: HIDDEN.into(), certain: false }
}

fn is_end(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '|' | ','
                | '，'
                | '。'
                | '；'
                | ';'
                | '、'
                | '：'
                | ':'
                | '('
                | ')'
                | '（'
                | '）'
                | '<'
                | '>'
                | '"'
                | '\''
                | '“'
                | '”'
                | '《'
                | '》'
                | '【'
                | '】'
                | '！'
                | '？'
                | '/'
                | '*'
        )
}

/// The words around a place, up to signs that end them.
fn segment(text: &str, at: usize, floor: usize) -> Range<usize> {
    const BEFORE: usize = 150;
    let from = text.floor_char_boundary(at.saturating_sub(BEFORE).max(floor));
    let before = text.get(from..at).unwrap_or("");
    let start = before.char_indices().rev().find(|(_, c)| is_end(*c));
    let start = start.map_or(from, |(start, c)| from + start + c.len_utf8());
    start..end_of(text, at)
}

fn end_of(text: &str, from: usize) -> usize {
    const AFTER: usize = 50;
    let rest = text.get(from..).unwrap_or("");
    let end = rest.char_indices().take(AFTER).find(|(_, c)| is_end(*c));
    let cut = || rest.char_indices().nth(AFTER).map_or(rest.len(), |(at, _)| at);
    from + end.map_or_else(cut, |(end, _)| end)
}

/// The part of an address beyond its town, where it has the number of a house.
fn detail(text: &str, segment: Range<usize>) -> Option<Range<usize>> {
    let words = text.get(segment.clone())?;
    let mut last = None;
    for (at, c) in words.char_indices() {
        if !is_number(c) || words[..at].chars().next_back().is_some_and(is_number) {
            continue;
        }
        let rest = words[at..].trim_start_matches(|c| is_number(c) || c == '-' || c == '—');
        let Some(house) = HOUSE.iter().find(|house| rest.starts_with(**house)) else { continue };
        let before = &words[..at];
        let placed = PLACES.iter().any(|place| before.contains(place));
        // 路12号 may be a home as well as an office; 3号 alone is a day.
        let beside = || PLACES.iter().any(|place| before.ends_with(place));
        if placed && (!matches!(*house, "号" | "户" | "社") || beside()) {
            last = Some(words.len() - rest.len() + house.len());
        }
    }
    // What goes on after the house speaks of something else: 3组道路硬化.
    // Nor does a row of houses: 2组至5组.
    let end = last.filter(|end| words[*end..].chars().count() <= 3 && !words.contains('至'))?;
    let start = after_town(text, segment.clone()).unwrap_or(segment.start);
    let end = segment.start + end;
    let end = end.max(segment.start + words.trim_end().len());
    (start < end).then_some(start..end)
}

fn is_number(c: char) -> bool {
    seen::folded(c).is_ascii_digit() || "一二三四五六七八九十百".contains(c)
}

/// Where the name of the town, or else of the county, ends.
fn after_town(text: &str, segment: Range<usize>) -> Option<usize> {
    let words = text.get(segment.clone())?;
    let after = |signs: &[&str]| {
        let ends = signs.iter().filter_map(|sign| Some(words.find(sign)? + sign.len()));
        ends.min()
    };
    let county = || {
        let not = |at: usize| {
            ["小", "社", "园", "院", "厂", "库"].iter().any(|c| words[..at].ends_with(c))
        };
        let signs = words.rmatch_indices(['县', '区', '旗', '市']);
        let mut ends = signs.filter(|(at, _)| *at > 0 && !not(*at));
        ends.next().map(|(at, sign)| at + sign.len())
    };
    let town = after(&["街道办事处", "街道", "苏木"])
        .or_else(|| after(&["镇", "乡"]).filter(|end| *end > '镇'.len_utf8()));
    Some(segment.start + town.or_else(county)?)
}

/// Whether the words beside an address say that a person lives there.
fn is_home(hints: &mut Hints, segment: &Range<usize>) -> bool {
    let text = hints.text;
    let before = window(text, segment.start);
    let address = text.get(segment.clone()).unwrap_or("");
    // The line may be a whole file's.
    let after = text.get(segment.end..).unwrap_or("");
    let after = &after[..after.floor_char_boundary(60)];
    let after = after.lines().next().unwrap_or("");
    if [before, address, after].iter().any(|part| names(part, OFFICES)) {
        return false;
    }
    let label = tokens(before).next_back().unwrap_or_default();
    if HOMES.iter().any(|home| label.ends_with(home))
        || hints.head(segment.start).and_then(column) == Some(Kind::Address)
    {
        return true;
    }
    let named = tokens(before).rev().take(4).chain(tokens(after).take(2)).any(is_name);
    let labelled =
        ["地址", "地点", "位置", "所在地", "坐落", "位于"].iter().any(|l| label.ends_with(l));
    if labelled {
        return names(before, PERSONS);
    }
    named
}

fn names(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

fn tokens(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    text.split(is_end).map(|token| token.trim_matches(is_unseen)).filter(|token| {
        !token.is_empty() && token.chars().all(|c| !c.is_ascii() || c.is_ascii_digit())
    })
}

/// The most frequent surnames.
const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁\
    魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟\
    安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查\
    屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬";
const COMPOUND: [&str; 6] = ["欧阳", "上官", "司马", "诸葛", "司徒", "皇甫"];
/// Words of two or three that begin as a surname does.
const NO_NAMES: &[&str] = &[
    "高度",
    "马上",
    "方案",
    "方式",
    "任务",
    "安全",
    "白天",
    "金额",
    "时间",
    "成立",
    "严格",
    "文件",
    "文化",
    "关于",
    "管理",
    "江苏",
    "平安",
    "项目",
    "单位",
    "单价",
    "房屋",
    "石油",
    "田地",
    "于是",
    "应当",
    "何时",
    "余额",
    "章程",
    "黄色",
    "解决",
    "车辆",
    "施工",
    "程序",
    "包括",
    "段落",
    "左右",
    "党员",
    "许可",
    "古城",
    "周期",
    "周边",
    "阳光",
    "花园",
    "卫生",
    "向阳",
    "全部",
    "全年",
    "来源",
    "来访",
    "位置",
    "解释",
    "简介",
    "成员",
    "成果",
    "关注",
    "申请",
    "申报",
    "申请人",
    "时限",
    "石材",
    "木材",
    "金融",
    "安置",
    "高中",
    "常住",
    "常务",
    "温度",
    "单元",
    "易地",
    "白色",
    "华北",
    "宁夏",
    "云南",
    "谈话",
    "任职",
    "房号",
    "路段",
    "车牌",
    "路灯",
    "平房",
    "计划",
    "万元",
    "文号",
    "邮编",
    "苗木",
    "牛羊",
    "安装",
    "强化",
    "查询",
    "成本",
    "解放",
    "和平",
    "党组",
    "关系",
];

/// Whether a token is the name of a person, as far as its first character and its length tell.
fn is_name(token: &str) -> bool {
    let mut chars = token.chars();
    let (Some(first), count) = (chars.next(), token.chars().count()) else { return false };
    let hanzi = token.chars().all(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c));
    let family = SURNAMES.contains(first) && (2..=3).contains(&count)
        || COMPOUND.iter().any(|name| token.starts_with(name)) && (3..=4).contains(&count)
        || token.chars().nth(1).is_some_and(|c| matches!(c, '某' | '×')) && count <= 3;
    let last = token.chars().next_back().unwrap_or(first);
    let thing = "局委办厅院所站镇乡村县区市旗路街号元处科室队组户司屯庄部年月日人费款率期类项级地"
        .contains(last);
    hanzi && family && !thing && !NO_NAMES.contains(&token)
}
