//! What becomes of a finding: told as strictly as the site asks, or let pass by somebody's leave.

use sha2::{Digest, Sha256};

use super::owners::Owners;
use super::rule;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Severity, Waived};
use crate::model::settings::Level;
use crate::model::waiver::Waiver;
use crate::model::{Kind, Model, RecordId};
use crate::say;

/// Findings, settled.
#[derive(Debug, Default)]
pub struct Settled {
    pub open: Diagnostics,
    /// In reading order.
    pub waived: Vec<Waived>,
}

/// Characters of a fingerprint: enough to tell the findings of one record apart.
const FINGERPRINT: usize = 8;

/// Settles what was found: levels of site.toml first, then waivers of records and of site.toml. A
/// waiver that covers nothing, or does not say what, is itself told.
pub fn settle(found: Diagnostics, model: &Model, owners: &Owners) -> Settled {
    let levels = &model.settings.check.levels;
    let mut bench = Bench::of(model);
    let mut settled = bench.hear(found, model, owners);
    for standing in &bench.waivers {
        settled.open.extend(standing.fault());
    }
    for fault in settled.open.iter_mut().filter(|fault| is_open_to_judgement(fault.code)) {
        if let Some(Level::At(severity)) = levels.get(&fault.code).map(|level| level.value) {
            fault.severity = severity;
        }
    }
    for (code, level) in levels.iter().filter(|(code, _)| !is_open_to_judgement(**code)) {
        settled.open.push(no_rule(*code, Place::new(&model.settings.source, level.span.clone())));
    }
    settled
}

/// What is left to tell of some faults of the content while it is worked at: neither what the site
/// turned off nor what is waived.
pub fn left(found: Diagnostics, model: &Model) -> Diagnostics {
    if found.is_empty() {
        return found;
    }
    Bench::of(model).hear(found, model, &Owners::of_content(model)).open
}

/// The waivers of a site.
struct Bench<'a> {
    waivers: Vec<Standing<'a>>,
}

impl<'a> Bench<'a> {
    fn of(model: &'a Model) -> Self {
        let of_site = model.settings.check.waivers.iter();
        let mut waivers: Vec<Standing> =
            of_site.map(|waiver| Standing::new(waiver, None)).collect();
        for record in Kind::ALL.into_iter().flat_map(|kind| model.records(kind)) {
            let own = &model.base(record).waivers;
            waivers.extend(own.iter().map(|waiver| Standing::new(waiver, Some(record))));
        }
        Self { waivers }
    }

    /// Parts what is waived from what is not; what the site turned off is neither.
    fn hear(&mut self, found: Diagnostics, model: &Model, owners: &Owners) -> Settled {
        let levels = &model.settings.check.levels;
        let mut settled = Settled::default();
        for fault in found.sorted() {
            if !is_open_to_judgement(fault.code) {
                settled.open.push(fault);
                continue;
            }
            if levels.get(&fault.code).is_some_and(|level| level.value == Level::Off) {
                continue;
            }
            let owner = owners.owner(&fault.place.source.path);
            let print = print(&fault);
            let covers = |waiver: &&mut Standing| waiver.covers(&fault, owner, &print);
            if let Some(standing) = self.waivers.iter_mut().find(covers) {
                standing.covered.push(fault.clone());
                let Waiver { reason, approved_by, .. } = standing.waiver.clone();
                settled.waived.push(Waived { fault, reason, approved_by });
                continue;
            }
            let near = self.waivers.iter_mut().filter(|standing| standing.is_near(&fault, owner));
            near.for_each(|standing| standing.missed = Some(print.clone()));
            settled.open.push(fault);
        }
        settled
    }
}

/// Whether a finding may be judged otherwise: those of the gate may, and every warning. What stops a
/// build is wrong whoever looks at it.
fn is_open_to_judgement(code: Code) -> bool {
    rule(code).is_some() || code.severity() == Severity::Warning
}

/// A waiver, and what it has covered so far.
struct Standing<'a> {
    waiver: &'a Waiver,
    record: Option<RecordId>,
    covered: Vec<Diagnostic>,
    /// The fingerprint of a finding of the same rule and record that it does not cover.
    missed: Option<String>,
}

