//! The house: who signs in, which forces there are, the key of the ledger, and the demonstration.

pub mod accounts;
pub mod passwords;
pub mod demonstration;
pub mod forces;
pub mod door;
pub mod sessions;
pub mod ties;
