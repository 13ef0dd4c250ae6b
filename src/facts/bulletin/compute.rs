//! The records of a day → the figures of an edition.

use std::collections::BTreeMap;

use super::{
    Against, Changes, Completed, DeadlineMoved, DueNext, Figures, Group, HighlightLine, Overdue,
    ProblemFigures, RankLine, Returns, Span, Tables, TaskFigures, TaskName, ValueLine,
};
use crate::facts::indicator::Change;
use crate::facts::task::DeadlineChange;
use crate::facts::{Facts, MeasureFacts, ReturnCounts, TaskFacts};
use crate::model::indicator::{Measure, Rank};
use crate::model::plan::DoneBy;
use crate::model::task::Event;
use crate::model::{
    Base, Day, Deadline, Highlight, Id, Indicator, Office, Plan, RecordId, State, Task,
};

/// The figures of a plan's edition; the facts must be those of the edition's 截至.
pub fn figures(facts: &Facts, plan: Id<Plan>, span: &Span, last: Option<&Figures>) -> Figures {
    let tasks = facts.tasks_of_plan(plan);
    let of = |id: &Id<Task>| facts.task(*id).map(|of_task| (*id, of_task));
    let known: Vec<(Id<Task>, &TaskFacts)> = tasks.iter().filter_map(of).collect();
    let states: BTreeMap<String, String> = known
        .iter()
        .map(|(id, of_task)| (id_of(facts, *id).to_owned(), of_task.state.name().to_owned()))
        .collect();
    let completed = known.iter().filter_map(|(id, of_task)| {
        let completed = of_task.completed.filter(|_| became_known(facts, *id, of_task, span))?;
        let days_late = of_task.days.filter(|_| of_task.state == State::DoneLate);
        Some(Completed { task: name(facts, *id), completed, days_late })
    });
    let overdue = known.iter().filter(|(_, of_task)| of_task.state == State::Overdue);
    let overdue = overdue.map(|(id, of_task)| Overdue {
        task: name(facts, *id),
        deadline: limit(of_task),
        days: of_task.days.unwrap_or_default(),
    });
    let next = span.period.next().map(|next| {
        let calendar = &facts.settings().calendar;
        Span::new(facts.public().plan(plan), next, None, None, calendar).until
    });
    let due_next = known.iter().filter_map(|(id, of_task)| {
        let limit = limit(of_task)?;
        let is_next = next.is_some_and(|next| span.until <= limit && limit <= next);
        let soon = match of_task.state {
            State::DueSoon => true,
            State::InProgress | State::NotStarted => is_next && !span.closes,
            _ => false,
        };
        let days = limit.since(span.until);
        soon.then(|| DueNext { task: name(facts, *id), deadline: limit, days })
    });
    let mut due_next: Vec<DueNext> = due_next.collect();
    due_next.sort_by_key(|line| line.deadline);
    let by_office = facts.shows_returns_by_office();
    Figures {
        from: span.from,
        until: span.until,
        closes: span.closes,
        counts: TaskFigures::from(facts.count(tasks)),
        changes: Changes {
            against: last.map(|last| against(facts, &known, last)),
            completed: completed.collect(),
            deadlines: deadlines(facts, &known, span),
        },
        tables: Tables {
            overdue: overdue.collect(),
            due_next,
            offices: by_lead(facts, &known),
            indicators: by_indicator(facts, tasks),
            returns: by_office.then(|| match span.from {
                Some(from) => returns(facts, facts.returns_by_office_from(plan, from)),
                None => returns(facts, facts.returns_by_office(plan)),
            }),
            returns_since_start: by_office.then(|| returns(facts, facts.returns_by_office(plan))),
            problems: problems(facts, plan),
            values: values(facts, &indicators(facts, plan), span),
            ranks: ranks(facts, &indicators(facts, plan), span),
            highlights: highlights(facts, plan, span),
        },
        states,
    }
}

fn id_of(facts: &Facts, record: impl Into<RecordId>) -> &str {
    &facts.public().base(record.into()).id
}

fn name(facts: &Facts, id: Id<Task>) -> TaskName {
    let task = facts.public().task(id);
    let lead = facts.task(id).and_then(|of_task| of_task.commitment.lead.first());
    TaskName {
        id: task.base.id.clone(),
        number: task.number.clone(),
        title: task.base.title.clone(),
        lead: lead.map(|office| short(facts, *office)),
        sample: facts.is_lone_sample(id.into()),
    }
}

fn short(facts: &Facts, office: Id<Office>) -> String {
    let office = facts.public().office(office);
    office.short.as_ref().unwrap_or(&office.base.title).clone()
}

fn limit(of_task: &TaskFacts) -> Option<Day> {
    of_task.commitment.deadline.as_ref().and_then(Deadline::day)
}

