//! One case from a hand-written file to a refused closure and then an approved one, by commands alone, on both databases.

use crate::support::{House, british, on_both, today};
use serde_json::Value;

/// A map as an analyst writes it for a file of few columns.
pub const SMALL_MAP: &str = r#"
form = "crime"
[report]
reference = "Ref"
recorded_at = { column = "Recorded", format = "%d/%m/%Y %H:%M" }
behaviour = "Behaviour"
relationship = { column = "Relationship", values = { Ex = "ex_intimate", Stranger = "stranger" } }
team = "Team"
narrative = "Words"
[[person]]
role = "person_at_risk"
forename = "Victim First"
surname = "Victim Last"
born = { column = "Victim Born", format = "%d/%m/%Y" }
phones = ["Victim Phone"]
[[person]]
role = "subject"
forename = "Suspect First"
surname = "Suspect Last"
"#;

/// The header that goes with it.
pub const SMALL_HEADER: &str = "Ref,Recorded,Behaviour,Relationship,Team,Words,Victim First,Victim Last,Victim Born,Victim Phone,Suspect First,Suspect Last";

/// Invented people: two reports of one course of conduct, and one by a stranger.
fn reports() -> String {
    [
        SMALL_HEADER.to_owned(),
        format!(
            "T/101,{},A2,Ex,Harbour,He rang forty times.,Maud,Quillfeather,03/04/1988,07700900111,Gilbert,Thornapple",
            british(2, "09:30")
        ),
        format!(
            "T/102,{},A5,Ex,Harbour,He stood outside.,Maud,Quillfeather,03/04/1988,07700900111,Gilbert,Thornapple",
            british(1, "18:05")
        ),
        format!(
            "T/103,{},A1,Stranger,Harbour,A man followed her home.,Oonagh,Saltmarsh,19/11/1971,07700900112,,",
            british(1, "20:00")
        ),
    ]
    .join("\n")
}

pub fn reference_of(list: &Value, kind: &str) -> String {
    let row =
        list["rows"].as_array().unwrap().iter().find(|row| row["relationship"].as_str().unwrap().starts_with(kind));
    row.unwrap_or_else(|| panic!("no {kind} on the list: {list:#}"))["reference"].as_str().unwrap().to_owned()
}

fn on_list(house: &House, who: &str, reference: &str) -> bool {
    house.worklist(who)["rows"].as_array().unwrap().iter().any(|row| row["reference"] == reference)
}

const WORDS: &str =
    "The facts were weighed against each limb of the test, one after the other, with the victim's own account.";

on_both! {
    /// Import, list, case, risk, decision, refusals, closure.
    fn one_case_from_import_to_closure(on) {
        let house = House::set_up(on);
        import(&house);
        let case = reference_of(&house.worklist("rowan"), "stranger");
        the_list_and_the_case_are_shown(&house, &case);
        allocate_and_screen(&house, &case);
        lower_the_grade(&house, &case);
        put_off(&house, &case);
        apply_and_be_advised(&house, &case);
        decide(&house, &case);
        propose_and_be_refused(&house, &case);
        meet_the_gates(&house, &case);
        close(&house, &case);
        house.by("larch", &["verify"]).ok().says(&["OK"]);
    }
}

pub fn import(house: &House) {
    let (file, map) = (house.write("export.csv", reports()), house.write("map.toml", SMALL_MAP));
    let go_live = today().plus_days(-30).to_string();
    let ran = house.by("admin", &["import", &file, "--map", &map, "--go-live", &go_live]).ok();
    ran.says(&[
        "3 rows read",
        "3 became new reports",
        "3 in all, as read",
        "3 reports, 3 cases opened; 2 reports of your force in a series",
    ]);
}

fn the_list_and_the_case_are_shown(house: &House, case: &str) {
    house.by("rowan", &["worklist"]).ok().says(&[case, "3 without a served order", "Give the case to an officer."]);
    let shown = [
        "Oonagh Saltmarsh",
        "T/103",
        "following a person",
        "PD-03",
        "VC-02",
        "Nobody has considered protection yet",
        "protection was never considered",
    ];
    house.by("rowan", &["case", case]).ok().says(&shown);
    // Each form of output is there for machines.
    assert_eq!(house.case("rowan", case)["reference"], case);
    house
        .by("rowan", &["--format", "csv", "worklist"])
        .ok()
        .says(&["case,who,missing or late,rule,since,due,red flag,protection,next action"]);
    // An administrator and an auditor work on no case; an officer sees only what is theirs.
    house.by("admin", &["worklist"]).exits(1).says(&["your role does not allow you"]);
    house.by("admin", &["case", case]).exits(3).never_says(&["Oonagh", "refused"]);
    house.by("larch", &["case", case]).exits(3).never_says(&["Oonagh", "refused"]);
    house.by("ash", &["case", case]).exits(3).never_says(&["Oonagh", "refused"]);
    house.by("rowan", &["case", "HF-000-000-000"]).exits(3).says(&["there is no such case"]);
    house.by("", &["case", case]).exits(4).says(&["not signed in"]);
}

