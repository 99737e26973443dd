//! The server, asked over a socket as a browser asks.

use crate::samples::SampleCases;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::Duration;

/// This starts a server that lives as long as the test.
pub fn server() -> SocketAddr {
    let (told, address) = channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            told.send(listener.local_addr().unwrap()).unwrap();
            crate::serve(listener, Arc::new(SampleCases), std::future::pending()).await.unwrap();
        });
    });
    address.recv().unwrap()
}

/// This asks and returns the whole response, with the names of headers in lower case as they are sent.
pub fn ask(address: SocketAddr, request: &str, headers: &[&str], body: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    let headers: String = headers.iter().map(|header| format!("{header}\r\n")).collect();
    let length = body.len();
    write!(
        stream,
        "{request} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}"
    )
    .unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).unwrap();
    response
}

pub fn get(address: SocketAddr, path: &str, headers: &[&str]) -> String {
    ask(address, &format!("GET {path}"), headers, "")
}

pub const FORM: &str = "content-type: application/x-www-form-urlencoded";
pub const OWN: &str = "sec-fetch-site: same-origin";
pub const OFFICER: &str = "cookie: holdfast_session=officer";

pub fn starts(response: &str, status: &str) {
    assert!(response.starts_with(&format!("HTTP/1.1 {status}")), "expected {status}, got {response}");
}

pub fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    text.split_once(before).and_then(|(_, rest)| rest.split_once(after)).map(|(value, _)| value).unwrap()
}

#[test]
fn one_signs_in_reads_and_signs_out() {
    let address = server();
    let form = get(address, "/sign-in", &[]);
    starts(&form, "200");
    let visit = format!("cookie: holdfast_visit={}", between(&form, "holdfast_visit=", ";"));
    let token = between(&form, "name=\"token\" value=\"", "\"");

    let wrong = ask(address, "POST /sign-in", &[FORM, OWN, &visit], &format!("name=officer&password=no&token={token}"));
    starts(&wrong, "422");
    assert!(wrong.contains("User name or password is wrong") && !wrong.contains("value=\"no\""));

    let right =
        ask(address, "POST /sign-in", &[FORM, OWN, &visit], &format!("name=officer&password=sample&token={token}"));
    starts(&right, "303");
    assert!(right.contains("set-cookie: holdfast_session=officer; Path=/; HttpOnly; SameSite=Strict"), "{right}");

    let worklist = get(address, "/", &[OFFICER]);
    starts(&worklist, "200");
    assert!(worklist.contains("212 cases without a served order"));
    starts(&get(address, "/cases/HF-26-00231", &[OFFICER]), "200");

    let token = between(&worklist, "name=\"token\" value=\"", "\"");
    let out = ask(address, "POST /sign-out", &[FORM, OWN, OFFICER], &format!("token={token}"));
    starts(&out, "303");
    assert!(out.contains("clear-site-data: \"cache\", \"storage\"") && out.contains("holdfast_session=; Max-Age=0"));
}

#[test]
fn whoever_was_signed_out_is_told_so() {
    let address = server();
    let page = get(address, "/sign-in", &["cookie: holdfast_session=ended"]);
    starts(&page, "200");
    assert!(page.contains("You were signed out") && page.contains("holdfast_session=; Max-Age=0"), "{page}");
    starts(&get(address, "/sign-in", &[OFFICER]), "303");
}

