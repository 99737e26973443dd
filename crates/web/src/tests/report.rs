//! A new report: every step empty, filled and wrong, what the answers come to, and what the server makes of them.

use super::wire::{FORM, OFFICER, OWN, ask, between, get, server, starts};
use crate::forms::sent::Sent;
use crate::pages::sign_in::KeptPage;
use crate::pages::visit::Visitor;
use crate::report::after::AfterPage;
use crate::report::build::{people, report, wrong_with};
use crate::report::page::{Around, BeginPage, CheckPage, EarlierPage, Ending, StepPage};
use crate::report::steps::{Step, before, begin, in_order, is_last, next};
use crate::router::Site;
use crate::samples::{self, NOW, report as sample};
use askama::Template;
use casework::intake::drafts::Steps;
use domain::catalogue::{Behaviour, CrimeClass, Relationship};

const ASKED: [Step; 9] = [
    Step::Reporter,
    Step::AtRisk(1),
    Step::AtRisk(2),
    Step::Suspect,
    Step::Act(1),
    Step::Four,
    Step::Impact,
    Step::Safety,
    Step::Record,
];

/// Every page of a new report in every state, for the rules that hold for all pages.
pub fn states(site: &Site, visitor: &Visitor) -> Vec<(String, String)> {
    let (filled, empty, teams) = (sample::steps(), Steps::new(), samples::teams());
    let around =
        |hours: i64| Around { site, visitor, id: sample::DRAFT, ending: Some(Ending::of(NOW.plus_hours(hours), NOW)) };
    let mut pages = Vec::new();
    for step in ASKED {
        let page = |steps: &Steps, sent: &Sent, from_check: bool, hours: i64, wrong: &[_]| {
            StepPage::new(&around(hours), step, steps, sent, wrong, &teams, from_check).render().unwrap()
        };
        let slug = step.slug();
        let wrong = wrong_with(step, &Sent::default(), NOW, &teams);
        assert!(!wrong.is_empty(), "{slug}: an empty step is right");
        pages.push((format!("report_{slug}_empty"), page(&empty, &begin(&empty, step), false, 3, &[])));
        pages.push((format!("report_{slug}_filled"), page(&filled, &begin(&filled, step), true, 3, &[])));
        pages.push((format!("report_{slug}_wrong"), page(&empty, &Sent::default(), false, 0, &wrong)));
    }
    let earlier = |steps: &Steps, found| EarlierPage::new(&around(3), steps, found, false).render().unwrap();
    let check = |steps: &Steps, wrong, found| CheckPage::new(&around(3), steps, wrong, found, &teams).render().unwrap();
    let wrong = report(&empty, NOW, &teams).unwrap_err();
    let wrong = wrong.into_iter().map(|(step, wrong)| (wrong.words, Some(step))).collect();
    let recorded = sample::recorded().recorded.unwrap();
    let help = casework::house::support::shipped();
    let after = |cases: &[_], supervisor| {
        AfterPage::new(site, visitor, &recorded, cases, help.clone(), supervisor).render().unwrap()
    };
    let kept = vec![("words".to_owned(), "He \"stood\" there\r\nagain".to_owned())];
    let begin_page = |drafts| BeginPage::new(site, visitor, drafts).render().unwrap();
    pages.extend(
        [
            ("report_begin_empty", begin_page(Vec::new())),
            ("report_begin_filled", begin_page(sample::listed())),
            ("report_earlier_nobody", earlier(&empty, Vec::new())),
            ("report_earlier_none", earlier(&filled, Vec::new())),
            ("report_earlier_filled", earlier(&filled, sample::earlier())),
            ("report_check_empty", check(&empty, wrong, Vec::new())),
            ("report_check_filled", check(&filled, Vec::new(), sample::earlier())),
            ("report_after", after(&[samples::case(), samples::new_case()], None)),
            ("report_after_asked", after(&[], Some(true))),
            ("report_after_nobody_asked", after(&[], Some(false))),
            ("report_kept", KeptPage::new(site, "form-token".to_owned(), "/drafts/x/act-1", kept).render().unwrap()),
        ]
        .map(|(name, html)| (name.to_owned(), html)),
    );
    pages
}

