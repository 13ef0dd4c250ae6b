//! The text of a page, in the order it is drawn, with line breaks and blanks by where it stands.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::file::File;
use super::font::Font;
use super::object::{Dict, Lexer, Object, Token, is_space};
use super::same;
use crate::attachment::contents::Reason;
use crate::attachment::limits::{Budget, Limits};

/// Fonts are read once, by where their dictionaries lie in memory.
pub(super) type Fonts = BTreeMap<*const Dict, Rc<Font>>;

/// Objects one operator may hold, and forms one in another.
const OPERANDS: usize = 1 << 20;
const DEEPEST_FORM: usize = 8;

/// What a page shows.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Shown {
    pub text: String,
    pub pictures: bool,
    /// Whether a code was shown of which no character is known.
    pub unreadable: bool,
}

type Matrix = [f64; 6];
const UNIT: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

fn times(a: &Matrix, b: &Matrix) -> Matrix {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}

#[derive(Clone)]
struct State {
    place: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    between: f64,
    between_words: f64,
    stretch: f64,
    leading: f64,
}

/// Goes through what draws a page.
pub(super) struct Painter<'f, 'a> {
    file: &'f File<'a>,
    budget: &'f mut Budget,
    limits: &'f Limits,
    fonts: &'f mut Fonts,
    shown: Shown,
    state: State,
    kept: Vec<State>,
    text: Matrix,
    line: Matrix,
    /// Where the last character ended.
    end: Option<(f64, f64)>,
    /// Forms drawn on this page: a second time they add nothing.
    forms: BTreeSet<u32>,
}

impl<'f, 'a> Painter<'f, 'a> {
    pub fn new(
        file: &'f File<'a>,
        budget: &'f mut Budget,
        limits: &'f Limits,
        fonts: &'f mut Fonts,
    ) -> Self {
        let state = State {
            place: UNIT,
            font: None,
            size: 0.0,
            between: 0.0,
            between_words: 0.0,
            stretch: 1.0,
            leading: 0.0,
        };
        Self {
            file,
            budget,
            limits,
            fonts,
            shown: Shown::default(),
            state,
            kept: Vec::new(),
            text: UNIT,
            line: UNIT,
            end: None,
            forms: BTreeSet::new(),
        }
    }

    /// Draws what a page or form says, and tells what it showed.
    pub fn page(mut self, bytes: &[u8], resources: Option<&Dict>) -> Result<Shown, Reason> {
        self.draw(bytes, resources, 0)?;
        Ok(self.shown)
    }

    fn draw(&mut self, bytes: &[u8], own: Option<&Dict>, depth: usize) -> Result<(), Reason> {
        let mut lexer = Lexer::new(bytes, 0, self.limits.depth, OPERANDS);
        let mut held: Vec<Object> = Vec::new();
        while let Some(token) = lexer.next() {
            match token {
                Token::Object(object) => held.push(object),
                Token::Word(word) if word == b"BI" => {
                    self.shown.pictures = true;
                    skip_picture(&mut lexer);
                    held.clear();
                }
                Token::Word(word) => {
                    self.operator(&word, &held, own, depth)?;
                    held.clear();
                    lexer.left = OPERANDS;
                }
            }
        }
        Ok(())
    }

    fn operator(
        &mut self,
        word: &[u8],
        held: &[Object],
        own: Option<&Dict>,
        depth: usize,
    ) -> Result<(), Reason> {
        let number = |n: usize| held.get(n).and_then(Object::number).unwrap_or(0.0);
        let matrix = || std::array::from_fn::<f64, 6, _>(number);
        match word {
            b"q" if self.kept.len() < 256 => self.kept.push(self.state.clone()),
            b"Q" => self.state = self.kept.pop().unwrap_or_else(|| self.state.clone()),
            b"cm" => self.state.place = times(&matrix(), &self.state.place),
            b"BT" => (self.text, self.line) = (UNIT, UNIT),
            b"Tf" => {
                self.state.font = self.font(held.first().and_then(Object::name), own)?;
                self.state.size = number(1);
            }
            b"Tc" => self.state.between = number(0),
            b"Tw" => self.state.between_words = number(0),
            b"Tz" => self.state.stretch = number(0) / 100.0,
            b"TL" => self.state.leading = number(0),
            b"Tm" => (self.text, self.line) = (matrix(), matrix()),
            b"Td" => self.next_line(number(0), number(1)),
            b"TD" => {
                self.state.leading = -number(1);
                self.next_line(number(0), number(1));
            }
            b"T*" => self.next_line(0.0, -self.state.leading),
            b"Tj" => self.show(held.first()),
            b"'" => {
                self.next_line(0.0, -self.state.leading);
                self.show(held.first());
            }
            b"\"" => {
                (self.state.between_words, self.state.between) = (number(0), number(1));
                self.next_line(0.0, -self.state.leading);
                self.show(held.get(2));
            }
            b"TJ" => self.show_all(held.first().and_then(Object::list).unwrap_or_default()),
            b"Do" => self.object(held.first().and_then(Object::name), own, depth)?,
            _ => {}
        }
        Ok(())
    }

