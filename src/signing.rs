//! Ed25519 (RFC 8032): who signs a manifest, and whether a signature is theirs.
//!
//! Keys and signatures have the forms other programs read: a private key is PKCS#8 PEM (RFC 8410),
//! a public key the body of a PEM public key, a signature the 64 bytes in base64.

use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::Path;

use anyhow::{Context as _, Result};
use base64ct::{Base64, Encoding as _};
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{
    DecodePrivateKey as _, DecodePublicKey as _, EncodePrivateKey as _, EncodePublicKey as _,
    KeypairBytes,
};
use ed25519_dalek::{SECRET_KEY_LENGTH, Signature, Signer as _, VerifyingKey};

/// No key of this kind is longer than a few hundred bytes.
const LONGEST: u64 = 1 << 14;

/// A private key; it is never shown, nor written anywhere but to a file of its own.
pub struct SigningKey(ed25519_dalek::SigningKey);

/// Why a file is not taken for a private key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyFault {
    Missing,
    /// A folder, a device or a pipe.
    NotAFile,
    /// Others on the machine can read it; the mode is that of the file, as 0o644.
    Open {
        mode: u32,
    },
    /// It is locked with a password.
    Locked,
    /// It is no ed25519 private key in PKCS#8 PEM.
    NotAKey,
}

impl SigningKey {
    /// Reads a private key from its file. `Err` inside is a fault of what was given.
    pub fn read(path: &Path) -> Result<Result<Self, KeyFault>> {
        let shown = || format!("cannot read {}", path.display());
        match fs::metadata(path) {
            Ok(metadata) if !metadata.is_file() => return Ok(Err(KeyFault::NotAFile)),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return Ok(Err(KeyFault::Missing));
            }
            found => found.with_context(shown)?,
        };
        let file = File::open(path).with_context(shown)?;
        // Of the file that is read, whatever may lie at the path by now.
        if let Some(mode) = open_to_others(&file.metadata().with_context(shown)?) {
            return Ok(Err(KeyFault::Open { mode }));
        }
        let mut bytes = Vec::new();
        file.take(LONGEST).read_to_end(&mut bytes).with_context(shown)?;
        let Ok(text) = String::from_utf8(bytes) else { return Ok(Err(KeyFault::NotAKey)) };
        Ok(Self::parse(&text))
    }

    fn parse(text: &str) -> Result<Self, KeyFault> {
        // Some programs write words above the key, which the standard for it (RFC 7468) lets them.
        let key = text.find("-----BEGIN ").map_or("", |at| &text[at..]);
        match ed25519_dalek::SigningKey::from_pkcs8_pem(key) {
            Ok(key) => Ok(Self(key)),
            Err(_) if key.starts_with("-----BEGIN ENCRYPTED ") => Err(KeyFault::Locked),
            Err(_) => Err(KeyFault::NotAKey),
        }
    }

    /// A new key, of the system's randomness.
    pub fn generate() -> Result<Self> {
        let mut seed = [0; SECRET_KEY_LENGTH];
        getrandom::fill(&mut seed).context("the system gives no randomness")?;
        Ok(Self(ed25519_dalek::SigningKey::from_bytes(&seed)))
    }

    /// Writes it to a file that is not there yet, which only its owner can read; `false` if there
    /// is something of that name, which stays as it is.
    pub fn write_new(&self, path: &Path) -> Result<bool> {
        let shown = || format!("cannot write {}", path.display());
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = match options.open(path) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => return Ok(false),
            opened => opened.with_context(shown)?,
        };
        // Without the public key beside it, which older programs do not expect.
        let pair = KeypairBytes { secret_key: self.0.to_bytes(), public_key: None };
        let pem = pair.to_pkcs8_pem(LineEnding::LF).context("a key has a PEM form")?;
        let written = file.write_all(pem.as_bytes()).and_then(|()| file.sync_all());
        if written.is_err() {
            // Half a key helps nobody, and would stand in the way of the next try.
            let _ = fs::remove_file(path);
        }
        written.with_context(shown)?;
        Ok(true)
    }

    /// The key others know its signatures by.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }

    /// The text of the file beside what is signed: base64 of the 64 bytes, one line. The same bytes
    /// always get the same signature.
    pub fn sign(&self, bytes: &[u8]) -> String {
        let mut text = Base64::encode_string(&self.0.sign(bytes).to_bytes());
        text.push('\n');
        text
    }
}

