//! Signatures of a record → what each stage comes to.

use std::cmp::{Ordering, Reverse};
use std::collections::BTreeSet;

use super::posts::{NoPost, Post};
use crate::diagnostic::Place;
use crate::model::{Day, ReviewStage};

/// A signature as it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The post as it is called; as it was written where there is none such.
    pub post: String,
    pub date: Day,
    pub way: Way,
}

/// How it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// A line of the record's 审查.
    Line(Place),
    /// The message of a commit, by its short name.
    Commit(String),
}

/// What a stage comes to for the content as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    Signed(Signature),
    Missing,
    /// The content was changed since.
    Void(Signature),
    Refused(Signature),
    /// The same post signed another of the stages.
    SameSigner(Signature, ReviewStage),
    /// It was signed before the stage that comes first.
    OutOfOrder(Signature, ReviewStage),
    /// The post may not sign this stage.
    NotAllowed(Signature),
    /// There is no such post.
    NoSuchPost(Signature, NoPost),
}

/// A stage as the settings have it, with the posts that may sign it.
#[derive(Debug)]
pub struct StageRule {
    pub stage: ReviewStage,
    pub posts: BTreeSet<Post>,
}

/// A signature of a stage.
#[derive(Debug, Clone, Copy)]
pub struct Candidate<'a> {
    pub stage: ReviewStage,
    pub post: &'a Result<Post, NoPost>,
    /// The post as it was written.
    pub written: &'a str,
    pub date: Day,
    pub way: &'a Way,
    /// Of a commit how many signed ones are newer.
    pub age: Option<u32>,
    pub weight: Weight,
}

/// What a signature says of the content as it is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    Approves,
    Refuses,
    /// It approved other content.
    Void,
}

impl Candidate<'_> {
    fn is_line(&self) -> bool {
        matches!(self.way, Way::Line(_))
    }

    /// Whether it came before another. Commits have their order within a day; of a line no more than
    /// the day is known.
    fn is_before(&self, other: &Self) -> bool {
        let by_order = || matches!((self.age, other.age), (Some(own), Some(other)) if own > other);
        self.date < other.date || self.date == other.date && by_order()
    }

    fn signature(&self) -> Signature {
        let post = self.post.as_ref().map_or(self.written, |post| &post.title);
        Signature { post: post.to_owned(), date: self.date, way: self.way.clone() }
    }
}

/// What every stage comes to.
pub fn judge(rules: &[StageRule], candidates: &[Candidate]) -> Vec<State> {
    let ballots: Vec<Ballot> = rules.iter().map(|rule| Ballot::of(rule, candidates)).collect();
    let mut chosen = Vec::new();
    if !choose(rules, &ballots, &mut chosen, true) {
        chosen.clear();
        choose(rules, &ballots, &mut chosen, false);
    }
    let of_stage = |(i, rule): (usize, &StageRule)| -> State {
        let tell = Candidate::signature;
        if let Some(Some(signed)) = chosen.get(i) {
            return State::Signed(tell(signed));
        }
        let ballot = &ballots[i];
        // The newest of those that fail says what is to be done.
        if let Some(last) = ballot.able.iter().max_by_key(|candidate| candidate.date) {
            let others =
                || rules.iter().zip(&chosen).filter(|(other, _)| other.stage.is_in_order());
            let same = others().find_map(|(other, signed)| {
                let signed = signed.as_ref()?;
                (signed.post == last.post).then_some(other.stage)
            });
            return match same {
                Some(stage) => State::SameSigner(tell(last), stage),
                None => {
                    let before = rules[..i].iter().rev().find(|other| other.stage.is_in_order());
                    let before = before.map_or(rule.stage, |before| before.stage);
                    State::OutOfOrder(tell(last), before)
                }
            };
        }
        if let Some(refused) = ballot.refused {
            return State::Refused(tell(refused));
        }
        if let Some(unable) = ballot.unable {
            return match unable.post {
                Ok(_) => State::NotAllowed(tell(unable)),
                Err(none) => State::NoSuchPost(tell(unable), none.clone()),
            };
        }
        ballot.void.map_or(State::Missing, |void| State::Void(tell(void)))
    };
    rules.iter().enumerate().map(of_stage).collect()
}

/// The signatures of one stage.
struct Ballot<'a> {
    /// By posts that may sign it, of the content as it is, not refused since, nor on the same day but
    /// by an earlier line; the oldest first, and of a day what may have come at any hour of it.
    able: Vec<&'a Candidate<'a>>,
    unable: Option<&'a Candidate<'a>>,
    refused: Option<&'a Candidate<'a>>,
    void: Option<&'a Candidate<'a>>,
}

