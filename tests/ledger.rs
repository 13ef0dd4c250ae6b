//! Problems and inspections of the shipped site: every figure is the same in HTML, JSON and CSV.

#[path = "pages/html.rs"]
#[allow(dead_code, reason = "each test target uses its own part of what they share")]
mod html;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use html::{Document, Element};
use serde_json::Value;

/// A built site's pages and data.
struct Built {
    folder: std::path::PathBuf,
}

impl Built {
    fn on(test: &str, day: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("ledger").join(test).join(day);
        if folder.exists() {
            std::fs::remove_dir_all(&folder).expect("the last run's folder can be removed");
        }
        let run = Command::new(env!("CARGO_BIN_EXE_liangshai"))
            .args(["build", "--quiet", "--as-of", day, "--site", env!("CARGO_MANIFEST_DIR")])
            .arg("--out")
            .arg(&folder)
            .output()
            .expect("the program starts");
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        Self { folder }
    }

    fn text(&self, path: &str) -> String {
        std::fs::read_to_string(self.folder.join(path)).unwrap_or_else(|_| panic!("no {path}"))
    }

    fn json(&self, name: &str) -> Value {
        serde_json::from_str(&self.text(&format!("data/{name}.json"))).expect("JSON")
    }

    /// The rows of a CSV by their id.
    fn csv(&self, name: &str) -> BTreeMap<String, BTreeMap<String, String>> {
        let text = self.text(&format!("data/{name}.csv"));
        let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let rows = reader.deserialize::<BTreeMap<String, String>>();
        rows.map(|row| row.expect("rows of one length"))
            .map(|row| (row["id"].clone(), row))
            .collect()
    }

    fn page(&self, path: &str) -> Document {
        Document::read(&self.text(path))
    }
}

fn has_class(element: &Element, class: &str) -> bool {
    element.get("class").is_some_and(|classes| classes.split(' ').any(|found| found == class))
}

/// The large figures of a page, the note behind each of them.
fn figures(page: &Document) -> BTreeMap<String, (String, String)> {
    let figures = page.all("dl").find(|list| has_class(list, "figures")).expect("figures");
    let of = |figure: &Element| {
        let texts = |name: &str| -> Vec<String> {
            let inside = page.inside(figure).filter(|element| element.name == name);
            inside.map(|element| page.text(element).trim().to_owned()).collect()
        };
        let mut values = texts("dd").into_iter();
        let value = values.next().unwrap_or_default();
        (texts("dt").concat(), (value, values.next().unwrap_or_default()))
    };
    page.children(figures).map(of).collect()
}

const DAYS: [&str; 3] = ["2020-02-28", "2020-03-27", "2023-08-31"];

#[test]
fn every_figure_of_the_problems_is_the_same_in_html_json_and_csv() {
    for day in DAYS {
        let built = Built::on("problems", day);
        let (json, csv) = (built.json("problems"), built.csv("problems"));
        let rows = json["problems"].as_array().expect("a list");
        assert_eq!(rows.len(), csv.len(), "{day}");
        let count = |of: &dyn Fn(&Value) -> bool| rows.iter().filter(|row| of(row)).count() as u64;
        let of_csv = |of: &dyn Fn(&BTreeMap<String, String>) -> bool| {
            csv.values().filter(|row| of(row)).count() as u64
        };
        let totals = &json["totals"];
        let number = |name: &str| totals[name].as_u64().unwrap_or_else(|| panic!("{name}"));
        assert_eq!(number("found"), rows.len() as u64);
        let counted = |row: &Value| row["state"] != "transferred";
        for name in ["reported", "verified", "closed"] {
            let json = count(&|row| counted(row) && !row[name].is_null());
            let csv = of_csv(&|row| row["state"] != "transferred" && !row[name].is_empty());
            assert_eq!((json, csv), (number(name), number(name)), "{day} {name}");
        }
        for name in ["overdue", "closed_late"] {
            let json = count(&|row| row[name] == true);
            let csv = of_csv(&|row| row[name] == "true");
            assert_eq!((json, csv), (number(name), number(name)), "{day} {name}");
        }
        for (state, of_state) in totals["by_state"].as_object().expect("states") {
            let of_state = of_state.as_u64().expect("a count");
            assert_eq!(count(&|row| row["state"] == state.as_str()), of_state, "{day} {state}");
            assert_eq!(of_csv(&|row| row["state"] == *state), of_state, "{day} {state}");
        }
        for row in rows {
            let id = row["id"].as_str().expect("an id");
            let page = built.page(&format!("problems/{id}/index.html"));
            let state = page.all("div").find(|div| has_class(div, "state")).expect("a state");
            let text = page.text(state);
            assert!(text.contains(row["why"].as_str().expect("a reason")), "{day} {id}");
            assert_eq!(csv[id]["why"], row["why"].as_str().expect("a reason"), "{day} {id}");
            assert_eq!(csv[id]["state"], row["state"].as_str().expect("a state"), "{day} {id}");
            let chip = page.inside(state).find(|span| has_class(span, "chip")).expect("a chip");
            let of_state = format!("s-{}", row["state"].as_str().expect("a state"));
            assert!(has_class(chip, &of_state), "{day} {id}: {of_state}");
        }
        let shown = figures(&built.page("problems/index.html"));
        for (label, name) in [
            ("发现问题", "found"),
            ("申请销号", "reported"),
            ("核验通过", "verified"),
            ("已销号", "closed"),
            ("已过时限未销号", "overdue"),
        ] {
            assert_eq!(shown[label].0, number(name).to_string(), "{day} {label}");
        }
        let rate = format!("{}/{}", number("closed"), number("found") - number("transferred"));
        let note = &shown["已销号"].1;
        assert!(note.contains(&rate), "{day}: the rate stands beside its counts: {note}");
        assert!(note.contains(&format!("{}%", totals["closed_rate"])), "{day}: {note}");
    }
}

