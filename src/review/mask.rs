//! A review repeats no number that is one's own, as no message of the program does: what should not
//! be published should not go round in a comment either.

use super::{Change, Data, MovedBy, Piece, RecordReview, Review};
use crate::diagnostic::told;

/// Masks what is private in everything a review quotes.
pub fn mask(review: &mut Review) {
    for record in review.records.iter_mut().chain(&mut review.follows) {
        of_record(record);
    }
    let of_site = review.passes.site.iter_mut();
    of_site.for_each(|waiver| {
        waiver.path.iter_mut().for_each(text);
        [&mut waiver.reason, &mut waiver.approved_by].into_iter().for_each(text);
    });
    for passed in &mut review.passes.findings {
        passed.title.iter_mut().for_each(text);
        [&mut passed.reason, &mut passed.approved_by].into_iter().for_each(text);
    }
    review.settings.lines.iter_mut().for_each(|pieces| of_pieces(pieces));
    let of_columns = review.settings.columns.iter_mut().flat_map(|column| &mut column.lines);
    of_columns.for_each(|pieces| of_pieces(pieces));
    review.pages.titles.values_mut().for_each(text);
    review.unseen.iter_mut().for_each(|unseen| text(&mut unseen.title));
}

fn of_record(record: &mut RecordReview) {
    text(&mut record.title);
    if let super::Fate::Withdrawn { reason, .. } = &mut record.fate {
        text(reason);
    }
    record.changes.iter_mut().for_each(of_change);
}

fn of_change(change: &mut Change) {
    match change {
        Change::Title { pieces } | Change::Reworded { pieces, .. } => of_pieces(pieces),
        Change::Value { from, to, .. } => [from, to].into_iter().for_each(data),
        Change::Listed { added, removed, .. } => added.iter_mut().chain(removed).for_each(data),
        Change::Body { paragraphs, .. } | Change::Translation { paragraphs, .. } => {
            paragraphs.iter_mut().for_each(|pieces| of_pieces(pieces))
        }
        Change::Entry(entry) => {
            entry.title.iter_mut().for_each(text);
            entry.text.iter_mut().for_each(|pieces| of_pieces(pieces));
            let values = entry.fields.iter_mut().flat_map(|edit| [&mut edit.from, &mut edit.to]);
            values.flatten().for_each(text);
        }
        Change::Deadline { by: MovedBy::Entry { reason, approved_by, .. }, .. } => {
            reason.iter_mut().chain(approved_by).for_each(text);
        }
        Change::State { why, .. } => {
            why.iter_mut().flat_map(|why| [&mut why.own, &mut why.other]).for_each(text);
        }
        Change::File { name, path, renamed_from, .. } => {
            [name, path].into_iter().chain(renamed_from).for_each(text);
        }
        Change::Deadline { .. }
        | Change::Colour { .. }
        | Change::Moved { .. }
        | Change::Return { .. }
        | Change::NotShown { .. }
        | Change::Other => {}
    }
}

fn of_pieces(pieces: &mut [Piece]) {
    for piece in pieces {
        if let Piece::Same(own) | Piece::Removed(own) | Piece::Added(own) = piece {
            text(own);
        }
    }
}

fn data(value: &mut Data) {
    match value {
        Data::Text(own) => text(own),
        Data::Record { title, .. } => text(title),
        Data::List(items) => items.iter_mut().for_each(data),
        Data::Map(pairs) => pairs.iter_mut().for_each(|(_, value)| data(value)),
        Data::Null | Data::Bool(_) | Data::Number(_) => {}
    }
}

fn text(own: &mut String) {
    let masked = told(own).into_owned();
    *own = masked;
}
