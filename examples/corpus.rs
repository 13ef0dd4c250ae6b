//! Writes a large made-up site, to measure the program with.
//!
//! The same arguments give the same bytes: variety comes from a small generator of numbers, never
//! from a clock. `check` finds no fault in what it writes.

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
struct Order {
    tasks: usize,
    entries: usize,
    plans: usize,
    dir: PathBuf,
}

impl Order {
    fn of(arguments: impl Iterator<Item = String>) -> Option<Self> {
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
const STEPS: [&str; 6] = [
    "梳理现有事项和材料",
    "编制并公布办事指南",
    "与相关单位对接数据",
    "组织窗口人员培训",
    "按月核对实际用时",
    "向办事企业回访",
];

fn write(order: &Order) -> Result<()> {
    let dir = &order.dir;
    if fs::read_dir(dir).is_ok_and(|mut found| found.next().is_some()) {
        bail!("{} is not empty", dir.display());
    }
    let files = Files { dir: dir.clone() };
    files.put("site.toml", SETTINGS)?;
    files.put("content/index.md", "---\n标题: 测速站点\n---\n由程序写成，内容都是虚构的。\n")?;
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
            "---\n标题: 示例市住房和城乡建设局{name}\n简称: {name}\n排序: {i}\n类别: 内设机构\n负责人: {name}负责人\n---\n承担{name}的日常工作。\n"
        );
        files.put(&format!("content/offices/o{i:02}.md"), &text)?;
        let text = format!("---\n标题: {name}负责人\n单位: {name}\n分工: 主持{name}工作\n---\n");
        files.put(&format!("content/posts/h{i:02}.md"), &text)?;
    }
    Ok(())
}

/// Which group an indicator below the first level belongs to.
fn group_of(indicator: usize) -> usize {
    indicator * GROUPS.len() / INDICATORS
}

fn indicators(files: &Files) -> Result<()> {
    for (i, name) in GROUPS.iter().enumerate() {
        let text = format!("---\n标题: {name}\n编号: \"{}\"\n---\n一级指标。\n", i + 1);
        files.put(&format!("content/indicators/g{i:02}.md"), &text)?;
    }
    for i in 0..INDICATORS {
        let (group, lead) = (group_of(i), OFFICES[i % OFFICES.len()]);
        let name = format!("{}分项{:02}", GROUPS[group], i + 1);
        let target = 20 + i % 9;
        let text = format!(
            "---\n标题: {name}\n编号: \"{}.{:02}\"\n上级: g{group:02}\n牵头单位: {lead}\n数据来源: {lead}台账\n监测项:\n  - {{代号: days, 名称: 办理时间, 计量单位: 天, 方向: 越低越好, 基期: 2022-12-31, 基期值: 60, 目标值: {target}, 目标日期: 2023-12-31}}\n---\n从受理到办结的天数。\n",
            group + 1,
            i + 1,
        );
        files.put(&format!("content/indicators/g{group:02}/i{i:02}/index.md"), &text)?;
        let mut values = "日期,days,来源\n".to_owned();
        for month in 1..=8 {
            values += &format!("2023-{month:02},{}.{},台账\n", 58 - month * (2 + i % 3), i % 10);
        }
        files.put(&format!("content/indicators/g{group:02}/i{i:02}/values.csv"), &values)?;
    }
    Ok(())
}

fn plan_text(plan: usize) -> String {
    let number = plan + 1;
    format!(
        "---\n标题: 示例市2023年优化营商环境第{number}号工作方案\n发文机关: 示例市住房和城乡建设局\n发文字号: 示建发〔2023〕{number}号\n发布日期: 2023-02-01\n成文日期: 2023-01-30\n时效: 现行有效\n年度: 2023\n结束: 2023-12-31\n---\n## 一、目标\n\n逐项明确责任单位和完成时限，进展随时登记。\n\n## 二、要求\n\n1. 按月核对。\n2. 按季通报。\n"
    )
}

fn write_task(files: &Files, order: &Order, task: usize, numbers: &mut Numbers) -> Result<()> {
    let (plan, id) = (task % order.plans, task / order.plans);
    let lead = numbers.below(OFFICES.len());
    let support = (lead + 1 + numbers.below(OFFICES.len() - 1)) % OFFICES.len();
    let (lead, support) = (OFFICES[lead], OFFICES[support]);
    let title = format!("{}{}", numbers.one_of(&VERBS), numbers.one_of(&THINGS));
    let (first, second) = (numbers.one_of(&STEPS), numbers.one_of(&STEPS));
    let indicator = numbers.below(INDICATORS);
    let month = 3 + numbers.below(9);
    let deadline = match numbers.below(20) {
        0 => "长期坚持".to_owned(),
        1 => "2023-09-05".to_owned(),
        _ => format!("{month}月底前"),
    };
    let number = id + 1;
    let text = format!(
        "---\n标题: {title}（{number}）\n方案: p{plan:03}\n序号: {number}\n指标: g{:02}/i{indicator:02}\n目标: {title}，企业和群众少跑一次\n推进措施: [{first}, {second}]\n责任单位: {lead}\n配合单位: [{support}]\n责任人: {lead}负责人\n开始: 2023-03-01\n完成时限: {deadline}\n---\n由**{lead}**牵头，{support}配合。\n\n- {first}；\n- {second}。\n",
        group_of(indicator),
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
            true => (format!("{day}-完成.md"), "事项: 完成".to_owned()),
            false => (format!("{day}-{entry:03}.md"), format!("事项: 进展\n完成比例: {done}")),
        };
        let step = numbers.one_of(&STEPS);
        let text = format!("---\n{event}\n单位: {lead}\n---\n{step}，第{entry}次登记。\n");
        files.put(&format!("{folder}/{name}"), &text)?;
    }
    Ok(())
}
