//! What a file below content/ is, by its name alone.
//!
//! Editors and file managers leave files of their own behind, and Windows hides endings. The
//! first are passed over in silence, the second told with the way to mend them.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Place, Text};
use crate::say;
use crate::tree::{Entry, SitePath, Unusable};

/// What the names of seals end in.
pub const SEAL_ENDING: &str = ".issued.json";

/// What to do with a file.
#[derive(Debug, Clone)]
pub enum Kind {
    /// An editor's or a system's own.
    Ignored,
    Document,
    Table,
    /// A workbook in place of the table at this path.
    Workbook(SitePath),
    /// The seal of a bulletin.
    Seal,
    /// Listed only: an attachment.
    Other,
    /// Not to be read, for this reason.
    Refused(Diagnostic),
}

/// Tells what a file is. `listing` holds all of them.
pub fn kind(
    path: &SitePath,
    listing: &BTreeMap<SitePath, Entry>,
    is_table: &(dyn Fn(&SitePath) -> bool + Sync),
) -> Kind {
    let name = path.name();
    if is_ignored(path) {
        return Kind::Ignored;
    }
    if in_document_folder(path).is_some() {
        return Kind::Other;
    }
    if name.ends_with(".md") {
        return Kind::Document;
    }
    let lower = name.to_ascii_lowercase();
    if lower.ends_with(".md") {
        return Kind::Refused(renamed(path, ".md"));
    }
    if lower.ends_with(".markdown") {
        return Kind::Refused(renamed(path, ".md"));
    }
    if let Some(hidden) = hidden_ending(&lower, [".md", ".markdown"]) {
        return Kind::Refused(hidden_fault(path, hidden));
    }
    if name.ends_with(SEAL_ENDING) {
        return Kind::Seal;
    }
    let Some((stem, table)) = table_name(path).filter(|(_, table)| is_table(table)) else {
        return Kind::Other;
    };
    let ending = &name[stem.rsplit('/').next().unwrap_or(stem).len()..];
    match ending {
        ".csv" => Kind::Table,
        ".xlsx" if matches!(listing.get(&table), Some(Entry::File(_))) => {
            Kind::Refused(two_tables(path, &table))
        }
        ".xlsx" => Kind::Workbook(table),
        _ if hidden_ending(&lower, [".csv", ".xlsx"]).is_some() => {
            Kind::Refused(hidden_fault(path, hidden_ending(&lower, [".csv", ".xlsx"]).unwrap_or(0)))
        }
        _ if ending.eq_ignore_ascii_case(".csv") => Kind::Refused(renamed(path, ".csv")),
        _ if ending.eq_ignore_ascii_case(".xlsx") => Kind::Refused(renamed(path, ".xlsx")),
        _ => Kind::Refused(old_workbook(path)),
    }
}

/// Whether a file is an editor's or a system's own.
pub fn is_ignored(path: &SitePath) -> bool {
    let text = path.as_str();
    text.starts_with('.') || text.contains("/.") || is_debris(path.name())
}

/// Files of file managers, of editors and of spreadsheets that are open.
fn is_debris(name: &str) -> bool {
    let ends_in_swp =
        || name.rsplit_once('.').is_some_and(|(_, end)| end.eq_ignore_ascii_case("swp"));
    ["thumbs.db", "desktop.ini"].iter().any(|debris| name.eq_ignore_ascii_case(debris))
        || name.starts_with("~$")
        || name.ends_with('~')
        || ends_in_swp()
}

/// The folder on the way to a file that is named like a document.
pub fn in_document_folder(path: &SitePath) -> Option<SitePath> {
    if !path.as_str().contains(".md/") {
        return None;
    }
    let mut end = 0;
    for part in path.folder().split('/') {
        end += part.len();
        if part.ends_with(".md") {
            return SitePath::new(&path.as_str()[..end]);
        }
        end += 1;
    }
    None
}

pub fn document_folder(folder: &SitePath) -> Diagnostic {
    refusal(
        Code::BadFileName,
        folder,
        say!("{folder} 是文件夹，却取了文件的名字", "{folder} is a folder named like a file"),
        say!(
            "去掉文件夹名末尾的“.md”，内容写在其中的 index.md 里",
            "drop the `.md` from its name and write its words into index.md inside"
        ),
    )
}

