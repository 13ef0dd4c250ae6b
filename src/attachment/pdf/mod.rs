//! PDF: the text of its pages, its properties, and what it does or holds besides.
//!
//! The crates that read PDF were tried on our files and left (November 2026). `lopdf` 0.47 bounds
//! what one stream unpacks to, but neither all streams together nor the number of objects (7 KB
//! of packed objects took 380 MB), goes through every code of the range a font claims, and reads
//! the fonts of Chromium wrong. `pdf-extract` 0.12 panics at damage and knows no limits.
//! `pdf_oxide` 0.3 draws in a layout engine, pictures and fonts, and minutes of compiling.

mod file;
mod filter;
mod font;
mod object;
mod page;
mod same;

use std::collections::BTreeSet;
use std::sync::Arc;

use encoding_rs::{UTF_16BE, UTF_16LE};

use self::file::{Entry, File};
use self::object::{Dict, Object};
use self::page::{Fonts, Painter};
use super::contents::{External, Reason, Role, Spot, Unread, What};
use super::gather::{Gather, add_name};
use super::kind::Kind;
use super::{exif, picture, within, xmp};

/// Looks into a PDF.
pub(super) fn look(gather: &mut Gather<'_>, bytes: &[u8]) {
    let limits = gather.limits;
    match File::read(bytes, limits, &mut gather.budget) {
        Ok(file) => {
            if let Err(reason) = all(gather, &file) {
                gather.refuse(reason);
            }
        }
        Err(reason) => gather.refuse(reason),
    }
}

fn all(gather: &mut Gather<'_>, file: &File<'_>) -> Result<(), Reason> {
    let pages = pages(gather, file);
    if file.is_encrypted() {
        gather.find(Spot::File, What::Encrypted);
        return Ok(());
    }
    if file.replaced > 0 {
        gather.find(Spot::File, What::PdfEarlierVersion { objects: file.replaced });
    }
    information(gather, file);
    let mut fields = 0;
    for (number, entry) in &file.objects {
        walk(gather, file, &entry.value, &mut fields);
        stream(gather, file, *number, entry)?;
    }
    if fields > 0 {
        gather.find(Spot::File, What::PdfForm { fields });
    }
    if pages.is_empty() {
        return Err(Reason::Damaged);
    }
    texts(gather, file, &pages)
}

/// A page, with the resources it inherits.
struct Page<'f> {
    dict: &'f Dict,
    resources: Option<&'f Dict>,
}

/// All pages: those of the tree in its order, then those it does not name.
fn pages<'f>(gather: &Gather<'_>, file: &'f File<'_>) -> Vec<Page<'f>> {
    let root = file.trailers.iter().rev().find_map(|trailer| file.sub(trailer, "Root"));
    let catalog = root.or_else(|| {
        let mut dicts = file.objects.values().filter_map(|entry| entry.value.dict());
        dicts.find(|dict| dict.is("Type", "Catalog"))
    });
    let (mut pages, mut seen) = (Vec::new(), BTreeSet::new());
    // Many nodes may share one list of pages.
    let mut most = gather.limits.objects;
    let mut left: Vec<(&Object, Option<&Dict>)> = catalog
        .and_then(|catalog| catalog.get("Pages"))
        .map(|top| (top, None))
        .into_iter()
        .collect();
    while let Some((object, inherited)) = left.pop() {
        if let Object::Ref(number) = object
            && !seen.insert(*number)
        {
            continue;
        }
        let Some(dict) = file.get(object).dict() else { continue };
        let resources = file.sub(dict, "Resources").or(inherited);
        match file.value(dict, "Kids").and_then(Object::list) {
            Some(kids) => {
                let kids = &kids[..kids.len().min(most)];
                most -= kids.len();
                left.extend(kids.iter().rev().map(|kid| (kid, resources)));
            }
            None => pages.push(Page { dict, resources }),
        }
    }
    for (number, entry) in &file.objects {
        if let Some(dict) = entry.value.dict()
            && dict.is("Type", "Page")
            && !seen.contains(number)
        {
            pages.push(Page { dict, resources: file.sub(dict, "Resources") });
        }
    }
    pages
}