/// Whether a task's completion became known within the edition's days. One that is confirmed by a
/// verification is known with it.
fn became_known(facts: &Facts, id: Id<Task>, of_task: &TaskFacts, span: &Span) -> bool {
    let task = facts.public().task(id);
    let mut known = of_task.rests_on.map(|entry| task.entries[entry].base.exists_from());
    let verified = of_task.entries.iter().map(|entry| &task.entries[*entry]).rev();
    let mut verified =
        verified.filter(|entry| matches!(entry.event, Event::Verified { passed: true, .. }));
    if of_task.verified.is_some()
        && facts
            .public()
            .plan_of(id.into())
            .is_some_and(|plan| facts.public().plan(plan).done_by == DoneBy::Verification)
    {
        known = verified.next().map(|entry| entry.base.exists_from());
    }
    known.is_some_and(|day| span.takes_in(day))
}

fn against(facts: &Facts, known: &[(Id<Task>, &TaskFacts)], last: &Figures) -> Against {
    let then = |id: &Id<Task>| last.states.get(id_of(facts, *id)).map(String::as_str);
    let was_overdue = |id: &Id<Task>| then(id) == Some(State::Overdue.name());
    let ids = |which: &dyn Fn(&Id<Task>, &TaskFacts) -> bool| -> Vec<String> {
        let found = known.iter().filter(|(id, of_task)| which(id, of_task));
        found.map(|(id, _)| id_of(facts, *id).to_owned()).collect()
    };
    Against {
        until: last.until,
        done: last.counts.done,
        due: last.counts.due,
        newly_overdue: ids(&|id, of_task| of_task.state == State::Overdue && !was_overdue(id)),
        overdue_then: last.counts.of(State::Overdue),
        completed_since: ids(&|id, of_task| was_overdue(id) && of_task.state.is_done()),
        still_overdue: ids(&|id, of_task| was_overdue(id) && of_task.state == State::Overdue),
    }
}

fn deadlines(facts: &Facts, known: &[(Id<Task>, &TaskFacts)], span: &Span) -> Vec<DeadlineMoved> {
    let mut moved = Vec::new();
    for (id, of_task) in known {
        for (nth, change) in (1..).zip(&of_task.changes) {
            if span.takes_in(change.effective) {
                moved.push(deadline_moved(facts, *id, of_task, nth, change));
            }
        }
    }
    moved.sort_by_key(|line| line.date);
    moved
}

fn deadline_moved(
    facts: &Facts,
    id: Id<Task>,
    of_task: &TaskFacts,
    nth: u32,
    change: &DeadlineChange,
) -> DeadlineMoved {
    let day = |deadline: &Option<Deadline>| deadline.as_ref().and_then(Deadline::day);
    let entry = &facts.public().task(id).entries[change.entry];
    let (reason, approved_by) = match &entry.event {
        Event::Changed { reason, approved_by, .. } => (Some(reason), Some(approved_by)),
        Event::Resumed { reason, approved_by, .. } => (reason.as_ref(), approved_by.as_ref()),
        _ => (None, None),
    };
    DeadlineMoved {
        task: name(facts, id),
        date: entry.base.day,
        from: day(&change.from),
        to: day(&change.to),
        days: change.days(),
        nth,
        after_deadline: change.after_deadline,
        reason: reason.cloned(),
        approved_by: approved_by.map(|party| party.text.clone()),
        on_original: of_task.on_original.map(|(state, days)| (state.name().to_owned(), days)),
    }
}

fn by_lead(facts: &Facts, known: &[(Id<Task>, &TaskFacts)]) -> Vec<Group> {
    let mut offices: BTreeMap<Id<Office>, Vec<Id<Task>>> = BTreeMap::new();
    for (id, of_task) in known {
        if let Some(lead) = of_task.commitment.lead.first() {
            offices.entry(*lead).or_default().push(*id);
        }
    }
    let line = |(office, tasks): (Id<Office>, Vec<Id<Task>>)| Group {
        id: id_of(facts, office).to_owned(),
        title: short(facts, office),
        counts: facts.count(&tasks).into(),
    };
    offices.into_iter().map(line).collect()
}

fn by_indicator(facts: &Facts, tasks: &[Id<Task>]) -> Vec<Group> {
    let mut indicators: BTreeMap<Id<Indicator>, Vec<Id<Task>>> = BTreeMap::new();
    for task in tasks {
        if let Some(indicator) = facts.public().task(*task).indicator {
            indicators.entry(indicator).or_default().push(*task);
        }
    }
    let line = |(indicator, tasks): (Id<Indicator>, Vec<Id<Task>>)| {
        let base = &facts.public().indicator(indicator).base;
        let counts = facts.count(&tasks).into();
        Group { id: base.id.clone(), title: base.title.clone(), counts }
    };
    indicators.into_iter().map(line).collect()
}

