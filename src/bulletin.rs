//! A plan's week or month → its edition: the figures of its day, its text, and the seal that keeps
//! both.
//!
//! An edition rests on the records as they were on its 截至, whatever the day it is asked for, and
//! on the editions issued before it. Nothing here reads or writes a file.

mod drift;

use std::sync::Arc;

pub use drift::{Difference, Drift, drift};

use crate::diagnostic::Diagnostics;
use crate::disclose::{Edition, Public};
use crate::facts::bulletin::{Figures, Span, figures};
use crate::facts::{Facts, evaluate};
use crate::filled;
use crate::model::bulletin::title;
use crate::model::record::Body;
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
    /// Another is to be issued first.
    OutOfOrder { next: Period },
    /// One after it is issued already, which rests on there being none between.
    Passed { later: Period },
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
        let own = own_words(&facts, plan, body, &mut faults).unwrap_or_default();
        text.words = words.number_own(&own, text.sections.len());
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

/// The office's own words of a plan's bulletin, with the facts they ask for; none where they ask in
/// vain.
fn own_words(
    facts: &Arc<Facts>,
    plan: Id<Plan>,
    body: &Body,
    faults: &mut Diagnostics,
) -> Option<String> {
    let filled = match filled::asks(body.text()) {
        true => filled::Filler::new(facts).fill(body, Some(plan), faults)?,
        false => body.text().to_owned(),
    };
    Some(filled.trim().to_owned())
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
    /// What must be said first where the day of its data has not come.
    pub fn not_yet(&self, day: Day, words: &Words) -> Option<String> {
        let until = words.day(self.span.until);
        (day < self.span.until).then(|| words.fill("b_not_yet", &[("day", &until)]))
    }

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
        {
            if period < last.period {
                return Some(Refusal::Passed { later: last.period });
            }
            if let Some(next) = last.period.next().filter(|next| *next != period) {
                return Some(Refusal::OutOfOrder { next });
            }
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
