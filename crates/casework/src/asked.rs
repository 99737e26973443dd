//! The one way in for what an account asks: a use case that fails without an entry of its own gets one here.
//!
//! INVARIANT: every public function of `App` that takes an actor goes through `asked`; `tests/cases/way_in.rs` checks it.

use crate::app::App;
use crate::failure::{Failure, Problem};
use crate::views::Actor;
use store::{Draft, StoreError, Verdict, queries};

/// Problems that one entry names; a file may have thousands.
const NAMED_MAX: usize = 20;

/// What somebody asks for, as an entry about its refusal tells it.
#[derive(Clone, Copy, Debug)]
pub struct Wish<'a> {
    action: &'a str,
    case: Option<&'a str>,
    named: Option<&'a str>,
    command: Option<&'a str>,
}

impl<'a> Wish<'a> {
    /// This asks for an action, by its code.
    pub const fn of(action: &'a str) -> Self {
        Self { action, case: None, named: None, command: None }
    }
    /// It is about a case, by the reference that was typed.
    pub const fn on(self, reference: &'a str) -> Self {
        Self { case: Some(reference), ..self }
    }
    /// It names something else. A mistyped name may be anything, a person's too: only its length is kept.
    pub const fn naming(self, named: &'a str) -> Self {
        Self { named: Some(named), ..self }
    }
    /// It was typed to a command of this name, which could not read it.
    pub const fn by(self, command: &'a str) -> Self {
        Self { command: Some(command), ..self }
    }
}

impl App {
    /// This does what an account asks, and puts on record a failure that is not on record yet.
    pub(crate) fn asked<T>(
        &self,
        actor: &Actor,
        wish: &Wish<'_>,
        does: impl FnOnce() -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        does().map_err(|failure| self.put_on_record(actor, wish, failure))
    }

    /// This refuses what an account typed and a page or a command could not read, and puts it on record.
    pub fn refuse(&self, actor: &Actor, wish: &Wish<'_>, problems: Vec<Problem>) -> Failure {
        self.put_on_record(actor, wish, Failure::Invalid(problems))
    }

    /// A refusal that cannot be put on record is not given as one.
    fn put_on_record(&self, actor: &Actor, wish: &Wish<'_>, failure: Failure) -> Failure {
        let Some((why, facts)) = unrecorded(&failure) else { return failure };
        let mut draft =
            Draft { verdict: Verdict::Refused, why: Some(why.to_owned()), facts, ..Draft::done(wish.action, &[]) };
        if let Some(command) = wish.command {
            draft = draft.fact("command", command);
        }
        if let Some(named) = wish.named {
            draft = draft.fact("named_chars", named.chars().count());
        }
        let case = wish.case.map(str::to_owned);
        let recorded = self.store.transact(self.context(actor, "refused"), move |tx| {
            let mut draft = draft.clone();
            if let Some(reference) = &case {
                let readable = !crate::intake::read::has_nul(reference);
                match if readable { queries::case_file(tx, reference)? } else { None } {
                    Some(file) => draft.case = Some((file.id, 0)),
                    None => draft = draft.fact("named_chars", reference.chars().count()),
                }
            }
            tx.append(draft);
            Ok::<_, Failure>(())
        });
        recorded.map_or_else(|unwritten| unwritten, |_| failure)
    }
}

/// The code and the facts of a failure that nothing has put on record, or none.
fn unrecorded(failure: &Failure) -> Option<(&'static str, Vec<(String, String)>)> {
    let fact = |name: &str, value: String| (name.to_owned(), value);
    match failure {
        Failure::Invalid(problems) => {
            let mut facts: Vec<_> =
                problems.iter().take(NAMED_MAX).map(|problem| fact("problem", problem.code())).collect();
            if problems.len() > NAMED_MAX {
                facts.push(fact("problems", problems.len().to_string()));
            }
            Some(("invalid", facts))
        }
        Failure::NotFound(what) => Some(("not_found", vec![fact("what", (*what).to_owned())])),
        Failure::Store(StoreError::Conflict(table)) => Some(("conflict", vec![fact("table", (*table).to_owned())])),
        // The store puts these on record itself, after the rollback.
        Failure::Refused(_) => None,
        // These come before anybody is known: see `house/door.rs`.
        Failure::SignInWrong | Failure::TooManyTries | Failure::NotSignedIn | Failure::MustChangePassword => None,
        // The database failed: nothing can be put on record, and nothing was refused.
        Failure::Store(_) => None,
    }
}
