//! 通报: what an office adds to a plan's period, and the editions issued of it.

use std::sync::Arc;

use super::choice::Choice;
use super::date::Day;
use super::fields::Fields;
use super::id::{Id, RecordId};
use super::key::{self, Field, optional};
use super::period::Period;
use super::plan::Plan;
use super::reference::Lookup;
use super::seal::{self, Broken, Previous, Scope, Seal};
use super::settings::Language;
use super::{Base, Kind, Party, Task};
use crate::content::SEAL_ENDING;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Source};
use crate::say;

/// The bulletin of a plan's week or month.
#[derive(Debug, Clone)]
pub struct Bulletin {
    pub base: Base,
    pub plan: Option<Id<Plan>>,
    pub period: Period,
    /// 期号.
    pub issue: Option<String>,
    pub doc_number: Option<String>,
    pub to: Vec<Party>,
    pub signed_by: Option<Party>,
    /// 成文日期.
    pub written: Option<Day>,
    pub scope: Scope,
    /// 截至, where it is not the plan's own day.
    pub as_of: Option<Day>,
    pub corrections: Vec<Correction>,
    /// The editions issued, in the order of their revisions; the last one stands.
    pub seals: Vec<Seal>,
    /// Their files, those that cannot be read as seals among them.
    pub seal_files: Vec<Arc<Source>>,
}

/// What must be said of an edition once its records tell another story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    pub text: String,
    pub approved_by: Party,
    pub date: Day,
    /// The tasks it is about; none where it is about all there is.
    pub about: Vec<About>,
}

/// A task a correction is about, by its id, title or number in the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    pub word: String,
    /// The task of that id or title.
    pub task: Option<Id<Task>>,
    place: Place,
}

impl About {
    /// The word as numbers are stated: `第3项` is `3`.
    pub fn number(&self) -> &str {
        let word = self.word.strip_prefix('第').unwrap_or(&self.word);
        word.strip_suffix('项').unwrap_or(word)
    }

    /// Whether a task of the bulletin's plan is meant.
    pub fn means(&self, id: Id<Task>, task: &Task) -> bool {
        self.task == Some(id) || task.number.as_deref() == Some(self.number())
    }
}

impl Choice for Scope {
    const WORDS: &'static [(Self, &'static str, &'static [&'static str])] =
        &[(Scope::Public, "public", &["向社会公开"]), (Scope::Internal, "internal", &["系统内"])];
}

pub const FIELDS: &[Field] = &[
    optional(&key::ISSUE, "第3期"),
    optional(&key::DOC_NUMBER, "左建局字〔2023〕40号"),
    optional(&key::SENT_TO, "[各股室]"),
    optional(&key::SIGNED_BY, "局长"),
    optional(&key::WRITTEN, "2023-03-30"),
    optional(&key::BULLETIN_SCOPE, "向社会公开"),
    optional(&key::AS_OF, "2023-03-30"),
    optional(
        &key::CORRECTIONS,
        "[{说明: 第3项实际于3月29日完成, 批准: 局长办公会, 日期: 2023-04-06, 涉及: [3]}]",
    ),
];

impl Bulletin {
    /// The edition that stands: the last one issued, unless its text was withdrawn.
    pub fn issued(&self) -> Option<&Seal> {
        self.seals.last().filter(|seal| seal.matter().is_some())
    }

    /// The edition a correction is of: the last one issued by its day.
    pub fn edition_corrected(&self, correction: &Correction) -> Option<&Seal> {
        self.seals.iter().rev().find(|seal| seal.issued_on <= correction.date)
    }

    /// The corrections of one of its editions.
    pub fn corrections_of(&self, seal: &Seal) -> impl Iterator<Item = &Correction> {
        self.corrections.iter().filter(|correction| {
            self.edition_corrected(correction).is_some_and(|of| of.revision == seal.revision)
        })
    }

