//! How budgets are shown: each with its needs, its broker and the conflicts of today.

use super::assigning::conflicts_today;
use super::store::{Row, brokers, package};
use super::wire::IndividualBudget;
use super::wire::brokers::BudgetBroker;
use crate::caller::Caller;
use crate::db::Conn;
use crate::error::Error;
use crate::http::Answer;

/// Budgets with what belongs to them.
pub(super) fn told(conn: &mut Conn, who: &Caller, rows: Vec<Row>) -> Result<Vec<IndividualBudget>, Error> {
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let needs = package::needs(conn, &ids)?;
    let brokers = brokers::in_force(conn, &ids)?;
    let today = conflicts_today(conn, Some(&ids), who.today())?;
    let told = |row: Row| {
        let broker = brokers.iter().find(|broker| broker.budget_id == row.id);
        let found = today.get(&row.id).map(Vec::as_slice).unwrap_or_default();
        let broker = broker.map(|broker| BudgetBroker::of(broker, found));
        IndividualBudget::of(row, &needs, broker, who)
    };
    Ok(rows.into_iter().map(told).collect())
}

/// One budget. It shows more than its version tells: what is used, and the conflicts of the day.
pub(super) fn shown(conn: &mut Conn, who: &Caller, row: Row) -> Result<Answer, Error> {
    let version = row.version;
    let budget = told(conn, who, vec![row])?.pop().ok_or(Error::NotFound)?;
    Answer::shown(version, &budget)
}

/// One budget, to whoever made it or its next version.
pub(super) fn made(conn: &mut Conn, who: &Caller, row: Row) -> Result<Answer, Error> {
    let location = format!("/v1/individual-budgets/{}", row.id);
    Ok(shown(conn, who, row)?.new_at(location))
}
