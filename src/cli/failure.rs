//! A failure of the machine, told in the language of a run.

use std::io::{self, ErrorKind};

use anyhow::Error;

use crate::diagnostic::Lang;

/// What failed and why, outermost first. In Chinese the commonest is said in Chinese; the rest stays
/// as the system words it.
pub fn told(error: &Error, lang: Lang) -> String {
    match lang {
        Lang::En => format!("{error:#}"),
        Lang::Zh => error.chain().map(clause).collect::<Vec<_>>().join("："),
    }
}

fn clause(cause: &(dyn std::error::Error + 'static)) -> String {
    if let Some(reason) = cause.downcast_ref::<io::Error>().and_then(|fault| reason(fault.kind())) {
        return reason.to_owned();
    }
    let words = cause.to_string();
    let of = |begins, zh| words.strip_prefix(begins).map(|rest| format!("{zh} {rest}"));
    match words.as_str() {
        "cannot write to the terminal" => "不能写到终端".to_owned(),
        "the server does not answer" => "服务器没有应答".to_owned(),
        _ => of("cannot write ", "不能写入")
            .or_else(|| of("cannot read ", "不能读取"))
            .or_else(|| of("cannot list ", "不能列出"))
            .or_else(|| of("cannot remove ", "不能删除"))
            .or_else(|| of("the server does not accept these keys", "服务器不接受所给的密钥"))
            .or_else(|| of("the server answered ", "服务器的答复是"))
            .unwrap_or(words),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

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
