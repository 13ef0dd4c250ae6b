//! What returns say of tasks: each row is an entry of the task it names, and part of its content.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::code::Hasher;
use super::content::{is_draft, put_map};
use super::files::Digest;
use crate::content::{self, Document, Map, Value};
use crate::model::Kind;
use crate::model::key::{self, Key};
use crate::model::settings::Approval;
use crate::tree::SitePath;

/// The rows of one return: the name each gives its task, and the digest of what it says.
pub type Said = Vec<(String, Digest)>;

/// What of a return says whether and how its rows are seen; that somebody audited it does too, whoever
/// it was.
const OF_ALL_ROWS: [&Key; 6] =
    [&key::FILED, &key::OFFICE, &key::SAMPLE, &key::DISCLOSURE, &key::PUBLISHED, &key::WITHDRAWN];

/// Whether a file may be a return.
pub fn is_return(path: &str) -> bool {
    let below = path.strip_prefix("content/").and_then(|p| p.strip_prefix(Kind::Return.folder()));
    below.is_some_and(|below| below.starts_with('/') && below.ends_with(".md"))
}

/// Whether the rows of returns are content of the tasks they name; by rules that have returns
/// themselves signed, they are signed with their return.
pub fn are_signed_with_tasks(rules: Option<&Approval>) -> bool {
    rules.is_none_or(|rules| !rules.kinds.contains(&Kind::Return))
}

/// What a return says of tasks; nothing while it is a draft or cannot be read.
pub fn read(path: &str, bytes: Vec<u8>) -> Said {
    let document = SitePath::new(path)
        .and_then(|path| content::source(&path, bytes, &mut Vec::new()))
        .and_then(|source| content::read_document(source, &mut Vec::new()));
    document.map(|document| rows(&document)).unwrap_or_default()
}

fn rows(document: &Document) -> Said {
    let (source, front) = (&document.source, &document.front);
    let value = |map: &Map, key: &Key| {
        let pair = map.entries.iter().find(|pair| key.is(pair.key(source)));
        pair.and_then(|pair| pair.value.text(source)).map(|text| text.trim().to_owned())
    };
    if is_draft(document) {
        return Vec::new();
    }
    let is_audited = front
        .entries
        .iter()
        .any(|pair| key::AUDIT.is(pair.key(source)) && !matches!(pair.value.value, Value::Null));
    let own = front.entries.iter().filter(|pair| key::ROWS.is(pair.key(source)));
    let lines = own.flat_map(|pair| match &pair.value.value {
        Value::List(items) => items.iter().collect(),
        _ => vec![&pair.value],
    });
    let maps = lines.filter_map(|node| match &node.value {
        Value::Map(map) => Some(map),
        _ => None,
    });
    let said = maps.filter_map(|row| {
        let mut hasher = Hasher::new("row");
        let counts = |key: &str| OF_ALL_ROWS.iter().any(|of_all| of_all.is(key));
        put_map(&mut hasher, source, front, &counts);
        hasher.put(&[u8::from(is_audited)]);
        put_map(&mut hasher, source, row, &|key| !key::TASK.is(key));
        Some((value(row, &key::TASK)?, hasher.digest()))
    });
    said.collect()
}

/// What all returns of some files say.
#[derive(Debug, Default)]
pub struct Rows {
    returns: BTreeMap<String, Arc<Said>>,
    /// The returns that name a task, by the name.
    naming: HashMap<String, BTreeSet<String>>,
}

impl Rows {
    /// Takes in what a return says now, and tells which tasks it names or named.
    pub fn put(&mut self, path: &str, said: Option<Arc<Said>>) -> BTreeSet<String> {
        let mut named = BTreeSet::new();
        let before = self.returns.remove(path);
        for (task, _) in before.iter().flat_map(|said| said.iter()) {
            if let Some(naming) = self.naming.get_mut(task) {
                naming.remove(path);
            }
            named.insert(task.clone());
        }
        let Some(said) = said else { return named };
        for (task, _) in said.iter() {
            self.naming.entry(task.clone()).or_default().insert(path.to_owned());
            named.insert(task.clone());
        }
        self.returns.insert(path.to_owned(), said);
        named
    }

    /// The digests of what they say of a task under some name.
    pub fn of(&self, name: &str) -> impl Iterator<Item = Digest> {
        let naming = self.naming.get(name).into_iter().flatten();
        let rows = naming.filter_map(|path| self.returns.get(path)).flat_map(|said| said.iter());
        rows.filter(move |(task, _)| task == name).map(|(_, digest)| *digest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RETURN: &str = "---\n单位: 甲\n报送时间: 2023-03-10\n任务:\n  - {任务: a, 进展: 一}\n  - {任务: b, 进展: 二}\n---\n";

    fn of(text: &str, task: &str) -> Vec<Digest> {
        let mut rows = Rows::default();
        rows.put("content/returns/r.md", Some(read("content/returns/r.md", text.into()).into()));
        rows.of(task).collect()
    }

    #[test]
    fn a_row_is_content_of_its_own_task_alone() {
        let edited = RETURN.replace("二", "三");
        assert_eq!(of(RETURN, "a"), of(&edited, "a"));
        assert_ne!(of(RETURN, "b"), of(&edited, "b"));
        assert_eq!(of(RETURN, "c"), Vec::<Digest>::new());
        let once_more =
            RETURN.replace("---\n", "周期: 2023-W10\n---\n").replacen("周期: 2023-W10\n", "", 1);
        assert_eq!(of(RETURN, "a"), of(&once_more, "a"), "what no task shows is no content of one");
    }

    #[test]
    fn what_shows_or_hides_all_rows_is_content_of_each() {
        for line in ["报送时间: 2023-03-11", "公开属性: 内部", "审核: {意见: 同意}", "草稿: 是"]
        {
            let other = RETURN.replace("报送时间: 2023-03-10", line);
            assert_ne!(of(RETURN, "a"), of(&other, "a"), "{line}");
        }
    }

    #[test]
    fn what_a_return_no_longer_says_is_gone() {
        let mut rows = Rows::default();
        let put = |rows: &mut Rows, text: &str| {
            rows.put("r", Some(read("content/returns/r.md", text.into()).into()))
        };
        put(&mut rows, RETURN);
        let named = put(&mut rows, &RETURN.replace("任务: a", "任务: c"));
        assert_eq!(named.into_iter().collect::<Vec<_>>(), ["a", "b", "c"]);
        assert_eq!((rows.of("a").count(), rows.of("c").count()), (0, 1));
        rows.put("r", None);
        assert_eq!(rows.of("c").count(), 0);
    }
}
