//! CODEOWNERS: whom a forge asks to look at a change, generated from the offices.
//!
//! An office answers for its own tasks, problems, duties, returns, highlights and visits; what is no
//! office's own is the default's. The text is a function of the model and of the names of the files.

mod folders;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::owners::Owners as Records;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Source};
use crate::model::choice::nearest;
use crate::model::id::Id;
use crate::model::settings::Language;
use crate::model::{Kind, Model, Office, Post, RecordId};
use crate::say;
use crate::tree::SitePath;
use folders::Folder;

/// The first words of a file that is ours; what follows on that line is the syntax.
const MARK: &str = "# liangshai codeowners";

/// Where forges look for the file in a repository.
pub const PLACES: [&str; 6] = [
    "CODEOWNERS",
    "docs/CODEOWNERS",
    ".github/CODEOWNERS",
    ".gitlab/CODEOWNERS",
    ".gitee/CODEOWNERS",
    ".gitea/CODEOWNERS",
];

/// How a forge reads the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syntax {
    /// Patterns as in .gitignore, of which the last that fits counts: GitHub, GitLab, Gitee.
    Patterns,
    /// Regular expressions, all of which count: Gitea.
    Expressions,
}

impl Syntax {
    /// The syntax of a file that is ours; `None` of any other file.
    pub fn of(text: &str) -> Option<Self> {
        let rest = text.lines().next()?.strip_prefix(MARK)?;
        match rest.trim() {
            "" => Some(Syntax::Patterns),
            "--for gitea" => Some(Syntax::Expressions),
            _ => None,
        }
    }

    /// What writes a file of this syntax.
    pub fn command(self) -> &'static str {
        match self {
            Syntax::Patterns => "liangshai codeowners --write",
            Syntax::Expressions => "liangshai codeowners --for gitea --write",
        }
    }

    /// Where the file goes that does not lie anywhere yet.
    pub fn place(self) -> &'static str {
        match self {
            Syntax::Patterns => "CODEOWNERS",
            Syntax::Expressions => ".gitea/CODEOWNERS",
        }
    }
}

/// A CODEOWNERS of ours as it lies in the repository, and as it would be generated now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub lies: Arc<Source>,
    pub would_be: String,
}

/// A CODEOWNERS, generated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generated {
    pub text: String,
    /// Lines that name somebody.
    pub lines: usize,
    /// Offices that answer for records and have nobody in the forge, in the order of their ids.
    pub unowned: Vec<Id<Office>>,
    pub has_default: bool,
}

/// Who the offices are in the forge; names in `[owners]` that fit no office, or several, are told.
fn accounts(model: &Model, out: &mut Diagnostics) -> BTreeMap<Id<Office>, Vec<String>> {
    let mut accounts: BTreeMap<Id<Office>, Vec<String>> = BTreeMap::new();
    let Some(owners) = &model.settings.owners else { return accounts };
    for (name, of_office) in &owners.offices {
        let place = || Place::new(&model.settings.source, name.span.clone());
        let given = &name.value;
        match named(model, given).as_slice() {
            [office] => accounts.entry(*office).or_default().extend(of_office.iter().cloned()),
            [] => {
                let offices = model.offices.iter();
                let known = offices.flat_map(|office| [&*office.base.title, &*office.base.id]);
                out.push(
                    Diagnostic::new(
                        Code::BadSettings,
                        place(),
                        say!(
                            "[owners] 里的“{given}”不是站点的单位",
                            "`{given}` in [owners] is no office of the site"
                        ),
                    )
                    .help(match nearest(given, known) {
                        Some(near) => say!("是不是“{near}”？", "did you mean `{near}`?"),
                        None => say!(
                            "写单位的id、全称或简称",
                            "write an office's id, title or short name"
                        ),
                    }),
                );
            }
            several => {
                let ids: Vec<&str> = several.iter().map(|id| &*model.office(*id).base.id).collect();
                let (zh, en) = (ids.join("、"), ids.join(", "));
                out.push(
                    Diagnostic::new(
                        Code::BadSettings,
                        place(),
                        say!(
                            "[owners] 里的“{given}”可以指几个单位：{zh}",
                            "`{given}` in [owners] fits several offices: {en}"
                        ),
                    )
                    .help(say!("写其中一个id", "write one of the ids")),
                );
            }
        }
    }
    accounts
}

