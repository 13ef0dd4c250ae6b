//! What the settings of one side let pass and those of the other did not.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::as_json;
use super::side::Side;
use crate::check;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::settings::Level;
use crate::model::waiver::Waiver;

/// What `check` lets pass at head and did not at base.
#[derive(Debug, Default, Serialize)]
pub struct Passes {
    pub rules: Vec<LoweredRule>,
    /// Waivers that site.toml has come to hold.
    pub site: Vec<SiteWaiver>,
    /// Findings that somebody has come to answer for.
    pub findings: Vec<Passed>,
}

/// A rule that is told less strictly, or is turned off and would find more of what is private.
#[derive(Debug, Serialize)]
pub struct LoweredRule {
    #[serde(serialize_with = "as_json::code")]
    pub code: Code,
    #[serde(serialize_with = "as_json::level")]
    pub from: Level,
    #[serde(serialize_with = "as_json::level")]
    pub to: Level,
    /// What it finds at head and is not told, as it is turned off.
    pub silenced: usize,
}

/// A waiver of site.toml.
#[derive(Debug, Serialize)]
pub struct SiteWaiver {
    #[serde(serialize_with = "as_json::code")]
    pub code: Code,
    /// The paths it covers; none where it covers all.
    pub path: Option<String>,
    pub reason: String,
    pub approved_by: String,
}

/// A finding that is let pass.
#[derive(Debug, Serialize)]
pub struct Passed {
    #[serde(flatten, serialize_with = "as_json::finding")]
    pub fault: Diagnostic,
    /// The record it stands in.
    pub title: Option<String>,
    pub reason: String,
    pub approved_by: String,
    /// Whether the waiver was there before, and lets something else pass by now.
    pub renewed: bool,
}

impl Passes {
    /// How many private things go out as they stand, each waived or of a rule turned off.
    pub fn private(&self) -> usize {
        let silenced = self.rules.iter().filter(|rule| rule.code.is_private());
        let waived = self.findings.iter().filter(|passed| passed.fault.code.is_private());
        silenced.map(|rule| rule.silenced).sum::<usize>() + waived.count()
    }
}

/// Rules that are told less strictly and waivers that site.toml has come to hold; what is silenced
/// is how much each rule that is turned off finds on each side.
pub fn of_settings(
    base: &Side,
    head: &Side,
    old: &BTreeMap<Code, usize>,
    new: &BTreeMap<Code, usize>,
) -> Passes {
    let levels =
        |side: &Side| -> Vec<Code> { side.model.settings.check.levels.keys().copied().collect() };
    let codes: BTreeSet<Code> = levels(base).into_iter().chain(levels(head)).collect();
    let rules = codes.into_iter().filter_map(|code| {
        let (from, to) = (level(base, code), level(head, code));
        let count = |side: &BTreeMap<Code, usize>| side.get(&code).copied().unwrap_or(0);
        let more_private = code.is_private() && to == Level::Off && count(new) > count(old);
        (weight(to) < weight(from) || more_private).then(|| LoweredRule {
            code,
            from,
            to,
            silenced: count(new),
        })
    });
    let of_site = |side: &Side| side.model.settings.check.waivers.clone();
    let mut known = of_site(base);
    let mut site = Vec::new();
    for waiver in of_site(head) {
        if let Some(at) = known.iter().position(|old| same(old, &waiver)) {
            known.swap_remove(at);
            continue;
        }
        let Waiver { rule: code, path, reason, approved_by, .. } = waiver;
        site.push(SiteWaiver { code, path, reason, approved_by });
    }
    Passes { rules: rules.collect(), site, findings: Vec::new() }
}

/// How a side tells what a rule finds; what stops a build is not its to judge.
pub fn level(side: &Side, code: Code) -> Level {
    let own = || Level::At(code.severity());
    let may_judge = check::rule(code).is_some() || code.severity() == Severity::Warning;
    if !may_judge {
        return own();
    }
    side.model.settings.check.levels.get(&code).map_or_else(own, |level| level.value)
}

fn weight(level: Level) -> u8 {
    match level {
        Level::Off => 0,
        Level::At(Severity::Warning) => 1,
        Level::At(Severity::Error) => 2,
    }
}

/// Whether two waivers say the same, wherever they stand.
fn same(one: &Waiver, other: &Waiver) -> bool {
    let said = |waiver: &Waiver| {
        let Waiver { rule, reason, approved_by, fingerprint, path, .. } = waiver.clone();
        (rule, reason, approved_by, fingerprint, path)
    };
    said(one) == said(other)
}
