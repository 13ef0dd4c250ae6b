//! What a build says of itself: its manifest, the digest of that, and who signed it.

#[path = "faults/scratch.rs"]
mod scratch;

use std::fs;
use std::path::Path;
use std::process::Command;

use scratch::{Run, Scratch, files};
use sha2::{Digest, Sha256};

const SETTINGS: &str = "title = \"甲\"\nbase_url = \"https://www.example.gov.cn/ljsbp\"
as_of = 2023-06-15\n[defaults]\ndisclosure = \"主动公开\"\n";

fn site() -> Scratch {
    let site = Scratch::site(&[("site.toml", SETTINGS)]);
    site.write("content/pages/a.md", "---\n标题: 乙\n---\n一句话。\n");
    site
}

fn manifest(site: &Scratch) -> (serde_json::Value, String) {
    let bytes = fs::read(site.path("public/MANIFEST.json")).expect("a manifest");
    let sha256 = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    (serde_json::from_slice(&bytes).expect("a manifest is JSON"), sha256)
}

#[test]
fn the_manifest_tells_for_which_address_and_for_what_use_it_was_built() {
    let site = site();
    site.built(&[]);
    let (built, _) = manifest(&site);
    assert_eq!(built["base_url"], "https://www.example.gov.cn/ljsbp/");
    assert_eq!(built["offline"], false);
    site.built(&["--offline", "--base-url", "http://10.0.0.1"]);
    let (built, _) = manifest(&site);
    assert_eq!((&built["base_url"], &built["offline"]), (&"http://10.0.0.1/".into(), &true.into()));
    site.write("site.toml", SETTINGS.replace("base_url", "#"));
    site.built(&[]);
    assert!(manifest(&site).0["base_url"].is_null());
}

#[test]
fn a_build_ends_with_the_digest_of_its_manifest_also_where_nothing_changed() {
    let site = site();
    for lang in ["zh", "zh", "en"] {
        let run = site.run(&["build", "--lang", lang]);
        let (_, sha256) = manifest(&site);
        assert_eq!(run.out.lines().last(), Some(&*format!("MANIFEST sha256 {sha256}")));
    }
    assert_eq!(site.run(&["build", "-q"]).out, "");
}

/// Of RFC 8410: a private key and its public one.
const PRIVATE: &str = "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC";
const PUBLIC: &str = "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=";

#[test]
fn a_public_key_of_the_settings_that_is_none_is_a_fault_of_its_line() {
    let site = site();
    let with = |keys: &str| format!("{SETTINGS}[signing]\npublic_keys = {keys}\n");
    site.write("site.toml", with(&format!("[\"{PUBLIC}\", \"{PUBLIC}\"]")));
    assert_eq!(site.run(&["build"]).code, 0);
    site.write("site.toml", with(&format!("[\"{PUBLIC}\", \"{}\"]", &PUBLIC[4..])));
    let faults = site.faults();
    let errors = faults.iter().filter(|fault| fault.severity == "error");
    let errors: Vec<_> = errors.map(|fault| (fault.code.as_str(), fault.line)).collect();
    assert_eq!(errors, [("LS0601", 7)]);
    assert_eq!(site.run(&["build"]).code, 1);
}

#[test]
fn a_private_key_among_the_settings_is_told_and_not_shown() {
    let site = site();
    let settings = format!("{SETTINGS}[signing]\npublic_keys = [\"{PRIVATE}\"]\n");
    site.write("site.toml", settings);
    let run = site.run(&["check"]);
    let told = run.out + &run.err;
    assert!(told.contains("私钥") && !told.contains(&PRIVATE[40..]), "{told}");
    assert_eq!(run.code, 1);
}

