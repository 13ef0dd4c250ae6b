//! A site in one folder that some other program serves.

#[path = "store/desk.rs"]
mod desk;
#[cfg(target_os = "linux")]
#[path = "incremental/preload.rs"]
mod preload;
#[path = "store/scenes.rs"]
mod scenes;
#[path = "faults/scratch.rs"]
mod scratch;

use std::fs;
use std::path::PathBuf;

use desk::{Desk, STATE, Shop, Tree, assert_serves};
use liangshai::model::settings::targets::{Location, Store};
use scratch::Scratch;

/// A folder with a site; its state lies in it or beside it.
struct Folder {
    root: Scratch,
    has_state_beside: bool,
}

impl Folder {
    fn new() -> Self {
        Self { root: Scratch::new(), has_state_beside: false }
    }

    fn with_state_beside() -> Self {
        Self { root: Scratch::new(), has_state_beside: true }
    }
}

impl Shop for Folder {
    fn all(&self) -> Tree {
        scratch::files(&self.root.0)
    }

    fn write(&self, path: &str, bytes: &[u8]) {
        self.root.write(path, bytes);
    }

    fn remove(&self, path: &str) {
        self.root.remove(path);
    }

    fn to(&self) -> (Location, Store) {
        let at = |name: &str| self.root.path(name).display().to_string();
        let state = self.has_state_beside.then(|| at(STATE));
        (Location::Folder(at("site")), Store { state, ..Store::default() })
    }
}

#[test]
fn only_what_changed_travels() {
    scenes::only_what_changed_travels(&Folder::new());
}

#[test]
fn what_was_served_before_comes_back() {
    scenes::what_was_served_before_comes_back(&Folder::new());
    scenes::what_was_served_before_comes_back(&Folder::with_state_beside());
}

#[test]
fn the_oldest_releases_go() {
    scenes::the_oldest_releases_go(&Folder::with_state_beside());
}

#[test]
fn another_hand_is_found() {
    scenes::another_hand_is_found(&Folder::new());
}

#[test]
fn a_place_of_somebody_elses_is_not_taken() {
    scenes::a_place_of_somebody_elses_is_not_taken(&Folder::new());
}

#[test]
fn two_do_not_publish_at_a_time() {
    scenes::two_do_not_publish_at_a_time(&Folder::new());
}

#[test]
fn a_page_may_become_a_folder() {
    scenes::a_page_may_become_a_folder(&Folder::new());
}

/// A site with a target, for the command.
fn site(shop: &Folder) -> Scratch {
    let to = shop.root.path("site").display().to_string();
    let settings = format!(
        "title = \"亮晒专栏\"\nbase_url = \"https://www.example.gov.cn/\"\nas_of = 2023-06-15
[defaults]\ndisclosure = \"主动公开\"
[check.rules]\nmissing-identity = \"off\"\nstale-column = \"off\"\nstale-home = \"off\"
[targets.portal]\nto = {to:?}\nlayout = \"files\"\n"
    );
    let site = Scratch::site(&[("site.toml", &settings)]);
    for n in 0..6 {
        site.write(&format!("content/pages/p{n}.md"), format!("---\n标题: 第{n}页\n---\n话。\n"));
    }
    site.built(&[]);
    site
}

/// Publishing into a folder is killed at every so many renames; each file is whole then, and the
/// next one ends what was begun.
#[cfg(target_os = "linux")]
#[test]
fn a_command_that_is_killed_leaves_each_file_whole_and_the_next_ends_it() {
    let shop = Folder::new();
    let site = site(&shop);
    let desk = Desk::new(&shop);
    let shim = preload::compiled("killed/shim.c");
    let publish = ["publish", "portal", "--allow-dirty"];
    let run = site.run(&publish);
    assert_eq!(run.code, 0, "{}", run.err);
    let mut killed = 0;
    for (turn, at) in [1, 3, 6, 11, 18, 27, 38].into_iter().enumerate() {
        let old = desk.site();
        for n in 0..6 {
            let page = format!("---\n标题: 第{n}页\n---\n第{turn}次。\n");
            site.write(&format!("content/pages/p{n}.md"), page);
        }
        site.write(&format!("content/pages/new{turn}.md"), "---\n标题: 新页\n---\n话。\n");
        let new = site.built(&[]);
        let mut command = site.command(&publish);
        command.env("LD_PRELOAD", &shim).env("SHIM_BELOW", &shop.root.0);
        command.env("SHIM_COUNTS", "moves").env("SHIM_AT", at.to_string()).env("SHIM_THEN", "kill");
        let output = command.output().expect("the program runs");
        killed += usize::from(!output.status.success());
        for (path, bytes) in desk.site() {
            let is_whole = [&old, &new].iter().any(|tree| tree.get(&path) == Some(&bytes));
            assert!(is_whole, "killed at {at}: {path} is neither old nor new");
        }
        let run = site.run(&publish);
        assert_eq!(run.code, 0, "killed at {at}: {}", run.err);
        assert_serves(&desk, &site.path("public"), &format!("killed at {at}"));
        assert!(!shop.root.path("site/.liangshai/new").exists());
    }
    assert!(killed > 3, "only {killed} were killed");
}

#[test]
fn nothing_of_the_state_lies_in_the_site_where_it_has_a_place_of_its_own() {
    let shop = Folder::with_state_beside();
    let desk = Desk::new(&shop);
    desk.publish(&desk.build(&[("index.html", "1")])).arrived();
    desk.publish(&desk.build(&[("index.html", "2")])).arrived();
    let names = |folder: PathBuf| -> Vec<String> {
        let listing = fs::read_dir(folder).expect("a folder");
        let mut names: Vec<String> = listing
            .map(|item| item.expect("an item").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    };
    assert_eq!(names(shop.root.path("site")), ["MANIFEST.json", "index.html"]);
    assert_eq!(names(shop.root.path(STATE)), ["kept", "manifests", "publications.jsonl"]);
}