fn allocate_and_screen(house: &House, case: &str) {
    house.on("ash", case, &["allocate", "--officer", "ash"]).exits(3);
    house
        .on("oak", case, &["allocate", "--officer", "ash", "--team", "Harbour"])
        .ok()
        .says(&["case.allocated", "next: Complete a risk screen."]);
    let screen = ["screen", "--grade", "standard", "--fixated", "no", "--repeated", "yes", "--reasons"];
    let with = |reasons: &'static str| -> Vec<&str> { screen.iter().copied().chain([reasons]).collect() };
    house.on("ash", case, &with("Too short")).exits(1).says(&["the reasons have 9 characters and need at least 20"]);
    house
        .on("ash", case, &["screen", "--grade", "dreadful", "--reasons", "One act by a stranger, not seen again."])
        .exits(2)
        .says(&["standard, medium, high"]);
    house
        .on("ash", case, &with("One act by a stranger, not seen again."))
        .ok()
        .says(&["risk.screened", "next: Review the risk screen."]);
    let review = ["review-risk", "--grade", "standard", "--reasons", "Agreed with the assessor's reasons."];
    house.on("ash", case, &review).exits(1).says(&["your role does not allow you to review a risk screen"]);
    house.on("birch", case, &review).exits(3);
    house.on("oak", case, &review).ok().says(&["risk.reviewed"]);
}

/// Up at once, down only by a second officer's own act.
fn lower_the_grade(house: &House, case: &str) {
    let screen = |grade: &'static str, more: &[&'static str]| {
        let plain = ["screen", "--grade", grade, "--repeated", "yes", "--reasons", "He was seen twice near her home."];
        let act: Vec<&str> = plain.iter().chain(more).copied().collect();
        house.on("ash", case, &act)
    };
    screen("medium", &[]).ok();
    screen("standard", &[])
        .exits(1)
        .says(&["this lowers the grade from medium to standard, which takes a second officer"]);
    screen("standard", &["--second-officer", "birch"]).exits(2).says(&["somebody who may review risk on this case"]);
    screen("standard", &["--second-officer", "oak"])
        .ok()
        .says(&["next: Confirm or refuse the lower grade, standard: it waits for a second officer since"]);
    let waits = "A lower grade, standard, waits for a second officer: Sgt Oak is asked, since";
    house.by("rowan", &["case", case]).ok().says(&["risk medium", waits]);
    assert_eq!(house.case("rowan", case)["grade"], "medium");
    let reasons = ["--reasons", "Read with PC Ash: both sightings were by chance."];
    let confirm: Vec<&str> = ["confirm-grade"].iter().chain(&reasons).copied().collect();
    house.on("ash", case, &confirm).exits(1).says(&["your role does not allow you"]);
    house.on("oak", case, &confirm).ok().says(&["risk.lowering_confirmed", "next: Review the risk screen."]);
    let shown =
        house.by("rowan", &["case", case]).ok().says(&["risk standard", "Lower grade confirmed by a second officer"]);
    shown.never_says(&[waits]);
    house.on("oak", case, &confirm).exits(1).says(&["no lower grade waits for a second officer"]);
    house.on("yew", case, &["review-risk", "--grade", "standard", "--reasons", "Agreed; seen with the reports."]).ok();
}

