//! What a site puts into a theme by its settings: its main colour and its fonts.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use super::schemes::{Scheme, schemes};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::model::Settings;
use crate::model::colour::Colour;
use crate::model::fields::Spanned;
use crate::model::settings::look::Font;
use crate::say;

/// The style sheet every page links to.
pub const SHEET: &str = "style.css";

/// What text needs on its ground (WCAG 2.2, 1.4.3).
const LEAST: f64 = 4.5;
/// The property of the main colour, that of the band white words stand on, and the grounds that
/// words in the main colour stand on.
const MAIN: &str = "main";
const BAND: &str = "band";
const GROUNDS: [&str; 2] = ["bg", "soft"];

/// What a reader falls back on who has none of the site's fonts.
const SYSTEM_FONTS: &str = "\"PingFang SC\",\"Microsoft YaHei\",\"Noto Sans CJK SC\",\
    \"Source Han Sans SC\",\"Noto Sans SC\",sans-serif";
/// Families every browser has, which are written without quotes.
const GENERIC: [&str; 3] = ["serif", "sans-serif", "system-ui"];
/// A font beyond this many bytes is one with characters the site never uses.
const HEAVY_FONT: usize = 300 << 10;
/// From this weight on a font is a bold one.
const BOLD: u32 = 600;

type Bytes = Cow<'static, [u8]>;

/// Puts the site's colour and fonts into the theme's style sheet.
pub fn put_in(settings: &Settings, files: &mut BTreeMap<String, Bytes>, out: &mut Diagnostics) {
    let look = &settings.look;
    let fonts = usable(settings, files, out);
    let Some(sheet) = files.get(SHEET).and_then(|sheet| std::str::from_utf8(sheet).ok()) else {
        return;
    };
    let mut css = match &look.colour {
        Some(colour) => recoloured(settings, sheet, colour, out),
        None => sheet.to_owned(),
    };
    set_in(&fonts, &mut css);
    if css != sheet {
        files.insert(SHEET.to_owned(), css.into_bytes().into());
    }
}

/// A style sheet in which another colour is the main one, in the light and in the dark.
fn recoloured(
    settings: &Settings,
    css: &str,
    colour: &Spanned<Colour>,
    out: &mut Diagnostics,
) -> String {
    let schemes = schemes(css);
    let with_main = || schemes.iter().filter(|scheme| scheme.colours.contains_key(MAIN));
    let place = Place::new(&settings.source, colour.span.clone());
    let Some(light) = with_main().find(|scheme| scheme.under.is_empty()) else {
        out.push(
            Diagnostic::new(
                Code::BadSettings,
                place,
                say!(
                    "主题的 {SHEET} 没有 --{MAIN}，主色用不上",
                    "the theme's {SHEET} has no --{MAIN}, so that the colour changes nothing"
                ),
            )
            .help(say!(
                "在 :root 里写上 --{MAIN}，或删去 colour",
                "give --{MAIN} in :root, or take `colour` out"
            )),
        );
        return css.to_owned();
    };
    let mut grounds = grounds(light, Colour::WHITE);
    // White words stand on it in the band.
    grounds.push(Colour::WHITE);
    if !colour.value.stands_on(&grounds, LEAST) {
        out.push(too_pale(place, colour.value, &grounds));
        return css.to_owned();
    }
    // Values are given plainly too, for browsers that know no properties.
    let plain = &css[light.colours[MAIN].1.clone()];
    let is_whole = |end: usize| !css[end..].starts_with(|c: char| c.is_ascii_hexdigit());
    let mut changes: Vec<(Range<usize>, Colour)> = css
        .match_indices(plain)
        .map(|(at, _)| at..at + plain.len())
        .filter(|span| is_whole(span.end))
        .map(|span| (span, colour.value))
        .collect();
    change(light, [colour.value; 2], &mut changes);
    if let Some(dark) = with_main().find(|scheme| scheme.is_dark()) {
        let grounds = self::grounds(dark, Colour::BLACK);
        let main = colour.value.towards(Colour::WHITE, &grounds, LEAST);
        change(dark, [main, colour.value.half_way(Colour::BLACK)], &mut changes);
    }
    replaced(css, changes)
}

/// The grounds words stand on in a scheme.
fn grounds(scheme: &Scheme, usual: Colour) -> Vec<Colour> {
    let known = |name| scheme.colours.get(name).map(|(colour, _)| *colour);
    let found: Vec<Colour> = GROUNDS.iter().filter_map(|name| known(*name)).collect();
    if found.is_empty() { vec![usual] } else { found }
}

