use super::*;
use std::collections::BTreeMap;

fn read(html: &str) -> (Vec<Piece>, Vec<String>) {
    let file = |name: &str| (name.to_owned(), b"x".to_vec().into());
    let files: BTreeMap<_, _> =
        ["portal/logo.png", "portal/top.css", "portal/top.js"].map(file).into();
    let mut out = Diagnostics::new();
    let assets = Assets::new(files, "themes/default", &mut out);
    let source = Source::new("themes/default/portal/header.html", html);
    let fragment = Fragment::read(&source, "portal/header.html", &assets, &mut out);
    let told = out.sorted().into_iter().map(|fault| {
        let at = fault.place.positions().0;
        format!("{}:{} {}", at.line, at.column, fault.message.en)
    });
    (fragment.pieces, told.collect())
}

/// The piece on a page two folders deep, of a site with no pages.
fn shown(pieces: &[Piece]) -> String {
    pieces
        .iter()
        .map(|piece| match piece {
            Piece::Markup(markup) => markup.clone(),
            Piece::Address(address) => format!("../../{address}"),
        })
        .collect()
}

#[test]
fn addresses_lead_to_files_beside_the_piece_to_the_site_s_top_and_elsewhere_as_written() {
    let (pieces, told) = read(
        "<link rel=stylesheet href=top.css><div class='a & b'><img src=./logo.png alt=徽>\n\
         <a href=news/>动态</a><a href=\"/zwgk/\">政务公开</a><a href=https://www.example.gov.cn/>门户</a>\
         <a href=#main>正文</a></div><!-- 备注 --><script src=top.js defer></script>",
    );
    assert_eq!(told, [""; 0]);
    let html = shown(&pieces);
    let digest = "assets/portal/logo-2d711642.png";
    assert!(html.contains(&format!("<img alt=\"徽\" src=\"../../{digest}\">")), "{html}");
    assert!(html.contains("href=\"../../assets/portal/top-"), "{html}");
    assert!(html.contains("<a href=\"../../news/\">动态</a><a href=\"/zwgk/\">"), "{html}");
    assert!(html.contains("<a href=\"https://www.example.gov.cn/\">门户</a><a href=\"#main\">"));
    assert!(html.contains("class=\"a &amp; b\"") && !html.contains("备注"), "{html}");
}

#[test]
fn what_would_break_the_policy_or_the_page_is_a_fault_at_its_place_and_nothing_is_shown() {
    for (html, fault) in [
        ("甲\n<script>alert(1)</script>", "2:9 a script stands in the piece itself"),
        ("<style>a{}</style>", "1:1 a piece cannot hold `<style>`"),
        ("<p style='color:red'>甲</p>", "1:1 a piece cannot use the attribute `style`"),
        ("<p onclick=x()>甲</p>", "1:1 a piece cannot use the attribute `onclick`"),
        ("<a href=' JavaScript:x()'>甲</a>", "1:1 `JavaScript:x()` leads to no page"),
        (
            "<img src=//a.example/x.png alt=''>",
            "1:1 the piece fetches `//a.example/x.png` from another site",
        ),
        (
            "<script src=https://a.example/x.js></script>",
            "1:1 the piece fetches `https://a.example/x.js` from another site",
        ),
        (
            "<form action=https://a.example/>",
            "1:1 the form sends to another site, `https://a.example/`",
        ),
        ("<img src=gone.png alt=''>", "1:1 there is no file `gone.png` beside the piece"),
        ("<img src=logo.png>", "1:1 the picture has no words for who cannot see it"),
        ("<iframe src=/a></iframe>", "1:1 a piece cannot hold `<iframe>`"),
        ("<header>甲</header>", "1:1 a piece cannot hold `<header>`"),
        ("<div><p>甲</div>", "1:6 `<p>` is never closed"),
        ("甲</div>", "1:2 `</div>` ends nothing that is open"),
        ("<div>甲", "1:1 `<div>` is never closed"),
    ] {
        let (pieces, told) = read(html);
        assert!(told.iter().any(|line| line == fault), "{html}: {told:?}");
        assert_eq!(pieces, [], "{html}");
    }
}

#[test]
fn no_piece_however_it_is_cut_off_lets_markup_out() {
    let whole = "<div title='\"><script>x</script>'>&lt;b&gt; <a href='a\"b'>甲</a></div>";
    for end in (0..=whole.len()).filter(|end| whole.is_char_boundary(*end)) {
        let (pieces, _) = read(&whole[..end]);
        assert!(!shown(&pieces).contains("<script"), "{end}");
    }
}
