//! nginx as a WebDAV server.

use std::fs;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use liangshai::model::settings::targets::{Location, Store, StoreKind};

use crate::desk::{Shop, Tree, keys};
use crate::scratch::{self, Scratch};
use crate::wire::{Wire, free_port};

pub const USER: &str = "clerk";
pub const PASSWORD: &str = "dav-secret-7f3a";

/// A server of one test's own.
pub struct Nginx {
    process: Child,
    pub root: Scratch,
    settings: Scratch,
    pub wire: Wire,
}

impl Nginx {
    pub fn start() -> Self {
        let (root, settings, port) = (Scratch::new(), Scratch::new(), free_port());
        settings.write("users", format!("{USER}:{{PLAIN}}{PASSWORD}\n"));
        settings.write("nginx.conf", configuration(&root.0, &settings.0, port));
        let process = Command::new(binary())
            .args(["-c", "nginx.conf", "-p"])
            .arg(&settings.0)
            .arg("-e")
            .arg(settings.path("error.log"))
            .stderr(Stdio::null())
            .spawn()
            .expect("nginx is missing: tests/run installs it");
        let started = Self { process, root, settings, wire: Wire::to(port) };
        for _ in 0..200 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return started;
            }
            sleep(Duration::from_millis(50));
        }
        let log = fs::read_to_string(started.settings.path("error.log")).unwrap_or_default();
        panic!("nginx with WebDAV does not start (tests/run installs both): {log}");
    }

    /// The file that holds its user's password.
    pub fn keys(&self) -> PathBuf {
        let file = self.settings.path("keys.toml");
        keys(&file, &[("user", USER), ("password", PASSWORD)]);
        file
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        let pid = fs::read_to_string(self.settings.path("nginx.pid")).unwrap_or_default();
        // Asked to, it ends its workers too.
        let asked = Command::new("kill").arg(pid.trim()).status();
        if !asked.is_ok_and(|status| status.success()) {
            let _ = self.process.kill();
        }
        let _ = self.process.wait();
    }
}

impl Shop for Nginx {
    fn all(&self) -> Tree {
        scratch::files(&self.root.0)
    }

    fn write(&self, path: &str, bytes: &[u8]) {
        self.root.write(path, bytes);
    }

    fn remove(&self, path: &str) {
        self.root.remove(path);
    }

    fn to(&self) -> (Location, Store) {
        let address = format!("127.0.0.1:{}/site", self.wire.port);
        let store =
            Store { credentials: Some(self.keys().display().to_string()), ..Store::default() };
        (Location::Store { kind: StoreKind::WebDav { secure: false }, address }, store)
    }
}

fn binary() -> &'static str {
    // Not on everybody's path.
    if Path::new("/usr/sbin/nginx").exists() { "/usr/sbin/nginx" } else { "nginx" }
}

fn configuration(root: &Path, own: &Path, port: u16) -> String {
    let (root, own) = (root.display(), own.display());
    let is_root = Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout == b"0\n");
    let user = if is_root { "user root;" } else { "" };
    let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|name| format!("  {name}_temp_path {own}/{name};\n"))
        .concat();
    format!(
        "{user}
load_module /usr/lib/nginx/modules/ngx_http_dav_ext_module.so;
daemon off;
pid {own}/nginx.pid;
worker_processes 1;
events {{ worker_connections 256; }}
http {{
  access_log off;
  client_max_body_size 100m;
{temporary}  server {{
    listen 127.0.0.1:{port};
    root {root};
    auth_basic store;
    auth_basic_user_file {own}/users;
    dav_methods PUT DELETE MKCOL COPY MOVE;
    dav_ext_methods PROPFIND OPTIONS;
  }}
}}
"
    )
}
