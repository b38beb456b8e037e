//! The rows of this resource.

pub mod counts;
pub mod events;
pub mod lists;

use aplp_domain::queue::{Key, State};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::QueueEntryId;
use crate::caller::Sight;
use crate::codes::{DecisionOutcomeCode, QueueStateCode};
use crate::db::keyset::{Direction, beyond};
use crate::db::schema::{decisions, persons, queue_entries};
use crate::db::{Coded, Conn};
use crate::error::Error;
use crate::intake::applications::ApplicationId;
use crate::intake::decisions::DecisionId;
use crate::register::persons::PersonId;
use crate::register::persons::sight::{of_own, seen_by, theirs};
use crate::register::persons::store::deaths::dead;
use crate::register::programmes::ProgrammeId;

/// A place in a queue.
#[derive(Debug, Clone, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = queue_entries, treat_none_as_null = true)]
#[allow(missing_docs, reason = "the columns are explained in the migration and in the wire types")]
pub struct Row {
    pub id: QueueEntryId,
    pub decision_id: DecisionId,
    pub decision_outcome: DecisionOutcomeCode,
    pub person_id: PersonId,
    pub programme_id: ProgrammeId,
    pub submitted_on: NaiveDate,
    pub registration_number: i64,
    pub state: QueueStateCode,
    pub reserved_cents: Option<i64>,
    pub answer_by: Option<NaiveDate>,
    pub accepted: bool,
    pub ask_again_from: Option<NaiveDate>,
    pub version: i32,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
}

/// Which places in a queue.
#[derive(Debug, Clone, Default)]
pub struct Which {
    /// Only this person's.
    pub person_id: Option<PersonId>,
    /// Only in the queue of this programme.
    pub programme_id: Option<ProgrammeId>,
    /// Only in these states; empty for all.
    pub states: Vec<QueueStateCode>,
    /// Whose places may be seen; none to see that there is a place without knowing whose.
    pub sight: Option<Sight>,
}

/// That a place waits, in the words of the index over those that do.
const WAITS: &str = "queue_entries.state IN ('waiting', 'offered')";
/// That nothing is put aside for a place yet, in the words of the index over those.
const UNCALLED: &str = "queue_entries.state = 'waiting' AND queue_entries.reserved_cents IS NULL";
/// That a place that waits may not be one to call up: it is called up already, or its person could not be reached once; in the
/// words of the index over those, who are few however long the queue is.
const UNASKABLE: &str = "queue_entries.state IN ('waiting', 'offered') AND \
                         (queue_entries.reserved_cents IS NOT NULL OR queue_entries.ask_again_from IS NOT NULL)";
/// That an offer stands, in the words of the index over those, which nobody has accepted yet.
const UNANSWERED: &str = "queue_entries.state = 'offered' AND NOT queue_entries.accepted";

/// The states of a place that still waits; what was offered and not yet answered keeps its place.
#[must_use]
pub fn waiting() -> Vec<QueueStateCode> {
    vec![Coded(State::Waiting), Coded(State::Offered)]
}

impl Which {
    /// Whether these are all who wait in one queue, without a gap.
    #[must_use]
    pub fn is_whole_queue(&self) -> bool {
        self.programme_id.is_some() && self.person_id.is_none() && self.sight.is_none() && self.states == waiting()
    }
}

impl Row {
    /// What orders the queue.
    #[must_use]
    pub fn key(&self) -> Key {
        Key { submitted_on: self.submitted_on, registration_number: self.registration_number }
    }

    /// Whether the place still waits.
    #[must_use]
    pub fn waits(&self) -> bool {
        waiting().contains(&self.state)
    }
}

/// Adds a place to the queue of a programme that was claimed.
///
/// # Errors
/// When the database does not answer, or the decision was not about the queue.
pub fn insert(tx: &mut Conn, row: &Row) -> Result<(), Error> {
    diesel::insert_into(queue_entries::table).values(row).execute(tx)?;
    counts::change(tx, row.programme_id, row.key(), 1)
}

