//! What is sent about the budget of a programme.

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::store::{Behind, Line};
use super::text;
use crate::http::{Concern, Concerns};
use crate::register::persons::PersonId;
use crate::register::programmes::ProgrammeId;
use crate::register::programmes::store::BalanceRow;

/// A budget as of today.
#[derive(Debug, Serialize, ToSchema)]
pub struct Budget {
    /// The programme.
    pub programme_id: ProgrammeId,
    /// The day.
    pub on: NaiveDate,
    /// Null without a limit.
    #[schema(minimum = 0, maximum = 9000000000000000_i64)]
    pub allocated_cents: Option<i64>,
    /// The cost of hours given.
    #[schema(minimum = 0, maximum = 9000000000000000_i64)]
    pub spent_cents: i64,
    /// Kept for hours to come.
    #[schema(minimum = 0, maximum = 9000000000000000_i64)]
    pub committed_cents: i64,
    /// Put aside for those called up.
    #[schema(minimum = 0, maximum = 9000000000000000_i64)]
    pub reserved_cents: i64,
    /// Null without a limit.
    #[schema(minimum = 0, maximum = 9000000000000000_i64)]
    pub available_cents: Option<i64>,
    /// Persons at one time; null without a limit.
    #[schema(minimum = 0, maximum = 1000000)]
    pub allocated_places: Option<i32>,
    /// Persons served or called up.
    #[schema(minimum = 0, maximum = 1000000)]
    pub taken_places: i32,
    /// Null without a limit.
    #[schema(minimum = 0, maximum = 1000000)]
    pub available_places: Option<i32>,
    /// Months with a row.
    #[schema(max_items = 2400)]
    pub months: Vec<BudgetMonth>,
}

/// A month of a budget.
#[derive(Debug, Serialize, ToSchema)]
pub struct BudgetMonth {
    /// As `YYYY-MM`.
    #[schema(min_length = 7, max_length = 7)]
    pub month: String,
    /// Below zero where more was taken back.
    #[schema(minimum = -9000000000000000_i64, maximum = 9000000000000000_i64)]
    pub allocated_cents: i64,
    /// Below zero where more was taken back.
    #[schema(minimum = -1000000, maximum = 1000000)]
    pub allocated_places: i64,
    /// The cost of hours given.
    #[schema(minimum = 0, maximum = 9000000000000000_i64)]
    pub spent_cents: i64,
    /// Kept for hours to come.
    #[schema(minimum = 0, maximum = 9000000000000000_i64)]
    pub committed_cents: i64,
    /// Only in the current month.
    #[schema(minimum = 0, maximum = 9000000000000000_i64)]
    pub reserved_cents: i64,
    /// Of all so far; below zero where later money is counted on.
    #[schema(minimum = -9000000000000000_i64, maximum = 9000000000000000_i64)]
    pub available_cents: i64,
}

/// A row behind a budget.
#[derive(Debug, Serialize, ToSchema)]
pub struct BudgetLine {
    /// As `YYYY-MM`.
    #[schema(min_length = 7, max_length = 7)]
    pub month: String,
    /// `allocation`, `grant` or `queue_entry`.
    #[schema(max_length = 20)]
    pub kind: String,
    /// Null if the person may not be seen.
    pub id: Option<Uuid>,
    /// Null for an allocation, and if the person may not be seen.
    pub person_id: Option<PersonId>,
    /// Allocated, held for the month or put aside.
    #[schema(minimum = -9000000000000000_i64, maximum = 9000000000000000_i64)]
    pub cents: i64,
    /// Spent of it.
    #[schema(minimum = 0, maximum = 9000000000000000_i64)]
    pub spent_cents: i64,
    /// Support in the month.
    #[schema(minimum = 0, maximum = 100000)]
    pub minutes: i32,
    /// Zero but for an allocation.
    #[schema(minimum = -1000000, maximum = 1000000)]
    pub places: i64,
}

impl Budget {
    /// A budget with its months.
    #[must_use]
    pub fn of(programme_id: ProgrammeId, balance: &BalanceRow, months: Vec<BudgetMonth>, on: NaiveDate) -> Self {
        let sum = |figure: fn(&BudgetMonth) -> i64| months.iter().map(figure).sum::<i64>();
        let allocated_cents = balance.cents_allocated;
        Self {
            programme_id,
            on,
            allocated_cents,
            spent_cents: sum(|month| month.spent_cents),
            committed_cents: sum(|month| month.committed_cents),
            reserved_cents: sum(|month| month.reserved_cents),
            available_cents: allocated_cents.map(|allocated| allocated - balance.cents_committed),
            allocated_places: balance.places_allocated,
            taken_places: balance.places_taken,
            available_places: balance.places_allocated.map(|places| places - balance.places_taken),
            months,
        }
    }
}

impl BudgetMonth {
    /// A month without a row.
    #[must_use]
    pub fn empty(month: String) -> Self {
        Self {
            month,
            allocated_cents: 0,
            allocated_places: 0,
            spent_cents: 0,
            committed_cents: 0,
            reserved_cents: 0,
            available_cents: 0,
        }
    }
}

impl BudgetLine {
    /// A row as a caller may see it.
    #[must_use]
    pub fn of(line: Line, person_is_seen: bool) -> Self {
        let Line { month, cents, behind } = line;
        let month = text(month);
        let shown = |id: Uuid| person_is_seen.then_some(id);
        match behind {
            Behind::Allocation { id, places } => {
                let (kind, id) = ("allocation".to_owned(), Some(id.uuid()));
                Self { month, kind, id, person_id: None, cents, spent_cents: 0, minutes: 0, places }
            }
            Behind::Grant { id, person, spent, minutes } => {
                let (kind, id, person_id) = ("grant".to_owned(), shown(id.uuid()), person_is_seen.then_some(person));
                Self { month, kind, id, person_id, cents, spent_cents: spent, minutes, places: 0 }
            }
            Behind::Place { id, person } => {
                let (kind, id) = ("queue_entry".to_owned(), shown(id.uuid()));
                let person_id = person_is_seen.then_some(person);
                Self { month, kind, id, person_id, cents, spent_cents: 0, minutes: 0, places: 0 }
            }
        }
    }
}

impl Concerns for Budget {}

impl Concerns for BudgetLine {
    fn concern(&self) -> Option<Concern> {
        Some(Concern::about("budget_line", vec![self.person_id?.uuid()]))
    }
}
