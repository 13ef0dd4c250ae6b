//! What a reader chose to see: kept in cookies, set by the forms of the bar.

use axum::http::{HeaderMap, header};

use crate::model::Day;
use crate::model::date::parse_day;

/// The cookie of the day.
const DAY: &str = "liangshai-day";
/// The cookie of a reader who does not want to see what is unpublished.
const DRAFTS: &str = "liangshai-drafts";
const OFF: &str = "off";

/// A reader's choices; what was not chosen is left to the site and the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Chosen {
    pub day: Option<Day>,
    pub drafts: bool,
}

impl Chosen {
    /// Those a request brings; a cookie that cannot be read is none.
    pub fn of(headers: &HeaderMap) -> Self {
        let mut chosen = Self { day: None, drafts: true };
        let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
        for (name, value) in lines.flat_map(|line| line.split(';')).filter_map(|pair| {
            let (name, value) = pair.split_once('=')?;
            Some((name.trim(), value.trim()))
        }) {
            match name {
                DAY => chosen.day = parse_day(value, None).ok(),
                DRAFTS => chosen.drafts = value != OFF,
                _ => {}
            }
        }
        chosen
    }
}

/// A form of the bar, as sent.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Choice {
    /// The page it was sent from.
    pub back: String,
    /// What to remember, as values of `Set-Cookie`.
    pub cookies: Vec<String>,
}

impl Choice {
    /// Reads the form; `Err` with a day that is none.
    pub fn parse(query: &str) -> Result<Self, String> {
        let mut choice = Self { back: "/".to_owned(), cookies: Vec::new() };
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match &*name {
                "back" => choice.back = value.into_owned(),
                "day" if value.is_empty() => choice.cookies.push(forget(DAY)),
                "day" => match parse_day(&value, None) {
                    Ok(day) => choice.cookies.push(keep(DAY, &day.to_string())),
                    Err(_) => return Err(value.into_owned()),
                },
                "drafts" if value == OFF => choice.cookies.push(keep(DRAFTS, OFF)),
                "drafts" => choice.cookies.push(forget(DRAFTS)),
                _ => {}
            }
        }
        Ok(choice)
    }
}

/// A cookie that no script reads, no other site sends, and that goes with the browser's window.
fn keep(name: &str, value: &str) -> String {
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict")
}

fn forget(name: &str) -> String {
    format!("{name}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_who_chose_nothing_sees_drafts_on_the_day_of_the_site() {
        let of = |cookies: &'static str| {
            let value = header::HeaderValue::from_static(cookies);
            Chosen::of(&[(header::COOKIE, value)].into_iter().collect())
        };
        assert_eq!(of("a=b"), Chosen { day: None, drafts: true });
        assert_eq!(of("liangshai-day=soon"), Chosen { day: None, drafts: true });
        let day = parse_day("2023-08-31", None).ok();
        assert_eq!(
            of("a=b; liangshai-day=2023-08-31; liangshai-drafts=off"),
            Chosen { day, drafts: false }
        );
    }

    #[test]
    fn a_form_says_what_to_remember_and_where_to_go_back_to() {
        let choice = Choice::parse("day=2023-08-31&back=%2Fljsbp%2F%3Fa%3Db").expect("a day");
        assert_eq!(choice.back, "/ljsbp/?a=b");
        assert_eq!(choice.cookies, ["liangshai-day=2023-08-31; Path=/; HttpOnly; SameSite=Strict"]);
        let choice = Choice::parse("day=&drafts=on").expect("no day");
        assert_eq!(choice.back, "/");
        for cookie in choice.cookies {
            assert!(cookie.contains("=; ") && cookie.contains("Max-Age=0"), "{cookie}");
        }
        assert_eq!(Choice::parse("day=2023-02-30"), Err("2023-02-30".to_owned()));
    }
}
