//! The command line's own words: the program's arguments, described in the language of the call.
//!
//! The descriptions stand in English where the arguments are declared; the table below has each in
//! Chinese, and a test holds that none is missing and none is idle.

use std::ffi::OsString;

use clap::builder::PossibleValue;
use clap::{Arg, ArgAction, Command, CommandFactory};

use super::{AFTER_HELP, Cli, EVERY_COMMAND};
use crate::diagnostic::Lang;
use crate::model::Kind;

/// The command that tells of another.
pub const HELP: &str = "help";

/// The program's arguments in a language.
pub fn command(lang: Lang) -> Command {
    let of_every = |name: &'static str, short: char, action: ArgAction, help: &'static str| {
        Arg::new(name).short(short).long(name).action(action).help(help)
    };
    let help = of_every("help", 'h', ArgAction::Help, "Tell how to use it");
    let version = of_every("version", 'V', ArgAction::Version, "Print the version");
    let of = Arg::new("of").value_name("COMMAND").num_args(0..).help("The command to tell of");
    let command = Cli::command()
        .disable_help_flag(true)
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .arg(help.global(true).help_heading(EVERY_COMMAND))
        .arg(version)
        .subcommand(Command::new(HELP).about("Tell more of a command").arg(of));
    let command = with_lists(command, lang);
    match lang {
        Lang::En => command,
        Lang::Zh => in_chinese(command, "liangshai"),
    }
}

/// The words after `help` as a call for that command's own help.
pub fn of_command(words: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let program = std::iter::once("liangshai".into());
    program.chain(words).chain(std::iter::once("--help".into())).collect()
}

/// Lists the kinds and the events where they are asked for.
fn with_lists(command: Command, lang: Lang) -> Command {
    let kinds = Kind::ALL.map(|kind| format!("{} {}", kind.folder(), kind.chinese()));
    let of_kind = |kind: Kind| {
        let events: Vec<_> =
            kind.events().iter().map(|event| format!("{} {}", event.en, event.zh)).collect();
        let name = if lang == Lang::Zh { kind.chinese() } else { kind.folder() };
        (!events.is_empty()).then(|| format!("{name}: {}", events.join(", ")))
    };
    let events: Vec<_> = Kind::ALL.into_iter().filter_map(of_kind).collect();
    let (kinds, events) = (kinds.join(", "), events.join("; "));
    let listed = |arg: Arg, list: &str| {
        let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
        let help = if lang == Lang::Zh { chinese(&help) } else { &help };
        let colon = if lang == Lang::Zh { "：" } else { ": " };
        arg.help(format!("{help}{colon}{list}"))
    };
    // In their places: arguments without a name go by their order.
    let in_place = |command: Command, id: &'static str, list: &str| {
        command.mut_args(|arg| if arg.get_id() == id { listed(arg, list) } else { arg })
    };
    command.mut_subcommand("new", |new| {
        in_place(new, "kind", &kinds)
            .mut_subcommand("entry", |entry| in_place(entry, "event", &events))
    })
}

/// A command, its options and those below it in Chinese; `path` is how it is called.
fn in_chinese(command: Command, path: &str) -> Command {
    let about = command.get_about().map(ToString::to_string);
    let after = command.get_after_help().map(ToString::to_string);
    let names: Vec<String> =
        command.get_subcommands().map(|below| below.get_name().to_owned()).collect();
    let mut place = 0;
    let mut command = command
        .mut_args(|arg| {
            place += 1;
            let arg = arg_in_chinese(arg);
            if arg.is_positional() { arg.display_order(place) } else { arg }
        })
        .subcommand_help_heading("命令")
        .help_template("{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}");
    if let Some(about) = about {
        command = command.about(chinese(&about).to_owned());
    }
    if let Some(after) = after {
        command = command.after_help(chinese(&after).to_owned());
    }
    let usage = usage(&command, path);
    for name in names {
        let path = format!("{path} {name}");
        command = command.mut_subcommand(name, |below| in_chinese(below, &path));
    }
    command.override_usage(usage)
}

