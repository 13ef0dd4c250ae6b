//! `new` and `new entry`: a file with its fields, commented, ready to be filled in.
//!
//! Nothing that exists is ever written to, and a call at fault writes nothing at all.

mod ids;

use std::io::Write;
use std::path::Path;

use anyhow::Context as _;

use super::made::Made;
use super::starter::form::{BLANK, entry_form, record_form};
use crate::diagnostic::{Diagnostics, Lang, Text};
use crate::model::choice::nearest;
use crate::model::{Day, EventForm, Kind, Model};
use crate::tree::{Disk, SitePath};
use crate::{load, say};

/// How a command ended that the machine did not fail.
#[derive(Debug)]
pub enum Outcome {
    Done,
    /// The call was at fault; nothing was written.
    Refused(Refusal),
}

/// Why a command was not carried out, and what to do instead.
#[derive(Debug, PartialEq, Eq)]
pub struct Refusal {
    pub message: Text,
    pub help: Text,
}

/// What ends a command early.
#[derive(Debug)]
pub(super) enum Stop {
    Refused(Refusal),
    Failed(anyhow::Error),
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Stop::Refused(refusal)
    }
}

impl From<anyhow::Error> for Stop {
    fn from(error: anyhow::Error) -> Self {
        Stop::Failed(error)
    }
}

impl Outcome {
    pub(super) fn of(result: Result<(), Stop>) -> anyhow::Result<Outcome> {
        match result {
            Ok(()) => Ok(Outcome::Done),
            Err(Stop::Refused(refusal)) => Ok(Outcome::Refused(refusal)),
            Err(Stop::Failed(error)) => Err(error),
        }
    }
}

/// Writes the file of a new record; `kind` is a folder's name or the kind's Chinese one.
pub fn run_new(
    site: &Path,
    kind: &str,
    id: &str,
    lang: Lang,
    out: &mut dyn Write,
) -> anyhow::Result<Outcome> {
    Outcome::of(new_record(site, kind, id, lang, out))
}

/// Writes the file of a new entry of a record, `target` being `tasks/kezuo/07`; the event happened
/// on `date`, else today.
pub fn run_new_entry(
    site: &Path,
    target: &str,
    event: &str,
    date: Option<Day>,
    today: Day,
    lang: Lang,
    out: &mut dyn Write,
) -> anyhow::Result<Outcome> {
    Outcome::of(new_entry(site, target, event, date.unwrap_or(today), today, lang, out))
}

fn new_record(
    site: &Path,
    kind: &str,
    id: &str,
    lang: Lang,
    out: &mut dyn Write,
) -> Result<(), Stop> {
    let kind = kind_named(kind)?;
    require_site(site)?;
    let model = read_model(site)?;
    match kind {
        Kind::Bulletin => ids::require_edition(id, &model)?,
        _ => ids::require_sound(kind, id)?,
    }
    let (file, index) = (record_path(kind, id, ".md")?, record_path(kind, id, "/index.md")?);
    for path in [&file, &index] {
        if site.join(path.as_str()).symlink_metadata().is_ok() {
            return Err(taken(path.as_str()).into());
        }
    }
    let mut records = model.records(kind).map(|record| model.base(record));
    if let Some(other) = records.find(|base| base.id == id) {
        return Err(taken(other.path.as_str()).into());
    }
    let foldered = kind.has_entries() || !kind.tables().is_empty();
    let path = if foldered { index } else { file };
    require_plain_folders(site, &path)?;
    let mut made = Made::default();
    let form = record_form(kind, id, &model, lang);
    if !made.write(&site.join(path.as_str()), form.as_bytes())? {
        return Err(taken(path.as_str()).into());
    }
    made.keep();
    let shown = shown(site, path.as_str());
    let told = match form.contains(BLANK) {
        true => say!(
            "已建立 {shown}\n接下来：把〔〕里的字换成实际内容，再运行 liangshai check",
            "made {shown}\nnext: put the real content in place of 〔…〕, then run `liangshai check`"
        ),
        false => filled_in_next(&shown),
    };
    tell(out, &told, lang)
}

fn filled_in_next(shown: &str) -> Text {
    say!(
        "已建立 {shown}\n接下来：填写内容，再运行 liangshai check",
        "made {shown}\nnext: fill it in, then run `liangshai check`"
    )
}

fn new_entry(
    site: &Path,
    target: &str,
    event: &str,
    day: Day,
    today: Day,
    lang: Lang,
    out: &mut dyn Write,
) -> Result<(), Stop> {
    require_site(site)?;
    let (kind, id) = entry_target(target)?;
    let event = event_named(kind, event)?;
    let folder = entry_folder(site, kind, &id)?;
    let form = entry_form(kind, event, lang);
    let mut made = Made::default();
    let name = (1..=u32::MAX).map(|count| entry_name(day, event, count));
    for name in name {
        let path = format!("{folder}/{name}");
        if !made.write(&site.join(&path), form.as_bytes())? {
            continue;
        }
        made.keep();
        let shown = shown(site, &path);
        tell(out, &filled_in_next(&shown), lang)?;
        if day > today {
            let told = say!(
                "{day} 还没有到：到那一天它才会显示",
                "{day} is still to come: it shows from that day"
            );
            tell(out, &told, lang)?;
        }
        break;
    }
    Ok(())
}

