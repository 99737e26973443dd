//! What people see: plain data that page, terminal and machine formats place, already worded by `domain`.

use crate::cases::asks::Asks;
use domain::catalogue::{Grade, Relationship, Role, Severity};
use domain::ids::AccountId;
use domain::time::Moment;
use serde::Serialize;

mod links;
pub use links::*;

/// Who is asking: an account that signed in, in one role.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Actor {
    /// The account; it stands in the ledger.
    pub account: AccountId,
    /// The name that they sign in with.
    pub name: String,
    /// How they are addressed on pages.
    pub display_name: String,
    /// Their role.
    pub role: Role,
    /// Their force's code.
    pub force: String,
    /// Their team.
    pub team: String,
}

/// Which cases a worklist covers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub enum Scope {
    /// Those of the officer who asks.
    Mine,
    /// Those of one team of the actor's force.
    Team(String),
    /// Those of the whole force.
    Force,
}

/// What a worklist is narrowed to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct WorklistFilter {
    /// Whose cases.
    pub scope: Scope,
    /// Only this kind of relationship.
    pub kind: Option<Relationship>,
    /// Only this grade of risk.
    pub grade: Option<Grade>,
    /// Only cases with a duty that is late now.
    pub overdue: bool,
    /// Continue after this cursor of an earlier page.
    pub after: Option<String>,
    /// Rows a page, 1 to 200.
    pub limit: u32,
}

/// A page of the list of people at risk who are not yet protected.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Worklist {
    /// What was asked, in words.
    pub heading: String,
    /// As of when it was read.
    pub as_of: Moment,
    /// How many cases the filter covers, of those the reader may see.
    pub total: u64,
    /// How many of them have a duty that is late.
    pub overdue: u64,
    /// The rows, danger and lateness first.
    pub rows: Vec<WorklistRow>,
    /// Cursor of the next page, where there is one.
    pub next: Option<String>,
}

/// One person at risk on the list, by reference.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct WorklistRow {
    /// The case reference.
    pub reference: String,
    /// How person at risk and subject stand to each other.
    pub relationship: String,
    /// The grade of risk, if there is one yet.
    pub grade: Option<Grade>,
    /// Reports attached to this case.
    pub reports: u32,
    /// What linkage sees beyond this case, such as '5 reports in the series, unconfirmed'.
    pub series: Option<String>,
    /// Protection now, such as 'none' or 'bail conditions until Friday 5 June 2026'.
    pub protection: String,
    /// What is missing or late.
    pub missing: String,
    /// The rule's code, such as PD-03.
    pub rule: Option<String>,
    /// Since when the duty runs, in words.
    pub since: Option<String>,
    /// By when it is due, in words.
    pub due: Option<String>,
    /// How late it is, in words, if it is.
    pub late: Option<String>,
    /// The worst red flag.
    pub flag: Option<FlagTag>,
    /// The one next action.
    pub next_action: String,
    /// Whether the report is older than the force's go-live.
    pub before_go_live: bool,
    /// The officer in the case, or none: nobody has it.
    pub officer: Option<String>,
    /// That its officer is away, until when, and who stands in, in words.
    pub absence: Option<String>,
    /// The team.
    pub team: String,
}

/// What a search found.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Found {
    /// The cases, open ones first, then by danger.
    pub rows: Vec<FoundCase>,
    /// Whether more were found than are shown: the search must be narrowed.
    pub more: bool,
}

/// A case that a search found, by reference.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct FoundCase {
    /// The case reference.
    pub reference: String,
    /// By what it was found, such as 'name' or 'telephone number'.
    pub found_by: Vec<String>,
    /// Open, closure proposed, closed, joined to another.
    pub status: String,
    /// How person at risk and subject stand to each other.
    pub relationship: String,
    /// The grade of risk, if there is one yet.
    pub grade: Option<Grade>,
    /// Protection now.
    pub protection: String,
    /// The officer in the case, or none: nobody has it.
    pub officer: Option<String>,
    /// The team.
    pub team: String,
}

/// A red flag as a tag.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct FlagTag {
    /// Its code, such as RF-16.
    pub code: String,
    /// How bad it is.
    pub severity: Severity,
    /// What it says.
    pub title: String,
}

