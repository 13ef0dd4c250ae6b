//! JSON Schemas (2020-12) of the data's JSON, made of what is known of their fields.

use serde_json::{Map, Value, json};

use super::dictionary::{Choice, Field, File, Holds};
use super::{dictionary, json as data};
use crate::facts::Facts;
use crate::model::settings::Language;

const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";
const DAY: &str = r"^\d{4}-\d{2}-\d{2}$";
/// A day, perhaps with the time of day.
pub const MOMENT: &str = r"^\d{4}-\d{2}-\d{2}( \d{2}:\d{2})?$";
pub const PERIOD: &str = r"^\d{4}(-(H[12]|Q[1-4]|W\d{2}|\d{2}(-\d{2})?))?$";
const SHA256: &str = "^[0-9a-f]{64}$";

/// The schemas beside those of data files: of a bulletin's own data, and of the manifest.
pub const EDITION: &str = "bulletin-edition";
pub const MANIFEST: &str = "manifest";

/// The names of a site's schemas.
pub fn names(facts: &Facts) -> Vec<&'static str> {
    let files = super::files(facts).into_iter();
    let mut names: Vec<&'static str> =
        files.filter(|file| file.formats.contains(&super::Format::Json)).map(|f| f.name).collect();
    if facts.ids(crate::model::Kind::Bulletin).next().is_some() {
        names.push(EDITION);
    }
    names.push(MANIFEST);
    names
}

/// Appends a schema; `id` is its full address, if the site's own is known.
pub fn write(facts: &Facts, name: &str, id: Option<&str>, out: &mut Vec<u8>) {
    let language = facts.settings().language;
    let mut schema = match name {
        EDITION => edition(),
        MANIFEST => manifest(),
        name => match dictionary::file(name, facts.shows_returns_by_office()) {
            Some(file) => of_file(facts, name, file, language),
            None => json!({}),
        },
    };
    if let (Value::Object(schema), Some(id)) = (&mut schema, id) {
        schema.insert("$id".to_owned(), id.into());
    }
    write_pretty(&schema, out);
}

/// Appends JSON for people to read too.
pub fn write_pretty(value: &Value, out: &mut Vec<u8>) {
    serde_json::to_writer_pretty(&mut *out, value).expect("values are JSON");
    out.push(b'\n');
}

fn of_file(facts: &Facts, name: &str, file: &File, language: Language) -> Value {
    let mut properties = head(facts.audience().edition.name());
    for field in &file.whole {
        properties.insert(field.key.clone(), of_field(field, language));
    }
    // What has totals alone has no rows of its own name.
    if !properties.contains_key(name) {
        let rows = json!({
            "type": "array",
            "description": file.about.of(language),
            "items": of_object(&file.fields, language),
        });
        properties.insert(name.to_owned(), rows);
    }
    let required: Vec<&String> = properties.keys().collect();
    json!({
        "$schema": DRAFT,
        "title": name,
        "description": file.about.of(language),
        "type": "object",
        "required": required,
        "properties": properties,
    })
}

/// What every file opens with.
fn head(edition: &str) -> Map<String, Value> {
    let head = json!({
        "schema_version": {"const": data::SCHEMA_VERSION},
        "site": {
            "type": "object",
            "required": ["title", "organizer", "region_code"],
            "properties": {
                "title": {"type": "string"},
                "organizer": {"type": ["string", "null"]},
                "region_code": {"type": ["string", "null"]},
            },
        },
        "as_of": day(),
        "edition": {"const": edition},
    });
    match head {
        Value::Object(head) => head,
        _ => Map::new(),
    }
}

fn day() -> Value {
    json!({"type": "string", "format": "date", "pattern": DAY})
}

fn of_object(fields: &[Field], language: Language) -> Value {
    let required: Vec<&str> = fields.iter().map(|field| field.key.as_str()).collect();
    let properties: Map<String, Value> =
        fields.iter().map(|field| (field.key.clone(), of_field(field, language))).collect();
    json!({"type": "object", "required": required, "properties": properties})
}

fn of_field(field: &Field, language: Language) -> Value {
    let mut schema = of_value(&field.holds, language);
    let Value::Object(entries) = &mut schema else { return schema };
    if field.can_be_null {
        if let Some(Value::String(kind)) = entries.get("type") {
            let both = json!([kind, "null"]);
            entries.insert("type".to_owned(), both);
        }
        if let Some(Value::Array(words)) = entries.get_mut("enum") {
            words.push(Value::Null);
        }
    }
    entries.insert("title".to_owned(), field.title.clone().into());
    entries.insert("description".to_owned(), field.meaning.of(language).into());
    if let Some(unit) = &field.unit {
        entries.insert("x-unit".to_owned(), unit.of(language).into());
    }
    schema
}

