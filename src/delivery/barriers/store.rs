//! The rows of barriers, as far as the caller may see them.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::BarrierId;
use crate::caller::{Caller, Sight};
use crate::codes::{BarrierCauseCode, ServiceKindCode};
use crate::db::filters::{Filters, Slice};
use crate::db::schema::barriers;
use crate::db::{Conn, MultiBackend};
use crate::delivery::individual_budgets::BudgetId;
use crate::error::Error;
use crate::filtered;
use crate::in_order;
use crate::kept_sealed;
use crate::register::persons::PersonId;
use crate::register::persons::sight::theirs;

kept_sealed! {
    /// A service that could not be had.
    pub struct Row from barriers as Stored with Secret {
        id: BarrierId,
        service_kind: ServiceKindCode,
        municipality: String,
        starts_on: NaiveDate,
        ends_on: Option<NaiveDate>,
        cause: BarrierCauseCode,
        person_id: Option<PersonId>,
        individual_budget_id: Option<BudgetId>,
        version: i32,
        created_at: NaiveDateTime,
        updated_at: NaiveDateTime,
        ;
        service_name: Option<String>,
        explanation: Option<String>,
    }
}

/// Which barriers.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Only in these municipalities, by every code of a place.
    pub municipalities: Option<Vec<&'static str>>,
    /// Only those that stand on this day.
    pub on: Option<NaiveDate>,
    /// Only this person's.
    pub person: Option<PersonId>,
}

type Boxed<'a> = barriers::BoxedQuery<'a, MultiBackend>;

/// The barriers that a caller may see: those of the persons whom they may see, and those that are nobody's; a municipality the
/// latter only where they are its own.
fn seen<'a>(sight: &Sight) -> Boxed<'a> {
    let theirs = barriers::person_id.is_not_null().and(theirs(barriers::person_id.assume_not_null(), sight));
    let all = barriers::table.into_boxed();
    match sight {
        Sight::Territory(own, _) => {
            let local = barriers::person_id.is_null().and(barriers::municipality.eq_any(own.clone()));
            all.filter(local.or(theirs))
        }
        // Whoever is known to be nobody is shown nothing.
        Sight::Nobody => all.filter(theirs),
        _ => all.filter(barriers::person_id.is_null().or(theirs)),
    }
}

/// One barrier, if the caller may see it.
///
/// # Errors
/// `NotFound` for an absent barrier and for another's alike.
pub fn find(conn: &mut Conn, id: BarrierId, who: &Caller) -> Result<Row, Error> {
    let row = seen(&who.sight()).filter(barriers::id.eq(id)).select(Row::as_select());
    row.first(conn).optional()?.ok_or(Error::NotFound)
}

/// A page of barriers in the order in which they were recorded.
///
/// # Errors
/// When the database does not answer.
pub fn list(
    conn: &mut Conn,
    who: &Caller,
    wanted: &Wanted,
    slice: &Slice<(NaiveDateTime, BarrierId)>,
) -> Result<Vec<Row>, Error> {
    let query = matching(who, wanted, &slice.filters);
    Ok(in_order!(query, slice, Up, (barriers::created_at, barriers::id)).select(Row::as_select()).load(conn)?)
}

/// How many barriers a list has in all.
///
/// # Errors
/// When the database does not answer.
pub fn count(conn: &mut Conn, who: &Caller, wanted: &Wanted, filters: &Filters) -> Result<i64, Error> {
    Ok(matching(who, wanted, filters).count().get_result(conn)?)
}

fn matching<'a>(who: &Caller, wanted: &Wanted, filters: &Filters) -> Boxed<'a> {
    let mut query = seen(&who.sight());
    if let Some(places) = &wanted.municipalities {
        query = query.filter(barriers::municipality.eq_any(places.clone()));
    }
    if let Some(person) = wanted.person {
        query = query.filter(barriers::person_id.eq(person));
    }
    // `aplp_domain::barrier::stands` as a condition on rows.
    if let Some(on) = wanted.on {
        query = query.filter(barriers::starts_on.le(on));
        query = query.filter(barriers::ends_on.is_null().or(barriers::ends_on.assume_not_null().ge(on)));
    }
    filtered!(query, filters, barriers {
        updated updated_at; days starts_on, ends_on; codes service_kind: ServiceKindCode, cause: BarrierCauseCode
    })
}

/// Adds a barrier.
///
/// # Errors
/// When the database does not answer.
pub fn insert(tx: &mut Conn, row: &Row) -> Result<(), Error> {
    diesel::insert_into(barriers::table).values(row.stored()?).execute(tx)?;
    Ok(())
}

/// Replaces a barrier.
///
/// # Errors
/// When the database does not answer.
pub fn update(tx: &mut Conn, row: &Row) -> Result<(), Error> {
    diesel::update(barriers::table.find(row.id)).set(row.stored()?).execute(tx)?;
    Ok(())
}
