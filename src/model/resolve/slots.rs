//! What each Markdown file is: the home page's words, a column's, a record, or an entry.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

use super::translations::{TranslationFile, Translations};
use crate::content::{Content, Document};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Source};
use crate::model::fields::Fields;
use crate::model::id::RecordId;
use crate::model::key::Key;
use crate::model::{Day, Kind, Period, Settings, entry, id, key, seal};
use crate::say;
use crate::tree::SitePath;

/// The files, sorted out.
#[derive(Debug)]
pub struct Slots {
    pub home: Option<Words>,
    pub columns: BTreeMap<Kind, Words>,
    /// By kind and id.
    records: Vec<RecordFile>,
    kinds: BTreeMap<Kind, Range<usize>>,
    roles: HashMap<SitePath, Role>,
}

/// The Markdown file of a page that is no record.
#[derive(Debug)]
pub struct Words {
    pub path: SitePath,
    pub document: Arc<Document>,
}

/// A record's Markdown file, with those of its entries.
#[derive(Debug)]
pub struct RecordFile {
    pub kind: Kind,
    pub id: Arc<str>,
    pub path: SitePath,
    pub document: Arc<Document>,
    pub entries: Vec<EntryFile>,
    pub translations: Vec<TranslationFile>,
    /// The seals beside it, in the order of their revisions.
    pub seals: Vec<Arc<Source>>,
}

/// An entry's Markdown file.
#[derive(Debug)]
pub struct EntryFile {
    pub day: Day,
    pub path: SitePath,
    pub document: Arc<Document>,
}

/// What a file is.
#[derive(Debug, Clone, Copy)]
pub enum Role {
    Record(RecordId),
    Entry(RecordId, Day),
    Translation(RecordId),
    Column(Kind),
    Home,
}

impl RecordFile {
    /// The folder of the record's own files, if it is a folder with `index.md`.
    pub fn folder(&self) -> Option<&str> {
        (self.path.name() == "index.md").then(|| self.path.folder())
    }
}

impl Slots {
    /// The records of a kind, in the order of its list.
    pub fn of_kind(&self, kind: Kind) -> &[RecordFile] {
        &self.records[self.kinds[&kind].clone()]
    }

    /// A record's file.
    pub fn record(&self, record: RecordId) -> &RecordFile {
        &self.of_kind(record.kind)[record.index as usize]
    }

    /// What the file at a path is.
    pub fn role(&self, path: &str) -> Option<Role> {
        self.roles.get(path).copied()
    }

    /// Puts in the place of a file's document the one it has now.
    pub fn replace(&mut self, role: Role, path: &SitePath, document: Arc<Document>) {
        let record = |record: RecordId| self.kinds[&record.kind].start + record.index as usize;
        match role {
            Role::Record(id) => self.records[record(id)].document = document,
            Role::Entry(id, _) => {
                let entries = &mut self.records[record(id)].entries;
                if let Some(entry) = entries.iter_mut().find(|entry| entry.path == *path) {
                    entry.document = document;
                }
            }
            Role::Translation(id) => {
                let translations = &mut self.records[record(id)].translations;
                if let Some(found) = translations.iter_mut().find(|found| found.path == *path) {
                    found.document = document;
                }
            }
            Role::Column(kind) => {
                self.columns.insert(kind, Words { path: path.clone(), document });
            }
            Role::Home => self.home = Some(Words { path: path.clone(), document }),
        }
    }

    /// Where a record of a kind's list gives a key its value.
    pub fn place_of(&self, record: RecordId, key: &Key) -> Place {
        let document = &self.record(record).document;
        let fields = Fields::of_file(&document.source, &document.front);
        fields.place(fields.value_span(key))
    }
}

