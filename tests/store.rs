//! A site in one folder that some other program serves.

#[path = "store/desk.rs"]
mod desk;
#[path = "store/scenes.rs"]
mod scenes;
#[path = "faults/scratch.rs"]
mod scratch;

use std::fs;
use std::path::PathBuf;

use desk::{Desk, STATE, Shop, Tree};
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
