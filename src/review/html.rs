//! A review as one file of HTML that can be sent on and printed: no script, nothing from elsewhere.

use std::io::Write;

use anyhow::Result;
use serde::Serialize;
use tera::{Context, Tera};

use super::Piece;
use super::told::{Item, Line, Says, Section, Told};
use crate::words::Words;

const TEMPLATE: &str = include_str!("review.html");

/// Everything the template is given, as finished text.
#[derive(Serialize)]
struct View<'a> {
    lang: &'a str,
    heading: &'a str,
    under: &'a str,
    alarms: &'a [String],
    lead: &'a str,
    before: &'a str,
    after: &'a str,
    sections: Vec<SectionView<'a>>,
}

#[derive(Serialize)]
struct SectionView<'a> {
    title: &'a str,
    items: Vec<ItemView<'a>>,
}

#[derive(Serialize)]
struct ItemView<'a> {
    badge: Option<&'a str>,
    title: &'a str,
    of: Option<&'a str>,
    note: Option<&'a str>,
    lines: Vec<LineView<'a>>,
}

#[derive(Serialize)]
struct LineView<'a> {
    label: &'a str,
    note: Option<&'a str>,
    /// Whether the note must not be read over.
    is_alarm: bool,
    before: Vec<Run<'a>>,
    after: Vec<Run<'a>>,
}

/// Text of one sort: `same`, `del` or `ins`.
#[derive(Serialize)]
struct Run<'a> {
    sort: &'static str,
    text: &'a str,
}

/// Writes it.
pub fn write(told: &Told, words: &Words, out: &mut dyn Write) -> Result<()> {
    let mut tera = Tera::default();
    tera.add_raw_template("review.html", TEMPLATE)?;
    let view = View {
        lang: words.language().tag(),
        heading: &told.heading,
        under: &told.under,
        alarms: &told.alarms,
        lead: &told.lead,
        before: words.get("rv_before"),
        after: words.get("rv_after"),
        sections: told.sections.iter().map(section).collect(),
    };
    let mut context = Context::new();
    context.insert("view", &view);
    write!(out, "{}", tera.render("review.html", &context)?)?;
    Ok(())
}

fn section(section: &Section) -> SectionView<'_> {
    SectionView { title: &section.title, items: section.items.iter().map(item).collect() }
}

fn item(item: &Item) -> ItemView<'_> {
    ItemView {
        badge: item.badge.as_deref(),
        title: &item.title,
        of: item.of.as_deref(),
        note: item.note.as_deref(),
        lines: item.lines.iter().map(line).collect(),
    }
}

fn line(line: &Line) -> LineView<'_> {
    let one = |sort, text| vec![Run { sort, text }];
    let (before, after) = match &line.says {
        Says::FromTo(from, to) => (one("del", from), one("ins", to)),
        Says::Words(pieces) => (runs(pieces, true), runs(pieces, false)),
        Says::Added(text) => (Vec::new(), one("ins", text)),
        Says::Removed(text) => (one("del", text), Vec::new()),
        // A remark is of what there will be.
        Says::Plain(text) => (Vec::new(), one("same", text)),
    };
    let (label, note, is_alarm) = (&line.label, line.note.as_deref(), line.is_alarm);
    LineView { label, note, is_alarm, before, after }
}

/// What a piece is on a side; none where it is not there.
fn run(piece: &Piece, is_before: bool) -> Option<Run<'_>> {
    match piece {
        Piece::Same(text) => Some(Run { sort: "same", text }),
        Piece::Removed(text) => is_before.then_some(Run { sort: "del", text }),
        Piece::Added(text) => (!is_before).then_some(Run { sort: "ins", text }),
        Piece::Cut => Some(Run { sort: "same", text: "……" }),
    }
}

/// The pieces of one side.
fn runs(pieces: &[Piece], is_before: bool) -> Vec<Run<'_>> {
    let found: Vec<Run> = pieces.iter().filter_map(|piece| run(piece, is_before)).collect();
    match found.iter().any(|run| run.text != "……") {
        true => found,
        false => Vec::new(),
    }
}
