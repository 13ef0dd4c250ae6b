//! liangshai (亮晒): a static-site generator for public disclosure by Chinese local governments.
//!
//! The modules are listed in the order the content passes through them; each uses only those
//! above it:
//!
//! 1. `tree` lists and reads files; `content` makes documents and tables of them, with places.
//!    `detect` knows what must not be in a text; no `diagnostic` that is shown repeats it. `signing`
//!    knows whose key signed which bytes.
//! 2. `model` resolves those into typed records; every fault is collected as a `diagnostic`.
//!    `reading` does both, and does again only what a change asks for.
//!    `history` is what git knows of each file.
//! 3. `disclose` decides what an audience may see; nothing after it sees more. `approval` tells
//!    which of it is signed, and over which content.
//! 4. `facts` computes everything as of a day; `words` puts it in sentences; `bulletin` makes a
//!    period's edition of both, and seals it; `filled` puts facts into bodies that ask for them.
//! 5. `site` gives every page its address; `export` and `render` make its bytes. `attachment` knows
//!    what lies inside a file that is given out, and takes out what a photograph tells of itself.
//!    `search` makes the index of the records' words.
//! 6. `check` looks for faults of the whole, and for what is private in any part of it; `review`
//!    compares two sites, and says what readers will see change.
//! 7. `write` puts it on disk; `publish` puts that on a server, and proves what lies there; `serve`
//!    shows it in a browser as it is being written; `cli` is the terminal.

pub mod approval;
pub mod attachment;
pub mod bulletin;
pub mod check;
pub mod cli;
pub mod content;
pub mod detect;
pub mod diagnostic;
pub mod disclose;
pub mod export;
pub mod facts;
pub mod filled;
pub mod history;
pub mod model;
pub mod publish;
mod reading;
pub mod render;
pub mod review;
pub mod search;
#[cfg(feature = "preview")]
pub mod serve;
pub mod signing;
pub mod site;
pub mod tree;
pub mod words;
pub mod write;

pub use reading::{Reading, read, read_again, read_settings_of};

use diagnostic::Diagnostics;
use model::Model;
use tree::Tree;

/// Reads a site into its model, with every fault of settings and content; `None` where there is
/// no site.toml.
pub fn load(tree: &dyn Tree, found: &mut Diagnostics) -> anyhow::Result<Option<Model>> {
    Ok(read(tree, found)?.map(Reading::into_model))
}
