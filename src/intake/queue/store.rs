//! The rows of this resource.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::QueueEntryId;
use crate::codes::{DecisionOutcomeCode, QueueStateCode};
use crate::db::schema::queue_entries;
use crate::intake::decisions::DecisionId;
use crate::register::persons::PersonId;
use crate::register::programmes::ProgrammeId;

/// A place in a queue.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = queue_entries, treat_none_as_null = true)]
#[allow(missing_docs, reason = "the columns are explained in the migration and in the wire types")]
pub struct Row {
    pub id: QueueEntryId,
    pub decision_id: DecisionId,
    pub decision_outcome: DecisionOutcomeCode,
    pub person_id: PersonId,
    pub programme_id: ProgrammeId,
    pub submitted_on: NaiveDate,
    pub registration_number: i64,
    pub state: QueueStateCode,
    pub version: i32,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
}
