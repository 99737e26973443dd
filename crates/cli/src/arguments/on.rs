//! The acts on a case, as a caseworker types them.

use clap::{Args, Subcommand};

/// What was done on a case. Times are London time (2026-06-03 14:30), RFC 3339, or 'now'; days are 2026-06-03.
#[derive(Subcommand, Debug)]
pub enum ActCommand {
    /// Give the case to an officer and a team
    Allocate {
        /// The officer, by the name that they sign in with
        #[arg(long)]
        officer: Option<String>,
        /// The team
        #[arg(long)]
        team: Option<String>,
        /// Why
        #[arg(long)]
        reasons: Option<String>,
    },
    /// Record a further act of the subject
    Act {
        /// A code of the behaviour list, such as A1 or O4
        #[arg(long)]
        behaviour: Option<String>,
        /// When it was done
        #[arg(long, default_value = "now")]
        at: String,
        /// exact, day, month or approximate
        #[arg(long, default_value = "exact")]
        precision: String,
        /// What was said, in the reporter's words
        #[arg(long, default_value = "")]
        words: String,
    },
    /// Tell an act otherwise than before; what is not given stays, and what was believed stays to be seen
    CorrectAct {
        /// The act's number on the case, its id, or the reference of the report that tells of it
        act: String,
        /// A code of the behaviour list, such as A1 or O4
        #[arg(long)]
        behaviour: Option<String>,
        /// When it was done
        #[arg(long)]
        at: Option<String>,
        /// exact, day, month or approximate
        #[arg(long)]
        precision: Option<String>,
        /// mistake (in recording) or better_information
        #[arg(long)]
        because: String,
        /// What is to be said of it
        #[arg(long, default_value = "")]
        words: String,
    },
    /// Withdraw an act from the count as recorded in error; it stays to be seen (supervisors)
    StrikeAct {
        /// The act's number on the case, its id, or the reference of the report that tells of it
        act: String,
        /// other_person, not_as_recorded or duplicate
        #[arg(long)]
        because: String,
        /// How that is known
        #[arg(long)]
        reasons: String,
    },
    /// Withdraw a report from the count as recorded in error; attach it again to take that back (supervisors)
    WithdrawReport {
        /// The force's reference of the report
        report: String,
        /// other_person, not_as_recorded or duplicate
        #[arg(long)]
        because: String,
        /// How that is known
        #[arg(long)]
        reasons: String,
    },
    /// Correct the particulars of a person; those before stay to be seen, and linkage is run again
    CorrectPerson(CorrectPersonArguments),
    /// Attach another report of the force to this case; it leaves the case that it was on
    Attach {
        /// The force's reference of the report
        report: String,
    },
    /// Say that another case of one of its reports is about the same person at risk: that case is joined to this one
    Join {
        /// The reference of the other case
        other: String,
        /// How that is known
        #[arg(long)]
        reasons: String,
    },
    /// Say that the new acts have been looked at
    ReviewActs,
    /// Say who the subject is, or what has become known of them
    Identify {
        /// Forename
        #[arg(long, default_value = "")]
        forename: String,
        /// Surname
        #[arg(long, default_value = "")]
        surname: String,
        /// Date of birth
        #[arg(long, default_value = "")]
        born: String,
        /// Phone number
        #[arg(long, default_value = "")]
        phone: String,
        /// Handle of an online account
        #[arg(long, default_value = "")]
        handle: String,
        /// Vehicle mark
        #[arg(long, default_value = "")]
        vehicle: String,
        /// Postcode
        #[arg(long, default_value = "")]
        postcode: String,
    },
    /// Record a risk screen: the answers to the force's questions, the grade that you give, and why
    Screen {
        /// standard, medium or high
        #[arg(long)]
        grade: String,
        /// Dangers found, such as very_frightened,threats
        #[arg(long, value_delimiter = ',')]
        factors: Vec<String>,
        /// FOUR: fixated, each yes, no or not_known, with the acts that it rests on by number: yes:1,3; without them, on all
        #[arg(long, default_value = "not_known")]
        fixated: String,
        /// Obsessive
        #[arg(long, default_value = "not_known")]
        obsessive: String,
        /// Unwanted
        #[arg(long, default_value = "not_known")]
        unwanted: String,
        /// Repeated
        #[arg(long, default_value = "not_known")]
        repeated: String,
        /// Why this grade
        #[arg(long)]
        reasons: String,
        /// The set of questions that was asked; without one and without a tool, the force's of today
        #[arg(long, conflicts_with = "tool")]
        set: Option<String>,
        /// Answers: a file with one CODE=ANSWER a line, or CODE=ANSWER itself
        #[arg(long, num_args = 1.., value_name = "FILE|CODE=ANSWER")]
        answers: Vec<String>,
        /// A tool of the list whose questions are not held here, such as SASH
        #[arg(long)]
        tool: Option<String>,
        /// The second officer who is asked to confirm it, where this lowers the grade
        #[arg(long)]
        second_officer: Option<String>,
    },
    /// Confirm a lower grade as its second officer: from then on it counts
    ConfirmGrade {
        /// Why
        #[arg(long)]
        reasons: String,
    },
    /// Refuse a lower grade as its second officer: the higher one stays
    RefuseGrade {
        /// Why
        #[arg(long)]
        reasons: String,
    },
    /// Review the latest risk screen
    ReviewRisk {
        /// The grade that you set: the same or higher
        #[arg(long)]
        grade: String,
        /// Why
        #[arg(long)]
        reasons: String,
    },
    /// Begin to consider protection
    Consider,
    /// Open a settled decision again (supervising roles): breach, review, risk_changed …
    ReopenDecision {
        /// Why
        because: String,
    },
    /// Open the question of risk again: breach, risk_changed, new_victim …
    ReopenRisk {
        /// Why
        because: String,
    },
    /// Record the protection decision: worksheet, outcome, narrative
    Decide(DecideArguments),
    /// Advise on a decision to apply (stalking SPOC): agrees, with_conditions or against
    Advise {
        /// What you say
        advice: String,
        /// Why, and on which conditions
        #[arg(long)]
        words: String,
    },
    /// Record that the person at risk, or an advocate for them, asks for the decision, or for its absence, to be looked at again
    RequestReconsideration {
        /// person_at_risk or advocate
        #[arg(long, default_value = "person_at_risk")]
        by: String,
        /// What is asked, and why
        #[arg(long)]
        words: String,
    },
    /// Answer the oldest request for reconsideration (nobody who decided, never the officer): look_again or stands
    AnswerReconsideration {
        /// How
        answer: String,
        /// What is answered to whoever asked, and why
        #[arg(long)]
        words: String,
    },
    /// Answer the SPOC's advice (officer in the case, or a supervisor): followed or not_followed
    AnswerAdvice {
        /// How
        answer: String,
        /// Why
        #[arg(long)]
        words: String,
    },
    /// Say that what a decision was put off for has arrived or will_not_come: the question opens again
    Awaited {
        /// Which of the two
        how: String,
        /// What came, or why it will not
        #[arg(long)]
        words: String,
    },
    /// Countersign the decision (stalking SPOC)
    Countersign,
    /// Send the decision back (stalking SPOC)
    Return {
        /// Why
        #[arg(long)]
        reasons: String,
    },
    /// Record a measure: order, interim_order, other_order, bail, custody or warrant (open, for arrest)
    Protect {
        /// What it is
        kind: String,
        /// From which day
        #[arg(long)]
        from: String,
        /// Its last day
        #[arg(long)]
        until: Option<String>,
        /// When it was served (orders)
        #[arg(long)]
        served_at: Option<String>,
        /// It replaces an interim order
        #[arg(long)]
        replaces_interim: bool,
        /// import, court, officer or custody_record
        #[arg(long, default_value = "officer")]
        source: String,
        /// What shows it: sealed_order, certificate_of_service, custody_record, court_result, pnc, force_system, force_export, person_told or other
        #[arg(long)]
        evidence: Option<String>,
        /// What that is, and where it is kept
        #[arg(long, default_value = "")]
        evidence_words: String,
    },
    /// Record that an order was served
    Served {
        /// The measure's id, as the case shows it
        protection: String,
        /// When
        #[arg(long, default_value = "now")]
        at: String,
        /// What shows it, such as certificate_of_service or court_result
        #[arg(long)]
        evidence: Option<String>,
        /// What that is, and where it is kept
        #[arg(long, default_value = "")]
        evidence_words: String,
    },
    /// Record that a measure has ended
    Ended {
        /// The measure's id, as the case shows it
        protection: String,
        /// Its last day
        #[arg(long)]
        on: String,
    },
    /// Record a step of an application: applied, granted, refused or withdrawn
    Application {
        /// The step
        step: String,
        /// The day
        #[arg(long)]
        on: String,
    },
    /// Record that police stepped in: words_of_advice, arrest, bail …
    Intervene {
        /// How
        kind: String,
        /// When
        #[arg(long, default_value = "now")]
        at: String,
    },
    /// Record a referral to a support service
    Refer {
        /// When
        #[arg(long, default_value = "now")]
        at: String,
        /// It was offered and declined
        #[arg(long)]
        declined: bool,
    },
    /// Record that the subject gave notification (s. 9)
    Notified {
        /// When
        #[arg(long, default_value = "now")]
        at: String,
    },
    /// Record that the person at risk was consulted and told, by the agreed channel
    Consult {
        /// When
        #[arg(long, default_value = "now")]
        at: String,
    },
    /// Write a note
    Note {
        /// Its words
        words: String,
    },
    /// Review the case
    Review {
        /// Findings
        #[arg(long)]
        findings: String,
    },
    /// Raise an action for someone
    RaiseAction {
        /// Whose, by the name that they sign in with
        #[arg(long)]
        owner: String,
        /// By which day
        #[arg(long)]
        due: String,
        /// What is to be done
        #[arg(long)]
        words: String,
    },
    /// Close an action that is not your own
    CloseAction {
        /// The action's id
        action: String,
        /// What came of it
        #[arg(long)]
        words: String,
    },
    /// Propose to close the case
    ProposeClosure {
        /// Why
        #[arg(long)]
        reasons: String,
        /// What happens for the person at risk afterwards
        #[arg(long)]
        exit_plan: String,
        /// group_1, group_2 or group_3
        #[arg(long)]
        retention: String,
    },
    /// Approve a proposed closure (senior reviewer)
    ApproveClosure {
        /// Why
        #[arg(long)]
        reasons: String,
    },
    /// Refuse a proposed closure (senior reviewer)
    RejectClosure {
        /// Why
        #[arg(long)]
        reasons: String,
    },
    /// Answer a red flag (not the officer in the case)
    AnswerFlag {
        /// The flag's id, as the case shows it, or its code
        flag: String,
        /// The written disposal
        #[arg(long)]
        words: String,
    },
    /// Declare that someone has a connection to a person in this case: they are kept away from it
    Connected {
        /// The account, by the name that it signs in with
        account: String,
    },
    /// Take a declared connection back (supervisor or inspector, never the person whose it is)
    NotConnected {
        /// The account, by the name that it signs in with
        account: String,
        /// Why
        #[arg(long)]
        reasons: String,
    },
    /// Restrict the case to named accounts, such as where its subject is police; to all others it no longer exists
    Restrict {
        /// Who may have it, by the names that they sign in with; one of them a supervisor of its team or an inspector
        #[arg(long = "name", required = true, value_delimiter = ',', value_name = "NAMES")]
        named: Vec<String>,
        /// Why
        #[arg(long)]
        reasons: String,
    },
    /// Lift the restriction (inspector who is named for it, did not set it and never was its officer)
    Unrestrict {
        /// Why
        #[arg(long)]
        reasons: String,
    },
    /// Name a further account for a restricted case
    Name {
        /// The account, by the name that it signs in with
        account: String,
        /// Why
        #[arg(long)]
        reasons: String,
    },
    /// Take an account off a restricted case
    Unname {
        /// The account, by the name that it signs in with
        account: String,
        /// Why
        #[arg(long)]
        reasons: String,
    },
    /// Record that the person at risk lets an advocate see the case
    Consent {
        /// The advocate, by the name that they sign in with
        advocate: String,
        /// On which day it was given
        #[arg(long)]
        on: String,
        /// progress, or progress_and_words
        #[arg(long, default_value = "progress")]
        scope: String,
    },
    /// Record that the person at risk withdrew the consent: it ends at once
    ConsentWithdrawn {
        /// The advocate, by the name that they sign in with
        advocate: String,
        /// On which day
        #[arg(long)]
        on: String,
    },
    /// What the Victims' Code asks for
    #[command(flatten)]
    Care(super::CareCommand),
    /// What was found out beside the reports
    #[command(flatten)]
    Inquire(super::InquiryCommand),
}

