//! 引用数: totals a document states without itemising them, and the parts it breaks them into.

use rust_decimal::{Decimal, RoundingStrategy};

use super::choice::Choice;
use super::fields::{Fields, Spanned};
use super::key;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::say;

/// A total a document states without itemising it.
#[derive(Debug, Clone)]
pub struct Quoted {
    pub name: String,
    pub value: Decimal,
    pub of: Option<Decimal>,
    pub approximate: Option<Approximation>,
    pub as_of: Option<String>,
    pub source: Option<String>,
    /// The total of the same record that this is a part of, by its name.
    pub part_of: Option<String>,
    /// Where its value is written.
    pub at: Place,
}

/// In what sense a figure is a mere estimate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Approximation {
    /// 约40: perhaps less.
    About,
    /// 40余: not less.
    Odd,
    /// 100多: not less.
    Over,
}

impl Approximation {
    /// Whether the figure is the least there can be.
    pub fn is_lower_bound(self) -> bool {
        self != Approximation::About
    }
}

/// What 约数 may hold: that a figure is one, or in what sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Approximate(Option<Approximation>);

impl Choice for Approximate {
    const WORDS: &'static [(Self, &'static str, &'static [&'static str])] = &[
        (Self(Some(Approximation::About)), "true", &["是", "约", "yes", "about"]),
        (Self(Some(Approximation::Odd)), "odd", &["余"]),
        (Self(Some(Approximation::Over)), "over", &["多"]),
        (Self(None), "false", &["否", "no"]),
    ];
}

/// How far the parts a document names make up its total.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts {
    pub sum: Decimal,
    /// What of the total no part holds; below zero where the parts come to more than it.
    pub rest: Decimal,
}

impl Quoted {
    /// The parts of a total among the figures of its record.
    pub fn parts<'a>(&'a self, all: &'a [Quoted]) -> impl Iterator<Item = &'a Quoted> {
        all.iter().filter(|part| part.part_of.as_ref() == Some(&self.name))
    }

    /// What its parts come to; none without parts, or where any of these figures is a mere
    /// estimate, which is never summed as exact.
    pub fn itemised(&self, all: &[Quoted]) -> Option<Parts> {
        self.parts(all).next()?;
        if self.approximate.is_some() || self.parts(all).any(|part| part.approximate.is_some()) {
            return None;
        }
        let mut sum = Decimal::ZERO;
        for part in self.parts(all) {
            sum = sum.checked_add(part.value)?;
        }
        Some(Parts { sum, rest: self.value.checked_sub(sum)? })
    }

    /// What it is of its 分母, in per cent to one decimal, half away from zero. An estimate has no
    /// rate, which would look exact.
    pub fn rate(&self) -> Option<Decimal> {
        let of = self.of.filter(|_| self.approximate.is_none())?;
        let share = self.value.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(of)?;
        let mut rate = share.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero);
        rate.rescale(1);
        Some(rate)
    }

    /// Its name without the unit in brackets behind it, and the unit: 督查考核（次）.
    pub fn name_and_unit(&self) -> (&str, &str) {
        let split = |open, close| self.name.strip_suffix(close)?.rsplit_once(open);
        split('（', '）').or_else(|| split('(', ')')).unwrap_or((&self.name, ""))
    }
}

/// Reads a record's quoted totals.
pub(super) fn decode(fields: &mut Fields, out: &mut Diagnostics) -> Vec<Quoted> {
    let mut found = Vec::new();
    let mut totals: Vec<(Spanned<String>, Place)> = Vec::new();
    for mut line in fields.maps(&key::QUOTED, out) {
        let name = line.required_text(&key::NAME, "工作任务", out);
        let value = line.number(&key::VALUE, out);
        if !line.has(&key::VALUE) {
            line.missing(&key::VALUE, "23", out);
        }
        let quoted = (
            line.number(&key::OF, out),
            line.choice::<Approximate>(&key::APPROXIMATE, out).and_then(|given| given.0),
            line.text(&key::AS_OF, out),
            line.text(&key::SOURCE, out),
        );
        let total = line.spanned(&key::PART_OF, out);
        if let (Some(name), Some(value), (of, approximate, as_of, source)) = (name, value, quoted) {
            let part_of = total.as_ref().map(|total| total.value.clone());
            let at = line.place(line.value_span(&key::VALUE));
            found.push(Quoted { name, value, of, approximate, as_of, source, part_of, at });
        }
        totals.extend(total.map(|total| {
            let place = line.place(total.span.clone());
            (total, place)
        }));
        line.finish(out);
    }
    report_missing_totals(&found, &totals, out);
    for quoted in &found {
        report_wrong_sum(quoted, &found, out);
    }
    found
}

fn report_missing_totals(
    found: &[Quoted],
    totals: &[(Spanned<String>, Place)],
    out: &mut Diagnostics,
) {
    for (total, place) in totals {
        let is_total = |quoted: &&Quoted| quoted.name == total.value && quoted.part_of.is_none();
        if found.iter().find(is_total).is_none() {
            let name = &total.value;
            out.push(
                Diagnostic::new(
                    Code::NoSuchTotal,
                    place.clone(),
                    say!(
                        "本记录的引用数里没有名为“{name}”的总数",
                        "no total of this record is named `{name}`"
                    ),
                )
                .help(say!("写总数的“名称”，一字不差", "write the total's `name` as it stands")),
            );
        }
    }
}

fn report_wrong_sum(quoted: &Quoted, all: &[Quoted], out: &mut Diagnostics) {
    let Some(Parts { sum, rest }) = quoted.itemised(all) else { return };
    if rest.is_zero() {
        return;
    }
    let (name, value) = (&quoted.name, quoted.value);
    out.push(
        Diagnostic::new(
            Code::PartsDoNotAddUp,
            quoted.at.clone(),
            say!(
                "“{name}”为{value}，所列各项合计{sum}",
                "`{name}` is {value}, its parts come to {sum}"
            ),
        )
        .help(say!(
            "核对原文；原文如此的，页面会写明差数",
            "check the document; where it says so itself, the page states the difference"
        )),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(value: &str, of: Option<&str>, approximate: Option<Approximation>) -> Quoted {
        let number = |text: &str| text.parse().expect("a number");
        Quoted {
            name: "任务（项）".into(),
            value: number(value),
            of: of.map(number),
            approximate,
            as_of: None,
            source: None,
            part_of: None,
            at: Place::file("content/plans/a.md"),
        }
    }

    #[test]
    fn a_quoted_total_has_the_rate_of_what_it_is_of() {
        let rate = |value, of| quoted(value, of, None).rate().map(|rate| rate.to_string());
        assert_eq!(rate("219", Some("373")).as_deref(), Some("58.7"));
        assert_eq!(rate("178", Some("211")).as_deref(), Some("84.4"));
        assert_eq!(rate("1", Some("16")).as_deref(), Some("6.3"), "6.25 rounds up");
        assert_eq!(rate("30", Some("30")).as_deref(), Some("100.0"));
        assert_eq!(rate("0", Some("0")), None);
        assert_eq!(rate("219", None), None);
    }

    #[test]
    fn an_estimate_has_no_rate() {
        for approximate in [Approximation::About, Approximation::Odd, Approximation::Over] {
            assert_eq!(quoted("40", Some("80"), Some(approximate)).rate(), None);
        }
    }
}
