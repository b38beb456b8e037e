//! What is sent about the term for a decision.

use aplp_domain::terms::deadline_state;
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::codes::{DeadlineStateCode, StepWhyCode};
use crate::db::Coded;
use crate::intake::applications::store::Row;

/// The term for a decision.
#[derive(Debug, Serialize, ToSchema)]
pub struct DecisionDeadline {
    /// The association's promise: a month after submission, never later than by law.
    pub decide_by: NaiveDate,
    /// By law, a month after receipt.
    pub legal_last_day: NaiveDate,
    /// The same as `decide_by`.
    pub last_day: NaiveDate,
    /// With every day off skipped.
    pub lenient_last_day: NaiveDate,
    /// By an extension or a contest.
    pub extended_to: Option<NaiveDate>,
    /// Whether it was extended only since it was overdue, which it stays.
    pub extended_since: bool,
    /// A defect is cured by then, and no term runs meanwhile.
    pub cure_by: Option<NaiveDate>,
    /// Both months run from it.
    pub cured_on: Option<NaiveDate>,
    /// To the promise, with its extension. Null while no term runs.
    pub state: Option<DeadlineStateCode>,
    /// To the law, with its extension. Null while no term runs.
    pub legal_state: Option<DeadlineStateCode>,
    /// How it came about.
    #[schema(max_items = 50)]
    pub steps: Vec<DecisionDeadlineStep>,
}

/// One step to a last day.
#[derive(Debug, Serialize, ToSchema)]
pub struct DecisionDeadlineStep {
    /// The day.
    pub day: NaiveDate,
    /// What is said of it.
    pub why: StepWhyCode,
}

impl DecisionDeadline {
    /// The term of an application as it stands on a day.
    pub(super) fn of(row: &Row, today: NaiveDate) -> Self {
        let days = row.days();
        let counts = row.counts();
        let state = |until| counts.then(|| Coded(deadline_state(until, row.decided_on, today)));
        let legal = row.legal(days.as_ref());
        let promised = days.map(|days| days.promised);
        let lenient_last_day = promised.as_ref().map_or(row.decide_by, |promised| promised.lenient_last_day);
        let steps = promised.into_iter().flat_map(|promised| promised.steps);
        Self {
            decide_by: row.decide_by,
            legal_last_day: legal.last_day,
            last_day: row.decide_by,
            lenient_last_day,
            extended_to: row.extended_to,
            extended_since: row.missed_last_day.is_some(),
            state: state(row.promised().until()),
            cure_by: row.cure_by,
            cured_on: row.cured_on,
            legal_state: state(legal.until()),
            steps: steps.map(|step| DecisionDeadlineStep { day: step.day, why: Coded(step.why) }).collect(),
        }
    }
}
