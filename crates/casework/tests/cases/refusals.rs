//! Refusals: by policy or by rule, each on record after its rollback, with what was asked, about which case, and why.

use crate::support::*;
use casework::Failure;
use casework::cases::act::{Act, Described, Meant, Particulars};
use casework::cases::care::Care;
use casework::cases::inquiry::Inquiry;
use domain::catalogue::*;
use domain::event::Outcome;
use domain::ids::*;
use domain::victim::{Told, UpdatesAgreed};
use std::collections::BTreeSet;

/// One of every act. The match beside it breaks the build when an act is added.
fn every_act(now: domain::time::Moment) -> Vec<Act> {
    let words = || "Words that say enough.".to_owned();
    let some = now.day();
    let protection = || ProtectionId::new(now, [1; 10]);
    vec![
        Act::Allocate { officer: Some("birch".to_owned()), team: None, reasons: None },
        act_at(now),
        Act::AttachReport { report: "N/2".to_owned() },
        Act::JoinCase { other: "HF-26-99999".to_owned(), reasons: words() },
        Act::ReviewActs,
        Act::IdentifySubject { particulars: Particulars { surname: "Pollard".to_owned(), ..Particulars::default() } },
        screen(Grade::High),
        Act::ReviewRisk { grade: Grade::High, reasons: words() },
        Act::OpenDecision,
        decide(Outcome::Apply { interim: false }),
        Act::CountersignDecision,
        Act::ReturnDecision { reasons: words() },
        Act::RecordProtection {
            kind: ProtectionKind::Bail,
            from: some,
            until: None,
            served_at: None,
            replaces_interim: false,
            source: Source::Officer,
            evidence: None,
            evidence_words: String::new(),
        },
        Act::ServeProtection {
            protection: protection(),
            served_at: now,
            evidence: None,
            evidence_words: String::new(),
        },
        Act::EndProtection { protection: protection(), on: some },
        Act::DateApplication { step: ApplicationStep::Applied, on: some },
        Act::RecordIntervention { kind: Intervention::Notice, occurred_at: now },
        Act::ReferToSupport { occurred_at: now, accepted: true },
        Act::RecordNotification { occurred_at: now },
        Act::ConsultPerson { occurred_at: now },
        Act::AddNote { words: words() },
        Act::Review { findings: words() },
        Act::RaiseAction { owner: "alder".to_owned(), due_on: some, words: words() },
        Act::CloseAction { action: ActionId::new(now, [1; 10]), words: words() },
        Act::ProposeClosure { reasons: words(), exit_safety_plan: words(), retention: RetentionGroup::Group2 },
        Act::ApproveClosure { reasons: words() },
        Act::RejectClosure { reasons: words() },
        Act::DisposeFlag { flag: FlagId::new(now, [1; 10]), disposal: words() },
        Act::ReopenDecision { because: ReopenCause::Review },
        Act::ReopenRisk { because: ReopenCause::Review },
        Act::Restrict { named: vec!["sergeant".to_owned()], reasons: words() },
        Act::LiftRestriction { reasons: words() },
        Act::NameAccount { account: "alder".to_owned(), reasons: words() },
        Act::UnnameAccount { account: "alder".to_owned(), reasons: words() },
        Act::GiveConsent { advocate: "advocate".to_owned(), on: some, scope: ConsentScope::Progress },
        Act::WithdrawConsent { advocate: "advocate".to_owned(), on: some },
        Act::DeclareConnection { account: "birch".to_owned() },
        Act::WithdrawConnection { account: "birch".to_owned(), reasons: words() },
        Act::ConfirmGrade { reasons: words() },
        Act::RefuseGrade { reasons: words() },
        Act::AdviseDecision { advice: Advice::Agrees, words: words() },
        Act::AnswerAdvice { answer: AdviceAnswer::Followed, words: words() },
        Act::RequestReconsideration { by: Requester::Advocate, words: words() },
        Act::AnswerReconsideration { answer: RequestAnswer::Stands, words: words() },
        Act::EndWaiting { how: AwaitedEnd::Arrived, words: words() },
        Act::CorrectAct {
            act: ActId::new(now, [1; 10]).to_string(),
            behaviour: None,
            occurred_at: None,
            precision: None,
            because: CorrectionCause::Mistake,
            narrative: words(),
        },
        Act::StrikeAct { act: ActId::new(now, [1; 10]).to_string(), because: StrikeCause::Duplicate, reasons: words() },
        Act::StrikeReport { report: "N/1".to_owned(), because: StrikeCause::Duplicate, reasons: words() },
        Act::CorrectPerson {
            person: Described { role: "subject".to_owned(), report: None },
            meant: Meant::SamePerson,
            particulars: Particulars { surname: "Ballard".to_owned(), ..Particulars::default() },
            because: CorrectionCause::Mistake,
            reasons: words(),
        },
    ]
    .into_iter()
    .chain(every_step_of_care(now).into_iter().map(Act::Care))
    .chain(every_inquiry(now).into_iter().map(Act::Inquire))
    .collect()
}

