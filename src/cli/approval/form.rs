//! `approval form`: 审批表, the sheet on which leaders who do not use git sign a change.
//!
//! It is one page of A4 however much was changed: what does not fit is on the annex, and the content
//! code is over all of it.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;
use serde::Serialize;
use tera::{Context, Tera};
use unicode_width::UnicodeWidthStr as _;

use super::sides::{self, InLines, Since};
use super::{Desk, desk, desk_of_folder, no_change};
use crate::approval::change::{ChangeSet, How, PartChange, RecordChange};
use crate::approval::{Approvals, ContentCode, Signature, Standing, State, Subject, Way};
use crate::cli::origin::Origin;
use crate::cli::{Outcome, Session, load};
use crate::diagnostic::{Lang, Text, told};
use crate::disclose::Unpublished;
use crate::model::Day;
use crate::model::choice::Choice as _;
use crate::model::settings::approval::Stage;
use crate::say;
use crate::tree::git::Revision;

#[derive(Debug, Args)]
pub struct FormArgs {
    /// The branch, tag or commit the change is measured from; `empty` for all of the site
    base: String,
    /// The one it leads to (the folder as it is, unless given)
    head: Option<String>,
    /// Print all that changed, before and after: the form has room for a summary alone
    #[arg(long)]
    annex: bool,
    /// Where to (the terminal unless given)
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Where the settings of a site stand.
const SETTINGS: &str = "site.toml";
const TEMPLATE: &str = include_str!("form.html");

/// Room on the page for rows of the summary beside four stages, and what a stage, a row and each of
/// its lines take of it; in tenths of a millimetre.
const ROOM: usize = 1050;
const STAGES: usize = 4;
const STAGE: usize = 130;
const ROW: usize = 24;
const LINE: usize = 54;
/// Columns of a title and of what becomes of it that surely fit into a line, a Chinese character
/// taking two.
const TITLE_LINE: usize = 44;
const CHANGE_LINE: usize = 24;
const FULL_LINE: usize = 82;
/// Characters of a title that fit into two lines of its column, and of posts into theirs.
const TITLE: usize = 40;
const POSTS: usize = 24;
/// The same of what becomes of it.
const CHANGE: usize = 24;

/// What the template shows.
#[derive(Debug, Serialize)]
struct FormView {
    lang: &'static str,
    title: String,
    annex: bool,
    /// Whether it tells what stood before and what stands now.
    in_full: bool,
    /// Of the site, the day and the revisions: rows of names and values, and whether a value has the
    /// row to itself.
    about: Vec<Vec<(String, String, bool)>>,
    code_name: String,
    /// The four groups of the content code.
    code: Vec<String>,
    changes_name: String,
    counts: String,
    heads: Vec<String>,
    rows: Vec<RowView>,
    /// What is on the annex.
    folded: String,
    sign_heads: Vec<String>,
    stages: Vec<StageView>,
    notes: Vec<String>,
}

#[derive(Debug, Clone, Serialize)]
struct RowView {
    number: usize,
    kind: String,
    title: String,
    change: String,
    /// What the annex alone has room for.
    in_full: Vec<String>,
}

#[derive(Debug, Serialize)]
struct StageView {
    name: String,
    /// Who may sign; of what is signed, who did.
    posts: String,
    opinion: String,
    /// Room for one, or where that of a stage signed already is.
    signature: String,
    date: String,
}

pub fn run(args: &FormArgs, session: &mut Session) -> anyhow::Result<Outcome> {
    // Where there is no site, that is what is wrong, and not that there is no repository.
    let here = match &args.head {
        None => Some(desk_of_folder(session)?),
        Some(_) => None,
    };
    if let Some(Err(outcome)) = here {
        return Ok(outcome);
    }
    let repository = match sides::repository(session)? {
        Ok(repository) => repository,
        Err(outcome) => return Ok(outcome),
    };
    let head = match &args.head {
        None => None,
        Some(name) => match sides::resolve(&repository, name, session)? {
            Ok(head) => Some(head),
            Err(outcome) => return Ok(outcome),
        },
    };
    let read = match (&head, here) {
        (_, Some(here)) => here,
        (None, None) => desk_of_folder(session)?,
        (Some(head), None) => {
            let origin = Origin::at(repository.clone(), head.clone());
            match load::read_from(origin, session)? {
                Some(loaded) => desk(loaded, session)?,
                None => Err(Outcome::Call),
            }
        }
    };
    let desk = match read {
        Ok(desk) => desk,
        Err(outcome) => return Ok(outcome),
    };
    let since = match sides::since(&desk, &repository, &args.base, head.as_ref(), session)? {
        Ok(since) => since,
        Err(outcome) => return Ok(outcome),
    };
    if since.change.is_empty() {
        return no_change(desk.lang, session);
    }
    let lines = match &since.from {
        Some(from) => sides::in_lines(&desk, &repository, from, head.as_ref(), session)?,
        None => InLines::default(),
    };
    let rows = rows(&since.change, &lines, desk.lang);
    let facts = desk.loaded.facts(session, Unpublished::Hidden);
    let approvals = desk.loaded.approvals(&facts)?;
    let stages = stages(&desk, &since.change, approvals.as_ref());
    let view = view(args, &desk, (&since, rows), (head.as_ref(), facts.day()), stages);
    let html = rendered(&view)?;
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

/// Tells what was written, and of an annex that is to be printed with it.
fn written(file: &Path, view: &FormView, lang: Lang, session: &mut Session) -> anyhow::Result<()> {
    let (file, code) = (file.display(), view.code.join(" "));
    let line = say!("已写入 {file}，内容码 {code}", "wrote {file}, content code {code}");
    writeln!(session.out, "{}", line.in_lang(lang))?;
    if !view.folded.is_empty() {
        let line = say!(
            "一页列不下：用 --annex 打印附页，一并送审",
            "one page does not hold it all: print the annex with `--annex` and hand in both"
        );
        writeln!(session.out, "{}", line.in_lang(lang))?;
    }
    Ok(())
}

fn rendered(view: &FormView) -> anyhow::Result<String> {
    let mut tera = Tera::new();
    tera.add_raw_templates([("form.html", TEMPLATE)]).context("the form is a sound template")?;
    let mut context = Context::new();
    context.insert("form", view);
    tera.render("form.html", &context).context("the form can be printed")
}

fn view(
    args: &FormArgs,
    desk: &Desk,
    (since, all): (&Since, Vec<RowView>),
    (head, day): (Option<&Revision>, Day),
    stages: Vec<StageView>,
) -> FormView {
    let lang = desk.lang;
    let text = |text: Text| text.in_lang(lang).to_owned();
    let settings = &desk.loaded.settings;
    let day = desk.loaded.theme.words.day(day);
    let (from, to) = (&since.base, head.map(|head| head.commit.to_hex_with_len(8).to_string()));
    let revisions = match to {
        _ if since.from.is_none() => {
            say!("全部内容，首次送审", "all of the site, for the first time")
        }
        Some(to) => say!("{from} 至 {to}", "{from} to {to}"),
        None => say!("{from} 至当前内容", "{from} to the content as it is"),
    };
    let wide = |name: Text, value: &str| vec![(text(name), cut(value, TITLE), true)];
    let mut about = vec![wide(say!("栏目", "Site"), &settings.title)];
    if let Some(organizer) = &settings.identity.organizer {
        about.push(wide(say!("主办单位", "Organiser"), organizer));
    }
    about.push(vec![
        (text(say!("数据截至", "As of")), day, false),
        (text(say!("版本", "Revisions")), text(revisions), false),
    ]);
    let in_full = args.annex || holds(&all, stages.len());
    let shown = if in_full { all.len() } else { fitting(&all, stages.len()) };
    let folded = all.len() - shown;
    // A branch, or HEAD, may be elsewhere by the time the paper comes back.
    let base = &since.base;
    let code = since.change.code.to_string().replace('-', "");
    FormView {
        lang: if lang == Lang::Zh { "zh-CN" } else { "en" },
        title: text(match args.annex {
            false => say!("网站信息发布审批表", "Approval of a publication"),
            true => say!("网站信息发布审批表附页", "Approval of a publication: annex"),
        }),
        annex: args.annex,
        in_full,
        about,
        code_name: text(say!("内容码", "Content code")),
        code: since.change.code.to_string().split('-').map(str::to_owned).collect(),
        changes_name: text(say!("变更摘要", "What changes")),
        counts: text(counts(&since.change)) + before_and_after(in_full, since).in_lang(lang),
        heads: vec![
            text(say!("序号", "No.")),
            text(say!("类别", "Kind")),
            text(say!("标题", "Title")),
            text(say!("变化", "Change")),
        ],
        rows: all.into_iter().take(shown).collect(),
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
        stages,
        notes: vec![
            text(say!(
                "签名只对本页所列内容码有效；内容改动的，内容码随之改变，须重新审批。",
                "A signature is for the content code above; once the content is changed it has another, and is to be signed anew."
            )),
            text(say!(
                "签回后经办人登记：liangshai approval sign {base} 环节 岗位 --code {code}",
                "Once signed, the clerk runs: liangshai approval sign {base} STAGE POST --code {code}"
            )),
        ],
    }
}

/// The stages, with room to sign those that are not signed yet.
fn stages(desk: &Desk, change: &ChangeSet, approvals: Option<&Approvals>) -> Vec<StageView> {
    let lang = desk.lang;
    let text = |text: Text| text.in_lang(lang).to_owned();
    let stages = desk.settings.stages.iter().enumerate();
    let view = |(at, stage): (usize, &Stage)| {
        let name = match lang {
            Lang::Zh => stage.stage.chinese().to_owned(),
            Lang::En => stage.stage.name().to_owned(),
        };
        if let Some(signature) = approvals.and_then(|all| signed(desk, change, all, at)) {
            let how = match &signature.way {
                Way::Line(_) => say!("已登记", "written down"),
                Way::Commit(commit) => say!("提交 {commit}", "commit {commit}"),
            };
            return StageView {
                name,
                posts: cut(&told(&signature.post), POSTS),
                opinion: text(say!("同意", "approved")),
                signature: text(how),
                date: desk.loaded.theme.words.day(signature.date),
            };
        }
        let refused = approvals.and_then(|all| refused(desk, change, all, at));
        let posts: Vec<&str> = stage.posts.iter().map(|post| post.value.as_str()).collect();
        StageView {
            name,
            posts: cut(&posts.join(if lang == Lang::Zh { "、" } else { ", " }), POSTS),
            opinion: text(say!("□ 同意　□ 不同意", "□ approved  □ refused")),
            signature: refused.map_or_else(String::new, |signature| {
                let day = desk.loaded.theme.words.day(signature.date);
                text(say!("（{day}不同意）", "(refused {day})"))
            }),
            date: text(say!("　　年　月　日", "")),
        }
    };
    stages.map(view).collect()
}

/// The newest refusal at a stage of anything that is to be signed.
fn refused<'a>(
    desk: &Desk,
    change: &ChangeSet,
    approvals: &'a Approvals,
    stage: usize,
) -> Option<&'a Signature> {
    let subjects: Vec<Subject> =
        desk.to_be_signed(change).into_iter().map(|(subject, _)| subject).collect();
    let own = approvals.standings.iter().filter(|own| subjects.contains(&own.subject));
    let refused = own.filter_map(|standing| match standing.states.get(stage) {
        Some(State::Refused(signature)) => Some(signature),
        _ => None,
    });
    refused.max_by_key(|signature| signature.date)
}

