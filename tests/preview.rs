//! The preview takes over what cannot have changed, and nobody can tell: after any edit every page
//! is that of the site read anew.

#![cfg(all(unix, feature = "preview"))]

#[path = "incremental/edits.rs"]
mod edits;
#[path = "support/repo.rs"]
mod repo;
#[path = "faults/scratch.rs"]
mod scratch;

use std::collections::BTreeMap;
use std::sync::Arc;

use liangshai::diagnostic::{Diagnostic, Diagnostics};
use liangshai::disclose::{Audience, Edition, Unpublished, disclose};
use liangshai::facts::evaluate;
use liangshai::history::{History, Past};
use liangshai::load;
use liangshai::model::Model;
use liangshai::render::{Renderer, Theme};
use liangshai::serve::{Changes, Live, View, Watch};
use liangshai::site::{Addressing, Page, lay_out};
use liangshai::tree::{Disk, SitePath};
use proptest::prelude::*;

use edits::{EDITS, inputs, undo};
use scratch::{Scratch, files};

/// A site read anew: what was found, and what it shows, if there are no errors.
struct Anew {
    found: Diagnostics,
    read: Option<(Arc<Model>, Arc<Theme>)>,
    history: Option<Arc<History>>,
}

impl Anew {
    fn read(site: &Scratch) -> Self {
        let tree = Disk::new(&site.0);
        let mut found = Diagnostics::new();
        let model = load(&tree, &mut found).expect("it can be read").expect("a site");
        let theme = Theme::load(&model.settings, &tree, &mut found).expect("a theme");
        let past = Past::of_folder(&site.0).expect("it can be looked for");
        let history = past.and_then(|past| {
            past.read(&model.settings, None, &mut found).expect("a history that can be read")
        });
        let read = (!found.any_error()).then(|| (Arc::new(model), Arc::new(theme)));
        Self { found, read, history }
    }

    /// The faults, and the pages by address, if there are no errors.
    fn shown(&self, unpublished: Unpublished) -> (Vec<String>, Vec<(String, Vec<u8>)>) {
        let mut found = self.found.clone();
        let Some((model, theme)) = &self.read else { return (told(&found.sorted()), Vec::new()) };
        let day = model.settings.as_of.expect("a day");
        let audience = Audience { edition: Edition::Public, unpublished };
        let base_url = model.settings.base_url.clone();
        let facts = evaluate(Arc::new(disclose(model.clone(), audience)), day);
        let facts = Arc::new(facts.with_history(self.history.clone()));
        let mut addresses = Diagnostics::new();
        let addressing = Addressing::new(base_url.as_deref(), false);
        let laid = lay_out(facts, addressing, theme.assets(), &mut addresses);
        let broken = addresses.any_error();
        found.extend(addresses);
        let found = told(&found.sorted());
        if broken {
            return (found, Vec::new());
        }
        let renderer = Renderer::new(Arc::new(laid), theme.clone());
        let pages = renderer.site().pages.iter().filter(|(_, page)| !matches!(page, Page::File(_)));
        let pages = pages
            .filter_map(|(route, page)| {
                let mut bytes = Vec::new();
                renderer.render(route, page, &mut bytes).ok()?;
                Some((route.as_str().to_owned(), bytes))
            })
            .collect();
        (found, pages)
    }
}

fn told(faults: &[Diagnostic]) -> Vec<String> {
    let told = |fault: &Diagnostic| {
        let (start, _) = fault.place.positions();
        let (path, message) = (&fault.place.source.path, &fault.message.zh);
        format!("{path}:{}:{} {message}", start.line, start.column)
    };
    faults.iter().map(told).collect()
}

/// Holds every page and every fault of the preview to those of the site read anew; says whether
/// there was a page.
fn hold(live: &Live, site: &Scratch, what: &str) -> bool {
    hold_views(live, site, &[Unpublished::All, Unpublished::Hidden], what)
}

