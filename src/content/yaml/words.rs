//! What YAML finds wrong, in the words of those who fill in forms.

use crate::content::slips;
use crate::diagnostic::{Code, Diagnostic, Place, Text};
use crate::say;

/// A fault of the parser by its kind; its own English sentence is never shown.
pub fn yaml(place: Place, info: &str) -> Diagnostic {
    let (message, help) = kind(info);
    if info.contains("tab") && !info.contains("table") {
        let line = place.text();
        let at = place.span.start + line.find('\t').unwrap_or(0);
        let length = usize::from(line.contains('\t'));
        return slips::tab_fault(Place::new(&place.source, at..at + length));
    }
    Diagnostic::new(Code::BadYaml, place, message).help(help)
}

fn kind(info: &str) -> (Text, Text) {
    let has = |words: &[&str]| words.iter().any(|word| info.contains(word));
    if has(&["mapping values are not allowed"]) {
        (
            say!("这里不该再有半角冒号“:”", "a `:` does not belong here"),
            say!(
                "冒号属于文字，就给整个值加引号；是另一项，就另起一行并与其他项对齐",
                "if it is part of a text, put the whole value in quotes; else align the entry"
            ),
        )
    } else if has(&["quoted scalar, found unexpected", "indentation in quoted"]) {
        (
            say!("引号没有配对", "a quote is never closed"),
            say!(
                "补上后引号；文字里的引号用中文引号“”",
                "close the quote; quotes that belong to the text are best typed “”"
            ),
        )
    } else if has(&["escape", "hexadecimal"]) {
        (
            say!("双引号里的反斜杠“\\”用错了", "a backslash inside double quotes means something"),
            say!("改用单引号 ' 把值括起来", "put the value in single quotes instead"),
        )
    } else if has(&["trailing content after"]) {
        (
            say!("后引号之后还有字", "text follows a closing quote"),
            say!("用引号把整个值括起来", "let the quotes enclose the whole value"),
        )
    } else if has(&["flow", "bracket", "illegal placement", "end of plain scalar", "node content"])
    {
        (
            say!("列表的括号或逗号不配对", "the brackets or commas of a list do not match"),
            say!(
                "检查方括号、花括号是否成对、各项之间是否用半角逗号；括号属于文字，就给值加引号",
                "pair the brackets and separate entries by `, `; quote brackets that are text"
            ),
        )
    } else if has(&[
        "did not find expected key",
        "indentation",
        "indented",
        "expected '-'",
        "block",
    ]) {
        (
            say!("缩进没有对齐", "the indentation does not match"),
            say!(
                "同一层的各项从同一列写起，下一层多缩进两个空格",
                "begin entries of one level in one column, and go two blanks in for the next"
            ),
        )
    } else if has(&["simple key"]) {
        (
            say!("这一行没有“名称: 值”的冒号", "this line is no `key: value`"),
            say!("补上半角冒号和一个空格", "give it a colon and a blank"),
        )
    } else if has(&["comment intercepting"]) {
        (
            say!("注释插在了一个值的中间", "a comment stands inside a value"),
            say!("把注释移到值的上面一行", "move the comment above the value"),
        )
    } else if has(&["anchor", "tag", "directive", "TAG", "unexpected character", "handle"]) {
        (
            say!("这里的符号在 YAML 里另有用处", "this character is kept by YAML for itself"),
            say!("给这一段加引号", "put quotes around it"),
        )
    } else if has(&["recursion"]) {
        (
            say!("括号套得太深", "the brackets are nested too deeply"),
            say!("减少层次", "use fewer levels"),
        )
    } else {
        (
            say!("这里的写法读不出来", "this cannot be read"),
            say!(
                "每项写成“名称: 值”，一项一行；值里有符号就加引号",
                "write each entry as `key: value` on a line; quote values that hold symbols"
            ),
        )
    }
}

fn bad(place: Place, message: Text) -> Diagnostic {
    Diagnostic::new(Code::BadYaml, place, message)
}

pub fn several_documents(place: Place) -> Diagnostic {
    bad(place, say!("front matter 被分成了几段", "the front matter holds several documents"))
        .help(say!("删去多余的“---”或“...”", "remove the superfluous `---` or `...`"))
}

pub fn no_map(place: Place) -> Diagnostic {
    bad(place, say!("front matter 应由“名称: 值”各项组成", "the front matter is no `key: value`"))
        .help(say!("每行写一项，如“标题: 关于……的通知”", "write one entry a line, as `title: …`"))
}

pub fn no_key(place: Place) -> Diagnostic {
    bad(place, say!("冒号前不是一个名称", "what stands before the colon is no name"))
        .help(say!("冒号前只写字段的名称", "write nothing but the field's name before it"))
}

pub fn merge_key(place: Place) -> Diagnostic {
    bad(place, say!("不支持“<<”合并写法", "merge keys are not supported"))
        .help(say!("把各项直接写出来", "write the entries out"))
}

pub fn too_deep(place: Place, most: usize) -> Diagnostic {
    bad(place, say!("层次超过 {most} 层", "nested deeper than {most} levels"))
        .help(say!("减少层次", "use fewer levels"))
}

pub fn too_many(place: Place, most: usize) -> Diagnostic {
    bad(place, say!("front matter 超过 {most} 项", "the front matter has more than {most} values"))
        .help(say!("大量数据放进 CSV 表", "put large data into a CSV table"))
}

pub fn too_long(place: Place, most: usize) -> Diagnostic {
    bad(place, say!("front matter 超过 {most} 字节", "the front matter is over {most} bytes"))
        .help(say!("检查结尾的“---”是否缺失", "see whether its closing `---` is missing"))
}

pub fn anchor_or_tag(place: Place) -> Diagnostic {
    let message = say!(
        "这里的“&”“*”或“!”在 YAML 里另有用处",
        "`&`, `*` and `!` are kept by YAML for itself here"
    );
    Diagnostic::new(Code::UnquotedValue, place, message)
        .help(say!("给这一段加引号", "put quotes around it"))
}

pub fn repeated(place: Place, key: &str) -> Diagnostic {
    let key = key.chars().take(40).collect::<String>();
    Diagnostic::new(Code::RepeatedKey, place, say!("“{key}”写了两次", "`{key}` is given twice"))
        .help(say!("只留一处", "keep one of them"))
}
