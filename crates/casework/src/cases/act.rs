//! What a person can do on a case, as one value each: the same from a command, a page or an import.

use crate::access::Action;
use crate::cases::care::Care;
use crate::cases::inquiry::Inquiry;
use crate::views::Actor;
use domain::catalogue::*;
use domain::event::Outcome;
use domain::ids::*;
use domain::time::{Day, Moment};
use store::Quoted;

/// An answer as it is given, with the acts that it rests on as people name them: by number, by id, or by the reference of
/// the report that tells of one. A yes that names none rests on every act of the case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AnswerGiven {
    /// Yes, no, or not known.
    pub answer: Answer,
    /// Which acts.
    pub acts: Vec<Quoted>,
}

impl From<Answer> for AnswerGiven {
    fn from(answer: Answer) -> Self {
        Self { answer, acts: Vec::new() }
    }
}

/// Answers to FOUR, each with acts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FourGiven {
    /// Fixated.
    pub fixated: AnswerGiven,
    /// Obsessive.
    pub obsessive: AnswerGiven,
    /// Unwanted.
    pub unwanted: AnswerGiven,
    /// Repeated.
    pub repeated: AnswerGiven,
}

/// The worksheet as it is filled in: the three limbs of s. 1(1), each with acts, and the ground of s. 1(3).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SheetGiven {
    /// s. 1(1)(a): acts associated with stalking.
    pub acts: AnswerGiven,
    /// s. 1(1)(b): a risk associated with stalking.
    pub risk: AnswerGiven,
    /// s. 1(1)(c): the order is necessary.
    pub necessity: AnswerGiven,
    /// s. 1(3): why this force may apply.
    pub ground: Option<Ground>,
}

/// A subject who became known.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Particulars {
    /// Forename.
    pub forename: String,
    /// Surname.
    pub surname: String,
    /// Date of birth.
    pub born: String,
    /// Sex.
    pub sex: String,
    /// Postcode.
    pub postcode: String,
    /// Phones, one a line.
    pub phones: String,
    /// E-mail.
    pub email: String,
    /// Handle.
    pub handle: String,
    /// Vehicle.
    pub vehicle: String,
    /// Address.
    pub address: String,
}

/// Whose particulars are corrected: a role, on the report that describes the person; without one, as the case has it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Described {
    /// `person_at_risk`, `subject`, `reporting_victim` or `other`.
    pub role: String,
    /// The force's reference of the report.
    pub report: Option<String>,
}

/// Who is meant by corrected particulars.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Meant {
    /// The same person, told otherwise: what is not given stays.
    SamePerson,
    /// Another person than was believed: nothing of what was told before is kept.
    AnotherPerson,
}

/// What reasons not to apply rest on, as it is told; what is empty is not told.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Backed {
    /// The measures that are leaned on; where one alone will do, it need not be named.
    pub measures: Vec<ProtectionId>,
    /// Which evidence is missing.
    pub gaps: String,
    /// How it is to be got.
    pub plan: String,
    /// Which other force has the case now.
    pub transferred_to: String,
    /// On which day it accepted.
    pub accepted_on: Option<Day>,
    /// Who accepted, by name or reference.
    pub accepted_by: String,
}

