//! Bulletins on paper, as GB/T 9704-2012 has it: measured in what the browser prints.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

use serde::Deserialize;

use super::scratch::Scratch;
use super::{issued, node, shipped};

/// 版心, in millimetres: 天头 37, 订口 28, and 156 by 225.
const TOP: f64 = 37.0;
const BINDING: f64 = 28.0;
const LINE: f64 = 156.0;
const TEXT: f64 = 225.0;
/// 3号 as it fits 28 times into the line, and 4号: points in millimetres.
const BODY: f64 = 15.75 * POINT;
const NUMBER: f64 = 14.0 * POINT;
const POINT: f64 = 25.4 / 72.0;

#[derive(Debug, Deserialize)]
struct Sheet {
    width: f64,
    height: f64,
    pieces: Vec<Piece>,
}

#[derive(Debug, Deserialize)]
struct Piece {
    text: String,
    x: f64,
    y: f64,
    width: f64,
    size: f64,
}

/// A line of text: its baseline, where it begins and ends, what it says.
#[derive(Debug)]
struct Line {
    y: f64,
    from: f64,
    to: f64,
    text: String,
}

impl Sheet {
    /// What stands in the text's own area, line by line.
    fn lines(&self) -> Vec<Line> {
        let mut lines: BTreeMap<i64, Line> = BTreeMap::new();
        for piece in self.pieces.iter().filter(|piece| piece.y < TOP + TEXT) {
            // Tenths of a millimetre: pieces of one line differ by what the printer rounds.
            let line = lines.entry((piece.y * 10.0).round() as i64).or_insert(Line {
                y: piece.y,
                from: piece.x,
                to: piece.x,
                text: String::new(),
            });
            line.from = line.from.min(piece.x);
            line.to = line.to.max(piece.x + piece.width);
            line.text.push_str(&piece.text);
        }
        lines.into_values().collect()
    }

    /// What stands below it: the page's number.
    fn number(&self) -> (String, f64, f64, f64) {
        let below: Vec<&Piece> = self.pieces.iter().filter(|piece| piece.y > TOP + TEXT).collect();
        let first = below.first().expect("a page has a number");
        let last = below.last().expect("as above");
        assert!(below.iter().all(|piece| (piece.size - NUMBER).abs() < 0.1), "4号: {below:?}");
        let text = below.iter().map(|piece| piece.text.trim()).collect::<Vec<_>>().join(" ");
        (text, first.x, last.x + last.width, first.y)
    }

    /// Where the text's area begins: the binding lies to the left of odd pages, and to the right of
    /// even ones.
    fn left(&self, n: usize) -> f64 {
        if n % 2 == 1 { BINDING } else { self.width - BINDING - LINE }
    }
}

/// The sheets of some pages of a built site.
fn print(public: &Path, pages: &[&str]) -> BTreeMap<String, Vec<Sheet>> {
    let args: Vec<&OsStr> =
        [public.as_os_str()].into_iter().chain(pages.iter().map(OsStr::new)).collect();
    serde_json::from_str(&node("paper.mjs", &args)).expect("sheets")
}

fn printed(words: &str) -> Vec<Sheet> {
    let site = issued(words);
    let page = "bulletins/2023/2023-03/index.html";
    print(&site.path("public"), &[page]).remove(page).expect("the page that was printed")
}

/// Paragraphs without marks, which are what lines may not begin or end with.
fn words() -> String {
    let paragraph = "督促各责任单位对照方案逐项落实按时办结".repeat(18);
    vec![paragraph; 9].join("\n\n")
}

#[test]
fn a_bulletin_prints_22_lines_of_28_characters_on_a4() {
    let sheets = printed(&words());
    assert!(sheets.len() >= 4, "{} pages are too few to be measured", sheets.len());
    let mut full = 0;
    for (n, sheet) in (1..).zip(&sheets) {
        assert!((sheet.width - 210.0).abs() < 0.5 && (sheet.height - 297.0).abs() < 0.5, "A4");
        let (left, lines) = (sheet.left(n), sheet.lines());
        assert!(lines.len() <= 22, "page {n} has {} lines", lines.len());
        for line in &lines {
            assert!(line.from > left - 0.2 && line.to < left + LINE + 0.2, "page {n}: {line:?}");
            assert!(line.y - BODY > TOP - 0.5 && line.y < TOP + TEXT, "page {n}: {line:?}");
            // Figures are half as wide.
            let wide = line.text.chars().filter(|c| !c.is_ascii()).count();
            assert!(wide <= 28, "page {n}: {line:?}");
        }
        // Between the first page, which has a heading, and the last there is nothing but words.
        if n > 1 && n < sheets.len() {
            assert_eq!(lines.len(), 22, "page {n}");
        }
        for pair in lines.windows(2).filter(|_| n > 1 && n < sheets.len()) {
            let pitch = (pair[1].y - pair[0].y) / POINT;
            // The browser puts each line on a whole pixel of 0.75 pt; these even out.
            assert!((pitch - 28.95).abs() < 0.75, "page {n}: {pitch} pt from line to line");
        }
        if let ([first, .., last], 22) = (&lines[..], lines.len()) {
            let pitch = (last.y - first.y) / 21.0 / POINT;
            assert!((pitch - 28.95).abs() < 0.05, "page {n}: {pitch} pt from line to line");
        }
        let whole = |line: &&Line| {
            line.text.contains('督') && line.from < left + 0.2 && line.to > left + LINE - BODY
        };
        for line in lines.iter().filter(whole) {
            assert_eq!(line.text.chars().count(), 28, "page {n}: {line:?}");
            full += 1;
        }
    }
    assert!(full > 60, "{full} full lines are too few to be measured");
}

