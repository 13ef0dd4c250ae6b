//! # overlapping-holders
//!
//! Two holders of one post overlap.
//!
//! 同一岗位两任的任职时间重叠。
//!
//! Who answered for a thing on a day cannot be told. Mostly the 止 of the one before was forgotten. The
//! day of handing over may belong to both.
//!
//! 说不清那段时间由谁负责。多半是前一任漏写了“止”。交接当天可以两任都算。
//!
//! ## Fails
//!
//! ```text
//! content/posts/ju.md
//! ---
//! 标题: 局长
//! 单位: 局
//! 任职: [{姓名: 甲某某, 起: 2021-01-01}, {姓名: 乙某某, 起: 2023-03-01}]
//! ---
//! ```
//!
//! ## Passes
//!
//! ```text
//! content/posts/ju.md
//! ---
//! 标题: 局长
//! 单位: 局
//! 任职: [{姓名: 甲某某, 起: 2021-01-01, 止: 2023-02-28}, {姓名: 乙某某, 起: 2023-03-01}]
//! ---
//! ```

use crate::check::{Subject, text};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{Day, key};
use crate::say;

/// Warns once a post.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    for post in &of.model.posts {
        let mut times: Vec<(Day, Option<Day>)> =
            post.holders.iter().filter_map(|holder| Some((holder.from?, holder.until))).collect();
        times.sort();
        let overlaps = |two: &&[(Day, Option<Day>)]| two[0].1.is_none_or(|until| until > two[1].0);
        let Some([(first, _), (second, _)]) = times.windows(2).find(overlaps) else { continue };
        out.push(
            Diagnostic::new(
                Code::OverlappingHolders,
                text::field(&post.base, &key::HOLDERS),
                say!(
                    "{first}起的一任没有在{second}的一任之前结束",
                    "who came on {first} had not left when another came on {second}"
                ),
            )
            .help(say!("补上或改正前一任的“止”", "give the `until` of the one before")),
        );
    }
}
