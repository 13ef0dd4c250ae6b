//! Which addresses may stand in a page, and how they are written.

/// Schemes a page may link to; everything else is refused, so a new scheme is refused too.
const SCHEMES: &[&str] = &["http", "https", "mailto", "tel"];

/// Tells whether an address is relative or of an allowed scheme, however it is spelt.
pub(super) fn is_safe(address: &str) -> bool {
    // Browsers skip controls and blanks when they look for the scheme; so must we.
    let seen: String = address
        .chars()
        .filter(|c| !c.is_control() && !c.is_whitespace() && !is_invisible(*c))
        .take_while(|c| !matches!(c, '/' | '?' | '#' | '\\'))
        .take(256)
        .collect();
    let Some((scheme, _)) = seen.split_once(':') else {
        return true;
    };
    if SCHEMES.iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
        return true;
    }
    // `附件：1.pdf` has no scheme, nor has `3:1.pdf`: these are paths.
    let mut characters = scheme.chars();
    !(characters.next().is_some_and(|c| c.is_ascii_alphabetic())
        && characters.all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.')))
}

/// Writes an address with what may not stand in one percent-encoded; Chinese stays readable.
pub(super) fn encode(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for c in address.trim().chars() {
        match c {
            ' ' => out.push_str("%20"),
            '"' => out.push_str("%22"),
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '\\' => out.push_str("%5C"),
            '^' => out.push_str("%5E"),
            '`' => out.push_str("%60"),
            '{' => out.push_str("%7B"),
            '|' => out.push_str("%7C"),
            '}' => out.push_str("%7D"),
            '\u{3000}' => out.push_str("%E3%80%80"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
    )
}
