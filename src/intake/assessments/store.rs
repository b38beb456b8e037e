//! The rows of assessments.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::AssessmentId;
use crate::db::Conn;
use crate::db::schema::assessments;
use crate::error::Error;
use crate::intake::applications::ApplicationId;
use crate::register::programmes::ProgrammeId;

/// An assessment.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = assessments)]
#[allow(missing_docs, reason = "the columns are explained in the migration and in the wire types")]
pub struct Row {
    pub id: AssessmentId,
    pub application_id: ApplicationId,
    pub programme_id: ProgrammeId,
    pub form_version: String,
    pub assessed_on: NaiveDate,
    pub place: String,
    pub communication: String,
    pub present: String,
    pub needs: String,
    pub person_view: String,
    pub total_minutes: i32,
    pub level: i16,
    pub volume_minutes: i32,
    pub unmet_minutes: i32,
    pub chosen_level: Option<i16>,
    pub chosen_volume_minutes: Option<i32>,
    pub chosen_reason: Option<String>,
    pub assessor: String,
    pub recorded_at: NaiveDateTime,
}

impl Row {
    /// The level that counts: the chosen one, where one was chosen.
    #[must_use]
    pub fn agreed_level(&self) -> i16 {
        self.chosen_level.unwrap_or(self.level)
    }

    /// The minutes a month that count: those of the chosen level, where one was chosen.
    #[must_use]
    pub fn agreed_minutes(&self) -> i32 {
        self.chosen_volume_minutes.unwrap_or(self.volume_minutes)
    }
}

/// The assessment of an application that counts: the newest one.
///
/// # Errors
/// When the database does not answer.
pub fn newest(conn: &mut Conn, of: ApplicationId) -> Result<Option<Row>, Error> {
    Ok(all(conn, of)?.pop())
}

/// Every assessment of an application, the oldest first.
///
/// # Errors
/// When the database does not answer.
pub fn all(conn: &mut Conn, of: ApplicationId) -> Result<Vec<Row>, Error> {
    let rows = assessments::table.filter(assessments::application_id.eq(of)).select(Row::as_select());
    Ok(rows.order((assessments::recorded_at, assessments::id)).load(conn)?)
}

/// Adds an assessment.
///
/// # Errors
/// When the database does not answer.
pub fn insert(tx: &mut Conn, row: &Row) -> Result<(), Error> {
    diesel::insert_into(assessments::table).values(row).execute(tx)?;
    Ok(())
}
