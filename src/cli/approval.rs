//! `approval`: what is signed, the form leaders sign on paper, and their signatures written down.

#[cfg(feature = "git")]
mod asked;
#[cfg(feature = "git")]
pub mod form;
#[cfg(feature = "git")]
mod sides;
#[cfg(feature = "git")]
mod sign;
mod status;

use clap::{Args, Subcommand};

use super::load::Loaded;
use super::report::{self, Format, Manner, Warnings};
use super::{Outcome, Session, load};
use crate::diagnostic::Lang;
#[cfg(feature = "git")]
use crate::diagnostic::Text;
use crate::model::settings::Approval;
use crate::say;

#[derive(Debug, Args)]
pub struct ApprovalArgs {
    #[command(subcommand)]
    command: ApprovalCommand,
}

#[derive(Debug, Subcommand)]
enum ApprovalCommand {
    /// Tell what is signed at which stage, by whom, and what is missing or void
    Status(status::StatusArgs),
    /// Print the sheet on which leaders sign a change: one page, as HTML
    #[cfg(feature = "git")]
    Form(form::FormArgs),
    /// Write down a signature that came back on paper, in each record of the change and in site.toml
    #[cfg(feature = "git")]
    Sign(sign::SignArgs),
}

/// Runs it.
pub fn run(args: &ApprovalArgs, session: &mut Session) -> anyhow::Result<Outcome> {
    match &args.command {
        ApprovalCommand::Status(args) => status::run(args, session),
        #[cfg(feature = "git")]
        ApprovalCommand::Form(args) => form::run(args, session),
        #[cfg(feature = "git")]
        ApprovalCommand::Sign(args) => sign::run(args, session),
    }
}

/// A site of which something is to be signed, and how.
struct Desk {
    loaded: Loaded,
    settings: Approval,
    lang: Lang,
}

/// The site as read, where it can be built and asks for approval; else how the call ends.
fn desk(loaded: Loaded, session: &mut Session) -> anyhow::Result<Result<Desk, Outcome>> {
    let lang = session.lang_of(loaded.settings.language);
    if loaded.found.any_error() {
        let (colour, warnings) = (session.colour(), Warnings::None);
        let manner = Manner { format: Format::Human, lang, colour, warnings };
        report::show(session.err, loaded.found, manner)?;
        return Ok(Err(Outcome::Content));
    }
    let Some(settings) = loaded.settings.approval.clone() else {
        let outcome = session.refuse(
            lang,
            &say!("site.toml 没有规定审批环节", "site.toml does not set any stage of approval"),
            Some(&say!(
                "写 [approval] 和 [[approval.stages]]，写法见文档“审核与三审”",
                "write `[approval]` and `[[approval.stages]]`; docs/review.md tells how"
            )),
        )?;
        return Ok(Err(outcome));
    };
    Ok(Ok(Desk { loaded, settings, lang }))
}

/// The same for the folder as it lies there.
fn desk_of_folder(session: &mut Session) -> anyhow::Result<Result<Desk, Outcome>> {
    match load::read(session)? {
        Some(loaded) => desk(loaded, session),
        None => Ok(Err(Outcome::Call)),
    }
}

/// Nothing lies between the two revisions.
#[cfg(feature = "git")]
fn no_change(lang: Lang, session: &mut Session) -> anyhow::Result<Outcome> {
    let message: Text = say!("两个版本之间没有要审批的变化", "nothing to approve has changed");
    let help = say!(
        "从上次发布的提交算起（git log --oneline 列出）；头一回审全部内容，起点写“空”",
        "measure from the commit last published (`git log --oneline`), or from `empty` for all of the site"
    );
    session.refuse(lang, &message, Some(&help))
}
