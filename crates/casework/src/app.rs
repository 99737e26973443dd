//! The application: an open store, the moment as an argument, and who may do what.

use crate::access::{
    Action, CaseFacts, Decision, ForceFacts, Installation, Restriction, decide, decide_for_force, policy_set_hash,
};
use crate::failure::Failure;
use crate::house::absences::stand_ins;
use crate::views::Actor;
use domain::ids::AccountId;
use domain::time::Moment;
use domain::wording;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use store::Quoted;
use store::queries::{self, CaseFile};
use store::rows::AccessRow;
use store::{Chance, Config, Context, Outgoing, Reader, Store};

/// Where an installation keeps what it must keep.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    /// The database.
    pub database: Config,
    /// The file of the key that signs the ledger's heads; outside the database.
    pub key_file: PathBuf,
}

/// The present moment, from outside.
pub type Now = Arc<dyn Fn() -> Moment + Send + Sync>;

/// An open installation.
pub struct App {
    pub(crate) store: Arc<Store>,
    pub(crate) place: Place,
    now: Now,
    pub(crate) chance: std::sync::Mutex<Chance>,
    demonstration: std::sync::OnceLock<bool>,
    pub(crate) door: std::sync::Mutex<crate::house::door::Door>,
    pub(crate) tries: std::sync::Mutex<std::collections::HashMap<String, (u32, Moment)>>,
}

impl App {
    /// This opens the database, and makes its tables if they are not there.
    pub fn open(place: Place, now: Now, chance: Chance) -> Result<Self, Failure> {
        // Policies that do not hold together must not be found out by a refusal in the night.
        crate::access::decide::embedded()
            .map_err(|error| Failure::invalid("policies", wording!("{}", Quoted::new(error.to_string()))))?;
        let store = Arc::new(Store::open(&place.database, now(), chance.clone())?);
        Ok(Self {
            store,
            place,
            now,
            chance: std::sync::Mutex::new(chance),
            demonstration: std::sync::OnceLock::new(),
            door: std::sync::Mutex::default(),
            tries: std::sync::Mutex::default(),
        })
    }

    /// The present moment.
    pub fn now(&self) -> Moment {
        (self.now)()
    }

    /// This gives random bytes.
    pub(crate) fn random<const N: usize>(&self) -> [u8; N] {
        self.chance.lock().unwrap_or_else(std::sync::PoisonError::into_inner).bytes()
    }

    /// Whether this database is marked as a demonstration.
    pub fn is_demonstration(&self) -> bool {
        if let Some(known) = self.demonstration.get() {
            return *known;
        }
        let read = self.read(|reader| Ok(queries::setting(reader, "demonstration")?));
        let marked = read.is_ok_and(|setting| setting.is_some_and(|setting| setting.value == "yes"));
        if marked {
            // The mark is never taken away.
            let _ = self.demonstration.set(true);
        }
        marked
    }

    /// This reads in a snapshot; what is personal stays sealed, and no text of it can be taken out.
    pub(crate) fn read<T: Outgoing>(&self, look: impl Fn(&mut Reader<'_>) -> Result<T, Failure>) -> Result<T, Failure> {
        self.store.read(self.now(), &look)
    }

    /// The context of an act by a person.
    pub(crate) fn context(&self, actor: &Actor, purpose: &str) -> Context {
        Context {
            account: Some(actor.account),
            role: Some(actor.role),
            force: Some(actor.force.clone()),
            purpose: purpose.to_owned(),
            at: self.now(),
            policy_set: policy_set_hash().to_owned(),
        }
    }

    /// The context of an act by the system itself.
    pub(crate) fn system_context(&self, purpose: &str) -> Context {
        Context {
            account: None,
            role: None,
            force: None,
            purpose: purpose.to_owned(),
            at: self.now(),
            policy_set: policy_set_hash().to_owned(),
        }
    }

    /// This asks whether an actor may do something about their force.
    pub(crate) fn permit_force(&self, actor: &Actor, action: Action) -> Result<Vec<String>, Failure> {
        permit_force(actor, action, self.is_demonstration())
    }
}

/// This asks whether an actor may do something about their force.
pub(crate) fn permit_force(actor: &Actor, action: Action, demonstration: bool) -> Result<Vec<String>, Failure> {
    let installation = if demonstration { Installation::Demonstration } else { Installation::Live };
    let decision = decide_for_force(actor, action, &ForceFacts { force: actor.force.clone(), installation });
    if decision.allowed {
        Ok(decision.policies)
    } else {
        Err(Failure::forbidden(action, None, &decision.policies, false))
    }
}

/// This gathers what the policies ask about a case.
pub(crate) fn case_facts(reader: &mut Reader<'_>, file: &CaseFile) -> Result<CaseFacts, Failure> {
    let stand_ins = stand_ins(reader, file.officer)?;
    Ok(CaseFacts { stand_ins, ..facts_of(file, &queries::access_to(reader, file.id)?) })
}

/// The same from ties that were read already, without who stands in.
pub(crate) fn facts_of(file: &CaseFile, ties: &[AccessRow]) -> CaseFacts {
    let of = |kind: &str| -> BTreeSet<AccountId> {
        ties.iter().filter(|tie| tie.kind == kind).map(|tie| tie.account).collect()
    };
    CaseFacts {
        case: file.id,
        force: file.force.clone(),
        team: file.team.clone(),
        officer: file.officer,
        stand_ins: BTreeSet::new(),
        reporters: of("reported"),
        consented: of("consented"),
        consented_words: of("consented_words"),
        connected: of("connected"),
        restriction: if file.restricted { Restriction::Named(of("named")) } else { Restriction::Open },
    }
}

/// This asks whether an actor may do something about a case. Who may not even see it listed does not learn that it exists.
pub(crate) fn permit_case(actor: &Actor, action: Action, facts: &CaseFacts) -> Result<Vec<String>, Failure> {
    let decision = decide(actor, action, facts);
    if decision.allowed {
        return Ok(decision.policies);
    }
    let seen = |action| decide(actor, action, facts).allowed;
    let hidden = !seen(Action::ViewListing) && !seen(Action::ViewCase);
    Err(Failure::forbidden(action, Some(facts.case), &decision.policies, hidden))
}

/// This says whether something is allowed, without refusing.
pub(crate) fn allowed(actor: &Actor, action: Action, facts: &CaseFacts) -> Option<Vec<String>> {
    let Decision { allowed, policies } = decide(actor, action, facts);
    allowed.then_some(policies)
}

/// Whether a case is kept from everyone but a few, and the actor is not one of them: then nothing may even hint at it.
/// A colleague's case, or another force's that is not restricted, is not: its reference may be named.
pub(crate) fn kept_from(actor: &Actor, facts: &CaseFacts) -> bool {
    let named = match &facts.restriction {
        Restriction::Open => true,
        Restriction::Named(named) => named.contains(&actor.account),
    };
    facts.connected.contains(&actor.account) || !named
}

impl App {
    /// This has the database look at its own statistics, after much was taken in.
    pub fn analyse(&self) -> Result<(), Failure> {
        Ok(self.store.analyse()?)
    }
}
