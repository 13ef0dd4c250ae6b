//! From the command line's options to a site's facts.

use std::sync::Arc;

use super::{Session, clock};
use crate::diagnostic::{Diagnostics, Lang};
use crate::disclose::{Audience, Unpublished, disclose};
use crate::facts::{Facts, evaluate};
use crate::model::{Model, Settings};
use crate::render::Theme;
use crate::tree::{Disk, Listed};
use crate::{load, say};

/// A site as read.
pub struct Loaded {
    pub tree: Listed<Disk>,
    pub settings: Arc<Settings>,
    pub model: Arc<Model>,
    pub theme: Arc<Theme>,
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
    let tree = session.tree();
    read_from(tree, session)
}

/// The same, from a tree that is already listed.
pub fn read_from(tree: Listed<Disk>, session: &mut Session) -> anyhow::Result<Option<Loaded>> {
    let mut found = Diagnostics::new();
    let Some(model) = load(&tree, &mut found)? else {
        let site = session.global.site.display();
        let lang = session.lang();
        session.refuse(
            lang,
            &say!("“{site}”里没有 site.toml", "there is no site.toml in `{site}`"),
            Some(&say!(
                "在站点目录里运行，或用 --site 指明；新建站点用 liangshai init 目录",
                "run it in a site's folder, name one by --site, or make one by `liangshai init DIR`"
            )),
        )?;
        return Ok(None);
    };
    let settings = model.settings.clone();
    let theme = Arc::new(Theme::load(&settings, &tree, &mut found)?);
    Ok(Some(Loaded { tree, settings, model: Arc::new(model), theme, found }))
}

impl Loaded {
    /// The facts of the day asked for: by option, else by the site, else today.
    pub fn facts(&self, session: &Session, unpublished: Unpublished) -> Facts {
        let audience = Audience { edition: session.edition(), unpublished };
        let day = session.global.as_of.or(self.settings.as_of).unwrap_or_else(clock::today);
        evaluate(Arc::new(disclose(self.model.clone(), audience)), day)
    }
}
