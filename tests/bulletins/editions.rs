//! Editions taken down and issued again, and what corrections account for.

use super::*;

const RECORD: &str = "content/bulletins/2023/2023-03.md";
const HTML: &str = "bulletins/2023/2023-03/index.html";

fn withdraw(site: &Scratch, period: &str, day: &str, reason: &str) {
    let run = site.run(&[
        "bulletin",
        "withdraw",
        "2023",
        period,
        "--reason",
        reason,
        "--approved-by",
        "局长办公会",
        "--as-of",
        day,
    ]);
    assert_eq!(run.code, 0, "{}", run.err);
}

/// The warnings of one code, each with its help.
fn warned(site: &Scratch, code: &str) -> Vec<String> {
    let run = site.run(&["check", "--as-of", "2023-06-01", "--lang", "zh"]);
    let told: Vec<&str> = run.out.split("\n\n").collect();
    told.into_iter().filter(|part| part.contains(code)).map(str::to_owned).collect()
}

fn correct(site: &Scratch, corrections: &str) {
    site.write(RECORD, format!("---\n更正: [{corrections}]\n---\n"));
}

#[test]
fn a_withdrawal_stays_told_once_a_corrected_edition_is_issued() {
    let site = site();
    issued(&site, &[("2023-03", "2023-03-30")]);
    let first = seal(&site, SEAL)["digest"].clone();
    withdraw(&site, "2023-03", "2023-04-03", "写了不该公开的号码。");
    issued(&site, &[("2023-03", "2023-04-05")]);
    withdraw(&site, "2023-03", "2023-04-10", "漏了一段");
    issued(&site, &[("2023-03", "2023-04-12")]);
    let tree = site.built(&["--as-of", "2023-04-20"]);
    let text = |file: &str| String::from_utf8_lossy(&tree[file]).into_owned();
    let lines = [
        "第1次签发：2023年3月30日签发，2023年4月3日撤下。撤下原因：写了不该公开的号码。批准：局长办公会。",
        "第2次签发：2023年4月5日签发，2023年4月10日撤下。撤下原因：漏了一段。批准：局长办公会。",
    ];
    for file in [HTML, "corrections/index.html"] {
        let html = text(file);
        for line in lines {
            assert!(html.contains(line), "{file}: {line}");
        }
    }
    let html = text(HTML);
    assert!(html.contains("本文为重新签发（第3次签发）"), "{html}");
    assert!(html.contains("第3次签发：2023年4月12日重新签发，即本文。"), "{html}");
    assert!(html.contains("本期前一次签发") && !html.contains(">上一期<"), "{html}");
    assert!(!article(&html).contains("重新签发"), "the text is what was issued");
    assert!(text("bulletins/index.html").contains("重新签发"));
    let list: Value = serde_json::from_slice(&tree["data/bulletins.json"]).expect("JSON");
    let revisions = &list["bulletins"][0]["revisions"];
    assert_eq!(revisions.as_array().map(Vec::len), Some(3));
    assert_eq!(revisions[0]["digest"], first);
    assert_eq!(revisions[1]["reason"], "漏了一段");
    assert_eq!(revisions[2]["withdrawn"], Value::Null);
    let csv = text("data/bulletin-revisions.csv");
    let rows: Vec<&str> = csv.lines().collect();
    assert_eq!(rows.len(), 4, "{csv}");
    for (row, revision) in rows[1..].iter().zip(revisions.as_array().expect("a list")) {
        for key in ["revision", "issued_on", "digest", "reason", "withdrawn"] {
            let value = revision[key].as_str().map_or(revision[key].to_string(), str::to_owned);
            let value = if value == "null" { String::new() } else { value };
            assert!(row.split(',').any(|cell| cell == value), "{key} {value}: {row}");
        }
    }
}

#[test]
fn an_internal_edition_taken_down_leaves_no_trace_in_the_public_one() {
    let site = site();
    site.write(RECORD, "---\n通报范围: 系统内\n---\n");
    issued(&site, &[("2023-03", "2023-03-30")]);
    withdraw(&site, "2023-03", "2023-04-03", "内部的理由");
    site.write(RECORD, "---\n期号: 第1期\n---\n");
    issued(&site, &[("2023-03", "2023-04-05")]);
    for day in ["2023-04-01", "2023-04-04", "2023-04-10"] {
        let tree = site.built(&["--as-of", day]);
        assert_eq!(tree.contains_key(HTML), day == "2023-04-10", "{day}");
        for (file, bytes) in &tree {
            let text = String::from_utf8_lossy(bytes);
            assert!(!text.contains("内部的理由"), "{day} {file}");
            assert!(!text.contains("数据汇总"), "{day} {file}");
        }
    }
}

