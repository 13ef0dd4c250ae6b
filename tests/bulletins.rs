//! Bulletins, from the records of a month to the seal that keeps them.

#[path = "bulletins/editions.rs"]
mod editions;
#[path = "faults/scratch.rs"]
mod scratch;
#[path = "bulletins/since.rs"]
mod since;

use std::fs;
use std::process::Command;

use scratch::{Run, Scratch};
use serde_json::Value;

const PLAN: &str = "---
标题: 工作方案
发文机关: 局
发文字号: 左建局字〔2023〕37号
发布日期: 2023-03-03
结束: 2023-09-30
参与单位: [股]
周报: 周五 12:00
月报: 29日 12:00
通报日: 30
遇节假日: 提前
---
";

/// A plan with three tasks: one done in March, one late in May, one due at the end of September.
fn site() -> Scratch {
    Scratch::site(&[
        ("site.toml", "title = \"专栏\"\n[defaults]\ndisclosure = \"主动公开\"\n"),
        ("content/offices/ju.md", "---\n标题: 局\n---\n"),
        ("content/offices/gu.md", "---\n标题: 审批股\n简称: 股\n---\n"),
        ("content/plans/2023.md", PLAN),
        (
            "content/tasks/01/index.md",
            "---\n标题: 梳理“清单”\n方案: 工作方案\n序号: 1\n责任单位: 股\n完成时限: 3月底前\n---\n",
        ),
        ("content/tasks/01/2023-03-20-完成.md", "---\n事项: 完成\n---\n清单已经公布。\n"),
        (
            "content/tasks/02/index.md",
            "---\n标题: 压减材料\n方案: 工作方案\n序号: 2\n责任单位: 股\n完成时限: 4月20日前\n---\n",
        ),
        ("content/tasks/02/2023-05-08-完成.md", "---\n事项: 完成\n---\n"),
        (
            "content/tasks/03/index.md",
            "---\n标题: 全程网办\n方案: 工作方案\n序号: 3\n责任单位: 股\n完成时限: 9月底前\n---\n",
        ),
    ])
}

const SEAL: &str = "content/bulletins/2023/2023-03.issued.json";

fn issue(site: &Scratch, period: &str, day: &str) -> Run {
    site.run(&["bulletin", "issue", "2023", period, "--as-of", day])
}

fn issued(site: &Scratch, periods: &[(&str, &str)]) {
    for (period, day) in periods {
        let run = issue(site, period, day);
        assert_eq!(run.code, 0, "{period}: {}", run.err);
    }
}

fn shown(site: &Scratch, period: &str, day: &str) -> String {
    let run = site.run(&["bulletin", "show", "2023", period, "--as-of", day]);
    assert_eq!(run.code, 0, "{}", run.err);
    run.out
}

fn page(site: &Scratch, day: &str, file: &str) -> String {
    let tree = site.built(&["--as-of", day]);
    let bytes = tree.get(file).unwrap_or_else(|| panic!("{file} in {:?}", tree.keys()));
    String::from_utf8(bytes.clone()).expect("text")
}

fn article(html: &str) -> &str {
    let start = html.find("<article").expect("an article");
    &html[start..html.find("</article>").expect("its end")]
}

fn seal(site: &Scratch, path: &str) -> Value {
    serde_json::from_slice(&fs::read(site.path(path)).expect("a seal")).expect("JSON")
}

#[test]
fn a_month_is_issued_on_its_day_in_order_and_once() {
    let site = site();
    let early = issue(&site, "2023-03", "2023-03-29");
    assert_eq!(early.code, 1);
    assert!(early.err.contains("还没有到通报日2023-03-30"), "{}", early.err);
    assert!(!site.path(SEAL).exists());
    issued(&site, &[("2023-03", "2023-03-30")]);
    assert!(issue(&site, "2023-03", "2023-03-31").err.contains("已于2023-03-30签发"));
    assert!(issue(&site, "2023-05", "2023-05-31").err.contains("接下来是 2023-04"));
    issued(&site, &[("2023-04", "2023-05-04"), ("2023-05", "2023-05-30")]);
    assert!(issue(&site, "2023-02", "2023-06-01").err.contains("还没有印发"));
    assert!(issue(&site, "2023-10", "2023-12-01").err.contains("已经结束"));
    let verified = site.run(&["bulletin", "verify"]);
    assert_eq!(verified.code, 0, "{}", verified.err);
    assert!(verified.out.contains("3次签发都与签发时一致"), "{}", verified.out);
}

