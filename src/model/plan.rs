//! 方案: what a bureau promises, and the rules by which its tasks are reported and judged.

use std::collections::BTreeMap;

use super::calendar::{MonthlyCutoff, OnHoliday, WeeklyCutoff};
use super::choice::{Choice, choose};
use super::fields::Fields;
use super::id::Id;
use super::key::{self, Field, optional, required};
use super::office::Office;
use super::reference::Lookup;
use super::settings::{self, Defaults};
use super::state::{Colour, State};
use super::{Base, Day, Kind, Party, RecordId};
use crate::content::Value;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::say;

/// A plan with its document's marks.
#[derive(Debug, Clone)]
pub struct Plan {
    pub base: Base,
    pub issuer: Option<Party>,
    /// When it first became public; required of a plan.
    pub published: Day,
    pub document: Document,
    pub year: Option<i32>,
    pub start: Option<Day>,
    pub end: Option<Day>,
    pub stages: Vec<Stage>,
    pub offices: Vec<Id<Office>>,
    pub stated_tasks: Option<u32>,
    pub warning_days: u32,
    pub colours: BTreeMap<State, Option<Colour>>,
    pub done_by: DoneBy,
    pub weekly: Option<WeeklyCutoff>,
    pub monthly: Option<MonthlyCutoff>,
    pub monthly_papers: Vec<String>,
    pub bulletin_day: Option<u32>,
    pub on_holiday: OnHoliday,
    pub closing_bulletin: Option<Day>,
    pub checklist: Vec<ChecklistItem>,
    pub visit_quota: Vec<VisitQuota>,
    /// How many offices owe a list of duties.
    pub duties_due: Option<u32>,
}

impl Plan {
    /// The colour a state is shown in, where it has one.
    pub fn colour(&self, state: State) -> Option<Colour> {
        self.colours.get(&state).copied().unwrap_or(state.default_colour())
    }

    /// Where its tasks begin when they do not say: the plan's start, else its publication.
    pub fn default_start(&self) -> Day {
        self.start.unwrap_or(self.published)
    }

    /// The year that completes dates written without one.
    pub fn year_of_words(&self) -> i32 {
        self.year.or(self.start.map(Day::year)).unwrap_or(self.published.year())
    }
}

/// The marks of an official document (NORMS §3b, in the State Council's order).
#[derive(Debug, Clone, Default)]
pub struct Document {
    pub index_number: Option<String>,
    pub topic: Option<String>,
    pub written: Option<Day>,
    pub number: Option<String>,
    pub validity: Option<Validity>,
    /// A plan, or another document of the site.
    pub replaced_by: Option<RecordId>,
}

/// Whether a document is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Validity {
    InForce,
    Amended,
    Repealed,
    Expired,
}

impl Choice for Validity {
    const WORDS: &'static [(Self, &'static str, &'static [&'static str])] = &[
        (Validity::InForce, "in_force", &["现行有效", "有效"]),
        (Validity::Amended, "amended", &["已修改"]),
        (Validity::Repealed, "repealed", &["已废止"]),
        (Validity::Expired, "expired", &["失效", "已失效"]),
    ];
}

/// What makes a task done: its office's word, or a verification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DoneBy {
    Report,
    Verification,
}

impl Choice for DoneBy {
    const WORDS: &'static [(Self, &'static str, &'static [&'static str])] =
        &[(DoneBy::Report, "report", &["自报"]), (DoneBy::Verification, "verification", &["核验"])];
}

/// A stage of a plan.
#[derive(Debug, Clone)]
pub struct Stage {
    pub name: String,
    pub start: Option<Day>,
    pub end: Option<Day>,
    pub goal: Option<String>,
}

/// A question problems are looked for by.
#[derive(Debug, Clone)]
pub struct ChecklistItem {
    pub number: Option<String>,
    pub name: String,
}

/// How often a post visits whom.
#[derive(Debug, Clone)]
pub struct VisitQuota {
    pub who: String,
    pub per_quarter: Option<u32>,
    pub ways: Vec<String>,
}

pub const FIELDS: &[Field] = &[
    required(&key::ISSUER, "科左中旗住房和城乡建设局"),
    required(&key::PUBLISHED, "2023-03-03"),
    optional(&key::DOC_NUMBER, "左建局字〔2023〕37号"),
    optional(&key::INDEX_NUMBER, "索引号"),
    optional(&key::WRITTEN, "2023-03-03"),
    optional(&key::TOPIC, "城乡建设"),
    optional(&key::VALIDITY, "现行有效"),
    optional(&key::REPLACED_BY, "新方案"),
    optional(&key::YEAR, "2023"),
    optional(&key::START, "2023-03-03"),
    optional(&key::END, "9月底"),
    optional(&key::STAGES, "[{名称: 集中推进, 开始: 3月, 结束: 9月底, 目标: 全部完成}]"),
    optional(&key::OFFICES, "[审批办, 办公室]"),
    optional(&key::STATED_TASKS, "23"),
    optional(&key::WARNING_DAYS, "7"),
    optional(&key::COLOURS, "{按时完成: 蓝, 临近时限: 黄, 逾期未完成: 红}"),
    optional(&key::DONE_BY, "自报"),
    optional(&key::WEEKLY, "周五 12:00"),
    optional(&key::MONTHLY, "29日 12:00"),
    optional(&key::MONTHLY_PAPERS, "[任务推进情况表单, 工作推进报告]"),
    optional(&key::BULLETIN_DAY, "30"),
    optional(&key::ON_HOLIDAY, "提前"),
    optional(&key::CLOSING_BULLETIN, "2023-09-30"),
    optional(&key::CHECKLIST, "[{编号: 1, 名称: 服务意识不强}]"),
    optional(&key::VISIT_QUOTA, "[{对象: 企业, 每季次数: 1, 方式: [走访]}]"),
    optional(&key::DUTIES_DUE, "13"),
];

