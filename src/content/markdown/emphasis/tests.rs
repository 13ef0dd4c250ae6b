use std::ops::Range;

use proptest::prelude::*;
use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use crate::content::markdown::events;

/// The structure of a body as bare HTML, near enough to comrak's to compare.
fn ours(body: &str) -> String {
    structure(events(body).map(|(event, _)| event))
}

fn upstream(body: &str) -> String {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    structure(Parser::new_ext(body, options))
}

fn structure<'a>(events: impl Iterator<Item = Event<'a>>) -> String {
    let mut out = String::new();
    let mut images = 0;
    for event in events {
        match event {
            Event::Start(Tag::Image { .. }) => {
                images += 1;
                out.push_str("<img>");
            }
            Event::End(TagEnd::Image) => images -= 1,
            _ if images > 0 => {}
            Event::Start(Tag::Paragraph) => out.push_str("<p>"),
            Event::End(TagEnd::Paragraph) => out.push_str("</p>\n"),
            Event::Start(Tag::Emphasis) => out.push_str("<em>"),
            Event::End(TagEnd::Emphasis) => out.push_str("</em>"),
            Event::Start(Tag::Strong) => out.push_str("<strong>"),
            Event::End(TagEnd::Strong) => out.push_str("</strong>"),
            Event::Start(Tag::Strikethrough) => out.push_str("<del>"),
            Event::End(TagEnd::Strikethrough) => out.push_str("</del>"),
            Event::Start(Tag::Link { link_type, .. }) => out.push_str(match link_type {
                LinkType::Email => "<a mail>",
                _ => "<a>",
            }),
            Event::End(TagEnd::Link) => out.push_str("</a>"),
            Event::Start(Tag::BlockQuote(_)) => out.push_str("<blockquote>\n"),
            Event::End(TagEnd::BlockQuote(_)) => out.push_str("</blockquote>\n"),
            Event::Start(Tag::List(_)) => out.push_str("<ul>\n"),
            Event::End(TagEnd::List(_)) => out.push_str("</ul>\n"),
            Event::Start(Tag::Item) => out.push_str("<li>"),
            Event::End(TagEnd::Item) => out.push_str("</li>\n"),
            Event::Start(Tag::Heading { level, .. }) => {
                out.push_str(&format!("<{level}>"));
            }
            Event::End(TagEnd::Heading(level)) => out.push_str(&format!("</{level}>\n")),
            Event::Start(Tag::TableCell) => out.push_str("<td>"),
            Event::End(TagEnd::TableCell) => out.push_str("</td>\n"),
            Event::Start(Tag::Table(_) | Tag::TableHead | Tag::TableRow) => {}
            Event::End(TagEnd::Table | TagEnd::TableHead | TagEnd::TableRow) => {}
            Event::Rule => out.push_str("<hr />\n"),
            Event::Code(text) => {
                out.push_str(&format!("<code>{}</code>", escape(&text)));
            }
            Event::Text(text) => out.push_str(&escape(&text)),
            Event::InlineHtml(html) | Event::Html(html) => out.push_str(&html),
            Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock) => {}
            Event::SoftBreak => out.push('\n'),
            Event::HardBreak => out.push_str("<br />\n"),
            other => out.push_str(&format!("{other:?}")),
        }
    }
    out
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// comrak's reading, brought to the form of `structure`.
fn oracle(body: &str) -> String {
    let mut options = comrak::Options::default();
    options.extension.cjk_friendly_emphasis = true;
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.footnotes = true;
    options.render.r#unsafe = true;
    let html = comrak::markdown_to_html(body, &options);
    bare(&html)
}

/// Takes from comrak's HTML what `structure` does not say.
fn bare(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let end = rest[at..].find('>').map_or(rest.len(), |end| at + end + 1);
        let tag = &rest[at..end];
        rest = &rest[end..];
        match tag {
            _ if tag.starts_with("<a ") => out.push_str("<a>"),
            _ if tag.starts_with("<img ") => out.push_str("<img>"),
            "<ol>" => out.push_str("<ul>"),
            "</ol>" => out.push_str("</ul>"),
            "<th>" => out.push_str("<td>"),
            "</th>" => out.push_str("</td>"),
            "<table>" | "<thead>" | "<tbody>" | "<tr>" | "</table>" | "</thead>" | "</tbody>"
            | "</tr>" => rest = rest.trim_start_matches('\n'),
            _ => out.push_str(tag),
        }
    }
    out.push_str(rest);
    out
}

