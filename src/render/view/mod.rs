//! What each template is given: one typed struct a page kind, nothing else.
//!
//! Every text is ready to be shown, in the site's language. Every `href` is relative to the
//! site's top; a template puts `root` before it. Markup comes only in fields named `…html`.

mod board;
mod bulletin;
mod chart;
mod data;
mod duty;
mod evaluation;
mod frame;
mod highlight;
mod indicator;
mod inspection;
mod list;
mod long;
mod made;
mod office;
mod part;
mod policy;
mod problem;
mod publicity;
mod reading;
mod revision;
mod search;
mod shared;
mod task;
mod visit;

pub use board::*;
pub use bulletin::*;
pub use chart::*;
pub use data::*;
pub use duty::*;
pub use evaluation::*;
pub use frame::*;
pub use highlight::*;
pub use indicator::*;
pub use inspection::*;
pub use list::*;
pub use long::{Long, Slice};
pub use made::Made;
pub use office::*;
pub use part::*;
pub use policy::*;
pub use problem::*;
pub use publicity::*;
pub use reading::*;
pub use revision::*;
pub use search::*;
pub use shared::Shared;
pub use task::*;
pub use visit::*;
