//! The configurations `publish config` prints, in real servers on this machine: each promise they
//! make, asked for as a browser or an intruder would.

#![cfg(unix)]

#[path = "serve/http.rs"]
mod http;
#[cfg(all(feature = "git", feature = "http"))]
#[path = "server_config/published.rs"]
mod published;
#[cfg(all(feature = "git", feature = "http"))]
#[path = "support/repo.rs"]
mod repo;
#[path = "faults/scratch.rs"]
mod scratch;
#[path = "server_config/served.rs"]
mod served;

use std::os::unix::fs::symlink;

use http::Answer;
use liangshai::publish::media;
use scratch::Scratch;
use served::{FIXED, Kind, OLD_FILE, OLD_ODD, OLD_PAGE, Served, encoded, everywhere};

const TASK: &str = "tasks/01/";
const PDF: &str = "about/附件 一.pdf";
const IMMUTABLE: &str = "public, max-age=31536000, immutable";

/// Holds that an answer has every header, each once.
fn assert_hardened(answer: &Answer, told: &str) {
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "SAMEORIGIN"),
        ("referrer-policy", "strict-origin-when-cross-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-site"),
    ] {
        assert_eq!(answer.all(name), [value], "{told}: {name}");
    }
    for name in ["content-security-policy", "permissions-policy", "cache-control"] {
        assert_eq!(answer.all(name).len(), 1, "{told}: {name}");
    }
    assert!(answer.header("permissions-policy").contains("geolocation=()"), "{told}");
    // It binds a whole host, which is the administrator's to say.
    assert_eq!(answer.header("strict-transport-security"), "", "{told}");
    let server = answer.header("server");
    assert!(!server.contains(|c: char| c.is_ascii_digit()), "{told}: {server}");
    assert_eq!(answer.header("expires"), "", "{told}");
}

fn assert_strict(answer: &Answer, told: &str) {
    let policy = answer.header("content-security-policy");
    for rule in [
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "style-src 'self'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    ] {
        assert!(policy.split("; ").any(|given| given == rule), "{told}: {policy}");
    }
    assert!(!policy.contains("unsafe-inline") && !policy.contains("http"), "{told}: {policy}");
}

/// Holds that it is the site's own page for what is not there.
fn assert_missing(served: &Served, answer: &Answer, told: &str) {
    assert_eq!(answer.status, 404, "{told}: {}", answer.text());
    assert!(answer.body == served.tree["404.html"], "{told}: {}", answer.text());
    assert_eq!(answer.header("content-type"), media::HTML, "{told}");
    assert_eq!(answer.header("cache-control"), "no-cache", "{told}");
    assert_hardened(answer, told);
    assert_strict(answer, told);
}

#[test]
fn every_file_is_served_as_it_is_with_its_type_and_its_encoding() {
    for served in everywhere() {
        // What is hidden, moved or compressed has tests of its own.
        let apart = |path: &str| {
            path.split('/').any(|part| part.starts_with('.'))
                || ["old/", "旧站/"].iter().any(|old| path.starts_with(old))
                || path.ends_with(".br")
                || path == "404.html"
                || served.tree.contains_key(path.strip_suffix(".gz").unwrap_or(""))
        };
        let own = served.tree.iter().filter(|(path, _)| !apart(path));
        assert!(own.clone().count() > 100, "{}", own.count());
        for (path, bytes) in own {
            let told = served.told(path);
            let answer = served.get(&encoded(path));
            assert_eq!(answer.status, 200, "{told}: {}", answer.text());
            assert!(answer.body == *bytes, "{told}: {}", answer.text());
            assert_eq!(answer.all("content-type"), [media::of(path)], "{told}");
            assert_eq!(answer.header("content-encoding"), "", "{told}");
            assert_hardened(&answer, &told);
        }
        // The page of a folder is at its address.
        for (path, file) in [("", "index.html"), (TASK, "tasks/01/index.html")] {
            let answer = served.get(path);
            assert!(answer.body == served.tree[file], "{}", served.told(path));
            assert_eq!(answer.header("content-type"), media::HTML);
        }
    }
}

