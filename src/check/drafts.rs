//! The words of bulletins that wait to be issued: no build shows them, so none would tell what they
//! ask for in vain.

use std::sync::Arc;

use crate::bulletin::draft;
use crate::diagnostic::Diagnostics;
use crate::disclose::{Audience, Edition, Unpublished, disclose};
use crate::filled::asks;
use crate::model::{Day, Model};
use crate::words::Words;

/// Reports what the words of bulletins that are to be issued ask for in vain.
pub fn drafts(model: &Arc<Model>, words: &Words, day: Day, out: &mut Diagnostics) {
    let audience = Audience { edition: Edition::Internal, unpublished: Unpublished::All };
    let public = disclose(model.clone(), audience);
    for (_, bulletin) in public.bulletins().filter(|(_, found)| found.issued().is_none()) {
        if let Some(plan) = bulletin.plan.filter(|_| asks(bulletin.base.body.text())) {
            out.extend(draft(&public, plan, bulletin.period, day, words).faults);
        }
    }
}
