//! A small site with something of everything, and what people do to one between two builds.

mod kinds;
pub mod seals;

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use super::scratch::{self, Scratch, files};

/// What is added to the twins' site: a second plan, things nobody may see, a theme of its own.
const MORE: &[(&str, &str)] = &[
    ("themes/mine/note.txt", "甲\n"),
    (
        "content/plans/shi/2023.md",
        "---\n标题: 市里的方案\n发文机关: 局\n发布日期: 2023-02-01\n---\n",
    ),
    (
        "content/tasks/shi/01/index.md",
        "---\n标题: 公开目录\n方案: 市里的方案\n责任单位: 监管股\n完成时限: 2023-06-30\n附件: [{文件: 表.txt, 名称: 表}]\n---\n正文。\n",
    ),
    ("content/tasks/shi/01/表.txt", "0000\n"),
    ("content/tasks/shi/01/2023-05-10.md", "---\n事项: 进展\n完成比例: 30\n---\n已经开始。\n"),
    (
        "content/tasks/shi/02.md",
        "---\n标题: 整理档案\n方案: 市里的方案\n责任单位: 审批股\n完成时限: 2023-06-18\n---\n正文。\n",
    ),
    (
        "content/tasks/shi/03.md",
        "---\n标题: 更新指南\n方案: 市里的方案\n责任单位: 监管股\n完成时限: 2023-06-10\n---\n正文。\n",
    ),
    (
        "content/tasks/shi/04.md",
        "---\n标题: 内部事项\n方案: 市里的方案\n责任单位: 监管股\n公开属性: 系统内\n完成时限: 2023-06-20\n---\n正文。\n",
    ),
    (
        "content/tasks/shi/05.md",
        "---\n标题: 未定事项\n方案: 市里的方案\n责任单位: 监管股\n草稿: 是\n完成时限: 2023-06-20\n---\n正文。\n",
    ),
    (
        "content/news/jieguo/index.md",
        "---\n标题: 结果\n发布日期: 2023-05-05\n单位: 局\n附件: [表.txt]\n---\n正文。\n",
    ),
    ("content/news/jieguo/表.txt", "1111\n"),
    (
        "content/news/neibu.md",
        "---\n标题: 内部通知\n发布日期: 2023-05-06\n公开属性: 系统内\n---\n正文。\n",
    ),
    (
        "content/problems/shi/01/index.md",
        "---\n标题: 指引不清\n方案: 市里的方案\n发现日期: 2023-05-04\n问题来源: 热线\n责任单位: 监管股\n整改时限: 2023-06-18\n---\n正文。\n",
    ),
    ("content/problems/shi/01/2023-05-20.md", "---\n完成比例: 30\n---\n已经开始。\n"),
    (
        "content/inspections/shi.md",
        "---\n标题: 督导\n日期: 2023-05-04\n形式: 实地督导\n问题: [shi/01]\n---\n正文。\n",
    ),
    ("content/pages/contact.md", "---\n标题: 联系\n旧网址: [/lianxi.html]\n---\n正文。\n"),
    (
        "content/duties/jianguan/index.md",
        "---\n标题: 监管股清单\n方案: 市里的方案\n单位: 监管股\n措施: [一, 二, 三]\n---\n正文。\n",
    ),
    (
        "content/evaluations/wuyue/index.md",
        "---\n标题: 五月评定\n方案: 市里的方案\n周期: 2023-05\n指标项: [{代号: done, 名称: 完成, 权重: 40, 取数: 任务完成率}, {代号: x, 名称: 日常, 权重: 60}]\n等次: [{名称: 好, 不低于: 55}, {名称: 差}]\n---\n正文。\n",
    ),
    ("content/evaluations/wuyue/scores.csv", "单位,x\n监管股,59\n审批股,40\n"),
    (
        "content/highlights/jianguan.md",
        "---\n标题: 监管股亮点\n日期: 2023-05-26\n单位: 监管股\n---\n正文。\n",
    ),
];

