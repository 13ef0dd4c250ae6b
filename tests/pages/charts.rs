//! Pictures: each is told in words, has its numbers in a table, and shows what the data say.

use std::collections::BTreeSet;

use super::html::{Document, Element};
use super::judged::{json, page, table};
use super::{built, every_page};

/// The pictures of a page, with the one drawing that is read out.
fn charts(page: &Document) -> impl Iterator<Item = (&Element, &Element)> {
    page.all("figure").filter_map(|figure| {
        let is_drawing = |e: &&Element| e.name == "svg" && e.get("role") == Some("img");
        Some((figure, page.inside(figure).find(is_drawing)?))
    })
}

/// The picture of an id, its drawing's words one by one, and its description.
fn chart(page: &Document, id: &str) -> (Vec<String>, String) {
    let named = format!("{id}-t {id}-d");
    let of = charts(page).find(|(_, svg)| svg.get("aria-labelledby") == Some(&named));
    let (_, svg) = of.unwrap_or_else(|| panic!("no picture {id}"));
    let words = page.inside(svg).filter(|e| e.name == "text").map(|e| page.text(e)).collect();
    let desc = page.inside(svg).find(|e| e.name == "desc").map(|e| page.text(e));
    (words, desc.expect("a description"))
}

#[test]
fn every_picture_is_told_in_words_and_has_its_numbers_in_a_table() {
    every_page(|_, _, page, wrong| {
        for (figure, svg) in charts(page) {
            let named: Vec<&str> =
                svg.get("aria-labelledby").unwrap_or("").split_whitespace().collect();
            let parts = ["title", "desc"].map(|name| {
                page.children(svg).find(|e| e.name == name && !page.text(e).is_empty())
            });
            match (named.as_slice(), parts) {
                ([first, second], [Some(title), Some(desc)])
                    if title.get("id") == Some(first) && desc.get("id") == Some(second) => {}
                _ => wrong.push(format!("a picture without its name and description: {named:?}")),
            }
            let own = page.inside(figure).any(|e| e.name == "table");
            let of_page = svg
                .get("aria-describedby")
                .is_some_and(|id| page.all("caption").any(|caption| caption.get("id") == Some(id)));
            if own == of_page {
                wrong.push("a picture without a table, or with two".into());
            }
            if !page.inside(figure).any(|e| e.name == "figcaption") {
                wrong.push("a picture without a caption".into());
            }
        }
    });
}

#[test]
fn a_picture_has_no_colour_of_its_own_and_stays_small() {
    every_page(|_, _, page, wrong| {
        for (_, svg) in charts(page) {
            let inside = page.inside(svg);
            for (name, value) in inside.flat_map(|e| &e.attributes) {
                if ["fill", "stroke", "style", "font-size"].contains(&name.as_str()) {
                    wrong.push(format!("{name}={value}"));
                }
            }
            let marks = page.inside(svg).count();
            if marks > 600 {
                wrong.push(format!("{marks} marks in one picture"));
            }
        }
    });
}

#[test]
fn every_kind_of_picture_is_on_the_shipped_site() {
    let kinds = |build: &str| {
        let pages = built(build).pages.values();
        let figures = pages.flat_map(|page| page.all("figure"));
        figures
            .filter_map(|figure| figure.get("class")?.strip_prefix("chart g-"))
            .map(str::to_owned)
            .collect::<BTreeSet<_>>()
    };
    let public = kinds("public");
    for kind in ["progress", "states", "burn-up", "stages"] {
        assert!(public.contains(kind), "{kind}");
    }
    assert!(!public.contains("returns"), "who has not reported is for the internal edition");
    assert!(kinds("internal").contains("returns"));
}

#[test]
fn the_bars_of_the_board_are_its_table_and_the_data() {
    let board = &built("public").pages["tasks/index.html"];
    let (words, desc) = chart(board, "p-g-plans");
    let rows = table(board, "各方案任务状态");
    let tasks = json("public", "tasks");
    let mut totals: Vec<String> = rows.iter().map(|row| row[1].clone()).collect();
    let sum: usize = totals.iter().map(|total| total.parse::<usize>().expect("a count")).sum();
    assert_eq!(sum, tasks.len(), "every task is in one plan's bar");
    for row in &rows {
        let states: u32 = row[2..].iter().map(|cell| cell.parse::<u32>().expect("a count")).sum();
        assert_eq!(states.to_string(), row[1], "{}: the states add up", row[0]);
        assert!(words.iter().any(|word| word.replace(' ', "") == row[0]), "{} has a bar", row[0]);
        assert!(desc.contains(&format!("{}{}项", row[0], row[1])), "{desc}");
    }
    // The numbers at the ends of bars stand in the order of the rows.
    let is_number = |word: &&String| word.chars().all(|c| c.is_ascii_digit());
    let ends: Vec<String> = words.iter().filter(is_number).cloned().collect();
    assert_eq!(ends, std::mem::take(&mut totals));
    let mut by_state: Vec<(String, usize)> = Vec::new();
    for task in &tasks {
        let state = task["state"].as_str().expect("a state").to_owned();
        match by_state.iter_mut().find(|(known, _)| *known == state) {
            Some((_, count)) => *count += 1,
            None => by_state.push((state, 1)),
        }
    }
    let mut in_data: Vec<usize> = by_state.into_iter().map(|(_, count)| count).collect();
    let column = |i: usize| rows.iter().map(move |row| row[i].parse::<usize>().expect("a count"));
    let mut in_table: Vec<usize> = (2..rows[0].len()).map(|i| column(i).sum()).collect();
    in_data.sort_unstable();
    in_table.sort_unstable();
    assert_eq!(in_table, in_data);
}