/// A deferral names what it waits for; when that comes the question is open again.
fn put_off(house: &House, case: &str) {
    house.on("ash", case, &["consider"]).ok().says(&["decision.opened"]);
    let until = today().plus_days(9).to_string();
    let defer = |more: &[&'static str]| {
        let act: Vec<&str> =
            ["decide", "defer", "--until", &until, "--words", WORDS].iter().chain(more).copied().collect();
        house.on("ash", case, &act)
    };
    defer(&[]).exits(1).says(&["a decision is put off for a named thing, and none is named"]);
    defer(&["--awaits", "luck", "--awaited", "A stroke of it."]).exits(2).says(&["court_outcome"]);
    defer(&["--awaits", "enquiry", "--awaited", "The cameras of the bus company."]).ok().says(&["decision.recorded"]);
    house.on("rowan", case, &["countersign"]).ok();
    house.by("rowan", &["case", case]).ok().says(&[
        "it waits for the result of an enquiry.",
        "The decision waits for the result of an enquiry (The cameras of the bus company.), since",
    ]);
    house
        .on("ash", case, &["awaited", "arrived", "--words", "They show nobody who could be told."])
        .ok()
        .says(&["decision.awaited_ended, decision.reopened"]);
    house.by("rowan", &["case", case]).ok().says(&["Protection is being considered."]);
}

/// A decision to apply counts at once and waits for advice; advice against is answered.
fn apply_and_be_advised(house: &House, case: &str) {
    let limbs = ["--acts", "yes", "--risk", "yes", "--necessity", "yes", "--ground", "in_area", "--words", WORDS];
    let apply: Vec<&str> = ["decide", "apply"].iter().chain(&limbs).copied().collect();
    house
        .on("ash", case, &apply)
        .ok()
        .says(&["next: Advise on the decision to apply: it waits for the SPOC's advice since"]);
    let list = house.worklist("rowan");
    let row = list["rows"].as_array().unwrap().iter().find(|row| row["reference"] == case).unwrap();
    assert!(row["next_action"].as_str().unwrap().contains("waits for the SPOC's advice since"), "{row:#}");
    house.by("rowan", &["case", case]).ok().says(&[
        "The decision is not complete: it waits for the stalking SPOC's advice.",
        "The decision to apply waits for the stalking SPOC's advice, since",
    ]);
    let advise = ["advise", "against", "--words", "Nobody is named who could be served with it."];
    for who in ["ash", "oak", "yew"] {
        house.on(who, case, &advise).exits(1).says(&["your role does not allow you to advise on a decision to apply"]);
    }
    house.on("rowan", case, &advise).ok().says(&["decision.advised", "next: Answer the SPOC, who advises against"]);
    let answer = ["answer-advice", "followed", "--words", "True: he must be found before he can be served."];
    house
        .on("rowan", case, &answer)
        .exits(1)
        .says(&["your role does not allow you to answer the stalking SPOC's advice"]);
    let given = house.case("ash", case)["advice"][0].clone();
    assert_eq!((given["advice"].as_str(), given["by"].as_str()), (Some("advises against"), Some("DS Rowan")));
    house.on("ash", case, &answer).ok().says(&["decision.advice_answered, decision.reopened"]);
    house.by("rowan", &["case", case]).ok().says(&[
        "The stalking SPOC advises against the decision to apply",
        "The stalking SPOC's advice was followed",
        "Decision opened again: the stalking SPOC's advice is followed",
    ]);
}

fn decide(house: &House, case: &str) {
    let until = today().plus_days(20).to_string();
    let answered = ["decide", "do-not-apply", "--acts", "yes", "--risk", "yes", "--necessity", "yes"];
    let decide = |reasons: &str, words: &str| {
        let given = ["--reasons", reasons, "--until", &until, "--informed", "--words", words];
        house.on("ash", case, &[answered.as_slice(), given.as_slice()].concat())
    };
    let blank =
        ["decide", "do-not-apply", "--reasons", "acts_not_made", "--until", &until, "--informed", "--words", WORDS];
    house.on("ash", case, &blank).exits(1).says(&["not answered: (a), (b), (c)"]);
    decide("relationship_stranger", WORDS).exits(1).says(&[
        "these reasons cannot stand alone: 'the subject is a stranger' (the Act was made for stalking outside relationships too)",
        "what to do: give a reason from the list that can stand alone, or apply",
    ]);
    decide("relationship_stranger,no_charge", WORDS)
        .exits(1)
        .says(&["these reasons cannot stand alone", "with or without a charge"]);
    decide("relationship_stranger,subject_unidentified", "Too short.")
        .exits(1)
        .says(&["the narrative has 10 characters"]);
    house
        .on("ash", case, &["decide", "apply", "--acts", "yes", "--words", WORDS])
        .exits(1)
        .says(&["every limb of section 1(1) must be met; not met: (b), (c)"]);
    decide("evidence_insufficient", WORDS)
        .exits(1)
        .says(&["which evidence is missing has 0 characters", "how that evidence is to be got has 0 characters"]);
    decide("outside_area", WORDS).exits(1).says(&["no other force is named", "say who accepted, and on which day"]);
    decide("relationship_stranger,subject_unidentified", WORDS)
        .ok()
        .says(&["decision.recorded", "next: Countersign the decision, or send it back."]);
    // Until it is countersigned the case stays where it was.
    house.by("rowan", &["case", case]).ok().says(&["waits for the stalking SPOC's countersignature"]);
    for who in ["ash", "oak", "yew"] {
        house
            .on(who, case, &["countersign"])
            .exits(1)
            .says(&["your role does not allow you to countersign a protection decision"]);
    }
    house.on("rowan", case, &["countersign"]).ok().says(&["decision.countersigned"]);
    house.by("rowan", &["case", case]).ok().says(&["No order is to be sought", "the subject is not identified"]);
    assert!(on_list(house, "rowan", case), "a decision took a person without a served order off the list");
}

