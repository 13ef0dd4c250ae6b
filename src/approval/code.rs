//! A content code: what somebody saw, in sixteen characters that can be read out and typed.

use std::fmt;

use sha2::{Digest as _, Sha256};

/// Thirty-two characters without I, L, O and U, which are taken for others or make words.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Characters of a code, five bits each.
const LENGTH: usize = 16;
const GROUP: usize = 4;

/// The digest of some content, shown as `4Q7M-…` in groups of four.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentCode([u8; 32]);

impl ContentCode {
    /// Whether it is the code that somebody typed: in either case, with whatever between the
    /// groups, and with letters for the digits they look like.
    pub fn is(&self, typed: &str) -> bool {
        plain(typed).is_some_and(|typed| typed == self.plain())
    }

    /// Whether what somebody typed is as long as a code, of the characters one may have.
    pub fn can_be(typed: &str) -> bool {
        plain(typed).is_some()
    }

    fn plain(&self) -> String {
        let bits = self.0.iter().take(LENGTH * 5 / 8).fold(0u128, |bits, b| bits << 8 | *b as u128);
        let character = |i: usize| {
            let index = (bits >> (5 * (LENGTH - 1 - i))) & 31;
            char::from(ALPHABET[index as usize])
        };
        (0..LENGTH).map(character).collect()
    }
}

impl fmt::Display for ContentCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, c) in self.plain().chars().enumerate() {
            if i > 0 && i % GROUP == 0 {
                f.write_str("-")?;
            }
            write!(f, "{c}")?;
        }
        Ok(())
    }
}

/// A typed code in its characters alone; none where it cannot be a code.
fn plain(typed: &str) -> Option<String> {
    let mut found = String::with_capacity(LENGTH);
    for c in typed.chars() {
        let c = match c {
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0)?,
            c => c,
        };
        match c.to_ascii_uppercase() {
            'O' => found.push('0'),
            'I' | 'L' => found.push('1'),
            c if c.is_ascii_alphanumeric() => found.push(c),
            _ => {}
        }
    }
    (found.len() == LENGTH).then_some(found)
}

/// A digest in the making. Each part is preceded by its length, so that no two contents run
/// together.
pub struct Hasher(Sha256);

impl Hasher {
    /// Of some form of content; another form never gives the same.
    pub fn new(form: &str) -> Self {
        let mut hasher = Self(Sha256::new());
        hasher.put(form.as_bytes());
        hasher
    }

    pub fn put(&mut self, bytes: &[u8]) {
        self.0.update((bytes.len() as u64).to_be_bytes());
        self.0.update(bytes);
    }

    pub fn code(self) -> ContentCode {
        ContentCode(self.0.finalize().into())
    }

    pub fn digest(self) -> [u8; 32] {
        self.0.finalize().into()
    }
}

impl AsRef<[u8]> for ContentCode {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(of: &str) -> ContentCode {
        let mut hasher = Hasher::new("test");
        hasher.put(of.as_bytes());
        hasher.code()
    }

    #[test]
    fn a_code_is_four_groups_of_four_and_holds_nothing_that_is_misread() {
        for i in 0..200 {
            let shown = code(&i.to_string()).to_string();
            let groups: Vec<&str> = shown.split('-').collect();
            assert_eq!(groups.len(), 4, "{shown}");
            assert!(groups.iter().all(|group| group.len() == 4), "{shown}");
            assert!(!shown.contains(['I', 'L', 'O', 'U']), "{shown}");
        }
    }

    #[test]
    fn a_code_may_be_typed_as_it_is_read() {
        let code = code("甲");
        let shown = code.to_string();
        assert!(code.is(&shown));
        assert!(code.is(&shown.replace('-', " ").to_lowercase()));
        assert!(code.is(&shown.replace('-', "").replace('0', "O").replace('1', "l")));
        let wide: String =
            shown.chars().filter_map(|c| char::from_u32(u32::from(c) + 0xFEE0)).collect();
        assert!(code.is(&wide), "{wide}");
        assert!(!code.is(&shown[..18]));
        assert!(!code.is("") && !code.is("0000-0000-0000-0000"));
    }
}
