//! Problems: their index, their sections on other records' pages, and what a listing shows.

mod page;
mod ways;

use std::collections::{BTreeMap, BTreeSet};

use super::Views;
use crate::facts::count::{shares_look_wrong, widths};
use crate::facts::problem::Standing;
use crate::facts::{ProblemCounts, Ratio};
use crate::model::{Colour, Deadline, Id, Kind, Plan, Problem, ProblemState, State};
use crate::render::view::{
    Chip, Legend, Link, ProblemGroup, ProblemItem, ProblemRow, ProblemSection, ProblemTable,
    ProblemTotals, ProblemsView, StateCount,
};
use crate::site::{Part, Route};

impl Views {
    /// problems.html, or what stands on a part of it beside its rows.
    pub fn problems(&self, part: Part) -> ProblemsView {
        let column = self.facts.public().column(Kind::Problem);
        let all = self.facts.problems();
        let groups = self.problem_groups();
        let mut totals = self.problem_totals(&self.facts.count_problems(all));
        for count in &mut totals.states {
            let before = groups.iter().take_while(|group| group.anchor != count.chip.state);
            let row = before.map(|group| group.count).sum();
            let index = self.site.row_href(&Route::of_index(Kind::Problem), row);
            count.href = index.map(|index| format!("{index}#{}", count.chip.state));
        }
        ProblemsView {
            intro_html: self.intro(column.map(|column| &column.body), "../"),
            totals,
            many_plans: self.many_plans(all),
            ways: self.problem_ways(),
            further: self.further_parts(Kind::Problem, part),
            tables: self.problem_tables(),
            groups,
            legend: self.problem_legend(None, |_| true),
        }
    }

    fn problem_groups(&self) -> Vec<ProblemGroup> {
        let groups = ProblemState::ALL.into_iter().map(|state| {
            let ids = self.in_state(self.facts.problems(), state);
            let is_late = |id: &Id<Problem>| {
                self.facts.problem(*id).is_some_and(|facts| facts.standing.closed_late)
            };
            ProblemGroup {
                // As in the overview above; a group of nothing but late ones is no blue.
                chip: self.problem_chip(state, state.default_colour(ids.iter().all(is_late))),
                anchor: state.name(),
                count: ids.len(),
                items: self.problem_items(&ids),
            }
        });
        groups.filter(|group| !group.items.is_empty()).collect()
    }

    /// Those in a state, the most pressing first.
    fn in_state(&self, ids: &[Id<Problem>], state: ProblemState) -> Vec<Id<Problem>> {
        let mut found: Vec<(i64, Id<Problem>)> = ids
            .iter()
            .filter_map(|id| {
                let standing = self.facts.problem(*id)?.standing;
                let days = standing.days.unwrap_or(0);
                let pressing = if state == ProblemState::DueSoon { days } else { -days };
                (standing.state == state).then_some((pressing, *id))
            })
            .collect();
        found.sort();
        found.into_iter().map(|(_, id)| id).collect()
    }

    /// Problems by question, line, channel and office.
    fn problem_tables(&self) -> Vec<ProblemTable> {
        let public = self.facts.public();
        let all = self.facts.problems();
        let mut tables: Vec<ProblemTable> =
            self.plan_ids().into_iter().filter_map(|plan| self.question_table(plan)).collect();
        tables.extend(
            self.problem_table(
                "problems_by_line",
                "label_line",
                self.lines_of_problems().into_iter().map(|line| {
                    (self.link(line.into()), self.facts.problems_of_line(line).to_vec())
                }),
            ),
        );
        let mut channels: BTreeMap<&str, Vec<Id<Problem>>> = BTreeMap::new();
        for id in all {
            let channel = public.problem(*id).channel.as_deref().unwrap_or("");
            channels.entry(channel).or_default().push(*id);
        }
        let link = |channel: &str| match channel {
            "" => Self::text(self.w("problem_none_given")),
            channel => self.channel_link(channel),
        };
        tables.extend(self.problem_table(
            "problems_by_channel",
            "label_channel",
            channels.into_iter().map(|(channel, ids)| (link(channel), ids)),
        ));
        // Under their own first lead: an office above would count its own a second time.
        let mut offices: BTreeMap<_, Vec<Id<Problem>>> = BTreeMap::new();
        for id in all {
            let lead = self.facts.problem(*id).and_then(|facts| facts.remedy.lead.first());
            if let Some(lead) = lead {
                offices.entry(*lead).or_default().push(*id);
            }
        }
        tables.extend(self.problem_table(
            "problems_by_office",
            "label_lead",
            offices.into_iter().map(|(office, ids)| (self.office_link(office), ids)),
        ));
        tables
    }

