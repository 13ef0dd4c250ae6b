//! Pages too long for one: which lists of a view are cut into parts, and what only the first part
//! has. Figures and headings stand on every part, and are those of the whole.

use super::*;
use crate::site::Part;

/// A view with lists that may be too long for one page, one after the other as the page has them.
pub trait Long {
    /// Leaves the rows of a part.
    fn cut(&mut self, slice: &mut Slice);
}

/// Goes through the lists of a view and leaves the rows of one part.
#[derive(Debug)]
pub struct Slice {
    skip: usize,
    left: usize,
    /// How many rows there were.
    pub seen: usize,
    /// How many rows there are in the groups that were not passed over.
    made: usize,
    /// Whether the part comes after another.
    pub is_further: bool,
}

impl Slice {
    /// Takes the rows of a part.
    pub fn of(part: Part) -> Self {
        let range = part.range();
        // Whatever else there is must not be lost.
        let left = if part.number == part.count { usize::MAX } else { range.len() };
        Self { skip: range.start, left, seen: 0, made: 0, is_further: part.is_further() }
    }

    /// Whether a group of so many rows, asked about in the order of the page, lies on other parts
    /// as a whole. Such a group is not made at all.
    pub fn passes(&mut self, rows: usize) -> bool {
        let before = self.made == 0 && self.skip >= rows;
        if before {
            self.skip -= rows;
        } else if self.made < self.skip.saturating_add(self.left) {
            self.made += rows;
            return false;
        }
        self.seen += rows;
        true
    }

    /// Cuts a list, and tells whether it begins on this part.
    fn keep<T>(&mut self, rows: &mut Vec<T>) -> bool {
        self.seen += rows.len();
        let skipped = self.skip.min(rows.len());
        rows.drain(..skipped);
        self.skip -= skipped;
        rows.truncate(self.left);
        self.left -= rows.len();
        skipped == 0 && !rows.is_empty()
    }

    /// Cuts lists in groups; a group of which nothing is left is left out.
    fn keep_groups<G, T>(&mut self, groups: &mut Vec<G>, rows: impl Fn(&mut G) -> &mut Vec<T>) {
        groups.retain_mut(|group| {
            self.keep(rows(group));
            !rows(group).is_empty()
        });
    }

    fn keep_problems(&mut self, section: &mut Option<ProblemSection>) -> bool {
        let begins = section.as_mut().is_some_and(|problems| {
            let begins = self.keep(&mut problems.items);
            self.keep(&mut problems.listed) || begins
        });
        section.take_if(|problems| problems.items.is_empty() && problems.listed.is_empty());
        begins
    }

    /// What stands with the beginning of a list.
    fn with<T: Default>(begins: bool, beside: &mut T) {
        if !begins {
            *beside = T::default();
        }
    }

    /// What the first part alone has.
    fn first<T: Default>(&self, only: &mut T) {
        if self.is_further {
            *only = T::default();
        }
    }
}

impl Long for BoardView {
    fn cut(&mut self, slice: &mut Slice) {
        self.plans.retain_mut(|plan| {
            slice.keep_groups(&mut plan.groups, |group| &mut group.items);
            !plan.groups.is_empty()
        });
    }
}

impl Long for WallView {
    fn cut(&mut self, slice: &mut Slice) {
        slice.keep_groups(&mut self.plans, |plan| &mut plan.rows);
    }
}

impl Long for SummaryView {
    fn cut(&mut self, slice: &mut Slice) {
        slice.keep_groups(&mut self.plans, |plan| &mut plan.rows);
    }
}

impl Long for ListView {
    fn cut(&mut self, slice: &mut Slice) {
        slice.keep_groups(&mut self.groups, |group| &mut group.items);
        slice.first(&mut self.intro_html);
    }
}

impl Long for IndicatorsView {
    fn cut(&mut self, slice: &mut Slice) {
        slice.keep_groups(&mut self.groups, |group| &mut group.rows);
        slice.first(&mut self.intro_html);
    }
}

impl Long for OfficesView {
    fn cut(&mut self, slice: &mut Slice) {
        slice.keep(&mut self.rows);
        slice.first(&mut self.intro_html);
    }
}

