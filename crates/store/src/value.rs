//! Values as both databases hold them: 64-bit integers, text, nothing else.

use domain::catalogue::*;
use domain::ids::*;
use domain::time::{Day, Moment};

/// One stored value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Value {
    /// An integer; moments are microseconds since 1970.
    Int(i64),
    /// Text; days are ISO text, identifiers are UUID text.
    Text(String),
    /// Nothing.
    Null,
}

/// A type that fits into one column.
pub trait Field: Sized {
    /// This is how it is stored.
    fn to_value(&self) -> Value;
    /// This reads it back; none if the column holds something else.
    fn from_value(value: Value) -> Option<Self>;
}

impl Field for String {
    fn to_value(&self) -> Value {
        Value::Text(self.clone())
    }
    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Text(text) => Some(text),
            Value::Int(_) | Value::Null => None,
        }
    }
}
impl Field for i64 {
    fn to_value(&self) -> Value {
        Value::Int(*self)
    }
    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Int(number) => Some(number),
            Value::Text(_) | Value::Null => None,
        }
    }
}
impl Field for bool {
    fn to_value(&self) -> Value {
        Value::Int(i64::from(*self))
    }
    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Int(0) => Some(false),
            Value::Int(1) => Some(true),
            Value::Int(_) | Value::Text(_) | Value::Null => None,
        }
    }
}
impl Field for Moment {
    fn to_value(&self) -> Value {
        Value::Int(self.micros())
    }
    fn from_value(value: Value) -> Option<Self> {
        i64::from_value(value).map(Self::from_micros)
    }
}
impl<T: Field> Field for Option<T> {
    fn to_value(&self) -> Value {
        self.as_ref().map_or(Value::Null, Field::to_value)
    }
    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Null => Some(None),
            Value::Int(_) | Value::Text(_) => T::from_value(value).map(Some),
        }
    }
}

/// This stores a type by its text form.
macro_rules! as_text {
    ($($name:ident),* $(,)?) => {$(
        impl Field for $name {
            fn to_value(&self) -> Value { Value::Text(self.to_string()) }
            fn from_value(value: Value) -> Option<Self> { String::from_value(value)?.parse().ok() }
        }
    )*};
}
as_text!(
    AccountId,
    CaseId,
    ReportId,
    ActId,
    MentionId,
    PersonId,
    SeriesId,
    ScreenId,
    ProtectionId,
    FlagId,
    ActionId,
    AbsenceId,
    DraftId,
    ContentId,
    ImportId,
    HeldRowId,
    TaskId,
    NoticeId,
    EntryId,
    SessionId,
    WriterId,
    Day,
    Grade,
    Relationship,
    Role,
    Severity,
    Behaviour,
    CorrectionCause,
    Precision,
    ProtectionKind,
    Stage,
    Within
);