    /// The last edition issued for some readers, whether it stands or not.
    pub fn last_seal_for(&self, scope: Scope) -> Option<&Seal> {
        self.seals.iter().rev().find(|seal| seal.scope == scope)
    }

    /// The file of one of its seals.
    pub fn seal_path(&self, seal: &Seal) -> Arc<str> {
        let name = seal::file_name(seal.period, seal.revision);
        format!("{}/{name}", self.base.path.folder()).into()
    }

    pub(super) fn decode(
        mut base: Base,
        plans: &[Arc<Plan>],
        language: Language,
        seals: &[Arc<Source>],
        fields: &mut Fields,
        lookup: &Lookup,
        out: &mut Diagnostics,
    ) -> Option<Self> {
        let of = Self::plan_and_period(&base.id, plans, fields, out);
        let year = of.map(|(_, period)| period.last().year());
        let issue = fields.text(&key::ISSUE, out);
        let doc_number = fields.text(&key::DOC_NUMBER, out);
        let to = fields.texts(&key::SENT_TO, out);
        let to = to.iter().map(|text| lookup.party_of(text)).collect();
        let signed_by = lookup.party(fields, &key::SIGNED_BY, out);
        let written = fields.day(&key::WRITTEN, year, out);
        let scope = fields.choice(&key::BULLETIN_SCOPE, out).unwrap_or(Scope::Public);
        let as_of = fields.day(&key::AS_OF, year, out);
        let seal_files = seals.to_vec();
        let seals = read_seals(&base.id, &seal_files, out);
        let first = seals.first().map(|seal| seal.issued_on);
        // A seal that cannot be read is told of by itself.
        let nothing_issued = first.is_none() && seal_files.is_empty();
        let is_idle = |date: Day| nothing_issued || first.is_some_and(|first| date < first);
        let corrections = decode_corrections(fields, lookup, year, is_idle, out);
        let (plan, period) = of?;
        lookup.asked.note_plan(plan.into());
        if base.title.is_empty() {
            base.title = title(&plans[plan.index()], period, language);
        }
        if let Some(day) = as_of.filter(|day| *day < period.first()) {
            out.push(
                Diagnostic::new(
                    Code::BadValue,
                    fields.place(fields.value_span(&key::AS_OF)),
                    say!("截至{day}，这一期还没有开始", "as of {day}, before the period begins"),
                )
                .help(say!("核对日期", "check the date")),
            );
        }
        Some(Self {
            base,
            plan: Some(plan),
            period,
            issue,
            doc_number,
            to,
            signed_by,
            written,
            scope,
            as_of,
            corrections,
            seals,
            seal_files,
        })
    }

    /// What its id says: below which plan it lies, and of which week or month it is.
    fn plan_and_period(
        id: &str,
        plans: &[Arc<Plan>],
        fields: &Fields,
        out: &mut Diagnostics,
    ) -> Option<(Id<Plan>, Period)> {
        let (of_plan, name) = id.rsplit_once('/').unwrap_or(("", id));
        let Some(plan) = plans.iter().position(|plan| plan.base.id == of_plan) else {
            out.push(
                Diagnostic::new(
                    Code::NoSuchRecord,
                    fields.place(0..0),
                    say!("没有id为“{of_plan}”的方案", "there is no plan of the id `{of_plan}`"),
                )
                .help(say!(
                    "通报放在 content/bulletins/方案id/ 下面",
                    "a bulletin lies in content/bulletins/PLAN-ID/"
                )),
            );
            return None;
        };
        let period = name.parse::<Period>().ok().filter(|period| period.to_string() == name);
        let period = period.filter(|period| matches!(period, Period::Week(..) | Period::Month(..)));
        if period.is_none() {
            out.push(
                Diagnostic::new(
                    Code::BadFileName,
                    fields.place(0..0),
                    say!("“{name}”不是月份或周", "`{name}` is no month and no week"),
                )
                .help(say!(
                    "月通报命名为 2023-03.md，周通报命名为 2023-W10.md",
                    "name a month's 2023-03.md and a week's 2023-W10.md"
                )),
            );
        }
        period.map(|period| (Id::new(plan), period))
    }
}

