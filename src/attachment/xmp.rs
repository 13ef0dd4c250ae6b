//! XMP: the properties Adobe's programs, cameras and phones write as RDF.

use super::contents::{Role, Spot, What};
use super::gather::Gather;
use super::kind::find;
use super::xml::{self, Node};

/// Reads the people and texts of a block; what stands around it is left.
pub(super) fn look(gather: &mut Gather<'_>, data: &[u8]) {
    let start = find(data, b"<x:xmpmeta").or_else(|| find(data, b"<rdf:RDF"));
    let Some(data) = start.map(|start| &data[start..]) else { return };
    let closing: &[u8] = if data.starts_with(b"<x") { b"</x:xmpmeta>" } else { b"</rdf:RDF>" };
    let end = find(data, closing).map_or(data.len(), |end| end + closing.len());
    let (mut path, mut text) = (Vec::<String>::new(), String::new());
    let limits = gather.limits;
    // Damage here is damage to a remark about the file, not to the file.
    let _ = xml::walk(&data[..end], limits, &mut |node| match node {
        Node::Open(tag) => {
            for (name, value) in tag.attrs() {
                keep(gather, xml::local(&name), &value);
            }
            path.push(tag.name().to_owned());
            text.clear();
        }
        Node::Text(more) => text.push_str(more),
        Node::Close(_) => {
            let named =
                path.iter().rev().find(|n| !matches!(n.as_str(), "li" | "Seq" | "Bag" | "Alt"));
            if let Some(name) = named {
                keep(gather, name, &std::mem::take(&mut text));
            }
            path.pop();
        }
        Node::Instruction(_) => {}
    });
}

fn keep(gather: &mut Gather<'_>, name: &str, text: &str) {
    let text = text.trim();
    if text.is_empty() {
        return;
    }
    let field = match name {
        "creator" | "Author" | "OwnerName" | "CameraOwnerName" => {
            let what = What::Person { role: Role::Author, name: text.to_owned() };
            gather.find(Spot::Property(name.to_owned()), what);
            None
        }
        "GPSLatitude" | "GPSLongitude" => {
            gather.find(Spot::Property(name.to_owned()), What::PhotoPosition(text.to_owned()));
            return;
        }
        "SerialNumber" | "BodySerialNumber" => Some("SerialNumber"),
        "LensSerialNumber" => Some("LensSerialNumber"),
        "title" | "description" | "subject" | "rights" | "Keywords" | "Headline" | "City"
        | "Location" | "CaptionWriter" | "Credit" | "Source" | "Instructions" => None,
        _ => return,
    };
    gather.text(Spot::Property(name.to_owned()), text);
    if let Some(field) = field {
        gather.find(Spot::File, What::PhotoField { field, text: text.to_owned() });
    }
}
