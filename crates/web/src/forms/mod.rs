//! Forms: what is asked (`field`), what was sent and what it means (`sent`), and the page around an act on a case (`page`).

pub mod field;
pub mod page;
pub mod sent;
