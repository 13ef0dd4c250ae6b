//! Which part of a file is asked for (RFC 9110, 14.2): video players and PDF readers ask.

use std::ops::RangeInclusive;

use axum::http::{HeaderMap, header};

/// What to send of a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part {
    Whole,
    Bytes(RangeInclusive<usize>),
    /// Nothing of what was asked for is there.
    Nothing,
}

/// Tells what to send of a file of that length.
pub(super) fn part(headers: &HeaderMap, length: usize) -> Part {
    // What a condition is compared with is never sent, so no condition holds.
    let asked = headers.get(header::RANGE).filter(|_| !headers.contains_key(header::IF_RANGE));
    let asked = asked.and_then(|asked| asked.to_str().ok()?.strip_prefix("bytes="));
    match asked {
        None => Part::Whole,
        // Several parts would need another form of answer, and the whole is always allowed.
        Some(ranges) if ranges.contains(',') => Part::Whole,
        Some(range) => bytes(range, length).map_or(Part::Nothing, Part::Bytes),
    }
}

/// Reads `0-499`, `500-` or `-500`, the last 500.
fn bytes(range: &str, length: usize) -> Option<RangeInclusive<usize>> {
    let (first, last) = range.trim().split_once('-')?;
    let end = length.checked_sub(1)?;
    if first.is_empty() {
        let count = number(last)?;
        return (count > 0).then(|| length.saturating_sub(count)..=end);
    }
    let first = number(first)?;
    let last = if last.is_empty() { end } else { number(last)?.min(end) };
    (first <= last).then_some(first..=last)
}

/// A number of bytes; one too large to count is beyond the end of every file.
fn number(text: &str) -> Option<usize> {
    let sound = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    sound.then(|| text.parse().unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(range: &'static str, length: usize) -> Part {
        let value = header::HeaderValue::from_static(range);
        part(&[(header::RANGE, value)].into_iter().collect(), length)
    }

    #[test]
    fn one_range_is_a_part_several_are_the_whole() {
        assert_eq!(asked("bytes=0-3", 10), Part::Bytes(0..=3));
        assert_eq!(asked("bytes=4-", 10), Part::Bytes(4..=9));
        assert_eq!(asked("bytes=-4", 10), Part::Bytes(6..=9));
        assert_eq!(asked("bytes=4-99", 10), Part::Bytes(4..=9));
        assert_eq!(asked("bytes=-99", 10), Part::Bytes(0..=9));
        assert_eq!(asked("bytes=9-99999999999999999999999", 10), Part::Bytes(9..=9));
        assert_eq!(asked("bytes=0-1,4-5", 10), Part::Whole);
        assert_eq!(asked("pages=1-2", 10), Part::Whole);
        assert_eq!(part(&HeaderMap::new(), 10), Part::Whole);
    }

    #[test]
    fn what_is_not_there_cannot_be_sent() {
        for range in
            ["bytes=10-", "bytes=5-4", "bytes=a-b", "bytes=-", "bytes=", "bytes=-0", "bytes=+1-2"]
        {
            assert_eq!(asked(range, 10), Part::Nothing, "{range}");
        }
        assert_eq!(asked("bytes=0-0", 0), Part::Nothing);
        assert_eq!(asked("bytes=-1", 0), Part::Nothing);
    }

    #[test]
    fn a_part_asked_for_under_a_condition_is_the_whole() {
        let headers = [
            (header::RANGE, header::HeaderValue::from_static("bytes=0-3")),
            (header::IF_RANGE, header::HeaderValue::from_static("\"x\"")),
        ];
        assert_eq!(part(&headers.into_iter().collect(), 10), Part::Whole);
    }
}
