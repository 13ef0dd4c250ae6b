//! `theme`: what a template is given, for who writes one.

use std::sync::Arc;

use clap::{Args, Subcommand};
use serde_json::json;

use super::report::{self, Format, Manner, Warnings};
use super::{Outcome, Session, load};
use crate::disclose::Unpublished;
use crate::model::choice::nearest;
use crate::render::{Failure, Renderer, Shown, contract};
use crate::say;
use crate::site::{Addressing, Route, lay_out};

/// Options of `theme`.
#[derive(Debug, Args)]
#[command(arg_required_else_help = true)]
pub struct ThemeArgs {
    #[command(subcommand)]
    command: ThemeCommand,
}

#[derive(Debug, Subcommand)]
enum ThemeCommand {
    /// Print every template with its fields, as Markdown
    Doc,
    /// Print what the template of a page is given, as JSON
    Show {
        /// The page's address from the site's top, as tasks/bureau/01/
        page: String,
    },
}

/// Runs it.
pub fn run(args: &ThemeArgs, session: &mut Session) -> anyhow::Result<Outcome> {
    match &args.command {
        ThemeCommand::Doc => {
            write!(session.out, "{}", contract::page())?;
            Ok(Outcome::Done)
        }
        ThemeCommand::Show { page } => show(page, session),
    }
}

fn show(page: &str, session: &mut Session) -> anyhow::Result<Outcome> {
    let Some(mut loaded) = load::read(session)? else { return Ok(Outcome::Call) };
    let lang = session.lang_of(loaded.settings.language);
    let mut found = std::mem::take(&mut loaded.found);
    let facts = Arc::new(loaded.facts(session, Unpublished::Hidden));
    let addressing = Addressing::new(loaded.settings.base_url.as_deref(), false);
    let site = Arc::new(lay_out(facts, addressing, loaded.theme.assets(), &mut found));
    let route = Route::new(page.trim_start_matches('/'));
    let with_slash = Route::new(&format!("{route}/"));
    let known = [route, with_slash].into_iter().find(|route| site.pages.contains_key(route));
    let renderer = Renderer::new(site.clone(), loaded.theme);
    if !found.any_error()
        && let Some((route, kind)) =
            known.as_ref().and_then(|route| site.pages.get_key_value(route))
    {
        match renderer.shown(route, kind) {
            Ok(Some(shown)) => return print(shown, session),
            Ok(None) => {}
            Err(Failure::Template(fault)) => found.push(*fault),
            Err(Failure::Machine(error)) => return Err(error),
        }
    }
    if found.any_error() {
        let colour = session.colour();
        let warnings = Warnings::None;
        report::show(session.err, found, Manner { format: Format::Human, lang, colour, warnings })?;
        return Ok(Outcome::Content);
    }
    let near = nearest(page, site.pages.keys().map(Route::as_str));
    let help = match near {
        Some(near) => say!("是不是“{near}”？", "did you mean `{near}`?"),
        None => say!("写网页的路径，例如 tasks/", "give a page's address, as tasks/"),
    };
    session.refuse(
        lang,
        &say!("“{page}”不是模板生成的网页", "`{page}` is no page made by a template"),
        Some(&help),
    )
}

fn print(shown: Shown, session: &mut Session) -> anyhow::Result<Outcome> {
    let Shown { template, kind, page, view } = shown;
    let all = json!({"template": template, "kind": kind, "page": page, "view": view});
    writeln!(session.out, "{}", serde_json::to_string_pretty(&all)?)?;
    Ok(Outcome::Done)
}
