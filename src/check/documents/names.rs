//! # name-drifts
//!
//! One thing bears several names in the records of one bureau.
//!
//! 同一件事在一个单位的记录里有几种叫法。
//!
//! What was 亮晒比评 becomes 亮晒比拼 a page later and 晾晒比评 after that; whoever searches for one does
//! not find the others. A site gives its own sets under `[check] same_names`, in place of the
//! program's.
//!
//! 前一页是“亮晒比评”，后一页成了“亮晒比拼”，搜一个就找不到另一个。站点可以在 `[check] same_names` 
//! 里写自己的几组名称，代替程序自带的。
//!
//! ## Fails
//!
//! ```text
//! content/news/a.md
//! ---
//! 标题: 亮晒比评动员
//! 发布日期: 2023-03-03
//! ---
//! 亮晒比评开始了，亮晒比拼每月一次。
//! ```
//!
//! ## Passes
//!
//! ```text
//! content/news/a.md
//! ---
//! 标题: 亮晒比评动员
//! 发布日期: 2023-03-03
//! ---
//! 亮晒比评开始了，亮晒比评每月一次。
//! ```

use std::collections::BTreeMap;
use std::ops::Range;

use crate::check::Subject;
use crate::check::text::{Text, bureau, texts};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::say;

/// Names that have been taken for one another.
const KNOWN: [&[&str]; 1] = [&["亮晒比评", "亮晒比拼", "晾晒比评", "晾晒比拼"]];

/// A name's first place, and how often it stands in a bureau's records.
type Found = BTreeMap<usize, (Place, usize)>;

/// Warns of every name but the most frequent, where it first stands.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    let model = of.model;
    let known = || KNOWN.iter().map(|set| set.iter().map(|name| (*name).to_owned()).collect());
    let own = model.settings.check.same_names.clone();
    let sets: Vec<Vec<String>> = own.unwrap_or_else(|| known().collect());
    let mut bureaus: BTreeMap<&str, Vec<Found>> = BTreeMap::new();
    for text in texts(model) {
        let of_bureau = bureaus.entry(bureau(model.base(text.record))).or_default();
        of_bureau.resize(sets.len(), Found::new());
        for (set, found) in sets.iter().zip(of_bureau) {
            note(&text, set, found);
        }
    }
    for of_bureau in bureaus.into_values() {
        for (set, found) in sets.iter().zip(of_bureau) {
            tell(set, &found, out);
        }
    }
}

/// Notes where a text has the names of a set; one inside a longer one is not meant.
fn note(text: &Text, set: &[String], found: &mut Found) {
    let places = |name: &String| -> Vec<Range<usize>> {
        text.whole().match_indices(name.as_str()).map(|(at, _)| at..at + name.len()).collect()
    };
    let all: Vec<Vec<Range<usize>>> = set.iter().map(places).collect();
    for (i, places) in all.iter().enumerate() {
        let is_part = |place: &Range<usize>| {
            let longer = all.iter().enumerate().filter(|(j, _)| set[*j].len() > set[i].len());
            longer
                .flat_map(|(_, places)| places)
                .any(|longer| longer.start <= place.start && place.end <= longer.end)
        };
        let places: Vec<_> = places.iter().filter(|place| !is_part(place)).collect();
        if let Some(first) = places.first() {
            let (_, times) = found.entry(i).or_insert_with(|| (text.place((*first).clone()), 0));
            *times += places.len();
        }
    }
}

fn tell(set: &[String], found: &Found, out: &mut Diagnostics) {
    // Of equals the first of the set.
    let usual = found.iter().max_by_key(|(i, (_, times))| (*times, std::cmp::Reverse(**i)));
    let Some((usual, _)) = usual else { return };
    for (i, (place, _)) in found.iter().filter(|(i, _)| *i != usual) {
        let (name, usual) = (&set[*i], &set[*usual]);
        out.push(
            Diagnostic::new(
                Code::NameDrifts,
                place.clone(),
                say!(
                    "这里写作“{name}”，本单位别处写作“{usual}”",
                    "`{name}` here is `{usual}` elsewhere in this bureau's records"
                ),
            )
            .help(say!(
                "统一成一种；原文如此就不必改，也可在 [check] same_names 里另定",
                "keep to one; leave it if the document says so, or set [check] same_names"
            )),
        );
    }
}
