use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{Options, RawHtml, Rendered, Target, to_html};

fn options(raw_html: RawHtml) -> Options {
    Options {
        raw_html,
        heading_base: 2,
        footnote_label: "脚注".into(),
        id_prefix: String::new(),
        table_name: String::new(),
    }
}

fn resolve(destination: &str, _image: bool) -> Target {
    if destination.starts_with("http") {
        Target::External(destination.into())
    } else if let Some(name) = destination.strip_suffix(".pdf") {
        Target::Download { href: format!("{name}.pdf"), note: "PDF，120 KB".into() }
    } else if destination == "nowhere" {
        Target::Plain
    } else {
        Target::Href(destination.into())
    }
}

fn rendered(body: &str) -> Rendered {
    to_html(body, &options(RawHtml::Drop), &resolve)
}

fn html(body: &str) -> String {
    rendered(body).html
}

fn sanitised(body: &str) -> String {
    to_html(body, &options(RawHtml::Sanitise), &resolve).html
}

fn outline(body: &str) -> Vec<(u8, String)> {
    let headings = rendered(body).headings;
    headings.into_iter().map(|h| (h.level, h.id)).collect()
}

#[test]
fn headings_stand_under_the_pages_own_and_never_skip() {
    let levels = |body: &str| -> Vec<u8> { outline(body).iter().map(|h| h.0).collect() };
    assert_eq!(levels("# 一\n## 二\n# 三"), [2, 3, 2]);
    assert_eq!(levels("### 一\n# 二\n#### 三\n###### 四\n## 五"), [2, 2, 3, 4, 3]);
    assert_eq!(levels("# 1\n## 2\n### 3\n#### 4\n##### 5\n###### 6"), [2, 3, 4, 5, 6, 6]);
    assert!(html("> # 一").contains("<h2 id=\"一\">一</h2>"));
}

#[test]
fn heading_ids_come_from_the_words_and_are_unique() {
    let ids: Vec<String> = outline(
        "# 一、总体 要求！\n# 一总体-要求\n# **A** `b_c`\n# ！\n# ！\n# 甲-2\n# 甲\n# 甲\n# 甲",
    )
    .into_iter()
    .map(|h| h.1)
    .collect();
    assert_eq!(
        ids,
        [
            "一总体-要求",
            "一总体-要求-2",
            "a-b-c",
            "section",
            "section-2",
            "甲-2",
            "甲",
            "甲-3",
            "甲-4"
        ]
    );
    let prefixed = Options { id_prefix: "e3-".into(), ..options(RawHtml::Drop) };
    let page = to_html("# 甲\n\n乙[^1]\n\n[^1]: 丙", &prefixed, &resolve);
    assert_eq!(page.headings[0].id, "e3-甲");
    for id in ["id=\"e3-甲\"", "id=\"e3-fn:1\"", "href=\"#e3-fnref:1\""] {
        assert!(page.html.contains(id), "{}", page.html);
    }
}

#[test]
fn tables_have_column_headings_classes_and_a_wrapper() {
    assert_eq!(
        html("| 甲 | 乙 | |\n|:--|--:|:-:|\n| 1 | 2 | 3 |"),
        "<div class=\"table\"><table>\n<thead><tr><th scope=\"col\" class=\"left\">甲</th>\
         <th scope=\"col\" class=\"right\">乙</th><td class=\"center\"></td></tr></thead>\n<tbody>\n\
         <tr><td class=\"left\">1</td><td class=\"right\">2</td><td class=\"center\">3</td></tr>\n\
         </tbody>\n</table></div>\n"
    );
    assert!(!html("| 甲 |\n|---|").contains("tbody"));
}

