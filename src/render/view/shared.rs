//! What many views hold: made once, for the program and for the templates.

use std::ops::Deref;
use std::sync::Arc;

use serde::{Serialize, Serializer};
use tera::Value;

/// A part of many views. Templates are given the same value each time: making it anew for each
/// page would cost more than rendering them.
#[derive(Debug)]
pub struct Shared<T> {
    of: Arc<T>,
    value: Value,
}

impl<T: Serialize> Shared<T> {
    /// Makes the templates' value of a part.
    pub fn new(of: T) -> Self {
        let value = Value::from_serializable(&of);
        Self { of: Arc::new(of), value }
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self { of: self.of.clone(), value: self.value.clone() }
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
        self.value.serialize(serializer)
    }
}
