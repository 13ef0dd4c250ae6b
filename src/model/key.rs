//! The names of fields: one English name, one or more Chinese ones, all read alike.

/// A field's names.
#[derive(Debug, PartialEq, Eq)]
pub struct Key {
    pub en: &'static str,
    /// The first is the one the program writes; the others are common synonyms.
    pub zh: &'static [&'static str],
}

impl Key {
    const fn new(en: &'static str, zh: &'static [&'static str]) -> Self {
        Self { en, zh }
    }

    /// Whether a word in a file is this key. English names are read in any case.
    pub fn is(&self, word: &str) -> bool {
        // Asked some five hundred times a record, so most answers come from one byte: Chinese names
        // begin with no ASCII character, and their last bytes differ more than their first.
        match word.as_bytes() {
            [first, ..] if first.is_ascii() => {
                let same_start =
                    self.en.as_bytes().first().is_some_and(|own| own | 32 == first | 32);
                same_start && self.en.eq_ignore_ascii_case(word)
            }
            [.., last] => {
                let same_end = |name: &&&str| name.as_bytes().last() == Some(last);
                self.zh.iter().filter(same_end).any(|name| *name == word)
            }
            [] => false,
        }
    }

    /// Every name.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.en).chain(self.zh.iter().copied())
    }
}

/// A field of a kind, as `new` writes it and as a fault names it.
#[derive(Debug)]
pub struct Field {
    pub key: &'static Key,
    pub required: bool,
    /// What a clerk would write here; YAML, one line, or several for a list of maps.
    pub example: &'static str,
}

/// A field that must be there.
pub const fn required(key: &'static Key, example: &'static str) -> Field {
    Field { key, required: true, example }
}

/// A field that may be left out.
pub const fn optional(key: &'static Key, example: &'static str) -> Field {
    Field { key, required: false, example }
}

/// The key a word in a file is, those of records first.
pub fn named(word: &str) -> Option<&'static Key> {
    ALL.iter().copied().find(|key| key.is(word))
}

macro_rules! keys {
    ($($name:ident = $en:literal $($zh:literal)+;)*) => {
        $(pub const $name: Key = Key::new($en, &[$($zh),+]);)*
        /// Every key, those of records first.
        const ALL: &[&Key] = &[$(&$name),*];
    };
}