impl<'a> Ballot<'a> {
    fn of(rule: &StageRule, candidates: &'a [Candidate<'a>]) -> Self {
        let own = || candidates.iter().enumerate().filter(|(_, own)| own.stage == rule.stage);
        let of = |weight: Weight| own().filter(move |(_, own)| own.weight == weight);
        let newest = |weight: Weight| of(weight).max_by_key(|(_, own)| own.date);
        let may = |own: &Candidate| own.post.as_ref().is_ok_and(|post| rule.posts.contains(post));
        let refused = newest(Weight::Refuses);
        // Lines stand in the order they were written in; commits and lines of one day have none.
        let stands = |at: usize, own: &Candidate| {
            refused.is_none_or(|(refused_at, refused)| match refused.date.cmp(&own.date) {
                Ordering::Less => true,
                Ordering::Equal => refused_at < at && refused.is_line() && own.is_line(),
                Ordering::Greater => false,
            })
        };
        let able = of(Weight::Approves).filter(|(at, own)| may(own) && stands(*at, own));
        let mut able: Vec<&Candidate> = able.map(|(_, own)| own).collect();
        able.sort_by_key(|own| (own.date, own.age.is_some(), Reverse(own.age)));
        let unable = of(Weight::Approves).map(|(_, own)| own).filter(|own| !may(own));
        Self {
            able,
            unable: unable.max_by_key(|own| own.date),
            refused: refused.map(|(_, own)| own),
            void: newest(Weight::Void).map(|(_, own)| own),
        }
    }
}

/// Chooses a signature for each stage, so that those in order have signers of their own and none is
/// signed before the one that comes first. With `all` every stage must have one, else the later ones
/// take what is left. Of one post the earliest that will do is best, whatever comes after.
fn choose<'a>(
    rules: &[StageRule],
    ballots: &[Ballot<'a>],
    chosen: &mut Vec<Option<&'a Candidate<'a>>>,
    all: bool,
) -> bool {
    let i = chosen.len();
    let (Some(rule), Some(ballot)) = (rules.get(i), ballots.get(i)) else { return true };
    let mut tried: BTreeSet<&Post> = BTreeSet::new();
    for candidate in &ballot.able {
        let Ok(post) = candidate.post else { continue };
        if rule.stage.is_in_order() {
            let mut before =
                rules.iter().zip(chosen.iter()).filter(|(other, _)| other.stage.is_in_order());
            let clashes = before.any(|(_, signed)| {
                signed.is_some_and(|signed| {
                    signed.post.as_ref() == Ok(post) || candidate.is_before(signed)
                })
            });
            if clashes {
                continue;
            }
        }
        if !tried.insert(post) {
            continue;
        }
        chosen.push(Some(candidate));
        if choose(rules, ballots, chosen, all) {
            return true;
        }
        chosen.truncate(i);
    }
    if all {
        return false;
    }
    chosen.push(None);
    choose(rules, ballots, chosen, all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::approval::posts::Posts;

    const STAGES: [ReviewStage; 3] = [ReviewStage::First, ReviewStage::Second, ReviewStage::Final];

    /// States of three stages that the posts 甲, 乙 and 丙 may all sign.
    fn states(signed: &[(usize, &str, u32)]) -> Vec<String> {
        let posts = Posts::plain(&["甲", "乙", "丙"]);
        let all: BTreeSet<Post> =
            ["甲", "乙", "丙"].iter().filter_map(|p| posts.find(p).ok()).collect();
        let rules = STAGES.map(|stage| StageRule { stage, posts: all.clone() });
        let written: Vec<(Result<Post, NoPost>, Day)> = signed
            .iter()
            .map(|(_, post, day)| (posts.find(post), Day::new(2023, 3, *day).expect("a day")))
            .collect();
        let way = Way::Commit("abc".to_owned());
        let candidates: Vec<Candidate> = signed
            .iter()
            .zip(&written)
            .map(|((stage, name, _), (post, date))| Candidate {
                stage: STAGES[*stage],
                post,
                written: name,
                date: *date,
                way: &way,
                age: None,
                weight: Weight::Approves,
            })
            .collect();
        let told = |state: State| match state {
            State::Signed(signature) => {
                format!("{} {}", signature.post, signature.date.to_string().split_off(8))
            }
            State::SameSigner(..) => "same".to_owned(),
            State::OutOfOrder(..) => "order".to_owned(),
            State::Missing => "missing".to_owned(),
            other => format!("{other:?}"),
        };
        judge(&rules, &candidates).into_iter().map(told).collect()
    }

    #[test]
    fn three_stages_take_three_signers_in_order() {
        assert_eq!(
            states(&[(0, "甲", 1), (1, "乙", 2), (2, "丙", 2)]),
            ["甲 01", "乙 02", "丙 02"]
        );
        assert_eq!(states(&[(0, "甲", 1), (1, "甲", 2), (2, "丙", 3)]), ["甲 01", "same", "丙 03"]);
        assert_eq!(
            states(&[(0, "甲", 5), (1, "乙", 2), (2, "丙", 6)]),
            ["甲 05", "order", "丙 06"]
        );
        assert_eq!(states(&[(2, "丙", 6)]), ["missing", "missing", "丙 06"]);
    }

    #[test]
    fn of_several_signatures_those_are_taken_that_make_it_whole() {
        // 甲 signed the first stage too, but is needed for the second.
        let signed = [(0, "甲", 1), (0, "乙", 1), (1, "甲", 2), (2, "丙", 3)];
        assert_eq!(states(&signed), ["乙 01", "甲 02", "丙 03"]);
        // The later of two dates of one post is the one in order.
        let signed = [(0, "甲", 3), (1, "乙", 1), (1, "乙", 4), (2, "丙", 4)];
        assert_eq!(states(&signed), ["甲 03", "乙 04", "丙 04"]);
    }
}
