//! What a request may ask for: by which host, at which path, from which page.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use axum::http::uri::Authority;
use axum::http::{HeaderMap, Uri, header};
use percent_encoding::percent_decode_str;

/// Where the preview's own addresses lie.
pub(super) const OWN: &str = "/.liangshai/";

/// The hosts the preview answers to.
///
/// A page elsewhere could have its own name point to this machine and read the drafts (DNS
/// rebinding); the browser then sends that name, and is refused.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hosts(SocketAddr);

impl Hosts {
    /// Those of a preview at this address.
    pub fn new(address: SocketAddr) -> Self {
        Self(address)
    }

    /// Whether a request names one of them, in every place where it names a host.
    pub fn accept(self, uri: &Uri, headers: &HeaderMap) -> bool {
        let mut named = headers.get_all(header::HOST).iter();
        let (Some(host), None) = (named.next(), named.next()) else { return false };
        let host = host.to_str().ok().and_then(|host| host.parse::<Authority>().ok());
        host.is_some_and(|host| self.is_own(&host))
            && uri.authority().is_none_or(|host| self.is_own(host))
    }

    /// Whether a request to do something comes from one of the preview's own pages.
    pub fn accept_form(self, headers: &HeaderMap) -> bool {
        let text = |name| headers.get(name).map(|value: &header::HeaderValue| value.to_str().ok());
        let site = text(header::HeaderName::from_static("sec-fetch-site"));
        let origin = text(header::ORIGIN);
        let is_own = |origin: &str| {
            let host = origin.strip_prefix("http://").and_then(|host| host.parse().ok());
            host.is_some_and(|host| self.is_own(&host))
        };
        site.is_none_or(|site| matches!(site, Some("same-origin" | "none")))
            && origin.is_none_or(|origin| origin.is_some_and(is_own))
    }

    fn is_own(self, host: &Authority) -> bool {
        let name = host.host();
        let bare = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
        let named = match bare.parse::<IpAddr>() {
            Ok(ip) => {
                // Listening on every address, it cannot tell which of them are this machine's;
                // no foreign name becomes an address by that.
                self.0.ip().is_unspecified()
                    || ip == self.0.ip()
                    || ip == Ipv4Addr::LOCALHOST
                    || ip == Ipv6Addr::LOCALHOST
            }
            Err(_) => name.eq_ignore_ascii_case("localhost"),
        };
        // Browsers leave out the port that goes without saying.
        named && !host.as_str().contains('@') && host.port_u16().unwrap_or(80) == self.0.port()
    }
}

/// A request's path, decoded; `None` if it climbs, hides a separator or is no text.
pub(super) fn decode(path: &str) -> Option<String> {
    let lower = path.to_ascii_lowercase();
    if lower.contains("%2f") || lower.contains("%5c") {
        return None;
    }
    let text = percent_decode_str(path).decode_utf8().ok()?;
    let below = text.strip_prefix('/')?;
    let inner = below.strip_suffix('/').unwrap_or(below);
    let sound = (below.is_empty() || inner.split('/').all(|part| !matches!(part, "" | "." | "..")))
        && !text.contains('\\')
        && !text.chars().any(char::is_control);
    sound.then(|| text.into_owned())
}

