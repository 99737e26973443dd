//! What can happen: the events of a case and of the house, a stored format that only grows.
//!
//! An event names ids, codes and days. Words stand outside the ledger; a `ContentId` names them, the entry holds their hash.

mod parts;
pub use parts::*;

use crate::catalogue::*;
use crate::clocks::{Escalated, Moved};
use crate::ids::*;
use crate::inquiry::*;
use crate::time::{Day, Moment};
use crate::victim::*;
use serde::{Deserialize, Serialize};

/// What happened on a case. Variants are added, never renamed or removed; one golden sample a variant stays for ever.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "code")]
pub enum CaseEvent {
    /// A case was opened: one person at risk from one subject, known or not.
    #[serde(rename = "case.opened")]
    CaseOpened {
        /// The mention that describes the person at risk.
        person_at_risk: MentionId,
        /// The mention that describes the subject, where there is one.
        subject: Option<MentionId>,
        /// How the two stand to each other.
        relationship: Relationship,
        /// No duty of this case starts earlier (the force's go-live for an earlier report).
        duties_from: Moment,
    },
    /// A report was attached, and with it stalking was identified.
    #[serde(rename = "report.attached")]
    ReportAttached {
        /// Which report.
        report: ReportId,
        /// When stalking was identified in it (for an import, the mapped recorded-at).
        identified_at: Moment,
        /// Its acts.
        acts: Vec<Act>,
    },
    /// A report was taken off this case again.
    #[serde(rename = "report.detached")]
    ReportDetached {
        /// Which report.
        report: ReportId,
    },
    /// A further act was recorded.
    #[serde(rename = "act.recorded")]
    ActRecorded {
        /// The act.
        act: Act,
        /// Its words.
        narrative: Option<ContentId>,
    },
    /// An act is told otherwise now: another account of it stands in the place of the one before.
    #[serde(rename = "act.corrected")]
    ActCorrected {
        /// The act that it replaces.
        replaces: ActId,
        /// What is said now.
        act: Act,
        /// Why.
        because: CorrectionCause,
        /// Whether it adds danger to what was believed; then it opened again what a new act opens.
        graver: bool,
        /// What was said of it, where there are words.
        narrative: Option<ContentId>,
    },
    /// An act was recorded in error and counts no longer; it stays to be seen.
    #[serde(rename = "act.struck")]
    ActStruck {
        /// Which act.
        act: ActId,
        /// Why.
        because: StrikeCause,
        /// Reasons.
        reasons: ContentId,
    },
    /// A report was recorded in error: it and its acts count no longer; they stay to be seen.
    #[serde(rename = "report.struck")]
    ReportStruck {
        /// Which report.
        report: ReportId,
        /// Why.
        because: StrikeCause,
        /// Reasons.
        reasons: ContentId,
    },
    /// The source now gives another time of recording for a report.
    #[serde(rename = "report.redated")]
    ReportRedated {
        /// Which report.
        report: ReportId,
        /// When stalking was identified in it, as it is told now. A later time than before gives no duty more time.
        identified_at: Moment,
    },
    /// The source now tells a report in other words; both accounts are kept.
    #[serde(rename = "report.retold")]
    ReportRetold {
        /// Which report.
        report: ReportId,
        /// The words until now, where there were any.
        before: Option<ContentId>,
        /// The words from now on.
        now: ContentId,
    },
    /// The source now tells how the two stand to each other, or tells it otherwise.
    #[serde(rename = "case.relationship")]
    RelationshipTold {
        /// How.
        relationship: Relationship,
    },
    /// The particulars of a person were corrected; those before are kept with the day until which they were believed.
    #[serde(rename = "person.corrected")]
    PersonCorrected(PersonCorrection),
    /// A supervisor looked at acts that nobody had reviewed.
    #[serde(rename = "acts.reviewed")]
    ActsReviewed,
    /// An unknown subject was identified, or a wrong one corrected.
    #[serde(rename = "subject.identified")]
    SubjectIdentified {
        /// The mention that describes them.
        subject: MentionId,
    },
    /// The case was given to an officer and a team.
    #[serde(rename = "case.allocated")]
    Allocated {
        /// The officer in the case, if one is named.
        officer: Option<AccountId>,
        /// The team.
        team: String,
        /// Why, where that was said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reasons: Option<ContentId>,
    },
    /// A risk screen was completed.
    #[serde(rename = "risk.screened")]
    RiskScreened {
        /// Its identifier.
        screen: ScreenId,
        /// The tool and its version.
        tool: String,
        /// The assessor's grade: a judgement, never a score.
        grade: Grade,
        /// The dangers found.
        factors: Vec<RiskFactor>,
        /// FOUR.
        four: Four,
        /// Reasons for the grade.
        reasons: ContentId,
        /// The second officer, where it lowered the grade at once: only in entries from before they acted themselves.
        second_officer: Option<AccountId>,
        /// The second officer who is asked to confirm a lower grade; until somebody does, the higher one counts.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        second_officer_asked: Option<AccountId>,
    },
    /// A screen was made by a set of questions: which version, and every answer. It stands in the entry of its screen.
    #[serde(rename = "risk.answered")]
    ScreenAnswered {
        /// Which screen.
        screen: ScreenId,
        /// The set's code.
        set: String,
        /// Its version.
        version: u32,
        /// Every answer, in the order of the set.
        answers: Vec<Answered>,
    },
    /// What was recorded, when a screen was made or reviewed, of the training of whoever did it. Where nothing was, there is none.
    #[serde(rename = "risk.training_seen")]
    TrainingSeen(TrainingSeen),
    /// A second officer confirmed the lower grade of a screen: from now on it counts (section 6.2).
    #[serde(rename = "risk.lowering_confirmed")]
    LoweringConfirmed {
        /// Which screen.
        screen: ScreenId,
        /// Its grade.
        grade: Grade,
        /// Reasons.
        reasons: ContentId,
    },
    /// A second officer refused the lower grade of a screen: the higher one stays.
    #[serde(rename = "risk.lowering_refused")]
    LoweringRefused {
        /// Which screen.
        screen: ScreenId,
        /// Reasons.
        reasons: ContentId,
    },
    /// A supervisor reviewed a screen.
    #[serde(rename = "risk.reviewed")]
    RiskReviewed {
        /// Which screen.
        screen: ScreenId,
        /// The grade that the reviewer sets.
        grade: Grade,
        /// Reasons.
        reasons: ContentId,
    },
    /// The question of risk was opened again.
    #[serde(rename = "risk.reopened")]
    RiskReopened {
        /// Why.
        because: ReopenCause,
    },
    /// The officer opened the question of protection.
    #[serde(rename = "decision.opened")]
    ConsiderationOpened,
    /// A protection decision was recorded.
    #[serde(rename = "decision.recorded")]
    DecisionRecorded {
        /// The worksheet.
        worksheet: Worksheet,
        /// The outcome.
        outcome: Outcome,
        /// Narrative.
        narrative: ContentId,
        /// Which thing exactly is waited for, in words, where the decision is put off.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        awaited: Option<ContentId>,
        /// What its reasons rest on, where a reason needs more than its code. Entries from before this was told have none.
        #[serde(default, skip_serializing_if = "Backing::is_empty")]
        backing: Backing,
    },
    /// The stalking SPOC advised on a decision to apply.
    #[serde(rename = "decision.advised")]
    DecisionAdvised {
        /// What they say.
        advice: Advice,
        /// Why, and on which conditions.
        words: ContentId,
    },
    /// The advice was answered.
    #[serde(rename = "decision.advice_answered")]
    AdviceAnswered {
        /// How.
        answer: AdviceAnswer,
        /// Why.
        words: ContentId,
    },
    /// What a decision was put off for came, or it is known that it will not.
    #[serde(rename = "decision.awaited_ended")]
    AwaitedEnded {
        /// Which of the two.
        how: AwaitedEnd,
        /// What came, or why it will not.
        words: ContentId,
    },
    /// The stalking SPOC countersigned it.
    #[serde(rename = "decision.countersigned")]
    DecisionCountersigned,
    /// The stalking SPOC sent it back.
    #[serde(rename = "decision.returned")]
    DecisionReturned {
        /// Why.
        reasons: ContentId,
    },
    /// The decision came open again.
    #[serde(rename = "decision.reopened")]
    DecisionReopened {
        /// Why.
        because: ReopenCause,
    },
    /// The person at risk, or an advocate for them, asked for the decision, or for its absence, to be looked at again.
    #[serde(rename = "reconsideration.requested")]
    ReconsiderationRequested {
        /// Its identifier.
        request: RequestId,
        /// Who asked.
        by: Requester,
        /// What was asked, and why.
        words: ContentId,
    },
    /// A request for reconsideration was answered, by somebody other than who decided.
    #[serde(rename = "reconsideration.answered")]
    ReconsiderationAnswered {
        /// Which request.
        request: RequestId,
        /// How.
        answer: RequestAnswer,
        /// What was answered, and why.
        words: ContentId,
    },
    /// A new act joined the grounds of a decision to apply; an interim order is prompted.
    #[serde(rename = "decision.grounds_joined")]
    GroundsJoined {
        /// Which act.
        act: ActId,
    },
    /// A measure that protects was recorded.
    #[serde(rename = "protection.recorded")]
    ProtectionRecorded {
        /// Its identifier.
        protection: ProtectionId,
        /// What it is.
        kind: ProtectionKind,
        /// From when it has force.
        from: Day,
        /// Its last day, where it has one.
        until: Option<Day>,
        /// When it was served, where that matters (orders and interim orders).
        served_at: Option<Moment>,
        /// Whether it replaces an interim order (s. 9(1)(a): then it starts no new notification).
        replaces_interim: bool,
        /// Where this is known from.
        source: Source,
        /// What shows it. Entries from before this was told have none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        evidence: Option<Shown>,
    },
    /// A recorded measure was served on the subject.
    #[serde(rename = "protection.served")]
    ProtectionServed {
        /// Which.
        protection: ProtectionId,
        /// When.
        served_at: Moment,
        /// What shows it. Entries from before this was told have none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        evidence: Option<Shown>,
    },
    /// A measure came to its end.
    #[serde(rename = "protection.ended")]
    ProtectionEnded {
        /// Which.
        protection: ProtectionId,
        /// Its last day.
        on: Day,
    },
    /// A step of an application that an import or a person knows of.
    #[serde(rename = "application.dated")]
    ApplicationDated {
        /// Applied, granted, refused or withdrawn.
        step: ApplicationStep,
        /// When.
        on: Day,
    },
    /// Police stepped in: advice, arrest, bail.
    #[serde(rename = "intervention.recorded")]
    InterventionRecorded {
        /// What was done.
        kind: Intervention,
        /// When.
        occurred_at: Moment,
    },
    /// The person at risk was referred to a support service (Victims' Code, right 4).
    #[serde(rename = "support.referred")]
    SupportReferred {
        /// When.
        occurred_at: Moment,
        /// Whether the referral was taken up or declined.
        accepted: bool,
    },
    /// The subject gave the initial notification (s. 9).
    #[serde(rename = "notification.given")]
    NotificationGiven {
        /// When.
        occurred_at: Moment,
    },
    /// The person at risk was consulted and told, by the agreed channel.
    #[serde(rename = "person.consulted")]
    PersonConsulted {
        /// When.
        occurred_at: Moment,
    },
    /// Someone wrote a note.
    #[serde(rename = "note.added")]
    NoteAdded {
        /// Its words.
        note: ContentId,
    },
    /// A supervisor reviewed the case.
    #[serde(rename = "review.recorded")]
    ReviewRecorded {
        /// Findings.
        findings: ContentId,
    },
    /// A review raised an action.
    #[serde(rename = "action.raised")]
    ActionRaised {
        /// Its identifier.
        action: ActionId,
        /// Whose it is.
        owner: AccountId,
        /// By when.
        due_on: Day,
        /// What is to be done.
        words: ContentId,
    },
    /// An action was closed by someone other than its owner.
    #[serde(rename = "action.closed")]
    ActionClosed {
        /// Which.
        action: ActionId,
        /// What came of it.
        words: ContentId,
    },
    /// An open action was given to another person, since its owner leaves it.
    #[serde(rename = "action.reassigned")]
    ActionReassigned {
        /// Which.
        action: ActionId,
        /// Whose it is now.
        owner: AccountId,
    },
    /// Somebody who owns the case or an open action on it is away, or is back.
    #[serde(rename = "owner.absence")]
    OwnerAbsence(crate::case::absence::AbsenceTold),
    /// Closure was proposed.
    #[serde(rename = "closure.proposed")]
    ClosureProposed {
        /// Why.
        reasons: ContentId,
        /// What happens for the person at risk after it.
        exit_safety_plan: ContentId,
        /// The retention group (force decision; the MoPI groups).
        retention: RetentionGroup,
    },
    /// A senior reviewer refused the closure.
    #[serde(rename = "closure.rejected")]
    ClosureRejected {
        /// Why.
        reasons: ContentId,
    },
    /// A senior reviewer who is not the proposer approved the closure.
    #[serde(rename = "closure.approved")]
    ClosureApproved {
        /// Why.
        reasons: ContentId,
    },
    /// A closed case came open again.
    #[serde(rename = "case.reopened")]
    CaseReopened {
        /// Why.
        because: ReopenCause,
    },
    /// The last report of this case went to another case about the same person at risk: the work goes on there.
    #[serde(rename = "case.joined")]
    CaseJoined {
        /// Where.
        into: CaseId,
    },
    /// A person says that the person at risk of another case of one of its reports is the person at risk of this one.
    #[serde(rename = "person.same")]
    SamePerson(SamePerson),
    /// Linkage's belief about this case changed.
    #[serde(rename = "series.seen")]
    SeriesSeen {
        /// The series that its reports are in, if any is in one with another report.
        series: Option<SeriesId>,
        /// All reports of that series.
        reports: u32,
        /// Other open or closed cases that hold some of them.
        other_cases: Vec<CaseId>,
        /// Other persons at risk from the same subject, in any force.
        other_victims: u32,
        /// Whether a person has confirmed the links.
        confirmed: bool,
        /// Reports of the series that other forces hold. Entries from before this was told have none.
        #[serde(default, skip_serializing_if = "parts::is_zero")]
        other_forces: u32,
    },
    /// A person overruled what another had said of a link of this case.
    #[serde(rename = "link.overruled")]
    LinkOverruled {
        /// Who had said otherwise.
        earlier_by: AccountId,
        /// Why; both read it.
        reasons: ContentId,
    },
    /// A red flag was raised by the system.
    #[serde(rename = "flag.raised")]
    FlagRaised {
        /// Its identifier.
        flag: FlagId,
        /// Which rule.
        rule: String,
        /// When the danger arose.
        since: Moment,
        /// The rows that fired: ids and codes, never words.
        evidence: Vec<String>,
    },
    /// A red flag was answered, by someone whom it does not concern.
    #[serde(rename = "flag.disposed")]
    FlagDisposed {
        /// Which.
        flag: FlagId,
        /// The written disposal.
        disposal: ContentId,
    },
    /// The case was restricted to named accounts (specification, section 1.4.5).
    #[serde(rename = "case.restricted")]
    Restricted {
        /// Who may have it.
        named: Vec<AccountId>,
        /// Why.
        reasons: ContentId,
    },
    /// The restriction was lifted, by another than set it.
    #[serde(rename = "case.restriction_lifted")]
    RestrictionLifted {
        /// Why.
        reasons: ContentId,
    },
    /// A further account was named for a restricted case.
    #[serde(rename = "account.named")]
    AccountNamed(NamedAccount),
    /// An account is named for a restricted case no longer.
    #[serde(rename = "account.unnamed")]
    AccountUnnamed(NamedAccount),
    /// The person at risk consented to an advocate (section 1.3).
    #[serde(rename = "consent.given")]
    ConsentGiven(ConsentGiven),
    /// The person at risk withdrew the consent.
    #[serde(rename = "consent.withdrawn")]
    ConsentWithdrawn {
        /// The advocate.
        advocate: AccountId,
        /// On which day.
        on: Day,
    },
    /// Someone was found to have a connection to a person in the case, and is kept away (section 1.4.4).
    #[serde(rename = "connection.declared")]
    ConnectionDeclared {
        /// Who.
        account: AccountId,
    },
    /// A declared connection was taken back, by another than the person whose it is.
    #[serde(rename = "connection.withdrawn")]
    ConnectionWithdrawn(NamedAccount),
    /// The system saw that a duty was not done in time. It stays missed.
    #[serde(rename = "clock.missed")]
    ClockMissed {
        /// Which clock.
        clock: String,
        /// What started it.
        started_at: Moment,
        /// The first instant that was too late.
        due_at: Moment,
    },
    /// A change of the calendar moved a deadline that still runs.
    #[serde(rename = "clock.moved")]
    ClockMoved(Moved),
    /// Stages of a duty passed, and somebody was told.
    #[serde(rename = "clock.escalated")]
    ClockEscalated(Escalated),
    /// The end of the shift in which a report was taken became known.
    #[serde(rename = "shift.recorded")]
    ShiftEndRecorded(ShiftEnd),
    /// A crime was recorded (Victims' Code, right 2).
    #[serde(rename = "crime.recorded")]
    CrimeRecorded(CrimeRecord),
    /// The report was confirmed in writing, with crime number and contact (right 3).
    #[serde(rename = "crime.confirmed")]
    CrimeConfirmed(Confirmation),
    /// Which rights of the Victims' Code apply was recorded.
    #[serde(rename = "entitlement.recorded")]
    EntitlementRecorded(EntitlementRecord),
    /// The person at risk was told of an event (right 6).
    #[serde(rename = "person.told")]
    PersonTold(Told),
    /// It was decided not to investigate further.
    #[serde(rename = "investigation.ended")]
    NoFurtherActionDecided(NoFurtherAction),
    /// How often and how the person at risk hears was agreed (right 6).
    #[serde(rename = "updates.agreed")]
    UpdatesAgreed(UpdatesAgreed),
    /// The person at risk was given an update.
    #[serde(rename = "update.given")]
    UpdateGiven(Update),
    /// Risk and protection were looked at again (PD-04).
    #[serde(rename = "case.reconsidered")]
    Reconsidered(Reconsideration),
    /// History was searched, with or without a result.
    #[serde(rename = "history.searched")]
    HistorySearched(Search),
    /// Somebody says where history must be searched.
    #[serde(rename = "history.search_needed")]
    SearchNeeded(SearchNeeded),
    /// Property was found or handed in.
    #[serde(rename = "property.found")]
    PropertyFound(FoundProperty),
    /// Something turns the case against the person who reported.
    #[serde(rename = "marker.recorded")]
    MarkerRecorded(MarkerRecord),
    /// The crime was classed anew.
    #[serde(rename = "crime.reclassified")]
    CrimeReclassified(Reclassification),
    /// A rule noticed a phrase in words on the case.
    #[serde(rename = "words.noted")]
    WordsNoted(WordsNoted),
}
