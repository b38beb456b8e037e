//! The rows behind a budget: allocations, the months of grants, and what is put aside for places in the queue.

use std::collections::HashMap;

use aplp_domain::funding::Held;
use aplp_domain::hours::Month;
use chrono::NaiveDate;
use diesel::prelude::*;

use super::month_of;
use crate::db::Conn;
use crate::db::schema::{allocations, grants, queue_entries};
use crate::error::Error;
use crate::intake::grants::store::beside::{self, Beside};
use crate::intake::grants::{GrantId, money, store::Row as Grant};
use crate::intake::queue::QueueEntryId;
use crate::register::persons::PersonId;
use crate::register::programmes::{AllocationId, ProgrammeId};

/// One row behind a figure.
#[derive(Debug, Clone)]
pub struct Line {
    /// The month it belongs to.
    pub month: Month,
    /// How much: allocated, held by a grant for the month, or put aside.
    pub cents: i64,
    /// What it is.
    pub behind: Behind,
}

/// What is behind a line.
#[derive(Debug, Clone)]
pub enum Behind {
    /// Money or places that the programme was given.
    Allocation {
        /// Which allocation.
        id: AllocationId,
        /// Its places.
        places: i64,
    },
    /// A month of a grant.
    Grant {
        /// Which grant.
        id: GrantId,
        /// Whose.
        person: PersonId,
        /// What its hours cost.
        spent: i64,
        /// The minutes of support.
        minutes: i32,
    },
    /// A place in the queue whose turn has come.
    Place {
        /// Which place.
        id: QueueEntryId,
        /// Whose.
        person: PersonId,
    },
}

impl Behind {
    /// Whose it is.
    #[must_use]
    pub fn person(&self) -> Option<PersonId> {
        match self {
            Self::Allocation { .. } => None,
            Self::Grant { person, .. } | Self::Place { person, .. } => Some(*person),
        }
    }
}

/// Every row behind the budget of a programme, by month: what it was given, then what grants hold, then what is put aside.
///
/// # Errors
/// When the database does not answer.
pub fn lines(conn: &mut Conn, programme: ProgrammeId, today: NaiveDate) -> Result<Vec<Line>, Error> {
    let mut lines = allocated(conn, programme)?;
    let rows = grants::table.filter(grants::programme_id.eq(programme)).order((grants::term_from, grants::id));
    let mut of_persons: HashMap<PersonId, Vec<Beside>> = HashMap::new();
    let rows: Vec<Grant> = rows.select(Grant::as_select()).load(conn)?;
    for one in beside::of_programme(conn, rows, programme)? {
        of_persons.entry(one.grant.person_id).or_default().push(one);
    }
    for all in of_persons.values() {
        for (one, held) in all.iter().zip(money::held_as_settled(all)?) {
            let (grant, service) = (&one.grant, one.service());
            for Held { month, spent, committed, settles_on: _ } in held {
                let minutes = service.used_in(month).0;
                let behind = Behind::Grant { id: grant.id, person: grant.person_id, spent: spent.0, minutes };
                lines.push(Line { month, cents: spent.0 + committed.0, behind });
            }
        }
    }
    let called = queue_entries::table.filter(queue_entries::programme_id.eq(programme));
    let called = called.filter(queue_entries::reserved_cents.is_not_null());
    let chosen = (queue_entries::id, queue_entries::person_id, queue_entries::reserved_cents.assume_not_null());
    for (id, person, cents) in called.select(chosen).load::<(QueueEntryId, PersonId, i64)>(conn)? {
        lines.push(Line { month: month_of(today), cents, behind: Behind::Place { id, person } });
    }
    lines.sort_by_key(|line| line.month);
    Ok(lines)
}

fn allocated(conn: &mut Conn, programme: ProgrammeId) -> Result<Vec<Line>, Error> {
    let given = allocations::table.filter(allocations::programme_id.eq(programme));
    let given = given.order((allocations::effective_on, allocations::recorded_at, allocations::id));
    let chosen = (allocations::id, allocations::effective_on, allocations::cents, allocations::places);
    let rows: Vec<(AllocationId, NaiveDate, Option<i64>, Option<i32>)> = given.select(chosen).load(conn)?;
    let line = |(id, on, cents, places): (_, _, Option<i64>, Option<i32>)| Line {
        month: month_of(on),
        cents: cents.unwrap_or_default(),
        behind: Behind::Allocation { id, places: i64::from(places.unwrap_or_default()) },
    };
    Ok(rows.into_iter().map(line).collect())
}
