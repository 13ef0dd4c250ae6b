//! Words a field may hold, and the nearest to one that is none of them.

use super::key::Key;
use crate::diagnostic::{Code, Diagnostic, Place, Text};
use crate::say;

/// A set of words a field may hold.
pub trait Choice: Copy + 'static {
    /// Each value with its English word and its Chinese ones.
    const WORDS: &'static [(Self, &'static str, &'static [&'static str])];

    /// The English word, as in data and addresses.
    fn name(self) -> &'static str
    where
        Self: PartialEq,
    {
        Self::WORDS.iter().find(|(value, ..)| *value == self).map_or("", |(_, en, _)| en)
    }

    /// The Chinese word the program writes, as in file names and messages.
    fn chinese(self) -> &'static str
    where
        Self: PartialEq,
    {
        Self::WORDS.iter().find(|(value, ..)| *value == self).map_or("", |(_, _, zh)| zh[0])
    }
}

#[derive(Clone, Copy, PartialEq)]
pub enum Flag {
    Yes,
    No,
}

impl Choice for Flag {
    const WORDS: &'static [(Self, &'static str, &'static [&'static str])] =
        &[(Flag::Yes, "true", &["是", "yes"]), (Flag::No, "false", &["否", "no"])];
}

/// Finds a word among a field's choices.
pub fn choose<T: Choice>(word: &str) -> Option<T> {
    T::WORDS
        .iter()
        .find(|(_, en, zh)| en.eq_ignore_ascii_case(word) || zh.contains(&word))
        .map(|(value, _, _)| *value)
}

/// The fault of a word that is none of a field's choices.
pub fn bad_choice<T: Choice>(place: Place, key: &Key, given: &str) -> Diagnostic {
    let zh: Vec<_> = T::WORDS.iter().filter_map(|(_, _, zh)| zh.first().copied()).collect();
    let en: Vec<_> = T::WORDS.iter().map(|(_, en, _)| *en).collect();
    let (zh, en) = (zh.join("、"), en.join(", "));
    let (name, key_en) = (key.zh[0], key.en);
    Diagnostic::new(
        Code::BadValue,
        place,
        say!("“{name}”没有“{given}”这一项", "`{key_en}` cannot be `{given}`"),
    )
    .help(say!("写其中之一：{zh}", "write one of: {en}"))
}

/// The candidate most like a word, if one is alike enough to be meant.
pub fn nearest<'n>(word: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let lower = word.to_lowercase();
    names
        .map(|name| (likeness(&lower, &name.to_lowercase()), name))
        .filter(|(likeness, _)| *likeness >= 0.5)
        // The first of equals wins, so that the answer does not depend on the iterator's end.
        .fold(None, |best: Option<(f64, &str)>, item| match best {
            Some(best) if best.0 >= item.0 => Some(best),
            _ => Some(item),
        })
        .map(|(_, name)| name)
}

/// How alike two words are, from 0 to 1. Two slips in a short word make another word: 成文日期 is
/// no 发布日期; one slip in a word of two characters may still be one.
fn likeness(one: &str, other: &str) -> f64 {
    let likeness = strsim::normalized_damerau_levenshtein(one, other);
    let slips = strsim::damerau_levenshtein(one, other);
    if slips > 1 && likeness <= 0.5 { 0.0 } else { likeness }
}

/// What is meant by words clerks know from their old tables, where the nearest field would lead
/// astray.
pub(super) fn common_mistake(word: &str) -> Option<Text> {
    Some(match word {
        "状态" | "推进状态" | "任务状态" | "state" | "status" => say!(
            "状态由程序按条目推算，不用填写；完成了就写一个“完成”条目",
            "states are computed; once it is done, write an entry `completed`"
        ),
        "完成日期" | "实际完成时间" | "办结日期" | "completed" => say!(
            "在任务的文件夹里写一个“完成”条目，文件名用完成的日期",
            "write an entry `completed` in the task's folder, named by that day"
        ),
        "完成时限" | "完成期限" | "办结时限" | "deadline" => say!(
            "改时限要写“事项: 调整”，并写明理由和批准",
            "a deadline is changed by `event: changed`, with its reason and approval"
        ),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_proposed_and_a_far_one_is_not() {
        let names = ["完成时限", "责任单位", "deadline"];
        assert_eq!(nearest("完成时间限", names.into_iter()), Some("完成时限"));
        assert_eq!(nearest("dead_line", names.into_iter()), Some("deadline"));
        assert_eq!(nearest("天气", names.into_iter()), None);
        assert_eq!(nearest("成文日期", ["发布日期", "标题"].into_iter()), None);
        assert_eq!(nearest("发布日子", ["发布日期", "标题"].into_iter()), Some("发布日期"));
    }
}
