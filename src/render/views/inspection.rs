//! Inspections: their index, and the page of one.

use super::Views;
use crate::model::{Id, Inspection, Kind};
use crate::render::view::{ArticleView, ListView};

impl Views {
    /// inspections.html
    pub fn inspections(&self) -> ListView {
        self.list(Kind::Inspection)
    }

    /// inspection.html
    pub fn inspection(&self, id: Id<Inspection>) -> ArticleView {
        self.article(id.into())
    }
}
