//! `[check]`: what the site asks of the gate.

use std::collections::BTreeMap;

use super::super::choice::{Choice, choose};
use super::super::fields::{Fields, Spanned};
use super::super::key::Key;
use super::super::waiver::{self, Waiver};
use crate::content::Value;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::say;

/// What `check` looks for, how strictly, and what is let pass.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Check {
    /// Names one thing has borne by mistake, in sets; none where the site does not say, so that
    /// the program's own list stands.
    pub same_names: Option<Vec<Vec<String>>>,
    /// Names that have no business in the texts, as a brand's in a city's place.
    pub foreign_names: Vec<String>,
    /// Hosts of others that may be linked to; `.example.com` is every host below it.
    pub link_hosts: Vec<String>,
    /// How findings of a rule are told, where the site does not leave it to the rule.
    pub levels: BTreeMap<Code, Spanned<Level>>,
    pub waivers: Vec<Waiver>,
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
    LINK_HOSTS = "link_hosts";
}

pub(super) fn decode(mut fields: Fields, out: &mut Diagnostics) -> Check {
    let has_sets = fields.has(&SAME_NAMES);
    let sets = name_sets(&mut fields, out);
    let foreign = fields.texts(&FOREIGN_NAMES, out);
    let foreign_names = foreign.into_iter().filter(|name| !name.is_empty()).collect();
    let link_hosts = fields.texts(&LINK_HOSTS, out);
    let levels = fields.map(&RULES, out).map(|rules| levels(&rules, out)).unwrap_or_default();
    let waivers = fields.maps(&WAIVE, out);
    let waivers = waivers.into_iter().filter_map(|line| waiver::read(line, true, out)).collect();
    fields.finish(out);
    Check { same_names: has_sets.then_some(sets), foreign_names, link_hosts, levels, waivers }
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
