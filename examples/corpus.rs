//! Writes a large made-up site, to measure the program with.
//!
//! The same arguments give the same bytes: variety comes from a small generator of numbers, never
//! from a clock. `check` finds no fault in what it writes. Fields have their English names, so that
//! `benches/compare` can give the very same files to another generator, which looks for `title`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use liangshai::model::Day;

const USAGE: &str =
    "usage: cargo run --release --example corpus -- TASKS DIR [--entries K] [--plans P]

TASKS        how many tasks
DIR          where to: a folder that is empty or does not exist
--entries K  entries of each task (0)
--plans P    plans the tasks are spread over (one for every 500 tasks)";

fn main() -> ExitCode {
    let Some(order) = Order::of(std::env::args().skip(1)) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match write(&order) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("failed: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// What was asked for.
pub struct Order {
    tasks: usize,
    entries: usize,
    plans: usize,
    dir: PathBuf,
}

impl Order {
    /// As it stands on the command line.
    pub fn of(arguments: impl Iterator<Item = String>) -> Option<Self> {
        let (mut words, mut entries, mut plans) = (Vec::new(), 0, None);
        let mut arguments = arguments;
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--entries" => entries = arguments.next()?.parse().ok()?,
                "--plans" => plans = Some(arguments.next()?.parse().ok()?),
                _ => words.push(argument),
            }
        }
        let [tasks, dir] = words.try_into().ok()?;
        let tasks: usize = tasks.parse().ok()?;
        let plans = plans.unwrap_or(tasks.div_ceil(500)).max(1);
        Some(Self { tasks, entries, plans, dir: dir.into() })
    }
}

/// Knuth's linear congruential generator; its upper bits are even enough for made-up data.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (self.0 >> 33) as usize % limit
    }

    fn one_of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }
}

const OFFICES: [&str; 23] = [
    "办公室",
    "审批科",
    "法规科",
    "规划科",
    "建筑科",
    "房产科",
    "物业科",
    "市政科",
    "燃气科",
    "供水科",
    "供热科",
    "园林科",
    "质量站",
    "安全站",
    "造价站",
    "招标办",
    "消防科",
    "人防科",
    "档案馆",
    "信息中心",
    "执法队",
    "财务科",
    "人事科",
];
const GROUPS: [&str; 18] = [
    "开办企业",
    "办理建筑许可",
    "获得电力",
    "获得用水用气",
    "登记财产",
    "获得信贷",
    "保护中小投资者",
    "纳税",
    "跨境贸易",
    "执行合同",
    "办理破产",
    "政府采购",
    "招标投标",
    "政务服务",
    "知识产权",
    "市场监管",
    "包容普惠创新",
    "劳动力市场监管",
];
const INDICATORS: usize = 86;
/// Months of values: to the month of the as-of day.
const MONTHS: usize = 24;
const VERBS: [&str; 8] = ["压缩", "精简", "公开", "规范", "优化", "打通", "清理", "推广"];
const THINGS: [&str; 12] = [
    "施工许可办理时间",
    "竣工验收申报材料",
    "预售资金监管流程",
    "供水报装环节",
    "燃气接入外线审批",
    "维修资金支取条件",
    "招标文件备案事项",
    "图纸审查时限",
    "档案查询渠道",
    "消防验收服务指南",
    "信用修复办理方式",
    "项目审批公共数据",
];
const STEPS: [&str; 12] = [
    "梳理现有事项和材料",
    "编制并公布办事指南",
    "与相关单位对接数据",
    "组织窗口人员培训",
    "按月核对实际用时",
    "向办事企业回访",
    "清理没有依据的证明",
    "公布咨询和投诉电话",
    "开展联合现场踏勘",
    "试行容缺受理和告知承诺",
    "把办理进度推送给申请人",
    "汇总问题并逐条答复",
];
/// Sentences of the paragraphs; 〇 stands for what the task is about.
const SENTENCES: [&str; 16] = [
    "去年全市受理的相关申请中，因材料不齐退回的占一成半，企业反映最多的是**同一份材料要交几次**。",
    "围绕〇，先把现行规定逐条列出，能取消的取消，能合并的合并，确需保留的写明依据和办理时限。",
    "窗口不再收取可以通过数据共享核对的证明，已经在系统内的电子证照视同原件。",
    "涉及几个科室的，由牵头单位统一受理、统一发证，**申请人只跑一个窗口**，内部流转不计入对外承诺的时间。",
    "对小型低风险项目试行告知承诺，申请人书面承诺符合条件的当场办结，事后三十日内核查。",
    "各单位每月25日前报送本月办理数量、平均用时和超时件的原因，由办公室汇总后在专栏公开。",
    "〇的办事指南在政务服务网、窗口和手机端同步更新，三处内容不一致的，以对申请人有利的为准。",
    "对跨部门的数据共享，按照**一数一源、谁产生谁负责**的原则确定责任单位，出现差错的限期更正。",
    "基层窗口提出的意见当月答复；两次以上提出同一问题的，列入下月工作例会专题研究。",
    "历史遗留的在办件单独建立台账，逐件明确承办人、联系电话和办结日期，办结一件销号一件。",
    "培训以真实案例为主，窗口人员应当能够一次讲清〇所需的材料、步骤和时间。",
    "每季度随机抽取二十件办结件回访申请人，了解实际用时和感受，结果作为改进工作的依据。",
    "与邻近地区已经公布的做法逐项对照，**时间更短、材料更少的，说明差距在哪一个环节**。",
    "涉及收费的一律公示依据和标准，没有依据的立即停止，已经收取的按照规定退还。",
    "对确因情况复杂不能按时办结的，应当在到期之前告知申请人原因和新的日期。",
    "本项工作不增加基层填报负担，能从系统直接取得的数据不要求另行报表。",
];
const RESULTS: [&str; 6] = [
    "形成清单并对外公布",
    "用时较上年缩短三成",
    "申报材料减少两份以上",
    "系统上线试运行",
    "回访满意率不低于九成五",
    "完成自查并提交报告",
];

