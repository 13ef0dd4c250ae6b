//! Pictures of figures, each with the same figures in words.

use serde::Serialize;

use super::TableView;

/// A picture. What it shows can be had from its description and its table alone.
#[derive(Debug, Serialize)]
pub struct Chart {
    /// Its own on the page; the ids of its parts begin with it.
    pub id: String,
    /// `progress`, `ranks`, `states`, `burn-up`, `stages` or `returns`.
    pub kind: &'static str,
    pub title: String,
    /// The picture in words, with its numbers.
    pub desc: String,
    /// The view box, from 0 0.
    pub width: u32,
    pub height: u32,
    /// Shapes and text, without colours.
    pub svg_html: String,
    /// What its marks mean.
    pub key: Vec<ChartKey>,
    pub note: Option<String>,
    /// Its numbers.
    pub table: Option<TableView>,
    /// The id of the table on the page that has them already.
    pub source: Option<&'static str>,
}

/// A mark and what it means.
#[derive(Debug, Serialize)]
pub struct ChartKey {
    /// The mark as in the picture, in a box of 24 by 16.
    pub svg_html: String,
    pub label: String,
}

/// A measure's values in the width of a word, beside the figures themselves: paths in a box of
/// 80 by 20.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Spark {
    pub way: String,
    /// The straight line from baseline to target.
    pub aim: Option<String>,
}
