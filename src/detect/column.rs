//! What the head of a column promises, and whether its cells keep it hidden.

use super::seen::{self, Mark, folded, is_unseen};
use super::{Found, Kind, Policy, address, policy::HIDDEN, under};

/// Heads with what their columns hold; a head holds the word of its row, and none of the words
/// that make it an office's.
const HEADS: &[(Kind, &[&str])] = &[
    (
        Kind::ResidentId,
        &[
            "身份证",
            "身份号码",
            "公民身份",
            "证件号",
            "证件编号",
            "残疾证号",
            "残疾人证号",
            "残疾证编号",
            "社保号",
            "社会保障号",
            "医保编号",
            "学籍号",
        ],
    ),
    (Kind::TravelDocument, &["护照", "通行证号", "台胞证"]),
    (
        Kind::BankCard,
        &[
            "银行卡",
            "卡号",
            "开户账号",
            "开户帐号",
            "银行账号",
            "银行帐号",
            "银行账户",
            "个人账号",
            "个人账户",
            "一卡通",
            "存折",
            "打卡账号",
            "收款账号",
        ],
    ),
    (
        Kind::Address,
        &[
            "家庭住址",
            "家庭地址",
            "现住址",
            "现住地",
            "现居住地",
            "居住地址",
            "住址",
            "户籍地址",
            "户籍所在地",
            "户口所在地",
            "户籍地",
            "门牌号",
            "居住地",
        ],
    ),
    (
        Kind::Health,
        &[
            "病种",
            "病名",
            "疾病",
            "诊断",
            "病情",
            "残疾等级",
            "残疾类别",
            "残疾类型",
            "残疾程度",
            "残疾级别",
            "致残原因",
            "患病",
        ],
    ),
    (
        Kind::Mobile,
        &[
            "手机",
            "联系电话",
            "联系方式",
            "电话号码",
            "本人电话",
            "个人电话",
            "家庭电话",
            "移动电话",
            "微信号",
        ],
    ),
];

/// Heads of columns an office publishes about itself, or a firm.
const PUBLIC: &[&str] = &[
    "办公",
    "公开",
    "值班",
    "监督",
    "咨询",
    "举报",
    "投诉",
    "服务",
    "热线",
    "传真",
    "座机",
    "固定电话",
    "办事",
    "受理",
    "窗口",
    "单位地址",
    "是否",
    "数量",
    "人数",
    "张数",
    "数(",
    "数（",
    "类型代码",
    "医保定点",
];

/// What a column under this head holds that must not be published as it is.
pub fn column(head: &str) -> Option<Kind> {
    let head: String =
        head.chars().filter(|c| !c.is_whitespace() && !is_unseen(*c)).map(folded).collect();
    if PUBLIC.iter().any(|word| head.contains(word)) {
        return None;
    }
    if matches!(head.as_str(), "电话" | "本人联系电话" | "联系人电话") {
        return Some(Kind::Mobile);
    }
    HEADS
        .iter()
        .find(|(_, words)| words.iter().any(|word| head.contains(word)))
        .map(|(kind, _)| *kind)
}

/// Whether a cell is empty, says that there is nothing, or holds a mask.
pub fn is_masked(value: &str) -> bool {
    let value = value.trim_matches(|c: char| c.is_whitespace() || is_unseen(c));
    let nothing =
        ["", "无", "—", "——", "-", "--", "/", "\\", "暂无", "不详", "略", "保密", "有", "否", "是"];
    let stars = value
        .char_indices()
        .filter(|(at, _)| matches!(seen::glyph(value, *at), Some((Mark::Star, _))));
    nothing.contains(&value) || stars.count() >= 2
}

/// What of a cell must not be published: what [`super::private`] finds, with the head as the
/// word before it, and what only the head makes private.
pub fn cell(head: &str, value: &str, policy: &Policy) -> Vec<Found> {
    let found = under(value, Some(head), policy);
    if !found.is_empty() || is_masked(value) {
        return found;
    }
    let digits = value.chars().filter(|c| folded(*c).is_ascii_digit()).count();
    let whole = |kind| Found { kind, range: 0..value.len(), masked: HIDDEN.into(), certain: false };
    let one = match column(head) {
        // The digits are not such a number's: one was left out, or doubled.
        Some(kind @ Kind::ResidentId) => (digits >= 14).then(|| whole(kind)),
        Some(kind @ Kind::TravelDocument) => (digits >= 7).then(|| whole(kind)),
        Some(kind @ Kind::BankCard) => (digits >= 12).then(|| whole(kind)),
        Some(kind @ Kind::Health) => Some(whole(kind)),
        Some(Kind::Address) => address::beyond_town(value),
        // A landline may stand: it is an office's, or nobody's in particular.
        Some(Kind::Mobile | Kind::HalfMask) | None => None,
    };
    one.into_iter().collect()
}
