//! Visits: their index, and the page of one.

use super::Views;
use crate::model::{Id, Kind, Visit};
use crate::render::view::{ArticleView, ListView};

impl Views {
    /// visits.html
    pub fn visits(&self) -> ListView {
        self.list(Kind::Visit)
    }

    /// visit.html
    pub fn visit(&self, id: Id<Visit>) -> ArticleView {
        self.article(id.into())
    }
}
