//! Markdown → HTML, for a page under a strict content security policy.
//!
//! It writes what a screen reader needs (table headings, captions, notes with a way back) and
//! nothing a policy forbids: no script, no style, no class a body chose. It knows no routes: each
//! destination is put to the caller, and what the caller does not know stays words. It refuses
//! every address that is not plainly relative, http, https, mailto or tel.

mod address;
mod headings;
mod html;
mod sanitise;

use std::collections::BTreeMap;
use std::mem;
use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, CowStr, Event, LinkType, Tag, TagEnd};

use self::headings::{Ids, Outline};
use self::html::{attribute, escape};
use self::sanitise::{Aside, Vetting};
use crate::content::markdown::{self, Words, has_chinese, joins};

/// Where a destination leads, as the caller decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A page or image of the site.
    Href(String),
    /// A file to take away; the note (`PDF，120 KB`) stands after the link.
    Download {
        /// Where the file is.
        href: String,
        /// What a reader should know before taking it.
        note: String,
    },
    /// No link: only the words are kept.
    Plain,
    /// Another site. An image there becomes a link, because no page calls on another host.
    External(String),
}

/// What becomes of HTML written in a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RawHtml {
    /// Blocks go with their text, tags go and leave the words between them.
    Drop,
    /// A short list of harmless elements stays, without ids, classes or styles.
    Sanitise,
}

/// How a body is set on its page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// What becomes of HTML written in the body.
    pub raw_html: RawHtml,
    /// The level of the body's top headings: 2 under a page's own h1.
    pub heading_base: u8,
    /// The name of the list of notes (`脚注`), also spoken before a note's number.
    pub footnote_label: String,
    /// What every id begins with, so that two bodies on a page do not collide.
    pub id_prefix: String,
}

/// A heading as written, for a table of contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6, never more than one below the heading it stands under.
    pub level: u8,
    /// Its id on the page.
    pub id: String,
    /// Its words without markup.
    pub text: String,
}

/// A body as HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// The fragment.
    pub html: String,
    /// Its headings in order.
    pub headings: Vec<Heading>,
}

/// Puts a destination, and whether an image wants it, to the caller.
type Resolve<'a> = &'a dyn Fn(&str, bool) -> Target;

/// Elements nested deeper than this are left out and their words kept: browsers stop at 512, and
/// the sanitiser's work grows with depth.
const DEEPEST: usize = 100;

/// Renders a body; `resolve` is asked where each destination leads, and whether as an image.
///
/// Addresses of a scheme other than http, https, mailto and tel never reach `resolve`, nor the page
/// if `resolve` answers with one.
pub fn to_html(body: &str, options: &Options, resolve: &dyn Fn(&str, bool) -> Target) -> Rendered {
    let sanitise = options.raw_html == RawHtml::Sanitise
        && body.contains('<')
        && !markdown::raw_html(body).is_empty();
    if sanitise
        && let Some(rendered) = Writer::new(options, resolve, Some(Aside::new(body))).run(body)
    {
        return rendered;
    }
    Writer::new(options, resolve, None)
        .run(body)
        .unwrap_or_else(|| unreachable!("only HTML that is kept can be too deep"))
}

type Spanned<'a> = (Event<'a>, Range<usize>);

struct Writer<'a, 'o> {
    options: &'o Options,
    resolve: Resolve<'o>,
    out: String,
    headings: Vec<Heading>,
    outline: Outline,
    ids: Ids,
    /// Present where raw HTML is kept: our own attributes wait here while it is sanitised.
    aside: Option<Aside>,
    vetting: Vetting,
    depth: usize,
    /// The last character shown in this block, and where a line break after it would go.
    last: Option<char>,
    line_break: Option<usize>,
    heading: Option<(usize, Words)>,
    link: Option<OpenLink>,
    image: Option<OpenImage<'a>>,
    paragraph: usize,
    /// Where a paragraph begins that would caption a table following at once.
    caption: Option<usize>,
    table: Table,
    html_block: Option<String>,
    /// Inside a raw element, such as `script`, whose text is not for readers.
    hidden: Option<String>,
    notes: Notes<'a>,
}