/// The gates as a refusal prints them: title with its state.
fn gate<'a>(printed: &'a str, title: &str) -> &'a str {
    let line = printed.lines().find(|line| line.contains(&format!("] {title}")));
    line.unwrap_or_else(|| panic!("no gate '{title}' in:\n{printed}"))
        .trim()
        .trim_start_matches('[')
        .split(']')
        .next()
        .unwrap()
}

const APPROVE: [&str; 3] = ["approve-closure", "--reasons", "Nothing more to do here."];

fn propose_and_be_refused(house: &House, case: &str) {
    let due = today().plus_days(5).to_string();
    house
        .on("ash", case, &["raise-action", "--owner", "ash", "--due", &due, "--words", "Check the cameras"])
        .ok()
        .says(&["action.raised"]);
    house.on("yew", case, &APPROVE).exits(1).says(&["closure is not proposed"]);
    let propose = [
        "propose-closure",
        "--reasons",
        "No further act; subject not found.",
        "--exit-plan",
        "She has our number.",
        "--retention",
        "group_1",
    ];
    house.on("oak", case, &propose).exits(1).says(&["your role does not allow you"]);
    house.on("ash", case, &propose).ok().says(&["closure.proposed"]);
    house.on("ash", case, &APPROVE).exits(1).says(&["your role does not allow you to close the case"]);
    house.on("rowan", case, &APPROVE).exits(1).says(&["your role does not allow you to close the case"]);
    house.on("birch", case, &APPROVE).exits(3);
    let refused = house.on("yew", case, &APPROVE).exits(1).says(&[
        "refused: not ready to close: 1 action is open; 1 act is not reviewed; no consultation is recorded; 1 red flag is open",
        "what to do: clear each gate, or reject the closure and say what is missing",
    ]);
    let states = [
        ("The decision on protection is closed with a reason", "met"),
        ("No order is live", "met"),
        ("No warrant or arrest is outstanding", "not yet built"),
        ("No action is open", "unmet"),
        ("No notification is overdue", "met"),
        ("No act is unreviewed", "unmet"),
        ("No enquiry is unreturned", "not yet built"),
        ("No message of the person at risk is unread", "not yet built"),
        ("Every request for reconsideration is answered", "met"),
        ("The person at risk has been consulted and told", "unmet"),
        ("Risk was reviewed within the last 7 days", "met"),
        ("All repeat reports are accounted for", "met"),
        ("There is an exit safety plan", "met"),
        ("The retention group is set", "met"),
        ("What reopens it is set: a new act or report reopens it by itself", "met"),
        ("No red flag is open", "unmet"),
    ];
    for (title, state) in states {
        assert_eq!(gate(&refused.err, title), state, "{title}");
    }
    assert_eq!(refused.err.lines().filter(|line| line.starts_with("  [")).count(), states.len(), "{}", refused.err);
}

fn meet_the_gates(house: &House, case: &str) {
    let shown = house.by("ash", &["case", case]).ok().out;
    let raised = shown.lines().find(|line| line.contains("Action raised")).unwrap();
    let action = raised.split("(id ").nth(1).unwrap().split(')').next().unwrap();
    let close = ["close-action", action, "--words", "Looked at; nothing on them."];
    house.on("ash", case, &close).exits(1);
    house.on("oak", case, &close).ok().says(&["action.closed"]);
    house.on("ash", case, &["review-acts"]).exits(1);
    house.on("oak", case, &["review-acts"]).ok().says(&["acts.reviewed"]);
    house.on("ash", case, &["consult"]).ok().says(&["person.consulted"]);
    let answer = ["answer-flag", "RF-18", "--words", "The action was closed and the act looked at since."];
    house.on("ash", case, &answer).exits(1).says(&["refused"]);
    house
        .on("oak", case, &["answer-flag", "RF-99", "--words", "There is no such flag here."])
        .exits(2)
        .says(&["no open RF-99"]);
    house.on("oak", case, &answer).ok().says(&["flag.disposed"]);
}

