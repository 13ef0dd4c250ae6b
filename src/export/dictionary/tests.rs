use super::*;
use crate::model::State;
use crate::model::choice::Choice as _;
use crate::model::evaluation::TakenFrom;
use crate::model::group::Part;
use crate::model::plan::Validity;
use crate::model::policy::Action;
use crate::model::problem::RemedyKind;
use crate::model::seal::Scope;
use crate::model::{ProblemState, indicator::Direction};

const TEXT: &str = include_str!("fields.toml");

/// Calls for each field of a file, those of what lies in others too.
fn each_field(fields: &[Field], act: &mut impl FnMut(&Field)) {
    for field in fields {
        act(field);
        if let Holds::Object(inner) | Holds::List(inner) | Holds::Table(inner) = &field.holds {
            each_field(inner, act);
        }
    }
}

/// The names of the lines below a head of fields.toml.
fn lines_of(head: &str) -> Vec<&'static str> {
    let below = TEXT.split_once(&format!("\n[{head}]\n")).expect("the head").1;
    let below = below.split_once("\n[").map_or(below, |(below, _)| below);
    let names = below.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()));
    names.filter_map(|line| Some(line.split_once(" = ")?.0)).collect()
}

#[test]
fn every_field_is_told_in_both_languages_and_no_sentence_only_repeats_its_name() {
    let mut told = 0;
    for name in names() {
        for by_office in [false, true] {
            let file = file(name, by_office).expect("a file");
            assert!(!file.row.zh.is_empty() && !file.row.en.is_empty(), "{name}");
            assert!(file.about.zh.ends_with('。') && file.about.en.ends_with('.'), "{name}");
            let mut check = |field: &Field| {
                let Field { key, title, meaning, .. } = field;
                assert!(!title.is_empty() && !title.is_ascii(), "{name} {key}");
                assert!(meaning.zh.ends_with('。') && meaning.en.ends_with('.'), "{name} {key}");
                assert_ne!(meaning.zh.trim_end_matches('。'), title, "{name} {key}");
                told += 1;
            };
            each_field(&file.fields, &mut check);
            each_field(&file.whole, &mut check);
        }
    }
    assert!(told > 500, "{told}");
}

#[test]
fn no_line_is_idle() {
    for shape in lines_of("shapes") {
        let named = [
            format!("\"+{shape}\""),
            format!(":{shape}\""),
            format!(":{shape} "),
            format!(":{shape}?"),
        ];
        assert!(named.iter().any(|named| TEXT.contains(named)), "the shape {shape}");
    }
    for words in lines_of("enums") {
        let ends = ["\"", "?", " "];
        assert!(ends.iter().any(|end| TEXT.contains(&format!(":{words}{end}"))), "{words}");
    }
    for unit in lines_of("units") {
        assert!(TEXT.contains(&format!(" {unit}\"")), "the unit {unit}");
    }
    let common = TEXT.split_once("\n[common]\n").expect("the head").1;
    let common = common.split_once("\n[shapes]").expect("the next").0;
    for line in common.lines().filter_map(|line| line.trim_start().strip_prefix("[\"")) {
        let name = line.split('"').next().expect("a name");
        assert!(TEXT.contains(&format!("[\"{name}\"]")), "the common {name}");
    }
}

#[test]
fn words_are_those_of_the_model() {
    let choices = |file_name: &str, path: &[&str]| -> Vec<String> {
        let mut fields = &file(file_name, false).expect("a file").fields;
        let (last, way) = path.split_last().expect("a path");
        for key in way {
            let field = fields.iter().find(|field| field.key == *key).expect("the object");
            let (Holds::Object(inner) | Holds::List(inner) | Holds::Table(inner)) = &field.holds
            else {
                panic!("{key} holds no fields");
            };
            fields = inner;
        }
        let field = fields.iter().find(|field| field.key == *last).expect("the field");
        let (Holds::Word(words) | Holds::Counts(words) | Holds::SomeWords(words)) = &field.holds
        else {
            panic!("{last} holds no words");
        };
        words.iter().map(|word| word.name.clone()).collect()
    };
    fn names<T>(words: &[(T, &'static str, &[&str])]) -> Vec<&'static str> {
        words.iter().map(|(_, name, _)| *name).collect()
    }
    assert_eq!(choices("tasks", &["state"]), names(State::WORDS));
    assert_eq!(choices("plans", &["tasks", "by_state"]), names(State::WORDS));
    assert_eq!(choices("problems", &["state"]), names(ProblemState::WORDS));
    assert_eq!(choices("problems", &["remedy"]), names(RemedyKind::WORDS));
    assert_eq!(choices("plans", &["validity"]), names(Validity::WORDS));
    assert_eq!(choices("policies", &["action"]), names(Action::WORDS));
    assert_eq!(choices("indicators", &["measures", "direction"]), names(Direction::WORDS));
    assert_eq!(choices("groups", &["members", "listed_in"]), names(Part::WORDS));
    assert_eq!(choices("bulletins", &["scope"]), names(Scope::WORDS));
    assert_eq!(choices("evaluations", &["criteria", "from"]), names(TakenFrom::WORDS));
}
