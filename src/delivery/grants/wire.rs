//! What is sent about grants.

use aplp_domain::grant::{Contents, Step};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::caller::Caller;
use crate::codes::{AgreementStateCode, AreaCode, EndGroundCode, GrantStateCode};
use crate::db::Coded;
use crate::delivery::agreements::AgreementId;
use crate::delivery::agreements::store::Standing;
use crate::delivery::hours::wire::MonthUse;
use crate::http::wire::{Common, Moment};
use crate::http::{Concern, Concerns};
use crate::intake::decisions::DecisionId;
use crate::intake::grants::GrantId;
use crate::intake::grants::store::Row;
use crate::intake::grants::store::course::Suspension;
use crate::register::persons::PersonId;
use crate::register::persons::outline::{Extent, Outlined};
use crate::register::programmes::ProgrammeId;
use crate::register::support_persons::SupportPersonId;

/// A granted service.
#[derive(Debug, Serialize, ToSchema)]
pub struct Grant {
    /// What every resource has.
    #[serde(flatten)]
    pub common: Common,
    /// The person.
    pub person_id: PersonId,
    /// The programme.
    pub programme_id: ProgrammeId,
    /// The decision.
    pub decision_id: DecisionId,
    /// The state today.
    pub state: GrantStateCode,
    /// The first day.
    pub term_from: NaiveDate,
    /// The last day of the term.
    pub term_to: NaiveDate,
    /// The last day of service.
    pub last_day: NaiveDate,
    /// Why it ends; null while nothing ends it.
    pub end_ground: Option<EndGroundCode>,
    /// The grant before it.
    pub previous_grant_id: Option<GrantId>,
    /// Oldest first.
    #[schema(max_items = 400)]
    pub suspensions: Vec<GrantSuspension>,
    /// Today's; before the first day those granted. Empty for a municipality told figures only.
    #[schema(max_items = 6)]
    pub areas: Vec<AreaCode>,
    /// The level of intensity today.
    #[schema(minimum = 1, maximum = 3)]
    pub level: i16,
    /// In minutes a month, today; the greater volume in a month of change.
    #[schema(minimum = 1, maximum = 100000)]
    pub volume_minutes: i32,
    /// The one in force, else the draft.
    pub agreement: Option<GrantAgreement>,
    /// The current month; null outside the term.
    pub month: Option<MonthUse>,
}

/// Days without service.
#[derive(Debug, Serialize, ToSchema)]
pub struct GrantSuspension {
    /// The first day.
    pub from: NaiveDate,
    /// Null while unknown.
    pub to: Option<NaiveDate>,
    /// The decision.
    pub decision_id: Option<DecisionId>,
}

/// What is read together with a grant.
#[derive(Debug, Clone)]
pub struct Beside<'a> {
    /// The agreement by which it stands.
    pub standing: Option<&'a Standing>,
    /// What it gives, by days.
    pub contents: &'a Contents,
    /// The suspensions of this and of other grants.
    pub suspensions: &'a [Suspension],
    /// How much of the month in progress is used.
    pub month: MonthUse,
}

/// The agreement.
#[derive(Debug, Serialize, ToSchema)]
pub struct GrantAgreement {
    /// The agreement.
    pub id: AgreementId,
    /// The state.
    pub state: AgreementStateCode,
    /// When the last signed.
    pub signed_at: Option<Moment>,
    /// The support person.
    pub support_person_id: SupportPersonId,
    /// Their name.
    #[schema(max_length = 201)]
    pub support_person_name: String,
}

impl Grant {
    /// A grant as it stands today.
    #[must_use]
    pub fn of(row: &Row, beside: Beside<'_>, who: &Caller) -> Self {
        let Row {
            id,
            decision_id,
            decision_outcome: _,
            person_id,
            programme_id,
            term_from,
            term_to,
            areas: _,
            level: _,
            volume_minutes: _,
            previous_id,
            hour_rate_cents: _,
            last_day,
            end_ground: _,
            suspended_to: _,
            settles_on: _,
            state: _,
            committed_cents: _,
            version,
            created_at,
            updated_at,
        } = row;
        let today = who.today();
        let Beside { standing, contents, suspensions, month } = beside;
        let touched = month.month.touches(*term_from, *last_day);
        let Step { areas, level, volume, .. } = *contents.on(today);
        Self {
            common: Common::of(who, "grant", id.uuid(), *version, (*created_at, *updated_at)),
            person_id: *person_id,
            programme_id: *programme_id,
            decision_id: *decision_id,
            state: Coded(row.recorded().on(today)),
            term_from: *term_from,
            term_to: *term_to,
            last_day: *last_day,
            end_ground: row.end_ground_on(today),
            previous_grant_id: *previous_id,
            suspensions: suspensions.iter().filter(|pause| pause.grant == *id).map(GrantSuspension::of).collect(),
            areas: areas.iter().map(Coded).collect(),
            level: level.number(),
            volume_minutes: volume.0,
            agreement: standing.map(GrantAgreement::of),
            month: touched.then_some(month),
        }
    }
}

impl Outlined for Grant {
    fn outlined(self, extent: Extent) -> Self {
        let (figures, draft) = (extent == Extent::Figures, extent == Extent::Draft);
        Self {
            end_ground: self.end_ground.filter(|_| !figures),
            previous_grant_id: self.previous_grant_id.filter(|_| extent == Extent::Whole),
            suspensions: if extent == Extent::Whole { self.suspensions } else { Vec::new() },
            areas: if figures { Vec::new() } else { self.areas },
            agreement: self.agreement.filter(|_| !figures),
            month: self.month.filter(|_| !draft),
            common: self.common,
            person_id: self.person_id,
            programme_id: self.programme_id,
            decision_id: self.decision_id,
            state: self.state,
            term_from: self.term_from,
            term_to: self.term_to,
            last_day: self.last_day,
            level: self.level,
            volume_minutes: self.volume_minutes,
        }
    }
}

impl GrantSuspension {
    fn of(pause: &Suspension) -> Self {
        let Suspension { grant: _, decision, days } = pause;
        Self { from: days.from, to: days.to, decision_id: *decision }
    }
}

impl GrantAgreement {
    fn of(standing: &Standing) -> Self {
        let Standing { agreement, given_name, family_name } = standing;
        Self {
            id: agreement.id,
            state: agreement.state,
            signed_at: agreement.signed_at.map(Moment::from),
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
