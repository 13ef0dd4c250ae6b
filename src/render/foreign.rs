//! Chinese on a page in another language, marked as Chinese: a voice reads it as such, and a browser
//! takes the right font.
//!
//! On pages that are not Chinese much is: names of offices, titles without a translation, words a
//! table lacks. What is what no template could know, but the script shows it. Attributes and the
//! page's `<title>` cannot be marked in parts and stay as they are.

use crate::model::language::is_written_in_han;

/// The language of text in Han characters.
const LANGUAGE: &str = "zh-CN";
/// Elements without an end.
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr", "use",
];
/// Elements whose content is no text of the page.
const RAW: [&str; 2] = ["script", "style"];
/// Elements that hold text and no elements.
const TEXT_ONLY: [&str; 4] = ["title", "option", "textarea", "desc"];

/// Marks the Chinese of a page whose own language is another.
pub fn mark(html: &str) -> String {
    let mut marker = Marker { out: String::with_capacity(html.len() + 512), open: Vec::new() };
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let (text, tag) = rest.split_at(start);
        let end = end_of_tag(tag);
        marker.text(text, tag);
        marker.tag(&tag[..end]);
        rest = &tag[end..];
        if let Some(raw) = marker.open.last().filter(|open| RAW.contains(&open.name)) {
            let end = rest.find(&format!("</{}", raw.name)).unwrap_or(rest.len());
            marker.out.push_str(&rest[..end]);
            rest = &rest[end..];
        }
    }
    marker.text(rest, "");
    marker.out
}

/// Where a tag or comment ends; a `>` within quotes does not end it.
fn end_of_tag(tag: &str) -> usize {
    if tag.starts_with("<!--") {
        return tag.find("-->").map_or(tag.len(), |end| end + 3);
    }
    let mut quote = None;
    for (i, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return i + 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    tag.len()
}

struct Marker<'a> {
    out: String,
    open: Vec<Open<'a>>,
}

/// An element that was opened and not closed.
struct Open<'a> {
    name: &'a str,
    /// Whether its tag says its language, and whether by it Chinese does not stand out.
    says: Option<bool>,
}

impl<'a> Marker<'a> {
    fn tag(&mut self, tag: &'a str) {
        self.out.push_str(tag);
        let name = |rest: &'a str| {
            let is_of_name = |c: char| !c.is_ascii_whitespace() && !matches!(c, '>' | '/');
            &rest[..rest.find(|c| !is_of_name(c)).unwrap_or(rest.len())]
        };
        if let Some(rest) = tag.strip_prefix("</") {
            let closed = name(rest);
            if let Some(place) = self.open.iter().rposition(|open| open.name == closed) {
                self.open.truncate(place);
            }
        } else if let Some(rest) = tag.strip_prefix('<')
            && !rest.starts_with('!')
            && !tag.ends_with("/>")
            && !VOID.contains(&name(rest))
        {
            let says = tag.split_once(" lang=\"").and_then(|(_, rest)| rest.split_once('"'));
            let says = says.map(|(language, _)| is_written_in_han(language));
            self.open.push(Open { name: name(rest), says });
        }
    }

    /// Writes a text, which is followed by a tag.
    fn text(&mut self, text: &str, next: &str) {
        let is_marked = || self.open.iter().rev().find_map(|open| open.says).unwrap_or(false);
        if !text.contains(is_han) || is_marked() {
            self.out.push_str(text);
            return;
        }
        let parent = self.open.last();
        let fills_its_element = self.out.ends_with('>')
            && next.starts_with("</")
            && parent
                .is_some_and(|parent| parent.says.is_none() && self.out_ends_with_tag(parent.name));
        if fills_its_element && is_chinese_alone(text) {
            self.out.pop();
            self.out.push_str(&format!(" lang=\"{LANGUAGE}\">"));
            self.out.push_str(text);
        } else if parent.is_none_or(|parent| TEXT_ONLY.contains(&parent.name)) {
            self.out.push_str(text);
        } else {
            let is_drawn = self.open.iter().any(|open| open.name == "svg");
            self.runs(text, if is_drawn { "tspan" } else { "span" });
        }
    }

    /// Whether what was written last is the start tag of an element.
    fn out_ends_with_tag(&self, name: &str) -> bool {
        let tag = self.out.rfind('<').map(|start| &self.out[start + 1..]);
        tag.is_some_and(|tag| tag.starts_with(name) && !tag.ends_with("/>"))
    }

    /// Writes a text with an element about each run of Chinese.
    fn runs(&mut self, text: &str, element: &str) {
        let mut rest = text;
        while let Some(start) = rest.find(is_han) {
            let (before, _) = rest.split_at(start);
            // 12项, “亮任务”.
            let before = before.trim_end_matches(|c: char| c.is_ascii_digit() || is_mark(c));
            let from = &rest[before.len()..];
            let end = end_of_run(from);
            self.out.push_str(before);
            self.out
                .push_str(&format!("<{element} lang=\"{LANGUAGE}\">{}</{element}>", &from[..end]));
            rest = &from[end..];
        }
        self.out.push_str(rest);
    }
}

