//! One case from its import to an approved closure by forms alone, each person signing in for their part: without a script, and on a
//! phone with what axe-core checks of each form as it is opened, told what is missing, and done.

use crate::browser::{Screen, Visit, visit};
use crate::every_page::holds;
use crate::house::{On, today};
use fantoccini::Locator;
use std::collections::BTreeSet;

const SPACE: char = '\u{E00D}';
const ENTER: char = '\u{E007}';

#[test]
fn one_case_by_forms_without_a_script() {
    visit(On::Sqlite, Screen::StationWithoutScript, one_case);
}

#[test]
fn one_case_by_forms_on_a_phone_is_accessible() {
    visit(On::Postgres, Screen::Phone, one_case);
}

#[test]
fn each_form_that_is_offered_is_accessible_as_it_is_opened_and_as_it_says_what_is_missing() {
    visit(On::Sqlite, Screen::Phone, each_form);
}

/// Forms that can be sent with nothing filled in.
const NOTHING_ASKED: [&str; 4] = ["allocate", "review-acts", "consider", "own-connection"];

async fn each_form(on: Visit) {
    let case = format!("/cases/{}", on.house.fresh);
    enter(&on, "supervisor", &case).await;
    onward(&on, "Give the case to an officer").await;
    pick(&on, "officer", "alder").await;
    press(&on).await;
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for who in ["alder", "supervisor", "spoc", "inspector"] {
        enter(&on, who, &case).await;
        let mut offered = Vec::new();
        for link in on.client.find_all(Locator::Css(&format!("a[href^='{case}/do/']"))).await.unwrap() {
            offered.push(link.attr("href").await.unwrap().unwrap());
        }
        for address in offered {
            let slug = address.rsplit('/').next().unwrap().to_owned();
            if !seen.insert(slug.clone()) {
                continue;
            }
            on.open(&address).await;
            holds(&on, &slug).await;
            if slug != "decide" && !NOTHING_ASKED.contains(&slug.as_str()) {
                press(&on).await;
                on.says(&["There is a problem"]).await;
                holds(&on, &format!("{slug}, told what is missing")).await;
            }
        }
    }
    assert!(seen.len() > 40, "{} forms are few: {seen:?}", seen.len());
}

async fn one_case(on: Visit) {
    let case = format!("/cases/{}", on.house.fresh);
    given_and_screened(&on, &case).await;
    decided(&on, &case).await;
    closed(&on, &case).await;
}

/// The supervisor gives it, the officer asks the questions of the force, the supervisor reviews.
async fn given_and_screened(on: &Visit, case: &str) {
    enter(on, "supervisor", case).await;
    on.says(&["Give the case to an officer."]).await;
    onward(on, "Give the case to an officer").await;
    pick(on, "officer", "alder").await;
    press(on).await;
    on.says(&["The case is given.", "PC 4021 Alder"]).await;
    enter(on, "alder", case).await;
    on.says(&["Complete a risk screen."]).await;
    onward(on, "Record a risk screen").await;
    press(on).await;
    on.says(&[
        "There is a problem",
        "Choose the grade that you give",
        "Not answered: Is the person at risk very frightened?",
    ])
    .await;
    checked(on, "screen, told what is missing").await;
    answer_every_question(on).await;
    choose(on, "grade", "standard").await;
    write(on, "reasons", "One act by a stranger, which nobody has seen again since.").await;
    choose(on, "q-unwanted", "yes").await;
    press(on).await;
    done(on, "Review the risk screen").await;
    enter(on, "supervisor", case).await;
    onward(on, "Review the risk screen").await;
    on.says(&["The latest screen", "One act by a stranger", "Is the person at risk very frightened?"]).await;
    choose(on, "grade", "standard").await;
    write(on, "reasons", "Agreed with the reasons given.").await;
    press(on).await;
    done(on, "The review of the risk screen is recorded.").await;
}

/// The officer decides not to apply, for a reason that is barred at first; the SPOC countersigns.
async fn decided(on: &Visit, case: &str) {
    enter(on, "alder", case).await;
    onward(on, "Decide on protection").await;
    on.follow_link("Decide not to apply for an order").await;
    checked(on, "decide not to apply").await;
    for limb in ["acts", "risk", "necessity"] {
        choose(on, limb, "yes").await;
    }
    choose(on, "reasons", "relationship_stranger").await;
    choose(on, "informed", "yes").await;
    on_day(on, "until", 20).await;
    write(on, "narrative", "The facts were weighed against each limb of the test, one after the other.").await;
    press(on).await;
    on.says(&["There is a problem", "cannot stand alone", "the Act was made for stalking outside relationships too"])
        .await;
    checked(on, "decide not to apply, refused").await;
    choose(on, "reasons", "subject_unidentified").await;
    press(on).await;
    done(on, "Countersign the decision, or send it back.").await;
    enter(on, "spoc", case).await;
    onward(on, "Countersign the decision, or send it back").await;
    on.says(&["The decision that waits", "yes: act 1"]).await;
    choose(on, "answer", "countersign").await;
    press(on).await;
    done(on, "No order is to be sought").await;
}

