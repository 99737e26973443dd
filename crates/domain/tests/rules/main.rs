//! The rules of a case: every refusal, every act in every state of the decision, every red flag, every stored event.
#![expect(clippy::unwrap_used, reason = "a test that cannot build its case should stop")]

mod absence;
mod access;
mod backing;
mod closures;
mod corrections;
mod decisions;
mod flags;
mod folds;
mod handling;
mod inquiries;
mod joining;
mod laws;
mod advice;
mod numbering;
mod protections;
mod questions;
mod reconsiderations;
mod reviews;
mod risks;
mod samples;
mod steps;
mod support;
mod table;
