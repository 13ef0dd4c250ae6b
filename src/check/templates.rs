//! Templates that fail on some page of the site.

use rayon::prelude::*;

use crate::diagnostic::Diagnostics;
use crate::render::{Failure, Renderer};

/// Renders every page in memory and reports the templates that fail, each once.
pub fn templates(renderer: &Renderer, out: &mut Diagnostics) -> anyhow::Result<()> {
    let failures: Vec<Failure> = renderer
        .site()
        .pages
        .par_iter()
        .map_init(Vec::new, |buffer: &mut Vec<u8>, (route, page)| {
            buffer.clear();
            renderer.render(route, page, buffer).err()
        })
        .flatten()
        .collect();
    for failure in failures {
        match failure {
            Failure::Template(fault) => out.push(*fault),
            Failure::Machine(error) => return Err(error),
        }
    }
    Ok(())
}
