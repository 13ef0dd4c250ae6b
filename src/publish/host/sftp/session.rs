//! SFTP, version 3 (draft-ietf-secsh-filexfer-02, and OpenSSH's PROTOCOL for what it adds), over the
//! subsystem that `ssh -s` reaches.
//!
//! The protocol is spoken here, and the `sftp` program is not called: what it prints is for people,
//! while a publication must know why a call failed, must make a file only where there is none, and
//! must put a link in place in one step.

use std::collections::BTreeMap;
use std::io::{BufReader, Read as _, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use anyhow::{Context as _, Result};

use super::super::openssh::{Asks, Client, Fault, end, spawn};

/// One conversation with a server. After a failure of the connection it is of no use any more.
#[derive(Debug)]
pub struct Session {
    host: String,
    child: Option<Child>,
    to: Option<ChildStdin>,
    from: BufReader<ChildStdout>,
    next: u32,
    extensions: Vec<Vec<u8>>,
}

/// How many requests are under way at once. Their answers fit into a pipe's buffer where requests
/// are long, and the requests where answers are.
const WINDOW: usize = 48;
/// What a file is read and written by, which every server takes.
pub const CHUNK: usize = 32 * 1024;
/// The longest answer.
const LONGEST: usize = 1 << 20;

const INIT: u8 = 1;
const VERSION: u8 = 2;
const OPEN: u8 = 3;
const CLOSE: u8 = 4;
const READ: u8 = 5;
const WRITE: u8 = 6;
const LSTAT: u8 = 7;
const FSTAT: u8 = 8;
const FSETSTAT: u8 = 10;
const OPENDIR: u8 = 11;
const READDIR: u8 = 12;
const REMOVE: u8 = 13;
const MKDIR: u8 = 14;
const RMDIR: u8 = 15;
const STAT: u8 = 17;
const RENAME: u8 = 18;
const READLINK: u8 = 19;
const SYMLINK: u8 = 20;
const STATUS: u8 = 101;
const HANDLE: u8 = 102;
const DATA: u8 = 103;
const NAME: u8 = 104;
const ATTRS: u8 = 105;
const EXTENDED: u8 = 200;

/// A request, but for its number.
#[derive(Debug, Clone)]
pub struct Request(u8, Vec<u8>);

/// How a new file is opened: written to, and only where there is none.
const NEW: u32 = 0x02 | 0x08 | 0x20;
const FOR_READING: u32 = 0x01;
const HAS_PERMISSIONS: u32 = 0x04;
const HAS_TIMES: u32 = 0x08;

impl Request {
    /// A path, or a handle.
    fn of(kind: u8, text: &[u8]) -> Self {
        Self(kind, Vec::new()).text(text)
    }

    fn text(mut self, text: &[u8]) -> Self {
        // What is asked is never longer than a chunk and a path.
        let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
        self.1.extend(length.to_be_bytes());
        self.1.extend(text);
        self
    }

    fn number(mut self, number: u32) -> Self {
        self.1.extend(number.to_be_bytes());
        self
    }

    fn long(mut self, number: u64) -> Self {
        self.1.extend(number.to_be_bytes());
        self
    }

    pub fn open(path: &str) -> Self {
        Self::of(OPEN, path.as_bytes()).number(FOR_READING).number(0)
    }

    /// Opens a file that must not be there yet; everybody may read it, as far as the server's mask
    /// lets them.
    pub fn open_new(path: &str) -> Self {
        Self::of(OPEN, path.as_bytes()).number(NEW).number(HAS_PERMISSIONS).number(0o644)
    }

    pub fn close(handle: &[u8]) -> Self {
        Self::of(CLOSE, handle)
    }

    pub fn read(handle: &[u8], at: u64, length: u32) -> Self {
        Self::of(READ, handle).long(at).number(length)
    }

    pub fn write(handle: &[u8], at: u64, bytes: &[u8]) -> Self {
        Self::of(WRITE, handle).long(at).text(bytes)
    }

    pub fn lstat(path: &str) -> Self {
        Self::of(LSTAT, path.as_bytes())
    }

    /// What a link leads to, and not the link.
    pub fn stat(path: &str) -> Self {
        Self::of(STAT, path.as_bytes())
    }

    pub fn stat_of(handle: &[u8]) -> Self {
        Self::of(FSTAT, handle)
    }

    /// Gives an open file a time.
    pub fn set_time(handle: &[u8], seconds: u32) -> Self {
        Self::of(FSETSTAT, handle).number(HAS_TIMES).number(seconds).number(seconds)
    }

    /// All of an open file into another.
    pub fn copy(from: &[u8], to: &[u8]) -> Self {
        let to_its_end = 0;
        let request = Self::of(EXTENDED, COPY.as_bytes()).text(from).long(0).long(to_its_end);
        request.text(to).long(0)
    }

    pub fn open_folder(path: &[u8]) -> Self {
        Self::of(OPENDIR, path)
    }

    pub fn read_folder(handle: &[u8]) -> Self {
        Self::of(READDIR, handle)
    }

    pub fn remove(path: &[u8]) -> Self {
        Self::of(REMOVE, path)
    }

    pub fn make_folder(path: &str) -> Self {
        Self::of(MKDIR, path.as_bytes()).number(HAS_PERMISSIONS).number(0o755)
    }

    pub fn remove_folder(path: &[u8]) -> Self {
        Self::of(RMDIR, path)
    }

    /// Nothing may be at the new name.
    pub fn rename(from: &str, to: &str) -> Self {
        Self::of(RENAME, from.as_bytes()).text(to.as_bytes())
    }

    /// What is at the new name is replaced, in one step.
    pub fn replace(from: &str, to: &str) -> Self {
        Self::of(EXTENDED, REPLACE.as_bytes()).text(from.as_bytes()).text(to.as_bytes())
    }

    /// A second name of a file.
    pub fn link(from: &str, to: &str) -> Self {
        Self::of(EXTENDED, LINK.as_bytes()).text(from.as_bytes()).text(to.as_bytes())
    }

    pub fn read_link(path: &str) -> Self {
        Self::of(READLINK, path.as_bytes())
    }

    /// The order is OpenSSH's, and the draft's the other way round; servers follow OpenSSH.
    pub fn make_link(to: &str, link: &str) -> Self {
        Self::of(SYMLINK, to.as_bytes()).text(link.as_bytes())
    }
}

/// What replaces a file by another in one step.
pub const REPLACE: &str = "posix-rename@openssh.com";
/// What gives a file a second name.
pub const LINK: &str = "hardlink@openssh.com";

/// What copies a file within the server: OpenSSH's since 9.0.
pub const COPY: &str = "copy-data";

/// What a server answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    Done,
    End,
    /// There is no such file.
    Absent,
    Refused(Fault),
    Handle(Vec<u8>),
    Data(Vec<u8>),
    /// Names with what they are.
    Names(Names),
    Attributes(Attributes),
}

