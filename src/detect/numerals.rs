//! A mobile number in Chinese numerals, beside its word.

use super::hints::{Hint, Hints, Says};
use super::seen::is_unseen;
use super::{Found, Kind, Policy};

/// The number that begins with 一 here.
pub fn find(text: &str, start: usize, hints: &mut Hints, policy: &Policy) -> Option<Found> {
    if text.get(..start)?.chars().next_back().is_some_and(is_numeral) {
        return None;
    }
    let mut numerals: Vec<(usize, char)> = Vec::with_capacity(11);
    let rest = text.get(start..)?.char_indices();
    let mut end = start;
    for (at, c) in rest.take(60) {
        if is_numeral(c) {
            if numerals.len() == 11 {
                return None;
            }
            end = start + at + c.len_utf8();
            numerals.push((at, c));
        } else if !matches!(c, ' ' | '\u{3000}' | '-' | '\u{A0}') && !is_unseen(c) {
            break;
        }
    }
    let second = numerals.get(1)?.1;
    if numerals.len() != 11 || matches!(second, '〇' | '零' | '○' | '一' | '幺' | '二') {
        return None;
    }
    if hints.before(start) != (Hint { says: Says::Mobile, near: true }) {
        return None;
    }
    let masked = numerals.iter().enumerate();
    let masked = masked.map(|(i, (_, c))| if policy.mobile.keeps(i, 11) { *c } else { '*' });
    Some(Found { kind: Kind::Mobile, range: start..end, masked: masked.collect(), certain: false })
}

fn is_numeral(c: char) -> bool {
    matches!(
        c,
        '〇' | '零' | '○' | '一' | '幺' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九'
    )
}
