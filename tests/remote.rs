//! A site in an object store and on a WebDAV server.

#![cfg(unix)]

#[path = "store/desk.rs"]
mod desk;
#[path = "store/nginx.rs"]
mod nginx;
#[path = "store/s3.rs"]
mod s3;
#[path = "store/scenes.rs"]
mod scenes;
#[path = "faults/scratch.rs"]
mod scratch;
#[path = "store/wire.rs"]
mod wire;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Stdio;
use std::sync::Arc;
use std::thread::sleep;
use std::time::Duration;

use desk::{Desk, Ended, Shop, assert_serves};
use liangshai::publish::host::Notes;
use nginx::Nginx;
use s3::{Bucket, s3};
use scenes::Strike as _;
use scratch::{Run, Scratch};

#[test]
fn only_what_changed_travels_to_a_bucket() {
    scenes::only_what_changed_travels(&Bucket::new());
}

#[test]
fn only_what_changed_travels_by_webdav() {
    scenes::only_what_changed_travels(&Nginx::start());
}

#[test]
fn what_a_bucket_served_before_comes_back() {
    scenes::what_was_served_before_comes_back(&Bucket::new());
}

#[test]
fn what_was_served_before_comes_back_by_webdav() {
    scenes::what_was_served_before_comes_back(&Nginx::start());
}

#[test]
fn the_oldest_releases_of_a_bucket_go() {
    scenes::the_oldest_releases_go(&Bucket::new());
}

#[test]
fn the_oldest_releases_go_by_webdav() {
    scenes::the_oldest_releases_go(&Nginx::start());
}

#[test]
fn another_hand_is_found_in_a_bucket() {
    scenes::another_hand_is_found(&Bucket::new());
}

#[test]
fn another_hand_is_found_by_webdav() {
    scenes::another_hand_is_found(&Nginx::start());
}

#[test]
fn a_bucket_of_somebody_elses_is_not_taken() {
    scenes::a_place_of_somebody_elses_is_not_taken(&Bucket::new());
}

#[test]
fn a_webdav_folder_of_somebody_elses_is_not_taken() {
    scenes::a_place_of_somebody_elses_is_not_taken(&Nginx::start());
}

#[test]
fn two_do_not_publish_to_a_bucket_at_a_time() {
    scenes::two_do_not_publish_at_a_time(&Bucket::new());
}

#[test]
fn two_do_not_publish_by_webdav_at_a_time() {
    scenes::two_do_not_publish_at_a_time(&Nginx::start());
}

#[test]
fn of_two_that_ask_at_once_one_has_the_lock() {
    let (bucket, nginx) = (Bucket::new(), Nginx::start());
    for shop in [&bucket as &dyn Shop, &nginx] {
        let servers: Vec<_> = (0..4).map(|_| Desk::new(shop).server()).collect();
        let notes: Vec<_> = servers.iter().map(|server| server.notes()).collect();
        let taken: Vec<bool> = std::thread::scope(|scope| {
            let ask = |(n, notes): (usize, &Arc<dyn Notes>)| {
                let notes = notes.clone();
                scope.spawn(move || {
                    notes.create("lock.json", format!("{n}").as_bytes()).expect("it answers")
                })
            };
            let asked: Vec<_> = notes.iter().enumerate().map(ask).collect();
            asked.into_iter().map(|asked| asked.join().expect("no panic")).collect()
        });
        assert_eq!(taken.iter().filter(|taken| **taken).count(), 1, "{taken:?}");
    }
}

#[test]
fn a_publication_to_a_bucket_that_is_cut_off_is_ended_by_the_next() {
    let bucket = Bucket::new();
    scenes::cut_off_anywhere_it_is_ended_by_the_next(&bucket, &bucket.wire, 3);
}

#[test]
fn a_publication_by_webdav_that_is_cut_off_is_ended_by_the_next() {
    let nginx = Nginx::start();
    scenes::cut_off_anywhere_it_is_ended_by_the_next(&nginx, &nginx.wire, 3);
}

#[test]
fn no_reader_of_a_webdav_server_finds_a_page_without_its_style() {
    let nginx = Nginx::start();
    let site = nginx.root.path("site");
    scenes::no_reader_finds_a_page_without_its_style(&nginx, &|path| {
        fs::read_to_string(site.join(path)).ok()
    });
}

