//! site.toml as a map with places, so that settings are read like front matter.

use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Map, Node, Pair, Scalar, Value};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Source};
use crate::say;

/// Parses a TOML text; what is no TOML is one fault at its place.
pub fn toml_map(source: &Arc<Source>, out: &mut Diagnostics) -> Map {
    let (table, faults) = DeTable::parse_recoverable(&source.text);
    for fault in faults {
        let (line, _) = Place::new(source, fault.span().unwrap_or(0..0)).positions();
        let line = line.line;
        out.push(
            Diagnostic::new(
                Code::BadSettings,
                Place::new(source, fault.span().unwrap_or(0..0)),
                say!("第{line}行写法不对，读不成设置", "line {line} is no TOML"),
            )
            .help(say!(
                "写成 名称 = \"文字\"：等号两边，文字加英文引号",
                "write name = \"text\", with straight quotes"
            )),
        );
    }
    let span = table.span();
    to_map(&table.into_inner(), span)
}

fn to_map(table: &DeTable, span: Range<usize>) -> Map {
    let entries = table
        .iter()
        .map(|(key, value)| Pair {
            key: decoded(key.get_ref()),
            key_span: key.span(),
            value: to_node(value),
        })
        .collect();
    Map { span, entries }
}

fn to_node(value: &Spanned<DeValue>) -> Node {
    let inner = match value.get_ref() {
        DeValue::String(text) => Value::Text(decoded(text)),
        DeValue::Integer(number) => Value::Text(decoded(number.as_str())),
        DeValue::Float(number) => Value::Text(decoded(number.as_str())),
        DeValue::Boolean(flag) => Value::Text(decoded(&flag.to_string())),
        DeValue::Datetime(when) => Value::Text(decoded(&when.to_string())),
        DeValue::Array(items) => Value::List(items.iter().map(to_node).collect()),
        DeValue::Table(table) => Value::Map(Box::new(to_map(table, value.span()))),
    };
    Node { span: value.span(), value: inner }
}

fn decoded(text: &str) -> Scalar {
    Scalar::Decoded(text.into())
}
