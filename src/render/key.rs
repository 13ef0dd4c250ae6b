//! What a page is made of, as a short digest: the same key, the same bytes.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A digest of everything a page or a part of one is made of, long enough that no two differ by
/// chance.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Key([u8; 16]);

impl Key {
    /// The key of a value. A [`Shared`](super::view::Shared) or [`Made`](super::view::Made) part
    /// of it is taken by its own key.
    pub fn of(value: &impl Serialize) -> Self {
        // The form is not for people, which is how such a part knows that it is asked for its key.
        // A view takes a few kilobytes.
        let bytes = postcard::to_extend(value, Vec::with_capacity(8 << 10));
        Self::of_bytes(&bytes.expect("views are of values that have a form"))
    }

    /// The key of bytes.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        let digest = Sha256::digest(bytes);
        let mut key = [0; 16];
        key.copy_from_slice(&digest[..16]);
        Self(key)
    }

    /// As text, for a file's name.
    pub fn hex(self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.hex())
    }
}
