//! Records of every kind that is counted by itself, and what is done to them between two builds.

use super::{Edit, change, line, pick, scratch::Scratch};

/// A record as it came: its files.
type Record = &'static [(&'static str, &'static str)];

/// A record of each kind that no other record names.
pub const RECORDS: &[Record] = &[
    &[
        (
            "content/problems/shi/02/index.md",
            "---\n标题: 窗口偏少\n方案: 市里的方案\n发现日期: 2023-05-10\n问题来源: 座谈会\n责任单位: 监管股\n整改时限: 2023-06-20\n---\n正文。\n",
        ),
        ("content/problems/shi/02/2023-05-24-申请销号.md", "---\n事项: 申请销号\n---\n"),
        (
            "content/problems/shi/02/2023-05-26-核验.md",
            "---\n事项: 核验\n核验单位: 审批股\n结果: 通过\n---\n",
        ),
    ],
    &[
        (
            "content/duties/shenpi/index.md",
            "---\n标题: 审批股清单\n方案: 市里的方案\n单位: 审批股\n措施: [一, 二, 三]\n---\n正文。\n",
        ),
        ("content/duties/shenpi/2023-05-31.md", "---\n完成措施: [1]\n---\n"),
    ],
    &[
        (
            "content/evaluations/siyue/index.md",
            "---\n标题: 四月评定\n方案: 市里的方案\n周期: 2023-04\n指标项: [{代号: done, 名称: 完成, 权重: 40, 取数: 任务完成率}, {代号: x, 名称: 日常, 权重: 60}]\n等次: [{名称: 好, 不低于: 55}, {名称: 差}]\n---\n正文。\n",
        ),
        ("content/evaluations/siyue/scores.csv", "单位,x\n监管股,50\n审批股,45\n"),
    ],
    &[
        (
            "content/visits/wuyue/index.md",
            "---\n标题: 五月走访\n周期: 2023-05\n方案: 市里的方案\n---\n正文。\n",
        ),
        (
            "content/visits/wuyue/visits.csv",
            "岗位,对象,应访,走访,电话\n局长,班子成员,2,1,1\n股长,联络员,,3,0\n",
        ),
        (
            "content/visits/wuyue/issues.csv",
            "类别,收集,已解决,正在办理,已解释说明,已转交\n融资,23,17,2,4,0\n用工,9,5,4,0,0\n",
        ),
    ],
    &[
        (
            "content/publicity/wuyue/index.md",
            "---\n标题: 五月双公示\n周期: 2023-05\n应报数: 4\n---\n正文。\n",
        ),
        (
            "content/publicity/wuyue/cases.csv",
            "编号,类别,作出日期,报送日期,有误\n一,行政许可,2023-05-04,2023-05-05,\n二,行政处罚,2023-05-05,2023-05-30,是\n",
        ),
    ],
    &[(
        "content/policies/guiding.md",
        "---\n标题: 一项规定\n发布日期: 2023-04-01\n动作: 立\n时效: 现行有效\n---\n正文。\n",
    )],
    &[(
        "content/groups/shi.md",
        "---\n标题: 领导小组\n成员: [{角色: 组长, 职务: 局长}, {角色: 成员, 职务: 股长}]\n---\n正文。\n",
    )],
    &[(
        "content/inspections/shi2.md",
        "---\n标题: 第二次督导\n日期: 2023-05-12\n形式: 实地督导\n问题数: 2\n---\n正文。\n",
    )],
];

pub const COMING_AND_GOING: &[Edit] = &[
    ("a record that is counted goes, or comes back", |site, n| toggle(site, pick(RECORDS, n))),
    ("a record of every kind goes, or comes back", |site, _| {
        RECORDS.iter().for_each(|record| toggle(site, record));
    }),
    ("a record of every kind goes, or comes back", |site, _| {
        RECORDS.iter().for_each(|record| toggle(site, record));
    }),
];

/// Changes that have nothing to do with one another.
pub const CHANGES: &[Edit] = &[
    ("a problem's last steps go, or come back", |site, n| {
        toggle(site, &RECORDS[0][1 + n % 2..]);
    }),
    ("a list of duties changes", |site, n| {
        change(site, RECORDS[1][0].0, |text| {
            line(text, "措施", pick(&["措施: [一, 二]", "措施: [一, 三, 二, 四]"], n))
        });
    }),
    ("the grades of an evaluation change", |site, n| {
        let grades = format!("等次: [{{名称: 好, 不低于: {}}}, {{名称: 差}}]", 30 + n % 60);
        change(site, RECORDS[2][0].0, |text| line(text, "等次", &grades));
    }),
    ("the scores of an office come or change", |site, n| {
        let scores = format!("单位,x\n监管股,{}\n局,{}\n", n % 60, 40 + n % 20);
        change(site, RECORDS[2][1].0, |_| scores.clone());
    }),
    ("visits are counted otherwise", |site, n| {
        let visits = format!("岗位,对象,应访,走访,电话\n局长,班子成员,{},{},1\n", n % 5, n % 7);
        change(site, RECORDS[3][1].0, |_| visits.clone());
    }),
    ("what visitors were told is counted otherwise", |site, n| {
        change(site, RECORDS[3][2].0, |text| {
            format!("{text}第{n}类,{},{},1,0,0\n", 1 + n % 6, n % 6)
        });
    }),
    ("a case is filed", |site, n| {
        let day = 10 + n % 20;
        change(site, RECORDS[4][1].0, |text| {
            format!("{text}第{n}件,行政许可,2023-05-{day},2023-05-{},\n", day + 1)
        });
    }),
    ("a policy is repealed, or stands", |site, n| {
        change(site, RECORDS[5][0].0, |text| {
            line(text, "时效", pick(&["时效: 已废止", "时效: 已修改", "时效: 现行有效"], n))
        });
    }),
    ("a group has other members", |site, n| {
        let members = format!("成员: [{{角色: 第{n}人, 职务: 局长, 止: 2023-0{}}}]", 5 + n % 3);
        change(site, RECORDS[6][0].0, |text| line(text, "成员", &members));
    }),
    ("an inspection found more", |site, n| {
        change(site, RECORDS[7][0].0, |text| line(text, "问题数", &format!("问题数: {n}")));
    }),
];

/// Takes a record's files away, or puts them back as they came.
fn toggle(site: &Scratch, record: Record) {
    for (path, text) in record {
        match site.path(path).exists() {
            true => site.remove(path),
            false => site.write(path, text),
        }
    }
}