/// Gives every file its place, and reports those that have none.
pub fn sort_out(content: &Content, settings: &Settings, out: &mut Diagnostics) -> Slots {
    let mut slots = Unsorted::default();
    let mut translations = Translations::new(content, settings);
    let mut folder = Folder::default();
    let mut unknown: BTreeSet<&str> = BTreeSet::new();
    for (path, document) in &content.documents {
        let Some(below) = path.as_str().strip_prefix("content/") else { continue };
        if translations.take(path, document) {
            continue;
        }
        let Some((section, rest)) = below.split_once('/') else {
            if below == "index.md" {
                slots.home = Some(words(path, document));
            } else {
                out.push(
                    Diagnostic::new(
                        Code::UnknownKind,
                        Place::start(&document.source),
                        say!(
                            "content/ 下直接放的文件不属于任何类别",
                            "a file directly below content/ is of no kind"
                        ),
                    )
                    .help(say!("移到 content/pages/", "move it to content/pages/")),
                );
            }
            continue;
        };
        let Some(kind) = Kind::of_folder(section) else {
            // One fault a folder: the file that shows it first.
            if unknown.insert(section) {
                let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.folder()).collect();
                let kinds = kinds.join(", ");
                out.push(
                    Diagnostic::new(
                        Code::UnknownKind,
                        Place::start(&document.source),
                        say!(
                            "“content/{section}”不是记录的类别",
                            "`content/{section}` is no kind of record"
                        ),
                    )
                    .help(say!("可用的类别：{kinds}", "the kinds are: {kinds}")),
                );
            }
            continue;
        };
        if rest == "index.md" {
            slots.columns.insert(kind, words(path, document));
        } else {
            if folder.path != path.folder() {
                folder = Folder::of(content, kind, path.folder());
            }
            sort_record(&folder, &mut slots, kind, path, document, out);
        }
    }
    sort_seals(content, &mut slots, out);
    slots.records.sort_by(|a, b| (a.kind, &a.id, &a.path).cmp(&(b.kind, &b.id, &b.path)));
    report_duplicates(&mut slots.records, out);
    translations.hand_out(&mut slots.records, out);
    report_stray_tables(content, out);
    slots.with_roles()
}

/// Gives every seal to the record beside it. What was issued stands whether or not the office has
/// written a word of its own beside it, so a missing record is made up.
fn sort_seals(content: &Content, slots: &mut Unsorted, out: &mut Diagnostics) {
    let mut seals: Vec<(SitePath, u32, &Arc<Source>)> = Vec::new();
    for (path, source) in &content.seals {
        let of_record = seal::of_file_name(path.name());
        let beside = of_record.and_then(|(stem, revision)| {
            let record = SitePath::new(&format!("{}/{stem}.md", path.folder()))?;
            Some((record, revision))
        });
        let is_bulletin = path.as_str().starts_with("content/bulletins/");
        match beside.filter(|_| is_bulletin) {
            Some((record, revision)) => seals.push((record, revision, source)),
            None => out.push(
                Diagnostic::new(
                    Code::StrayFile,
                    Place::start(source),
                    say!("这个签发记录不会被读取", "nothing reads this seal"),
                )
                .help(say!(
                    "签发记录放在 content/bulletins/方案id/，名为 2023-03.issued.json",
                    "a seal lies in content/bulletins/PLAN-ID/ and is named 2023-03.issued.json"
                )),
            ),
        }
    }
    seals.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
    for (path, _, source) in seals {
        if !slots.records.iter().any(|record| record.path == path) {
            let empty = Arc::new(Document::empty(Source::new(Arc::from(&path), "")));
            let folder = Folder::of(content, Kind::Bulletin, path.folder());
            sort_record(&folder, slots, Kind::Bulletin, &path, &empty, out);
        }
        let mut records = slots.records.iter_mut();
        if let Some(record) = records.find(|record| record.path == path) {
            record.seals.push(source.clone());
        }
    }
}

fn words(path: &SitePath, document: &Arc<Document>) -> Words {
    Words { path: path.clone(), document: document.clone() }
}

/// The files as they are being sorted.
#[derive(Default)]
struct Unsorted {
    home: Option<Words>,
    columns: BTreeMap<Kind, Words>,
    records: Vec<RecordFile>,
    /// By the record's folder.
    entries: BTreeMap<String, Vec<EntryFile>>,
}