/// Whether a reader can be sent there: to a page of this server and to nothing else.
pub(super) fn is_own_page(target: &str) -> bool {
    let path = target.split('?').next().unwrap_or(target);
    target.bytes().all(|b| b.is_ascii_graphic())
        && decode(path).is_some_and(|path| !path.starts_with(OWN))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts(address: &str) -> Hosts {
        Hosts::new(address.parse().expect("an address"))
    }

    fn accepts(hosts: Hosts, host: &str) -> bool {
        let headers = [(header::HOST, host.parse().expect("a value"))].into_iter().collect();
        hosts.accept(&Uri::from_static("/"), &headers)
    }

    #[test]
    fn only_this_machine_and_the_address_asked_for_are_hosts() {
        let own = hosts("127.0.0.1:1420");
        for host in ["127.0.0.1:1420", "localhost:1420", "LOCALHOST:1420", "[::1]:1420"] {
            assert!(accepts(own, host), "{host}");
        }
        for host in [
            "evil.example:1420",
            "127.0.0.1",
            "127.0.0.1:80",
            "192.168.1.5:1420",
            "localhost.evil.example:1420",
            "127.0.0.1.evil.example:1420",
            "x@localhost:1420",
            "",
        ] {
            assert!(!accepts(own, host), "{host}");
        }
        assert!(accepts(hosts("192.168.1.5:1420"), "192.168.1.5:1420"));
        assert!(!accepts(hosts("192.168.1.5:1420"), "192.168.1.6:1420"));
        assert!(accepts(hosts("0.0.0.0:1420"), "10.0.0.7:1420"));
        assert!(!accepts(hosts("0.0.0.0:1420"), "evil.example:1420"));
        assert!(accepts(hosts("127.0.0.1:80"), "localhost"));
    }

    #[test]
    fn a_host_named_twice_or_in_the_target_is_looked_at_too() {
        let own = hosts("127.0.0.1:1420");
        let twice = [
            (header::HOST, "localhost:1420".parse().expect("a value")),
            (header::HOST, "evil.example:1420".parse().expect("a value")),
        ];
        assert!(!own.accept(&Uri::from_static("/"), &twice.into_iter().collect()));
        let one = [(header::HOST, "localhost:1420".parse().expect("a value"))];
        let headers = one.into_iter().collect();
        assert!(!own.accept(&Uri::from_static("http://evil.example:1420/"), &headers));
        assert!(own.accept(&Uri::from_static("http://localhost:1420/"), &headers));
        assert!(!own.accept(&Uri::from_static("/"), &HeaderMap::new()));
    }

    #[test]
    fn a_form_is_taken_from_its_own_pages_only() {
        let own = hosts("127.0.0.1:1420");
        let from = |name: &'static str, value: &'static str| {
            let name = header::HeaderName::from_static(name);
            let value = header::HeaderValue::from_static(value);
            own.accept_form(&[(name, value)].into_iter().collect())
        };
        assert!(own.accept_form(&HeaderMap::new()));
        assert!(from("sec-fetch-site", "same-origin"));
        assert!(from("sec-fetch-site", "none"));
        assert!(!from("sec-fetch-site", "cross-site"));
        assert!(!from("sec-fetch-site", "same-site"));
        assert!(from("origin", "http://127.0.0.1:1420"));
        assert!(!from("origin", "http://127.0.0.1:8000"));
        assert!(!from("origin", "null"));
    }

    #[test]
    fn paths_are_decoded_and_cannot_climb() {
        assert_eq!(decode("/").as_deref(), Some("/"));
        assert_eq!(decode("/a/b.html").as_deref(), Some("/a/b.html"));
        assert_eq!(decode("/%E9%99%84%E4%BB%B6/a%20b.pdf").as_deref(), Some("/附件/a b.pdf"));
        for path in [
            "/../a",
            "/a/..",
            "/a/./b",
            "/%2e%2e/a",
            "/.%2E/a",
            "//a",
            "/a//b",
            "/a%2fb",
            "/a%2Fb",
            "/a\\b",
            "/a%5cb",
            "/a%00b",
            "/a%0ab",
            "/%ff",
            "a",
            "",
            "*",
        ] {
            assert_eq!(decode(path), None, "{path}");
        }
    }

    #[test]
    fn a_reader_is_sent_to_pages_of_this_server_only() {
        for target in ["/", "/ljsbp/tasks/?a=b", "/%E9%99%84/"] {
            assert!(is_own_page(target), "{target}");
        }
        for target in [
            "",
            "//evil.example/",
            "/\\evil.example",
            "http://evil.example/",
            "/a\r\nb: c",
            "/.liangshai/view",
            "/附",
            "/%2fevil.example",
        ] {
            assert!(!is_own_page(target), "{target}");
        }
    }
}
