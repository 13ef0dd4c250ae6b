//! Office Open XML: the package, its properties and what is put inside it. The texts are read by
//! `docx`, `xlsx` and `pptx`.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::contents::{External, Role, Spot, What};
use super::gather::Gather;
use super::kind::{self, Kind};
use super::xml::Node;
use super::zip::Archive;
use super::{docx, pptx, within, xlsx};

/// Looks into a document of Word, Excel or PowerPoint.
pub(super) fn look(gather: &mut Gather<'_>, name: &str, archive: &Archive<'_>, kind: Kind) {
    let types = content_types(gather, archive);
    let macros = archive.entries.iter().any(|entry| is_macro(&entry.name))
        || types.values().any(|typ| typ.contains("macroEnabled") || typ.contains("vbaProject"))
        || kind::holds_macros(name);
    if macros {
        gather.find(Spot::File, What::Macros);
    }
    for entry in &archive.entries {
        if entry.name.ends_with(".rels")
            && let Some(bytes) = gather.entry(archive, entry)
        {
            relations(gather, &bytes);
        }
    }
    properties(gather, archive);
    match kind {
        Kind::Docx => docx::look(gather, archive, &types),
        Kind::Xlsx => xlsx::look(gather, archive),
        _ => pptx::look(gather, archive),
    }
    drawings(gather, archive);
    packed_inside(gather, archive);
}

/// The kind a package is by the folders of its parts; `None` if it is no Office document.
pub(super) fn kind_of(archive: &Archive<'_>) -> Option<Kind> {
    archive.find("[Content_Types].xml")?;
    let has = |folder: &str| archive.entries.iter().any(|entry| entry.name.starts_with(folder));
    [("word/", Kind::Docx), ("xl/", Kind::Xlsx), ("ppt/", Kind::Pptx)]
        .into_iter()
        .find(|(folder, _)| has(folder))
        .map(|(_, kind)| kind)
}

fn is_macro(part: &str) -> bool {
    let part = part.to_ascii_lowercase();
    // Sheets of macros are older than VBA and run all the same.
    part.ends_with("vbaproject.bin")
        || part.contains("/macrosheets/")
        || part.ends_with("jsaproject.bin")
}

/// The type of each part that has one of its own, by its path without the leading slash.
fn content_types(gather: &mut Gather<'_>, archive: &Archive<'_>) -> BTreeMap<String, String> {
    let mut types = BTreeMap::new();
    let Some(entry) = archive.find("[Content_Types].xml") else { return types };
    let Some(bytes) = gather.entry(archive, entry) else { return types };
    gather.walk(&bytes, |_, node| {
        if let Node::Open(tag) = node
            && tag.name() == "Override"
            && let (Some(part), Some(typ)) = (tag.attr("PartName"), tag.attr("ContentType"))
        {
            types.insert(part.trim_start_matches('/').to_owned(), typ);
        }
    });
    types
}

/// Tells what a part takes from outside the file; addresses of plain links are texts.
fn relations(gather: &mut Gather<'_>, bytes: &[u8]) {
    gather.walk(bytes, |gather, node| {
        let Node::Open(tag) = node else { return };
        if tag.name() != "Relationship" || tag.attr("TargetMode").as_deref() != Some("External") {
            return;
        }
        let target = tag.attr("Target").unwrap_or_default();
        let typ = tag.attr("Type").unwrap_or_default();
        let kind = match typ.rsplit('/').next().unwrap_or_default() {
            "hyperlink" => return gather.text(Spot::Link, &target),
            "attachedTemplate" => External::Template,
            "image" | "video" | "audio" | "media" => External::Picture,
            _ => External::Data,
        };
        gather.text(Spot::Link, &target);
        gather.find(Spot::File, What::External { kind, target });
    });
}

/// The target of each relation of a part, by its id.
pub(super) fn targets(
    gather: &mut Gather<'_>,
    archive: &Archive<'_>,
    part: &str,
) -> BTreeMap<String, String> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let mut found = BTreeMap::new();
    let Some(entry) = archive.find(&format!("{folder}/_rels/{file}.rels")) else { return found };
    let Some(bytes) = gather.entry(archive, entry) else { return found };
    gather.walk(&bytes, |_, node| {
        if let Node::Open(tag) = node
            && tag.name() == "Relationship"
            && let (Some(id), Some(target)) = (tag.attr("Id"), tag.attr("Target"))
        {
            found.insert(id, resolve(folder, &target));
        }
    });
    found
}

