//! Highlights: their index, and the page of one.

use super::Views;
use crate::model::{Highlight, Id, Kind};
use crate::render::view::{ArticleView, ListView};

impl Views {
    /// highlights.html
    pub fn highlights(&self) -> ListView {
        self.list(Kind::Highlight)
    }

    /// highlight.html
    pub fn highlight(&self, id: Id<Highlight>) -> ArticleView {
        self.article(id.into())
    }
}