impl Long for ReturnsView {
    fn cut(&mut self, slice: &mut Slice) {
        self.plans.retain_mut(|plan| {
            slice.keep(&mut plan.offices);
            slice.keep(&mut plan.items);
            !(plan.offices.is_empty() && plan.items.is_empty())
        });
        slice.first(&mut self.intro_html);
    }
}

impl Long for ProblemsView {
    fn cut(&mut self, slice: &mut Slice) {
        slice.keep_groups(&mut self.groups, |group| &mut group.items);
        slice.first(&mut self.intro_html);
        slice.first(&mut self.ways);
        slice.first(&mut self.further);
        slice.first(&mut self.tables);
    }
}

impl Long for ProblemsByView {
    fn cut(&mut self, slice: &mut Slice) {
        slice.keep(&mut self.items);
    }
}

impl Long for InspectionsView {
    fn cut(&mut self, slice: &mut Slice) {
        slice.keep(&mut self.items);
        slice.first(&mut self.intro_html);
        slice.first(&mut self.tables);
    }
}

impl Long for DutiesView {
    fn cut(&mut self, slice: &mut Slice) {
        slice.keep_groups(&mut self.plans, |plan| &mut plan.rows);
        slice.first(&mut self.intro_html);
    }
}

impl Long for EvaluationsView {
    fn cut(&mut self, slice: &mut Slice) {
        slice.keep_groups(&mut self.plans, |plan| &mut plan.rows);
        slice.first(&mut self.intro_html);
    }
}

impl Long for HighlightsView {
    fn cut(&mut self, slice: &mut Slice) {
        slice.keep_groups(&mut self.rounds, |round| &mut round.items);
        slice.first(&mut self.intro_html);
    }
}

impl Long for VisitsView {
    fn cut(&mut self, slice: &mut Slice) {
        slice.keep_groups(&mut self.plans, |plan| &mut plan.lines);
        slice.first(&mut self.intro_html);
    }
}

impl Long for PublicityView {
    fn cut(&mut self, slice: &mut Slice) {
        slice.keep(&mut self.lines);
        slice.first(&mut self.intro_html);
    }
}

impl Long for BulletinsView {
    fn cut(&mut self, slice: &mut Slice) {
        slice.keep_groups(&mut self.plans, |plan| &mut plan.items);
        slice.first(&mut self.intro_html);
    }
}

impl Long for CorrectionsView {
    fn cut(&mut self, slice: &mut Slice) {
        slice.keep(&mut self.bulletins);
        slice.keep_groups(&mut self.sections, |section| &mut section.items);
    }
}

impl Long for PoliciesView {
    fn cut(&mut self, slice: &mut Slice) {
        // A table counts all years, so none is left out.
        for year in &mut self.years {
            slice.keep(&mut year.items);
        }
        slice.first(&mut self.intro_html);
    }
}

impl Long for PlanView {
    fn cut(&mut self, slice: &mut Slice) {
        slice.keep(&mut self.tasks);
        let problems_begin = slice.keep_problems(&mut self.problems);
        Slice::with(problems_begin, &mut self.problems_chart);
        slice.keep(&mut self.offices);
        slice.first(&mut self.document);
        slice.first(&mut self.facts);
        slice.first(&mut self.stages);
        slice.first(&mut self.stages_chart);
        slice.first(&mut self.body_html);
        slice.first(&mut self.quoted);
        slice.first(&mut self.charts);
        slice.first(&mut self.indicators);
        slice.first(&mut self.family);
        slice.first(&mut self.texts);
        slice.first(&mut self.checklist);
        slice.first(&mut self.attachments);
        slice.first(&mut self.evidence);
    }
}

impl Long for OfficeView {
    fn cut(&mut self, slice: &mut Slice) {
        slice.keep(&mut self.tasks);
        slice.keep(&mut self.listed);
        slice.keep_problems(&mut self.problems);
        slice.keep(&mut self.duties);
        slice.keep(&mut self.highlights);
        slice.keep(&mut self.children);
        slice.first(&mut self.facts);
        slice.first(&mut self.body_html);
        slice.first(&mut self.charts);
        slice.first(&mut self.returns);
        slice.first(&mut self.evaluations);
        slice.first(&mut self.posts);
        slice.first(&mut self.indicators);
        slice.first(&mut self.groups);
        slice.first(&mut self.seats);
        slice.first(&mut self.attachments);
    }
}

