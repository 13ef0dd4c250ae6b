//! What each field is for, as the forms of `new` explain it.

use crate::model::Kind;
use crate::model::key::{self, Key};

/// What a field is for, and what one would write there in English.
pub struct Explained {
    key: &'static Key,
    pub zh: &'static str,
    pub en: &'static str,
    pub example: &'static str,
}

/// The words for a field of a kind.
pub fn explained(kind: Kind, key: &Key) -> Option<&'static Explained> {
    let of_kind = OF_KIND.iter().filter(|(own, _)| *own == kind).map(|(_, words)| words);
    of_kind.chain(EXPLAINED).find(|words| words.key == key)
}

const fn words(
    key: &'static Key,
    zh: &'static str,
    en: &'static str,
    example: &'static str,
) -> Explained {
    Explained { key, zh, en, example }
}

/// Words for a field that means something else in one kind than in others.
#[rustfmt::skip]
const OF_KIND: &[(Kind, Explained)] = &[
    (Kind::Bulletin, words(&key::TITLE, "不写就是《关于〈方案〉某月落实情况的通报》", "made of the plan and the period, if left out", "Bulletin of March")),
    (Kind::Evaluation, words(&key::PERIOD, "评定的是哪一季度、哪半年或哪一年", "the quarter, half-year or year it judges", "2026-Q2")),
    (Kind::Visit, words(&key::PERIOD, "走访的是哪一季度", "the quarter of the visits", "2026-Q2")),
    (Kind::Publicity, words(&key::PERIOD, "双公示的是哪一月", "the month of the cases", "2026-06")),
];

