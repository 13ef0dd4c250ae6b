//! Where a text that is given out leads: a page, a list of addresses, what robots are told.

use std::collections::BTreeSet;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use url::Url;

use crate::check::{Html, Part, Tag};

/// Of a text longer than this the rest is not read for links.
pub const LIMIT: u64 = 4 << 20;

/// What is left as it is in a part of an address.
const PART: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Kinds of text that lead somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Medium {
    Page,
    /// sitemap.xml, a feed, a drawing.
    Xml,
    /// A script or a style sheet, of which only hosts are known.
    Code,
    Robots,
}

impl Medium {
    /// By a file's name.
    pub fn of(path: &str) -> Option<Self> {
        let name = path.rsplit('/').next().unwrap_or(path);
        if name.eq_ignore_ascii_case("robots.txt") {
            return Some(Self::Robots);
        }
        match name.rsplit_once('.')?.1.to_ascii_lowercase().as_str() {
            "html" | "htm" | "xhtml" | "shtml" => Some(Self::Page),
            "xml" | "atom" | "svg" => Some(Self::Xml),
            "js" | "mjs" | "css" => Some(Self::Code),
            _ => None,
        }
    }

    /// By the type it is sent as.
    pub fn of_type(essence: &str) -> Option<Self> {
        match essence {
            "text/html" | "application/xhtml+xml" => Some(Self::Page),
            "application/xml" | "text/xml" | "image/svg+xml" => Some(Self::Xml),
            "text/javascript" | "application/javascript" | "text/css" => Some(Self::Code),
            _ => None,
        }
    }
}

/// Where a text leads.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Links {
    /// Hosts that are not the site's, also those only named in a script.
    pub hosts: BTreeSet<String>,
    /// Addresses in the site.
    pub inside: BTreeSet<Url>,
    /// Paths of the site's own host that are not the site's.
    pub outside: BTreeSet<String>,
}

/// Reads where a text leads. `at` is its own address, `base` that of the site.
pub fn of(at: &Url, base: &Url, medium: Medium, bytes: &[u8]) -> Links {
    let text = String::from_utf8_lossy(bytes);
    let mut links = Links::default();
    match medium {
        Medium::Page => page(at, base, &text, &mut links),
        Medium::Xml => {
            let lists = text.split("<loc>").skip(1);
            for address in lists.filter_map(|rest| rest.split("</loc>").next()) {
                add(at, base, &address.replace("&amp;", "&"), &mut links);
            }
        }
        Medium::Robots => {
            for line in text.lines() {
                let Some((name, value)) = line.split_once(':') else { continue };
                let name = name.trim().to_ascii_lowercase();
                if matches!(name.as_str(), "sitemap" | "allow" | "disallow") {
                    add(at, base, value.split(['*', '$', '#']).next().unwrap_or(""), &mut links);
                }
            }
        }
        Medium::Code => {}
    }
    named(base, &text, &mut links);
    links
}

/// Everything a page leads to.
fn page(at: &Url, base: &Url, text: &str, links: &mut Links) {
    let html = Html::read(text);
    let mut at = at.clone();
    for part in html.parts() {
        let Part::Open(tag) = part else { continue };
        if tag.name() == "base"
            && let Some(other) = tag.get("href").and_then(|href| at.join(href.trim()).ok())
        {
            add(&at, base, other.as_str(), links);
            at = other;
            continue;
        }
        addresses(tag, |address| add(&at, base, address, links));
    }
}

/// The addresses of a tag.
fn addresses(tag: Tag, mut then: impl FnMut(&str)) {
    let is_meta = tag.name() == "meta";
    for (name, value) in tag.attributes() {
        let value = value.text;
        match name {
            "href" | "src" | "action" | "formaction" | "data" | "poster" | "background"
            | "data-src" | "xlink:href" | "manifest" => then(value),
            "srcset" => {
                let each = value.split(',').filter_map(|one| one.split_whitespace().next());
                each.for_each(&mut then);
            }
            // <meta http-equiv="refresh" content="0; url=…">
            "content" if is_meta => {
                let lower = value.to_ascii_lowercase();
                if let Some(at) = lower.find("url=") {
                    then(value[at + 4..].trim().trim_matches(['"', '\'']));
                }
            }
            _ => {}
        }
    }
}

/// Puts an address where it belongs.
fn add(at: &Url, base: &Url, address: &str, links: &mut Links) {
    let address = address.trim();
    if address.is_empty() || address.starts_with('#') {
        return;
    }
    let Ok(mut to) = at.join(address) else { return };
    if !matches!(to.scheme(), "http" | "https") {
        return;
    }
    to.set_fragment(None);
    match (is_of(base, &to), path_below(base, &to)) {
        (true, Some(_)) => drop(links.inside.insert(to)),
        (true, None) => drop(links.outside.insert(to.path().to_owned())),
        (false, _) => drop(to.host_str().map(|host| links.hosts.insert(host.to_owned()))),
    }
}

