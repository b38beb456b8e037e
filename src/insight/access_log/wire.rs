//! What a person is told of who looked at or changed their file.

use serde::Serialize;
use utoipa::ToSchema;

use crate::caller::Caller;
use crate::codes::PurposeCode;
use crate::db::chain::Link;
use crate::db::journal::Row;
use crate::http::wire::Common;
use crate::http::{Concern, Concerns};
use crate::insight::journal::wire::{About, Actor, purpose};
use crate::register::persons::PersonId;

/// A read or change of a person's file.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccessEntry {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// In the journal.
    #[schema(minimum = 1, maximum = 9007199254740991i64)]
    pub position: i64,
    /// Who did it.
    pub actor: Actor,
    /// `persons_read` for a read.
    pub action: String,
    /// What it was done to.
    pub about: About,
    /// For what; explained in `/v1/me`.
    pub purpose: Option<PurposeCode>,
    /// The request.
    pub request_id: String,
    /// Whose file it is: for the receipt of a read, and not sent.
    #[serde(skip)]
    pub whose: PersonId,
}

impl Concerns for AccessEntry {
    fn concern(&self) -> Option<Concern> {
        Concern::of(&self.common, self.whose)
    }
}

impl AccessEntry {
    /// A row of the journal as it is told to its person. Who else stood in the same answer is not.
    #[must_use]
    pub fn of((link, row): (Link, Row), whose: PersonId, who: &Caller) -> Self {
        Self {
            common: Common::record(who, "access_entry", row.id.uuid(), row.at),
            position: link.position,
            actor: Actor::of(&row),
            about: About::of(&row),
            purpose: purpose(&row),
            action: row.action,
            request_id: row.request,
            whose,
        }
    }
}
