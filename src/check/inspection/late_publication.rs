//! # published-late
//!
//! A document was published more than 20 working days after it was written.
//!
//! 文件成文20个工作日以后才公开。
//!
//! Information that is to be disclosed on the bureau's own initiative is to be made public within
//! 20 working days of being formed or changed. Working days are those of the loaded calendars.
//! Basis: 《政府信息公开条例》（令第711号）第二十六条.
//!
//! 主动公开的政府信息，应当自形成或者变更之日起20个工作日内及时公开。工作日按已载入的日历计算。依
//! 据：《政府信息公开条例》（令第711号）第二十六条。
//!
//! ## Fails
//!
//! ```text
//! site.toml
//! title = "专栏"
//! [defaults]
//! disclosure = "主动公开"
//! content/policies/a.md
//! ---
//! 标题: 告知承诺制度
//! 成文日期: 2023-03-03
//! 发布日期: 2023-05-04
//! ---
//! ```
//!
//! ## Passes
//!
//! ```text
//! site.toml
//! title = "专栏"
//! [defaults]
//! disclosure = "主动公开"
//! content/policies/a.md
//! ---
//! 标题: 告知承诺制度
//! 成文日期: 2023-03-03
//! 发布日期: 2023-03-10
//! ---
//! ```

use crate::check::Subject;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::say;
use crate::check::text::{documents, field};
use crate::model::key;

/// Working days a document may take to be made public (《政府信息公开条例》 art. 26).
const MOST: u32 = 20;

/// Warns of each document; past the last known calendar nothing is said.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    let calendar = &of.model.settings.calendar;
    for (base, published, written) in documents(of.model) {
        let days = calendar.working_days_between(written, published);
        let Some(days) = days.filter(|days| *days > MOST && !base.archived) else { continue };
        let last = calendar.add_working_days(written, MOST).unwrap_or(written);
        out.push(
            Diagnostic::new(
                Code::PublishedLate,
                field(base, &key::PUBLISHED),
                say!(
                    "成文{written}，发布{published}，隔了{days}个工作日，应在{last}以前公开",
                    "written {written}, published {published}: {days} working days; it was due by {last}"
                ),
            )
            .help(say!("核对两个日期，以后按时公开", "check both days, and publish in time")),
        );
    }
}
