//! A verification as one page that can be sent on and printed: no script, nothing from elsewhere.

use std::io::Write;

use serde::Serialize;
use tera::{Context, Tera};

use super::told::{advice, fault_name, groups, of_the_list, particulars, remark_text, summary};
use crate::cli::clock;
use crate::diagnostic::{Lang, Text};
use crate::publish::verify::{Verdict, Verification};
use crate::say;

const TEMPLATE: &str = include_str!("page.html");

/// More of one fault than anybody reads on paper.
const MOST: usize = 500;

#[derive(Serialize)]
struct View {
    lang: &'static str,
    title: String,
    /// `good`, `bad` or `unknown`, for what it looks like.
    verdict: &'static str,
    summary: String,
    lines: Vec<String>,
    path: String,
    particulars: String,
    groups: Vec<Group>,
    notes: String,
    remarks: Vec<String>,
}

#[derive(Serialize)]
struct Group {
    name: String,
    advice: Option<String>,
    rows: Vec<Row>,
    more: Option<String>,
}

#[derive(Serialize)]
struct Row {
    path: String,
    lines: Vec<String>,
}

/// Writes it.
pub fn write(
    all: &Verification,
    place: &str,
    lang: Lang,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let words = |text: Text| text.in_lang(lang).to_owned();
    let now = clock::now().iso();
    let when = say!("核对时间：{now}", "looked at: {now}");
    let groups = groups(all).map(|(fault, findings)| {
        let (Text { zh, en }, count) = (fault_name(fault), findings.len());
        let more = count.saturating_sub(MOST);
        let more = (more > 0).then(|| {
            say!("另有{more}处，--format json 全部列出", "{more} more; --format json lists all")
        });
        Group {
            name: words(say!("{zh}（{count}）", "{en} ({count})")),
            advice: advice(fault).map(words),
            rows: findings
                .iter()
                .take(MOST)
                .map(|finding| Row {
                    path: finding.path.clone(),
                    lines: particulars(finding).into_iter().map(words).collect(),
                })
                .collect(),
            more: more.map(words),
        }
    });
    let view = View {
        lang: if lang == Lang::Zh { "zh-CN" } else { "en" },
        title: words(say!("网站核对报告", "What a site holds, against what was reviewed")),
        verdict: match all.verdict() {
            Verdict::AsReviewed => "good",
            Verdict::Differs => "bad",
            Verdict::NotSeen => "unknown",
        },
        summary: words(summary(all, place)),
        lines: std::iter::once(words(when)).chain(of_the_list(all, place, lang)).collect(),
        path: words(say!("文件", "File")),
        particulars: words(say!("情况", "Particulars")),
        groups: groups.collect(),
        notes: words(say!("说明", "Notes")),
        remarks: all.remarks.iter().map(remark_text).map(words).collect(),
    };
    let mut tera = Tera::default();
    tera.add_raw_template("page.html", TEMPLATE)?;
    let mut context = Context::new();
    context.insert("view", &view);
    write!(out, "{}", tera.render("page.html", &context)?)?;
    Ok(())
}
