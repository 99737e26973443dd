//! Sets of questions, a screen by one, training and its share, by commands alone, on both databases.

use crate::one_case::{SMALL_HEADER, SMALL_MAP};
use crate::support::{House, british, on_both, root, today};

/// Answers to every question of the neutral set but the words: as somebody types them who found nothing.
const CALM: &str = "\
# Asked at her home.
fear = no
fear_of = That he comes back.
escalation = no
after_police = no
separation = no
threats = not_known
weapons = no
entry = no
tracker = no
other_victims = not_known
own_life = no
children = no
vulnerable = no
fixated = no
obsessive = not_known
unwanted = yes
repeated = yes
her_view = high
";

on_both! {
    fn a_screen_by_the_force_s_own_questions(on) {
        let house = House::set_up(on);
        let shipped = root().join("screens/neutral.toml").display().to_string();
        house.by("", &["screens", "check", &shipped]).ok().says(&["neutral version 1", "it can be adopted"]);
        let broken = std::fs::read_to_string(&shipped).unwrap().replace("required = true", "required = false");
        let broken = house.write("broken.toml", broken);
        house.by("", &["screens", "check", &broken]).exits(2).says(&["view = \"assessor\"", "view = \"person_at_risk\""]);

        let row = format!("T/1,{},A2,Ex,Harbour,He rang.,Maud,Quillfeather,03/04/1988,07700900111,,", british(1, "09:30"));
        let (file, map) = (house.write("export.csv", format!("{SMALL_HEADER}\n{row}\n")), house.write("map.toml", SMALL_MAP));
        house.by("admin", &["import", &file, "--map", &map, "--go-live", &today().plus_days(-30).to_string()]).ok();
        let case = house.worklist("rowan")["rows"][0]["reference"].as_str().unwrap().to_owned();
        house.on("oak", &case, &["allocate", "--officer", "ash", "--team", "Harbour"]).ok();

        let from = today().to_string();
        house.by("ash", &["screens", "adopt", "neutral", "--from", &from]).exits(1).says(&["your role does not allow you"]);
        house.by("rowan", &["screens", "adopt", "neutral", "--from", &from]).ok();
        house.by("rowan", &["screens", "adopt", &shipped, "--from", &from]).exits(2).says(&["never changed"]);
        house.by("ash", &["screens", "list"]).ok().says(&["neutral", "asked now"]);
        house.by("ash", &["screens", "show", "neutral"]).ok().says(&["her_view", "standard, medium, high"]);
        let until = today().plus_days(365).to_string();
        house.by("admin", &["accounts", "training", "oak", "--set", "neutral", "--until", &until]).ok();
        house.by("admin", &["accounts", "training", "ash", "--set", "neutral", "--never"]).ok();
        house.by("rowan", &["accounts", "training", "ash"]).ok().says(&["not trained"]).never_says(&["oak"]);

        let answers = house.write("answers.txt", CALM);
        let screen = |more: &[&str]| {
            let plain = ["screen", "--grade", "standard", "--reasons", "She has heard nothing for a year.", "--answers", &answers];
            house.on("ash", &case, &plain.iter().chain(more).copied().collect::<Vec<_>>())
        };
        screen(&[]).exits(1).says(&["'assessor_view' is not answered", "nothing was recorded"]);
        screen(&["assessor_view=Calm, and a strong lock."]).ok().says(&[
            "risk.screened, risk.answered, risk.training_seen",
            "sees her own risk as higher",
            "next: Have the risk screen reviewed by somebody who is trained in it",
        ]);
        let page = house.by("ash", &["case", &case]).ok();
        page.says(&["by untrained staff", "FINDING", "Has anybody been threatened", "Calm, and a strong lock.", "grade over time: standard from"]);
        house.on("oak", &case, &["review-risk", "--grade", "standard", "--reasons", "Read with the answers."]).ok();
        house.by("ash", &["case", &case]).ok().never_says(&["FINDING"]);
        house.by("rowan", &["screens", "share"]).ok().says(&["Harbour", "0.0 %", "at least 0.0 % and at most 0.0 %"]);
        house.by("ash", &["screens", "share"]).exits(1);
        house.by("larch", &["verify"]).ok().says(&["OK"]);
    }
}
