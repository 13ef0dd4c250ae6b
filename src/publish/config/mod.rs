//! A web server's configuration for a site, printed for whoever runs the server.
//!
//! It is a pure function of what is known of site and server. Everything that was typed by somebody
//! (old addresses, the site's folder) is quoted for the server it is printed for; what cannot be
//! quoted there is refused.
//!
//! A withdrawn record's page is sent as any other, with status 200, not 410: it says why and since
//! when the record is gone, pages go on linking to it, and an inspection counts each link that is
//! answered 4xx as dead.

mod apache;
mod iis;
mod nginx;
mod reason;
mod sheet;

use percent_encoding::percent_decode_str;

use super::media;
use crate::diagnostic::{Lang, Text};
use crate::site::{MANIFEST, encoded};

/// Who serves the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Server {
    Nginx,
    Apache,
    Iis,
}

/// What a configuration is made of.
#[derive(Debug, Clone)]
pub struct ServerFacts {
    /// The folder of the server that holds the site's files, absolute and without its last `/`.
    /// With releases side by side it is the link `current`.
    root: String,
    /// Where the site lies on its host, `/` or `/ljsbp/`, not percent-encoded.
    folder: String,
    /// `https://www.example.gov.cn`, if the site's address is known.
    origin: Option<String>,
    moved: Vec<Moved>,
    shows_manifest: bool,
}

/// What is told of a site and its server.
#[derive(Debug, Clone)]
pub struct Given<'a> {
    /// The folder of the server that holds the site's files.
    pub root: &'a str,
    /// The site's address; without one it lies at its host's root.
    pub base_url: Option<&'a str>,
    /// In the order in which they are printed.
    pub moved: Vec<Moved>,
    /// Whether everybody may read what a build consists of.
    pub shows_manifest: bool,
}

/// An old address of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// Below the site's folder, not percent-encoded: `旧页/` or `old.html`.
    pub from: String,
    /// The same of the record, percent-encoded.
    pub to: String,
}

/// Why no configuration can be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The folder is not given from its root, or it is the root, or it climbs.
    Root,
    /// There is something in its name that servers take for more than a letter.
    RootLetter(char),
    /// The same of the path in the site's address.
    FolderLetter(char),
    /// The path in the site's address is none.
    Folder,
}

/// What some server expands, matches by or cannot quote.
const SPECIAL: &str = "\"$*?[]{}<>|%";

impl ServerFacts {
    /// What is given, as servers can be told it.
    pub fn new(server: Server, given: Given) -> Result<Self, Fault> {
        let special = |c: &char| c.is_control() || SPECIAL.contains(*c);
        let root = given.root.trim_end_matches(['/', '\\']);
        let is_windows = server == Server::Iis;
        let below = match (is_windows, root.as_bytes()) {
            (true, [drive, b':', b'\\' | b'/', ..]) if drive.is_ascii_alphabetic() => &root[3..],
            (false, [b'/', ..]) => &root[1..],
            _ => return Err(Fault::Root),
        };
        let root = if is_windows { root.replace('/', "\\") } else { root.to_owned() };
        let foreign = |c: &char| special(c) || (*c == '\\' && !is_windows);
        if let Some(letter) = below.chars().find(foreign) {
            return Err(Fault::RootLetter(letter));
        }
        let is_whole = |parts: &str, between: &[char]| {
            parts.split(between).all(|part| !matches!(part, "" | "." | ".."))
        };
        if !is_whole(below, if is_windows { &['/', '\\'] } else { &['/'] }) {
            return Err(Fault::Root);
        }
        let address = given.base_url.and_then(|url| url.split_once("://"));
        let (host, path) = match address {
            Some((_, rest)) => rest.split_once('/').unwrap_or((rest, "")),
            None => ("", ""),
        };
        let path = percent_decode_str(path.trim_end_matches('/')).decode_utf8();
        let path = path.map_err(|_| Fault::Folder)?;
        if let Some(letter) = path.chars().find(|c| special(c) || *c == '\\') {
            return Err(Fault::FolderLetter(letter));
        }
        if !path.is_empty() && !is_whole(&path, &['/']) {
            return Err(Fault::Folder);
        }
        Ok(Self {
            root,
            folder: if path.is_empty() { "/".to_owned() } else { format!("/{path}/") },
            origin: address.map(|(scheme, _)| format!("{scheme}://{host}")),
            moved: given.moved,
            shows_manifest: given.shows_manifest,
        })
    }

    /// Whether all of the host is the site's.
    fn is_whole_host(&self) -> bool {
        self.folder == "/"
    }

    /// The site's folder, percent-encoded.
    fn address(&self) -> String {
        encoded(&self.folder)
    }

