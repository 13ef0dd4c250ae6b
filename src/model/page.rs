//! 页面: any other text; `pages/about.md` becomes `/about/`.

use super::Base;
use super::key::{self, Field, optional};

/// A page.
#[derive(Debug, Clone)]
pub struct Page {
    pub base: Base,
}

pub const FIELDS: &[Field] = &[optional(&key::PUBLISHED, "2023-03-03")];
