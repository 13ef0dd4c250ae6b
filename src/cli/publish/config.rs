//! `publish config`: what the web server is to be told.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use clap::{Args, ValueEnum};

use super::target;
use crate::cli::load;
use crate::cli::report::{self, Format, Manner, Warnings};
use crate::cli::{Outcome, Session};
use crate::diagnostic::Text;
use crate::disclose::Unpublished;
use crate::model::Settings;
use crate::model::settings::targets::{Layout, Location, ManifestIs, Target};
use crate::publish::config::{Fault, Given, Moved, Server, ServerFacts, print};
use crate::say;
use crate::site::{Addressing, Site, lay_out};

/// Options of `publish config`.
#[derive(Debug, Args)]
pub struct ConfigArgs {
    /// The web server
    #[arg(value_enum, value_name = "SERVER")]
    server: ServerArg,
    /// The target whose folder and address are meant, as in [targets] of site.toml
    target: Option<String>,
    /// The folder on the server that holds the site's files (the target's, else /srv/www/ and the last part of base_url)
    #[arg(long, value_name = "DIR")]
    root: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ServerArg {
    /// nginx and Tengine
    Nginx,
    /// Apache 2.4
    Apache,
    /// IIS
    Iis,
}

impl From<ServerArg> for Server {
    fn from(server: ServerArg) -> Self {
        match server {
            ServerArg::Nginx => Server::Nginx,
            ServerArg::Apache => Server::Apache,
            ServerArg::Iis => Server::Iis,
        }
    }
}

/// What a server is told of where the site comes to lie.
struct Place {
    root: String,
    base_url: Option<String>,
    shows_manifest: bool,
}

/// Runs it.
pub fn run(args: &ConfigArgs, session: &mut Session) -> anyhow::Result<Outcome> {
    let Some(mut loaded) = load::read(session)? else { return Ok(Outcome::Call) };
    let lang = session.lang_of(loaded.settings.language);
    let target = match &args.target {
        Some(name) => match target::named(name, &loaded.settings, session, lang)? {
            Ok(target) => Some(target),
            Err(outcome) => return Ok(outcome),
        },
        None => None,
    };
    let place = place(args, &loaded.settings, target, &session.global.site)?;
    let facts = loaded.facts(session, Unpublished::Hidden);
    let mut found = std::mem::take(&mut loaded.found);
    let addressing = Addressing::new(place.base_url.as_deref(), false);
    let site = lay_out(Arc::new(facts), addressing, loaded.theme.assets(), &mut found);
    if found.any_error() {
        let (colour, warnings) = (session.colour(), Warnings::None);
        let manner = Manner { format: Format::Human, lang, colour, warnings };
        report::show(session.err, found, manner)?;
        return Ok(Outcome::Content);
    }
    let Place { root, base_url, shows_manifest } = &place;
    let base_url = base_url.as_deref();
    let given = Given { root, base_url, moved: moved(&site), shows_manifest: *shows_manifest };
    let server = Server::from(args.server);
    match ServerFacts::new(server, given) {
        Ok(facts) => {
            write!(session.out, "{}", print(server, &facts, lang))?;
            Ok(Outcome::Done)
        }
        Err(fault) => {
            let (message, help) = told(fault, server, &place);
            session.refuse(lang, &message, Some(&help))
        }
    }
}

/// Where the site comes to lie: by the call, else by the target, else by its address.
fn place(
    args: &ConfigArgs,
    settings: &Settings,
    target: Option<&Target>,
    site: &Path,
) -> anyhow::Result<Place> {
    let url = target.and_then(|target| target.url.as_ref()).or(settings.base_url.as_ref());
    let path = url.and_then(|url| url.split_once("://")).map(|(_, rest)| rest);
    let last = path.and_then(|path| path.trim_end_matches('/').rsplit('/').next());
    let last = last.unwrap_or("liangshai");
    let of_target = target.map(|target| root_of(target, site)).transpose()?.flatten();
    let root = args.root.clone().or(of_target).unwrap_or_else(|| match args.server {
        ServerArg::Nginx | ServerArg::Apache => format!("/srv/www/{last}"),
        ServerArg::Iis => format!("C:\\inetpub\\{last}"),
    });
    let shows_manifest = target.is_none_or(|target| target.manifest == ManifestIs::Public);
    Ok(Place { root, base_url: url.cloned(), shows_manifest })
}

/// What the server of a target is to serve; nothing is known of an object store's.
fn root_of(target: &Target, site: &Path) -> anyhow::Result<Option<String>> {
    let folder = match &target.to {
        // A drive's letter says nothing here, and all to the server it is of.
        Location::Folder(path) if path.starts_with('/') || path.get(1..2) == Some(":") => {
            path.clone()
        }
        Location::Folder(path) => below(site, path)?,
        Location::Ssh(ssh) => ssh.path.clone(),
        Location::Store { .. } => return Ok(None),
    };
    let folder = folder.trim_end_matches(['/', '\\']);
    Ok(Some(match target.layout {
        Layout::Releases | Layout::Swap => format!("{folder}/current"),
        Layout::Files => folder.to_owned(),
    }))
}

/// The full path of a folder that is written from the site's; it need not be there.
fn below(site: &Path, folder: &str) -> anyhow::Result<String> {
    // Links are followed as publishing follows them; Windows gives such paths a form that no web
    // server takes.
    let site = if cfg!(windows) { std::path::absolute(site) } else { site.canonicalize() }
        .with_context(|| format!("cannot read {}", site.display()))?;
    let mut full = PathBuf::new();
    for part in site.join(folder).components() {
        match part {
            Component::ParentDir => {
                full.pop();
            }
            Component::CurDir => {}
            part => full.push(part),
        }
    }
    Ok(full.to_string_lossy().into_owned())
}

/// The old addresses, each with that of its record.
fn moved(site: &Site) -> Vec<Moved> {
    let moved = site.pages.iter().filter_map(|(from, page)| {
        let to = site.href(&site.moved_to(page)?);
        Some(Moved { from: from.as_str().to_owned(), to })
    });
    moved.collect()
}

/// Why there is no configuration, and what to do.
fn told(fault: Fault, server: Server, place: &Place) -> (Text, Text) {
    let root = &place.root;
    let base_url = place.base_url.as_deref().unwrap_or("");
    // The release that is served, never the folder with the log and the others.
    let instead = match server {
        Server::Iis => "D:\\www\\ljsbp\\current",
        Server::Nginx | Server::Apache => "/srv/www/ljsbp/current",
    };
    let name_root = say!("写成 --root {instead} 的样子", "write it as in `--root {instead}`");
    let name_url = say!(
        "base_url 写成 https://www.example.gov.cn/ljsbp/ 的样子",
        "write base_url as https://www.example.gov.cn/ljsbp/"
    );
    match fault {
        Fault::Root => (
            say!("“{root}”不是服务器上的完整路径", "`{root}` is no full path of a server"),
            name_root,
        ),
        Fault::RootLetter(letter) => {
            let letter = letter.escape_debug();
            (
                say!(
                    "“{root}”里的“{letter}”不能写进服务器的配置",
                    "the `{letter}` in `{root}` cannot stand in a server's configuration"
                ),
                name_root,
            )
        }
        Fault::Folder => (
            say!(
                "base_url“{base_url}”里的目录不成路径",
                "the path in base_url `{base_url}` is none"
            ),
            name_url,
        ),
        Fault::FolderLetter(letter) => {
            let letter = letter.escape_debug();
            (
                say!(
                    "base_url“{base_url}”里的“{letter}”不能写进服务器的配置",
                    "the `{letter}` in base_url `{base_url}` cannot stand in a server's configuration"
                ),
                name_url,
            )
        }
    }
}
