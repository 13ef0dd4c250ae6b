//! 三审: what of a site is signed, by whom, and over exactly which content.
//!
//! A signature is a line at the end of a commit's message, which signs the content of that commit,
//! or a line in a record's 审查, or in site.toml for the site itself, with the content code of what
//! was seen. It holds for either while its content is the one signed; any change of that voids it.
//! This stage knows posts, stages and digests. It shows nothing to readers, and nothing of it is
//! published.

pub mod change;
mod code;
#[cfg(feature = "git")]
mod commits;
#[cfg(not(feature = "git"))]
#[path = "none.rs"]
mod commits;
mod content;
mod files;
mod judge;
mod lines;
mod posts;
mod rows;
mod site;
mod subject;
#[cfg(feature = "git")]
mod trailers;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use crate::history::Past;
use crate::model::review::Verdict;
use crate::model::settings::Approval;
use crate::model::{Day, Model, RecordId, Review, ReviewStage};
use crate::tree::Tree;

pub use code::ContentCode;
use commits::{InCommits, OfRecord};
use files::OfTree;
use judge::{Candidate, StageRule, Weight, judge};
pub use judge::{Signature, State, Way};
pub use lines::{NotWritten, SignedLine, with_line};
pub use posts::{NoPost, Post, Posts};
pub use site::{SETTINGS, without_signatures};
use subject::Shape;
pub use subject::Subject;
#[cfg(feature = "git")]
pub use trailers::{Trailer, read as trailers, unread};

/// What is signed of all that is to be.
#[derive(Debug)]
pub struct Approvals {
    /// Whether nothing unsigned is published.
    pub required: bool,
    /// In their order.
    pub stages: Vec<ReviewStage>,
    /// The records in the order of the kinds and ids, then the site.
    pub standings: Vec<Standing>,
    /// Posts of the settings that are none: the stage, its place in the list, and why.
    pub strangers: Vec<(usize, usize, NoPost)>,
}

/// How a record, or the site, stands.
#[derive(Debug)]
pub struct Standing {
    pub subject: Subject,
    pub code: ContentCode,
    /// A state for each stage.
    pub states: Vec<State>,
    /// The lines of its own that sign nothing, by their places in it, and what they lack.
    pub notes: Vec<(usize, Lack)>,
}

/// What a line lacks to be a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    Code,
    Post,
    Date,
    Result,
}

impl Standing {
    /// Whether every stage is signed.
    pub fn is_signed(&self) -> bool {
        self.states.iter().all(|state| matches!(state, State::Signed(_)))
    }
}

/// What each of some records has of signatures, and the site itself where that is to be signed; none
/// where the site asks for no approval. Records of kinds it is not asked of are left out.
pub fn read(
    tree: &dyn Tree,
    model: &Model,
    records: impl IntoIterator<Item = RecordId>,
    past: Option<&Past>,
) -> Result<Option<Approvals>> {
    let Some(settings) = &model.settings.approval else { return Ok(None) };
    let records = records.into_iter().filter(|record| settings.kinds.contains(&record.kind));
    let subjects = records.map(Subject::Record).chain(settings.site.then_some(Subject::Site));
    standings(settings, (tree, model), subjects, past).map(Some)
}

/// How the site itself stands by rules that are not its own, as those it had before; none where it has
/// no settings.
#[cfg(feature = "git")]
pub fn site_by(
    rules: &Approval,
    tree: &dyn Tree,
    model: &Model,
    past: Option<&Past>,
) -> Result<Option<Standing>> {
    let subjects = [Subject::Site].into_iter();
    Ok(standings(rules, (tree, model), subjects, past)?.standings.pop())
}

/// What some subjects have of signatures, by some rules.
fn standings(
    settings: &Approval,
    (tree, model): (&dyn Tree, &Model),
    subjects: impl Iterator<Item = Subject>,
    past: Option<&Past>,
) -> Result<Approvals> {
    let with_rows = rows::are_signed_with_tasks(Some(settings));
    let shapes: Vec<Shape> = subjects.map(|subject| Shape::of(model, subject, with_rows)).collect();
    let files = OfTree::new(tree, &shapes)?;
    let codes = content::codes(&files, &shapes)?;
    let posts = Posts::of(model, settings);
    let (rules, strangers) = rules(settings, &posts);
    let of_commits = InCommits::read(past, &shapes, (&codes, files), &posts)?;
    // What no line of its own signs is judged once for all of which the commits say the same.
    let mut judged: BTreeMap<&OfRecord, Vec<State>> = BTreeMap::new();
    let mut found = Vec::with_capacity(shapes.len());
    for (i, (shape, code)) in shapes.iter().zip(codes).enumerate() {
        let Some(code) = code else { continue };
        let (of_commit, subject) = (of_commits.of(i), shape.subject());
        let (lines, notes) = lines_of(subject.reviews(model), &code, &posts);
        let judge_all = || {
            let mut candidates = of_commits.candidates(of_commit);
            candidates.extend(lines.iter().map(Line::candidate));
            judge(&rules, &candidates)
        };
        let states = match lines.is_empty() {
            true => judged.entry(of_commit).or_insert_with(judge_all).clone(),
            false => judge_all(),
        };
        found.push(Standing { subject, code, states, notes });
    }
    let stages = rules.iter().map(|rule| rule.stage).collect();
    Ok(Approvals { required: settings.required, stages, standings: found, strangers })
}

