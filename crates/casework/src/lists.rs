//! The list of people at risk who are not yet protected.

use crate::access::{Action, ListScope, filter};
use crate::app::{App, allowed, case_facts};
use crate::asked::Wish;
use crate::cases::show::until_words;
use crate::failure::{Failure, Fault};
use crate::house::absences::stands_in_for;
use crate::house::sessions::actor_of;
use crate::views::{Actor, FlagTag, Scope, Worklist, WorklistFilter, WorklistRow};
use domain::case::next::NextAction;
use domain::catalogue::ProtectionKind;
use domain::clocks::{Clock, moment_words};
use domain::ids::{AccountId, CaseId, SeriesId};
use domain::risk::flags;
use domain::time::{Day, Moment};
use domain::wording;
use domain::wording::Wording;
use std::collections::{BTreeSet, HashMap};
use store::AsRead;
use store::quoted::Called;
use store::rows::{AccountRow, CaseRow};
use store::views::worklist::{ListPage, ListQuery, Reach, worklist};
use store::{Draft, Field, Reader, Shown, queries};

/// Rows a page at most.
pub const ROWS_MAX: u32 = 200;

impl App {
    /// This reads a page of the list. The row of every case on it is on record before it can be seen.
    pub fn worklist(&self, actor: &Actor, wanted: &WorklistFilter) -> Result<Worklist, Failure> {
        self.asked(actor, &Wish::of(Action::ViewWorklist.code()), || self.read_worklist(actor, wanted))
    }

    fn read_worklist(&self, actor: &Actor, wanted: &WorklistFilter) -> Result<Worklist, Failure> {
        let query = self.list_query(actor, wanted)?;
        let ((page, staff, (kept, absent)), receipt) = self.store.look(self.context(actor, "worklist"), |reader| {
            let policies = self.permit_force(actor, Action::ViewWorklist)?;
            let page = worklist(reader, &query)?;
            let staff = queries::accounts(reader)?;
            if let (Scope::Team(team), 0) = (&wanted.scope, page.total)
                && *team != actor.team
            {
                known_team(team, staff.iter().filter(|account| account.force == actor.force))?;
            }
            let shown = Shown::of(&[Field::Listing], page.rows.iter().map(store::Sealed::id));
            let draft = Draft::seen(Action::ViewListing.code(), &policies, vec![shown]);
            let draft = draft.fact("total", page.total);
            let kept = queries::series_kept_from(reader, actor.account)?;
            let absent = absent(reader, actor, page.rows.iter().map(store::Sealed::id))?;
            Ok::<_, Failure>(((page, staff, (kept, absent)), draft))
        })?;
        let ListPage { rows, total, overdue, next } = page;
        let now = query.now;
        let officers: HashMap<String, String> =
            staff.iter().map(|account| (account.id.to_string(), account.display_name.clone())).collect();
        let view = |row: CaseRow| {
            let absence =
                absent.iter().find(|held| held.case == row.id).map(|held| absence_words(held, actor, &officers));
            WorklistRow { absence, ..row_view(hushed(row, &kept), now, &officers) }
        };
        let rows = receipt.open_all(rows)?.into_iter().map(view).collect();
        Ok(Worklist {
            heading: heading(wanted),
            as_of: now,
            total: u64::try_from(total).unwrap_or(0),
            overdue: u64::try_from(overdue).unwrap_or(0),
            rows,
            next: next.map(|(danger, late, id)| format!("{danger}.{late}.{id}")),
        })
    }

    pub(crate) fn list_query(&self, actor: &Actor, wanted: &WorklistFilter) -> Result<ListQuery, Failure> {
        let after = wanted.after.as_deref().map(cursor).transpose()?;
        Ok(ListQuery {
            account: actor.account,
            stands_in_for: self.read(|reader| stands_in_for(reader, actor.account))?,
            force: actor.force.clone(),
            reach: reach(actor),
            wanted: match &wanted.scope {
                Scope::Mine => Reach::Own,
                Scope::Team(team) => Reach::Team(team.clone()),
                Scope::Force => Reach::Force,
            },
            kind: wanted.kind,
            grade: wanted.grade,
            overdue: wanted.overdue,
            now: self.now(),
            after,
            limit: i64::from(wanted.limit.clamp(1, ROWS_MAX)),
        })
    }
}

