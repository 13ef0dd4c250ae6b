//! Parts of a page that are there and not to be seen, as 暗链 are.

use std::ops::Range;

use super::html::{Html, Part, Tag};
use crate::check::text::hosts::host as host_of;

/// A part that does not show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hidden {
    /// Its start tag.
    pub span: Range<usize>,
    /// What hides it, as `display:none`.
    pub how: String,
    /// The hosts its links name.
    pub hosts: Vec<String>,
    /// Whether it has words.
    pub has_words: bool,
    /// Whether it is a link with nothing to see in it, and not a part that is hidden.
    pub is_blank_link: bool,
}

/// Elements without an end.
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// What does not show in a page, part by part; what is hidden within a hidden part is of it.
pub fn hidden(html: &Html) -> Vec<Hidden> {
    let mut found: Vec<Hidden> = Vec::new();
    // The hidden part that is open, by its element and how many of those are open in it.
    let mut open: Option<(&str, usize)> = None;
    let mut link: Option<Link> = None;
    for part in html.parts() {
        match part {
            Part::Open(tag) => {
                let name = tag.name();
                let host = Some(&tag).filter(|_| name == "a").and_then(|tag| tag.get("href"));
                let host = host.and_then(host_of).map(|host| host.into_owned());
                match (&mut open, found.last_mut()) {
                    (Some((element, depth)), Some(hidden)) => {
                        *depth += usize::from(*element == name);
                        hidden.hosts.extend(host);
                        continue;
                    }
                    _ => {
                        if let Some(how) = hides(&tag) {
                            let hosts = host.into_iter().collect();
                            let span = tag.span();
                            let has_words = false;
                            let is_blank_link = false;
                            found.push(Hidden { span, how, hosts, has_words, is_blank_link });
                            if !VOID.contains(&name) {
                                open = Some((name, 1));
                            }
                            continue;
                        }
                    }
                }
                match &mut link {
                    _ if name == "a" => {
                        let shows = ["aria-label", "title"].iter().any(|name| is_said(&tag, name));
                        link = host.map(|host| Link { span: tag.span(), host, shows });
                    }
                    Some(link) => {
                        link.shows |= matches!(name, "img" | "svg" | "picture" | "video");
                    }
                    None => {}
                }
            }
            Part::Close(name) => {
                if let Some((element, depth)) = &mut open {
                    *depth -= usize::from(*element == name);
                    if *depth == 0 {
                        open = None;
                    }
                } else if name == "a"
                    && let Some(Link { span, host, .. }) = link.take().filter(|link| !link.shows)
                {
                    let (how, hosts) = (String::new(), vec![host]);
                    found.push(Hidden { span, how, hosts, has_words: false, is_blank_link: true });
                }
            }
            Part::Text(text) => {
                let shows = text.text.chars().any(char::is_alphanumeric);
                match (&open, found.last_mut()) {
                    (Some(_), Some(hidden)) => hidden.has_words |= shows,
                    _ => {
                        if let Some(link) = &mut link {
                            link.shows |= shows;
                        }
                    }
                }
            }
            Part::Comment(_) => {}
        }
    }
    found
}

/// A link to another host that is being read.
struct Link {
    span: Range<usize>,
    host: String,
    shows: bool,
}

fn is_said(tag: &Tag, attribute: &str) -> bool {
    tag.get(attribute).is_some_and(|value| value.chars().any(char::is_alphanumeric))
}

/// What hides an element, if anything does.
fn hides(tag: &Tag) -> Option<String> {
    if let Some(how) = tag.get("style").and_then(by_style) {
        return Some(how);
    }
    let name = tag.name();
    let size = |attribute: &str| {
        let value = tag.get(attribute)?.trim().trim_end_matches("px");
        value.parse::<f32>().ok()
    };
    if matches!(name, "iframe" | "frame" | "embed" | "object" | "marquee") {
        let tiny = |attribute: &&'static str| size(attribute).is_some_and(|size| size < 2.0);
        if let Some(attribute) = ["width", "height"].into_iter().find(tiny) {
            let value = tag.get(attribute).unwrap_or("");
            return Some(format!("<{name} {attribute}=\"{value}\">"));
        }
    }
    // So fast that nobody reads it.
    if name == "marquee" && size("scrollamount").is_some_and(|amount| amount > 1000.0) {
        return Some("<marquee scrollamount>".to_owned());
    }
    let is_font_of_none = name == "font" && size("size") == Some(0.0);
    is_font_of_none.then(|| "<font size=\"0\">".to_owned())
}

