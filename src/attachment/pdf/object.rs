//! The objects PDF is written in.

/// An object; the place of an indirect one is its number.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Object {
    Null,
    Bool(bool),
    Number(f64),
    Text(Vec<u8>),
    Name(String),
    List(Vec<Self>),
    Dict(Dict),
    Ref(u32),
}

/// A dictionary, in the order of its keys; of two equal ones the first in the file counts.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Dict(pub Vec<(String, Object)>);

impl Dict {
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Object> {
        let at = self.0.partition_point(|(known, _)| known.as_str() < key);
        self.0.get(at).filter(|(known, _)| known == key).map(|(_, value)| value)
    }

    /// Whether a key has this name for a value.
    pub fn is(&self, key: &str, name: &str) -> bool {
        matches!(self.get(key), Some(Object::Name(value)) if value == name)
    }
}

impl Object {
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// A number as a count or code: none below nought, none that eight digits cannot write.
    pub fn count(&self) -> Option<u32> {
        self.number().filter(|n| (0.0..1e9).contains(n)).map(|n| n as u32)
    }

    pub fn text(&self) -> Option<&[u8]> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Name(name) => Some(name),
            _ => None,
        }
    }

    pub fn list(&self) -> Option<&[Self]> {
        match self {
            Self::List(list) => Some(list),
            _ => None,
        }
    }

    pub fn dict(&self) -> Option<&Dict> {
        match self {
            Self::Dict(dict) => Some(dict),
            _ => None,
        }
    }
}

/// The next thing in a row of objects and words.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    Object(Object),
    /// A word outside objects: an operator, or one of `obj`, `stream` …
    Word(Vec<u8>),
}

/// Reads objects one after another.
pub(super) struct Lexer<'a> {
    pub bytes: &'a [u8],
    pub at: usize,
    /// Deepest nesting, and how many more objects may be made: an element of two bytes takes up
    /// many times that in memory.
    depth: usize,
    pub left: usize,
}

pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0C | b'\r' | b' ')
}

fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

