//! The public keys a list must be signed by one of.

use std::fs;
use std::path::Path;

use anyhow::Context as _;

use super::verify::Fault;
use crate::diagnostic::Diagnostics;
use crate::say;
use crate::signing::{PublicKey, PublicKeyFault};
use crate::tree::Disk;

/// The keys given, else those of the site the command runs in.
pub fn keys(given: &[String], site: &Path) -> anyhow::Result<Result<Vec<PublicKey>, Fault>> {
    if given.is_empty() {
        return of_the_site(site);
    }
    let mut keys = Vec::new();
    for text in given {
        let path = Path::new(text);
        let text = match path.is_file() {
            true => fs::read_to_string(path).with_context(|| format!("cannot read {text}"))?,
            false => text.clone(),
        };
        match PublicKey::parse(&text) {
            Ok(key) => keys.push(key),
            // What may be a private key is not shown.
            Err(PublicKeyFault::Private | PublicKeyFault::NotAKey) => {
                return Ok(Err(Fault {
                    message: say!(
                        "--public-key 写的不是 ed25519 公钥",
                        "--public-key is no ed25519 public key"
                    ),
                    help: say!(
                        "照抄 site.toml 里 public_keys 的一行，或写公钥文件的路径",
                        "copy a line of public_keys in site.toml, or name the key's file"
                    ),
                }));
            }
        }
    }
    Ok(Ok(keys))
}

/// The keys of site.toml. One that cannot be read there must not pass for none.
fn of_the_site(site: &Path) -> anyhow::Result<Result<Vec<PublicKey>, Fault>> {
    if !site.join("site.toml").is_file() {
        return Ok(Ok(Vec::new()));
    }
    let mut found = Diagnostics::new();
    let settings = crate::read_settings_of(&Disk::new(site), &mut found)?;
    Ok(match settings {
        Some(settings) if !found.any_error() => Ok(settings.signing.public_keys),
        _ => Err(settings_at_fault()),
    })
}

/// What is asked for stands in settings that cannot be read.
pub fn settings_at_fault() -> Fault {
    Fault {
        message: say!("site.toml 有错误", "site.toml has an error"),
        help: say!(
            "用 liangshai check 查看；或在站点以外的文件夹里运行",
            "`liangshai check` tells which; or run it outside the site's folder"
        ),
    }
}