/// Notes that a scheme's main colour and band are to be others.
fn change(scheme: &Scheme, to: [Colour; 2], changes: &mut Vec<(Range<usize>, Colour)>) {
    for (name, colour) in [MAIN, BAND].into_iter().zip(to) {
        if let Some((_, span)) = scheme.colours.get(name) {
            // What was noted for the same bytes by its value gives way to what its name says.
            changes.retain(|(noted, _)| noted != span);
            changes.push((span.clone(), colour));
        }
    }
}

fn replaced(css: &str, mut changes: Vec<(Range<usize>, Colour)>) -> String {
    changes.sort_by_key(|(span, _)| span.start);
    let mut text = String::with_capacity(css.len());
    let mut at = 0;
    for (span, colour) in changes {
        text.push_str(&css[at..span.start]);
        let _ = write!(text, "{colour}");
        at = span.end;
    }
    text.push_str(&css[at..]);
    text
}

fn too_pale(place: Place, colour: Colour, grounds: &[Colour]) -> Diagnostic {
    let least = grounds.iter().map(|ground| colour.contrast(*ground)).fold(f64::MAX, f64::min);
    let near = colour.towards(Colour::BLACK, grounds, LEAST);
    Diagnostic::new(
        Code::BadSettings,
        place,
        say!(
            "主色 {colour} 太浅：与底色的对比度是 {least:.2}，应不低于 {LEAST}",
            "the colour {colour} is too pale: its contrast is {least:.2}, which should be {LEAST} or more"
        ),
    )
    .help(say!(
        "最接近的可用颜色：colour = \"{near}\"",
        "the nearest that will do: colour = \"{near}\""
    ))
}

/// The fonts that are there; told of those that are not, or that weigh too much.
fn usable<'s>(
    settings: &'s Settings,
    files: &BTreeMap<String, Bytes>,
    out: &mut Diagnostics,
) -> Vec<&'s Font> {
    let fonts = &settings.look.fonts;
    let mut told = |code, span: &Range<usize>, message, help| {
        let place = Place::new(&settings.source, span.clone());
        out.push(Diagnostic::new(code, place, message).help(help));
    };
    let mut usable = Vec::new();
    for font in fonts {
        let Font::File { file, family, .. } = font else {
            usable.push(font);
            continue;
        };
        let (name, span) = (&file.value, &file.span);
        let Some(bytes) = files.get(name).filter(|_| format(name).is_some()) else {
            let theme = &settings.look.name;
            told(
                Code::BadSettings,
                span,
                say!("主题里没有字体文件“{name}”", "the theme has no font file `{name}`"),
                say!(
                    "放进 themes/{theme}/，格式用 woff2、woff、ttf 或 otf",
                    "put it into themes/{theme}/, as woff2, woff, ttf or otf"
                ),
            );
            continue;
        };
        if bytes.len() > HEAVY_FONT {
            let size = bytes.len() >> 10;
            told(
                Code::HeavyFont,
                span,
                say!(
                    "字体文件有 {size} KB，每位读者都要下载",
                    "the font has {size} KB, which each reader has to fetch"
                ),
                say!(
                    "只留常用字，存成 woff2；或用读者机器上有的字体",
                    "keep the characters that are used, as woff2; or name a font readers have"
                ),
            );
        }
        let bold = |other: &Font| match other {
            Font::File { family: of, weight, .. } => of == family && *weight >= BOLD,
            Font::System(_) => false,
        };
        if !fonts.iter().any(bold) {
            told(
                Code::HeavyFont,
                span,
                say!(
                    "“{family}”没有粗体，标题由浏览器自行加粗",
                    "`{family}` has no bold, so that browsers thicken headings themselves"
                ),
                say!("另给一个 weight = 700 的文件", "give another file with weight = 700"),
            );
        }
        usable.push(font);
    }
    usable
}

/// How style sheets call the form of a font file.
fn format(file: &str) -> Option<&'static str> {
    match file.rsplit_once('.')?.1 {
        "woff2" => Some("woff2"),
        "woff" => Some("woff"),
        "ttf" => Some("truetype"),
        "otf" => Some("opentype"),
        _ => None,
    }
}