/// What a bulletin is called that has no title of its own.
pub fn title(plan: &Plan, period: Period, language: Language) -> String {
    let plan = &plan.base.title;
    match language {
        Language::Chinese => format!("关于《{plan}》{}落实情况的通报", period.chinese()),
        Language::English => format!("Bulletin on “{plan}”, {period}"),
    }
}

/// Reports editions that do not follow the one before them as it was issued. The chains of a plan
/// lie apart by the length of the period and by the readers, so that nothing the public may not see
/// is needed to prove what it may.
pub(super) fn report_broken_chains(bulletins: &[Arc<Bulletin>], out: &mut Diagnostics) {
    for bulletin in bulletins {
        for seal in &bulletin.seals {
            let (own, revision) = (seal.period, seal.revision);
            let chain = || {
                let of_plan = bulletins.iter().filter(|other| other.plan == bulletin.plan);
                let seals = of_plan.flat_map(|other| &other.seals);
                seals.filter(|other| other.scope == seal.scope && other.period.is_like(own))
            };
            let before = || chain().any(|other| (other.period, other.revision) < (own, revision));
            let follows = |previous: &Previous| {
                chain().any(|other| {
                    (other.period, other.revision) == (previous.period, previous.revision)
                        && other.digest == previous.digest
                })
            };
            let fault = match &seal.previous {
                Some(previous) if follows(previous) => continue,
                None if !before() => continue,
                Some(Previous { period, .. }) => say!(
                    "{own} 期第{revision}次签发接在 {period} 期之后，{period} 期已不是当时签发的文件，或已不在",
                    "{own} (revision {revision}) follows {period}, which is gone or is not what was issued"
                ),
                None => say!(
                    "{own} 期签发时是首期，现在它之前还有别的",
                    "{own} was issued as the first edition, and now there is one before it"
                ),
            };
            let place = Place::file(bulletin.seal_path(seal));
            out.push(Diagnostic::new(Code::BrokenChain, place, fault).help(say!(
                "从 git 取回当时签发的 .issued.json 文件，没有 git 的请技术人员从存档取回",
                "take the .issued.json file as issued back from git, or from where it was archived"
            )));
        }
    }
}

fn decode_corrections(
    fields: &mut Fields,
    lookup: &Lookup,
    year: Option<i32>,
    is_idle: impl Fn(Day) -> bool,
    out: &mut Diagnostics,
) -> Vec<Correction> {
    let mut corrections = Vec::new();
    for mut line in fields.maps(&key::CORRECTIONS, out) {
        let text = line.required_text(&key::CORRECTION_TEXT, "第3项实际于3月29日完成", out);
        let approved_by =
            super::entry::party(&mut line, lookup, &key::APPROVED_BY, "局长办公会", out);
        let date = line.day(&key::DATE, year, out);
        if !line.has(&key::DATE) {
            line.missing(&key::DATE, "2023-04-06", out);
        }
        let about = line.list(&key::ABOUT, out).into_iter().map(|word| About {
            task: lookup.silently(Kind::Task, &word.value).map(RecordId::typed),
            place: line.place(word.span),
            word: word.value,
        });
        let about: Vec<About> = about.collect();
        if let Some(date) = date.filter(|date| is_idle(*date)) {
            let place = line.place(line.value_span(&key::DATE));
            let fault = say!(
                "{date}更正时，这期通报还没有签发",
                "on {date} nothing of this bulletin was issued that could be corrected"
            );
            out.push(Diagnostic::new(Code::CorrectionBeforeIssue, place, fault).help(say!(
                "签发前有误就直接改记录；签发后的更正核对日期",
                "before the issue mend the records themselves; after it, check the date"
            )));
        }
        line.finish(out);
        if let (Some(text), Some(approved_by), Some(date)) = (text, approved_by, date) {
            corrections.push(Correction { text, approved_by, date, about });
        }
    }
    corrections
}

