//! A piece of a portal's header or footer, as a site puts it into every page.
//!
//! The piece is a file of the theme. It is read once, and written anew from what was understood of
//! it: elements and attributes that are known to do no harm under the pages' policy, each closed,
//! and addresses that lead right from every page. What is neither is a fault at its place, and the
//! piece is left out.

use std::ops::Range;
use std::sync::Arc;

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use super::assets::Assets;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Source, Text};
use crate::say;
use crate::site::{Route, Site};

/// Elements a piece may hold. It lies in the page's own header or footer, so it can be neither, and
/// the page's one main heading is elsewhere.
const ELEMENTS: &[&str] = &[
    "a", "abbr", "address", "b", "br", "button", "dd", "details", "div", "dl", "dt", "em", "form",
    "hr", "i", "img", "input", "label", "li", "link", "nav", "ol", "option", "p", "script",
    "search", "select", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td",
    "th", "thead", "time", "tr", "u", "ul",
];

/// Elements that have nothing to close.
const VOID: &[&str] = &["br", "hr", "img", "input", "link"];

/// Attributes a piece may use, beside those for who cannot see it (`aria-…`) and `data-…`.
const ATTRIBUTES: &[&str] = &[
    "accesskey",
    "action",
    "alt",
    "autocomplete",
    "checked",
    "class",
    "colspan",
    "datetime",
    "defer",
    "dir",
    "for",
    "height",
    "hidden",
    "href",
    "id",
    "lang",
    "loading",
    "maxlength",
    "media",
    "method",
    "name",
    "open",
    "placeholder",
    "rel",
    "role",
    "rowspan",
    "scope",
    "selected",
    "size",
    "src",
    "tabindex",
    "target",
    "title",
    "type",
    "value",
    "width",
];

/// A piece, ready for every page.
#[derive(Debug, Clone, Default)]
pub struct Fragment {
    pieces: Vec<Piece>,
    /// Its words, and the addresses it leads to as they are written.
    said: Vec<String>,
    links: Vec<String>,
}

/// Markup, or an address from the site's top.
#[derive(Debug, Clone, PartialEq)]
enum Piece {
    Markup(String),
    Address(String),
}

/// Where an address in a piece leads.
enum Way {
    /// As written, from every page.
    As,
    /// Below the site's top, to a page or file of it.
    Top(String),
}

/// What is done with an address.
#[derive(Clone, Copy, PartialEq)]
enum Use {
    /// A reader follows it.
    Followed,
    /// A browser fetches it for the page.
    Fetched,
    /// What a reader types is sent there.
    Sent,
}

impl Fragment {
    /// Reads a piece, lying at `name` in its theme; nothing of it where it has a fault.
    pub fn read(source: &Arc<Source>, name: &str, assets: &Assets, out: &mut Diagnostics) -> Self {
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        let reader = Reader {
            source,
            folder,
            assets,
            made: Self::default(),
            text: String::new(),
            open: Vec::new(),
            faults: Vec::new(),
        };
        let (made, faults) = reader.read();
        let is_sound = faults.is_empty();
        out.extend(faults);
        if is_sound { made } else { Self::default() }
    }

    /// Whether it says some words.
    pub fn says(&self, words: &str) -> bool {
        self.said.iter().any(|said| said.contains(words))
    }

    /// Whether it leads to an address.
    pub fn leads_to(&self, address: &str) -> bool {
        self.links.iter().any(|link| link == address)
    }

    /// The piece on a page whose way to the site's top is `root`.
    pub fn on(&self, site: &Site, root: &str) -> String {
        let mut html = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Markup(markup) => html.push_str(markup),
                Piece::Address(address) => {
                    escape(&mut html, root);
                    escape(&mut html, &href(site, address));
                }
            }
        }
        html
    }
}

/// An address from the site's top, as links are written in this site: a page's own way where there
/// is such a page.
fn href(site: &Site, address: &str) -> String {
    let end = address.find(['?', '#']).unwrap_or(address.len());
    let (path, rest) = address.split_at(end);
    let route = Route::new(path);
    match site.pages.contains_key(&route) {
        true => format!("{}{rest}", site.href(&route)),
        false => address.to_owned(),
    }
}

