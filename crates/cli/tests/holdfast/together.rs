//! Commands and a server at once on one file, and what a server, a demonstration and a settings file refuse.

use crate::support::{House, On, PASSWORD, Ran};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

/// A server on a free port; stopped when it is dropped.
pub struct Server {
    pub child: Child,
    address: String,
}

impl Server {
    pub fn start(house: &House) -> Self {
        let mut command = house.command("", &["serve"]);
        let mut child = command.env("HOLDFAST_LISTEN", "127.0.0.1:0").stderr(Stdio::inherit()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line
            .split("http://")
            .nth(1)
            .unwrap_or_else(|| panic!("the server said: {line}"))
            .split('/')
            .next()
            .unwrap()
            .to_owned();
        Self { child, address }
    }

    /// One request over HTTP/1.1: its status line, headers and body as text.
    fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let length = body.len();
        write!(stream, "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}", self.address).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    pub fn get(&self, path: &str, cookie: &str) -> String {
        self.ask("GET", path, &[("Cookie", cookie)], "")
    }

    /// This signs in by the form, as a browser does, and returns the cookies.
    fn sign_in(&self, name: &str, password: &str) -> String {
        let form = self.get("/sign-in", "");
        let before = cookies(&form);
        let token = form
            .split("name=\"token\"")
            .nth(1)
            .and_then(|rest| rest.split("value=\"").nth(1))
            .and_then(|rest| rest.split('"').next())
            .unwrap_or_default()
            .to_owned();
        let body = format!("name={name}&password={}&token={token}", password.replace(' ', "+"));
        let origin = format!("http://{}", self.address);
        let headers = [
            ("Content-Type", "application/x-www-form-urlencoded"),
            ("Cookie", before.as_str()),
            ("Origin", origin.as_str()),
            ("Sec-Fetch-Site", "same-origin"),
        ];
        let answer = self.ask("POST", "/sign-in", &headers, &body);
        assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
        cookies(&answer)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn cookies(answer: &str) -> String {
    let lines = answer.lines().filter(|line| line.to_lowercase().starts_with("set-cookie:"));
    lines
        .filter_map(|line| line.split_once(':')?.1.trim().split(';').next().map(str::to_owned))
        .collect::<Vec<_>>()
        .join("; ")
}

fn demonstration() -> House {
    let house = House::empty(On::Sqlite);
    house.by("", &["demo", "--no-serve", "--reports", "30"]).ok().says(&["Sign-ins", "spoc", "invented-people-only"]);
    house
}

#[test]
fn the_officer_whom_the_demonstration_names_has_cases() {
    let house = House::empty(On::Sqlite);
    let said = house.by("", &["demo", "--no-serve", "--reports", "30"]).ok().out;
    let line = said.lines().find(|line| line.contains("officer in the case")).unwrap();
    let officer = line.split_whitespace().next().unwrap();
    let list = house.by("", &["--as", officer, "--format", "json", "worklist"]).ok().json();
    assert!(list["total"].as_u64().unwrap() > 0, "{officer} has none: {list}");
}

/// Pages are fetched while four commands write; everything is there afterwards, and verifies.
#[test]
fn commands_and_a_server_work_at_once_on_one_file() {
    let house = demonstration();
    let server = Server::start(&house);
    let cookie = server.sign_in("spoc", "invented-people-only");
    let list = house.by("", &["--as", "spoc", "--format", "json", "worklist"]).ok().json();
    let case = list["rows"][0]["reference"].as_str().unwrap().to_owned();
    std::thread::scope(|scope| {
        let writers: Vec<_> = (0..4)
            .map(|writer| {
                let (house, case) = (&house, case.as_str());
                scope.spawn(move || {
                    for number in 0..4 {
                        house
                            .by("", &["--as", "spoc", "on", case, "note", &format!("note {number} of writer {writer}")])
                            .ok();
                    }
                })
            })
            .collect();
        let mut fetched = 0;
        while fetched < 10 || writers.iter().any(|writer| !writer.is_finished()) {
            let page = server.get("/", &cookie);
            assert!(page.starts_with("HTTP/1.1 200"), "{page}");
            assert!(page.contains("HF-"), "no case on the page: {page}");
            fetched += 1;
        }
    });
    let page = server.get(&format!("/cases/{case}"), &cookie);
    for writer in 0..4 {
        assert!(page.contains(&format!("note 3 of writer {writer}")), "writer {writer}'s last note is not on the page");
    }
    house.by("", &["--as", "auditor", "verify"]).ok().says(&["OK"]);
}

#[test]
fn a_second_server_refuses_and_a_stopped_one_lets_the_next_in() {
    let house = demonstration();
    let server = Server::start(&house);
    let second = |house: &House| {
        let mut command = house.command("", &["serve"]);
        Ran::of("serve".to_owned(), &command.env("HOLDFAST_LISTEN", "127.0.0.1:0").output().unwrap())
    };
    second(&house).exits(6).says(&["another process serves this database"]);
    let mut server = server;
    let stopped = std::process::Command::new("kill").args(["-TERM", &server.child.id().to_string()]).status().unwrap();
    assert!(stopped.success());
    assert!(server.child.wait().unwrap().success(), "the server did not stop in good order");
    drop(Server::start(&house));
}

/// A server that crashed leaves its claim behind; it ends by itself, so that nobody has to mend the database by hand.
#[test]
fn the_claim_of_a_server_that_was_killed_ends_by_itself() {
    let house = demonstration();
    drop(Server::start(&house));
    let began = Instant::now();
    loop {
        let mut command = house.command("", &["serve"]);
        let mut child = command.env("HOLDFAST_LISTEN", "127.0.0.1:0").spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let _ = child.kill();
        let _ = child.wait();
        if line.contains("http://") {
            break;
        }
        assert!(began.elapsed() < Duration::from_secs(30), "the claim of a killed server never ends");
        std::thread::sleep(Duration::from_millis(500));
    }
}

#[test]
fn a_demonstration_is_served_on_this_machine_only() {
    let house = demonstration();
    for listen in ["0.0.0.0:0", "[::]:0"] {
        let mut command = house.command("", &["serve"]);
        let ran = Ran::of("serve".to_owned(), &command.env("HOLDFAST_LISTEN", listen).output().unwrap());
        ran.exits(2).says(&["demonstration accounts have a public password", "127.0.0.1"]);
    }
    house.by("", &["demo", "--no-serve"]).ok().says(&["it is kept as it is"]);
    let server = Server::start(&house);
    assert!(server.get("/sign-in", "").to_lowercase().contains("demonstration"), "no banner on the page");
}

#[test]
fn acting_without_a_password_works_in_a_demonstration_only() {
    let house = House::set_up(On::Sqlite);
    house.by("", &["--as", "rowan", "worklist"]).exits(2).says(&["works only in a demonstration database"]);
    house.by("", &["demo", "--no-serve"]).exits(2).says(&["is not a demonstration"]);
    let demonstration = demonstration();
    demonstration.by("", &["--as", "nobody", "worklist"]).exits(2).says(&["names no demonstration account"]);
    demonstration.by("", &["worklist"]).exits(4).says(&["not signed in"]);
}

#[test]
fn a_setting_that_is_not_known_names_the_nearest() {
    let house = House::empty(On::Sqlite);
    let file = house.write("holdfast.toml", "databse = \"x.db\"\n");
    house.by("", &["who-am-i"]).exits(2).says(&["'databse' is no setting; the nearest is 'database'"]);
    let other = house.write("other.toml", "lisen = \"127.0.0.1:1\"\n");
    house.by("", &["--config", &other, "who-am-i"]).exits(2).says(&["the nearest is 'listen'"]);
    let number = house.write("number.toml", "listen = 8080\n");
    house.by("", &["--config", &number, "who-am-i"]).exits(2).says(&["'listen' must be text in quotes"]);
    std::fs::remove_file(file).unwrap();
    house.by("", &["--config", "nowhere.toml", "who-am-i"]).exits(6).says(&["nowhere.toml"]);
}

#[test]
fn signing_in_is_kept_until_signing_out() {
    let house = House::set_up(On::Sqlite);
    house
        .fed(&["sign-in", "ash", "--password-stdin"], "not the password")
        .exits(4)
        .says(&["the name or the password is not right"]);
    house
        .fed(&["sign-in", "nobody", "--password-stdin"], PASSWORD)
        .exits(4)
        .says(&["the name or the password is not right"]);
    house.by("", &["who-am-i"]).exits(4);
    house.fed(&["sign-in", "ash", "--password-stdin"], PASSWORD).ok().says(&["signed in as PC Ash"]);
    house.by("", &["who-am-i"]).ok().says(&["PC Ash (officer in the case), Harbour, force E23000099"]);
    house.by("", &["sign-out"]).ok();
    house.by("", &["who-am-i"]).exits(4);
    house
        .fed(
            &[
                "init",
                "--force",
                "X",
                "--force-name",
                "Y",
                "--contact",
                "Z",
                "--administrator",
                "w",
                "--password-stdin",
            ],
            PASSWORD,
        )
        .exits(2)
        .says(&["set up already"]);
}
