//! Packages made wrong, one fault each.

use std::fs::{self, File};
use std::io::Cursor;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use super::zip::Writer;
use super::*;
use crate::site::MANIFEST;
use crate::write::{Manifest, TOOL};

/// A file of this test's own.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("package-{}-{count}.zip", std::process::id());
        Self(std::env::temp_dir().join(name))
    }

    fn fault_of(&self, bytes: &[u8]) -> Option<Fault> {
        fs::write(&self.0, bytes).expect("a file");
        prove(&self.0).expect("a readable file").err()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

fn fault_of(bytes: &[u8]) -> Option<Fault> {
    Scratch::new().fault_of(bytes)
}

fn file(path: &str, text: &str) -> FileDigest {
    FileDigest { path: path.to_owned(), digest: ContentDigest::of(text.as_bytes()) }
}

/// A package in its parts, so that each can be made wrong.
struct Parts {
    package: Package,
    manifest: Manifest,
    /// Entries behind the description and the manifest.
    site: Vec<(String, Vec<u8>)>,
    /// What stands in place of PACKAGE.json.
    description: Option<Vec<u8>>,
    order: [&'static str; 2],
}

const TEXT: &str = "多好的一页。多好的一页。多好的一页。";

/// A sound package of three files.
fn parts() -> Parts {
    parts_of(&[("a/index.html", TEXT), ("b.png", "PNG"), ("index.html", "首页")])
}

fn parts_of(texts: &[(&str, &str)]) -> Parts {
    let files: Vec<FileDigest> = texts.iter().map(|(path, text)| file(path, text)).collect();
    let manifest = Manifest {
        files: files.clone(),
        ..serde_json::from_value(serde_json::json!({
            "schema_version": 1, "tool": TOOL, "edition": "public", "as_of": "2023-08-31",
            "revision": null, "drafts": false, "base_url": null, "offline": false, "files": [],
        }))
        .expect("a manifest")
    };
    let site = texts.iter().map(|(path, text)| (format!("site/{path}"), text.as_bytes().to_vec()));
    let mut parts = Parts {
        package: Package {
            schema_version: 1,
            kind: Kind::Full,
            base: None,
            manifest: ContentDigest::of(b""),
            signature: None,
            edition: "public".to_owned(),
            as_of: "2023-08-31".to_owned(),
            revision: None,
            forced: None,
            bytes: 0,
            entry_count: 0,
            entries: files,
            deletions: Vec::new(),
        },
        site: site.collect(),
        manifest,
        description: None,
        order: [DESCRIPTION, MANIFEST],
    };
    parts.count();
    parts
}

impl Parts {
    /// Makes the totals true of the entries.
    fn count(&mut self) {
        self.package.bytes = self.package.entries.iter().map(|entry| entry.digest.bytes).sum();
        self.package.entry_count = self.package.entries.len() as u64;
    }

    fn bytes(&self) -> Vec<u8> {
        let manifest = serde_json::to_vec_pretty(&self.manifest).expect("JSON");
        let mut package = self.package.clone();
        package.manifest = ContentDigest::of(&manifest);
        let described = self.description.clone();
        let described = described.unwrap_or_else(|| package.to_bytes().expect("JSON"));
        let mut zip = Writer::new(Cursor::new(Vec::new()));
        for name in self.order {
            let bytes = if name == DESCRIPTION { &described } else { &manifest };
            zip.add(name, &mut &**bytes).expect("memory");
        }
        for (name, bytes) in &self.site {
            zip.add(name, &mut &**bytes).expect("memory");
        }
        zip.finish().expect("memory").into_inner()
    }

    fn fault(&self) -> Option<Fault> {
        fault_of(&self.bytes())
    }
}

fn path(path: &str) -> String {
    path.to_owned()
}

#[test]
fn a_sound_package_is_proved() {
    let bytes = parts().bytes();
    assert_eq!(fault_of(&bytes), None);
    let scratch = Scratch::new();
    fs::write(&scratch.0, &bytes).expect("a file");
    assert!(is_package(&scratch.0));
    let proof = prove(&scratch.0).expect("readable").expect("sound");
    assert_eq!(proof.digest, ContentDigest::of(&bytes));
    assert_eq!(proof.manifest.files.len(), 3);
}

#[test]
fn other_programs_read_it() {
    let bytes = parts().bytes();
    let mut zip = ::zip::ZipArchive::new(Cursor::new(&bytes)).expect("a ZIP file");
    assert_eq!(zip.len(), 5);
    let mut text = String::new();
    let mut entry = zip.by_name("site/a/index.html").expect("an entry");
    entry.read_to_string(&mut text).expect("whole");
    assert_eq!(text, TEXT);
    assert_eq!(entry.unix_mode(), Some(0o100_644));
    assert_eq!(entry.last_modified().map(|time| time.year()), Some(1980));
}

#[test]
fn more_files_than_a_plain_directory_counts_are_carried() {
    let mut zip = Writer::new(Cursor::new(Vec::new()));
    for number in 0..70_000 {
        zip.add(&format!("site/{number:05}.png"), &mut &b""[..]).expect("memory");
    }
    let bytes = zip.finish().expect("memory").into_inner();
    assert_eq!(::zip::ZipArchive::new(Cursor::new(&bytes)).expect("a ZIP file").len(), 70_000);
    let scratch = Scratch::new();
    fs::write(&scratch.0, &bytes).expect("a file");
    let file = File::open(&scratch.0).expect("the file");
    let mut archive = zip::Archive::open(file).expect("readable").expect("sound");
    assert_eq!(archive.heads.len(), 70_000);
    assert_eq!(archive.tail_fault().expect("readable"), None);
}

#[test]
fn cut_short_at_any_byte_it_is_refused() {
    let bytes = parts().bytes();
    let scratch = Scratch::new();
    for length in 0..bytes.len() {
        let fault = scratch.fault_of(&bytes[..length]).expect("a fault");
        let told = matches!(fault, Fault::CutShort) || length == 0 && fault == Fault::NotAPackage;
        assert!(told, "{length} of {}: {fault:?}", bytes.len());
    }
}

/// Of the deflated streams some bits do not count; then what is unpacked is the same.
#[test]
fn touched_at_any_byte_it_is_refused_or_unpacks_the_same() {
    let bytes = parts().bytes();
    let scratch = Scratch::new();
    let mut harmless = 0;
    for at in 0..bytes.len() {
        for mask in [1, 0x80, 0xFF] {
            let mut touched = bytes.clone();
            touched[at] ^= mask;
            if scratch.fault_of(&touched).is_none() {
                harmless += 1;
            }
        }
    }
    assert!(harmless < 16, "{harmless} changes were let pass");
}

#[test]
fn what_follows_a_package_is_refused() {
    let mut bytes = parts().bytes();
    bytes.push(0);
    assert_eq!(fault_of(&bytes), Some(Fault::Touched { at: String::new() }));
}

#[test]
fn what_is_no_package_is_refused() {
    assert_eq!(fault_of(b""), Some(Fault::NotAPackage));
    assert_eq!(fault_of(b"<html>"), Some(Fault::NotAPackage));
    let empty = Writer::new(Cursor::new(Vec::new())).finish().expect("memory").into_inner();
    assert_eq!(fault_of(&empty), Some(Fault::NotAPackage));
}

#[test]
fn an_entry_that_climbs_out_is_refused() {
    for name in ["site/../up.html", "/etc/a.html", "site//a.html", "a\\b.html", "C:/a.html", ".."] {
        let mut parts = parts();
        parts.site.push((path(name), Vec::new()));
        let climbs = matches!(parts.fault(), Some(Fault::Name { fault: NameFault::Climbs, .. }));
        assert!(climbs, "{name}: {:?}", parts.fault());
    }
    let mut parts = parts();
    parts.package.kind = Kind::Difference;
    parts.package.base = Some("0".repeat(64));
    parts.package.deletions = vec![path("../up.html")];
    let climbs = Fault::Name { path: path("../up.html"), fault: NameFault::Climbs };
    assert_eq!(parts.fault(), Some(climbs));
}

#[test]
fn a_link_is_refused() {
    let mut bytes = parts().bytes();
    let mode = (0o120_777_u32 << 16).to_le_bytes();
    let begins = |i: &usize| bytes[*i..].starts_with(b"PK\x01\x02");
    let third = (0..bytes.len()).filter(begins).nth(2).expect("an entry");
    bytes[third + 38..third + 42].copy_from_slice(&mode);
    assert_eq!(fault_of(&bytes), Some(Fault::Link { path: path("site/a/index.html") }));
}

#[test]
fn an_entry_that_is_not_listed_is_refused() {
    for name in ["site/shell.html", "shell.html", "MANIFEST.sig"] {
        let mut parts = parts();
        parts.site.push((path(name), Vec::new()));
        let bare = name.strip_prefix("site/").unwrap_or(name);
        assert_eq!(parts.fault(), Some(Fault::Unlisted { path: path(bare) }));
    }
}

#[test]
fn a_listed_file_that_is_missing_is_refused() {
    let mut parts = parts();
    parts.site.remove(0);
    assert_eq!(parts.fault(), Some(Fault::Missing { path: path("a/index.html") }));
}

#[test]
fn an_entry_that_is_there_twice_is_refused() {
    let mut parts = parts();
    parts.site.push(parts.site[2].clone());
    assert_eq!(parts.fault(), Some(Fault::Twice { path: path("index.html") }));
}

#[test]
fn entries_in_another_order_are_refused() {
    let mut parts = parts();
    parts.site.swap(0, 1);
    assert_eq!(parts.fault(), Some(Fault::OutOfOrder { path: path("b.png") }));
}

#[test]
fn a_package_that_does_not_begin_with_its_description_is_refused() {
    let mut parts = parts();
    parts.order = [MANIFEST, DESCRIPTION];
    assert_eq!(parts.fault(), Some(Fault::NoDescription));
}

#[test]
fn a_newer_form_is_told_as_such() {
    let mut parts = parts();
    parts.description = Some(b"{\"schema_version\": 2, \"new\": {}}".to_vec());
    assert_eq!(parts.fault(), Some(Fault::Newer { schema: 2 }));
    for other in ["{}", "[]", "", "{\"schema_version\": 1}"] {
        parts.description = Some(other.as_bytes().to_vec());
        assert_eq!(parts.fault(), Some(Fault::BadDescription), "{other}");
    }
}

#[test]
fn a_description_that_adds_up_wrongly_is_refused() {
    let wrong: [fn(&mut Package); 6] = [
        |package| package.bytes += 1,
        |package| package.entry_count += 1,
        |package| package.base = Some("0".repeat(64)),
        |package| package.kind = Kind::Difference,
        |package| package.deletions = vec![path("old.html")],
        |package| package.entries.swap(0, 1),
    ];
    for (number, change) in wrong.into_iter().enumerate() {
        let mut parts = parts();
        change(&mut parts.package);
        assert_eq!(parts.fault(), Some(Fault::BadDescription), "{number}");
    }
}

/// A hundred thousand times what is listed, and as much as a head can claim.
#[test]
fn an_entry_that_holds_more_than_is_listed_is_refused() {
    let mut parts = parts();
    parts.site[0].1 = vec![b'a'; 5_400_000];
    assert_eq!(parts.fault(), Some(Fault::TooMany { path: path("a/index.html") }));
    let mut bytes = super::tests::parts().bytes();
    // The size in the head of the description, claimed to be four gigabytes.
    bytes[22..26].copy_from_slice(&[0xFF; 4]);
    assert_eq!(fault_of(&bytes), Some(Fault::Touched { at: path(DESCRIPTION) }));
}

/// Half of it would be names, which are kept.
#[test]
fn a_name_longer_than_any_is_not_even_read() {
    let mut bytes = parts().bytes();
    bytes[26..28].copy_from_slice(&2000_u16.to_le_bytes());
    assert_eq!(fault_of(&bytes), Some(Fault::Touched { at: String::new() }));
}

#[test]
fn an_entry_with_other_bytes_than_listed_is_refused() {
    let mut parts = parts();
    parts.site[2].1 = "坏页".into();
    assert_eq!(parts.fault(), Some(Fault::Touched { at: path("index.html") }));
}

#[test]
fn endings_a_web_server_could_run_are_refused() {
    let parts = parts_of(&[("a.html", ""), ("b.php", ""), ("c.mp4", "")]);
    let paths = vec![path("b.php"), path("c.mp4")];
    assert_eq!(parts.fault(), Some(Fault::Endings { paths }));
    let scratch = Scratch::new();
    fs::write(&scratch.0, parts.bytes()).expect("a file");
    let endings = Endings::with(&[path("php"), path("mp4")]);
    assert!(prove_with(&scratch.0, &endings).expect("readable").is_ok());
}

#[test]
fn names_of_the_programs_own_are_refused() {
    for name in ["MANIFEST.json", "Manifest.sig", ".liangshai-stage/a.html"] {
        let told = Fault::Name { path: path(name), fault: NameFault::Reserved };
        assert_eq!(parts_of(&[(name, "")]).fault(), Some(told));
    }
}

#[test]
fn names_of_which_windows_holds_one_are_refused() {
    let clash = Fault::Clash { one: path("A.html"), other: path("a.html") };
    assert_eq!(parts_of(&[("A.html", ""), ("a.html", "")]).fault(), Some(clash));
}

#[test]
fn a_manifest_that_tells_otherwise_is_refused() {
    let told = |path: &str| Some(Fault::NotOfTheManifest { path: path.to_owned() });
    let mut other = parts();
    other.manifest.files[1].digest = ContentDigest::of(b"another");
    assert_eq!(other.fault(), told("b.png"));
    let mut more = parts();
    more.manifest.files.push(file("z.html", ""));
    assert_eq!(more.fault(), told("z.html"));
    let mut out = parts();
    out.package.kind = Kind::Difference;
    out.package.base = Some("0".repeat(64));
    out.manifest.files.push(file("../out.html", ""));
    let climbs = Fault::Name { path: path("../out.html"), fault: NameFault::Climbs };
    assert_eq!(out.fault(), Some(climbs));
    let mut gone = parts();
    gone.package.kind = Kind::Difference;
    gone.package.base = Some("0".repeat(64));
    gone.package.deletions = vec![path("index.html")];
    assert_eq!(gone.fault(), told("index.html"));
    let mut edition = parts();
    edition.manifest.edition = "internal".to_owned();
    assert_eq!(edition.fault(), Some(Fault::BadManifest));
    let mut drafts = parts();
    drafts.manifest.drafts = true;
    assert_eq!(drafts.fault(), Some(Fault::Drafts));
}
