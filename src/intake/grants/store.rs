//! The rows of this resource.

use aplp_domain::grant::State;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::GrantId;
use crate::codes::{DecisionOutcomeCode, GrantStateCode};
use crate::db::schema::{grants, programmes};
use crate::db::{AreaSet, Coded, Conn};
use crate::error::Error;
use crate::intake::decisions::DecisionId;
use crate::register::persons::PersonId;
use crate::register::programmes::ProgrammeId;

/// How many grants that ran out are recorded as ended along the way.
const RUN_OUT_MAX: i64 = 200;

/// A grant.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = grants, treat_none_as_null = true)]
#[allow(missing_docs, reason = "the columns are explained in the migration and in the wire types")]
pub struct Row {
    pub id: GrantId,
    pub decision_id: DecisionId,
    pub decision_outcome: DecisionOutcomeCode,
    pub person_id: PersonId,
    pub programme_id: ProgrammeId,
    pub term_from: NaiveDate,
    pub term_to: NaiveDate,
    pub areas: AreaSet,
    pub level: i16,
    pub volume_minutes: i32,
    pub state: GrantStateCode,
    pub committed_cents: i64,
    pub version: i32,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
}

/// Adds a grant.
///
/// # Errors
/// When the database does not answer, or the decision did not grant.
pub fn insert(tx: &mut Conn, row: &Row) -> Result<(), Error> {
    diesel::insert_into(grants::table).values(row).execute(tx)?;
    Ok(())
}

/// Whether a person has a grant in a programme that has not ended.
///
/// # Errors
/// When the database does not answer.
pub fn is_live(conn: &mut Conn, person: PersonId, programme: ProgrammeId) -> Result<bool, Error> {
    let live = grants::table.filter(grants::person_id.eq(person)).filter(grants::programme_id.eq(programme));
    let live = live.filter(grants::state.ne(Coded(State::Ended)));
    Ok(live.count().get_result::<i64>(conn)? > 0)
}

/// The grants of a programme whose term was over before a day, and that nobody has recorded as ended.
///
/// # Errors
/// When the database does not answer.
pub fn run_out(tx: &mut Conn, programme: ProgrammeId, on: NaiveDate) -> Result<Vec<Row>, Error> {
    let over = grants::table.filter(grants::programme_id.eq(programme)).filter(grants::term_to.lt(on));
    let over = over.filter(grants::state.ne(Coded(State::Ended))).select(Row::as_select());
    Ok(over.order((grants::term_to, grants::id)).limit(RUN_OUT_MAX).load(tx)?)
}

/// Records a grant as it stands now.
///
/// # Errors
/// When the database does not answer.
pub fn update(tx: &mut Conn, row: &Row) -> Result<(), Error> {
    diesel::update(grants::table.find(row.id)).set(row).execute(tx)?;
    Ok(())
}

/// A person's grants in every programme, the oldest first, each with the code of its programme.
///
/// # Errors
/// When the database does not answer.
pub fn with_programmes(conn: &mut Conn, person: PersonId) -> Result<Vec<(GrantId, i32, String)>, Error> {
    let mine = grants::table.inner_join(programmes::table).filter(grants::person_id.eq(person));
    let mine = mine.select((grants::id, grants::version, programmes::code));
    Ok(mine.order((grants::term_from, grants::id)).load(conn)?)
}

/// The grants that some decisions made.
///
/// # Errors
/// When the database does not answer.
pub fn of_decisions(conn: &mut Conn, decisions: &[DecisionId]) -> Result<Vec<(DecisionId, GrantId)>, Error> {
    let made = grants::table.filter(grants::decision_id.eq_any(decisions));
    Ok(made.select((grants::decision_id, grants::id)).load(conn)?)
}
