//! Files in a ZIP that are neither of Office: archives, OFD and OpenDocument.

use std::sync::Arc;

use super::contents::{Role, Spot, Unread, What};
use super::gather::Gather;
use super::kind::{self, Kind};
use super::xml::Node;
use super::zip::Archive;
use super::{office, within};

/// What a ZIP file is by its entries.
pub(super) fn kind_of(archive: &Archive<'_>) -> Kind {
    if let Some(kind) = office::kind_of(archive) {
        return kind;
    }
    let has = |name: &str| archive.find(name).is_some();
    if has("OFD.xml") {
        return Kind::Ofd;
    }
    if has("AndroidManifest.xml") || has("META-INF/MANIFEST.MF") || has("classes.dex") {
        return Kind::Executable;
    }
    match has("mimetype") && has("content.xml") {
        true => Kind::Odf,
        false => Kind::Zip,
    }
}

/// Looks into every file of an archive. One that lies in an archive itself is refused unopened.
pub(super) fn archive(gather: &mut Gather<'_>, archive: &Archive<'_>) {
    if archive.entries.iter().any(|entry| entry.encrypted) {
        gather.find(Spot::File, What::Encrypted);
    }
    for entry in &archive.entries {
        if entry.name.ends_with('/') {
            continue;
        }
        // The name itself may tell of a person.
        gather.enter(entry.name.clone(), |gather| gather.text(Spot::File, &entry.name));
        if entry.encrypted {
            continue;
        }
        if let Some(bytes) = gather.entry(archive, entry) {
            within(gather, Arc::clone(&entry.name), &bytes);
        }
    }
}

/// OFD (GB/T 33190): pages, and who made them.
pub(super) fn ofd(gather: &mut Gather<'_>, archive: &Archive<'_>) {
    let (mut page, mut pages, mut pictures) = (0, 0, false);
    for entry in &archive.entries {
        let name = entry.name.to_ascii_lowercase();
        let is_page = name.ends_with("/content.xml");
        let is_note = name.contains("annot") && name.ends_with(".xml");
        if name.contains("/attachs/") && !name.ends_with(".xml") && !name.ends_with('/') {
            gather.find(Spot::File, What::EmbeddedFile { name: entry.name.to_string() });
        }
        if name.contains("/res/") && !name.ends_with(".xml") && !name.ends_with('/') {
            pictures = true;
            if let Some(bytes) = gather.entry(archive, entry)
                && kind::sniff(&bytes) != Kind::Unknown
            {
                within(gather, Arc::clone(&entry.name), &bytes);
            }
        }
        if !(is_page || is_note || name == "ofd.xml") {
            continue;
        }
        pages += u32::from(is_page);
        let number = entry.name.rsplit('/').nth(1).and_then(|folder| folder.rsplit('_').next());
        let number = number.and_then(|number| number.parse::<u32>().ok());
        let number = number.map_or(pages, |number| number.saturating_add(1));
        let spot = match (is_page, is_note) {
            (true, _) => Spot::Page(number),
            (_, true) => Spot::Annotation { page: number },
            _ => Spot::File,
        };
        let Some(bytes) = gather.entry(archive, entry) else { continue };
        let (mut all, mut text) = (String::new(), String::new());
        gather.walk(&bytes, |gather, node| match node {
            Node::Open(_) => text.clear(),
            Node::Text(more) => text.push_str(more),
            Node::Close("TextCode") => {
                all.push_str(&std::mem::take(&mut text));
                all.push('\n');
            }
            Node::Close(name @ ("Author" | "Title" | "Subject" | "Abstract" | "CustomData")) => {
                let spot = Spot::Property(name.to_owned());
                let value = std::mem::take(&mut text);
                gather.text(spot.clone(), &value);
                if name == "Author" && !value.trim().is_empty() {
                    let name = value.trim().to_owned();
                    gather.find(spot, What::Person { role: Role::Author, name });
                }
            }
            _ => {}
        });
        page += u32::from(is_page && !all.trim().is_empty());
        gather.text(spot, &all);
    }
    if page == 0 && pages > 0 && pictures {
        let pages = (1..=pages).collect();
        gather.find(Spot::File, What::PagesWithoutText { pages, all: true });
    }
}

