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
use crate::delivery::month::CalendarMonth;
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
    /// The last day of service: that of the term, or the one on which it was ended.
    pub last_day: NaiveDate,
    /// Why the service ends, or ended, before its term or with it; null while nothing has ended it.
    pub end_ground: Option<EndGroundCode>,
    /// The granted service that came before this one, in whichever programme.
    pub previous_grant_id: Option<GrantId>,
    /// The days on which the service is paused, the oldest first.
    #[schema(max_items = 400)]
    pub suspensions: Vec<GrantSuspension>,
    /// The areas in which support is given today, in the order of the law; before the first day those that were granted. Empty for a
    /// municipality that is told figures only.
    #[schema(max_items = 6)]
    pub areas: Vec<AreaCode>,
    /// The level of intensity today.
    #[schema(minimum = 1, maximum = 3)]
    pub level: i16,
    /// The volume in minutes a calendar month, as it is today; a month within which it changes has the greater of both.
    #[schema(minimum = 1, maximum = 100000)]
    pub volume_minutes: i32,
    /// The agreement in force; before there is one, the one that is drafted.
    pub agreement: Option<GrantAgreement>,
    /// The month in progress; null when it has no day of the term.
    pub month: Option<MonthUse>,
}

/// Days on which a service is paused. Why stands in the decision.
#[derive(Debug, Serialize, ToSchema)]
pub struct GrantSuspension {
    /// The first day without service.
    pub from: NaiveDate,
    /// The last day without service; null while nobody knows it.
    pub to: Option<NaiveDate>,
    /// The decision that paused it.
    pub decision_id: Option<DecisionId>,
}

/// What is read together with a grant.
#[derive(Debug, Clone, Copy)]
pub struct Beside<'a> {
    /// The agreement by which it stands.
    pub standing: Option<&'a Standing>,
    /// What it gives, by days.
    pub contents: &'a Contents,
    /// The suspensions of this and of other grants.
    pub suspensions: &'a [Suspension],
    /// The minutes used of the month in progress.
    pub used_minutes: i32,
}

/// The agreement of a grant, in short.
#[derive(Debug, Serialize, ToSchema)]
pub struct GrantAgreement {
    /// Which one.
    pub id: AgreementId,
    /// Where it stands.
    pub state: AgreementStateCode,
    /// When the last of the three parties signed.
    pub signed_at: Option<Moment>,
    /// Who gives support.
    pub support_person_id: SupportPersonId,
    /// The name of the support person.
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
            end_ground,
            suspended_to: _,
            settles_on: _,
            state: _,
            committed_cents: _,
            version,
            created_at,
            updated_at,
        } = row;
        let today = who.today();
        let month = CalendarMonth::of(today);
        let touched = month.touches(*term_from, *last_day);
        let Beside { standing, contents, suspensions, used_minutes } = beside;
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
            end_ground: *end_ground,
            previous_grant_id: *previous_id,
            suspensions: suspensions.iter().filter(|pause| pause.grant == *id).map(GrantSuspension::of).collect(),
            areas: areas.iter().map(Coded).collect(),
            level: level.number(),
            volume_minutes: volume.0,
            agreement: standing.map(GrantAgreement::of),
            month: touched.then(|| MonthUse::of(month, contents.volume_in(month.0).0, used_minutes)),
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
