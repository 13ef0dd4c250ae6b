//! A failure of the machine, told in the language of a run.

use std::io::{self, ErrorKind};

use anyhow::Error;

use crate::diagnostic::Lang;
use crate::publish::host::openssh::Fault;

/// What failed and why, outermost first. In Chinese the commonest is said in Chinese; the rest stays
/// as the system words it.
pub fn told(error: &Error, lang: Lang) -> String {
    match lang {
        Lang::En => format!("{error:#}"),
        Lang::Zh => error.chain().map(clause).collect::<Vec<_>>().join("："),
    }
}

/// Why it failed at last, without what was being done.
pub fn because(error: &Error, lang: Lang) -> String {
    match lang {
        Lang::En => error.root_cause().to_string(),
        Lang::Zh => clause(error.root_cause()),
    }
}

fn clause(cause: &(dyn std::error::Error + 'static)) -> String {
    if let Some(reason) = cause.downcast_ref::<io::Error>().and_then(|fault| reason(fault.kind())) {
        return reason.to_owned();
    }
    if let Some(fault) = cause.downcast_ref::<Fault>() {
        return of_server(fault);
    }
    let words = cause.to_string();
    let of = |begins, zh| words.strip_prefix(begins).map(|rest| format!("{zh} {rest}"));
    match words.as_str() {
        "cannot write to the terminal" => "不能写到终端".to_owned(),
        "the server does not answer" => "服务器没有应答".to_owned(),
        _ => of("cannot write ", "不能写入")
            .or_else(|| of("cannot read ", "不能读取"))
            .or_else(|| of("cannot remove ", "不能删除"))
            .or_else(|| of("cannot link ", "不能建立链接"))
            .or_else(|| of("cannot make the folder ", "不能建立文件夹"))
            .or_else(|| of("cannot list ", "不能列出"))
            .or_else(|| of("the server does not accept these keys", "服务器不接受所给的密钥"))
            .or_else(|| of("the server answered ", "服务器的答复是"))
            .or_else(|| missing(&words))
            .unwrap_or(words),
    }
}

/// A record of a target that somebody removed.
fn missing(words: &str) -> Option<String> {
    let path = words.strip_suffix(" is missing on the target")?;
    Some(format!("目标上缺少 {path}"))
}

fn reason(kind: ErrorKind) -> Option<&'static str> {
    Some(match kind {
        ErrorKind::NotFound => "没有这个文件或文件夹",
        ErrorKind::PermissionDenied => "没有权限",
        ErrorKind::AlreadyExists => "已经有同名的文件或文件夹",
        ErrorKind::IsADirectory => "这是文件夹，不是文件",
        ErrorKind::NotADirectory => "路径中有一段不是文件夹",
        ErrorKind::StorageFull => "磁盘已满",
        ErrorKind::ReadOnlyFilesystem => "磁盘只读",
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
        assert_eq!(told(&error, Lang::En), format!("cannot write out/a.md: {}", fault()));
        let other = Error::msg("no free port").context("cannot read a");
        assert_eq!(told(&other, Lang::Zh), "不能读取 a：no free port");
    }
}
