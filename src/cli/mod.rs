//! The command line: arguments as typed → what they mean, one file a command.
//!
//! Only this room knows the clock, the terminal and exit codes.

mod approval;
mod around;
#[cfg(feature = "git")]
mod base;
#[cfg(feature = "git")]
mod branch_point;
mod build;
mod bulletin;
mod call;
mod check;
mod clock;
mod codeowners;
mod explain;
mod failure;
mod fix;
mod help;
#[cfg(feature = "git")]
mod hook;
mod init;
mod load;
mod look;
mod made;
mod new;
mod origin;
mod pack;
mod package;
mod public_keys;
mod publish;
mod releases;
mod report;
#[cfg(feature = "git")]
mod review;
#[cfg(feature = "preview")]
mod serve;
mod starter;
mod status;
mod theme;
#[cfg(feature = "git")]
mod uncommitted;
mod unfit;
mod unpack;
mod verify;
#[cfg(feature = "http")]
mod verify_http;

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Args, FromArgMatches as _, Parser, Subcommand, ValueEnum};

use self::call::Told;

use crate::diagnostic::{Lang, Text};
use crate::disclose::Edition;
use crate::model::Day;
use crate::say;

/// What the program is called with.
#[derive(Debug, Parser)]
#[command(name = "liangshai", version, about, long_about = None, after_help = AFTER_HELP)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

const AFTER_HELP: &str = "\
To begin: `liangshai init DIR`, then `liangshai build --offline` in that folder, then open its
public/index.html. `liangshai help COMMAND` tells more of a command.

Exit status: 0 done; 1 the content is at fault; 2 the call is; 3 the machine failed.";

/// What the options of all of them are called.
const EVERY_COMMAND: &str = "Options of every command";