#[test]
fn a_table_of_figures_folds_into_cards_like_the_tables_of_the_pages() {
    assert_eq!(
        html("| 单位 | 共 | 其*中* |\n|---|--:|--:|\n| 甲股 | 1 | 2 |"),
        "<div class=\"table\"><table class=\"t cards compact\">\n\
         <thead><tr><th scope=\"col\" class=\"wide\">单位</th><th scope=\"col\" class=\"n\">共</th>\
         <th scope=\"col\" class=\"n\">其<em>中</em></th></tr></thead>\n<tbody>\n\
         <tr><th scope=\"row\">甲股</th><td class=\"n\" data-label=\"共\">1</td>\
         <td class=\"n\" data-label=\"其中\">2</td></tr>\n</tbody>\n</table></div>\n"
    );
}

#[test]
fn a_paragraph_that_names_the_table_below_becomes_its_caption() {
    let table = "| 甲 |\n|---|\n| 1 |";
    for (paragraph, caption) in [
        ("表：任务**清单**", "任务<strong>清单</strong>"),
        ("表 2-1：任务清单", "表 2-1：任务清单"),
        ("表三：任务清单", "表三：任务清单"),
        ("Table: tasks", "tasks"),
    ] {
        let page = html(&format!("{paragraph}\n\n{table}"));
        assert!(page.contains(&format!("<caption>{caption}</caption>")), "{page}");
        assert!(!page.contains("<p>"), "{page}");
    }
    for body in [
        format!("表明：甲\n\n{table}"),
        format!("表：甲\n\n乙\n\n{table}"),
        format!("见下表：\n\n{table}"),
        format!("> 表：甲\n\n{table}"),
        "表：甲".to_owned(),
    ] {
        let page = html(&body);
        assert!(!page.contains("<caption>") && page.contains("<p>"), "{page}");
    }
}

#[test]
fn a_table_nobody_names_takes_the_name_of_its_heading_out_of_sight() {
    let table = "| 甲 |\n|---|\n| 1 |";
    let page = html(&format!("## 进度<一>\n\n见下表。\n\n{table}"));
    assert!(page.contains("<caption class=\"vh\">进度&lt;一&gt;</caption>"), "{page}");
    let named = Options { table_name: "七月进度".into(), ..options(RawHtml::Drop) };
    let page = to_html(table, &named, &resolve).html;
    assert!(page.contains("<caption class=\"vh\">七月进度</caption>"), "{page}");
    assert!(!html(table).contains("caption"));
}

#[test]
fn links_go_where_the_caller_says() {
    for (body, expected) in [
        ("[甲](/a/ \"题\")", "<a href=\"/a/\" title=\"题\">甲</a>"),
        (
            "[甲](a.pdf)",
            "<a href=\"a.pdf\" class=\"download\">甲</a><span class=\"note\">（PDF，120 KB）</span>",
        ),
        ("[](a.pdf)", ">a.pdf</a>"),
        ("[甲](nowhere)", "<p>甲</p>"),
        (
            "<https://www.gov.cn/?a&b>",
            "<a href=\"https://www.gov.cn/?a&amp;b\" class=\"external\" rel=\"noopener\">",
        ),
        ("<a@b.cn>", "<a href=\"mailto:a@b.cn\">a@b.cn</a>"),
        ("[甲](<附件 \"1\".docx>)", "<a href=\"附件%20%221%22.docx\">甲</a>"),
        ("[甲][r]\n\n[r]: /a/", "<a href=\"/a/\">甲</a>"),
    ] {
        assert!(html(body).contains(expected), "{}", html(body));
    }
}

#[test]
fn dangerous_addresses_are_words_in_any_spelling() {
    for address in [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "&#106;avascript:alert(1)",
        "javascript&colon;alert(1)",
        "<java&Tab;script:alert(1)>",
        "<&#1;javascript:alert(1)>",
        "<java&NewLine;script:alert(1)>",
        "<&nbsp;javascript:alert(1)>",
        "<java\u{200b}script:alert(1)>",
        "vbscript:x",
        "data:text/html;base64,PHNjcmlwdD4=",
        "DATA:image/svg+xml,x",
        "file:///etc/passwd",
        "blob:x",
    ] {
        for body in [
            format!("[甲]({address})"),
            format!("![甲]({address})"),
            format!("[甲][r]\n\n[r]: {address}"),
        ] {
            let asked = |destination: &str, _: bool| -> Target {
                panic!("asked where {destination} leads")
            };
            let page = to_html(&body, &options(RawHtml::Drop), &asked).html;
            assert!(!page.contains("href") && !page.contains("src"), "{page}");
        }
    }
    let page = html("<javascript:alert(1)>");
    assert!(!page.contains("href"), "{page}");
}

