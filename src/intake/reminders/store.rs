//! The rows of this resource.

mod open;

use aplp_domain::grant::State;
use aplp_domain::reminder::Reminder;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use uuid::Uuid;

use self::open::open;
use super::ReminderId;
use crate::caller::{Caller, Sight};
use crate::codes::ReminderCode;
use crate::db::filters::{Filters, Slice};
use crate::db::journal::Thing;
use crate::db::schema::{grants as granted, person_addresses, programmes, reminders};
use crate::db::{Coded, Conn, Id, MultiBackend};
use crate::error::Error;
use crate::filtered;
use crate::in_order;
use crate::intake::grants::GrantId;
use crate::intake::grants::store::Row as Grant;
use crate::register::persons::sight::{of_own_service, theirs};
use crate::register::persons::store::counts_on;
use crate::register::persons::{self, PersonId};
use crate::register::programmes::store::Row as Programme;

/// Something that is or will be due.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = reminders)]
#[allow(missing_docs, reason = "the columns are explained in the migration and in the wire types")]
pub struct Row {
    pub id: ReminderId,
    pub person_id: PersonId,
    pub kind: ReminderCode,
    pub object: String,
    pub object_id: Id<Thing>,
    pub due_on: NaiveDate,
    pub created_at: NaiveDateTime,
    pub raised_at: Option<NaiveDateTime>,
    pub dropped_at: Option<NaiveDateTime>,
}

/// Which reminders.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Only about this person.
    pub person_id: Option<PersonId>,
}

/// Sees to it that something is raised on its day; once for each object, kind and day.
///
/// # Errors
/// When the database does not answer.
pub fn schedule(
    tx: &mut Conn,
    who: &Caller,
    person: PersonId,
    (object, object_id): (&str, Uuid),
    (kind, due_on): (Reminder, NaiveDate),
) -> Result<(), Error> {
    let about = Id::<Thing>::of(object_id);
    let there = reminders::table.filter(reminders::object_id.eq(about)).filter(reminders::kind.eq(Coded(kind)));
    if there.filter(reminders::due_on.eq(due_on)).count().get_result::<i64>(tx)? > 0 {
        return Ok(());
    }
    let row = Row {
        id: ReminderId::in_order(),
        person_id: person,
        kind: Coded(kind),
        object: object.to_owned(),
        object_id: about,
        due_on,
        created_at: who.at.naive_utc(),
        raised_at: None,
        dropped_at: None,
    };
    diesel::insert_into(reminders::table).values(&row).execute(tx)?;
    Ok(())
}

/// Sees to it that something is raised on its day; once for each object and kind, whatever the day.
///
/// # Errors
/// When the database does not answer.
pub fn schedule_once(
    tx: &mut Conn,
    who: &Caller,
    person: PersonId,
    (object, object_id): (&str, Uuid),
    (kind, due_on): (Reminder, NaiveDate),
) -> Result<(), Error> {
    let about = reminders::table.filter(reminders::object_id.eq(Id::<Thing>::of(object_id)));
    let there: i64 = about.filter(reminders::kind.eq(Coded(kind))).count().get_result(tx)?;
    if there > 0 { Ok(()) } else { schedule(tx, who, person, (object, object_id), (kind, due_on)) }
}

/// What after a reminder has come due by a day and is neither raised nor dropped.
///
/// # Errors
/// When the database does not answer.
pub fn to_raise(conn: &mut Conn, after: ReminderId, on: NaiveDate, limit: i64) -> Result<Vec<Row>, Error> {
    let open = reminders::table.filter(reminders::raised_at.is_null()).filter(reminders::dropped_at.is_null());
    let due = open.filter(reminders::due_on.le(on)).filter(reminders::id.gt(after)).order(reminders::id);
    Ok(due.limit(limit).select(Row::as_select()).load(conn)?)
}

