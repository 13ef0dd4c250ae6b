//! From a commit to what a reader is sent: built, published, served by nginx, and proved there.

use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crate::repo::Repo;
use crate::scratch::{Run, Scratch};
use crate::served::Served;

const OLD: &str = "old/one.html";

/// A site in a repository, published to a folder that nginx serves.
struct Online {
    repo: Repo,
    www: Scratch,
    served: Served,
}

fn page(words: &str) -> String {
    format!("---\n标题: 一\n旧网址: [/{OLD}]\n---\n{words}\n")
}

impl Online {
    fn new() -> Self {
        let www = Scratch::new();
        let settings = format!(
            "title = \"专栏\"\nbase_url = \"https://www.example.gov.cn/ljsbp/\"\nas_of = 2023-03-10
[defaults]\ndisclosure = \"主动公开\"\n[check.rules]\npinned-as-of = \"off\"
[output]\nprecompressed = [\"gzip\"]\n[targets.production]\nto = \"{}\"\nkeep = 2\n",
            www.0.display()
        );
        let files = [
            ("site.toml", settings.as_str()),
            (".gitignore", "public/\n.liangshai/\n"),
            ("content/pages/one.md", &page("第0版")),
        ];
        let repo = Repo::new("2023-01-05", &files);
        done(&repo, &["build"]);
        done(&repo, &["publish", "production"]);
        let printed = done(&repo, &["publish", "config", "nginx", "production"]);
        let served = Served::published(&www.0, &printed);
        Self { repo, www, served }
    }

    fn publish(&self, words: &str) {
        self.repo.write("content/pages/one.md", &page(words));
        self.repo.commit("2023-02-01", words);
        done(&self.repo, &["build"]);
        done(&self.repo, &["publish", "production"]);
    }

    /// Proves what readers are sent by what lies in the build.
    fn verify(&self) -> Run {
        let url = format!("http://127.0.0.1:{}/ljsbp/", self.served.port);
        let manifest = self.repo.0.path("public/MANIFEST.json");
        let manifest = manifest.to_str().expect("text");
        self.repo.0.run(&["verify", &url, "--manifest", manifest, "--pause", "0"])
    }
}

/// What a command says, which must be done.
fn done(repo: &Repo, args: &[&str]) -> String {
    let run = repo.0.run(args);
    assert_eq!(run.code, 0, "{args:?}: {}{}", run.out, run.err);
    run.out
}

#[test]
fn what_was_reviewed_is_what_readers_are_sent() {
    let online = Online::new();
    let home = online.served.get("");
    assert_eq!(home.status, 200);
    assert_eq!(home.body, fs::read(online.repo.0.path("public/index.html")).expect("a page"));
    assert_eq!(home.header("content-type"), "text/html; charset=utf-8");
    assert!(home.header("content-security-policy").contains("default-src"));
    let none = online.served.get("nowhere/");
    assert_eq!(none.status, 404);
    assert_eq!(none.body, fs::read(online.repo.0.path("public/404.html")).expect("a page"));
    let old = online.served.get(OLD);
    assert_eq!((old.status, old.header("location")), (301, "/ljsbp/one/"));
    let packed = online.served.send("GET", "", &[("accept-encoding", "gzip")]);
    assert_eq!(packed.header("content-encoding"), "gzip");
    assert_eq!(packed.body, fs::read(online.repo.0.path("public/index.html.gz")).expect("a copy"));
    let run = online.verify();
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
}

#[test]
fn a_tampered_an_added_and_a_removed_file_are_named_over_http() {
    let online = Online::new();
    let current = online.www.path("current");
    let replace = |path: &str, text: &str| {
        // As an intruder would who knows nothing of second names.
        let _ = fs::remove_file(current.join(path));
        fs::create_dir_all(current.join(path).parent().expect("a folder")).expect("a folder");
        fs::write(current.join(path), text).expect("a file");
    };
    replace("data/index.html", "<!doctype html><title>x</title><a href=\"../win/\">…</a>");
    replace("win/index.html", "<!doctype html><title>bet</title>");
    fs::remove_file(current.join("one/index.html")).expect("it was there");
    let run = online.verify();
    assert_eq!(run.code, 1, "{}{}", run.out, run.err);
    for path in ["data/index.html", "win/", "one/index.html"] {
        assert!(run.out.contains(path), "{path}: {}", run.out);
    }
    // Put right, nothing is left to tell of.
    done(&online.repo, &["publish", "production", "--force", "已处置"]);
    let run = online.verify();
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
}

#[test]
fn who_reads_while_fifty_releases_are_published_is_never_sent_a_404_nor_half_of_two() {
    let online = Online::new();
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut asked = 0;
            while !over.load(Ordering::Relaxed) {
                let page = online.served.get("one/");
                assert_eq!(page.status, 200);
                let page = String::from_utf8(page.body).expect("UTF-8");
                let links = page.split("=\"").skip(1).filter_map(|rest| rest.split('"').next());
                for asset in links.filter_map(|link| link.strip_prefix("../assets/")) {
                    let answer = online.served.get(&format!("assets/{asset}"));
                    assert_eq!(answer.status, 200, "{asset}");
                }
                for path in ["", "corrections/", "data/"] {
                    assert_eq!(online.served.get(path).status, 200, "{path}");
                }
                asked += 1;
            }
            asked
        });
        for count in 1..=50 {
            // The theme changes too: a page that was sent still finds the style sheet it names.
            let style = format!("/* {count} */\nbody {{ margin: {count}px }}\n");
            online.repo.write("themes/default/style.css", &style);
            online.publish(&format!("第{count}版"));
        }
        over.store(true, Ordering::Relaxed);
        let asked = reader.join().expect("every page was found");
        assert!(asked > 50, "only {asked} rounds");
    });
}
