//! Places that cannot be published to, and calls that say too much or too little.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Stdio};

use super::scratch::Run;
use super::{Site, refused};

impl Site {
    /// Names another place in the settings, and commits them.
    fn moved_to(&self, to: &str) {
        let settings = fs::read_to_string(self.repo.0.path("site.toml")).expect("settings");
        let line = settings.lines().find(|line| line.starts_with("to = ")).expect("a line");
        self.repo.write("site.toml", &settings.replace(line, &format!("to = \"{to}\"")));
        self.repo.commit("2023-02-01", "to");
        self.build();
    }

    /// Runs the program as a user whom permissions bind: they do not bind an administrator.
    fn bound(&self, args: &[&str]) -> Run {
        let mut command = self.repo.0.command(args);
        if rustix::process::geteuid().is_root() {
            let program = command.get_program().to_owned();
            let mut bound = Command::new("setpriv");
            bound.args(["--bounding-set", "-dac_override,-dac_read_search,-fowner"]);
            bound.arg("--").arg(program).args(command.get_args());
            command = bound;
        }
        Run::of(command)
    }
}

#[test]
fn a_place_that_cannot_be_published_to_is_told_by_a_dry_run_too() {
    let site = Site::new("");
    let root = site.root.0.display().to_string();
    fs::write(site.root.path("file"), "").expect("a file");
    for (to, told) in [
        ("file", format!("“production”的 {root}/file 不是文件夹")),
        ("file/www", format!("“production”的 {root}/file 不是文件夹")),
        ("none/www", format!("“production”的上级文件夹 {root}/none 不存在")),
    ] {
        site.moved_to(&format!("{root}/{to}"));
        for args in [
            &["publish", "production"][..],
            &["publish", "production", "--dry-run"],
            &["releases", "production"],
            &["rollback", "production"],
        ] {
            let run = site.run(args);
            refused(&run, &told);
            assert!(run.err.contains("[targets.production] 的 to"), "{}", run.err);
        }
    }
    assert!(!site.root.path("none").exists());
}

#[test]
fn a_place_is_told_as_it_is_seen_from_the_folder_of_the_site() {
    let site = Site::new("");
    site.moved_to("../no-mount/www");
    let program = site.repo.0.command(&[]).get_program().to_owned();
    let mut command = Command::new(program);
    command.args(["publish", "production"]).current_dir(site.repo.0.path(""));
    refused(&Run::of(command), "上级文件夹 ../no-mount 不存在");
}

#[test]
fn a_folder_that_may_not_be_written_into_is_named_before_anything_travels() {
    let site = Site::new("");
    site.published();
    for name in ["", "releases", "manifests"] {
        let folder = site.root.path(name);
        let mode = |mode| fs::set_permissions(&folder, fs::Permissions::from_mode(mode));
        mode(0o555).expect("a mode");
        for args in [
            &["publish", "production"][..],
            &["publish", "production", "--dry-run"],
            &["rollback", "production"],
        ] {
            let run = site.bound(args);
            refused(&run, "没有权限写“production”的 ");
            assert!(run.err.contains(name) && run.err.contains("chown"), "{}", run.err);
        }
        let listed = site.bound(&["releases", "production"]);
        assert_eq!(listed.code, 0, "who may read may look: {}", listed.err);
        mode(0o755).expect("a mode");
    }
    site.edit("新的话。");
    assert_eq!(site.bound(&["publish", "production"]).code, 0);
}

#[test]
fn a_lock_nobody_can_read_is_told_with_its_place_at_once() {
    let site = Site::new("");
    let lock = site.root.path("lock.json");
    fs::create_dir(&lock).expect("a folder");
    let run = site.publish();
    refused(&run, &format!("读不出锁 {}：", lock.display()));
    assert!(run.err.contains("删掉它再发布一次"), "{}", run.err);
    fs::remove_dir(&lock).expect("a folder");
    // One that another program wrote is watched, and that is said first.
    fs::write(&lock, "{\"lockfileVersion\": 3}").expect("a file");
    let mut command = site.repo.0.command(&["publish", "production"]);
    let mut child = command.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().expect("it runs");
    let mut said = String::new();
    let stderr = child.stderr.take().expect("a pipe");
    BufReader::new(stderr).read_line(&mut said).expect("a line");
    for words in [&lock.display().to_string(), "看不出是谁的", "最多30秒，到 "] {
        assert!(said.contains(words), "{said}");
    }
    fs::remove_file(&lock).expect("it was not taken yet");
    assert!(child.wait().expect("it ends").success());
    assert_eq!(site.served(), site.built());
}

