//! Reads a page's markup strictly: what the program writes has every tag closed and every
//! attribute quoted, so that whatever is otherwise is a fault.

/// A page as a flat list of its elements in order, each knowing where it ends.
pub struct Document {
    pub elements: Vec<Element>,
    /// All text a reader meets, blanks run together.
    pub words: String,
    /// What is wrong with the markup itself.
    pub faults: Vec<String>,
    text: String,
}

/// An element with its attributes.
pub struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    /// Its place in the list, its parent's, and the first after its inside.
    pub at: usize,
    parent: Option<usize>,
    end: usize,
    from: usize,
    to: usize,
}

impl Element {
    /// The value of an attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// The level of a heading.
    pub fn heading(&self) -> Option<u32> {
        let level = self.name.strip_prefix('h')?.parse().ok()?;
        (1..=6).contains(&level).then_some(level)
    }
}

const VOID: [&str; 7] = ["meta", "link", "br", "hr", "img", "input", "col"];

impl Document {
    /// Reads a page.
    pub fn read(source: &str) -> Self {
        let mut page = Self {
            elements: Vec::new(),
            words: String::new(),
            faults: Vec::new(),
            text: String::new(),
        };
        let Some(mut rest) = source.strip_prefix("<!DOCTYPE html>") else {
            page.faults.push("no doctype".into());
            return page;
        };
        let mut open: Vec<usize> = Vec::new();
        while let Some(at) = rest.find('<') {
            page.push_text(&rest[..at]);
            rest = &rest[at..];
            if let Some(comment) = rest.strip_prefix("<!--") {
                rest = comment.split_once("-->").map_or("", |(_, after)| after);
                continue;
            }
            let Some(end) = tag_end(rest) else {
                page.faults.push("a tag without its end".into());
                break;
            };
            let (tag, after) = (&rest[1..end], &rest[end + 1..]);
            rest = after;
            if let Some(name) = tag.strip_prefix('/') {
                page.close(name.trim(), &mut open);
                continue;
            }
            let (tag, closed) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
            let name: String =
                tag.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
            let attributes = page.attributes(&tag[name.len()..]);
            let at = page.elements.len();
            page.elements.push(Element {
                name: name.clone(),
                attributes,
                at,
                parent: open.last().copied(),
                end: at + 1,
                from: page.text.len(),
                to: page.text.len(),
            });
            if !closed && !VOID.contains(&name.as_str()) {
                open.push(at);
            }
        }
        page.push_text(rest);
        for at in open {
            let name = &page.elements[at].name;
            page.faults.push(format!("<{name}> is never closed"));
        }
        page.words = page.text.split_whitespace().collect::<Vec<_>>().join(" ");
        page
    }

    fn push_text(&mut self, text: &str) {
        let decoded = self.decode(text);
        self.text.push_str(&decoded);
    }

    fn close(&mut self, name: &str, open: &mut Vec<usize>) {
        let (end, to) = (self.elements.len(), self.text.len());
        match open.pop() {
            Some(at) if self.elements[at].name == name => {
                self.elements[at].end = end;
                self.elements[at].to = to;
            }
            Some(at) => {
                let found = self.elements[at].name.clone();
                self.faults.push(format!("</{name}> where <{found}> is open"));
            }
            None => self.faults.push(format!("</{name}> where nothing is open")),
        }
    }

    fn attributes(&mut self, mut text: &str) -> Vec<(String, String)> {
        let mut found: Vec<(String, String)> = Vec::new();
        loop {
            text = text.trim_start();
            if text.is_empty() {
                return found;
            }
            let end = text.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(text.len());
            let (name, after) = text.split_at(end);
            text = after;
            let mut value = String::new();
            if let Some(quoted) = text.strip_prefix('=') {
                let Some((inside, after)) =
                    quoted.strip_prefix('"').and_then(|inside| inside.split_once('"'))
                else {
                    self.faults.push(format!("{name} without quotes"));
                    return found;
                };
                value = self.decode(inside);
                text = after;
            }
            if found.iter().any(|(n, _)| n == name) {
                self.faults.push(format!("{name} twice on one element"));
            }
            found.push((name.to_owned(), value));
        }
    }

    /// Undoes the escapes; a bare `&` is a fault.
    fn decode(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find('&') {
            out.push_str(&rest[..at]);
            rest = &rest[at + 1..];
            let Some((name, after)) = rest.split_once(';') else {
                self.faults.push("a bare &".into());
                out.push('&');
                continue;
            };
            let number = name
                .strip_prefix("#x")
                .map(|hex| u32::from_str_radix(hex, 16))
                .or_else(|| name.strip_prefix('#').map(str::parse));
            match (name, number) {
                ("amp", _) => out.push('&'),
                ("lt", _) => out.push('<'),
                ("gt", _) => out.push('>'),
                ("quot", _) => out.push('"'),
                ("apos", _) => out.push('\''),
                (_, Some(Ok(code))) => out.extend(char::from_u32(code)),
                _ => {
                    self.faults.push(format!(
                        "&{}… is no escape",
                        name.chars().take(8).collect::<String>()
                    ));
                    continue;
                }
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }

    /// All elements of a name.
    pub fn all<'d>(&'d self, name: &'d str) -> impl Iterator<Item = &'d Element> {
        self.elements.iter().filter(move |element| element.name == name)
    }

    /// All elements inside one, in order.
    pub fn inside(&self, element: &Element) -> impl Iterator<Item = &Element> {
        self.elements[element.at + 1..element.end].iter()
    }

    /// The elements right below one.
    pub fn children(&self, element: &Element) -> impl Iterator<Item = &Element> {
        let at = element.at;
        self.inside(element).filter(move |child| child.parent == Some(at))
    }

    /// The words inside an element, blanks run together.
    pub fn text(&self, element: &Element) -> String {
        self.text[element.from..element.to].split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Where a tag ends: the first `>` outside quotes.
fn tag_end(text: &str) -> Option<usize> {
    let mut quoted = false;
    text.char_indices().find_map(|(at, c)| {
        quoted ^= c == '"';
        (c == '>' && !quoted).then_some(at)
    })
}
