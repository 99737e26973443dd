//! What is personal opens only for an entry that is on disk and names it.

use crate::harness::*;
use domain::event::CaseEvent;
use store::sealed::{AllIds, ShownIds};
use store::{Draft, Field, Shown, StoreError, Verdict};

on_both! {
    fn a_receipt_opens_only_the_ids_and_fields_that_it_names(bench) {
        let store = bench.store();
        save(store, &[mention_row(1, 1, "person_at_risk"), mention_row(2, 1, "subject")]);
        let sealed = || read(store, |reader| store::queries::mentions_of(reader, report_id(1)));
        let receipt = receipt_for(store, &[Field::Identity], &[mention_id(1).to_string()]);
        let mut found = sealed().into_iter();
        let person = receipt.open(found.next().unwrap()).unwrap();
        let whole = mention_row(1, 1, "person_at_risk");
        assert_eq!((person.forename, person.surname, person.born, person.sex), (whole.forename, whole.surname, whole.born, whole.sex));
        for hidden in [person.postcode, person.address, person.vehicle, person.phones, person.email, person.handle] {
            assert_eq!(hidden, "", "shown though the entry does not name it");
        }
        let other = found.next().unwrap();
        assert_eq!(other.id(), mention_id(2).to_string());
        assert_eq!(receipt.open(other).unwrap_err(), StoreError::NotNamed);
        assert_eq!(receipt.open_all(sealed()).unwrap_err(), StoreError::NotNamed);

        let location = receipt_for(store, &[Field::Location], &[mention_id(2).to_string()]);
        let subject = location.open(sealed().pop().unwrap()).unwrap();
        assert_eq!((subject.address.as_str(), subject.forename.as_str(), subject.phones.as_str()), ("1 High Street", "", ""));
        let contact = receipt_for(store, &[Field::Contact], &[mention_id(2).to_string()]);
        let subject = contact.open(sealed().pop().unwrap()).unwrap();
        assert_eq!((subject.email.as_str(), subject.surname.as_str(), subject.postcode.as_str()), ("zoe@example.org", "", ""));
    }
}

on_both! {
    fn fields_that_show_nothing_of_a_record_do_not_open_it(bench) {
        let store = bench.store();
        save(store, &[case_row(1)]);
        save(store, &[report_row(1)]);
        let (case, report) = (case_id(1).to_string(), report_id(1).to_string());
        let identity = receipt_for(store, &[Field::Identity], &[case.clone(), report.clone()]);
        let sealed_case = || read(store, |reader| store::queries::sealed_case_row(reader, case_id(1))).unwrap();
        let sealed_report = || read(store, |reader| store::queries::sealed_report(reader, report_id(1))).unwrap();
        assert_eq!(identity.open(sealed_case()).unwrap_err(), StoreError::NotNamed);
        assert_eq!(identity.open(sealed_report()).unwrap_err(), StoreError::NotNamed);
        let history = receipt_for(store, &[Field::History], &[report]);
        assert_eq!(history.open(sealed_report()).unwrap().reference, "R-1");
        let listing = receipt_for(store, &[Field::Listing], &[case]);
        assert_eq!(listing.open(sealed_case()).unwrap().reference, "HF-1");
    }
}

on_both! {
    fn the_receipt_of_a_write_opens_nothing(bench) {
        let (_, receipt) = save(bench.store(), &[case_row(1)]);
        let sealed = read(bench.store(), |reader| store::queries::sealed_case_row(reader, case_id(1))).unwrap();
        assert_eq!(receipt.open(sealed).unwrap_err(), StoreError::NotNamed);
    }
}

