//! What the parser finds by itself, after the slips: recovery, limits, and the places of nodes.

use proptest::prelude::*;

use super::reader::{DEEPEST, MOST_NODES};
use super::{plain, read_anything};
use crate::content::document::{Document, Node, Value};
use crate::content::front_matter;
use crate::diagnostic::{Code, Diagnostic, Source};

fn read(text: &str) -> (Option<Document>, Vec<Diagnostic>) {
    let mut found = Vec::new();
    (front_matter::read(Source::new("a.md", text), &mut found), found)
}

/// The front matter between `---` lines.
fn front(front: &str) -> (Document, Vec<Diagnostic>) {
    let (document, found) = read(&format!("---\n{front}\n---\n正文\n"));
    (document.expect("front matter"), found)
}

fn told(found: &[Diagnostic]) -> Vec<String> {
    let told = |fault: &Diagnostic| {
        let (start, _) = fault.place.positions();
        format!("{} {}:{}", fault.code.name(), start.line, start.column)
    };
    found.iter().map(told).collect()
}

fn text<'a>(document: &'a Document, key: &str) -> &'a str {
    text_or_none(document, key).expect("a text")
}

fn node<'a>(document: &'a Document, key: &str) -> Option<&'a Node> {
    let pair = document.front.entries.iter().find(|pair| pair.key(&document.source) == key);
    pair.map(|pair| &pair.value)
}

fn text_or_none<'a>(document: &'a Document, key: &str) -> Option<&'a str> {
    node(document, key)?.text(&document.source)
}

#[test]
fn every_fault_of_a_file_is_reported() {
    let (document, found) = front(
        "标题：通知\n来源: [征集]意见\n成员:\n\t- 甲\n摘要: 关于 #1\n坏: \"\\q\"\n排序: 3\n排序: 4\n缩:\n  - 甲\n - 乙\n末: 010",
    );
    assert_eq!(
        told(&found),
        [
            "full-width-colon 2:3",
            "unquoted-value 3:5",
            "tab-in-front-matter 5:1",
            "unquoted-value 6:8",
            "bad-yaml 7:4",
            "repeated-key 9:1",
            "bad-yaml 12:2",
        ]
    );
    assert_eq!(text(&document, "标题"), "通知");
    assert_eq!(text(&document, "排序"), "3");
    assert_eq!(text(&document, "末"), "010");
    assert_eq!(node(&document, "坏").map(|node| &node.value), Some(&Value::Unreadable));
    assert_eq!(node(&document, "缩").map(|node| &node.value), Some(&Value::Unreadable));
}

#[test]
fn scalars_stay_as_they_were_typed() {
    let (document, found) = front(
        "编号: 3.10\n序号: 010\n否: no\n日: 2023-03-10\n引: \"甲\\n乙\"\n单: '甲''乙'\n段: >\n  甲\n  乙\n空:\n无: ~\n虚: null\n网: http://a.cn/b#c\n时: 11:30",
    );
    assert!(found.is_empty(), "{found:?}");
    for (key, value) in [
        ("编号", "3.10"),
        ("序号", "010"),
        ("否", "no"),
        ("日", "2023-03-10"),
        ("引", "甲\n乙"),
        ("单", "甲'乙"),
        ("段", "甲 乙\n"),
        ("虚", "null"),
        ("网", "http://a.cn/b#c"),
        ("时", "11:30"),
    ] {
        assert_eq!(text(&document, key), value);
    }
    assert_eq!(node(&document, "空").map(|node| &node.value), Some(&Value::Null));
    assert_eq!(node(&document, "无").map(|node| &node.value), Some(&Value::Null));
}

#[test]
fn places_are_true_behind_chinese_and_windows_line_breaks() {
    let (document, found) = read(
        "\r\n---\r\n标题: 关于𠮷的通知  # 注\r\n单位:\r\n  - \"甲\"  # 注\r\n  - {名: 乙}\r\n空:\r\n---\r\n",
    );
    assert!(found.is_empty(), "{found:?}");
    let document = document.expect("front matter");
    let shown = |node: &Node| document.place(node.span.clone()).text().to_owned();
    let entries = &document.front.entries;
    assert_eq!(shown(&entries[0].value), "关于𠮷的通知");
    let Value::List(items) = &entries[1].value.value else { panic!("a list") };
    assert_eq!(shown(&items[0]), "\"甲\"");
    assert_eq!(shown(&items[1]), "{名: 乙}");
    assert_eq!(shown(&entries[1].value), "- \"甲\"  # 注\r\n  - {名: 乙}");
    assert_eq!(document.place(entries[2].key_span.clone()).text(), "空");
    let (start, _) = document.place(entries[2].value.span.clone()).positions();
    assert_eq!((start.line, start.column), (7, 3));
}