/// The newest signature of a stage, where one post has signed all of a change that is to be signed.
fn signed<'a>(
    desk: &Desk,
    change: &ChangeSet,
    approvals: &'a Approvals,
    stage: usize,
) -> Option<&'a Signature> {
    let subjects = desk.to_be_signed(change);
    let standing = |(subject, _): &(Subject, ContentCode)| {
        approvals.standings.iter().find(|standing| standing.subject == *subject)
    };
    let signature = |standing: &'a Standing| match standing.states.get(stage) {
        Some(State::Signed(signature)) => Some(signature),
        _ => None,
    };
    let all = subjects.iter().map(|subject| standing(subject).and_then(signature));
    let all: Vec<&Signature> = all.collect::<Option<_>>()?;
    let is_one = all.windows(2).all(|two| two[0].post == two[1].post);
    all.into_iter().filter(|_| is_one).max_by_key(|signature| signature.date)
}

/// How many rows are shown on a page that has so many stages to sign: all of them, or as many as
/// leave room for the row that leads to the annex.
fn fitting(rows: &[RowView], stages: usize) -> usize {
    if rows.iter().map(height).sum::<usize>() <= room(stages) {
        return rows.len();
    }
    let mut left = room(stages).saturating_sub(ROW + LINE);
    let fits = |row: &&RowView| match left.checked_sub(height(row)) {
        Some(less) => {
            left = less;
            true
        }
        None => false,
    };
    rows.iter().take_while(fits).count()
}

