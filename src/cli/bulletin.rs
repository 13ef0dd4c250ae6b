//! `bulletin`: a period's text, and its seal.
//!
//! `show` reads, `issue` and `withdraw` write one file each, `verify` proves. What was issued is
//! never written over: a seal is either made where there is none, or gives way to the record of its
//! withdrawal.

mod text;

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;
use clap::{Args, Subcommand};

use self::text::print;
use super::call::Told;
use super::report::{self, Format, Manner, Warnings};
use super::{Outcome, Session, clock, load};
use crate::bulletin::{self, Refusal};
use crate::diagnostic::{Code, Diagnostics, Lang, Text};
use crate::disclose::{Audience, Edition, Public, Unpublished, disclose};
use crate::facts::evaluate;
use crate::model::choice::nearest;
use crate::model::date::DateFault;
use crate::model::seal::{self, Scope, Seal};
use crate::model::{Bulletin, Day, Id, Period, Plan, RecordId};
use crate::render::{Renderer, Theme};
use crate::say;
use crate::site::{Addressing, lay_out};

#[derive(Debug, Args)]
pub struct BulletinArgs {
    #[command(subcommand)]
    command: BulletinCommand,
}

#[derive(Debug, Subcommand)]
enum BulletinCommand {
    /// Print a period's text: as issued, else as the records stand
    Show {
        /// The plan, by its id or title
        plan: String,
        /// A month (2023-03) or a week (2023-W10)
        #[arg(value_parser = parse_period)]
        period: Period,
    },
    /// Seal a period's text, so that it can never quietly change
    Issue {
        /// The plan, by its id or title
        plan: String,
        /// A month (2023-03) or a week (2023-W10)
        #[arg(value_parser = parse_period)]
        period: Period,
    },
    /// Prove that everything issued still is as it was issued
    Verify {
        /// The plan, by its id or title (all of them, if left out)
        plan: Option<String>,
    },
    /// Take down a text that must not stand; its digest, the reason and the approval stay
    Withdraw {
        /// The plan, by its id or title
        plan: String,
        /// A month (2023-03) or a week (2023-W10)
        #[arg(value_parser = parse_period)]
        period: Period,
        /// Why; it is published
        #[arg(long)]
        reason: String,
        /// By whose leave; it is published
        #[arg(long, value_name = "WHO")]
        approved_by: String,
    },
}

fn parse_period(text: &str) -> Result<Period, Told> {
    match crate::model::period::parse_period(&text.to_uppercase(), None) {
        Ok(period @ (Period::Month(..) | Period::Week(..))) => Ok(period),
        Err(fault @ DateFault::NoSuchDay { .. }) => Err(fault.into()),
        Ok(_) | Err(_) => Err(Told(say!(
            "写月份（2023-03）或周（2023-W10）",
            "write a month as 2023-03, or a week as 2023-W10"
        ))),
    }
}

/// A site as a bulletin command needs it: everything that was written, whoever may see it.
struct Desk {
    public: Arc<Public>,
    theme: Arc<Theme>,
    day: Day,
    /// Of the edition asked for: who is shown what has no record to name its readers. What is
    /// issued goes by its record alone.
    readers: Scope,
    lang: Lang,
    site: PathBuf,
}

/// Runs it.
pub fn run(args: &BulletinArgs, session: &mut Session) -> anyhow::Result<Outcome> {
    let Some(mut loaded) = load::read(session)? else { return Ok(Outcome::Call) };
    let lang = session.lang_of(loaded.settings.language);
    let mut found = std::mem::take(&mut loaded.found);
    let verifying = matches!(args.command, BulletinCommand::Verify { .. });
    if verifying {
        // The rest of the content may be half written; what was issued is proved all the same.
        let of_seals = |code| matches!(code, Code::BrokenSeal | Code::BrokenChain);
        found = found.into_iter().filter(|fault| of_seals(fault.code)).collect();
    }
    if found.any_error() && !verifying {
        tell(session, found, lang)?;
        return Ok(Outcome::Content);
    }
    let audience = Audience { edition: Edition::Internal, unpublished: Unpublished::All };
    let desk = Desk {
        day: session.global.as_of.or(loaded.settings.as_of).unwrap_or_else(clock::today),
        readers: match session.edition() {
            Edition::Public => Scope::Public,
            Edition::Internal => Scope::Internal,
        },
        public: Arc::new(disclose(loaded.model.clone(), audience)),
        theme: loaded.theme.clone(),
        lang,
        site: session.global.site.clone(),
    };
    match &args.command {
        BulletinCommand::Verify { plan } => desk.verify(plan.as_deref(), found, session),
        BulletinCommand::Show { plan, period } => desk.show(plan, *period, session),
        BulletinCommand::Issue { plan, period } => desk.issue(plan, *period, session),
        BulletinCommand::Withdraw { plan, period, reason, approved_by } => {
            desk.withdraw(plan, *period, (reason, approved_by), session)
        }
    }
}

