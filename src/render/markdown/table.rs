//! Tables: column headings that say so, alignment by class, a caption from the line above,
//! else from the heading.

use pulldown_cmark::Alignment;

use super::Writer;
use super::html::{attribute, escape};

#[derive(Default)]
pub(super) struct Table {
    pub(super) alignments: Vec<Alignment>,
    pub(super) column: usize,
    pub(super) in_head: bool,
    pub(super) has_body: bool,
    pub(super) cell: usize,
    /// The words of the head, as HTML without markup, where the rows are figures.
    labels: Vec<String>,
}

impl Table {
    /// Whether its rows are figures under a first column that names them: these fold into cards on
    /// a small screen, as the tables of the pages do.
    fn is_of_figures(&self) -> bool {
        let figures = self.alignments.get(1..).unwrap_or_default();
        let is_figure = |alignment: &Alignment| matches!(alignment, Alignment::Right);
        !figures.is_empty() && figures.iter().all(is_figure)
    }
}

impl Writer<'_, '_> {
    pub(super) fn start_table(&mut self, alignments: Vec<Alignment>, caption: Option<usize>) {
        let caption = caption.map(|start| self.out.split_off(start));
        self.table = Table { alignments, ..Table::default() };
        self.open("div", &attribute("class", "table"));
        let class = self.table.is_of_figures().then(|| attribute("class", "t cards compact"));
        self.open("table", &class.unwrap_or_default());
        self.out.push('\n');
        if let Some(caption) = caption {
            self.open("caption", "");
            self.out.push_str(caption_words(&caption));
            self.close_block("caption");
            return;
        }
        // A reader who jumps from table to table hears at least where this one stands.
        let name = self.headings.last().map_or(&self.options.table_name, |heading| &heading.text);
        if !name.is_empty() {
            let name = name.clone();
            self.open("caption", &attribute("class", "vh"));
            escape(&mut self.out, &name);
            self.close_block("caption");
        }
    }

    pub(super) fn end_cell(&mut self) {
        self.end_block();
        let content = self.out.split_off(self.table.cell);
        let mut attributes = String::new();
        if self.table.is_of_figures() {
            return self.end_figure(&content);
        }
        // An empty heading would be read out as one; an empty cell is passed over.
        let name = if self.table.in_head && !content.is_empty() {
            attributes.push_str(" scope=\"col\"");
            "th"
        } else {
            "td"
        };
        attributes.push_str(match self.table.alignments.get(self.table.column) {
            Some(Alignment::Left) => " class=\"left\"",
            Some(Alignment::Center) => " class=\"center\"",
            Some(Alignment::Right) => " class=\"right\"",
            _ => "",
        });
        self.table.column += 1;
        self.open(name, &attributes);
        self.out.push_str(&content);
        self.close(name);
    }
}

impl Writer<'_, '_> {
    /// A cell of a table of figures: the head labels each figure, the first cell its row.
    fn end_figure(&mut self, content: &str) {
        let column = self.table.column;
        self.table.column += 1;
        let (name, attributes) = match (self.table.in_head, column) {
            (true, 0) if content.is_empty() => ("td", String::new()),
            (true, 0) => ("th", " scope=\"col\" class=\"wide\"".to_owned()),
            (true, _) => ("th", " scope=\"col\" class=\"n\"".to_owned()),
            (false, 0) => ("th", " scope=\"row\"".to_owned()),
            (false, _) => {
                let label = self.table.labels.get(column).map_or("", String::as_str);
                ("td", format!(" class=\"n\" data-label=\"{label}\""))
            }
        };
        if self.table.in_head {
            self.table.labels.push(without_markup(content));
        }
        self.open(name, &attributes);
        self.out.push_str(content);
        self.close(name);
    }
}

/// HTML without its tags; what was escaped stays so.
fn without_markup(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => text.push(c),
            _ => {}
        }
    }
    text
}

/// Tells whether a paragraph, so far written as HTML, is a table's caption: `表：…`, `表 2-1：…`,
/// `Table: …`.
pub(super) fn is_caption(paragraph: &str) -> bool {
    paragraph.strip_prefix("<p>").is_some_and(|words| caption_label(words).is_some())
}

/// The label's length and whether it numbers the table.
fn caption_label(words: &str) -> Option<(usize, bool)> {
    let name = ["表", "Table"].into_iter().find(|name| words.starts_with(name))?;
    let number = &words[name.len()..];
    let end = number.find(['：', ':'])?;
    let numbering = number[..end].trim();
    let numbers =
        |c: char| c.is_ascii_digit() || "-.–—".contains(c) || "一二三四五六七八九十".contains(c);
    if numbering.len() > 20 || !numbering.chars().all(numbers) {
        return None;
    }
    let colon = number[end..].chars().next().map_or(0, char::len_utf8);
    Some((name.len() + end + colon, !numbering.is_empty()))
}

/// The words of a caption: a number stays, a bare `表：` has done its work.
fn caption_words(paragraph: &str) -> &str {
    let words = paragraph.trim_end();
    let words = words.strip_prefix("<p>").unwrap_or(words);
    let words = words.strip_suffix("</p>").unwrap_or(words);
    match caption_label(words) {
        Some((length, false)) => words[length..].trim_start(),
        _ => words,
    }
}