#[test]
fn a_correction_stays_with_the_edition_it_was_made_of() {
    let site = site();
    issued(&site, &[("2023-03", "2023-03-30")]);
    correct(&site, "{说明: 第一次的更正, 批准: 局长办公会, 日期: 2023-04-01}");
    withdraw(&site, "2023-03", "2023-04-03", "有误");
    issued(&site, &[("2023-03", "2023-04-05")]);
    let html = page(&site, "2023-04-10", HTML);
    assert!(!html.contains("这期通报有更正"), "{html}");
    let history = &html[html.find("id=\"history\"").expect("its history")..];
    assert!(history.contains("第一次的更正"), "{history}");
    // It accounts for nothing of the text that took the place.
    site.remove("content/tasks/01/2023-03-20-完成.md");
    assert_eq!(warned(&site, "LS0433").len(), 1);
    correct(&site, "{说明: 第二次的更正, 批准: 局长办公会, 日期: 2023-04-06}");
    assert!(warned(&site, "LS0433").is_empty());
    assert!(page(&site, "2023-04-10", HTML).contains("这期通报有更正"));
}

#[test]
fn a_correction_of_what_was_never_issued_is_told_at_its_date() {
    let site = site();
    let line = "{说明: 早了, 批准: 局长办公会, 日期: 2023-03-20}";
    correct(&site, line);
    let told = warned(&site, "LS0434");
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("2023-03.md:2:") && told[0].contains("还没有签发"), "{told:?}");
    issued(&site, &[("2023-03", "2023-03-30")]);
    assert_eq!(warned(&site, "LS0434").len(), 1, "it is dated before the issue");
    assert!(!page(&site, "2023-04-10", HTML).contains("早了"));
    correct(&site, &line.replace("03-20", "03-30"));
    assert!(warned(&site, "LS0434").is_empty());
}

#[test]
fn a_correction_accounts_for_the_tasks_it_names_and_no_others() {
    let site = site();
    issued(&site, &[("2023-03", "2023-03-30")]);
    site.remove("content/tasks/01/2023-03-20-完成.md");
    let told = warned(&site, "LS0433");
    assert!(
        told[0].contains("content/bulletins/2023/2023-03.md")
            && told[0].contains(
                "里写：（新建，前后各一行“---”）“更正: [{说明: 更正的内容, 批准: 批准的会议或领导, 日期: 2023-06-01, 涉及: [1]}]”"
            )
            && !told[0].contains(".issued.json"),
        "{told:?}"
    );
    let line = "{说明: 清单并未公布, 批准: 局长办公会, 日期: 2023-04-06, 涉及: [第1项]}";
    correct(&site, line);
    assert!(warned(&site, "LS0433").is_empty());
    // Later another task changes.
    site.write("content/tasks/03/2023-03-25-完成.md", "---\n事项: 完成\n---\n");
    let told = warned(&site, "LS0433");
    assert_eq!(told.len(), 1);
    assert!(
        told[0].contains("全程网办 正在推进→按时完成") && told[0].contains("涉及: [3]"),
        "{told:?}"
    );
    assert!(!told[0].contains("梳理"), "{told:?}");
    let html = page(&site, "2023-04-10", HTML);
    let shown = &html[html.find("id=\"corrections\"").expect("corrections")..];
    assert!(shown.contains("梳理“清单”") && !shown.contains("全程网办"), "{shown}");
    assert!(
        shown.contains(">按时完成</th><td data-label=\"签发时\">1</td><td data-label=\"现在\">0<"),
        "{shown}"
    );
    for about in ["02", "压减材料", "1, 3"] {
        correct(&site, &line.replace("第1项", about));
        assert_eq!(warned(&site, "LS0433").is_empty(), about == "1, 3", "{about}");
    }
    correct(&site, &line.replace("第1项", "9"));
    let told = warned(&site, "LS0301");
    assert!(told[0].contains("没有这项任务") && told[0].contains("2023-03.md:2:"), "{told:?}");
    // A task that is gone is named as it was.
    site.remove("content/tasks/03");
    correct(&site, &line.replace("第1项", "1, 03"));
    assert!(warned(&site, "LS0433").is_empty() && warned(&site, "LS0301").is_empty());
}

#[test]
fn a_day_that_changed_is_told_as_it_was_and_as_it_is() {
    let site = site();
    issued(&site, &[("2023-03", "2023-03-30")]);
    site.remove("content/tasks/01/2023-03-20-完成.md");
    site.write("content/tasks/01/2023-03-29-完成.md", "---\n事项: 完成\n---\n");
    let told = warned(&site, "LS0433");
    let words = "梳理“清单”：完成日期 2023年3月20日→2023年3月29日";
    assert!(told[0].contains(words), "{told:?}");
}

#[test]
fn the_first_edition_says_that_it_tells_of_all_since_the_plan() {
    let site = site();
    let march = shown(&site, "2023-03", "2023-03-30");
    assert!(march.contains("首期通报，所列完成和调整情况自方案印发起累计"), "{march}");
    assert!(march.contains("二、方案印发以来完成情况") && !march.contains("本期"), "{march}");
    issued(&site, &[("2023-03", "2023-03-30")]);
    let april = shown(&site, "2023-04", "2023-04-28");
    assert!(april.contains("二、本期完成情况") && april.contains("本期完成：无。"), "{april}");
}

