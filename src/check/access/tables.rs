//! # bare-table
//!
//! A table of data has no caption, or no headings that say what they head.
//!
//! 数据表格没有名称，或表头不完整。
//!
//! Who hears a cell is told its headings with it, and finds a table by its caption; without them it
//! is a run of figures. Basis: WCAG 1.3.1.
//!
//! 听表格的人每到一格都要听到它的行名、列名，靠名称找到表格；没有这些就只是一串数字。依据：WCAG 1.3.1。
//!
//! ## Fails
//!
//! ```text
//! site.toml
//! title = "专栏"
//! raw_html = "sanitise"
//! [defaults]
//! disclosure = "主动公开"
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-05-30
//! ---
//! <table><tr><td>完成</td><td>3</td></tr></table>
//! ```
//!
//! ## Passes
//!
//! ```text
//! site.toml
//! title = "专栏"
//! raw_html = "sanitise"
//! [defaults]
//! disclosure = "主动公开"
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-05-30
//! ---
//! | 状态 | 数量 |
//! |---|---|
//! | 完成 | 3 |
//! ```

use crate::check::Rendered;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::say;

/// Warns of each table of data.
pub fn check(of: &Rendered, out: &mut Diagnostics) {
    for table in of.outline.tables.iter().filter(|table| !table.is_layout) {
        let (span, message) = if table.headers == 0 {
            (&table.span, say!("表格没有表头", "the table has no headings"))
        } else if !table.has_caption {
            (&table.span, say!("表格没有名称（caption）", "the table has no caption"))
        } else if let Some(span) = &table.unscoped {
            (span, say!("表头没有写明管行还是管列（scope）", "a heading cell does not say its scope"))
        } else {
            continue;
        };
        out.push(
            Diagnostic::new(Code::BareTable, of.place(span.clone()), message).help(say!(
                "补上 caption、th 和 scope；只用来排版的写 role=\"presentation\"",
                "add caption, th and scope; of mere layout, role=\"presentation\""
            )),
        );
    }
}
