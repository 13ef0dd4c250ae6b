//! # seal-touched
//!
//! The seal of an issued bulletin is not there any more, or is another.
//!
//! 签发通报的文件（.issued.json）不见了，或不是原来签发的那一份。
//!
//! A seal proves what was issued, and the next one rests on it; but of the newest nothing in the site
//! knows any more once it is taken out, or issued again with other figures. A text that must not stand
//! is taken down by `bulletin withdraw`, which keeps its digest; what was wrong is put right under
//! `corrections`. Line ends of Windows are no change. Told only with `check --base`.
//!
//! 签发文件证明当时签发了什么，下一期也接在它后面；可是最新一期的签发文件被删去，或删去后换了数字重新签发，站点
//! 里别处看不出来。不能留的文字用 bulletin withdraw 撤下，摘要保留；有误就写“更正”。只是换行格式不同的不算。用
//! check --base 才能比对。
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
//! $ git commit
//! $ git rm content/bulletins/2023/2023-03.issued.json
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
//! $ git commit
//! $ liangshai bulletin withdraw 2023 2023-03 --reason 泄露号码 --approved-by 局长办公会 --as-of 2023-05-31
//! ```

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::check::Subject;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Source};
use crate::model::Model;
use crate::model::seal::Seal;
use crate::say;

/// Tells each seal of the base that is gone, or is neither the same nor what is left of it.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    let Some(past) = of.past() else { return };
    let now: BTreeMap<&str, &Arc<Source>> =
        files(past.new).map(|file| (&*file.path, file)).collect();
    for then in files(past.old) {
        // What was broken already proves nothing.
        let Ok(seal) = Seal::read(&without_carriage(&then.text)) else { continue };
        let (period, name) = (seal.period, past.name());
        let (place, message) = match now.get(&*then.path) {
            Some(file) if is_as_issued(&then.text, &seal, &file.text) => continue,
            Some(file) => (
                Place::start(file),
                say!(
                    "{period} 期的签发文件不是原来签发的那一份",
                    "the seal of {period} is not the one that was issued"
                ),
            ),
            None => (
                Place::file(then.path.clone()),
                say!(
                    "{period} 期的签发文件不见了（{name} 里有）",
                    "the seal of {period} is gone (it is in {name})"
                ),
            ),
        };
        out.push(Diagnostic::new(Code::SealTouched, place, message).help(say!(
            "从 git 取回原文件；文字不能留的用 liangshai bulletin withdraw 撤下，有误就写“更正”",
            "take the file back from git; take down a text that must not stand by `liangshai bulletin withdraw`, and put right what was wrong under `corrections`"
        )));
    }
}

/// The seals of all bulletins as they lie there.
fn files(model: &Model) -> impl Iterator<Item = &Arc<Source>> {
    model.bulletins.iter().flat_map(|bulletin| &bulletin.seal_files)
}

/// A text with the line ends it was written with; within a seal there is no other line break.
fn without_carriage(text: &str) -> String {
    text.replace("\r\n", "\n")
}

/// Whether a file is a seal as it was, or what a withdrawal left of it.
fn is_as_issued(then: &str, seal: &Seal, now: &str) -> bool {
    let (then, now) = (without_carriage(then), without_carriage(now));
    if then == now {
        return true;
    }
    let Ok(left) = Seal::read(&now) else { return false };
    // Its digest covers the chain, so that only the place in it need be compared.
    let withdrawn = left.withdrawal().filter(|_| seal.matter().is_some());
    withdrawn.is_some_and(|withdrawn| {
        let (reason, by) = (withdrawn.reason.clone(), withdrawn.approved_by.clone());
        seal.withdraw(withdrawn.on, reason, by) == left
    })
}