#[test]
fn whoever_signs_in_comes_to_the_case_that_they_asked_for() {
    let address = server();
    let asked = get(address, "/cases/HF-26-00231?scope=force", &[]);
    starts(&asked, "303");
    assert!(asked.contains("location: /sign-in?to=%2Fcases%2FHF-26-00231%3Fscope%3Dforce"), "{asked}");
    let form = get(address, "/sign-in?to=%2Fcases%2FHF-26-00231%3Fscope%3Dforce", &[]);
    let visit = format!("cookie: holdfast_visit={}", between(&form, "holdfast_visit=", ";"));
    let token = between(&form, "name=\"token\" value=\"", "\"");
    assert_eq!(between(&form, "name=\"to\" value=\"", "\""), "/cases/HF-26-00231?scope=force");
    let goes = |to: &str, place: &str| {
        let body = format!("name=officer&password=sample&token={token}&to={to}");
        let response = ask(address, "POST /sign-in", &[FORM, OWN, &visit], &body);
        starts(&response, "303");
        assert!(response.contains(&format!("location: {place}\r\n")), "{to}: {response}");
    };
    goes("%2Fcases%2FHF-26-00231%3Fscope%3Dforce", "/cases/HF-26-00231?scope=force");
    goes("%2Fimports", "/imports");
    for elsewhere in [
        "",
        "%2F",
        "https%3A%2F%2Fevil.example%2Fcases%2F",
        "%2F%2Fevil.example%2F",
        "%2Fcases%2F%5Cevil",
        "%2Fcases%2Fa%0D%0Ab",
        "%2Fimportsx",
    ] {
        goes(elsewhere, "/");
    }
}

#[test]
fn a_case_leads_back_to_the_list_that_it_was_opened_from() {
    let address = server();
    let back = |path: &str| {
        let page = get(address, path, &[OFFICER]);
        between(&page, "aria-label=\"Back\"><a href=\"", "\"").to_owned()
    };
    assert_eq!(back("/cases/HF-26-00231"), "/");
    assert_eq!(back("/cases/HF-26-00231?scope=mine&overdue=yes"), "/?scope=mine&#38;overdue=yes");
    assert_eq!(back("/cases/HF-26-00231?scope=%2F%2Fevil"), "/");
    assert_eq!(back("/cases/HF-26-00231?next=%2F%2Fevil"), "/");
}

#[test]
fn one_searches_and_what_is_typed_stands_in_no_address_and_no_title() {
    let address = server();
    let form = get(address, "/search", &[OFFICER]);
    starts(&form, "200");
    let token = between(&form, "name=\"token\" value=\"", "\"").to_owned();
    let search = |words: &str, token: &str| {
        ask(address, "POST /search", &[FORM, OWN, OFFICER], &format!("words={words}&token={token}"))
    };
    let found = search("Marchetti", &token);
    starts(&found, "200");
    assert!(found.contains("2 cases found") && found.contains("href=\"/cases/HF-26-00231\""), "{found}");
    assert!(found.contains("value=\"Marchetti\"") && found.matches("Marchetti").count() == 1, "only in its field");
    assert!(found.contains("cache-control: no-store"), "{found}");
    let escaped = search("%3Cimg%20src%3Dx%3E%22", &token);
    assert!(!escaped.contains("<img"), "unescaped text reached the page");
    let wrong = search("%3F%21", &token);
    starts(&wrong, "422");
    assert!(wrong.contains("<title>Error: ") && wrong.contains("href=\"#words\""), "{wrong}");
    assert!(search("Marchetti", "").contains("HTTP/1.1 4") && !search("Marchetti", "").contains("HF-26-00231"));
    let empty =
        ask(address, "POST /search", &[FORM, OWN, "cookie: holdfast_session=empty"], &format!("words=a&token={token}"));
    assert!(!empty.starts_with("HTTP/1.1 200"), "the token of another session is not taken");
    starts(&ask(address, "POST /search", &[FORM, OWN], "words=a"), "303");
    // An address that names what to look for is not read.
    let named = get(address, "/search?words=Marchetti", &[OFFICER]);
    assert!(!named.contains("Marchetti") && !named.contains("HF-26-00231"), "{named}");
}

#[test]
fn a_form_without_its_token_changes_nothing() {
    let address = server();
    let foreign_token = between(&get(address, "/sign-in", &[]), "name=\"token\" value=\"", "\"").to_owned();
    for (request, cookie) in [("POST /sign-in", "cookie: holdfast_visit=mine"), ("POST /sign-out", OFFICER)] {
        for body in
            ["name=officer&password=sample".to_owned(), format!("name=officer&password=sample&token={foreign_token}")]
        {
            let response = ask(address, request, &[FORM, OWN, cookie], &body);
            starts(&response, "403");
            assert!(!response.contains("holdfast_session="), "{response}");
        }
    }
}

