//! Joins pieces of text the way Chinese is set: a line break between two Chinese characters is no
//! space.

/// Gathers plain text from pieces and line breaks.
#[derive(Debug, Default)]
pub(crate) struct Words {
    text: String,
    broken: bool,
}

impl Words {
    /// Appends a piece of text.
    pub(crate) fn push(&mut self, piece: &str) {
        let Some(next) = piece.chars().next() else {
            return;
        };
        if std::mem::take(&mut self.broken) && !joins(self.text.chars().next_back(), Some(next)) {
            self.text.push(' ');
        }
        self.text.push_str(piece);
    }

    /// Notes a line break; what it becomes is decided by what follows.
    pub(crate) fn line_break(&mut self) {
        self.broken = !self.text.is_empty();
    }

    /// The text so far.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// Gives up the text, white space at its ends removed.
    pub(crate) fn finish(self) -> String {
        let trimmed = self.text.trim();
        if trimmed.len() == self.text.len() { self.text } else { trimmed.to_owned() }
    }
}

/// Tells whether a line break between two characters vanishes: one is Chinese, the other too or a
/// mark that Chinese shares with other scripts (“ ” — …).
pub(crate) fn joins(before: Option<char>, after: Option<char>) -> bool {
    let (Some(before), Some(after)) = (before, after) else {
        return false;
    };
    (is_chinese(before) && (is_chinese(after) || is_shared(after)))
        || (is_shared(before) && is_chinese(after))
}

/// Tells whether text contains a Chinese character or full-width mark.
pub(crate) fn has_chinese(text: &str) -> bool {
    text.chars().any(is_chinese)
}

/// Han, kana, bopomofo and full-width marks; not hangul, which is written with spaces.
fn is_chinese(c: char) -> bool {
    matches!(
        c,
        '\u{2e80}'..='\u{312f}'
            | '\u{3190}'..='\u{4dbf}'
            | '一'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{fe30}'..='\u{fe4f}'
            | '\u{ff01}'..='\u{ff9f}'
            | '\u{ffe0}'..='\u{ffe6}'
            | '\u{20000}'..='\u{3fffd}'
    )
}

fn is_shared(c: char) -> bool {
    matches!(c, '‘' | '’' | '“' | '”' | '—' | '…' | '·')
}
