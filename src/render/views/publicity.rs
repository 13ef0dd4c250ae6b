//! Permits and penalties: their index, and the page of one.

use super::Views;
use crate::model::{Id, Kind, Publicity};
use crate::render::view::{ArticleView, ListView};

impl Views {
    /// publicity.html
    pub fn publicity(&self) -> ListView {
        self.list(Kind::Publicity)
    }

    /// publicity_sheet.html
    pub fn publicity_sheet(&self, id: Id<Publicity>) -> ArticleView {
        self.article(id.into())
    }
}
