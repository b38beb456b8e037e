//! The rows of this resource.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::SupportPersonId;
use crate::db::AreaSet;
use crate::db::schema::support_persons;

/// A support person.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = support_persons, treat_none_as_null = true)]
#[allow(missing_docs, reason = "the columns are explained in the migration and in the wire types")]
pub struct Row {
    pub id: SupportPersonId,
    pub given_name: String,
    pub family_name: String,
    pub name_folded: String,
    pub subject: Option<String>,
    pub qualification: String,
    pub areas: AreaSet,
    pub employed_from: NaiveDate,
    pub employed_to: Option<NaiveDate>,
    pub caseload_max: i32,
    pub version: i32,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
}
