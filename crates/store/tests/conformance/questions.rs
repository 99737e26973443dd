//! Every question that `queries` answers, asked on both databases.

use crate::harness::{case_row as a_case, *};
use domain::catalogue::Role;
use domain::event::CaseEvent;
use store::queries::{self, *};
use store::rows::*;
use store::{Draft, Field};

on_both! {
    fn a_draft_is_found_by_whose_it_is_alone(bench) {
        let store = bench.store();
        let one = |number: u16, account: u16, saved: u16, ended: bool| DraftRow {
            id: draft_id(number), version: 0, salt: String::new(), account: account_id(account), words: "{}".to_owned(), started_at: at(0),
            saved_at: at(saved.into()), ended_at: ended.then(|| at(9)), report: ended.then(|| report_id(1)),
        };
        save(store, &[one(1, 1, 3, false), one(2, 1, 5, false), one(3, 1, 7, true), one(4, 2, 8, false)]);
        assert_eq!(within(store, |tx| queries::draft(tx, draft_id(3), account_id(1))).unwrap().report, Some(report_id(1)));
        assert!(within(store, |tx| queries::draft(tx, draft_id(3), account_id(2))).is_none());
        let sealed = |account| read(store, |reader| sealed_draft(reader, draft_id(1), account_id(account)));
        assert!(receipt_for(store, &[Field::History], &[draft_id(1).to_string()]).open(sealed(1).unwrap()).is_err());
        assert_eq!(receipt_for(store, &[Field::Narrative], &[draft_id(1).to_string()]).open(sealed(1).unwrap()).unwrap().words, "{}");
        assert!(sealed(2).is_none());
        let open = read(store, |reader| open_drafts(reader, account_id(1)));
        assert_eq!(open, [(draft_id(2), at(0), at(5)), (draft_id(1), at(0), at(3))]);
    }
}

on_both! {
    fn the_house_is_found(bench) {
        let store = bench.store();
        let row = ForceRow { id: "avon".to_owned(), version: 0, salt: String::new(), name: "Avon".to_owned(), contact: "101".to_owned(), go_live_at: Some(at(9)) };
        save(store, &[row, ForceRow { id: "kent".to_owned(), version: 0, salt: String::new(), name: "Kent".to_owned(), contact: "101".to_owned(), go_live_at: None }]);
        save(store, &[account_row(1, "zed"), account_row(2, "amy")]);
        let session_row = SessionRow { id: "hash".to_owned(), version: 0, salt: String::new(), account: account_id(1), started_at: at(0), expires_at: at(9), ended: false };
        save(store, &[session_row]);
        assert_eq!(read(store, |reader| force(reader, "avon")).unwrap().go_live_at, Some(at(9)));
        assert!(read(store, |reader| force(reader, "none")).is_none());
        assert_eq!(read(store, forces).iter().map(|force| force.id.as_str()).collect::<Vec<_>>(), ["avon", "kent"]);
        let amy = read(store, |reader| account_by_name(reader, "amy")).unwrap();
        assert_eq!(amy.id, account_id(2));
        assert_eq!(amy.team_called().map(|team| team.to_string()), Some(amy.team.clone()), "a refusal may name it");
        assert_eq!(read(store, |reader| account(reader, account_id(1))).unwrap().role, Role::Officer);
        assert_eq!(read(store, accounts).iter().map(|account| account.name.as_str()).collect::<Vec<_>>(), ["amy", "zed"]);
        let ids = [account_id(1).to_string(), account_id(2).to_string()];
        let listing = receipt_for(store, &[Field::Listing], &ids);
        assert!(listing.open_all(read(store, |reader| accounts_after(reader, "avon", "", 9))).is_err(), "an account opens as one");
        let receipt = receipt_for(store, &[Field::Account], &ids);
        let names = |after: &'static str, limit| {
            let found = read(store, move |reader| accounts_after(reader, "avon", after, limit));
            receipt.open_all(found).unwrap().into_iter().map(|account| account.name).collect::<Vec<_>>()
        };
        assert_eq!((names("", 9), names("", 1), names("amy", 9)), (vec!["amy".to_owned(), "zed".to_owned()], vec!["amy".to_owned()], vec!["zed".to_owned()]));
        let kept = read(store, |reader| account(reader, account_id(1))).unwrap().into_inner().password_hash;
        assert!(kept.fits(|hash| hash == "x") && !format!("{kept:?}").contains('x'), "a hash is shown: {kept:?}");
        assert_eq!(read(store, |reader| session(reader, "hash")).unwrap().account, account_id(1));
        assert!(read(store, |reader| session(reader, "other")).is_none());
        assert_eq!(read(store, |reader| sessions_of(reader, account_id(1))).len(), 1);
        assert!(read(store, |reader| sessions_of(reader, account_id(2))).is_empty());
        save(store, &[SessionRow { id: "over".to_owned(), version: 0, salt: String::new(), account: account_id(2), started_at: at(0), expires_at: at(9), ended: true }]);
        assert!(read(store, |reader| sessions_of(reader, account_id(2))).is_empty(), "one that was ended is none");
        save(store, &[CredentialRow { id: account_id(1), version: 0, salt: String::new(), one_time: true, set_at: at(3) }]);
        assert!(read(store, |reader| credential(reader, account_id(1))).unwrap().one_time);
        assert!(read(store, |reader| credential(reader, account_id(2))).is_none());
        assert!(read(store, |reader| queries::setting(reader, "none")).is_none());
    }
}

