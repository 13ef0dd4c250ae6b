//! fields.toml → [`File`]s, its shapes put in where they are named.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Choice, Field, File, Holds, Words};
use crate::model::Kind;

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    units: BTreeMap<String, [String; 2]>,
    enums: BTreeMap<String, Vec<[String; 3]>>,
    common: Common,
    shapes: BTreeMap<String, Lines>,
    files: Vec<WrittenFile>,
}

/// Fields, each a line of one or of five parts.
type Lines = Vec<Vec<String>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Common {
    fields: Lines,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenFile {
    name: String,
    row: [String; 2],
    row_by_office: Option<[String; 2]>,
    about: [String; 2],
    key: Option<Vec<String>>,
    key_by_office: Option<Vec<String>>,
    fields: Lines,
    fields_by_office: Option<Lines>,
    #[serde(default)]
    whole: Lines,
    #[serde(default)]
    whole_by_office: Lines,
}

/// Reads all files; what is wrong with the text is our own fault.
pub fn dictionary(text: &str) -> Result<BTreeMap<String, File>, String> {
    let written: Written = toml::from_str(text).map_err(|fault| fault.to_string())?;
    let mut files = BTreeMap::new();
    for file in &written.files {
        let fields = written.fields(&file.fields)?;
        let key = file.key.clone().unwrap_or_else(|| {
            let has_id = fields.iter().any(|field| matches!(field.holds, Holds::Id));
            let keyed = has_id && file.name != "changes";
            if keyed { vec!["id".to_owned()] } else { Vec::new() }
        });
        let whole = written.fields(&file.whole)?;
        let about = words(&file.about);
        let by_office = match &file.fields_by_office {
            None => None,
            Some(fields) => {
                let mut whole = whole.clone();
                whole.extend(written.fields(&file.whole_by_office)?);
                Some(Box::new(File {
                    row: words(file.row_by_office.as_ref().unwrap_or(&file.row)),
                    about: about.clone(),
                    key: file.key_by_office.clone().unwrap_or_default(),
                    fields: written.fields(fields)?,
                    whole,
                    by_office: None,
                }))
            }
        };
        let row = words(&file.row);
        files.insert(file.name.clone(), File { row, about, key, fields, whole, by_office });
    }
    Ok(files)
}

fn words([zh, en]: &[String; 2]) -> Words {
    Words { zh: zh.clone(), en: en.clone() }
}

impl Written {
    fn fields(&self, lines: &Lines) -> Result<Vec<Field>, String> {
        let mut fields = Vec::new();
        for line in lines {
            match line.as_slice() {
                [name] => match name.strip_prefix('+') {
                    Some(shape) => fields.extend(self.shape(shape)?),
                    None => {
                        let known = self.common.fields.iter().find(|line| line[0] == *name);
                        let line = known.ok_or_else(|| format!("no common field is `{name}`"))?;
                        fields.push(self.field(line)?);
                    }
                },
                line => fields.push(self.field(line)?),
            }
        }
        Ok(fields)
    }

    fn shape(&self, name: &str) -> Result<Vec<Field>, String> {
        let lines = self.shapes.get(name).ok_or_else(|| format!("no shape is called `{name}`"))?;
        self.fields(lines)
    }

    fn field(&self, line: &[String]) -> Result<Field, String> {
        let [key, kind, title, zh, en] = line else {
            return Err(format!("a field has five parts: {line:?}"));
        };
        let (kind, unit) = match kind.split_once(' ') {
            Some((kind, unit)) => (kind, Some(unit)),
            None => (kind.as_str(), None),
        };
        let unit = match unit {
            None => None,
            Some(unit) => {
                let known = self.units.get(unit);
                Some(words(known.ok_or_else(|| format!("no unit is called `{unit}`"))?))
            }
        };
        let (kind, can_be_null) = match kind.strip_suffix('?') {
            Some(kind) => (kind, true),
            None => (kind, false),
        };
        Ok(Field {
            key: key.clone(),
            holds: self.holds(kind)?,
            can_be_null,
            unit,
            title: title.clone(),
            meaning: Words { zh: zh.clone(), en: en.clone() },
        })
    }

    fn holds(&self, kind: &str) -> Result<Holds, String> {
        let (kind, of) = kind.split_once(':').unwrap_or((kind, ""));
        let record = || Kind::of_folder(of).ok_or_else(|| format!("no kind is called `{of}`"));
        Ok(match kind {
            "text" => Holds::Text,
            "id" => Holds::Id,
            "url" => Holds::Url,
            "date" => Holds::Date,
            "moment" => Holds::Moment,
            "period" => Holds::Period,
            "int" => Holds::Whole,
            "num" => Holds::Number,
            "bool" => Holds::Flag,
            "any" => Holds::Any,
            "party" => Holds::Party,
            "texts" => Holds::Texts,
            "enum" => Holds::Word(self.choices(of)?),
            "enums" => Holds::SomeWords(self.choices(of)?),
            "states" => Holds::Counts(self.choices(of)?),
            "ref" => Holds::Record(record()?),
            "refs" => Holds::Records(record()?),
            "object" => Holds::Object(self.shape(of)?),
            "list" => Holds::List(self.shape(of)?),
            "table" => Holds::Table(self.shape(of)?),
            _ => return Err(format!("no type is called `{kind}`")),
        })
    }

    fn choices(&self, name: &str) -> Result<Vec<Choice>, String> {
        let lines = self.enums.get(name).ok_or_else(|| format!("no words are called `{name}`"))?;
        let choice = |[name, zh, en]: &[String; 3]| Choice {
            name: name.clone(),
            meaning: Words { zh: zh.clone(), en: en.clone() },
        };
        Ok(lines.iter().map(choice).collect())
    }
}
