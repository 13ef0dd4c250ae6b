use liangshai::disclose::Edition;
use liangshai::review::{Named, compare, sides};
use liangshai::tree::{Disk, Listed};
use std::collections::BTreeSet;
use std::time::Instant;
fn main() {
    let mut args = std::env::args().skip(1);
    let (a, b) = (args.next().unwrap(), args.next().unwrap());
    let (a, b) = (Listed::new(Disk::new(&a)), Listed::new(Disk::new(&b)));
    let changed: BTreeSet<_> = args.map(|p| liangshai::tree::SitePath::new(&p).unwrap()).collect();
    let t = Instant::now();
    let both = sides(
        Named { name: "main", tree: &a },
        Named { name: "head", tree: &b },
        Some(&changed).filter(|c| !c.is_empty()),
        Edition::Public,
        |m| m.settings.as_of.unwrap_or("2023-09-30".parse().unwrap()),
    )
    .unwrap()
    .ok()
    .unwrap();
    eprintln!("sides {:?}", t.elapsed());
    let r = compare(&both.0, &both.1).unwrap();
    eprintln!("compare {:?}", t.elapsed());
    liangshai::review::write(
        &r,
        liangshai::review::Format::Text,
        liangshai::diagnostic::Lang::Zh,
        &mut std::io::stdout(),
    )
    .unwrap();
}