/// The mode of a file that not its owner alone can read.
#[cfg(unix)]
fn open_to_others(metadata: &fs::Metadata) -> Option<u32> {
    let mode = std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o7777;
    (mode & 0o077 != 0).then_some(mode)
}

/// Elsewhere a file's metadata do not tell.
#[cfg(not(unix))]
fn open_to_others(_: &fs::Metadata) -> Option<u32> {
    None
}

/// A public key. Its text, as `[signing] public_keys` has it, is base64 of the
/// SubjectPublicKeyInfo in DER: the body of a PEM public key.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

/// Why a text is not taken for a public key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PublicKeyFault {
    /// It is a private key, which has no place in a site and must not be shown.
    Private,
    NotAKey,
}

impl PublicKey {
    /// Reads a public key from its text; the lines around it in a PEM file may be there.
    pub fn parse(text: &str) -> Result<Self, PublicKeyFault> {
        let lines = text.lines().map(str::trim).filter(|line| !line.starts_with("-----"));
        let base64: String = lines.flat_map(str::split_whitespace).collect();
        let der = Base64::decode_vec(&base64).map_err(|_| PublicKeyFault::NotAKey)?;
        if ed25519_dalek::SigningKey::from_pkcs8_der(&der).is_ok() {
            return Err(PublicKeyFault::Private);
        }
        match VerifyingKey::from_public_key_der(&der) {
            // Of a weak one anybody could make signatures.
            Ok(key) if !key.is_weak() => Ok(Self(key)),
            _ => Err(PublicKeyFault::NotAKey),
        }
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let der = self.0.to_public_key_der().map_err(|_| fmt::Error)?;
        f.write_str(&Base64::encode_string(der.as_bytes()))
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({self})")
    }
}

/// What a signature proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// These very bytes were signed by the holder of a key.
    Signed { by: PublicKey },
    /// There is no signature.
    Unsigned,
    /// There is one, and it is of none of the keys over these bytes: the bytes were changed, or
    /// somebody else signed them, or it is damaged. Which of these, nobody can tell.
    Forged,
}

/// Holds the signature of some bytes, as its file has it, to the keys that may sign them. Where no
/// key may, each signature is [`Verdict::Forged`]; who knows no key should not ask.
pub fn verify(bytes: &[u8], signature: Option<&[u8]>, keys: &[PublicKey]) -> Verdict {
    let Some(signature) = signature else { return Verdict::Unsigned };
    let Some(signature) = parse(signature) else { return Verdict::Forged };
    let by = keys.iter().find(|key| key.0.verify_strict(bytes, &signature).is_ok());
    by.map_or(Verdict::Forged, |by| Verdict::Signed { by: *by })
}

/// Whether bytes have the form of a signature's file.
pub fn is_signature(bytes: &[u8]) -> bool {
    parse(bytes).is_some()
}

