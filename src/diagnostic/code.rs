//! A fault's number and name.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Whether a fault stops a build.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    Error,
    Warning,
}

/// Makes the register: the enum of codes, and what each is.
macro_rules! codes {
    ($($(#[doc = $doc:literal])* $name:ident = $number:literal $severity:ident $slug:literal;)*) => {
        /// Names a fault; a code is never given to another fault.
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        pub enum Code { $($(#[doc = $doc])* $name = $number,)* }

        impl Code {
            /// Every code, by number.
            pub const ALL: &[Code] = &[$(Code::$name,)*];

            /// Whether this fault stops a build.
            pub fn severity(self) -> Severity {
                match self { $(Code::$name => Severity::$severity,)* }
            }

            /// What it is, in a sentence; rules of the gate have theirs in Chinese on their pages.
            pub fn sentence(self, lang: Lang) -> &'static str {
                let sentences: &[&str] = match self { $(Code::$name => &[$($doc),*],)* };
                let sentence = match lang {
                    Lang::Zh => sentences.get(1),
                    Lang::En => sentences.first(),
                };
                sentence.map_or("", |sentence| sentence.trim_ascii())
            }

            /// The fault's name, as `unknown-key`.
            pub fn name(self) -> &'static str {
                match self { $(Code::$name => $slug,)* }
            }
        }
    };
}

mod register;

pub use register::Code;

impl Code {
    /// Whether the text at its place is private, so that no line of it is drawn as it is.
    pub fn is_private(self) -> bool {
        (801..=829).contains(&(self as u16))
    }

    /// The code of a number or name, as `LS0206`, `206` or `unknown-key`.
    pub fn named(word: &str) -> Option<Self> {
        let word = word.trim();
        let digits = word.strip_prefix("LS").or(word.strip_prefix("ls")).unwrap_or(word);
        let number: Option<u16> = digits.parse().ok();
        let is_it = |code: &&Code| code.name() == word || Some(**code as u16) == number;
        Self::ALL.iter().find(is_it).copied()
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LS{:04}", *self as u16)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_names_of_their_own_and_rise() {
        let names: std::collections::BTreeSet<_> = Code::ALL.iter().map(|c| c.name()).collect();
        assert_eq!(names.len(), Code::ALL.len());
        assert!(Code::ALL.windows(2).all(|w| (w[0] as u16) < (w[1] as u16)));
        assert_eq!(Code::UnknownKey.to_string(), "LS0206");
        for word in ["LS0206", "ls0206", "0206", "206", "unknown-key"] {
            assert_eq!(Code::named(word), Some(Code::UnknownKey), "{word}");
        }
        assert_eq!(Code::named("LS9999"), None);
    }
}