struct OpenLink {
    start: usize,
    /// An `a` is open; else it is only words.
    anchored: bool,
    /// What stands after it.
    note: String,
    /// Shown when it has no words of its own.
    fallback: String,
}

struct OpenImage<'a> {
    destination: CowStr<'a>,
    title: CowStr<'a>,
    words: Words,
    nested: usize,
}

#[derive(Default)]
struct Table {
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
    has_body: bool,
    cell: usize,
}

/// Notes: definitions as they are met, numbers as they are called for.
#[derive(Default)]
struct Notes<'a> {
    reading: Vec<(String, Vec<Event<'a>>)>,
    definitions: BTreeMap<String, Vec<Event<'a>>>,
    numbers: BTreeMap<String, usize>,
    /// By number: the name, and how often it is called.
    called: Vec<(String, usize)>,
}

impl<'a, 'o> Writer<'a, 'o> {
    fn new(options: &'o Options, resolve: Resolve<'o>, aside: Option<Aside>) -> Self {
        Writer {
            options,
            resolve,
            out: String::new(),
            headings: Vec::new(),
            outline: Outline::new(options.heading_base),
            ids: Ids::default(),
            aside,
            vetting: Vetting::default(),
            depth: 0,
            last: None,
            line_break: None,
            heading: None,
            link: None,
            image: None,
            paragraph: 0,
            caption: None,
            table: Table::default(),
            html_block: None,
            hidden: None,
            notes: Notes::default(),
        }
    }

    /// Renders; nothing comes back if the raw HTML it keeps nests too deep to be trusted.
    fn run(mut self, body: &'a str) -> Option<Rendered> {
        for (event, _) in markdown::events(body) {
            self.sort(event);
        }
        self.footnotes();
        if self.vetting.too_deep() {
            return None;
        }
        let html = match self.aside {
            None => self.out,
            Some(aside) => {
                aside.sanitise(&self.out, &|url, image| target(self.resolve, url, image))
            }
        };
        Some(Rendered { html, headings: self.headings })
    }

    /// Sets the definitions of notes aside and writes the rest.
    fn sort(&mut self, event: Event<'a>) {
        match event {
            Event::Start(Tag::FootnoteDefinition(name)) => {
                self.notes.reading.push((name.to_lowercase(), Vec::new()));
            }
            Event::End(TagEnd::FootnoteDefinition) => {
                if let Some((name, events)) = self.notes.reading.pop() {
                    self.notes.definitions.entry(name).or_insert(events);
                }
            }
            event => match self.notes.reading.last_mut() {
                Some((_, events)) => events.push(event),
                None => self.write(event),
            },
        }
    }

