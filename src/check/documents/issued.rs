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

use crate::bulletin::{Difference, drift};
use crate::check::Subject;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::say;

/// Differences told one by one; past these, how many more there are.
const TOLD: usize = 3;

/// Warns of records that tell another story than the bulletin issued on them, until a 更正 of it is
/// recorded.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    let (public, words) = (of.site.facts.public(), of.words);
    for (_, bulletin) in public.bulletins().filter(|(_, found)| found.corrections.is_empty()) {
        let differences = drift(public, bulletin, words);
        let Some(seal) = bulletin.issued().filter(|_| !differences.is_empty()) else { continue };
        let told = |difference: &Difference, arrow: &str| {
            let Difference { what, issued, now } = difference;
            if issued.is_empty() { what.clone() } else { format!("{what} {issued}{arrow}{now}") }
        };
        let list = |arrow, separator: &str| {
            let first: Vec<String> =
                differences.iter().take(TOLD).map(|difference| told(difference, arrow)).collect();
            first.join(separator)
        };
        let (zh, en) = (list("→", "，"), list(" → ", ", "));
        let (zh, en) = match differences.len().saturating_sub(TOLD) {
            0 => (zh, en),
            more => (format!("{zh}等，另有{more}处"), format!("{en}, and {more} more")),
        };
        let period = seal.period;
        out.push(
            Diagnostic::new(
                Code::OtherThanIssued,
                Place::file(bulletin.seal_path(seal)),
                say!(
                    "{period} 期签发后，记录有了变化：{zh}",
                    "the records have changed since {period} was issued: {en}"
                ),
            )
            .help(say!(
                "改错了就改回来；确有其事就在这期通报的记录里写“更正”",
                "put the records back if that was a mistake, else add `corrections` to the bulletin's record"
            )),
        );
    }
}
