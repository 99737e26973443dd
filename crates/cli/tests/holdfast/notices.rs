//! Notices of duties by command: who reads them, that reading is on record, and that it does no duty; on both databases.

use crate::one_case::{SMALL_HEADER, SMALL_MAP};
use crate::support::*;

/// The notices of one clock to somebody.
fn of(house: &House, who: &str, clock: &str) -> Vec<serde_json::Value> {
    let all = house.by(who, &["notices", "--format", "json"]).ok().json();
    all["notices"].as_array().unwrap().iter().filter(|notice| notice["clock"] == clock).cloned().collect()
}

on_both! {
    fn a_missed_duty_reaches_people_and_to_have_read_of_it_does_none(on) {
        let house = House::set_up(on);
        let old = format!(
            "{SMALL_HEADER}\nT/201,{},A2,Ex,Harbour,He rang forty times.,Maud,Quillfeather,03/04/1988,07700900111,Gilbert,Thornapple",
            british(10, "09:30")
        );
        let (file, map) = (house.write("export.csv", old), house.write("map.toml", SMALL_MAP));
        let go_live = today().plus_days(-30).to_string();
        house.by("admin", &["import", &file, "--map", &map, "--go-live", &go_live]).ok();
        // It is ten days old: all stages of PD-03 passed while nobody looked, and are told at once.
        let found = of(&house, "yew", "PD-03");
        assert_eq!(found.len(), 1, "{found:?}");
        let notice = &found[0];
        let stages = "soon due, missed, gone to the rank that answers for it, gone to the rank above";
        assert_eq!((&notice["stages"], &notice["to"]), (&stages.into(), &"inspector of the team".into()));
        house.by("oak", &["notices", "--team"]).ok().says(&["PD-03", "stalking SPOC of", "supervisor of the team"]);
        let id = notice["id"].as_str().unwrap();
        house.by("rowan", &["notices", "ack", id]).exits(3);
        house.by("larch", &["notices"]).exits(1);
        house.by("yew", &["notices", "ack", id]).ok().says(&["acknowledged", "stays to be done"]);
        house.by("yew", &["notices", "ack", id]).exits(2);
        assert_eq!(of(&house, "yew", "PD-03").len(), 0);
        let reference = notice["cases"][0]["reference"].as_str().unwrap();
        house.by("rowan", &["case", reference]).ok().says(&["missed, and still not done", "Escalated at", "inspector of the team"]);
        house.by("larch", &["verify"]).ok().says(&["OK"]);
    }
}

#[test]
fn the_hours_of_stages_are_policy_and_a_force_sets_them() {
    let house = House::set_up(On::Sqlite);
    house
        .by("admin", &["clocks", "list"])
        .ok()
        .says(&["reminder 12 hours before", "24 hours after to inspector (policy)"]);
    let tomorrow = today().plus_days(1).to_string();
    let set = |what: &str| house.by("admin", &["clocks", "settings", what, "--from", &tomorrow]);
    set("PD-03.above=12").ok();
    set("PD-03.rank=48").exits(1).says(&["before the rank that answers for it", "set both"]);
    set("CK-01.remind=0").ok();
    house.by("admin", &["clocks", "settings"]).ok().says(&["12 hours after to inspector", "no reminder; missed"]);
}
