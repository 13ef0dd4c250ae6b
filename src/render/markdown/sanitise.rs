//! Raw HTML of a body, where it may stay at all.
//!
//! The whole fragment goes through ammonia, because a `<details>` may open in one block and close
//! in another. Bodies may not use ids, classes or roles, and our own markup does: its attributes
//! are set aside before and put back after, under a name the body does not contain. What would
//! swallow or bury the markup after it (`<textarea>`, an open comment, a tag without an end) never
//! gets that far.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::{Arc, Mutex};

use ammonia::{Builder, UrlRelative};

use super::html::attribute;
use super::{Target, address};

/// Elements a body may use. Headings are not among them: levels and ids are ours to keep in order.
const ALLOWED: &[&str] = &[
    "a",
    "abbr",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "u",
    "ul",
    "var",
    "wbr",
];

/// Elements that only our own markup uses.
const OURS: &[&str] = &["h1", "h2", "h3", "h4", "h5", "h6", "section"];

/// Elements whose text is not for readers, or is not markup: they go with all they contain.
const HIDDEN: &[&str] = &[
    "iframe",
    "math",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "plaintext",
    "script",
    "select",
    "style",
    "svg",
    "template",
    "textarea",
    "title",
    "xmp",
];

/// Elements that have nothing to close.
const VOID: &[&str] = &["br", "col", "hr", "img", "wbr"];

/// Elements that may be left open: the next of their kind ends them, so they do not pile up.
const LIGHT: &[&str] =
    &["colgroup", "dd", "dt", "li", "p", "rp", "rt", "tbody", "td", "tfoot", "th", "thead", "tr"];

/// Raw elements open at once; more is an accident or an attack, and costs the parser dearly.
const DEEPEST: usize = 64;

/// The longest tag let through: a parser compares each attribute with those before it.
const LONGEST_TAG: usize = 8192;

/// Our own attributes while raw HTML is being cleaned.
pub(super) struct Aside {
    name: String,
    kept: Vec<String>,
}

impl Aside {
    /// Chooses a name that the body does not contain.
    pub(super) fn new(body: &str) -> Self {
        const START: &str = "data-ls";
        let body = body.to_ascii_lowercase();
        let taken: BTreeSet<&str> = body
            .match_indices(START)
            .map(|(at, _)| {
                let rest = &body[at + START.len()..];
                let end = rest.find(|c: char| !c.is_ascii_digit());
                &rest[..end.unwrap_or(rest.len())]
            })
            .collect();
        let mut number = 0_usize;
        while taken.contains(number.to_string().as_str()) {
            number += 1;
        }
        Aside { name: format!("{START}{number}x"), kept: Vec::new() }
    }

    /// Keeps attributes and gives what stands in for them.
    pub(super) fn keep(&mut self, attributes: &str) -> String {
        self.kept.push(attributes.to_owned());
        format!(" {}=\"{}\"", self.name, self.kept.len() - 1)
    }

    /// Cleans a fragment, asks where the addresses in its raw HTML lead, and puts our own
    /// attributes back.
    pub(super) fn sanitise(self, html: &str, lead: &dyn Fn(&str, bool) -> Target) -> String {
        // Ammonia may call from anywhere, `lead` may not: addresses are gathered, then asked for.
        let addresses: Arc<Mutex<Vec<(String, bool)>>> = Arc::default();
        let (gathered, name) = (Arc::clone(&addresses), self.name.clone());
        let mut builder = builder();
        builder.add_tags(OURS).add_generic_attributes([self.name.as_str()]).attribute_filter(
            move |element, attribute, value| {
                let image = attribute == "src";
                if !image && attribute != "href" {
                    return Some(value.into());
                }
                let mut gathered = gathered.lock().ok()?;
                gathered.push((value.to_owned(), image && element == "img"));
                Some(format!("{name}-{}", gathered.len() - 1).into())
            },
        );
        let cleaned = builder.clean(html).to_string();
        let addresses = addresses.lock().map_or_else(|_| Vec::new(), |found| found.clone());
        self.restore(&cleaned, &addresses, lead)
    }

