//! Who may do what: the policies of `policies/`, asked from Rust, and the same rules as a filter for lists.

pub mod action;
pub mod decide;
pub mod filter;

pub use action::{Action, Target};
pub use decide::{
    CaseFacts, Decision, ForceFacts, Installation, Restriction, decide, decide_for_force, decide_for_system,
    policy_set_hash,
};
pub use filter::{ListFilter, ListScope, filter};