/// The protection decision.
#[derive(Args, Debug)]
pub struct DecideArguments {
    /// apply, do-not-apply, defer or superseded
    pub outcome: String,
    /// s. 1(1)(a): acts associated with stalking: yes, no or not_known, with the acts that it rests on by number: yes:1,3; without them, on all
    #[arg(long, default_value = "not_known")]
    pub acts: String,
    /// s. 1(1)(b): a risk associated with stalking
    #[arg(long, default_value = "not_known")]
    pub risk: String,
    /// s. 1(1)(c): the order is necessary
    #[arg(long, default_value = "not_known")]
    pub necessity: String,
    /// s. 1(3): resides, in_area, intends_to_come or no_territorial_test
    #[arg(long)]
    pub ground: Option<String>,
    /// Seek an interim order as well
    #[arg(long)]
    pub interim: bool,
    /// Reasons not to apply, such as acts_not_made,evidence_insufficient
    #[arg(long, value_delimiter = ',')]
    pub reasons: Vec<String>,
    /// When it is looked at again (do-not-apply, 28 days at most), or the last day of waiting or of the measure
    #[arg(long)]
    pub until: Option<String>,
    /// What is waited for (defer): evidence, enquiry, court_outcome, identification, other_force, custody_end or other
    #[arg(long)]
    pub awaits: Option<String>,
    /// Which thing exactly, and from whom (defer)
    #[arg(long, default_value = "")]
    pub awaited: String,
    /// The person at risk has been informed
    #[arg(long)]
    pub informed: bool,
    /// The measure that protects instead (superseded), or on which a reason leans (do-not-apply, where several would do): its id
    #[arg(long, value_delimiter = ',')]
    pub protection: Vec<String>,
    /// Which evidence is missing (evidence_insufficient)
    #[arg(long, default_value = "")]
    pub gaps: String,
    /// How it is to be got: who, what, by when (evidence_insufficient)
    #[arg(long, default_value = "")]
    pub plan: String,
    /// The other force that has accepted the case (outside_area)
    #[arg(long, default_value = "")]
    pub transferred_to: String,
    /// The day on which it accepted (outside_area)
    #[arg(long)]
    pub accepted_on: Option<String>,
    /// Who accepted there, by name or reference (outside_area)
    #[arg(long, default_value = "")]
    pub accepted_by: String,
    /// Narrative
    #[arg(long)]
    pub words: String,
}

