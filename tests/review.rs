//! What a reviewer is told: a small site, an edit, and the review of it, one file each.
//!
//! The expected reviews lie in tests/review/; `SNAPSHOTS=overwrite cargo test --test review` writes
//! them anew.

use liangshai::diagnostic::Lang;
use liangshai::disclose::Edition;
use liangshai::review::{Format, Named, Review, compare, sides, write};

#[path = "support/mod.rs"]
#[allow(dead_code, reason = "each test target uses its own part of what they share")]
mod support;

#[path = "support/repo.rs"]
mod repo;
#[path = "faults/scratch.rs"]
mod scratch;

use std::path::PathBuf;

use repo::Repo;
use scratch::Scratch;
use support::{Site, site};

const TASK: &str = "content/tasks/permits/index.md";
const SETTINGS: &str = "title = \"亮晒专栏\"\nbase_url = \"https://www.example.gov.cn/ljsbp/\"\n\
    [defaults]\ndisclosure = \"主动公开\"\n";
const DAY: &str = "2023-09-30";

/// A site with a record of most kinds.
fn before() -> Site {
    site()
        .file("site.toml", SETTINGS)
        .record("offices/spb", "标题: 行政审批办公室\n简称: 审批办")
        .record("offices/sjb", "标题: 审计办公室\n简称: 审计办")
        .record("posts/spb-head", "标题: 审批办主任\n单位: spb")
        .record(
            "plans/p2023",
            "标题: 2023年优化营商环境工作方案\n发文机关: 审批办\n发布日期: 2023-03-03\n\
             开始: 2023-03-03\n结束: 2023-12-31\n引用数: [{名称: 任务（项）, 数值: 219, 来源: 方案}]",
        )
        .file(
            TASK,
            "---\n标题: 压缩施工许可审批时间\n方案: p2023\n序号: 1\n责任单位: 审批办\n责任人: spb-head\n\
             目标: 施工许可审批时间压缩到60天以内\n推进措施: [梳理审批流程, 推行并联审批]\n\
             完成时限: 2023-10-31\n---\n由审批办牵头，会同各有关单位推进。\n\n每月25日前报送进展，当月汇总。\n",
        )
        .file(
            "content/tasks/permits/2023-05-10.md",
            "---\n完成比例: 40\n---\n已完成审批流程梳理，涉及事项12项。\n",
        )
        .record(
            "tasks/window",
            "标题: 设立企业开办专窗\n方案: p2023\n序号: 2\n责任单位: 审批办\n完成时限: 2023-12-20",
        )
        .file(
            "content/indicators/construction/index.md",
            "---\n标题: 办理建筑许可\n编号: '2'\n牵头单位: 审批办\n监测项:\n  - {代号: days, 名称: 用时, \
             计量单位: 天, 方向: 越低越好, 基期: 2022-12-31, 基期值: 80, 目标值: 60, 目标日期: 2023-12-31}\n---\n",
        )
        .file("content/indicators/construction/values.csv", "日期,days\n2023-03-31,75\n2023-06-30,70\n")
        .record(
            "problems/q1",
            "标题: 窗口排队时间长\n方案: p2023\n发现日期: 2023-05-04\n问题来源: 座谈会\n责任单位: 审批办\n整改时限: 2023-10-31",
        )
        .file(
            "content/news/opening.md",
            "---\n标题: 企业开办专窗启用\n发布日期: 2023-06-01\n来源: 审批办\n附件: [guide.txt]\n---\n\
             专窗已启用，详见[任务](../tasks/window.md)。\n",
        )
        .file("content/news/guide.txt", "办事指南")
}

#[test]
fn the_site_before_has_no_error() {
    assert_eq!(before().errors(), [""; 0]);
}

fn compared(base: &Site, head: &Site, edition: Edition) -> Review {
    let (main, work) = (Named { name: "main", tree: base }, Named { name: "工作区", tree: head });
    let day = DAY.parse().expect("a day");
    let sides = sides(main, work, None, edition, |_| day).expect("memory does not fail");
    let Ok((base, head)) = sides else { panic!("there is a site.toml on both sides") };
    compare(&base, &head).expect("memory does not fail")
}

