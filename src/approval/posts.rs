//! Who a post is that a signature or a setting names.

use std::collections::BTreeMap;

use crate::model::choice::nearest;
use crate::model::settings::Approval;
use crate::model::{Kind, Model};

/// The posts that may be named.
#[derive(Debug)]
pub struct Posts {
    /// Titles by ids.
    by_id: BTreeMap<String, String>,
    /// Ids by titles.
    by_title: BTreeMap<String, Vec<String>>,
    /// Those without a record.
    plain: Vec<String>,
}

/// One post: its id in the site, or its name where it has no record.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Post {
    key: String,
    pub title: String,
}

/// Why a word names none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoPost {
    Unknown { near: Option<String> },
    Several { ids: Vec<String> },
}

impl Posts {
    /// Those of a site, and of settings that say who signs.
    pub fn of(model: &Model, settings: &Approval) -> Self {
        let (mut by_id, mut by_title) = (BTreeMap::new(), BTreeMap::<_, Vec<String>>::new());
        for record in model.records(Kind::Post) {
            let base = model.base(record);
            by_id.insert(base.id.clone(), base.title.clone());
            by_title.entry(base.title.clone()).or_default().push(base.id.clone());
        }
        Self { by_id, by_title, plain: settings.posts.clone() }
    }

    /// Posts without records alone.
    #[cfg(test)]
    pub fn plain(names: &[&str]) -> Self {
        let plain = names.iter().map(|name| (*name).to_owned()).collect();
        Self { by_id: BTreeMap::new(), by_title: BTreeMap::new(), plain }
    }

    /// The post of a word: by id, else title, else among those without a record.
    pub fn find(&self, word: &str) -> Result<Post, NoPost> {
        let word = word.trim();
        let id = word.trim_matches('/');
        let id = id.strip_prefix("posts/").unwrap_or(id);
        let of_id =
            |id: &str, title: &str| Post { key: format!("posts/{id}"), title: title.into() };
        if let Some(title) = self.by_id.get(id) {
            return Ok(of_id(id, title));
        }
        match self.by_title.get(word).map(Vec::as_slice) {
            Some([id]) => return Ok(of_id(id, word)),
            Some(ids) if !ids.is_empty() => return Err(NoPost::Several { ids: ids.to_vec() }),
            _ => {}
        }
        if self.plain.iter().any(|plain| plain == word) {
            return Ok(Post { key: word.to_owned(), title: word.to_owned() });
        }
        let titles = self.by_title.keys().chain(self.by_id.keys()).chain(&self.plain);
        let near = nearest(word, titles.map(String::as_str)).map(str::to_owned);
        Err(NoPost::Unknown { near })
    }
}
