//! What every resource carries.

use chrono::{DateTime, NaiveDateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::caller::Caller;

/// The members that every resource has.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Common {
    /// The opaque id.
    #[schema(max_length = 36)]
    pub id: Uuid,
    /// What kind of resource this is.
    pub object: &'static str,
    /// Raised by one with each change; the ETag.
    #[schema(minimum = 1, maximum = 2147483647)]
    pub version: i32,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// Whether the data is real.
    pub livemode: bool,
}

impl Common {
    /// The common members of something that may change.
    #[must_use]
    pub fn of(
        who: &Caller,
        object: &'static str,
        id: Uuid,
        version: i32,
        (created_at, updated_at): (NaiveDateTime, NaiveDateTime),
    ) -> Self {
        let (created_at, updated_at) = (created_at.and_utc(), updated_at.and_utc());
        Self { id, object, version, created_at, updated_at, livemode: who.livemode }
    }

    /// The common members of a record that never changes.
    #[must_use]
    pub fn record(who: &Caller, object: &'static str, id: Uuid, recorded_at: NaiveDateTime) -> Self {
        Self::of(who, object, id, 1, (recorded_at, recorded_at))
    }
}
