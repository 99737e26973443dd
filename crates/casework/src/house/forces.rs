//! Forces and their go-live: the day from which a force's duties run in Holdfast.

use crate::access::Action;
use crate::app::{App, permit_force};
use crate::asked::Wish;
use crate::failure::{Failure, Fault};
use crate::views::Actor;
use domain::time::Moment;
use domain::wording;
use store::rows::ForceRow;
use store::{AsRead, Draft, Tx, queries};

/// How far ahead a go-live may be set.
pub const GO_LIVE_DAYS_AHEAD: i64 = 62;

impl App {
    /// This reads a force.
    pub fn force(&self, id: &str) -> Result<Option<ForceRow>, Failure> {
        Ok(self.read(|reader| Ok(queries::force(reader, id)?))?.map(AsRead::into_inner))
    }

    /// This makes a force, as part of setting up.
    pub fn create_force(&self, id: &str, name: &str, contact: &str, go_live_at: Option<Moment>) -> Result<(), Failure> {
        let (id, name, contact) = (id.to_owned(), name.to_owned(), contact.to_owned());
        let save = move |tx: &mut Tx<'_>| save_force(tx, &id, &name, &contact, go_live_at, &[]);
        let first = self.read(|reader| Ok(queries::forces(reader)?.is_empty()))?;
        self.set_up(|| self.store.transact(self.system_context("setup"), save))?;
        if first {
            // There is no case yet, so every timer will be set by today's catalogue.
            self.store.note_timers_set_by(&domain::clocks::catalogue_mark())?;
        }
        Ok(())
    }

    /// This sets from when the force's duties run. It is set once: a later day would take duties away.
    pub fn set_go_live(&self, actor: &Actor, at: Moment) -> Result<(), Failure> {
        let (who, demonstration) = (actor.clone(), self.is_demonstration());
        self.asked(actor, &Wish::of(Action::SetGoLive.code()), || {
            self.store.transact(self.context(actor, "administration"), move |tx| {
                let policies = permit_force(&who, Action::SetGoLive, demonstration)?;
                set_go_live(tx, &who.force, at, &policies)
            })?;
            Ok(())
        })
    }
}

/// This saves a new force inside a transaction.
pub(crate) fn save_force(
    tx: &mut Tx<'_>,
    id: &str,
    name: &str,
    contact: &str,
    go_live_at: Option<Moment>,
    policies: &[String],
) -> Result<(), Failure> {
    if queries::force(tx, id)?.is_some() {
        return Err(Failure::fault("force", Fault::Exists, "is there already"));
    }
    let entry = tx.append(Draft::done("create_force", policies).fact("force", id));
    let mut row = ForceRow {
        id: id.to_owned(),
        version: 0,
        salt: String::new(),
        name: name.to_owned(),
        contact: contact.to_owned(),
        go_live_at,
    };
    Ok(tx.save(&mut row, &entry)?)
}

/// This sets a force's go-live inside a transaction.
pub(crate) fn set_go_live(tx: &mut Tx<'_>, force: &str, at: Moment, policies: &[String]) -> Result<(), Failure> {
    let mut row = queries::force(tx, force)?.ok_or(Failure::NotFound("force"))?.into_inner();
    if row.go_live_at.is_some() {
        return Err(Failure::fault(
            "go-live",
            Fault::Exists,
            "is set already and is not moved: that would take duties away",
        ));
    }
    if at > tx.at().plus_hours(24 * GO_LIVE_DAYS_AHEAD) {
        let problem = wording!(
            "lies more than {} days ahead; it cannot be moved afterwards, so check the year",
            GO_LIVE_DAYS_AHEAD
        );
        return Err(Failure::fault("go-live", Fault::OutOfRange, problem));
    }
    row.go_live_at = Some(at);
    let entry = tx.append(Draft::done(Action::SetGoLive.code(), policies).fact("force", force).fact("go_live_at", at));
    tx.save(&mut row, &entry)?;
    Ok(())
}
