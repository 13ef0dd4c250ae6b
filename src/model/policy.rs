//! 政策文件: documents made, revised and repealed.

use super::choice::Choice;
use super::date::Day;
use super::fields::Fields;
use super::id::Id;
use super::key::{self, Field, optional, required};
use super::plan::{Document, Plan};
use super::reference::Lookup;
use super::{Base, Kind, Party};
use crate::diagnostic::Diagnostics;

/// A document.
#[derive(Debug, Clone)]
pub struct Policy {
    pub base: Base,
    pub issuer: Option<Party>,
    /// When it first became public; required of a policy.
    pub published: Day,
    /// The plan it was made, revised or repealed under.
    pub plan: Option<Id<Plan>>,
    pub document: Document,
    pub action: Option<Action>,
}

/// What was done to the rules (立改废).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    Made,
    Revised,
    Repealed,
}

impl Choice for Action {
    const WORDS: &'static [(Self, &'static str, &'static [&'static str])] = &[
        (Action::Made, "made", &["立", "制定", "新立"]),
        (Action::Revised, "revised", &["改", "修订", "修改"]),
        (Action::Repealed, "repealed", &["废", "废止"]),
    ];
}

pub const FIELDS: &[Field] = &[
    required(&key::PUBLISHED, "2023-03-03"),
    optional(&key::PLAN, "方案的标题或id"),
    optional(&key::ISSUER, "科左中旗住房和城乡建设局"),
    optional(&key::DOC_NUMBER, "左建局字〔2023〕37号"),
    optional(&key::INDEX_NUMBER, "索引号"),
    optional(&key::WRITTEN, "2023-03-03"),
    optional(&key::TOPIC, "城乡建设"),
    optional(&key::VALIDITY, "现行有效"),
    optional(&key::REPLACED_BY, "新文件"),
    optional(&key::ACTION, "立"),
];

impl Policy {
    pub(super) fn decode(
        base: Base,
        plan: Option<(Id<Plan>, &Plan)>,
        fields: &mut Fields,
        lookup: &Lookup,
        out: &mut Diagnostics,
    ) -> Self {
        if !fields.has(&key::PUBLISHED) {
            fields.missing(&key::PUBLISHED, "2023-03-03", out);
        }
        // Reported where absent; the day only keeps the value whole until the build stops.
        let published = base.published.map_or(Day::EARLIEST, |moment| moment.day);
        Self {
            issuer: lookup.party(fields, &key::ISSUER, out),
            published,
            plan: plan.map(|(id, _)| id),
            document: Document::decode(Kind::Policy, fields, lookup, out),
            action: fields.choice(&key::ACTION, out),
            base,
        }
    }
}
