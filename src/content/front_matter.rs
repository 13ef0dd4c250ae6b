//! A Markdown file cut into its front matter and its body.

use std::ops::Range;
use std::sync::Arc;

use super::document::{Document, Map, Node, Value};
use super::{markdown, text, yaml};
use crate::diagnostic::{Code, Diagnostic, Place, Source};
use crate::say;

/// Longest front matter, in bytes: past it, the closing line is missing.
const LONGEST: usize = 1 << 20;

/// Reads a Markdown file; `None` if it has no front matter to speak of, which is then reported.
pub fn read(source: Arc<Source>, found: &mut Vec<Diagnostic>) -> Option<Document> {
    let (front, body) = match split(&source.text) {
        Ok(parts) => parts,
        Err(missing) => {
            found.push(missing.told(Place::start(&source)));
            return None;
        }
    };
    if front.len() > LONGEST {
        found.push(yaml::words::too_long(Place::new(&source, front.start..front.start), LONGEST));
        return None;
    }
    let front = yaml::read(&source, front, found)?;
    let links = markdown::links(&source.text[body.clone()]);
    Some(Document { source, front, body, links })
}

/// The texts of a front matter that was read before, each under the name of its own key and those it
/// lies below, outermost first.
pub fn values(source: &Arc<Source>, body: usize, mut take: impl FnMut(&[&str], &Node)) {
    let Some((front, _)) = source.text.get(..body).and_then(|text| split(text).ok()) else {
        return;
    };
    // Whatever is wrong with it was told when it was read.
    let Some(map) = yaml::read(source, front, &mut Vec::new()) else { return };
    each(&map, source, &mut Vec::new(), &mut take);
}

fn each<'a>(
    map: &'a Map,
    source: &'a Source,
    keys: &mut Vec<&'a str>,
    take: &mut impl FnMut(&[&str], &Node),
) {
    for pair in &map.entries {
        keys.push(pair.key(source));
        below(&pair.value, source, keys, take);
        keys.pop();
    }
}

fn below<'a>(
    node: &'a Node,
    source: &'a Source,
    keys: &mut Vec<&'a str>,
    take: &mut impl FnMut(&[&str], &Node),
) {
    match &node.value {
        Value::Text(_) => take(keys, node),
        Value::List(nodes) => nodes.iter().for_each(|node| below(node, source, keys, take)),
        Value::Map(map) => each(map, source, keys, take),
        Value::Null | Value::Unreadable => {}
    }
}

/// What is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Missing {
    Everything,
    /// The first line, which is made of other dashes.
    Opening(String),
    /// The closing line; one of other dashes stands at this line number, if any does.
    Closing(Option<usize>),
}

/// The bytes between the `---` lines, and those below.
fn split(text: &str) -> Result<(Range<usize>, Range<usize>), Missing> {
    let mut start = 0;
    let mut opened = None;
    let mut lookalike = None;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let end = start + line.len();
        let bare = line.trim_end_matches(text::is_blank);
        match opened {
            None if bare == "---" => opened = Some(end),
            None if text::trim(bare).is_empty() => {}
            None if is_lookalike(bare) => {
                return Err(Missing::Opening(bare.chars().take(10).collect()));
            }
            None => return Err(Missing::Everything),
            Some(front) if bare == "---" || bare == "..." => {
                return Ok((front..start, end..text.len()));
            }
            Some(_) if lookalike.is_none() && is_lookalike(bare) => lookalike = Some(number + 1),
            Some(_) => {}
        }
        start = end;
    }
    Err(if opened.is_some() { Missing::Closing(lookalike) } else { Missing::Everything })
}

/// Dashes as a word processor corrects them.
fn is_lookalike(line: &str) -> bool {
    let line = text::trim(line);
    line.chars().all(|c| "-—–－―─−".contains(c)) && (line.chars().count() > 1 || line == "—")
}

impl Missing {
    fn told(&self, place: Place) -> Diagnostic {
        let message = match self {
            Self::Everything => say!(
                "文件开头没有 front matter（两行“---”之间的各项）",
                "the file does not begin with front matter"
            ),
            Self::Opening(line) => say!(
                "第一行是“{line}”，不是三个半角短横线“---”",
                "the first line is `{line}`, not three plain dashes `---`"
            ),
            Self::Closing(Some(number)) => say!(
                "front matter 没有结尾的“---”：第 {number} 行的横线不是三个半角短横线",
                "the front matter has no closing `---`: the dashes of line {number} are others"
            ),
            Self::Closing(None) => say!(
                "front matter 没有结尾的“---”一行",
                "the front matter has no closing `---` line"
            ),
        };
        let help = match self {
            Self::Closing(_) => {
                say!("在各项之后、正文之前加一行“---”", "put a line `---` between it and the body")
            }
            _ => say!(
                "在文件最前面写：\n---\n标题: 关于……的通知\n---",
                "begin the file with:\n---\ntitle: …\n---"
            ),
        };
        Diagnostic::new(Code::NoFrontMatter, place, message).help(help)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Result<(&str, &str), Missing> {
        split(text).map(|(front, body)| (&text[front], &text[body]))
    }

    #[test]
    fn front_matter_ends_at_its_closing_line() {
        assert_eq!(parts("---\n标题: 甲\n---\n正文\n---\n"), Ok(("标题: 甲\n", "正文\n---\n")));
        assert_eq!(parts("\n--- \r\n标题: 甲\r\n...\r\n"), Ok(("标题: 甲\r\n", "")));
        assert_eq!(parts("---\n---"), Ok(("", "")));
    }

    #[test]
    fn a_file_without_front_matter_says_what_is_missing() {
        assert_eq!(parts(""), Err(Missing::Everything));
        assert_eq!(parts("# 通知\n"), Err(Missing::Everything));
        assert_eq!(parts("———\n标题: 甲\n———\n"), Err(Missing::Opening("———".into())));
        assert_eq!(parts("---\n标题: 甲\n"), Err(Missing::Closing(None)));
        assert_eq!(parts("---\n标题: 甲\n——\n正文"), Err(Missing::Closing(Some(3))));
    }

    #[test]
    fn a_missing_front_matter_is_told_at_the_start() {
        let mut found = Vec::new();
        assert_eq!(read(Source::new("a.md", "正文"), &mut found), None);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].code, found[0].place.span.clone()), (Code::NoFrontMatter, 0..0));
    }
}
