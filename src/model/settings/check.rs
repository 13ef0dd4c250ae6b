//! `[check]`: what the site asks of the gate.

use std::collections::BTreeMap;

use super::super::choice::{Choice, choose};
use super::super::fields::{Fields, Spanned};
use super::super::key::Key;
use super::super::waiver::{self, Waiver};
use super::file_named;
use crate::content::{self, Row, Value};
use crate::detect::{self, Mask, Policy};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Severity};
use crate::say;
use crate::tree::Tree;

/// What `check` looks for, how strictly, and what is let pass.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Check {
    /// Names one thing has borne by mistake, in sets; none where the site does not say, so that
    /// the program's own list stands.
    pub same_names: Option<Vec<Vec<String>>>,
    /// Names that have no business in the texts, as a brand's in a city's place.
    pub foreign_names: Vec<String>,
    /// Words that are wrong, of the site's own dictionaries.
    pub dictionaries: Vec<WrongWord>,
    /// Who or what is named in which order, a list each.
    pub orders: Vec<Vec<Listed>>,
    /// Hosts of others that may be linked to; `.example.com` is every host below it.
    pub link_hosts: Vec<String>,
    /// How findings of a rule are told, where the site does not leave it to the rule.
    pub levels: BTreeMap<Code, Spanned<Level>>,
    pub waivers: Vec<Waiver>,
    /// How private numbers are to be masked.
    pub masks: Policy,
}

/// A word that is wrong, and the right one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongWord {
    pub wrong: String,
    pub right: String,
    /// Longer words in which it is not wrong.
    pub except: Vec<String>,
}

impl WrongWord {
    /// A word that is wrong wherever it stands.
    pub fn new(wrong: &str, right: &str) -> Self {
        Self { wrong: wrong.to_owned(), right: right.to_owned(), except: Vec::new() }
    }
}

/// Somebody or something in a list that has an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub name: String,
    pub title: Option<String>,
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
    DICTIONARIES = "dictionaries"; ORDERS = "orders";
    LINK_HOSTS = "link_hosts";
    MASKS = "masks"; ID = "id"; MOBILE = "mobile"; CARD = "card";
}

/// The keys that name files.
pub const NAMING: &[&Key] = &[&DICTIONARIES, &ORDERS];

/// The columns of a dictionary and of a list.
const WRONG: Key = Key { en: "wrong", zh: &["错"] };
const RIGHT: Key = Key { en: "right", zh: &["对"] };
const EXCEPT: Key = Key { en: "except", zh: &["除外"] };
const NAME: Key = Key { en: "name", zh: &["名称", "姓名"] };
const TITLE: Key = Key { en: "title", zh: &["职务"] };

pub(super) fn decode(
    mut fields: Fields,
    tree: &dyn Tree,
    out: &mut Diagnostics,
) -> anyhow::Result<Check> {
    let has_sets = fields.has(&SAME_NAMES);
    let sets = name_sets(&mut fields, out);
    let foreign = fields.texts(&FOREIGN_NAMES, out);
    let foreign_names = foreign.into_iter().filter(|name| !name.is_empty()).collect();
    let mut dictionaries = Vec::new();
    for file in fields.list(&DICTIONARIES, out) {
        let rows = rows(&fields, &file, &[&WRONG, &RIGHT], &[&EXCEPT], tree, out)?;
        dictionaries.extend(rows.into_iter().map(|[wrong, right, except]| {
            let except = except.split(['；', ';']).map(str::trim).filter(|word| !word.is_empty());
            WrongWord { wrong, right, except: except.map(str::to_owned).collect() }
        }));
    }
    let mut orders = Vec::new();
    for file in fields.list(&ORDERS, out) {
        let rows = rows(&fields, &file, &[&NAME], &[&TITLE], tree, out)?;
        let listed = |[name, title]: [String; 2]| Listed {
            name,
            title: Some(title).filter(|title| !title.is_empty()),
        };
        orders.push(rows.into_iter().map(listed).collect());
    }
    let link_hosts = fields.texts(&LINK_HOSTS, out);
    let levels = fields.map(&RULES, out).map(|rules| levels(&rules, out)).unwrap_or_default();
    let waivers = fields.maps(&WAIVE, out);
    let waivers = waivers.into_iter().filter_map(|line| waiver::read(line, true, out)).collect();
    let masks = fields.map(&MASKS, out).map(|masks| read_masks(masks, out)).unwrap_or_default();
    fields.finish(out);
    let same_names = has_sets.then_some(sets);
    Ok(Check {
        same_names,
        foreign_names,
        dictionaries,
        orders,
        link_hosts,
        levels,
        waivers,
        masks,
    })
}

/// The rows of a table the settings name: the columns each row must fill, then those it may.
fn rows<const N: usize>(
    fields: &Fields,
    file: &Spanned<String>,
    required: &[&Key],
    optional: &[&Key],
    tree: &dyn Tree,
    out: &mut Diagnostics,
) -> anyhow::Result<Vec<[String; N]>> {
    let name = &file.value;
    let Some(path) = file_named(name, tree)? else {
        out.push(
            Diagnostic::new(
                Code::BadSettings,
                fields.place(file.span.clone()),
                say!("没有词表文件“{name}”", "there is no table `{name}`"),
            )
            .help(say!(
                "路径从站点目录写起，例如 words/错别字.csv",
                "give the path from the site's folder, as words/wrong.csv"
            )),
        );
        return Ok(Vec::new());
    };
    let mut faults = Vec::new();
    let source = content::source(&path, tree.read(&path)?, &mut faults);
    let table = source.and_then(|source| content::read_table(source, &mut faults));
    out.extend(faults);
    let Some(table) = table else { return Ok(Vec::new()) };
    let column = |key: &Key| table.head.iter().position(|cell| key.is(&cell.text));
    let columns: Vec<Option<usize>> =
        required.iter().chain(optional).map(|key| column(key)).collect();
    for key in required.iter().filter(|key| column(key).is_none()) {
        let (zh, en) = (key.zh[0], key.en);
        out.push(
            Diagnostic::new(
                Code::BadSettings,
                table.place(table.head.first().map_or(0..0, |cell| cell.span.clone())),
                say!("词表缺少“{zh}”一列", "the table has no column `{en}`"),
            )
            .help(say!("第一行写各列的名称", "put the names of the columns into the first row")),
        );
    }
    let cell = |row: &Row, column: Option<usize>| {
        let cell = column.and_then(|column| row.cells.get(column));
        cell.map_or_else(String::new, |cell| cell.text.clone())
    };
    let rows = table
        .rows
        .iter()
        .map(|row| std::array::from_fn(|i| cell(row, columns.get(i).copied().flatten())));
    // A row without what it must have says nothing.
    Ok(rows
        .filter(|row: &[String; N]| row.iter().take(required.len()).all(|c| !c.is_empty()))
        .collect())
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
