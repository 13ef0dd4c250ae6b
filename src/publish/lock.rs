//! One publisher at a time.
//!
//! The lock is a small file on the target that its holder writes again every few seconds. Whoever
//! finds it there watches it for a while: one that beats no more was left by a publisher that was
//! killed. No two machines need to agree on the time for that.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::{JoinHandle, sleep, spawn};
use std::time::Duration;

use anyhow::{Result, bail};
use serde::{Deserialize, Serialize};

use super::host::Notes;

/// The lock's name on a target.
pub const LOCK: &str = "lock.json";

/// Who publishes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    pub who: Option<String>,
    pub machine: String,
    pub process: u32,
    /// When it began, in Beijing.
    pub since: String,
}

/// The lock as it lies on the target.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Held {
    holder: Holder,
    beat: u64,
}

/// How often a lock beats, and how long one must be still to be taken for dead.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    pub beat: Duration,
    pub still: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { beat: Duration::from_secs(5), still: Duration::from_secs(30) }
    }
}

/// A target that nobody else publishes to while this is alive.
pub struct Lock {
    notes: Arc<dyn Notes>,
    holder: Holder,
    lost: Arc<Mutex<Option<String>>>,
    beating: Option<(Sender<()>, JoinHandle<()>)>,
}

/// What came of asking for a lock.
pub enum Asked {
    Taken(Lock),
    /// Somebody else publishes.
    Busy(Holder),
    /// There is one that cannot be read at all: whose it is, and whether it beats, cannot be told.
    Closed {
        place: String,
        why: anyhow::Error,
    },
}

/// A lock that is watched, to see whether it still beats.
#[derive(Debug)]
pub struct Watched<'a> {
    pub place: String,
    /// None where it is not written as this program writes it.
    pub holder: Option<&'a Holder>,
    /// How long, at most.
    pub still: Duration,
}

impl Lock {
    /// Takes the lock. `waiting` is told at once of one that is watched, if there is one.
    pub fn take(
        notes: Arc<dyn Notes>,
        holder: Holder,
        patience: Patience,
        waiting: &dyn Fn(&Watched),
    ) -> Result<Asked> {
        let first = bytes_of(&holder, 0)?;
        if !notes.create(LOCK, &first)? {
            let found = match notes.read(LOCK) {
                Ok(found) => found,
                Err(why) => return Ok(Asked::Closed { place: notes.shown(LOCK), why }),
            };
            if let Some(found) = found
                && let Some(busy) = watch(&*notes, &found, &holder, patience, waiting)?
            {
                return Ok(Asked::Busy(busy));
            }
            notes.remove(LOCK)?;
            // Two may have waited for the same; one of them makes the new one.
            if !notes.create(LOCK, &first)? {
                return Ok(match held(&*notes)? {
                    Some(other) => Asked::Busy(other.holder),
                    None => bail!("the lock {LOCK} is being fought over; try again"),
                });
            }
        }
        let lost = Arc::new(Mutex::new(None));
        let beating = beat(notes.clone(), holder.clone(), patience, lost.clone());
        Ok(Asked::Taken(Self { notes, holder, lost, beating: Some(beating) }))
    }

