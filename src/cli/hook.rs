//! The hook of git that checks a site before each commit of a clone.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow};

use super::around::Around;
use super::made::Made;
use super::new::{Refusal, Stop};
use super::starter::ci;
use crate::diagnostic::Lang;
use crate::say;
use crate::tree::git::Repository;

/// What git calls it.
const NAME: &str = "pre-commit";

/// The second line of a hook that is ours.
const MARK: &str = "# liangshai pre-commit";

/// Refuses a folder that lies in no clone one can commit in.
pub(super) fn require_repository(dir: &Path) -> Result<(), Stop> {
    let around = Around::of(dir)?;
    if around.is_repository {
        return Ok(());
    }
    let shown = dir.display();
    Err(Stop::Refused(Refusal {
        message: say!("{shown} 不在 git 仓库里", "{shown} lies in no git repository"),
        help: say!("先用 git init 建立仓库", "make one first, by `git init`"),
    }))
}

/// Writes the hook where git looks for it, unless another is there.
pub(super) fn install(dir: &Path, lang: Lang, out: &mut dyn Write) -> Result<(), Stop> {
    let around = Around::of(dir)?;
    let path = hooks(&around.top)?.join(NAME);
    let shown = path.strip_prefix(&around.top).unwrap_or(&path).display().to_string();
    let text = ci::hook(around.site(), lang);
    let mut made = Made::default();
    let told = if made.write(&path, text.as_bytes())? {
        make_executable(&path)?;
        made.keep();
        say!(
            "已写入 {shown}：以后每次提交前先检查站点，有错误就不提交；确需先提交用 git commit --no-verify",
            "wrote {shown}: the site is checked before each commit, and an error stops it; `git commit --no-verify` goes past it"
        )
    } else {
        let own = fs::read_to_string(&path).unwrap_or_default();
        if own == text {
            say!("{shown} 已有，内容相同", "{shown} is there already, the same")
        } else if own.lines().nth(1) == Some(MARK) {
            fs::write(&path, &text).with_context(|| format!("cannot write {shown}"))?;
            make_executable(&path)?;
            say!("已更新 {shown}", "brought {shown} up to date")
        } else {
            return Err(Stop::Refused(foreign(&shown, around.site())));
        }
    };
    Ok(writeln!(out, "{}", told.in_lang(lang)).context("cannot write to the terminal")?)
}

fn foreign(shown: &str, site: &str) -> Refusal {
    Refusal {
        message: say!(
            "{shown} 已有，不是 liangshai 写的，没有改动",
            "{shown} is there already, by somebody else, and was left as it is"
        ),
        help: say!(
            "在它里面加一行：liangshai --site \"{site}\" check --quiet --unsigned || exit 1",
            "add a line to it: liangshai --site \"{site}\" check --quiet --unsigned || exit 1"
        ),
    }
}

/// The folder where git looks for hooks: `core.hooksPath`, else that of the repository, which the
/// worktrees share.
fn hooks(top: &Path) -> Result<PathBuf, Stop> {
    let repository = Repository::around(top)?
        .ok_or_else(|| anyhow!("cannot open the repository in {}", top.display()))?;
    let set =
        repository.with(|repository| repository.config_snapshot().trusted_path("core.hooksPath"));
    Ok(match set.context("cannot read core.hooksPath")? {
        // Hooks run at the top, and a relative path is read from there.
        Some(path) => top.join(path),
        None => repository.own_folder().join("hooks"),
    })
}

#[cfg(unix)]
fn make_executable(path: &Path) -> anyhow::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755))
        .with_context(|| format!("cannot make {} executable", path.display()))
}

/// Git for Windows goes by the first line.
#[cfg(not(unix))]
fn make_executable(_: &Path) -> anyhow::Result<()> {
    Ok(())
}
