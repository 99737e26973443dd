//! What a correction does to a case as it stands: the new account takes the place of the old one, and what rested on the
//! old one rests on the new one. What was believed before is kept beside it.

use super::Case;
use super::state::*;
use crate::catalogue::{CorrectionCause, StrikeCause};
use crate::event::{Act, Four, Worksheet};
use crate::ids::{ActId, ReportId};
use crate::time::Moment;

impl Case {
    /// Every account of an act that the danger of it is read from: what stands now and, until a supervisor has looked at
    /// the correction, what was believed before. A correction takes no danger away by itself.
    pub(crate) fn accounts(held: &CaseAct) -> impl Iterator<Item = &Act> {
        let before = held.formerly.iter().filter(|_| held.reviewed_at.is_none()).map(|former| &former.act);
        std::iter::once(&held.act).chain(before)
    }

    /// The ids under which an act was known with no less danger than it has now, its own first. A red flag that names
    /// one of them is about this danger.
    pub(crate) fn same_danger(held: &CaseAct) -> impl Iterator<Item = ActId> + '_ {
        let before = held.formerly.iter().rev().take_while(|former| !former.graver).map(|former| former.act.id);
        std::iter::once(held.act.id).chain(before)
    }

    /// The act on the case that an id stands for: itself, or its successor where it was corrected.
    pub fn act_known_as(&self, id: ActId) -> Option<&CaseAct> {
        let known = |held: &&CaseAct| held.act.id == id || held.formerly.iter().any(|former| former.act.id == id);
        self.acts.iter().find(known)
    }

    /// The act that an id stood for, where it counts no longer.
    pub fn struck_act(&self, id: ActId) -> Option<&StruckAct> {
        let was = |held: &CaseAct| held.act.id == id || held.formerly.iter().any(|former| former.act.id == id);
        self.struck_acts.iter().find(|struck| was(&struck.held))
    }

    /// This says whether an id was ever given to an act of this case.
    pub(super) fn ever_had_act(&self, id: ActId) -> bool {
        self.act_known_as(id).is_some() || self.struck_act(id).is_some()
    }

    /// This puts another account in the place of an act.
    pub(super) fn believe(
        &mut self,
        replaces: ActId,
        act: &Act,
        because: CorrectionCause,
        graver: bool,
        until: Moment,
    ) {
        let Some(held) = self.acts.iter_mut().find(|held| held.act.id == replaces) else { return };
        let former = std::mem::replace(&mut held.act, act.clone());
        // A supervisor looks at what is told otherwise; other words and another precision are no other act.
        if (former.behaviour, former.occurred_at) != (act.behaviour, act.occurred_at) {
            held.reviewed_at = None;
        }
        held.formerly.push(FormerAccount { act: former, until, because, graver });
        self.act_numbers.follow(replaces, act.id);
        let follow = |acts: &mut Vec<ActId>| {
            acts.iter_mut().filter(|linked| **linked == replaces).for_each(|linked| *linked = act.id);
        };
        self.each_link(follow);
    }

    /// This takes an act out of what counts.
    pub(super) fn strike(&mut self, act: ActId, because: StrikeCause, at: Moment) {
        let Some(place) = self.acts.iter().position(|held| held.act.id == act) else { return };
        let held = self.acts.remove(place);
        self.struck_acts.push(StruckAct { held, at, because });
        self.each_link(|acts| acts.retain(|linked| *linked != act));
    }

    /// This takes a report and its acts out of what counts.
    pub(super) fn withdraw(&mut self, report: ReportId, because: StrikeCause, at: Moment) {
        let Some(place) = self.reports.iter().position(|held| held.id == report) else { return };
        let held = self.reports.remove(place);
        self.struck_reports.push(StruckReport { held, at, because });
        let acts: Vec<ActId> = self.acts_of(report).map(|held| held.act.id).collect();
        acts.into_iter().for_each(|act| self.strike(act, because, at));
    }

    /// A report that leaves the case, or comes back to count, is struck no longer.
    pub(super) fn forget_struck(&mut self, report: ReportId) {
        self.struck_reports.retain(|struck| struck.held.id != report);
        self.struck_acts.retain(|struck| struck.held.report != Some(report));
    }

    /// This notes another time of identification. The duties look at the history themselves.
    pub(super) fn redate(&mut self, report: ReportId, identified_at: Moment) {
        let named = self.reports.iter_mut().filter(|held| held.id == report);
        named.for_each(|held| {
            held.identified_at = identified_at;
            held.counts_from = held.counts_from.min(identified_at);
        });
    }

    /// What a report tells as this case holds it, for another case to take up: from when its duties count, and its acts
    /// as they stand. Of a report that was withdrawn, those acts that were withdrawn with it.
    pub fn told_by(&self, report: ReportId) -> Option<(Moment, Vec<Act>)> {
        if let Some(held) = self.reports.iter().find(|held| held.id == report) {
            return Some((held.counts_from, self.acts_of(report).map(|held| held.act.clone()).collect()));
        }
        let struck = self.struck_reports.iter().find(|struck| struck.held.id == report)?;
        let with_it = |act: &&StruckAct| act.held.report == Some(report) && act.at == struck.at;
        let acts = self.struck_acts.iter().filter(with_it).map(|act| act.held.act.clone());
        Some((struck.held.counts_from, acts.collect()))
    }

    /// This says whether a report on this case was withdrawn from the count, and why.
    pub fn withdrawn(&self, report: ReportId) -> Option<&StruckReport> {
        self.struck_reports.iter().find(|struck| struck.held.id == report)
    }

    /// The acts that a report told of, as they stand.
    pub fn acts_of(&self, report: ReportId) -> impl Iterator<Item = &CaseAct> {
        self.acts.iter().filter(move |held| held.report == Some(report))
    }

    /// This says whether the latest screen rests on an act.
    pub(super) fn screen_rests_on(&self, act: ActId) -> bool {
        self.latest_screen().is_some_and(|screen| four_links(&screen.four).iter().any(|acts| acts.contains(&act)))
    }

    /// This says whether the decision that stands or waits rests on any of these acts; a decision to apply stands for as
    /// long as one of its grounds is left.
    pub(super) fn decision_rests_on(&self, struck: &[ActId]) -> bool {
        let on_sheet =
            |sheet: &Worksheet| sheet_links(sheet).into_iter().flatten().any(|linked| struck.contains(linked));
        match &self.decision {
            DecisionState::NotYetConsidered | DecisionState::Considering { .. } => false,
            DecisionState::AwaitingCountersign { worksheet, .. } => on_sheet(worksheet),
            DecisionState::Apply { grounds, .. } => {
                !grounds.is_empty() && grounds.iter().all(|ground| struck.contains(ground))
            }
            DecisionState::NotApply { signed, .. }
            | DecisionState::Deferred { signed, .. }
            | DecisionState::Superseded { signed, .. } => on_sheet(&signed.worksheet),
        }
    }

    /// This changes every list of acts that FOUR, a worksheet or the grounds of an application rest on.
    fn each_link(&mut self, change: impl Fn(&mut Vec<ActId>)) {
        for screen in &mut self.screens {
            let Four { fixated, obsessive, unwanted, repeated } = &mut screen.four;
            [fixated, obsessive, unwanted, repeated].into_iter().for_each(|answer| change(&mut answer.acts));
        }
        let on_sheet = |sheet: &mut Worksheet| {
            let Worksheet { acts, risk, necessity, ground: _ } = sheet;
            [acts, risk, necessity].into_iter().for_each(|limb| change(&mut limb.acts));
        };
        match &mut self.decision {
            DecisionState::NotYetConsidered | DecisionState::Considering { .. } => {}
            DecisionState::AwaitingCountersign { worksheet, .. } => on_sheet(worksheet),
            DecisionState::Apply { worksheet, grounds, .. } => {
                on_sheet(worksheet);
                change(grounds);
            }
            DecisionState::NotApply { signed, .. }
            | DecisionState::Deferred { signed, .. }
            | DecisionState::Superseded { signed, .. } => on_sheet(&mut signed.worksheet),
        }
    }
}

fn four_links(four: &Four) -> [&Vec<ActId>; 4] {
    [&four.fixated.acts, &four.obsessive.acts, &four.unwanted.acts, &four.repeated.acts]
}

fn sheet_links(sheet: &Worksheet) -> [&Vec<ActId>; 3] {
    [&sheet.acts.acts, &sheet.risk.acts, &sheet.necessity.acts]
}
