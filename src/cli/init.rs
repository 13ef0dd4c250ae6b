//! `init`: a small working site to start from; what runs on each change of it, there or on a site.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;

use super::Session;
use super::around::Around;
use super::made::Made;
use super::new::{Outcome, Refusal, Stop};
use super::starter::{self, ci::Forge};
use crate::diagnostic::{Diagnostics, Lang, Text};
use crate::model::{Day, Kind};
use crate::say;
use crate::tree::Disk;

/// Most names told of a folder that is not empty.
const MOST_NAMES: usize = 5;

/// The files of version control.
const IGNORE: &str = ".gitignore";
const ATTRIBUTES: &str = ".gitattributes";

/// Options of `init`.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// A folder that is empty or does not exist; with --ci or --hook also a site's own
    dir: PathBuf,
    /// Write what a forge runs on each change: check, review, preview, publication
    #[arg(long, value_enum, value_name = "FORGE", value_delimiter = ',')]
    ci: Vec<Forge>,
    /// Check the site before each commit in this clone
    #[cfg(feature = "git")]
    #[arg(long)]
    hook: bool,
}

/// Runs it.
pub fn run(args: &InitArgs, session: &mut Session) -> anyhow::Result<super::Outcome> {
    let is_site = args.dir.join("site.toml").is_file() && args.asks_for_more();
    let lang = match (is_site, session.global.lang) {
        (true, None) => language(&args.dir, session)?,
        _ => session.lang(),
    };
    let mut nowhere = std::io::sink();
    let out: &mut dyn Write = if session.global.quiet { &mut nowhere } else { &mut *session.out };
    match Outcome::of(make(args, is_site, lang, out))? {
        Outcome::Done => Ok(super::Outcome::Done),
        Outcome::Refused(refusal) => session.refuse(lang, &refusal.message, Some(&refusal.help)),
    }
}

impl InitArgs {
    /// Whether there is something to do on a site that is there.
    fn asks_for_more(&self) -> bool {
        !self.ci.is_empty() || self.asks_for_hook()
    }

    #[cfg(feature = "git")]
    fn asks_for_hook(&self) -> bool {
        self.hook
    }

    #[cfg(not(feature = "git"))]
    fn asks_for_hook(&self) -> bool {
        false
    }
}

fn make(args: &InitArgs, is_site: bool, lang: Lang, out: &mut dyn Write) -> Result<(), Stop> {
    #[cfg(feature = "git")]
    if args.hook {
        super::hook::require_repository(&args.dir)?;
    }
    if !is_site {
        make_site(&args.dir, lang, out)?;
    }
    add_ci(&args.dir, &args.ci, lang, out)?;
    #[cfg(feature = "git")]
    if args.hook {
        super::hook::install(&args.dir, lang, out)?;
    }
    Ok(())
}

/// The language of a site that is there.
fn language(site: &Path, session: &Session) -> anyhow::Result<Lang> {
    let model = crate::load(&Disk::new(site), &mut Diagnostics::new())?;
    Ok(model.map_or(session.lang(), |model| session.lang_of(model.settings.language)))
}

/// Writes what the forges run, where nothing of that name is yet, and says which is which.
fn add_ci(dir: &Path, forges: &[Forge], lang: Lang, out: &mut dyn Write) -> Result<(), Stop> {
    if forges.is_empty() {
        return Ok(());
    }
    let around = Around::of(dir)?;
    let top = if around.prefix.is_empty() { dir } else { &around.top };
    let files = forges.iter().enumerate().filter(|(i, forge)| !forges[..*i].contains(forge));
    let files = files.flat_map(|(_, forge)| starter::ci::files(*forge, around.site(), lang));
    let mut made = Made::default();
    let mut told = vec![say!("每次改动时平台运行的文件：", "what the forge runs on each change:")];
    for (place, text) in files {
        let path = top.join(place);
        let shown = shown_in(top, place);
        told.push(match made.write(&path, text.as_bytes())? {
            true => say!("  {shown}   已写入", "  {shown}   written"),
            false if fs::read_to_string(&path).is_ok_and(|own| own == text) => {
                say!("  {shown}   已有，内容相同", "  {shown}   there already, the same")
            }
            false => say!(
                "  {shown}   已有，没有改动；要用新的，先把它移开",
                "  {shown}   there already, left as it is; move it away to have the new one"
            ),
        });
    }
    made.keep();
    told.push(say!(
        "文件开头写明要在平台上设哪些变量；提交并推送后起作用。",
        "each says at its top which variables to set in the forge; they work once pushed."
    ));
    for text in told {
        writeln!(out, "{}", text.in_lang(lang)).context("cannot write to the terminal")?;
    }
    Ok(())
}

/// A file as one would type its path.
fn shown_in(folder: &Path, place: &str) -> String {
    match folder == Path::new(".") || folder.as_os_str().is_empty() {
        true => place.to_owned(),
        false => folder.join(place).display().to_string(),
    }
}

/// Makes a site as `run` does, with nothing beside it.
#[cfg(test)]
pub fn run_init(dir: &Path, lang: Lang, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    Outcome::of(make_site(dir, lang, out))
}