/// A target as a path from the top of the package.
fn resolve(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            ".." => drop(path.pop()),
            "." | "" => {}
            part => path.push(part),
        }
    }
    path.join("/")
}

fn properties(gather: &mut Gather<'_>, archive: &Archive<'_>) {
    for part in ["docProps/core.xml", "docProps/app.xml"] {
        if let Some(entry) = archive.find(part)
            && let Some(bytes) = gather.entry(archive, entry)
        {
            let mut text = String::new();
            gather.walk(&bytes, |gather, node| match node {
                Node::Open(_) => text.clear(),
                Node::Text(more) => text.push_str(more),
                Node::Close(name) => property(gather, name, &std::mem::take(&mut text)),
                Node::Instruction(_) => {}
            });
        }
    }
    if let Some(entry) = archive.find("docProps/custom.xml")
        && let Some(bytes) = gather.entry(archive, entry)
    {
        custom(gather, &bytes);
    }
}

/// Keeps one property of a document, by the name Office gives it.
pub(super) fn property(gather: &mut Gather<'_>, name: &str, text: &str) {
    let text = text.trim();
    if text.is_empty() {
        return;
    }
    let person = |role| What::Person { role, name: text.to_owned() };
    let what = match name {
        "creator" => Some(person(Role::Author)),
        "lastModifiedBy" => Some(person(Role::LastModifiedBy)),
        "Manager" => Some(person(Role::Manager)),
        "Company" => Some(What::Company(text.to_owned())),
        "title" | "subject" | "description" | "keywords" | "category" | "contentStatus"
        | "Template" | "HyperlinkBase" => None,
        _ => return,
    };
    let spot = Spot::Property(name.to_owned());
    gather.text(spot.clone(), text);
    if let Some(what) = what {
        gather.find(spot, what);
    }
}

fn custom(gather: &mut Gather<'_>, bytes: &[u8]) {
    let (mut name, mut value) = (None, String::new());
    gather.walk(bytes, |gather, node| match node {
        Node::Open(tag) if tag.name() == "property" => {
            name = tag.attr("name");
            value.clear();
        }
        Node::Text(text) => value.push_str(text),
        Node::Close("property") => {
            let Some(name) = name.take() else { return };
            let value = value.trim().to_owned();
            // WPS and Office write these for themselves; they say nothing of anybody.
            if name.starts_with("KSO") || name == "ICV" {
                return;
            }
            gather.text(Spot::Property(name.clone()), &value);
            gather.find(Spot::Property(name.clone()), What::CustomProperty { name, value });
        }
        _ => {}
    });
}

/// The texts of drawings, diagrams and charts, with the figures a chart keeps of its table.
fn drawings(gather: &mut Gather<'_>, archive: &Archive<'_>) {
    for entry in &archive.entries {
        let is_drawing =
            ["/drawings/", "/charts/", "/diagrams/"].iter().any(|f| entry.name.contains(f));
        if !is_drawing || !entry.name.ends_with(".xml") {
            continue;
        }
        let Some(bytes) = gather.entry(archive, entry) else { continue };
        let spot = Spot::Drawing(entry.name.to_string());
        let (mut text, mut on) = (String::new(), false);
        gather.walk(&bytes, |gather, node| match node {
            Node::Open(tag) => {
                on = matches!(tag.name(), "t" | "v");
                if let Some(alternative) = tag.attr("descr") {
                    gather.text(Spot::AltText, &alternative);
                }
            }
            Node::Text(more) if on => text.push_str(more),
            Node::Close("t") => on = false,
            Node::Close("p" | "pt") => gather.text(spot.clone(), &std::mem::take(&mut text)),
            Node::Close(_) => on = false,
            _ => {}
        });
        gather.text(spot, &text);
    }
}

/// Pictures and embedded files: looked into themselves.
fn packed_inside(gather: &mut Gather<'_>, archive: &Archive<'_>) {
    for entry in &archive.entries {
        let path = entry.name.as_ref();
        let embedded = path.contains("/embeddings/") || path.contains("/activeX/");
        let is_binary = !path.ends_with(".xml") && !path.ends_with(".rels") && !path.ends_with('/');
        if embedded && is_binary {
            gather.find(Spot::File, What::EmbeddedFile { name: path.to_owned() });
        }
        if (embedded || path.contains("/media/")) && is_binary {
            let Some(bytes) = gather.entry(archive, entry) else { continue };
            within(gather, Arc::clone(&entry.name), &bytes);
        }
    }
}
