//! What the live grants of a programme leave free to be changed.

use chrono::NaiveDate;
use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::ProgrammeId;
use crate::db::Conn;
use crate::db::schema::{grant_steps, grants, individual_budgets};
use crate::error::Error;
use crate::register::lasting;

/// Whether a grant that has not ended by today would lie outside this period of the programme.
///
/// # Errors
/// When the database does not answer.
pub(super) fn grants_outside(
    tx: &mut Conn,
    id: ProgrammeId,
    (starts_on, ends_on): (NaiveDate, Option<NaiveDate>),
    today: NaiveDate,
) -> Result<bool, Error> {
    let live = grants::table.filter(grants::programme_id.eq(id)).filter(lasting::on(today));
    let terms: Vec<(NaiveDate, NaiveDate)> = live.select((grants::term_from, grants::term_to)).distinct().load(tx)?;
    Ok(terms.into_iter().any(|(first, last)| first < starts_on || ends_on.is_some_and(|end| last > end)))
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

/// Whether what a live grant gives today, or from a later day on, would pass the ceiling of its level.
///
/// # Errors
/// When the database does not answer.
pub(super) fn grants_above(
    tx: &mut Conn,
    id: ProgrammeId,
    ceilings: [i32; 3],
    today: NaiveDate,
) -> Result<bool, Error> {
    let next = diesel::alias!(grant_steps as next_steps);
    let (from, recorded) = (next.field(grant_steps::effective_from), next.field(grant_steps::recorded_at));
    let over = next.filter(next.field(grant_steps::grant_id).eq(grant_steps::grant_id)).filter(from.le(today)).filter(
        from.gt(grant_steps::effective_from)
            .or(from.eq(grant_steps::effective_from).and(recorded.gt(grant_steps::recorded_at))),
    );
    let live = grant_steps::table.inner_join(grants::table).filter(grants::programme_id.eq(id));
    let live = live.filter(lasting::on(today)).filter(not(exists(over)));
    let volumes: Vec<(i16, i32)> =
        live.select((grant_steps::level, grant_steps::volume_minutes)).distinct().load(tx)?;
    let most = |level: i16| usize::try_from(level - 1).ok().and_then(|at| ceilings.get(at)).copied().unwrap_or(0);
    Ok(volumes.into_iter().any(|(level, volume)| volume > most(level)))
}
