//! What is sent and received about attempts to reach a person.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::store::Row;
use crate::caller::Caller;
use crate::codes::ContactChannelCode;
use crate::http::wire::Common;
use crate::http::{Concern, Concerns};
use crate::intake::grants::GrantId;
use crate::intake::queue::QueueEntryId;
use crate::register::persons::PersonId;

/// A new attempt.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactAttemptInput {
    /// Today unless said; not in the future.
    pub attempted_on: Option<NaiveDate>,
    /// In which way.
    pub channel: ContactChannelCode,
    /// Whether the person answered.
    pub reached: bool,
    /// A note.
    #[schema(max_length = 1000)]
    pub note: Option<String>,
}

/// A contact attempt.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContactAttempt {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// The person.
    pub person_id: PersonId,
    /// Null while in a queue.
    pub grant_id: Option<GrantId>,
    /// Null under a grant.
    pub queue_entry_id: Option<QueueEntryId>,
    /// The day.
    pub attempted_on: NaiveDate,
    /// In which way.
    pub channel: ContactChannelCode,
    /// Whether the person answered.
    pub reached: bool,
    /// A note.
    #[schema(max_length = 1000)]
    pub note: Option<String>,
    /// Who recorded it.
    pub recorded_by: String,
}

impl ContactAttempt {
    /// An attempt.
    #[must_use]
    pub fn of(row: Row, who: &Caller) -> Self {
        let Row { id, person_id, grant_id, place_id, attempted_on, channel, reached, recorded_by, recorded_at, note } =
            row;
        let common = Common::record(who, "contact_attempt", id.uuid(), recorded_at);
        Self {
            common,
            person_id,
            grant_id,
            queue_entry_id: place_id,
            attempted_on,
            channel,
            reached,
            note,
            recorded_by,
        }
    }
}

impl Concerns for ContactAttempt {
    fn concern(&self) -> Option<Concern> {
        Concern::of(&self.common, self.person_id)
    }
}