/// One of every record of what is found out beside the reports.
fn every_inquiry(now: domain::time::Moment) -> Vec<Inquiry> {
    let words = || "Words that say enough.".to_owned();
    let (place, about, occurred_at) = (SearchPlace::Local, SearchAbout::Both, now);
    vec![
        Inquiry::Search { place, about, found: false, occurred_at, words: words() },
        Inquiry::NeedSearch { place: SearchPlace::Military, words: words() },
        Inquiry::Find { kind: PropertyKind::Weapon, found_at: now, near: Nearness::NotKnown, words: words() },
        Inquiry::Mark { kind: Marker::Malicious, occurred_at, words: words() },
        Inquiry::Reclassify { to: CrimeClass::Harassment, occurred_at, rationale: words() },
    ]
}

/// One of every step under the Victims' Code.
fn every_step_of_care(now: domain::time::Moment) -> Vec<Care> {
    let (channel, occurred_at) = (Channel::Phone, now);
    let reasons = || "Words that say enough.".to_owned();
    vec![
        Care::ShiftEnd { ends_at: now },
        Care::Crime { class: CrimeClass::Stalking, occurred_at },
        Care::Confirm { channel, occurred_at },
        Care::Entitle { entitlement: Entitlement::Refused, reasons: reasons() },
        Care::Tell(Told { news: News::Arrest, occurred_at, channel, reasons_given: true, referral_offered: true }),
        Care::NoFurtherAction { decided_at: now, reasons: reasons() },
        Care::AgreeUpdates(UpdatesAgreed { every_days: 7, channel, occurred_at }),
        Care::Update { channel, occurred_at },
        Care::Reconsider { findings: reasons() },
    ]
}

/// How many acts there are; a new one must be named here and above.
fn place(act: &Act) -> usize {
    match act {
        Act::Allocate { .. } => 0,
        Act::RecordAct { .. } => 1,
        Act::AttachReport { .. } => 2,
        Act::ReviewActs => 3,
        Act::IdentifySubject { .. } => 4,
        Act::ScreenRisk { .. } => 5,
        Act::ReviewRisk { .. } => 6,
        Act::OpenDecision => 7,
        Act::RecordDecision { .. } => 8,
        Act::CountersignDecision => 9,
        Act::ReturnDecision { .. } => 10,
        Act::RecordProtection { .. } => 11,
        Act::ServeProtection { .. } => 12,
        Act::EndProtection { .. } => 13,
        Act::DateApplication { .. } => 14,
        Act::RecordIntervention { .. } => 15,
        Act::ReferToSupport { .. } => 16,
        Act::RecordNotification { .. } => 17,
        Act::ConsultPerson { .. } => 18,
        Act::AddNote { .. } => 19,
        Act::Review { .. } => 20,
        Act::RaiseAction { .. } => 21,
        Act::CloseAction { .. } => 22,
        Act::ProposeClosure { .. } => 23,
        Act::ApproveClosure { .. } => 24,
        Act::RejectClosure { .. } => 25,
        Act::DisposeFlag { .. } => 26,
        Act::ReopenDecision { .. } => 27,
        Act::ReopenRisk { .. } => 28,
        Act::Restrict { .. } => 29,
        Act::LiftRestriction { .. } => 30,
        Act::NameAccount { .. } => 31,
        Act::UnnameAccount { .. } => 32,
        Act::GiveConsent { .. } => 33,
        Act::WithdrawConsent { .. } => 34,
        Act::DeclareConnection { .. } => 35,
        Act::WithdrawConnection { .. } => 36,
        Act::ConfirmGrade { .. } => 37,
        Act::RefuseGrade { .. } => 38,
        Act::AdviseDecision { .. } => 39,
        Act::AnswerAdvice { .. } => 40,
        Act::EndWaiting { .. } => 41,
        Act::CorrectAct { .. } => 42,
        Act::StrikeAct { .. } => 43,
        Act::StrikeReport { .. } => 44,
        Act::CorrectPerson { .. } => 45,
        Act::RequestReconsideration { .. } => 46,
        Act::AnswerReconsideration { .. } => 47,
        Act::Care(_) => 48,
        Act::JoinCase { .. } => 49,
        Act::Inquire(_) => 50,
    }
}

fn case() -> (Desk, String) {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1"));
    (desk, case)
}

