//! The vocabulary: one row a phrase, from which the parser reads and the documentation is made.

use super::slots::Slot;
use crate::catalogue::{
    ApplicationStep, AwaitedEnd, Intervention, Marker, NotedPhrase, PropertyKind, ProtectionKind, Requester, Role,
};

/// What a phrase stands for: an act that has a command, or the passing of time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Deed {
    /// A report.
    Report,
    /// A further act.
    Act,
    /// A look at new acts.
    ReviewActs,
    /// A report that goes to another case of the same person at risk.
    MoveReport,
    /// The subject becomes known.
    Identify,
    /// The case goes to somebody.
    Allocate,
    /// The case comes to whoever acts.
    Receive,
    /// A risk screen.
    Screen,
    /// Its review.
    ReviewRisk,
    /// The question of risk opened.
    ReopenRisk,
    /// The question of protection opened.
    Consider,
    /// To apply.
    DecideApply,
    /// Not to apply.
    DecideNot,
    /// To wait.
    Defer,
    /// To lean on another measure.
    Supersede,
    /// The second signature.
    Countersign,
    /// The decision sent back.
    Return,
    /// A settled decision opened.
    ReopenDecision,
    /// The person at risk, or an advocate, asks for the decision to be looked at again.
    RequestReconsideration(Requester),
    /// The oldest open request answered.
    AnswerReconsideration,
    /// The SPOC's advice on a decision to apply.
    Advise,
    /// The answer to that advice.
    AnswerAdvice,
    /// What a decision waited for has come, or will not.
    AwaitedEnds(AwaitedEnd),
    /// A lower grade confirmed by its second officer.
    ConfirmGrade,
    /// A lower grade refused by its second officer.
    RefuseGrade,
    /// An act told otherwise: the one that is numbered, or the latest.
    CorrectAct,
    /// An act withdrawn as recorded in error: the one that is numbered, or the latest.
    StrikeAct,
    /// The latest report withdrawn as recorded in error.
    StrikeReport,
    /// A measure.
    Protect(ProtectionKind),
    /// Service of an order.
    Serve,
    /// The end of a measure.
    End,
    /// A step of an application.
    Application(ApplicationStep),
    /// Police stepped in.
    Intervene(Intervention),
    /// A referral to support.
    Refer,
    /// A referral declined.
    Decline,
    /// The subject's notification.
    Notify,
    /// The person at risk consulted and told.
    Consult,
    /// A note.
    Note,
    /// A review of the case.
    Review,
    /// An action raised.
    RaiseAction,
    /// The oldest open action closed.
    CloseAction,
    /// Closure proposed.
    ProposeClosure,
    /// Closure approved.
    ApproveClosure,
    /// Closure rejected.
    RejectClosure,
    /// A red flag answered.
    AnswerFlag,
    /// What linkage sees.
    Linkage,
    /// History searched, once a place.
    Search,
    /// A place that must be searched.
    NeedSearch,
    /// Property found or handed in.
    Find(PropertyKind),
    /// Something turned against the person who reported.
    Mark(Marker),
    /// The crime classed anew.
    Reclassify,
    /// A note in which RF-22 notices a phrase.
    NotedPhrase(NotedPhrase),
    /// Somebody is away, and somebody stands in or nobody.
    Away,
    /// They are back.
    Back,
    /// Nothing but time.
    Nothing,
}

/// One phrase of the vocabulary.
#[derive(Debug)]
pub struct Phrase {
    /// What it stands for.
    pub deed: Deed,
    /// The ways in which it can be said, the first being the one that is shown.
    pub keys: &'static [&'static str],
    /// Who does it where nobody is named.
    pub by: Option<Role>,
    /// What it can take beside its own words.
    pub slots: &'static [Slot],
    /// A line that plays.
    pub example: &'static str,
    /// The command that does the same on a real case.
    pub command: &'static str,
}

macro_rules! phrases {
    ($($deed:expr, $by:expr, [$($slot:ident),*], [$($key:literal),+ $(,)?], $example:literal, $command:literal;)+) => {
        &[$(Phrase {
            deed: $deed, keys: &[$($key),+], by: $by, slots: &[$(Slot::$slot),*], example: $example, command: $command,
        }),+]
    };
}