/// Writes a new site into a folder that is empty or not there yet, in one of the two languages.
fn make_site(dir: &Path, lang: Lang, out: &mut dyn Write) -> Result<(), Stop> {
    require_empty(dir)?;
    let mut made = Made::default();
    let mut kept_theirs = Vec::new();
    for (path, text) in starter::files(lang) {
        let written = made.write(&dir.join(path), text.as_bytes())?;
        // Their own may lie in a folder that is under version control already.
        if !written && [IGNORE, ATTRIBUTES].contains(path) {
            kept_theirs.push(*path);
        } else if !written {
            return Err(in_the_way(dir, &[(*path).to_owned()]).into());
        }
    }
    made.keep();
    let told = told(dir, lang, &kept_theirs);
    Ok(writeln!(out, "{}", told.in_lang(lang)).context("cannot write to the terminal")?)
}

/// Refuses a folder that holds anything but the files of file managers and version control.
fn require_empty(dir: &Path) -> Result<(), Stop> {
    let shown = dir.display();
    if !dir.exists() {
        return Ok(());
    }
    if !dir.is_dir() {
        return Err(Stop::Refused(Refusal {
            message: say!("{shown} 是文件，不是文件夹", "{shown} is a file, not a folder"),
            help: say!("换一个名称", "choose another name"),
        }));
    }
    let mut names = Vec::new();
    for item in fs::read_dir(dir).with_context(|| format!("cannot list {shown}"))? {
        let item = item.with_context(|| format!("cannot list {shown}"))?;
        let name = item.file_name().to_string_lossy().into_owned();
        let lower = name.to_lowercase();
        if !name.starts_with('.') && !["thumbs.db", "desktop.ini"].contains(&lower.as_str()) {
            names.push(name);
        }
    }
    names.sort();
    if names.is_empty() { Ok(()) } else { Err(in_the_way(dir, &names).into()) }
}

fn in_the_way(dir: &Path, names: &[String]) -> Refusal {
    let shown = dir.display();
    let first = &names[..names.len().min(MOST_NAMES)];
    let (zh, en) = (first.join("、"), first.join(", "));
    let message = match names.len().saturating_sub(MOST_NAMES) {
        0 => say!("{shown} 里已有：{zh}", "{shown} holds: {en}"),
        more => say!("{shown} 里已有：{zh}，另有{more}项", "{shown} holds: {en}, and {more} more"),
    };
    let help = if names.iter().any(|name| name == "site.toml") {
        say!(
            "这里已经是站点，直接用 liangshai build；新建站点换一个文件夹；只加平台的文件用 --ci，只加提交前的检查用 --hook",
            "this is a site already: `liangshai build` builds it; a new one needs another folder; `--ci` adds the forge's files to it, `--hook` the check before commits"
        )
    } else {
        say!(
            "换一个空文件夹，或一个还没有的名称",
            "choose an empty folder, or a name not taken yet"
        )
    };
    Refusal { message, help }
}

fn told(dir: &Path, lang: Lang, kept_theirs: &[&str]) -> Text {
    let shown = dir.display();
    let counts: Vec<(Kind, usize)> =
        Kind::ALL.into_iter().map(|kind| (kind, count(kind, lang))).filter(|c| c.1 > 0).collect();
    let zh: Vec<_> = counts.iter().map(|(kind, n)| format!("{} {n}", kind.chinese())).collect();
    let en: Vec<_> = counts.iter().map(|(kind, n)| format!("{} {n}", kind.folder())).collect();
    let (zh, en) = (zh.join("，"), en.join(", "));
    let ignore = match kept_theirs.contains(&IGNORE) {
        true => say!(
            ".gitignore   原有的没有改动，需补上 /public/ 和 /.liangshai/ 两行",
            ".gitignore   yours, left as it is: add the lines /public/ and /.liangshai/"
        ),
        false => say!(
            ".gitignore   不进版本库的文件夹",
            ".gitignore   the folders that stay out of version control"
        ),
    };
    let attributes = match kept_theirs.contains(&ATTRIBUTES) {
        true => say!(
            ".gitattributes   原有的没有改动，请补上 *.issued.json -text 一行",
            ".gitattributes   yours, left as it is: add the line *.issued.json -text"
        ),
        false => say!(
            ".gitattributes   签发的通报不改换行",
            ".gitattributes   the line ends of issued bulletins stay"
        ),
    };
    let site = match dir == Path::new(".") || dir.as_os_str().is_empty() {
        true => String::new(),
        false => format!(" --site {}", quoted(&shown.to_string())),
    };
    let (ignore_zh, ignore_en) = (&ignore.zh, &ignore.en);
    let (attributes_zh, attributes_en) = (&attributes.zh, &attributes.en);
    say!(
        "已在 {shown} 建立站点：\n  site.toml    设置：栏目名称、网址、门户信息\n  content/     内容：{zh}\n  {ignore_zh}\n  {attributes_zh}\n内容都是虚构的样例，换成自己的即可。\n\n接下来：\n  liangshai check{site}            找出内容的错误\n  liangshai build{site} --offline  生成 public/，用浏览器打开其中的 index.html",
        "made a site in {shown}:\n  site.toml    settings: the title, the address, the portal\n  content/     content: {en}\n  {ignore_en}\n  {attributes_en}\nall of the content is made up: put your own in its place.\n\nnext:\n  liangshai check{site}            finds the faults of the content\n  liangshai build{site} --offline  makes public/; open its index.html in a browser"
    )
}

