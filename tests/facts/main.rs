//! CONTRACT §4 as sentences: a site of a few lines, a day, and what must be true on it.

mod burn_up;
mod chiefs;
mod counting;
mod deadlines;
mod documents;
mod duties;
mod evaluations;
mod figures;
mod groups;
mod highlights;
mod indicators;
mod inspections;
mod knowledge;
mod ledger;
mod life;
mod lives;
mod order;
mod policies;
mod problem_ways;
mod problems;
mod publicity;
mod rates;
mod references;
mod related;
mod returns;
mod states;
mod steps;
mod summaries;
mod verification;
mod visits;
mod years;

#[path = "../support/mod.rs"]
#[allow(dead_code, reason = "each test target uses its own part of what they share")]
mod support;