#[test]
fn every_answer_carries_the_headers_and_none_twice() {
    for served in everywhere() {
        let moved = format!("{}/", encoded(OLD_PAGE));
        for (path, status) in [
            ("", 200),
            (TASK, 200),
            ("data/tasks.csv", 200),
            ("nothing", 404),
            ("tasks/01", 301),
            (&moved, 301),
        ] {
            let (answer, told) = (served.get(path), served.told(path));
            assert_eq!(answer.status, status, "{told}");
            assert_hardened(&answer, &told);
            assert_strict(&answer, &told);
            assert_eq!(answer.header("cache-control"), "no-cache", "{told}");
        }
        // The viewer of PDF is the browser's own page.
        let answer = served.get(&encoded(PDF));
        assert_eq!(answer.header("content-security-policy"), "frame-ancestors 'self'");
        assert_hardened(&answer, &served.told(PDF));
    }
}

#[test]
fn what_is_not_there_is_a_404_with_the_sites_own_page() {
    for served in everywhere() {
        for path in [
            "nothing",
            "nothing/",
            "tasks/01/nothing.html",
            "assets/none-00000000.css",
            "none.pdf",
            // Folders without a page of their own, of files or of folders.
            "kinds/",
            "assets/",
            "old/",
            "404.html",
            "index.html/more",
            "nothing%00",
            "%E6%97%A7",
        ] {
            let (answer, told) = (served.get(path), served.told(path));
            if path == "nothing%00" {
                assert!([400, 404].contains(&answer.status), "{told}: {}", answer.status);
                continue;
            }
            assert_missing(&served, &answer, &told);
            let head = served.send("HEAD", path, &[]);
            assert_eq!((head.status, head.body.len()), (404, 0), "{told}");
        }
    }
}

#[test]
fn an_old_address_leads_to_the_new_one_for_good() {
    for served in everywhere() {
        let new = served.at(TASK);
        for old in [OLD_PAGE, OLD_FILE, OLD_ODD] {
            let is_page = !old.ends_with(".html");
            let spellings = [Some(""), is_page.then_some("/")];
            for end in spellings.into_iter().flatten() {
                let path = format!("{}{end}", encoded(old));
                let (answer, told) = (served.get(&path), served.told(&path));
                assert_eq!(answer.status, 301, "{told}: {}", answer.text());
                let location = answer.header("location");
                let whole = format!("https://www.example.gov.cn{new}");
                assert!(location == new || location == whole, "{told}: {location}");
                assert_eq!(answer.header("cache-control"), "no-cache", "{told}");
            }
            // The simpler reading that lay below a page lies below the new one.
            if is_page {
                let simple = format!("{}/simple/", encoded(old));
                let (answer, told) = (served.get(&simple), served.told(&simple));
                assert_eq!(answer.status, 301, "{told}: {}", answer.text());
                let location = answer.header("location");
                assert!(location.ends_with(&format!("{new}simple/")), "{told}: {location}");
                assert_eq!(served.get(&format!("{TASK}simple/")).status, 200, "{told}");
            }
            // It alone, and nothing else below or beside it.
            let below = format!("{}/x", encoded(old));
            assert_missing(&served, &served.get(&below), &served.told(&below));
        }
        let beside = served.get("old/pageXhtml");
        assert_missing(&served, &beside, "old/pageXhtml");
    }
}

#[test]
fn the_last_slash_of_a_page_is_added_without_naming_this_server() {
    for served in everywhere() {
        let mut paths = vec![("tasks/01".to_owned(), served.at(TASK))];
        paths.push(("tasks/01?a=b".to_owned(), served.at("tasks/01/?a=b")));
        for (path, to) in paths {
            let (answer, told) = (served.get(&path), served.told(&path));
            assert_eq!(answer.status, 301, "{told}");
            let location = answer.header("location");
            let whole = format!("https://www.example.gov.cn{to}");
            assert!(location == to || location == whole, "{told}: {location}");
        }
        if served.folder != "/" {
            let answer = served.raw("GET", "/ljsbp", &[]);
            assert_eq!(answer.status, 301);
            assert!(answer.header("location").ends_with("/ljsbp/"));
            assert_hardened(&answer, "/ljsbp");
        }
    }
}

