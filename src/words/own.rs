//! A site's own words: what its theme's tables and its settings put in place of the program's.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Words;
use crate::content::{self, Node};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Source};
use crate::model::choice::{choose, nearest};
use crate::model::language::Tag;
use crate::model::settings::Language;
use crate::model::{ProblemState, Settings, State};
use crate::say;

/// The tables of a theme, in the order in which they count.
#[derive(Debug, Default)]
pub struct Tables {
    /// That of the built-in theme.
    pub builtin: Option<Arc<Source>>,
    /// That of the site's theme, in the program's language.
    pub own: Option<Arc<Source>>,
    /// That of a language of the site's own.
    pub language: Option<Arc<Source>>,
    /// Words the site's own templates ask for, which their tables may bring along.
    pub asked: BTreeSet<String>,
}

/// Of words that are lacking, so many are named.
const NAMED: usize = 5;

/// The word by which a language calls itself.
const NAME: &str = "language_name";

/// What a word may be that says how the language is written.
const WRITTEN: [(&str, &[&str]); 2] = [
    ("language_direction", &["ltr", "rtl"]),
    ("language_writing", &["horizontal-tb", "vertical-lr", "vertical-rl"]),
];

/// The words of a site, later tables over earlier ones, then those of its settings.
pub(super) fn words(settings: &Settings, tables: &Tables, out: &mut Diagnostics) -> Words {
    let (known, mut words) = of_tables(settings.language, settings.tag(), tables, out);
    let table = &mut words.table;
    for (name, word) in &settings.words {
        let place = || Place::new(&settings.source, word.span.clone());
        let full = full_name(name);
        match known.get(&full) {
            Some(usual) => {
                check(&full, &word.value, usual, place(), out);
                table.insert(full, word.value.clone());
            }
            // A word of the theme's own has no other to be held against.
            None if table.contains_key(&full) => {
                table.insert(full, word.value.clone());
            }
            None => out.push(unknown(name, place(), table)),
        }
    }
    words
}

/// The words of a language beside the site's own.
pub(super) fn words_in(tag: &Tag, tables: &Tables, out: &mut Diagnostics) -> Words {
    let language = choose::<Language>(tag.as_str()).unwrap_or(Language::Chinese);
    of_tables(language, tag.as_str(), tables, out).1
}

/// The words of some tables, and those of the program and its theme, which others are held against.
fn of_tables(
    language: Language,
    tag: &str,
    tables: &Tables,
    out: &mut Diagnostics,
) -> (BTreeMap<String, String>, Words) {
    let mut known = Words::builtin(language).table;
    if let Some(source) = &tables.builtin {
        known.extend(read(source, out));
    }
    let mut table = known.clone();
    let mut given = BTreeSet::new();
    for source in tables.own.iter().chain(&tables.language) {
        let words = read(source, out);
        check_all(source, &words, &known, &tables.asked, out);
        if tables.language.as_ref().is_some_and(|own| Arc::ptr_eq(own, source)) {
            given.extend(words.keys().cloned());
        }
        table.extend(words);
    }
    if let Some(source) = &tables.language {
        tell_lacking(source, &known, &given, language, out);
        // Called by another's name it would be taken for that.
        if !given.contains(NAME) {
            table.insert(NAME.to_owned(), tag.to_owned());
        }
    }
    (known, Words { table, language, tag: tag.to_owned() })
}

/// A state goes by its own name too: overdue, 逾期未完成.
fn full_name(name: &str) -> String {
    let of_task = || Some(format!("state_{}", choose::<State>(name)?.name()));
    let of_problem = || Some(format!("problem_{}", choose::<ProblemState>(name)?.name()));
    of_task().or_else(of_problem).unwrap_or_else(|| name.to_owned())
}

fn read(source: &Arc<Source>, out: &mut Diagnostics) -> BTreeMap<String, String> {
    Words::table(&source.text).unwrap_or_else(|fault| {
        out.push(
            Diagnostic::new(
                Code::BadTemplate,
                Place::new(source, fault.span().unwrap_or(0..0)),
                say!("这张用语表写法不对", "this table of words cannot be read"),
            )
            .help(say!("每行写成 名称 = \"文字\"", "write each line as name = \"text\"")),
        );
        BTreeMap::new()
    })
}

