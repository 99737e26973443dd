//! The red flags on what is found out beside the reports: for each, a case that must fire and a near miss that must not; and
//! what of it may be recorded.

use crate::support::*;
use domain::case::inquiry::InquiryRefusal as No;
use domain::case::{Actor, Case};
use domain::catalogue::*;
use domain::event::*;
use domain::inquiry::*;
use domain::risk::flags::{Fired, FlagContext, from_code};
use domain::time::Moment;
use domain::victim::CrimeRecord;

fn fires(code: &str, story: &Story, at: Moment) -> Option<Fired> {
    (from_code(code).unwrap().fires)(&story.case(), at, &FlagContext::default())
}
fn since(code: &str, story: &Story, at: Moment) -> Option<Moment> {
    fires(code, story, at).map(|fired| fired.since)
}
fn rows(code: &str, story: &Story, at: Moment) -> Vec<String> {
    fires(code, story, at).map(|fired| fired.evidence).unwrap_or_default()
}
fn next_check(code: &str, story: &Story) -> Option<Moment> {
    (from_code(code).unwrap().next_check)(&story.case(), &FlagContext::default())
}
fn related(relationship: Relationship) -> Story {
    let mut story = Story::new();
    if let Some(Recorded { event: CaseEvent::CaseOpened { relationship: held, .. }, .. }) = story.0.first_mut() {
        *held = relationship;
    }
    story
}
fn search(place: SearchPlace, about: SearchAbout, occurred_at: Moment) -> Search {
    Search { place, about, found: false, occurred_at, words: None }
}
fn searched(place: SearchPlace, at: Moment) -> CaseEvent {
    CaseEvent::HistorySearched(search(place, SearchAbout::Both, at))
}
fn found(kind: PropertyKind, near: Nearness, found_at: Moment) -> FoundProperty {
    FoundProperty { kind, found_at, near, words: id(90) }
}
fn marker(kind: Marker, occurred_at: Moment) -> MarkerRecord {
    MarkerRecord { kind, occurred_at, words: None }
}
fn crime(class: CrimeClass, occurred_at: Moment) -> CaseEvent {
    CaseEvent::CrimeRecorded(CrimeRecord { class, occurred_at })
}
fn classed(to: CrimeClass, rationale: Option<u16>) -> CaseEvent {
    CaseEvent::CrimeReclassified(Reclassification { to, occurred_at: hour(5), rationale: rationale.map(id) })
}
fn screened_with(screen: u16, tool: &str) -> CaseEvent {
    let mut event = screened(screen, Grade::Medium, &[]);
    if let CaseEvent::RiskScreened { tool: held, .. } = &mut event {
        tool.clone_into(held);
    }
    event
}
/// The case with its own records and the national database searched in time.
fn looked_up(story: Story) -> Story {
    story.then(hour(2), searched(SearchPlace::Local, hour(2))).then(hour(2), searched(SearchPlace::National, hour(2)))
}

#[test]
fn rf_07_fires_on_searches_that_nobody_made_in_time() {
    let bare = Story::new();
    assert_eq!(since("RF-07", &bare, hour(72).plus_micros(-1)), None);
    assert_eq!(since("RF-07", &bare, hour(72)), Some(hour(72)));
    assert_eq!(rows("RF-07", &bare, hour(72)), ["not_searched:local", "not_searched:pnd"]);
    assert_eq!(next_check("RF-07", &bare), Some(hour(72)));
    // An empty result is a search, and so is one that was recorded late.
    let done = looked_up(Story::new());
    assert_eq!((since("RF-07", &done, hour(999)), next_check("RF-07", &done)), (None, None));
    let recorded_late = |at| {
        Story::new()
            .then(hour(99), searched(SearchPlace::Local, at))
            .then(hour(99), searched(SearchPlace::National, at))
    };
    assert_eq!(since("RF-07", &recorded_late(hour(71)), hour(100)), None);
    assert_eq!(since("RF-07", &recorded_late(hour(72)), hour(100)), Some(hour(72)), "late is not undone");
    // Who looks for the person at risk alone finds no earlier victim.
    let about_her = CaseEvent::HistorySearched(search(SearchPlace::National, SearchAbout::PersonAtRisk, hour(2)));
    let half = Story::new().then(hour(2), searched(SearchPlace::Local, hour(2))).then(hour(2), about_her);
    assert_eq!(rows("RF-07", &half, hour(72)), ["not_searched:pnd"]);
}

