//! What was published to a target, as a list.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::super::unfit::differences;
use super::made_again;
use crate::diagnostic::{Lang, Text};
use crate::publish::folder::Difference;
use crate::publish::record::LOG;
use crate::publish::time::Moment;
use crate::publish::{Action, Record, Seen, Standing};
use crate::say;

/// What was found wrong with each release that is kept.
pub type Proofs = BTreeMap<String, BTreeMap<String, Difference>>;

/// A target's releases.
pub struct List<'a> {
    pub target: &'a str,
    pub standing: &'a Standing,
    /// None where nobody asked for them.
    pub proofs: Option<&'a Proofs>,
}

/// How a record stands to what readers see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Served,
    /// It can be gone back to.
    Kept,
    Gone,
}

impl List<'_> {
    /// Writes it as JSON.
    pub fn json(&self, out: &mut dyn Write) -> anyhow::Result<()> {
        let Standing { log, served, kept, by_hand, .. } = self.standing;
        let served = served.as_ref().map(|served| &served.release);
        let names: Vec<&String> = kept.iter().map(|kept| &kept.release).collect();
        let unlogged: Vec<&String> =
            kept.iter().filter(|kept| !kept.is_logged).map(|kept| &kept.release).collect();
        let by_hand = by_hand.as_ref().map(|by_hand| {
            let (served, leads_to) = match &by_hand.seen {
                Seen::Release(release) => (Some(release), None),
                Seen::Elsewhere(to) => (None, Some(to)),
                Seen::Nothing => (None, None),
            };
            let since = by_hand.since.map(|since| Moment::at(since).iso());
            serde_json::json!({ "served": served, "leads_to": leads_to, "since": since })
        });
        let damaged = self.proofs.map(|proofs| {
            let damaged = proofs.iter().filter(|(_, found)| !found.is_empty());
            let paths = damaged.map(|(release, found)| (release, found.keys().collect()));
            paths.collect::<BTreeMap<&String, Vec<&String>>>()
        });
        let listed = serde_json::json!({
            "schema_version": 1, "target": self.target, "served": served, "kept": names,
            "unlogged": unlogged, "changed_by_hand": by_hand, "damaged": damaged, "log": log,
        });
        writeln!(out, "{}", serde_json::to_string_pretty(&listed)?)?;
        Ok(())
    }

    /// Writes it for people, the latest first.
    pub fn text(&self, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
        let (standing, mut tell) =
            (self.standing, |text: Text| writeln!(out, "{}", text.in_lang(lang)));
        if standing.log_is_lost() {
            tell(say!(
                "日志 {LOG} 不见了，以下是从保留着的各版的清单里读出的",
                "the log {LOG} is gone; this is by the manifests of the releases that are kept"
            ))?;
        } else if standing.log.is_empty() && standing.by_hand.is_none() {
            return tell(say!("还没有发布过", "nothing was published there yet"));
        }
        if let Some(by_hand) = &standing.by_hand {
            let Text { zh, en } = by_hand.told(standing.log.last());
            tell(say!("注意：{zh}", "mind: {en}"))?;
        }
        let lost = standing.kept.iter().filter(|kept| !kept.is_logged).map(|kept| &kept.record);
        let mut records: Vec<(&Record, bool)> = lost.map(|record| (record, false)).collect();
        records.extend(standing.log.iter().map(|record| (record, true)));
        tell(say!("时间均为北京时间，最近的在前", "times are those of Beijing, the latest first"))?;
        let times = Times::of(records.iter().map(|(record, _)| record.at.as_str()));
        for (i, (record, is_logged)) in records.iter().enumerate().rev() {
            let later = &records[i + 1..];
            let is_first = !later.iter().any(|(later, _)| later.release == record.release);
            let words = self.line(record, *is_logged, is_first, &times);
            tell(words)?;
            if is_first {
                self.damage(record).into_iter().try_for_each(&mut tell)?;
            }
        }
        Ok(())
    }

    /// A line: what, when, who, from which commit, and whether it can be gone back to.
    fn line(&self, record: &Record, is_logged: bool, is_first: bool, times: &Times) -> Text {
        let Record { release, files, sent, as_of, .. } = record;
        let at = times.told(&record.at);
        let done = match (record.action, is_logged) {
            (_, false) => {
                say!("日志里没有，共{files}个文件", "not in the log, {files} files")
            }
            (Action::Publish, true) => {
                say!("发布 共{files}个文件，传送{sent}个", "published, {files} files, {sent} sent")
            }
            (Action::Rollback, true) => say!("退回", "gone back to"),
        };
        let revision = record.revision.as_deref().and_then(|revision| revision.get(..10));
        let of = match (revision, is_logged) {
            (Some(revision), _) => say!("，提交 {revision}", ", commit {revision}"),
            (None, true) => say!("，未提交的内容", ", not committed"),
            (None, false) => say!("", ""),
        };
        let who = record.who.as_deref().unwrap_or(&record.machine);
        let who = if who.is_empty() { say!("", "") } else { say!("，{who}", ", {who}") };
        let why = match &record.forced {
            Some(why) => say!("；理由：{why}", "; reason: {why}"),
            None => say!("", ""),
        };
        let state = match self.state(record) {
            State::Served if is_first => say!("  ← 当前", "  <- served"),
            State::Gone => say!("  （已清理）", "  (no longer kept)"),
            State::Served | State::Kept => say!("", ""),
        };
        let proof = self.proof(record).filter(|_| is_first).unwrap_or(say!("", ""));
        let head = say!("{at}  {release}  ", "{at}  {release}  ");
        let day = say!("，截至 {as_of}", ", as of {as_of}");
        joined([head, done, day, of, who, why, proof, state])
    }

    fn state(&self, record: &Record) -> State {
        let Standing { served, kept, .. } = self.standing;
        if served.as_ref().is_some_and(|served| served.release == record.release) {
            State::Served
        } else if kept.iter().any(|kept| kept.release == record.release) {
            State::Kept
        } else {
            State::Gone
        }
    }

    /// Whether a release is whole, where that was asked for.
    fn proof(&self, record: &Record) -> Option<Text> {
        let found = self.proofs?.get(&record.release)?;
        let count = found.len();
        Some(match count {
            0 => say!("  完好", "  whole"),
            _ => say!(
                "  有{count}个文件不是发布时的样子",
                "  {count} files are not as they were published"
            ),
        })
    }

    /// What of a release is damaged, and how to have it again.
    fn damage(&self, record: &Record) -> Vec<Text> {
        let Some(found) = self.proofs.and_then(|proofs| proofs.get(&record.release)) else {
            return Vec::new();
        };
        if found.is_empty() {
            return Vec::new();
        }
        let Text { zh, en } = differences(found.iter());
        let (zh, en) = (zh.trim_start_matches('\n'), en.trim_start_matches('\n'));
        let files = say!("{zh}", "{en}");
        let target = self.target;
        let help = match self.state(record) {
            State::Served => say!(
                "查清是谁改的，留存后重新发布：liangshai publish {target} --force \"理由\"",
                "find out who did that, keep a copy, and publish again: `liangshai publish {target} --force \"REASON\"`"
            ),
            State::Kept | State::Gone => made_again(record.revision.as_deref(), target),
        };
        let Text { zh, en } = help;
        vec![files, say!("  办法：{zh}", "  help: {en}")]
    }
}

fn joined(parts: impl IntoIterator<Item = Text>) -> Text {
    let add = |all: Text, part: Text| Text { zh: all.zh + &part.zh, en: all.en + &part.en };
    parts.into_iter().fold(say!("", ""), add)
}

/// How times are told: to the minute, and to the second where two would look the same.
struct Times {
    length: usize,
}

impl Times {
    /// As `2026-11-22T22:15`, and the seconds.
    const MINUTE: usize = 16;
    const SECOND: usize = 19;

    fn of<'t>(times: impl Iterator<Item = &'t str>) -> Self {
        let minutes: Vec<&str> = times.filter_map(|at| at.get(..Self::MINUTE)).collect();
        let are_close = minutes.windows(2).any(|two| two[0] == two[1]);
        Self { length: if are_close { Self::SECOND } else { Self::MINUTE } }
    }

    fn told(&self, at: &str) -> String {
        at.get(..self.length).unwrap_or(at).replace('T', " ")
    }
}