pub fn tie(id: &str, case: u16, account: u16, kind: &str, active: bool) -> AccessRow {
    AccessRow {
        id: id.to_owned(),
        version: 0,
        salt: String::new(),
        case_id: case_id(case),
        account: account_id(account),
        kind: kind.to_owned(),
        active,
    }
}

on_both! {
    fn a_case_is_found_with_its_ties(bench) {
        let store = bench.store();
        save(store, &[a_case(1), a_case(2)]);
        save(store, &[tie("a", 1, 2, "named", true), tie("b", 1, 3, "connected", false), tie("c", 2, 3, "consented", true)]);
        let file = read(store, |reader| case_file(reader, "HF-1")).unwrap();
        assert_eq!((file.id, file.officer, file.restricted), (case_id(1), Some(account_id(1)), false));
        assert_eq!(read(store, |reader| case_file_by_id(reader, case_id(1))).unwrap(), file);
        assert_eq!(file.called().to_string(), "HF-1", "a refusal may name it");
        assert!(read(store, |reader| case_file(reader, "HF-9")).is_none());
        let ties = read(store, |reader| access_to(reader, case_id(1)));
        assert_eq!(ties.iter().map(|tie| tie.id.as_str()).collect::<Vec<_>>(), ["a"], "one that ended does not hold");
        assert!(!read(store, |reader| access(reader, "b")).unwrap().active);
        assert_eq!(within(store, |tx| queries::case_row(tx, case_id(2))).unwrap().reference, "HF-2");
        assert_eq!(read(store, |reader| cases_to_refresh(reader, at(50), 10)), [case_id(1), case_id(2)]);
        assert_eq!(read(store, |reader| cases_to_refresh(reader, at(50), 1)).len(), 1);
        assert!(read(store, |reader| cases_to_refresh(reader, at(49), 10)).is_empty());
        assert_eq!(read(store, case_ids), [case_id(1), case_id(2)]);
        let both = [case_id(1).to_string(), case_id(2).to_string()];
        assert!(receipt_for(store, &[Field::History], &both).open_all(read(store, case_keys)).is_err());
        let keys = receipt_for(store, &[Field::Listing], &both).open_all(read(store, case_keys)).unwrap();
        assert_eq!(keys.iter().map(|key| key.id).collect::<Vec<_>>(), [case_id(1), case_id(2)]);
        assert_eq!((keys[0].person_at_risk, keys[0].subject, keys[0].critical), (mention_id(1), None, true));
        assert_eq!((keys[0].force.as_str(), keys[0].reference.as_str(), keys[0].series_facts.as_str()), ("avon", "HF-1", "2 reports"));
        let one = |number: u16, case, open| ActionRow { id: action_id(number), version: 0, salt: String::new(), case_id: case_id(case), owner: account_id(3), open };
        save(store, &[one(1, 1, true), one(2, 2, false)]);
        assert_eq!(read(store, |reader| action(reader, action_id(2))).unwrap().owner, account_id(3));
        let connected = |store| read(store, |reader| open_cases_with_connections(reader, "avon")).into_iter().map(|file| file.id).collect::<Vec<_>>();
        assert_eq!(connected(store), [], "one that was taken back counts no longer");
        save(store, &[tie("d", 2, 3, "connected", true), tie("e", 9, 3, "connected", true)]);
        assert_eq!(connected(store), [case_id(2)]);
        let left = |account| read(store, |reader| cases_left_by(reader, "avon", account_id(account)));
        assert_eq!((left(1), left(2), left(3)), (vec![case_id(1), case_id(2)], vec![case_id(1)], vec![case_id(1)]));
        assert!(read(store, |reader| cases_left_by(reader, "kent", account_id(1))).is_empty());
        let away = |number: u16, account: u16, from: &str, until: Option<&str>, ended: bool| AbsenceRow {
            id: absence_id(number), version: 0, salt: String::new(), account: account_id(account), force: "avon".to_owned(),
            from_day: from.parse().unwrap(), until_day: until.map(|day| day.parse().unwrap()), stand_in: Some(account_id(5)),
            recorded_by: account_id(9), recorded_at: at(0), ended_at: ended.then(|| at(1)),
        };
        save(store, &[away(1, 4, "2026-06-03", None, false), away(2, 4, "2026-06-01", Some("2026-06-02"), false), away(3, 6, "2026-06-01", None, true)]);
        let ids = |rows: Vec<store::AsRead<AbsenceRow>>| rows.into_iter().map(|row| row.id).collect::<Vec<_>>();
        let by = |day: &str| day.parse::<domain::time::Day>().unwrap();
        assert_eq!(ids(read(store, |reader| absences_of(reader, account_id(4), by("2026-06-02")))), [absence_id(2), absence_id(1)]);
        assert_eq!(ids(read(store, |reader| absences_of(reader, account_id(4), by("2026-06-03")))), [absence_id(1)]);
        assert_eq!(ids(read(store, |reader| absences_stood_in_by(reader, account_id(5), by("2026-06-03")))), [absence_id(1)]);
        assert!(read(store, |reader| absences_of(reader, account_id(6), by("2026-06-01"))).is_empty(), "ended");
        let told = away(1, 4, "2026-06-03", None, true).told();
        assert_eq!((told.absence, told.account, told.stand_in, told.over), (absence_id(1), account_id(4), Some(account_id(5)), true));
        assert_eq!(read(store, |reader| Ok(reader.as_of())), at(2));
        assert_eq!(ids(read(store, |reader| absences_in(reader, "avon", by("2026-06-03")))), [absence_id(1)]);
        assert!(read(store, |reader| absences_in(reader, "kent", by("2026-06-03"))).is_empty());
        save(store, &[RequestRow { id: "hash".to_owned(), version: 0, salt: String::new(), account: account_id(4), asked: "what".to_owned(), case_id: case_id(1), at: at(3) }]);
        assert_eq!(read(store, |reader| request(reader, "hash")).map(|found| (found.asked.clone(), found.at)), Some(("what".to_owned(), at(3))));
        assert!(read(store, |reader| request(reader, "other")).is_none());
        let team = |number, team: &str, restricted| CaseRow { team: team.to_owned(), restricted, ..a_case(number) };
        save(store, &[team(7, "zinc", false), team(8, "amber", false), team(9, "quartz", true)]);
        let closed = CaseRow { status: "closed".to_owned(), ..team(10, "beryl", false) };
        save(store, &[closed, team(11, "", false), team(12, "amber", false)]);
        let each = read(store, |reader| an_open_case_of_each_team(reader, "avon"));
        let each = each.iter().map(|file| file.team.clone()).collect::<Vec<_>>();
        assert!(each.is_sorted() && ["", "amber", "zinc"].iter().all(|team| each.contains(&(*team).to_owned())), "{each:?}");
        assert_eq!(each.len(), each.iter().collect::<std::collections::BTreeSet<_>>().len(), "one a team");
        assert!(!each.iter().any(|team| team == "beryl" || team == "quartz"), "closed or restricted cases alone: {each:?}");
        let named: Vec<String> = plain(read(store, |reader| teams(reader, "avon"))).into_iter().map(|team| team.0).collect();
        assert!(named.contains(&"amber".to_owned()) && named.contains(&"zinc".to_owned()) && named.is_sorted());
        assert!(!named.contains(&"quartz".to_owned()), "a team with restricted cases alone");
        let open = read(store, |reader| unrestricted_cases(reader, "avon"));
        assert!(open.contains(&case_id(1)) && open.contains(&case_id(7)) && !open.contains(&case_id(9)), "{open:?}");
        assert!(read(store, |reader| unrestricted_cases(reader, "none")).is_empty());
        assert!(read(store, |reader| teams(reader, "none")).is_empty());
    }
}

