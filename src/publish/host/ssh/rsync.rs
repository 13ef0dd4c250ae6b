//! `rsync`, as files are sent by it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result};

use super::super::openssh::{Asks, Client, Fault, spawn};
use super::script;

/// Where files come from and go to.
pub struct Trip<'a> {
    /// The build's folder.
    pub build: &'a Path,
    /// The folder on the server, which is there.
    pub folder: &'a str,
    /// A folder on the server with files of the same names: of what changed only the parts that did
    /// are sent.
    pub base: Option<&'a str>,
}

/// Sends files by their paths; `came` is told of each that is on its way.
///
/// Whether a file is the same is told by what it holds, since a build that was made again has other
/// times. Times are not sent: a file has that of its publication.
pub fn send(
    client: &Client,
    trip: &Trip,
    paths: &[&str],
    came: &mut dyn FnMut(&str),
) -> Result<()> {
    if paths.is_empty() {
        return Ok(());
    }
    client.connect()?;
    let build = trip.build;
    let build = build.canonicalize().with_context(|| format!("cannot read {}", build.display()))?;
    let mut from = build.into_os_string();
    from.push("/");
    let mut command = Command::new("rsync");
    command.env("LC_ALL", "C").env("RSYNC_OLD_ARGS", "0");
    // The paths go by rsync's own way and not through the server's shell.
    command.args(["-s", "-8", "--checksum", "--from0", "--files-from=-", "--timeout=300"]);
    command.args(["--chmod=D755,F644", "--out-format=%n"]);
    if let Some(base) = trip.base {
        command.arg(format!("--copy-dest={base}"));
    }
    command.arg("-e").arg(shell(client)).arg("--").arg(from);
    command.arg(format!("{}:{}/", client.host(), trip.folder));
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = spawn(&mut command, "rsync")?;
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    // A name that begins with a number sign would be a comment, even here.
    let list = script::list(paths.iter().copied());
    let said = std::thread::scope(|scope| {
        scope.spawn(|| stdin.map(|mut stdin| stdin.write_all(&list)));
        let said = scope.spawn(|| {
            let mut said = Vec::new();
            let _ = stderr.map(|mut stderr| stderr.read_to_end(&mut said));
            String::from_utf8_lossy(&said).into_owned()
        });
        for line in stdout.into_iter().flat_map(|out| BufReader::new(out).split(b'\n')) {
            let Ok(line) = line else { break };
            came(&plain(&line));
        }
        said.join().unwrap_or_default()
    });
    let status = child.wait().context("cannot run rsync")?;
    match status.code().unwrap_or(255) {
        0 => Ok(()),
        code => Err(fault(client.host(), code, &said).into()),
    }
}

/// What it failed of.
fn fault(host: &str, code: i32, said: &str) -> Fault {
    if said.contains("rsync: command not found") || said.contains("rsync: not found") {
        return Fault::Lacks("rsync");
    }
    if said.contains("is your shell clean?") {
        return Fault::Noisy { host: host.to_owned() };
    }
    let told = match Fault::of_command(said) {
        Fault::Said(_) => Fault::of_connection(host, said),
        told => return told,
    };
    match (code, told) {
        // By its own page: sockets, the data stream, times out, a signal, the connection.
        (5 | 10 | 12 | 20 | 30 | 35 | 255, told) => told,
        (_, Fault::Broken { why }) => Fault::Said(why),
        (_, told) => told,
    }
}

/// The command that rsync reaches the server by. It splits it at spaces, and a quotation mark within
/// its own kind is written twice.
fn shell(client: &Client) -> String {
    let options = client.options(Asks::Command);
    let words = options.iter().map(|word| {
        let word = word.to_string_lossy();
        format!("'{}'", word.replace('\'', "''"))
    });
    let words: Vec<String> = words.collect();
    format!("ssh {} --", words.join(" "))
}

/// A name as rsync prints it: what would not be one line is `\#` and three octal digits.
fn plain(line: &[u8]) -> String {
    let mut name = Vec::with_capacity(line.len());
    let mut rest = line;
    while let Some((first, behind)) = rest.split_first() {
        let digits = behind.strip_prefix(b"#").filter(|_| *first == b'\\').and_then(|behind| {
            let (digits, behind) = behind.split_at_checked(3)?;
            let value = u8::from_str_radix(std::str::from_utf8(digits).ok()?, 8).ok()?;
            Some((value, behind))
        });
        let (byte, behind) = digits.unwrap_or((*first, behind));
        name.push(byte);
        rest = behind;
    }
    String::from_utf8_lossy(&name).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_as_rsync_prints_it() {
        assert_eq!(plain("附件/a b\\#012c.pdf".as_bytes()), "附件/a b\nc.pdf");
        assert_eq!(plain(b"a\\#9"), "a\\#9");
    }

    #[test]
    fn a_full_disk_is_not_waited_for_and_a_lost_connection_is() {
        let full = "rsync: write failed on \"/a\": No space left on device (28)\nrsync error: (12)";
        assert!(!fault("www", 12, full).passes());
        let lost = "rsync: connection unexpectedly closed (0 bytes received so far) [sender]";
        assert!(fault("www", 12, lost).passes());
        assert!(fault("www", 30, "rsync error: timeout in data send/receive (code 30)").passes());
        assert!(!fault("www", 23, "rsync error: some files were not transferred").passes());
        let none = "bash: line 1: rsync: command not found\nrsync error: (code 12)";
        assert_eq!(fault("www", 12, none), Fault::Lacks("rsync"));
    }
}
