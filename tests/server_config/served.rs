//! A site behind a real web server, by the configuration that is printed for it.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use liangshai::publish::media;

use crate::http::{self, Answer, LONG};
use crate::scratch::{Scratch, files};

/// Old addresses, with letters that mean something to servers.
pub const OLD_PAGE: &str = "旧站/通知";
pub const OLD_FILE: &str = "old/page.html";
pub const OLD_ODD: &str = "old/it's; return 200 {a} $uri ${PATH} (b)+ &c [d] 50% %20 ^x";

/// What the tests put beside the pages.
pub const FIXED: &str = "assets/style-1a2b3c4d.css";

const ABOUT: &str = "content/pages/about/index.md";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Nginx,
    Apache,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Kind::Nginx => "nginx",
            Kind::Apache => "apache",
        }
    }

    /// The program, which tests/run installs.
    fn program(self) -> PathBuf {
        let name = if self == Kind::Nginx { "nginx" } else { "apache2" };
        let path = std::env::var_os("PATH").unwrap_or_default();
        let folders = std::env::split_paths(&path).chain(["/usr/sbin".into()]);
        let mut found = folders.map(|folder| folder.join(name)).filter(|file| file.is_file());
        found.next().unwrap_or_else(|| panic!("{name} is missing: tests/run installs it"))
    }
}

/// A site of one page and a record with old addresses, as it is built for an address.
fn build(base_url: &str) -> Scratch {
    let site = Scratch::site(&[
        (
            "site.toml",
            &format!(
                "title = \"亮晒专栏\"\nbase_url = \"{base_url}\"\nas_of = 2023-06-25\n[defaults]\n\
                 disclosure = \"主动公开\"\n[targets.kept]\nto = \"/srv/www/kept\"\nmanifest = false\n"
            ),
        ),
        ("content/offices/ju.md", "---\n标题: 审批局\n---\n"),
        ("content/plans/2023.md", "---\n标题: 方案\n发文机关: 审批局\n发布日期: 2023-03-03\n---\n"),
        (
            "content/tasks/01/index.md",
            &format!(
                "---\n标题: 一窗受理\n方案: 方案\n责任单位: 审批局\n完成时限: 6月底前\n旧网址:\n  \
                 - /{OLD_PAGE}\n  - /{OLD_FILE}\n  - \"/{}\"\n---\n",
                encoded(OLD_ODD)
            ),
        ),
        (ABOUT, "---\n标题: 说明\n附件:\n  - 附件 一.pdf\n  - 清单.csv\n---\n原来的话。\n"),
        ("content/pages/about/清单.csv", "甲,乙\n1,2\n"),
    ]);
    site.write("content/pages/about/附件 一.pdf", b"%PDF-1.4 0123456789");
    site
}

/// The site as it lies on the server, and the server.
pub struct Served {
    pub kind: Kind,
    /// `/` or `/ljsbp/`.
    pub folder: &'static str,
    /// What the server has, by the path below the folder.
    pub tree: BTreeMap<String, Vec<u8>>,
    pub port: u16,
    /// The folder of releases and their link.
    pub www: PathBuf,
    child: Child,
    _lies: Scratch,
}

/// Both servers, at a host's root and below it.
pub fn everywhere() -> impl Iterator<Item = Served> {
    let all = [Kind::Nginx, Kind::Apache];
    all.into_iter()
        .flat_map(|kind| ["/", "/ljsbp/"].map(move |folder| (kind, folder)))
        .map(|(kind, folder)| Served::start(kind, folder, |printed| printed))
}

impl Served {
    /// Starts a server with the printed configuration, changed as an administrator might.
    pub fn start(kind: Kind, folder: &'static str, change: impl Fn(String) -> String) -> Self {
        Self::start_for(&[], kind, folder, change)
    }

