//! Pictures of figures, drawn as SVG when a page is made: from figures to shapes, in whole tenths
//! of a unit, so that the same figures give the same bytes everywhere.
//!
//! A picture is 320 units wide and its text 12 high, which a phone shows at about its own size.
//! It has no colours: shapes carry classes, and the theme's style sheet gives them colours, in
//! print and forced colours too. What tells two things apart is always a mark, a dash or a word as
//! well.

pub mod bars;
pub mod burn_up;
pub mod grid;
pub mod line;
pub mod scale;
#[cfg(test)]
mod tests;
pub mod timeline;

use std::fmt::Write as _;

/// Tenths of a unit.
pub type Tenths = i64;

/// How wide every picture is.
pub const WIDTH: Tenths = 3200;
/// The size of its text, as the style sheet has it.
const FONT: Tenths = 120;
/// From one line of text to the next.
const LINE: Tenths = 155;

/// A picture's inside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The view box, in whole units from 0 0.
    pub width: u32,
    pub height: u32,
    /// Shapes and text; neither the title nor the description.
    pub shapes: String,
}

/// Where a text stands on its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Anchor {
    Start,
    Middle,
    End,
}

/// A box that a text takes.
#[derive(Debug, Clone, Copy)]
struct Taken {
    left: Tenths,
    right: Tenths,
    top: Tenths,
    bottom: Tenths,
}

impl Taken {
    fn meets(&self, other: &Taken) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }
}

/// Draws shapes.
struct Pen {
    height: Tenths,
    out: String,
    /// What labels have taken so far.
    taken: Vec<Taken>,
}

impl Pen {
    fn new(height: Tenths) -> Self {
        Self { height, out: String::new(), taken: Vec::new() }
    }

    fn done(self) -> Picture {
        let whole = |tenths: Tenths| u32::try_from((tenths + 9) / 10).unwrap_or(0);
        Picture { width: whole(WIDTH), height: whole(self.height), shapes: self.out }
    }

    /// A path of finished commands; nothing where there are none.
    fn path(&mut self, class: &str, commands: &Path) {
        if !commands.0.is_empty() {
            let _ = write!(self.out, "<path class=\"{class}\" d=\"{}\"/>", commands.0);
        }
    }

    fn rect(&mut self, class: &str, [x, y, width, height]: [Tenths; 4]) {
        let [x, y, width, height] = [x, y, width, height].map(printed);
        let _ = write!(
            self.out,
            "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>"
        );
    }

    fn circle(&mut self, class: &str, x: Tenths, y: Tenths, radius: Tenths) {
        let [x, y, radius] = [x, y, radius].map(printed);
        let _ =
            write!(self.out, "<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"/>");
    }

    /// A text with its foot on `y`; moved sideways where it would leave the picture.
    fn text(&mut self, class: &str, (x, y): (Tenths, Tenths), anchor: Anchor, text: &str) -> Taken {
        let width = width_of(text);
        let left = match anchor {
            Anchor::Start => x,
            Anchor::Middle => x - width / 2,
            Anchor::End => x - width,
        };
        let moved = left.clamp(0, (WIDTH - width).max(0)) - left;
        let (left, x) = (left + moved, x + moved);
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
        let (x, foot) = (printed(x), printed(y));
        let _ = write!(self.out, "<text{class} x=\"{x}\" y=\"{foot}\"{anchor}>");
        escape(&mut self.out, text);
        self.out.push_str("</text>");
        Taken { left, right: left + width, top: y - FONT, bottom: y + 30 }
    }

    /// A row of single letters, each on its own point.
    fn letters<'l>(
        &mut self,
        (at, y): (&[Tenths], Tenths),
        letters: impl Iterator<Item = &'l str>,
    ) {
        let at: Vec<String> = at.iter().map(|x| printed(*x)).collect();
        let (at, y) = (at.join(" "), printed(y));
        let _ = write!(self.out, "<text text-anchor=\"middle\" x=\"{at}\" y=\"{y}\">");
        letters.for_each(|letter| escape(&mut self.out, letter));
        self.out.push_str("</text>");
    }

    /// A text where no other is, above its point or below; none where there is no room. `from` is
    /// the height its line comes from, which the text keeps clear of.
    fn label(&mut self, (x, y): (Tenths, Tenths), from: Tenths, side: Anchor, text: &str) {
        let width = width_of(text);
        let left = match side {
            Anchor::Start => x + 40,
            Anchor::Middle => x - width / 2,
            Anchor::End => x - width - 40,
        };
        let left = left.clamp(0, (WIDTH - width).max(0));
        let (above, below) = ([y - 60, y - 190], [y + 160, y + 290]);
        let [near, far] = if from < y { [below, above] } else { [above, below] };
        for foot in [near[0], far[0], near[1], far[1]] {
            let of = Taken { left, right: left + width, top: foot - FONT, bottom: foot + 30 };
            let inside = of.top >= 0 && of.bottom <= self.height - 2 * LINE;
            if inside && !self.taken.iter().any(|other| other.meets(&of)) {
                self.taken.push(of);
                self.text("v", (left, foot), Anchor::Start, text);
                return;
            }
        }
    }
}

