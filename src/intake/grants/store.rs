//! The rows of this resource.

pub mod beside;
pub mod course;

use aplp_domain::grant::{EndGround, Recorded, State, was_received};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::{exists, not, sql};
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::GrantId;
use crate::caller::Caller;
use crate::codes::{DecisionOutcomeCode, EndGroundCode, GrantStateCode};
use crate::db::journal::{self, Object};
use crate::db::schema::{grants, programmes, queue_entries};
use crate::db::{AreaSet, Coded, Conn, MultiBackend};
use crate::error::Error;
use crate::intake::decisions::DecisionId;
use crate::register::persons::PersonId;
use crate::register::programmes::ProgrammeId;

/// How many grants are read at a time of those that are to end, to start, to resume or to be settled.
const AT_ONCE_MAX: i64 = 50;

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
    pub previous_id: Option<GrantId>,
    pub hour_rate_cents: Option<i64>,
    pub last_day: NaiveDate,
    pub end_ground: Option<EndGroundCode>,
    pub suspended_to: Option<NaiveDate>,
    pub settles_on: Option<NaiveDate>,
    pub state: GrantStateCode,
    pub committed_cents: i64,
    pub version: i32,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
}

impl Row {
    /// The grant as the rules see where it stands.
    #[must_use]
    pub fn recorded(&self) -> Recorded {
        let Self { state, term_from, last_day, suspended_to, .. } = *self;
        Recorded { state: state.0, term_from, last_day, suspended_to }
    }

    /// Why the service ends or has ended, as of a day: one that has run out by then has, whether or not the clock has looked.
    #[must_use]
    pub fn end_ground_on(&self, day: NaiveDate) -> Option<EndGroundCode> {
        let is_over = self.recorded().on(day) == State::Ended;
        self.end_ground.or(is_over.then_some(Coded(EndGround::Expired)))
    }

    /// Whether its person received the service, by what happened to it and to other grants.
    #[must_use]
    pub fn was_received(&self, events: &[course::EventRow]) -> bool {
        let own = events.iter().filter(|event| event.grant_id == self.id).map(|event| event.kind.0);
        was_received(&own.collect::<Vec<_>>(), self.term_from, self.last_day)
    }

    /// What the journal calls it.
    #[must_use]
    pub fn object(&self) -> Object {
        let (id, person) = (self.id.uuid(), Some(self.person_id.uuid()));
        Object { kind: "grant", id, version: self.version, person }
    }
}

/// Adds a grant.
///
/// # Errors
/// When the database does not answer, or the decision did not grant.
pub fn insert(tx: &mut Conn, row: &Row) -> Result<(), Error> {
    diesel::insert_into(grants::table).values(row).execute(tx)?;
    Ok(())
}

/// Whether a place of a programme is taken by a person: by a grant that has not ended, or put aside for them in the queue.
///
/// # Errors
/// When the database does not answer.
pub fn holds_place(conn: &mut Conn, person: PersonId, programme: ProgrammeId) -> Result<bool, Error> {
    let served = grants::table.filter(grants::person_id.eq(person)).filter(grants::programme_id.eq(programme));
    if diesel::select(exists(served.filter(grants::state.ne(Coded(State::Ended))))).get_result(conn)? {
        return Ok(true);
    }
    let called = queue_entries::table.filter(queue_entries::person_id.eq(person));
    let called = called.filter(queue_entries::programme_id.eq(programme));
    Ok(called.filter(queue_entries::reserved_cents.is_not_null()).count().get_result::<i64>(conn)? > 0)
}

/// The grants after one, of a programme or of all, whose last day was before a day, and that nobody has recorded as ended.
///
/// # Errors
/// When the database does not answer.
pub fn run_out(
    tx: &mut Conn,
    programme: Option<ProgrammeId>,
    after: GrantId,
    on: NaiveDate,
) -> Result<Vec<Row>, Error> {
    let over = grants::table.filter(sql::<Bool>("grants.state <> 'ended'")).filter(grants::last_day.lt(on));
    let mut over = over.into_boxed();
    if let Some(programme) = programme {
        over = over.filter(grants::programme_id.eq(programme));
    }
    some(tx, over, after)
}

/// The grants after one, of a programme or of all, of which money of a month goes back to the programme by a day.
///
/// # Errors
/// When the database does not answer.
pub fn to_settle(
    tx: &mut Conn,
    programme: Option<ProgrammeId>,
    after: GrantId,
    on: NaiveDate,
) -> Result<Vec<Row>, Error> {
    let mut due = grants::table.filter(grants::settles_on.le(on)).into_boxed();
    if let Some(programme) = programme {
        due = due.filter(grants::programme_id.eq(programme));
    }
    some(tx, due, after)
}

/// The contracted grants after one whose first day has come and whose last one is not over.
///
/// # Errors
/// When the database does not answer.
pub fn to_start(tx: &mut Conn, after: GrantId, on: NaiveDate) -> Result<Vec<Row>, Error> {
    let due = grants::table.filter(grants::state.eq(Coded(State::Contracted))).filter(grants::term_from.le(on));
    some(tx, due.filter(grants::last_day.ge(on)).into_boxed(), after)
}

