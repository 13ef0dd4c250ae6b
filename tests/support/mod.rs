//! A site in memory, for tests that go from texts to facts without touching the disk.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::{Context, Result};
use liangshai::diagnostic::{Diagnostics, Severity};
use liangshai::disclose::{Audience, Edition, Unpublished, disclose};
use liangshai::export::{self, Format, Pages};
use liangshai::facts::{Facts, Revision, evaluate};
use liangshai::model::settings::Language;
use liangshai::model::{Id, Model, Office, Plan, Problem, RecordId, Task};
use liangshai::tree::{Entry, SitePath, Stamp, Tree};
use liangshai::words::Words;

/// A site's files by path. Tests add what they are about and nothing else.
#[derive(Debug, Clone)]
pub struct Site(BTreeMap<SitePath, Vec<u8>>);

/// A site with settings and no content.
pub fn site() -> Site {
    let settings = "title = \"亮晒专栏\"\n[defaults]\ndisclosure = \"主动公开\"\n";
    Site(BTreeMap::new()).file("site.toml", settings)
}

impl Tree for Site {
    fn list(&self, folder: &str) -> Result<BTreeMap<SitePath, Entry>> {
        let below = |path: &SitePath| {
            let rest = path.as_str().strip_prefix(folder);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let files = self.0.iter().filter(|(path, _)| below(path));
        Ok(files.map(|(p, b)| (p.clone(), Entry::File(Stamp::of_bytes(b.len() as u64)))).collect())
    }

    fn read(&self, path: &SitePath) -> Result<Vec<u8>> {
        self.0.get(path).cloned().with_context(|| format!("no {path}"))
    }
}

impl Site {
    /// Adds or replaces a file.
    pub fn file(mut self, path: &str, text: &str) -> Self {
        let path = SitePath::new(path).expect("a sound path");
        self.0.insert(path, text.as_bytes().to_vec());
        self
    }

    /// Its files.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }

    /// Takes a file away.
    pub fn without(mut self, path: &str) -> Self {
        self.0.remove(&SitePath::new(path).expect("a sound path"));
        self
    }

    /// Adds a Markdown file of front matter alone, given a field a line.
    pub fn record(self, path: &str, fields: &str) -> Self {
        self.file(&format!("content/{path}.md"), &format!("---\n{}\n---\n", fields.trim()))
    }

    /// The model, whatever is wrong with it.
    pub fn model(&self) -> (Model, Diagnostics) {
        let mut found = Diagnostics::new();
        let model = liangshai::load(self, &mut found).expect("memory does not fail");
        (model.expect("there is a site.toml"), found)
    }

    /// The names of the faults that stop a build, each with its file.
    pub fn errors(&self) -> Vec<String> {
        let faults = self.model().1.sorted();
        let errors = faults.iter().filter(|fault| fault.severity() == Severity::Error);
        errors.map(|fault| format!("{} {}", fault.place.source.path, fault.code.name())).collect()
    }

    /// What everybody may know on a day. The content must be without errors.
    pub fn on(&self, day: &str) -> Facts {
        self.seen_by(Audience { edition: Edition::Public, unpublished: Unpublished::Hidden }, day)
    }

    /// What the bureau's own network may know on a day.
    pub fn internal(&self, day: &str) -> Facts {
        self.seen_by(Audience { edition: Edition::Internal, unpublished: Unpublished::Hidden }, day)
    }

    /// What an audience may know on a day.
    pub fn seen_by(&self, audience: Audience, day: &str) -> Facts {
        assert_eq!(self.errors(), [""; 0]);
        self.despite_errors(audience, day)
    }

    /// What would be known, could a site with errors be built.
    pub fn despite_errors(&self, audience: Audience, day: &str) -> Facts {
        let public = disclose(Arc::new(self.model().0), audience);
        evaluate(Arc::new(public), day.parse().expect("a day"))
    }
}

/// The plan of an id.
pub fn plan(facts: &Facts, id: &str) -> Id<Plan> {
    let mut all = facts.public().plans();
    all.find(|(_, plan)| plan.base.id == id).unwrap_or_else(|| panic!("no plan `{id}`")).0
}

/// The task of an id.
pub fn task(facts: &Facts, id: &str) -> Id<Task> {
    let mut all = facts.public().tasks();
    all.find(|(_, task)| task.base.id == id).unwrap_or_else(|| panic!("no task `{id}`")).0
}

/// The office of an id.
pub fn office(facts: &Facts, id: &str) -> Id<Office> {
    let mut all = facts.public().offices();
    all.find(|(_, office)| office.base.id == id).unwrap_or_else(|| panic!("no office `{id}`")).0
}

/// The ids of records.
pub fn ids<T: Into<RecordId>>(facts: &Facts, records: impl IntoIterator<Item = T>) -> Vec<String> {
    let id = |record: T| facts.public().base(record.into()).id.clone();
    records.into_iter().map(id).collect()
}

/// A data file as JSON.
pub fn data(facts: &Facts, file: &str) -> serde_json::Value {
    let mut bytes = Vec::new();
    export::write(facts, &Plain(facts), file, Format::Json, &mut bytes);
    serde_json::from_slice(&bytes).expect("JSON")
}

/// Every data file, in every format, one after another.
pub fn all_data(facts: &Facts) -> String {
    let mut all = Vec::new();
    for file in export::files(facts) {
        for format in file.formats {
            export::write(facts, &Plain(facts), file.name, *format, &mut all);
        }
    }
    // Workbooks are no text.
    String::from_utf8_lossy(&all).into_owned()
}

/// Addresses as the contract gives them, and the program's own words.
struct Plain<'a>(&'a Facts);

impl Pages for Plain<'_> {
    fn url(&self, record: RecordId) -> Option<String> {
        let id = &self.0.public().base(record).id;
        Some(format!("/{}/{id}/", record.kind.folder()))
    }

    fn why(&self, task: Id<Task>) -> String {
        Words::builtin(Language::Chinese).why(self.0, task)
    }

    fn why_problem(&self, problem: Id<Problem>) -> String {
        Words::builtin(Language::Chinese).why_problem(self.0, problem)
    }

    fn changes(&self, record: RecordId, revision: &Revision) -> Vec<String> {
        Words::builtin(Language::Chinese).changes(self.0, record, revision)
    }
}