fn told(review: &Review, format: Format, lang: Lang) -> String {
    let mut bytes = Vec::new();
    write(review, format, lang, &mut bytes).expect("memory does not fail");
    String::from_utf8(bytes).expect("UTF-8")
}

/// The file of an expected review.
fn expected(name: &str) -> PathBuf {
    format!("{}/tests/review/{name}.txt", env!("CARGO_MANIFEST_DIR")).into()
}

fn check(name: &str, head: &Site) {
    let review = compared(&before(), head, Edition::Public);
    let expected = snapbox::Data::read_from(&expected(name), None);
    snapbox::assert_data_eq!(told(&review, Format::Text, Lang::Zh), expected.raw());
}

/// The site before with an entry of the first task.
fn with_entry(name: &str, text: &str) -> Site {
    before().file(&format!("content/tasks/permits/{name}.md"), text)
}

/// The site before with words of a file replaced.
fn edited(path: &str, from: &str, to: &str) -> Site {
    edit(&before(), path, from, to)
}

/// A site with words of a file replaced.
fn edit(site: &Site, path: &str, from: &str, to: &str) -> Site {
    use liangshai::tree::{SitePath, Tree};
    let bytes = site.read(&SitePath::new(path).expect("a path")).expect("a file of the site");
    let text = String::from_utf8(bytes).expect("UTF-8");
    assert!(text.contains(from), "{path} lacks {from}");
    site.clone().file(path, &text.replace(from, to))
}

/// Puts the files of a site into a repository, in place of what is there.
fn put(repo: &Repo, site: &Site) {
    for folder in ["content", "site.toml"] {
        if repo.0.path(folder).exists() {
            repo.remove(folder);
        }
    }
    for (path, bytes) in site.files() {
        repo.0.write(path, bytes);
    }
}

#[test]
fn a_return_is_in_time_or_late_by_the_cut_off_of_its_period() {
    let base =
        edited("content/plans/p2023.md", "开始: 2023-03-03", "开始: 2023-03-03\n周报: 周五 12:00");
    let told = |filed: &str| {
        let fields = format!(
            "标题: 审批办周报\n单位: 审批办\n方案: p2023\n周期: 2023-W38\n报送时间: {filed}\n\
             任务: [{{任务: permits, 进展: 已对接系统}}]"
        );
        let head = base.clone().record("returns/w38", &fields);
        assert_eq!(head.errors(), [""; 0]);
        told(&compared(&base, &head, Edition::Internal), Format::Text, Lang::Zh)
    };
    let (in_time, late) = (told("2023-09-22 11:30"), told("2023-09-22 12:30"));
    assert!(in_time.contains("按时报送】"), "{in_time}");
    assert!(late.contains("逾期报送】"), "{late}");
}

#[test]
fn each_edit_on_a_branch_of_a_repository_is_told_in_the_same_words() {
    let repo = Repo(Scratch::new());
    repo.git(&["init", "--quiet", "--initial-branch=main"]);
    put(&repo, &before());
    repo.commit("2023-09-01", "as published");
    for (name, head) in EDITS {
        repo.git(&["checkout", "--quiet", "-b", name, "main"]);
        put(&repo, &head());
        repo.commit("2023-09-30", name);
        let run = repo.0.run(&["review", "main", name, "--as-of", DAY]);
        assert_eq!(run.code, 0, "{name}: {}", run.err);
        let expected = std::fs::read_to_string(expected(name)).expect("a review");
        assert_eq!(run.out, expected.replace("→ 工作区", &format!("→ {name}")), "{name}");
    }
}

macro_rules! edits {
    ($($name:ident = $head:expr;)*) => {
        $(#[test]
        fn $name() {
            check(stringify!($name), &$head);
        })*

        /// Every edit by its name.
        const EDITS: &[(&str, fn() -> Site)] = &[$((stringify!($name), || $head)),*];
    };
}

