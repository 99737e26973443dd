//! Closed lists that events speak in: behaviours, grades, reasons and the like, each parsed once at the edge.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A word that is in none of the lists.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("'{word}' is not a {list}; known are: {known}")]
pub struct UnknownWord {
    /// The word.
    pub word: String,
    /// Which list it was looked for in.
    pub list: &'static str,
    /// The words of that list.
    pub known: String,
}

/// This declares an enum with a stable code and a sentence for each item.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident, $list:literal { $($(#[$vdoc:meta])* $variant:ident = $code:literal, $label:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[doc = $label] #[serde(rename = $code)] $variant),* }
        impl $name {
            /// Every item, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
            /// The stable code that is stored.
            pub const fn code(self) -> &'static str { match self { $(Self::$variant => $code),* } }
            /// The words that people read.
            pub const fn label(self) -> &'static str { match self { $(Self::$variant => $label),* } }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.pad(self.code()) }
        }
        impl FromStr for $name {
            type Err = UnknownWord;
            fn from_str(text: &str) -> Result<Self, UnknownWord> {
                match text.trim() { $($code => Ok(Self::$variant),)* other => Err(UnknownWord {
                    word: other.to_owned(), list: $list, known: [$($code),*].join(", "),
                }) }
            }
        }
    };
}