    fn write(&mut self, event: Event<'a>) {
        let caption = self.caption.take();
        if self.image.is_some() {
            self.describe_image(event);
            return;
        }
        match event {
            Event::Start(Tag::Table(alignments)) => self.start_table(alignments, caption),
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text),
            Event::Code(code) => {
                self.break_line(code.chars().next());
                if self.hidden.is_none() {
                    self.open("code", "");
                    self.words(&code);
                    self.close("code");
                }
            }
            Event::Html(html) => match &mut self.html_block {
                Some(block) => block.push_str(&html),
                None => self.raw_tag(&html),
            },
            Event::InlineHtml(html) => self.raw_tag(&html),
            Event::FootnoteReference(name) => self.call_note(&name),
            Event::SoftBreak => {
                self.line_break = Some(self.out.len());
                self.heading_words(Words::line_break);
            }
            Event::HardBreak => {
                self.out.push_str("<br>\n");
                self.last = None;
                self.line_break = None;
                self.heading_words(Words::line_break);
            }
            Event::Rule => self.out.push_str("<hr>\n"),
            // Extensions that are not turned on.
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text),
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'a>) {
        match tag {
            Tag::Paragraph => {
                self.start_block();
                self.paragraph = self.out.len();
                self.open("p", "");
            }
            Tag::Heading { .. } => {
                self.start_block();
                self.heading = Some((self.out.len(), Words::default()));
            }
            Tag::BlockQuote(_) => self.open_block("blockquote", ""),
            Tag::CodeBlock(kind) => {
                self.start_block();
                self.open("pre", "");
                self.open("code", &language(&kind));
            }
            Tag::HtmlBlock => self.html_block = Some(String::new()),
            Tag::List(None) => self.open_block("ul", ""),
            Tag::List(Some(1)) => self.open_block("ol", ""),
            Tag::List(Some(first)) => self.open_block("ol", &format!(" start=\"{first}\"")),
            Tag::Item => {
                self.start_block();
                self.open("li", "");
            }
            Tag::TableHead => {
                self.table.in_head = true;
                self.table.column = 0;
                self.open("thead", "");
                self.open("tr", "");
            }
            Tag::TableRow => {
                if !mem::replace(&mut self.table.has_body, true) {
                    self.open("tbody", "");
                    self.out.push('\n');
                }
                self.table.column = 0;
                self.open("tr", "");
            }
            Tag::TableCell => {
                self.start_block();
                self.table.cell = self.out.len();
            }
            Tag::Emphasis => self.open("em", ""),
            Tag::Strong => self.open("strong", ""),
            Tag::Strikethrough => self.open("del", ""),
            Tag::Link { link_type, dest_url, title, .. } => {
                let destination = match link_type {
                    LinkType::Email => format!("mailto:{dest_url}"),
                    _ => dest_url.into_string(),
                };
                self.start_link(&destination, &title);
            }
            Tag::Image { dest_url, title, .. } => {
                self.image = Some(OpenImage {
                    destination: dest_url,
                    title,
                    words: Words::default(),
                    nested: 0,
                });
            }
            // Sorted out before, or of extensions that are not turned on.
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => {
                self.end_block();
                if is_caption(&self.out[self.paragraph..]) {
                    self.caption = Some(self.paragraph);
                }
                self.close("p");
                self.out.push('\n');
            }
            TagEnd::Heading(level) => self.end_heading(level as u8),
            TagEnd::BlockQuote(_) => self.close_block("blockquote"),
            TagEnd::CodeBlock => {
                self.end_block();
                self.close("code");
                self.close_block("pre");
            }
            TagEnd::HtmlBlock => self.end_html_block(),
            TagEnd::List(true) => self.close_block("ol"),
            TagEnd::List(false) => self.close_block("ul"),
            TagEnd::Item => {
                self.end_block();
                self.close_block("li");
            }
            TagEnd::TableHead => {
                self.table.in_head = false;
                self.close("tr");
                self.close_block("thead");
            }
            TagEnd::TableRow => self.close_block("tr"),
            TagEnd::TableCell => self.end_cell(),
            TagEnd::Table => {
                if self.table.has_body {
                    self.close_block("tbody");
                }
                self.close("table");
                self.close_block("div");
                self.table = Table::default();
            }
            TagEnd::Emphasis => self.close("em"),
            TagEnd::Strong => self.close("strong"),
            TagEnd::Strikethrough => self.close("del"),
            TagEnd::Link => self.end_link(),
            _ => {}
        }
    }

    fn start_block(&mut self) {
        self.last = None;
        self.line_break = None;
    }

    fn end_block(&mut self) {
        self.start_block();
        self.hidden = None;
    }

    fn open_block(&mut self, name: &str, attributes: &str) {
        self.start_block();
        self.open(name, attributes);
        self.out.push('\n');
    }

    fn close_block(&mut self, name: &str) {
        self.close(name);
        self.out.push('\n');
    }

    fn open(&mut self, name: &str, attributes: &str) {
        self.depth += 1;
        if self.depth <= DEEPEST {
            self.tag(name, attributes);
        }
    }

    fn close(&mut self, name: &str) {
        if self.depth <= DEEPEST {
            self.out.push_str("</");
            self.out.push_str(name);
            self.out.push('>');
        }
        self.depth -= 1;
    }

    /// Writes an opening tag; while raw HTML is about, its attributes are set aside.
    fn tag(&mut self, name: &str, attributes: &str) {
        self.out.push('<');
        self.out.push_str(name);
        match &mut self.aside {
            Some(aside) if !attributes.is_empty() => {
                let stand_in = aside.keep(attributes);
                self.out.push_str(&stand_in);
            }
            _ => self.out.push_str(attributes),
        }
        self.out.push('>');
    }

    fn text(&mut self, text: &str) {
        if let Some(block) = &mut self.html_block {
            block.push_str(text);
            return;
        }
        if self.hidden.is_some() {
            return;
        }
        self.break_line(text.chars().next());
        self.words(text);
    }

    fn words(&mut self, text: &str) {
        escape(&mut self.out, text);
        self.last = text.chars().next_back().or(self.last);
        self.heading_words(|words| words.push(text));
    }

    fn heading_words(&mut self, change: impl FnOnce(&mut Words)) {
        if let Some((_, words)) = &mut self.heading {
            change(words);
        }
    }

    /// Writes the line break met before, now that the character after it is known.
    fn break_line(&mut self, next: Option<char>) {
        if let Some(place) = self.line_break.take()
            && !joins(self.last, next)
        {
            self.out.insert(place, '\n');
        }
    }

    fn end_heading(&mut self, level: u8) {
        self.end_block();
        let Some((start, words)) = self.heading.take() else {
            return;
        };
        let content = self.out.split_off(start);
        let text = words.finish();
        let level = self.outline.level(level);
        let id = self.ids.of(&self.options.id_prefix, &text);
        let name = format!("h{level}");
        self.open(&name, &attribute("id", &id));
        self.out.push_str(&content);
        self.close_block(&name);
        self.headings.push(Heading { level, id, text });
    }

    fn start_table(&mut self, alignments: Vec<Alignment>, caption: Option<usize>) {
        let caption = caption.map(|start| self.out.split_off(start));
        self.table = Table { alignments, ..Table::default() };
        self.open("div", &attribute("class", "table"));
        self.open("table", "");
        self.out.push('\n');
        if let Some(caption) = caption {
            self.open("caption", "");
            self.out.push_str(caption_words(&caption));
            self.close_block("caption");
        }
    }

    fn end_cell(&mut self) {
        self.end_block();
        let content = self.out.split_off(self.table.cell);
        let mut attributes = String::new();
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

    fn start_link(&mut self, destination: &str, title: &str) {
        let target = target(self.resolve, destination, false);
        let anchor = anchor(&target, title);
        if let Some(attributes) = &anchor {
            self.open("a", attributes);
        }
        self.link = Some(OpenLink {
            start: self.out.len(),
            anchored: anchor.is_some(),
            note: note(&target),
            fallback: destination.to_owned(),
        });
    }

    fn end_link(&mut self) {
        let Some(link) = self.link.take() else {
            return;
        };
        if link.anchored {
            if self.out.len() == link.start {
                self.break_line(link.fallback.chars().next());
                self.words(&link.fallback);
            }
            self.close("a");
        }
        self.note(&link.note);
    }

    fn note(&mut self, note: &str) {
        if !note.is_empty() {
            let (before, after) = if has_chinese(note) { ("（", "）") } else { (" (", ")") };
            self.open("span", &attribute("class", "note"));
            escape(&mut self.out, &format!("{before}{note}{after}"));
            self.close("span");
            self.last = after.chars().next_back();
        }
    }

    /// Takes what stands in `![…]` as plain words.
    fn describe_image(&mut self, event: Event<'a>) {
        let Some(image) = &mut self.image else {
            return;
        };
        match event {
            Event::Start(Tag::Image { .. }) => image.nested += 1,
            Event::End(TagEnd::Image) if image.nested > 0 => image.nested -= 1,
            Event::End(TagEnd::Image) => self.end_image(),
            Event::Text(text) | Event::Code(text) => image.words.push(&text),
            Event::SoftBreak | Event::HardBreak => image.words.line_break(),
            _ => {}
        }
    }

    fn end_image(&mut self) {
        let Some(image) = self.image.take() else {
            return;
        };
        let words = image.words.finish();
        self.heading_words(|heading| heading.push(&words));
        let target = target(self.resolve, &image.destination, true);
        if let Target::Href(source) = &target {
            self.break_line(None);
            let mut attributes = attribute("src", &address::encode(source));
            attributes.push_str(&attribute("alt", &words));
            if !image.title.is_empty() {
                attributes.push_str(&attribute("title", &image.title));
            }
            attributes.push_str(" loading=\"lazy\"");
            self.tag("img", &attributes);
            self.last = None;
            return;
        }
        // Not to be shown: its words stand for it, as a link to it unless they are in one.
        let anchor = anchor(&target, &image.title).filter(|_| self.link.is_none());
        let words = if words.is_empty() && anchor.is_some() {
            image.destination.into_string()
        } else {
            words
        };
        self.break_line(words.chars().next());
        if let Some(attributes) = &anchor {
            self.open("a", attributes);
        }
        escape(&mut self.out, &words);
        self.last = words.chars().next_back().or(self.last);
        if anchor.is_some() {
            self.close("a");
            self.note(&note(&target));
        }
    }

    fn raw_tag(&mut self, html: &str) {
        match sanitise::hides(html, self.hidden.as_deref()) {
            Some(sanitise::Hiding::From(name)) => self.hidden = Some(name),
            Some(sanitise::Hiding::Over) => self.hidden = None,
            None => {}
        }
        if self.aside.is_some() && self.hidden.is_none() && self.vetting.admits(html) {
            self.out.push_str(html);
        }
    }

    fn end_html_block(&mut self) {
        let Some(html) = self.html_block.take() else {
            return;
        };
        if self.aside.is_some() {
            let kept = self.vetting.block(&html);
            self.out.push_str(&kept);
            self.out.push('\n');
        }
    }

    fn call_note(&mut self, name: &str) {
        let name = name.to_lowercase();
        let next = self.notes.called.len() + 1;
        let number = *self.notes.numbers.entry(name.clone()).or_insert(next);
        if number == next {
            self.notes.called.push((name, 0));
        }
        let calls = &mut self.notes.called[number - 1].1;
        *calls += 1;
        let calls = *calls;
        // A note belongs to what it follows: no space in Chinese, and as written elsewhere.
        self.break_line(self.last);
        let id = self.call_id(number, calls);
        let label = format!("{} {number}", self.options.footnote_label);
        self.open("sup", &(attribute("class", "footnote") + &attribute("id", &id)));
        if self.link.is_none() {
            let mut attributes = attribute("href", &format!("#{}", self.note_id(number)));
            attributes.push_str(" role=\"doc-noteref\"");
            attributes.push_str(&attribute("aria-label", &label));
            self.open("a", &attributes);
            self.out.push_str(&number.to_string());
            self.close("a");
        } else {
            self.out.push_str(&number.to_string());
        }
        self.close("sup");
    }

    /// A colon keeps these apart from the ids of headings, which have none.
    fn note_id(&self, number: usize) -> String {
        format!("{}fn:{number}", self.options.id_prefix)
    }

    fn call_id(&self, number: usize, call: usize) -> String {
        let prefix = &self.options.id_prefix;
        match call {
            1 => format!("{prefix}fnref:{number}"),
            _ => format!("{prefix}fnref:{number}-{call}"),
        }
    }

    /// Writes the notes that were called, in that order; a note may call another.
    fn footnotes(&mut self) {
        if self.notes.called.is_empty() {
            return;
        }
        let label = self.options.footnote_label.clone();
        let mut attributes = attribute("class", "footnotes");
        attributes.push_str(" role=\"doc-endnotes\"");
        attributes.push_str(&attribute("aria-label", &label));
        self.open_block("section", &attributes);
        self.open_block("ol", "");
        let mut starts = Vec::new();
        let mut number = 0;
        while let Some((name, _)) = self.notes.called.get(number) {
            number += 1;
            let events = self.notes.definitions.remove(name).unwrap_or_default();
            self.start_block();
            let id = self.note_id(number);
            self.open("li", &attribute("id", &id));
            for event in events {
                self.write(event);
            }
            self.end_block();
            // The ways back are known once the last note has been read: a later one may call this.
            starts.push(self.out.len());
            self.close_block("li");
        }
        self.close_block("ol");
        self.close_block("section");
        self.ways_back(&starts, &label);
    }

    /// Puts a link back to each call at the end of each note.
    fn ways_back(&mut self, ends: &[usize], label: &str) {
        let written = mem::take(&mut self.out);
        let mut from = 0;
        for (index, &end) in ends.iter().enumerate() {
            let note = &written[from..end];
            let (note, close) = match note.strip_suffix("</p>\n") {
                Some(open) => (open, "</p>\n"),
                None => (note, ""),
            };
            self.out.push_str(note);
            let number = index + 1;
            for call in 1..=self.notes.called[index].1 {
                let which = if call > 1 { format!(" {call}") } else { String::new() };
                let spoken = if has_chinese(label) {
                    format!("返回{label} {number} 的引用处{which}")
                } else {
                    format!("Back to reference {number}{which}")
                };
                let mut attributes = attribute("href", &format!("#{}", self.call_id(number, call)));
                attributes.push_str(" class=\"backlink\" role=\"doc-backlink\"");
                attributes.push_str(&attribute("aria-label", &spoken));
                self.out.push(' ');
                self.tag("a", &attributes);
                // The selector keeps phones from drawing the arrow as a picture.
                self.out.push_str("↩\u{fe0e}</a>");
            }
            self.out.push_str(close);
            from = end;
        }
        self.out.push_str(&written[from..]);
    }
}