/// Everything that the gates ask for, a refusal while something is open, and the approval.
async fn closed(on: &Visit, case: &str) {
    enter(on, "alder", case).await;
    act(on, case, "consult").await;
    on_day(on, "at", 0).await;
    press(on).await;
    done(on, "It is recorded that the person at risk was consulted.").await;
    act(on, case, "raise-action").await;
    pick(on, "owner", "alder").await;
    on_day(on, "due", 5).await;
    write(on, "words", "Check the cameras of the bus company.").await;
    press(on).await;
    done(on, "The action is raised.").await;
    act(on, case, "propose-closure").await;
    on.says(&["Before closure:", "Not yet: 1 action is open"]).await;
    write(on, "reasons", "No further act, and nobody who could be named.").await;
    write(on, "exit_plan", "The person at risk has our number and that of an advocate.").await;
    choose(on, "retention", "group_1").await;
    press(on).await;
    done(on, "Closure is proposed.").await;
    enter(on, "inspector", case).await;
    act(on, case, "decide-closure").await;
    approve(on).await;
    on.says(&["There is a problem", "1 action is open"]).await;
    checked(on, "closure, refused").await;
    enter(on, "supervisor", case).await;
    act(on, case, "close-action").await;
    on.find("input[name=action]").await.send_keys(&SPACE.to_string()).await.unwrap();
    write(on, "words", "Looked at; nobody is on them.").await;
    press(on).await;
    done(on, "The action is closed.").await;
    act(on, case, "review-acts").await;
    press(on).await;
    done(on, "It is recorded that the acts were looked at.").await;
    // Each open flag has a link of its own, which chooses it on the form.
    for _ in 0..10 {
        on.open(case).await;
        if on.count("a[href*='answer-flag?flag=']").await == 0 {
            break;
        }
        on.follow("a[href*='answer-flag?flag=']").await;
        assert_eq!(on.count("input[name=flag]:checked").await, 1, "the flag is chosen");
        write(on, "disposal", "Looked into, and dealt with as the case says.").await;
        press(on).await;
        done(on, "The red flag is answered.").await;
    }
    enter(on, "inspector", case).await;
    onward(on, "Approve the closure, or refuse it").await;
    approve(on).await;
    done(on, "Nothing: the case is closed.").await;
    assert_eq!(on.count("a[href*='/do/decide']").await, 0, "a closed case offers no decision");
}

async fn approve(on: &Visit) {
    choose(on, "answer", "approve").await;
    write(on, "reasons", "Nothing is left to do, and she knows whom to call.").await;
    press(on).await;
}

/// Somebody signs in, whoever was signed in before, and opens the case.
async fn enter(on: &Visit, who: &str, case: &str) {
    on.open("/").await;
    if on.count("form[action='/sign-out']").await == 1 {
        on.sign_out().await;
    }
    on.sign_in(who).await;
    on.open(case).await;
}

/// The next action leads to its form, by its button.
async fn onward(on: &Visit, title: &str) {
    let button = on.find(".holdfast-next__button").await;
    assert_eq!(button.text().await.unwrap(), title);
    on.follow(".holdfast-next__button").await;
    assert_eq!(on.find("h1").await.text().await.unwrap(), title);
    checked(on, title).await;
}

/// A form is opened from the list of what can be done.
async fn act(on: &Visit, case: &str, slug: &str) {
    on.open(case).await;
    let link = format!("a[href='{case}/do/{slug}']");
    assert!(on.count(&link).await > 0, "{slug} is not offered");
    on.open(&format!("{case}/do/{slug}")).await;
    checked(on, slug).await;
}

/// What was done is said on the case, or on a page with what to know, from which a link leads to the case.
async fn done(on: &Visit, says: &str) {
    checked(on, says).await;
    let mut seen = on.text().await;
    assert!(!seen.contains("There is a problem"), "{seen}");
    if on.path().await.contains("/do/") {
        on.follow_link("Go to the case").await;
        seen.push_str(&on.text().await);
    }
    assert!(seen.contains(says), "'{says}' is not said:\n{seen}");
}

async fn checked(on: &Visit, name: &str) {
    if on.screen != Screen::StationWithoutScript {
        holds(on, name).await;
    }
}

/// This presses the button of the form, by the keyboard.
async fn press(on: &Visit) {
    let old = on.find("html").await;
    on.find("main form button[type=submit]").await.send_keys(&ENTER.to_string()).await.unwrap();
    on.turned(old).await;
}

/// This chooses an item by the keyboard.
async fn choose(on: &Visit, name: &str, value: &str) {
    let item = on.find(&format!("input[name='{name}'][value='{value}']")).await;
    item.send_keys(&SPACE.to_string()).await.unwrap();
}

async fn pick(on: &Visit, name: &str, value: &str) {
    on.find(&format!("select[name={name}] option[value='{value}']")).await.click().await.unwrap();
}

async fn write(on: &Visit, name: &str, words: &str) {
    let field = on.find(&format!("#{name}")).await;
    field.clear().await.unwrap();
    field.send_keys(words).await.unwrap();
}

/// This fills in a day so many days from today.
async fn on_day(on: &Visit, name: &str, days: i64) {
    let day = today().checked_add(jiff::Span::new().days(days)).unwrap();
    for (part, format) in [("day", "%-d"), ("month", "%-m"), ("year", "%Y")] {
        write(on, &format!("{name}-{part}"), &day.strftime(format).to_string()).await;
    }
}

/// Every question of the force's set: not known where that is an answer, the first of a list, and words.
async fn answer_every_question(on: &Visit) {
    for item in on.client.find_all(Locator::Css("input[name^=q-][value=not_known]")).await.unwrap() {
        item.send_keys(&SPACE.to_string()).await.unwrap();
    }
    let mut asked: Vec<String> = Vec::new();
    for item in on.client.find_all(Locator::Css("input[name^=q-][value=standard]")).await.unwrap() {
        asked.push(item.attr("name").await.unwrap().unwrap());
    }
    for name in asked {
        choose(on, &name, "standard").await;
    }
    for words in on.client.find_all(Locator::Css("textarea[name^=q-]")).await.unwrap() {
        words.send_keys("That he comes back.").await.unwrap();
    }
}
