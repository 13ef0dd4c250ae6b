//! 责任清单, 亮点, 评定 and 汇总: the page, the CSV and the JSON say one thing.

use std::path::Path;

use super::html::Document;
use super::{Tree, built};

/// The lines of a CSV of a build, each with its heads.
pub(super) struct Lines {
    heads: Vec<String>,
    pub(super) lines: Vec<Vec<String>>,
}

impl Lines {
    pub(super) fn of(build: &str, file: &str) -> Self {
        let text = read(build, &format!("{file}.csv"));
        let text = text.trim_start_matches('\u{feff}');
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        let mut lines = reader.records().map(|line| {
            line.expect("lines of one length").iter().map(str::to_owned).collect::<Vec<_>>()
        });
        Self { heads: lines.next().expect("a head"), lines: lines.collect() }
    }

    pub(super) fn get<'a>(&self, line: &'a [String], head: &str) -> &'a str {
        let at = self.heads.iter().position(|known| known == head);
        &line[at.unwrap_or_else(|| panic!("no column {head}"))]
    }
}

fn read(build: &str, file: &str) -> String {
    let tree = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pages").join(build);
    std::fs::read_to_string(tree.join("data").join(file)).expect("a data file")
}

pub(super) fn json(build: &str, file: &str) -> Vec<serde_json::Value> {
    let text = read(build, &format!("{file}.json"));
    let data: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    data[file].as_array().expect("a list").clone()
}

/// A CSV's cell and a JSON value are the same figure or the same words.
pub(super) fn same(cell: &str, value: &serde_json::Value) -> bool {
    match value {
        serde_json::Value::Null => cell.is_empty(),
        serde_json::Value::String(text) => cell == text,
        number => cell.parse::<f64>().ok() == number.as_f64(),
    }
}

pub(super) fn page<'t>(tree: &'t Tree, kind: &str, id: &str) -> &'t Document {
    &tree.pages[&format!("{kind}/{id}/index.html")]
}

/// The rows of the tables whose caption ends with some words, cell by cell, without blanks.
pub(super) fn table(page: &Document, caption: &str) -> Vec<Vec<String>> {
    let is_it = |table: &&super::Element| {
        page.inside(table).any(|e| e.name == "caption" && page.text(e).ends_with(caption))
    };
    let tables = page.all("table").filter(is_it);
    let rows = tables.flat_map(|table| page.inside(table).filter(|e| e.name == "tr"));
    rows.filter(|row| page.children(row).any(|cell| cell.name == "td"))
        .map(|row| page.children(row).map(|cell| page.text(cell).replace(' ', "")).collect())
        .collect()
}

/// A cell's figure as pages print it; nothing is a dash.
fn or_dash(cell: &str) -> String {
    if cell.is_empty() { "—".into() } else { cell.into() }
}

#[test]
fn the_duties_figures_are_one_on_page_csv_and_json() {
    for build in ["public", "internal"] {
        let (tree, lists) = (built(build), Lines::of(build, "duties"));
        let (measures, rows) = (Lines::of(build, "duty-measures"), json(build, "duties"));
        assert_eq!((lists.lines.len(), rows.len()), (1, 1), "the shipped site has one list");
        for (line, row) in lists.lines.iter().zip(&rows) {
            let get = |head: &str| lists.get(line, head);
            for head in ["id", "measures", "done", "done_rate", "filed"] {
                assert!(same(get(head), &row[head]), "{head}");
            }
            let figures = format!(
                "已完成措施{}/{}，措施完成率{}%",
                get("done"),
                get("measures"),
                get("done_rate")
            );
            for page in [page(tree, "duties", get("id")), &tree.pages["duties/index.html"]] {
                assert!(page.words.replace(' ', "").contains(&figures), "{figures}");
            }
            let told = table(page(tree, "duties", get("id")), "责任措施");
            let items = row["items"].as_array().expect("a list");
            assert_eq!((told.len(), measures.lines.len()), (items.len(), items.len()));
            for ((cells, line), item) in told.iter().zip(&measures.lines).zip(items) {
                let get = |head: &str| measures.get(line, head);
                assert!(["number", "text", "done"].iter().all(|head| same(get(head), &item[head])));
                assert_eq!(cells[0], format!("{}{}", get("number"), get("text")));
                assert_eq!(cells[1] == "尚未完成", get("done").is_empty());
            }
        }
    }
}

#[test]
fn the_highlights_figures_are_one_on_page_csv_and_json() {
    let tree = built("public");
    let (figures, rows) = (Lines::of("public", "highlight-figures"), json("public", "highlights"));
    let mut lines = figures.lines.iter();
    for row in &rows {
        let id = row["id"].as_str().expect("an id");
        let told = table(page(tree, "highlights", id), "前后对比");
        let items = row["before_after"].as_array().expect("a list");
        assert_eq!(told.len(), items.len());
        for (cells, item) in told.iter().zip(items) {
            let line = lines.next().expect("a line for each figure");
            let get = |head: &str| figures.get(line, head);
            for head in ["name", "before", "after", "change", "change_percent"] {
                assert!(same(get(head), &item[head]), "{head}");
            }
            let percent = get("change_percent").replace('-', "−");
            assert_eq!(cells[1], format!("{}{}", get("before"), get("unit")));
            assert_eq!(cells[2], format!("{}{}", get("after"), get("unit")));
            let change = get("change").replace('-', "−");
            assert_eq!(cells[3], format!("{change}（{percent}%）"));
        }
    }
    assert!(lines.next().is_none());
    assert!(figures.lines.iter().any(|line| figures.get(line, "change_percent") == "-48.7"));
}

