//! Accounts from a file: each row ends as one of four, all is applied or nothing, and nobody is lost by it.

use crate::support::*;
use casework::Failure;
use casework::intake::staff::{Apply, Becomes, StaffImport};

fn import(desk: &Desk, who: &str, text: &str, apply: Apply) -> Result<StaffImport, Failure> {
    desk.app().import_accounts(desk.actor(who), text.as_bytes(), apply)
}
/// What became of each row.
fn becomes(done: &StaffImport) -> Vec<&'static str> {
    let word = |becomes: &Becomes| match becomes {
        Becomes::Created => "created",
        Becomes::Updated { .. } => "updated",
        Becomes::Unchanged => "unchanged",
        Becomes::Refused { .. } => "refused",
    };
    done.rows.iter().map(|row| word(&row.becomes)).collect()
}
fn accounts(desk: &Desk) -> Vec<String> {
    desk.column("select name || '/' || display_name || '/' || role || '/' || team from accounts order by name")
}

#[test]
fn every_row_is_made_changed_left_or_refused_and_a_trial_writes_nothing() {
    let desk = Desk::new();
    let before = accounts(&desk);
    let text = "Name,Display name,Role,Team,Collar\nrowan,PC Rowan,officer,harbour,1234\n\
                alder,ALDER,officer,hill,1\nbirch,BIRCH,officer,harbour,2\n";
    let tried = import(&desk, "administrator", text, Apply::Try).unwrap();
    assert_eq!((becomes(&tried), tried.applied), (vec!["created", "updated", "unchanged"], false));
    assert_eq!(accounts(&desk), before);
    let done = import(&desk, "administrator", text, Apply::Apply).unwrap();
    assert!(done.applied);
    assert_eq!(done.rows[1].becomes, Becomes::Updated { columns: vec!["team"] });
    assert_eq!(done.not_read, ["Collar"]);
    assert!(done.not_in_file.contains(&"cedar".to_owned()) && !done.not_in_file.contains(&"oak".to_owned()));
    assert!(accounts(&desk).contains(&"rowan/PC Rowan/officer/harbour".to_owned()));
    assert!(accounts(&desk).contains(&"alder/ALDER/officer/hill".to_owned()));
    assert_eq!(accounts(&desk).len(), before.len() + 1, "who is not in the file stays");
    assert_eq!(desk.column("select name from accounts where active = 0"), Vec::<String>::new());
    // The same file again changes nothing.
    let again = import(&desk, "administrator", text, Apply::Apply).unwrap();
    assert_eq!(becomes(&again), ["unchanged", "unchanged", "unchanged"]);
    // Nobody has a password for the new account until one is set for once.
    assert!(matches!(desk.app().sign_in("rowan", ""), Err(Failure::SignInWrong)));
    let password = desk.app().new_password();
    desk.app().set_one_time_password(desk.actor("administrator"), "rowan", &password).unwrap();
    assert!(desk.app().sign_in("rowan", &password).unwrap().must_change);
    // Neither a name nor how somebody is addressed stands in the ledger.
    let ledger = serde_json::to_string(&desk.entries()).unwrap();
    assert!(!ledger.contains("PC Rowan") && !ledger.contains("rowan"));
}

#[test]
fn one_row_that_is_wrong_stops_all_and_each_is_told_by_its_columns() {
    let desk = Desk::new();
    desk.app().close_account(desk.actor("administrator"), "cedar").unwrap();
    let before = accounts(&desk);
    let text = "name,display_name,role,team\nrowan,PC Rowan,officer,harbour\n,Nobody,officer,hill\n\
                hazel,,wizard,hill\noak,PC Oak,officer,hill\ncedar,CEDAR,officer,hill\n\
                administrator,ADMINISTRATOR,analyst,\nROWAN,Another,officer,hill\n";
    let done = import(&desk, "administrator", text, Apply::Apply).unwrap();
    assert!(!done.applied);
    assert_eq!(becomes(&done), ["created", "refused", "refused", "refused", "refused", "refused", "refused"]);
    let columns: Vec<Vec<&str>> = done
        .rows
        .iter()
        .map(|row| match &row.becomes {
            Becomes::Refused { problems } => problems.iter().map(|(column, _)| column.as_str()).collect(),
            Becomes::Created | Becomes::Updated { .. } | Becomes::Unchanged => Vec::new(),
        })
        .collect();
    let expected: [&[&str]; 7] =
        [&[], &["name"], &["display_name", "role"], &["name"], &["name"], &["role"], &["name"]];
    assert_eq!(columns, expected);
    assert_eq!(accounts(&desk), before);
    let spoc = import(&desk, "spoc", text, Apply::Try);
    assert!(matches!(spoc, Err(Failure::Refused(_))), "an administrator imports accounts");
    let header = import(&desk, "administrator", "name,called\nrowan,PC Rowan\n", Apply::Try);
    assert!(matches!(header, Err(Failure::Invalid(problems)) if problems.len() == 2));
}

#[test]
fn another_role_leaves_no_case_without_an_owner_and_the_last_who_leads_is_kept() {
    let desk = Desk::new();
    let case = desk.import_one("spoc", shaw("N/1"));
    let leave =
        casework::house::absences::Leave { from: day("2026-06-03"), until: None, stand_in: Some("alder".to_owned()) };
    desk.app().record_absence(desk.actor("sergeant"), "birch", &leave).unwrap();
    let text = "name,display_name,role\nalder,ALDER,analyst\n";
    assert!(import(&desk, "administrator", text, Apply::Apply).unwrap().applied);
    assert_eq!(desk.case_column(&case, "officer"), "");
    assert_eq!(desk.page("sergeant", &case).next_action, "Give the case to an officer.");
    assert_eq!(desk.app().absences(desk.actor("sergeant")).unwrap()[0].stand_in, None);
    // A file may take the lead from all only if it makes one who leads.
    let rows = |sergeant: &str, new: &str| {
        format!(
            "name,display_name,role,team\nsergeant,SERGEANT,{sergeant},harbour\ninspector,INSPECTOR,officer,\n{new}"
        )
    };
    let none = import(&desk, "administrator", &rows("officer", ""), Apply::Apply);
    assert!(matches!(&none, Err(Failure::Refused(refusal)) if refusal.code == "account.NobodyLeads"), "{none:?}");
    assert!(accounts(&desk).contains(&"sergeant/SERGEANT/supervisor/harbour".to_owned()), "nothing was changed");
    let new = "rowan,Insp Rowan,inspector,\n";
    assert!(import(&desk, "administrator", &rows("officer", new), Apply::Apply).unwrap().applied);
    let check = desk.app().verify(desk.actor("auditor"), None).unwrap();
    assert!(check.verified.findings.is_empty(), "{:?}", check.verified.findings);
}
