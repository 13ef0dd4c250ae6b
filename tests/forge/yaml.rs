//! A recipe as a forge reads it: YAML into values, every scalar a text. A key given twice, a tag or
//! an anchor is a fault: none of the recipes has any.

use saphyr_parser::{Event, Parser};
use serde_json::{Map, Value};

/// Reads one document.
pub fn read(text: &str) -> Value {
    let mut events = Parser::new_from_str(text)
        .map(|event| event.unwrap_or_else(|fault| panic!("no YAML: {fault}")).0)
        .filter(|event| {
            !matches!(event, Event::StreamStart | Event::DocumentStart(_) | Event::Nothing)
        });
    value(&mut events).expect("a document")
}

/// The next value; `None` at the end of what it is in.
fn value<'t>(events: &mut impl Iterator<Item = Event<'t>>) -> Option<Value> {
    match events.next()? {
        Event::Scalar(text, _, 0, None) => Some(Value::String(text.into_owned())),
        Event::SequenceStart(0, None) => {
            let mut items = Vec::new();
            while let Some(item) = value(events) {
                items.push(item);
            }
            Some(Value::Array(items))
        }
        Event::MappingStart(0, None) => {
            let mut map = Map::new();
            while let Some(key) = value(events) {
                let key = key.as_str().expect("a plain key").to_owned();
                let value = value(events).expect("a value");
                assert!(map.insert(key.clone(), value).is_none(), "{key} is given twice");
            }
            Some(Value::Object(map))
        }
        Event::SequenceEnd | Event::MappingEnd => None,
        other => panic!("{other:?} is in no recipe"),
    }
}