#[test]
fn every_figure_of_the_inspections_is_the_same_in_html_json_and_csv() {
    for day in DAYS {
        let built = Built::on("inspections", day);
        let (json, csv) = (built.json("inspections"), built.csv("inspections"));
        let rows = json["inspections"].as_array().expect("a list");
        assert_eq!(rows.len(), csv.len());
        let totals = &json["totals"];
        assert_eq!(totals["inspections"], rows.len());
        let found: u64 = rows.iter().filter_map(|row| row["count"].as_u64()).sum();
        assert_eq!(totals["problems"], found, "{day}: no problem is found twice on this site");
        for row in rows {
            let id = row["id"].as_str().expect("an id");
            let count = row["count"].as_u64().map_or(String::new(), |count| count.to_string());
            assert_eq!(csv[id]["count"], count, "{day} {id}");
            let text = built.text(&format!("inspections/{id}/index.html"));
            assert!(text.contains(&format!("{count}个")), "{day} {id}");
        }
        let shown = figures(&built.page("inspections/index.html"));
        for (label, name) in
            [("检查次数", "inspections"), ("发现问题", "problems"), ("已销号", "closed")]
        {
            assert_eq!(shown[label].0, totals[name].to_string(), "{day} {label}");
        }
    }
}

#[test]
fn an_offices_problems_are_the_same_on_its_page_and_in_the_data() {
    let built = Built::on("offices", "2020-03-27");
    let (json, csv) = (built.json("offices"), built.csv("offices"));
    let mut any = false;
    for row in json["offices"].as_array().expect("a list") {
        let (id, problems) = (row["id"].as_str().expect("an id"), &row["problems"]);
        for name in ["found", "reported", "verified", "closed"] {
            let column = &csv[id][&format!("problems_{name}")];
            assert_eq!(*column, problems[name].to_string(), "{id} {name}");
        }
        let text = built.page(&format!("offices/{id}/index.html"));
        let section = text.all("h2").any(|heading| heading.get("id") == Some("p-problems"));
        let found = problems["found"].as_u64().expect("a count");
        if found > 0 {
            any = true;
            assert!(section, "{id} has problems and no section of them");
        }
    }
    assert!(any);
}

#[test]
fn the_contracts_columns_come_first_in_its_order() {
    let text = Built::on("columns", "2023-08-31").text("data/problems.csv");
    let head = "id,title,plan,lead,found,channel,question,deadline,state,overdue,reported,verified,\
                closed,closed_late,rechecked,reopened,url,";
    assert!(text.trim_start_matches('\u{feff}').starts_with(head), "{text}");
}

#[test]
fn what_is_closed_late_is_never_blue() {
    let built = Built::on("late", "2023-08-31");
    let rows = built.json("problems");
    let late: Vec<&Value> = rows["problems"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|r| r["closed_late"] == true)
        .collect();
    assert!(!late.is_empty());
    for row in late {
        assert!(row["colour"].is_null(), "{row}");
        let text =
            built.text(&format!("problems/{}/index.html", row["id"].as_str().expect("an id")));
        assert!(text.contains("逾期销号"), "it is marked");
    }
}

#[test]
fn the_parts_of_a_quoted_total_are_told_with_what_they_leave_out() {
    let text = Built::on("quoted", "2023-08-31").text("plans/wuda/lianghua/index.html");
    assert!(text.contains("其中实地督查4次、书面督办3次，合计7次，另有2次未列明。"), "{text}");
}

#[test]
fn a_total_with_samples_in_it_says_how_many_on_the_page_in_json_and_in_csv() {
    let built = Built::on("samples", "2023-09-30");
    let plans = built.json("plans");
    let rows = built.csv("plans");
    let mut told = 0;
    for plan in plans["plans"].as_array().expect("a list") {
        let (id, tasks) = (plan["id"].as_str().expect("an id"), &plan["tasks"]);
        assert_eq!(rows[id]["tasks_samples"], tasks["samples"].to_string());
        let page = built.page(&format!("plans/{id}/index.html"));
        let words = format!("其中示例{}项", tasks["samples"]);
        if tasks["samples"] == 0 {
            assert!(!page.words.contains("其中示例0项"), "{id}");
            continue;
        }
        told += 1;
        assert!(page.words.contains(&words), "{id}: {words}");
        assert!(built.page("tasks/index.html").words.contains(&words), "{id}: {words}");
        if let Some(stated) = plan["stated_tasks"].as_u64() {
            let whole =
                format!("方案写明{stated}项任务，本站收录{}项（{words}）。", tasks["total"]);
            assert!(page.words.contains(&whole), "{id}: {whole}");
        }
    }
    assert!(told > 1, "the shipped plans have their samples");
    let sum: u64 = plans["plans"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|plan| plan["tasks"]["samples"].as_u64().expect("a count"))
        .sum();
    assert!(built.page("index.html").words.contains(&format!("其中示例{sum}项")), "home: {sum}");
    let problems = &built.json("problems")["totals"]["samples"];
    assert!(built.page("problems/index.html").words.contains(&format!("其中示例{problems}个")));
    for (id, row) in built.csv("offices") {
        let page = built.page(&format!("offices/{id}/index.html"));
        for (key, unit) in [("tasks_samples", "项"), ("problems_samples", "个")] {
            let words = format!("其中示例{}{unit}", row[key]);
            assert!(row[key] == "0" || page.words.contains(&words), "{id}: {words}");
        }
    }
}