/// A case whose officer is away.
struct Absent {
    case: CaseId,
    until: Option<Day>,
    /// Who stands in, if they may have the case.
    stand_in: Option<AccountId>,
}
store::outgoing!(Absent { case, until, stand_in });

/// Those of some cases whose officers are away now.
fn absent(reader: &mut Reader<'_>, actor: &Actor, cases: impl Iterator<Item = String>) -> Result<Vec<Absent>, Failure> {
    let at = reader.as_of();
    let rows = queries::absences_in(reader, &actor.force, at.day())?;
    let now: Vec<_> = rows.into_iter().filter(|row| row.told().lasts_at(at)).collect();
    let mut found = Vec::new();
    if now.is_empty() {
        return Ok(found);
    }
    for case in cases.filter_map(|id| id.parse::<CaseId>().ok()) {
        let Some(file) = queries::case_file_by_id(reader, case)? else { continue };
        let Some(row) = now.iter().find(|row| file.officer == Some(row.account)) else { continue };
        let facts = case_facts(reader, &file)?;
        let mut stand_in = None;
        for account in facts.stand_ins.iter().copied() {
            let held = queries::account(reader, account)?.map(|row| actor_of(row.into_inner()));
            let may = held.is_some_and(|held| allowed(&held, Action::ViewCase, &facts).is_some());
            stand_in = stand_in.or(may.then_some(account));
        }
        found.push(Absent { case, until: row.until_day, stand_in });
    }
    Ok(found)
}

/// That an officer is away, as the reader is told.
fn absence_words(held: &Absent, reader: &Actor, names: &HashMap<String, String>) -> String {
    let until = until_words(held.until);
    match held.stand_in {
        Some(account) if account == reader.account => format!("away{until}; you stand in"),
        Some(account) => {
            let name = names.get(&account.to_string()).map_or("somebody", String::as_str);
            format!("away{until}; {name} stands in")
        }
        None => format!("away{until}; nobody stands in: the team has it"),
    }
}

/// An empty list of a mistyped team would look like nobody at risk. A team that has a case on the list needs no account in it.
fn known_team<'a>(
    team: &str,
    mut accounts: impl Iterator<Item = &'a AsRead<AccountRow>> + Clone,
) -> Result<(), Failure> {
    let teams: BTreeSet<Called> = accounts.clone().filter_map(AsRead::team_called).collect();
    if accounts.any(|account| account.team == team) {
        return Ok(());
    }
    let teams = Wording::joined(teams.into_iter().map(|team| wording!("{}", team)), ", ");
    let words = wording!("nobody is in it and no case on this list is with it; teams are: {}", teams);
    Err(Failure::fault("team", Fault::Unknown, words))
}

/// What the policies let an actor have listed, as the store asks for it.
pub fn reach(actor: &Actor) -> Reach {
    match filter(actor).scope {
        ListScope::Own(_) => Reach::Own,
        ListScope::Reported(_) => Reach::Tied("reported"),
        ListScope::Team(team) => Reach::Team(team),
        ListScope::Force => Reach::Force,
        ListScope::Consented(_) => Reach::Tied("consented"),
        ListScope::Nothing => Reach::Nothing,
    }
}

fn cursor(text: &str) -> Result<(i64, i64, CaseId), Failure> {
    let mut parts = text.splitn(3, '.');
    let mut number = || parts.next().and_then(|part| part.parse::<i64>().ok());
    match (number(), number(), parts.next().and_then(|id| id.parse().ok())) {
        (Some(danger), Some(late), Some(id)) => Ok((danger, late, id)),
        _ => Err(Failure::fault("after", Fault::Unreadable, "is not a place in this list; start again from its top")),
    }
}

fn heading(wanted: &WorklistFilter) -> String {
    let whose = match &wanted.scope {
        Scope::Mine => "my cases".to_owned(),
        Scope::Team(team) => format!("cases of {team}"),
        Scope::Force => "all cases that you may see".to_owned(),
    };
    format!("People at risk without a served order: {whose}")
}

/// A row without what linkage tells of a series, where a case of it is kept from the reader: a number would count it.
fn hushed(row: CaseRow, kept: &[SeriesId]) -> CaseRow {
    if row.series.is_none_or(|series| !kept.contains(&series)) {
        return row;
    }
    let next_action = if NextAction::is_of_links(&row.next_action) {
        "Open the case: its next step is shown there.".to_owned()
    } else {
        row.next_action
    };
    CaseRow { series: None, series_reports: 0, series_confirmed: false, next_action, ..row }
}

