//! One folder that is served as it lies: its files against the record of what was published there.
//!
//! The notes of that lie in it, where readers might reach them, or apart. Those that this program
//! wrote are known by what is in them, not by where they lie.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use anyhow::Result;

use super::Asked;
use super::expected::Source;
use super::found::{Fault, Finding, Remark, Verification};
use super::place::{Held, Refused, digest, is_carried, plain, verify as verify_folder};
use crate::diagnostic::Text;
use crate::publish::Record;
use crate::publish::files::{Files, Recorded, Strange};
use crate::publish::folder::Difference;
use crate::publish::objects::{Folder, ON_THE_WAY, STATE};
use crate::publish::record::LOG;
use crate::say;
use crate::site::{MANIFEST, SIGNATURE};
use crate::write::FileDigest;

/// Whether a folder is a site with the notes of its publications in it.
pub fn is_one(root: &Path) -> bool {
    root.join(STATE).join(LOG).is_file()
}

/// Holds the folder against what was published last, and its notes against what this program
/// writes. `state` is the notes' folder, where it is not the site's own.
pub fn verify(
    root: &Path,
    state: Option<&Path>,
    asked: &Asked,
) -> Result<Result<Verification, Refused>> {
    let files = Files::new(Arc::new(Folder::new(root, state)));
    let Some(recorded) = files.recorded()? else { return plain(root, asked) };
    let before = match state {
        Some(state) => format!("{}/", state.display()),
        None => format!("{STATE}/"),
    };
    let release = &recorded.record.release;
    let record = format!("{before}manifests/{release}.json");
    let (bytes, signature, source) = match (&asked.manifest, &recorded.manifest) {
        (Some(given), _) => {
            let signature = given.signature.as_ref().or(recorded.signature.as_ref());
            (given.bytes.clone(), signature.cloned(), Source::File(given.name.clone()))
        }
        (None, Some(bytes)) => {
            (bytes.clone(), recorded.signature.clone(), Source::Records(record.clone()))
        }
        (None, None) => {
            let finding = Finding::new(Fault::Manifest, record.as_str());
            let source = Source::Records(record);
            return Ok(Ok(Verification::without_list(source, vec![finding])));
        }
    };
    let is_recorded = recorded.manifest.as_ref() == Some(&bytes);
    let is_apart = |path: &str| match path.strip_prefix(STATE).and_then(|p| p.strip_prefix('/')) {
        None => false,
        Some(note) => state.is_none() || is_below(note, ON_THE_WAY),
    };
    let carried: Vec<FileDigest> =
        recorded.record.beside.iter().filter(|file| is_carried(&file.path)).cloned().collect();
    let held =
        Held { root, before: "", bytes, signature, source, carried: &carried, apart: &is_apart };
    let mut all = match verify_folder(held, asked)? {
        Ok(all) => all,
        Err(refused) => return Ok(Err(refused)),
    };
    // The record tells what it holds, whether or not that is given out as well.
    all.remarks.retain(|remark| *remark != Remark::NoOwnManifest);
    all.findings.extend(lists_gone(root, &recorded.record));
    if !is_recorded {
        all.findings.push(Finding::new(Fault::Changed, record));
    }
    if let Some(begun) = &recorded.begun {
        all.findings = but_for_begun(root, all.findings, begun)?;
        all.findings.push(Finding::new(Fault::Unfinished, before.as_str()));
    }
    tell_let_be(&mut all.findings, &recorded);
    all.findings.extend(of_notes(files.strange_notes()?, &before));
    if state.is_some() && root.join(STATE).join(ON_THE_WAY).exists() {
        all.findings.push(Finding::new(Fault::Unfinished, format!("{STATE}/{ON_THE_WAY}/")));
    }
    Ok(Ok(all.sorted()))
}

fn is_below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// The manifest and its signature, where they were published and are not there.
fn lists_gone(root: &Path, record: &Record) -> Vec<Finding> {
    let published = |name: &&str| record.beside.iter().any(|file| file.path == **name);
    let lists = [MANIFEST, SIGNATURE].into_iter().filter(published);
    let gone = lists.filter(|name| root.join(name).symlink_metadata().is_err());
    gone.map(|name| Finding::new(Fault::Missing, name)).collect()
}

/// The findings without those that a publication, cut off or under way, is the reason of.
fn but_for_begun(
    root: &Path,
    findings: Vec<Finding>,
    begun: &BTreeMap<String, BTreeSet<String>>,
) -> Result<Vec<Finding>> {
    let mut left = Vec::new();
    for finding in findings {
        let wanted = begun.get(&finding.path);
        let is_begun = match (finding.fault, wanted) {
            (Fault::Missing, wanted) => wanted.is_none(),
            (Fault::Changed | Fault::Extra, Some(wanted)) => {
                wanted.contains(&digest(&root.join(&finding.path))?)
            }
            _ => false,
        };
        if !is_begun {
            left.push(finding);
        }
    }
    Ok(left)
}

/// Says of what another hand put there who let it be, and why.
fn tell_let_be(findings: &mut [Finding], recorded: &Recorded) {
    for finding in findings {
        let is_odd = matches!(finding.fault, Fault::Extra | Fault::Link | Fault::Device);
        if is_odd && recorded.let_be.contains(&finding.path) {
            finding.told = Some(let_be(recorded.forced.as_ref()));
        }
    }
}

/// Who let something be, and why.
pub fn let_be(forced: Option<&Record>) -> Text {
    let Some(Record { at, forced: Some(reason), .. }) = forced else {
        return say!("发布时带了 --force，没有动它", "a publication by --force let it be");
    };
    say!(
        "{at} 发布时带了 --force（理由：{reason}），没有动它",
        "let be by a publication by --force at {at}, for the reason: {reason}"
    )
}

/// What lies among the notes and is none.
pub fn of_notes(strange: Strange, before: &str) -> Vec<Finding> {
    let Strange { found, unfinished } = strange;
    let unfinished = unfinished.into_iter().map(|note| (note, Fault::Unfinished));
    let found = found.into_iter().map(|(note, difference)| (note, of(difference)));
    found
        .chain(unfinished)
        .map(|(note, fault)| Finding::new(fault, before.to_owned() + &note))
        .collect()
}

/// The fault that a difference is.
pub fn of(difference: Difference) -> Fault {
    match difference {
        Difference::Missing => Fault::Missing,
        Difference::Changed => Fault::Changed,
        Difference::Extra => Fault::Extra,
        Difference::Odd(odd) => odd.into(),
    }
}
