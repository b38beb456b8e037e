//! The rows of this resource.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::{AllocationId, ProgrammeId};
use crate::codes::ProgrammeKindCode;
use crate::db::schema::{allocations, balances, programmes};

/// A programme.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = programmes, treat_none_as_null = true)]
#[allow(missing_docs, reason = "the columns are explained in the migration and in the wire types")]
pub struct Row {
    pub id: ProgrammeId,
    pub code: String,
    pub title_lv: String,
    pub title_en: String,
    pub kind: ProgrammeKindCode,
    pub funder: String,
    pub owner: Option<String>,
    pub starts_on: NaiveDate,
    pub ends_on: Option<NaiveDate>,
    pub covers_i_from: Option<NaiveDate>,
    pub covers_ii_from: Option<NaiveDate>,
    pub covers_iii_from: Option<NaiveDate>,
    pub municipalities: String,
    pub level_1_minutes: i32,
    pub level_2_minutes: i32,
    pub level_3_minutes: i32,
    pub term_months: i32,
    pub former_programme: Option<String>,
    pub hour_rate_cents: Option<i64>,
    pub reference_notes: String,
    pub built_in: bool,
    pub version: i32,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
}

/// Money or places that a programme was given.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = allocations)]
#[allow(missing_docs, reason = "the columns are explained in the migration and in the wire types")]
pub struct AllocationRow {
    pub id: AllocationId,
    pub programme_id: ProgrammeId,
    pub effective_on: NaiveDate,
    pub cents: Option<i64>,
    pub places: Option<i32>,
    pub reference: String,
    pub recorded_by: String,
    pub recorded_at: NaiveDateTime,
}

/// What a programme may still promise.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = balances, treat_none_as_null = true)]
#[allow(missing_docs, reason = "the columns are explained in the migration and in the wire types")]
pub struct BalanceRow {
    pub programme_id: ProgrammeId,
    pub places_allocated: Option<i32>,
    pub places_taken: i32,
    pub cents_allocated: Option<i64>,
    pub cents_committed: i64,
}