impl Plan {
    pub(super) fn decode(
        base: Base,
        fields: &mut Fields,
        lookup: &Lookup,
        defaults: &Defaults,
        out: &mut Diagnostics,
    ) -> Self {
        if !fields.has(&key::ISSUER) {
            fields.missing(&key::ISSUER, "科左中旗住房和城乡建设局", out);
        }
        let issuer = lookup.party(fields, &key::ISSUER, out);
        if !fields.has(&key::PUBLISHED) {
            fields.missing(&key::PUBLISHED, "2023-03-03", out);
        }
        // Reported where absent; the day only keeps the value whole until the build stops.
        let published = base.published.map_or(Day::EARLIEST, |moment| moment.day);
        let document = Document::decode(Kind::Plan, fields, lookup, out);
        let year = fields.year(&key::YEAR, out);
        let words_year = year.or(Some(published.year()).filter(|_| published > Day::EARLIEST));
        let start = fields.start(&key::START, words_year, out);
        let words_year = year.or(start.map(Day::year)).or(words_year);
        let end = fields.end(&key::END, words_year, out);
        check_span(fields, &key::END, start, end, out);
        Self {
            issuer,
            published,
            document,
            year,
            start,
            end,
            stages: decode_stages(fields, words_year, out),
            offices: lookup.offices(fields, &key::OFFICES, out),
            stated_tasks: fields.count(&key::STATED_TASKS, out),
            warning_days: fields.count(&key::WARNING_DAYS, out).unwrap_or(defaults.warning_days),
            colours: decode_colours(fields, out),
            done_by: fields.choice(&key::DONE_BY, out).unwrap_or(DoneBy::Report),
            weekly: settings::weekly(fields, &key::WEEKLY, out).or(defaults.weekly),
            monthly: settings::monthly(fields, &key::MONTHLY, out).or(defaults.monthly),
            monthly_papers: fields.texts(&key::MONTHLY_PAPERS, out),
            bulletin_day: fields.count(&key::BULLETIN_DAY, out).or(defaults.bulletin_day),
            on_holiday: settings::on_holiday(fields, &key::ON_HOLIDAY, out)
                .unwrap_or(defaults.on_holiday),
            closing_bulletin: fields.end(&key::CLOSING_BULLETIN, words_year, out),
            checklist: decode_checklist(fields, out),
            visit_quota: decode_visits(fields, out),
            duties_due: fields.count(&key::DUTIES_DUE, out),
            base,
        }
    }
}

impl Document {
    /// Reads the marks of a plan or policy.
    pub(super) fn decode(
        kind: Kind,
        fields: &mut Fields,
        lookup: &Lookup,
        out: &mut Diagnostics,
    ) -> Self {
        Self {
            index_number: fields.text(&key::INDEX_NUMBER, out),
            topic: fields.text(&key::TOPIC, out),
            written: fields.day(&key::WRITTEN, None, out),
            number: fields.text(&key::DOC_NUMBER, out),
            validity: fields.choice(&key::VALIDITY, out),
            replaced_by: lookup.of_kinds(fields, &key::REPLACED_BY, [kind, other(kind)], out),
        }
    }
}

/// The other kind of document: a policy may take the place of a plan, and a plan that of a policy.
fn other(kind: Kind) -> Kind {
    if kind == Kind::Plan { Kind::Policy } else { Kind::Plan }
}

/// Reports a span that ends before it begins.
pub(super) fn check_span(
    fields: &Fields,
    end_key: &key::Key,
    start: Option<Day>,
    end: Option<Day>,
    out: &mut Diagnostics,
) {
    if let (Some(start), Some(end)) = (start, end)
        && end < start
    {
        out.push(
            Diagnostic::new(
                Code::EndBeforeStart,
                fields.place(fields.value_span(end_key)),
                say!(
                    "结束于{end}，早于开始的{start}",
                    "ends on {end}, before it begins on {start}"
                ),
            )
            .help(say!("核对开始和结束", "check start and end")),
        );
    }
}

