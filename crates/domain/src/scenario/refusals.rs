//! Refusals by the rules as a scenario writes them: the family and the words of the refusal, `closure: gates unmet`.

use super::words::{Word, pick};
use std::fmt::Debug;

/// Every refusal of the rules: the family and the name. A test compares this with the rules themselves.
pub const REFUSALS: &[(&str, &[&str])] = &[
    ("act", &["ActAlreadyRecorded", "ActInFuture", "ReportAlreadyAttached", "IdentifiedInFuture", "ReportNotAttached"]),
    (
        "advice",
        &[
            "CaseClosed",
            "NothingToAdvise",
            "NotSpoc",
            "OwnDecision",
            "OfficerInCase",
            "EarlierAdviceOpen",
            "WordsTooShort",
            "NothingToAnswer",
            "NotAnswerable",
            "OwnAdvice",
        ],
    ),
    (
        "closure",
        &[
            "AlreadyClosed",
            "AlreadyProposed",
            "NotOfficer",
            "NotProposed",
            "NotSenior",
            "NeedsInspector",
            "OwnProposal",
            "OfficerInCase",
            "GatesUnmet",
        ],
    ),
    (
        "correction",
        &[
            "ActUnknown",
            "ActReplaced",
            "ActStruck",
            "ActAlreadyRecorded",
            "NothingCorrected",
            "ActInFuture",
            "ReportNotAttached",
            "ReportAlreadyStruck",
            "ReasonsTooShort",
            "NotSupervising",
            "OfficerInCase",
        ],
    ),
    (
        "decision",
        &[
            "CaseClosed",
            "AlreadyOpen",
            "AlreadyDecided",
            "NarrativeTooShort",
            "ActNotOnCase",
            "LimbsNotMet",
            "LimbsNotAnswered",
            "NoActNamed",
            "NoGround",
            "NoReason",
            "OnlyBarredReasons",
            "ReasonContradictsLimb",
            "NoOtherOrder",
            "NoCustody",
            "WhichMeasure",
            "SubjectIsNamed",
            "NoCustodyToAwait",
            "MeasureUnfit",
            "GapsTooShort",
            "PlanTooShort",
            "ForceNotNamed",
            "NotAccepted",
            "AcceptedInFuture",
            "ReasonContradictsGround",
            "ReasonNotGiven",
            "ObjectionAtHighRisk",
            "ReconsiderDay",
            "PersonNotInformed",
            "DeferredDay",
            "NothingAwaited",
            "AwaitedTooShort",
            "NotWaiting",
            "ProtectionUnknown",
            "ProtectionIsOrder",
            "ProtectionNotInForce",
            "SupersededDay",
            "SupersededTooFar",
            "NothingToCountersign",
            "NotSpoc",
            "OwnDecision",
            "OfficerInCase",
            "NotSupervising",
        ],
    ),
    ("flag", &["Unknown", "AlreadyDisposed", "OfficerConcerned", "NotSupervising"]),
    ("handling", &["InFuture", "NoTeam", "AlreadyAllocated", "SameSubject", "NothingToNotify"]),
    ("inquiry", &["InFuture", "CaseJoined", "ResultNotTold", "NoWords", "SameClass", "NotClassifier", "OfficerInCase"]),
    (
        "protection",
        &[
            "AlreadyRecorded",
            "EndsBeforeStart",
            "OrderBeforeAct",
            "MadeInFuture",
            "NotServed",
            "ServedBeforeMade",
            "ServedInFuture",
            "CannotReplaceInterim",
            "EvidenceNotNamed",
            "Unknown",
            "AlreadyServed",
            "AlreadyEnded",
            "ServedAfterEnd",
            "WithdrawnByOfficer",
            "EndsInFuture",
        ],
    ),
    (
        "reconsideration",
        &[
            "CaseJoined",
            "AlreadyRequested",
            "NothingToAnswer",
            "NotSupervising",
            "OfficerInCase",
            "OwnDecision",
            "AnswerTooShort",
        ],
    ),
    (
        "review",
        &[
            "NotSupervising",
            "OfficerInCase",
            "NothingToReview",
            "ActionAlreadyRaised",
            "DueInPast",
            "ActionUnknown",
            "ActionAlreadyClosed",
            "OwnAction",
        ],
    ),
    (
        "risk",
        &[
            "CaseClosed",
            "ScreenAlreadyRecorded",
            "NoTool",
            "UnknownTool",
            "FourNotAnswered",
            "YesWithoutAct",
            "ActNotOnCase",
            "Answer",
            "ReasonsTooShort",
            "LoweringNeedsSecondOfficer",
            "SecondOfficerIsAssessor",
            "NoLowering",
            "NotSecondOfficer",
            "ScreenUnknown",
            "ScreenReplaced",
            "OwnScreen",
            "NotSupervising",
            "ReviewLowers",
        ],
    ),
];

