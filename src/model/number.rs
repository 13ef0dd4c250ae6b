//! Numbers as clerks write them, kept as written.

use rust_decimal::Decimal;

/// A decimal as clerks write it: full-width digits, 1,234.5 and a minus sign are read.
pub fn parse_number(text: &str) -> Option<Decimal> {
    let plain: String = text
        .trim()
        .chars()
        .filter_map(|c| match c {
            '０'..='９' => char::from_digit(c as u32 - '０' as u32, 10),
            '．' => Some('.'),
            '－' | '−' => Some('-'),
            c => Some(c),
        })
        .collect();
    let plain = if is_grouped(&plain) { plain.replace(',', "") } else { plain };
    let digits = plain.strip_prefix('-').unwrap_or(&plain);
    let sound = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.ends_with(|c: char| c.is_ascii_digit())
        && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    sound.then(|| plain.parse().ok()).flatten()
}

/// Whether commas stand where thousands are marked, and nowhere else.
fn is_grouped(text: &str) -> bool {
    let whole = text.split('.').next().unwrap_or(text);
    let mut groups = whole.trim_start_matches('-').split(',');
    let first = groups.next().unwrap_or("");
    let mut rest = groups.peekable();
    rest.peek().is_some() && (1..=3).contains(&first.len()) && rest.all(|group| group.len() == 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_kept_as_written() {
        let printed = |text| parse_number(text).map(|n| n.to_string());
        assert_eq!(printed("60.10").as_deref(), Some("60.10"));
        assert_eq!(printed("１２．５").as_deref(), Some("12.5"));
        assert_eq!(printed("1,234,567.8").as_deref(), Some("1234567.8"));
        assert_eq!(printed("-3").as_deref(), Some("-3"));
        for wrong in ["", "12%", "1,23", "1e5", ".5", "5.", "约40", "1.2.3", "--1"] {
            assert_eq!(printed(wrong), None, "{wrong}");
        }
    }
}
