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

/// What the form says about one area.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AreaNeed {
    /// The area.
    pub area: AreaCode,
    /// What the person wishes, word for word.
    #[schema(max_length = 2000)]
    pub wish: String,
    /// How important it is to the person, 0 to 3.
    #[schema(minimum = 0, maximum = 3)]
    pub importance: u8,
    /// Who helps already without being paid.
    #[schema(max_length = 1000)]
    pub natural_support: Option<String>,
    /// How much support is needed, 0 to 3.
    #[schema(minimum = 0, maximum = 3)]
    pub need: u8,
    /// How often.
    #[schema(max_length = 500)]
    pub frequency: Option<String>,
    /// Which risks were talked about.
    #[schema(max_length = 1000)]
    pub risks: Option<String>,
    /// The minutes a month agreed with the person.
    #[schema(minimum = 0, maximum = 44640)]
    pub agreed_minutes: i32,
}

/// Another level than the computed one.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LevelWanted {
    /// The level, 1 to 3.
    #[schema(minimum = 1, maximum = 3)]
    pub level: i16,
    /// Why it is not the computed one.
    #[schema(max_length = 1000)]
    pub reason: Option<String>,
}

/// The needs of a person, filled in with them on the form.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssessmentInput {
    /// The programme whose level ceilings count.
    pub programme_id: ProgrammeId,
    /// The version of the form.
    #[schema(max_length = 10, pattern = "^v1$")]
    pub form_version: String,
    /// The day on which the form was filled in.
    pub assessed_on: NaiveDate,
    /// Where.
    #[schema(max_length = 300)]
    pub place: String,
    /// In which way the person communicated.
    #[schema(max_length = 500)]
    pub communication: String,
    /// Who was present besides the person and the assessor.
    #[schema(max_length = 500)]
    pub present: String,
    /// The areas, each at most once.
    #[schema(min_items = 1, max_items = 6)]
    pub needs: Vec<AreaNeed>,
    /// What the person says of the result.
    #[schema(max_length = 2000)]
    pub person_view: String,
    /// Another level than the one that follows from the form.
    pub chosen_level: Option<LevelWanted>,
}

/// A level with what it gives.
#[derive(Debug, Serialize, ToSchema)]
pub struct LevelResult {
    /// The level, 1 to 3.
    #[schema(minimum = 1, maximum = 3)]
    pub level: i16,
    /// The minutes a month that this level allows of the agreed ones.
    #[schema(minimum = 0, maximum = 267_840)]
    pub volume_minutes: i32,
    /// The agreed minutes a month that it does not allow.
    #[schema(minimum = 0, maximum = 267_840)]
    pub unmet_minutes: i32,
}

/// An assessment.
#[derive(Debug, Serialize, ToSchema)]
pub struct Assessment {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// For which application.
    pub application_id: ApplicationId,
    /// Whose it is: for the receipt of a read, and not sent.
    #[serde(skip)]
    pub whose: PersonId,
    /// The programme whose level ceilings count.
    pub programme_id: ProgrammeId,
    /// The version of the form.
    pub form_version: String,
    /// The day on which the form was filled in.
    pub assessed_on: NaiveDate,
    /// Where.
    pub place: String,
    /// In which way the person communicated.
    pub communication: String,
    /// Who was present besides the person and the assessor.
    pub present: String,
    /// The areas.
    #[schema(min_items = 1, max_items = 6)]
    pub needs: Vec<AreaNeed>,
    /// What the person says of the result.
    pub person_view: String,
    /// The agreed minutes a month of all areas.
    #[schema(minimum = 0, maximum = 267_840)]
    pub total_minutes: i32,
    /// The level that counts: the chosen one, where one was chosen.
    #[schema(minimum = 1, maximum = 3)]
    pub level: i16,
    /// The minutes a month that count.
    #[schema(minimum = 0, maximum = 267_840)]
    pub volume_minutes: i32,
    /// The agreed minutes a month that stay unmet.
    #[schema(minimum = 0, maximum = 267_840)]
    pub unmet_minutes: i32,
    /// What followed from the form.
    pub computed: LevelResult,
    /// What was chosen in its stead; null where the computed level counts.
    pub chosen: Option<LevelResult>,
    /// Why it was chosen.
    pub chosen_reason: Option<String>,
    /// Who filled in the form, and therefore does not decide.
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
