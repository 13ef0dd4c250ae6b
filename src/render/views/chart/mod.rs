//! Pictures of the facts: what is drawn, its words, and the table of its numbers.

mod plan;
mod progress;
mod returns;
mod states;

use super::Views;
use crate::render::chart::{Mark, Picture, mark};
use crate::render::view::{Chart, ChartKey, TableHead};

/// How many rows a description tells before it leaves the rest to the table.
const TOLD: usize = 8;

/// A picture's words.
struct Words {
    id: String,
    kind: &'static str,
    title: String,
    desc: String,
}

impl Views {
    fn chart(picture: Picture, words: Words, key: Vec<ChartKey>) -> Chart {
        let Words { id, kind, title, desc } = words;
        let Picture { width, height, shapes } = picture;
        Chart {
            id,
            kind,
            title,
            desc,
            width,
            height,
            svg_html: shapes,
            key,
            note: None,
            table: None,
            source: None,
        }
    }

    fn key(&self, of: Mark, label: &str) -> ChartKey {
        ChartKey { svg_html: mark(of), label: self.w(label) }
    }

    /// Sentences one after the other.
    fn sentences(&self, parts: Vec<String>) -> String {
        parts.join(self.words.get("sentence_separator"))
    }

    /// The first of some rows in words; the rest is in the table.
    fn told(&self, mut rows: Vec<String>) -> String {
        let more = rows.len() > TOLD;
        rows.truncate(TOLD);
        let told = rows.join(self.words.get("chart_and"));
        let end = if more { "chart_told_some" } else { "chart_told" };
        self.words.fill(end, &[("rows", &told)])
    }

    fn head(&self, label: &str, figures: bool) -> TableHead {
        TableHead { label: self.w(label), figures }
    }
}
