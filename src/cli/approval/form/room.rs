//! How much of a change a page of A4 holds.

use unicode_width::UnicodeWidthStr as _;

use super::rows::Row;

/// Room on the page for rows of the summary beside four stages, and what a stage, a row and each of
/// its lines take of it; in tenths of a millimetre.
const ROOM: usize = 970;
const STAGES: usize = 4;
const STAGE: usize = 132;
const ROW: usize = 24;
const LINE: usize = 54;
/// Columns of a title and of what becomes of it that surely fit into a line, a Chinese character
/// taking two.
const TITLE_LINE: usize = 44;
const CHANGE_LINE: usize = 24;
const FULL_LINE: usize = 82;
/// Characters of a title that fit into two lines of its column, and of what becomes of it and of
/// posts into theirs.
pub const TITLE: usize = 40;
pub const CHANGE: usize = 24;
pub const POSTS: usize = 24;

/// How many rows are shown on a page that has so many stages to sign: all of them, or as many as
/// leave room for the row that leads to the annex.
pub fn fitting(rows: &[Row], stages: usize) -> usize {
    if rows.iter().map(height).sum::<usize>() <= room(stages) {
        return rows.len();
    }
    let mut left = room(stages).saturating_sub(ROW + LINE);
    let fits = |row: &&Row| match left.checked_sub(height(row)) {
        Some(less) => {
            left = less;
            true
        }
        None => false,
    };
    rows.iter().take_while(fits).count()
}

/// Whether a page has room for all rows, with what stood before and what stands now.
pub fn holds(rows: &[Row], stages: usize) -> bool {
    let in_full = |row: &Row| -> usize {
        row.in_full.iter().map(|line| ROW + LINE * lines(line, FULL_LINE)).sum()
    };
    rows.iter().map(|row| height(row) + in_full(row)).sum::<usize>() <= room(stages)
}

fn room(stages: usize) -> usize {
    ROOM + STAGE * STAGES.saturating_sub(stages)
}

fn height(row: &Row) -> usize {
    ROW + LINE * lines(&row.title, TITLE_LINE).max(lines(&row.change, CHANGE_LINE))
}

fn lines(text: &str, most: usize) -> usize {
    text.width().div_ceil(most).max(1)
}

/// A text of at most so many characters.
pub fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}
