//! # stale-column
//!
//! Nothing was added to a column for longer than it may stand still.
//!
//! 栏目超过更新期限没有更新。
//!
//! The column says its own 更新周期; where it does not, news is due every 14 days, policies every
//! six months, plans every year, bulletins every 35 days while a plan runs. Archived records are
//! left out, and so are columns that expect no change or hold samples alone. Basis: 国办秘函〔2019〕
//! 19号 for the classes of two weeks and six months, as a copy of its table has it; the others are
//! usual practice.
//!
//! 栏目自己写明“更新周期”的按它算；没有写的，动态14天，政策文件6个月，方案1年，通报在方案执行期间
//! 35天。已归档的记录、不要求更新的栏目、只有示例的栏目不计。两周和6个月两类依据国办秘函〔2019〕
//! 19号（据所见副本），其余为通行做法。
//!
//! ## Fails
//!
//! ```text
//! site.toml
//! title = "专栏"
//! [defaults]
//! disclosure = "主动公开"
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-03-03
//! ---
//! 召开会议。
//! ```
//!
//! ## Passes
//!
//! ```text
//! site.toml
//! title = "专栏"
//! [defaults]
//! disclosure = "主动公开"
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-05-30
//! ---
//! 召开会议。
//! ```

use crate::check::Subject;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Text};
use crate::facts::freshness;
use crate::say;

/// Warns of each column that is past its day.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    let day = of.site.facts.day();
    for column in freshness::columns(&of.site.facts).into_iter().filter(|c| c.last_day < day) {
        let freshness::Freshness { name: Text { zh, en }, newest, days, .. } = &column;
        let since = column.last_day.plus(1);
        out.push(
            Diagnostic::new(
                Code::StaleColumn,
                column.place.clone(),
                say!(
                    "栏目“{zh}”最近一次更新是{newest}，{days}天内应有更新，自{since}起超期",
                    "`{en}` was last added to on {newest}, is due every {days} days and late since {since}"
                ),
            )
            .help(say!(
                "补充内容；周期不合适就在栏目的 index.md 写“更新周期”，不再更新的内容写“归档: 是”",
                "add to it; or give its index.md another `update_cycle`, or mark what is finished `archived`"
            )),
        );
    }
}