#[test]
fn what_was_issued_keeps_its_article_and_its_data_whatever_becomes_of_the_records() {
    let site = site();
    site.write(
        "content/bulletins/2023/2023-03.md",
        "---\n期号: 第1期\n主送: [各股室]\n---\n## 工作要求\n\n见[第一项](../../tasks/01/index.md)。\n",
    );
    issued(&site, &[("2023-03", "2023-03-31")]);
    let (html, json) = ("bulletins/2023/2023-03/index.html", "data/bulletins/2023/2023-03.json");
    let before = site.built(&["--as-of", "2023-04-10"]);
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("text");
    let article_before = article(&text(&before[html])).to_owned();
    assert!(article_before.contains("第1期") && article_before.contains("工作要求"));
    assert!(article_before.contains("<a href=\"../../../tasks/01/\">第一项</a>"));
    site.remove("content/tasks/01/2023-03-20-完成.md");
    site.write(
        "content/tasks/02/index.md",
        "---\n标题: 改了名\n方案: 工作方案\n责任单位: 股\n完成时限: 3月10日前\n---\n",
    );
    site.write("content/offices/gu.md", "---\n标题: 审批办\n简称: 股\n---\n");
    site.write("content/bulletins/2023/2023-03.md", "---\n期号: 第9期\n---\n别的话。\n");
    site.write("site.toml", "title = \"新名\"\n[defaults]\ndisclosure = \"主动公开\"\n");
    let after = site.built(&["--as-of", "2023-08-10"]);
    assert_eq!(article(&text(&after[html])), article_before);
    assert_eq!(text(&after[json]), text(&before[json]));
}

#[test]
fn one_changed_byte_of_a_sealed_file_is_found_and_named() {
    let site = site();
    issued(&site, &[("2023-03", "2023-03-30")]);
    let good = fs::read_to_string(site.path(SEAL)).expect("a seal");
    let index = good.find("压减材料").expect("a title in it");
    for bad in [
        format!("{}压增材料{}", &good[..index], &good[index + "压减材料".len()..]),
        good.replacen("\"total\":3", "\"total\":4", 1),
        good.replacen(",", ", ", 1),
        format!("{good}\n"),
        String::new(),
    ] {
        site.write(SEAL, &bad);
        let verified = site.run(&["bulletin", "verify"]);
        assert_eq!(verified.code, 1, "{bad}");
        assert!(verified.err.contains("2023-03.issued.json"), "{}", verified.err);
        assert_eq!(site.run(&["build"]).code, 1, "what was tampered with is not published");
    }
    site.write(SEAL, &good);
    assert_eq!(site.run(&["bulletin", "verify"]).code, 0);
}

#[test]
fn an_edition_that_another_follows_cannot_be_taken_out_or_replaced() {
    let site = site();
    issued(&site, &[("2023-03", "2023-03-30"), ("2023-04", "2023-04-28")]);
    let march = fs::read(site.path(SEAL)).expect("a seal");
    site.remove(SEAL);
    let verified = site.run(&["bulletin", "verify", "2023"]);
    assert_eq!(verified.code, 1);
    assert!(verified.err.contains("2023-04 期第1次签发接在 2023-03 期之后"), "{}", verified.err);
    // Issued anew on another day it is another edition.
    let april = "content/bulletins/2023/2023-04.issued.json";
    let waiting = fs::read(site.path(april)).expect("a seal");
    site.remove(april);
    issued(&site, &[("2023-03", "2023-04-01")]);
    site.write(april, waiting);
    assert_eq!(site.run(&["bulletin", "verify"]).code, 1);
    site.write(SEAL, march);
    assert_eq!(site.run(&["bulletin", "verify"]).code, 0);
}

#[test]
fn nothing_unsigned_is_in_a_built_edition() {
    let site = site();
    site.write("content/bulletins/2023/2023-03.md", "---\n期号: 第1期\n---\n一些话。\n");
    for args in [&["--edition", "internal"][..], &["--drafts"], &[]] {
        let tree = site.built(&[&["--as-of", "2023-04-10"], args].concat());
        let found: Vec<_> = tree.keys().filter(|path| path.contains("bulletins")).collect();
        assert!(found.is_empty(), "{args:?}: {found:?}");
    }
    let text = shown(&site, "2023-03", "2023-03-29");
    assert!(text.starts_with("数据汇总（未签发）") && text.contains("一些话"), "{text}");
}

