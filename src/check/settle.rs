//! What becomes of a finding: told as strictly as the site asks, or let pass by somebody's leave.

use sha2::{Digest, Sha256};

use super::owners::Owners;
use super::rule;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Severity, Text, Waived};
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

/// Where built pages are said to lie.
const BUILT: &str = "public/";

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
    let may_be_judged =
        |fault: &&mut Diagnostic| is_open_to_judgement(fault.code) && !is_final(fault);
    for fault in settled.open.iter_mut().filter(may_be_judged) {
        if let Some(Level::At(severity)) = levels.get(&fault.code).map(|level| level.value) {
            fault.severity = severity;
        }
    }
    settled.open.iter_mut().for_each(|fault| name_origin(fault, model, owners));
    for (code, level) in levels.iter().filter(|(code, _)| !is_open_to_judgement(**code)) {
        settled.open.push(no_rule(*code, Place::new(&model.settings.source, level.span.clone())));
    }
    settled
}

/// Adds to a finding on a record's page which file the page is made of: that is where it is mended,
/// and the page itself need not lie on the disk.
fn name_origin(fault: &mut Diagnostic, model: &Model, owners: &Owners) {
    let page = &fault.place.source.path;
    let Some(record) = owners.owner(page).filter(|_| page.starts_with(BUILT)) else { return };
    let file = &model.base(record).path;
    let origin = say!("网页由 {file} 生成", "the page is made of {file}");
    fault.help = Some(match fault.help.take() {
        Some(Text { zh, en }) => {
            Text { zh: format!("{zh}；{}", origin.zh), en: format!("{en}; {}", origin.en) }
        }
        None => origin,
    });
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
        let mut judged: Vec<Judged> = Vec::new();
        for fault in found.sorted() {
            if !is_open_to_judgement(fault.code) || is_final(&fault) {
                settled.open.push(fault);
            } else if levels.get(&fault.code).is_none_or(|level| level.value != Level::Off) {
                let owner = owners.owner(&fault.place.source.path);
                judged.push(Judged { print: print(&fault), owner, fault });
            }
        }
        for one in &judged {
            if !self.waivers.iter().any(|standing| standing.is_for(one)) {
                let loose = self.waivers.iter_mut().filter(|standing| standing.may_be_for(one));
                loose.for_each(|standing| standing.fitting.push((one.place(), one.print.clone())));
            }
        }
        for one in judged {
            let is_only = |standing: &Standing| {
                standing.may_be_for(&one)
                    && matches!(&standing.fitting[..], [(_, print)] if *print == one.print)
            };
            let by_print = self.waivers.iter().position(|standing| standing.is_for(&one));
            if let Some(at) = by_print.or_else(|| self.waivers.iter().position(is_only)) {
                let standing = &mut self.waivers[at];
                standing.covered.push(one.fault.clone());
                let Waiver { reason, approved_by, .. } = standing.waiver.clone();
                settled.waived.push(Waived { fault: one.fault, reason, approved_by });
                continue;
            }
            let near = self.waivers.iter_mut().filter(|standing| standing.is_near(&one));
            near.for_each(|standing| standing.missed = Some(one.print.clone()));
            settled.open.push(one.fault);
        }
        settled
    }
}

/// Whether a finding may be judged otherwise: those of the gate may, and every warning. What stops a
/// build is wrong whoever looks at it.
fn is_open_to_judgement(code: Code) -> bool {
    rule(code).is_some() || code.severity() == Severity::Warning
}

/// Whether a finding stays as it is found: who may loosen the approval of a site could write the
/// waiver into the same file.
fn is_final(fault: &Diagnostic) -> bool {
    fault.code == Code::ApprovalLoosened && fault.severity == Severity::Error
}

/// A finding that may be waived.
struct Judged {
    fault: Diagnostic,
    owner: Option<RecordId>,
    print: String,
}

