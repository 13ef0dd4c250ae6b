//! # turned-text
//!
//! A control character turns the order in which letters are shown.
//!
//! 有控制字符把后面文字的显示顺序倒过来。
//!
//! What is read is then not what is there: `\u{202E}gnp.exe` shows as the name of a
//! picture. Chinese text never needs them; lines in Uyghur, Arabic or Hebrew may, except for those
//! that override an order.
//!
//! 看到的和实际的不一样，文件名、网址可以借此冒充。汉字文本用不着；维吾尔文、阿拉伯文的行可以有，
//! 但强制改变顺序的不行。
//!
//! ## Fails
//!
//! ```text
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-03-03
//! ---
//! 附件\u{202E}cod.表请申\u{202C}见网页。
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
//! 附件申请表.doc见网页。
//! ```

use crate::check::Subject;
use crate::check::text::glyphs::{Oddity, line};
use crate::check::text::odd::OddCharacters;
use crate::diagnostic::{Code, Diagnostics};
use crate::say;

/// Tells each line that has such characters.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    let rule = OddCharacters {
        code: Code::TurnedText,
        is_one: |text, at, c, oddity| {
            let overrides = matches!(c, '\u{202D}' | '\u{202E}');
            oddity == Oddity::Turning && (overrides || !is_right_to_left(line(text, at)))
        },
        mended: Some(|_| None),
        told: |first, count| {
            let code = u32::from(first);
            (
                say!(
                    "有{count}个改变文字方向的控制字符，如U+{code:04X}",
                    "{count} characters turn the order of the letters, as U+{code:04X}"
                ),
                say!(
                    "删去它们，核对剩下的文字是否通顺",
                    "take them out and see whether what is left makes sense"
                ),
            )
        },
    };
    rule.tell(of, out);
}

fn is_right_to_left(line: &str) -> bool {
    line.chars().any(|c| {
        matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}')
    })
}
