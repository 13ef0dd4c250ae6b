//! What a review changes, in one paragraph: each record is counted once, for what matters most.

use std::collections::{BTreeMap, BTreeSet};

use super::{Change, Fate, MovedBy, Path, RecordReview, Review, SiteChanges, Step};
use crate::model::{Colour, Kind};
use crate::words::Words;

/// What is said of a record in the paragraph, the weightiest first.
const GROUPS: [&str; 26] = [
    "rv_g_added",
    "rv_g_disclosed",
    "rv_g_withdrawn",
    "rv_g_removed",
    "rv_g_undisclosed",
    "rv_g_restored",
    "rv_g_done",
    "rv_g_closed",
    "rv_g_overdue",
    "rv_g_written_later",
    "rv_g_written_earlier",
    "rv_g_written",
    "rv_g_rewritten",
    "rv_g_later",
    "rv_g_earlier",
    "rv_g_deadline",
    "rv_g_state",
    "rv_g_lead",
    "rv_g_goal",
    "rv_g_title",
    "rv_g_moved",
    "rv_g_entries",
    "rv_g_figures",
    "rv_g_body",
    "rv_g_files",
    "rv_g_other",
];

/// What must not be read over: deadlines moved with nothing that says why, what is let pass.
pub fn alarms(review: &Review, words: &Words) -> Vec<String> {
    let moved = |is_it: fn(&MovedBy) -> bool| {
        let has = |record: &&RecordReview| {
            record.fate == Fate::Changed
                && record.changes.iter().any(|change| {
                    matches!(change, Change::Deadline { from: Some(_), by, .. } if is_it(by))
                })
        };
        review.records.iter().chain(&review.follows).filter(has).count()
    };
    let pale = |record: &&RecordReview| record.changes.iter().any(loses_red);
    let pale = review.records.iter().chain(&review.follows).filter(pale).count();
    let counts = [
        ("rv_errors", review.findings.errors),
        ("rv_alarm_edit", moved(|by| *by == MovedBy::Edit)),
        ("rv_alarm_rewritten", moved(|by| matches!(by, MovedBy::Rewritten { .. }))),
        ("rv_alarm_red", pale),
        ("rv_alarm_private", review.passes.private()),
    ];
    let counts = counts.iter().filter(|(_, count)| *count > 0);
    counts.map(|(name, count)| words.fill(name, &[("count", count)])).collect()
}

/// Whether something that was red is red no more.
pub fn loses_red(change: &Change) -> bool {
    matches!(change, Change::Colour { from: Some(Colour::Red), .. })
}

/// The paragraph.
pub fn lead(review: &Review, words: &Words) -> String {
    let mut sentences = Vec::new();
    let mut kinds: BTreeMap<Kind, BTreeMap<usize, usize>> = BTreeMap::new();
    for record in &review.records {
        *kinds.entry(record.kind).or_default().entry(group(record)).or_default() += 1;
    }
    let kinds: Vec<String> = kinds
        .iter()
        .map(|(kind, groups)| {
            let count: usize = groups.values().sum();
            let groups: Vec<String> = groups
                .iter()
                .map(|(group, count)| {
                    let what = words.get(GROUPS[*group]);
                    words.fill("rv_group", &[("count", count), ("what", &what)])
                })
                .collect();
            let groups = groups.join(words.get("rv_comma"));
            let kind = words.get(&format!("kind_{}", kind.folder())).to_owned();
            words.fill("rv_kind", &[("kind", &kind), ("count", &count), ("groups", &groups)])
        })
        .collect();
    if !kinds.is_empty() {
        let kinds = kinds.join(words.get("rv_separator"));
        sentences.push(words.fill("rv_touches", &[("kinds", &kinds)]));
    }
    let pages = &review.pages;
    let counts = match pages.changed {
        Some(changed) => [
            ("rv_pages_added", pages.added.len()),
            ("rv_pages_removed", pages.removed.len()),
            ("rv_pages_changed", changed),
        ],
        None => [("rv_pages_added", 0), ("rv_pages_removed", 0), ("rv_pages_changed", 0)],
    };
    let parts: Vec<String> = counts
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(name, count)| words.fill(name, &[("count", count)]))
        .collect();
    if !parts.is_empty() {
        let parts = parts.join(words.get("rv_comma"));
        sentences.push(words.fill("rv_pages_lead", &[("parts", &parts)]));
    }
    let SiteChanges { lines, columns, theme, .. } = &review.settings;
    if !columns.is_empty() {
        sentences.push(words.get("rv_columns_lead").to_owned());
    }
    if !lines.is_empty() || !theme.is_empty() {
        sentences.push(words.get("rv_settings_lead").to_owned());
    }
    if pages.changed.is_none() {
        sentences.push(words.get("rv_pages_unknown").to_owned());
    }
    if sentences.is_empty() && review.follows.is_empty() {
        sentences.push(words.get("rv_none").to_owned());
    }
    let counts = [
        ("rv_unseen_lead", review.unseen.len()),
        ("rv_links_lead", review.links.len()),
        ("rv_findings_lead", review.findings.new.len()),
    ];
    let counts = counts.iter().filter(|(_, count)| *count > 0);
    sentences.extend(counts.map(|(name, count)| words.fill(name, &[("count", count)])));
    sentences.join(words.get("sentence_separator"))
}

