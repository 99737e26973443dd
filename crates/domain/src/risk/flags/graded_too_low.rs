//! RF-09: a standard grade stands beside a danger that standard cases do not have.

use super::act_after_intervention::follows_intervention;
use super::{Fired, FlagContext, RedFlag, by_events_only, weapon_found_near};
use crate::case::Case;
use crate::case::state::CaseAct;
use crate::catalogue::{Behaviour, Grade, Severity};
use crate::time::Moment;

/// RF-09.
pub const FLAG: RedFlag = RedFlag {
    code: "RF-09",
    severity: Severity::Critical,
    title: "Risk is graded standard in spite of a serious danger",
    authority: "Gracie Spinks, Derbyshire 2021 (graded low; knives, hammer and axe found); Shana Grice, Sussex 2016 \
                (tracker, stolen key, in the home while she slept)",
    data_needed: "the risk screen, the acts, interventions, found property, other victims",
    fires,
    next_check: by_events_only,
};

fn fires(case: &Case, _at: Moment, _context: &FlagContext) -> Option<Fired> {
    let screen = case.latest_screen()?;
    if case.grade != Some(Grade::Standard) {
        return None;
    }
    let factors = screen.factors.iter().filter(|factor| factor.is_serious());
    let mut rows: Vec<(Moment, String)> = factors.map(|factor| (screen.at, format!("factor:{factor}"))).collect();
    let acts = case.acts.iter().filter(|held| shows_danger(held) || follows_intervention(case, held));
    rows.extend(acts.map(|held| (held.act.recorded_at, format!("act:{}", held.act.id))));
    rows.extend(weapon_found_near::dangerous(case).map(|found| (found.found_at, weapon_found_near::row(found))));
    let victims = case.series.as_ref().filter(|facts| facts.other_victims > 0);
    rows.extend(victims.map(|facts| (facts.seen_at, format!("other_victims:{}", facts.other_victims))));
    let first = rows.iter().map(|(at, _)| *at).min()?;
    // The screen is a row too: a new standard grade beside the same danger is a new judgement, and fires again.
    let evidence = std::iter::once(format!("screen:{}", screen.id)).chain(rows.into_iter().map(|(_, row)| row));
    Some(Fired { since: first.max(screen.at), evidence: evidence.collect() })
}

/// What was believed before a correction counts until a supervisor has looked at it.
fn shows_danger(held: &CaseAct) -> bool {
    Case::accounts(held).filter_map(|act| act.behaviour).any(speaks_for_itself)
}

/// Threats, weapons, entry to the home, trackers: the acts that speak for themselves, whatever the screen says.
pub(crate) fn speaks_for_itself(behaviour: Behaviour) -> bool {
    const DANGERS: &[Behaviour] = &[
        Behaviour::A8,
        Behaviour::O4,
        Behaviour::O5,
        Behaviour::O6,
        Behaviour::O15,
        Behaviour::O16,
        Behaviour::O17,
        Behaviour::N7,
        Behaviour::N8,
        Behaviour::N12,
    ];
    DANGERS.contains(&behaviour)
}