/// The offices of a name: by id, else by title, else by short or former name.
fn named(model: &Model, name: &str) -> Vec<Id<Office>> {
    let all = |fits: &dyn Fn(&Office) -> bool| -> Vec<Id<Office>> {
        let ids = model.records(Kind::Office).map(RecordId::typed::<Office>);
        ids.filter(|id| fits(model.office(*id))).collect()
    };
    let by_id = all(&|office| office.base.id == name);
    if !by_id.is_empty() {
        return by_id;
    }
    let by_title = all(&|office| office.base.title == name);
    if !by_title.is_empty() {
        return by_title;
    }
    let former = |office: &Office| office.former.iter().any(|former| former.name == name);
    all(&|office| office.short.as_deref() == Some(name) || former(office))
}

/// Reports the names in `[owners]` that are no office's.
pub fn check_names(model: &Model, out: &mut Diagnostics) {
    accounts(model, out);
}

/// The offices a record is the own work of; none of what is the whole site's.
fn own_of(model: &Model, record: RecordId) -> Vec<Id<Office>> {
    match record.kind {
        Kind::Task | Kind::Problem | Kind::Duty | Kind::Return | Kind::Highlight => {
            model.answerable(record)
        }
        // A sheet of several offices is no office's own.
        Kind::Visit => {
            let rows = model.visit(record.typed()).rows.iter();
            let posts = rows.map(|row| row.post.record.filter(|post| post.kind == Kind::Post));
            let office = |post: RecordId| model.post(post.typed::<Post>()).office;
            let offices: BTreeSet<Option<Id<Office>>> =
                posts.map(|post| post.and_then(office)).collect();
            match offices.into_iter().collect::<Vec<_>>().as_slice() {
                [Some(only)] => vec![*only],
                _ => Vec::new(),
            }
        }
        _ => Vec::new(),
    }
}

/// Generates the file; `None` of a site that does not say who its offices are. `files` are those
/// below content/, `prefix` is the site's folder in the repository, empty or ending in `/`.
pub fn generate<'f>(
    model: &Model,
    files: impl Iterator<Item = &'f SitePath>,
    prefix: &str,
    syntax: Syntax,
) -> Option<Generated> {
    let owners = model.settings.owners.as_ref()?;
    let accounts = accounts(model, &mut Diagnostics::new());
    let records = Records::of_content(model);
    let (mut top, mut unowned) = (Folder::default(), BTreeSet::new());
    for path in files {
        let offices = records.owner(path.as_str()).map(|record| own_of(model, record));
        let mut of_file: Vec<&str> = Vec::new();
        for office in offices.iter().flatten() {
            match accounts.get(office) {
                Some(accounts) if !accounts.is_empty() => {
                    let new = accounts.iter().map(String::as_str);
                    let new: Vec<&str> = new.filter(|name| !of_file.contains(name)).collect();
                    of_file.extend(new);
                }
                _ => {
                    unowned.insert(*office);
                }
            }
        }
        top.add(path.as_str(), of_file, offices.unwrap_or_default());
    }
    let default: Vec<&str> = owners.default.iter().map(String::as_str).collect();
    let mut groups: BTreeMap<Vec<&str>, Group> = BTreeMap::new();
    for share in top.shares() {
        let is_default = share.owners.is_empty();
        // Where every line counts, the default has lines of its own in place of the first.
        if is_default && syntax == Syntax::Patterns {
            continue;
        }
        let group =
            groups.entry(if is_default { default.clone() } else { share.owners }).or_default();
        group.is_default |= is_default;
        group.offices.extend(share.offices);
        group.paths.push(format!("{prefix}{}", share.path));
    }
    let language = model.settings.language;
    let mut text = head(syntax, language);
    let mut lines = 0;
    let mut line = |text: &mut String, pattern: &str, owners: &[&str]| {
        lines += 1;
        *text += &format!("{pattern} {}\n", owners.join(" "));
    };
    let others = if language == Language::Chinese { "其他" } else { "everything else" };
    if !default.is_empty() {
        text += &format!("\n# {others}\n");
        match syntax {
            Syntax::Patterns => line(&mut text, "*", &default),
            Syntax::Expressions => {
                let site = expression(prefix);
                line(&mut text, &format!("{site}[^/]*"), &default);
                line(&mut text, &format!("{site}(themes|calendar|words)/.*"), &default);
            }
        }
        for path in groups.get(&default).into_iter().filter(|g| g.is_default).flat_map(|g| &g.paths)
        {
            line(&mut text, &pattern(path, syntax), &default);
        }
    }
    let mut of_offices: Vec<_> = groups.iter().filter(|(_, group)| !group.is_default).collect();
    of_offices.sort_by_key(|(_, group)| group.offices.iter().next().copied());
    for (owners, group) in of_offices {
        let titles = group.offices.iter().map(|office| one_line(&model.office(*office).base.title));
        let titles: Vec<String> = titles.collect();
        let joint = if language == Language::Chinese { "、" } else { ", " };
        text += &format!("\n# {}\n", titles.join(joint));
        for path in &group.paths {
            line(&mut text, &pattern(path, syntax), owners);
        }
    }
    let unowned = unowned.into_iter().collect();
    Some(Generated { text, lines, unowned, has_default: !default.is_empty() })
}