    /// Fails if the lock is another's by now: whoever took it thought this one dead.
    pub fn prove(&self) -> Result<()> {
        let lost = self.lost.lock().unwrap_or_else(|broken| broken.into_inner());
        match &*lost {
            Some(why) => bail!("the lock on the target is lost: {why}"),
            None => Ok(()),
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some((stop, thread)) = self.beating.take() {
            drop(stop);
            let _ = thread.join();
        }
        // One that cannot be removed is found still by the next, who takes it over.
        if held(&*self.notes).is_ok_and(|held| held.is_some_and(|held| held.holder == self.holder))
        {
            let _ = self.notes.remove(LOCK);
        }
    }
}

/// Watches a lock; who holds it, if it is alive.
fn watch(
    notes: &dyn Notes,
    bytes: &[u8],
    me: &Holder,
    patience: Patience,
    waiting: &dyn Fn(&Watched),
) -> Result<Option<Holder>> {
    let found = serde_json::from_slice::<Held>(bytes).ok();
    let holder = found.as_ref().map(|held| &held.holder);
    if holder.is_some_and(|of| of.machine == me.machine && !is_alive(of.process)) {
        return Ok(None);
    }
    waiting(&Watched { place: notes.shown(LOCK), holder, still: patience.still });
    let mut left = patience.still;
    while !left.is_zero() {
        // Oftener than it beats: most are alive, and that is soon seen.
        let step = left.min(patience.beat / 5);
        sleep(step);
        left -= step;
        match notes.read(LOCK)? {
            None => return Ok(None),
            Some(now) if now == bytes => {}
            // It beats, and may be read while it is half written.
            Some(now) => {
                let now = serde_json::from_slice::<Held>(&now).ok().map(|held| held.holder);
                let Some(alive) = now.or_else(|| holder.cloned()) else {
                    bail!("the lock {LOCK} is being fought over; try again");
                };
                return Ok(Some(alive));
            }
        }
    }
    Ok(None)
}

fn held(notes: &dyn Notes) -> Result<Option<Held>> {
    Ok(notes.read(LOCK)?.and_then(|bytes| serde_json::from_slice(&bytes).ok()))
}

fn bytes_of(holder: &Holder, beat: u64) -> Result<Vec<u8>> {
    Ok(serde_json::to_vec(&Held { holder: holder.clone(), beat })?)
}

fn beat(
    notes: Arc<dyn Notes>,
    holder: Holder,
    patience: Patience,
    lost: Arc<Mutex<Option<String>>>,
) -> (Sender<()>, JoinHandle<()>) {
    let (stop, stopped) = channel::<()>();
    let thread = spawn(move || {
        let mut count = 0;
        while stopped.recv_timeout(patience.beat) == Err(RecvTimeoutError::Timeout) {
            count += 1;
            let beaten = match held(&*notes) {
                Ok(Some(held)) if held.holder == holder => {
                    bytes_of(&holder, count).and_then(|bytes| notes.write(LOCK, &bytes))
                }
                Ok(Some(held)) => Err(anyhow::anyhow!("{} took it over", held.holder.machine)),
                Ok(None) => Err(anyhow::anyhow!("{LOCK} was removed")),
                // A network that fails once may be back before anyone takes the lock for dead.
                Err(_) => Ok(()),
            };
            if let Err(error) = beaten {
                let mut lost = lost.lock().unwrap_or_else(|broken| broken.into_inner());
                *lost = Some(format!("{error:#}"));
                break;
            }
        }
    });
    (stop, thread)
}

/// Whether a process of this machine still runs; where that cannot be told, it does.
fn is_alive(process: u32) -> bool {
    #[cfg(unix)]
    {
        use rustix::process::{Pid, test_kill_process};
        let pid = i32::try_from(process).ok().and_then(Pid::from_raw);
        pid.is_some_and(|pid| test_kill_process(pid) != Err(rustix::io::Errno::SRCH))
    }
    #[cfg(not(unix))]
    {
        let _ = process;
        true
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::super::host::Directory;
    use super::*;

    const QUICK: Patience =
        Patience { beat: Duration::from_millis(20), still: Duration::from_millis(200) };

    fn holder(machine: &str) -> Holder {
        Holder {
            who: None,
            machine: machine.to_owned(),
            process: std::process::id(),
            since: "2026-11-22T22:15:00+08:00".to_owned(),
        }
    }

    fn target(name: &str) -> Arc<Directory> {
        let root = std::env::temp_dir().join(format!("lock-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&root);
        Arc::new(Directory::new(&root))
    }

    fn take(notes: Arc<Directory>, machine: &str) -> Asked {
        Lock::take(notes, holder(machine), QUICK, &|_| {}).expect("a readable folder")
    }

    #[test]
    fn a_second_publisher_waits_in_vain_while_the_first_is_alive() {
        let target = target("second");
        let Asked::Taken(first) = take(target.clone(), "a") else { panic!("nobody has it") };
        let watched = Cell::new(false);
        let told = |lock: &Watched| watched.set(lock.holder == Some(&holder("a")));
        let asked = Lock::take(target.clone(), holder("b"), QUICK, &told).expect("readable");
        assert!(matches!(asked, Asked::Busy(who) if who == holder("a")));
        assert!(watched.get());
        assert!(first.prove().is_ok());
        drop(first);
        assert!(matches!(take(target, "b"), Asked::Taken(_)));
    }

    #[test]
    fn a_lock_that_a_killed_publisher_left_is_taken_over() {
        let target = target("killed");
        let left = bytes_of(&holder("elsewhere"), 7).expect("JSON");
        target.write(LOCK, &left).expect("a writable folder");
        assert!(matches!(take(target.clone(), "b"), Asked::Taken(_)));
        target.write(LOCK, b"cut sho").expect("a writable folder");
        let told = Cell::new(false);
        let waiting = |lock: &Watched| {
            told.set(lock.holder.is_none() && lock.place == target.shown(LOCK));
        };
        let asked = Lock::take(target.clone(), holder("b"), QUICK, &waiting).expect("readable");
        assert!(matches!(asked, Asked::Taken(_)));
        assert!(told.get(), "before it is waited for");
    }

    #[test]
    fn a_lock_read_while_it_is_half_written_is_alive() {
        let target = target("half");
        target.write(LOCK, &bytes_of(&holder("elsewhere"), 7).expect("JSON")).expect("writable");
        let beats = |_: &Watched| target.write(LOCK, b"{\"hol").expect("writable");
        let asked = Lock::take(target.clone(), holder("b"), QUICK, &beats).expect("readable");
        assert!(matches!(asked, Asked::Busy(who) if who == holder("elsewhere")));
    }

    #[test]
    fn whoever_lost_the_lock_is_told_before_it_switches() {
        let target = target("lost");
        let Asked::Taken(first) = take(target.clone(), "a") else { panic!("nobody has it") };
        target.write(LOCK, &bytes_of(&holder("b"), 0).expect("JSON")).expect("writable");
        sleep(QUICK.beat * 5);
        assert!(first.prove().is_err());
        drop(first);
        // What is another's is not removed.
        assert_eq!(held(&*target).expect("readable").map(|held| held.holder), Some(holder("b")));
    }
}
