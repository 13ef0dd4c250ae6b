//! Records that bodies name: `{{ offices["审批股"].tasks.done }}`, by id, title or short name as
//! references do; and braces that were typed full-width.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::facts::Facts;
use crate::model::choice::nearest;
use crate::model::record::Body;
use crate::model::{Id, Kind, Plan, RecordId};
use crate::say;

/// The kinds a text may name records of.
pub const KINDS: [Kind; 3] = [Kind::Plan, Kind::Office, Kind::Indicator];

/// A record a text names.
pub struct Named<'a> {
    pub kind: Kind,
    /// As the text has it.
    pub word: &'a str,
    pub record: RecordId,
}

/// The records a body names; none if one of them is nobody, or anybody, which is told.
pub fn keys<'a>(
    facts: &Facts,
    body: &'a Body,
    plan: Option<Id<Plan>>,
    out: &mut Diagnostics,
) -> Option<Vec<Named<'a>>> {
    let mut named = Some(Vec::new());
    for (kind, range) in asked(body.text()) {
        let word = &body.text()[range.clone()];
        match found(facts, kind, word, plan).as_slice() {
            [one] => {
                if let Some(named) = &mut named {
                    named.push(Named { kind, word, record: *one });
                }
            }
            others => {
                let at = body.span.start + range.start;
                let place = Place::new(&body.source, at..at + word.len());
                out.push(nobody(facts, kind, word, others, place));
                named = None;
            }
        }
    }
    named
}

/// What a text has between quotes behind `plans[`, `offices[` or `indicators[`, within braces.
fn asked(text: &str) -> Vec<(Kind, Range<usize>)> {
    let mut found = Vec::new();
    for kind in KINDS {
        for (at, name) in text.match_indices(kind.folder()) {
            let rest = text[at + name.len()..].trim_start();
            let Some(rest) = rest.strip_prefix('[').map(str::trim_start) else { continue };
            let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
                continue;
            };
            let Some(word) = rest[1..].split(quote).next().filter(|_| rest[1..].contains(quote))
            else {
                continue;
            };
            let start = text.len() - rest.len() + 1;
            if is_in_braces(&text[..at]) {
                found.push((kind, start..start + word.len()));
            }
        }
    }
    found.sort_by_key(|(_, range)| range.start);
    found
}

/// Whether a text ends inside braces that are meant as such.
fn is_in_braces(before: &str) -> bool {
    let count = |words: &str| before.matches(words).count();
    let is_raw = count("raw %}") > 2 * count("endraw %}");
    let last = |open: &str, close: &str| before.rfind(open) > before.rfind(close);
    !is_raw && (last("{{", "}}") || last("{%", "%}"))
}

/// The records a word may mean: by id, else by title, else by short name; of several, those that
/// take part in the plan.
fn found(facts: &Facts, kind: Kind, word: &str, plan: Option<Id<Plan>>) -> Vec<RecordId> {
    let public = facts.public();
    let all = |is_named: &dyn Fn(RecordId) -> bool| -> Vec<RecordId> {
        facts.ids(kind).filter(|record| is_named(*record)).collect()
    };
    let by_short = |record: RecordId| match kind {
        Kind::Office => {
            let office = public.office(record.typed());
            let former = office.former.iter().map(|former| former.name.as_str());
            office.short.as_deref().into_iter().chain(former).any(|name| name == word)
        }
        _ => false,
    };
    let by = [
        all(&|record| public.base(record).id == word),
        all(&|record| public.base(record).title == word),
        all(&by_short),
    ];
    let found = by.into_iter().find(|found| !found.is_empty()).unwrap_or_default();
    let Some(plan) = plan.filter(|_| found.len() > 1 && kind == Kind::Office) else { return found };
    let of_plan = &public.plan(plan).offices;
    let own: Vec<_> =
        found.iter().copied().filter(|record| of_plan.contains(&record.typed())).collect();
    if own.is_empty() { found } else { own }
}

fn nobody(facts: &Facts, kind: Kind, word: &str, others: &[RecordId], place: Place) -> Diagnostic {
    let public = facts.public();
    let (label, folder) = (kind.chinese(), kind.folder());
    if !others.is_empty() {
        let ids: Vec<&str> = others.iter().map(|record| public.base(*record).id.as_str()).collect();
        let (count, zh, en) = (ids.len(), ids.join("、"), ids.join(", "));
        let message = say!(
            "“{word}”可以指{count}个{label}：{zh}",
            "`{word}` fits {count} records of {folder}: {en}"
        );
        return Diagnostic::new(Code::NoSuchFact, place, message)
            .help(say!("写其中一个的id", "write the id of one of them"));
    }
    let names = facts.ids(kind).flat_map(|record| {
        let base = public.base(record);
        let short = match kind {
            Kind::Office => public.office(record.typed()).short.as_deref(),
            _ => None,
        };
        [Some(base.title.as_str()), Some(base.id.as_str()), short].into_iter().flatten()
    });
    let help = match nearest(word, names) {
        Some(near) => say!("是不是“{near}”？", "did you mean `{near}`?"),
        None => {
            say!("写{label}的id、全称或简称", "write the id, the title or the short name of one")
        }
    };
    let message = say!("没有“{word}”这个{label}", "there is no `{word}` in {folder}");
    Diagnostic::new(Code::NoSuchFact, place, message).help(help)
}

/// Warns of `｛｛ tasks.done ｝｝`, which asks for nothing.
pub fn tell_full_width(body: &Body, out: &mut Diagnostics) {
    let text = body.text();
    for (at, open) in text.match_indices("｛｛") {
        let line = text[at..].lines().next().unwrap_or(open);
        let end = line.find("｝｝").map_or(line.len(), |end| end + "｝｝".len());
        let asked = line[..end].replace('｛', "{").replace('｝', "}");
        let start = body.span.start + at;
        out.push(
            Diagnostic::new(
                Code::FullWidthBraces,
                Place::new(&body.source, start..start + end),
                say!(
                    "全角的花括号不会换成数字，照原样显示",
                    "full-width braces ask for nothing and are shown as they stand"
                ),
            )
            .help(say!("改成半角：{asked}", "write {asked}"))
            .fix(asked.clone()),
        );
    }
}
