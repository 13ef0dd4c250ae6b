//! What the rules of pages look at, gathered in one walk over a page's parts.

use std::ops::Range;

use super::html::{Html, Letters, Part, Tag};

/// A page's headings, links, pictures, tables and the like, in their order.
#[derive(Debug, Default)]
pub struct Outline<'a> {
    /// `<html>`.
    pub root: Option<Tag<'a>>,
    /// The words of `<title>`; none without the element.
    pub title: Option<&'a str>,
    pub metas: Vec<Meta<'a>>,
    pub headings: Vec<Heading<'a>>,
    pub links: Vec<Named<'a>>,
    pub buttons: Vec<Named<'a>>,
    /// Pictures, and controls that are one.
    pub images: Vec<Tag<'a>>,
    pub tables: Vec<Table>,
    /// What is typed or chosen in.
    pub controls: Vec<Control<'a>>,
    /// The controls that labels name by their `for`.
    pub labelled: Vec<&'a str>,
    pub ids: Vec<Letters<'a>>,
    /// Where links lead to and files come from.
    pub addresses: Vec<Letters<'a>>,
    pub frames: Vec<Tag<'a>>,
    pub players: Vec<Tag<'a>>,
    /// The machine's form of each date in `<main>`.
    pub dates: Vec<&'a str>,
    /// The texts below `<main>`, and the links among them.
    pub foot: Vec<&'a str>,
    pub foot_links: Vec<&'a str>,
}

/// `<meta name content>`.
#[derive(Debug)]
pub struct Meta<'a> {
    pub name: &'a str,
    pub content: &'a str,
    pub span: Range<usize>,
}

/// `<h1>` to `<h6>`.
#[derive(Debug)]
pub struct Heading<'a> {
    pub level: u8,
    pub span: Range<usize>,
    /// Its texts, one after another.
    pub texts: Vec<&'a str>,
}

/// A link or button.
#[derive(Debug)]
pub struct Named<'a> {
    pub tag: Tag<'a>,
    /// Whether somebody who hears the page is told what it is.
    pub is_named: bool,
    /// Its words, where they are one text and no picture or label says more.
    pub words: Option<&'a str>,
}

/// A table.
#[derive(Debug, Default)]
pub struct Table {
    pub span: Range<usize>,
    /// Whether it says that it is no table of data.
    pub is_layout: bool,
    pub has_caption: bool,
    pub headers: usize,
    /// The first heading cell that does not say what it heads.
    pub unscoped: Option<Range<usize>>,
}

/// `<input>`, `<select>` or `<textarea>`.
#[derive(Debug)]
pub struct Control<'a> {
    pub tag: Tag<'a>,
    pub id: Option<&'a str>,
    /// Whether it lies in a label or names itself.
    pub is_named: bool,
}

impl<'a> Outline<'a> {
    /// Walks over a page.
    pub fn of(html: &'a Html) -> Self {
        let mut walk = Walk::default();
        for part in html.parts() {
            match part {
                Part::Open(tag) => walk.open(tag),
                Part::Close(name) => walk.close(name),
                Part::Text(letters) => walk.text(letters.text),
                Part::Comment(_) => {}
            }
        }
        walk.outline
    }

    /// The content of the tags of a name.
    pub fn meta<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'s Meta<'a>> {
        self.metas.iter().filter(move |meta| meta.name == name)
    }
}

#[derive(Default)]
struct Walk<'a> {
    outline: Outline<'a>,
    in_title: bool,
    in_body: bool,
    in_main: bool,
    below_main: bool,
    in_heading: bool,
    in_link: bool,
    in_button: bool,
    labels: usize,
    /// The tables that are open, as places in the outline's.
    tables: Vec<usize>,
}

