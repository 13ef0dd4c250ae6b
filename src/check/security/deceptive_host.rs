//! # deceptive-host
//!
//! The host of a link is spelt so that it looks like another.
//!
//! 链接的主机名用了冒充别的网站的字母。
//!
//! `gоv.cn` with a Cyrillic о leads anywhere but to the government: an error. Other hosts beyond
//! ASCII, also as `xn--`, are a warning, for browsers show many of them alike; 政务 and 公益 names are
//! fine.
//!
//! 用西里尔字母“о”写的“gоv.cn”不是政府网站，按错误处理；其他非ASCII的主机名（包括xn--写法）是提醒，“.政务”
//! “.公益”中文域名不算。
//!
//! ## Fails
//!
//! ```text
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-03-03
//! ---
//! 详见[中国政府网](https://www.gоv.cn/)。
//! ```
//!
//! ## Passes
//!
//! ```text
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-03-03
//! ---
//! 详见[中国政府网](https://www.gov.cn/)。
//! ```

use crate::check::Subject;
use crate::check::text::hosts::outgoing;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::say;

use super::look_alikes::alike;

/// Tells each such link.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    for link in outgoing(of.model) {
        let host = &link.host;
        let Some(how) = deceives(host) else { continue };
        if of.model.settings.check.link_hosts.contains(host) {
            continue;
        }
        let place = link.place();
        let (message, severity) = match how {
            Deceit::Letters(odd) => (
                say!(
                    "链接的主机名“{host}”里的“{odd}”冒充拉丁字母",
                    "`{odd}` in the host `{host}` poses as a Latin letter"
                ),
                Severity::Error,
            ),
            Deceit::Name => (
                say!(
                    "链接的主机名“{host}”不是ASCII字母，容易冒充",
                    "the host `{host}` is not in ASCII, so that it may pose as another"
                ),
                Severity::Warning,
            ),
        };
        let help = say!(
            "核对网址，换成正确的域名；核实无误的写进 [check] link_hosts",
            "check the address and write the right name; a host that is right goes to link_hosts"
        );
        let fault = Diagnostic::new(Code::DeceptiveHost, place, message).help(help);
        out.push(Diagnostic { severity, ..fault });
    }
}

/// How a host deceives.
pub enum Deceit {
    /// Letters that pose as Latin ones.
    Letters(String),
    /// A name beyond ASCII.
    Name,
}

/// Names kept for the governments and public institutions, in characters and as DNS has them.
const OFFICIAL: [&str; 4] = [".政务", ".公益", ".xn--zfr164b", ".xn--55qw42g"];

/// How a host deceives, if it does.
pub fn deceives(host: &str) -> Option<Deceit> {
    let odd: String = host.chars().filter(|c| alike(*c).is_some() || is_full_width(*c)).collect();
    if !odd.is_empty() {
        return Some(Deceit::Letters(odd));
    }
    let is_official = OFFICIAL.iter().any(|ending| host.ends_with(ending));
    let is_odd = !host.is_ascii() || host.split('.').any(|label| label.starts_with("xn--"));
    (is_odd && !is_official).then_some(Deceit::Name)
}

fn is_full_width(c: char) -> bool {
    matches!(c, '\u{FF01}'..='\u{FF5E}' | '\u{1D400}'..='\u{1D7FF}')
}
