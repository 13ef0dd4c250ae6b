//! What pages have for their readers beside their own matter.

use serde::Serialize;

use super::{FamilyRow, Link, Totals};

/// A year that a page leads to.
#[derive(Debug, Serialize)]
pub struct YearItem {
    pub link: Link,
    /// Whether the page is of it.
    pub is_own: bool,
}

/// Where a record's row lies as data.
#[derive(Debug, Serialize)]
pub struct DataRow {
    /// What the row is found by.
    pub id: String,
    /// The files, by their forms.
    pub files: Vec<Link>,
    /// What their fields mean.
    pub about: Link,
}

/// What is asked of who leaves the site.
#[derive(Debug, Serialize)]
pub struct LeavingView {
    pub notice: String,
    /// The hosts to which it is not asked, set apart by blanks.
    pub hosts: String,
}

/// year.html
#[derive(Debug, Serialize)]
pub struct YearView {
    pub plans: Vec<PlanOfYear>,
}

/// A plan on the page of its year.
#[derive(Debug, Serialize)]
pub struct PlanOfYear {
    pub link: Link,
    pub issuer: Option<Link>,
    pub doc_number: Option<String>,
    pub span: Option<String>,
    pub totals: Totals,
    /// Its section of the board.
    pub board: Option<Link>,
    pub indicators: Vec<Link>,
    /// What else belongs to it, by kind.
    pub family: Vec<FamilyRow>,
}