fn close(house: &House, case: &str) {
    house.on("yew", case, &APPROVE).ok().says(&["closure.approved"]);
    house.by("rowan", &["case", case]).ok().says(&["· closed ·"]);
    assert!(!on_list(house, "rowan", case), "a closed case is on the list");
    house.by("rowan", &["worklist"]).ok().says(&["2 without a served order"]);
    house.on("yew", case, &APPROVE).exits(1).says(&["the case is already closed"]);
    // A new act brings it back; to its team, where the officer's account was closed meanwhile.
    house.by("admin", &["accounts", "close", "ash"]).ok().says(&["closed: ash"]).never_says(&[case]);
    house.on("rowan", case, &["act", "--behaviour", "A1", "--words", "He was there again."]).ok().says(&["next:"]);
    house.by("rowan", &["case", case]).ok().says(&["Given to Harbour, no officer"]);
    assert!(on_list(house, "rowan", case), "a new act did not bring the case back");
}

#[test]
fn a_spoc_is_not_given_the_case_that_they_are_to_countersign() {
    let house = House::set_up(crate::support::On::Sqlite);
    import(&house);
    let case = reference_of(&house.worklist("rowan"), "stranger");
    house.account("elm", "DS Elm", "spoc", "Stalking Unit");
    house.on("oak", &case, &["allocate", "--officer", "ash"]).ok();
    let until = today().plus_days(7).to_string();
    house.on("ash", &case, &["consider"]).ok();
    let waiting = ["--awaits", "evidence", "--awaited", "The statement of her sister."];
    let defer: Vec<&str> =
        ["decide", "defer", "--until", &until, "--words", WORDS].iter().chain(&waiting).copied().collect();
    house.on("ash", &case, &defer).ok().says(&["decision.recorded"]);
    house.on("yew", &case, &["allocate", "--officer", "rowan"]).exits(2).says(&["which takes the role of an officer"]);
    house.on("yew", &case, &["allocate", "--officer", "oak"]).exits(2).says(&["which takes the role of an officer"]);
    house.on("elm", &case, &["return", "--reasons", "Say what is being waited for."]).ok().says(&["decision.returned"]);
}

/// A served order takes a person off the list; the case page says until when.
#[test]
fn only_a_served_order_takes_a_person_off_the_list() {
    let house = House::set_up(crate::support::On::Sqlite);
    import(&house);
    let case = reference_of(&house.worklist("rowan"), "stranger");
    house.on("oak", &case, &["allocate", "--officer", "ash"]).ok();
    let (from, until) = (today().plus_days(-1).to_string(), today().plus_days(700).to_string());
    house.on("ash", &case, &["protect", "bail", "--from", &from, "--until", &today().plus_days(20).to_string()]).ok();
    assert!(on_list(&house, "rowan", &case), "bail took a person off the list");
    house.by("rowan", &["case", &case]).ok().says(&["No served order. Meanwhile: bail conditions until"]);
    house.on("ash", &case, &["protect", "order", "--from", &from, "--until", &until]).ok();
    assert!(on_list(&house, "rowan", &case), "an order that nobody served took a person off the list");
    let shown = house.case("ash", &case);
    let order = shown["protections"]
        .as_array()
        .unwrap()
        .iter()
        .find(|held| held["kind"].as_str().unwrap().contains("Stalking Protection Order"))
        .unwrap();
    house.on("ash", &case, &["served", order["id"].as_str().unwrap()]).ok();
    assert!(!on_list(&house, "rowan", &case), "a served order left the person on the list");
    house.by("rowan", &["case", &case]).ok().says(&["A served Stalking Protection Order is in force until", "CK-01"]);
    house.by("larch", &["verify"]).ok().says(&["OK"]);
}

