//! Private numbers: each is found wherever it stands, and no output repeats one.

#[path = "faults/scratch.rs"]
mod scratch;

use std::fs;

use scratch::{Fault, Scratch, repository};

const SETTINGS: &str = "title = \"专栏\"\nbase_url = \"https://www.example.gov.cn/zl/\"\n\
    [defaults]\ndisclosure = \"主动公开\"\n";

const PDF: &str = "%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n\
    <</Type/Pages/Count 1/Kids[3 0 R]>>\nendobj\n3 0 obj\n<</Type/Page/Parent 2 0 R\
    /MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>\nendobj\n4 0 obj\n\
    <</Length 36>>\nstream\nBT /F 12 Tf (Tel 13800138006) Tj ET \nendstream\nendobj\n5 0 obj\n\
    <</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>\nendobj\n\
    trailer\n<</Root 1 0 R>>\n%%EOF\n";

/// What is planted, each in a place of its own.
const PLANTED: [&str; 9] = [
    "13800138001",
    "13800138002",
    "13800138003",
    "13800138004",
    "13800138005",
    "13800138006",
    "110101199003070011",
    "110101199003070038",
    // In tests/attachments/letter.docx.
    "13900139000",
];

fn fixture(name: &str) -> Vec<u8> {
    fs::read(repository().join("tests/attachments").join(name)).expect("a file")
}

fn record(front: &str, body: &str) -> String {
    format!("---\n标题: 公示\n发布日期: 2023-03-03\n{front}---\n{body}\n")
}

