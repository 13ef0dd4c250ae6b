//! What the keys of the public data are called, and how their values are to be read.
//!
//! A test holds that every key of every row has its line here.

use super::Step;
use crate::diagnostic::Text;
use crate::model::Kind;
use crate::model::choice::Choice;
use crate::model::evaluation::TakenFrom;
use crate::model::indicator::Direction;
use crate::model::plan::Validity;
use crate::model::policy::Action;
use crate::model::problem::RemedyKind;

/// A key's names, and what its values are.
#[derive(Debug, Clone, Copy)]
pub struct Name {
    pub zh: &'static str,
    pub en: &'static str,
    pub reads: Reads,
}

/// How a value is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reads {
    /// As it is.
    Plain,
    /// It follows from other values, or a page says it in other words.
    Derived,
    /// It is told in a way of its own.
    Apart,
    /// The id of a record of one of these kinds, or plain words.
    Record(&'static [Kind]),
    /// The id of a part of the same record: a measure, a criterion.
    Part,
    State,
    ProblemState,
    Validity,
    Direction,
    TakenFrom,
    Remedy,
    Action,
    /// The key of another column of the same row.
    Column,
}

use Reads::{Apart, Derived, Plain, Record};

const OFFICE: Reads = Record(&[Kind::Office]);
const PARTY: Reads = Record(&[Kind::Post, Kind::Office, Kind::Group]);
const PLAN: Reads = Record(&[Kind::Plan]);
const INDICATOR: Reads = Record(&[Kind::Indicator]);
const DOCUMENT: Reads = Record(&[Kind::Plan, Kind::Policy]);

/// Keys whose meaning goes by where they stand: the key above, or the kind of the record.
const WITHIN: &[(&str, &str, &str, &str, Reads)] = &[
    ("duties", "filed", "已上报", "filed", Plain),
    ("duties", "measures", "措施数", "measures", Plain),
    ("publicity", "due", "应报数", "due", Plain),
    ("criteria", "from", "取数", "taken from", Reads::TakenFrom),
    ("measures", "name", "名称", "name", Plain),
    ("measures", "unit", "计量单位", "unit", Plain),
    ("quantity", "done", "累计完成量", "done", Plain),
    ("items", "done", "完成日期", "done on", Plain),
    ("problems", "count", "问题数", "problems", Plain),
    ("problems", "goal", "整改目标", "goal of the remedy", Plain),
    ("problems", "steps", "整改措施", "steps of the remedy", Plain),
    ("problems", "deadline", "整改时限", "deadline", Apart),
    ("problems", "state", "状态", "state", Reads::ProblemState),
    ("problems", "reported", "申请销号", "application to close", Plain),
    ("problems", "changed", "调整次数", "changes of the deadline", Derived),
    ("milestones", "deadline", "时限", "deadline", Plain),
    ("milestones", "goal", "阶段目标", "goal", Plain),
    ("before_after", "before", "之前", "before", Plain),
    ("offices", "head", "负责人", "head", PARTY),
    ("offices", "problems", "问题", "problems", Plain),
    ("offices", "duties", "责任清单", "lists of duties", Plain),
    ("offices", "returns", "报送", "returns", Plain),
    ("offices", "category", "类别", "category", Plain),
    ("plans", "duties", "责任清单", "lists of duties", Plain),
    ("plans", "offices", "参与单位", "offices taking part", OFFICE),
    ("posts", "duties", "分工", "duties", Plain),
    ("posts", "indicators", "所任指标长的指标", "indicators as chief", INDICATOR),
    ("posts", "tasks", "所负责的任务", "tasks answered for", Plain),
    ("groups", "lead", "牵头单位", "lead office", OFFICE),
    ("indicators", "lead", "牵头单位", "lead office", OFFICE),
    ("inspections", "problems", "发现的问题", "problems found", Record(&[Kind::Problem])),
    ("inspections", "by", "实施单位", "carried out by", PARTY),
    ("inspections", "form", "形式", "form", Plain),
    ("ranks", "by", "发布单位", "issued by", PARTY),
    ("ranks", "of", "总数", "of", Plain),
    ("quoted", "of", "分母", "of", Plain),
    ("quoted", "name", "名称", "name", Plain),
    ("returns", "tasks", "涉及任务", "tasks", Record(&[Kind::Task])),
    ("returns", "filed", "报送时间", "filed", Plain),
    ("promoted", "scope", "推广范围", "scope", Plain),
    ("promoted", "date", "推广日期", "promoted on", Plain),
    ("bulletins", "scope", "通报范围", "scope", Plain),
    ("visits", "posts", "各岗位走访", "visits by post", Plain),
    ("evaluations", "offices", "各单位得分", "results by office", Plain),
    ("groups", "seated_at", "办公室设在", "seated at", OFFICE),
    ("all", "visits", "走访", "visits", Plain),
];