/// Options of every command.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = EVERY_COMMAND)]
pub struct Global {
    /// The site's folder
    #[arg(long, global = true, value_name = "DIR", default_value = ".")]
    site: PathBuf,
    /// The day to compute for, as 2023-08-31 (site.toml's as_of, else today in Beijing)
    #[arg(long, global = true, value_name = "DAY", value_parser = parse_day)]
    as_of: Option<Day>,
    /// Whom it is for (public, unless given)
    #[arg(long, global = true, value_enum)]
    edition: Option<EditionArg>,
    /// The language of messages, and of the site `init` makes (the site's own, else Chinese)
    #[arg(long, global = true, value_enum)]
    lang: Option<LangArg>,
    /// Say only what is wrong
    #[arg(short, long, global = true)]
    quiet: bool,
    /// Say more: `build` tells how long each part took
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    verbose: bool,
    /// Colour in messages
    #[arg(long, global = true, value_enum, default_value = "auto")]
    color: ColorArg,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum EditionArg {
    /// Everybody: only what is declared public
    #[value(alias = "公开", alias = "向社会公开", alias = "主动公开")]
    Public,
    /// A bureau's own network: internal records too
    #[value(alias = "系统内", alias = "内部")]
    Internal,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum LangArg {
    /// Chinese
    #[value(name = "zh-CN", alias = "zh")]
    Zh,
    /// English
    En,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ColorArg {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a small working site to start from
    Init(init::InitArgs),
    /// Write the file of a new record, or of an entry, with its fields explained
    New(NewArgs),
    /// Build the site; nothing is written while the content has an error
    Build(build::BuildArgs),
    /// Show the site in a browser as it is being written; nothing is built
    #[cfg(feature = "preview")]
    Serve(serve::ServeArgs),
    /// Show the board in the terminal, and what changes colour next
    Status(status::StatusArgs),
    /// Tell what templates are given, for who writes a theme
    Theme(theme::ThemeArgs),
    /// Find every fault of the content, and of the site as it would be built
    Check(check::CheckArgs),
    /// Tell what the public will see change between two revisions
    #[cfg(feature = "git")]
    Review(review::ReviewArgs),
    /// Print, seal, prove or take down the bulletin of a plan's month or week
    Bulletin(bulletin::BulletinArgs),
    /// Tell what is signed before it is published, print the sheet to sign, write signatures down
    Approval(approval::ApprovalArgs),
    /// Put a build on a server, proved to be what was committed, checked and signed
    Publish(publish::PublishArgs),
    /// List what was published to a target, and what can be gone back to
    Releases(releases::ReleasesArgs),
    /// Let readers see an earlier release again
    Rollback(releases::RollbackArgs),
    /// Print or write CODEOWNERS: whom the forge asks to look at the changes of each office
    #[command(name = "codeowners")]
    CodeOwners(codeowners::CodeOwnersArgs),
    /// Prove that a folder or a server holds what was reviewed, and nothing else
    Verify(verify::VerifyArgs),
    /// Pack a finished build, or what changed since another, into one file for an isolated network
    Pack(pack::PackArgs),
    /// Prove a package and unpack it into a folder, with nothing but this program
    Unpack(unpack::UnpackArgs),
}

#[derive(Debug, Args)]
#[command(subcommand_precedence_over_arg = true, arg_required_else_help = true)]
struct NewArgs {
    #[command(subcommand)]
    entry: Option<NewCommand>,
    /// The kind, by either name
    kind: Option<String>,
    /// The record's id, which becomes its address: bureau/01
    #[arg(requires = "kind")]
    id: Option<String>,
}

#[derive(Debug, Subcommand)]
enum NewCommand {
    /// Write the file of an entry: something that happened to a record on a day
    Entry {
        /// The record: tasks/bureau/01
        record: String,
        /// What happened, by either name
        event: String,
        /// The day it happened (today unless given)
        #[arg(long, value_name = "DAY", value_parser = parse_day)]
        date: Option<Day>,
    },
}

fn parse_day(text: &str) -> Result<Day, Told> {
    Ok(crate::model::date::parse_day(text, None)?)
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Done,
    /// The content is at fault.
    Content,
    /// The call is.
    Call,
    /// The machine failed.
    Machine,
}

impl Outcome {
    fn code(self) -> u8 {
        match self {
            Outcome::Done => 0,
            Outcome::Content => 1,
            Outcome::Call => 2,
            Outcome::Machine => 3,
        }
    }
}

/// What commands are given: the options of all of them, and where to speak.
pub struct Session<'a> {
    global: &'a Global,
    out: &'a mut dyn Write,
    err: &'a mut dyn Write,
}

impl Session<'_> {
    /// The language before a site's own is known.
    fn lang(&self) -> Lang {
        match self.global.lang {
            Some(LangArg::En) => Lang::En,
            Some(LangArg::Zh) | None => Lang::Zh,
        }
    }

    /// The language of a site, unless another was asked for.
    fn lang_of(&self, language: crate::model::settings::Language) -> Lang {
        use crate::model::settings::Language;
        match (self.global.lang, language) {
            (Some(_), _) => self.lang(),
            (None, Language::Chinese) => Lang::Zh,
            (None, Language::English) => Lang::En,
        }
    }

    /// The same before a site is read: that of the settings, if they can be.
    fn lang_before_the_site(&self) -> Lang {
        match self.global.lang {
            Some(_) => self.lang(),
            None => call::lang_of_settings(&self.global.site),
        }
    }

    fn edition(&self) -> Edition {
        match self.global.edition {
            None | Some(EditionArg::Public) => Edition::Public,
            Some(EditionArg::Internal) => Edition::Internal,
        }
    }

    fn colour(&self) -> bool {
        match self.global.color {
            ColorArg::Always => true,
            ColorArg::Never => false,
            ColorArg::Auto => io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none(),
        }
    }

    /// How `init` or `new` ended.
    fn made(&mut self, made: new::Outcome) -> anyhow::Result<Outcome> {
        match made {
            new::Outcome::Done => Ok(Outcome::Done),
            new::Outcome::Refused(refusal) => {
                let lang = load::lang(self)?;
                self.refuse(lang, &refusal.message, Some(&refusal.help))
            }
        }
    }

    /// Says that the call is at fault.
    fn refuse(
        &mut self,
        lang: Lang,
        message: &Text,
        help: Option<&Text>,
    ) -> anyhow::Result<Outcome> {
        tell_refusal(self.err, lang, message, help)?;
        Ok(Outcome::Call)
    }

    /// Says that what was given, the content or the target is at fault.
    fn fail(&mut self, lang: Lang, message: &Text, help: &Text) -> anyhow::Result<Outcome> {
        tell_refusal(self.err, lang, message, Some(help))?;
        Ok(Outcome::Content)
    }
}

fn new_file(args: &NewArgs, session: &mut Session) -> anyhow::Result<Outcome> {
    let (site, lang) = (&session.global.site, load::lang(session)?);
    let made = match (&args.entry, &args.kind, &args.id) {
        (Some(NewCommand::Entry { record, event, date }), ..) => {
            let today = session.global.as_of.unwrap_or_else(clock::today);
            new::run_new_entry(site, record, event, *date, today, lang, session.out)?
        }
        (None, Some(kind), Some(id)) => new::run_new(site, kind, id, lang, session.out)?,
        (None, ..) => {
            return session.refuse(
                lang,
                &say!("没有写id", "the id is missing"),
                Some(&say!(
                    "例如 liangshai new tasks bureau/01",
                    "as liangshai new tasks bureau/01"
                )),
            );
        }
    };
    session.made(made)
}

/// Runs the program; arguments come from the process.
pub fn main() -> ExitCode {
    let args: Vec<OsString> = std::env::args_os().collect();
    let lang = call::lang(&args);
    let cli = match understood(args, lang) {
        Ok(cli) => cli,
        Err(outcome) => return ExitCode::from(outcome.code()),
    };
    let (mut out, mut err) = (io::stdout().lock(), io::stderr().lock());
    let mut session = Session { global: &cli.global, out: &mut out, err: &mut err };
    let outcome = run(&cli.command, &mut session).unwrap_or_else(|error| {
        let pipe = error.chain().any(|cause| {
            cause.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe)
        });
        // A reader that has seen enough is no failure.
        if pipe {
            return Outcome::Done;
        }
        let word = if lang == Lang::Zh { "失败" } else { "failed" };
        let _ = writeln!(session.err, "{word}: {}", failure::told(&error, lang));
        Outcome::Machine
    });
    ExitCode::from(outcome.code())
}