#[test]
fn every_act_is_refused_to_those_who_have_no_case_and_each_refusal_is_on_record() {
    let (desk, case) = case();
    let acts = every_act(desk.now());
    assert_eq!(acts.iter().map(place).collect::<BTreeSet<_>>(), (0..51).collect(), "every act once");
    let row = desk.case_column(&case, "version");
    for name in ["auditor", "analyst", "administrator", "advocate", "oak"] {
        for act in &acts {
            let before = desk.entries().len();
            assert_eq!(desk.tries(name, &case, act.clone()), Err(Failure::NotFound("case")), "{name}: {act:?}");
            let entry = desk.last_entry();
            assert_eq!(desk.entries().len(), before + 1, "{name}: {act:?}");
            assert_eq!(entry["decision"], "refused");
            assert_eq!(entry["why"], "policy");
            assert_eq!(entry["action"], act.action().code());
            assert_eq!(entry["case"], desk.case_id(&case).to_string());
            assert_eq!(entry["actor"], desk.actor(name).account.to_string());
            assert_eq!(entry["events"].as_array().unwrap().len(), 0);
        }
    }
    assert_eq!(desk.case_column(&case, "version"), row, "nothing was changed");
}

#[test]
fn an_officer_does_not_approve_their_own_work() {
    let (desk, case) = case();
    desk.does("alder", &case, not_apply(day("2026-06-20")));
    let words = || "It is all in order.".to_owned();
    let flag = FlagId::new(desk.now(), [1; 10]);
    for act in [
        Act::CountersignDecision,
        Act::ReturnDecision { reasons: words() },
        Act::AdviseDecision { advice: Advice::Agrees, words: words() },
        Act::ConfirmGrade { reasons: words() },
        Act::DisposeFlag { flag, disposal: words() },
        Act::ApproveClosure { reasons: words() },
        Act::RejectClosure { reasons: words() },
        Act::Review { findings: words() },
        Act::ReviewActs,
        Act::ReviewRisk { grade: Grade::Standard, reasons: words() },
        Act::Allocate { officer: Some("birch".to_owned()), team: None, reasons: None },
    ] {
        let wanted = act.action().code();
        assert_eq!(refusal(desk.tries("alder", &case, act)), "policy", "{wanted}");
        assert_eq!(
            (desk.last_entry()["decision"].as_str(), desk.last_entry()["action"].as_str()),
            (Some("refused"), Some(wanted))
        );
    }
    // Another officer of the force does not even learn that the case exists.
    assert_eq!(desk.tries("birch", &case, Act::CountersignDecision), Err(Failure::NotFound("case")));
    // An officer who became a SPOC since is the officer there.
    let became = casework::views::Actor { role: Role::Spoc, ..desk.actor("alder").clone() };
    assert_eq!(refusal(desk.app().act(&became, &case, Act::CountersignDecision)), "policy");
    desk.does("spoc2", &case, Act::CountersignDecision);
    assert_eq!(desk.case_column(&case, "decision"), "decided_not_apply");
}

#[test]
fn a_rule_s_refusal_is_on_record_with_its_code_after_the_rollback() {
    let (desk, case) = case();
    let check = |name: &str, act: Act, code: &str| {
        let (events, action) = (desk.case_column(&case, "events"), act.action().code());
        assert_eq!(refusal(desk.tries(name, &case, act)), code);
        let entry = desk.last_entry();
        assert_eq!((entry["decision"].as_str(), entry["why"].as_str()), (Some("refused"), Some(code)));
        assert_eq!(
            (entry["action"].as_str(), entry["case"].as_str()),
            (Some(action), Some(desk.case_id(&case).to_string().as_str()))
        );
        assert_eq!(desk.case_column(&case, "events"), events, "nothing was changed");
    };
    let cost =
        Outcome::DoNotApply { reasons: vec![Reason::Cost], reconsider_on: day("2026-06-20"), person_informed: true };
    check("alder", decide(cost), "decision.OnlyBarredReasons");
    check("spoc", Act::CountersignDecision, "decision.NothingToCountersign");
    check("alder", act_at(desk.now().plus_hours(1)), "act.ActInFuture");
    check("inspector", Act::ApproveClosure { reasons: "Done.".to_owned() }, "closure.NotProposed");
    assert_eq!(desk.column("select id from contents where words like '%weighed against%'"), Vec::<String>::new());
}

#[test]
fn a_refused_closure_prints_every_gate() {
    let (desk, case) = case();
    let words = || "Nothing more can be done.".to_owned();
    desk.does(
        "alder",
        &case,
        Act::ProposeClosure { reasons: words(), exit_safety_plan: words(), retention: RetentionGroup::Group2 },
    );
    let refused = desk.tries("inspector", &case, Act::ApproveClosure { reasons: words() });
    let Err(Failure::Refused(refusal)) = refused else {
        panic!("a closure with unmet gates went through: {refused:?}")
    };
    assert_eq!(refusal.code, "closure.GatesUnmet");
    assert_eq!(refusal.lines.len(), 16);
    for state in ["[met]", "[unmet]", "[not yet built]"] {
        assert!(refusal.lines.iter().any(|line| line.starts_with(state)), "no gate is {state}");
    }
    assert_eq!(desk.last_entry()["why"], "closure.GatesUnmet");
    assert_eq!(desk.case_column(&case, "status"), "closure_proposed");
}