/// Something done on a case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Act {
    /// Give it to an officer, by the name that they sign in with, and a team.
    Allocate {
        /// The officer.
        officer: Option<String>,
        /// The team; none keeps it.
        team: Option<String>,
        /// Why, where that is said.
        reasons: Option<String>,
    },
    /// Record a further act.
    RecordAct {
        /// What was done.
        behaviour: Option<Behaviour>,
        /// When.
        occurred_at: Moment,
        /// How exactly that is known.
        precision: Precision,
        /// In the reporter's words.
        narrative: String,
    },
    /// Attach another report, by its force reference; it leaves the case that it was on.
    AttachReport {
        /// The force's reference.
        report: String,
    },
    /// Say that another case of one of its reports is about the same person at risk; that case's work goes on here.
    JoinCase {
        /// The other case.
        other: String,
        /// How that is known.
        reasons: String,
    },
    /// Look at acts that nobody has reviewed.
    ReviewActs,
    /// Identify the subject.
    IdentifySubject {
        /// What is known.
        particulars: Particulars,
    },
    /// Record a risk screen.
    ScreenRisk {
        /// The tool and its version; empty where the force's set of questions is asked.
        tool: String,
        /// The grade.
        grade: Grade,
        /// Dangers.
        factors: Vec<RiskFactor>,
        /// FOUR.
        four: FourGiven,
        /// Why this grade.
        reasons: String,
        /// The second officer who is asked to confirm it, by name, where the grade is lowered.
        second_officer: Option<String>,
        /// The set of questions that was asked, by its code. Without one and without a tool, it is the force's of that day.
        set: Option<String>,
        /// What was answered: the code of a question, and the answer.
        answers: Vec<(String, String)>,
    },
    /// Confirm the lower grade that waits for a second officer.
    ConfirmGrade {
        /// Why.
        reasons: String,
    },
    /// Refuse the lower grade that waits for a second officer.
    RefuseGrade {
        /// Why.
        reasons: String,
    },
    /// Review the latest screen.
    ReviewRisk {
        /// The reviewer's grade.
        grade: Grade,
        /// Why.
        reasons: String,
    },
    /// Open the question of protection.
    OpenDecision,
    /// Open a settled decision again, for a cause that a supervisor saw.
    ReopenDecision {
        /// Why.
        because: ReopenCause,
    },
    /// Open the question of risk again.
    ReopenRisk {
        /// Why.
        because: ReopenCause,
    },
    /// Record the protection decision.
    RecordDecision {
        /// The worksheet.
        worksheet: SheetGiven,
        /// The outcome.
        outcome: Outcome,
        /// The narrative.
        narrative: String,
        /// Which thing exactly is waited for, where it is put off.
        awaited: String,
        /// What the reasons not to apply rest on.
        backed: Backed,
    },
    /// Advise on a decision to apply.
    AdviseDecision {
        /// What the stalking SPOC says.
        advice: Advice,
        /// Why, and on which conditions.
        words: String,
    },
    /// Record that the person at risk, or an advocate for them, asks for reconsideration.
    RequestReconsideration {
        /// Who asks.
        by: Requester,
        /// What is asked, and why.
        words: String,
    },
    /// Answer the oldest open request for reconsideration.
    AnswerReconsideration {
        /// How.
        answer: RequestAnswer,
        /// What is answered, and why.
        words: String,
    },
    /// Answer that advice.
    AnswerAdvice {
        /// How.
        answer: AdviceAnswer,
        /// Why.
        words: String,
    },
    /// Say that what a decision was put off for has come, or will not.
    EndWaiting {
        /// Which of the two.
        how: AwaitedEnd,
        /// What came, or why it will not.
        words: String,
    },
    /// Countersign it.
    CountersignDecision,
    /// Send it back.
    ReturnDecision {
        /// Why.
        reasons: String,
    },
    /// Record a measure.
    RecordProtection {
        /// What it is.
        kind: ProtectionKind,
        /// From when.
        from: Day,
        /// Until when.
        until: Option<Day>,
        /// When it was served.
        served_at: Option<Moment>,
        /// Whether it replaces an interim order.
        replaces_interim: bool,
        /// Where this is known from.
        source: Source,
        /// What shows it.
        evidence: Option<Evidence>,
        /// What that is, and where it is kept.
        evidence_words: String,
    },
    /// Record that an order was served.
    ServeProtection {
        /// Which.
        protection: ProtectionId,
        /// When.
        served_at: Moment,
        /// What shows it.
        evidence: Option<Evidence>,
        /// What that is, and where it is kept.
        evidence_words: String,
    },
    /// Record that a measure ended.
    EndProtection {
        /// Which.
        protection: ProtectionId,
        /// Its last day.
        on: Day,
    },
    /// Record a step of an application.
    DateApplication {
        /// Which step.
        step: ApplicationStep,
        /// When.
        on: Day,
    },
    /// Record that police stepped in.
    RecordIntervention {
        /// How.
        kind: Intervention,
        /// When.
        occurred_at: Moment,
    },
    /// Record a referral to a support service.
    ReferToSupport {
        /// When.
        occurred_at: Moment,
        /// Whether it was taken up.
        accepted: bool,
    },
    /// Record the subject's notification.
    RecordNotification {
        /// When.
        occurred_at: Moment,
    },
    /// Record that the person at risk was consulted and told.
    ConsultPerson {
        /// When.
        occurred_at: Moment,
    },
    /// Write a note.
    AddNote {
        /// Its words.
        words: String,
    },
    /// Review the case.
    Review {
        /// Findings.
        findings: String,
    },
    /// Raise an action.
    RaiseAction {
        /// Whose, by name.
        owner: String,
        /// By when.
        due_on: Day,
        /// What.
        words: String,
    },
    /// Close an action.
    CloseAction {
        /// Which.
        action: ActionId,
        /// What came of it.
        words: String,
    },
    /// Propose closure.
    ProposeClosure {
        /// Why.
        reasons: String,
        /// What happens for the person at risk afterwards.
        exit_safety_plan: String,
        /// Retention group.
        retention: RetentionGroup,
    },
    /// Approve a proposed closure.
    ApproveClosure {
        /// Why.
        reasons: String,
    },
    /// Refuse a proposed closure.
    RejectClosure {
        /// Why.
        reasons: String,
    },
    /// Restrict the case to named accounts.
    Restrict {
        /// Who may have it, by the names that they sign in with.
        named: Vec<String>,
        /// Why.
        reasons: String,
    },
    /// Lift the restriction.
    LiftRestriction {
        /// Why.
        reasons: String,
    },
    /// Name a further account for a restricted case.
    NameAccount {
        /// Who.
        account: String,
        /// Why.
        reasons: String,
    },
    /// Take an account off a restricted case.
    UnnameAccount {
        /// Who.
        account: String,
        /// Why.
        reasons: String,
    },
    /// Record that the person at risk consented to an advocate.
    GiveConsent {
        /// The advocate.
        advocate: String,
        /// On which day.
        on: Day,
        /// To what.
        scope: ConsentScope,
    },
    /// Record that the person at risk withdrew the consent; it ends at once.
    WithdrawConsent {
        /// The advocate.
        advocate: String,
        /// On which day.
        on: Day,
    },
    /// Record that an account has a connection to someone in the case: from then on it is kept away.
    DeclareConnection {
        /// Who.
        account: String,
    },
    /// Take a declared connection back.
    WithdrawConnection {
        /// Whose.
        account: String,
        /// Why.
        reasons: String,
    },
    /// Answer a red flag.
    DisposeFlag {
        /// Which.
        flag: FlagId,
        /// The written disposal.
        disposal: String,
    },
    /// Tell an act otherwise than before; what is not given stays as it was.
    CorrectAct {
        /// Its number on the case, its id, or the force's reference of the report that tells of it.
        act: String,
        /// What was done.
        behaviour: Option<Behaviour>,
        /// When.
        occurred_at: Option<Moment>,
        /// How exactly that is known.
        precision: Option<Precision>,
        /// Why.
        because: CorrectionCause,
        /// In words, where there are any.
        narrative: String,
    },
    /// Withdraw an act from the count.
    StrikeAct {
        /// Its number on the case, its id, or the force's reference of the report that tells of it.
        act: String,
        /// Why.
        because: StrikeCause,
        /// Reasons.
        reasons: String,
    },
    /// Withdraw a report from the count.
    StrikeReport {
        /// The force's reference.
        report: String,
        /// Why.
        because: StrikeCause,
        /// Reasons.
        reasons: String,
    },
    /// Correct the particulars of a person.
    CorrectPerson {
        /// Whose.
        person: Described,
        /// Who is meant.
        meant: Meant,
        /// What is told now; '-' says that nothing is known of it after all.
        particulars: Particulars,
        /// Why.
        because: CorrectionCause,
        /// Reasons.
        reasons: String,
    },
    /// Do something for the person at risk under the Victims' Code.
    Care(Care),
    /// Record what was found out beside the reports.
    Inquire(Inquiry),
}

