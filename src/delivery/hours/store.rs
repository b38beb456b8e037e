//! The rows of the ledger of hours, its parts by day, and the totals of its months.

pub mod standing;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::TimeEntryId;
use crate::caller::Caller;
use crate::codes::{AreaCode, ComponentCode, ModeCode, PlaceKindCode};
use crate::db::filters::{Filters, Slice};
use crate::db::schema::{month_totals, time_entries, time_entry_parts};
use crate::db::{Conn, MultiBackend, prepared};
use crate::delivery::agreements::AgreementId;
use crate::delivery::month::CalendarMonth;
use crate::error::Error;
use crate::filtered;
use crate::in_order;
use crate::intake::grants::GrantId;
use crate::kept_sealed;
use crate::register::persons::PersonId;
use crate::register::persons::sight::{of_own_grant, theirs};
use crate::register::support_persons::SupportPersonId;
use crate::register::support_persons::store::is_employed;

kept_sealed! {
    /// A time entry, or the row that takes one back.
    pub struct Row from time_entries as Stored with Secret {
        id: TimeEntryId,
        grant_id: GrantId,
        agreement_id: AgreementId,
        person_id: PersonId,
        support_person_id: SupportPersonId,
        started_at: NaiveDateTime,
        ended_at: NaiveDateTime,
        minutes: i32,
        travel_minutes: i32,
        area: AreaCode,
        component: ComponentCode,
        mode: ModeCode,
        place_kind: PlaceKindCode,
        reverses_id: Option<TimeEntryId>,
        posted_by: String,
        posted_at: NaiveDateTime,
        ;
        note: Option<String>,
        reason: Option<String>,
    }
}

/// What of an entry belongs to a day.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = time_entry_parts)]
#[allow(missing_docs, reason = "the columns are explained in the migration and in the wire types")]
pub struct PartRow {
    pub entry_id: TimeEntryId,
    pub day: NaiveDate,
    pub month: String,
    pub minutes: i32,
}

/// The counted minutes of a month.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = month_totals, treat_none_as_null = true)]
#[allow(missing_docs, reason = "the columns are explained in the migration and in the wire types")]
pub struct MonthRow {
    pub grant_id: GrantId,
    pub month: String,
    pub minutes: i32,
    pub volume_minutes: i32,
}

/// Which entries.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Only this grant's.
    pub grant: Option<GrantId>,
    /// Only this person's.
    pub person: Option<PersonId>,
    /// Only this support person's.
    pub support_person: Option<SupportPersonId>,
    /// Only those with minutes in this month.
    pub month: Option<CalendarMonth>,
}

/// One entry, if the caller may see its person.
///
/// # Errors
/// `NotFound` for an absent entry and for another's alike.
pub fn find(conn: &mut Conn, id: TimeEntryId, who: &Caller) -> Result<Row, Error> {
    let sight = who.sight();
    let seen = time_entries::table.find(id).filter(theirs(time_entries::person_id, &sight));
    let row = seen.filter(of_own_grant(time_entries::grant_id, &sight)).select(Row::as_select());
    row.first(conn).optional()?.ok_or(Error::NotFound)
}

/// One entry of a support person's own who is employed, also when they may see its person no more.
///
/// # Errors
/// `NotFound` for an absent entry and for another's alike.
pub fn own(conn: &mut Conn, id: TimeEntryId, supporter: SupportPersonId, today: NaiveDate) -> Result<Row, Error> {
    if !is_employed(conn, supporter, today)? {
        return Err(Error::NotFound);
    }
    let row = time_entries::table.find(id).filter(time_entries::support_person_id.eq(supporter));
    row.select(Row::as_select()).first(conn).optional()?.ok_or(Error::NotFound)
}

/// The version of the entry with this id, if there is one, whoever may see it.
///
/// # Errors
/// When the database does not answer.
pub fn version(conn: &mut Conn, id: TimeEntryId) -> Result<Option<i32>, Error> {
    if time_entries::table.find(id).count().get_result::<i64>(conn)? == 0 {
        return Ok(None);
    }
    Ok(Some(if reversals(conn, &[id])?.is_empty() { 1 } else { 2 }))
}

/// A page of entries in the order in which they started.
///
/// # Errors
/// When the database does not answer.
pub fn list(
    conn: &mut Conn,
    who: &Caller,
    wanted: &Wanted,
    slice: &Slice<(NaiveDateTime, TimeEntryId)>,
) -> Result<Vec<Row>, Error> {
    let query = matching(who, wanted, &slice.filters);
    Ok(in_order!(query, slice, Up, (time_entries::started_at, time_entries::id)).select(Row::as_select()).load(conn)?)
}

/// How many entries a list has in all.
///
/// # Errors
/// When the database does not answer.
pub fn count(conn: &mut Conn, who: &Caller, wanted: &Wanted, filters: &Filters) -> Result<i64, Error> {
    Ok(matching(who, wanted, filters).count().get_result(conn)?)
}

