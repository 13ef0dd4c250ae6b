//! # bare-rank
//!
//! A rank does not say among whom it is, or of how many.
//!
//! 名次没有写明范围，或一共多少个参评。
//!
//! A first place (第一) of three is another thing than of three hundred. A rank states its period
//! (日期), among whom it is (范围) and of how many (总数); where the document is silent on the number,
//! the row's 备注 says so and the page with it.
//!
//! 三个里的第一和三百个里的第一不是一回事。名次要写明时期（日期）、范围和总数；文件没有写总数的，
//! 在“备注”里说明，页面上也会注明。
//!
//! ## Fails
//!
//! ```text
//! content/indicators/sp/index.md
//! ---
//! 标题: 办理建筑许可
//! ---
//! content/indicators/sp/ranks.csv
//! 日期,范围,名次,总数
//! 2022-Q2,全省设区市,2,
//! ```
//!
//! ## Passes
//!
//! ```text
//! content/indicators/sp/index.md
//! ---
//! 标题: 办理建筑许可
//! ---
//! content/indicators/sp/ranks.csv
//! 日期,范围,名次,总数
//! 2022-Q2,全省设区市,2,12
//! ```

use crate::check::{Subject, text};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::indicator::Rank;
use crate::say;

/// Words for how many are ranked.
const POPULATION: [&str; 6] = ["总数", "参评", "参加排名", "多少", "of how many", "population"];

/// Warns of each rank at its place.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    let model = of.model;
    for rank in model.indicators.iter().flat_map(|indicator| &indicator.ranks) {
        of_rank(rank, out);
    }
}

fn of_rank(rank: &Rank, out: &mut Diagnostics) {
    let place = rank.place;
    if rank.scope.trim().is_empty() {
        let message =
            say!("第{place}位没有写明在什么范围内", "place {place} does not say among whom it is");
        let help =
            say!("写“范围”，例如 全省设区市", "give its `scope`, as `cities of the province`");
        out.push(Diagnostic::new(Code::BareRank, rank.at.clone(), message).help(help));
    }
    let excused = rank.note.as_deref().is_some_and(|note| text::is_unstated(note, &POPULATION));
    if rank.of.is_none() && !excused {
        let message = say!(
            "第{place}位没有写明一共多少个参评",
            "place {place} does not say of how many it is"
        );
        let help = say!(
            "写“总数”；来源没有写的，在“备注”写明“来源未写明参评总数”",
            "give `of`; where the source does not say, write in `note`: of how many is not stated"
        );
        out.push(Diagnostic::new(Code::BareRank, rank.at.clone(), message).help(help));
    }
}
