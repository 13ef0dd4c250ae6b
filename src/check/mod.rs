//! The gate: what is wrong, private or broken in a site, before it goes out.
//!
//! A rule is a file; its first lines are its manual page, which `check --explain` prints. Rules of
//! content look at what was handed in, rules of pages at each page as it is built. What they find is
//! settled last: the site says how strictly, and records say what is let pass and by whose leave.
//! Nothing here writes a file.

pub mod manual;

pub mod code_owners;

mod drafts;
mod owners;
mod page;
mod past;
mod private;
mod settle;
mod signed;
mod text;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use crate::approval::{Approvals, Standing};
use crate::diagnostic::{Code, Diagnostics, Source};
use crate::facts::Facts;
use crate::model::Model;
use crate::render::Renderer;
use crate::site::{Route, Site};
use crate::tree::Tree;
use crate::words::Words;
use crate::write::Manifest;
use manual::Manual;
use past::Past;
use text::inside::Inside;
use text::prose::{self, Prose};
use text::written::{self, Written};

pub use drafts::drafts;
use owners::Givers;
pub use owners::Owners;
pub use page::{Anchors, Html, Letters, Media, Net, Outline, Part, Rendered, Tag, Target};
pub use past::{Digests, given_out_by_entries};
pub use private::{At, GivenOut, Private, english};
pub use security::secrecy::{Mark, secrecy_marks};
pub use security::spam::{Spam, spam};
pub use settle::{Settled, left, print, settle};
pub use text::hosts::listed as outside_hosts;
pub use text::written::Beside;

/// What the rules of content look at.
pub struct Subject<'a> {
    pub model: &'a Model,
    /// The site as it would be built, with the day's facts.
    pub site: &'a Site,
    pub words: &'a Words,
    /// What was published last, where that is known.
    pub published: Option<&'a Published>,
    /// What is written beside the Markdown, where that was read.
    pub beside: Option<&'a Beside>,
    /// What is signed of it, where the site asks for that and it was looked up.
    pub approvals: Option<&'a Approvals>,
    /// What readers saw before, where that is known.
    pub base: Option<&'a Base>,
    /// Files with an error: what they were to say may not have been read.
    pub at_fault: BTreeSet<Arc<str>>,
    /// The files in the repository that say who is to look at a change, and that are generated.
    pub code_owners: &'a [code_owners::Written],
    /// What the texts say in plain words, taken apart when first asked for.
    prose: OnceLock<Vec<Prose<'a>>>,
    written: OnceLock<Vec<Written<'a>>>,
    past: OnceLock<Option<Past<'a>>>,
}

impl<'a> Subject<'a> {
    /// A site and what it was made of.
    pub fn new(model: &'a Model, site: &'a Site, words: &'a Words) -> Self {
        let (prose, written, past) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        Self {
            model,
            site,
            words,
            published: None,
            beside: None,
            approvals: None,
            base: None,
            at_fault: BTreeSet::new(),
            code_owners: &[],
            prose,
            written,
            past,
        }
    }

    /// What every text says in plain words.
    fn prose(&self) -> &[Prose<'a>] {
        self.prose.get_or_init(|| prose::of_all(self.model))
    }

    /// Every text as it was written, Markdown or not.
    fn written(&self) -> &[Written<'a>] {
        self.written.get_or_init(|| written::of_all(self.model, self.beside))
    }

    /// What readers saw beside what they would see, where the first is known.
    fn past(&self) -> Option<&Past<'a>> {
        let past = || Some(Past::new(self.base?, self.model, &self.site.facts));
        self.past.get_or_init(past).as_ref()
    }
}

/// A revision that readers have seen, on the day and in the edition of what is checked.
pub struct Base {
    /// The name it was asked for by.
    pub name: String,
    /// The commits, by files and folders, of what is taken from before it, as readers did not see it
    /// at the base itself.
    pub earlier: BTreeMap<String, String>,
    pub model: Arc<Model>,
    pub facts: Arc<Facts>,
    /// Its files with an error, which kept what they say from readers.
    pub at_fault: BTreeSet<Arc<str>>,
    /// What the files held that its entries give out, and what those of the entries hold now.
    pub given_out: [Digests; 2],
    /// How the site itself stands now by the base's rules of approval, where that is looked up and
    /// these ask for it.
    pub site_by_its_rules: Option<Standing>,
}

