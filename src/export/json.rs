//! Data as JSON: one object, with each record on a line of its own, so that a change shows as a
//! changed line.

use rust_decimal::Decimal;
use serde::ser::{Error, Serialize, Serializer};
use serde_json::value::RawValue;

use crate::facts::{Facts, Ratio};
use crate::model::Day;

/// Raised when a key changes its name or meaning, never for a key added.
pub const SCHEMA_VERSION: u32 = 1;

/// What every file opens with.
#[derive(serde::Serialize)]
struct Head<'a> {
    schema_version: u32,
    site: Site<'a>,
    as_of: Day,
    edition: &'static str,
}

/// Which site the data are of.
#[derive(serde::Serialize)]
pub struct Site<'a> {
    pub title: &'a str,
    pub organizer: Option<&'a str>,
    pub region_code: Option<&'a str>,
}

/// A file being written.
pub struct Document<'a>(&'a mut Vec<u8>);

impl<'a> Document<'a> {
    /// Begins with what says which site, day and edition the data are of.
    pub fn open(facts: &Facts, out: &'a mut Vec<u8>) -> Self {
        let settings = facts.settings();
        let head = Head {
            schema_version: SCHEMA_VERSION,
            site: Site {
                title: &settings.title,
                organizer: settings.identity.organizer.as_deref(),
                region_code: settings.identity.region_code.as_deref(),
            },
            as_of: facts.day(),
            edition: facts.audience().edition.name(),
        };
        append(out, &head);
        out.pop();
        Self(out)
    }

    /// Adds one value.
    pub fn value(self, key: &str, value: &impl Serialize) -> Self {
        self.0.extend_from_slice(format!(",\"{key}\":").as_bytes());
        append(self.0, value);
        self
    }

    /// Adds a list, one item a line.
    pub fn list<T: Serialize>(self, key: &str, items: impl IntoIterator<Item = T>) -> Self {
        self.0.extend_from_slice(format!(",\"{key}\":").as_bytes());
        self.0.push(b'[');
        let mut end = "]";
        for item in items {
            self.0.extend_from_slice(if end == "]" { b"\n" } else { b",\n" });
            append(self.0, &item);
            end = "\n]";
        }
        self.0.extend_from_slice(end.as_bytes());
        self
    }

    /// Ends the file.
    pub fn close(self) {
        self.0.extend_from_slice(b"}\n");
    }
}

/// Appends a value on one line.
pub fn append(out: &mut Vec<u8>, value: &impl Serialize) {
    serde_json::to_writer(out, value).expect("rows hold only what JSON can say");
}

/// A number printed as it was written: 60.10 stays 60.10, and no digit passes through a float.
#[derive(Debug, Clone, Copy, Default)]
pub struct Number(pub Decimal);

impl Number {
    /// A rate in per cent with its one decimal, or none of nothing.
    pub fn rate(ratio: Ratio) -> Option<Self> {
        let permille = i64::try_from(ratio.permille()?).ok()?;
        Some(Self(Decimal::new(permille, 1)))
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut number = self.0;
        if number.is_zero() {
            // A change rounded to nothing would print as -0.0.
            number.set_sign_positive(true);
        }
        RawValue::from_string(number.to_string()).map_err(S::Error::custom)?.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: &impl Serialize) -> String {
        let mut out = Vec::new();
        append(&mut out, value);
        String::from_utf8(out).expect("JSON")
    }

    #[test]
    fn a_number_never_passes_through_a_float() {
        for (given, printed) in [
            ("60.10", "60.10"),
            ("0.1000000000000000055", "0.1000000000000000055"),
            ("0.0000000001", "0.0000000001"),
            ("79228162514264337593543950335", "79228162514264337593543950335"),
            ("-5.90", "-5.90"),
            ("-0.0", "0.0"),
        ] {
            assert_eq!(text(&Number(given.parse().expect("a number"))), printed);
        }
    }

    #[test]
    fn a_rate_has_one_decimal_and_nothing_of_nothing_is_null() {
        let rate = |part, whole| text(&Number::rate(Ratio { part, whole }));
        assert_eq!(rate(219, 373), "58.7");
        assert_eq!(rate(1, 2), "50.0");
        assert_eq!(rate(0, 0), "null");
    }
}
