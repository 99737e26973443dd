//! What is refused before anybody is known: sign-ins, tokens, setting up twice. On record, and bounded, since anyone can ask.

use crate::app::App;
use crate::failure::{Failure, Fault};
use domain::ids::AccountId;
use domain::time::Moment;
use std::collections::BTreeMap;
use store::{Draft, Verdict};

/// Entries of their own in one minute; what comes beyond is counted into one entry. There is one bound for names that
/// are accounts and for others, so that the time that a refusal takes tells nobody which a name is.
pub const ENTRIES_MAX: u32 = 60;

/// Accounts that the one entry tells apart; those beyond are counted together.
const TOLD_APART_MAX: usize = 100;

const MINUTE_MICROS: i64 = 60_000_000;

/// What was refused at the door in the present minute.
#[derive(Default)]
pub(crate) struct Door {
    minute: i64,
    written: u32,
    /// What has no entry of its own: what was asked for, why it was refused, and whose account it was about.
    beyond: BTreeMap<(&'static str, &'static str, Option<AccountId>), u64>,
}

impl Door {
    /// This begins the minute of a moment, and gives the entry that an earlier one still owes.
    fn turn(&mut self, now: Moment) -> Option<Draft> {
        let minute = now.micros().div_euclid(MINUTE_MICROS);
        if minute == self.minute {
            return None;
        }
        let owed = self.owed();
        *self = Self { minute, ..Self::default() };
        owed
    }

    /// The one entry for what has none, with how often each was refused.
    fn owed(&mut self) -> Option<Draft> {
        if self.beyond.is_empty() {
            return None;
        }
        let since = Moment::from_micros(self.minute * MINUTE_MICROS);
        let draft = refused("refused_at_the_door", "beyond_bound").fact("minute", since);
        let counted = std::mem::take(&mut self.beyond);
        Some(counted.into_iter().fold(draft, |draft, ((action, why, account), count)| {
            draft.fact("count", format!("{action}:{why}:{}:{count}", whose(account)))
        }))
    }

    /// Whether a refusal still has an entry of its own in this minute; if not it is counted.
    fn admits(&mut self, action: &'static str, why: &'static str, account: Option<AccountId>) -> bool {
        if self.written < ENTRIES_MAX {
            self.written += 1;
            return true;
        }
        let full = self.beyond.len() >= TOLD_APART_MAX && !self.beyond.contains_key(&(action, why, account));
        *self.beyond.entry((action, why, account.filter(|_| !full))).or_insert(0) += 1;
        false
    }
}

fn refused(action: &str, why: &str) -> Draft {
    Draft { verdict: Verdict::Refused, why: Some(why.to_owned()), ..Draft::done(action, &[]) }
}

fn whose(account: Option<AccountId>) -> String {
    account.map_or_else(|| "unknown".to_owned(), |account| account.to_string())
}

impl App {
    /// This puts on record that somebody who is not known was refused. What they typed is not kept.
    pub(crate) fn refused_at_the_door(
        &self,
        action: &'static str,
        why: &'static str,
        account: Option<AccountId>,
    ) -> Result<(), Failure> {
        let now = self.now();
        let mut drafts: Vec<Draft> = Vec::new();
        {
            let mut door = self.door.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            drafts.extend(door.turn(now));
            if door.admits(action, why, account) {
                drafts.push(refused(action, why).fact("account", whose(account)));
            }
        }
        self.write_at_the_door(drafts)
    }

    /// This writes the entry that an earlier minute owes; where serving ends, the present one's too.
    pub(crate) fn settle_the_door(&self, ending: Ending) -> Result<(), Failure> {
        let now = self.now();
        let owed = {
            let mut door = self.door.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            match ending {
                Ending::Minute => door.turn(now),
                Ending::Serving => door.owed(),
            }
        };
        self.write_at_the_door(owed.into_iter().collect())
    }

    /// This does a step of setting up, which nobody who is known asks for, and puts on record that it was refused.
    pub(crate) fn set_up<T>(&self, does: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
        let done = does();
        if let Err(Failure::Invalid(problems)) = &done {
            let why = problems.first().map_or(Fault::Unfit, |problem| problem.fault);
            self.refused_at_the_door("set_up", why.code(), None)?;
        }
        done
    }

    fn write_at_the_door(&self, drafts: Vec<Draft>) -> Result<(), Failure> {
        if drafts.is_empty() {
            return Ok(());
        }
        self.store.transact(self.system_context("sign_in"), move |tx| {
            for draft in &drafts {
                tx.append(draft.clone());
            }
            Ok::<_, Failure>(())
        })?;
        Ok(())
    }
}

/// What ends, so that counts become an entry.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Ending {
    /// A minute, perhaps.
    Minute,
    /// The serving of this process.
    Serving,
}