/// A person who is told otherwise than before.
#[derive(Args, Debug)]
pub struct CorrectPersonArguments {
    /// person_at_risk, subject, reporting_victim or other
    pub role: String,
    /// The reference of the report that describes them; without it the person at risk or the subject of the case
    #[arg(long)]
    pub report: Option<String>,
    /// Another person was meant: nothing of what was told before is kept
    #[arg(long)]
    pub another: bool,
    /// Forename; here as below '-' says that nothing is known of it after all
    #[arg(long, default_value = "", allow_hyphen_values = true)]
    pub forename: String,
    /// Surname
    #[arg(long, default_value = "", allow_hyphen_values = true)]
    pub surname: String,
    /// Date of birth
    #[arg(long, default_value = "", allow_hyphen_values = true)]
    pub born: String,
    /// Sex
    #[arg(long, default_value = "", allow_hyphen_values = true)]
    pub sex: String,
    /// Phone numbers; once for each
    #[arg(long, allow_hyphen_values = true)]
    pub phone: Vec<String>,
    /// E-mail
    #[arg(long, default_value = "", allow_hyphen_values = true)]
    pub email: String,
    /// Handle of an online account
    #[arg(long, default_value = "", allow_hyphen_values = true)]
    pub handle: String,
    /// Vehicle mark
    #[arg(long, default_value = "", allow_hyphen_values = true)]
    pub vehicle: String,
    /// Postcode
    #[arg(long, default_value = "", allow_hyphen_values = true)]
    pub postcode: String,
    /// Address
    #[arg(long, default_value = "", allow_hyphen_values = true)]
    pub address: String,
    /// mistake (in recording) or better_information
    #[arg(long)]
    pub because: String,
    /// How that is known
    #[arg(long)]
    pub reasons: String,
}