/// The commands of a path.
#[derive(Default)]
struct Path(String);

impl Path {
    fn to(&mut self, x: Tenths, y: Tenths) -> &mut Self {
        let command = if self.0.is_empty() { 'M' } else { 'L' };
        self.push(command, &[x, y])
    }

    fn from(&mut self, x: Tenths, y: Tenths) -> &mut Self {
        self.push('M', &[x, y])
    }

    fn across(&mut self, x: Tenths) -> &mut Self {
        self.push('H', &[x])
    }

    fn down(&mut self, y: Tenths) -> &mut Self {
        self.push('V', &[y])
    }

    fn close(&mut self) -> &mut Self {
        self.0.push('z');
        self
    }

    fn push(&mut self, command: char, numbers: &[Tenths]) -> &mut Self {
        self.0.push(command);
        for (i, number) in numbers.iter().enumerate() {
            if i > 0 {
                self.0.push(' ');
            }
            self.0.push_str(&printed(*number));
        }
        self
    }
}

/// What a key shows of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark<'a> {
    Line(&'a str),
    Dot(&'a str),
    Goal,
    Block(&'a str),
    Cell { class: &'a str, shape: &'a str },
}

/// A mark in a box of 24 by 16.
pub fn mark(mark: Mark) -> String {
    let mut pen = Pen::new(160);
    let mut path = Path::default();
    match mark {
        Mark::Line(class) => pen.path(class, path.to(0, 80).across(240)),
        Mark::Dot(class) => pen.circle(class, 120, 80, 40),
        Mark::Goal => pen.path("goal", diamond(&mut path, (120, 80))),
        Mark::Block(class) => pen.rect(class, [10, 30, 220, 100]),
        Mark::Cell { class, shape } => {
            pen.rect(class, [5, 5, 230, 150]);
            pen.text(class, (120, 122), Anchor::Middle, shape);
        }
    }
    pen.out
}

/// The mark of a target.
fn diamond(path: &mut Path, (x, y): (Tenths, Tenths)) -> &Path {
    path.to(x, y - 55).to(x + 55, y).to(x, y + 55).to(x - 55, y).close()
}

/// A length as it is written: 12 or 12.5.
fn printed(tenths: Tenths) -> String {
    let sign = if tenths < 0 { "-" } else { "" };
    match (tenths.abs() / 10, tenths.abs() % 10) {
        (whole, 0) => format!("{sign}{whole}"),
        (whole, rest) => format!("{sign}{whole}.{rest}"),
    }
}

fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c => out.push(c),
        }
    }
}

/// About how wide a text is: a Chinese character takes its size, others a little over half.
fn width_of(text: &str) -> Tenths {
    text.chars().map(width_of_char).sum()
}

fn width_of_char(c: char) -> Tenths {
    match c {
        'i' | 'j' | 'l' | '.' | ',' | '\'' | ' ' => 36,
        'm' | 'w' | 'M' | 'W' | '%' => 110,
        c if c.is_ascii_uppercase() => 84,
        c if c.is_ascii() => 69,
        _ => FONT,
    }
}

/// A text in lines no wider than `room`, broken between words, else between characters; what goes
/// past the last of `most` lines is cut off with an ellipsis.
fn wrapped(text: &str, room: Tenths, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() && lines.len() < most {
        let mut width = 0;
        let fits = rest.char_indices().find(|(_, c)| {
            width += width_of_char(*c);
            width > room
        });
        let Some((at, c)) = fits else {
            lines.push(rest.to_owned());
            return lines;
        };
        // A word of letters goes to the next line whole, if it is not longer than one.
        let breaks = |c: char| !c.is_ascii() || c == ' ';
        let inside = !breaks(c) && rest[..at].ends_with(|c| !breaks(c));
        let start = rest[..at].char_indices().rev().find(|(_, c)| breaks(*c));
        let at = match start.filter(|_| inside) {
            Some((start, c)) => start + c.len_utf8(),
            None => at.max(rest.chars().next().map_or(1, char::len_utf8)),
        };
        lines.push(rest[..at].trim_end().to_owned());
        rest = rest[at..].trim_start();
    }
    if let Some(last) = lines.last_mut().filter(|_| !rest.is_empty()) {
        while width_of(last) + FONT > room && last.pop().is_some() {}
        last.push('…');
    }
    lines
}
