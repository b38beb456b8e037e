//! How somebody becomes the broker of a budget, and which conflicts stand today.

use std::collections::HashMap;

use aplp_domain::broker::{Conflict, DeclaredRole, EmployerKind, admitted, conflicts, known};
use aplp_domain::dates::has_come;
use aplp_domain::individual_budget::Event;
use aplp_domain::municipalities;
use chrono::NaiveDate;

use super::store::brokers::{self, BrokerRow, Standing, Supports};
use super::store::{self, Row};
use super::wire::brokers::{BrokerException, BrokerInput, Employer, joined};
use super::{AssignmentId, BudgetId, object};
use crate::caller::Caller;
use crate::db::{Conn, journal};
use crate::error::Error;
use crate::http::seen::Seen;
use crate::register::persons::store as persons;
use crate::register::support_persons::store as support_persons;

/// Assigns a broker who is independent of the person's case, or whom an exception admits in spite of a conflict.
pub(super) fn assigned(
    tx: &mut Conn,
    who: &Caller,
    id: BudgetId,
    seen: &Seen,
    new: BrokerInput,
) -> Result<(Row, BrokerRow), Error> {
    let BrokerInput { name, issuer, subject, support_person_id, employer, declared_roles, assigned_on, exception } =
        new;
    let Employer { kind: employer_kind, name: employer_name, municipality: employer_municipality } = employer;
    let budget = store::claimed(tx, id, who)?;
    seen.is(budget.version)?;
    budget.recorded().next(Event::BrokerAssigned, who.today())?;
    let assigned_on = assigned_on.unwrap_or_else(|| who.today());
    has_come("assigned_on", assigned_on, who.today())?;
    placed(employer_kind.0, employer_municipality.as_deref())?;
    if issuer.is_some() && subject.is_none() {
        return Err(Error::invalid("#/subject", "required"));
    }
    if let Some(id) = support_person_id {
        support_persons::find(tx, id).map_err(Error::unknown("#/support_person_id"))?;
    }
    let lives = persons::address_on(tx, budget.person_id, who.today())?;
    let person_municipality = lives.and_then(|address| address.municipality);
    let declared: Vec<DeclaredRole> = declared_roles.into_iter().map(|role| role.0).collect();
    let mut row = BrokerRow {
        id: AssignmentId::in_order(),
        budget_id: budget.id,
        // A token is known by both.
        issuer: subject.as_ref().map(|_| issuer.unwrap_or_else(|| who.issuer.clone())),
        subject,
        support_person_id,
        employer_kind,
        employer_municipality,
        declared_roles: joined(&declared),
        assigned_on,
        person_municipality,
        supports_person: false,
        conflicts: String::new(),
        superseded_at: None,
        recorded_by: who.official(),
        recorded_at: who.at.naive_utc(),
        name,
        employer_name,
        exception_reason: None,
        exception_approved_by: None,
    };
    row.supports_person = supports(&row, &brokers::supporters(tx, &[budget.person_id], who.today())?);
    let declared = row.declared();
    let facts = row.facts(&declared, row.supports_person, row.person_municipality.as_deref());
    known(&facts)?;
    let found = conflicts(&facts, assigned_on);
    admitted(&found, exception.is_some())?;
    row.conflicts = joined(&found);
    if let Some(BrokerException { reason, approved_by }) = exception {
        (row.exception_reason, row.exception_approved_by) = (Some(reason), Some(approved_by));
    }
    brokers::insert(tx, &row)?;
    let budget = budget.raised(who);
    store::update(tx, &budget)?;
    journal::record(tx, who, "broker_assigned", object(&budget))?;
    Ok((budget, row))
}

/// The social service of a municipality is that of one, and a municipality that is named is one.
fn placed(kind: EmployerKind, municipality: Option<&str>) -> Result<(), Error> {
    match municipality {
        None if kind == EmployerKind::MunicipalSocialService => {
            Err(Error::invalid("#/employer/municipality", "required"))
        }
        Some(atvk) if municipalities::find(atvk).is_none() => {
            Err(Error::invalid("#/employer/municipality", "municipality_unknown"))
        }
        _ => Ok(()),
    }
}

/// Whether a broker is among those who support the person.
fn supports(broker: &BrokerRow, supporters: &[Supports]) -> bool {
    supporters.iter().any(|(_, id, issuer, subject)| broker.is(*id, issuer.as_deref(), subject.as_deref()))
}

/// The conflicts that the brokers in force of some open budgets are in today, or of all: they follow from where the person lives
/// and who supports them now, though nothing of the assignment was edited.
pub(super) fn conflicts_today(
    conn: &mut Conn,
    of: Option<&[BudgetId]>,
    on: NaiveDate,
) -> Result<HashMap<BudgetId, Vec<Conflict>>, Error> {
    // Whoever may see the budget is told whether the broker is independent, and nothing else of what that follows from.
    conn.beyond_sight(|conn| {
        let standing = brokers::standing(conn, of, on)?;
        let persons: Vec<_> = standing.iter().map(|one| one.person).collect();
        let supporters = brokers::supporters(conn, &persons, on)?;
        let found = |Standing { broker, person, municipality }: Standing| {
            let own: Vec<_> = supporters.iter().filter(|(of, ..)| *of == person).cloned().collect();
            let (declared, supports) = (broker.declared(), supports(&broker, &own));
            (broker.budget_id, conflicts(&broker.facts(&declared, supports, municipality.as_deref()), on))
        };
        Ok(standing.into_iter().map(found).collect())
    })
}

/// The budgets whose broker is in a conflict: one that was admitted by exception, or one that came about since.
pub(super) fn in_conflict(conn: &mut Conn, on: NaiveDate) -> Result<Vec<BudgetId>, Error> {
    let today = conflicts_today(conn, None, on)?;
    let flagged = conn.beyond_sight(brokers::flagged)?;
    let mut all: Vec<_> = today.into_iter().filter(|(_, found)| !found.is_empty()).map(|(id, _)| id).collect();
    all.extend(flagged);
    all.sort_unstable();
    all.dedup();
    Ok(all)
}
