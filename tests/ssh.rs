//! Targets over the real OpenSSH: what lies on a server is what was built, whatever breaks on the way.

#![cfg(target_os = "linux")]

#[path = "faults/scratch.rs"]
mod scratch;
#[path = "ssh/server.rs"]
mod server;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use liangshai::model::settings::targets::{Carrier, Ssh};
use liangshai::publish::folder::{self, Digests};
use liangshai::publish::host::openssh::{Client, Fault};
use liangshai::publish::host::{Delivery, Host, Notes, Sftp, Shell};
use liangshai::write::{ContentDigest, FileDigest};
use scratch::{Run, Scratch, files};
use server::{Gives, Server, keygen};

type Tree = BTreeMap<String, Vec<u8>>;

/// Pauses that a test waits out.
const QUICK: [Duration; 4] = [Duration::from_millis(50); 4];

/// One that no test waits out.
const SLOW: [Duration; 1] = [Duration::from_secs(30)];

/// A folder's name that a shell, a glob or a list would take for something else.
const ODD_FOLDER: &str = "it's $HOME `a` \"b\" [c]* 重点";

fn client(server: &Server) -> Client {
    let ssh = Ssh {
        by: match server.gives {
            Gives::Shell => Carrier::Rsync,
            Gives::SftpAlone => Carrier::Sftp,
        },
        user: None,
        host: "127.0.0.1".to_owned(),
        port: None,
        path: root(server),
    };
    Client::new(&ssh, Some(server.client_config().into()), &QUICK).expect("a client")
}

fn root(server: &Server) -> String {
    server.folder.path(ODD_FOLDER).to_str().expect("UTF-8").to_owned()
}

fn host(server: &Server) -> Box<dyn Host> {
    match server.gives {
        Gives::Shell => Box::new(Shell::new(client(server), &root(server))),
        Gives::SftpAlone => Box::new(Sftp::new(client(server), &root(server))),
    }
}

/// What a file of some bytes is listed as.
fn listed(path: &str, bytes: &[u8]) -> FileDigest {
    FileDigest { path: path.to_owned(), digest: ContentDigest::of(bytes) }
}

