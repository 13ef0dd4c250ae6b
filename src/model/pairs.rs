//! Which record of one revision is which of another.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Base, Kind, Model, RecordId};

/// A record in both revisions, or in one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    pub base: Option<RecordId>,
    pub head: Option<RecordId>,
}

/// The records of a kind in the order of their ids, heads first known by. One whose id went and
/// which another names as its 旧网址, or equals byte for byte, is that one moved.
pub fn of(old: &Model, new: &Model, kind: Kind) -> Vec<Pair> {
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
    let mut by_text: HashMap<&str, Vec<RecordId>> = HashMap::new();
    // The first of those that are the same is taken first. A bulletin may have no file of its own.
    for record in gone.iter().rev().filter(|_| !come.is_empty()) {
        let text = old.base(*record).body.source.text.as_str();
        if !text.is_empty() {
            by_text.entry(text).or_default().push(*record);
        }
    }
    let mut taken: BTreeSet<RecordId> = BTreeSet::new();
    for record in come {
        let own = new.base(record);
        let mut named = own.aliases.iter().filter_map(|alias| {
            let alias = alias.value.trim_matches('/').trim_end_matches("/index.html");
            by_route.get(alias).copied()
        });
        let named = named.find(|from| !taken.contains(from));
        let from = named.or_else(|| {
            let same = by_text.get_mut(own.body.source.text.as_str())?;
            std::iter::from_fn(|| same.pop()).find(|from| !taken.contains(from))
        });
        taken.extend(from);
        pairs.push(Pair { base: from, head: Some(record) });
    }
    gone.retain(|record| !taken.contains(record));
    pairs.extend(gone.into_iter().map(|record| Pair { base: Some(record), head: None }));
    let id = |pair: &Pair| match (pair.head, pair.base) {
        (Some(record), _) => new.base(record).id.clone(),
        (None, Some(record)) => old.base(record).id.clone(),
        (None, None) => String::new(),
    };
    pairs.sort_by_cached_key(id);
    pairs
}

/// Where a record's page lies, without the last `/`.
pub fn route(kind: Kind, base: &Base) -> String {
    match kind {
        Kind::Page => base.id.clone(),
        kind => format!("{}/{}", kind.folder(), base.id),
    }
}