/// Records a place as it stands now; the programme was claimed.
///
/// # Errors
/// When the database does not answer.
pub fn update(tx: &mut Conn, before: &Row, after: &Row) -> Result<(), Error> {
    diesel::update(queue_entries::table.find(after.id)).set(after).execute(tx)?;
    match (before.waits(), after.waits()) {
        (true, false) => counts::change(tx, after.programme_id, after.key(), -1),
        (false, true) => counts::change(tx, after.programme_id, after.key(), 1),
        (true, true) | (false, false) => Ok(()),
    }
}

/// The keys of those who wait right before and right after one.
///
/// # Errors
/// When the database does not answer.
pub fn neighbours(conn: &mut Conn, programme: ProgrammeId, key: Key) -> Result<(Option<Key>, Option<Key>), Error> {
    let columns = (queue_entries::submitted_on, queue_entries::registration_number);
    let own = (key.submitted_on, key.registration_number);
    let queue = || queue_entries::table.filter(queue_entries::programme_id.eq(programme)).filter(sql::<Bool>(WAITS));
    let before = queue().filter(beyond(columns, own, Direction::Down));
    let before = before.order((queue_entries::submitted_on.desc(), queue_entries::registration_number.desc()));
    let before: Option<(NaiveDate, i64)> = before.select(columns).first(conn).optional()?;
    let after = queue().filter(beyond(columns, own, Direction::Up)).order(columns);
    let after: Option<(NaiveDate, i64)> = after.select(columns).first(conn).optional()?;
    let key = |(submitted_on, registration_number)| Key { submitted_on, registration_number };
    Ok((before.map(key), after.map(key)))
}

/// Who is next to be called up in the queue of a programme: the first for whom nothing is put aside yet, and whom nobody has
/// failed to reach lately.
///
/// # Errors
/// When the database does not answer.
pub fn head(conn: &mut Conn, programme: ProgrammeId, today: NaiveDate) -> Result<Option<Row>, Error> {
    let columns = (queue_entries::submitted_on, queue_entries::registration_number);
    let uncalled = queue_entries::table.filter(queue_entries::programme_id.eq(programme)).filter(sql::<Bool>(UNCALLED));
    let unasked = queue_entries::ask_again_from.is_null();
    let askable = uncalled.filter(unasked.or(queue_entries::ask_again_from.assume_not_null().le(today)));
    let askable = askable.filter(queue_entries::person_id.ne_all(dead()));
    let next = askable.order(columns).select(Row::as_select());
    Ok(next.first(conn).optional()?)
}

/// How many could be called up before a key, whether or not somebody waits under it: those who wait there, without the few who
/// cannot be asked, and those who died.
///
/// # Errors
/// When the database does not answer.
pub fn askable_ahead(conn: &mut Conn, programme: ProgrammeId, key: Key, today: NaiveDate) -> Result<i64, Error> {
    let columns = (queue_entries::submitted_on, queue_entries::registration_number);
    let own = (key.submitted_on, key.registration_number);
    let called_up = queue_entries::reserved_cents.is_not_null();
    let unaskable = queue_entries::table
        .filter(queue_entries::programme_id.eq(programme))
        .filter(sql::<Bool>(UNASKABLE))
        .filter(called_up.or(queue_entries::ask_again_from.assume_not_null().gt(today)))
        .filter(beyond(columns, own, Direction::Down));
    let unaskable: i64 = unaskable.count().get_result(conn)?;
    let unasked = queue_entries::ask_again_from.is_null();
    let died = queue_entries::table
        .filter(queue_entries::programme_id.eq(programme))
        .filter(sql::<Bool>(UNCALLED))
        .filter(unasked.or(queue_entries::ask_again_from.assume_not_null().le(today)))
        .filter(queue_entries::person_id.eq_any(dead()))
        .filter(beyond(columns, own, Direction::Down));
    let died: i64 = died.count().get_result(conn)?;
    Ok(counts::ahead(conn, programme, key)? - unaskable - died)
}

