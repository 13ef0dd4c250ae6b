//! A call at fault, told in the program's own words: what the library found wrong with the
//! arguments, in the language of the site.

use std::error::Error as _;
use std::ffi::OsString;
use std::fmt;
use std::path::Path;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::diagnostic::{Lang, Text};
use crate::say;

/// Why a value of an argument cannot be read.
#[derive(Debug)]
pub struct Told(pub Text);

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.en)
    }
}

impl std::error::Error for Told {}

impl From<crate::model::date::DateFault> for Told {
    fn from(fault: crate::model::date::DateFault) -> Self {
        let (zh, en) = fault.line();
        Told(Text { zh, en })
    }
}

fn is_english(word: &str) -> bool {
    word.to_lowercase().starts_with("en")
}

/// The language of a call before it is understood: as asked for, else the site's, else Chinese.
pub fn lang(args: &[OsString]) -> Lang {
    let words: Vec<_> = args.iter().map(|arg| arg.to_string_lossy()).collect();
    let value = |option: &str| {
        let at = words.iter().position(|word| word.starts_with(option))?;
        match words[at].strip_prefix(option)?.strip_prefix('=') {
            Some(value) => Some(value),
            None => words.get(at + 1).map(|value| &**value),
        }
    };
    if let Some(word) = value("--lang") {
        return if is_english(word) { Lang::En } else { Lang::Zh };
    }
    lang_of_settings(Path::new(value("--site").unwrap_or(".")))
}

/// The language of a site by its settings alone, else Chinese. Whatever else is wrong with them,
/// `check` says.
pub fn lang_of_settings(site: &Path) -> Lang {
    let settings = std::fs::read_to_string(site.join("site.toml")).ok();
    let settings = settings.and_then(|text| text.parse::<toml::Table>().ok());
    match settings.as_ref().and_then(|table| table.get("language")?.as_str()) {
        Some(word) if is_english(word) => Lang::En,
        _ => Lang::Zh,
    }
}

/// What is wrong with a call, and how to mend it.
pub fn told(error: &clap::Error) -> (Text, Text) {
    let text = |kind| texts(error, kind).into_iter().next();
    let arg = text(ContextKind::InvalidArg).map(|arg| name(&arg)).unwrap_or_default();
    let value = text(ContextKind::InvalidValue).unwrap_or_default();
    match error.kind() {
        ErrorKind::InvalidValue if value.is_empty() => (
            say!("“{arg}”后面没有写", "`{arg}` needs a value"),
            choices(error).or_else(|| expected(&arg)).unwrap_or(usage(error)),
        ),
        ErrorKind::InvalidValue => (
            say!("“{arg}”没有“{value}”这一项", "`{arg}` cannot be `{value}`"),
            choices(error).unwrap_or(usage(error)),
        ),
        ErrorKind::ValueValidation => {
            let source = error.source().and_then(|source| source.downcast_ref::<Told>());
            let help = source.map(|Told(help)| help.clone()).or_else(|| expected(&arg));
            (
                say!("“{arg}”不能是“{value}”", "`{arg}` cannot be `{value}`"),
                help.unwrap_or(usage(error)),
            )
        }
        ErrorKind::UnknownArgument if arg.starts_with('-') => (
            say!("没有“{arg}”这个选项", "there is no option `{arg}`"),
            near(text(ContextKind::SuggestedArg)).unwrap_or(usage(error)),
        ),
        ErrorKind::UnknownArgument => {
            (say!("“{arg}”是多写的", "`{arg}` is one word too many"), usage(error))
        }
        ErrorKind::InvalidSubcommand => {
            let given = text(ContextKind::InvalidSubcommand).unwrap_or_default();
            let meant = near(text(ContextKind::SuggestedSubcommand));
            let all =
                say!("liangshai --help 列出全部命令", "`liangshai --help` lists the commands");
            (say!("没有“{given}”这个命令", "there is no command `{given}`"), meant.unwrap_or(all))
        }
        ErrorKind::MissingRequiredArgument => {
            let names: Vec<_> =
                texts(error, ContextKind::InvalidArg).iter().map(|arg| name(arg)).collect();
            let (zh, en) = (names.join("、"), names.join(", "));
            (say!("缺少{zh}", "missing: {en}"), usage(error))
        }
        ErrorKind::MissingSubcommand => {
            (say!("没有写命令", "the command is missing"), usage(error))
        }
        ErrorKind::ArgumentConflict => {
            let other = text(ContextKind::PriorArg).map(|arg| name(&arg)).unwrap_or_default();
            match other == arg {
                true => (say!("“{arg}”只能写一次", "`{arg}` may be given only once"), usage(error)),
                false => (
                    say!(
                        "“{arg}”与“{other}”不能同时用",
                        "`{arg}` and `{other}` exclude each other"
                    ),
                    say!("留下其中一个", "leave one of them out"),
                ),
            }
        }
        ErrorKind::InvalidUtf8 => (
            say!("有个参数不是UTF-8", "an argument is no UTF-8"),
            say!("换一个写法", "write it otherwise"),
        ),
        _ => (say!("“{arg}”写得不对", "`{arg}` cannot stand like this"), usage(error)),
    }
}

