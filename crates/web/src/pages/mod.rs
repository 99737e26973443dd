//! The pages: one file and one template each. Reading order: `frame`, `visit`, then any page.

pub mod frame;
pub mod visit;
pub mod way_back;
pub mod sign_in;
pub mod sign_out;
pub mod notices;
pub mod search;
pub mod password;
pub mod worklist;
pub mod worklist_query;
pub mod case;
pub mod links;
pub mod tasks;
pub mod together;
pub mod imports;
pub mod import_result;
pub mod pack;
pub mod problem;
pub mod health;
