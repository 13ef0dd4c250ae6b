//! Files that git LFS keeps elsewhere.

use crate::tree::LFS_POINTER;

/// The SHA-256 of a file that git LFS keeps elsewhere, by what lies in its place.
pub fn digest_elsewhere(bytes: &[u8]) -> Option<[u8; 32]> {
    let pointer = Pointer::read(bytes)?;
    let mut digest = [0; 32];
    for (byte, pair) in digest.iter_mut().zip(pointer.digest.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(digest)
}

/// What git LFS leaves in a file's place.
#[derive(Debug, PartialEq, Eq)]
pub struct Pointer {
    /// SHA-256 of the file, in hexadecimal.
    digest: String,
    pub bytes: u64,
}

impl Pointer {
    /// The pointer that a file is, if it is one.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(LFS_POINTER)?;
        let text = std::str::from_utf8(rest).ok()?;
        let field = |name: &str| text.lines().find_map(|line| line.strip_prefix(name));
        let digest = field("oid sha256:")?;
        let sound = digest.len() == 64 && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
        let bytes = field("size ")?.parse().ok()?;
        sound.then(|| Self { digest: digest.to_owned(), bytes })
    }

    /// Where the file lies below git's own folder, once it was fetched.
    pub fn path(&self) -> String {
        format!("lfs/objects/{}/{}/{}", &self.digest[..2], &self.digest[2..4], self.digest)
    }
}
