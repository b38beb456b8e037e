//! The rows of brokers, and what their independence turns on today.

use aplp_domain::agreement::State as AgreementState;
use aplp_domain::individual_budget::State;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::super::{AssignmentId, BudgetId};
use crate::codes::EmployerKindCode;
use crate::db::filters::{Filters, Slice};
use crate::db::schema::{
    agreements, broker_assignments, grants, individual_budgets, person_addresses, support_persons,
};
use crate::db::{Coded, Conn, MultiBackend};
use crate::error::Error;
use crate::filtered;
use crate::in_order;
use crate::kept_sealed;
use crate::register::lasting;
use crate::register::persons::PersonId;
use crate::register::persons::store::counts_on;
use crate::register::support_persons::SupportPersonId;

kept_sealed! {
    /// Somebody as the broker of a budget.
    pub struct BrokerRow from broker_assignments as StoredBroker with BrokerSecret {
        id: AssignmentId,
        budget_id: BudgetId,
        issuer: Option<String>,
        subject: Option<String>,
        support_person_id: Option<SupportPersonId>,
        employer_kind: EmployerKindCode,
        employer_municipality: Option<String>,
        declared_roles: String,
        assigned_on: NaiveDate,
        person_municipality: Option<String>,
        supports_person: bool,
        conflicts: String,
        superseded_at: Option<NaiveDateTime>,
        recorded_by: String,
        recorded_at: NaiveDateTime,
        ;
        name: String,
        employer_name: String,
        exception_reason: Option<String>,
        exception_approved_by: Option<String>,
    }
}

/// A support person who has an agreement with somebody: the person, and who it is in the register and in tokens, by issuer and
/// subject.
pub type Supports = (PersonId, SupportPersonId, Option<String>, Option<String>);

/// A broker in force of an open budget, whose it is, and where the person lives.
#[derive(Debug, Clone)]
pub struct Standing {
    /// The broker.
    pub broker: BrokerRow,
    /// The person.
    pub person: PersonId,
    /// Where the person lives that day, by the code in the register.
    pub municipality: Option<String>,
}

impl BrokerRow {
    /// Whether this is a support person: by the id in the register, or by issuer and subject of their tokens.
    #[must_use]
    pub fn is(&self, id: SupportPersonId, issuer: Option<&str>, subject: Option<&str>) -> bool {
        let named = subject.is_some() && self.subject.as_deref() == subject && self.issuer.as_deref() == issuer;
        self.support_person_id == Some(id) || named
    }
}

/// The brokers in force of some budgets that are open on a day, or of all.
///
/// # Errors
/// When the database does not answer.
pub fn standing(conn: &mut Conn, of: Option<&[BudgetId]>, on: NaiveDate) -> Result<Vec<Standing>, Error> {
    let lives = person_addresses::person_id.eq(individual_budgets::person_id).and(counts_on(on));
    let all = broker_assignments::table.inner_join(individual_budgets::table);
    let all = all.left_join(person_addresses::table.on(lives));
    let all = all.filter(broker_assignments::superseded_at.is_null());
    let open = individual_budgets::state.eq(Coded(State::Open)).and(individual_budgets::ends_on.ge(on));
    let mut query = all.filter(open).into_boxed();
    if let Some(these) = of {
        query = query.filter(broker_assignments::budget_id.eq_any(these));
    }
    let place = person_addresses::municipality.nullable();
    let rows: Vec<(BrokerRow, PersonId, Option<String>)> =
        query.select((BrokerRow::as_select(), individual_budgets::person_id, place)).load(conn)?;
    Ok(rows.into_iter().map(|(broker, person, municipality)| Standing { broker, person, municipality }).collect())
}

/// The brokers in force of a person's budgets that are open on a day.
///
/// # Errors
/// When the database does not answer.
pub fn of_person(conn: &mut Conn, person: PersonId, on: NaiveDate) -> Result<Vec<BrokerRow>, Error> {
    let all = broker_assignments::table.inner_join(individual_budgets::table);
    let theirs = all.filter(individual_budgets::person_id.eq(person)).filter(individual_budgets::ends_on.ge(on));
    let open = theirs.filter(individual_budgets::state.eq(Coded(State::Open)));
    Ok(open.filter(broker_assignments::superseded_at.is_null()).select(BrokerRow::as_select()).load(conn)?)
}

/// Who supports some persons on a day by an agreement that was drafted or signed, on a grant that has not ended.
///
/// # Errors
/// When the database does not answer.
pub fn supporters(conn: &mut Conn, of: &[PersonId], on: NaiveDate) -> Result<Vec<Supports>, Error> {
    let live = agreements::table.inner_join(grants::table).inner_join(support_persons::table);
    let live = live.filter(agreements::state.ne(Coded(AgreementState::Superseded)));
    let live = live.filter(lasting::on(on)).filter(agreements::person_id.eq_any(of));
    let columns = (agreements::person_id, support_persons::id, support_persons::issuer, support_persons::subject);
    Ok(live.select(columns).load(conn)?)
}

/// The brokers in force of some budgets, ended ones too.
///
/// # Errors
/// When the database does not answer.
pub fn in_force(conn: &mut Conn, of: &[BudgetId]) -> Result<Vec<BrokerRow>, Error> {
    let theirs = broker_assignments::table.filter(broker_assignments::budget_id.eq_any(of));
    Ok(theirs.filter(broker_assignments::superseded_at.is_null()).select(BrokerRow::as_select()).load(conn)?)
}

/// The budgets whose broker in force was admitted in spite of a conflict.
///
/// # Errors
/// When the database does not answer.
pub fn flagged(conn: &mut Conn) -> Result<Vec<BudgetId>, Error> {
    let flagged = broker_assignments::table.filter(broker_assignments::superseded_at.is_null());
    Ok(flagged.filter(broker_assignments::conflicts.ne("")).select(broker_assignments::budget_id).load(conn)?)
}

fn chosen(of: BudgetId, filters: &Filters) -> broker_assignments::BoxedQuery<'static, MultiBackend> {
    let query = broker_assignments::table.filter(broker_assignments::budget_id.eq(of)).into_boxed();
    filtered!(query, filters, broker_assignments { updated recorded_at or |since| broker_assignments::superseded_at.ge(since); days assigned_on })
}

/// A page of everybody who was the broker of a budget, the latest first.
///
/// # Errors
/// When the database does not answer.
pub fn list(
    conn: &mut Conn,
    of: BudgetId,
    slice: &Slice<(NaiveDateTime, AssignmentId)>,
) -> Result<Vec<BrokerRow>, Error> {
    let query = chosen(of, &slice.filters);
    Ok(in_order!(query, slice, Down, (broker_assignments::recorded_at, broker_assignments::id))
        .select(BrokerRow::as_select())
        .load(conn)?)
}

/// How many brokers a budget has had in all.
///
/// # Errors
/// When the database does not answer.
pub fn count(conn: &mut Conn, of: BudgetId, filters: &Filters) -> Result<i64, Error> {
    Ok(chosen(of, filters).count().get_result(conn)?)
}

/// Puts somebody in the place of the broker in force, if there is one.
///
/// # Errors
/// When the database does not answer.
pub fn insert(tx: &mut Conn, row: &BrokerRow) -> Result<(), Error> {
    let before = broker_assignments::table.filter(broker_assignments::budget_id.eq(row.budget_id));
    diesel::update(before.filter(broker_assignments::superseded_at.is_null()))
        .set(broker_assignments::superseded_at.eq(row.recorded_at))
        .execute(tx)?;
    diesel::insert_into(broker_assignments::table).values(row.stored()?).execute(tx)?;
    Ok(())
}
