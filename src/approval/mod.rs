//! 三审: what of a site is signed, by whom, and over exactly which content.
//!
//! A signature is a line at the end of a commit's message, which signs the content of that commit,
//! or a line in a record's 审查 with the content code of what was seen. It holds for a record while
//! its content is the one signed; any change of that voids it. This stage knows posts, stages and
//! digests. It shows nothing to readers, and nothing of it is published.

pub mod change;
mod code;
#[cfg(feature = "git")]
mod commits;
mod content;
mod judge;
mod lines;
mod posts;
#[cfg(feature = "git")]
mod trailers;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use crate::history::Past;
use crate::model::review::Verdict;
use crate::model::settings::Approval;
use crate::model::{Model, RecordId, Review, ReviewStage};
use crate::tree::Tree;

pub use code::ContentCode;
use content::{OfTree, Shape};
use judge::{Candidate, StageRule, Weight, judge};
pub use judge::{Signature, State, Way};
pub use lines::{NotWritten, SignedLine, with_line};
pub use posts::{NoPost, Post, Posts};

/// What is signed of the records that are to be.
#[derive(Debug)]
pub struct Approvals {
    /// Whether nothing unsigned is published.
    pub required: bool,
    /// In their order.
    pub stages: Vec<ReviewStage>,
    /// In the order of the kinds and ids.
    pub records: Vec<Standing>,
    /// Posts of the settings that are none: the stage, its place in the list, and why.
    pub strangers: Vec<(usize, usize, NoPost)>,
}

/// How a record stands.
#[derive(Debug)]
pub struct Standing {
    pub record: RecordId,
    pub code: ContentCode,
    /// A state for each stage.
    pub states: Vec<State>,
    /// The lines of its 审查 that sign nothing, by their places in it, and what they lack.
    pub notes: Vec<(usize, Lack)>,
}

/// What a line of 审查 lacks to be a signature.
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

/// What each of some records has of signatures; none where the site asks for no approval. Records
/// of kinds it is not asked of are left out.
pub fn read(
    tree: &dyn Tree,
    model: &Model,
    records: impl IntoIterator<Item = RecordId>,
    past: Option<&Past>,
) -> Result<Option<Approvals>> {
    let Some(settings) = &model.settings.approval else { return Ok(None) };
    let records = records.into_iter().filter(|record| settings.kinds.contains(&record.kind));
    let shapes: Vec<Shape> = records.map(|record| Shape::of(model, record)).collect();
    let codes = content::codes(&OfTree::new(tree)?, &shapes)?;
    let posts = Posts::of(model);
    let (rules, strangers) = rules(settings, &posts);
    let of_commits = in_commits(past, &shapes, &codes, &posts)?;
    let mut found = Vec::with_capacity(shapes.len());
    for ((shape, code), commits) in shapes.iter().zip(codes).zip(of_commits) {
        let Some(code) = code else { continue };
        let reviews = &model.base(shape.record).reviews;
        let (mut candidates, mut notes) = (commits, Vec::new());
        for (i, review) in reviews.iter().enumerate() {
            match candidate(review, &code, &posts) {
                Ok(candidate) => candidates.extend(candidate),
                Err(lack) => notes.push((i, lack)),
            }
        }
        let states = judge(&rules, &candidates);
        found.push(Standing { record: shape.record, code, states, notes });
    }
    let stages = rules.iter().map(|rule| rule.stage).collect();
    Ok(Some(Approvals { required: settings.required, stages, records: found, strangers }))
}

/// The content codes of records, in their order; none for one without a file.
pub fn codes(
    tree: &dyn Tree,
    model: &Model,
    records: impl IntoIterator<Item = RecordId>,
) -> Result<BTreeMap<RecordId, ContentCode>> {
    let shapes: Vec<Shape> = records.into_iter().map(|r| Shape::of(model, r)).collect();
    let codes = content::codes(&OfTree::new(tree)?, &shapes)?;
    let pairs = shapes.into_iter().zip(codes);
    Ok(pairs.filter_map(|(shape, code)| Some((shape.record, code?))).collect())
}

/// The records that are not signed at every stage, with what each stage of theirs comes to, where
/// the site publishes nothing unsigned: for these `publish` refuses.
pub fn missing(approvals: &Approvals) -> Vec<&Standing> {
    let records = approvals.records.iter().filter(|_| approvals.required);
    records.filter(|standing| !standing.is_signed()).collect()
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

/// A line of 审查 as a signature; none of one that refused other content, which was changed since, as
/// it should be.
fn candidate(review: &Review, now: &ContentCode, posts: &Posts) -> Result<Option<Candidate>, Lack> {
    let verdict = review.verdict();
    let code = review.code.as_deref().ok_or(Lack::Code)?;
    let post = review.post.as_deref().ok_or(Lack::Post)?;
    let date = review.date.ok_or(Lack::Date)?;
    let weight = match (verdict, now.is(code)) {
        (Verdict::Unclear, _) => return Err(Lack::Result),
        (Verdict::Approved, true) => Weight::Approves,
        (Verdict::Approved, false) => Weight::Void,
        (Verdict::Refused, true) => Weight::Refuses,
        (Verdict::Refused, false) => return Ok(None),
    };
    let (stage, written, way) = (review.stage, post.to_owned(), Way::Line(review.place.clone()));
    Ok(Some(Candidate { stage, post: posts.find(post), written, date, way, weight }))
}

/// What the messages of commits sign of each record.
#[cfg(feature = "git")]
fn in_commits(
    past: Option<&Past>,
    shapes: &[Shape],
    now: &[Option<ContentCode>],
    posts: &Posts,
) -> Result<Vec<Vec<Candidate>>> {
    let none = || vec![Vec::new(); shapes.len()];
    let Some(past) = past else { return Ok(none()) };
    let Some(tip) = past.revision()? else { return Ok(none()) };
    let (signed, found) = commits::signatures(past.repository(), &tip, shapes, now)?;
    // Few posts sign many records.
    let named: Vec<Vec<Result<Post, NoPost>>> = signed
        .iter()
        .map(|commit| commit.trailers.iter().map(|trailer| posts.find(&trailer.post)).collect())
        .collect();
    let of_record = |record: commits::OfRecord| {
        let mut found = Vec::new();
        let weighed = [(record.holding, Weight::Approves), (record.void, Weight::Void)];
        for (commit, weight) in weighed
            .into_iter()
            .flat_map(|(list, weight)| list.into_iter().map(move |c| (c, weight)))
        {
            let (commit, posts) = (&signed[commit as usize], &named[commit as usize]);
            for (trailer, post) in commit.trailers.iter().zip(posts) {
                found.push(Candidate {
                    stage: trailer.stage,
                    post: post.clone(),
                    written: trailer.post.clone(),
                    date: commit.day,
                    way: Way::Commit(commit.name.clone()),
                    weight,
                });
            }
        }
        found
    };
    Ok(found.into_iter().map(of_record).collect())
}

/// The same in a program that was built without git.
#[cfg(not(feature = "git"))]
fn in_commits(
    _: Option<&Past>,
    shapes: &[Shape],
    _: &[Option<ContentCode>],
    _: &Posts,
) -> Result<Vec<Vec<Candidate>>> {
    Ok(vec![Vec::new(); shapes.len()])
}