    /// The same, printed with more arguments.
    pub fn start_for(
        args: &[&str],
        kind: Kind,
        folder: &'static str,
        change: impl Fn(String) -> String,
    ) -> Self {
        let site = build(&format!("https://www.example.gov.cn{folder}"));
        // The name of a folder may be any name.
        let lies = Scratch::new();
        let www = lies.path("网站 's; 1");
        fs::create_dir_all(www.join("releases")).expect("a folder");
        let release = www.join("releases/1");
        let run = site.run(&["build", "--out", text(&release)]);
        assert_eq!(run.code, 0, "{}", run.err);
        add(&release);
        let root = www.join("current");
        symlink("releases/1", &root).expect("a link");
        let print = [&["publish", "config", kind.name()], args, &["--root", text(&root)]].concat();
        let run = site.run(&print);
        assert_eq!(run.code, 0, "{}", run.err);
        let tree = files(&release);
        // What a server must not show, found by a link.
        lies.write("secret.txt", "secret");
        symlink(lies.path("secret.txt"), release.join("out.txt")).expect("a link");
        lies.write("site.conf", change(run.out));
        fs::create_dir_all(lies.path("portal/ljsbp2")).expect("a folder");
        lies.write("portal/index.html", "the portal");
        let (child, port) = start(kind, &lies);
        Self { kind, folder, tree, port, www, child, _lies: lies }
    }

    /// What publications to a folder leave, behind nginx by a configuration printed for it.
    pub fn published(www: &Path, printed: &str) -> Self {
        let lies = Scratch::new();
        lies.write("site.conf", printed);
        fs::create_dir_all(lies.path("portal")).expect("a folder");
        let (child, port) = start(Kind::Nginx, &lies);
        let (tree, www) = (BTreeMap::new(), www.to_owned());
        Self { kind: Kind::Nginx, folder: "/ljsbp/", tree, port, www, child, _lies: lies }
    }

    /// The address of a path below the site's folder.
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.folder)
    }

    /// Asks for a path below the site's folder.
    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[])
    }

    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.raw(method, &self.at(path), headers)
    }

    /// Asks for anything.
    pub fn raw(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        http::send(http::connect(self.port), method, path, headers)
    }

    /// What a failed assertion says of where it failed.
    pub fn told(&self, path: &str) -> String {
        format!("{:?} {}", self.kind, self.at(path))
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // Of its own accord it takes its workers along.
        let ended = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        if ended.is_err() {
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
    }
}

/// A path that is text, as those of these tests are.
fn text(path: &Path) -> &str {
    path.to_str().expect("text")
}

/// A path as it stands in a request.
pub fn encoded(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte);
    path.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

/// What a build does not make by itself, or not yet: files of every type, an asset with its digest
/// in its name, compressed copies; and what has no business there.
fn add(release: &Path) {
    let put = |path: &str, bytes: &[u8]| {
        let file = release.join(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        fs::write(file, bytes).expect("a file");
    };
    for (_, endings) in media::TYPES {
        for ending in *endings {
            put(&format!("kinds/a.{ending}"), ending.as_bytes());
        }
    }
    put("kinds/a.unknown", b"unknown");
    put(FIXED, "p { color: inherit }\n".repeat(100).as_bytes());
    for (path, bytes) in files(release) {
        if ["html", "css", "json", "csv", "xml"].iter().any(|ending| path.ends_with(ending)) {
            let mut gz = GzEncoder::new(Vec::new(), Compression::best());
            gz.write_all(&bytes).expect("memory does not fail");
            put(&format!("{path}.gz"), &gz.finish().expect("memory does not fail"));
        }
    }
    put("index.html.br", b"brotli");
    put(".git/config", b"secret");
    put("about/.liangshai-stage", b"secret");
    put("shell.php", b"<?php");
    put("kinds/shell.php.html", b"<?php");
    // Of a file that changed just now a server says nothing firm.
    let hour = Duration::from_secs(60 * 60);
    for path in files(release).keys() {
        let file = fs::File::options().write(true).open(release.join(path)).expect("a file");
        let made = file.metadata().and_then(|file| file.modified()).expect("a time");
        file.set_modified(made - hour).expect("a time");
    }
}

/// A server on a port of its own.
fn start(kind: Kind, lies: &Scratch) -> (Child, u16) {
    for _ in 0..8 {
        let port = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr();
        let port = port.expect("an address").port();
        if let Some(child) = run_server(kind, lies, port) {
            return (child, port);
        }
    }
    panic!("{kind:?} does not start: {}", log(lies));
}

fn log(lies: &Scratch) -> String {
    ["out.log", "error.log"]
        .map(|name| fs::read_to_string(lies.path(name)).unwrap_or_default())
        .concat()
}

/// The server, if it took the port.
#[expect(clippy::disallowed_methods, reason = "a test measures its own patience")]
fn run_server(kind: Kind, lies: &Scratch, port: u16) -> Option<Child> {
    let config = match kind {
        Kind::Nginx => nginx(lies, port),
        Kind::Apache => apache(lies, port),
    };
    lies.write("server.conf", config);
    let out = fs::File::create(lies.path("out.log")).expect("a file");
    let mut command = Command::new(kind.program());
    match kind {
        Kind::Nginx => command.args(["-e", text(&lies.path("error.log"))]),
        Kind::Apache => command.args(["-D", "FOREGROUND", "-d", text(&lies.0)]),
    };
    command.arg(if kind == Kind::Nginx { "-c" } else { "-f" }).arg(lies.path("server.conf"));
    let err = out.try_clone().expect("a handle");
    let mut child = command.stdin(Stdio::null()).stdout(out).stderr(err).spawn().expect("it runs");
    let end = Instant::now() + LONG;
    while Instant::now() < end {
        if child.try_wait().expect("its own child").is_some() {
            return None;
        }
        if TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return Some(child);
        }
        thread::sleep(Duration::from_millis(5));
    }
    let _ = child.kill();
    let _ = child.wait();
    None
}

