//! Accounts by command: passwords for once and one's own, and what becomes of the cases of whoever leaves; on both databases.

use crate::one_case::{import, reference_of};
use crate::support::*;

on_both! {
    /// What an administrator sets is for one sign-in; nothing works until the person has changed it.
    fn a_one_time_password_is_changed_before_anything_else(on) {
        let house = House::set_up(on);
        let made = house.by("admin", &["accounts", "one-time-password", "ash"]).ok();
        let made = made.out.trim().to_owned();
        house.by("ash", &["who-am-i"]).exits(4);
        house.fed(&["sign-in", "ash", "--password-stdin"], PASSWORD).exits(4);
        house.fed(&["sign-in", "ash", "--password-stdin"], &made).ok().says(&["change it now with `holdfast password`"]);
        house.by("", &["worklist"]).exits(4).says(&["your password is for once", "holdfast password"]);
        let own = "nobody else knows this";
        house.fed(&["password", "--password-stdin"], &format!("not this\n{own}")).exits(2).says(&["old password"]);
        house.fed(&["password", "--password-stdin"], &format!("{made}\n{own}")).ok().says(&["changed"]);
        house.by("", &["who-am-i"]).ok().says(&["PC Ash"]);
        let listed = house.by("admin", &["accounts", "list"]).ok().says(&["ash", "PC Ash", "active"]);
        listed.never_says(&["argon2", &made]);
        house.by("ash", &["accounts", "list"]).exits(4);
        house.by("birch", &["accounts", "list"]).exits(1);
        house.by("larch", &["verify"]).ok().says(&["OK"]);
    }
}

on_both! {
    /// Many cases are given at once, handed over, and left by whoever leaves; each has somebody at every step.
    fn whoever_leaves_leaves_nothing_without_an_owner(on) {
        let house = House::set_up(on);
        import(&house);
        let case = reference_of(&house.worklist("rowan"), "stranger");
        let why = ["--reasons", "PC Ash has room."];
        let give = |named: &[&str], officer| {
            house.by("oak", &[&["allocate"], named, &["--officer", officer], &why].concat())
        };
        give(&[&case, "HF-000-000-000"], "ash").exits(3).says(&[&case, "given", "refused", "1 of 2 refused"]);
        give(&["--of-team", "Harbour", "--without-officer"], "birch").ok().says(&["given"]).never_says(&[&case]);
        give(&["--of-team", "Harbour", "--without-officer"], "birch").exits(2).says(&["nothing was changed"]);
        let hand = ["accounts", "hand-over", "ash", "--to", "birch", "--reasons", "PC Ash leaves the team."];
        house.by("ash", &hand).exits(2);
        house.by("oak", &hand).ok().says(&[&case, "PC Birch"]);
        house.by("oak", &["accounts", "close", "birch"]).exits(1);
        house.by("admin", &["accounts", "close", "birch"]).ok().says(&["closed: birch", &case, "Sgt Oak"]);
        house.by("birch", &["who-am-i"]).exits(4);
        house.by("rowan", &["case", &case]).ok().says(&["Give the case to an officer.", "PC Ash leaves the team."]);
        house.by("admin", &["accounts", "reopen", "birch"]).ok().says(&["accounts one-time-password birch"]);
        house.by("larch", &["verify"]).ok().says(&["OK"]);
    }
}

on_both! {
    /// Somebody stands in by command and is told so on the list; accounts come from a file, row by row.
    fn who_is_away_is_stood_in_for_and_accounts_come_from_a_file(on) {
        let house = House::set_up(on);
        import(&house);
        let case = reference_of(&house.worklist("rowan"), "stranger");
        house.by("oak", &["allocate", &case, "--officer", "ash", "--reasons", "PC Ash has room."]).ok();
        house.by("birch", &["case", &case]).exits(3);
        house.by("oak", &["accounts", "absent", "ash", "--stand-in", "birch"]).ok().says(&["recorded: ash"]);
        house.by("birch", &["case", &case]).ok().says(&["PC Ash is away; PC Birch stands in."]);
        house.by("birch", &["worklist", "--mine"]).ok().says(&[&case, "you stand in"]);
        house.by("admin", &["accounts", "absences"]).ok().says(&["ash", "birch", "oak"]);
        house.by("oak", &["accounts", "back", "ash"]).ok().says(&["back: ash"]);
        house.by("birch", &["case", &case]).exits(3);
        let given = |text: &str, more: &[&str]| {
            let file = house.write("staff.csv", text);
            house.by("admin", &[&["accounts", "import", &file], more].concat())
        };
        let wrong = "name,display_name,role,collar\nhazel,PC Hazel,officer,1\nash,,wizard,2\n";
        given(wrong, &[]).exits(1).says(&["created", "refused", "role is no role", "nothing was changed", "collar"]);
        let right = "name,display_name,role\nhazel,PC Hazel,officer\nash,PC Ash,officer\n";
        given(right, &["--dry-run"]).ok().says(&["created", "unchanged", "nothing was changed", "birch"]);
        given(right, &[]).ok().says(&["created", "one-time-password"]);
        house.fed(&["sign-in", "hazel", "--password-stdin"], PASSWORD).exits(4);
        house.by("admin", &["accounts", "list"]).ok().says(&["hazel", "PC Hazel", "active"]);
        house.by("larch", &["verify"]).ok().says(&["OK"]);
    }
}
