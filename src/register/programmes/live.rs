//! What the live grants of a programme leave free to be changed.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::ProgrammeId;
use crate::db::Conn;
use crate::db::schema::{grants, individual_budgets};
use crate::error::Error;

/// Whether a grant that has not ended would lie outside this period of the programme.
///
/// # Errors
/// When the database does not answer.
pub(super) fn grants_outside(
    tx: &mut Conn,
    id: ProgrammeId,
    (starts_on, ends_on): (NaiveDate, Option<NaiveDate>),
) -> Result<bool, Error> {
    let live = grants::table.filter(grants::programme_id.eq(id).and(grants::state.ne("ended")));
    let mut outside = live.filter(grants::term_from.lt(starts_on)).into_boxed();
    if let Some(last) = ends_on {
        outside =
            outside.or_filter(grants::programme_id.eq(id).and(grants::state.ne("ended")).and(grants::term_to.gt(last)));
    }
    Ok(outside.count().get_result::<i64>(tx)? > 0)
}

/// Whether an individual budget that is open today would lie outside this period of the programme.
///
/// # Errors
/// When the database does not answer.
pub(super) fn budgets_outside(
    tx: &mut Conn,
    id: ProgrammeId,
    (starts_on, ends_on): (NaiveDate, Option<NaiveDate>),
    today: NaiveDate,
) -> Result<bool, Error> {
    let open = individual_budgets::table.filter(individual_budgets::programme_id.eq(id));
    let open = open.filter(individual_budgets::state.eq("open").and(individual_budgets::ends_on.ge(today)));
    let periods: Vec<(NaiveDate, NaiveDate)> =
        open.select((individual_budgets::starts_on, individual_budgets::ends_on)).distinct().load(tx)?;
    Ok(periods.into_iter().any(|(first, last)| first < starts_on || ends_on.is_some_and(|end| last > end)))
}

/// Whether a live grant would pass the ceiling of its level.
///
/// # Errors
/// When the database does not answer.
pub(super) fn grants_above(tx: &mut Conn, id: ProgrammeId, ceilings: [i32; 3]) -> Result<bool, Error> {
    let live = grants::table.filter(grants::programme_id.eq(id).and(grants::state.ne("ended")));
    let volumes: Vec<(i16, i32)> = live.select((grants::level, grants::volume_minutes)).distinct().load(tx)?;
    let most = |level: i16| usize::try_from(level - 1).ok().and_then(|at| ceilings.get(at)).copied().unwrap_or(0);
    Ok(volumes.into_iter().any(|(level, volume)| volume > most(level)))
}
