//! Compressed copies of texts, for servers that give them out instead of compressing themselves.

use std::collections::BTreeSet;
use std::io::Write as _;

use anyhow::{Context as _, Result};
use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, GzBuilder};

use super::ContentDigest;
use crate::model::settings::Encoding;
use crate::render::Key;

/// Smaller files take one packet anyway.
const WORTH_IT: u64 = 1 << 10;
/// The files that are text, by their endings; pictures and documents are compressed by nature.
const TEXTS: [&str; 9] = ["html", "css", "js", "json", "jsonld", "csv", "xml", "svg", "txt"];
/// Nearly as small as the most that is possible, which takes twenty times as long.
const BROTLI_QUALITY: i32 = 9;
/// The window in bits: as large as every browser takes.
const BROTLI_WINDOW: i32 = 22;
/// The system in a header of gzip: unknown, so that copies are the same wherever they are made.
const NO_SYSTEM: u8 = 255;

/// Which copies a build makes.
pub struct Copies<'a> {
    encodings: &'a BTreeSet<Encoding>,
    /// Every file of the site itself, whose names no copy takes.
    files: BTreeSet<String>,
}

/// A copy to be made.
pub struct Copy {
    pub path: String,
    encoding: Encoding,
}

impl<'a> Copies<'a> {
    /// Those of a site with these files.
    pub fn new(encodings: &'a BTreeSet<Encoding>, files: impl Iterator<Item = String>) -> Self {
        let files = if encodings.is_empty() { BTreeSet::new() } else { files.collect() };
        Self { encodings, files }
    }

    /// The copies a file may have: those that are smaller are kept.
    pub fn of(&self, path: &str, bytes: u64) -> impl Iterator<Item = Copy> {
        let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
        let is_text = TEXTS.iter().any(|text| text.eq_ignore_ascii_case(ending));
        let encodings = self.encodings.iter().filter(move |_| is_text && bytes > WORTH_IT);
        let copies = encodings.map(move |encoding| Copy {
            path: format!("{path}.{}", ending_of(*encoding)),
            encoding: *encoding,
        });
        copies.filter(|copy| !self.is_taken(&copy.path))
    }

    /// Whether a name is that of a file of the site, or of a folder of it.
    fn is_taken(&self, path: &str) -> bool {
        let below = format!("{path}/");
        let first = || self.files.range(below.clone()..).next();
        self.files.contains(path) || first().is_some_and(|file| file.starts_with(&below))
    }
}

impl Copy {
    /// What it is made of.
    pub fn key(&self, of: &ContentDigest) -> Key {
        Key::of(&(&of.sha256, ending_of(self.encoding)))
    }

    /// Its bytes; none if they are no fewer. The same bytes always make the same copy.
    pub fn make(&self, bytes: &[u8]) -> Result<Option<Vec<u8>>> {
        let made = match self.encoding {
            Encoding::Gzip => gzip(bytes),
            Encoding::Brotli => brotli(bytes),
        };
        let made = made.with_context(|| format!("cannot write {}", self.path))?;
        Ok((made.len() < bytes.len()).then_some(made))
    }
}

fn ending_of(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Gzip => "gz",
        Encoding::Brotli => "br",
    }
}

fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let header = GzBuilder::new().mtime(0).operating_system(NO_SYSTEM);
    let mut encoder = header.write(Vec::with_capacity(bytes.len() / 2), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}

fn brotli(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let params = BrotliEncoderParams {
        quality: BROTLI_QUALITY,
        lgwin: BROTLI_WINDOW,
        size_hint: bytes.len(),
        ..BrotliEncoderParams::default()
    };
    let mut made = Vec::with_capacity(bytes.len() / 2);
    brotli::BrotliCompress(&mut &bytes[..], &mut made, &params)?;
    Ok(made)
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    fn paths(files: &[&str], path: &str, bytes: u64) -> Vec<String> {
        let encodings = BTreeSet::from([Encoding::Brotli, Encoding::Gzip]);
        let copies = Copies::new(&encodings, files.iter().map(|file| (*file).to_owned()));
        copies.of(path, bytes).map(|copy| copy.path).collect()
    }

    #[test]
    fn texts_of_some_length_have_copies_and_nothing_else_has() {
        assert_eq!(paths(&[], "a/index.html", 1025), ["a/index.html.gz", "a/index.html.br"]);
        assert_eq!(paths(&[], "附件.CSV", 9999).len(), 2);
        for (path, bytes) in [("a.html", 1024), ("a.png", 9999), ("html", 9999), ("a.gz", 9999)] {
            assert_eq!(paths(&[], path, bytes), [""; 0], "{path}");
        }
    }

    #[test]
    fn a_copy_takes_no_file_or_folder_of_the_sites_own() {
        let files = ["a.csv", "a.csv.gz", "a.csv.br/index.html", "a.csv.br-"];
        assert_eq!(paths(&files, "a.csv", 9999), [""; 0]);
        assert_eq!(paths(&files, "b.csv", 9999).len(), 2);
    }

    #[test]
    fn a_copy_unpacks_to_the_very_bytes_and_tells_nothing_of_when_and_where() {
        let text = "办理时限压缩到五个工作日。".repeat(200);
        let copy = |encoding| Copy { path: "a.txt".to_owned(), encoding };
        let zipped = copy(Encoding::Gzip).make(text.as_bytes()).expect("memory").expect("smaller");
        // RFC 1952: no name, no time, the slowest way, no system.
        assert_eq!(zipped[..10], [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255]);
        let mut back = String::new();
        flate2::read::GzDecoder::new(&*zipped).read_to_string(&mut back).expect("gzip");
        assert_eq!(back, text);
        let small = copy(Encoding::Brotli).make(text.as_bytes()).expect("memory").expect("smaller");
        let mut back = Vec::new();
        brotli::BrotliDecompress(&mut &small[..], &mut back).expect("brotli");
        assert_eq!(back, text.as_bytes());
        assert_eq!(copy(Encoding::Brotli).make(text.as_bytes()).expect("memory"), Some(small));
    }

    #[test]
    fn what_does_not_become_smaller_has_no_copy() {
        // As good as random.
        let noise: Vec<u8> = (0u64..2000)
            .map(|n| ContentDigest::of(&n.to_le_bytes()))
            .flat_map(|d| {
                (0..64)
                    .step_by(2)
                    .filter_map(move |at| u8::from_str_radix(d.sha256.get(at..at + 2)?, 16).ok())
                    .collect::<Vec<u8>>()
            })
            .collect();
        for encoding in [Encoding::Gzip, Encoding::Brotli] {
            let copy = Copy { path: "a.txt".to_owned(), encoding };
            assert_eq!(copy.make(&noise).expect("memory"), None);
        }
    }
}
