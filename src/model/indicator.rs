//! 指标: how a bureau is judged, with its measures, their values and its ranks.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::choice::{Choice, nearest};
use super::date::{DateFault, Day, Wanted};
use super::fields::Fields;
use super::id::Id;
use super::key::{self, Field, Key, optional};
use super::number::parse_number;
use super::office::Office;
use super::period::parse_deadline;
use super::reference::Lookup;
use super::table::Columns;
use super::{Base, Kind, Party};
use crate::content::{Row, Table};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::say;

/// An indicator at any level.
#[derive(Debug, Clone)]
pub struct Indicator {
    pub base: Base,
    pub code: Option<String>,
    pub parent: Option<Id<Indicator>>,
    /// 指标长: the post that answers for it.
    pub chief: Option<Party>,
    pub lead: Option<Id<Office>>,
    pub support: Vec<Id<Office>>,
    pub support_count: Option<u32>,
    pub letter_signed: Option<Day>,
    pub definition: Option<String>,
    pub data_source: Option<String>,
    pub measures: Vec<Measure>,
    /// In the order of their days.
    pub ranks: Vec<Rank>,
}

/// One thing measured.
#[derive(Debug, Clone)]
pub struct Measure {
    pub id: String,
    pub name: String,
    pub unit: Option<String>,
    pub direction: Option<Direction>,
    pub baseline_date: Option<Day>,
    pub baseline: Option<Decimal>,
    pub target: Option<Decimal>,
    pub target_date: Option<Day>,
    /// Digits after the point to print; as written where absent.
    pub decimals: Option<u32>,
    /// In the order of their days.
    pub values: Vec<Value>,
}

impl Measure {
    /// Whether its values are per cent.
    pub fn is_percent(&self) -> bool {
        self.unit.as_deref().is_some_and(|unit| matches!(unit, "%" | "％"))
    }

    /// Whether a value of it is a full hundred per cent.
    pub fn is_full(&self, value: &Value) -> bool {
        self.is_percent() && value.value == Decimal::ONE_HUNDRED
    }
}

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    Lower,
    Higher,
}

impl Choice for Direction {
    const WORDS: &'static [(Self, &'static str, &'static [&'static str])] =
        &[(Direction::Lower, "lower", &["越低越好"]), (Direction::Higher, "higher", &["越高越好"])];
}

/// One value of a measure.
#[derive(Debug, Clone)]
pub struct Value {
    pub date: Day,
    /// The day or period as written.
    pub words: String,
    pub value: Decimal,
    /// 样本数: how many were asked or counted.
    pub sample_size: Option<String>,
    pub source: Option<String>,
    pub note: Option<String>,
    /// Its cell.
    pub at: Place,
}

/// A place among others.
#[derive(Debug, Clone)]
pub struct Rank {
    pub date: Day,
    pub words: String,
    /// The measure's id, or words where none matches.
    pub measure: Option<String>,
    pub scope: String,
    pub place: u32,
    pub of: Option<u32>,
    pub by: Option<Party>,
    pub note: Option<String>,
    /// The cell of its place.
    pub at: Place,
}

pub const FIELDS: &[Field] = &[
    optional(&key::PUBLISHED, "2023-03-03"),
    optional(&key::CODE, "1.1"),
    optional(&key::PARENT, "上级指标"),
    optional(&key::CHIEF, "分管副市长"),
    optional(&key::LEAD_OFFICE, "审批办"),
    optional(&key::SUPPORT, "[办公室]"),
    optional(&key::SUPPORT_COUNT, "17"),
    optional(&key::LETTER_SIGNED, "2022-03-01"),
    optional(&key::DEFINITION, "从受理到发证的日历天数"),
    optional(&key::DATA_SOURCE, "工程审批系统"),
    optional(
        &key::MEASURES,
        "[{代号: days, 名称: 审批时间, 计量单位: 天, 方向: 越低越好, 基期: 2021-01-01, 基期值: 89, 目标值: 60, 目标日期: 2022-12-31}]",
    ),
];

/// The tables that may lie beside an indicator.
pub const VALUES: &str = "values.csv";
pub const RANKS: &str = "ranks.csv";

impl Indicator {
    pub(super) fn decode(
        base: Base,
        fields: &mut Fields,
        lookup: &Lookup,
        values: Option<&Table>,
        ranks: Option<&Table>,
        out: &mut Diagnostics,
    ) -> Self {
        let mut measures = decode_measures(fields, out);
        let year = base.published.map(|moment| moment.day.year());
        if let Some(table) = values {
            read_values(table, &mut measures, out);
        }
        let ranks = ranks.map_or_else(Vec::new, |table| read_ranks(table, &measures, lookup, out));
        Self {
            code: fields.text(&key::CODE, out),
            parent: lookup.one(fields, &key::PARENT, Kind::Indicator, out),
            chief: lookup.party(fields, &key::CHIEF, out),
            lead: lookup.one(fields, &key::LEAD_OFFICE, Kind::Office, out),
            support: lookup.offices(fields, &key::SUPPORT, out),
            support_count: fields.count(&key::SUPPORT_COUNT, out),
            letter_signed: fields.day(&key::LETTER_SIGNED, year, out),
            definition: fields.text(&key::DEFINITION, out),
            data_source: fields.text(&key::DATA_SOURCE, out),
            measures,
            ranks,
            base,
        }
    }
}

