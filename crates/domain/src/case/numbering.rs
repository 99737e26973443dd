//! The number by which people name an act: given in the order of telling, and kept for good. A correction keeps the number
//! of what it corrects; what is withdrawn, or goes with its report, takes its number along.

use super::Case;
use crate::ids::ActId;

/// The numbers of the acts of a case, from 1: one for every id under which an act was ever told.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ActNumbers(Vec<(ActId, u32)>);

impl ActNumbers {
    /// This numbers an act that is told for the first time; one that comes back has its number.
    pub(super) fn tell(&mut self, act: ActId) {
        if self.of(act).is_none() {
            let last = self.0.iter().map(|(_, number)| *number).max().unwrap_or(0);
            self.0.push((act, last.saturating_add(1)));
        }
    }

    /// This gives the number of an act to what takes its place.
    pub(super) fn follow(&mut self, replaced: ActId, by: ActId) {
        if let Some(number) = self.of(replaced) {
            self.0.push((by, number));
        }
    }

    fn of(&self, act: ActId) -> Option<u32> {
        self.0.iter().find(|(id, _)| *id == act).map(|(_, number)| *number)
    }
}

impl Case {
    /// The number of an act, under whichever of its ids.
    pub fn act_number(&self, act: ActId) -> Option<u32> {
        self.act_numbers.of(act)
    }

    /// The act of a number: as it stands, and where it counts no longer, as it stood last.
    pub fn act_numbered(&self, number: u32) -> Option<ActId> {
        let ids = self.act_numbers.0.iter().rev().filter(|(_, of)| *of == number).map(|(id, _)| *id);
        ids.clone().find(|id| self.has_act(*id)).or_else(|| ids.clone().next())
    }
}
