//! The target's lock: taken, waited for, or told of.

use super::super::{Outcome, Session, clock, failure};
use super::target::{self, Chosen};
use crate::diagnostic::{Lang, Text};
use crate::publish::lock::{Asked, Holder, Lock, Patience, Watched};
use crate::say;

/// Why there is no lock to be had.
pub enum NoLock {
    /// Somebody else publishes.
    Busy(Holder),
    /// The one that is there cannot be read.
    Closed { place: String, why: anyhow::Error },
}

/// Takes the target's lock, and sets right what a killed publication left.
pub fn lock(chosen: &Chosen, lang: Lang) -> anyhow::Result<Result<Lock, NoLock>> {
    let me = Holder {
        who: chosen.who.clone(),
        machine: target::machine(),
        process: std::process::id(),
        since: clock::now().iso(),
    };
    let waiting = |lock: &Watched| eprintln!("{}", watched(lock).in_lang(lang));
    Ok(match Lock::take(chosen.server.notes(), me, Patience::default(), &waiting)? {
        Asked::Taken(lock) => {
            chosen.server.settle()?;
            Ok(lock)
        }
        Asked::Busy(holder) => Err(NoLock::Busy(holder)),
        Asked::Closed { place, why } => Err(NoLock::Closed { place, why }),
    })
}

/// What is waited for, and until when.
fn watched(lock: &Watched) -> Text {
    let Watched { place, holder, still } = lock;
    let (seconds, until) = (still.as_secs(), clock::after(*still).clock());
    match holder {
        Some(Holder { machine, since, .. }) => say!(
            "{machine} 自 {since} 起正在发布，看它是否还在进行，最多{seconds}秒，到 {until}……",
            "{machine} has been publishing since {since}; watching whether it still does, for {seconds} s at most, until {until} in Beijing ..."
        ),
        None => say!(
            "锁 {place} 看不出是谁的，看它是否还在变动，最多{seconds}秒，到 {until}；确知没有别人在发布，可以删掉它……",
            "the lock {place} does not tell whose it is; watching whether it changes, for {seconds} s at most, until {until} in Beijing; if nobody else publishes, it may be removed ..."
        ),
    }
}

/// Says why there is none.
pub fn no_lock(none: &NoLock, session: &mut Session, lang: Lang) -> anyhow::Result<Outcome> {
    let (message, help) = match none {
        NoLock::Busy(holder) => busy(holder),
        NoLock::Closed { place, why } => closed(place, why),
    };
    session.fail(lang, &message, &help)
}

fn busy(holder: &Holder) -> (Text, Text) {
    let Holder { machine, since, .. } = holder;
    let who = holder.who.as_deref().unwrap_or(machine);
    (
        say!(
            "“{who}”正在发布（{machine}，自 {since}）",
            "`{who}` is publishing, on {machine} since {since}"
        ),
        say!("等它结束后再发布", "publish when that is done"),
    )
}

fn closed(place: &str, why: &anyhow::Error) -> (Text, Text) {
    let (zh, en) = (failure::because(why, Lang::Zh), failure::because(why, Lang::En));
    (
        say!("读不出锁 {place}：{zh}", "the lock {place} cannot be read: {en}"),
        say!(
            "确知没有别人在发布，删掉它再发布一次",
            "if nobody else publishes, remove it and publish again"
        ),
    )
}
