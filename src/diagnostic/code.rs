//! The register of faults: a number and a name each, in the order the stages find them.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Whether a fault stops a build.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    Error,
    Warning,
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])* $name:ident = $number:literal $severity:ident $slug:literal;)*) => {
        /// Names a fault; a code is never given to another fault.
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        pub enum Code { $($(#[doc = $doc])* $name = $number,)* }

        impl Code {
            /// Every code, by number.
            pub const ALL: &[Code] = &[$(Code::$name,)*];

            /// Whether this fault stops a build.
            pub fn severity(self) -> Severity {
                match self { $(Code::$name => Severity::$severity,)* }
            }

            /// What it is, in a sentence.
            pub fn sentence(self) -> &'static str {
                match self { $(Code::$name => concat!($($doc),*).trim_ascii(),)* }
            }

            /// The fault's name, as `unknown-key`.
            pub fn name(self) -> &'static str {
                match self { $(Code::$name => $slug,)* }
            }
        }
    };
}

codes! {
    // 01: the files
    /// A symbolic link inside content/.
    SymbolicLink = 101 Error "symbolic-link";
    /// A file that could not be read.
    Unreadable = 102 Error "unreadable-file";
    /// A file whose bytes are no text in UTF-8 or GB18030.
    NotText = 103 Error "not-text";
    /// A text in another encoding than UTF-8.
    OtherEncoding = 104 Warning "other-encoding";
    /// A file named `….md.txt`, which Windows shows as `….md`.
    HiddenEnding = 105 Error "hidden-ending";
    /// A name that cannot be an address, or a folder where a file is expected.
    BadFileName = 106 Error "bad-file-name";
    /// A folder below content/ that is no kind.
    UnknownKind = 107 Error "unknown-kind";
    /// A file that belongs to no record.
    StrayFile = 108 Warning "stray-file";
    /// A site without a single record.
    NoContent = 109 Warning "no-content";

    /// An entry in a folder that is no record.
    EntryWithoutRecord = 110 Error "entry-without-record";

    // 02: front matter and tables
    /// A Markdown file that does not begin with front matter.
    NoFrontMatter = 201 Error "no-front-matter";
    /// Front matter that is no YAML.
    BadYaml = 202 Error "bad-yaml";
    /// A key typed with a full-width colon; it is read.
    FullWidthColon = 203 Warning "full-width-colon";
    /// A value that YAML would read as something else than text.
    UnquotedValue = 204 Error "unquoted-value";
    /// A tab where YAML wants blanks.
    Tab = 205 Error "tab-in-front-matter";
    /// A key nobody declared.
    UnknownKey = 206 Error "unknown-key";
    /// A key given twice, or under two of its names.
    RepeatedKey = 207 Error "repeated-key";
    /// A required key that is not there.
    MissingKey = 208 Error "missing-key";
    /// A value of the wrong shape or outside its choices.
    BadValue = 209 Error "bad-value";
    /// A date that cannot be read or does not exist.
    BadDate = 210 Error "bad-date";
    /// A number that cannot be read.
    BadNumber = 211 Error "bad-number";
    /// A table that cannot be read, or a row of another length than its head.
    BadTable = 212 Error "bad-table";
    /// A column nobody declared.
    UnknownColumn = 213 Error "unknown-column";
    /// The same table given as CSV and as XLSX.
    TwoTables = 214 Error "two-tables";

    // 03: references and names
    /// A reference that matches no record.
    NoSuchRecord = 301 Error "no-such-record";
    /// A reference that matches several records.
    AmbiguousReference = 302 Error "ambiguous-reference";
    /// A public record that names a draft or an internal one.
    NamesHidden = 303 Error "names-hidden-record";
    /// A record named in Chinese without a slug.
    SlugNeeded = 304 Error "slug-needed";
    /// Two records with one id.
    DuplicateId = 305 Error "duplicate-id";
    /// A parent that is its own descendant.
    ParentCycle = 306 Error "parent-cycle";
    /// A link to a file that is not there.
    BrokenLink = 307 Error "broken-link";
    /// An attachment that is not there.
    MissingAttachment = 308 Error "missing-attachment";
    /// A record that does not say whether it is public.
    NoDisclosure = 309 Error "no-disclosure";
    /// A record that by its own word does not belong on a site.
    NotForDisclosure = 310 Error "not-for-disclosure";
    /// Something typed as a link that Markdown does not read as one.
    NoLink = 311 Warning "no-link";
    /// Somebody named in words that are also the title of a record not public.
    SameNameAsHidden = 312 Warning "same-name-as-hidden";
    /// An item the plan's checklist does not have.
    NotInChecklist = 313 Warning "not-in-checklist";
    /// The number of a measure the list of duties does not have.
    NoSuchMeasure = 314 Warning "no-such-measure";

    // 04: what cannot have happened
    /// A step the state of the task does not allow.
    ImpossibleStep = 401 Error "impossible-step";
    /// An entry whose file name bears no date.
    EntryWithoutDate = 402 Error "entry-without-date";
    /// A deadline before the day its plan or record was issued.
    DeadlineBeforeIssue = 403 Warning "deadline-before-issue";
    /// Stages of a plan that overlap.
    OverlappingStages = 404 Warning "overlapping-stages";
    /// A span of time that ends before it begins.
    EndBeforeStart = 405 Warning "end-before-start";
    /// A day filed before it happened.
    FiledBeforeHappened = 406 Warning "filed-before-happened";
    /// A late completion given the colour of one in time.
    LateShownAsTimely = 407 Error "late-shown-as-timely";
    /// Two values of one measure for one day.
    SeriesRepeatsDate = 408 Warning "series-repeats-date";
    /// A deadline moved on resuming without a word why and by whose leave.
    UnexplainedDeadline = 409 Warning "unexplained-deadline";
    /// A return nobody audited, which the public edition leaves out.
    UnauditedReturn = 410 Warning "unaudited-return";
    /// Parts of a quoted total that come to another sum.
    PartsDoNotAddUp = 411 Warning "parts-do-not-add-up";
    /// A part of a total the record does not quote.
    NoSuchTotal = 412 Warning "no-such-total";
    /// A public notice without its last day.
    NoticeWithoutEnd = 413 Warning "notice-without-end";
    /// A problem back in rectification without a new deadline.
    ReworkWithoutDeadline = 414 Warning "rework-without-deadline";
    /// Weights of an evaluation that do not add up to 100.
    WeightsNotHundred = 415 Warning "weights-not-hundred";
    /// A score by hand above the weight of its criterion.
    ScoreAboveWeight = 416 Warning "score-above-weight";
    /// A score written down for a criterion that is computed.
    ScoreOfComputed = 417 Warning "score-of-computed";
    /// Issues whose parts do not make up how many were raised.
    IssuesOffTotal = 418 Warning "issues-off-total";
    /// As many cases in the table as 应报数 does not say.
    CasesOffTotal = 419 Warning "cases-off-total";
    /// A case decided outside the period of its table.
    CaseOutsidePeriod = 420 Warning "case-outside-period";
    /// A table that is counted and never given out, listed or linked as a file.
    TableGivenOut = 428 Warning "table-given-out";
    /// Two rows of a table for one and the same thing.
    RepeatedRow = 429 Warning "repeated-row";
    /// Visits of somebody the plan asks no visits of.
    NotInQuota = 430 Warning "not-in-quota";
    /// The seal of an issued bulletin that was changed, or is none.
    BrokenSeal = 431 Error "broken-seal";
    /// An issued bulletin that another follows and that is gone.
    BrokenChain = 432 Error "broken-chain";
    /// Records that tell another story than the bulletin issued on them.
    OtherThanIssued = 433 Warning "other-than-issued";
    /// A correction of a bulletin nothing of which was issued by its day.
    CorrectionBeforeIssue = 434 Warning "correction-before-issue";

    // 05: the site
    /// Two pages or files at one address.
    RouteCollision = 501 Error "route-collision";
    /// No address of the site, so no feed and no sitemap.
    NoBaseUrl = 502 Warning "no-base-url";
    /// Items of the portal's identity that are missing.
    NoIdentity = 503 Warning "missing-identity";
    /// A text that asks for a fact there is none of.
    NoSuchFact = 504 Error "no-such-fact";

    // 0505–0516: what a document itself has wrong
    /// An annex the text names and the record does not give out.
    MissingAnnex = 505 Warning "missing-annex";
    /// A plan none of whose tasks has a deadline.
    NoDeadlineAtAll = 506 Warning "no-deadline-at-all";
    /// One thing under several names.
    NameDrifts = 507 Warning "name-drifts";
    /// Parts that do not make up their total.
    PartsOffTotal = 508 Warning "parts-off-total";
    /// A “二是” that follows no “一是”.
    SecondWithoutFirst = 509 Warning "second-without-first";
    /// Pinyin wedged between the characters.
    WedgedPinyin = 510 Warning "wedged-pinyin";
    /// A name that has no business in the text, as a brand's in a city's place.
    ForeignName = 511 Warning "foreign-name";
    /// Words that say another number than the one computed.
    OtherNumber = 513 Warning "other-number";
    /// A roster that is one in a document's text and another in its annex.
    RosterDiffers = 514 Warning "roster-differs";
    /// A rank that does not say among whom, or of how many.
    BareRank = 515 Warning "bare-rank";
    /// A hundred per cent that does not say of how many.
    FullMarks = 516 Warning "full-marks";

    // 06: settings
    /// site.toml that is no TOML, or a setting of the wrong shape.
    BadSettings = 601 Error "bad-settings";
    /// A setting nobody declared.
    UnknownSetting = 602 Error "unknown-setting";
    /// A file of working days that cannot be used.
    BadCalendar = 603 Error "bad-calendar";

    // 07: the theme
    /// A template that cannot be read or rendered.
    BadTemplate = 701 Error "bad-template";
    /// A theme that is not there.
    NoTheme = 702 Error "no-theme";

    // 08: what must not be made public
    /// An identity number in full.
    ResidentId = 801 Error "resident-id";
    /// A mobile number in full.
    MobileNumber = 802 Error "mobile-number";
    /// The number of a bank card in full.
    BankCard = 803 Error "bank-card";
    /// The number of a passport or permit in full.
    TravelDocument = 804 Error "travel-document";
    /// Where somebody lives, beyond the town.
    HomeAddress = 805 Warning "home-address";
    /// A mask that hides too little of a number.
    HalfMask = 806 Warning "half-mask";
    /// A column of a table whose head promises what must not be published, and whose cells hold it.
    PrivateColumn = 807 Error "private-column";

    // 0811–0829: files given out
    /// A file given out that holds private numbers.
    PrivateAttachment = 811 Error "private-attachment";
    /// A file given out with parts its readers do not see at once.
    HiddenPart = 812 Warning "hidden-part";
    /// A file given out with comments or marked changes.
    CommentsLeft = 813 Warning "comments-left";
    /// A file given out that names who wrote it.
    NamedPerson = 814 Warning "named-person";
    /// A file that is something else than its name says.
    WrongEnding = 815 Error "wrong-ending";
    /// A file given out that runs something.
    ActiveContent = 816 Error "active-content";
    /// A file given out that opens with a password only.
    LockedFile = 817 Error "locked-file";
    /// A file given out that is damaged, too large, or unpacks without end.
    BrokenAttachment = 818 Error "broken-attachment";
    /// A file given out with text that nobody can search.
    UnreadText = 819 Warning "unread-text";
    /// A photograph that tells where, when and by what it was taken.
    PhotoData = 820 Warning "photo-data";
    /// A file given out that holds other files, or fetches them.
    OutsidePart = 821 Warning "outside-part";

    // 13: access to the pages as built
    /// A link without words.
    EmptyLink = 1301 Warning "empty-link";

    // 14: the gate itself
    /// A waiver that does not say which finding it is for.
    LooseWaiver = 1401 Warning "loose-waiver";
    /// A waiver of something that is not found, or not any more.
    IdleWaiver = 1402 Warning "idle-waiver";
    /// A fault that no waiver and no setting can take away.
    NoSuchRule = 1403 Error "no-such-rule";
}

