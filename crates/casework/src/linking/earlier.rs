//! Possible earlier reports about people who are being described, before anything is recorded: a look, by which nothing is linked.

use crate::access::Action;
use crate::app::{App, allowed, case_facts, kept_from};
use crate::asked::Wish;
use crate::failure::Failure;
use crate::intake::found::ReadPerson;
use crate::intake::receive::mention_at;
use crate::linking::people;
use crate::views::Actor;
use domain::ids::ReportId;
use linkage::{Settings, Tables};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;
use store::queries::CaseFile;
use store::rows::{CaseRow, ForceRow, MentionRow};
use store::sealed::AllIds;
use store::{AsRead, Draft, Field, Sealed, Shown, ShownIds, queries};

static TABLES: LazyLock<Tables> = LazyLock::new(Tables::shipped);

/// Cases that one look names at most, the likeliest first.
const REPORTS_MAX: usize = 12;

/// A report that may be about somebody who is being described.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct Earlier {
    /// The reference of its case.
    pub case: String,
    /// Whether the reader may open the case.
    pub open: bool,
    /// How the case stands; none where it is not the reader's to see.
    pub status: Option<String>,
    /// Whom to ask, where the case is not the reader's to open: the team, or the other force and its contact.
    pub contact: Option<String>,
    /// Who may be the same, and what agrees; never a value, and nothing of a case that the reader may not open.
    pub reasons: Vec<String>,
}

/// What was found of one case, as it leaves the snapshot.
struct Found {
    file: AsRead<CaseFile>,
    row: Option<Sealed<CaseRow>>,
    force: Option<AsRead<ForceRow>>,
    opens: bool,
    report: ReportId,
}
store::outgoing!(Found { file, row, force, opens, report });

/// Why a report may be meant.
#[derive(Clone, PartialEq, Eq)]
struct Reason {
    /// Who may be whom there, and what agrees: content of that case.
    open: String,
    /// Which of those described here, and nothing of what that case holds.
    hint: String,
}

/// The reasons as far as a reader may know them, each once.
fn told(reasons: &[Reason], opens: bool) -> Vec<String> {
    let words: BTreeSet<&String> =
        reasons.iter().map(|reason| if opens { &reason.open } else { &reason.hint }).collect();
    words.into_iter().cloned().collect()
}

impl App {
    /// This looks whether earlier reports, in any state and of any force of the installation, may be about people who are being
    /// described. Of a case that is kept from the reader nothing is said; of another team's or force's its reference and whom to
    /// ask, with which of those described may be known there. That it was looked for is on record; what was typed is not.
    pub fn earlier_reports(&self, actor: &Actor, described: &[ReadPerson]) -> Result<Vec<Earlier>, Failure> {
        self.asked(actor, &Wish::of(Action::RecordReport.code()).by("earlier_reports"), || {
            self.store.look(self.context(actor, "intake"), |_| {
                let policies = self.permit_force(actor, Action::RecordReport)?;
                Ok::<_, Failure>(((), Draft::seen("look_for_earlier", &policies, Vec::new())))
            })?;
            let reasons = self.reasons(described)?;
            if reasons.is_empty() {
                return Ok(Vec::new());
            }
            self.told_to(actor, &reasons)
        })
    }

