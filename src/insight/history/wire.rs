//! What happened to a resource, as it is sent.

use serde::Serialize;
use serde::de::DeserializeOwned;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::caller::Caller;
use crate::codes::PurposeCode;
use crate::db::journal::Row;
use crate::error::Error;
use crate::http::wire::Common;
use crate::http::{Concern, Concerns};
use crate::insight::journal::wire::{Actor, purpose};
use crate::intake::applications::wire::ApplicationStatement;
use crate::register::persons::wire::PersonDetails;
use crate::register::programmes::wire::ProgrammeDetails;
use crate::register::support_persons::wire::SupportPersonDetails;

/// What happened.
#[derive(Debug, Serialize, ToSchema)]
pub struct HistoryEvent {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// What was done.
    pub action: String,
    /// The version it made.
    #[schema(minimum = 1, maximum = 2147483647)]
    pub made_version: i32,
    /// Who did it.
    pub actor: Actor,
    /// For what.
    pub purpose: Option<PurposeCode>,
    /// The request.
    pub request_id: String,
    /// Whose case it belongs to: for the receipt of a read, and not sent.
    #[serde(skip)]
    pub whose: Option<Uuid>,
}

/// What happened.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonHistoryEntry {
    /// What happened.
    #[serde(flatten)]
    pub event: HistoryEvent,
    /// Null where nothing was replaced.
    pub before: Option<PersonDetails>,
}

/// What happened.
#[derive(Debug, Serialize, ToSchema)]
pub struct SupportPersonHistoryEntry {
    /// What happened.
    #[serde(flatten)]
    pub event: HistoryEvent,
    /// Null where nothing was replaced.
    pub before: Option<SupportPersonDetails>,
}

/// What happened.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProgrammeHistoryEntry {
    /// What happened.
    #[serde(flatten)]
    pub event: HistoryEvent,
    /// Null where nothing was replaced.
    pub before: Option<ProgrammeDetails>,
}

/// What happened.
#[derive(Debug, Serialize, ToSchema)]
pub struct ApplicationHistoryEntry {
    /// What happened.
    #[serde(flatten)]
    pub event: HistoryEvent,
    /// Null where nothing was replaced.
    pub before: Option<ApplicationStatement>,
}

impl Concerns for HistoryEvent {
    fn concern(&self) -> Option<Concern> {
        Some(Concern::about("history_event", vec![self.whose?]))
    }
}

impl Concerns for PersonHistoryEntry {
    fn concern(&self) -> Option<Concern> {
        self.event.concern()
    }
}

impl From<(HistoryEvent, Option<PersonDetails>)> for PersonHistoryEntry {
    fn from((event, before): (HistoryEvent, Option<PersonDetails>)) -> Self {
        Self { event, before }
    }
}

impl Concerns for SupportPersonHistoryEntry {
    fn concern(&self) -> Option<Concern> {
        self.event.concern()
    }
}

impl From<(HistoryEvent, Option<SupportPersonDetails>)> for SupportPersonHistoryEntry {
    fn from((event, before): (HistoryEvent, Option<SupportPersonDetails>)) -> Self {
        Self { event, before }
    }
}

impl Concerns for ProgrammeHistoryEntry {
    fn concern(&self) -> Option<Concern> {
        self.event.concern()
    }
}

impl From<(HistoryEvent, Option<ProgrammeDetails>)> for ProgrammeHistoryEntry {
    fn from((event, before): (HistoryEvent, Option<ProgrammeDetails>)) -> Self {
        Self { event, before }
    }
}

impl Concerns for ApplicationHistoryEntry {
    fn concern(&self) -> Option<Concern> {
        self.event.concern()
    }
}

impl From<(HistoryEvent, Option<ApplicationStatement>)> for ApplicationHistoryEntry {
    fn from((event, before): (HistoryEvent, Option<ApplicationStatement>)) -> Self {
        Self { event, before }
    }
}

impl HistoryEvent {
    /// A row of the journal as part of a history.
    #[must_use]
    pub fn of(row: Row, who: &Caller) -> Self {
        Self {
            common: Common::record(who, "history_event", row.id.uuid(), row.at),
            actor: Actor::of(&row),
            purpose: purpose(&row),
            action: row.action,
            made_version: row.object_version,
            request_id: row.request,
            whose: row.person_id.map(crate::db::Id::uuid),
        }
    }
}

/// Events with what they replaced: the version before the one that an event made stands with the first event that made it.
///
/// # Errors
/// `Internal` when a kept version cannot be read.
pub fn with_versions<T: DeserializeOwned, E: From<(HistoryEvent, Option<T>)>>(
    rows: Vec<Row>,
    kept: &[(i32, String)],
    who: &Caller,
) -> Result<Vec<E>, Error> {
    let mut told = 0;
    let entry = |row: Row| {
        let replaced = kept.iter().find(|(version, _)| *version + 1 == row.object_version && row.object_version > told);
        told = told.max(row.object_version);
        let unreadable = |fault: serde_json::Error| Error::Internal(format!("a version of {}: {fault}", row.object_id));
        let before = replaced.map(|(_, content)| serde_json::from_str(content)).transpose().map_err(unreadable)?;
        Ok(E::from((HistoryEvent::of(row, who), before)))
    };
    rows.into_iter().map(entry).collect()
}