/// An officer names the acts by the numbers that the case shows.
#[test]
fn answers_rest_on_the_acts_that_are_named() {
    let house = House::set_up(crate::support::On::Sqlite);
    import(&house);
    let case = reference_of(&house.worklist("rowan"), "stranger");
    house.on("oak", &case, &["allocate", "--officer", "ash"]).ok();
    house.on("ash", &case, &["act", "--behaviour", "A1", "--words", "He was there again."]).ok();
    house
        .by("ash", &["case", &case])
        .ok()
        .says(&["Acts, by the numbers that commands take", "    2  following a person"]);
    let screen = |unwanted: &str| {
        let given = ["screen", "--grade", "medium", "--tool", "SASH", "--reasons", WORDS, "--unwanted", unwanted];
        house.on("ash", &case, &[given.as_slice(), &["--repeated", "yes"]].concat())
    };
    screen("yes:7").exits(2).says(&["unwanted: act '7' is not on this case"]);
    screen("yes:").exits(2).says(&["names no act after ':'"]);
    screen("yes:2").ok().says(&["rests on every act of the case", "yes:1,3"]);
    house.by("ash", &["case", &case]).ok().says(&["Unwanted yes: act 2", "Repeated yes: acts 1, 2"]);
    let limbs = ["decide", "apply", "--acts", "yes:1,2", "--risk", "yes:2", "--necessity", "yes:1"];
    house.on("ash", &case, &[limbs.as_slice(), &["--ground", "resides", "--words", WORDS]].concat()).ok();
    house.by("ash", &["case", &case]).ok().says(&[
        "(a) acts associated with stalking: yes: acts 1, 2",
        "(b) a risk associated with stalking: yes: act 2",
        "(c) the order is necessary: yes: act 1",
    ]);
}

/// Two reports of one course of conduct are one case's business before it can close.
#[test]
fn a_repeat_report_is_attached_and_its_links_say_why() {
    let house = House::set_up(crate::support::On::Sqlite);
    import(&house);
    let case = reference_of(&house.worklist("rowan"), "former partner");
    let shown = house
        .by("rowan", &["case", &case])
        .ok()
        .says(&["same forename and surname", "linked, unconfirmed", "RF-05"])
        .out;
    assert_eq!(gate(&shown, "All repeat reports are accounted for"), "unmet");
    let own = shown.lines().find(|line| line.contains("[this case")).unwrap();
    let other = if own.contains("T/101") { "T/102" } else { "T/101" };
    // Whoever may work on the case puts the reports together, and a person says of each link that it is right.
    house.on("rowan", &case, &["attach", other]).ok();
    let after = house.by("rowan", &["case", &case]).ok().out;
    assert_eq!(
        after.lines().filter(|line| line.contains("recorded ") && line.contains("[this case")).count(),
        2,
        "{after}"
    );
    let links = house.case("rowan", &case)["links"].as_array().unwrap().clone();
    assert!(!links.is_empty());
    for link in links {
        house.by("rowan", &["links", "same", link["id"].as_str().unwrap()]).ok().says(&["confirmed: the same person"]);
    }
    let confirmed = house.by("rowan", &["case", &case]).ok().out;
    assert_eq!(gate(&confirmed, "All repeat reports are accounted for"), "met", "{confirmed}");
    house.by("larch", &["verify"]).ok().says(&["OK"]);
}

/// 'Not the same' parts the series, is remembered, and can be taken back.
#[test]
fn a_link_can_be_refused_and_taken_back() {
    let house = House::set_up(crate::support::On::Sqlite);
    import(&house);
    let case = reference_of(&house.worklist("rowan"), "former partner");
    let links = house.case("rowan", &case)["links"].as_array().unwrap().clone();
    let ids: Vec<&str> = links.iter().map(|link| link["id"].as_str().unwrap()).collect();
    house.by("ash", &["links", "not-same", ids[0]]).exits(3);
    for id in &ids {
        house.by("rowan", &["links", "not-same", id]).ok().says(&["never asked again"]);
    }
    let parted = house.by("rowan", &["case", &case]).ok().out;
    assert_eq!(gate(&parted, "All repeat reports are accounted for"), "met", "{parted}");
    house.by("rowan", &["--format", "csv", "links", "waiting"]).ok().never_says(&ids);
    for id in &ids {
        house.by("rowan", &["links", "undo", id]).ok().says(&["linkage decides again"]);
    }
    let joined = house.by("rowan", &["case", &case]).ok().out;
    assert_eq!(gate(&joined, "All repeat reports are accounted for"), "unmet", "{joined}");
    house.by("larch", &["verify"]).ok().says(&["OK"]);
}
