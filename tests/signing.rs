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
