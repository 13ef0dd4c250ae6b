//! The gate: what is wrong, private or broken in a site, before it goes out.
//!
//! A rule is a file; its first lines are its manual page, which `check --explain` prints. Rules of
//! content look at what was handed in, rules of pages at each page as it is built. What they find is
//! settled last: the site says how strictly, and records say what is let pass and by whose leave.
//! Nothing here writes a file.

pub mod manual;

mod drafts;
mod html;
mod owners;
mod pages;
mod private;
mod settle;
mod text;

use crate::diagnostic::{Code, Diagnostics};
use crate::model::Model;
use crate::render::Renderer;
use crate::site::Site;
use crate::tree::Tree;
use crate::words::Words;
use manual::Manual;

pub use drafts::drafts;
pub use html::{Html, Letters, Part, Tag};
pub use owners::Owners;
pub use pages::{Media, Rendered};
pub use private::{At, GivenOut, Private, english};
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
    /// Each thing that is private, wherever it stands.
    Private(fn(&Private, &mut Diagnostics)),
    /// Each file that is given out, as it is given out.
    File(fn(&GivenOut, &mut Diagnostics)),
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
    /// What must not be made public.
    privacy {
        bank_card BankCard Private;
        half_mask HalfMask Private;
        home_address HomeAddress Private;
        mobile_number MobileNumber Private;
        private_column PrivateColumn Private;
        resident_id ResidentId Private;
        travel_document TravelDocument Private;
    }
    /// What lies inside the files that are given out.
    attachments {
        active_content ActiveContent File;
        broken_attachment BrokenAttachment File;
        comments_left CommentsLeft File;
        hidden_part HiddenPart File;
        locked_file LockedFile File;
        named_person NamedPerson File;
        outside_part OutsidePart File;
        photo_data PhotoData File;
        private_attachment PrivateAttachment Private;
        unread_text UnreadText File;
        wrong_ending WrongEnding File;
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

/// What is private in the content, its tables, its names and the files given out.
#[derive(Default)]
pub struct InContent(Vec<Private>);

/// Looks for what is private and into every file that is given out, and runs the rules of both.
pub fn given_out(
    subject: &Subject,
    tree: &dyn Tree,
    out: &mut Diagnostics,
) -> anyhow::Result<InContent> {
    let mut all = private::in_content(subject.model, subject.site);
    for (file, found) in private::files(tree, subject.model, subject.site)? {
        all.extend(found);
        for rule in RULES {
            if let (Over::File(check), Some(file)) = (&rule.over, &file) {
                check(file, out);
            }
        }
    }
    tell(&all, out);
    Ok(InContent(all))
}

/// Runs the rules of what is private.
fn tell(all: &[Private], out: &mut Diagnostics) {
    for rule in RULES {
        if let Over::Private(check) = rule.over {
            all.iter().for_each(|one| check(one, out));
        }
    }
}

/// Renders every page in memory and runs the rules of pages on each; templates that fail are told
/// each once, and so is what is private on pages only.
pub fn built(
    renderer: &Renderer,
    in_content: &InContent,
    out: &mut Diagnostics,
) -> anyhow::Result<()> {
    let rules: Vec<fn(&Rendered, &mut Diagnostics)> = RULES
        .iter()
        .filter_map(|rule| match rule.over {
            Over::Page(check) => Some(check),
            _ => None,
        })
        .collect();
    let on_pages = pages::each(renderer, &rules, out)?;
    tell(&private::untold(on_pages, &in_content.0), out);
    Ok(())
}
