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

/// The budget of a programme as of today.
#[derive(Debug, Serialize, ToSchema)]
pub struct Budget {
    /// Which programme.
    pub programme_id: ProgrammeId,
    /// The day.
    pub on: NaiveDate,
    /// All the money, in cents; null while none was allocated, which is no limit.
    #[schema(minimum = 0, maximum = 9000000000000000_i64)]
    pub allocated_cents: Option<i64>,
    /// What the hours that were given cost.
    #[schema(minimum = 0, maximum = 9000000000000000_i64)]
    pub spent_cents: i64,
    /// What is kept for hours that may still come.
    #[schema(minimum = 0, maximum = 9000000000000000_i64)]
    pub committed_cents: i64,
    /// What is put aside for those whose turn in the queue has come.
    #[schema(minimum = 0, maximum = 9000000000000000_i64)]
    pub reserved_cents: i64,
    /// What is left; null without a limit.
    #[schema(minimum = 0, maximum = 9000000000000000_i64)]
    pub available_cents: Option<i64>,
    /// The most persons at one time; null while no places were allocated, which is no limit.
    #[schema(minimum = 0, maximum = 1000000)]
    pub allocated_places: Option<i32>,
    /// The persons who are served, or whose turn has come.
    #[schema(minimum = 0, maximum = 1000000)]
    pub taken_places: i32,
    /// The places that are left; null without a limit.
    #[schema(minimum = 0, maximum = 1000000)]
    pub available_places: Option<i32>,
    /// The same month by month, for every month that has a row.
    #[schema(max_items = 2400)]
    pub months: Vec<BudgetMonth>,
}

/// A month of a budget.
#[derive(Debug, Serialize, ToSchema)]
pub struct BudgetMonth {
    /// Which month, `YYYY-MM`.
    #[schema(min_length = 7, max_length = 7)]
    pub month: String,
    /// What was allocated with effect in it; below zero where more was taken back.
    #[schema(minimum = -9000000000000000_i64, maximum = 9000000000000000_i64)]
    pub allocated_cents: i64,
    /// The places that were allocated with effect in it.
    #[schema(minimum = -1000000, maximum = 1000000)]
    pub allocated_places: i64,
    /// What its hours cost.
    #[schema(minimum = 0, maximum = 9000000000000000_i64)]
    pub spent_cents: i64,
    /// What is kept for its hours that may still come.
    #[schema(minimum = 0, maximum = 9000000000000000_i64)]
    pub committed_cents: i64,
    /// What is put aside for those whose turn in the queue has come: in the month that runs.
    #[schema(minimum = 0, maximum = 9000000000000000_i64)]
    pub reserved_cents: i64,
    /// What is left after this month of all that was allocated by then; below zero where money of a later month is counted on.
    #[schema(minimum = -9000000000000000_i64, maximum = 9000000000000000_i64)]
    pub available_cents: i64,
}

/// A row behind a budget.
#[derive(Debug, Serialize, ToSchema)]
pub struct BudgetLine {
    /// The month it belongs to, `YYYY-MM`.
    #[schema(min_length = 7, max_length = 7)]
    pub month: String,
    /// What it is: `allocation`, `grant` or `queue_entry`.
    #[schema(max_length = 20)]
    pub kind: String,
    /// Which one; null for those who may not see the person.
    pub id: Option<Uuid>,
    /// Whose; null for an allocation, and for those who may not see the person.
    pub person_id: Option<PersonId>,
    /// What was allocated, what a grant holds for the month, or what is put aside.
    #[schema(minimum = -9000000000000000_i64, maximum = 9000000000000000_i64)]
    pub cents: i64,
    /// What of it is spent.
    #[schema(minimum = 0, maximum = 9000000000000000_i64)]
    pub spent_cents: i64,
    /// The minutes of support in the month.
    #[schema(minimum = 0, maximum = 100000)]
    pub minutes: i32,
    /// The places, for an allocation.
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
