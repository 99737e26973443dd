//! The table of routes is whole: nothing is served that it does not name.

use crate::router::{Access, ROUTES, RouteAction, RouteMethod};
use std::collections::HashSet;

#[test]
fn each_route_has_an_action_of_its_own() {
    let actions: HashSet<RouteAction> = ROUTES.iter().map(|route| route.action).collect();
    assert_eq!(actions.len(), ROUTES.len(), "two routes share an action");
    let asked: HashSet<String> = ROUTES.iter().map(|route| format!("{:?} {}", route.method, route.path)).collect();
    assert_eq!(asked.len(), ROUTES.len(), "two routes share method and path");
}

#[test]
fn the_router_is_built_from_the_table_alone() {
    let source = include_str!("../router.rs");
    assert_eq!(source.matches(".route(").count(), 1, "a route is added past the table; add it to ROUTES");
    for way_around in [".nest(", ".merge(", ".route_service(", ".fallback_service("] {
        assert!(!source.contains(way_around), "{way_around} goes past the table of routes");
    }
}

#[test]
fn only_the_way_in_is_open_to_anyone() {
    let open: Vec<String> = ROUTES
        .iter()
        .filter(|route| route.action.access() == Access::Anyone)
        .map(|route| format!("{:?} {}", route.method, route.path))
        .collect();
    assert_eq!(open, ["Get /assets/{name}", "Get /health", "Get /sign-in", "Post /sign-in"]);
}

#[test]
fn what_changes_something_is_posted() {
    for route in ROUTES {
        let changes = match route.action {
            RouteAction::SignIn
            | RouteAction::SignOut
            | RouteAction::ChangePassword
            | RouteAction::DoAct
            | RouteAction::DecideLink
            | RouteAction::FinishTask
            | RouteAction::StartDraft
            | RouteAction::SaveStep
            | RouteAction::RecordDraft
            | RouteAction::DiscardDraft => RouteMethod::Post,
            // It changes nothing, but what is typed must stand in no address.
            RouteAction::Search => RouteMethod::Post,
            RouteAction::ReadAsset
            | RouteAction::ReadHealth
            | RouteAction::OpenSignIn
            | RouteAction::OpenPassword
            | RouteAction::ReadWorklist
            | RouteAction::ReadCase
            | RouteAction::OpenAct
            | RouteAction::ListDrafts
            | RouteAction::OpenStep
            | RouteAction::ReadNotices
            | RouteAction::ReadLinks
            | RouteAction::ReadLink
            | RouteAction::ReadSeries
            | RouteAction::ReadSubject
            | RouteAction::ReadTasks
            | RouteAction::OpenSearch
            | RouteAction::ListImports
            | RouteAction::ReadImport => RouteMethod::Get,
        };
        assert_eq!(route.method, changes, "{}", route.path);
    }
}