/// Leaves out the line breaks after tags, which the two set differently.
fn flat(html: &str) -> String {
    html.replace(">\n", ">")
}

/// Lines as offices write them; each must read as comrak reads it.
const EVERYDAY: &[&str] = &[
    "**注意：**请于9月底前报送。",
    "根据**《条例》**规定办理",
    "这是**“重点”**工作",
    "*（含派出机构）*负责",
    "~~已废止。~~新规",
    "**一、总体要求。**坚持以人民为中心",
    "（一）**加强组织领导。**各单位要高度重视",
    "按照**《优化营商环境条例》（国务院令第722号）**要求",
    "完成率达到**95%**以上",
    "较上年增长**12.5%，**位居全省前列",
    "**责任单位：**市政务服务局",
    "**责任单位：** 市政务服务局",
    "责任单位：**市政务服务局、**市发展改革委",
    "由**市场监管局（牵头）**会同有关部门",
    "**【通报】**关于第三季度的情况",
    "见**附件1：**《任务清单》",
    "**“一网通办”**改革",
    "推进**‘放管服’**改革",
    "实现**“最多跑一次”，**群众满意",
    "**办理时限：3个工作日；**承诺时限：1个工作日",
    "**咨询电话：0871-12345678。**工作日可拨打",
    "***特别说明：***以正式文件为准",
    "***（重要）***请注意",
    "**关于*（修订）*的说明**全文如下",
    "**关于*《办法》*的说明。**全文如下",
    "*注：*数据为初步统计",
    "*“三个一”*工程",
    "__注意：__请于9月底前",
    "_（略）_详见附件",
    "请看 __注意：__ 请于9月底前",
    "变量a_b_c不变，**（但是）**要改",
    "~~第三条（已删除）~~第四条",
    "~~旧址：人民路1号，~~新址：建设路2号",
    "将~~“原”~~改为**“现”**",
    "**~~废止~~**与保留",
    "~~**废止。**~~保留",
    "2*3*4等于24，**注意！**不要算错",
    "**不是强调 **是的",
    "** 不是强调**是的",
    "**未闭合的强调，请注意",
    "未开始的强调。**请注意",
    "\\**注意：**请于",
    "\\*\\*注意：\\*\\*请于",
    "**注意：\\**请于**结束",
    "`**注意：**请于`原样",
    "**`代码：`**后面",
    "**先用`git`。**再用",
    "**[《条例》](a.md)**规定",
    "[**注意：**请于](a.md)办理",
    "见[附件*（一）*说明](a_b_c.md)及**“备注”**部分",
    "**见[附件](a.md)。**另行通知",
    "![**图：**说明](a.png)后面**（图）**前面",
    "<https://example.gov.cn/a*b*c>后**（网址）**前",
    "<b>**注意：**</b>请于",
    "**注意：<br>换行。**请于",
    "**第一行。**  \n第二行",
    "**第一行。**\n**第二行：**内容",
    "**跨\n行。**内容",
    "- **责任人：**张某\n- **时限：**9月底",
    "1. **责任人：**张某",
    "> **注意：**请于\n> **另：**请于",
    ">**（重要）**请于\n>**（次要）**请于",
    "## **一、**总体要求",
    "## 根据**《条例》**规定 ##",
    "| **指标：**名称 | 数值 |\n|---|---|\n| **“一网通办”**率 | *（略）*无 |",
    "|**（一）**|**（二）**|\n|---|---|\n|**（三）**甲|乙**（四）**|",
    "&nbsp;**注意：**请于",
    "**注意&mdash;&mdash;**请于",
    "金额**￥3,000元**整",
    "金额**¥3,000**整",
    "比例为**①**、**②。**其余",
    "**あ。**い",
    "**안녕(hello)**하세요.",
    "大塚︀**(U+585A U+FE00)** 大塚**(U+FA10)**",
    "**true。︁**false",
    "禰󠄀**(ね)**豆子",
    "“︁Git”︁__Hub__",
    "**，**，**",
    "**。**。**。**甲",
    "*甲**乙：**丙*丁",
    "**甲*乙：*丙**丁",
    "*甲*乙*：*丙*",
    "****（四星）****甲",
    "*****（五星）*****甲",
    "甲***乙。**丙*丁",
    "甲**乙。***丙**丁*",
    "_甲。_乙_（丙）_丁",
    "甲_（乙）_丙",
    "**甲_（乙）_丙。**丁",
    "A**“B”**C与**甲：**乙",
    "**A.**B与**甲。**乙",
];

