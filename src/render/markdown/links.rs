//! Links and images, once the caller has said where they lead.

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::html::{attribute, escape};
use super::{Resolve, Target, Writer, address};
use crate::content::markdown::{Words, has_chinese};

pub(super) struct OpenLink {
    pub(super) start: usize,
    /// An `a` is open; else it is only words.
    pub(super) anchored: bool,
    /// What stands after it.
    pub(super) note: String,
    /// Shown when it has no words of its own.
    pub(super) fallback: String,
}

pub(super) struct OpenImage<'a> {
    pub(super) destination: CowStr<'a>,
    pub(super) title: CowStr<'a>,
    pub(super) words: Words,
    pub(super) nested: usize,
}

impl<'a> Writer<'a, '_> {
    pub(super) fn start_link(&mut self, destination: &str, title: &str) {
        let target = target(self.resolve, destination, false);
        let anchor = anchor(&target, title);
        if let Some(attributes) = &anchor {
            self.open("a", attributes);
        }
        self.link = Some(OpenLink {
            start: self.out.len(),
            anchored: anchor.is_some(),
            note: note(&target),
            fallback: destination.to_owned(),
        });
    }

    pub(super) fn end_link(&mut self) {
        let Some(link) = self.link.take() else {
            return;
        };
        if link.anchored {
            if self.out.len() == link.start {
                self.break_line(link.fallback.chars().next());
                self.words(&link.fallback);
            }
            self.close("a");
        }
        self.note(&link.note);
    }

    fn note(&mut self, note: &str) {
        if !note.is_empty() {
            let (before, after) = if has_chinese(note) { ("（", "）") } else { (" (", ")") };
            self.open("span", &attribute("class", "note"));
            escape(&mut self.out, &format!("{before}{note}{after}"));
            self.close("span");
            self.last = after.chars().next_back();
        }
    }

    /// Takes what stands in `![…]` as plain words.
    pub(super) fn describe_image(&mut self, event: Event<'a>) {
        let Some(image) = &mut self.image else {
            return;
        };
        match event {
            Event::Start(Tag::Image { .. }) => image.nested += 1,
            Event::End(TagEnd::Image) if image.nested > 0 => image.nested -= 1,
            Event::End(TagEnd::Image) => self.end_image(),
            Event::Text(text) | Event::Code(text) => image.words.push(&text),
            Event::SoftBreak | Event::HardBreak => image.words.line_break(),
            _ => {}
        }
    }

    fn end_image(&mut self) {
        let Some(image) = self.image.take() else {
            return;
        };
        let words = image.words.finish();
        self.heading_words(|heading| heading.push(&words));
        let target = target(self.resolve, &image.destination, true);
        if let Target::Href(source) = &target {
            self.break_line(None);
            let mut attributes = attribute("src", &address::encode(source));
            attributes.push_str(&attribute("alt", &words));
            if !image.title.is_empty() {
                attributes.push_str(&attribute("title", &image.title));
            }
            attributes.push_str(" loading=\"lazy\"");
            self.tag("img", &attributes);
            self.last = None;
            return;
        }
        // Not to be shown: its words stand for it, as a link to it unless they are in one.
        let anchor = anchor(&target, &image.title).filter(|_| self.link.is_none());
        let words = if words.is_empty() && anchor.is_some() {
            image.destination.into_string()
        } else {
            words
        };
        self.break_line(words.chars().next());
        if let Some(attributes) = &anchor {
            self.open("a", attributes);
        }
        escape(&mut self.out, &words);
        self.last = words.chars().next_back().or(self.last);
        if anchor.is_some() {
            self.close("a");
            self.note(&note(&target));
        }
    }
}

/// Asks where a destination leads; an address that may not be linked leads nowhere, whoever says.
pub(super) fn target(resolve: Resolve<'_>, destination: &str, image: bool) -> Target {
    if !address::is_safe(destination) {
        return Target::Plain;
    }
    match resolve(destination, image) {
        Target::Href(href) | Target::External(href) | Target::Download { href, .. }
            if !address::is_safe(&href) =>
        {
            Target::Plain
        }
        target => target,
    }
}

/// The attributes of a link, if there is to be one.
pub(super) fn anchor(target: &Target, title: &str) -> Option<String> {
    let mut attributes = match target {
        Target::Plain => return None,
        Target::Href(href) => attribute("href", &address::encode(href)),
        Target::Download { href, .. } => {
            attribute("href", &address::encode(href)) + " class=\"download\""
        }
        Target::External(href) => {
            attribute("href", &address::encode(href)) + " class=\"external\" rel=\"noopener\""
        }
    };
    if !title.is_empty() {
        attributes.push_str(&attribute("title", title));
    }
    Some(attributes)
}

fn note(target: &Target) -> String {
    match target {
        Target::Download { note, .. } => note.clone(),
        _ => String::new(),
    }
}
