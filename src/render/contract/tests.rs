use std::sync::Arc;

use serde_json::{Map, Value, json};
use tera::{Context, Tera};

use super::*;
use crate::content;
use crate::diagnostic::{Diagnostics, Source};
use crate::disclose::{Audience, Edition, Unpublished, disclose};
use crate::facts::evaluate;
use crate::model::Settings;
use crate::render::rows::Rows;
use crate::render::{Renderer, Theme};
use crate::site::{Addressing, lay_out};
use crate::tree::Disk;

const REPOSITORY: &str = env!("CARGO_MANIFEST_DIR");

fn theme(name: &str) -> Theme {
    let source = Source::new("site.toml", format!("title = \"甲\"\ntheme = \"{name}\"\n"));
    let (mut out, tree) = (Diagnostics::new(), Disk::new(REPOSITORY));
    let map = content::toml_map(&source, &mut out);
    let settings: Settings =
        crate::model::settings::decode(&source, &map, &tree, &mut out).expect("a disk that works");
    let theme = Theme::load(&settings, &tree, &mut out).expect("a disk that works");
    let told: Vec<String> = out.iter().map(|fault| fault.message.en.clone()).collect();
    assert_eq!(told, [""; 0]);
    theme
}

/// The template of the simpler reading, by the name of the usual one.
fn simple(name: &str) -> String {
    format!("simple/{name}")
}

/// A file of the built-in theme.
fn builtin(name: &str) -> std::path::PathBuf {
    format!("{REPOSITORY}/themes/default/{name}").into()
}

/// How much of what it may be given a template is given.
#[derive(Clone, Copy)]
struct Much {
    /// Whether what may be none is there, and lists have an item.
    full: bool,
    yes: bool,
}

/// Deeper than this nothing is nested, so that what holds its own kind ends.
const DEEPEST: u32 = 8;

fn sample(holds: &Holds, all: &BTreeMap<String, Given>, much: Much, depth: u32) -> Value {
    let inside = |inner: &Holds| sample(inner, all, much, depth + 1);
    let more = much.full && depth < DEEPEST;
    match holds {
        Holds::Text => "甲".into(),
        Holds::Number => 5.into(),
        Holds::YesNo => much.yes.into(),
        Holds::Table => {
            if more {
                json!({"key": "乙"})
            } else {
                json!({})
            }
        }
        Holds::Maybe(inner) => {
            if more {
                inside(inner)
            } else {
                Value::Null
            }
        }
        Holds::List(inner) => {
            if more {
                json!([inside(inner)])
            } else {
                json!([])
            }
        }
        Holds::Of(name) => sample_of(name, all, much, depth),
    }
}

fn sample_of(name: &str, all: &BTreeMap<String, Given>, much: Much, depth: u32) -> Value {
    let given = all.get(name).unwrap_or_else(|| panic!("no view declares {name}"));
    let field = |field: &Field| (field.name.clone(), sample(&field.holds, all, much, depth));
    Value::Object(given.fields.iter().map(field).collect::<Map<_, _>>())
}

/// A template's text made of samples.
fn rendered(
    tera: &Tera,
    template: &str,
    page: &str,
    view: Option<&str>,
    much: Much,
) -> Result<String, tera::Error> {
    let all = given();
    let mut context = Context::new();
    context.insert("page", &sample_of(page, &all, much, 0));
    context.insert("frame", &json!({"head": "", "header": "", "footer": ""}));
    if let Some(view) = view {
        context.insert("view", &sample_of(view, &all, much, 0));
    }
    tera.render(template, &context)
}

fn prepared(theme: &Theme, much: Much) -> Tera {
    let mut tera = theme.tera.clone();
    tera.global_context().insert("w", &*theme.words);
    tera.global_context().insert("site", &sample_of("SiteView", &given(), much, 0));
    let of_rows = tera.clone();
    Rows::provide(&mut tera, || of_rows);
    tera
}

#[test]
fn every_template_of_every_theme_renders_with_all_that_may_be_there_and_with_none_of_it() {
    for name in ["default", "plain"] {
        let theme = theme(name);
        for (full, yes) in [(false, false), (false, true), (true, false), (true, true)] {
            let much = Much { full, yes };
            let tera = prepared(&theme, much);
            let pages = TEMPLATES.iter().map(|(name, view)| (*name, "PageView", Some(*view)));
            let around = AROUND.iter().map(|name| (*name, "FrameView", None));
            let usual = pages.chain(around).map(|(name, page, view)| (name.to_owned(), page, view));
            let usual: Vec<_> = usual.collect();
            let simple = usual.iter().map(|(name, page, view)| (simple(name), *page, *view));
            let simple = simple.filter(|(name, ..)| builtin(name).is_file());
            for (template, page, view) in usual.iter().cloned().chain(simple) {
                if let Err(fault) = rendered(&tera, &template, page, view, much) {
                    panic!("{name}/{template}, full {full}, yes {yes}: {fault}");
                }
            }
        }
    }
}

#[test]
fn a_field_no_view_has_is_a_fault_of_the_template() {
    let theme = theme("default");
    let much = Much { full: true, yes: true };
    let mut tera = prepared(&theme, much);
    let template = "{% extends \"base.html\" %}{% block main %}{{ view.gaol }}{% endblock main %}";
    tera.add_raw_template("task.html", template).expect("it can be read");
    let fault = rendered(&tera, "task.html", "PageView", Some("TaskView"), much);
    assert!(fault.is_err_and(|fault| fault.to_string().contains("gaol")));
}