/// Holds a table of the site's own against the words there are.
fn check_all(
    source: &Arc<Source>,
    words: &BTreeMap<String, String>,
    known: &BTreeMap<String, String>,
    asked: &BTreeSet<String>,
    out: &mut Diagnostics,
) {
    if words.is_empty() {
        return;
    }
    // What cannot be read was told.
    for pair in content::toml_map(source, &mut Diagnostics::new()).entries {
        let name = pair.key(source);
        let Node { span, .. } = &pair.value;
        match (known.get(name), words.get(name)) {
            (Some(usual), Some(word)) => {
                check(name, word, usual, Place::new(source, span.clone()), out);
            }
            (None, _) if !asked.contains(name) => {
                out.push(unknown(name, Place::new(source, pair.key_span.clone()), known));
            }
            _ => {}
        }
    }
}

/// Holds a word against the one it takes the place of.
fn check(name: &str, word: &str, usual: &str, place: Place, out: &mut Diagnostics) {
    if let Some((_, choices)) = WRITTEN.iter().find(|(known, _)| *known == name) {
        if !choices.contains(&word) {
            let choices = choices.join(", ");
            out.push(
                Diagnostic::new(
                    Code::BadSettings,
                    place,
                    say!("{name} 不能是“{word}”", "`{name}` cannot be `{word}`"),
                )
                .help(say!("写其中之一：{choices}", "write one of: {choices}")),
            );
        }
        return;
    }
    let (asked, has) = (blanks(usual), blanks(word));
    if asked == has {
        return;
    }
    let listed = |names: &BTreeSet<&str>| {
        let names: Vec<String> = names.iter().map(|name| format!("{{{name}}}")).collect();
        names.join(" ")
    };
    let lost: BTreeSet<&str> = asked.difference(&has).copied().collect();
    let message = match lost.is_empty() {
        false => {
            let lost = listed(&lost);
            say!("用语“{name}”里少了 {lost}", "the word `{name}` lacks {lost}")
        }
        true => {
            let strange = listed(&has.difference(&asked).copied().collect());
            say!(
                "用语“{name}”里的 {strange} 没有东西可填",
                "nothing can be put into {strange} of the word `{name}`"
            )
        }
    };
    let help = match asked.is_empty() {
        true => say!("这个用语没有空位，原文是“{usual}”", "it has no blanks, as in `{usual}`"),
        false => say!(
            "空位照原文保留，位置可以换：“{usual}”",
            "keep the blanks of `{usual}`, in any order"
        ),
    };
    out.push(Diagnostic::new(Code::OtherBlanks, place, message).help(help));
}

/// The names between braces.
pub(super) fn blanks(text: &str) -> BTreeSet<&str> {
    let after_open = text.split('{').skip(1);
    after_open.filter_map(|part| part.split_once('}')).map(|(name, _)| name).collect()
}

fn unknown(name: &str, place: Place, known: &BTreeMap<String, String>) -> Diagnostic {
    let fault = Diagnostic::new(
        Code::UnknownSetting,
        place,
        say!("没有名为“{name}”的用语", "there is no word named `{name}`"),
    );
    match nearest(name, known.keys().map(String::as_str)) {
        Some(near) => fault.help(say!("是不是“{near}”？", "did you mean `{near}`?")),
        None => fault,
    }
}

