//! Reading grants as far as the caller may see them, and moving them on.

mod active;

use aplp_domain::grant::State;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use diesel::sql_types::Bool;

use self::active::active_on;
use crate::caller::{Caller, Sight};
use crate::codes::GrantStateCode;
use crate::db::filters::{Filters, Slice};
use crate::db::schema::{agreements, decisions, grants};
use crate::db::{Coded, Conn, MultiBackend, Scope, claim};
use crate::error::Error;
use crate::filtered;
use crate::in_order;
use crate::intake::grants::GrantId;
use crate::intake::grants::store::Row;
use crate::register::persons::PersonId;
use crate::register::persons::sight::{drafted_under, of_own, paid, theirs};
use crate::register::programmes::ProgrammeId;
use crate::register::support_persons::SupportPersonId;
use crate::register::support_persons::store::is_employed;

/// Which grants.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Only this person's.
    pub person: Option<PersonId>,
    /// Only this programme's.
    pub programme: Option<ProgrammeId>,
    /// Only those with service on this day, whatever happened to them later.
    pub active_on: Option<NaiveDate>,
}

type Condition = Box<dyn BoxableExpression<grants::table, MultiBackend, SqlType = Bool>>;

/// One grant with all that hangs on it, if the caller may see its person's file; a municipality, if it pays.
///
/// # Errors
/// `NotFound` for an absent grant and for another's alike.
pub fn find(conn: &mut Conn, id: GrantId, who: &Caller) -> Result<Row, Error> {
    let sight = who.sight();
    let whole = theirs(grants::person_id, &sight).and(of_own(grants::programme_id, &sight));
    one(conn, id, Box::new(whole))
}

/// One grant whose months the caller may see: those of the persons in sight, and what a municipality paid for good.
///
/// # Errors
/// As `find`.
pub fn find_counted(conn: &mut Conn, id: GrantId, who: &Caller) -> Result<Row, Error> {
    one(conn, id, counted(&who.sight()))
}

/// One grant that the caller may see at least in outline.
///
/// # Errors
/// As `find`.
pub fn find_shown(conn: &mut Conn, id: GrantId, who: &Caller) -> Result<Row, Error> {
    one(conn, id, in_outline(&who.sight()))
}

fn one(conn: &mut Conn, id: GrantId, seen: Condition) -> Result<Row, Error> {
    let row = grants::table.filter(seen).filter(grants::id.eq(id)).select(Row::as_select());
    row.first(conn).optional()?.ok_or(Error::NotFound)
}

fn counted(sight: &Sight) -> Condition {
    Box::new(theirs(grants::person_id, sight).or(paid(grants::programme_id, sight)))
}

fn in_outline(sight: &Sight) -> Condition {
    let seen = theirs(grants::person_id, sight).or(paid(grants::programme_id, sight));
    Box::new(seen.or(drafted_under(grants::id, sight)))
}

/// Claims the case of a grant's person until the transaction ends, then reads the grant: for whoever may see it in outline, as the
/// support person who is to sign under it.
///
/// # Errors
/// As `find`.
pub fn claimed_to_sign(tx: &mut Conn, id: GrantId, who: &Caller) -> Result<Row, Error> {
    let person = find_shown(tx, id, who)?.person_id;
    claim(tx, &Scope::Person(person.uuid()))?;
    find_shown(tx, id, who)
}

/// Claims the case of a grant's person until the transaction ends, then reads the grant.
///
/// # Errors
/// As `find`.
pub fn claimed(tx: &mut Conn, id: GrantId, who: &Caller) -> Result<Row, Error> {
    let person = find(tx, id, who)?.person_id;
    claim(tx, &Scope::Person(person.uuid()))?;
    find(tx, id, who)
}

/// One grant, if the caller may see its person or is a support person with an agreement under it that was signed: hours are
/// posted late and taken back also by those whom somebody has replaced since, while they are employed.
///
/// # Errors
/// As `find`.
pub fn find_by_supporter(conn: &mut Conn, id: GrantId, who: &Caller) -> Result<Row, Error> {
    match (find(conn, id, who), who.support_person_id()) {
        (Err(Error::NotFound), Some::<SupportPersonId>(supporter)) if is_employed(conn, supporter, who.today())? => {
            let signed = agreements::table.filter(agreements::signed_at.is_not_null());
            let own = signed.filter(agreements::support_person_id.eq(supporter)).select(agreements::grant_id);
            let row = grants::table.find(id).filter(grants::id.eq_any(own)).select(Row::as_select());
            row.first(conn).optional()?.ok_or(Error::NotFound)
        }
        (found, _) => found,
    }
}