on_both! {
    fn a_history_is_read_in_the_order_of_its_numbers(bench) {
        let store = bench.store();
        for (seconds, first, events) in [(30, 1, 1), (20, 2, 2), (10, 4, 1)] {
            store.transact(context(seconds), move |tx| -> Result<(), Failure> {
                let events = (0..events).map(|_| CaseEvent::ActsReviewed).collect();
                tx.append(Draft::done("review_acts", &[]).on_case(case_id(1), first, events));
                tx.append(Draft::done("something_without_events", &[]).on_case(case_id(1), 99, Vec::new()));
                Ok(())
            }).unwrap();
        }
        let events = within(store, |tx| history(tx, case_id(1)));
        assert_eq!(events.iter().map(|event| event.at).collect::<Vec<_>>(), [at(30), at(20), at(20), at(10)]);
        assert!(within(store, |tx| history(tx, case_id(2))).is_empty());
        let twice = store.transact(context(40), |tx| -> Result<(), Failure> {
            tx.append(Draft::done("review_acts", &[]).on_case(case_id(1), 4, vec![CaseEvent::ActsReviewed]));
            Ok(())
        });
        assert_eq!(twice.unwrap_err(), Failure::Store(store::StoreError::Conflict("record")), "one number twice on a case");
    }
}

