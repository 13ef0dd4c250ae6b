//! Findings in words: what was found, as a clause that follows the place.

use super::contents::{Active, External, Reason, Role, Unread, What};
use crate::diagnostic::Text;
use crate::say;

impl What {
    /// What was found, as one tells a colleague: 有3条批注（吴某）.
    pub fn in_words(&self) -> Text {
        match self {
            Self::WrongEnding { kind } => {
                let Text { zh, en } = kind.in_words();
                say!(
                    "扩展名与内容不符，实为{zh}",
                    "is {en}, which the ending of its name does not say"
                )
            }
            Self::HiddenSheet { very: false } => say!("是隐藏的工作表", "is a hidden sheet"),
            Self::HiddenSheet { very: true } => {
                say!("是菜单中不能取消隐藏的工作表", "is a sheet that no menu can show")
            }
            Self::HiddenRows { count } => say!("有{count}行隐藏", "has {count} hidden row(s)"),
            Self::HiddenColumns { count } => {
                say!("有{count}列隐藏", "has {count} hidden column(s)")
            }
            Self::HiddenText { characters } => {
                say!("有{characters}个隐藏的字", "has {characters} hidden character(s)")
            }
            Self::HiddenSlide => say!("是隐藏的幻灯片", "is a hidden slide"),
            Self::Comments { count, authors } => {
                let (zh, en) = by(authors);
                say!("有{count}条批注{zh}", "has {count} comment(s){en}")
            }
            Self::TrackedChanges { inserted, deleted, moved, authors } => {
                let (zh, en) = by(authors);
                say!(
                    "留有修订标记：插入{inserted}处，删除{deleted}处，移动{moved}处{zh}",
                    "has tracked changes: {inserted} insertion(s), {deleted} deletion(s), {moved} move(s){en}"
                )
            }
            Self::Person { role, name } => match role {
                Role::Author => say!("写有作者“{name}”", "names its author, “{name}”"),
                Role::LastModifiedBy => {
                    say!("写有最后修改者“{name}”", "names who changed it last, “{name}”")
                }
                Role::Manager => say!("写有主管“{name}”", "names a manager, “{name}”"),
            },
            Self::Company(name) => say!("写有单位“{name}”", "names an organisation, “{name}”"),
            Self::CustomProperty { name, value } => {
                say!("有自定义属性“{name}”：{value}", "has a property “{name}”: {value}")
            }
            Self::CachedData { part } => {
                say!("存有数据副本（{part}）", "keeps a copy of data ({part})")
            }
            Self::Macros => say!("含宏", "has macros"),
            Self::EmbeddedFile { name } => {
                say!("嵌有文件或对象“{name}”", "has a file or object “{name}” embedded")
            }
            Self::External { kind, target } => match kind {
                External::Template => {
                    say!("链接外部模板：{target}", "uses a template from elsewhere: {target}")
                }
                External::Picture => {
                    say!("链接外部图片：{target}", "fetches a picture from elsewhere: {target}")
                }
                External::Data => {
                    say!("链接外部数据：{target}", "fetches data from elsewhere: {target}")
                }
            },
            Self::NestedArchive { .. } => {
                say!("是压缩包内的压缩包", "is an archive inside an archive")
            }
            Self::UnreadableArchive { kind } => {
                let Text { zh, en } = kind.in_words();
                say!("是{zh}，不能查看其内容", "is {en} that cannot be looked into")
            }
            Self::Executable { .. } => say!("是可以运行的程序", "is a program that can be run"),
            Self::Active(active) => active.in_words(),
            Self::Entities => say!("声明了实体", "declares entities of its own"),
            Self::Encrypted => {
                say!(
                    "已加密或设有密码，不能检查",
                    "is locked with a password and cannot be checked"
                )
            }
            _ => self.of_pdf_or_photograph(),
        }
    }

