//! Identity numbers, mobile numbers and bank cards.

use super::blocks::{Blocks, Window, masked};
use super::codes;
use super::hints::{Hint, Hints, Says};
use super::seen::{Gap, Run};
use super::surroundings::{Around, Stands};
use super::{Found, Kind, Policy};

/// The longest number looked for: that of a 残疾人证.
const LONGEST: usize = 20;

/// The shortest.
const SHORTEST: usize = 11;

/// Looks through a run.
pub fn find(run: &Run, hints: &mut Hints, policy: &Policy, out: &mut Vec<Found>) {
    // Nearly all runs of a page are dates.
    if run.glyphs.len() < SHORTEST {
        return;
    }
    let mut blocks = Blocks::new(run);
    let mut first = 0;
    while first < blocks.blocks.len() {
        match at(&blocks, first, hints, policy) {
            Some((found, last)) => {
                out.push(found);
                blocks.blocks[last].taken = true;
                first = last + 1;
            }
            None => first += 1,
        }
    }
}

/// What begins with a block, and the last block of it.
fn at(blocks: &Blocks, first: usize, hints: &mut Hints, policy: &Policy) -> Option<(Found, usize)> {
    let mut length = 0;
    let mut windows: Vec<(Window, usize)> = Vec::new();
    for last in first..blocks.blocks.len() {
        length += blocks.blocks[last].len();
        if length > LONGEST {
            break;
        }
        if let (SHORTEST.., Some(window)) = (length, blocks.window(first, last)) {
            windows.push((window, last));
        }
    }
    let of_length = |length: std::ops::RangeInclusive<usize>| {
        windows.iter().rev().filter(move |(window, _)| length.contains(&window.glyphs.len()))
    };
    let mut sought = |length, seek: fn(Window, &mut Hints, &Policy) -> Option<Found>| {
        of_length(length).find_map(|(window, last)| Some((seek(*window, hints, policy)?, *last)))
    };
    sought(18..=18, resident)
        .or_else(|| sought(20..=20, disability))
        .or_else(|| sought(16..=19, card))
        .or_else(|| sought(11..=15, mobile))
        .or_else(|| sought(15..=15, old_resident))
}

fn found(kind: Kind, window: &Window, certain: bool, text: &str, policy: &Policy) -> Option<Found> {
    let mask = match kind {
        Kind::Mobile => policy.mobile,
        Kind::BankCard => policy.card,
        _ => policy.id,
    };
    let masked = masked(text, window.glyphs, mask);
    Some(Found { kind, range: window.range(), masked, certain })
}

/// The text around a window; what the run itself goes on with is the window's own to know.
fn around<'a>(window: &Window, text: &'a str) -> Around<'a> {
    let range = window.range();
    Around::new(text, range.start, range.end)
}

/// Letters that may stand right before an identity number: its name in short, and G or L, which
/// make the 学籍号 of it.
const BEFORE_ID: [&str; 10] = ["", "g", "l", "id", "idno", "idcard", "sfz", "sfzh", "zjh", "no"];

/// A number of 18 with all that is checked, or beside its word.
fn resident(window: Window, hints: &mut Hints, policy: &Policy) -> Option<Found> {
    let digits = window.digits();
    if digits.len() != 18 || digits[..17].contains(&10) {
        return None;
    }
    let year = codes::birth_year(&digits);
    let hint = hints.before(window.range().start);
    let around = around(&window, hints.text);
    let sure = match year {
        Some(year) if codes::is_mod_11_2(&digits) => match hint.says {
            Says::Id => true,
            // Nobody gave out such a number with a date before 2000, but many were born then.
            Says::Licence if year >= 2000 => return None,
            Says::Credit if codes::is_credit_code(&digits) => return None,
            Says::Licence => false,
            _ if around.in_url() || is_part_of_code(&window) => return None,
            _ => !codes::is_credit_code(&digits) && window.gaps_are(|gap| gap < Gap::Dash),
        },
        _ if hint != (Hint { says: Says::Id, near: true }) || window.is_starred() => return None,
        None if window.blocks.len() > 1 || codes::is_credit_code(&digits) => return None,
        _ => false,
    };
    let glued = around.glued().to_ascii_lowercase();
    if around.is_glued_after() || !BEFORE_ID.contains(&glued.as_str()) {
        return None;
    }
    found(Kind::ResidentId, &window, sure, hints.text, policy)
}

