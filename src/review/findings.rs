//! What `check` says of one side and not of the other.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use super::pages::Compared;
use super::side::Side;
use super::{Findings, LostLink, Passed, Passes, passes};
use crate::check::{self, Base, Owners, Settled, Subject};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity, Waived};
use crate::model::settings::Level;
use crate::model::{Kind, RecordId};

/// What makes two findings one: the code, the record or file, and the message.
type Sort = (Code, String, String);

/// Codes of links that lead nowhere.
const LINKS: [Code; 4] = [Code::BrokenLink, Code::DeadLink, Code::DeadAnchor, Code::VanishedUrl];

/// Findings of head that base has not, how many went, and the links among the new ones.
pub fn compare(
    base: &Side,
    head: &Side,
    pages: &Compared,
    moved: &BTreeMap<RecordId, RecordId>,
) -> Result<(Findings, Passes, Vec<LostLink>)> {
    let old = all(base, head, pages, Diagnostics::new())?;
    let new = all(head, base, pages, behind(base, head))?;
    // What a rule of the gate finds keeps nothing from being built.
    let stops = |fault: &&Diagnostic| {
        fault.severity() == Severity::Error && check::rule(fault.code).is_none()
    };
    let errors = match head.before.can_be_built {
        true => 0,
        false => head.found.iter().filter(stops).count(),
    };
    let (old_owners, new_owners) =
        (Owners::of(&base.model, base.site()), Owners::of(&head.model, head.site()));
    let mut known: BTreeMap<Sort, usize> = BTreeMap::new();
    for fault in old.open.iter().filter(|fault| is_shown(base, &old_owners, fault)) {
        *known.entry(sort(fault, &old_owners, base, None)).or_default() += 1;
    }
    // A waiver is for the text it covers: another one under the same number, in the same words of a
    // message that masks it, is let pass anew.
    let mut waived: BTreeMap<(Sort, String), usize> = BTreeMap::new();
    let mut waivers: BTreeSet<(Code, String, String)> = BTreeSet::new();
    for pass in old.waived.iter().filter(|pass| is_shown(base, &old_owners, &pass.fault)) {
        let sort = sort(&pass.fault, &old_owners, base, None);
        waivers.insert((sort.0, pass.reason.clone(), pass.approved_by.clone()));
        *waived.entry((sort, check::print(&pass.fault))).or_default() += 1;
    }
    let new_sort = |fault: &Diagnostic| {
        let owner = new_owners.owner(&fault.place.source.path);
        let before = owner.and_then(|owner| moved.get(&owner)).copied();
        sort(fault, &new_owners, head, before.map(|record| (base, record)))
    };
    let mut found = Findings { errors, ..Findings::default() };
    for fault in new.open.into_iter().filter(|fault| is_shown(head, &new_owners, fault)) {
        if !took(&mut known, &new_sort(&fault)) {
            found.new.push(fault);
        }
    }
    let mut passes = passes::of_settings(base, head, &old.silenced, &new.silenced);
    for pass in new.waived.into_iter().filter(|pass| is_shown(head, &new_owners, &pass.fault)) {
        let sort = new_sort(&pass.fault);
        let of_text = (sort, check::print(&pass.fault));
        if took(&mut waived, &of_text) {
            continue;
        }
        // What is waived now is not gone.
        took(&mut known, &of_text.0);
        let owner = new_owners.owner(&pass.fault.place.source.path);
        let title = owner.map(|owner| head.facts().title(owner).to_owned());
        let Waived { fault, reason, approved_by } = pass;
        let renewed = waivers.contains(&(fault.code, reason.clone(), approved_by.clone()));
        passes.findings.push(Passed { fault, title, reason, approved_by, renewed });
    }
    found.gone = known.values().sum();
    let links = found.new.iter().filter(|fault| LINKS.contains(&fault.code));
    let mut links: Vec<LostLink> = links
        .map(|fault| LostLink {
            path: fault.shown(crate::diagnostic::Lang::Zh).path.into_owned(),
            line: fault.place.positions().0.line,
            to: crate::diagnostic::told(fault.place.text()).into_owned(),
        })
        .collect();
    links.sort();
    links.dedup();
    Ok((found, passes, links))
}

