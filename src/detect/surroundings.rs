//! What stands right beside a number and makes it part of something longer: an address of the
//! web, a file's name, an identifier, an amount.

use super::seen::{folded, is_unseen};

/// The text on both sides of a number.
#[derive(Debug, Clone, Copy)]
pub struct Around<'a> {
    before: &'a str,
    after: &'a str,
}

/// How a number stands among its neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    Alone,
    /// In the name of a file, which is told by its ending.
    InFileName,
    /// Before the @ of a telephone company, which gives each number such an address.
    InPhoneMail,
    /// In an identifier, an address of the web or a mail address.
    InOther,
}

impl<'a> Around<'a> {
    /// Of the number at these bytes.
    pub fn new(text: &'a str, start: usize, end: usize) -> Self {
        let before = text.get(..start).unwrap_or("").trim_end_matches(is_unseen);
        let after = text.get(end..).unwrap_or("").trim_start_matches(is_unseen);
        Self { before, after }
    }

    /// The letters right before.
    pub fn glued(self) -> &'a str {
        let before = self.before;
        let letters =
            before.chars().rev().take(24).take_while(|c| folded(*c).is_ascii_alphabetic());
        let length: usize = letters.map(char::len_utf8).sum();
        &before[before.len() - length..]
    }

    /// Whether a digit or letter stands right after.
    pub fn is_glued_after(self) -> bool {
        self.after.chars().next().is_some_and(|c| folded(c).is_ascii_alphanumeric())
    }

    /// Whether it is part of an address of the web.
    pub fn in_url(self) -> bool {
        let before = self.before;
        let part = |c: &char| c.is_ascii_graphic() && !matches!(c, '"' | '\'' | '<' | '>' | '`');
        let length = before.chars().rev().take(300).take_while(part).count();
        let token = &before[before.len() - length..];
        token.contains("://") || token.contains("www.") || token.starts_with("//")
    }

    /// How it stands among signs that join.
    pub fn stands(self) -> Stands {
        if self.in_url() || self.is_joined_before() {
            return Stands::InOther;
        }
        let mut after = self.after.chars();
        match (after.next(), after.next()) {
            (Some('@'), _) if self.is_phone_mail() => Stands::InPhoneMail,
            (Some('@' | '%' | '％'), _) => Stands::InOther,
            (Some('_' | '='), Some(c)) if c.is_ascii_alphanumeric() => Stands::InOther,
            (Some('-' | '/'), Some(c)) if c.is_ascii_alphabetic() => Stands::InOther,
            (Some('.'), Some(c)) if c.is_ascii_alphabetic() => {
                let name = self.before.trim_end_matches(['-', '_', ' ', '（', '(']);
                let of_hanzi = name.chars().next_back().is_some_and(|c| c >= '\u{4E00}');
                if of_hanzi { Stands::InFileName } else { Stands::InOther }
            }
            _ => Stands::Alone,
        }
    }

    fn is_phone_mail(self) -> bool {
        let after: String = self.after.chars().take(16).map(|c| c.to_ascii_lowercase()).collect();
        ["@139.com", "@189.cn", "@wo.cn", "@wo.com.cn"].iter().any(|at| after.starts_with(at))
    }

    fn is_joined_before(self) -> bool {
        let mut before = self.before.chars().rev();
        match (before.next(), before.next()) {
            (Some('_'), Some(c)) => c.is_ascii_alphanumeric(),
            // Digits before these are of the same run, which knows them.
            (Some('-' | '.'), Some(c)) => c.is_ascii_alphabetic(),
            (Some('/'), Some(c)) => !(c.is_ascii_digit() || c >= '\u{80}' || c == ' ' || c == ')'),
            (Some('/' | '#' | '@' | '%' | '~' | '$' | '￥' | '¥' | '€'), _) => true,
            _ => false,
        }
    }

    /// Whether a unit follows that makes it an amount.
    pub fn is_amount(self) -> bool {
        const BESIDE: [&str; 24] = [
            "元", "万元", "亿", "千元", "余元", "多元", "吨", "公斤", "千克", "平方", "立方", "㎡",
            "公里", "人次", "户", "件", "株", "亩", "千瓦", "秒", "毫秒", "微秒", "字节", "bytes",
        ];
        const APART: [&str; 5] = ["元", "万元", "亿元", "bytes", "字节"];
        let next = self.after.trim_start();
        BESIDE.iter().any(|unit| self.after.starts_with(unit))
            || APART.iter().any(|unit| next.starts_with(unit))
    }

    /// Whether it is called a number of something right after: 第…号.
    pub fn is_numbered(self) -> bool {
        self.after.starts_with('号') && !self.after.starts_with("号码")
    }
}
