//! # pinned-as-of
//!
//! A site that has an address on the web stands still on one day.
//!
//! 有网址的站点把截至日固定在某一天。
//!
//! The setting `as_of` is for demonstrations and archives. On a site in use no task turns yellow or
//! red after that day and no new record shows, and nobody notices.
//!
//! 设置项 as_of 只用于演示和归档。正式站点写了它，过了那一天任务不再变黄变红，新的记录也不显示，
//! 而且不容易发觉。
//!
//! ## Fails
//!
//! ```text
//! site.toml
//! title = "专栏"
//! base_url = "https://www.example.gov.cn/zl/"
//! as_of = 2023-06-01
//! [defaults]
//! disclosure = "主动公开"
//! ```
//!
//! ## Passes
//!
//! ```text
//! site.toml
//! title = "专栏"
//! base_url = "https://www.example.gov.cn/zl/"
//! [defaults]
//! disclosure = "主动公开"
//! ```

use crate::check::Subject;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::say;

/// Warns once a site that has an address.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    let settings = &of.model.settings;
    let (Some(day), Some(_)) = (settings.as_of, &settings.base_url) else { return };
    out.push(
        Diagnostic::new(
            Code::PinnedDay,
            settings.place("as_of"),
            say!(
                "截至日固定在{day}，过了这一天状态也不再变化",
                "the site stands still on {day}: no state changes after it"
            ),
        )
        .help(say!(
            "删去 as_of；归档或演示的站点可以豁免",
            "take `as_of` out; an archive or a demonstration may waive this"
        )),
    );
}