/// How many records of a kind a new site has.
fn count(kind: Kind, lang: Lang) -> usize {
    let folder = format!("content/{}/", kind.folder());
    let is_entry = |name: &str| {
        kind.has_entries() && name.get(..10).is_some_and(|day| day.parse::<Day>().is_ok())
    };
    let is_record = |path: &&str| {
        let name = path.rsplit('/').next().unwrap_or(path);
        path.starts_with(&folder) && name.ends_with(".md") && !is_entry(name)
    };
    starter::files(lang).iter().map(|(path, _)| *path).filter(is_record).count()
}

/// A path as a shell takes it.
fn quoted(path: &str) -> String {
    if path.contains(' ') { format!("\"{path}\"") } else { path.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::super::new::tests::{Scratch, faults, told as told_faults};
    use super::*;

    fn init(dir: &Path) -> (Outcome, String) {
        let mut out = Vec::new();
        let outcome = run_init(dir, Lang::Zh, &mut out).expect("a working disk");
        (outcome, String::from_utf8(out).expect("UTF-8"))
    }

    #[test]
    fn the_starter_site_has_no_fault_in_either_language() {
        for lang in [Lang::Zh, Lang::En] {
            let site = Scratch::site(lang);
            assert_eq!(told_faults(&faults(&site.0)), Vec::<String>::new());
        }
    }

    #[test]
    fn every_file_of_the_starter_is_written() {
        let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cli/starter");
        for (lang, folder) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
            let site = Scratch::site(lang);
            let written: Vec<String> =
                site.files().into_iter().filter(|path| !path.starts_with(".git")).collect();
            let kept = crate::tree::Disk::new(top.join(folder));
            let kept = crate::tree::Tree::list(&kept, "").expect("a listing");
            let kept: Vec<&str> = kept.keys().map(|path| path.as_str()).collect();
            assert_eq!(written, kept);
        }
    }

    #[test]
    fn init_refuses_a_folder_with_files_and_writes_nothing() {
        let scratch = Scratch::new();
        scratch.write("任务清单.xlsx", "");
        scratch.write("旧/a.md", "");
        let (outcome, told) = init(&scratch.0);
        let Outcome::Refused(refusal) = outcome else { panic!("it was done") };
        assert!(
            refusal.message.zh.ends_with("里已有：任务清单.xlsx、旧"),
            "{}",
            refusal.message.zh
        );
        assert_eq!(told, "");
        assert_eq!(scratch.files(), ["任务清单.xlsx", "旧/a.md"]);
        let (outcome, _) = init(&scratch.0.join("任务清单.xlsx"));
        assert!(matches!(outcome, Outcome::Refused(_)));
    }

    #[test]
    fn init_leaves_the_hidden_files_of_a_folder_alone() {
        let scratch = Scratch::new();
        scratch.write(".git/HEAD", "ref");
        scratch.write(".gitignore", "mine\n");
        scratch.write(".gitattributes", "*.md text\n");
        scratch.write("Thumbs.db", "");
        let (outcome, told) = init(&scratch.0);
        assert!(matches!(outcome, Outcome::Done));
        assert_eq!(scratch.read(".gitignore"), "mine\n");
        assert_eq!(scratch.read(".gitattributes"), "*.md text\n");
        assert_eq!(told.matches("原有的没有改动").count(), 2, "{told}");
        let (outcome, _) = init(&scratch.0);
        let Outcome::Refused(refusal) = outcome else { panic!("it was done twice") };
        assert!(refusal.help.zh.contains("已经是站点"));
    }

    #[test]
    fn init_makes_the_folder_and_says_what_is_in_it() {
        let scratch = Scratch::new();
        let (_, told) = init(&scratch.0.join("一/我的 站点"));
        assert!(told.contains("方案 1，任务 3，指标 1，单位 3，岗位 2，动态 1，页面 1"), "{told}");
        assert!(told.contains("站点\" --offline  生成 public/"), "{told}");
        assert!(scratch.0.join("一/我的 站点/site.toml").is_file());
    }

    #[test]
    fn a_failed_init_leaves_nothing() {
        let scratch = Scratch::new();
        // A link to nowhere is not there, yet no folder can take its name.
        #[cfg(unix)]
        {
            let dir = scratch.0.join("a/b");
            fs::create_dir(scratch.0.join("a")).expect("a folder");
            std::os::unix::fs::symlink("nowhere", &dir).expect("a link");
            assert!(run_init(&dir, Lang::Zh, &mut Vec::new()).is_err());
            assert!(dir.is_symlink());
            assert!(!scratch.0.join("a/nowhere").exists());
        }
        assert!(scratch.files().len() <= 1);
    }
}
