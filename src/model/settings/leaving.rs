//! `[leaving]`: what readers are asked before a link takes them to another site.

use super::super::fields::Fields;
use super::super::key::Key;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::say;

/// That readers are asked, and where not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Leaving {
    /// In place of the usual sentence.
    pub notice: Option<String>,
    /// Hosts to which nobody is asked, each with all below it, in lower case.
    pub hosts: Vec<String>,
}

setting_keys! { NOTICE = "notice"; HOSTS = "hosts"; }

pub(super) fn decode(mut fields: Fields, out: &mut Diagnostics) -> Leaving {
    let notice = fields.text(&NOTICE, out);
    let mut hosts: Vec<String> = Vec::new();
    for word in fields.list(&HOSTS, out) {
        let host = word.value.trim().trim_start_matches("*.").to_ascii_lowercase();
        let label = |label: &str| {
            !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        };
        if !host.split('.').all(label) {
            let given = &word.value;
            out.push(
                Diagnostic::new(
                    Code::BadSettings,
                    fields.place(word.span),
                    say!(
                        "[leaving] 的“{given}”不是域名",
                        "`{given}` in [leaving] is no name of a host"
                    ),
                )
                .help(say!(
                    "只写域名，例如 hosts = [\"gov.cn\"]，其下各级一并算上",
                    "give the name alone, as hosts = [\"gov.cn\"]; all below it are meant too"
                )),
            );
        } else if !hosts.contains(&host) {
            hosts.push(host);
        }
    }
    fields.finish(out);
    Leaving { notice, hosts }
}