#[test]
fn no_page_takes_the_place_of_the_manifest_or_of_its_signature() {
    for alias in ["/MANIFEST.json", "/MANIFEST.sig", "/MANIFEST.sig/a.html"] {
        let site = site();
        site.write("content/pages/a.md", format!("---\n标题: 乙\n旧网址: {alias}\n---\n"));
        let found: Vec<String> = site.faults().into_iter().map(|fault| fault.code).collect();
        assert!(found.contains(&"LS0501".to_owned()), "{alias}: {found:?}");
    }
}

/// A folder of keys, which is no site.
fn keys() -> Scratch {
    let keys = Scratch::new();
    let key = keys.path("key.pem");
    fs::write(&key, format!("-----BEGIN PRIVATE KEY-----\n{PRIVATE}\n-----END PRIVATE KEY-----\n"))
        .expect("a file");
    open_to(&key, 0o600);
    keys
}

#[cfg(unix)]
fn open_to(file: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(file, fs::Permissions::from_mode(mode)).expect("a mode");
}

#[cfg(not(unix))]
fn open_to(_: &Path, _: u32) {}

fn text(path: &Path) -> &str {
    path.to_str().expect("a plain path")
}

fn openssl(args: &[&str]) -> String {
    let output = Command::new("openssl").args(args).output();
    let output = output.expect("openssl is there: tests/run installs it");
    let told = [output.stdout, output.stderr].concat();
    String::from_utf8(told).expect("text")
}

/// What openssl says of a build's signature, given a public key as the settings have it.
fn judged_by_openssl(site: &Scratch, public: &str) -> String {
    let with = Scratch::new();
    with.write(
        "pub.pem",
        format!("-----BEGIN PUBLIC KEY-----\n{public}\n-----END PUBLIC KEY-----\n"),
    );
    let (sig, bin) = (site.path("public/MANIFEST.sig"), with.path("sig.bin"));
    openssl(&["base64", "-d", "-A", "-in", text(&sig), "-out", text(&bin)]);
    let (key, manifest) = (with.path("pub.pem"), site.path("public/MANIFEST.json"));
    let (key, manifest, bin) = (text(&key), text(&manifest), text(&bin));
    openssl(&[
        "pkeyutl", "-verify", "-pubin", "-inkey", key, "-rawin", "-in", manifest, "-sigfile", bin,
    ])
}

fn signed(site: &Scratch) -> Option<Vec<u8>> {
    fs::read(site.path("public/MANIFEST.sig")).ok()
}

#[test]
fn a_signed_build_is_verified_by_another_program() {
    let (site, keys) = (site(), keys());
    let key = keys.path("key.pem");
    let run = site.run(&["build", "--sign", text(&key)]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.ends_with(&format!("\nMANIFEST.sig ed25519 {PUBLIC}\n")), "{}", run.out);
    let (manifest, _) = manifest(&site);
    let listed = manifest["files"].as_array().expect("files").iter();
    assert!(!listed.into_iter().any(|file| file["path"] == "MANIFEST.sig"));
    let told = judged_by_openssl(&site, PUBLIC);
    assert!(told.contains("Signature Verified Successfully"), "{told}");
    let mut changed = fs::read(site.path("public/MANIFEST.json")).expect("a manifest");
    changed.push(b' ');
    site.write("public/MANIFEST.json", changed);
    let told = judged_by_openssl(&site, PUBLIC);
    assert!(told.contains("Signature Verification Failure"), "{told}");
}

