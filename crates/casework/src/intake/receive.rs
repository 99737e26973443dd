//! Taking a report in: the report, the people whom it describes, and a case for every person at risk.

use crate::cases::advance::{Held, Words, advance};
use crate::failure::Failure;
use crate::intake::found::{ReadPerson, ReadReport};
use crate::intake::officers::{Officer, first_with, new_case};
use crate::intake::register::EXPORT;
use domain::catalogue::{Answer, CorrectionCause, Grade, Relationship, Source};
use domain::event::{Act, CaseEvent, Four, FourAnswer};
use domain::ids::*;
use domain::time::{Day, Moment};
use std::collections::{BTreeMap, BTreeSet};
use store::rows::{CaseReportRow, CaseRow, ContentRow, ForceRow, FormerMentionRow, MentionRow, ReportRow};
use store::{Draft, Entry, Tx};

/// A report that was taken in.
pub(crate) struct Received {
    /// The report.
    pub report: ReportId,
    /// The cases that were opened.
    pub cases: Vec<CaseId>,
}

/// What is told of a report beside what a row of a file can hold.
#[derive(Clone, Default)]
pub(crate) struct Further {
    /// How those at risk stand to the subject, by their places among the people, where it is another relationship than the report's.
    pub relationships: BTreeMap<usize, Relationship>,
    /// The acts after the first, each with its words.
    pub acts: Vec<(Act, String)>,
    /// Notes: on the case of the person at risk at that place among the people, or on every case.
    pub notes: Vec<(Option<usize>, String)>,
    /// What somebody is asked to do: who, by when, and what.
    pub action: Option<(AccountId, Day, String)>,
}

impl Further {
    /// What happens on the case of the person at risk at a place among the people.
    fn events(&self, tx: &mut Tx<'_>, place: usize, case: CaseId, words: &mut Words) -> Vec<CaseEvent> {
        let mut events = Vec::new();
        for (act, told) in &self.acts {
            let narrative = (!told.is_empty()).then(|| words.keep(tx, case, told));
            events.push(CaseEvent::ActRecorded { act: act.clone(), narrative });
        }
        for (_, note) in self.notes.iter().filter(|(of, _)| of.is_none_or(|of| of == place)) {
            events.push(CaseEvent::NoteAdded { note: words.keep(tx, case, note) });
        }
        if let Some((owner, due_on, told)) = &self.action {
            let action = ActionId::new(tx.at(), tx.chance());
            let words = words.keep(tx, case, told);
            events.push(CaseEvent::ActionRaised { action, owner: *owner, due_on: *due_on, words });
        }
        events
    }
}

/// This takes a report in and opens a case for every person at risk, none of whom is ever joined to another by this alone.
pub(crate) fn receive(
    tx: &mut Tx<'_>,
    force: &ForceRow,
    report: &ReadReport,
    officer: Option<&Officer>,
    import: Option<ImportId>,
    policies: &[String],
) -> Result<Received, Failure> {
    receive_with(tx, force, report, (officer, import), &Further::default(), policies)
}

/// The same, with what is told beside it.
pub(crate) fn receive_with(
    tx: &mut Tx<'_>,
    force: &ForceRow,
    report: &ReadReport,
    (officer, import): (Option<&Officer>, Option<ImportId>),
    further: &Further,
    policies: &[String],
) -> Result<Received, Failure> {
    let duties_from = force.go_live_at.unwrap_or(report.recorded_at).max(report.recorded_at);
    let id = ReportId::new(tx.at(), tx.chance());
    let act = Act {
        id: ActId::new(tx.at(), tx.chance()),
        behaviour: report.behaviour,
        occurred_at: report.occurred_at,
        precision: report.precision,
        recorded_at: report.recorded_at,
    };
    let mut mentions: Vec<MentionRow> = report.people.iter().map(|person| mention(tx, id, person)).collect();
    // INVARIANT: the ids follow the order of the report, so that its first person at risk stays the first.
    let mut ids: Vec<MentionId> = mentions.iter().map(|mention| mention.id).collect();
    ids.sort_unstable();
    mentions.iter_mut().zip(ids).for_each(|(mention, id)| mention.id = id);
    let subject = mentions.iter().find(|mention| mention.role == "subject").map(|mention| mention.id);
    let with_place = mentions.iter().enumerate().filter(|(_, mention)| mention.role == "person_at_risk");
    let at_risk: Vec<(usize, MentionId, bool)> =
        with_place.map(|(place, mention)| (place, mention.id, report.protected.contains(&place))).collect();
    let mut row = report_row(id, force, report, &act, officer.map(Officer::id), import, duties_from);
    let connected = BTreeSet::new();
    let mut cases = Vec::new();
    for (number, (place, person_at_risk, protected)) in at_risk.into_iter().enumerate() {
        let case = CaseId::new(tx.at(), tx.chance());
        let mut words = Words::default();
        if number == 0 && !report.narrative.is_empty() {
            row.narrative = Some(words.keep(tx, case, &report.narrative));
        }
        let connected = &connected;
        let told = further.events(tx, place, case, &mut words);
        let relationship = further.relationships.get(&place).copied().unwrap_or(report.relationship);
        let opening = Opening {
            force,
            report,
            row: &row,
            officer,
            connected,
            subject,
            protected,
            duties_from,
            relationship,
            told,
        };
        let entry = open_case(tx, &opening, case, person_at_risk, words, policies)?;
        if number == 0 {
            tx.save(&mut row, &entry)?;
            for mention in &mut mentions {
                tx.save(mention, &entry)?;
            }
        }
        cases.push(case);
    }
    Ok(Received { report: id, cases })
}

