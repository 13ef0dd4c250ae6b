//! Writes text and attributes so that they stay text and attributes.

use std::fmt::Write as _;

/// Appends text; control characters, which HTML forbids, are left out.
pub(super) fn escape(out: &mut String, text: &str) {
    let mut plain = 0;
    for (at, c) in text.char_indices() {
        let stand_in = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '\n' | '\t' => continue,
            c if c.is_control() => "",
            _ => continue,
        };
        out.push_str(&text[plain..at]);
        out.push_str(stand_in);
        plain = at + c.len_utf8();
    }
    out.push_str(&text[plain..]);
}

/// Gives an attribute as it stands in a tag, with the space before it.
pub(super) fn attribute(name: &str, value: &str) -> String {
    let mut out = String::with_capacity(name.len() + value.len() + 4);
    let _ = write!(out, " {name}=\"");
    escape(&mut out, value);
    out.push('"');
    out
}
