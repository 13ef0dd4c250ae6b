//! How long each stage takes, from the files of a site to its pages checked and on disk.
//!
//! `cargo bench --bench stages -- --tasks 10000 --runs 5`, or `--site DIR` for a site of one's own,
//! which is only read. It works in memory (`/dev/shm`; `--dir` names another folder) and removes
//! what it made. The medians of the runs are printed; `benches/README.md` keeps a table.

#[path = "../examples/corpus.rs"]
#[allow(dead_code, reason = "an example is a program of its own")]
mod corpus;

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use liangshai::check::{self, Beside, Owners, Subject};
use liangshai::diagnostic::Diagnostics;
use liangshai::disclose::{Audience, Edition, Unpublished, disclose};
use liangshai::facts::evaluate;
use liangshai::load;
use liangshai::render::{Failure, Renderer, Theme};
use liangshai::site::{Addressing, lay_out};
use liangshai::tree::{Disk, Listed};
use liangshai::write::{Files, Target, write};
use rayon::prelude::*;

/// The program's own allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Each stage, and whether a build and a check pass through it.
const STAGES: [(&str, bool, bool); 7] = [
    ("read", true, true),
    ("disclose and facts", true, true),
    ("site", true, true),
    ("render, no more", false, false),
    ("render and write", true, false),
    ("check: content and files", false, true),
    ("check: render and look at pages", false, true),
];

fn main() -> Result<()> {
    let (mut tasks, mut runs, mut site) = ("10000".to_owned(), 5, None);
    let mut dir = PathBuf::from("/dev/shm");
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().with_context(|| format!("{argument} what?"));
        match &*argument {
            "--tasks" => tasks = value()?,
            "--runs" => runs = value()?.parse::<usize>()?.max(1),
            "--site" => site = Some(PathBuf::from(value()?)),
            "--dir" => dir = value()?.into(),
            // Cargo's own.
            "--bench" => {}
            _ => bail!("--tasks N, --runs N, --site DIR or --dir DIR, and not {argument}"),
        }
    }
    let scratch = dir.join(format!("liangshai-stages-{}", std::process::id()));
    let site = match site {
        Some(site) => site,
        None => {
            let made = scratch.join("site");
            let order = corpus::Order::of([tasks, made.display().to_string()].into_iter());
            corpus::write(&order.context("--tasks is a number")?)?;
            made
        }
    };
    let mut took: [Vec<Lap>; STAGES.len()] = Default::default();
    for turn in 0..runs {
        let laps = run(&site, &scratch.join(format!("public{turn}")))?;
        took.iter_mut().zip(laps).for_each(|(all, lap)| all.push(lap));
    }
    fs::remove_dir_all(&scratch)?;
    println!("| Stage | Wall | Of processors |\n| --- | ---: | ---: |");
    let [mut build, mut check] = [Lap::default(); 2];
    for ((name, of_build, of_check), all) in STAGES.into_iter().zip(took) {
        let median = Lap { wall: middle(&all, |l| l.wall), busy: middle(&all, |l| l.busy) };
        for (total, _) in
            [(&mut build, of_build), (&mut check, of_check)].into_iter().filter(|t| t.1)
        {
            (total.wall, total.busy) = (total.wall + median.wall, total.busy + median.busy);
        }
        println!("| {name} | {} ms | {} ms |", median.wall.as_millis(), median.busy.as_millis());
    }
    for (name, total) in [("a build", build), ("a check", check)] {
        println!("| {name} | {} ms | {} ms |", total.wall.as_millis(), total.busy.as_millis());
    }
    let ratio = |of: fn(&Lap) -> Duration| of(&check).as_secs_f64() / of(&build).as_secs_f64();
    println!("| a check to a build | {:.2} | {:.2} |", ratio(|l| l.wall), ratio(|l| l.busy));
    Ok(())
}

/// How long a stage took, by the clock and of processors.
#[derive(Clone, Copy, Default)]
struct Lap {
    wall: Duration,
    busy: Duration,
}

fn middle(all: &[Lap], of: fn(&Lap) -> Duration) -> Duration {
    let mut all: Vec<Duration> = all.iter().map(of).collect();
    all.sort();
    all[all.len() / 2]
}

/// What tells how long it was since it was last asked.
struct Watch {
    wall: Instant,
    busy: Duration,
}

impl Watch {
    #[expect(clippy::disallowed_methods, reason = "a measurement measures")]
    fn new() -> Self {
        Self { wall: Instant::now(), busy: busy() }
    }

    fn lap(&mut self) -> Lap {
        let last = std::mem::replace(self, Self::new());
        Lap { wall: self.wall - last.wall, busy: self.busy.saturating_sub(last.busy) }
    }
}

/// What the process has taken of processors so far, to a hundredth of a second; nothing where the
/// system does not say.
fn busy() -> Duration {
    let told = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // Behind the name in brackets: user and system time are the 14th and 15th of all.
    let fields = told.rsplit_once(')').map_or("", |(_, fields)| fields).split_whitespace();
    let ticks: u64 = fields.skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}

/// Passes through the stages once; each is given what those before it made.
fn run(site: &Path, out: &Path) -> Result<[Lap; STAGES.len()]> {
    let mut watch = Watch::new();
    let mut found = Diagnostics::new();
    let tree = Listed::new(Disk::new(site));
    let model = load(&tree, &mut found)?.context("there is no site.toml")?;
    let settings = model.settings.clone();
    let theme = Arc::new(Theme::load(&settings, &tree, &mut found)?);
    let model = Arc::new(model);
    let read = watch.lap();

    let audience = Audience { edition: Edition::Public, unpublished: Unpublished::Hidden };
    let day = settings.as_of.context("site.toml names no as_of")?;
    let facts = Arc::new(evaluate(Arc::new(disclose(model.clone(), audience)), day));
    let computed = watch.lap();

    let addressing = Addressing::new(settings.base_url.as_deref(), false);
    let laid_out = Arc::new(lay_out(facts, addressing, theme.assets(), &mut found));
    let placed = watch.lap();

    let renderer = || Renderer::new(laid_out.clone(), theme.clone());
    let all = renderer();
    watch.lap();
    let bytes = |(route, page)| {
        let mut bytes = Vec::new();
        all.render(route, page, &mut bytes).map(|()| black_box(bytes).len())
    };
    for pages in laid_out.passes() {
        pages.into_par_iter().try_for_each(|page| bytes(page).map(drop)).map_err(told)?;
    }
    let rendered = watch.lap();

    let Ok(target) = Target::open(out)? else { bail!("{} is in the way", out.display()) };
    let files = Files { tree: &tree, now: None, revision: None };
    write(&target, &renderer(), files, &Default::default(), None).map_err(told)?;
    let written = watch.lap();

    fs::remove_dir_all(out)?;
    watch.lap();
    let beside = Beside::read(&tree, &model)?;
    let mut subject = Subject::new(&model, &laid_out, &theme.words);
    subject.beside = Some(&beside);
    let before = check::before_pages(&subject, &model, &tree, &mut found)?;
    drop(subject);
    let content = watch.lap();

    check::pages(&renderer(), &before, |_| true, &mut found)?;
    black_box(check::settle(found, &model, &Owners::of(&model, &laid_out)).open.len());
    let pages = watch.lap();
    Ok([read, computed, placed, rendered, written, content, pages])
}

fn told(failure: Failure) -> anyhow::Error {
    match failure {
        Failure::Template(fault) => anyhow::anyhow!("{}", fault.message.en),
        Failure::Machine(error) => error,
    }
}
