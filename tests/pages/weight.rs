//! What a first visit moves over the wire, and how large a page is once there.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;

use super::html::Document;
use super::{built, every_page};

/// The page, its style sheet, scripts and icon, compressed as a server does it while it is asked.
const FIRST_VISIT: usize = 40 * 1024;
/// Its scripts; the page of search alone has more to do.
const SCRIPTS: usize = 6 * 1024;
/// A page by itself, as it lies on disk.
const PAGE: u64 = 500 * 1024;

fn folder(build: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("pages").join(build)
}

fn compressed(file: &Path) -> usize {
    let bytes = std::fs::read(file).unwrap_or_else(|fault| panic!("{}: {fault}", file.display()));
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(&bytes).expect("memory takes whatever is written");
    encoder.finish().expect("as above").len()
}

/// The files a browser asks for along with a page, from the site's top.
fn asked_for(page: &Document) -> Vec<String> {
    let sheets = page.all("link").filter(|link| {
        link.get("rel").is_some_and(|rel| ["stylesheet", "icon", "modulepreload"].contains(&rel))
    });
    let hrefs = sheets.filter_map(|link| link.get("href"));
    let sources = page.elements.iter().filter_map(|element| element.get("src"));
    hrefs
        .chain(sources)
        .map(|address| address.trim_start_matches("../").trim_start_matches("./").to_owned())
        .collect()
}

#[test]
fn a_first_visit_to_any_page_moves_less_than_40_kb() {
    let folder = folder("served");
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    let mut heaviest = (0, String::new());
    for (name, page) in &built("served").pages {
        let mut moved = compressed(&folder.join(name));
        let mut by_scripts = 0;
        for file in asked_for(page) {
            // The 404 page names the site's whole address.
            let file = file.trim_start_matches("/ljsbp/").to_owned();
            let size =
                *known.entry(file.clone()).or_insert_with(|| compressed(&folder.join(&file)));
            moved += size;
            by_scripts += if file.ends_with(".js") { size } else { 0 };
        }
        assert!(by_scripts < SCRIPTS || name.starts_with("search/"), "{name}: {by_scripts}");
        heaviest = heaviest.max((moved, name.clone()));
    }
    let sheets = known.keys().filter(|file| file.ends_with(".css")).count();
    let scripts = known.keys().filter(|file| file.ends_with(".js")).count();
    assert!(sheets > 0 && scripts > 0, "what pages ask for is weighed: {known:?}");
    assert!(heaviest.0 < FIRST_VISIT, "{} moves {} bytes; {known:?}", heaviest.1, heaviest.0);
}

#[test]
fn no_page_is_over_500_kb() {
    every_page(|tree, name, _, wrong| {
        let build = super::BUILDS.iter().find(|way| std::ptr::eq(tree, built(way.name)));
        let build = build.expect("a tree is of a build");
        let size = std::fs::metadata(folder(build.name).join(name)).expect("a page").len();
        if size > PAGE {
            wrong.push(format!("{size} bytes"));
        }
    });
}
