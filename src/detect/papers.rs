//! Passports and permits to travel, beside their words.

use super::blocks::masked;
use super::hints::{Hint, Hints, Says};
use super::policy::Mask;
use super::seen::{self, Gap, Glyph, Mark, Run};
use super::surroundings::Around;
use super::{Found, Kind, Policy};

/// Looks at a run of seven to ten digits, with one or two letters before them.
pub fn find(run: &Run, hints: &mut Hints, _: &Policy, out: &mut Vec<Found>) {
    let touching = |glyph: &Glyph| glyph.is_digit() && glyph.gap <= Gap::Tag;
    let [first, rest @ ..] = &run.glyphs[..] else { return };
    if !first.is_digit() || !rest.iter().all(touching) || !(7..=10).contains(&run.glyphs.len()) {
        return;
    }
    let text = hints.text;
    let letters = Around::new(text, first.start, first.start).glued();
    let start = first.start - letters.len();
    let fits = matches!((letters.len(), run.glyphs.len()), (1, 8..=10) | (2, 7) | (0, 8));
    // What is glued is not looked for behind unseen marks: the letters must touch.
    if !fits || text.get(start..first.start) != Some(letters) {
        return;
    }
    if hints.before(start) != (Hint { says: Says::Paper, near: true }) {
        return;
    }
    let before = letters.char_indices().filter_map(|(at, _)| {
        let (mark, end) = seen::glyph(text, start + at)?;
        Some(Glyph { mark, start: start + at, end, gap: Gap::None })
    });
    let glyphs: Vec<Glyph> = before.chain(run.glyphs.iter().copied()).collect();
    let certain = glyphs.first().is_some_and(|glyph| matches!(glyph.mark, Mark::Letter(_)));
    let end = glyphs.last().map_or(start, |glyph| glyph.end);
    out.push(Found {
        kind: Kind::TravelDocument,
        range: start..end,
        masked: masked(text, &glyphs, Mask::PAPER),
        certain,
    });
}
