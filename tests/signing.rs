//! What a build says of itself: its manifest, the digest of that, and who signed it.

#[path = "faults/scratch.rs"]
mod scratch;

use std::fs;

use scratch::Scratch;
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