/// What every step asks, and what is wrong with one in which nothing is answered.
#[test]
fn each_step_asks_what_its_snapshot_says() {
    let mut text = String::new();
    for step in ASKED {
        text.push_str(&format!("{}: {}\n  {}\n", step.slug(), step.title(), step.guide()));
        for field in step.fields(&samples::teams()) {
            let hint = field.hint.map(|hint| format!(" ({hint})")).unwrap_or_default();
            text.push_str(&format!("  {}: {}{hint}\n", field.name, field.label));
        }
        for wrong in wrong_with(step, &Sent::default(), NOW, &[]) {
            text.push_str(&format!("  ! {}: {}\n", wrong.field, wrong.words));
        }
    }
    insta::assert_snapshot!("report_steps", text);
}

#[test]
fn each_problem_of_a_step_finds_its_field() {
    for step in ASKED {
        let names: Vec<String> = step.fields(&[]).into_iter().map(|field| field.name).collect();
        for wrong in wrong_with(step, &Sent::default(), NOW, &[]) {
            assert!(names.contains(&wrong.field), "{}: no field is called {}", step.slug(), wrong.field);
        }
    }
}

#[test]
fn the_answers_come_to_a_report_with_everything_that_was_told() {
    let whole = report(&sample::steps(), NOW, &samples::teams()).unwrap();
    assert_eq!((whole.reference.as_str(), whole.team.as_str()), ("NM/26/4711", "Harbour"));
    assert_eq!((whole.behaviour, whole.relationship), (Some(Behaviour::A5), Relationship::ExIntimate));
    let roles: Vec<&str> = whole.people.iter().map(|person| person.role.as_str()).collect();
    assert_eq!(roles, ["person_at_risk", "person_at_risk", "subject"]);
    assert_eq!((whole.people[1].born.as_str(), whole.people[2].handle.as_str()), ("2017-04-05", "@vance_o"));
    assert_eq!(whole.beside.relationships.into_iter().collect::<Vec<_>>(), [(1, Relationship::Family)]);
    let acts: Vec<_> = whole.beside.acts.iter().map(|act| (act.behaviour, act.words.as_str())).collect();
    assert_eq!(acts, [(Some(Behaviour::N1), "Eleven calls in a row.")]);
    let notes = |of: Option<usize>| {
        let told: Vec<String> =
            whole.beside.notes.iter().filter(|(place, _)| *place == of).map(|(_, words)| words.clone()).collect();
        told.join("\n")
    };
    for told in [
        "Text only, before noon",
        "No voicemail",
        "Obsessive: can they not let go? Not known",
        "Sleep, health",
        "A sergeant calls back",
    ] {
        assert!(notes(None).contains(told), "{told} is lost: {}", notes(None));
    }
    assert!(notes(Some(1)).contains("made. To the safeguarding hub"), "{}", notes(Some(1)));
    assert_eq!((notes(Some(0)), whole.beside.otherwise), (String::new(), None));
    assert_eq!(people(&sample::steps()).len(), 3);
}

/// The filled draft with some answers of a step put otherwise.
fn otherwise(step: &str, answers: &[(&str, &str)]) -> Steps {
    let mut steps = sample::steps();
    let typed = steps.get_mut(step).unwrap();
    for (name, value) in answers {
        typed.retain(|(of, _)| of != name);
        typed.push(((*name).to_owned(), (*value).to_owned()));
    }
    steps
}

