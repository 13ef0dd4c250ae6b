//! Attachments and links: from what is written to the file or record that is meant.

use std::collections::BTreeMap;
use std::ops::Range;

use percent_encoding::percent_decode_str;

use super::slots::{Role, Slots};
use crate::content::{Content, Document};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::model::asked::Asked;
use crate::model::choice::nearest;
use crate::model::fields::{Fields, Spanned};
use crate::model::record::{Attachment, Body, Target, Visibility};
use crate::model::reference::Index;
use crate::model::{Kind, publicity, visit};
use crate::say;
use crate::tree::SitePath;

/// What the paths below content/ lead to.
#[derive(Clone, Copy)]
pub struct Links<'a> {
    pub content: &'a Content,
    pub slots: &'a Slots,
}

impl Links<'_> {
    /// The files a record lists, each where it was found.
    pub fn attachments(
        &self,
        from: &SitePath,
        fields: &Fields,
        listed: Vec<(Spanned<String>, Option<String>)>,
        asked: &Asked,
        out: &mut Diagnostics,
    ) -> Vec<Attachment> {
        let mut found = Vec::new();
        for (file, name) in listed {
            if from.join(&file.value).is_some_and(|path| is_withheld(&path)) {
                out.push(given_out(fields.place(file.span), &file.value));
                continue;
            }
            match self.file(from, &file.value, asked) {
                Some(attachment) => {
                    let name = name.unwrap_or(attachment.name);
                    found.push(Attachment { name, ..attachment });
                }
                None => {
                    let given = &file.value;
                    let fault = Diagnostic::new(
                        Code::MissingAttachment,
                        fields.place(file.span),
                        say!("没有附件“{given}”", "there is no attachment `{given}`"),
                    );
                    out.push(fault.help(self.missing_help(from, given)));
                }
            }
        }
        found
    }

    fn missing_help(&self, from: &SitePath, given: &str) -> crate::diagnostic::Text {
        let folder = from.folder();
        let beside = self.content.below(folder).filter(|name| !name.ends_with(".md"));
        match nearest(given, beside) {
            Some(near) => say!("是不是“{near}”？", "did you mean `{near}`?"),
            None => say!(
                "把文件放进 {folder}/，或改正文件名",
                "put the file into {folder}/, or mend its name"
            ),
        }
    }

    /// A file that may be given out: any but the content's own texts.
    fn file(&self, from: &SitePath, relative: &str, asked: &Asked) -> Option<Attachment> {
        let path = from.join(relative)?;
        if !path.as_str().starts_with("content/") || self.content.documents.contains_key(&path) {
            return None;
        }
        let bytes = self.content.bytes(path.as_str())?;
        asked.note_file(&path);
        Some(Attachment { name: path.name().to_owned(), file: path, bytes })
    }

    /// Finds what every link of a document's body leads to, and reports those that lead nowhere.
    pub fn body(
        &self,
        from: &SitePath,
        document: &Document,
        index: &Index,
        visibility: Visibility,
        asked: &Asked,
        out: &mut Diagnostics,
    ) -> Body {
        let mut links: BTreeMap<&str, Target> = BTreeMap::new();
        let place = |at: &Range<usize>| {
            document.place(document.body.start + at.start..document.body.start + at.end)
        };
        for link in &document.links.found {
            let foreign = !is_local(&link.target) && !is_of_a_machine(&link.target);
            if foreign || links.contains_key(link.target.as_str()) {
                continue;
            }
            let place = place(&link.span);
            let Some(target) = self.target(from, &link.target, asked) else {
                let given = &link.target;
                let fault = Diagnostic::new(
                    Code::BrokenLink,
                    place,
                    say!("链接“{given}”没有对应的文件", "the link `{given}` leads to no file"),
                );
                let text = given.split('#').next().unwrap_or(given);
                let beside = !text.contains('/') && !text.ends_with(".md");
                out.push(fault.help(if is_of_a_machine(given) {
                    say!(
                        "这是自己电脑上的路径：把文件放到本文件旁边，只写文件名",
                        "that is a path of one's own computer: put the file beside this one and write its name"
                    )
                } else if beside {
                    self.missing_help(from, given)
                } else if self.target(from, &format!("../{given}"), asked).is_some() {
                    // As after a record of one file was given a folder.
                    say!("写成 ../{given}", "write ../{given}")
                } else {
                    say!(
                        "写从本文件出发的路径，例如 ../plans/2023.md",
                        "give the path from this file, as ../plans/2023.md"
                    )
                }));
                continue;
            };
            if let Target::Record { record, .. } = target
                && index.visibility(record) > visibility
            {
                let given = &link.target;
                out.push(
                    Diagnostic::new(
                        Code::NamesHidden,
                        place,
                        say!(
                            "链接“{given}”指向草稿或不公开的记录",
                            "the link `{given}` leads to a draft or a record not public"
                        ),
                    )
                    .help(say!(
                        "公开的文字不能链接到它：删去，或先公开它",
                        "take it out, or make that record public first"
                    )),
                );
                continue;
            }
            if target == Target::Withheld {
                out.push(given_out(place, &link.target));
            }
            links.insert(&link.target, target);
        }
        for at in &document.links.unread {
            let place = place(at);
            let shown = place.text();
            out.push(
                Diagnostic::new(
                    Code::NoLink,
                    place.clone(),
                    say!(
                        "“{shown}”读不成链接，会原样显示",
                        "`{shown}` is read as no link and will be shown as it stands"
                    ),
                )
                .help(say!(
                    "文件名里有空格就改名，或写成 [名称](<文件 名.pdf>)",
                    "take blanks out of the file's name, or write [name](<file name.pdf>)"
                )),
            );
        }
        let (source, span) = (document.source.clone(), document.body.clone());
        Body { source, span, links: links.into() }
    }

    fn target(&self, from: &SitePath, written: &str, asked: &Asked) -> Option<Target> {
        let (path, anchor) = written.split_once('#').unwrap_or((written, ""));
        let path = percent_decode_str(path).decode_utf8().ok()?;
        let anchor = anchor.to_owned();
        // A path from `/` is one from content/, as the clerk sees the folder.
        let path = match path.strip_prefix('/') {
            Some(below) => SitePath::new(&format!("content/{}", below.trim_end_matches('/')))?,
            None => from.join(&path)?,
        };
        let slots = self.slots;
        let of_folder = || slots.role(&format!("{path}/index.md"));
        match slots.role(path.as_str()).or_else(of_folder) {
            Some(Role::Record(record) | Role::Translation(record)) => {
                return Some(Target::Record { record, anchor });
            }
            // An entry's path leads to its record, at the entry's day.
            Some(Role::Entry(record, day)) => {
                return Some(Target::Record { record, anchor: format!("d{day}") });
            }
            Some(Role::Column(kind)) => return Some(Target::Column { kind, anchor }),
            Some(Role::Home) => return Some(Target::Home),
            None => {}
        }
        if is_withheld(&path) {
            return Some(Target::Withheld);
        }
        // `from.join` has normalised the path, so this is the same file.
        let file = SitePath::new("content").and_then(|top| {
            let below = path.as_str().strip_prefix("content/")?;
            self.file(&SitePath::new(&format!("{top}/_"))?, below, asked)
        })?;
        Some(Target::File(file))
    }
}

