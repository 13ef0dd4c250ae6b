//! # radical-for-character
//!
//! A radical or compatibility form stands where a character is meant.
//!
//! 部首或兼容字形占了汉字的位置，如“⼈”“⾝”。
//!
//! It looks the same, but no search finds it and a reader for the blind spells it as a radical.
//! Text copied from PDF files has them.
//!
//! 看上去一样，但搜索不到，读屏软件念成部首；多是从PDF复制来的。
//!
//! ## Fails
//!
//! ```text
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-03-03
//! ---
//! 办事⼈出示⾝份证件。
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
//! 办事人出示身份证件。
//! ```

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::check::Subject;
use crate::check::text::glyphs::Oddity;
use crate::check::text::odd::OddCharacters;
use crate::diagnostic::{Code, Diagnostics};
use crate::say;

/// The character a form stands for.
fn meant(c: char) -> Option<char> {
    static MEANT: OnceLock<HashMap<char, char>> = OnceLock::new();
    let read = || {
        let lines = include_str!("glyphs.txt").lines().filter(|line| !line.starts_with('#'));
        let mut glyphs = lines.flat_map(str::chars);
        std::iter::from_fn(|| Some((glyphs.next()?, glyphs.next()?))).collect()
    };
    MEANT.get_or_init(read).get(&c).copied()
}

/// Warns of each line that has such forms.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    let rule = OddCharacters {
        code: Code::RadicalForCharacter,
        is_one: |_, _, c, oddity| oddity == Oddity::Radical && meant(c).is_some(),
        mended: Some(meant),
        told: |first, count| {
            let (right, code) = (meant(first).unwrap_or(first), u32::from(first));
            (
                say!(
                    "“{first}”（U+{code:04X}）不是汉字“{right}”，这一行共{count}个这样的字形",
                    "`{first}` (U+{code:04X}) is not the character `{right}`; {count} such forms in this line"
                ),
                say!("换成汉字", "put the characters in their place"),
            )
        },
    };
    rule.tell(of, out);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_stands_for_a_character_that_is_no_form() {
        assert_eq!(meant('⼈'), Some('人'));
        assert_eq!(meant('⾝'), Some('身'));
        assert_eq!(meant('人'), None);
        let lines = include_str!("glyphs.txt").lines().filter(|line| !line.starts_with('#'));
        assert!(lines.clone().all(|line| line.chars().count() % 2 == 0));
        let forms: Vec<char> = lines.flat_map(str::chars).step_by(2).collect();
        assert!(forms.iter().all(|c| meant(*c).is_some_and(|right| meant(right).is_none())));
    }
}
