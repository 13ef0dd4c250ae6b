//! A site is a function of its content, settings, theme, day and edition: nothing else shows.
//!
//! `faults/twins/zh` and `faults/twins/en` are one site, its keys and values in the names of
//! either language.

#[path = "faults/scratch.rs"]
mod scratch;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use scratch::{Run, Scratch, assert_same, files, holding, program, repository};

type Tree = BTreeMap<String, Vec<u8>>;
type Rewrite = fn(&str) -> Vec<u8>;

/// The twins' files, by path, rewritten and built.
fn rebuilt(rewrite: impl Fn(&str, &str) -> Vec<u8>) -> Tree {
    let site = Scratch::new();
    for (path, bytes) in files(&repository().join("tests/faults/twins/zh")) {
        let text = String::from_utf8(bytes).expect("the fixture is UTF-8");
        site.write(&path, rewrite(&path, &text));
    }
    site.built(&[])
}

fn without_manifest(mut tree: Tree) -> Tree {
    tree.remove("MANIFEST.json").expect("a build has a manifest");
    tree
}

#[test]
fn a_site_is_the_same_whichever_language_its_keys_are_in() {
    for edition in ["public", "internal"] {
        let [zh, en] = ["zh", "en"].map(|twin| {
            Scratch::copy_of(&format!("tests/faults/twins/{twin}")).built(&["--edition", edition])
        });
        assert_same(&zh, &en, edition);
    }
}

