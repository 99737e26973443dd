//! Who the people are, which reports belong, and what was told wrongly.

use crate::acts::lists::{all_acts, behaviours, counting_acts, item, reports_here};
use crate::components::tag::capitalised;
use crate::forms::field::{Field, Item};
use crate::forms::page::{ALWAYS, ActForm, EMPTY, Part};
use crate::forms::sent::Reading;
use crate::items;
use casework::access::Action;
use casework::cases::act::{Act, Described, Meant, Particulars};
use domain::case::correction::REASONS_CHARS_MIN;
use domain::catalogue::{CorrectionCause, Precision, StrikeCause};

/// The forms.
pub const FORMS: &[ActForm] = &[
    ActForm {
        slug: "identify-subject",
        action: Action::RecordAct,
        part: Part::Conduct,
        title: "Say who the subject is",
        button: "Record it",
        done: "It is recorded who the subject is.",
        guide: "Whatever has become known: one particular is enough. Other reports are looked through for the same person at once.",
        does: &[],
        offered: |case| case.asks.open,
        fields: |_| particulars(),
        begin: EMPTY,
        read: |reading| {
            let particulars = read_particulars(reading);
            if particulars == Particulars::default() {
                reading.wrong("forename", "Enter at least one particular: a name, a number, a handle, a vehicle");
                return None;
            }
            Some(Act::IdentifySubject { particulars })
        },
    },
    ActForm {
        slug: "attach-report",
        action: Action::AttachReport,
        part: Part::Conduct,
        title: "Attach a report to this case",
        button: "Attach the report",
        done: "The report is attached.",
        guide: "A report of the force that belongs to this case. It leaves the case that it was on. A report that was withdrawn from the count here \
                counts again.",
        does: &[],
        offered: ALWAYS,
        fields: |case| {
            let elsewhere = case.reports.iter().filter(|report| report.place != "this case");
            let elsewhere =
                elsewhere.map(|report| (report.reference.clone(), format!("{}, on {}", report.belongs, report.place)));
            vec![
                Field::told("Reports of the same series elsewhere", elsewhere.collect()),
                Field::line("report", "What is the force's reference of the report?").hint("As the report shows it."),
            ]
        },
        begin: EMPTY,
        read: |reading| {
            Some(Act::AttachReport { report: reading.words("report", "Enter the reference of the report")? })
        },
    },
    ActForm {
        slug: "join-case",
        action: Action::AttachReport,
        part: Part::Conduct,
        title: "Join another case to this one",
        button: "Join the cases",
        done: "The other case is joined to this one.",
        guide: "For another case about the same person at risk and the same report. Its work goes on here; nothing of it is lost.",
        does: &[],
        offered: |case| case.asks.open,
        fields: |_| {
            vec![
                Field::line("other", "What is the reference of the other case?").hint("Such as HF-26-00231."),
                Field::words("reasons", "How is it known that both are about the same person?")
                    .hint(&format!("At least {REASONS_CHARS_MIN} characters.")),
            ]
        },
        begin: EMPTY,
        read: |reading| {
            let other = reading.words("other", "Enter the reference of the other case");
            let reasons = reading.at_least("reasons", REASONS_CHARS_MIN, "Say how that is known");
            Some(Act::JoinCase { other: other?, reasons: reasons? })
        },
    },
    ActForm {
        slug: "correct-act",
        action: Action::CorrectRecord,
        part: Part::Conduct,
        title: "Correct an act",
        button: "Correct the act",
        done: "The act is corrected. What was believed before stays to be seen.",
        guide: "Fill in only what is told otherwise; the rest stays as it was. Where it makes the act graver, what was settled comes open again.",
        does: &[],
        offered: |case| !case.acts.is_empty(),
        fields: |case| {
            vec![
                Field::one("act", "Which act?", all_acts(case)),
                Field::pick("behaviour", "What was done?", behaviours()).hint("Leave it open if that stays."),
                Field::moment("at", "When was it done?").hint("Leave it empty if that stays."),
                Field::pick("precision", "How exactly is that known?", items!(Precision))
                    .hint("Leave it open if that stays."),
                Field::one("because", "Why is it told otherwise?", causes()),
                Field::words("words", "What is to be said of it?"),
            ]
        },
        begin: EMPTY,
        read: |reading| {
            let act = reading.words("act", "Choose which act");
            let behaviour = reading.maybe("behaviour", "Choose what was done, or leave it open");
            let occurred_at = reading.maybe_moment("at", "Enter when it was done, or leave it empty");
            let precision = reading.maybe("precision", "Choose how exactly that is known, or leave it open");
            let because = reading.choice("because", "Choose why it is told otherwise");
            Some(Act::CorrectAct {
                act: act?,
                behaviour: behaviour?,
                occurred_at: occurred_at?,
                precision: precision?,
                because: because?,
                narrative: reading.text("words"),
            })
        },
    },
    ActForm {
        slug: "correct-person",
        action: Action::CorrectRecord,
        part: Part::Conduct,
        title: "Correct the particulars of a person",
        button: "Correct the particulars",
        done: "The particulars are corrected. What was believed before stays to be seen.",
        guide: "Fill in only what is told otherwise. Write - where nothing is known of it after all. Other reports are looked through again.",
        does: &[],
        offered: |case| case.asks.open,
        fields: |case| {
            let mut fields = vec![
                Field::one("role", "Who is it?", roles()),
                Field::pick("report", "Which report describes them?", reports_here(case))
                    .hint("Leave it open for the person at risk or the subject as the case has them."),
                Field::one(
                    "meant",
                    "Is it the same person as before?",
                    vec![
                        item("same", "Yes: told better now; what you leave empty stays"),
                        item("another", "No: somebody else was meant; nothing of what was told before is kept"),
                    ],
                ),
            ];
            fields.extend(particulars());
            fields.extend([Field::one("because", "Why is it told otherwise?", causes()), why()]);
            fields
        },
        begin: EMPTY,
        read: |reading| {
            let role = reading.words("role", "Choose who it is");
            let meant = reading.words("meant", "Choose whether it is the same person");
            let because = reading.choice("because", "Choose why it is told otherwise");
            let reasons = reading.at_least("reasons", REASONS_CHARS_MIN, "Say how that is known");
            let meant = if meant? == "another" { Meant::AnotherPerson } else { Meant::SamePerson };
            Some(Act::CorrectPerson {
                person: Described { role: role?, report: reading.filled("report") },
                meant,
                particulars: read_particulars(reading),
                because: because?,
                reasons: reasons?,
            })
        },
    },
    ActForm {
        slug: "withdraw-act",
        action: Action::StrikeRecord,
        part: Part::Conduct,
        title: "Withdraw an act from the count",
        button: "Withdraw the act",
        done: "The act counts no longer. It stays to be seen.",
        guide: "For an act that was recorded in error. It stays on the record, with your reasons; what rested on it alone comes open again.",
        does: &[],
        offered: |case| !case.acts.is_empty(),
        fields: |case| vec![Field::one("act", "Which act?", counting_acts(case)), because(), why()],
        begin: EMPTY,
        read: |reading| {
            let act = reading.words("act", "Choose which act");
            let because = reading.choice("because", "Choose why it does not count");
            let reasons = reading.at_least("reasons", REASONS_CHARS_MIN, "Say how that is known");
            Some(Act::StrikeAct { act: act?, because: because?, reasons: reasons? })
        },
    },
    ActForm {
        slug: "withdraw-report",
        action: Action::StrikeRecord,
        part: Part::Conduct,
        title: "Withdraw a report from the count",
        button: "Withdraw the report",
        done: "The report counts no longer. It stays to be seen.",
        guide: "For a report that was recorded in error, with all its acts. Attach it again to take that back.",
        does: &[],
        offered: |case| !reports_here(case).is_empty(),
        fields: |case| vec![Field::one("report", "Which report?", reports_here(case)), because(), why()],
        begin: EMPTY,
        read: |reading| {
            let report = reading.words("report", "Choose which report");
            let because = reading.choice("because", "Choose why it does not count");
            let reasons = reading.at_least("reasons", REASONS_CHARS_MIN, "Say how that is known");
            Some(Act::StrikeReport { report: report?, because: because?, reasons: reasons? })
        },
    },
];

