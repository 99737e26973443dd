//! Decisions: the policies of `policies/` are compiled in, checked once, and asked about one action at a time.

use super::action::{Action, Target};
use crate::views::Actor;
use cedar_policy::{
    ActionConstraint, AuthorizationError, Authorizer, Context, Effect, Entities, Entity, EntityId, EntityTypeName,
    EntityUid, Policy, PolicyId, PolicySet, Request, RestrictedExpression, Schema, ValidationMode, Validator,
};
use domain::ids::{AccountId, CaseId};
use domain::time::Moment;
use sha2::{Digest, Sha256};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::LazyLock;

/// The schema against which the policies are checked.
pub const SCHEMA: &str = include_str!("../../../../policies/schema.cedarschema");

/// The policies, by the name of their file.
pub const SOURCES: &[(&str, &str)] = &[
    ("boundaries.cedar", include_str!("../../../../policies/boundaries.cedar")),
    ("separation.cedar", include_str!("../../../../policies/separation.cedar")),
    ("front_line.cedar", include_str!("../../../../policies/front_line.cedar")),
    ("investigation.cedar", include_str!("../../../../policies/investigation.cedar")),
    ("supervision.cedar", include_str!("../../../../policies/supervision.cedar")),
    ("orders.cedar", include_str!("../../../../policies/orders.cedar")),
    ("partners.cedar", include_str!("../../../../policies/partners.cedar")),
    ("installation.cedar", include_str!("../../../../policies/installation.cedar")),
];

/// The role of Holdfast itself.
const SYSTEM: &str = "system";

/// Why the policies cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PolicyError {
    /// The schema cannot be read.
    #[error("the schema of the policies cannot be read: {0}")]
    Schema(String),
    /// A file cannot be read.
    #[error("{file} cannot be read: {why}")]
    Unreadable {
        /// Which file.
        file: String,
        /// What is wrong with it.
        why: String,
    },
    /// A policy has no name.
    #[error("a policy in {0} has no @id")]
    Unnamed(String),
    /// The validator refuses a policy, or two have one name.
    #[error("the policies do not hold together: {0}")]
    Invalid(String),
}

/// Who asks, as the policies see them. An account may hold several roles; each forbids what it forbids.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Principal {
    account: String,
    roles: Vec<&'static str>,
    force: String,
    team: String,
}

impl Principal {
    /// This is Holdfast itself, at work for a force.
    pub fn system(force: &str) -> Self {
        Self { account: SYSTEM.to_owned(), roles: vec![SYSTEM], force: force.to_owned(), team: String::new() }
    }

    /// This is the actor with further roles.
    pub fn with_roles(actor: &Actor, further: &[domain::catalogue::Role]) -> Self {
        let mut principal = Self::from(actor);
        principal.roles.extend(further.iter().map(|role| role.code()));
        principal
    }
}

impl From<&Actor> for Principal {
    fn from(actor: &Actor) -> Self {
        Self {
            account: actor.account.to_string(),
            roles: vec![actor.role.code()],
            force: actor.force.clone(),
            team: actor.team.clone(),
        }
    }
}

/// Who may have a case at all.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Restriction {
    /// Whoever has a role for it.
    Open,
    /// Of those, only named accounts: its subject is police (1.4.5).
    Named(BTreeSet<AccountId>),
}

/// What the policies need to know about a case.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct CaseFacts {
    /// Which case.
    pub case: CaseId,
    /// Its force's code.
    pub force: String,
    /// Its team.
    pub team: String,
    /// The officer in the case, if somebody has it.
    pub officer: Option<AccountId>,
    /// Who stands in for the officer, while the officer is away.
    pub stand_ins: BTreeSet<AccountId>,
    /// Accounts that recorded a report on it.
    pub reporters: BTreeSet<AccountId>,
    /// Advocates to whom the person at risk consented.
    pub consented: BTreeSet<AccountId>,
    /// Of these, those who may read what was said as well.
    pub consented_words: BTreeSet<AccountId>,
    /// Accounts with a declared connection to a person in it (1.4.4).
    pub connected: BTreeSet<AccountId>,
    /// Who may have it at all.
    pub restriction: Restriction,
}

