//! Where a link leads: the host of an address, and whether it is one of ours.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::net::Ipv6Addr;
use std::ops::Range;
use std::sync::Arc;

use percent_encoding::percent_decode_str;

use super::bodies;
use crate::check::page::Html;
use crate::content::markdown;
use crate::diagnostic::{Place, Source};
use crate::disclose::Public;
use crate::model::entry::Words;
use crate::model::record::Body;
use crate::model::settings::Settings;
use crate::model::{Kind, Model, RecordId};

/// The host an address names, in small letters, without user, port and last dot; none where it is
/// relative or of a scheme that has no host.
pub fn host(address: &str) -> Option<Cow<'_, str>> {
    let rest = after_scheme(address.trim_matches(|c: char| c.is_whitespace() || c.is_control()))?;
    let end = rest.find(['/', '\\', '?', '#']).unwrap_or(rest.len());
    let authority = &rest[..end];
    let named = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let host = match named.find(']') {
        Some(end) => &named[..=end],
        None => named.rsplit_once(':').map_or(named, |(host, _)| host),
    };
    let host = host.trim_end_matches('.');
    if host.is_empty() {
        return None;
    }
    if host.bytes().all(|byte| byte != b'%' && !byte.is_ascii_uppercase()) {
        return Some(Cow::Borrowed(host));
    }
    let decoded = percent_decode_str(host).decode_utf8_lossy().to_lowercase();
    Some(Cow::Owned(decoded))
}

/// What follows `http://`, `https:\\` or `//`, however many slashes there are.
fn after_scheme(address: &str) -> Option<&str> {
    let slashes = ['/', '\\'];
    for scheme in ["https:", "http:", "ftp:", "ws:", "wss:"] {
        let head = address.get(..scheme.len());
        if head.is_some_and(|head| head.eq_ignore_ascii_case(scheme)) {
            let rest = &address[scheme.len()..];
            return rest.starts_with(slashes).then(|| rest.trim_start_matches(slashes));
        }
    }
    let mut start = address.chars();
    let is_bare = start.next().is_some_and(|c| slashes.contains(&c))
        && start.next().is_some_and(|c| slashes.contains(&c));
    is_bare.then(|| address.trim_start_matches(slashes))
}

/// Whether a host is a number and no name, however it is written.
pub fn is_number(host: &str) -> bool {
    let six = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    if let Some(six) = six {
        return six.parse::<Ipv6Addr>().is_ok();
    }
    let is_part = |part: &str| match part.strip_prefix("0x") {
        Some(hex) => hex.bytes().all(|byte| byte.is_ascii_hexdigit()),
        None => !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()),
    };
    host.split('.').count() <= 4 && host.split('.').all(is_part)
}

/// Whether a host may be linked to without more ado: the site's own, its portal's, those its
/// portal's marks lie at, the governments', and those it lists.
pub fn is_known(settings: &Settings, named: &str) -> bool {
    let identity = &settings.identity;
    let own = [&settings.base_url, &identity.party_gov_mark, &identity.error_report];
    // The page of data links to the licence's text.
    let licence = settings.licence.as_ref().and_then(|licence| licence.url.as_ref());
    let own = own.into_iter().flatten().chain(licence);
    let mut own = own.filter_map(|url| host(url));
    named == "gov.cn"
        || named.ends_with(".gov.cn")
        || own.any(|own| own == named)
        || identity.site_domain.as_deref() == Some(named)
        || settings.check.link_hosts.iter().any(|listed| covers(listed, named))
}

/// Whether a listed host is this one, or stands with its dot for all below it.
fn covers(listed: &str, named: &str) -> bool {
    let listed = listed.trim();
    match listed.strip_prefix('.').or(listed.strip_prefix("*.")) {
        Some(above) => named == above || named.ends_with(listed.trim_start_matches('*')),
        None => named.eq_ignore_ascii_case(listed),
    }
}

/// A link somebody wrote, to another host or our own.
pub struct Outgoing<'a> {
    /// Whose text it stands in; none for a column's.
    pub record: Option<RecordId>,
    pub source: &'a Arc<Source>,
    /// In the file.
    pub span: Range<usize>,
    pub host: String,
}

