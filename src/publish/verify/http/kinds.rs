//! The type a file is sent as, against the type it is of.

/// What is wrong with a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    Right,
    /// The right one, but for text without saying in which encoding.
    NoCharset,
    Wrong,
}

/// Names of one type.
const ALIKE: &[&[&str]] = &[
    &["text/javascript", "application/javascript", "application/x-javascript"],
    &["application/xml", "text/xml", "application/atom+xml", "application/rss+xml"],
    &["image/x-icon", "image/vnd.microsoft.icon"],
    &["application/zip", "application/x-zip-compressed"],
    &["font/woff", "application/font-woff", "application/x-font-woff"],
    &["font/woff2", "application/font-woff2"],
    &["application/vnd.ms-works", "application/kswps", "application/wps"],
];

/// What browsers show or run by their type; anything else they save whatever it is called.
const SHOWN: &[&str] = &["text/", "image/", "audio/", "video/", "font/", "application/pdf"];

const SAVED: &str = "application/octet-stream";

/// Compares what a file is sent as with what it should be.
pub fn sent(expected: &str, sent: Option<&str>) -> Sent {
    let (expected, charset) = split(expected);
    let Some((sent, sent_charset)) = sent.map(split).filter(|(essence, _)| !essence.is_empty())
    else {
        return Sent::Wrong;
    };
    let is_alike = ALIKE
        .iter()
        .any(|names| names.contains(&expected.as_str()) && names.contains(&sent.as_str()));
    let is_saved = |name: &str| !SHOWN.iter().any(|shown| name.starts_with(shown));
    // Of a file to be saved the program that opens it looks at its name.
    let is_download = sent == SAVED && is_saved(&expected) && charset.is_none();
    let is_unknown = expected == SAVED && is_saved(&sent) && !runs(&sent);
    if expected != sent && !is_alike && !is_download && !is_unknown {
        return Sent::Wrong;
    }
    match (charset, sent_charset.as_deref()) {
        (Some(_), Some("utf-8" | "utf8")) | (None, _) => Sent::Right,
        (Some(_), Some(_)) => Sent::Wrong,
        // JSON is UTF-8 by its definition, and XML says itself what it is.
        (Some(_), None) if expected.starts_with("text/") => Sent::NoCharset,
        (Some(_), None) => Sent::Right,
    }
}

/// Whether a browser would run what is sent as this.
fn runs(essence: &str) -> bool {
    essence.contains("html") || essence.contains("script") || essence.contains("xml")
}

/// A type and the encoding it names, in small letters.
fn split(whole: &str) -> (String, Option<String>) {
    let mut parts = whole.split(';').map(|part| part.trim().to_ascii_lowercase());
    let essence = parts.next().unwrap_or_default();
    let charset = parts.find_map(|part| {
        let value = part.strip_prefix("charset=")?;
        Some(value.trim_matches('"').to_owned())
    });
    (essence, charset)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::media::of;

    #[test]
    fn what_a_browser_would_treat_otherwise_is_wrong_and_other_names_of_a_type_are_right() {
        for (name, as_what, expected) in [
            ("a.html", Some("text/html; charset=utf-8"), Sent::Right),
            ("a.html", Some("text/html;charset=\"UTF-8\""), Sent::Right),
            ("a.html", Some("text/html"), Sent::NoCharset),
            ("a.html", Some("text/html; charset=gb2312"), Sent::Wrong),
            ("a.html", Some("text/plain; charset=utf-8"), Sent::Wrong),
            ("a.html", None, Sent::Wrong),
            ("a.css", Some("application/octet-stream"), Sent::Wrong),
            ("a.js", Some("application/javascript"), Sent::NoCharset),
            ("a.json", Some("application/json"), Sent::Right),
            ("feed.xml", Some("text/xml"), Sent::Right),
            ("a.ofd", Some("application/octet-stream"), Sent::Right),
            ("a.ofd", Some("text/html"), Sent::Wrong),
            ("a.bin", Some("text/html"), Sent::Wrong),
            ("a.bin", Some("application/x-anything"), Sent::Right),
            ("a.pdf", Some("application/octet-stream"), Sent::Wrong),
            ("a.png", Some("image/png"), Sent::Right),
        ] {
            assert_eq!(sent(of(name), as_what), expected, "{name} as {as_what:?}");
        }
    }
}