#[test]
fn everyday_lines_read_as_comrak_reads_them() {
    let wrong: Vec<String> = EVERYDAY
        .iter()
        .filter(|line| ours(line) != oracle(line))
        .map(|line| format!("{line}\n   ours {}   them {}", ours(line), oracle(line)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_five_lines_upstream_leaves_literal_are_emphasised() {
    for (line, expected) in [
        ("**注意：**请于", "<p><strong>注意：</strong>请于</p>\n"),
        ("根据**《条例》**规定", "<p>根据<strong>《条例》</strong>规定</p>\n"),
        ("这是**“重点”**工作", "<p>这是<strong>“重点”</strong>工作</p>\n"),
        ("*（含派出机构）*负责", "<p><em>（含派出机构）</em>负责</p>\n"),
        ("~~已废止。~~新规", "<p><del>已废止。</del>新规</p>\n"),
    ] {
        assert_ne!(upstream(line), expected, "upstream has the rule: drop this");
        assert_eq!(ours(line), expected);
    }
}

#[test]
fn two_ranges_in_a_sentence_do_not_strike_each_other_out() {
    for line in [
        "3~5个工作日，特殊情况10~15个工作日",
        "（3~5日）或（6~8日）**注意：**请于",
        "9月~10月、11月~12月",
    ] {
        assert!(!ours(line).contains("<del>"), "{}", ours(line));
    }
}

#[test]
fn the_stars_of_a_mask_are_no_emphasis() {
    for line in [
        "手机138****5678或139****1234",
        "手机13812**5678、13912**1234，",
        "138****5678 139****1234",
        "330102********123X与330102********4321",
        "E1****89、E2****90",
    ] {
        assert_eq!(ours(line), format!("<p>{line}</p>\n"));
        assert_ranges_hold(line);
    }
    for (line, expected) in [
        ("**138****5678，139****1234**", "<p><strong>138****5678，139****1234</strong></p>\n"),
        ("**电话：138****5678。**转", "<p><strong>电话：138****5678。</strong>转</p>\n"),
        ("[138****5678 139****1234](a.md)", "<p><a>138****5678 139****1234</a></p>\n"),
        ("|138****5678、139****1234|\n|---|", "<td>138****5678、139****1234</td>\n"),
        ("138\\*\\*\\*\\*5678或139\\*\\*\\*\\*1234", "<p>138****5678或139****1234</p>\n"),
        ("`138****5678`139****1234", "<p><code>138****5678</code>139****1234</p>\n"),
    ] {
        assert_eq!(ours(line), expected);
        assert_ranges_hold(line);
    }
}

#[test]
fn emphasis_beside_digits_stays() {
    for (line, expected) in [
        ("共**3**项", "<p>共<strong>3</strong>项</p>\n"),
        ("3**重点**4", "<p>3<strong>重点</strong>4</p>\n"),
        ("**粗**体", "<p><strong>粗</strong>体</p>\n"),
        ("a**b**c", "<p>a<strong>b</strong>c</p>\n"),
        ("第**1**、**2**项", "<p>第<strong>1</strong>、<strong>2</strong>项</p>\n"),
        ("2*3*4", "<p>2<em>3</em>4</p>\n"),
    ] {
        assert_eq!(ours(line), expected);
    }
}

#[test]
fn ranges_name_the_bytes_of_the_emphasis_with_its_marks() {
    let body = "根据**《条例》**规定，*（甲）*乙，***注：***丙";
    let found: Vec<&str> = events(body)
        .filter(|(event, _)| matches!(event, Event::Start(Tag::Strong | Tag::Emphasis)))
        .map(|(_, range)| &body[range])
        .collect();
    assert_eq!(found, ["**《条例》**", "*（甲）*", "***注：***", "**注：**"]);
}

/// Every text that is not decoded must stand in the source where its range says.
fn assert_ranges_hold(body: &str) {
    let mut open: Vec<Range<usize>> = Vec::new();
    for (event, range) in events(body) {
        assert!(body.get(range.clone()).is_some(), "{body:?} {range:?}");
        match event {
            Event::Start(_) => open.push(range),
            Event::End(_) => assert_eq!(open.pop(), Some(range), "{body:?}"),
            Event::Text(text) if !range.is_empty() && !body.contains(['&', '\r', '\0', '\t']) => {
                assert_eq!(&body[range], &*text, "{body:?}");
            }
            _ => {}
        }
    }
    assert!(open.is_empty());
}

fn pieces(alphabet: &'static [&'static str], most: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(alphabet), 1..most)
        .prop_map(|pieces| pieces.concat())
}

const STARS: &[&str] = &[
    "*",
    "**",
    "***",
    "_",
    "__",
    "*",
    "**",
    "甲",
    "乙",
    "：",
    "。",
    "“",
    "”",
    "（",
    "）",
    "a",
    "Ａ",
    ".",
    "(",
    ")",
    " ",
    "\n",
    "\\*",
    "\\_",
    "\\\\",
    "\\甲",
    "\\\n乙",
    "`码*`",
    "—",
    "…",
    "％",
    "é",
    "😀",
    "한",
    "\u{fe00}",
    "\u{fe01}",
    "[",
    "](b)",
    "&amp;",
    "①",
    "￥",
    "\u{e0100}",
    "甲<b>",
    "> ",
    "\n\n",
];

/// comrak, like GitHub, looks through a `~` at what is behind it and the amendment does not: here
/// no `~~` touches another delimiter.
const TILDES: &[&str] = &[
    "甲~~乙", "。~~乙", "（~~乙", "甲~~）", "。~~（", " ~~。", "。~~ ", "甲", "。", "“", "”",
    "丙 ", "\n丁", "乙**丙", "。**丙", "丙**（",
];

fn config() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::default() }
}