#[test]
fn a_compressed_copy_is_sent_to_who_takes_it() {
    for served in everywhere() {
        let about = encoded("about/清单.csv");
        for (path, file) in [
            ("", "index.html"),
            (TASK, "tasks/01/index.html"),
            ("tasks/01/index.html", "tasks/01/index.html"),
            ("data/tasks.json", "data/tasks.json"),
            (FIXED, FIXED),
            (&about, "about/清单.csv"),
        ] {
            let told = served.told(path);
            let plain = served.get(path);
            assert!(plain.body == served.tree[file], "{told}");
            assert_eq!(plain.header("content-encoding"), "", "{told}");
            let packed = served.send("GET", path, &[("Accept-Encoding", "gzip, deflate, br")]);
            assert_eq!(packed.status, 200, "{told}");
            assert!(packed.body == served.tree[&format!("{file}.gz")], "{told}");
            assert_eq!(packed.all("content-encoding"), ["gzip"], "{told}");
            for answer in [&plain, &packed] {
                assert_eq!(answer.all("vary").join(", "), "Accept-Encoding", "{told}");
                assert_eq!(answer.all("content-type"), [media::of(file)], "{told}");
                assert_eq!(answer.header("content-language"), "", "{told}");
                assert_hardened(answer, &told);
            }
            // Two things have two names.
            assert_ne!(plain.header("etag"), packed.header("etag"), "{told}");
            let fixed = if path == FIXED { IMMUTABLE } else { "no-cache" };
            assert_eq!(packed.header("cache-control"), fixed, "{told}");
            // What comes by way of a proxy, and what refuses it.
            let headers = [("Accept-Encoding", "gzip"), ("Via", "1.1 proxy")];
            assert_eq!(served.send("GET", path, &headers).header("content-encoding"), "gzip");
            for refusing in ["gzip;q=0", "deflate, gzip;q=0, br", "identity", "xgzip"] {
                let answer = served.send("GET", path, &[("Accept-Encoding", refusing)]);
                assert!(answer.body == served.tree[file], "{told}: {refusing}");
            }
        }
        // Without a copy nothing is compressed.
        let answer = served.send("GET", "robots.txt", &[("Accept-Encoding", "gzip")]);
        assert!(answer.body == served.tree["robots.txt"], "{}", served.told("robots.txt"));
        assert_eq!(answer.header("content-encoding"), "");
    }
}

#[test]
fn a_copy_by_brotli_is_sent_once_its_lines_are_no_comments() {
    let on = |printed: String| {
        let is_off = ["# brotli_static ", "# RewriteCond ", "# RewriteRule "];
        let lines = printed.lines().map(|line| {
            let bare = line.trim_start();
            if is_off.iter().any(|off| bare.starts_with(off)) { &bare[2..] } else { line }
        });
        lines.collect::<Vec<_>>().join("\n") + "\n"
    };
    for kind in [Kind::Nginx, Kind::Apache] {
        for folder in ["/", "/ljsbp/"] {
            let served = Served::start(kind, folder, on);
            let answer = served.send("GET", "", &[("Accept-Encoding", "gzip, br")]);
            assert_eq!(answer.all("content-encoding"), ["br"], "{kind:?}");
            assert_eq!(answer.body, b"brotli");
            assert_eq!(answer.all("content-type"), [media::HTML]);
            assert_eq!(answer.all("vary").join(", "), "Accept-Encoding");
            assert_eq!(answer.header("content-language"), "");
        }
    }
}