    fn font(&mut self, name: Option<&str>, own: Option<&Dict>) -> Result<Option<Rc<Font>>, Reason> {
        let fonts = own.and_then(|own| self.file.sub(own, "Font"));
        let Some(object) = fonts.and_then(|fonts| fonts.get(name?)) else { return Ok(None) };
        let Some(dict) = self.file.get(object).dict() else { return Ok(None) };
        if let Some(font) = self.fonts.get(&std::ptr::from_ref(dict)) {
            return Ok(Some(font.clone()));
        }
        let font = Rc::new(Font::read(self.file, dict, self.budget)?);
        self.fonts.insert(dict, font.clone());
        Ok(Some(font))
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.line = times(&[1.0, 0.0, 0.0, 1.0, x, y], &self.line);
        self.text = self.line;
    }

    fn move_on(&mut self, x: f64) {
        self.text = times(&[1.0, 0.0, 0.0, 1.0, x, 0.0], &self.text);
    }

    fn show_all(&mut self, list: &[Object]) {
        for object in list {
            match object.number() {
                Some(back) => {
                    self.move_on(-back / 1000.0 * self.state.size * self.state.stretch);
                }
                None => self.show(Some(object)),
            }
        }
    }

    fn show(&mut self, text: Option<&Object>) {
        let Some(text) = text.and_then(Object::text) else { return };
        let font = self.state.font.clone().unwrap_or_default();
        font.show(text, |shown| {
            self.part(shown.text.as_deref().unwrap_or_default());
            match &shown.text {
                Some(text) => self.put(text),
                None => self.shown.unreadable = true,
            }
            let words = if shown.is_space { self.state.between_words } else { 0.0 };
            let wide = shown.width / 1000.0 * self.state.size + self.state.between + words;
            self.move_on(wide * self.state.stretch);
            let at = times(&self.text, &self.state.place);
            self.end = Some((at[4], at[5]));
        });
    }

    fn put(&mut self, text: &str) {
        // What is behind the limit of all text together would not be kept anyway.
        if self.shown.text.len() < self.limits.text {
            same::put(text, &mut self.shown.text);
        }
    }

    /// Puts a line break or a blank where the next character does not follow the last.
    fn part(&mut self, next: &str) {
        let Some(end) = self.end else { return };
        if self.shown.text.ends_with(['\n', ' ']) || self.shown.text.is_empty() {
            return;
        }
        let at = times(&self.text, &self.state.place);
        let direction = at[0].hypot(at[1]);
        let size = self.state.size.abs() * at[2].hypot(at[3]);
        if !(direction > 0.0 && size > 0.0) {
            return;
        }
        // Words of letters stand closer than spaced-out digits and Chinese.
        let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
        let gap = match letter(self.shown.text.chars().next_back()) || letter(next.chars().next()) {
            true => 0.18,
            false => 0.35,
        };
        let (right, up) = (at[0] / direction, at[1] / direction);
        let (x, y) = (at[4] - end.0, at[5] - end.1);
        let (along, across) = (x * right + y * up, y * right - x * up);
        if across.abs() > size * 0.5 || along < -size {
            self.put("\n");
        } else if along > size * gap {
            self.put(" ");
        }
    }

    /// Draws a form; of a picture only that it is there is kept.
    fn object(
        &mut self,
        name: Option<&str>,
        own: Option<&Dict>,
        depth: usize,
    ) -> Result<(), Reason> {
        let file = self.file;
        let objects = own.and_then(|own| file.sub(own, "XObject"));
        let entry = objects.and_then(|objects| file.entry(objects.get(name?)?));
        let Some((number, entry)) = entry else { return Ok(()) };
        let Some(dict) = entry.value.dict() else { return Ok(()) };
        if dict.is("Subtype", "Image") {
            self.shown.pictures = true;
        }
        if !dict.is("Subtype", "Form") || depth >= DEEPEST_FORM || !self.forms.insert(number) {
            return Ok(());
        }
        let Some(bytes) = file.decode(entry, self.budget)? else { return Ok(()) };
        let before = self.state.clone();
        if let Some(matrix) = file.value(dict, "Matrix").and_then(Object::list) {
            let matrix =
                std::array::from_fn(|n| matrix.get(n).and_then(Object::number).unwrap_or(0.0));
            self.state.place = times(&matrix, &self.state.place);
        }
        let inner = file.sub(dict, "Resources").or(own);
        self.draw(&bytes, inner, depth + 1)?;
        self.state = before;
        Ok(())
    }
}

/// A picture among the operators: goes behind its end.
fn skip_picture(lexer: &mut Lexer<'_>) {
    while let Some(token) = lexer.next() {
        if matches!(token, Token::Word(word) if word == b"ID") {
            break;
        }
    }
    let rest = lexer.bytes.get(lexer.at..).unwrap_or_default();
    let is_end = |w: &[u8]| is_space(w[0]) && &w[1..3] == b"EI" && is_space(w[3]);
    let end = rest.windows(4).position(is_end).map_or(rest.len(), |at| at + 4);
    lexer.at += end;
}
