//! Reading a map of front matter field by field, collecting every fault on the way.
//!
//! A decoder asks for keys; what it never asked for is unknown. A value already reported as
//! unreadable is silent here, so that one slip is one fault.

mod dated;

use std::ops::Range;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::choice::{Choice, Flag, bad_choice, choose, common_mistake, nearest};
use super::key::Key;
use super::number::parse_number;
use crate::content::{Map, Node, Pair, Value};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Source, Text};
use crate::say;

/// A value with the place it was written at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    pub value: T,
    pub span: Range<usize>,
}

/// The map being read.
pub struct Fields<'a> {
    pub source: &'a Arc<Source>,
    map: &'a Map,
    lines: Vec<Line<'a>>,
    /// Where a missing key is shown: the start of the file, or of a nested map.
    missing_at: Range<usize>,
    /// Whether it is a map inside a value.
    is_nested: bool,
    asked: Vec<&'static Key>,
}

/// A key and its value.
struct Line<'a> {
    key: &'a str,
    pair: &'a Pair,
    /// Whether somebody asked for it.
    taken: bool,
}

impl<'a> Fields<'a> {
    /// The front matter of a file.
    pub fn of_file(source: &'a Arc<Source>, map: &'a Map) -> Self {
        let line = |pair: &'a Pair| Line { key: pair.key(source), pair, taken: false };
        let lines = map.entries.iter().map(line).collect();
        Self { source, map, lines, missing_at: 0..0, is_nested: false, asked: Vec::new() }
    }

    /// A map inside a value.
    pub fn nested(source: &'a Arc<Source>, map: &'a Map) -> Self {
        let at = map.span.start..map.span.start;
        Self { missing_at: at, is_nested: true, ..Self::of_file(source, map) }
    }