/// Writes the site.
pub fn write(order: &Order) -> Result<()> {
    let dir = &order.dir;
    if fs::read_dir(dir).is_ok_and(|mut found| found.next().is_some()) {
        bail!("{} is not empty", dir.display());
    }
    let files = Files { dir: dir.clone() };
    files.put("site.toml", SETTINGS)?;
    files.put("content/index.md", "---\ntitle: 测速站点\n---\n由程序写成，内容都是虚构的。\n")?;
    offices(&files)?;
    indicators(&files)?;
    for plan in 0..order.plans {
        files.put(&format!("content/plans/p{plan:03}.md"), &plan_text(plan))?;
    }
    let mut numbers = Numbers(2023);
    for task in 0..order.tasks {
        write_task(&files, order, task, &mut numbers)?;
    }
    Ok(())
}

struct Files {
    dir: PathBuf,
}

impl Files {
    fn put(&self, path: &str, text: &str) -> Result<()> {
        let file = self.dir.join(path);
        let folder = file.parent().unwrap_or(Path::new(""));
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))
    }
}

const SETTINGS: &str = r#"title = "测速站点"
base_url = "https://www.example.gov.cn/cesu/"
as_of = 2023-08-31

[defaults]
disclosure = "主动公开"

[identity]
site_name = "测速门户"
site_domain = "www.example.gov.cn"
site_id_code = "0000000000"
region_code = "000000"
organizer = "示例市人民政府办公室"
operator = "示例市营商环境建设服务中心"
contact = "演示，无实际联系方式"
icp = "示ICP备00000000号-1"
police_record = "示公网安备00000000000000号"
party_gov_mark = "https://www.example.gov.cn/dzjg/"
error_report = "https://www.example.gov.cn/jiucuo/"
"#;

fn offices(files: &Files) -> Result<()> {
    for (i, name) in OFFICES.iter().enumerate() {
        let text = format!(
            "---\ntitle: 示例市住房和城乡建设局{name}\nshort: {name}\norder: {i}\ncategory: 内设机构\nhead: {name}负责人\n---\n承担{name}的日常工作。\n"
        );
        files.put(&format!("content/offices/o{i:02}.md"), &text)?;
        let text =
            format!("---\ntitle: {name}负责人\noffice: {name}\nduties: 主持{name}工作\n---\n");
        files.put(&format!("content/posts/h{i:02}.md"), &text)?;
    }
    Ok(())
}

