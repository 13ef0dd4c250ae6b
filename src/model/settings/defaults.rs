//! What a plan or record has when it does not say otherwise, and how cut-offs are read.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::calendar::{
    MonthlyCutoff, OnHoliday, WeeklyCutoff, parse_monthly_cutoff, parse_weekly_cutoff,
};
use crate::model::choice::Choice;
use crate::model::fields::{Fields, Spanned};
use crate::model::key::Key;
use crate::model::record::Disclosure;
use crate::say;

/// Days before a deadline that turn a task yellow, where nothing else is said (近一周).
const WARNING_DAYS_DEFAULT: u32 = 7;

/// What a plan or record has when it does not say otherwise.
#[derive(Debug, Clone, PartialEq)]
pub struct Defaults {
    pub disclosure: Option<Disclosure>,
    pub warning_days: u32,
    pub weekly: Option<WeeklyCutoff>,
    pub monthly: Option<MonthlyCutoff>,
    pub bulletin_day: Option<u32>,
    pub on_holiday: OnHoliday,
}

impl Default for Defaults {
    fn default() -> Self {
        Self {
            disclosure: None,
            warning_days: WARNING_DAYS_DEFAULT,
            weekly: None,
            monthly: None,
            bulletin_day: None,
            on_holiday: OnHoliday::Earlier,
        }
    }
}

setting_keys! {
    DISCLOSURE = "disclosure"; WARNING_DAYS = "warning_days"; WEEKLY = "weekly";
    MONTHLY = "monthly"; BULLETIN_DAY = "bulletin_day"; ON_HOLIDAY = "on_holiday";
}

/// Reads `[defaults]`.
pub fn decode(mut fields: Fields, out: &mut Diagnostics) -> Defaults {
    let defaults = Defaults {
        disclosure: fields.choice(&DISCLOSURE, out),
        warning_days: fields.count(&WARNING_DAYS, out).unwrap_or(WARNING_DAYS_DEFAULT),
        weekly: weekly(&mut fields, &WEEKLY, out),
        monthly: monthly(&mut fields, &MONTHLY, out),
        bulletin_day: fields.count(&BULLETIN_DAY, out),
        on_holiday: on_holiday(&mut fields, &ON_HOLIDAY, out).unwrap_or(OnHoliday::Earlier),
    };
    fields.finish(out);
    defaults
}

/// A weekly cut-off, as 周五 12:00.
pub fn weekly(
    fields: &mut Fields,
    key: &'static Key,
    out: &mut Diagnostics,
) -> Option<WeeklyCutoff> {
    let text = fields.spanned(key, out)?;
    let cutoff = parse_weekly_cutoff(&text.value).ok();
    if cutoff.is_none() {
        bad_cutoff(fields, key, text, "周五 12:00", out);
    }
    cutoff
}

/// A monthly cut-off, as 29日 12:00.
pub fn monthly(
    fields: &mut Fields,
    key: &'static Key,
    out: &mut Diagnostics,
) -> Option<MonthlyCutoff> {
    let text = fields.spanned(key, out)?;
    let cutoff = parse_monthly_cutoff(&text.value).ok();
    if cutoff.is_none() {
        bad_cutoff(fields, key, text, "29日 12:00", out);
    }
    cutoff
}

fn bad_cutoff(
    fields: &Fields,
    key: &Key,
    text: Spanned<String>,
    example: &str,
    out: &mut Diagnostics,
) {
    let (zh, en, given) = (key.zh[0], key.en, &text.value);
    out.push(
        Diagnostic::new(
            Code::BadValue,
            fields.place(text.span),
            say!("“{zh}”的“{given}”读不成截止时间", "`{en}`: `{given}` is no cut-off"),
        )
        .help(say!("例如 {example}", "as {example}")),
    );
}

/// What happens to a cut-off on a day off.
pub fn on_holiday(
    fields: &mut Fields,
    key: &'static Key,
    out: &mut Diagnostics,
) -> Option<OnHoliday> {
    fields.choice(key, out)
}

impl Choice for OnHoliday {
    const WORDS: &'static [(Self, &'static str, &'static [&'static str])] = &[
        (OnHoliday::Earlier, "earlier", &["提前"]),
        (OnHoliday::Later, "later", &["顺延"]),
        (OnHoliday::Same, "same", &["不变"]),
    ];
}
