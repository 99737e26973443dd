//! What the forms on a case ask with: the force's questions, what is open on the case by its id, and whom one can choose.

use crate::access::Action;
use crate::cases::waits::Known;
use domain::case::Case;
use domain::case::advice::AdviceWait;
use domain::case::backing::is_leaned_on;
use domain::case::state::{DecisionState, Protection, Status};
use domain::catalogue::{ProtectionKind, Role};
use domain::clocks::{day_words, moment_words};
use domain::ids::AccountId;
use domain::risk::questions::QuestionSet;
use domain::time::Moment;
use store::rows::AccountRow;

/// What the forms on a case ask with. It stands beside what a case page shows, and is no part of what a command prints.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Asks {
    /// The set of questions that the force asks today; none where it has adopted none.
    pub questions: Option<QuestionSet>,
    /// How the question of protection stands.
    pub protection: ProtectionStands,
    /// Whether closure is proposed, and waits.
    pub closure_proposed: bool,
    /// Whether the case is open, or closure is proposed.
    pub open: bool,
    /// The lower grade that waits for a second officer, in words.
    pub lowering: Option<String>,
    /// Whether the decision to apply waits for the stalking SPOC's advice.
    pub advice_waits: bool,
    /// Whether that advice waits for an answer.
    pub answer_waits: bool,
    /// Acts that no supervisor has looked at, by number.
    pub unreviewed: Vec<u32>,
    /// Requests for reconsideration that wait, the oldest first: of whom, and since when.
    pub requests: Vec<String>,
    /// Actions that nobody has closed.
    pub actions: Vec<OpenAction>,
    /// Measures on record that have not ended.
    pub measures: Vec<Measure>,
    /// Whom the reader can choose for this case; empty for whoever never chooses.
    pub staff: Vec<Staff>,
    /// Who is named for it, kept away, or let in by consent now; only what the reader may see.
    pub ties: Ties,
}

/// How the question of protection stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum ProtectionStands {
    /// Nobody has opened it.
    #[default]
    NotConsidered,
    /// It is open.
    Open,
    /// A decision waits for the stalking SPOC's countersignature.
    Countersign,
    /// An order is to be sought.
    Apply,
    /// It waits for a named thing.
    PutOff,
    /// It is settled for now: no order, or another measure.
    Settled,
}

/// An action that nobody has closed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OpenAction {
    /// Its id.
    pub id: String,
    /// What is to be done, whose it is, and by when.
    pub words: String,
}

/// A measure that has not ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Measure {
    /// Its id.
    pub id: String,
    /// What it is and how long it lasts.
    pub words: String,
    /// Whether it is in force today, served or not.
    pub in_force: bool,
    /// Whether it is a Stalking Protection Order, an interim one too, that is not served.
    pub unserved: bool,
    /// Whether it is a Stalking Protection Order, an interim one too.
    pub is_order: bool,
    /// Whether a reason not to apply can lean on it.
    pub is_leaned_on: bool,
}

/// Somebody of the force.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Staff {
    /// The name that they sign in with.
    pub name: String,
    /// The name that people read.
    pub display_name: String,
    /// Their role.
    pub role: Role,
    /// Their team.
    pub team: String,
}

/// Who is tied to a case, by the names that they sign in with.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Ties {
    /// Whether it is restricted to named accounts.
    pub restricted: bool,
    /// Who is named for it.
    pub named: Vec<String>,
    /// Who has a declared connection.
    pub connected: Vec<String>,
    /// Advocates whom the person at risk lets see it.
    pub consented: Vec<String>,
}

/// Acts of which somebody else is chosen.
const CHOOSING: &[Action] = &[
    Action::Allocate,
    Action::ScreenRisk,
    Action::RaiseAction,
    Action::RestrictCase,
    Action::RecordConsent,
    Action::WithdrawConnection,
];

/// What is known of the reader beside the words and names.
pub struct Reading<'a> {
    /// What they may do.
    pub may: &'a [&'static str],
    /// Whether they may see who the people in the case are.
    pub knows_people: bool,
    /// The force of the case.
    pub force: &'a str,
    /// The accounts.
    pub staff: &'a [AccountRow],
}

