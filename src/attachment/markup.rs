//! SVG and HTML: their text, and what in them acts by itself.

use super::contents::{Active, Reason, Spot, What};
use super::gather::Gather;
use super::xml::{self, Node};

/// Looks into an SVG drawing.
pub(super) fn svg(gather: &mut Gather<'_>, bytes: &[u8]) {
    let (mut text, mut in_style) = (String::new(), false);
    gather.walk(bytes, |gather, node| match node {
        Node::Open(tag) => {
            let name = tag.name().to_owned();
            element(gather, &name);
            in_style = name.eq_ignore_ascii_case("style");
            let attributes: Vec<(String, String)> = tag.attrs().collect();
            attributes.iter().for_each(|(key, value)| attribute(gather, &name, key, value));
            // An animation may set an address or a handler.
            let target = attributes.iter().find(|(key, _)| key == "attributeName");
            if let Some((_, target)) = target {
                for (key, value) in &attributes {
                    if matches!(key.as_str(), "to" | "from" | "by" | "values") {
                        attribute(gather, &name, target, value);
                    }
                }
            }
        }
        Node::Text(more) if in_style => style(gather, more),
        Node::Text(more) => text.push_str(more),
        Node::Close("tspan") => text.push(' '),
        Node::Close(_) => {
            in_style = false;
            gather.text(Spot::File, &std::mem::take(&mut text));
        }
        // A style sheet from elsewhere.
        Node::Instruction(content) if content.starts_with("xml-stylesheet") => {
            active(gather, Active::External(content.to_owned()));
        }
        Node::Instruction(_) => {}
    });
}

/// Looks into a web page. Whether a browser would run a script is not told apart from whether
/// one is written: a page given out has to have none.
pub(super) fn html(gather: &mut Gather<'_>, bytes: &[u8]) {
    let Ok(decoded) = crate::content::decode(bytes.to_vec()) else {
        return gather.refuse(Reason::Damaged);
    };
    let mut rest = decoded.text.as_str();
    let (mut text, mut raw) = (String::new(), None::<String>);
    while !rest.is_empty() {
        // A script or style sheet ends at its own closing tag only.
        if let Some(name) = raw.take() {
            let (inner, behind) = rest.split_at(end_of_raw(rest, &name));
            if name == "style" {
                style(gather, inner);
            }
            rest = behind;
        }
        let next = rest.find('<').unwrap_or(rest.len());
        let (before, from) = rest.split_at(next);
        text.push_str(&xml::unescape(before));
        let Some(tag) = Tag::read(from) else {
            // A bracket that opens nothing is text.
            rest = from.get(1..).unwrap_or_default();
            continue;
        };
        rest = &from[tag.length..];
        if tag.is_comment {
            continue;
        }
        if !tag.closes {
            if matches!(tag.name.as_str(), "script" | "style") {
                raw = Some(tag.name.clone());
            }
            element(gather, &tag.name);
            for (key, value) in &tag.attributes {
                attribute(gather, &tag.name, key, &xml::unescape(value));
            }
        }
        if !INLINE.contains(&tag.name.as_str()) {
            gather.text(Spot::File, &std::mem::take(&mut text));
        }
    }
    gather.text(Spot::File, &text);
}

/// Where the closing tag of this name begins.
fn end_of_raw(text: &str, name: &str) -> usize {
    let closes = |at: usize| {
        let behind = text.as_bytes().get(at + 2..at + 2 + name.len());
        behind.is_some_and(|behind| behind.eq_ignore_ascii_case(name.as_bytes()))
    };
    text.match_indices("</").map(|(at, _)| at).find(|at| closes(*at)).unwrap_or(text.len())
}

const INLINE: [&str; 12] =
    ["a", "b", "i", "em", "strong", "span", "font", "u", "s", "sub", "sup", "small"];

fn active(gather: &mut Gather<'_>, what: Active) {
    gather.find(Spot::File, What::Active(what));
}

fn element(gather: &mut Gather<'_>, name: &str) {
    match name.to_ascii_lowercase().as_str() {
        "script" => active(gather, Active::Script),
        "foreignobject" | "iframe" | "object" | "embed" | "applet" | "frame" | "base"
        | "portal" | "handler" | "listener" => {
            active(gather, Active::Foreign(name.to_owned()));
        }
        _ => {}
    }
}

