//! The working days of the years a site brings itself.

use std::ops::Range;
use std::sync::Arc;

use super::file_named;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Source};
use crate::model::calendar::Calendar;
use crate::model::fields::{Fields, Spanned};
use crate::model::key::Key;
use crate::say;
use crate::tree::Tree;

setting_keys! { FILES = "files"; }

/// The keys that name files.
pub const NAMING: &[&Key] = &[&FILES];

/// Reads `[calendar]` and the files it names.
pub fn decode(
    mut fields: Fields,
    settings: &Arc<Source>,
    tree: &dyn Tree,
    out: &mut Diagnostics,
) -> anyhow::Result<Calendar> {
    let mut calendar = Calendar::builtin();
    for file in fields.list(&FILES, out) {
        add(&mut calendar, settings, &file, tree, out)?;
    }
    fields.finish(out);
    Ok(calendar)
}

fn add(
    calendar: &mut Calendar,
    settings: &Arc<Source>,
    file: &Spanned<String>,
    tree: &dyn Tree,
    out: &mut Diagnostics,
) -> anyhow::Result<()> {
    let name = &file.value;
    let at = Place::new(settings, file.span.clone());
    let Some(path) = file_named(name, tree)? else {
        out.push(
            Diagnostic::new(
                Code::BadCalendar,
                at,
                say!("没有工作日历文件“{name}”", "there is no calendar file `{name}`"),
            )
            .help(say!(
                "路径从站点目录写起，例如 calendar/2027.toml",
                "give the path from the site's folder, as calendar/2027.toml"
            )),
        );
        return Ok(());
    };
    let bytes = tree.read(&path)?;
    let Ok(text) = String::from_utf8(bytes) else {
        out.push(Diagnostic::new(
            Code::BadCalendar,
            at,
            say!("工作日历“{name}”不是UTF-8文字", "the calendar `{name}` is no UTF-8 text"),
        ));
        return Ok(());
    };
    if let Err(fault) = calendar.add_year(&text) {
        let source = Source::new(&path, text);
        let span: Range<usize> = fault.span.clone().unwrap_or(0..0);
        let (zh, en) = (&fault.message_zh, &fault.message_en);
        out.push(Diagnostic::new(
            Code::BadCalendar,
            Place::new(&source, span),
            say!("{zh}", "{en}"),
        ));
    }
    Ok(())
}
