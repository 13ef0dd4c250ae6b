//! What holds of every store.

#![allow(dead_code, reason = "each test program uses a part of it")]

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::scope;

use liangshai::publish::folder::Difference;

use crate::desk::{Desk, Ended, Shop, assert_serves, tree};

const STYLE: &str = "assets/style-11111111.css";
const OTHER_STYLE: &str = "assets/style-22222222.css";

/// A page that needs a style.
fn page(style: &str, text: &str) -> String {
    format!("<link rel=stylesheet href=\"/{style}\"><p>{text}")
}

/// A site of `count` tasks: its pages, a style, data and a feed.
fn files(count: usize, style: &str, text: impl Fn(usize) -> String) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> =
        (0..count).map(|n| (format!("tasks/t{n:04}/index.html"), page(style, &text(n)))).collect();
    files.extend([
        ("index.html".to_owned(), page(style, &text(0))),
        ("任务/目录.html".to_owned(), page(style, "目录")),
        ("tasks/index.html".to_owned(), page(style, &format!("{count}"))),
        ("data/tasks.json".to_owned(), format!("[{count}]")),
        ("feed.xml".to_owned(), format!("<feed>{}</feed>", text(0))),
        (style.to_owned(), format!("/* {style} */")),
    ]);
    files
}

fn build(desk: &Desk, files: &[(String, String)]) -> PathBuf {
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    desk.build(&files)
}

/// Three builds: the second has other words on some pages and lost one, the third another style.
fn three(desk: &Desk, count: usize) -> [PathBuf; 3] {
    let first = files(count, STYLE, |n| format!("第{n}项"));
    let mut second =
        files(count, STYLE, |n| format!("第{n}项{}", if n % 20 == 1 { "，办结" } else { "" }));
    second.retain(|(path, _)| path != "tasks/t0002/index.html");
    second.push(("tasks/new/index.html".to_owned(), page(STYLE, "新增")));
    let third = files(count, OTHER_STYLE, |n| format!("改版{n}"));
    [build(desk, &first), build(desk, &second), build(desk, &third)]
}

/// Readers reach what was built; a second time only what changed travels, and what went is gone.
pub fn only_what_changed_travels(shop: &dyn Shop) {
    let desk = Desk::new(shop);
    let [first, second, _] = three(&desk, 100);
    let all: Vec<String> = tree(&first).into_keys().collect();
    assert_eq!(desk.publish(&first).arrived(), all);
    assert_serves(&desk, &first, "first");
    assert_eq!(desk.publish(&first).arrived(), [""; 0]);
    let (old, new) = (tree(&first), tree(&second));
    let changed: Vec<&String> =
        new.keys().filter(|path| old.get(*path) != new.get(*path)).collect();
    assert_eq!(changed.len(), 7, "five pages, a new one, and the manifest");
    assert_eq!(desk.publish(&second).arrived().iter().collect::<Vec<_>>(), changed);
    assert_serves(&desk, &second, "second");
}

/// A release of before is served again, byte for byte, and the later one after it.
pub fn what_was_served_before_comes_back(shop: &dyn Shop) {
    let desk = Desk::new(shop);
    let builds = three(&desk, 20);
    for build in &builds {
        desk.publish(build).arrived();
    }
    for (release, build) in [("r000", &builds[0]), ("r002", &builds[2]), ("r001", &builds[1])] {
        assert_eq!(desk.go_back(release).expect("it is kept"), [].into());
        assert_serves(&desk, build, release);
        assert_eq!(desk.standing().served.expect("one is served").release, release);
    }
    // And on from there.
    desk.publish(&builds[2]).arrived();
    assert_serves(&desk, &builds[2], "after going back");
    let log = desk.standing().log;
    let releases: Vec<&str> = log.iter().map(|record| record.release.as_str()).collect();
    assert_eq!(releases, ["r000", "r001", "r002", "r000", "r002", "r001", "r006"]);
}

/// The oldest releases go with what only they held.
pub fn the_oldest_releases_go(shop: &dyn Shop) {
    let mut desk = Desk::new(shop);
    desk.keep = 1;
    let builds =
        [0, 1, 2, 3].map(|turn| build(&desk, &files(5, STYLE, |n| format!("第{n}项，第{turn}次"))));
    for build in &builds {
        desk.publish(build).arrived();
    }
    let kept: Vec<String> = desk.standing().kept.into_iter().map(|kept| kept.release).collect();
    assert_eq!(kept, ["r002", "r003"]);
    let held = shop.all().into_iter().filter(|(path, _)| path.contains("/kept/"));
    let held: Vec<String> =
        held.map(|(_, bytes)| String::from_utf8(bytes).expect("text")).collect();
    assert!(held.iter().any(|text| text.contains("第2次")), "{held:?}");
    assert!(!held.iter().any(|text| text.contains("第0次") || text.contains("第1次")), "{held:?}");
    assert_eq!(desk.go_back("r002").expect("it is kept"), [].into());
    assert_serves(&desk, &builds[2], "the one before");
}

