//! # photo-data
//!
//! A photograph given out tells where, when and by what it was taken.
//!
//! 照片文件里带有拍摄地点、时间、设备等信息。
//!
//! JPEG, PNG and WebP are given out without, unless site.toml says `keep_metadata = true` under
//! `[attachments]`. Photographs of other forms, and those inside documents, keep theirs.
//!
//! 程序发布 JPEG、PNG、WebP 时会去掉这些信息，除非 site.toml 的 `[attachments]` 写了 `keep_metadata = true`。
//! 其他格式的照片和文档里的照片仍带着。
//!
//! ## Fails
//!
//! ```text
//! site.toml
//! title = "专栏"
//! [defaults]
//! disclosure = "主动公开"
//! [attachments]
//! keep_metadata = true
//! content/news/a/index.md
//! ---
//! 标题: 公示
//! 发布日期: 2023-03-03
//! 附件: [现场.jpg]
//! ---
//! content/news/a/现场.jpg < photo.jpg
//! ```
//!
//! ## Passes
//!
//! ```text
//! content/news/a/index.md
//! ---
//! 标题: 公示
//! 发布日期: 2023-03-03
//! 附件: [现场.jpg]
//! ---
//! content/news/a/现场.jpg < photo.jpg
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
            What::PhotoPosition(_)
                | What::PhotoField { .. }
                | What::PhotoThumbnail
                | What::PhotoBlock(_)
        )
    };
    let help = say!(
        "转为 JPEG 或 PNG 再发布；文档里的照片先压缩或另存再插入",
        "give it out as JPEG or PNG; save a photograph anew before it goes into a document"
    );
    out.extend(of.told(Code::PhotoData, is_one, help));
}