#[rustfmt::skip]
const EXPLAINED: &[Explained] = &[
    // every record
    words(&key::TITLE, "标题，用全称", "the full title", "title"),
    words(&key::SLUG, "网址里的名字；文件名是中文时才要写", "its name in the address; needed where the file is named in Chinese", "slug-in-ascii"),
    words(&key::SUMMARY, "一两句话说明内容", "one or two sentences on what it is about", "what it is about"),
    words(&key::KEYWORDS, "供查找的词", "words to find it by", "[business environment]"),
    words(&key::ORDER, "在列表里的先后，小的在前", "its place in lists, small numbers first", "1"),
    words(&key::PUBLISHED, "首次公开的日期，可以带时间", "when it first became public, perhaps with a time", "2026-03-02"),
    words(&key::SOURCE, "文字出自哪里，不写就是主办单位", "where the text comes from; the organiser, if left out", "Housing Bureau"),
    words(&key::AUTHOR, "撰写的单位或岗位", "the office or post that wrote it", "General Office"),
    words(&key::DISCLOSURE, "主动公开，或系统内；不写就随方案，再随 site.toml", "public or internal; the plan's, else that of site.toml, if left out", "public"),
    words(&key::REVIEW, "公开前的审查，不会公布", "reviews before publication; never published", "[{stage: secrecy, post: head of the General Office, date: 2026-03-01, result: may be published}]"),
    words(&key::DRAFT, "还没有写好，不公开", "not ready, so not public", "true"),
    words(&key::SAMPLE, "演示数据，页面会注明", "demonstration data; the page says so", "true"),
    words(&key::ATTACHMENTS, "随记录公开的文件，放在同一文件夹", "files given out with the record, kept in its folder", "[{file: annex1.pdf, name: list of tasks}]"),
    words(&key::EVIDENCE, "只登记名称和存放处，材料本身不上网", "papers kept elsewhere: only registered, never copied", "[{name: photographs, copies: 2, kept_at: General Office}]"),
    words(&key::QUOTED, "文件里写明、没有逐项列出的总数", "totals the document states without itemising them", "[{name: tasks, value: 23, source: the plan}]"),
    words(&key::ALIASES, "原来的网址，会转到这里", "old addresses that lead here", "[/old/page.html]"),
    words(&key::WAIVE, "check 查出、经批准不改的一处；指纹由 check 给出，改了文字就失效", "a finding of `check` that is let pass; it ends once the text of its fingerprint changes", "[{rule: LS0510, reason: the document says so, approved_by: the director's meeting, fingerprint: 1f2e3d4c}]"),
    words(&key::WITHDRAWN, "撤回后页面只留撤回说明，不再计数", "once withdrawn, the page says so and nothing else, and it counts no more", "{date: 2026-06-01, reason: an error}"),
    words(&key::ARCHIVED, "已经过时，仍可查阅", "out of date, still to be read", "true"),
    words(&key::EXTRA, "自定的内容，供模板取用", "whatever your own theme asks for", "{name: value}"),
    // offices, posts and groups
    words(&key::SHORT, "平时用的简称，别处可以用它指这个单位", "the name in daily use, by which others may refer to it", "Permits"),
    words(&key::FORMER, "以前的名称，以及用到哪一天", "names it had, and until when", "[{name: Licences Section, until: 2025-12-31}]"),
    words(&key::PARENT, "上一级的标题、简称或id", "the one above: its title, short name or id", "the one above"),
    words(&key::CATEGORY, "分类的名称", "the name of a category", "section"),
    words(&key::OVERSEER, "分管领导的岗位；写了，报送要经其审核才公开", "the post that oversees it; its returns are then public only once audited", "deputy director"),
    words(&key::HEAD, "负责人的岗位", "the post at its head", "head of section"),
    words(&key::PHONE, "对外的办公电话，不写个人手机", "a public office line, never somebody's own mobile", "an office line"),
    words(&key::OFFICE, "单位：写全称、简称或id", "the office: its title, short name or id", "title or id of an office"),
    words(&key::DUTIES, "这个岗位管什么", "what the post answers for", "leads the section"),
    words(&key::HOLDERS, "谁从哪天到哪天任职；不便公开就不写", "who held it from when to when; leave it out if that is not public", "[{name: somebody, from: 2025-01-01, until: 2026-06-30}]"),
    words(&key::MEMBERS, "组长、成员各占一席，席位随岗位走；只在正文或附件里有的，加“见于: 正文”或“见于: 附件”", "its seats; a seat stays with the post; where only the text or the annex lists it, add `listed_in: text` or `annex`", "[{role: chair, post: director}]"),
    words(&key::SEATED_AT, "办公室设在哪个单位", "the offices that run it", "[Permits]"),
    words(&key::LEAD_OFFICE, "牵头的单位", "the office that leads", "Permits"),
    words(&key::LEADER, "牵头领导的岗位", "the post that leads", "deputy director"),
    // plans
    words(&key::ISSUER, "印发方案的机关", "who issued it", "full name of the issuer"),
    words(&key::DOC_NUMBER, "发文字号，照原文", "the number of the document, as printed", "Housing 2026 No. 1"),
    words(&key::INDEX_NUMBER, "公开目录里的索引号", "its number in the index of disclosures", "index number"),
    words(&key::WRITTEN, "落款的日期", "the date it bears", "2026-02-27"),
    words(&key::TOPIC, "主题分类", "the topic it is filed under", "construction"),
    words(&key::VALIDITY, "现行有效、已修改、已废止或失效", "in_force, amended, repealed or expired", "in_force"),
    words(&key::REPLACED_BY, "被哪个新方案替代", "the plan that replaced it", "the new plan"),
    words(&key::YEAR, "哪一年的方案；没有写年份的日期都按它", "the year of the plan, which completes dates written without one", "2026"),
    words(&key::START, "从哪天开始，也可以写月份、季度", "from when on; a month or quarter will do", "2026-03-02"),
    words(&key::END, "到哪天结束，也可以写月份、季度", "until when; a month or quarter will do", "2026-12-31"),
    words(&key::STAGES, "分几个阶段", "its stages", "[{name: main phase, start: 2026-03, end: 2026-09, goal: all done}]"),
    words(&key::OFFICES, "参与的单位；任务里的“各股室”就指它们", "the offices that take part", "[Permits, Supervision]"),
    words(&key::STATED_TASKS, "方案写明有几项任务，用来核对", "how many tasks the plan says it has, to compare", "23"),
    words(&key::WARNING_DAYS, "到期前几天起转为黄色", "how many days before its deadline a task turns yellow", "7"),
    words(&key::COLOURS, "各种状态用什么颜色", "the colours of the states", "{done: blue, due_soon: yellow, overdue: red}"),
    words(&key::DONE_BY, "怎样算完成：自报，或核验通过", "what makes a task done: report or verification", "report"),
    words(&key::WEEKLY, "周报的截止时间；不写就不要求周报", "when weekly returns are due; none are owed without it", "Friday 12:00"),
    words(&key::MONTHLY, "月报的截止时间；不写就不要求月报", "when monthly returns are due; none are owed without it", "29 12:00"),
    words(&key::MONTHLY_PAPERS, "月报要交哪些材料", "the papers of a monthly return", "[progress form, report]"),
    words(&key::BULLETIN_DAY, "每月哪天通报", "the day of the monthly bulletin", "30"),
    words(&key::ON_HOLIDAY, "截止日遇节假日：提前、顺延或不变", "a cut-off on a holiday is earlier, later or same", "earlier"),
    words(&key::CLOSING_BULLETIN, "收官通报的日期", "the day of the last bulletin", "2026-12-31"),
    words(&key::CHECKLIST, "排查问题逐条对照的清单", "the questions problems are looked for by", "[{number: 1, name: unwilling service}]"),
    words(&key::VISIT_QUOTA, "走访谁，每季几次", "whom to visit how often", "[{who: firms, per_quarter: 1, ways: [visit]}]"),
    // indicators
    words(&key::CODE, "指标的编号", "the indicator's number", "1.1"),
    words(&key::CHIEF, "指标长的岗位", "the post that answers for it", "deputy mayor"),
    words(&key::SUPPORT, "配合的单位，只列出、不计数", "offices that support; listed, not counted", "[Supervision]"),
    words(&key::SUPPORT_COUNT, "文件只写了几个配合单位、没有列名时用", "how many offices support, where the document does not name them", "17"),
    words(&key::LETTER_SIGNED, "签订责任书的日期", "when the letter of responsibility was signed", "2026-03-01"),
    words(&key::DEFINITION, "怎样计算", "how it is computed", "working days from application to permit"),
    words(&key::DATA_SOURCE, "数据从哪里来", "where the figures come from", "register of permits"),
    words(&key::MEASURES, "量什么：代号与 values.csv 的列名相同", "what is measured; the id heads a column of values.csv", "[{id: days, name: time taken, unit: days, direction: lower, baseline_date: 2025-12-31, baseline: 12, target: 8, target_date: 2026-12-31}]"),
    // tasks
    words(&key::PLAN, "属于哪个方案：写标题或id", "the plan it belongs to: its title or id", "title or id of the plan"),
    words(&key::NUMBER, "方案里的序号，照原文", "its number in the plan, as printed", "1"),
    words(&key::INDICATOR, "对应的指标：写标题或id", "the indicator it serves: its title or id", "time to a building permit"),
    words(&key::ORIGIN, "任务从哪份文件、哪次会议来", "the document or meeting it comes from", "Housing 2026 No. 1"),
    words(&key::GOAL, "做到什么程度", "what is to be reached", "no more than 8 working days"),
    words(&key::STEPS, "准备怎么做，逐条写", "how, step by step", "[list the papers, publish the guide]"),
    words(&key::LEAD, "谁负责：写全称、简称或id，几个单位写成 [甲, 乙]，第一个计数", "who answers for it: title, short name or id; several as [a, b], of which the first counts", "title or id of an office"),
    words(&key::COORDINATOR, "统筹的单位，只列出、不计数", "the office that coordinates; listed, not counted", "General Office"),
    words(&key::RESPONSIBLE, "责任人的岗位，不写手机号", "the post that answers for it; no telephone numbers", "head of section"),
    words(&key::DEADLINE, "什么时候完成，照原文：9月底前、2026-09-30、二季度、长期坚持", "by when, as published: 2026-09-30, 2026-09, 2026-Q3, standing", "2026-09-30"),
    words(&key::STAGE, "属于方案的哪个阶段", "the stage of the plan it belongs to", "main phase"),
    words(&key::QUANTITY, "要完成多少", "how much is to be done", "{target: 12, unit: sites}"),
    words(&key::REMARK, "备注，会公开", "a remark; it is published", "a remark"),
    // entries
    words(&key::EVENT, "发生了什么", "what happened", "progress"),
    words(&key::TIME, "当天几点；同一天有几个条目时用来排先后", "at what time; it orders the entries of a day", "11:30"),
    words(&key::FILED, "什么时候报送的；晚于事情发生的日期会注明补报", "when it was filed; filed after the day it happened, it is marked so", "2026-03-20 11:30"),
    words(&key::REASON, "理由，会公开", "the reason; it is published", "the reason"),
    words(&key::APPROVED_BY, "由哪个机关或会议批准", "the body or meeting that approved it", "who approved it"),
    words(&key::VERIFIED_BY, "由哪个单位核验", "the office that verified it", "who verified it"),
    words(&key::RESULT, "通过，或退回", "passed or returned", "passed"),
    words(&key::MERGED_INTO, "并入哪项任务", "the task it was merged into", "id of another task"),
    words(&key::PERCENT, "完成了百分之几，只写数字", "how many per cent are done, digits only", "60"),
    words(&key::QUANTITY_DONE, "累计完成多少，只写数字", "how much is done by now, digits only", "7"),
    // returns
    words(&key::PERIOD, "报送的是哪一周或哪一月", "the week or month it is for", "2026-W10"),
    words(&key::AUDIT, "分管领导的审核", "the overseer's word on it", "{post: deputy director, time: 2026-03-06 15:00, opinion: agreed}"),
    words(&key::PAPERS, "同时交的材料", "the papers handed in with it", "[progress form]"),
    words(&key::ROWS, "每项任务一行；事项只写进展或完成", "a row for each task; its event is progress or completed", "[{task: id of a task, text: the list is ready, percent: 40}]"),
    // problems
    words(&key::FOUND, "哪天发现的", "when it was found", "2026-03-06"),
    words(&key::CHANNEL, "从哪里来的：热线、信访、座谈会、自查", "how it came to light: hotline, letters, meeting, own search", "a meeting with firms"),
    words(&key::FOUND_BY, "怎样排查出来的：自我、开门、相互", "how it was looked for", "own search"),
    words(&key::QUESTION, "方案对照清单里的哪一条：写编号或名称", "the item of the plan's checklist: its number or name", "3"),
    words(&key::DOMAIN, "属于哪个领域", "the field it lies in", "starting a business"),
    words(&key::LINE, "归哪条专线：写小组的标题或id", "the line it belongs to: title or id of a group", "title or id of a group"),
    words(&key::RECEIVED_FROM, "由哪个单位转来", "the office it came from", "who passed it on"),
    words(&key::CAUSE, "为什么会有这个问题；不写当事人", "why there is this problem; nobody's name", "the guide is out of date"),
    words(&key::REMEDY, "立行立改、限期整改或分阶段整改", "at_once, by_deadline or in_stages", "by_deadline"),
    words(&key::REMEDY_GOAL, "整改到什么程度", "what is to be reached", "one guide for all windows"),
    words(&key::MILESTONES, "分阶段整改的，每一步什么时候完成", "the steps on the way, each with its day", "[{goal: list the guides, deadline: 2026-03-20}]"),
    words(&key::REMEDY_STEPS, "准备怎样整改，逐条写", "how it is to be mended, step by step", "[list the guides, publish them]"),
    words(&key::REMEDY_DEADLINE, "什么时候整改到位，照原文", "by when, as published: 2026-04-30, 2026-04", "2026-04-30"),
    words(&key::PUBLICISED_UNTIL, "公示到哪天为止", "the last day of the public notice", "2026-04-20"),
    words(&key::OBJECTIONS, "公示期间有没有异议", "objections raised during the notice", "none"),
    words(&key::HOTLINE, "受理意见的办公电话", "the office line for objections", "an office line"),
    words(&key::RECEIVER, "转给哪个单位", "the office it goes to", "who receives it"),
    words(&key::ACCEPTED, "对方哪天认领；还没有就不写", "when they took it over; left out until they do", "2026-03-20"),
    words(&key::FILED_WITH, "报哪个单位备案", "the office it is filed with", "who keeps the file"),
    // inspections
    words(&key::DATE, "哪天", "on which day", "2026-03-18"),
    words(&key::FORM, "形式：实地督导、书面督导、随机抽查", "how: on the spot, in writing, at random", "on the spot"),
    words(&key::CARRIED_OUT_BY, "由谁督导", "who carried it out", "inspection group"),
    words(&key::TARGETS, "督导了哪些单位", "the offices looked at", "[Permits, Supervision]"),
    words(&key::ASPECTS, "看了哪些方面", "what was looked at", "[service at the windows]"),
    words(&key::PROBLEMS, "发现的问题：写问题的标题或id", "the problems found: titles or ids", "[id of a problem]"),
    words(&key::COUNT, "发现几个问题；没有逐个登记时写", "how many problems it found, where they are not recorded one by one", "3"),
    // duties
    words(&key::POST, "谁的责任清单：写岗位", "whose list it is: a post", "head of section"),
    words(&key::DUTY_FILED, "哪天上报的", "when it was filed", "2026-03-20"),
    words(&key::DUTY_MEASURES, "措施，逐条写，顺序就是序号", "the measures; their order numbers them", "[meet once a month, visit firms]"),
    words(&key::MEASURES_DONE, "完成了第几条措施", "the numbers of the measures done", "[1, 3]"),
    words(&key::DUTIES_DUE, "应有几个单位上报责任清单；不写就不算比例", "how many offices owe a list of duties; without it there is no rate", "13"),
    // bulletins
    words(&key::ISSUE, "第几期", "which issue it is", "No. 3"),
    words(&key::SENT_TO, "主送哪些单位", "whom it is sent to", "[all offices]"),
    words(&key::SIGNED_BY, "由谁签发：写岗位", "the post that signs it", "director"),
    words(&key::BULLETIN_SCOPE, "向社会公开，或系统内", "public or internal", "public"),
    words(&key::AS_OF, "数字截至哪天；不写就按方案的通报日", "the day its figures are of; the plan's own day, if left out", "2026-03-30"),
    words(&key::CORRECTIONS, "签发后发现与事实不符的，在这里说明", "what turned out otherwise once it was issued", "[{text: No. 3 was done on 29 March, approved_by: directors' meeting, date: 2026-04-06}]"),
    // evaluations, highlights, publicity, policies
    words(&key::CRITERIA, "评什么、各占多少分；取数写手工、任务完成率、按时报送率或销号率", "what offices are judged by; from is manual, done_rate, returns_rate or closed_rate", "[{id: done, name: tasks done, weight: 40, from: done_rate}, {id: daily, name: daily work, weight: 60, from: manual}]"),
    words(&key::GRADES, "分几等，各自不低于多少分", "the grades and the least score of each", "[{name: good, at_least: 90}, {name: fair, at_least: 80}]"),
    words(&key::OUTCOMES, "结果怎样运用", "what the result is used for", "what follows from it"),
    words(&key::ROUND, "在哪一轮观摩中展示", "the round of visits it was shown in", "May"),
    words(&key::BEFORE_AFTER, "改革前后的数字", "figures before and after", "[{name: papers asked for, before: 76, after: 39, unit: papers}]"),
    words(&key::PROMOTED, "哪天起在多大范围推广", "since when and where others are to do the same", "{date: 2026-06-10, scope: the county}"),
    words(&key::CASES_DUE, "这一时期应报多少件", "how many cases the period should have", "12"),
    words(&key::ACTION, "立、改或废", "made, revised or repealed", "made"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{entry, record};

    #[test]
    fn every_field_is_explained_once() {
        let of_kinds = Kind::ALL.into_iter().flat_map(Kind::fields);
        let events = Kind::ALL.into_iter().flat_map(Kind::events);
        let of_events = events.flat_map(|event| event.fields);
        let of_entries = Kind::ALL.into_iter().flat_map(Kind::entry_fields);
        let fields = record::FIELDS.iter().chain(entry::FIELDS).chain(of_entries);
        let fields = fields.chain(of_kinds).chain(of_events);
        for field in fields {
            let count = EXPLAINED.iter().filter(|words| words.key == field.key).count();
            assert_eq!(count, 1, "{}", field.key.en);
        }
    }
}
