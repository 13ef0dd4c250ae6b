//! catalog.jsonld: the data as a catalogue (W3C DCAT 3, 2024), for portals that gather many.

use serde_json::{Map, Value, json};

use super::dataset::{Dataset, Form};
use super::{Format, dictionary, schema};
use crate::facts::Facts;
use crate::model::settings::Licence;
use crate::model::{Day, Kind};

const MEDIA_TYPES: &str = "https://www.iana.org/assignments/media-types/";
const FREQUENCIES: &str = "http://publications.europa.eu/resource/authority/frequency/";

/// Appends the catalogue; `base` is the site's address, ending in `/`, if it is known. Without it
/// addresses are relative to the catalogue's own.
pub fn write(facts: &Facts, datasets: &[Dataset], base: Option<&str>, out: &mut Vec<u8>) {
    let cx = Catalogue { facts, root: base.map(|base| format!("{base}data/")).unwrap_or_default() };
    schema::write_pretty(&cx.catalogue(datasets), out);
}

struct Catalogue<'a> {
    facts: &'a Facts,
    /// The address of the folder of data, or nothing.
    root: String,
}

impl Catalogue<'_> {
    fn catalogue(&self, datasets: &[Dataset]) -> Value {
        let settings = self.facts.settings();
        let id = if self.root.is_empty() { "./" } else { self.root.as_str() };
        let mut catalogue = Map::new();
        catalogue.insert("@context".to_owned(), context());
        catalogue.insert("@id".to_owned(), id.into());
        catalogue.insert("@type".to_owned(), "dcat:Catalog".into());
        catalogue.insert("dct:title".to_owned(), self.words(&settings.title));
        catalogue.insert("dct:description".to_owned(), self.words(&settings.title));
        catalogue.insert("dct:modified".to_owned(), day(self.facts.day()));
        catalogue.insert("dct:language".to_owned(), settings.tag().into());
        self.add_common(&mut catalogue);
        let datasets: Vec<Value> = datasets.iter().map(|dataset| self.dataset(dataset)).collect();
        catalogue.insert("dcat:dataset".to_owned(), datasets.into());
        Value::Object(catalogue)
    }

    /// Who gives the data, of where, under what terms.
    fn add_common(&self, to: &mut Map<String, Value>) {
        let settings = self.facts.settings();
        if let Some(organizer) = &settings.identity.organizer {
            let agent = json!({"@type": "foaf:Agent", "foaf:name": self.words(organizer)});
            to.insert("dct:publisher".to_owned(), agent);
        }
        if let Some(code) = &settings.identity.region_code {
            // GB/T 2260.
            let place = json!({"@type": "dct:Location", "dct:identifier": code});
            to.insert("dct:spatial".to_owned(), place);
        }
        if let Some(licence) = &settings.licence {
            to.insert("dct:license".to_owned(), self.licence(licence));
        }
    }

    fn licence(&self, licence: &Licence) -> Value {
        let mut document = Map::new();
        document.insert("@type".to_owned(), "dct:LicenseDocument".into());
        if let Some(url) = &licence.url {
            document.insert("@id".to_owned(), url.clone().into());
        }
        if let Some(title) = licence.title.as_ref().or(licence.name.as_ref()) {
            document.insert("dct:title".to_owned(), self.words(title));
        }
        if let Some(name) = &licence.name {
            document.insert("dct:identifier".to_owned(), name.clone().into());
        }
        Value::Object(document)
    }

    fn dataset(&self, of: &Dataset) -> Value {
        let name = of.file.name;
        let language = self.facts.settings().language;
        let mut dataset = Map::new();
        let mut add = |key: &str, value: Value| dataset.insert(key.to_owned(), value);
        add("@id", format!("{}#{name}", self.root).into());
        add("@type", "dcat:Dataset".into());
        add("dct:identifier", name.into());
        add("dct:title", self.words(&of.title));
        if let Some(file) = dictionary::file(name, self.facts.shows_returns_by_office()) {
            add("dct:description", self.words(file.about.of(language)));
        }
        if let Some((first, last)) = of.days {
            add("dct:issued", day(first));
            add("dct:modified", day(last));
        }
        if let Some(frequency) = self.frequency(of) {
            add("dct:accrualPeriodicity", json!({"@id": format!("{FREQUENCIES}{frequency}")}));
        }
        let forms: Vec<Value> = of.forms.iter().map(|form| self.distribution(of, form)).collect();
        add("dcat:distribution", forms.into());
        self.add_common(&mut dataset);
        Value::Object(dataset)
    }

    fn distribution(&self, of: &Dataset, form: &Form) -> Value {
        let address = format!("{}{}", self.root, form.name);
        let mut given = Map::new();
        let mut add = |key: &str, value: Value| given.insert(key.to_owned(), value);
        add("@id", format!("{}#{}", self.root, form.name).into());
        add("@type", "dcat:Distribution".into());
        add("dct:title", form.name.clone().into());
        add("dcat:accessURL", json!({"@id": address}));
        add("dcat:downloadURL", json!({"@id": address}));
        let media = format!("{MEDIA_TYPES}{}", form.format.media_type());
        add("dcat:mediaType", json!({"@id": media}));
        let bytes = form.sum.bytes.to_string();
        add("dcat:byteSize", json!({"@type": "xsd:nonNegativeInteger", "@value": bytes}));
        add(
            "spdx:checksum",
            json!({
                "@type": "spdx:Checksum",
                "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
                "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": form.sum.sha256},
            }),
        );
        if form.format == Format::Json {
            let schema = format!("{}schemas/{}.json", self.root, of.file.name);
            add("dct:conformsTo", json!({"@id": schema}));
        }
        if let Some(licence) = &self.facts.settings().licence {
            add("dct:license", self.licence(licence));
        }
        Value::Object(given)
    }

    /// How often it is renewed: as its column says, else as the plans ask for returns.
    fn frequency(&self, of: &Dataset) -> Option<&'static str> {
        let kind = of.file.kind?;
        let column = self.facts.public().column(kind);
        if let Some(cycle) = column.and_then(|column| column.update_cycle.as_ref()) {
            return Some(match cycle.days? {
                0..=1 => "DAILY",
                2..=7 => "WEEKLY",
                8..=14 => "BIWEEKLY",
                15..=35 => "MONTHLY",
                36..=100 => "QUARTERLY",
                101..=183 => "ANNUAL_2",
                _ => "ANNUAL",
            });
        }
        let renewed = matches!(kind, Kind::Task | Kind::Return | Kind::Office | Kind::Plan);
        let asks =
            |weekly: bool| {
                let mut plans = self.facts.plans();
                renewed
                    && plans.any(|(_, plan)| {
                        if weekly { plan.weekly.is_some() } else { plan.monthly.is_some() }
                    })
            };
        match (asks(true), asks(false)) {
            (true, _) => Some("WEEKLY"),
            (_, true) => Some("MONTHLY"),
            _ => None,
        }
    }

    fn words(&self, text: &str) -> Value {
        json!({"@language": self.facts.settings().tag(), "@value": text})
    }
}

fn day(day: Day) -> Value {
    json!({"@type": "xsd:date", "@value": day.to_string()})
}

fn context() -> Value {
    json!({
        "dcat": "http://www.w3.org/ns/dcat#",
        "dct": "http://purl.org/dc/terms/",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "spdx": "http://spdx.org/rdf/terms#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    })
}