#[test]
fn a_signature_is_made_once_and_goes_when_it_no_longer_holds() {
    let (site, keys) = (site(), keys());
    let key = keys.path("key.pem");
    let settings = format!("{SETTINGS}[signing]\npublic_keys = [\"{PUBLIC}\"]\n");
    site.write("site.toml", &settings);
    std::thread::sleep(std::time::Duration::from_millis(20));
    let build = |sign: bool| {
        let mut args = vec!["build"];
        args.extend(sign.then_some(["--sign", text(&key)]).into_iter().flatten());
        let run = site.run(&args);
        assert_eq!(run.code, 0, "{}", run.err);
        (run.out, signed(&site))
    };
    let stamp = || fs::metadata(site.path("public/MANIFEST.sig")).expect("a file").modified().ok();
    let (_, first) = build(true);
    let made = stamp();
    assert!(first.is_some());
    // Built again, with the key and without, nothing is touched: it holds.
    for sign in [true, false, false, true] {
        assert_eq!((build(sign).1, stamp()), (first.clone(), made), "{sign}");
    }
    // One that was taken away, or written to by another hand, comes back, or goes.
    site.remove("public/MANIFEST.sig");
    assert_eq!(build(true).1, first);
    site.write("public/MANIFEST.sig", "AAAA\n");
    assert_eq!(build(true).1, first);
    site.write("public/MANIFEST.sig", "AAAA\n");
    let (out, gone) = build(false);
    assert!(gone.is_none() && out.contains("已删去 MANIFEST.sig"), "{out}");
    build(true);
    site.write("content/pages/a.md", "---\n标题: 乙\n---\n另一句话。\n");
    let (out, gone) = build(false);
    assert!(gone.is_none() && out.contains("已删去 MANIFEST.sig"), "{out}");
    let (_, second) = build(true);
    assert!(second.is_some() && second != first);
    // Nobody knows any more whose it is.
    site.write("site.toml", SETTINGS);
    assert_eq!(build(false).1, None);
}

#[test]
fn a_build_without_a_key_says_why_it_is_not_signed_any_more() {
    let (site, keys) = (site(), keys());
    let key = keys.path("key.pem");
    let other = site.run(&["publish", "keygen", "-q", text(&keys.path("other.pem"))]).out;
    let settings = format!("{SETTINGS}[signing]\npublic_keys = [\"{PUBLIC}\"]\n");
    let content = |words: &str| format!("---\n标题: 乙\n---\n{words}\n");
    for (settings_then, words, why) in [
        (settings.clone(), "另一句话。", "内容在签名以后变了"),
        (format!("{SETTINGS}{other}"), "一句话。", "不是 site.toml 现在所列公钥的"),
        (SETTINGS.to_owned(), "一句话。", "site.toml 里没有公钥"),
    ] {
        site.write("site.toml", &settings);
        site.write("content/pages/a.md", content("一句话。"));
        assert_eq!(site.run(&["build", "--sign", text(&key)]).code, 0);
        site.write("site.toml", settings_then);
        site.write("content/pages/a.md", content(words));
        let out = site.run(&["build"]).out;
        assert!(out.contains(why) && out.contains("build --sign"), "{why}: {out}");
        assert_eq!(signed(&site), None);
    }
}

#[test]
fn the_environment_names_a_key_and_the_option_comes_first() {
    let (site, keys) = (site(), keys());
    let key = keys.path("key.pem");
    let build = |named: &Path, option: &[&str]| {
        let mut command = site.command(&[&["build"], option].concat());
        command.env("LIANGSHAI_SIGNING_KEY", named);
        Run::of(command).code
    };
    assert_eq!(build(Path::new(""), &[]), 0);
    assert_eq!(signed(&site), None);
    assert_eq!(build(&key, &[]), 0);
    assert!(signed(&site).is_some());
    assert_eq!(build(&keys.path("none"), &[]), 2);
    assert_eq!(build(&keys.path("none"), &["--sign", text(&key)]), 0);
}

