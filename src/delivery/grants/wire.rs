//! What is sent about grants.

use aplp_domain::grant::state_on;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::caller::Caller;
use crate::codes::{AgreementStateCode, AreaCode, GrantStateCode};
use crate::db::Coded;
use crate::delivery::agreements::AgreementId;
use crate::delivery::agreements::store::Standing;
use crate::delivery::hours::wire::MonthUse;
use crate::delivery::month::CalendarMonth;
use crate::http::wire::Common;
use crate::http::{Concern, Concerns};
use crate::intake::decisions::DecisionId;
use crate::intake::grants::store::Row;
use crate::register::persons::PersonId;
use crate::register::programmes::ProgrammeId;
use crate::register::support_persons::SupportPersonId;

/// A granted service.
#[derive(Debug, Serialize, ToSchema)]
pub struct Grant {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// Whose it is.
    pub person_id: PersonId,
    /// Who pays.
    pub programme_id: ProgrammeId,
    /// The decision that granted it.
    pub decision_id: DecisionId,
    /// Where it stands today.
    pub state: GrantStateCode,
    /// The first day of the term.
    pub term_from: NaiveDate,
    /// The last day of the term.
    pub term_to: NaiveDate,
    /// The areas in which support is given, in the order of the law.
    #[schema(min_items = 1, max_items = 6)]
    pub areas: Vec<AreaCode>,
    /// The level of intensity.
    #[schema(minimum = 1, maximum = 3)]
    pub level: i16,
    /// How many minutes a calendar month has.
    #[schema(minimum = 1, maximum = 100000)]
    pub volume_minutes: i32,
    /// The agreement in force; before there is one, the one that is drafted.
    pub agreement: Option<GrantAgreement>,
    /// The month in progress; null when it has no day of the term.
    pub month: Option<MonthUse>,
}

/// The agreement of a grant, in short.
#[derive(Debug, Serialize, ToSchema)]
pub struct GrantAgreement {
    /// Which one.
    pub id: AgreementId,
    /// Where it stands.
    pub state: AgreementStateCode,
    /// When the last of the three parties signed.
    pub signed_at: Option<DateTime<Utc>>,
    /// Who gives support.
    pub support_person_id: SupportPersonId,
    /// The name of the support person.
    #[schema(max_length = 201)]
    pub support_person_name: String,
}

impl Grant {
    /// A grant as it stands today.
    #[must_use]
    pub fn of(row: &Row, standing: Option<&Standing>, used_minutes: i32, who: &Caller) -> Self {
        let Row {
            id,
            decision_id,
            decision_outcome: _,
            person_id,
            programme_id,
            term_from,
            term_to,
            areas,
            level,
            volume_minutes,
            state,
            committed_cents: _,
            version,
            created_at,
            updated_at,
        } = row;
        let today = who.today();
        let month = CalendarMonth::of(today);
        let touched = month.touches(*term_from, *term_to);
        Self {
            common: Common::of(who, "grant", id.uuid(), *version, (*created_at, *updated_at)),
            person_id: *person_id,
            programme_id: *programme_id,
            decision_id: *decision_id,
            state: Coded(state_on(state.0, *term_from, *term_to, today)),
            term_from: *term_from,
            term_to: *term_to,
            areas: areas.coded(),
            level: *level,
            volume_minutes: *volume_minutes,
            agreement: standing.map(GrantAgreement::of),
            month: touched.then(|| MonthUse::of(month, *volume_minutes, used_minutes)),
        }
    }
}

impl GrantAgreement {
    fn of(standing: &Standing) -> Self {
        let Standing { agreement, given_name, family_name } = standing;
        Self {
            id: agreement.id,
            state: agreement.state,
            signed_at: agreement.signed_at.map(|at| at.and_utc()),
            support_person_id: agreement.support_person_id,
            support_person_name: format!("{given_name} {family_name}"),
        }
    }
}

impl Concerns for Grant {
    fn concern(&self) -> Option<Concern> {
        Concern::of(&self.common, self.person_id)
    }
}
