//! The commits of a program that was built without git: they sign nothing.

use anyhow::Result;

use super::code::ContentCode;
use super::files::OfTree;
use super::judge::Candidate;
use super::posts::Posts;
use super::subject::Shape;
use crate::history::Past;

/// What commits say of a record.
pub type OfRecord = ();

/// What commits sign.
#[derive(Debug, Default)]
pub struct InCommits;

impl InCommits {
    /// None.
    pub fn read(
        _: Option<&Past>,
        _: &[Shape],
        _: (&[Option<ContentCode>], OfTree),
        _: &Posts,
    ) -> Result<Self> {
        Ok(Self)
    }

    /// Nothing.
    pub fn of(&self, _: usize) -> &OfRecord {
        &()
    }

    /// None.
    pub fn candidates(&self, (): &OfRecord) -> Vec<Candidate<'_>> {
        Vec::new()
    }
}
