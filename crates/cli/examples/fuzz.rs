//! Any bytes into every parser: inputs that are right are changed at random, for so many seconds each, and each must be read or
//! refused. `fuzz FOLDER SECONDS [PARSER…]`; what panics is kept in the folder, and so is the last input, should the process die.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "it stops at the first surprise")]

#[path = "../../casework/tests/cases/making.rs"]
mod making;
#[path = "../src/typed.rs"]
mod typed;

use casework::intake::file::Cell;
use casework::intake::map::Map;
use casework::intake::read::read_file;
use casework::intake::when::{self, Reading};
use casework::ledger::pack::check_pack;
use casework::views::Actor;
use domain::calendar::Calendar;
use domain::catalogue::Role;
use domain::clocks::ForceTerms;
use domain::event::CaseEvent;
use domain::ids::AccountId;
use domain::time::{Day, Moment};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use store::backup::{backup, restore};
use store::ledger::checkpoint::{self, LogKey};
use store::{Chance, Config, Store};
use web::anything;

const MAPS: [&str; 4] = [
    include_str!("../../../maps/one-row-per-person.toml"),
    include_str!("../../../maps/orders-register.toml"),
    include_str!("../../../maps/inquiries-register.toml"),
    "form = \"crime\"\n[report]\nreference = \"Ref\"\nrecorded_at = \"Recorded\"\nnarrative = \"Words\"\n[[person]]\nrole = \"person_at_risk\"\nname = \"Victim\"\nborn = \"Born\"\nphones = [\"Phone\"]\n[protection]\nserved_on = \"Served\"\nbail_until = \"Bail\"\n",
];

/// Pieces that parsers look for.
const WORDS: [&[u8]; 16] = [
    b"\"",
    b",",
    b"\r\n",
    b"\0",
    b"99999999999999999999",
    b"-1",
    b"4294967295",
    b"1048576",
    b"<table:table-row>",
    b"</row>",
    b"&#x0;",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"table:number-columns-repeated=\"16384\"",
    b"uniqueCount=\"99999999\"",
    b"31/12/99",
];