#[test]
fn rf_07_asks_elsewhere_where_the_case_points_there() {
    assert_eq!(rows("RF-07", &looked_up(related(Relationship::Colleague)), hour(99)), ["not_searched:employer"]);
    assert_eq!(rows("RF-07", &looked_up(related(Relationship::Neighbour)), hour(99)), [""; 0]);
    let elsewhere = looked_up(Story::new()).then(hour(20), series_across_forces(3, 2, true));
    assert_eq!(since("RF-07", &elsewhere, hour(91)), None);
    assert_eq!(since("RF-07", &elsewhere, hour(92)), Some(hour(92)), "72 hours from when linkage saw it");
    let asked = elsewhere.then(hour(30), searched(SearchPlace::OtherForce, hour(30)));
    assert_eq!(since("RF-07", &asked, hour(99)), None);
    let needed = CaseEvent::SearchNeeded(SearchNeeded { place: SearchPlace::Military, words: id(90) });
    let soldier = looked_up(Story::new()).then(hour(50), needed);
    assert_eq!(rows("RF-07", &soldier, hour(121)), [""; 0]);
    assert_eq!(rows("RF-07", &soldier, hour(122)), ["not_searched:military"]);
}

#[test]
fn rf_07_starts_no_earlier_than_the_duties_of_the_case() {
    let mut story = Story::new();
    if let Some(Recorded { event: CaseEvent::CaseOpened { duties_from, .. }, .. }) = story.0.first_mut() {
        *duties_from = hour(500);
    }
    assert_eq!((since("RF-07", &story, hour(571)), next_check("RF-07", &story)), (None, Some(hour(572))));
    assert_eq!((since("RF-21", &story, hour(571)), next_check("RF-21", &story)), (None, Some(hour(668))));
}

#[test]
fn rf_08_fires_on_whatever_is_turned_against_the_person_who_reported() {
    for kind in Marker::ALL {
        let story = Story::new().then(hour(3), CaseEvent::MarkerRecorded(marker(*kind, hour(2))));
        assert_eq!(since("RF-08", &story, hour(3)), Some(hour(2)), "{kind}");
    }
    // A charge of the subject, and a note, are none.
    let charge = CaseEvent::InterventionRecorded { kind: Intervention::Charge, occurred_at: hour(2) };
    let story = Story::new().then(hour(2), charge).then(hour(2), CaseEvent::NoteAdded { note: id(90) });
    assert_eq!(since("RF-08", &story, hour(3)), None);
}

#[test]
fn rf_10_fires_on_a_weapon_near_a_place_of_the_person_and_not_on_one_further_away() {
    let story = |kind, near, at| Story::new().then(hour(2), CaseEvent::PropertyFound(found(kind, near, at)));
    let near = |kind, near| since("RF-10", &story(kind, near, hour(1)), hour(3));
    assert_eq!(near(PropertyKind::Weapon, Nearness::WithinKilometre), Some(hour(1)));
    assert_eq!(near(PropertyKind::Kit, Nearness::WithinKilometre), Some(hour(1)));
    assert_eq!(near(PropertyKind::Weapon, Nearness::NotKnown), Some(hour(1)), "not known is not harmless");
    assert_eq!(near(PropertyKind::Weapon, Nearness::Further), None);
    assert_eq!(near(PropertyKind::Other, Nearness::WithinKilometre), None);
    // Sixty days before the first report count; a day more does not.
    let before = |days: i64| story(PropertyKind::Weapon, Nearness::WithinKilometre, hour(-24 * days));
    assert_eq!(since("RF-10", &before(60), hour(3)), Some(hour(-24 * 60)));
    assert_eq!(since("RF-10", &before(61), hour(3)), None);
}

#[test]
fn rf_09_reads_a_weapon_that_was_found_near_as_a_danger() {
    let weapon = |near| CaseEvent::PropertyFound(found(PropertyKind::Weapon, near, hour(5)));
    let low = |near| Story::new().then(hour(1), screened(40, Grade::Standard, &[])).then(hour(6), weapon(near));
    assert_eq!(since("RF-09", &low(Nearness::WithinKilometre), hour(7)), Some(hour(5)));
    assert_eq!(since("RF-09", &low(Nearness::Further), hour(7)), None);
}

#[test]
fn rf_11_fires_on_advice_a_notice_or_a_call_and_not_on_an_arrest() {
    let did = |kind| Story::new().then(hour(2), CaseEvent::InterventionRecorded { kind, occurred_at: hour(1) });
    for kind in Intervention::ALL {
        let mild = [Intervention::WordsOfAdvice, Intervention::Notice, Intervention::PhoneCall].contains(kind);
        assert_eq!(since("RF-11", &did(*kind), hour(3)), mild.then(|| hour(1)), "{kind}");
    }
    // An arrest afterwards does not undo that he was warned.
    let arrest = CaseEvent::InterventionRecorded { kind: Intervention::Arrest, occurred_at: hour(2) };
    assert_eq!(since("RF-11", &did(Intervention::Notice).then(hour(2), arrest), hour(3)), Some(hour(1)));
}

