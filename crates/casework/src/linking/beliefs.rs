//! The difference between what linkage believes now and what is stored: only that is written.

use crate::linking::people::{lines_json, link_key};
use domain::ids::*;
use domain::time::Moment;
use linkage::{Basis, Link, Linked};
use std::collections::{HashMap, HashSet};
use store::Chance;
use store::rows::{LinkRow, MemberRow, MentionRow, SeriesMemberRow};

/// What was stored before.
#[derive(Default)]
pub(super) struct Stored {
    /// Which person each mention was.
    pub members: Vec<MemberRow>,
    /// Which series each report was in.
    pub series: Vec<SeriesMemberRow>,
    /// The links.
    pub links: Vec<LinkRow>,
}

/// What is to be written.
pub(super) struct Changes {
    /// Mentions that became another person.
    pub members: Vec<MemberRow>,
    /// Reports that came into another series.
    pub series: Vec<SeriesMemberRow>,
    /// Links that are new, changed or withdrawn.
    pub links: Vec<LinkRow>,
    /// The series of every report, after the change.
    pub series_of: HashMap<ReportId, SeriesId>,
}

/// This compares.
pub(super) fn changes(
    linked: &Linked,
    mentions: &[MentionRow],
    reports: &[ReportId],
    stored: Stored,
    at: Moment,
    chance: &mut Chance,
) -> Changes {
    let members = members(linked, mentions, stored.members, at, chance);
    let (series, series_of) = series(linked, reports, stored.series, at, chance);
    let links = links(linked, mentions, stored.links);
    Changes { members, series, links, series_of }
}

/// A group keeps the identifier that its first member has; no two groups share one.
fn members(
    linked: &Linked,
    mentions: &[MentionRow],
    stored: Vec<MemberRow>,
    at: Moment,
    chance: &mut Chance,
) -> Vec<MemberRow> {
    let mut known: HashMap<MentionId, MemberRow> = stored.into_iter().map(|row| (row.id, row)).collect();
    let mut taken: HashSet<PersonId> = HashSet::new();
    let mut names: HashMap<u32, PersonId> = HashMap::new();
    for (mention, person) in mentions.iter().zip(&linked.persons) {
        if let (None, Some(row)) = (names.get(person), known.get(&mention.id))
            && taken.insert(row.person)
        {
            names.insert(*person, row.person);
        }
    }
    let mut changed = Vec::new();
    for (mention, person) in mentions.iter().zip(&linked.persons) {
        let name = *names.entry(*person).or_insert_with(|| PersonId::new(at, chance.bytes()));
        match known.remove(&mention.id) {
            Some(row) if row.person == name => {}
            Some(mut row) => {
                row.person = name;
                changed.push(row);
            }
            None => changed.push(MemberRow { id: mention.id, version: 0, salt: String::new(), person: name }),
        }
    }
    changed
}

fn series(
    linked: &Linked,
    reports: &[ReportId],
    stored: Vec<SeriesMemberRow>,
    at: Moment,
    chance: &mut Chance,
) -> (Vec<SeriesMemberRow>, HashMap<ReportId, SeriesId>) {
    let mut known: HashMap<ReportId, SeriesMemberRow> = stored.into_iter().map(|row| (row.id, row)).collect();
    let mut taken: HashSet<SeriesId> = HashSet::new();
    let mut names: HashMap<u32, SeriesId> = HashMap::new();
    for (report, place) in reports.iter().zip(&linked.series) {
        if let (None, Some(row)) = (names.get(&place.series), known.get(report))
            && taken.insert(row.series)
        {
            names.insert(place.series, row.series);
        }
    }
    let mut changed = Vec::new();
    let mut of = HashMap::new();
    for (report, place) in reports.iter().zip(&linked.series) {
        let name = *names.entry(place.series).or_insert_with(|| SeriesId::new(at, chance.bytes()));
        of.insert(*report, name);
        match known.remove(report) {
            Some(row) if row.series == name => {}
            Some(mut row) => {
                row.series = name;
                changed.push(row);
            }
            None => changed.push(SeriesMemberRow { id: *report, version: 0, salt: String::new(), series: name }),
        }
    }
    (changed, of)
}

fn links(linked: &Linked, mentions: &[MentionRow], stored: Vec<LinkRow>) -> Vec<LinkRow> {
    let mut known: HashMap<String, LinkRow> = stored.into_iter().map(|row| (row.id.clone(), row)).collect();
    let mut changed = Vec::new();
    let found =
        linked.links.iter().map(|link| (link, "accepted")).chain(linked.waiting.iter().map(|link| (link, "waiting")));
    for (link, state) in found {
        let Some(fresh) = link_row(link, state, mentions) else { continue };
        match known.remove(&fresh.id) {
            None => changed.push(fresh),
            Some(row) if row.state == "confirmed" || row.state == "refused" => {}
            Some(row) => {
                // A link whose weight moves by less than half a bit as others come in is left as it is explained.
                let moved = (row.millibits - fresh.millibits).abs() >= 500
                    || row.state != fresh.state
                    || row.basis != fresh.basis;
                if moved {
                    changed.push(LinkRow { version: row.version, salt: row.salt, ..fresh });
                }
            }
        }
    }
    for (_, mut row) in known {
        if row.state == "accepted" || row.state == "waiting" {
            row.state = "withdrawn".to_owned();
            changed.push(row);
        }
    }
    changed.sort_by(|a, b| a.id.cmp(&b.id));
    changed
}

fn link_row(link: &Link, state: &str, mentions: &[MentionRow]) -> Option<LinkRow> {
    let (first, second) = (mentions.get(link.a)?, mentions.get(link.b)?);
    let (a, b) = if first.id < second.id { (first, second) } else { (second, first) };
    Some(LinkRow {
        id: link_key(a.id, b.id),
        version: 0,
        salt: String::new(),
        a: a.id,
        b: b.id,
        report_a: a.report_id,
        report_b: b.report_id,
        about: if a.role == b.role { a.role.clone() } else { "subject".to_owned() },
        state: state.to_owned(),
        basis: match link.basis {
            Basis::Identity => "identity",
            Basis::Relation => "relation",
        }
        .to_owned(),
        // Whole thousandths; a sum beyond what fits would be a fault of the model, and is cut.
        millibits: thousandths(link.bits),
        lines: lines_json(link),
        decided_by: None,
        decided_at: None,
    })
}

/// This cuts a number to whole thousandths.
fn thousandths(number: f64) -> i64 {
    format!("{:.0}", (number * 1000.0).clamp(-1e12, 1e12)).parse().unwrap_or(0)
}