/// What some people own.
#[derive(Default)]
struct Group {
    offices: BTreeSet<Id<Office>>,
    paths: Vec<String>,
    is_default: bool,
}

fn head(syntax: Syntax, language: Language) -> String {
    let mark = match syntax {
        Syntax::Patterns => "",
        Syntax::Expressions => " --for gitea",
    };
    let command = syntax.command();
    match language {
        Language::Chinese => format!(
            "{MARK}{mark}\n# 按各单位的任务、问题、责任清单、报送、亮点和走访生成，不要手改：改 site.toml 的 [owners] 或记录里的单位，\n# 再运行 {command}。\n"
        ),
        Language::English => format!(
            "{MARK}{mark}\n# Generated from each office's tasks, problems, duties, returns, highlights and visits; do not\n# edit it: mend [owners] in site.toml or the offices of the records, then run\n# `{command}`.\n"
        ),
    }
}

/// A title for a comment.
fn one_line(title: &str) -> String {
    title.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// A path, a folder where it ends in `/`, as a forge matches it.
fn pattern(path: &str, syntax: Syntax) -> String {
    match syntax {
        Syntax::Patterns => format!("/{}", escaped(path)),
        Syntax::Expressions => {
            let all = if path.ends_with('/') { ".*" } else { "" };
            format!("{}{all}", expression(path))
        }
    }
}

/// A path with what a pattern would read otherwise taken by the letter.
fn escaped(path: &str) -> String {
    let mut text = String::new();
    for letter in path.chars() {
        if " #*?[]\\!".contains(letter) {
            text.push('\\');
        }
        text.push(letter);
    }
    text
}

/// A path as a regular expression. A letter with a meaning stands in brackets, as a backslash is
/// taken off before the expression is read; what cannot is any one letter.
fn expression(path: &str) -> String {
    let mut text = String::new();
    for letter in path.chars() {
        match letter {
            ' ' | '#' => text.extend(['\\', letter]),
            '[' | ']' | '^' | '\\' => text.push('.'),
            '.' | '+' | '*' | '?' | '(' | ')' | '|' | '{' | '}' | '$' => {
                text.extend(['[', letter, ']']);
            }
            _ => text.push(letter),
        }
    }
    text
}

#[cfg(test)]
mod tests;
