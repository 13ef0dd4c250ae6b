//! The contract of the templates: what each is given, read from the views' own declarations.
//!
//! Nothing is written down twice. The page in `docs/` is printed from what stands here, and tests
//! hold the declarations against real pages, and every template against them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// Where views are declared.
const SOURCES: &[&str] = &[
    include_str!("view/board.rs"),
    include_str!("view/bulletin.rs"),
    include_str!("view/chart.rs"),
    include_str!("view/data.rs"),
    include_str!("view/duty.rs"),
    include_str!("view/evaluation.rs"),
    include_str!("view/frame.rs"),
    include_str!("view/highlight.rs"),
    include_str!("view/indicator.rs"),
    include_str!("view/inspection.rs"),
    include_str!("view/list.rs"),
    include_str!("view/office.rs"),
    include_str!("view/part.rs"),
    include_str!("view/policy.rs"),
    include_str!("view/problem.rs"),
    include_str!("view/publicity.rs"),
    include_str!("view/reading.rs"),
    include_str!("view/revision.rs"),
    include_str!("view/search.rs"),
    include_str!("view/task.rs"),
    include_str!("view/visit.rs"),
];

/// Each template of a page with what it is given as `view`.
pub const TEMPLATES: &[(&str, &str)] = &[
    ("404.html", "LinksView"),
    ("article.html", "ArticleView"),
    ("bulletin.html", "BulletinView"),
    ("bulletins.html", "BulletinsView"),
    ("changes.html", "ChangesView"),
    ("corrections.html", "CorrectionsView"),
    ("data.html", "DataView"),
    ("duties.html", "DutiesView"),
    ("duty.html", "DutyView"),
    ("evaluation.html", "EvaluationView"),
    ("evaluations.html", "EvaluationsView"),
    ("feed.xml", "FeedView"),
    ("group.html", "GroupView"),
    ("highlight.html", "HighlightView"),
    ("highlights.html", "HighlightsView"),
    ("home.html", "HomeView"),
    ("indicator.html", "IndicatorView"),
    ("indicators.html", "IndicatorsView"),
    ("inspection.html", "InspectionView"),
    ("inspections.html", "InspectionsView"),
    ("links.html", "LinksView"),
    ("list.html", "ListView"),
    ("office.html", "OfficeView"),
    ("offices.html", "OfficesView"),
    ("plan.html", "PlanView"),
    ("policies.html", "PoliciesView"),
    ("policy.html", "PolicyView"),
    ("post.html", "PostView"),
    ("problem.html", "ProblemView"),
    ("problems.html", "ProblemsView"),
    ("problems_by.html", "ProblemsByView"),
    ("publicity.html", "PublicityView"),
    ("publicity_sheet.html", "PublicitySheetView"),
    ("redirect.html", "RedirectView"),
    ("return.html", "ReturnView"),
    ("returns.html", "ReturnsView"),
    ("search.html", "SearchView"),
    ("sitemap.xml", "SitemapXmlView"),
    ("summary.html", "SummaryView"),
    ("task.html", "TaskView"),
    ("tasks.html", "BoardView"),
    ("tasks_by.html", "TasksByView"),
    ("tombstone.html", "TombstoneView"),
    ("visit.html", "VisitView"),
    ("visits.html", "VisitsView"),
    ("wall.html", "WallView"),
    ("year.html", "YearView"),
];

/// The templates around a page's own matter, whose `page` is a [`FrameView`](super::view::FrameView).
pub const AROUND: &[&str] = &["footer.html", "head.html", "header.html"];

/// What a template is given under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    pub name: String,
    pub doc: String,
    pub fields: Vec<Field>,
}

/// A field of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    pub name: String,
    pub holds: Holds,
    pub doc: String,
}

/// What a field holds, as a template sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holds {
    Text,
    Number,
    YesNo,
    /// Texts by names.
    Table,
    /// Something, or nothing.
    Maybe(Box<Holds>),
    List(Box<Holds>),
    /// Fields of its own.
    Of(String),
}

impl Holds {
    /// As a view declares it.
    fn of(declared: &str) -> Self {
        let inside =
            |wrapper: &str| declared.strip_prefix(wrapper).and_then(|rest| rest.strip_suffix('>'));
        if let Some(inner) = inside("Option<") {
            return Holds::Maybe(Box::new(Holds::of(inner)));
        }
        if let Some(inner) = inside("Vec<") {
            return Holds::List(Box::new(Holds::of(inner)));
        }
        // The templates see what is shared.
        if let Some(inner) = inside("Shared<") {
            return Holds::of(inner);
        }
        match declared {
            "String" | "&'static str" | "Made" => Holds::Text,
            "bool" => Holds::YesNo,
            "u32" | "i32" | "usize" => Holds::Number,
            "BTreeMap<String, String>" => Holds::Table,
            name => Holds::Of(name.to_owned()),
        }
    }

