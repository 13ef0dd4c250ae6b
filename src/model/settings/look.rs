//! `theme`: which theme, and what a site puts into it without writing a template.
//!
//! All files named here lie in the theme's folder, so that whatever is done with a theme (checked,
//! reviewed, signed, watched, committed) is done with them.

use super::super::colour::Colour;
use super::super::fields::{Fields, Spanned};
use super::super::key::Key;
use crate::content::{Node, Value};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::say;

/// The name of the theme that is built in.
pub const DEFAULT: &str = "default";

/// The theme and what the site puts into it. A file is named as it lies in the theme.
#[derive(Debug, Clone, PartialEq)]
pub struct Look {
    /// The folder below `themes/`.
    pub name: String,
    /// A piece of HTML above the site's own header, and one above its own footer.
    pub header: Option<Spanned<String>>,
    pub footer: Option<Spanned<String>>,
    pub logo: Option<Logo>,
    /// The one main colour, of which the others are made.
    pub colour: Option<Spanned<Colour>>,
    /// What text is set in, the first that a reader has.
    pub fonts: Vec<Font>,
    /// Whether pages that the public reads have a 长辈版 beside them.
    pub simple: bool,
}

impl Default for Look {
    fn default() -> Self {
        Self {
            name: DEFAULT.to_owned(),
            header: None,
            footer: None,
            logo: None,
            colour: None,
            fonts: Vec::new(),
            simple: true,
        }
    }
}

/// A picture before the site's title.
#[derive(Debug, Clone, PartialEq)]
pub struct Logo {
    pub file: Spanned<String>,
    /// What it shows, in words; empty where the title beside it says as much.
    pub alt: String,
}

/// What text is set in.
#[derive(Debug, Clone, PartialEq)]
pub enum Font {
    /// A family readers may have.
    System(String),
    /// A file of the theme.
    File { family: String, file: Spanned<String>, weight: u32 },
}

impl Font {
    /// The name of the family.
    pub fn family(&self) -> &str {
        match self {
            Font::System(family) | Font::File { family, .. } => family,
        }
    }
}

setting_keys! {
    NAME = "name"; HEADER = "header"; FOOTER = "footer"; LOGO = "logo"; LOGO_ALT = "logo_alt";
    COLOUR = "colour"; FONTS = "fonts"; FAMILY = "family"; FILE = "file"; WEIGHT = "weight";
    SIMPLE = "simple";
}

/// As style sheets count: 400 is regular.
const REGULAR: u32 = 400;
/// Weights a font may have.
const WEIGHTS: std::ops::RangeInclusive<u32> = 1..=1000;

/// Reads `theme = "name"` or `[theme]`.
pub(super) fn decode(top: &mut Fields, key: &'static Key, out: &mut Diagnostics) -> Look {
    let Some(node) = top.node(key, out) else { return Look::default() };
    match &node.value {
        Value::Map(map) => of_table(Fields::nested(top.source, map), out),
        _ => match node.text(top.source).map(str::trim) {
            Some(name) => Look { name: name.to_owned(), ..Look::default() },
            None => {
                out.push(
                    Diagnostic::new(
                        Code::BadSettings,
                        top.place(node.span.clone()),
                        say!("theme 应是主题的名称", "`theme` must be a theme's name"),
                    )
                    .help(say!(
                        "写 theme = \"default\"，或一张表 [theme]",
                        "write theme = \"default\", or a table [theme]"
                    )),
                );
                Look::default()
            }
        },
    }
}

fn of_table(mut fields: Fields, out: &mut Diagnostics) -> Look {
    let look = Look {
        name: fields.text(&NAME, out).unwrap_or_else(|| DEFAULT.to_owned()),
        header: fields.spanned(&HEADER, out),
        footer: fields.spanned(&FOOTER, out),
        logo: logo(&mut fields, out),
        colour: colour(&mut fields, out),
        fonts: fields
            .nodes(&FONTS, out)
            .into_iter()
            .filter_map(|node| font(&fields, node, out))
            .collect(),
        simple: !fields.has(&SIMPLE) || fields.flag(&SIMPLE, out),
    };
    fields.finish(out);
    look
}

