//! `new` and `new entry` as a clerk meets them; also a site in a folder for the tests of `init`.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use super::*;
use crate::cli::init::run_init;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::key;
use crate::tree::Tree as _;

mod entries;

/// A folder of this test's own, taken away at its end.
pub struct Scratch(pub PathBuf);

impl Scratch {
    pub fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!(
            "liangshai-new-{}-{}",
            std::process::id(),
            COUNT.fetch_add(1, Ordering::Relaxed)
        );
        let path = std::env::temp_dir().join(name);
        fs::create_dir(&path).expect("a fresh folder");
        Self(path)
    }

    /// A folder with the starter site.
    pub fn site(lang: Lang) -> Self {
        let scratch = Self::new();
        let outcome = run_init(&scratch.0, lang, &mut Vec::new()).expect("a working disk");
        assert!(matches!(outcome, Outcome::Done), "{outcome:?}");
        scratch
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        fs::write(path, text).expect("a file");
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.0.join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
    }

    /// Every file, in order.
    pub fn files(&self) -> Vec<String> {
        let listed = Disk::new(&self.0).list("").expect("a listing");
        listed.keys().map(|path| path.as_str().to_owned()).collect()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Every fault of a site, tables included.
pub fn faults(site: &Path) -> Vec<Diagnostic> {
    let mut faults = Diagnostics::new();
    load(&Disk::new(site), &mut faults).expect("a working disk").expect("a site");
    faults.sorted()
}

pub fn told(faults: &[Diagnostic]) -> Vec<String> {
    let line = |fault: &Diagnostic| fault.place.positions().0.line;
    let told = faults.iter().map(|fault| {
        format!("{} {}:{} {}", fault.code, fault.place.source.path, line(fault), fault.message.en)
    });
    told.collect()
}

fn new(site: &Scratch, kind: &str, id: &str, lang: Lang) -> Outcome {
    run_new(&site.0, kind, id, lang, &mut Vec::new()).expect("a working disk")
}

fn new_entry(site: &Scratch, target: &str, event: &str) -> Outcome {
    let today = Day::new(2026, 3, 10).expect("a day");
    run_new_entry(&site.0, target, event, None, today, Lang::Zh, &mut Vec::new())
        .expect("a working disk")
}

fn refused(outcome: Outcome) -> String {
    match outcome {
        Outcome::Refused(Refusal { message, help }) => format!("{}\n{}", message.zh, help.zh),
        Outcome::Done => panic!("it was done"),
    }
}

fn path_of(kind: Kind, id: &str) -> String {
    let ending = if kind.has_entries() || !kind.tables().is_empty() { "/index.md" } else { ".md" };
    format!("content/{}/{id}{ending}", kind.folder())
}

const BOTH: [Lang; 2] = [Lang::Zh, Lang::En];

#[test]
fn every_kind_gets_a_file_with_its_required_fields() {
    for lang in BOTH {
        let site = Scratch::site(lang);
        for kind in Kind::ALL {
            let word = if lang == Lang::Zh { kind.chinese() } else { kind.folder() };
            let id = if kind == Kind::Bulletin { "2026/2026-03" } else { "zz/09" };
            assert!(matches!(new(&site, word, id, lang), Outcome::Done));
            let text = site.read(&path_of(kind, id));
            let fields = crate::model::record::FIELDS.iter().chain(kind.fields());
            // A bulletin is named by its period.
            let has_own_name = kind == Kind::Bulletin;
            for field in fields.filter(|field| !has_own_name || *field.key != key::SLUG) {
                let name = if lang == Lang::Zh { field.key.zh[0] } else { field.key.en };
                // A bulletin is called by its plan and its period.
                let needed = field.required && kind != Kind::Bulletin;
                let line = if needed { format!("\n{name}: ") } else { format!("\n# {name}: ") };
                assert!(text.contains(&line), "{kind:?} {name}:\n{text}");
            }
        }
    }
}

/// Uses every field of a form, `withdrawn` and the like included.
fn use_all(text: &str) -> String {
    let lines = text.lines().map(|line| line.strip_prefix("# ").unwrap_or(line));
    lines.collect::<Vec<_>>().join("\n")
}

/// Whether a fault is no more than what a form leaves to be filled in.
fn is_left_open(fault: &Diagnostic) -> bool {
    match fault.code {
        // The offices and papers of the examples are somebody else's.
        Code::NoSuchRecord | Code::MissingAttachment => true,
        Code::BadDate | Code::BadValue => fault.place.text().starts_with('〔'),
        _ => fault.severity() == Severity::Warning,
    }
}

#[test]
fn the_new_file_reads_without_unknown_keys() {
    for lang in BOTH {
        let site = Scratch::site(lang);
        for kind in Kind::ALL {
            let id = if kind == Kind::Bulletin { "2026/2023-03" } else { "zz/09" };
            new(&site, kind.folder(), id, lang);
            let path = path_of(kind, id);
            let text = site.read(&path);
            for text in [text.clone(), use_all(&text)] {
                site.write(&path, &text);
                let found = faults(&site.0);
                assert!(found.iter().all(is_left_open), "{kind:?} {:#?}", told(&found));
                assert!(found.iter().all(|fault| *fault.place.source.path == *path));
            }
            fs::remove_file(site.0.join(&path)).expect("the file");
        }
    }
}

#[test]
fn an_empty_form_is_found_by_check() {
    let site = Scratch::site(Lang::Zh);
    for kind in ["tasks", "plans", "news", "posts", "returns"] {
        new(&site, kind, "zz/09", Lang::Zh);
        let found = faults(&site.0);
        let forgotten = |fault: &&Diagnostic| fault.message.zh.contains("还是样例，没有填写");
        assert!(found.iter().filter(forgotten).count() >= 2, "{kind}: {:?}", told(&found));
        fs::remove_file(site.0.join(path_of(kind_named(kind).expect("a kind"), "zz/09")))
            .expect("the file");
    }
}

#[test]
fn a_form_filled_in_has_no_fault() {
    let site = Scratch::site(Lang::Zh);
    new(&site, "任务", "2026/04", Lang::Zh);
    let text = site.read("content/tasks/2026/04/index.md");
    assert!(text.contains("\n方案: 2026\n"), "the one plan is known:\n{text}");
    assert!(text.contains("站点里有：审批股（zhujian/shenpi）、监管股"), "{text}");
    let text = text
        .replace("〔标题〕", "一件新任务")
        .replace("责任单位: 〔审批办〕", "责任单位: 监管股")
        .replace("# 完成时限: 9月底前", "完成时限: 9月底前");
    site.write("content/tasks/2026/04/index.md", &text);
    assert_eq!(told(&faults(&site.0)), Vec::<String>::new());
}

#[test]
fn what_exists_is_never_made_again() {
    let site = Scratch::site(Lang::Zh);
    let before = site.files();
    for (kind, id) in [("tasks", "2026/01"), ("tasks", "2026/02"), ("plans", "2026")] {
        let told = refused(new(&site, kind, id, Lang::Zh));
        assert!(told.contains("已经有了"), "{told}");
    }
    site.write("content/news/三月.md", "---\n标题: 三月\n网址名: san\n发布日期: 2026-03-01\n---\n");
    let told = refused(new(&site, "news", "san", Lang::Zh));
    assert!(told.contains("content/news/三月.md 已经有了"), "{told}");
    assert_eq!(site.files().len(), before.len() + 1);
}

#[test]
fn a_bad_call_is_answered_with_a_good_one() {
    let site = Scratch::site(Lang::Zh);
    let before = site.files();
    for (id, proposal) in [
        ("任务一", "ren-wu-yi"),
        ("Kezuo/07.md", "kezuo/07"),
        ("kezuo//07/", "kezuo/07"),
        ("tasks/kezuo/07", "kezuo/07"),
        ("content\\tasks\\kezuo\\07\\index.md", "kezuo/07"),
        ("../07", "record/07"),
        ("", "01"),
    ] {
        let told = refused(new(&site, "tasks", id, Lang::Zh));
        assert!(told.ends_with(&format!("liangshai new tasks {proposal}")), "{id}: {told}");
    }
    let told = refused(new(&site, "task_s", "07", Lang::Zh));
    assert!(told.contains("是不是“tasks”") && told.contains("plans（方案）"), "{told}");
    assert!(matches!(kind_named("task"), Ok(Kind::Task)));
    let nowhere = Scratch::new();
    let told = refused(new(&nowhere, "tasks", "07", Lang::Zh));
    assert!(told.contains("没有 site.toml"), "{told}");
    assert_eq!((site.files(), nowhere.files()), (before, Vec::new()));
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link() {
    let (site, other) = (Scratch::site(Lang::Zh), Scratch::new());
    std::os::unix::fs::symlink(&other.0, site.0.join("content/tasks/out")).expect("a link");
    let told = refused(new(&site, "tasks", "out/01", Lang::Zh));
    assert!(told.contains("符号链接"), "{told}");
    other.write("01/index.md", "---\n标题: 别处\n---\n");
    let told = refused(new_entry(&site, "tasks/out/01", "进展"));
    assert!(told.contains("符号链接"), "{told}");
    assert_eq!(other.files(), ["01/index.md"]);
}

#[test]
fn what_was_made_is_taken_back_unless_kept() {
    let scratch = Scratch::new();
    let mut made = Made::default();
    assert!(made.write(&scratch.0.join("a/b/c.md"), b"1").expect("written"));
    assert!(!made.write(&scratch.0.join("a/b/c.md"), b"2").expect("left alone"));
    assert_eq!(scratch.read("a/b/c.md"), "1");
    drop(made);
    assert!(!scratch.0.join("a").exists() && scratch.0.exists());
}

/// The lines in use of a form, each a key and its value.
fn lines(text: &str) -> Vec<(&str, &str)> {
    let used = text.lines().filter(|line| !line.starts_with(['#', '-']));
    used.filter_map(|line| line.split_once(": ")).collect()
}

/// Every placeholder of a form is told by `check`, at its place.
fn assert_blanks_are_told(path: &str, text: &str, site: &Scratch) {
    let found = faults(&site.0);
    let blanks: usize = lines(text).iter().map(|(_, value)| value.matches('〔').count()).sum();
    let is_told =
        |fault: &&Diagnostic| fault.code == Code::BadValue && fault.place.text().starts_with('〔');
    let told_of = found.iter().filter(is_told).count();
    assert_eq!(told_of, blanks, "{path}: {:#?}\n{text}", told(&found));
}

#[test]
fn no_sample_value_of_a_form_can_pass_for_a_fact() {
    for lang in BOTH {
        let site = Scratch::site(lang);
        // With a second plan and no office of one's own, nothing is known for the clerk.
        let plan = "---\n标题: 又一个\n发文机关: 局\n发布日期: 2026-03-01\n---\n";
        site.write("content/plans/2027.md", plan);
        for kind in Kind::ALL {
            let id = if kind == Kind::Bulletin { "2026/2026-03" } else { "zz/09" };
            new(&site, kind.folder(), id, lang);
            let path = path_of(kind, id);
            let text = site.read(&path);
            for (key, value) in lines(&text) {
                assert!(value.contains('〔') && !value.contains("40,"), "{path} {key}: {value}");
            }
            assert_blanks_are_told(&path, &text, &site);
            fs::remove_file(site.0.join(&path)).expect("the file");
        }
    }
}

#[test]
fn a_bulletin_is_made_for_a_week_or_a_month_of_a_plan_there_is() {
    let site = Scratch::site(Lang::Zh);
    for id in ["2026/2026-W46", "2026/2026-11"] {
        assert!(matches!(new(&site, "通报", id, Lang::Zh), Outcome::Done), "{id}");
        let told_of = told(&faults(&site.0));
        assert_eq!(told_of, Vec::<String>::new(), "{id} needs nothing filled in");
    }
    let before = site.files();
    for (id, answer) in [
        ("2026/2026-w47", "liangshai new bulletins 2026/2026-W47"),
        ("2026/2026年10月", "liangshai new bulletins 2026/2026-10"),
        ("bulletins/2026/2026-12.md", "liangshai new bulletins 2026/2026-12"),
        ("zz/demo", "方案id/2026-03"),
        ("2026/demo", "周通报写 2026/2026-W10"),
        ("2026/2026-Q1", "周通报写 2026/2026-W10"),
        ("2026", "是不是“2026/2026-03”"),
    ] {
        let told = refused(new(&site, "bulletins", id, Lang::Zh));
        assert!(told.contains(answer), "{id}: {told}");
    }
    assert_eq!(site.files(), before);
}

#[test]
fn a_form_tells_the_period_its_kind_is_of() {
    let site = Scratch::site(Lang::Zh);
    for (kind, words) in [
        ("returns", "哪一周或哪一月"),
        ("evaluations", "哪一季度"),
        ("visits", "哪一季度"),
        ("publicity", "哪一月"),
    ] {
        new(&site, kind, "zz/09", Lang::Zh);
        let text = site.read(&path_of(kind_named(kind).expect("a kind"), "zz/09"));
        let above = text.split("\n周期: ").next().and_then(|text| text.lines().last());
        assert!(above.expect("a line").contains(words), "{kind}: {text}");
    }
}

#[test]
fn a_record_without_a_title_yet_is_offered_by_its_id() {
    let site = Scratch::site(Lang::Zh);
    new(&site, "plans", "zz/demo", Lang::Zh);
    new(&site, "tasks", "yy/01", Lang::Zh);
    let text = site.read("content/tasks/yy/01/index.md");
    assert!(text.contains("zz/demo") && !text.contains("（zz/demo）"), "{text}");
}

/// The table that forms and the README are written from is what the decoders read.
#[test]
fn the_parts_of_a_field_are_those_that_are_read() {
    use crate::model::parts::{PARTS, parts_of};
    let site = Scratch::site(Lang::Zh);
    let mut seen = std::collections::BTreeSet::new();
    let own = [key::EXTRA.en, key::COLOURS.en];
    for kind in Kind::ALL {
        let id = if kind == Kind::Bulletin { "2026/2026-03" } else { "zz/09" };
        for field in crate::model::record::FIELDS.iter().chain(kind.fields()) {
            let holds_others = field.example.starts_with("[{") || field.example.starts_with('{');
            if !holds_others || own.contains(&field.key.en) {
                continue;
            }
            let parts = parts_of(field.key).unwrap_or_else(|| panic!("{}", field.key.en));
            seen.insert(field.key.zh[0]);
            new(&site, kind.folder(), id, Lang::Zh);
            let path = path_of(kind, id);
            let named = |line: &str| line.starts_with(&format!("{}: ", field.key.zh[0]));
            let text = site.read(&path);
            let others = text.lines().filter(|line| !named(line));
            let others: Vec<&str> = others.collect();
            let line = format!("---\n{}: {{qqqq: 1}}", field.key.zh[0]);
            site.write(&path, &others.join("\n").replacen("---", &line, 1));
            let found = faults(&site.0);
            let unknown = found.iter().find(|fault| fault.code == Code::UnknownKey);
            let help = unknown.and_then(|fault| fault.help.as_ref()).expect("a help").zh.clone();
            let mut read: Vec<&str> = help.trim_start_matches("这里可以写：").split('、').collect();
            let mut listed: Vec<&str> = parts.iter().map(|part| part.key.zh[0]).collect();
            read.sort_unstable();
            listed.sort_unstable();
            assert_eq!(read, listed, "{}", field.key.zh[0]);
            let inside = |fault: &&Diagnostic| fault.place.positions().0.line == 2;
            let missing = found.iter().filter(|f| f.code == Code::MissingKey).filter(inside);
            let mut missing: Vec<String> = missing.map(|fault| fault.message.zh.clone()).collect();
            let needed = parts.iter().filter(|part| part.required);
            let mut needed: Vec<String> =
                needed.map(|part| format!("缺少“{}”", part.key.zh[0])).collect();
            missing.sort();
            missing.dedup();
            needed.sort();
            assert_eq!(missing, needed, "{}", field.key.zh[0]);
            fs::remove_file(site.0.join(&path)).expect("the file");
        }
    }
    assert_eq!(seen.len(), PARTS.len(), "{seen:?}");
}