/// Has a style sheet set the pages in fonts.
fn set_in(fonts: &[&Font], css: &mut String) {
    if fonts.is_empty() {
        return;
    }
    css.push('\n');
    let mut families: Vec<&str> = Vec::new();
    for font in fonts {
        if !families.contains(&font.family()) {
            families.push(font.family());
        }
        if let Font::File { family, file, weight } = font {
            let (url, format) = (crate::site::encoded(&file.value), format(&file.value));
            // Memory takes whatever is written to it. A reader sees words before the font is there.
            let _ = writeln!(
                css,
                "@font-face{{font-family:\"{family}\";font-weight:{weight};font-display:swap;\
                 src:url({url}) format(\"{}\")}}",
                format.unwrap_or_default()
            );
        }
    }
    let quoted = |family: &&str| match GENERIC.contains(family) {
        true => (*family).to_owned(),
        false => format!("\"{family}\""),
    };
    let named: Vec<String> = families.iter().map(quoted).collect();
    let _ = writeln!(css, "body{{font-family:{},{SYSTEM_FONTS}}}", named.join(","));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::Disk;

    const PLAIN: &str = ":root{--bg:#fff;--soft:#f4f6f9;--main:#0b4f8a;--band:#0b4f8a}
@media (prefers-color-scheme:dark){:root{--bg:#14181d;--soft:#1c2229;--main:#8ec1f5;--band:#0d2f50}}
a{color:#0b4f8a;color:var(--main)}
";

    /// What becomes of a theme's files, and what is said.
    fn with(theme: &str, files: &[(&str, &[u8])]) -> (String, Vec<String>) {
        let text = format!("title = \"甲\"\n[theme]\n{theme}\n");
        let source = crate::diagnostic::Source::new("site.toml", text);
        let (mut out, nowhere) = (Diagnostics::new(), Disk::new("."));
        let map = crate::content::toml_map(&source, &mut out);
        let settings = crate::model::settings::decode(&source, &map, &nowhere, &mut out);
        let owned =
            |(name, bytes): &(&str, &[u8])| ((*name).to_owned(), Bytes::from(bytes.to_vec()));
        let mut files: BTreeMap<String, Bytes> = files.iter().map(owned).collect();
        put_in(&settings.expect("a disk that works"), &mut files, &mut out);
        let css = String::from_utf8(files[SHEET].to_vec()).expect("text");
        (
            css,
            out.sorted()
                .into_iter()
                .map(|f| format!("{} {}", f.message.en, f.help.map_or(String::new(), |h| h.en)))
                .collect(),
        )
    }

    #[test]
    fn a_main_colour_is_put_in_place_of_the_theme_s_in_both_schemes_and_stands_out_in_each() {
        let (css, told) = with("colour = \"#8b1a1a\"", &[(SHEET, PLAIN.as_bytes())]);
        assert_eq!(told, [""; 0]);
        assert!(!css.contains("#0b4f8a") && css.contains("a{color:#8b1a1a;color:var(--main)}"));
        let found = schemes(&css);
        let of = |at: usize, name: &str| found[at].colours[name].0;
        for at in [0, 1] {
            let grounds = [of(at, "bg"), of(at, "soft")];
            assert!(of(at, MAIN).stands_on(&grounds, LEAST), "{css}");
            assert!(of(at, BAND).stands_on(&[Colour::WHITE], LEAST), "{css}");
        }
        assert_ne!(of(0, MAIN), of(1, MAIN));
    }

    #[test]
    fn a_colour_too_pale_is_refused_with_the_nearest_that_will_do() {
        let (css, told) = with("colour = \"#ffcc00\"", &[(SHEET, PLAIN.as_bytes())]);
        assert_eq!(css, PLAIN);
        let near = told[0].split('"').nth(1).expect("a colour named");
        let (_, told) = with(&format!("colour = \"{near}\""), &[(SHEET, PLAIN.as_bytes())]);
        assert_eq!(told, [""; 0], "{near}");
    }

    #[test]
    fn a_sheet_without_a_main_colour_says_that_it_cannot_have_another() {
        let (_, told) = with("colour = \"#8b1a1a\"", &[(SHEET, b"a{color:red}")]);
        assert!(told[0].contains("has no --main"), "{told:?}");
    }

    #[test]
    fn fonts_come_before_those_of_the_system_and_heavy_or_lacking_ones_are_told() {
        let fonts = "fonts = [\"Songti SC\", { family = \"书宋\", file = \"fonts/书.woff2\" }, \
                     { family = \"甲\", file = \"gone.woff2\" }]";
        let heavy = vec![0; HEAVY_FONT + 1];
        let (css, told) = with(fonts, &[(SHEET, PLAIN.as_bytes()), ("fonts/书.woff2", &heavy)]);
        assert!(css.contains("body{font-family:\"Songti SC\",\"书宋\",\"PingFang SC\""), "{css}");
        assert!(css.contains("src:url(fonts/%E4%B9%A6.woff2) format(\"woff2\")"), "{css}");
        assert_eq!(told.len(), 3, "{told:?}");
        assert!(told.iter().any(|line| line.contains("has no font file `gone.woff2`")));
        assert!(told.iter().any(|line| line.contains("300 KB")));
        assert!(told.iter().any(|line| line.contains("has no bold")));
    }
}
