//! The words before a number that say what it is: a label, a key of JSON or an attribute, the
//! head of its column.

use std::cmp::Reverse;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, Match};

use super::seen;
use super::table::Table;

/// What the words before a number say it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    Id,
    Mobile,
    Card,
    Paper,
    /// 统一社会信用代码 and what it took the place of.
    Credit,
    /// A number of a permit, a file or a register: may be built of a region and a date, and so
    /// look like an identity number by chance.
    Licence,
    /// A number or amount of another sort.
    Other,
    Nothing,
}

/// What was said, and whether right before the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hint {
    pub says: Says,
    pub near: bool,
}

const NOTHING: Hint = Hint { says: Says::Nothing, near: false };

/// Words of labels. Of two that end at the same place the longer one counts. ASCII is in lower
/// case.
const WORDS: &[(Says, &[&str])] = &[
    (
        Says::Id,
        &[
            "身份证",
            "身份证号",
            "身份证编号",
            "身份证号码",
            "身份证件号码",
            "证件号",
            "证件号码",
            "证件编号",
            "公民身份",
            "身份号码",
            "居民身份",
            "残疾证号",
            "残疾人证号",
            "残疾证编号",
            "驾驶证号",
            "社会保障号",
            "社会保障号码",
            "社保号",
            "医保编号",
            "医保号",
            "学籍号",
            "身份证代码",
            "身份编号",
            "idcard",
            "id card",
            "id_card",
            "id no",
            "identity",
            "sfz",
        ],
    ),
    (
        Says::Mobile,
        &[
            "电话",
            "电话号码",
            "手机",
            "手机号",
            "手机号码",
            "联系方式",
            "联系人",
            "联系",
            "微信",
            "微信号",
            "致电",
            "热线",
            "拨打",
            "短信",
            "小灵通",
            "移动号码",
            "phone",
            "mobile",
            "tel",
            "wechat",
            "cell",
        ],
    ),
    (
        Says::Card,
        &[
            "银行卡",
            "银行卡号",
            "卡号",
            "账号",
            "帐号",
            "账户",
            "帐户",
            "一卡通",
            "存折",
            "打卡",
            "银行账号",
            "银行账户",
            "card",
            "bank",
            "account",
        ],
    ),
    (
        Says::Paper,
        &[
            "护照",
            "护照号",
            "护照号码",
            "通行证",
            "通行证号",
            "通行证号码",
            "台胞证",
            "台胞证号",
            "回乡证",
            "回乡证号",
            "passport",
        ],
    ),
    (
        Says::Credit,
        &[
            "信用代码",
            "机构代码",
            "税号",
            "纳税人识别号",
            "纳税人编号",
            "注册号",
            "营业执照",
            "营业执照号",
            "税务登记证号",
        ],
    ),
    (
        Says::Licence,
        &[
            "编号",
            "许可证",
            "许可证号",
            "许可",
            "许可号",
            "备案",
            "备案号",
            "备案编号",
            "项目代码",
            "索引号",
            "文号",
            "批文",
            "批准书",
            "合同",
            "合同号",
            "条码",
            "条形码",
            "订单",
            "订单号",
            "运单",
            "运单号",
            "快递",
            "单号",
            "流水",
            "流水号",
            "受理号",
            "登记号",
            "产权证号",
            "权证号",
            "不动产单元号",
            "单元号",
            "宗地",
            "宗地号",
            "凭证",
            "凭证号",
            "案号",
            "序列号",
            "串号",
            "标识码",
            "批号",
            "车架号",
            "准考证号",
            "专利号",
            "档案号",
            "证书号",
            "资质证书",
            "通知书",
            "决定书",
            "施工证号",
            "规划证号",
            "图斑号",
            "工单",
            "工单号",
            "设备号",
            "permit",
            "licence",
            "license",
            "imei",
            "isbn",
        ],
    ),
    (
        Says::Other,
        &[
            "代码",
            "编码",
            "件号",
            "图号",
            "时间戳",
            "发票",
            "发票号码",
            "校验",
            "哈希",
            "版本",
            "序号",
            "群号",
            "公告号",
            "注册商标",
            "qq",
            "qq群",
            "qq号",
            "金额",
            "资金",
            "总额",
            "合计",
            "共计",
            "总价",
            "报价",
            "投资",
            "收入",
            "支出",
            "人民币",
            "余额",
            "资产",
            "产值",
            "预算",
            "控制价",
            "标价",
            "中标价",
            "￥",
            "¥",
            "$",
            "№",
        ],
    ),
];

/// What may stand between the label of a number and the number.
const BETWEEN: &str = "为是号码字第系的证书编如下列即建工程规划施房产";

/// Reads what is said of the numbers of a text.
pub struct Hints<'a> {
    pub text: &'a str,
    head: Hint,
    table: Table,
    /// What was said last, and where: several kinds of number ask at the same place.
    last: Option<(usize, Hint)>,
}

impl<'a> Hints<'a> {
    /// Of a text, and of the head of the column it is a cell of.
    pub fn new(text: &'a str, head: Option<&str>) -> Self {
        let head = head.map_or(NOTHING, of_head);
        Self { text, head, table: Table::default(), last: None }
    }

