//! The one error of the service: a variant for each way in which a caller would act differently.

use std::fmt;

use aplp_domain::dates::DateFault;
use aplp_domain::figure::NotInForce;
use aplp_domain::refusal::Refusal;
use diesel::result::{DatabaseErrorKind, Error as Diesel};
use uuid::Uuid;

use crate::db::seal;
use crate::files;
use crate::token_check::TokenCheck;

/// Why a request was not done. How each looks over HTTP stands in `http::problem`.
#[derive(Debug, Clone)]
pub enum Error {
    /// The request cannot be read: every fault that was found, each with the place where it is.
    Invalid(Vec<Fault>),
    /// A known way of asking wrongly, by its code in the catalogue of problems.
    Asked(&'static str),
    /// No token, or none that we accept; the check is for the log, the caller is told less.
    Unauthenticated(TokenCheck),
    /// The token does not carry this right; these roles it has.
    Forbidden(&'static str, Vec<&'static str>),
    /// There is no such thing, or none that this caller may know of.
    NotFound,
    /// The path exists, but not with this method; these it has.
    MethodNotAllowed(String),
    /// The version named in `If-Match` is not the newest; this one is.
    Stale(i32),
    /// What was to be made under the client's own id is there already, in this version.
    Exists(i32),
    /// The rules say no.
    Refused(Refusal),
    /// What is there already stands in the way, by its code in the catalogue of problems.
    Conflict(&'static str),
    /// Persons whom the caller may see have the same name and day of birth: these.
    Duplicate(Vec<Uuid>),
    /// A quota of the caller's, by its name, is not enough; so many seconds from now it is, and so much of it is left.
    TooMany(&'static str, u64, u32),
    /// Two writes met; the same work may succeed when run again.
    Collision,
    /// A value is sealed with a key that this process does not know yet.
    UnknownKey,
    /// The service is at its limit just now.
    Busy(&'static str),
    /// The database is away; the reason is for the log only.
    Unavailable(String),
    /// The database cannot write, because its disk is full or fails; the reason is for the log only.
    Storage(String),
    /// Our own failure; the reason is for the log only.
    Internal(String),
}

/// One fault in what was sent.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Fault {
    /// Where it is: a JSON pointer into the body (`#/level`), or the name of a parameter.
    pub pointer: String,
    /// What is wrong, by a stable code.
    pub code: &'static str,
    /// What would be right, where a figure, a list or an example says it.
    /// What would be right, where a list says it.
    pub right: Option<Right>,
}

/// What would be right instead. It comes from the contract and the rules, never from what was sent.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Right {
    /// The least or the greatest number of characters, values or units.
    Limit(i64),
    /// One of these.
    OneOf(Vec<String>),
    /// Written like this example.
    Like(&'static str),
}

impl Fault {
    /// A fault at a place.
    pub fn at(pointer: impl Into<String>, code: &'static str) -> Self {
        Self { pointer: pointer.into(), code, right: None }
    }

    /// The same fault, with what would be right.
    #[must_use]
    pub fn but(self, right: Right) -> Self {
        Self { right: Some(right), ..self }
    }

    /// What is wrong with the days of a request, each at its member.
    pub fn of_dates(checks: impl IntoIterator<Item = Result<(), DateFault>>) -> impl Iterator<Item = Self> {
        checks.into_iter().filter_map(Result::err).map(Self::from)
    }

    /// A value that is none of these codes.
    pub fn none_of(pointer: impl Into<String>, allowed: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self::at(pointer, "not_one_of").but(Right::OneOf(allowed.into_iter().map(Into::into).collect()))
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Self::Invalid(vec![fault])
    }
}

impl Error {
    /// Everything that is wrong with the days of a request, at once.
    ///
    /// # Errors
    /// `Invalid` with each fault that was found.
    pub fn dates(checks: impl IntoIterator<Item = Result<(), DateFault>>) -> Result<(), Self> {
        let faults: Vec<_> = Fault::of_dates(checks).collect();
        if faults.is_empty() { Ok(()) } else { Err(Self::Invalid(faults)) }
    }

    /// One fault in what was sent.
    pub fn invalid(pointer: impl Into<String>, code: &'static str) -> Self {
        Self::Invalid(vec![Fault::at(pointer, code)])
    }

    /// What is said of an id in a request that leads nowhere: a fault of the request at this place.
    pub fn unknown(at: impl Into<String>) -> impl FnOnce(Self) -> Self {
        move |fault| match fault {
            Self::NotFound => Self::invalid(at, "reference_unknown"),
            other => other,
        }
    }

    /// Whether the connection that it happened on is not to be trusted any more. After a failed write to the disk nobody
    /// knows what of it the system still believes to be written, so that nothing goes on from there.
    #[must_use]
    pub const fn loses_the_database(&self) -> bool {
        matches!(self, Self::Unavailable(_) | Self::Storage(_))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unavailable(why) | Self::Storage(why) | Self::Internal(why) => f.write_str(why),
            Self::Busy(why) => f.write_str(why),
            other => write!(f, "{other:?}"),
        }
    }
}

impl std::error::Error for Error {}

impl From<DateFault> for Fault {
    fn from(fault: DateFault) -> Self {
        Self::at(format!("#/{}", fault.member()), fault.code())
    }
}

impl From<DateFault> for Error {
    fn from(fault: DateFault) -> Self {
        Fault::from(fault).into()
    }
}

/// What is wrong with a day by itself is told as any other fault of the request.
impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Date(fault) => fault.into(),
            refusal => Self::Refused(refusal),
        }
    }
}

