//! Targets that would be published over one another.

use super::{Location, Target, bad, is_within};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::say;

/// Two targets in one place would take each other's files for another hand's; an internal edition
/// would be served to the public.
pub(super) fn refuse(targets: &[Target], out: &mut Diagnostics) {
    for (i, target) in targets.iter().enumerate() {
        let shared = targets[..i].iter().find_map(|other| {
            let within = |one: &Target, other: &Target| lies_within(&one.to, &other.to);
            match (within(target, other), within(other, target)) {
                (true, true) => Some(Shared::Same { first: other, second: target }),
                (true, false) => Some(Shared::Within { inner: target, outer: other }),
                (false, true) => Some(Shared::Within { inner: other, outer: target }),
                (false, false) => None,
            }
        });
        out.extend(shared.map(Shared::told));
    }
}

/// Two targets that are no two places.
enum Shared<'a> {
    Same {
        first: &'a Target,
        second: &'a Target,
    },
    /// One lies in the other, and is the one to be put elsewhere.
    Within {
        inner: &'a Target,
        outer: &'a Target,
    },
}

impl Shared<'_> {
    fn told(self) -> Diagnostic {
        match self {
            Self::Same { first, second } => {
                let (one, two) = (&first.name, &second.name);
                bad(
                    second.place.clone(),
                    say!(
                        "“{two}”和“{one}”发布到同一个地方",
                        "`{two}` and `{one}` are published to one place"
                    ),
                    say!("给“{two}”写自己的文件夹", "give `{two}` a folder of its own"),
                )
            }
            Self::Within { inner, outer } => {
                let (inside, around) = (&inner.name, &outer.name);
                bad(
                    inner.place.clone(),
                    say!(
                        "“{inside}”在“{around}”的文件夹里面，会被当成别人放进去的文件",
                        "`{inside}` lies inside the folder of `{around}`, where its files would be taken for another hand's"
                    ),
                    say!(
                        "把“{inside}”移到“{around}”的文件夹以外",
                        "put `{inside}` outside the folder of `{around}`"
                    ),
                )
            }
        }
    }
}

/// Whether a place is another one or lies in it.
fn lies_within(one: &Location, other: &Location) -> bool {
    match (one, other) {
        (Location::Folder(one), Location::Folder(other)) => is_within(one, other),
        (Location::Ssh(one), Location::Ssh(other)) => {
            one.host == other.host && one.port == other.port && is_within(&one.path, &other.path)
        }
        (
            Location::Store { kind: a, address: one },
            Location::Store { kind: b, address: other },
        ) => a == b && is_within(one, other),
        _ => false,
    }
}