edits! {
    nothing_changes = before();
    a_task_is_added = before().record(
        "tasks/power",
        "标题: 推行电力接入联办\n方案: p2023\n序号: 3\n责任单位: 审计办\n完成时限: 2023-11-30\n目标: 接入环节减到3个",
    );
    a_record_is_withdrawn_with_a_word = edited(
        "content/news/opening.md", "来源: 审批办", "来源: 审批办\n撤回: {日期: 2023-09-01, 原因: 内容有误}",
    );
    a_record_is_removed_without_a_word =
        before().without("content/news/opening.md").without("content/news/guide.txt");
    a_linked_record_is_removed = before().without("content/tasks/window.md");
    a_record_is_made_internal =
        edited("content/news/opening.md", "来源: 审批办", "来源: 审批办\n公开属性: 系统内");
    a_body_is_reworded = edited(TASK, "由审批办牵头", "由审计办牵头");
    a_title_is_edited = edited(TASK, "标题: 压缩施工许可审批时间", "标题: 压缩建筑许可审批时间");
    a_goal_is_edited_in_place = edited(TASK, "60天以内", "75天以内");
    a_lead_office_is_edited = edited(TASK, "责任单位: 审批办", "责任单位: 审计办");
    a_deadline_moves_by_an_entry = with_entry(
        "2023-09-20-调整",
        "---\n事项: 调整\n完成时限: 2023-12-31\n理由: 系统建设延期\n批准: 局党组会议\n---\n",
    );
    a_deadline_is_written_over = edited(TASK, "完成时限: 2023-10-31", "完成时限: 2023-09-15");
    a_task_is_completed =
        with_entry("2023-09-28", "---\n事项: 完成\n---\n施工许可审批时间已压缩到58天。\n");
    a_return_completes_a_task = before().file(
        "content/returns/w39.md",
        "---\n标题: 审批办第39周报送\n单位: 审批办\n方案: p2023\n周期: 2023-W39\n报送时间: 2023-09-28 17:00\n\
         任务: [{任务: permits, 进展: 施工许可审批时间已压缩到58天, 事项: 完成}]\n---\n",
    );
    colours_are_edited = edited(
        "content/plans/p2023.md", "引用数", "颜色: {逾期未完成: 黄, 临近时限: 无}\n引用数",
    );
    a_translation_comes = before().file(
        "content/news/opening.en.md",
        "---\n标题: Window for new businesses\n译自: 00000000\n---\nThe window is open.\n\nCome in the morning.\n",
    );
    only_the_line_ends_are_edited = edited(TASK, "\n", "\r\n");
    an_entry_is_filed_late = with_entry(
        "2023-08-10", "---\n报送时间: 2023-09-12 09:00\n完成比例: 60\n---\n并联审批系统上线。\n",
    );
    an_entry_is_edited =
        edited("content/tasks/permits/2023-05-10.md", "涉及事项12项", "涉及事项15项");
    an_entry_is_removed = before().without("content/tasks/permits/2023-05-10.md");
    an_entry_is_of_a_later_day =
        with_entry("2023-10-08", "---\n完成比例: 80\n---\n试运行。\n");
    a_value_is_added = edited(
        "content/indicators/construction/values.csv", "2023-06-30,70\n", "2023-06-30,70\n2023-09-15,58.7\n",
    );
    an_old_value_is_edited =
        edited("content/indicators/construction/values.csv", "2023-03-31,75", "2023-03-31,72");
    an_attachment_is_replaced = before().file("content/news/guide.txt", "办事指南（第二版）");
    an_attachment_is_removed = edited("content/news/opening.md", "附件: [guide.txt]\n", "");
    a_quoted_total_is_edited = edited("content/plans/p2023.md", "数值: 219", "数值: 220");
    only_the_review_is_signed =
        edited(TASK, "序号: 1", "序号: 1\n审查: [{环节: 初审, 职务: 审批办主任, 日期: 2023-09-29}]");
    a_record_moves_and_leads_on = before().without("content/news/opening.md").file(
        "content/news/counter.md",
        "---\n标题: 企业开办专窗启用\n发布日期: 2023-06-01\n来源: 审批办\n附件: [guide.txt]\n\
         旧网址: [/news/opening/]\n---\n专窗已启用，详见[任务](../tasks/window.md)。\n",
    );
    a_phone_number_comes_in =
        edited(TASK, "每月25日前报送进展", "每月25日前报送进展，联系人13812345678");
    the_head_cannot_be_built = edited(TASK, "责任单位: 审批办", "责任单位: 城建办");
}