/// The place that waits on an application, in whichever queue.
///
/// # Errors
/// When the database does not answer.
pub fn of_application(conn: &mut Conn, application: ApplicationId) -> Result<Option<Row>, Error> {
    let on_it = decisions::table.filter(decisions::application_id.eq(application)).select(decisions::id);
    let standing = queue_entries::table.filter(queue_entries::decision_id.eq_any(on_it)).filter(sql::<Bool>(WAITS));
    Ok(standing.select(Row::as_select()).first(conn).optional()?)
}

/// The offers of a programme by whose day nobody has answered, in the order of their days, beyond one of them.
///
/// # Errors
/// When the database does not answer.
pub fn unanswered(
    conn: &mut Conn,
    programme: ProgrammeId,
    today: NaiveDate,
    after: Option<(NaiveDate, QueueEntryId)>,
    limit: i64,
) -> Result<Vec<Row>, Error> {
    let columns = (queue_entries::answer_by.assume_not_null(), queue_entries::id);
    let late = queue_entries::table.filter(sql::<Bool>(UNANSWERED)).filter(queue_entries::answer_by.lt(today));
    let mut late = late.filter(queue_entries::programme_id.eq(programme)).into_boxed();
    if let Some(after) = after {
        late = late.filter(beyond(columns, after, Direction::Up));
    }
    Ok(late.order(columns).limit(limit).select(Row::as_select()).load(conn)?)
}

/// The programmes that have an offer by whose day nobody has answered.
///
/// # Errors
/// When the database does not answer.
pub fn with_unanswered(conn: &mut Conn, today: NaiveDate) -> Result<Vec<ProgrammeId>, Error> {
    let late = queue_entries::table.filter(sql::<Bool>(UNANSWERED)).filter(queue_entries::answer_by.lt(today));
    Ok(late.select(queue_entries::programme_id).distinct().order(queue_entries::programme_id).load(conn)?)
}

/// The application behind a place.
///
/// # Errors
/// When the database does not answer.
pub fn application(conn: &mut Conn, place: &Row) -> Result<ApplicationId, Error> {
    Ok(decisions::table.find(place.decision_id).select(decisions::application_id).first(conn)?)
}

/// Whether a person waits in the queue of a programme.
///
/// # Errors
/// When the database does not answer.
pub fn has_place(conn: &mut Conn, person: PersonId, programme: ProgrammeId) -> Result<bool, Error> {
    let mine = queue_entries::table
        .filter(queue_entries::person_id.eq(person))
        .filter(queue_entries::programme_id.eq(programme))
        .filter(queue_entries::state.eq_any(waiting()));
    Ok(mine.count().get_result::<i64>(conn)? > 0)
}

/// One place, if the caller may see whose it is.
///
/// # Errors
/// `NotFound` for an absent place and for another's alike.
pub fn find(conn: &mut Conn, id: QueueEntryId, sight: &Sight) -> Result<Row, Error> {
    let seen = queue_entries::table.find(id).filter(theirs(queue_entries::person_id, sight));
    seen.filter(of_own(queue_entries::programme_id, sight))
        .select(Row::as_select())
        .first(conn)
        .optional()?
        .ok_or(Error::NotFound)
}

/// Those of some persons whom the caller may see.
///
/// # Errors
/// When the database does not answer.
pub fn seen(conn: &mut Conn, of: &[PersonId], sight: &Sight) -> Result<Vec<PersonId>, Error> {
    Ok(persons::table.filter(seen_by(sight)).filter(persons::id.eq_any(of)).select(persons::id).load(conn)?)
}

/// The places that some decisions made.
///
/// # Errors
/// When the database does not answer.
pub fn of_decisions(conn: &mut Conn, decisions: &[DecisionId]) -> Result<Vec<(DecisionId, QueueEntryId)>, Error> {
    let made = queue_entries::table.filter(queue_entries::decision_id.eq_any(decisions));
    Ok(made.select((queue_entries::decision_id, queue_entries::id)).load(conn)?)
}
