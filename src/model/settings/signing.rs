//! `[signing]`: by whose signatures a build is known to be the site's own.

use super::super::fields::Fields;
use super::super::key::Key;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::say;
use crate::signing::{PublicKey, PublicKeyFault};

/// Who may sign what is built.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Signing {
    /// In the order they are given; several while one takes over from another.
    pub public_keys: Vec<PublicKey>,
}

setting_keys! {
    PUBLIC_KEYS = "public_keys";
}

pub(super) fn decode(mut fields: Fields, out: &mut Diagnostics) -> Signing {
    let mut public_keys = Vec::new();
    for text in fields.list(&PUBLIC_KEYS, out) {
        match PublicKey::parse(&text.value) {
            Ok(key) if public_keys.contains(&key) => {}
            Ok(key) => public_keys.push(key),
            Err(PublicKeyFault::NotAKey) => out.push(
                Diagnostic::new(
                    Code::BadSettings,
                    fields.place(text.span),
                    say!("这不是 ed25519 公钥", "this is no ed25519 public key"),
                )
                .help(say!(
                    "照抄 liangshai publish keygen 显示的那一行",
                    "copy the line `liangshai publish keygen` prints"
                )),
            ),
            // Without its line, which would go on into logs.
            Err(PublicKeyFault::Private) => out.push(
                Diagnostic::new(
                    Code::BadSettings,
                    Place::file(fields.source.path.clone()),
                    say!(
                        "public_keys 里写的是私钥，可能已经泄露",
                        "`public_keys` holds a private key, which must be taken as known to others"
                    ),
                )
                .help(say!(
                    "删去它，用 liangshai publish keygen 另造一把，写它的公钥",
                    "remove it, make another with `liangshai publish keygen`, and write its public key"
                )),
            ),
        }
    }
    fields.finish(out);
    Signing { public_keys }
}