/// As `claimed`, for those whom `find_by_supporter` lets find the grant.
///
/// # Errors
/// As `find`.
pub fn claimed_by_supporter(tx: &mut Conn, id: GrantId, who: &Caller) -> Result<Row, Error> {
    let person = find_by_supporter(tx, id, who)?.person_id;
    claim(tx, &Scope::Person(person.uuid()))?;
    find_by_supporter(tx, id, who)
}

/// A page of grants in the order in which they were made.
///
/// # Errors
/// When the database does not answer.
pub fn list(
    conn: &mut Conn,
    who: &Caller,
    wanted: &Wanted,
    slice: &Slice<(NaiveDateTime, GrantId)>,
) -> Result<Vec<Row>, Error> {
    let query = matching(who, wanted, &slice.filters);
    Ok(in_order!(query, slice, Up, (grants::created_at, grants::id)).select(Row::as_select()).load(conn)?)
}

/// How many grants a list has in all.
///
/// # Errors
/// When the database does not answer.
pub fn count(conn: &mut Conn, who: &Caller, wanted: &Wanted, filters: &Filters) -> Result<i64, Error> {
    Ok(matching(who, wanted, filters).count().get_result(conn)?)
}

/// Every grant of a person, in the order in which they were made.
///
/// # Errors
/// When the database does not answer.
pub fn of_person(conn: &mut Conn, person: PersonId) -> Result<Vec<Row>, Error> {
    let all = grants::table.filter(grants::person_id.eq(person)).select(Row::as_select());
    Ok(all.order((grants::created_at, grants::term_from, grants::id)).load(conn)?)
}

/// The day on which a grant was decided.
///
/// # Errors
/// When the database does not answer.
pub fn decided_on(conn: &mut Conn, grant: &Row) -> Result<NaiveDate, Error> {
    Ok(decisions::table.find(grant.decision_id).select(decisions::decided_on).first(conn)?)
}

/// The moment of the decision by which a grant was made.
///
/// # Errors
/// When the database does not answer.
pub fn decided_at(conn: &mut Conn, grant: &Row) -> Result<NaiveDateTime, Error> {
    Ok(decisions::table.find(grant.decision_id).select(decisions::decided_at).first(conn)?)
}

fn matching<'a>(who: &Caller, wanted: &Wanted, filters: &Filters) -> grants::BoxedQuery<'a, MultiBackend> {
    let mut query = grants::table.filter(in_outline(&who.sight())).into_boxed();
    if let Some(person) = wanted.person {
        query = query.filter(grants::person_id.eq(person));
    }
    if let Some(programme) = wanted.programme {
        query = query.filter(grants::programme_id.eq(programme));
    }
    if let Some(day) = wanted.active_on {
        query = query.filter(active_on(day));
    }
    filtered!(query, filters, grants {
        updated updated_at; days term_from, term_to, last_day; told state: GrantStateCode => |state| shown(state, who.today())
    })
}

/// `aplp_domain::grant::Recorded::on` as a condition on rows.
fn shown(state: State, on: NaiveDate) -> Condition {
    let recorded = |state| grants::state.eq(Coded(state));
    let lasts = grants::last_day.ge(on);
    let pause_is_over = || grants::suspended_to.is_not_null().and(grants::suspended_to.assume_not_null().lt(on));
    match state {
        State::Ended => Box::new(recorded(State::Ended).or(grants::last_day.lt(on))),
        State::Active => {
            let begun = recorded(State::Contracted).and(grants::term_from.le(on));
            let resumed = recorded(State::Suspended).and(pause_is_over());
            Box::new(lasts.and(recorded(State::Active).or(begun).or(resumed)))
        }
        State::Contracted => Box::new(lasts.and(recorded(State::Contracted)).and(grants::term_from.gt(on))),
        State::Suspended => Box::new(lasts.and(recorded(State::Suspended)).and(diesel::dsl::not(pause_is_over()))),
        State::Granted => Box::new(lasts.and(recorded(State::Granted))),
    }
}