/// A character Chinese text may hold; of rarer scripts the two libraries know different versions.
fn neighbour() -> impl Strategy<Value = char> {
    prop_oneof![
        prop::char::range('\u{a0}', '\u{ff}'),
        prop::char::range('\u{2010}', '\u{205e}'),
        prop::char::range('\u{2190}', '\u{23ff}'),
        prop::char::range('\u{2460}', '\u{27bf}'),
        prop::char::range('\u{2f00}', '\u{9fff}'),
        prop::char::range('\u{fe00}', '\u{ffef}'),
        prop::char::range('\u{1f300}', '\u{1f5ff}'),
        prop::char::range('\u{20000}', '\u{3fffd}'),
    ]
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn generated_stars_pair_as_in_comrak(tail in pieces(STARS, 24)) {
        let body = format!("文{tail}");
        prop_assert_eq!(flat(&ours(&body)), flat(&oracle(&body)), "{:?}", body);
    }

    #[test]
    fn generated_strikes_pair_as_in_comrak(tail in pieces(TILDES, 16)) {
        let body = format!("文{tail}");
        prop_assert_eq!(flat(&ours(&body)), flat(&oracle(&body)), "{:?}", body);
    }

    #[test]
    fn likely_neighbours_are_judged_as_in_comrak(a in neighbour(), b in neighbour()) {
        let body = format!("文甲{a}**{b}乙{a}**{b}丙_{a}a*{a}b*{b}");
        prop_assert_eq!(flat(&ours(&body)), flat(&oracle(&body)), "{:?}", body);
    }

    #[test]
    fn ascii_is_read_as_upstream_reads_it(body in "[ -/:-~\n]{0,60}") {
        prop_assert_eq!(ours(&body), upstream(&body));
    }

    #[test]
    fn dense_ascii_is_read_as_upstream_reads_it(body in "[*_~ab.(`\\[\\]\\\\ \n|>-]{0,40}") {
        prop_assert_eq!(ours(&body), upstream(&body));
    }

    #[test]
    fn ranges_hold(body in pieces(STARS, 24)) {
        assert_ranges_hold(&body);
    }

    #[test]
    fn any_text_is_read(body in any::<String>()) {
        assert_ranges_hold(&body);
    }
}
