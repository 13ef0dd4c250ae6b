//! `publish`: a build on its way to a server.

mod config;

use clap::{Args, Subcommand};

use super::{Outcome, Session};

#[derive(Debug, Args)]
pub struct PublishArgs {
    #[command(subcommand)]
    command: PublishCommand,
}

#[derive(Debug, Subcommand)]
enum PublishCommand {
    /// Print a hardened configuration of the web server, each line with its reason
    Config(config::ConfigArgs),
}

/// Runs it.
pub fn run(args: &PublishArgs, session: &mut Session) -> anyhow::Result<Outcome> {
    match &args.command {
        PublishCommand::Config(args) => config::run(args, session),
    }
}
