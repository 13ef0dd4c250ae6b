//! Markdown → HTML, for a page under a strict content security policy.
//!
//! It writes what a screen reader needs (table headings, captions, notes with a way back) and
//! nothing a policy forbids: no script, no style, no class a body chose. It knows no routes: each
//! destination is put to the caller, and what the caller does not know stays words. It refuses
//! every address that is not plainly relative, http, https, mailto or tel.

mod address;
mod headings;
mod html;
mod links;
mod notes;
mod sanitise;
mod table;

use std::mem;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Tag, TagEnd};
use serde::Serialize;

use self::headings::{Ids, Outline};
use self::html::{attribute, escape};
use self::links::{OpenImage, OpenLink, target};
use self::notes::Notes;
use self::sanitise::{Aside, Vetting};
use self::table::{Table, is_caption};
use crate::content::markdown::{self, Words, joins};

/// Where a destination leads, as the caller decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum RawHtml {
    /// Blocks go with their text, tags go and leave the words between them.
    Drop,
    /// A short list of harmless elements stays, without ids, classes or styles.
    Sanitise,
}

/// How a body is set on its page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Options {
    /// What becomes of HTML written in the body.
    pub raw_html: RawHtml,
    /// The level of the body's top headings: 2 under a page's own h1.
    pub heading_base: u8,
    /// The name of the list of notes (`脚注`), also spoken before a note's number.
    pub footnote_label: String,
    /// What every id begins with, so that two bodies on a page do not collide.
    pub id_prefix: String,
    /// What a table is called, out of sight, that no line above names and no heading precedes.
    pub table_name: String,
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

#[cfg(test)]
mod tests;