#[test]
fn a_form_from_elsewhere_changes_nothing() {
    let address = server();
    for origin in
        ["sec-fetch-site: cross-site", "sec-fetch-site: same-site", "origin: https://evil.example", "accept: */*"]
    {
        let response = ask(address, "POST /sign-in", &[FORM, origin], "name=officer&password=sample");
        starts(&response, "403");
        assert!(response.contains("did not come from a page of Holdfast"), "{response}");
    }
}

#[test]
fn whoever_has_not_signed_in_sees_no_page() {
    let address = server();
    for route in crate::ROUTES {
        if route.action.access() == crate::router::Access::SignedIn {
            let path = route.path.replace("{reference}", "HF-26-00231").replace("{id}", "x");
            let request = match route.method {
                crate::RouteMethod::Get => format!("GET {path}"),
                crate::RouteMethod::Post => format!("POST {path}"),
            };
            for headers in [[OWN, "accept: */*"], [OWN, "cookie: holdfast_session=forged"]] {
                let response = ask(address, &request, &headers, "");
                // The way to the sign-in page names what was asked for, so that one comes back to it; nothing else may.
                let asked = crate::pages::visit::percent_encoded(&path);
                let told = response.replace(&format!("location: /sign-in?to={asked}\r\n"), "");
                assert!(!told.contains("200 OK") && !told.contains("HF-26"), "{request}: {response}");
            }
        }
    }
}

#[test]
fn every_response_carries_the_headers() {
    let address = server();
    let asked = [
        ("GET /", OFFICER),
        ("GET /sign-in", OWN),
        ("GET /nowhere", OWN),
        ("GET /imports/none", OFFICER),
        ("PUT /", "sec-fetch-site: cross-site"),
        ("DELETE /", OWN),
        ("GET /?grade=purple", OFFICER),
        ("POST /sign-in", OWN),
    ];
    for (request, header) in asked {
        let response = ask(address, request, &[header], "");
        for expected in [
            "content-security-policy: default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            "x-content-type-options: nosniff",
            "referrer-policy: no-referrer",
            "cache-control: no-store",
            "cross-origin-opener-policy: same-origin",
            "cross-origin-resource-policy: same-origin",
            "permissions-policy: ",
        ] {
            assert!(response.contains(expected), "{request} lacks {expected}: {response}");
        }
    }
}

#[test]
fn failures_have_their_status_and_say_what_to_do() {
    let address = server();
    let check = |path: &str, cookie: &str, status: &str| {
        let response = get(address, path, &[cookie]);
        starts(&response, status);
        assert!(response.contains("What to do:"), "{response}");
    };
    check("/cases/none", OFFICER, "404");
    check("/cases/%FF", OFFICER, "404");
    check("/imports/%FF", OFFICER, "404");
    check("/assets/%FF", OFFICER, "404");
    check("/imports/none", OFFICER, "404");
    check("/nowhere", OFFICER, "404");
    check("/assets/nothing.css", OFFICER, "404");
    check("/?grade=purple", OFFICER, "400");
    check("/?scope=mine&scope=team", OFFICER, "400");
    check("/", "cookie: holdfast_session=refused", "403");
}

#[test]
fn whoever_does_not_finish_the_head_of_a_request_is_cut_off_and_others_are_served() {
    let (told, address) = channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            told.send(listener.local_addr().unwrap()).unwrap();
            let router = axum::Router::new().route("/", axum::routing::get(async || "here"));
            crate::server::serve(listener, router, Duration::from_millis(300), std::future::pending()).await;
        });
    });
    let address = address.recv().unwrap();
    let mut slow = TcpStream::connect(address).unwrap();
    slow.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    write!(slow, "GET / HTTP/1.1\r\nhost: x\r\n").unwrap();
    starts(&get(address, "/", &[]), "200");
    let mut rest = String::new();
    slow.read_to_string(&mut rest).unwrap();
    assert!(!rest.contains("here"), "{rest}");
}

#[test]
fn a_server_that_stops_ends_although_a_browser_keeps_its_connection() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let kept = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let stop = tokio::time::sleep(Duration::from_millis(50));
        let served = crate::server::serve(listener, axum::Router::new(), crate::server::HEAD_MAX, stop);
        tokio::time::timeout(Duration::from_secs(8), served).await.unwrap();
        drop(kept);
    });
}