#[test]
fn braces_of_the_words_reach_no_page() {
    let site = site();
    site.write(
        "content/bulletins/2023/2023-03.md",
        "---\n期号: 第1期\n---\n完成{{ tasks.done }}项。\n",
    );
    issued(&site, &[("2023-03", "2023-03-30")]);
    for (path, bytes) in site.built(&["--as-of", "2023-04-10"]) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("tasks.done"), "{path}");
    }
    let html = page(&site, "2023-04-10", "bulletins/2023/2023-03/index.html");
    assert!(html.contains("name=\"Description\" content=\"完成1项。\""), "{html}");
}

#[test]
fn a_bulletin_issued_tomorrow_leaves_no_trace_today() {
    let site = site();
    let before = site.built(&["--as-of", "2023-03-29"]);
    issued(&site, &[("2023-03", "2023-03-30")]);
    let after = site.built(&["--as-of", "2023-03-29"]);
    assert_eq!(before, after);
}

#[test]
fn records_that_tell_another_story_are_told_until_a_correction_is_recorded() {
    let site = site();
    issued(&site, &[("2023-03", "2023-03-30")]);
    let told = |site: &Scratch| {
        let faults = site.faults().into_iter();
        faults.filter(|fault| fault.code == "LS0433").collect::<Vec<_>>()
    };
    assert!(told(&site).is_empty());
    // Titles and offices' names may change: they tell nothing new.
    site.write("content/offices/gu.md", "---\n标题: 审批办公室\n简称: 股\n---\n");
    assert!(told(&site).is_empty());
    site.remove("content/tasks/01/2023-03-20-完成.md");
    let faults = told(&site);
    assert_eq!(faults.len(), 1);
    assert!(faults[0].message.contains("按时完成 1→0"), "{}", faults[0].message);
    let html = "bulletins/2023/2023-03/index.html";
    assert!(!page(&site, "2023-04-10", html).contains("签发时"));
    site.write(
        "content/bulletins/2023/2023-03.md",
        "---\n更正: [{说明: 第1项的清单并未公布, 批准: 局长办公会, 日期: 2023-04-06}]\n---\n",
    );
    assert!(told(&site).is_empty());
    for file in [html, "corrections/index.html"] {
        let shown = page(&site, "2023-04-10", file);
        for words in ["第1项的清单并未公布", "局长办公会", "按时完成", "临近时限"]
        {
            assert!(shown.contains(words), "{file}: {words}");
        }
    }
    assert!(!page(&site, "2023-04-05", html).contains("并未公布"), "it was not yet known");
}

#[test]
fn a_text_taken_down_leaves_its_digest_and_a_corrected_edition_may_follow() {
    let site = site();
    issued(&site, &[("2023-03", "2023-03-30"), ("2023-04", "2023-04-28")]);
    let digest = seal(&site, SEAL)["digest"].clone();
    let withdraw = |period: &str| {
        site.run(&[
            "bulletin",
            "withdraw",
            "2023",
            period,
            "--reason",
            "写了不该公开的号码",
            "--approved-by",
            "局长办公会",
            "--as-of",
            "2023-05-01",
        ])
    };
    assert_eq!(withdraw("2023-05").code, 1, "it was never issued");
    let done = withdraw("2023-03");
    assert_eq!(done.code, 0, "{}", done.err);
    assert_eq!(withdraw("2023-03").code, 1, "it is down already");
    let left = fs::read_to_string(site.path(SEAL)).expect("what is left");
    assert!(!left.contains("压减材料") && left.contains("写了不该公开的号码"), "{left}");
    assert_eq!(seal(&site, SEAL)["digest"], digest);
    assert_eq!(site.run(&["bulletin", "verify"]).code, 0, "the chain still holds");
    for file in ["bulletins/2023/2023-03/index.html", "corrections/index.html"] {
        let html = page(&site, "2023-05-02", file);
        assert!(html.contains("写了不该公开的号码") && html.contains("局长办公会"), "{file}");
        assert!(!html.contains("<article"), "{file}");
    }
    let tree = site.built(&["--as-of", "2023-05-02"]);
    assert!(!tree.contains_key("data/bulletins/2023/2023-03.json"));
    issued(&site, &[("2023-03", "2023-05-02")]);
    let again = seal(&site, "content/bulletins/2023/2023-03.2.issued.json");
    assert_eq!((&again["revision"], &again["previous"]["digest"]), (&2.into(), &digest));
    assert_eq!(site.run(&["bulletin", "verify"]).code, 0);
    assert!(page(&site, "2023-05-03", "bulletins/2023/2023-03/index.html").contains("<article"));
    // What is left of a text taken down is sealed too.
    site.write(SEAL, left.replace("不该公开", "可以公开"));
    assert_eq!(site.run(&["bulletin", "verify"]).code, 1);
}