/// Whether a file is a table of which only counts leave the site: the cases of 双公示, and the
/// issues raised on visits, whose small counts would point at a firm.
fn is_withheld(path: &SitePath) -> bool {
    // A workbook of the table's name is the table too.
    let stem = |name: &str| name.rsplit_once('.').map_or("", |(stem, _)| stem).to_lowercase();
    let named = |table: &str| stem(path.name()) == stem(table);
    [(Kind::Publicity, publicity::CASES), (Kind::Visit, visit::ISSUES)].into_iter().any(
        |(kind, table)| {
            path.as_str().starts_with(&format!("content/{}/", kind.folder())) && named(table)
        },
    )
}

fn given_out(place: Place, given: &str) -> Diagnostic {
    Diagnostic::new(
        Code::TableGivenOut,
        place,
        say!(
            "“{given}”只用来统计，不能公开，没有收作附件",
            "`{given}` is counted and never given out, so it is no attachment"
        ),
    )
    .help(say!("从附件或正文里删去", "take it out of the attachments or the text"))
}

/// Whether a link's target is a file of one's own computer, as `C:\\a.pdf`.
fn is_of_a_machine(target: &str) -> bool {
    let mut start = target.chars();
    let drive = start.next().is_some_and(|c| c.is_ascii_alphabetic()) && start.next() == Some(':');
    drive || target.to_ascii_lowercase().starts_with("file:")
}

/// Whether a link's target lies in the site: no scheme, no other host, no mere anchor.
fn is_local(target: &str) -> bool {
    let scheme = target.find(':').is_some_and(|colon| {
        target[..colon].bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
    });
    !target.is_empty() && !target.starts_with('#') && !target.starts_with("//") && !scheme
}