/// A site with a number in a body, front matter, a picture's words, names and files.
fn site() -> Scratch {
    let site = Scratch::site(&[("site.toml", SETTINGS)]);
    site.write(
        "content/news/a/index.md",
        record(
            "摘要: 咨询张三，手机13800138001\n附件:\n  - 名单.csv\n  - 张三13800138004.txt\n  - a.pdf\n  - 来信.docx\n  - 名单.xlsx\n",
            "联系人手机：**13800138002**。\n\n![张三手机13800138003](图.svg)\n\n[拨打](tel:13800138005)",
        ),
    );
    site.write("content/news/a/名单.csv", "公示名单,\n姓名,身份证号\n张三,110101199003070011\n");
    site.write("content/news/a/张三13800138004.txt", "一句话。\n");
    site.write("content/news/a/图.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    site.write("content/news/a/a.pdf", PDF);
    site.write("content/news/a/来信.docx", fixture("letter.docx"));
    site.write("content/news/a/名单.xlsx", fixture("hidden.xlsx"));
    site
}

fn private(faults: &[Fault]) -> Vec<String> {
    let told = |fault: &Fault| format!("{} {}:{}", fault.code, fault.path, fault.line);
    let is_private = |fault: &&Fault| ("LS0801".."LS0812").contains(&fault.code.as_str());
    faults.iter().filter(is_private).map(told).collect()
}

fn tells_none(output: &str) {
    for number in PLANTED {
        assert!(!output.contains(number), "{number} is in\n{output}");
    }
}

#[test]
fn a_number_is_found_once_wherever_it_stands() {
    let site = site();
    let path = "content/news/a/张三138****8004.txt";
    assert_eq!(
        private(&site.faults()),
        [
            "LS0811 content/news/a/a.pdf:1".to_owned(),
            "LS0802 content/news/a/index.md:4".to_owned(),
            "LS0802 content/news/a/index.md:12".to_owned(),
            "LS0802 content/news/a/index.md:14".to_owned(),
            "LS0802 content/news/a/index.md:16".to_owned(),
            "LS0807 content/news/a/名单.csv:3".to_owned(),
            "LS0811 content/news/a/名单.xlsx:1".to_owned(),
            "LS0811 content/news/a/名单.xlsx:1".to_owned(),
            format!("LS0802 {path}:1"),
            "LS0811 content/news/a/来信.docx:1".to_owned(),
        ]
    );
}

#[test]
fn no_format_of_a_report_repeats_a_number() {
    let site = site();
    for format in ["human", "json", "sarif", "github", "gitlab"] {
        for lang in ["zh", "en"] {
            let run = site.run(&["check", "--format", format, "--lang", lang]);
            assert_eq!(run.code, 1, "{}", run.err);
            tells_none(&run.out);
            tells_none(&run.err);
        }
    }
    let run = site.run(&["check", "--fix", "--dry-run"]);
    tells_none(&run.out);
    tells_none(&run.err);
    assert!(run.err.contains("+张三,11*************011"), "{}", run.err);
    let run = site.run(&["build", "-v"]);
    tells_none(&run.out);
    tells_none(&run.err);
}

#[test]
fn a_fault_of_any_sort_is_drawn_without_the_number_beside_it() {
    let site = site();
    site.write("content/news/b.md", record("发布时间x: 13800138001\n电话13800138002: 1\n", ""));
    for args in [&["check"][..], &["check", "--format", "json"], &["build"]] {
        let run = site.run(args);
        assert_eq!(run.code, 1);
        tells_none(&run.out);
        tells_none(&run.err);
    }
}

#[test]
fn fixed_masks_read_as_masks_and_are_found_no_more() {
    let site = site();
    site.write(
        "content/news/c.md",
        record(
            "作者: 110101199003070011\n来源: 6222020000111122222\n",
            "电话13800138001，13800138002，`13800138003`。\n\n| 姓名 | 电话 |\n|---|---|\n| 张三 | 13800138004 |",
        ),
    );
    site.run(&["check", "--fix"]);
    let left = private(&site.faults());
    assert!(
        left.iter().all(|fault| !fault.contains(".md") && !fault.contains(".csv:")),
        "{left:?}"
    );
    let text = fs::read_to_string(site.path("content/news/c.md")).expect("it is there");
    assert!(text.contains("138\\*\\*\\*\\*8001") && text.contains("`138****8003`"), "{text}");
    assert!(text.contains("来源: \"***************2222\""), "{text}");
    let pages = site.built(&[]);
    let page = String::from_utf8_lossy(&pages["news/c/index.html"]).into_owned();
    assert!(page.contains("138****8001，138****8002"), "{page}");
    assert!(page.contains("138****8004"), "{page}");
}

#[test]
fn masks_typed_as_the_manual_writes_them_stand_on_the_page() {
    let site = site();
    site.write("content/news/c.md", record("", "手机138****5678或139****1234，共**3**项。"));
    assert!(private(&site.faults()).iter().all(|fault| !fault.contains("news/c.md")));
    let pages = site.built(&[]);
    let page = String::from_utf8_lossy(&pages["news/c/index.html"]).into_owned();
    assert!(page.contains("手机138****5678或139****1234，共<strong>3</strong>项"), "{page}");
}

#[test]
fn what_only_a_page_holds_is_told_once_with_how_many_more() {
    let site = Scratch::site(&[("site.toml", SETTINGS)]);
    site.write("content/news/a.md", record("", "一句话。"));
    site.write(
        "themes/mine/base.html",
        fs::read_to_string(repository().join("themes/default/base.html"))
            .expect("the theme")
            .replace("</body>", "<p>技术支持手机13800138001</p></body>"),
    );
    site.write("site.toml", SETTINGS.replacen("[def", "theme = \"mine\"\n[def", 1));
    let faults = site.faults();
    let told: Vec<&Fault> = faults.iter().filter(|fault| fault.code == "LS0802").collect();
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(told[0].message.contains("页也有") && told[0].path == "public/index.html", "{told:#?}");
}

#[test]
fn a_table_that_is_only_counted_is_warned_of() {
    let site = Scratch::site(&[("site.toml", SETTINGS)]);
    site.write("content/offices/ju.md", "---\n标题: 示例局\n---\n");
    site.write(
        "content/plans/2023.md",
        "---\n标题: 方案\n发文机关: 示例局\n发布日期: 2023-03-03\n---\n",
    );
    site.write("content/visits/q1/index.md", "---\n标题: 走访\n周期: 2023-Q1\n方案: 2023\n---\n");
    site.write(
        "content/visits/q1/visits.csv",
        "岗位,对象,应访,走访,电话\n局长,张三13800138001,1,1,0\n",
    );
    let faults = site.faults();
    let told: Vec<_> = faults.iter().filter(|fault| fault.code == "LS0802").collect();
    assert!(told.iter().any(|one| one.severity == "warning" && one.path.ends_with("visits.csv")));
}

#[test]
fn the_pattern_of_a_mask_is_the_sites() {
    let site = Scratch::site(&[("site.toml", SETTINGS)]);
    site.write("site.toml", format!("{SETTINGS}[check.masks]\nmobile = \"13*****1234\"\n"));
    site.write("content/news/a.md", record("", "联系人手机：13800138001。"));
    let faults = site.faults();
    let told = faults.iter().find(|fault| fault.code == "LS0802").expect("it is told");
    assert!(told.help.as_ref().is_some_and(|help| help.contains("13*****8001")), "{told:?}");
    site.write("site.toml", format!("{SETTINGS}[check.masks]\nmobile = \"1381234*678\"\n"));
    assert!(site.faults().iter().any(|fault| fault.code == "LS0601"));
}

#[test]
fn a_photograph_is_given_out_without_what_it_tells_and_only_once() {
    let site = Scratch::site(&[("site.toml", SETTINGS)]);
    site.write("content/news/a/index.md", record("附件: [现场.jpg, 现场.png]\n", ""));
    let (photo, drawing) = (fixture("photo.jpg"), fixture("photo.png"));
    site.write("content/news/a/现场.jpg", &photo);
    site.write("content/news/a/现场.png", &drawing);
    let stripped = |name: &str, bytes: &[u8]| {
        liangshai::attachment::strip(name, bytes).expect("it tells something")
    };
    let built = site.built(&[]);
    assert_eq!(built["news/a/现场.jpg"], stripped("现场.jpg", &photo));
    assert_eq!(built["news/a/现场.png"], stripped("现场.png", &drawing));
    let again = site.run(&["build"]);
    assert!(again.out.contains("没有变化"), "{}", again.out);
    site.write("site.toml", format!("{SETTINGS}[attachments]\nkeep_metadata = true\n"));
    let built = site.built(&[]);
    assert_eq!(built["news/a/现场.jpg"], photo);
    let codes: Vec<String> = site.faults().into_iter().map(|fault| fault.code).collect();
    assert!(codes.contains(&"LS0820".to_owned()), "{codes:?}");
}

#[test]
fn what_needs_judgement_is_left_to_somebody() {
    let site = Scratch::site(&[("site.toml", SETTINGS)]);
    let home = "李四，家住东来镇幸福村3组12号，家庭人口4人。";
    site.write("content/news/a/index.md", record("附件: [统计.csv, 名单.csv]\n", home));
    let counts = "病种,例数\n高血压,32\n";
    site.write("content/news/a/统计.csv", counts);
    site.write("content/news/a/名单.csv", "姓名,残疾等级\n张三,二级\n");
    let told = |code: &str, file: &str| {
        let mut faults = site.faults().into_iter();
        faults.find(|one| one.code == code && one.path.ends_with(file)).map(|one| one.severity)
    };
    assert_eq!(told("LS0807", "统计.csv").as_deref(), Some("warning"));
    assert_eq!(told("LS0807", "名单.csv").as_deref(), Some("error"));
    assert_eq!(told("LS0805", "index.md").as_deref(), Some("warning"));
    site.run(&["check", "--fix"]);
    let text = |path: &str| fs::read_to_string(site.path(path)).expect("it is there");
    assert_eq!(text("content/news/a/统计.csv"), counts);
    assert!(text("content/news/a/index.md").contains(home));
}

/// A notice that names somebody in its text and in two files, and who may see it.
fn notice(site: &Scratch, folder: &str, front: &str) {
    site.write(
        &format!("content/news/{folder}/index.md"),
        record(
            &format!("{front}附件: [名单.csv, 来信.docx]\n"),
            "张三，身份证号110101199003070011。",
        ),
    );
    let list = "姓名,身份证号\n张三,110101199003070011\n";
    site.write(&format!("content/news/{folder}/名单.csv"), list);
    site.write(&format!("content/news/{folder}/来信.docx"), fixture("letter.docx"));
}

#[test]
fn what_nobody_may_see_yet_is_looked_through_as_what_everybody_sees() {
    for (folder, front) in [
        ("draft", "草稿: 是\n"),
        ("internal", "公开属性: 系统内\n"),
        ("gone", "撤回: {日期: 2023-03-10, 原因: 重复}\n"),
        ("public", ""),
    ] {
        let site = Scratch::site(&[("site.toml", SETTINGS)]);
        notice(&site, folder, front);
        for edition in ["public", "internal"] {
            let run = site.run(&["check", "--format", "json", "--edition", edition]);
            assert_eq!(run.code, 1, "{folder} in the {edition} edition");
            let faults: Vec<Fault> = scratch::faults(&run.out)
                .into_iter()
                .filter(|fault| ["LS0801", "LS0807", "LS0811"].contains(&fault.code.as_str()))
                .collect();
            let codes: Vec<&str> = faults.iter().map(|fault| fault.code.as_str()).collect();
            assert_eq!(codes, ["LS0801", "LS0807", "LS0811"], "{folder} in the {edition} edition");
            assert!(faults.iter().all(|fault| fault.severity == "error"), "{faults:#?}");
            tells_none(&run.out);
        }
    }
}

#[test]
fn a_record_of_a_day_to_come_and_its_entries_are_looked_through_today() {
    let site = Scratch::site(&[("site.toml", SETTINGS)]);
    site.write("content/offices/ju.md", "---\n标题: 示例局\n---\n");
    let plan = "---\n标题: 方案\n发文机关: 示例局\n发布日期: 2023-03-03\n---\n";
    site.write("content/plans/2023.md", plan);
    let task =
        "---\n标题: 任务\n方案: 方案\n责任单位: 示例局\n完成时限: 6月底前\n公开属性: 系统内\n---\n";
    site.write("content/tasks/01/index.md", task);
    let entry = "---\n事项: 进展\n附件: [来信.docx]\n---\n联系人手机13800138001。\n";
    site.write("content/tasks/01/2023-04-20.md", entry);
    site.write("content/tasks/01/来信.docx", fixture("letter.docx"));
    site.write(
        "content/news/a.md",
        "---\n标题: 公示\n发布日期: 2023-06-03\n---\n手机13800138002。\n",
    );
    let run = site.run(&["check", "--format", "json", "--as-of", "2023-04-01"]);
    assert_eq!(
        private(&scratch::faults(&run.out)),
        [
            "LS0802 content/news/a.md:5",
            "LS0802 content/tasks/01/2023-04-20.md:5",
            "LS0811 content/tasks/01/来信.docx:1",
        ]
    );
}

#[test]
fn only_what_is_given_out_is_asked_what_lies_hidden_in_it() {
    let site = Scratch::site(&[("site.toml", SETTINGS)]);
    let hidden = || {
        let codes = ["LS0812", "LS0813", "LS0814"];
        site.faults().into_iter().filter(|fault| codes.contains(&fault.code.as_str())).count()
    };
    notice(&site, "draft", "草稿: 是\n");
    assert_eq!(hidden(), 0, "a draft is still being written");
    notice(&site, "draft", "");
    assert_eq!(hidden(), 3);
}