    /// A plan's checklist with the problems found by each of its questions; the questions without
    /// a problem are an answer too.
    fn question_table(&self, plan: Id<Plan>) -> Option<ProblemTable> {
        let public = self.facts.public();
        let ids = self.facts.problems_of_plan(plan);
        let checklist = &public.plan(plan).checklist;
        if ids.is_empty() || checklist.is_empty() {
            return None;
        }
        let of = |id: &&Id<Problem>| public.problem(**id).question.as_ref();
        let mut rows: Vec<(Link, Vec<Id<Problem>>)> = checklist
            .iter()
            .enumerate()
            .map(|(place, item)| {
                let label = self.question_words(item.number.as_deref(), &item.name);
                let asked = |id: &&Id<Problem>| of(id).is_some_and(|q| q.item == Some(place));
                (Self::text(label), ids.iter().filter(asked).copied().collect())
            })
            .collect();
        let others = ids.iter().filter(|id| of(id).is_none_or(|q| q.item.is_none()));
        let others: Vec<Id<Problem>> = others.copied().collect();
        if !others.is_empty() {
            rows.push((Self::text(self.w("problem_none_given")), others));
        }
        let mut table = self.problem_table("problems_by_question", "label_question", rows)?;
        table.title = self.words.fill(
            "problems_of",
            &[("plan", &self.plan_short(plan).label), ("title", &table.title)],
        );
        Some(table)
    }

    /// 第5项　环节多、流程繁、效率低.
    fn question_words(&self, number: Option<&str>, name: &str) -> String {
        match number {
            Some(number) => {
                self.words.fill("problem_question", &[("number", &number), ("name", &name)])
            }
            None => name.to_owned(),
        }
    }

    fn problem_table(
        &self,
        title: &str,
        head: &str,
        rows: impl IntoIterator<Item = (Link, Vec<Id<Problem>>)>,
    ) -> Option<ProblemTable> {
        let row = |(label, ids): (Link, Vec<Id<Problem>>)| ProblemRow {
            label,
            totals: self.problem_totals(&self.facts.count_problems(&ids)),
        };
        let rows: Vec<ProblemRow> = rows.into_iter().map(row).collect();
        (!rows.is_empty()).then(|| ProblemTable { title: self.w(title), head: self.w(head), rows })
    }

    /// The problems of a record's page; none without any.
    pub(super) fn problem_section(
        &self,
        ids: &[Id<Problem>],
        listed: &[Id<Problem>],
    ) -> Option<ProblemSection> {
        if ids.is_empty() && listed.is_empty() {
            return None;
        }
        let shown: Vec<_> = ids.iter().chain(listed).copied().collect();
        let sorted: Vec<_> =
            ProblemState::ALL.into_iter().flat_map(|state| self.in_state(ids, state)).collect();
        let plan = self.facts.public().problem(shown[0]).plan;
        let many_plans = self.many_plans(&shown);
        let states = self.states_of(&shown);
        Some(ProblemSection {
            totals: self.problem_totals(&self.facts.count_problems(ids)),
            items: self.problem_items(&sorted),
            many_plans,
            listed: self.problem_items(listed),
            legend: self
                .problem_legend(plan.filter(|_| !many_plans), |state| states.contains(&state)),
        })
    }

