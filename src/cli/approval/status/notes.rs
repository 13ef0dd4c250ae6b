//! What keeps a signature from being one: it is not committed, or not written as it must be.

use super::Desk;
use crate::approval::{self, Posts};
use crate::cli::{Session, uncommitted};
use crate::diagnostic::{Text, told};
use crate::model::choice::Choice as _;
use crate::say;
use crate::tree::git::Repository;

/// A line each.
pub fn notes(desk: &Desk, session: &Session) -> anyhow::Result<Vec<Text>> {
    let mut notes = Vec::new();
    if let Some((commit, message)) = last_message(session)? {
        notes.extend(unread(&commit, &message));
        notes.extend(strangers(&commit, &message, desk));
    }
    if let Some(path) = uncommitted::since_head(session)? {
        notes.push(say!(
            "说明：{path} 等改了没有提交；登记的签名提交后才算数",
            "note: there are edits not committed, as in {path}; signatures written down count once committed"
        ));
    }
    Ok(notes)
}

/// The commit the folder is at, and its message.
fn last_message(session: &Session) -> anyhow::Result<Option<(String, String)>> {
    let Some(repository) = Repository::around(&session.global.site)? else { return Ok(None) };
    let Ok(head) = repository.head()? else { return Ok(None) };
    let message = repository.with(|git| -> anyhow::Result<String> {
        let commit = git.find_commit(head.commit)?;
        Ok(String::from_utf8_lossy(commit.message_raw()?).into_owned())
    })?;
    Ok(Some((head.commit.to_hex_with_len(8).to_string(), message)))
}

/// A line that was meant to sign and stands where it does not.
fn unread(commit: &str, message: &str) -> Option<Text> {
    let line = told(approval::unread(message)?);
    Some(say!(
        "说明：提交 {commit} 的说明里有“{line}”，不算签名：签在最后一段，与上文空一行，段里每行都是“名称: 值”",
        "note: the message of commit {commit} has `{line}`, which is no signature: sign in its last paragraph, below an empty line, each line of it `name: value`"
    ))
}

/// Signatures of posts that nobody knows.
fn strangers(commit: &str, message: &str, desk: &Desk) -> Vec<Text> {
    let posts = Posts::of(&desk.loaded.model, &desk.settings);
    let signed = approval::trailers(message).into_iter();
    let unknown = signed.filter(|trailer| posts.find(&trailer.post).is_err());
    let line = |trailer: approval::Trailer| {
        let (zh, en, post) = (trailer.stage.chinese(), trailer.stage.name(), told(&trailer.post));
        say!(
            "说明：提交 {commit} 的{zh}不算数：“{post}”不是站点里的岗位",
            "note: `{en}` of commit {commit} does not count: `{post}` is no post of the site"
        )
    };
    unknown.map(line).collect()
}
