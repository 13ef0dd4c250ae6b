//! `verify`: a folder and a server that hold what was reviewed, and those that do not.

#[path = "faults/scratch.rs"]
mod scratch;
#[path = "verify/server.rs"]
mod server;

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use liangshai::publish::{Action, Record};
use liangshai::signing::SigningKey;
use liangshai::write::{ContentDigest, FileDigest, Manifest, hex};
use scratch::{Run, SETTINGS, Scratch, files, program};
use serde_json::Value;
use server::{Files, Reply, Server};
use sha2::{Digest as _, Sha256};

/// A site with a page that leads to another host, and a file with a Chinese name.
fn site() -> Scratch {
    let site = Scratch::site(&[
        ("site.toml", SETTINGS),
        (
            "content/news/a/index.md",
            "---\n标题: 甲\n发布日期: 2023-03-03\n附件: [{文件: 通报 1.txt}]\n---\n见[网](https://www.gov.cn/)。\n",
        ),
        ("content/news/b.md", "---\n标题: 乙\n发布日期: 2023-03-03\n---\n乙。\n"),
    ]);
    site.write("content/news/a/通报 1.txt", "通报。\n");
    site.built(&["--as-of", "2023-08-31"]);
    site
}

fn built(site: &Scratch) -> Files {
    files(&site.path("public"))
}

fn manifest(files: &Files) -> Manifest {
    serde_json::from_slice(&files["MANIFEST.json"]).expect("a manifest")
}

fn digest(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Runs it outside any site, without a proxy in between.
fn verify(args: &[&str]) -> Run {
    let mut command = program();
    command.current_dir(std::env::temp_dir()).args(["--lang", "en", "verify"]).args(args);
    for name in ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
    {
        command.env_remove(name);
    }
    Run::of(command)
}

/// The report for programs, and how it ended.
fn report(args: &[&str]) -> (i32, Value) {
    let mut all = vec!["--format", "json"];
    all.extend(args);
    let run = verify(&all);
    let report = serde_json::from_str(&run.out);
    (run.code, report.unwrap_or_else(|error| panic!("{error}: {}{}", run.out, run.err)))
}

/// Faults with their paths.
fn found(report: &Value) -> BTreeSet<(String, String)> {
    let text = |of: &Value, name: &str| of[name].as_str().expect("a text").to_owned();
    let findings = report["findings"].as_array().expect("findings");
    findings.iter().map(|of| (text(of, "fault"), text(of, "path"))).collect()
}

fn pairs(pairs: &[(&str, &str)]) -> BTreeSet<(String, String)> {
    pairs.iter().map(|(fault, path)| ((*fault).to_owned(), (*path).to_owned())).collect()
}

/// The one finding of a path.
fn of<'a>(report: &'a Value, path: &str) -> &'a Value {
    let findings = report["findings"].as_array().expect("findings");
    let found = findings.iter().find(|finding| finding["path"] == path);
    found.unwrap_or_else(|| panic!("nothing of {path} in {report:#}"))
}

fn served(server: &Server, args: &[&str]) -> (i32, Value) {
    let url = server.url();
    let mut all = vec![url.as_str(), "--pause", "0"];
    all.extend(args);
    report(&all)
}

fn at(site: &Scratch, path: &str) -> String {
    site.path(path).to_string_lossy().into_owned()
}