/// Whether a page has room for all rows, with what stood before and what stands now.
fn holds(rows: &[RowView], stages: usize) -> bool {
    let in_full = |row: &RowView| -> usize {
        row.in_full.iter().map(|line| ROW + LINE * lines(line, FULL_LINE)).sum()
    };
    rows.iter().map(|row| height(row) + in_full(row)).sum::<usize>() <= room(stages)
}

fn room(stages: usize) -> usize {
    ROOM + STAGE * STAGES.saturating_sub(stages)
}

fn height(row: &RowView) -> usize {
    ROW + LINE * lines(&row.title, TITLE_LINE).max(lines(&row.change, CHANGE_LINE))
}

fn lines(text: &str, most: usize) -> usize {
    text.width().div_ceil(most).max(1)
}

/// Leads to the annex where it tells more than the form: of all that is new there is no before.
fn before_and_after(in_full: bool, since: &Since) -> Text {
    match (in_full, &since.from) {
        (false, Some(_)) => say!("；改动前后的内容见附页", "; before and after: see the annex"),
        _ => say!("", ""),
    }
}

/// How many things are added, changed and taken down.
fn counts(change: &ChangeSet) -> Text {
    let all: Vec<How> = change
        .records
        .iter()
        .map(|record| record.how)
        .chain(change.parts.iter().map(|part| part.how))
        .collect();
    let count = |how: &[How]| all.iter().filter(|own| how.contains(own)).count();
    let parts = [
        (count(&[How::Added]), "新增", "added"),
        (count(&[How::Edited]), "修改", "changed"),
        (count(&[How::Withdrawn, How::Removed]), "撤下", "taken down"),
    ];
    let told = parts.iter().filter(|(count, ..)| *count > 0);
    let zh: Vec<String> = told.clone().map(|(count, zh, _)| format!("{zh}{count}")).collect();
    let en: Vec<String> = told.map(|(count, _, en)| format!("{count} {en}")).collect();
    let (total, zh, en) = (all.len(), zh.join("、"), en.join(", "));
    say!("共{total}条：{zh}", "{total} in all: {en}")
}