/// An edit of many parts.
fn rich() -> Site {
    with_entry(
        "2023-09-20-调整",
        "---\n事项: 调整\n完成时限: 2023-12-31\n理由: 系统建设延期\n批准: 局党组会议\n---\n",
    )
    .file("content/tasks/window/index.md", "---\n标题: 设立企业开办专窗\n方案: p2023\n序号: 2\n责任单位: 审批办\n完成时限: 2023-12-20\n---\n")
    .without("content/tasks/window.md")
    .file("content/tasks/window/2023-09-28.md", "---\n事项: 完成\n---\n专窗已启用。\n")
    .record("news/evil", "标题: '](javascript:alert(1)) @all <script>alert(1)</script>'\n发布日期: 2023-09-29\n来源: 审批办")
    .record("tasks/power", "标题: 推行电力接入联办\n方案: p2023\n序号: 3\n责任单位: 审计办\n完成时限: 2023-11-30")
    .file("content/indicators/construction/values.csv", "日期,days\n2023-03-31,75\n2023-06-30,70\n2023-09-15,58.7\n")
    .without("content/news/opening.md")
}

#[test]
fn every_format_tells_a_rich_edit() {
    let review = compared(&before(), &rich(), Edition::Public);
    for (format, lang, name) in [
        (Format::Text, Lang::Zh, "rich.txt"),
        (Format::Text, Lang::En, "rich.en.txt"),
        (Format::Markdown, Lang::Zh, "rich.md"),
        (Format::Html, Lang::Zh, "rich.html"),
        (Format::Json, Lang::Zh, "rich.json"),
    ] {
        let path = format!("{}/tests/review/{name}", env!("CARGO_MANIFEST_DIR"));
        let expected = snapbox::Data::read_from(
            std::path::Path::new(&path),
            Some(snapbox::data::DataFormat::Text),
        );
        snapbox::assert_data_eq!(told(&review, format, lang), expected.raw());
    }
}

#[test]
fn a_title_stays_text_in_markdown_and_html() {
    let review = compared(&before(), &rich(), Edition::Public);
    let markdown = told(&review, Format::Markdown, Lang::Zh);
    assert!(
        !markdown.contains("](") && !markdown.contains("@all") && !markdown.contains("<script")
    );
    let html = told(&review, Format::Html, Lang::Zh);
    assert!(!html.contains("<script") && html.contains("&lt;script&gt;"));
}

#[test]
fn a_markdown_review_fits_a_comment() {
    let many = (0..3000).fold(before(), |site, i| {
        site.record(
            &format!("news/n{i}"),
            &format!("标题: 动态{i}\n发布日期: 2023-09-01\n来源: 审批办"),
        )
    });
    let markdown = told(&compared(&before(), &many, Edition::Public), Format::Markdown, Lang::Zh);
    assert!(markdown.chars().count() <= 60_000);
    assert_eq!(markdown.matches("<details>").count(), markdown.matches("</details>").count());
}

#[test]
fn a_review_is_the_same_bytes_each_time() {
    let all = || {
        let review = compared(&before(), &rich(), Edition::Public);
        [Format::Text, Format::Markdown, Format::Html, Format::Json]
            .map(|format| told(&review, format, Lang::Zh))
    };
    assert_eq!(all(), all());
}

