//! `[targets]`: the servers a site is published to, and how they lie there.

mod shared;

use super::super::choice::Choice;
use super::super::fields::{Fields, Spanned};
use super::super::key::Key;
use super::super::seal::Scope;
use super::is_url;
use crate::content::Value;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Text};
use crate::say;

/// A server a site is published to.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// As in `publish NAME`.
    pub name: String,
    pub to: Location,
    /// The edition that goes there, and no other.
    pub scope: Scope,
    /// Where readers reach it, ending in `/`; the site's own address where it is not said.
    pub url: Option<String>,
    pub layout: Layout,
    /// How many releases are kept beside the one that is served.
    pub keep: u32,
    pub manifest: ManifestIs,
    /// A configuration of OpenSSH's client, for what an address cannot say.
    pub ssh_config: Option<String>,
    pub store: Store,
    pub place: Place,
}

/// Where a server is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// A folder of this machine or of a mount; from the site's folder where it is not absolute.
    Folder(String),
    Ssh(Ssh),
    /// An object store or a WebDAV server.
    Store {
        kind: StoreKind,
        address: String,
    },
}

/// A folder of a machine that OpenSSH reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ssh {
    pub by: Carrier,
    pub user: Option<String>,
    pub host: String,
    pub port: Option<u16>,
    /// Absolute.
    pub path: String,
}

/// What carries files over SSH.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carrier {
    /// `ssh://`: rsync, and commands of the server's shell.
    Rsync,
    /// `sftp://`: a server that gives out no shell.
    Sftp,
}

/// What an address's first word says of a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoreKind {
    S3,
    Oss,
    Obs,
    Cos,
    WebDav { secure: bool },
}

/// How a store is reached, beside its address.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Store {
    pub endpoint: Option<String>,
    pub region: Option<String>,
    /// A file with the keys, which nobody else may read.
    pub credentials: Option<String>,
    /// Where what is not for readers lies, never below the site: from the store's root, and of a
    /// folder from where the folder's own path begins.
    pub state: Option<String>,
}

/// How releases lie on a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Side by side; a link leads to the one that is served.
    Releases,
    /// Side by side; the folder that is served changes places with the new one.
    Swap,
    /// One folder, file by file.
    Files,
}

impl Choice for Layout {
    const WORDS: &'static [(Self, &'static str, &'static [&'static str])] = &[
        (Layout::Releases, "releases", &["releases"]),
        (Layout::Swap, "swap", &["swap"]),
        (Layout::Files, "files", &["files"]),
    ];
}

/// Whether readers can fetch MANIFEST.json.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ManifestIs {
    Public,
    /// Kept beside the site only.
    Kept,
}

/// Releases kept where nothing is said.
const KEEP: u32 = 5;

setting_keys! {
    TO = "to"; EDITION = "edition"; URL = "url"; LAYOUT = "layout"; KEEP_KEY = "keep";
    MANIFEST = "manifest"; SSH_CONFIG = "ssh_config"; ENDPOINT = "endpoint"; REGION = "region";
    CREDENTIALS = "credentials"; STATE = "state";
}

pub(super) fn decode(fields: &Fields, out: &mut Diagnostics) -> Vec<Target> {
    let mut targets: Vec<Target> = Vec::new();
    for pair in &fields.raw().entries {
        let name = pair.key(fields.source);
        let at = fields.place(pair.key_span.clone());
        let Value::Map(map) = &pair.value.value else {
            out.push(bad(
                at,
                say!("[targets] 的“{name}”应是一张表", "`{name}` in [targets] must be a table"),
                say!(
                    "写成 [targets.{name}]，下一行 to = \"/srv/www/ljsbp\"",
                    "write [targets.{name}] and below it to = \"/srv/www/site\""
                ),
            ));
            continue;
        };
        if !is_name(name) {
            out.push(bad(
                at,
                say!("“{name}”不能作发布目标的名称", "`{name}` cannot name a target"),
                say!(
                    "用小写字母、数字和连字符，如 production",
                    "use a-z, 0-9 and -, as production"
                ),
            ));
            continue;
        }
        let fields = Fields::nested(fields.source, map);
        if let Some(target) = one(name, at, fields, out) {
            targets.push(target);
        }
    }
    shared::refuse(&targets, out);
    targets
}

