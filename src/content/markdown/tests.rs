use proptest::prelude::*;

use super::words::joins;
use super::{Link, Links, links, links_of, plain_text, raw_html, whole_text};

fn found(body: &str) -> Vec<(String, String)> {
    links(body)
        .found
        .into_iter()
        .map(|link| {
            let written = body[link.span].to_owned();
            (link.target, written)
        })
        .collect()
}

fn one(body: &str) -> (String, String) {
    let links = found(body);
    assert_eq!(links.len(), 1, "{body} {links:?}");
    (links[0].0.clone(), links[0].1.clone())
}

#[test]
fn inline_links_point_at_their_destination() {
    for (body, target, written) in [
        ("见[附件](a.pdf)。", "a.pdf", "a.pdf"),
        ("见[附件](<附件 1.pdf> \"题\")", "附件 1.pdf", "附件 1.pdf"),
        ("[甲](\n  b(c).md 'x')", "b(c).md", "b(c).md"),
        ("[甲](a\\_b.md)", "a_b.md", "a\\_b.md"),
        ("[甲](a&amp;b)", "a&b", "a&amp;b"),
        ("[a](x) 之外 `[b](y)`", "x", "x"),
        ("[甲\\](z)](b.md)", "b.md", "b.md"),
        ("[`](z)`](b.md)", "b.md", "b.md"),
        ("[]()", "", ""),
        ("> [甲](/b/)\n> 乙", "/b/", "/b/"),
        ("| a |\n|---|\n| [甲](b) |", "b", "b"),
        ("- **注意：**[甲](b)", "b", "b"),
        ("甲[^1]\n\n[^1]: [乙](b)", "b", "b"),
    ] {
        assert_eq!(one(body), (target.into(), written.into()), "{body}");
    }
}

#[test]
fn reference_links_point_at_their_definition() {
    for body in [
        "[甲][r]\n\n[r]: ./b.md \"题\"",
        "[r]\n\n[r]:\n  <./b.md>",
        "[R][]\n\n[r]: ./b.md",
        "> [甲][r]\n\n[r]: ./b.md",
    ] {
        assert_eq!(one(body), ("./b.md".into(), "./b.md".into()), "{body}");
    }
}

#[test]
fn autolinks_are_links_and_bare_addresses_are_not() {
    assert_eq!(
        one("见<https://www.gov.cn/>。"),
        ("https://www.gov.cn/".into(), "https://www.gov.cn/".into())
    );
    assert_eq!(one("<a@b.cn>"), ("mailto:a@b.cn".into(), "a@b.cn".into()));
    assert!(links("https://www.gov.cn/").found.is_empty());
}

#[test]
fn images_and_links_around_them_are_both_listed() {
    assert_eq!(
        found("[![图\n片](a.png)说明](b.md)"),
        [("b.md".into(), "b.md".into()), ("a.png".into(), "a.png".into()),]
    );
}

#[test]
fn what_only_describes_an_image_is_no_link() {
    assert_eq!(
        links("![甲[乙](x)![丙](y)](a.png)").found,
        [Link { target: "a.png".into(), span: 24..29 }]
    );
}

#[test]
fn code_and_html_hold_no_links() {
    assert!(links("```\n[a](b)\n```\n\n<a href=\"x\">y</a>").found.is_empty());
}

#[test]
fn plain_text_gives_the_first_words_of_the_prose() {
    let body = "# 标题\n\n根据**《条例》**，\n请于[9月底](a)前报送`表`。[^1]\n\n\
                | 表 |\n|---|\n| 格 |\n\n- Part one\n- part two\n\n```\ncode\n```\n\n[^1]: 注";
    assert_eq!(
        plain_text(body, 100),
        "根据《条例》，请于9月底前报送表。Part one part two".replace("。Part", "。 Part")
    );
}

#[test]
fn plain_text_is_cut_at_a_character_with_an_ellipsis() {
    assert_eq!(plain_text("甲乙丙丁戊", 5), "甲乙丙丁戊");
    assert_eq!(plain_text("甲乙丙丁戊己", 5), "甲乙丙丁…");
    assert_eq!(plain_text("甲乙 丙丁戊己", 4), "甲乙…");
    assert_eq!(plain_text("甲乙e\u{301}丁戊", 4), "甲乙…");
    assert_eq!(plain_text("甲乙", 1), "…");
    assert_eq!(plain_text("甲", 0), "");
    assert_eq!(plain_text("", 10), "");
}

