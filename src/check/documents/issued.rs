//! # other-than-issued
//!
//! The records tell another story than the bulletin issued on them.
//!
//! 通报签发后，它所依据的记录有了变化。
//!
//! What was issued stands as it was issued; but the public reads both, and one of them is wrong. Put
//! the records back if that was a mistake, else explain it under `corrections` of the bulletin.
//!
//! 已签发的通报不变，可是公众两边都看得到，总有一边不对。改错了就改回来，确有其事就在通报记录里写“更正”。
//!
//! ## Fails
//!
//! ```text
//! content/plans/2023.md
//! ---
//! 标题: 工作方案
//! 发文机关: 局
//! 发布日期: 2023-03-03
//! 通报日: 30
//! ---
//! content/tasks/01/index.md
//! ---
//! 标题: 梳理清单
//! 方案: 工作方案
//! 责任单位: 审批办
//! 完成时限: 6月底前
//! ---
//! $ liangshai bulletin issue 2023 2023-03 --as-of 2023-03-30
//! content/tasks/01/2023-03-20-完成.md
//! ---
//! 事项: 完成
//! ---
//! ```
//!
//! ## Passes
//!
//! ```text
//! content/plans/2023.md
//! ---
//! 标题: 工作方案
//! 发文机关: 局
//! 发布日期: 2023-03-03
//! 通报日: 30
//! ---
//! content/tasks/01/index.md
//! ---
//! 标题: 梳理清单
//! 方案: 工作方案
//! 责任单位: 审批办
//! 完成时限: 6月底前
//! ---
//! $ liangshai bulletin issue 2023 2023-03 --as-of 2023-03-30
//! content/tasks/01/2023-04-03-完成.md
//! ---
//! 事项: 完成
//! ---
//! ```

use crate::bulletin::{Difference, Drift, drift};
use crate::check::Subject;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::model::Day;
use crate::model::bulletin::Correction;
use crate::say;

/// Differences told one by one; past these, how many more there are.
const TOLD: usize = 3;

/// Tasks named in the correction proposed; of more, it is proposed for all there is.
const NAMED: usize = 8;

/// Warns of records that tell another story than the bulletin issued on them, until a 更正 of it is
/// recorded; of what it does not account for, where it says what it is about.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    let (public, words, day) = (of.site.facts.public(), of.words, of.site.facts.day());
    for (_, bulletin) in public.bulletins() {
        let recorded: Vec<&Correction> = bulletin.corrections.iter().collect();
        let Drift { open, tasks, .. } = drift(public, bulletin, &recorded, words);
        let Some(seal) = bulletin.issued().filter(|_| !open.is_empty()) else { continue };
        let told = |difference: &Difference, arrow: &str| {
            let Difference { what, issued, now } = difference;
            if issued.is_empty() { what.clone() } else { format!("{what} {issued}{arrow}{now}") }
        };
        let list = |arrow, separator: &str| {
            let first: Vec<String> =
                open.iter().take(TOLD).map(|difference| told(difference, arrow)).collect();
            first.join(separator)
        };
        let (zh, en) = (list("→", "，"), list(" → ", ", "));
        let (zh, en) = match open.len().saturating_sub(TOLD) {
            0 => (zh, en),
            more => (format!("{zh}等，另有{more}处"), format!("{en}, and {more} more")),
        };
        let (period, path) = (seal.period, &bulletin.base.path);
        let (zh_line, en_line) = lines(&tasks, seal.issued_on.max(day));
        // An edition may have no record beside it.
        let is_there = !bulletin.base.body.source.text.is_empty();
        let (zh_line, en_line) = match bulletin.corrections.is_empty() {
            true if !is_there => (
                format!("（新建，前后各一行“---”）“更正: [{zh_line}]”"),
                format!("(a new file, between two lines `---`) `corrections: [{en_line}]`"),
            ),
            true => (format!("“更正: [{zh_line}]”"), format!("`corrections: [{en_line}]`")),
            false => {
                (format!("在“更正”里加“{zh_line}”"), format!("another correction, `{en_line}`"))
            }
        };
        out.push(
            Diagnostic::new(
                Code::OtherThanIssued,
                Place::file(path.as_str()),
                say!(
                    "{period} 期签发后，记录有了变化：{zh}",
                    "the records have changed since {period} was issued: {en}"
                ),
            )
            .help(say!(
                "改错了就改回来；确有其事就在 {path} 里写：{zh_line}",
                "put the records back if that was a mistake, else write in {path}: {en_line}"
            )),
        );
    }
}

/// A correction to be filled in, in Chinese and in English, about some tasks or about all there is.
fn lines(tasks: &[String], day: Day) -> (String, String) {
    let (mut about_zh, mut about_en) = (String::new(), String::new());
    if !tasks.is_empty() && tasks.len() <= NAMED {
        let tasks = tasks.join(", ");
        about_zh = format!(", 涉及: [{tasks}]");
        about_en = format!(", about: [{tasks}]");
    }
    (
        format!("{{说明: 更正的内容, 批准: 批准的会议或领导, 日期: {day}{about_zh}}}"),
        format!("{{text: what is so, approved_by: by whose leave, date: {day}{about_en}}}"),
    )
}