    /// The site's address as a comment tells it.
    fn told(&self) -> String {
        format!("{}{}", self.origin.as_deref().unwrap_or(""), self.folder)
    }

    /// Whether the site may be reached by HTTPS: it is, or nothing is known.
    fn may_be_https(&self) -> bool {
        self.origin.as_ref().is_none_or(|origin| origin.starts_with("https:"))
    }

    /// Every spelling of an old address, with the new one: a page's with and without its last `/`.
    fn moved(&self) -> impl Iterator<Item = (Vec<String>, String)> {
        self.moved.iter().map(|Moved { from, to }| {
            let whole = format!("{}{from}", self.folder);
            let bare = whole.strip_suffix('/').map(str::to_owned);
            let spellings = std::iter::once(whole.clone()).chain(bare).collect();
            (spellings, format!("{}{to}", self.address()))
        })
    }

    /// The files that tell of a build, where they are nobody's business.
    fn hidden(&self) -> &'static [&'static str] {
        if self.shows_manifest { &[] } else { &[MANIFEST, SIGNATURE] }
    }
}

/// The manifest's signature, which lies beside it.
const SIGNATURE: &str = "MANIFEST.sig";
/// The page for what is not there.
const NOT_FOUND: &str = "404.html";

/// The configuration, with the reason of each line in a language.
pub fn print(server: Server, facts: &ServerFacts, lang: Lang) -> String {
    match server {
        Server::Nginx => nginx::print(facts, lang),
        Server::Apache => apache::print(facts, lang),
        Server::Iis => iis::print(facts, lang),
    }
}

/// What pages may load and do: everything from the site itself and nothing inline. WebAssembly, for
/// the search; frames by the portal's own pages.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self'; font-src 'self'; media-src 'self'; connect-src 'self'; worker-src 'self'; \
    manifest-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'self'";
/// The same of a PDF: browsers show it by a page of their own, which the other would stop.
const POLICY_OF_PDF: &str = "frame-ancestors 'self'";
/// What is asked for anew each time; unchanged, it is answered by 304.
const ASK_AGAIN: &str = "no-cache";
/// What never changes under its name.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// Commented out wherever it stands.
const HSTS: (&str, &str) = ("Strict-Transport-Security", "max-age=31536000");
/// The names of the theme's files that hold their digest, below the site's folder.
const DIGEST_IN_NAME: &str = "assets/[^/]+-[0-9a-f]{8}[.][a-z0-9]+$";
/// A file that a browser shows in a page of its own.
const PDF: &str = "[.]pdf$";

/// A header of every answer.
struct Header {
    name: &'static str,
    value: &'static str,
    why: Text,
}

/// What an answer holds, as far as headers differ by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Any,
    /// A file with its digest in its name.
    Fixed,
    Pdf,
}

/// The headers of an answer.
fn headers(answer: Answer) -> Vec<Header> {
    let header = |name, value, why| Header { name, value, why };
    let (policy, cache) = match answer {
        Answer::Any => ((POLICY, reason::policy()), (ASK_AGAIN, reason::ask_again())),
        Answer::Fixed => ((POLICY, reason::policy()), (FOR_EVER, reason::for_ever())),
        Answer::Pdf => ((POLICY_OF_PDF, reason::pdf()), (ASK_AGAIN, reason::ask_again())),
    };
    vec![
        header("Content-Security-Policy", policy.0, policy.1),
        header("X-Content-Type-Options", "nosniff", reason::no_sniff()),
        header("X-Frame-Options", "SAMEORIGIN", reason::frames()),
        header("Referrer-Policy", "strict-origin-when-cross-origin", reason::referrer()),
        header(
            "Permissions-Policy",
            "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
            reason::permissions(),
        ),
        header("Cross-Origin-Opener-Policy", "same-origin", reason::opener()),
        header("Cross-Origin-Resource-Policy", "same-site", reason::resources()),
        header("Cache-Control", cache.0, cache.1),
    ]
}

/// The endings of what is sent compressed where a compressed copy lies beside it.
fn compressed() -> String {
    let texts = media::TYPES.iter().filter(|(kind, _)| media::without_charset(kind).is_some());
    let endings: Vec<&str> = texts.flat_map(|(_, endings)| *endings).copied().collect();
    // What a search runs on is no text, and large.
    format!("{}|wasm", endings.join("|"))
}

/// A text within double quotes, as nginx and Apache read it.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A text as a regular expression that matches it alone.
fn literally(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '^' | '\\' | ']' => out.extend(['\\', c]),
            '/' | '-' | '_' | ' ' | '~' | ',' => out.push(c),
            // A quote would end what it stands in.
            '"' => out.push_str("\\x22"),
            // Also keeps `${` apart, which Apache would fill in.
            c if c.is_ascii_punctuation() => out.extend(['[', c, ']']),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests;