on_both! {
    /// Only the system compares everything with everything.
    fn an_entry_can_name_all(bench) {
        let store = bench.store();
        save(store, &[mention_row(1, 1, "subject"), mention_row(2, 1, "other")]);
        let (all, receipt) = store.look(context(4), |reader| -> Result<_, Failure> {
            let all = store::queries::all_mentions(reader)?;
            let shown = Shown { fields: vec![Field::Identity], ids: ShownIds::All(AllIds::Every) };
            Ok((all, Draft::seen("link", &[], vec![shown])))
        }).unwrap();
        assert_eq!(receipt.open_all(all).unwrap().len(), 2);
        let text = bench.raw().one("select text from entries order by at desc limit 1");
        assert!(text.contains(r#""shown":[{"fields":["identity"],"ids":"*"}]"#), "{text}");
    }
}

on_both! {
    fn a_look_is_on_record_before_anything_opens(bench) {
        let store = bench.store();
        save(store, &[case_row(1)]);
        let (sealed, receipt) = store.look(context(4), |reader| -> Result<_, Failure> {
            let sealed = store::queries::sealed_history(reader, case_id(1))?;
            Ok((sealed, Draft::seen("view_case", &["permit-2".to_owned()], vec![Shown::of(&[Field::History], [case_id(1)])])))
        }).unwrap();
        // The seal is unbroken still, and another connection sees the entry: it is committed.
        let entry = receipt.entries()[0];
        let text = bench.raw().one(&format!("select text from entries where id = '{entry}'"));
        assert!(text.contains(r#""decision":"seen""#) && text.contains(&case_id(1).to_string()), "{text}");
        assert!(receipt.open(sealed).unwrap().events.is_empty());
    }
}

on_both! {
    fn a_look_that_is_refused_is_on_record(bench) {
        let outcome = bench.store().look(context(4), |_| -> Result<((), Draft), Failure> { Err(Failure::No) });
        assert_eq!(outcome.unwrap_err(), Failure::No);
        let text = bench.raw().one("select text from entries");
        assert!(text.contains(r#""action":"try_it","decision":"refused","why":"not_allowed""#), "{text}");
    }
}

on_both! {
    fn a_look_that_fails_leaves_no_entry(bench) {
        let missing = Failure::Store(StoreError::Missing("case"));
        let fails = missing.clone();
        let outcome = bench.store().look(context(4), move |_| -> Result<((), Draft), Failure> { Err(fails.clone()) });
        assert_eq!(outcome.unwrap_err(), missing);
        assert_eq!(bench.raw().one("select count(*) from entries"), "0");
    }
}

on_both! {
    fn a_history_opens_with_its_field_alone(bench) {
        let store = bench.store();
        store.transact(context(5), |tx| -> Result<(), Failure> {
            let events = vec![CaseEvent::ActsReviewed, CaseEvent::ConsiderationOpened];
            let draft = Draft { verdict: Verdict::Done, ..Draft::done("review_acts", &[]) };
            tx.append(draft.on_case(case_id(1), 1, events));
            Ok(())
        }).unwrap();
        let sealed = || read(store, |reader| store::queries::sealed_history(reader, case_id(1)));
        let id = [case_id(1).to_string()];
        assert_eq!(receipt_for(store, &[Field::Listing, Field::Identity], &id).open(sealed()).unwrap_err(), StoreError::NotNamed);
        let history = receipt_for(store, &[Field::History], &id).open(sealed()).unwrap();
        assert_eq!(history.case, case_id(1));
        assert_eq!(history.events.len(), 2);
        assert_eq!((history.events[0].at, history.events[0].by), (at(5), Some(account_id(1))));
        assert_eq!(history.events[1].event, CaseEvent::ConsiderationOpened);
    }
}

on_both! {
    fn text_leaves_a_write_transaction_only_as_a_fact_of_its_entry(bench) {
        let ((told, happened), receipt) = bench.store().transact(context(5), |tx| -> Result<_, Failure> {
            let entry = tx.append(Draft::done("review_acts", &[]).on_case(case_id(1), 1, vec![CaseEvent::ActsReviewed]));
            Ok((tx.tell(&entry, "reference", "HF-1")?, tx.happened(&entry)?))
        }).unwrap();
        let text = bench.raw().one(&format!("select text from entries where id = '{}'", receipt.entries()[0]));
        assert!(text.contains(r#"["reference","HF-1"]"#), "{text}");
        assert!(text.contains(r#""code":"acts.reviewed""#), "{text}");
        assert_eq!((told.into_text(), happened.into_codes()), ("HF-1".to_owned(), vec!["acts.reviewed".to_owned()]));
    }
}