    /// The head of the column a place stands in, where that is a table in Markdown.
    pub fn head(&mut self, start: usize) -> Option<&'a str> {
        self.table.head(self.text, start)
    }

    /// What is said of the number that begins here.
    pub fn before(&mut self, start: usize) -> Hint {
        if let Some((at, hint)) = self.last
            && at == start
        {
            return hint;
        }
        let hint = self.read_before(start);
        self.last = Some((start, hint));
        hint
    }

    fn read_before(&mut self, start: usize) -> Hint {
        let before = window(self.text, start);
        if let Some(says) = by_key(before) {
            return Hint { says, near: true };
        }
        // A word in the same cell knows better than the head above.
        let cell = by_words(&before[before.rfind('|').map_or(0, |bar| bar + 1)..]);
        if cell.near {
            return cell;
        }
        if let Some(head) = self.head(start) {
            let hint = of_head(head);
            if hint.says != Says::Nothing {
                return hint;
            }
        }
        match by_words(before) {
            NOTHING => self.head,
            hint => hint,
        }
    }
}

/// What a head says of the cells below it.
fn of_head(head: &str) -> Hint {
    let hint = by_words(&head.chars().filter(|c| !c.is_whitespace()).collect::<String>());
    Hint { near: true, ..hint }
}

/// The end of the text before a number that can speak of it: of the same line, or of what stands
/// before it where the line so far is nothing but tags.
pub fn window(text: &str, start: usize) -> &str {
    const WIDEST: usize = 160;
    let from = text.floor_char_boundary(start.saturating_sub(WIDEST));
    let all = text.get(from..start).unwrap_or("");
    let line = all.rfind('\n').map_or(0, |at| at + 1);
    if without_tags(&all[line..]).trim().is_empty() && all[..line].trim_end().ends_with('>') {
        return all;
    }
    &all[line..]
}

fn without_tags(text: &str) -> String {
    let mut in_tag = false;
    text.chars()
        .filter(|c| {
            let was = in_tag;
            in_tag = (in_tag || *c == '<') && *c != '>';
            !(was || in_tag)
        })
        .collect()
}

/// The words in one search, each with what it says; they are too few to be too many for it.
static SEARCH: LazyLock<(Option<AhoCorasick>, Vec<Says>)> = LazyLock::new(|| {
    let words = || WORDS.iter().flat_map(|(says, words)| words.iter().map(|word| (word, *says)));
    let search = AhoCorasick::new(words().map(|(word, _)| word)).ok();
    (search, words().map(|(_, says)| says).collect())
});

fn by_words(before: &str) -> Hint {
    let (search, says) = &*SEARCH;
    let lower = before.to_ascii_lowercase();
    let found = search.iter().flat_map(|search| search.find_overlapping_iter(&lower));
    let mut found: Vec<Match> = found.collect();
    // Of two words the one that ends last counts, and of two such the longer.
    found.sort_by_key(|word| Reverse((word.end(), word.len())));
    let mut tried = Vec::new();
    for word in found {
        // Of a word that stands there twice, the last.
        if tried.contains(&word.pattern()) {
            continue;
        }
        tried.push(word.pattern());
        let said = says.get(word.pattern().as_usize());
        if let Some(hint) = said.and_then(|says| at_distance(*says, &before[word.end()..])) {
            return hint;
        }
    }
    NOTHING
}

/// What a word says from so far away; `None` where it speaks of something else.
fn at_distance(says: Says, between: &str) -> Option<Hint> {
    let between = without_tags(between);
    let letters = || between.chars().filter(|c| c.is_alphanumeric());
    let cells = between.matches('|').count();
    let near = match says {
        Says::Id | Says::Mobile | Says::Card | Says::Paper => {
            letters().count() <= 10 && !letters().any(|c| seen::folded(c).is_ascii_digit())
        }
        _ => cells <= 1 && letters().all(|c| BETWEEN.contains(c)) && letters().count() <= 6,
    };
    let stays = near || matches!(says, Says::Id | Says::Mobile | Says::Card);
    stays.then_some(Hint { says, near })
}

/// What the key of an attribute or of a value in JSON says, where one stands right before.
fn by_key(before: &str) -> Option<Says> {
    let quote = |c: char| matches!(c, '"' | '\'' | '\\' | ' ');
    let value = before.trim_end_matches(['"', '\'', '\\', ' ', '+', '[']);
    let sign = value.strip_suffix(':').or_else(|| value.strip_suffix('='))?;
    let key = sign.trim_end_matches(quote);
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let name = &key[key.trim_end_matches(is_name).len()..];
    let name = name.to_ascii_lowercase().replace('-', "_");
    let owner = key[..key.len() - name.len()].trim_end_matches([' ', '-', '{', ',']);
    // No: after a word is no key, no: at the beginning of a line is one.
    let is_key = value.ends_with('=') || key.len() < sign.len() || owner.is_empty();
    if name.is_empty() || !is_key {
        return None;
    }
    let has = |parts: &[&str]| parts.iter().any(|part| name.contains(part));
    let ends = |parts: &[&str]| parts.iter().any(|part| name.ends_with(part));
    if has(&["phone", "mobile", "tel", "cell", "contact", "sms", "shouji"]) {
        return Some(Says::Mobile);
    }
    if has(&["idcard", "id_card", "idno", "id_no", "idnum", "id_num", "identity", "sfz", "cert"]) {
        return Some(Says::Id);
    }
    if has(&["card", "account", "bank"]) {
        return Some(Says::Card);
    }
    if has(&["passport"]) {
        return Some(Says::Paper);
    }
    if has(&["credit", "uscc", "tax"]) {
        return Some(Says::Credit);
    }
    if has(&["permit", "licen", "project", "order", "index", "serial", "imei", "isbn"]) {
        return Some(Says::Licence);
    }
    let others = [
        "id", "no", "code", "key", "num", "number", "size", "bytes", "length", "hash", "time",
        "ts", "stamp", "seq", "version", "count", "total", "amount", "sum", "width", "height",
        "at", "offset", "src", "checksum",
    ];
    ends(&others).then_some(Says::Other)
}
