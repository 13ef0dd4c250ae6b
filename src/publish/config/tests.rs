//! What is printed, and what is refused. Whether it does what it says, real servers are asked in
//! tests/server_config.rs; IIS is held to its form only.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::*;

const SERVERS: [(Server, &str, &str); 3] = [
    (Server::Nginx, "nginx", "/srv/www/ljsbp/current"),
    (Server::Apache, "apache", "/srv/www/ljsbp/current"),
    (Server::Iis, "iis", "D:\\www\\ljsbp\\current"),
];

fn given<'a>(root: &'a str, base_url: &'a str) -> Given<'a> {
    let moved = |from: &str, to: &str| Moved { from: from.to_owned(), to: to.to_owned() };
    let moved = vec![moved("old/page.html", "tasks/01/"), moved("旧站/通知/", "news/tongzhi/")];
    Given { root, base_url: Some(base_url), moved, shows_manifest: true }
}

#[test]
fn a_configuration_is_as_it_was_looked_over() {
    for (server, name, root) in SERVERS {
        let site = "https://www.example.gov.cn/ljsbp/";
        let facts = ServerFacts::new(server, given(root, site)).expect("it can be told");
        insta::assert_snapshot!(format!("{name}_below"), print(server, &facts, Lang::Zh));
        let host = Given { shows_manifest: false, ..given(root, "http://ljsbp.example.gov.cn") };
        let facts = ServerFacts::new(server, host).expect("it can be told");
        insta::assert_snapshot!(format!("{name}_root"), print(server, &facts, Lang::En));
    }
}

/// The elements of an XML document, which must be sound.
fn elements(xml: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_comments = true;
    let mut found = Vec::new();
    let read = |start: &BytesStart| {
        let attributes = start.attributes().map(|attribute| {
            let attribute = attribute.expect("a sound attribute");
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).expect("a sound value");
            let name = attribute.key.as_ref().to_owned();
            (name, value.into_owned())
        });
        let name = start.name().as_ref().to_owned();
        (name, attributes.collect())
    };
    let mut depth = 0;
    loop {
        match reader.read_event().expect("sound XML") {
            Event::Start(start) => {
                found.push(read(&start));
                depth += 1;
            }
            Event::Empty(start) => found.push(read(&start)),
            Event::End(_) => depth -= 1,
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0);
    found
}

#[test]
fn the_configuration_of_iis_is_sound_whatever_an_old_address_is_called() {
    let odd = "a--b & <c> \"d\" 'e' {f} --> $g;/";
    let given = Given {
        root: "D:/网站 & 1/current/",
        base_url: Some("https://a--b.example.gov.cn/x--y&z/"),
        moved: vec![Moved { from: odd.to_owned(), to: "tasks/01/".to_owned() }],
        shows_manifest: false,
    };
    let facts = ServerFacts::new(Server::Iis, given).expect("it can be told");
    for lang in [Lang::Zh, Lang::En] {
        let found = elements(&print(Server::Iis, &facts, lang));
        let value = |element: &[(String, String)], name: &str| {
            element.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone())
        };
        let of = |name: &str, attribute: &str| -> Vec<String> {
            let named = found.iter().filter(|(element, _)| element == name);
            named.filter_map(|(_, element)| value(element, attribute)).collect()
        };
        let key = format!("/x--y&z/{odd}");
        assert_eq!(of("add", "key"), [&key, key.trim_end_matches('/')]);
        assert_eq!(of("location", "path"), ["a--b.example.gov.cn/x--y&z"]);
        assert!(of("error", "path").iter().all(|page| page == "D:\\网站 & 1\\current\\404.html"));
        let endings = media::TYPES.iter().map(|(_, endings)| endings.len()).sum::<usize>();
        assert_eq!(of("mimeMap", "mimeType").len(), endings);
        assert_eq!(of("add", "segment"), ["MANIFEST.json", "MANIFEST.sig"]);
    }
}

#[test]
fn what_a_server_would_expand_or_match_by_is_refused() {
    fn fault(server: Server, root: &str, base_url: &str) -> Option<Fault> {
        ServerFacts::new(server, given(root, base_url)).err()
    }
    let site = "https://a.example/";
    for (root, found) in [
        ("srv/www", Fault::Root),
        ("", Fault::Root),
        ("/", Fault::Root),
        ("/srv/../etc", Fault::Root),
        ("/srv//www", Fault::Root),
        ("D:\\www", Fault::Root),
        ("/srv/$host", Fault::RootLetter('$')),
        ("/srv/${PATH}", Fault::RootLetter('$')),
        ("/srv/a*", Fault::RootLetter('*')),
        ("/srv/a\"; }", Fault::RootLetter('"')),
        ("/srv/a\nb", Fault::RootLetter('\n')),
        ("/srv/a\\b", Fault::RootLetter('\\')),
        ("/srv/%{x}", Fault::RootLetter('%')),
    ] {
        for server in [Server::Nginx, Server::Apache] {
            assert_eq!(fault(server, root, site), Some(found), "{root}");
        }
    }
    for root in ["/srv/www", "D:", "\\\\server\\www", "D:\\a\\..\\b", "1:\\a"] {
        assert_eq!(fault(Server::Iis, root, site), Some(Fault::Root), "{root}");
    }
    assert_eq!(fault(Server::Iis, "D:\\a%b", site), Some(Fault::RootLetter('%')));
    for (path, found) in [
        ("a$b/", Fault::FolderLetter('$')),
        ("a%24b/", Fault::FolderLetter('$')),
        ("a%0Ab/", Fault::FolderLetter('\n')),
        ("a%22b/", Fault::FolderLetter('"')),
        ("%FF/", Fault::Folder),
        ("a/%2e%2e/b/", Fault::Folder),
        ("a//b/", Fault::Folder),
    ] {
        let url = format!("https://a.example/{path}");
        for (server, _, root) in SERVERS {
            assert_eq!(fault(server, root, &url), Some(found), "{path}");
        }
    }
    for sound in ["", "x/y/", "专栏/", "%E4%B8%93%E6%A0%8F", "a b;c'd(e)"] {
        let url = format!("https://a.example/{sound}");
        for (server, _, root) in SERVERS {
            assert_eq!(fault(server, root, &url), None, "{sound}");
        }
    }
}

#[test]
fn a_name_is_matched_by_its_letters_alone() {
    let odd = "a.b[c]^d$e\\f(g)|h{2}*+?i\"j 旧";
    assert_eq!(literally(odd), "a[.]b[[]c\\]\\^d[$]e\\\\f[(]g[)][|]h[{]2[}][*][+][?]i\\x22j 旧");
}