struct Reader<'a> {
    source: &'a Arc<Source>,
    /// Where the piece lies in the theme; what it names lies beside it.
    folder: &'a str,
    assets: &'a Assets,
    made: Fragment,
    /// What is to become the next piece.
    text: String,
    /// The elements still to be closed, and where each was opened.
    open: Vec<(String, Range<usize>)>,
    faults: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn read(mut self) -> (Fragment, Vec<Diagnostic>) {
        let mut emitter = DefaultEmitter::<usize>::new_with_span();
        emitter.naively_switch_states(true);
        for token in Tokenizer::new_with_emitter(self.source.text.as_str(), emitter) {
            let Ok(token) = token;
            match token {
                Token::StartTag(tag) => self.start(&tag),
                Token::EndTag(tag) => {
                    self.end(&String::from_utf8_lossy(&tag.name), tag.span.start..tag.span.end);
                }
                Token::String(text) => self
                    .words(&String::from_utf8_lossy(&text.value), text.span.start..text.span.end),
                // A note of the portal's own is nothing to readers.
                Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
            }
        }
        self.unclosed(0);
        self.cut();
        (self.made, self.faults)
    }

    fn words(&mut self, words: &str, span: Range<usize>) {
        let is_code = self.open.last().is_some_and(|(name, _)| name == "script");
        if is_code && !words.trim().is_empty() {
            self.refuse(
                span,
                say!("片段里直接写了脚本", "a script stands in the piece itself"),
                say!(
                    "存成旁边的 .js 文件，写 <script src=\"…\" defer></script>",
                    "keep it as a file beside the piece: <script src=\"…\" defer></script>"
                ),
            );
        }
        self.made.said.push(words.to_owned());
        escape(&mut self.text, words);
    }

    fn start(&mut self, tag: &StartTag<usize>) {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        let span = tag.span.start..tag.span.end;
        if !ELEMENTS.contains(&name.as_str()) {
            let help = instead_of(&name);
            let message = say!("片段里不能有 <{name}>", "a piece cannot hold `<{name}>`");
            self.refuse(span.clone(), message, help);
        }
        self.text.push('<');
        self.text.push_str(&name);
        for (attribute, value) in &tag.attributes {
            let attribute = String::from_utf8_lossy(attribute);
            let value = String::from_utf8_lossy(&value.value);
            self.attribute(&name, &attribute, &value, &span);
        }
        self.text.push('>');
        self.require(&name, tag, &span);
        if !VOID.contains(&name.as_str()) {
            self.open.push((name, span));
        }
    }

    /// What some elements must say.
    fn require(&mut self, name: &str, tag: &StartTag<usize>, span: &Range<usize>) {
        let has = |attribute: &str| tag.attributes.contains_key(attribute.as_bytes());
        if name == "img" && !has("alt") {
            self.refuse(
                span.clone(),
                say!("图片没有替代文字", "the picture has no words for who cannot see it"),
                say!(
                    "写上 alt=\"……\"，只作装饰的写 alt=\"\"",
                    "add alt=\"…\", or alt=\"\" where it only adorns"
                ),
            );
        }
    }

    fn attribute(&mut self, element: &str, name: &str, value: &str, span: &Range<usize>) {
        let is_known = ATTRIBUTES.contains(&name)
            || ["aria-", "data-"].iter().any(|start| name.starts_with(start));
        if !is_known {
            self.refuse(
                span.clone(),
                say!("片段里不能用属性 {name}", "a piece cannot use the attribute `{name}`"),
                say!(
                    "样式写进旁边的 .css 文件，脚本写进 .js 文件",
                    "keep styles in a .css file beside it and scripts in a .js file"
                ),
            );
            return;
        }
        self.text.push(' ');
        self.text.push_str(name);
        self.text.push_str("=\"");
        match (use_of(element, name), value) {
            (Some(purpose), address) => match self.way(address.trim(), purpose, span) {
                Way::As => {
                    self.made.links.push(address.trim().to_owned());
                    escape(&mut self.text, address.trim());
                }
                Way::Top(address) => {
                    self.cut();
                    self.made.pieces.push(Piece::Address(address));
                }
            },
            (None, value) => escape(&mut self.text, value),
        }
        self.text.push('"');
    }

    /// Where an address leads, from whichever page.
    fn way(&mut self, address: &str, purpose: Use, span: &Range<usize>) -> Way {
        if address.starts_with('#') && purpose == Use::Followed {
            return Way::As;
        }
        let scheme = address.split(['/', '?', '#']).next().filter(|first| first.contains(':'));
        if scheme.is_some() || address.starts_with("//") {
            let scheme = scheme.unwrap_or("https:").to_ascii_lowercase();
            let is_safe =
                ["http:", "https:", "mailto:", "tel:"].iter().any(|s| scheme.starts_with(s));
            match purpose {
                Use::Followed if is_safe => {}
                Use::Followed => self.refuse(
                    span.clone(),
                    say!("网址“{address}”不是网页", "`{address}` leads to no page"),
                    say!(
                        "写 https:// 开头的网址，或站内的路径",
                        "give an address of the web or of the site"
                    ),
                ),
                Use::Fetched => self.refuse(
                    span.clone(),
                    say!(
                        "片段从别的网站加载“{address}”",
                        "the piece fetches `{address}` from another site"
                    ),
                    say!(
                        "把文件放在片段旁边，用相对路径",
                        "put the file beside the piece and name it by a relative path"
                    ),
                ),
                Use::Sent => self.refuse(
                    span.clone(),
                    say!(
                        "表单提交到别的网站“{address}”",
                        "the form sends to another site, `{address}`"
                    ),
                    say!(
                        "提交到本网站，例如 action=\"/search\"",
                        "send to the same host, as action=\"/search\""
                    ),
                ),
            }
            return Way::As;
        }
        // From the top of the host, where the portal's own lies.
        if address.starts_with('/') {
            return Way::As;
        }
        match purpose {
            Use::Followed | Use::Sent => match self.beside(address) {
                Some(asset) => Way::Top(asset),
                None => Way::Top(address.trim_start_matches("./").to_owned()),
            },
            Use::Fetched => match self.beside(address) {
                Some(asset) => Way::Top(asset),
                None => {
                    let folder = self.folder;
                    self.refuse(
                        span.clone(),
                        say!(
                            "片段旁边没有文件“{address}”",
                            "there is no file `{address}` beside the piece"
                        ),
                        say!(
                            "放进主题的 {folder}/，或改正文件名",
                            "put it into {folder}/ of the theme, or mend the name"
                        ),
                    );
                    Way::As
                }
            },
        }
    }

    /// The address of a file of the theme beside the piece.
    fn beside(&self, name: &str) -> Option<String> {
        let name = name.trim_start_matches("./");
        match self.folder {
            "" => self.assets.href(name),
            folder => self.assets.href(&format!("{folder}/{name}")),
        }
    }

    fn end(&mut self, name: &str, span: Range<usize>) {
        if VOID.contains(&name) {
            return;
        }
        let Some(at) = self.open.iter().rposition(|(opened, _)| opened == name) else {
            self.refuse(
                span,
                say!("</{name}> 没有可结束的", "`</{name}>` ends nothing that is open"),
                say!("删去", "take it out"),
            );
            return;
        };
        self.unclosed(at + 1);
        self.open.pop();
        self.text.push_str("</");
        self.text.push_str(name);
        self.text.push('>');
    }

    /// Tells of the elements from one on that were never closed, and forgets them.
    fn unclosed(&mut self, from: usize) {
        for (name, span) in self.open.split_off(from) {
            self.refuse(
                span,
                say!("<{name}> 没有结束", "`<{name}>` is never closed"),
                say!("在该结束的地方写上 </{name}>", "write </{name}> where it ends"),
            );
        }
    }

    /// Ends the piece of markup being written.
    fn cut(&mut self) {
        if !self.text.is_empty() {
            self.made.pieces.push(Piece::Markup(std::mem::take(&mut self.text)));
        }
    }

    fn refuse(&mut self, span: Range<usize>, message: Text, help: Text) {
        let place = Place::new(self.source, span);
        self.faults.push(Diagnostic::new(Code::BadFragment, place, message).help(help));
    }
}

