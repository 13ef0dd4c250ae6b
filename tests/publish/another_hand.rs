//! What another hand did on the server: the link turned, a file edited in place, the log removed.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, symlink};

use super::scratch::{Run, files};
use super::{Site, refused};

impl Site {
    /// The release names in the log, oldest first.
    fn logged(&self) -> Vec<String> {
        let releases = self.releases();
        let log = releases["log"].as_array().expect("a list").iter();
        log.map(|record| record["release"].as_str().expect("a name").to_owned()).collect()
    }

    /// With two releases published; the later one is served.
    fn with_two(more: &str) -> Self {
        let site = Self::new(more);
        site.published();
        site.edit("第二版。");
        site.published();
        site
    }

    fn lead(&self, to: &str) {
        let current = self.root.path("current");
        let _ = fs::remove_file(&current);
        symlink(to, current).expect("a link");
    }

    /// Changes a file without making another one of it, as an editor or a script on the server may.
    fn edit_in_place(&self, path: &str) {
        let file = self.root.path(path);
        let node = file.metadata().expect("it is there").ino();
        fs::write(&file, "<a href='https://evil.example/'>…</a>").expect("a file");
        assert_eq!(file.metadata().expect("it is there").ino(), node);
    }

    fn told(&self, args: &[&str], words: &[&str]) {
        let Run { out, err, .. } = self.run(args);
        for words in words {
            assert!(format!("{out}{err}").contains(words), "{args:?}: {words}\n{out}{err}");
        }
    }
}