/// What the arguments take that are no texts.
fn expected(arg: &str) -> Option<Text> {
    Some(match arg {
        "--port" => say!("写0至65535之间的整数", "write a whole number from 0 to 65535"),
        "--jobs" => say!("写1至32之间的整数", "write a whole number from 1 to 32"),
        "--pause" => say!("写毫秒数，如 20", "write a number of milliseconds, as 20"),
        "--timeout" => say!("写秒数，如 30", "write a number of seconds, as 30"),
        "--ahead" => say!("写天数，如 14", "write a number of days, as 14"),
        "--force" | "--reason" => say!(
            "写理由，记入日志，如 {arg} \"服务器重装，已经主管同意\"",
            "write why, for the log, as {arg} \"the server was set up anew, agreed by the head of the office\""
        ),
        "--address" => {
            say!("写本机的地址，如 0.0.0.0", "write an address of this machine, as 0.0.0.0")
        }
        _ => return None,
    })
}

fn texts(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        _ => Vec::new(),
    }
}

/// An argument without what stands for its value: `--format`, `PERIOD`.
fn name(arg: &str) -> String {
    let word = arg.split([' ', '=']).next().unwrap_or(arg);
    word.trim_matches(['<', '>', '[', ']', '.']).to_owned()
}

fn near(word: Option<String>) -> Option<Text> {
    word.map(|near| say!("是不是“{near}”？", "did you mean `{near}`?"))
}

/// The values an argument may have, the nearest one first.
fn choices(error: &clap::Error) -> Option<Text> {
    let values = texts(error, ContextKind::ValidValue);
    if values.is_empty() {
        return None;
    }
    let (zh, en) = (values.join("、"), values.join(", "));
    let nearest = near(texts(error, ContextKind::SuggestedValue).into_iter().next());
    Some(match nearest {
        Some(Text { zh: near_zh, en: near_en }) => {
            say!("{near_zh}可以写：{zh}", "{near_en} one of: {en}")
        }
        None => say!("写其中之一：{zh}", "write one of: {en}"),
    })
}

/// How the command is called.
fn usage(error: &clap::Error) -> Text {
    let usage = match error.get(ContextKind::Usage) {
        Some(ContextValue::StyledStr(usage)) => usage.to_string(),
        _ => String::new(),
    };
    match usage.trim_start_matches("Usage:").lines().next().map(str::trim) {
        Some(usage) if !usage.is_empty() => say!("写成 {usage}", "write {usage}"),
        _ => say!("用 --help 看用法", "`--help` tells how to use it"),
    }
}
