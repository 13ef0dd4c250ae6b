//! What lies inside a file that is given out.
//!
//! A document tells more than it shows: a hidden sheet, a comment, the name of who wrote it, the
//! place where a photograph was taken. This room reads a file's bytes and tells all of that, with
//! every text and where it stands, so that others can look for what must not be given out. It
//! knows no record, no page and no disk, and judges nothing but what no reader may be given.
//!
//! Every byte may come from anywhere. What a file claims of its own lengths, counts and places
//! is looked up, never believed; all work is bounded by its size and by [`Limits`].

mod contents;
mod docx;
mod exif;
mod gather;
mod kind;
mod limits;
mod markup;
mod office;
mod ole;
mod package;
mod parts;
mod pdf;
mod picture;
mod pptx;
mod strip;
mod words;
mod xlsx;
mod xml;
mod xmp;
mod zip;

use std::sync::Arc;

pub use self::contents::{
    Active, Contents, External, Finding, Piece, Place, Reason, Role, Spot, Unread, What,
};
pub use self::kind::{Ending, Kind};
pub use self::limits::Limits;
pub use self::strip::strip;

use self::gather::Gather;
use self::zip::Archive;

/// Looks into a file: what it is by its bytes, every text in it, and what a reader of the page
/// would not expect in it. The name is used for its ending only.
pub fn look(name: &str, bytes: &[u8], limits: &Limits) -> Contents {
    let mut gather = Gather::new(limits);
    let kind = if bytes.len() as u64 > limits.file {
        gather.refuse(Reason::TooBig);
        kind::sniff(&bytes[..bytes.len().min(4096)])
    } else {
        into(&mut gather, name, bytes)
    };
    Contents {
        kind,
        ending: kind::ending(name, kind),
        texts: gather.texts,
        findings: gather.findings,
    }
}

/// Looks into a file packed inside another, once.
fn within(gather: &mut Gather<'_>, name: Arc<str>, bytes: &[u8]) {
    let inner = name.clone();
    gather.enter(name, |gather| {
        into(gather, &inner, bytes);
    });
}

fn into(gather: &mut Gather<'_>, name: &str, bytes: &[u8]) -> Kind {
    let sniffed = kind::sniff(bytes);
    let kind = match sniffed {
        Kind::Zip => zipped(gather, name, bytes),
        Kind::Ole => ole::look(gather, &kind::ending_of(name), bytes),
        kind => {
            plain(gather, kind, bytes);
            kind
        }
    };
    if kind == Kind::Executable || kind::runs(name) {
        gather.find(Spot::File, What::Executable { name: name.to_owned() });
    } else if kind::ending(name, kind) == Ending::Differs {
        gather.find(Spot::File, What::WrongEnding { kind });
    }
    kind
}

fn plain(gather: &mut Gather<'_>, kind: Kind, bytes: &[u8]) {
    match kind {
        Kind::Pdf => pdf::look(gather, bytes),
        Kind::Svg => markup::svg(gather, bytes),
        Kind::Html => markup::html(gather, bytes),
        Kind::Rtf => {
            if kind::find(bytes, b"\\objdata").is_some() {
                let name = "object".to_owned();
                gather.find(Spot::File, What::EmbeddedFile { name });
            }
            gather.find(Spot::File, What::TextNotRead(Unread::Format));
        }
        Kind::Jpeg | Kind::Png | Kind::Webp | Kind::Gif | Kind::Tiff | Kind::Heic => {
            picture::look(gather, kind, bytes);
        }
        Kind::Text | Kind::Xml | Kind::Unknown => gather.lines(bytes, kind),
        kind if kind.is_archive() => {
            gather.find(Spot::File, What::UnreadableArchive { kind });
        }
        _ => {}
    }
}

fn zipped(gather: &mut Gather<'_>, name: &str, bytes: &[u8]) -> Kind {
    let archive = match Archive::open(bytes, gather.limits) {
        Ok(archive) => archive,
        Err(reason) => {
            gather.refuse(reason);
            return Kind::Zip;
        }
    };
    let kind = package::kind_of(&archive);
    match kind {
        Kind::Zip if gather.is_inside() => {
            gather.find(Spot::File, What::NestedArchive { name: name.to_owned() });
        }
        Kind::Zip => package::archive(gather, &archive),
        Kind::Ofd => package::ofd(gather, &archive),
        Kind::Odf => package::odf(gather, &archive),
        Kind::Executable => {}
        kind => office::look(gather, name, &archive, kind),
    }
    kind
}

#[cfg(test)]
mod tests;
