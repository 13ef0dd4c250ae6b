//! The gate: what is wrong, private or broken in a site, before it goes out.
//!
//! A rule is a file; its first lines are its manual page, which `check --explain` prints. Rules of
//! content look at what was handed in, rules of pages at each page as it is built. What they find is
//! settled last: the site says how strictly, and records say what is let pass and by whose leave.
//! Nothing here writes a file.

pub mod manual;

mod drafts;
mod fold;
mod folded;
mod glyphs;
mod hidden;
mod hosts;
mod html;
mod owners;
mod pages;
mod settle;
mod text;

use crate::diagnostic::{Code, Diagnostics};
use crate::model::Model;
use crate::render::Renderer;
use crate::site::Site;
use crate::words::Words;
use manual::Manual;

pub use drafts::drafts;
pub use hosts::listed as outside_hosts;
pub use html::{Html, Letters, Part, Tag};
pub use owners::Owners;
pub use pages::{Media, Rendered};
pub use security::secrecy::{Mark, secrecy_marks};
pub use security::spam::{Spam, spam};
pub use settle::{Settled, settle};

/// What the rules of content look at.
pub struct Subject<'a> {
    pub model: &'a Model,
    /// The site as it would be built, with the day's facts.
    pub site: &'a Site,
    pub words: &'a Words,
}

/// A rule of the gate.
pub struct Rule {
    pub code: Code,
    /// The folder it stands in, as `documents`.
    pub room: &'static str,
    /// The file's text, whose first lines are the manual page.
    source: &'static str,
    over: Over,
}

/// What a rule looks at.
enum Over {
    Content(fn(&Subject, &mut Diagnostics)),
    Page(fn(&Rendered, &mut Diagnostics)),
}

impl Rule {
    /// Its manual page.
    pub fn manual(&self) -> Manual {
        Manual::read(self.source)
    }
}

/// Declares the rules: a room of them, and in it the file, its code and what it looks at.
macro_rules! rules {
    ($($(#[doc = $doc:literal])* $room:ident { $($file:ident $code:ident $over:ident;)* })*) => {
        $($(#[doc = $doc])* mod $room { $(pub(super) mod $file;)* })*

        /// Every rule, room by room.
        pub const RULES: &[Rule] = &[$($(Rule {
            code: Code::$code,
            room: stringify!($room),
            source: include_str!(concat!(stringify!($room), "/", stringify!($file), ".rs")),
            over: Over::$over($room::$file::check),
        },)*)*];
    };
}

rules! {
    /// What the documents themselves have wrong.
    documents {
        annexes MissingAnnex Content;
        deadlines NoDeadlineAtAll Content;
        foreign ForeignName Content;
        full_marks FullMarks Content;
        issued OtherThanIssued Content;
        names NameDrifts Content;
        ordinals SecondWithoutFirst Content;
        pinyin WedgedPinyin Content;
        ranks BareRank Content;
        roster RosterDiffers Content;
        totals PartsOffTotal Content;
    }
    /// What a government site is inspected for.
    inspection {
        address NoBaseUrl Content;
        identity NoIdentity Content;
    }
    /// What is secret, hijacked, hidden, disguised or called in from elsewhere.
    security {
        secrecy SecrecyMark Content;
        internal_words WorkingPaper Content;
        spam HijackSpam Content;
        outside_host OutsideHost Content;
        bare_ip BareIp Content;
        deceptive_host DeceptiveHost Content;
        look_alikes LookAlikeLetter Content;
        radicals RadicalForCharacter Content;
        unreadable UnreadableCharacter Content;
        bidi TurnedText Content;
        unseen UnseenCharacter Content;
        hidden_markup HiddenMarkup Content;
        garbled GarbledCopy Content;
        hidden_on_page HiddenOnPage Page;
        theme_link ThemeLink Page;
        external_resource ExternalResource Page;
        inline_code InlineCode Page;
        mixed_content MixedContent Page;
    }
    /// What keeps somebody from reading a page.
    access {
        empty_links EmptyLink Page;
    }
}

/// The rule of a code.
pub fn rule(code: Code) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.code == code)
}

/// Runs the rules of content.
pub fn content(subject: &Subject, out: &mut Diagnostics) {
    for rule in RULES {
        if let Over::Content(check) = rule.over {
            check(subject, out);
        }
    }
}

/// Renders every page in memory and runs the rules of pages on each; templates that fail are told
/// each once.
pub fn built(renderer: &Renderer, out: &mut Diagnostics) -> anyhow::Result<()> {
    let rules: Vec<fn(&Rendered, &mut Diagnostics)> = RULES
        .iter()
        .filter_map(|rule| match rule.over {
            Over::Page(check) => Some(check),
            Over::Content(_) => None,
        })
        .collect();
    pages::each(renderer, &rules, out)
}
