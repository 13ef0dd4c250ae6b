//! How far a publication is, on a terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::publish::Step;

/// A bar on the terminal's error stream; nothing anywhere else.
pub struct Progress(ProgressBar);

impl Progress {
    pub fn new(quiet: bool) -> Self {
        let bar = ProgressBar::no_length();
        if quiet {
            bar.set_draw_target(ProgressDrawTarget::hidden());
        }
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {wide_msg}") {
            bar.set_style(style);
        }
        Self(bar)
    }

    pub fn tell(&self, step: Step) {
        match step {
            Step::Send { files } => self.0.set_length(files as u64),
            Step::Arrived(path) => {
                self.0.inc(1);
                self.0.set_message(path.to_owned());
            }
            Step::Switch | Step::Prune => self.0.set_message(String::new()),
        }
    }

    pub fn close(&self) {
        self.0.finish_and_clear();
    }
}
