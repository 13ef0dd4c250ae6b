//! Which record of one side is which of the other.

use std::collections::BTreeMap;

use super::side::Side;
use crate::model::{Base, Kind, RecordId};

/// A record on both sides, or on one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    pub base: Option<RecordId>,
    pub head: Option<RecordId>,
}

/// The records of a kind in the order of their ids, heads first known by. One whose id went and
/// which another names as its 旧网址, or equals byte for byte, is that one moved.
pub fn of(base: &Side, head: &Side, kind: Kind) -> Vec<Pair> {
    let (old, new) = (&base.model, &head.model);
    let (mut gone, mut come): (Vec<RecordId>, Vec<RecordId>) = (Vec::new(), Vec::new());
    let mut pairs = Vec::new();
    let (mut olds, mut news) = (old.records(kind).peekable(), new.records(kind).peekable());
    loop {
        let order = match (olds.peek(), news.peek()) {
            (Some(from), Some(to)) => old.base(*from).id.cmp(&new.base(*to).id),
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (None, None) => break,
        };
        match order {
            std::cmp::Ordering::Less => gone.extend(olds.next()),
            std::cmp::Ordering::Greater => come.extend(news.next()),
            std::cmp::Ordering::Equal => pairs.push(Pair { base: olds.next(), head: news.next() }),
        }
    }
    let by_route: BTreeMap<String, RecordId> =
        gone.iter().map(|record| (route(kind, old.base(*record)), *record)).collect();
    for record in come {
        let own = new.base(record);
        let named = own.aliases.iter().find_map(|alias| {
            let alias = alias.value.trim_matches('/').trim_end_matches("/index.html");
            by_route.get(alias).copied()
        });
        let same = || {
            let is_it =
                |gone: &&RecordId| old.base(**gone).body.source.text == own.body.source.text;
            gone.iter().find(is_it).copied()
        };
        let from = named.or_else(same).filter(|from| gone.contains(from));
        gone.retain(|known| Some(*known) != from);
        pairs.push(Pair { base: from, head: Some(record) });
    }
    pairs.extend(gone.into_iter().map(|record| Pair { base: Some(record), head: None }));
    let id = |pair: &Pair| match (pair.head, pair.base) {
        (Some(record), _) => new.base(record).id.clone(),
        (None, Some(record)) => old.base(record).id.clone(),
        (None, None) => String::new(),
    };
    pairs.sort_by_cached_key(id);
    pairs
}

fn route(kind: Kind, base: &Base) -> String {
    match kind {
        Kind::Page => base.id.clone(),
        kind => format!("{}/{}", kind.folder(), base.id),
    }
}
