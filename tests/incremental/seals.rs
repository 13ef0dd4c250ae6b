//! Bulletins, issued and not yet, and what becomes of them between two builds.

use std::fs;
use std::sync::LazyLock;

use super::{Edit, change, line, pick, scratch::Scratch, without};

/// The bulletins of which there is more than a seal: one issued and corrected, one not yet issued.
pub const BULLETINS: &[(&str, &str)] = &[
    (
        MAY,
        "---\n期号: 第2期\n主送: [审批股]\n更正: [{说明: 有一项当时已经完成, 批准: 局长, 日期: 2023-06-08}]\n---\n已完成{{ tasks.done }}项。\n",
    ),
    (JUNE, "---\n期号: 第3期\n主送: [监管股]\n---\n完成率{{ tasks.done_rate }}。\n"),
];

/// The record of May, which corrects what was issued.
pub const MAY: &str = "content/bulletins/shi/2023/2023-05.md";
const JUNE: &str = "content/bulletins/shi/2023/2023-06.md";

const APRIL_SEAL: &str = "content/bulletins/shi/2023/2023-04.issued.json";
const MAY_SEAL: &str = "content/bulletins/shi/2023/2023-05.issued.json";
const MAY_SEAL_2: &str = "content/bulletins/shi/2023/2023-05.2.issued.json";

/// A task's completion that its month's bulletin did not know of.
pub const LATE_NEWS: &str = "content/tasks/shi/01/2023-05-24.md";

/// Seals of a site as the program wrote them.
struct Seals {
    april: Vec<u8>,
    may: Vec<u8>,
    /// Of May, issued a day later.
    may_of_another_day: Vec<u8>,
    may_withdrawn: Vec<u8>,
    /// What was issued in place of the one withdrawn.
    may_corrected: Vec<u8>,
}

/// Issued once for all sites, which are alike.
static SEALS: LazyLock<Seals> = LazyLock::new(|| {
    let site = super::unsealed_site();
    let run = |args: &[&str]| {
        let run = site.run(&[&["bulletin"], args].concat());
        assert_eq!(run.code, 0, "{args:?}: {}", run.err);
    };
    let issue = |period: &str, day: &str| run(&["issue", "shi/2023", period, "--as-of", day]);
    let seal = |path: &str| fs::read(site.path(path)).expect("a seal");
    issue("2023-04", "2023-05-04");
    issue("2023-05", "2023-06-01");
    let may_of_another_day = seal(MAY_SEAL);
    site.remove(MAY_SEAL);
    issue("2023-05", "2023-05-31");
    let may = seal(MAY_SEAL);
    let leave = ["--reason", "有误", "--approved-by", "局长", "--as-of", "2023-06-02"];
    run(&[&["withdraw", "shi/2023", "2023-05"], &leave[..]].concat());
    issue("2023-05", "2023-06-03");
    Seals {
        april: seal(APRIL_SEAL),
        may,
        may_of_another_day,
        may_withdrawn: seal(MAY_SEAL),
        may_corrected: seal(MAY_SEAL_2),
    }
});

/// Two months as they were issued, and nothing else.
pub fn as_issued(site: &Scratch) {
    site.write(APRIL_SEAL, &SEALS.april);
    site.write(MAY_SEAL, &SEALS.may);
    let _ = fs::remove_file(site.path(MAY_SEAL_2));
}