on_both! {
    fn reports_and_who_they_describe_are_found(bench) {
        let store = bench.store();
        let on = |id: &str, case, number, detached| CaseReportRow { id: id.to_owned(), version: 0, salt: String::new(), case_id: case_id(case), report_id: report_id(number), detached };
        save(store, &[report_row(1), report_row(2)]);
        save(store, &[on("a", 1, 1, false), on("b", 1, 2, true), on("c", 2, 1, false)]);
        save(store, &[mention_row(1, 1, "subject"), mention_row(2, 1, "person_at_risk")]);
        let ids = |rows: Vec<CaseReportRow>| rows.into_iter().map(|row| row.id).collect::<Vec<_>>();
        assert_eq!(ids(read(store, |reader| reports_on(reader, case_id(1)))), ["a", "b"]);
        assert_eq!(ids(read(store, |reader| cases_with(reader, report_id(1)))), ["a", "c"]);
        assert_eq!(ids(plain(read(store, all_case_reports))), ["a", "c"]);
        assert_eq!(ids(plain(read(store, reports_of_joined))), Vec::<String>::new(), "no case was joined");
        assert_eq!(within(store, |tx| report_by_reference(tx, "avon", "R-2")).unwrap().id, report_id(2));
        assert!(within(store, |tx| report_by_reference(tx, "kent", "R-2")).is_none());
        let found = within(store, |tx| report(tx, report_id(1))).unwrap();
        assert_eq!((found.occurred_at, found.before_go_live), (at(-3600), true));
        let named = |force: &str, role: &str, surname: &str, born: &str| {
            let (force, role, surname, born) = (force.to_owned(), role.to_owned(), surname.to_owned(), born.to_owned());
            within(store, move |tx| reports_naming(tx, &force, &role, &surname, &born)).iter().map(|row| row.id).collect::<Vec<_>>()
        };
        let known = mention_row(1, 1, "subject");
        assert_eq!(named("avon", "subject", &known.surname.to_uppercase(), &known.born), [report_id(1)]);
        assert_eq!(named("kent", "subject", &known.surname, &known.born), []);
        assert_eq!(named("avon", "other", &known.surname, &known.born), []);
        assert_eq!(named("avon", "subject", &known.surname, "1900-01-01"), []);
        let keys = within(store, |tx| mention_keys(tx, report_id(1)));
        assert_eq!(keys, [(mention_id(2), "person_at_risk".to_owned()), (mention_id(1), "subject".to_owned())]);
        assert_eq!(read(store, |reader| mentions_of(reader, report_id(1))).len(), 2);
        assert_eq!(within(store, |tx| mention(tx, mention_id(1))).unwrap().forename, "Zoë");
        assert_eq!(read(store, all_mentions).iter().map(store::Sealed::id).collect::<Vec<_>>(), [mention_id(1).to_string(), mention_id(2).to_string()]);
    }
}

on_both! {
    fn what_was_believed_of_people_is_found_and_opens_by_its_groups_of_fields(bench) {
        let store = bench.store();
        let former = |mention: u16, version: i64, until| {
            let before = MentionRow { version, ..mention_row(mention, 1, "subject") };
            let kept = FormerMentionRow::of(&before, at(until), domain::catalogue::CorrectionCause::Mistake);
            assert_eq!(kept.clone().mention(), MentionRow { version: 0, ..before });
            kept
        };
        save(store, &[former(1, 2, 20), former(1, 1, 10), former(2, 1, 5)]);
        let found = || read(store, |reader| former_mentions(reader, report_id(1)));
        let ids: Vec<String> = found().iter().map(store::Sealed::id).collect();
        assert_eq!(ids, [format!("{}:1", mention_id(1)), format!("{}:2", mention_id(1)), format!("{}:1", mention_id(2))]);
        assert!(read(store, |reader| former_mentions(reader, report_id(2))).is_empty());
        let accounts = |report| within(store, move |tx| former_accounts(tx, report_id(report)));
        assert_eq!(accounts(1).into_iter().map(|former| (former.id, former.forename)).collect::<Vec<_>>(), ids.iter().map(|id| (id.clone(), "Zoë".to_owned())).collect::<Vec<_>>());
        assert_eq!(accounts(2), []);
        let shown = |field| receipt_for(store, &[field], &ids).open_all(found()).unwrap().remove(0);
        let (name, reach, place) = (shown(Field::Identity), shown(Field::Contact), shown(Field::Location));
        assert_eq!((name.forename.as_str(), name.phones.as_str(), name.address.as_str()), ("Zoë", "", ""));
        assert_eq!((reach.forename.as_str(), reach.email.as_str(), reach.vehicle.as_str()), ("", "zoe@example.org", ""));
        assert_eq!((place.born.as_str(), place.handle.as_str(), place.postcode.as_str()), ("", "", "BS1 1AA"));
        assert_eq!((name.believed_until, name.because), (at(10), domain::catalogue::CorrectionCause::Mistake));
    }
}