/// What the address in an attribute is for, if it is one.
fn use_of(element: &str, attribute: &str) -> Option<Use> {
    match (element, attribute) {
        ("link" | "script" | "img" | "input", "href" | "src") => Some(Use::Fetched),
        (_, "src") => Some(Use::Fetched),
        (_, "action") => Some(Use::Sent),
        (_, "href") => Some(Use::Followed),
        _ => None,
    }
}

/// What to do in place of an element a piece cannot hold.
fn instead_of(element: &str) -> Text {
    match element {
        "style" => say!(
            "存成旁边的 .css 文件，写 <link rel=\"stylesheet\" href=\"…\">",
            "keep it as a file beside the piece: <link rel=\"stylesheet\" href=\"…\">"
        ),
        "header" | "footer" | "main" | "section" => say!(
            "片段放在网页自己的页头、页脚里，改用 <div>",
            "the piece lies in the page's own header or footer; use a <div>"
        ),
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
            say!("标题留给网页的正文，改用 <p>", "headings are the page's own; use a <p>")
        }
        "svg" => say!(
            "存成旁边的 .svg 文件，用 <img>",
            "keep it as a file beside the piece, and use an <img>"
        ),
        "html" | "head" | "body" | "title" | "meta" | "base" => say!(
            "只留页头或页脚的那一段，不是整张网页",
            "keep only the piece for the header or footer, not a whole page"
        ),
        _ => say!("删去，或改用 <div>、<span>", "take it out, or use a <div> or <span>"),
    }
}

fn escape(html: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            c => html.push(c),
        }
    }
}

#[cfg(test)]
mod tests;