/// Tells once which words a language of the site's own leaves to the program's.
fn tell_lacking(
    source: &Arc<Source>,
    known: &BTreeMap<String, String>,
    given: &BTreeSet<String>,
    language: Language,
    out: &mut Diagnostics,
) {
    let lacking: Vec<&str> =
        known.keys().map(String::as_str).filter(|name| !given.contains(*name)).collect();
    if lacking.is_empty() {
        return;
    }
    let (count, tag) = (lacking.len(), language.tag());
    let named = lacking.iter().take(NAMED).copied().collect::<Vec<_>>();
    let (zh, en) = (named.join("、"), named.join(", "));
    out.push(
        Diagnostic::new(
            Code::MissingWords,
            Place::start(source),
            say!(
                "这张用语表少{count}个用语，页面上用{tag}的",
                "this table lacks {count} words, for which pages show those of {tag}"
            ),
        )
        .help(say!("补上 {zh} 等", "add {en} and the others")),
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::Disk;

    /// The words of a site, and what is told of them.
    fn with(settings: &str, own: Option<&str>, language: Option<&str>) -> (Words, Vec<String>) {
        let source = Source::new("site.toml", format!("title = \"甲\"\n{settings}"));
        let mut out = Diagnostics::new();
        let map = content::toml_map(&source, &mut out);
        let settings = crate::model::settings::decode(&source, &map, &Disk::new("."), &mut out);
        let table = |name: &str, text: Option<&str>| {
            text.map(|text| Source::new(format!("themes/default/words/{name}.toml"), text))
        };
        let tables = Tables {
            builtin: table("builtin", Some("skip = \"跳到正文\"\n")),
            own: table("zh-CN", own),
            language: table("mn-Mong", language),
            asked: BTreeSet::from(["of_ours".to_owned()]),
        };
        let words = words(&settings.expect("a disk that works"), &tables, &mut out);
        let told = out.sorted().into_iter().map(|fault| {
            let at = fault.place.positions().0;
            let help = fault.help.map_or(String::new(), |help| help.en);
            format!("{} {}:{} {}; {help}", fault.code.name(), at.line, at.column, fault.message.en)
        });
        (words, told.collect())
    }

    #[test]
    fn a_table_s_words_take_the_place_of_the_program_s_and_the_settings_that_of_both() {
        let own = "skip = \"到正文\"\nstate_overdue = \"超期\"\nof_ours = \"自用\"\n";
        let (words, told) =
            with("[words]\n\"逾期未完成\" = \"已超期\"\nof_ours = \"改\"\n", Some(own), None);
        assert_eq!(told, [""; 0]);
        let found = ["skip", "state_overdue", "of_ours"].map(|name| words.get(name));
        assert_eq!(found, ["到正文", "已超期", "改"]);
    }

    #[test]
    fn a_word_there_is_none_of_is_told_with_the_nearest() {
        let (_, told) = with("[words]\nskipp = \"甲\"\n", Some("\nmonth_13 = \"甲\"\n"), None);
        assert_eq!(
            told,
            [
                "unknown-setting 3:1 there is no word named `skipp`; did you mean `skip`?",
                "unknown-setting 2:1 there is no word named `month_13`; did you mean `month_1`?",
            ]
        );
    }

    #[test]
    fn blanks_stay_whatever_their_order_and_none_are_invented() {
        let (words, told) = with(
            "",
            Some(
                "day_in_words = \"{day}/{month}/{year}\"\ndays_left = \"快到期\"\nskip = \"{x}\"\n",
            ),
            None,
        );
        assert_eq!(words.day("2023-03-04".parse().expect("a day")), "4/3月/2023");
        assert_eq!(
            told,
            [
                "other-blanks 2:13 the word `days_left` lacks {days}; keep the blanks of `距到期{days}天`, in any order",
                "other-blanks 3:8 nothing can be put into {x} of the word `skip`; it has no blanks, as in `跳到正文`",
            ]
        );
    }

    #[test]
    fn a_language_of_the_site_s_own_says_how_it_is_written_and_what_it_lacks() {
        let table =
            "language_writing = \"vertical-lr\"\nlanguage_direction = \"down\"\nskip = \"A\"\n";
        let (words, told) =
            with("language = \"mn-Mong\"\n", Some("skip = \"到正文\"\n"), Some(table));
        assert_eq!([words.get("skip"), words.get("language_writing")], ["A", "vertical-lr"]);
        assert_eq!(words.get("state_overdue"), "逾期未完成", "what is lacking is Chinese");
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(told[0].starts_with("missing-words 1:1 this table lacks "), "{told:?}");
        assert!(told[0].contains("words, for which pages show those of zh-CN; add "), "{told:?}");
        assert_eq!(
            told[1],
            "bad-settings 2:22 `language_direction` cannot be `down`; write one of: ltr, rtl"
        );
    }
}