#[test]
fn what_must_be_asked_is_asked() {
    for (step, answers, says) in [
        ("reporter", &[("safe", "")][..], "reached safely"),
        ("at-risk-2", &[("referral", "")], "safeguarding referral was made"),
        ("at-risk-2", &[("referral", "adult")], "By the date of birth this is a child"),
        ("at-risk-2", &[("referral-words", "")], "to whom the referral was made"),
        ("at-risk-1", &[("born-year", "2031")], "lies in the future"),
        ("suspect", &[("forename", ""), ("surname", "")], "Write their name"),
        ("act-1", &[("at-year", "2027")], "lies in the future"),
        ("act-1", &[("behaviour", "")], "Choose what was done"),
        ("four", &[("fixated", "")], "Choose yes, no or not known"),
        ("record", &[("class", "harassment")], "not as stalking"),
        ("record", &[("team", "Elsewhere")], "Choose a team"),
    ] {
        let wrong = report(&otherwise(step, answers), NOW, &samples::teams()).unwrap_err();
        let told: Vec<(String, &str)> = wrong.iter().map(|(step, wrong)| (step.slug(), wrong.words.as_str())).collect();
        assert_eq!(told.len(), 1, "{step} {answers:?}: {told:?}");
        assert!(told[0].0 == step && told[0].1.contains(says), "{step} {answers:?}: {told:?}");
    }
    // A birthday makes the difference of a child and an adult.
    let born =
        |day: &'static str| otherwise("at-risk-1", &[("born-day", day), ("born-month", "6"), ("born-year", "2008")]);
    assert!(report(&born("3"), NOW, &samples::teams()).is_ok(), "eighteen today");
    assert!(report(&born("4"), NOW, &samples::teams()).is_err(), "eighteen tomorrow");
    let harassment = otherwise("record", &[("class", "harassment"), ("why", "One call only.")]);
    let told = report(&harassment, NOW, &samples::teams()).unwrap().beside.otherwise;
    assert_eq!(told, Some((CrimeClass::Harassment, "One call only.".to_owned())));
}

#[test]
fn one_step_follows_the_other_and_going_back_leads_the_same_way() {
    let steps = sample::steps();
    let order = in_order(&steps);
    let slugs: Vec<String> = order.iter().map(|step| step.slug()).collect();
    assert_eq!(
        slugs,
        [
            "reporter",
            "at-risk-1",
            "at-risk-2",
            "suspect",
            "earlier",
            "act-1",
            "act-2",
            "four",
            "impact",
            "safety",
            "record",
            "check"
        ]
    );
    for pair in order.windows(2) {
        assert_eq!(next(&steps, pair[0], false), pair[1]);
        assert_eq!(before(&steps, pair[1]), Some(pair[0]));
        assert_eq!(Step::read(&pair[0].slug()), Some(pair[0]));
    }
    assert_eq!(
        (next(&steps, Step::AtRisk(2), true), next(&steps, Step::Act(2), true)),
        (Step::AtRisk(3), Step::Act(3))
    );
    assert_eq!((is_last(&steps, Step::AtRisk(1)), is_last(&steps, Step::AtRisk(2))), (false, true));
    assert_eq!((before(&steps, Step::AtRisk(3)), before(&steps, Step::Reporter)), (Some(Step::AtRisk(2)), None));
    assert_eq!(next(&Steps::new(), Step::Suspect, false), Step::Earlier);
    for slug in ["at-risk-0", "at-risk-41", "act-x", "act-", "recorded", ""] {
        assert_eq!(Step::read(slug), None, "{slug}");
    }
    assert_eq!(begin(&otherwise("reporter", &[]), Step::Record).text("class"), "stalking");
    let alone: Steps = [("reporter".to_owned(), steps["reporter"].clone())].into();
    assert_eq!(
        begin(&alone, Step::AtRisk(1)).text("surname"),
        "Marchetti",
        "who reports for herself is not asked twice"
    );
}

fn step_address(step: &str) -> String {
    format!("/drafts/{}/{step}", sample::DRAFT)
}