/// What a case is opened from.
pub(crate) struct Opening<'a> {
    /// Whose.
    pub force: &'a ForceRow,
    /// The report as it was read.
    pub report: &'a ReadReport,
    /// The report as it is kept.
    pub row: &'a ReportRow,
    /// The officer, where one is named. The case is theirs if it can be.
    pub officer: Option<&'a Officer>,
    /// Who is connected to somebody of the report.
    pub connected: &'a BTreeSet<AccountId>,
    /// The subject, where one is described.
    pub subject: Option<MentionId>,
    /// Whether the report's order protects the person at risk.
    pub protected: bool,
    /// No duty starts earlier.
    pub duties_from: Moment,
    /// How the two stand to each other.
    pub relationship: Relationship,
    /// What is told beside the report.
    pub told: Vec<CaseEvent>,
}

/// This opens a case for one person at risk of a report, and returns the entry that says so.
pub(crate) fn open_case(
    tx: &mut Tx<'_>,
    opening: &Opening<'_>,
    case: CaseId,
    person_at_risk: MentionId,
    mut words: Words,
    policies: &[String],
) -> Result<Entry, Failure> {
    let Opening { force, report, row, officer, connected, subject, protected, duties_from, relationship, ref told } =
        *opening;
    let act = Act {
        id: row.act,
        behaviour: row.behaviour,
        occurred_at: row.occurred_at,
        precision: row.precision,
        recorded_at: row.recorded_at,
    };
    let row_of_case = CaseRow { relationship, ..case_row(tx, case, force, report, row, person_at_risk) };
    let mut held = Held::new(tx, row_of_case)?;
    let mut events = vec![
        CaseEvent::CaseOpened { person_at_risk, subject, relationship, duties_from },
        CaseEvent::ReportAttached { report: row.id, identified_at: row.recorded_at, acts: vec![act] },
    ];
    let facts = new_case(case, force.id.clone(), connected.clone());
    let with = first_with(&report.team, officer, &facts);
    events.extend(with.map(|(officer, team)| CaseEvent::Allocated { officer, team, reasons: None }));
    events.extend(known_events(tx, report, protected, case, &mut words));
    events.extend(told.iter().cloned());
    let draft = Draft::done("record_report", policies).fact("report", row.id);
    let (_, entry) = advance(tx, &mut held, events, words, draft)?;
    let mut attached = CaseReportRow {
        id: format!("{case}:{}", row.id),
        version: 0,
        salt: String::new(),
        case_id: case,
        report_id: row.id,
        detached: false,
    };
    tx.save(&mut attached, &entry)?;
    Ok(entry)
}

/// What the file knows beside the report: its grade, measures, steps of an application.
fn known_events(
    tx: &mut Tx<'_>,
    report: &ReadReport,
    protected: bool,
    case: CaseId,
    words: &mut Words,
) -> Vec<CaseEvent> {
    let mut events = Vec::new();
    if let Some(grade) = report.grade {
        events.push(imported_screen(tx, grade, case, words));
    }
    for measure in report.measures_for(protected) {
        events.push(CaseEvent::ProtectionRecorded {
            protection: ProtectionId::new(tx.at(), tx.chance()),
            kind: measure.kind,
            from: measure.from,
            until: measure.until,
            served_at: measure.served_at,
            replaces_interim: false,
            source: Source::Import,
            evidence: Some(EXPORT),
        });
    }
    let steps = report.steps_for(protected).iter();
    events.extend(steps.map(|(step, on)| CaseEvent::ApplicationDated { step: *step, on: *on }));
    events
}

/// The grade that a force's file gives, as a screen without reasons.
pub(crate) fn imported_screen(tx: &mut Tx<'_>, grade: Grade, case: CaseId, words: &mut Words) -> CaseEvent {
    let unknown = || FourAnswer { answer: Answer::NotKnown, acts: Vec::new() };
    CaseEvent::RiskScreened {
        screen: ScreenId::new(tx.at(), tx.chance()),
        tool: "the force's grade, as imported".to_owned(),
        grade,
        factors: Vec::new(),
        four: Four { fixated: unknown(), obsessive: unknown(), unwanted: unknown(), repeated: unknown() },
        reasons: words.keep(tx, case, "The grade was imported with the report; its reasons were not."),
        second_officer: None,
        second_officer_asked: None,
    }
}