fn write(root: &Path, files: &[(&str, Vec<u8>)]) -> Vec<FileDigest> {
    let write = |(path, bytes): &(&str, Vec<u8>)| {
        let file = root.join(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        fs::write(file, bytes).expect("a file");
        listed(path, bytes)
    };
    files.iter().map(write).collect()
}

/// Names as clerks give them, and worse.
const ODD_NAMES: [&str; 10] = [
    "附件/关于 印发《方案》的通知.pdf",
    "a b/it's.html",
    "$HOME/`id`.html",
    "\"quoted\".html",
    "-rf",
    "a*b?[c].html",
    "#hash;semi&amp.html",
    "new\nline.html",
    "!bang%20{a,b}~.html",
    ":colon/c:d.html",
];

#[test]
fn a_folder_is_filled_with_exactly_what_was_listed_whatever_its_files_are_called() {
    for gives in Gives::ALL {
        let server = Server::start(gives);
        let host = host(&server);
        let build = Scratch::new();
        let mut all: Vec<(&str, Vec<u8>)> =
            ODD_NAMES.iter().map(|name| (*name, name.as_bytes().to_vec())).collect();
        // Of no bytes, of exactly a chunk, of many.
        let long: Vec<u8> = (0..3_000_001u32).map(|i| (i % 251) as u8).collect();
        all.extend([("empty", Vec::new()), ("chunk", long[..32768].to_vec()), ("long", long)]);
        let first = write(&build.0, &all);
        let arrived = RefCell::new(Vec::new());
        let told = |path: &str| arrived.borrow_mut().push(path.to_owned());
        let sent: Vec<&FileDigest> = first.iter().collect();
        let delivery = Delivery { build: &build.0, base: None, sent, same: Vec::new() };
        host.fill("releases/one", &delivery, &told).expect("it is filled");
        let one = server.folder.path(ODD_FOLDER).join("releases/one");
        scratch::assert_same(&files(&build.0), &files(&one), "the first release");
        assert_eq!(host.compare("releases/one", &first).expect("readable"), BTreeMap::new());
        let names: BTreeSet<String> = arrived.take().into_iter().collect();
        assert_eq!(names, first.iter().map(|file| file.path.clone()).collect());
        assert_eq!(fs::metadata(one.join("long")).expect("it is there").mode() & 0o777, 0o644);

        // The next release shares with it what stays, even where the build was made again.
        fs::remove_dir_all(&build.0).expect("a folder");
        all[0].1 = b"changed".to_vec();
        all.remove(1);
        let second = write(&build.0, &all);
        let (sent, same) = second.iter().partition(|file| file.path == all[0].0);
        let base = Some("releases/one".to_owned());
        let delivery = Delivery { build: &build.0, base, sent, same };
        // What another try left: a whole file, half of one, one too many, a folder for a file.
        let two = server.folder.path(ODD_FOLDER).join("releases/two");
        fs::create_dir_all(two.join("chunk/empty")).expect("a folder");
        fs::write(two.join("-rf"), "-rf").expect("a file");
        fs::write(two.join("long"), "half").expect("a file");
        fs::write(two.join(".long.Xy12"), "half").expect("a file");
        fs::create_dir_all(two.join("left/over")).expect("a folder");
        symlink("/etc", two.join("a*b?[c].html")).expect("a link");
        host.fill("releases/two", &delivery, &told).expect("it is filled");
        scratch::assert_same(&files(&build.0), &files(&two), "the second release");
        assert!(!two.join("left").exists());
        let inode =
            |root: &Path, path: &str| root.join(path).metadata().expect("it is there").ino();
        assert_eq!(inode(&one, "long"), inode(&two, "long"), "{gives:?}: nothing travels twice");
        assert_ne!(inode(&one, all[0].0), inode(&two, all[0].0));
        assert_eq!(fs::read(one.join(all[0].0)).expect("it is there"), all[0].0.as_bytes());
    }
}

#[test]
fn every_difference_is_named_as_it_would_be_on_this_machine() {
    for gives in Gives::ALL {
        let server = Server::start(gives);
        let host = host(&server);
        let here = server.folder.path(ODD_FOLDER).join("r");
        let mut all: Vec<(&str, Vec<u8>)> =
            ODD_NAMES.iter().map(|name| (*name, b"as it was".to_vec())).collect();
        all.push(("gone/a.html", Vec::new()));
        let list = write(&here, &all);
        assert_eq!(host.compare("r", &list).expect("readable"), BTreeMap::new());
        // As long as before, so that only what is in it tells.
        fs::write(here.join(ODD_NAMES[0]), "as it w@s").expect("a file");
        fs::write(here.join(ODD_NAMES[1]), "longer than it was").expect("a file");
        fs::remove_dir_all(here.join("gone")).expect("a folder");
        fs::write(here.join("shell.php"), "<?php").expect("a file");
        symlink("/etc/passwd", here.join("link")).expect("a link");
        symlink("/nowhere", here.join("broken")).expect("a link");
        let fifo = Command::new("mkfifo").arg(here.join("pipe")).status().expect("mkfifo runs");
        assert!(fifo.success());
        let foreign = std::ffi::OsStr::from_bytes(b"caf\xe9");
        fs::create_dir_all(here.join(foreign).join("b")).expect("a folder");
        fs::write(here.join(foreign).join("b/c"), "").expect("a file");
        fs::create_dir(here.join("empty")).expect("a folder");
        let expected = folder::compare(&here, &list, Digests::Sha256, |_| false).expect("readable");
        assert_eq!(expected.len(), 8);
        assert_eq!(host.compare("r", &list).expect("readable"), expected, "{gives:?}");
        let nowhere = folder::compare(&here.join("no"), &list, Digests::Sha256, |_| false);
        assert_eq!(host.compare("no", &list).expect("readable"), nowhere.expect("readable"));
    }
}

#[test]
fn small_files_links_and_names_do_as_they_do_on_this_machine() {
    for gives in Gives::ALL {
        let server = Server::start(gives);
        let host = host(&server);
        let here = server.folder.path(ODD_FOLDER);
        assert_eq!(host.read("a/b").expect("readable"), None);
        let bytes: Vec<u8> = (0..100_000u32).map(|i| (i % 256) as u8).collect();
        host.write("a/b", &bytes).expect("writable");
        assert_eq!(host.read("a/b").expect("readable"), Some(bytes));
        host.write("a/b", b"").expect("writable");
        assert_eq!(host.read("a/b").expect("readable"), Some(Vec::new()));
        assert_eq!(host.read("a/b/c").ok().flatten(), None);
        assert!(host.create("lock", b"mine").expect("writable"));
        assert!(!host.create("lock", b"yours").expect("writable"));
        assert!(!host.create("lock", b"mine").expect("writable"), "it was there");
        assert_eq!(fs::read(here.join("lock")).expect("it is there"), b"mine");

        assert_eq!(host.names("none").expect("readable"), [""; 0]);
        assert_eq!(host.names("a/b").ok().unwrap_or_default(), [""; 0]);
        fs::create_dir_all(here.join("releases/.part")).expect("a folder");
        fs::create_dir_all(here.join("releases/2/deep/er")).expect("a folder");
        fs::create_dir_all(here.join("releases/1")).expect("a folder");
        fs::write(here.join("releases/2/deep/er/f"), "x").expect("a file");
        assert_eq!(host.names("releases").expect("readable"), [".part", "1", "2"]);

        assert_eq!(host.leads_to("current").expect("readable"), None);
        host.lead("current", "releases/1").expect("linked");
        host.lead("current", "releases/2").expect("linked");
        assert_eq!(host.leads_to("current").expect("readable").as_deref(), Some("releases/2"));
        assert_eq!(fs::read(here.join("current/deep/er/f")).expect("it is served"), b"x");
        assert_eq!(host.leads_to("lock").expect("readable"), None);

        assert!(host.rename("releases/1", "releases/2").is_err(), "nothing is replaced");
        host.rename("releases/1", "elsewhere/3").expect("renamed");
        assert_eq!(host.names("elsewhere").expect("readable"), ["3"]);
        host.remove("releases").expect("removed");
        host.remove("releases").expect("it is gone already");
        host.remove("current").expect("removed");
        host.remove("lock").expect("removed");
        let left: Vec<String> = host.names("").expect("readable");
        assert_eq!(left, ["a", "elsewhere"], "{gives:?}: nothing is left beside");
    }
}

#[test]
fn a_connection_that_is_cut_is_made_again() {
    for gives in Gives::ALL {
        let server = Server::start(gives);
        let host = host(&server);
        for i in 0..4 {
            let text = format!("{i}");
            host.write("note", text.as_bytes()).expect("written in spite of it");
            server.cut();
            assert_eq!(host.read("note").expect("read in spite of it"), Some(text.into_bytes()));
        }
        // Cut while files travel.
        let build = Scratch::new();
        let many: Vec<(String, Vec<u8>)> =
            (0..40u8).map(|i| (format!("{}/{i}.bin", i % 4), vec![i; 300_000])).collect();
        let many: Vec<(&str, Vec<u8>)> =
            many.iter().map(|(path, bytes)| (path.as_str(), bytes.clone())).collect();
        let list = write(&build.0, &many);
        let delivery =
            Delivery { build: &build.0, base: None, sent: list.iter().collect(), same: Vec::new() };
        let cuts = RefCell::new([30, 20, 10, 1].to_vec());
        let count = RefCell::new(0);
        host.fill("part", &delivery, &|_| {
            *count.borrow_mut() += 1;
            if cuts.borrow().last() == Some(&*count.borrow()) {
                cuts.borrow_mut().pop();
                server.cut();
            }
        })
        .expect("filled in spite of it");
        let there = server.folder.path(ODD_FOLDER).join("part");
        scratch::assert_same(&files(&build.0), &files(&there), "what arrived");
        assert!(cuts.borrow().len() < 4, "{gives:?}: it was cut");
    }
}

#[test]
fn the_connection_ends_with_the_program_and_leaves_nothing() {
    let server = Server::start(Gives::Shell);
    let before = own_folders();
    let host = host(&server);
    host.write("note", b"x").expect("written");
    assert_eq!(own_folders().difference(&before).count(), 1);
    for folder in own_folders().difference(&before) {
        assert_eq!(fs::metadata(folder).expect("it is there").permissions().mode() & 0o777, 0o700);
    }
    drop(host);
    assert_eq!(own_folders().difference(&before).count(), 0);
    let late = Instant::now() + Duration::from_secs(5);
    while !server.connections().is_empty() && Instant::now() < late {
        sleep(Duration::from_millis(20));
    }
    assert_eq!(server.connections(), [""; 0]);
}

/// The folders that clients of this test's own thread have for their connections.
fn own_folders() -> BTreeSet<PathBuf> {
    let items = fs::read_dir(std::env::temp_dir()).expect("a folder").flatten();
    let sockets = items.map(|item| item.path()).filter(|path| path.join("said").exists());
    let name = format!("liangshai-{}-", std::process::id());
    let own = |path: &PathBuf| {
        path.file_name().is_some_and(|file| file.to_string_lossy().starts_with(&name))
    };
    sockets.filter(own).collect()
}

#[test]
fn what_is_wrong_with_a_server_is_said_at_once_and_plainly() {
    let server = Server::start(Gives::SftpAlone);
    let ssh = |by| Ssh {
        by,
        user: None,
        host: "127.0.0.1".to_owned(),
        port: Some(server.port),
        path: "/srv".to_owned(),
    };
    let fault = |by, config: &str| {
        let file = server.folder.path("other config");
        fs::write(&file, config).expect("a file");
        let client = Client::new(&ssh(by), Some(file), &SLOW);
        let client = client.expect("a client");
        let error = match by {
            Carrier::Rsync => Shell::new(client, "/srv").read("a"),
            Carrier::Sftp => Sftp::new(client, "/srv").read("a"),
        };
        error.expect_err("it is refused").downcast::<Fault>().expect("a fault of the server")
    };
    let config = fs::read_to_string(server.client_config()).expect("a file");
    let host = || "127.0.0.1".to_owned();
    assert_eq!(fault(Carrier::Rsync, &config), Fault::NoShell { host: host() });
    server.folder.write("nobody", "");
    let unknown = config.replace("known hosts", "nobody");
    let other = Scratch::new();
    keygen(&other.path("key"));
    let key = fs::read_to_string(other.path("key.pub")).expect("a key");
    server.folder.write("others", format!("[127.0.0.1]:{} {key}", server.port));
    let changed = config.replace("known hosts", "others");
    let stranger = config.replace("/key\"", "/host key\"");
    for by in [Carrier::Rsync, Carrier::Sftp] {
        // A configuration cannot wave a strange machine through.
        let lax = format!("{unknown}  StrictHostKeyChecking no\n");
        assert_eq!(fault(by, &lax), Fault::UnknownKey { host: host() });
        assert_eq!(fault(by, &changed), Fault::ChangedKey { host: host() });
        assert_eq!(fault(by, &stranger), Fault::NoLogin { host: host() });
        assert!(matches!(fault(by, "Nonsense 1\n"), Fault::Said(_)));
    }
    assert_eq!(files(&server.folder.0).get("nobody").map(Vec::len), Some(0), "nothing is noted");
}

#[test]
fn a_shell_that_greets_is_found_out_before_it_spoils_a_file() {
    let server = Server::start(Gives::Shell);
    fs::write(server.folder.path("home/.bashrc"), "echo welcome\n").expect("a file");
    let shell = std::env::var("SHELL").unwrap_or_default();
    let result = host(&server).read("a");
    if let Err(error) = result {
        let host = "127.0.0.1".to_owned();
        assert_eq!(error.downcast::<Fault>().expect("a fault"), Fault::Noisy { host });
    } else {
        assert!(!shell.ends_with("bash"), "bash reads it");
    }
}

#[test]
fn what_the_server_does_not_permit_is_not_tried_again() {
    for gives in Gives::ALL {
        let server = Server::start(gives);
        let began = Instant::now();
        let ssh = Ssh {
            by: if gives == Gives::Shell { Carrier::Rsync } else { Carrier::Sftp },
            user: None,
            host: "127.0.0.1".to_owned(),
            port: None,
            // Nobody can make a folder there, not even root.
            path: "/proc/none".to_owned(),
        };
        let client = Client::new(&ssh, Some(server.client_config().into()), &SLOW).expect("one");
        let error = match gives {
            Gives::Shell => Shell::new(client, "/proc/none").write("a", b""),
            Gives::SftpAlone => Sftp::new(client, "/proc/none").write("a", b""),
        }
        .expect_err("it cannot be written");
        assert!(format!("{error:#}").contains("cannot write 127.0.0.1:/proc/none/a"), "{error:#}");
        assert!(began.elapsed() < Duration::from_secs(20));
    }
}

/// A site that is published: its two versions, both built.
struct Case {
    server: Server,
    sites: [Scratch; 2],
}

const SETTINGS: &str =
    "title = \"甲\"\nas_of = 2023-06-15\n[defaults]\ndisclosure = \"主动公开\"\n";

impl Case {
    fn new(gives: Gives) -> Self {
        let server = Server::start(gives);
        let to =
            format!("{}://127.0.0.1{}/www it's 网站", gives.scheme(), server.folder.0.display());
        let settings = format!(
            "{SETTINGS}[targets.www]\nto = \"{to}\"\nssh_config = \"client's config\"\nkeep = 1\n"
        );
        let sites = ["旧", "新"].map(|text| {
            let site = Scratch::site(&[("site.toml", &settings)]);
            fs::copy(server.client_config(), site.path("client's config")).expect("a copy");
            let page = |more: &str| format!("---\n标题: 页\n---\n{text}{more}\n");
            site.write("content/pages/about.md", page("的话。"));
            site.write(
                "content/news/n/index.md",
                "---\n标题: 讯\n发布日期: 2023-03-01\n附件: [\"附件 甲'$HOME.txt\"]\n---\n话。\n",
            );
            site.write("content/news/n/附件 甲'$HOME.txt", "不变的附件");
            site.write(
                &format!("content/pages/only-{}.md", text.len() + text.as_bytes()[0] as usize),
                page("独有。"),
            );
            let built = site.run(&["build", "--quiet"]);
            assert_eq!(built.code, 0, "{}", built.err);
            site
        });
        Self { server, sites }
    }

    fn root(&self) -> PathBuf {
        self.server.folder.path("www it's 网站")
    }

    fn command(&self, version: usize, args: &[&str]) -> Command {
        let mut command = self.sites[version].command(args);
        command.args(["--lang", "en"]);
        command
    }

    fn publish(&self, version: usize) -> Run {
        Run::of(self.command(version, &["publish", "www", "--allow-dirty"]))
    }

    fn build(&self, version: usize) -> Tree {
        let mut built = files(&self.sites[version].path("public"));
        built.retain(|path, _| !path.starts_with(".liangshai"));
        built
    }

    /// What readers see.
    fn served(&self) -> Tree {
        files(&self.root().join("current"))
    }

    /// Which version readers see, whole; nothing is mixed.
    fn version(&self, what: &str) -> usize {
        let served = self.served();
        let is_of = |version: &usize| self.build(*version) == served;
        (0..2)
            .find(is_of)
            .unwrap_or_else(|| panic!("{what}: {:?} is neither", served.keys().collect::<Vec<_>>()))
    }

    fn releases(&self) -> Vec<String> {
        let items = fs::read_dir(self.root().join("releases")).expect("a folder").flatten();
        let mut names: Vec<String> =
            items.map(|item| item.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

#[test]
fn a_site_is_published_changed_rolled_back_and_another_hand_is_found() {
    for gives in Gives::ALL {
        let case = Case::new(gives);
        let first = case.publish(0);
        assert_eq!(first.code, 0, "{}", first.err);
        assert_eq!(case.version("published"), 0);
        let again = case.publish(0);
        assert!(again.out.contains("nothing travels"), "{}{}", again.out, again.err);

        let second = case.publish(1);
        assert_eq!(second.code, 0, "{}", second.err);
        assert_eq!(case.version("published again"), 1);
        let [one, two] = case.releases().try_into().expect("two releases");
        let attachment = |release: &str| {
            let root = case.root().join("releases").join(release);
            let mut all = files(&root).into_keys();
            let path = all.find(|path| path.ends_with("$HOME.txt")).expect("the attachment");
            root.join(path).metadata().expect("it is there").ino()
        };
        assert_eq!(attachment(&one), attachment(&two), "{gives:?}: what stays does not travel");
        let log = fs::read_to_string(case.root().join("publications.jsonl")).expect("a log");
        let last: serde_json::Value =
            serde_json::from_str(log.lines().last().expect("a line")).expect("JSON");
        let (old, new) = (case.build(0), case.build(1));
        let changed = new.iter().filter(|(path, bytes)| old.get(*path) != Some(bytes)).count();
        assert_eq!(last["sent"].as_u64(), Some(changed as u64));
        assert!(changed < new.len());

        let back = Run::of(case.command(1, &["rollback", "www"]));
        assert_eq!(back.code, 0, "{}", back.err);
        assert_eq!(case.version("rolled back"), 0);
        let listed = Run::of(case.command(1, &["releases", "www"]));
        assert_eq!(listed.out.lines().count(), 3, "{}", listed.out);

        let third = case.publish(1);
        assert_eq!(third.code, 0, "{}", third.err);
        // The one that is served, and the one before.
        assert_eq!(case.releases().len(), 2, "{gives:?}: older ones go");

        fs::write(case.root().join("current/shell.php"), "<?php").expect("a file");
        let strange = case.publish(0);
        assert_eq!(strange.code, 1, "{}", strange.out);
        assert!(strange.err.contains("extra  shell.php"), "{}", strange.err);
        let mut over = case.command(0, &["publish", "www", "--allow-dirty", "--force", "重装"]);
        over.stdout(Stdio::null());
        assert_eq!(Run::of(over).code, 0);
        assert_eq!(case.version("written over"), 0);
    }
}

/// Programs that count how often they are called, and at one call do something first.
fn counted(folder: &Scratch) {
    for name in ["ssh", "rsync"] {
        let script = format!(
            "#!/bin/sh\n\
             n=$(($(cat \"$COUNT\" 2>/dev/null || echo 0) + 1)); echo $n > \"$COUNT\"\n\
             if [ $n = \"$AT\" ]; then eval \"$THEN\"; fi\n\
             exec /usr/bin/{name} \"$@\"\n"
        );
        folder.write(name, script);
        let mode = fs::Permissions::from_mode(0o755);
        fs::set_permissions(folder.path(name), mode).expect("a mode");
    }
}

fn strike(command: &mut Command, programs: &Scratch, at: usize, then: &str) {
    let path = std::env::var("PATH").unwrap_or_default();
    let _ = fs::remove_file(programs.path("count"));
    command.env("PATH", format!("{}:{path}", programs.0.display()));
    command.env("COUNT", programs.path("count")).env("AT", at.to_string()).env("THEN", then);
    // So that a whole group can be killed, and no more.
    command.process_group(0).stdout(Stdio::null()).stderr(Stdio::null());
}

#[test]
fn a_publisher_killed_at_any_of_its_calls_leaves_the_old_site_or_the_new_one() {
    let case = Case::new(Gives::Shell);
    assert_eq!(case.publish(0).code, 0);
    let programs = Scratch::new();
    counted(&programs);
    let (mut at, mut seen) = (1, [0, 0]);
    loop {
        let now = case.version("before");
        let next = 1 - now;
        let mut command = case.command(next, &["publish", "www", "--allow-dirty", "--quiet"]);
        strike(&mut command, &programs, at, "kill -9 0");
        let status = command.status().expect("it runs");
        if status.code().is_some() {
            assert!(status.success(), "what the killed one left is no hindrance");
            break;
        }
        let left = case.version(&format!("killed at call {at}"));
        seen[usize::from(left == next)] += 1;
        at += 1;
    }
    assert!(seen[0] > 10 && seen[1] > 0, "{seen:?}");
    // While one is under way: among these are those of rsync.
    for (i, at) in (at / 3..at / 3 + 8).enumerate() {
        let now = case.version("before");
        let mut command = case.command(1 - now, &["publish", "www", "--allow-dirty", "--quiet"]);
        let then = format!("(sleep 0.{:02}; kill -9 0) &", 2 + 3 * i);
        strike(&mut command, &programs, at, &then);
        let _ = command.status().expect("it runs");
        case.version(&format!("killed while call {at} was under way"));
    }
    assert_eq!(case.publish(1 - case.version("at the end")).code, 0);
    // Nothing is left of the killed ones but what may be gone back to.
    assert!(case.releases().iter().all(|name| !name.starts_with('.')), "{:?}", case.releases());
}

#[test]
fn a_publisher_killed_after_any_number_of_bytes_leaves_the_old_site_or_the_new_one() {
    let case = Case::new(Gives::SftpAlone);
    assert_eq!(case.publish(0).code, 0);
    let programs = Scratch::new();
    // After so many bytes of a conversation the next one is its last.
    let script = "#!/bin/sh\n\
                  { dd bs=1 count=\"$AT\" 2>/dev/null\n\
                  if [ \"$(dd bs=1 count=1 2>/dev/null | wc -c)\" = 1 ]; then kill -9 0; fi\n\
                  } | /usr/bin/ssh \"$@\"\n";
    programs.write("ssh", script);
    fs::set_permissions(programs.path("ssh"), fs::Permissions::from_mode(0o755)).expect("a mode");
    let (mut at, mut seen) = (1, [0, 0]);
    loop {
        let now = case.version("before");
        let next = 1 - now;
        let mut command = case.command(next, &["publish", "www", "--allow-dirty", "--quiet"]);
        strike(&mut command, &programs, at, "");
        let status = command.status().expect("it runs");
        if status.code().is_some() {
            assert!(status.success(), "what the killed one left is no hindrance");
            break;
        }
        seen[usize::from(case.version(&format!("killed after {at} bytes")) == next)] += 1;
        // Small messages first and last, and files in between.
        at += 1500;
    }
    assert!(seen[0] > 10, "{seen:?}");
    assert!(case.releases().iter().all(|name| !name.starts_with('.')), "{:?}", case.releases());
}

#[test]
fn a_network_that_fails_on_the_way_is_waited_for() {
    let case = Case::new(Gives::Shell);
    assert_eq!(case.publish(0).code, 0);
    let programs = Scratch::new();
    counted(&programs);
    let pid = case.server.pid();
    let cut = format!(
        "(sleep 0.1; kill -9 $(cat /proc/{pid}/task/{pid}/children)) >/dev/null 2>&1 </dev/null &"
    );
    for at in [4, 11, 14, 17] {
        let next = 1 - case.version("before");
        let mut command = case.command(next, &["publish", "www", "--allow-dirty", "--quiet"]);
        strike(&mut command, &programs, at, &cut);
        assert!(command.status().expect("it runs").success(), "cut at call {at}");
        assert_eq!(case.version("after"), next);
    }
}

#[test]
fn a_server_that_is_down_and_one_that_is_unknown_fail_in_one_sentence() {
    let case = Case::new(Gives::Shell);
    let site = &case.sites[0];
    let config = fs::read_to_string(case.server.client_config()).expect("a file");
    site.write("client's config", config.replace("known hosts", "nobody"));
    let unknown = case.publish(0);
    assert_eq!(unknown.code, 3);
    assert!(unknown.err.contains("the host key of 127.0.0.1 is not known"), "{}", unknown.err);
    assert_eq!(unknown.err.lines().count(), 1, "{}", unknown.err);
    assert!(!case.root().exists());
    let port = format!("Port {}", case.server.port);
    site.write("client's config", config.replace(&port, "Port 1"));
    let mut command = site.command(&["releases", "www"]);
    command.args(["--lang", "zh-CN"]);
    let down = Run::of(command);
    assert_eq!(down.code, 3);
    assert!(down.err.contains("连不上 127.0.0.1"), "{}", down.err);
    site.remove("client's config");
    let none = case.publish(0);
    assert_eq!(none.code, 3);
    assert!(none.err.contains("cannot read") && none.err.contains("client's config"));
}

#[test]
fn a_second_publisher_is_refused_while_the_first_is_alive() {
    let case = Case::new(Gives::SftpAlone);
    assert_eq!(case.publish(0).code, 0);
    // A living process of another machine: its lock beats.
    let lock = case.root().join("lock.json");
    let beat = |beat: u32| {
        let held = format!(
            "{{\"holder\":{{\"who\":\"甲\",\"machine\":\"elsewhere\",\"process\":1,\
             \"since\":\"2023-06-15T09:00:00+08:00\"}},\"beat\":{beat}}}"
        );
        fs::write(&lock, held).expect("a file");
    };
    beat(0);
    let mut command = case.command(1, &["publish", "www", "--allow-dirty"]);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = command.spawn().expect("it runs");
    sleep(Duration::from_secs(3));
    beat(1);
    let output = child.wait_with_output().expect("it ends");
    let err = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{err}");
    assert!(err.contains("is publishing, on elsewhere"), "{err}");
    assert_eq!(case.version("after"), 0);
}
