//! A target that only its own protocol reaches: what is served there, against its record.

use anyhow::Result;

use super::Asked;
use super::expected::{self, Source};
use super::found::{Fault, Finding, Verification};
use super::place::Refused;
use crate::publish::folder::Difference;
use crate::publish::{Served, Server, Standing};
use crate::site::MANIFEST;

/// Holds what is served against what was published there, and that against what was reviewed.
pub fn server(server: &dyn Server, asked: &Asked) -> Result<Result<Verification, Refused>> {
    let Standing { served, by_hand, log, .. } = server.standing()?;
    let Some(served) = served else { return Ok(Err(Refused::NoManifest)) };
    let Served { release, manifest, bytes, signature, .. } = &served;
    let source = Source::Records(release.clone());
    let trust = expected::trust(bytes, signature.as_deref(), &source, asked);
    let mut all = Verification {
        digest: Some(trust.digest),
        signature: trust.signature,
        manifest: Some(manifest.clone()),
        remarks: trust.remarks,
        ..Verification::without_list(source, trust.findings)
    };
    if let Some(given) = &asked.manifest {
        // What was reviewed may be what is served, and nothing else.
        all.remarks.clear();
        if given.bytes != *bytes {
            let reviewed = expected::trust(&given.bytes, None, &Source::Place, asked).digest;
            let finding = Finding::new(Fault::Changed, MANIFEST);
            all.findings.push(finding.against(reviewed, all.digest.clone()));
        }
    }
    if let Some(by_hand) = by_hand {
        all.findings.push(Finding::by_hand(&by_hand, log.last()));
    }
    for (path, difference) in server.differences(Some(&served))? {
        let fault = match difference {
            Difference::Missing => Fault::Missing,
            Difference::Changed => Fault::Changed,
            Difference::Extra => Fault::Extra,
            Difference::Odd(odd) => odd.into(),
        };
        all.findings.push(Finding::new(fault, path));
    }
    Ok(Ok(all.sorted()))
}