    fn of_pdf_or_photograph(&self) -> Text {
        match self {
            Self::PdfJavaScript => say!("含脚本（JavaScript）", "has JavaScript"),
            Self::PdfLaunch => say!("含启动程序的动作", "starts a program when it is used"),
            Self::PdfForm { fields } => {
                say!("有{fields}个可填写的表单域", "has {fields} field(s) to fill in")
            }
            Self::PdfAnnotations { count, authors } => {
                let (zh, en) = by(authors);
                say!("有{count}处注释{zh}", "has {count} annotation(s){en}")
            }
            Self::PdfEarlierVersion { objects } => {
                say!(
                    "留有修改前的内容（{objects}个对象）",
                    "still holds what a later version replaced ({objects} object(s))"
                )
            }
            Self::PagesWithoutText { all: true, .. } => {
                say!("全是图片，没有文字，不能检查", "is pictures only, without text to be checked")
            }
            Self::PagesWithoutText { pages, all: false } => {
                let pages: Vec<String> = pages.iter().take(20).map(u32::to_string).collect();
                let (zh, en) = (pages.join("、"), pages.join(", "));
                say!("第{zh}页只有图片，没有文字", "has pictures only, no text, on page(s) {en}")
            }
            Self::PhotoPosition(position) => {
                say!("带有拍摄位置：{position}", "tells where it was taken: {position}")
            }
            Self::PhotoField { field, text } => {
                say!("带有拍摄信息 {field}：{text}", "carries {field}: {text}")
            }
            Self::PhotoThumbnail => say!("带有缩略图", "carries a small picture of itself"),
            Self::PhotoBlock(name) => say!("带有附加信息（{name}）", "carries remarks ({name})"),
            Self::TextNotRead(why) => why.in_words(),
            Self::Refused(reason) => reason.in_words(),
            _ => say!("有不应对外提供的内容", "has something not to be given out"),
        }
    }
}

/// Who did something, in brackets; nothing where nobody is named.
fn by(authors: &[String]) -> (String, String) {
    match authors.is_empty() {
        true => (String::new(), String::new()),
        false => (format!("（{}）", authors.join("、")), format!(" ({})", authors.join(", "))),
    }
}

impl Active {
    fn in_words(&self) -> Text {
        match self {
            Self::Script => say!("含脚本", "has a script"),
            Self::Handler(name) => say!("含事件脚本（{name}）", "has a script at {name}"),
            Self::ScriptAddress => say!("含脚本地址", "has an address that is a script"),
            Self::Foreign(name) => say!("含外来内容（{name}）", "has foreign content ({name})"),
            Self::External(address) => {
                say!("引用外部资源：{address}", "fetches something from elsewhere: {address}")
            }
        }
    }
}

impl Unread {
    fn in_words(self) -> Text {
        match self {
            Self::Format => {
                say!("文字未能读取：不支持此格式", "has a format whose text is not read")
            }
            Self::Font => {
                say!(
                    "文字未能读取：字体没有文字对照表",
                    "uses a font that does not tell its characters"
                )
            }
            Self::TooMuch => say!("文字过多，没有读完", "has more text than is read"),
            Self::Encoding => say!("文字未能读取：编码不明", "is text in an unknown encoding"),
            Self::Packing => {
                say!("文字未能读取：压缩方式不支持", "is packed in a way that is not read")
            }
        }
    }
}

impl Reason {
    fn in_words(self) -> Text {
        match self {
            Self::TooBig => say!("过大", "is too large"),
            Self::Bomb => {
                say!(
                    "解开后过大，或层次、数目过多",
                    "unpacks to too much, or is too deep or manifold"
                )
            }
            Self::Damaged => say!("已损坏或不完整", "is damaged or cut off"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_is_told_in_both_languages() {
        let comments = What::Comments { count: 3, authors: vec!["吴某".to_owned()] };
        assert_eq!(comments.in_words().zh, "有3条批注（吴某）");
        assert_eq!(comments.in_words().en, "has 3 comment(s) (吴某)");
        let pages = What::PagesWithoutText { pages: vec![2, 5], all: false };
        assert_eq!(pages.in_words().zh, "第2、5页只有图片，没有文字");
    }
}