fn tell(session: &mut Session, found: Diagnostics, lang: Lang) -> anyhow::Result<()> {
    let (colour, warnings) = (session.colour(), Warnings::None);
    report::show(session.err, found, Manner { format: Format::Human, lang, colour, warnings })?;
    Ok(())
}

/// What a call is refused for.
type Refused = (Text, Option<Text>);

impl Desk {
    /// The plan of an id or title.
    fn plan(&self, word: &str) -> Result<Id<Plan>, Refused> {
        let plans: Vec<(Id<Plan>, &Plan)> = self.public.plans().collect();
        let names = |plan: &Plan| [plan.base.id.clone(), plan.base.title.clone()];
        let word = word.trim().trim_matches('/');
        let word = word.strip_prefix("plans/").unwrap_or(word);
        if let Some((id, _)) = plans.iter().find(|(_, plan)| names(plan).contains(&word.into())) {
            return Ok(*id);
        }
        let all: Vec<&str> = plans.iter().map(|(_, plan)| plan.base.id.as_str()).collect();
        let listed = all.join(", ");
        let help = match nearest(word, all.iter().copied()) {
            Some(near) => say!("是不是“{near}”？", "did you mean `{near}`?"),
            None => say!("方案的id有：{listed}", "the ids of plans are: {listed}"),
        };
        Err((say!("没有“{word}”这个方案", "there is no plan `{word}`"), Some(help)))
    }

    fn refuse(&self, (message, help): Refused, session: &mut Session) -> anyhow::Result<Outcome> {
        session.refuse(self.lang, &message, help.as_ref())
    }

    fn show(&self, plan: &str, period: Period, session: &mut Session) -> anyhow::Result<Outcome> {
        let plan = match self.plan(plan) {
            Ok(plan) => plan,
            Err(refused) => return self.refuse(refused, session),
        };
        let words = &self.theme.words;
        let bulletin = bulletin::of_period(&self.public, plan, period);
        let issued = bulletin.and_then(Bulletin::issued).filter(|seal| seal.issued_on <= self.day);
        match issued.and_then(Seal::matter) {
            Some(matter) => print(session.out, &matter.text)?,
            None => {
                let of = (plan, period);
                let draft = bulletin::draft_for(&self.public, of, self.day, self.readers, words);
                if draft.faults.any_error() {
                    tell(session, draft.faults, self.lang)?;
                    return Ok(Outcome::Content);
                }
                let out = &mut *session.out;
                writeln!(out, "{}", words.get("b_unsigned"))?;
                if let Some(not_yet) = draft.not_yet(self.day, words) {
                    writeln!(out, "{not_yet}")?;
                }
                writeln!(out)?;
                print(out, &draft.text)?;
            }
        }
        Ok(Outcome::Done)
    }