#[test]
fn an_internal_bulletin_is_in_the_internal_edition_alone_with_its_returns() {
    let site = site();
    site.write("content/bulletins/2023/2023-03.md", "---\n通报范围: 系统内\n---\n");
    issued(&site, &[("2023-03", "2023-03-30")]);
    let public = site.built(&["--as-of", "2023-04-10"]);
    assert!(!public.keys().any(|path| path.contains("bulletins")), "{:?}", public.keys());
    let internal = site.built(&["--as-of", "2023-04-10", "--edition", "internal"]);
    let html = String::from_utf8_lossy(&internal["bulletins/2023/2023-03/index.html"]).into_owned();
    assert!(html.contains("报送情况") && html.contains("按时报送率"), "{html}");
    // The next edition, for everybody, rests on nothing that only some may know.
    site.write(
        "content/tasks/09/index.md",
        "---\n标题: 内部任务\n方案: 工作方案\n责任单位: 股\n公开属性: 系统内\n完成时限: 3月15日\n---\n",
    );
    let april = shown(&site, "2023-04", "2023-04-28");
    assert!(april.contains("首期通报") && !april.contains("内部任务"), "{april}");
    assert!(!april.contains("报送情况"), "{april}");
    issued(&site, &[("2023-04", "2023-04-28")]);
    assert_eq!(seal(&site, "content/bulletins/2023/2023-04.issued.json")["previous"], Value::Null);
    assert_eq!(issue(&site, "2023-06", "2023-06-30").code, 1, "all readers' editions are in order");
    let with = site.built(&["--as-of", "2023-05-10"]);
    for path in [SEAL, "content/bulletins/2023/2023-03.md", "content/tasks/09/index.md"] {
        site.remove(path);
    }
    let mut without = site.built(&["--as-of", "2023-05-10"]);
    without.extend(
        with.get_key_value("MANIFEST.json").map(|(path, bytes)| (path.clone(), bytes.clone())),
    );
    assert_eq!(with, without);
}

#[test]
fn the_returns_of_an_edition_are_those_of_its_days_beside_those_since_the_start() {
    let site = site();
    for month in ["2023-03", "2023-04"] {
        site.write(&format!("content/bulletins/2023/{month}.md"), "---\n通报范围: 系统内\n---\n");
    }
    let filed = |name: &str, period: &str, moment: &str| {
        site.write(
            &format!("content/returns/{name}.md"),
            format!("---\n标题: 周报\n单位: 股\n方案: 工作方案\n周期: {period}\n报送时间: {moment}\n任务: []\n---\n"),
        );
    };
    filed("w10", "2023-W10", "2023-03-10 09:00");
    filed("w14", "2023-W14", "2023-04-07 09:00");
    filed("w15", "2023-W15", "2023-04-17 09:00");
    issued(&site, &[("2023-03", "2023-03-30"), ("2023-04", "2023-04-28")]);
    let returns = |month: &str, which: &str| {
        let seal = seal(&site, &format!("content/bulletins/2023/{month}.issued.json"));
        let line = &seal["facts"]["tables"][which][0];
        ["expected", "on_time", "late", "missing"].map(|key| line[key].as_u64().expect(key))
    };
    // The Fridays of March up to the 24th and the 29th; a first edition's days are all there were.
    assert_eq!(returns("2023-03", "returns"), [5, 1, 0, 4]);
    assert_eq!(returns("2023-03", "returns_since_start"), [5, 1, 0, 4]);
    // The Fridays from 31 March to 28 April, and the 28th for the 29th, a holiday.
    assert_eq!(returns("2023-04", "returns"), [6, 1, 1, 4]);
    assert_eq!(returns("2023-04", "returns_since_start"), [11, 2, 1, 8]);
    let april = shown(&site, "2023-04", "2023-04-28");
    for words in [
        "本期应报送6次，按时1次，逾期1次，未报4次，按时报送率16.7%（1/6）。",
        "本期各单位报送情况",
        "累计报送情况",
    ] {
        assert!(april.contains(words), "{words}: {april}");
    }
    let march = shown(&site, "2023-03", "2023-03-30");
    assert!(march.contains("本期应报送5次") && !march.contains("累计报送"), "{march}");
    let checked = site.run(&["check", "--as-of", "2023-05-10", "--edition", "internal"]);
    assert!(!checked.err.contains("LS0433") && !checked.out.contains("LS0433"), "{}", checked.err);
}

