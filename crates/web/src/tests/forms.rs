//! Every form of an act: opened, wrong, refused, and too late; and what the server makes of one that is sent.

use crate::acts;
use crate::forms::field::{Asked, Field, home};
use crate::forms::page::{ActForm, ActPage, ChoicePage, Standing};
use crate::forms::sent::{Reading, Sent, Wrong};
use crate::pages::visit::Visitor;
use crate::router::Site;
use crate::samples;
use askama::Template;
use casework::cases::act::Act;
use casework::cases::asks::ProtectionStands;
use casework::cases::care::Care;
use casework::cases::inquiry::Inquiry;
use domain::case::next::NextAction;
use domain::catalogue::{Advice, Answer, Grade};
use std::collections::{BTreeMap, BTreeSet};

fn page(site: &Site, visitor: &Visitor, form: &ActForm, sent: &Sent, standing: &Standing) -> String {
    ActPage::new(site, visitor, &samples::case(), form, sent, "key".to_owned(), standing).render().unwrap()
}

/// Every form in every state, for the rules that hold for all pages.
pub fn states(site: &Site, visitor: &Visitor) -> Vec<(String, String)> {
    let mut pages = Vec::new();
    for form in acts::all() {
        let begun = (form.begin)(&samples::case());
        let wrong = (form.fields)(&samples::case())
            .into_iter()
            .map(|field: Field| Wrong { field: field.name, words: "enter this".to_owned() });
        let refused =
            Standing::Refused("a rule refuses it".to_owned(), "do it otherwise".to_owned(), vec!["a gate".to_owned()]);
        for (state, standing) in [
            ("open", Standing::Open),
            ("wrong", Standing::Wrong(wrong.collect())),
            ("refused", refused),
            ("changed", Standing::Changed(3)),
        ] {
            pages.push((format!("{}_{state}", form.slug), page(site, visitor, form, &begun, &standing)));
        }
    }
    pages.push(("decide".to_owned(), ChoicePage::new(site, visitor, &samples::case()).render().unwrap()));
    pages
}

#[test]
fn each_form_asks_what_its_snapshot_says() {
    let case = samples::case();
    let mut text = String::new();
    for form in acts::all() {
        text.push_str(&format!("{} ({:?}): {}\n  {}\n", form.slug, form.part, form.title, form.guide));
        for field in (form.fields)(&case) {
            let hint = field.hint.map(|hint| format!(" ({hint})")).unwrap_or_default();
            text.push_str(&format!("  {}: {}{hint}\n", field.name, field.label));
        }
        text.push_str(&format!("  [{}]\n", form.button));
    }
    insta::assert_snapshot!("forms", text);
}

