//! The rows of this resource.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::ApplicationId;
use crate::codes::{ApplicationStateCode, ChannelCode, FormKindCode};
use crate::db::schema::applications;
use crate::register::persons::PersonId;

/// An application.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = applications, treat_none_as_null = true)]
#[allow(missing_docs, reason = "the columns are explained in the migration and in the wire types")]
pub struct Row {
    pub id: ApplicationId,
    pub registration_number: i64,
    pub person_id: PersonId,
    pub form_kind: FormKindCode,
    pub channel: ChannelCode,
    pub submitted_on: NaiveDate,
    pub received_on: NaiveDate,
    pub stated_address: Option<String>,
    pub stated_contact: Option<String>,
    pub stated_disability: Option<String>,
    pub assisted_by: Option<String>,
    pub represented_by: Option<String>,
    pub submitted_by_municipality: Option<String>,
    pub state: ApplicationStateCode,
    pub decide_by: NaiveDate,
    pub extended_to: Option<NaiveDate>,
    pub decided_on: Option<NaiveDate>,
    pub version: i32,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
}