    fn states_of(&self, ids: &[Id<Problem>]) -> BTreeSet<ProblemState> {
        let mut states = BTreeSet::new();
        for facts in ids.iter().filter_map(|id| self.facts.problem(*id)) {
            states.insert(facts.state());
            states.extend(facts.on_original.map(|standing| standing.state));
        }
        states
    }

    fn many_plans(&self, ids: &[Id<Problem>]) -> bool {
        let plans: BTreeSet<_> =
            ids.iter().map(|id| self.facts.public().problem(*id).plan).collect();
        plans.len() > 1
    }

    pub(super) fn problem_items(&self, ids: &[Id<Problem>]) -> Vec<ProblemItem> {
        ids.iter().filter_map(|id| self.problem_item(*id)).collect()
    }

    /// What a listing shows of a problem.
    pub(super) fn problem_item(&self, id: Id<Problem>) -> Option<ProblemItem> {
        let problem = self.facts.public().problem(id);
        let facts = self.facts.problem(id)?;
        let deadline = facts.remedy.deadline.as_ref();
        let plan = problem.plan.map(|plan| self.facts.public().plan(plan));
        let mut flags = Vec::new();
        if facts.standing.overdue && facts.state() != ProblemState::Overdue {
            flags.push(self.overdue_flag(plan, facts.standing));
        }
        if facts.awaits_acceptance() {
            let word = self.w("problem_unaccepted");
            flags.push(Chip { state: "unaccepted", colour: "", shape: "※", word, days: None });
        }
        Some(ProblemItem {
            title: problem.base.title.clone(),
            href: self.href_of(id.into()).unwrap_or_default(),
            sample: problem.base.sample,
            plan: problem.plan.map(|plan| self.plan_short(plan)),
            found: self.day(problem.found),
            channel: problem.channel.clone().unwrap_or_default(),
            line: problem.line.map(|line| self.link(line.into())),
            lead: facts.remedy.lead.iter().map(|office| self.office_link(*office)).collect(),
            deadline: self.words.deadline(deadline),
            deadline_words: self.words.deadline_words(deadline),
            changed: (!facts.changes.is_empty()).then(|| {
                let original = self.words.deadline(facts.original_deadline.as_ref());
                let times = facts.changes.len();
                self.words
                    .fill("deadline_changed_short", &[("original", &original), ("times", &times)])
            }),
            chip: self.chip_of_problem(id),
            flags,
            why: self.why_problem(id),
            facets: self.problem_facets(id, problem),
        })
    }

    /// A problem's state with its days.
    pub(super) fn chip_of_problem(&self, id: Id<Problem>) -> Chip {
        let Some(facts) = self.facts.problem(id) else {
            return self.problem_chip(ProblemState::Open, None);
        };
        let mut chip = self.problem_chip(facts.state(), facts.colour);
        chip.days = match facts.state() {
            ProblemState::Publicised => facts.publicised_until.map(|until| {
                self.words.fill("problem_until", &[("until", &self.words.day(until))])
            }),
            _ => self.words.problem_days(facts.standing),
        };
        if facts.standing.closed_late {
            // It must not look like what was closed in time, not in grey print either.
            chip.shape = State::DoneLate.shape();
        }
        chip
    }

    fn problem_chip(&self, state: ProblemState, colour: Option<Colour>) -> Chip {
        Chip {
            state: state.name(),
            colour: colour.map_or("", Colour::name),
            shape: state.shape(),
            word: self.words.problem_state(state).to_owned(),
            days: None,
        }
    }

    fn overdue_flag(&self, plan: Option<&Plan>, standing: Standing) -> Chip {
        let colour = match plan.and_then(|plan| plan.colours.get(&State::Overdue)) {
            Some(colour) => *colour,
            None => State::Overdue.default_colour(),
        };
        let days = standing.days.map(|days| self.words.fill("days_overdue", &[("days", &days)]));
        Chip {
            word: self.w("problem_past"),
            days,
            ..self.problem_chip(ProblemState::Overdue, colour)
        }
    }

