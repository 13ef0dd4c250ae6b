//! 政策文件 as of a day: by year, and how many were made, revised and repealed (立改废).

use super::Facts;
use crate::model::policy::Action;
use crate::model::{Id, Kind, Policy};

/// How many documents each thing was done to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ActionCounts {
    pub total: u32,
    pub made: u32,
    pub revised: u32,
    pub repealed: u32,
}

impl ActionCounts {
    fn add(&mut self, action: Option<Action>) {
        self.total += 1;
        match action {
            Some(Action::Made) => self.made += 1,
            Some(Action::Revised) => self.revised += 1,
            Some(Action::Repealed) => self.repealed += 1,
            None => {}
        }
    }

    /// Those that do not say what was done.
    pub fn unstated(&self) -> u32 {
        self.total - self.made - self.revised - self.repealed
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
                last.counts.add(policy.action);
            }
        }
        years
    }

    /// All policies by what was done to them.
    pub fn policy_actions(&self) -> ActionCounts {
        let mut counts = ActionCounts::default();
        for record in self.ids(Kind::Policy) {
            counts.add(self.public().policy(record.typed()).action);
        }
        counts
    }
}