impl From<NotInForce> for Error {
    fn from(missing: NotInForce) -> Self {
        Self::Internal(format!("the figure {} has no value on {}", missing.figure, missing.on))
    }
}

impl From<seal::Fault> for Error {
    fn from(fault: seal::Fault) -> Self {
        match fault {
            seal::Fault::UnknownKey(_) => Self::UnknownKey,
            seal::Fault::NoKeys | seal::Fault::Broken => Self::Internal(fault.to_string()),
        }
    }
}

impl From<std::io::Error> for Error {
    fn from(fault: std::io::Error) -> Self {
        if files::says_no_write(fault.kind()) {
            Self::Storage(files::reason(&fault))
        } else {
            Self::Internal(fault.to_string())
        }
    }
}

/// How SQLite and PostgreSQL say that the disk is full.
const FULL: [&str; 4] = ["disk is full", "No space left on device", "Disk quota exceeded", "could not extend file"];
/// How they say that the disk fails.
const FAILS: [&str; 3] = ["disk I/O error", "Input/output error", "could not fsync"];
/// How they say that they take no writes.
const READ_ONLY: [&str; 2] = ["readonly database", "read-only transaction"];

/// Whether a database says that its disk is full.
pub(crate) fn says_full(message: &str) -> bool {
    FULL.iter().any(|sign| message.contains(sign))
}

/// How they say that they are not there just now.
const AWAY: [&str; 6] = [
    "terminating connection",
    "shutting down",
    "starting up",
    "recovery mode",
    "not yet accepting connections",
    "unable to open database file",
];

/// `NotFound` is deliberately no special case: where nothing may be found, the query says so itself.
impl From<Diesel> for Error {
    fn from(fault: Diesel) -> Self {
        let (kind, about) = match &fault {
            Diesel::DatabaseError(kind, about) => (kind, about),
            Diesel::DeserializationError(inner) => match inner.downcast_ref::<seal::Fault>() {
                Some(sealed) => return (*sealed).into(),
                None => return Self::Internal(fault.to_string()),
            },
            _ => return Self::Internal(fault.to_string()),
        };
        let message = about.message();
        let says = |signs: &[&str]| signs.iter().any(|sign| message.contains(sign));
        match kind {
            DatabaseErrorKind::SerializationFailure => Self::Collision,
            DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand => {
                Self::Unavailable(message.to_owned())
            }
            _ if message.contains("deadlock detected") => Self::Collision,
            _ if message.contains("lock timeout") || message.contains("database is locked") => {
                Self::Busy("a lock was held for too long")
            }
            _ if message.contains("statement timeout") => Self::Busy("a statement took too long"),
            _ if says_full(message) => Self::Storage(format!("the disk of the database is full: {message}")),
            _ if says(&FAILS) => Self::Storage(format!("the disk of the database fails: {message}")),
            DatabaseErrorKind::ReadOnlyTransaction => Self::Storage(format!("the database takes no writes: {message}")),
            _ if says(&READ_ONLY) => Self::Storage(format!("the database takes no writes: {message}")),
            _ if says(&AWAY) => Self::Unavailable(message.to_owned()),
            _ => Self::Internal(message.to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("database or disk is full", Some("the disk of the database is full: "))]
    #[case("disk I/O error", Some("the disk of the database fails: "))]
    #[case(
        "could not extend file \"base/5/16400\": No space left on device",
        Some("the disk of the database is full: ")
    )]
    #[case("attempt to write a readonly database", Some("the database takes no writes: "))]
    #[case("cannot execute INSERT in a read-only transaction", Some("the database takes no writes: "))]
    #[case("the database system is in recovery mode", None)]
    #[case("terminating connection due to unexpected postmaster exit", None)]
    fn a_connection_that_met_a_full_disk_or_no_database_is_not_used_again(
        #[case] told: &str,
        #[case] storage: Option<&str>,
    ) {
        let fault = Error::from(Diesel::DatabaseError(DatabaseErrorKind::Unknown, Box::new(told.to_owned())));

        assert_eq!(matches!(fault, Error::Storage(_)), storage.is_some());
        assert_eq!(fault.to_string(), format!("{}{told}", storage.unwrap_or_default()));
        assert!(fault.loses_the_database());
    }

    #[test]
    fn a_connection_on_which_something_else_failed_stays() {
        let fault =
            Error::from(Diesel::DatabaseError(DatabaseErrorKind::Unknown, Box::new("no such table".to_owned())));

        assert!(!fault.loses_the_database());
    }
}