#[test]
fn a_month_without_a_record_is_shown_to_the_readers_asked_for_and_issued_to_everybody() {
    let site = site();
    site.write(
        "content/tasks/09/index.md",
        "---\n标题: 内部任务\n方案: 工作方案\n责任单位: 股\n公开属性: 系统内\n完成时限: 3月15日\n---\n",
    );
    let for_readers = |command: &str, edition: &str| {
        let call = ["bulletin", command, "2023", "2023-03", "--as-of", "2023-03-30"];
        let run = site.run(&[&call[..], &["--edition", edition]].concat());
        assert_eq!(run.code, 0, "{}", run.err);
        run.out
    };
    let internal = for_readers("show", "internal");
    assert!(internal.contains("内部任务") && internal.contains("报送情况"), "{internal}");
    let public = for_readers("show", "public");
    assert!(!public.contains("内部任务") && !public.contains("报送情况"), "{public}");
    for_readers("issue", "internal");
    let sealed = fs::read_to_string(site.path(SEAL)).expect("a seal");
    assert!(sealed.contains("\"scope\":\"public\"") && !sealed.contains("内部任务"), "{sealed}");
}

#[test]
fn the_editions_of_each_readers_are_a_chain() {
    let site = site();
    site.write("content/bulletins/2023/2023-04.md", "---\n通报范围: 系统内\n---\n");
    issued(&site, &[("2023-03", "2023-03-30"), ("2023-04", "2023-04-28")]);
    issued(&site, &[("2023-05", "2023-05-30")]);
    let may = seal(&site, "content/bulletins/2023/2023-05.issued.json");
    assert_eq!(may["previous"]["period"], "2023-03");
    assert_eq!(may["facts"]["from"], "2023-03-31", "what the public was told last");
    assert_eq!(site.run(&["bulletin", "verify"]).code, 0);
    site.remove("content/bulletins/2023/2023-04.issued.json");
    assert_eq!(site.run(&["bulletin", "verify"]).code, 0);
    site.remove(SEAL);
    assert_eq!(site.run(&["bulletin", "verify"]).code, 1);
}

#[test]
fn the_figures_of_the_page_are_those_of_the_data() {
    let site = site();
    issued(&site, &[("2023-03", "2023-03-30"), ("2023-04", "2023-04-28")]);
    let tree = site.built(&["--as-of", "2023-05-10"]);
    let data: Value =
        serde_json::from_slice(&tree["data/bulletins/2023/2023-04.json"]).expect("JSON");
    assert_eq!((&data["plan"], &data["period"]), (&"2023".into(), &"2023-04".into()));
    assert_eq!((&data["as_of"], &data["edition"]), (&"2023-04-28".into(), &"public".into()));
    let bulletin = &data["bulletin"];
    let (counts, against) = (&bulletin["counts"], &bulletin["changes"]["against"]);
    assert_eq!(
        (&counts["total"], &counts["done"], &counts["due"]),
        (&3.into(), &1.into(), &3.into())
    );
    assert_eq!(against["newly_overdue"], serde_json::json!(["02"]));
    let html = String::from_utf8_lossy(&tree["bulletins/2023/2023-04/index.html"]).into_owned();
    for words in [
        "任务共3项，已完成1项，完成率33.3%（1/3）",
        "新增完成0项，完成率持平",
        "本期新增逾期1项",
        "第2项“<a href=\"../../../tasks/02/\">压减材料</a>”（股），完成时限2023年4月20日，已逾期8天。",
    ] {
        assert!(html.contains(words), "{words}");
    }
    let list: Value = serde_json::from_slice(&tree["data/bulletins.json"]).expect("JSON");
    assert_eq!(list["bulletins"][1]["period"], "2023-04");
    assert_eq!(list["bulletins"][1]["digest"], data["digest"]);
}

