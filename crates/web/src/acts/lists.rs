//! Lists that forms choose from: the acts, reports and people of a case, and the staff of its force.

use crate::components::tag::capitalised;
use crate::forms::field::{Field, Item};
use crate::forms::sent::Reading;
use crate::items;
use casework::cases::act::AnswerGiven;
use casework::views::CasePage;
use domain::catalogue::{Answer, Behaviour, Grade, Role};

/// An item that says itself what it means.
pub fn item(code: impl Into<String>, words: impl Into<String>) -> Item {
    (code.into(), words.into(), None)
}

/// An item with what it means.
pub fn meaning(code: &str, words: &str, hint: &str) -> Item {
    (code.to_owned(), words.to_owned(), Some(hint.to_owned()))
}

/// The behaviours, each with its code.
pub fn behaviours() -> Vec<Item> {
    let named = |behaviour: &Behaviour| item(behaviour.code(), format!("{}: {}", behaviour.code(), behaviour.label()));
    Behaviour::ALL.iter().map(named).collect()
}

/// The grades, each with what it means.
pub fn grades() -> Vec<Item> {
    let meant = |grade: &Grade| {
        let hint = match grade {
            Grade::Standard => "Nothing that is known now points to serious harm.",
            Grade::Medium => "There are signs that serious harm is possible; it is unlikely unless something changes.",
            Grade::High => "Serious harm could happen at any time, and its effect would be grave.",
        };
        meaning(grade.code(), &capitalised(grade.label()), hint)
    };
    Grade::ALL.iter().map(meant).collect()
}

/// The acts that count, by number.
pub fn counting_acts(case: &CasePage) -> Vec<Item> {
    let counts = case.acts.iter().filter(|act| act.state.starts_with("counts"));
    counts.map(|act| item(act.number.to_string(), format!("{}: {}", act.number, act.what))).collect()
}

/// Every act of the case, those that count no longer too.
pub fn all_acts(case: &CasePage) -> Vec<Item> {
    let named = case.acts.iter();
    named.map(|act| item(act.number.to_string(), format!("{}: {} ({})", act.number, act.what, act.state))).collect()
}

/// The reports on this case, by the force's reference.
pub fn reports_here(case: &CasePage) -> Vec<Item> {
    let here = case.reports.iter().filter(|report| report.place == "this case");
    here.map(|report| {
        item(report.reference.clone(), format!("{}: {}, {}", report.reference, report.behaviour, report.recorded))
    })
    .collect()
}

/// Staff of the force in some roles, by name; of all roles where none is given.
pub fn staff(case: &CasePage, roles: &[Role]) -> Vec<Item> {
    let fits = case.asks.staff.iter().filter(|one| roles.is_empty() || roles.contains(&one.role));
    let mut staff: Vec<Item> = fits
        .map(|one| {
            let team = if one.team.is_empty() { String::new() } else { format!(", {}", one.team) };
            item(one.name.clone(), format!("{} ({}{team})", one.display_name, one.role.label()))
        })
        .collect();
    staff.sort_by(|one, other| one.1.cmp(&other.1));
    staff
}

/// Accounts by the names that they sign in with, as people read them.
pub fn accounts(case: &CasePage, names: &[String]) -> Vec<Item> {
    let read = |name: &String| {
        let known = case.asks.staff.iter().find(|one| one.name == *name);
        item(name.clone(), known.map_or_else(|| name.clone(), |one| one.display_name.clone()))
    };
    names.iter().map(read).collect()
}

/// A question that is answered yes, no or not known, and the acts that the answer rests on; `short` names it in few words.
pub fn answered_by_acts(case: &CasePage, name: &str, short: &str, question: &str, hint: &str) -> Vec<Field> {
    let asked = Field::one_of_few(name, question, items!(Answer)).hint(hint);
    std::iter::once(asked).chain(resting_on(case, name, short)).collect()
}

/// Which acts an answer rests on. Where the case has one act, or none, there is nothing to choose: a yes rests on it.
pub fn resting_on(case: &CasePage, name: &str, short: &str) -> Option<Field> {
    let acts = counting_acts(case);
    let ask = format!("{short}: if yes, which acts show it?");
    (acts.len() > 1).then(|| {
        Field::several(&format!("{name}_acts"), &ask, acts).hint("Where you choose none, a yes rests on all of them.")
    })
}

/// This reads an answer and the acts that it rests on.
pub fn answer(reading: &mut Reading<'_>, name: &str, ask: &str) -> Option<AnswerGiven> {
    let answer = reading.choice(name, ask);
    let acts = reading.chosen(&format!("{name}_acts"));
    Some(AnswerGiven { answer: answer?, acts: acts.into_iter().map(casework::Quoted::new).collect() })
}