fn roles() -> Vec<Item> {
    vec![
        item("person_at_risk", "The person at risk"),
        item("subject", "The subject"),
        item("reporting_victim", "Whoever reported as the victim"),
        item("other", "Somebody else whom a report describes"),
    ]
}

/// Why something is told otherwise, as a person says it; a later row of the source is said by an import.
fn causes() -> Vec<Item> {
    let by_hand = [CorrectionCause::Mistake, CorrectionCause::BetterInformation];
    by_hand.iter().map(|cause| item(cause.code(), capitalised(cause.label()))).collect()
}

fn because() -> Field {
    Field::one("because", "Why does it not count?", items!(StrikeCause))
}

fn why() -> Field {
    Field::words("reasons", "How is that known?").hint(&format!("At least {REASONS_CHARS_MIN} characters."))
}

fn particulars() -> Vec<Field> {
    vec![
        Field::line("forename", "Forename"),
        Field::line("surname", "Surname"),
        Field::line("born", "Date of birth").hint("As year, month and day: 1987-10-02."),
        Field::line("sex", "Sex"),
        Field::few_words("phones", "Phone numbers").hint("One a line."),
        Field::line("email", "E-mail"),
        Field::line("handle", "Name of an online account"),
        Field::line("vehicle", "Vehicle mark"),
        Field::line("postcode", "Postcode"),
        Field::few_words("address", "Address"),
    ]
}

fn read_particulars(reading: &Reading<'_>) -> Particulars {
    Particulars {
        forename: reading.text("forename"),
        surname: reading.text("surname"),
        born: reading.text("born"),
        sex: reading.text("sex"),
        postcode: reading.text("postcode"),
        phones: reading.text("phones").replace('\r', ""),
        email: reading.text("email"),
        handle: reading.text("handle"),
        vehicle: reading.text("vehicle"),
        address: reading.text("address").replace('\r', ""),
    }
}
