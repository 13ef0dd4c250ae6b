//! What many views hold: made once, for the program and for the templates.

use std::ops::Deref;
use std::sync::Arc;

use serde::{Serialize, Serializer};
use tera::Value;

use crate::render::Key;

/// A part of many views. Templates are given the same value each time: making it anew for each
/// page would cost more than rendering them.
#[derive(Debug)]
pub struct Shared<T> {
    of: Arc<T>,
    value: Value,
    key: Key,
}

impl<T: Serialize> Shared<T> {
    /// Makes the templates' value of a part.
    pub fn new(of: T) -> Self {
        let value = Value::from_serializable(&of);
        let key = Key::of(&of);
        Self { of: Arc::new(of), value, key }
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self { of: self.of.clone(), value: self.value.clone(), key: self.key }
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.of
    }
}

impl<T> Serialize for Shared<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // A template wants the value, a key of the whole wants this part's.
        if serializer.is_human_readable() {
            self.value.serialize(serializer)
        } else {
            self.key.serialize(serializer)
        }
    }
}
