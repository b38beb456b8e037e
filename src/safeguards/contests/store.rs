//! The rows of contests.

pub mod records;

use aplp_domain::remedy::{ContestState, PutOff};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::ContestId;
use super::wire::SubmittedBy;
use crate::caller::Caller;
use crate::codes::{ContestPutOffCode, ContestStateCode};
use crate::db::filters::{Filters, Slice};
use crate::db::schema::{contest_resolutions, contests, decisions};
use crate::db::{Coded, Conn, MultiBackend, Scope, claim};
use crate::error::Error;
use crate::filtered;
use crate::in_order;
use crate::intake::decisions::{self as acts, DecisionId};
use crate::intake::grants::GrantId;
use crate::intake::notifications::NotificationId;
use crate::kept_sealed;
use crate::register::persons::PersonId;
use crate::register::persons::sight::theirs;

kept_sealed! {
    /// A contest.
    pub struct Row from contests as Stored with Secret {
        id: ContestId,
        decision_id: DecisionId,
        person_id: PersonId,
        submitted_on: NaiveDate,
        received_on: NaiveDate,
        notification_id: Option<NotificationId>,
        held_against: Option<NaiveDate>,
        in_time: bool,
        restoration_requested: bool,
        suspends: Option<bool>,
        put_off: Option<ContestPutOffCode>,
        ends_on: Option<NaiveDate>,
        state: ContestStateCode,
        recorded_by: String,
        version: i32,
        created_at: NaiveDateTime,
        updated_at: NaiveDateTime,
        ;
        submitted_by: SubmittedBy,
        grounds: String,
        document_reference: Option<String>,
        restoration_reason: Option<String>,
        suspensive_ground: Option<String>,
    }
}

/// Which contests.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Only of this decision.
    pub decision: Option<DecisionId>,
    /// Only this person's.
    pub person: Option<PersonId>,
    /// Only those that are overdue, or only the others; with the last day of receipt of one that is.
    pub overdue: Option<(bool, NaiveDate)>,
}

impl Row {
    /// Whether the end of a service is put off by it and does not count again yet.
    pub(super) fn puts_off_an_end(&self) -> bool {
        self.put_off == Some(Coded(PutOff::EndPutOff)) && self.ends_on.is_none()
    }
}

/// Adds a contest.
///
/// # Errors
/// When the database does not answer, or another contest of the decision is open.
pub fn insert(tx: &mut Conn, row: &Row) -> Result<(), Error> {
    diesel::insert_into(contests::table).values(row.stored()?).execute(tx)?;
    Ok(())
}

/// Records a contest as it stands now.
///
/// # Errors
/// When the database does not answer.
pub fn update(tx: &mut Conn, row: &Row) -> Result<(), Error> {
    diesel::update(contests::table.find(row.id)).set(row.stored()?).execute(tx)?;
    Ok(())
}

/// The last day of service of each contest that put the end of one off: none where the end does not count again.
///
/// # Errors
/// When the database does not answer.
pub fn ends_of(conn: &mut Conn, decision: DecisionId) -> Result<Vec<Option<NaiveDate>>, Error> {
    let theirs = contests::table.filter(contests::decision_id.eq(decision));
    let put_off = theirs.filter(contests::put_off.eq(Some(Coded(PutOff::EndPutOff))));
    Ok(put_off.select(contests::ends_on).load(conn)?)
}

/// The decisions to end a service that count: no contest puts them off, and no answer undid them.
///
/// # Errors
/// When the database does not answer.
pub fn ends_that_count(conn: &mut Conn, grant: GrantId) -> Result<Vec<acts::store::Row>, Error> {
    let ends = decisions::table.filter(decisions::grant_id.eq(grant)).filter(decisions::outcome.eq("terminate"));
    let contested = contests::table.filter(contests::decision_id.eq(decisions::id));
    let put_off =
        contested.filter(contests::put_off.eq(Some(Coded(PutOff::EndPutOff))).and(contests::ends_on.is_null()));
    let undone = contest_resolutions::table.inner_join(contests::table);
    let undone = undone.filter(contests::decision_id.eq(decisions::id)).filter(contest_resolutions::end_undone);
    let count = ends.filter(not(exists(put_off))).filter(not(exists(undone)));
    Ok(count.select(acts::store::Row::as_select()).load(conn)?)
}

/// One contest, if the caller may see its person.
///
/// # Errors
/// `NotFound` for an absent contest and for another's alike.
pub fn find(conn: &mut Conn, id: ContestId, who: &Caller) -> Result<Row, Error> {
    let seen = contests::table.find(id).filter(theirs(contests::person_id, &who.sight()));
    seen.select(Row::as_select()).first(conn).optional()?.ok_or(Error::NotFound)
}

/// Claims the case of a contest's person until the transaction ends, then reads the contest.
///
/// # Errors
/// As `find`.
pub fn claimed(tx: &mut Conn, id: ContestId, who: &Caller) -> Result<Row, Error> {
    let person = find(tx, id, who)?.person_id;
    claim(tx, &Scope::Person(person.uuid()))?;
    find(tx, id, who)
}

/// A page of contests, the newest first.
///
/// # Errors
/// When the database does not answer.
pub fn list(
    conn: &mut Conn,
    who: &Caller,
    wanted: &Wanted,
    slice: &Slice<(NaiveDateTime, ContestId)>,
) -> Result<Vec<Row>, Error> {
    let query = matching(who, wanted, &slice.filters);
    Ok(in_order!(query, slice, Down, (contests::created_at, contests::id)).select(Row::as_select()).load(conn)?)
}

/// How many contests a list has in all.
///
/// # Errors
/// When the database does not answer.
pub fn count(conn: &mut Conn, who: &Caller, wanted: &Wanted, filters: &Filters) -> Result<i64, Error> {
    Ok(matching(who, wanted, filters).count().get_result(conn)?)
}

fn matching(who: &Caller, wanted: &Wanted, filters: &Filters) -> contests::BoxedQuery<'static, MultiBackend> {
    let mut query = contests::table.filter(theirs(contests::person_id, &who.sight())).into_boxed();
    if let Some(decision) = wanted.decision {
        query = query.filter(contests::decision_id.eq(decision));
    }
    if let Some(person) = wanted.person {
        query = query.filter(contests::person_id.eq(person));
    }
    if let Some((overdue, from)) = wanted.overdue {
        let late = contests::state.eq(Coded(ContestState::Submitted)).and(contests::received_on.le(from));
        query = if overdue { query.filter(late) } else { query.filter(not(late)) };
    }
    filtered!(query, filters, contests {
        updated updated_at; days submitted_on, received_on, held_against; codes state: ContestStateCode
    })
}
