//! RTF: the text of a document, who wrote it, and what is put into it.

use encoding_rs::GB18030;

use super::contents::{Reason, Spot, What};
use super::gather::{Gather, add_name};
use super::office;

/// What the text of a group is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
    Body,
    Header,
    Comment,
    Property(&'static str),
    Commenter,
    /// Fonts, colours, pictures and the like.
    Nothing,
}

/// What held outside a group, to be gone back to at its end.
struct Group {
    before: Use,
    stand_ins: u32,
    /// The text outside, where the group's own goes elsewhere.
    outside: Option<String>,
}

struct Reader<'g, 'l> {
    gather: &'g mut Gather<'l>,
    groups: Vec<Group>,
    now: Use,
    /// How many characters stand behind one by its number, for older programs.
    stand_ins: u32,
    skip: u32,
    bytes: Vec<u8>,
    text: String,
    paragraph: u32,
    comments: u32,
    commenters: Vec<String>,
    revised: bool,
}

/// Looks into an RTF document.
pub(super) fn look(gather: &mut Gather<'_>, bytes: &[u8]) {
    let mut reader = Reader {
        gather,
        groups: Vec::new(),
        now: Use::Body,
        stand_ins: 1,
        skip: 0,
        bytes: Vec::new(),
        text: String::new(),
        paragraph: 1,
        comments: 0,
        commenters: Vec::new(),
        revised: false,
    };
    let mut rest = bytes;
    while let Some((byte, more)) = rest.split_first() {
        rest = more;
        match byte {
            b'{' => {
                if reader.groups.len() >= 4 * reader.gather.limits.depth {
                    return reader.gather.refuse(Reason::Bomb);
                }
                reader.settle();
                let (before, stand_ins) = (reader.now, reader.stand_ins);
                reader.groups.push(Group { before, stand_ins, outside: None });
            }
            b'}' => reader.close(),
            b'\\' => rest = reader.control(rest),
            b'\r' | b'\n' => {}
            _ if reader.skip > 0 => reader.skip -= 1,
            byte => reader.bytes.push(*byte),
        }
    }
    reader.end();
}

impl Reader<'_, '_> {
    /// Puts the bytes read so far into the text: Chinese takes two of them.
    fn settle(&mut self) {
        if !self.bytes.is_empty() {
            let bytes = std::mem::take(&mut self.bytes);
            if self.now != Use::Nothing {
                self.text.push_str(&GB18030.decode_without_bom_handling(&bytes).0);
            }
        }
    }

    fn flush(&mut self) {
        self.settle();
        let text = std::mem::take(&mut self.text);
        match self.now {
            Use::Body => self.gather.text(Spot::Paragraph(self.paragraph), &text),
            Use::Header => self.gather.text(Spot::Header, &text),
            Use::Comment => self.gather.text(Spot::Comment(self.comments), &text),
            Use::Property(name) => office::property(self.gather, name, &text),
            Use::Commenter => add_name(&mut self.commenters, &text),
            Use::Nothing => {}
        }
    }

    fn close(&mut self) {
        self.settle();
        let Some(group) = self.groups.pop() else { return };
        if let Some(outside) = group.outside {
            self.flush();
            self.text = outside;
        }
        (self.now, self.stand_ins, self.skip) = (group.before, group.stand_ins, 0);
    }