#[test]
fn the_usual_form_is_read_without_the_parser() {
    let source = Source::new(
        "a.md",
        "# 注\n标题: 甲：“乙”（1）\r\n\nstart:  2023-03-01 10:30 \n网: http://a.cn/b\n牵头: [甲, 乙 丙,a-1 ]\n空:\n",
    );
    let map = plain::read(&source.text, 0..source.text.len()).expect("of the usual form");
    let mut found = Vec::new();
    assert_eq!(read_anything(&source, 0..source.text.len(), &mut found), Some(map));
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn what_may_be_a_slip_is_left_to_the_parser() {
    for line in [
        "甲：乙",
        "甲:乙",
        "甲: 乙 # 丙",
        "甲: #丙",
        "甲: 乙: 丙",
        "甲: 乙:",
        " 甲: 乙",
        "- 甲: 乙",
        "甲: \"乙\"",
        "甲: *乙",
        "甲: ~",
        "甲: |",
        "甲: - 乙",
        "甲: [乙，丙]",
        "甲: [乙, ]",
        "甲: []",
        "甲: [乙 -]",
        "甲: [乙: 丙]",
        "甲: [乙] 丙",
        "甲: [乙",
        "甲: {乙: 丙}",
        "甲: 乙\t丙",
        "甲: 乙\u{3000}",
        "甲: \u{FEFF}乙",
        "甲: 乙\r丙",
        "#甲\r乙: 丙",
        "甲:\n#\0",
        "甲 乙: 丙",
        "甲: 乙\n甲: 丙",
        "甲: 乙\n 丙",
        "<<: 甲",
        "只有一行",
    ] {
        assert_eq!(plain::read(line, 0..line.len()), None, "{line:?}");
    }
}

#[test]
fn empty_front_matter_is_an_empty_map() {
    let (document, found) = read("---\n---\n正文");
    assert!(found.is_empty());
    assert_eq!(
        document.map(|d| (d.front.entries.len(), d.body().to_owned())),
        Some((0, "正文".into()))
    );
    assert!(read("---\n# 注\n---\n").1.is_empty());
}

#[test]
fn a_list_is_no_front_matter() {
    assert_eq!(told(&front("- 甲\n- 乙").1), ["bad-yaml 2:1"]);
    assert_eq!(told(&front("只有一行").1), ["bad-yaml 2:1"]);
    assert_eq!(told(&front(": 甲").1), ["bad-yaml 2:1"]);
    assert!(!front("? 甲\n: 乙").1.is_empty());
}

#[test]
fn a_map_in_brackets_or_indented_is_front_matter_too() {
    let (document, found) = front("{标题: 甲,\n  次: 1}");
    assert!(found.is_empty(), "{found:?}");
    assert_eq!(text(&document, "次"), "1");
    let (document, found) = front("  标题: 甲\n  次: 1");
    assert!(found.is_empty(), "{found:?}");
    assert_eq!(text(&document, "次"), "1");
}

#[test]
fn a_repeated_key_is_told_at_the_second_in_any_map() {
    let (_, found) = front("甲: {名: 1, 名: 2}\n乙:\n  - 名: 1\n    名: 2");
    assert_eq!(told(&found), ["repeated-key 2:11", "repeated-key 5:5"]);
}

#[test]
fn deep_nesting_is_refused_without_a_stack_overflow() {
    for depth in [DEEPEST, 200, 100_000] {
        let text = format!("甲: {}{}\n乙: 1", "[".repeat(depth), "]".repeat(depth));
        let (document, found) = front(&text);
        assert_eq!(told(&found).len(), 1, "{found:?}");
        assert_eq!(found[0].code, Code::BadYaml);
        assert_eq!(text_or_none(&document, "乙"), Some("1"));
    }
    let nested: String = (0..500).map(|i| format!("{}甲:\n", "  ".repeat(i))).collect();
    assert_eq!(front(&nested).1.len(), 1);
    assert_eq!(front(&format!("甲:\n  {}乙", "- ".repeat(100_000))).1.len(), 1);
}

#[test]
fn too_many_values_are_refused() {
    let many: String = (0..MOST_NODES).map(|i| format!("甲{i}: {i}\n")).collect();
    let (document, found) = read(&format!("---\n{many}---\n"));
    assert!(document.is_none());
    assert_eq!(found.len(), 1);
    let long = format!("---\n甲: {}\n---\n", "长".repeat(1 << 20));
    assert_eq!(told(&read(&long).1), ["bad-yaml 2:1"]);
}

#[test]
fn no_message_of_the_library_reaches_the_clerk() {
    for text in
        ["甲: \"\\q\"", "甲: |0\n  乙", "甲:\n  - 1\n - 2", "甲: [1, 2]]", "甲: {a: [1}", "%甲: 1"]
    {
        let (_, found) = front(text);
        assert!(!found.is_empty(), "{text}");
        for fault in found {
            let zh = format!("{}{}", fault.message.zh, fault.help.map_or(String::new(), |h| h.zh));
            assert!(!zh.contains("expected") && !zh.contains("while"), "{zh}");
        }
    }
}

/// Every span lies in the text, on whole characters.
fn check_spans(document: &Document, node: &Node) {
    assert!(document.source.text.get(node.span.clone()).is_some(), "{node:?}");
    match &node.value {
        Value::List(items) => items.iter().for_each(|item| check_spans(document, item)),
        Value::Map(map) => {
            for pair in &map.entries {
                assert!(document.source.text.get(pair.key_span.clone()).is_some());
                check_spans(document, &pair.value);
            }
        }
        _ => {}
    }
}

fn never_panics(text: &str) {
    let (document, found) = read(text);
    for fault in &found {
        assert!(fault.place.source.text.get(fault.place.span.clone()).is_some(), "{fault:?}");
        assert!(fault.help.is_some());
    }
    if let Some(document) = document {
        document.front.entries.iter().for_each(|pair| check_spans(&document, &pair.value));
        document.body();
    }
}

#[test]
fn spans_end_on_whole_characters_behind_a_tab() {
    never_panics("---\n：: ~\n\t， #\"\n---\n");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_text_makes_the_reading_panic(text in any::<String>()) {
        never_panics(&text);
        never_panics(&format!("---\n{text}\n---\n"));
    }

    #[test]
    fn without_the_parser_the_same_is_read(
        text in "(([甲乙]|[甲乙a1_-]{1,3}|\\PC)(: |:|:  |：|: \\[)(\\PC|[甲a1]|乙 |, |,|，|\\]|\\[|\\{|\"|'|:|: | #|#|-|- |\\?|~|\t| ){0,6}\\]?(\n|\r\n|\r|\n\n|\n |\n#.|\n- )){0,5}"
    ) {
        let source = Source::new("a.md", text);
        let front = 0..source.text.len();
        if let Some(map) = plain::read(&source.text, front.clone()) {
            let mut found = Vec::new();
            prop_assert_eq!(read_anything(&source, front, &mut found), Some(map));
            prop_assert!(found.is_empty(), "{:?}", found);
        }
    }

    #[test]
    fn no_run_of_yaml_characters_makes_the_reading_panic(
        text in "([甲乙a]|: |：|:|- |-|\n|\n  |\n    |\t|\"|'|\\[|\\]|\\{|\\}|, |，| #|#|\\||>|&|\\*|!|%|@|\\?|\u{3000}|\u{FEFF}|\r\n|~|\\\\|<<){0,30}"
    ) {
        never_panics(&format!("---\n{text}\n---\n"));
    }

    #[test]
    fn the_span_of_a_plain_value_is_its_text(
        entries in proptest::collection::vec(("[甲-龟]{1,6}", "[甲-龟a-z0-9][甲-龟a-z0-9“”，。（）-]{0,12}"), 1..8),
        windows in any::<bool>(),
    ) {
        let line_break = if windows { "\r\n" } else { "\n" };
        let mut text = format!("---{line_break}");
        for (i, (key, value)) in entries.iter().enumerate() {
            text += &match i % 3 {
                0 => format!("{key}{i}: {value}  # 注{line_break}"),
                1 => format!("{key}{i}:{line_break}  - {value}{line_break}"),
                _ => format!("{key}{i}: {{{key}: {value}}}{line_break}"),
            };
        }
        text += &format!("---{line_break}正文");
        let (document, found) = read(&text);
        prop_assert!(found.is_empty(), "{found:?}");
        let document = document.expect("front matter");
        prop_assert_eq!(document.front.entries.len(), entries.len());
        for (pair, (_, value)) in document.front.entries.iter().zip(&entries) {
            let node = match &pair.value.value {
                Value::List(items) => &items[0],
                Value::Map(map) => &map.entries[0].value,
                _ => &pair.value,
            };
            prop_assert_eq!(node.text(&document.source), Some(value.as_str()));
            prop_assert_eq!(&document.source.text[node.span.clone()], value);
            prop_assert_eq!(&document.source.text[pair.key_span.clone()], pair.key(&document.source));
        }
    }
}
