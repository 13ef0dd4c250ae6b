//! CONTRACT §4 as sentences: a site of a few lines, a day, and what must be true on it.

mod counting;
mod deadlines;
mod duties;
mod evaluations;
mod highlights;
mod indicators;
mod knowledge;
mod ledger;
mod life;
mod lives;
mod order;
mod problems;
mod rates;
mod references;
mod returns;
mod states;
mod steps;
mod summaries;
mod verification;

#[path = "../support/mod.rs"]
#[allow(dead_code, reason = "each test target uses its own part of what they share")]
mod support;