/// What becomes of one record, in a line: all that is said of it, the weightiest first.
pub fn in_a_line(record: &RecordReview, words: &Words) -> String {
    let groups: BTreeSet<usize> = match record.fate {
        Fate::Changed => record.changes.iter().map(of_change).collect(),
        _ => BTreeSet::from([group(record)]),
    };
    let told: Vec<&str> = groups.into_iter().map(|group| words.get(GROUPS[group])).collect();
    told.join(words.get("rv_comma"))
}

/// The group a record is counted in, as a place in the list.
fn group(record: &RecordReview) -> usize {
    let name = match &record.fate {
        Fate::Added => "rv_g_added",
        Fate::Disclosed => "rv_g_disclosed",
        Fate::Withdrawn { .. } => "rv_g_withdrawn",
        Fate::Removed => "rv_g_removed",
        Fate::Undisclosed => "rv_g_undisclosed",
        Fate::Restored => "rv_g_restored",
        Fate::Changed => {
            let groups = record.changes.iter().map(of_change);
            return groups.min().unwrap_or(GROUPS.len() - 1);
        }
    };
    place(name)
}

fn place(name: &str) -> usize {
    GROUPS.iter().position(|known| *known == name).unwrap_or(GROUPS.len() - 1)
}

fn of_change(change: &Change) -> usize {
    let is = |field: &Path, name: &str| field.0.first() == Some(&Step::Key(name.to_owned()));
    place(match change {
        Change::State { from, to, .. } => match (from.state.as_str(), to.state.as_str()) {
            // One that was completed before only reads otherwise.
            ("done" | "done_late", "done" | "done_late") => "rv_g_state",
            (_, "done" | "done_late") => "rv_g_done",
            (_, "closed") => "rv_g_closed",
            (_, "overdue") => "rv_g_overdue",
            _ => "rv_g_state",
        },
        Change::Deadline { from: Some(_), by: MovedBy::Rewritten { .. }, .. } => "rv_g_rewritten",
        Change::Deadline { from: Some(_), days, by: MovedBy::Edit, .. } => match days {
            Some(days) if *days > 0 => "rv_g_written_later",
            Some(days) if *days < 0 => "rv_g_written_earlier",
            _ => "rv_g_written",
        },
        Change::Deadline { days: Some(days), .. } if *days > 0 => "rv_g_later",
        Change::Deadline { days: Some(days), .. } if *days < 0 => "rv_g_earlier",
        Change::Deadline { .. } => "rv_g_deadline",
        Change::Value { field, .. } | Change::Listed { field, .. } if is(field, "lead") => {
            "rv_g_lead"
        }
        Change::Reworded { field, .. } | Change::Value { field, .. } if is(field, "goal") => {
            "rv_g_goal"
        }
        Change::Title { .. } => "rv_g_title",
        Change::Moved { .. } => "rv_g_moved",
        Change::Entry(_) => "rv_g_entries",
        Change::Value { .. } | Change::Listed { .. } | Change::Reworded { .. } => "rv_g_figures",
        Change::Body { .. } => "rv_g_body",
        Change::File { .. } => "rv_g_files",
        Change::Colour { .. }
        | Change::Translation { .. }
        | Change::Return { .. }
        | Change::NotShown { .. }
        | Change::Other => "rv_g_other",
    })
}
