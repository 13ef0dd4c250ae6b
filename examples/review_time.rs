//! How long a review takes: `review_time BASE HEAD [CHANGED FILE…]`, two folders of sites and the
//! files that differ, as a history would tell them. The review goes to standard output.

use std::collections::BTreeSet;
use std::time::Instant;

use anyhow::{Context as _, bail};
use liangshai::diagnostic::Lang;
use liangshai::disclose::Edition;
use liangshai::model::Day;
use liangshai::review::{Format, Named, compare, sides, write};
use liangshai::tree::{Disk, Listed, SitePath};

fn main() -> anyhow::Result<()> {
    let mut args = std::env::args().skip(1);
    let mut folder = || args.next().context("two folders are to be named");
    let (base, head) = (Listed::new(Disk::new(folder()?)), Listed::new(Disk::new(folder()?)));
    let changed: Option<BTreeSet<SitePath>> = args.map(|path| SitePath::new(&path)).collect();
    let changed = changed.context("changed files are named from the site's folder")?;
    let changed = Some(&changed).filter(|changed| !changed.is_empty());
    let day: Day = "2023-09-30".parse().ok().context("a day")?;
    let start = Instant::now();
    let (base, head) = (Named { name: "base", tree: &base }, Named { name: "head", tree: &head });
    let sides = sides(base, head, changed, Edition::Public, |m| m.settings.as_of.unwrap_or(day))?;
    let Ok((base, head)) = sides else { bail!("there is no site.toml in one of them") };
    let both = start.elapsed();
    let review = compare(&base, &head)?;
    eprintln!("read and checked: {both:.2?}; compared: {:.2?}", start.elapsed() - both);
    write(&review, Format::Text, Lang::Zh, &mut std::io::stdout())
}
