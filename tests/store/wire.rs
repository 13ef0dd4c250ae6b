//! A wire to a server that notes what goes over it, and that can be cut.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Read, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::Child;
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::spawn;

/// A port of this machine that leads to a server's.
pub struct Wire {
    pub port: u16,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    /// Methods and paths, as they came.
    log: Vec<(String, String)>,
    /// How many changes are let through before the wire is cut.
    left: Option<usize>,
    is_cut: bool,
    /// Who is killed when it is cut.
    victim: Option<Child>,
    /// How many answers are lost from now on, after the server did what was asked.
    lost: usize,
}

impl Wire {
    pub fn to(server: u16) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let state = Arc::<Mutex<State>>::default();
        let shared = state.clone();
        spawn(move || {
            for client in listener.incoming().flatten() {
                let state = shared.clone();
                spawn(move || carry(client, server, &state));
            }
        });
        Self { port, state }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no test failed with it in hand")
    }

    /// Cuts the wire after so many changes.
    pub fn cut_after(&self, changes: usize) {
        self.state().left = Some(changes);
    }

    /// The same, and kills who is at the other end.
    pub fn kill_after(&self, changes: usize, victim: Child) {
        let mut state = self.state();
        (state.left, state.victim) = (Some(changes), Some(victim));
    }

    pub fn mend(&self) -> Option<Child> {
        let mut state = self.state();
        (state.left, state.is_cut) = (None, false);
        state.victim.take()
    }

    pub fn is_cut(&self) -> bool {
        self.state().is_cut
    }

    /// Loses answers.
    pub fn lose(&self, answers: usize) {
        self.state().lost = answers;
    }

    /// What went over it since the last call.
    pub fn log(&self) -> Vec<(String, String)> {
        std::mem::take(&mut self.state().log)
    }
}

impl crate::scenes::Strike for Wire {
    fn after(&self, changes: usize, act: &mut dyn FnMut()) {
        self.cut_after(changes);
        act();
        self.mend();
    }

    fn puts(&self) -> usize {
        let is_put = |(method, path): &(String, String)| {
            method == "PUT" && path.contains("/site/") && !path.contains("/.liangshai/")
        };
        self.log().iter().filter(|request| is_put(request)).count()
    }
}

/// Carries one request; every request has a connection of its own.
fn carry(client: TcpStream, server: u16, state: &Mutex<State>) -> Option<()> {
    let mut from = BufReader::new(client.try_clone().ok()?);
    let mut client = client;
    let mut first = String::new();
    from.read_line(&mut first).ok()?;
    let mut words = first.split(' ');
    let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
    let (mut head, mut length) = (first.clone(), 0);
    loop {
        let mut line = String::new();
        from.read_line(&mut line).ok()?;
        if line.trim().is_empty() {
            break;
        }
        let (name, value) = line.split_once(':')?;
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.trim().parse().ok()?,
            "connection" => continue,
            _ => {}
        }
        head.push_str(&line);
    }
    head.push_str("Connection: close\r\n\r\n");
    let mut body = vec![0; length];
    from.read_exact(&mut body).ok()?;
    let is_lost = {
        let mut state = state.lock().ok()?;
        let changes = !matches!(method.as_str(), "GET" | "HEAD" | "PROPFIND");
        if changes && let Some(left) = state.left.as_mut() {
            match left.checked_sub(1) {
                Some(fewer) => *left = fewer,
                None => state.is_cut = true,
            }
        }
        if state.is_cut {
            if let Some(victim) = state.victim.as_mut() {
                let _ = victim.kill();
            }
            // No failure that is worth another try.
            let refusal = "HTTP/1.1 400 Cut\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            return client.write_all(refusal.as_bytes()).ok();
        }
        state.log.push((method, path));
        // Not of the lock: whoever is slow at that gives it up.
        let is_lost = changes && state.lost > 0 && !head.contains("lock.json");
        state.lost -= usize::from(is_lost);
        is_lost
    };
    let mut server = TcpStream::connect(("127.0.0.1", server)).ok()?;
    server.write_all(head.as_bytes()).ok()?;
    server.write_all(&body).ok()?;
    let mut answer = Vec::new();
    server.read_to_end(&mut answer).ok()?;
    if is_lost { Some(()) } else { client.write_all(&answer).ok() }
}

/// An answer, as it came.
pub struct Answer {
    pub status: u16,
    pub headers: HashMap<String, String>,
    pub body: Vec<u8>,
}

/// Asks a server of this machine.
pub fn ask(port: u16, method: &str, path: &str, body: &[u8]) -> Answer {
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    let mut stream = TcpStream::connect(address).expect("it answers");
    let path: String = path
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect();
    let head = format!(
        "{method} {path} HTTP/1.0\r\nHost: 127.0.0.1\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).expect("it listens");
    stream.write_all(body).expect("it listens");
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).expect("an answer");
    let status = line.split(' ').nth(1).and_then(|status| status.parse().ok());
    let mut headers = HashMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).expect("an answer");
        let Some((name, value)) = line.split_once(':') else { break };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let mut body = Vec::new();
    reader.read_to_end(&mut body).expect("an answer");
    Answer { status: status.expect("a status"), headers, body }
}

/// A port nobody listens at.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    listener.local_addr().expect("an address").port()
}