fn decode_stages(fields: &mut Fields, year: Option<i32>, out: &mut Diagnostics) -> Vec<Stage> {
    let mut stages: Vec<Stage> = Vec::new();
    for mut line in fields.maps(&key::STAGES, out) {
        let name = line.required_text(&key::NAME, "集中推进", out);
        let start = line.start(&key::START, year, out);
        let end = line.end(&key::END, year, out);
        check_span(&line, &key::END, start, end, out);
        let goal = line.text(&key::GOAL, out);
        if let (Some(before), Some(start)) = (stages.last().and_then(|stage| stage.end), start)
            && start <= before
        {
            out.push(
                Diagnostic::new(
                    Code::OverlappingStages,
                    line.place(line.value_span(&key::START)),
                    say!(
                        "这一阶段从{start}开始，上一阶段到{before}才结束",
                        "this stage begins on {start}, the one before ends on {before}"
                    ),
                )
                .help(say!("原文如此就不必改", "leave it if the document says so")),
            );
        }
        if let Some(name) = name {
            stages.push(Stage { name, start, end, goal });
        }
        line.finish(out);
    }
    stages
}

fn decode_colours(fields: &mut Fields, out: &mut Diagnostics) -> BTreeMap<State, Option<Colour>> {
    let mut colours = BTreeMap::new();
    let Some(node) = fields.node(&key::COLOURS, out) else { return colours };
    let Value::Map(map) = &node.value else {
        if !matches!(node.value, Value::Unreadable) {
            out.push(
                Diagnostic::new(
                    Code::BadValue,
                    fields.place(node.span.clone()),
                    say!("“颜色”应写成“状态: 颜色”", "`colours` must pair states with colours"),
                )
                .help(say!("例如 {{按时完成: 蓝}}", "as {{done: blue}}")),
            );
        }
        return colours;
    };
    for pair in &map.entries {
        let Some(word) = pair.value.text(fields.source) else { continue };
        let key = pair.key(fields.source);
        let (Some(state), Some(colour)) = (choose::<State>(key), choose::<ColourWord>(word)) else {
            let state_ok = choose::<State>(key).is_some();
            let span = if state_ok { &pair.value.span } else { &pair.key_span };
            out.push(
                Diagnostic::new(
                    Code::BadValue,
                    fields.place(span.clone()),
                    say!("“{key}: {word}”不是状态和颜色", "`{key}: {word}` is no state and colour"),
                )
                .help(say!(
                    "颜色可用：蓝、黄、红、绿、橙、紫、灰、无",
                    "colours are: blue, yellow, red, green, orange, purple, grey, none"
                )),
            );
            continue;
        };
        colours.insert(state, colour.0);
        let done = colours.get(&State::Done).copied().unwrap_or(Some(Colour::Blue));
        let late = [State::DoneLate, State::Overdue]
            .into_iter()
            .any(|state| colours.get(&state).copied().unwrap_or(state.default_colour()) == done);
        if late && done.is_some() {
            out.push(
                Diagnostic::new(
                    Code::LateShownAsTimely,
                    fields.place(pair.value.span.clone()),
                    say!(
                        "逾期的任务不能与按时完成同色",
                        "an overdue or late task cannot have the colour of one done in time"
                    ),
                )
                .help(say!("换一种颜色，或写“无”", "choose another colour, or `none`")),
            );
        }
    }
    colours
}

/// A colour or its absence, as a word.
#[derive(Clone, Copy)]
struct ColourWord(Option<Colour>);

impl Choice for ColourWord {
    const WORDS: &'static [(Self, &'static str, &'static [&'static str])] = &[
        (ColourWord(Some(Colour::Blue)), "blue", &["蓝", "蓝色"]),
        (ColourWord(Some(Colour::Yellow)), "yellow", &["黄", "黄色"]),
        (ColourWord(Some(Colour::Red)), "red", &["红", "红色"]),
        (ColourWord(Some(Colour::Green)), "green", &["绿", "绿色"]),
        (ColourWord(Some(Colour::Orange)), "orange", &["橙", "橙色"]),
        (ColourWord(Some(Colour::Purple)), "purple", &["紫", "紫色"]),
        (ColourWord(Some(Colour::Grey)), "grey", &["灰", "灰色"]),
        (ColourWord(None), "none", &["无"]),
    ];
}

fn decode_checklist(fields: &mut Fields, out: &mut Diagnostics) -> Vec<ChecklistItem> {
    let mut items = Vec::new();
    for mut line in fields.maps(&key::CHECKLIST, out) {
        let number = line.text(&key::ITEM_NUMBER, out);
        let name = line.required_text(&key::NAME, "服务意识不强", out);
        items.extend(name.map(|name| ChecklistItem { number, name }));
        line.finish(out);
    }
    items
}

fn decode_visits(fields: &mut Fields, out: &mut Diagnostics) -> Vec<VisitQuota> {
    let mut quotas = Vec::new();
    for mut line in fields.maps(&key::VISIT_QUOTA, out) {
        let who = line.required_text(&key::WHO, "企业", out);
        let per_quarter = line.count(&key::PER_QUARTER, out);
        let ways = line.texts(&key::WAYS, out);
        quotas.extend(who.map(|who| VisitQuota { who, per_quarter, ways }));
        line.finish(out);
    }
    quotas
}
