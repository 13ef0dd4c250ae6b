//! A row of the public data as a tree: keys in the row's order, numbers as they are written.

use std::fmt;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::value::RawValue;

/// A value of the public data.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Data {
    Null,
    Bool(bool),
    /// As it is written: 60.10 stays 60.10.
    Number(String),
    Text(String),
    /// A record by its id, with its title.
    Record {
        id: String,
        title: String,
    },
    List(Vec<Data>),
    Map(Vec<(String, Data)>),
}

impl Data {
    /// Takes a piece of JSON apart.
    pub fn read(raw: &RawValue) -> serde_json::Result<Self> {
        let text = raw.get();
        Ok(match text.as_bytes().first() {
            Some(b'{') => {
                let Pairs(pairs) = serde_json::from_str(text)?;
                let read = |(key, raw): (String, Box<RawValue>)| Ok((key, Self::read(&raw)?));
                Data::Map(pairs.into_iter().map(read).collect::<serde_json::Result<_>>()?)
            }
            Some(b'[') => {
                let items: Vec<Box<RawValue>> = serde_json::from_str(text)?;
                let items = items.iter().map(|raw| Self::read(raw));
                Data::List(items.collect::<serde_json::Result<_>>()?)
            }
            Some(b'"') => Data::Text(serde_json::from_str(text)?),
            Some(b't') => Data::Bool(true),
            Some(b'f') => Data::Bool(false),
            Some(b'n') | None => Data::Null,
            Some(_) => Data::Number(text.to_owned()),
        })
    }

    /// A value of a map.
    pub fn get(&self, key: &str) -> Option<&Data> {
        match self {
            Data::Map(pairs) => {
                pairs.iter().find(|(known, _)| known == key).map(|(_, value)| value)
            }
            _ => None,
        }
    }

    /// The text it is, if it is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Data::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Whether it says nothing: null, no members, or a map of nothing else.
    pub fn is_empty(&self) -> bool {
        match self {
            Data::Null => true,
            Data::List(items) => items.is_empty(),
            Data::Map(pairs) => pairs.iter().all(|(_, value)| value.is_empty()),
            Data::Text(text) => text.is_empty(),
            Data::Bool(_) | Data::Number(_) | Data::Record { .. } => false,
        }
    }
}

/// A map of JSON in its own order.
struct Pairs(Vec<(String, Box<RawValue>)>);

impl<'de> serde::Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Pairs;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a map")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

impl Serialize for Data {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Data::Null => serializer.serialize_none(),
            Data::Bool(value) => serializer.serialize_bool(*value),
            Data::Number(number) => {
                let raw =
                    RawValue::from_string(number.clone()).map_err(serde::ser::Error::custom)?;
                raw.serialize(serializer)
            }
            Data::Text(text) => serializer.serialize_str(text),
            Data::Record { id, title } => {
                let mut map = serializer.serialize_map(Some(2))?;
                map.serialize_entry("id", id)?;
                map.serialize_entry("title", title)?;
                map.end()
            }
            Data::List(items) => serializer.collect_seq(items),
            Data::Map(pairs) => serializer.collect_map(pairs.iter().map(|(k, v)| (k, v))),
        }
    }
}
