//! The preview as a process of its own, and the little of HTTP that speaks with it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::http::{self, LONG};
use crate::scratch::Scratch;

pub use crate::http::Answer;

/// A running preview; it ends with the test.
pub struct Preview {
    child: Child,
    pub port: u16,
    /// The line that it is ready.
    pub first: String,
    /// The address it names.
    pub url: String,
    out: Receiver<String>,
    err: Receiver<String>,
}

impl Preview {
    /// Starts it and waits until it is ready.
    pub fn of(site: &Scratch, args: &[&str]) -> Self {
        Self::at(site, 0, args)
    }

    /// Starts it at a port, where another was before.
    pub fn at(site: &Scratch, port: u16, args: &[&str]) -> Self {
        let port = port.to_string();
        let mut all = vec!["serve", "--port", &port];
        all.extend(args);
        let mut child = site
            .command(&all)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let out = lines(child.stdout.take().expect("a pipe"));
        let err = lines(child.stderr.take().expect("a pipe"));
        let ready = out.recv_timeout(LONG);
        let first = String::new();
        let mut preview = Self { child, port: 0, first, url: String::new(), out, err };
        preview.first = ready.expect("a line that it is ready");
        let first = &preview.first;
        let at = first.find("http://").unwrap_or_else(|| panic!("no address in {first}"));
        preview.url = first[at..].split(' ').next().unwrap_or("").to_owned();
        let port = preview.url.rsplit(':').next().and_then(|rest| rest.split('/').next());
        preview.port = port.and_then(|port| port.parse().ok()).expect("a port");
        preview
    }

    /// The next line it prints.
    pub fn line(&self) -> String {
        self.out.recv_timeout(LONG).expect("a line")
    }

    /// All it prints until it is ended.
    pub fn rest(mut self) -> String {
        self.child.kill().expect("it still runs");
        std::mem::replace(&mut self.out, channel().1).into_iter().collect()
    }

    /// The next line of its warnings.
    pub fn warning(&self) -> String {
        self.err.recv_timeout(LONG).expect("a line")
    }

    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[])
    }

    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        http::send(self.connect(), method, path, headers)
    }

    /// Asks until the answer is as wanted.
    pub fn wait_for(&self, path: &str, wanted: impl Fn(&Answer) -> bool) -> Answer {
        let wanted = || Some(self.get(path)).filter(&wanted);
        until(wanted).unwrap_or_else(|| panic!("{path} is still {}", self.get(path).text()))
    }

    /// Listens to events as an open page does.
    pub fn events(&self) -> Events {
        let mut stream = self.connect();
        let host = self.port;
        let request = format!("GET /.liangshai/events HTTP/1.1\r\nHost: localhost:{host}\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("it listens");
        Events(BufReader::new(stream))
    }

    fn connect(&self) -> TcpStream {
        http::connect(self.port)
    }

    /// Sends it a signal and waits for its end.
    pub fn end_by(mut self, signal: &str) -> ExitStatus {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args([signal, &id]).status().expect("kill runs");
        assert!(sent.success());
        until(|| self.child.try_wait().expect("its own child")).expect("it ends")
    }
}

/// Asks again and again for what must come, for as long as that may take.
#[expect(clippy::disallowed_methods, reason = "a test measures its own patience")]
fn until<T>(mut ask: impl FnMut() -> Option<T>) -> Option<T> {
    let end = Instant::now() + LONG;
    while Instant::now() < end {
        if let Some(found) = ask() {
            return Some(found);
        }
        thread::sleep(Duration::from_millis(5));
    }
    None
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Lines as they come, read by a thread that ends with the pipe.
pub fn lines(pipe: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        for line in BufReader::new(pipe).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    receiver
}

impl Answer {
    /// What the page says it was made from.
    pub fn version(&self) -> String {
        let text = self.text();
        let (_, rest) = text.split_once("data-version=\"").expect("a bar");
        rest.split('"').next().expect("a value").to_owned()
    }

    /// The page as the site has it, without what the preview put in.
    pub fn without_bar(&self) -> String {
        let text = self.text();
        let (before, rest) =
            text.split_once("<link rel=\"stylesheet\" href=\"/.lia").expect("a bar");
        let (_, rest) = rest.split_once("</script>").expect("a script");
        let (between, rest) = rest.split_once("<aside id=\"liangshai-preview\"").expect("a bar");
        let (_, after) = rest.split_once("</aside>").expect("its end");
        format!("{before}{between}{after}")
    }
}

/// An open page's connection.
pub struct Events(BufReader<TcpStream>);

impl Events {
    /// The next version it is told.
    pub fn next(&mut self) -> String {
        let mut line = String::new();
        loop {
            line.clear();
            let read = self.0.read_line(&mut line).expect("an event in time");
            assert!(read > 0, "the connection has ended");
            if let Some(version) = line.trim_end().strip_prefix("data: ") {
                return version.to_owned();
            }
        }
    }
}
