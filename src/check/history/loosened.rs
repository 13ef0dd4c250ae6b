//! # approval-loosened
//!
//! Less is to be signed than before, or by more posts, and nobody let that pass by the rules there were.
//!
//! 审批要求放松了：要审的少了，或者能签的多了，而站点本身没有按原来的规定审过。
//!
//! Whoever edits site.toml could take a kind, a stage or the whole of `[approval]` out of it, and then
//! publish what nobody signed. Where the site itself is to be signed, such a change counts once it is
//! signed at every stage by the rules that stood before, and no waiver or level takes its place. Where
//! the site itself is not to be signed, it is a warning, and posts that are added are not told. Told
//! only with `check --base`, and by `publish`, which knows what was published last.
//!
//! 改 site.toml 的人可以去掉一类、一个环节或整个 [approval]，把没人审过的内容发布出去。站点本身要审的，这样的
//! 改动要按原来的规定逐个环节审过才算数，豁免和调整轻重都代替不了；站点本身不用审的，只作提醒，增加可以签的岗位
//! 不提。用 check --base 才能比对；publish 与上次发布的比对。
//!
//! ## Fails
//!
//! ```text
//! site.toml
//! title = "专栏"
//! [defaults]
//! disclosure = "主动公开"
//! [approval]
//! required = true
//! kinds = ["news", "站点"]
//! posts = ["审批办主任", "局长"]
//! [[approval.stages]]
//! stage = "初审"
//! posts = ["审批办主任"]
//! [[approval.stages]]
//! stage = "终审"
//! posts = ["局长"]
//! $ git commit
//! site.toml
//! title = "专栏"
//! [defaults]
//! disclosure = "主动公开"
//! [approval]
//! required = true
//! kinds = ["news", "站点"]
//! posts = ["审批办主任", "局长"]
//! [[approval.stages]]
//! stage = "初审"
//! posts = ["审批办主任"]
//! ```
//!
//! ## Passes
//!
//! ```text
//! site.toml
//! title = "专栏"
//! [defaults]
//! disclosure = "主动公开"
//! [approval]
//! required = true
//! kinds = ["news", "站点"]
//! posts = ["审批办主任", "局长"]
//! [[approval.stages]]
//! stage = "初审"
//! posts = ["审批办主任"]
//! [[approval.stages]]
//! stage = "终审"
//! posts = ["局长"]
//! $ git commit
//! site.toml
//! title = "专栏"
//! [defaults]
//! disclosure = "主动公开"
//! [approval]
//! required = true
//! kinds = ["news", "tasks", "站点"]
//! posts = ["审批办主任", "局长"]
//! [[approval.stages]]
//! stage = "初审"
//! posts = ["审批办主任"]
//! [[approval.stages]]
//! stage = "终审"
//! posts = ["局长"]
//! ```

use crate::approval::Standing;
use crate::check::{Subject, signed};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Severity, Text};
use crate::model::choice::Choice as _;
use crate::model::settings::Approval;
use crate::say;

/// Tells once of all that is asked no more.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    let Some(past) = of.past() else { return };
    let (Some(then), now) = (&past.old.settings.approval, &past.new.settings.approval) else {
        return;
    };
    let eased = eased(then, now.as_ref());
    let is_let_pass = past.base.site_by_its_rules.as_ref().is_some_and(Standing::is_signed);
    if eased.is_empty() || is_let_pass {
        return;
    }
    let settings = &past.new.settings;
    let place =
        now.as_ref().map_or_else(|| Place::start(&settings.source), |now| now.place.clone());
    let (Text { zh, en }, name) = (signed::list(&eased), past.name());
    let message =
        say!("与 {name} 比，放松了审批要求：{zh}", "less approval is asked for than in {name}: {en}");
    let mut fault = Diagnostic::new(Code::ApprovalLoosened, place, message).help(match then.site {
        true => say!(
            "写回去；确要改的，按原来的规定把站点本身逐个环节审过，删去的环节也要签",
            "put it back; if it is meant, have the site itself signed at every stage by the rules as they were, those taken out too"
        ),
        false => say!(
            "写回去；确要改的，先请终审的人看过",
            "put it back; if it is meant, have it seen by whoever signs last"
        ),
    });
    if !then.site {
        fault.severity = Severity::Warning;
    }
    out.push(fault);
}

/// What is asked no more.
fn eased(then: &Approval, now: Option<&Approval>) -> Vec<Text> {
    let Some(now) = now else {
        return vec![say!("删去了 [approval]", "`[approval]` is gone")];
    };
    let mut eased = Vec::new();
    if then.required && !now.required {
        eased.push(say!("没有签齐的也能发布", "what is not signed may be published"));
    }
    for kind in then.kinds.difference(&now.kinds) {
        let (zh, en) = (kind.chinese(), kind.folder());
        eased.push(say!("{zh}不用审", "{en} need no signature"));
    }
    if then.site && !now.site {
        eased.push(say!("站点本身不用审", "the site itself needs no signature"));
    }
    for old in &then.stages {
        let (zh, en) = (old.stage.chinese(), old.stage.name());
        let Some(new) = now.stages.iter().find(|new| new.stage == old.stage) else {
            eased.push(say!("没有了{zh}", "there is no stage `{en}`"));
            continue;
        };
        let is_new = |post: &&str| !old.posts.iter().any(|known| known.value == **post);
        let added: Vec<&str> = new.posts.iter().map(|post| &*post.value).filter(is_new).collect();
        if then.site && !added.is_empty() {
            let (posts_zh, posts_en) = (added.join("、"), added.join(", "));
            eased.push(say!("{posts_zh}也能签{zh}", "{posts_en} may sign `{en}`"));
        }
    }
    let order = |of: &Approval, other: &Approval| -> Vec<_> {
        let has = |stage| other.stages.iter().any(|other| other.stage == stage);
        of.stages.iter().map(|own| own.stage).filter(|stage| has(*stage)).collect()
    };
    if order(then, now) != order(now, then) {
        eased.push(say!("环节的先后改了", "the stages come in another order"));
    }
    eased
}
