//! Words for what a case holds: gates, events, protections, flags. The rules own the sentences; this places them.

use crate::views::GateView;
use domain::case::Case;
use domain::case::absence::AbsenceTold;
use domain::case::advice::{AdviceWait, of_applying};
use domain::case::gates::{Gate, GateState};
use domain::case::state::{DecisionState, Protection};
use domain::catalogue::{Awaited, Precision, ProtectionKind};
use domain::clocks::{Moved, day_words, moment_words};
use domain::event::{Act, CaseEvent, Outcome, PersonCorrection, Recorded, Shown};
use domain::ids::{AccountId, ActId, ContentId};
use domain::time::{Day, Moment};
use domain::wording;
use domain::wording::Wording;
use std::collections::HashMap;
use store::Field;

/// Gates as lines: `[met]`, `[unmet]`, `[not yet built]`.
pub fn gate_lines(gates: &[Gate]) -> Vec<Wording> {
    let line = |gate: &Gate| match &gate.state {
        GateState::Met => wording!("[met] {}", gate.title),
        GateState::Unmet { why } => wording!("[unmet] {}: {}", gate.title, *why),
        GateState::NotYetBuilt => wording!("[not yet built] {}", gate.title),
    };
    gates.iter().map(line).collect()
}

/// A gate as people see it.
pub fn gate_view(gate: &Gate) -> GateView {
    let (state, why) = match &gate.state {
        GateState::Met => ("met", None),
        GateState::Unmet { why } => ("unmet", Some(why.to_string())),
        GateState::NotYetBuilt => ("not yet built", None),
    };
    GateView { title: gate.title.to_owned(), state: state.to_owned(), why }
}

/// The decision in a sentence.
pub fn decision_sentence(case: &Case) -> String {
    match &case.decision {
        DecisionState::NotYetConsidered => "Nobody has considered protection yet.".to_owned(),
        DecisionState::Considering { .. } => "Protection is being considered.".to_owned(),
        DecisionState::AwaitingCountersign { .. } => {
            "A decision is recorded and waits for the stalking SPOC's countersignature.".to_owned()
        }
        DecisionState::Apply { interim, .. } => {
            let interim = if *interim { ", and an interim order" } else { "" };
            let lacks = match case.advice_wait() {
                None => "",
                Some(AdviceWait::Advice { .. }) => {
                    " The decision is not complete: it waits for the stalking SPOC's advice."
                }
                Some(AdviceWait::Answer { .. }) => {
                    " The decision is not complete: the stalking SPOC's advice is not answered."
                }
            };
            format!("An order is to be sought{interim}.{lacks}")
        }
        DecisionState::NotApply { reasons, reconsider_on, backing, .. } => {
            let reasons: Vec<&str> = reasons.iter().map(|reason| reason.label()).collect();
            let force = match backing.transfer {
                Some(transfer) => format!(" Another force accepted the case on {}.", day_words(transfer.accepted_on)),
                None if case.lacks_acceptance() => {
                    " No other force is on record as having accepted it: this force has the case.".to_owned()
                }
                None => String::new(),
            };
            format!(
                "No order is to be sought: {}.{force} To be looked at again on {}.",
                reasons.join("; "),
                day_words(*reconsider_on)
            )
        }
        DecisionState::Deferred { until, awaits: None, .. } => {
            format!("The decision is put off until {}.", day_words(*until))
        }
        DecisionState::Deferred { until, awaits: Some(awaits), .. } => {
            let held = match awaits {
                Awaited::OtherForce => " Until that force has accepted, this force has the case.",
                Awaited::Evidence
                | Awaited::Enquiry
                | Awaited::CourtOutcome
                | Awaited::Identification
                | Awaited::CustodyEnd
                | Awaited::Other => "",
            };
            format!("The decision is put off until {}: it waits for {}.{held}", day_words(*until), awaits.label())
        }
        DecisionState::Superseded { until, .. } => {
            format!("Another order protects until {}; then the question opens again.", day_words(*until))
        }
    }
}

/// Protection now in a sentence.
pub fn protection_sentence(case: &Case, at: Moment) -> String {
    if let Some(order) = case.protected_at(at) {
        return format!("A served {} is in force{}.", order.kind.label(), until(order));
    }
    let others = case.measures_in_force(at);
    if others.is_empty() {
        return "None.".to_owned();
    }
    let words: Vec<String> = others
        .iter()
        .map(|held| {
            let unserved = held.is_stalking_order() && held.served_at.is_none();
            format!("{}{}{}", held.kind.label(), until(held), if unserved { ", not served" } else { "" })
        })
        .collect();
    format!("No served order. Meanwhile: {}.", words.join("; "))
}