#[test]
fn a_bulletin_has_its_page_numbers_on_the_outer_side_7_mm_below_the_text() {
    let sheets = printed(&words());
    for (n, sheet) in (1..).zip(&sheets) {
        let (text, from, to, baseline) = sheet.number();
        assert_eq!(text.replace(' ', ""), format!("—{n}—"));
        // 居右空一字, 居左空一字: one character of the number's own size.
        let left = sheet.left(n);
        let (outside, gap) = match n % 2 {
            1 => ("right", left + LINE - to),
            _ => ("left", from - left),
        };
        assert!((gap - NUMBER).abs() < 1.0, "page {n}: {gap} mm from the {outside}");
        // A dash lies about three eighths of a character above the baseline.
        let dash = baseline - 0.375 * NUMBER - (TOP + TEXT);
        assert!((dash - 7.0).abs() < 1.0, "page {n}: the dash is {dash} mm below the text");
    }
}

/// One record of each kind of the shipped site.
const RECORDS: [&str; 17] = [
    "plans/luozhuang/2020",
    "tasks/kezuozhongqi/12",
    "indicators/kezuozhongqi/baozhuang",
    "offices/kezuozhongqi/fangchan",
    "posts/kezuozhongqi/dangzu-fujuzhang",
    "groups/luozhuang/lingdaoxiaozu",
    "problems/kezuozhongqi/02",
    "inspections/kezuozhongqi/2023-08-10",
    "duties/wuda/zhengwufuwu",
    "evaluations/wuda/2022-q1",
    "highlights/zhibiaozhang/shenpi-yasuo",
    "visits/yuancheng/2023-q2",
    "publicity/yuancheng/2023-07",
    "bulletins/kezuozhongqi/2023/2023-05",
    "news/kezuozhongqi/2023-liangshai-qidong",
    "policies/luozhuang/gaozhi-2018",
    "about",
];
/// What is of use on a screen alone.
const OF_SCREENS: [&str; 5] = ["跳到正文", "复制引文", "上一条", "下一条", "主导航"];

#[test]
fn a_record_of_every_kind_prints_on_a4_with_all_its_words_on_the_paper() {
    let public = shipped();
    let pages = RECORDS.map(|record| format!("{record}/index.html"));
    let printed = print(public, &pages.each_ref().map(String::as_str));
    assert_eq!(printed.len(), RECORDS.len());
    for (name, sheets) in printed {
        let words: String =
            sheets.iter().flat_map(|sheet| &sheet.pieces).map(|p| &*p.text).collect();
        for word in OF_SCREENS {
            assert!(!words.contains(word), "{name}: {word}");
        }
        // The seal says of a bulletin what the citation says of the others.
        let address = format!("www.example.gov.cn/ljsbp/{}", name.trim_end_matches("index.html"));
        assert_eq!(words.contains(&address), !name.starts_with("bulletins"), "{name}: {words}");
        for (n, sheet) in (1..).zip(&sheets) {
            assert!((sheet.width - 210.0).abs() < 0.5 && (sheet.height - 297.0).abs() < 0.5);
            assert_eq!(sheet.number().0.replace(' ', ""), format!("—{n}—"), "{name}");
            let left = sheet.left(n);
            for piece in &sheet.pieces {
                // A picture's words may stand a little outside it.
                let is_inside = piece.x > left - 1.0 && piece.x + piece.width < left + LINE + 1.0;
                assert!(is_inside, "{name}, page {n}: {piece:?}");
            }
        }
    }
}