#[test]
fn a_dangerous_answer_of_the_caller_is_not_linked_either() {
    let page = to_html("[甲](a)", &options(RawHtml::Drop), &|_, _| {
        Target::Href(" javascript:alert(1)".into())
    });
    assert_eq!(page.html, "<p>甲</p>\n");
}

#[test]
fn paths_with_a_colon_are_no_schemes() {
    assert!(html("[甲](附件1：说明.docx)").contains("href"));
    assert!(html("[甲](./a:b)").contains("href"));
    assert!(html("[甲](2023:1.docx)").contains("href"));
}

#[test]
fn images_have_their_words_and_load_late() {
    assert_eq!(
        html("![图**片**\n说明](a.png \"题\")"),
        "<p><img src=\"a.png\" alt=\"图片说明\" title=\"题\" loading=\"lazy\"></p>\n"
    );
}

#[test]
fn images_of_other_sites_become_links_to_them() {
    assert_eq!(
        html("![图](https://x.cn/a.png)"),
        "<p><a href=\"https://x.cn/a.png\" class=\"external\" rel=\"noopener\">图</a></p>\n"
    );
    assert_eq!(html("[![图](https://x.cn/a.png)](/b/)"), "<p><a href=\"/b/\">图</a></p>\n");
    assert_eq!(html("![图](nowhere)"), "<p>图</p>\n");
}

#[test]
fn notes_are_numbered_as_called_and_lead_back_to_every_call() {
    let page = html("甲[^b]乙[^a]丙[^b]\n\n[^a]: 注甲\n[^b]: 注乙[^c]\n[^c]: 注丙\n[^d]: 没人提");
    for expected in [
        "甲<sup class=\"footnote\" id=\"fnref:1\"><a href=\"#fn:1\" role=\"doc-noteref\" aria-label=\"脚注 1\">1</a></sup>",
        "<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"脚注\">",
        "<li id=\"fn:1\"><p>注乙",
        "<li id=\"fn:2\"><p>注甲",
        "<li id=\"fn:3\"><p>注丙",
        "href=\"#fnref:1\" class=\"backlink\" role=\"doc-backlink\" aria-label=\"返回脚注 1 的引用处\"",
        "href=\"#fnref:1-2\" class=\"backlink\" role=\"doc-backlink\" aria-label=\"返回脚注 1 的引用处 2\"",
    ] {
        assert!(page.contains(expected), "{expected}\n{page}");
    }
    assert!(!page.contains("没人提"));
    assert_eq!(html("甲[^x]"), "<p>甲[^x]</p>\n");
}

#[test]
fn a_line_break_between_chinese_characters_leaves_no_space() {
    assert_eq!(html("甲，\n乙\n**丙**\n丁“\n戊”"), "<p>甲，乙<strong>丙</strong>丁“戊”</p>\n");
    assert_eq!(
        html("one\ntwo 甲\nthree\n**乙**"),
        "<p>one\ntwo 甲\nthree\n<strong>乙</strong></p>\n"
    );
    assert_eq!(html("甲\n[乙](/a/)\n`x`"), "<p>甲<a href=\"/a/\">乙</a>\n<code>x</code></p>\n");
    assert_eq!(html("甲  \n乙"), "<p>甲<br>\n乙</p>\n");
    assert_eq!(rendered("甲\n乙\n===").headings[0].text, "甲乙");
}

