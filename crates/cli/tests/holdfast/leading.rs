//! Several servers on one PostgreSQL, of which one leads; and a dead scheduler, which shows to people, machines and a watchdog.

use crate::support::{House, On};
use crate::together::Server;
use std::time::{Duration, Instant};

fn wait_for(what: &str, mut done: impl FnMut() -> bool) {
    let start = Instant::now();
    while !done() {
        assert!(start.elapsed() < Duration::from_secs(45), "{what}");
        std::thread::sleep(Duration::from_millis(200));
    }
}

fn holder(house: &House) -> String {
    house.text("select holder from serving")
}

fn signal(server: &Server, name: &str) {
    let sent = std::process::Command::new("kill").args([name, &server.child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

fn is_healthy(server: &Server) -> bool {
    server.get("/health", "").starts_with("HTTP/1.1 200")
}

#[test]
fn several_servers_share_a_database_and_a_leader_that_slept_does_not_lead_again() {
    let house = House::set_up(On::Postgres);
    let (one, two) = (Server::start(&house), Server::start(&house));
    for server in [&one, &two] {
        assert!(server.get("/sign-in", "").starts_with("HTTP/1.1 200"));
        assert!(is_healthy(server));
    }
    let first = holder(&house);
    signal(&one, "-STOP");
    wait_for("nobody takes over from a leader that is frozen", || holder(&house) != first);
    let second = holder(&house);
    wait_for("the new leader watches nothing", || is_healthy(&two));
    // A change by command: its entry is placed by the new leader, while the old one sleeps.
    house.by("admin", &["go-live", "2026-01-01"]).ok();
    wait_for("an entry waits for its place", || house.text("select cast(count(*) as text) from unplaced") == "0");
    signal(&one, "-CONT");
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(8) {
        assert_eq!(holder(&house), second, "the leader that slept leads again");
        std::thread::sleep(Duration::from_millis(200));
    }
    assert!(one.get("/sign-in", "").starts_with("HTTP/1.1 200"), "it serves pages still");
    // The control: when the leader goes, the one that slept does take over.
    drop(two);
    wait_for("nobody takes over from a leader that is gone", || holder(&house) != second);
    wait_for("it watches nothing", || is_healthy(&one));
    house.by("larch", &["verify"]).ok().says(&["OK"]);
}

#[test]
fn a_dead_scheduler_shows_on_the_pages_in_health_and_to_the_watchdog() {
    let house = House::set_up(On::Postgres);
    // Somebody leads, and does nothing: the server here follows.
    house.tamper("update serving set holder = 'dead', token = token + 1, until = 9000000000000000");
    let server = Server::start(&house);
    let health = server.get("/health", "");
    assert!(health.starts_with("HTTP/1.1 503") && health.contains("\"duties\":\"never_watched\""), "{health}");
    house.by("", &["watchdog"]).exits(7).says(&["Duties have not been watched yet."]);
    house.tamper("update watch set ticked_at = 1767225600000000, high_water = 1767225600000000");
    let words = "Duties are not being watched since 00:00 on Thursday 1 January 2026.";
    wait_for("the pages say nothing", || server.get("/sign-in", "").contains(words));
    assert!(server.get("/nowhere", "").contains(words), "not on every page");
    let health = server.get("/health", "");
    assert!(health.contains("\"status\":\"failing\"") && health.contains("\"duties\":\"silent\""), "{health}");
    house.by("", &["watchdog", "--quiet"]).exits(7).says(&[words]);
    // One round by command, as cron would do it, and all is well for two minutes.
    house.by("", &["tick"]).ok();
    house.by("", &["watchdog"]).ok().says(&["duties are being watched"]);
    assert_eq!(house.by("", &["watchdog", "--quiet"]).ok().out, "");
    assert!(is_healthy(&server));
    wait_for("the alarm stays on the pages", || !server.get("/sign-in", "").contains("holdfast-alarm"));
    // A look at the worklist is no round: somebody who reads does not watch.
    house.tamper("update watch set ticked_at = 1767225600000000");
    house.by("ash", &["worklist"]).ok();
    house.by("", &["watchdog"]).exits(7);
    // The clock was set back, or a moment came from the future.
    house.tamper("update watch set ticked_at = 8000000000000000, high_water = 8000000000000000");
    house.by("", &["watchdog"]).exits(7).says(&["The clock of the machine was set back"]);
    house.by("larch", &["verify"]).exits(5).says(&["trace watch tells of", "somebody changed it"]);
}

#[test]
fn a_watchdog_that_reaches_no_database_says_so_and_makes_none() {
    let house = House::empty(On::Sqlite);
    house.by("", &["watchdog"]).exits(6).says(&["whether duties are being watched is not known"]);
    assert!(!std::path::Path::new(&house.database).exists());
}
