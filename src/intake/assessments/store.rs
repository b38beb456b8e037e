//! The rows of this resource.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::AssessmentId;
use crate::db::schema::assessments;
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
    pub chosen_reason: Option<String>,
    pub assessor: String,
    pub recorded_at: NaiveDateTime,
}