fn decode_measures(fields: &mut Fields, out: &mut Diagnostics) -> Vec<Measure> {
    let mut measures: Vec<Measure> = Vec::new();
    for mut line in fields.maps(&key::MEASURES, out) {
        let id = line.spanned(&key::MEASURE_ID, out);
        if !line.has(&key::MEASURE_ID) {
            line.missing(&key::MEASURE_ID, "days", out);
        }
        let name = line.required_text(&key::NAME, "审批时间", out);
        let measure = (
            line.text(&key::UNIT, out),
            line.choice(&key::DIRECTION, out),
            line.end(&key::BASELINE_DATE, None, out),
            line.number(&key::BASELINE, out),
            line.number(&key::TARGET, out),
            line.end(&key::TARGET_DATE, None, out),
            line.count(&key::DECIMALS, out).map(|decimals| decimals.min(20)),
        );
        if let Some(id) = &id
            && measures.iter().any(|measure| measure.id == id.value)
        {
            let given = &id.value;
            out.push(
                Diagnostic::new(
                    Code::BadValue,
                    line.place(id.span.clone()),
                    say!("代号“{given}”已经用过", "the id `{given}` is taken"),
                )
                .help(say!("每个监测项用自己的代号", "give each measure an id of its own")),
            );
        }
        if let (Some(id), Some(name)) = (id, name) {
            let (unit, direction, baseline_date, baseline, target, target_date, decimals) = measure;
            measures.push(Measure {
                id: id.value,
                name,
                unit,
                direction,
                baseline_date,
                baseline,
                target,
                target_date,
                decimals,
                values: Vec::new(),
            });
        }
        line.finish(out);
    }
    measures
}

fn read_values(table: &Table, measures: &mut [Measure], out: &mut Diagnostics) {
    let mut columns = Columns::new(table);
    let date = columns.required(&key::DATE, out);
    let sample_size = columns.find(&key::SAMPLE_SIZE);
    let source = columns.find(&key::SOURCE);
    let note = columns.find(&key::NOTE);
    // A measure's column bears its id, or its name as clerks would head it.
    let of_measures: Vec<_> = measures
        .iter()
        .map(|measure| columns.named(&measure.id).or_else(|| columns.named(&measure.name)))
        .collect();
    let known: Vec<String> = measures.iter().map(|measure| measure.id.clone()).collect();
    columns.finish(&known, out);
    let Some(date) = date else { return };
    let mut seen = BTreeSet::new();
    for row in &table.rows {
        let cell = |column: Option<usize>| column.and_then(|column| row.cells.get(column));
        let text = |column| cell(column).map(|cell| cell.text.clone()).filter(|t| !t.is_empty());
        let dated = read_day(table, cell(Some(date)), out);
        for (i, (measure, column)) in measures.iter_mut().zip(&of_measures).enumerate() {
            let Some(cell) = cell(*column).filter(|cell| !cell.text.is_empty()) else { continue };
            let place = Place::new(&table.source, cell.span.clone());
            // A sheet shows its percentages with the sign, which the unit says already.
            let figure = cell.text.strip_suffix(['%', '％']).filter(|_| measure.is_percent());
            let Some(value) = parse_number(figure.unwrap_or(&cell.text)) else {
                let given = &cell.text;
                out.push(
                    Diagnostic::new(
                        Code::BadNumber,
                        place,
                        say!("“{given}”不是数字", "`{given}` is no number"),
                    )
                    .help(say!(
                        "只写数字，单位写在监测项里；没有数值就留空",
                        "write digits only, the unit belongs to the measure; leave it empty where there is no value"
                    )),
                );
                continue;
            };
            let Some((day, words)) = dated.clone() else { continue };
            if !seen.insert((i, day)) {
                let name = &measure.name;
                out.push(
                    Diagnostic::new(
                        Code::SeriesRepeatsDate,
                        place,
                        say!("“{name}”在{day}已有一个数", "`{name}` has a value for {day} already"),
                    )
                    .help(say!("同一天只留一行", "keep one row a day")),
                );
                continue;
            }
            measure.values.push(Value {
                date: day,
                words,
                value,
                sample_size: text(sample_size),
                source: text(source),
                note: text(note),
                at: place,
            });
        }
    }
    for measure in measures {
        measure.values.sort_by_key(|value| value.date);
    }
}