fn of_value(holds: &Holds, language: Language) -> Value {
    let list = |items: Value| json!({"type": "array", "items": items});
    match holds {
        Holds::Text | Holds::Id | Holds::Party => json!({"type": "string"}),
        Holds::Url => json!({"type": "string", "pattern": "^/"}),
        Holds::Date => day(),
        Holds::Moment => json!({"type": "string", "pattern": MOMENT}),
        Holds::Period => json!({"type": "string", "pattern": PERIOD}),
        Holds::Whole => json!({"type": "integer"}),
        Holds::Number => json!({"type": "number"}),
        Holds::Flag => json!({"type": "boolean"}),
        Holds::Any => json!({"type": ["number", "string", "null"]}),
        Holds::Word(choices) => one_of(choices, language),
        Holds::SomeWords(choices) => list(one_of(choices, language)),
        Holds::Record(kind) => json!({"type": "string", "x-refers-to": kind.folder()}),
        Holds::Records(kind) => list(json!({"type": "string", "x-refers-to": kind.folder()})),
        Holds::Texts => list(json!({"type": "string"})),
        Holds::Counts(choices) => {
            let counts = choices.iter().map(|choice| {
                let meaning = choice.meaning.of(language);
                (choice.name.clone(), json!({"type": "integer", "title": meaning}))
            });
            let properties: Map<String, Value> = counts.collect();
            let required: Vec<&String> = properties.keys().collect();
            json!({"type": "object", "required": required, "properties": properties})
        }
        Holds::Object(fields) => of_object(fields, language),
        Holds::List(fields) | Holds::Table(fields) => list(of_object(fields, language)),
    }
}

fn one_of(choices: &[Choice], language: Language) -> Value {
    let names: Vec<&str> = choices.iter().map(|choice| choice.name.as_str()).collect();
    let meanings: Map<String, Value> = choices
        .iter()
        .map(|choice| (choice.name.clone(), choice.meaning.of(language).into()))
        .collect();
    json!({"type": "string", "enum": names, "x-meanings": meanings})
}

/// Of `/data/bulletins/…`: an edition as it was sealed. What a seal holds is the seal's own; the
/// program that reads an old one is not to refuse what later ones have.
fn edition() -> Value {
    let mut properties = head("");
    properties.insert("edition".to_owned(), json!({"enum": ["public", "internal"]}));
    let own = json!({
        "plan": {"type": "string"},
        "period": {"type": "string", "pattern": PERIOD},
        "revision": {"type": "integer", "minimum": 1},
        "issued_on": day(),
        "digest": {"type": "string", "pattern": SHA256},
        "title": {"type": "string"},
        "bulletin": {
            "type": "object",
            "required": ["counts", "changes", "tables"],
            "properties": {
                "from": {"type": ["string", "null"]},
                "until": {"type": "string"},
                "counts": {"type": "object"},
                "tables": {"type": "object"},
            },
        },
    });
    if let Value::Object(own) = own {
        properties.extend(own);
    }
    let required: Vec<&String> = properties.keys().collect();
    json!({"$schema": DRAFT, "title": EDITION, "type": "object", "required": required, "properties": properties})
}

/// Of MANIFEST.json.
fn manifest() -> Value {
    let digest = json!({"type": "string", "pattern": SHA256});
    json!({
        "$schema": DRAFT,
        "title": "MANIFEST.json",
        "type": "object",
        "required": ["schema_version", "tool", "edition", "as_of", "revision", "drafts", "files"],
        "properties": {
            "schema_version": {"const": 1},
            "tool": {"type": "string"},
            "edition": {"enum": ["public", "internal"]},
            "as_of": day(),
            "revision": {"type": ["string", "null"]},
            "drafts": {"type": "boolean"},
            "base_url": {"type": ["string", "null"]},
            "offline": {"type": "boolean"},
            "files": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["path", "bytes", "sha256", "sm3"],
                    "properties": {
                        "path": {"type": "string"},
                        "bytes": {"type": "integer", "minimum": 0},
                        "sha256": digest,
                        "sm3": digest,
                    },
                },
            },
        },
    })
}