/// Takes one finding of a sort from those there are.
fn took<T: Ord>(known: &mut BTreeMap<T, usize>, sort: &T) -> bool {
    match known.get_mut(sort) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    }
}

/// What `check` finds on a side.
struct Found {
    open: Vec<Diagnostic>,
    waived: Vec<Waived>,
    /// How many findings of a rule are not told, as it is turned off.
    silenced: BTreeMap<Code, usize>,
}

/// What was changed behind the readers' back.
fn behind(base: &Side, head: &Side) -> Diagnostics {
    let before = Base {
        earlier: BTreeMap::new(),
        name: base.name.clone(),
        model: base.model.clone(),
        facts: base.site().facts.clone(),
        at_fault: base.at_fault.clone(),
        given_out: [base, head].map(|side| side.files.clone()),
        // A reviewer is told of it, signed or not.
        site_by_its_rules: None,
    };
    let mut subject = Subject::new(&head.model, head.site(), head.words());
    subject.base = Some(&before);
    subject.at_fault = head.at_fault.clone();
    let mut found = Diagnostics::new();
    check::behind(&subject, &mut found);
    found
}

/// Every finding of a side but those of pages that are the same in both.
fn all(side: &Side, other: &Side, pages: &Compared, more: Diagnostics) -> Result<Found> {
    let mut found = side.found.clone();
    found.extend(more);
    if pages.are_known {
        let wanted = pages.to_check(side, other);
        if !wanted.is_empty() {
            check::pages(&side.renderer, &side.before, |route| wanted.contains(route), &mut found)?;
        }
    }
    let owners = Owners::of(&side.model, side.site());
    let mut silenced: BTreeMap<Code, usize> = BTreeMap::new();
    for fault in found.iter().filter(|fault| is_shown(side, &owners, fault)) {
        if passes::level(side, fault.code) == Level::Off {
            *silenced.entry(fault.code).or_default() += 1;
        }
    }
    let Settled { open, waived } = check::settle(found, &side.model, &owners);
    Ok(Found { open: open.sorted(), waived, silenced })
}

/// Whether readers of the edition may know of what a finding is about.
fn is_shown(side: &Side, owners: &Owners, fault: &Diagnostic) -> bool {
    let owner = owners.owner(&fault.place.source.path);
    owner.is_none_or(|owner| side.facts().public().shows(owner))
}

fn sort(
    fault: &Diagnostic,
    owners: &Owners,
    side: &Side,
    before: Option<(&Side, RecordId)>,
) -> Sort {
    let path = &*fault.place.source.path;
    let name = path.rsplit('/').next().unwrap_or(path);
    let of_record = |side: &Side, record: RecordId| {
        let base = side.model.base(record);
        let is_index = base.path.as_str() == path || name == "index.html";
        let kind: Kind = record.kind;
        format!("{}/{}:{}", kind.folder(), base.id, if is_index { "" } else { name })
    };
    let file = match (before, owners.owner(path)) {
        (Some((base, record)), _) => {
            let own = owners.owner(path).map(|own| of_record(side, own));
            let end =
                own.as_deref().and_then(|own| own.split_once(':')).map_or("", |(_, name)| name);
            let of_base = base.model.base(record);
            format!("{}/{}:{end}", record.kind.folder(), of_base.id)
        }
        (None, Some(owner)) => of_record(side, owner),
        (None, None) => path.to_owned(),
    };
    // How many pages have it is no part of what is wrong.
    let message = &fault.message.zh;
    let message = match (message.rfind("（共"), message.ends_with("个网页）")) {
        (Some(at), true) => &message[..at],
        _ => message,
    };
    (fault.code, file, message.to_owned())
}