keys! {
    // every record
    TITLE = "title" "标题" "名称";
    SLUG = "slug" "网址名";
    SUMMARY = "summary" "摘要" "内容概述";
    KEYWORDS = "keywords" "关键词" "主题词";
    ORDER = "order" "排序";
    PUBLISHED = "published" "发布日期" "公开日期";
    SOURCE = "source" "来源" "信息来源";
    AUTHOR = "author" "作者";
    DISCLOSURE = "disclosure" "公开属性";
    REVIEW = "review" "审查";
    DRAFT = "draft" "草稿";
    SAMPLE = "sample" "示例";
    ATTACHMENTS = "attachments" "附件";
    EVIDENCE = "evidence" "佐证材料";
    QUOTED = "quoted" "引用数";
    ALIASES = "aliases" "旧网址";
    WITHDRAWN = "withdrawn" "撤回";
    ARCHIVED = "archived" "归档";
    EXTRA = "extra" "其他";
    TRANSLATED_FROM = "of" "译自";

    // parts of the values above
    STAGE_OF_REVIEW = "stage" "环节";
    POST = "post" "职务" "岗位";
    DATE = "date" "日期";
    CONCLUSION = "result" "结论" "结果";
    CONTENT_CODE = "content_code" "内容码";
    WAIVE = "waive" "豁免";
    RULE = "rule" "规则";
    FINGERPRINT = "fingerprint" "指纹";
    PATH = "path" "路径";
    WITHDRAWAL_REASON = "reason" "原因" "理由";
    FILE = "file" "文件";
    NAME = "name" "名称";
    COPIES = "copies" "份数";
    KEPT_AT = "kept_at" "存放处";
    VALUE = "value" "数值";
    OF = "of" "分母" "总数";
    APPROXIMATE = "approximate" "约数";
    PART_OF = "part_of" "属于";
    AS_OF = "as_of" "截至";
    REASON = "reason" "理由" "原因";

    // columns
    COLUMN_NAME = "ColumnName" "栏目名称";
    COLUMN_DESCRIPTION = "ColumnDescription" "栏目描述";
    COLUMN_KEYWORDS = "ColumnKeywords" "栏目关键词";
    COLUMN_TYPE = "ColumnType" "栏目类型";
    UPDATE_CYCLE = "update_cycle" "更新周期";

    // offices and posts
    SHORT = "short" "简称";
    FORMER = "former" "曾用名";
    UNTIL = "until" "止";
    FROM = "from" "起";
    PARENT = "parent" "上级";
    CATEGORY = "category" "类别";
    OVERSEER = "overseer" "分管领导";
    HEAD = "head" "负责人" "主要负责人";
    PHONE = "phone" "公开电话";
    OFFICE = "office" "单位";
    DUTIES = "duties" "分工";
    HOLDERS = "holders" "任职";
    HOLDER_NAME = "name" "姓名";

    // groups
    MEMBERS = "members" "成员";
    ROLE = "role" "角色";
    LISTED_IN = "listed_in" "见于";
    SEATED_AT = "seated_at" "办公室设在";
    LEAD_OFFICE = "lead" "牵头单位" "牵头科室";
    LEADER = "leader" "牵头领导";

    // plans
    ISSUER = "issuer" "发文机关";
    DOC_NUMBER = "doc_number" "发文字号" "文号";
    INDEX_NUMBER = "index_number" "索引号";
    WRITTEN = "written" "成文日期";
    TOPIC = "topic" "主题分类";
    VALIDITY = "validity" "时效" "有效性";
    REPLACED_BY = "replaced_by" "被替代";
    YEAR = "year" "年度";
    START = "start" "开始" "开始时间" "启动时间";
    END = "end" "结束" "结束时间";
    STAGES = "stages" "阶段";
    GOAL = "goal" "目标" "工作目标";
    OFFICES = "offices" "参与单位";
    STATED_TASKS = "stated_tasks" "任务数";
    WARNING_DAYS = "warning_days" "预警天数";
    COLOURS = "colours" "颜色";
    DONE_BY = "done_by" "完成认定";
    WEEKLY = "weekly" "周报";
    MONTHLY = "monthly" "月报";
    MONTHLY_PAPERS = "monthly_papers" "月报材料";
    BULLETIN_DAY = "bulletin_day" "通报日";
    ON_HOLIDAY = "on_holiday" "遇节假日";
    CLOSING_BULLETIN = "closing_bulletin" "收官通报日";
    CHECKLIST = "checklist" "对照清单";
    ITEM_NUMBER = "number" "编号" "序号";
    VISIT_QUOTA = "visit_quota" "走访要求";
    WHO = "who" "对象";
    PER_QUARTER = "per_quarter" "每季次数";
    WAYS = "ways" "方式";

    // indicators
    CODE = "code" "编号" "指标编号";
    CHIEF = "chief" "指标长";
    SUPPORT = "support" "配合单位";
    SUPPORT_COUNT = "support_count" "配合单位数";
    LETTER_SIGNED = "letter_signed" "责任书日期";
    DEFINITION = "definition" "定义" "指标定义";
    DATA_SOURCE = "data_source" "数据来源";
    MEASURES = "measures" "监测项";
    MEASURE_ID = "id" "代号";
    UNIT = "unit" "计量单位";
    DIRECTION = "direction" "方向";
    BASELINE_DATE = "baseline_date" "基期";
    BASELINE = "baseline" "基期值";
    TARGET = "target" "目标值" "目标";
    TARGET_DATE = "target_date" "目标日期";
    DECIMALS = "decimals" "保留小数";
    SAMPLE_SIZE = "n" "样本数";
    NOTE = "note" "备注";
    MEASURE = "measure" "监测项";
    SCOPE = "scope" "范围";
    PLACE = "place" "名次";
    RANK_OF = "of" "总数" "分母";
    BY = "by" "发布单位";

    // tasks
    PLAN = "plan" "方案";
    INDICATOR = "indicator" "指标";
    NUMBER = "number" "序号" "编号";
    ORIGIN = "origin" "任务来源";
    STEPS = "steps" "推进措施" "主要措施";
    LEAD = "lead" "责任单位" "责任股室" "责任科室" "牵头单位";
    COORDINATOR = "coordinator" "统筹单位";
    RESPONSIBLE = "responsible" "责任人";
    DEADLINE = "deadline" "完成时限" "完成期限" "办结时限" "完成时间";
    STAGE = "stage" "阶段";
    QUANTITY = "quantity" "量化目标";
    REMARK = "remark" "备注";

    // entries
    EVENT = "event" "事项";
    TIME = "time" "时间";
    FILED = "filed" "报送时间";
    RESULT = "result" "结果" "结论";
    APPROVED_BY = "approved_by" "批准" "批准机关";
    VERIFIED_BY = "by" "核验单位";
    MERGED_INTO = "merged_into" "并入";
    PERCENT = "percent" "完成比例";
    QUANTITY_DONE = "quantity_done" "累计完成量";

    // returns
    PERIOD = "period" "周期";
    AUDIT = "audit" "审核";
    OPINION = "opinion" "意见";
    PAPERS = "papers" "材料";
    ROWS = "rows" "任务";
    TASK = "task" "任务";
    TEXT = "text" "进展";

    // problems
    FOUND = "found" "发现日期";
    CHANNEL = "channel" "问题来源";
    FOUND_BY = "found_by" "排查方式";
    QUESTION = "question" "排查要点";
    DOMAIN = "domain" "领域";
    LINE = "line" "专线";
    RECEIVED_FROM = "received_from" "转来单位";
    CAUSE = "cause" "原因";
    REMEDY = "remedy" "整改类型";
    REMEDY_GOAL = "goal" "整改目标" "目标";
    MILESTONES = "milestones" "阶段目标";
    MILESTONE_DEADLINE = "deadline" "时限" "完成时限";
    REMEDY_STEPS = "steps" "整改措施" "推进措施";
    REMEDY_DEADLINE = "deadline" "整改时限" "完成时限" "办结时限";
    PUBLICISED_UNTIL = "until" "公示截止";
    OBJECTIONS = "objections" "异议";
    HOTLINE = "phone" "受理电话";
    RECEIVER = "to" "接收单位";
    ACCEPTED = "accepted" "认领日期";
    FILED_WITH = "to" "备案单位" "接收单位";

    // inspections
    FORM = "form" "形式";
    CARRIED_OUT_BY = "by" "实施单位";
    TARGETS = "targets" "对象";
    ASPECTS = "aspects" "方面";
    PROBLEMS = "problems" "问题";
    COUNT = "count" "问题数";

    // duties
    DUTY_FILED = "filed" "上报日期";
    DUTY_MEASURES = "measures" "措施";
    MEASURES_DONE = "done" "完成措施";
    DUTIES_DUE = "duties_due" "责任清单应报数";

    // evaluations
    CRITERIA = "criteria" "指标项";
    WEIGHT = "weight" "权重";
    TAKEN_FROM = "from" "取数";
    GRADES = "grades" "等次";
    AT_LEAST = "at_least" "不低于";
    OUTCOMES = "outcomes" "结果运用";

    // highlights
    ROUND = "round" "观摩轮次";
    BEFORE_AFTER = "before_after" "前后对比";
    BEFORE = "before" "之前";
    AFTER = "after" "之后";
    PROMOTED = "promoted" "推广";

    // visits
    VISIT_POST = "post" "岗位" "职务";
    VISITS_DUE = "due" "应访";
    VISITS_MADE = "visits" "走访";
    CALLS = "calls" "电话";
    RAISED = "raised" "收集";
    SOLVED = "solved" "已解决";
    STILL_OPEN = "open" "正在办理";
    EXPLAINED = "explained" "已解释说明";
    PASSED_ON = "transferred" "已转交";

    // publicity
    CASES_DUE = "due" "应报数";
    CASE_ID = "id" "编号";
    DECIDED = "decided" "作出日期";
    CASE_FILED = "filed" "报送日期";
    WRONG = "wrong" "有误";

    // bulletins
    ISSUE = "issue" "期号";
    SENT_TO = "to" "主送";
    SIGNED_BY = "signed_by" "签发";
    BULLETIN_SCOPE = "scope" "通报范围";
    CORRECTIONS = "corrections" "更正";
    CORRECTION_TEXT = "text" "说明";
    ABOUT = "about" "涉及";

    // policies
    ACTION = "action" "动作";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_has_an_english_and_a_chinese_name() {
        for key in ALL {
            assert!(key.en.is_ascii() && !key.en.is_empty());
            assert!(
                key.zh.iter().all(|name| !name.starts_with(|c: char| c.is_ascii())),
                "{}",
                key.en
            );
        }
    }
}