/// How long the name is without the second ending that Windows hides.
fn hidden_ending(lower: &str, real: [&str; 2]) -> Option<usize> {
    let (stem, last) = lower.rsplit_once('.')?;
    let hidden = matches!(last, "txt" | "text" | "doc" | "docx" | "rtf" | "wps");
    (hidden && real.iter().any(|ending| stem.ends_with(ending))).then_some(stem.len())
}

fn hidden_fault(path: &SitePath, length: usize) -> Diagnostic {
    let name = path.name();
    // Lower case changes no length: only ASCII letters are touched.
    let (meant, ending) = name.split_at(length);
    let remedy_zh = if matches!(ending.to_ascii_lowercase().as_str(), ".txt" | ".text") {
        format!("再把“{name}”改名为“{meant}”")
    } else {
        format!("用“记事本”把内容另存为“{meant}”，编码选 UTF-8，再删去“{name}”")
    };
    refusal(
        Code::HiddenEnding,
        path,
        say!(
            "“{name}”没有读取：它真正的后缀是 {ending}",
            "`{name}` was not read: its real ending is {ending}"
        ),
        say!(
            "在文件管理器的“查看”里勾选“文件扩展名”，{remedy_zh}",
            "turn on file name extensions in the file manager and save it as `{meant}`"
        ),
    )
}

/// The path of the table that a file is or could be.
pub fn table_of(path: &SitePath) -> Option<SitePath> {
    table_name(path).map(|(_, table)| table)
}

