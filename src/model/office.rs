//! 单位: who answers.

use super::fields::Fields;
use super::id::Id;
use super::key::{self, Field, optional};
use super::reference::Lookup;
use super::{Base, Day, Kind, Party};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::say;

/// An office: a bureau, a 股室, a centre.
#[derive(Debug, Clone)]
pub struct Office {
    pub base: Base,
    pub short: Option<String>,
    pub former: Vec<FormerName>,
    pub parent: Option<Id<Office>>,
    pub category: Option<String>,
    pub overseer: Option<Party>,
    pub head: Option<Party>,
    pub phone: Option<String>,
}

/// A name the office bore until a day.
#[derive(Debug, Clone)]
pub struct FormerName {
    pub name: String,
    pub until: Option<Day>,
}

pub const FIELDS: &[Field] = &[
    optional(&key::PUBLISHED, "2023-03-03"),
    optional(&key::SHORT, "审批办"),
    optional(&key::FORMER, "[{名称: 行政审批股, 止: 2022-12-31}]"),
    optional(&key::PARENT, "上级单位"),
    optional(&key::CATEGORY, "内设机构"),
    optional(&key::OVERSEER, "分管副局长"),
    optional(&key::HEAD, "审批办主任"),
    optional(&key::PHONE, "办公室座机"),
];

/// The names an office is known by beside its title.
pub(super) struct Names {
    pub short: Option<String>,
    pub former: Vec<FormerName>,
}

impl Names {
    /// Takes them out before anything is looked up.
    pub fn decode(fields: &mut Fields, out: &mut Diagnostics) -> Self {
        let short = fields.text(&key::SHORT, out);
        let mut former = Vec::new();
        for mut line in fields.maps(&key::FORMER, out) {
            let name = line.required_text(&key::NAME, "旧名称", out);
            let until = line.end(&key::UNTIL, None, out);
            former.extend(name.map(|name| FormerName { name, until }));
            line.finish(out);
        }
        Self { short, former }
    }
}

impl Office {
    /// The name it bore on a day, where that is a former one.
    pub fn former_name_on(&self, day: Day) -> Option<&str> {
        let borne = |former: &&FormerName| former.until.is_some_and(|until| day <= until);
        let first = self.former.iter().filter(borne).min_by_key(|former| former.until);
        first.map(|former| former.name.as_str())
    }

    /// What it is called where there is little room: its short name, unless it bore another name
    /// on the day.
    pub fn short_name_on(&self, day: Day) -> Option<&str> {
        self.short.as_deref().filter(|_| self.former_name_on(day).is_none())
    }

    pub(super) fn decode(
        base: Base,
        names: Names,
        fields: &mut Fields,
        lookup: &Lookup,
        out: &mut Diagnostics,
    ) -> Self {
        Self {
            base,
            short: names.short,
            former: names.former,
            parent: lookup.one(fields, &key::PARENT, Kind::Office, out),
            category: fields.text(&key::CATEGORY, out),
            overseer: lookup.party(fields, &key::OVERSEER, out),
            head: lookup.party(fields, &key::HEAD, out),
            phone: fields.text(&key::PHONE, out),
        }
    }
}

/// Reports chains of parents that lead back to their start; returns where each is to be cut.
pub(super) fn cut_cycles(
    mut parents: Vec<Option<usize>>,
    place: impl Fn(usize) -> Place,
    out: &mut Diagnostics,
) -> Vec<usize> {
    let mut cuts = Vec::new();
    for start in 0..parents.len() {
        let mut at = start;
        // A chain longer than the list has gone round.
        for _ in 0..parents.len() {
            match parents[at] {
                Some(next) if next == start => {
                    out.push(
                        Diagnostic::new(
                            Code::ParentCycle,
                            place(start),
                            say!(
                                "上级一层层回到了自己",
                                "the chain of parents leads back to this record"
                            ),
                        )
                        .help(say!("改正其中一个“上级”", "mend one `parent` of the chain")),
                    );
                    parents[start] = None;
                    cuts.push(start);
                    break;
                }
                Some(next) => at = next,
                None => break,
            }
        }
    }
    cuts
}
