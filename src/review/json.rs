//! A review as JSON, keys in English, for programs.

use std::io::Write;

use anyhow::Result;
use serde::Serialize;

use super::Review;

/// Rises when a key changes its meaning or goes.
const SCHEMA_VERSION: u32 = 1;

/// Writes it.
pub fn write(review: &Review, out: &mut dyn Write) -> Result<()> {
    #[derive(Serialize)]
    struct Document<'a> {
        schema_version: u32,
        #[serde(flatten)]
        review: &'a Review,
    }
    let document = Document { schema_version: SCHEMA_VERSION, review };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)?;
    Ok(())
}