/// A portal that sets what must not reach the site.
fn nginx(lies: &Scratch, port: u16) -> String {
    let modules = ["/usr/lib/nginx/modules/ngx_http_brotli_static_module.so"];
    let modules = modules.into_iter().filter(|file| Path::new(file).is_file());
    let modules: String = modules.map(|file| format!("load_module {file};\n")).collect();
    let at = text(&lies.0);
    format!(
        "{modules}daemon off;\nworker_processes 1;\npid {at}/server.pid;\nerror_log {at}/error.log;\n\
         events {{}}\nhttp {{\n\
         client_body_temp_path {at}/body;\nproxy_temp_path {at}/proxy;\n\
         fastcgi_temp_path {at}/fastcgi;\nuwsgi_temp_path {at}/uwsgi;\nscgi_temp_path {at}/scgi;\n\
         access_log off;\ntypes {{ text/plain html; }}\ngzip on;\ngzip_min_length 1;\n\
         open_file_cache max=100;\nautoindex on;\n\
         server {{\nlisten 127.0.0.1:{port};\nroot \"{at}/portal\";\nexpires 1d;\n\
         add_header X-Frame-Options DENY;\nlocation ~ \"[.]php\" {{ return 418; }}\n\
         include \"{at}/site.conf\";\n}}\n}}\n"
    )
}

fn apache(lies: &Scratch, port: u16) -> String {
    let modules = [
        "mpm_event",
        "authz_core",
        "alias",
        "allowmethods",
        "autoindex",
        "cgid",
        "deflate",
        "dir",
        "env",
        "expires",
        "filter",
        "headers",
        "include",
        "mime",
        "negotiation",
        "rewrite",
        "setenvif",
        "unixd",
    ];
    let load =
        |name: &str| format!("LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n");
    let built_in = ["unixd"];
    let modules = modules.into_iter().filter(|name| {
        let file = format!("/usr/lib/apache2/modules/mod_{name}.so");
        !built_in.contains(name) || Path::new(&file).is_file()
    });
    let modules: String = modules.map(load).collect();
    let at = text(&lies.0);
    format!(
        "{modules}ServerRoot {at}\nServerName localhost\nListen 127.0.0.1:{port}\n\
         PidFile {at}/server.pid\nErrorLog {at}/error.log\nDefaultRuntimeDir {at}\n\
         ScriptSock {at}/cgisock\nUser www-data\nGroup www-data\nStartServers 1\n\
         ServerTokens Prod\nTypesConfig /dev/null\nAddType text/plain .html\n\
         AddType application/x-gzip .gz .tgz\nAddLanguage br .br\n\
         AddOutputFilterByType DEFLATE text/html text/css\n\
         <Directory />\nOptions FollowSymLinks Indexes\nAllowOverride All\nRequire all denied\n</Directory>\n\
         <FilesMatch \"[.]php\">\nSetHandler cgi-script\n</FilesMatch>\n\
         <VirtualHost *:{port}>\nDocumentRoot \"{at}/portal\"\nHeader set X-Frame-Options DENY\n\
         ExpiresActive On\nExpiresDefault A86400\n\
         <Directory \"{at}/portal\">\nRequire all granted\n</Directory>\n\
         Include \"{at}/site.conf\"\n</VirtualHost>\n"
    )
}
