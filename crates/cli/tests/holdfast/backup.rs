//! A backup by command, put back by command, refused when it lacks what somebody can prove.

use crate::one_case::{SMALL_HEADER, SMALL_MAP};
use crate::support::{House, On, british, on_both, today};

on_both! {
    fn a_backup_is_made_put_back_and_refused_when_it_is_too_old(on) {
        let house = House::set_up(on);
        let row = |number: u32| format!("T/{number},{},A2,Ex,Harbour,He rang.,Maud,Quillfeather,03/04/1988,,Gilbert,Thornapple", british(3, "09:30"));
        let map = house.write("map.toml", SMALL_MAP);
        let import = |file: &str| house.by("admin", &["import", file, "--map", &map]).ok();
        house.by("admin", &["go-live", &today().plus_days(-30).to_string()]).ok();
        import(&house.write("one.csv", [SMALL_HEADER.to_owned(), row(1)].join("\n")));

        let file = house.path("copy.holdfast");
        house.by("", &["backup", &file]).ok().says(&["entries", "SHA-256", "copy.holdfast.checkpoint", "the key file"]);
        house.by("", &["backup", &file]).exits(6).says(&["there already"]);
        house.by("", &["restore", &file, "--no-checkpoint"]).exits(6).says(&["an empty place only"]);

        let early = house.path("copy.holdfast.checkpoint");
        let key = house.write("key.public", house.by("", &["ledger", "key"]).ok().out);
        import(&house.write("two.csv", [SMALL_HEADER.to_owned(), row(2)].join("\n")));
        let late = house.write("late.checkpoint", house.by("larch", &["ledger", "checkpoint"]).ok().out);

        let other = House::empty(on);
        other.by("", &["restore", &file, "--against", &early]).exits(2).says(&["the key that signed the checkpoint is not here"]);
        other.by("", &["restore", &file, "--against", &late, "--key", &key]).exits(1)
            .says(&["refused: this copy is older than the checkpoint that was kept", "are missing", "--accept-loss"]);
        other.by("", &["restore", &file, "--against", &early, "--key", &key]).ok().says(&["put back:", "verified"]);
        // Life goes on there, with the accounts and passwords of then.
        other.sign_in("rowan");
        other.by("rowan", &["worklist"]).ok().says(&["HF-"]);

        let third = House::empty(match on { On::Sqlite => On::Postgres, On::Postgres => On::Sqlite });
        third.by("", &["restore", &file, "--against", &late, "--key", &key, "--accept-loss"]).ok().says(&["are lost; the ledger says so"]);
        third.sign_in("rowan");
        third.by("rowan", &["worklist"]).ok().says(&["HF-"]);
        third.by("", &["migrate", "--dry-run"]).ok().says(&["up to date", "forces"]);
    }
}
