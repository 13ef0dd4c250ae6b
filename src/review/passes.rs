//! What the settings of one side let pass and those of the other did not.

use std::collections::{BTreeMap, BTreeSet};

use super::side::Side;
use super::{LoweredRule, Passes, SiteWaiver};
use crate::check;
use crate::diagnostic::{Code, Severity};
use crate::model::settings::Level;
use crate::model::waiver::Waiver;

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
