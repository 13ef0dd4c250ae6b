//! A bulletin, and the list of them.

use serde::Serialize;

use super::{AttachmentView, DateText, Fact, Link, ListGroup, Made};

/// bulletins.html
#[derive(Debug, Serialize)]
pub struct BulletinsView {
    pub intro_html: Made,
    /// By plan, the newest first.
    pub plans: Vec<BulletinGroup>,
}

/// A plan's bulletins.
#[derive(Debug, Serialize)]
pub struct BulletinGroup {
    pub plan: Link,
    pub items: Vec<BulletinItem>,
}

/// A bulletin in a list.
#[derive(Debug, Serialize)]
pub struct BulletinItem {
    pub link: Link,
    pub issued: Option<DateText>,
    /// 截至.
    pub as_of: String,
    pub doc_number: Option<String>,
    /// 已撤下, 有更正, 未签发.
    pub note: Option<String>,
}

/// corrections.html
#[derive(Debug, Serialize)]
pub struct CorrectionsView {
    /// That there is nothing.
    pub text: Option<String>,
    pub bulletins: Vec<BulletinCorrections>,
    /// Pages taken back.
    pub sections: Vec<ListGroup>,
}

/// A bulletin that was corrected or taken down.
#[derive(Debug, Serialize)]
pub struct BulletinCorrections {
    pub link: Link,
    /// What was issued of it and taken down, and what stands; empty where it was issued once.
    pub history: Vec<RevisionView>,
    pub withdrawn: Option<WithdrawnView>,
    pub corrections: Vec<CorrectionView>,
    pub differences: Vec<DifferenceView>,
}

/// bulletin.html: `text` is what was issued and makes up the whole of `<article>`; all else may
/// change.
#[derive(Debug, Serialize)]
pub struct BulletinView {
    /// None where it was withdrawn.
    pub text: Option<TextView>,
    /// 数据汇总（未签发）.
    pub unsigned: Option<String>,
    /// That the day of its data has not come.
    pub not_yet: Option<String>,
    pub withdrawn: Option<WithdrawnView>,
    /// That it was issued again.
    pub reissued: Option<String>,
    /// What was issued of this period before, and this one; empty where it is the first.
    pub history: Vec<RevisionView>,
    pub corrections: Vec<CorrectionView>,
    /// What was issued and what the records say now; shown once a correction is recorded.
    pub differences: Vec<DifferenceView>,
    /// 签发日期, SHA-256, the edition before it.
    pub facts: Vec<Fact>,
    pub data: Option<AttachmentView>,
    pub attachments: Vec<AttachmentView>,
}

#[derive(Debug, Serialize)]
pub struct TextView {
    pub title: String,
    pub issue: Option<String>,
    pub doc_number: Option<String>,
    pub to: Option<String>,
    pub signed_by: Option<String>,
    pub sections: Vec<SectionView>,
    pub words_html: String,
    pub closing: Vec<String>,
    pub issuer: Option<String>,
    pub written: String,
}

#[derive(Debug, Serialize)]
pub struct SectionView {
    pub heading: String,
    /// Each a row of words, some of which lead somewhere.
    pub paragraphs: Vec<Vec<Link>>,
    pub tables: Vec<SealedTable>,
}

#[derive(Debug, Serialize)]
pub struct SealedTable {
    pub caption: String,
    pub head: Vec<String>,
    pub rows: Vec<Vec<Link>>,
}

#[derive(Debug, Serialize)]
pub struct WithdrawnView {
    pub on: DateText,
    pub reason: String,
    pub approved_by: String,
}

/// One issue of a bulletin.
#[derive(Debug, Serialize)]
pub struct RevisionView {
    /// When it was issued, taken down, why and by whose leave.
    pub text: String,
    /// Its own, which say nothing of the text that took its place.
    pub corrections: Vec<CorrectionView>,
}

#[derive(Debug, Serialize)]
pub struct CorrectionView {
    pub date: DateText,
    pub text: String,
    pub approved_by: Link,
}

#[derive(Debug, Serialize)]
pub struct DifferenceView {
    pub what: String,
    pub issued: String,
    pub now: String,
}