#[test]
fn a_link_that_was_turned_by_hand_is_told_by_every_command_and_set_right_by_going_back() {
    let site = Site::with_two("");
    let log = site.logged();
    let (first, second) = (log[0].as_str(), log[1].as_str());
    site.lead(&format!("releases/{first}"));
    let words = [&format!("对外的是 {first}，北京时间 "), &format!("日志最后一条是 {second}：")];
    let words = words.map(String::as_str);
    assert_eq!(site.run(&["verify", "production"]).code, 1);
    site.told(&["verify", "production"], &words);
    site.told(&["releases", "production"], &words);
    assert_eq!(site.releases()["changed_by_hand"]["served"], first);
    assert_eq!(site.releases()["served"], first);
    // The build is the one that the log has last, yet there is something to publish.
    refused(&site.publish(), words[1]);
    site.told(&["publish", "production"], &[&format!("rollback production {second}")]);
    refused(&site.run(&["rollback", "production"]), words[0]);
    assert_eq!(site.run(&["rollback", "production", second]).code, 0);
    assert_eq!(site.releases()["served"], second);
    assert_eq!(site.run(&["verify", "production"]).code, 0);
    // Or what was done by hand is written down, with who did it.
    site.lead(&format!("releases/{first}"));
    assert_eq!(site.run(&["rollback", "production", first, "--reason", "手工换的"]).code, 0);
    assert_eq!(site.releases()["changed_by_hand"], serde_json::Value::Null);
    assert_eq!(site.run(&["verify", "production"]).code, 0);
    // Or the build is published over it.
    site.lead(&format!("releases/{second}"));
    let run = site.run(&["publish", "production", "--force", "已查清"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(site.served(), site.built());
    assert_eq!(site.run(&["verify", "production"]).code, 0);
}

#[test]
fn a_link_that_leads_out_of_the_releases_or_is_gone_is_told_and_published_over_with_a_reason() {
    let site = Site::with_two("");
    let second = site.logged().pop().expect("a name");
    for (to, words) in [(Some("/etc"), "current 指向 /etc，"), (None, "不是指向某一版的链接；")]
    {
        site.lead(to.unwrap_or("nowhere"));
        if to.is_none() {
            fs::remove_file(site.root.path("current")).expect("a link");
        }
        refused(&site.publish(), words);
        site.told(&["releases", "production"], &[words, &second]);
        let run = site.run(&["publish", "production", "--force", "已查清"]);
        assert_eq!(run.code, 0, "{}", run.err);
        assert_eq!(site.served(), site.built());
    }
}

#[test]
fn an_edit_in_place_damages_the_release_that_is_served_and_no_other() {
    for layout in ["releases", "swap"] {
        let site = Site::with_two(&format!("layout = \"{layout}\""));
        let log = site.logged();
        // Both releases have this page, and it is the same in both.
        site.edit_in_place("current/two/index.html");
        let run = site.run(&["releases", "production", "--verify"]);
        assert_eq!(run.code, 1, "{layout}: {}", run.out);
        assert_eq!(run.out.matches("  完好").count(), 1, "{layout}: {}", run.out);
        assert!(run.out.contains("two/index.html　内容不同"), "{layout}: {}", run.out);
        assert!(run.out.contains("publish production --force"), "{layout}: {}", run.out);
        let run = site.run(&["releases", "production", "--verify", "--format", "json"]);
        let listed: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
        assert_eq!(listed["damaged"][&log[1]][0], "two/index.html", "{layout}: {listed}");
        assert_eq!(listed["damaged"].as_object().map(serde_json::Map::len), Some(1), "{layout}");
        // Going back helps at once, and leaves the damaged one where it can be looked at.
        assert_eq!(site.run(&["rollback", "production"]).code, 0, "{layout}");
        refused(&site.run(&["rollback", "production", &log[1]]), "two/index.html　内容不同");
        let run = site.run(&["rollback", "production", &log[1]]);
        let again = format!("build --rev {}", site.repo.git(&["rev-parse", "HEAD"]).trim());
        assert!(run.err.contains(&again), "{layout}: {}", run.err);
        // The way that is named leads to a whole one, though it takes what stays from what is there.
        site.published();
        assert_eq!(site.served(), site.built(), "{layout}");
        assert_eq!(site.run(&["verify", "production"]).code, 1, "the damaged one is still kept");
    }
}

#[test]
fn what_was_edited_in_place_is_not_taken_over_by_the_next_release() {
    for layout in ["releases", "swap"] {
        let site = Site::with_two(&format!("layout = \"{layout}\""));
        site.edit_in_place("current/two/index.html");
        site.edit("第三版。");
        refused(&site.publish(), "two/index.html　内容不同");
        let run = site.run(&["publish", "production", "--force", "已查清"]);
        assert_eq!(run.code, 0, "{layout}: {}", run.err);
        assert_eq!(site.served(), site.built(), "{layout}");
    }
}

#[test]
fn releases_share_no_file_and_what_stays_keeps_the_time_it_came() {
    let site = Site::with_two("");
    let log = site.logged();
    let [old, new] = [&log[0], &log[1]].map(|release| {
        let folder = site.root.path(&format!("releases/{release}"));
        let metadata = |path: &String| folder.join(path).metadata().expect("it is there");
        let all = files(&folder).into_keys();
        all.map(|path| (metadata(&path), path)).collect::<Vec<_>>()
    });
    let mut stayed = 0;
    for (new, path) in &new {
        let Some((old, _)) = old.iter().find(|(_, other)| other == path) else { continue };
        assert_ne!(new.ino(), old.ino(), "{path}");
        stayed += usize::from((new.mtime(), new.mtime_nsec()) == (old.mtime(), old.mtime_nsec()));
    }
    let sent = site.releases()["log"][1]["sent"].as_u64().expect("a number");
    assert_eq!(stayed as u64 + sent, new.len() as u64);
}

#[test]
fn a_log_that_is_gone_is_told_and_the_releases_are_read_from_their_manifests() {
    for layout in ["releases", "swap"] {
        let site = Site::with_two(&format!("layout = \"{layout}\""));
        let log = site.logged();
        fs::remove_file(site.root.path("publications.jsonl")).expect("a log");
        let run = site.run(&["releases", "production", "--verify"]);
        assert_eq!(run.code, 0, "{layout}: {}", run.out);
        assert!(run.out.starts_with("日志 publications.jsonl 不见了"), "{layout}: {}", run.out);
        for release in &log {
            assert!(run.out.contains(release.as_str()), "{layout}: {}", run.out);
        }
        assert_eq!(site.releases()["served"], log[1].as_str(), "{layout}");
        refused(&site.publish(), "日志 publications.jsonl 却不见了");
        refused(&site.run(&["publish", "production", "--dry-run"]), "却不见了");
        // It can be gone back to all the same.
        let run = site.run(&["rollback", "production"]);
        assert_eq!(run.code, 0, "{layout}: {}", run.err);
        assert_eq!(site.logged(), [log[0].as_str()], "{layout}");
        fs::remove_file(site.root.path("publications.jsonl")).expect("a log");
        let run = site.run(&["publish", "production", "--force", "找不回"]);
        assert_eq!(run.code, 0, "{layout}: {}", run.err);
        assert_eq!(site.logged().len(), 1, "{layout}");
        assert_eq!(site.releases()["kept"].as_array().map(Vec::len), Some(3), "{layout}");
        assert_eq!(site.releases()["unlogged"].as_array().map(Vec::len), Some(2), "{layout}");
    }
}

#[test]
fn a_folder_that_no_manifest_tells_of_is_no_release() {
    let site = Site::with_two("");
    let log = site.logged();
    fs::create_dir(site.root.path("releases/20200101-000000-00000000")).expect("a folder");
    let kept = site.releases()["kept"].clone();
    assert_eq!(kept, serde_json::json!(log));
    let run = site.run(&["rollback", "production", "20200101-000000-00000000"]);
    refused(&run, "没有保留“20200101-000000-00000000”");
    assert!(!run.err.contains("保留着：20200101"), "{}", run.err);
}

#[test]
fn an_earlier_day_is_told_by_the_days_and_published_for_a_reason_although_pages_vanish() {
    let site = Site::new("");
    let news = "---\n标题: 讯\n发布日期: 2023-03-05\n---\n话。\n";
    site.repo.write("content/news/n.md", news).commit("2023-03-05", "讯");
    site.build();
    site.published();
    assert_eq!(site.run(&["build", "--as-of", "2023-03-01"]).code, 0);
    let run = site.publish();
    refused(&run, "截至 2023-03-10 的网站，比这里的 2023-03-01 新");
    assert!(!run.err.contains("LS1017"), "{}", run.err);
    assert!(run.err.contains("liangshai rollback production"), "{}", run.err);
    let run = site.run(&["publish", "production", "--force", "撤下"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(!site.served().contains_key("news/n/index.html"));
}

#[test]
fn a_page_that_must_go_at_once_has_a_way_out_beside_the_rule_that_holds_it() {
    let site = Site::new("");
    site.published();
    site.repo.remove("content/pages/two.md").commit("2023-02-01", "删");
    site.build();
    let run = site.publish();
    refused(&run, "LS1017");
    assert!(
        run.err.contains("写“撤回”再发布，或先用 liangshai rollback production"),
        "{}",
        run.err
    );
}
