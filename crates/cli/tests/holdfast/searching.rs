//! `holdfast search`: what is found, in every form, what is hidden, and the index built anew; on both databases.

use crate::one_case::{SMALL_HEADER, SMALL_MAP};
use crate::support::*;

fn house(on: On) -> House {
    let house = House::set_up(on);
    let row = format!(
        "{SMALL_HEADER}\nT/301,{},A2,Ex,Harbour,He waited by the boathouse.,Maud,Quillfeather,03/04/1988,07700900111,Gilbert,Thornapple",
        british(2, "09:30")
    );
    let (file, map) = (house.write("export.csv", row), house.write("map.toml", SMALL_MAP));
    let go_live = today().plus_days(-30).to_string();
    house.by("admin", &["import", &file, "--map", &map, "--go-live", &go_live]).ok();
    house
}

on_both! {
    fn a_case_is_found_by_those_who_may_see_it(on) {
        let house = house(on);
        let found = house.by("oak", &["search", "Quillfeather", "+44 7700 900111", "--format", "json"]).ok().json();
        let rows = found["rows"].as_array().unwrap();
        assert_eq!((rows.len(), &found["more"]), (1, &false.into()));
        assert_eq!(rows[0]["found_by"], serde_json::json!(["name", "telephone number"]));
        let reference = rows[0]["reference"].as_str().unwrap();
        house.by("oak", &["search", "boathouse"]).ok().says(&[reference, "words", "open"]);
        house.by("oak", &["search", "T/301", "--format", "csv"]).ok().says(&["case,found by,status", "report reference"]);
        house.by("oak", &["search", reference]).ok().says(&["case reference"]);
        house.by("oak", &["search", "nobody at all"]).ok().says(&["none"]);
        house.by("oak", &["search", "?!"]).exits(2).says(&["nothing to look for"]);
        // Who may not see it, and who has no cases at all.
        house.by("admin", &["search", "Quillfeather"]).exits(1);
        house.by("larch", &["verify"]).ok().says(&["OK"]);
        house.by("admin", &["rebuild-search"]).ok().says(&["1 cases can be searched; 0 were"]);
        house.by("oak", &["search", "boathouse"]).ok().says(&[reference]);
        house.by("larch", &["verify"]).ok().says(&["OK"]);
    }
}