/// How a command is called, in Chinese.
fn usage(command: &Command, path: &str) -> String {
    let mut usage = format!("{path} [选项]");
    for arg in command.get_arguments() {
        let value = arg.get_value_names().and_then(|names| names.first());
        let value = value.map_or("", |value| value.as_str());
        usage += &match (arg.get_long(), arg.is_required_set()) {
            (Some(long), true) => format!(" --{long} <{value}>"),
            (Some(_), false) => continue,
            (None, true) => format!(" <{value}>"),
            (None, false) => format!(" [{value}]"),
        };
    }
    match command.get_subcommands().next() {
        Some(_) if command.get_positionals().next().is_some() => {
            format!("{usage}\n      {path} <命令>")
        }
        Some(_) => usage + " <命令>",
        None => usage,
    }
}

fn arg_in_chinese(arg: Arg) -> Arg {
    let heading = match (arg.get_help_heading(), arg.is_positional()) {
        (Some(heading), _) => translated(heading).unwrap_or("其他"),
        (None, true) => "参数",
        (None, false) => "选项",
    };
    let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
    let mut help = chinese(&help).to_owned();
    let takes_value = arg.get_action().takes_values();
    let values = if takes_value { arg.get_possible_values() } else { Vec::new() };
    if !values.is_empty() {
        let values: Vec<String> = values.iter().map(value_in_chinese).collect();
        help += &format!("：{}", values.join("、"));
    }
    let defaults = arg.get_default_values().iter().map(|value| value.to_string_lossy());
    let defaults: Vec<_> = defaults.collect();
    if takes_value && !defaults.is_empty() {
        help += &format!("（不写就是 {}）", defaults.join(" "));
    }
    let names = arg.get_value_names().unwrap_or_default().iter();
    let names: Vec<&str> = names.filter_map(|name| translated(name)).collect();
    let arg = arg.help(help).help_heading(heading);
    // What is said of its values stands in the help above.
    let arg = match takes_value {
        true => arg.hide_default_value(true).hide_possible_values(true),
        false => arg,
    };
    if names.is_empty() { arg } else { arg.value_names(names) }
}

fn value_in_chinese(value: &PossibleValue) -> String {
    let name = value.get_name();
    match value.get_help() {
        Some(help) => format!("{name} {}", chinese(&help.to_string())),
        None => name.to_owned(),
    }
}

/// The Chinese of one of the program's own words; one without any stands as it is.
fn chinese(english: &str) -> &str {
    translated(english).unwrap_or(english)
}

fn translated(english: &str) -> Option<&'static str> {
    CHINESE.iter().find(|(en, _)| *en == english).map(|(_, zh)| *zh)
}

