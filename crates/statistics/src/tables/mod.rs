//! The published tables this crate can read, one reader a file.

pub mod cell;

pub mod force;

pub mod bbc_main;
