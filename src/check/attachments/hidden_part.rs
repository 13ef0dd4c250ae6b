//! # hidden-part
//!
//! A file given out has parts its readers do not see at once: hidden sheets, rows, columns or words.
//!
//! 附件里有隐藏的工作表、行、列、文字，或留着改动前的内容。
//!
//! Two clicks show them. So does what a PDF was before it was changed, and what a pivot table keeps.
//!
//! 点两下就能看见。PDF 改动前的内容、数据透视表的缓存也一样。
//!
//! ## Fails
//!
//! ```text
//! content/news/a/index.md
//! ---
//! 标题: 公示
//! 发布日期: 2023-03-03
//! 附件: [名单.xlsx]
//! ---
//! content/news/a/名单.xlsx < roster.xlsx
//! ```
//!
//! ## Passes
//!
//! ```text
//! content/news/a/index.md
//! ---
//! 标题: 公示
//! 发布日期: 2023-03-03
//! 附件: [说明.txt]
//! ---
//! content/news/a/说明.txt
//! 一句话。
//! ```

use crate::attachment::What;
use crate::check::GivenOut;
use crate::diagnostic::{Code, Diagnostics};
use crate::say;

/// Tells each file once, with the first places.
pub fn check(of: &GivenOut, out: &mut Diagnostics) {
    let is_one = |what: &What| {
        matches!(
            what,
            What::HiddenSheet { .. }
                | What::HiddenRows { .. }
                | What::HiddenColumns { .. }
                | What::HiddenText { .. }
                | What::HiddenSlide
                | What::CachedData { .. }
                | What::PdfEarlierVersion { .. }
        )
    };
    let help = say!(
        "删去隐藏的内容，或确认可以公开后取消隐藏；PDF 重新导出",
        "remove what is hidden, or show it if it may be seen; export a PDF anew"
    );
    out.extend(of.told(Code::HiddenPart, is_one, help));
}
