//! A failure of the machine, told in the language of a run.

use std::io::{self, ErrorKind};

use anyhow::Error;

use crate::diagnostic::{Lang, Text};
use crate::publish::host::openssh::Fault;
use crate::publish::trouble::Trouble;
use crate::say;

/// What failed and why, outermost first. The commonest is said in plain words; the rest stays as the
/// system words it, in Chinese in parentheses.
pub fn told(error: &Error, lang: Lang) -> String {
    let clauses = error.chain().map(|cause| clause(cause, lang));
    clauses.collect::<Vec<_>>().join(if lang == Lang::Zh { "：" } else { ": " })
}

/// Why it failed at last, without what was being done.
pub fn because(error: &Error, lang: Lang) -> String {
    clause(error.root_cause(), lang)
}

/// Why the system refused something.
pub fn of_system(fault: &io::Error) -> Text {
    let told = fault.to_string();
    reason(fault.kind())
        .or_else(|| Trouble::of(fault).map(|trouble| trouble.text()))
        .unwrap_or_else(|| say!("系统报错（{told}）", "{told}"))
}

fn clause(cause: &(dyn std::error::Error + 'static), lang: Lang) -> String {
    if let Some(fault) = cause.downcast_ref::<io::Error>() {
        return of_system(fault).in_lang(lang).to_owned();
    }
    if let Some(trouble) = cause.downcast_ref::<Trouble>() {
        return trouble.text().in_lang(lang).to_owned();
    }
    let words = cause.to_string();
    if let Some(text) = of_git(&words) {
        return text.in_lang(lang).to_owned();
    }
    if lang == Lang::En {
        return words;
    }
    if let Some(fault) = cause.downcast_ref::<Fault>() {
        return of_server(fault);
    }
    in_chinese(&words).unwrap_or(words)
}

/// What a partial clone lacks.
fn of_git(words: &str) -> Option<Text> {
    let object = words.strip_prefix("An object with id ")?.strip_suffix(" could not be found")?;
    Some(say!(
        "仓库里没有对象 {object}，部分克隆（--filter）就是这样；用 git fetch --refetch --no-filter 取回全部",
        "the repository lacks the object {object}, as a partial clone does; `git fetch --refetch --no-filter` brings all"
    ))
}

/// What the program itself says of failures; `{}` stands for what it is about. The first that fits
/// is taken.
const SENTENCES: [(&str, &str); 26] = [
    ("cannot write to the terminal", "不能写到终端"),
    (
        "kept by git LFS and not here; `git lfs fetch --all` brings it",
        "由 git LFS 存放，这里没有；用 git lfs fetch --all 取回",
    ),
    ("the server does not answer", "服务器没有应答"),
    ("the server does not accept these keys{}", "服务器不接受所给的密钥{}"),
    ("the server answered {}", "服务器的答复是 {}"),
    (
        "the server answers too slowly to be sure that nobody else publishes; try again",
        "服务器应答太慢，不能确定没有别人在发布；过一会再试",
    ),
    ("the lock {} is being fought over; try again", "有人同时在抢锁 {}；过一会再试"),
    ("the lock on the target is lost: {}", "发布目标上的锁已经不在手里（{}）"),
    ("cannot read {} of the target", "不能读取发布目标上的 {}"),
    ("cannot write {}", "不能写入 {}"),
    ("cannot read {}", "不能读取 {}"),
    ("cannot open {}", "不能打开 {}"),
    ("cannot remove {}", "不能删除 {}"),
    ("cannot link {}", "不能建立链接 {}"),
    ("cannot make the folder {}", "不能建立文件夹 {}"),
    ("cannot create the folder {}", "不能建立文件夹 {}"),
    ("cannot create {}", "不能新建 {}"),
    ("cannot list {}", "不能列出 {}"),
    ("cannot find {}", "找不到 {}"),
    ("cannot run {}", "不能运行 {}"),
    ("cannot prepare connections", "不能准备网络连接"),
    (
        "{} of the release before is missing on the target, and not kept either",
        "发布目标上缺少以前一版的 {}，也没有留存",
    ),
    ("{} is missing on the target", "发布目标上缺少 {}"),
    ("{} changed while it was being published; build again", "{} 在发布的时候变了；重新生成"),
    ("{} is a symbolic link; remove it first", "{} 是符号链接，先删去"),
    ("{} stands in the way; remove it first", "{} 占了位置，先移走"),
];

fn in_chinese(words: &str) -> Option<String> {
    SENTENCES.iter().find_map(|(en, zh)| match en.split_once("{}") {
        None => (words == *en).then(|| (*zh).to_owned()),
        Some((begins, ends)) => {
            let about = words.strip_prefix(begins)?.strip_suffix(ends)?;
            Some(zh.replace("{}", about))
        }
    })
}

fn reason(kind: ErrorKind) -> Option<Text> {
    Some(match kind {
        ErrorKind::NotFound => say!("没有这个文件或文件夹", "there is no such file or folder"),
        ErrorKind::PermissionDenied => {
            say!("没有权限", "this user may not do that (permission denied)")
        }
        ErrorKind::AlreadyExists => {
            say!("已经有同名的文件或文件夹", "a file or folder of this name is there already")
        }
        ErrorKind::IsADirectory => say!("这是文件夹，不是文件", "it is a folder, not a file"),
        ErrorKind::NotADirectory => {
            say!("路径中有一段不是文件夹", "a part of the path is no folder")
        }
        ErrorKind::DirectoryNotEmpty => say!("文件夹不是空的", "the folder is not empty"),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => say!("磁盘已满", "the disk is full"),
        ErrorKind::FileTooLarge => {
            say!("文件太大，磁盘放不下", "the file is too large for the disk")
        }
        ErrorKind::ReadOnlyFilesystem => say!("磁盘只读", "the disk can only be read"),
        ErrorKind::InvalidFilename => {
            say!(
                "文件名太长，或有不能用的字符",
                "the name is too long, or has a character that cannot be"
            )
        }
        _ => return None,
    })
}

/// What a server over SSH failed of; the words of other programs stay as they are.
fn of_server(fault: &Fault) -> String {
    match fault {
        Fault::NoProgram(name) => format!("这台机器没有安装 {name}"),
        Fault::UnknownKey { host } => {
            format!("不认识 {host} 的主机密钥；与管理员给的指纹核对无误后，加进 known_hosts")
        }
        Fault::ChangedKey { host } => {
            format!("{host} 的主机密钥与记下的不同，可能已不是原来的机器；先问管理员")
        }
        Fault::NoLogin { host } => {
            format!(
                "{host} 不让这个用户登录；核对 to 里的用户名和密钥（IdentityFile）：那边要认它，又不必输入密码"
            )
        }
        Fault::UnknownHost { host } => {
            format!("没有叫 {host} 的机器；核对 to 里的主机名和本机的 DNS 设置")
        }
        Fault::Refused { host, port } => {
            format!("{host} 的端口 {port} 不接受连接；核对 to 里的端口，问管理员 sshd 是否在运行")
        }
        Fault::Unreachable { host, why } => format!("连不上 {host}（{why}）"),
        Fault::Broken { why } => format!("连接中断（{why}）"),
        Fault::NoShell { host } => {
            format!("{host} 不提供命令行；把 ssh:// 改成 sftp://")
        }
        Fault::Noisy { host } => {
            format!("{host} 的登录脚本输出了别的内容；非交互时不要输出，或改用 sftp://")
        }
        Fault::Lacks(what) => format!("服务器上没有 {what}"),
        Fault::Denied { why } => format!("服务器不许这样做（{why}）"),
        Fault::Full { why } => format!("服务器的磁盘已满（{why}）"),
        Fault::Vague => "服务器只说失败，可能是磁盘已满".to_owned(),
        Fault::Taken => "那里已经有同名的文件或文件夹".to_owned(),
        Fault::Said(words) => words.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_server_failed_of_is_told_in_the_language_of_the_run() {
        let fault = Fault::UnknownKey { host: "www".to_owned() };
        let error = Error::from(fault).context("cannot read www:/srv/lock.json");
        let told = told(&error, Lang::Zh);
        assert!(told.starts_with("不能读取 www:/srv/lock.json：不认识 www 的主机密钥"), "{told}");
    }

    #[test]
    fn a_file_that_cannot_be_written_is_told_in_the_language_of_the_run() {
        let fault = || io::Error::from(ErrorKind::NotFound);
        let error = Error::from(fault()).context("cannot write out/a.md");
        assert_eq!(told(&error, Lang::Zh), "不能写入 out/a.md：没有这个文件或文件夹");
        let english = "cannot write out/a.md: there is no such file or folder";
        assert_eq!(told(&error, Lang::En), english);
        let missing = Error::msg("manifests/1.json is missing on the target");
        assert_eq!(told(&missing, Lang::Zh), "发布目标上缺少 manifests/1.json");
        let keys = Error::msg("the server does not accept these keys (HTTP 403)");
        assert_eq!(told(&keys, Lang::Zh), "服务器不接受所给的密钥 (HTTP 403)");
        let other = Error::msg("no free port").context("cannot read a");
        assert_eq!(told(&other, Lang::Zh), "不能读取 a：no free port");
    }
}