/// Names with what they are.
pub type Names = Vec<(Vec<u8>, Attributes)>;

/// What is known of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Attributes {
    pub bytes: Option<u64>,
    /// With the bits that tell a file from a folder.
    pub mode: Option<u32>,
    /// When it was last changed, in seconds since 1970.
    pub modified: Option<u32>,
}

impl Session {
    /// Begins a conversation.
    pub fn open(client: &Client) -> Result<Self> {
        client.connect()?;
        let mut command = client.call(Asks::Subsystem);
        command.arg("sftp");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = spawn(&mut command, "ssh")?;
        let (to, from) = (child.stdin.take(), child.stdout.take());
        let from = BufReader::new(from.context("cannot run ssh")?);
        let host = client.host().to_owned();
        let mut session =
            Self { host, child: Some(child), to, from, next: 0, extensions: Vec::new() };
        session.send(INIT, &3u32.to_be_bytes())?;
        let (kind, body) = session.receive()?;
        if kind != VERSION {
            return Err(Fault::Noisy { host: session.host.clone() }.into());
        }
        let mut body = Body(&body);
        body.number();
        while let Some(name) = body.text() {
            session.extensions.push(name.to_vec());
            body.text();
        }
        Ok(session)
    }

    /// Whether the server has an extension.
    pub fn has(&self, extension: &str) -> bool {
        self.extensions.iter().any(|name| name == extension.as_bytes())
    }

    /// Asks one thing.
    pub fn ask(&mut self, request: Request) -> Result<Answer> {
        let number = self.put(&request)?;
        match self.take()? {
            (answered, answer) if answered == number => Ok(answer),
            _ => Err(self.senseless()),
        }
    }

    /// Asks many things at once; `told` hears each answer with what it answers, and may ask for more
    /// in its turn.
    pub fn ask_all<T>(
        &mut self,
        requests: impl IntoIterator<Item = (T, Request)>,
        mut told: impl FnMut(T, Answer) -> Result<Option<(T, Request)>>,
    ) -> Result<()> {
        let mut requests = requests.into_iter();
        let mut more = Vec::new();
        let mut under_way = BTreeMap::new();
        loop {
            while under_way.len() < WINDOW {
                let Some((of, request)) = more.pop().or_else(|| requests.next()) else { break };
                let number = self.put(&request)?;
                under_way.insert(number, of);
            }
            if under_way.is_empty() {
                return Ok(());
            }
            let (number, answer) = self.take()?;
            let Some(of) = under_way.remove(&number) else { return Err(self.senseless()) };
            more.extend(told(of, answer)?);
        }
    }

    fn put(&mut self, request: &Request) -> Result<u32> {
        self.next = self.next.wrapping_add(1);
        let number = self.next;
        let body = [&number.to_be_bytes(), request.1.as_slice()].concat();
        self.send(request.0, &body)?;
        Ok(number)
    }

    fn take(&mut self) -> Result<(u32, Answer)> {
        let (kind, body) = self.receive()?;
        let mut body = Body(&body);
        let read = body.number().and_then(|number| Some((number, body.answer(kind)?)));
        read.ok_or_else(|| self.senseless())
    }

