//! Brings what people write into one form before it is compared.

pub mod contact;
pub mod date;
pub mod place;
pub mod text;
