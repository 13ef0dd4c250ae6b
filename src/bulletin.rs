//! A plan's week or month → its edition: the figures of its day, its text, and the seal that keeps
//! both.
//!
//! An edition rests on the records as they were on its 截至, whatever the day it is asked for, and
//! on the editions issued before it. Nothing here reads or writes a file.

use std::sync::Arc;

use crate::diagnostic::Diagnostics;
use crate::disclose::{Edition, Public};
use crate::facts::bulletin::{Figures, Span, figures, state_named};
use crate::facts::{Facts, evaluate};
use crate::filled;
use crate::model::bulletin::title;
use crate::model::seal::{Matter, Previous, Scope, Seal, SealedSite, Text};
use crate::model::{Bulletin, Day, Id, Period, Plan};
use crate::words::Words;
use crate::words::bulletin::Saying;

/// An edition before it is issued: 数据汇总（未签发）.
#[derive(Debug)]
pub struct Draft {
    pub plan: Id<Plan>,
    pub span: Span,
    pub scope: Scope,
    pub figures: Figures,
    pub text: Text,
    /// What is wrong with the office's own words.
    pub faults: Diagnostics,
    revision: u32,
    previous: Option<Previous>,
}

/// Why an edition is not issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Before its 通报日.
    TooEarly { due: Day },
    /// It is issued already.
    Twice { on: Day },
    /// Another is to be issued first, or one after it is issued already.
    OutOfOrder { next: Period },
    /// The plan does not reach so far.
    OutsideThePlan,
    /// Its record is a draft.
    StillADraft,
}

fn facts(public: &Public, scope: Scope, day: Day) -> Facts {
    let edition = match scope {
        Scope::Public => Edition::Public,
        Scope::Internal => Edition::Internal,
    };
    evaluate(Arc::new(public.for_edition(edition)), day)
}

/// The bulletin of a plan's period, if there is a file of it.
pub fn of_period(public: &Public, plan: Id<Plan>, period: Period) -> Option<&Bulletin> {
    let mut bulletins = public.bulletins().map(|(_, bulletin)| bulletin);
    bulletins.find(|bulletin| bulletin.plan == Some(plan) && bulletin.period == period)
}

/// The bulletins of a plan of which something was issued, weeks or months, in their order.
pub fn chain(public: &Public, plan: Id<Plan>, like: Period) -> Vec<&Bulletin> {
    let mut chain: Vec<&Bulletin> = public
        .bulletins()
        .map(|(_, bulletin)| bulletin)
        .filter(|bulletin| bulletin.plan == Some(plan) && !bulletin.seals.is_empty())
        .filter(|bulletin| bulletin.period.is_like(like))
        .collect();
    chain.sort_by_key(|bulletin| bulletin.period);
    chain
}

/// The edition of the same readers before a period; what the public is told never rests on what it
/// was not.
fn last_before<'a>(chain: &[&'a Bulletin], period: Period, scope: Scope) -> Option<&'a Seal> {
    let before = chain.iter().rev().filter(|bulletin| bulletin.period < period);
    before.filter_map(|bulletin| bulletin.last_seal_for(scope)).next()
}

/// Computes an edition from the records as they now stand, for the readers its record names, or
/// everybody.
pub fn draft(public: &Public, plan: Id<Plan>, period: Period, day: Day, words: &Words) -> Draft {
    draft_for(public, (plan, period), day, Scope::Public, words)
}

/// The same; where there is no record to name its readers, they are as given.
pub fn draft_for(
    public: &Public,
    (plan, period): (Id<Plan>, Period),
    day: Day,
    unrecorded: Scope,
    words: &Words,
) -> Draft {
    let bulletin = of_period(public, plan, period);
    let scope = bulletin.map_or(unrecorded, |bulletin| bulletin.scope);
    let last = last_before(&chain(public, plan, period), period, scope);
    let own = bulletin.and_then(|bulletin| bulletin.last_seal_for(scope));
    let (of_plan, calendar) = (public.plan(plan), &public.settings().calendar);
    let stated = bulletin.and_then(|bulletin| bulletin.as_of);
    let span = Span::new(of_plan, period, stated, last.map(|last| last.as_of), calendar);
    let before = last.map(|last| figures_of(public, plan, scope, last.as_of, Some(last)));
    let facts = Arc::new(facts(public, scope, span.until));
    let figures = figures(&facts, plan, &span, before.as_ref());
    let mut faults = Diagnostics::new();
    let title = match bulletin {
        Some(bulletin) => bulletin.base.title.clone(),
        None => title(of_plan, period, public.settings().language),
    };
    let saying = Saying { plan: of_plan, bulletin, figures: &figures, title, day };
    let mut text = words.bulletin(&saying);
    if let Some(body) = bulletin.map(|bulletin| &bulletin.base.body) {
        let filled = match filled::asks(body.text()) {
            true => filled::Filler::new(&facts).fill(body, Some(plan), &mut faults),
            false => Some(body.text().to_owned()),
        };
        text.words = filled.unwrap_or_default().trim().to_owned();
    }
    Draft {
        plan,
        span,
        scope,
        text,
        faults,
        revision: bulletin.map_or(0, |bulletin| bulletin.seals.len() as u32) + 1,
        previous: own.or(last).map(Seal::as_previous),
        figures,
    }
}

