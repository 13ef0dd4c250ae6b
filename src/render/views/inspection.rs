//! Inspections: their index, and the page of one.

use super::Views;
use crate::facts::InspectionCounts;
use crate::model::{Id, Inspection, Kind, RecordId};
use crate::render::view::{
    InspectionItem, InspectionRow, InspectionTable, InspectionTotals, InspectionView,
    InspectionsView,
};

impl Views {
    /// inspections.html
    pub fn inspections(&self) -> InspectionsView {
        let column = self.facts.public().column(Kind::Inspection);
        let all = self.facts.inspections();
        let plan = |id: &Id<Inspection>| self.facts.public().inspection(*id).plan;
        let tables = [
            self.inspection_table("inspections_by_form", "label_form", Inspection::forms),
            self.inspection_table("inspections_by_aspect", "label_aspect", Inspection::aspects),
        ];
        InspectionsView {
            intro_html: self.intro(column.map(|column| &column.body), "../"),
            totals: self.inspection_totals(self.facts.count_inspections(&all)),
            tables: tables.into_iter().flatten().collect(),
            many_plans: all.iter().any(|id| plan(id) != all.first().and_then(plan)),
            items: all.into_iter().map(|id| self.inspection_item(id)).collect(),
        }
    }

    /// Inspections by their words; none where no inspection has any.
    fn inspection_table(
        &self,
        title: &str,
        head: &str,
        words: fn(&Inspection) -> &[String],
    ) -> Option<InspectionTable> {
        let by = self.facts.inspections_by(words);
        if by.keys().all(|word| word.is_empty()) {
            return None;
        }
        let told: usize = by.values().map(Vec::len).sum();
        let is_told_twice = told > self.facts.inspections().len();
        let rows = by.into_iter().map(|(word, ids)| InspectionRow {
            label: match word {
                "" => self.w("problem_none_given"),
                word => word.to_owned(),
            },
            totals: self.inspection_totals(self.facts.count_inspections(&ids)),
        });
        Some(InspectionTable {
            title: self.w(title),
            head: self.w(head),
            rows: rows.collect(),
            note: is_told_twice.then(|| self.w("inspections_told_twice")),
        })
    }

    fn inspection_item(&self, id: Id<Inspection>) -> InspectionItem {
        let inspection = self.facts.public().inspection(id);
        let counts = self.facts.count_inspections(&[id]);
        let rate = counts.closed_rate();
        InspectionItem {
            link: self.link(id.into()),
            sample: inspection.base.sample,
            plan: inspection.plan.map(|plan| self.plan_short(plan)),
            date: self.day(inspection.date),
            form: inspection.form.clone(),
            by: inspection.by.as_ref().map(|by| self.party_link(by)),
            targets: inspection.targets.iter().map(|office| self.office_link(*office)).collect(),
            aspects: self.words.join(&inspection.aspects),
            problems: found(inspection, counts),
            closed: (rate.whole > 0).then(|| format!("{}/{}", rate.part, rate.whole)),
        }
    }

    /// inspection.html
    pub fn inspection(&self, id: Id<Inspection>) -> InspectionView {
        let inspection = self.facts.public().inspection(id);
        let record: RecordId = id.into();
        let plan = inspection.plan.map(|plan| self.plan_link(plan));
        let counts = self.facts.count_inspections(&[id]);
        let section = self.problem_section(&self.facts.problems_of_inspection(id), &[]);
        let many_plans = section.as_ref().is_some_and(|section| section.many_plans);
        let (totals, problems, legend) = match section {
            Some(section) => (Some(section.totals), section.items, section.legend),
            None => (None, Vec::new(), Vec::new()),
        };
        let aspects = inspection.aspects.iter().map(Self::text).collect();
        InspectionView {
            facts: [
                self.fact("label_plan", plan.into_iter().collect()),
                self.fact_day("label_date", Some(inspection.date)),
                self.fact_text("label_form", inspection.form.as_ref()),
                self.fact_party("label_carried_out_by", inspection.by.as_ref()),
                self.fact_offices("label_targets", &inspection.targets),
                self.fact("label_aspect", aspects),
                self.fact_text(
                    "label_problems_found",
                    found(inspection, counts).map(|count| match count {
                        0 => self.w("none"),
                        count if 0 < counts.itemised && counts.itemised < count => {
                            let listed = counts.itemised;
                            let blanks: [(&str, &dyn std::fmt::Display); 2] =
                                [("count", &count), ("listed", &listed)];
                            self.words.fill("problems_count_listed", &blanks)
                        }
                        count => self.words.fill("problems_count", &[("count", &count)]),
                    }),
                ),
            ]
            .into_iter()
            .flatten()
            .collect(),
            body_html: self.body(record, &inspection.base.body),
            totals,
            problems,
            many_plans,
            quoted: self.quoted(&inspection.base.quoted),
            attachments: self.attachments(record, &inspection.base.attachments),
            legend,
        }
    }
}

impl Views {
    fn inspection_totals(&self, counts: InspectionCounts) -> InspectionTotals {
        let rate = counts.closed_rate();
        InspectionTotals {
            inspections: counts.inspections,
            samples: self.words.samples("samples_inspections", counts.samples),
            problems: counts.problems,
            problem_samples: self.words.samples("samples_problems", counts.problem_samples),
            itemised: counts.itemised,
            closed: counts.closed,
            due: rate.whole,
            closed_rate: rate.to_string(),
        }
    }
}

/// How many problems an inspection found, if anybody said.
fn found(inspection: &Inspection, counts: InspectionCounts) -> Option<u32> {
    let is_told = !inspection.problems.is_empty() || inspection.count.is_some();
    is_told.then_some(counts.problems)
}