#[test]
fn a_file_with_its_digest_in_its_name_may_be_kept_for_ever_and_nothing_else() {
    for served in everywhere() {
        let answer = served.get(FIXED);
        assert_eq!(answer.all("cache-control"), [IMMUTABLE], "{}", served.told(FIXED));
        assert_hardened(&answer, FIXED);
        assert_strict(&answer, FIXED);
        let etag = answer.header("etag").to_owned();
        let again = served.send("GET", FIXED, &[("If-None-Match", &etag)]);
        assert_eq!((again.status, again.header("cache-control")), (304, IMMUTABLE));
        for path in ["assets/style.css", "", "data/tasks.json", "robots.txt"] {
            let answer = served.get(path);
            assert_eq!(answer.all("cache-control"), ["no-cache"], "{}", served.told(path));
        }
    }
}

#[test]
fn what_did_not_change_is_not_sent_again() {
    for served in everywhere() {
        for path in ["", "data/tasks.csv"] {
            for coding in ["identity", "gzip"] {
                let told = format!("{} {coding}", served.told(path));
                let coding = ("Accept-Encoding", coding);
                let first = served.send("GET", path, &[coding]);
                let (etag, day) = (first.header("etag"), first.header("last-modified"));
                assert!(etag.starts_with('"') && !day.is_empty(), "{told}: {etag} {day}");
                for condition in [("If-None-Match", etag), ("If-Modified-Since", day)] {
                    let again = served.send("GET", path, &[coding, condition]);
                    assert_eq!((again.status, again.body.len()), (304, 0), "{told}: {condition:?}");
                    assert_eq!(again.header("cache-control"), "no-cache", "{told}");
                }
                let other = ("If-None-Match", "\"other\"");
                assert_eq!(served.send("GET", path, &[coding, other]).status, 200, "{told}");
            }
        }
    }
}

/// The link is moved to another release while the server runs.
#[test]
fn a_switch_of_releases_is_seen_at_once() {
    for served in everywhere() {
        let before = served.get(TASK);
        let etag = before.header("etag").to_owned();
        let www = &served.www;
        scratch::copy(&www.join("releases/1"), &www.join("releases/2"));
        let page = www.join("releases/2/tasks/01/index.html");
        // As long as before, so that only its time tells.
        let mut bytes = before.body.clone();
        let last = bytes.iter().rposition(|byte| *byte == b'0').expect("a digit");
        bytes[last] = b'1';
        std::fs::write(&page, &bytes).expect("a file");
        let now = std::fs::metadata(&page).and_then(|file| file.modified()).expect("a time");
        let later = now + std::time::Duration::from_secs(2);
        let file = std::fs::File::options().write(true).open(&page).expect("a file");
        file.set_modified(later).expect("a time");
        symlink("releases/2", www.join("new")).expect("a link");
        std::fs::rename(www.join("new"), www.join("current")).expect("a switch");
        let after = served.send("GET", TASK, &[("If-None-Match", &etag)]);
        assert_eq!(after.status, 200, "{}", served.told(TASK));
        assert!(after.body == bytes, "{}", served.told(TASK));
    }
}

#[test]
fn a_part_of_a_file_can_be_asked_for() {
    for served in everywhere() {
        let path = encoded(PDF);
        let answer = served.send("GET", &path, &[("Range", "bytes=9-12")]);
        assert_eq!(answer.status, 206, "{}", served.told(PDF));
        assert_eq!(answer.body, b"0123");
        assert_eq!(answer.header("content-range"), "bytes 9-12/19");
        assert_hardened(&answer, PDF);
        assert_eq!(served.send("GET", &path, &[("Range", "bytes=99-")]).status, 416);
    }
}

#[test]
fn head_is_the_same_answer_without_its_body() {
    for served in everywhere() {
        for path in ["", "data/tasks.csv", FIXED, &encoded(PDF)] {
            let (whole, head) = (served.get(path), served.send("HEAD", path, &[]));
            let told = served.told(path);
            assert!(head.body.is_empty(), "{told}");
            assert_eq!(head.status, whole.status, "{told}");
            for name in ["content-type", "content-length", "etag", "cache-control", "vary"] {
                assert_eq!(head.header(name), whole.header(name), "{told}: {name}");
            }
        }
    }
}