#[test]
fn an_internal_record_is_nothing_to_the_public() {
    let own = |title: &str| {
        before().record(
            "news/own",
            &format!("标题: {title}\n发布日期: 2023-06-01\n来源: 审批办\n公开属性: 系统内"),
        )
    };
    let review = compared(&own("内部事项甲"), &own("内部事项乙"), Edition::Public);
    let json = told(&review, Format::Json, Lang::Zh);
    assert!(!json.contains("内部事项") && review.records.is_empty(), "{json}");
    let review = compared(&own("内部事项甲"), &own("内部事项乙"), Edition::Internal);
    assert_eq!(review.records.len(), 1);
}

#[test]
fn what_is_known_of_the_other_side_changes_nothing() {
    use liangshai::tree::SitePath;
    let (old, new) = (before(), edited(TASK, "60天以内", "75天以内"));
    let changed = std::collections::BTreeSet::from([SitePath::new(TASK).expect("a path")]);
    let day = DAY.parse().expect("a day");
    let (main, work) = (Named { name: "main", tree: &old }, Named { name: "工作区", tree: &new });
    let both = sides(main, work, Some(&changed), Edition::Public, |_| day).expect("memory");
    let Ok((base, head)) = both else { panic!("there is a site.toml on both sides") };
    let quick = compare(&base, &head).expect("memory");
    let slow = compared(&old, &new, Edition::Public);
    assert_eq!(told(&quick, Format::Json, Lang::Zh), told(&slow, Format::Json, Lang::Zh));
}

#[test]
fn a_review_masks_a_private_number() {
    let head = edited(TASK, "每月25日前报送进展", "每月25日前报送进展，联系人13812345678");
    let review = compared(&before(), &head, Edition::Public);
    for format in [Format::Text, Format::Markdown, Format::Html, Format::Json] {
        assert!(!told(&review, format, Lang::Zh).contains("13812345678"), "{format:?}");
    }
}

/// The site before with an entry that moves a deadline, published.
fn adjusted(deadline: &str, approved_by: &str) -> Site {
    with_entry(
        "2023-09-20-调整",
        &format!(
            "---\n事项: 调整\n完成时限: {deadline}\n理由: 系统建设延期\n批准: {approved_by}\n---\n"
        ),
    )
}

#[test]
fn a_published_entry_written_over_is_no_basis_for_a_deadline() {
    let review = compared(
        &adjusted("2023-12-31", "局党组会议"),
        &adjusted("2024-01-28", "局长"),
        Edition::Public,
    );
    let text = told(&review, Format::Text, Lang::Zh);
    assert!(text.contains("推迟28天；改写了2023年9月20日的调整记录"), "{text}");
    assert!(text.contains("1项期限因改写或删除已公开的记录而变动"), "{text}");
    assert!(!text.contains("依据2023年9月20日"), "{text}");
}

#[test]
fn a_published_entry_taken_out_is_no_basis_for_a_deadline() {
    let review = compared(&adjusted("2023-12-31", "局党组会议"), &before(), Edition::Public);
    let text = told(&review, Format::Text, Lang::Zh);
    assert!(text.contains("删除了2023年9月20日的调整记录"), "{text}");
}

#[test]
fn a_completed_task_that_becomes_late_is_not_completed_anew() {
    let done = |deadline: &str| {
        let done = "---\n事项: 完成\n---\n已压缩到58天。\n";
        adjusted(deadline, "局党组会议").file("content/tasks/permits/2023-09-28.md", done)
    };
    let review = compared(&done("2023-12-31"), &done("2023-09-25"), Edition::Public);
    let text = told(&review, Format::Text, Lang::Zh);
    assert!(
        text.contains("任务1项：1项期限因改写或删除记录而变动") && !text.contains("办结"),
        "{text}"
    );
}

#[test]
fn a_deadline_written_over_stands_out_in_every_format() {
    let head = edited(TASK, "完成时限: 2023-10-31", "完成时限: 2023-12-31");
    let review = compared(&before(), &head, Edition::Public);
    let told = |format| told(&review, format, Lang::Zh);
    let said = "注意：1项期限直接改写（没有调整记录）。";
    assert!(told(Format::Text).contains(said));
    assert!(told(Format::Markdown).contains(&format!("<strong>{said}</strong>")));
    let html = told(Format::Html);
    assert!(html.contains(&format!("<p class=\"alarm\">{said}</p>")), "{html}");
    assert!(!html.contains("<details") && !html.contains("colspan"));
}

