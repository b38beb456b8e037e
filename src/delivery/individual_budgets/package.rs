//! The package of a budget over HTTP: services, the person's choices, what was used.

use actix_web::{get, post, web};

use super::planning;
use super::store::package::{Choices, Planned, UseRow};
use super::store::{self, Row, items, package, uses};
use super::wire::package::{
    BudgetChangeInput, BudgetChoice, BudgetItem, BudgetItemInput, BudgetUse, BudgetUseInput, UseReversal,
};
use super::{BudgetId, ItemId, UseId, using};
use crate::caller::Caller;
use crate::db::Conn;
use crate::error::Error;
use crate::http::page::Page;
use crate::http::rights;
use crate::http::routes::Routes;
use crate::http::{Allowed, Answer, App, Paging, Post, Slice, once};

/// The routes of a package.
pub(super) fn routes(to: &mut Routes<'_>) {
    to.service(add_budget_item)
        .service(list_budget_items)
        .service(get_budget_item)
        .service(record_budget_choice)
        .service(list_budget_choices)
        .service(record_budget_use)
        .service(list_budget_uses)
        .service(reverse_budget_use);
}

/// Adds a service to the package.
///
/// Only with the person's choice, within the budget. Never edited, only ended or replaced.
#[utoipa::path(params(("id" = BudgetId, Path)), request_body = BudgetItemInput, responses((status = 201, description = "The service.", body = BudgetItem)), security(("bearer" = ["individual_budgets:plan"])))]
#[post("/v1/individual-budgets/{id}/items")]
async fn add_budget_item(
    who: Allowed<rights::PlanIndividualBudgets>,
    app: web::Data<App>,
    id: web::Path<BudgetId>,
    post: Post<BudgetItemInput>,
) -> Result<Answer, Error> {
    let new = post.body;
    once(&app, who.caller, post.key, move |tx, who| {
        let (budget, planned) = planning::added(tx, who, *id, &post.seen, new.clone())?;
        let choices = package::behind(tx, std::slice::from_ref(&planned))?;
        let item = item(&budget, planned, &choices, who);
        Answer::created(format!("/v1/individual-budgets/{id}/items/{}", item.common.id), 1, &item)
    })
    .await
}

/// Lists the services of a package.
///
/// Oldest first, with those that ended.
#[utoipa::path(params(("id" = BudgetId, Path)), responses((status = 200, description = "A page of services.", body = Page<BudgetItem>)), security(("bearer" = ["individual_budgets:read"])))]
#[get("/v1/individual-budgets/{id}/items")]
async fn list_budget_items(
    who: Allowed<rights::ReadIndividualBudgets>,
    app: web::Data<App>,
    id: web::Path<BudgetId>,
    paging: Paging,
) -> Result<Answer, Error> {
    let id = *id;
    let caller = who.caller.clone();
    let fetch = move |conn: &mut Conn, slice: &Slice<_>| {
        let budget = store::find(conn, id, &caller)?;
        let rows = items::list(conn, id, slice)?;
        let choices = package::behind(conn, &rows)?;
        let total = slice.total(|| items::count(conn, id, &slice.filters))?;
        let positions: Vec<_> = rows.iter().map(|(row, ..)| (row.recorded_at, row.id)).collect();
        let items = rows.into_iter().map(|planned| item(&budget, planned, &choices, &caller));
        Ok((positions.into_iter().zip(items).collect(), total))
    };
    paging.list(&app, &who, fetch).await
}

/// Reads a service of a package.
///
/// With what was used of it.
#[utoipa::path(params(("id" = BudgetId, Path), ("item_id" = ItemId, Path)), responses((status = 200, description = "The service.", body = BudgetItem)), security(("bearer" = ["individual_budgets:read"])))]
#[get("/v1/individual-budgets/{id}/items/{item_id}")]
async fn get_budget_item(
    who: Allowed<rights::ReadIndividualBudgets>,
    app: web::Data<App>,
    path: web::Path<(BudgetId, ItemId)>,
) -> Result<Answer, Error> {
    let ((id, of), caller) = (path.into_inner(), who.caller.clone());
    let view = app.db.view(caller.sight(), move |conn| {
        let budget = store::find(conn, id, &caller)?;
        let planned = items::find(conn, id, of)?;
        let choices = package::behind(conn, std::slice::from_ref(&planned))?;
        Ok((budget, planned, choices))
    });
    let (budget, planned, choices) = view.await?;
    Answer::shown(1, &item(&budget, planned, &choices, &who))
}

/// Records what the person chose.
///
/// At once, whatever others think. What was used stays.
#[utoipa::path(params(("id" = BudgetId, Path)), request_body = BudgetChangeInput, responses((status = 201, description = "The choice.", body = BudgetChoice)), security(("bearer" = ["individual_budgets:choose"])))]
#[post("/v1/individual-budgets/{id}/choices")]
async fn record_budget_choice(
    who: Allowed<rights::ChooseIndividualBudgets>,
    app: web::Data<App>,
    id: web::Path<BudgetId>,
    post: Post<BudgetChangeInput>,
) -> Result<Answer, Error> {
    let new = post.body;
    once(&app, who.caller, post.key, move |tx, who| {
        let (budget, choices) = planning::chosen(tx, who, *id, &post.seen, new.clone())?;
        let choice = choices.rows.first().ok_or_else(|| Error::Internal("a choice was not kept".to_owned()))?;
        let choice = BudgetChoice::of(choice, &choices, budget.person_id, who);
        Answer::created(format!("/v1/individual-budgets/{id}/choices"), 1, &choice)
    })
    .await
}

