//! A report from the first question to the last page, on each page of it empty, wrong and filled; a session that ends in the middle
//! loses nothing.

use crate::browser::{Screen, Visit, visit};
use crate::every_page::holds;
use crate::house::{On, PASSWORD};

#[test]
fn a_report_is_recorded_on_a_station_pc() {
    visit(On::Sqlite, Screen::Station, whole);
}

#[test]
fn a_report_is_recorded_on_a_phone() {
    visit(On::Postgres, Screen::Phone, whole);
}

#[test]
fn a_report_is_recorded_without_a_script() {
    visit(On::Sqlite, Screen::StationWithoutScript, without_script);
}

async fn fill(on: &Visit, name: &str, text: &str) {
    let field = on.find(&format!("#{name}")).await;
    field.clear().await.unwrap();
    field.send_keys(text).await.unwrap();
}

/// This chooses one of the answers to a question.
async fn answer(on: &Visit, name: &str, value: &str) {
    let id = on.find(&format!("input[name={name}][value={value}]")).await.attr("id").await.unwrap().unwrap();
    on.find(&format!("label[for={id}]")).await.click().await.unwrap();
}

async fn day(on: &Visit, name: &str, [day, month, year]: [&str; 3]) {
    for (part, text) in [("day", day), ("month", month), ("year", year)] {
        fill(on, &format!("{name}-{part}"), text).await;
    }
}

async fn go_on(on: &Visit) {
    on.follow("main form .govuk-button-group button").await;
}

async fn at(on: &Visit, step: &str) {
    let path = on.path().await;
    assert!(path.ends_with(&format!("/{step}")), "at {path}, not at {step}");
}

/// This looks at a step as it was opened, sends it as it is, and looks at what is wrong.
async fn empty_and_wrong(on: &Visit, step: &str) {
    at(on, step).await;
    look(on, step).await;
    go_on(on).await;
    on.says(&["There is a problem", "What you typed is saved as it is."]).await;
    look(on, &format!("{step}, wrong")).await;
}

/// What axe-core and the rules of every page say; a browser without scripts cannot be asked.
async fn look(on: &Visit, page: &str) {
    if on.screen != Screen::StationWithoutScript {
        holds(on, page).await;
    }
}

async fn without_script(on: Visit) {
    whole(on).await;
}

async fn whole(on: Visit) {
    on.open("/reports/new").await;
    on.sign_in_with("calltaker", PASSWORD).await;
    assert_eq!(on.path().await, "/reports/new", "one comes to the page that was asked for");
    look(&on, "new report").await;
    on.follow("main form button").await;
    people(&on).await;
    acts(&on).await;
    impact(&on).await;
    record(&on).await;
}

async fn people(on: &Visit) {
    empty_and_wrong(on, "reporter").await;
    answer(on, "who", "self").await;
    for (name, text) in [("forename", "Ottoline"), ("surname", "Brackwater"), ("phone", "07700 900461")] {
        fill(on, name, text).await;
    }
    fill(on, "safe", "By text, before noon.").await;
    go_on(on).await;
    at(on, "at-risk-1").await;
    let forename = on.find("#forename").await.prop("value").await.unwrap();
    assert_eq!(forename.as_deref(), Some("Ottoline"), "who reports for themselves is not asked twice");
    look(on, "at-risk-1").await;
    on.choose("relationship", "colleague").await;
    answer(on, "another", "yes").await;
    go_on(on).await;
    empty_and_wrong(on, "at-risk-2").await;
    fill(on, "forename", "Wilf").await;
    day(on, "born", ["5", "4", "2019"]).await;
    on.choose("relationship", "unknown").await;
    answer(on, "another", "no").await;
    go_on(on).await;
    on.says(&["This is a child: say whether a safeguarding referral was made"]).await;
    answer(on, "referral", "made").await;
    fill(on, "referral-words", "To the safeguarding hub, today.").await;
    go_on(on).await;
    empty_and_wrong(on, "suspect").await;
    answer(on, "known", "partly").await;
    fill(on, "handle", "@harrow_lark").await;
    look(on, "suspect, filled").await;
    go_on(on).await;
    at(on, "earlier").await;
    look(on, "earlier").await;
    on.follow("main a.govuk-button").await;
}

