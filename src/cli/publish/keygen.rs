//! `publish keygen`: a private key to sign builds with.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;

use super::super::{Outcome, Session, load};
use crate::say;
use crate::signing::SigningKey;

#[derive(Debug, Args)]
pub struct KeygenArgs {
    /// A file that is not there yet, outside the site's folder
    file: PathBuf,
}

/// Runs it.
pub fn run(args: &KeygenArgs, session: &mut Session) -> anyhow::Result<Outcome> {
    let (file, lang) = (&args.file, load::lang(session)?);
    let shown = file.display();
    if is_of_the_site(file, &session.global.site)? {
        return session.refuse(
            lang,
            &say!(
                "“{shown}”在站点的文件夹里，私钥会随内容一起提交、泄露",
                "`{shown}` is in the site's folder, where a private key would be committed with it"
            ),
            Some(&say!(
                "放到站点以外只有自己能读的地方",
                "put it outside, where only you can read it"
            )),
        );
    }
    let key = SigningKey::generate()?;
    if !key.write_new(file)? {
        return session.refuse(
            lang,
            &say!("已经有“{shown}”，没有改动它", "`{shown}` is there already, and left as it is"),
            Some(&say!("换一个文件名", "choose another name")),
        );
    }
    if !session.global.quiet {
        let message = say!(
            "私钥写在 {shown}，只有文件主人能读；请另存一份，丢了就只能换一把\n接下来：把下面两行写进 site.toml",
            "the private key is in {shown}, which only its owner can read; keep a copy of it elsewhere\nnext: put these two lines into site.toml"
        );
        writeln!(session.out, "{}", message.in_lang(lang))?;
    }
    writeln!(session.out, "[signing]\npublic_keys = [\"{}\"]", key.public())?;
    Ok(Outcome::Done)
}

/// Whether a file would lie in a site's folder, however either is spelt.
fn is_of_the_site(file: &Path, site: &Path) -> anyhow::Result<bool> {
    if !site.join("site.toml").exists() {
        return Ok(false);
    }
    let real = |path: &Path| {
        path.canonicalize().with_context(|| format!("cannot read {}", path.display()))
    };
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    Ok(real(folder)?.starts_with(real(site)?))
}
