//! What was found in a file: its kind, its texts with their places, and what a reader of the
//! page would not expect in it.

use std::sync::Arc;

use super::kind::{Ending, Kind};
use crate::diagnostic::Text;
use crate::say;

/// What lies inside a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// What the file is by its bytes.
    pub kind: Kind,
    /// Whether the ending of its name says the same.
    pub ending: Ending,
    /// Every text in it, also the hidden ones, in the order of the file.
    pub texts: Vec<Piece>,
    /// What was found besides text, each once a place.
    pub findings: Vec<Finding>,
}

impl Contents {
    /// Whether something in it forbids giving the file out.
    pub fn is_refused(&self) -> bool {
        self.findings.iter().any(|finding| finding.what.is_refused())
    }
}

/// A text, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub place: Place,
    /// As it is written: one paragraph, cell, line or page.
    pub text: String,
}

/// A place in a file, or in a file packed inside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The name of the file packed inside, if it is in one.
    pub inside: Option<Arc<str>>,
    pub spot: Spot,
}

/// A place in one file; numbers count from 1, as a reader does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spot {
    /// The file as a whole.
    File,
    /// A line of a text.
    Line(u32),
    /// A page of a PDF or OFD.
    Page(u32),
    /// A paragraph of a document's body, counted through.
    Paragraph(u32),
    /// A cell of a table in a document's body.
    TableCell { table: u32, row: u32, column: u32 },
    /// Text marked as deleted, or moved away, in a paragraph of the body.
    Deleted { paragraph: u32 },
    /// The header of a document's pages.
    Header,
    /// The footer of a document's pages.
    Footer,
    /// A footnote or endnote.
    Note,
    /// A comment, in the order of the file.
    Comment(u32),
    /// A cell of a sheet, as A1.
    Cell { sheet: Arc<str>, cell: String },
    /// A comment at a cell of a sheet.
    CellComment { sheet: Arc<str>, cell: String },
    /// A sheet as a whole: its name, its header or footer.
    Sheet(Arc<str>),
    /// A slide of a presentation.
    Slide(u32),
    /// The notes to a slide.
    SlideNotes(u32),
    /// A note, mark or form field on a page of a PDF.
    Annotation { page: u32 },
    /// The address a link leads to.
    Link,
    /// A text that stands for a picture.
    AltText,
    /// A drawing, diagram or chart, by the name of its part.
    Drawing(String),
    /// A property of the file, by the name the format gives it: Title, Subject, …
    Property(String),
}

impl Place {
    /// Where it is, as one tells a colleague.
    pub fn in_words(&self) -> Text {
        let spot = self.spot.in_words();
        let Some(inside) = &self.inside else { return spot };
        let Text { zh, en } = spot;
        match self.spot {
            Spot::File => say!("包内“{inside}”", "“{inside}” inside it"),
            _ => say!("包内“{inside}”{zh}", "{en} of “{inside}” inside it"),
        }
    }
}

/// What a Chinese office program shows a property as.
fn shown(property: &str) -> &str {
    match property {
        "creator" | "initial-creator" | "Author" => "作者",
        "lastModifiedBy" => "最后修改者",
        "Company" => "公司",
        "Manager" => "经理",
        "title" | "Title" => "标题",
        "subject" | "Subject" => "主题",
        "keywords" | "Keywords" => "关键词",
        "description" => "备注",
        other => other,
    }
}

impl Spot {
    /// Where it is in its file, as one tells a colleague.
    pub fn in_words(&self) -> Text {
        match self {
            Self::File => say!("文件", "the file"),
            Self::Line(n) => say!("第{n}行", "line {n}"),
            Self::Page(n) => say!("第{n}页", "page {n}"),
            Self::Paragraph(n) => say!("第{n}段", "paragraph {n}"),
            Self::TableCell { table, row, column } => {
                say!(
                    "第{table}个表格第{row}行第{column}列",
                    "row {row}, column {column} of table {table}"
                )
            }
            Self::Deleted { paragraph } => {
                say!(
                    "第{paragraph}段修订标记中已删除的文字",
                    "the tracked deletion in paragraph {paragraph}"
                )
            }
            Self::Header => say!("页眉", "the page header"),
            Self::Footer => say!("页脚", "the page footer"),
            Self::Note => say!("脚注或尾注", "a footnote or endnote"),
            Self::Comment(n) => say!("第{n}条批注", "comment {n}"),
            Self::Cell { sheet, cell } => {
                say!("工作表“{sheet}”{cell}单元格", "cell {cell} of sheet “{sheet}”")
            }
            Self::CellComment { sheet, cell } => {
                say!(
                    "工作表“{sheet}”{cell}单元格的批注",
                    "the comment at cell {cell} of sheet “{sheet}”"
                )
            }
            Self::Sheet(sheet) => say!("工作表“{sheet}”", "sheet “{sheet}”"),
            Self::Slide(n) => say!("第{n}张幻灯片", "slide {n}"),
            Self::SlideNotes(n) => say!("第{n}张幻灯片的备注", "the notes to slide {n}"),
            Self::Annotation { page } => {
                say!("第{page}页的注释或表单", "a note or form field on page {page}")
            }
            Self::Link => say!("链接地址", "the address of a link"),
            Self::AltText => say!("图片的替代文字", "the text that stands for a picture"),
            Self::Drawing(part) => say!("图形“{part}”", "the drawing “{part}”"),
            Self::Property(name) => {
                let zh = shown(name);
                say!("文件属性“{zh}”", "the property “{name}”")
            }
        }
    }
}

