//! # wrong-word
//!
//! A text has a word that the site's dictionary has as wrong.
//!
//! 用了站点词表里列为错误的写法。
//!
//! Which words are wrong is the office's to say: tables of two columns, 错 and 对, named in site.toml
//! as `[check] dictionaries = ["words/错别字.csv"]`; a third column, 除外, gives longer words in which
//! it is none. Beside these the program knows a few idioms that cannot be anything else. Words in
//! quotation marks and titles in 《》 are left alone.
//!
//! 哪些写法算错由单位自己定：站点目录下的表，两列“错”“对”，在 site.toml 里写 `[check] dictionaries =
//! ["words/错别字.csv"]`；第三列“除外”写不算错的较长的词。程序自带的只有几个不会有别解的成语。引号、书名号
//! 里的不算。
//!
//! ## Fails
//!
//! ```text
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-03-03
//! ---
//! 各单位要再接再励。
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
//! 各单位要再接再厉，不写“再接再励”。
//! ```

use std::ops::Range;

use crate::check::Subject;
use crate::check::text::lexicon::Lexicon;
use crate::check::text::prose::{Found, each};
use crate::diagnostic::{Code, Diagnostics};
use crate::model::settings::WrongWord;
use crate::say;

/// Idioms that are nothing but slips of others.
const KNOWN: [(&str, &str); 10] = [
    ("再接再励", "再接再厉"),
    ("一愁莫展", "一筹莫展"),
    ("迫不急待", "迫不及待"),
    ("不径而走", "不胫而走"),
    ("走头无路", "走投无路"),
    ("甘败下风", "甘拜下风"),
    ("提纲携领", "提纲挈领"),
    ("相辅相承", "相辅相成"),
    ("按步就班", "按部就班"),
    ("一如继往", "一如既往"),
];

/// Tells each such word.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    let known = KNOWN.iter().map(|(wrong, right)| WrongWord::new(wrong, right));
    let own = of.model.settings.check.dictionaries.iter();
    let words: Vec<WrongWord> = own.cloned().chain(known).collect();
    let lexicon = lexicon(&words);
    each(of, out, |prose, out| {
        let whole = prose.text.whole();
        out.extend(prose.find(|line| find(line, &lexicon)).map(|found| {
            let written = &whole[found.span.clone()];
            let right = found.fix.clone().unwrap_or_default();
            let message = say!("“{written}”是错误写法", "`{written}` is a wrong word");
            let help = say!("改为“{right}”", "write `{right}`");
            found.told(prose, Code::WrongWord, message, help)
        }));
    });
}

fn lexicon(words: &[WrongWord]) -> Lexicon<'_, &WrongWord> {
    Lexicon::new(words.iter().map(|word| (word.wrong.as_str(), word)))
}

/// The wrong words of a line, the longest where several begin at one place.
fn find(line: &str, lexicon: &Lexicon<&WrongWord>) -> Vec<Found> {
    let places = lexicon.places(line);
    if places.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<Found> = Vec::new();
    let cited = cited(line);
    for (at, wrong, word) in places {
        let span = at..at + wrong.len();
        let is_part = |other: &String| is_inside(line, &span, other);
        // The right word may hold the wrong one.
        let is_right = word.right.len() > wrong.len() && is_part(&word.right);
        let is_cited = cited.iter().any(|one| one.start < at && span.end <= one.end);
        if !(is_right || is_cited || word.except.iter().any(is_part)) {
            found.push(Found::mended(span, word.right.as_str()));
        }
    }
    found.sort_by_key(|one| (one.span.start, std::cmp::Reverse(one.span.end)));
    let mut end = 0;
    found.retain(|one| {
        let is_free = one.span.start >= end;
        end = end.max(one.span.end);
        is_free
    });
    found
}

/// Whether a span lies in a longer word of the line.
fn is_inside(line: &str, span: &Range<usize>, longer: &str) -> bool {
    let from = line.floor_char_boundary(span.start.saturating_sub(longer.len()));
    let to = line.ceil_char_boundary((span.end + longer.len()).min(line.len()));
    let places = line[from..to].match_indices(longer);
    places.map(|(at, _)| from + at).any(|at| at <= span.start && span.end <= at + longer.len())
}

/// What stands in quotation marks or is a title.
fn cited(line: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open: Option<(usize, char)> = None;
    for (at, c) in line.char_indices() {
        match (open, c) {
            (None, '“') => open = Some((at, '”')),
            (None, '《') => open = Some((at, '》')),
            (Some((start, close)), _) if close == c => {
                found.push(start..at);
                open = None;
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_word_is_none_in_a_right_one_or_in_quotation_marks() {
        let mut word = WrongWord::new("布署", "部署");
        word.except = vec!["发布署名".to_owned()];
        let words = [word];
        let places = |line| find(line, &lexicon(&words)).len();
        assert_eq!(places("会议布署工作，再布署一次"), 2);
        for line in ["稿件发布署名文章", "不写“布署”", "《布署》一文", "部署工作"] {
            assert_eq!(places(line), 0, "{line}");
        }
    }

    #[test]
    fn of_two_words_at_one_place_the_longer_is_told() {
        let words = [WrongWord::new("帐", "账"), WrongWord::new("帐户", "账户")];
        let found = find("开立帐户", &lexicon(&words));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].fix.as_deref(), Some("账户"));
    }
}
