//! `approval form`: 审批表, the sheet on which leaders who do not use git sign a change.
//!
//! It is one page of A4 however much was changed: what does not fit is on the annex, and the content
//! code is over all of it. It is a paper of the site, in the site's language.

mod room;
mod rows;
mod stages;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use clap::Args;
use serde::Serialize;
use tera::{Context, Tera};

use self::rows::{Row, counts, rows};
use self::stages::{StageView, stages};
use super::sides::{self, Since};
use super::{Desk, desk, desk_of_folder, no_change};
use crate::cli::origin::Origin;
use crate::cli::{Outcome, Session, load};
use crate::diagnostic::{Lang, Text};
use crate::disclose::Unpublished;
use crate::model::Day;
use crate::model::settings::Language;
use crate::say;
use crate::tree::git::{Repository, Revision};

#[derive(Debug, Args)]
pub struct FormArgs {
    /// The branch, tag or commit the change is measured from; `empty` for all of the site
    pub base: String,
    /// The one it leads to (the folder as it is, unless given)
    pub head: Option<String>,
    /// Print all that changed, before and after: the form has room for a summary alone
    #[arg(long)]
    pub annex: bool,
    /// Where to (the terminal unless given)
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

const TEMPLATE: &str = include_str!("form/form.html");

/// What the template shows.
#[derive(Debug, Serialize)]
struct FormView {
    lang: &'static str,
    title: String,
    annex: bool,
    /// Whether it tells what stood before and what stands now.
    in_full: bool,
    about: Vec<Vec<About>>,
    code_name: String,
    /// The four groups of the content code.
    code: Vec<String>,
    changes_name: String,
    counts: String,
    heads: Vec<String>,
    rows: Vec<Row>,
    /// What is on the annex.
    folded: String,
    sign_heads: Vec<String>,
    stages: Vec<StageView>,
    notes: Vec<String>,
}

/// Of the site, the day, the revisions and who hands it in.
#[derive(Debug, Serialize)]
struct About {
    name: String,
    /// Empty where it is written by hand.
    value: String,
    /// Whether it has the row to itself.
    is_wide: bool,
}

/// What is printed: a site as it is at a revision, or as it lies in its folder.
struct Printed {
    desk: Desk,
    repository: Arc<Repository>,
    head: Option<Revision>,
}

pub fn run(args: &FormArgs, session: &mut Session) -> anyhow::Result<Outcome> {
    let printed = match &args.head {
        Some(name) => at(name, session)?,
        None => folder(session)?,
    };
    let Printed { desk, repository, head } = match printed {
        Ok(printed) => printed,
        Err(outcome) => return Ok(outcome),
    };
    let since = match sides::since(&desk, &repository, &args.base, head.as_ref(), session)? {
        Ok(since) => since,
        Err(outcome) => return Ok(outcome),
    };
    if since.change.is_empty() {
        return no_change(desk.lang, session);
    }
    let lang = match desk.loaded.settings.language {
        Language::Chinese => Lang::Zh,
        Language::English => Lang::En,
    };
    let lines = sides::in_lines(&desk, &repository, since.from.as_ref(), head.as_ref(), session)?;
    let rows = rows(&since.change, &lines, lang);
    let stages = stages(&desk, &since, &desk.signed(&since, session)?, lang);
    let day = desk.loaded.facts(session, Unpublished::Hidden).day();
    let about = about(&desk, &since, head.as_ref(), day, lang);
    let view = view(args.annex, about, &since, (rows, stages), lang);
    let html = filled_in(&view)?;
    match &args.out {
        None => session.out.write_all(html.as_bytes())?,
        Some(file) => {
            std::fs::write(file, html)
                .with_context(|| format!("cannot write {}", file.display()))?;
            if !session.global.quiet {
                written(file, &view, desk.lang, session)?;
            }
        }
    }
    Ok(Outcome::Done)
}

/// The site as it lies in its folder.
fn folder(session: &mut Session) -> anyhow::Result<Result<Printed, Outcome>> {
    // Where there is no site, that is what is wrong, and not that there is no repository.
    let desk = match desk_of_folder(session)? {
        Ok(desk) => desk,
        Err(outcome) => return Ok(Err(outcome)),
    };
    let repository = sides::repository(session)?;
    Ok(repository.map(|repository| Printed { desk, repository, head: None }))
}

/// The site at a revision.
fn at(name: &str, session: &mut Session) -> anyhow::Result<Result<Printed, Outcome>> {
    let repository = match sides::repository(session)? {
        Ok(repository) => repository,
        Err(outcome) => return Ok(Err(outcome)),
    };
    let head = match sides::resolve(&repository, name, session)? {
        Ok(head) => head,
        Err(outcome) => return Ok(Err(outcome)),
    };
    let origin = Origin::at(repository.clone(), head.clone());
    let Some(loaded) = load::read_from(origin, session)? else { return Ok(Err(Outcome::Call)) };
    let desk = desk(loaded, session)?;
    Ok(desk.map(|desk| Printed { desk, repository, head: Some(head) }))
}

/// Tells what was written, and of an annex that is to be printed with it.
fn written(file: &Path, view: &FormView, lang: Lang, session: &mut Session) -> anyhow::Result<()> {
    let (file, code) = (file.display(), view.code.join(" "));
    let line = say!("已写入 {file}，内容码 {code}", "wrote {file}, content code {code}");
    writeln!(session.out, "{}", line.in_lang(lang))?;
    if !view.in_full {
        let line = say!(
            "一页列不下：用 --annex 打印附页，一并送审",
            "one page does not hold it all: print the annex with `--annex` and hand in both"
        );
        writeln!(session.out, "{}", line.in_lang(lang))?;
    }
    Ok(())
}

fn filled_in(view: &FormView) -> anyhow::Result<String> {
    let mut tera = Tera::new();
    tera.add_raw_templates([("form.html", TEMPLATE)]).context("the form is a sound template")?;
    let mut context = Context::new();
    context.insert("form", view);
    tera.render("form.html", &context).context("the form can be printed")
}

fn about(
    desk: &Desk,
    since: &Since,
    head: Option<&Revision>,
    day: Day,
    lang: Lang,
) -> Vec<Vec<About>> {
    let item = |name: Text, value: &str, is_wide: bool| About {
        name: name.in_lang(lang).to_owned(),
        value: value.to_owned(),
        is_wide,
    };
    let wide = |name: Text, value: &str| vec![item(name, &room::cut(value, room::TITLE), true)];
    let settings = &desk.loaded.settings;
    let mut about = vec![wide(say!("栏目", "Site"), &settings.title)];
    if let Some(organizer) = &settings.identity.organizer {
        about.push(wide(say!("主办单位", "Organiser"), organizer));
    }
    let (from, to) = (&since.base, head.map(|head| head.commit.to_hex_with_len(8).to_string()));
    let revisions = match to {
        _ if since.from.is_none() => {
            say!("全部内容，首次送审", "all of the site, for the first time")
        }
        Some(to) => say!("{from} 至 {to}", "{from} to {to}"),
        None => say!("{from} 至当前内容", "{from} to the content as it is"),
    };
    about.push(vec![
        item(say!("数据截至", "As of"), &desk.loaded.theme.words.day(day), false),
        item(say!("版本", "Revisions"), revisions.in_lang(lang), false),
    ]);
    about.push(vec![
        item(say!("送审单位", "Handed in by"), "", false),
        item(say!("经办人、日期", "Clerk, date"), "", false),
    ]);
    about
}

fn view(
    annex: bool,
    about: Vec<Vec<About>>,
    since: &Since,
    (mut all, stages): (Vec<Row>, Vec<StageView>),
    lang: Lang,
) -> FormView {
    let text = |text: Text| text.in_lang(lang).to_owned();
    let in_full = annex || room::holds(&all, stages.len());
    if !in_full {
        all.iter_mut().for_each(Row::cut);
    }
    let shown = if in_full { all.len() } else { room::fitting(&all, stages.len()) };
    let folded = all.len() - shown;
    all.truncate(shown);
    FormView {
        lang: if lang == Lang::Zh { "zh-CN" } else { "en" },
        title: text(match annex {
            false => say!("网站信息发布审批表", "Approval of a publication"),
            true => say!("网站信息发布审批表附页", "Approval of a publication: annex"),
        }),
        annex,
        in_full,
        about,
        code_name: text(say!("内容码", "Content code")),
        code: since.change.code.to_string().split('-').map(str::to_owned).collect(),
        changes_name: text(say!("变更摘要", "What changes")),
        counts: text(counts(&since.change)) + on_the_annex(in_full, since).in_lang(lang),
        heads: vec![
            text(say!("序号", "No.")),
            text(say!("类别", "Kind")),
            text(say!("标题", "Title")),
            text(say!("变化", "Change")),
        ],
        rows: all,
        folded: match folded {
            0 => String::new(),
            _ => text(say!("另有{folded}条，见附页", "{folded} more: see the annex")),
        },
        sign_heads: vec![
            text(say!("环节", "Stage")),
            text(say!("职务", "Post")),
            text(say!("意见", "Opinion")),
            text(say!("签名", "Signature")),
            text(say!("日期", "Date")),
        ],
        notes: notes(since, stages.is_empty()).into_iter().map(text).collect(),
        stages,
    }
}

/// What who signs and who writes it down has to know.
fn notes(since: &Since, is_free: bool) -> Vec<Text> {
    if is_free {
        return vec![say!(
            "本次改动都属于 [approval] kinds 以外的类别，不用签。",
            "All that changes is of kinds that `kinds` of `[approval]` leaves out: no signature is needed."
        )];
    }
    // A branch, or HEAD, may be elsewhere by the time the paper comes back.
    let base = &since.base;
    let code = since.change.code.to_string().replace('-', "");
    vec![
        say!(
            "签名只对本页所列内容码有效；内容改动的，内容码随之改变，须重新审批。",
            "A signature is for the content code above; once the content is changed it has another, and is to be signed anew."
        ),
        say!(
            "签回后经办人登记：liangshai approval sign {base} 环节 岗位 --code {code} --date 签字日期（不同意的加 --result 不同意）",
            "Once signed, the clerk runs: liangshai approval sign {base} STAGE POST --code {code} --date DAY (with --result refused where it was)"
        ),
    ]
}

/// Leads to what the annex tells and the form has no room for.
fn on_the_annex(in_full: bool, since: &Since) -> Text {
    match (in_full, &since.from) {
        (true, _) => say!("", ""),
        (false, Some(_)) => say!("；改动前后的内容见附页", "; before and after: see the annex"),
        (false, None) => say!("；内容见附页", "; what they say: see the annex"),
    }
}
