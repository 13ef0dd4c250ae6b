//! Tests: each finding, each format, and what comes of damage.

mod archives;
mod documents;
mod hostile;
mod pdf;
mod pictures;

use std::io::Write;

use super::*;

/// A file of tests/attachments.
fn fixture(name: &str) -> Vec<u8> {
    let path = format!("{}/tests/attachments/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(path).expect("a file of tests/attachments")
}

fn seen(name: &str) -> Contents {
    look(name, &fixture(name), &Limits::default())
}

impl Contents {
    /// The texts, each behind where it stands.
    fn told(&self) -> Vec<String> {
        let told = |piece: &Piece| format!("{}：{}", piece.place.in_words().zh, piece.text);
        self.texts.iter().map(told).collect()
    }

    fn says(&self, line: &str) {
        assert!(self.told().iter().any(|told| told == line), "{line} is not in {:#?}", self.told());
    }

    fn found(&self, what: &What) -> &Place {
        match self.findings.iter().find(|finding| finding.what == *what) {
            Some(finding) => &finding.place,
            None => panic!("{what:?} is not in {:#?}", self.findings),
        }
    }

    fn has(&self, what: impl Fn(&What) -> bool) -> bool {
        self.findings.iter().any(|finding| what(&finding.what))
    }
}

fn person(role: Role, name: &str) -> What {
    What::Person { role, name: name.to_owned() }
}

/// A compound file of these streams and folders.
fn ole(streams: &[&str], folders: &[&str]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).expect("to memory");
    for folder in folders {
        file.create_storage(folder).expect("a name");
    }
    for stream in streams {
        file.create_stream(stream).expect("a name").write_all(&[0; 64]).expect("to memory");
    }
    file.into_inner().into_inner()
}
