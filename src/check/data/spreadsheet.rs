//! # spreadsheet-fault
//!
//! A fault of a spreadsheet was pasted as a value.
//!
//! 把表格软件的出错提示当作内容贴了进来。
//!
//! #REF! and its like say that the sheet could not compute; on a page they say that nobody looked.
//!
//! “#REF!”之类是表格算不出来的提示，出现在网页上说明没有人看过。
//!
//! ## Fails
//!
//! ```text
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-03-03
//! ---
//! | 单位 | 数量 |
//! |---|---|
//! | 甲 | #REF! |
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
//! | 单位 | 数量 |
//! |---|---|
//! | 甲 | 3 |
//!
//! 公式出错时显示`#REF!`。
//! ```

use crate::check::Subject;
use crate::check::text::prose::{Found, before, each};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::say;

/// What spreadsheets show in place of a value.
const FAULTS: [&str; 8] =
    ["#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!"];

/// Tells each of them, in the texts and in what stands beside the values of a measure.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    each(of, out, |prose, out| {
        out.extend(prose.find_in(prose.with(&['#']), find).map(|found| {
            let written = &prose.text.whole()[found.span.clone()];
            let message = say!("“{written}”是表格的出错提示", "`{written}` is a fault of a spreadsheet");
            let help = say!("填写真实的数，没有就留空", "give the value, or leave it empty");
            found.told(prose, Code::SpreadsheetFault, message, help)
        }));
    });
    let measures = of.model.indicators.iter().flat_map(|indicator| &indicator.measures);
    for value in measures.flat_map(|measure| &measure.values) {
        let beside = [&value.sample_size, &value.source, &value.note];
        for words in beside.into_iter().flatten().filter(|words| !find(words).is_empty()) {
            let message = say!("“{words}”是表格的出错提示", "`{words}` is a fault of a spreadsheet");
            let help = say!("填写真实的内容，没有就留空", "say what it is, or leave it empty");
            out.push(Diagnostic::new(Code::SpreadsheetFault, value.at.clone(), message).help(help));
        }
    }
}

fn find(line: &str) -> Vec<Found> {
    let places = FAULTS.iter().flat_map(|fault| line.match_indices(fault));
    // Named, as “#REF!”.
    let told = places.filter(|(at, _)| before(line, *at) != Some('“'));
    told.map(|(at, fault)| Found::open(at..at + fault.len())).collect()
}