/// The suspended grants after one whose suspension had a last day that is over.
///
/// # Errors
/// When the database does not answer.
pub fn to_resume(tx: &mut Conn, after: GrantId, on: NaiveDate) -> Result<Vec<Row>, Error> {
    let due = grants::table.filter(grants::state.eq(Coded(State::Suspended))).filter(grants::suspended_to.lt(on));
    some(tx, due.filter(grants::last_day.ge(on)).into_boxed(), after)
}

/// As many as are read at a time, in the order of their ids.
fn some(conn: &mut Conn, of: grants::BoxedQuery<'static, MultiBackend>, after: GrantId) -> Result<Vec<Row>, Error> {
    let next = of.filter(grants::id.gt(after)).order(grants::id).limit(AT_ONCE_MAX);
    Ok(next.select(Row::as_select()).load(conn)?)
}

/// One grant, whoever may see it.
///
/// # Errors
/// When the database does not answer, or there is none.
pub fn find(conn: &mut Conn, id: GrantId) -> Result<Row, Error> {
    grants::table.find(id).select(Row::as_select()).first(conn).optional()?.ok_or(Error::NotFound)
}

/// The person's last grant, in whichever programme: the one after which none comes yet.
///
/// # Errors
/// When the database does not answer.
pub fn last(conn: &mut Conn, person: PersonId) -> Result<Option<GrantId>, Error> {
    let theirs = grants::table.filter(grants::person_id.eq(person)).select((grants::id, grants::previous_id));
    let all: Vec<(GrantId, Option<GrantId>)> = theirs.load(conn)?;
    let followed = |id: &GrantId| all.iter().any(|(_, previous)| previous.as_ref() == Some(id));
    Ok(all.iter().map(|(id, _)| *id).find(|id| !followed(id)))
}

/// Whether the person has another service on a day between the last one of a grant and another one.
///
/// # Errors
/// When the database does not answer.
pub fn is_followed(conn: &mut Conn, grant: &Row, until: NaiveDate) -> Result<bool, Error> {
    let others = grants::table.filter(grants::person_id.eq(grant.person_id)).filter(grants::id.ne(grant.id));
    let within = others.filter(grants::term_from.le(until)).filter(grants::last_day.gt(grant.last_day));
    Ok(diesel::select(exists(within)).get_result(conn)?)
}

/// The last day of the granted service in a programme after so many others, counted from the one that ends first. One that is
/// followed by another frees no place.
///
/// # Errors
/// When the database does not answer.
pub fn nth_end(conn: &mut Conn, programme: ProgrammeId, after: i64) -> Result<Option<NaiveDate>, Error> {
    let follower = diesel::alias!(grants as followers);
    let followed = follower
        .filter(follower.field(grants::previous_id).eq(grants::id.nullable()))
        .filter(follower.field(grants::programme_id).eq(grants::programme_id))
        .filter(follower.field(grants::state).ne(Coded(State::Ended)));
    let live = grants::table.filter(grants::programme_id.eq(programme)).filter(sql::<Bool>("grants.state <> 'ended'"));
    let live = live.filter(not(exists(followed)));
    Ok(live.order(grants::last_day).offset(after).select(grants::last_day).first(conn).optional()?)
}

/// Records a grant as something left it: its next version, with the trace of it.
///
/// # Errors
/// `Collision` when somebody has changed the grant since it was read, so that nothing of theirs is undone.
pub fn change(tx: &mut Conn, who: &Caller, row: Row, action: &str) -> Result<Row, Error> {
    let as_read = grants::table.find(row.id).filter(grants::version.eq(row.version));
    let row = Row { version: row.version + 1, updated_at: who.at.naive_utc(), ..row };
    if diesel::update(as_read).set(&row).execute(tx)? == 0 {
        return Err(Error::Collision);
    }
    journal::record(tx, who, action, row.object())?;
    Ok(row)
}

/// Records the money that a grant holds; that is no change of the grant.
///
/// # Errors
/// `Collision` as for a change.
pub fn settle(tx: &mut Conn, row: &Row) -> Result<(), Error> {
    let as_read = grants::table.find(row.id).filter(grants::version.eq(row.version));
    let money = (grants::committed_cents.eq(row.committed_cents), grants::settles_on.eq(row.settles_on));
    if diesel::update(as_read).set(money).execute(tx)? == 0 { Err(Error::Collision) } else { Ok(()) }
}

/// The services that a person received, in every programme, the oldest first, each with its version and the code of its programme.
///
/// # Errors
/// When the database does not answer.
pub fn received(conn: &mut Conn, person: PersonId) -> Result<Vec<(GrantId, i32, String)>, Error> {
    let mine = grants::table.inner_join(programmes::table).filter(grants::person_id.eq(person));
    let mine = mine.order((grants::term_from, grants::id)).select((Row::as_select(), programmes::code));
    let mine: Vec<(Row, String)> = mine.load(conn)?;
    let ids: Vec<_> = mine.iter().map(|(row, _)| row.id).collect();
    let events = course::events(conn, &ids)?;
    let received = mine.into_iter().filter(|(row, _)| row.was_received(&events));
    Ok(received.map(|(Row { id, version, .. }, programme)| (id, version, programme)).collect())
}

/// The grants that some decisions made.
///
/// # Errors
/// When the database does not answer.
pub fn of_decisions(conn: &mut Conn, decisions: &[DecisionId]) -> Result<Vec<(DecisionId, GrantId)>, Error> {
    let made = grants::table.filter(grants::decision_id.eq_any(decisions));
    Ok(made.select((grants::decision_id, grants::id)).load(conn)?)
}
