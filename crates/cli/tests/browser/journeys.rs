//! What people do with the pages, from the sign-in to the sign-out.

use crate::browser::{Screen, Visit, visit};
use crate::house::{IMPORTED, On, PASSWORD};

const TAB: char = '\u{E004}';
const ENTER: char = '\u{E007}';

/// The same journey on both databases: `name::sqlite` and `name::postgres`.
macro_rules! on_both {
    ($($name:ident $screen:ident $journey:ident;)*) => {$(
        mod $name {
            use super::*;
            #[test]
            fn sqlite() {
                visit(On::Sqlite, Screen::$screen, $journey);
            }
            #[test]
            fn postgres() {
                visit(On::Postgres, Screen::$screen, $journey);
            }
        }
    )*};
}

on_both! {
    an_officer_signs_in_and_reads_their_cases Station officer;
    a_spoc_narrows_the_list_turns_the_page_and_comes_back Station spoc;
    an_administrator_sees_what_an_import_did Station administrator;
    what_is_not_open_is_refused_or_not_found Station refused;
    the_keyboard_is_enough Station keyboard;
    everything_works_on_a_phone Phone spoc;
    everything_works_without_a_script StationWithoutScript without_script;
}

async fn officer(on: Visit) {
    on.open("/").await;
    assert_eq!(on.path().await, "/sign-in");
    on.follow("main button").await;
    on.says(&["There is a problem", "Enter your user name", "Enter your password"]).await;
    on.sign_in_with("alder", "a wrong password").await;
    on.says(&["User name or password is wrong"]).await;
    on.never_says("a wrong password").await;
    on.sign_in_with("alder", PASSWORD).await;
    on.says(&["My cases", "PC 4021 Alder", "without a served order", "Next action"]).await;
    let rows = on.count("tbody tr").await;
    assert_eq!(rows, on.total().await, "every case of the officer stands on one page");
    assert!(rows > 0);
    let reference = on.find("tbody th a").await.text().await.unwrap();
    on.follow("tbody th a").await;
    on.says(&[&reference, "Next action", "Person at risk", "Clocks", "Red flags", "Timeline", "Closure"]).await;
    on.find("section[aria-labelledby='clocks'] details summary").await.click().await.unwrap();
    on.says(&["Rule "]).await;
    on.follow("form[action='/sign-out'] button").await;
    on.open("/").await;
    assert_eq!(on.path().await, "/sign-in");
}

async fn spoc(on: Visit) {
    on.open("/imports").await;
    assert_eq!(on.path().await, "/sign-in?to=%2Fimports");
    on.sign_in_with("spoc", PASSWORD).await;
    assert_eq!(on.path().await, "/imports", "one comes to the page that was asked for");
    on.follow_link("Worklist").await;
    let all = on.total().await;
    assert!(all > 50, "{all} cases do not fill two pages");
    let first = on.find("tbody th a").await.text().await.unwrap();
    let mut seen = on.count("tbody tr").await;
    assert_eq!(seen, 50);
    while on.count("a[rel=next]").await > 0 {
        on.follow("a[rel=next]").await;
        assert_eq!(on.total().await, all, "the count is that of the list, not of the page");
        on.never_says(&first).await;
        seen += on.count("tbody tr").await;
    }
    assert_eq!(seen, all, "each case stands on one page");
    on.follow("tbody th a").await;
    on.follow_link("Back to the list").await;
    on.never_says(&first).await;
    on.follow("a[rel=first]").await;
    on.says(&[&first]).await;
    narrowed(&on, all).await;
    on.sign_out().await;
}