#[test]
fn rf_19_fires_on_a_crime_classed_down_without_a_reason() {
    let story = |to, rationale| {
        Story::new().then(hour(1), crime(CrimeClass::Stalking, hour(1))).then(hour(5), classed(to, rationale))
    };
    use CrimeClass::{Harassment, MaliciousCommunications, NeighbourDispute, NoCrime};
    for to in [Harassment, MaliciousCommunications, NeighbourDispute, NoCrime] {
        assert_eq!(since("RF-19", &story(to, None), hour(6)), Some(hour(5)), "{to}");
        assert_eq!(since("RF-19", &story(to, Some(90)), hour(6)), None, "{to} with a reason");
    }
    let up = Story::new().then(hour(1), crime(Harassment, hour(1))).then(hour(5), classed(CrimeClass::Stalking, None));
    assert_eq!(since("RF-19", &up, hour(6)), None);
}

#[test]
fn rf_20_fires_on_a_stranger_whose_case_is_not_treated_as_stalking() {
    let stranger = || related(Relationship::Stranger);
    let as_harassment = stranger().then(hour(1), crime(CrimeClass::Harassment, hour(1)));
    assert_eq!(since("RF-20", &as_harassment, hour(2)), Some(hour(1)));
    assert_eq!(since("RF-20", &stranger().then(hour(1), crime(CrimeClass::Stalking, hour(1))), hour(2)), None);
    assert_eq!(since("RF-20", &stranger(), hour(2)), None, "nothing is recorded yet");
    let former = related(Relationship::ExIntimate).then(hour(1), crime(CrimeClass::Harassment, hour(1)));
    assert_eq!(since("RF-20", &former, hour(2)), None);
    assert_eq!(
        since("RF-20", &stranger().then(hour(5), classed(CrimeClass::Harassment, Some(90))), hour(6)),
        Some(hour(5))
    );
    // Classed anew as stalking, it is seen as such again.
    assert_eq!(since("RF-20", &as_harassment.then(hour(5), classed(CrimeClass::Stalking, None)), hour(6)), None);
}

#[test]
fn rf_20_fires_where_a_tool_for_domestic_abuse_is_the_only_one() {
    let online = || related(Relationship::OnlineOnly).then(hour(3), screened_with(40, "DASH"));
    assert_eq!(since("RF-20", &online(), hour(4)), Some(hour(3)));
    assert_eq!(since("RF-20", &online().then(hour(4), screened_with(41, "S-DASH 2009")), hour(5)), None);
    let imported = online().then(hour(4), screened_with(41, domain::risk::tools::IMPORTED));
    assert_eq!(since("RF-20", &imported, hour(5)), Some(hour(3)), "a grade that was imported stands on no tool");
    assert_eq!(
        since("RF-20", &Story::new().then(hour(3), screened_with(40, "DASH")), hour(4)),
        None,
        "a former partner"
    );
}

#[test]
fn rf_21_fires_after_a_week_without_a_tool_a_review_or_a_note() {
    let week = 7 * 24;
    assert_eq!(since("RF-21", &Story::new(), hour(week).plus_micros(-1)), None);
    assert_eq!(rows("RF-21", &Story::new(), hour(week)), ["no_screen", "not_reviewed", "no_note"]);
    assert_eq!(next_check("RF-21", &Story::new()), Some(hour(week)));
    let noted = || Story::new().then(hour(2), CaseEvent::NoteAdded { note: id(90) });
    let imported = noted().then(hour(2), screened_with(40, domain::risk::tools::IMPORTED));
    assert_eq!(
        rows("RF-21", &imported, hour(week)),
        ["no_screen", "not_reviewed"],
        "an imported grade stands on no tool"
    );
    let screened = noted().then(hour(3), screened_with(40, "S-DASH 2009"));
    assert_eq!(rows("RF-21", &screened, hour(week)), ["not_reviewed"]);
    let review = || CaseEvent::RiskReviewed { screen: id(40), grade: Grade::Medium, reasons: id(90) };
    let whole = screened.clone().by(SUPERVISOR, hour(4), review());
    assert_eq!((since("RF-21", &whole, hour(999)), next_check("RF-21", &whole)), (None, None));
    let late = screened.by(SUPERVISOR, hour(week), review());
    assert_eq!(since("RF-21", &late, hour(999)), Some(hour(week)), "what comes after the week does not undo it");
}