#[test]
fn a_bucket_is_filled_in_an_order_in_which_no_page_lacks_what_it_needs() {
    let bucket = Bucket::new();
    let desk = Desk::new(&bucket);
    let old = [("index.html", "1"), ("a/index.html", "1"), ("a/gone.html", "1"), ("x.css", "1")];
    let new = [
        ("index.html", "2"),
        ("a/index.html", "2"),
        ("a/b/index.html", "2"),
        ("assets/s-00000002.css", "2"),
        ("sitemap.xml", "2"),
    ];
    desk.publish(&desk.build(&old)).arrived();
    bucket.wire.log();
    desk.publish(&desk.build(&new)).arrived();
    let place = format!("/bucket/{}/site/", bucket.name);
    let log = bucket.wire.log();
    let changes = log.iter().filter(|(method, _)| !matches!(method.as_str(), "GET" | "HEAD"));
    let order: Vec<String> = changes
        .filter_map(|(method, path)| {
            let path = path.split('?').next()?.strip_prefix(&place)?;
            Some(format!("{method} {path}"))
        })
        .collect();
    let (puts, gone) = order.split_at(order.len() - 2);
    let expected = [
        "PUT assets/s-00000002.css",
        "PUT a/b/index.html",
        "PUT a/index.html",
        "PUT index.html",
        "PUT sitemap.xml",
        "PUT MANIFEST.json",
    ];
    assert_eq!(puts, expected);
    let mut gone = gone.to_vec();
    gone.sort();
    assert_eq!(gone, ["DELETE a/gone.html", "DELETE x.css"]);
}

#[test]
fn a_bucket_serves_each_file_as_what_it_is() {
    let bucket = Bucket::new();
    let desk = Desk::new(&bucket);
    let files = [
        ("assets/style-1a2b3c4d.css", "1"),
        ("data/tasks.csv", "1"),
        ("index.html", "1"),
        ("任务/附件.pdf", "1"),
    ];
    let build = desk.build(&files);
    desk.publish(&build).arrived();
    // Put back from what is kept they are the same.
    desk.publish(&desk.build(&[("index.html", "2")])).arrived();
    for turn in 0..2 {
        for (path, media, cache) in [
            (
                "assets/style-1a2b3c4d.css",
                "text/css; charset=utf-8",
                "public, max-age=31536000, immutable",
            ),
            ("index.html", "text/html; charset=utf-8", "no-cache"),
            ("data/tasks.csv", "text/csv; charset=utf-8", "no-cache"),
            ("任务/附件.pdf", "application/pdf", "no-cache"),
        ] {
            if turn == 0 && path != "index.html" && !path.starts_with("assets/") {
                continue;
            }
            let answer = bucket.get(&format!("site/{path}"));
            assert_eq!(answer.status, 200, "{path}");
            assert_eq!(answer.headers["content-type"], media, "{path}");
            assert_eq!(answer.headers["cache-control"], cache, "{path}");
        }
        desk.go_back("r000").expect("it is kept");
    }
    assert_serves(&desk, &build, "gone back");
}

#[test]
fn a_bucket_of_more_files_than_one_list_holds_is_listed_whole() {
    let bucket = Bucket::new();
    let desk = Desk::new(&bucket);
    let names: Vec<String> = (0..1100).map(|n| format!("n/{n}.html")).collect();
    let mut files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "1")).collect();
    let first = desk.build(&files);
    desk.publish(&first).arrived();
    files[1099].1 = "2";
    let second = desk.build(&files);
    assert_eq!(desk.publish(&second).arrived(), ["MANIFEST.json", "n/1099.html"]);
}

#[test]
fn a_file_that_travels_in_parts_arrives_whole() {
    let bucket = Bucket::new();
    let desk = Desk::new(&bucket);
    let large: String = (0..1_500_000).map(|n| format!("{n:012}")).collect();
    let build = desk.build(&[("index.html", "1"), ("附件/大.mp4", &large)]);
    desk.publish(&build).arrived();
    assert_serves(&desk, &build, "large");
    assert!(bucket.wire.log().iter().any(|(_, path)| path.contains("partNumber=2")));
}

#[test]
fn an_answer_that_is_lost_is_asked_for_again() {
    let (bucket, nginx) = (Bucket::new(), Nginx::start());
    for (shop, wire) in [(&bucket as &dyn Shop, &bucket.wire), (&nginx, &nginx.wire)] {
        let desk = Desk::new(shop);
        let first = desk.build(&[("index.html", "1"), ("a.html", "1"), ("b.html", "1")]);
        desk.publish(&first).arrived();
        let second = desk.build(&[("index.html", "2"), ("a.html", "2")]);
        wire.lose(3);
        let ended = desk.publish(&second);
        assert!(matches!(ended, Ended::Done { .. }), "{ended:?}");
        assert_serves(&desk, &second, "after losses");
    }
}

