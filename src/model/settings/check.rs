//! `[check]`: what the site asks of the gate.

use std::collections::BTreeMap;

use super::super::choice::{Choice, choose};
use super::super::fields::{Fields, Spanned};
use super::super::key::Key;
use super::super::waiver::{self, Waiver};
use crate::content::Value;
use crate::detect::{self, Mask, Policy};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Severity};
use crate::say;

/// What `check` looks for, how strictly, and what is let pass.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Check {
    /// Names one thing has borne by mistake, in sets; none where the site does not say, so that
    /// the program's own list stands.
    pub same_names: Option<Vec<Vec<String>>>,
    /// Names that have no business in the texts, as a brand's in a city's place.
    pub foreign_names: Vec<String>,
    /// How findings of a rule are told, where the site does not leave it to the rule.
    pub levels: BTreeMap<Code, Spanned<Level>>,
    pub waivers: Vec<Waiver>,
    /// How private numbers are to be masked.
    pub masks: Policy,
}

/// How a finding is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    Off,
    At(Severity),
}

impl Choice for Level {
    const WORDS: &'static [(Self, &'static str, &'static [&'static str])] = &[
        (Level::Off, "off", &["off"]),
        (Level::At(Severity::Warning), "warning", &["warning"]),
        (Level::At(Severity::Error), "error", &["error"]),
    ];
}

setting_keys! {
    SAME_NAMES = "same_names"; FOREIGN_NAMES = "foreign_names"; RULES = "rules"; WAIVE = "waive";
    MASKS = "masks"; ID = "id"; MOBILE = "mobile"; CARD = "card";
}

pub(super) fn decode(mut fields: Fields, out: &mut Diagnostics) -> Check {
    let has_sets = fields.has(&SAME_NAMES);
    let sets = name_sets(&mut fields, out);
    let foreign = fields.texts(&FOREIGN_NAMES, out);
    let foreign_names = foreign.into_iter().filter(|name| !name.is_empty()).collect();
    let levels = fields.map(&RULES, out).map(|rules| levels(&rules, out)).unwrap_or_default();
    let waivers = fields.maps(&WAIVE, out);
    let waivers = waivers.into_iter().filter_map(|line| waiver::read(line, true, out)).collect();
    let masks = fields.map(&MASKS, out).map(|masks| read_masks(masks, out)).unwrap_or_default();
    fields.finish(out);
    Check { same_names: has_sets.then_some(sets), foreign_names, levels, waivers, masks }
}

fn read_masks(mut fields: Fields, out: &mut Diagnostics) -> Policy {
    let usual = Policy::default();
    let mut read = |key, kind: detect::Kind| {
        let example = fields.spanned(key, out)?;
        let mask = Mask::of_example(kind, &example.value);
        if mask.is_none() {
            out.push(no_mask(fields.place(example.span), key, kind));
        }
        mask
    };
    let masks = Policy {
        id: read(&ID, detect::Kind::ResidentId).unwrap_or(usual.id),
        mobile: read(&MOBILE, detect::Kind::Mobile).unwrap_or(usual.mobile),
        card: read(&CARD, detect::Kind::BankCard).unwrap_or(usual.card),
    };
    fields.finish(out);
    masks
}

fn no_mask(place: Place, key: &Key, kind: detect::Kind) -> Diagnostic {
    let (name, word) = (key.en, kind.word());
    let example = Policy::default().example(kind).unwrap_or_default();
    Diagnostic::new(
        Code::BadSettings,
        place,
        say!(
            "{name} 不是{word}的遮盖样式，或遮得太少",
            "`{name}` is no way to mask such a number, or hides too little of it"
        ),
    )
    .help(say!("例如 {name} = \"{example}\"", "as {name} = \"{example}\""))
}

fn name_sets(fields: &mut Fields, out: &mut Diagnostics) -> Vec<Vec<String>> {
    let mut sets = Vec::new();
    for node in fields.nodes(&SAME_NAMES, out) {
        let Value::List(items) = &node.value else {
            out.push(
                Diagnostic::new(
                    Code::BadSettings,
                    fields.place(node.span.clone()),
                    say!("same_names 应是几组名称", "`same_names` must be a list of lists"),
                )
                .help(say!(
                    "例如 same_names = [[\"亮晒比评\", \"亮晒比拼\"]]",
                    "as same_names = [[\"this\", \"that\"]]"
                )),
            );
            continue;
        };
        let names = items.iter().filter_map(|item| item.text(fields.source));
        sets.push(names.filter(|name| !name.is_empty()).map(str::to_owned).collect());
    }
    sets
}

fn levels(rules: &Fields, out: &mut Diagnostics) -> BTreeMap<Code, Spanned<Level>> {
    let mut levels = BTreeMap::new();
    for pair in &rules.raw().entries {
        let name = pair.key(rules.source);
        let level = pair.value.text(rules.source).and_then(choose::<Level>);
        match (Code::named(name), level) {
            (Some(code), Some(level)) => {
                levels.insert(code, Spanned { value: level, span: pair.key_span.clone() });
            }
            (None, _) => out.push(
                Diagnostic::new(
                    Code::BadSettings,
                    rules.place(pair.key_span.clone()),
                    say!("没有“{name}”这条规则", "there is no rule `{name}`"),
                )
                .help(say!(
                    "写规则的名称或编号，例如 wedged-pinyin = \"error\"",
                    "write a rule's name or code, as wedged-pinyin = \"error\""
                )),
            ),
            (_, None) => out.push(
                Diagnostic::new(
                    Code::BadSettings,
                    rules.place(pair.value.span.clone()),
                    say!("规则“{name}”的轻重写错了", "the level of `{name}` cannot be read"),
                )
                .help(say!("写其中之一：off、warning、error", "write one of: off, warning, error")),
            ),
        }
    }
    levels
}