/// The signature in a file's bytes; a line break at its end may be there or not.
fn parse(text: &[u8]) -> Option<Signature> {
    let mut bytes = [0; Signature::BYTE_SIZE];
    let decoded = Base64::decode(text.trim_ascii(), &mut bytes).ok()?;
    Signature::from_slice(decoded).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 8410, 10.3 and 10.1.
    const PRIVATE: &str = "-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
-----END PRIVATE KEY-----
";
    const PUBLIC: &str = "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=";

    fn key() -> SigningKey {
        SigningKey::parse(PRIVATE).expect("the standard's own key")
    }

    #[test]
    fn the_keys_of_the_standard_are_read_and_belong_together() {
        let public = PublicKey::parse(PUBLIC).expect("the standard's own key");
        assert_eq!(key().public(), public);
        assert_eq!(public.to_string(), PUBLIC);
        let pem = format!("-----BEGIN PUBLIC KEY-----\n{PUBLIC}\n-----END PUBLIC KEY-----\n");
        assert_eq!(PublicKey::parse(&pem), Ok(public));
    }

    #[test]
    fn a_signature_holds_for_the_very_bytes_and_the_very_key() {
        let (key, other) = (key(), SigningKey::generate().expect("randomness"));
        let keys = [other.public(), key.public()];
        let signature = key.sign(b"manifest");
        assert_eq!((signature.len(), signature.lines().count()), (89, 1));
        let held = |bytes: &[u8], signature: &str, keys: &[PublicKey]| {
            verify(bytes, Some(signature.as_bytes()), keys)
        };
        assert_eq!(held(b"manifest", &signature, &keys), Verdict::Signed { by: key.public() });
        assert_eq!(
            held(b"manifest", signature.trim(), &keys),
            Verdict::Signed { by: key.public() }
        );
        assert_eq!(verify(b"manifest", None, &keys), Verdict::Unsigned);
        assert_eq!(held(b"Manifest", &signature, &keys), Verdict::Forged);
        assert_eq!(held(b"manifest", &signature, &keys[..1]), Verdict::Forged);
        assert_eq!(held(b"manifest", &other.sign(b"manifest"), &keys[1..]), Verdict::Forged);
        assert_eq!(held(b"manifest", &signature, &[]), Verdict::Forged);
        for damaged in ["", "\n", "AAAA", &signature[1..], &format!("{signature}{signature}")] {
            assert_eq!(held(b"manifest", damaged, &keys), Verdict::Forged, "{damaged}");
        }
        // Another spelling of the same bytes would be another file of the same name.
        let last = signature.trim().replace("==", "");
        assert_eq!(held(b"manifest", &last, &keys), Verdict::Forged);
    }

    #[test]
    fn what_is_no_public_key_is_told_from_a_private_one() {
        let body: String = PRIVATE.lines().filter(|line| !line.starts_with('-')).collect();
        assert_eq!(PublicKey::parse(&body), Err(PublicKeyFault::Private));
        assert_eq!(PublicKey::parse(PRIVATE), Err(PublicKeyFault::Private));
        // The bare 32 bytes, nothing, a key of the curve for exchanges, and the weakest of all.
        let weak = "MCowBQYDK2VwAyEAAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
        let bare = "Gb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=";
        let exchange = PUBLIC.replace("K2VwA", "K2VuA");
        for text in ["", "甲", bare, &exchange, weak, &PUBLIC[1..]] {
            assert_eq!(PublicKey::parse(text), Err(PublicKeyFault::NotAKey), "{text}");
        }
    }

    #[test]
    fn a_private_key_of_another_form_is_told_by_what_it_is() {
        let fault = |text: &str| SigningKey::parse(text).err();
        let begin = |kind: &str| format!("-----BEGIN {kind}-----\nMC4C\n-----END {kind}-----\n");
        assert_eq!(fault(&begin("ENCRYPTED PRIVATE KEY")), Some(KeyFault::Locked));
        for kind in ["OPENSSH PRIVATE KEY", "PUBLIC KEY", "PRIVATE KEY"] {
            assert_eq!(fault(&begin(kind)), Some(KeyFault::NotAKey), "{kind}");
        }
        assert_eq!(fault(&PRIVATE.replace("K2Vw", "K2Vu")), Some(KeyFault::NotAKey));
        assert_eq!(fault(""), Some(KeyFault::NotAKey));
        let above = format!("Bag Attributes\n    friendlyName: a\n{PRIVATE}");
        assert_eq!(fault(&above), None, "words above the key");
    }

    #[cfg(unix)]
    #[test]
    fn a_written_key_is_its_owners_alone_and_never_written_over() {
        use std::os::unix::fs::PermissionsExt as _;
        let name = format!("liangshai-key-{}", std::process::id());
        let path = std::env::temp_dir().join(name);
        let _ = fs::remove_file(&path);
        let key = SigningKey::generate().expect("randomness");
        assert_eq!(SigningKey::read(&path).expect("a machine").err(), Some(KeyFault::Missing));
        assert!(key.write_new(&path).expect("a file"));
        assert!(!SigningKey::generate().expect("randomness").write_new(&path).expect("a file"));
        let read = |path: &Path| SigningKey::read(path).expect("a machine");
        assert_eq!(read(&path).ok().map(|read| read.public()), Some(key.public()));
        let mode = |mode| fs::set_permissions(&path, fs::Permissions::from_mode(mode));
        assert_eq!(fs::metadata(&path).expect("a file").permissions().mode() & 0o777, 0o600);
        for open in [0o640, 0o604, 0o610, 0o602] {
            mode(open).expect("a mode");
            assert_eq!(read(&path).err(), Some(KeyFault::Open { mode: open }));
        }
        assert_eq!(read(&std::env::temp_dir()).err(), Some(KeyFault::NotAFile));
        fs::remove_file(&path).expect("a file");
    }
}
