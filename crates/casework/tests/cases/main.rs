//! Use cases from end to end, over a database: what is listed, shown, linked, missed, refused, verified, signed in, imported.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]

mod support;
mod absences;
mod accounts_file;
mod admission;
mod clocks;
mod corrections;
mod drafts;
mod hostile;
mod hostile_files;
mod households;
mod imports;
mod inquiries;
mod leavers;
mod linkage;
mod lists;
mod making;
mod notices;
mod once;
mod one_person;
mod people;
mod privacy;
mod queue;
mod reasons;
mod refusals;
mod registers;
mod reports;
mod resting;
mod screens;
mod search;
mod second_hands;
mod sessions;
mod sheets;
mod time;
mod together;
mod watch;
mod whom;
mod unread;
mod way_in;
mod verification;
