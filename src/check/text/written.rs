//! Everything somebody wrote that the public may come to read, wherever it was written: Markdown,
//! the tables beside records, what of the settings is printed, and the theme of the site's own.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use anyhow::Result;
use rayon::prelude::*;

use super::bodies;
use super::glyphs::{self, Oddity};
use super::rows::{self, Row};
use crate::attachment::Limits;
use crate::check::Subject;
use crate::check::page::{Html, Part};
use crate::content::{self, Map, Node, Value};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Source};
use crate::model::{Kind, Model, RecordId, Settings, publicity};
use crate::tree::{Entry, SitePath, Tree};

/// A text as it was written down.
pub struct Written<'a> {
    pub source: &'a Arc<Source>,
    /// Whose it is; none for what is the site's own.
    pub record: Option<RecordId>,
    /// The bytes it takes in its file.
    span: Range<usize>,
    form: Form<'a>,
    odd: OnceLock<Vec<(usize, char, Oddity)>>,
}

/// How a text is written.
#[derive(Clone, Copy)]
enum Form<'a> {
    /// Front matter, and a body that begins behind it.
    Markdown {
        body: usize,
    },
    /// A table, or texts that are read one by one.
    Rows(&'a [Row]),
    Plain,
}

impl<'a> Written<'a> {
    fn new(
        source: &'a Arc<Source>,
        record: Option<RecordId>,
        span: Range<usize>,
        form: Form<'a>,
    ) -> Self {
        Self { source, record, span, form, odd: OnceLock::new() }
    }

    /// The text, front matter included.
    pub fn words(&self) -> &'a str {
        self.source.text.get(self.span.clone()).unwrap_or("")
    }

    /// Some bytes of the text as a place.
    pub fn place(&self, span: Range<usize>) -> Place {
        let start = self.span.start;
        Place::new(self.source, start + span.start..start + span.end)
    }

    /// The bytes a body begins at, of a text that has front matter.
    pub fn body(&self) -> Option<usize> {
        match self.form {
            Form::Markdown { body } => Some(body),
            Form::Rows(_) | Form::Plain => None,
        }
    }

    /// The rows of a text that is no running one.
    pub fn rows(&self) -> Option<&'a [Row]> {
        match self.form {
            Form::Rows(rows) => Some(rows),
            Form::Markdown { .. } | Form::Plain => None,
        }
    }

    /// Its odd characters, in order; looked for once for all rules.
    pub fn odd(&self) -> &[(usize, char, Oddity)] {
        self.odd.get_or_init(|| glyphs::odd(self.words()).collect())
    }
}

/// Every text of a site.
pub fn of_all<'a>(model: &'a Model, beside: Option<&'a Beside>) -> Vec<Written<'a>> {
    let markdown = bodies(model).map(|(record, body)| {
        let form = Form::Markdown { body: body.span.start };
        Written::new(&body.source, record, 0..body.source.text.len(), form)
    });
    let settings = &model.settings;
    let printed = printed(settings).into_iter();
    let printed = printed.map(|span| Written::new(&settings.source, None, span, Form::Plain));
    let beside = beside.into_iter().flat_map(|beside| &beside.files).map(|file| {
        let span = 0..file.source.text.len();
        Written::new(&file.source, file.record, span, Form::Rows(&file.rows))
    });
    markdown.chain(printed).chain(beside).collect()
}

/// Tells what is found in each text, several texts at a time.
pub fn in_each_text(
    of: &Subject,
    out: &mut Diagnostics,
    find: impl Fn(&Written) -> Vec<Diagnostic> + Sync + Send,
) {
    out.extend(of.written().par_iter().flat_map_iter(find).collect::<Vec<Diagnostic>>());
}

/// The settings whose words stand on pages; the others are lists for the rules, or addresses.
const PRINTED: [&str; 3] = ["title", "identity", "words"];

fn printed(settings: &Settings) -> Vec<Range<usize>> {
    let source = &settings.source;
    let map = content::toml_map(source, &mut Diagnostics::new());
    let pairs = map.entries.iter().filter(|pair| PRINTED.contains(&pair.key(source)));
    let mut spans = Vec::new();
    pairs.for_each(|pair| values(&pair.value, source, &mut spans));
    spans
}

/// The bytes of all texts of TOML, without their quotes.
fn values(node: &Node, source: &Source, spans: &mut Vec<Range<usize>>) {
    match &node.value {
        Value::Text(_) => {
            let written = source.text.get(node.span.clone()).unwrap_or("");
            let inner = written.trim_matches(['"', '\'']);
            let start =
                node.span.start + written.len() - written.trim_start_matches(['"', '\'']).len();
            spans.push(start..start + inner.len());
        }
        Value::List(nodes) => nodes.iter().for_each(|node| values(node, source, spans)),
        Value::Map(map) => all_values(map, source, spans),
        Value::Null | Value::Unreadable => {}
    }
}

