//! Corrections by command, on both databases: an act, a person, a report that was recorded twice; nothing is erased.

use crate::one_case::{SMALL_HEADER, SMALL_MAP};
use crate::support::{House, british, on_both, today};

const WHY: &str = "She rang back and put it right; the statement has it so.";

on_both! {
    fn what_was_recorded_wrongly_is_put_right_and_stays_to_be_seen(on) {
        let house = House::set_up(on);
        let row = |reference: &str, day: i64, words: &str| {
            let recorded = british(day, "09:30");
            format!("{reference},{recorded},A2,Ex,Harbour,{words},Maud,Quillfeather,03/04/1988,07700900111,Gilbert,Thornapple")
        };
        let rows = [SMALL_HEADER.to_owned(), row("T/101", 2, "He rang."), row("T/102", 1, "He rang again.")].join("\n");
        let (file, map) = (house.write("export.csv", rows), house.write("map.toml", SMALL_MAP));
        let go_live = today().plus_days(-30).to_string();
        house.by("admin", &["import", &file, "--map", &map, "--go-live", &go_live]).ok();
        let list = house.worklist("rowan");
        let case = list["rows"][0]["reference"].as_str().unwrap().to_owned();
        house.on("oak", &case, &["allocate", "--officer", "ash", "--team", "Harbour"]).ok();
        let shown = house.case("rowan", &case);
        let own = shown["reports"].as_array().unwrap().iter().find(|report| report["belongs"] == "attached").unwrap();
        let report = own["reference"].as_str().unwrap().to_owned();

        let graver = ["correct-act", &report, "--behaviour", "O4", "--because", "better_information", "--words", WHY];
        house.on("ash", &case, &graver).ok().says(&["act.corrected, risk.reopened"]);
        house.on("ash", &case, &graver[..6]).exits(1).says(&["this says of the act what stands already"]);
        house.on("ash", &case, &["correct-act", &report, "--behaviour", "O4", "--because", "whim"]).exits(2).says(&["mistake, better_information"]);
        house.by("ash", &["case", &case]).ok().says(&["now vehicle tracker", "Believed until then: contacting", WHY]);

        let name = ["correct-person", "subject", "--surname", "Thornycroft", "--because", "mistake", "--reasons", WHY];
        house.on("ash", &case, &name).ok().says(&["person.corrected"]);
        house.by("ash", &["case", &case]).ok().says(&["Subject: Gilbert Thornycroft", "believed until", "Gilbert Thornapple"]);

        let twice = ["withdraw-report", &report, "--because", "duplicate", "--reasons", WHY];
        house.on("ash", &case, &twice).exits(1).says(&["your role does not allow you to withdraw an act or a report"]);
        house.on("oak", &case, &twice).ok().says(&["report.struck", "warning: no report that counts is left"]);
        assert!(house.worklist("rowan")["rows"].as_array().unwrap().iter().any(|row| row["reference"] == case.as_str()));
        house.by("oak", &["case", &case]).ok().says(&["withdrawn from the count: it was recorded twice"]);
        house.on("oak", &case, &["attach", &report]).ok().says(&["report.attached"]);
        let strike = ["strike-act", &report, "--because", "other_person", "--reasons", WHY];
        house.on("oak", &case, &strike).ok().says(&["act.struck"]);
        house.by("larch", &["verify"]).ok().says(&["OK"]);
    }
}