/// Whether a word is a target's name and not one of the command's own.
fn is_name(name: &str) -> bool {
    let sound = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    sound
        && !name.is_empty()
        && !name.starts_with('-')
        && !["keygen", "config", "help"].contains(&name)
}

fn one(name: &str, at: Place, mut fields: Fields, out: &mut Diagnostics) -> Option<Target> {
    let to = fields.spanned(&TO, out);
    if to.is_none() && !fields.has(&TO) {
        out.push(bad(
            at.clone(),
            say!("发布目标“{name}”没有写 to", "the target `{name}` has no `to`"),
            say!("例如 to = \"/srv/www/ljsbp\"", "as to = \"/srv/www/site\""),
        ));
    }
    let to_at = to.as_ref().map_or(at.clone(), |to| fields.place(to.span.clone()));
    let to = to.and_then(|to| location(&fields, to, out));
    let layout_at = fields.place(fields.value_span(&LAYOUT));
    let layout = fields.choice::<Layout>(&LAYOUT, out);
    let is_kept = fields.has(&MANIFEST) && !fields.flag(&MANIFEST, out);
    let url = fields.spanned(&URL, out).and_then(|url| address(&fields, url, out));
    let (scope, keep) = (fields.choice(&EDITION, out), fields.count(&KEEP_KEY, out));
    let ssh_config = fields.text(&SSH_CONFIG, out);
    let store = Store {
        endpoint: fields.text(&ENDPOINT, out),
        region: fields.text(&REGION, out),
        credentials: fields.text(&CREDENTIALS, out),
        state: fields.text(&STATE, out),
    };
    let state_at = fields.place(fields.value_span(&STATE));
    let endpoint_at = fields.place(fields.value_span(&ENDPOINT));
    fields.finish(out);
    let to = to?;
    let is_sound = refuse_endpoint(&to, store.endpoint.as_deref(), endpoint_at, out)
        & refuse_state(&to, store.state.as_deref(), state_at, out);
    if !is_sound {
        return None;
    }
    let layout = match (&to, layout) {
        (Location::Folder(_), layout) => layout.unwrap_or(Layout::Releases),
        (Location::Ssh(_), None | Some(Layout::Releases)) => Layout::Releases,
        (Location::Store { .. }, None | Some(Layout::Files)) => Layout::Files,
        (_, Some(layout)) => {
            let word = layout.name();
            out.push(bad(
                layout_at,
                say!(
                    "这种地址不能用 layout = “{word}”",
                    "a target of this kind cannot be laid out as `{word}`"
                ),
                say!(
                    "删去这一行：ssh、sftp 用 releases，对象存储和 WebDAV 用 files",
                    "take the line out: ssh and sftp have releases, stores have files"
                ),
            ));
            return None;
        }
    };
    Some(Target {
        name: name.to_owned(),
        to,
        scope: scope.unwrap_or(Scope::Public),
        url,
        layout,
        keep: keep.unwrap_or(KEEP),
        manifest: if is_kept { ManifestIs::Kept } else { ManifestIs::Public },
        ssh_config,
        store,
        place: to_at,
    })
}

/// An address beside the bucket's name, which all but Amazon's own store need.
fn refuse_endpoint(
    to: &Location,
    endpoint: Option<&str>,
    at: Place,
    out: &mut Diagnostics,
) -> bool {
    let Location::Store { kind, .. } = to else { return true };
    let help = say!(
        "例如 endpoint = \"https://oss.example.gov.cn\"",
        "as endpoint = \"https://oss.example.gov.cn\""
    );
    let message = match (kind, endpoint) {
        (StoreKind::Oss | StoreKind::Obs | StoreKind::Cos, None) => {
            say!("没有写对象存储的地址 endpoint", "the store's `endpoint` is missing")
        }
        // Keys and passwords never stand in site.toml.
        (_, Some(given)) if !is_url(given) || given.contains(['@', '?', '#']) => {
            say!("endpoint“{given}”不是完整网址", "endpoint `{given}` is no full address")
        }
        _ => return true,
    };
    out.push(bad(at, message, help));
    false
}