/// The name without its endings, and the path of the table it would be.
fn table_name(path: &SitePath) -> Option<(&str, SitePath)> {
    const ENDINGS: [&str; 7] = [".csv.txt", ".xlsx.txt", ".csv", ".xlsx", ".xls", ".xlsm", ".et"];
    let text = path.as_str();
    if text.ends_with(".md") {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    let ending = ENDINGS.iter().find(|ending| lower.ends_with(**ending))?;
    let stem = &text[..text.len() - ending.len()];
    Some((stem, SitePath::new(&format!("{stem}.csv"))?))
}

fn refusal(code: Code, path: &SitePath, message: Text, help: Text) -> Diagnostic {
    Diagnostic::new(code, Place::file(Arc::from(path)), message).help(help)
}

fn renamed(path: &SitePath, ending: &str) -> Diagnostic {
    let name = path.name();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    refusal(
        Code::BadFileName,
        path,
        say!("“{name}”的后缀应是小写的 {ending}", "the ending of `{name}` must be {ending}"),
        say!("改名为“{stem}{ending}”", "rename it to `{stem}{ending}`"),
    )
}

fn two_tables(path: &SitePath, table: &SitePath) -> Diagnostic {
    let (name, other) = (path.name(), table.name());
    refusal(
        Code::TwoTables,
        path,
        say!("“{name}”和“{other}”是同一张表", "`{name}` and `{other}` are the same table"),
        say!("只留一个", "keep one of them"),
    )
}

fn old_workbook(path: &SitePath) -> Diagnostic {
    let name = path.name();
    refusal(
        Code::BadTable,
        path,
        say!("“{name}”不是能读取的表格格式", "`{name}` is no table that can be read"),
        say!("另存为 .xlsx 或 CSV", "save it as .xlsx or CSV"),
    )
}

/// What stands in the way of reading an entry that is no regular file.
pub fn unusable(path: &SitePath, entry: &Entry) -> Option<Diagnostic> {
    let reason = match entry {
        Entry::File(_) => return None,
        Entry::Link => {
            return Some(refusal(
                Code::SymbolicLink,
                path,
                say!("{path} 是符号链接", "{path} is a symbolic link"),
                say!("换成文件本身", "put the file itself there"),
            ));
        }
        Entry::Unusable(reason) => reason,
    };
    let bad_name = say!("改名，只用字母、数字、汉字和短横线", "rename it");
    Some(match reason {
        Unusable::Backslash => refusal(
            Code::BadFileName,
            path,
            say!("文件名里有反斜杠“\\”：{path}", "a backslash in the file name: {path}"),
            bad_name,
        ),
        Unusable::NameIsNoText => refusal(
            Code::BadFileName,
            path,
            say!("文件名不是 UTF-8 编码：{path}", "the file name is not UTF-8: {path}"),
            bad_name,
        ),
        Unusable::NoFile => refusal(
            Code::Unreadable,
            path,
            say!("{path} 不是普通文件", "{path} is no regular file"),
            say!("移到 content/ 之外", "move it out of content/"),
        ),
        Unusable::Submodule => refusal(
            Code::Unreadable,
            path,
            say!(
                "{path} 是子模块，里面的文件属于另一个仓库",
                "{path} is a submodule: its files are another repository's"
            ),
            say!(
                "把文件放进本仓库，或移到 content/ 之外",
                "put the files into this repository, or move it out of content/"
            ),
        ),
        Unusable::Pointer => refusal(
            Code::Unreadable,
            path,
            say!(
                "{path} 由 git LFS 存放，这里只有一个指针",
                "{path} is kept by git LFS: here is but a pointer to it"
            ),
            say!("用 git lfs pull 取回", "bring it by `git lfs pull`"),
        ),
        Unusable::Failed(reason) => refusal(
            Code::Unreadable,
            path,
            say!("打不开 {path}", "cannot open {path}: {reason}"),
            say!("检查它的读取权限", "see whether it may be read"),
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(path: &str) -> String {
        let path = SitePath::new(path).expect("a sound path");
        let tables = |path: &SitePath| path.name() == "values.csv";
        match kind(&path, &BTreeMap::new(), &tables) {
            Kind::Refused(fault) => fault.code.name().to_owned(),
            Kind::Workbook(table) => format!("workbook {table}"),
            kind => format!("{kind:?}"),
        }
    }

    #[test]
    fn files_are_known_by_their_names() {
        assert_eq!(told("content/tasks/a.md"), "Document");
        assert_eq!(told("content/indicators/a/values.csv"), "Table");
        assert_eq!(
            told("content/indicators/a/values.xlsx"),
            "workbook content/indicators/a/values.csv"
        );
        assert_eq!(told("content/indicators/a/other.xlsx"), "Other");
        assert_eq!(told("content/news/a/附件.docx"), "Other");
    }

    #[test]
    fn debris_is_passed_over() {
        for path in
            ["content/.git/a.md", "content/a/.DS_Store", "content/~$values.xlsx", "content/a.md~"]
        {
            assert_eq!(told(path), "Ignored", "{path}");
        }
    }

    #[test]
    fn hidden_and_shouted_endings_are_told() {
        for path in ["content/a.md.txt", "content/a.MD.TXT", "content/a.md.docx"] {
            assert_eq!(told(path), "hidden-ending", "{path}");
        }
        assert_eq!(told("content/a/values.csv.txt"), "hidden-ending");
        assert_eq!(told("content/a.MD"), "bad-file-name");
        assert_eq!(told("content/a.markdown"), "bad-file-name");
        assert_eq!(told("content/a/values.CSV"), "bad-file-name");
        assert_eq!(told("content/a/values.xls"), "bad-table");
        assert_eq!(told("content/a/说明.txt"), "Other");
    }

    #[test]
    fn the_help_of_a_hidden_ending_names_the_file_that_was_meant() {
        let path = SitePath::new("content/a/2023-03-24.md.txt").expect("a sound path");
        let Kind::Refused(fault) = kind(&path, &BTreeMap::new(), &|_| false) else {
            panic!("a hidden ending is refused");
        };
        let help = fault.help.expect("a help").zh;
        assert!(help.contains("改名为“2023-03-24.md”"), "{help}");
    }

    #[test]
    fn a_folder_named_like_a_document_is_found_on_the_way() {
        let path = SitePath::new("content/news/index.md/a.md").expect("a sound path");
        let folder = in_document_folder(&path).map(|folder| folder.to_string());
        assert_eq!(folder.as_deref(), Some("content/news/index.md"));
    }
}