impl CaseFacts {
    /// The facts without which case they are of. No policy asks for that, so for facts that are equal in the rest the policies
    /// say the same of the same person.
    #[must_use]
    pub fn of_any_case(&self) -> Self {
        Self { case: CaseId::new(Moment::from_micros(0), [0; 10]), ..self.clone() }
    }
}

/// Whether an installation holds real people's data.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Installation {
    /// It does, or may.
    Live,
    /// All of it is invented.
    Demonstration,
}

/// What the policies need to know about a force.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ForceFacts {
    /// Its code.
    pub force: String,
    /// Whether it holds real people's data.
    pub installation: Installation,
}

/// What the policies say, and which of them said it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decision {
    /// Whether it is allowed.
    pub allowed: bool,
    /// The policies that decided, in order of name. None when no policy permits it.
    pub policies: Vec<String>,
}

impl Decision {
    /// This refuses because no policy permits.
    fn refused() -> Self {
        Self { allowed: false, policies: Vec::new() }
    }
}

/// This decides whether an actor may do something about a case. It refuses when the policies cannot be used.
pub fn decide(actor: &Actor, action: Action, facts: &CaseFacts) -> Decision {
    embedded().map_or_else(|_| Decision::refused(), |policies| policies.decide(&actor.into(), action, facts))
}

/// This decides whether an actor may do something about the force or its installation.
pub fn decide_for_force(actor: &Actor, action: Action, facts: &ForceFacts) -> Decision {
    embedded().map_or_else(|_| Decision::refused(), |policies| policies.decide_for_force(&actor.into(), action, facts))
}

/// This decides whether Holdfast itself may do something for a force.
pub fn decide_for_system(action: Action, facts: &ForceFacts) -> Decision {
    let system = Principal::system(&facts.force);
    embedded().map_or_else(|_| Decision::refused(), |policies| policies.decide_for_force(&system, action, facts))
}

/// Policies that decided, by the names that were compiled in.
pub fn names(decided: &[String]) -> Vec<&'static str> {
    let Ok(policies) = embedded() else { return Vec::new() };
    let known =
        |id: &String| policies.set.policies().map(|policy| policy.id().as_ref()).find(|known: &&str| known == id);
    decided.iter().filter_map(known).collect()
}

/// This is the SHA-256 of schema and policies in hexadecimal, which entries in the ledger carry.
pub fn policy_set_hash() -> &'static str {
    static HASH: LazyLock<String> = LazyLock::new(|| hash(SCHEMA, SOURCES));
    &HASH
}

/// These are the policies that were compiled in. Start-up asks for them, so that a bad set stops it there.
pub fn embedded() -> Result<&'static Policies, &'static PolicyError> {
    static POLICIES: LazyLock<Result<Policies, PolicyError>> = LazyLock::new(|| Policies::load(SCHEMA, SOURCES));
    POLICIES.as_ref()
}

/// Lengths go into the hash with the texts, so that text cannot move between files unseen.
fn hash(schema: &str, sources: &[(&str, &str)]) -> String {
    let mut hasher = Sha256::new();
    for (file, text) in [("schema.cedarschema", schema)].iter().chain(sources) {
        hasher.update(format!("{file} {}\n", text.len()));
        hasher.update(text);
    }
    store::record::hex(&hasher.finalize())
}

/// A set of policies that was read and checked.
pub struct Policies {
    authorizer: Authorizer,
    schema: Schema,
    set: PolicySet,
    /// For each action the policies whose scope it can match, so that a decision runs only those.
    by_action: HashMap<Action, PolicySet>,
    types: Types,
}

/// The names of the kinds of entity, parsed once.
struct Types {
    account: EntityTypeName,
    role: EntityTypeName,
    case_file: EntityTypeName,
    force: EntityTypeName,
    action: EntityTypeName,
}

impl Policies {
    /// This reads the policies, names each after its `@id`, and lets the validator check them strictly.
    pub fn load(schema: &str, sources: &[(&str, &str)]) -> Result<Self, PolicyError> {
        let (schema, _) =
            Schema::from_cedarschema_str(schema).map_err(|error| PolicyError::Schema(error.to_string()))?;
        let mut set = PolicySet::new();
        for (file, text) in sources {
            for policy in read(file, text)? {
                set.add(policy).map_err(|error| PolicyError::Invalid(error.to_string()))?;
            }
        }
        let result = Validator::new(schema.clone()).validate(&set, ValidationMode::Strict);
        let mut problems = result.validation_errors().map(ToString::to_string).collect::<Vec<_>>();
        problems.extend(result.validation_warnings().map(ToString::to_string));
        if !problems.is_empty() {
            return Err(PolicyError::Invalid(problems.join("; ")));
        }
        Self::arrange(schema, set)
    }