#[test]
fn assets_are_kept_for_ever() {
    let address = server();
    for asset in crate::assets::ALL {
        let response = get(address, asset.path, &[]);
        starts(&response, "200");
        assert!(response.contains("cache-control: public, max-age=31536000, immutable"), "{}", asset.path);
        assert!(response.contains(&format!("content-type: {}", asset.media_type)), "{}", asset.path);
    }
}

#[test]
fn a_form_that_is_too_long_is_refused() {
    let address = server();
    let body = format!("name={}", "a".repeat(400_000));
    let response = ask(address, "POST /sign-in", &[FORM, OWN, "cookie: holdfast_visit=mine"], &body);
    starts(&response, "400");
}

#[test]
fn one_changes_one_s_password_and_a_password_for_once_leads_nowhere_else() {
    let address = server();
    let form = get(address, "/password", &[OFFICER]);
    starts(&form, "200");
    let token = between(&form, "action=\"/password\"", "</form>");
    let token = between(token, "name=\"token\" value=\"", "\"").to_owned();
    let send = |cookie: &str, body: &str| ask(address, "POST /password", &[FORM, OWN, cookie], body);
    let body = |old: &str, new: &str, again: &str| format!("old={old}&new={new}&again={again}&token={token}");
    let long = "three-words-apart";
    starts(&send(OFFICER, &body("sample", long, long)), "200");
    let other = send(OFFICER, &body("sample", long, "three-words-apaat"));
    starts(&other, "422");
    assert!(other.contains("Enter the same new password again") && !other.contains(long));
    assert!(send(OFFICER, &body("wrong", long, long)).contains("The old password is wrong"));
    starts(&send(OFFICER, &format!("old=sample&new={long}&again={long}&token=no")), "403");
    let first = "cookie: holdfast_session=first";
    for path in ["/", "/imports", "/cases/HF-26-00231", "/sign-in"] {
        let led = get(address, path, &[first]);
        assert!(led.contains("location: /password"), "{path}: {led}");
    }
    let opened = get(address, "/password", &[first]);
    assert!(opened.contains("set by somebody else") && !opened.contains("Worklist</a>"), "{opened}");
}

#[test]
fn another_team_is_picked_by_its_number_and_none_by_its_name() {
    let address = server();
    let list = get(address, "/", &[OFFICER]);
    let word = list.split("value=\"").filter_map(|rest| rest.split_once("\">Team: Hill")).map(|(word, _)| word).next();
    let word = word.unwrap().to_owned();
    assert!(word.starts_with("team-") && !word.to_lowercase().contains("hill"), "{word}");
    let picked = get(address, &format!("/?scope={word}"), &[OFFICER]);
    starts(&picked, "200");
    assert!(picked.contains("Cases of Hill"));
    starts(&get(address, "/?scope=Hill", &[OFFICER]), "400");
    starts(&get(address, "/?scope=team-0000000000000000", &[OFFICER]), "400");
}

#[test]
fn health_is_told_to_anyone_and_names_nobody() {
    let answer = get(server(), "/health", &[]);
    starts(&answer, "200");
    assert!(answer.contains("content-type: application/json"), "{answer}");
    let (_, body) = answer.split_once("\r\n\r\n").unwrap();
    let told: serde_json::Value = serde_json::from_str(body).unwrap();
    assert_eq!(
        told,
        serde_json::json!({"status": "ok", "database": "reached", "duties": "watched", "last_round": "2026-06-03T11:00:00.000000Z"})
    );
}

const ACT: &str = "/cases/HF-26-00231/do/note";

/// What a note sends, with the token of the form as the server gave it.
fn note(address: SocketAddr, words: &str) -> String {
    let form = get(address, ACT, &[OFFICER]);
    starts(&form, "200");
    let token = between(&form, "name=\"token\" value=\"", "\"");
    let key = between(&form, "name=\"key\" value=\"", "\"");
    let seen = between(&form, "name=\"seen\" value=\"", "\"");
    format!("token={token}&key={key}&seen={seen}&words={words}")
}

