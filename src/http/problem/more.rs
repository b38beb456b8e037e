//! What only some kinds of problems have: the figures behind a no.

use aplp_domain::code::Code;
use aplp_domain::refusal::Refusal;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::error::Error;
use crate::http::citation::Citation;
use crate::http::rights::roles_with;

/// What only some kinds of problems have.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(super) struct More {
    /// Where the rule is written: act and paragraph, a source, or `design`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) law: Option<String>,
    /// The same as places in acts.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 3)]
    pub(super) citations: Option<Vec<Citation>>,
    /// The first day allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) allowed_from: Option<NaiveDate>,
    /// The last day allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) allowed_to: Option<NaiveDate>,
    /// Months with an attempt to reach the person.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 1000)]
    pub(super) months_with_attempts: Option<i64>,
    /// Months that need an attempt.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 1000)]
    pub(super) months_needed: Option<i64>,
    /// Persons who wait before this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 1000000)]
    pub(super) ahead: Option<i64>,
    /// Minutes left in the month.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 100000)]
    pub(super) remaining_minutes: Option<i32>,
    /// The most minutes allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 100000)]
    pub(super) most_minutes: Option<i32>,
    /// Cents left of the budget.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 1000000000)]
    pub(super) left_cents: Option<i64>,
    /// Cents the package takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 1000000000)]
    pub(super) package_cents: Option<i64>,
    /// Planned units left.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 100000)]
    pub(super) left_units: Option<i32>,
    /// The state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) current_state: Option<String>,
    /// Moves allowed now.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 20)]
    pub(super) allowed_transitions: Option<Vec<String>>,
    /// What is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 20)]
    pub(super) missing: Option<Vec<String>>,
    /// Facts of which sources say different things.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 20)]
    pub(super) contradicting: Option<Vec<String>>,
    /// The level assessed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 3)]
    pub(super) assessed_level: Option<i16>,
    /// Conditions not met.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 20)]
    pub(super) failed: Option<Vec<String>>,
    /// Areas of the grant.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 6)]
    pub(super) granted_areas: Option<Vec<String>>,
    /// Grounds in law.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 20)]
    pub(super) allowed_grounds: Option<Vec<String>>,
    /// The day the rule turns on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) turns_on: Option<NaiveDate>,
    /// The moment the rule turns on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) turns_at: Option<DateTime<Utc>>,
    /// Persons of the same name and day of birth, at most 50.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 50)]
    pub(super) possible_duplicates: Option<Vec<Uuid>>,
    /// The right the token lacks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) required_scope: Option<String>,
    /// Roles with this right.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 20)]
    pub(super) allowed_roles: Option<Vec<String>>,
    /// Roles of the token.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 20)]
    pub(super) own_roles: Option<Vec<String>>,
    /// Seconds to wait, as in `Retry-After`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 1000000)]
    pub(super) retry_after_seconds: Option<u64>,
    /// Quotas used up, as named in `RateLimit-Policy`.
    #[serde(rename = "violated-policies", skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 5)]
    pub(super) violated_policies: Option<Vec<String>>,
    /// Requests, searches or rows left of the quota.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 100000000)]
    pub(super) left_of_quota: Option<u32>,
}

/// The figures behind a no.
pub(super) fn more(error: &Error) -> More {
    let refusal = match error {
        Error::Refused(refusal) => refusal,
        Error::TooMany(policy, seconds, left) => {
            let (violated_policies, left_of_quota) = (owned(&[policy]), Some(*left));
            return More { violated_policies, left_of_quota, retry_after_seconds: Some(*seconds), ..More::default() };
        }
        Error::Duplicate(persons) => {
            return More { possible_duplicates: Some(persons.clone()), ..More::default() };
        }
        Error::Forbidden(right, own) => {
            let required_scope = Some((*right).to_owned());
            let with: Vec<_> = roles_with(right).iter().map(|role| role.code()).collect();
            let (allowed_roles, own_roles) = (owned(&with), owned(own));
            return More { required_scope, allowed_roles, own_roles, ..More::default() };
        }
        _ => return More::default(),
    };
    of(refusal)
}

/// Where a thing stands that was not moved, beside what else there is to say.
fn moves(current: &str, allowed: &[&str], more: More) -> More {
    More { current_state: Some(current.to_owned()), allowed_transitions: owned(allowed), ..more }
}

fn owned(codes: &[&str]) -> Option<Vec<String>> {
    Some(codes.iter().map(|code| (*code).to_owned()).collect())
}

