//! How many wait before a place, added up from a few rows however long the queue is.

use aplp_domain::queue::Key;
use chrono::NaiveDate;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};

use super::WAITS;
use crate::db::Conn;
use crate::db::schema::{queue_counts, queue_entries};
use crate::error::Error;
use crate::register::programmes::ProgrammeId;

/// How many registration numbers of a day are counted together.
const TOGETHER: i64 = 100;

/// The spans that a place is counted in, the longest first: its month, its day, its hundred of numbers within that day.
fn spans(key: Key) -> [(i16, String); 3] {
    let Key { submitted_on, registration_number } = key;
    let hundred = registration_number.div_euclid(TOGETHER);
    [(1, month(submitted_on)), (2, submitted_on.to_string()), (3, format!("{submitted_on}/{hundred:016}"))]
}

fn month(day: NaiveDate) -> String {
    day.format("%Y-%m").to_string()
}

/// One more waits, or one less when it is below zero. The programme is claimed.
///
/// # Errors
/// When the database does not answer.
pub(super) fn change(tx: &mut Conn, programme: ProgrammeId, key: Key, by: i64) -> Result<(), Error> {
    for (level, span) in spans(key) {
        let counted = queue_counts::table.find((programme, level, &span));
        let changed = diesel::update(counted).set(queue_counts::waiting.eq(queue_counts::waiting + by)).execute(tx)?;
        if changed == 0 {
            let first = (
                queue_counts::programme_id.eq(programme),
                queue_counts::level.eq(level),
                queue_counts::span.eq(&span),
                queue_counts::waiting.eq(by),
            );
            diesel::insert_into(queue_counts::table).values(first).execute(tx)?;
        }
    }
    Ok(())
}

/// How many wait in the queue of a programme before a key, whether or not somebody waits under it.
///
/// # Errors
/// When the database does not answer.
pub fn ahead(conn: &mut Conn, programme: ProgrammeId, key: Key) -> Result<i64, Error> {
    let Key { submitted_on, registration_number } = key;
    let mut ahead = 0;
    // Whole months before, whole days before in the month, whole hundreds before in the day.
    let mut from = String::new();
    for (level, span) in spans(key) {
        let whole = queue_counts::table
            .filter(queue_counts::programme_id.eq(programme))
            .filter(queue_counts::level.eq(level))
            .filter(queue_counts::span.ge(&from))
            .filter(queue_counts::span.lt(&span));
        ahead += whole.select(sql::<BigInt>("cast(coalesce(sum(waiting), 0) as bigint)")).first::<i64>(conn)?;
        from = span;
    }
    let first = registration_number.div_euclid(TOGETHER) * TOGETHER;
    let within = queue_entries::table
        .filter(queue_entries::programme_id.eq(programme))
        .filter(queue_entries::submitted_on.eq(submitted_on))
        .filter(queue_entries::registration_number.ge(first))
        .filter(queue_entries::registration_number.lt(registration_number))
        .filter(sql::<Bool>(WAITS));
    Ok(ahead + within.count().get_result::<i64>(conn)?)
}