#[test]
fn nothing_but_reading_is_answered() {
    for served in everywhere() {
        for method in ["POST", "PUT", "DELETE", "TRACE", "OPTIONS", "PATCH", "PROPFIND", "MOVE"] {
            for path in ["", TASK, "data/tasks.csv", FIXED, &encoded(PDF), "new.html"] {
                let answer = served.send(method, path, &[("Content-Length", "0")]);
                let told = format!("{method} {}", served.told(path));
                assert_eq!(answer.status, 405, "{told}: {}", answer.text());
                // Servers answer TRACE before they look where it goes.
                if method != "TRACE" {
                    assert_hardened(&answer, &told);
                }
            }
        }
        assert!(!served.www.join("current/new.html").exists());
    }
}

#[test]
fn no_folder_is_listed_and_no_hidden_file_or_link_is_shown() {
    for served in everywhere() {
        for path in [
            "kinds/",
            "data/bulletins/",
            ".git/config",
            ".git/",
            ".git",
            ".htaccess",
            "about/.liangshai-stage",
            "%2egit/config",
            "about/%2Eliangshai-stage",
            "tasks/../.git/config",
        ] {
            let (answer, told) = (served.get(path), served.told(path));
            assert_missing(&served, &answer, &told);
        }
        // A link that somebody put among the files leads nowhere; Apache finds it before it knows
        // which page it has to show for that.
        let answer = served.get("out.txt");
        if served.kind == Kind::Nginx {
            assert_missing(&served, &answer, "out.txt");
        }
        assert!([403, 404].contains(&answer.status), "{}", served.told("out.txt"));
        assert!(!answer.has("secret"), "{}", served.told("out.txt"));
    }
}

#[test]
fn no_path_climbs_out_of_the_folder() {
    for served in everywhere() {
        let folder = served.folder.trim_end_matches('/');
        for path in [
            "/../secret.txt",
            "/..%2f..%2fsecret.txt",
            "/%2e%2e/%2e%2e/secret.txt",
            "/..%2f..%2f..%2f..%2f..%2f..%2f..%2fetc/passwd",
            "/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
            "/tasks/..%5c..%5csecret.txt",
            "../secret.txt",
            "..%2fsecret.txt",
            "../releases/1/index.html",
            "..%2freleases%2f1%2findex.html",
            "%2e%2e/releases/1/robots.txt",
            "//../secret.txt",
            "/..;/secret.txt",
            "/%252e%252e/secret.txt",
        ] {
            let path = format!("{folder}{path}");
            if !path.starts_with('/') {
                continue;
            }
            let answer = served.raw("GET", &path, &[]);
            let told = format!("{:?} {path}: {}", served.kind, answer.text());
            assert!([400, 403, 404].contains(&answer.status), "{told}");
            assert!(!answer.has("secret") && !answer.has("root:"), "{told}");
        }
        // Slashes more than needed lead nowhere else.
        let answer = served.raw("GET", &format!("{folder}//tasks//01/"), &[]);
        assert!(answer.status == 404 || answer.body == served.tree["tasks/01/index.html"]);
    }
}

#[test]
fn what_a_server_runs_elsewhere_is_not_run_here() {
    for served in everywhere() {
        for (path, kind) in [("shell.php", media::UNKNOWN), ("kinds/shell.php.html", media::HTML)] {
            let (answer, told) = (served.get(path), served.told(path));
            assert_eq!(answer.status, 200, "{told}: {}", answer.text());
            assert_eq!(answer.body, b"<?php", "{told}");
            assert_eq!(answer.all("content-type"), [kind], "{told}");
        }
    }
}

/// The rest of a portal is as it was.
#[test]
fn a_site_below_a_portal_leaves_the_portal_alone() {
    for kind in [Kind::Nginx, Kind::Apache] {
        let served = Served::start(kind, "/ljsbp/", |printed| printed);
        let answer = served.raw("GET", "/", &[]);
        assert_eq!((answer.status, answer.text().as_str()), (200, "the portal"), "{kind:?}");
        assert_eq!(answer.all("x-frame-options"), ["DENY"], "{kind:?}");
        assert_eq!(answer.header("content-security-policy"), "", "{kind:?}");
        let answer = served.raw("GET", "/ljsbp2/", &[]);
        assert!(answer.body != served.tree["404.html"], "{kind:?}");
    }
}

