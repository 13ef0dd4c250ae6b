//! liangshai (亮晒): a static-site generator for public disclosure by Chinese local governments.
//!
//! The modules are listed in the order the content passes through them; each uses only those
//! above it:
//!
//! 1. `tree` lists and reads files; `content` makes documents and tables of them, with places.
//! 2. `model` resolves those into typed records; every fault is collected as a `diagnostic`.
//! 3. `disclose` decides what an audience may see; nothing after it sees more.
//! 4. `facts` computes everything as of a day; `words` puts it in sentences.
//! 5. `site` gives every page its address; `export` and `render` make its bytes.
//! 6. `check` looks for faults of the whole; `write` puts it on disk; `serve` shows it in a browser
//!    as it is being written; `cli` is the terminal.

pub mod check;
pub mod cli;
pub mod content;
pub mod diagnostic;
pub mod disclose;
pub mod export;
pub mod facts;
pub mod model;
pub mod render;
#[cfg(feature = "preview")]
pub mod serve;
pub mod site;
pub mod tree;
pub mod words;
pub mod write;

use std::sync::Arc;

use diagnostic::{Diagnostics, Source};
use model::{Kind, Model};
use tree::{SitePath, Tree};

/// Reads a site into its model, with every fault of settings and content; `None` where there is
/// no site.toml.
pub fn load(tree: &dyn Tree, found: &mut Diagnostics) -> anyhow::Result<Option<Model>> {
    let Some(path) = SitePath::new("site.toml").filter(|_| has_settings(tree)) else {
        return Ok(None);
    };
    // Settings that are no text at all are reported; the content is still read for its faults.
    let mut faults = Vec::new();
    let source = content::source(&path, &tree.read(&path)?, &mut faults)
        .unwrap_or_else(|| Source::new(&path, ""));
    found.extend(faults);
    let map = content::toml_map(&source, found);
    let settings_read = !found.any_error();
    let settings = Arc::new(model::settings::decode(&source, &map, tree, found)?);
    // Without its settings a site's content would be at fault everywhere for this one reason.
    let content = match settings_read {
        true => content::read(tree, &is_table, found)?,
        false => content::Content::default(),
    };
    let model = model::resolve(&content, settings, found);
    facts::life::report_impossible_steps(&model, found);
    Ok(Some(model))
}

fn has_settings(tree: &dyn Tree) -> bool {
    // A link could lead out of the site, so it does not count.
    tree.list("site.toml")
        .is_ok_and(|found| matches!(found.get("site.toml"), Some(tree::Entry::File(_))))
}

/// Whether a CSV file is data of a record, by its kind's folder and its name.
fn is_table(path: &SitePath) -> bool {
    let below = path.as_str().strip_prefix("content/").unwrap_or("");
    let kind = below.split('/').next().and_then(Kind::of_folder);
    kind.is_some_and(|kind| kind.tables().contains(&path.name()))
}
