//! The empty file of a record or an entry: each field of its kind with a word on what it is for.
//!
//! The fields are those the model declares, so a form cannot ask for what is not read. What must
//! be filled in stands between 〔 and 〕, which is no date, no reference and no choice: a form
//! handed in half empty is found by `check`.

use super::fields::explained;
use crate::diagnostic::{Lang, Text};
use crate::model::entry::{self, EventForm};
use crate::model::key::{self, Field, Key, optional};
use crate::model::parts::{Part, parts_of};
use crate::model::{Kind, Model, Office, Plan, record};
use crate::say;

/// What begins a value that is still to be filled in.
pub const BLANK: char = '〔';

/// Most names listed as possible values of a field.
const MOST_CHOICES: usize = 12;

/// The front matter of a form, line by line: `## ` explains, `# ` is a field not in use.
struct Form {
    kind: Kind,
    lang: Lang,
    text: String,
}

impl Form {
    fn new(kind: Kind, lang: Lang) -> Self {
        let mut form = Self { kind, lang, text: "---\n".into() };
        form.note(&say!(
            "“##”开头的行是说明；“#”开头的行是没有用到的项目，要用就删去行首的“# ”。都可以整行删去。",
            "lines with `##` explain; lines with `#` are fields not in use: take the `# ` away to use one. All of them may go."
        ));
        form
    }

    fn note(&mut self, words: &Text) {
        self.text += &format!("## {}\n", words.in_lang(self.lang));
    }

    fn gap(&mut self, heading: &Text) {
        self.text += "\n";
        self.note(heading);
    }

    fn name(&self, key: &Key) -> &'static str {
        match self.lang {
            Lang::Zh => key.zh[0],
            Lang::En => key.en,
        }
    }

    fn example(&self, field: &Field) -> &'static str {
        match self.lang {
            Lang::Zh => field.example,
            Lang::En => {
                explained(self.kind, field.key).map_or(field.example, |words| words.example)
            }
        }
    }

    /// What a field is for, in a line above it.
    fn explain(&mut self, key: &Key) {
        if let Some(words) = explained(self.kind, key) {
            self.note(&Text { zh: words.zh.into(), en: words.en.into() });
        }
        if let Some(parts) = parts_of(key) {
            self.note(&parts_told(parts));
        }
    }

    /// A field with its value.
    fn line(&mut self, key: &Key, value: &str) {
        let name = self.name(key);
        self.text += &format!("{name}: {value}\n");
    }

    /// A field that must be filled in.
    fn blank(&mut self, field: &Field) {
        let value = blanks(self.example(field));
        self.line(field.key, &value);
    }

    /// The required fields among some.
    fn required(&mut self, fields: &[Field], known: &dyn Fn(&Key) -> Known) {
        for field in fields.iter().filter(|field| field.required) {
            self.explain(field.key);
            let known = known(field.key);
            if let Some(choices) = &known.choices {
                self.note(choices);
            }
            match &known.value {
                Some(value) => self.line(field.key, value),
                None => self.blank(field),
            }
        }
    }

    /// The optional fields among some, out of use.
    fn optional(&mut self, fields: &[Field], but: Option<&Key>) {
        for field in fields.iter().filter(|field| !field.required && Some(field.key) != but) {
            self.explain(field.key);
            let (name, example) = (self.name(field.key), self.example(field));
            self.text += &format!("# {name}: {example}\n");
        }
    }

    fn finish(mut self) -> String {
        self.gap(&say!("正文写在下面一行“---”之后。", "the text goes below the line `---`."));
        self.text += "---\n";
        self.text
    }
}

/// An example with each value in it a blank: `〔40〕`, `[{task: 〔its id〕}]`. Left as it is, no part
/// of it is read as a fact.
fn blanks(example: &str) -> String {
    if !example.starts_with(['[', '{']) {
        return format!("{BLANK}{example}〕");
    }
    let mut text = String::new();
    for part in example.split_inclusive(['[', '{', ',', '}', ']']) {
        let end = part.len() - part.chars().next_back().map_or(0, char::len_utf8);
        let (value, delimiter) = part.split_at(end);
        let (before, value) = match value.split_once(": ") {
            Some((key, value)) => (format!("{key}: "), value),
            None => {
                (value[..value.len() - value.trim_start().len()].to_owned(), value.trim_start())
            }
        };
        text += &before;
        if !value.is_empty() {
            text += &format!("{BLANK}{value}〕");
        }
        text += delimiter;
    }
    text
}

