//! Whether a signature would count beside those there are.

use super::super::Desk;
use super::super::asked::Signed;
use super::Refused;
use crate::approval::{Post, Posts, State, Subject};
use crate::diagnostic::told;
use crate::model::choice::Choice as _;
use crate::model::review::{Review, Verdict};
use crate::model::{Day, ReviewStage};
use crate::say;

/// A signature that is to count.
pub struct Signs<'a> {
    pub stage: ReviewStage,
    pub post: &'a Post,
    pub date: Day,
    /// Those the rules know that ask for it.
    pub posts: &'a Posts,
}

impl Signs<'_> {
    /// Why it would not count, or another that stands would count no more: of stages in order each has
    /// a signer of its own, and none is signed before the one that comes first.
    pub fn clash(
        &self,
        subjects: impl Iterator<Item = Subject>,
        signed: &Signed,
        desk: &Desk,
    ) -> Option<Refused> {
        let mut subjects = subjects.filter(|_| self.stage.is_in_order());
        subjects.find_map(|subject| self.clash_of(subject, signed, desk))
    }

    fn clash_of(&self, subject: Subject, signed: &Signed, desk: &Desk) -> Option<Refused> {
        let (stages, standing) = signed.of(subject, self.stage)?;
        let own = stages.iter().position(|stage| *stage == self.stage)?;
        let path = subject.path(&desk.loaded.model);
        let (zh, en) = (self.stage.chinese(), self.stage.name());
        for (at, (other, state)) in stages.iter().zip(&standing.states).enumerate() {
            if at == own || !other.is_in_order() {
                continue;
            }
            let (other_zh, other_en) = (other.chinese(), other.name());
            let signature = match state {
                State::Signed(signature) => signature,
                _ if at > own => continue,
                _ => {
                    return Some((
                        say!(
                            "{other_zh}还没有签，不能先登记{zh}（{path}）",
                            "`{other_en}` is not signed, and `{en}` comes after it ({path})"
                        ),
                        say!(
                            "先登记{other_zh}；各环节怎样，用 approval status 看",
                            "write `{other_en}` down first; `approval status` tells of each stage"
                        ),
                    ));
                }
            };
            let (day, date) = (self.date, signature.date);
            if self.posts.find(&signature.post).as_ref() == Ok(self.post) {
                let post = told(&self.post.title);
                return Some((
                    say!(
                        "“{post}”已签{other_zh}（{date}，{path}），不能再签{zh}",
                        "`{post}` has signed `{other_en}` ({date}, {path}) and cannot sign `{en}` too"
                    ),
                    say!("由另一岗位签", "have another post sign it"),
                ));
            }
            let is_before = |date| (at < own && day < date) || (own < at && date < day);
            // Another line of that post may be in order, as after a day was mistyped.
            let is_other = |review: &Review| {
                review.stage == *other
                    && review.post.as_deref() == Some(&*signature.post)
                    && review.result.as_deref().map(Verdict::of) == Some(Verdict::Approved)
                    && review.code.as_deref().is_some_and(|code| standing.code.is(code))
                    && review.date.is_some_and(|date| !is_before(date))
            };
            if is_before(date) && !subject.reviews(&desk.loaded.model).iter().any(is_other) {
                return Some((
                    say!(
                        "{zh}日期 {day} 与{other_zh}日期 {date} 先后颠倒（{path}）",
                        "the day of `{en}`, {day}, and that of `{other_en}`, {date}, are out of order ({path})"
                    ),
                    say!(
                        "核对纸上的日期；{other_zh}登记错了日期的，按正确的日期再登记一次；确实签颠倒了的，按次序重新签",
                        "see to the days on the paper; write `{other_en}` down again where its day was mistyped; what was signed out of order is to be signed anew"
                    ),
                ));
            }
        }
        None
    }
}
