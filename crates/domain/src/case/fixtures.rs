//! Cases for tests.
