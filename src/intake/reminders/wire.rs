//! What is sent about reminders.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::store::Row;
use crate::caller::Caller;
use crate::codes::ReminderCode;
use crate::http::wire::{Common, Moment};
use crate::http::{Concern, Concerns};
use crate::register::persons::PersonId;

/// A reminder.
#[derive(Debug, Serialize, ToSchema)]
pub struct Reminder {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// The person.
    pub person_id: PersonId,
    /// What is due.
    pub kind: ReminderCode,
    /// `grant`, `queue_entry` or `person`.
    #[schema(max_length = 40)]
    pub about: String,
    /// Which one.
    #[schema(max_length = 36)]
    pub about_id: Uuid,
    /// The day.
    pub due_on: NaiveDate,
    /// When it was raised.
    pub raised_at: Option<Moment>,
}

impl Reminder {
    /// A reminder.
    #[must_use]
    pub fn of(row: Row, who: &Caller) -> Self {
        let Row { id, person_id, kind, object, object_id, due_on, created_at, raised_at, dropped_at: _ } = row;
        Self {
            common: Common::changed(who, "reminder", id.uuid(), created_at, raised_at),
            person_id,
            kind,
            about: object,
            about_id: object_id.uuid(),
            due_on,
            raised_at: raised_at.map(Moment::from),
        }
    }
}

impl Concerns for Reminder {
    fn concern(&self) -> Option<Concern> {
        Concern::of(&self.common, self.person_id)
    }
}