#[test]
fn a_late_completion_is_never_reported_in_time() {
    let site = site();
    issued(&site, &[("2023-03", "2023-03-30"), ("2023-04", "2023-04-28")]);
    let may = shown(&site, "2023-05", "2023-05-30");
    assert!(may.contains("第2项“压减材料”（股）于2023年5月8日完成，逾期18天。"), "{may}");
    assert!(may.contains("上期逾期的1项中，已完成1项，仍未完成0项"), "{may}");
}

#[test]
fn samples_are_owned_up_to_in_the_count_and_on_their_lines() {
    let site = site();
    site.write(
        "content/tasks/04/index.md",
        "---\n标题: 示范窗口\n方案: 工作方案\n序号: 4\n责任单位: 股\n完成时限: 3月15日\n示例: 是\n---\n",
    );
    issued(&site, &[("2023-03", "2023-03-30")]);
    let march = shown(&site, "2023-03", "2023-03-30");
    for words in [
        "部署的任务共4项（其中示例1项），已完成1项",
        "第4项“示范窗口”（示例）（股），完成时限2023年3月15日",
        "4（其中示例1项）",
    ] {
        assert!(march.contains(words), "{words}: {march}");
    }
    let facts = &seal(&site, SEAL)["facts"];
    assert_eq!((&facts["counts"]["total"], &facts["counts"]["samples"]), (&4.into(), &1.into()));
    let checked = site.run(&["check", "--as-of", "2023-05-10"]);
    assert!(!checked.err.contains("LS0433") && !checked.out.contains("LS0433"), "{}", checked.err);
}

#[test]
fn a_rate_changes_by_points() {
    let site = site();
    let measures = "监测项: [{代号: wang, 名称: 全程网办率, 计量单位: '%', 方向: 越高越好, 基期: 2023-01-31, 基期值: 70.0, 目标值: 100}, {代号: tian, 名称: 审批用时, 计量单位: 天}]";
    let indicator = format!("---\n标题: 政务服务\n{measures}\n---\n");
    site.write("content/indicators/fuwu/index.md", indicator);
    let values = "日期,wang,tian\n2023-02-28,72.5,20\n2023-03-28,76.7,16\n";
    site.write("content/indicators/fuwu/values.csv", values);
    site.write(
        "content/tasks/03/index.md",
        "---\n标题: 全程网办\n方案: 工作方案\n序号: 3\n责任单位: 股\n指标: 政务服务\n完成时限: 9月底前\n---\n",
    );
    issued(&site, &[("2023-03", "2023-03-30")]);
    let march = shown(&site, "2023-03", "2023-03-30");
    let words = "全程网办率为76.7%，较上期+4.2个百分点，较2023年1月31日+6.7个百分点，目标100%，相差23.3个百分点。";
    assert!(march.contains(words), "{march}");
    assert!(march.contains("审批用时为16天，较上期−4天（−20.0%）。"), "{march}");
    let html = page(&site, "2023-03-30", "indicators/fuwu/index.html");
    assert!(html.contains("距目标还差23.3个百分点"), "{html}");
}

#[test]
fn a_deadline_changed_twice_is_told_each_time() {
    let site = site();
    let change = |deadline: &str, day: &str| {
        site.write(
            &format!("content/tasks/02/{day}-调整.md"),
            format!(
                "---\n事项: 调整\n完成时限: {deadline}\n理由: 系统改造\n批准: 局长办公会\n---\n"
            ),
        );
    };
    site.remove("content/tasks/02/2023-05-08-完成.md");
    change("6月底前", "2023-04-10");
    change("7月底前", "2023-04-25");
    let april = shown(&site, "2023-04", "2023-04-28");
    for words in [
        "由2023年4月20日调整为2023年6月30日，延后71天，系第1次调整",
        "由2023年6月30日调整为2023年7月31日，延后31天，系第2次调整，理由：系统改造；按原定时限计算，该项任务逾期未完成（已逾期8天）。",
        "经局长办公会同意",
    ] {
        assert!(april.contains(words), "{words}: {april}");
    }
}