#[test]
fn own_words_changed_after_the_issue_are_told() {
    let site = site();
    site.write(RECORD, "---\n期号: 第1期\n---\n## 下一步\n\n已完成{{ tasks.done }}项。\n");
    issued(&site, &[("2023-03", "2023-03-30")]);
    assert!(warned(&site, "LS0433").is_empty());
    site.write(RECORD, "---\n期号: 第1期\n---\n## 下一步\n\n只完成{{ tasks.done }}项。\n");
    let told = warned(&site, "LS0433");
    assert!(told[0].contains("本单位撰写的文字与签发时不同"), "{told:?}");
    assert!(told[0].contains("更正的内容") && !told[0].contains("涉及"), "{told:?}");
    assert!(!told[0].contains("新建"), "{told:?}");
    site.remove(RECORD);
    assert_eq!(warned(&site, "LS0433").len(), 1, "they are gone altogether");
}

#[test]
fn verifying_counts_what_is_issued_and_what_is_taken_down() {
    let site = site();
    let verified = || site.run(&["bulletin", "verify"]).out;
    assert!(verified().contains("还没有签发过通报"), "{}", verified());
    issued(&site, &[("2023-03", "2023-03-30"), ("2023-04", "2023-04-28")]);
    withdraw(&site, "2023-03", "2023-05-01", "有误");
    assert!(verified().contains("2次签发，其中1次已撤下"), "{}", verified());
}

#[test]
fn line_ends_changed_on_the_way_are_told_with_their_cure() {
    let site = site();
    issued(&site, &[("2023-03", "2023-03-30")]);
    let good = fs::read_to_string(site.path(SEAL)).expect("a seal");
    site.write(SEAL, good.replace('\n', "\r\n"));
    let run = site.run(&["bulletin", "verify"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("换行被改成了 Windows 格式"), "{}", run.err);
    assert!(run.err.contains("*.issued.json -text"), "{}", run.err);
    assert!(!run.err.contains("被改动过"), "{}", run.err);
}

#[test]
fn a_period_before_one_issued_cannot_be_issued_any_more() {
    let site = site();
    issued(&site, &[("2023-04", "2023-04-28")]);
    let run = issue(&site, "2023-03", "2023-05-01");
    assert_eq!(run.code, 1);
    assert!(run.err.contains("2023-04 期已经签发，在它之前的不能再签发"), "{}", run.err);
    assert!(!run.err.contains("bulletin issue"), "{}", run.err);
}

#[test]
fn a_day_that_has_not_come_is_said_first() {
    let site = site();
    let text = shown(&site, "2023-05", "2023-05-10");
    assert_eq!(
        text.lines().nth(1),
        Some("截至日2023年5月30日还没有到，以下是按现有记录算到那一天的情况，不是实际结果。"),
        "{text}"
    );
    assert!(!shown(&site, "2023-05", "2023-05-30").contains("还没有到"));
}

#[test]
fn the_page_of_a_text_taken_down_says_what_its_digest_proves() {
    let site = site();
    issued(&site, &[("2023-03", "2023-03-30")]);
    assert!(page(&site, "2023-04-10", HTML).contains("上面的 SHA-256 由全文"));
    withdraw(&site, "2023-03", "2023-04-03", "有误");
    let html = page(&site, "2023-04-10", HTML);
    assert!(html.contains("存有原签发文件的，可以用它核对"), "{html}");
    assert!(html.contains("撤下日期") && html.contains("撤下原因"), "{html}");
    assert!(!html.contains("撤回") && !html.contains("没有改动</summary>"), "{html}");
}

#[test]
fn the_parts_of_the_offices_own_words_are_numbered_on() {
    let site = site();
    let own = |words: &str| site.write(RECORD, format!("---\n期号: 第1期\n---\n{words}\n"));
    let show = || shown(&site, "2023-03", "2023-03-30");
    own(
        "## 下一步安排\n\n补齐差距。\n\n### 甲\n\n## 要求\n\n| 单位 | 数 |\n|---|---|\n| 股 | 1 |\n",
    );
    let text = show();
    let last =
        text.lines().rev().find(|line| line.contains("、按责任") || line.contains("分类情况"));
    assert!(last.is_some_and(|line| line.starts_with("五、")), "{text}");
    for line in ["六、下一步安排", "甲", "七、要求", "  补齐差距。", "    单位  数", "    股    1"]
    {
        assert!(text.lines().any(|found| found == line), "{line}: {text}");
    }
    assert!(!text.contains("##") && !text.contains("---|"), "{text}");
    own("先说一句。\n\n## 下一步安排\n\n补齐差距。");
    assert!(show().lines().any(|line| line == "下一步安排"), "{}", show());
    own("## 六、下一步安排\n\n补齐差距。");
    assert!(show().lines().any(|line| line == "六、下一步安排"), "{}", show());
    own("## 下一步安排\n\n补齐差距。");
    issued(&site, &[("2023-03", "2023-03-30")]);
    assert!(page(&site, "2023-04-10", HTML).contains("六、下一步安排</h2>"));
    assert!(warned(&site, "LS0433").is_empty());
}