/// Whether hyphens or dots join it to more digits.
fn is_part_of_code(window: &Window) -> bool {
    let joins = |gap: Option<Gap>| gap.is_some_and(|gap| gap >= Gap::Dash);
    joins(window.gap_before()) || joins(window.gap_after())
}

/// The 20 of a 残疾人证: the identity number, the sort of disability (1 to 7) and its grade
/// (1 to 4).
fn disability(window: Window, hints: &mut Hints, policy: &Policy) -> Option<Found> {
    let digits = window.digits();
    let (id, [1..=7, 1..=4]) = digits.split_at_checked(18)? else { return None };
    let hint = hints.before(window.range().start);
    let around = around(&window, hints.text);
    let sound = codes::birth_year(id).is_some() && codes::is_mod_11_2(id);
    let alone = around.glued().is_empty() && !around.is_glued_after() && !around.in_url();
    let numbered = hint.says == Says::Licence || is_part_of_code(&window);
    if !sound || !alone || numbered {
        return None;
    }
    found(Kind::ResidentId, &window, hint.says == Says::Id, hints.text, policy)
}

/// Whether something around a number without a check of its own says that it is another.
fn is_other(window: &Window, hint: Hint, text: &str) -> bool {
    let around = around(window, text);
    let named = matches!(hint.says, Says::Licence | Says::Other | Says::Credit);
    let counted = around.is_amount() || around.is_numbered() && hint.says != Says::Mobile;
    named || counted || around.is_glued_after()
}

fn card(window: Window, hints: &mut Hints, policy: &Policy) -> Option<Found> {
    let digits = window.digits();
    if digits.contains(&10) || !codes::is_card_prefix(&digits) {
        return None;
    }
    let hint = hints.before(window.range().start);
    let named = hint == (Hint { says: Says::Card, near: true });
    let grouped = window.blocks.len() == 1
        || window.gaps_are(|gap| gap == Gap::Tag)
        || window.gaps_are(|gap| gap < Gap::Dot) && is_card_grouping(&window.sizes())
        || named && window.gaps_are(|gap| gap < Gap::Dot);
    let sound = codes::is_luhn(&digits);
    let around = around(&window, hints.text);
    let joined = around.stands() != Stands::Alone || is_part_of_code(&window);
    if !grouped
        || is_other(&window, hint, hints.text)
        || !around.glued().is_empty()
        || joined && !named
        || !sound && (!named || window.is_starred() || !codes::is_union_pay(&digits))
    {
        return None;
    }
    let certain = sound && (named || codes::is_union_pay(&digits));
    found(Kind::BankCard, &window, certain, hints.text, policy)
}

fn is_card_grouping(sizes: &[usize]) -> bool {
    let (last, rest) = sizes.split_last().unwrap_or((&0, &[]));
    let fours = rest.len() >= 3 && rest.iter().all(|size| *size == 4) && *last <= 7;
    fours || sizes.iter().all(|size| *size == 1) || matches!(sizes, [6, 10 | 12 | 13])
}

fn mobile(window: Window, hints: &mut Hints, policy: &Policy) -> Option<Found> {
    let digits = window.digits();
    let prefix = match (digits.len(), digits.first_chunk::<4>()?) {
        (11, _) => 0,
        (12, [0, ..]) => 1,
        (13, [8, 6, ..]) => 2,
        (15, [0, 0, 8, 6]) => 4,
        _ => return None,
    };
    if digits.contains(&10) || !codes::is_mobile(&digits[prefix..]) {
        return None;
    }
    let hint = hints.before(window.range().start);
    let named = hint.says == Says::Mobile;
    // With one 0 before it, as one once dialled over long distance, it may be any number of 12.
    if prefix == 1 && !named {
        return None;
    }
    let grouped = match prefix {
        0 => is_mobile_grouping(&window, named),
        _ => window.blocks.len() == 1,
    };
    let window = window.without(prefix);
    if !grouped || is_other(&window, hint, hints.text) {
        return None;
    }
    let text = hints.text;
    let around = around(&window, text);
    let glued = around.glued().to_ascii_lowercase();
    const BEFORE: [&str; 9] = ["", "tel", "phone", "mobile", "mob", "m", "t", "p", "wx"];
    let letter = glued.len() == 1 && window.blocks.len() > 1;
    if !BEFORE.contains(&glued.as_str()) || letter {
        return None;
    }
    let certain = match around.stands() {
        Stands::Alone if !named && is_joined(&window, text) => return None,
        Stands::Alone => named || !is_pair(&window),
        Stands::InFileName | Stands::InPhoneMail => false,
        Stands::InOther if hint == (Hint { says: Says::Mobile, near: true }) => true,
        Stands::InOther => return None,
    };
    found(Kind::Mobile, &window, certain, text, policy)
}