    /// The reports that may be meant, each with the reasons. The system compares all mentions inside the process.
    fn reasons(&self, described: &[ReadPerson]) -> Result<Vec<(ReportId, Vec<Reason>)>, Failure> {
        let described: Vec<&ReadPerson> = described.iter().filter(|person| !person.is_blank()).collect();
        if described.is_empty() {
            return Ok(Vec::new());
        }
        let (mentions, receipt) = self.store.look(self.system_context("linkage"), |reader| {
            let mentions = queries::all_mentions(reader)?;
            let fields = vec![Field::Identity, Field::Contact, Field::Location];
            let shown = Shown { fields, ids: ShownIds::All(AllIds::Every) };
            let draft = Draft::seen("earlier_reports", &[], vec![shown]).fact("mentions", mentions.len());
            Ok::<_, Failure>((mentions, draft))
        })?;
        let stored: Vec<MentionRow> = receipt.open_all(mentions)?;
        let report = ReportId::new(self.now(), self.random());
        let rows = described.iter().map(|person| mention_of(self, report, person)).collect::<Vec<_>>();
        let near = linkage::near(&people::mentions(&rows), &people::mentions(&stored), &TABLES, &Settings::default());
        let mut order: Vec<ReportId> = Vec::new();
        let mut reasons: BTreeMap<ReportId, Vec<Reason>> = BTreeMap::new();
        for near in &near {
            let (Some(person), Some(known)) = (described.get(near.described), stored.get(near.stored)) else {
                continue;
            };
            if !order.contains(&known.report_id) {
                order.push(known.report_id);
            }
            let agrees: Vec<&str> = near.lines.iter().filter(|line| line.bits > 0.0).map(|line| line.what).collect();
            let here = role(&person.role);
            let agrees = if agrees.is_empty() { "taken together".to_owned() } else { agrees.join(", ") };
            let why = Reason {
                open: format!("the {here} here may be the {} there: {agrees}", role(&known.role)),
                hint: format!("the {here} here may be known there"),
            };
            let told = reasons.entry(known.report_id).or_default();
            if !told.contains(&why) {
                told.push(why);
            }
        }
        Ok(order.into_iter().map(|report| (report, reasons.remove(&report).unwrap_or_default())).collect())
    }

    /// What of it a reader may be told.
    fn told_to(&self, actor: &Actor, reasons: &[(ReportId, Vec<Reason>)]) -> Result<Vec<Earlier>, Failure> {
        let (found, receipt) = self.store.look(self.context(actor, "intake"), |reader| {
            let policies = self.permit_force(actor, Action::RecordReport)?;
            let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
            for (report, _) in reasons {
                let mut holding = Vec::new();
                for on in queries::cases_with(reader, *report)?.into_iter().filter(|on| !on.detached) {
                    let Some(file) = queries::case_file_by_id(reader, on.case_id)? else { continue };
                    let facts = case_facts(reader, &file)?;
                    holding.push((file, facts));
                }
                // A report on a case that is kept from the reader is told by no other case either: it may be about whom that case protects.
                if holding.iter().any(|(_, facts)| kept_from(actor, facts)) {
                    continue;
                }
                for (file, facts) in holding {
                    // What is hidden takes no place from what is told.
                    if found.len() == REPORTS_MAX || !seen.insert(file.id) {
                        continue;
                    }
                    let opens = allowed(actor, Action::ViewCase, &facts).is_some();
                    let row = if opens { queries::sealed_case_row(reader, file.id)? } else { None };
                    let force = queries::force(reader, &file.force)?;
                    found.push(Found { file, row, force, opens, report: *report });
                }
            }
            let cases = found.iter().map(|found| found.file.id);
            let draft = Draft::seen("earlier_reports", &policies, vec![Shown::of(&[Field::Listing], cases)]);
            Ok::<_, Failure>((found, draft))
        })?;
        let mut all = Vec::new();
        for Found { file, row, force, opens, report } in found {
            let row = row.map(|row| receipt.open(row)).transpose()?;
            let reasons = reasons.iter().find(|(of, _)| *of == report);
            let contact = if opens {
                None
            } else if file.force == actor.force {
                let team = file.team.trim();
                Some(if team.is_empty() { "nobody has it yet".to_owned() } else { format!("the team {team}") })
            } else {
                force.map(|force| format!("{}: {}", force.name, force.contact))
            };
            all.push(Earlier {
                case: file.reference.clone(),
                open: opens,
                status: row.map(|row: CaseRow| row.status.replace('_', " ")),
                contact,
                reasons: reasons.map(|(_, reasons)| told(reasons, opens)).unwrap_or_default(),
            });
        }
        Ok(all)
    }
}

fn mention_of(app: &App, report: ReportId, person: &ReadPerson) -> MentionRow {
    mention_at(domain::ids::MentionId::new(app.now(), app.random()), report, person)
}

fn role(code: &str) -> &'static str {
    match code {
        "person_at_risk" => "person at risk",
        "subject" => "person suspected",
        "reporting_victim" => "person who reports",
        _ => "person named",
    }
}
