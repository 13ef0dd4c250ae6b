//! Why a server over SSH did not do what it was asked.

use std::fmt;

/// A failure of a call over SSH.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// A program that this machine lacks: `ssh` or `rsync`.
    NoProgram(&'static str),
    /// A machine whose key nobody has vouched for.
    UnknownKey { host: String },
    /// A machine that shows another key than the one that is known.
    ChangedKey { host: String },
    /// A machine that lets this user not in.
    NoLogin { host: String },
    /// A name that no machine goes by.
    UnknownHost { host: String },
    /// A machine that is there and takes no connection on this port.
    Refused { host: String, port: String },
    /// A machine that does not answer.
    Unreachable { host: String, why: String },
    /// A connection that ended too early.
    Broken { why: String },
    /// A machine that gives out no shell.
    NoShell { host: String },
    /// A shell that says something before it is asked.
    Noisy { host: String },
    /// Something that the server lacks.
    Lacks(&'static str),
    /// A file that the user may not touch there.
    Denied { why: String },
    /// A disk that is full there.
    Full { why: String },
    /// The server says that it failed, and no more.
    Vague,
    /// Something lies where nothing may be.
    Taken,
    /// Anything else, as the programs word it.
    Said(String),
}

impl Fault {
    /// Whether it may pass by itself.
    pub fn passes(&self) -> bool {
        matches!(self, Self::Refused { .. } | Self::Unreachable { .. } | Self::Broken { .. })
    }

    /// What `ssh` failed of, by what it said; it ends with 255 then.
    pub fn of_connection(host: &str, said: &str) -> Self {
        let host = host.to_owned();
        let has = |words: &[&str]| words.iter().any(|word| said.contains(word));
        if has(&["HOST IDENTIFICATION HAS CHANGED", "REVOKED HOST KEY"]) {
            return Self::ChangedKey { host };
        }
        if has(&["Host key verification failed", "host key is known for"]) {
            return Self::UnknownKey { host };
        }
        if has(&["Permission denied (", "Too many authentication failures"]) {
            return Self::NoLogin { host };
        }
        let why = last_line(said);
        if has(&LASTING) {
            return Self::Said(why);
        }
        if has(&["Name or service not known", "nodename nor servname provided"]) {
            return Self::UnknownHost { host };
        }
        if let Some(port) = why.strip_suffix(": Connection refused") {
            let port = port.rsplit(' ').next().unwrap_or_default().to_owned();
            return Self::Refused { host, port };
        }
        if has(&["ssh: connect to host", "ssh: Could not resolve", "banner exchange"]) {
            return Self::Unreachable { host, why };
        }
        Self::Broken { why }
    }

    /// What a command on the server failed of, by what it said.
    pub fn of_command(said: &str) -> Self {
        let why = last_line(said);
        let has = |words: &[&str]| words.iter().any(|word| said.contains(word));
        if has(&["No space left", "quota exceeded"]) {
            return Self::Full { why: first_line_with(said, &["No space left", "quota"]) };
        }
        if has(&["Permission denied", "Read-only file system", "Operation not permitted"]) {
            let words = ["Permission denied", "Read-only file system", "Operation not permitted"];
            return Self::Denied { why: first_line_with(said, &words) };
        }
        Self::Said(why)
    }
}

/// What `ssh` says of a fault that will be there the next time as well.
const LASTING: [&str; 5] = [
    "Unable to negotiate",
    "Bad configuration option",
    "terminating,",
    "Bad owner or permissions",
    "Can't open user config file",
];

/// The last line that says something.
fn last_line(said: &str) -> String {
    let mut lines = said.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.next_back().unwrap_or("the connection ended").to_owned()
}

fn first_line_with(said: &str, words: &[&str]) -> String {
    let mut lines = said.lines().filter(|line| words.iter().any(|word| line.contains(word)));
    lines.next().unwrap_or_default().trim().to_owned()
}

impl std::error::Error for Fault {}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoProgram(name) => write!(f, "`{name}` is not installed on this machine"),
            Self::UnknownKey { host } => write!(
                f,
                "the host key of {host} is not known; compare its fingerprint with the one its \
                 keeper gives, then add it to known_hosts"
            ),
            Self::ChangedKey { host } => write!(
                f,
                "{host} shows another host key than the one that is known; it may be another \
                 machine: ask its keeper"
            ),
            Self::NoLogin { host } => write!(
                f,
                "{host} lets this user not in; look at the user in `to`, and at the key \
                 (IdentityFile), which must be known there and ask for no password"
            ),
            Self::UnknownHost { host } => write!(
                f,
                "no machine goes by the name {host}; look at `to`, and at this machine's DNS"
            ),
            Self::Refused { host, port } => write!(
                f,
                "{host} takes no connection on port {port}; look at the port in `to`, and ask its \
                 keeper whether sshd runs"
            ),
            Self::Unreachable { host, why } => write!(f, "{host} does not answer ({why})"),
            Self::Broken { why } => write!(f, "the connection broke ({why})"),
            Self::NoShell { host } => {
                write!(f, "{host} gives out no shell; write sftp:// instead of ssh://")
            }
            Self::Noisy { host } => write!(
                f,
                "the shell of {host} prints something at login; silence it where it is not \
                 interactive, or write sftp://"
            ),
            Self::Lacks(what) => write!(f, "the server lacks {what}"),
            Self::Denied { why } => write!(f, "the server does not permit it ({why})"),
            Self::Full { why } => write!(f, "the server's disk is full ({why})"),
            Self::Vague => f.write_str("the server says only that it failed; its disk may be full"),
            Self::Taken => write!(f, "something lies there already"),
            Self::Said(words) => f.write_str(words),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Fault;

    #[test]
    fn what_will_be_so_the_next_time_is_not_tried_again() {
        let of = |said: &str| Fault::of_connection("www", said);
        let host = || "www".to_owned();
        assert_eq!(
            of("No ED25519 host key is known for www and you have requested strict checking.\n\
                Host key verification failed."),
            Fault::UnknownKey { host: host() }
        );
        assert_eq!(
            of("@  WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!  @\n\
                Host key verification failed."),
            Fault::ChangedKey { host: host() }
        );
        assert_eq!(of("u@www: Permission denied (publickey)."), Fault::NoLogin { host: host() });
        for lasting in [
            "Unable to negotiate with 192.0.2.1 port 22: no matching host key type found.",
            "/x/config: terminating, 1 bad configuration options",
        ] {
            assert_eq!(of(lasting), Fault::Said(lasting.to_owned()));
        }
        let unknown = "ssh: Could not resolve hostname www: Name or service not known";
        assert_eq!(of(unknown), Fault::UnknownHost { host: host() });
        assert!(!of(unknown).passes());
        let refused = "ssh: connect to host www port 22: Connection refused\r\n";
        assert_eq!(of(refused), Fault::Refused { host: host(), port: "22".to_owned() });
        for passing in [
            refused,
            "ssh: Could not resolve hostname www: Temporary failure in name resolution",
            "Connection closed by 192.0.2.1 port 22",
            "client_loop: send disconnect: Broken pipe",
            "",
        ] {
            assert!(of(passing).passes(), "{passing}");
        }
    }

    #[test]
    fn a_full_disk_is_told_from_a_broken_connection() {
        let said = "rsync: [receiver] write failed on \"/srv/a\": No space left on device (28)\n\
                    rsync error: error in file IO (code 11) at receiver.c(393)";
        assert!(matches!(Fault::of_command(said), Fault::Full { why } if why.contains("/srv/a")));
        let said = "mkdir: cannot create directory '/srv/www': Permission denied";
        assert!(matches!(Fault::of_command(said), Fault::Denied { .. }));
    }
}
