//! Text that takes work to make.

use serde::{Serialize, Serializer};

use crate::render::Key;

/// A text, and what it was made of. A page's key rests on the latter, so that no body is rendered
/// to see that its page is unchanged.
#[derive(Debug, Clone, Default)]
pub struct Made {
    text: String,
    of: Option<Key>,
}

impl Made {
    /// A text made of what the key tells.
    pub fn new(text: String, of: Key) -> Self {
        Self { text, of: Some(of) }
    }

    /// Whether it is known to be empty: a text, and not one still to be made.
    pub fn is_blank(&self) -> bool {
        self.of.is_none() && self.text.is_empty()
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl From<String> for Made {
    /// A text that stands for itself.
    fn from(text: String) -> Self {
        Self { text, of: None }
    }
}

impl Serialize for Made {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.of {
            Some(key) if !serializer.is_human_readable() => key.serialize(serializer),
            _ => self.text.serialize(serializer),
        }
    }
}