#[test]
fn a_problem_back_in_rectification_is_not_counted_as_closed() {
    let site = site();
    site.write("content/offices/du.md", "---\n标题: 督查办\n---\n");
    site.write(
        "content/problems/01/index.md",
        "---\n标题: 一次告知不到位\n方案: 工作方案\n发现日期: 2023-03-06\n问题来源: 座谈会\n责任单位: 股\n整改时限: 3月底前\n---\n",
    );
    let entry = |name: &str, fields: &str| {
        site.write(&format!("content/problems/01/{name}.md"), format!("---\n{fields}\n---\n"));
    };
    entry("2023-03-10-申请销号", "事项: 申请销号");
    entry("2023-03-12-核验", "事项: 核验\n核验单位: 督查办\n结果: 通过");
    entry("2023-03-20-销号", "事项: 销号\n批准: 局长办公会");
    let march = shown(&site, "2023-03", "2023-03-30");
    let words = "累计发现问题1个，申请销号1个，核验通过1个，已销号1个（其中逾期销号0个），销号率100.0%（1/1）。";
    assert!(march.contains(words), "{march}");
    entry("2023-04-10-回头看", "事项: 回头看\n结果: 未通过\n整改时限: 5月底前");
    let april = shown(&site, "2023-04", "2023-04-28");
    assert!(april.contains("已销号0个（其中逾期销号0个），销号率0.0%（0/1）。"), "{april}");
    assert!(april.contains("回头看未通过、重新整改1个，不计入已销号。"), "{april}");
}

#[test]
fn february_has_no_thirtieth_and_a_day_off_moves_the_bulletin() {
    let site = site();
    site.write("content/plans/2023.md", PLAN.replace("2023-03-03", "2023-01-03"));
    assert!(shown(&site, "2023-02", "2023-03-01").contains("截至2023年2月28日"));
    // 30 April 2023 is a holiday, as is the 29th: the day moves back to Friday.
    assert!(shown(&site, "2023-04", "2023-05-30").contains("截至2023年4月28日"));
    site.write(
        "content/plans/2023.md",
        PLAN.replace("2023-03-03", "2023-01-03").replace("提前", "不变"),
    );
    assert!(shown(&site, "2023-04", "2023-05-30").contains("截至2023年4月30日"));
}

#[test]
fn the_closing_bulletin_takes_in_the_deadline_at_the_end_of_september() {
    let site = site();
    site.write("content/tasks/03/2023-09-30-完成.md", "---\n事项: 完成\n---\n");
    // 29 and 30 September 2023 are holidays; the plan ends on the 30th all the same.
    let text = shown(&site, "2023-09", "2023-10-08");
    assert!(text.contains("截至2023年9月30日"), "{text}");
    assert!(text.contains("“全程网办”（股）于2023年9月30日完成，按时。"), "{text}");
    assert!(issue(&site, "2023-09", "2023-09-28").err.contains("还没有到通报日2023-09-30"));
}

#[test]
fn a_month_with_no_records_says_so() {
    let site = site();
    issued(
        &site,
        &[("2023-03", "2023-03-30"), ("2023-04", "2023-04-28"), ("2023-05", "2023-05-30")],
    );
    let text = shown(&site, "2023-06", "2023-06-30");
    for words in ["新增完成0项", "本期完成：无。", "逾期未完成：无。", "下期之前到期：无。"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!text.contains("完成时限调整情况"), "{text}");
    issued(&site, &[("2023-06", "2023-06-30")]);
}

#[test]
fn a_plan_without_tasks_says_so_and_tells_what_it_has() {
    let site = site();
    for path in ["content/tasks/01", "content/tasks/02", "content/tasks/03"] {
        site.remove(path);
    }
    let opening = "截至2023年3月30日，《工作方案》（左建局字〔2023〕37号）未列任务。";
    let text = shown(&site, "2023-03", "2023-03-31");
    for none in ["任务共", "完成率", "本期完成", "方案印发以来完成", "逾期未完成", "下期之前到期"]
    {
        assert!(text.contains(opening) && !text.contains(none), "{none}: {text}");
    }
    site.write(
        "content/problems/01/index.md",
        "---\n标题: 一次告知不到位\n方案: 工作方案\n发现日期: 2023-03-06\n问题来源: 座谈会\n责任单位: 股\n整改时限: 4月底前\n---\n",
    );
    let text = shown(&site, "2023-03", "2023-03-31");
    assert!(text.contains(opening) && text.contains("二、问题整改情况"), "{text}");
    assert!(text.contains("累计发现问题1个"), "{text}");
    issued(&site, &[("2023-03", "2023-03-30")]);
}