#[test]
fn an_act_is_done_and_leads_back_to_the_case_which_says_so() {
    let address = server();
    let done = ask(address, &format!("POST {ACT}"), &[FORM, OWN, OFFICER], &note(address, "She+is+safe"));
    starts(&done, "303");
    assert!(done.contains("location: /cases/HF-26-00231?done=note"), "{done}");
    let case = get(address, "/cases/HF-26-00231?done=note", &[OFFICER]);
    assert!(case.contains("The note is kept."), "the case does not say what was done");
    starts(&get(address, "/cases/HF-26-00231?done=%3Cb%3E", &[OFFICER]), "200");
}

#[test]
fn what_was_typed_stays_in_a_form_that_is_refused_or_comes_too_late() {
    let address = server();
    for (words, status, says) in [
        ("", "422", "Write the note"),
        ("refused", "422", "This case is open to its team"),
        ("changed", "409", "Somebody worked on this case since you opened this page"),
    ] {
        let body = note(address, words).replace("seen=10", "seen=3");
        let again = ask(address, &format!("POST {ACT}"), &[FORM, OWN, OFFICER], &body);
        starts(&again, status);
        assert!(again.contains(says), "{words}: {again}");
        assert!(again.contains(&format!("{words}</textarea>")), "{words}: what was typed is lost");
        assert!(again.contains("Error: Write a note"), "the title does not say that something is wrong");
        // Only where it is told what was done since does the form count it as seen.
        let seen = between(&again, "name=\"seen\" value=\"", "\"");
        assert_eq!(seen, if words == "changed" { "10" } else { "3" }, "{words}");
    }
}

#[test]
fn an_act_with_something_to_know_says_it() {
    let address = server();
    let body = note(address, "x").replace("words=x", "officer=alder");
    let done = ask(address, "POST /cases/HF-26-00231/do/allocate", &[FORM, OWN, OFFICER], &body);
    starts(&done, "200");
    assert!(done.contains("The officer is away until 9 June."), "{done}");
    let body = note(address, "x").replace("words=x", "officer=nobody&reasons=She+asked");
    let wrong = ask(address, "POST /cases/HF-26-00231/do/allocate", &[FORM, OWN, OFFICER], &body);
    starts(&wrong, "422");
    assert!(wrong.contains("href=\"#officer\"") && wrong.contains("She asked</textarea>"), "{wrong}");
}

#[test]
fn what_a_form_names_and_nobody_finds_is_told_with_everything_still_in_it() {
    let address = server();
    let place = "/cases/HF-26-00231/do/attach-report";
    let body = note(address, "x").replace("words=x", "report=none");
    let again = ask(address, &format!("POST {place}"), &[FORM, OWN, OFFICER], &body);
    starts(&again, "422");
    assert!(again.contains("What you named here was not found") && again.contains("value=\"none\""), "{again}");
    let nowhere = ask(address, "POST /cases/HF-26-09999/do/attach-report", &[FORM, OWN, OFFICER], &body);
    starts(&nowhere, "404");
}

#[test]
fn an_outcome_is_chosen_before_its_form_and_a_link_chooses_a_flag() {
    let address = server();
    let ways = get(address, "/cases/HF-26-00231/do/decide", &[OFFICER]);
    starts(&ways, "200");
    for way in ["decide-apply", "decide-not-to-apply", "decide-to-wait", "decide-other-measure"] {
        assert!(ways.contains(&format!("/cases/HF-26-00231/do/{way}\"")), "{way} is no way on: {ways}");
    }
    let flag = "019730aa-0000-7000-8000-000000000002";
    let form = get(address, &format!("/cases/HF-26-00231/do/answer-flag?flag={flag}"), &[OFFICER]);
    assert!(form.contains(&format!("value=\"{flag}\" checked")), "{form}");
    let form = get(address, "/cases/HF-26-00231/do/answer-flag?flag=other&disposal=written+elsewhere", &[OFFICER]);
    assert!(!form.contains("checked") && !form.contains("written elsewhere"), "an address fills in a form");
}

#[test]
fn whoever_declares_their_own_connection_is_led_away_from_the_case() {
    let address = server();
    let body = note(address, "").replace("&words=", "");
    let done = ask(address, "POST /cases/HF-26-00231/do/own-connection", &[FORM, OWN, OFFICER], &body);
    starts(&done, "200");
    assert!(
        done.contains("You are kept away from the case from now on") && done.contains("Go to the worklist"),
        "{done}"
    );
    assert!(!done.contains("href=\"/cases/HF-26-00231\""), "a link leads to what the reader no longer has");
}

