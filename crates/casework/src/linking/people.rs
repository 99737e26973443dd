//! Mentions as linkage reads them, and its links as the store keeps them.

use domain::ids::MentionId;
use linkage::{Constraint, Link, Mention, Role};
use store::rows::{LinkRow, MentionRow};
use uuid::Uuid;

/// An identifier as a number.
pub(super) fn number(id: impl ToString) -> u128 {
    Uuid::parse_str(&id.to_string()).map(|id| id.as_u128()).unwrap_or_default()
}

/// This turns mentions into what linkage reads. Everybody at risk of a report carries its series, a child as much as its mother.
pub(super) fn mentions(rows: &[MentionRow]) -> Vec<Mention> {
    rows.iter()
        .map(|row| {
            let role = match row.role.as_str() {
                "person_at_risk" => Role::PersonAtRisk,
                "subject" => Role::Subject,
                _ => Role::Other,
            };
            Mention {
                forename: row.forename.clone(),
                surname: row.surname.clone(),
                born: row.born.clone(),
                sex: row.sex.clone(),
                postcode: row.postcode.clone(),
                phones: row.phones.lines().map(str::to_owned).collect(),
                email: row.email.clone(),
                handle: row.handle.clone(),
                vehicle: row.vehicle.clone(),
                address_line: row.address.clone(),
                ..Mention::new(number(row.id), number(row.report_id), role)
            }
        })
        .collect()
}

/// What people decided, as linkage obeys it.
pub(super) fn constraints(links: &[LinkRow]) -> Vec<Constraint> {
    links
        .iter()
        .filter_map(|link| match link.state.as_str() {
            "confirmed" => Some(Constraint::Same { a: number(link.a), b: number(link.b) }),
            "refused" => Some(Constraint::NotSame { a: number(link.a), b: number(link.b) }),
            _ => None,
        })
        .collect()
}

/// The key of a link: the two mentions, the smaller first.
pub(crate) fn link_key(a: MentionId, b: MentionId) -> String {
    if a < b { format!("{a}:{b}") } else { format!("{b}:{a}") }
}

/// The arithmetic of a link, as the store keeps it.
pub(super) fn lines_json(link: &Link) -> String {
    let lines: Vec<(String, String, f64)> =
        link.lines.iter().map(|line| (line.what.to_owned(), line.found.clone(), line.bits)).collect();
    serde_json::to_string(&lines).unwrap_or_default()
}
