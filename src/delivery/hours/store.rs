//! The rows of this resource.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::TimeEntryId;
use crate::codes::{AreaCode, ComponentCode, ModeCode, PlaceKindCode};
use crate::db::schema::{month_totals, time_entries, time_entry_parts};
use crate::delivery::agreements::AgreementId;
use crate::intake::grants::GrantId;
use crate::register::persons::PersonId;
use crate::register::support_persons::SupportPersonId;

/// A time entry, or the row that takes one back.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = time_entries)]
#[allow(missing_docs, reason = "the columns are explained in the migration and in the wire types")]
pub struct Row {
    pub id: TimeEntryId,
    pub grant_id: GrantId,
    pub agreement_id: AgreementId,
    pub person_id: PersonId,
    pub support_person_id: SupportPersonId,
    pub started_at: NaiveDateTime,
    pub ended_at: NaiveDateTime,
    pub minutes: i32,
    pub travel_minutes: i32,
    pub area: AreaCode,
    pub component: ComponentCode,
    pub mode: ModeCode,
    pub place_kind: PlaceKindCode,
    pub note: Option<String>,
    pub reverses_id: Option<TimeEntryId>,
    pub reason: Option<String>,
    pub posted_by: String,
    pub posted_at: NaiveDateTime,
}

/// What of an entry belongs to a day.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = time_entry_parts)]
#[allow(missing_docs, reason = "the columns are explained in the migration and in the wire types")]
pub struct PartRow {
    pub entry_id: TimeEntryId,
    pub day: NaiveDate,
    pub month: String,
    pub minutes: i32,
}

/// The counted minutes of a month.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = month_totals, treat_none_as_null = true)]
#[allow(missing_docs, reason = "the columns are explained in the migration and in the wire types")]
pub struct MonthRow {
    pub grant_id: GrantId,
    pub month: String,
    pub minutes: i32,
    pub volume_minutes: i32,
}