/// Attributes whose address the program fetches by itself.
const FETCHED: [&str; 8] =
    ["src", "srcset", "poster", "background", "data", "manifest", "action", "formaction"];

fn attribute(gather: &mut Gather<'_>, element: &str, key: &str, value: &str) {
    let name = xml::local(key).to_ascii_lowercase();
    let plain: String = value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let address = plain.to_ascii_lowercase();
    if name.len() > 2 && name.starts_with("on") {
        active(gather, Active::Handler(name.clone()));
    }
    if address.starts_with("javascript:")
        || address.starts_with("vbscript:")
        || address.starts_with("data:text/")
        || address.starts_with("data:image/svg")
    {
        active(gather, Active::ScriptAddress);
    }
    let element = element.to_ascii_lowercase();
    let is_link = element == "a" || element == "area";
    if name == "href" && is_link {
        return gather.text(Spot::Link, value);
    }
    let fetched = name == "href" || FETCHED.contains(&name.as_str());
    if fetched && !address.starts_with('#') && !address.starts_with("data:") && !address.is_empty()
    {
        active(gather, Active::External(value.to_owned()));
    }
    if name == "style" || value.contains("url(") {
        style(gather, value);
    }
    if matches!(name.as_str(), "alt" | "title" | "aria-label" | "content" | "placeholder") {
        gather.text(Spot::AltText, value);
    }
}

/// Looks through CSS for what is fetched.
fn style(gather: &mut Gather<'_>, css: &str) {
    if css.to_ascii_lowercase().contains("@import") {
        active(gather, Active::External("@import".to_owned()));
    }
    for address in css.split("url(").skip(1) {
        let address = address.trim_start_matches(['"', '\'', ' ']);
        let end = address.find(['"', '\'', ')']).unwrap_or(address.len());
        let address = &address[..end];
        if !address.starts_with('#') && !address.starts_with("data:") && !address.is_empty() {
            active(gather, Active::External(address.to_owned()));
        }
    }
}

/// A tag of HTML.
struct Tag<'a> {
    name: String,
    closes: bool,
    is_comment: bool,
    attributes: Vec<(&'a str, &'a str)>,
    length: usize,
}

impl<'a> Tag<'a> {
    /// The tag a text begins with.
    fn read(text: &'a str) -> Option<Self> {
        let none = |length| Self {
            name: String::new(),
            closes: false,
            is_comment: true,
            attributes: Vec::new(),
            length,
        };
        if text.starts_with("<!--") {
            return Some(none(text.find("-->").map_or(text.len(), |end| end + 3)));
        }
        if text.starts_with("<!") || text.starts_with("<?") {
            return Some(none(text.find('>').map_or(text.len(), |end| end + 1)));
        }
        let inner = text.strip_prefix('<')?;
        let closes = inner.starts_with('/');
        let inner = inner.strip_prefix('/').unwrap_or(inner);
        if !inner.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let end = inner.find(|c: char| c.is_whitespace() || c == '>' || c == '/');
        let (name, rest) = inner.split_at(end.unwrap_or(inner.len()));
        let (attributes, rest) = attributes(rest);
        let name = name.to_ascii_lowercase();
        Some(Self { name, closes, is_comment: false, attributes, length: text.len() - rest.len() })
    }
}

/// The attributes up to the end of a tag, and what comes behind it.
fn attributes(mut rest: &str) -> (Vec<(&str, &str)>, &str) {
    let mut found = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if let Some(behind) = rest.strip_prefix('>') {
            return (found, behind);
        }
        if rest.is_empty() {
            return (found, rest);
        }
        let first = rest.chars().next().map_or(1, char::len_utf8);
        let end = rest[first..].find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/'));
        let (key, behind) = rest.split_at(end.map_or(rest.len(), |end| end + first));
        let after = behind.trim_start();
        let Some(value) = after.strip_prefix('=') else {
            found.push((key, ""));
            rest = behind;
            continue;
        };
        let value = value.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (value, behind) = match quote {
            Some(quote) => {
                let inner = &value[1..];
                let end = inner.find(quote).unwrap_or(inner.len());
                (&inner[..end], inner.get(end + 1..).unwrap_or_default())
            }
            None => {
                let end = value.find(|c: char| c.is_whitespace() || c == '>');
                value.split_at(end.unwrap_or(value.len()))
            }
        };
        found.push((key, value));
        rest = behind;
    }
}