    /// This sorts a checked set by action.
    fn arrange(schema: Schema, set: PolicySet) -> Result<Self, PolicyError> {
        let types = Types::parse()?;
        let mut by_action = HashMap::new();
        for action in Action::ALL {
            let uid = types.action_uid(*action);
            let policies = set.policies().filter(|policy| match policy.action_constraint() {
                ActionConstraint::Any => true,
                // INVARIANT: the schema has no groups of actions, so `in` a list is to be one of it.
                ActionConstraint::In(uids) => uids.contains(&uid),
                ActionConstraint::Eq(only) => only == uid,
            });
            let policies = PolicySet::from_policies(policies.cloned());
            by_action.insert(*action, policies.map_err(|error| PolicyError::Invalid(error.to_string()))?);
        }
        Ok(Self { authorizer: Authorizer::new(), schema, set, by_action, types })
    }

    /// The names of all policies, in order.
    pub fn ids(&self) -> BTreeSet<String> {
        self.set.policies().map(|policy| policy.id().to_string()).collect()
    }

    /// The names of the policies that forbid.
    pub fn forbidding_ids(&self) -> BTreeSet<String> {
        let forbidding = self.set.policies().filter(|policy| policy.effect() == Effect::Forbid);
        forbidding.map(|policy| policy.id().to_string()).collect()
    }

    /// This is the set without one of its policies, for tests that ask what it was good for.
    pub fn without(&self, id: &str) -> Result<Self, PolicyError> {
        let mut set = self.set.clone();
        set.remove_static(PolicyId::new(id)).map_err(|error| PolicyError::Invalid(error.to_string()))?;
        Self::arrange(self.schema.clone(), set)
    }

    /// This decides about a case.
    pub fn decide(&self, principal: &Principal, action: Action, facts: &CaseFacts) -> Decision {
        match action.target() {
            Target::Case | Target::CaseOrForce => self.ask(principal, action, self.case_file(facts)),
            Target::Force => Decision::refused(),
        }
    }

    /// This decides about a force.
    pub fn decide_for_force(&self, principal: &Principal, action: Action, facts: &ForceFacts) -> Decision {
        match action.target() {
            Target::Force | Target::CaseOrForce => self.ask(principal, action, self.force(facts)),
            Target::Case => Decision::refused(),
        }
    }

    /// This checks that what we tell the engine about a principal and a case is what the schema says.
    pub fn check_facts(&self, principal: &Principal, facts: &CaseFacts) -> Result<(), PolicyError> {
        let entities = [self.account(principal), self.case_file(facts)].into_iter().flatten();
        let checked = Entities::from_entities(entities, Some(&self.schema));
        checked.map(|_| ()).map_err(|error| PolicyError::Invalid(error.to_string()))
    }

    fn ask(&self, principal: &Principal, action: Action, resource: Option<Entity>) -> Decision {
        self.try_ask(principal, action, resource).unwrap_or_else(Decision::refused)
    }

    /// Nothing when the question cannot be put, which refuses.
    fn try_ask(&self, principal: &Principal, action: Action, resource: Option<Entity>) -> Option<Decision> {
        let account = self.account(principal)?;
        let resource = resource?;
        let policies = self.by_action.get(&action)?;
        let action = self.types.action_uid(action);
        let request = Request::new(account.uid(), action, resource.uid(), Context::empty(), None).ok()?;
        let entities = Entities::from_entities([account, resource], None).ok()?;
        let response = self.authorizer.is_authorized(&request, policies, &entities);
        // The engine skips a policy that fails while it runs. A skipped `forbid` would let someone in, so we refuse.
        let failed = response.diagnostics().errors().map(|error| match error {
            AuthorizationError::PolicyEvaluationError(error) => error.policy_id().to_string(),
        });
        let failed = failed.collect::<BTreeSet<_>>();
        if !failed.is_empty() {
            return Some(Decision { allowed: false, policies: failed.into_iter().collect() });
        }
        let policies = response.diagnostics().reason().map(ToString::to_string).collect::<BTreeSet<_>>();
        Some(Decision {
            allowed: response.decision() == cedar_policy::Decision::Allow,
            policies: policies.into_iter().collect(),
        })
    }