/// Something in a file that a reader of the page would not expect in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub place: Place,
    pub what: What,
}

/// What a finding is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// The file is something else than the ending of its name says.
    WrongEnding { kind: Kind },
    /// A sheet that is not shown; `very` when the program's menu cannot show it either.
    HiddenSheet { very: bool },
    /// Rows of a sheet that are not shown, also those a filter hides.
    HiddenRows { count: u32 },
    /// Columns of a sheet that are not shown.
    HiddenColumns { count: u32 },
    /// Characters of a text that are formatted as hidden.
    HiddenText { characters: u32 },
    /// A slide that is skipped.
    HiddenSlide,
    /// Comments, and who made them.
    Comments { count: u32, authors: Vec<String> },
    /// Changes that are still marked, and who made them.
    TrackedChanges { inserted: u32, deleted: u32, moved: u32, authors: Vec<String> },
    /// A person named by the file itself.
    Person { role: Role, name: String },
    /// The organisation named by the file itself.
    Company(String),
    /// A property some program or user added.
    CustomProperty { name: String, value: String },
    /// A copy of data kept for a pivot table or a link to another workbook.
    CachedData { part: String },
    /// A program inside a document.
    Macros,
    /// A file or object embedded in a document.
    EmbeddedFile { name: String },
    /// Something fetched from elsewhere when the file is opened.
    External { kind: External, target: String },
    /// An archive inside an archive.
    NestedArchive { name: String },
    /// An archive that cannot be looked into.
    UnreadableArchive { kind: Kind },
    /// A program, or a script a double click runs.
    Executable { name: String },
    /// What acts by itself in an SVG or HTML file.
    Active(Active),
    /// An XML file that declares entities of its own.
    Entities,
    /// A file that opens with a password only, or that forbids taking its text out.
    Encrypted,
    /// A PDF with JavaScript.
    PdfJavaScript,
    /// A PDF that starts a program, or opens another file.
    PdfLaunch,
    /// A PDF with fields to fill in.
    PdfForm { fields: u32 },
    /// Marks and notes on the pages of a PDF, and who made them.
    PdfAnnotations { count: u32, authors: Vec<String> },
    /// Parts of a PDF that were replaced later and still stand in the file.
    PdfEarlierVersion { objects: u32 },
    /// Pages that are pictures only: `all` where no page has text.
    PagesWithoutText { pages: Vec<u32>, all: bool },
    /// Where a photograph was taken.
    PhotoPosition(String),
    /// What the camera told of itself, its owner or the moment: name of the field and its text.
    PhotoField { field: &'static str, text: String },
    /// A small picture of the photograph before it was edited.
    PhotoThumbnail,
    /// A block of XMP, IPTC or maker's notes.
    PhotoBlock(&'static str),
    /// Text that is there but could not be read.
    TextNotRead(Unread),
    /// The file was not read to its end.
    Refused(Reason),
}

/// What a person did to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Author,
    LastModifiedBy,
    Manager,
}

/// What a document fetches from elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum External {
    Template,
    Picture,
    Data,
}

/// What acts by itself in an SVG or HTML file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Active {
    /// A script element.
    Script,
    /// An attribute that runs when something happens, by name.
    Handler(String),
    /// An address that is a script.
    ScriptAddress,
    /// An element that brings a foreign document or program: foreignObject, iframe, object, embed.
    Foreign(String),
    /// Something fetched from elsewhere.
    External(String),
}

/// Why a text was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unread {
    /// The format is not one whose text is read.
    Format,
    /// A font does not tell which characters it shows.
    Font,
    /// There is more text than the limit.
    TooMuch,
    /// The bytes of a text file are in no encoding that is read.
    Encoding,
    /// A part is packed in a way that is not read.
    Packing,
}

/// Why a file was not read to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// It is larger than the limit.
    TooBig,
    /// It unpacks to more than the limit, or has more entries, objects or depth.
    Bomb,
    /// It is cut off or damaged.
    Damaged,
}

impl What {
    /// Whether a file in which this is found must not be given out: what runs, what cannot be
    /// looked into, and what is not what it is called. The rest is for the author to judge.
    pub fn is_refused(&self) -> bool {
        matches!(
            self,
            Self::WrongEnding { .. }
                | Self::Macros
                | Self::NestedArchive { .. }
                | Self::UnreadableArchive { .. }
                | Self::Executable { .. }
                | Self::Active(_)
                | Self::Entities
                | Self::Encrypted
                | Self::PdfJavaScript
                | Self::PdfLaunch
                | Self::Refused(_)
        )
    }
}
