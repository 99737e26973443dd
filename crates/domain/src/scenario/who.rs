//! The cast of a scenario: roles, never names. The same words always mean the same account.

use super::words::{Kind, Word, after, pick, skip};
use crate::catalogue::Role;
use crate::ids::AccountId;
use crate::time::Moment;

/// Somebody who acts, in a role.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Who {
    /// In which role.
    pub role: Role,
    /// The account: a role and a number.
    pub account: AccountId,
    /// The words that people read.
    pub name: String,
}

/// Roles as a scenario writes them, beside the words of the catalogue.
const ROLES: &[(&str, Role)] = &[
    ("officer", Role::Officer),
    ("officer case", Role::Officer),
    ("oic", Role::Officer),
    ("investigating officer", Role::Officer),
    ("investigator", Role::Officer),
    ("spoc", Role::Spoc),
    ("stalking spoc", Role::Spoc),
    ("single point contact", Role::Spoc),
    ("supervisor", Role::Supervisor),
    ("supervising officer", Role::Supervisor),
    ("sergeant", Role::Supervisor),
    ("inspector", Role::Inspector),
    ("call taker", Role::CallTaker),
    ("call handler", Role::CallTaker),
    ("control room", Role::CallTaker),
    ("first responder", Role::FirstResponder),
    ("responding officer", Role::FirstResponder),
    ("police", Role::Officer),
    ("advocate", Role::Advocate),
    ("isac", Role::Advocate),
    ("idva", Role::Advocate),
    ("legal services", Role::Legal),
    ("lawyer", Role::Legal),
    ("authorising officer", Role::AuthorisingOfficer),
    ("superintendent", Role::AuthorisingOfficer),
    ("order manager", Role::OrderManager),
    ("notification officer", Role::NotificationOfficer),
    ("station officer", Role::NotificationOfficer),
    ("warrants desk", Role::WarrantsDesk),
    ("crime registrar", Role::CrimeRegistrar),
    ("auditor", Role::Auditor),
    ("analyst", Role::Analyst),
];

/// Which of several in one role.
const NUMBERS: &[(&str, u8)] = &[
    ("first", 1),
    ("second", 2),
    ("another", 2),
    ("other", 2),
    ("new", 2),
    ("different", 2),
    ("third", 3),
    ("fourth", 4),
];

/// This is the first of a role.
pub(super) fn first_of(role: Role) -> Who {
    numbered(role, 1)
}

fn numbered(role: Role, number: u8) -> Who {
    let name = match number {
        1 => spoken(role).to_owned(),
        2 => format!("second {}", spoken(role)),
        3 => format!("third {}", spoken(role)),
        more => format!("{} {more}", spoken(role)),
    };
    let place = Role::ALL.iter().position(|held| *held == role).unwrap_or(0);
    let place = u8::try_from(place).unwrap_or(u8::MAX);
    let chance = [0xac, place, number, 0, 0, 0, 0, 0, 0, 1];
    Who { role, account: AccountId::new(Moment::from_micros(0), chance), name }
}

const fn spoken(role: Role) -> &'static str {
    match role {
        Role::Officer => "officer",
        Role::Spoc => "SPOC",
        Role::CallTaker
        | Role::FirstResponder
        | Role::Supervisor
        | Role::Inspector
        | Role::AuthorisingOfficer
        | Role::Legal
        | Role::OrderManager
        | Role::NotificationOfficer
        | Role::WarrantsDesk
        | Role::Analyst
        | Role::CrimeRegistrar
        | Role::Auditor
        | Role::Advocate
        | Role::Administrator => role.label(),
    }
}

/// This reads somebody at the start of some words: 'the officer', 'second SPOC', 'officer B', 'supervisor as SPOC'.
pub(super) fn read(words: &[Word]) -> Option<(usize, Who)> {
    let (taken, who) = person(words)?;
    // 'as' is a filler elsewhere; here it says that one account acts in another role.
    let rest = after(words, taken);
    let acting = rest.iter().take(2).position(|word| word.text == "as");
    let other =
        acting.and_then(|place| person(after(rest, place + 1)).map(|(more, other)| (taken + place + 1 + more, other)));
    Some(match other {
        Some((taken, other)) => {
            let name = format!("{} as {}", who.name, other.name);
            (taken, Who { role: other.role, account: who.account, name })
        }
        None => (taken, who),
    })
}

fn person(words: &[Word]) -> Option<(usize, Who)> {
    let lead = words.iter().position(|word| word.kind != Kind::Filler)?;
    let rest = after(words, lead);
    let role = |words: &[Word]| {
        let catalogue = Role::ALL.iter().flat_map(|role| [(role.label(), *role), (role.code(), *role)]);
        pick(words, ROLES.iter().copied().chain(catalogue))
    };
    // 'first responder' is a role, and 'first' no number there.
    let (counted, number, (named, role)) = match role(rest) {
        Some(found) => (0, None, found),
        None => {
            let (counted, number) = pick(rest, NUMBERS.iter().copied())?;
            (counted, Some(number), role(after(rest, counted))?)
        }
    };
    let rest = after(rest, counted + named);
    let (lettered, number) = match (number, rest.first()) {
        (None, Some(word)) => letter(&word.text).map_or((0, 1), |number| (1, number)),
        (number, _) => (0, number.unwrap_or(1)),
    };
    Some((lead + counted + named + lettered, numbered(role, number)))
}

/// 'officer B', 'SPOC 2', 'supervisor two'. 'a' alone is an article, so 'officer A' is the officer.
fn letter(text: &str) -> Option<u8> {
    match text {
        "1" | "one" => Some(1),
        "b" | "2" | "two" => Some(2),
        "c" | "3" | "three" => Some(3),
        "d" | "4" | "four" => Some(4),
        _ => None,
    }
}

/// This reads the person at risk, who acts through the police.
pub(super) fn person_at_risk(words: &[Word]) -> Option<usize> {
    const NAMES: &[&str] = &["person at risk", "victim", "protected person", "complainant", "caller", "reporter"];
    let words = words.get(words.len() - skip(words).len()..).unwrap_or_default();
    pick(words, NAMES.iter().map(|name| (*name, ()))).map(|(taken, ())| taken)
}

/// The roles that can be written, for a refusal and for the documentation.
pub fn roles() -> Vec<&'static str> {
    let mut roles: Vec<&str> = ROLES.iter().map(|(name, _)| *name).collect();
    roles.extend(["person at risk", "subject"]);
    roles
}

#[cfg(test)]
mod tests {
    use super::super::words::plain;
    use super::*;

    #[test]
    fn the_same_words_mean_the_same_account_and_others_another() {
        let account = |text: &str| read(&plain(text)).map(|(_, who)| (who.role, who.account));
        assert_eq!(account("the officer in the case"), account("officer"));
        assert_eq!(account("another SPOC"), account("SPOC B"));
        assert_ne!(account("SPOC"), account("second SPOC"));
        assert_eq!(account("first responder").map(|(role, _)| role), Some(Role::FirstResponder));
        let (officer, spoc) = (account("officer"), account("officer as SPOC"));
        assert_eq!(officer.map(|(_, account)| account), spoc.map(|(_, account)| account));
        assert_eq!(spoc.map(|(role, _)| role), Some(Role::Spoc));
        assert_eq!(account("bus stop"), None);
    }
}
