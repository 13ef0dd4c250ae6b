//! # repeated-word
//!
//! A word or a mark was typed twice.
//!
//! 字或标点重复了。
//!
//! Slips of the hand, as 的的 and ，，. Words that are made so (多多, 目的的确, 为了了解) are not meant; a
//! slip that could be such a word is let pass.
//!
//! “的的”“，，”多是误录。本来如此的（多多、目的的确、为了了解）不算；拿不准的不报。
//!
//! ## Fails
//!
//! ```text
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-03-03
//! ---
//! 各单位的的台账已经上报，，现予公布。
//! ```
//!
//! ## Passes
//!
//! ```text
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-03-03
//! ---
//! 这样做的目的的确是为了了解情况。
//! ```

use crate::check::Subject;
use crate::check::text::prose::{Found, before, each, is_han};
use crate::diagnostic::{Code, Diagnostics};
use crate::say;

/// Warns of each such word.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    each(of, out, |prose, out| {
        let blocks = prose.blocks.iter();
        let blocks = blocks.filter(|block| may_repeat(prose.words(block).as_bytes()));
        out.extend(prose.find_in(blocks, find).map(|found| {
            let written = prose.text.whole()[found.span.clone()].to_owned();
            let help = match &found.fix {
                Some(fix) => say!("改为“{fix}”", "write `{fix}`"),
                None => say!("核对原文，只留一个", "look at the document and keep one"),
            };
            found.told(
                prose,
                Code::RepeatedWord,
                say!("“{written}”重复了", "`{written}` was typed twice"),
                help,
            )
        }));
    });
}

/// Whether anything beyond ASCII stands twice in a row, or two stops do: one pass over the bytes
/// spares most texts the search for each word.
fn may_repeat(text: &[u8]) -> bool {
    let is_stop = |at: usize| {
        let bytes = text.get(at..at + 3);
        bytes.is_some_and(|bytes| STOPS.iter().any(|stop| stop.as_bytes() == bytes))
    };
    // Words of one, two and three characters.
    [3, 6, 9].into_iter().any(|length| {
        let mut run = 0;
        (0..text.len().saturating_sub(length)).any(|at| {
            let is_same = text[at] == text[at + length] && text[at] >= 0x80;
            run = if is_same { run + 1 } else { 0 };
            run == length
        })
    }) || (0..text.len()).any(|at| text[at] >= 0xe3 && is_stop(at) && is_stop(at + 3))
}

const STOPS: [&str; 4] = ["，", "。", "、", "；"];

/// A word typed twice; before and behind what characters it may be meant.
struct Word {
    word: &'static str,
    before: &'static str,
    behind: &'static str,
}

const fn word(word: &'static str, before: &'static str, behind: &'static str) -> Word {
    Word { word, before, behind }
}

const WORDS: [Word; 18] = [
    word("的", "目标打坐端有鹄准", "确士"),
    word("了", "不终完明未末罢为", "解结却断然得之无"),
    word("和", "共中总缓调温祥饱求谐柔暖谦平", "睦谐气美平解乐约顺衷缓善好盘"),
    word("与", "参给赋授付", "会其时日世"),
    word("及", "以涉普顾提波危触企论", "时格早第至"),
    word("在", "现存内外潜实所自旨正健好", "位场职建编线校岗理意乎"),
    word("对", "针面应相反核校比绝成配一", "对方象外照比策接待应话齐标"),
    word("进一步", "", ""),
    word("关于", "", ""),
    word("以及", "", ""),
    word("并且", "", ""),
    word("按照", "", ""),
    word("根据", "", ""),
    word("我局", "", ""),
    word("我市", "", ""),
    word("我县", "", ""),
    word("切实", "", ""),
    word("工作的", "", ""),
];

/// Marks of which two in a row are one too many.
const MARKS: [char; 6] = ['，', '。', '、', '；', '：', '》'];

/// The words and marks of a line that stand twice.
fn find(line: &str) -> Vec<Found> {
    let mut found: Vec<Found> = WORDS.iter().flat_map(|word| words(line, word)).collect();
    let mut last: Option<(usize, char)> = None;
    let mut run = 0;
    for (at, c) in line.char_indices().chain([(line.len(), '\n')]) {
        match last {
            Some((_, before)) if before == c => run += 1,
            // More than two are an ellipsis, or a gap somebody meant to fill.
            Some((start, mark)) if run == 2 && MARKS[..5].contains(&mark) => {
                let is_quoted = before(line, start) == Some('“') && c == '”';
                if !is_quoted {
                    found.push(Found::mended(start..at, mark));
                }
            }
            _ => {}
        }
        if last.is_none_or(|(_, before)| before != c) {
            let clash = last.filter(|(_, mark)| ['，', '。', '、', '；'].contains(mark));
            if let (Some((start, _)), true, 1) = (clash, ['，', '。', '、', '；'].contains(&c), run) {
                found.push(Found::open(start..at + c.len_utf8()));
            }
            last = Some((at, c));
            run = 1;
        }
    }
    found
}

fn words(line: &str, of: &Word) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = 0;
    let length = of.word.len();
    while let Some(i) = line[at..].find(of.word) {
        let start = at + i;
        at = start + length;
        if !line[at..].starts_with(of.word) {
            continue;
        }
        let end = at + length;
        let lead = before(line, start);
        let next = line[end..].chars().next();
        // Next to no other word it is only named.
        let stands_alone = ![lead, next].into_iter().flatten().any(is_han);
        let meant = stands_alone
            || lead.is_some_and(|c| of.before.contains(c) || c == '“')
            || next.is_some_and(|c| of.behind.contains(c))
            // Three in a row are a list of examples, or something else altogether.
            || line[end..].starts_with(of.word);
        if !meant {
            found.push(Found::mended(start..end, of.word));
        }
        at = end;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_found_and_a_word_is_not() {
        for (line, fix) in [
            ("单位的的台账", "的"),
            ("完成了了整改", "了"),
            ("已上报，，现公布", "，"),
            ("任务完成。。", "。"),
            ("进一步进一步加强", "进一步"),
        ] {
            let found = find(line);
            assert_eq!(found.len(), 1, "{line}: {found:?}");
            assert_eq!(found[0].fix.as_deref(), Some(fix), "{line}");
        }
        assert_eq!(find("任务完成，。")[0].fix, None);
        for line in [
            "目的的确明确", "为了了解情况", "不了了之", "多多支持", "和和气气", "标的的评估",
            "中华人民共和和平", "甲。乙，丙", "等等……", "“的的”",
            "误字（的的）",
        ] {
            assert_eq!(find(line), [], "{line}");
        }
    }
}
