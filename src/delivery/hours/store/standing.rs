//! The entries that stand: posted, and not taken back.

use aplp_domain::hours::entry_minutes_ever;
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use diesel::dsl::{exists, max, not};
use diesel::prelude::*;

use crate::db::schema::{time_entries, time_entry_parts};
use crate::db::{Conn, MultiBackend};
use crate::delivery::hours::TimeEntryId;
use crate::error::Error;
use crate::intake::grants::GrantId;
use crate::register::persons::PersonId;
use crate::register::support_persons::SupportPersonId;

/// The end of the last entry under a grant that was not taken back.
///
/// # Errors
/// When the database does not answer.
pub fn counted_until(conn: &mut Conn, grant: GrantId) -> Result<Option<NaiveDateTime>, Error> {
    let taken_back = diesel::alias!(time_entries as takers);
    let taken_back = taken_back.filter(taken_back.field(time_entries::reverses_id).eq(time_entries::id.nullable()));
    let counted =
        time_entries::table.filter(time_entries::grant_id.eq(grant)).filter(time_entries::reverses_id.is_null());
    let counted = counted.filter(not(exists(taken_back)));
    Ok(counted.select(max(time_entries::ended_at)).first(conn)?)
}

/// The last day on which a person was given support that was not taken back, under whichever grant.
///
/// # Errors
/// When the database does not answer.
pub fn last_day_of_person(conn: &mut Conn, person: PersonId) -> Result<Option<NaiveDate>, Error> {
    let taken_back = diesel::alias!(time_entries as takers);
    let taken_back = taken_back.filter(taken_back.field(time_entries::reverses_id).eq(time_entries::id.nullable()));
    let given = time_entry_parts::table.inner_join(time_entries::table).filter(time_entries::person_id.eq(person));
    let given = given.filter(time_entries::reverses_id.is_null()).filter(not(exists(taken_back)));
    Ok(given.select(max(time_entry_parts::day)).first(conn)?)
}

/// Whether a person has an entry between two moments that was not taken back. Entries that touch do not overlap.
///
/// # Errors
/// When the database does not answer.
pub fn overlaps_person(
    conn: &mut Conn,
    person: PersonId,
    from: NaiveDateTime,
    to: NaiveDateTime,
) -> Result<bool, Error> {
    let theirs = between(from, to).filter(time_entries::person_id.eq(person));
    Ok(stands(&theirs.load(conn)?))
}

/// As `overlaps_person`, for a support person.
///
/// # Errors
/// When the database does not answer.
pub fn overlaps_support_person(
    conn: &mut Conn,
    supporter: SupportPersonId,
    from: NaiveDateTime,
    to: NaiveDateTime,
) -> Result<bool, Error> {
    let theirs = between(from, to).filter(time_entries::support_person_id.eq(supporter));
    Ok(stands(&theirs.load(conn)?))
}

/// An entry and what it takes back.
type Link = (TimeEntryId, Option<TimeEntryId>);
type Links<'a> =
    time_entries::BoxedQuery<'a, MultiBackend, diesel::dsl::SqlTypeOf<(time_entries::id, time_entries::reverses_id)>>;

fn between<'a>(from: NaiveDateTime, to: NaiveDateTime) -> Links<'a> {
    // None began longer ago than an entry may be long, which keeps the search short.
    let earliest = from - TimeDelta::minutes(entry_minutes_ever());
    let query =
        time_entries::table.filter(time_entries::started_at.ge(earliest)).filter(time_entries::started_at.lt(to));
    let query = query.filter(time_entries::ended_at.gt(from));
    query.select((time_entries::id, time_entries::reverses_id)).into_boxed()
}

/// Whether one of these entries counts: what takes it back has the same times, so it is among them too.
fn stands(links: &[Link]) -> bool {
    let taken_back = |id| links.iter().any(|(_, reverses)| *reverses == Some(id));
    links.iter().any(|(id, reverses)| reverses.is_none() && !taken_back(*id))
}