fn until(held: &Protection) -> String {
    held.last_day().map(|day| format!(" until {}", day_words(day))).unwrap_or_default()
}

/// Where a measure is known from, and what shows it.
pub fn known_from(held: &Protection) -> String {
    let evidence = match held.shown_by() {
        Some(shown) => format!("shown by: {}", shown.by.label()),
        None => "no evidence recorded".to_owned(),
    };
    format!("{}; {evidence}", held.source.label())
}

fn shown(evidence: Option<Shown>) -> String {
    evidence.map(|shown| format!("; shown by: {}", shown.by.label())).unwrap_or_default()
}

/// Whether a measure is in force, and if not why.
pub fn protection_state(held: &Protection, today: Day) -> String {
    if held.ended_on.is_some() || held.last_day().is_some_and(|last| last < today) {
        return "ended".to_owned();
    }
    if held.from > today {
        return "not yet in force".to_owned();
    }
    match held.kind {
        ProtectionKind::Order | ProtectionKind::InterimOrder if held.served_at.is_none() => {
            "made, not served: it does not take the person off the list".to_owned()
        }
        ProtectionKind::Order | ProtectionKind::InterimOrder if held.doubted_since.is_some() => {
            "in doubt: it was recorded before one of the two turned out to be another person; it does not take the person off the list".to_owned()
        }
        ProtectionKind::Order | ProtectionKind::InterimOrder => "in force, served".to_owned(),
        ProtectionKind::OtherOrder | ProtectionKind::Bail | ProtectionKind::Custody => {
            "in force; it does not take the person off the list".to_owned()
        }
        ProtectionKind::Warrant => "open: the subject is wanted, and nobody is protected by it".to_owned(),
    }
}

/// An act in a line: what, when, how exactly that is known.
pub fn account(act: &Act) -> String {
    let what = act.behaviour.map_or("not yet classified", |behaviour| behaviour.label());
    let known = match act.precision {
        Precision::Exact => String::new(),
        Precision::Day | Precision::Month | Precision::Approximate => format!(" ({})", act.precision.label()),
    };
    format!("{what}, {}{known}", moment_words(act.occurred_at))
}

/// Every account of an act that a history ever gave, by its id.
pub fn acts_told(history: &[Recorded]) -> HashMap<ActId, Act> {
    let mut told = HashMap::new();
    for recorded in history {
        match &recorded.event {
            CaseEvent::ReportAttached { acts, .. } => told.extend(acts.iter().map(|act| (act.id, act.clone()))),
            CaseEvent::ActRecorded { act, .. } | CaseEvent::ActCorrected { act, .. } => {
                told.insert(act.id, act.clone());
            }
            _ => {}
        }
    }
    told
}

/// What was believed of an act until an event corrected or withdrew it.
pub fn believed_until_now(event: &CaseEvent, told: &HashMap<ActId, Act>) -> Option<String> {
    let believed = |id: &ActId| told.get(id).map(|act| format!("Believed until then: {}", account(act)));
    match event {
        CaseEvent::ActCorrected { replaces, .. } => believed(replaces),
        CaseEvent::ActStruck { act, .. } => believed(act),
        _ => None,
    }
}