on_both! {
    fn words_are_found_and_open_as_narrative(bench) {
        let store = bench.store();
        let text = |number, case: Option<u16>, words: &str| ContentRow { id: content_id(number), version: 0, salt: String::new(), case_id: case.map(case_id), words: words.to_owned() };
        save(store, &[text(1, Some(1), "It's 'quoted' — with $1 and ?1\n\u{1F980}"), text(2, None, "of a report")]);
        let receipt = receipt_for(store, &[Field::Narrative], &[content_id(1).to_string(), content_id(2).to_string()]);
        let of_case = receipt.open_all(read(store, |reader| words_of_case(reader, case_id(1)))).unwrap();
        assert_eq!(of_case.iter().map(|row| row.words.as_str()).collect::<Vec<_>>(), ["It's 'quoted' — with $1 and ?1\n\u{1F980}"]);
        let one = read(store, |reader| words(reader, content_id(2))).unwrap();
        assert_eq!(receipt.open(one).unwrap().words, "of a report");
        assert_eq!(within(store, |tx| content(tx, content_id(1))).unwrap().case_id, Some(case_id(1)));
    }
}

on_both! {
    fn imports_and_what_they_held_back_are_found(bench) {
        let store = bench.store();
        let run = |number, started| ImportRow {
            id: import_id(number), version: 0, salt: String::new(), force: "avon".to_owned(), file_name: "a.csv".to_owned(),
            file_hash: format!("file{number}"), map_hash: "map".to_owned(), rows_read: 3, next_row: 2, new_rows: 1, updated_rows: 0,
            unchanged_rows: 0, held_rows: 2, reports: 1, cases: 1, repeats: 0, waiting: 0, started_at: at(started), finished_at: None,
        };
        save(store, &[run(1, 10), run(2, 20)]);
        let row = |number: u16, place| HeldRow { id: held_id(number), version: 0, salt: String::new(), import_id: import_id(1), row_number: place, problems: "[\"date\"]".to_owned(), raw: "{}".to_owned() };
        save(store, &[row(1, 3), row(2, 2)]);
        let known = |id, finished| Some(KnownImport { id: import_id(id), finished });
        assert_eq!(read(store, |reader| import_of(reader, "avon", "file1", "map")), known(1, false));
        save(store, &[ImportRow { finished_at: Some(at(40)), ..run(3, 5) }]);
        assert_eq!(read(store, |reader| import_of(reader, "avon", "file3", "map")), known(3, true));
        assert!(read(store, |reader| import_of(reader, "avon", "file1", "other")).is_none());
        assert_eq!(within(store, |tx| import(tx, import_id(2))).unwrap().started_at, at(20));
        let runs = [2, 1, 3].map(|number| import_id(number).to_string());
        assert_eq!(read(store, |reader| imports(reader, "avon")).iter().map(store::Sealed::id).collect::<Vec<_>>(), runs);
        assert!(read(store, |reader| sealed_import(reader, "kent", import_id(2))).is_none(), "a run of another force");
        let one = || read(store, |reader| sealed_import(reader, "avon", import_id(2))).unwrap();
        assert!(receipt_for(store, &[Field::Listing], &runs[1..]).open(one()).is_err());
        assert_eq!(receipt_for(store, &[Field::Listing], &runs[..1]).open(one()).unwrap().file_name, "a.csv");
        let held = read(store, |reader| held_rows(reader, import_id(1), 0, 10));
        assert_eq!(held.iter().map(store::Sealed::id).collect::<Vec<_>>(), [held_id(2).to_string(), held_id(1).to_string()]);
        let ids = [held_id(1).to_string(), held_id(2).to_string()];
        let rows = receipt_for(store, &[Field::Narrative], &ids).open_all(held).unwrap();
        assert_eq!((rows[0].row_number, rows[0].raw.as_str()), (2, "{}"));
        let held = read(store, |reader| held_rows(reader, import_id(1), 0, 10));
        assert_eq!(receipt_for(store, &[Field::Listing], &ids).open_all(held).unwrap()[0].raw, "");
        let page = |after, limit| read(store, |reader| held_rows(reader, import_id(1), after, limit)).iter().map(store::Sealed::id).collect::<Vec<_>>();
        assert_eq!((page(0, 1), page(2, 1), page(3, 1)), (vec![held_id(2).to_string()], vec![held_id(1).to_string()], vec![]));
        let left = |number, after| read(store, |reader| held_after(reader, import_id(number), after));
        assert_eq!((left(1, 0), left(1, 2), left(1, 3), left(2, 0)), (2, 1, 0, 0));
    }
}