    /// The name of what it leads to, if that has fields.
    fn leads_to(&self) -> Option<&str> {
        match self {
            Holds::Of(name) => Some(name),
            Holds::Maybe(inner) | Holds::List(inner) => inner.leads_to(),
            Holds::Text | Holds::Number | Holds::YesNo | Holds::Table => None,
        }
    }

    /// In words, for the page of documentation.
    fn told(&self) -> String {
        match self {
            Holds::Text => "text".to_owned(),
            Holds::Number => "number".to_owned(),
            Holds::YesNo => "true, false".to_owned(),
            Holds::Table => "texts by name".to_owned(),
            Holds::Maybe(inner) => format!("{} or none", inner.told()),
            Holds::List(inner) => format!("list of {}", inner.told()),
            Holds::Of(name) => format!("[{name}](#{})", name.to_lowercase()),
        }
    }
}

/// Everything a template can be given, by its name.
pub fn given() -> BTreeMap<String, Given> {
    let mut all = BTreeMap::new();
    for source in SOURCES {
        declared(source, &mut all);
    }
    all
}

/// The structs of a file: the form is that of `rustfmt`, a field a line.
fn declared(source: &str, all: &mut BTreeMap<String, Given>) {
    let mut doc = String::new();
    let mut open: Option<Given> = None;
    for line in source.lines() {
        let line = line.trim();
        if let Some(said) = line.strip_prefix("///") {
            if !doc.is_empty() {
                doc.push(' ');
            }
            doc.push_str(said.trim());
        } else if let Some(name) =
            line.strip_prefix("pub struct ").and_then(|rest| rest.strip_suffix(" {"))
        {
            let doc = std::mem::take(&mut doc);
            open = Some(Given { name: name.to_owned(), doc, fields: Vec::new() });
        } else if let (Some(given), Some((name, holds))) = (
            open.as_mut(),
            line.strip_prefix("pub ").and_then(|rest| rest.strip_suffix(',')?.split_once(": ")),
        ) {
            let (name, holds) = (name.to_owned(), Holds::of(holds));
            given.fields.push(Field { name, holds, doc: std::mem::take(&mut doc) });
        } else if line == "}" {
            all.extend(open.take().map(|given| (given.name.clone(), given)));
        } else if !line.starts_with("#[") {
            doc.clear();
        }
    }
}

const HEAD: &str = include_str!("contract.md");

/// The page of documentation, as Markdown.
pub fn page() -> String {
    let all = given();
    let mut text = HEAD.to_owned();
    // Memory takes whatever is written to it.
    let _ = writeln!(text, "\n## 各模板 · The templates\n\n| 模板 template | `view` |\n|---|---|");
    for (template, view) in TEMPLATES {
        let _ = writeln!(text, "| `{template}` | [{view}](#{}) |", view.to_lowercase());
    }
    for template in AROUND {
        let _ = writeln!(text, "| `{template}` | `page`: [FrameView](#frameview) |");
    }
    let roots = ["SiteView", "PageView", "FrameView"].into_iter();
    let _ = writeln!(text, "\n## 字段 · The fields");
    let mut told = BTreeSet::new();
    for root in roots.chain(TEMPLATES.iter().map(|(_, view)| *view)) {
        tell(root, &all, &mut told, &mut text);
    }
    text
}

/// Tells of something and of all it leads to, each once.
fn tell<'a>(
    name: &'a str,
    all: &'a BTreeMap<String, Given>,
    told: &mut BTreeSet<&'a str>,
    text: &mut String,
) {
    let Some(given) = all.get(name).filter(|_| told.insert(name)) else { return };
    let _ = writeln!(text, "\n### {name}\n");
    if !given.doc.is_empty() {
        let _ = writeln!(text, "{}\n", given.doc);
    }
    let _ = writeln!(text, "| 字段 field | 内容 holds | 说明 meaning |\n|---|---|---|");
    for Field { name, holds, doc } in &given.fields {
        let doc = doc.replace('|', "\\|");
        let _ = writeln!(text, "| `{name}` | {} | {doc} |", holds.told());
    }
    for next in given.fields.iter().filter_map(|field| field.holds.leads_to()) {
        tell(next, all, told, text);
    }
}

#[cfg(test)]
mod tests;