#[test]
fn a_folder_as_it_was_built_is_as_reviewed_and_its_list_came_with_it() {
    let site = site();
    let run = site.run(&["verify", "--lang", "en"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    let bytes = &built(&site)["MANIFEST.json"];
    assert!(run.out.contains(&digest(bytes)), "{}", run.out);
    assert!(run.out.contains("the list came from the same place as the files"), "{}", run.out);
    // From cron it says nothing where there is nothing to say.
    assert_eq!(site.run(&["verify", "--quiet"]).out, "");
    let noted = digest(bytes).to_uppercase();
    let grouped = noted.as_bytes().chunks(8).map(String::from_utf8_lossy).collect::<Vec<_>>();
    let run = verify(&[&at(&site, "public"), "--digest", &grouped.join(" "), "--sm3"]);
    assert_eq!((run.code, run.out.contains("note:")), (0, false), "{}{}", run.out, run.err);
}

#[test]
fn each_difference_of_a_folder_is_named_and_a_changed_page_with_where_it_newly_leads() {
    let site = site();
    let old = fs::read_to_string(site.path("public/news/b/index.html")).expect("a page");
    let spam = "<a href='https://bet.example/'>x</a><a href='https://www.gov.cn/'>y</a></body>";
    site.write("public/news/b/index.html", old.replace("</body>", spam));
    site.write("public/assets/shell.php", "<?php");
    site.remove("public/robots.txt");
    site.write("public/.liangshai-unfinished", "");
    #[cfg(unix)]
    std::os::unix::fs::symlink("/etc", site.path("public/out")).expect("a link");
    let (code, report) = report(&[&at(&site, "public")]);
    assert_eq!(code, 1);
    assert_eq!(report["verdict"], "differs");
    let expected = [
        ("changed", "news/b/index.html"),
        ("missing", "robots.txt"),
        ("extra", "assets/shell.php"),
        ("link", "out"),
        ("unfinished", ".liangshai-unfinished"),
    ];
    assert_eq!(found(&report), pairs(&expected));
    assert_eq!(report["counts"]["changed"], 1);
    let changed = of(&report, "news/b/index.html");
    // The other host is on a page that was reviewed.
    assert_eq!(changed["leads"], serde_json::json!(["bet.example"]));
    assert_eq!(changed["expected"], digest(old.as_bytes()));
}

#[test]
fn a_list_rewritten_with_the_files_is_found_by_the_one_kept_or_its_digest_alone() {
    let site = site();
    let kept = built(&site)["MANIFEST.json"].clone();
    site.write("kept.json", &kept);
    let mut list = manifest(&built(&site));
    site.write("public/robots.txt", "x");
    for file in &mut list.files {
        if file.path == "robots.txt" {
            file.digest = ContentDigest::of(b"x");
        }
    }
    site.write("public/MANIFEST.json", serde_json::to_vec(&list).expect("JSON"));
    let public = at(&site, "public");
    assert_eq!(verify(&[&public]).code, 0, "nothing at the place itself tells");
    let (code, by_list) = report(&[&public, "--manifest", &at(&site, "kept.json")]);
    assert_eq!(code, 1);
    assert_eq!(found(&by_list), pairs(&[("changed", "robots.txt"), ("changed", "MANIFEST.json")]));
    let (code, by_digest) = report(&[&public, "--digest", &digest(&kept)]);
    assert_eq!(code, 1);
    assert_eq!(found(&by_digest), pairs(&[("manifest_digest", "MANIFEST.json")]));
}

#[test]
fn a_signature_by_a_key_of_the_site_is_asked_for_where_it_has_one() {
    let site = site();
    let (key, other) =
        (SigningKey::generate().expect("a key"), SigningKey::generate().expect("a key"));
    let public = at(&site, "public");
    let text = key.public().to_string();
    let faults = |args: &[&str]| {
        let mut all = vec![public.as_str()];
        all.extend(args);
        let (code, report) = report(&all);
        (code, found(&report), report["manifest"]["signature"].clone())
    };
    let unsigned = pairs(&[("manifest_unsigned", "MANIFEST.sig")]);
    assert_eq!(faults(&["--public-key", &text]), (1, unsigned, "invalid".into()));
    let bytes = built(&site)["MANIFEST.json"].clone();
    site.write("public/MANIFEST.sig", other.sign(&bytes));
    let forged = pairs(&[("manifest_forged", "MANIFEST.sig")]);
    assert_eq!(faults(&["--public-key", &text]), (1, forged, "invalid".into()));
    site.write("public/MANIFEST.sig", key.sign(&bytes));
    assert_eq!(faults(&["--public-key", &text]), (0, pairs(&[]), "valid".into()));
    // Run in the site, its own keys are asked for.
    site.write("site.toml", format!("{SETTINGS}[signing]\npublic_keys = [\"{text}\"]\n"));
    let run = site.run(&["verify", "--lang", "en"]);
    assert_eq!((run.code, run.out.contains("its signature holds")), (0, true), "{}", run.out);
    assert!(!run.out.contains("came from the same place"), "{}", run.out);
    site.remove("public/MANIFEST.sig");
    assert_eq!(site.run(&["verify"]).code, 1);
    // A key that cannot be read is not no key.
    site.write("site.toml", format!("{SETTINGS}[signing]\npublic_keys = [\"x\"]\n"));
    assert_eq!(site.run(&["verify"]).code, 2);
}

#[test]
fn what_an_earlier_list_had_and_still_lies_there_is_named_as_withdrawn() {
    let site = site();
    let old = built(&site);
    site.write("earlier.json", &old["MANIFEST.json"]);
    site.remove("content/news/b.md");
    let new = site.built(&["--as-of", "2023-08-31"]);
    assert!(!new.contains_key("news/b/index.html"));
    site.write("public/news/b/index.html", &old["news/b/index.html"]);
    let earlier = at(&site, "earlier.json");
    let (code, report) = report(&[&at(&site, "public"), "--earlier", &earlier]);
    assert_eq!(code, 1);
    assert_eq!(found(&report), pairs(&[("withdrawn_but_there", "news/b/index.html")]));
    assert_eq!(of(&report, "news/b/index.html")["from"], earlier.as_str());
    // Served, it is the same, at the address people know.
    let mut all = new.clone();
    all.insert("news/b/index.html".into(), old["news/b/index.html"].clone());
    let server = Server::of(all, |_| None);
    let (code, report) = served(&server, &["--earlier", &earlier]);
    assert_eq!((code, found(&report)), (1, pairs(&[("withdrawn_but_there", "news/b/")])));
    let server = Server::of(new, |_| None);
    assert_eq!(served(&server, &["--earlier", &earlier]).0, 0);
}

/// A target's root with two releases of one build, the second one served.
fn root(files: &Files) -> Scratch {
    let root = Scratch::new();
    for id in ["20230831-1", "20230831-2"] {
        for (path, bytes) in files.iter().filter(|(path, _)| *path != "MANIFEST.json") {
            root.write(&format!("releases/{id}/{path}"), bytes);
        }
        root.write(&format!("manifests/{id}.json"), &files["MANIFEST.json"]);
    }
    let old = FileDigest { path: "assets/old.css".into(), digest: ContentDigest::of(b"p{}") };
    let shell = FileDigest { path: "assets/old.php".into(), digest: ContentDigest::of(b"x") };
    let record = Record {
        schema_version: 1,
        action: Action::Publish,
        release: "20230831-2".into(),
        before: Some("20230831-1".into()),
        at: "2023-08-31T12:00:00+08:00".into(),
        who: None,
        machine: "example".into(),
        tool: "liangshai".into(),
        revision: None,
        edition: "public".into(),
        as_of: "2023-08-31".into(),
        manifest: digest(&files["MANIFEST.json"]),
        files: 1,
        sent: 1,
        removed: 0,
        beside: vec![old, shell],
        forced: None,
    };
    root.write("publications.jsonl", record.line().expect("a line"));
    root.write("releases/20230831-2/assets/old.css", "p{}");
    root
}

#[cfg(unix)]
#[test]
fn of_a_folder_of_releases_the_one_served_is_read_and_nothing_else_may_lie_there() {
    let site = site();
    let root = root(&built(&site));
    let lead = |to: &str| {
        let _ = fs::remove_file(root.path("current"));
        std::os::unix::fs::symlink(to, root.path("current")).expect("a link");
    };
    lead("releases/20230831-2");
    let place = root.0.to_string_lossy().into_owned();
    let (code, good) = report(&[&place]);
    assert_eq!((code, found(&good)), (0, pairs(&[])), "{good:#}");
    root.write("releases/20230831-2/robots.txt", "x");
    root.write("releases/20230831-1/a/shell.php", "x");
    // A log that was added to does not make it good.
    root.write("releases/20230831-2/assets/old.php", "x");
    root.write("releases/3/index.html", "x");
    root.write("releases/.part/index.html", "x");
    root.write("shell.php", "x");
    root.write("lock.json", "{}");
    let expected = [
        ("changed", "releases/20230831-2/robots.txt"),
        ("extra", "releases/20230831-1/a/shell.php"),
        ("extra", "releases/20230831-2/assets/old.php"),
        ("extra", "releases/3/"),
        ("extra", "shell.php"),
        ("unfinished", "releases/.part/index.html"),
    ];
    let (code, bad) = report(&[&place]);
    assert_eq!((code, found(&bad)), (1, pairs(&expected)));
    for elsewhere in ["/etc", "releases/../..", "releases/none"] {
        lead(elsewhere);
        let (code, report) = report(&[&place]);
        assert_eq!((code, found(&report)), (1, pairs(&[("extra", "current")])), "{elsewhere}");
    }
}

#[test]
fn a_release_that_changed_places_with_the_folder_served_is_known_by_the_log() {
    let site = site();
    let root = root(&built(&site));
    fs::rename(root.path("releases/20230831-2"), root.path("current")).expect("a folder");
    let place = root.0.to_string_lossy().into_owned();
    let (code, good) = report(&[&place]);
    assert_eq!((code, found(&good)), (0, pairs(&[])), "{good:#}");
    root.write("current/robots.txt", "x");
    let (code, bad) = report(&[&place]);
    assert_eq!((code, found(&bad)), (1, pairs(&[("changed", "current/robots.txt")])));
}

#[cfg(unix)]
#[test]
fn a_target_of_the_site_is_looked_at_by_its_name() {
    let site = site();
    let root = root(&built(&site));
    std::os::unix::fs::symlink("releases/20230831-2", root.path("current")).expect("a link");
    let to = root.0.display();
    site.write("site.toml", format!("{SETTINGS}[targets.portal]\nto = \"{to}\"\n"));
    let run = site.run(&["verify", "portal"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    root.write("releases/20230831-2/robots.txt", "x");
    assert_eq!(site.run(&["verify", "portal"]).code, 1);
    assert_eq!(site.run(&["verify", "another"]).code, 2);
}

/// A site whose target is one folder, file by file, and that folder.
fn in_one_folder() -> (Scratch, Scratch) {
    let (site, www) = (site(), Scratch::new());
    let to = www.path("site").display().to_string();
    let target = format!("[targets.portal]\nto = {to:?}\nlayout = \"files\"\n");
    site.write("site.toml", format!("{SETTINGS}{target}"));
    site.built(&["--as-of", "2023-08-31"]);
    publish(&site, &[]);
    (site, www)
}

fn publish(site: &Scratch, more: &[&str]) {
    let run = site.run(&[&["publish", "portal", "--allow-dirty"], more].concat());
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
}

#[test]
fn what_a_forced_publication_let_be_is_named_by_every_verification() {
    let (site, www) = in_one_folder();
    let folder = at(&www, "site");
    assert_eq!(report(&[&folder]).0, 0);
    www.write("site/shell.php", "<?php");
    publish(&site, &["--force", "门户的文件"]);
    // Once more, without a reason: it is let be, and told all the same.
    publish(&site, &[]);
    let expected = pairs(&[("extra", "shell.php")]);
    let (code, by_folder) = report(&[&folder]);
    assert_eq!((code, found(&by_folder)), (1, expected.clone()), "{by_folder:#}");
    let by_target = site.run(&["verify", "portal"]);
    assert_eq!(by_target.code, 1);
    assert!(
        by_target.out.contains("shell.php\n") && by_target.out.contains("门户的文件"),
        "{}",
        by_target.out
    );
    let list = at(&site, "public/MANIFEST.json");
    let (code, by_list) = report(&[&folder, "--manifest", &list]);
    assert_eq!((code, found(&by_list)), (1, expected));
    assert_eq!(by_list["manifest"]["source"], "file");
}

#[test]
fn the_notes_beside_a_site_are_known_by_what_is_in_them_and_nothing_hides_among_them() {
    let (site, www) = in_one_folder();
    let folder = at(&www, "site");
    // With files of the release before, which are kept to go back to.
    site.write("content/news/b.md", "---\n标题: 乙\n发布日期: 2023-03-03\n---\n改过。\n");
    site.built(&["--as-of", "2023-08-31"]);
    publish(&site, &[]);
    let (code, good) = report(&[&folder]);
    assert_eq!((code, found(&good)), (0, pairs(&[])), "{good:#}");
    let state = files(&www.path("site/.liangshai"));
    let kept = state.keys().find(|note| note.starts_with("kept/")).expect("a kept file").clone();
    let hidden = format!("kept/{}/shell.php", digest(b"<?php"));
    for note in ["shell.php", "manifests/20990101-1.json", "a/b.php", &hidden] {
        www.write(&format!("site/.liangshai/{note}"), "<?php");
    }
    www.write(&format!("site/.liangshai/{kept}"), "<?php");
    www.write("site/.liangshai/lock.json", "<?php");
    www.write("site/.liangshai/new/1-0", "half a page");
    // A release that is in a log somebody wrote makes no back door ours.
    let log = String::from_utf8(state["publications.jsonl"].clone()).expect("text");
    let first = log.lines().next().expect("a record");
    let mut forged: Record = serde_json::from_str(first).expect("a record");
    let mut list = manifest(&built(&site));
    list.files.push(FileDigest { path: "shell.php".into(), digest: ContentDigest::of(b"<?php") });
    let list = serde_json::to_vec(&list).expect("JSON");
    (forged.release, forged.manifest) = ("20200101-1".into(), digest(&list));
    www.write("site/.liangshai/manifests/20200101-1.json", list);
    let log = forged.line().expect("a line") + &log;
    www.write("site/.liangshai/publications.jsonl", format!("{log}<?php\n"));
    let note = |note: &str| format!(".liangshai/{note}");
    let expected = [
        ("extra", note("shell.php")),
        ("extra", note("manifests/20990101-1.json")),
        ("extra", note("a/b.php")),
        ("extra", note(&hidden)),
        ("changed", note(&kept)),
        ("changed", note("lock.json")),
        ("changed", note("publications.jsonl")),
        ("unfinished", note("new/1-0")),
    ];
    let expected = expected.map(|(fault, path)| (fault.to_owned(), path));
    let (code, bad) = report(&[&folder]);
    assert_eq!((code, found(&bad)), (1, expected.into_iter().collect()), "{bad:#}");
}

#[test]
fn a_publication_that_was_cut_off_is_told_as_that_and_not_as_tampering() {
    let (site, www) = in_one_folder();
    site.write("content/news/b.md", "---\n标题: 乙\n发布日期: 2023-03-03\n---\n改过。\n");
    let new = site.built(&["--as-of", "2023-08-31"]);
    let log = fs::read(www.path("site/.liangshai/publications.jsonl")).expect("a log");
    let mut record: Record = serde_json::from_slice(log.trim_ascii()).expect("a record");
    record.release = "20230831-next".into();
    record.manifest = digest(&new["MANIFEST.json"]);
    let pending = serde_json::json!({ "record": record, "earlier": [], "missing": [] });
    www.write("site/.liangshai/pending.json", pending.to_string());
    www.write("site/.liangshai/manifests/20230831-next.json", &new["MANIFEST.json"]);
    www.write("site/news/b/index.html", &new["news/b/index.html"]);
    www.write("site/robots.txt", "x");
    let (code, report) = report(&[&at(&www, "site")]);
    let expected = pairs(&[("changed", "robots.txt"), ("unfinished", ".liangshai/")]);
    assert_eq!((code, found(&report)), (1, expected), "{report:#}");
}

#[test]
fn a_package_is_proved_and_held_against_what_was_noted_down_of_it() {
    let site = site();
    let file = at(&site, "site.zip");
    let packed = site.run(&["pack", "--allow-dirty", "--out", &file]);
    assert_eq!(packed.code, 0, "{}{}", packed.out, packed.err);
    let bytes = built(&site)["MANIFEST.json"].clone();
    assert_eq!(report(&[&file, "--digest", &digest(&bytes)]).0, 0);
    site.write("kept.json", &bytes);
    let (code, kept) = report(&[&file, "--manifest", &at(&site, "kept.json")]);
    assert_eq!((code, &kept["manifest"]["source"]), (0, &"file".into()), "{kept:#}");
    // What the receipt has on paper is what is shown, and is taken for the manifest's as well.
    let package = fs::read(&file).expect("the package");
    let whole = ContentDigest::of(&package);
    let text = verify(&[&file, "--digest", &whole.sha256]);
    assert_eq!(text.code, 0, "{}", text.out);
    for hex in [&whole.sha256, &whole.sm3] {
        let groups: Vec<&str> = (0..64).step_by(8).map(|from| &hex[from..from + 8]).collect();
        assert!(text.out.contains(&groups.join(" ")), "{}", text.out);
        assert!(packed.out.contains(&groups.join(" ")), "{}", packed.out);
    }
    assert!(!text.out.contains("note:"), "{}", text.out);
    // Another list than the package's: each file that is not the same is named.
    let mut list = manifest(&built(&site));
    list.files.retain(|file| file.path != "robots.txt");
    list.files[0].digest = ContentDigest::of(b"x");
    let first = list.files[0].path.clone();
    site.write("other.json", serde_json::to_vec(&list).expect("JSON"));
    let (code, other) = report(&[&file, "--manifest", &at(&site, "other.json")]);
    let expected = [("changed", "MANIFEST.json"), ("changed", &first), ("extra", "robots.txt")];
    assert_eq!((code, found(&other)), (1, pairs(&expected)));
    let (code, other) = report(&[&file, "--digest", &digest(b"another")]);
    assert_eq!((code, found(&other)), (1, pairs(&[("manifest_digest", "MANIFEST.json")])));
    let mut touched = fs::read(&file).expect("the package");
    let middle = touched.len() / 2;
    touched[middle] ^= 1;
    site.write("site.zip", touched);
    let (code, touched) = report(&[&file]);
    assert_eq!((code, found(&touched)), (1, pairs(&[("package", "site.zip")])));
    assert!(touched["findings"][0]["detail"].is_string());
}

#[test]
fn a_theme_of_the_release_before_may_stay_for_pages_that_are_open() {
    let site = site();
    let mut list = manifest(&built(&site));
    for (path, bytes) in [("assets/old.css", "p{}"), ("assets/changed.css", "p{}")] {
        list.files
            .push(FileDigest { path: path.into(), digest: ContentDigest::of(bytes.as_bytes()) });
    }
    site.write("earlier.json", serde_json::to_vec(&list).expect("JSON"));
    site.write("public/assets/old.css", "p{}");
    site.write("public/assets/changed.css", "q{}");
    let earlier = at(&site, "earlier.json");
    let expected = pairs(&[("withdrawn_but_there", "assets/changed.css")]);
    let (code, lying) = report(&[&at(&site, "public"), "--earlier", &earlier]);
    assert_eq!((code, found(&lying)), (1, expected.clone()));
    let server = Server::of(built(&site), |_| None);
    let (code, served) = served(&server, &["--earlier", &earlier]);
    assert_eq!((code, found(&served)), (1, expected), "{served:#}");
}

#[test]
fn a_call_that_names_nothing_to_look_at_is_at_fault_and_no_alarm() {
    let site = site();
    site.write("empty/a.txt", "");
    let public = at(&site, "public");
    for args in [
        vec!["no-such-place"],
        vec!["http://"],
        vec![at(&site, "site.toml").leak()],
        vec![at(&site, "empty").leak()],
        vec![&public, "--manifest", "no-such-file"],
        vec![&public, "--manifest", at(&site, "site.toml").leak()],
        vec![&public, "--earlier", at(&site, "site.toml").leak()],
        vec![&public, "--digest", "abc"],
        vec![&public, "--public-key", "abc"],
    ] {
        let run = verify(&args);
        assert_eq!(run.code, 2, "{args:?}: {}{}", run.out, run.err);
        assert!(run.err.contains("help: "), "{}", run.err);
    }
    // A list that was there and is none any more is no fault of the call.
    site.write("public/MANIFEST.json", "{");
    assert_eq!(verify(&[&public]).code, 1);
    let escapes = r#"{"schema_version":1,"tool":"liangshai 0","edition":"public","as_of":"2023-08-31","revision":null,"drafts":false,"files":[{"path":"../x","bytes":1,"sha256":"","sm3":""}]}"#;
    site.write("public/MANIFEST.json", escapes);
    let (code, report) = report(&[&public]);
    assert_eq!((code, found(&report)), (1, pairs(&[("manifest_unreadable", "MANIFEST.json")])));
}

#[test]
fn a_site_as_it_was_built_is_asked_for_by_the_addresses_people_know_and_is_as_reviewed() {
    let site = site();
    let files = built(&site);
    let server = Server::of(files.clone(), |_| None);
    let (code, report) = served(&server, &[]);
    assert_eq!((code, found(&report)), (0, pairs(&[])), "{report:#}");
    let asked = server.asked();
    let has = |line: &str| asked.iter().any(|head| head.starts_with(line));
    assert!(has("GET /ljsbp/news/b/ HTTP"));
    assert!(has("GET /ljsbp/news/a/%E9%80%9A%E6%8A%A5%201.txt HTTP"), "{asked:#?}");
    assert!(has("GET /ljsbp/shell.php HTTP"));
    let plain = |head: &String| head.to_lowercase().contains("accept-encoding: identity");
    assert!(asked.iter().all(plain));
    let quiet = Server::of(files, |_| None);
    assert_eq!(served(&quiet, &["--no-probe"]).0, 0);
    assert!(!quiet.asked().iter().any(|head| head.contains("shell.php")));
}

#[test]
fn hidden_links_and_what_they_lead_to_are_found_on_a_server_that_lists_nothing() {
    let site = site();
    let mut files = built(&site);
    let old = String::from_utf8(files["news/b/index.html"].clone()).expect("a page");
    let spam = "<a href='../../casino/1.html'>x</a><script src=//bet.example/x.js></script>\
                <a href='/portal/hidden/'>y</a></body>";
    files.insert("news/b/index.html".into(), old.replace("</body>", spam).into());
    let farm = "<a href='2.html'>2</a><a href='https://loan.example/'>3</a>";
    files.insert("casino/1.html".into(), farm.into());
    files.insert("casino/2.html".into(), "<p>2".into());
    files.insert("shell.php".into(), "x".into());
    files.insert("data/cmd.jsp".into(), "x".into());
    files.remove("robots.txt");
    let server = Server::of(files, |_| None);
    let (code, report) = served(&server, &[]);
    assert_eq!(code, 1);
    let expected = [
        ("changed", "news/b/index.html"),
        ("missing", "robots.txt"),
        ("extra", "casino/1.html"),
        ("extra", "casino/2.html"),
        ("extra", "shell.php"),
        ("extra", "data/cmd.jsp"),
    ];
    assert_eq!(found(&report), pairs(&expected), "{report:#}");
    let leads = &of(&report, "news/b/index.html")["leads"];
    assert_eq!(*leads, serde_json::json!(["/portal/hidden/", "bet.example"]));
    assert_eq!(of(&report, "casino/1.html")["from"], "news/b/index.html");
    assert_eq!(of(&report, "casino/1.html")["leads"], serde_json::json!(["loan.example"]));
    assert_eq!(of(&report, "casino/2.html")["from"], "casino/1.html");
    assert_eq!(of(&report, "shell.php")["how"], "name");
}

#[test]
fn what_a_server_does_to_good_files_is_told_apart() {
    let site = site();
    let server = Server::of(built(&site), |path| match path {
        "robots.txt" => Some(Reply::redirect("http://127.0.0.1:9/ljsbp/robots.txt")),
        "news/b/" => Some(Reply::Endless),
        "data/news.json" => Some(Reply::page(403, "text/plain", "no")),
        _ => None,
    });
    let (code, report) = served(&server, &[]);
    let expected = [
        ("redirect_elsewhere", "robots.txt"),
        ("changed", "news/b/index.html"),
        ("missing", "data/news.json"),
    ];
    assert_eq!((code, found(&report)), (1, pairs(&expected)), "{report:#}");
    assert_eq!(of(&report, "robots.txt")["found"], "http://127.0.0.1:9/ljsbp/robots.txt");
    assert_eq!(of(&report, "data/news.json")["found"], "HTTP 403");
}

#[test]
fn a_file_sent_as_another_type_is_a_fault_and_one_without_its_encoding_a_remark() {
    let site = site();
    let files = built(&site);
    let (feed, page) = (files["data/news.csv"].clone(), files["news/b/index.html"].clone());
    let server = Server::of(files, move |path| match path {
        "data/news.csv" => Some(Reply::page(200, "text/csv; charset=gbk", &feed)),
        "news/b/" => Some(Reply::page(200, "text/html", &page)),
        _ => None,
    });
    let (code, report) = served(&server, &[]);
    assert_eq!((code, found(&report)), (1, pairs(&[("content_type", "data/news.csv")])));
    assert_eq!(of(&report, "data/news.csv")["found"], "text/csv; charset=gbk");
    let remarks = report["remarks"].to_string();
    assert!(
        remarks.contains("without saying that they are UTF-8: 1, such as news/b/"),
        "{remarks}"
    );
    assert!(remarks.contains("Content-Security-Policy"), "{remarks}");
}

#[test]
fn a_server_that_shows_its_folders_is_at_fault_and_shows_what_is_not_ours() {
    let site = site();
    let mut files = built(&site);
    files.insert("data/secret.xls".into(), "x".into());
    let names: String = files
        .keys()
        .filter_map(|path| path.strip_prefix("data/"))
        .map(|name| format!("<a href=\"{name}\">{name}</a>\n"))
        .collect();
    let server = Server::of(files.clone(), move |path| {
        (path == "data/").then(|| Reply::html(format!("<h1>data</h1><a href='?C=N'>N</a>{names}")))
    });
    // The site's own page of its data is not there in this build of it.
    let mut list = manifest(&files);
    list.files.retain(|file| file.path != "data/index.html");
    site.write("list.json", serde_json::to_vec(&list).expect("JSON"));
    let args = ["--manifest", &at(&site, "list.json")];
    let (code, report) = served(&server, &args);
    assert_eq!(code, 1);
    let found = found(&report);
    assert!(found.contains(&("directory_listing".into(), "data/".into())), "{report:#}");
    assert!(found.contains(&("extra".into(), "data/secret.xls".into())), "{report:#}");
    assert_eq!(of(&report, "data/secret.xls")["how"], "listing");
}

#[test]
fn a_server_that_has_everything_is_at_fault_once_and_not_for_each_name() {
    let site = site();
    let files = built(&site);
    let have = files.clone();
    let server = Server::of(files, move |path| {
        let page = if path.is_empty() || path.ends_with('/') {
            format!("{path}index.html")
        } else {
            path.into()
        };
        (!have.contains_key(&page)).then(|| Reply::html(format!("<h1>找不到 {path}</h1>")))
    });
    let (code, report) = served(&server, &[]);
    assert_eq!(code, 1);
    let faults: Vec<String> = found(&report).into_iter().map(|(fault, _)| fault).collect();
    assert_eq!(faults, ["found_what_is_not"], "{report:#}");
}

#[test]
fn a_server_that_is_busy_is_asked_again_and_one_that_stays_away_is_no_tampering() {
    let site = site();
    let files = built(&site);
    let times = Arc::new(AtomicUsize::new(0));
    let counted = times.clone();
    let server = Server::of(files.clone(), move |path| {
        let busy = path == "robots.txt" && counted.fetch_add(1, Ordering::Relaxed) < 2;
        busy.then(|| Reply::Page {
            status: 503,
            headers: vec![("Retry-After", "0".to_owned())],
            body: Vec::new(),
        })
    });
    assert_eq!(served(&server, &["--no-probe"]).0, 0);
    assert_eq!(times.load(Ordering::Relaxed), 3);
    // One file that never comes.
    let late = Duration::from_secs(3);
    let server =
        Server::of(files.clone(), move |path| (path == "robots.txt").then_some(Reply::Late(late)));
    let (code, report) = served(&server, &["--no-probe", "--timeout", "1"]);
    assert_eq!((code, found(&report)), (3, pairs(&[("unreached", "robots.txt")])));
    assert_eq!(report["verdict"], "not_seen");
    assert_eq!(of(&report, "robots.txt")["trouble"], "timeout");
    // With a file that was tampered with it is an alarm all the same.
    let server = Server::of(files, move |path| match path {
        "robots.txt" => Some(Reply::page(500, "text/plain", "")),
        "news/b/" => Some(Reply::html("x")),
        _ => None,
    });
    let (code, report) = served(&server, &["--no-probe"]);
    let expected = [("unreached", "robots.txt"), ("changed", "news/b/index.html")];
    assert_eq!((code, found(&report)), (1, pairs(&expected)));
}

#[test]
fn a_network_that_is_down_ends_otherwise_than_a_site_that_was_changed() {
    let site = site();
    let url = {
        let server = Server::of(Files::new(), |_| None);
        server.url()
    };
    let (code, report) = report(&[&url, "--timeout", "2"]);
    assert_eq!((code, found(&report)), (3, pairs(&[("unreached", "MANIFEST.json")])));
    // A server that falls silent on the way is not asked for each of its files.
    let files = built(&site);
    let list = files["MANIFEST.json"].clone();
    let server = Server::of(files, move |path| match path {
        "MANIFEST.json" => Some(Reply::page(200, "application/json", &list)),
        _ => Some(Reply::Silence),
    });
    let (code, report) = served(&server, &["--jobs", "1"]);
    assert_eq!(code, 3);
    assert_eq!(report["counts"]["unreached"], report["files"]);
    assert!(server.asked().len() < 40, "{}", server.asked().len());
}

#[test]
fn an_address_of_another_site_is_told_as_that_first_and_is_not_looked_through() {
    let site = site();
    let list = at(&site, "public/MANIFEST.json");
    for other in [Reply::page(404, "text/html", "no"), Reply::html("<h1>别的网站</h1>")] {
        let server = Server::of(Files::new(), move |_| Some(other.clone()));
        let (code, report) = served(&server, &["--manifest", &list]);
        assert_eq!(code, 1);
        assert_eq!(report["findings"][0]["fault"], "other_site", "{report:#}");
        assert!(!server.asked().iter().any(|head| head.contains("shell")), "{:?}", server.asked());
        let text = verify(&[&server.url(), "--pause", "0", "--manifest", &list]);
        let first = text.out.lines().next().unwrap_or_default();
        assert!(first.contains("does not seem to serve the site"), "{first}");
    }
    // A site of which one file is left is that site.
    let (mut left, page) = (Files::new(), built(&site)["robots.txt"].clone());
    left.insert("robots.txt".into(), page);
    let server = Server::of(left, |_| None);
    let (_, report) = served(&server, &["--manifest", &list]);
    assert_eq!(report["counts"]["other_site"], 0);
}

#[test]
fn why_a_server_was_not_reached_is_said_in_words() {
    let site = site();
    let url = Server::of(Files::new(), |_| None).url();
    for (lang, words) in [("zh", "服务器拒绝连接"), ("en", "the connection was refused")] {
        let mut command = site.command(&["verify", &url, "--lang", lang]);
        command.env("NO_PROXY", "*");
        let run = Run::of(command);
        assert!(run.code == 3 && run.out.contains(words), "{}{}", run.out, run.err);
        assert!(!run.out.contains("os error") && !run.out.contains("io:"), "{}", run.out);
    }
}

#[test]
fn an_old_address_in_chinese_is_a_file_of_that_name_however_it_is_written() {
    let site = site();
    site.write(
        "content/news/b.md",
        "---\n标题: 乙\n发布日期: 2023-03-03\n旧网址: [/旧 页/一.html, /%E6%97%A7%20%E9%A1%B5/%E4%BA%8C.html]\n---\n乙。\n",
    );
    let files = site.built(&["--as-of", "2023-08-31"]);
    for old in ["旧 页/一.html", "旧 页/二.html"] {
        assert!(files.contains_key(old), "{:?}", files.keys());
    }
    let server = Server::of(files.clone(), |_| None);
    assert_eq!(served(&server, &[]).0, 0);
    // As the printed configurations have it: the old address leads to the new one.
    let leads = |path: &str| path.starts_with("旧 页/").then(|| Reply::redirect("/ljsbp/news/b/"));
    let server = Server::of(files, leads);
    let (code, report) = served(&server, &[]);
    assert_eq!((code, found(&report)), (0, pairs(&[])), "{report:#}");
}

#[test]
fn names_a_firewall_does_not_answer_are_a_remark() {
    let site = site();
    let server = Server::of(built(&site), |path| path.ends_with(".php").then_some(Reply::Silence));
    let (code, report) = served(&server, &[]);
    assert_eq!((code, found(&report)), (0, pairs(&[])), "{report:#}");
    assert!(report["remarks"].to_string().contains("that got no answer"), "{report:#}");
}

#[test]
fn a_certificate_is_proved_by_an_authority_that_is_handed_over() {
    let site = site();
    let openssl = |args: &[&str]| {
        let output = Command::new("openssl").args(args).current_dir(&site.0).output();
        let output = output.expect("the program openssl is missing");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
    let mut ca =
        vec!["req", "-x509", "-subj", "/CN=Example CA", "-keyout", "ca.key", "-out", "ca.pem"];
    ca.extend(key);
    openssl(&ca);
    let mut own = vec!["req", "-subj", "/CN=127.0.0.1", "-keyout", "own.key", "-out", "own.csr"];
    own.extend(key);
    openssl(&own);
    site.write("own.ext", "subjectAltName=IP:127.0.0.1\n");
    openssl(&[
        "x509",
        "-req",
        "-in",
        "own.csr",
        "-CA",
        "ca.pem",
        "-CAkey",
        "ca.key",
        "-CAcreateserial",
        "-extfile",
        "own.ext",
        "-out",
        "own.pem",
    ]);
    let read = |name: &str| fs::read(site.path(name)).expect("a file of openssl");
    let (certificate, key) = (read("own.pem"), read("own.key"));
    let certificates = rustls_pemfile(&certificate);
    let key = rustls::pki_types::pem::PemObject::from_pem_slice(&key).expect("a key");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(certificates, key)
        .expect("a certificate and its key");
    let server = Server::encrypted(built(&site), Arc::new(config));
    let (code, report) = served(&server, &["--ca", &at(&site, "ca.pem")]);
    assert_eq!((code, found(&report)), (0, pairs(&[])), "{report:#}");
    // Without it nobody knows who that is; which is no tampering with files, and no proof either.
    let (code, report) = served(&server, &[]);
    assert_eq!(code, 3);
    assert_eq!(of(&report, "MANIFEST.json")["trouble"], "certificate");
    assert_eq!(verify(&[&server.url(), "--ca", &at(&site, "site.toml")]).code, 2);
}

fn rustls_pemfile(pem: &[u8]) -> Vec<rustls::pki_types::CertificateDer<'static>> {
    use rustls::pki_types::pem::PemObject as _;
    let all = rustls::pki_types::CertificateDer::pem_slice_iter(pem);
    all.map(|certificate| certificate.expect("a certificate")).collect()
}

#[test]
fn the_report_folds_long_lists_in_text_and_is_one_page_for_those_who_sign() {
    let site = site();
    for number in 0..30 {
        site.write(&format!("public/x/{number:02}.html"), "<script>");
    }
    let public = at(&site, "public");
    let text = verify(&[&public]);
    assert_eq!(text.code, 1);
    assert!(text.out.contains("never reviewed (30)"), "{}", text.out);
    assert!(text.out.contains("and 10 more; --format json lists all"), "{}", text.out);
    assert!(!text.out.contains("x/20.html"));
    assert!(verify(&["--verbose", &public]).out.contains("x/29.html"));
    let chinese = site.run(&["verify", "--format", "html", "--out", &at(&site, "报告.html")]);
    assert_eq!((chinese.code, chinese.out.as_str()), (1, ""));
    let page = fs::read_to_string(site.path("报告.html")).expect("a page");
    assert!(page.contains("<html lang=\"zh-CN\">") && page.contains("没有审核过（30）"), "{page}");
    assert!(page.contains("x/29.html") && !page.contains("<script"), "{page}");
    let english = verify(&["--format", "html", &public]).out;
    assert!(english.contains("<html lang=\"en\">") && english.contains("never reviewed (30)"));
}