/// A file of the site as one would type its path.
fn shown(site: &Path, path: &str) -> String {
    if site == Path::new(".") { path.to_owned() } else { site.join(path).display().to_string() }
}

fn tell(out: &mut dyn Write, text: &Text, lang: Lang) -> Result<(), Stop> {
    Ok(writeln!(out, "{}", text.in_lang(lang)).context("cannot write to the terminal")?)
}

/// The file name of the `count`th entry of one event on one day.
fn entry_name(day: Day, event: EventForm, count: u32) -> String {
    let word = event.zh;
    match (event.is_default, count) {
        (true, 1) => format!("{day}.md"),
        (true, count) => format!("{day}-第{count}次.md"),
        (false, 1) => format!("{day}-{word}.md"),
        (false, count) => format!("{day}-{word}-{count}.md"),
    }
}

/// The kind a word names: its folder, one of its records, or its Chinese name.
pub fn kind_named(word: &str) -> Result<Kind, Refusal> {
    let lower = word.trim().to_lowercase();
    let is_named = |kind: &Kind| {
        let folder = kind.folder();
        [folder, folder.trim_end_matches('s'), kind.chinese()].contains(&lower.as_str())
    };
    Kind::ALL.into_iter().find(is_named).ok_or_else(|| {
        let names = Kind::ALL.iter().flat_map(|kind| [kind.folder(), kind.chinese()]);
        let near = nearest(word, names);
        let (near_zh, near_en) = (did_you_mean_zh(near), did_you_mean_en(near));
        let zh: Vec<_> =
            Kind::ALL.iter().map(|k| format!("{}（{}）", k.folder(), k.chinese())).collect();
        let en: Vec<_> = Kind::ALL.iter().map(|kind| kind.folder()).collect();
        let (zh, en) = (zh.join("、"), en.join(", "));
        Refusal {
            message: say!("没有“{word}”这个类别", "`{word}` is no kind of record"),
            help: say!("{near_zh}可用的类别：{zh}", "{near_en}the kinds are: {en}"),
        }
    })
}

/// The event of a kind that a word names.
fn event_named(kind: Kind, word: &str) -> Result<EventForm, Refusal> {
    let events = kind.events();
    let is_named =
        |event: &&EventForm| event.names().any(|name| name.eq_ignore_ascii_case(word.trim()));
    events.iter().find(is_named).copied().ok_or_else(|| {
        let near = nearest(word, events.iter().flat_map(EventForm::names));
        let (near_zh, near_en) = (did_you_mean_zh(near), did_you_mean_en(near));
        let zh: Vec<_> = events.iter().map(|event| event.zh).collect();
        let en: Vec<_> = events.iter().map(|event| event.en).collect();
        let (zh, en) = (zh.join("、"), en.join(", "));
        Refusal {
            message: say!("没有“{word}”这种事项", "`{word}` is no event"),
            help: say!("{near_zh}可用的事项：{zh}", "{near_en}the events are: {en}"),
        }
    })
}

fn did_you_mean_zh(near: Option<&str>) -> String {
    near.map_or_else(String::new, |near| format!("是不是“{near}”？"))
}

fn did_you_mean_en(near: Option<&str>) -> String {
    near.map_or_else(String::new, |near| format!("did you mean `{near}`? "))
}

fn require_site(site: &Path) -> Result<(), Refusal> {
    if site.join("site.toml").is_file() { Ok(()) } else { Err(no_site(site)) }
}

fn no_site(site: &Path) -> Refusal {
    let shown = site.display();
    Refusal {
        message: say!(
            "{shown} 不是站点：里面没有 site.toml",
            "{shown} is no site: it has no site.toml"
        ),
        help: say!(
            "到站点的文件夹里再运行，或用 --site 指明；新建站点用 liangshai init",
            "run it in the site's folder, or name that with --site; `liangshai init` makes a new site"
        ),
    }
}

fn record_path(kind: Kind, id: &str, ending: &str) -> Result<SitePath, Refusal> {
    let path = format!("content/{}/{id}{ending}", kind.folder());
    SitePath::new(&path).ok_or_else(|| Refusal {
        message: say!("“{id}”不是站点里的路径", "`{id}` is no path of the site"),
        help: say!("写类别下面的路径，例如 kezuo/07", "give the path below the kind, as kezuo/07"),
    })
}

fn taken(path: &str) -> Refusal {
    Refusal {
        message: say!("{path} 已经有了", "{path} is there already"),
        help: say!("直接编辑它，或换一个id", "edit it, or choose another id"),
    }
}

