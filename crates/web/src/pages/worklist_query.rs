//! The worklist's query: read from the address once, and written back into links. It never holds personal data.

use crate::pages::visit::percent_encoded;
use casework::views::{Actor, Scope, WorklistFilter};
use domain::catalogue::{Grade, Relationship, Role};
use serde::Deserialize;
use std::str::FromStr;

/// Rows a page: what an officer can read through on a phone.
const ROWS: u32 = 50;

/// What the word of a team begins with.
const TEAM: &str = "team-";

/// No cursor is longer.
const CURSOR_BYTES_MAX: usize = 500;

/// The query as it stands in the address.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
// A filter under a wrong name would otherwise filter nothing, unseen.
#[serde(deny_unknown_fields)]
pub struct WorklistQuery {
    /// Whose cases: mine, team, force, or another team by its number.
    pub scope: Option<String>,
    /// Kind of relationship.
    pub kind: Option<String>,
    /// Grade of risk.
    pub grade: Option<String>,
    /// `yes` for late ones only.
    pub overdue: Option<String>,
    /// Cursor of an earlier page.
    pub after: Option<String>,
}

impl WorklistQuery {
    /// Whether it asks for nothing in particular.
    pub fn is_plain(&self) -> bool {
        *self == Self::default()
    }
    /// Whether it names a team other than by 'my team'.
    pub fn names_team(&self) -> bool {
        given(&self.scope).is_some_and(|word| word.starts_with(TEAM))
    }
    /// This is the filter that the query means for an actor, or the labels of what is not understood.
    /// `teams` are those that the actor may pick.
    pub fn filter(&self, actor: &Actor, teams: &[String]) -> Result<WorklistFilter, Vec<&'static str>> {
        let scope = match given(&self.scope) {
            None => Some(usual_scope(actor)),
            Some("mine") => Some(Scope::Mine),
            Some("team") => Some(Scope::Team(actor.team.clone())),
            Some("force") => Some(Scope::Force),
            Some(word) => teams.iter().find(|team| team_word(team) == word).cloned().map(Scope::Team),
        };
        let kind = parsed::<Relationship>(&self.kind);
        let grade = parsed::<Grade>(&self.grade);
        let overdue = match given(&self.overdue) {
            None => Some(false),
            Some("yes") => Some(true),
            Some(_) => None,
        };
        let after = given(&self.after);
        let after_is_fine = after.is_none_or(|cursor| cursor.len() <= CURSOR_BYTES_MAX);
        match (scope, kind, grade, overdue, after_is_fine) {
            (Some(scope), Some(kind), Some(grade), Some(overdue), true) => {
                Ok(WorklistFilter { scope, kind, grade, overdue, after: after.map(str::to_owned), limit: ROWS })
            }
            (scope, kind, grade, overdue, after_is_fine) => Err([
                scope.is_none().then_some("whose cases"),
                kind.is_none().then_some("relationship"),
                grade.is_none().then_some("risk"),
                overdue.is_none().then_some("late only"),
                (!after_is_fine).then_some("page"),
            ]
            .into_iter()
            .flatten()
            .collect()),
        }
    }
}

fn given(value: &Option<String>) -> Option<&str> {
    value.as_deref().filter(|value| !value.is_empty())
}

/// None where the word is unknown; `Some(None)` where no word is given.
fn parsed<T: FromStr>(value: &Option<String>) -> Option<Option<T>> {
    given(value).map_or(Some(None), |word| word.parse().ok().map(Some))
}

/// Whose cases a role looks at unless it asks for others: everyone may widen it, and permissions bound it.
fn usual_scope(actor: &Actor) -> Scope {
    match actor.role {
        Role::Officer | Role::FirstResponder | Role::CallTaker | Role::Advocate => Scope::Mine,
        Role::Supervisor | Role::Inspector => Scope::Team(actor.team.clone()),
        Role::Spoc
        | Role::AuthorisingOfficer
        | Role::Legal
        | Role::OrderManager
        | Role::NotificationOfficer
        | Role::WarrantsDesk
        | Role::Analyst
        | Role::CrimeRegistrar
        | Role::Auditor
        | Role::Administrator => Scope::Force,
    }
}

/// The word of a scope in the address.
pub fn scope_word(scope: &Scope) -> String {
    match scope {
        Scope::Mine => "mine".to_owned(),
        Scope::Team(team) => team_word(team),
        Scope::Force => "force".to_owned(),
    }
}

/// How a team stands in the address: by a number made from its name (FNV-1a), since a name could be anything.
pub fn team_word(team: &str) -> String {
    let number = team
        .bytes()
        .fold(0xCBF2_9CE4_8422_2325_u64, |number, byte| (number ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3));
    format!("{TEAM}{number:016x}")
}

/// This is the address of the worklist under a filter.
pub fn address(filter: &WorklistFilter) -> String {
    format!("/?{}", words(filter))
}

/// This is a filter as a query: a case that is opened from a list carries it, so that one comes back to the same list.
pub fn words(filter: &WorklistFilter) -> String {
    let pairs = [
        Some(("scope", scope_word(&filter.scope))),
        filter.kind.map(|kind| ("kind", kind.code().to_owned())),
        filter.grade.map(|grade| ("grade", grade.code().to_owned())),
        filter.overdue.then(|| ("overdue", "yes".to_owned())),
        filter.after.as_ref().map(|after| ("after", percent_encoded(after))),
    ];
    let query: Vec<String> = pairs.into_iter().flatten().map(|(key, value)| format!("{key}={value}")).collect();
    query.join("&")
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use axum::extract::Query;

    #[test]
    fn a_filter_that_there_is_none_of_is_not_passed_over() {
        let read = |address: &str| Query::<WorklistQuery>::try_from_uri(&address.parse().unwrap());
        assert!(read("/?risk=zzz").is_err());
        let known = read("/?grade=high&overdue=yes").unwrap();
        assert_eq!(known.0.grade.as_deref(), Some("high"));
    }
}
