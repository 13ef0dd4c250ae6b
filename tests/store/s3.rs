//! An object store that proves signatures (tests/servers/s3.py), one for all tests.

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use liangshai::model::settings::targets::{Location, Store, StoreKind};

use crate::desk::{STATE, Shop, Tree, keys};
use crate::scratch::{Scratch, repository};
use crate::wire::{Answer, Wire, ask};

/// The server. It ends when this process does, and its input with it.
pub struct S3 {
    _process: Child,
    port: u16,
    hand: u16,
    pub id: String,
    pub secret: String,
}

pub fn s3() -> &'static S3 {
    static S3: OnceLock<S3> = OnceLock::new();
    S3.get_or_init(|| {
        let servers = repository().join("tests/servers");
        let mut process = Command::new(servers.join("venv/bin/python"))
            .arg(servers.join("s3.py"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("tests/servers/venv is missing: tests/run makes it");
        let out = process.stdout.take().expect("its output");
        let mut told = String::new();
        BufReader::new(out).read_line(&mut told).expect("a line");
        let told: serde_json::Value = serde_json::from_str(&told).expect("s3.py starts");
        let port = |name: &str| told[name].as_u64().and_then(|port| port.try_into().ok());
        let text = |name: &str| told[name].as_str().expect("a text").to_owned();
        S3 {
            port: port("port").expect("a port"),
            hand: port("hand").expect("a port"),
            id: text("id"),
            secret: text("secret"),
            _process: process,
        }
    })
}

/// A part of the bucket that is one test's own.
pub struct Bucket {
    pub name: String,
    pub wire: Wire,
    own: Scratch,
}

impl Bucket {
    pub fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("t{}", COUNT.fetch_add(1, Ordering::Relaxed));
        Self { name, wire: Wire::to(s3().port), own: Scratch::new() }
    }

    /// A file with keys; these, or the right ones.
    pub fn keys(&self, secret: Option<&str>) -> PathBuf {
        let file = self.own.path("keys.toml");
        let secret = secret.unwrap_or(&s3().secret);
        keys(&file, &[("access_key_id", &s3().id), ("secret_access_key", secret)]);
        file
    }

    /// A file as readers get it.
    pub fn get(&self, path: &str) -> Answer {
        ask(s3().hand, "GET", &format!("/{}/{path}", self.name), b"")
    }
}

impl Shop for Bucket {
    fn all(&self) -> Tree {
        let listed = String::from_utf8(ask(s3().hand, "GET", "/", b"").body).expect("text");
        let own = format!("{}/", self.name);
        let paths = listed.lines().filter_map(|path| path.strip_prefix(&own));
        paths.map(|path| (path.to_owned(), self.get(path).body)).collect()
    }

    fn write(&self, path: &str, bytes: &[u8]) {
        assert_eq!(ask(s3().hand, "PUT", &format!("/{}/{path}", self.name), bytes).status, 200);
    }

    fn remove(&self, path: &str) {
        ask(s3().hand, "DELETE", &format!("/{}/{path}", self.name), b"");
    }

    fn to(&self) -> (Location, Store) {
        let address = format!("bucket/{}/site", self.name);
        let store = Store {
            endpoint: Some(format!("http://127.0.0.1:{}", self.wire.port)),
            region: None,
            credentials: Some(self.keys(None).display().to_string()),
            state: Some(format!("{}/{STATE}", self.name)),
        };
        (Location::Store { kind: StoreKind::S3, address }, store)
    }
}