#[test]
fn a_private_number_let_pass_is_told_to_go_out_in_full() {
    let number = ("每月25日前报送进展", "每月25日前报送进展，联系人13812345678");
    let head = edited(TASK, number.0, number.1);
    let off = format!("{SETTINGS}[check.rules]\nmobile-number = \"off\"\n");
    let text = told(
        &compared(&before(), &head.clone().file("site.toml", &off), Edition::Public),
        Format::Text,
        Lang::Zh,
    );
    assert!(text.contains("注意：1处个人信息经放行将原样公开。"), "{text}");
    assert!(text.contains("错误 → 关闭"), "{text}");
    let waived = "[[check.waive]]\nrule = \"mobile-number\"\npath = \"content/tasks\"\n\
        reason = \"服务热线\"\napproved_by = \"局长办公会\"\n";
    let head = head.file("site.toml", &format!("{SETTINGS}{waived}"));
    let text = told(&compared(&before(), &head, Edition::Public), Format::Text, Lang::Zh);
    assert!(text.contains("检查的放行") && text.contains("将原样公开"), "{text}");
    assert!(text.contains("理由：服务热线；批准：局长办公会"), "{text}");
    assert!(!text.contains("13812345678"), "{text}");
}

#[test]
fn a_waiver_that_stays_while_what_it_lets_pass_changes_is_told() {
    let waived =
        "标题: 压缩施工许可审批时间\n豁免: {规则: LS0802, 理由: 服务热线, 批准: 局长办公会}";
    let with = |number: &str| {
        let line = format!("每月25日前报送进展，热线{number}");
        let site = edited(TASK, "标题: 压缩施工许可审批时间", waived);
        edit(&site, TASK, "每月25日前报送进展", &line)
    };
    let of = |base: &Site, head: &Site, lang| {
        told(&compared(base, head, Edition::Public), Format::Text, lang)
    };
    // The message masks both alike.
    let (one, other) = (with("13812345678"), with("13899995678"));
    let text = of(&one, &other, Lang::Zh);
    assert!(text.contains("1处个人信息经放行将原样公开"), "{text}");
    assert!(text.contains("理由和批准照旧，放行的内容是新的"), "{text}");
    assert!(of(&one, &other, Lang::En).contains("what is let pass is new"));
    let first = of(&before(), &one, Lang::Zh);
    assert!(first.contains("将原样公开") && !first.contains("照旧"), "{first}");
    let elsewhere = edit(&one, TASK, "由审批办牵头", "由审批办总牵头");
    assert!(!of(&one, &elsewhere, Lang::Zh).contains("原样公开"), "what it covers is as it was");
}

#[test]
fn a_row_of_a_table_that_was_edited_is_told_column_by_column() {
    let values = "content/indicators/construction/values.csv";
    let ranks = "content/indicators/construction/ranks.csv";
    let head = "日期,监测项,范围,名次,总数,发布单位,备注\n";
    let base = before().file(ranks, &format!("{head}2023-06-30,days,全省,3,21,,初评\n"));
    let of = |head: &Site| told(&compared(&base, head, Edition::Public), Format::Text, Lang::Zh);
    let lines = |text: &str, of: &str| -> Vec<String> {
        let lines = text.lines().map(str::trim).filter(|line| line.contains(of));
        lines.map(str::to_owned).collect()
    };
    let moved = of(&edit(&base, values, "2023-03-31,75", "2023-03-30,75"));
    let row = "监测项（用时）·历次数值（2023年3月31日）·日期：2023年3月31日 → 2023年3月30日";
    assert_eq!(lines(&moved, "历次数值"), [row]);
    let scope = of(&edit(&base, ranks, "全省,3", "全国,2"));
    assert_eq!(
        lines(&scope, "名次（"),
        [
            "名次（2023年6月30日 全省 用时）·范围：全省 → 全国",
            "名次（2023年6月30日 全省 用时）·名次：3 → 2"
        ]
    );
    let measure = of(&edit(&base, ranks, "2023-06-30,days,", "2023-06-30,,"));
    assert!(measure.contains("监测项：用时 → 无"), "{measure}");
    // Where little is the same one row is gone and another came.
    let other =
        of(&edit(&base, ranks, "2023-06-30,days,全省,3,21,,初评", "2023-03-31,days,全市,1,9,,"));
    assert!(other.contains("名次：【－") && other.contains("名次：【＋"), "{other}");
}