/// What may stand inside a field, what must in front.
fn parts_told(parts: &[Part]) -> Text {
    let (needed, others): (Vec<_>, Vec<_>) = parts.iter().partition(|part| part.required);
    let zh = |parts: &[&Part]| parts.iter().map(|p| p.key.zh[0]).collect::<Vec<_>>().join("、");
    let en = |parts: &[&Part]| parts.iter().map(|p| p.key.en).collect::<Vec<_>>().join(", ");
    let (must_zh, may_zh) = (zh(&needed), zh(&others));
    let (must_en, may_en) = (en(&needed), en(&others));
    match (needed.is_empty(), others.is_empty()) {
        (true, _) => say!("里面可以写：{may_zh}", "inside: {may_en}"),
        (_, true) => say!("里面要写：{must_zh}", "inside, all needed: {must_en}"),
        _ => say!(
            "里面要写：{must_zh}；还可以写：{may_zh}",
            "inside, needed: {must_en}; also: {may_en}"
        ),
    }
}

/// What the site itself tells about a field's value.
#[derive(Default)]
struct Known {
    value: Option<String>,
    choices: Option<Text>,
}

/// The file of a new record; what the site leaves one choice for is filled in.
pub fn record_form(kind: Kind, id: &str, model: &Model, lang: Lang) -> String {
    let mut form = Form::new(kind, lang);
    if let Some(words) = what_lies_beside(kind, id) {
        form.note(&words);
    }
    let known = |key: &Key| known(kind, key, id, model);
    // A bulletin has a title of its own, from its plan and its period.
    let has_title = kind == Kind::Bulletin;
    if !has_title {
        form.gap(&say!(
            "———— 必填：把〔〕连同里面的字换成实际内容 ————",
            "———— required: put the real content in place of 〔…〕 ————"
        ));
        form.required(record::FIELDS, &known);
        form.required(kind.fields(), &known);
    }
    form.gap(&say!("———— 选填 ————", "———— optional ————"));
    form.optional(kind.fields(), None);
    form.gap(&say!(
        "———— 选填，各类记录都可以有 ————",
        "———— optional, for records of any kind ————"
    ));
    if has_title {
        form.optional(&[optional(&key::TITLE, "关于……落实情况的通报")], None);
    }
    // The period names the file, in ASCII.
    form.optional(record::FIELDS, has_title.then_some(&key::SLUG));
    form.finish()
}

/// What a record of a kind consists of beside its own file.
fn what_lies_beside(kind: Kind, id: &str) -> Option<Text> {
    Some(match kind {
        Kind::Task => say!(
            "这里写最初公布的承诺，公布后不再改动；进展、调整、完成另写条目：liangshai new entry tasks/{id} 进展",
            "this is the commitment as first published and is not edited afterwards; progress, changes and completion are entries: liangshai new entry tasks/{id} progress"
        ),
        Kind::Problem => say!(
            "这里写发现时的问题和整改承诺，公布后不再改动；整改、申请销号、核验、销号另写条目：liangshai new entry problems/{id} 申请销号",
            "this is the problem and its remedy as first published and is not edited afterwards; what is done, up to its closing, are entries: liangshai new entry problems/{id} reported"
        ),
        Kind::Duty => say!(
            "每月完成了第几条措施另写条目：liangshai new entry duties/{id} 完成措施",
            "which measures were done, month by month, are entries: liangshai new entry duties/{id} done"
        ),
        Kind::Indicator => say!(
            "数值写在同一文件夹的 values.csv，第一行是“日期”和各监测项的代号，以下每个日期一行；名次写在 ranks.csv。",
            "values go into values.csv in this folder: a first row of `date` and the ids of the measures, then a row for each date; ranks go into ranks.csv."
        ),
        Kind::Evaluation => say!(
            "手工打的分写在同一文件夹的 scores.csv，第一行是“单位”和各指标项的代号，以下每个单位一行；自动取数的指标项不用写。",
            "scores by hand go into scores.csv in this folder: a first row of `office` and the ids of the criteria, then a row for each office; computed criteria need no column."
        ),
        Kind::Visit => say!(
            "次数写在同一文件夹的 visits.csv（岗位、对象、应访、走访、电话），问题写在 issues.csv（类别、收集、已解决、正在办理、已解释说明、已转交）；只写合计，不写走访了谁。",
            "numbers go into visits.csv in this folder (post, who, due, visits, calls), issues into issues.csv (category, raised, solved, open, explained, transferred); totals only, never who was visited."
        ),
        Kind::Publicity => say!(
            "逐件写在同一文件夹的 cases.csv（编号、类别、作出日期、报送日期、有误）；网站只公布比例，不公布每一件。",
            "each case is a row of cases.csv in this folder (id, category, decided, filed, wrong); the site publishes rates only."
        ),
        _ => return None,
    })
}

