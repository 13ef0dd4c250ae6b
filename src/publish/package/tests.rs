//! Packages made wrong.