/// A table's date: a day, or a period that stands for its last day.
fn read_day(
    table: &Table,
    cell: Option<&crate::content::Cell>,
    out: &mut Diagnostics,
) -> Option<(Day, String)> {
    let (text, span) = match cell {
        Some(cell) => (cell.text.as_str(), cell.span.clone()),
        None => ("", 0..0),
    };
    let day = match parse_deadline(text, None) {
        Ok(deadline) => deadline.day().ok_or(DateFault::Unreadable { wanted: Wanted::Day }),
        Err(fault) => Err(fault),
    };
    match day {
        Ok(day) => Some((day, text.to_owned())),
        Err(fault) => {
            let (zh, en) = fault.message();
            out.push(
                Diagnostic::new(
                    Code::BadDate,
                    Place::new(&table.source, span),
                    say!("“日期”：{zh}", "`date`: {en}"),
                )
                .help(fault.help()),
            );
            None
        }
    }
}

fn read_ranks(
    table: &Table,
    measures: &[Measure],
    lookup: &Lookup,
    out: &mut Diagnostics,
) -> Vec<Rank> {
    let mut columns = Columns::new(table);
    let date = columns.required(&key::DATE, out);
    let measure_column = columns.find(&key::MEASURE);
    let scope = columns.required(&key::SCOPE, out);
    let place = columns.required(&key::PLACE, out);
    let of = columns.find(&key::RANK_OF);
    let by = columns.find(&key::BY);
    let note = columns.find(&key::NOTE);
    columns.finish(&[], out);
    let (Some(date), Some(scope), Some(place_column)) = (date, scope, place) else {
        return Vec::new();
    };
    let mut ranks = Vec::new();
    for row in &table.rows {
        let cell = |column: usize| row.cells.get(column);
        let text = |column: Option<usize>| {
            column
                .and_then(|column| row.cells.get(column))
                .map(|cell| cell.text.clone())
                .filter(|text| !text.is_empty())
        };
        let mut whole = |column: usize, key: &Key| -> Option<u32> {
            let cell = cell(column)?;
            let number = parse_number(&cell.text).and_then(|number| u32::try_from(number).ok());
            if number.is_none_or(|number| number == 0) {
                let (zh, en, given) = (key.zh[0], key.en, &cell.text);
                out.push(
                    Diagnostic::new(
                        Code::BadNumber,
                        Place::new(&table.source, cell.span.clone()),
                        say!(
                            "“{zh}”应是从1起的整数，“{given}”不是",
                            "`{en}` must be a whole number from 1, `{given}` is none"
                        ),
                    )
                    .help(say!("只写数字，例如 3", "write digits only, as 3")),
                );
                return None;
            }
            number
        };
        let of = of.filter(|of| row.cells.get(*of).is_some_and(|cell| !cell.text.is_empty()));
        let (place_no, total) =
            (whole(place_column, &key::PLACE), of.and_then(|of| whole(of, &key::RANK_OF)));
        let Some((day, words)) = read_day(table, cell(date), out) else { continue };
        let Some(place) = place_no else { continue };
        let span = row.cells.get(place_column).map_or(0..0, |cell| cell.span.clone());
        let at = Place::new(&table.source, span);
        if let Some(total) = total.filter(|total| *total < place) {
            out.push(
                Diagnostic::new(
                    Code::BadValue,
                    at.clone(),
                    say!(
                        "一共{total}个，不会有第{place}名",
                        "there is no place {place} among {total}"
                    ),
                )
                .help(say!("核对名次和总数", "check the place and the total")),
            );
        }
        let measure = measure_of(table, row, measure_column, measures, out);
        ranks.push(Rank {
            date: day,
            words,
            measure,
            scope: text(Some(scope)).unwrap_or_default(),
            place,
            of: total,
            by: text(by).map(|words| lookup.party_of(&words)),
            note: text(note),
            at,
        });
    }
    ranks.sort_by_key(|rank| rank.date);
    ranks
}

/// The measure a rank is of, by id or name.
fn measure_of(
    table: &Table,
    row: &Row,
    column: Option<usize>,
    measures: &[Measure],
    out: &mut Diagnostics,
) -> Option<String> {
    let cell = column.and_then(|column| row.cells.get(column)).filter(|c| !c.text.is_empty())?;
    let word = &cell.text;
    let found = measures.iter().find(|measure| measure.id == *word || measure.name == *word);
    if found.is_none() {
        let names = measures.iter().flat_map(|measure| [measure.id.as_str(), &measure.name]);
        let fault = Diagnostic::new(
            Code::BadValue,
            Place::new(&table.source, cell.span.clone()),
            say!("“{word}”不是这个指标的监测项", "`{word}` is no measure of this indicator"),
        );
        out.push(match nearest(word, names) {
            Some(near) => fault.help(say!("是不是“{near}”？", "did you mean `{near}`?")),
            None => fault.help(say!(
                "写监测项的代号或名称，没有就留空",
                "write a measure's id or name, or leave it empty"
            )),
        });
    }
    found.map(|measure| measure.id.clone())
}
