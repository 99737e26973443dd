//! `holdfast on REFERENCE …`: every act on a case.

use super::{Desk, day, moment, typed, word};
use crate::arguments::{ActCommand, CorrectPersonArguments, DecideArguments};
use crate::output::{self, Format};
use crate::telling::Trouble;
use casework::Quoted;
use casework::cases::act::{Act, AnswerGiven, Backed, Described, FourGiven, Meant, Particulars, SheetGiven};
use casework::views::Actor;
use domain::catalogue::Answer;
use domain::event::Outcome;

/// This does an act and says what happened and what comes next.
pub fn run(desk: &Desk, reference: &str, command: ActCommand) -> Result<(), Trouble> {
    let actor = desk.actor()?;
    if let ActCommand::Connected { account } = &command {
        desk.app.declare_connection(&actor, reference, account)?;
        println!("declared: {account} is kept away from {reference}");
        return Ok(());
    }
    // Time may have changed the case since anyone looked; the act meets it as it is now.
    desk.app.tick()?;
    let act = read(desk, &actor, reference, command)?;
    let relink = act.tells_of_people();
    let acted = desk.app.act(&actor, reference, act)?;
    if relink {
        desk.app.link_all()?;
    }
    match desk.format {
        Format::Json => output::json(&serde_json::json!({
            "case": acted.reference, "events": acted.events, "warnings": acted.warnings, "next_action": acted.next_action,
        }))?,
        Format::Csv | Format::Table => {
            println!("{}: {}", acted.reference, acted.events.join(", "));
            for warning in &acted.warnings {
                println!("warning: {warning}");
            }
            println!("next: {}", acted.next_action);
        }
    }
    Ok(())
}

fn read(desk: &Desk, actor: &Actor, reference: &str, command: ActCommand) -> Result<Act, Trouble> {
    Ok(match command {
        ActCommand::Allocate { officer, team, reasons } => Act::Allocate { officer, team, reasons },
        ActCommand::Act { behaviour, at, precision, words } => Act::RecordAct {
            behaviour: behaviour.as_deref().map(|text| word("behaviour", text)).transpose()?,
            occurred_at: moment("at", &at)?,
            precision: word("precision", &precision)?,
            narrative: words,
        },
        ActCommand::Attach { report } => Act::AttachReport { report },
        ActCommand::Join { other, reasons } => Act::JoinCase { other, reasons },
        ActCommand::ReviewActs => Act::ReviewActs,
        ActCommand::Identify { forename, surname, born, phone, handle, vehicle, postcode } => Act::IdentifySubject {
            particulars: Particulars {
                forename,
                surname,
                born,
                phones: phone,
                handle,
                vehicle,
                postcode,
                ..Particulars::default()
            },
        },
        ActCommand::Screen {
            grade,
            factors,
            fixated,
            obsessive,
            unwanted,
            repeated,
            reasons,
            set,
            answers,
            tool,
            second_officer,
        } => Act::ScreenRisk {
            tool: tool.unwrap_or_default(),
            set,
            answers: answers_of(&answers)?,
            grade: word("grade", &grade)?,
            factors: factors.iter().map(|text| word("factors", text)).collect::<Result<_, _>>()?,
            four: FourGiven {
                fixated: given("fixated", &fixated)?,
                obsessive: given("obsessive", &obsessive)?,
                unwanted: given("unwanted", &unwanted)?,
                repeated: given("repeated", &repeated)?,
            },
            reasons,
            second_officer,
        },
        ActCommand::ReviewRisk { grade, reasons } => Act::ReviewRisk { grade: word("grade", &grade)?, reasons },
        ActCommand::ConfirmGrade { reasons } => Act::ConfirmGrade { reasons },
        ActCommand::RefuseGrade { reasons } => Act::RefuseGrade { reasons },
        ActCommand::Consider => Act::OpenDecision,
        ActCommand::ReopenDecision { because } => Act::ReopenDecision { because: word("because", &because)? },
        ActCommand::ReopenRisk { because } => Act::ReopenRisk { because: word("because", &because)? },
        ActCommand::Decide(arguments) => decide(arguments)?,
        ActCommand::Advise { advice, words } => Act::AdviseDecision { advice: word("advice", &advice)?, words },
        ActCommand::RequestReconsideration { by, words } => Act::RequestReconsideration { by: word("by", &by)?, words },
        ActCommand::AnswerReconsideration { answer, words } => {
            Act::AnswerReconsideration { answer: word("answer", &answer)?, words }
        }
        ActCommand::AnswerAdvice { answer, words } => Act::AnswerAdvice { answer: word("answer", &answer)?, words },
        ActCommand::Awaited { how, words } => Act::EndWaiting { how: word("how", &how)?, words },
        ActCommand::Countersign => Act::CountersignDecision,
        ActCommand::Return { reasons } => Act::ReturnDecision { reasons },
        ActCommand::Note { words } => Act::AddNote { words },
        ActCommand::Review { findings } => Act::Review { findings },
        ActCommand::AnswerFlag { flag, words } => {
            let id = flag_id(desk, actor, reference, &flag)?;
            Act::DisposeFlag { flag: word("flag", &id)?, disposal: words }
        }
        ActCommand::RaiseAction { owner, due, words } => Act::RaiseAction { owner, due_on: day("due", &due)?, words },
        ActCommand::CloseAction { action, words } => Act::CloseAction { action: word("action", &action)?, words },
        ActCommand::ProposeClosure { reasons, exit_plan, retention } => {
            Act::ProposeClosure { reasons, exit_safety_plan: exit_plan, retention: word("retention", &retention)? }
        }
        ActCommand::ApproveClosure { reasons } => Act::ApproveClosure { reasons },
        ActCommand::RejectClosure { reasons } => Act::RejectClosure { reasons },
        ActCommand::Inquire(inquiry) => Act::Inquire(super::inquiry::read(inquiry)?),
        ActCommand::Care(care) => Act::Care(super::care::read(care)?),
        other => correction(other)?,
    })
}