/// What is not for readers lies where no reader looks.
fn refuse_state(to: &Location, state: Option<&str>, at: Place, out: &mut Diagnostics) -> bool {
    let Some(state) = state else { return true };
    let (site, is_plain) = match to {
        Location::Folder(folder) => (folder.as_str(), true),
        Location::Store { address, .. } => {
            (address.split_once('/').map_or("", |(_, site)| site), is_below(state))
        }
        Location::Ssh(_) => return true,
    };
    let is_apart = !site.is_empty() && !is_within(site, state) && !is_within(state, site);
    if is_plain && is_apart {
        return true;
    }
    out.push(bad(
        at,
        say!(
            "state“{state}”不能在网站的文件夹里，也不能包含它",
            "state `{state}` must lie apart from the site, neither in it nor around it"
        ),
        say!(
            "网站放在自己的文件夹里，如 s3://桶/ljsbp，state 写旁边的 ljsbp-state；不写 state 就在网站的 .liangshai 里",
            "give the site a folder of its own, as s3://bucket/site, and `state` one beside it; without `state` it is .liangshai in the site"
        ),
    ));
    false
}

fn address(fields: &Fields, url: Spanned<String>, out: &mut Diagnostics) -> Option<String> {
    let given = &url.value;
    if is_url(given) {
        return Some(format!("{}/", given.trim_end_matches('/')));
    }
    out.push(bad(
        fields.place(url.span.clone()),
        say!("url“{given}”不是完整网址", "url `{given}` is no full address"),
        say!("例如 https://www.example.gov.cn/ljsbp/", "as https://www.example.gov.cn/ljsbp/"),
    ));
    None
}

fn location(fields: &Fields, to: Spanned<String>, out: &mut Diagnostics) -> Option<Location> {
    let found = parse(&to.value);
    if let Some(Location::Folder(folder)) = &found
        && is_of_the_site(folder)
    {
        out.push(bad(
            fields.place(to.span),
            say!("to“{folder}”是站点自己的文件夹", "`{folder}` is a folder of the site's own"),
            say!("写站点以外的文件夹，如 ../www", "name a folder outside the site, as ../www"),
        ));
        return None;
    }
    if found.is_none() {
        let given = &to.value;
        out.push(bad(
            fields.place(to.span),
            say!("to“{given}”不是可以发布到的地方", "`{given}` is no place to publish to"),
            say!(
                "写文件夹，或 ssh://用户@主机/路径、sftp://…、s3://桶/路径、oss://、obs://、cos://、webdavs://主机/路径",
                "write a folder, or ssh://user@host/path, sftp://…, s3://bucket/path, oss://, obs://, cos://, webdavs://host/path"
            ),
        ));
    }
    found
}

/// Whether a folder is the site's, or one that it is read from or built into.
fn is_of_the_site(folder: &str) -> bool {
    let mut parts = folder.split('/').filter(|part| !matches!(*part, "" | "."));
    let own = ["public", "content", "themes", ".liangshai"];
    !folder.starts_with('/') && parts.next().is_none_or(|first| own.contains(&first))
}

/// A location as site.toml writes it.
fn parse(to: &str) -> Option<Location> {
    let plain = |text: &str| !text.contains(|c: char| c.is_control() || c == '\\');
    if to.is_empty() || !plain(to) {
        return None;
    }
    let Some((scheme, rest)) = to.split_once("://") else {
        return Some(Location::Folder(to.to_owned()));
    };
    if let Some(by) = match scheme {
        "ssh" => Some(Carrier::Rsync),
        "sftp" => Some(Carrier::Sftp),
        _ => None,
    } {
        return ssh(by, rest).map(Location::Ssh);
    }
    let kind = match scheme {
        "s3" => StoreKind::S3,
        "oss" => StoreKind::Oss,
        "obs" => StoreKind::Obs,
        "cos" => StoreKind::Cos,
        "webdav" => StoreKind::WebDav { secure: false },
        "webdavs" => StoreKind::WebDav { secure: true },
        _ => return None,
    };
    let named = !rest.starts_with('/') && !rest.is_empty() && is_below(rest);
    // Keys and passwords never stand in site.toml.
    let open = !rest.contains(['@', '?', '#', ' ']);
    (named && open)
        .then(|| Location::Store { kind, address: rest.trim_end_matches('/').to_owned() })
}