#[test]
fn a_measure_s_picture_tells_the_first_and_last_values_of_the_data() {
    let tree = built("public");
    for indicator in json("public", "indicators") {
        let id = indicator["id"].as_str().expect("an id");
        let page = page(tree, "indicators", id);
        let measures = indicator["measures"].as_array().expect("measures");
        for (number, measure) in (1..).zip(measures) {
            let series = measure["series"].as_array().expect("a series");
            let [first, .., last] = series.as_slice() else { continue };
            let (words, desc) = chart(page, &format!("p-g-values-{number}"));
            let near = |value: &serde_json::Value| {
                let value = value["value"].as_f64().expect("a number");
                let numbers = desc.split(|c: char| !(c.is_ascii_digit() || c == '.'));
                numbers.filter_map(|n| n.parse::<f64>().ok()).any(|n| (n - value).abs() < 0.05)
            };
            assert!(near(first) && near(last), "{id}: {desc}");
            assert!(desc.contains(&format!("共{}个数值", series.len())), "{id}: {desc}");
            let value = last["value"].as_f64().expect("a number");
            let labels = words.iter().filter_map(|word| word.parse::<f64>().ok());
            assert!(labels.into_iter().any(|n| (n - value).abs() < 0.05), "{id}: {words:?}");
        }
    }
}

#[test]
fn a_plan_s_picture_counts_what_is_done_and_due_as_the_data_do() {
    let tree = built("public");
    let tasks = json("public", "tasks");
    let mut seen = 0;
    for plan in json("public", "plans") {
        let id = plan["id"].as_str().expect("an id");
        let of_plan = page(tree, "plans", id);
        let rows = table(of_plan, "任务累计完成情况");
        let Some(last) = rows.last() else { continue };
        seen += 1;
        let (words, desc) = chart(of_plan, "p-g-tasks");
        let is_sample = |kind: &str, id: &serde_json::Value| {
            let page = page(tree, kind, id.as_str().expect("an id"));
            page.all("p").any(|p| p.get("class") == Some("banner sample"))
        };
        let real = |task: &&serde_json::Value| {
            is_sample("plans", &plan["id"]) || !is_sample("tasks", &task["id"])
        };
        let own: Vec<_> =
            tasks.iter().filter(|task| task["plan"].as_str() == Some(id)).filter(real).collect();
        let due = |task: &&&serde_json::Value| {
            !["cancelled", "standing"].contains(&task["state"].as_str().expect("a state"))
        };
        let whole = own.iter().filter(due).count();
        let done = own.iter().filter(due).filter(|task| !task["completed"].is_null()).count();
        let dated = own.iter().filter(due).filter(|task| !task["deadline"].is_null()).count();
        assert!(desc.contains(&format!("应完成的{whole}项任务")), "{id}: {desc}");
        assert!(desc.contains(&format!("已完成{done}项")), "{id}: {desc}");
        assert!(words.iter().any(|word| *word == format!("已完成{done}")), "{id}: {words:?}");
        assert_eq!(last[1], dated.to_string(), "{id}: by the end all deadlines have come");
    }
    assert!(seen > 0, "some plan has a picture");
}

#[test]
fn the_grid_of_returns_is_its_table_and_adds_up_to_the_offices_counts() {
    let page = &built("internal").pages["returns/index.html"];
    let (words, _) = chart(page, "p-g-months-1");
    let rows = table(page, "各单位月报报送情况");
    let shapes = [("按时", "●"), ("逾期", "◆"), ("未报", "×"), ("无应报", "·")];
    let marks: Vec<&str> = rows
        .iter()
        .flat_map(|row| &row[1..])
        .map(|cell| shapes.iter().find(|(word, _)| word == cell).expect("an outcome").1)
        .collect();
    let is_mark = |letter: &String| shapes.iter().any(|(_, shape)| shape == letter);
    let letters = words.iter().flat_map(|word| word.chars()).map(String::from);
    assert_eq!(letters.filter(is_mark).collect::<Vec<_>>(), marks);
}
