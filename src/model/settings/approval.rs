//! `[approval]`: the stages a record, or the site itself, passes before it is published, and who signs
//! them (三审).

use std::collections::BTreeSet;

use super::super::Kind;
use super::super::choice::{Choice, nearest};
use super::super::fields::{Fields, Spanned};
use super::super::key;
use super::super::key::Key;
use super::super::review::{self, Review, ReviewStage};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::say;

/// What is to be signed, at which stages and by whom.
#[derive(Debug, Clone, PartialEq)]
pub struct Approval {
    /// Whether nothing unsigned is published.
    pub required: bool,
    /// The kinds it is asked of.
    pub kinds: BTreeSet<Kind>,
    /// Whether it is asked of the site itself: settings, theme, words of home and columns.
    pub site: bool,
    /// The lines that sign it.
    pub signed: Vec<Review>,
    /// Posts that sign and have no record of their own.
    pub posts: Vec<String>,
    /// In their order.
    pub stages: Vec<Stage>,
    /// Where it begins.
    pub place: Place,
}

/// A stage and the posts that may sign it: names of records, or of those without one.
#[derive(Debug, Clone, PartialEq)]
pub struct Stage {
    pub stage: ReviewStage,
    pub posts: Vec<Spanned<String>>,
}

impl Approval {
    /// Whether another asks for the same, whoever signed.
    pub fn asks_as(&self, other: &Self) -> bool {
        let stages = |of: &Self| -> Vec<(ReviewStage, Vec<String>)> {
            let posts = |stage: &Stage| stage.posts.iter().map(|post| post.value.clone()).collect();
            of.stages.iter().map(|stage| (stage.stage, posts(stage))).collect()
        };
        (self.required, self.site, &self.kinds, &self.posts)
            == (other.required, other.site, &other.kinds, &other.posts)
            && stages(self) == stages(other)
    }
}

setting_keys! {
    REQUIRED = "required"; KINDS = "kinds"; POSTS = "posts"; STAGES = "stages"; STAGE = "stage";
    SIGNED = "signed";
}

/// What names the site itself among the kinds.
const SITE: [&str; 2] = ["site", "站点"];

/// Whether a key of site.toml is that of these settings.
pub fn is_approval(key: &str) -> bool {
    super::APPROVAL.is(key)
}

/// Whether a key of these settings is that of the lines that sign the site.
pub fn is_signed(key: &str) -> bool {
    SIGNED.is(key)
}

pub(super) fn decode(mut fields: Fields, out: &mut Diagnostics) -> Option<Approval> {
    let required = fields.flag(&REQUIRED, out);
    let (kinds, site) = kinds(&mut fields, out);
    let posts = fields.texts(&POSTS, out);
    let place = fields.place(fields.raw().span.clone());
    let mut stages: Vec<Stage> = Vec::new();
    for mut line in fields.maps(&STAGES, out) {
        let at = line.value_span(&STAGE);
        let stage = line.choice::<ReviewStage>(&STAGE, out);
        let posts = line.list(&POSTS, out);
        if !line.has(&STAGE) {
            out.push(no_stage(line.place(at.clone())));
        }
        if posts.is_empty() {
            out.push(
                Diagnostic::new(
                    Code::BadSettings,
                    line.place(at.clone()),
                    say!("没有写哪些岗位可以签", "nobody may sign this stage"),
                )
                .help(say!("写 posts = [\"审批办主任\"]", "write posts = [\"head of permits\"]")),
            );
        }
        if let Some(stage) = stage {
            if stages.iter().any(|other| other.stage == stage) {
                let (zh, en) = (stage.chinese(), stage.name());
                out.push(
                    Diagnostic::new(
                        Code::BadSettings,
                        line.place(at),
                        say!("“{zh}”写了两次", "the stage `{en}` is given twice"),
                    )
                    .help(say!(
                        "合成一个，岗位列在一起",
                        "make it one stage with the posts of both"
                    )),
                );
            } else {
                stages.push(Stage { stage, posts });
            }
        }
        line.finish(out);
    }
    if !fields.has_any(&STAGES) {
        out.push(no_stage(place.clone()));
    }
    let signed = signed(&mut fields, out);
    fields.finish(out);
    (!stages.is_empty()).then_some(Approval { required, kinds, site, signed, posts, stages, place })
}

/// The lines that sign the site: those of a record's 审查, as tables.
fn signed(fields: &mut Fields, out: &mut Diagnostics) -> Vec<Review> {
    let mut found = Vec::new();
    for mut line in fields.maps(&SIGNED, out) {
        if !line.has(&key::STAGE_OF_REVIEW) {
            let fault = Diagnostic::new(
                Code::BadSettings,
                line.place(line.raw().span.clone()),
                say!("这条签名没有写环节", "this signature names no stage"),
            );
            out.push(fault.help(say!("写 stage = \"初审\"", "write stage = \"first\"")));
        }
        found.extend(review::line(&mut line, out));
        line.finish(out);
    }
    found
}

fn no_stage(place: Place) -> Diagnostic {
    Diagnostic::new(
        Code::BadSettings,
        place,
        say!("[approval] 没有写环节", "`[approval]` does not name a stage"),
    )
    .help(say!(
        "写 [[approval.stages]]，下面 stage = \"初审\" 和 posts = [\"审批办主任\"]",
        "write `[[approval.stages]]`, and below it stage = \"first\" and posts = [\"…\"]"
    ))
}

/// The kinds it is asked of, and whether of the site: that is to be named.
fn kinds(fields: &mut Fields, out: &mut Diagnostics) -> (BTreeSet<Kind>, bool) {
    if !fields.has_any(&KINDS) {
        let _ = fields.node(&KINDS, out);
        return (Kind::ALL.into_iter().collect(), false);
    }
    let (mut found, mut site) = (BTreeSet::new(), false);
    for word in fields.list(&KINDS, out) {
        let given = &word.value;
        if SITE.contains(&given.as_str()) {
            site = true;
            continue;
        }
        let of_word = |kind: &Kind| kind.folder() == given || kind.chinese() == given;
        if let Some(kind) = Kind::ALL.into_iter().find(of_word) {
            found.insert(kind);
            continue;
        }
        let kinds = Kind::ALL.into_iter().flat_map(|kind| [kind.folder(), kind.chinese()]);
        let mut names = kinds.chain(SITE);
        let [site_en, site_zh] = SITE;
        let en: Vec<&str> = Kind::ALL.into_iter().map(Kind::folder).chain([site_en]).collect();
        let zh: Vec<&str> = Kind::ALL.into_iter().map(Kind::chinese).chain([site_zh]).collect();
        let (zh, en) = (zh.join("、"), en.join(", "));
        let help = match nearest(given, &mut names) {
            Some(near) => say!("是不是“{near}”？", "did you mean `{near}`?"),
            None => say!("可用的类别：{zh}", "the kinds are: {en}"),
        };
        let message = say!("没有“{given}”这一类", "there is no kind `{given}`");
        out.push(
            Diagnostic::new(Code::BadSettings, fields.place(word.span.clone()), message).help(help),
        );
    }
    (found, site)
}