    fn restore(
        &self,
        cleaned: &str,
        addresses: &[(String, bool)],
        lead: &dyn Fn(&str, bool) -> Target,
    ) -> String {
        let mut out = String::with_capacity(cleaned.len());
        let mut rest = cleaned;
        while let Some(at) = rest.find(&self.name) {
            let before = &rest[..at];
            let after = &rest[at + self.name.len()..];
            let digits = after.trim_start_matches(['=', '"', '-']);
            let skipped = after.len() - digits.len();
            let length = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
            let index: usize = digits[..length].parse().unwrap_or(usize::MAX);
            // The quote that closes the stand-in goes with it.
            rest = after.get(skipped + length + 1..).unwrap_or_default();
            if let Some(before) = before.strip_suffix(' ') {
                out.push_str(before);
                out.push_str(self.kept.get(index).map_or("", String::as_str));
                continue;
            }
            let before = before
                .strip_suffix(" href=\"")
                .or_else(|| before.strip_suffix(" src=\""))
                .unwrap_or(before);
            out.push_str(before);
            if let Some((address, image)) = addresses.get(index) {
                out.push_str(&led(lead(address, *image), *image));
            }
        }
        out.push_str(rest);
        out
    }
}

/// The attributes of a raw link or image, given where it leads.
fn led(target: Target, image: bool) -> String {
    match (target, image) {
        (Target::Href(href), true) => {
            attribute("src", &address::encode(&href)) + " loading=\"lazy\""
        }
        (Target::Plain, _) | (_, true) => String::new(),
        (target, false) => super::links::anchor(&target, "").unwrap_or_default(),
    }
}

/// What a raw tag does to the text after it.
pub(super) enum Hiding {
    /// Hides it until the element of this name ends.
    From(String),
    /// Shows it again.
    Over,
}

/// Tells whether a raw tag begins or ends an element whose text is not for readers.
pub(super) fn hides(html: &str, hidden: Option<&str>) -> Option<Hiding> {
    let tag = Tags::new(html).next()?;
    match hidden {
        Some(name) if tag.closes && tag.name == name => Some(Hiding::Over),
        None if !tag.closes
            && !html.ends_with("/>")
            && HIDDEN.binary_search(&tag.name.as_str()).is_ok() =>
        {
            Some(Hiding::From(tag.name))
        }
        _ => None,
    }
}

/// Watches raw HTML on its way into the page.
#[derive(Default, Clone)]
pub(super) struct Vetting {
    open: Vec<String>,
    light: BTreeMap<String, usize>,
    too_deep: bool,
}

impl Vetting {
    /// Tells whether raw elements have piled up past what is safe to parse.
    pub(super) fn too_deep(&self) -> bool {
        self.too_deep
    }

    /// Tells whether an inline tag may pass: an allowed one, and no end without a beginning, which
    /// would end our own.
    pub(super) fn admits(&mut self, html: &str) -> bool {
        let mut tags = Tags::new(html);
        match (tags.next(), tags.next()) {
            (Some(tag), None) if tags.plain && tag.is_allowed() => self.count(&tag),
            _ => false,
        }
    }

    /// Gives what may pass of a block: all of it, or what is left when it is cleaned by itself.
    pub(super) fn block(&mut self, html: &str) -> String {
        /// Cleaned by themselves, larger blocks could hold one tag with too many attributes.
        const LARGEST: usize = 65536;
        let mut after = self.clone();
        let mut tags = Tags::new(html);
        if tags.by_ref().all(|tag| tag.is_allowed() && after.count(&tag)) && tags.plain {
            *self = after;
            return html.to_owned();
        }
        let mut alone = Vetting::default();
        Tags::new(html).for_each(|tag| {
            alone.count(&tag);
        });
        if alone.too_deep || html.len() > LARGEST {
            return String::new();
        }
        builder().clean(html).to_string()
    }