#[test]
fn a_site_is_the_same_in_every_encoding_and_with_every_line_break() {
    let plain = rebuilt(|_, text| text.into());
    // What is given out is given out as it is.
    let is_read = |path: &str| !path.ends_with(".txt");
    let ways: [(&str, Rewrite); 5] = [
        ("GB18030", |text| encoding_rs::GB18030.encode(text).0.into_owned()),
        ("UTF-8 with a mark", |text| format!("\u{FEFF}{text}").into()),
        ("CR LF", |text| text.replace('\n', "\r\n").into()),
        ("CR LF with a mark", |text| format!("\u{FEFF}{}", text.replace('\n', "\r\n")).into()),
        ("UTF-16", |text| {
            [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
        }),
    ];
    for (name, rewrite) in ways {
        let tree = rebuilt(|path, text| if is_read(path) { rewrite(text) } else { text.into() });
        assert_same(&plain, &tree, name);
    }
}

#[test]
fn an_encoding_is_mended_by_check_fix_and_changes_nothing_on_the_pages() {
    let text = "---\n标题: 用记事本写的\n公开属性: 主动公开\n---\n正文。\n";
    let site = Scratch::site(&[("site.toml", "title = \"甲\"\nas_of = 2023-06-01\n")]);
    site.write("content/pages/a.md", encoding_rs::GB18030.encode(text).0);
    let before = site.built(&[]);
    assert_eq!(site.faults().iter().filter(|fault| fault.code == "LS0104").count(), 1);
    assert_eq!(site.run(&["check", "--fix"]).code, 0);
    assert_eq!(fs::read_to_string(site.path("content/pages/a.md")).expect("text"), text);
    assert_eq!(site.faults().iter().filter(|fault| fault.code == "LS0104").count(), 0);
    assert_same(&before, &site.built(&[]), "mended");
}

/// The shipped site's own files.
fn shipped() -> Vec<String> {
    let mut paths: Vec<String> = ["content", "themes", "calendar"]
        .into_iter()
        .flat_map(|folder| {
            let found = files(&repository().join(folder));
            found.into_keys().map(move |path| format!("{folder}/{path}"))
        })
        .collect();
    paths.push("site.toml".to_owned());
    paths
}

/// A copy of the shipped site, its files made in the order given.
fn copied(paths: &[String]) -> Scratch {
    let site = Scratch::new();
    for path in paths {
        site.write(path, fs::read(repository().join(path)).expect("a file of the repository"));
    }
    site
}

#[test]
fn the_shipped_site_is_the_same_on_every_machine() {
    let out = Scratch::new();
    let build = |name: &str, site: &Path, from: &Path, variables: &[(&str, &str)]| {
        let mut command = program();
        command.current_dir(from).arg("--site").arg(site);
        command.arg("build").arg("--out").arg(out.path(name));
        command.envs(variables.iter().copied());
        let run = Run::of(command);
        assert_eq!(run.code, 0, "{name}: {}", run.err);
        files(&out.path(name))
    };
    let mut paths = shipped();
    let here = copied(&paths);
    paths.reverse();
    let reversed = copied(&paths);
    let plain = build("plain", Path::new("."), &here.0, &[]);
    for (name, variables) in [
        ("one thread", [("RAYON_NUM_THREADS", "1"), ("TZ", "America/New_York")]),
        ("four threads", [("RAYON_NUM_THREADS", "4"), ("TZ", "Pacific/Kiritimati")]),
        ("C", [("LC_ALL", "C"), ("LANG", "C")]),
        ("zh_CN", [("LC_ALL", "zh_CN.UTF-8"), ("LANG", "zh_CN.UTF-8")]),
        ("another home", [("HOME", "/nowhere"), ("USER", "nobody")]),
    ] {
        assert_same(&plain, &build(name, Path::new("."), &here.0, &variables), name);
    }
    let tree = build("reversed", &reversed.0, Path::new("/"), &[]);
    assert_same(&plain, &tree, "files made in another order, built from another folder");
    assert_same(&plain, &build("reversed", &reversed.0, &out.0, &[]), "built over itself");
    assert_eq!(holding(&plain, &here.0.to_string_lossy()), [""; 0], "a page knows where it was");
}

/// Additions no reader of the public edition may notice, each complete in itself.
const UNSEEN: &[&[(&str, &str)]] = &[
    &[
        (
            "content/bulletins/ju/2023/2023-04.md",
            "---\n期号: 草稿标记\n通报范围: 系统内\n---\n内部标记\n",
        ),
        ("content/bulletins/ju/2023/2023-05.md", "---\n草稿: 是\n---\n草稿标记\n"),
        ("content/bulletins/ju/2023/2023-W20.md", "---\n期号: 将来标记\n---\n将来标记\n"),
    ],
    &[(
        "content/news/draft.md",
        "---\n标题: 草稿标记\n草稿: 是\n发布日期: 2023-03-01\n旧网址: [/old/draft.html]\n---\n[见](qidong.md)\n",
    )],
    &[(
        "content/news/future.md",
        "---\n标题: 将来标记\n发布日期: 2023-06-16\n类别: 别的类别\n---\n",
    )],
    &[
        (
            "content/news/inner/index.md",
            "---\n标题: 内部标记\n公开属性: 系统内\n发布日期: 2023-03-02\n附件: [秘.txt]\n---\n",
        ),
        ("content/news/inner/秘.txt", "内部标记"),
    ],
    // Another office of a name in use: a reference must not become ambiguous by it.
    &[(
        "content/offices/nei/shenpi.md",
        "---\n标题: 审批股\n公开属性: 系统内\n上级: 局\n---\n内部标记",
    )],
    &[("content/offices/caogao.md", "---\n标题: 股长\n草稿: 是\n曾用名: [{名称: 局长}]\n---\n")],
    &[(
        "content/posts/guzhang.md",
        "---\n标题: 股长\n单位: shenpi\n公开属性: 系统内\n任职: [{姓名: 内部标记}]\n---\n",
    )],
    &[(
        "content/groups/nei.md",
        "---\n标题: 内部标记\n公开属性: 系统内\n成员: [{职务: 局长}]\n牵头单位: 局\n---\n",
    )],
    &[
        (
            "content/visits/nei/index.md",
            "---\n标题: 内部标记\n公开属性: 系统内\n周期: 2023-Q1\n方案: 2023年方案\n---\n",
        ),
        ("content/visits/nei/visits.csv", "岗位,对象,走访\n局长,内部标记,987654\n"),
        ("content/visits/nei/issues.csv", "类别,收集\n内部标记,987654\n"),
    ],
    &[
        (
            "content/visits/jiang/index.md",
            "---\n标题: 将来标记\n周期: 2023-Q2\n方案: 2023年方案\n---\n",
        ),
        ("content/visits/jiang/visits.csv", "岗位,对象,走访\n局长,将来标记,987654\n"),
    ],
    &[
        (
            "content/publicity/jiang/index.md",
            "---\n标题: 将来标记\n周期: 2023-06\n方案: 2023年方案\n---\n",
        ),
        ("content/publicity/jiang/cases.csv", "编号,作出日期\n将来标记,2023-06-01\n"),
    ],
    &[
        ("content/policies/jiang.md", "---\n标题: 将来标记\n发布日期: 2023-06-16\n动作: 立\n---\n"),
        (
            "content/policies/cao.md",
            "---\n标题: 草稿标记\n草稿: 是\n发布日期: 2023-01-01\n动作: 废\n---\n",
        ),
    ],
    &[
        (
            "content/indicators/nei/index.md",
            "---\n标题: 内部标记\n上级: 办理许可\n公开属性: 系统内\n牵头单位: shenpi\n监测项: [{代号: d, 名称: 数}]\n---\n",
        ),
        ("content/indicators/nei/values.csv", "日期,d\n2023-03,987654\n"),
    ],
    &[
        (
            "content/plans/ju/nei.md",
            "---\n标题: 内部标记方案\n公开属性: 系统内\n发文机关: 局\n发布日期: 2023-02-01\n年度: 2023\n周报: 周一 09:00\n---\n",
        ),
        (
            "content/tasks/nei/01.md",
            "---\n标题: 内部标记任务\n方案: 内部标记方案\n指标: 办理许可\n责任单位: shenpi\n完成时限: 2023-06-01\n---\n",
        ),
    ],
    &[
        (
            "content/plans/ju/2024.md",
            "---\n标题: 将来标记方案\n发文机关: 局\n发布日期: 2023-07-01\n---\n",
        ),
        (
            "content/tasks/ju24/01.md",
            "---\n标题: 将来标记任务\n方案: 将来标记方案\n指标: 办理许可\n责任单位: shenpi\n完成时限: 2023-06-01\n---\n",
        ),
    ],
    &[(
        "content/tasks/ju/04.md",
        "---\n标题: 草稿标记任务\n方案: 2023年方案\n草稿: 是\n责任单位: shenpi\n指标: 办理许可\n完成时限: 2023-06-01\n---\n",
    )],
    &[
        (
            "content/tasks/ju/05/index.md",
            "---\n标题: 内部标记任务\n方案: 2023年方案\n公开属性: 系统内\n责任单位: 监管股\n完成时限: 2023-06-01\n---\n",
        ),
        ("content/tasks/ju/05/2023-05-01-完成.md", "---\n事项: 完成\n---\n内部标记\n"),
    ],
    &[("content/tasks/ju/01/2023-06-16-完成.md", "---\n事项: 完成\n---\n将来标记\n")],
    &[(
        "content/tasks/ju/01/2023-06-10-调整.md",
        "---\n事项: 调整\n完成时限: 2023-07-31\n理由: 将来标记\n批准: 局长\n报送时间: 2023-06-16 08:00\n---\n",
    )],
    &[(
        "content/tasks/ju/01/2023-06-11.md",
        "---\n事项: 进展\n草稿: 是\n完成比例: 99\n---\n草稿标记\n",
    )],
    &[(
        "content/returns/ju/nei.md",
        "---\n标题: 内部标记\n公开属性: 系统内\n单位: 监管股\n方案: 2023年方案\n周期: 2023-W20\n报送时间: 2023-05-19 10:00\n任务: [{任务: 压缩时间, 进展: 内部标记, 完成比例: 88}]\n---\n",
    )],
    &[(
        "content/returns/ju/jiang.md",
        "---\n标题: 将来标记\n单位: 监管股\n方案: 2023年方案\n周期: 2023-W21\n报送时间: 2023-06-16 10:00\n任务: [{任务: 第三项, 进展: 将来标记, 日期: 2023-06-01, 事项: 完成}]\n---\n",
    )],
    // Of an office that has an overseer, and audited by nobody.
    &[(
        "content/returns/ju/weishen.md",
        "---\n标题: 内部标记\n单位: shenpi\n方案: 2023年方案\n周期: 2023-W22\n报送时间: 2023-06-02 10:00\n任务: [{任务: 第三项, 进展: 内部标记, 事项: 完成}]\n---\n",
    )],
    &[(
        "content/pages/nei.md",
        "---\n标题: 内部标记\n公开属性: 系统内\n旧网址: [/old/nei/]\n---\n",
    )],
    // Lists of duties, highlights and evaluations: internal, of tomorrow, drafts.
    &[
        (
            "content/duties/nei/index.md",
            "---\n标题: 内部标记清单\n方案: 2023年方案\n公开属性: 系统内\n单位: 监管股\n措施: [内部标记]\n---\n",
        ),
        ("content/duties/nei/2023-05-31.md", "---\n完成措施: [1]\n---\n内部标记\n"),
        (
            "content/highlights/nei.md",
            "---\n标题: 内部标记亮点\n公开属性: 系统内\n日期: 2023-05-26\n单位: 监管股\n指标: 办理许可\n---\n",
        ),
        (
            "content/evaluations/nei/index.md",
            "---\n标题: 内部标记评定\n方案: 2023年方案\n公开属性: 系统内\n周期: 2023-05\n指标项: [{代号: x, 名称: 日常, 权重: 100}]\n---\n",
        ),
        ("content/evaluations/nei/scores.csv", "单位,x\n监管股,98.7654\n"),
    ],
    &[
        (
            "content/duties/jiang.md",
            "---\n标题: 将来标记清单\n方案: 2023年方案\n单位: 监管股\n上报日期: 2023-06-16\n措施: [将来标记]\n---\n",
        ),
        (
            "content/highlights/jiang.md",
            "---\n标题: 将来标记亮点\n日期: 2023-06-16\n单位: 监管股\n---\n",
        ),
        (
            "content/evaluations/jiang/index.md",
            "---\n标题: 将来标记评定\n方案: 2023年方案\n周期: 2023-Q2\n指标项: [{代号: x, 名称: 日常, 权重: 100}]\n---\n",
        ),
        ("content/evaluations/jiang/scores.csv", "单位,x\n监管股,98.7654\n"),
    ],
    &[
        (
            "content/duties/gao.md",
            "---\n标题: 草稿标记清单\n方案: 2023年方案\n草稿: 是\n单位: 监管股\n措施: [草稿标记]\n---\n",
        ),
        (
            "content/highlights/gao.md",
            "---\n标题: 草稿标记亮点\n草稿: 是\n日期: 2023-05-26\n单位: 监管股\n---\n",
        ),
    ],
    &[
        (
            "content/problems/nei/1/index.md",
            "---\n标题: 内部标记\n方案: 2023年方案\n公开属性: 系统内\n发现日期: 2023-05-02\n问题来源: 内部标记\n专线: 工作专班\n指标: 办理许可\n责任单位: shenpi\n责任人: 股长\n整改时限: 2023-06-01\n---\n",
        ),
        ("content/problems/nei/1/2023-05-08-申请销号.md", "---\n事项: 申请销号\n---\n内部标记\n"),
        (
            "content/inspections/nei.md",
            "---\n标题: 内部标记\n公开属性: 系统内\n日期: 2023-05-02\n形式: 内部标记\n方面: [内部标记]\n问题: [nei/1]\n---\n",
        ),
    ],
    &[
        (
            "content/problems/jiang.md",
            "---\n标题: 将来标记\n方案: 2023年方案\n发现日期: 2023-06-16\n问题来源: 将来标记\n专线: 工作专班\n责任单位: 监管股\n整改时限: 2023-06-30\n---\n",
        ),
        (
            "content/inspections/jiang.md",
            "---\n标题: 将来标记\n日期: 2023-06-16\n形式: 将来标记\n问题: [jiang, ju/01]\n---\n",
        ),
    ],
    &[
        ("content/problems/ju/01/2023-06-16-申请销号.md", "---\n事项: 申请销号\n---\n将来标记\n"),
        (
            "content/problems/ju/01/2023-06-10-调整.md",
            "---\n事项: 调整\n整改时限: 2023-07-31\n理由: 将来标记\n批准: 局长\n报送时间: 2023-06-16 08:00\n---\n",
        ),
        ("content/problems/ju/01/2023-06-11.md", "---\n草稿: 是\n完成比例: 99\n---\n草稿标记\n"),
    ],
];

fn with(chosen: impl Fn(usize) -> bool) -> Tree {
    let site = Scratch::copy_of("tests/faults/twins/zh");
    for (i, files) in UNSEEN.iter().enumerate() {
        for (path, text) in files.iter().filter(|_| chosen(i)) {
            site.write(path, text);
        }
    }
    site.built(&[])
}

#[test]
fn nothing_unseen_leaves_a_word_in_the_public_edition() {
    let tree = with(|_| true);
    for mark in ["标记", "987654", "98.7654", "秘.txt", "old/draft.html", "old/nei"] {
        assert_eq!(holding(&tree, mark), [""; 0], "{mark}");
    }
}

#[test]
fn each_unseen_record_alone_changes_no_public_file() {
    let bare = without_manifest(with(|_| false));
    for (i, files) in UNSEEN.iter().enumerate() {
        let tree = without_manifest(with(|j| i == j));
        assert_same(&bare, &tree, files[0].0);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_choice_of_unseen_records_changes_a_public_file(chosen in 1u64..(1 << UNSEEN.len())) {
        let bare = without_manifest(with(|_| false));
        let tree = without_manifest(with(|i| chosen >> i & 1 == 1));
        assert_same(&bare, &tree, "records nobody may see yet");
    }
}

/// The day in a front matter's line, if it states one.
fn stated<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    let value = text.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(": "))?;
    value.get(..10)
}

