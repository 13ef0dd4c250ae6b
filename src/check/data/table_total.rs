//! # table-off-total
//!
//! A total in a table is not the sum of what it totals.
//!
//! 表格的合计与各项之和不符。
//!
//! Readers add up. Looked at are tables of Markdown whose first or last row is 合计 or 总计, and a column
//! of that name which is the sum of the others in some row; rates, ranks and tables with 小计 or 其中 are
//! let be.
//!
//! 读者会自己加。只看首行或末行是“合计”“总计”的 Markdown 表格，以及至少有一行加得对的“合计”列；比率、名次，
//! 带“小计”“其中”的表格不看。
//!
//! ## Fails
//!
//! ```text
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-03-03
//! ---
//! | 单位 | 任务数 |
//! |---|---|
//! | 甲 | 3 |
//! | 乙 | 4 |
//! | 合计 | 8 |
//! ```
//!
//! ## Passes
//!
//! ```text
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-03-03
//! ---
//! | 单位 | 任务数 | 完成率 |
//! |---|---|---|
//! | 甲 | 3 | 50 |
//! | 乙 | 4 | 60 |
//! | 合计 | 7 | 55 |
//! ```

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};
use rust_decimal::Decimal;

use crate::check::Subject;
use crate::check::text::{Text, texts};
use crate::content::markdown;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::number::parse_number;
use crate::say;

const TOTALS: [&str; 3] = ["合计", "总计", "共计"];

/// Words of columns that are not summed.
const UNSUMMED: [&str; 15] = [
    "率", "比", "%", "％", "均", "排名", "名次", "序号", "编号", "年", "日期", "时间", "得分", "分数", "备注",
];

/// Words of tables whose parts are not all of one level.
const PARTED: [&str; 2] = ["小计", "其中"];

/// Warns of each such total.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    for text in texts(of.model) {
        let body = text.whole().get(text.body.clone()).unwrap_or("");
        if may_have_total(body) {
            for table in tables(body) {
                of_table(&text, &table, out);
            }
        }
    }
}

/// Whether a row of a table names a total. Taking the blanks out of whole bodies cost a check of
/// ten thousand records a fiftieth of its time.
fn may_have_total(body: &str) -> bool {
    let mut rows = body.lines().filter(|line| line.contains('|') && line.contains('计'));
    rows.any(|row| {
        let row = bare(row);
        TOTALS.iter().any(|word| row.contains(word))
    })
}

/// A table: its head and rows, a cell being its words and where they lie in the body.
type Table = Vec<Vec<(String, Range<usize>)>>;

fn tables(body: &str) -> Vec<Table> {
    let mut found: Vec<Table> = Vec::new();
    for (event, range) in markdown::events(body) {
        match event {
            Event::Start(Tag::Table(_)) => found.push(Vec::new()),
            Event::Start(Tag::TableHead | Tag::TableRow) => {
                found.last_mut().into_iter().for_each(|table| table.push(Vec::new()));
            }
            Event::Start(Tag::TableCell) => {
                let row = found.last_mut().and_then(|table| table.last_mut());
                row.into_iter().for_each(|row| row.push((String::new(), range.clone())));
            }
            Event::Text(words) => {
                let row = found.last_mut().and_then(|table| table.last_mut());
                if let Some(cell) = row.and_then(|row| row.last_mut())
                    && cell.1.contains(&range.start)
                {
                    cell.0.push_str(&words);
                }
            }
            Event::End(TagEnd::Table) => {}
            _ => {}
        }
    }
    found
}

