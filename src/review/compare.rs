//! Two sides → a review.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use rayon::prelude::*;

use super::record::{Comparer, Outcome};
use super::side::Side;
use super::{Review, board, findings, mask, pages, rows, settings};
use crate::model::settings::Language;
use crate::model::{Kind, RecordId, pairs};
use crate::words::Words;

/// Tells what readers will see change from one side to the other; both must be seen through one
/// lens. Fails only as the machine does.
pub fn compare(base: &Side, head: &Side) -> Result<Review> {
    let pages = pages::compare(base, head);
    let mut moved: BTreeMap<RecordId, RecordId> = BTreeMap::new();
    let (mut records, mut follows, mut unseen) = (Vec::new(), Vec::new(), Vec::new());
    let other = Words::builtin(match head.words().language() {
        Language::Chinese => Language::English,
        Language::English => Language::Chinese,
    });
    for kind in Kind::ALL {
        let pairs = pairs::of(&base.model, &head.model, kind);
        let (old_rows, new_rows) = rayon::join(|| rows::of(base, kind), || rows::of(head, kind));
        let (old_rows, new_rows) = (&old_rows, &new_rows);
        let comparer = Comparer { kind, base, head, old_rows, new_rows, other: &other };
        let outcomes: Vec<Outcome> = pairs
            .par_iter()
            .map(|pair| {
                let route = pair.head.and_then(|record| head.site().route_of(record));
                let changed = route.is_some_and(|route| pages.changed.contains(route));
                comparer.compare(*pair, changed)
            })
            .collect();
        for outcome in outcomes {
            let list = if outcome.is_edited { &mut records } else { &mut follows };
            list.extend(outcome.review);
            unseen.extend(outcome.unseen);
        }
        moved.extend(pairs.iter().filter_map(|pair| Some((pair.head?, pair.base?))));
    }
    let told = records.iter().chain(&follows);
    let explained: BTreeSet<&str> = told.filter_map(|record| record.route.as_deref()).collect();
    let told = pages.told(base, head, &explained);
    let (findings, passes, links) = findings::compare(base, head, &pages, &moved)?;
    let mut review = Review {
        base: base.name.clone(),
        head: head.name.clone(),
        title: head.model.settings.title.clone(),
        as_of: head.facts().day(),
        edition: head.facts().audience().edition,
        records,
        follows,
        unseen,
        board: board::compare(base, head),
        settings: settings::compare(base, head),
        pages: told,
        links,
        findings,
        passes,
        words: head.words().clone(),
    };
    mask::mask(&mut review);
    Ok(review)
}