    /// The map as it stands.
    pub fn raw(&self) -> &'a Map {
        self.map
    }

    /// The place of some bytes of this file.
    pub fn place(&self, span: Range<usize>) -> Place {
        Place::new(self.source, span)
    }

    /// Whether a key has a value, under any of its names; does not count as asking for it. A key
    /// left blank has none.
    pub fn has(&self, key: &Key) -> bool {
        self.values(key).any(|node| !self.is_blank(node))
    }

    /// Whether a key has a value that is more than an empty list.
    pub fn has_any(&self, key: &Key) -> bool {
        self.values(key).any(|node| match &node.value {
            Value::List(items) => !items.iter().all(|item| self.is_blank(item)),
            _ => !self.is_blank(node),
        })
    }

    fn values(&self, key: &Key) -> impl Iterator<Item = &'a Node> {
        self.lines.iter().filter(|line| key.is(line.key)).map(|line| &line.pair.value)
    }

    fn is_blank(&self, node: &Node) -> bool {
        match &node.value {
            Value::Null => true,
            Value::Text(_) => node.text(self.source).is_none_or(|text| text.trim().is_empty()),
            Value::List(_) | Value::Map(_) | Value::Unreadable => false,
        }
    }

    /// A key's text as it stands; neither counts as asking for it nor reports anything.
    pub fn peek(&self, key: &Key) -> Option<&'a str> {
        let line = self.lines.iter().find(|line| key.is(line.key))?;
        line.pair.value.text(self.source).map(str::trim).filter(|text| !text.is_empty())
    }

    /// The texts under some keys of a table; neither counts as asking for them nor reports anything.
    pub fn texts_in(&self, table: &Key, keys: &[&Key]) -> Vec<&'a str> {
        let tables = self.lines.iter().filter(|line| table.is(line.key));
        let maps = tables.filter_map(|line| match &line.pair.value.value {
            Value::Map(map) => Some(map),
            _ => None,
        });
        let pairs = maps.flat_map(|map| &map.entries);
        let named = pairs.filter(|pair| keys.iter().any(|key| key.is(pair.key(self.source))));
        let nodes = named.flat_map(|pair| match &pair.value.value {
            Value::List(items) => items.iter().collect(),
            _ => vec![&pair.value],
        });
        nodes.filter_map(|node| node.text(self.source).map(str::trim)).collect()
    }

    /// The value of a key as it stands; `None` if absent or empty.
    pub fn node(&mut self, key: &'static Key, out: &mut Diagnostics) -> Option<&'a Node> {
        if self.asked.is_empty() {
            // A record asks for some thirty keys.
            self.asked.reserve(32);
        }
        self.asked.push(key);
        let mut found: Option<(&'a Node, &'a str)> = None;
        for line in &mut self.lines {
            if line.taken || !key.is(line.key) {
                continue;
            }
            line.taken = true;
            let Line { key: second, pair, .. } = *line;
            if let Some((_, first)) = found {
                out.push(
                    Diagnostic::new(
                        Code::RepeatedKey,
                        Place::new(self.source, pair.key_span.clone()),
                        say!(
                            "“{second}”与“{first}”是同一项，只能写一次",
                            "`{second}` and `{first}` are one field, given twice"
                        ),
                    )
                    .help(say!("保留一个，删去另一个", "keep one and take the other out")),
                );
            } else {
                found = Some((&pair.value, second));
            }
        }
        found.map(|(node, _)| node).filter(|node| !matches!(node.value, Value::Null))
    }

    /// Reports a key that must be there and is not.
    pub fn missing(&self, key: &Key, example: &str, out: &mut Diagnostics) {
        let (zh, en) = (key.zh[0], key.en);
        if let Some(Line { key: word, pair, .. }) = self.lines.iter().find(|line| key.is(line.key))
        {
            out.push(
                Diagnostic::new(
                    Code::MissingKey,
                    self.place(pair.key_span.clone()),
                    say!("“{word}”后面是空的", "`{word}` is left blank"),
                )
                .help(say!("在冒号后面填写", "fill it in after the colon")),
            );
            return;
        }
        let mut fault = Diagnostic::new(
            Code::MissingKey,
            self.place(self.missing_at.clone()),
            say!("缺少“{zh}”", "`{en}` is missing"),
        );
        if !example.is_empty() {
            fault = fault.help(say!("加一行：{zh}: {example}", "add a line: {en}: {example}"));
        }
        out.push(fault);
    }

    fn bad(&self, code: Code, node: &Node, message: Text, help: Text, out: &mut Diagnostics) {
        out.push(Diagnostic::new(code, self.place(node.span.clone()), message).help(help));
    }

    /// A scalar's text with its place.
    pub fn spanned(&mut self, key: &'static Key, out: &mut Diagnostics) -> Option<Spanned<String>> {
        let node = self.node(key, out)?;
        self.scalar(key, node, out)
    }

    fn scalar(&self, key: &Key, node: &Node, out: &mut Diagnostics) -> Option<Spanned<String>> {
        let (zh, en) = (key.zh[0], key.en);
        match &node.value {
            Value::Text(_) => match node.text(self.source)?.trim() {
                "" => None,
                // `new` writes what is to be filled in as 〔…〕.
                text if text.starts_with('〔') && text.ends_with('〕') => {
                    self.bad(
                        Code::BadValue,
                        node,
                        say!("“{zh}”还是样例，没有填写", "`{en}` is still the example"),
                        say!("换成真实内容，连〔〕一起替换", "replace it, 〔〕 and all"),
                        out,
                    );
                    None
                }
                text => Some(Spanned { value: text.to_owned(), span: node.span.clone() }),
            },
            Value::Null | Value::Unreadable => None,
            Value::List(_) | Value::Map(_) => {
                let is_map = matches!(node.value, Value::Map(_));
                let is_item = self.values(key).all(|value| !std::ptr::eq(value, node));
                let (message, help) = match (is_item, is_map) {
                    (true, _) => (
                        say!("“{zh}”的每一条应是一段文字", "each item of `{en}` must be a text"),
                        say!(
                            "每条只写文字，不再分层：[甲, 乙]",
                            "write plain words for each, nothing inside: [a, b]"
                        ),
                    ),
                    (false, true) => (
                        say!("“{zh}”应是一段文字", "`{en}` must be a text"),
                        say!(
                            "写在冒号后同一行，里面不再写“键: 值”",
                            "write it after the colon, without `key: value` inside"
                        ),
                    ),
                    (false, false) => (
                        say!("“{zh}”应是一段文字", "`{en}` must be a text"),
                        say!(
                            "写在冒号后同一行，不用列表",
                            "write it after the colon, not as a list"
                        ),
                    ),
                };
                self.bad(Code::BadValue, node, message, help, out);
                None
            }
        }
    }

    /// A scalar's text.
    pub fn text(&mut self, key: &'static Key, out: &mut Diagnostics) -> Option<String> {
        self.spanned(key, out).map(|s| s.value)
    }

    /// A scalar's text that must be there; one that is there and unreadable is no second fault.
    pub fn required_text(
        &mut self,
        key: &'static Key,
        example: &str,
        out: &mut Diagnostics,
    ) -> Option<String> {
        let text = self.text(key, out);
        if !self.has(key) {
            self.missing(key, example, out);
        }
        text
    }

    /// A list of texts; a single text is a list of one.
    pub fn list(&mut self, key: &'static Key, out: &mut Diagnostics) -> Vec<Spanned<String>> {
        let Some(node) = self.node(key, out) else { return Vec::new() };
        match &node.value {
            Value::List(items) => {
                items.iter().filter_map(|item| self.scalar(key, item, out)).collect()
            }
            _ => self.scalar(key, node, out).into_iter().collect(),
        }
    }

    /// A list of texts without their places.
    pub fn texts(&mut self, key: &'static Key, out: &mut Diagnostics) -> Vec<String> {
        self.list(key, out).into_iter().map(|s| s.value).collect()
    }

    /// A map inside this one.
    pub fn map(&mut self, key: &'static Key, out: &mut Diagnostics) -> Option<Fields<'a>> {
        let node = self.node(key, out)?;
        self.as_map(key, node, out)
    }

    fn as_map(&self, key: &Key, node: &'a Node, out: &mut Diagnostics) -> Option<Fields<'a>> {
        let (zh, en) = (key.zh[0], key.en);
        match &node.value {
            Value::Map(map) => Some(Fields::nested(self.source, map)),
            Value::Null | Value::Unreadable => None,
            _ => {
                self.bad(
                    Code::BadValue,
                    node,
                    say!("“{zh}”应写成几个“键: 值”", "`{en}` must be given as `key: value` pairs"),
                    say!(
                        "例如 {{日期: 2023-03-01, 原因: 重复}}",
                        "as in {{date: 2023-03-01, reason: repeated}}"
                    ),
                    out,
                );
                None
            }
        }
    }

    /// A list of maps; a single map is a list of one.
    pub fn maps(&mut self, key: &'static Key, out: &mut Diagnostics) -> Vec<Fields<'a>> {
        let Some(node) = self.node(key, out) else { return Vec::new() };
        match &node.value {
            Value::List(items) => {
                items.iter().filter_map(|item| self.as_map(key, item, out)).collect()
            }
            _ => self.as_map(key, node, out).into_iter().collect(),
        }
    }

    /// The items of a list as they stand; a single value is a list of one.
    pub fn nodes(&mut self, key: &'static Key, out: &mut Diagnostics) -> Vec<&'a Node> {
        match self.node(key, out) {
            Some(Node { value: Value::List(items), .. }) => items.iter().collect(),
            Some(node) => vec![node],
            None => Vec::new(),
        }
    }

    /// Yes or no.
    pub fn flag(&mut self, key: &'static Key, out: &mut Diagnostics) -> bool {
        self.choice::<Flag>(key, out).is_some_and(|flag| flag == Flag::Yes)
    }

    /// One of a set of words.
    pub fn choice<T: Choice>(&mut self, key: &'static Key, out: &mut Diagnostics) -> Option<T> {
        let word = self.spanned(key, out)?;
        let found = choose::<T>(&word.value);
        if found.is_none() {
            out.push(bad_choice::<T>(self.place(word.span), key, &word.value));
        }
        found
    }

    /// A decimal number, as written.
    pub fn number(&mut self, key: &'static Key, out: &mut Diagnostics) -> Option<Decimal> {
        let text = self.spanned(key, out)?;
        let number = parse_number(&text.value);
        if number.is_none() {
            let (zh, en, given) = (key.zh[0], key.en, &text.value);
            out.push(
                Diagnostic::new(
                    Code::BadNumber,
                    self.place(text.span),
                    say!(
                        "“{zh}”应是数字，“{given}”不是",
                        "`{en}` must be a number, `{given}` is none"
                    ),
                )
                .help(say!(
                    "只写数字，单位另写，例如 58.7",
                    "write digits only, as 58.7; the unit has a field of its own"
                )),
            );
        }
        number
    }

    /// A whole number from 0.
    pub fn count(&mut self, key: &'static Key, out: &mut Diagnostics) -> Option<u32> {
        let span = self.value_span(key);
        let number = self.number(key, out)?;
        let count = number.is_integer().then(|| u32::try_from(number).ok()).flatten();
        if count.is_none() {
            let (zh, en) = (key.zh[0], key.en);
            out.push(
                Diagnostic::new(
                    Code::BadNumber,
                    self.place(span),
                    say!("“{zh}”应是不小于0的整数", "`{en}` must be a whole number, 0 or more"),
                )
                .help(say!("例如 23", "as 23")),
            );
        }
        count
    }

    /// The place of a key's value, else of the whole map's start.
    pub fn value_span(&self, key: &Key) -> Range<usize> {
        self.lines
            .iter()
            .find(|line| key.is(line.key))
            .map_or(self.missing_at.clone(), |line| line.pair.value.span.clone())
    }

    /// Reports every key nobody asked for, with the nearest one that could have been meant.
    pub fn finish(self, out: &mut Diagnostics) {
        for Line { key: word, pair, .. } in self.lines.iter().filter(|line| !line.taken) {
            let mut fault = Diagnostic::new(
                Code::UnknownKey,
                Place::new(self.source, pair.key_span.clone()),
                say!("“{word}”不是这里的字段", "`{word}` is no field here"),
            );
            let names = self.asked.iter().flat_map(|key| key.names());
            fault = match (common_mistake(word), nearest(word, names)) {
                (Some(help), _) => fault.help(help),
                (None, Some(near)) => fault.help(say!(
                    "是不是“{near}”？没有声明的字段不会公开",
                    "did you mean `{near}`? a field nobody declared is never published"
                )),
                (None, None) if self.is_nested => {
                    let zh: Vec<_> = self.asked.iter().map(|key| key.zh[0]).collect();
                    let en: Vec<_> = self.asked.iter().map(|key| key.en).collect();
                    let (zh, en) = (zh.join("、"), en.join(", "));
                    fault.help(say!("这里可以写：{zh}", "what may stand here: {en}"))
                }
                (None, None) => fault.help(say!(
                    "删去这一行；自用的内容放进“其他”",
                    "take the line out; what is your own belongs in `extra`"
                )),
            };
            out.push(fault);
        }
    }
}