/// The list of files of the last publication.
pub struct Published {
    pub manifest: Manifest,
    /// The list as it was read, to show places in.
    pub source: Arc<Source>,
}

impl Published {
    /// The paths of its files.
    pub fn paths(&self) -> BTreeSet<&str> {
        self.manifest.files.iter().map(|file| file.path.as_str()).collect()
    }
}

/// A rule of the gate.
pub struct Rule {
    pub code: Code,
    /// The folder it stands in, as `documents`.
    pub room: &'static str,
    /// The file's text, whose first lines are the manual page.
    source: &'static str,
    over: Over,
    /// The same over the words inside each file that is given out.
    inside: Option<fn(&Inside, &mut Diagnostics)>,
}

/// What a rule looks at.
enum Over {
    Content(fn(&Subject, &mut Diagnostics)),
    Page(page::PageRule),
    /// A page, once the anchors of all pages are known.
    Anchor(page::AnchorRule),
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

/// Declares the rules: a room of them, and in it the file, its code and what it looks at, which may
/// be the words inside files too.
macro_rules! rules {
    ($($(#[doc = $doc:literal])*
    $room:ident { $($file:ident $code:ident $over:ident $($inside:ident)?;)* })*) => {
        $($(#[doc = $doc])* mod $room { $(pub(super) mod $file;)* })*

        /// Every rule, room by room.
        pub const RULES: &[Rule] = &[$($(Rule {
            code: Code::$code,
            room: stringify!($room),
            source: include_str!(concat!(stringify!($room), "/", stringify!($file), ".rs")),
            over: Over::$over($room::$file::check),
            inside: rules!(@ $($room::$file::$inside)?),
        },)*)*];
    };
    (@) => { None };
    (@ $inside:path) => { Some($inside) };
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
    /// How the texts are written.
    language {
        document_number DocumentNumber Content;
        half_width HalfWidthMark Content;
        levels LevelSkips Content;
        order WrongOrder Content;
        padded_date PaddedDate Content;
        repeated RepeatedWord Content;
        titles MarkBetweenTitles Content;
        unmatched UnmatchedMark Content;
        wrong_title WrongTitle Content;
        wrong_word WrongWord Content;
    }
    /// What the figures and the dates cannot be.
    data {
        bare_completion BareCompletion Content;
        bare_rate BareRate Content;
        completed_twice CompletedTwice Content;
        far_ahead FarAhead Content;
        holders OverlappingHolders Content;
        jumps ValueJumps Content;
        number_twice NumberTwice Content;
        over_complete OverComplete Content;
        over_hundred ShareOverHundred Content;
        placeholder Placeholder Content;
        silent SilentTasks Content;
        spreadsheet SpreadsheetFault Content;
        table_total TableOffTotal Content;
    }
    /// What a government site is inspected for.
    inspection {
        address NoBaseUrl Content;
        back_dated BackDated Content;
        dead_anchors DeadAnchor Anchor;
        dead_links DeadLink Page;
        early_entries EntryBeforeRecord Content;
        empty_columns EmptyColumn Content;
        footer MissingFooterItem Page;
        identity NoIdentity Content;
        identity_form OddIdentity Content;
        late_publication PublishedLate Content;
        meta_tags MissingMetaTag Page;
        notices NoticeWithoutPhone Content;
        pinned_day PinnedDay Content;
        placeholders PlaceholderIdentity Content;
        stale_columns StaleColumn Content;
        stale_home StaleHome Content;
        undated UndatedPage Page;
        vanished VanishedUrl Content;
        written_later PublishedBeforeWritten Content;
    }
    /// What is secret, hijacked, hidden, disguised or called in from elsewhere.
    security {
        secrecy SecrecyMark Content inside;
        internal_words WorkingPaper Content inside;
        spam HijackSpam Content inside;
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
    /// What was changed behind the readers' back.
    history {
        commitments CommitmentOverwritten Content;
        entries EntryRewritten Content;
        gone RecordGone Content;
        late EnteredLate Content;
        seals SealTouched Content;
        judged JudgedAnew Content;
        dates PublishedDateMoved Content;
        hidden DisclosureWithdrawn Content;
        loosened ApprovalLoosened Content;
    }
    /// What the repository around the site says of it.
    repository {
        code_owners StaleCodeOwners Content;
    }
    /// What keeps somebody from reading a page.
    access {
        autoplay Autoplay Page;
        buttons UnnamedButton Page;
        contrast LowContrast Page;
        controls UnlabelledControl Page;
        empty_links EmptyLink Page;
        frames UnnamedFrame Page;
        heading_order HeadingSkipped Page;
        language NoLanguage Page;
        main_heading NotOneHeading Page;
        page_title NoTitle Page;
        pictures NoAlternative Page;
        repeated_ids RepeatedId Page;
        tables BareTable Page;
        vague_links VagueLink Page;
    }
    /// What is not signed as the site asks for.
    approval {
        bare_review BareReview Content;
        out_of_order SignedOutOfOrder Content;
        same_signer SameSigner Content;
        unknown_signer UnknownSigner Content;
        unsigned Unsigned Content;
        void_signature VoidSignature Content;
        wrong_signer WrongSigner Content;
    }
}

/// The rule of a code.
pub fn rule(code: Code) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.code == code)
}

/// Runs the rules of content, several at a time; what they find comes in the order of the rules.
pub fn content(subject: &Subject, out: &mut Diagnostics) {
    let found: Vec<Diagnostics> = RULES
        .par_iter()
        .map(|rule| {
            let mut found = Diagnostics::new();
            if let Over::Content(check) = rule.over {
                check(subject, &mut found);
            }
            found
        })
        .collect();
    out.extend(found.into_iter().flatten());
}

/// Runs the rules that hold a site against its base.
pub fn behind(subject: &Subject, out: &mut Diagnostics) {
    for rule in RULES.iter().filter(|rule| rule.room == "history") {
        if let Over::Content(check) = rule.over {
            check(subject, out);
        }
    }
}

/// What is private in the content, its tables, its names and the files given out.
#[derive(Default)]
pub struct InContent(Vec<Private>);

/// Looks for what is private in every text and file, and into every file that is given out, and runs
/// the rules of both.
pub fn given_out(
    subject: &Subject,
    tree: &dyn Tree,
    out: &mut Diagnostics,
) -> anyhow::Result<InContent> {
    let mut all = private::in_content(subject.model, subject.site);
    let givers = Givers::of(subject.model);
    for (file, found) in private::files(tree, subject.model, subject.site)? {
        all.extend(found);
        let Some(file) = file else { continue };
        let inside = Inside::new(&file, givers.giver(&file.path));
        for rule in RULES {
            if let Over::File(check) = rule.over {
                check(&file, out);
            }
            if let Some(check) = rule.inside {
                check(&inside, out);
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

/// What was found in a site before any of its pages is looked at.
pub struct Before {
    private: InContent,
    /// Whether nothing keeps the site from being built, so that its pages can be looked at too.
    pub can_be_built: bool,
}

/// Runs every rule but those of pages, to what reading and laying out `found`.
pub fn before_pages(
    subject: &Subject,
    model: &Arc<Model>,
    tree: &dyn Tree,
    found: &mut Diagnostics,
) -> anyhow::Result<Before> {
    drafts(model, subject.words, subject.site.facts.day(), found);
    // What a rule finds keeps no page from being looked at.
    let can_be_built = !found.any_error();
    content(subject, found);
    let private = given_out(subject, tree, found)?;
    Ok(Before { private, can_be_built })
}

/// Renders pages in memory, all or those that `are_wanted`, and runs the rules of pages on each;
/// templates that fail are told each once, and so is what is private on pages only. A page that is
/// not looked at is taken to have every anchor it is asked for.
pub fn pages(
    renderer: &Renderer,
    before: &Before,
    are_wanted: impl Fn(&Route) -> bool + Sync,
    out: &mut Diagnostics,
) -> anyhow::Result<()> {
    let (mut of_page, mut of_anchors) = (Vec::new(), Vec::new());
    for rule in RULES {
        match rule.over {
            Over::Page(check) => of_page.push(check),
            Over::Anchor(check) => of_anchors.push(check),
            Over::Content(_) | Over::Private(_) | Over::File(_) => {}
        }
    }
    let on_pages = page::each(renderer, are_wanted, &of_page, &of_anchors, out)?;
    tell(&private::untold(on_pages, &before.private.0), out);
    Ok(())
}