fn returns(
    facts: &Facts,
    by_office: impl IntoIterator<Item = (Id<Office>, ReturnCounts)>,
) -> Vec<Returns> {
    by_office
        .into_iter()
        .map(|(office, counts)| Returns {
            office: id_of(facts, office).to_owned(),
            title: short(facts, office),
            expected: counts.expected,
            on_time: counts.on_time,
            late: counts.late,
            missing: counts.missing,
        })
        .collect()
}

fn problems(facts: &Facts, plan: Id<Plan>) -> Option<ProblemFigures> {
    let problems = facts.problems_of_plan(plan);
    let counts = facts.count_problems(problems);
    (!problems.is_empty()).then_some(ProblemFigures {
        found: counts.found,
        reported: counts.reported,
        verified: counts.verified,
        closed: counts.closed,
        closed_late: counts.closed_late,
        transferred: counts.transferred,
        rework: counts.rework,
        overdue: counts.overdue,
        samples: Some(counts.samples),
    })
}

/// The highlights of a plan: those that name it.
fn highlights(facts: &Facts, plan: Id<Plan>, span: &Span) -> Vec<HighlightLine> {
    let of_plan = facts
        .highlights()
        .filter(|(_, found)| found.plan == Some(plan) && span.takes_in(found.date));
    let line = |(_, found): (Id<Highlight>, &Highlight)| HighlightLine {
        id: found.base.id.clone(),
        title: found.base.title.clone(),
        office: found.office.map(|office| short(facts, office)),
    };
    of_plan.map(line).collect()
}

/// The indicators a plan's tasks serve, with those above them.
fn indicators(facts: &Facts, plan: Id<Plan>) -> Vec<Id<Indicator>> {
    let public = facts.public();
    let mut found: Vec<Id<Indicator>> = Vec::new();
    let tasks = facts.tasks_of_plan(plan).iter();
    for indicator in tasks.filter_map(|task| public.task(*task).indicator) {
        let mut at = Some(indicator);
        while let Some(indicator) = at.filter(|indicator| !found.contains(indicator)) {
            found.push(indicator);
            at = public.indicator(indicator).parent;
        }
    }
    found.retain(|indicator| facts.counts((*indicator).into()));
    found.sort();
    found
}

fn values(facts: &Facts, indicators: &[Id<Indicator>], span: &Span) -> Vec<ValueLine> {
    let mut lines = Vec::new();
    for id in indicators {
        let indicator = facts.public().indicator(*id);
        for measure in &indicator.measures {
            lines.extend(value(measure, &indicator.base, span));
        }
    }
    lines
}

/// The latest value of a measure, if it is of the edition's days.
fn value(measure: &Measure, indicator: &Base, span: &Span) -> Option<ValueLine> {
    let of_measure = MeasureFacts::new(measure, span.until);
    let latest = of_measure.latest(measure).filter(|value| span.takes_in(value.date))?;
    let absolute = |change: &Change| change.absolute.to_string();
    Some(ValueLine {
        indicator: indicator.id.clone(),
        title: indicator.title.clone(),
        measure: measure.name.clone(),
        unit: measure.unit.clone(),
        words: latest.words.clone(),
        date: latest.date,
        value: latest.value.to_string(),
        change: of_measure.change.as_ref().map(absolute),
        change_percent: of_measure.change.and_then(|c| c.percent).map(|p| p.to_string()),
        baseline_date: measure.baseline_date,
        baseline_change: of_measure.baseline_change.as_ref().map(absolute),
        target: measure.target.map(|target| target.to_string()),
        distance: of_measure.distance.map(|distance| distance.to_string()),
    })
}

fn ranks(facts: &Facts, indicators: &[Id<Indicator>], span: &Span) -> Vec<RankLine> {
    let mut lines = Vec::new();
    for id in indicators {
        let indicator = facts.public().indicator(*id);
        for (i, rank) in indicator.ranks.iter().enumerate() {
            if !span.takes_in(rank.date) {
                continue;
            }
            let same = |other: &&Rank| {
                other.scope == rank.scope && other.measure == rank.measure && other.date < rank.date
            };
            let before = indicator.ranks[..i].iter().rev().find(same);
            let measure = indicator.measures.iter().find(|m| Some(&m.id) == rank.measure.as_ref());
            lines.push(RankLine {
                indicator: indicator.base.id.clone(),
                title: indicator.base.title.clone(),
                measure: measure.map(|measure| measure.name.clone()),
                words: rank.words.clone(),
                date: rank.date,
                scope: rank.scope.clone(),
                place: rank.place,
                of: rank.of,
                by: rank.by.as_ref().map(|by| by.text.clone()),
                before: before.map(|before| before.place),
            });
        }
    }
    lines
}
