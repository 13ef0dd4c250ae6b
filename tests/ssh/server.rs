//! An OpenSSH server of one test's own, on a free port of this machine.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use super::scratch::Scratch;

/// What a server gives out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gives {
    Shell,
    SftpAlone,
}

impl Gives {
    pub const ALL: [Self; 2] = [Self::Shell, Self::SftpAlone];

    /// How an address of it begins.
    pub fn scheme(self) -> &'static str {
        match self {
            Self::Shell => "ssh",
            Self::SftpAlone => "sftp",
        }
    }
}

/// A running server; it ends with the test. What it serves lies in its folder too.
pub struct Server {
    pub folder: Scratch,
    pub gives: Gives,
    pub port: u16,
    daemon: Child,
}

const SSHD: &str = "/usr/sbin/sshd";

impl Server {
    pub fn start(gives: Gives) -> Self {
        for program in [SSHD, "/usr/bin/ssh", "/usr/bin/ssh-keygen", "/usr/bin/rsync"] {
            assert!(Path::new(program).exists(), "{program} is missing: tests/run installs it");
        }
        // Where root starts it, it wants an empty folder of its own.
        let _ = fs::create_dir_all("/run/sshd");
        let folder = Scratch::new();
        for key in ["host key", "key"] {
            keygen(&folder.path(key));
        }
        fs::copy(folder.path("key.pub"), folder.path("authorized")).expect("a copy");
        fs::create_dir(folder.path("home")).expect("a folder");
        loop {
            let free = TcpListener::bind("127.0.0.1:0").expect("a free port");
            let port = free.local_addr().expect("an address").port();
            drop(free);
            folder.write("sshd_config", config(&folder.0, port, gives));
            let mut daemon = Command::new(SSHD)
                .args(["-D", "-e", "-f"])
                .arg(folder.path("sshd_config"))
                .stderr(fs::File::create(folder.path("said")).expect("a file"))
                .spawn()
                .expect("sshd runs");
            for _ in 0..500 {
                if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                    let server = Self { folder, gives, port, daemon };
                    server.write_client_config();
                    return server;
                }
                if daemon.try_wait().expect("a process").is_some() {
                    break;
                }
                sleep(Duration::from_millis(20));
            }
            let said = fs::read_to_string(folder.path("said")).unwrap_or_default();
            let _ = daemon.kill();
            // Another may have taken the port.
            assert!(said.contains("Address already in use"), "sshd does not start: {said}");
        }
    }

    /// The configuration that a target names: what an address cannot say.
    fn write_client_config(&self) {
        let host_key = fs::read_to_string(self.folder.path("host key.pub")).expect("a key");
        let known = format!("[127.0.0.1]:{} {host_key}", self.port);
        self.folder.write("known hosts", known);
        let at = self.folder.0.display();
        self.folder.write(
            "client's config",
            format!(
                "Host *\n  Port {}\n  IdentityFile \"{at}/key\"\n  IdentitiesOnly yes\n  \
                 UserKnownHostsFile \"{at}/known hosts\"\n  GlobalKnownHostsFile /dev/null\n",
                self.port
            ),
        );
    }

    /// The configuration's path.
    pub fn client_config(&self) -> String {
        self.folder.path("client's config").to_str().expect("UTF-8").to_owned()
    }

    /// The number of the process that waits for connections.
    pub fn pid(&self) -> u32 {
        self.daemon.id()
    }

    /// The processes of its connections.
    pub fn connections(&self) -> Vec<String> {
        let pid = self.pid();
        let children = fs::read_to_string(format!("/proc/{pid}/task/{pid}/children"));
        children.unwrap_or_default().split_whitespace().map(str::to_owned).collect()
    }

    /// Ends every connection, as a network that fails does.
    pub fn cut(&self) {
        for pid in self.connections() {
            let _ = Command::new("kill").args(["-9", &pid]).stderr(Stdio::null()).status();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.cut();
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}

pub fn keygen(path: &Path) {
    let made = Command::new("ssh-keygen")
        .args(["-q", "-t", "ed25519", "-N", "", "-f"])
        .arg(path)
        .status()
        .expect("ssh-keygen runs");
    assert!(made.success());
}

fn config(folder: &Path, port: u16, gives: Gives) -> String {
    let at = folder.display();
    let force = match gives {
        Gives::Shell => "",
        Gives::SftpAlone => "ForceCommand internal-sftp\n",
    };
    // HOME: what the user's own shell reads when it starts is no part of the test.
    format!(
        "ListenAddress 127.0.0.1\nPort {port}\nHostKey \"{at}/host key\"\n\
         AuthorizedKeysFile {at}/authorized\nPidFile none\nStrictModes no\nUsePAM no\n\
         PasswordAuthentication no\nKbdInteractiveAuthentication no\nMaxStartups 100\n\
         SetEnv HOME={at}/home\nSubsystem sftp internal-sftp\n{force}"
    )
}