    fn issue(&self, plan: &str, period: Period, session: &mut Session) -> anyhow::Result<Outcome> {
        let plan = match self.plan(plan) {
            Ok(plan) => plan,
            Err(refused) => return self.refuse(refused, session),
        };
        let words = &self.theme.words;
        let mut draft = bulletin::draft(&self.public, plan, period, self.day, words);
        if draft.faults.any_error() {
            tell(session, std::mem::take(&mut draft.faults), self.lang)?;
            return Ok(Outcome::Content);
        }
        if let Some(refusal) = draft.refusal(&self.public, self.day) {
            let (message, help) = refused(refusal, &self.public.plan(plan).base.id);
            self.refuse((message, Some(help)), session)?;
            return Ok(Outcome::Content);
        }
        let words_html = self.words_html(plan, period, &draft.text.words);
        let seal = draft.seal(&self.public, self.day, words_html);
        let folder = format!("content/bulletins/{}", self.public.plan(plan).base.id);
        let path = format!("{folder}/{}", seal::file_name(period, seal.revision));
        let target = self.site.join(&path);
        fs::create_dir_all(self.site.join(&folder))
            .with_context(|| format!("cannot make {folder}"))?;
        // Made anew: a seal that is there already is never written over.
        let mut file = fs::File::create_new(&target)
            .with_context(|| format!("cannot make {}", target.display()))?;
        let written = file.write_all(seal.write().as_bytes()).and_then(|()| file.sync_all());
        if written.is_err() {
            // Half a seal would stand for a changed one.
            let _ = fs::remove_file(&target);
        }
        written.with_context(|| format!("cannot write {}", target.display()))?;
        let (day, digest) = (seal.issued_on, &seal.digest);
        let told = say!(
            "已签发 {path}\n签发日期 {day}，SHA-256 {digest}\n接下来：把这个文件提交到 git，或交技术人员存档",
            "issued {path}\non {day}, SHA-256 {digest}\nnext: commit that file to git, or have it archived"
        );
        writeln!(session.out, "{}", told.in_lang(self.lang))?;
        Ok(Outcome::Done)
    }

    /// The office's own words of a period as the site renders them.
    fn words_html(&self, plan: Id<Plan>, period: Period, words: &str) -> String {
        let bulletin = self
            .public
            .bulletins()
            .find(|(_, bulletin)| bulletin.plan == Some(plan) && bulletin.period == period);
        let Some((id, _)) = bulletin else { return String::new() };
        let facts = Arc::new(evaluate(self.public.clone(), self.day));
        let assets = self.theme.assets();
        let addressing = Addressing::default();
        let site = lay_out(facts, addressing, assets, &mut Diagnostics::new());
        Renderer::new(Arc::new(site), self.theme.clone()).words_to_seal(id, words)
    }

    fn verify(
        &self,
        plan: Option<&str>,
        found: Diagnostics,
        session: &mut Session,
    ) -> anyhow::Result<Outcome> {
        let only = match plan.map(|plan| self.plan(plan)).transpose() {
            Ok(only) => only,
            Err(refused) => return self.refuse(refused, session),
        };
        let folder =
            only.map(|plan| format!("content/bulletins/{}/", self.public.plan(plan).base.id));
        let is_asked = |path: &str| folder.as_ref().is_none_or(|folder| path.starts_with(folder));
        let found: Diagnostics =
            found.into_iter().filter(|fault| is_asked(&fault.place.source.path)).collect();
        let (mut count, mut withdrawn) = (0, 0);
        for (id, bulletin) in self.public.bulletins() {
            let path = &self.public.base(RecordId::from(id)).path;
            for seal in bulletin.seals.iter().filter(|_| is_asked(path.as_str())) {
                count += 1;
                withdrawn += usize::from(seal.withdrawal().is_some());
                let (id, on, digest) = (&bulletin.base.id, seal.issued_on, &seal.digest);
                let (zh, en) = match seal.withdrawal() {
                    None => ("签发", "issued"),
                    Some(_) => ("已撤下，原签发", "taken down, issued"),
                };
                let line = say!("{id}  {zh} {on}  {digest}", "{id}  {en} {on}  {digest}");
                writeln!(session.out, "{}", line.in_lang(self.lang))?;
            }
        }
        let faults = found.count(crate::diagnostic::Severity::Error);
        if faults > 0 {
            tell(session, found, self.lang)?;
            return Ok(Outcome::Content);
        }
        let told = match (count, withdrawn) {
            (0, _) => say!("还没有签发过通报", "nothing is issued yet"),
            (_, 0) => {
                say!("{count}次签发都与签发时一致", "all {count} editions are as they were issued")
            }
            _ => say!(
                "{count}次签发，其中{withdrawn}次已撤下；没有撤下的都与签发时一致，撤下的记录没有改动",
                "{count} editions, {withdrawn} of them taken down; those that stand are as they were issued, and the records of the others unchanged"
            ),
        };
        writeln!(session.out, "{}", told.in_lang(self.lang))?;
        Ok(Outcome::Done)
    }