/// A site with a target, for the command.
fn site(bucket: &Bucket, secret: Option<&str>, port: u16) -> Scratch {
    let keys = bucket.keys(secret).display().to_string();
    let name = &bucket.name;
    let settings = format!(
        "title = \"亮晒专栏\"\nbase_url = \"https://www.example.gov.cn/\"\nas_of = 2023-06-15
[defaults]\ndisclosure = \"主动公开\"
[check.rules]\nmissing-identity = \"off\"\nstale-column = \"off\"\nstale-home = \"off\"
[targets.production]\nto = \"s3://bucket/{name}/site\"\nstate = \"{name}/state\"
endpoint = \"http://127.0.0.1:{port}\"\ncredentials = {keys:?}\n"
    );
    let site = Scratch::site(&[("site.toml", &settings)]);
    for n in 0..12 {
        site.write(&format!("content/pages/p{n}.md"), format!("---\n标题: 第{n}页\n---\n话。\n"));
    }
    site.built(&[]);
    site
}

fn publish(site: &Scratch) -> Run {
    site.run(&["publish", "production", "--allow-dirty"])
}

#[test]
fn the_command_is_killed_and_the_next_ends_what_it_began() {
    let bucket = Bucket::new();
    let site = site(&bucket, None, bucket.wire.port);
    let desk = Desk::new(&bucket);
    let mut kills = 0;
    for at in [0, 2, 4, 9, 15] {
        let mut command = site.command(&["publish", "production", "--allow-dirty"]);
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it runs");
        bucket.wire.kill_after(at, child);
        for _ in 0..3000 {
            if bucket.wire.is_cut() {
                break;
            }
            sleep(Duration::from_millis(20));
        }
        assert!(bucket.wire.is_cut(), "it makes no {at} changes");
        let mut child = bucket.wire.mend().expect("it was killed");
        child.wait().expect("it ended");
        kills += 1;
        let public = scratch::files(&site.path("public"));
        for (path, bytes) in desk.site() {
            assert_eq!(public.get(&path), Some(&bytes), "killed at {at}: {path}");
        }
    }
    assert_eq!(kills, 5);
    bucket.wire.puts();
    let all = scratch::files(&site.path("public")).len();
    let run = publish(&site);
    assert_eq!(run.code, 0, "{}", run.err);
    let sent = bucket.wire.puts();
    assert!(sent < all - 10, "{sent} of {all} were sent again");
    assert_serves(&desk, &site.path("public"), "after five kills");
    let run = site.run(&["releases", "production"]);
    assert!(run.out.contains("当前"), "{}", run.out);
    assert!(!run.out.contains(&s3().secret) && !run.err.contains(&s3().secret));
}

#[test]
fn what_keeps_a_store_from_being_reached_is_said_and_no_secret_with_it() {
    let bucket = Bucket::new();
    let down = site(&bucket, None, wire::free_port());
    let run = publish(&down);
    assert_eq!(run.code, 3, "{}", run.err);
    assert!(run.err.contains("服务器没有应答") && run.err.contains("127.0.0.1"), "{}", run.err);
    assert!(!run.err.contains(&s3().secret), "{}", run.err);

    let wrong = "wrong-secret-52c1";
    let refused = site(&bucket, Some(wrong), bucket.wire.port);
    let run = publish(&refused);
    assert_eq!(run.code, 3, "{}", run.err);
    assert!(run.err.contains("服务器不接受所给的密钥"), "{}", run.err);
    assert!(!run.err.contains(wrong), "{}", run.err);

    // The environment goes before the file.
    let mut command = refused.command(&["releases", "production"]);
    command.env("LIANGSHAI_PRODUCTION_ACCESS_KEY_ID", &s3().id);
    command.env("LIANGSHAI_PRODUCTION_SECRET_ACCESS_KEY", &s3().secret);
    let run = Run::of(command);
    assert_eq!(run.code, 0, "{}", run.err);

    let file = bucket.keys(None);
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).expect("a file of ours");
    let run = publish(&refused);
    assert_eq!(run.code, 2, "{}", run.err);
    assert!(run.err.contains("chmod 600"), "{}", run.err);
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).expect("a file of ours");
    fs::write(&file, "secret_access_key = shown-9d21").expect("a file of ours");
    let run = publish(&refused);
    assert_eq!(run.code, 2, "{}", run.err);
    assert!(!run.err.contains("shown-9d21"), "{}", run.err);
    fs::remove_file(&file).expect("a file of ours");
    assert_eq!(publish(&refused).code, 2);
}