async fn narrowed(on: &Visit, all: usize) {
    on.choose("kind", "ex_intimate").await;
    on.follow(".holdfast-filter button").await;
    let kind = on.total().await;
    assert!(0 < kind && kind < all, "{kind} of {all}");
    on.never_says("Stranger,").await;
    on.choose("grade", "medium").await;
    on.find("label[for=overdue]").await.click().await.unwrap();
    on.follow(".holdfast-filter button").await;
    let narrow = on.total().await;
    assert!(0 < narrow && narrow < kind, "{narrow} of {kind}");
    assert_eq!(on.count("tbody tr").await, on.count("tbody .holdfast-line--bad").await, "every row left is late");
    on.follow("tbody th a").await;
    on.follow_link("Back to the list").await;
    assert_eq!(on.path().await, "/?scope=force&kind=ex_intimate&grade=medium&overdue=yes");
    assert_eq!(on.total().await, narrow);
    on.follow_link("Clear filters").await;
    assert_eq!(on.total().await, all);
    on.choose("scope", "mine").await;
    on.follow(".holdfast-filter button").await;
    on.says(&["No one on this list", "No case matches"]).await;
}

async fn administrator(on: Visit) {
    on.sign_in("administrator").await;
    assert_eq!(on.path().await, "/imports", "who has no list of cases begins with the imports");
    on.says(&[IMPORTED, "61"]).await;
    assert_eq!(on.count("nav a[href='/']").await, 0, "no way to a list that would be refused");
    on.follow_link(IMPORTED).await;
    on.says(&["1 row could not be placed", "Rows read", "Held rows", "Recorded", "is not a date"]).await;
    on.sign_out().await;
}

async fn refused(on: Visit) {
    on.sign_in("auditor").await;
    on.says(&["Your work is not in the browser yet", "holdfast verify", "What to do:"]).await;
    on.never_says("Not allowed").await;
    on.open("/?scope=force").await;
    on.says(&["Not allowed", "Your role does not allow you to open the worklist", "What to do:"]).await;
    assert_eq!(on.count("main a").await, 0, "no link leads back to what was refused");
    on.sign_out().await;
    on.sign_in("spoc").await;
    for reference in ["HF-000-000-000", &on.house.elsewhere, "%20", "..%2F..%2Fetc"] {
        on.open(&format!("/cases/{reference}")).await;
        on.says(&["Page not found"]).await;
        on.never_says("Next action").await;
    }
    on.open("/?scope=force").await;
    on.never_says(&on.house.elsewhere).await;
    on.open("/?grade=purple").await;
    on.says(&["The filter was not understood", "No case is hidden by this"]).await;
    on.open("/nowhere").await;
    on.says(&["Page not found"]).await;
}

async fn keyboard(on: Visit) {
    on.open("/sign-in").await;
    on.press(TAB).await;
    assert_eq!(focused(&on).await, "Skip to main content");
    for _ in 0..2 {
        on.press(TAB).await;
    }
    typed(&on, "name", "alder").await;
    on.press(TAB).await;
    typed(&on, "password", PASSWORD).await;
    on.press_and_go(ENTER).await;
    on.says(&["My cases"]).await;
    on.press(TAB).await;
    on.press(ENTER).await;
    assert!(on.path().await.ends_with("#main-content"), "the skip link leads to the main part");
    let first = on.find("tbody th a").await.text().await.unwrap();
    for _ in 0..20 {
        on.press(TAB).await;
        if focused(&on).await == first {
            break;
        }
    }
    assert_eq!(focused(&on).await, first, "the first case is reached");
    on.press_and_go(ENTER).await;
    on.says(&[&first, "Next action"]).await;
    for _ in 0..30 {
        on.press(TAB).await;
        if focused(&on).await == "How this was worked out" {
            break;
        }
    }
    on.press(ENTER).await;
    on.says(&["Rule "]).await;
}

async fn focused(on: &Visit) -> String {
    on.client.active_element().await.unwrap().text().await.unwrap()
}

async fn typed(on: &Visit, field: &str, text: &str) {
    let element = on.client.active_element().await.unwrap();
    assert_eq!(element.attr("id").await.unwrap().as_deref(), Some(field));
    element.send_keys(text).await.unwrap();
}

async fn without_script(on: Visit) {
    on.client.goto("data:text/html,<title>quiet</title><h1>x</h1><script>document.title='ran'</script>").await.unwrap();
    assert_eq!(on.client.title().await.unwrap(), "quiet", "this browser runs scripts");
    spoc(on).await;
}
