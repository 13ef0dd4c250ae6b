//! What stands inside a field that is a map, or a list of maps.
//!
//! The decoders of the kinds decide what is read; a test holds this table to them, so that what
//! `new` and the README tell is what may be written.

use super::key::{self, Key};

/// A key inside a field.
#[derive(Debug)]
pub struct Part {
    pub key: &'static Key,
    pub required: bool,
}

const fn must(key: &'static Key) -> Part {
    Part { key, required: true }
}

const fn may(key: &'static Key) -> Part {
    Part { key, required: false }
}

/// What stands inside a field, if anything of its own does.
pub fn parts_of(key: &Key) -> Option<&'static [Part]> {
    PARTS.iter().find(|(own, _)| *own == key).map(|(_, parts)| *parts)
}

/// Every field that holds others, in the order of the kinds.
#[rustfmt::skip]
pub const PARTS: &[(&Key, &[Part])] = &[
    // every record
    (&key::REVIEW, &[
        must(&key::STAGE_OF_REVIEW), may(&key::POST), may(&key::DATE), may(&key::CONCLUSION),
        may(&key::CONTENT_CODE),
    ]),
    (&key::ATTACHMENTS, &[must(&key::FILE), may(&key::NAME)]),
    (&key::EVIDENCE, &[must(&key::NAME), may(&key::COPIES), may(&key::KEPT_AT)]),
    (&key::QUOTED, &[
        must(&key::NAME), must(&key::VALUE), may(&key::OF), may(&key::APPROXIMATE), may(&key::AS_OF),
        may(&key::SOURCE), may(&key::PART_OF),
    ]),
    (&key::WAIVE, &[must(&key::RULE), must(&key::REASON), must(&key::APPROVED_BY), may(&key::FINGERPRINT)]),
    (&key::WITHDRAWN, &[must(&key::DATE), must(&key::WITHDRAWAL_REASON)]),
    // plans
    (&key::STAGES, &[must(&key::NAME), may(&key::START), may(&key::END), may(&key::GOAL)]),
    (&key::CHECKLIST, &[may(&key::ITEM_NUMBER), must(&key::NAME)]),
    (&key::VISIT_QUOTA, &[must(&key::WHO), may(&key::PER_QUARTER), may(&key::WAYS)]),
    // tasks
    (&key::QUANTITY, &[must(&key::TARGET), may(&key::UNIT)]),
    // indicators
    (&key::MEASURES, &[
        must(&key::MEASURE_ID), must(&key::NAME), may(&key::UNIT), may(&key::DIRECTION), may(&key::BASELINE_DATE),
        may(&key::BASELINE), may(&key::TARGET), may(&key::TARGET_DATE), may(&key::DECIMALS),
    ]),
    // offices, posts, groups
    (&key::FORMER, &[must(&key::NAME), may(&key::UNTIL)]),
    (&key::HOLDERS, &[must(&key::HOLDER_NAME), may(&key::FROM), may(&key::UNTIL)]),
    (&key::MEMBERS, &[
        may(&key::LISTED_IN), may(&key::ROLE), may(&key::POST), may(&key::OFFICE), may(&key::HOLDER_NAME),
        may(&key::FROM), may(&key::UNTIL),
    ]),
    // returns
    (&key::AUDIT, &[may(&key::POST), may(&key::TIME), may(&key::OPINION)]),
    (&key::ROWS, &[
        must(&key::TASK), may(&key::TEXT), may(&key::DATE), may(&key::PERCENT), may(&key::QUANTITY_DONE),
        may(&key::EVENT),
    ]),
    // problems
    (&key::MILESTONES, &[must(&key::GOAL), may(&key::MILESTONE_DEADLINE)]),
    // evaluations
    (&key::CRITERIA, &[must(&key::MEASURE_ID), must(&key::NAME), may(&key::WEIGHT), may(&key::TAKEN_FROM)]),
    (&key::GRADES, &[must(&key::NAME), may(&key::AT_LEAST)]),
    // highlights
    (&key::BEFORE_AFTER, &[must(&key::NAME), may(&key::BEFORE), may(&key::AFTER), may(&key::UNIT)]),
    (&key::PROMOTED, &[may(&key::DATE), may(&key::SCOPE)]),
    // bulletins
    (&key::CORRECTIONS, &[
        must(&key::CORRECTION_TEXT), must(&key::APPROVED_BY), must(&key::DATE), may(&key::ABOUT),
    ]),
];