/// The fields a template asks for directly under a name, in conditions too.
fn asked<'a>(template: &'a str, of: &str) -> BTreeSet<&'a str> {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let begins = |at: usize| !template[..at].ends_with(|c: char| word(c) || "./\"".contains(c));
    let found = template.match_indices(of).filter(|(at, _)| begins(*at));
    let field = found.map(|(at, _)| &template[at + of.len()..]);
    let name = field.map(|rest| &rest[..rest.find(|c| !word(c)).unwrap_or(rest.len())]);
    // A sentence in a comment may end with the word.
    name.filter(|name| !name.is_empty()).collect()
}

#[test]
fn no_template_asks_for_a_field_that_is_not_declared_even_where_it_is_not_printed() {
    let all = given();
    let has = |view: &str, field: &str| all[view].fields.iter().any(|known| known.name == field);
    let mut wrong = Vec::new();
    for folder in ["default", "default/simple", "plain"] {
        for item in std::fs::read_dir(format!("{REPOSITORY}/themes/{folder}")).expect("a theme") {
            let path = item.expect("a file").path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let Ok(text) = std::fs::read_to_string(&path) else { continue };
            if !name.ends_with(".html") && !name.ends_with(".xml") {
                continue;
            }
            let page = if AROUND.contains(&name) { "FrameView" } else { "PageView" };
            let view = TEMPLATES.iter().find(|(template, _)| *template == name).map(|(_, v)| *v);
            for (of, view) in [("view.", view), ("page.", Some(page)), ("site.", Some("SiteView"))]
            {
                let fields = asked(&text, of);
                let unknown = fields.into_iter().filter(|f| !view.is_some_and(|view| has(view, f)));
                wrong.extend(unknown.map(|field| format!("{folder}/{name}: {of}{field}")));
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn the_page_of_documentation_is_the_one_that_is_printed() {
    let path = format!("{REPOSITORY}/docs/templates.md");
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == page(), "run: liangshai theme doc > docs/templates.md");
}

/// The fields of a value that its declaration does not have, or that hold something else.
fn strange(value: &Value, holds: &Holds, all: &BTreeMap<String, Given>, way: &str) -> Vec<String> {
    match (holds, value) {
        (Holds::Maybe(_), Value::Null)
        | (Holds::Text, Value::String(_))
        | (Holds::Number, Value::Number(_))
        | (Holds::YesNo, Value::Bool(_))
        | (Holds::Table, Value::Object(_)) => Vec::new(),
        (Holds::Maybe(inner), value) => strange(value, inner, all, way),
        (Holds::List(inner), Value::Array(items)) => {
            items.iter().flat_map(|item| strange(item, inner, all, &format!("{way}[]"))).collect()
        }
        (Holds::Of(name), Value::Object(fields)) => {
            let given = &all[name];
            let known: BTreeSet<&str> = given.fields.iter().map(|field| &*field.name).collect();
            let has: BTreeSet<&str> = fields.keys().map(String::as_str).collect();
            let differing = known.symmetric_difference(&has).map(|name| format!("{way}.{name}"));
            let mut wrong: Vec<String> = differing.collect();
            for field in &given.fields {
                if let Some(value) = fields.get(&field.name) {
                    let way = format!("{way}.{}", field.name);
                    wrong.extend(strange(value, &field.holds, all, &way));
                }
            }
            wrong
        }
        (holds, value) => vec![format!("{way}: {holds:?} is {value}")],
    }
}

#[test]
fn every_page_of_the_example_site_is_given_what_is_declared_and_each_template_is_used() {
    let (mut out, tree) = (Diagnostics::new(), Disk::new(REPOSITORY));
    let model = crate::load(&tree, &mut out).expect("a disk").expect("the example site");
    let theme = Arc::new(Theme::load(&model.settings, &tree, &mut out).expect("a disk"));
    let day = model.settings.as_of.expect("its day is pinned");
    let audience = Audience { edition: Edition::Internal, unpublished: Unpublished::Hidden };
    let facts = Arc::new(evaluate(Arc::new(disclose(Arc::new(model), audience)), day));
    let addressing = Addressing::new(Some("https://www.example.gov.cn/"), false);
    let site = Arc::new(lay_out(facts, addressing, theme.assets(), &mut out));
    let renderer = Renderer::new(site.clone(), theme);
    let all = given();
    let mut used = BTreeSet::new();
    let mut wrong = BTreeSet::new();
    for (route, page) in site.pages.iter() {
        let Ok(shown) = renderer.shown(route, page) else { panic!("{route} cannot be rendered") };
        let Some(shown) = shown else { continue };
        // A simpler reading is given what its page is.
        let usual = shown.template.strip_prefix("simple/").unwrap_or(&shown.template);
        let declared = TEMPLATES.iter().find(|(template, _)| *template == usual);
        assert_eq!(declared.map(|(_, view)| *view), Some(shown.kind), "{}", shown.template);
        used.insert(shown.template.clone());
        for (name, value) in [(shown.kind, &shown.view), ("PageView", &shown.page)] {
            wrong.extend(strange(value, &Holds::Of(name.to_owned()), &all, name));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let idle: Vec<&str> = TEMPLATES.iter().map(|(template, _)| *template).collect();
    let idle: Vec<&str> = idle.into_iter().filter(|name| !used.contains(*name)).collect();
    // Two are for machines; the example site has no old address, and here no history.
    assert_eq!(idle, ["changes.html", "feed.xml", "redirect.html", "sitemap.xml"]);
}