impl Judged {
    /// Its file and line.
    fn place(&self) -> String {
        let place = &self.fault.place;
        format!("{}:{}", place.source.path, place.positions().0.line)
    }
}

/// A waiver, and what it has covered so far.
struct Standing<'a> {
    waiver: &'a Waiver,
    record: Option<RecordId>,
    covered: Vec<Diagnostic>,
    /// Of a waiver that does not say which finding it is for: place and fingerprint of each that it
    /// may be for and that no other covers.
    fitting: Vec<(String, String)>,
    /// The fingerprint of a finding of the same rule and record that it does not cover.
    missed: Option<String>,
}

impl<'a> Standing<'a> {
    fn new(waiver: &'a Waiver, record: Option<RecordId>) -> Self {
        Self { waiver, record, covered: Vec::new(), fitting: Vec::new(), missed: None }
    }

    /// Whether a finding is of its rule and lies where it holds.
    fn is_near(&self, one: &Judged) -> bool {
        let path = &one.fault.place.source.path;
        let of_path = |prefix: &String| path.starts_with(prefix.as_str());
        self.waiver.rule == one.fault.code
            && match self.record {
                Some(record) => one.owner == Some(record),
                None => self.waiver.path.as_ref().is_none_or(of_path),
            }
    }

    /// Whether it leaves open which finding of its record it is for.
    fn is_loose(&self) -> bool {
        self.record.is_some() && self.waiver.fingerprint.is_none()
    }

    /// Whether it is for a finding, whatever else is found.
    fn is_for(&self, one: &Judged) -> bool {
        let of_print = self.waiver.fingerprint.as_ref().is_none_or(|own| *own == one.print);
        !self.is_loose() && of_print && self.is_near(one)
    }

    /// Whether it is for a finding if that is the only one it may be for.
    fn may_be_for(&self, one: &Judged) -> bool {
        self.is_loose() && self.is_near(one)
    }

    /// What is wrong with the waiver itself.
    fn fault(&self) -> Option<Diagnostic> {
        let Waiver { rule: code, place, .. } = self.waiver;
        if !is_open_to_judgement(*code) {
            return Some(no_rule(*code, place.clone()));
        }
        match &self.fitting[..] {
            [] => {}
            // Another covers it already.
            [_] if self.covered.is_empty() => {}
            [(_, print)] => return Some(self.unbound(print)),
            several => return Some(self.unfit(several)),
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

impl Standing<'_> {
    /// It covers one finding today, and would cover another tomorrow.
    fn unbound(&self, print: &str) -> Diagnostic {
        let place = &self.waiver.place;
        Diagnostic::new(
            Code::LooseWaiver,
            place.clone(),
            say!(
                "豁免没有写明是哪一处，改了文字它也不会失效",
                "the waiver does not say which text it is for, and would outlast any change of it"
            ),
        )
        .help(say!("加上 指纹: {print}", "add `fingerprint: {print}`"))
        .fix(with_print(place, print))
    }

    /// It may be for any of several findings, and so is for none.
    fn unfit(&self, several: &[(String, String)]) -> Diagnostic {
        let n = several.len();
        let all: Vec<String> =
            several.iter().map(|(place, print)| format!("{print}（{place}）")).collect();
        let zh = all.join("、");
        let all: Vec<String> =
            several.iter().map(|(place, print)| format!("{print} ({place})")).collect();
        let en = all.join(", ");
        Diagnostic::new(
            Code::LooseWaiver,
            self.waiver.place.clone(),
            say!(
                "豁免没有写明是哪一处，这样的有{n}处，一处也没有豁免",
                "the waiver does not say which of {n} findings it is for, and lets none pass"
            ),
        )
        .help(say!("写明指纹，一处一条：{zh}", "write a fingerprint, one waiver each: {en}"))
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
pub fn print(fault: &Diagnostic) -> String {
    let place = &fault.place;
    // Whole lines, so that a change beside the finding counts too; a line of a built page holds
    // much that is computed.
    let built = place.source.path.starts_with(BUILT);
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
