//! The rows of this resource, and what became of decisions after they were signed.

use aplp_domain::code::Code;
use aplp_domain::decision::State;
use aplp_domain::remedy::{ContestState, ContestTerm, Contested, Course, RETURNED_COUNTS, governing};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::{NotificationId, NotificationReturnId};
use crate::caller::Caller;
use crate::codes::{ContestStateCode, NotificationChannelCode};
use crate::db::schema::{contests, decisions, notification_returns, notifications};
use crate::db::{Coded, Conn, Id, MultiBackend};
use crate::error::Error;
use crate::intake::decisions::DecisionId;
use crate::kept_sealed;
use crate::register::persons::sight::{of_own, theirs};

kept_sealed! {
    /// A notification.
    pub struct Row from notifications as Stored with Secret {
        id: NotificationId,
        decision_id: DecisionId,
        channel: NotificationChannelCode,
        sent_on: NaiveDate,
        deemed_on: NaiveDate,
        lenient_deemed_on: NaiveDate,
        contest_indicated: bool,
        contest_until: NaiveDate,
        contest_until_lenient: NaiveDate,
        recorded_by: String,
        recorded_at: NaiveDateTime,
        ;
        document_reference: String,
        note: Option<String>,
    }
}

kept_sealed! {
    /// The record that a notification came back.
    pub struct ReturnRow from notification_returns as StoredReturn with ReturnSecret {
        id: NotificationReturnId,
        notification_id: NotificationId,
        returned_on: NaiveDate,
        recorded_by: String,
        recorded_at: NaiveDateTime,
        ;
        reason: String,
    }
}

/// An open contest as far as its term goes; all else about it is kept where contests are.
#[derive(Debug, Clone, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = contests, treat_none_as_null = true)]
#[allow(missing_docs, reason = "the columns are explained in the migration and in the wire types")]
pub struct Held {
    pub id: Id<Held>,
    pub submitted_on: NaiveDate,
    pub notification_id: Option<NotificationId>,
    pub held_against: Option<NaiveDate>,
    pub in_time: bool,
    pub version: i32,
    pub updated_at: NaiveDateTime,
}

impl Row {
    /// The term that it opens, if it counts.
    #[must_use]
    pub fn term(&self) -> ContestTerm {
        ContestTerm {
            took_effect_on: self.deemed_on,
            until: self.contest_until,
            until_lenient: self.contest_until_lenient,
        }
    }
}

/// What became of a decision, and by which notification it has effect.
#[derive(Debug, Clone, Copy)]
pub struct Standing {
    /// Its effect, its terms and its contest.
    pub course: Course,
    /// The notification that counts.
    pub notification: Option<NotificationId>,
    /// When anything of this was last recorded.
    pub changed_at: Option<NaiveDateTime>,
}

/// Adds a notification.
///
/// # Errors
/// When the database does not answer.
pub fn insert(tx: &mut Conn, row: &Row) -> Result<(), Error> {
    diesel::insert_into(notifications::table).values(row.stored()?).execute(tx)?;
    Ok(())
}

/// Records that a notification came back.
///
/// # Errors
/// When the database does not answer.
pub fn insert_return(tx: &mut Conn, row: &ReturnRow) -> Result<(), Error> {
    diesel::insert_into(notification_returns::table).values(row.stored()?).execute(tx)?;
    Ok(())
}

/// One notification, if the caller may see whom its decision is about.
///
/// # Errors
/// `NotFound` for an absent one and for another's alike.
pub fn find(conn: &mut Conn, id: NotificationId, who: &Caller) -> Result<Row, Error> {
    let seen = notifications::table.inner_join(decisions::table).filter(notifications::id.eq(id));
    let sight = who.sight();
    let seen = seen.filter(theirs(decisions::person_id, &sight));
    let seen = seen.filter(of_own(decisions::programme_id, &sight)).select(Row::as_select());
    seen.first(conn).optional()?.ok_or(Error::NotFound)
}

/// The notifications of some decisions, the oldest first.
///
/// # Errors
/// When the database does not answer.
pub fn of_decisions(conn: &mut Conn, of: &[DecisionId]) -> Result<Vec<Row>, Error> {
    let theirs = notifications::table.filter(notifications::decision_id.eq_any(of)).select(Row::as_select());
    Ok(theirs.order((notifications::recorded_at, notifications::id)).load(conn)?)
}

/// What came back of some notifications.
///
/// # Errors
/// When the database does not answer.
pub fn returns(conn: &mut Conn, of: &[NotificationId]) -> Result<Vec<ReturnRow>, Error> {
    let back = notification_returns::table.filter(notification_returns::notification_id.eq_any(of));
    Ok(back.select(ReturnRow::as_select()).load(conn)?)
}

/// Which of some notifications, all of one decision, counts.
#[must_use]
pub fn counting<'a>(of: &[&'a Row], back: &[ReturnRow]) -> Option<&'a Row> {
    let returned = |row: &Row| back.iter().any(|back| back.notification_id == row.id);
    let notices: Vec<_> = of.iter().map(|row| (row.term(), returned(row))).collect();
    governing(&notices).and_then(|at| of.get(at).copied())
}

