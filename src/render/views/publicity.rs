//! 双公示: the index by period, and the figures of one.

use super::Views;
use crate::facts::publicity::{CaseCounts, WORKING_DAYS};
use crate::model::{Id, Kind, Publicity, RecordId};
use crate::render::view::{PublicityLine, PublicityPeriod, PublicitySheetView, PublicityView};

impl Views {
    /// publicity.html
    pub fn publicity(&self) -> PublicityView {
        let public = self.facts.public();
        let column = public.column(Kind::Publicity);
        let mut sheets: Vec<Id<Publicity>> =
            self.facts.ids(Kind::Publicity).map(|record| record.typed()).collect();
        sheets
            .sort_by_key(|id| (std::cmp::Reverse(public.publicity_sheet(*id).period.last()), *id));
        PublicityView {
            intro_html: self.intro(column.map(|column| &column.body), "../"),
            lines: sheets.into_iter().map(|id| self.publicity_period(id)).collect(),
        }
    }

    fn publicity_period(&self, id: Id<Publicity>) -> PublicityPeriod {
        let base = &self.facts.public().publicity_sheet(id).base;
        let facts = self.facts.publicity_sheet(id);
        PublicityPeriod {
            record: self.link(id.into()),
            sample: base.sample,
            line: self.publicity_line(self.w("total"), &facts.all, facts.stated),
        }
    }

    fn publicity_line(
        &self,
        category: String,
        counts: &CaseCounts,
        stated: Option<u32>,
    ) -> PublicityLine {
        PublicityLine {
            category,
            stated,
            listed: counts.listed(),
            not_due: counts.not_due,
            judged: counts.judged(),
            on_time: counts.on_time,
            on_time_rate: counts.on_time_rate().to_string(),
            late: counts.late,
            late_rate: counts.late_rate().to_string(),
            omitted: counts.omitted,
            omitted_rate: counts.omitted_rate().to_string(),
            wrong: counts.wrong,
            wrong_rate: counts.wrong_rate().to_string(),
            note: (counts.unknown > 0)
                .then(|| self.words.fill("cases_unknown", &[("count", &counts.unknown)])),
        }
    }

    /// publicity_sheet.html
    pub fn publicity_sheet(&self, id: Id<Publicity>) -> PublicitySheetView {
        let sheet = self.facts.public().publicity_sheet(id);
        let facts = self.facts.publicity_sheet(id);
        let (record, base): (RecordId, _) = (id.into(), &sheet.base);
        let plan = sheet.plan.map(|plan| self.plan_link(plan));
        let limit = self.words.fill("publicity_limit", &[("days", &WORKING_DAYS)]);
        let of_category = |(category, counts): &(Option<&str>, CaseCounts)| {
            let category = category.map_or_else(|| self.w("no_category"), str::to_owned);
            self.publicity_line(category, counts, None)
        };
        let listed = facts.all.listed();
        PublicitySheetView {
            facts: [
                self.fact_text("label_period", Some(self.words.period(sheet.period))),
                self.fact("label_plan", plan.into_iter().collect()),
                self.fact_text("label_publicity_limit", Some(limit)),
                self.fact_text("label_publicity_target", Some(self.w("publicity_target"))),
            ]
            .into_iter()
            .flatten()
            .collect(),
            stated: facts.stated.map(|stated| {
                self.words.fill("cases_stated", &[("stated", &stated), ("listed", &listed)])
            }),
            total: self.publicity_line(self.w("total"), &facts.all, facts.stated),
            lines: facts.by_category.iter().map(of_category).collect(),
            body_html: self.body(record, &base.body),
            evidence: Self::evidence(&base.evidence),
            attachments: self.attachments(record, &base.attachments),
        }
    }
}
