//! The text of a presentation: slides, their notes and comments.

use super::contents::{Spot, What};
use super::gather::{Gather, add_name};
use super::xml::Node;
use super::zip::Archive;

/// Reads all slides.
pub(super) fn look(gather: &mut Gather<'_>, archive: &Archive<'_>) {
    let (mut comments, mut authors) = (0u32, Vec::new());
    for entry in &archive.entries {
        let Some((folder, file)) = entry.name.rsplit_once('/') else { continue };
        let Some(file) = file.strip_suffix(".xml") else { continue };
        let number = file.trim_start_matches(|c: char| !c.is_ascii_digit()).parse().unwrap_or(0);
        let spot = match folder {
            "ppt/slides" => Spot::Slide(number),
            "ppt/notesSlides" => Spot::SlideNotes(number),
            "ppt/comments" => Spot::Comment(number),
            "ppt" if file == "commentAuthors" || file == "authors" => Spot::File,
            _ => continue,
        };
        let Some(bytes) = gather.entry(archive, entry) else { continue };
        let (mut text, mut on) = (String::new(), false);
        gather.walk(&bytes, |gather, node| match node {
            Node::Open(tag) => {
                on = matches!(tag.name(), "t" | "text");
                match tag.name() {
                    "br" => text.push('\n'),
                    "cm" => comments += 1,
                    "cmAuthor" | "author" => {
                        add_name(&mut authors, &tag.attr("name").unwrap_or_default());
                    }
                    "cNvPr" => gather.text(Spot::AltText, &tag.attr("descr").unwrap_or_default()),
                    "sld" if tag.attr("show").as_deref() == Some("0") => {
                        gather.find(spot.clone(), What::HiddenSlide);
                    }
                    _ => {}
                }
            }
            Node::Text(more) if on => text.push_str(more),
            Node::Close("p" | "cm") => gather.text(spot.clone(), &std::mem::take(&mut text)),
            Node::Close(_) => on = false,
            _ => {}
        });
        gather.text(spot, &text);
    }
    if comments > 0 {
        gather.find(Spot::File, What::Comments { count: comments, authors });
    }
}
