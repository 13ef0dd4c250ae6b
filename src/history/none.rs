//! The past in a program that was built without git: there is none.

use std::convert::Infallible;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;

use super::History;
use crate::diagnostic::Diagnostics;
use crate::model::Settings;

/// The repository of a site, which nobody can open.
#[derive(Debug, Clone)]
pub struct Past(Infallible);

impl Past {
    /// None, whatever the folder lies in.
    pub fn of_folder(_: &Path) -> Result<Option<Self>> {
        Ok(None)
    }

    /// None.
    pub fn log(&self) -> Option<PathBuf> {
        match self.0 {}
    }

    /// Nothing.
    pub fn read(
        &self,
        _: &Settings,
        _: Option<&Arc<History>>,
        _: &mut Diagnostics,
    ) -> Result<Option<Arc<History>>> {
        match self.0 {}
    }
}
