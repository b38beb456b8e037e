//! The broker of a budget over HTTP: who it is, who it was, and whether they are independent.

use actix_web::{get, post, web};

use super::BudgetId;
use super::assigning::{assigned, conflicts_today};
use super::store::{self, brokers};
use super::wire::brokers::{BrokerAssignment, BrokerInput};
use crate::db::Conn;
use crate::error::Error;
use crate::http::page::Page;
use crate::http::rights;
use crate::http::routes::Routes;
use crate::http::{Allowed, Answer, App, Paging, Post, Slice, once};

/// The routes of brokers.
pub(super) fn routes(to: &mut Routes<'_>) {
    to.service(assign_broker).service(get_broker).service(list_broker_assignments);
}

/// Assigns a broker.
///
/// Refused in a conflict, unless by exception. Replaces the broker before.
#[utoipa::path(params(("id" = BudgetId, Path)), request_body = BrokerInput, responses((status = 201, description = "The broker.", body = BrokerAssignment)), security(("bearer" = ["individual_budgets:keep"])))]
#[post("/v1/individual-budgets/{id}/broker")]
async fn assign_broker(
    who: Allowed<rights::KeepIndividualBudgets>,
    app: web::Data<App>,
    id: web::Path<BudgetId>,
    post: Post<BrokerInput>,
) -> Result<Answer, Error> {
    let new = post.body;
    once(&app, who.caller, post.key, move |tx, who| {
        let (budget, row) = assigned(tx, who, *id, &post.seen, new.clone())?;
        let today = conflicts_today(tx, Some(&[*id]), who.today())?.remove(&*id).unwrap_or_default();
        let broker = BrokerAssignment::of(row, &today, budget.person_id, who);
        Answer::created(format!("/v1/individual-budgets/{id}/broker"), 1, &broker)
    })
    .await
}

/// Reads who is the broker.
///
/// With the conflicts today.
#[utoipa::path(params(("id" = BudgetId, Path)), responses((status = 200, description = "The broker in force.", body = BrokerAssignment)), security(("bearer" = ["individual_budgets:read"])))]
#[get("/v1/individual-budgets/{id}/broker")]
async fn get_broker(
    who: Allowed<rights::ReadIndividualBudgets>,
    app: web::Data<App>,
    id: web::Path<BudgetId>,
) -> Result<Answer, Error> {
    let caller = who.caller.clone();
    let view = app.db.view(caller.sight(), move |conn| {
        let budget = store::find(conn, *id, &caller)?;
        let row = brokers::in_force(conn, &[*id])?.pop().ok_or(Error::NotFound)?;
        Ok((budget, row, conflicts_today(conn, Some(&[*id]), caller.today())?))
    });
    let (budget, row, mut today) = view.await?;
    let today = today.remove(&budget.id).unwrap_or_default();
    let broker = BrokerAssignment::of(row, &today, budget.person_id, &who);
    Answer::shown(broker.common.version, &broker)
}

/// Lists everybody who was the broker.
///
/// Newest first.
#[utoipa::path(params(("id" = BudgetId, Path)), responses((status = 200, description = "A page of brokers.", body = Page<BrokerAssignment>)), security(("bearer" = ["individual_budgets:read"])))]
#[get("/v1/individual-budgets/{id}/broker/assignments")]
async fn list_broker_assignments(
    who: Allowed<rights::ReadIndividualBudgets>,
    app: web::Data<App>,
    id: web::Path<BudgetId>,
    paging: Paging,
) -> Result<Answer, Error> {
    let id = *id;
    let caller = who.caller.clone();
    let fetch = move |conn: &mut Conn, slice: &Slice<_>| {
        let budget = store::find(conn, id, &caller)?;
        let rows = brokers::list(conn, id, slice)?;
        let today = conflicts_today(conn, Some(&[id]), caller.today())?;
        let today = today.get(&budget.id).map(Vec::as_slice).unwrap_or_default();
        let shown = |row: brokers::BrokerRow| {
            let found = if row.superseded_at.is_none() { today } else { &[] };
            ((row.recorded_at, row.id), BrokerAssignment::of(row, found, budget.person_id, &caller))
        };
        Ok((rows.into_iter().map(shown).collect(), slice.total(|| brokers::count(conn, id, &slice.filters))?))
    };
    paging.list(&app, &who, fetch).await
}