#[test]
fn each_form_has_a_place_of_its_own_and_each_next_action_one_form() {
    let slugs: BTreeSet<&str> = acts::all().map(|form| form.slug).collect();
    assert_eq!(slugs.len(), acts::all().count());
    let does: Vec<&str> = acts::all().flat_map(|form| form.does.iter().copied()).collect();
    assert_eq!(does.iter().collect::<BTreeSet<_>>().len(), does.len(), "two forms do the same next action");
    for slug in slugs {
        assert!(slug.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{slug}");
    }
}

/// What a form asks for and cannot do without is told, field by field; a form of which nothing must be filled in is read.
#[test]
fn a_form_that_is_sent_empty_is_told_what_is_missing() {
    let case = samples::case();
    let mut told = String::new();
    for form in acts::all() {
        let empty = Sent::default();
        let mut reading = Reading::new(&empty, samples::NOW);
        let read = (form.read)(&mut reading);
        let wrong = reading.into_wrong();
        assert_eq!(read.is_none(), !wrong.is_empty(), "{}: read and wrong at once, or neither", form.slug);
        let names: Vec<String> = (form.fields)(&case).into_iter().map(|field| field.name).collect();
        for problem in &wrong {
            assert!(names.contains(&problem.field), "{}: no field is called {}", form.slug, problem.field);
        }
        told.push_str(&format!(
            "{}: {}\n",
            form.slug,
            wrong.iter().map(|wrong| wrong.words.as_str()).collect::<Vec<_>>().join("; ")
        ));
    }
    insta::assert_snapshot!("forms_empty", told);
}

/// The forms that do an act. Whoever adds a variant is asked here for its form.
fn forms_of(act: &Act) -> &'static [&'static str] {
    match act {
        Act::Allocate { .. } => &["allocate"],
        Act::RecordAct { .. } => &["act"],
        Act::AttachReport { .. } => &["attach-report"],
        Act::JoinCase { .. } => &["join-case"],
        Act::ReviewActs => &["review-acts"],
        Act::IdentifySubject { .. } => &["identify-subject"],
        Act::ScreenRisk { .. } => &["screen", "screen-by-tool"],
        Act::ConfirmGrade { .. } | Act::RefuseGrade { .. } => &["second-officer"],
        Act::ReviewRisk { .. } => &["review-risk"],
        Act::OpenDecision => &["consider"],
        Act::ReopenDecision { .. } => &["reopen-decision"],
        Act::ReopenRisk { .. } => &["reopen-risk"],
        Act::RecordDecision { .. } => {
            &["decide-apply", "decide-not-to-apply", "decide-to-wait", "decide-other-measure"]
        }
        Act::AdviseDecision { .. } => &["advise"],
        Act::RequestReconsideration { .. } => &["ask-reconsideration"],
        Act::AnswerReconsideration { .. } => &["answer-reconsideration"],
        Act::AnswerAdvice { .. } => &["answer-advice"],
        Act::EndWaiting { .. } => &["awaited"],
        Act::CountersignDecision | Act::ReturnDecision { .. } => &["countersign"],
        Act::RecordProtection { .. } => &["order", "measure"],
        Act::ServeProtection { .. } => &["served"],
        Act::EndProtection { .. } => &["ended"],
        Act::DateApplication { .. } => &["application"],
        Act::RecordIntervention { .. } => &["intervene"],
        Act::ReferToSupport { .. } => &["refer"],
        Act::RecordNotification { .. } => &["notified"],
        Act::ConsultPerson { .. } => &["consult"],
        Act::AddNote { .. } => &["note"],
        Act::Review { .. } => &["review"],
        Act::RaiseAction { .. } => &["raise-action"],
        Act::CloseAction { .. } => &["close-action"],
        Act::ProposeClosure { .. } => &["propose-closure"],
        Act::ApproveClosure { .. } | Act::RejectClosure { .. } => &["decide-closure"],
        Act::Restrict { .. } => &["restrict"],
        Act::LiftRestriction { .. } => &["lift-restriction"],
        Act::NameAccount { .. } => &["name"],
        Act::UnnameAccount { .. } => &["take-name-off"],
        Act::GiveConsent { .. } => &["consent"],
        Act::WithdrawConsent { .. } => &["consent-withdrawn"],
        Act::DeclareConnection { .. } => &["own-connection", "connection"],
        Act::WithdrawConnection { .. } => &["no-connection"],
        Act::DisposeFlag { .. } => &["answer-flag"],
        Act::CorrectAct { .. } => &["correct-act"],
        Act::StrikeAct { .. } => &["withdraw-act"],
        Act::StrikeReport { .. } => &["withdraw-report"],
        Act::CorrectPerson { .. } => &["correct-person"],
        Act::Care(care) => match care {
            Care::ShiftEnd { .. } => &["shift-end"],
            Care::Crime { .. } => &["crime"],
            Care::Confirm { .. } => &["confirm-crime"],
            Care::Entitle { .. } => &["entitlement"],
            Care::Tell(_) => &["tell"],
            Care::NoFurtherAction { .. } => &["no-further-action"],
            Care::AgreeUpdates(_) => &["agree-updates"],
            Care::Update { .. } => &["update"],
            Care::Reconsider { .. } => &["reconsider"],
        },
        Act::Inquire(inquiry) => match inquiry {
            Inquiry::Search { .. } => &["search"],
            Inquiry::NeedSearch { .. } => &["search-needed"],
            Inquiry::Find { .. } => &["found-property"],
            Inquiry::Mark { .. } => &["marker"],
            Inquiry::Reclassify { .. } => &["reclassify"],
        },
    }
}

