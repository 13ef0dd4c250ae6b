//! What each Markdown file is: the home page's words, a column's, a record, or an entry.

use std::collections::{BTreeMap, BTreeSet};

use crate::content::{Content, Document};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::model::fields::Fields;
use crate::model::key::Key;
use crate::model::{Day, Kind, entry, id, key};
use crate::say;
use crate::tree::SitePath;

/// The files, sorted out.
pub struct Slots<'a> {
    pub home: Option<(&'a SitePath, &'a Document)>,
    pub columns: BTreeMap<Kind, (&'a SitePath, &'a Document)>,
    /// By kind and id.
    pub records: Vec<RecordFile<'a>>,
    /// By the record's folder.
    pub entries: BTreeMap<String, Vec<EntryFile<'a>>>,
}

/// A record's Markdown file.
#[derive(Clone)]
pub struct RecordFile<'a> {
    pub kind: Kind,
    pub id: String,
    pub path: &'a SitePath,
    /// Set if the file is an `index.md`.
    pub folder: Option<String>,
    pub document: &'a Document,
}

/// An entry's Markdown file.
pub struct EntryFile<'a> {
    pub day: Day,
    pub path: &'a SitePath,
    pub document: &'a Document,
}

impl Slots<'_> {
    /// Where a record of a kind's list gives a key its value.
    pub fn place_of(&self, kind: Kind, index: usize, key: &Key) -> Place {
        let mut of_kind = self.records.iter().filter(|file| file.kind == kind);
        let document = of_kind.nth(index).expect("every record has its file").document;
        let fields = Fields::of_file(&document.source, &document.front);
        fields.place(fields.value_span(key))
    }
}

/// Gives every file its place, and reports those that have none.
pub fn sort_out<'a>(content: &'a Content, out: &mut Diagnostics) -> Slots<'a> {
    let mut slots = Slots {
        home: None,
        columns: BTreeMap::new(),
        records: Vec::new(),
        entries: BTreeMap::new(),
    };
    let mut unknown: BTreeSet<&str> = BTreeSet::new();
    for (path, document) in &content.documents {
        let Some(below) = path.as_str().strip_prefix("content/") else { continue };
        let Some((section, rest)) = below.split_once('/') else {
            if below == "index.md" {
                slots.home = Some((path, document));
            } else if !is_translation(below) {
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
            slots.columns.insert(kind, (path, document));
        } else if !is_translation(path.name()) {
            sort_record(content, &mut slots, kind, path, document, out);
        }
    }
    slots.records.sort_by(|a, b| (a.kind, &a.id, a.path).cmp(&(b.kind, &b.id, b.path)));
    report_duplicates(&mut slots.records, out);
    report_stray_tables(content, out);
    slots
}

/// `index.en.md`: a translation, which belongs to the record beside it.
fn is_translation(name: &str) -> bool {
    name.strip_prefix("index.")
        .and_then(|rest| rest.strip_suffix(".md"))
        .is_some_and(|language| !language.is_empty() && !language.contains('.'))
}

fn has_the_shape_of_a_date(text: &str) -> bool {
    text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).eq("0000-00-00".chars())
}

fn sort_record<'a>(
    content: &'a Content,
    slots: &mut Slots<'a>,
    kind: Kind,
    path: &'a SitePath,
    document: &'a Document,
    out: &mut Diagnostics,
) {
    let folder = path.folder();
    let is_index = path.name() == "index.md";
    let in_record =
        !is_index && content.documents.contains_key(format!("{folder}/index.md").as_str());
    let day = entry::day_of_name(path.name());
    if kind.has_entries() && !is_index {
        let at_top = folder == format!("content/{}", kind.folder());
        match (in_record && !at_top, day) {
            (true, Some(day)) => {
                let entries = slots.entries.entry(folder.to_owned()).or_default();
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
    let Some(id) = id_of(content, kind, path, document, out) else { return };
    let folder = is_index.then(|| folder.to_owned());
    slots.records.push(RecordFile { kind, id, path, folder, document });
}

/// A record's id: its path below the kind, with its slug in place of its own name.
fn id_of(
    content: &Content,
    kind: Kind,
    path: &SitePath,
    document: &Document,
    out: &mut Diagnostics,
) -> Option<String> {
    let top = format!("content/{}/", kind.folder());
    let below = path.as_str().strip_prefix(&top)?;
    let own = below.strip_suffix("/index.md").or_else(|| below.strip_suffix(".md"))?;
    let (folders, name) = own.rsplit_once('/').map_or(("", own), |(f, name)| (f, name));
    let mut parts: Vec<String> = Vec::new();
    let mut at = top.trim_end_matches('/').to_owned();
    for folder in folders.split('/').filter(|part| !part.is_empty()) {
        at = format!("{at}/{folder}");
        // A folder that is a record itself gives its slug to what lies below it.
        let of_record =
            content.documents.get(format!("{at}/index.md").as_str()).and_then(|record| {
                Fields::of_file(&record.source, &record.front).peek(&key::SLUG).map(str::to_owned)
            });
        parts.push(of_record.unwrap_or_else(|| folder.to_owned()));
    }
    let fields = Fields::of_file(&document.source, &document.front);
    let slug = fields.peek(&key::SLUG);
    let place = if slug.is_some() {
        fields.place(fields.value_span(&key::SLUG))
    } else {
        Place::start(&document.source)
    };
    let last = slug.unwrap_or(name);
    if let Some(folder) = parts.iter().find(|part| !id::is_sound_part(part)) {
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
    if !id::is_sound_part(last) {
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
    parts.push(last.to_owned());
    Some(parts.join("/"))
}

fn report_duplicates(records: &mut Vec<RecordFile>, out: &mut Diagnostics) {
    let mut i = 1;
    while i < records.len() {
        let (first, second) = (&records[i - 1], &records[i]);
        if (first.kind, &first.id) == (second.kind, &second.id) {
            let (id, other) = (&second.id, first.path);
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
