//! From the command line's options to a site's facts.

use std::sync::Arc;

use super::origin::{Origin, RevisionArgs};
use super::{Session, clock};
#[cfg(feature = "git")]
use crate::approval::Standing;
use crate::approval::{self, Approvals};
use crate::diagnostic::{Diagnostics, Lang};
use crate::disclose::{Audience, Unpublished, disclose};
use crate::facts::{Facts, evaluate};
use crate::history::{History, Past};
#[cfg(feature = "git")]
use crate::model::settings::Approval;
use crate::model::{Kind, Model, Settings};
use crate::render::Theme;
use crate::tree::{Disk, Listed, Tree};
use crate::{load, say};

/// A site as read.
pub struct Loaded {
    pub tree: Listed<Box<dyn Tree + Send>>,
    pub settings: Arc<Settings>,
    pub model: Arc<Model>,
    pub theme: Arc<Theme>,
    /// What git knows of its files.
    pub history: Option<Arc<History>>,
    /// Where that is looked up.
    pub past: Option<Past>,
    pub found: Diagnostics,
}

/// The language to speak in before the site is read for a command: as asked for, else the site's.
pub fn lang(session: &Session) -> anyhow::Result<Lang> {
    let model = match session.global.lang {
        Some(_) => None,
        None => load(&Disk::new(&session.global.site), &mut Diagnostics::new())?,
    };
    Ok(model.map_or(session.lang(), |model| session.lang_of(model.settings.language)))
}

/// Reads the site; `None` after saying that there is none.
pub fn read(session: &mut Session) -> anyhow::Result<Option<Loaded>> {
    let origin = Origin::folder(session)?;
    read_from(origin, session)
}

/// The same, at a revision where one is asked for; `None` also after saying that there is none such.
pub fn read_at(asked: &RevisionArgs, session: &mut Session) -> anyhow::Result<Option<Loaded>> {
    match Origin::of(asked, session)? {
        Ok(origin) => read_from(origin, session),
        Err(_) => Ok(None),
    }
}

/// The same, from wherever it lies.
pub fn read_from(origin: Origin, session: &mut Session) -> anyhow::Result<Option<Loaded>> {
    let mut found = Diagnostics::new();
    let tree = Listed::new(origin.tree);
    let Some(model) = load(&tree, &mut found)? else {
        let site = session.global.site.display();
        let lang = session.lang();
        if let Some((revision, _)) = &origin.revision {
            session.refuse(
                lang,
                &say!(
                    "“{site}”在版本“{revision}”里没有 site.toml",
                    "there was no site.toml in `{site}` at `{revision}`"
                ),
                Some(&say!(
                    "换一个版本，或用 --site 指明站点目录",
                    "choose another revision, or name the site's folder by --site"
                )),
            )?;
            return Ok(None);
        }
        let help = match is_bare(origin.past.as_ref()) {
            true => say!(
                "这是裸仓库，用 --rev 写明版本，如 --rev main",
                "the repository is bare: name a revision, as `--rev main`"
            ),
            false => say!(
                "在站点目录里运行，或用 --site 指明；新建站点用 liangshai init 目录",
                "run it in a site's folder, name one by --site, or make one by `liangshai init DIR`"
            ),
        };
        let message = say!("“{site}”里没有 site.toml", "there is no site.toml in `{site}`");
        session.refuse(lang, &message, Some(&help))?;
        return Ok(None);
    };
    let settings = model.settings.clone();
    let theme = Arc::new(Theme::load(&settings, &tree, &mut found)?);
    let history = match &origin.past {
        Some(past) => past.read(&settings, None, &mut found)?,
        None => None,
    };
    Ok(Some(Loaded {
        tree,
        settings,
        model: Arc::new(model),
        theme,
        history,
        past: origin.past,
        found,
    }))
}

/// Whether a site lies in a repository without files beside it.
fn is_bare(past: Option<&Past>) -> bool {
    #[cfg(feature = "git")]
    return past.is_some_and(|past| past.repository().is_bare());
    #[cfg(not(feature = "git"))]
    {
        let _ = past;
        false
    }
}

impl Loaded {
    /// What is signed of the records that are public on the day, where the site asks for approval.
    pub fn approvals(&self, facts: &Facts) -> anyhow::Result<Option<Approvals>> {
        let records = Kind::ALL.into_iter().flat_map(|kind| facts.ids(kind));
        approval::read(&self.tree, &self.model, records, self.past.as_ref())
    }

    /// How the site itself stands by the rules of another revision, where these ask for its approval
    /// and those of this one are others.
    #[cfg(feature = "git")]
    pub fn site_by(&self, rules: &Approval) -> anyhow::Result<Option<Standing>> {
        let is_asked = |own: &Approval| own.asks_as(rules);
        if !rules.site || self.settings.approval.as_ref().is_some_and(is_asked) {
            return Ok(None);
        }
        approval::site_by(rules, &self.tree, &self.model, self.past.as_ref())
    }

    /// The facts of the day asked for: by option, else by the site, else today.
    pub fn facts(&self, session: &Session, unpublished: Unpublished) -> Facts {
        let audience = Audience { edition: session.edition(), unpublished };
        let day = session.global.as_of.or(self.settings.as_of).unwrap_or_else(clock::today);
        let public = Arc::new(disclose(self.model.clone(), audience));
        evaluate(public, day).with_history(self.history.clone())
    }
}