    fn account(&self, principal: &Principal) -> Option<Entity> {
        let roles = principal.roles.iter();
        let roles = roles.map(|role| EntityUid::from_type_name_and_id(self.types.role.clone(), EntityId::new(role)));
        let attributes =
            HashMap::from([("force".to_owned(), text(&principal.force)), ("team".to_owned(), text(&principal.team))]);
        Entity::new(self.account_uid(&principal.account), attributes, roles.collect()).ok()
    }

    fn case_file(&self, facts: &CaseFacts) -> Option<Entity> {
        let nobody = BTreeSet::new();
        let (restricted, named) = match &facts.restriction {
            Restriction::Open => (false, &nobody),
            Restriction::Named(named) => (true, named),
        };
        let mut attributes = HashMap::from([
            ("force".to_owned(), text(&facts.force)),
            ("team".to_owned(), text(&facts.team)),
            ("stand_ins".to_owned(), self.accounts(&facts.stand_ins)),
            ("reporters".to_owned(), self.accounts(&facts.reporters)),
            ("consented".to_owned(), self.accounts(&facts.consented)),
            ("consented_words".to_owned(), self.accounts(&facts.consented_words)),
            ("connected".to_owned(), self.accounts(&facts.connected)),
            ("restricted".to_owned(), RestrictedExpression::new_bool(restricted)),
            ("named".to_owned(), self.accounts(named)),
        ]);
        if let Some(officer) = facts.officer {
            let officer = RestrictedExpression::new_entity_uid(self.account_uid(&officer.to_string()));
            attributes.insert("officer".to_owned(), officer);
        }
        let id = EntityId::new(facts.case.to_string());
        Entity::new(EntityUid::from_type_name_and_id(self.types.case_file.clone(), id), attributes, HashSet::new()).ok()
    }

    fn force(&self, facts: &ForceFacts) -> Option<Entity> {
        let demonstration = facts.installation == Installation::Demonstration;
        let attributes = HashMap::from([
            ("force".to_owned(), text(&facts.force)),
            ("demonstration".to_owned(), RestrictedExpression::new_bool(demonstration)),
        ]);
        let id = EntityId::new(&facts.force);
        Entity::new(EntityUid::from_type_name_and_id(self.types.force.clone(), id), attributes, HashSet::new()).ok()
    }

    fn accounts(&self, accounts: &BTreeSet<AccountId>) -> RestrictedExpression {
        let uids = accounts.iter().map(|account| self.account_uid(&account.to_string()));
        RestrictedExpression::new_set(uids.map(RestrictedExpression::new_entity_uid))
    }

    fn account_uid(&self, account: &str) -> EntityUid {
        EntityUid::from_type_name_and_id(self.types.account.clone(), EntityId::new(account))
    }
}

impl Types {
    fn parse() -> Result<Self, PolicyError> {
        let name = |text: &str| text.parse::<EntityTypeName>().map_err(|error| PolicyError::Schema(error.to_string()));
        Ok(Self {
            account: name("Account")?,
            role: name("Role")?,
            case_file: name("CaseFile")?,
            force: name("Force")?,
            action: name("Action")?,
        })
    }

    fn action_uid(&self, action: Action) -> EntityUid {
        EntityUid::from_type_name_and_id(self.action.clone(), EntityId::new(action.code()))
    }
}

/// This reads one file; the engine numbers policies, we name them.
fn read(file: &str, text: &str) -> Result<Vec<Policy>, PolicyError> {
    let unreadable = |why: String| PolicyError::Unreadable { file: file.to_owned(), why };
    let set = text.parse::<PolicySet>().map_err(|error| unreadable(error.to_string()))?;
    let named = |policy: &Policy| {
        let id = policy.annotation("id").ok_or_else(|| PolicyError::Unnamed(file.to_owned()))?;
        Ok(policy.new_id(PolicyId::new(id)))
    };
    set.policies().map(named).collect()
}

fn text(text: &str) -> RestrictedExpression {
    RestrictedExpression::new_string(text.to_owned())
}