    /// Takes note of a tag; tells whether it is in its place.
    fn count(&mut self, tag: &Tag) -> bool {
        if VOID.contains(&tag.name.as_str()) {
            return !tag.closes;
        }
        if LIGHT.contains(&tag.name.as_str()) {
            let open = self.light.entry(tag.name.clone()).or_default();
            if tag.closes && *open == 0 {
                return false;
            }
            *open = if tag.closes { *open - 1 } else { *open + 1 };
            return true;
        }
        if !tag.closes {
            if self.open.len() < DEEPEST {
                self.open.push(tag.name.clone());
            } else {
                self.too_deep = true;
            }
            return true;
        }
        let place = self.open.iter().rposition(|open| *open == tag.name);
        if let Some(place) = place {
            self.open.remove(place);
        }
        place.is_some()
    }
}

struct Tag {
    name: String,
    closes: bool,
}

impl Tag {
    fn is_allowed(&self) -> bool {
        ALLOWED.binary_search(&self.name.as_str()).is_ok()
    }
}

/// Finds the tags of raw HTML, and whether they are written so plainly that every parser agrees.
struct Tags<'a> {
    rest: &'a str,
    /// So far there is nothing but text and well-formed tags.
    plain: bool,
}

impl<'a> Tags<'a> {
    fn new(html: &'a str) -> Self {
        Tags { rest: html, plain: true }
    }

    /// The length of what follows a tag's name, `>` included, if it is plain.
    fn attributes(text: &str) -> Option<usize> {
        let bytes = text.as_bytes();
        let mut at = 0;
        loop {
            match bytes.get(at)? {
                b'>' => return (at < LONGEST_TAG).then_some(at + 1),
                b'=' => {
                    at += 1;
                    at += bytes[at..].iter().take_while(|b| b.is_ascii_whitespace()).count();
                    let quote = *bytes.get(at)?;
                    if quote == b'"' || quote == b'\'' {
                        let length = bytes[at + 1..].iter().position(|b| *b == quote)?;
                        at += length + 2;
                    }
                }
                b'"' | b'\'' | b'<' | b'`' => return None,
                _ => at += 1,
            }
            if at > LONGEST_TAG {
                return None;
            }
        }
    }
}

impl Iterator for Tags<'_> {
    type Item = Tag;

    fn next(&mut self) -> Option<Tag> {
        loop {
            let at = self.rest.find('<')?;
            self.rest = &self.rest[at + 1..];
            let (closes, named) = match self.rest.strip_prefix('/') {
                Some(named) => (true, named),
                None => (false, self.rest),
            };
            if !named.starts_with(|c: char| c.is_ascii_alphabetic()) {
                // A comment, a declaration, `</3`; or a bare `<`, which is text to every parser.
                self.plain &= !closes && !self.rest.starts_with(['!', '?']);
                continue;
            }
            let end = named
                .find(|c: char| c.is_whitespace() || matches!(c, '/' | '>'))
                .unwrap_or(named.len());
            let name: String = named[..end].chars().take(32).collect();
            self.rest = &named[end..];
            match Self::attributes(self.rest) {
                Some(length) => self.rest = &self.rest[length..],
                None => self.plain = false,
            }
            return Some(Tag { name: name.to_ascii_lowercase(), closes });
        }
    }
}

/// The rules for raw HTML.
fn builder<'a>() -> Builder<'a> {
    let attributes: HashMap<&str, HashSet<&str>> = [
        ("a", &["href", "hreflang"][..]),
        ("bdo", &["dir"]),
        ("col", &["span"]),
        ("colgroup", &["span"]),
        ("del", &["datetime"]),
        ("details", &["open"]),
        ("img", &["src", "alt", "width", "height"]),
        ("ins", &["datetime"]),
        ("ol", &["start", "reversed"]),
        ("td", &["colspan", "rowspan"]),
        ("th", &["colspan", "rowspan", "scope"]),
        ("time", &["datetime"]),
    ]
    .into_iter()
    .map(|(name, attributes)| (name, attributes.iter().copied().collect()))
    .collect();
    let mut builder = Builder::empty();
    builder
        .tags(ALLOWED.iter().copied().collect())
        .clean_content_tags(HIDDEN.iter().copied().collect())
        .tag_attributes(attributes)
        .generic_attributes(["lang", "title"].into_iter().collect())
        .url_schemes(["http", "https", "mailto", "tel"].into_iter().collect())
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None)
        .strip_comments(true);
    builder
}