pub const EDITS: &[Edit] = &[
    ("a bulletin's own words change", |site, n| {
        let words =
            pick(&["{{ tasks.done }}项", "{{ 任务.完成 }}项", "{{ tasks.nobody }}", "无"], n);
        change(site, pick(&[JUNE, MAY, JUNE], n), |text| {
            let end = text.rfind("---\n").map_or(0, |at| at + "---\n".len());
            format!("{}第{n}句：{words}。\n", &text[..end])
        });
    }),
    ("a bulletin asks for what there is not", |site, _| {
        change(site, JUNE, |text| format!("{text}{{{{ tasks.nobody }}}}\n"));
    }),
    ("a bulletin's fields change", |site, n| {
        let field = pick(
            &[
                "主送: [局, 审批股]",
                "发文字号: 示发〔2023〕9号",
                "期号: 第9期",
                "签发: 局长",
                "成文日期: 2023-05-31",
                "截至: 2023-05-30",
                "主送: [没有的单位]",
            ],
            n,
        );
        let key = field.split(':').next().unwrap_or(field);
        change(site, pick(&[MAY, JUNE], n / 2), |text| {
            without(text, key).replacen("---\n", &format!("---\n{field}\n"), 1)
        });
    }),
    ("a bulletin is for other readers", |site, n| {
        let scope = pick(&["系统内", "向社会公开"], n);
        change(site, pick(&[MAY, JUNE], n / 2), |text| {
            without(text, "通报范围").replacen("---\n", &format!("---\n通报范围: {scope}\n"), 1)
        });
    }),
    ("a correction of a bulletin changes, goes or comes", |site, n| {
        let day = 2 + n % 8;
        let new = format!("更正: [{{说明: 第{n}条, 批准: 局长, 日期: 2023-06-0{day}}}]");
        change(site, MAY, |text| match (text.contains("更正"), n % 2) {
            (true, 0) => line(text, "更正", &new),
            (true, _) => without(text, "更正"),
            (false, _) => text.replacen("---\n", &format!("---\n{new}\n"), 1),
        });
    }),
    ("a task is known to have been done before its bulletin, or is not", |site, _| {
        match site.path(LATE_NEWS).exists() {
            true => site.remove(LATE_NEWS),
            false => site.write(LATE_NEWS, "---\n事项: 完成\n---\n"),
        }
    }),
    ("a bulletin's record is deleted, or comes back", |site, n| {
        let (path, text) = pick(BULLETINS, n);
        match site.path(path).exists() {
            true => site.remove(path),
            false => site.write(path, text),
        }
    }),
    ("a bulletin's record is taken back, or is not any more", |site, n| {
        change(site, pick(&[MAY, JUNE], n), |text| match text.contains("撤回") {
            true => without(text, "撤回"),
            false => text.replacen("---\n", "---\n撤回: {日期: 2023-06-09, 原因: 有误}\n", 1),
        });
    }),
    ("a bulletin's record is taken back, or is not any more", |site, n| {
        change(site, pick(&[JUNE, MAY], n), |text| without(text, "撤回"));
    }),
    ("a seal is deleted", |site, _| drop(fs::remove_file(site.path(MAY_SEAL)))),
    ("the seals are as they were", |site, _| as_issued(site)),
    ("a seal gives way to one of another day", |site, _| {
        site.write(MAY_SEAL, &SEALS.may_of_another_day);
    }),
    ("a byte of a seal changes", |site, n| spoil(site, n, 0x01)),
    ("a seal is no text any more", |site, n| spoil(site, n, 0xFF)),
    ("the seals are as they were", |site, _| as_issued(site)),
    ("a seal that another follows gives way or is deleted", |site, n| match n % 2 {
        0 => drop(fs::remove_file(site.path(APRIL_SEAL))),
        _ => site.write(APRIL_SEAL, &SEALS.may),
    }),
    ("a bulletin is withdrawn", |site, _| {
        as_issued(site);
        site.write(MAY_SEAL, &SEALS.may_withdrawn);
    }),
    ("a corrected bulletin takes the place of one withdrawn", |site, _| {
        as_issued(site);
        site.write(MAY_SEAL, &SEALS.may_withdrawn);
        site.write(MAY_SEAL_2, &SEALS.may_corrected);
    }),
    ("the seals are as they were", |site, _| as_issued(site)),
];

/// Changes one byte of a seal and leaves its length.
fn spoil(site: &Scratch, n: usize, by: u8) {
    let path = pick(&[MAY_SEAL, APRIL_SEAL], n);
    if let Ok(mut bytes) = fs::read(site.path(path)) {
        let at = bytes.len().saturating_sub(1) * (n % 10) / 10;
        bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= by);
        site.write(path, bytes);
    }
}