/// Asks where a destination leads; an address that may not be linked leads nowhere, whoever says.
fn target(resolve: Resolve<'_>, destination: &str, image: bool) -> Target {
    if !address::is_safe(destination) {
        return Target::Plain;
    }
    match resolve(destination, image) {
        Target::Href(href) | Target::External(href) | Target::Download { href, .. }
            if !address::is_safe(&href) =>
        {
            Target::Plain
        }
        target => target,
    }
}

/// The attributes of a link, if there is to be one.
fn anchor(target: &Target, title: &str) -> Option<String> {
    let mut attributes = match target {
        Target::Plain => return None,
        Target::Href(href) => attribute("href", &address::encode(href)),
        Target::Download { href, .. } => {
            attribute("href", &address::encode(href)) + " class=\"download\""
        }
        Target::External(href) => {
            attribute("href", &address::encode(href)) + " class=\"external\" rel=\"noopener\""
        }
    };
    if !title.is_empty() {
        attributes.push_str(&attribute("title", title));
    }
    Some(attributes)
}

fn note(target: &Target) -> String {
    match target {
        Target::Download { note, .. } => note.clone(),
        _ => String::new(),
    }
}

/// The class that names a code block's language, if it has a plain name.
fn language(kind: &CodeBlockKind<'_>) -> String {
    let CodeBlockKind::Fenced(info) = kind else {
        return String::new();
    };
    let name = info.split([' ', ',', '\t']).next().unwrap_or_default();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '+' | '#' | '.');
    if name.is_empty() || !name.chars().all(plain) {
        return String::new();
    }
    attribute("class", &format!("language-{name}"))
}

/// Tells whether a paragraph, so far written as HTML, is a table's caption: `表：…`, `表 2-1：…`,
/// `Table: …`.
fn is_caption(paragraph: &str) -> bool {
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

#[cfg(test)]
mod tests;