/// Acts that tell otherwise what was told before.
fn correction(command: ActCommand) -> Result<Act, Trouble> {
    Ok(match command {
        ActCommand::CorrectAct { act, behaviour, at, precision, because, words } => Act::CorrectAct {
            act,
            behaviour: behaviour.as_deref().map(|text| word("behaviour", text)).transpose()?,
            occurred_at: at.as_deref().map(|text| moment("at", text)).transpose()?,
            precision: precision.as_deref().map(|text| word("precision", text)).transpose()?,
            because: word("because", &because)?,
            narrative: words,
        },
        ActCommand::StrikeAct { act, because, reasons } => {
            Act::StrikeAct { act, because: word("because", &because)?, reasons }
        }
        ActCommand::WithdrawReport { report, because, reasons } => {
            Act::StrikeReport { report, because: word("because", &because)?, reasons }
        }
        ActCommand::CorrectPerson(arguments) => correct_person(arguments)?,
        other => admission(other)?,
    })
}

/// Acts on who may have the case.
fn admission(command: ActCommand) -> Result<Act, Trouble> {
    Ok(match command {
        ActCommand::NotConnected { account, reasons } => Act::WithdrawConnection { account, reasons },
        ActCommand::Restrict { named, reasons } => Act::Restrict { named, reasons },
        ActCommand::Unrestrict { reasons } => Act::LiftRestriction { reasons },
        ActCommand::Name { account, reasons } => Act::NameAccount { account, reasons },
        ActCommand::Unname { account, reasons } => Act::UnnameAccount { account, reasons },
        ActCommand::Consent { advocate, on, scope } => {
            Act::GiveConsent { advocate, on: day("on", &on)?, scope: word("scope", &scope)? }
        }
        ActCommand::ConsentWithdrawn { advocate, on } => Act::WithdrawConsent { advocate, on: day("on", &on)? },
        measure => protection(measure)?,
    })
}

fn correct_person(arguments: CorrectPersonArguments) -> Result<Act, Trouble> {
    let CorrectPersonArguments { role, report, another, because, reasons, .. } = arguments;
    let CorrectPersonArguments {
        forename, surname, born, sex, phone, email, handle, vehicle, postcode, address, ..
    } = arguments;
    let phones = phone.join("\n");
    let particulars = Particulars { forename, surname, born, sex, postcode, address, phones, email, handle, vehicle };
    Ok(Act::CorrectPerson {
        person: Described { role: role.replace('-', "_"), report },
        meant: if another { Meant::AnotherPerson } else { Meant::SamePerson },
        particulars,
        because: word("because", &because)?,
        reasons,
    })
}

fn protection(command: ActCommand) -> Result<Act, Trouble> {
    Ok(match command {
        ActCommand::Protect { kind, from, until, served_at, replaces_interim, source, evidence, evidence_words } => {
            Act::RecordProtection {
                kind: word("kind", &kind)?,
                from: day("from", &from)?,
                until: until.as_deref().map(|text| day("until", text)).transpose()?,
                served_at: served_at.as_deref().map(|text| moment("served-at", text)).transpose()?,
                replaces_interim,
                source: word("source", &source)?,
                evidence: evidence.as_deref().map(|text| word("evidence", text)).transpose()?,
                evidence_words,
            }
        }
        ActCommand::Served { protection, at, evidence, evidence_words } => Act::ServeProtection {
            protection: word("protection", &protection)?,
            served_at: moment("at", &at)?,
            evidence: evidence.as_deref().map(|text| word("evidence", text)).transpose()?,
            evidence_words,
        },
        ActCommand::Ended { protection, on } => {
            Act::EndProtection { protection: word("protection", &protection)?, on: day("on", &on)? }
        }
        ActCommand::Application { step, on } => {
            Act::DateApplication { step: word("step", &step)?, on: day("on", &on)? }
        }
        ActCommand::Intervene { kind, at } => {
            Act::RecordIntervention { kind: word("kind", &kind)?, occurred_at: moment("at", &at)? }
        }
        ActCommand::Refer { at, declined } => {
            Act::ReferToSupport { occurred_at: moment("at", &at)?, accepted: !declined }
        }
        ActCommand::Notified { at } => Act::RecordNotification { occurred_at: moment("at", &at)? },
        ActCommand::Consult { at } => Act::ConsultPerson { occurred_at: moment("at", &at)? },
        other => return Err(Trouble::Usage(format!("{other:?} is not an act on a case"))),
    })
}

