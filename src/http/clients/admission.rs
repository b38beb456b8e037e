//! Clients that the operator admits on the machine itself: the first admin, and whom the demo needs.

use aplp_domain::code::Code;

use super::store::{self, Row};
use super::wire::{ClientDetails, ClientState};
use super::{ClientId, consent, object};
use crate::caller::Caller;
use crate::db::{Coded, Conn, evidence, journal};
use crate::error::Error;

/// Registers a client that waits for nobody: whoever can write to the database needs no second admin. The journal says that it
/// was done on this machine. The keys lie on this thread.
///
/// # Errors
/// `Conflict` when there is one for the same program and user.
pub fn admit(conn: &mut Conn, details: ClientDetails, who: &Caller) -> Result<ClientId, Error> {
    let row = consent::in_force(Row::new(who).with(details));
    evidence::within(conn, |tx| {
        store::insert(tx, &row)?;
        journal::record(tx, who, "client_admitted", object(&row))?;
        Ok(row.id)
    })
}

/// Registers a client if it is not there yet.
///
/// # Errors
/// When the database does not answer.
pub fn admit_once(conn: &mut Conn, details: ClientDetails, who: &Caller) -> Result<(), Error> {
    match admit(conn, details, who) {
        Ok(_) | Err(Error::Conflict(_)) => Ok(()),
        Err(fault) => Err(fault),
    }
}

impl Row {
    /// A client of which nothing is known yet.
    pub(super) fn new(who: &Caller) -> Self {
        let now = who.at.naive_utc();
        Self {
            id: ClientId::random(),
            name: String::new(),
            issuer: String::new(),
            client_id: String::new(),
            subject: None,
            roles: String::new(),
            municipality: None,
            state: Coded(ClientState::Active),
            granted_roles: None,
            granted_municipality: None,
            waits_since: None,
            changed_by: String::new(),
            version: 1,
            created_at: now,
            updated_at: now,
        }
    }

    /// How it is let in: what waits for a second admin is told as long as the client is not suspended.
    #[must_use]
    pub fn told(&self) -> ClientState {
        if self.state.0 == ClientState::Active && self.waits_since.is_some() {
            ClientState::Pending
        } else {
            self.state.0
        }
    }

    /// The states that it may be moved to.
    pub(super) fn other_states(&self) -> Vec<&'static str> {
        let to = if self.state.0 == ClientState::Suspended { ClientState::Active } else { ClientState::Suspended };
        vec![to.code()]
    }
}
