//! One act on many cases: each has its own entry, and each refusal is told by its case.

use crate::app::App;
use crate::cases::act::{Act, Acted};
use crate::failure::Failure;
use crate::views::Actor;

/// What became of one case.
pub type Done = (String, Result<Acted, Failure>);

impl App {
    /// This gives cases to an officer or a team, one by one, each under an entry of its own with the one reason.
    pub fn allocate_many(
        &self,
        actor: &Actor,
        references: &[String],
        officer: Option<&str>,
        team: Option<&str>,
        reasons: &str,
    ) -> Vec<Done> {
        let act = Act::Allocate {
            officer: officer.map(str::to_owned),
            team: team.map(str::to_owned),
            reasons: Some(reasons.to_owned()),
        };
        references.iter().map(|reference| (reference.clone(), self.act(actor, reference, act.clone()))).collect()
    }
}
