//! Evaluations: their index, and the page of one.

use super::Views;
use crate::model::{Evaluation, Id, Kind};
use crate::render::view::{ArticleView, ListView};

impl Views {
    /// evaluations.html
    pub fn evaluations(&self) -> ListView {
        self.list(Kind::Evaluation)
    }

    /// evaluation.html
    pub fn evaluation(&self, id: Id<Evaluation>) -> ArticleView {
        self.article(id.into())
    }
}