/// OpenDocument: its paragraphs, comments and properties.
pub(super) fn odf(gather: &mut Gather<'_>, archive: &Archive<'_>) {
    let mut comments = 0u32;
    let (mut authors, mut changes) = (Vec::new(), 0u32);
    for entry in &archive.entries {
        if entry.name.starts_with("Basic/") || entry.name.starts_with("Scripts/") {
            gather.find(Spot::File, What::Macros);
        }
        if entry.name.starts_with("ObjectReplacements/") || entry.name.starts_with("Object ") {
            gather.find(Spot::File, What::EmbeddedFile { name: entry.name.to_string() });
        }
        if entry.name.starts_with("Pictures/")
            && let Some(bytes) = gather.entry(archive, entry)
        {
            within(gather, Arc::clone(&entry.name), &bytes);
        }
    }
    for part in ["meta.xml", "content.xml", "styles.xml"] {
        let Some(entry) = archive.find(part) else { continue };
        let Some(bytes) = gather.entry(archive, entry) else { continue };
        let (mut text, mut paragraph, mut in_comment) = (String::new(), 0u32, false);
        let mut outside = String::new();
        gather.walk(&bytes, |gather, node| match node {
            Node::Open(tag) => match tag.name() {
                "annotation" => {
                    comments = comments.saturating_add(1);
                    in_comment = true;
                    outside = std::mem::take(&mut text);
                }
                "changed-region" => changes = changes.saturating_add(1),
                "tab" => text.push('\t'),
                "s" => text.push(' '),
                "table-row" | "table-column" | "table" => hidden(gather, &tag),
                _ => {}
            },
            Node::Text(more) => text.push_str(more),
            Node::Close("annotation") => {
                in_comment = false;
                text = std::mem::take(&mut outside);
            }
            Node::Close("creator" | "initial-creator" | "printed-by") => {
                let name = std::mem::take(&mut text).trim().to_owned();
                if part == "meta.xml" {
                    office::property(gather, "creator", &name);
                } else {
                    super::gather::add_name(&mut authors, &name);
                }
            }
            Node::Close("date" | "creation-date" | "generator" | "editing-duration") => {
                text.clear();
            }
            Node::Close(name @ ("title" | "subject" | "description" | "keyword")) => {
                let value = std::mem::take(&mut text);
                gather.text(Spot::Property(name.to_owned()), &value);
            }
            Node::Close("p" | "h") => {
                paragraph = paragraph.saturating_add(1);
                let spot = match in_comment {
                    true => Spot::Comment(comments),
                    false if part == "styles.xml" => Spot::Header,
                    false => Spot::Paragraph(paragraph),
                };
                gather.text(spot, &std::mem::take(&mut text));
            }
            _ => {}
        });
    }
    if comments > 0 {
        gather.find(Spot::File, What::Comments { count: comments, authors: authors.clone() });
    }
    if changes > 0 {
        let what = What::TrackedChanges { inserted: changes, deleted: 0, moved: 0, authors };
        gather.find(Spot::File, what);
    }
    if archive.find("META-INF/manifest.xml").is_none() {
        gather.find(Spot::File, What::TextNotRead(Unread::Format));
    }
}

fn hidden(gather: &mut Gather<'_>, tag: &super::xml::Tag<'_>) {
    let folded = matches!(tag.attr("visibility").as_deref(), Some("collapse" | "filter"));
    match tag.name() {
        "table-row" if folded => gather.find(Spot::File, What::HiddenRows { count: 1 }),
        "table-column" if folded => gather.find(Spot::File, What::HiddenColumns { count: 1 }),
        _ => {}
    }
}
