//! # active-content
//!
//! A file given out runs something: macros, scripts, a program; or an archive hides what it holds.
//!
//! 附件里有宏、脚本或程序，或压缩包里的东西查不到。
//!
//! A site that hands out what runs is a way into every computer that trusts it. An archive inside an
//! archive, or one that cannot be looked into, may hold the same.
//!
//! 网站发出能运行的东西，就成了进入信任它的每台电脑的门路。压缩包里的压缩包、打不开的压缩包也可能藏着
//! 同样的东西。
//!
//! ## Fails
//!
//! ```text
//! content/news/a/index.md
//! ---
//! 标题: 公示
//! 发布日期: 2023-03-03
//! 附件: [图.svg]
//! ---
//! content/news/a/图.svg
//! <svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>
//! ```
//!
//! ## Passes
//!
//! ```text
//! content/news/a/index.md
//! ---
//! 标题: 公示
//! 发布日期: 2023-03-03
//! 附件: [图.svg]
//! ---
//! content/news/a/图.svg
//! <svg xmlns="http://www.w3.org/2000/svg"><circle r="1"/></svg>
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
            What::Macros
                | What::NestedArchive { .. }
                | What::UnreadableArchive { .. }
                | What::Executable { .. }
                | What::Active(_)
                | What::Entities
                | What::PdfJavaScript
                | What::PdfLaunch
        )
    };
    let help = say!(
        "去掉宏、脚本和程序，另存后替换；压缩包改为逐个列出文件",
        "remove what runs and replace the file; give out the files of an archive one by one"
    );
    out.extend(of.told(Code::ActiveContent, is_one, help));
}