    fn send(&mut self, kind: u8, body: &[u8]) -> Result<()> {
        let length = u32::try_from(body.len() + 1).unwrap_or(u32::MAX);
        let packet = [&length.to_be_bytes(), [kind].as_slice(), body].concat();
        let sent = match &mut self.to {
            Some(to) => to.write_all(&packet).and_then(|()| to.flush()),
            None => return Err(self.senseless()),
        };
        sent.map_err(|_| self.broken())
    }

    fn receive(&mut self) -> Result<(u8, Vec<u8>)> {
        let mut head = [0; 5];
        if self.from.read_exact(&mut head).is_err() {
            return Err(self.broken());
        }
        let [a, b, c, d, kind] = head;
        let length = u32::from_be_bytes([a, b, c, d]) as usize;
        if length == 0 || length > LONGEST {
            return Err(Fault::Noisy { host: self.host.clone() }.into());
        }
        let mut body = vec![0; length - 1];
        match self.from.read_exact(&mut body) {
            Ok(()) => Ok((kind, body)),
            Err(_) => Err(self.broken()),
        }
    }

    /// Why the conversation ended.
    fn broken(&mut self) -> anyhow::Error {
        drop(self.to.take());
        let said = self.child.take().map(|child| child.wait_with_output());
        let said = said.and_then(Result::ok).map(|output| output.stderr).unwrap_or_default();
        let said = String::from_utf8_lossy(&said);
        if said.contains("subsystem request failed") {
            return Fault::Lacks("sftp; write ssh:// if it gives out a shell").into();
        }
        Fault::of_connection(&self.host, &said).into()
    }

    fn senseless(&self) -> anyhow::Error {
        Fault::Said(format!("{} answers what is no SFTP", self.host)).into()
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        drop(self.to.take());
        if let Some(child) = self.child.take() {
            end(child);
        }
    }
}

/// What is left to read of an answer.
struct Body<'a>(&'a [u8]);

impl<'a> Body<'a> {
    fn number(&mut self) -> Option<u32> {
        let (number, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u32::from_be_bytes(*number))
    }

    fn long(&mut self) -> Option<u64> {
        let (number, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u64::from_be_bytes(*number))
    }

    fn text(&mut self) -> Option<&'a [u8]> {
        let length = self.number()? as usize;
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(text)
    }

    fn attributes(&mut self) -> Option<Attributes> {
        let flags = self.number()?;
        let mut found = Attributes::default();
        if flags & 0x01 != 0 {
            found.bytes = Some(self.long()?);
        }
        if flags & 0x02 != 0 {
            // Owner and group.
            self.long()?;
        }
        if flags & HAS_PERMISSIONS != 0 {
            found.mode = Some(self.number()?);
        }
        if flags & HAS_TIMES != 0 {
            let _read = self.number()?;
            found.modified = Some(self.number()?);
        }
        if flags & 0x8000_0000 != 0 {
            for _ in 0..self.number()? {
                self.text()?;
                self.text()?;
            }
        }
        Some(found)
    }

    fn answer(&mut self, kind: u8) -> Option<Answer> {
        Some(match kind {
            STATUS => {
                let code = self.number()?;
                let said = String::from_utf8_lossy(self.text().unwrap_or_default()).into_owned();
                match code {
                    0 => Answer::Done,
                    1 => Answer::End,
                    2 => Answer::Absent,
                    3 => Answer::Refused(Fault::Denied { why: said }),
                    // In version 3 a full disk has no word of its own.
                    4 if said == "Failure" || said.is_empty() => Answer::Refused(Fault::Vague),
                    6 | 7 => Answer::Refused(Fault::Broken { why: said }),
                    _ => Answer::Refused(Fault::of_command(&said)),
                }
            }
            HANDLE => Answer::Handle(self.text()?.to_vec()),
            DATA => Answer::Data(self.text()?.to_vec()),
            ATTRS => Answer::Attributes(self.attributes()?),
            NAME => {
                let count = self.number()?;
                let mut names = Vec::new();
                for _ in 0..count {
                    let name = self.text()?.to_vec();
                    // What a listing for people would have.
                    self.text()?;
                    names.push((name, self.attributes()?));
                }
                Answer::Names(names)
            }
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_that_is_cut_short_is_none() {
        let whole = [&[0, 0, 0, 1][..], &[0, 0, 0, 1], b"a", &[0, 0, 0, 1], b"l"].concat();
        let with = |tail: &[u8]| Body(&[whole.as_slice(), tail].concat()).answer(NAME);
        let attributes = [&[0, 0, 0, 5][..], &7u64.to_be_bytes(), &0o100644u32.to_be_bytes()];
        let file = Attributes { bytes: Some(7), mode: Some(0o100_644), modified: None };
        assert_eq!(with(&attributes.concat()), Some(Answer::Names(vec![(b"a".to_vec(), file)])));
        let cut = attributes.concat();
        assert!((0..cut.len()).all(|end| with(&cut[..end]).is_none()));
        assert_eq!(Body(&[0, 0, 0, 2]).answer(STATUS), Some(Answer::Absent));
        assert_eq!(Body(&[0xff; 8]).answer(DATA), None);
    }
}