fn texts(gather: &mut Gather<'_>, file: &File<'_>, pages: &[Page<'_>]) -> Result<(), Reason> {
    let (limits, mut fonts) = (gather.limits, Fonts::new());
    let mut marks = Marks { count: 0, authors: Vec::new(), left: limits.objects };
    let (mut bare, mut any_text) = (Vec::new(), false);
    for (number, page) in (1..).zip(pages) {
        let bytes = contents(gather, file, page.dict)?;
        let painter = Painter::new(file, &mut gather.budget, limits, &mut fonts);
        let shown = painter.page(&bytes, page.resources)?;
        gather.text(Spot::Page(number), &shown.text);
        if shown.unreadable {
            gather.find(Spot::Page(number), What::TextNotRead(Unread::Font));
        }
        let has_text = !shown.text.trim().is_empty();
        any_text |= has_text || shown.unreadable;
        if !has_text && !shown.unreadable && shown.pictures {
            bare.push(number);
        }
        annotations(gather, file, page.dict, number, &mut marks);
    }
    if !bare.is_empty() {
        gather.find(Spot::File, What::PagesWithoutText { pages: bare, all: !any_text });
    }
    if marks.count > 0 {
        let what = What::PdfAnnotations { count: marks.count, authors: marks.authors };
        gather.find(Spot::File, what);
    }
    Ok(())
}

/// What draws a page: one stream, or several read as one.
fn contents(gather: &mut Gather<'_>, file: &File<'_>, page: &Dict) -> Result<Vec<u8>, Reason> {
    let Some(object) = page.get("Contents") else { return Ok(Vec::new()) };
    let list = match file.get(object) {
        Object::List(list) => list.as_slice(),
        _ => std::slice::from_ref(object),
    };
    let mut all = Vec::new();
    for part in list {
        if let Some((_, entry)) = file.entry(part)
            && let Some(bytes) = file.decode(entry, &mut gather.budget)?
        {
            all.extend(bytes);
            all.push(b'\n');
        }
    }
    Ok(all)
}

/// Marks on all pages.
struct Marks {
    count: u32,
    authors: Vec<String>,
    /// How many more are looked at: pages may share one list.
    left: usize,
}

fn annotations(
    gather: &mut Gather<'_>,
    file: &File<'_>,
    page: &Dict,
    number: u32,
    marks: &mut Marks,
) {
    let list = file.value(page, "Annots").and_then(Object::list).unwrap_or_default();
    let list = &list[..list.len().min(marks.left)];
    marks.left -= list.len();
    for annotation in list.iter().filter_map(|object| file.get(object).dict()) {
        let kind = file.value(annotation, "Subtype").and_then(Object::name).unwrap_or_default();
        if let Some(text) = file.value(annotation, "Contents").and_then(Object::text) {
            gather.text(Spot::Annotation { page: number }, &text_of(text));
        }
        // A pop-up shows another mark's text; links and fields are told of elsewhere.
        if matches!(kind, "Link" | "Widget" | "Popup" | "") {
            continue;
        }
        marks.count = marks.count.saturating_add(1);
        if let Some(author) = file.value(annotation, "T").and_then(Object::text) {
            let author = text_of(author);
            gather.text(Spot::Annotation { page: number }, &author);
            add_name(&mut marks.authors, &author);
        }
    }
}

/// The properties of the file.
fn information(gather: &mut Gather<'_>, file: &File<'_>) {
    let mut read = BTreeSet::new();
    for info in file.trailers.iter().filter_map(|trailer| file.sub(trailer, "Info")) {
        if !read.insert(std::ptr::from_ref(info)) {
            continue;
        }
        for (key, value) in &info.0 {
            let Some(text) = file.get(value).text().map(text_of) else { continue };
            let spot = Spot::Property(key.clone());
            match key.as_str() {
                "Creator" | "Producer" | "CreationDate" | "ModDate" | "Trapped"
                | "SourceModified" | "PTEX.Fullbanner" => continue,
                "Author" if !text.trim().is_empty() => {
                    let name = text.trim().to_owned();
                    gather.find(spot.clone(), What::Person { role: Role::Author, name });
                }
                "Company" if !text.trim().is_empty() => {
                    gather.find(spot.clone(), What::Company(text.trim().to_owned()));
                }
                "Title" | "Subject" | "Keywords" | "Author" | "Company" => {}
                _ => {
                    let what = What::CustomProperty { name: key.clone(), value: text.clone() };
                    gather.find(spot.clone(), what);
                }
            }
            gather.text(spot, &text);
        }
    }
}

/// Goes through an object for what acts by itself, holds a file or leads elsewhere. How deep
/// objects nest is bounded where they are read.
fn walk(gather: &mut Gather<'_>, file: &File<'_>, object: &Object, fields: &mut u32) {
    match object {
        Object::List(list) => list.iter().for_each(|one| walk(gather, file, one, fields)),
        Object::Dict(dict) => {
            told(gather, file, dict, fields);
            dict.0.iter().for_each(|(_, value)| walk(gather, file, value, fields));
        }
        _ => {}
    }
}

fn told(gather: &mut Gather<'_>, file: &File<'_>, dict: &Dict, fields: &mut u32) {
    let text = |key: &str| file.value(dict, key).and_then(Object::text).map(text_of);
    let action = file.value(dict, "S").and_then(Object::name).unwrap_or_default();
    if action == "JavaScript" || dict.get("JS").is_some() {
        gather.find(Spot::File, What::PdfJavaScript);
    }
    match action {
        "Launch" => gather.find(Spot::File, What::PdfLaunch),
        "URI" => gather.text(Spot::Link, &text("URI").unwrap_or_default()),
        "GoToR" | "GoToE" | "SubmitForm" | "ImportData" => {
            let target =
                file.sub(dict, "F").and_then(|f| file.value(f, "F")).and_then(Object::text);
            let target = target.map(text_of).or_else(|| text("F")).unwrap_or_default();
            gather.find(Spot::File, What::External { kind: External::Data, target });
        }
        _ => {}
    }
    if let Some(packed) = file.sub(dict, "EF") {
        let name = text("UF").or_else(|| text("F")).unwrap_or_default();
        embedded(gather, file, packed, name);
    }
    let kind = file.value(dict, "Subtype").and_then(Object::name);
    if matches!(kind, Some("RichMedia" | "3D" | "Movie" | "Sound" | "Screen")) {
        let name = kind.unwrap_or_default().to_owned();
        gather.find(Spot::File, What::EmbeddedFile { name });
    }
    if dict.get("XFA").is_some() {
        *fields = fields.saturating_add(1);
    }
    // A signature is a field too, but nobody fills it in.
    let field = file.value(dict, "FT").and_then(Object::name).filter(|kind| *kind != "Sig");
    if field.is_some() {
        *fields = fields.saturating_add(1);
        let name = text("T").unwrap_or_default();
        gather.text(Spot::Property(name), &text("V").unwrap_or_default());
    }
    // A bookmark.
    if dict.get("Title").is_some() && dict.get("Parent").is_some() {
        gather.text(Spot::Property("Outlines".to_owned()), &text("Title").unwrap_or_default());
    }
}

fn embedded(gather: &mut Gather<'_>, file: &File<'_>, packed: &Dict, name: String) {
    gather.find(Spot::File, What::EmbeddedFile { name: name.clone() });
    let entry = ["UF", "F"].iter().find_map(|key| file.entry(packed.get(key)?));
    let Some((_, entry)) = entry else { return };
    match file.decode(entry, &mut gather.budget) {
        Ok(Some(bytes)) => within(gather, Arc::from(name), &bytes),
        Ok(None) => gather.find(Spot::File, What::TextNotRead(Unread::Packing)),
        Err(reason) => gather.refuse(reason),
    }
}

/// Streams that tell of people: XMP, and photographs with EXIF.
fn stream(
    gather: &mut Gather<'_>,
    file: &File<'_>,
    number: u32,
    entry: &Entry,
) -> Result<(), Reason> {
    let Some(dict) = entry.value.dict().filter(|_| entry.stream.is_some()) else { return Ok(()) };
    if dict.is("Type", "Metadata")
        && let Some(bytes) = file.decode(entry, &mut gather.budget)?
    {
        xmp::look(gather, &bytes);
    }
    let raw = file.raw(entry);
    if dict.is("Subtype", "Image") && raw.starts_with(&[0xFF, 0xD8, 0xFF]) {
        let name = format!("Image {number}");
        gather.enter(Arc::from(name), |gather| picture::look(gather, Kind::Jpeg, raw));
    }
    Ok(())
}

/// A text outside pages: UTF-16 or UTF-8 with its mark, or what the producer's system wrote.
fn text_of(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => UTF_16BE.decode_without_bom_handling(rest).0.into_owned(),
        [0xFF, 0xFE, rest @ ..] => UTF_16LE.decode_without_bom_handling(rest).0.into_owned(),
        bytes => exif::text_of(bytes),
    }
}
