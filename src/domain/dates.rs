//! What every day and every moment that is sent keeps to: what is recorded has happened, and nothing comes before what it
//! follows (design: the acts name the days and take their order for granted). What was not sent is not wrong.

use std::fmt;

/// What is wrong with a day or a moment, by the name of the fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateFault {
    /// It has not come yet.
    InTheFuture(&'static str),
    /// It comes before the one that it follows.
    TooEarly(&'static str),
}

impl DateFault {
    /// The stable name, `lower_snake`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::InTheFuture(_) => "in_the_future",
            Self::TooEarly(_) => "too_early",
        }
    }

    /// The name of the fact.
    pub const fn member(self) -> &'static str {
        match self {
            Self::InTheFuture(member) | Self::TooEarly(member) => member,
        }
    }
}

impl fmt::Display for DateFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.member(), self.code())
    }
}

impl std::error::Error for DateFault {}

/// What is recorded has happened: its day is today or before, its moment now or before.
///
/// # Errors
/// `InTheFuture`.
pub fn has_come<T: PartialOrd>(member: &'static str, at: impl Into<Option<T>>, now: T) -> Result<(), DateFault> {
    if at.into().is_some_and(|at| at > now) { Err(DateFault::InTheFuture(member)) } else { Ok(()) }
}

/// What follows something is not before it: an end, and what was done about something.
///
/// # Errors
/// `TooEarly`.
pub fn not_before<T: PartialOrd>(member: &'static str, at: impl Into<Option<T>>, start: T) -> Result<(), DateFault> {
    if at.into().is_some_and(|at| at < start) { Err(DateFault::TooEarly(member)) } else { Ok(()) }
}

/// What takes time ends later than it starts: work, and the time that somebody has for an answer.
///
/// # Errors
/// `TooEarly`.
pub fn later_than<T: PartialOrd>(member: &'static str, at: impl Into<Option<T>>, start: T) -> Result<(), DateFault> {
    if at.into().is_some_and(|at| at <= start) { Err(DateFault::TooEarly(member)) } else { Ok(()) }
}