/// Every happening that a scenario can tell.
pub const HAPPENINGS: &[Phrase] = phrases! {
    Deed::Report, Some(Role::CallTaker), [Occurred, Precision, Behaviours],
        ["reports", "report", "new report", "further report", "report made", "report taken", "report recorded", "reports stalking", "stalking reported", "goes to police"],
        "the person at risk reports (followed to the bus stop): A1, A5, done 2026-03-01 18:30", "holdfast report";
    Deed::Act, Some(Role::Officer), [Occurred, Precision, Behaviours],
        ["act", "further act", "new act", "act recorded", "records act", "records further act", "records new act", "new act recorded", "further act recorded"],
        "act recorded (he waits at the café): A5, done 2026-03-04 08:00", "holdfast on … act";
    Deed::ReviewActs, Some(Role::Supervisor), [],
        ["reviews acts", "acts reviewed", "reviews new acts", "looks at new acts", "new acts reviewed", "reviews new act", "reviews act"],
        "the supervisor reviews the acts", "holdfast on … review-acts";
    Deed::MoveReport, Some(Role::Supervisor), [],
        ["report moved to another case", "moves report to another case", "report goes to another case", "report attached to another case", "attaches report to another case"],
        "the report is moved to another case", "holdfast on … attach";
    Deed::Identify, Some(Role::Officer), [],
        ["identifies subject", "identified", "subject identified", "subject becomes known", "subject known"],
        "the officer identifies the subject", "holdfast on … identify";
    Deed::Allocate, Some(Role::Supervisor), [To, Team],
        ["case given to", "gives case to", "case allocated to", "allocates case to", "allocates", "allocated", "gives case", "case allocated", "case given"],
        "the case is given to the officer, team north", "holdfast on … allocate";
    Deed::Receive, Some(Role::Officer), [Team],
        ["given case", "receives case", "takes case", "becomes officer case", "becomes officer in case", "takes over case"],
        "the second officer takes over the case", "holdfast on … allocate";
    Deed::Screen, Some(Role::Officer), [Second, Thin, Four, Tool, Grade, Factors],
        ["screens risk", "risk screened", "risk screen", "screen", "screens", "screened", "completes risk screen", "completes screen", "records risk screen", "records screen", "risk screen recorded", "risk screen completed", "risk assessed", "assesses risk"],
        "the officer screens the risk: grade high; very frightened, tracker; unwanted yes on act 1, repeated yes", "holdfast on … screen";
    Deed::ReviewRisk, Some(Role::Supervisor), [Grade],
        ["reviews risk", "risk reviewed", "reviews screen", "screen reviewed", "reviews risk screen", "risk screen reviewed"],
        "the supervisor reviews the risk: grade high", "holdfast on … review-risk";
    Deed::ReopenRisk, Some(Role::Officer), [Cause],
        ["reopens risk", "risk reopened", "opens risk again", "opens question of risk again", "risk opened again"],
        "the officer reopens the risk: breach", "holdfast on … reopen-risk";
    Deed::Consider, Some(Role::Officer), [],
        ["considers", "considers protection", "considers order", "considers an order", "begins to consider", "begins to consider protection", "opens consideration", "opens question of protection", "consideration opened", "order considered"],
        "the officer begins to consider protection", "holdfast on … consider";
    Deed::DecideNot, Some(Role::Officer), [Again, Informed, Backing, Thin, Reasons, Limbs, Ground],
        ["decides not to apply", "decided not to apply", "decision not to apply", "does not apply", "decides against applying", "decides against order"],
        "the officer decides not to apply: evidence insufficient; look again on 2026-03-20; person informed", "holdfast on … decide do-not-apply";
    Deed::DecideApply, Some(Role::Officer), [Interim, Thin, Limbs, Ground],
        ["decides to apply for order", "decides to apply", "decided to apply", "decision to apply", "decides apply", "decides to seek order", "decides to apply for stalking protection order"],
        "the officer decides to apply, with an interim order; acts yes on acts 1 and 2", "holdfast on … decide apply";
    Deed::RequestReconsideration(Requester::PersonAtRisk), Some(Role::CallTaker), [],
        ["person at risk requests reconsideration", "person at risk asks for reconsideration", "requests reconsideration", "asks for reconsideration", "reconsideration requested", "request for reconsideration", "asks for decision to be looked at again", "person at risk asks for decision to be looked at again"],
        "the person at risk requests reconsideration (why is there no order?)", "holdfast on … request-reconsideration";
    Deed::RequestReconsideration(Requester::Advocate), Some(Role::CallTaker), [],
        ["advocate requests reconsideration", "advocate asks for reconsideration", "advocate asks for decision to be looked at again", "reconsideration requested by advocate"],
        "the advocate requests reconsideration", "holdfast on … request-reconsideration --by advocate";
    Deed::AnswerReconsideration, Some(Role::Inspector), [LookAgainOrStands, Thin],
        ["answers request for reconsideration", "answers request", "answers reconsideration", "request for reconsideration answered", "request answered", "answers person at risk request for reconsideration"],
        "the inspector answers the request for reconsideration: look again", "holdfast on … answer-reconsideration";
    Deed::Advise, Some(Role::Spoc), [Advice, Thin],
        ["advises", "advises on decision", "gives advice", "advice given"],
        "the SPOC advises: agrees with conditions (seek an interim order too)", "holdfast on … advise";
    Deed::AnswerAdvice, Some(Role::Officer), [FollowedOrNot, Thin],
        ["answers advice", "answers SPOC advice", "advice answered"],
        "the officer answers the advice: followed", "holdfast on … answer-advice";
    Deed::AwaitedEnds(AwaitedEnd::Arrived), Some(Role::Officer), [],
        ["what was awaited arrives", "awaited thing arrives", "awaited thing has arrived", "what was awaited has arrived", "what it waited for arrives"],
        "what was awaited has arrived", "holdfast on … awaited arrived";
    Deed::AwaitedEnds(AwaitedEnd::WillNotCome), Some(Role::Officer), [],
        ["what was awaited will not come", "awaited thing will not come", "what it waited for will not come"],
        "what was awaited will not come", "holdfast on … awaited will_not_come";
    Deed::ConfirmGrade, Some(Role::Supervisor), [Thin],
        ["confirms lower grade", "confirms grade", "confirms lowering", "lower grade confirmed", "grade confirmed"],
        "the supervisor confirms the lower grade", "holdfast on … confirm-grade";
    Deed::RefuseGrade, Some(Role::Supervisor), [Thin],
        ["refuses lower grade", "refuses grade", "refuses lowering", "lower grade refused", "grade refused"],
        "the supervisor refuses the lower grade", "holdfast on … refuse-grade";
    Deed::CorrectAct, Some(Role::Officer), [Act, Occurred, Precision, Behaviours],
        ["corrects act", "act corrected", "corrects latest act", "latest act corrected"],
        "the officer corrects act 1: A7, done 2026-03-01 19:00", "holdfast on … correct-act";
    Deed::StrikeAct, Some(Role::Supervisor), [Act, Strike, Thin],
        ["withdraws act", "act withdrawn", "strikes act", "withdraws latest act", "latest act withdrawn", "strikes latest act"],
        "the supervisor withdraws act 2: other person", "holdfast on … strike-act";
    Deed::StrikeReport, Some(Role::Supervisor), [Strike, Thin],
        ["withdraws report", "report withdrawn", "strikes report", "withdraws latest report", "latest report withdrawn", "strikes latest report"],
        "the supervisor withdraws the latest report: duplicate", "holdfast on … strike-report";
    Deed::Defer, Some(Role::Officer), [Until, Awaits, Thin],
        ["defers", "defers decision", "decision deferred", "decides to defer", "decides to wait", "puts decision off", "puts off decision"],
        "the officer defers the decision until 2026-03-16, awaits evidence (the phone is being examined)", "holdfast on … decide defer";
    Deed::Supersede, Some(Role::Officer), [Until, Thin, Measure],
        ["decides that another measure protects", "another measure protects", "decides to rely on", "relies on", "superseded by", "decision superseded by", "decides superseded by"],
        "the officer decides to rely on bail until 2026-04-01", "holdfast on … decide superseded";
    Deed::Countersign, Some(Role::Spoc), [],
        ["countersigns decision", "countersigns", "decision countersigned", "countersigned"],
        "the SPOC countersigns the decision", "holdfast on … countersign";
    Deed::Return, Some(Role::Spoc), [],
        ["sends decision back", "sends back decision", "returns decision", "decision sent back", "decision returned", "sends it back"],
        "the SPOC sends the decision back (the gaps are not listed)", "holdfast on … return";
    Deed::ReopenDecision, Some(Role::Supervisor), [Cause],
        ["reopens decision", "decision reopened", "opens decision again", "decision opened again"],
        "the supervisor reopens the decision: review", "holdfast on … reopen-decision";
    Deed::Protect(ProtectionKind::InterimOrder), Some(Role::Officer), [Served, From, Until],
        ["interim order made", "court makes interim order", "records interim order", "interim order recorded", "interim order", "interim order granted"],
        "an interim order is made, until 2026-05-01", "holdfast on … protect interim_order";
    Deed::Protect(ProtectionKind::Order), Some(Role::Officer), [Replaces, Served, From, Until],
        ["order made", "full order made", "court makes order", "court makes full order", "records order", "order recorded", "full order", "order"],
        "a full order is made until 2028-03-19, replaces the interim order", "holdfast on … protect order";
    Deed::Protect(ProtectionKind::Bail), Some(Role::Officer), [From, Until],
        ["bail conditions set", "bail conditions", "bailed", "released on bail", "bail set", "bail conditions recorded", "records bail", "bail conditions made", "records bail conditions"],
        "bail conditions are set until 2026-04-01", "holdfast on … protect bail";
    Deed::Protect(ProtectionKind::Custody), Some(Role::Officer), [From, Until],
        ["custody", "remanded in custody", "in custody", "taken into custody", "records custody", "custody recorded", "kept in custody", "imprisoned"],
        "the subject is remanded in custody until 2026-06-01", "holdfast on … protect custody";
    Deed::Protect(ProtectionKind::OtherOrder), Some(Role::Officer), [From, Until],
        ["other order made", "another order made", "restraining order made", "non-molestation order made", "non-molestation order", "restraining order", "other order", "injunction made", "other order recorded"],
        "a non-molestation order is made until 2026-12-01", "holdfast on … protect other_order";
    Deed::Serve, Some(Role::Officer), [DoneAt],
        ["order served", "serves order", "served", "served with order", "interim order served", "serves interim order", "full order served", "serves full order", "order served on subject", "served on subject", "interim order served on subject"],
        "the order is served", "holdfast on … served";
    Deed::End, Some(Role::Officer), [Measure],
        ["ends", "ended", "measure ends", "measure ended", "comes to end", "records end of", "end of", "lifted", "discharged", "cancels"],
        "ended: bail", "holdfast on … ended";
    Deed::Application(ApplicationStep::Applied), Some(Role::Officer), [DoneAt],
        ["application made", "applies to court", "application filed", "applied", "application applied", "force applies to court", "makes application"],
        "the application is made", "holdfast on … application applied";
    Deed::Application(ApplicationStep::Granted), Some(Role::Officer), [DoneAt],
        ["application granted", "court grants application", "court grants order", "granted", "order granted"],
        "the court grants the application", "holdfast on … application granted";
    Deed::Application(ApplicationStep::Refused), Some(Role::Officer), [DoneAt],
        ["application refused", "court refuses application", "court refuses order", "court refuses"],
        "the court refuses the application", "holdfast on … application refused";
    Deed::Application(ApplicationStep::Withdrawn), Some(Role::Legal), [DoneAt],
        ["application withdrawn", "withdraws application", "force withdraws application"],
        "the lawyer withdraws the application", "holdfast on … application withdrawn";
    Deed::Intervene(Intervention::WordsOfAdvice), Some(Role::Officer), [DoneAt],
        ["gives words of advice", "words of advice given", "words of advice", "given words of advice"],
        "the officer gives words of advice", "holdfast on … intervene words_of_advice";
    Deed::Intervene(Intervention::PhoneCall), Some(Role::Officer), [DoneAt],
        ["phones subject", "calls subject", "phone call to subject", "phoned", "telephones subject", "subject phoned", "phone call"],
        "the officer phones the subject", "holdfast on … intervene phone_call";
    Deed::Intervene(Intervention::Notice), Some(Role::Officer), [DoneAt],
        ["gives notice", "notice given", "issues notice", "given notice", "notice issued", "harassment notice given", "notice"],
        "a notice is given (a harassment warning, as it was then)", "holdfast on … intervene notice";
    Deed::Intervene(Intervention::Arrest), Some(Role::Officer), [DoneAt],
        ["arrested", "arrests subject", "subject arrested", "arrest"],
        "the subject is arrested", "holdfast on … intervene arrest";
    Deed::Intervene(Intervention::VoluntaryInterview), Some(Role::Officer), [DoneAt],
        ["interviewed", "interviews subject", "subject interviewed", "voluntary interview", "interviewed voluntarily", "subject interviewed voluntarily"],
        "the subject is interviewed voluntarily", "holdfast on … intervene voluntary_interview";
    Deed::Intervene(Intervention::Bail), Some(Role::Officer), [DoneAt],
        ["police bail given", "bails subject", "gives police bail", "police bail"],
        "police bail is given", "holdfast on … intervene bail";
    Deed::Intervene(Intervention::Charge), Some(Role::Officer), [DoneAt],
        ["charged", "charges subject", "subject charged", "charge"],
        "the subject is charged", "holdfast on … intervene charge";
    Deed::Refer, Some(Role::Officer), [DoneAt],
        ["refers person to support", "refers to support", "referred to support", "refers to support service", "referral to support", "referral made", "refers to advocate", "referred to advocate", "referred to support service", "refers person at risk to support", "person at risk referred to support", "refers person at risk to support service"],
        "the officer refers the person at risk to support", "holdfast on … refer";
    Deed::Decline, Some(Role::Officer), [DoneAt],
        ["declines support", "support declined", "referral declined", "declines referral", "support offered and declined"],
        "the person at risk declines support", "holdfast on … refer --declined";
    Deed::Notify, Some(Role::NotificationOfficer), [DoneAt],
        ["notifies name and address", "notifies", "subject notifies", "notification given", "gives notification", "notifies police", "gives name and address"],
        "the subject notifies name and address", "holdfast on … notified";
    Deed::Consult, Some(Role::Officer), [DoneAt],
        ["consults person", "consulted", "consulted and told", "person consulted", "tells person", "informs person", "told", "informed", "consults person at risk", "tells person at risk", "person at risk consulted", "consults victim", "informs person at risk"],
        "the person at risk is consulted and told", "holdfast on … consult";
    Deed::Note, Some(Role::Officer), [],
        ["writes note", "note", "note written", "notes", "adds note", "note added"],
        "the officer writes a note (no further action for now)", "holdfast on … note";
    Deed::Review, Some(Role::Supervisor), [],
        ["reviews case", "case reviewed", "reviews", "case review", "review of case"],
        "the supervisor reviews the case", "holdfast on … review";
    Deed::RaiseAction, Some(Role::Supervisor), [Due, To],
        ["raises action for", "raises action", "action raised for", "action raised", "sets action"],
        "the supervisor raises an action for the officer, due 2026-03-20", "holdfast on … raise-action";
    Deed::CloseAction, Some(Role::Supervisor), [],
        ["closes action", "action closed", "completes action", "action completed"],
        "the supervisor closes the action", "holdfast on … close-action";
    Deed::ProposeClosure, Some(Role::Officer), [Retention],
        ["proposes closure", "proposes to close case", "proposes to close", "closure proposed", "proposes closing case", "proposes closing"],
        "the officer proposes closure", "holdfast on … propose-closure";
    Deed::ApproveClosure, Some(Role::Inspector), [],
        ["approves closure", "closure approved", "closes case", "case closed", "approves closing"],
        "the inspector approves the closure", "holdfast on … approve-closure";
    Deed::RejectClosure, Some(Role::Inspector), [],
        ["rejects closure", "closure rejected", "refuses closure", "refuses to close", "closure refused", "refuses to close case"],
        "the inspector rejects the closure", "holdfast on … reject-closure";
    Deed::AnswerFlag, Some(Role::Supervisor), [Flag],
        ["answers red flag", "answers flag", "flag answered", "red flag answered", "answers", "disposes of flag", "disposes of red flag"],
        "the supervisor answers RF-16", "holdfast on … answer-flag";
    Deed::Search, Some(Role::Officer), [Places, About, Result, DoneAt],
        ["searches history", "history searched", "history search", "searches history of both", "records history search", "runs history search", "searches records", "searches for history"],
        "the officer searches history: local, PND, about both, nothing found", "holdfast on … search-history";
    Deed::NeedSearch, Some(Role::Officer), [Places],
        ["history search needed", "search needed", "asks for history search", "asks for search of history"],
        "the supervisor asks for a search of history: military (he serves in the army)", "holdfast on … search-needed";
    Deed::Find(PropertyKind::Weapon), Some(Role::CallTaker), [Near, DoneAt],
        ["weapon found", "weapon handed in", "finds weapon", "knife found", "found weapon recorded", "records found weapon", "bag of weapons found", "bag of weapons handed in"],
        "a weapon is handed in (a bag with knives): within 1 km, done 2026-03-01 12:00", "holdfast on … found-property weapon";
    Deed::Find(PropertyKind::Kit), Some(Role::CallTaker), [Near, DoneAt],
        ["kit found", "kit handed in", "finds kit", "found kit recorded", "records found kit"],
        "a kit is found (ties and tape): not known how near", "holdfast on … found-property kit";
    Deed::Find(PropertyKind::Other), Some(Role::CallTaker), [Near, DoneAt],
        ["property found", "property handed in", "finds property", "found property recorded", "records found property", "other property found"],
        "property is handed in (a glove): further away", "holdfast on … found-property other";
    Deed::Mark(Marker::WastingPoliceTime), Some(Role::Officer), [DoneAt],
        ["notice for wasting police time", "penalty notice for wasting police time", "wasting police time notice", "given notice for wasting police time", "given penalty notice for wasting police time", "issues notice for wasting police time", "issues penalty notice for wasting police time", "charged with wasting police time", "fined for wasting police time"],
        "the person at risk is given a notice for wasting police time", "holdfast on … marker wasting_police_time";
    Deed::Mark(Marker::CounterAllegation), Some(Role::Officer), [DoneAt],
        ["counter-allegation", "counter-allegation made", "counter-allegation recorded", "records counter-allegation", "makes counter-allegation", "counter-allegation against person at risk"],
        "the subject makes a counter-allegation", "holdfast on … marker counter_allegation";
    Deed::Mark(Marker::Malicious), Some(Role::Officer), [DoneAt],
        ["marked as malicious", "report marked as malicious", "marks report as malicious", "malicious marker", "malicious marker recorded", "marked as vexatious", "marks person at risk as malicious"],
        "the officer marks the report as malicious", "holdfast on … marker malicious";
    Deed::Reclassify, Some(Role::Supervisor), [Class, Thin, DoneAt],
        ["reclassifies crime", "crime reclassified", "reclassifies", "reclassified", "classes crime anew", "crime classed anew", "report reclassified", "reclassifies report"],
        "the supervisor reclassifies the crime: harassment, without reasons", "holdfast on … reclassify";
    Deed::NotedPhrase(NotedPhrase::AskedAboutArrest), Some(Role::Officer), [],
        ["asks whether subject should be arrested", "asks person at risk whether subject should be arrested", "asks whether she wants him arrested", "asks if she wants him arrested", "asks person at risk whether she wants him arrested", "asks person at risk if she wants him arrested", "asked whether she wants him arrested", "asked if she wants him arrested", "person at risk asked whether she wants him arrested"],
        "the officer asks the person at risk whether she wants him arrested", "holdfast on … note";
    Deed::NotedPhrase(NotedPhrase::Declines), Some(Role::Officer), [],
        ["writes that victim declines", "notes that victim declines", "records that victim declines", "writes that person at risk declines", "notes that person at risk declines", "records that person at risk declines"],
        "the officer writes that the person at risk declines", "holdfast on … note";
    Deed::Linkage, None, [Counts],
        ["linkage sees", "linkage finds", "linked", "linkage", "links confirmed", "series has"],
        "linkage sees 2 reports, 1 other case, 13 other victims; confirmed", "(linkage, by itself; holdfast links same)";
    Deed::Away, Some(Role::Officer), [From, Until, StandIn],
        ["away", "absent", "goes on leave", "on leave", "leave", "sick", "falls ill", "absence recorded"],
        "the officer is away until 2026-03-20, the second officer stands in", "holdfast accounts absent NAME";
    Deed::Back, Some(Role::Officer), [],
        ["back", "comes back", "returns to work", "back at work", "returns from leave", "absence ends"],
        "the officer is back", "holdfast accounts back NAME";
    Deed::Nothing, None, [],
        ["nothing happens", "nothing", "nobody does anything", "nobody acts", "time passes", "nothing is done", "nothing done", "no order applied for", "nobody tells person anything", "nobody tells her anything", "told nothing", "person told nothing", "no order is applied for"],
        "nothing happens", "holdfast tick";
};