/// Lists what the person chose.
///
/// Oldest first, with what others think.
#[utoipa::path(params(("id" = BudgetId, Path)), responses((status = 200, description = "A page of choices.", body = Page<BudgetChoice>)), security(("bearer" = ["individual_budgets:read"])))]
#[get("/v1/individual-budgets/{id}/choices")]
async fn list_budget_choices(
    who: Allowed<rights::ReadIndividualBudgets>,
    app: web::Data<App>,
    id: web::Path<BudgetId>,
    paging: Paging,
) -> Result<Answer, Error> {
    let id = *id;
    let caller = who.caller.clone();
    let fetch = move |conn: &mut Conn, slice: &Slice<_>| {
        let budget = store::find(conn, id, &caller)?;
        let rows = package::choices(conn, id, slice)?;
        let total = slice.total(|| package::count_choices(conn, id, &slice.filters))?;
        let choices = package::whole(conn, rows)?;
        let shown = |row| BudgetChoice::of(row, &choices, budget.person_id, &caller);
        Ok((choices.rows.iter().map(|row| ((row.recorded_at, row.id), shown(row))).collect(), total))
    };
    paging.list(&app, &who, fetch).await
}

/// Records units of a service that were used.
///
/// Within plan and period. Never edited, only reversed.
#[utoipa::path(params(("id" = BudgetId, Path), ("item_id" = ItemId, Path)), request_body = BudgetUseInput, responses((status = 201, description = "The use.", body = BudgetUse)), security(("bearer" = ["individual_budgets:plan"])))]
#[post("/v1/individual-budgets/{id}/items/{item_id}/uses")]
async fn record_budget_use(
    who: Allowed<rights::PlanIndividualBudgets>,
    app: web::Data<App>,
    path: web::Path<(BudgetId, ItemId)>,
    post: Post<BudgetUseInput>,
) -> Result<Answer, Error> {
    let (path, new) = (path.into_inner(), post.body);
    once(&app, who.caller, post.key, move |tx, who| counted(using::used(tx, who, path, &post.seen, new.clone())?, who))
        .await
}

/// Lists what was used of a service.
///
/// Oldest first, with reversals.
#[utoipa::path(params(("id" = BudgetId, Path), ("item_id" = ItemId, Path)), responses((status = 200, description = "A page of uses.", body = Page<BudgetUse>)), security(("bearer" = ["individual_budgets:read"])))]
#[get("/v1/individual-budgets/{id}/items/{item_id}/uses")]
async fn list_budget_uses(
    who: Allowed<rights::ReadIndividualBudgets>,
    app: web::Data<App>,
    path: web::Path<(BudgetId, ItemId)>,
    paging: Paging,
) -> Result<Answer, Error> {
    let ((id, of), caller) = (path.into_inner(), who.caller.clone());
    let fetch = move |conn: &mut Conn, slice: &Slice<_>| {
        let budget = store::find(conn, id, &caller)?;
        items::find(conn, id, of)?;
        let rows = uses::list(conn, of, slice)?;
        let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
        let reversals = uses::reversals(conn, &ids)?;
        let total = slice.total(|| uses::count(conn, of, &slice.filters))?;
        let shown = |row: package::UseRow| {
            ((row.recorded_at, row.id), BudgetUse::of(row, &reversals, budget.person_id, &caller))
        };
        Ok((rows.into_iter().map(shown).collect(), total))
    };
    paging.list(&app, &who, fetch).await
}

/// Takes a use back.
///
/// Once, by a row with units below zero.
#[utoipa::path(params(("id" = BudgetId, Path), ("item_id" = ItemId, Path), ("use_id" = UseId, Path)), request_body = UseReversal, responses((status = 201, description = "The row that takes the use back.", body = BudgetUse)), security(("bearer" = ["individual_budgets:plan"])))]
#[post("/v1/individual-budgets/{id}/items/{item_id}/uses/{use_id}/reversals")]
async fn reverse_budget_use(
    who: Allowed<rights::PlanIndividualBudgets>,
    app: web::Data<App>,
    path: web::Path<(BudgetId, ItemId, UseId)>,
    post: Post<UseReversal>,
) -> Result<Answer, Error> {
    let (path, new) = (path.into_inner(), post.body);
    once(&app, who.caller, post.key, move |tx, who| {
        counted(using::reversed(tx, who, path, &post.seen, new.clone())?, who)
    })
    .await
}

fn item(budget: &Row, planned: Planned, choices: &Choices, who: &Caller) -> BudgetItem {
    BudgetItem::of(planned, choices, budget.person_id, who)
}

fn counted((budget, row): (Row, UseRow), who: &Caller) -> Result<Answer, Error> {
    let location = format!("/v1/individual-budgets/{}/items/{}/uses", budget.id, row.item_id);
    Answer::created(location, 1, &BudgetUse::of(row, &[], budget.person_id, who))
}
