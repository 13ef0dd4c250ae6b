//! The keys of a store: from the environment of this run, else from a file that only its owner can
//! read. They stand nowhere else: not in site.toml, not in what a cloud's machine would lend.

use std::env;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context as _, Result};
use serde::Deserialize;

use crate::model::settings::targets::{StoreKind, Target};
use crate::publish::Unreachable;

/// Who asks, and what proves it. There is no way to print one.
pub struct Keys {
    /// The access key's id, or the user.
    pub id: String,
    /// The secret access key, or the password.
    pub secret: String,
    pub session_token: Option<String>,
}

/// The file as it is written: of a store one pair, of a WebDAV server the other.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    access_key_id: Option<String>,
    secret_access_key: Option<String>,
    session_token: Option<String>,
    user: Option<String>,
    password: Option<String>,
}

impl Keys {
    /// Finds the keys of a target; a relative file lies below the site's folder.
    pub fn find(
        target: &Target,
        kind: StoreKind,
        site: &Path,
    ) -> Result<std::result::Result<Self, Unreachable>> {
        let names = match kind {
            StoreKind::WebDav { .. } => ["user", "password"],
            _ => ["access_key_id", "secret_access_key"],
        };
        let variable = |name: &str| variable(&target.name, name);
        let given = |name: &str| env::var(variable(name)).ok().filter(|value| !value.is_empty());
        if let (Some(id), Some(secret)) = (given(names[0]), given(names[1])) {
            return Ok(Ok(Self { id, secret, session_token: given("session_token") }));
        }
        let Some(file) = &target.store.credentials else {
            return Ok(Err(Unreachable::NoKeys { variables: names.map(variable) }));
        };
        let file = site.join(file);
        let bad = || Unreachable::BadKeys { file: file.clone(), wanted: names };
        match fs::metadata(&file) {
            Ok(metadata) if is_open(&metadata) => return Ok(Err(Unreachable::OpenKeys { file })),
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Err(bad())),
            Err(error) => {
                return Err(error).with_context(|| format!("cannot read {}", file.display()));
            }
        }
        let text =
            fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        // The parser's own message would show the line, and with it the secret.
        let Ok(written) = toml::from_str::<Written>(&text) else { return Ok(Err(bad())) };
        let (id, secret) = match kind {
            StoreKind::WebDav { .. } => (written.user, written.password),
            _ => (written.access_key_id, written.secret_access_key),
        };
        Ok(match (id, secret) {
            (Some(id), Some(secret)) if !id.is_empty() && !secret.is_empty() => {
                Ok(Self { id, secret, session_token: written.session_token })
            }
            _ => Err(bad()),
        })
    }
}

/// `LIANGSHAI_PRODUCTION_ACCESS_KEY_ID`.
fn variable(target: &str, name: &str) -> String {
    format!("LIANGSHAI_{target}_{name}").to_uppercase().replace('-', "_")
}

/// Whether others than its owner can read or change a file.
fn is_open(metadata: &fs::Metadata) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        metadata.permissions().mode() & 0o077 != 0
    }
    #[cfg(not(unix))]
    {
        let _ = metadata;
        false
    }
}

#[cfg(test)]
mod tests {
    use super::variable;

    #[test]
    fn a_targets_name_makes_a_variables() {
        assert_eq!(variable("web-1", "user"), "LIANGSHAI_WEB_1_USER");
    }
}
