//! Everything that can be asked for, each with the stable code that the policies and the ledger use.

use std::fmt;

/// What an action is asked about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Target {
    /// One case.
    Case,
    /// The force and its installation.
    Force,
    /// Either: a first report has no case yet.
    CaseOrForce,
}

/// This declares the actions with code, target and what they cover.
macro_rules! actions {
    ($($variant:ident = $code:literal, $target:ident, $label:literal;)*) => {
        /// Something that a person, or Holdfast itself, asks to do.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
        pub enum Action { $(#[doc = $label] $variant),* }
        impl Action {
            /// Every action, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
            /// The stable code, as the policies have it.
            pub const fn code(self) -> &'static str { match self { $(Self::$variant => $code),* } }
            /// What it covers, in words.
            pub const fn label(self) -> &'static str { match self { $(Self::$variant => $label),* } }
            /// What it is asked about.
            pub const fn target(self) -> Target { match self { $(Self::$variant => Target::$target),* } }
        }
    };
}

actions! {
    ViewListing = "view_listing", Case, "see a row on a worklist, by reference";
    ViewCase = "view_case", Case, "see the case: progress, clocks, flags, protection, timeline";
    ViewIdentity = "view_identity", Case, "see names and dates of birth of the people in it";
    ViewContact = "view_contact", Case, "see how the people in it are reached";
    ViewLocation = "view_location", Case, "see where the people in it live, work and go";
    ViewNarrative = "view_narrative", Case, "see what was said, in its words";
    ViewLegal = "view_legal", Case, "see the bundle for an application";
    ViewLinks = "view_links", Case, "see which other reports it is linked to, and why";
    RecordReport = "record_report", CaseOrForce, "record a report";
    RecordAct = "record_act", Case, "record an act, or identify the subject";
    CorrectRecord = "correct_record", Case, "tell an act otherwise than before, or correct a person's particulars";
    StrikeRecord = "strike_record", Case, "withdraw an act or a report from the count as recorded in error";
    AttachReport = "attach_report", Case, "attach a report, or take it off again";
    ConfirmLink = "confirm_link", Case, "confirm or reject a link";
    Allocate = "allocate", Case, "give the case to an officer and a team";
    ScreenRisk = "screen_risk", Case, "record a risk screen";
    ReviewRisk = "review_risk", Case, "review a risk screen, or act as its second officer";
    OpenDecision = "open_decision", Case, "open the question of protection, or a settled decision again";
    RecordDecision = "record_decision", Case, "record a protection decision";
    AdviseDecision = "advise_decision", Case, "advise on a decision to apply";
    RequestReconsideration = "request_reconsideration", Case, "record that the person at risk, or an advocate, asks for reconsideration";
    AnswerReconsideration = "answer_reconsideration", Case, "answer a request for reconsideration";
    AnswerAdvice = "answer_advice", Case, "answer the stalking SPOC's advice";
    CountersignDecision = "countersign_decision", Case, "countersign a protection decision, or send it back";
    RecordProtection = "record_protection", Case, "record a measure, its service, its end, or a step of an application";
    RecordIntervention = "record_intervention", Case, "record that police stepped in";
    RecordReferral = "record_referral", Case, "record a referral to a support service";
    RecordNotification = "record_notification", Case, "record the subject's notification";
    RecordConsultation = "record_consultation", Case, "record that the person at risk was consulted and told";
    RecordCare = "record_care", Case, "record what the Victims' Code asks for: crime, confirmation, entitlement, news, updates";
    RecordInquiry = "record_inquiry", Case, "record a search of history, found property, or a marker against the person who reported";
    ReclassifyCrime = "reclassify_crime", Case, "record that the crime is classed anew";
    EndInvestigation = "end_investigation", Case, "decide on no further action";
    AddNote = "add_note", Case, "write a note";
    ReviewCase = "review_case", Case, "review the case, or acts that nobody had reviewed";
    RaiseAction = "raise_action", Case, "raise an action";
    CloseAction = "close_action", Case, "close an action";
    ProposeClosure = "propose_closure", Case, "propose closure";
    DecideClosure = "decide_closure", Case, "close the case, or refuse to";
    DisposeFlag = "dispose_flag", Case, "dispose of a red flag";
    ReopenCase = "reopen_case", Case, "reopen a closed case";
    RestrictCase = "restrict_case", Case, "restrict the case to named accounts, name one, or take one off";
    LiftRestriction = "lift_restriction", Case, "lift the restriction to named accounts";
    RecordConsent = "record_consent", Case, "record the consent of the person at risk for an advocate, or its end";
    WithdrawConnection = "withdraw_connection", Case, "take a declared connection back";
    ViewWorklist = "view_worklist", Force, "open the worklist";
    SearchCases = "search_cases", Force, "search for cases";
    RunImport = "run_import", Force, "import a file";
    ViewImport = "view_import", Force, "see what an import did, and its held rows";
    SetGoLive = "set_go_live", Force, "set the force's go-live";
    SetClocks = "set_clocks", Force, "set the force's clocks, and enter bank holidays declared later";
    ManageAccounts = "manage_accounts", Force, "make, change and close accounts";
    ManageTraining = "manage_training", Force, "record who is trained in which tool or set of questions, and list it";
    ManageAbsences = "manage_absences", Force, "record who is away and who stands in, and list it";
    AdoptQuestions = "adopt_questions", Force, "adopt a set of questions for risk screens";
    ViewQuestions = "view_questions", Force, "see the sets of questions for risk screens";
    RunFigures = "run_figures", Force, "run figures over all cases, showing none";
    Simulate = "simulate", Force, "run invented days on a demonstration";
    ViewNotices = "view_notices", Force, "see the notices of duties to oneself, to one's rank or to one's team";
    AcknowledgeNotice = "acknowledge_notice", Force, "acknowledge a notice of a duty";
    RunTick = "run_tick", Force, "run the clocks";
    QueryLedger = "query_ledger", Force, "search the ledger";
    VerifyLedger = "verify_ledger", Force, "check that the ledger is whole";
    ExportLedger = "export_ledger", Force, "take a copy of the ledger away";
    MakeCheckpoint = "make_checkpoint", Force, "sign a checkpoint of the ledger";
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}
