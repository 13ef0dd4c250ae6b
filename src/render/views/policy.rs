//! Policies: their index, and the page of one.

use super::Views;
use crate::model::{Id, Kind, Policy};
use crate::render::view::{ArticleView, ListView};

impl Views {
    /// policies.html
    pub fn policies(&self) -> ListView {
        self.list(Kind::Policy)
    }

    /// policy.html
    pub fn policy(&self, id: Id<Policy>) -> ArticleView {
        self.article(id.into())
    }
}
