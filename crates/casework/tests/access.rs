//! Access: a golden table of the policies, a named probe for every policy, and list filters held to decisions.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use casework::access::decide::{self, Policies, Principal, SCHEMA, SOURCES};
use casework::access::{
    Action, CaseFacts, ForceFacts, Installation, Restriction, Target, decide as decide_case, decide_for_force,
    decide_for_system, filter, policy_set_hash,
};
use casework::search;
use casework::views::Actor;
use domain::catalogue::Role;
use domain::ids::{AccountId, CaseId};
use domain::search::Kind;
use domain::time::Moment;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use store::views::worklist::Reach;

/// Where the golden table stands.
const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../policies/table.golden.txt");

fn account(number: u8) -> AccountId {
    AccountId::new(Moment::from_micros(0), [number; 10])
}

fn actor(role: Role) -> Actor {
    Actor {
        account: account(1),
        name: "asker".to_owned(),
        display_name: "Asker".to_owned(),
        role,
        force: "northshire".to_owned(),
        team: "stalking".to_owned(),
    }
}

/// How the asker stands to the case.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Relation {
    Own,
    StandIn,
    Team,
    Force,
    Reported,
    Consented,
    Words,
    Connected,
    Restricted,
    Named,
    OtherForce,
}

impl Relation {
    const ALL: &'static [(Self, &'static str)] = &[
        (Self::Own, "own"),
        (Self::StandIn, "stands in"),
        (Self::Team, "team"),
        (Self::Force, "force"),
        (Self::Reported, "reported"),
        (Self::Consented, "consented"),
        (Self::Words, "words"),
        (Self::Connected, "connected"),
        (Self::Restricted, "restricted"),
        (Self::Named, "named"),
        (Self::OtherForce, "other"),
    ];

    /// A case of another officer and team in the force, and then what the relation adds. The last four start from
    /// everything that could open a case, so that an empty cell shows the boundary and not a missing ground.
    fn facts(self) -> CaseFacts {
        let me = || BTreeSet::from([account(1)]);
        let far = CaseFacts {
            case: CaseId::new(Moment::from_micros(0), [9; 10]),
            force: "northshire".to_owned(),
            team: "burglary".to_owned(),
            officer: Some(account(2)),
            stand_ins: BTreeSet::new(),
            reporters: BTreeSet::from([account(2)]),
            consented: BTreeSet::from([account(3)]),
            consented_words: BTreeSet::from([account(3)]),
            connected: BTreeSet::from([account(4)]),
            restriction: Restriction::Open,
        };
        let near = CaseFacts {
            team: "stalking".to_owned(),
            officer: Some(account(1)),
            stand_ins: me(),
            reporters: me(),
            consented: me(),
            consented_words: me(),
            ..far.clone()
        };
        match self {
            Self::Own => CaseFacts { team: "stalking".to_owned(), officer: Some(account(1)), ..far },
            Self::StandIn => CaseFacts { stand_ins: me(), ..far },
            Self::Team => CaseFacts { team: "stalking".to_owned(), ..far },
            Self::Force => far,
            Self::Reported => CaseFacts { reporters: me(), ..far },
            Self::Consented => CaseFacts { consented: me(), ..far },
            Self::Words => CaseFacts { consented: me(), consented_words: me(), ..far },
            Self::Connected => CaseFacts { connected: me(), ..near },
            Self::Restricted => CaseFacts { restriction: Restriction::Named(BTreeSet::from([account(5)])), ..near },
            Self::Named => CaseFacts { restriction: Restriction::Named(me()), ..near },
            Self::OtherForce => CaseFacts { force: "southshire".to_owned(), ..near },
        }
    }
}

fn force_facts(force: &str, installation: Installation) -> ForceFacts {
    ForceFacts { force: force.to_owned(), installation }
}

fn embedded() -> &'static Policies {
    decide::embedded().unwrap()
}

// ---- The golden table ----