/// Who may have the case beyond what their role says, and who is kept away from it. Who may not know the people in it
/// reads of consents only.
pub fn access_lines(case: &Case, now: Moment, names: &HashMap<AccountId, String>, fields: &[Field]) -> Vec<String> {
    let name = |account: AccountId| names.get(&account).cloned().unwrap_or_else(|| "someone".to_owned());
    let access = &case.access;
    let mut lines = Vec::new();
    let knows = fields.contains(&Field::Identity);
    if let Some(restricted) = access.restricted.as_ref().filter(|_| knows) {
        let mut named: Vec<String> = access.named.iter().map(|account| name(*account)).collect();
        named.sort();
        let by = restricted.by.map_or_else(|| "Holdfast".to_owned(), name);
        let since = day_words(restricted.at.day());
        lines.push(format!("Restricted by {by} on {since}; named: {}.", named.join(", ")));
    }
    let officer = case.officer.filter(|_| knows);
    if let Some(held) = officer.and_then(|officer| case.away(officer, now)) {
        let until = until_words(held.told.until);
        lines.push(match case.stand_in_of(&held.told) {
            Some(stand_in) => format!("{} is away{until}; {} stands in.", name(held.told.account), name(stand_in)),
            None => format!("{} is away{until}; nobody stands in: the team has it.", name(held.told.account)),
        });
    }
    for consent in access.consents_now() {
        let (who, since) = (name(consent.advocate), day_words(consent.on));
        lines.push(format!("Consent for {who}, given on {since}: {}.", consent.scope.label()));
    }
    for connection in access.connections_now().filter(|_| knows) {
        let (who, since) = (name(connection.account), day_words(connection.at.day()));
        lines.push(format!("{who} has a declared connection since {since} and is kept away."));
    }
    lines
}

fn absence_title(told: &AbsenceTold) -> String {
    let from = day_words(told.from);
    match (told.over, told.stand_in) {
        (true, _) => format!("Back from an absence that began on {from}"),
        (false, Some(_)) => format!("Away from {from}{}; somebody stands in", until_words(told.until)),
        (false, None) => format!("Away from {from}{}; nobody stands in", until_words(told.until)),
    }
}

/// The last day of an absence, where it is known, as the end of a clause.
pub fn until_words(until: Option<Day>) -> String {
    until.map(|day| format!(" until {}", day_words(day))).unwrap_or_default()
}