impl Unsorted {
    /// Gives every record its entries, and every path its role.
    fn with_roles(self) -> Slots {
        let Self { home, columns, mut records, mut entries } = self;
        let mut roles = HashMap::with_capacity(records.len());
        let mut kinds: BTreeMap<Kind, Range<usize>> = BTreeMap::new();
        for kind in Kind::ALL {
            let start = records.partition_point(|file| file.kind < kind);
            let end = records.partition_point(|file| file.kind <= kind);
            for (i, file) in records[start..end].iter_mut().enumerate() {
                let record = RecordId::new(kind, i);
                roles.insert(file.path.clone(), Role::Record(record));
                let folder = file.folder().filter(|_| kind.has_entries());
                file.entries = folder.and_then(|folder| entries.remove(folder)).unwrap_or_default();
                for found in &file.translations {
                    roles.insert(found.path.clone(), Role::Translation(record));
                }
                for entry in &file.entries {
                    roles.insert(entry.path.clone(), Role::Entry(record, entry.day));
                }
            }
            kinds.insert(kind, start..end);
        }
        roles.extend(columns.iter().map(|(kind, at)| (at.path.clone(), Role::Column(*kind))));
        roles.extend(home.iter().map(|at| (at.path.clone(), Role::Home)));
        Slots { home, columns, records, kinds, roles }
    }
}

/// What the files of one folder have in common.
#[derive(Default)]
struct Folder {
    path: String,
    /// Whether it holds an `index.md`.
    has_index: bool,
    /// What the ids of its records begin with, and of the record it is itself: a folder that is a
    /// record gives its slug to what lies below it.
    parts: Vec<String>,
}

impl Folder {
    fn of(content: &Content, kind: Kind, path: &str) -> Self {
        let has_index = |folder: &str| content.documents.get(format!("{folder}/index.md").as_str());
        let mut at = format!("content/{}", kind.folder());
        let below = path.strip_prefix(&at).unwrap_or("");
        let mut parts = Vec::new();
        for folder in below.split('/').filter(|part| !part.is_empty()) {
            at = format!("{at}/{folder}");
            let of_record = has_index(&at).and_then(|record| {
                Fields::of_file(&record.source, &record.front).peek(&key::SLUG).map(str::to_owned)
            });
            parts.push(of_record.unwrap_or_else(|| folder.to_owned()));
        }
        Self { path: path.to_owned(), has_index: has_index(path).is_some(), parts }
    }
}

fn has_the_shape_of_a_date(text: &str) -> bool {
    text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).eq("0000-00-00".chars())
}

fn sort_record(
    within: &Folder,
    slots: &mut Unsorted,
    kind: Kind,
    path: &SitePath,
    document: &Arc<Document>,
    out: &mut Diagnostics,
) {
    let folder = path.folder();
    let is_index = path.name() == "index.md";
    if kind.has_entries() && !is_index {
        let at_top = within.parts.is_empty();
        let in_record = within.has_index;
        let day = entry::day_of_name(path.name());
        match (in_record && !at_top, day) {
            (true, Some(day)) => {
                let entries = slots.entries.entry(folder.to_owned()).or_default();
                let (path, document) = (path.clone(), document.clone());
                entries.push(EntryFile { day, path, document });
                return;
            }
            (true, None) => {
                let name = path.name();
                let date = name.get(..10).filter(|date| has_the_shape_of_a_date(date));
                let message = match date {
                    Some(date) if date.parse::<Day>().is_ok() => say!(
                        "条目“{name}”的日期后面缺少“-”",
                        "the entry `{name}` lacks a `-` after its date"
                    ),
                    Some(date) => say!(
                        "条目“{name}”的日期 {date} 日历上没有",
                        "the entry `{name}`: {date} is not in the calendar"
                    ),
                    None => say!(
                        "条目“{name}”的文件名不是以日期开头",
                        "the entry `{name}` does not begin with a date"
                    ),
                };
                out.push(
                    Diagnostic::new(
                        Code::EntryWithoutDate,
                        Place::start(&document.source),
                        message,
                    )
                    .help(say!(
                        "改名为 2023-03-10.md 或 2023-03-10-说明.md",
                        "name it 2023-03-10.md or 2023-03-10-words.md"
                    )),
                );
                return;
            }
            (false, Some(_)) => {
                let kind = kind.chinese();
                out.push(
                    Diagnostic::new(
                        Code::EntryWithoutRecord,
                        Place::start(&document.source),
                        say!(
                            "这个条目所在的文件夹没有{kind}的 index.md",
                            "there is no index.md beside this entry"
                        ),
                    )
                    .help(say!(
                        "先在同一文件夹里写 index.md",
                        "write the record's index.md in this folder first"
                    )),
                );
                return;
            }
            (false, None) => {}
        }
    }
    let Some(id) = id_of(kind, within, path, document, out) else { return };
    let (path, document) = (path.clone(), document.clone());
    let (entries, translations, seals) = (Vec::new(), Vec::new(), Vec::new());
    slots.records.push(RecordFile { kind, id, path, document, entries, translations, seals });
}