/// Where the run of Chinese ends that a text begins with: digits and marks within it are part of it,
/// and letters where no blank sets them off (示ICP备1号); references are not.
fn end_of_run(text: &str) -> usize {
    let (mut end, mut after_blank) = (0, false);
    for (i, c) in text.char_indices() {
        if c == '&' || after_blank && c.is_alphabetic() && !is_han(c) {
            break;
        }
        if is_han(c) || is_mark(c) {
            end = i + c.len_utf8();
        }
        after_blank = c.is_whitespace();
    }
    end
}

/// Whether a text has no letters but in Chinese.
fn is_chinese_alone(text: &str) -> bool {
    let mut rest = text;
    while let Some(start) = rest.find(is_han) {
        let (before, from) = rest.split_at(start);
        if has_letters(before) {
            return false;
        }
        rest = &from[end_of_run(from)..];
    }
    !has_letters(rest)
}

/// Whether a text has letters of the page's own, references such as `&amp;` left out.
fn has_letters(text: &str) -> bool {
    let mut pieces = text.split('&');
    let first = pieces.next().unwrap_or("");
    let after = pieces.map(|piece| piece.split_once(';').map_or(piece, |(_, rest)| rest));
    let is_letter = |c: char| c.is_alphabetic() && !is_han(c) && !is_mark(c);
    std::iter::once(first).chain(after).any(|piece| piece.contains(is_letter))
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}' | '\u{3005}' | '\u{3007}')
}

/// Marks and forms of Chinese type: ，。（）, and “” which other scripts have too.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{3001}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}' | '\u{2018}'..='\u{201d}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_chinese_alone_marks_its_element_and_one_that_is_not_its_part() {
        assert_eq!(mark("<td>审批办（12项）</td>"), "<td lang=\"zh-CN\">审批办（12项）</td>");
        assert_eq!(
            mark("<p>Reported by 审批办、12科 on 3 March</p>"),
            "<p>Reported by <span lang=\"zh-CN\">审批办、12科</span> on 3 March</p>"
        );
        assert_eq!(
            mark("<p>甲<b>GDP</b>乙</p>"),
            "<p><span lang=\"zh-CN\">甲</span><b>GDP</b><span lang=\"zh-CN\">乙</span></p>"
        );
        assert_eq!(
            mark("<p>Written: 9月底“亮任务”</p>"),
            "<p>Written: <span lang=\"zh-CN\">9月底“亮任务”</span></p>"
        );
        assert_eq!(mark("<li>示ICP备1号-2</li>"), "<li lang=\"zh-CN\">示ICP备1号-2</li>");
        assert_eq!(mark("<li>甲&amp;乙</li>"), "<li lang=\"zh-CN\">甲&amp;乙</li>");
    }

    #[test]
    fn what_says_its_language_and_what_is_no_text_stays() {
        for same in [
            "<a lang=\"zh-CN\" href=\"a\">中<b>文</b></a>",
            "<script>var 甲 = '<b>乙</b>';</script>",
            "<!-- 甲 --><p title=\"甲 > 乙\">a</p>",
            "<title>A - 甲</title>",
            "<p>no Chinese</p>",
        ] {
            assert_eq!(mark(same), same);
        }
        assert_eq!(
            mark("<html lang=\"en\"><p lang=\"zh-CN\">甲</p><br><p>乙</p></html>"),
            "<html lang=\"en\"><p lang=\"zh-CN\">甲</p><br><p lang=\"zh-CN\">乙</p></html>"
        );
    }

    #[test]
    fn a_drawing_is_marked_by_elements_it_may_hold() {
        assert_eq!(
            mark("<svg><title>甲</title><text>Done 甲</text></svg>"),
            "<svg><title lang=\"zh-CN\">甲</title><text>Done <tspan lang=\"zh-CN\">甲</tspan></text></svg>"
        );
    }
}