fn of(refusal: &Refusal) -> More {
    let source = refusal.source();
    let citations = Some(Citation::all(&source)).filter(|places| !places.is_empty());
    let more = More { law: Some(source.text()), citations, ..More::default() };
    match refusal {
        Refusal::IllegalMove { current, allowed } => moves(current, allowed, more),
        Refusal::Standing { why, current, allowed } => moves(current, allowed, of(why)),
        Refusal::ApplicationIncomplete { missing }
        | Refusal::FactsMissing { missing }
        | Refusal::IndependenceUnknown { missing }
        | Refusal::NotCompetent { missing }
        | Refusal::AreasNotAssessed { missing }
        | Refusal::ChecksNotRenewed { missing } => More { missing: owned(missing), ..more },
        Refusal::LevelNotAssessed { assessed } => More { assessed_level: Some(assessed.number()), ..more },
        Refusal::SourcesContradict { facts } => More { contradicting: owned(facts), ..more },
        Refusal::NotEligible { failed } | Refusal::GroundNotFailed { failed } => More { failed: owned(failed), ..more },
        Refusal::AreaNotGranted { granted } => More { granted_areas: owned(granted), ..more },
        Refusal::GroundNotInTheList { allowed, .. } => More { allowed_grounds: owned(allowed), ..more },
        Refusal::OverTheVolume { remaining } => More { remaining_minutes: Some(remaining.0), ..more },
        Refusal::OverTheCeiling { ceiling: most }
        | Refusal::OverTheAssessment { assessed: most }
        | Refusal::TooLong { most } => More { most_minutes: Some(most.0), ..more },
        Refusal::OverTheBudget { left } | Refusal::OverTheAllocation { left } => {
            More { left_cents: Some(left.0), ..more }
        }
        Refusal::BelowThePackage { package } => More { package_cents: Some(package.0), ..more },
        Refusal::OverThePlan { left } => More { left_units: Some(*left), ..more },
        Refusal::SkipsTheHead { ahead } => More { ahead: Some(*ahead), ..more },
        Refusal::TooFewAttempts { months, needed } => {
            More { months_with_attempts: Some(*months), months_needed: Some(*needed), ..more }
        }
        Refusal::OutsideTheBudget { starts_on: from, ends_on: to }
        | Refusal::OutsideTheTerm { term_from: from, term_to: to } => {
            More { turns_on: Some(*from), allowed_from: Some(*from), allowed_to: Some(*to), ..more }
        }
        Refusal::OutsideTheProgramme { starts_on, ends_on } => {
            More { turns_on: Some(*starts_on), allowed_from: Some(*starts_on), allowed_to: *ends_on, ..more }
        }
        Refusal::StartsTooLate { decided_on, latest } => {
            More { turns_on: Some(*decided_on), allowed_from: Some(*decided_on), allowed_to: Some(*latest), ..more }
        }
        Refusal::SignedBeforeDecision { decided_at: at } | Refusal::HoursBehindSignature { until: at } => {
            More { turns_at: Some(*at), ..more }
        }
        Refusal::BudgetEnded { ended_on: day }
        | Refusal::ItemEnded { ended_on: day }
        | Refusal::UsedOutsideThePeriod { used_on: day }
        | Refusal::CooperationOverlaps { from: day }
        | Refusal::CooperationEnded { last: day }
        | Refusal::EndsBeforeChosenOrUsed { earliest: day }
        | Refusal::EndsBeforeSigned { signed_on: day } => More { turns_on: Some(*day), ..more },
        Refusal::PersonDied { died_on: day }
        | Refusal::DeathRecorded { died_on: day }
        | Refusal::ServiceStillRuns { apply_from: day }
        | Refusal::AssessmentStale { good_until: day }
        | Refusal::RegisterAnswerStale { good_until: day }
        | Refusal::NotUnreachableYet { until: day }
        | Refusal::AppliedBeforeTheDecision { decided_on: day }
        | Refusal::HeardBeforeTheIncident { happened_on: day }
        | Refusal::NoAgreementOn { day }
        | Refusal::AnswerByOutside { nearest: day }
        | Refusal::SuspendsAhead { today: day }
        | Refusal::SuspensionsOverlap { from: day }
        | Refusal::ResumesOutside { suspended_from: day }
        | Refusal::HoursInside { day }
        | Refusal::EndsAhead { today: day }
        | Refusal::EndsBeforeTheDecision { decided_on: day }
        | Refusal::EndsAfterTheTerm { term_to: day }
        | Refusal::StartsBeforeTheDecision { decided_on: day }
        | Refusal::FigureNotInForce { on: day, .. } => More { turns_on: Some(*day), ..more },
        _ => more,
    }
}