#[test]
fn a_body_of_a_table_alone_still_says_something() {
    assert_eq!(plain_text("## 一\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |", 20), "一甲乙 1 2");
}

#[test]
fn raw_html_is_found_and_comments_are_passed_over() {
    let body = "甲<b>乙</b>\n\n<!-- 注 -->\n\n<div>\n丙\n</div>\n\n`<i>`";
    let found: Vec<&str> = raw_html(body).into_iter().map(|at| &body[at]).collect();
    assert_eq!(found, ["<b>", "</b>", "<div>\n丙\n</div>\n"]);
}

#[test]
fn a_line_break_vanishes_only_in_chinese() {
    for (before, after, vanishes) in [
        ('甲', '乙', true),
        ('，', '乙', true),
        ('甲', '“', true),
        ('”', '甲', true),
        ('—', '…', false),
        ('甲', 'a', false),
        ('.', '甲', false),
        ('한', '국', false),
        ('”', '“', false),
    ] {
        assert_eq!(joins(Some(before), Some(after)), vanishes, "{before}{after}");
    }
}

#[test]
fn links_of_a_part_are_those_of_the_whole() {
    for body in [
        "1. 甲\n\n   [乙\n2. ](a)",
        "- 甲\n\n    [乙](a)\n\n[丙](b)",
        "甲\n\n    [乙](a)\n\n[丙](b)",
        "甲\r\n\r\n[乙](a)\r\n丙\r\n\r\n丁](b)",
        "> 甲\n\n> [乙](a b)\n\n\n| [丙](c) |\n|---|\n\n# [丁](d)",
        "甲[^1]\n\n- [乙](a)\n\n- [丙]\n(b)",
    ] {
        assert_eq!(links(body), links_of(body), "{body}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_body_can_be_asked(body in any::<String>(), limit in 0..50_usize) {
        let links = links(&body);
        for span in links.found.into_iter().map(|link| link.span).chain(links.unread) {
            prop_assert!(body.get(span).is_some());
        }
        prop_assert!(plain_text(&body, limit).chars().count() <= limit);
        for at in raw_html(&body) {
            prop_assert!(body.get(at).is_some());
        }
    }

    #[test]
    fn links_of_any_part_are_those_of_the_whole(
        body in "(\n|\r\n|\n\n|\r|\\t| | {4}|> |- |[12]\\. |甲|a|\\[|\\]|\\]\\(|\\(b|\\)|!|\\[a\\]\\(b\\)|\\]:|\\[\\^1\\]|`|```|~~~|<!--|<|>|\\||---|\\|-\\||#|\\*|\\\\){0,40}",
    ) {
        let parted = links(&body);
        match body.contains(['[', '<']) {
            true => prop_assert_eq!(parted, links_of(&body)),
            false => prop_assert_eq!(parted, Links::default()),
        }
    }

    #[test]
    fn dense_markup_can_be_asked(body in "[\\[\\]()!<>\"'a甲\\\\&; \n:^`|*-]{0,60}", limit in 0..50_usize) {
        let links = links(&body);
        for span in links.found.into_iter().map(|link| link.span).chain(links.unread) {
            prop_assert!(body.get(span).is_some());
        }
        prop_assert!(plain_text(&body, limit).chars().count() <= limit);
    }
}

#[test]
fn the_whole_text_has_a_line_for_each_paragraph_heading_and_cell() {
    let body = "# 一、目标\n第一段**要紧**的\n话。[^1]\n\n- 甲\n- 乙 [丙](a.md)\n\n| 头 | 尾 |\n|---|---|\n| 1 | 2 |\n\n<p>丁</p>\n\n![图](a.png)\n\n[^1]: 注。\n";
    assert_eq!(whole_text(body), "一、目标\n第一段要紧的话。\n甲\n乙 丙\n头\n尾\n1\n2");
}
