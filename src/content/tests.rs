//! The stage as a whole, on trees in memory.

use std::collections::BTreeMap;

use super::*;
use crate::tree::{Stamp, Unusable};

/// A site of these files.
#[derive(Default)]
struct Memory {
    files: BTreeMap<SitePath, Vec<u8>>,
    others: BTreeMap<SitePath, Entry>,
}

impl Memory {
    fn new<B: AsRef<[u8]>>(files: impl IntoIterator<Item = (&'static str, B)>) -> Self {
        let files = files.into_iter().map(|(name, bytes)| (path(name), bytes.as_ref().to_vec()));
        Self { files: files.collect(), others: BTreeMap::new() }
    }

    fn with(mut self, name: &str, entry: Entry) -> Self {
        self.others.insert(path(name), entry);
        self
    }
}

impl Tree for Memory {
    fn list(&self, folder: &str) -> anyhow::Result<BTreeMap<SitePath, Entry>> {
        let files = self
            .files
            .iter()
            .map(|(p, b)| (p.clone(), Entry::File(Stamp::of_bytes(b.len() as u64))));
        let others = self.others.iter().map(|(p, e)| (p.clone(), e.clone()));
        let below = |p: &SitePath| p.as_str().starts_with(&format!("{folder}/"));
        Ok(files.chain(others).filter(|(p, _)| below(p)).collect())
    }

    fn read(&self, path: &SitePath) -> anyhow::Result<Vec<u8>> {
        let gone = || std::io::Error::from(ErrorKind::PermissionDenied);
        Ok(self.files.get(path).cloned().ok_or_else(gone)?)
    }
}

fn path(name: &str) -> SitePath {
    SitePath::new(name).expect("a sound path")
}

fn read_all(tree: &Memory) -> (Content, Vec<Diagnostic>) {
    let mut found = Diagnostics::new();
    let content = read(tree, &|p| p.name() == "values.csv", &mut found).expect("a listing");
    (content, found.into_iter().collect())
}

/// The faults as `code path line:column`.
fn told(found: &[Diagnostic]) -> Vec<String> {
    let told = |fault: &Diagnostic| {
        let (start, _) = fault.place.positions();
        let (name, path) = (fault.code.name(), &fault.place.source.path);
        format!("{name} {path} {}:{}", start.line, start.column)
    };
    found.iter().map(told).collect()
}

#[test]
fn full_width_commas_of_a_table_are_the_one_fault_told() {
    let text = "岗位，对象,应访\n审批股联络员，企业,1\n";
    let source = crate::diagnostic::Source::new("content/visits/v/visits.csv", text);
    let mut found = Vec::new();
    assert!(table::read(source, &mut found).is_none());
    assert_eq!(found.len(), 1);
    assert!(found[0].message.zh.contains("全角逗号“，”"), "{}", found[0].message.zh);
    assert_eq!(found[0].place.text(), "，");
}

#[test]
fn documents_tables_and_other_files_are_sorted_apart() {
    let tree = Memory::new([
        ("content/tasks/a/index.md", "---\n标题: 甲\n---\n正文"),
        ("content/tasks/a/附件.pdf", "%PDF"),
        ("content/tasks/a/.DS_Store", "\0"),
        ("content/indicators/b/values.csv", "日期,值\n2023,1\n"),
        ("content/indicators/b/other.csv", "\0\0"),
        ("public/index.md", "left alone"),
    ]);
    let (content, found) = read_all(&tree);
    assert!(found.is_empty(), "{found:?}");
    assert_eq!(
        content.documents.keys().map(SitePath::as_str).collect::<Vec<_>>(),
        ["content/tasks/a/index.md"]
    );
    assert_eq!(content.documents[&path("content/tasks/a/index.md")].body(), "正文");
    assert_eq!(content.tables.len(), 1);
    assert_eq!(content.bytes("content/tasks/a/附件.pdf"), Some(4));
    assert_eq!(content.bytes("content/tasks/a/.DS_Store"), None);
}

#[test]
fn every_file_that_cannot_be_read_is_told_in_the_order_of_paths() {
    let tree = Memory::new([
        ("content/a.md.txt", "---\n---\n"),
        ("content/b.md", "PK\0\0"),
        ("content/c.md", "没有 front matter"),
        ("content/e/index.md/x.md", "---\n---\n"),
        ("content/e/index.md/y.md", "---\n---\n"),
    ])
    .with("content/d", Entry::Link)
    .with("content/f.md", Entry::File(Stamp::of_bytes(3)))
    .with("content/g.md", Entry::File(Stamp::of_bytes(65 << 20)))
    .with("content/h.md", Entry::Unusable(Unusable::Backslash))
    .with("content/i.md", Entry::Unusable(Unusable::Failed("Too many open files".into())));
    let (content, found) = read_all(&tree);
    assert!(content.documents.is_empty());
    assert_eq!(
        told(&found),
        [
            "bad-file-name content/e/index.md 1:1",
            "hidden-ending content/a.md.txt 1:1",
            "not-text content/b.md 1:1",
            "no-front-matter content/c.md 1:1",
            "symbolic-link content/d 1:1",
            "unreadable-file content/f.md 1:1",
            "unreadable-file content/g.md 1:1",
            "bad-file-name content/h.md 1:1",
            "unreadable-file content/i.md 1:1",
        ]
    );
    assert!(found.iter().all(|fault| fault.help.is_some()));
    assert!(!found[8].message.zh.contains("Too many"));
}

#[test]
fn other_encodings_are_read_with_a_warning() {
    let text = "---\r\n标题: 关于公布任务的通知\r\n---\r\n";
    let (gb, ..) = encoding_rs::GB18030.encode(text);
    let tree = Memory::new([
        ("content/a.md", gb.into_owned()),
        ("content/b.md", [b"\xEF\xBB\xBF", text.as_bytes()].concat()),
    ]);
    let (content, found) = read_all(&tree);
    assert_eq!(told(&found), ["other-encoding content/a.md 1:1"]);
    assert!(found[0].message.zh.contains("GB18030"));
    let read = |name: &str| content.documents[&path(name)].front.clone();
    assert_eq!(read("content/a.md"), read("content/b.md"));
}

#[test]
fn a_workbook_stands_for_the_table_of_its_name() {
    let book = workbook::tests::workbook(
        r#"<row r="1"><c r="A1" t="inlineStr"><is><t>日期</t></is></c></row>"#,
    );
    let tree = Memory::new([("content/i/values.xlsx", &book), ("content/i/other.xlsx", &book)]);
    let (content, found) = read_all(&tree);
    assert!(found.is_empty(), "{found:?}");
    let table = &content.tables[&path("content/i/values.csv")];
    assert_eq!(&*table.source.path, "content/i/values.xlsx");
    let tree =
        Memory::new([("content/i/values.xlsx", book), ("content/i/values.csv", b"a\n1".to_vec())]);
    let (content, found) = read_all(&tree);
    assert_eq!(told(&found), ["two-tables content/i/values.xlsx 1:1"]);
    assert_eq!(content.tables[&path("content/i/values.csv")].head[0].text, "a");
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let names: Vec<&'static str> = (0..60).map(|i| &*format!("content/t/{i}.md").leak()).collect();
    let texts = ["---\n标题：甲\n---\n", "无", "---\n题: @甲\n末\n---\n"];
    let tree = Memory::new(names.iter().enumerate().map(|(i, name)| (*name, texts[i % 3])));
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        let (content, found) = pool.install(|| read_all(&tree));
        (told(&found), content.documents)
    };
    assert_eq!(run(1), run(4));
}

