//! When records were changed, and the page of all changes.

use serde::Serialize;

use super::{DateText, Link};

/// A day on which a record was changed.
#[derive(Debug, Serialize)]
pub struct ChangedOn {
    pub date: DateText,
    /// 直接改动了完成时限；新增2023年2月10日的进展.
    pub text: String,
    /// Whether no entry says so.
    pub unrecorded: bool,
}

/// changes.html
#[derive(Debug, Serialize)]
pub struct ChangesView {
    /// What is listed, and how much of it.
    pub text: String,
    /// Whether any was changed with no entry that says so.
    pub unrecorded: bool,
    /// The newest first.
    pub days: Vec<ChangesOfDay>,
    /// Its own feed, if the site's address is known.
    pub feed: Option<String>,
}

/// The records changed on a day.
#[derive(Debug, Serialize)]
pub struct ChangesOfDay {
    pub date: DateText,
    pub items: Vec<RevisedRecord>,
}

/// A record that was changed.
#[derive(Debug, Serialize)]
pub struct RevisedRecord {
    /// 任务, 方案 …
    pub kind: String,
    pub link: Link,
    pub text: String,
    /// Whether no entry says so.
    pub unrecorded: bool,
    pub sample: bool,
}