fn hold_views(live: &Live, site: &Scratch, views: &[Unpublished], what: &str) -> bool {
    let mut any = false;
    let anew = Anew::read(site);
    for unpublished in views.iter().copied() {
        let (found, pages) = anew.shown(unpublished);
        let Some(day) = live.own_day() else { return false };
        let view = View { day, unpublished };
        let mut told_here = told(&live.answer(view, "").expect("an answer").faults);
        told_here.sort();
        let mut expected = found;
        expected.sort();
        assert_eq!(told_here, expected, "{what}: the faults");
        for (address, bytes) in pages {
            let answer = live.answer(view, &address).expect("an answer");
            assert!(answer.bytes == bytes, "{what}: {address} differs ({unpublished:?})");
            any = true;
        }
    }
    any
}

/// What a watcher would tell of an edit: the files, or that it does not know.
fn told_of(before: &BTreeMap<String, Vec<u8>>, site: &Scratch, n: usize) -> Changes {
    if n.is_multiple_of(3) {
        return Changes::Everything;
    }
    let after = files(&site.0);
    let paths = before.keys().chain(after.keys());
    let changed = paths.filter(|path| before.get(*path) != after.get(*path));
    Changes::Files(changed.filter_map(|path| SitePath::new(path)).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, max_shrink_iters: 16, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_done_the_preview_is_of_what_is_there(
        steps in prop::collection::vec((0..EDITS.len(), 0usize..60), 3..=6)
    ) {
        let site = edits::site();
        let live = Live::open(Box::new(Disk::new(&site.0)), None, Edition::Public).expect("it opens");
        for (edit, n) in steps {
            let (name, edit) = EDITS[edit];
            let before = files(&site.0);
            edit(&site, n);
            live.refresh(&told_of(&before, &site, n)).expect("it is read again");
            hold(&live, &site, &format!("{name} ({n})"));
        }
    }
}

#[test]
fn after_each_thing_that_can_be_done_the_preview_is_of_what_is_there() {
    let site = edits::site();
    let live = Live::open(Box::new(Disk::new(&site.0)), None, Edition::Public).expect("it opens");
    // To whoever writes; what others see is held above.
    let hold = |what: &str| hold_views(&live, &site, &[Unpublished::All], what);
    assert!(hold("at first"));
    let (mut done, mut shown) = (0, 0);
    for (n, (name, edit)) in EDITS.iter().enumerate() {
        let before = inputs(&site);
        edit(&site, n);
        if inputs(&site) == before {
            continue;
        }
        done += 1;
        live.refresh(&told_of(&before, &site, n)).expect("it is read again");
        if hold(name) {
            shown += 1;
            continue;
        }
        // What is done next is seen again.
        let faulty = inputs(&site);
        undo(&site, &before);
        live.refresh(&told_of(&faulty, &site, n)).expect("it is read again");
    }
    // Were most of them faults, nothing would have been shown.
    assert!(shown * 10 > done * 8, "{shown} of {done} are shown");
}

#[test]
fn a_theme_at_fault_is_not_forgotten_when_only_content_changes() {
    let site = edits::site();
    let live = Live::open(Box::new(Disk::new(&site.0)), None, Edition::Public).expect("it opens");
    let edit = |what: &str, path: &str, text: &str| {
        site.write(path, text);
        let path = SitePath::new(path).expect("a sound path");
        live.refresh(&Changes::Files([path].into())).expect("it is read again");
        hold(&live, &site, what)
    };
    let (template, page) = ("themes/mine/tombstone.html", "content/pages/contact.md");
    assert!(!edit("a template is broken", template, "{% block"));
    assert!(!edit("content changes", page, "---\n标题: 联系\n---\n又一句。\n"));
    assert!(edit("the template is mended", template, "<p>{{ view.reason }}</p>"));
    assert!(!edit("content is at fault", page, "---\n标题: 联系\n没有: 这一项\n---\n"));
    assert!(!edit("meanwhile the template changes", template, "<p>甲 {{ view.reason }}</p>"));
    assert!(edit("the content is mended", page, "---\n标题: 联系\n---\n再一句。\n"));
}

/// A plan of which one month was issued.
fn issued() -> Scratch {
    let site = Scratch::site(&[
        (
            "site.toml",
            "title = \"专栏\"\nas_of = 2023-06-15\n[defaults]\ndisclosure = \"主动公开\"\n",
        ),
        ("content/offices/ju.md", "---\n标题: 局\n---\n"),
        (PLAN, "---\n标题: 方案\n发文机关: 局\n发布日期: 2023-02-01\n---\n"),
    ]);
    let run = site.run(&["bulletin", "issue", "2023", "2023-04", "--as-of", "2023-05-04"]);
    assert_eq!(run.code, 0, "{}", run.err);
    site
}

const PLAN: &str = "content/plans/2023.md";
const SEAL: &str = "content/bulletins/2023/2023-04.issued.json";

fn told_to(live: &Live, path: &str) {
    let path = SitePath::new(path).expect("a sound path");
    live.refresh(&Changes::Files([path].into())).expect("it is read again");
}

#[test]
fn a_seal_that_was_no_text_for_a_while_is_read_again() {
    let site = issued();
    let live = Live::open(Box::new(Disk::new(&site.0)), None, Edition::Public).expect("it opens");
    let good = std::fs::read(site.path(SEAL)).expect("a seal");
    let mut bad = good.clone();
    bad[9] = 0xFF;
    for (what, bytes, stands) in [("no text", &bad, false), ("mended", &good, true)] {
        site.write(SEAL, bytes);
        told_to(&live, SEAL);
        assert_eq!(hold(&live, &site, what), stands, "{what}");
    }
}

#[test]
fn an_edition_withdrawn_takes_its_data_along() {
    let site = issued();
    let live = Live::open(Box::new(Disk::new(&site.0)), None, Edition::Public).expect("it opens");
    assert!(hold(&live, &site, "as issued"));
    let leave = ["--reason", "有误", "--approved-by", "局长"];
    let run = site.run(&[&["bulletin", "withdraw", "2023", "2023-04"], &leave[..]].concat());
    assert_eq!(run.code, 0, "{}", run.err);
    told_to(&live, SEAL);
    assert!(hold(&live, &site, "withdrawn"));
}

#[test]
fn what_was_committed_meanwhile_is_shown_though_no_file_changed() {
    let repo = repo::Repo(edits::site());
    let site = &repo.0;
    repo.git(&["init", "--quiet", "--initial-branch=main"]);
    let past = Past::of_folder(&site.0).expect("it can be looked for");
    let live = Live::open(Box::new(Disk::new(&site.0)), past, Edition::Public).expect("it opens");
    let task = "content/tasks/shi/02.md";
    let told = |what: &str, changes: &Changes| {
        live.refresh(changes).expect("it is read again");
        assert!(hold(&live, site, what), "{what}");
        let view = View { day: live.own_day().expect("a day"), unpublished: Unpublished::Hidden };
        let answer = |path: &str| {
            String::from_utf8(live.answer(view, path).expect("an answer").bytes).expect("text")
        };
        (answer("tasks/shi/02/"), answer("changes/"))
    };
    let nothing = || Changes::Files([].into());
    let file = || Changes::Files([SitePath::new(task).expect("a sound path")].into());
    let (page, changes) = told("before the first commit", &nothing());
    assert!(!page.contains("修订记录") && changes.contains("没有找到这个页面"));
    repo.commit("2023-05-01", "first");
    let (page, changes) = told("the first commit", &nothing());
    assert!(page.contains("首次公开") && changes.contains("首次公开"));
    edits::change(site, task, |text| format!("{text}又一句。\n"));
    let (page, changes) = told("an edit", &file());
    assert!(!page.contains("改写正文") && !changes.contains("改写正文"));
    repo.commit("2023-06-01", "second");
    let (page, changes) = told("the edit committed", &nothing());
    assert!(page.contains("改写正文") && changes.contains("改写正文"));
    repo.git(&["reset", "--quiet", "--soft", "HEAD~1"]);
    let (page, changes) = told("the commit taken back", &nothing());
    assert!(!page.contains("改写正文") && !changes.contains("改写正文"));
}

#[test]
fn a_commit_is_told_of_like_an_edit() {
    let repo = repo::Repo::new("2023-05-01", &[("site.toml", "title = \"专栏\"\n")]);
    let past = Past::of_folder(&repo.0.0).expect("it can be looked for").expect("a repository");
    let mut watch = Watch::start(&repo.0.0).expect("it can be watched");
    watch.follow_log(&past.log().expect("a folder's log"));
    repo.commit("2023-05-02", "nothing but a commit");
    assert_eq!(watch.next(), Some(Changes::Files([].into())));
}