/// The content codes of records or the site by some rules; none for a record without a file.
fn codes(
    (tree, model): (&dyn Tree, &Model),
    subjects: impl IntoIterator<Item = Subject>,
    rules: Option<&Approval>,
) -> Result<BTreeMap<Subject, ContentCode>> {
    let with_rows = rows::are_signed_with_tasks(rules);
    let subjects = subjects.into_iter();
    let shapes: Vec<Shape> = subjects.map(|own| Shape::of(model, own, with_rows)).collect();
    let codes = content::codes(&OfTree::new(tree, &shapes)?, &shapes)?;
    let pairs = shapes.into_iter().zip(codes);
    Ok(pairs.filter_map(|(shape, code)| Some((shape.subject(), code?))).collect())
}

/// What is not signed at every stage, with what each stage of it comes to, where the site publishes
/// nothing unsigned: for these `publish` refuses.
pub fn missing(approvals: &Approvals) -> Vec<&Standing> {
    let standings = approvals.standings.iter().filter(|_| approvals.required);
    standings.filter(|standing| !standing.is_signed()).collect()
}

/// The stages with the posts that may sign them, and the posts that are none.
fn rules(settings: &Approval, posts: &Posts) -> (Vec<StageRule>, Vec<(usize, usize, NoPost)>) {
    let (mut rules, mut strangers) = (Vec::new(), Vec::new());
    for (i, stage) in settings.stages.iter().enumerate() {
        let mut may = BTreeSet::new();
        for (j, post) in stage.posts.iter().enumerate() {
            match posts.find(&post.value) {
                Ok(post) => {
                    may.insert(post);
                }
                Err(none) => strangers.push((i, j, none)),
            }
        }
        rules.push(StageRule { stage: stage.stage, posts: may });
    }
    (rules, strangers)
}

/// A line that signs or refuses.
struct Line<'a> {
    review: &'a Review,
    post: Result<Post, NoPost>,
    written: &'a str,
    date: Day,
    way: Way,
    weight: Weight,
}

impl Line<'_> {
    fn candidate(&self) -> Candidate<'_> {
        let Self { review, post, written, date, way, weight } = self;
        let (stage, date, weight) = (review.stage, *date, *weight);
        Candidate { stage, post, written, date, way, age: None, weight }
    }
}

/// The lines that sign what a subject is now or was, and the others, with what they lack.
fn lines_of<'a>(
    reviews: &'a [Review],
    now: &ContentCode,
    posts: &Posts,
) -> (Vec<Line<'a>>, Vec<(usize, Lack)>) {
    let (mut lines, mut notes) = (Vec::new(), Vec::new());
    for (i, review) in reviews.iter().enumerate() {
        match line_of(review, now, posts) {
            Ok(line) => lines.extend(line),
            Err(lack) => notes.push((i, lack)),
        }
    }
    (lines, notes)
}

/// A line as a signature; none of one that refused other content, which was changed since, as it
/// should be.
fn line_of<'a>(
    review: &'a Review,
    now: &ContentCode,
    posts: &Posts,
) -> Result<Option<Line<'a>>, Lack> {
    let verdict = review.verdict();
    let code = review.code.as_deref().ok_or(Lack::Code)?;
    let written = review.post.as_deref().ok_or(Lack::Post)?;
    let date = review.date.ok_or(Lack::Date)?;
    let weight = match (verdict, now.is(code)) {
        (Verdict::Unclear, _) => return Err(Lack::Result),
        (Verdict::Approved, true) => Weight::Approves,
        (Verdict::Approved, false) => Weight::Void,
        (Verdict::Refused, true) => Weight::Refuses,
        (Verdict::Refused, false) => return Ok(None),
    };
    let (post, way) = (posts.find(written), Way::Line(review.place.clone()));
    Ok(Some(Line { review, post, written, date, way, weight }))
}