/// What became of some decisions, in their order.
///
/// # Errors
/// When the database does not answer.
pub fn standings(conn: &mut Conn, of: &[DecisionId]) -> Result<Vec<Standing>, Error> {
    let notices = of_decisions(conn, of)?;
    let ids: Vec<_> = notices.iter().map(|row| row.id).collect();
    let back = returns(conn, &ids)?;
    let contested: Vec<(DecisionId, ContestStateCode, NaiveDateTime)> = contests::table
        .filter(contests::decision_id.eq_any(of))
        .select((contests::decision_id, contests::state, contests::updated_at))
        .load(conn)?;
    let standing = |decision: &DecisionId| {
        let own: Vec<&Row> = notices.iter().filter(|row| row.decision_id == *decision).collect();
        let counts = counting(&own, &back);
        let theirs = || contested.iter().filter(|(of, ..)| of == decision);
        let states = || theirs().map(|(_, state, _)| state.0);
        let contested = if states().any(ContestState::is_open) {
            Contested::Open
        } else if states().any(|state| state == ContestState::Resolved) {
            Contested::Resolved
        } else {
            Contested::Not
        };
        let course = Course { term: counts.map(Row::term), contested };
        let returned = back.iter().filter(|back| own.iter().any(|row| row.id == back.notification_id));
        let recorded = own.iter().map(|row| row.recorded_at).chain(returned.map(|back| back.recorded_at));
        let changed_at = recorded.chain(theirs().map(|(.., at)| *at)).max();
        Standing { course, notification: counts.map(|row| row.id), changed_at }
    };
    Ok(of.iter().map(standing).collect())
}

/// What became of one decision.
///
/// # Errors
/// As `standings`.
pub fn standing(conn: &mut Conn, of: DecisionId) -> Result<Standing, Error> {
    standings(conn, &[of])?.pop().ok_or(Error::NotFound)
}

/// The contest of a decision that waits for an answer.
///
/// # Errors
/// When the database does not answer.
pub fn open_contest(conn: &mut Conn, of: DecisionId) -> Result<Option<Held>, Error> {
    let open: Vec<ContestStateCode> =
        ContestState::ALL.iter().copied().filter(|state| state.is_open()).map(Coded).collect();
    let open = contests::table.filter(contests::decision_id.eq(of)).filter(contests::state.eq_any(open));
    Ok(open.select(Held::as_select()).first(conn).optional()?)
}

/// Records against what a contest is held now.
///
/// # Errors
/// When the database does not answer.
pub fn hold(tx: &mut Conn, row: &Held) -> Result<(), Error> {
    diesel::update(contests::table.find(row.id)).set(row).execute(tx)?;
    Ok(())
}

/// Whether anything was recorded of what became of decisions, at a moment or later.
#[must_use]
pub fn changed_since(since: NaiveDateTime) -> Standings {
    let notices = || notifications::table.filter(notifications::decision_id.eq(decisions::id));
    let back = notification_returns::table.filter(notification_returns::recorded_at.ge(since));
    let back = back.filter(notification_returns::notification_id.eq(notifications::id));
    let contested = contests::table.filter(contests::decision_id.eq(decisions::id));
    let contested = exists(contested.filter(contests::updated_at.ge(since)));
    Box::new(exists(notices().filter(notifications::recorded_at.ge(since).or(exists(back)))).or(contested))
}

/// Whether the decisions of a list are in a state.
pub type Standings = Box<dyn BoxableExpression<decisions::table, MultiBackend, SqlType = Bool>>;

// What came back does not count in the query either: it has to change with the rule.
const _: () = assert!(!RETURNED_COUNTS);

/// Whether decisions stand so on a day: `governing` and `Course::state_on` said to the database.
#[must_use]
pub fn stands(state: State, today: NaiveDate) -> Standings {
    let contested = |how: &[ContestState]| {
        let codes: Vec<ContestStateCode> = how.iter().copied().map(Coded).collect();
        exists(contests::table.filter(contests::decision_id.eq(decisions::id)).filter(contests::state.eq_any(codes)))
    };
    let counting = || {
        let back = notification_returns::table.filter(notification_returns::notification_id.eq(notifications::id));
        notifications::table.filter(notifications::decision_id.eq(decisions::id)).filter(not(exists(back)))
    };
    let sooner = diesel::alias!(notifications as sooner);
    let (deemed_on, until) =
        (sooner.field(notifications::deemed_on), sooner.field(notifications::contest_until_lenient));
    let id = sooner.field(notifications::id);
    let back = notification_returns::table.filter(notification_returns::notification_id.eq(id));
    let as_soon = deemed_on.eq(notifications::deemed_on).and(until.gt(notifications::contest_until_lenient));
    let before = sooner
        .filter(sooner.field(notifications::decision_id).eq(notifications::decision_id))
        .filter(not(exists(back)))
        .filter(deemed_on.lt(notifications::deemed_on).or(as_soon));

    let open = contested(&[ContestState::Submitted, ContestState::Forwarded]);
    let resolved = contested(&[ContestState::Resolved]);
    let begun = exists(counting().filter(notifications::deemed_on.le(today)));
    let over = counting().filter(notifications::contest_until_lenient.lt(today)).filter(not(exists(before)));
    let over = exists(over);
    match state {
        State::Issued => Box::new(not(open).and(not(resolved)).and(not(begun))),
        State::InEffect => Box::new(not(open).and(not(resolved)).and(begun).and(not(over))),
        State::Contested => Box::new(open),
        State::Final => Box::new(not(open).and(resolved.or(over))),
    }
}
