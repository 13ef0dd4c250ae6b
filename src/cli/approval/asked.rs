//! At which stages a change is to be signed, what of it each signs, and what is signed already.

use std::collections::BTreeMap;

use super::Desk;
use super::sides::Since;
use crate::approval::{ContentCode, Standing, State, Subject};
use crate::cli::Session;
use crate::disclose::Unpublished;
use crate::model::ReviewStage;
use crate::model::settings::Approval;
use crate::model::settings::approval::Stage;

/// A stage that a change is to be signed at.
pub struct Asked<'a> {
    pub stage: &'a Stage,
    /// The settings that ask for it, and name posts without records.
    pub rules: &'a Approval,
    /// Whether the change takes it out: it signs the site alone, by the rules there were.
    pub is_gone: bool,
}

impl Desk {
    /// The stages of the site, then those that the change takes out.
    pub fn asked<'a>(&'a self, since: &'a Since) -> Vec<Asked<'a>> {
        let rules = &self.settings;
        let own = rules.stages.iter().map(move |stage| Asked { stage, rules, is_gone: false });
        let is_own = |stage: &Stage| rules.stages.iter().any(|own| own.stage == stage.stage);
        let before = since.rules.iter();
        let gone = before.flat_map(|rules| {
            let gone = rules.stages.iter().filter(|stage| !is_own(stage));
            gone.map(move |stage| Asked { stage, rules, is_gone: true })
        });
        own.chain(gone).collect()
    }

    /// What of a change a stage signs, with the codes of its content.
    pub fn to_be_signed(&self, since: &Since, asked: &Asked) -> Vec<(Subject, ContentCode)> {
        let kinds = &self.settings.kinds;
        let records = since.change.records.iter();
        let records = records.filter(|one| !asked.is_gone && kinds.contains(&one.kind));
        let records = records.filter_map(|one| Some((Subject::Record(one.record?), one.code?)));
        let is_site = self.settings.site || since.rules.is_some();
        let site = since.change.site.filter(|_| is_site).map(|code| (Subject::Site, code));
        records.chain(site).collect()
    }

    /// What is signed of the site, and of the site itself by the rules a change began with.
    pub fn signed(&self, since: &Since, session: &Session) -> anyhow::Result<Signed> {
        let facts = self.loaded.facts(session, Unpublished::Hidden);
        let own = self.loaded.approvals(&facts)?;
        let (stages, standings) =
            own.map_or_else(Default::default, |own| (own.stages, own.standings));
        let standings =
            standings.into_iter().map(|standing| (standing.subject, standing)).collect();
        let before = match &since.rules {
            Some(rules) => self
                .loaded
                .site_by(rules)?
                .map(|site| (rules.stages.iter().map(|stage| stage.stage).collect(), site)),
            None => None,
        };
        Ok(Signed { stages, standings, before })
    }
}

/// What is signed.
pub struct Signed {
    stages: Vec<ReviewStage>,
    standings: BTreeMap<Subject, Standing>,
    /// How the site itself stands at the stages it had.
    before: Option<(Vec<ReviewStage>, Standing)>,
}

impl Signed {
    /// How something stands by the rules that have a stage, and the stages they have.
    pub fn of(&self, subject: Subject, stage: ReviewStage) -> Option<(&[ReviewStage], &Standing)> {
        let own = self.standings.get(&subject).filter(|_| self.stages.contains(&stage));
        if let Some(own) = own {
            return Some((&self.stages, own));
        }
        let (stages, site) = self.before.as_ref()?;
        (subject == Subject::Site && stages.contains(&stage)).then_some((stages, site))
    }

    /// What a stage of it comes to.
    pub fn state(&self, subject: Subject, stage: ReviewStage) -> Option<&State> {
        let (stages, standing) = self.of(subject, stage)?;
        let at = stages.iter().position(|own| *own == stage)?;
        standing.states.get(at)
    }
}
