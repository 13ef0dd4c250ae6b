//! The page of search: ways to what the site has, and the form that asks for words.

use serde::Serialize;

use super::{Link, ListItem};

/// search.html
#[derive(Debug, Serialize)]
pub struct SearchView {
    pub text: String,
    /// Where the build makes an index to ask.
    pub form: Option<SearchForm>,
    /// 按栏目, 按单位, 按年度, 按指标; those the site has.
    pub ways: Vec<Way>,
}

/// What results can be narrowed to, each list in the order of the site.
#[derive(Debug, Serialize)]
pub struct SearchForm {
    pub kinds: Vec<Choice>,
    pub states: Vec<StateChoices>,
    pub offices: Vec<Choice>,
    /// The latest first.
    pub years: Vec<i32>,
}

/// One value of a filter.
#[derive(Debug, Serialize)]
pub struct Choice {
    /// As it stands in the page's address and in the index.
    pub value: String,
    pub label: String,
    /// Steps below the top.
    pub depth: u32,
}

/// The states of one kind of record.
#[derive(Debug, Serialize)]
pub struct StateChoices {
    /// 任务进度, 问题整改.
    pub title: String,
    pub states: Vec<Choice>,
}

/// One way through the site.
#[derive(Debug, Serialize)]
pub struct Way {
    /// The anchor: `kinds`, `offices`, `years`, `indicators`.
    pub name: &'static str,
    pub title: String,
    pub items: Vec<ListItem>,
    pub folds: Vec<Fold>,
}

/// A part of a way that is folded away until somebody asks for it.
#[derive(Debug, Serialize)]
pub struct Fold {
    pub link: Link,
    /// 12项任务.
    pub note: Option<String>,
    pub items: Vec<ListItem>,
}