/// A record's id: its path below the kind, with its slug in place of its own name.
fn id_of(
    kind: Kind,
    within: &Folder,
    path: &SitePath,
    document: &Document,
    out: &mut Diagnostics,
) -> Option<Arc<str>> {
    let (folders, name) = match path.name() {
        "index.md" => {
            let name = path.folder().rsplit('/').next()?;
            (&within.parts[..within.parts.len().checked_sub(1)?], name)
        }
        name => (within.parts.as_slice(), name.strip_suffix(".md")?),
    };
    let fields = Fields::of_file(&document.source, &document.front);
    let slug = fields.peek(&key::SLUG);
    let place = if slug.is_some() {
        fields.place(fields.value_span(&key::SLUG))
    } else {
        Place::start(&document.source)
    };
    let last = slug.unwrap_or(name);
    if let Some(folder) = folders.iter().find(|part| !id::is_sound_part(part)) {
        let proposal = id::propose(folder);
        out.push(
            Diagnostic::new(
                Code::BadFileName,
                Place::start(&document.source),
                say!(
                    "文件夹“{folder}”会进入网址，只能用小写字母、数字、- 和 _",
                    "the folder `{folder}` is part of the address: only a-z, 0-9, - and _"
                ),
            )
            .help(say!("改名，例如“{proposal}”", "rename it, as `{proposal}`")),
        );
        return None;
    }
    // A week is written 2023-W10.
    let is_week = kind == Kind::Bulletin && last.parse::<Period>().is_ok();
    if !id::is_sound_part(last) && !is_week {
        let proposal = id::propose(last);
        let fault = if slug.is_some() {
            say!(
                "网址名“{last}”只能用小写字母、数字、- 和 _",
                "the slug `{last}` may hold only a-z, 0-9, - and _"
            )
        } else {
            say!("文件名“{last}”不能作网址", "the name `{last}` cannot be an address")
        };
        out.push(Diagnostic::new(Code::SlugNeeded, place, fault).help(say!(
            "写“网址名: {proposal}”（拼音供参考）",
            "write `slug: {proposal}` (spelled by pinyin, check it)"
        )));
        return None;
    }
    let mut id = String::new();
    for folder in folders {
        id.push_str(folder);
        id.push('/');
    }
    id.push_str(last);
    Some(id.into())
}

fn report_duplicates(records: &mut Vec<RecordFile>, out: &mut Diagnostics) {
    let mut i = 1;
    while i < records.len() {
        let (first, second) = (&records[i - 1], &records[i]);
        if (first.kind, &first.id) == (second.kind, &second.id) {
            let (id, other) = (&second.id, &first.path);
            out.push(
                Diagnostic::new(
                    Code::DuplicateId,
                    Place::start(&second.document.source),
                    say!("id“{id}”与 {other} 相同", "the id `{id}` is taken by {other}"),
                )
                .help(say!("改其中一个的文件名或网址名", "change the file name or slug of one")),
            );
            records.remove(i);
        } else {
            i += 1;
        }
    }
}

/// A table in a folder without a record would be read by nobody.
fn report_stray_tables(content: &Content, out: &mut Diagnostics) {
    for (path, table) in &content.tables {
        let folder = path.folder();
        if !content.documents.contains_key(format!("{folder}/index.md").as_str()) {
            out.push(
                Diagnostic::new(
                    Code::StrayFile,
                    Place::start(&table.source),
                    say!(
                        "这张表所在的文件夹没有 index.md，不会被读取",
                        "there is no index.md beside this table, so nothing reads it"
                    ),
                )
                .help(say!(
                    "把记录写成同一文件夹里的 index.md",
                    "make the record an index.md in this folder"
                )),
            );
        }
    }
}
