//! # placeholder-identity
//!
//! An item of the portal's identity is still the zeros of a sample.
//!
//! 门户标识还是样例里的零。
//!
//! The number stands at the foot of every page and in its meta tags, where a reader and an
//! inspector take it at its word.
//!
//! 这些号码显示在每页页脚和元标签里，读者和检查人员会当真。正式使用前要换成真实的号码。
//!
//! ## Fails
//!
//! ```text
//! site.toml
//! title = "专栏"
//! [defaults]
//! disclosure = "主动公开"
//! [identity]
//! site_id_code = "0000000000"
//! ```
//!
//! ## Passes
//!
//! ```text
//! site.toml
//! title = "专栏"
//! [defaults]
//! disclosure = "主动公开"
//! [identity]
//! site_id_code = "1234560001"
//! ```

use crate::check::Subject;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::say;

/// The fewest digits in a row that, all being 0, nobody was given.
const FEWEST: usize = 6;

/// Warns of each item.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    let settings = &of.model.settings;
    let identity = &settings.identity;
    for (name, value) in [
        ("site_id_code", &identity.site_id_code),
        ("region_code", &identity.region_code),
        ("contact", &identity.contact),
        ("icp", &identity.icp),
        ("police_record", &identity.police_record),
    ] {
        if value.as_deref().is_some_and(is_placeholder) {
            out.push(
                Diagnostic::new(
                    Code::PlaceholderIdentity,
                    settings.place(name),
                    say!("{name} 还是样例里的零", "`{name}` still has the zeros of a sample"),
                )
                .help(say!("换成真实的号码", "put the real number in")),
            );
        }
    }
}

/// Whether all the digits of a value are 0 and there are many.
fn is_placeholder(value: &str) -> bool {
    let mut digits = value.chars().filter(char::is_ascii_digit);
    value.chars().filter(|c| *c == '0').count() >= FEWEST
        && digits.by_ref().take(FEWEST).all(|digit| digit == '0')
}