#[test]
fn an_act_without_its_token_key_or_number_of_events_changes_nothing() {
    let address = server();
    let whole = note(address, "She+is+safe");
    for part in ["token", "key", "seen"] {
        let body: Vec<&str> = whole.split('&').filter(|pair| !pair.starts_with(part)).collect();
        starts(&ask(address, &format!("POST {ACT}"), &[FORM, OWN, OFFICER], &body.join("&")), "403");
    }
    starts(&get(address, "/cases/HF-26-00231/do/none", &[OFFICER]), "404");
    starts(&get(address, "/cases/HF-26-09999/do/note", &[OFFICER]), "404");
}

/// What somebody sends of a pair.
fn answers(address: SocketAddr, id: &str, answer: &str, more: &str) -> String {
    let page = get(address, "/links", &[OFFICER]);
    let token = between(&page, "name=\"token\" value=\"", "\"").to_owned();
    ask(address, &format!("POST /links/{id}"), &[FORM, OWN, OFFICER], &format!("token={token}&answer={answer}{more}"))
}

#[test]
fn a_pair_is_answered_by_its_buttons_and_the_next_one_comes() {
    let address = server();
    let id = crate::samples::pair().link.id.replace(':', "%3A");
    for (answer, more, place) in [
        ("same", "&from=queue", "/links?said=same".to_owned()),
        ("not_same", "", "/links?said=not_same".to_owned()),
        ("cannot_tell", "&from=again", "/links?pass=again&said=cannot_tell".to_owned()),
        ("taken_back", "&from=pair", format!("/links/{id}?said=taken_back")),
    ] {
        let kept = answers(address, &id, answer, more);
        starts(&kept, "303");
        assert!(kept.contains(&format!("location: {place}\r\n")), "{answer}: {kept}");
    }
    assert!(get(address, "/links?said=same", &[OFFICER]).contains("Kept: the same person."));
    assert!(!get(address, "/links?said=%3Cb%3E", &[OFFICER]).contains("Done</h2>"));
    starts(&answers(address, "none", "same", ""), "404");
    starts(&answers(address, &id, "perhaps", ""), "422");
    starts(&get(address, "/links/none", &[OFFICER]), "404");
    starts(&get(address, "/links/%FF", &[OFFICER]), "404");
}

#[test]
fn another_person_s_opinion_is_asked_for_a_reason_and_what_was_typed_stays() {
    let address = server();
    let refused = answers(address, "theirs", "same", "");
    starts(&refused, "422");
    assert!(refused.contains("href=\"#why\"") && refused.contains("<title>Error: Link"), "{refused}");
    let long = answers(address, "theirs", "same", &format!("&why={}", "x".repeat(5_001)));
    starts(&long, "422");
    assert!(long.contains("at most 5000 characters") && long.contains("xxx</textarea>"));
    starts(&answers(address, "theirs", "same", "&why=The+number+was+a+shop%27s"), "303");
}

#[test]
fn a_task_is_finished_where_it_stands_and_nothing_without_a_token() {
    let address = server();
    let page = get(address, "/tasks", &[OFFICER]);
    starts(&page, "200");
    let token = between(&page, "name=\"token\" value=\"", "\"").to_owned();
    let id = crate::samples::tasks().remove(0).id;
    let done = ask(address, &format!("POST /tasks/{id}"), &[FORM, OWN, OFFICER], &format!("token={token}"));
    starts(&done, "303");
    assert!(done.contains("location: /tasks?done=yes\r\n"));
    starts(&ask(address, "POST /tasks/none", &[FORM, OWN, OFFICER], &format!("token={token}")), "404");
    let pair = crate::samples::pair().link.id.replace(':', "%3A");
    for path in [format!("/tasks/{id}"), format!("/links/{pair}")] {
        starts(&ask(address, &format!("POST {path}"), &[FORM, OWN, OFFICER], "token=x&answer=same"), "403");
    }
}