/// The whole of the policies as a table that a supervisor can read.
fn table() -> String {
    let mut table = String::from(
        "Who may do what. Generated from policies/*.cedar by crates/casework/tests/access.rs; do not edit.\n\
         \n\
         own         the asker is officer in the case, which is their team's\n\
         stands in   as force, and they stand in for its officer, who is away\n\
         team        another officer of their team has it\n\
         force       another team of their force has it\n\
         reported    as force, and they recorded a report on it\n\
         consented   as force, and the person at risk consented to them, to progress\n\
         words       as consented, and to what was said in its words\n\
         connected   all of own, stands in, reported and words, and they declared a connection to somebody in it\n\
         restricted  all of own, stands in, reported and words, but only named accounts may have it, and they are not named\n\
         named       all of own, stands in, reported and words, and they are named for it\n\
         other       all of own, stands in, reported and words, but it is another force's\n",
    );
    for role in Role::ALL {
        write_role(&mut table, *role);
    }
    write_force_actions(&mut table);
    table
}

fn write_role(table: &mut String, role: Role) {
    writeln!(table, "\n{}", role.label()).unwrap();
    let mut rows = String::new();
    for action in Action::ALL.iter().filter(|action| action.target() != Target::Force) {
        let allowed = |relation: Relation| decide_case(&actor(role), *action, &relation.facts()).allowed;
        if !Relation::ALL.iter().any(|(relation, _)| allowed(*relation)) {
            continue;
        }
        write!(rows, "  {:<22}", action.code()).unwrap();
        for (relation, name) in Relation::ALL {
            let cell = if allowed(*relation) { "yes" } else { "." };
            write!(rows, "  {cell:<width$}", width = name.len()).unwrap();
        }
        rows.truncate(rows.trim_end().len());
        rows.push('\n');
    }
    if rows.is_empty() {
        table.push_str("  nothing on any case\n");
        return;
    }
    let names = Relation::ALL.iter().map(|(_, name)| *name).collect::<Vec<_>>().join("  ");
    writeln!(table, "  {:<22}  {names}", "").unwrap();
    table.push_str(&rows);
}

fn write_force_actions(table: &mut String) {
    table.push_str("\nOn the force and its installation\n");
    let places = [
        ("", force_facts("northshire", Installation::Live)),
        (" on a demonstration", force_facts("northshire", Installation::Demonstration)),
        (" of another force", force_facts("southshire", Installation::Demonstration)),
    ];
    for action in Action::ALL.iter().filter(|action| action.target() != Target::Case) {
        let mut before = None;
        for (place, facts) in &places {
            let roles = Role::ALL.iter().filter(|role| decide_for_force(&actor(**role), *action, facts).allowed);
            let mut names = roles.map(|role| role.label()).collect::<Vec<_>>();
            // The system works for one force at a time, so another force is no question that it can put.
            if !place.contains("another") && decide_for_system(*action, facts).allowed {
                names.push("Holdfast itself");
            }
            let names = if names.is_empty() { "nobody".to_owned() } else { names.join(", ") };
            // A place is written where it differs from the usual, and nobody in another force is usual.
            let usual = if place.contains("another") { Some("nobody".to_owned()) } else { before.clone() };
            if usual.as_ref() != Some(&names) {
                writeln!(table, "  {:<42}  {names}", format!("{action}{place}")).unwrap();
            }
            before = Some(names);
        }
    }
}

#[test]
fn the_table_says_what_the_policies_say() {
    let table = table();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(GOLDEN, &table).unwrap();
    }
    let golden = std::fs::read_to_string(GOLDEN).unwrap_or_default();
    let differs = table.lines().zip(golden.lines()).find(|(now, before)| now != before);
    assert!(
        table == golden,
        "policies/table.golden.txt is not what the policies say now (first difference: {differs:?}). \
         Read the change; if it is meant, run the test again with UPDATE_GOLDEN=1 and commit the table."
    );
}

// ---- A probe for every policy ----

/// What a probe is asked about.
#[derive(Clone, Copy, Debug)]
enum About {
    Case(Relation),
    Live,
    Demonstration,
    /// Another force, as a live installation.
    OtherForce,
}

/// A question whose answer changes when its policy is deleted.
struct Probe {
    policy: &'static str,
    /// The rule, as a supervisor would say it.
    rule: &'static str,
    /// The first is the actor's role; for a `forbid`, a further one would permit. None is the system.
    roles: &'static [Role],
    action: Action,
    about: About,
}

const fn probe(
    policy: &'static str,
    rule: &'static str,
    roles: &'static [Role],
    action: Action,
    about: About,
) -> Probe {
    Probe { policy, rule, roles, action, about }
}

use About::{Case, Demonstration, Live};
use Relation as R;