/// Takes a reminder for raising, or drops one that matters no more, and says whether nobody had.
///
/// # Errors
/// When the database does not answer.
pub fn close(tx: &mut Conn, id: ReminderId, matters: bool, at: NaiveDateTime) -> Result<bool, Error> {
    let open = reminders::raised_at.is_null().and(reminders::dropped_at.is_null());
    let open = reminders::table.find(id).filter(open);
    let (raised, dropped) = if matters { (Some(at), None) } else { (None, Some(at)) };
    let closed = diesel::update(open).set((reminders::raised_at.eq(raised), reminders::dropped_at.eq(dropped)));
    Ok(closed.execute(tx)? > 0)
}

/// Whether a reminder still matters on a day: it is open.
///
/// # Errors
/// When the database does not answer.
pub fn matters(conn: &mut Conn, row: &Row, today: NaiveDate) -> Result<bool, Error> {
    if row.kind.0 == Reminder::PossibleDuplicate {
        return persons::store::duplicates::exist(conn, PersonId::of(row.object_id.uuid()));
    }
    let found: i64 = reminders::table.find(row.id).filter(open(today)).count().get_result(conn)?;
    Ok(found > 0)
}

/// Live grants of persons who on a day live somewhere that is known, in programmes that serve some places only, beyond an id; without those
/// of which it is told already that the person moved away.
///
/// # Errors
/// When the database does not answer.
pub fn bound_to_places(
    conn: &mut Conn,
    after: GrantId,
    today: NaiveDate,
    limit: i64,
) -> Result<Vec<(Grant, Programme, String)>, Error> {
    let lives = person_addresses::person_id.eq(granted::person_id).and(counts_on(today));
    let live = granted::table.inner_join(programmes::table).inner_join(person_addresses::table.on(lives));
    let live = live.filter(granted::state.ne(Coded(State::Ended))).filter(programmes::municipalities.ne(""));
    let told = reminders::table.filter(reminders::kind.eq(Coded(Reminder::MovedAway)));
    let live = live.filter(not(exists(told.filter(reminders::object_id.eq(granted::id)))));
    let place = person_addresses::municipality;
    let live = live.filter(place.is_not_null()).filter(granted::id.gt(after)).order(granted::id);
    let chosen = (Grant::as_select(), Programme::as_select(), place.assume_not_null());
    Ok(live.limit(limit).select(chosen).load(conn)?)
}

fn chosen(who: &Caller, wanted: &Wanted, filters: &Filters) -> reminders::BoxedQuery<'static, MultiBackend> {
    let (sight, table) = (who.sight(), reminders::table);
    let own = of_own_service(reminders::object_id, &sight);
    let mut query = table.filter(theirs(reminders::person_id, &sight)).filter(own).into_boxed();
    query = query.filter(reminders::raised_at.is_not_null()).filter(open(who.today()));
    if sight != Sight::All {
        // It would tell of somebody whom the caller may not see.
        query = query.filter(reminders::kind.ne(Coded(Reminder::PossibleDuplicate)));
    }
    if let Some(person) = wanted.person_id {
        query = query.filter(reminders::person_id.eq(person));
    }
    filtered!(query, filters, reminders { updated raised_at; days due_on; codes kind: ReminderCode })
}

/// A page of reminders that were raised, in the order of their days.
///
/// # Errors
/// When the database does not answer.
pub fn list(
    conn: &mut Conn,
    who: &Caller,
    wanted: &Wanted,
    slice: &Slice<(NaiveDate, ReminderId)>,
) -> Result<Vec<Row>, Error> {
    let query = chosen(who, wanted, &slice.filters);
    Ok(in_order!(query, slice, Up, (reminders::due_on, reminders::id)).select(Row::as_select()).load(conn)?)
}

/// How many reminders a list has in all.
///
/// # Errors
/// When the database does not answer.
pub fn count(conn: &mut Conn, who: &Caller, wanted: &Wanted, filters: &Filters) -> Result<i64, Error> {
    Ok(chosen(who, wanted, filters).count().get_result(conn)?)
}
