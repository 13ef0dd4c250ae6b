//! 政策文件 as of a day: by year, and how many were made, revised and repealed (立改废).

use super::Facts;
use crate::model::plan::Validity;
use crate::model::policy::Action;
use crate::model::{Id, Kind, Policy, RecordId};

/// How many documents each thing was done to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ActionCounts {
    pub total: u32,
    pub made: u32,
    pub revised: u32,
    /// Repealing documents, and those repealed by the day that no repealing document of the site
    /// stands for: each repeal once, beside what was done when it was made.
    pub repealed: u32,
    /// Those that do not say what was done.
    pub unstated: u32,
}

impl ActionCounts {
    fn add(&mut self, action: Option<Action>, is_repealed: bool) {
        self.total += 1;
        self.repealed += u32::from(is_repealed && action != Some(Action::Repealed));
        match action {
            Some(Action::Made) => self.made += 1,
            Some(Action::Revised) => self.revised += 1,
            Some(Action::Repealed) => self.repealed += 1,
            None if is_repealed => {}
            None => self.unstated += 1,
        }
    }
}

/// The policies of a year, the newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyYear {
    pub year: i32,
    pub policies: Vec<Id<Policy>>,
    pub counts: ActionCounts,
}

impl Facts {
    /// The policies by the year they were published, the newest first.
    pub fn policies_by_year(&self) -> Vec<PolicyYear> {
        let public = self.public();
        let mut all: Vec<Id<Policy>> = self.ids(Kind::Policy).map(|id| id.typed()).collect();
        all.sort_by_key(|id| (std::cmp::Reverse(public.policy(*id).published), *id));
        let mut years: Vec<PolicyYear> = Vec::new();
        for id in all {
            let policy = public.policy(id);
            let year = policy.published.year();
            if years.last().is_none_or(|last| last.year != year) {
                let counts = ActionCounts::default();
                years.push(PolicyYear { year, policies: Vec::new(), counts });
            }
            if let Some(last) = years.last_mut() {
                last.policies.push(id);
                last.counts.add(policy.action, self.is_repealed(policy));
            }
        }
        years
    }

    /// All policies by what was done to them.
    pub fn policy_actions(&self) -> ActionCounts {
        let mut counts = ActionCounts::default();
        for record in self.ids(Kind::Policy) {
            let policy = self.public().policy(record.typed());
            counts.add(policy.action, self.is_repealed(policy));
        }
        counts
    }

    /// Whether a document is repealed on the day by none that is counted for it.
    fn is_repealed(&self, policy: &Policy) -> bool {
        let is_counted = |by: RecordId| {
            by.kind == Kind::Policy
                && self.public().policy(by.typed()).action == Some(Action::Repealed)
        };
        self.validity(&policy.document) == Some(Validity::Repealed)
            && !self.replaced_by(&policy.document).is_some_and(is_counted)
    }
}