impl Act {
    /// The action that the policies are asked about.
    pub fn action(&self) -> Action {
        match self {
            Self::Allocate { .. } => Action::Allocate,
            Self::RecordAct { .. } | Self::IdentifySubject { .. } => Action::RecordAct,
            Self::AttachReport { .. } | Self::JoinCase { .. } => Action::AttachReport,
            Self::ReviewActs | Self::Review { .. } => Action::ReviewCase,
            Self::ScreenRisk { .. } | Self::ReopenRisk { .. } => Action::ScreenRisk,
            Self::ReviewRisk { .. } | Self::ConfirmGrade { .. } | Self::RefuseGrade { .. } => Action::ReviewRisk,
            Self::OpenDecision | Self::ReopenDecision { .. } | Self::EndWaiting { .. } => Action::OpenDecision,
            Self::RecordDecision { .. } => Action::RecordDecision,
            Self::AdviseDecision { .. } => Action::AdviseDecision,
            Self::RequestReconsideration { .. } => Action::RequestReconsideration,
            Self::AnswerReconsideration { .. } => Action::AnswerReconsideration,
            Self::AnswerAdvice { .. } => Action::AnswerAdvice,
            Self::CountersignDecision | Self::ReturnDecision { .. } => Action::CountersignDecision,
            Self::RecordProtection { .. }
            | Self::ServeProtection { .. }
            | Self::EndProtection { .. }
            | Self::DateApplication { .. } => Action::RecordProtection,
            Self::RecordIntervention { .. } => Action::RecordIntervention,
            Self::ReferToSupport { .. } => Action::RecordReferral,
            Self::RecordNotification { .. } => Action::RecordNotification,
            Self::ConsultPerson { .. } => Action::RecordConsultation,
            Self::AddNote { .. } => Action::AddNote,
            Self::RaiseAction { .. } => Action::RaiseAction,
            Self::CloseAction { .. } => Action::CloseAction,
            Self::ProposeClosure { .. } => Action::ProposeClosure,
            Self::ApproveClosure { .. } | Self::RejectClosure { .. } => Action::DecideClosure,
            Self::DisposeFlag { .. } => Action::DisposeFlag,
            Self::CorrectAct { .. } | Self::CorrectPerson { .. } => Action::CorrectRecord,
            Self::StrikeAct { .. } | Self::StrikeReport { .. } => Action::StrikeRecord,
            Self::Restrict { .. } | Self::NameAccount { .. } | Self::UnnameAccount { .. } => Action::RestrictCase,
            Self::LiftRestriction { .. } => Action::LiftRestriction,
            Self::GiveConsent { .. } | Self::WithdrawConsent { .. } => Action::RecordConsent,
            Self::DeclareConnection { .. } => Action::Allocate,
            Self::WithdrawConnection { .. } => Action::WithdrawConnection,
            Self::Care(care) => care.action(),
            Self::Inquire(inquiry) => inquiry.action(),
        }
    }

    /// The action that the policies are asked about for this actor: everyone who may know of a case may declare their
    /// own connection to it.
    pub fn action_of(&self, actor: &Actor) -> Action {
        match self {
            Self::DeclareConnection { account } if *account == actor.name => Action::ViewListing,
            _ => self.action(),
        }
    }

    /// Whether it tells of people, so that linkage must look again.
    pub const fn tells_of_people(&self) -> bool {
        matches!(self, Self::IdentifySubject { .. } | Self::AttachReport { .. } | Self::CorrectPerson { .. })
    }

    /// What was asked for, as entries name it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::DeclareConnection { .. } => "declare_connection",
            _ => self.action().code(),
        }
    }
}

/// What came of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Acted {
    /// The case.
    pub reference: String,
    /// What happened, as codes.
    pub events: Vec<String>,
    /// What the reader should know.
    pub warnings: Vec<String>,
    /// The one next action now.
    pub next_action: String,
}
