//! # secrecy-mark
//!
//! A text bears the mark of a secret, or of a paper that is not for the public.
//!
//! 文字带有密级标志，或不得公开的标记。
//!
//! A mark in the form papers bear it, with its star or on a line of its own, is an error; the words
//! of such a mark elsewhere, as in one cell of a row, are a warning. Talk of keeping secrets is
//! neither, nor is a table of the degrees. Tables, the theme and the insides of files given out are
//! looked at as the texts are. Basis: 国办秘函〔2019〕19号, by which a leaked state secret fails a
//! site, and the review for secrecy before release that 国办发〔2017〕47号 asks for.
//!
//! 带★的密级、独占一行的密级或“内部资料”等标记是错误；其他地方的这类字样是提醒，例如一行数据中的一格；
//! 谈保密工作的、列举密级的表格不算。表格、主题和附件里的文字与正文一样检查。
//! 依据：国办秘函〔2019〕19号（泄露国家秘密即单项否决），国办发〔2017〕47号（保密审查）。
//!
//! ## Fails
//!
//! ```text
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-03-03
//! ---
//! 秘密★1年
//!
//! 现将有关情况报告如下。
//! ```
//!
//! ## Passes
//!
//! ```text
//! content/news/a.md
//! ---
//! 标题: 保密宣传月活动
//! 发布日期: 2023-03-03
//! ---
//! 国家秘密分为绝密、机密、秘密三级。涉密文件不得外传，保守商业秘密。
//! ```

use std::ops::Range;

use crate::check::Subject;
use crate::check::text::inside::Inside;
use crate::check::text::rows::{self, Row};
use crate::check::text::stem;
use crate::check::text::written::{Written, in_each_text};
use crate::content;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity, Text};
use crate::model::key;
use crate::say;

/// The mark of a paper that is not for the public.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The bytes it takes in the text.
    pub range: Range<usize>,
    /// Whether it has the form such papers bear it in.
    pub is_certain: bool,
}

impl Mark {
    /// The same in a text that begins some bytes earlier.
    fn after(self, bytes: usize) -> Self {
        Self { range: bytes + self.range.start..bytes + self.range.end, ..self }
    }
}

/// The degrees of secrecy.
const DEGREES: [&str; 3] = ["绝密", "机密", "秘密"];

/// What a paper is called by its degree.
const PAPERS: [&str; 3] = ["", "文件", "件"];

/// Marks that stand on a line of their own, blanks and commas aside, beside those of `WITHIN`.
const ALONE: [&str; 15] = [
    "内部资料",
    "内部文件",
    "内部材料",
    "内部使用",
    "内部参考",
    "内部参阅",
    "内部掌握",
    "内部传阅",
    "不得外传",
    "请勿外传",
    "严禁外传",
    "不得公开",
    "此件不公开",
    "此件不予公开",
    "此件不得公开",
];

/// Words of a mark that may stand within a line, too.
const WITHIN: [&str; 17] = [
    "内部资料注意保存",
    "内部资料妥善保管",
    "内部资料注意保密",
    "内部资料请勿外传",
    "内部资料不得外传",
    "内部资料严禁外传",
    "内部文件不得外传",
    "内部文件请勿外传",
    "内部文件严禁外传",
    "内部文件注意保存",
    "仅供内部使用",
    "仅供内部参考",
    "仅供内部参阅",
    "仅供内部传阅",
    "仅限内部使用",
    "仅供领导参阅",
    "仅供领导参考",
];

/// Whether some words are a mark and nothing else.
fn is_mark(words: &str) -> bool {
    let of_degree = |degree: &&str| words.strip_prefix(*degree).is_some_and(|rest| PAPERS.contains(&rest));
    ALONE.contains(&words) || WITHIN.contains(&words) || DEGREES.iter().any(of_degree)
}

/// How a line begins that speaks of the paper it stands on.
const THIS_PAPER: [&str; 9] =
    ["此件", "本件", "该件", "本资料", "本材料", "本文件", "此文件", "此材料", "本报告"];

/// What such a line says.
const HELD_BACK: [&str; 11] = [
    "不得外传",
    "请勿外传",
    "严禁外传",
    "不得公开",
    "不公开",
    "不予公开",
    "不得复制",
    "注意保密",
    "仅供内部",
    "仅限内部",
    "内部参阅",
];

