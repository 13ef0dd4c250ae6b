//! A target that only its own protocol reaches: what is served there, against its record.

use anyhow::Result;

use super::expected::Source;
use super::found::{Fault, Finding, Verification};
use super::place::Refused;
use super::site::{let_be, of, of_notes};
use super::{Asked, between, held_to};
use crate::publish::{Audit, Server};

/// Holds what is served against what was published there, and that against what was reviewed.
/// `state` is the name of the folder of its notes.
pub fn server(
    server: &dyn Server,
    state: &str,
    asked: &Asked,
) -> Result<Result<Verification, Refused>> {
    let standing = server.standing()?;
    let Some(served) = standing.served else { return Ok(Err(Refused::NoManifest)) };
    let records = Source::Records(served.release.clone());
    let (mut all, reviewed) =
        match held_to(&served.bytes, served.signature.as_deref(), records, asked) {
            Ok(held) => held,
            Err(refused) => return Ok(Err(refused)),
        };
    if let Some(by_hand) = &standing.by_hand {
        all.findings.push(Finding::by_hand(by_hand, standing.log.last()));
    }
    all.findings.extend(between(&reviewed, &served.manifest));
    let Audit { strange, let_be: foreign, notes, interrupted } = server.audit(Some(&served))?;
    for (path, difference) in strange {
        all.findings.push(Finding::new(of(difference), path));
    }
    let forced = standing.log.iter().rev().find(|record| record.forced.is_some());
    for (path, difference) in foreign {
        let told = Some(let_be(forced));
        all.findings.push(Finding { told, ..Finding::new(of(difference), path) });
    }
    all.findings.extend(of_notes(notes, &format!("{state}/")));
    if interrupted {
        all.findings.push(Finding::new(Fault::Unfinished, format!("{state}/")));
    }
    all.manifest = Some(reviewed);
    Ok(Ok(all.sorted()))
}
