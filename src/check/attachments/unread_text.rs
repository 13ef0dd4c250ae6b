//! # unread-text
//!
//! A file given out is scanned, or its text cannot be read, so that nobody can search it.
//!
//! 附件是扫描件，或文字读不出来，无法检索。
//!
//! A scan is silent for the blind, is found by no search, and may hold private numbers no program sees.
//!
//! 扫描件对盲人是空白，搜索也找不到，里面的个人信息程序也看不见。
//!
//! ## Fails
//!
//! ```text
//! content/news/a/index.md
//! ---
//! 标题: 公示
//! 发布日期: 2023-03-03
//! 附件: [a.pdf]
//! ---
//! content/news/a/a.pdf
//! %PDF-1.4
//! 1 0 obj
//! <</Type/Catalog/Pages 2 0 R>>
//! endobj
//! 2 0 obj
//! <</Type/Pages/Count 1/Kids[3 0 R]>>
//! endobj
//! 3 0 obj
//! <</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</A 5 0 R>>>>>>
//! endobj
//! 4 0 obj
//! <</Length 5>>
//! stream
//! /A Do
//! endstream
//! endobj
//! 5 0 obj
//! <</Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray/Length 1>>
//! stream
//! x
//! endstream
//! endobj
//! trailer
//! <</Root 1 0 R>>
//! %%EOF
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
        matches!(what, What::PagesWithoutText { .. } | What::TextNotRead(_))
    };
    let help = say!(
        "换成有文字的原件；只有扫描件的，人工核对有没有个人信息",
        "give out the original with its text; of a scan, read every page for private numbers"
    );
    out.extend(of.told(Code::UnreadText, is_one, help));
}
