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

/// An attempt to be recorded.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactAttemptInput {
    /// The day; today unless said, and not in the future.
    pub attempted_on: Option<NaiveDate>,
    /// In which way.
    pub channel: ContactChannelCode,
    /// Whether the person was reached and answered.
    pub reached: bool,
    /// What was done and found.
    #[schema(max_length = 1000)]
    pub note: Option<String>,
}

/// An attempt to reach a person.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContactAttempt {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// Whom.
    pub person_id: PersonId,
    /// Under which grant; null while the person waits in a queue.
    pub grant_id: Option<GrantId>,
    /// For which place in a queue; null under a grant.
    pub queue_entry_id: Option<QueueEntryId>,
    /// The day.
    pub attempted_on: NaiveDate,
    /// In which way.
    pub channel: ContactChannelCode,
    /// Whether the person was reached and answered.
    pub reached: bool,
    /// What was done and found.
    #[schema(max_length = 1000)]
    pub note: Option<String>,
    /// Who recorded it: issuer and subject of their token.
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
