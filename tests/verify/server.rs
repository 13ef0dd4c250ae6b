//! A web server of a test's own on loopback, that misbehaves as it is told.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use liangshai::publish::media;

/// What it serves, by path.
pub type Files = BTreeMap<String, Vec<u8>>;

/// An answer.
#[derive(Debug, Clone)]
pub enum Reply {
    Page {
        status: u16,
        headers: Vec<(&'static str, String)>,
        body: Vec<u8>,
    },
    /// One that never ends.
    Endless,
    /// One that comes late.
    Late(Duration),
    /// None: the connection is closed.
    Silence,
}

impl Reply {
    pub fn page(status: u16, kind: &str, body: impl AsRef<[u8]>) -> Self {
        let headers = vec![("Content-Type", kind.to_owned())];
        Self::Page { status, headers, body: body.as_ref().to_vec() }
    }

    pub fn html(body: impl AsRef<[u8]>) -> Self {
        Self::page(200, media::HTML, body)
    }

    pub fn redirect(to: &str) -> Self {
        let headers = vec![("Location", to.to_owned())];
        Self::Page { status: 302, headers, body: Vec::new() }
    }
}

/// What it answers to a path in its own way; none for how a good server would.
type Behaviour = dyn Fn(&str) -> Option<Reply> + Send + Sync;

pub struct Server {
    port: u16,
    scheme: &'static str,
    over: Arc<AtomicBool>,
    asked: Arc<Mutex<Vec<String>>>,
}

/// Where the site lies on it.
const FOLDER: &str = "/ljsbp/";

impl Server {
    pub fn of(
        files: Files,
        behaves: impl Fn(&str) -> Option<Reply> + Send + Sync + 'static,
    ) -> Self {
        Self::start(files, Box::new(behaves), None)
    }

    /// The same behind TLS.
    pub fn encrypted(files: Files, tls: Arc<rustls::ServerConfig>) -> Self {
        Self::start(files, Box::new(|_| None), Some(tls))
    }

    fn start(
        files: Files,
        behaves: Box<Behaviour>,
        tls: Option<Arc<rustls::ServerConfig>>,
    ) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let scheme = if tls.is_some() { "https" } else { "http" };
        let (over, asked) = (Arc::new(AtomicBool::new(false)), Arc::new(Mutex::new(Vec::new())));
        let server = Self { port, scheme, over: over.clone(), asked: asked.clone() };
        let files = Arc::new(files);
        let behaves: Arc<Behaviour> = behaves.into();
        thread::spawn(move || {
            for stream in listener.incoming() {
                if over.load(Ordering::Relaxed) {
                    return;
                }
                let Ok(stream) = stream else { continue };
                let (files, behaves, asked) = (files.clone(), behaves.clone(), asked.clone());
                let tls = tls.clone();
                thread::spawn(move || match tls {
                    None => answer(stream, &files, &*behaves, &asked),
                    Some(config) => {
                        if let Ok(tls) = rustls::ServerConnection::new(config) {
                            let stream = rustls::StreamOwned::new(tls, stream);
                            answer(stream, &files, &*behaves, &asked);
                        }
                    }
                });
            }
        });
        server
    }

    pub fn url(&self) -> String {
        format!("{}://127.0.0.1:{}{FOLDER}", self.scheme, self.port)
    }

    /// The lines it was asked with, and their headers.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("no thread failed").clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

fn answer(
    stream: impl Read + Write,
    files: &Files,
    behaves: &Behaviour,
    asked: &Mutex<Vec<String>>,
) {
    let mut stream = BufReader::new(stream);
    loop {
        let mut head = String::new();
        loop {
            let mut line = String::new();
            if !matches!(stream.read_line(&mut line), Ok(1..)) {
                return;
            }
            if line == "\r\n" {
                break;
            }
            head += &line;
        }
        let target = head.split(' ').nth(1).unwrap_or("/");
        let path = target.split('?').next().unwrap_or(target);
        let path = percent_encoding::percent_decode_str(path).decode_utf8_lossy().into_owned();
        asked.lock().expect("no thread failed").push(head.clone());
        let reply = match path.strip_prefix(FOLDER) {
            Some(path) => behaves(path).unwrap_or_else(|| good(path, files)),
            None => Reply::page(404, media::HTML, "elsewhere"),
        };
        if send(stream.get_mut(), reply).is_err() {
            return;
        }
    }
}

/// What a good server answers.
fn good(path: &str, files: &Files) -> Reply {
    let page = match path.is_empty() || path.ends_with('/') {
        true => format!("{path}index.html"),
        false => path.to_owned(),
    };
    let found = files.get(&page);
    if found.is_none() && files.contains_key(&format!("{path}/index.html")) {
        return Reply::redirect(&format!("{FOLDER}{path}/"));
    }
    let (status, page, body) = match found {
        Some(body) => (200, page.as_str(), body.clone()),
        None => (404, "404.html", files.get("404.html").cloned().unwrap_or_default()),
    };
    let headers = vec![
        ("Content-Type", media::of(page).to_owned()),
        ("Content-Security-Policy", "default-src 'self'".to_owned()),
        ("X-Content-Type-Options", "nosniff".to_owned()),
    ];
    Reply::Page { status, headers, body }
}

fn send(stream: &mut impl Write, reply: Reply) -> std::io::Result<()> {
    let (status, headers, body) = match reply {
        Reply::Page { status, headers, body } => (status, headers, body),
        Reply::Endless => {
            stream
                .write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n")?;
            loop {
                stream.write_all(&[b'x'; 4096])?;
            }
        }
        Reply::Late(wait) => {
            thread::sleep(wait);
            (200, Vec::new(), b"late".to_vec())
        }
        Reply::Silence => return Err(std::io::ErrorKind::ConnectionAborted.into()),
    };
    let mut head = format!("HTTP/1.1 {status} As it is\r\nContent-Length: {}\r\n", body.len());
    for (name, value) in headers {
        head += &format!("{name}: {value}\r\n");
    }
    stream.write_all(format!("{head}\r\n").as_bytes())?;
    stream.write_all(&body)?;
    stream.flush()
}
