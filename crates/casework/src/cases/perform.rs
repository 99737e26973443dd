//! Doing an act on a case: get, permit, decide, append, save, in one transaction.

use crate::app::{App, case_facts, permit_case};
use crate::asked::Wish;
use crate::cases::act::{Act, Acted};
use crate::cases::advance::{advance, hold};
use crate::cases::attach::move_report;
use crate::cases::plan::plan;
use crate::failure::Failure;
use crate::house::ties::sync_ties;
use crate::views::Actor;
use domain::case::next::{NextAction, next_action};
use domain::case::protection::ProtectionWarning;
use domain::ids::CaseId;
use domain::time::Moment;
use store::{Draft, Happened, Told, Tx, queries};

impl App {
    /// This does an act on a case, or says why not.
    pub fn act(&self, actor: &Actor, reference: &str, act: Act) -> Result<Acted, Failure> {
        let wish = Wish::of(act.code()).on(reference);
        let retold = matches!(act, Act::Restrict { .. } | Act::LiftRestriction { .. } | Act::JoinCase { .. });
        let done = self.asked(actor, &wish, || self.act_at(actor, reference, act, self.now()));
        // The refusal is on record; who may not know of the case is told that there is none.
        let done = done.map_err(|failure| failure.concealed("case"))?;
        if retold {
            // What the other cases of the series were told counts it, or leaves it out, from now on.
            self.link_all()?;
        }
        Ok(done)
    }

    /// This does an act at a given moment: the present, or a day of an invented past.
    pub(crate) fn act_at(&self, actor: &Actor, reference: &str, act: Act, at: Moment) -> Result<Acted, Failure> {
        let (actor, reference) = (actor.clone(), reference.to_owned());
        let mut context = self.context(&actor, "casework");
        context.at = at;
        let done = self.store.transact(context, move |tx| perform(tx, &actor, &reference, &act));
        done.map(|(done, _)| done.into())
    }
}

/// What was done, as it leaves the transaction.
struct Done {
    reference: Told,
    events: Happened,
    warnings: Vec<ProtectionWarning>,
    notices: Vec<&'static str>,
    next: NextAction,
}
store::outgoing!(Done { reference, events, warnings, notices, next });

impl From<Done> for Acted {
    fn from(done: Done) -> Self {
        Self {
            reference: done.reference.into_text(),
            events: done.events.into_codes(),
            warnings: done
                .warnings
                .iter()
                .map(ProtectionWarning::sentence)
                .chain(done.notices.into_iter().map(str::to_owned))
                .collect(),
            next_action: done.next.sentence(),
        }
    }
}

fn perform(tx: &mut Tx<'_>, actor: &Actor, reference: &str, act: &Act) -> Result<Done, Failure> {
    let file = queries::case_file(tx, reference)?.ok_or(Failure::NotFound("case"))?;
    let facts = case_facts(tx, &file)?;
    let policies = permit_case(actor, act.action_of(actor), &facts)?;
    let mut held = hold(tx, file.id)?;
    let planned = plan(tx, actor, &held, act).map_err(|failure| on_case(failure, act, file.id))?;
    let draft = Draft::done(act.code(), &policies);
    let (derived, entry) = advance(tx, &mut held, planned.events, planned.words, draft)?;
    sync_ties(tx, &held, &derived.case, &entry)?;
    if let Some(mut mention) = planned.mention {
        tx.save(&mut mention, &entry)?;
    }
    if let Some(corrected) = planned.corrected {
        corrected.write(tx, actor, &held, act.action(), &policies, &entry)?;
    }
    if let Some(joining) = planned.joining {
        joining.write(tx, actor, &held, &policies, &entry)?;
    }
    if let Some(report) = planned.moved {
        move_report(tx, &held, report, &policies, &entry)?;
    }
    Ok(Done {
        reference: tx.tell(&entry, "reference", &held.row.reference)?,
        events: tx.happened(&entry)?,
        warnings: planned.warnings,
        notices: planned.notices,
        next: next_action(&derived.case, tx.at()),
    })
}

/// This tells a refusal what was asked for and about which case.
fn on_case(failure: Failure, act: &Act, case: CaseId) -> Failure {
    match failure {
        Failure::Refused(mut refusal) => {
            act.code().clone_into(&mut refusal.action);
            refusal.case = Some(case);
            Failure::Refused(refusal)
        }
        other => other,
    }
}