impl Long for IndicatorView {
    fn cut(&mut self, slice: &mut Slice) {
        slice.keep(&mut self.highlights);
        slice.keep(&mut self.children);
        let tasks_begin = slice.keep(&mut self.tasks);
        Slice::with(tasks_begin, &mut self.charts);
        slice.keep_problems(&mut self.problems);
        slice.first(&mut self.facts);
        slice.first(&mut self.body_html);
        slice.first(&mut self.measures);
        slice.first(&mut self.series);
        slice.first(&mut self.series_charts);
        slice.first(&mut self.ranks);
        slice.first(&mut self.rank_charts);
        slice.first(&mut self.quoted);
        slice.first(&mut self.texts);
        slice.first(&mut self.attachments);
    }
}

impl Long for PostView {
    fn cut(&mut self, slice: &mut Slice) {
        slice.keep(&mut self.indicators);
        slice.keep(&mut self.tasks);
        slice.keep_problems(&mut self.problems);
        slice.first(&mut self.facts);
        slice.first(&mut self.body_html);
        slice.first(&mut self.load);
        slice.first(&mut self.offices);
        slice.first(&mut self.seats);
        slice.first(&mut self.duties);
        slice.first(&mut self.attachments);
    }
}

impl Long for GroupView {
    fn cut(&mut self, slice: &mut Slice) {
        slice.keep_problems(&mut self.problems);
        slice.first(&mut self.facts);
        slice.first(&mut self.body_html);
        slice.first(&mut self.members);
        slice.first(&mut self.past);
        slice.first(&mut self.children);
        slice.first(&mut self.attachments);
    }
}

impl Long for InspectionView {
    fn cut(&mut self, slice: &mut Slice) {
        slice.keep(&mut self.problems);
        slice.first(&mut self.body_html);
        slice.first(&mut self.quoted);
        slice.first(&mut self.attachments);
    }
}

impl Long for DutyView {
    fn cut(&mut self, slice: &mut Slice) {
        slice.keep(&mut self.measures);
        slice.first(&mut self.body_html);
        slice.first(&mut self.history);
        slice.first(&mut self.quoted);
        slice.first(&mut self.attachments);
        slice.first(&mut self.evidence);
    }
}

impl Long for EvaluationView {
    fn cut(&mut self, slice: &mut Slice) {
        slice.keep(&mut self.results);
        slice.first(&mut self.body_html);
        slice.first(&mut self.quoted);
        slice.first(&mut self.attachments);
        slice.first(&mut self.evidence);
    }
}

impl Long for VisitView {
    fn cut(&mut self, slice: &mut Slice) {
        slice.keep(&mut self.rows);
        slice.first(&mut self.notes);
        slice.first(&mut self.totals);
        slice.first(&mut self.issues);
        slice.first(&mut self.issues_total);
        slice.first(&mut self.withheld);
        slice.first(&mut self.body_html);
        slice.first(&mut self.evidence);
        slice.first(&mut self.attachments);
    }
}

impl Long for ReturnView {
    fn cut(&mut self, slice: &mut Slice) {
        slice.keep(&mut self.rows);
        slice.first(&mut self.body_html);
        slice.first(&mut self.attachments);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn groups_that_are_passed_over_leave_what_cutting_them_all_leaves(
            sizes in proptest::collection::vec(0..9_usize, 0..12),
            per_page in 1..10_usize,
        ) {
            let mut next = 0..;
            let all: Vec<Vec<i32>> =
                sizes.iter().map(|size| next.by_ref().take(*size).collect()).collect();
            let rows: usize = sizes.iter().sum();
            let count = rows.div_ceil(per_page).max(1);
            for number in 1..=count {
                let slice = || Slice {
                    skip: (number - 1) * per_page,
                    left: if number == count { usize::MAX } else { per_page },
                    seen: 0,
                    made: 0,
                    is_further: number > 1,
                };
                let (mut whole, mut slice_of_all) = (all.clone(), slice());
                slice_of_all.keep_groups(&mut whole, |group| group);
                let mut slice = slice();
                let made = all.iter().filter(|group| !slice.passes(group.len()));
                let mut made: Vec<Vec<i32>> = made.cloned().collect();
                slice.keep_groups(&mut made, |group| group);
                prop_assert_eq!(&made, &whole);
                prop_assert_eq!((slice.seen, slice_of_all.seen), (rows, rows));
            }
        }
    }
}
