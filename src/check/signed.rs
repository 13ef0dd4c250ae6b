//! What the rules of approval have in common.

use super::{Subject, text};
use crate::approval::{self, Approvals, NoPost, Signature, Standing, State, Way};
use crate::diagnostic::{Diagnostic, Place, Severity, Text};
use crate::model::choice::Choice as _;
use crate::model::{Model, Review, ReviewStage, key};
use crate::say;

/// The file that holds the lines that sign something.
#[derive(Clone, Copy)]
pub struct Sheet<'a> {
    model: &'a Model,
    subject: approval::Subject,
}

impl<'a> Sheet<'a> {
    /// These lines.
    pub fn reviews(self) -> &'a [Review] {
        self.subject.reviews(self.model)
    }

    /// Where they belong: in a record its 审查, in site.toml `[approval]`.
    pub fn place(self) -> Place {
        let settings = &self.model.settings;
        match self.subject {
            approval::Subject::Record(record) => text::field(self.model.base(record), &key::REVIEW),
            approval::Subject::Site => settings
                .approval
                .as_ref()
                .map_or_else(|| Place::start(&settings.source), |own| own.place.clone()),
        }
    }
}

/// All that is to be signed.
pub fn each<'a>(
    of: &Subject<'a>,
) -> impl Iterator<Item = (&'a Approvals, &'a Standing, Sheet<'a>)> + use<'a> {
    let model = of.model;
    let approvals = of.approvals.into_iter();
    let sheet = move |subject| Sheet { model, subject };
    approvals.flat_map(move |all| {
        all.standings.iter().map(move |standing| (all, standing, sheet(standing.subject)))
    })
}

/// The stages of a record or the site with what each comes to.
pub fn stages<'a>(
    all: &'a Approvals,
    standing: &'a Standing,
) -> impl Iterator<Item = (ReviewStage, &'a State)> {
    all.stages.iter().copied().zip(&standing.states)
}

/// Where a signature stands; one of a commit is told where a line would.
pub fn place(sheet: Sheet, signature: &Signature) -> Place {
    match &signature.way {
        Way::Line(place) => place.clone(),
        Way::Commit(_) => sheet.place(),
    }
}

/// 初审（审批办主任，2023-03-01）.
pub fn told(stage: ReviewStage, signature: &Signature) -> Text {
    let (zh, en) = (stage.chinese(), stage.name());
    let Signature { post, date, way } = signature;
    match way {
        Way::Line(_) => say!("{zh}（{post}，{date}）", "{en} ({post}, {date})"),
        Way::Commit(commit) => {
            say!("{zh}（{post}，{date}，提交 {commit}）", "{en} ({post}, {date}, commit {commit})")
        }
    }
}

/// Several of them.
pub fn list(texts: &[Text]) -> Text {
    let zh: Vec<&str> = texts.iter().map(|text| text.zh.as_str()).collect();
    let en: Vec<&str> = texts.iter().map(|text| text.en.as_str()).collect();
    Text { zh: zh.join("、"), en: en.join(", ") }
}

/// A fault that says what it is about where the line it is at does not: site.toml says much else.
pub fn about(standing: &Standing, mut fault: Diagnostic) -> Diagnostic {
    if standing.subject == approval::Subject::Site {
        let Text { zh, en } = &fault.message;
        fault.message = say!("站点本身：{zh}", "the site itself: {en}");
    }
    fault
}

/// The same; a site that publishes what is unsigned is warned only.
pub fn weigh(all: &Approvals, standing: &Standing, fault: Diagnostic) -> Diagnostic {
    let mut fault = about(standing, fault);
    if !all.required {
        fault.severity = Severity::Warning;
    }
    fault
}

/// What may have been meant by the name of a post.
pub fn meant(none: &NoPost) -> Text {
    match none {
        NoPost::Unknown { near: Some(near) } => say!("是不是“{near}”？", "did you mean `{near}`?"),
        NoPost::Unknown { near: None } => say!(
            "写岗位的标题或id；没有岗位记录的，列入 [approval] posts",
            "write the title or id of a post; one without a record is listed in [approval] posts"
        ),
        NoPost::Several { ids } => {
            let ids = ids.join(", ");
            say!("同名的岗位有几个，写id：{ids}", "several are called so, write an id: {ids}")
        }
    }
}
