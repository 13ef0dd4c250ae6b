//! liangshai (亮晒): a static-site generator for public disclosure by Chinese local governments.
//!
//! The modules are listed in the order the content passes through them; each uses only those
//! above it:
//!
//! 1. `tree` lists and reads files; `content` turns them into documents and tables with places.
//! 2. `model` resolves those into typed records; faults are collected as `diagnostic`s.
//! 3. `disclose` decides what an audience may see.
//! 4. `facts` computes everything as of a day.

pub mod diagnostic;
pub mod tree;
#[rustfmt::skip]
pub mod content;
pub mod model;
pub mod disclose;
pub mod facts;
pub mod words;