/// Words of a sentence that explains how papers are marked.
const EXPLAINS: [&str; 10] =
    ["标注", "标志", "标识", "标明", "字样", "形式", "例如", "如：", "格式", "写法"];

/// The marks in a text, in order.
pub fn secrecy_marks(text: &str) -> Vec<Mark> {
    let mut found = Vec::new();
    let mut at = 0;
    if !has_any(text) {
        return found;
    }
    for line in text.split_inclusive('\n') {
        if has_any(line) {
            of_line(line, at, &mut found);
        }
        at += line.len();
    }
    found
}

/// The marks in rows of cells, in order. What stands in one of several cells of a row may be a value
/// and is certain by its star alone; the degrees one after another are a table of them.
fn marks_in_rows(text: &str, rows: &[Row]) -> Vec<Mark> {
    let mut found = Vec::new();
    if !has_any(text) {
        return found;
    }
    let cell = |span: &Range<usize>| text.get(span.clone()).unwrap_or("");
    let mut cells = rows.iter().flatten().map(|span| cell(span).trim());
    let first = cells.find(|cell| DEGREES.contains(cell));
    let lists_degrees = cells.any(|cell| DEGREES.contains(&cell) && Some(cell) != first);
    for row in rows {
        let (Some(first), Some(last)) = (row.first(), row.last()) else { continue };
        if !text.get(first.start..last.end).is_some_and(has_any) {
            continue;
        }
        if row.len() == 1 {
            found.extend(secrecy_marks(cell(first)).into_iter().map(|mark| mark.after(first.start)));
            continue;
        }
        let mut across = Vec::new();
        of_line(&rows::line(text, row), first.start, &mut across);
        across.retain(|mark| !row.iter().any(|cell| cell.end >= mark.range.end && cell.start <= mark.range.start));
        if !across.is_empty() {
            found.append(&mut across);
            continue;
        }
        for span in row.iter().filter(|span| !(lists_degrees && DEGREES.contains(&cell(span).trim()))) {
            let marks = secrecy_marks(cell(span)).into_iter().map(|mark| mark.after(span.start));
            found.extend(marks.map(|mark| {
                let is_certain = mark.is_certain && text[mark.range.clone()].contains(['★', '☆']);
                Mark { is_certain, ..mark }
            }));
        }
    }
    found
}

/// Whether a line has a character that every mark has.
fn has_any(line: &str) -> bool {
    ["密", "内部", "公开", "外传", "仅供"].iter().any(|word| line.contains(word))
}

fn of_line(line: &str, at: usize, found: &mut Vec<Mark>) {
    let mut push = |range: Range<usize>, is_certain| {
        found.push(Mark { range: at + range.start..at + range.end, is_certain });
    };
    if let Some(inner) = alone(line) {
        return push(inner, true);
    }
    let starred: Vec<Range<usize>> = starred(line).collect();
    if !starred.is_empty() {
        let explains = EXPLAINS.iter().any(|word| line.contains(word));
        for range in starred {
            if !explains {
                push(range, true);
            } else if !is_quoted(line, range.start) {
                push(range, false);
            }
        }
        return;
    }
    if let Some(range) = degree_field(line) {
        return push(range, true);
    }
    if let Some(range) = titled(line) {
        return push(range, true);
    }
    if let Some((range, is_certain)) = within(line) {
        push(range, is_certain);
    }
}

/// What Markdown, a table and brackets put around a line's words.
fn is_around(c: char) -> bool {
    c.is_whitespace() || "#>*_-+|`~【】〔〕［］[]（）()《》<>★☆：:，,、；;。.！!\u{3000}".contains(c)
}

/// A line that says nothing but a mark.
fn alone(line: &str) -> Option<Range<usize>> {
    let start = line.len() - line.trim_start_matches(is_around).len();
    let inner = line[start..].trim_end_matches(is_around);
    let words: String = inner.chars().filter(|c| !is_around(*c)).collect();
    let has_star = |rest: &str| rest.trim_start().starts_with(['★', '☆']);
    let end = start + inner.len();
    (is_mark(&words) && !has_star(&line[end..])).then_some(start..end)
}

