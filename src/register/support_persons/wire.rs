//! What is sent and received about support persons.

use aplp_domain::areas::Areas;
use aplp_domain::riga;
use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::SupportPersonId;
use super::store::{Agreement, Grant, Row, SupportedRow};
use crate::caller::Caller;
use crate::codes::AreaCode;
use crate::db::{AreaSet, Id};
use crate::error::Error;
use crate::http::wire::Common;
use crate::http::{Concern, Concerns};
use crate::register::names::{RULES, sort_key};
use crate::register::persons::PersonId;

/// The id of an agreement.
type AgreementId = Id<Agreement>;
/// The id of a grant.
type GrantId = Id<Grant>;

/// An employee who gives support.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SupportPersonDetails {
    /// Given names.
    #[schema(max_length = 100)]
    pub given_name: String,
    /// Family name.
    #[schema(max_length = 100)]
    pub family_name: String,
    /// The `iss` of their tokens; that of the caller if absent.
    #[schema(max_length = 200)]
    pub issuer: Option<String>,
    /// The `sub` of their tokens; of one support person only.
    #[schema(max_length = 200)]
    pub subject: Option<String>,
    /// Profession, education and training.
    #[schema(max_length = 500)]
    pub qualification: String,
    /// Areas of competence.
    #[schema(min_items = 1, max_items = 6)]
    pub areas: Vec<AreaCode>,
    /// The first day.
    pub employed_from: NaiveDate,
    /// The last day; null while employed.
    pub employed_to: Option<NaiveDate>,
    /// The most persons at one time.
    #[schema(minimum = 1, maximum = 100)]
    pub caseload_max: i32,
}

/// A support person.
#[derive(Debug, Serialize, ToSchema)]
pub struct SupportPerson {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// The support person.
    #[serde(flatten)]
    pub details: SupportPersonDetails,
    /// With an agreement, drafted or signed, on a grant that has not ended.
    #[schema(minimum = 0, maximum = 100000)]
    pub caseload: i64,
}

/// A person supported now.
#[derive(Debug, Serialize, ToSchema)]
pub struct SupportedPerson {
    /// The person.
    pub person_id: PersonId,
    /// The agreement.
    pub agreement_id: AgreementId,
    /// The grant.
    pub grant_id: GrantId,
    /// The day of the last signature; null while drafted.
    pub since: Option<NaiveDate>,
}

impl SupportPerson {
    /// A support person with the number of persons they support.
    #[must_use]
    pub fn of(row: Row, caseload: i64, who: &Caller) -> Self {
        let common = Common::of(who, "support_person", row.id.uuid(), row.version, (row.created_at, row.updated_at));
        Self { common, details: row.into_details(), caseload }
    }
}

impl SupportedPerson {
    /// An entry of a caseload.
    #[must_use]
    pub fn of(row: SupportedRow) -> Self {
        let SupportedRow { person_id, agreement_id, grant_id, signed_at } = row;
        Self { person_id, agreement_id, grant_id, since: signed_at.map(|at| riga::riga_day(at.and_utc())) }
    }
}

impl Row {
    /// The part that callers send.
    #[must_use]
    pub fn into_details(self) -> SupportPersonDetails {
        let areas = self.areas.coded();
        let Self {
            given_name,
            family_name,
            issuer,
            subject,
            qualification,
            employed_from,
            employed_to,
            caseload_max,
            ..
        } = self;
        SupportPersonDetails {
            given_name,
            family_name,
            issuer,
            subject,
            qualification,
            areas,
            employed_from,
            employed_to,
            caseload_max,
        }
    }

    /// A row out of the part that callers send.
    ///
    /// # Errors
    /// As `sort_key`.
    pub fn new(
        id: SupportPersonId,
        details: SupportPersonDetails,
        version: i32,
        created_at: NaiveDateTime,
        now: NaiveDateTime,
    ) -> Result<Self, Error> {
        let SupportPersonDetails {
            given_name,
            family_name,
            issuer,
            subject,
            qualification,
            areas,
            employed_from,
            employed_to,
            caseload_max,
        } = details;
        let areas: Areas = areas.into_iter().map(|area| area.0).collect();
        Ok(Self {
            id,
            sort_key: sort_key(&family_name, &given_name)?,
            name_rules: RULES.to_owned(),
            given_name,
            family_name,
            issuer,
            subject,
            qualification,
            areas: AreaSet::from(areas),
            employed_from,
            employed_to,
            caseload_max,
            version,
            created_at,
            updated_at: now,
        })
    }
}

/// It tells of an employee, and of nobody who is supported.
impl Concerns for SupportPerson {}

impl Concerns for SupportedPerson {
    fn concern(&self) -> Option<Concern> {
        Some(Concern::about("supported_person", vec![self.person_id.uuid()]))
    }
}