/// This writes a person down as a mention of a report.
pub(crate) fn mention(tx: &mut Tx<'_>, report_id: ReportId, person: &ReadPerson) -> MentionRow {
    mention_at(MentionId::new(tx.at(), tx.chance()), report_id, person)
}

/// The same, under an identifier.
pub(crate) fn mention_at(id: MentionId, report_id: ReportId, person: &ReadPerson) -> MentionRow {
    let mut row = MentionRow {
        id,
        version: 0,
        salt: String::new(),
        report_id,
        role: person.role.clone(),
        forename: String::new(),
        surname: String::new(),
        born: String::new(),
        sex: String::new(),
        postcode: String::new(),
        address: String::new(),
        phones: String::new(),
        email: String::new(),
        handle: String::new(),
        vehicle: String::new(),
    };
    describe(&mut row, person);
    row
}

/// What was believed of a person, to be kept where it is told otherwise now; none where nothing was told, or all of it
/// stands.
pub(crate) fn former(
    before: &MentionRow,
    now: &MentionRow,
    believed_until: Moment,
    because: CorrectionCause,
) -> Option<FormerMentionRow> {
    let otherwise = told(before).iter().zip(told(now)).any(|(before, now)| !before.is_empty() && *before != now);
    otherwise.then(|| FormerMentionRow::of(before, believed_until, because))
}

/// All that a mention tells of a person.
pub(crate) fn told(row: &MentionRow) -> [&str; 10] {
    [
        &row.forename,
        &row.surname,
        &row.born,
        &row.sex,
        &row.postcode,
        &row.address,
        &row.phones,
        &row.email,
        &row.handle,
        &row.vehicle,
    ]
}

/// This writes what is told of a person into a mention. What is left empty says nothing: what was known of it stands.
pub(crate) fn describe(row: &mut MentionRow, person: &ReadPerson) {
    let phones = person.phones.join("\n");
    for (known, told) in [
        (&mut row.forename, &person.forename),
        (&mut row.surname, &person.surname),
        (&mut row.born, &person.born),
        (&mut row.sex, &person.sex),
        (&mut row.postcode, &person.postcode),
        (&mut row.address, &person.address),
        (&mut row.phones, &phones),
        (&mut row.email, &person.email),
        (&mut row.handle, &person.handle),
        (&mut row.vehicle, &person.vehicle),
    ] {
        if !told.is_empty() {
            known.clone_from(told);
        }
    }
}

fn report_row(
    id: ReportId,
    force: &ForceRow,
    report: &ReadReport,
    act: &Act,
    officer: Option<AccountId>,
    import_id: Option<ImportId>,
    duties_from: Moment,
) -> ReportRow {
    ReportRow {
        id,
        version: 0,
        salt: String::new(),
        force: force.id.clone(),
        reference: report.reference.clone(),
        recorded_at: report.recorded_at,
        occurred_at: report.occurred_at,
        precision: report.precision,
        behaviour: report.behaviour,
        relationship: report.relationship,
        offence: report.offence.clone(),
        team: report.team.clone(),
        officer,
        narrative: None,
        import_id,
        row_hash: report.hash.clone(),
        act: act.id,
        before_go_live: duties_from > report.recorded_at,
    }
}

fn case_row(
    tx: &mut Tx<'_>,
    id: CaseId,
    force: &ForceRow,
    report: &ReadReport,
    row: &ReportRow,
    person_at_risk: MentionId,
) -> CaseRow {
    CaseRow {
        id,
        version: 0,
        salt: String::new(),
        reference: reference(&tx.chance()),
        force: force.id.clone(),
        team: report.team.clone(),
        officer: None,
        status: String::new(),
        relationship: report.relationship,
        grade: None,
        decision: String::new(),
        on_list: true,
        restricted: false,
        danger_order: 0,
        late_order: 0,
        due_code: None,
        due_started: None,
        flag: None,
        flag_severity: None,
        next_action: String::new(),
        reports: 0,
        series: None,
        series_facts: String::new(),
        series_reports: 0,
        series_confirmed: false,
        measure: None,
        measure_until: None,
        before_go_live: row.before_go_live,
        refresh_at: None,
        events: 0,
        person_at_risk,
        subject: None,
    }
}

/// A reference that says nothing: nine letters and digits that are hard to confuse, such as HF-7K3-Q9Z-2PT.
fn reference(chance: &[u8; 10]) -> String {
    const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let mut text = "HF".to_owned();
    for (place, byte) in chance.iter().take(9).enumerate() {
        if place % 3 == 0 {
            text.push('-');
        }
        text.push(char::from(LETTERS.get(usize::from(byte % 32)).copied().unwrap_or(b'0')));
    }
    text
}

/// This makes words that belong to no case yet.
pub(crate) fn loose_words(tx: &mut Tx<'_>, case: Option<CaseId>, words: &str) -> ContentRow {
    ContentRow {
        id: ContentId::new(tx.at(), tx.chance()),
        version: 0,
        salt: String::new(),
        case_id: case,
        words: words.to_owned(),
    }
}
