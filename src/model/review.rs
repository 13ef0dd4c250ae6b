//! 审查: who let a record pass at which stage, or did not; never published.

use std::ops::Range;

use super::Day;
use super::choice::Choice;
use super::fields::Fields;
use super::key;
use crate::diagnostic::{Diagnostics, Place};

/// A stage a text passes before it is published (先审后发).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReviewStage {
    /// 保密审查.
    Secrecy,
    First,
    Second,
    Final,
}

impl Choice for ReviewStage {
    const WORDS: &'static [(Self, &'static str, &'static [&'static str])] = &[
        (ReviewStage::Secrecy, "secrecy", &["保密审查"]),
        (ReviewStage::First, "first", &["初审"]),
        (ReviewStage::Second, "second", &["复审"]),
        (ReviewStage::Final, "final", &["终审"]),
    ];
}

impl ReviewStage {
    /// Whether it stands in the order of the stages, each with a signer of its own. 保密审查 looks
    /// at one question only and may be done by anybody listed, at any time.
    pub fn is_in_order(self) -> bool {
        self != Self::Secrecy
    }
}

/// One line of 审查.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    pub stage: ReviewStage,
    pub post: Option<String>,
    pub date: Option<Day>,
    pub result: Option<String>,
    /// 内容码: what was seen, as it was written down.
    pub code: Option<String>,
    pub place: Place,
}

/// What a line of 审查 comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Approved,
    Refused,
    /// Words that do not say, or none.
    Unclear,
}

impl Verdict {
    /// Of the words of a result. Approval under a condition is none yet.
    pub fn of(words: &str) -> Self {
        match words.trim().to_lowercase().as_str() {
            "同意" | "同意公开" | "同意发布" | "通过" | "审核通过" | "审查通过" | "可以公开"
            | "approved" | "passed" | "may be published" => Verdict::Approved,
            "不同意" | "不同意公开" | "不同意发布" | "不通过" | "未通过" | "退回" | "不予公开"
            | "refused" | "rejected" | "returned" | "not approved" => Verdict::Refused,
            _ => Verdict::Unclear,
        }
    }
}

impl Review {
    /// What it comes to.
    pub fn verdict(&self) -> Verdict {
        self.result.as_deref().map_or(Verdict::Unclear, Verdict::of)
    }
}

/// Reads the lines of 审查.
pub(super) fn decode(fields: &mut Fields, out: &mut Diagnostics) -> Vec<Review> {
    let mut found = Vec::new();
    for mut line in fields.maps(&key::REVIEW, out) {
        if !line.has(&key::STAGE_OF_REVIEW) {
            line.missing(&key::STAGE_OF_REVIEW, "初审", out);
        }
        found.extend(self::line(&mut line, out));
        line.finish(out);
    }
    found
}

/// Reads one line; none of one that names no stage.
pub(super) fn line(line: &mut Fields, out: &mut Diagnostics) -> Option<Review> {
    let stage = line.choice::<ReviewStage>(&key::STAGE_OF_REVIEW, out);
    let post = line.text(&key::POST, out);
    let date = line.day(&key::DATE, None, out);
    let result = line.text(&key::CONCLUSION, out);
    let code = line.text(&key::CONTENT_CODE, out);
    let place = line.place(whole(line));
    stage.map(|stage| Review { stage, post, date, result, code, place })
}

/// From its first key to its last value, in whatever order they are given.
fn whole(line: &Fields) -> Range<usize> {
    let entries = &line.raw().entries;
    let start = entries.iter().map(|pair| pair.key_span.start).min().unwrap_or(0);
    start..entries.iter().map(|pair| pair.value.span.end).max().unwrap_or(start)
}