/// Hosts that are spelt out anywhere, as in a script that leads there.
fn named(base: &Url, text: &str, links: &mut Links) {
    for scheme in ["http://", "https://", "\"//", "'//"] {
        for (at, _) in text.match_indices(scheme) {
            let rest = &text[at + scheme.len()..];
            let end = rest.find(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | '-'));
            let host = &rest[..end.unwrap_or(rest.len())];
            // What is no name with a dot in it is no host out there.
            let host = Some(host).filter(|host| host.contains('.') && !host.ends_with('.'));
            let whole = host.and_then(|host| Url::parse(&format!("http://{host}/")).ok());
            if let Some(host) = whole.as_ref().and_then(Url::host_str)
                && base.host_str() != Some(host)
            {
                links.hosts.insert(host.to_owned());
            }
        }
    }
}

/// Whether an address is of the site's own host; one without encryption is where the site has it
/// too, or is led to it.
pub fn is_of(base: &Url, to: &Url) -> bool {
    let same_port = base.port_or_known_default() == to.port_or_known_default();
    let usual = base.port().is_none() && to.port().is_none();
    base.host_str() == to.host_str() && (same_port || usual)
}

/// The path of an address in the site, not percent-encoded; none where it is not in the site.
pub fn path_below(base: &Url, to: &Url) -> Option<String> {
    let decoded = |path: &str| percent_decode_str(path).decode_utf8_lossy().into_owned();
    let (base, path) = (decoded(base.path()), decoded(to.path()));
    path.strip_prefix(&base).map(str::to_owned)
}

/// The address of a path in the site; one that ends in `/` is a folder's.
pub fn address(base: &Url, path: &str) -> Url {
    let mut to = base.clone();
    to.set_path(&format!("{}{}", base.path(), encoded(path)));
    to
}

/// A path as it stands in an address.
pub fn encoded(path: &str) -> String {
    let parts = path.split('/').map(|part| utf8_percent_encode(part, PART).to_string());
    parts.collect::<Vec<_>>().join("/")
}

/// An address for a site that lies in a folder, of a host that can never be.
pub fn nowhere() -> Url {
    #[expect(clippy::unwrap_used, reason = "it is a literal")]
    Url::parse("http://site.invalid/").unwrap()
}

/// The address of a file of such a site.
pub fn somewhere(path: &str) -> Url {
    address(&nowhere(), path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base() -> Url {
        Url::parse("https://www.example.gov.cn/ljsbp/").expect("an address")
    }

    fn links(text: &str) -> Links {
        let at = address(&base(), "tasks/01/");
        of(&at, &base(), Medium::Page, text.as_bytes())
    }

    #[test]
    fn every_way_a_page_leads_somewhere_is_seen() {
        let page = "<a href='../../shell.php?a=1#x'>a</a><iframe src=//a.example/x></iframe>\
            <meta http-equiv=Refresh content='0; URL=https://b.example/'>\
            <form action=../add.asp></form><img srcset='x.png 1x, /ljsbp/y.png 2x'>\
            <script>location='https://c.example/?' + 1; w(\"//d.example/e.js\")</script>\
            <a href='/gambling/'>f</a><a href='mailto:g@h.example'>i</a><a href='http://www.example.gov.cn/ljsbp/%E9%99%84%E4%BB%B6.pdf'>j</a>";
        let found = links(page);
        let hosts: Vec<&str> = found.hosts.iter().map(String::as_str).collect();
        assert_eq!(hosts, ["a.example", "b.example", "c.example", "d.example"]);
        assert_eq!(found.outside.iter().collect::<Vec<_>>(), ["/gambling/"]);
        let inside: BTreeSet<String> =
            found.inside.iter().filter_map(|to| path_below(&base(), to)).collect();
        let expected = ["shell.php", "tasks/01/x.png", "tasks/add.asp", "y.png", "附件.pdf"];
        assert_eq!(inside.iter().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_base_in_a_page_moves_its_links() {
        let found = links("<base href='https://evil.example/'><a href='x.html'>x</a>");
        assert_eq!(found.inside, BTreeSet::new());
        assert_eq!(found.hosts.iter().collect::<Vec<_>>(), ["evil.example"]);
    }

    #[test]
    fn names_in_chinese_are_encoded_part_by_part_and_found_again() {
        let to = address(&base(), "附件/通报 1.pdf");
        assert_eq!(
            to.as_str(),
            "https://www.example.gov.cn/ljsbp/%E9%99%84%E4%BB%B6/%E9%80%9A%E6%8A%A5%201.pdf"
        );
        assert_eq!(path_below(&base(), &to).as_deref(), Some("附件/通报 1.pdf"));
        assert_eq!(
            path_below(&base(), &Url::parse("https://www.example.gov.cn/").expect("a")),
            None
        );
    }
}