/// An event as a line of the timeline, with the words that belong to it.
pub fn event_line(event: &CaseEvent) -> (String, Vec<ContentId>) {
    let (title, words): (String, &[ContentId]) = match event {
        CaseEvent::CaseOpened { relationship, .. } => {
            (format!("Case opened; relationship: {}", relationship.label()), &[])
        }
        CaseEvent::ReportAttached { acts, .. } => {
            let what: Vec<&str> =
                acts.iter().filter_map(|act| act.behaviour.map(|behaviour| behaviour.label())).collect();
            let what = if what.is_empty() { String::new() } else { format!(": {}", what.join(", ")) };
            (format!("Report attached{what}"), &[])
        }
        CaseEvent::ReportDetached { .. } => ("Report taken off".to_owned(), &[]),
        CaseEvent::ActRecorded { act, narrative } => {
            let what = act.behaviour.map_or("not yet classified", |behaviour| behaviour.label());
            // Whoever corrects it names it by its id.
            return (format!("Act recorded: {what} (id {})", act.id), narrative.iter().copied().collect());
        }
        CaseEvent::ActCorrected { because, act, narrative, .. } => {
            let title = format!("Act corrected ({}): now {} (id {})", because.label(), account(act), act.id);
            return (title, narrative.iter().copied().collect());
        }
        CaseEvent::ActStruck { because, reasons, .. } => {
            return (format!("Act withdrawn from the count: {}", because.label()), vec![*reasons]);
        }
        CaseEvent::ReportStruck { because, reasons, .. } => {
            return (format!("Report withdrawn from the count: {}", because.label()), vec![*reasons]);
        }
        CaseEvent::ReportRedated { identified_at, .. } => {
            (format!("The source now gives {} as the time of recording", moment_words(*identified_at)), &[])
        }
        CaseEvent::ReportRetold { before, now, .. } => {
            let title = "The source now tells the report in other words; before, and now".to_owned();
            return (title, before.iter().copied().chain([*now]).collect());
        }
        CaseEvent::RelationshipTold { relationship } => {
            (format!("The source now gives the relationship: {}", relationship.label()), &[])
        }
        CaseEvent::PersonCorrected(PersonCorrection { because, reasons, another, .. }) => {
            let what = if *another { "A person turned out to be another" } else { "A person's particulars corrected" };
            return (format!("{what}: {}", because.label()), reasons.iter().copied().collect());
        }
        CaseEvent::ActsReviewed => ("Acts reviewed".to_owned(), &[]),
        CaseEvent::SubjectIdentified { .. } => ("Subject identified".to_owned(), &[]),
        CaseEvent::Allocated { officer, team, reasons } => {
            let who = if officer.is_some() { ", with an officer" } else { ", no officer" };
            return (format!("Given to {team}{who}"), reasons.iter().copied().collect());
        }
        CaseEvent::OwnerAbsence(told) => (absence_title(told), &[]),
        CaseEvent::ActionReassigned { action, .. } => (format!("Action given to another person (id {action})"), &[]),
        CaseEvent::RiskScreened { grade, tool, reasons, factors, second_officer_asked, .. } => {
            let dangers: Vec<&str> = factors.iter().map(|factor| factor.label()).collect();
            let dangers = if dangers.is_empty() { String::new() } else { format!("; {}", dangers.join(", ")) };
            let asked = if second_officer_asked.is_some() { "; a second officer was asked to confirm it" } else { "" };
            return (format!("Risk screened ({tool}): {}{dangers}{asked}", grade.label()), vec![*reasons]);
        }
        CaseEvent::ScreenAnswered { set, version, answers, .. } => {
            (format!("Screened by the questions of {set}, version {version}: {} answers", answers.len()), &[])
        }
        CaseEvent::TrainingSeen(seen) => (format!("Risk looked at {}", seen.training.label()), &[]),
        CaseEvent::RiskReviewed { grade, reasons, .. } => {
            return (format!("Risk reviewed: {}", grade.label()), vec![*reasons]);
        }
        CaseEvent::LoweringConfirmed { grade, reasons, .. } => {
            return (format!("Lower grade confirmed by a second officer: {}", grade.label()), vec![*reasons]);
        }
        CaseEvent::LoweringRefused { reasons, .. } => {
            return ("Lower grade refused by a second officer: the higher one stays".to_owned(), vec![*reasons]);
        }
        CaseEvent::RiskReopened { because } => (format!("Risk opened again: {}", because.label()), &[]),
        CaseEvent::ConsiderationOpened => ("Consideration of protection begun".to_owned(), &[]),
        CaseEvent::DecisionRecorded { outcome, narrative, awaited, backing, .. } => {
            let transfer = backing.transfer.map(|transfer| [transfer.to, transfer.accepted_by]);
            let told = [Some(*narrative), *awaited, backing.gaps, backing.plan].into_iter().flatten();
            let words = told.chain(transfer.into_iter().flatten()).collect();
            return (format!("Decision recorded: {}", outcome_words(outcome)), words);
        }
        CaseEvent::DecisionAdvised { advice, words } => {
            return (format!("The stalking SPOC {}", of_applying(*advice)), vec![*words]);
        }
        CaseEvent::ReconsiderationRequested { request: _, by, words } => {
            return (format!("Reconsideration requested by {}", by.label()), vec![*words]);
        }
        CaseEvent::ReconsiderationAnswered { request: _, answer, words } => {
            return (format!("Request for reconsideration answered: {}", answer.label()), vec![*words]);
        }
        CaseEvent::AdviceAnswered { answer, words } => {
            return (format!("The stalking SPOC's advice was {}", answer.label()), vec![*words]);
        }
        CaseEvent::AwaitedEnded { how, words } => {
            return (format!("What the decision waits for: {}", how.label()), vec![*words]);
        }
        CaseEvent::DecisionCountersigned => ("Decision countersigned".to_owned(), &[]),
        CaseEvent::DecisionReturned { reasons } => return ("Decision sent back".to_owned(), vec![*reasons]),
        CaseEvent::DecisionReopened { because } => (format!("Decision opened again: {}", because.label()), &[]),
        CaseEvent::GroundsJoined { .. } => ("A new act joined the grounds; consider an interim order".to_owned(), &[]),
        CaseEvent::ProtectionRecorded { kind, from, until, evidence, .. } => {
            let until = until.map(|day| format!(" until {}", day_words(day))).unwrap_or_default();
            let title =
                format!("Measure recorded: {} from {}{until}{}", kind.label(), day_words(*from), shown(*evidence));
            return (title, evidence.and_then(|shown| shown.words).into_iter().collect());
        }
        CaseEvent::ProtectionServed { evidence, .. } => {
            let title = format!("Order served{}", shown(*evidence));
            return (title, evidence.and_then(|shown| shown.words).into_iter().collect());
        }
        CaseEvent::ProtectionEnded { on, .. } => (format!("Measure ended on {}", day_words(*on)), &[]),
        CaseEvent::ApplicationDated { step, on } => {
            (format!("Application {} on {}", step.label(), day_words(*on)), &[])
        }
        CaseEvent::InterventionRecorded { kind, .. } => (format!("Police stepped in: {}", kind.label()), &[]),
        CaseEvent::SupportReferred { accepted, .. } => {
            (format!("Referral to support {}", if *accepted { "made" } else { "offered and declined" }), &[])
        }
        CaseEvent::NotificationGiven { .. } => ("Subject gave notification".to_owned(), &[]),
        CaseEvent::PersonConsulted { .. } => ("Person at risk consulted and told".to_owned(), &[]),
        CaseEvent::NoteAdded { note } => return ("Note".to_owned(), vec![*note]),
        CaseEvent::ReviewRecorded { findings } => return ("Case reviewed".to_owned(), vec![*findings]),
        // Whoever closes it names it by its id.
        CaseEvent::ActionRaised { action, due_on, words, .. } => {
            return (format!("Action raised, due on {} (id {action})", day_words(*due_on)), vec![*words]);
        }
        CaseEvent::ActionClosed { words, .. } => return ("Action closed".to_owned(), vec![*words]),
        CaseEvent::ClosureProposed { reasons, exit_safety_plan, .. } => {
            return ("Closure proposed".to_owned(), vec![*reasons, *exit_safety_plan]);
        }
        CaseEvent::ClosureRejected { reasons } => return ("Closure refused".to_owned(), vec![*reasons]),
        CaseEvent::ClosureApproved { reasons } => return ("Case closed".to_owned(), vec![*reasons]),
        CaseEvent::CaseReopened { because } => (format!("Case opened again: {}", because.label()), &[]),
        CaseEvent::CaseJoined { .. } => ("Joined to another case of the same person".to_owned(), &[]),
        CaseEvent::SamePerson(said) => {
            return ("Another case of the same report is about the same person at risk".to_owned(), vec![said.reasons]);
        }
        CaseEvent::SeriesSeen { reports, other_victims, confirmed, series, .. } => {
            let series = if series.is_some() {
                format!("{reports} reports in the series, {}", if *confirmed { "confirmed" } else { "unconfirmed" })
            } else {
                "no other report of the same people".to_owned()
            };
            let victims = if *other_victims > 0 {
                format!("; {other_victims} other victims of the subject")
            } else {
                String::new()
            };
            (format!("Linkage: {series}{victims}"), &[])
        }
        CaseEvent::FlagRaised { rule, .. } => {
            let title = domain::risk::flags::from_code(rule).map_or("", |flag| flag.title);
            (format!("Red flag {rule}: {title}"), &[])
        }
        CaseEvent::FlagDisposed { disposal, .. } => return ("Red flag answered".to_owned(), vec![*disposal]),
        CaseEvent::LinkOverruled { reasons, .. } => {
            return ("What another person had said of a link overruled".to_owned(), vec![*reasons]);
        }
        CaseEvent::Restricted { reasons, .. } => {
            return ("Case restricted to named accounts".to_owned(), vec![*reasons]);
        }
        CaseEvent::RestrictionLifted { reasons } => return ("Restriction lifted".to_owned(), vec![*reasons]),
        CaseEvent::AccountNamed(named) => {
            return ("A further person named for the restricted case".to_owned(), vec![named.reasons]);
        }
        CaseEvent::AccountUnnamed(named) => {
            return ("A person taken off the restricted case".to_owned(), vec![named.reasons]);
        }
        CaseEvent::ConsentGiven(given) => {
            (format!("Consent for an advocate, given on {}: {}", day_words(given.on), given.scope.label()), &[])
        }
        CaseEvent::ConsentWithdrawn { on, .. } => {
            (format!("Consent for an advocate withdrawn on {}", day_words(*on)), &[])
        }
        CaseEvent::ConnectionDeclared { .. } => ("Connection declared: the person is kept away".to_owned(), &[]),
        CaseEvent::ConnectionWithdrawn(withdrawn) => {
            return ("Declared connection taken back".to_owned(), vec![withdrawn.reasons]);
        }
        CaseEvent::ClockMissed { clock, .. } => {
            let title = domain::clocks::Clock::from_code(clock).map_or("", |clock| clock.rule().title);
            (format!("Missed: {clock} {title}"), &[])
        }
        CaseEvent::ClockMoved(moved) => (moved_words(moved), &[]),
        CaseEvent::ClockEscalated(escalated) => (escalated.words(), &[]),
        CaseEvent::ShiftEndRecorded(shift) => {
            (format!("The shift in which the report was taken ended at {}", moment_words(shift.ends_at)), &[])
        }
        CaseEvent::CrimeRecorded(crime) => (format!("Crime recorded: {}", crime.class.label()), &[]),
        CaseEvent::CrimeConfirmed(confirmation) => {
            (format!("Crime confirmed in writing, by {}", confirmation.channel.label()), &[])
        }
        CaseEvent::EntitlementRecorded(record) => {
            return (format!("Victims' Code: {}", record.entitlement.label()), vec![record.reasons]);
        }
        CaseEvent::PersonTold(told) => {
            (format!("Person at risk told of {} ({})", told.news.label(), told.channel.label()), &[])
        }
        CaseEvent::NoFurtherActionDecided(decided) => {
            return ("No further action decided".to_owned(), vec![decided.reasons]);
        }
        CaseEvent::UpdatesAgreed(agreed) => {
            (format!("Updates agreed: every {} days, by {}", agreed.every_days, agreed.channel.label()), &[])
        }
        CaseEvent::UpdateGiven(update) => (format!("Update given, by {}", update.channel.label()), &[]),
        CaseEvent::HistorySearched(search) => {
            let result = if search.found { "something was found" } else { "nothing was found" };
            let (place, about) = (search.place.label(), search.about.label());
            let title = format!(
                "History searched on {}, about {about}: {place}: {result}",
                day_words(search.occurred_at.day())
            );
            return (title, search.words.into_iter().collect());
        }
        CaseEvent::SearchNeeded(needed) => {
            return (format!("History is to be searched: {}", needed.place.label()), vec![needed.words]);
        }
        CaseEvent::PropertyFound(found) => {
            let (kind, near) = (found.kind.label(), found.near.label());
            return (format!("Found on {}: {kind}; {near}", day_words(found.found_at.day())), vec![found.words]);
        }
        CaseEvent::MarkerRecorded(marker) => {
            let title = format!(
                "Against the person who reported, on {}: {}",
                day_words(marker.occurred_at.day()),
                marker.kind.label()
            );
            return (title, marker.words.into_iter().collect());
        }
        CaseEvent::CrimeReclassified(made) => {
            let silent = if made.rationale.is_none() { "; no reason given" } else { "" };
            return (format!("Crime classed anew: {}{silent}", made.to.label()), made.rationale.into_iter().collect());
        }
        // The words stand with what was written; here they would be shown twice.
        CaseEvent::WordsNoted(noted) => {
            (format!("{} noticed in what was written: {}", noted.rule, noted.phrase.label()), &[])
        }
        CaseEvent::Reconsidered(reconsidered) => {
            return ("Risk and protection looked at again".to_owned(), vec![reconsidered.findings]);
        }
    };
    (title, words.to_vec())
}

