//! # published-before-written
//!
//! A document was published before the day it was written.
//!
//! 文件的发布日期早于成文日期。
//!
//! Nothing can be published before it is there; a forged date of publication fails a site as a
//! whole. Basis: 国办秘函〔2019〕19号 counts 伪造发稿日期 among its grave faults, as a copy of its table has it.
//!
//! 文件没有形成就不可能发布；伪造发稿日期会使整个网站不合格。依据：国办秘函〔2019〕19号（据所见副
//! 本）。
//!
//! ## Fails
//!
//! ```text
//! site.toml
//! title = "专栏"
//! [defaults]
//! disclosure = "主动公开"
//! content/plans/a.md
//! ---
//! 标题: 方案
//! 发文机关: 局
//! 成文日期: 2023-03-06
//! 发布日期: 2023-03-03
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
//! content/plans/a.md
//! ---
//! 标题: 方案
//! 发文机关: 局
//! 成文日期: 2023-03-03
//! 发布日期: 2023-03-06
//! ---
//! ```

use crate::check::Subject;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::say;
use crate::check::text::{documents, field};
use crate::model::key;

/// Reports each document.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    for (base, published, written) in documents(of.model) {
        if published >= written {
            continue;
        }
        out.push(
            Diagnostic::new(
                Code::PublishedBeforeWritten,
                field(base, &key::PUBLISHED),
                say!(
                    "发布日期{published}早于成文日期{written}",
                    "published {published}, before it was written, {written}"
                ),
            )
            .help(say!("核对两个日期", "check both days")),
        );
    }
}