    /// The states that occur, worst first; what was closed late stands apart from what was closed
    /// in time.
    fn states_shown(&self, counts: &ProblemCounts) -> Vec<(Chip, u32)> {
        let mut shown = Vec::new();
        for (state, count, _) in counts.shares() {
            let late = if state == ProblemState::Closed { counts.closed_late } else { 0 };
            if late > 0 {
                shown.push((self.closed_late_chip(), late));
            }
            if count > late {
                let mut chip = self.problem_chip(state, state.default_colour(false));
                if late > 0 {
                    chip.word = self.w("problem_in_time");
                }
                shown.push((chip, count - late));
            }
        }
        shown
    }

    fn closed_late_chip(&self) -> Chip {
        let closed = self.problem_chip(ProblemState::Closed, None);
        Chip { shape: State::DoneLate.shape(), word: self.w("problem_late"), ..closed }
    }

    /// Counts in words.
    pub(super) fn problem_totals(&self, counts: &ProblemCounts) -> ProblemTotals {
        let shown = self.states_shown(counts);
        let parts: Vec<u32> = shown.iter().map(|(_, count)| *count).collect();
        let share = |part: u32| Ratio { part, whole: counts.found };
        let ratios: Vec<_> = parts.iter().map(|part| share(*part)).collect();
        let states = shown.into_iter().zip(widths(&parts)).map(|((chip, count), width)| {
            StateCount { chip, count, share: share(count).to_string(), width, href: None }
        });
        ProblemTotals {
            found: counts.found,
            samples: self.words.samples("samples_problems", counts.samples),
            reported: counts.reported,
            verified: counts.verified,
            closed: counts.closed,
            closed_late: counts.closed_late,
            due: counts.due(),
            closed_rate: counts.closed_rate().to_string(),
            transferred: counts.transferred,
            unaccepted: counts.unaccepted,
            rework: counts.rework,
            overdue: counts.overdue,
            reopened: counts.reopened,
            ever_closed: counts.ever_closed,
            reopened_rate: counts.reopened_rate().to_string(),
            median: counts
                .median_days
                .map(|days| self.words.fill("problem_median", &[("days", &days)])),
            states: states.collect(),
            rounding: shares_look_wrong(&ratios).then(|| self.w("rounding")),
        }
    }

    /// The rules of states; a plan gives its days of warning and its colours.
    fn problem_legend(
        &self,
        plan: Option<Id<Plan>>,
        shown: impl Fn(ProblemState) -> bool,
    ) -> Vec<Legend> {
        let plan = plan.map(|plan| self.facts.public().plan(plan));
        let colour = |state: ProblemState| {
            let of_board = state.of_board(false)?;
            match plan.and_then(|plan| plan.colours.get(&of_board)) {
                Some(colour) => *colour,
                None => state.default_colour(false),
            }
        };
        let rule = |state| {
            self.w(match state {
                ProblemState::Overdue => "problem_rule_overdue",
                ProblemState::Rework => "problem_rule_rework",
                ProblemState::DueSoon => "problem_rule_due_soon",
                ProblemState::Open => "problem_rule_open",
                ProblemState::Reported => "problem_rule_reported",
                ProblemState::Publicised => "problem_rule_publicised",
                ProblemState::Verified => "problem_rule_verified",
                ProblemState::Transferred => "problem_rule_transferred",
                ProblemState::Closed => "problem_rule_closed",
            })
        };
        let mut legend = Vec::new();
        for state in ProblemState::ALL.into_iter().filter(|state| shown(*state)) {
            if state == ProblemState::Closed {
                let rule = self.w("problem_rule_late");
                legend.push(Legend { chip: self.closed_late_chip(), rule });
            }
            legend
                .push(Legend { chip: self.problem_chip(state, colour(state)), rule: rule(state) });
        }
        legend
    }

    /// A milestone's or a remedy's deadline with the document's own words.
    fn deadline_and_words(&self, deadline: Option<&Deadline>) -> (Option<String>, Option<String>) {
        let text = deadline.map(|deadline| self.words.deadline(Some(deadline)));
        (text, self.words.deadline_words(deadline))
    }
}
