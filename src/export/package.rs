//! datapackage.json: the tables as a Tabular Data Package (Frictionless Data, v1).
//!
//! Its resources are the CSV files, which that profile describes; the other forms of each stand
//! under it as `alternates`.

use serde_json::{Map, Value, json};

use super::dataset::{Dataset, Form};
use super::dictionary::{self, Column, Holds};
use super::{Format, schema};
use crate::facts::Facts;
use crate::model::Kind;

/// The character that joins the items of a list in one cell.
const SEPARATOR: &str = "；";

/// Appends the package; `base` is the site's address, ending in `/`, if it is known.
pub fn write(facts: &Facts, datasets: &[Dataset], base: Option<&str>, out: &mut Vec<u8>) {
    let settings = facts.settings();
    let code = settings.identity.region_code.as_deref();
    let mut package = json!({
        "profile": "tabular-data-package",
        "name": code.map_or_else(|| "liangshai".to_owned(), |code| format!("liangshai-{}", slug(code))),
        "title": settings.title,
        // Data of a day, made for it; never the time they were computed.
        "created": format!("{}T00:00:00+08:00", facts.day()),
        "as_of": facts.day().to_string(),
        "edition": facts.audience().edition.name(),
        "schema_version": super::json::SCHEMA_VERSION,
        "resources": datasets.iter().map(|dataset| resource(facts, datasets, dataset)).collect::<Vec<_>>(),
    });
    let Value::Object(entries) = &mut package else { return };
    let mut add = |key: &str, value: Value| entries.insert(key.to_owned(), value);
    if let Some(base) = base {
        add("homepage", format!("{base}data/").into());
    }
    if let Some(organizer) = &settings.identity.organizer {
        add("contributors", json!([{"title": organizer, "role": "publisher"}]));
    }
    let sources = sources(facts, base);
    if !sources.is_empty() {
        add("sources", sources.into());
    }
    if let Some(licence) = &settings.licence {
        let mut given = Map::new();
        for (key, value) in
            [("name", &licence.name), ("title", &licence.title), ("path", &licence.url)]
        {
            if let Some(value) = value {
                given.insert(key.to_owned(), value.clone().into());
            }
        }
        add("licenses", json!([given]));
    }
    schema::write_pretty(&package, out);
}

