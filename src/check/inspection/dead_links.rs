//! # dead-link
//!
//! A built page links to a page or file of the site that is not there.
//!
//! 生成的网页里有站内死链接。
//!
//! Links in the content are looked up as it is read; this looks at the pages themselves, so that
//! templates, raw HTML and full addresses of the site are looked at too. Links off the site are not
//! tried. Dead links are among what inspections count.
//!
//! 内容里的链接在读取时已经核对；这里核对生成的网页，模板、HTML 片段、写成完整网址的站内链接都包
//! 括在内。站外链接不去访问。错链、断链在各地检查中都要计数。
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
//! <a href="../../guide/a.html">办事指南</a>
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
//! <a href="https://www.gov.cn/">中国政府网</a>
//! ```

use crate::check::{Rendered, Target};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::say;

/// Reports each address of a page.
pub fn check(of: &Rendered, out: &mut Diagnostics) {
    for address in &of.outline.addresses {
        let message = match of.target(address.text) {
            // What goes without encryption is told by mixed-content.
            Target::Outside | Target::Inside { .. } | Target::Unencrypted => continue,
            Target::Nowhere(path) => say!(
                "链接指向的 /{path} 不存在",
                "the link leads to /{path}, which is not there"
            ),
        };
        let found = Diagnostic::new(Code::DeadLink, of.place(address.span()), message);
        out.push(found.help(say!(
            "改正链接；站内链接写相对路径",
            "mend the link; links within the site are relative"
        )));
    }
}