fn all_values(map: &Map, source: &Source, spans: &mut Vec<Range<usize>>) {
    map.entries.iter().for_each(|pair| values(&pair.value, source, spans));
}

/// What is written beside the Markdown and the settings: the tables of records of which more than
/// rates is published, and the theme of the site's own.
#[derive(Debug, Default)]
pub struct Beside {
    files: Vec<File>,
}

#[derive(Debug)]
struct File {
    record: Option<RecordId>,
    source: Arc<Source>,
    rows: Vec<Row>,
}

impl Beside {
    /// Reads them; what cannot be read was told when the site was.
    pub fn read(tree: &dyn Tree, model: &Model) -> Result<Self> {
        let mut files = Vec::new();
        let tables = tables(model);
        let listed = if tables.is_empty() { Default::default() } else { tree.list("content")? };
        let is_small = |path: &SitePath| {
            let entry = listed.get(path).filter(|entry| matches!(entry, Entry::File(_)));
            entry.and_then(Entry::bytes).is_some_and(|bytes| bytes <= Limits::default().file)
        };
        for (record, path) in tables.into_iter().filter(|(_, path)| is_small(path)) {
            let read = table(&path, tree.read(&path)?);
            files.extend(read.map(|(source, rows)| File { record: Some(record), source, rows }));
        }
        let folder = format!("themes/{}", model.settings.look.name);
        if SitePath::new(&folder).is_none() {
            return Ok(Self { files });
        }
        for (path, entry) in tree.list(&folder)? {
            let speaks = SPEAKING.iter().any(|ending| path.as_str().ends_with(ending));
            if !speaks || !matches!(entry, Entry::File(_)) {
                continue;
            }
            let source = content::source(&path, tree.read(&path)?, &mut Vec::new());
            files.extend(source.map(|source| {
                let rows = of_theme(&source);
                File { record: None, source, rows }
            }));
        }
        Ok(Self { files })
    }
}

/// The tables of all records, as CSV and as workbooks, whether they are there or not.
fn tables(model: &Model) -> Vec<(RecordId, SitePath)> {
    let mut tables = Vec::new();
    for kind in Kind::ALL {
        let names = kind.tables().iter().filter(|name| **name != publicity::CASES);
        let stems: Vec<&str> = names.filter_map(|name| name.strip_suffix(".csv")).collect();
        for record in model.records(kind).filter(|_| !stems.is_empty()) {
            let Some(folder) = &model.base(record).folder else { continue };
            let paths = stems
                .iter()
                .flat_map(|stem| ["csv", "xlsx"].map(|ending| format!("{folder}/{stem}.{ending}")));
            tables.extend(paths.filter_map(|path| Some((record, SitePath::new(&path)?))));
        }
    }
    tables
}

fn table(path: &SitePath, bytes: Vec<u8>) -> Option<(Arc<Source>, Vec<Row>)> {
    if path.as_str().ends_with(".csv") {
        let source = content::source(path, bytes, &mut Vec::new())?;
        let rows = rows::of_csv(&source.text);
        return Some((source, rows));
    }
    let read = content::read_workbook(&Arc::from(path), &bytes, &mut Vec::new())?;
    let cells = std::iter::once(&read.head).chain(read.rows.iter().map(|row| &row.cells));
    let filled = |cells: &Vec<content::Cell>| -> Row {
        let filled = cells.iter().filter(|cell| !cell.text.is_empty());
        filled.map(|cell| cell.span.clone()).collect()
    };
    Some((read.source.clone(), cells.map(filled).collect()))
}

/// The files of a theme that say something: templates, signs and words. Scripts and styles do not.
const SPEAKING: [&str; 4] = [".html", ".xml", ".svg", ".toml"];

/// The texts of such a file, one by one.
fn of_theme(source: &Arc<Source>) -> Vec<Row> {
    let mut spans = Vec::new();
    if source.path.ends_with(".toml") {
        all_values(&content::toml_map(source, &mut Diagnostics::new()), source, &mut spans);
    } else {
        let html = Html::read(&source.text);
        spans.extend(html.parts().filter_map(|part| match part {
            Part::Text(letters) => Some(letters.span()),
            _ => None,
        }));
    }
    spans.into_iter().map(rows::alone).collect()
}