/// A site with something of everything, two months of it issued.
pub fn site() -> Scratch {
    let site = unsealed_site();
    seals::as_issued(&site);
    site
}

/// The same before anything was issued.
fn unsealed_site() -> Scratch {
    let site = Scratch::copy_of("tests/faults/twins/zh");
    let records = kinds::RECORDS.iter().copied().flatten();
    for (path, text) in MORE.iter().chain(seals::BULLETINS).chain(records) {
        site.write(path, text);
    }
    change(&site, "site.toml", |text| text.replacen("as_of", "theme = \"mine\"\nas_of", 1));
    site
}

/// What is the author's in a site's folder.
pub fn inputs(site: &Scratch) -> BTreeMap<String, Vec<u8>> {
    let mut all = files(&site.0);
    all.retain(|path, _| !path.starts_with("public/") && !path.starts_with(".liangshai/"));
    all
}

/// Puts back the inputs as they were.
pub fn undo(site: &Scratch, before: &BTreeMap<String, Vec<u8>>) {
    let now = inputs(site);
    for path in now.keys().filter(|path| !before.contains_key(*path)) {
        site.remove(path);
    }
    for (path, bytes) in before.iter().filter(|(path, bytes)| now.get(*path) != Some(bytes)) {
        site.write(path, bytes);
    }
}