on_both! {
    fn what_linkage_believes_is_found(bench) {
        let store = bench.store();
        save(store, &[MemberRow { id: mention_id(1), version: 0, salt: String::new(), person: person_id(1) }]);
        let in_series = |number, series| SeriesMemberRow { id: report_id(number), version: 0, salt: String::new(), series: series_id(series) };
        save(store, &[in_series(1, 1), in_series(2, 1), in_series(3, 2)]);
        let one = |id: &str, a, b, state: &str, millibits| LinkRow {
            id: id.to_owned(), version: 0, salt: String::new(), a: mention_id(a), b: mention_id(b), report_a: report_id(a), report_b: report_id(b),
            about: "subject".to_owned(), state: state.to_owned(), basis: "identity".to_owned(), millibits, lines: "[[\"born\",\"same\",9.0]]".to_owned(), decided_by: None, decided_at: None,
        };
        save(store, &[one("x", 1, 2, "waiting", 5), one("y", 3, 1, "waiting", 9), one("z", 2, 3, "accepted", 7)]);
        assert_eq!(read(store, members)[0].person, person_id(1));
        assert_eq!(read(store, |reader| member(reader, mention_id(1))).unwrap().person, person_id(1));
        assert!(read(store, |reader| member(reader, mention_id(2))).is_none());
        assert_eq!(read(store, series_members).len(), 3);
        assert_eq!(read(store, |reader| series_of(reader, report_id(3))).unwrap().series, series_id(2));
        assert!(read(store, |reader| series_of(reader, report_id(4))).is_none());
        let on = |id: &str, case, report, detached| CaseReportRow {
            id: id.to_owned(), version: 0, salt: String::new(), case_id: case_id(case), report_id: report_id(report), detached,
        };
        save(store, &[on("a", 1, 1, false), on("b", 1, 2, false), on("c", 2, 3, true), on("d", 3, 3, false)]);
        let tied = [tie("a", 1, 5, "connected", true), tie("b", 2, 5, "connected", true), tie("c", 3, 5, "named", true), tie("d", 3, 6, "connected", false)];
        save(store, &tied);
        let kept = |account| read(store, |reader| series_kept_from(reader, account_id(account)));
        assert_eq!((kept(5), kept(6)), (vec![series_id(1)], vec![]), "by a report on the case now, and a connection that holds");
        // The first report names the person of mention 1 at risk, the second the subject; of whom the third tells nothing is believed.
        save(store, &[mention_row(11, 1, "person_at_risk"), mention_row(12, 2, "subject"), mention_row(13, 3, "person_at_risk")]);
        let same = |number| MemberRow { id: mention_id(number), version: 0, salt: String::new(), person: person_id(1) };
        save(store, &[same(11), same(12)]);
        save(store, &[CaseRow { person_at_risk: mention_id(1), ..a_case(1) }, CaseRow { person_at_risk: mention_id(99), ..a_case(2) }]);
        let about = |report, case| read(store, |reader| is_about_person_of(reader, report_id(report), case_id(case)));
        assert_eq!([about(1, 1), about(2, 1), about(3, 1), about(1, 2)], [true, false, false, false]);
        save(store, &[CaseRow { person_at_risk: mention_id(11), subject: Some(mention_id(12)), ..a_case(21) }, CaseRow { person_at_risk: mention_id(12), ..a_case(22) }, CaseRow { person_at_risk: mention_id(13), subject: Some(mention_id(98)), ..a_case(23) }]);
        assert_eq!(read(store, |reader| subject_of(reader, case_id(21))), Some((mention_id(12), report_id(2))));
        assert_eq!([22, 23, 99].map(|case| read(store, move |reader| subject_of(reader, case_id(case)))), [None; 3]);
        let one_person = |a, b| read(store, move |reader| are_about_one_person(reader, case_id(a), case_id(b)));
        assert_eq!([one_person(21, 22), one_person(22, 21), one_person(21, 23), one_person(23, 23)], [true, true, false, false]);
        assert_eq!(read(store, |reader| reports_in(reader, series_id(1))).iter().map(|row| row.id).collect::<Vec<_>>(), [report_id(1), report_id(2)]);
        let ids = |links: Vec<KnownLink>| links.into_iter().map(|link| link.id).collect::<Vec<_>>();
        assert_eq!(read(store, links).iter().map(store::Sealed::id).collect::<Vec<_>>(), ["x", "y", "z"]);
        assert_eq!(ids(read(store, |reader| links_of(reader, report_id(1)))), ["x", "y"]);
        assert_eq!(within(store, |tx| link(tx, "z")).unwrap().millibits, 7);
        assert_eq!(ids(read(store, |reader| waiting_links(reader, 10))), ["y", "x"]);
        assert_eq!(ids(read(store, |reader| waiting_links(reader, 1))), ["y"]);
        // The first report is on the first case, the third on the third alone now.
        save(store, &[CaseRow { force: "kent".to_owned(), ..a_case(3) }]);
        assert_eq!(ids(read(store, |reader| links_to_review(reader, "avon", 10))), ["y", "x"]);
        assert_eq!(ids(read(store, |reader| links_to_review(reader, "kent", 10))), ["y"]);
        assert!(read(store, |reader| links_to_review(reader, "none", 10)).is_empty());
        let decided: Vec<LinkRow> = ["x", "y", "z"].iter().map(|id| within(store, |tx| link(tx, id)).unwrap()).collect();
        assert!(decided.iter().all(|link| link.decided_by.is_none()));
        assert!(read(store, |reader| links_decided_by(reader, account_id(4), 9)).is_empty());
        assert_eq!(read(store, |reader| known_link(reader, "z")).map(|link| (link.about, link.basis)), Some(("subject".to_owned(), "identity".to_owned())));
        assert!(read(store, |reader| known_link(reader, "none")).is_none());
        let look = |link: &str, account, seconds| LookRow { id: LookRow::key(link, account_id(account)), version: 0, salt: String::new(), link: link.to_owned(), account: account_id(account), at: at(seconds) };
        save(store, &[look("y", 4, 2), look("y", 5, 1), look("x", 4, 3)]);
        let accounts = |link: &'static str| read(store, move |reader| looks_at(reader, link)).into_iter().map(|look| look.account).collect::<Vec<_>>();
        assert_eq!((accounts("y"), accounts("z")), (vec![account_id(5), account_id(4)], vec![]), "oldest first");
        let looked = |account| read(store, move |reader| looks_by(reader, account_id(account))).into_iter().map(|look| look.link.clone()).collect::<Vec<_>>();
        assert_eq!((looked(4), looked(5), looked(6)), (vec!["x".to_owned(), "y".to_owned()], vec!["y".to_owned()], vec![]));
        let first = || read(store, |reader| waiting_links(reader, 1)).remove(0);
        let known = first();
        assert_eq!((known.a, known.b, known.report_a, known.report_b), (mention_id(3), mention_id(1), report_id(3), report_id(1)));
        assert_eq!((known.state.as_str(), known.row.id()), ("waiting", "y".to_owned()));
        let opened = |fields: &[Field], id: &str| receipt_for(store, fields, &[id.to_owned()]).open(first().row);
        assert!(opened(&[Field::Listing, Field::History], "x").is_err(), "a link opens only for an entry that names it");
        assert!(opened(&[Field::History], "y").is_err());
        let listed = opened(&[Field::Listing], "y").unwrap();
        assert_eq!((listed.state.as_str(), listed.millibits, listed.lines.as_str()), ("waiting", 0, ""), "its arithmetic is not listed");
        let whole = opened(&[Field::Listing, Field::History], "y").unwrap();
        assert_eq!((whole.millibits, whole.lines.as_str()), (9, "[[\"born\",\"same\",9.0]]"));
        let by = |link: LinkRow, account, seconds, state: &str| LinkRow { decided_by: Some(account_id(account)), decided_at: Some(at(seconds)), state: state.to_owned(), ..link };
        let [x, y, z] = <[LinkRow; 3]>::try_from(decided).unwrap();
        save(store, &[by(x, 4, 1, "refused"), by(y, 4, 2, "confirmed"), by(z, 4, 3, "waiting")]);
        assert_eq!(ids(read(store, |reader| links_decided_by(reader, account_id(4), 9))), ["y", "x"], "one that was taken back is none");
        assert_eq!(ids(read(store, |reader| links_decided_by(reader, account_id(4), 1))), ["y"]);
    }
}