/// Keys that mean the same wherever they stand.
const ANYWHERE: &[(&str, &str, &str, Reads)] = &[
    ("accepted", "认领日期", "taken over", Plain),
    ("action", "动作", "action", Reads::Action),
    ("after", "之后", "after", Plain),
    ("all", "总计", "in all", Plain),
    ("approved_by", "批准", "approved by", Plain),
    ("approximate", "约数", "approximate", Plain),
    ("approximate_as", "约数写法", "approximate as", Derived),
    ("archived", "归档", "archived", Plain),
    ("as_of", "截至", "as of", Plain),
    ("aspects", "督导内容", "aspects", Plain),
    ("at_least", "不低于", "at least", Plain),
    ("attachments", "附件", "attachments", Plain),
    ("audited", "已审核", "audited", Plain),
    ("author", "作者", "author", Plain),
    ("baseline", "基期值", "baseline", Plain),
    ("baseline_change", "较基期变化", "change on the baseline", Derived),
    ("baseline_change_percent", "较基期变化率", "change on the baseline, %", Derived),
    ("baseline_date", "基期", "baseline date", Plain),
    ("before", "之前", "before", Plain),
    ("before_after", "前后对比", "before and after", Plain),
    ("by", "实施单位", "by", PARTY),
    ("by_state", "按状态", "by state", Plain),
    ("by_who", "按对象", "by whom", Plain),
    ("calls", "电话", "calls", Plain),
    ("categories", "分类情况", "by category", Plain),
    ("category", "类别", "category", Plain),
    ("cause", "原因", "cause", Plain),
    ("change", "较上次变化", "change on the last", Derived),
    ("change_percent", "较上次变化率", "change on the last, %", Derived),
    ("changed", "调整次数", "changes of the deadline", Derived),
    ("changes", "时限调整", "changes of the deadline", Derived),
    ("channel", "问题来源", "channel", Plain),
    ("chief", "指标长", "chief", PARTY),
    ("closed", "已销号", "closed", Plain),
    ("closed_late", "逾期销号", "closed late", Derived),
    ("closed_rate", "销号率", "closing rate", Plain),
    ("code", "编号", "code", Plain),
    ("colour", "颜色", "colour", Derived),
    ("completed", "完成日期", "completed", Plain),
    ("coordinator", "统筹单位", "coordinator", OFFICE),
    ("copies", "份数", "copies", Plain),
    ("count", "个数", "count", Plain),
    ("counted_on", "统计日", "counted on", Plain),
    ("counts", "件数", "counts", Plain),
    ("criteria", "指标项", "criteria", Plain),
    ("criterion", "指标项", "criterion", Reads::Part),
    ("data_source", "数据来源", "data source", Plain),
    ("date", "日期", "date", Plain),
    ("date_text", "日期原文", "date as written", Derived),
    ("days", "天数", "days", Derived),
    ("days_to_close", "整改用时", "days to close", Derived),
    ("deadline", "完成时限", "deadline", Apart),
    ("deadline_text", "时限原文", "deadline as written", Derived),
    ("decimals", "保留小数", "decimals", Derived),
    ("definition", "定义", "definition", Plain),
    ("digest", "校验码", "digest", Derived),
    ("direction", "方向", "direction", Reads::Direction),
    ("distance", "距目标", "distance to the target", Derived),
    ("doc_number", "发文字号", "document number", Plain),
    ("domain", "领域", "domain", Plain),
    ("done", "已完成", "done", Plain),
    ("done_rate", "完成率", "completion rate", Plain),
    ("due", "应完成", "due", Plain),
    ("duties", "责任清单", "lists of duties", Plain),
    ("edition", "版本", "edition", Derived),
    ("end", "结束", "end", Plain),
    ("evaluation", "评定", "evaluation", Plain),
    ("evidence", "佐证材料", "evidence", Plain),
    ("aliases", "旧网址", "old addresses", Plain),
    ("expected", "应报送", "expected", Plain),
    ("explained", "已解释说明", "explained", Plain),
    ("failed_rechecks", "回头看未通过次数", "failed rechecks", Plain),
    ("figures", "数据", "figures", Plain),
    ("filed", "上报日期", "filed", Plain),
    ("filed_rate", "上报率", "filing rate", Plain),
    ("first_quarter_short", "首季不足一季", "first quarter short", Plain),
    ("form", "形式", "form", Plain),
    ("former", "曾用名", "former names", Plain),
    ("found", "发现", "found", Plain),
    ("found_by", "排查方式", "found by", Plain),
    ("from", "起", "from", Plain),
    ("goal", "目标", "goal", Plain),
    ("grade", "等次", "grade", Plain),
    ("grades", "等次标准", "grades", Plain),
    ("halfway", "双过半", "halfway", Plain),
    ("head", "负责人", "head", PARTY),
    ("id", "代号", "id", Derived),
    ("index_number", "索引号", "index number", Plain),
    ("indicator", "指标", "indicator", INDICATOR),
    ("indicator_tasks", "所任指标的任务", "tasks of its indicators", Plain),
    ("indicators", "指标", "indicators", INDICATOR),
    ("inspections", "督导", "inspections", Plain),
    ("issued_on", "印发日期", "issued on", Plain),
    ("issuer", "发文机关", "issuer", Plain),
    ("issuer_id", "发文机关", "issuer", Derived),
    ("issues", "企业反映的问题", "issues raised", Plain),
    ("issues_total", "企业反映的问题合计", "issues raised in all", Plain),
    ("itemised", "逐项列出的问题", "itemised", Plain),
    ("items", "措施", "measures", Plain),
    ("judged", "已判断", "judged", Plain),
    ("keywords", "关键词", "keywords", Plain),
    ("last_report", "最近报送", "last report", Derived),
    ("late", "逾期", "late", Plain),
    ("late_rate", "迟报率", "late rate", Plain),
    ("latest", "最新值", "latest value", Plain),
    ("lead", "责任单位", "lead office", PARTY),
    ("leader", "牵头领导", "leader", PARTY),
    ("leads", "牵头单位的任务", "tasks by lead office", Plain),
    ("letter_signed", "责任书日期", "letter signed", Plain),
    ("line", "专线", "line", Record(&[Kind::Group])),
    ("listed", "列出", "listed", Plain),
    ("listed_in", "见于", "listed in", Plain),
    ("lists", "清单数", "lists", Plain),
    ("made", "已走访", "made", Plain),
    ("measure", "监测项", "measure", Reads::Part),
    ("measures", "监测项", "measures", Plain),
    ("members", "成员", "members", Plain),
    ("met_rate", "达标率", "rate met", Plain),
    ("milestones", "阶段目标", "milestones", Plain),
    ("missing", "未报", "missing", Plain),
    ("n", "样本数", "sample size", Plain),
    ("name", "名称", "name", Plain),
    ("not_due", "未到期", "not yet due", Plain),
    ("note", "备注", "note", Plain),
    ("number", "序号", "number", Plain),
    ("of", "总数", "of", Plain),
    ("office", "单位", "office", OFFICE),
    ("offices", "单位", "offices", OFFICE),
    ("omitted", "漏报", "omitted", Plain),
    ("omitted_rate", "漏报率", "omission rate", Plain),
    ("on_original", "按原定时限", "by the original deadline", Derived),
    ("on_time", "按时", "on time", Plain),
    ("on_time_rate", "按时率", "on-time rate", Plain),
    ("on_track", "达到序时进度", "on track", Plain),
    ("open", "正在办理", "open", Plain),
    ("order", "排序", "order", Derived),
    ("origin", "任务来源", "origin", Plain),
    ("original_deadline", "原定时限", "original deadline", Plain),
    ("original_deadline_text", "原定时限原文", "original deadline as written", Derived),
    ("outcomes", "结果运用", "outcomes", Plain),
    ("overdue", "逾期", "overdue", Derived),
    ("overseer", "分管领导", "overseer", PARTY),
    ("parent", "上级", "parent", Record(&[Kind::Office, Kind::Indicator, Kind::Group])),
    ("part", "分子", "part", Plain),
    ("part_of", "属于", "part of", Plain),
    ("passed", "已双过半", "passed", Plain),
    ("past_members", "历任成员", "past members", Plain),
    ("percent", "完成比例", "percent done", Plain),
    ("period", "时期", "period", Plain),
    ("periods", "周期", "periods", Plain),
    ("phone", "公开电话", "phone", Plain),
    ("place", "名次", "place", Plain),
    ("plan", "方案", "plan", PLAN),
    ("post", "岗位", "post", PARTY),
    ("posts", "岗位", "posts", Plain),
    ("posts_asked", "有走访任务的岗位", "posts asked", Plain),
    ("posts_met", "达标岗位", "posts that met it", Plain),
    ("posts_short", "未达标岗位", "posts short of it", Plain),
    ("posts_total", "岗位总数", "posts in all", Plain),
    ("previous", "上一版校验码", "digest before", Derived),
    ("problem_samples", "示例问题", "sample problems", Derived),
    ("problems", "问题", "problems", Plain),
    ("promoted", "推广", "promoted", Plain),
    ("publicised_until", "公示截止", "public notice until", Plain),
    ("published", "发布日期", "published", Plain),
    ("quantity", "量化目标", "target in figures", Plain),
    ("quarters", "季度数", "quarters", Plain),
    ("question", "排查要点", "question", Plain),
    ("question_number", "要点编号", "question number", Plain),
    ("quoted", "引用数", "quoted totals", Plain),
    ("raised", "收集", "raised", Plain),
    ("ranks", "名次", "ranks", Plain),
    ("rate", "占比", "rate", Plain),
    ("reason", "理由", "reason", Plain),
    ("received_from", "转来单位", "received from", PARTY),
    ("rechecked", "回头看", "rechecked", Plain),
    ("rechecked_passed", "回头看通过", "recheck passed", Plain),
    ("remark", "备注", "remark", Plain),
    ("remedy", "整改类型", "kind of remedy", Reads::Remedy),
    ("reopened", "重新整改次数", "reopened", Plain),
    ("replaced_by", "被替代", "replaced by", DOCUMENT),
    ("replaces", "替代", "replaces", DOCUMENT),
    ("reported", "报告完成", "reported done", Plain),
    ("responsible", "责任人", "responsible", PARTY),
    ("returns", "报送", "returns", Plain),
    ("revision", "第几版", "revision", Plain),
    ("revisions", "历次版本", "revisions", Plain),
    ("role", "角色", "role", Plain),
    ("round", "观摩轮次", "round", Plain),
    ("row", "走访", "visits", Plain),
    ("sample", "示例", "sample", Plain),
    ("samples", "其中示例", "samples among them", Derived),
    ("schema_version", "格式版本", "schema version", Derived),
    ("scope", "范围", "scope", Plain),
    ("score", "得分", "score", Plain),
    ("scores", "各项得分", "scores", Plain),
    ("seated_at", "办公室设在", "seated at", OFFICE),
    ("series", "历次数值", "series", Plain),
    ("short", "简称", "short name", Plain),
    ("site", "网站", "site", Derived),
    ("solved", "已解决", "solved", Plain),
    ("source", "来源", "source", Plain),
    ("stage", "阶段", "stage", Plain),
    ("stages", "阶段", "stages", Plain),
    ("standing", "达标情况", "standing", Plain),
    ("start", "启动时间", "start", Plain),
    ("state", "状态", "state", Reads::State),
    ("stated_tasks", "方案所述任务数", "tasks the plan states", Plain),
    ("steps", "推进措施", "steps", Plain),
    ("summary", "摘要", "summary", Plain),
    ("support", "配合单位", "support", OFFICE),
    ("support_count", "配合单位数", "number of supporting offices", Plain),
    ("target", "目标值", "target", Plain),
    ("target_date", "目标日期", "target date", Plain),
    ("targets", "督导对象", "targets", OFFICE),
    ("tasks", "任务", "tasks", Plain),
    ("tasks_rate", "任务完成率", "task completion rate", Plain),
    ("text", "内容", "text", Plain),
    ("time_rate", "时间进度", "share of time passed", Derived),
    ("title", "标题", "title", Apart),
    ("topic", "主题分类", "topic", Plain),
    ("total", "合计", "total", Plain),
    ("totals_withheld", "总分不公开", "totals withheld", Plain),
    ("transferred", "已转交", "transferred", Plain),
    ("uncounted", "无法判断", "uncounted", Plain),
    ("unit", "计量单位", "unit", Plain),
    ("unnamed", "未列名单位", "unnamed", Plain),
    ("until", "止", "until", Plain),
    ("url", "网址", "url", Derived),
    ("validity", "时效", "validity", Reads::Validity),
    ("value", "数值", "value", Plain),
    ("verified", "核验通过", "verified", Plain),
    ("visits", "走访", "visits", Plain),
    ("weight", "权重", "weight", Plain),
    ("who", "走访对象", "who is visited", Plain),
    ("whole", "分母", "whole", Plain),
    ("why", "理由", "why", Derived),
    ("withdrawn", "撤回", "withdrawn", Plain),
    ("withheld", "不予显示", "withheld", Reads::Column),
    ("written", "成文日期", "written", Plain),
    ("wrong", "有误", "wrong", Plain),
    ("wrong_rate", "差错率", "error rate", Plain),
    ("year", "年度", "year", Plain),
    // Of all problems together.
    ("ever_closed", "曾经销号", "ever closed", Plain),
    ("ever_reopened", "曾经重新整改", "ever reopened", Plain),
    ("median_days", "整改用时中位数", "median days to close", Plain),
    ("reopened_rate", "重新整改率", "reopening rate", Plain),
    ("rework", "重新整改", "rework", Plain),
    ("transferred_not_accepted", "已转交未认领", "transferred, not taken over", Plain),
    ("translations", "译文", "translations", Plain),
    // What pages have beside the data.
    ("effective", "生效日", "effective", Derived),
    ("to", "至", "to", Derived),
    ("after_deadline", "逾期后延期", "extended when overdue", Derived),
    ("organizer", "主办单位", "organiser", Derived),
    ("region_code", "区划代码", "region code", Derived),
];