#[test]
fn a_state_stands_in_words_on_paper_and_a_table_s_head_on_each_of_its_sheets() {
    let public = shipped();
    let page = "plans/kezuozhongqi/2023/index.html";
    let sheets = print(public, &[page]).remove(page).expect("the page that was printed");
    let first = |sheet: &Sheet| sheet.lines().first().map(|line| line.text.clone());
    let head = |text: &str| text.contains("责任单位完成时限状态");
    let begins = sheets.iter().position(|sheet| sheet.lines().iter().any(|line| head(&line.text)));
    let begins = begins.expect("the list of tasks is printed");
    let goes_on: Vec<&Sheet> = sheets[begins + 1..]
        .iter()
        .take_while(|s| first(s).is_some_and(|text| head(&text)))
        .collect();
    assert!(goes_on.len() >= 2, "26 tasks take three sheets, each with the head above its rows");
    let words: String = goes_on.iter().flat_map(|s| &s.pieces).map(|piece| &*piece.text).collect();
    for state in ["■逾期未完成", "▲临近时限", "●按时完成", "→正在推进"] {
        assert!(words.replace(' ', "").contains(state), "{state}: {words}");
    }
}

/// A site of thirty texts that asks for so many stages, in a repository.
fn to_be_approved(stages: &[&str], title: &str) -> Scratch {
    let mut settings = "title = \"优化营商环境专栏\"\n[defaults]\ndisclosure = \"主动公开\"\n\
        [identity]\norganizer = \"某县住房和城乡建设局\"\n[approval]\nkinds = [\"news\"]\n\
        posts = [\"分管副局长\", \"主任\", \"局长\", \"保密员\"]\n"
        .to_owned();
    for stage in stages {
        let posts = "posts = [\"分管副局长\", \"主任\", \"局长\", \"保密员\"]";
        settings += &format!("[[approval.stages]]\nstage = \"{stage}\"\n{posts}\n");
    }
    let site = Scratch::site(&[("site.toml", &settings)]);
    for i in 10..40 {
        let text = format!("---\n标题: {title}{i}\n发布日期: 2023-03-08\n---\n一。\n");
        site.write(&format!("content/news/n{i}.md"), &text);
    }
    let git = Command::new("git").args(["init", "-q"]).current_dir(site.path("")).status();
    assert!(git.expect("git starts").success());
    site
}

#[test]
fn the_form_of_an_approval_is_one_sheet_of_a4_that_is_used() {
    let all = ["初审", "复审", "终审", "保密审查"];
    for (stages, title) in [
        (&all[..1], "动态"),
        (&all[..3], "动态"),
        (&all[..4], "动态"),
        (&all[..4], "关于进一步优化营商环境提升政务服务水平若干措施落实情况的通报（第二批）之"),
    ] {
        let site = to_be_approved(stages, title);
        let form = site.path("form.html");
        let form = form.to_str().expect("a path");
        let run = site.run(&["approval", "form", "空", "--out", form, "--as-of", "2023-04-10"]);
        assert_eq!(run.code, 0, "{}", run.err);
        let sheets = print(&site.path(""), &["form.html"]).remove("form.html").expect("printed");
        let [sheet] = &sheets[..] else { panic!("{} sheets", sheets.len()) };
        assert!((sheet.width - 210.0).abs() < 0.5 && (sheet.height - 297.0).abs() < 0.5, "A4");
        let last = sheet.pieces.iter().map(|piece| piece.y).fold(0.0, f64::max);
        assert!((235.0..287.0).contains(&last), "{} stages end at {last} mm", stages.len());
    }
}

#[test]
fn each_sheet_of_an_annex_has_the_code_and_its_number() {
    let site = to_be_approved(&["初审"], "动态");
    let (annex, out) = (site.path("annex.html"), site.path("form.html"));
    let (annex, out) = (annex.to_str().expect("a path"), out.to_str().expect("a path"));
    let day = ["--as-of", "2023-04-10"];
    let run = site.run(&[&["approval", "form", "空", "--out", out][..], &day].concat());
    let (_, code) = run.out.lines().next().and_then(|l| l.split_once("内容码 ")).expect("a code");
    let code = code.replace(' ', "");
    let run =
        site.run(&[&["approval", "form", "空", "--annex", "--out", annex][..], &day].concat());
    assert_eq!(run.code, 0, "{}", run.err);
    let sheets = print(&site.path(""), &["annex.html"]).remove("annex.html").expect("printed");
    assert!(sheets.len() > 1, "thirty texts in full take more than a sheet");
    for (n, sheet) in (1..).zip(&sheets) {
        let text: String = sheet.pieces.iter().map(|piece| piece.text.replace(' ', "")).collect();
        assert!(text.contains(&code), "sheet {n}: {text}");
        assert!(text.contains(&format!("{n}/{}", sheets.len())), "sheet {n}: {text}");
    }
}