/// The code of a refusal, as the ledger has it: `closure.GatesUnmet`.
pub(super) fn code_of(family: &str, refusal: &dyn Debug) -> String {
    let name = format!("{refusal:?}");
    let variant: String = name.chars().take_while(char::is_ascii_alphanumeric).collect();
    format!("{family}.{variant}")
}

/// A code in words: `closure: gates unmet`.
pub fn in_words(code: &str) -> String {
    let (family, variant) = code.split_once('.').unwrap_or((code, ""));
    let mut words = format!("{family}:");
    for letter in variant.chars() {
        if letter.is_ascii_uppercase() {
            words.push(' ');
        }
        words.push(letter.to_ascii_lowercase());
    }
    words
}

/// Every code in words.
pub fn all() -> Vec<String> {
    let each = |(family, names): &(&str, &[&str])| -> Vec<String> {
        names.iter().map(|name| in_words(&format!("{family}.{name}"))).collect()
    };
    REFUSALS.iter().flat_map(each).collect()
}

/// This reads a refusal: its family and words, its words alone where only one has them, or its code.
pub(super) fn read(words: &[Word]) -> Option<(usize, String)> {
    let codes = || {
        REFUSALS.iter().flat_map(|(family, names)| names.iter().map(move |name| (*family, format!("{family}.{name}"))))
    };
    let whole: Vec<(String, String)> = codes().map(|(_, code)| (code.to_lowercase(), code)).collect();
    let spoken: Vec<(String, String)> = codes().map(|(_, code)| (in_words(&code).replace(':', ""), code)).collect();
    let alone: Vec<(String, String)> =
        codes().map(|(family, code)| (in_words(&code).replace(&format!("{family}:"), ""), code)).collect();
    let unmarked: Vec<Word> = words.iter().filter(|word| word.kind != super::words::Kind::Mark).cloned().collect();
    let all = whole.iter().chain(&spoken).chain(&alone);
    let (taken, code) = pick(&unmarked, all.map(|(words, code)| (words.as_str(), code.clone())))?;
    // Marks within what was taken count too.
    let mut left = taken;
    let end = words.iter().position(|word| {
        left -= usize::from(word.kind != super::words::Kind::Mark && left > 0);
        left == 0
    });
    Some((end.map_or(words.len(), |end| end + 1), code))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names of a refusal's variants, from the file that declares it.
    fn declared(source: &str) -> Vec<&str> {
        let body = source.split("Refusal {").nth(1).unwrap_or_default().split("\n}\n").next().unwrap_or_default();
        let lines = body.lines().filter_map(|line| line.strip_prefix("    "));
        let named = lines.filter(|line| line.starts_with(|letter: char| letter.is_ascii_uppercase()));
        named.map(|line| line.split(['(', ',', ' ', '{']).next().unwrap_or_default()).collect()
    }

    #[test]
    fn every_refusal_of_the_rules_can_be_expected() {
        let sources = [
            ("act", include_str!("../case/act.rs")),
            ("advice", include_str!("../case/advice.rs")),
            ("closure", include_str!("../case/closure.rs")),
            ("correction", include_str!("../case/correction.rs")),
            ("decision", include_str!("../case/decision.rs")),
            ("flag", include_str!("../case/flag.rs")),
            ("handling", include_str!("../case/handling.rs")),
            ("inquiry", include_str!("../case/inquiry.rs")),
            ("protection", include_str!("../case/protection.rs")),
            ("reconsideration", include_str!("../case/reconsideration.rs")),
            ("review", include_str!("../case/review.rs")),
            ("risk", include_str!("../case/risk.rs")),
        ];
        for ((family, names), (named, source)) in REFUSALS.iter().zip(sources) {
            assert_eq!((*family, names.to_vec()), (named, declared(source)), "bring scenario/refusals.rs up to date");
        }
        assert_eq!(REFUSALS.len(), sources.len());
    }

    #[test]
    fn a_refusal_is_read_in_words_or_by_its_code() {
        let read = |text: &str| read(&super::super::words::plain(text)).map(|(_, code)| code);
        assert_eq!(read("closure: gates unmet"), Some("closure.GatesUnmet".to_owned()));
        assert_eq!(read("gates unmet"), Some("closure.GatesUnmet".to_owned()));
        assert_eq!(read("Closure.GatesUnmet"), Some("closure.GatesUnmet".to_owned()));
        assert_eq!(read("decision: own decision"), Some("decision.OwnDecision".to_owned()));
        assert_eq!(read("something else"), None);
    }
}