// One line a probe, however long: it is read as a table.
#[rustfmt::skip]
const PROBES: &[Probe] = &[
    // Boundaries.
    probe("another_force_sees_nothing", "a SPOC does not read another force's case", &[Role::Spoc], Action::ViewCase, Case(R::OtherForce)),
    probe("another_force_sees_nothing", "an administrator does not manage another force's accounts", &[Role::Administrator], Action::ManageAccounts, About::OtherForce),
    probe("a_declared_connection_blocks", "a SPOC with a declared connection is blocked (1.4.4)", &[Role::Spoc], Action::ViewListing, Case(R::Connected)),
    probe("a_declared_connection_blocks", "so is an officer in the case (1.4.4)", &[Role::Officer], Action::ViewLocation, Case(R::Connected)),
    probe("a_restricted_case_is_for_named_accounts", "an inspector who is not named has no restricted case (1.4.5)", &[Role::Inspector], Action::ViewListing, Case(R::Restricted)),
    probe("a_restricted_case_is_for_named_accounts", "nor has its officer (1.4.5)", &[Role::Officer], Action::ViewCase, Case(R::Restricted)),
    probe("an_analyst_sees_no_case", "an analyst browses no case (1.2)", &[Role::Analyst, Role::Spoc], Action::ViewListing, Case(R::Force)),
    probe("an_administrator_has_no_case", "an administrator has no case", &[Role::Administrator, Role::Inspector], Action::ViewCase, Case(R::Force)),
    probe("an_auditor_only_reads_the_ledger", "an auditor edits nothing (1.2)", &[Role::Auditor, Role::Supervisor], Action::AddNote, Case(R::Team)),
    probe("an_auditor_only_reads_the_ledger", "an auditor sets nothing up (1.2)", &[Role::Auditor, Role::Administrator], Action::ManageAccounts, Live),
    probe("simulation_only_on_a_demonstration", "invented days do not run on real data", &[Role::Administrator], Action::Simulate, Live),
    // Separation.
    probe("an_officer_never_approves_their_own_case", "nor lifts its restriction, though an inspector (1.4.5)", &[Role::Inspector], Action::LiftRestriction, Case(R::Own)),
    probe("an_officer_never_approves_their_own_case", "nor takes a connection to it back, though a supervisor (1.4.4)", &[Role::Supervisor], Action::WithdrawConnection, Case(R::Own)),
    probe("an_officer_never_approves_their_own_case", "an officer in the case closes it not, though a supervisor (1.2)", &[Role::Supervisor], Action::DecideClosure, Case(R::Own)),
    probe("an_officer_never_approves_their_own_case", "nor countersigns on it, though a SPOC (1.2)", &[Role::Spoc, Role::Officer], Action::CountersignDecision, Case(R::Own)),
    probe("an_officer_never_approves_their_own_case", "nor advises on it, though a SPOC (1.2, 6.3)", &[Role::Spoc, Role::Officer], Action::AdviseDecision, Case(R::Own)),
    probe("an_officer_never_approves_their_own_case", "nor disposes of its flags (1.2)", &[Role::Officer, Role::Inspector], Action::DisposeFlag, Case(R::Own)),
    probe("an_officer_never_approves_their_own_case", "nor reviews it (1.2)", &[Role::Inspector], Action::ReviewCase, Case(R::Own)),
    probe("a_stand_in_never_approves_where_they_stand_in", "who stands in for the officer closes the case not, though an inspector (1.2)", &[Role::Officer, Role::Inspector], Action::DecideClosure, Case(R::StandIn)),
    probe("a_stand_in_never_approves_where_they_stand_in", "nor countersigns on it, though a SPOC", &[Role::Spoc], Action::CountersignDecision, Case(R::StandIn)),
    probe("a_call_taker_never_closes", "a call taker does not propose closure (1.2)", &[Role::CallTaker, Role::Officer], Action::ProposeClosure, Case(R::Own)),
    probe("a_call_taker_never_closes", "a call taker does not close (1.2)", &[Role::CallTaker, Role::Supervisor], Action::DecideClosure, Case(R::Team)),
    probe("a_call_taker_never_grades", "a call taker sets no final grade (1.2)", &[Role::CallTaker, Role::Supervisor], Action::ReviewRisk, Case(R::Team)),
    probe("a_call_taker_never_grades", "a call taker makes no screen (1.2)", &[Role::CallTaker, Role::FirstResponder], Action::ScreenRisk, Case(R::Force)),
    probe("legal_services_never_alter_evidence", "legal services do not alter acts (1.2)", &[Role::Legal, Role::Officer], Action::RecordAct, Case(R::Own)),
    probe("legal_services_never_alter_evidence", "nor reports (1.2)", &[Role::Legal, Role::Spoc], Action::AttachReport, Case(R::Force)),
    probe("legal_services_never_alter_evidence", "nor make any (1.2)", &[Role::Legal, Role::Officer], Action::RecordReport, Live),
    probe("a_notification_officer_sees_no_victim_data", "a notification officer sees no address (1.2)", &[Role::NotificationOfficer, Role::FirstResponder], Action::ViewLocation, Case(R::Force)),
    probe("a_notification_officer_sees_no_victim_data", "nor contact (1.2)", &[Role::NotificationOfficer, Role::FirstResponder], Action::ViewContact, Case(R::Force)),
    probe("a_notification_officer_sees_no_victim_data", "nor statements (1.2)", &[Role::NotificationOfficer, Role::Spoc], Action::ViewNarrative, Case(R::Force)),
    probe("a_notification_officer_sees_no_victim_data", "nor names (1.2)", &[Role::NotificationOfficer, Role::OrderManager], Action::ViewIdentity, Case(R::Force)),
    probe("a_notification_officer_sees_no_victim_data", "nor the bundle, which holds statements (1.2)", &[Role::NotificationOfficer, Role::OrderManager], Action::ViewLegal, Case(R::Force)),
    probe("a_notification_officer_sees_no_victim_data", "nor other victims (1.2)", &[Role::NotificationOfficer, Role::Spoc], Action::ViewLinks, Case(R::Force)),
    // The front line.
    probe("the_front_line_records_reports", "a call taker records a report", &[Role::CallTaker], Action::RecordReport, Live),
    probe("a_call_taker_works_on_their_own_incident", "a call taker reads the case of their report", &[Role::CallTaker], Action::ViewCase, Case(R::Reported)),
    probe("a_first_responder_reads_cases_of_the_force", "a first responder has the address", &[Role::FirstResponder], Action::ViewLocation, Case(R::Force)),
    probe("a_first_responder_records_what_they_find", "a first responder makes the screen", &[Role::FirstResponder], Action::ScreenRisk, Case(R::Force)),
    // Investigation.
    probe("an_officer_reads_their_own_case", "an officer reads their case", &[Role::Officer], Action::ViewCase, Case(R::Own)),
    probe("an_officer_works_on_their_own_case", "an officer records the decision", &[Role::Officer], Action::RecordDecision, Case(R::Own)),
    probe("an_officer_works_on_their_own_case", "and answers the advice on it (6.3)", &[Role::Officer], Action::AnswerAdvice, Case(R::Own)),
    probe("a_stand_in_reads_the_cases_of_the_absent", "an officer reads the case of a colleague who is away, for whom they stand in (7.2)", &[Role::Officer], Action::ViewNarrative, Case(R::StandIn)),
    probe("a_stand_in_reads_the_cases_of_the_absent", "and has it on the list", &[Role::Officer], Action::ViewListing, Case(R::StandIn)),
    probe("a_stand_in_works_on_the_cases_of_the_absent", "and records the decision on it", &[Role::Officer], Action::RecordDecision, Case(R::StandIn)),
    // Supervision.
    probe("a_spoc_reads_cases_of_the_force", "a SPOC reads every case of the force", &[Role::Spoc], Action::ViewCase, Case(R::Force)),
    probe("a_spoc_gives_the_second_look", "a SPOC countersigns", &[Role::Spoc], Action::CountersignDecision, Case(R::Force)),
    probe("a_spoc_gives_the_second_look", "and answers a request for reconsideration (6.11)", &[Role::Spoc], Action::AnswerReconsideration, Case(R::Force)),
    probe("an_officer_never_approves_their_own_case", "nor answers a request for reconsideration on it (1.2)", &[Role::Supervisor], Action::AnswerReconsideration, Case(R::Own)),
    probe("a_spoc_gives_the_second_look", "and advises on a decision to apply (6.3)", &[Role::Spoc], Action::AdviseDecision, Case(R::Force)),
    probe("a_supervisor_reads_cases_of_the_team", "a supervisor reads the team's cases", &[Role::Supervisor], Action::ViewCase, Case(R::Team)),
    probe("a_supervisor_reviews_cases_of_the_team", "a supervisor decides closure", &[Role::Supervisor], Action::DecideClosure, Case(R::Team)),
    probe("a_supervisor_reviews_cases_of_the_team", "and answers a SPOC's advice (6.3)", &[Role::Supervisor], Action::AnswerAdvice, Case(R::Team)),
    probe("an_inspector_reads_cases_of_the_force", "an inspector reads every case of the force", &[Role::Inspector], Action::ViewCase, Case(R::Force)),
    probe("a_supervisor_reviews_cases_of_the_team", "a supervisor takes a declared connection back (1.4.4)", &[Role::Supervisor], Action::WithdrawConnection, Case(R::Team)),
    probe("a_spoc_gives_the_second_look", "a SPOC restricts a case (1.4.5)", &[Role::Spoc], Action::RestrictCase, Case(R::Force)),
    probe("an_officer_works_on_their_own_case", "an officer records consent (1.3)", &[Role::Officer], Action::RecordConsent, Case(R::Own)),
    probe("an_inspector_reviews_cases_of_the_force", "an inspector lifts a restriction (1.4.5)", &[Role::Inspector], Action::LiftRestriction, Case(R::Force)),
    probe("an_inspector_reviews_cases_of_the_force", "an inspector allocates", &[Role::Inspector], Action::Allocate, Case(R::Force)),
    probe("an_authorising_officer_reads_the_bundle", "an authorising officer reads the bundle", &[Role::AuthorisingOfficer], Action::ViewLegal, Case(R::Force)),
    probe("a_crime_registrar_lists_cases_of_the_force", "a crime registrar has the list", &[Role::CrimeRegistrar], Action::ViewListing, Case(R::Force)),
    probe("a_crime_registrar_classes_crimes", "a crime registrar classes a crime anew (1.2)", &[Role::CrimeRegistrar], Action::ReclassifyCrime, Case(R::Force)),
    // Orders.
    probe("legal_services_read_the_bundle", "legal services read the bundle", &[Role::Legal], Action::ViewLegal, Case(R::Force)),
    probe("legal_services_record_results", "legal services record a result", &[Role::Legal], Action::RecordProtection, Case(R::Force)),
    probe("an_order_manager_reads_cases_with_orders", "an order manager reads the order", &[Role::OrderManager], Action::ViewLegal, Case(R::Force)),
    probe("an_order_manager_records_checks", "an order manager records a breach", &[Role::OrderManager], Action::RecordAct, Case(R::Force)),
    probe("a_notification_officer_records_notifications", "a notification officer records one", &[Role::NotificationOfficer], Action::RecordNotification, Case(R::Force)),
    probe("the_warrants_desk_reads_orders", "the warrants desk knows who is wanted", &[Role::WarrantsDesk], Action::ViewIdentity, Case(R::Force)),
    // Partners.
    probe("an_advocate_reads_cases_with_consent", "an advocate follows the client's case (1.3)", &[Role::Advocate], Action::ViewCase, Case(R::Consented)),
    probe("an_advocate_reads_words_with_consent_to_them", "and what was said, where that was consented to (1.3)", &[Role::Advocate], Action::ViewNarrative, Case(R::Words)),
    probe("an_advocate_sees_nothing_without_consent", "and no other (1.3)", &[Role::Advocate, Role::Spoc], Action::ViewCase, Case(R::Force)),
    probe("an_advocate_never_opens_compartments", "not the address, with consent (1.4.1)", &[Role::Advocate, Role::FirstResponder], Action::ViewLocation, Case(R::Consented)),
    probe("an_advocate_never_opens_compartments", "not the contact (1.4.1)", &[Role::Advocate, Role::FirstResponder], Action::ViewContact, Case(R::Consented)),
    probe("an_advocate_never_opens_compartments", "not who the subject is (1.4.3)", &[Role::Advocate, Role::FirstResponder], Action::ViewIdentity, Case(R::Consented)),
    probe("an_advocate_never_opens_compartments", "not the bundle", &[Role::Advocate, Role::Spoc], Action::ViewLegal, Case(R::Consented)),
    probe("an_advocate_never_opens_compartments", "not other victims", &[Role::Advocate, Role::FirstResponder], Action::ViewLinks, Case(R::Consented)),
    // The installation.
    probe("whoever_works_on_cases_has_a_worklist", "an officer has a worklist", &[Role::Officer], Action::ViewWorklist, Live),
    probe("whoever_works_on_cases_searches", "a call taker searches before they record (1.2)", &[Role::CallTaker], Action::SearchCases, Live),
    probe("imports_are_run_by_administrator_and_spoc", "a SPOC imports", &[Role::Spoc], Action::RunImport, Live),
    probe("a_crime_registrar_sees_imports", "a crime registrar sees what came in", &[Role::CrimeRegistrar], Action::ViewImport, Live),
    probe("an_administrator_sets_up_the_installation", "an administrator manages accounts", &[Role::Administrator], Action::ManageAccounts, Live),
    probe("an_administrator_sets_up_the_installation", "and simulates on a demonstration", &[Role::Administrator], Action::Simulate, Demonstration),
    probe("spoc_and_inspector_adopt_questions", "a SPOC adopts the questions of a screen (3.5)", &[Role::Spoc], Action::AdoptQuestions, Live),
    probe("questions_are_read_by_those_who_screen_and_review", "a first responder reads what is asked", &[Role::FirstResponder], Action::ViewQuestions, Live),
    probe("training_is_recorded_by_administrator_and_spoc", "an administrator records training (6.2)", &[Role::Administrator], Action::ManageTraining, Live),
    probe("absences_are_recorded_by_supervisor_inspector_and_administrator", "a supervisor says who is away (7.2)", &[Role::Supervisor], Action::ManageAbsences, Live),
    probe("figures_are_run_by_those_who_answer_for_them", "an analyst runs figures (1.2)", &[Role::Analyst], Action::RunFigures, Live),
    probe("an_auditor_reads_the_ledger", "an auditor queries the ledger (1.2)", &[Role::Auditor], Action::QueryLedger, Live),
    probe("whoever_works_on_cases_has_notices", "an officer reads notices of duties (2.16)", &[Role::Officer], Action::ViewNotices, Live),
    probe("the_system_runs_clocks", "Holdfast runs its clocks", &[], Action::RunTick, Live),
];