/// Something done to a site's folder, its number choosing where or what.
pub type Edit = (&'static str, fn(&Scratch, usize));

/// The records that edits are made to.
const RECORDS: [&str; 12] = [
    "content/tasks/shi/02.md",
    "content/news/qidong.md",
    "content/offices/jianguan.md",
    "content/tasks/shi/01/2023-05-10.md",
    "content/plans/ju/2023.md",
    "content/index.md",
    "content/tasks/ju/01/index.md",
    "content/indicators/xuke/index.md",
    "content/posts/局长.md",
    "content/groups/zhuanban.md",
    "content/pages/contact.md",
    "content/tasks/index.md",
];

/// All that is done; first what leaves most of the site to be seen.
pub static EDITS: LazyLock<Vec<Edit>> =
    LazyLock::new(|| [seals::EDITS, kinds::COMING_AND_GOING, kinds::CHANGES, OTHERS].concat());

/// Which of them are done before a build where each takes long: one, or some that have nothing to
/// do with one another.
#[allow(dead_code, reason = "each test program uses a part of it")]
pub fn between_builds() -> Vec<Range<usize>> {
    let from = seals::EDITS.len() + kinds::COMING_AND_GOING.len();
    let to = from + kinds::CHANGES.len();
    let single = |edits: Range<usize>| edits.map(|edit| edit..edit + 1);
    single(0..from).chain(std::iter::once(from..to)).chain(single(to..EDITS.len())).collect()
}

const OTHERS: &[Edit] = &[
    ("nothing is done", |_, _| {}),
    ("a body changes", |site, n| {
        change(site, pick(&RECORDS, n), |text| format!("{text}\n第{n}句。\n"));
    }),
    ("a task's words come to lead to a piece of news, and no more", |site, n| {
        let words = pick(&["\n见[动态](../../news/qidong.md)。\n", "\n见动态。\n"], n);
        change(site, "content/tasks/shi/02.md", |text| format!("{text}{words}"));
    }),
    ("a title changes", |site, n| {
        change(site, pick(&RECORDS, n), |text| line(text, "标题", &format!("标题: 第{n}题")));
    }),
    ("a deadline is moved by an entry", |site, n| {
        let day = 10 + n % 10;
        site.write(
            &format!(
                "content/tasks/{}-调整.md",
                pick(&["shi/01/2023-06-01", "ju/01/2023-06-11"], n)
            ),
            format!("---\n事项: 调整\n完成时限: 2023-07-{day}\n理由: 第{n}条\n批准: 局长\n---\n"),
        );
    }),
    ("an entry is added", |site, n| {
        let (day, event) = (2 + n % 8, pick(&["进展", "完成"], n));
        site.write(
            &format!("content/tasks/shi/01/2023-06-0{day}.md"),
            format!("---\n事项: {event}\n---\n第{n}次。\n"),
        );
    }),
    ("an entry is deleted", |site, n| {
        delete(site, "content/tasks", n, |name| name.starts_with("2023-"))
    }),
    ("a problem goes a step, perhaps an impossible one", |site, n| {
        let step = pick(
            &[
                "事项: 申请销号",
                "事项: 核验\n核验单位: 审批股\n结果: 通过",
                "事项: 销号\n批准: 局长",
                "事项: 调整\n整改时限: 2023-07-01\n理由: 无\n批准: 局长",
                "事项: 转交\n认领日期: 2023-06-01",
            ],
            n,
        );
        let day = 1 + n % 9;
        site.write(
            &format!("content/problems/shi/01/2023-06-0{day}.md"),
            format!("---\n{step}\n---\n第{n}步。\n"),
        );
    }),
    ("a problem's step is deleted", |site, n| {
        delete(site, "content/problems", n, |name| name.starts_with("2023-"))
    }),
    ("a problem changes", |site, n| {
        change(site, "content/problems/shi/01/index.md", |text| {
            line(text, "责任单位", &format!("责任单位: {}", pick(&["监管股", "审批股"], n)))
        });
    }),
    ("a task is added", |site, n| {
        site.write(
            &format!("content/tasks/shi/1{}.md", n % 3),
            format!("---\n标题: 第{n}项\n方案: 市里的方案\n责任单位: 监管股\n完成时限: 2023-06-{}\n---\n", 10 + n % 10),
        );
    }),
    ("a task is deleted", |site, n| delete(site, "content/tasks/shi", n, |name| name.len() == 5)),
    ("a task's file is renamed", |site, n| {
        if let Some(file) = nth(&site.path("content/tasks/shi"), n, |name| name.len() == 5) {
            fs::rename(file, site.path(&format!("content/tasks/shi/2{}.md", n % 3)))
                .expect("a new name");
        }
    }),
    ("a file becomes a folder", |site, n| {
        if let Some(file) = nth(&site.path("content/tasks/shi"), n, |name| name.len() == 5) {
            let folder = file.with_extension("");
            fs::create_dir(&folder).expect("a folder");
            fs::rename(file, folder.join("index.md")).expect("a new name");
        }
    }),
    ("an attachment's bytes change, not its length", |site, n| {
        let file = pick(&["content/tasks/shi/01/表.txt", "content/news/jieguo/表.txt"], n);
        site.write(file, format!("{n:04}\n"));
    }),
    ("an attachment is no longer listed, or is again", |site, _| {
        change(site, "content/tasks/shi/01/index.md", |text| match text.contains("附件") {
            true => without(text, "附件"),
            false => text.replacen("---\n", "---\n附件: [{文件: 表.txt, 名称: 表格}]\n", 1),
        });
    }),
    ("an attachment takes another's place", |site, _| {
        let [a, b] = ["content/news/jieguo/表.txt", "content/tasks/shi/01/表.txt"]
            .map(|file| site.path(file));
        if let Ok(bytes) = fs::read(&a) {
            fs::rename(a, b).expect("a new name");
            site.write("content/news/jieguo/表.txt", bytes);
        }
    }),
    ("a record becomes a draft, or is none any more", |site, n| mark(site, n, "草稿: 是")),
    ("a record becomes internal, or is not any more", |site, n| mark(site, n, "公开属性: 系统内")),
    ("a record is withdrawn", |site, n| mark(site, n, "撤回: {日期: 2023-06-01, 原因: 有误}")),
    ("a word of the site's changes", |site, n| {
        let word = pick(&["state_done", "deadline", "as_of", "state_due_soon"], n);
        change(site, "site.toml", |text| {
            let text = text.split("\n[words]").next().unwrap_or(text);
            format!("{text}\n[words]\n{word} = \"第{n}词\"\n")
        });
    }),
    ("the site's title changes", |site, n| {
        change(site, "site.toml", |text| toml(text, "title", &format!("\"第{n}站\"")));
    }),
    ("the day changes", |site, n| {
        let day = pick(&["2023-06-15", "2023-06-12", "2023-05-21", "2023-07-15", "2022-12-01"], n);
        change(site, "site.toml", |text| toml(text, "as_of", day));
    }),
    ("the site's address changes or goes", |site, n| {
        let url = pick(&["\"https://www.example.gov.cn/b/\"", "\"\"", "\"https://a.example/\""], n);
        change(site, "site.toml", |text| toml(text, "base_url", url));
    }),
    ("copies are asked for, or no longer", |site, n| {
        let which = pick(&["\"gzip\"", "\"brotli\"", "\"gzip\", \"brotli\"", ""], n);
        change(site, "site.toml", |text| {
            let text: String =
                text.split_inclusive('\n').filter(|line| !line.contains("precompressed")).collect();
            let section = format!("[output]\nprecompressed = [{which}]\n");
            text.replacen("[output]\n", "", 1).replacen(
                "[defaults]\n",
                &(section + "[defaults]\n"),
                1,
            )
        });
    }),
    ("the site's language changes", |site, n| {
        let language = pick(&["\"en\"", "\"zh-CN\""], n);
        change(site, "site.toml", |text| toml(text, "language", language));
    }),
    ("a setting changes what the facts are", |site, n| {
        let days = n % 20;
        change(site, "site.toml", |text| {
            text.replacen("[defaults]\n", &format!("[defaults]\nwarning_days = {days}\n"), 1)
        });
    }),
    ("a setting of the identity's changes", |site, n| {
        let key = pick(&["organizer", "site_id_code", "site_name"], n);
        change(site, "site.toml", |text| {
            text.replacen(
                "\n[defaults]",
                &format!("\n[identity]\n{key} = \"第{n}局\"\n[defaults]"),
                1,
            )
        });
    }),
    ("a column's own words change", |site, n| {
        change(site, "content/tasks/index.md", |text| {
            line(text, "栏目关键词", &format!("栏目关键词: [第{n}词]"))
        });
    }),
    ("a section's only record is deleted", |site, n| {
        let folder = pick(&["content/groups", "content/posts", "content/returns"], n);
        delete(site, folder, 0, |_| true);
    }),
    ("a template is replaced", |site, n| {
        let (name, block) = pick(&[("task", "related"), ("article", "main"), ("home", "main")], n);
        site.write(
            &format!("themes/mine/{name}.html"),
            format!("{{% extends \"default/{name}.html\" %}}{{% block {block} %}}第{n}版{{% endblock {block} %}}\n"),
        );
    }),
    ("a frame's template is replaced", |site, n| {
        let name = pick(&["footer.html", "header.html", "head.html"], n);
        let text =
            format!("<!-- {n} {{{{ site.title }}}} {{{{ asset(name=\"note.txt\") }}}} -->\n");
        site.write(&format!("themes/mine/{name}"), text);
    }),
    ("a feed's template is replaced", |site, n| {
        let name = pick(&["feed.xml", "sitemap.xml"], n);
        site.write(&format!("themes/mine/{name}"), format!("<a>{n}</a>\n"));
    }),
    ("a template is broken", |site, n| {
        let text = pick(&["{% block", "{{ nothing.of.the.kind }}"], n);
        site.write("themes/mine/tombstone.html", text);
    }),
    ("the theme's words change", |site, n| {
        site.write("themes/mine/words/zh-CN.toml", format!("as_of = \"第{n}日\"\n"));
    }),
    ("an asset is added or changed", |site, n| {
        let name = pick(&["style.css", "note.txt", "a/b.txt", "icon.svg"], n);
        // The style sheet follows the other file; it is well to have both.
        let named = if name == "style.css" { "a { background: url(note.txt) }" } else { "" };
        site.write(&format!("themes/mine/{name}"), format!("{n:03}{named}\n"));
    }),
    ("a file of the theme is deleted", |site, n| {
        delete(site, "themes/mine", n, |name| name != "note.txt")
    }),
    ("an office's short name changes", |site, n| {
        change(site, "content/offices/jianguan.md", |text| {
            without(text, "简称").replacen("---\n", &format!("---\n简称: 第{n}股\n"), 1)
        });
    }),
    ("a value changes", |site, n| {
        change(site, "content/indicators/xuke/values.csv", |text| {
            format!("{text}2023-0{},{n},,,\n", 5 + n % 2)
        });
    }),
    ("a rank changes", |site, n| {
        change(site, "content/indicators/xuke/ranks.csv", |text| {
            text.replacen(",3,9,", &format!(",{},9,", 1 + n % 9), 1)
        });
    }),
    ("measures are reported done", |site, n| {
        site.write(
            &format!("content/duties/jianguan/2023-05-2{}.md", n % 5),
            format!("---\n完成措施: [{}]\n---\n", 1 + n % 3),
        );
    }),
    ("figures before and after come, or go", |site, n| {
        change(site, "content/highlights/jianguan.md", |text| match text.contains("前后对比") {
            true => without(text, "前后对比"),
            false => text.replacen(
                "单位",
                &format!("前后对比: [{{名称: 材料, 之前: {n}, 之后: 5}}]\n单位"),
                1,
            ),
        });
    }),
    ("a score by hand changes", |site, n| {
        let scores = format!("单位,x\n监管股,{}\n审批股,40\n", 20 + n % 40);
        site.write("content/evaluations/wuyue/scores.csv", scores);
    }),
    ("a return is added", |site, n| {
        site.write(
            "content/returns/ju/shenpi/2023-w20.md",
            format!("---\n标题: 第20周\n单位: 审批股\n方案: 2023年方案\n周期: 2023-W20\n报送时间: 2023-05-19 10:00\n审核: {{职务: 局长, 时间: 2023-05-19 11:00, 意见: 同意}}\n任务: [{{任务: 第三项, 进展: 第{n}次, 完成比例: {}}}]\n---\n", n % 100),
        );
    }),
    ("a return is deleted", |site, n| delete(site, "content/returns", n, |_| true)),
    ("an old address changes", |site, n| {
        let old = pick(&["/lianxi.html", "/lianxi.html/a.html", "/b/", "/lianxi"], n);
        change(site, "content/pages/contact.md", |text| {
            line(text, "旧网址", &format!("旧网址: [{old}]"))
        });
    }),
    ("a calendar is added or changed", |site, n| {
        site.write(
            "calendar.toml",
            format!("year = 2027\n[[notice]]\ntitle = \"通知\"\nsource = \"https://www.example.gov.cn/\"\n[[holiday]]\nname = \"元旦\"\noff = [\"2027-01-0{}\"]\n", 1 + n % 9),
        );
        change(site, "site.toml", |text| match text.contains("[calendar]") {
            true => text.to_owned(),
            false => text.replacen(
                "\n[defaults]",
                "\n[calendar]\nfiles = [\"calendar.toml\"]\n[defaults]",
                1,
            ),
        });
    }),
    ("a file is changed and its time set back", |site, n| {
        let path = site.path("content/news/jieguo/index.md");
        let Ok(time) = path.metadata().and_then(|metadata| metadata.modified()) else { return };
        change(site, "content/news/jieguo/index.md", |text| {
            text.replace("正文", pick(&["甲乙", "丙丁"], n))
        });
        let file = fs::File::options().write(true).open(path).expect("a file");
        file.set_modified(time).expect("a time");
    }),
    ("a file is saved as it was", |site, n| change(site, pick(&RECORDS, n), str::to_owned)),
    ("a built file is changed by hand", |site, n| {
        if let Some(file) = nth(&site.path("public"), n, |name| name != "MANIFEST.json") {
            let bytes = fs::read(&file).expect("a file");
            fs::write(file, [&bytes[..], b"x"].concat()).expect("a file");
        }
    }),
    ("a built file is cut short by hand", |site, n| {
        if let Some(file) = nth(&site.path("public"), n, |name| name != "MANIFEST.json") {
            fs::write(file, "").expect("a file");
        }
    }),
    ("a built file is deleted by hand", |site, n| {
        delete(site, "public", n, |name| name != "MANIFEST.json")
    }),
    ("the manifest is changed by hand", |site, n| {
        change(site, "public/MANIFEST.json", |text| format!("{text}{}", "\n".repeat(n % 3 + 1)));
    }),
    ("a folder of built files is deleted by hand", |site, n| {
        let _ =
            fs::remove_dir_all(site.path(pick(&["public/tasks", "public/assets", "public"], n)));
    }),
    ("the cache is deleted", |site, n| match n % 2 {
        0 => drop(fs::remove_dir_all(site.path(".liangshai"))),
        _ => delete(site, ".liangshai", 0, |name| name.starts_with("build-")),
    }),
    ("the cache is damaged", damage),
];

/// Damages a site's cache in one of many ways.
pub fn damage(site: &Scratch, n: usize) {
    let Some(file) = nth(&site.path(".liangshai"), 0, |name| name.starts_with("build-")) else {
        return;
    };
    let mut bytes = fs::read(&file).expect("a file");
    // The place goes through the file as `n` does through what is done there.
    let at = bytes.len().saturating_sub(1) * (n % 10) / 10;
    match n % 3 {
        0 => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 0x55),
        1 => bytes.truncate(at),
        _ => bytes.iter_mut().skip(at).take(40).for_each(|byte| *byte = 0xFF),
    }
    fs::write(file, bytes).expect("a file");
}

