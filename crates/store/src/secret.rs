//! The hash of a password: it leaves the store only to be checked.

use crate::value::{Field, Value};
use std::fmt;

/// A password's hash. Nothing shows it: it answers whether a password fits, and is stored again.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// This takes a hash to be stored.
    pub fn new(hash: String) -> Self {
        Self(hash)
    }
    /// Whether a check says that it fits.
    pub fn fits(&self, check: impl FnOnce(&str) -> bool) -> bool {
        check(&self.0)
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(kept)")
    }
}

impl Field for PasswordHash {
    fn to_value(&self) -> Value {
        self.0.to_value()
    }
    fn from_value(value: Value) -> Option<Self> {
        String::from_value(value).map(Self)
    }
}
