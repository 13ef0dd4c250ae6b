//! The data files, and what is told of them.

use std::collections::BTreeMap;
use std::sync::{MutexGuard, PoisonError};

use super::{Job, Renderer};
use crate::export::dataset::{Dataset, Sum};
use crate::export::{self, DataFile, Format};
use crate::facts::Revision;
use crate::model::{Id, Problem, RecordId, Task};

impl Renderer {
    /// Writes a data file. A workbook takes far longer than its rows, so it has a key of these.
    pub(super) fn dataset(&self, file: &'static str, format: Format, job: &mut Job) {
        let facts = &*self.site.facts;
        let start = job.out.as_ref().map_or(0, |out| out.len());
        match format {
            Format::Json | Format::Csv => {
                if let Some(out) = &mut job.out {
                    export::write(facts, self, file, format, out);
                }
            }
            #[cfg(feature = "xlsx")]
            Format::Xlsx => {
                let sheets = export::sheets(facts, self, file);
                if job.wants_key {
                    job.key = Some(super::Key::of(&(export::head_of_workbook(facts), &sheets)));
                }
                if let Some(out) = &mut job.out {
                    export::write_workbook(facts, &sheets, out);
                }
            }
        }
        // Who wants keys writes files, and takes their digests anyway.
        if let (Some(out), false) = (&job.out, job.wants_key) {
            self.remember(file, format, Sum::of(&out[start..]));
        }
    }

    /// What is told of the data files together. The size of one that was made before need not be
    /// told by making it again.
    pub(super) fn datasets(&self) -> Vec<Dataset> {
        let title = |file: &DataFile| self.views.dataset_title(file);
        export::dataset::datasets(&self.site.facts, title, |file, format| {
            let known = self.sums().get(&(file.name, format)).cloned();
            known.unwrap_or_else(|| {
                let mut bytes = Vec::new();
                export::write(&self.site.facts, self, file.name, format, &mut bytes);
                let sum = Sum::of(&bytes);
                self.remember(file.name, format, sum.clone());
                sum
            })
        })
    }

    /// Takes note of what a data file turned out to be, for what tells of all of them.
    pub fn remember(&self, file: &'static str, format: Format, sum: Sum) {
        self.sums().insert((file, format), sum);
    }

    fn sums(&self) -> MutexGuard<'_, BTreeMap<(&'static str, Format), Sum>> {
        // A sum is put in whole, so what another thread left is sound.
        self.sums.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl export::Pages for Renderer {
    fn url(&self, record: RecordId) -> Option<String> {
        self.site.route_of(record).map(|route| format!("/{route}"))
    }

    fn why(&self, task: Id<Task>) -> String {
        self.views.why(task)
    }

    fn why_problem(&self, problem: Id<Problem>) -> String {
        self.views.why_problem(problem)
    }

    fn changes(&self, record: RecordId, revision: &Revision) -> Vec<String> {
        self.views.changes_of(record, revision)
    }
}
