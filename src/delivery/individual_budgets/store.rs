//! The rows of individual budgets, as far as the caller may see them.

pub mod brokers;
pub mod items;
pub mod package;
pub mod uses;

use aplp_domain::individual_budget::{Recorded, State};
use aplp_domain::quantity::Cents;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::BudgetId;
use crate::caller::{Caller, Sight};
use crate::codes::IndividualBudgetStateCode;
use crate::db::filters::{Filters, Slice};
use crate::db::schema::{broker_assignments, individual_budgets};
use crate::db::{Coded, Conn, MultiBackend, Scope, claim};
use crate::error::Error;
use crate::filtered;
use crate::in_order;
use crate::kept_sealed;
use crate::register::persons::PersonId;
use crate::register::persons::sight::{of_own, theirs};
use crate::register::programmes::ProgrammeId;

kept_sealed! {
    /// An individual budget.
    pub struct Row from individual_budgets as Stored with Secret {
        id: BudgetId,
        person_id: PersonId,
        programme_id: ProgrammeId,
        starts_on: NaiveDate,
        ends_on: NaiveDate,
        cents: i64,
        committed_cents: i64,
        state: IndividualBudgetStateCode,
        ended_on: Option<NaiveDate>,
        version: i32,
        created_at: NaiveDateTime,
        updated_at: NaiveDateTime,
        ;
        ending_reason: Option<String>,
    }
}

/// Which individual budgets.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Only this person's.
    pub person: Option<PersonId>,
    /// Only this programme's.
    pub programme: Option<ProgrammeId>,
    /// Only these, or only others: those whose broker is in a conflict.
    pub in_conflict: Option<(bool, Vec<BudgetId>)>,
}

type Boxed<'a> = individual_budgets::BoxedQuery<'a, MultiBackend>;

impl Row {
    /// The sum.
    #[must_use]
    pub fn sum(&self) -> Cents {
        Cents(self.cents)
    }

    /// What its package takes.
    #[must_use]
    pub fn package(&self) -> Cents {
        Cents(self.committed_cents)
    }

    /// What is recorded of where it stands.
    #[must_use]
    pub fn recorded(&self) -> Recorded {
        Recorded { state: self.state.0, ends_on: self.ends_on, ended_on: self.ended_on }
    }

    /// The first and the last day on which its services are used.
    #[must_use]
    pub fn period(&self) -> (NaiveDate, NaiveDate) {
        (self.starts_on, self.ended_on.unwrap_or(self.ends_on).min(self.ends_on))
    }

    /// The same budget as another version, made now.
    #[must_use]
    pub fn raised(self, who: &Caller) -> Self {
        Self { version: self.version + 1, updated_at: who.at.naive_utc(), ..self }
    }
}

/// The budgets whose broker in force this subject of an issuer is.
#[diesel::dsl::auto_type(no_type_alias)]
fn brokered(issuer: String, subject: String) -> _ {
    broker_assignments::table
        .filter(broker_assignments::issuer.eq(issuer))
        .filter(broker_assignments::subject.eq(subject))
        .filter(broker_assignments::superseded_at.is_null())
        .select(broker_assignments::budget_id)
}

/// The budgets that a caller may see: those of the persons whom they may see, and a broker the open ones that are their own.
fn seen<'a>(who: &Caller) -> Boxed<'a> {
    let all = individual_budgets::table.into_boxed();
    match who.sight() {
        Sight::Brokered(issuer, subject) => all
            .filter(individual_budgets::state.eq(Coded(State::Open)))
            .filter(individual_budgets::ends_on.ge(who.today()))
            .filter(individual_budgets::id.eq_any(brokered(issuer, subject))),
        sight => {
            let own = of_own(individual_budgets::programme_id, &sight);
            all.filter(theirs(individual_budgets::person_id, &sight).and(own))
        }
    }
}

/// One budget, if the caller may see it.
///
/// # Errors
/// `NotFound` for an absent budget and for another's alike.
pub fn find(conn: &mut Conn, id: BudgetId, who: &Caller) -> Result<Row, Error> {
    let row = seen(who).filter(individual_budgets::id.eq(id)).select(Row::as_select());
    row.first(conn).optional()?.ok_or(Error::NotFound)
}

/// Claims the case of a budget's person until the transaction ends, then reads the budget.
///
/// # Errors
/// As `find`.
pub fn claimed(tx: &mut Conn, id: BudgetId, who: &Caller) -> Result<Row, Error> {
    let person = find(tx, id, who)?.person_id;
    claim(tx, &Scope::Person(person.uuid()))?;
    find(tx, id, who)
}

/// The budget of a person and programme that is recorded as open, if there is one.
///
/// # Errors
/// When the database does not answer.
pub fn recorded_open(conn: &mut Conn, person: PersonId, programme: ProgrammeId) -> Result<Option<Row>, Error> {
    let mine = individual_budgets::table.filter(individual_budgets::person_id.eq(person));
    let open = mine.filter(individual_budgets::programme_id.eq(programme));
    let open = open.filter(individual_budgets::state.eq(Coded(State::Open)));
    Ok(open.select(Row::as_select()).first(conn).optional()?)
}

