//! 长辈版: simpler readings, by templates of their own over the views of their pages.

use std::borrow::Cow;
use std::sync::Arc;

use tera::{Kwargs, State, Tera};

use crate::site::{Page, Site};

/// What templates put an address through to stay among simpler readings.
const FILTER: &str = "simple";
/// Where a theme keeps their templates, each under the name of the page's.
const FOLDER: &str = "simple/";
/// What is the same for both.
const SHARED: &[&str] = &["head.html", "footer.html", "redirect.html"];

/// Lets templates be parsed that link to simpler readings.
pub(super) fn announce(tera: &mut Tera) {
    tera.register_filter(FILTER, |href: &str, _: Kwargs, _: &State| href.to_owned());
}

/// Lets the templates of a site link to its simpler readings.
pub(super) fn provide(tera: &mut Tera, site: Arc<Site>) {
    tera.register_filter(FILTER, move |href: &str, _: Kwargs, _: &State| site.simple_href(href));
}

/// The template a page is made with, by the name it has for usual pages.
pub(super) fn template<'a>(page: &Page, name: &'a str) -> Cow<'a, str> {
    match page {
        Page::Simple(_) if !SHARED.contains(&name) => format!("{FOLDER}{name}").into(),
        _ => name.into(),
    }
}