#[test]
fn raw_html_is_dropped_and_the_words_between_tags_stay() {
    assert_eq!(html("甲<b onclick=x>乙</b>"), "<p>甲乙</p>\n");
    assert_eq!(html("甲<script>alert(1)</script>乙"), "<p>甲乙</p>\n");
    assert_eq!(html("<div>\n<script>alert(1)</script>\n</div>\n\n甲"), "<p>甲</p>\n");
    assert_eq!(html("<!-- 甲 -->"), "");
    assert_eq!(html("`<b>` &lt;b>"), "<p><code>&lt;b&gt;</code> &lt;b&gt;</p>\n");
}

#[test]
fn harmless_html_may_stay_without_attributes_that_act() {
    assert_eq!(
        sanitised(
            "<details open>\n<summary>甲</summary>\n\n**乙** <b class=\"x\" id=y style=\"color:red\" \
             onclick=z>丙</b>\n\n</details>"
        ),
        "<details open=\"\">\n<summary>甲</summary>\n\n<p><strong>乙</strong> <b>丙</b></p>\n</details>\n"
    );
}

#[test]
fn our_own_attributes_survive_the_sanitiser() {
    let body = "# 甲\n\n表：乙\n\n| a | b |\n|:-:|---|\n| 1 | ![图](a.png) |\n\n[外](https://x.cn)[^1]\n\n\
                3. 丙\n\n```rust\nx\n```\n\n[^1]: 注";
    let with_html = sanitised(&format!("{body}\n\n<b>粗</b>"));
    let without = html(body);
    for attribute in without.split(' ').filter(|piece| piece.contains("=\"")) {
        let value = attribute.split('>').next().unwrap_or_default();
        assert!(with_html.contains(value), "{value}\n{with_html}");
    }
    assert!(!with_html.contains("data-ls"), "{with_html}");
}

#[test]
fn a_body_cannot_write_the_name_our_attributes_wait_under() {
    let page = sanitised("# 甲\n\n<b data-ls0x=\"0\" DATA-LS1x=\"0\">乙</b> data-ls2x=\"0\"");
    assert_eq!(page, "<h2 id=\"甲\">甲</h2>\n<p><b>乙</b> data-ls2x=\"0\"</p>\n");
}

#[test]
fn addresses_in_raw_html_are_put_to_the_caller_too() {
    assert_eq!(
        sanitised(
            "甲<a href=\"https://x.cn/\">外</a> <a href=nowhere>无</a> <a href=\"java&#10;script:x\">险</a>"
        ),
        "<p>甲<a href=\"https://x.cn/\" class=\"external\" rel=\"noopener\">外</a> <a>无</a> <a>险</a></p>\n"
    );
    assert_eq!(
        sanitised("甲<img alt=\"图\" src=\"a.png\"><img alt=\"外\" src=\"https://x.cn/a.png\">"),
        "<p>甲<img alt=\"图\" src=\"a.png\" loading=\"lazy\"><img alt=\"外\"></p>\n"
    );
}

#[test]
fn raw_html_cannot_swallow_or_close_what_is_ours() {
    for raw in [
        "<textarea>",
        "<plaintext>",
        "<script>",
        "<style>",
        "<title>",
        "<xmp>",
        "<iframe>",
        "<svg><style>",
        "<math><mtext>",
        "<select>",
        "<noscript>",
        "<template>",
        "<!-- ",
        "<![CDATA[",
        "<div title=\"",
        "<div title=x\">",
        "</li></ol></section>",
        "<table><tr>",
        "<form>",
        "<frameset>",
        "<base href=x>",
    ] {
        for body in [
            format!("{raw}\n\n**甲**[^1] [乙](/b/)\n\n[^1]: 丙"),
            format!("丁 {raw}\n\n**甲**[^1] [乙](/b/)\n\n[^1]: 丙"),
            format!("**甲**[^1] [乙](/b/)\n\n[^1]: 丙 {raw}"),
        ] {
            // Both run to the end of the body by Markdown's own rules.
            if body.starts_with("<!")
                || raw.starts_with("<script")
                || raw.starts_with("<style")
                || raw.starts_with("<textarea")
            {
                continue;
            }
            let page = sanitised(&body);
            for expected in [
                "<strong>甲</strong>",
                "<a href=\"/b/\">乙</a>",
                "丙",
                "class=\"backlink\"",
                "</section>",
            ] {
                assert!(page.contains(expected), "{body}\n{page}");
            }
            assert_balanced(&page);
        }
    }
}