words! {
    /// Yes, no, or not known: a question that was not asked is not a no.
    Answer, "answer" { Yes = "yes", "yes"; No = "no", "no"; NotKnown = "not_known", "not known"; }
}
words! {
    /// How exactly a time is known.
    Precision, "precision" { Exact = "exact", "exact"; Day = "day", "to the day"; Month = "month", "to the month"; Approximate = "approximate", "approximate"; }
}
words! {
    /// How the person at risk and the subject stand to each other. Never a filter that takes a case out of sight.
    Relationship, "relationship" {
        ExIntimate = "ex_intimate", "former partner"; CurrentIntimate = "current_intimate", "partner"; Family = "family", "family";
        Acquaintance = "acquaintance", "acquaintance"; Colleague = "colleague", "colleague or former colleague";
        Professional = "professional", "professional contact"; Neighbour = "neighbour", "neighbour"; Stranger = "stranger", "stranger";
        OnlineOnly = "online_only", "online only"; Unknown = "unknown", "not known";
    }
}
words! {
    /// The grade of risk: a professional judgement.
    Grade, "grade" { Standard = "standard", "standard"; Medium = "medium", "medium"; High = "high", "high"; }
}
words! {
    /// Dangers that a screen can find; the rules on low grades read them (RF-09).
    RiskFactor, "risk factor" {
        VeryFrightened = "very_frightened", "the victim is very frightened"; Threats = "threats", "threats";
        Weapons = "weapons", "weapons"; HomeEntry = "home_entry", "entry to the home"; Tracker = "tracker", "a tracker or spyware";
        OtherVictims = "other_victims", "other victims"; PostIntervention = "post_intervention", "an act after police stepped in";
        Escalation = "escalation", "escalation"; RecentSeparation = "recent_separation", "recent separation";
        Suicidal = "suicidal", "suicidal or homicidal ideas"; Children = "children", "children in the household";
    }
}
impl RiskFactor {
    /// Whether a standard grade beside it is a red flag (RF-09).
    pub const fn is_serious(self) -> bool {
        match self {
            Self::VeryFrightened
            | Self::Threats
            | Self::Weapons
            | Self::HomeEntry
            | Self::Tracker
            | Self::OtherVictims
            | Self::PostIntervention => true,
            Self::Escalation | Self::RecentSeparation | Self::Suicidal | Self::Children => false,
        }
    }
}
words! {
    /// Why an order is not sought (section 6.3). The barred ones cannot stand alone.
    Reason, "reason" {
        ActsNotMade = "acts_not_made", "criterion (a) is not met"; RiskNotMade = "risk_not_made", "criterion (b) is not met";
        NotNecessary = "not_necessary", "criterion (c) is not met"; OtherOrderAdequate = "other_order_adequate", "another order in force is adequate";
        InCustody = "in_custody", "the subject is in custody and cannot make contact"; EvidenceInsufficient = "evidence_insufficient", "evidence is insufficient, gaps and plan listed";
        SubjectUnidentified = "subject_unidentified", "the subject is not identified"; OutsideArea = "outside_area", "outside s. 1(3), and another force has accepted";
        PersonObjects = "person_objects", "the person at risk objects and the risk allows it";
        VictimUnsupportive = "victim_unsupportive", "the victim does not support it"; NoCharge = "no_charge", "no conviction or charge";
        RelationshipStranger = "relationship_stranger", "the subject is a stranger"; OnlyOnline = "only_online", "only online";
        BailInPlace = "bail_in_place", "bail is in place"; Cost = "cost", "cost";
    }
}
words! {
    /// What the stalking SPOC says of a decision to apply (section 6.3).
    Advice, "advice" { Agrees = "agrees", "agrees"; WithConditions = "with_conditions", "agrees with conditions"; Against = "against", "advises against"; }
}
words! {
    /// How advice is answered.
    AdviceAnswer, "answer to advice" { Followed = "followed", "followed"; NotFollowed = "not_followed", "not followed"; }
}
words! {
    /// What a decision is put off for (section 6.3, 'waiting named thing').
    Awaited, "thing waited for" {
        Evidence = "evidence", "a statement or evidence from a named source"; Enquiry = "enquiry", "the result of an enquiry"; CourtOutcome = "court_outcome", "an outcome from the CPS or a court";
        Identification = "identification", "the subject to be identified"; OtherForce = "other_force", "another force's answer"; CustodyEnd = "custody_end", "the end of custody"; Other = "other", "another named thing";
    }
}
words! {
    /// How the waiting ended before its day.
    AwaitedEnd, "end of waiting" { Arrived = "arrived", "it has arrived"; WillNotCome = "will_not_come", "it will not come"; }
}
words! {
    /// The ground of s. 1(3) on which this chief officer may apply.
    Ground, "ground" {
        Resides = "resides", "the subject resides in the police area (s. 1(3)(a))"; InArea = "in_area", "the subject is believed to be in the area (s. 1(3)(b))";
        IntendsToCome = "intends_to_come", "the subject is believed to intend to come to the area (s. 1(3)(b))"; NoTerritorialTest = "no_territorial_test", "British Transport Police or Ministry of Defence Police: no territorial test";
    }
}
words! {
    /// A stage of a duty: when somebody hears of it.
    Stage, "stage" { Reminder = "reminder", "soon due"; Missed = "missed", "missed"; Rank = "rank", "gone to the rank that answers for it"; Above = "above", "gone to the rank above"; }
}
words! {
    /// Whom of a rank a notice reaches.
    Within, "reach of a notice" { Team = "team", "in the team of the case"; Force = "force", "in the force"; }
}
words! {
    /// Measures that protect.
    ProtectionKind, "protection" {
        Order = "order", "Stalking Protection Order"; InterimOrder = "interim_order", "interim Stalking Protection Order"; OtherOrder = "other_order", "another order";
        Bail = "bail", "bail conditions"; Custody = "custody", "custody"; Warrant = "warrant", "an open warrant for arrest";
    }
}
words! {
    /// Where a fact is known from.
    Source, "source" { Import = "import", "an import"; Court = "court", "the court"; Officer = "officer", "an officer"; Custody = "custody_record", "the custody record"; }
}
words! {
    /// What shows that a measure was made, or served, as it is recorded.
    Evidence, "evidence of a measure" {
        SealedOrder = "sealed_order", "the sealed order"; CertificateOfService = "certificate_of_service", "the certificate of service"; CustodyRecord = "custody_record", "the custody record";
        CourtResult = "court_result", "the court's result"; Pnc = "pnc", "an entry in the Police National Computer"; ForceSystem = "force_system", "another system of the force";
        ForceExport = "force_export", "the force's export"; PersonTold = "person_told", "told by the person at risk"; Other = "other", "other evidence";
    }
}
words! {
    /// Steps of an application whose dates may be known.
    ApplicationStep, "application step" { Applied = "applied", "applied for"; Granted = "granted", "granted"; Refused = "refused", "refused"; Withdrawn = "withdrawn", "withdrawn"; }
}
words! {
    /// What police did towards the subject.
    Intervention, "intervention" {
        WordsOfAdvice = "words_of_advice", "words of advice"; PhoneCall = "phone_call", "a call to the subject"; Notice = "notice", "a notice";
        Arrest = "arrest", "arrest"; VoluntaryInterview = "voluntary_interview", "voluntary interview"; Bail = "bail", "bail"; Charge = "charge", "charge";
        ReleasedWithoutCharge = "released_without_charge", "release without charge"; UnderInvestigation = "under_investigation", "release under investigation";
        BailChanged = "bail_changed", "bail conditions changed or cancelled";
    }
}
words! {
    /// Why a question that was settled came open again.
    ReopenCause, "cause" {
        NewAct = "new_act", "a new act"; NewReport = "new_report", "a new report"; Breach = "breach", "a suspected breach"; MeasureEnded = "measure_ended", "another measure ended";
        TimeReached = "time_reached", "the day for looking again came"; NewVictim = "new_victim", "a new victim"; RiskChanged = "risk_changed", "the risk changed"; Review = "review", "a review"; Intervention = "intervention", "police stepped in";
        ActGraver = "act_graver", "an act is graver than it was recorded"; Withdrawn = "withdrawn", "what it rested on was withdrawn";
        Advice = "advice", "the stalking SPOC's advice is followed"; Request = "request", "a request for reconsideration"; Arrived = "arrived", "what it waited for has arrived"; WillNotCome = "will_not_come", "what it waited for will not come";
        NoFurtherAction = "no_further_action", "no further action was decided";
        PropertyFound = "property_found", "a weapon or a kit was found"; Marker = "marker", "the case was turned against the person who reported";
        ApplicationRefused = "application_refused", "the court refused the application"; ApplicationWithdrawn = "application_withdrawn", "the application was withdrawn";
    }
}
words! {
    /// Why an act, a report or a person is told otherwise than before.
    CorrectionCause, "reason for a correction" {
        Mistake = "mistake", "a mistake in recording"; BetterInformation = "better_information", "better information"; LaterRow = "later_row", "a later row of the source";
    }
}
words! {
    /// Why an act or a report counts no longer.
    StrikeCause, "reason for a withdrawal" {
        OtherPerson = "other_person", "it belongs to another person"; NotAsRecorded = "not_as_recorded", "it did not happen as it was recorded"; Duplicate = "duplicate", "it was recorded twice";
    }
}
words! {
    /// Who asks for a decision, or for its absence, to be looked at again.
    Requester, "who asks" { PersonAtRisk = "person_at_risk", "the person at risk"; Advocate = "advocate", "an advocate for the person at risk"; }
}
words! {
    /// How a request for reconsideration is answered.
    RequestAnswer, "answer to a request" { LookAgain = "look_again", "it is looked at again"; Stands = "stands", "it stands"; }
}
words! {
    /// What a victim is told of under the Victims' Code, right 6.
    News, "news" {
        Arrest = "arrest", "the arrest"; Interview = "interview", "the interview under caution"; Released = "released", "the release without charge";
        Bail = "bail", "the release on bail or under investigation"; BailChanged = "bail_changed", "the change or cancelling of bail conditions";
        NoFurtherAction = "no_further_action", "the decision not to investigate further";
    }
}
words! {
    /// Which rights of the Victims' Code apply. Until anything is recorded they are Enhanced (policy, section 2.16 B).
    Entitlement, "entitlement" {
        Enhanced = "enhanced", "Enhanced Rights"; Standard = "standard", "the rights of every victim, after an assessment"; Refused = "refused", "the rights of every victim: Enhanced Rights refused by the person";
    }
}
words! {
    /// How the person at risk is reached.
    Channel, "channel" {
        Phone = "phone", "phone"; Text = "text", "text message"; Email = "e_mail", "e-mail"; Letter = "letter", "letter"; InPerson = "in_person", "in person";
        Advocate = "advocate", "through an advocate"; Portal = "portal", "an online account";
    }
}
words! {
    /// What a crime is recorded as, as far as the rules on stalking need it.
    CrimeClass, "crime class" {
        Stalking = "stalking", "stalking"; Harassment = "harassment", "harassment"; MaliciousCommunications = "malicious_communications", "malicious communications";
        NeighbourDispute = "neighbour_dispute", "neighbour dispute"; Other = "other", "another crime"; NoCrime = "no_crime", "no crime";
    }
}
words! {
    /// Where history is looked for (specification, section 7.2, RF-07).
    SearchPlace, "place of a search" {
        Local = "local", "the force's own records"; National = "pnd", "the Police National Database"; OtherForce = "other_force", "another force of residence";
        Military = "military", "the armed forces and their police"; Employer = "employer", "an employer"; Other = "other", "another place";
    }
}
words! {
    /// About whom history is looked for.
    SearchAbout, "person of a search" { Subject = "subject", "the subject"; PersonAtRisk = "person_at_risk", "the person at risk"; Both = "both", "the subject and the person at risk"; }
}
words! {
    /// What was found or handed in (RF-10).
    PropertyKind, "found property" { Weapon = "weapon", "a weapon"; Kit = "kit", "a kit: ties, tape, tools, a disguise"; Other = "other", "other property"; }
}
words! {
    /// How near found property lay to a place where the person at risk is used to be: home, work, school, stable, gym.
    Nearness, "nearness" { WithinKilometre = "within_1_km", "within 1 km of a place of the person at risk"; Further = "further", "further away than 1 km"; NotKnown = "not_known", "nobody has said how near"; }
}
words! {
    /// What turns a case against the person who reported it (RF-08).
    Marker, "marker" {
        WastingPoliceTime = "wasting_police_time", "a notice or charge for wasting police time"; CounterAllegation = "counter_allegation", "a counter-allegation";
        Malicious = "malicious", "a marker as malicious or vexatious";
    }
}
words! {
    /// What a rule notices in words (RF-22).
    NotedPhrase, "phrase" {
        AskedAboutArrest = "asked_about_arrest", "whether the person at risk wants an arrest"; Declines = "declines", "that the person at risk declines or does not support it";
    }
}
words! {
    /// Retention groups; which applies is the force's decision.
    RetentionGroup, "retention group" { Group1 = "group_1", "group 1"; Group2 = "group_2", "group 2"; Group3 = "group_3", "group 3"; }
}
words! {
    /// What a person may be in Holdfast (specification, section 1.2 and 1.3).
    Role, "role" {
        CallTaker = "call_taker", "call taker"; FirstResponder = "first_responder", "first responder"; Officer = "officer", "officer in the case";
        Spoc = "spoc", "stalking SPOC"; Supervisor = "supervisor", "supervisor"; Inspector = "inspector", "inspector"; AuthorisingOfficer = "authorising_officer", "authorising officer";
        Legal = "legal", "force legal services"; OrderManager = "order_manager", "order manager"; NotificationOfficer = "notification_officer", "station notification officer";
        WarrantsDesk = "warrants_desk", "warrants desk"; Analyst = "analyst", "data analyst"; CrimeRegistrar = "crime_registrar", "force crime registrar";
        Auditor = "auditor", "professional standards or auditor"; Advocate = "advocate", "advocate"; Administrator = "administrator", "administrator";
    }
}
words! {
    /// How much of a case the person at risk lets an advocate see (section 1.3). Contact and whereabouts are in none.
    ConsentScope, "consent scope" {
        Progress = "progress", "progress: how the case stands and what is due"; ProgressAndWords = "progress_and_words", "progress, and what was said in its words";
    }
}
words! {
    /// How bad a red flag is.
    Severity, "severity" { Medium = "medium", "medium"; High = "high", "high"; Critical = "critical", "critical"; }
}
words! {
    /// What was done: the statutory examples of s. 2A(3) Protection from Harassment Act 1997 (A1 to A7), sub-types outside it, and the working codes.
    Behaviour, "behaviour" {
        A1 = "A1", "following a person"; A2 = "A2", "contacting or attempting to contact by any means"; A3 = "A3", "publishing material relating to, or purporting to come from, a person";
        A4 = "A4", "monitoring use of internet, email or other electronic communication"; A5 = "A5", "loitering in any place"; A6 = "A6", "interfering with property"; A7 = "A7", "watching or spying";
        A8 = "A8", "entering premises"; A9 = "A9", "giving or leaving things"; A0 = "A0", "another act expected to cause fear, alarm or distress";
        O1 = "O1", "home visit uninvited"; O2 = "O2", "attending workplace, school or gym"; O3 = "O3", "following in a vehicle"; O4 = "O4", "vehicle tracker"; O5 = "O5", "entry with a stolen or copied key";
        O6 = "O6", "in the home while the occupant is asleep or away"; O7 = "O7", "gifts, letters or items left"; O8 = "O8", "damage to property or vehicle"; O9 = "O9", "theft of personal items";
        O10 = "O10", "harm or threat to pets"; O11 = "O11", "surveillance, moving nearby, joining the same club"; O12 = "O12", "approach to children or school"; O13 = "O13", "contact through a third party"; O14 = "O14", "assault";
        O15 = "O15", "weapon carried or cached"; O16 = "O16", "threats to kill or harm"; O17 = "O17", "sexual threat"; O18 = "O18", "vexatious complaints or court applications"; O19 = "O19", "false reports about the person";
        O20 = "O20", "ordering or cancelling goods in the person's name"; O21 = "O21", "contact from prison";
        N1 = "N1", "repeated calls, texts or voicemail"; N2 = "N2", "social-media messages"; N3 = "N3", "multiple accounts"; N4 = "N4", "impersonation"; N5 = "N5", "posts about the person"; N6 = "N6", "publishing private details";
        N7 = "N7", "intimate-image threat or release"; N8 = "N8", "stalkerware"; N9 = "N9", "account takeover"; N10 = "N10", "location by shared account"; N11 = "N11", "smart-home, doorbell or car access"; N12 = "N12", "item-finder tag";
        N13 = "N13", "spoofed numbers"; N14 = "N14", "contact through friends or employer accounts"; N15 = "N15", "monitoring of posts"; N16 = "N16", "deepfake"; N17 = "N17", "payment-reference messages";
    }
}
