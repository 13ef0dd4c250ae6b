//! `[owners]`: who an office is in the forge, whom it asks to review what the office wrote.

use super::super::fields::{Fields, Spanned};
use crate::content::Value;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::say;

/// The name of those who own what is nobody's in particular.
pub const DEFAULT: &str = "default";

/// Accounts and groups of the forge, as `@county/permits`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Owners {
    /// Of what is no office's own.
    pub default: Vec<String>,
    /// By the office's id, title or short name, in the order of the names.
    pub offices: Vec<(Spanned<String>, Vec<String>)>,
}

pub(super) fn decode(fields: &Fields, out: &mut Diagnostics) -> Owners {
    let mut owners = Owners::default();
    for pair in &fields.raw().entries {
        let name = pair.key(fields.source);
        let nodes = match &pair.value.value {
            Value::List(items) => items.iter().collect(),
            _ => vec![&pair.value],
        };
        let mut accounts: Vec<String> = Vec::new();
        for node in nodes {
            match node.text(fields.source).map(str::trim).filter(|text| is_account(text)) {
                Some(account) if accounts.iter().any(|known| known == account) => {}
                Some(account) => accounts.push(account.to_owned()),
                None => out.push(
                    Diagnostic::new(
                        Code::BadSettings,
                        fields.place(node.span.clone()),
                        say!(
                            "[owners] 的“{name}”不是平台上的账号或小组",
                            "`{name}` in [owners] is no account or group of a forge"
                        ),
                    )
                    .help(say!(
                        "例如 {name} = \"@example/shenpi\"，几个写成 [\"@a\", \"@b\"]",
                        "as {name} = \"@example/permits\"; several as [\"@a\", \"@b\"]"
                    )),
                ),
            }
        }
        if name == DEFAULT {
            owners.default = accounts;
        } else {
            let name = Spanned { value: name.to_owned(), span: pair.key_span.clone() };
            owners.offices.push((name, accounts));
        }
    }
    owners
}

/// Whether a text names an account, a group or, as some forges take it, an address of mail.
fn is_account(text: &str) -> bool {
    let sound = !text.contains(|c: char| c.is_whitespace() || c.is_control() || "#\\".contains(c));
    let named = match text.split_once('@') {
        Some(("", name)) => !name.is_empty() && !name.contains('@'),
        Some((_, host)) => !host.is_empty() && !host.contains('@'),
        None => false,
    };
    sound && named
}
