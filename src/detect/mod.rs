//! What must not be in a text, found by its letters alone; knows no record and no page.
//!
//! A number is looked for as a reader sees it: `seen` looks through full-width digits, blanks,
//! hyphens, zero-width marks, emphasis and inline tags. `codes` holds the arithmetic of the
//! numbers, `hints` the words before one that say what it is, `policy` how it is to be masked.
//! `numbers`, `half`, `numerals`, `papers` and `address` each find one sort of thing; `column`
//! knows what the head of a column promises.
//!
//! One pass over the bytes looks for what may begin something; everything dearer happens only
//! there, and within a bounded stretch, so that the time is linear in the text.

mod address;
mod blocks;
mod codes;
mod column;
mod half;
mod hints;
mod numbers;
mod numerals;
mod papers;
mod policy;
mod seen;
mod surroundings;
mod table;

use std::borrow::Cow;
use std::ops::Range;

pub use column::{cell, column, is_masked};
pub use policy::{Mask, Policy};

pub(crate) use seen::is_unseen;

use hints::Hints;
use seen::{Run, Trigger};

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// 公民身份号码 of 18 or 15 digits, also inside the 20 digits of a 残疾人证 and behind the
    /// letter of a 学籍号.
    ResidentId,
    /// 护照, 港澳通行证 or 台胞证, beside its word.
    TravelDocument,
    /// 手机号码.
    Mobile,
    /// 银行卡号.
    BankCard,
    /// A home address beyond 乡镇、街道.
    Address,
    /// A number somebody masked, of which too much can still be read.
    HalfMask,
    /// 病种, 残疾等级 and the like: only columns hold it, no number shows it.
    Health,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 7] = [
        Self::ResidentId,
        Self::TravelDocument,
        Self::Mobile,
        Self::BankCard,
        Self::Address,
        Self::HalfMask,
        Self::Health,
    ];

    /// The name a clerk gives it.
    pub fn word(self) -> &'static str {
        match self {
            Self::ResidentId => "身份证号",
            Self::TravelDocument => "出入境证件号",
            Self::Mobile => "手机号码",
            Self::BankCard => "银行卡号",
            Self::Address => "家庭住址",
            Self::HalfMask => "遮盖不足",
            Self::Health => "健康信息",
        }
    }
}

/// One thing that must not be published. It can be told of by `masked`, never by its letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub kind: Kind,
    /// The bytes it takes in the text, on character boundaries.
    pub range: Range<usize>,
    /// What may stand in their place; it is not found again.
    pub masked: String,
    /// Whether its own letters prove it; otherwise the words around it only make it likely.
    pub certain: bool,
}

/// What of a text must not be published, in order and without overlap.
pub fn private(text: &str, policy: &Policy) -> Vec<Found> {
    under(text, None, policy)
}

/// The text with everything found in it masked, for messages and lists of changes.
pub fn redacted<'a>(text: &'a str, policy: &Policy) -> Cow<'a, str> {
    let mut shown = Cow::Borrowed(text);
    // A mask is shorter than what it hides, so that a word may come near enough to a number
    // that it did not speak of before.
    for _ in 0..ROUNDS {
        let found = private(&shown, policy);
        if found.is_empty() {
            break;
        }
        shown = Cow::Owned(replaced(&shown, &found));
    }
    shown
}

const ROUNDS: usize = 4;

/// The text with every letter and digit of what is found in it a star, so that each byte stays where
/// it was: for a line of a source with a caret under it.
pub fn blanked<'a>(text: &'a str, policy: &Policy) -> Cow<'a, str> {
    let found = private(text, policy);
    if found.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for one in &found {
        out.push_str(text.get(at..one.range.start).unwrap_or(""));
        out.extend(text.get(one.range.clone()).unwrap_or("").chars().map(star));
        at = one.range.end;
    }
    out.push_str(text.get(at..).unwrap_or(""));
    Cow::Owned(out)
}

/// What stands for a character in [`blanked`]: a sign of as many bytes, and no letter or digit.
pub fn star(c: char) -> char {
    match c.len_utf8() {
        _ if !c.is_alphanumeric() => c,
        1 => '*',
        2 => '×',
        3 => '＊',
        _ => '🞱',
    }
}

/// The text with each thing found replaced by its mask.
pub fn replaced(text: &str, found: &[Found]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for one in found {
        out.push_str(text.get(at..one.range.start).unwrap_or(""));
        out.push_str(&one.masked);
        at = one.range.end;
    }
    out.push_str(text.get(at..).unwrap_or(""));
    out
}

/// As [`private`], of a text that stands under a head.
fn under(text: &str, head: Option<&str>, policy: &Policy) -> Vec<Found> {
    let mut out: Vec<Found> = Vec::new();
    let mut hints = Hints::new(text, head);
    let mut run = Run::default();
    let mut at = 0;
    // Where the last address that was looked at ends, so that none is looked at twice.
    let mut looked = 0;
    while let Some(trigger) = seen::next(text, at) {
        let begun = out.len();
        match trigger {
            Trigger::Digit(start) => {
                at = run.read(text, start, at);
                if run.is_long() {
                    numbers::find(&run, &mut hints, policy, &mut out);
                    half::find(&run, &mut hints, policy, begun, &mut out);
                    papers::find(&run, &mut hints, policy, &mut out);
                }
                if at > looked && run.is_short() {
                    looked = address::by_house(&mut hints, at, looked, &mut out);
                }
            }
            Trigger::One(start) => {
                at = start + '一'.len_utf8();
                if let Some(found) = numerals::find(text, start, &mut hints, policy) {
                    at = found.range.end;
                    out.push(found);
                }
            }
            Trigger::Lives(start) => {
                at = start + '住'.len_utf8();
                if let Some((found, end)) = address::by_word(text, start) {
                    looked = looked.max(end);
                    out.extend(found);
                }
            }
        }
        out[begun..].sort_by_key(|found| found.range.start);
    }
    out.sort_by_key(|found| found.range.start);
    let mut end = 0;
    out.retain(|found| {
        let apart = found.range.start >= end;
        end = if apart { found.range.end } else { end };
        apart
    });
    out
}

#[cfg(test)]
mod tests;