impl Probe {
    fn answer(&self, policies: &Policies) -> casework::access::Decision {
        let principal = match self.roles {
            [] => Principal::system("northshire"),
            [first, further @ ..] => Principal::with_roles(&actor(*first), further),
        };
        let on_force = |force: &str, installation| {
            policies.decide_for_force(&principal, self.action, &force_facts(force, installation))
        };
        match self.about {
            About::Case(relation) => policies.decide(&principal, self.action, &relation.facts()),
            About::Live => on_force("northshire", Installation::Live),
            About::Demonstration => on_force("northshire", Installation::Demonstration),
            About::OtherForce => on_force("southshire", Installation::Live),
        }
    }
}

#[test]
fn every_policy_has_a_probe_and_every_probe_a_policy() {
    let probed = PROBES.iter().map(|probe| probe.policy.to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(embedded().ids(), probed, "add a probe for a new policy, and delete those of a deleted one");
}

#[test]
fn every_probe_changes_when_its_policy_is_deleted() {
    let forbidding = embedded().forbidding_ids();
    for probe in PROBES {
        let permits = !forbidding.contains(probe.policy);
        let with = probe.answer(embedded());
        assert_eq!(with.allowed, permits, "{}: {}: {with:?}", probe.policy, probe.rule);
        assert_eq!(with.policies, [probe.policy], "{}: the decision names what decided", probe.rule);
        let without = probe.answer(&embedded().without(probe.policy).unwrap());
        assert_eq!(without.allowed, !permits, "{} is not missed by '{}': {without:?}", probe.policy, probe.rule);
    }
}

/// A `forbid` on a list of actions needs a probe for each of them, or an action could leave the list unseen.
#[test]
fn every_action_that_a_separation_rule_lists_is_refused_to_every_second_role() {
    let rules: &[(Role, &[Action])] = &[
        (Role::CallTaker, &[Action::ProposeClosure, Action::DecideClosure, Action::ScreenRisk, Action::ReviewRisk]),
        (
            Role::Legal,
            &[
                Action::RecordReport,
                Action::RecordAct,
                Action::AttachReport,
                Action::CorrectRecord,
                Action::StrikeRecord,
            ],
        ),
        (
            Role::NotificationOfficer,
            &[
                Action::ViewIdentity,
                Action::ViewContact,
                Action::ViewLocation,
                Action::ViewNarrative,
                Action::ViewLegal,
                Action::ViewLinks,
            ],
        ),
        (
            Role::Advocate,
            &[Action::ViewIdentity, Action::ViewContact, Action::ViewLocation, Action::ViewLegal, Action::ViewLinks],
        ),
    ];
    for (role, actions) in rules {
        for action in *actions {
            for second in Role::ALL {
                let principal = Principal::with_roles(&actor(*role), &[*second]);
                for (relation, name) in Relation::ALL {
                    let decision = embedded().decide(&principal, *action, &relation.facts());
                    assert!(!decision.allowed, "{role} and {second} may {action} ({name}): {decision:?}");
                }
            }
        }
    }
}

// ---- Facts about the set ----

#[test]
fn the_engine_knows_exactly_the_actions_that_we_ask_for() {
    let schema = SCHEMA.parse::<cedar_policy::Schema>().unwrap();
    let declared = schema.actions().map(|action| action.id().unescaped().to_owned()).collect::<BTreeSet<_>>();
    let ours = Action::ALL.iter().map(|action| action.code().to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(declared, ours);
    // Decisions run only the policies that list the action; a group of actions would escape that.
    assert_eq!(schema.action_groups().count(), 0, "the schema has groups of actions: teach Policies::arrange of them");
}

#[test]
fn an_action_asked_about_the_wrong_thing_is_refused() {
    let decision = decide_case(&actor(Role::Administrator), Action::ManageAccounts, &Relation::Own.facts());
    assert!(!decision.allowed);
    let facts = force_facts("northshire", Installation::Demonstration);
    assert!(!decide_for_force(&actor(Role::Spoc), Action::ViewCase, &facts).allowed);
}

#[test]
fn a_policy_without_a_name_or_with_a_misspelt_role_is_not_loaded() {
    let load = |text: &'static str| Policies::load(SCHEMA, &[("test.cedar", text)]);
    assert!(load("permit (principal, action, resource);").is_err(), "no @id");
    assert!(load(r#"@id("a") permit (principal in Role::"spock", action, resource);"#).is_err(), "no such role");
    assert!(
        load(r#"@id("a") permit (principal, action == Action::"view_cases", resource);"#).is_err(),
        "no such action"
    );
    assert!(
        load(r#"@id("a") permit (principal, action, resource) when { resource.team == "a" };"#).is_err(),
        "a force has no team"
    );
    let twice = r#"@id("a") permit (principal, action, resource); @id("a") forbid (principal, action, resource);"#;
    assert!(load(twice).is_err(), "two policies of one name");
}

#[test]
fn the_hash_of_the_set_is_stable_and_is_that_of_the_texts() {
    assert_eq!(policy_set_hash().len(), 64);
    assert!(policy_set_hash().bytes().all(|byte| byte.is_ascii_hexdigit() && !byte.is_ascii_uppercase()));
    assert_eq!(policy_set_hash(), policy_set_hash());
    let files = std::fs::read_dir(std::path::Path::new(GOLDEN).parent().unwrap()).unwrap();
    let files = files.map(|file| file.unwrap().file_name().to_string_lossy().into_owned());
    let files = files.filter(|name| name.ends_with(".cedar")).collect::<BTreeSet<_>>();
    let listed = SOURCES.iter().map(|(file, _)| (*file).to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(files, listed, "every file of policies/ is compiled in");
}

// ---- Lists ----

fn accounts() -> impl Strategy<Value = BTreeSet<AccountId>> {
    proptest::collection::btree_set((1_u8..4).prop_map(account), 0..3)
}

fn facts() -> impl Strategy<Value = CaseFacts> {
    let place = (
        prop_oneof![4 => Just("northshire"), 1 => Just("southshire")],
        prop_oneof![Just("stalking"), Just("burglary")],
    );
    let officer = proptest::option::of((1_u8..4).prop_map(account));
    let consented = (accounts(), accounts());
    let restriction = prop_oneof![2 => Just(Restriction::Open), 1 => accounts().prop_map(Restriction::Named)];
    (place, (officer, accounts()), accounts(), consented, accounts(), restriction).prop_map(
        |((force, team), (officer, stand_ins), reporters, (consented, consented_words), connected, restriction)| {
            CaseFacts {
                case: CaseId::new(Moment::from_micros(0), [9; 10]),
                force: force.to_owned(),
                team: team.to_owned(),
                officer,
                stand_ins,
                reporters,
                consented,
                consented_words,
                connected,
                restriction,
            }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_list_filter_admits_exactly_what_the_policies_list(facts in facts()) {
        for role in Role::ALL {
            let actor = actor(*role);
            let decision = decide_case(&actor, Action::ViewListing, &facts);
            prop_assert_eq!(filter(&actor).admits(&facts), decision.allowed, "{} {:?}", role, decision);
            prop_assert_eq!(decide_case(&actor, Action::ViewListing, &facts.of_any_case()), decision);
            embedded().check_facts(&Principal::from(&actor), &facts).unwrap();
        }
    }
}

#[test]
fn no_policy_asks_which_case_it_is() {
    let named: Vec<&str> =
        SOURCES.iter().filter(|(_, text)| text.contains("CaseFile::")).map(|(file, _)| *file).collect();
    assert!(named.is_empty(), "answers are kept for cases that are alike (CaseFacts::of_any_case): {named:?}");
    let facts = Relation::Own.facts();
    assert_ne!(facts.case, facts.of_any_case().case);
    assert_eq!(facts.of_any_case(), CaseFacts { case: facts.of_any_case().case, ..facts });
}

/// Whether a case lies within the reach of a search, as the query has it.
fn within(reach: &Reach, asker: &Actor, facts: &CaseFacts) -> bool {
    let me = &asker.account;
    match reach {
        Reach::Nothing => false,
        Reach::Own => facts.officer.as_ref() == Some(me) || facts.stand_ins.contains(me),
        Reach::Team(team) => facts.team == *team,
        Reach::Force => true,
        Reach::Tied("reported") => facts.reporters.contains(me),
        Reach::Tied("consented") => facts.consented.contains(me),
        Reach::Tied(_) => facts.consented_words.contains(me),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_search_finds_by_exactly_what_the_policies_show(facts in facts()) {
        for role in Role::ALL {
            let actor = actor(*role);
            let mut by = BTreeSet::new();
            if filter(&actor).admits(&facts) {
                let scopes = search::scopes(&actor).into_iter();
                by.extend(scopes.filter(|scope| within(&scope.reach, &actor, &facts)).flat_map(|scope| scope.kinds));
            }
            let allowed: BTreeSet<Kind> = search::kinds(&actor, &facts).into_iter().collect();
            prop_assert_eq!(by, allowed, "{}", role);
        }
    }
}

#[test]
fn a_search_is_not_equal_by_finding_nothing() {
    let found = |role: &&Role| search::scopes(&actor(**role)).iter().any(|scope| scope.kinds.contains(&Kind::Name));
    assert_eq!(Role::ALL.iter().filter(found).count(), 10, "ten roles see names somewhere");
    let spoc = search::scopes(&actor(Role::Spoc));
    assert_eq!(spoc.first().map(|scope| scope.kinds.as_slice()), Some(Kind::ALL.as_slice()));
    assert_eq!(search::scopes(&actor(Role::Advocate)).len(), 2, "with consent, and with consent to the words");
}

proptest! {
    // Each case is some six hundred decisions.
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whoever_may_not_list_a_case_may_do_nothing_on_it(facts in facts()) {
        for role in Role::ALL {
            let actor = actor(*role);
            if decide_case(&actor, Action::ViewListing, &facts).allowed { continue; }
            for action in Action::ALL {
                prop_assert!(!decide_case(&actor, *action, &facts).allowed, "{} {}", role, action);
            }
        }
    }
}

#[test]
fn the_filter_is_not_equal_by_admitting_nothing() {
    let listed = Role::ALL
        .iter()
        .filter(|role| Relation::ALL.iter().any(|(relation, _)| filter(&actor(**role)).admits(&relation.facts())));
    assert_eq!(listed.count(), Role::ALL.len() - 3, "all but analyst, auditor and administrator list something");
}
