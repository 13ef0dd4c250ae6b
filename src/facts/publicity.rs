//! 双公示 as of a day: which permits and penalties were reported in time. Only counts leave here.

use super::Facts;
use super::count::Ratio;
use crate::model::publicity::Case;
use crate::model::{Calendar, Day, Id, Publicity};

/// Working days from a decision to the last on which it is reported in time; its own day is not
/// counted (民法典第二百零一条).
pub const WORKING_DAYS: u32 = 7;

/// The cases of a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicityFacts<'a> {
    pub all: CaseCounts,
    /// By 类别, in the order they come first.
    pub by_category: Vec<(Option<&'a str>, CaseCounts)>,
    /// 应报数, where it is stated.
    pub stated: Option<u32>,
}

/// What became of some cases.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CaseCounts {
    /// 未到期: not reported, and not yet late.
    pub not_due: u32,
    pub on_time: u32,
    /// 迟报: reported after the last day.
    pub late: u32,
    /// 漏报: due and not reported.
    pub omitted: u32,
    /// 有误: reported wrongly, in time or not.
    pub wrong: u32,
    /// Due past the last published calendar: uncounted.
    pub unknown: u32,
}

impl CaseCounts {
    /// All that are known.
    pub fn listed(&self) -> u32 {
        self.judged() + self.not_due + self.unknown
    }

    /// Those that were reported or should have been: what the rates are of.
    pub fn judged(&self) -> u32 {
        self.on_time + self.late + self.omitted
    }

    /// 按时报送率.
    pub fn on_time_rate(&self) -> Ratio {
        Ratio { part: self.on_time, whole: self.judged() }
    }

    /// 迟报率.
    pub fn late_rate(&self) -> Ratio {
        Ratio { part: self.late, whole: self.judged() }
    }

    /// 漏报率.
    pub fn omitted_rate(&self) -> Ratio {
        Ratio { part: self.omitted, whole: self.judged() }
    }

    /// 错误率.
    pub fn wrong_rate(&self) -> Ratio {
        Ratio { part: self.wrong, whole: self.judged() }
    }

    fn add(&mut self, case: &Case, calendar: &Calendar, day: Day) {
        let filed = case.filed.filter(|filed| *filed <= day);
        let Some(due) = calendar.add_working_days(case.decided, WORKING_DAYS) else {
            self.unknown += 1;
            return;
        };
        match filed {
            Some(filed) if filed <= due => self.on_time += 1,
            Some(_) => self.late += 1,
            None if due >= day => self.not_due += 1,
            None => self.omitted += 1,
        }
        self.wrong += u32::from(filed.is_some() && case.wrong);
    }
}

impl Facts {
    /// What can be told of a period's cases on the day.
    pub fn publicity_sheet(&self, id: Id<Publicity>) -> PublicityFacts<'_> {
        evaluate(self.public().publicity_sheet(id), &self.settings().calendar, self.day())
    }
}

fn evaluate<'a>(sheet: &'a Publicity, calendar: &Calendar, day: Day) -> PublicityFacts<'a> {
    let mut all = CaseCounts::default();
    let mut by_category: Vec<(Option<&str>, CaseCounts)> = Vec::new();
    for case in sheet.cases.iter().filter(|case| case.decided <= day) {
        all.add(case, calendar, day);
        let category = case.category.as_deref();
        match by_category.iter_mut().find(|(of, _)| *of == category) {
            Some((_, counts)) => counts.add(case, calendar, day),
            None => {
                let mut counts = CaseCounts::default();
                counts.add(case, calendar, day);
                by_category.push((category, counts));
            }
        }
    }
    PublicityFacts { all, by_category, stated: sheet.due }
}
