//! What is sent and received about assessments.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::store::Row;
use crate::caller::Caller;
use crate::codes::AreaCode;
use crate::error::Error;
use crate::http::wire::Common;
use crate::http::{Concern, Concerns};
use crate::intake::applications::ApplicationId;
use crate::register::persons::PersonId;
use crate::register::programmes::ProgrammeId;

/// One area of the form.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AreaNeed {
    /// The area.
    pub area: AreaCode,
    /// Word for word.
    #[schema(max_length = 2000)]
    pub wish: String,
    /// To the person.
    #[schema(minimum = 0, maximum = 3)]
    pub importance: u8,
    /// Who helps already, unpaid.
    #[schema(max_length = 1000)]
    pub natural_support: Option<String>,
    /// The support needed.
    #[schema(minimum = 0, maximum = 3)]
    pub need: u8,
    /// How often.
    #[schema(max_length = 500)]
    pub frequency: Option<String>,
    /// The risks talked about.
    #[schema(max_length = 1000)]
    pub risks: Option<String>,
    /// In minutes a month.
    #[schema(minimum = 0, maximum = 44640)]
    pub agreed_minutes: i32,
}

/// A level chosen instead.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LevelWanted {
    /// The level.
    #[schema(minimum = 1, maximum = 3)]
    pub level: i16,
    /// The reason.
    #[schema(max_length = 1000)]
    pub reason: Option<String>,
}

/// A new assessment.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssessmentInput {
    /// Whose level ceilings count.
    pub programme_id: ProgrammeId,
    /// The version.
    #[schema(max_length = 10, pattern = "^v1$")]
    pub form_version: String,
    /// The day.
    pub assessed_on: NaiveDate,
    /// Where.
    #[schema(max_length = 300)]
    pub place: String,
    /// How the person communicated.
    #[schema(max_length = 500)]
    pub communication: String,
    /// Besides the person and the assessor.
    #[schema(max_length = 500)]
    pub present: String,
    /// Each area at most once.
    #[schema(min_items = 1, max_items = 6)]
    pub needs: Vec<AreaNeed>,
    /// Of the result.
    #[schema(max_length = 2000)]
    pub person_view: String,
    /// Null for the computed level.
    pub chosen_level: Option<LevelWanted>,
}

/// A level and its minutes.
#[derive(Debug, Serialize, ToSchema)]
pub struct LevelResult {
    /// The level.
    #[schema(minimum = 1, maximum = 3)]
    pub level: i16,
    /// In minutes a month.
    #[schema(minimum = 0, maximum = 267_840)]
    pub volume_minutes: i32,
    /// Not allowed, in minutes a month.
    #[schema(minimum = 0, maximum = 267_840)]
    pub unmet_minutes: i32,
}

/// An assessment.
#[derive(Debug, Serialize, ToSchema)]
pub struct Assessment {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// The application.
    pub application_id: ApplicationId,
    /// Whose it is: for the receipt of a read, and not sent.
    #[serde(skip)]
    pub whose: PersonId,
    /// The programme.
    pub programme_id: ProgrammeId,
    /// The version.
    pub form_version: String,
    /// The day.
    pub assessed_on: NaiveDate,
    /// Where.
    pub place: String,
    /// How the person communicated.
    pub communication: String,
    /// Besides the person and the assessor.
    pub present: String,
    /// The areas.
    #[schema(min_items = 1, max_items = 6)]
    pub needs: Vec<AreaNeed>,
    /// Of the result.
    pub person_view: String,
    /// In minutes a month.
    #[schema(minimum = 0, maximum = 267_840)]
    pub total_minutes: i32,
    /// The one that counts.
    #[schema(minimum = 1, maximum = 3)]
    pub level: i16,
    /// In minutes a month.
    #[schema(minimum = 0, maximum = 267_840)]
    pub volume_minutes: i32,
    /// Not allowed, in minutes a month.
    #[schema(minimum = 0, maximum = 267_840)]
    pub unmet_minutes: i32,
    /// From the form.
    pub computed: LevelResult,
    /// Null for the computed level.
    pub chosen: Option<LevelResult>,
    /// The reason.
    pub chosen_reason: Option<String>,
    /// Who may not decide.
    pub assessor: String,
}

impl Assessment {
    /// An assessment as it is sent.
    ///
    /// # Errors
    /// `Internal` when the stored form cannot be read.
    pub fn of(row: Row, whose: PersonId, who: &Caller) -> Result<Self, Error> {
        let gives = |level, volume_minutes| LevelResult {
            level,
            volume_minutes,
            unmet_minutes: row.total_minutes - volume_minutes,
        };
        let (level, volume_minutes) = (row.agreed_level(), row.agreed_minutes());
        let needs = serde_json::from_str(&row.needs);
        Ok(Self {
            common: Common::record(who, "assessment", row.id.uuid(), row.recorded_at),
            application_id: row.application_id,
            whose,
            programme_id: row.programme_id,
            assessed_on: row.assessed_on,
            needs: needs.map_err(|fault| Error::Internal(format!("the form of assessment {}: {fault}", row.id)))?,
            total_minutes: row.total_minutes,
            level,
            volume_minutes,
            unmet_minutes: row.total_minutes - volume_minutes,
            computed: gives(row.level, row.volume_minutes),
            chosen: row.chosen_level.map(|level| gives(level, volume_minutes)),
            chosen_reason: row.chosen_reason,
            form_version: row.form_version,
            place: row.place,
            communication: row.communication,
            present: row.present,
            person_view: row.person_view,
            assessor: row.assessor,
        })
    }
}

impl Concerns for Assessment {
    fn concern(&self) -> Option<Concern> {
        Concern::of(&self.common, self.whose)
    }
}
