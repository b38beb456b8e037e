//! Where the clock stands against what the database knows: the newest row of the journal, and the days on which what is due was
//! done. Each such day is a row.

use aplp_domain::riga;
use aplp_domain::standing::{self, Doubt, QUIET_DAYS_MAX, SKEW_SECONDS_MAX};
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::dsl::max;
use diesel::prelude::*;

use super::journal::Object;
use super::schema::{journal, tick_days};
use super::{Conn, Id, Scope, claim};
use crate::caller::Caller;
use crate::error::Error;

/// A day, in Riga, on which what is due was done.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = tick_days)]
struct Row {
    id: Id<Row>,
    ran_on: NaiveDate,
    /// Whether an operator said that this day is today.
    confirmed: bool,
    recorded_at: NaiveDateTime,
}

/// Why a clock is not believed that stands before what was recorded: a sentence for the operator.
///
/// # Errors
/// `Unavailable` when the database does not answer.
pub fn before(conn: &mut Conn, at: DateTime<Utc>) -> Result<Option<String>, Error> {
    let newest: Option<NaiveDateTime> = journal::table.select(max(journal::at)).first(conn)?;
    Ok(standing::before(at.naive_utc(), newest).map(|doubt| told(doubt, at)))
}

/// Why what cannot be undone is not left to a clock: it stands before what was recorded, or more than a month after the last day
/// on which what is due was done. A sentence for the operator.
///
/// # Errors
/// As `before`.
pub fn doubt(conn: &mut Conn, at: DateTime<Utc>) -> Result<Option<String>, Error> {
    if let Some(why) = before(conn, at)? {
        return Ok(Some(why));
    }
    let last: Option<NaiveDate> = tick_days::table.select(max(tick_days::ran_on)).first(conn)?;
    Ok(standing::long_after(riga::riga_day(at), last).map(|doubt| told(doubt, at)))
}

/// Refuses what a clock in doubt would do.
///
/// # Errors
/// `Unavailable`, with the doubt.
pub fn believed(doubt: Option<String>) -> Result<(), Error> {
    doubt.map_or(Ok(()), |why| Err(Error::Unavailable(why)))
}

/// Begins a day on which what is due is done; one that has begun goes on. `confirmed` where an operator said that it is today.
///
/// # Errors
/// `Unavailable`, with the doubt; whoever confirms a day cannot confirm one before what was recorded.
pub fn begin_day(tx: &mut Conn, who: &Caller, confirmed: bool) -> Result<(), Error> {
    believed(if confirmed { before(tx, who.at)? } else { doubt(tx, who.at)? })?;
    let today = who.today();
    let begun = |tx: &mut Conn| {
        Ok::<_, Error>(tick_days::table.filter(tick_days::ran_on.eq(today)).count().get_result::<i64>(tx)? > 0)
    };
    if begun(tx)? {
        return Ok(());
    }
    claim(tx, &Scope::Register("tick_days"))?;
    if begun(tx)? {
        return Ok(());
    }
    let row = Row { id: Id::in_order(), ran_on: today, confirmed, recorded_at: who.at.naive_utc() };
    diesel::insert_into(tick_days::table).values(&row).execute(tx)?;
    let object = Object { kind: "tick_day", id: row.id.uuid(), version: 1, person: None };
    super::journal::record(tx, who, if confirmed { "day_confirmed" } else { "day_begun" }, object)?;
    Ok(())
}

fn told(doubt: Doubt, at: DateTime<Utc>) -> String {
    let (now, today) = (at.format("%F %T"), riga::riga_day(at));
    match doubt {
        Doubt::Before(newest) => format!(
            "the clock says {now} UTC, but the journal has a row of {} UTC, more than {SKEW_SECONDS_MAX} seconds later: set the \
             clock right, nothing was changed",
            newest.format("%F %T")
        ),
        Doubt::LongAfter(last) => format!(
            "the clock says {today} in Riga, more than {QUIET_DAYS_MAX} days after {last}, the last day on which what is due was \
             done: nothing was done. If {today} is right, run `aplp tick --day {today}` once"
        ),
    }
}