#[test]
fn a_long_document_costs_no_more_than_its_front_matter() {
    let long = format!("---\n标题: 长\n坏: @甲\n---\n{}", "很长的正文。\n".repeat(600_000));
    let tree = Memory::new([("content/a.md", long)]);
    let (content, found) = read_all(&tree);
    assert_eq!(found.len(), 1);
    assert!(content.documents[&path("content/a.md")].body().len() > 10 << 20);
}

// Elsewhere a file system tells too little, and every file is read again.
#[cfg(unix)]
#[test]
fn a_file_on_disk_is_read_again_if_its_stamp_does_not_tell_for_certain() {
    let folder = std::env::temp_dir().join(format!("liangshai-again-{}", std::process::id()));
    let news = folder.join("content/news");
    std::fs::create_dir_all(&news).expect("a folder");
    let write = |name: &str, text: &str| std::fs::write(news.join(name), text).expect("a file");
    write("a.md", "---\n标题: 甲\n---\n");
    let tree = crate::tree::Disk::new(&folder);
    let mut content = Content::default();
    let mut again = |changed: Option<&BTreeSet<SitePath>>| {
        let mut found = Diagnostics::new();
        let difference = read_again(&tree, &|_| false, &mut content, changed, &mut found);
        let difference = difference.expect("a listing");
        let read: Vec<_> = difference.documents.keys().map(|path| path.name().to_owned()).collect();
        (read, content.documents.values().map(|d| d.source.text.clone()).collect::<Vec<_>>())
    };
    again(None);
    // The file system's clock may not have ticked since, and the length stays.
    write("a.md", "---\n标题: 乙\n---\n");
    assert_eq!(again(None), (vec!["a.md".into()], vec!["---\n标题: 乙\n---\n".into()]));
    std::thread::sleep(std::time::Duration::from_millis(50));
    write("b.md", "---\n标题: 丙\n---\n");
    again(None);
    assert!(!again(None).0.contains(&"a.md".to_owned()));
    let known = [path("content/news/b.md")].into();
    assert_eq!(again(Some(&known)).0, ["b.md"]);
    std::fs::remove_dir_all(&folder).expect("the folder");
}
