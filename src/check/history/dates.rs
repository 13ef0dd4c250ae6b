//! # published-date-moved
//!
//! A record that readers have seen bears another day of publication.
//!
//! 已公布的记录改了发布日期。
//!
//! The day a text came out is a fact; put back it looks timely, put forward it looks new, and
//! inspectors count forged dates among the grave faults. A day where none stood, or the hour of the
//! same day, is no change. Told only with `check --base`. Basis: 国办秘函〔2019〕19号, as a copy of its
//! table has it.
//!
//! 发布日期是事实：往前写显得及时，往后写显得新，检查把伪造发稿日期列为严重问题。原来没有写而补上的，或只是补上当
//! 天的时间的不算。用 check --base 才能比对。依据：国办秘函〔2019〕19号（据所见副本）。
//!
//! ## Fails
//!
//! ```text
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-05-04
//! ---
//! 召开会议。
//! $ git commit
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-05-30
//! ---
//! 召开会议。
//! ```
//!
//! ## Passes
//!
//! ```text
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-05-04
//! ---
//! 召开会议。
//! $ git commit
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023年5月4日 11:30
//! ---
//! 召开会议。
//! ```

use crate::check::Subject;
use crate::check::text::field;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::key;
use crate::say;

/// Warns of each record whose day of publication is another, or gone.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    let Some(past) = of.past() else { return };
    for (from, to) in past.seen() {
        let Some(base) = to.map(|to| past.new.base(to)) else { continue };
        let Some(was) = past.old.base(from).published.map(|moment| moment.day) else { continue };
        let message = match base.published.map(|moment| moment.day) {
            Some(is) if is == was => continue,
            Some(is) => say!(
                "发布日期由{was}改为{is}",
                "the day of publication was {was} and is now {is}"
            ),
            None => say!("发布日期{was}删去了", "the day of publication {was} was taken out"),
        };
        out.push(
            Diagnostic::new(Code::PublishedDateMoved, field(base, &key::PUBLISHED), message).help(
                say!(
                    "恢复原来的日期；重新发布的，另建一条记录",
                    "put the day back; what is published anew is a record of its own"
                ),
            ),
        );
    }
}
