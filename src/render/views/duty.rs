//! Duties: their index, and the page of one.

use super::Views;
use crate::model::{Duty, Id, Kind};
use crate::render::view::{ArticleView, ListView};

impl Views {
    /// duties.html
    pub fn duties(&self) -> ListView {
        self.list(Kind::Duty)
    }

    /// duty.html
    pub fn duty(&self, id: Id<Duty>) -> ArticleView {
        self.article(id.into())
    }
}