on_both! {
    fn beliefs_are_those_of_one_force(bench) {
        let store = bench.store();
        save(store, &[report_row(1), report_row(2), ReportRow { force: "kent".to_owned(), ..report_row(3) }]);
        save(store, &[mention_row(1, 1, "subject"), mention_row(2, 1, "person_at_risk"), mention_row(3, 2, "subject"), mention_row(4, 3, "subject")]);
        let member = |number| MemberRow { id: mention_id(number), version: 0, salt: String::new(), person: person_id(number) };
        // Of the third mention linkage believes nothing yet.
        save(store, &[member(1), member(2), member(4)]);
        let in_series = |number| SeriesMemberRow { id: report_id(number), version: 0, salt: String::new(), series: series_id(1) };
        save(store, &[in_series(1), in_series(2), in_series(3)]);
        let receipt = receipt_for(store, &[Field::Listing], &[1, 2].map(|number| report_id(number).to_string()));
        let told = |after: &'static str, reports| receipt.open_all(read(store, move |reader| beliefs(reader, "avon", account_id(9), after, reports))).unwrap();
        let found = told("", 9);
        let expected = |role: &str, person| BeliefRow { report: report_id(1).to_string(), reference: "R-1".to_owned(), role: role.to_owned(), person: person_id(person).to_string(), series: series_id(1).to_string() };
        assert_eq!(found, [expected("person_at_risk", 2), expected("subject", 1)]);
        assert_eq!(told("", 1), found);
        assert_eq!(told("R-1", 9), []);
        assert!(receipt.open_all(read(store, |reader| beliefs(reader, "kent", account_id(9), "", 9))).is_err(), "of a report that is not named");
        assert_eq!(read(store, |reader| beliefs(reader, "kent", account_id(9), "", 9)).len(), 1);
        // The third report of the series is of another force.
        assert_eq!(read(store, |reader| linked_counts(reader, "avon")), (2, 0));
        assert_eq!(read(store, |reader| linked_counts(reader, "kent")), (0, 0));
        // What only a restricted case holds is not counted.
        let on = CaseReportRow { id: "on".to_owned(), version: 0, salt: String::new(), case_id: case_id(1), report_id: report_id(1), detached: false };
        save(store, &[CaseRow { restricted: true, ..a_case(1) }]);
        save(store, &[on]);
        let key = receipt_for(store, &[Field::Listing], &[case_id(1).to_string()]).open(read(store, case_keys).remove(0));
        assert!(key.unwrap().restricted);
        assert_eq!(read(store, |reader| linked_counts(reader, "avon")), (0, 0));
    }
}

