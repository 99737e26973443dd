//! Doing an act on a case: get, permit, decide, append, save, in one transaction.

use crate::access::Action;
use crate::app::{App, case_facts, permit_case};
use crate::asked::Wish;
use crate::cases::act::{Act, Acted};
use crate::cases::advance::{Held, advance, hold, read_in};
use crate::cases::attach::move_report;
use crate::cases::once::{Beside, Request, RequestRefusal};
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
        self.act_once(actor, reference, act, Beside::default())
    }

    /// This does an act that comes from a form or a client: under the same key once, and not on a case that somebody else has
    /// changed since it was read.
    pub fn act_once(&self, actor: &Actor, reference: &str, act: Act, beside: Beside) -> Result<Acted, Failure> {
        let wish = Wish::of(act.code()).on(reference);
        let retold = matches!(act, Act::Restrict { .. } | Act::LiftRestriction { .. } | Act::JoinCase { .. });
        let done = self.asked(actor, &wish, || self.act_beside(actor, reference, act, beside, self.now()));
        // The refusal is on record; who may not know of the case is told that there is none.
        let done = done.map_err(|failure| failure.concealed("case"))?;
        if retold {
            // What the other cases of the series were told counts it, or leaves it out, from now on.
            self.link_all()?;
        }
        Ok(done)
    }

    /// This asks whether an actor may do something on a case by their role, before a form for it is opened; a 'no' is on record.
    pub fn may_begin(&self, actor: &Actor, reference: &str, action: Action) -> Result<(), Failure> {
        let asked = self.asked(actor, &Wish::of(action.code()).on(reference), || {
            let (who, reference) = (actor.clone(), reference.to_owned());
            let looked = self.store.look(self.context(actor, "casework"), |reader| {
                let file = queries::case_file(reader, &reference)?.ok_or(Failure::NotFound("case"))?;
                let facts = case_facts(reader, &file)?;
                let policies = permit_case(&who, action, &facts)?;
                Ok::<_, Failure>(((), Draft::seen(action.code(), &policies, Vec::new())))
            });
            looked.map(|_| ())
        });
        asked.map_err(|failure| failure.concealed("case"))
    }

    /// This does an act at a given moment: the present, or a day of an invented past.
    pub(crate) fn act_at(&self, actor: &Actor, reference: &str, act: Act, at: Moment) -> Result<Acted, Failure> {
        self.act_beside(actor, reference, act, Beside::default(), at)
    }

    fn act_beside(
        &self,
        actor: &Actor,
        reference: &str,
        act: Act,
        beside: Beside,
        at: Moment,
    ) -> Result<Acted, Failure> {
        let (actor, reference) = (actor.clone(), reference.to_owned());
        let mut context = self.context(&actor, "casework");
        context.at = at;
        let done = self.store.transact(context, move |tx| perform(tx, &actor, &reference, &act, &beside));
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

fn perform(tx: &mut Tx<'_>, actor: &Actor, reference: &str, act: &Act, beside: &Beside) -> Result<Done, Failure> {
    let file = queries::case_file(tx, reference)?.ok_or(Failure::NotFound("case"))?;
    let facts = case_facts(tx, &file)?;
    let policies = permit_case(actor, act.action_of(actor), &facts)?;
    let mut held = hold(tx, file.id)?;
    let request = beside.key.as_ref().map(|key| Request::of(actor, reference, act, key, beside.sent.as_deref()));
    if let Some(request) = &request
        && request.was_done(tx).map_err(|failure| on_case(failure, act, file.id))?
    {
        return done_before(tx, &held, Draft::done(act.code(), &policies));
    }
    if beside.seen.is_some_and(|seen| held.was_worked_on_since(seen)) {
        return Err(on_case(RequestRefusal::ChangedSince.into(), act, file.id));
    }
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
    if let Some(request) = request {
        request.keep(tx, actor, held.row.id, &entry)?;
    }
    Ok(Done {
        reference: tx.tell(&entry, "reference", &held.row.reference)?,
        events: tx.happened(&entry)?,
        warnings: planned.warnings,
        notices: planned.notices,
        next: next_action(&derived.case, tx.at()),
    })
}

/// What is said of a request that was carried out before: that it came again is on record, and nothing is done.
fn done_before(tx: &mut Tx<'_>, held: &Held, draft: Draft) -> Result<Done, Failure> {
    let entry = tx.append(draft.fact("again", "done_before").on_case(held.row.id, 0, Vec::new()));
    let derived = read_in(&held.house, &held.history, tx.at())?;
    Ok(Done {
        reference: tx.tell(&entry, "reference", &held.row.reference)?,
        events: tx.happened(&entry)?,
        warnings: Vec::new(),
        notices: vec!["This was sent before, and is done once."],
        next: next_action(&derived.case, tx.at()),
    })
}

/// This tells a refusal what was asked for and about which case.
fn on_case(failure: Failure, act: &Act, case: CaseId) -> Failure {
    match failure {
        Failure::Refused(mut refusal) => {
            refusal.action = act.code();
            refusal.case = Some(case);
            Failure::Refused(refusal)
        }
        other => other,
    }
}