#[test]
fn html_nested_past_reason_is_dropped_and_the_words_stay() {
    let page = sanitised(&format!("{}甲", "<b>".repeat(100)));
    assert_eq!(page, "<p>甲</p>\n");
}

#[test]
fn no_language_but_a_plain_name_becomes_a_class() {
    assert!(html("```rust,ignore\nx\n```").contains("<pre><code class=\"language-rust\">x\n"));
    assert!(html("```\"onclick=x\nx\n```").contains("<pre><code>x\n"));
}

#[test]
fn large_and_hostile_bodies_take_no_longer_than_their_size() {
    // A quadratic step would keep this test for minutes.
    const SIZE: usize = 200_000;
    for piece in [
        "*",
        "_",
        "~",
        "[",
        "]",
        "`",
        ">",
        "<",
        "![",
        "[a](",
        "**。",
        "。**甲 **",
        "*甲**_。~~",
        "- ",
        "> - ",
        "<b>",
        "<div>\n\n",
        "<!--",
        "[^1]",
        "|a",
        "甲\n",
        "\\",
        "&#",
        "# 甲\n",
        "a<?",
    ] {
        let body = piece.repeat(SIZE / piece.len());
        assert_balanced(&html(&body));
        sanitised(&body);
        crate::content::markdown::links(&body);
        crate::content::markdown::plain_text(&body, 100);
    }
}

/// Holds that tags nest, ids are unique, and no attribute is there that a policy forbids.
fn assert_balanced(page: &str) {
    const KNOWN: &[&str] = &[
        "href",
        "src",
        "alt",
        "title",
        "class",
        "id",
        "rel",
        "role",
        "aria-label",
        "loading",
        "scope",
        "start",
        "open",
    ];
    let mut open: Vec<&str> = Vec::new();
    let mut ids: BTreeSet<&str> = BTreeSet::new();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        let end = rest[at..].find('>').map(|end| at + end).expect("a tag ends");
        let tag = &rest[at + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{page}");
            continue;
        }
        let (name, mut attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        while let Some((key, value)) = attributes.split_once("=\"") {
            let (value, after) = value.split_once('"').expect("a value ends");
            assert!(KNOWN.contains(&key), "{key} in {page}");
            assert!(key != "id" || ids.insert(value), "{value} twice in {page}");
            attributes = after.trim_start();
        }
        assert_eq!(attributes, "", "{page}");
        if !matches!(name, "br" | "hr" | "img" | "wbr" | "col") {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?} {page}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_body_gives_a_sound_fragment(body in any::<String>()) {
        assert_balanced(&html(&body));
        assert_balanced(&sanitised(&body));
    }

    #[test]
    fn dense_markup_gives_a_sound_fragment(
        body in "([\\[\\]()!<>\"'a甲：\\\\&; \n:^`|*#=~_-]|\\[\\^1\\]|\n\n|\\|-\\||表：){0,60}"
    ) {
        assert_balanced(&html(&body));
    }

    #[test]
    fn dense_html_gives_a_sound_fragment(
        body in "(</?(b|p|li|td|table|div|a|script|svg|textarea|h1|section|select)( x=\"| href=javascript:a| id=a)?>?|<!--|-->|\n|\n\n|甲|\\*\\*|- |\\[\\^1\\]|\\[\\^1\\]: |# |\\|a\\|\n\\|-\\|\n|\"){0,24}"
    ) {
        assert_balanced(&html(&body));
        assert_balanced(&sanitised(&body));
    }
}
