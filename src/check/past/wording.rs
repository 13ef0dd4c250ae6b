//! Whether two wordings say the same.

/// Whether two texts are the same but for white space, punctuation and the width of characters.
/// A mark that makes a number another number is none of these.
pub fn alike(from: &str, to: &str) -> bool {
    from == to || bare(from).eq(bare(to))
}

/// A text without what is only how it is set.
fn bare(text: &str) -> impl Iterator<Item = char> {
    let mut chars = text.chars().filter(|c| !c.is_whitespace()).map(narrow).peekable();
    let mut before_is_digit = false;
    std::iter::from_fn(move || {
        loop {
            let c = chars.next()?;
            let next_is_digit = chars.peek().is_some_and(char::is_ascii_digit);
            let counts = match c {
                '.' | ':' | '/' => before_is_digit && next_is_digit,
                '-' | '+' | '<' | '>' | '=' | '×' | '*' => next_is_digit,
                '%' | '‰' | '℃' | '°' => true,
                c => c.is_alphanumeric(),
            };
            before_is_digit = c.is_ascii_digit();
            if counts {
                return Some(c);
            }
        }
    })
}

/// A character as it is written narrow; dashes of all lengths are one.
fn narrow(c: char) -> char {
    match c {
        '—' | '–' | '－' | '‐' | '−' | '~' | '～' | '〜' | '至' => '-',
        '≤' | '≦' => '<',
        '≥' | '≧' => '>',
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(u32::from(c) - 0xff01 + u32::from('!')).unwrap_or(c)
        }
        c => c,
    }
}

/// How much of a text a message repeats.
const LONGEST: usize = 40;

/// The beginning of a text, on one line.
pub fn excerpt(text: &str) -> String {
    let line: Vec<&str> = text.split_whitespace().collect();
    let line = line.join(" ");
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}……", &line[..end]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_a_text_is_set_is_not_what_it_says() {
        for (from, to) in [
            ("压缩到 60 天以内。", "压缩到60天以内"),
            ("（一）完成80%；", "(一)完成８０％"),
            ("1,000件,含转办", "1000件，含转办"),
            ("3—5个工作日", "3至5个工作日"),
            ("是", "是。"),
        ] {
            assert!(alike(from, to), "{from} {to}");
        }
    }

    #[test]
    fn a_mark_that_makes_another_number_counts() {
        for (from, to) in [
            ("压缩到6.0天", "压缩到60天"),
            ("达到80", "达到80%"),
            ("3—5个", "35个"),
            ("下降-3", "下降3"),
            ("11:30前", "1130前"),
            ("完成", "未完成"),
        ] {
            assert!(!alike(from, to), "{from} {to}");
        }
    }
}