/// The figures to compare an edition with: those of the last one as it was issued, or of the
/// records of its day where it was withdrawn.
fn figures_of(
    public: &Public,
    plan: Id<Plan>,
    scope: Scope,
    until: Day,
    seal: Option<&Seal>,
) -> Figures {
    let same = seal.filter(|seal| seal.as_of == until);
    same.and_then(Seal::matter).and_then(sealed_figures).unwrap_or_else(|| {
        let period = Period::Day(until);
        let span = Span { period, from: None, until, due: until, closes: false };
        figures(&facts(public, scope, until), plan, &span, None)
    })
}

/// The figures an edition was issued with.
pub fn sealed_figures(matter: &Matter) -> Option<Figures> {
    serde_json::from_value(matter.facts.clone()).ok()
}

impl Draft {
    /// What keeps it from being issued on a day.
    pub fn refusal(&self, public: &Public, day: Day) -> Option<Refusal> {
        let (plan, period) = (public.plan(self.plan), self.span.period);
        let bulletin = of_period(public, self.plan, period);
        if let Some(seal) = bulletin.and_then(Bulletin::issued) {
            return Some(Refusal::Twice { on: seal.issued_on });
        }
        if bulletin.is_some_and(|bulletin| bulletin.base.draft) {
            return Some(Refusal::StillADraft);
        }
        let ended = plan.end.is_some_and(|end| end < period.first());
        if period.last() < plan.published || ended {
            return Some(Refusal::OutsideThePlan);
        }
        // A corrected edition takes the place of the one withdrawn.
        if self.revision == 1
            && let Some(last) = chain(public, self.plan, period).last()
            && let Some(next) = last.period.next().filter(|next| *next != period)
        {
            return Some(Refusal::OutOfOrder { next });
        }
        (day < self.span.due).then_some(Refusal::TooEarly { due: self.span.due })
    }

    /// Seals it; `words_html` is the office's own words, rendered.
    pub fn seal(self, public: &Public, day: Day, words_html: String) -> Seal {
        let settings = public.settings();
        let site = SealedSite {
            title: settings.title.clone(),
            organizer: settings.identity.organizer.clone(),
            region_code: settings.identity.region_code.clone(),
        };
        let facts = serde_json::to_value(&self.figures);
        let matter = Matter {
            site,
            facts: facts.expect("figures hold only what JSON can say"),
            text: Text { words_html, ..self.text },
        };
        let plan = public.plan(self.plan).base.id.clone();
        Seal::new(
            (plan, self.span.period, self.revision),
            (self.scope, self.span.until, day),
            self.previous,
            matter,
        )
    }
}

/// What the records now say otherwise than an edition, line by line; nothing where they still tell
/// what was issued.
pub fn drift(public: &Public, bulletin: &Bulletin, words: &Words) -> Vec<Difference> {
    let Some((seal, plan)) = bulletin.issued().zip(bulletin.plan) else { return Vec::new() };
    let Some(issued) = seal.matter().and_then(sealed_figures) else { return Vec::new() };
    let span = Span {
        period: seal.period,
        from: issued.from,
        until: seal.as_of,
        due: seal.as_of,
        closes: issued.closes,
    };
    let last = last_before(&chain(public, plan, seal.period), seal.period, seal.scope);
    let before = issued.changes.against.as_ref();
    let before = before.map(|against| figures_of(public, plan, seal.scope, against.until, last));
    let now = figures(&facts(public, seal.scope, seal.as_of), plan, &span, before.as_ref());
    let now = now.in_the_form_of(&issued);
    differences(&issued, &now, public, words)
}

/// Something an edition says otherwise than its records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub what: String,
    pub issued: String,
    pub now: String,
}

fn differences(issued: &Figures, now: &Figures, public: &Public, words: &Words) -> Vec<Difference> {
    let mut found = Vec::new();
    for (name, before) in &issued.counts.by_state {
        let after = now.counts.by_state.get(name).copied().unwrap_or(0);
        if *before != after {
            let what = state_named(name).map_or(name.as_str(), |state| words.state(state));
            found.push(Difference {
                what: what.to_owned(),
                issued: before.to_string(),
                now: after.to_string(),
            });
        }
    }
    let word = |state: Option<&String>| -> String {
        let Some(name) = state else { return words.get("b_drift_gone").to_owned() };
        state_named(name).map_or(name.as_str(), |state| words.state(state)).to_owned()
    };
    let tasks = issued.states.keys().chain(now.states.keys());
    let tasks: std::collections::BTreeSet<&String> = tasks.collect();
    for task in tasks {
        let (before, after) = (issued.states.get(task), now.states.get(task));
        if before != after {
            let title = |of_task: &&crate::model::Task| of_task.base.id == **task;
            let of_task = public.tasks().map(|(_, of_task)| of_task).find(title);
            found.push(Difference {
                what: of_task.map_or(task, |of_task| &of_task.base.title).clone(),
                issued: word(before),
                now: word(after),
            });
        }
    }
    if found.is_empty() && issued.without_names() != now.without_names() {
        found.push(Difference {
            what: words.get("b_drift_other").to_owned(),
            issued: String::new(),
            now: String::new(),
        });
    }
    found
}
