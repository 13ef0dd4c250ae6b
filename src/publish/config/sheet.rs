//! A configuration being written: lines, indented, each after its reason.

use crate::diagnostic::{Lang, Text};

/// How a server's comments begin and end.
#[derive(Debug, Clone, Copy)]
pub(super) enum Comments {
    Hash,
    Xml,
}

pub(super) struct Sheet {
    comments: Comments,
    lang: Lang,
    depth: usize,
    out: String,
}

impl Sheet {
    pub fn new(comments: Comments, lang: Lang) -> Self {
        Self { comments, lang, depth: 0, out: String::new() }
    }

    /// A comment.
    pub fn why(&mut self, text: &Text) {
        self.remark(text.in_lang(self.lang).to_owned());
    }

    /// Lines that do nothing until somebody takes the mark of a comment away.
    pub fn off(&mut self, line: &str) {
        self.remark(line.to_owned());
    }

    fn remark(&mut self, text: String) {
        match self.comments {
            Comments::Hash => self.line(&format!("# {text}")),
            // Two hyphens would end it, or make it no XML.
            Comments::Xml => {
                let mut text = text;
                while text.contains("--") {
                    text = text.replace("--", "- -");
                }
                self.line(&format!("<!-- {text} -->"));
            }
        }
    }

    pub fn line(&mut self, line: &str) {
        for _ in 0..self.depth {
            self.out.push_str("    ");
        }
        self.out.push_str(line);
        self.out.push('\n');
    }

    pub fn blank(&mut self) {
        self.out.push('\n');
    }

    /// A line with others below it.
    pub fn open(&mut self, line: &str) {
        self.line(line);
        self.depth += 1;
    }

    pub fn close(&mut self, line: &str) {
        self.depth -= 1;
        self.line(line);
    }

    pub fn finish(self) -> String {
        self.out
    }
}
