//! `[licence]`: the terms under which the data may be used.

use super::super::fields::Fields;
use super::super::key::Key;
use super::is_url;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::say;

/// What anyone may do with the data; at least one of `name` and `url` is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Licence {
    /// The short name licences are known by, as `CC-BY-4.0`.
    pub name: Option<String>,
    /// As people call it.
    pub title: Option<String>,
    /// Where its text is.
    pub url: Option<String>,
}

setting_keys! { NAME = "name"; LICENCE_TITLE = "title"; URL = "url"; }

pub(super) fn decode(mut fields: Fields, out: &mut Diagnostics) -> Option<Licence> {
    let name = fields.spanned(&NAME, out);
    let title = fields.text(&LICENCE_TITLE, out);
    let url = fields.spanned(&URL, out);
    let mut refuse = |place, message, help| {
        out.push(Diagnostic::new(Code::BadSettings, place, message).help(help));
    };
    if let Some(name) = &name
        && !name.value.chars().all(|c| c.is_ascii_alphanumeric() || "-._".contains(c))
    {
        let given = &name.value;
        refuse(
            fields.place(name.span.clone()),
            say!(
                "[licence] 的 name“{given}”不是许可协议的代号",
                "`{given}` is no short name of a licence"
            ),
            say!(
                "代号如 name = \"CC-BY-4.0\"；协议的名称写在 title",
                "as name = \"CC-BY-4.0\"; what people call it goes into title"
            ),
        );
    }
    if let Some(url) = &url
        && !is_url(&url.value)
    {
        let given = &url.value;
        refuse(
            fields.place(url.span.clone()),
            say!("[licence] 的 url“{given}”不是完整的网址", "`{given}` is no full address"),
            say!("以 https:// 开头", "begin it with https://"),
        );
    }
    if name.is_none() && url.is_none() {
        refuse(
            fields.place(fields.raw().span.clone()),
            say!("[licence] 没有写是哪个许可协议", "`[licence]` does not say which one"),
            say!("写上 name 或 url", "give name or url"),
        );
    }
    fields.finish(out);
    let (name, url) = (name.map(|name| name.value), url.map(|url| url.value));
    (name.is_some() || url.is_some()).then_some(Licence { name, title, url })
}