/// Reports corrections about tasks the plan does not have.
pub(super) fn report_unknown_tasks(
    bulletins: &[Arc<Bulletin>],
    tasks: &[Arc<Task>],
    out: &mut Diagnostics,
) {
    let about = bulletins.iter().flat_map(|bulletin| {
        bulletin.corrections.iter().flat_map(move |correction| {
            correction.about.iter().map(move |about| (bulletin, correction, about))
        })
    });
    for (bulletin, correction, about) in about {
        let of_plan = |(_, task): &(usize, &Arc<Task>)| task.plan == bulletin.plan;
        let mut of_plan = tasks.iter().enumerate().filter(of_plan);
        // What was taken out of the records since is known by its id in the seal.
        let sealed = bulletin.edition_corrected(correction).and_then(Seal::matter);
        let is_sealed =
            sealed.is_some_and(|matter| matter.facts["states"].get(&about.word).is_some());
        if is_sealed || of_plan.any(|(index, task)| about.means(Id::new(index), task)) {
            continue;
        }
        let word = &about.word;
        out.push(
            Diagnostic::new(
                Code::NoSuchRecord,
                about.place.clone(),
                say!(
                    "“涉及: {word}”：这个方案里没有这项任务",
                    "`about: {word}`: the plan has no such task"
                ),
            )
            .help(say!("写任务的序号、标题或id", "give the task's number, title or id")),
        );
    }
}

/// Reads the seals of a record, each held to what it says of itself and to where it lies.
fn read_seals(id: &str, files: &[Arc<Source>], out: &mut Diagnostics) -> Vec<Seal> {
    let mut seals: Vec<Seal> = Vec::new();
    for source in files {
        let place = Place::start(source);
        let broken = |broken: Broken| match broken {
            Broken::NoSeal => say!("这个文件不是签发记录", "this file is no seal"),
            Broken::NotCanonical => {
                say!("签发后的通报被改动过", "the issued bulletin was edited")
            }
            Broken::LineEnds => say!(
                "换行被改成了 Windows 格式，内容没有改动",
                "its line end was made that of Windows; what it says is as issued"
            ),
            Broken::OtherDigest => say!(
                "签发后的通报被改动过：内容与 SHA-256 不符",
                "the issued bulletin was changed: its SHA-256 is that of another text"
            ),
        };
        let read = Seal::read(&source.text);
        let is_line_ends = matches!(read, Err(Broken::LineEnds));
        let fault = match read {
            Err(fault) => broken(fault),
            Ok(seal) if format!("{}/{}", seal.plan, seal.period) != id => {
                let (plan, period) = (&seal.plan, seal.period);
                say!(
                    "这是{plan}的 {period} 期，不该放在这里",
                    "this is {plan}'s edition {period}, which does not belong here"
                )
            }
            Ok(seal) if seal.revision as usize != seals.len() + 1 => {
                let missing = seals.len() + 1;
                say!(
                    "缺少这一期第{missing}次签发的文件",
                    "the seal of revision {missing} is missing"
                )
            }
            Ok(seal) => {
                seals.push(seal);
                continue;
            }
        };
        let ending = SEAL_ENDING;
        let help = match is_line_ends {
            true => say!(
                "在 .gitattributes 写一行“*{ending} -text”，删去这个文件，再用 git checkout 取回",
                "put the line `*{ending} -text` in .gitattributes, delete the file and `git checkout` it again"
            ),
            false => say!(
                "从 git 取回签发时的 {ending} 文件，没有 git 的请技术人员从存档取回；要更正就写“更正”，要撤下用 liangshai bulletin withdraw",
                "take the {ending} file back from git, or from where it was archived; correct it by `corrections`, or take it down by `liangshai bulletin withdraw`"
            ),
        };
        out.push(Diagnostic::new(Code::BrokenSeal, place, fault).help(help));
    }
    seals
}
