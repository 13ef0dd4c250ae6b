//! A build → a server: what lies there is proved, put there, and put back.
//!
//! This stage knows files, digests and servers. It does not know what a task is: whether a build
//! may be published is decided by who calls it.

pub mod config;
pub mod folder;
pub mod media;