/// What another hand did is named; only with a reason it is written over, and what is not ours stays.
pub fn another_hand_is_found(shop: &dyn Shop) {
    let desk = Desk::new(shop);
    let [first, second, third] = three(&desk, 20);
    desk.publish(&first).arrived();
    shop.write("site/index.html", "改".repeat(3).as_bytes());
    shop.write("site/shell.php", b"<?php");
    shop.remove("site/tasks/t0003/index.html");
    let expected = [
        ("index.html".to_owned(), Difference::Changed),
        ("shell.php".to_owned(), Difference::Extra),
        ("tasks/t0003/index.html".to_owned(), Difference::Missing),
    ];
    assert_eq!(desk.publish(&second).strange(), expected);
    let arrived = desk.publish_by(&second, Some("查清了")).arrived();
    for path in ["index.html", "tasks/t0003/index.html"] {
        assert!(arrived.iter().any(|arrived| arrived == path), "{path}");
    }
    assert_eq!(desk.site().remove("shell.php"), Some(b"<?php".to_vec()), "it is not ours");
    // What somebody decided to let be is asked about no more, until it changes.
    desk.publish(&third).arrived();
    shop.write("site/shell.php", b"<?php eval");
    assert_eq!(desk.publish(&first).strange(), [("shell.php".to_owned(), Difference::Changed)]);
    shop.remove("site/shell.php");
    desk.publish(&first).arrived();
    assert_serves(&desk, &first, "last");
    // Kept files that were changed are found before anything is.
    let is_kept = |path: &String| path.contains("/kept/") && path.ends_with("/index.html");
    shop.all().into_keys().filter(is_kept).for_each(|path| shop.write(&path, b"changed"));
    let before = desk.site();
    let damaged = desk.go_back("r002").expect("readable");
    assert!(damaged.values().all(|difference| *difference == Difference::Changed), "{damaged:?}");
    assert!(damaged.contains_key("tasks/t0003/index.html"), "{damaged:?}");
    assert_eq!(desk.site(), before);
}

/// A place that holds what nobody here put there is none to publish into.
pub fn a_place_of_somebody_elses_is_not_taken(shop: &dyn Shop) {
    shop.write("site/index.html", b"another site");
    shop.write("site/a/b.html", b"another page");
    let desk = Desk::new(shop);
    let [first, second, _] = three(&desk, 3);
    let strange = desk.publish(&first).strange();
    let expected =
        [("a/b.html".to_owned(), Difference::Extra), ("index.html".to_owned(), Difference::Extra)];
    assert_eq!(strange, expected);
    assert_eq!(desk.site().len(), 2);
    desk.publish_by(&first, Some("旧站停用")).arrived();
    assert_eq!(desk.site().remove("a/b.html"), Some(b"another page".to_vec()));
    desk.publish(&second).arrived();
}

/// One publishes, another waits in vain; when it is done the other may.
pub fn two_do_not_publish_at_a_time(shop: &dyn Shop) {
    let (desk, other) = (Desk::new(shop), Desk::new(shop));
    let [first, ..] = three(&desk, 3);
    let server = desk.server();
    let lock = desk.lock(&*server).expect("reachable").expect("nobody publishes");
    assert!(matches!(other.publish(&first), Ended::Busy));
    lock.prove().expect("it is still held");
    drop(lock);
    other.publish(&first).arrived();
}

/// Whatever stands in the way of a file of the same name goes first.
pub fn a_page_may_become_a_folder(shop: &dyn Shop) {
    let desk = Desk::new(shop);
    let page = desk.build(&[("index.html", "1"), ("old.html", "2"), ("b/c.html", "3")]);
    let folder = desk.build(&[("index.html", "1"), ("old.html/a.html", "4"), ("b/c.html", "3")]);
    for build in [&page, &folder] {
        desk.publish(build).arrived();
        assert_serves(&desk, build, "page and folder");
    }
}

/// How a store is made to fail at a call.
pub trait Strike {
    /// Does something while the store fails after so many changes; whether it failed.
    fn after(&self, changes: usize, act: &mut dyn FnMut());
    /// How many files were put into the site since the last call.
    fn puts(&self) -> usize;
}

