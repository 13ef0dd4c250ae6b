//! Pages over HTTP as they are being written: rendered when asked for, nothing on disk.

mod live;

pub use live::{Answer, Found, Live, View};