/// Degrees with a star behind them, and the years behind that.
fn starred(line: &str) -> impl Iterator<Item = Range<usize>> {
    let stars = line.match_indices(['★', '☆']);
    stars.filter_map(|(star, mark)| {
        let head = line[..star].trim_end();
        let degree = DEGREES.iter().find(|degree| head.ends_with(**degree))?;
        let start = head.len() - degree.len();
        let end = star + mark.len();
        let term = line[end..].trim_start_matches(' ');
        let blanks = line[end..].len() - term.len();
        let digits = term.find(|c: char| !c.is_numeric() && !"一二三十".contains(c));
        let length = digits.unwrap_or(term.len());
        let unit = ["个月", "年", "天", "日"].iter().find(|unit| term[length..].starts_with(**unit));
        let end = match unit {
            Some(unit) if length > 0 => end + blanks + length + unit.len(),
            _ if term.starts_with("长期") => end + blanks + "长期".len(),
            _ => end,
        };
        Some(start..end)
    })
}

/// Whether a quotation begins right before a place.
fn is_quoted(line: &str, at: usize) -> bool {
    let before = line[..at].trim_end_matches(|c: char| c.is_alphanumeric() && c != '“');
    before.ends_with(['“', '"', '「', '『', '‘', '\''])
        || line[..at].ends_with(['“', '"', '「', '『', '‘', '\''])
}

/// `密级：机密` at the head of a line or in the cells of one.
fn degree_field(line: &str) -> Option<Range<usize>> {
    let around = |c: char| c.is_whitespace() || "#>*_-+|[]【】".contains(c);
    let start = line.len() - line.trim_start_matches(around).len();
    let rest = line[start..].strip_prefix("密级")?;
    let value = rest.trim_start_matches(|c: char| around(c) || ":：".contains(c));
    let degree = DEGREES.iter().find(|degree| value.starts_with(**degree))?;
    let after = value[degree.len()..].trim_matches(around);
    let end = line.len() - value.len() + degree.len();
    (value.len() < rest.len() && after.is_empty()).then_some(start..end)
}

/// `（机密）` behind a title.
fn titled(line: &str) -> Option<Range<usize>> {
    let shown = line.trim_end().trim_end_matches(['"', '\'', '*', '#', ' ']);
    let inner = shown.strip_suffix(['）', ')', '】', ']', '〕'])?;
    let mark = DEGREES.into_iter().chain(["内部资料", "内部文件", "不得外传", "不公开"]);
    let mark = mark.into_iter().find(|mark| inner.ends_with(mark))?;
    let before = &inner[..inner.len() - mark.len()];
    let start = before.len();
    // A list of the degrees is no title.
    let is_listed = DEGREES.iter().filter(|degree| line.contains(**degree)).count() > 1;
    let opens = before.ends_with(['（', '(', '【', '[', '〔']);
    (opens && !is_listed && !line.contains(['。', '；', '？'])).then_some(start..inner.len())
}

/// The words of a mark within a line.
fn within(line: &str) -> Option<(Range<usize>, bool)> {
    let shown = line.trim_start_matches(is_around);
    let start = line.len() - shown.len();
    let (mut packed, mut starts) = (String::new(), Vec::new());
    for (at, c) in line.char_indices() {
        // Commas and blanks within a mark vary.
        if !c.is_whitespace() && !"，,、\u{3000}".contains(c) {
            starts.extend(std::iter::repeat_n(at, c.len_utf8()));
            packed.push(c);
        }
    }
    let found = WITHIN.iter().find_map(|mark| Some((packed.find(mark)?, mark.len())));
    if let Some((from, length)) = found {
        let last = starts[from + length - 1];
        let end = last + line[last..].chars().next().map_or(0, char::len_utf8);
        let range = starts[from]..end;
        let explains = EXPLAINS.iter().any(|word| line.contains(word));
        if explains || is_quoted(line, range.start) {
            return None;
        }
        let is_certain = range.start == start && line.trim_end().len() - range.end <= TAIL;
        // In brackets, at the head, or of the paper itself; else a sentence speaks of such papers.
        let bracketed = line[..range.start].ends_with(['（', '(', '【'])
            && line[range.end..].starts_with(['）', ')', '】', '，', '。']);
        let of_paper = THIS_PAPER.iter().any(|paper| shown.starts_with(paper));
        return (range.start == start || bracketed || of_paper).then_some((range, is_certain));
    }
    let paper = THIS_PAPER.iter().find(|paper| shown.starts_with(**paper))?;
    let sentence = shown.split(['。', '；', '\n']).next().unwrap_or(shown);
    let (at, said) = HELD_BACK.iter().find_map(|said| Some((sentence.find(said)?, said)))?;
    // `此件公开发布`, `此件不公开发布会` and the like are told apart by what stands between.
    let is_short = sentence[paper.len()..at].chars().count() <= 12;
    is_short.then_some((start..start + at + said.len(), false))
}

