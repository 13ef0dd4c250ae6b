//! Where the parts of a long page lie, in words.

use super::Views;
use crate::render::view::{Link, PartsView};
use crate::site::{Page, Part, Route, first_part};

/// How many parts before and after one are linked from it, beside the first and the last.
const NEAR: usize = 2;

impl Views {
    /// Of a page in parts, which one this is.
    pub(super) fn parts(&self, route: &Route, page: &Page) -> Option<PartsView> {
        let part = self.site.part(route, page);
        // A simpler reading's templates lead to the simpler readings of these.
        let first = first_part(route, page);
        let href = |number: usize| self.site.href(&first.of_part(number));
        let range = part.range();
        (part.count > 1).then(|| PartsView {
            text: self.words.fill("part_of", &[("number", &part.number), ("count", &part.count)]),
            rows: self.words.fill(
                "part_rows",
                &[("first", &(range.start + 1)), ("last", &range.end), ("total", &part.rows)],
            ),
            is_further: part.is_further(),
            first: href(1),
            previous: part.is_further().then(|| href(part.number - 1)),
            next: (part.number < part.count).then(|| href(part.number + 1)),
            numbers: numbers(part)
                .into_iter()
                .map(|number| match number {
                    Some(number) => Link {
                        label: number.to_string(),
                        href: (number != part.number).then(|| href(number)),
                    },
                    None => Self::text(""),
                })
                .collect(),
        })
    }

    /// A page's title with its part, as no two pages of a site are to be called the same.
    pub(super) fn title_of_part(&self, title: &str, parts: Option<&PartsView>) -> String {
        match parts.filter(|parts| parts.is_further) {
            Some(parts) => {
                self.words.fill("state_with_days", &[("state", &title), ("days", &parts.text)])
            }
            None => title.to_owned(),
        }
    }
}

/// The parts linked from one; none stands for those left out.
fn numbers(part: Part) -> Vec<Option<usize>> {
    let is_near =
        |number: usize| number == 1 || number == part.count || number.abs_diff(part.number) <= NEAR;
    let mut numbers = Vec::new();
    for number in 1..=part.count {
        if is_near(number) {
            numbers.push(Some(number));
        } else if numbers.last() != Some(&None) {
            numbers.push(None);
        }
    }
    numbers
}