/// A page of budgets in the order in which they were opened.
///
/// # Errors
/// When the database does not answer.
pub fn list(
    conn: &mut Conn,
    who: &Caller,
    wanted: &Wanted,
    slice: &Slice<(NaiveDateTime, BudgetId)>,
) -> Result<Vec<Row>, Error> {
    let query = matching(who, wanted, &slice.filters);
    Ok(in_order!(query, slice, Up, (individual_budgets::created_at, individual_budgets::id))
        .select(Row::as_select())
        .load(conn)?)
}

/// How many budgets a list has in all.
///
/// # Errors
/// When the database does not answer.
pub fn count(conn: &mut Conn, who: &Caller, wanted: &Wanted, filters: &Filters) -> Result<i64, Error> {
    Ok(matching(who, wanted, filters).count().get_result(conn)?)
}

fn matching<'a>(who: &Caller, wanted: &Wanted, filters: &Filters) -> Boxed<'a> {
    let mut query = seen(who);
    if let Some(person) = wanted.person {
        query = query.filter(individual_budgets::person_id.eq(person));
    }
    if let Some(programme) = wanted.programme {
        query = query.filter(individual_budgets::programme_id.eq(programme));
    }
    // `aplp_domain::individual_budget::Recorded::on` as a condition on rows.
    let open = individual_budgets::state.eq(Coded(State::Open)).and(individual_budgets::ends_on.ge(who.today()));
    let states: Vec<IndividualBudgetStateCode> = filters.codes("state").unwrap_or_default();
    match states.as_slice() {
        [Coded(State::Open)] => query = query.filter(open),
        [Coded(State::Ended)] => query = query.filter(diesel::dsl::not(open)),
        _ => {}
    }
    let query = filtered!(query, filters, individual_budgets { updated updated_at; days starts_on, ends_on });
    match &wanted.in_conflict {
        Some((true, these)) => query.filter(individual_budgets::id.eq_any(these.clone())),
        Some((false, these)) => query.filter(individual_budgets::id.ne_all(these.clone())),
        None => query,
    }
}

/// What a programme has given to individual budgets but one: the whole sum while one is open, and what its package took after that.
///
/// # Errors
/// When the database does not answer.
pub fn given(conn: &mut Conn, programme: ProgrammeId, but: Option<BudgetId>) -> Result<Cents, Error> {
    let sum = "cast(coalesce(sum(CASE WHEN individual_budgets.state = 'open' THEN individual_budgets.cents \
               ELSE individual_budgets.committed_cents END), 0) as bigint)";
    let mut all = individual_budgets::table.filter(individual_budgets::programme_id.eq(programme)).into_boxed();
    if let Some(but) = but {
        all = all.filter(individual_budgets::id.ne(but));
    }
    Ok(Cents(all.select(sql::<BigInt>(sum)).first(conn)?))
}

/// Adds a budget.
///
/// # Errors
/// When the database does not answer or, the second wall, the person has an open one.
pub fn insert(tx: &mut Conn, row: &Row) -> Result<(), Error> {
    diesel::insert_into(individual_budgets::table).values(row.stored()?).execute(tx)?;
    Ok(())
}

/// Replaces a budget, but for what its package takes.
///
/// # Errors
/// When the database does not answer or, the second wall, its package would pass it.
pub fn update(tx: &mut Conn, row: &Row) -> Result<(), Error> {
    let Stored { cents, starts_on, ends_on, state, ended_on, sealed, version, updated_at, .. } = row.stored()?;
    diesel::update(individual_budgets::table.find(row.id))
        .set((
            individual_budgets::cents.eq(cents),
            individual_budgets::starts_on.eq(starts_on),
            individual_budgets::ends_on.eq(ends_on),
            individual_budgets::state.eq(state),
            individual_budgets::ended_on.eq(ended_on),
            individual_budgets::sealed.eq(sealed),
            individual_budgets::version.eq(version),
            individual_budgets::updated_at.eq(updated_at),
        ))
        .execute(tx)?;
    Ok(())
}

/// Takes so much more of a budget that was claimed, or gives some back when it is below zero.
///
/// # Errors
/// When the database does not answer or, the second wall, the package would pass the budget.
pub fn take(tx: &mut Conn, id: BudgetId, cents: Cents) -> Result<(), Error> {
    let taken = individual_budgets::committed_cents + cents.0;
    diesel::update(individual_budgets::table.find(id))
        .set(individual_budgets::committed_cents.eq(taken))
        .execute(tx)?;
    Ok(())
}

/// Whether the caller is the broker of an open budget of each of some persons.
///
/// # Errors
/// When the database does not answer.
pub fn brokers_all(conn: &mut Conn, who: &Caller, persons: &[PersonId]) -> Result<bool, Error> {
    let theirs = seen(who).filter(individual_budgets::person_id.eq_any(persons)).select(individual_budgets::person_id);
    let found: Vec<PersonId> = theirs.load(conn)?;
    Ok(persons.iter().all(|person| found.contains(person)))
}