impl Outgoing<'_> {
    /// Where it is written.
    pub fn place(&self) -> Place {
        Place::new(self.source, self.span.clone())
    }
}

/// The links of all texts that name a host, in reading order.
pub fn outgoing(model: &Model) -> Vec<Outgoing<'_>> {
    let mut found = Vec::new();
    for (record, body) in bodies(model) {
        for (span, host) in named(body.text()) {
            let span = body.span.start + span.start..body.span.start + span.end;
            found.push(Outgoing { record, source: &body.source, span, host });
        }
    }
    found
}

/// The hosts the links of a body name, in reading order.
fn named(body: &str) -> Vec<(Range<usize>, String)> {
    // Most bodies lead nowhere else, and need not be taken apart.
    if !body.contains("//") && !body.contains("\\\\") {
        return Vec::new();
    }
    let written = markdown::links(body).found.into_iter().map(|link| (link.span, link.target));
    let mut found: Vec<(Range<usize>, String)> = written
        .chain(in_html(body))
        .filter_map(|(span, target)| Some((span, host(&target)?.into_owned())))
        .collect();
    found.sort_by_key(|(span, _)| span.start);
    found
}

/// The links of raw HTML in a body.
fn in_html(body: &str) -> Vec<(Range<usize>, String)> {
    if !body.contains('<') {
        return Vec::new();
    }
    let mut found = Vec::new();
    for part in markdown::raw_html(body) {
        let html = Html::read(&body[part.clone()]);
        for tag in html.tags() {
            let named = tag.attributes().filter(|(name, _)| matches!(*name, "href" | "src"));
            for (_, value) in named {
                let span = if value.span().is_empty() { tag.span() } else { value.span() };
                found.push((part.start + span.start..part.start + span.end, value.text.to_owned()));
            }
        }
    }
    found
}

/// The hosts other than the site's own that its texts link to, each with how often.
pub fn listed(model: &Model) -> BTreeMap<String, usize> {
    let own = model.settings.base_url.as_deref().and_then(host);
    let mut hosts = BTreeMap::new();
    for link in outgoing(model) {
        if own.as_deref() != Some(&link.host) {
            *hosts.entry(link.host).or_insert(0) += 1;
        }
    }
    hosts
}

/// The hosts the texts of a site link to, for telling a theme's links from theirs.
pub fn written(public: &Public) -> BTreeSet<String> {
    let records = Kind::ALL.into_iter().flat_map(|kind| public.ids(kind));
    let bodies = records.flat_map(|record| {
        let entries = public.entries_of(record).filter_map(|entry| match &entry.text {
            Words::Body(body) => Some(body),
            Words::Plain(_) => None,
        });
        std::iter::once(&public.base(record).body).chain(entries)
    });
    let columns = Kind::ALL.into_iter().filter_map(|kind| public.column(kind));
    let columns = columns.chain(public.home()).map(|column| &column.body);
    bodies.chain(columns).map(Body::text).flat_map(named).map(|(_, host)| host).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_read_as_a_browser_reads_it() {
        for (address, expected) in [
            ("https://www.GOV.cn/a", Some("www.gov.cn")),
            ("//cdn.example.com:8080?x", Some("cdn.example.com")),
            ("http:\\\\a.cn\\b", Some("a.cn")),
            ("https://user:pass@a.cn./", Some("a.cn")),
            ("https://www.gov.cn@evil.com/", Some("evil.com")),
            ("http://[2001:db8::1]:80/", Some("[2001:db8::1]")),
            ("https://a%2ecn/", Some("a.cn")),
            ("https:a/b", None),
            ("../tasks/", None),
            ("mailto:a@b.cn", None),
            ("附件//一.pdf", None),
        ] {
            assert_eq!(host(address).as_deref(), expected, "{address}");
        }
    }

    #[test]
    fn a_number_is_one_however_it_is_written() {
        for number in ["10.0.0.1", "3232235777", "0xc0.0xa8.1", "[::1]"] {
            assert!(is_number(number), "{number}");
        }
        for name in ["1.cn", "12345.com", "[x]", "a"] {
            assert!(!is_number(name), "{name}");
        }
    }
}