impl<'a> Standing<'a> {
    fn new(waiver: &'a Waiver, record: Option<RecordId>) -> Self {
        Self { waiver, record, covered: Vec::new(), missed: None }
    }

    /// Whether a finding is of its rule and lies where it holds.
    fn is_near(&self, fault: &Diagnostic, owner: Option<RecordId>) -> bool {
        let path = &fault.place.source.path;
        let of_path = |prefix: &String| path.starts_with(prefix.as_str());
        self.waiver.rule == fault.code
            && match self.record {
                Some(record) => owner == Some(record),
                None => self.waiver.path.as_ref().is_none_or(of_path),
            }
    }

    fn covers(&self, fault: &Diagnostic, owner: Option<RecordId>, print: &str) -> bool {
        let of_print = self.waiver.fingerprint.as_ref().is_none_or(|own| own == print);
        self.is_near(fault, owner) && of_print
    }

    /// What is wrong with the waiver itself.
    fn fault(&self) -> Option<Diagnostic> {
        let Waiver { rule: code, place, .. } = self.waiver;
        if !is_open_to_judgement(*code) {
            return Some(no_rule(*code, place.clone()));
        }
        if let ([first, rest @ ..], Some(_), None) =
            (&self.covered[..], self.record, &self.waiver.fingerprint)
        {
            let print = print(first);
            let found = Diagnostic::new(
                Code::LooseWaiver,
                place.clone(),
                say!(
                    "豁免没有写明是哪一处，改了文字它也不会失效",
                    "the waiver does not say which text it is for, and would outlast any change of it"
                ),
            );
            let found = found.help(say!("加上 指纹: {print}", "add `fingerprint: {print}`"));
            return Some(if rest.is_empty() {
                found.fix(with_print(place, &print))
            } else {
                found
            });
        }
        if !self.covered.is_empty() {
            return None;
        }
        let found = match &self.missed {
            Some(print) => Diagnostic::new(
                Code::IdleWaiver,
                place.clone(),
                say!(
                    "豁免的那处文字已经改动，豁免失效",
                    "the text this waiver was for has changed, so it holds no more"
                ),
            )
            .help(say!(
                "改正文字；仍要豁免就重新批准，并写 指纹: {print}",
                "mend the text; to waive it still, have it approved anew and write `fingerprint: {print}`"
            )),
            None => Diagnostic::new(
                Code::IdleWaiver,
                place.clone(),
                say!(
                    "没有查出 {code}，这条豁免没有用处",
                    "{code} is not found here, so this waiver covers nothing"
                ),
            )
            .help(say!("删去这条豁免", "take the waiver out")),
        };
        Some(found)
    }
}

/// A waiver as it stands, with the fingerprint added in its own style.
fn with_print(place: &Place, print: &str) -> String {
    let (text, own) = (&place.source.text, place.text());
    let before = text[..place.span.start].trim_end_matches(' ');
    if before.ends_with('{') {
        return format!("{own}, 指纹: {print}");
    }
    let line = text[..place.span.start].rfind('\n').map_or(0, |at| at + 1);
    let indent = " ".repeat(text[line..place.span.start].chars().count());
    format!("{own}\n{indent}指纹: {print}")
}

fn no_rule(code: Code, place: Place) -> Diagnostic {
    Diagnostic::new(
        Code::NoSuchRule,
        place,
        say!(
            "{code} 是内容错误，不能调整或豁免",
            "{code} is an error of the content and can be neither set nor waived"
        ),
    )
    .help(say!("按它的提示改正内容", "mend the content as it says"))
}

/// What a waiver is bound to: the words a finding stands in, not where they stand.
fn print(fault: &Diagnostic) -> String {
    let place = &fault.place;
    // Whole lines, so that a change beside the finding counts too; a line of a built page holds
    // much that is computed.
    let built = place.source.path.starts_with("public/");
    let text = match built {
        true => place.text(),
        // Of a file without a text of its own, what was found in it.
        false if place.source.text.is_empty() => &fault.message.zh,
        false => place.lines().0,
    };
    let digest = Sha256::digest(format!("{}\n{}", fault.code, text.trim()));
    let digits = digest.iter().take(FINGERPRINT / 2).map(|byte| format!("{byte:02x}"));
    digits.collect()
}