/// A parser: its name, inputs that are right, and what is done with any.
type Parser = (&'static str, Vec<Vec<u8>>, fn(&[u8]));

fn whole(bytes: &[u8]) {
    for map in MAPS {
        let read = read_file(bytes, &Map::parse(map).unwrap(), "2026-06-03T09:00:00Z".parse().unwrap());
        assert!(read.is_err() || read.is_ok_and(|read| read.units.len() as u64 <= read.rows), "more units than rows");
    }
}

fn part(name: &str, bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    whole(&making::with_part_whatever(&making::xlsx(&making::sample()), name, &text));
}

fn dates(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for day_first in [true, false] {
        let reading = Reading { day_first, last_year: 2026 };
        for format in [None, Some("%d/%m/%Y %H:%M"), Some("%d-%b-%y"), Some("serial")] {
            let cell = Cell::Text(text.to_string());
            let (day, moment) = (when::day(&cell, format, reading), when::moment(&cell, format, reading));
            let zoned = text.trim().parse::<Moment>().is_ok();
            assert!(moment.is_err() || day.is_ok() || zoned, "a moment without a day");
        }
    }
    let _ = (text.parse::<Day>(), text.parse::<Moment>());
}

/// Settings: what is taken is text under a known name.
fn settings(bytes: &[u8]) {
    let known = ["database", "key_file", "listen"].map(str::to_owned);
    if let Ok(table) = typed::settings(&String::from_utf8_lossy(bytes), &known) {
        assert!(table.iter().all(|(key, value)| known.contains(key) && value.is_str()), "a setting that is none");
    }
}

/// Answers to a screen: each line that is no comment is one, or none is taken.
fn answers(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let lines = text.lines().filter(|line| !line.trim().is_empty() && !line.trim().starts_with('#')).count();
    assert!(typed::answers(&text).is_none_or(|answers| answers.len() == lines), "an answer is lost");
}

/// Questions to clocks: a clock that is read is due after it started.
fn clocks(bytes: &[u8]) {
    let (calendar, set) = (Calendar::england_and_wales(), ForceTerms::default());
    for asked in typed::batch(bytes, (&calendar, &set), at()).into_iter().flatten() {
        if let Ok(reading) = asked.said {
            let (number, code, trigger) = (asked.number, asked.code, asked.trigger);
            assert!(reading.clock.code().eq_ignore_ascii_case(&code), "row {number}: another clock than {code}");
            assert!(reading.due_at > reading.started_at, "row {number}: {code} from {trigger} is due before it starts");
        }
    }
}

/// The list page's query: the filter that it means, written into a link, means the same again. What an address cannot hold
/// comes as a browser sends it.
fn query(bytes: &[u8]) {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~%&=+;:@/?".contains(&byte);
    let coded = |byte: &u8| if plain(*byte) { char::from(*byte).to_string() } else { format!("%{byte:02X}") };
    let text: String = bytes.iter().map(coded).collect();
    let actor = Actor {
        account: AccountId::new(at(), [7; 10]),
        name: "rowan".to_owned(),
        display_name: "DS Rowan".to_owned(),
        role: Role::Spoc,
        force: "E23000099".to_owned(),
        team: "Harbour".to_owned(),
    };
    let teams = ["Harbour", "Hill & Dale", ""].map(str::to_owned);
    if let Some((filter, words)) = anything::worklist_query(&text, &actor, &teams) {
        let again = anything::worklist_query(&words, &actor, &teams);
        assert_eq!(again, Some((filter, words.clone())), "a link to another list: {words}");
    }
}

/// A form: what is not read is told of, and what is read is not; a moment falls on its day.
fn form(bytes: &[u8]) {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let Some(told) = runtime.block_on(anything::form(bytes.to_vec(), at())) else { return };
    let either = |read: bool, wrong: usize| assert!(read == (wrong == 0), "read {read}, and {wrong} told to be wrong");
    either(told.day.0.is_some(), told.day.1);
    either(told.moment.0.is_some(), told.moment.1);
    either(told.number.0.is_some(), told.number.1);
    either(told.words.0.is_some(), told.words.1);
    either(told.grades.0.is_some(), told.grades.1);
    assert!(told.moment.0.is_none_or(|moment| Some(moment.day()) == told.day.0), "a moment of another day");
}

/// One stored event of each kind.
const EVENTS: &str = include_str!("../../domain/tests/golden/events.jsonl");

/// What is signed: a night's pack, a head of the log.
const PACK: &str = "holdfast pack\nsha256 00\nentries 12\nroot 00\n";
const HEAD: &str = "holdfast\n12\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";

fn log_key() -> LogKey {
    checkpoint::new_key("holdfast", [7; 32])
}

fn signed(text: &str) -> Vec<u8> {
    checkpoint::sign_text(text, &log_key()).unwrap().into_bytes()
}

/// As a signed note, as the words of one whose signature is right, and as the key by which one is checked.
fn signature(bytes: &[u8]) {
    let (text, key) = (String::from_utf8_lossy(bytes), log_key());
    let right = checkpoint::sign_text(&text, &key).ok();
    for note in [Some(text.to_string()), right].into_iter().flatten() {
        let _ = (checkpoint::read(&note, &key.public), check_pack(bytes, &note, &key.public));
    }
    let _ = (check_pack(bytes, PACK, &text), checkpoint::public_of(&text));
}

fn at() -> Moment {
    "2026-06-03T09:00:00Z".parse().unwrap()
}

/// A folder of this process's own, which it leaves empty.
fn place() -> PathBuf {
    let place = std::env::temp_dir().join(format!("holdfast-fuzz.{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&place);
    std::fs::create_dir_all(&place).unwrap();
    place
}

fn file_of(place: &Path, name: &str) -> Config {
    Config::File(place.join(name).display().to_string())
}

/// The backup of an installation in which nothing happened yet.
fn copy() -> Vec<u8> {
    let place = place();
    let (config, file) = (file_of(&place, "database"), place.join("copy"));
    drop(Store::open(&config, at(), Chance::System).unwrap());
    backup(&config, &file, &log_key(), at(), &mut Chance::System).unwrap();
    let bytes = std::fs::read(file).unwrap();
    std::fs::remove_dir_all(place).unwrap();
    bytes
}

/// A file that is offered to be restored: what is not taken leaves no database.
fn restored(bytes: &[u8]) {
    let place = place();
    let file = place.join("copy");
    std::fs::write(&file, bytes).unwrap();
    let done = restore(&file_of(&place, "database"), &file, None, false, at(), &mut Chance::System);
    let taken = done.is_ok_and(|restored| restored.verified.findings.is_empty());
    assert!(taken || !place.join("database").exists(), "a refused copy was put back");
    std::fs::remove_dir_all(place).unwrap();
}

/// Questions to clocks.
const BATCHES: [&str; 2] = [
    "code,trigger,facts\nCK-01,2026-06-01,\nPD-03,2026-06-01 10:00,grade=high\nPD-02,2026-03-29T01:30,grade=standard\n",
    "Facts,Trigger,Code\nshift-end=2026-06-01 18:00;grade=medium,2026-06-01T10:00:00Z,PD-01\n,now,PD-17\n,9999-12-30,VC-01\n",
];

/// Queries of the list's page.
const QUERIES: [&str; 3] = [
    "scope=mine&kind=ex_intimate&grade=high&overdue=yes&after=a%2Bb%20c",
    "scope=force&after=1767225600000000.HF-0EC-0JJ-5M3",
    "scope=team&grade=&overdue=",
];

/// Forms, each with a field `at`.
const FORMS: [&str; 3] = [
    "at-day=3&at-month=6&at-year=2026&at-time=14%3A30",
    "at-day=29&at-month=03&at-year=2026&at-time=1.30&at=high&at=standard",
    "at=12&at=Since+she+moved&at-day=31&at-month=12&at-year=9999",
];

fn parsers() -> Vec<Parser> {
    let rows = making::sample();
    let (csv, xlsx, xls, ods) =
        (making::csv(&rows), making::xlsx(&rows), making::xls(&rows, false), making::ods(&rows));
    let content = b"<table:table table:name=\"A\"><table:table-row table:number-rows-repeated=\"2\"><table:table-cell office:value-type=\"string\" table:number-columns-repeated=\"3\"><text:p>Ref</text:p></table:table-cell></table:table-row></table:table>";
    let dated = [
        "31/01/2026",
        "31-Jan-26 21:05",
        "Sat 31st January 2026 at 9:05 pm",
        "2026-01-31T21:05:00Z",
        "46053.5",
        "20260131",
    ];
    let text = |text: &str| text.as_bytes().to_vec();
    vec![
        ("maps", MAPS.map(text).to_vec(), |bytes| drop(Map::parse(&String::from_utf8_lossy(bytes)))),
        ("csv", vec![csv], whole),
        ("xlsx", vec![xlsx.clone()], whole),
        ("sheet", vec![text(&making::part(&xlsx, "xl/worksheets/sheet1.xml"))], |bytes| {
            part("xl/worksheets/sheet1.xml", bytes)
        }),
        ("strings", vec![text(&making::part(&xlsx, "xl/sharedStrings.xml"))], |bytes| {
            part("xl/sharedStrings.xml", bytes)
        }),
        ("xls", vec![xls], whole),
        ("records", vec![making::biff(&rows, false)], |bytes| whole(&making::compound(bytes))),
        ("ods", vec![ods], whole),
        ("content", vec![content.to_vec()], |bytes| whole(&making::ods_of(&String::from_utf8_lossy(bytes)))),
        ("dates", dated.map(text).to_vec(), dates),
        ("facts", vec![text("screened-at=2026-06-01 10:00\ngrade=high\n")], |bytes| {
            drop(domain::clocks::Facts::parse(String::from_utf8_lossy(bytes).lines()));
        }),
        ("scenario", vec![text("# A story\n\n| when | what |\n|---|---|\n| 2026-06-01 10:00 | report |\n")], |bytes| {
            drop(domain::scenario::Scenario::read(&String::from_utf8_lossy(bytes)));
        }),
        ("questions", casework::screens::sets::SHIPPED.iter().map(|set| text(set)).collect(), |bytes| {
            drop(casework::screens::sets::parse(&String::from_utf8_lossy(bytes)));
        }),
        (
            "settings",
            vec![text(
                "database = \"holdfast.db\"\nkey_file = 'holdfast.key'\n# here\nlisten = \"\"\"[::1]:80\"\"\"\n",
            )],
            settings,
        ),
        (
            "answers",
            vec![text("# Asked at her home.\nfear = no\nfear_of = That he = comes back.\n\nher_view = high\n")],
            answers,
        ),
        ("clocks", BATCHES.map(text).to_vec(), clocks),
        ("query", QUERIES.map(text).to_vec(), query),
        ("form", FORMS.map(text).to_vec(), form),
        ("pack", vec![text(PACK), signed(PACK)], signature),
        ("checkpoint", vec![text(HEAD), signed(HEAD)], signature),
        ("backup", vec![copy()], restored),
        ("events", EVENTS.lines().map(text).collect(), |bytes| drop(serde_json::from_slice::<CaseEvent>(bytes))),
    ]
}

/// An input as another.
fn changed(seeds: &[Vec<u8>], dice: &mut ChaCha8Rng) -> Vec<u8> {
    let mut bytes = seeds.get(dice.random_range(0..seeds.len())).unwrap().clone();
    for _ in 0..dice.random_range(1..6) {
        let at = dice.random_range(0..=bytes.len());
        let to = (at + dice.random_range(0..64)).min(bytes.len());
        match dice.random_range(0..6) {
            0 => drop(bytes.drain(at..to)),
            1 => drop(bytes.splice(at..to, WORDS.get(dice.random_range(0..WORDS.len())).unwrap().iter().copied())),
            2 => {
                let piece = bytes.get(at..to).unwrap().to_vec();
                let place = dice.random_range(0..=bytes.len());
                drop(bytes.splice(place..place, piece));
            }
            3 if dice.random_range(0..8) == 0 => bytes.truncate(at),
            _ => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = dice.random_range(0..=255);
                }
            }
        }
    }
    bytes
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, seconds, named @ ..] = arguments.as_slice() else { panic!("fuzz FOLDER SECONDS [PARSER…]") };
    let (folder, seconds) = (Path::new(folder), Duration::from_secs(seconds.parse().expect("a number of seconds")));
    std::fs::create_dir_all(folder).unwrap();
    let mut found = 0;
    for (name, seeds, parse) in
        parsers().into_iter().filter(|(name, ..)| named.is_empty() || named.iter().any(|wanted| wanted == name))
    {
        let (began, mut runs, mut slowest) = (Instant::now(), 0_u64, Duration::ZERO);
        let seed = std::time::UNIX_EPOCH.elapsed().unwrap().as_secs();
        let mut dice = ChaCha8Rng::seed_from_u64(seed);
        while began.elapsed() < seconds {
            let bytes = changed(&seeds, &mut dice);
            let last = folder.join(format!("{name}-last"));
            std::fs::write(&last, &bytes).unwrap();
            let started = Instant::now();
            if std::panic::catch_unwind(|| parse(&bytes)).is_err() {
                found += 1;
                std::fs::rename(&last, folder.join(format!("{name}-{found}"))).unwrap();
            }
            slowest = slowest.max(started.elapsed());
            runs += 1;
        }
        let _ = std::fs::remove_file(folder.join(format!("{name}-last")));
        println!(
            "{name:<10} {runs:>8} inputs in {} s, the slowest {:.2} s, {found} found so far",
            seconds.as_secs(),
            slowest.as_secs_f64()
        );
    }
    assert!(found == 0, "{found} inputs panic: {}", folder.display());
}