/// Which group an indicator below the first level belongs to.
fn group_of(indicator: usize) -> usize {
    indicator * GROUPS.len() / INDICATORS
}

fn indicator_name(indicator: usize) -> String {
    format!("{}分项{:02}", GROUPS[group_of(indicator)], indicator + 1)
}

fn indicators(files: &Files) -> Result<()> {
    for (i, name) in GROUPS.iter().enumerate() {
        let text = format!("---\ntitle: {name}\ncode: \"{}\"\n---\n一级指标。\n", i + 1);
        files.put(&format!("content/indicators/g{i:02}.md"), &text)?;
    }
    for i in 0..INDICATORS {
        let (group, lead, name) = (group_of(i), OFFICES[i % OFFICES.len()], indicator_name(i));
        let target = 20 + i % 9;
        let text = format!(
            "---\ntitle: {name}\ncode: \"{}.{:02}\"\nparent: g{group:02}\nlead: {lead}\ndata_source: {lead}台账\nmeasures:\n  - {{id: days, name: 办理时间, unit: 天, direction: 越低越好, baseline_date: 2021-08-31, baseline: 60, target: {target}, target_date: 2023-12-31}}\n---\n从受理到办结的天数。\n",
            group + 1,
            i + 1,
        );
        let folder = format!("content/indicators/g{group:02}/i{i:02}");
        files.put(&format!("{folder}/index.md"), &text)?;
        let mut values = "date,days,source\n".to_owned();
        for month in 1..=MONTHS {
            // From 2021-09 on; the 8th month of the second year is the as-of day's.
            let (year, of_year) = (2021 + (month + 7) / 12, (month + 7) % 12 + 1);
            let tenths = 590 - month * (13 + i % 6) + (month * 7 + i) % 5;
            values += &format!("{year}-{of_year:02},{}.{},台账\n", tenths / 10, tenths % 10);
        }
        files.put(&format!("{folder}/values.csv"), &values)?;
    }
    Ok(())
}

fn plan_text(plan: usize) -> String {
    let number = plan + 1;
    format!(
        "---\ntitle: 示例市2023年优化营商环境第{number}号工作方案\nissuer: 示例市住房和城乡建设局\ndoc_number: 示建发〔2023〕{number}号\npublished: 2023-02-01\nwritten: 2023-01-30\nvalidity: 现行有效\nyear: 2023\nend: 2023-12-31\n---\n## 一、目标\n\n逐项明确责任单位和完成时限，进展随时登记。\n\n## 二、要求\n\n1. 按月核对。\n2. 按季通报。\n"
    )
}