/// The declaration of a style by which an element does not show.
pub fn by_style(style: &str) -> Option<String> {
    let declarations: Vec<(String, String)> = style
        .split(';')
        .filter_map(|part| {
            let (name, value) = part.split_once(':')?;
            let tidy = |text: &str| -> String {
                text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
            };
            Some((tidy(name), tidy(value).replace("!important", "")))
        })
        .collect();
    let get = |name: &str| {
        let found = declarations.iter().rev().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    };
    let told = |name: &str, value: &str| Some(format!("{name}:{value}"));
    for (name, value) in &declarations {
        let number = number(value);
        let hides = match name.as_str() {
            "display" => value == "none",
            "visibility" => value == "hidden" || value == "collapse",
            "opacity" => number.is_some_and(|number| number < 0.05),
            "font-size" => number.is_some_and(|number| number < 1.0) && !value.ends_with("em"),
            "text-indent" | "left" | "top" | "right" | "bottom" | "margin-left" | "margin-top"
            | "margin-right" => number.is_some_and(|number| number <= -400.0),
            "height" | "width" | "max-height" | "max-width" => {
                let is_cut = get("overflow").is_some_and(|value| value == "hidden");
                is_cut && number.is_some_and(|number| number < 2.0) && !value.ends_with("em")
            }
            "clip" => value.contains("rect(0") || value.contains("rect(1px,1px"),
            "color" => {
                let ground = get("background-color").or(get("background"));
                value == "transparent"
                    || ground.is_some_and(|ground| colour(ground) == colour(value))
            }
            "transform" => value == "scale(0)",
            _ => false,
        };
        if hides {
            return told(name, value);
        }
    }
    None
}

/// The number a value begins with.
fn number(value: &str) -> Option<f32> {
    let end = value.find(|c: char| !c.is_ascii_digit() && !"+-.".contains(c));
    value[..end.unwrap_or(value.len())].parse().ok()
}

/// A colour in one spelling, of those that pages are hidden with.
fn colour(value: &str) -> String {
    match value {
        "white" | "#fff" | "rgb(255,255,255)" => "#ffffff".to_owned(),
        "black" | "#000" | "rgb(0,0,0)" => "#000000".to_owned(),
        _ => match value.strip_prefix('#') {
            Some(short) if short.len() == 3 && short.is_ascii() => {
                std::iter::once('#').chain(short.chars().flat_map(|c| [c, c])).collect()
            }
            _ => value.to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_that_hides_is_told_from_one_that_does_not() {
        for style in [
            "display: NONE",
            "visibility:hidden",
            "position:absolute; left:-9999px",
            "font-size:0",
            "font-size:0px!important",
            "opacity: 0",
            "height:0;overflow:hidden",
            "color:#fff;background:#FFFFFF",
            "text-indent:-999em",
        ] {
            assert!(by_style(style).is_some(), "{style}");
        }
        for style in [
            "display:block",
            "opacity:.8",
            "font-size:0.9em",
            "left:-4px",
            "height:0;padding-top:56%",
            "color:#fff;background:#a00",
        ] {
            assert_eq!(by_style(style), None, "{style}");
        }
    }

    #[test]
    fn links_of_a_hidden_block_are_counted_and_blank_links_told() {
        let html = Html::read(
            "<div style='display:none'><div><a href='//a.cn/'>x</a></div><a href='//b.cn'>y</a></div>\
             <a href='//c.cn'>。</a><a href='//d.cn'><img src='x.png' width=40></a><a href='#'>·</a>\
             <iframe width=0 src='//e.cn'></iframe>",
        );
        let told: Vec<(String, usize, bool)> = hidden(&html)
            .into_iter()
            .map(|hidden| (hidden.how, hidden.hosts.len(), hidden.is_blank_link))
            .collect();
        let expected = [
            ("display:none".to_owned(), 2, false),
            (String::new(), 1, true),
            ("<iframe width=\"0\">".to_owned(), 0, false),
        ];
        assert_eq!(told, expected);
    }
}
