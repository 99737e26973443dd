//! Where whoever is at risk finds help.

use crate::failure::{Failure, Fault};
use serde::{Deserialize, Serialize};

/// The services that ship with Holdfast.
const SHIPPED: &str = include_str!("support.toml");

/// A service that helps whoever is at risk.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Support {
    /// Its name.
    pub name: String,
    /// How it is reached.
    pub reach: String,
    /// For whom it is, in a sentence.
    pub about: String,
}

/// A list of services.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    service: Vec<Support>,
}

/// This reads a list of services, or says what is wrong with it.
pub fn parse(text: &str) -> Result<Vec<Support>, Failure> {
    let unreadable =
        |_| Failure::fault("services", Fault::Unreadable, "is not a list of services as support.toml has it");
    let list: List = toml::from_str(text).map_err(unreadable)?;
    let empty = |one: &Support| [&one.name, &one.reach, &one.about].into_iter().any(|text| text.trim().is_empty());
    if list.service.is_empty() || list.service.iter().any(empty) {
        return Err(Failure::fault(
            "services",
            Fault::Missing,
            "needs one service at least, each with name, reach and about",
        ));
    }
    Ok(list.service)
}

/// The national services that ship with Holdfast.
pub fn shipped() -> Vec<Support> {
    parse(SHIPPED).unwrap_or_default()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_list_reads_and_a_list_without_a_way_to_reach_anybody_does_not() {
        let names: Vec<String> = parse(SHIPPED).unwrap().into_iter().map(|one| one.name).collect();
        assert!(names.len() >= 5 && names[0].contains("Stalking Helpline"), "{names:?}");
        assert_eq!(shipped().len(), names.len());
        for wrong in
            ["", "service = []", "[[service]]\nname = 'x'\nreach = ' '\nabout = 'y'", "[[service]]\nname = 'x'"]
        {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
