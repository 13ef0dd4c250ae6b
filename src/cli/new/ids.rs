//! Ids a new record may have.

use super::{Refusal, did_you_mean_en, did_you_mean_zh};
use crate::model::choice::nearest;
use crate::model::period::parse_period;
use crate::model::{Kind, Model, Period, id};
use crate::say;

/// Refuses what cannot be an id, or would be a kind's own column.
pub fn require_sound(kind: Kind, id: &str) -> Result<(), Refusal> {
    let folder = kind.folder();
    let parts: Vec<&str> = id.split(['/', '\\']).filter(|part| !part.is_empty()).collect();
    let repeats = parts.first().is_some_and(|part| [folder, "content"].contains(part));
    let is_index = parts.last() == Some(&"index");
    if id::is_sound(id) && !repeats && !is_index {
        return Ok(());
    }
    // What people copy from the folder's window: content/tasks/07/index.md.
    let own = parts.strip_prefix(&["content"]).unwrap_or(&parts);
    let own = own.strip_prefix(&[folder]).unwrap_or(own);
    let own: Vec<&str> = own.iter().map(|part| part.strip_suffix(".md").unwrap_or(part)).collect();
    let own = own.strip_suffix(&["index"]).unwrap_or(&own);
    let sound = |part: &&str| match id::is_sound_part(part) {
        true => (*part).to_owned(),
        false => id::propose(part),
    };
    let proposal: Vec<String> = own.iter().map(sound).collect();
    let proposal = if proposal.is_empty() { "01".to_owned() } else { proposal.join("/") };
    Err(Refusal {
        message: say!("“{id}”不能作id", "`{id}` cannot be an id"),
        help: say!(
            "id会成为网址，只用小写字母、数字、- 和 _，分层用 /，不写类别和“.md”：liangshai new {folder} {proposal}",
            "an id is part of the address: a-z, 0-9, - and _, in parts joined by `/`, without the kind and `.md`: liangshai new {folder} {proposal}"
        ),
    })
}

/// Refuses what is no plan's week or month: a bulletin is found by these.
pub fn require_edition(id: &str, model: &Model) -> Result<(), Refusal> {
    let path = id.trim().replace('\\', "/");
    let path = path.trim_matches('/').trim_start_matches("content/");
    let path = path.trim_start_matches("bulletins/");
    let path = path.strip_suffix(".md").unwrap_or(path);
    let (of_plan, name) = path.rsplit_once('/').unwrap_or(("", path));
    let plans = || model.plans.iter().map(|plan| plan.base.id.as_str());
    if !plans().any(|plan| plan == of_plan) {
        let near = nearest(of_plan, plans()).or_else(|| plans().find(|plan| *plan == path));
        let near = near.map(|plan| format!("{plan}/2026-03"));
        let (near_zh, near_en) =
            (did_you_mean_zh(near.as_deref()), did_you_mean_en(near.as_deref()));
        return Err(Refusal {
            message: say!("没有id为“{of_plan}”的方案", "there is no plan of the id `{of_plan}`"),
            help: say!(
                "{near_zh}通报的id是方案的id加月份或周：liangshai new bulletins 方案id/2026-03",
                "{near_en}the id of a bulletin is its plan's, then the month or week: liangshai new bulletins PLAN-ID/2026-03"
            ),
        });
    }
    // `2026-w46` and 2026年11月 are read, and the one form that names a file is proposed.
    let period = parse_period(&name.to_uppercase(), None).ok();
    let period = period.filter(|period| matches!(period, Period::Week(..) | Period::Month(..)));
    let Some(period) = period else {
        return Err(Refusal {
            message: say!("“{name}”不是月份或周", "`{name}` is no month and no week"),
            help: say!(
                "月通报写 {of_plan}/2026-03，周通报写 {of_plan}/2026-W10",
                "a month's is {of_plan}/2026-03, a week's {of_plan}/2026-W10"
            ),
        });
    };
    if id == format!("{of_plan}/{period}") {
        return Ok(());
    }
    Err(Refusal {
        message: say!("通报的id不能写成“{id}”", "`{id}` is not how a bulletin is named"),
        help: say!(
            "写成 liangshai new bulletins {of_plan}/{period}",
            "write liangshai new bulletins {of_plan}/{period}"
        ),
    })
}