/// Answers as they were typed, or as a file has them: one CODE=ANSWER a line, lines that begin with # left out.
fn answers_of(given: &[String]) -> Result<Vec<(String, String)>, Trouble> {
    let mut answers = Vec::new();
    for one in given {
        if one.contains('=') {
            answers.push(crate::typed::answer(one).ok_or_else(no_answer)?);
            continue;
        }
        let text = std::fs::read_to_string(one)
            .map_err(|error| Trouble::Machine(format!("{one}: the answers cannot be read: {}", error.kind())))?;
        answers.extend(crate::typed::answers(&text).ok_or_else(no_answer)?);
    }
    Ok(answers)
}

fn no_answer() -> Trouble {
    typed("answers", "each line is CODE=ANSWER; see `holdfast screens show`")
}

/// An answer, and after a colon the acts that it rests on: `yes:1,3`. Without any it rests on all acts of the case.
fn given(field: &'static str, text: &str) -> Result<AnswerGiven, Trouble> {
    let Some((answer, acts)) = text.split_once(':') else { return Ok(AnswerGiven::from(word::<Answer>(field, text)?)) };
    let acts: Vec<Quoted> = acts.split(',').map(str::trim).filter(|name| !name.is_empty()).map(Quoted::new).collect();
    if acts.is_empty() {
        return Err(typed(field, "names no act after ':'; as in yes:1,3, by the numbers that the case shows"));
    }
    Ok(AnswerGiven { answer: word(field, answer.trim())?, acts })
}

fn decide(arguments: DecideArguments) -> Result<Act, Trouble> {
    let until = || match &arguments.until {
        Some(text) => day("until", text),
        None => Err(typed("until", "this outcome needs a day")),
    };
    let outcome = match arguments.outcome.as_str() {
        "apply" => Outcome::Apply { interim: arguments.interim },
        "do-not-apply" => Outcome::DoNotApply {
            reasons: arguments.reasons.iter().map(|text| word("reasons", text)).collect::<Result<_, _>>()?,
            reconsider_on: until()?,
            person_informed: arguments.informed,
        },
        "defer" => Outcome::Deferred {
            until: until()?,
            awaits: arguments.awaits.as_deref().map(|text| word("awaits", text)).transpose()?,
        },
        "superseded" => Outcome::SupersededByOtherOrder {
            protection: match arguments.protection.as_slice() {
                [one] => word("protection", one)?,
                _ => return Err(typed("protection", "this outcome needs one measure, by its id")),
            },
            until: until()?,
        },
        other => {
            let words = format!("'{other}' is none; known are apply, do-not-apply, defer, superseded");
            return Err(typed("outcome", words));
        }
    };
    let worksheet = SheetGiven {
        acts: given("acts", &arguments.acts)?,
        risk: given("risk", &arguments.risk)?,
        necessity: given("necessity", &arguments.necessity)?,
        ground: arguments.ground.as_deref().map(|text| word("ground", text)).transpose()?,
    };
    let leaned =
        if matches!(outcome, Outcome::SupersededByOtherOrder { .. }) { &[] } else { arguments.protection.as_slice() };
    let backed = Backed {
        measures: leaned.iter().map(|text| word("protection", text)).collect::<Result<_, _>>()?,
        gaps: arguments.gaps,
        plan: arguments.plan,
        transferred_to: arguments.transferred_to,
        accepted_on: arguments.accepted_on.as_deref().map(|text| day("accepted-on", text)).transpose()?,
        accepted_by: arguments.accepted_by,
    };
    Ok(Act::RecordDecision { worksheet, outcome, narrative: arguments.words, awaited: arguments.awaited, backed })
}

/// A flag may be named by its code where only one of that code is open.
fn flag_id(desk: &Desk, actor: &Actor, reference: &str, flag: &str) -> Result<String, Trouble> {
    if !flag.starts_with("RF-") {
        return Ok(flag.to_owned());
    }
    let page = desk.app.case_page(actor, reference)?;
    let open: Vec<String> = page
        .flags
        .into_iter()
        .filter(|held| held.tag.code == flag && held.disposal.is_none())
        .map(|held| held.id)
        .collect();
    match open.as_slice() {
        [one] => Ok(one.clone()),
        [] => Err(typed("flag", format!("no open {flag} stands on this case"))),
        _ => Err(typed("flag", format!("several {flag} are open; name one by its id: {}", open.join(", ")))),
    }
}