#[rustfmt::skip]
const CHINESE: &[(&str, &str)] = &[
    // the program
    ("亮晒: a static-site generator for public disclosure by Chinese local governments, computed as of a day", "亮晒：把政府的任务、问题、指标写成文件，按某一天推算，生成公开网站"),
    (AFTER_HELP, "开始：liangshai init 目录，到那个文件夹里运行 liangshai build --offline，再打开里面的 public/index.html。\nliangshai help 命令 显示某个命令的用法。\n\n退出码：0 完成；1 内容有错误；2 命令写错了；3 机器出了故障。"),
    (EVERY_COMMAND, "各命令都可以用"),
    // commands
    ("Make a small working site to start from", "新建一个可以运行的小站点"),
    ("Write the file of a new record, or of an entry, with its fields explained", "写出新记录或新条目的文件，附字段说明"),
    ("Write the file of an entry: something that happened to a record on a day", "写出条目的文件：某天某个记录发生的一件事"),
    ("Build the site; nothing is written while the content has an error", "生成网站；内容有错误时什么也不写"),
    ("Show the site in a browser as it is being written; nothing is built", "在浏览器里实时预览，随写随看；什么都不生成"),
    ("Show the board in the terminal, and what changes colour next", "在终端里看板：各单位的情况，接下来哪些要变色"),
    ("Tell what templates are given, for who writes a theme", "写主题用：各模板得到哪些内容"),
    ("Print every template with its fields, as Markdown", "列出各模板及其字段（Markdown）"),
    ("Print what the template of a page is given, as JSON", "显示某一页的模板实际得到的内容（JSON）"),
    ("The page's address from the site's top, as tasks/bureau/01/", "网页的路径，从网站顶层写起，如 tasks/bureau/01/"),
    ("Find every fault of the content, and of the site as it would be built", "找出内容的、以及生成后的网站的全部错误"),
    ("Print, seal, prove or take down the bulletin of a plan's month or week", "显示、签发、核对或撤下方案某月或某周的通报"),
    ("Print a period's text: as issued, else as the records stand", "显示一期通报：已签发的照签发时，没有签发的按现有记录"),
    ("Seal a period's text, so that it can never quietly change", "签发一期通报，从此不能悄悄改动"),
    ("Prove that everything issued still is as it was issued", "核对签发过的是否都与签发时一致"),
    ("Take down a text that must not stand; its digest, the reason and the approval stay", "撤下不能留存的文字；校验值、理由和批准留下"),
    ("Tell what is signed before it is published, print the sheet to sign, write signatures down", "三审：哪些签了、哪些没有，打印审批表，登记签名"),
    ("Tell what is signed at which stage, by whom, and what is missing or void", "逐条列出各环节由谁签的，缺哪些、哪些失效"),
    ("Print the sheet on which leaders sign a change: one page, as HTML", "打印一次变化的审批表，一页A4，供领导签字（HTML）"),
    ("Write down a signature that came back on paper, in each record of the change and in site.toml", "把纸上签回的登记到这次变化的每条记录和 site.toml 里"),
    (
        "Put a build on a server, proved to be what was committed, checked and signed",
        "把生成的网站发布到服务器；先证明它就是提交过、检查过、签过字的内容",
    ),
    ("Make a private key to sign what is built, and print its public key", "造一把签名用的私钥，显示它的公钥"),
    ("List what was published to a target, and what can be gone back to", "列出发布过什么，可以退回到哪一版"),
    ("Let readers see an earlier release again", "退回到先前的一版"),
    ("The target, as in [targets] of site.toml", "发布目标，即 site.toml [targets] 里的名称"),
    ("Sign the manifest with a private key (the one LIANGSHAI_SIGNING_KEY names, unless given)", "用私钥给清单签名（不写就用 LIANGSHAI_SIGNING_KEY 指的文件）"),
    ("A file that is not there yet, outside the site's folder", "还不存在的文件，不能在站点文件夹里"),
    ("The build to publish (public/ in the site unless given)", "要发布的网站（默认站点下的 public/）"),
    ("Say what would travel, and change nothing", "只列出会传送什么，不作改动"),
    ("Publish what is not committed; the log says so", "发布没有提交的内容，日志里会注明"),
    (
        "Publish over what is newer there or another hand's, for a reason that the log keeps",
        "覆盖服务器上更新的或被他人改动的内容；理由记入日志",
    ),
    ("How they are listed", "列出的格式"),
    ("Read every file of the releases that are kept, and tell which are whole", "逐个读出保留着的各版的文件，说明哪些完好"),
    ("The log as JSON", "日志的 JSON"),
    ("The release to go back to (the one before, unless given)", "退回到哪一版（默认上一版）"),
    ("Why, for the log", "理由，记入日志"),
    ("Print or write CODEOWNERS: whom the forge asks to look at the changes of each office", "显示或写入 CODEOWNERS：各单位的内容有改动，代码托管平台请谁审查"),
    ("Prove that a folder or a server holds what was reviewed, and nothing else", "核对文件夹或服务器：与审核的一致，没有多出来的"),
    ("Pack a finished build, or what changed since another, into one file for an isolated network", "摆渡打包：把生成好的网站，或与以前一版的差别，打成一个文件，带进不连网的网络"),
    ("Prove a package and unpack it into a folder, with nothing but this program", "核对摆渡包并解开到文件夹，只需要本程序"),
    ("Print a hardened configuration of the web server, each line with its reason", "打印网站服务器的安全配置，逐条写明理由"),
    ("Tell more of a command", "显示某个命令的用法"),
    // options of every command
    ("The site's folder", "站点的文件夹"),
    ("The day to compute for, as 2023-08-31 (site.toml's as_of, else today in Beijing)", "推算到哪一天，如 2023-08-31（不写就按 site.toml 的 as_of，再就是北京时间当天）"),
    ("Whom it is for (public, unless given)", "给谁看（不写就是 public）"),
    ("Everybody: only what is declared public", "向社会公开"),
    ("A bureau's own network: internal records too", "系统内"),
    ("The language of messages, and of the site `init` makes (the site's own, else Chinese)", "消息和 init 所建站点的语言（不写就按站点的语言，再就是中文）"),
    ("Chinese", "中文"),
    ("English", "英文"),
    ("Say only what is wrong", "只说错误"),
    ("Say more: `build` tells how long each part took", "多说一些：build 会写明各步用时"),
    ("Colour in messages", "消息是否用颜色"),
    ("On a terminal, unless NO_COLOR is set", "在终端里用，设了 NO_COLOR 就不用"),
    ("Tell how to use it", "显示用法"),
    ("Print the version", "显示版本号"),
    // arguments and options of each
    ("The command to tell of", "要看哪个命令"),
    ("A folder that is empty or does not exist; with --ci or --hook also a site's own", "空的或还不存在的文件夹；用 --ci、--hook 时也可以是已有站点的"),
    ("Write what a forge runs on each change: check, review, preview, publication", "写入代码托管平台在每次改动时运行的文件：检查、评审、预览、发布"),
    ("GitLab CI", "GitLab 的 CI"),
    ("Gitee Go", "Gitee 的 Gitee Go"),
    ("Gitea Actions", "Gitea 的 Actions"),
    ("GitHub Actions", "GitHub 的 Actions"),
    ("Check the site before each commit in this clone", "在这个仓库里，每次提交前先检查站点"),
    ("The kind, by either name", "类别，中英文名都可以"),
    ("The record's id, which becomes its address: bureau/01", "记录的id，也是网址：bureau/01"),
    ("The record: tasks/bureau/01", "哪个记录：tasks/bureau/01"),
    ("What happened, by either name", "发生了什么，中英文名都可以"),
    ("The day it happened (today unless given)", "哪天发生的（不写就是今天）"),
    ("Where to: an empty folder or an earlier build (public/ in the site unless given)", "生成到哪里：空文件夹，或以前生成的（不写就是站点里的 public/）"),
    ("Show drafts too; each page says that it must not be published", "连草稿一起生成，每页都注明不得公开"),
    ("The site's address instead of that in site.toml", "网站的地址，代替 site.toml 里的"),
    ("Make links name index.html, so that the site opens from a folder, without a server", "链接写明 index.html，不用服务器，从文件夹就能打开"),
    ("Read the site as it was at a branch, tag or commit, not the folder's files", "读某个分支、标签或提交时的站点，不读文件夹里的文件"),
    ("What readers have seen, as a branch, tag or commit: nothing promised there may be written over", "公众已经看到的版本（分支、标签或提交）：其中承诺过的不得直接改写"),
    ("Compare with what the base and this have in common, not with what came to the base since", "与两者的共同祖先对照，不算那个版本上后来的提交"),
    ("Tell what the public will see change between two revisions", "说明公众将看到哪些变化"),
    ("What it is now: a branch, tag or commit", "现在的版本：分支、标签或提交"),
    ("What it is to be (the folder's files as they lie there unless given)", "改成的版本（不写就是文件夹里现在的文件）"),
    ("How it is told", "写成什么形式"),
    ("Compare with what BASE and HEAD have in common, not with what came to BASE since", "与两个版本的共同祖先比较，不算现版本上后来的提交"),
    ("Print the sheet on which the change is signed, as `approval form` does", "打印这次变化的审批表，与 approval form 相同"),
    ("Write it into a file, not to the terminal", "写进文件，不在终端里显示"),
    ("For the terminal", "给终端看"),
    ("For a comment of a merge request", "贴在合并请求的评论里"),
    ("One page that can be sent on and printed", "一个可以转发、打印的网页"),
    ("For programs", "给程序读"),
    ("The port; 0 lets the system choose one", "端口；0 由系统挑一个"),
    ("Where to listen; beyond this machine, whoever reaches it can see drafts", "在哪个地址应答；别的机器连得上，就看得到草稿"),
    ("Show only what will be published: no drafts, no internal records", "只显示将要公布的，不显示草稿和系统内的记录"),
    ("How many days ahead to look", "往后看几天"),
    ("How faults are shown", "错误怎样显示"),
    ("For people, with the line and how to mend it", "给人看，附原文和办法"),
    ("A line of JSON each", "每处一行 JSON"),
    ("SARIF 2.1.0", "代码检查的交换格式"),
    ("Annotations of GitHub", "GitHub 的批注"),
    ("The code quality report of GitLab", "GitLab 的代码质量报告"),
    ("Fail on warnings too", "有提醒也算失败"),
    ("Mend what needs no judgement, in the files", "不用判断就能改的，直接改在文件里"),
    ("With `--fix`: print what it would change, and change nothing", "与 --fix 同用：只显示会改什么，不动文件"),
    ("The MANIFEST.json of the last publication, whose addresses must still lead somewhere", "上次发布的 MANIFEST.json，它列的网址都要还在"),
    ("Leave signatures aside, as before a commit: what is in it is signed afterwards", "不看签名，提交前用：提交以后才签"),
    ("Print what a code means, with an example that fails and one that passes", "显示编号的含义，附查出和不查出的例子"),
    ("The plan, by its id or title", "方案的id或标题"),
    ("The plan, by its id or title (all of them, if left out)", "方案的id或标题（不写就是全部）"),
    ("A month (2023-03) or a week (2023-W10)", "月份（2023-03）或周（2023-W10）"),
    ("Why; it is published", "理由，会公开"),
    ("By whose leave; it is published", "由谁批准，会公开"),
    ("Tell of what changed since a branch, tag or commit (if left out, of all that is not signed)", "列出自某个分支、标签或提交以来的改动（不写就是全部没有签齐的）"),
    ("Tell of what is signed at every stage too", "签齐的也列出"),
    ("For people", "给人看"),
    ("As JSON", "JSON"),
    ("The branch, tag or commit the change is measured from; `empty` for all of the site", "从哪个分支、标签或提交算起；写“空”，就是全部内容"),
    ("The one it leads to (the folder as it is, unless given)", "算到哪个版本（不写就是文件夹里的内容）"),
    ("Print all that changed, before and after: the form has room for a summary alone", "打印附页：全部变化，改动前后的内容"),
    ("Where to (the terminal unless given)", "写到哪个文件（不写就显示在终端）"),
    ("The branch, tag or commit the change is measured from, as on the form", "从哪个分支、标签或提交算起，与审批表相同"),
    ("The stage, by either name: first, second, final, secrecy", "环节：初审、复审、终审、保密审查"),
    ("The post that signed, by its title or id", "签字的岗位，写标题或id"),
    ("The content code on the paper", "纸上的内容码"),
    ("The day it was signed (today unless given)", "哪天签的（不写就是今天）"),
    ("What was decided (approved unless given)", "结论（不写就是同意）"),
    ("Write it into the repository, in place of the last one generated", "写进仓库，代替上次生成的"),
    ("The forge that is to read it", "给哪个平台用"),
    ("A folder, an address, a package or a target (public/ in the site unless given)", "文件夹、网址、摆渡包或发布目标（不写就是站点里的 public/）"),
    ("The MANIFEST.json kept from the review (that of the place unless given)", "审核时留存的 MANIFEST.json（不写就用那里自己的）"),
    ("The SHA-256 of the manifest, as it was noted down", "记下的清单 SHA-256"),
    ("A public key, or its file, that must have signed the manifest (those of site.toml unless given)", "清单应由哪把公钥签名：公钥或它的文件（不写就用 site.toml 里的）"),
    ("The MANIFEST.json of an earlier publication: what it had, and is no more, must be gone", "以前发布的 MANIFEST.json：其中已经撤下的都应该不在了"),
    ("Compare SM3 as well as SHA-256", "除 SHA-256 外，也核对 SM3"),
    ("Of an address: how many requests are under way at once", "核对网址时，同时发几个请求"),
    ("Of an address: how long to pause after each request, in thousandths of a second", "核对网址时，每个请求之后停多少毫秒"),
    ("Of an address: how long to wait for the server, in seconds", "核对网址时，等服务器多少秒"),
    ("Of an address: certificates to trust beside those of the system, as PEM", "核对网址时，系统证书以外还信任的根证书（PEM）"),
    ("Of an address: do not ask for names that web shells go by, where a firewall takes offence", "核对网址时，不按后门常用的名字去问，免得触发防火墙"),
    ("The build to pack (public/ in the site unless given)", "打包哪次生成的（不写就是站点里的 public/）"),
    ("Pack what is not committed; the receipt says so", "打包没有提交的内容，摆渡单上会注明"),
    ("Pack a day still to come or before that of --since, for a reason that the receipt keeps", "打包还没有到的一天，或比 --since 更早的一天；理由写进摆渡单"),
    ("Pack only what changed since an earlier build: its MANIFEST.json, or a target or TARGET/RELEASE", "只打包与以前一版不同的：那一版的 MANIFEST.json，或发布目标，或“目标/版本号”"),
    ("The package's file (in the site's folder, named after what it holds, unless given)", "包写到哪个文件（不写就在站点文件夹里，按内容取名）"),
    ("Write the receipt here too, as a page to print and sign", "把摆渡单也写成网页，供打印签字"),
    ("The package, as `pack` made it", "pack 打好的包"),
    ("Where to: an empty folder, an earlier build, or for a difference the one it is from", "解到哪里：空文件夹、以前的一版；增量包须是它所基于的那一版"),
    ("Prove everything and tell what would be done, and write nothing", "只核对，说明会做什么，什么都不写"),
    ("A public key, or its file, that must have signed the build (those of site.toml unless given)", "网站应由哪把公钥签名：公钥或它的文件（不写就用 site.toml 里的）"),
    ("Put an older day over a newer one, for a reason that is printed with the receipt", "以较早的一版代替较新的；理由随摆渡单打印"),
    ("The web server", "哪种网站服务器"),
    ("The target whose folder and address are meant, as in [targets] of site.toml", "照哪个发布目标的目录和网址，即 site.toml 里 [targets] 的名称"),
    ("nginx and Tengine", "nginx、Tengine"),
    ("Apache 2.4", "Apache 2.4"),
    ("IIS", "IIS"),
    ("The folder on the server that holds the site's files (the target's, else /srv/www/ and the last part of base_url)", "服务器上放网站文件的目录（不写就按发布目标，再就是 /srv/www/ 加 base_url 的最后一段）"),
    // what stands for a value
    ("PACKAGE", "包"),
    ("EARLIER", "以前一版"),
    ("COMMAND", "命令"),
    ("DIR", "目录"),
    ("PAGE", "网页"),
    ("FILE", "文件"),
    ("DAY", "日期"),
    ("REV", "版本"),
    ("BASE", "现版本"),
    ("HEAD", "新版本"),
    ("DAYS", "天数"),
    ("EDITION", "版本"),
    ("LANG", "语言"),
    ("COLOR", "何时"),
    ("KIND", "类别"),
    ("ID", "id"),
    ("RECORD", "记录"),
    ("EVENT", "事项"),
    ("URL", "网址"),
    ("N", "端口"),
    ("ADDR", "地址"),
    ("FORMAT", "格式"),
    ("DENY", "哪些"),
    ("LS####", "编号"),
    ("PLAN", "方案"),
    ("PERIOD", "周期"),
    ("REASON", "理由"),
    ("TARGET", "目标"),
    ("RELEASE", "版本号"),
    ("STAGE", "环节"),
    ("POST", "岗位"),
    ("CODE", "内容码"),
    ("WORDS", "结论"),
    ("WHO", "单位"),
    ("FORGE", "平台"),
    ("WHAT", "哪里"),
    ("HEX", "校验值"),
    ("KEY", "公钥"),
    ("COUNT", "个数"),
    ("MS", "毫秒"),
    ("SECONDS", "秒数"),
    ("SERVER", "服务器"),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Every word a command shows of itself.
    fn words(command: &Command, out: &mut BTreeSet<String>) {
        let texts = [command.get_about(), command.get_after_help()];
        out.extend(texts.into_iter().flatten().map(ToString::to_string));
        for arg in command.get_arguments() {
            out.extend(arg.get_help().map(ToString::to_string));
            out.extend(arg.get_help_heading().map(str::to_owned));
            if arg.get_action().takes_values() {
                let values = arg.get_possible_values();
                out.extend(values.iter().filter_map(|v| v.get_help()).map(ToString::to_string));
                let names = arg.get_value_names().unwrap_or_default();
                out.extend(names.iter().map(ToString::to_string));
            }
        }
        command.get_subcommands().for_each(|below| words(below, out));
    }

    #[test]
    fn every_word_of_the_help_is_there_in_chinese_and_none_is_idle() {
        let mut shown = BTreeSet::new();
        words(&command(Lang::En), &mut shown);
        let listed = |word: &&String| {
            word.starts_with("The kind, by either name") || word.starts_with("What happened, by")
        };
        let shown: BTreeSet<&str> =
            shown.iter().filter(|word| !listed(word)).map(String::as_str).collect();
        let known: BTreeSet<&str> = CHINESE.iter().map(|(en, _)| *en).collect();
        let missing: Vec<_> = shown.difference(&known).collect();
        assert!(missing.is_empty(), "{missing:#?}");
        let idle: Vec<_> =
            known.difference(&shown).filter(|en| !en.contains(" by either")).collect();
        // `serve`, what needs git and what needs a network may be left out of the program.
        let is_whole = cfg!(all(feature = "preview", feature = "git", feature = "http"));
        assert!(idle.is_empty() || !is_whole, "{idle:#?}");
        assert_eq!(known.len(), CHINESE.len(), "each once");
    }

    #[test]
    fn the_arguments_are_sound_in_both_languages() {
        for lang in [Lang::Zh, Lang::En] {
            command(lang).debug_assert();
        }
    }

    #[test]
    fn the_chinese_help_holds_no_english_sentence() {
        let mut command = command(Lang::Zh);
        command.build();
        fn check(command: &mut Command) {
            let text = command.render_long_help().to_string();
            for words in
                ["Usage", "Options", "Commands", "Arguments", "Print", "default", "possible"]
            {
                assert!(!text.contains(words), "{words}: {text}");
            }
            command.get_subcommands_mut().for_each(check);
        }
        check(&mut command);
    }
}