/// What somebody types who fills in everything, by the name of the field; a list is answered with its first item.
fn filled(form: &ActForm) -> Sent {
    let mut sent = Sent::default();
    for field in (form.fields)(&samples::case()) {
        let name = field.name.as_str();
        match field.asked {
            Asked::Line if name == "every" => sent.put(name, "28".to_owned()),
            Asked::Line | Asked::Words(_) => {
                sent.put(name, "Words that say more than enough to be read by anybody.".to_owned())
            }
            Asked::One(items) | Asked::OneOfFew(items) | Asked::Pick(items) | Asked::Several(items) => {
                let first = items.into_iter().next();
                sent.put(name, first.unwrap_or_else(|| panic!("{}: {name} has nothing to choose", form.slug)).0);
            }
            Asked::Day | Asked::Moment => {
                for (part, value) in [("day", "2"), ("month", "6"), ("year", "2026")] {
                    sent.put(&format!("{name}-{part}"), value.to_owned());
                }
                if matches!(field.asked, Asked::Moment) {
                    sent.put(&format!("{name}-time"), "09:30".to_owned());
                }
            }
            Asked::Told(_) => {}
            Asked::Carried(value) => sent.put(name, value),
        }
    }
    sent
}

/// Each form, filled in, does an act that names it, which the policies are asked about by the same action; and each form of each act
/// that the list above names is there. With the list, no act is without a form.
#[test]
fn each_act_has_a_form_and_each_form_does_its_act() {
    let mut done: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for form in acts::all() {
        let sent = filled(form);
        let mut reading = Reading::new(&sent, samples::NOW).by("officer");
        let act = (form.read)(&mut reading);
        let wrong = reading.into_wrong();
        let act = act.unwrap_or_else(|| panic!("{}: {wrong:?}", form.slug));
        assert!(wrong.is_empty(), "{}: {wrong:?}", form.slug);
        let forms = forms_of(&act);
        assert!(forms.contains(&form.slug), "{}: does what {forms:?} do", form.slug);
        assert_eq!(act.action_of(&samples::actor("officer")), form.action, "{}: asks about another action", form.slug);
        done.entry(forms[0]).or_default().insert(form.slug);
        for named in forms {
            assert!(acts::by_slug(named).is_some(), "no form is called {named}");
        }
        for slug in forms.iter().skip(1) {
            done.entry(forms[0]).or_default().insert(slug);
        }
    }
    let by_act: BTreeSet<&str> = done.into_values().flatten().collect();
    assert_eq!(by_act.len(), acts::all().count());
}

/// Whether a next action is done by an act, and then by which form.
fn does(next: &NextAction) -> Option<&'static str> {
    match next {
        NextAction::AllocateOfficer => Some("allocate"),
        NextAction::ScreenRisk | NextAction::RescreenRisk { .. } => Some("screen"),
        NextAction::ReviewRisk | NextAction::TrainedReview => Some("review-risk"),
        NextAction::DecideProtection { .. } => Some(acts::DECIDE),
        NextAction::CountersignDecision => Some("countersign"),
        NextAction::AnswerReconsideration { .. } => Some("answer-reconsideration"),
        NextAction::AdviseDecision { .. } => Some("advise"),
        NextAction::AnswerAdvice { .. } => Some("answer-advice"),
        NextAction::ConfirmGrade { .. } => Some("second-officer"),
        NextAction::ServeOrder => Some("served"),
        NextAction::CheckOrder => Some("ended"),
        NextAction::RecordOrder { .. } => Some("order"),
        NextAction::SeekInterim => Some("reopen-decision"),
        NextAction::Apply => Some("application"),
        NextAction::PressOtherForce { .. } => Some("awaited"),
        NextAction::AnswerFlag { .. } => Some("answer-flag"),
        NextAction::ReviewActs { .. } => Some("review-acts"),
        NextAction::DecideClosure => Some("decide-closure"),
        NextAction::FinishActions { .. } => Some("close-action"),
        NextAction::KeepUnderReview => Some("review"),
        // Links are confirmed pair by pair, and no act does nothing.
        NextAction::ConfirmLinks { .. } | NextAction::Closed | NextAction::Joined => None,
    }
}