fn token(page: &str) -> String {
    between(page, "<main", "</main>")
        .split("name=\"token\" value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned()
}

#[test]
fn each_step_has_an_address_of_its_own() {
    let address = server();
    for step in in_order(&sample::steps()) {
        starts(&get(address, &step_address(&step.slug()), &[OFFICER]), "200");
    }
}

#[test]
fn a_step_is_saved_and_leads_on_or_back_to_the_check() {
    let address = server();
    let page = get(address, &step_address("safety"), &[OFFICER]);
    starts(&page, "200");
    assert!(page.contains("You are signed in until 15:00 on Wednesday 3 June 2026"), "{page}");
    let token = token(&page);
    for (step, body, leads) in [
        ("safety", "danger=no", "record"),
        ("safety", "danger=no&from=check", "check"),
        ("at-risk-2", "forename=Nico&relationship=family&another=yes", "at-risk-3"),
        ("at-risk-2", "forename=Nico&relationship=family&another=yes&from=check", "at-risk-3"),
        ("at-risk-1", "forename=Giulia&relationship=stranger&another=yes", "at-risk-2"),
        ("at-risk-1", "forename=Giulia&relationship=stranger&another=yes&from=check", "check"),
        ("at-risk-2", "remove=yes", "at-risk-1"),
        ("at-risk-1", "forename=Giulia&relationship=stranger&another=no", "at-risk-2"),
    ] {
        let sent = ask(
            address,
            &format!("POST {}", step_address(step)),
            &[FORM, OWN, OFFICER],
            &format!("token={token}&{body}"),
        );
        starts(&sent, "303");
        assert!(sent.contains(&format!("location: {}\r\n", step_address(leads))), "{step} {body}: {sent}");
    }
    let later = format!("token={token}&later=yes&forename=Nico");
    let later = ask(address, &format!("POST {}", step_address("at-risk-2")), &[FORM, OWN, OFFICER], &later);
    assert!(later.contains("location: /reports/new\r\n"), "{later}");
}

#[test]
fn a_step_with_something_wrong_is_shown_again_with_everything_typed() {
    let address = server();
    let token = token(&get(address, &step_address("act-1"), &[OFFICER]));
    let body = format!("token={token}&behaviour=A5&at-day=99&at-month=6&at-year=2026&words=He+stood+there");
    let again = ask(address, &format!("POST {}", step_address("act-1")), &[FORM, OWN, OFFICER], &body);
    starts(&again, "422");
    for kept in [
        "value=\"99\"",
        "He stood there</textarea>",
        "What you typed is saved as it is.",
        "href=\"#at-day\"",
        "Error: What was done",
    ] {
        assert!(again.contains(kept), "{kept}: {again}");
    }
    starts(&ask(address, &format!("POST {}", step_address("act-1")), &[FORM, OWN, OFFICER], "behaviour=A5"), "403");
    for nowhere in ["/drafts/x/act-1", &step_address("nowhere"), &step_address("act-99")] {
        starts(&get(address, nowhere, &[OFFICER]), "404");
    }
}

#[test]
fn a_session_that_ended_loses_nothing_that_was_typed() {
    let address = server();
    let places = [step_address("act-1"), "/cases/HF-26-00231/do/note".to_owned(), "/links/pair".to_owned()];
    let whose = token(&get(address, "/cases/HF-26-00231/do/note", &[OFFICER]));
    for to in places {
        let ended = ask(
            address,
            &format!("POST {to}"),
            &[FORM, OWN, "cookie: holdfast_session=ended"],
            &format!("token={whose}&words=He+%22stood%22+there&key=k"),
        );
        starts(&ended, "403");
        assert!(ended.contains("what you typed is kept on this page"), "{ended}");
        let visit = format!("cookie: holdfast_visit={}", between(&ended, "holdfast_visit=", ";"));
        let token = between(&ended, "name=\"token\" value=\"", "\"");
        assert_eq!(between(&ended, "name=\"kept-token\" value=\"", "\""), whose, "nobody could tell whose it is");
        let words = between(&ended, "name=\"kept-words\" value=\"", "\"");
        assert_eq!(words, "He &#34;stood&#34; there");
        let body = |password: &str| {
            format!("name=officer&password={password}&token={token}&to={to}&kept-words=He+%22stood%22+there&kept-key=k")
        };
        let body = |password: &str| format!("{}&kept-token={whose}", body(password));
        let wrong = ask(address, "POST /sign-in", &[FORM, OWN, &visit], &body("no"));
        starts(&wrong, "422");
        assert!(wrong.contains("name=\"kept-words\""), "a wrong password loses what was typed");
        let back = ask(address, "POST /sign-in", &[FORM, OWN, &visit], &body("sample"));
        starts(&back, "200");
        assert!(back.contains("set-cookie: holdfast_session=officer"), "{back}");
        assert!(
            back.contains(&format!("action=\"{to}\""))
                && back.contains("name=\"words\" value=\"He &#34;stood&#34; there\""),
            "{back}"
        );
        let again = between(&back, "name=\"token\" value=\"", "\"");
        if to.starts_with("/drafts/") {
            // The new token is that of the new session: the step is read, and found to be incomplete.
            let sent = ask(address, &format!("POST {to}"), &[FORM, OWN, OFFICER], &format!("token={again}&words=x"));
            starts(&sent, "422");
        }
    }
    // Another person who signs in there neither sees it nor sends it; nor does anybody where nobody can tell whose it is.
    let ended =
        ask(address, "POST /cases/HF-26-00231/do/note", &[FORM, OWN, "cookie: holdfast_session=ended"], "words=Hers");
    let visit = format!("cookie: holdfast_visit={}", between(&ended, "holdfast_visit=", ";"));
    let form = token(&ended);
    for (name, kept) in [
        ("empty", format!("&kept-token={whose}")),
        ("officer", String::new()),
        ("officer", "&kept-token=x.y".to_owned()),
    ] {
        let body =
            format!("name={name}&password=sample&token={form}&to=/cases/HF-26-00231/do/note&kept-words=Hers{kept}");
        let other = ask(address, "POST /sign-in", &[FORM, OWN, &visit], &body);
        starts(&other, "409");
        assert!(!other.contains("Hers") && other.contains(&format!("set-cookie: holdfast_session={name}")), "{other}");
    }
    // Nowhere else is anything carried to.
    let away = ask(address, "POST /sign-in", &[FORM, OWN], "name=officer&password=sample&to=//elsewhere&kept-words=x");
    starts(&away, "403");
}

#[test]
fn a_draft_is_recorded_from_the_check_and_the_last_page_names_clocks_and_help() {
    let address = server();
    let check = get(address, &step_address("check"), &[OFFICER]);
    starts(&check, "200");
    assert!(check.contains("section 4A may apply") && check.contains("HF-25-01877"), "{check}");
    let token = token(&check);
    let record = |id: &str, token: &str| {
        ask(address, &format!("POST /drafts/{id}/finish"), &[FORM, OWN, OFFICER], &format!("token={token}"))
    };
    starts(&record(sample::DRAFT, "none"), "403");
    let done = record(sample::DRAFT, &token);
    assert!(done.contains(&format!("location: /drafts/{}/recorded\r\n", sample::DRAFT)), "{done}");
    let wrong = record(sample::BEGUN, &token);
    starts(&wrong, "422");
    assert!(wrong.contains("Choose who is reporting") && wrong.contains("reporter?from=check"), "{wrong}");
    let last = get(address, &format!("/drafts/{}/recorded?supervisor=asked", sample::RECORDED), &[OFFICER]);
    starts(&last, "200");
    for said in [
        "NM/26/4711",
        "A supervisor has an action",
        "What happens next",
        "0808 802 0300",
        "HF-26-00231",
        "1 more of its cases",
    ] {
        assert!(last.contains(said), "{said}: {last}");
    }
    // What was recorded is not written on.
    let gone = get(address, &format!("/drafts/{}/act-1", sample::RECORDED), &[OFFICER]);
    assert!(gone.contains(&format!("location: /drafts/{}/recorded\r\n", sample::RECORDED)), "{gone}");
    let begun = get(address, "/reports/new", &[OFFICER]);
    assert!(begun.contains("The draft begun") && begun.contains("href=\"/reports/new\""), "{begun}");
    for (path, leads) in
        [("/reports/new", "/reporter"), (&*format!("/drafts/{}/discard", sample::DRAFT), "/reports/new")]
    {
        let sent = ask(address, &format!("POST {path}"), &[FORM, OWN, OFFICER], &format!("token={token}"));
        starts(&sent, "303");
        assert!(sent.contains(&format!("{leads}\r\n")), "{sent}");
        starts(&ask(address, &format!("POST {path}"), &[FORM, OWN, OFFICER], ""), "403");
    }
}