/// What a build consists of is shown, or not, as the site has it.
#[test]
fn a_manifest_is_shown_unless_it_is_to_be_hidden() {
    for served in everywhere() {
        let manifest = served.get("MANIFEST.json");
        assert_eq!(manifest.status, 200, "{}", served.told("MANIFEST.json"));
        assert!(manifest.body == served.tree["MANIFEST.json"]);
    }
    for kind in [Kind::Nginx, Kind::Apache] {
        for folder in ["/", "/ljsbp/"] {
            let served = Served::start_for(&["kept"], kind, folder, |printed| printed);
            assert_missing(&served, &served.get("MANIFEST.json"), &served.told("MANIFEST.json"));
            assert_eq!(served.get("").status, 200);
        }
    }
}

#[test]
fn a_target_gives_its_folder_and_its_address() {
    let settings = "title = \"甲\"\nbase_url = \"https://www.example.gov.cn/a/\"\n\
        [targets.portal]\nto = \"ssh://publisher@10.1.2.3/data/b\"\n\
        url = \"https://www.example.gov.cn/b/\"\nmanifest = false\n\
        [targets.plain]\nto = \"/srv/www/c/\"\nlayout = \"files\"\n";
    let site = Scratch::site(&[("site.toml", settings)]);
    let printed = |args: &[&str]| {
        let run = site.run(&[&["publish", "config", "nginx"], args].concat());
        assert_eq!(run.code, 0, "{}", run.err);
        run.out
    };
    let portal = printed(&["portal"]);
    for line in [
        "location ^~ \"/b/\" {",
        "alias \"/data/b/current/\";",
        "location = \"/b/MANIFEST.json\" { return 404; }",
    ] {
        assert!(portal.contains(line), "{line}: {portal}");
    }
    let plain = printed(&["plain"]);
    assert!(plain.contains("alias \"/srv/www/c/\";") && plain.contains("^~ \"/a/\""), "{plain}");
    assert!(printed(&["plain", "--root", "/d"]).contains("alias \"/d/\";"));
    let run = site.run(&["publish", "config", "nginx", "portel"]);
    assert_eq!(run.code, 2, "{}", run.err);
    assert!(run.err.contains("是不是“portal”"), "{}", run.err);
}

#[test]
fn a_folder_a_server_cannot_be_told_is_refused_in_the_language_of_the_call() {
    let site = Scratch::site(&[("site.toml", scratch::SETTINGS)]);
    let run = |args: &[&str]| {
        let run = site.run(&[&["publish", "config"], args].concat());
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{}", run.err);
        run.err
    };
    let told = run(&["nginx", "--root", "www"]);
    assert!(told.starts_with("错误: “www”不是服务器上的完整路径\n"), "{told}");
    let told = run(&["apache", "--root", "/srv/$x", "--lang", "en"]);
    assert!(told.starts_with("error: the `$` in `/srv/$x` cannot stand in a"), "{told}");
    let told = run(&["iis", "--root", "/srv/www"]);
    assert!(told.contains("--root D:\\www\\ljsbp"), "{told}");
}

#[test]
fn the_folder_is_named_for_the_site_unless_it_is_given() {
    for (base_url, folder) in [
        ("https://www.example.gov.cn/a/ljsbp/", "ljsbp"),
        ("https://ljsbp.example.gov.cn", "ljsbp.example.gov.cn"),
    ] {
        let settings = format!("title = \"甲\"\nbase_url = \"{base_url}\"\n");
        let site = Scratch::site(&[("site.toml", &settings)]);
        for (server, root) in [
            ("nginx", format!("\"/srv/www/{folder}")),
            ("apache", format!("\"/srv/www/{folder}")),
            ("iis", format!("C:\\inetpub\\{folder}\\404.html")),
        ] {
            let run = site.run(&["publish", "config", server]);
            assert_eq!(run.code, 0, "{}", run.err);
            assert!(run.out.contains(&root), "{server}: {}", run.out);
        }
    }
}