fn logo(fields: &mut Fields, out: &mut Diagnostics) -> Option<Logo> {
    let file = fields.spanned(&LOGO, out);
    // `logo_alt = ""` says that the picture says no more than the title beside it.
    let says = fields.raw().entries.iter().any(|pair| LOGO_ALT.is(pair.key(fields.source)));
    let alt = fields.text(&LOGO_ALT, out);
    let file = file?;
    if !says {
        out.push(
            Diagnostic::new(
                Code::BadSettings,
                fields.place(file.span.clone()),
                say!("标识没有替代文字", "the logo has no words for who cannot see it"),
            )
            .help(say!(
                "加一行：logo_alt = \"某县人民政府\"；标题已说明的写 logo_alt = \"\"",
                "add a line: logo_alt = \"…\", or logo_alt = \"\" where the title says as much"
            )),
        );
    }
    Some(Logo { file, alt: alt.unwrap_or_default() })
}

fn colour(fields: &mut Fields, out: &mut Diagnostics) -> Option<Spanned<Colour>> {
    let written = fields.spanned(&COLOUR, out)?;
    let colour = Colour::parse(&written.value);
    if colour.is_none() {
        let given = &written.value;
        out.push(
            Diagnostic::new(
                Code::BadSettings,
                fields.place(written.span.clone()),
                say!("主色“{given}”读不成颜色", "`{given}` is no colour"),
            )
            .help(say!("例如 colour = \"#8b1a1a\"", "as colour = \"#8b1a1a\"")),
        );
    }
    colour.map(|value| Spanned { value, span: written.span })
}

/// `"宋体"`, or `{ family = "…", file = "fonts/a.woff2", weight = 700 }`.
fn font(fields: &Fields, node: &Node, out: &mut Diagnostics) -> Option<Font> {
    let mut refuse = |message, help| {
        let place = fields.place(node.span.clone());
        out.push(Diagnostic::new(Code::BadSettings, place, message).help(help));
        None
    };
    let Value::Map(map) = &node.value else {
        return match node.text(fields.source).map(str::trim) {
            Some(family) if is_family(family) => Some(Font::System(family.to_owned())),
            _ => refuse(
                say!("这里应是字体的名称", "this must be the name of a font"),
                say!(
                    "例如 fonts = [\"方正书宋\", \"Songti SC\"]，名称里没有引号、反斜杠和换行",
                    "as fonts = [\"Songti SC\"], without quotes, backslashes or line breaks in it"
                ),
            ),
        };
    };
    let mut font = Fields::nested(fields.source, map);
    let family = font.text(&FAMILY, out).filter(|family| is_family(family));
    let file = font.spanned(&FILE, out);
    let weight = font.count(&WEIGHT, out).unwrap_or(REGULAR);
    font.finish(out);
    match (family, file) {
        (Some(family), Some(file)) if WEIGHTS.contains(&weight) => {
            Some(Font::File { family, file, weight })
        }
        _ => {
            out.push(
                Diagnostic::new(
                    Code::BadSettings,
                    fields.place(node.span.clone()),
                    say!(
                        "字体文件要写明名称和文件，粗细在1到1000之间",
                        "a font file needs a family and a file, and a weight from 1 to 1000"
                    ),
                )
                .help(say!(
                    "例如 {{ family = \"书宋\", file = \"fonts/shusong.woff2\", weight = 400 }}",
                    "as {{ family = \"Book\", file = \"fonts/book.woff2\", weight = 400 }}"
                )),
            );
            None
        }
    }
}

/// Whether a name can stand between the quotes of a style sheet.
fn is_family(name: &str) -> bool {
    !name.is_empty() && !name.chars().any(|c| c.is_control() || "\"\\<>{};".contains(c))
}
