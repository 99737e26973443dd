//! Who may have the case: restriction to named accounts, and declared connections.

use crate::acts::lists::{accounts, staff};
use crate::forms::field::Field;
use crate::forms::page::{ALWAYS, ActForm, EMPTY, Part};
use casework::access::Action;
use casework::cases::act::Act;

/// The forms.
pub const FORMS: &[ActForm] = &[
    ActForm {
        slug: "own-connection",
        action: Action::ViewListing,
        part: Part::Access,
        title: "Declare your own connection to somebody in the case",
        button: "Declare it",
        done: "Your connection is declared. You are kept away from the case from now on.",
        guide: "You know somebody in it: family, a friend, a neighbour, a colleague. The case is closed to you at once, and you are not asked why. \
                A supervisor or an inspector can take it back.",
        does: &[],
        offered: ALWAYS,
        fields: |_| Vec::new(),
        begin: EMPTY,
        read: |reading| Some(Act::DeclareConnection { account: reading.reader() }),
    },
    ActForm {
        slug: "connection",
        action: Action::Allocate,
        part: Part::Access,
        title: "Declare somebody else's connection to the case",
        button: "Declare it",
        done: "The connection is declared. They are kept away from the case from now on.",
        guide: "For somebody of the force who knows a person in the case. The case is closed to them at once.",
        does: &[],
        offered: ALWAYS,
        fields: |case| vec![Field::pick("account", "Who has the connection?", staff(case, &[]))],
        begin: EMPTY,
        read: |reading| {
            Some(Act::DeclareConnection { account: reading.words("account", "Choose who has the connection")? })
        },
    },
    ActForm {
        slug: "no-connection",
        action: Action::WithdrawConnection,
        part: Part::Access,
        title: "Take a declared connection back",
        button: "Take it back",
        done: "The connection is taken back.",
        guide: "For a connection that was declared in error, or is no more. Nobody takes their own back.",
        does: &[],
        offered: |case| !case.asks.ties.connected.is_empty(),
        fields: |case| {
            vec![
                Field::one("account", "Whose connection?", accounts(case, &case.asks.ties.connected)),
                Field::words("reasons", "Why is it taken back?"),
            ]
        },
        begin: EMPTY,
        read: |reading| {
            let account = reading.words("account", "Choose whose connection");
            let reasons = reading.words("reasons", "Say why it is taken back");
            Some(Act::WithdrawConnection { account: account?, reasons: reasons? })
        },
    },
    ActForm {
        slug: "restrict",
        action: Action::RestrictCase,
        part: Part::Access,
        title: "Restrict the case to named people",
        button: "Restrict the case",
        done: "The case is restricted. To everybody else it no longer exists.",
        guide: "Such as where the subject is police. One of those named must be a supervisor of its team or an inspector, so that somebody can give \
                it to an officer. Name yourself if you are to see it.",
        does: &[],
        offered: |case| !case.asks.ties.restricted,
        fields: |case| {
            vec![
                Field::several("named", "Who may have the case?", staff(case, &[])),
                Field::words("reasons", "Why is it restricted?"),
            ]
        },
        begin: EMPTY,
        read: |reading| {
            let named = reading.chosen("named");
            if named.is_empty() {
                reading.wrong("named", "Choose who may have the case");
            }
            let reasons = reading.words("reasons", "Say why it is restricted")?;
            (!named.is_empty()).then_some(Act::Restrict { named, reasons })
        },
    },
    ActForm {
        slug: "lift-restriction",
        action: Action::LiftRestriction,
        part: Part::Access,
        title: "Lift the restriction",
        button: "Lift the restriction",
        done: "The restriction is lifted.",
        guide: "For an inspector who is named for the case, did not set the restriction, and never was its officer.",
        does: &[],
        offered: |case| case.asks.ties.restricted,
        fields: |_| vec![Field::words("reasons", "Why is it lifted?")],
        begin: EMPTY,
        read: |reading| Some(Act::LiftRestriction { reasons: reading.words("reasons", "Say why it is lifted")? }),
    },
    ActForm {
        slug: "name",
        action: Action::RestrictCase,
        part: Part::Access,
        title: "Name a further person for the case",
        button: "Name them",
        done: "They are named for the case.",
        guide: "They may have the restricted case from now on, as far as their role allows.",
        does: &[],
        offered: |case| case.asks.ties.restricted,
        fields: |case| vec![Field::pick("account", "Who?", staff(case, &[])), Field::words("reasons", "Why?")],
        begin: EMPTY,
        read: |reading| {
            let account = reading.words("account", "Choose who is named");
            let reasons = reading.words("reasons", "Say why");
            Some(Act::NameAccount { account: account?, reasons: reasons? })
        },
    },
    ActForm {
        slug: "take-name-off",
        action: Action::RestrictCase,
        part: Part::Access,
        title: "Take a named person off the case",
        button: "Take them off",
        done: "They are no longer named for the case.",
        guide: "To them the case no longer exists. Somebody must stay who can give it to an officer.",
        does: &[],
        offered: |case| case.asks.ties.restricted,
        fields: |case| {
            vec![Field::one("account", "Who?", accounts(case, &case.asks.ties.named)), Field::words("reasons", "Why?")]
        },
        begin: EMPTY,
        read: |reading| {
            let account = reading.words("account", "Choose who is taken off");
            let reasons = reading.words("reasons", "Say why");
            Some(Act::UnnameAccount { account: account?, reasons: reasons? })
        },
    },
];