#[test]
fn rf_22_fires_on_words_and_on_the_reason_code() {
    let noted = |rule: &str| {
        CaseEvent::WordsNoted(WordsNoted { rule: rule.to_owned(), phrase: NotedPhrase::Declines, content: id(90) })
    };
    assert_eq!(since("RF-22", &Story::new().then(hour(2), noted("RF-22")), hour(3)), Some(hour(2)));
    assert_eq!(since("RF-22", &Story::new().then(hour(2), noted("RF-99")), hour(3)), None);
    let decided_for = |reasons: &[Reason]| {
        let outcome = Outcome::DoNotApply { reasons: reasons.to_vec(), reconsider_on: on(20), person_informed: true };
        Story::new().then(hour(2), decided(outcome))
    };
    let beside = decided_for(&[Reason::EvidenceInsufficient, Reason::VictimUnsupportive]);
    assert_eq!(since("RF-22", &beside, hour(3)), Some(hour(2)), "also beside another reason");
    assert_eq!(since("RF-22", &beside.by(SPOC, hour(4), CaseEvent::DecisionCountersigned), hour(5)), Some(hour(2)));
    assert_eq!(since("RF-22", &decided_for(&[Reason::EvidenceInsufficient]), hour(3)), None);
    // That the person objects, and the risk allows it, is another thing.
    assert_eq!(since("RF-22", &decided_for(&[Reason::PersonObjects]), hour(3)), None);
}

#[test]
fn what_is_not_true_yet_or_says_nothing_is_refused() {
    let (case, who) = (Story::new().case(), officer(hour(3)));
    let local = search(SearchPlace::Local, SearchAbout::Both, hour(3));
    assert_eq!(codes(&case.record_search(&who, local).unwrap()), ["history.searched"]);
    assert_eq!(case.record_search(&who, Search { occurred_at: hour(4), ..local }), Err(No::InFuture));
    assert_eq!(case.record_search(&who, Search { found: true, ..local }), Err(No::ResultNotTold));
    let told = Search { found: true, words: Some(id(90)), ..local };
    assert!(case.record_search(&who, told).is_ok());
    let needed = SearchNeeded { place: SearchPlace::Military, words: id(90) };
    assert_eq!(case.need_search(&who, needed, 0), Err(No::NoWords));
    assert_eq!(codes(&case.need_search(&who, needed, 9).unwrap()), ["history.search_needed"]);
    assert_eq!(case.record_property(&who, found(PropertyKind::Other, Nearness::Further, hour(1)), 0), Err(No::NoWords));
    assert_eq!(case.record_marker(&who, marker(Marker::Malicious, hour(4))), Err(No::InFuture));
}

#[test]
fn a_crime_is_classed_anew_by_nobody_who_was_the_officer_in_the_case() {
    let case = Story::new().case();
    let made = Reclassification { to: CrimeClass::Harassment, occurred_at: hour(1), rationale: None };
    let by = |who: &Actor| case.reclassify_crime(who, made);
    assert_eq!(by(&officer(hour(2))), Err(No::NotClassifier));
    assert_eq!(by(&actor(OFFICER, Role::Supervisor, hour(2))), Err(No::OfficerInCase));
    assert_eq!(codes(&by(&supervisor(hour(2))).unwrap()), ["crime.reclassified"]);
    assert_eq!(codes(&by(&actor(OTHER, Role::CrimeRegistrar, hour(2))).unwrap()), ["crime.reclassified"]);
    let stalking = Reclassification { to: CrimeClass::Stalking, ..made };
    assert_eq!(
        case.reclassify_crime(&supervisor(hour(2)), stalking),
        Err(No::SameClass),
        "it is stalking until classed"
    );
}

#[test]
fn a_weapon_brings_back_what_was_settled_and_a_marker_a_closed_case() {
    let settled = Story::new().then(hour(1), screened(40, Grade::Medium, &[])).then(hour(2), decided(not_apply()));
    let weapon = |near| found(PropertyKind::Weapon, near, hour(3));
    let record = |case: &Case, near| codes(&case.record_property(&officer(hour(4)), weapon(near), 9).unwrap());
    let case = settled.case();
    assert_eq!(record(&case, Nearness::WithinKilometre), ["property.found", "risk.reopened", "decision.reopened"]);
    assert_eq!(record(&case, Nearness::Further), ["property.found"]);
    let closed = settled.by(INSPECTOR, hour(3), CaseEvent::ClosureApproved { reasons: id(93) }).case();
    assert_eq!(record(&closed, Nearness::NotKnown)[..2], ["property.found", "case.reopened"]);
    let marked = closed.record_marker(&officer(hour(4)), marker(Marker::CounterAllegation, hour(4))).unwrap();
    assert_eq!(codes(&marked), ["marker.recorded", "case.reopened"]);
    let joined = Story::new().then(hour(2), CaseEvent::CaseJoined { into: id(61) }).case();
    let refused = joined.record_marker(&officer(hour(4)), marker(Marker::CounterAllegation, hour(4)));
    assert_eq!(refused, Err(No::CaseJoined));
}