/// A name of lower-case letters, digits and `-`.
fn slug(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// The plans the data are computed from.
fn sources(facts: &Facts, base: Option<&str>) -> Vec<Value> {
    let plans = facts.plans().map(|(_, plan)| {
        let number = plan.document.number.as_ref();
        let title = match number {
            Some(number) => format!("{}（{number}）", plan.base.title),
            None => plan.base.title.clone(),
        };
        match base {
            Some(base) => {
                let folder = Kind::Plan.folder();
                json!({"title": title, "path": format!("{base}{folder}/{}/", plan.base.id)})
            }
            None => json!({"title": title}),
        }
    });
    plans.collect()
}

fn resource(facts: &Facts, all: &[Dataset], dataset: &Dataset) -> Value {
    let language = facts.settings().language;
    let name = dataset.file.name;
    let mut resource = Map::new();
    let mut add = |key: &str, value: Value| {
        resource.insert(key.to_owned(), value);
    };
    add("profile", "tabular-data-resource".into());
    add("name", name.into());
    add("title", dataset.title.clone().into());
    let file = dictionary::file(name, facts.shows_returns_by_office());
    if let Some(file) = file {
        add("description", file.about.of(language).into());
    }
    add("rows", dataset.rows.into());
    let (tables, others): (Vec<&Form>, Vec<&Form>) =
        dataset.forms.iter().partition(|form| form.format == Format::Csv);
    for form in tables {
        // It opens with a byte-order mark, which readers of UTF-8 pass over.
        add("encoding", "utf-8".into());
        for (key, value) in about(form) {
            add(key, value);
        }
    }
    let others = others.into_iter().map(|form| {
        let mut alternate: Map<String, Value> =
            about(form).into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        if form.format == Format::Json {
            alternate.insert("jsonSchema".to_owned(), format!("schemas/{name}.json").into());
        }
        Value::Object(alternate)
    });
    let others: Vec<Value> = others.collect();
    if !others.is_empty() {
        add("alternates", others.into());
    }
    if let Some(file) = file {
        let columns = file.columns();
        let fields: Vec<Value> = columns.iter().map(|column| field(facts, column)).collect();
        let mut schema = json!({"fields": fields, "missingValues": [""]});
        if let Value::Object(schema) = &mut schema {
            if !file.key.is_empty() {
                schema.insert("primaryKey".to_owned(), json!(file.key));
            }
            let keys = foreign_keys(facts, all, name, &columns);
            if !keys.is_empty() {
                schema.insert("foreignKeys".to_owned(), keys.into());
            }
        }
        add("schema", schema);
    }
    Value::Object(resource)
}

fn about(form: &Form) -> [(&'static str, Value); 5] {
    [
        ("path", form.name.clone().into()),
        ("format", form.format.ending().into()),
        ("mediatype", form.format.media_type().into()),
        ("bytes", form.sum.bytes.into()),
        ("hash", format!("sha256:{}", form.sum.sha256).into()),
    ]
}

fn field(facts: &Facts, column: &Column) -> Value {
    let language = facts.settings().language;
    let of = &column.field;
    let mut constraints = Map::new();
    let kind = match &of.holds {
        Holds::Date => "date",
        Holds::Whole => "integer",
        Holds::Number => "number",
        Holds::Flag => "boolean",
        Holds::Any => "any",
        _ => "string",
    };
    match &of.holds {
        Holds::Word(choices) => {
            let names: Vec<&str> = choices.iter().map(|choice| choice.name.as_str()).collect();
            constraints.insert("enum".to_owned(), json!(names));
        }
        Holds::Period => {
            constraints.insert("pattern".to_owned(), schema::PERIOD.into());
        }
        Holds::Moment => {
            constraints.insert("pattern".to_owned(), schema::MOMENT.into());
        }
        _ => {}
    }
    // An empty list is an empty cell.
    let is_list =
        matches!(of.holds, Holds::Texts | Holds::Records(_) | Holds::SomeWords(_) | Holds::List(_));
    if !of.can_be_null && !is_list {
        constraints.insert("required".to_owned(), true.into());
    }
    let mut field = json!({
        "name": column.name,
        "title": of.title,
        "description": of.meaning.of(language),
        "type": kind,
        "format": "default",
    });
    if let Value::Object(field) = &mut field {
        if let Some(unit) = &of.unit {
            field.insert("unit".to_owned(), unit.of(language).into());
        }
        if is_list {
            field.insert("separator".to_owned(), SEPARATOR.into());
        }
        if let Holds::Record(kind) | Holds::Records(kind) = of.holds {
            field.insert("refersTo".to_owned(), kind.folder().into());
        }
        if !constraints.is_empty() {
            field.insert("constraints".to_owned(), constraints.into());
        }
    }
    field
}

/// The columns that hold ids of another table, where every id they can hold is in it: a record that
/// was taken back is still referred to.
fn foreign_keys(facts: &Facts, all: &[Dataset], own: &str, columns: &[Column]) -> Vec<Value> {
    let is_whole = |kind: Kind| {
        let is_given = all.iter().any(|dataset| dataset.file.name == kind.folder());
        let mut pages = facts.public().ids(kind).filter(|record| facts.has_page(*record));
        kind != Kind::Return && is_given && pages.all(|record| facts.counts(record))
    };
    let keys = columns.iter().filter_map(|column| match column.field.holds {
        Holds::Record(kind) if is_whole(kind) => {
            let table = if kind.folder() == own { "" } else { kind.folder() };
            Some(json!({
                "fields": column.name,
                "reference": {"resource": table, "fields": "id"},
            }))
        }
        _ => None,
    });
    keys.collect()
}
