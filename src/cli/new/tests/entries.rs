//! Entries, as a clerk has them made.

use super::*;

#[test]
fn an_entry_of_every_event_reads_without_unknown_keys() {
    let site = Scratch::site(Lang::Zh);
    let today = Day::new(2026, 3, 10).expect("a day");
    site.write(
        "content/problems/2026/01/index.md",
        "---\n标题: 一个问题\n方案: 2026\n发现日期: 2026-03-02\n问题来源: 座谈会\n责任单位: 监管股\n整改时限: 9月底前\n---\n",
    );
    site.write(
        "content/duties/2026/01/index.md",
        "---\n标题: 一张清单\n单位: 监管股\n上报日期: 2026-03-02\n措施: [甲, 乙, 丙]\n---\n",
    );
    let with_entries = Kind::ALL.into_iter().filter(|kind| kind.has_entries());
    let events = with_entries.flat_map(|kind| kind.events().into_iter().map(move |e| (kind, e)));
    for ((kind, event), lang) in events.flat_map(|event| BOTH.map(|lang| (event, lang))) {
        let record = format!("{}/2026/01", kind.folder());
        let path = format!("content/{record}/{}", entry_name(today, event, 1));
        let mut out = Vec::new();
        run_new_entry(&site.0, &record, event.en, None, today, lang, &mut out)
            .expect("a working disk");
        let all_used = use_all(&site.read(&path));
        for text in [site.read(&path), all_used] {
            site.write(&path, &text);
            let found = faults(&site.0);
            // A form of 调整 has yet to say what changes, and an open task is not resumed.
            let of_event = |fault: &Diagnostic| match fault.code {
                Code::MissingKey => event.en == "changed",
                code => code == Code::ImpossibleStep,
            };
            assert!(
                found.iter().all(|fault| is_left_open(fault) || of_event(fault)),
                "{} {:#?}",
                event.en,
                told(&found)
            );
        }
        fs::remove_file(site.0.join(&path)).expect("the file");
    }
}

#[test]
fn an_entry_of_a_taken_day_gets_the_next_number() {
    let site = Scratch::site(Lang::Zh);
    for event in ["进展", "progress", "进展", "完成", "completed", "完成"] {
        assert!(matches!(new_entry(&site, "tasks/2026/01", event), Outcome::Done));
    }
    let made: Vec<String> =
        site.files().into_iter().filter(|file| file.contains("2026-03-10")).collect();
    let folder = "content/tasks/2026/01";
    let expected = [
        "2026-03-10-完成-2.md",
        "2026-03-10-完成-3.md",
        "2026-03-10-完成.md",
        "2026-03-10-第2次.md",
        "2026-03-10-第3次.md",
        "2026-03-10.md",
    ];
    assert_eq!(made, expected.map(|name| format!("{folder}/{name}")));
    let found = faults(&site.0);
    assert!(found.iter().all(|f| f.severity() == Severity::Warning), "{:#?}", told(&found));
}

#[test]
fn an_entry_finds_its_record_however_it_is_named() {
    let site = Scratch::site(Lang::Zh);
    site.write(
        "content/tasks/2026/减材料/index.md",
        "---\n标题: 减材料\n网址名: jian\n方案: 2026\n责任单位: 审批股\n---\n",
    );
    for target in ["tasks/2026/jian", "任务/2026/减材料", "content/tasks/2026/减材料/index.md"]
    {
        assert!(matches!(new_entry(&site, target, "进展"), Outcome::Done), "{target}");
    }
    let made = site.files().into_iter().filter(|file| file.contains("2026-03-10"));
    assert!(made.clone().all(|file| file.starts_with("content/tasks/2026/减材料/")));
    assert_eq!(made.count(), 3);
}

#[test]
fn an_entry_without_a_place_is_refused() {
    let site = Scratch::site(Lang::Zh);
    let before = site.files();
    let told = refused(new_entry(&site, "tasks/2026/02", "进展"));
    assert!(told.contains("02.md 是单个文件") && told.contains("改名为 index.md"), "{told}");
    let told = refused(new_entry(&site, "tasks/2026/2", "进展"));
    assert!(told.contains("没有“2026/2”这个任务") && told.contains("是不是“tasks/2026/"), "{told}");
    let told = refused(new_entry(&site, "tasks/2026/01", "完成了"));
    assert!(told.contains("是不是“完成”") && told.contains("进展、完成、核验"), "{told}");
    let told = refused(new_entry(&site, "2026/01", "进展"));
    assert!(told.contains("例如 tasks/2026/01"), "{told}");
    let told = refused(new_entry(&site, "offices/zhujian", "进展"));
    assert!(told.contains("单位没有条目"), "{told}");
    refused(new_entry(&site, "tasks/../../x", "进展"));
    assert_eq!(site.files(), before);
}

#[test]
fn no_sample_value_of_an_entry_can_pass_for_a_fact() {
    let today = Day::new(2026, 3, 10).expect("a day");
    let with_entries = || Kind::ALL.into_iter().filter(|kind| kind.has_entries());
    for lang in BOTH {
        let site = Scratch::site(lang);
        for kind in with_entries() {
            new(&site, kind.folder(), "zz/09", lang);
            let index = path_of(kind, "zz/09");
            let filled = site.read(&index).replace(['〔', '〕'], "");
            site.write(&index, &filled);
            for event in kind.events() {
                let record = format!("{}/zz/09", kind.folder());
                run_new_entry(&site.0, &record, event.en, None, today, lang, &mut Vec::new())
                    .expect("a working disk");
                let path = format!("content/{record}/{}", entry_name(today, event, 1));
                let text = site.read(&path);
                for (key, value) in lines(&text) {
                    let is_event = [key::EVENT.en, key::EVENT.zh[0]].contains(&key);
                    assert!(is_event || value.contains('〔'), "{path} {key}: {value}");
                }
                assert_blanks_are_told(&path, &text, &site);
                fs::remove_file(site.0.join(&path)).expect("the file");
            }
        }
    }
}