impl Code {
    /// Whether the text at its place is private, so that no line of it is drawn as it is.
    pub fn is_private(self) -> bool {
        (801..=829).contains(&(self as u16))
    }

    /// The code of a number or name, as `LS0206`, `206` or `unknown-key`.
    pub fn named(word: &str) -> Option<Self> {
        let word = word.trim();
        let digits = word.strip_prefix("LS").or(word.strip_prefix("ls")).unwrap_or(word);
        let number: Option<u16> = digits.parse().ok();
        let is_it = |code: &&Code| code.name() == word || Some(**code as u16) == number;
        Self::ALL.iter().find(is_it).copied()
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LS{:04}", *self as u16)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_names_of_their_own_and_rise() {
        let names: std::collections::BTreeSet<_> = Code::ALL.iter().map(|c| c.name()).collect();
        assert_eq!(names.len(), Code::ALL.len());
        assert!(Code::ALL.windows(2).all(|w| (w[0] as u16) < (w[1] as u16)));
        assert_eq!(Code::UnknownKey.to_string(), "LS0206");
        for word in ["LS0206", "ls0206", "0206", "206", "unknown-key"] {
            assert_eq!(Code::named(word), Some(Code::UnknownKey), "{word}");
        }
        assert_eq!(Code::named("LS9999"), None);
    }
}