fn pick<T: Copy>(from: &[T], n: usize) -> T {
    from[n % from.len()]
}

/// Rewrites a file, if it is there.
pub fn change(site: &Scratch, path: &str, change: impl Fn(&str) -> String) {
    if let Ok(text) = fs::read_to_string(site.path(path)) {
        site.write(path, change(&text));
    }
}

/// Some file below a folder whose name is of a kind.
fn nth(folder: &Path, n: usize, of_kind: fn(&str) -> bool) -> Option<PathBuf> {
    let fits = |path: &String| of_kind(path.rsplit('/').next().unwrap_or(path));
    let found: Vec<String> = files(folder).into_keys().filter(fits).collect();
    (!found.is_empty()).then(|| folder.join(pick(&found.iter().collect::<Vec<_>>(), n)))
}

fn delete(site: &Scratch, folder: &str, n: usize, of_kind: fn(&str) -> bool) {
    if let Some(file) = nth(&site.path(folder), n, of_kind) {
        fs::remove_file(file).expect("it was there");
    }
}

/// Adds a line to a record's fields, or takes that of its key away.
fn mark(site: &Scratch, n: usize, added: &str) {
    let path = pick(
        &[
            "content/news/qidong.md",
            "content/tasks/shi/02.md",
            "content/pages/contact.md",
            "content/tasks/shi/01/index.md",
            "content/news/jieguo/index.md",
            "content/tasks/shi/01/2023-05-10.md",
            "content/plans/shi/2023.md",
        ],
        n,
    );
    let key = added.split(':').next().unwrap_or(added);
    change(site, path, |text| match text.contains(&format!("\n{key}:")) {
        true => without(text, key),
        false => text.replacen("---\n", &format!("---\n{added}\n"), 1),
    });
}

/// A record's text with another line for a field it has.
fn line(text: &str, key: &str, new: &str) -> String {
    let is_it = |line: &str| line.starts_with(&format!("{key}:"));
    text.lines().map(|line| format!("{}\n", if is_it(line) { new } else { line })).collect()
}

pub fn without(text: &str, key: &str) -> String {
    let is_it = |line: &&str| line.starts_with(&format!("{key}:"));
    text.lines().filter(|line| !is_it(line)).map(|line| format!("{line}\n")).collect()
}

/// The settings with another value for one they have.
fn toml(text: &str, key: &str, value: &str) -> String {
    let is_it = |line: &str| line.starts_with(&format!("{key} ="));
    let line = |line| if is_it(line) { format!("{key} = {value}\n") } else { format!("{line}\n") };
    text.lines().map(line).collect()
}
