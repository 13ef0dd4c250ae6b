//! # empty-column
//!
//! A column has words of its own and no record on the day.
//!
//! 设了栏目，当天却没有一条内容。
//!
//! Inspectors count columns that are blank; the page is not built, so the words here are read by
//! nobody. Basis: 国办秘函〔2019〕19号 counts blank columns, as a copy of its table has it.
//!
//! 检查把空白栏目计数；没有内容的栏目不生成网页，这里写的说明也没有人看到。依据：国办秘函〔2019〕
//! 19号所列“空白栏目”，据所见副本。
//!
//! ## Fails
//!
//! ```text
//! site.toml
//! title = "专栏"
//! [defaults]
//! disclosure = "主动公开"
//! content/policies/index.md
//! ---
//! 标题: 政策文件
//! ---
//! 制度的制定、修改和废止。
//! ```
//!
//! ## Passes
//!
//! ```text
//! site.toml
//! title = "专栏"
//! [defaults]
//! disclosure = "主动公开"
//! content/news/index.md
//! ---
//! 标题: 工作动态
//! ---
//! 部署和进展。
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-05-30
//! ---
//! 召开会议。
//! ```

use crate::check::Subject;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::say;
use crate::model::Kind;

/// Warns of each column that has words of its own and nothing else.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    let facts = &of.site.facts;
    for (kind, column) in &of.model.columns {
        // Pages are no list; returns are listed for the bureau's own network alone.
        let has_no_list = *kind == Kind::Page
            || (*kind == Kind::Return && !facts.shows_returns_by_office());
        if has_no_list || facts.ids(*kind).next().is_some() {
            continue;
        }
        let own = column.name.as_deref().or(column.title.as_deref());
        let (zh, en) = (own.unwrap_or(kind.chinese()), own.unwrap_or(kind.folder()));
        out.push(
            Diagnostic::new(
                Code::EmptyColumn,
                Place::start(&column.body.source),
                say!("栏目“{zh}”没有内容", "the column `{en}` is empty"),
            )
            .help(say!("补充内容，或删去这个文件", "add a record, or take this file away")),
        );
    }
}