/// The name of the last of some keys, in a row of a kind.
pub fn name<'a>(kind: Kind, keys: impl IntoIterator<Item = &'a str>) -> Option<Name> {
    let mut above = kind.folder();
    let mut last = None;
    for key in keys {
        above = last.replace(key).unwrap_or(above);
    }
    let key = last?;
    let within = WITHIN.iter().find(|(of, known, ..)| *of == above && *known == key);
    if let Some((_, _, zh, en, reads)) = within {
        return Some(Name { zh, en, reads: *reads });
    }
    let found = ANYWHERE.iter().find(|(known, ..)| *known == key);
    found.map(|(_, zh, en, reads)| Name { zh, en, reads: *reads })
}

/// The same, of a path.
pub fn of_path(kind: Kind, path: &[Step]) -> Option<Name> {
    name(
        kind,
        path.iter().filter_map(|step| match step {
            Step::Key(key) => Some(key.as_str()),
            Step::Member(_) => None,
        }),
    )
}

/// A word of a choice in both languages; none where it is no such word.
pub fn choice(reads: Reads, word: &str) -> Option<Text> {
    match reads {
        Reads::Validity => words::<Validity>(word),
        Reads::Direction => words::<Direction>(word),
        Reads::TakenFrom => words::<TakenFrom>(word),
        Reads::Remedy => words::<RemedyKind>(word),
        Reads::Action => words::<Action>(word),
        _ => None,
    }
}

