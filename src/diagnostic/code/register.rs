//! Every fault there is: a number and a name each, in the order the stages find them.

use serde::{Deserialize, Serialize};

use super::Severity;
use crate::diagnostic::Lang;

codes! {
    // 01: the files
    /// A symbolic link inside content/.
    /// content/ 里有符号链接。
    SymbolicLink = 101 Error "symbolic-link";
    /// A file that could not be read.
    /// 文件读不出来。
    Unreadable = 102 Error "unreadable-file";
    /// A file whose bytes are no text in UTF-8 or GB18030.
    /// 文件不是 UTF-8 或 GB18030 的文字。
    NotText = 103 Error "not-text";
    /// A text in another encoding than UTF-8.
    /// 文件不是 UTF-8 编码；照样读取。
    OtherEncoding = 104 Warning "other-encoding";
    /// A file named `….md.txt`, which Windows shows as `….md`.
    /// 文件名是“….md.txt”，资源管理器里只显示“….md”。
    HiddenEnding = 105 Error "hidden-ending";
    /// A name that cannot be an address, or a folder where a file is expected.
    /// 名称不能用作网址，或该是文件的地方是文件夹。
    BadFileName = 106 Error "bad-file-name";
    /// A folder below content/ that is no kind.
    /// content/ 下面的文件夹不是任何一类。
    UnknownKind = 107 Error "unknown-kind";
    /// A file that belongs to no record.
    /// 文件不属于任何记录。
    StrayFile = 108 Warning "stray-file";
    /// A site without a single record.
    /// 站点里一条记录也没有。
    NoContent = 109 Warning "no-content";

    /// An entry in a folder that is no record.
    /// 文件夹里有条目，却没有记录。
    EntryWithoutRecord = 110 Error "entry-without-record";

    /// A clone without the earlier commits, where the dates of revisions are shown.
    /// 浅克隆缺早先的提交，修订日期会不对。
    ShallowClone = 111 Error "shallow-clone";
    /// A file that git could not merge, with both versions in it.
    /// git 没能合并的文件，两种写法都还在里面。
    MergeConflict = 112 Error "merge-conflict";

    // 02: front matter and tables
    /// A Markdown file that does not begin with front matter.
    /// Markdown 文件开头没有 --- 之间的字段。
    NoFrontMatter = 201 Error "no-front-matter";
    /// Front matter that is no YAML.
    /// 字段的写法不对，不是 YAML。
    BadYaml = 202 Error "bad-yaml";
    /// A key typed with a full-width colon; it is read.
    /// 字段名后面用了全角冒号；照样读取。
    FullWidthColon = 203 Warning "full-width-colon";
    /// A value that YAML would read as something else than text.
    /// 值要加引号，不然会被当成别的东西。
    UnquotedValue = 204 Error "unquoted-value";
    /// A tab where YAML wants blanks.
    /// 字段里用了制表符，应当用空格。
    Tab = 205 Error "tab-in-front-matter";
    /// A key nobody declared.
    /// 没有这个字段。
    UnknownKey = 206 Error "unknown-key";
    /// A key given twice, or under two of its names.
    /// 同一字段写了两次，或用了两个名称。
    RepeatedKey = 207 Error "repeated-key";
    /// A required key that is not there.
    /// 缺少必填的字段。
    MissingKey = 208 Error "missing-key";
    /// A value of the wrong shape or outside its choices.
    /// 值的写法不对，或不在可选的范围里。
    BadValue = 209 Error "bad-value";
    /// A date that cannot be read or does not exist.
    /// 日期读不出来，或日历上没有这一天。
    BadDate = 210 Error "bad-date";
    /// A number that cannot be read.
    /// 数读不出来。
    BadNumber = 211 Error "bad-number";
    /// A table that cannot be read, or a row of another length than its head.
    /// 表格读不出来，或有一行的列数与表头不同。
    BadTable = 212 Error "bad-table";
    /// A column nobody declared.
    /// 表里有没人认得的列。
    UnknownColumn = 213 Error "unknown-column";
    /// The same table given as CSV and as XLSX.
    /// 同一张表既有 CSV，又有 XLSX。
    TwoTables = 214 Error "two-tables";

    // 03: references and names
    /// A reference that matches no record.
    /// 写到的记录不存在。
    NoSuchRecord = 301 Error "no-such-record";
    /// A reference that matches several records.
    /// 写到的名称有好几条记录都符合。
    AmbiguousReference = 302 Error "ambiguous-reference";
    /// A public record that names a draft or an internal one.
    /// 公开的记录写到了草稿或内部记录。
    NamesHidden = 303 Error "names-hidden-record";
    /// A record named in Chinese without a slug.
    /// 用中文命名的记录没有写网址名。
    SlugNeeded = 304 Error "slug-needed";
    /// Two records with one id.
    /// 两条记录的 id 相同。
    DuplicateId = 305 Error "duplicate-id";
    /// A parent that is its own descendant.
    /// 上级绕了一圈又是自己。
    ParentCycle = 306 Error "parent-cycle";
    /// A link to a file that is not there.
    /// 链接指向的文件不存在。
    BrokenLink = 307 Error "broken-link";
    /// An attachment that is not there.
    /// 附件不存在。
    MissingAttachment = 308 Error "missing-attachment";
    /// A record that does not say whether it is public.
    /// 记录没有写明是否公开。
    NoDisclosure = 309 Error "no-disclosure";
    /// A record that by its own word does not belong on a site.
    /// 记录自己写明不公开，不该放在网站里。
    NotForDisclosure = 310 Error "not-for-disclosure";
    /// Something typed as a link that Markdown does not read as one.
    /// 写得像链接，Markdown 却不当链接。
    NoLink = 311 Warning "no-link";
    /// Somebody named in words that are also the title of a record not public.
    /// 用文字写的人或单位，与不公开的记录同名。
    SameNameAsHidden = 312 Warning "same-name-as-hidden";
    /// An item the plan's checklist does not have.
    /// 方案的清单里没有这一项。
    NotInChecklist = 313 Warning "not-in-checklist";
    /// The number of a measure the list of duties does not have.
    /// 责任清单里没有这个序号的措施。
    NoSuchMeasure = 314 Warning "no-such-measure";
    /// Braces typed full-width, which ask for nothing and are printed as they stand.
    /// 花括号是全角的，不会换成数字，照原样显示。
    FullWidthBraces = 315 Warning "full-width-braces";
    /// A translation beside no record.
    /// 译文旁边没有它的原文。
    TranslationWithoutOriginal = 316 Error "translation-without-original";
    /// A translation into a language the site has no words for, or into the original's own.
    /// 译文的语言没有用语表，或就是原文的语言。
    NoSuchLanguage = 317 Error "no-such-language";
    /// A field of a translation that is no words: it stands in the original alone.
    /// 译文里写了只能在原文里写的字段。
    NotTranslatable = 318 Error "not-translatable";
    /// A translation of an earlier text than the original has now, or of one it does not name.
    /// 译文落后于原文，或没有写明译自哪一稿。
    StaleTranslation = 319 Warning "stale-translation";

    // 04: what cannot have happened
    /// A step the state of the task does not allow.
    /// 按任务当时的状态，不可能有这一步。
    ImpossibleStep = 401 Error "impossible-step";
    /// An entry whose file name bears no date.
    /// 条目的文件名里没有日期。
    EntryWithoutDate = 402 Error "entry-without-date";
    /// A deadline before the day its plan or record was issued.
    /// 时限早于方案或记录发布的日子。
    DeadlineBeforeIssue = 403 Warning "deadline-before-issue";
    /// Stages of a plan that overlap.
    /// 方案的几个阶段时间重叠。
    OverlappingStages = 404 Warning "overlapping-stages";
    /// A span of time that ends before it begins.
    /// 结束早于开始。
    EndBeforeStart = 405 Warning "end-before-start";
    /// A day filed before it happened.
    /// 报送早于事情发生。
    FiledBeforeHappened = 406 Warning "filed-before-happened";
    /// A late completion given the colour of one in time.
    /// 逾期完成用了按时完成的颜色。
    LateShownAsTimely = 407 Error "late-shown-as-timely";
    /// Two values of one measure for one day.
    /// 一个监测项在同一天有两个值。
    SeriesRepeatsDate = 408 Warning "series-repeats-date";
    /// A deadline moved on resuming without a word why and by whose leave.
    /// 恢复时改了时限，没有写理由和批准。
    UnexplainedDeadline = 409 Warning "unexplained-deadline";
    /// A return nobody audited, which the public edition leaves out.
    /// 报送没有审核，公开版按未报送计算。
    UnauditedReturn = 410 Warning "unaudited-return";
    /// Parts of a quoted total that come to another sum.
    /// 引用数的各部分加起来不是总数。
    PartsDoNotAddUp = 411 Warning "parts-do-not-add-up";
    /// A part of a total the record does not quote.
    /// 属于的总数没有引用。
    NoSuchTotal = 412 Warning "no-such-total";
    /// A public notice without its last day.
    /// 公示没有写截止日期。
    NoticeWithoutEnd = 413 Warning "notice-without-end";
    /// A problem back in rectification without a new deadline.
    /// 问题退回整改，没有写新的时限。
    ReworkWithoutDeadline = 414 Warning "rework-without-deadline";
    /// Weights of an evaluation that do not add up to 100.
    /// 评定的权重合计不是100。
    WeightsNotHundred = 415 Warning "weights-not-hundred";
    /// A score by hand above the weight of its criterion.
    /// 手工打分超过权重。
    ScoreAboveWeight = 416 Warning "score-above-weight";
    /// A score written down for a criterion that is computed.
    /// 由程序计算的项目又写了分数。
    ScoreOfComputed = 417 Warning "score-of-computed";
    /// Issues whose parts do not make up how many were raised.
    /// 问题的各部分加起来不是总数。
    IssuesOffTotal = 418 Warning "issues-off-total";
    /// As many cases in the table as 应报数 does not say.
    /// 表里的件数与应报数不同。
    CasesOffTotal = 419 Warning "cases-off-total";
    /// A case decided outside the period of its table.
    /// 有一件的作出日期不在这张表的周期里。
    CaseOutsidePeriod = 420 Warning "case-outside-period";
    /// A table that is counted and never given out, listed or linked as a file.
    /// 只用来计数、不对外提供的表，被列为附件或链接。
    TableGivenOut = 428 Warning "table-given-out";
    /// Two rows of a table for one and the same thing.
    /// 表里有两行说的是同一件。
    RepeatedRow = 429 Warning "repeated-row";
    /// Visits of somebody the plan asks no visits of.
    /// 走访的岗位不在方案的要求里。
    NotInQuota = 430 Warning "not-in-quota";
    /// The seal of an issued bulletin that was changed, or is none.
    /// 已签发的通报被改动，或不是签发文件。
    BrokenSeal = 431 Error "broken-seal";
    /// An issued bulletin that another follows and that is gone.
    /// 已签发、后面还有下一期的通报不见了。
    BrokenChain = 432 Error "broken-chain";
    /// Records that tell another story than the bulletin issued on them.
    OtherThanIssued = 433 Warning "other-than-issued";
    /// A correction of a bulletin nothing of which was issued by its day.
    /// 更正早于签发，或这一期没有签发过。
    CorrectionBeforeIssue = 434 Warning "correction-before-issue";
    /// A number of problems found that is not that of the problems listed.
    /// 问题数与列出的问题个数不一致。
    CountOffListed = 435 Warning "count-off-listed";
    /// A problem of an inspection that was found before it, or at an office it did not look at.
    /// 列出的问题早于这次督导，或责任单位不在对象里。
    ProblemOffInspection = 436 Warning "problem-off-inspection";


    // 05: the site
    /// Two pages or files at one address.
    /// 两个页面或文件的网址相同。
    RouteCollision = 501 Error "route-collision";
    /// No address of the site, so no feed and no sitemap.
    NoBaseUrl = 502 Warning "no-base-url";
    /// Items of the portal's identity that are missing.
    NoIdentity = 503 Warning "missing-identity";
    /// A text that asks for a fact there is none of.
    /// 文字里要的数没有。
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
    /// 文字说的数与计算的不同。
    OtherNumber = 513 Warning "other-number";
    /// A roster that is one in a document's text and another in its annex.
    RosterDiffers = 514 Warning "roster-differs";
    /// A rank that does not say among whom, or of how many.
    BareRank = 515 Warning "bare-rank";
    /// A hundred per cent that does not say of how many.
    FullMarks = 516 Warning "full-marks";

    // 06: settings
    /// site.toml that is no TOML, or a setting of the wrong shape.
    /// site.toml 读不出来，或有一项写得不对。
    BadSettings = 601 Error "bad-settings";
    /// A setting nobody declared.
    /// 没有这一项设置。
    UnknownSetting = 602 Error "unknown-setting";
    /// A file of working days that cannot be used.
    /// 工作日历文件用不了。
    BadCalendar = 603 Error "bad-calendar";

    // 07: the theme
    /// A template that cannot be read or rendered.
    /// 模板读不出来，或生成时出错。
    BadTemplate = 701 Error "bad-template";
    /// A theme that is not there.
    /// 没有这个主题。
    NoTheme = 702 Error "no-theme";
    /// A piece of a portal's header or footer with what its pages cannot hold.
    /// 门户的页头、页脚片段里有网页不能有的内容。
    BadFragment = 703 Error "bad-fragment";
    /// A font file that costs readers more than it gives them.
    /// 字体文件过大，或缺少粗体。
    HeavyFont = 704 Warning "heavy-font";
    /// A table of words that leaves some to another language.
    /// 用语表不全，缺少的用另一种语言显示。
    MissingWords = 705 Warning "missing-words";
    /// A word of the interface that lost or gained a blank.
    /// 用语里的空位少了或多了。
    OtherBlanks = 706 Error "other-blanks";

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

    // 09: security and secrecy
    /// The mark of a secret, or of a paper that is not for the public.
    SecrecyMark = 901 Error "secrecy-mark";
    /// A title or head that says that the text is no final one.
    WorkingPaper = 902 Warning "working-paper";
    /// The words of gambling, pornography or forgers, as pages that were broken into have them.
    HijackSpam = 903 Error "hijack-spam";
    /// A link to a host that is neither a government's nor listed.
    OutsideHost = 904 Warning "outside-host";
    /// A link to an IP address and no name.
    BareIp = 905 Warning "bare-ip";
    /// A host spelt so that it looks like another.
    DeceptiveHost = 906 Error "deceptive-host";
    /// A Cyrillic or Greek letter in place of the Latin one it looks like.
    LookAlikeLetter = 907 Warning "look-alike-letter";
    /// A radical or compatibility form in place of a character.
    RadicalForCharacter = 908 Warning "radical-for-character";
    /// A character of private use, a control, or what was left of a lost one.
    UnreadableCharacter = 909 Warning "unreadable-character";
    /// A control character that turns the order in which letters are shown.
    TurnedText = 910 Error "turned-text";
    /// A character that shows as nothing.
    UnseenCharacter = 911 Warning "unseen-character";
    /// HTML in a text that hides words or links.
    HiddenMarkup = 912 Error "hidden-markup";
    /// What a bad copy leaves behind.
    GarbledCopy = 913 Warning "garbled-copy";
    /// A page as built with links that are not to be seen.
    HiddenOnPage = 914 Error "hidden-on-page";
    /// A link to an outside host that no text names.
    ThemeLink = 915 Warning "theme-link";
    /// Something a page loads from another site, or sends there.
    ExternalResource = 916 Error "external-resource";
    /// A script or styles in a page itself.
    InlineCode = 917 Error "inline-code";
    /// The site's own address by http, where it is served over https.
    MixedContent = 918 Warning "mixed-content";

    // 10: what a government site is inspected for
    /// A column without a single record.
    EmptyColumn = 1001 Warning "empty-column";
    /// A column nothing was added to for longer than it may be.
    StaleColumn = 1002 Warning "stale-column";
    /// A home page nothing was added to for two weeks.
    StaleHome = 1003 Warning "stale-home";
    /// A document published before it was written.
    PublishedBeforeWritten = 1004 Error "published-before-written";
    /// Something that happened before what it happened to was there.
    EntryBeforeRecord = 1005 Warning "entry-before-record";
    /// A document published later than the law allows.
    PublishedLate = 1006 Warning "published-late";
    /// A page dated before a publication that did not have it.
    BackDated = 1007 Warning "back-dated";
    /// A page that does not show when it was published, or where its text comes from.
    UndatedPage = 1008 Warning "undated-page";
    /// A page without the meta tags that say what it is.
    MissingMetaTag = 1009 Error "missing-meta-tag";
    /// A page whose foot has lost an item of the portal's identity.
    MissingFooterItem = 1010 Error "missing-footer-item";
    /// An item of the identity in a form it cannot have.
    OddIdentity = 1011 Warning "odd-identity";
    /// An item of the identity that was never filled in.
    PlaceholderIdentity = 1012 Warning "placeholder-identity";
    /// A site on the web that stands still on one day.
    PinnedDay = 1013 Warning "pinned-as-of";
    /// A public notice nobody can object to by telephone.
    NoticeWithoutPhone = 1014 Warning "notice-without-phone";
    /// A link to a page or file of the site that is not there.
    DeadLink = 1015 Error "dead-link";
    /// A link to a place on a page that is not there.
    DeadAnchor = 1016 Error "dead-anchor";
    /// An address that was published and is gone.
    VanishedUrl = 1017 Error "vanished-url";

    // 11: the language of the texts
    /// The number of a document in other brackets than 〔〕, or with what does not belong in it.
    DocumentNumber = 1101 Error "document-number";
    /// A month or day with a zero before it, as 2023年03月05日.
    PaddedDate = 1102 Warning "padded-date";
    /// A bracket or quotation mark without its other half.
    UnmatchedMark = 1103 Error "unmatched-mark";
    /// A half-width mark among Chinese characters.
    HalfWidthMark = 1104 Warning "half-width-mark";
    /// A 、 between two titles that stand in 《》 already.
    MarkBetweenTitles = 1105 Warning "mark-between-titles";
    /// A word or mark that was typed twice.
    RepeatedWord = 1106 Warning "repeated-word";
    /// Numbers of sections or points that skip one, or come twice.
    LevelSkips = 1107 Warning "level-skips";
    /// A word that the site's dictionary has as wrong.
    WrongWord = 1108 Error "wrong-word";
    /// Somebody with another title than the site's list gives.
    WrongTitle = 1109 Error "wrong-title";
    /// Names or titles in another order than the site's list gives.
    WrongOrder = 1110 Warning "wrong-order";

    // 12: the data
    /// A value eight times the one before, or an eighth of it.
    ValueJumps = 1201 Warning "value-jumps";
    /// Work done to more than a hundred per cent, or to less than nothing.
    OverComplete = 1202 Error "over-complete";
    /// A share of more than a hundred per cent.
    ShareOverHundred = 1203 Warning "share-over-hundred";
    /// A total in a table that is not the sum of what stands above or beside it.
    TableOffTotal = 1204 Warning "table-off-total";
    /// A quoted rate that says neither of how many nor where it comes from.
    BareRate = 1205 Warning "bare-rate";
    /// A fault of a spreadsheet that was pasted as a value.
    SpreadsheetFault = 1206 Error "spreadsheet-fault";
    /// A stand-in that nobody replaced.
    Placeholder = 1207 Warning "placeholder";
    /// A completion that shows nothing and says nothing.
    BareCompletion = 1208 Warning "bare-completion";
    /// Open tasks of which nothing was reported though a return was due.
    SilentTasks = 1209 Warning "silent-tasks";
    /// Two tasks of one plan under one number.
    NumberTwice = 1210 Warning "number-twice";
    /// A task completed again that was not reopened.
    CompletedTwice = 1211 Warning "completed-twice";
    /// Holders of one post whose times overlap.
    OverlappingHolders = 1212 Warning "overlapping-holders";
    /// An entry dated more than a month ahead.
    FarAhead = 1213 Warning "far-ahead";

    // 13: access to the pages as built
    /// A link without words.
    EmptyLink = 1301 Warning "empty-link";
    /// A page that does not say its language.
    NoLanguage = 1302 Warning "no-language";
    /// A page without a title.
    NoTitle = 1303 Warning "no-title";
    /// A page with no main heading, or several.
    NotOneHeading = 1304 Warning "not-one-main-heading";
    /// A heading that leaves out a level.
    HeadingSkipped = 1305 Warning "skipped-heading";
    /// A picture without a description.
    NoAlternative = 1306 Warning "no-alternative-text";
    /// A table of data without a caption or headings.
    BareTable = 1307 Warning "bare-table";
    /// A field that does not say what to write in it.
    UnlabelledControl = 1308 Error "unlabelled-control";
    /// A button that does not say what it does.
    UnnamedButton = 1309 Error "unnamed-button";
    /// An id given twice on a page.
    RepeatedId = 1310 Warning "repeated-id";
    /// A link whose words do not say where it leads.
    VagueLink = 1311 Warning "vague-link";
    /// Two colours too near each other to be read.
    LowContrast = 1312 Warning "low-contrast";
    /// A frame without a title.
    UnnamedFrame = 1313 Warning "unnamed-frame";
    /// Sound or film that begins by itself.
    Autoplay = 1314 Warning "autoplay";

    // 14: the gate itself
    /// A waiver that does not say which finding it is for.
    /// 豁免没有写明是哪一处。
    LooseWaiver = 1401 Warning "loose-waiver";
    /// A waiver of something that is not found, or not any more.
    /// 豁免的那一处没有，或已经改动。
    IdleWaiver = 1402 Warning "idle-waiver";
    /// A fault that no waiver and no setting can take away.
    /// 内容错误不能豁免，也不能调整。
    NoSuchRule = 1403 Error "no-such-rule";

    // 15: what readers have seen
    /// Something promised that was written over in its file.
    CommitmentOverwritten = 1501 Error "commitment-overwritten";
    /// An entry that readers saw and that says something else now, or is gone.
    EntryRewritten = 1502 Error "entry-rewritten";
    /// A record that readers saw and that is gone without a word.
    RecordGone = 1503 Error "record-gone";
    /// An entry that is put in long after its day.
    EnteredLate = 1504 Warning "entered-late";
    /// The seal of an issued bulletin that was taken out or is another.
    SealTouched = 1505 Error "seal-touched";
    /// An evaluation that comes out otherwise after its period was over.
    JudgedAnew = 1506 Warning "judged-anew";
    /// A day of publication that is another than readers saw.
    PublishedDateMoved = 1507 Warning "published-date-moved";
    /// A record that was public and is kept from its readers, not taken back.
    DisclosureWithdrawn = 1508 Warning "disclosure-withdrawn";
    /// Approval that is asked of less, or of more posts, than before.
    ApprovalLoosened = 1509 Error "approval-loosened";

    // 159: what a forge makes of the repository
    /// A CODEOWNERS that is no longer what would be generated.
    StaleCodeOwners = 1590 Warning "stale-code-owners";

    // 16: what is signed before it is published
    /// A record that is published and not signed at every stage.
    Unsigned = 1601 Error "unsigned";
    /// A signature over what was changed since.
    VoidSignature = 1602 Error "void-signature";
    /// One post that signed two stages.
    SameSigner = 1603 Error "same-signer";
    /// A signature given before the stage that comes first.
    SignedOutOfOrder = 1604 Error "signed-out-of-order";
    /// A signature, or a setting, of a post there is none of.
    UnknownSigner = 1605 Error "unknown-signer";
    /// A signature by a post that may not sign the stage.
    WrongSigner = 1606 Error "wrong-signer";
    /// A line of review that says too little to be a signature.
    BareReview = 1607 Warning "bare-review";
}