on_both! {
    fn tasks_are_found_the_critical_first(bench) {
        let store = bench.store();
        let one = |number: u16, critical, made, done: Option<i64>| TaskRow {
            id: task_id(number), version: 0, salt: String::new(), force: "avon".to_owned(), kind: "call_other_force".to_owned(),
            case_reference: format!("HF-{number}"), other_force: "kent".to_owned(), other_reference: "K-1".to_owned(), contact: "101".to_owned(),
            critical, made_at: at(made), done_at: done.map(at),
        };
        save(store, &[one(1, false, 1, None), one(2, true, 2, None), one(3, true, 0, Some(9)), one(4, false, 0, None)]);
        let open = read(store, |reader| open_tasks(reader, "avon"));
        assert_eq!(open.iter().map(|task| task.row.id()).collect::<Vec<_>>(), [2, 4, 1].map(|number| task_id(number).to_string()));
        assert_eq!((open[0].case_reference.as_str(), open[0].other_force.as_str(), open[0].other_reference.as_str()), ("HF-2", "kent", "K-1"));
        let first = || read(store, |reader| open_tasks(reader, "avon")).remove(0).row;
        let other = receipt_for(store, &[Field::Listing], &[task_id(4).to_string()]);
        assert!(other.open(first()).is_err(), "a task opens only for an entry that names it");
        assert_eq!(receipt_for(store, &[Field::Listing], &[task_id(2).to_string()]).open(first()).unwrap().contact, "101");
        assert!(read(store, |reader| open_tasks(reader, "kent")).is_empty());
        assert_eq!(within(store, |tx| task_between(tx, "HF-3", "K-1")).unwrap().done_at, Some(at(9)));
        assert!(within(store, |tx| task_between(tx, "HF-3", "K-2")).is_none());
        // No critical flag stands on K-1, so that the one open task that says so is to be marked.
        assert_eq!(read(store, tasks_to_mark), [task_id(2)]);
    }
}