fn write_task(files: &Files, order: &Order, task: usize, numbers: &mut Numbers) -> Result<()> {
    let (plan, id) = (task % order.plans, task / order.plans);
    let office = numbers.below(OFFICES.len());
    let support = (office + 1 + numbers.below(OFFICES.len() - 1)) % OFFICES.len();
    let (lead, support) = (OFFICES[office], OFFICES[support]);
    let thing = numbers.one_of(&THINGS);
    let title = format!("{}{thing}", numbers.one_of(&VERBS));
    let (first, second) = (numbers.one_of(&STEPS), numbers.one_of(&STEPS));
    let indicator = numbers.below(INDICATORS);
    let group = group_of(indicator);
    let month = 3 + numbers.below(9);
    let deadline = match numbers.below(20) {
        0 => "长期坚持".to_owned(),
        1 => "2023-09-05".to_owned(),
        _ => format!("{month}月底前"),
    };
    let number = id + 1;
    // A task with entries has a folder of its own, one level further down.
    let up = if order.entries == 0 { "../.." } else { "../../.." };
    let links = Links {
        indicator: format!(
            "[{}]({up}/indicators/g{group:02}/i{indicator:02}/index.md)",
            indicator_name(indicator)
        ),
        office: format!("[{lead}]({up}/offices/o{office:02}.md)"),
        plan: format!("[工作方案]({up}/plans/p{plan:03}.md)"),
    };
    let body = task_body(thing, [lead, support], &links, numbers);
    let text = format!(
        "---\ntitle: {title}（{number}）\nplan: p{plan:03}\nnumber: {number}\nindicator: g{group:02}/i{indicator:02}\ngoal: {title}，企业和群众少跑一次\nsteps: [{first}, {second}]\nlead: {lead}\nsupport: [{support}]\nresponsible: {lead}负责人\nstart: 2023-03-01\ndeadline: {deadline}\n---\n{body}",
    );
    let folder = format!("content/tasks/p{plan:03}/{number:05}");
    if order.entries == 0 {
        return files.put(&format!("{folder}.md"), &text);
    }
    files.put(&format!("{folder}/index.md"), &text)?;
    let is_done = numbers.below(5) < 3;
    // Spread over the days from the start to the as-of day.
    let start = Day::new(2023, 3, 2).context("a day")?;
    let last = Day::new(2023, 8, 31).context("a day")?;
    let days = usize::try_from(last.since(start)).context("days ahead")?;
    for entry in 1..=order.entries {
        let ahead = i64::try_from(entry * days / (order.entries + 1)).context("a few days")?;
        let day = start.plus(ahead);
        let done = 100 * entry / (order.entries + 1);
        let (name, event) = match entry == order.entries && is_done {
            true => (format!("{day}-完成.md"), "event: completed".to_owned()),
            false => (format!("{day}-{entry:03}.md"), format!("event: progress\npercent: {done}")),
        };
        let step = numbers.one_of(&STEPS);
        let text = format!("---\n{event}\noffice: {lead}\n---\n{step}，第{entry}次登记。\n");
        files.put(&format!("{folder}/{name}"), &text)?;
    }
    Ok(())
}

/// Markdown links from a task to what it belongs to.
struct Links {
    indicator: String,
    office: String,
    plan: String,
}

/// The text of a task: about 2.5 KB with something of all that clerks write.
fn task_body(
    thing: &str,
    [lead, support]: [&str; 2],
    links: &Links,
    numbers: &mut Numbers,
) -> String {
    let mut text = format!("由**{lead}**牵头，{support}配合。");
    text += &paragraph(thing, 4, numbers);
    text += &format!("\n\n{}\n\n## 工作安排\n\n", paragraph(thing, 3, numbers));
    text += &format!(
        "监测结果见{}，依据是{}。{}\n\n",
        links.indicator,
        links.plan,
        paragraph(thing, 1, numbers)
    );
    for _ in 0..3 + numbers.below(2) {
        text += &format!("- {}，{}；\n", numbers.one_of(&STEPS), numbers.one_of(&RESULTS));
    }
    text += "- 其他需要协调的事项。\n\n### 时间节点\n\n";
    for step in 1..=3 {
        text += &format!("{step}. {}月底前{}。\n", 3 + 2 * step, numbers.one_of(&STEPS));
    }
    text += "\n| 时间 | 内容 | 责任单位 | 数量 |\n|---|---|---|---:|\n";
    for row in 0..3 + numbers.below(3) {
        let office = if row % 2 == 0 { lead } else { support };
        let (step, count) = (numbers.one_of(&STEPS), 1 + numbers.below(90));
        text += &format!("| {}月 | {step} | {office} | {count}件 |\n", 4 + row);
    }
    text += &format!("\n> {}\n\n", paragraph(thing, 1, numbers));
    if numbers.below(2) == 0 {
        text += &format!("咨询电话见{}的页面。", links.office);
    }
    text + &paragraph(thing, 3, numbers) + "\n"
}

/// Some sentences in a row, from a place the generator picks.
fn paragraph(thing: &str, sentences: usize, numbers: &mut Numbers) -> String {
    let from = numbers.below(SENTENCES.len());
    SENTENCES.iter().cycle().skip(from).take(sentences).map(|s| s.replace('〇', thing)).collect()
}