fn moved_words(moved: &Moved) -> String {
    let days = |days: &[Day], what: &str| {
        let days: Vec<String> = days.iter().map(|day| day_words(*day)).collect();
        (!days.is_empty()).then(|| format!("{} {what}", days.join(", ")))
    };
    let why: Vec<String> =
        [days(&moved.added, "became a bank holiday"), days(&moved.removed, "is a bank holiday no longer")]
            .into_iter()
            .flatten()
            .collect();
    let which = if moved.is_sooner() { "Deadline moved, SOONER" } else { "Deadline moved" };
    let last = |at: domain::time::Moment| day_words(at.plus_micros(-1).day());
    format!(
        "{which}: {} from the end of {} to the end of {}, since {}",
        moved.clock,
        last(moved.from),
        last(moved.to),
        why.join("; ")
    )
}

fn outcome_words(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Apply { interim: true } => "apply for an order and an interim order".to_owned(),
        Outcome::Apply { interim: false } => "apply for an order".to_owned(),
        Outcome::DoNotApply { reasons, .. } => {
            let reasons: Vec<&str> = reasons.iter().map(|reason| reason.label()).collect();
            format!("do not apply ({})", reasons.join("; "))
        }
        Outcome::Deferred { until, awaits } => {
            let thing = awaits.map(|awaits| format!(", waiting for {}", awaits.label())).unwrap_or_default();
            format!("put off until {}{thing}", day_words(*until))
        }
        Outcome::SupersededByOtherOrder { until, .. } => format!("another order protects until {}", day_words(*until)),
    }
}