/// The file of a new entry.
pub fn entry_form(kind: Kind, event: EventForm, lang: Lang) -> String {
    let mut form = Form::new(kind, lang);
    let name = kind.chinese();
    form.note(&say!(
        "文件名开头的日期是事情发生的那一天，{name}是否按时按它判断。",
        "the date in the file's name is the day it happened, which decides whether it was in time."
    ));
    let heading = match event.fields.iter().any(|field| field.required) {
        true => say!(
            "———— 必填：把〔〕连同里面的字换成实际内容 ————",
            "———— required: put the real content in place of 〔…〕 ————"
        ),
        false => say!("———— 必填 ————", "———— required ————"),
    };
    form.gap(&heading);
    form.explain(&key::EVENT);
    let word = match lang {
        Lang::Zh => event.zh,
        Lang::En => event.en,
    };
    form.line(&key::EVENT, word);
    form.required(event.fields, &|_| Known::default());
    if event.fields.iter().any(|field| !field.required) {
        form.gap(&match event.en {
            "changed" => {
                say!("———— 改了什么：至少用一项 ————", "———— what changes: use at least one ————")
            }
            _ => say!("———— 选填 ————", "———— optional ————"),
        });
        form.optional(event.fields, None);
    }
    form.gap(&say!("———— 选填，各种条目都可以有 ————", "———— optional, for any entry ————"));
    form.optional(entry::FIELDS, Some(&key::EVENT));
    form.optional(kind.entry_fields(), None);
    form.finish()
}

/// Finds a field's value where the site leaves one choice only, else lists the choices.
fn known(kind: Kind, key: &Key, id: &str, model: &Model) -> Known {
    let plan = nearest_plan(model, id);
    if *key == key::PLAN {
        let all = model.plans.iter().map(|plan| (plan.base.id.as_str(), plan.base.title.as_str()));
        return offer(plan.map(|plan| plan.base.id.clone()), all.collect());
    }
    let is_office = *key == key::LEAD || *key == key::OFFICE;
    if !is_office {
        return Known::default();
    }
    let of_plan = plan.map_or(&[][..], |plan| &plan.offices);
    let offices: Vec<&Office> = match (kind, of_plan) {
        (Kind::Task | Kind::Return | Kind::Problem, [_, ..]) => {
            of_plan.iter().map(|office| model.office(*office)).collect()
        }
        _ => model.offices.iter().map(AsRef::as_ref).collect(),
    };
    let only = match offices.as_slice() {
        [one] => Some(one.base.id.clone()),
        _ => None,
    };
    let shown = |office: &&'_ Office| office.short.as_ref().unwrap_or(&office.base.title).clone();
    let shown: Vec<String> = offices.iter().map(shown).collect();
    let ids = offices.iter().map(|office| office.base.id.as_str());
    offer(only, ids.zip(shown.iter().map(String::as_str)).collect())
}

fn offer(value: Option<String>, all: Vec<(&str, &str)>) -> Known {
    if all.is_empty() {
        return Known { value, choices: None };
    }
    // A record just made has no title yet.
    let pair = |(id, name): &(&str, &str)| match name.is_empty() {
        true => (id.to_string(), id.to_string()),
        false => (format!("{name}（{id}）"), format!("{name} ({id})")),
    };
    let (zh, en): (Vec<_>, Vec<_>) = all.iter().take(MOST_CHOICES).map(pair).unzip();
    let (zh, en) = (zh.join("、"), en.join("; "));
    let choices = match all.len().saturating_sub(MOST_CHOICES) {
        0 => say!("站点里有：{zh}", "the site has: {en}"),
        more => say!("站点里有：{zh}，另有{more}个", "the site has: {en}; and {more} more"),
    };
    Known { value, choices: Some(choices) }
}

/// The site's one plan, else the one plan in the id's own top folder.
fn nearest_plan<'m>(model: &'m Model, id: &str) -> Option<&'m Plan> {
    if let [one] = model.plans.as_slice() {
        return Some(one);
    }
    let top = |id: &str| id.split_once('/').map(|(top, _)| top.to_owned());
    let own = top(id)?;
    let mut here = model.plans.iter().filter(|plan| top(&plan.base.id).as_ref() == Some(&own));
    here.next().filter(|_| here.next().is_none()).map(AsRef::as_ref)
}
