//! Where the addresses in a built page lead.

use std::borrow::Cow;
use std::collections::HashSet;

use percent_encoding::percent_decode_str;

use crate::site::{MANIFEST, Page, Route, Site};

/// The addresses of a site, to look up what pages link to.
#[derive(Debug)]
pub struct Net<'a> {
    routes: HashSet<&'a str>,
    /// The site's own scheme, host and folder, as `https`, `www.example.gov.cn` and `/zl/`.
    own: Option<(&'a str, &'a str, &'a str)>,
}

/// Where an address leads.
#[derive(Debug, PartialEq, Eq)]
pub enum Target<'a, 'p> {
    /// Off the site, where nothing can be said of it.
    Outside,
    /// To the site's own host, without the encryption it is served with.
    Unencrypted,
    /// To a page or file of the site, with the place on it.
    Inside { route: &'a str, fragment: &'p str },
    /// To something the site does not have, by its path from the top.
    Nowhere(String),
}

impl<'a> Net<'a> {
    /// The addresses of everything that is built.
    pub fn of(site: &'a Site) -> Self {
        let base = site.addressing.base_url.as_deref();
        let own = base.and_then(|base| {
            let (scheme, rest) = base.split_once("://")?;
            let (host, folder) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            Some((scheme, host, folder))
        });
        Self { routes: site.pages.keys().map(Route::as_str).collect(), own }
    }

    /// Where an address of a page leads.
    pub fn find<'p>(&self, from: &Route, page: &Page, address: &'p str) -> Target<'a, 'p> {
        let address = address.trim();
        let (path, fragment) = address.split_once('#').unwrap_or((address, ""));
        let path = path.split('?').next().unwrap_or(path);
        let colon = path.find(':').filter(|at| !path[..*at].contains('/'));
        if let Some((scheme, rest)) = colon.map(|at| (&path[..at], &path[at + 1..])) {
            return match rest.strip_prefix("//") {
                Some(rest) if scheme.starts_with("http") => {
                    self.at_host(rest, Some(scheme), fragment)
                }
                _ => Target::Outside,
            };
        }
        if let Some(rest) = path.strip_prefix("//") {
            return self.at_host(rest, None, fragment);
        }
        if let Some(rest) = path.strip_prefix('/') {
            // The page of what is not found leans on the site's own address, or the domain's root.
            return match self.own {
                Some((_, _, folder)) => self.below(path, folder, fragment),
                // What the site does not have there may be its portal's.
                None if *page == Page::NotFound => {
                    match self.look_up(Cow::Borrowed(rest), fragment) {
                        Target::Nowhere(_) => Target::Outside,
                        found => found,
                    }
                }
                None => Target::Outside,
            };
        }
        if path.is_empty() {
            return self.look_up(Cow::Owned(from.as_str().to_owned()), fragment);
        }
        let at = from.as_str();
        let at = &at[..at.rfind('/').map_or(0, |end| end + 1)];
        match joined(at, path) {
            Some(whole) => self.look_up(whole, fragment),
            // Above a site at the top of its host lies nothing, above another its portal.
            None if self.own.is_some_and(|(_, _, folder)| folder == "/") => {
                Target::Nowhere(path.to_owned())
            }
            None => Target::Outside,
        }
    }

    fn at_host<'p>(
        &self,
        rest: &'p str,
        scheme: Option<&str>,
        fragment: &'p str,
    ) -> Target<'a, 'p> {
        let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        match self.own {
            Some((own_scheme, own_host, folder)) if own_host.eq_ignore_ascii_case(host) => {
                if own_scheme == "https" && scheme == Some("http") {
                    return Target::Unencrypted;
                }
                self.below(path, folder, fragment)
            }
            _ => Target::Outside,
        }
    }

    fn below<'p>(&self, path: &'p str, folder: &str, fragment: &'p str) -> Target<'a, 'p> {
        match path.strip_prefix(folder) {
            Some(rest) => self.look_up(Cow::Borrowed(rest), fragment),
            None => Target::Outside,
        }
    }

    /// Looks a path from the site's top up.
    fn look_up<'p>(&self, path: Cow<'p, str>, fragment: &'p str) -> Target<'a, 'p> {
        let path = if path.contains('%') {
            Cow::Owned(percent_decode_str(&path).decode_utf8_lossy().into_owned())
        } else {
            path
        };
        let page = path.strip_suffix("index.html").unwrap_or(&path);
        let is_page = page.is_empty() || page.ends_with('/');
        let found = self.routes.get(if is_page { page } else { &path }).copied();
        // Servers add the last `/` of a page's address.
        let found = found.or_else(|| self.routes.get(format!("{path}/").as_str()).copied());
        match found {
            Some(route) => Target::Inside { route, fragment },
            None if *path == *MANIFEST => Target::Outside,
            None => Target::Nowhere(path.into_owned()),
        }
    }
}

/// A path seen from a folder, which is empty or ends in `/`; none above the top.
fn joined<'p>(folder: &str, path: &'p str) -> Option<Cow<'p, str>> {
    let (mut at, mut rest) = (folder, path);
    loop {
        if let Some(below) = rest.strip_prefix("./") {
            rest = below;
        } else if let Some(above) = rest.strip_prefix("../") {
            let inner = at.strip_suffix('/')?;
            at = &inner[..inner.rfind('/').map_or(0, |end| end + 1)];
            rest = above;
        } else {
            break;
        }
    }
    // Nearly every link goes to the top first and down from there without a turn.
    if !rest.split('/').any(|part| matches!(part, "." | "..")) {
        let is_whole = at.is_empty();
        return Some(if is_whole {
            Cow::Borrowed(rest)
        } else {
            Cow::Owned(format!("{at}{rest}"))
        });
    }
    let mut parts: Vec<&str> = at.split_terminator('/').collect();
    let mut is_folder = false;
    for part in rest.split('/') {
        is_folder = matches!(part, "." | ".." | "");
        match part {
            "." | "" => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    let end = if is_folder && !parts.is_empty() { "/" } else { "" };
    Some(Cow::Owned(parts.join("/") + end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_seen_from_the_folder_it_is_written_in() {
        let from = |folder, path| joined(folder, path).map(Cow::into_owned);
        for (path, whole) in [
            ("../../tasks/", "tasks/"),
            ("b.pdf", "news/a/b.pdf"),
            ("./b.pdf", "news/a/b.pdf"),
            ("..", "news/"),
            (".", "news/a/"),
            ("../b/../c/", "news/c/"),
            ("../../", ""),
            ("../..", ""),
        ] {
            assert_eq!(from("news/a/", path).as_deref(), Some(whole), "{path}");
        }
        assert_eq!(from("news/a/", "../../../portal/"), None);
        assert_eq!(from("", ".."), None);
    }
}
