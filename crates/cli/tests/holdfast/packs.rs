//! The pack for the day when nothing works: what it holds and leaves out, its number, its signature.

use crate::one_case::{SMALL_HEADER, SMALL_MAP};
use crate::support::{House, british, on_both, today};

on_both! {
    fn a_pack_holds_open_clocks_and_wanted_people_and_shows_when_it_was_changed(on) {
        let house = House::set_up(on);
        let row = |number: u32, victim: &str, suspect: &str| {
            format!("T/{number},{},A2,Ex,Harbour,He rang forty times.,{victim},07700900111,{suspect}", british(3, "09:30"))
        };
        let rows = [
            SMALL_HEADER.to_owned(),
            row(1, "Maud,Quillfeather,03/04/1988", "Gilbert,Thornapple"),
            row(2, "Oonagh,Saltmarsh,19/11/1971", "Leopold,Marsh"),
        ];
        let (file, map) = (house.write("one.csv", rows.join("\n")), house.write("map.toml", SMALL_MAP));
        house.by("admin", &["import", &file, "--map", &map, "--go-live", &today().plus_days(-30).to_string()]).ok();
        let list = house.worklist("rowan");
        let case = |report: &str| {
            let all = list["rows"].as_array().unwrap().iter().map(|row| row["reference"].as_str().unwrap().to_owned());
            all.into_iter().find(|case| house.case("rowan", case)["reports"].to_string().contains(report)).unwrap()
        };
        let (wanted, restricted) = (case("T/1"), case("T/2"));
        house.on("oak", &wanted, &["allocate", "--officer", "ash", "--team", "Harbour"]).ok();
        house.on("ash", &wanted, &["protect", "warrant", "--from", &today().plus_days(-2).to_string()]).ok();
        house.on("oak", &restricted, &["restrict", "--name", "yew", "--reasons", "The subject is an officer of the force."]).ok();

        let folder = house.path("packs");
        let ran = house.by("", &["pack", "write", &folder]).ok().says(&["E23000099", "holdfast-pack-E23000099-00001.html"]);
        assert!(!ran.out.contains("Thornapple"));
        let pack = format!("{folder}/holdfast-pack-E23000099-00001.html");
        let text = std::fs::read_to_string(&pack).unwrap();
        let holds = ["Testshire Police", "Pack <strong>1</strong>", "Gilbert Thornapple", "Warrant open since", &wanted, "T/1", "PD-03"];
        for words in holds {
            assert!(text.contains(words), "the pack lacks {words}: {text}");
        }
        for words in ["Quillfeather", "07700900111", "forty times", &restricted, "Saltmarsh", "T/2", "<script", "http"] {
            assert!(!text.contains(words), "the pack holds {words}");
        }
        // Whom it showed is on record, by id.
        let id = house.text(&format!("select id from cases where reference = '{wanted}'"));
        let looks = house.text(&format!("select cast(count(*) as text) from entries where text like '%\"make_pack\"%' and text like '%{id}%'"));
        assert_eq!(looks, "1");

        house.by("", &["pack", "check", &pack]).ok().says(&["as it was signed"]);
        let key = house.write("key.public", house.by("", &["ledger", "key"]).ok().out);
        let elsewhere = House::empty(on);
        elsewhere.by("", &["pack", "check", &pack]).exits(2).says(&["the key file is not here"]);
        elsewhere.by("", &["pack", "check", &pack, "--key", &key]).ok();
        std::fs::write(&pack, text.replace("Gilbert", "Norbert")).unwrap();
        house.by("", &["pack", "check", &pack]).exits(2).says(&["is not as it was signed"]);

        house.by("", &["pack", "write", &folder]).ok().says(&["00002.html"]);
        house.by("", &["pack", "check", &format!("{folder}/holdfast-pack-E23000099-00002.html")]).ok();
        house.by("larch", &["verify"]).ok().says(&["OK"]);
    }
}