impl<'a> Walk<'a> {
    fn open(&mut self, tag: Tag<'a>) {
        let out = &mut self.outline;
        let mut names_itself = false;
        for (name, value) in tag.attributes() {
            match name {
                "id" => out.ids.push(value),
                "href" | "src" | "poster" | "data" | "action" => out.addresses.push(value),
                "aria-label" | "aria-labelledby" | "title" | "alt" => {
                    names_itself |= !value.text.trim().is_empty();
                }
                _ => {}
            }
        }
        match tag.name() {
            "html" => out.root = Some(tag),
            "title" if !self.in_body => {
                out.title = Some("");
                self.in_title = true;
            }
            "meta" => {
                if let (Some(name), Some(content)) = (tag.get("name"), tag.get("content")) {
                    out.metas.push(Meta { name, content, span: tag.span() });
                }
            }
            "body" => self.in_body = true,
            "main" => self.in_main = true,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = tag.name().as_bytes()[1] - b'0';
                out.headings.push(Heading { level, span: tag.span(), texts: Vec::new() });
                self.in_heading = true;
            }
            "a" => {
                if let Some(href) = tag.get("href") {
                    let is_named = tag.get("aria-label").is_some_and(|l| !l.trim().is_empty());
                    out.links.push(Named { tag, is_named, words: None });
                    self.in_link = true;
                    if self.below_main {
                        out.foot_links.push(href);
                    }
                }
            }
            "button" => {
                out.buttons.push(Named { tag, is_named: names_itself, words: None });
                self.in_button = true;
            }
            "input" => match tag.get("type").unwrap_or("text") {
                "hidden" | "submit" | "reset" => {}
                "image" => out.images.push(tag),
                "button" => {
                    let is_named = names_itself || tag.get("value").is_some_and(|v| !v.is_empty());
                    out.buttons.push(Named { tag, is_named, words: None });
                }
                _ => self.control(tag, names_itself),
            },
            "select" | "textarea" => self.control(tag, names_itself),
            "label" => {
                out.labelled.extend(tag.get("for"));
                self.labels += 1;
            }
            "img" | "area" => out.images.push(tag),
            "table" => {
                let is_layout = matches!(tag.get("role"), Some("presentation" | "none"));
                self.tables.push(out.tables.len());
                out.tables.push(Table { span: tag.span(), is_layout, ..Table::default() });
            }
            "caption" | "th" => self.of_table(tag),
            "iframe" | "frame" => out.frames.push(tag),
            "video" | "audio" => out.players.push(tag),
            "time" if self.in_main => out.dates.extend(tag.get("datetime")),
            _ => {}
        }
        // A picture's description or an icon's label speaks for what it lies in.
        if names_itself && !matches!(tag.name(), "a" | "button") {
            self.name_open(None);
        }
    }

    fn control(&mut self, tag: Tag<'a>, names_itself: bool) {
        let is_named = names_itself || self.labels > 0;
        self.outline.controls.push(Control { tag, id: tag.get("id"), is_named });
    }

    fn of_table(&mut self, tag: Tag<'a>) {
        let Some(table) = self.tables.last().and_then(|at| self.outline.tables.get_mut(*at)) else {
            return;
        };
        if tag.name() == "caption" {
            table.has_caption = true;
            return;
        }
        table.headers += 1;
        if tag.get("scope").is_none() && table.unscoped.is_none() {
            table.unscoped = Some(tag.span());
        }
    }

    /// Gives the open link and button a name.
    fn name_open(&mut self, words: Option<&'a str>) {
        let link = self.outline.links.last_mut().filter(|_| self.in_link);
        let button = self.outline.buttons.last_mut().filter(|_| self.in_button);
        for named in link.into_iter().chain(button) {
            named.words = if named.is_named { None } else { words };
            named.is_named = true;
        }
    }

    fn text(&mut self, text: &'a str) {
        if self.in_title {
            self.outline.title = Some(text);
        }
        if self.in_heading
            && let Some(heading) = self.outline.headings.last_mut()
        {
            heading.texts.push(text);
        }
        if self.below_main {
            self.outline.foot.push(text);
        }
        if (self.in_link || self.in_button) && !text.trim().is_empty() {
            self.name_open(Some(text.trim()));
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "title" => self.in_title = false,
            "main" => (self.in_main, self.below_main) = (false, true),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.in_heading = false,
            "a" => self.in_link = false,
            "button" => self.in_button = false,
            "label" => self.labels = self.labels.saturating_sub(1),
            "table" => {
                self.tables.pop();
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(page: &str) -> (Vec<bool>, Vec<bool>) {
        let html = Html::read(page);
        let outline = Outline::of(&html);
        let of = |named: &[Named]| named.iter().map(|named| named.is_named).collect();
        (of(&outline.links), of(&outline.buttons))
    }

    #[test]
    fn words_pictures_and_labels_name_a_link_and_hidden_signs_do_not() {
        let links = "<a href=a>甲</a><a href=b><img alt=乙></a><a href=c aria-label=丙></a>\
            <a href=d><img alt=''></a><a href=e> <i></i></a><a name=f></a>";
        assert_eq!(named(links).0, [true, true, true, false, false]);
        let buttons = "<button>甲</button><button title=乙></button><button><svg></svg></button>\
            <input type=button value=丙><input type=button>";
        assert_eq!(named(buttons).1, [true, true, false, true, false]);
    }

    #[test]
    fn a_field_is_named_by_the_label_around_it_or_by_its_own() {
        let html = Html::read(
            "<label>甲 <input></label><input aria-label=乙><input id=c placeholder=丙>\
            <label for=c>丙</label><input type=hidden><input type=submit><select></select>",
        );
        let outline = Outline::of(&html);
        let named: Vec<bool> = outline.controls.iter().map(|control| control.is_named).collect();
        assert_eq!((named, outline.labelled), (vec![true, true, false, false], vec!["c"]));
    }

    #[test]
    fn each_table_has_its_own_caption_and_headings() {
        let html = Html::read(
            "<table><tr><td><table><caption>甲</caption><tr><th>乙</th></tr></table></td></tr>\
            <tr><th scope=row>丙</th></tr></table><table role=presentation></table>",
        );
        let outline = Outline::of(&html);
        let told: Vec<_> = outline
            .tables
            .iter()
            .map(|table| {
                (table.has_caption, table.headers, table.unscoped.is_some(), table.is_layout)
            })
            .collect();
        assert_eq!(
            told,
            [(false, 1, false, false), (true, 1, true, false), (false, 0, false, true),]
        );
    }
}
