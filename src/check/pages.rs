//! Every page as it would be built, in memory.

use std::sync::Arc;

use rayon::prelude::*;

use super::html::Html;
use super::private::{self, Private};
use crate::diagnostic::{Diagnostics, Place, Source};
use crate::render::{Failure, Renderer};
use crate::site::{Page, Route, Site};

/// A page as built.
pub struct Rendered<'a> {
    pub site: &'a Site,
    pub route: &'a Route,
    pub page: &'a Page,
    pub media: Media,
    /// Its bytes.
    pub text: &'a str,
    /// Its tags and texts; none in what is no page of HTML.
    pub html: Html,
    source: std::cell::OnceCell<Arc<Source>>,
}

/// What a built file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Media {
    Html,
    Json,
    Csv,
    Xml,
    /// A file of the theme, or robots.txt.
    Other,
}

impl Media {
    /// By the ending of a file.
    pub fn of(file: &str) -> Self {
        match file.rsplit_once('.').map_or("", |(_, ending)| ending) {
            "html" => Media::Html,
            "json" | "jsonld" => Media::Json,
            "csv" => Media::Csv,
            "xml" => Media::Xml,
            _ => Media::Other,
        }
    }
}

impl<'a> Rendered<'a> {
    /// Takes a page's bytes apart.
    pub fn new(site: &'a Site, route: &'a Route, page: &'a Page, text: &'a str) -> Self {
        let media = Media::of(&route.file());
        let html = if media == Media::Html { Html::read(text) } else { Html::default() };
        Self { site, route, page, media, text, html, source: std::cell::OnceCell::new() }
    }

    /// Some bytes of it as a place, under the file's path in the built site.
    pub fn place(&self, span: std::ops::Range<usize>) -> Place {
        let source = || Source::new(format!("public/{}", self.route.file()), self.text);
        Place::new(self.source.get_or_init(source), span)
    }
}

/// Renders every page and hands it to the rules; templates that fail are told each once. Returns what
/// is private on the pages.
pub(super) fn each(
    renderer: &Renderer,
    rules: &[fn(&Rendered, &mut Diagnostics)],
    out: &mut Diagnostics,
) -> anyhow::Result<Vec<Private>> {
    let site = renderer.site();
    let policy = &site.facts.public().settings().check.masks;
    let looked: Vec<Result<(Diagnostics, Vec<Private>), Failure>> = site
        .pages
        .par_iter()
        .map_init(Vec::new, |buffer: &mut Vec<u8>, (route, page)| {
            buffer.clear();
            renderer.render(route, page, buffer)?;
            let (mut found, mut private) = (Diagnostics::new(), Vec::new());
            // Pictures and fonts of a theme are no text.
            if let Ok(text) = std::str::from_utf8(buffer) {
                let rendered = Rendered::new(site, route, page, text);
                rules.iter().for_each(|check| check(&rendered, &mut found));
                private = private::on_page(&rendered, policy);
            }
            Ok((found, private))
        })
        .collect();
    let mut on_pages = Vec::new();
    for found in looked {
        match found {
            Ok((found, private)) => {
                out.extend(found);
                on_pages.extend(private);
            }
            Err(Failure::Template(fault)) => out.push(*fault),
            Err(Failure::Machine(error)) => return Err(error),
        }
    }
    Ok(on_pages)
}