    fn control<'b>(&mut self, rest: &'b [u8]) -> &'b [u8] {
        let letters = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        if letters == 0 {
            return self.symbol(rest);
        }
        let (word, rest) = rest.split_at(letters);
        let negative = rest.first() == Some(&b'-');
        let digits = &rest[usize::from(negative)..];
        let count = digits.iter().take(9).take_while(|byte| byte.is_ascii_digit()).count();
        let number = std::str::from_utf8(&digits[..count]).ok().and_then(|d| d.parse::<i64>().ok());
        let taken = if count > 0 { usize::from(negative) + count } else { 0 };
        let rest = &rest[taken..];
        let rest = rest.strip_prefix(b" ").unwrap_or(rest);
        let number = number.map(|number| if negative { -number } else { number });
        self.word(word, number);
        match (word, number) {
            // Bytes as they are.
            (b"bin", Some(length)) => {
                rest.get(usize::try_from(length).unwrap_or(0)..).unwrap_or_default()
            }
            _ => rest,
        }
    }

    fn symbol<'b>(&mut self, rest: &'b [u8]) -> &'b [u8] {
        match rest {
            [b'\'', high, low, rest @ ..] => {
                let digit = |byte: &u8| char::from(*byte).to_digit(16).unwrap_or(0) as u8;
                if self.skip > 0 {
                    self.skip -= 1;
                } else {
                    self.bytes.push(digit(high) << 4 | digit(low));
                }
                rest
            }
            // What a program does not know it may leave out; the known ones are told by name.
            [b'*', rest @ ..] => {
                self.begin(Use::Nothing);
                rest
            }
            [b'~', rest @ ..] => {
                self.bytes.push(b' ');
                rest
            }
            [byte @ (b'\\' | b'{' | b'}'), rest @ ..] => {
                self.bytes.push(*byte);
                rest
            }
            [_, rest @ ..] => rest,
            [] => rest,
        }
    }

    fn begin(&mut self, what: Use) {
        self.settle();
        match self.groups.last_mut() {
            Some(group) if group.outside.is_none() => {
                group.outside = Some(std::mem::take(&mut self.text));
            }
            _ => self.flush(),
        }
        self.now = what;
    }

    fn word(&mut self, word: &[u8], number: Option<i64>) {
        match word {
            b"par" | b"row" | b"cell" | b"sect" | b"page" | b"line" => {
                self.flush();
                if word == b"par" && self.now == Use::Body {
                    self.paragraph = self.paragraph.saturating_add(1);
                }
            }
            b"tab" => self.bytes.push(b'\t'),
            b"uc" => {
                self.stand_ins = number.and_then(|n| u32::try_from(n).ok()).unwrap_or(1).min(8)
            }
            b"u" => self.character(number.unwrap_or(0)),
            b"fonttbl" | b"colortbl" | b"stylesheet" | b"pict" | b"info" | b"themedata"
            | b"objdata" | b"datastore" | b"listtable" | b"rsidtbl" | b"generator" => {
                self.begin(Use::Nothing);
            }
            b"header" | b"footer" | b"headerl" | b"headerr" | b"footerl" | b"footerr"
            | b"headerf" | b"footerf" => self.begin(Use::Header),
            b"annotation" => {
                self.comments = self.comments.saturating_add(1);
                self.begin(Use::Comment);
            }
            b"atnauthor" => self.begin(Use::Commenter),
            b"author" => self.begin(Use::Property("creator")),
            b"operator" => self.begin(Use::Property("lastModifiedBy")),
            b"manager" => self.begin(Use::Property("Manager")),
            b"company" => self.begin(Use::Property("Company")),
            b"title" => self.begin(Use::Property("title")),
            b"subject" => self.begin(Use::Property("subject")),
            b"doccomm" => self.begin(Use::Property("description")),
            b"deleted" | b"revised" => self.revised = true,
            b"object" => {
                self.gather.find(Spot::File, What::EmbeddedFile { name: "object".to_owned() });
            }
            _ => {}
        }
    }

    fn character(&mut self, number: i64) {
        self.settle();
        // Numbers above 32 767 are written as negative ones.
        let code = u32::try_from(if number < 0 { number + 65_536 } else { number }).unwrap_or(0);
        if self.now != Use::Nothing {
            self.text.push(char::from_u32(code).unwrap_or('\u{FFFD}'));
        }
        self.skip = self.stand_ins;
    }

    fn end(mut self) {
        self.flush();
        if self.comments > 0 {
            let what = What::Comments { count: self.comments, authors: self.commenters };
            self.gather.find(Spot::File, what);
        }
        if self.revised {
            let authors = Vec::new();
            let what = What::TrackedChanges { inserted: 0, deleted: 0, moved: 0, authors };
            self.gather.find(Spot::File, what);
        }
    }
}