fn of_table(text: &Text, table: &Table, out: &mut Diagnostics) {
    let Some((head, rows)) = table.split_first() else { return };
    let has_parts = table.iter().flatten().any(|(words, _)| {
        PARTED.iter().any(|word| bare(words).contains(word))
    });
    if has_parts || rows.len() < 3 {
        return;
    }
    let is_total = |row: &[(String, Range<usize>)]| row.first().is_some_and(|cell| names_total(&cell.0));
    let (total, others) = match (rows.first(), rows.last()) {
        (_, Some(last)) if is_total(last) => (Some(last), &rows[..rows.len() - 1]),
        (Some(first), _) if is_total(first) => (Some(first), &rows[1..]),
        _ => (None, rows),
    };
    if others.iter().any(|row| is_total(row)) {
        return;
    }
    let is_summed = |column: usize| {
        head.get(column).is_some_and(|cell| !UNSUMMED.iter().any(|word| cell.0.contains(word)))
    };
    for (column, cell) in total.into_iter().flatten().enumerate().skip(1) {
        if !is_summed(column) {
            continue;
        }
        let parts: Vec<&str> =
            others.iter().map(|row| row.get(column).map_or("", |cell| cell.0.as_str())).collect();
        tell(text, cell, &parts, out);
    }
    let Some(column) = head.iter().position(|cell| names_total(&cell.0)) else { return };
    let parts = |row: &[(String, Range<usize>)]| -> Vec<String> {
        let others = row.iter().enumerate().skip(1).filter(|(i, _)| *i != column && is_summed(*i));
        others.map(|(_, cell)| cell.0.clone()).collect()
    };
    let adds_up = |row: &Vec<(String, Range<usize>)>| {
        let parts = parts(row);
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        row.get(column).is_some_and(|cell| {
            sum(&parts).is_some_and(|sum| parse_number(&cell.0) == Some(sum))
        })
    };
    // Nothing else shows that it is the sum of these.
    if !rows.iter().any(adds_up) {
        return;
    }
    for row in rows {
        let parts = parts(row);
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        if let Some(cell) = row.get(column) {
            tell(text, cell, &parts, out);
        }
    }
}

fn tell(text: &Text, cell: &(String, Range<usize>), parts: &[&str], out: &mut Diagnostics) {
    let (Some(total), Some(sum)) = (parse_number(&cell.0), sum(parts)) else { return };
    if total == sum {
        return;
    }
    let at = text.body.start + cell.1.start..text.body.start + cell.1.end;
    out.push(
        Diagnostic::new(
            Code::TableOffTotal,
            text.place(at),
            say!("合计写{total}，各项之和是{sum}", "the total is {total}, its parts come to {sum}"),
        )
        .help(say!(
            "核对各项；原文如此的，在表下说明",
            "look at the parts; where the document says so itself, say that below the table"
        )),
    );
}

/// What parts come to, two of them or more; none where one is no number.
fn sum(parts: &[&str]) -> Option<Decimal> {
    let mut sum = Decimal::ZERO;
    let mut numbers = 0;
    for part in parts.iter().map(|part| part.trim()) {
        if matches!(part, "" | "—" | "——" | "-" | "/" | "无") {
            continue;
        }
        sum = sum.checked_add(parse_number(part)?)?;
        numbers += 1;
    }
    (numbers > 1).then_some(sum)
}

fn names_total(words: &str) -> bool {
    TOTALS.contains(&bare(words).as_str())
}

fn bare(words: &str) -> String {
    words.chars().filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Source;
    use crate::model::{Kind, RecordId};

    fn told(body: &str) -> Vec<String> {
        let source = Source::new("a.md", body);
        let text = Text { record: RecordId::new(Kind::News, 0), source: &source, body: 0..body.len() };
        let mut out = Diagnostics::new();
        tables(body).iter().for_each(|table| of_table(&text, table, &mut out));
        out.iter().map(|fault| fault.message.zh.clone()).collect()
    }

    #[test]
    fn a_total_is_held_to_its_rows_and_columns() {
        let rows = "| 甲 | 1 | 2 | 3 |\n| 乙 | 2 | 2 | 5 |\n| **合 计** | 3 | 4 | 8 |\n";
        let table = format!("| 单位 | 一季度 | 二季度 | 合计 |\n|---|---|---|---|\n{rows}");
        assert_eq!(told(&table), ["合计写5，各项之和是4", "合计写8，各项之和是7"]);
    }

    #[test]
    fn what_cannot_be_summed_is_let_be() {
        for table in [
            "| 单位 | 完成率 |\n|---|---|\n| 甲 | 50 |\n| 乙 | 60 |\n| 合计 | 55 |\n",
            "| 单位 | 数 |\n|---|---|\n| 甲 | 3 |\n| 其中：乙 | 1 |\n| 合计 | 3 |\n",
            "| 单位 | 数 |\n|---|---|\n| 甲 | 约3 |\n| 乙 | 1 |\n| 合计 | 5 |\n",
            "| 单位 | 数 |\n|---|---|\n| 甲 | 3 |\n| 乙 | — |\n| 丙 | 1 |\n| 合计 | 4 |\n",
        ] {
            assert_eq!(told(table), Vec::<String>::new(), "{table}");
        }
    }
}
