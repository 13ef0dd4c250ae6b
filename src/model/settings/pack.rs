//! `[pack]`: what a package for a network with no way in may carry.

use super::super::fields::Fields;
use super::super::key::Key;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::say;

setting_keys! { EXTENSIONS = "extensions"; }

/// The endings that are let through beside those of every site.
pub(super) fn decode(mut fields: Fields, out: &mut Diagnostics) -> Vec<String> {
    let mut endings: Vec<String> = Vec::new();
    for word in fields.list(&EXTENSIONS, out) {
        let ending = word.value.trim().trim_start_matches('.').to_ascii_lowercase();
        if ending.is_empty() || !ending.chars().all(|c| c.is_ascii_alphanumeric()) {
            let given = &word.value;
            out.push(
                Diagnostic::new(
                    Code::BadSettings,
                    fields.place(word.span),
                    say!(
                        "[pack] 的“{given}”不是文件扩展名",
                        "`{given}` in [pack] is no ending of file names"
                    ),
                )
                .help(say!(
                    "例如 extensions = [\"mp4\", \"mp3\"]",
                    "as extensions = [\"mp4\", \"mp3\"]"
                )),
            );
        } else if !endings.contains(&ending) {
            endings.push(ending);
        }
    }
    fields.finish(out);
    endings
}