/// Everything that changes, in rows.
fn rows(change: &ChangeSet, lines: &InLines, lang: Lang) -> Vec<RowView> {
    let records = change.records.iter().map(|record| {
        let kind = match lang {
            Lang::Zh => record.kind.chinese(),
            Lang::En => record.kind.folder(),
        };
        let title = if record.title.is_empty() { &record.name } else { &record.title };
        let lines = lines_of(record, lines).cloned().unwrap_or_else(|| sides::Lines {
            in_a_line: words(record.how).in_lang(lang).to_owned(),
            in_full: Vec::new(),
        });
        (kind.to_owned(), cut(title, TITLE), lines.in_a_line, lines.in_full)
    });
    let parts = change.parts.iter().map(|part| {
        let kind = say!("站点", "site").in_lang(lang).to_owned();
        let in_full = if part.path == SETTINGS { lines.settings.clone() } else { Vec::new() };
        (kind, cut(&part.path, TITLE), of_part(part).in_lang(lang).to_owned(), in_full)
    });
    let rows =
        records.chain(parts).enumerate().map(|(i, (kind, title, change, in_full))| RowView {
            number: i + 1,
            kind,
            title: told(&title).into_owned(),
            change: cut(&change, CHANGE),
            in_full: in_full.iter().map(|line| told(line).into_owned()).collect(),
        });
    rows.collect()
}

/// What becomes of a record as a review has it, where a reader sees it on the day.
fn lines_of<'a>(change: &RecordChange, lines: &'a InLines) -> Option<&'a sides::Lines> {
    let id = change.name.split_once('/').map_or("", |(_, id)| id);
    lines.records.get(&(change.kind, id.to_owned()))
}

fn of_part(change: &PartChange) -> Text {
    let Text { zh, en } = words(change.how);
    let (what_zh, what_en) = match &*change.path {
        SETTINGS => ("设置", "settings"),
        path if path.starts_with("themes/") => ("主题", "theme"),
        path if path.ends_with("index.md") => ("栏目文字", "words of a section"),
        // A calendar, a table of words, or what a section gives out.
        _ => ("文件", "file"),
    };
    say!("{what_zh}{zh}", "{what_en} {en}")
}

fn words(how: How) -> Text {
    match how {
        How::Added => say!("新增", "added"),
        How::Edited => say!("修改", "changed"),
        How::Withdrawn => say!("撤下，页面留撤回说明", "taken down, with a page that says so"),
        How::Removed => say!("撤下，页面不再有", "taken down without a trace"),
    }
}

/// A text of at most so many characters.
fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}