/// Everything about one case that the reader may see.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct CasePage {
    /// The case reference.
    pub reference: String,
    /// The force's name.
    pub force: String,
    /// Open, closure proposed, closed.
    pub status: String,
    /// The officer in the case.
    pub officer: Option<String>,
    /// The team.
    pub team: String,
    /// The relationship.
    pub relationship: String,
    /// The grade of risk now.
    pub grade: Option<Grade>,
    /// The protection decision in a sentence.
    pub decision: String,
    /// Protection now in a sentence.
    pub protection_now: String,
    /// The one next action.
    pub next_action: String,
    /// Its code.
    pub next: &'static str,
    /// What the reader may do on it by their role, as codes of actions; the rules have their say when it is done.
    pub may: Vec<&'static str>,
    /// How many events it has: what is read here ends with the last of them.
    pub events: u64,
    /// Who has it or is kept from it beyond what their role says: restriction, consents, connections.
    pub access: Vec<String>,
    /// What waits for another hand or for a named thing: for what, and since when.
    pub waits: Vec<String>,
    /// The acts, by the numbers by which people name them.
    pub acts: Vec<ActView>,
    /// What the decision that stands, or waits, rests on: label and words.
    pub rests: Vec<(String, String)>,
    /// The stalking SPOC's advice on the decision to apply, oldest first.
    pub advice: Vec<AdviceView>,
    /// The person at risk, the subject and others, as the reports describe them.
    pub people: Vec<PersonView>,
    /// Reports on this case and those of its series.
    pub reports: Vec<ReportView>,
    /// Why reports were linked.
    pub links: Vec<LinkView>,
    /// Clocks with their working.
    pub clocks: Vec<ClockView>,
    /// Red flags.
    pub flags: Vec<FlagView>,
    /// Measures on record.
    pub protections: Vec<ProtectionView>,
    /// Risk screens, the latest first, with each answer under its question.
    pub screens: Vec<ScreenView>,
    /// The highest current grade over time, oldest first.
    pub trajectory: Vec<String>,
    /// Everything that happened, oldest first.
    pub timeline: Vec<TimelineItem>,
    /// What stands between this case and its closure.
    pub gates: Vec<GateView>,
    /// What forms ask with.
    #[serde(skip)]
    pub asks: Asks,
}

/// A risk screen.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ScreenView {
    /// When.
    pub when: String,
    /// Who assessed.
    pub by: String,
    /// The tool.
    pub tool: String,
    /// The set of questions, its version, edition and terms; none where its questions are not held here.
    pub set: Option<String>,
    /// The grade that the assessor gave.
    pub grade: Grade,
    /// Whether who assessed was trained, as was recorded then; none for a grade that an import brought.
    pub training: Option<String>,
    /// What it asks for, where who assessed was not.
    pub finding: Option<String>,
    /// The supervisor's review.
    pub review: Option<String>,
    /// Why this grade, where the reader may see words.
    pub reasons: Option<String>,
    /// FOUR: each letter with its answer and the acts that it rests on; empty where none was answered.
    pub four: Vec<(String, String)>,
    /// The answers, in the order of the set.
    pub answers: Vec<AnswerView>,
}

/// An answer of a screen, under its question as that version words it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct AnswerView {
    /// The section.
    pub section: String,
    /// The question.
    pub question: String,
    /// The answer.
    pub answer: String,
}

/// Advice on a decision to apply.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct AdviceView {
    /// agrees, agrees with conditions, or advises against.
    pub advice: String,
    /// Why, where the reader may see words.
    pub words: Option<String>,
    /// Who, by display name.
    pub by: String,
    /// When, in words.
    pub when: String,
    /// How it was answered, by whom and when; none where it was not.
    pub answer: Option<String>,
}

/// A person as one report describes them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct PersonView {
    /// Person at risk, subject, reporting victim.
    pub role: String,
    /// The name as it was given, or 'not known'.
    pub name: String,
    /// Date of birth as given.
    pub born: Option<String>,
    /// Other particulars: label and value. Withheld ones say so.
    pub particulars: Vec<(String, String)>,
    /// The force reference of the report.
    pub report: String,
}

/// An act of a case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ActView {
    /// Its number on the case: it stays, whatever becomes of the act.
    pub number: u32,
    /// What was done and when.
    pub what: String,
    /// The force reference of the report that tells of it, where one does.
    pub report: Option<String>,
    /// Whether it counts, was told otherwise, or was withdrawn.
    pub state: String,
    /// Its id.
    pub id: String,
}

/// A report in a list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ReportView {
    /// The force's reference.
    pub reference: String,
    /// When it was recorded, in words.
    pub recorded: String,
    /// What was done, in words.
    pub behaviour: String,
    /// On this case, or on which other ('another case' where the reader may not see it).
    pub place: String,
    /// Who says that it belongs: 'attached', 'same series, unconfirmed', 'same series, confirmed'; and where it is about another
    /// person at risk, that.
    pub belongs: String,
    /// Narrative, where the reader may see it.
    pub narrative: Option<String>,
}

/// Why two reports are linked.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct LinkView {
    /// Its id, by which a person confirms it, refuses it or takes an opinion back.
    pub id: String,
    /// The two cases by reference, or 'another case of' a team, or 'another force'.
    pub reports: (String, String),
    /// 'person at risk' or 'subject'.
    pub about: String,
    /// Its state: unconfirmed, confirmed, waits for review, not the same.
    pub state: String,
    /// The sum in bits; 0 where the lines are not for the reader.
    pub bits: f64,
    /// Each line: what was compared, what was found, bits. Empty where they are not for the reader.
    pub lines: Vec<(String, String, f64)>,
}

