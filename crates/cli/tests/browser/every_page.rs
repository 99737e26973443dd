//! Rules for every page, wide and narrow: the banner, nothing to scroll sideways for, and what axe-core checks.

use crate::browser::{Screen, Visit, visit};
use crate::house::On;
use fantoccini::Locator;
use serde_json::{Value, json};

/// Rules of WCAG 2.2 up to AA, and what axe-core's makers recommend beside them.
const RULES: [&str; 6] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

#[test]
fn each_page_is_accessible_on_a_station_pc() {
    visit(On::Sqlite, Screen::Station, all);
}

#[test]
fn each_page_is_accessible_on_a_phone() {
    visit(On::Postgres, Screen::Phone, all);
}

async fn all(on: Visit) {
    on.open("/sign-in").await;
    holds(&on, "sign-in").await;
    on.follow("main button").await;
    holds(&on, "sign-in, nothing entered").await;
    on.sign_in_with("spoc", "wrong").await;
    holds(&on, "sign-in, wrong").await;
    on.sign_in("spoc").await;
    holds(&on, "worklist").await;
    let cases = references(&on).await;
    on.follow("a[rel=next]").await;
    holds(&on, "worklist, second page").await;
    for (path, name) in [
        ("/?scope=force&kind=ex_intimate&overdue=yes", "worklist, narrowed"),
        ("/?scope=mine", "worklist, empty"),
        ("/?grade=purple", "filter not understood"),
        ("/cases/HF-000-000-000", "not found"),
    ] {
        on.open(path).await;
        holds(&on, name).await;
    }
    for case in cases.iter().step_by(12) {
        on.open(case).await;
        holds(&on, "case").await;
        unfold(&on).await;
        holds(&on, "case, unfolded").await;
        for part in ["series", "subject"] {
            on.open(&format!("{}/{part}", case.split('?').next().unwrap())).await;
            holds(&on, part).await;
        }
    }
    on.open("/search").await;
    holds(&on, "search").await;
    on.follow("main button").await;
    holds(&on, "search, nothing entered").await;
    for (words, name) in [("the Nobodyatall", "search, nothing found"), ("harbour", "search, found")] {
        on.client.find(Locator::Css("#words")).await.unwrap().clear().await.unwrap();
        on.client.find(Locator::Css("#words")).await.unwrap().send_keys(words).await.unwrap();
        on.follow("main button").await;
        holds(&on, name).await;
    }
    for (path, name) in [("/notices", "notices"), ("/links", "links"), ("/tasks", "tasks")] {
        on.open(path).await;
        holds(&on, name).await;
    }
    on.sign_out().await;
    on.sign_in("administrator").await;
    holds(&on, "imports").await;
    on.follow("tbody th a").await;
    holds(&on, "import").await;
    on.sign_out().await;
    on.sign_in("auditor").await;
    holds(&on, "refused").await;
}

async fn references(on: &Visit) -> Vec<String> {
    let script = "return [...document.querySelectorAll('tbody th a')].map(link => link.getAttribute('href'))";
    serde_json::from_value(on.client.execute(script, vec![]).await.unwrap()).unwrap()
}

async fn unfold(on: &Visit) {
    on.client.execute("document.querySelectorAll('details').forEach(part => part.open = true)", vec![]).await.unwrap();
}

/// This fails unless a page keeps the rules for every page.
pub async fn holds(on: &Visit, page: &str) {
    let text = on.text().await;
    assert!(text.contains("Demonstration. Everyone here is invented."), "{page}: no banner\n{text}");
    assert_eq!(on.count("h1").await, 1, "{page}: one first heading");
    let script = "return [window.innerWidth, document.documentElement.scrollWidth]";
    let (window, content): (u64, u64) =
        serde_json::from_value(on.client.execute(script, vec![]).await.unwrap()).unwrap();
    assert_eq!(window, on.screen.width(), "{page}: the window has another width");
    assert!(content <= window, "{page}: {content} px in a window of {window}");
    let broken = broken_words(on).await;
    assert!(broken.is_empty(), "{page} at {window} px: these words are broken over lines: {broken:?}");
    let found = axe(on).await;
    assert!(found.is_empty(), "{page} at {window} px:\n{}", found.join("\n"));
}

/// Words of plain letters in labels, questions, buttons and headings of which a part stands on another line: something has no room.
async fn broken_words(on: &Visit) -> Vec<String> {
    let script = r"const found = [];
        for (const part of document.querySelectorAll('main :is(label, legend, button, h1, h2, h3)')) {
            if (part.checkVisibility && !part.checkVisibility()) continue;
            if (part.closest('.govuk-visually-hidden')) continue;
            const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
            for (let text = texts.nextNode(); text; text = texts.nextNode()) {
                if (text.parentElement.closest('.govuk-visually-hidden')) continue;
                for (const word of text.data.matchAll(/[A-Za-z]{2,14}/g)) {
                    const range = document.createRange();
                    range.setStart(text, word.index);
                    range.setEnd(text, word.index + word[0].length);
                    const lines = new Set([...range.getClientRects()].map(line => Math.round(line.top)));
                    if (lines.size > 1) found.push(word[0]);
                }
            }
        }
        return found;";
    serde_json::from_value(on.client.execute(script, vec![]).await.unwrap()).unwrap()
}

/// The rules that a page breaks, each with the first place. WebDriver injects axe-core; the page itself may run no script.
async fn axe(on: &Visit) -> Vec<String> {
    let path = std::env::var("HOLDFAST_AXE")
        .expect("HOLDFAST_AXE is not set: `./dev test` fetches axe-core; the variable names its axe.min.js");
    let source = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("HOLDFAST_AXE={path}: {error}"));
    on.client.execute(&source, vec![]).await.unwrap();
    let script = "const [rules, done] = arguments;
        axe.run({ runOnly: rules }).then(result => done(result), error => done({ failed: String(error) }));";
    let result = on.client.execute_async(script, vec![json!(RULES)]).await.unwrap();
    let checked = result.get("passes").and_then(Value::as_array).map_or(0, Vec::len);
    assert!(checked > 10, "axe-core checked next to nothing: {result}");
    let broken = result.get("violations").and_then(Value::as_array).unwrap();
    let words = |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or_default().to_owned();
    let line = |rule: &Value| {
        format!("{}: {} {}", words(rule.get("id")), words(rule.get("help")), words(rule.pointer("/nodes/0/html")))
    };
    broken.iter().map(line).collect()
}