/// Refuses a path that leads through a link out of the site, or through a file.
fn require_plain_folders(site: &Path, path: &SitePath) -> Result<(), Refusal> {
    let folder = path.folder();
    let ends = folder.match_indices('/').map(|(end, _)| end).chain([folder.len()]);
    for part in ends.map(|end| &folder[..end]) {
        let Ok(found) = site.join(part).symlink_metadata() else { return Ok(()) };
        if found.is_symlink() {
            return Err(Refusal {
                message: say!(
                    "{part} 是符号链接，content/ 里不能用",
                    "{part} is a symbolic link, which content/ cannot hold"
                ),
                help: say!("换成真正的文件夹", "put a real folder in its place"),
            });
        }
        if !found.is_dir() {
            return Err(Refusal {
                message: say!(
                    "{part} 是文件，里面放不了记录",
                    "{part} is a file and cannot hold a record"
                ),
                help: say!(
                    "换一个id，或先把这个文件移开",
                    "choose another id, or move that file away"
                ),
            });
        }
    }
    Ok(())
}

/// Takes `tasks/kezuo/07` apart.
fn entry_target(target: &str) -> Result<(Kind, String), Refusal> {
    let path = target.trim().replace('\\', "/");
    let path = path.trim_matches('/').trim_start_matches("content/");
    let path = path.strip_suffix("/index.md").or(path.strip_suffix(".md")).unwrap_or(path);
    let with_entries: Vec<Kind> = Kind::ALL.into_iter().filter(|kind| kind.has_entries()).collect();
    let (first, id) = path.split_once('/').unwrap_or(("", path));
    if let Ok(kind) = kind_named(first)
        && !id.is_empty()
    {
        if kind.has_entries() {
            return Ok((kind, id.to_owned()));
        }
        let (zh, en) = (kind.chinese(), kind.folder());
        let names: Vec<_> = with_entries.iter().map(|kind| kind.folder()).collect();
        let names = names.join(", ");
        return Err(Refusal {
            message: say!("{zh}没有条目", "the records of {en} have no entries"),
            help: say!("有条目的类别：{names}", "the kinds with entries are: {names}"),
        });
    }
    let whole: Vec<_> =
        with_entries.iter().map(|kind| format!("{}/{path}", kind.folder())).collect();
    let (zh, en) = (whole.join(" 或 "), whole.join(" or "));
    Err(Refusal {
        message: say!(
            "“{target}”没有写明是哪一类的哪个记录",
            "`{target}` does not name a kind and a record"
        ),
        help: say!("写成 类别/id，例如 {zh}", "write KIND/ID, as {en}"),
    })
}

/// The folder of the record that is to have an entry.
fn entry_folder(site: &Path, kind: Kind, id: &str) -> Result<String, Stop> {
    let index = record_path(kind, id, "/index.md")?;
    if site.join(index.as_str()).is_file() {
        require_plain_folders(site, &index)?;
        return Ok(index.folder().to_owned());
    }
    let file = record_path(kind, id, ".md")?;
    if site.join(file.as_str()).is_file() {
        return Err(single_file(file.as_str()).into());
    }
    // A record named in Chinese has an id of its own.
    let model = read_model(site)?;
    let bases: Vec<_> = model.records(kind).map(|record| model.base(record)).collect();
    if let Some(base) = bases.iter().find(|base| base.id == id) {
        return base.folder.clone().ok_or_else(|| single_file(base.path.as_str()).into());
    }
    let (zh, folder) = (kind.chinese(), kind.folder());
    let near = nearest(id, bases.iter().map(|base| base.id.as_str()));
    let near = near.map(|near| format!("{folder}/{near}"));
    let (near_zh, near_en) = (did_you_mean_zh(near.as_deref()), did_you_mean_en(near.as_deref()));
    Err(Stop::Refused(Refusal {
        message: say!("没有“{id}”这个{zh}", "there is no `{id}` in {folder}"),
        help: say!(
            "{near_zh}新建它用 liangshai new {folder} {id}",
            "{near_en}`liangshai new {folder} {id}` makes it"
        ),
    }))
}

fn single_file(path: &str) -> Refusal {
    let folder = path.trim_end_matches(".md");
    let name = path.rsplit('/').next().unwrap_or(path);
    Refusal {
        message: say!(
            "{path} 是单个文件，放不了条目",
            "{path} is a single file, which has no room for entries"
        ),
        help: say!(
            "新建文件夹 {folder}，把 {name} 移进去并改名为 index.md，再运行一次；网址不变，正文里的相对链接和附件路径要多写一层“../”",
            "make the folder {folder}, move {name} into it as index.md and run this again; the address stays, relative links and attachments in it need one more `../`"
        ),
    }
}

/// What the site holds, as far as it can be read: faults are for `check` to tell.
fn read_model(site: &Path) -> Result<Model, Stop> {
    let model = load(&Disk::new(site), &mut Diagnostics::new())?;
    model.ok_or_else(|| no_site(site).into())
}

#[cfg(test)]
pub(super) mod tests;
