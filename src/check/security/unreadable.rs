//! # unreadable-character
//!
//! A character has no meaning that others know: private use, a control, or what was left of a
//! lost one.
//!
//! 有造字、控制字符或转码时丢失的字符，别人的电脑上显示不出来。
//!
//! Readers see a box or nothing. Names with rare characters are typed with a private one; most
//! have their own code by now. U+FFFD stands for what a program could not read.
//!
//! 读者看到的是方框或空白。人名地名的生僻字常用造字，现在大多有了正式编码；“�”是程序读不懂的字。
//!
//! ## Fails
//!
//! ```text
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-03-03
//! ---
//! 优化营商环�召开会议。
//! ```
//!
//! ## Passes
//!
//! ```text
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-03-03
//! ---
//! 优化营商环境召开会议，䶮字有自己的编码。
//! ```

use crate::check::Subject;
use crate::check::text::glyphs::Oddity;
use crate::check::text::odd::OddCharacters;
use crate::diagnostic::{Code, Diagnostics};
use crate::say;

/// Warns of each line that has such characters.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    let rule = OddCharacters {
        code: Code::UnreadableCharacter,
        is_one: |_, _, _, oddity| oddity == Oddity::Unreadable,
        mended: None,
        told: |first, count| {
            let code = u32::from(first);
            (
                say!(
                    "有{count}个别人读不出的字符，如U+{code:04X}",
                    "{count} characters nobody else can read, as U+{code:04X}"
                ),
                say!(
                    "对照原件重新输入；生僻字用国家标准收录的编码",
                    "type them anew from the original; rare characters have codes of their own"
                ),
            )
        },
    };
    rule.tell(of, out);
}