/// What may follow a mark at the head of a line for it to be one still, in bytes: a full stop or a
/// bracket and a few words.
const TAIL: usize = 12;

/// Tells every mark.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    in_each_text(of, out, told);
}

/// Tells the marks inside a file once, with the first places.
pub fn inside(of: &Inside, out: &mut Diagnostics) {
    let mut marks = marks_in_rows(&of.words, &of.rows);
    marks.sort_by_key(|mark| !mark.is_certain);
    let severity = severity(marks.first().is_some_and(|mark| mark.is_certain));
    let what = say!(
        "文件里有涉密或不公开的标记",
        "the file bears marks of a paper that is secret or not for the public"
    );
    let told = of.told(Code::SecrecyMark, what, marks.into_iter().map(|mark| mark.range));
    out.extend(told.map(|told| Diagnostic { severity, ..told.help(help()) }));
}

fn told(text: &Written) -> Vec<Diagnostic> {
    let words = text.words();
    let mut found = match text.rows() {
        Some(rows) => marks_in_rows(words, rows),
        None => secrecy_marks(words),
    };
    let front = text.body().and_then(|body| words.get(..body)).filter(|front| may_name(front));
    if let Some(front) = front {
        let known = found.len();
        for mark in in_names(text, front.len()) {
            let overlaps = |known: &Mark| known.range.start < mark.range.end && mark.range.start < known.range.end;
            if !found[..known].iter().any(overlaps) {
                found.push(mark);
            }
        }
    }
    let told = found.into_iter().map(|mark| {
        let shown = &words[mark.range.clone()];
        let message = say!(
            "“{shown}”是涉密或不公开的标记",
            "`{shown}` marks a paper that is secret or not for the public"
        );
        let fault =
            Diagnostic::new(Code::SecrecyMark, text.place(mark.range.clone()), message).help(help());
        Diagnostic { severity: severity(mark.is_certain), ..fault }
    });
    told.collect()
}

/// Whether a line of front matter may name something by a mark. Nearly every record says how public
/// it is, and most say nothing else of the kind.
fn may_name(front: &str) -> bool {
    let says_how_public = |line: &str| key::DISCLOSURE.names().any(|name| line.starts_with(name));
    front.lines().any(|line| has_any(line) && !says_how_public(line))
}

/// The marks that a title, or the name of a file given out or registered, is or ends with.
fn in_names(text: &Written, body: usize) -> Vec<Mark> {
    let mut found = Vec::new();
    content::values(text.source, body, |keys, node| {
        let named = |key: &key::Key| keys.first().is_some_and(|own| key.names().any(|name| name == *own));
        if ![&key::TITLE, &key::ATTACHMENTS, &key::EVIDENCE].into_iter().any(named) {
            return;
        }
        let value = text.source.text.get(node.span.clone()).unwrap_or("");
        let inner = value.trim_matches(['"', '\'']);
        let start = node.span.start + value.len() - value.trim_start_matches(['"', '\'']).len();
        found.extend(secrecy_marks(stem(inner)).into_iter().map(|mark| mark.after(start)));
    });
    found
}

fn severity(is_certain: bool) -> Severity {
    if is_certain { Severity::Error } else { Severity::Warning }
}

fn help() -> Text {
    say!(
        "立即停止发布并报保密工作机构；已解密或确可公开的，去掉标记并留存依据",
        "publish nothing of it and tell the secrecy office; if it was declassified, take the mark off and keep the order"
    )
}
