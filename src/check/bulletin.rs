//! Bulletins that were issued, held against the records they rest on.

use std::sync::Arc;

use crate::bulletin::{Difference, draft, drift};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::disclose::{Audience, Edition, Public, Unpublished, disclose};
use crate::filled::asks;
use crate::model::{Day, Model};
use crate::say;
use crate::words::Words;

/// Differences told one by one; past these, how many more there are.
const TOLD: usize = 3;

/// Reports what the words of bulletins not yet issued ask for in vain.
pub fn own_words(model: &Arc<Model>, words: &Words, day: Day, out: &mut Diagnostics) {
    let audience = Audience { edition: Edition::Internal, unpublished: Unpublished::All };
    let public = disclose(model.clone(), audience);
    for (_, bulletin) in public.bulletins().filter(|(_, found)| found.seals.is_empty()) {
        if let Some(plan) = bulletin.plan.filter(|_| asks(bulletin.base.body.text())) {
            out.extend(draft(&public, plan, bulletin.period, day, words).faults);
        }
    }
}

/// Warns of records that tell another story than the bulletin issued on them, until a 更正 of it is
/// recorded.
pub fn other_than_issued(public: &Public, words: &Words, out: &mut Diagnostics) {
    for (_, bulletin) in public.bulletins().filter(|(_, found)| found.corrections.is_empty()) {
        let differences = drift(public, bulletin, words);
        let Some(seal) = bulletin.issued().filter(|_| !differences.is_empty()) else { continue };
        let told = |difference: &Difference, arrow: &str| {
            let Difference { what, issued, now } = difference;
            if issued.is_empty() { what.clone() } else { format!("{what} {issued}{arrow}{now}") }
        };
        let list = |arrow, separator: &str| {
            let first: Vec<String> =
                differences.iter().take(TOLD).map(|difference| told(difference, arrow)).collect();
            first.join(separator)
        };
        let (zh, en) = (list("→", "，"), list(" → ", ", "));
        let (zh, en) = match differences.len().saturating_sub(TOLD) {
            0 => (zh, en),
            more => (format!("{zh}等，另有{more}处"), format!("{en}, and {more} more")),
        };
        let period = seal.period;
        out.push(
            Diagnostic::new(
                Code::OtherThanIssued,
                Place::file(bulletin.seal_path(seal)),
                say!(
                    "{period} 期签发后，记录有了变化：{zh}",
                    "the records have changed since {period} was issued: {en}"
                ),
            )
            .help(say!(
                "改错了就改回来；确有其事就在这期通报的记录里写“更正”",
                "put the records back if that was a mistake, else add `corrections` to the bulletin's record"
            )),
        );
    }
}