/// The arguments understood, else what came of telling of them.
fn understood(args: Vec<OsString>, lang: Lang) -> Result<Cli, Outcome> {
    let parsed = help::command(lang).try_get_matches_from(args).and_then(|matches| {
        let Some((help::HELP, of)) = matches.subcommand() else {
            return Cli::from_arg_matches(&matches);
        };
        let words: Vec<OsString> =
            of.get_many::<String>("of").into_iter().flatten().map(OsString::from).collect();
        let told = help::command(lang).try_get_matches_from(help::of_command(words.into_iter()));
        told.and_then(|matches| Cli::from_arg_matches(&matches))
    });
    parsed.map_err(|error| {
        match error.kind() {
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
                let _ = error.print();
                return Outcome::Done;
            }
            ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
                let _ = error.print();
            }
            _ => {
                let (message, help) = call::told(&error);
                let _ = tell_refusal(&mut io::stderr(), lang, &message, Some(&help));
            }
        }
        Outcome::Call
    })
}

/// Says why a call is refused.
fn tell_refusal(
    err: &mut dyn Write,
    lang: Lang,
    message: &Text,
    help: Option<&Text>,
) -> io::Result<()> {
    let word = if lang == Lang::Zh { "错误" } else { "error" };
    writeln!(err, "{word}: {}", message.in_lang(lang))?;
    if let Some(help) = help {
        let word = if lang == Lang::Zh { "办法" } else { "help" };
        writeln!(err, "  {word}: {}", help.in_lang(lang))?;
    }
    Ok(())
}

fn run(command: &Command, session: &mut Session) -> anyhow::Result<Outcome> {
    match command {
        Command::Init(args) => init::run(args, session),
        Command::New(args) => new_file(args, session),
        Command::Build(args) => build::run(args, session),
        #[cfg(feature = "preview")]
        Command::Serve(args) => serve::run(args, session),
        Command::Status(args) => status::run(args, session),
        Command::Theme(args) => theme::run(args, session),
        Command::Check(args) => check::run(args, session),
        #[cfg(feature = "git")]
        Command::Review(args) => review::run(args, session),
        Command::Bulletin(args) => bulletin::run(args, session),
        Command::Approval(args) => approval::run(args, session),
        Command::Publish(args) => publish::run(args, session),
        Command::Releases(args) => releases::run(args, session),
        Command::Rollback(args) => releases::roll_back(args, session),
        Command::CodeOwners(args) => codeowners::run(args, session),
        Command::Verify(args) => verify::run(args, session),
        Command::Pack(args) => pack::run(args, session),
        Command::Unpack(args) => unpack::run(args, session),
    }
}
