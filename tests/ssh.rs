//! Targets over the real OpenSSH: what lies on a server is what was built, whatever breaks on the way.

#![cfg(target_os = "linux")]

#[path = "ssh/hosts.rs"]
mod hosts;
#[path = "faults/scratch.rs"]
mod scratch;
#[path = "ssh/server.rs"]
mod server;
#[path = "ssh/sites.rs"]
mod sites;