#[test]
fn on_an_early_day_the_shipped_site_is_as_if_nothing_later_had_been_written() {
    let day = "2023-05-11";
    let paths = shipped();
    let whole = copied(&paths);
    let read = |path: &str| fs::read_to_string(repository().join(path)).unwrap_or_default();
    let later = |path: &&String| {
        let text = read(path);
        let internal = text.contains("\n公开属性: 系统内\n") || text.contains("\n草稿: 是\n");
        let name = path.rsplit('/').next().unwrap_or(path);
        let has_entries = ["content/tasks/", "content/problems/"];
        let is_entry = has_entries.iter().any(|folder| path.starts_with(folder))
            && name.get(..4).is_some_and(|year| year.parse::<u32>().is_ok())
            && name.get(4..5) == Some("-");
        let dated = match path.split('/').nth(1) {
            _ if is_entry => name.get(..10).max(stated(&text, "报送时间")),
            Some("returns") => stated(&text, "报送时间"),
            Some("news") => stated(&text, "发布日期"),
            Some("problems") => stated(&text, "发现日期"),
            Some("inspections") => stated(&text, "日期"),
            _ => None,
        };
        path.ends_with(".md") && (internal || dated.is_some_and(|on| on > day))
    };
    let kept: Vec<String> = paths.iter().filter(|path| !later(path)).cloned().collect();
    assert!(kept.len() + 20 < paths.len(), "the shipped site goes on after {day}");
    let (whole, early) = (whole.built(&["--as-of", day]), copied(&kept).built(&["--as-of", day]));
    assert_same(&without_manifest(whole), &without_manifest(early), day);
}
