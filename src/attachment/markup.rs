//! SVG and HTML: their text, and what in them acts by itself.

use html5gum::Tokenizer;
use html5gum::emitters::default::{DefaultEmitter, Token};

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
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let (mut text, mut inside) = (String::new(), String::new());
    for Ok(token) in Tokenizer::new_with_emitter(&decoded.text, emitter) {
        let next = match token {
            Token::StartTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                element(gather, &name);
                for (key, value) in &tag.attributes {
                    let (key, value) =
                        (String::from_utf8_lossy(key), String::from_utf8_lossy(value));
                    attribute(gather, &name, &key, &value);
                }
                inside.clone_from(&name);
                name
            }
            Token::EndTag(tag) => {
                inside.clear();
                String::from_utf8_lossy(&tag.name).into_owned()
            }
            Token::String(more) => {
                let more = String::from_utf8_lossy(&more);
                match inside.as_str() {
                    "style" => style(gather, &more),
                    "script" => {}
                    _ => text.push_str(&more),
                }
                continue;
            }
            _ => continue,
        };
        if !INLINE.contains(&next.as_str()) {
            gather.text(Spot::File, &std::mem::take(&mut text));
        }
    }
    gather.text(Spot::File, &text);
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
    if fetched && leaves(&address) {
        active(gather, Active::External(value.to_owned()));
    }
    if name == "style" || value.contains("url(") {
        style(gather, value);
    }
    if matches!(name.as_str(), "alt" | "title" | "aria-label" | "content" | "placeholder") {
        gather.text(Spot::AltText, value);
    }
}

/// Whether an address leads off the host the file lies on.
fn leaves(address: &str) -> bool {
    let scheme = address.split(['/', '?', '#']).next().unwrap_or("");
    let has_scheme = scheme.contains(':') && !address.starts_with("data:");
    has_scheme || address.starts_with("//") || address.starts_with("\\\\")
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
        if leaves(address) {
            active(gather, Active::External(address.to_owned()));
        }
    }
}