/// Cut off after each number of changes, a publication leaves each file whole and every page with
/// its style; the next one ends it, and sends no second time what arrived.
pub fn cut_off_anywhere_it_is_ended_by_the_next(
    shop: &dyn Shop,
    strike: &dyn Strike,
    stride: usize,
) {
    let desk = Desk::new(shop);
    let [first, second, third] = three(&desk, 12);
    desk.publish(&first).arrived();
    let (mut cut, mut saved) = (0, 0);
    let (mut from, mut to) = (&first, &third);
    for at in (1..).step_by(stride) {
        let what = format!("cut off after {at} changes");
        let mut ended = None;
        strike.puts();
        strike.after(at, &mut || ended = Some(desk.publish(to)));
        let sent = strike.puts();
        if ended.as_ref().is_some_and(Ended::is_done) {
            break;
        }
        let failed = |error: &anyhow::Error| format!("{error:#}").contains("HTTP 400");
        assert!(
            matches!(&ended, Some(Ended::Failed { error }) if failed(error)),
            "{what}: {ended:?}"
        );
        cut += 1;
        assert_whole(&desk, from, to, &what);
        let (old, new) = (tree(from), tree(to));
        let differing = new.iter().filter(|(path, bytes)| old.get(*path) != Some(bytes)).count();
        match cut % 4 {
            // Another build than the one that was cut off.
            1 => {
                desk.publish(&second).arrived();
                assert_serves(&desk, &second, &what);
                desk.publish(to).arrived();
            }
            // Back to what was served.
            2 => {
                let served = desk.standing().served.expect("one is served");
                assert_eq!(desk.go_back(&served.release).expect("kept"), [].into(), "{what}");
                // Only pruning may have been left to do.
                let is_done = Some(&served.bytes) == new.get("MANIFEST.json");
                assert_serves(&desk, if is_done { to } else { from }, &what);
                desk.publish(to).arrived();
            }
            _ => {
                desk.publish(to).arrived();
                let again = strike.puts();
                assert!(sent + again <= differing + 16, "{what}: {sent} + {again} of {differing}");
                saved += usize::from(sent > 2);
            }
        }
        assert_serves(&desk, to, &what);
        (from, to) = (to, from);
    }
    assert!(cut > 5 && saved > 1, "cut off {cut} times, {saved} with files sent");
}

/// Whoever reads while a publication is under way finds the style of every page.
pub fn no_reader_finds_a_page_without_its_style(
    shop: &dyn Shop,
    read: &(dyn Fn(&str) -> Option<String> + Sync),
) {
    let desk = Desk::new(shop);
    let [first, _, third] = three(&desk, 150);
    desk.publish(&first).arrived();
    let is_over = AtomicBool::new(false);
    let looked = scope(|scope| {
        let reader = scope.spawn(|| {
            let mut styles = std::collections::BTreeMap::<String, usize>::new();
            while !is_over.load(Ordering::Relaxed) {
                for page in [
                    "tasks/t0000/index.html",
                    "tasks/t0149/index.html",
                    "tasks/index.html",
                    "index.html",
                ] {
                    let text = read(page).unwrap_or_else(|| panic!("{page} is gone"));
                    let (_, rest) = text.split_once("stylesheet href=\"/").expect("a whole page");
                    let style = rest.split('"').next().expect("a quoted path");
                    assert!(text.contains("<p>") && read(style).is_some(), "{page} lacks {style}");
                    *styles.entry(style.to_owned()).or_default() += 1;
                }
            }
            styles
        });
        desk.publish(&third).arrived();
        is_over.store(true, Ordering::Relaxed);
        reader.join().expect("no page lacked its style")
    });
    assert!(looked.contains_key(STYLE) || looked.len() == 2, "{looked:?}");
}

/// Each file is the old one or the new one, and no page lacks its style.
fn assert_whole(desk: &Desk, old: &Path, new: &Path, what: &str) {
    let (old, new, site) = (tree(old), tree(new), desk.site());
    for (path, bytes) in &site {
        // Styles of the release before last lie there as well, for pages that are open.
        let is_known = old.get(path) == Some(bytes) || new.get(path) == Some(bytes);
        assert!(is_known || path.starts_with("assets/"), "{what}: {path} is neither old nor new");
        let text = String::from_utf8_lossy(bytes);
        if let Some((_, rest)) = text.split_once("stylesheet href=\"/") {
            let style = rest.split('"').next().expect("a quoted path");
            assert!(site.contains_key(style), "{what}: {path} lacks {style}");
        }
    }
    for path in old.keys().filter(|path| new.contains_key(*path)) {
        assert!(site.contains_key(path), "{what}: {path} is gone");
    }
}
