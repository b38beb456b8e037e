//! What a write claims for itself until it ends.

use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::Conn;
use crate::error::Error;

/// Something that no other write may touch meanwhile. Claims are taken in the order of this list, so that two writes
/// never wait for each other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// One client's `Idempotency-Key`.
    Key(String),
    /// One person with all that belongs to their case.
    Person(Uuid),
    /// One support person's calendar and caseload.
    SupportPerson(Uuid),
    /// One programme's money, places and queue.
    Programme(Uuid),
    /// All codes of one kind, for what must be unique over the whole register.
    Register(&'static str),
}

impl Scope {
    /// The number that stands for this scope in PostgreSQL's table of advisory locks.
    pub(super) fn key(&self) -> i64 {
        let name = match self {
            Self::Key(key) => format!("key/{key}"),
            Self::Person(id) => format!("person/{id}"),
            Self::SupportPerson(id) => format!("support_person/{id}"),
            Self::Programme(id) => format!("programme/{id}"),
            Self::Register(name) => format!("register/{name}"),
        };
        let mut first = [0; 8];
        first.copy_from_slice(&Sha256::digest(name)[..8]);
        i64::from_be_bytes(first)
    }
}

/// Claims a scope until the transaction ends: what is read after this cannot change before.
///
/// # Errors
/// `Unavailable` when somebody else held it for too long.
pub fn claim(tx: &mut Conn, scope: &Scope) -> Result<(), Error> {
    Ok(tx.hold(scope)?)
}

/// Claims a scope until the transaction ends if nobody else has it, and says whether that was so.
///
/// # Errors
/// When the database does not answer.
pub fn try_claim(tx: &mut Conn, scope: &Scope) -> Result<bool, Error> {
    tx.try_hold(scope)
}