/// Whether the blocks are as people group a mobile number.
fn is_mobile_grouping(window: &Window, named: bool) -> bool {
    let sizes = window.sizes();
    let usual = matches!(sizes[..], [_] | [3, 4, 4]) || sizes.iter().all(|size| *size == 1);
    // 0475-1391234-5678 is a landline and its extension.
    if window.blocks.len() > 1 && window.after_zero && window.gap_before() == Some(Gap::Dash) {
        return false;
    }
    let dashed = matches!(sizes[..], [3, 8] | [7, 4] | [3, 3, 5] | [4, 3, 4] | [4, 4, 3]);
    let no_dots = window.gaps_are(|gap| gap < Gap::Dot);
    let one_sign = no_dots || window.gaps_are(|gap| gap == Gap::Dot || gap == Gap::Tag);
    window.gaps_are(|gap| gap <= Gap::Tag)
        || usual && one_sign && (named || !is_row_of_figures(window))
        || dashed && window.gaps_are(|gap| gap == Gap::Dash)
        || is_pair(window)
        || named && no_dots
}

/// Whether it is two blocks of a number, with nothing else beside them.
fn is_pair(window: &Window) -> bool {
    let alone = window.left.is_none() && window.right.is_none();
    alone
        && matches!(window.sizes()[..], [3, 8] | [7, 4])
        && window.gaps_are(|gap| gap == Gap::Blank)
}

/// Whether blocks between blanks may be columns of figures: then more of them stand beside.
fn is_row_of_figures(window: &Window) -> bool {
    let blanks = window.blocks.iter().skip(1).any(|block| block.gap == Gap::Blank);
    let left = window.left.filter(|_| window.gap_before() == Some(Gap::Blank));
    let right = window.right.filter(|block| block.gap == Gap::Blank);
    let a_place = |size: usize| size <= 2 && right.is_none();
    let first = window.blocks[0].len();
    let another = |size: usize| matches!(size, 11 | 18) || size == first && first > 1;
    blanks
        && (left.is_some_and(|block| !block.taken && !a_place(block.len()))
            || right.is_some_and(|block| !another(block.len())))
}

/// Whether hyphens or dots join it to digits that are no prefix and no other such number.
fn is_joined(window: &Window, text: &str) -> bool {
    let (before, after) = (window.gap_before(), window.gap_after());
    let joins = |gap: Option<Gap>| gap.is_some_and(|gap| gap >= Gap::Dash);
    let left = joins(before) && window.left.is_none_or(|b| b.len() != 11) && {
        let start = window.range().start;
        let from = text.floor_char_boundary(start.saturating_sub(40));
        let line = text.get(from..start).unwrap_or("");
        let line = &line[line.rfind('\n').map_or(0, |at| at + 1)..];
        let plain: String = line.chars().filter(|c| !c.is_whitespace()).collect();
        let country = ["86-", "86－", "86."].iter().any(|end| plain.ends_with(end));
        // 1.13800001234: the second of a list.
        let digits = plain.trim_end_matches(['.', '．', '·']);
        let numbered = before == Some(Gap::Dot)
            && (1..=2).contains(&digits.len())
            && digits != "0"
            && digits.bytes().all(|byte| byte.is_ascii_digit());
        !country && !numbered
    };
    let right = joins(after) && window.right.is_none_or(|b| b.len() != 11);
    left || right
}

/// The 15 digits given out before 1999: a region and a date, and no check digit.
fn old_resident(window: Window, hints: &mut Hints, policy: &Policy) -> Option<Found> {
    let digits = window.digits();
    let grouped =
        matches!(window.sizes()[..], [15] | [6, 6, 3]) || window.gaps_are(|gap| gap <= Gap::Tag);
    if !grouped || digits.contains(&10) || !codes::is_old_id(&digits) {
        return None;
    }
    let hint = hints.before(window.range().start);
    let around = around(&window, hints.text);
    let named = hint.says == Says::Id;
    let other = matches!(hint.says, Says::Mobile | Says::Card) && hint.near;
    if is_other(&window, hint, hints.text)
        || !around.glued().is_empty()
        || !(named || !other && around.stands() == Stands::Alone)
        || !named && is_part_of_code(&window)
    {
        return None;
    }
    found(Kind::ResidentId, &window, named, hints.text, policy)
}
