//! # outside-part
//!
//! A file given out holds another file, or fetches something from elsewhere when it is opened.
//!
//! 附件里嵌有别的文件，或打开时要从别处取东西。
//!
//! What is embedded is given out whole, though only a picture of it shows. What is fetched tells a
//! stranger who opens the file, and shows the path of the computer it was written on.
//!
//! 嵌入的文件会整个发出去，虽然页面上只看见一个图标。从别处取的东西会告诉对方谁打开了文件，链接里还常有
//! 拟稿人电脑上的路径。
//!
//! ## Fails
//!
//! ```text
//! content/news/a/index.md
//! ---
//! 标题: 公示
//! 发布日期: 2023-03-03
//! 附件: [来信.docx]
//! ---
//! content/news/a/来信.docx < letter.docx
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
        matches!(what, What::EmbeddedFile { .. } | What::External { .. })
    };
    let help = say!(
        "删去嵌入的文件，断开外部链接和模板，另存后替换",
        "remove what is embedded, break the links and the template, and replace the file"
    );
    out.extend(of.told(Code::OutsidePart, is_one, help));
}
