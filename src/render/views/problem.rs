//! Problems: their index, and the page of one.

use super::Views;
use crate::model::{Id, Kind, Problem};
use crate::render::view::{ArticleView, ListView};

impl Views {
    /// problems.html
    pub fn problems(&self) -> ListView {
        self.list(Kind::Problem)
    }

    /// problem.html
    pub fn problem(&self, id: Id<Problem>) -> ArticleView {
        self.article(id.into())
    }
}
