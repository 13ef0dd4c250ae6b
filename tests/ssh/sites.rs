//! The commands, with a site that is published to a real server.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use super::scratch::{Run, Scratch, files};
use super::server::{Gives, Server};

type Tree = BTreeMap<String, Vec<u8>>;

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
        assert_eq!(listed.out.lines().count(), 1 + 3, "{}", listed.out);

        let third = case.publish(1);
        assert_eq!(third.code, 0, "{}", third.err);
        // The one that is served, and the one before.
        assert_eq!(case.releases().len(), 2, "{gives:?}: older ones go");

        let proved = Run::of(case.command(1, &["verify", "www"]));
        assert_eq!(proved.code, 0, "{gives:?}: {}{}", proved.out, proved.err);
        fs::write(case.root().join("current/shell.php"), "<?php").expect("a file");
        let tampered = Run::of(case.command(1, &["verify", "www"]));
        assert_eq!(tampered.code, 1, "{gives:?}: {}{}", tampered.out, tampered.err);
        assert!(tampered.out.contains("shell.php"), "{gives:?}: {}", tampered.out);
        let strange = case.publish(0);
        assert_eq!(strange.code, 1, "{}", strange.out);
        assert!(strange.err.contains("shell.php: in no list"), "{}", strange.err);
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
    // What a killed one cannot take away goes with the test.
    command.env("TMPDIR", &programs.0);
    // So that a whole group can be killed, and no more.
    command.process_group(0).stdout(Stdio::null()).stderr(Stdio::null());
}

#[test]
fn a_publisher_killed_at_one_call_after_another_leaves_the_old_site_or_the_new_one() {
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
        // What a killed one left adds calls to the next, so the steps between are met as well.
        at += 2;
    }
    assert!(seen[0] > 8 && seen[1] > 0, "{seen:?}");
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

/// What goes wrong before anything travels: the address, the port, the machine, the key.
#[test]
fn what_is_wrong_with_an_address_or_a_key_is_said_at_once_in_one_sentence_of_either_language() {
    let case = Case::new(Gives::Shell);
    let site = &case.sites[0];
    let config = fs::read_to_string(case.server.client_config()).expect("a file");
    let settings = fs::read_to_string(site.path("site.toml")).expect("settings");
    let port = format!("Port {}", case.server.port);
    let cases = [
        (
            config.replace("known hosts", "nobody"),
            "127.0.0.1",
            ["the host key of 127.0.0.1 is not known", "不认识 127.0.0.1 的主机密钥"],
        ),
        (
            config.replace(&port, "Port 1"),
            "127.0.0.1",
            ["127.0.0.1 takes no connection on port 1;", "127.0.0.1 的端口 1 不接受连接；"],
        ),
        (
            config.replace("/key\"", "/host key\""),
            "127.0.0.1",
            ["127.0.0.1 lets this user not in;", "127.0.0.1 不让这个用户登录；"],
        ),
        (
            config.clone(),
            "nobody.invalid",
            ["no machine goes by the name nobody.invalid;", "没有叫 nobody.invalid 的机器；"],
        ),
    ];
    for (config, host, told) in cases {
        site.write("client's config", config);
        site.write("site.toml", settings.replace("//127.0.0.1/", &format!("//{host}/")));
        for (lang, words) in ["en", "zh-CN"].into_iter().zip(told) {
            let mut command = site.command(&["publish", "www", "--allow-dirty", "--lang", lang]);
            command.stdin(Stdio::null());
            let run = Run::of(command);
            assert_eq!(run.code, 3, "{}", run.err);
            assert!(run.err.contains(words), "{}", run.err);
            assert_eq!(run.err.lines().count(), 1, "{}", run.err);
        }
        assert!(!case.root().exists());
    }
    site.write("site.toml", settings);
    site.remove("client's config");
    let none = case.publish(0);
    assert_eq!(none.code, 3);
    assert!(none.err.contains("cannot read") && none.err.contains("client's config"));
}

#[test]
fn a_place_that_is_none_is_told_before_anything_travels() {
    for gives in Gives::ALL {
        let case = Case::new(gives);
        let told = |to: &str, words: &str| {
            let settings = fs::read_to_string(case.sites[0].path("site.toml")).expect("settings");
            let site = case.server.folder.0.display();
            let to = settings.replace("www it's 网站", to);
            case.sites[0].write("site.toml", &to);
            for dry in [&["--dry-run"][..], &[]] {
                let mut command = case.command(0, &["publish", "www", "--allow-dirty"]);
                command.args(dry);
                let run = Run::of(command);
                assert_eq!(run.code, 1, "{}{}", run.out, run.err);
                assert!(run.err.contains(&words.replace("SITE", &site.to_string())), "{}", run.err);
                assert!(run.err.contains("[targets.www]"), "{}", run.err);
            }
            case.sites[0].write("site.toml", settings);
        };
        told("none/www", "there is no folder 127.0.0.1:SITE/none for `www`");
        told("key", "127.0.0.1:SITE/key of `www` is no folder");
        told("key/www", "127.0.0.1:SITE/key of `www` is no folder");
        assert_eq!(case.publish(0).code, 0, "{gives:?}");
    }
}

#[test]
fn what_stays_does_not_travel_and_shares_no_file_with_the_release_before() {
    for gives in Gives::ALL {
        let case = Case::new(gives);
        for version in [0, 1] {
            let run = case.publish(version);
            assert_eq!(run.code, 0, "{gives:?}: {}", run.err);
        }
        assert_eq!(case.version("published again"), 1);
        let [one, two] = case.releases().try_into().expect("two releases");
        let metadata = |release: &str| {
            let root = case.root().join("releases").join(release);
            let mut all = files(&root).into_keys();
            let path = all.find(|path| path.ends_with("$HOME.txt")).expect("the attachment");
            root.join(path).metadata().expect("it is there")
        };
        let (old, new) = (metadata(&one), metadata(&two));
        assert_ne!(old.ino(), new.ino(), "{gives:?}");
        // Times do not travel: one with the time of the release before was copied where it lies.
        assert_eq!(old.mtime(), new.mtime(), "{gives:?}");
        // One edit in place leaves the release before whole, and it can be gone back to.
        let index = case.root().join("current/index.html");
        let mut text = fs::read(&index).expect("it is served");
        text.extend(b"<!-- -->");
        fs::write(&index, text).expect("a file");
        let listed = Run::of(case.command(1, &["releases", "www", "--verify"]));
        assert_eq!(listed.code, 1, "{gives:?}: {}{}", listed.out, listed.err);
        assert!(listed.out.contains("index.html: changed"), "{gives:?}: {}", listed.out);
        assert_eq!(listed.out.matches("  whole").count(), 1, "{gives:?}: {}", listed.out);
        let back = Run::of(case.command(1, &["rollback", "www"]));
        assert_eq!(back.code, 0, "{gives:?}: {}", back.err);
        assert_eq!(case.version("gone back"), 0);
    }
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