#[test]
fn weeks_end_on_sunday_and_are_a_chain_of_their_own() {
    let site = site();
    assert!(issue(&site, "2023-W12", "2023-03-25").err.contains("2023-03-26"));
    issued(&site, &[("2023-W12", "2023-03-26"), ("2023-03", "2023-03-30")]);
    issued(&site, &[("2023-W13", "2023-04-03"), ("2023-04", "2023-04-28")]);
    let week = seal(&site, "content/bulletins/2023/2023-W13.issued.json");
    assert_eq!(week["previous"]["period"], "2023-W12");
    assert_eq!(week["facts"]["from"], "2023-03-27");
    assert_eq!(seal(&site, SEAL)["previous"], Value::Null);
    assert_eq!(site.run(&["bulletin", "verify"]).code, 0);
}

#[test]
fn a_call_at_fault_writes_nothing() {
    let site = site();
    for (args, words) in [
        (&["bulletin", "issue", "2024", "2023-03"][..], "没有“2024”这个方案"),
        (&["bulletin", "issue", "2023", "2023-Q1"], "2023-03"),
        (&["bulletin", "issue", "2023", "三月"], ""),
        (
            &["bulletin", "withdraw", "2023", "2023-03", "--reason", " ", "--approved-by", "局"],
            "理由",
        ),
    ] {
        let run = site.run(args);
        assert_eq!(run.code, 2, "{args:?}: {}", run.err);
        assert!(run.err.contains(words), "{args:?}: {}", run.err);
    }
    assert!(!site.path("content/bulletins").exists());
}

/// The program printed in the chapter of bulletins proves the chain without this one.
#[test]
fn another_program_can_check_the_seals() {
    let site = site();
    issued(&site, &[("2023-03", "2023-03-30"), ("2023-04", "2023-04-28")]);
    site.run(&[
        "bulletin",
        "withdraw",
        "2023",
        "2023-03",
        "--reason",
        "有误",
        "--approved-by",
        "局",
        "--as-of",
        "2023-05-01",
    ]);
    let chapter = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/bulletins.md"));
    let chapter = chapter.expect("the chapter");
    let code = chapter.split("```python\n").nth(1).and_then(|rest| rest.split("```").next());
    let check = |expected: [&str; 2]| {
        let mut python = Command::new("python3");
        python.arg("-c").arg(code.expect("a program")).arg(site.path("content"));
        let run = Run::of(python);
        assert_eq!(run.code, 0, "{}", run.err);
        let lines: Vec<&str> = run.out.lines().collect();
        let [march, april] = expected;
        assert_eq!(
            lines,
            [format!("2023-03.issued.json {march}"), format!("2023-04.issued.json {april}")]
        );
    };
    check(["ok", "ok"]);
    let april = "content/bulletins/2023/2023-04.issued.json";
    let text = fs::read_to_string(site.path(april)).expect("a seal");
    site.write(april, text.replacen("\"done\":1", "\"done\":2", 1));
    check(["ok", "CHANGED"]);
    site.write(
        april,
        text.replacen("\"previous\":{\"digest\":\"", "\"previous\":{\"digest\":\"0", 1),
    );
    check(["ok", "FOLLOWS NOTHING"]);
}

#[test]
fn a_record_taken_back_takes_its_editions_data_along() {
    let site = site();
    issued(&site, &[("2023-03", "2023-03-30")]);
    site.write(
        "content/bulletins/2023/2023-03.md",
        "---\n撤回: {日期: 2023-04-06, 原因: 写了不该公开的号码}\n---\n",
    );
    let data = "data/bulletins/2023/2023-03.json";
    assert!(site.built(&["--as-of", "2023-04-05"]).contains_key(data));
    let after = site.built(&["--as-of", "2023-04-06"]);
    assert!(!after.contains_key(data), "{:?}", after.keys());
    let html = String::from_utf8_lossy(&after["bulletins/2023/2023-03/index.html"]).into_owned();
    assert!(html.contains("写了不该公开的号码") && !html.contains("压减材料"), "{html}");
}