/// This gathers what the forms ask with; the questions are added by whoever read them.
pub fn asks(case: &Case, reading: &Reading<'_>, known: &Known<'_>, now: Moment) -> Asks {
    let chooses = CHOOSING.iter().any(|action| reading.may.contains(&action.code()));
    let of_force = reading.staff.iter().filter(|row| row.active && row.force == reading.force);
    let staff = of_force.filter(|_| chooses).map(|row| Staff {
        name: row.name.clone(),
        display_name: row.display_name.clone(),
        role: row.role,
        team: row.team.clone(),
    });
    let (closure_proposed, open) = match case.status {
        Status::Open => (false, true),
        Status::ClosureProposed { .. } => (true, true),
        Status::Closed { .. } | Status::Joined { .. } => (false, false),
    };
    let (advice_waits, answer_waits) = match case.advice_wait() {
        None => (false, false),
        Some(AdviceWait::Advice { .. }) => (true, false),
        Some(AdviceWait::Answer { .. }) => (false, true),
    };
    let said = |id| known.words.get(id).cloned().unwrap_or_else(|| "words withheld from you".to_owned());
    let name = |account: AccountId| known.names.get(&account).cloned().unwrap_or_default();
    Asks {
        questions: None,
        protection: stands(&case.decision),
        closure_proposed,
        open,
        lowering: case.lowering.map(|lowering| {
            let since = moment_words(lowering.since);
            format!("{}; {} is asked, since {since}", lowering.grade.label(), name(lowering.asked))
        }),
        advice_waits,
        answer_waits,
        unreviewed: case.unreviewed_acts().filter_map(|held| case.act_number(held.act.id)).collect(),
        requests: case
            .open_requests()
            .map(|request| format!("{}, since {}", request.by.label(), moment_words(request.at)))
            .collect(),
        actions: case
            .open_actions()
            .map(|action| OpenAction {
                id: action.id.to_string(),
                words: format!("{} ({}, by {})", said(&action.words), name(action.owner), day_words(action.due_on)),
            })
            .collect(),
        measures: case
            .protections
            .iter()
            .filter(|held| held.last_day().is_none_or(|last| now.day() <= last))
            .map(|held| measure(held, now))
            .collect(),
        staff: staff.collect(),
        ties: ties(case, reading),
    }
}

fn stands(decision: &DecisionState) -> ProtectionStands {
    match decision {
        DecisionState::NotYetConsidered => ProtectionStands::NotConsidered,
        DecisionState::Considering { .. } => ProtectionStands::Open,
        DecisionState::AwaitingCountersign { .. } => ProtectionStands::Countersign,
        DecisionState::Apply { .. } => ProtectionStands::Apply,
        DecisionState::Deferred { .. } => ProtectionStands::PutOff,
        DecisionState::NotApply { .. } | DecisionState::Superseded { .. } => ProtectionStands::Settled,
    }
}

fn measure(held: &Protection, now: Moment) -> Measure {
    let until = held.last_day().map(|last| format!(" until {}", day_words(last)));
    let until = until.unwrap_or_else(|| ", without a last day".to_owned());
    let is_order = matches!(held.kind, ProtectionKind::Order | ProtectionKind::InterimOrder);
    Measure {
        id: held.id.to_string(),
        words: format!("{} from {}{until}", held.kind.label(), day_words(held.from)),
        in_force: held.in_force_on(now.day()),
        unserved: is_order && held.served_at.is_none(),
        is_order,
        is_leaned_on: is_leaned_on(held, now.day()),
    }
}

/// As the case page tells them: consents to everybody, the rest to whoever may know the people in the case.
fn ties(case: &Case, reading: &Reading<'_>) -> Ties {
    let name = |id: AccountId| reading.staff.iter().find(|row| row.id == id).map(|row| row.name.clone());
    let consented = case.access.consents_now().filter_map(|held| name(held.advocate)).collect();
    if !reading.knows_people {
        return Ties { consented, ..Ties::default() };
    }
    Ties {
        restricted: case.access.restricted.is_some(),
        named: case.access.named.iter().filter_map(|id| name(*id)).collect(),
        connected: case.access.connections_now().filter_map(|held| name(held.account)).collect(),
        consented,
    }
}
