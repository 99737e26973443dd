//! A new report, step by step: what each step asks (`steps`), what the answers come to (`build`), and the pages (`page`, `after`).

pub mod after;
pub mod build;
pub mod page;
pub mod steps;
