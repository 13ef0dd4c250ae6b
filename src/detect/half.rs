//! Numbers somebody masked, of which too much can still be read.

use super::blocks::masked;
use super::codes;
use super::hints::{Hint, Hints, Says};
use super::policy::Mask;
use super::seen::{Gap, Glyph, Mark, Run};
use super::surroundings::Around;
use super::{Found, Kind, Policy};

/// Looks through a run with stars; what was found in it before is left.
pub fn find(run: &Run, hints: &mut Hints, policy: &Policy, begun: usize, out: &mut Vec<Found>) {
    let hides = |glyph: &Glyph| matches!(glyph.mark, Mark::Star | Mark::Letter(b'X'));
    if !run.glyphs.iter().any(hides) {
        return;
    }
    for glyphs in run.glyphs.chunk_by(|_, next| next.gap <= Gap::Tag) {
        let glyphs = without_emphasis(glyphs);
        let Some(range) = range(glyphs) else { continue };
        let taken = out[begun..]
            .iter()
            .any(|found| found.range.start < range.end && range.start < found.range.end);
        if taken || !glyphs.iter().all(|glyph| glyph.is_digit() || hides(glyph)) {
            continue;
        }
        let hint = hints.before(range.start);
        let around = Around::new(hints.text, range.start, range.end);
        if around.is_glued_after() || !around.glued().is_empty() {
            continue;
        }
        if let Some(mask) = too_much(glyphs, hint, policy) {
            let masked = masked(hints.text, glyphs, mask);
            out.push(Found { kind: Kind::HalfMask, range, masked, certain: false });
        }
    }
}

fn range(glyphs: &[Glyph]) -> Option<std::ops::Range<usize>> {
    Some(glyphs.first()?.start..glyphs.last()?.end)
}

/// Without stars at the ends that are no more than emphasis has.
fn without_emphasis(glyphs: &[Glyph]) -> &[Glyph] {
    let is_star = |glyph: &&Glyph| glyph.mark == Mark::Star;
    let lead = glyphs.iter().take_while(is_star).count();
    let glyphs = if lead <= 3 { &glyphs[lead..] } else { glyphs };
    let tail = glyphs.iter().rev().take_while(is_star).count();
    if tail <= 3 && lead == tail { &glyphs[..glyphs.len() - tail] } else { glyphs }
}

/// How it should have been masked, where more can be read than may.
fn too_much(glyphs: &[Glyph], hint: Hint, policy: &Policy) -> Option<Mask> {
    let shown = glyphs.iter().filter(|glyph| glyph.is_digit()).count();
    let total = glyphs.len();
    // A single star or × between digits is a sign of arithmetic.
    let hidden = longest_mask(glyphs);
    let at_end = glyphs.last().is_some_and(|glyph| !glyph.is_digit());
    let named = |says| hint == Hint { says, near: true };
    let is_mask = hidden >= 2 && !(at_end && hidden < 4);
    let digit = |place: usize| glyphs.get(place).and_then(|glyph| glyph.digit());
    let first = |place: usize, such: fn(u8) -> bool| {
        glyphs.get(place).is_some_and(|glyph| !glyph.is_digit() || digit(place).is_some_and(such))
    };
    if matches!(hint.says, Says::Licence | Says::Other | Says::Credit) || hidden == 0 {
        return None;
    }
    let province = match (digit(0), digit(1)) {
        (Some(a @ ..=9), Some(b @ ..=9)) => codes::is_province(a * 10 + b),
        _ => !glyphs.first()?.is_digit(),
    };
    let birthday = || glyphs[10..14].iter().any(|glyph| glyph.is_digit());
    let is_id = named(Says::Id) || total == 18 && is_mask && province && hint.says != Says::Card;
    if is_id {
        let much = shown > policy.id.shown || total == 18 && shown > 5 && birthday();
        return (much && total >= 10).then_some(policy.id);
    }
    let card = named(Says::Card) || is_mask && first(0, |d| d == 6) && first(1, |d| d == 2);
    if card && (16..=19).contains(&total) {
        return (shown > policy.card.shown).then_some(policy.card);
    }
    let mobile = first(0, |d| d == 1) && first(1, |d| d >= 3);
    let length = if named(Says::Mobile) { 9..=14 } else { 11..=11 };
    let whole = mobile && length.contains(&total) && (is_mask || named(Says::Mobile));
    (whole && shown > policy.mobile.shown).then_some(policy.mobile)
}

fn longest_mask(glyphs: &[Glyph]) -> usize {
    let groups = glyphs.chunk_by(|a, b| a.is_digit() == b.is_digit());
    let masks = groups.filter(|group| !group[0].is_digit());
    // One X at the end is the digit of an identity number.
    let only_x = |group: &[Glyph]| group.len() == 1 && group[0].mark == Mark::Letter(b'X');
    masks.filter(|group| !only_x(group)).map(<[Glyph]>::len).max().unwrap_or(0)
}
