//! The status for programs.

use serde_json::{Value, json};

use super::{Told, name, title};
use crate::approval::{Standing, State, Subject, Way};
use crate::diagnostic::told as told_of;
use crate::model::choice::Choice as _;

/// All of it.
pub fn json(told: &Told) -> Value {
    let records = told.standings.iter().filter(|standing| standing.subject != Subject::Site);
    let records: Vec<Value> = records.map(|standing| of_standing(told, standing)).collect();
    let site = told.standings.iter().find(|standing| standing.subject == Subject::Site);
    let site = site.map(|standing| of_standing(told, standing));
    let stages: Vec<&str> = told.approvals.stages.iter().map(|stage| stage.name()).collect();
    let change = told.since.map(|since| {
        let unsigned = if told.desk.settings.site { &[][..] } else { &since.parts[..] };
        json!({
            "base": since.base,
            "code": since.code,
            "unasked": since.unasked,
            "parts": since.parts,
            "unsigned_parts": unsigned,
        })
    });
    json!({
        "as_of": told.day.to_string(),
        "required": told.approvals.required,
        "stages": stages,
        "change": change,
        "records": records,
        "site": site,
    })
}

fn of_standing(told: &Told, standing: &Standing) -> Value {
    let stages: Vec<Value> = told
        .approvals
        .stages
        .iter()
        .zip(&standing.states)
        .map(|(stage, state)| {
            let (name, signature) = match state {
                State::Missing => ("missing", None),
                State::Signed(signature) => ("signed", Some(signature)),
                State::Void(signature) => ("void", Some(signature)),
                State::Refused(signature) => ("refused", Some(signature)),
                State::SameSigner(signature, _) => ("same_signer", Some(signature)),
                State::OutOfOrder(signature, _) => ("out_of_order", Some(signature)),
                State::NotAllowed(signature) => ("not_allowed", Some(signature)),
                State::NoSuchPost(signature, _) => ("no_such_post", Some(signature)),
            };
            let commit = signature.and_then(|signature| match &signature.way {
                Way::Commit(commit) => Some(commit),
                Way::Line(_) => None,
            });
            json!({
                "stage": stage.name(),
                "state": name,
                "post": signature.map(|signature| told_of(&signature.post)),
                "date": signature.map(|signature| signature.date.to_string()),
                "commit": commit,
            })
        })
        .collect();
    let mut found = json!({
        "title": told_of(title(told.desk, standing.subject)),
        "code": standing.code.to_string(),
        "stages": stages,
    });
    if let Subject::Record(_) = standing.subject {
        found["record"] = name(told.desk, standing.subject).en.into();
    }
    found
}