impl<'a> Lexer<'a> {
    pub fn new(bytes: &'a [u8], at: usize, depth: usize, left: usize) -> Self {
        Self { bytes, at, depth: depth.min(100), left }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    pub fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            match byte {
                b'%' => {
                    let rest = &self.bytes[self.at..];
                    let end = rest.iter().position(|b| matches!(b, b'\r' | b'\n'));
                    self.at += end.unwrap_or(rest.len());
                }
                byte if is_space(byte) => self.at += 1,
                _ => return,
            }
        }
    }

    /// The next object or word; `None` at the end, where something is left open, and where too
    /// many objects have been made.
    pub fn next(&mut self) -> Option<Token> {
        self.token(0)
    }

    /// The next object; `None` also at a word.
    pub fn object(&mut self) -> Option<Object> {
        match self.token(0)? {
            Token::Object(object) => Some(object),
            Token::Word(_) => None,
        }
    }

    fn token(&mut self, depth: usize) -> Option<Token> {
        self.skip_space();
        self.left = self.left.checked_sub(1)?;
        if depth > self.depth {
            return None;
        }
        let object = match self.peek()? {
            b'(' => Object::Text(self.literal()?),
            b'<' if self.bytes.get(self.at + 1) == Some(&b'<') => self.dict(depth)?,
            b'<' => Object::Text(self.hex()?),
            b'[' => self.list(depth)?,
            b'/' => Object::Name(self.name()),
            b'+' | b'-' | b'.' | b'0'..=b'9' => self.number(),
            b')' | b'>' | b']' | b'{' | b'}' => {
                self.at += 1;
                return Some(Token::Word(vec![self.bytes[self.at - 1]]));
            }
            _ => return Some(self.word()),
        };
        Some(Token::Object(object))
    }

    fn word(&mut self) -> Token {
        let start = self.at;
        self.regular();
        match &self.bytes[start..self.at] {
            b"true" => Token::Object(Object::Bool(true)),
            b"false" => Token::Object(Object::Bool(false)),
            b"null" => Token::Object(Object::Null),
            word => Token::Word(word.to_vec()),
        }
    }

    /// Goes over the characters a word or name is made of.
    fn regular(&mut self) {
        let rest = &self.bytes[self.at..];
        let end = rest.iter().position(|byte| is_space(*byte) || is_delimiter(*byte));
        self.at += end.unwrap_or(rest.len());
    }

    fn name(&mut self) -> String {
        self.at += 1;
        let start = self.at;
        self.regular();
        let raw = &self.bytes[start..self.at];
        let mut name = Vec::with_capacity(raw.len());
        let mut at = 0;
        while let Some(byte) = raw.get(at) {
            let escaped = (*byte == b'#')
                .then(|| raw.get(at + 1..at + 3))
                .flatten()
                .and_then(|hex| Some(hex_digit(hex[0])? << 4 | hex_digit(hex[1])?));
            name.push(escaped.unwrap_or(*byte));
            at += if escaped.is_some() { 3 } else { 1 };
        }
        String::from_utf8(name)
            .unwrap_or_else(|bad| bad.into_bytes().into_iter().map(char::from).collect())
    }

    /// A number, or with two more tokens behind it a reference.
    fn number(&mut self) -> Object {
        let number = self.plain_number();
        if number.fract() != 0.0 || !(0.0..1e9).contains(&number) {
            return Object::Number(number);
        }
        let back = self.at;
        self.skip_space();
        let generation = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) && self.at < generation + 5 {
            self.at += 1;
        }
        if self.at > generation {
            self.skip_space();
            let next = self.bytes.get(self.at + 1).copied().unwrap_or(b' ');
            if self.peek() == Some(b'R') && (is_space(next) || is_delimiter(next)) {
                self.at += 1;
                return Object::Ref(number as u32);
            }
        }
        self.at = back;
        Object::Number(number)
    }

    fn plain_number(&mut self) -> f64 {
        let (mut value, mut scale, mut negative, mut fraction) = (0f64, 1f64, false, false);
        while let Some(byte) = self.peek() {
            match byte {
                b'-' => negative = true,
                b'+' => {}
                b'.' => fraction = true,
                b'0'..=b'9' => {
                    value = value * 10.0 + f64::from(byte - b'0');
                    scale *= if fraction { 10.0 } else { 1.0 };
                }
                _ => break,
            }
            self.at += 1;
        }
        let value = value / scale;
        match value.is_finite() {
            true if negative => -value,
            true => value,
            false => 0.0,
        }
    }

    fn literal(&mut self) -> Option<Vec<u8>> {
        self.at += 1;
        let (mut text, mut open) = (Vec::new(), 1usize);
        loop {
            let byte = self.peek()?;
            self.at += 1;
            match byte {
                b'(' => open += 1,
                b')' => {
                    open -= 1;
                    if open == 0 {
                        return Some(text);
                    }
                }
                b'\\' => {
                    text.extend(self.escape());
                    continue;
                }
                _ => {}
            }
            text.push(byte);
        }
    }

    fn escape(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        match byte {
            b'n' => Some(b'\n'),
            b'r' => Some(b'\r'),
            b't' => Some(b'\t'),
            b'b' => Some(8),
            b'f' => Some(12),
            b'\r' => {
                self.at += usize::from(self.peek() == Some(b'\n'));
                None
            }
            b'\n' => None,
            b'0'..=b'7' => {
                let mut code = u32::from(byte - b'0');
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = self.peek() else { break };
                    code = code * 8 + u32::from(digit - b'0');
                    self.at += 1;
                }
                Some(code as u8)
            }
            byte => Some(byte),
        }
    }

    fn hex(&mut self) -> Option<Vec<u8>> {
        self.at += 1;
        let (mut text, mut high) = (Vec::new(), None);
        loop {
            let byte = self.peek()?;
            self.at += 1;
            if byte == b'>' {
                text.extend(high.map(|high: u8| high << 4));
                return Some(text);
            }
            if let Some(digit) = hex_digit(byte) {
                match high.take() {
                    Some(first) => text.push(first << 4 | digit),
                    None => high = Some(digit),
                }
            }
        }
    }

    fn list(&mut self, depth: usize) -> Option<Object> {
        self.at += 1;
        let mut list = Vec::new();
        loop {
            match self.token(depth + 1)? {
                Token::Object(object) => list.push(object),
                Token::Word(word) if word == b"]" => return Some(Object::List(list)),
                Token::Word(word) if is_end(&word) => return None,
                Token::Word(_) => {}
            }
        }
    }

    fn dict(&mut self, depth: usize) -> Option<Object> {
        self.at += 2;
        let mut dict = Dict::default();
        let mut key: Option<String> = None;
        loop {
            match (self.token(depth + 1)?, key.take()) {
                (Token::Object(Object::Name(name)), None) => key = Some(name),
                (Token::Object(value), Some(name)) => dict.0.push((name, value)),
                (Token::Object(_), None) => {}
                (Token::Word(word), _) if word == b">" => {
                    self.at += usize::from(self.peek() == Some(b'>'));
                    dict.0.sort_by(|(a, _), (b, _)| a.cmp(b));
                    return Some(Object::Dict(dict));
                }
                (Token::Word(word), _) if is_end(&word) => return None,
                (Token::Word(_), _) => {}
            }
        }
    }
}

/// Words behind which nothing of an object can follow.
fn is_end(word: &[u8]) -> bool {
    matches!(word, b"endobj" | b"obj" | b"stream" | b"endstream" | b"xref" | b"trailer")
}

pub(super) fn hex_digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).map(|digit| digit as u8)
}
