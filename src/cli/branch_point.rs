//! From where a change is measured: a revision, or what another has in common with it.

use super::origin::refuse;
use super::{Outcome, Session};
use crate::say;
use crate::tree::git::{NoRevision, Repository, Revision};

/// The revision to compare a tip with: the one that is named or, asked for by `--merge-base`, the
/// commit both have in common. Where that is another it is said what will look undone; `Err` after
/// saying that there is none.
pub fn branch_point(
    repository: &Repository,
    base: Revision,
    tip: Option<&Revision>,
    merge_base: bool,
    session: &mut Session,
) -> anyhow::Result<Result<Revision, Outcome>> {
    let common = tip.map(|tip| repository.common(&base, tip)).transpose()?.flatten();
    if common.as_ref().is_some_and(|common| common.commit == base.commit) {
        return Ok(Ok(base));
    }
    let (name, lang) = (base.name.clone(), session.lang_before_the_site());
    match (merge_base, common) {
        (true, Some(common)) => Ok(Ok(common)),
        // The clone may only end before it.
        (true, None) if repository.is_shallow()? => {
            Ok(Err(refuse(&NoRevision::Shallow(name), session)?))
        }
        (true, None) => Ok(Err(session.refuse(
            lang,
            &say!("与“{name}”没有共同的提交", "there is no commit in common with `{name}`"),
            Some(&say!("去掉 --merge-base", "leave out --merge-base")),
        )?)),
        (false, _) => {
            let note = say!(
                "提醒：“{name}”上有另一方没有的提交，会显示成被删去或改回；只看这一方改了什么，加 --merge-base",
                "note: `{name}` has commits the other side has not, which are told as undone; --merge-base tells only what the other side changes"
            );
            writeln!(session.err, "{}", note.in_lang(lang))?;
            Ok(Ok(base))
        }
    }
}
