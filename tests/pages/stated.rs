//! What a figure or a name rests on stands beside it, on the page as in the data.

use super::built;
use super::judged::{Lines, json, page, same, table};

#[test]
fn a_seat_that_one_part_of_the_document_lists_says_so_on_page_and_in_data() {
    let tree = built("public");
    let mut told = 0;
    for group in json("public", "groups") {
        let seats = group["members"].as_array().expect("a list");
        let rows = table(page(tree, "groups", group["id"].as_str().expect("an id")), "组成人员");
        assert_eq!(rows.len(), seats.len(), "{}", group["id"]);
        for (row, seat) in rows.iter().zip(seats) {
            let (text, annex) = (row[0].contains("仅见于正文"), row[0].contains("仅见于附件"));
            let listed = seat["listed_in"].as_str();
            assert_eq!((text, annex), (listed == Some("text"), listed == Some("annex")), "{row:?}");
            told += usize::from(listed.is_some());
        }
    }
    assert_eq!(told, 3, "the shipped site has a roster that differs");
}

#[test]
fn how_many_a_value_is_of_stands_beside_it_on_page_csv_and_json() {
    let (tree, values) = (built("public"), Lines::of("public", "indicator-values"));
    let (mut of_some, mut of_none) = (0, 0);
    for indicator in json("public", "indicators") {
        let id = indicator["id"].as_str().expect("an id");
        let rows = table(page(tree, "indicators", id), "监测项");
        for (row, measure) in rows.iter().zip(indicator["measures"].as_array().expect("a list")) {
            let Some(latest) = measure["series"].as_array().and_then(|series| series.last()) else {
                continue;
            };
            let get = |line: &'_ [String], head: &str| values.get(line, head).to_owned();
            let line = values.lines.iter().find(|line| {
                get(line, "indicator") == id
                    && same(values.get(line, "measure"), &measure["id"])
                    && same(values.get(line, "date"), &latest["date"])
            });
            let n = get(line.expect("each value has its line"), "n");
            assert!(same(&n, &latest["n"]), "{id}: {n}");
            let row = row.join("|");
            let is_full = measure["unit"] == "%" && latest["value"].as_f64() == Some(100.0);
            assert_eq!(row.contains("样本数未给出"), n.is_empty() && is_full, "{id}: {row}");
            assert!(n.is_empty() || row.contains(&format!("样本数{n}")), "{id}: {row}");
            of_some += usize::from(!n.is_empty());
            of_none += usize::from(n.is_empty() && is_full);
        }
    }
    assert!(of_some >= 2 && of_none >= 3, "the shipped site has both: {of_some}, {of_none}");
}

#[test]
fn a_rank_says_of_how_many_or_that_this_is_not_said() {
    let tree = built("public");
    let mut told = 0;
    for indicator in json("public", "indicators") {
        let id = indicator["id"].as_str().expect("an id");
        let rows = table(page(tree, "indicators", id), "监测项");
        let ranks = indicator["ranks"].as_array().expect("a list");
        for rank in ranks.iter().filter(|rank| rank["of"].is_null()) {
            let words = rows.iter().flatten().filter(|cell| cell.contains("参评总数未给出"));
            assert!(words.count() > 0, "{id}: {rank}");
            told += 1;
        }
    }
    assert_eq!(told, 5, "the shipped site has ranks of unknown numbers");
}
