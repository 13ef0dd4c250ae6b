//! The page of data: what each file is, what its fields mean, in what forms it is given.

use super::Views;
use crate::export::dataset::Dataset;
use crate::export::dictionary::{self, Column, Holds};
use crate::export::{DataFile, Format, SCHEMA_VERSION};
use crate::model::settings::Language;
use crate::render::view::{
    AttachmentView, DataView, DatasetView, FieldView, Link, MachineFile, WordView,
};
use crate::site::{DATA_CATALOGUE, DATA_PACKAGE, MANIFEST, Route};

impl Views {
    /// What people call a data file.
    pub fn dataset_title(&self, file: &DataFile) -> String {
        match file.name {
            "indicator-values" => self.w("data_values"),
            "indicator-ranks" => self.w("data_ranks"),
            "publicity-categories" => self.w("data_publicity_categories"),
            "visit-issues" => self.w("data_visit_issues"),
            "visit-posts" => self.w("data_visit_posts"),
            "evaluation-scores" => self.w("data_evaluation_scores"),
            "office-summary" => self.w("title_summary"),
            "duty-measures" => self.w("data_duty_measures"),
            "bulletin-revisions" => self.w("data_bulletin_revisions"),
            "highlight-figures" => self.w("data_highlight_figures"),
            _ => match file.kind {
                Some(kind) => self.kind_title(kind),
                None => self.w("recent_changes"),
            },
        }
    }

    /// The datasets, each in its forms.
    pub fn data(&self, datasets: &[Dataset]) -> DataView {
        let machines = [
            (DATA_PACKAGE, "data_package"),
            (DATA_CATALOGUE, "data_catalogue"),
            (MANIFEST, "data_manifest"),
        ];
        DataView {
            datasets: datasets.iter().map(|dataset| self.dataset(dataset)).collect(),
            has_workbooks: cfg!(feature = "xlsx"),
            licence: self.facts.settings().licence.as_ref().map(|licence| Link {
                label: licence
                    .title
                    .clone()
                    .or(licence.name.clone())
                    .unwrap_or_else(|| licence.url.clone().unwrap_or_default()),
                href: licence.url.clone(),
            }),
            machines: machines
                .map(|(path, word)| MachineFile {
                    name: format!("/{path}"),
                    href: self.site.href(&Route::new(path)),
                    meaning: self.w(word),
                })
                .into(),
            address: self.site.url(&Route::new("data/")).unwrap_or_else(|| "/data/".to_owned()),
            schema_version: SCHEMA_VERSION,
        }
    }

    fn dataset(&self, dataset: &Dataset) -> DatasetView {
        let name = dataset.file.name;
        let language = self.facts.settings().language;
        let known = dictionary::file(name, self.facts.shows_returns_by_office());
        let text = |words: &dictionary::Words| words.of(language).to_owned();
        let has_json = dataset.file.formats.contains(&Format::Json);
        DatasetView {
            name: name.to_owned(),
            title: dataset.title.clone(),
            about: known.map(|known| text(&known.about)).unwrap_or_default(),
            row: known.map(|known| text(&known.row)).unwrap_or_default(),
            rows: self.words.fill("rows_count", &[("count", &dataset.rows)]),
            files: dataset
                .forms
                .iter()
                .map(|form| AttachmentView {
                    name: form.format.ending().to_uppercase(),
                    href: self.site.href(&Route::of_data(name, form.format)),
                    note: self.size_note("", form.sum.bytes),
                })
                .collect(),
            changed: dataset.days.map(|(_, last)| self.day(last)),
            schema: has_json.then(|| self.site.href(&Route::of_schema(name))),
            fields: known
                .map(|known| known.columns().iter().map(|column| field(column, language)).collect())
                .unwrap_or_default(),
        }
    }
}

fn field(column: &Column, language: Language) -> FieldView {
    let field = &column.field;
    let words = match &field.holds {
        Holds::Word(choices) | Holds::SomeWords(choices) => choices.as_slice(),
        _ => &[],
    };
    FieldView {
        name: column.name.clone(),
        title: match language {
            Language::Chinese => field.title.clone(),
            Language::English => String::new(),
        },
        meaning: field.meaning.of(language).to_owned(),
        unit: field.unit.as_ref().map(|unit| unit.of(language).to_owned()).unwrap_or_default(),
        words: words
            .iter()
            .map(|word| WordView {
                name: word.name.clone(),
                meaning: word.meaning.of(language).to_owned(),
            })
            .collect(),
    }
}