#[test]
fn what_says_for_which_day_or_whom_is_of_no_use_once_a_site_is_built() {
    let site = Site::new("");
    for option in [["--as-of", "2023-03-01"], ["--edition", "internal"], ["--edition", "public"]] {
        for command in ["publish", "releases", "rollback"] {
            let mut args = vec![command, "production"];
            args.extend(option);
            let run = site.run(&args);
            assert_eq!(run.code, 2, "{}{}", run.out, run.err);
            assert!(run.err.contains(&format!("{} 在这里不起作用", option[0])), "{}", run.err);
        }
    }
    assert!(!site.root.path("current").exists());
}

#[test]
fn a_reason_that_is_left_out_is_asked_for_with_an_example() {
    let site = Site::new("");
    for (command, option) in [("publish", "--force"), ("rollback", "--reason")] {
        let run = site.run(&[command, "production", option]);
        assert_eq!(run.code, 2);
        let asked = format!("写理由，记入日志，如 {option} \"");
        assert!(run.err.contains(&asked), "{}", run.err);
    }
}

#[test]
fn the_list_says_whose_time_it_is_and_tells_the_seconds_where_two_are_of_one_minute() {
    let site = Site::new("");
    site.published();
    let log = fs::read_to_string(site.root.path("publications.jsonl")).expect("a log");
    let at = site.releases()["log"][0]["at"].as_str().expect("a time").to_owned();
    let line = |time: &str| log.replace(&at, &format!("2023-03-10T{time}+08:00"));
    let listed = |lines: &[String]| {
        fs::write(site.root.path("publications.jsonl"), lines.concat()).expect("a log");
        site.run(&["releases", "production"]).out
    };
    let far = listed(&[line("09:00:05"), line("09:01:05")]);
    assert!(far.contains("北京时间"), "{far}");
    assert!(far.contains("2023-03-10 09:01  ") && far.contains("2023-03-10 09:00  "), "{far}");
    let near = listed(&[line("09:00:05"), line("09:00:07")]);
    assert!(near.contains("2023-03-10 09:00:07  ") && near.contains("09:00:05  "), "{near}");
}

#[test]
fn the_configuration_of_a_target_beside_the_site_has_its_full_path() {
    let site = Site::new("");
    let name = site.root.0.file_name().expect("a name").to_string_lossy().into_owned();
    site.moved_to(&format!("../{name}/./www"));
    let run = site.run(&["publish", "config", "nginx", "production"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let root = site.root.0.canonicalize().expect("it is there");
    let told = format!("\"{}/www/current", root.display());
    assert!(run.out.contains(&told), "{}", run.out);
}

#[test]
fn of_two_targets_the_one_that_lies_inside_the_other_is_to_be_moved() {
    let site = Site::new("");
    let settings = fs::read_to_string(site.repo.0.path("site.toml")).expect("settings");
    let outer = site.root.0.display();
    for (other, words) in [
        (format!("{outer}/portal"), "“second”在“production”的文件夹里面"),
        (format!("{outer}"), "“second”和“production”发布到同一个地方"),
        (
            site.root.0.parent().expect("above").display().to_string(),
            "“production”在“second”的文件夹里面",
        ),
    ] {
        let text = format!("{settings}[targets.second]\nto = \"{other}\"\n");
        site.repo.write("site.toml", &text);
        let faults = site.repo.0.faults();
        let fault = faults.iter().find(|fault| fault.code == "LS0601").expect("a fault");
        assert!(fault.message.contains(words), "{}", fault.message);
        let to_change = if words.starts_with("“production”") {
            "[targets.production]"
        } else {
            "[targets.second]"
        };
        let at = text.lines().position(|line| line == to_change).expect("a line") as u64;
        assert_eq!(fault.line, at + 2, "{words}");
    }
}