/// A clock's reading.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ClockView {
    /// Its code, such as PD-03.
    pub code: String,
    /// The duty.
    pub title: String,
    /// Law or policy.
    pub basis: String,
    /// Who hears of a miss.
    pub escalates_to: String,
    /// Running, met, missed.
    pub state: String,
    /// Due, in words.
    pub due: String,
    /// Whether it is late now or was met late.
    pub late: bool,
    /// The working, line by line.
    pub working: Vec<String>,
    /// Who was told of it and when, and who is told next.
    pub escalation: Vec<String>,
}

/// A red flag with what fired it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct FlagView {
    /// Identifier, for the disposal command.
    pub id: String,
    /// The tag.
    pub tag: FlagTag,
    /// The authority.
    pub authority: String,
    /// Since when, in words.
    pub since: String,
    /// The evidence.
    pub evidence: Vec<String>,
    /// The disposal, if any, and by whom.
    pub disposal: Option<String>,
}

/// A measure on record.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ProtectionView {
    /// Identifier, for commands.
    pub id: String,
    /// What it is.
    pub kind: String,
    /// From and until, in words.
    pub period: String,
    /// Whether it is in force now, and if not why.
    pub state: String,
    /// Where it is known from.
    pub source: String,
}

/// One thing that happened.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct TimelineItem {
    /// Its number among the events of the case, from 0.
    pub number: u64,
    /// When, in words.
    pub when: String,
    /// What.
    pub title: String,
    /// Details: reasons, narrative where the reader may see it.
    pub detail: Option<String>,
    /// Who, by display name; 'Holdfast' for the system.
    pub by: String,
}

/// One gate of closure.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct GateView {
    /// What must be so.
    pub title: String,
    /// met, unmet or not yet built.
    pub state: String,
    /// What is in the way.
    pub why: Option<String>,
}

/// Notices of duties that nobody has acknowledged.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Notices {
    /// How many there are, each with all that one round brought of one clock.
    pub total: u64,
    /// Whether there are more than were read.
    pub more: bool,
    /// The notices, the latest first.
    pub notices: Vec<NoticeView>,
}

/// A notice of one clock, on one case or on several that one round found.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct NoticeView {
    /// Its id, by which it is acknowledged, with all its cases.
    pub id: String,
    /// The clock's code, such as PD-03.
    pub clock: String,
    /// The duty.
    pub title: String,
    /// Which stages passed, in words.
    pub stages: String,
    /// For whom it is, and why it is not for whom it was meant.
    pub to: String,
    /// When it was made, in words.
    pub made: String,
    /// The cases, so many at most.
    pub cases: Vec<NoticeCase>,
    /// How many more cases it is about.
    pub more_cases: u64,
}

/// A case of a notice.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct NoticeCase {
    /// Its reference; none where the reader may not have the case, and is told that nobody else can be.
    pub reference: Option<String>,
    /// When the duty was due, or is, in words.
    pub due: String,
}

/// What an import did.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ImportResult {
    /// Its identifier.
    pub id: String,
    /// The name of the file, without its folder.
    pub file: String,
    /// When it ended, in words, or that it has not.
    pub finished: Option<String>,
    /// Rows read.
    pub rows: u64,
    /// Rows that became new reports or part of one.
    pub new_rows: u64,
    /// Rows that updated a report with the same force reference.
    pub updated_rows: u64,
    /// Rows that changed nothing, since they had been imported before.
    pub unchanged_rows: u64,
    /// Rows in the holding pen.
    pub held_rows: u64,
    /// New reports, cases opened, reports seen as repeats, pairs that wait for review.
    pub reports: u64,
    /// Cases opened.
    pub cases: u64,
    /// Reports that linkage put into a series with another.
    pub repeats: u64,
    /// Pairs that wait for a person's review.
    pub waiting: u64,
    /// Whether this file had been imported by this map before, so that nothing was done now.
    pub seen_before: bool,
    /// Whether it was only tried: nothing was written.
    pub tried: bool,
    /// How the file was read, in words, told by the run itself: the encoding or the sheet, and the row of the header.
    pub read_as: Option<String>,
    /// Rows of the file that hold nothing and are not counted, told by the run itself.
    pub empty_rows: u64,
    /// Reports that name an officer whom no account of the force is called, told by the run itself: their cases ask for one.
    pub unknown_officers: u64,
    /// The held rows, as many as go on a page.
    pub held: Vec<HeldRow>,
    /// How many held rows come after those.
    pub held_more: u64,
}

/// A row that could not be placed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct HeldRow {
    /// Its number in the file; the header is row 1.
    pub row: u64,
    /// Column and what is wrong with it, all of them.
    pub problems: Vec<(String, String)>,
}