#[test]
fn a_new_record_and_a_removed_one_tell_what_they_say() {
    let say = |n: usize| {
        let paragraphs: Vec<String> = (1..=n).map(|i| format!("第{i}段说明。")).collect();
        let front = "---\n标题: 专窗延时服务\n发布日期: 2023-09-20\n来源: 审批办\n---\n";
        before().file("content/news/late.md", &format!("{front}{}\n", paragraphs.join("\n\n")))
    };
    let text = |base: &Site, head: &Site| {
        told(&compared(base, head, Edition::Public), Format::Text, Lang::Zh)
    };
    let new = text(&before(), &say(23));
    assert!(new.contains("正文：【＋第20段说明。】") && new.contains("正文：另有3段"), "{new}");
    assert!(!new.contains("第21段"), "{new}");
    let gone = text(&say(23), &before());
    assert!(gone.contains("正文：【－第5段说明。】") && gone.contains("正文：另有18段"), "{gone}");
}

#[test]
fn settings_and_theme_are_told_line_by_line_and_masked() {
    let settings = SETTINGS
        .replace("亮晒专栏", "亮晒平台")
        .replace("[defaults]", "[words]\noverdue = \"拨13812345678\"\n[defaults]");
    let head = before().file("site.toml", &settings).file("themes/default/own.css", "a {}");
    let text = told(&compared(&before(), &head, Edition::Public), Format::Text, Lang::Zh);
    assert!(text.contains("设置与主题") && text.contains("设置或主题有改动。"), "{text}");
    assert!(text.contains("平台") && text.contains("[新增] themes/default/own.css"), "{text}");
    assert!(!text.contains("13812345678"), "{text}");
}

#[test]
fn a_review_in_english_has_no_chinese_state() {
    let head = edited(TASK, "完成时限: 2023-10-31", "完成时限: 2023-09-15");
    let text = told(&compared(&before(), &head, Edition::Public), Format::Text, Lang::En);
    let state = text.lines().find(|line| line.contains("State: ")).expect("a state");
    assert!(!state.contains(|c: char| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{state}");
    let deadline = text.lines().find(|line| line.contains("Deadline: ")).expect("a deadline");
    assert!(!deadline.contains('年'), "{deadline}");
}

#[test]
fn a_file_renamed_with_what_it_holds_is_one_line() {
    let head = edited("content/news/opening.md", "guide.txt", "handbook.txt")
        .without("content/news/guide.txt")
        .file("content/news/handbook.txt", "办事指南");
    let text = told(&compared(&before(), &head, Edition::Public), Format::Text, Lang::Zh);
    assert!(text.contains("附件“handbook.txt”：原文件名“guide.txt”，内容未变"), "{text}");
    assert!(!text.contains("字节"), "{text}");
}

#[test]
fn pages_that_list_everything_are_not_told_to_follow() {
    let head = before().record(
        "tasks/power",
        "标题: 推行电力接入联办\n方案: p2023\n序号: 3\n责任单位: 审计办\n完成时限: 2023-11-30",
    );
    let text = told(&compared(&before(), &head, Edition::Public), Format::Text, Lang::Zh);
    for route in ["/data/", "/search/", "/sitemap/", "/404.html"] {
        assert!(!text.contains(route), "{text}");
    }
    assert!(text.contains("/tasks/window/  设立企业开办专窗"), "{text}");
}
