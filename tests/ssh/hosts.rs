//! What a layout of releases asks of a server, asked of a real one.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::sleep;
use std::time::Duration;

use liangshai::model::settings::targets::{Carrier, Ssh};
use liangshai::publish::folder::{self, Digests};
use liangshai::publish::host::openssh::{Asks, Client, Fault};
use liangshai::publish::host::{Delivery, Host, Notes, Sftp, Shell};
use liangshai::write::{ContentDigest, FileDigest};

use super::scratch::{self, Scratch, files};
use super::server::{Gives, Server, keygen};

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

        // The next release takes from it what stays, even where the build was made again.
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
        assert_ne!(inode(&one, "long"), inode(&two, "long"), "{gives:?}: one's own");
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
    let client = client(&server);
    let folder = folder_of(&client);
    let host = Shell::new(client, &root(&server));
    host.write("note", b"x").expect("written");
    assert_eq!(fs::metadata(&folder).expect("it is there").permissions().mode() & 0o777, 0o700);
    drop(host);
    assert!(!folder.exists(), "{}", folder.display());
    for _ in 0..250 {
        if server.connections().is_empty() {
            break;
        }
        sleep(Duration::from_millis(20));
    }
    assert_eq!(server.connections(), [""; 0]);
}

/// The folder that a client has for its connection: the one of its socket. Clients of other tests have
/// theirs beside it.
fn folder_of(client: &Client) -> PathBuf {
    let options = client.options(Asks::Command);
    let socket = options.iter().skip_while(|option| *option != "-S").nth(1).expect("a socket");
    Path::new(socket).parent().expect("a folder").to_owned()
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
        let passes = error.downcast_ref::<Fault>().is_none_or(Fault::passes);
        assert!(!passes, "{error:#}");
    }
}
