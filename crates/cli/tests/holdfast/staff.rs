//! Accounts by command: passwords for once and one's own, on both databases.

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
