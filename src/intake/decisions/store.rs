//! The rows of this resource.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::DecisionId;
use crate::codes::{DecisionOutcomeCode, EligibilityCode, ReasonCode};
use crate::db::AreaSet;
use crate::db::schema::decisions;
use crate::intake::applications::ApplicationId;
use crate::intake::assessments::AssessmentId;
use crate::register::persons::PersonId;
use crate::register::programmes::ProgrammeId;

/// A decision.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = decisions)]
#[allow(missing_docs, reason = "the columns are explained in the migration and in the wire types")]
pub struct Row {
    pub id: DecisionId,
    pub number: String,
    pub application_id: ApplicationId,
    pub person_id: PersonId,
    pub programme_id: ProgrammeId,
    pub assessment_id: Option<AssessmentId>,
    pub outcome: DecisionOutcomeCode,
    pub decided_on: NaiveDate,
    pub decided_at: NaiveDateTime,
    pub official_subject: String,
    pub official_name: String,
    pub official_position: String,
    pub eligibility: EligibilityCode,
    pub funding: String,
    pub ground: Option<ReasonCode>,
    pub term_from: Option<NaiveDate>,
    pub term_to: Option<NaiveDate>,
    pub areas: Option<AreaSet>,
    pub level: Option<i16>,
    pub volume_minutes: Option<i32>,
    pub reasoning: String,
    pub addressee_view: Option<String>,
    pub plain_summary: String,
    pub norms: String,
    pub contest: String,
    pub warnings: String,
    pub inputs: String,
    pub trace: String,
    pub rules_hash: String,
}