#[test]
fn the_scores_of_an_evaluation_are_one_on_page_csv_and_json() {
    for (build, offices) in [("public", [8, 3]), ("internal", [9, 3])] {
        let (tree, rows) = (built(build), json(build, "evaluations"));
        let scores = Lines::of(build, "evaluation-scores");
        assert_eq!(rows.len(), offices.len(), "of the three written, two periods are over");
        let mut lines = scores.lines.iter();
        for (row, offices) in rows.iter().zip(offices) {
            let id = row["id"].as_str().expect("an id");
            let told = table(page(tree, "evaluations", id), "评定结果");
            let results = row["offices"].as_array().expect("a list");
            assert_eq!((told.len(), results.len()), (offices, offices), "{build}: {id}");
            for (cells, result) in told.iter().zip(results) {
                for (score, cell) in
                    result["scores"].as_array().expect("a list").iter().zip(&cells[2..])
                {
                    let line = lines.next().expect("a line for each score");
                    let get = |head: &str| scores.get(line, head);
                    for head in ["criterion", "score", "part", "whole", "rate", "samples"] {
                        assert!(same(get(head), &score[head]), "{head}");
                    }
                    for head in ["office", "place", "total", "grade"] {
                        assert!(same(get(head), &result[head]), "{head}");
                    }
                    let of_samples = match get("samples") {
                        "" | "0" => String::new(),
                        samples => format!("，其中示例{samples}项"),
                    };
                    let input = match get("part") {
                        "" => String::new(),
                        part => format!("{part}/{}，{}%{of_samples}", get("whole"), get("rate")),
                    };
                    assert_eq!(get("from") == "manual", input.is_empty(), "an input is shown");
                    assert_eq!(*cell, format!("{}{input}", or_dash(get("score"))));
                    assert_eq!(cells[1], format!("第{}名", get("place")));
                    assert_eq!(cells[cells.len() - 2], get("total"));
                    assert_eq!(cells[cells.len() - 1], get("grade"));
                }
            }
        }
        assert!(lines.next().is_none());
        let id = rows[0]["id"].as_str().expect("an id");
        let words = &page(tree, "evaluations", id).words;
        // The ninth of nine has the lowest grade.
        let told = tree.pages.values().any(|page| page.words.replace(' ', "").contains("第9名"));
        assert_eq!(told, build == "internal");
        assert_eq!(words.contains("公开版只列数量"), build == "public");
    }
}

#[test]
fn the_summary_s_figures_are_one_on_page_csv_json_and_the_offices_own_pages() {
    for build in ["public", "internal"] {
        let (tree, rows) = (built(build), json(build, "office-summary"));
        let lines = Lines::of(build, "office-summary");
        let told = table(&tree.pages["offices/summary/index.html"], "单位汇总比较");
        assert_eq!((told.len(), lines.lines.len()), (rows.len(), rows.len()));
        let mut of_page = told.clone();
        let mut of_data = Vec::new();
        for (line, row) in lines.lines.iter().zip(&rows) {
            let get = |head: &str| lines.get(line, head);
            for (head, value) in [
                ("plan", &row["plan"]),
                ("office", &row["office"]),
                ("tasks_total", &row["tasks"]["total"]),
                ("tasks_samples", &row["tasks"]["samples"]),
                ("tasks_done", &row["tasks"]["done"]),
                ("tasks_done_rate", &row["tasks"]["done_rate"]),
                ("problems_found", &row["problems"]["found"]),
                ("duties_done", &row["duties"]["done"]),
                ("evaluation_place", &row["evaluation"]["place"]),
                ("returns_missing", &row["returns"]["missing"]),
            ] {
                assert!(same(get(head), value), "{head}");
            }
            assert_eq!(get("returns_expected").is_empty(), build == "public");
            let rate = match get("tasks_done_rate") {
                "" => "—".to_owned(),
                rate => format!("{rate}%"),
            };
            let of_samples = match get("tasks_samples") {
                "0" => String::new(),
                samples => format!("其中示例{samples}项"),
            };
            of_data.push(vec![
                format!("{}{of_samples}", get("tasks_total")),
                format!("{}/{}", get("tasks_done"), get("tasks_due")),
                rate.clone(),
                get("overdue").to_owned(),
            ]);
            // Every office of the shipped site works under one plan.
            let office = page(tree, "offices", get("office"));
            let figures = format!("{rate}（{}/{}）", get("tasks_done"), get("tasks_due"));
            if get("tasks_total") != "0" {
                assert!(office.words.replace(' ', "").contains(&figures), "{}", get("office"));
            }
        }
        let mut of_page: Vec<_> = of_page.iter_mut().map(|cells| cells[1..5].to_vec()).collect();
        // The page has the plans in their own order.
        of_page.sort();
        of_data.sort();
        assert_eq!(of_page, of_data);
    }
}
