//! The rows of this resource.

use aplp_domain::queue::{Key, State};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::QueueEntryId;
use crate::caller::Sight;
use crate::codes::{DecisionOutcomeCode, QueueStateCode};
use crate::db::keyset::{Direction, beyond};
use crate::db::schema::{persons, queue_entries};
use crate::db::{Coded, Conn, MultiBackend};
use crate::error::Error;
use crate::intake::decisions::DecisionId;
use crate::register::persons::PersonId;
use crate::register::persons::sight::{seen_by, theirs};
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

/// The states of a place that still waits; what was offered and not yet answered keeps its place.
#[must_use]
pub fn waiting() -> Vec<QueueStateCode> {
    vec![Coded(State::Waiting), Coded(State::Offered)]
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

/// Adds a place.
///
/// # Errors
/// When the database does not answer, or the decision was not about the queue.
pub fn insert(tx: &mut Conn, row: &Row) -> Result<(), Error> {
    diesel::insert_into(queue_entries::table).values(row).execute(tx)?;
    Ok(())
}

/// The keys of everybody who waits in the queue of a programme, in its order.
///
/// # Errors
/// When the database does not answer.
pub fn keys(conn: &mut Conn, programme: ProgrammeId) -> Result<Vec<Key>, Error> {
    let queue = queue_entries::table
        .filter(queue_entries::programme_id.eq(programme))
        .filter(queue_entries::state.eq_any(waiting()))
        .order((queue_entries::submitted_on, queue_entries::registration_number))
        .select((queue_entries::submitted_on, queue_entries::registration_number));
    let keys: Vec<(NaiveDate, i64)> = queue.load(conn)?;
    let key = |(submitted_on, registration_number)| Key { submitted_on, registration_number };
    Ok(keys.into_iter().map(key).collect())
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
    seen.select(Row::as_select()).first(conn).optional()?.ok_or(Error::NotFound)
}

fn chosen(which: &Which) -> queue_entries::BoxedQuery<'static, MultiBackend> {
    let mut query = queue_entries::table.into_boxed();
    if let Some(sight) = &which.sight {
        query = query.filter(theirs(queue_entries::person_id, sight));
    }
    if let Some(person) = which.person_id {
        query = query.filter(queue_entries::person_id.eq(person));
    }
    if let Some(programme) = which.programme_id {
        query = query.filter(queue_entries::programme_id.eq(programme));
    }
    if !which.states.is_empty() {
        query = query.filter(queue_entries::state.eq_any(which.states.clone()));
    }
    query
}

/// A page of places in the order of the queue.
///
/// # Errors
/// When the database does not answer.
pub fn list(conn: &mut Conn, which: &Which, after: Option<(NaiveDate, i64)>, limit: i64) -> Result<Vec<Row>, Error> {
    let columns = (queue_entries::submitted_on, queue_entries::registration_number);
    let mut query = chosen(which);
    if let Some(after) = after {
        query = query.filter(beyond(columns, after, Direction::Up));
    }
    Ok(query.order(columns).limit(limit).select(Row::as_select()).load(conn)?)
}

/// How many places a list has in all.
///
/// # Errors
/// When the database does not answer.
pub fn count(conn: &mut Conn, which: &Which) -> Result<i64, Error> {
    Ok(chosen(which).count().get_result(conn)?)
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