fn ssh(by: Carrier, rest: &str) -> Option<Ssh> {
    let (machine, path) = rest.split_once('/')?;
    let (user, host) = match machine.split_once('@') {
        Some((user, host)) => (Some(user), host),
        None => (None, machine),
    };
    let (host, port) = match host.rsplit_once(':') {
        Some((host, port)) => (host, Some(port.parse().ok()?)),
        None => (host, None),
    };
    // A name that begins with a hyphen would be an option of the client.
    let word = |text: &str| {
        let sound = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        !text.is_empty() && !text.starts_with('-') && text.chars().all(sound)
    };
    let named = word(host) && user.is_none_or(word) && !path.is_empty() && is_below(path);
    named.then(|| Ssh {
        by,
        user: user.map(str::to_owned),
        host: host.to_owned(),
        port,
        path: format!("/{}", path.trim_end_matches('/')),
    })
}

/// Whether a path goes down only.
fn is_below(path: &str) -> bool {
    path.trim_end_matches('/').split('/').all(|part| !matches!(part, "" | "." | ".."))
}

/// Whether a path is another one or lies below it.
fn is_within(path: &str, other: &str) -> bool {
    let end = |path: &str| format!("{}/", path.trim_end_matches('/'));
    end(path).starts_with(&end(other))
}

fn bad(at: Place, message: Text, help: Text) -> Diagnostic {
    Diagnostic::new(Code::BadSettings, at, message).help(help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_how_its_server_is_reached() {
        assert_eq!(parse("/srv/www/ljsbp"), Some(Location::Folder("/srv/www/ljsbp".to_owned())));
        let ssh = |by, user: Option<&str>, port| Ssh {
            by,
            user: user.map(str::to_owned),
            host: "www.example.gov.cn".to_owned(),
            port,
            path: "/srv/www".to_owned(),
        };
        let rsync = ssh(Carrier::Rsync, Some("deploy"), Some(2222));
        assert_eq!(
            parse("ssh://deploy@www.example.gov.cn:2222/srv/www/"),
            Some(Location::Ssh(rsync))
        );
        let sftp = ssh(Carrier::Sftp, None, None);
        assert_eq!(parse("sftp://www.example.gov.cn/srv/www"), Some(Location::Ssh(sftp)));
        let store = Location::Store { kind: StoreKind::S3, address: "bucket/a".to_owned() };
        assert_eq!(parse("s3://bucket/a/"), Some(store));
    }

    #[test]
    fn what_is_not_for_readers_lies_apart_from_the_site() {
        let refused = |to: &str, state: &str| {
            let at = Place::file("site.toml");
            let to = parse(to).expect("an address");
            !refuse_state(&to, Some(state), at, &mut Diagnostics::new())
        };
        for (to, state) in [
            ("s3://bucket/site", "site"),
            ("s3://bucket/site", "site/state"),
            ("s3://bucket/a/site", "a"),
            ("s3://bucket/site", "../state"),
            ("s3://bucket/site", "/state"),
            ("s3://bucket", "state"),
            ("webdavs://www.example.gov.cn/dav/site", "dav/site/state"),
            ("/srv/www", "/srv/www/state"),
        ] {
            assert!(refused(to, state), "{to} {state}");
        }
        for (to, state) in [
            ("s3://bucket/site", "site-state"),
            ("webdavs://www.example.gov.cn/dav/site", "dav/state"),
            ("/srv/www", "/srv/www-state"),
        ] {
            assert!(!refused(to, state), "{to} {state}");
        }
    }

    #[test]
    fn a_site_is_not_published_into_its_own_folders() {
        for own in [".", "./", "public", "./public/www", "content/www", "themes"] {
            assert!(is_of_the_site(own), "{own}");
        }
        for other in ["../www", "/srv/public", "www", "publications"] {
            assert!(!is_of_the_site(other), "{other}");
        }
    }

    #[test]
    fn an_address_that_would_be_an_option_climb_or_hold_a_password_is_none() {
        for to in [
            "",
            "ssh://-oProxyCommand=x/srv",
            "ssh://-l@host/srv",
            "ssh://host",
            "ssh://host/",
            "ssh://host/a/../../etc",
            "ssh://host;rm/srv",
            "ssh://host:port/srv",
            "s3://",
            "s3://bucket/../a",
            "webdavs://user:secret@host/a",
            "ftp://host/a",
            "/srv/\u{0}",
        ] {
            assert_eq!(parse(to), None, "{to}");
        }
    }
}