#[test]
fn a_key_that_cannot_be_used_is_refused_and_nothing_is_built() {
    let (site, keys) = (site(), keys());
    let key = keys.path("key.pem");
    let refused = |file: &str| {
        let run = site.run(&["build", "--lang", "en", "--sign", text(&keys.path(file))]);
        assert!(run.code == 2 && !site.path("public").exists(), "{}", run.err);
        run.err
    };
    assert!(refused("none.pem").contains("there is no private key"));
    keys.write("rsa.pem", "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n");
    open_to(&keys.path("rsa.pem"), 0o600);
    assert!(refused("rsa.pem").contains("no ed25519 private key"));
    if cfg!(unix) {
        open_to(&key, 0o644);
        let told = refused("key.pem");
        let chmod = format!("chmod 600 {}", key.display());
        assert!(told.contains("mode 644") && told.contains(&chmod), "{told}");
    }
    open_to(&key, 0o600);
    // Signed by somebody the site does not know.
    let other = site.run(&["publish", "keygen", "-q", text(&keys.path("other.pem"))]);
    site.write("site.toml", format!("{SETTINGS}{}", other.out));
    let told = refused("key.pem");
    assert!(told.contains("no key of [signing]") && told.contains(PUBLIC), "{told}");
}

#[test]
fn a_new_key_signs_and_openssl_reads_it_as_it_is() {
    let (site, keys) = (site(), Scratch::new());
    let key = keys.path("new.pem");
    let run = site.run(&["publish", "keygen", "-q", text(&key)]);
    assert_eq!(run.code, 0, "{}", run.err);
    let table: toml::Table = run.out.parse().expect("lines for site.toml");
    let public = table["signing"]["public_keys"][0].as_str().expect("a key").to_owned();
    site.write("site.toml", format!("{SETTINGS}{}", run.out));
    assert_eq!(site.run(&["build", "--sign", text(&key)]).code, 0);
    assert!(judged_by_openssl(&site, &public).contains("Verified Successfully"));
    let shown = openssl(&["pkey", "-in", text(&key), "-pubout"]);
    let body: String = shown.lines().filter(|line| !line.starts_with("--")).collect();
    assert_eq!(body, public);
    // And a key of openssl's signs as well.
    let theirs = keys.path("theirs.pem");
    openssl(&["genpkey", "-algorithm", "ed25519", "-out", text(&theirs)]);
    open_to(&theirs, 0o600);
    site.write("site.toml", SETTINGS);
    let run = site.run(&["build", "--sign", text(&theirs)]);
    let by = run.out.lines().last().and_then(|line| line.strip_prefix("MANIFEST.sig ed25519 "));
    let told = judged_by_openssl(&site, by.unwrap_or_else(|| panic!("{}{}", run.out, run.err)));
    assert!(told.contains("Verified Successfully"), "{told}");
}

#[test]
fn a_key_is_never_written_over_a_file_nor_into_the_site() {
    let (site, keys) = (site(), keys());
    let key = keys.path("key.pem");
    let before = fs::read(&key).expect("a key");
    let run = site.run(&["publish", "keygen", text(&key)]);
    assert!(run.code == 2 && run.err.contains("已经有"), "{}", run.err);
    assert_eq!(fs::read(&key).expect("a key"), before);
    for inside in ["key.pem", "content/key.pem", "content/../key.pem"] {
        let run = site.run(&["publish", "keygen", text(&site.path(inside))]);
        assert!(run.code == 2 && run.err.contains("提交"), "{inside}: {}", run.err);
        assert!(!site.path(inside).exists(), "{inside}");
        assert_eq!(run.out, "");
    }
}

#[test]
fn a_records_file_of_the_manifests_name_is_put_in_its_place_too() {
    let site = site();
    site.write("content/news/n/index.md", "---\n标题: 丙\n发布日期: 2023-03-01\n---\n话。\n");
    site.built(&[]);
    for name in ["MANIFEST.json", "MANIFEST.sig"] {
        site.write(&format!("content/news/n/{name}"), "附件");
    }
    site.write(
        "content/news/n/index.md",
        "---\n标题: 丙\n发布日期: 2023-03-01\n附件: [MANIFEST.json, MANIFEST.sig]\n---\n话。\n",
    );
    site.built(&[]);
    let built = files(&site.path("public/news/n"));
    for name in ["MANIFEST.json", "MANIFEST.sig"] {
        assert_eq!(built.get(name).map(Vec::as_slice), Some("附件".as_bytes()), "{name}");
    }
}
