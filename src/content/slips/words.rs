//! How each slip is told, and mended.

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::say;

/// Longest piece of a line repeated in a message, in characters.
const LONGEST_SHOWN: usize = 60;

/// Why a value needs quotes.
#[derive(Debug, Clone, Copy)]
pub enum Why {
    /// It begins with a character that YAML keeps for itself.
    Start(char),
    /// It begins with a bracket that does not enclose it.
    Bracket(char),
    /// It holds `: `, or ends with `:`.
    Colon,
    /// ` #` would cut the rest off.
    Hash,
    /// It goes on after its closing quote.
    AfterQuote,
}

/// A value that must be quoted; `line` is what stands before it, `value` the whole of it.
pub fn unquoted(place: Place, why: Why, line: &str, value: &str) -> Diagnostic {
    let message = match why {
        Why::Start(c) => say!(
            "值不能以“{c}”开头：这个符号在 YAML 里另有用处",
            "the value begins with `{c}`, which YAML keeps for itself"
        ),
        Why::Bracket(c) => say!(
            "值以“{c}”开头，会被当作列表或分项，但括号没有包住整个值",
            "the value begins with `{c}`, but the brackets do not enclose all of it"
        ),
        Why::Colon => say!(
            "值里有半角冒号“:”，后面的字会被当作另一项",
            "the value holds a `:`, so the rest would be read as another entry"
        ),
        Why::Hash => say!(
            "空格后的“#”会把这一行余下的字当作注释删去",
            "a `#` after a blank would silently cut off the rest of the line"
        ),
        Why::AfterQuote => say!(
            "值的后引号之后还有字：引号没有包住整个值",
            "text follows the closing quote: the quotes do not enclose all of the value"
        ),
    };
    let inner = match why {
        // The quotes there were meant to enclose it.
        Why::AfterQuote => ['"', '\'']
            .iter()
            .find_map(|q| value.strip_prefix(*q)?.strip_suffix(*q))
            .unwrap_or(value),
        _ => value,
    };
    let quoted = shown(&quote(inner));
    let line = shown(line.trim_start());
    let help = match why {
        Why::Hash => say!(
            "把值放进引号，写成 {line}{quoted}；确是注释，就在“#”后留一个空格",
            "put the value in quotes: {line}{quoted}; if it is a comment, leave a blank after `#`"
        ),
        _ => say!("把值放进引号，写成 {line}{quoted}", "put the value in quotes: {line}{quoted}"),
    };
    Diagnostic::new(Code::UnquotedValue, place, message).help(help)
}

/// The value between quotes that keep it as it is: single ones if it holds double ones.
fn quote(value: &str) -> String {
    if value.contains(['"', '\\']) {
        format!("'{}'", value.replace('\'', "''"))
    } else {
        format!("\"{value}\"")
    }
}

fn shown(text: &str) -> String {
    match text.char_indices().nth(LONGEST_SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

pub fn wide_colon(place: Place, key: &str) -> Diagnostic {
    let key = shown(key);
    let message = say!(
        "“{key}”后是全角冒号“：”，已按半角冒号读取",
        "`{key}` is followed by a full-width colon; it was read as `:`"
    );
    Diagnostic::new(Code::FullWidthColon, place, message)
        .help(say!("改为“{key}: ”：半角冒号加一个空格", "write `{key}: `, with a blank after it"))
}

pub fn tight_colon(place: Place, key: &str) -> Diagnostic {
    let key = shown(key);
    let message =
        say!("“{key}”的冒号后没有空格，这一项读不出来", "no blank follows the colon after `{key}`");
    Diagnostic::new(Code::BadYaml, place, message)
        .help(say!("写成“{key}: ”，冒号后留一个空格", "write `{key}: `, with a blank after it"))
}

pub fn tab(place: Place) -> Diagnostic {
    Diagnostic::new(
        Code::Tab,
        place,
        say!("这里用了制表符（Tab 键），front matter 里只能用空格缩进", "a tab in the indentation"),
    )
    .help(say!("删去制表符，改用两个空格", "replace the tab by two blanks"))
}

pub fn wide_indent(place: Place) -> Diagnostic {
    Diagnostic::new(
        Code::BadYaml,
        place,
        say!("行首是全角空格，不能用来缩进", "the line is indented with full-width blanks"),
    )
    .help(say!("改用半角空格，每层两个", "use plain blanks, two for each level"))
}

pub fn dash_without_blank(place: Place) -> Diagnostic {
    Diagnostic::new(
        Code::BadYaml,
        place,
        say!("短横线“-”后没有空格，读不成列表", "no blank follows the dash, so this is no list"),
    )
    .help(say!("写成“- ”，短横线后留一个空格", "write `- `, with a blank after the dash"))
}

pub fn list_on_key_line(place: Place, line: &str) -> Diagnostic {
    let line = shown(line.trim());
    Diagnostic::new(
        Code::BadYaml,
        place,
        say!("列表不能和“{line}”写在同一行", "a list cannot begin on the line of its key"),
    )
    .help(say!(
        "在“{line}”后换行，下一行缩进两个空格再写“- ”；不是列表就给值加引号",
        "begin it on the next line, two blanks in; if it is no list, put quotes around the value"
    ))
}

pub fn no_colon(place: Place) -> Diagnostic {
    Diagnostic::new(
        Code::BadYaml,
        place,
        say!(
            "这一行没有“名称: 值”的冒号，也没有缩进成上一项的内容",
            "this line is neither `key: value` nor indented to belong to the one above"
        ),
    )
    .help(say!(
        "补上名称和半角冒号；是上一项的续行，就在行首加两个空格",
        "give it a key and a colon; if it continues the line above, indent it by two blanks"
    ))
}

pub fn colon_in_continuation(place: Place) -> Diagnostic {
    Diagnostic::new(
        Code::BadYaml,
        place,
        say!(
            "这一行缩进在上一项的值之下，会被当作它的续行，其中却有“名称: 值”的冒号",
            "this line is indented below a value, so it continues it, yet it holds a `: `"
        ),
    )
    .help(say!(
        "若是另一项，去掉多余的缩进，与其他项对齐；若是上一项的值，把整个值放进引号",
        "if it is another entry, align it with the others; else put the whole value in quotes"
    ))
}

pub fn open_quote(place: Place, quote: char) -> Diagnostic {
    Diagnostic::new(
        Code::BadYaml,
        place,
        say!("引号 {quote} 只有前一半，没有配对的后引号", "the quote {quote} is never closed"),
    )
    .help(say!(
        "在值的末尾补上 {quote}；文字里的引号用中文引号“”",
        "close it at the end of the value; quotes that belong to the text are best typed “”"
    ))
}

pub fn open_bracket(place: Place, bracket: char) -> Diagnostic {
    let other = if bracket == '[' { ']' } else { '}' };
    Diagnostic::new(
        Code::BadYaml,
        place,
        say!("“{bracket}”没有配对的“{other}”", "`{bracket}` is never closed by a `{other}`"),
    )
    .help(say!("在列表末尾补上“{other}”", "close the list with `{other}`"))
}

pub fn wide_mark_in_brackets(place: Place, mark: char) -> Diagnostic {
    let proper = if mark == '：' { ": " } else { ", " };
    Diagnostic::new(
        Code::BadYaml,
        place,
        say!(
            "括号里的“{mark}”是全角的，分不开各项",
            "a full-width `{mark}` does not separate entries inside brackets"
        ),
    )
    .help(say!(
        "改为半角“{proper}”，后留一个空格；若属于文字，给那一项加引号",
        "write `{proper}`; if it belongs to the text, put quotes around it"
    ))
}
