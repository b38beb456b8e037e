//! What is sent and received about transferred days off.

use aplp_domain::calendar::{TRANSFERS, Transfer};
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::CalendarDayId;
use super::store::Row;
use crate::http::Concerns;

/// A new day.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CalendarDayInput {
    /// A working day.
    pub day_off: NaiveDate,
    /// A Saturday.
    pub worked_on: NaiveDate,
    /// The Cabinet order.
    #[schema(min_length = 1, max_length = 300)]
    pub source: String,
}

/// A new withdrawal.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CalendarDayWithdrawalInput {
    /// The reason.
    #[schema(min_length = 1, max_length = 500)]
    pub withdrawal_reason: String,
}

/// A transferred day off.
#[derive(Debug, Serialize, ToSchema)]
pub struct CalendarDay {
    /// Its id.
    pub id: CalendarDayId,
    /// Of the release; never withdrawn.
    pub built_in: bool,
    /// The day.
    pub day_off: NaiveDate,
    /// The day.
    pub worked_on: NaiveDate,
    /// The Cabinet order.
    pub source: String,
    /// Null while it counts.
    pub withdrawal_reason: Option<String>,
}

impl CalendarDay {
    pub(super) fn of(row: &Row) -> Self {
        let Row { id, day_off, worked_on, source, withdrawal_reason, recorded_by: _, recorded_at: _ } = row.clone();
        Self { id, built_in: false, day_off, worked_on, source, withdrawal_reason }
    }
}

/// What the id of a day of this release is made of, with the number of the day: the same everywhere.
const BUILT_IN: u128 = 0x0000_0000_0000_8000_8000_0000_0000_0000;

/// The days of this release.
pub(super) fn built_in() -> impl Iterator<Item = CalendarDay> {
    TRANSFERS.iter().map(|Transfer { day_off, worked, source }| CalendarDay {
        id: CalendarDayId::of(Uuid::from_u128(BUILT_IN | u128::from(day_off.num_days_from_ce().unsigned_abs()))),
        built_in: true,
        day_off: *day_off,
        worked_on: *worked,
        source: (*source).to_owned(),
        withdrawal_reason: None,
    })
}

// What anyone may read tells of nobody.
impl Concerns for CalendarDay {}