#[test]
fn each_next_action_leads_to_its_form() {
    let (day, at) = (samples::NOW.day(), samples::NOW);
    let every = [
        NextAction::AllocateOfficer,
        NextAction::ConfirmLinks { other_cases: 1, reports: 1 },
        NextAction::ScreenRisk,
        NextAction::RescreenRisk { since: at },
        NextAction::ReviewRisk,
        NextAction::TrainedReview,
        NextAction::DecideProtection { because: None },
        NextAction::CountersignDecision,
        NextAction::AnswerReconsideration { since: at },
        NextAction::AdviseDecision { since: at },
        NextAction::AnswerAdvice { advice: Advice::Against, since: at },
        NextAction::ConfirmGrade { to: Grade::Medium, since: at },
        NextAction::ServeOrder,
        NextAction::CheckOrder,
        NextAction::RecordOrder { granted_on: day },
        NextAction::SeekInterim,
        NextAction::Apply,
        NextAction::PressOtherForce { until: day },
        NextAction::AnswerFlag { flags: 1 },
        NextAction::ReviewActs { acts: 1 },
        NextAction::DecideClosure,
        NextAction::FinishActions { actions: 1, due_on: day },
        NextAction::KeepUnderReview,
        NextAction::Closed,
        NextAction::Joined,
    ];
    for next in every {
        let stands = match next {
            NextAction::CountersignDecision => ProtectionStands::Countersign,
            NextAction::PressOtherForce { .. } => ProtectionStands::PutOff,
            NextAction::Apply | NextAction::SeekInterim => ProtectionStands::Apply,
            _ => ProtectionStands::Open,
        };
        let mut case = samples::case();
        case.next = next.code();
        case.asks.protection = stands;
        let way = acts::way_on(&case).map(|(_, address)| address);
        let told = match next {
            NextAction::ConfirmLinks { .. } => Some("#links".to_owned()),
            _ => does(&next).map(|slug| format!("/cases/HF-26-00231/do/{slug}")),
        };
        assert_eq!(way, told, "{}", next.code());
        case.may = Vec::new();
        assert_eq!(acts::way_on(&case), None, "{}: shown to whoever may not do it", next.code());
    }
}

#[test]
fn a_problem_with_an_account_stands_at_the_field_that_asked_for_it() {
    for (slug, field) in
        [("allocate", "officer"), ("raise-action", "owner"), ("screen", "second_officer"), ("restrict", "named")]
    {
        let form = acts::by_slug(slug).unwrap();
        assert_eq!(home(&(form.fields)(&samples::case()), "account"), field, "{slug}");
    }
    let screen = acts::by_slug("screen").unwrap();
    assert_eq!(home(&(screen.fields)(&samples::case()), "fixated"), "fixated_acts");
}

#[test]
fn problems_in_the_same_words_say_in_the_summary_which_question_each_is_about() {
    let form = acts::by_slug("screen").unwrap();
    let wrong = |field: &str| Wrong { field: field.to_owned(), words: "not answered; it may be left open".to_owned() };
    let site = crate::tests::pages::site();
    let visitor = crate::tests::pages::visitor();
    let standing = Standing::Wrong(vec![wrong("q-fear"), wrong("q-scale")]);
    let page = page(&site, &visitor, form, &Sent::default(), &standing);
    assert!(page.contains("#q-fear\">Not answered: Is the person at risk very frightened?<"), "{page}");
    let alone = Standing::Wrong(vec![wrong("q-fear")]);
    let page = self::page(&site, &visitor, form, &Sent::default(), &alone);
    assert!(page.contains("#q-fear\">Not answered; it may be left open<"), "{page}");
}

/// What the force must ask is asked: a blank question is told at its place, and what was answered is recorded under its code.
#[test]
fn a_screen_asks_the_questions_of_the_force() {
    let form = acts::by_slug("screen").unwrap();
    let mut sent = filled(form);
    sent.put("q-scale", String::new());
    let mut reading = Reading::new(&sent, samples::NOW);
    assert!((form.read)(&mut reading).is_none());
    let wrong: Vec<String> = reading.into_wrong().into_iter().map(|wrong| wrong.field).collect();
    assert_eq!(wrong, ["q-scale"]);
    sent.put("q-scale", "7".to_owned());
    sent.put("q-fear_of", String::new());
    let Some(Act::ScreenRisk { set, answers, four, .. }) = (form.read)(&mut Reading::new(&sent, samples::NOW)) else {
        panic!("not read");
    };
    assert_eq!(set.as_deref(), Some("sample"));
    let codes: Vec<&str> = answers.iter().map(|(code, _)| code.as_str()).collect();
    assert_eq!(codes.len(), 4, "{codes:?}: the question that may be left out was");
    assert!(answers.contains(&("scale".to_owned(), "7".to_owned())));
    assert_eq!(four.fixated.answer, Answer::Yes, "FOUR is taken from the question that asks it");
    assert_eq!(four.fixated.acts, ["1"]);
    assert_eq!(four.repeated.answer, Answer::NotKnown, "nobody asked");
}