    fn withdraw(
        &self,
        plan: &str,
        period: Period,
        (reason, approved_by): (&str, &str),
        session: &mut Session,
    ) -> anyhow::Result<Outcome> {
        let plan = match self.plan(plan) {
            Ok(plan) => plan,
            Err(refused) => return self.refuse(refused, session),
        };
        let blank = |text: &str| text.trim().is_empty();
        if blank(reason) || blank(approved_by) {
            let message =
                say!("理由和批准都要写明", "both the reason and the approval must be given");
            return self.refuse((message, None), session);
        }
        let bulletin = bulletin::of_period(&self.public, plan, period);
        let Some((bulletin, seal)) = bulletin.and_then(|b| Some((b, b.issued()?))) else {
            let message = say!(
                "{period} 期没有签发过，或已撤下",
                "{period} was not issued, or is taken down"
            );
            self.refuse((message, None), session)?;
            return Ok(Outcome::Content);
        };
        let left = seal.withdraw(self.day, reason.trim().into(), approved_by.trim().into());
        let path = bulletin.seal_path(seal);
        let target = self.site.join(&*path);
        // In one step, so that there is always the whole of one or of the other.
        let waiting = target.with_extension("new");
        let written =
            fs::write(&waiting, left.write()).and_then(|()| fs::rename(&waiting, &target));
        if written.is_err() {
            let _ = fs::remove_file(&waiting);
        }
        written.with_context(|| format!("cannot write {}", target.display()))?;
        let id = &self.public.plan(plan).base.id;
        let told = say!(
            "已撤下 {path} 的文字；它的 SHA-256、理由和批准仍在\n接下来：把这个文件提交到 git，或交技术人员存档；原文还在 git 的历史和存档里，如果不该留存，请技术人员清除\n更正后可以重新签发：liangshai bulletin issue {id} {period}",
            "the text of {path} is taken down; its SHA-256, the reason and the approval stay\nnext: commit that file to git, or have it archived; the text is still in git's history and in archives, have it removed if it must not be kept\na corrected edition may be issued: liangshai bulletin issue {id} {period}"
        );
        writeln!(session.out, "{}", told.in_lang(self.lang))?;
        Ok(Outcome::Done)
    }
}

fn refused(refusal: Refusal, plan: &str) -> (Text, Text) {
    match refusal {
        Refusal::TooEarly { due } => (
            say!("还没有到通报日{due}", "its day, {due}, has not come"),
            say!(
                "到那一天再签发；先看内容用 bulletin show",
                "issue it then; `bulletin show` prints it now"
            ),
        ),
        Refusal::Twice { on } => (
            say!("这一期已于{on}签发", "it was issued on {on}"),
            say!(
                "有误就在记录里写“更正”；必须撤下用 bulletin withdraw",
                "mend it by `corrections` in its record, or take it down by `bulletin withdraw`"
            ),
        ),
        Refusal::OutOfOrder { next } => (
            say!(
                "要按顺序签发，接下来是 {next}",
                "editions are issued in order, the next is {next}"
            ),
            say!(
                "先签发：liangshai bulletin issue {plan} {next}",
                "first: liangshai bulletin issue {plan} {next}"
            ),
        ),
        Refusal::Passed { later } => (
            say!(
                "{later} 期已经签发，在它之前的不能再签发",
                "{later} is issued, and nothing before it can be issued any more"
            ),
            say!(
                "当时的情况写进下一期；{later} 期有误就在它的记录里写“更正”",
                "tell of that time in the next edition; if {later} is at fault, add `corrections` to its record"
            ),
        ),
        Refusal::OutsideThePlan => (
            say!(
                "方案在这一期还没有印发，或已经结束",
                "the plan was not yet issued then, or had ended"
            ),
            say!("核对周期", "check the period"),
        ),
        Refusal::StillADraft => (
            say!("记录还是草稿", "its record is a draft"),
            say!("删去“草稿”一行再签发", "take the line `draft` out first"),
        ),
    }
}