fn words<T: Choice>(word: &str) -> Option<Text> {
    let (_, en, zh) = T::WORDS.iter().find(|(_, en, _)| *en == word)?;
    Some(Text { zh: zh.first()?.to_string(), en: en.replace('_', " ") })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The keys of every struct that is written to the data, read off the source.
    fn keys() -> Vec<(String, String)> {
        let mut found = Vec::new();
        for file in walkdir::WalkDir::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src/export")) {
            let file = file.expect("the source tree can be walked");
            if file.path().extension().is_none_or(|ending| ending != "rs") {
                continue;
            }
            let text = std::fs::read_to_string(file.path()).expect("a source file");
            let name = file.file_name().to_string_lossy().into_owned();
            for part in text.split("#[derive(").skip(1).filter(|part| {
                part.split(')').next().is_some_and(|derived| derived.contains("Serialize"))
            }) {
                let Some(fields) = part.split_once("struct ").and_then(|(_, rest)| {
                    let (head, rest) = rest.split_once('{')?;
                    (!head.contains(';')).then(|| rest.split("\n}").next())?
                }) else {
                    continue;
                };
                for line in fields.lines().map(str::trim) {
                    let line = line.strip_prefix("pub ").unwrap_or(line);
                    if let Some((key, _)) = line.split_once(": ")
                        && key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
                    {
                        found.push((name.clone(), key.to_owned()));
                    }
                }
            }
        }
        found
    }

    #[test]
    fn every_key_of_every_row_has_a_name_in_both_languages() {
        let keys = keys();
        assert!(keys.len() > 300, "the structs of the data were not found");
        // What git knows of records is no part of them, and nothing that is compared; tables have no
        // keys of their own.
        let is_row = |file: &str| !["changes.rs", "table.rs"].contains(&file);
        for (file, key) in keys.into_iter().filter(|(file, _)| is_row(file)) {
            // A record's own kind, as a column of a table of its parts.
            let kind = key.as_str();
            let is_kind = ["bulletin", "duty", "evaluation", "highlight", "sheet", "visit"];
            let known = name(Kind::Task, [kind]).is_some() || is_kind.contains(&kind);
            assert!(known, "src/review/names.rs has no name for `{key}` of {file}");
        }
    }

    #[test]
    fn a_key_is_named_by_where_it_stands() {
        let named = |kind, keys: &[&str]| name(kind, keys.iter().copied()).map(|name| name.zh);
        assert_eq!(named(Kind::Task, &["lead"]), Some("责任单位"));
        assert_eq!(named(Kind::Indicator, &["lead"]), Some("牵头单位"));
        assert_eq!(named(Kind::Task, &["quantity", "done"]), Some("累计完成量"));
        assert_eq!(named(Kind::Plan, &["tasks", "done"]), Some("已完成"));
    }
}