fn row_view(row: CaseRow, now: Moment, officers: &HashMap<String, String>) -> WorklistRow {
    let clock = row.due_code.as_deref().and_then(|code| Clock::from_code(code).ok());
    let due_at = Moment::from_micros(row.late_order);
    let known = row.late_order != i64::MAX;
    WorklistRow {
        relationship: row.relationship.label().to_owned(),
        grade: row.grade,
        reports: u32::try_from(row.reports).unwrap_or(0),
        series: series(&row),
        protection: protection(&row),
        missing: clock
            .map_or_else(|| decision_words(&row.decision).to_owned(), |clock| sentence_start(clock.rule().title)),
        rule: row.due_code.clone(),
        since: row.due_started.map(since_words),
        due: known.then(|| due_words(clock, due_at)),
        late: (known && due_at <= now).then(|| late_words(due_at, now)),
        flag: row.flag.as_deref().and_then(flag_tag),
        next_action: row.next_action,
        before_go_live: row.before_go_live,
        officer: row.officer.and_then(|officer| officers.get(&officer.to_string()).cloned()),
        absence: None,
        team: row.team,
        reference: row.reference,
    }
}

/// A red flag's code with its severity and words.
pub(crate) fn flag_tag(code: &str) -> Option<FlagTag> {
    let flag = flags::from_code(code)?;
    Some(FlagTag { code: flag.code.to_owned(), severity: flag.severity, title: flag.title.to_owned() })
}

fn series(row: &CaseRow) -> Option<String> {
    let all = row.series_reports;
    (row.series.is_some() && all > 1).then(|| {
        let confirmed = if row.series_confirmed { "confirmed" } else { "unconfirmed" };
        format!("{all} reports in the series, {confirmed}")
    })
}

pub(crate) fn protection(row: &CaseRow) -> String {
    // A measure beside a served order is shown as what it is; an order in this place is one that was not served.
    if matches!(row.measure, Some(ProtectionKind::Order | ProtectionKind::InterimOrder)) {
        return "none: an order was made and is not served".to_owned();
    }
    match (row.measure, row.measure_until) {
        (None, _) => "none".to_owned(),
        (Some(kind), Some(until)) => format!("{} until {}", kind.label(), domain::clocks::day_words(until)),
        (Some(kind), None) => kind.label().to_owned(),
    }
}

/// The state of the decision, where no duty runs.
pub(crate) fn decision_words(code: &str) -> &'static str {
    match code {
        "not_yet_considered" => "Protection not yet considered",
        "considering" => "Protection being considered",
        "awaiting_countersign" => "Decision waits for a countersignature",
        "decided_apply" => "Decided: apply for an order",
        "decided_not_apply" => "Decided: do not apply",
        "deferred" => "Decision put off",
        "superseded_by_other_order" => "Another order protects for now",
        _ => "Not protected",
    }
}

/// A title as the start of a sentence.
pub(crate) fn sentence_start(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Since when a duty runs: a go-live begins with its day, and nobody counts from the stroke of midnight.
pub(crate) fn since_words(started_at: Moment) -> String {
    if is_midnight(started_at) { domain::clocks::day_words(started_at.day()) } else { moment_words(started_at) }
}

/// Whether a moment is the first of its day in London.
pub(crate) fn is_midnight(moment: Moment) -> bool {
    moment == moment.day().start()
}

/// When a duty is due: a day that ends, or a time.
pub(crate) fn due_words(clock: Option<Clock>, due_at: Moment) -> String {
    let by_days = clock.is_some_and(|clock| clock.rule().limit.usual.counts_days());
    // The first instant that is too late ends a day, whether days or hours were counted.
    if by_days || is_midnight(due_at) {
        format!("by the end of {}", domain::clocks::day_words(due_at.plus_micros(-1).day()))
    } else {
        format!("by {}", moment_words(due_at))
    }
}

/// How late something is.
pub(crate) fn late_words(due_at: Moment, now: Moment) -> String {
    let hours = (now.micros() - due_at.micros()) / 3_600_000_000;
    match hours {
        ..1 => "less than an hour late".to_owned(),
        1 => "1 hour late".to_owned(),
        2..48 => format!("{hours} hours late"),
        _ => format!("{} days late", hours / 24),
    }
}