/// The first act is sent after the session has ended: it comes back with the next one.
async fn acts(on: &Visit) {
    empty_and_wrong(on, "act-1").await;
    answer(on, "behaviour", "A5").await;
    day(on, "at", ["1", "6", "2026"]).await;
    answer(on, "precision", "day").await;
    fill(on, "words", "They stood by the \"gate\" until dark.").await;
    on.client.delete_all_cookies().await.unwrap();
    go_on(on).await;
    on.says(&["You were signed out before this was sent", "what you typed is kept on this page"]).await;
    look(on, "sign-in, with what was typed").await;
    on.sign_in_with("calltaker", "a wrong password").await;
    on.sign_in_with("calltaker", PASSWORD).await;
    on.says(&["You are signed in again"]).await;
    look(on, "signed in again").await;
    on.follow("main form button").await;
    at(on, "four").await;
    on.follow_link("Back").await;
    at(on, "act-1").await;
    let words = on.find("#words").await.prop("value").await.unwrap();
    assert_eq!(words.as_deref(), Some("They stood by the \"gate\" until dark."));
    answer(on, "another", "yes").await;
    go_on(on).await;
    at(on, "act-2").await;
    look(on, "act-2").await;
    answer(on, "behaviour", "other").await;
    on.choose("listed", "N1").await;
    day(on, "at", ["31", "5", "2026"]).await;
    answer(on, "precision", "approximate").await;
    fill(on, "words", "Eleven calls in a row.").await;
    answer(on, "another", "no").await;
    go_on(on).await;
}

async fn impact(on: &Visit) {
    empty_and_wrong(on, "four").await;
    for letter in ["fixated", "obsessive", "unwanted", "repeated"] {
        answer(on, letter, "yes").await;
    }
    go_on(on).await;
    empty_and_wrong(on, "impact").await;
    for asked in ["frightened", "violence", "alarm"] {
        answer(on, asked, "not_known").await;
    }
    answer(on, "changed", "routes").await;
    go_on(on).await;
    empty_and_wrong(on, "safety").await;
    answer(on, "danger", "no").await;
    go_on(on).await;
}

async fn record(on: &Visit) {
    empty_and_wrong(on, "record").await;
    fill(on, "reference", "WS/26/90417").await;
    answer(on, "class", "harassment").await;
    go_on(on).await;
    on.says(&["Write why it is recorded as harassment and not as stalking"]).await;
    fill(on, "why", "Two occasions only, the caller says.").await;
    go_on(on).await;
    at(on, "check").await;
    on.says(&["Ottoline", "Eleven calls in a row.", "section 4A may apply", "Two occasions only"]).await;
    look(on, "check").await;
    on.follow("a[href$='/safety?from=check']").await;
    fill(on, "words", "A sergeant calls back tonight.").await;
    go_on(on).await;
    at(on, "check").await;
    on.says(&["A sergeant calls back tonight."]).await;
    on.follow("form[action$='/finish'] button").await;
    on.says(&[
        "WS/26/90417",
        "What happens next",
        "Case HF-",
        "National Stalking Helpline",
        "supervisor has an action",
    ])
    .await;
    assert_eq!(on.count("main a[href^='/cases/']").await, 2, "a case for each of the two");
    look(on, "recorded").await;
    on.follow("main a[href^='/cases/']").await;
    // What was done stands there; what was said of it is not for a call taker.
    on.says(&["Next action", "Repeated calls, texts or voicemail"]).await;
    on.never_says("Eleven calls in a row.").await;
    on.open("/reports/new").await;
    on.never_says("Your drafts").await;
    on.sign_out().await;
}