fn matching<'a>(who: &Caller, wanted: &Wanted, filters: &Filters) -> time_entries::BoxedQuery<'a, MultiBackend> {
    let sight = who.sight();
    let seen = time_entries::table.filter(theirs(time_entries::person_id, &sight));
    let mut query = seen.filter(of_own_grant(time_entries::grant_id, &sight)).into_boxed();
    if let Some(grant) = wanted.grant {
        query = query.filter(time_entries::grant_id.eq(grant));
    }
    if let Some(person) = wanted.person {
        query = query.filter(time_entries::person_id.eq(person));
    }
    if let Some(supporter) = wanted.support_person {
        query = query.filter(time_entries::support_person_id.eq(supporter));
    }
    if let Some(month) = wanted.month {
        let parts = time_entry_parts::table.filter(time_entry_parts::month.eq(month.to_string()));
        query = query.filter(time_entries::id.eq_any(parts.select(time_entry_parts::entry_id)));
    }
    // An entry changes when another one takes it back.
    let reversals = diesel::alias!(time_entries as reversals);
    let taken_back = |since| {
        let later = reversals.filter(reversals.field(time_entries::posted_at).ge(since));
        time_entries::id.eq_any(later.select(reversals.field(time_entries::reverses_id).assume_not_null()))
    };
    filtered!(query, filters, time_entries {
        updated posted_at or taken_back; codes area: AreaCode, component: ComponentCode, mode: ModeCode, place_kind: PlaceKindCode
    })
}

/// The parts of some entries, by day.
///
/// # Errors
/// When the database does not answer.
pub fn parts(conn: &mut Conn, of: &[TimeEntryId]) -> Result<Vec<PartRow>, Error> {
    let theirs = time_entry_parts::table.filter(time_entry_parts::entry_id.eq_any(of)).select(PartRow::as_select());
    Ok(theirs.order(time_entry_parts::day).load(conn)?)
}

/// The rows that take some entries back.
///
/// # Errors
/// When the database does not answer.
pub fn reversals(conn: &mut Conn, of: &[TimeEntryId]) -> Result<Vec<Row>, Error> {
    Ok(time_entries::table.filter(time_entries::reverses_id.eq_any(of)).select(Row::as_select()).load(conn)?)
}

/// The entries under a grant that have minutes in a month, each with those minutes.
///
/// # Errors
/// When the database does not answer.
pub fn in_month(conn: &mut Conn, grant: GrantId, month: CalendarMonth) -> Result<Vec<(Row, i32)>, Error> {
    let parts = time_entry_parts::table.inner_join(time_entries::table).filter(time_entries::grant_id.eq(grant));
    let parts = parts.filter(time_entry_parts::month.eq(month.to_string()));
    Ok(parts.select((Row::as_select(), time_entry_parts::minutes)).load(conn)?)
}

/// The totals of one month for some grants; what has none is unused.
///
/// # Errors
/// When the database does not answer.
pub fn used(conn: &mut Conn, of: &[GrantId], month: CalendarMonth) -> Result<Vec<MonthRow>, Error> {
    let theirs = month_totals::table.filter(month_totals::grant_id.eq_any(of)).select(MonthRow::as_select());
    Ok(theirs.filter(month_totals::month.eq(month.to_string())).load(conn)?)
}

/// The totals of all months of a grant.
///
/// # Errors
/// When the database does not answer.
pub fn totals(conn: &mut Conn, grant: GrantId) -> Result<Vec<MonthRow>, Error> {
    Ok(month_totals::table.filter(month_totals::grant_id.eq(grant)).select(MonthRow::as_select()).load(conn)?)
}

/// Adds an entry with its parts, and their minutes to the totals of their months, each of which has its volume.
///
/// # Errors
/// When the database does not answer or, the second wall, a month would pass the volume or fall below nothing.
pub fn insert(tx: &mut Conn, row: &Row, parts: &[PartRow], volume: impl Fn(&str) -> i32) -> Result<(), Error> {
    prepared(diesel::insert_into(time_entries::table).values(row.stored()?)).execute(tx)?;
    for part in parts {
        prepared(diesel::insert_into(time_entry_parts::table).values(part)).execute(tx)?;
        let total = month_totals::table.find((row.grant_id, &part.month));
        let more = month_totals::minutes.eq(month_totals::minutes + part.minutes);
        if prepared(diesel::update(total).set(more)).execute(tx)? == 0 {
            let (month, minutes) = (part.month.clone(), part.minutes);
            let volume_minutes = volume(&month);
            let first = MonthRow { grant_id: row.grant_id, month, minutes, volume_minutes };
            prepared(diesel::insert_into(month_totals::table).values(&first)).execute(tx)?;
        }
    }
    Ok(())
}

/// Gives the months of a grant the volumes that they have after a change.
///
/// # Errors
/// When the database does not answer or, the second wall, a month would pass its volume.
pub fn give_volumes(tx: &mut Conn, grant: GrantId, volume: impl Fn(CalendarMonth) -> i32) -> Result<(), Error> {
    for total in totals(tx, grant)? {
        let volume = total.month.parse().map_or(total.volume_minutes, &volume);
        if volume != total.volume_minutes {
            let row = month_totals::table.find((grant, &total.month));
            diesel::update(row).set(month_totals::volume_minutes.eq(volume)).execute(tx)?;
        }
    }
    Ok(())
}
