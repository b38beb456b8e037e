//! The one error of the service: a variant for each way in which a caller would act differently.

use std::fmt;

use aplp_domain::figure::NotInForce;
use aplp_domain::refusal::Refusal;
use diesel::result::{DatabaseErrorKind, Error as Diesel};

use crate::db::seal;

/// Why a request was not done. How each looks over HTTP stands in `http::problem`.
#[derive(Debug, Clone)]
pub enum Error {
    /// The request cannot be read: every fault that was found, each with the place where it is.
    Invalid(Vec<Fault>),
    /// A known way of asking wrongly, by its code in the catalogue of problems.
    Asked(&'static str),
    /// No token, or none that we accept.
    Unauthenticated,
    /// The token does not carry this right.
    Forbidden(&'static str),
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where it is: a JSON pointer into the body (`#/level`), or the name of a parameter.
    pub pointer: String,
    /// What is wrong, by a stable code.
    pub code: &'static str,
}

impl Fault {
    /// A fault at a place.
    pub fn at(pointer: impl Into<String>, code: &'static str) -> Self {
        Self { pointer: pointer.into(), code }
    }
}

impl Error {
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

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
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
        Self::Internal(fault.to_string())
    }
}

/// How SQLite and PostgreSQL say that the disk is full or fails.
const STORAGE: [&str; 7] = [
    "disk is full",
    "disk I/O error",
    "No space left on device",
    "Disk quota exceeded",
    "Input/output error",
    "could not extend file",
    "could not fsync",
];

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
            _ if says(&STORAGE) => Self::Storage(message.to_owned()),
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
    #[case("database or disk is full", true)]
    #[case("disk I/O error", true)]
    #[case("could not extend file \"base/5/16400\": No space left on device", true)]
    #[case("the database system is in recovery mode", false)]
    #[case("terminating connection due to unexpected postmaster exit", false)]
    fn a_connection_that_met_a_full_disk_or_no_database_is_not_used_again(#[case] told: &str, #[case] storage: bool) {
        let fault = Error::from(Diesel::DatabaseError(DatabaseErrorKind::Unknown, Box::new(told.to_owned())));

        assert_eq!(matches!(fault, Error::Storage(_)), storage);
        assert!(fault.loses_the_database());
    }

    #[test]
    fn a_connection_on_which_something_else_failed_stays() {
        let fault =
            Error::from(Diesel::DatabaseError(DatabaseErrorKind::Unknown, Box::new("no such table".to_owned())));

        assert!(!fault.loses_the_database());
    }
}
