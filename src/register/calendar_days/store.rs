//! The rows of transferred days off that were added.

use aplp_domain::calendar::DaysOff;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::CalendarDayId;
use crate::db::schema::calendar_days;
use crate::db::{Conn, Scope, claim};
use crate::error::Error;

/// A transferred day off.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = calendar_days)]
#[allow(missing_docs, reason = "the columns are explained in the migration and in the wire types")]
pub struct Row {
    pub id: CalendarDayId,
    pub day_off: NaiveDate,
    pub worked_on: NaiveDate,
    pub source: String,
    pub withdrawal_reason: Option<String>,
    pub recorded_by: String,
    pub recorded_at: NaiveDateTime,
}

/// How many days are read at the most: many times what the Cabinet transfers in a century.
const ROWS_MAX: i64 = 5_000;

/// Claims all days until the transaction ends, so that none is added twice.
///
/// # Errors
/// When the database does not answer.
pub fn claim_all(tx: &mut Conn) -> Result<(), Error> {
    claim(tx, &Scope::Register("calendar_days"))
}

/// Every day, oldest first.
///
/// # Errors
/// When the database does not answer.
pub fn all(conn: &mut Conn) -> Result<Vec<Row>, Error> {
    let rows = calendar_days::table.order((calendar_days::day_off, calendar_days::id)).limit(ROWS_MAX);
    Ok(rows.select(Row::as_select()).load(conn)?)
}

/// Those of some days that were not withdrawn.
#[must_use]
pub fn days_off(rows: &[Row]) -> DaysOff {
    rows.iter().filter(|row| row.withdrawal_reason.is_none()).map(|row| row.day_off).collect()
}

/// Adds a day.
///
/// # Errors
/// When the database does not answer.
pub fn insert(tx: &mut Conn, row: &Row) -> Result<(), Error> {
    diesel::insert_into(calendar_days::table).values(row).execute(tx)?;
    Ok(())
}

/// Withdraws a day.
///
/// # Errors
/// When the database does not answer.
pub fn withdraw(tx: &mut Conn, id: CalendarDayId, reason: &str) -> Result<(), Error> {
    let row = diesel::update(calendar_days::table.find(id));
    row.set(calendar_days::withdrawal_reason.eq(reason)).execute(tx)?;
    Ok(())
}
