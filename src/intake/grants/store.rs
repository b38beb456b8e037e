//! The rows of this resource.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::GrantId;
use crate::codes::{DecisionOutcomeCode, GrantStateCode};
use crate::db::AreaSet;
use crate::db::schema::grants;
use crate::intake::decisions::DecisionId;
use crate::register::persons::PersonId;
use crate::register::programmes::ProgrammeId;

/// A grant.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = grants, treat_none_as_null = true)]
#[allow(missing_docs, reason = "the columns are explained in the migration and in the wire types")]
pub struct Row {
    pub id: GrantId,
    pub decision_id: DecisionId,
    pub decision_outcome: DecisionOutcomeCode,
    pub person_id: PersonId,
    pub programme_id: ProgrammeId,
    pub term_from: NaiveDate,
    pub term_to: NaiveDate,
    pub areas: AreaSet,
    pub level: i16,
    pub volume_minutes: i32,
    pub state: GrantStateCode,
    pub committed_cents: i64,
    pub version: i32,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
}
