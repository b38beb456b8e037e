//! Histories of individual budgets, of barriers, and of agreements with municipalities.

use actix_web::{get, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::wire::HistoryEvent;
use super::{happened, replacing, told};
use crate::delivery::barriers::{self, BarrierId};
use crate::delivery::individual_budgets::wire::BudgetDetails;
use crate::delivery::individual_budgets::{self, BudgetId};
use crate::error::Error;
use crate::http::page::Page;
use crate::http::rights;
use crate::http::routes::Routes;
use crate::http::{Allowed, Answer, App, Concern, Concerns, Paging};
use crate::register::cooperation_agreements::{self, CooperationAgreementId};

/// What happened.
#[derive(Debug, Serialize, ToSchema)]
pub struct IndividualBudgetHistoryEntry {
    /// What happened.
    #[serde(flatten)]
    pub event: HistoryEvent,
    /// Null where nothing was replaced.
    pub before: Option<BudgetDetails>,
}

impl Concerns for IndividualBudgetHistoryEntry {
    fn concern(&self) -> Option<Concern> {
        self.event.concern()
    }
}

impl From<(HistoryEvent, Option<BudgetDetails>)> for IndividualBudgetHistoryEntry {
    fn from((event, before): (HistoryEvent, Option<BudgetDetails>)) -> Self {
        Self { event, before }
    }
}

/// The routes of these histories.
pub(super) fn routes(to: &mut Routes<'_>) {
    to.service(list_individual_budget_history)
        .service(list_barrier_history)
        .service(list_cooperation_agreement_history);
}

/// Lists what happened to an individual budget.
///
/// The oldest first. Use has a ledger of its own.
#[utoipa::path(params(("id" = BudgetId, Path)), responses((status = 200, description = "The history.", body = Page<IndividualBudgetHistoryEntry>)), security(("bearer" = ["individual_budgets:read"])))]
#[get("/v1/individual-budgets/{id}/history")]
async fn list_individual_budget_history(
    who: Allowed<rights::ReadIndividualBudgets>,
    app: web::Data<App>,
    id: web::Path<BudgetId>,
    paging: Paging,
) -> Result<Answer, Error> {
    let caller = who.caller.clone();
    let told = told(&app, &who, move |conn| Ok(individual_budgets::store::find(conn, *id, &caller)?.id.uuid())).await?;
    replacing::<BudgetDetails, IndividualBudgetHistoryEntry>(told, &app, &who, &paging).await
}

/// Lists what happened to a barrier.
///
/// The oldest first.
#[utoipa::path(params(("id" = BarrierId, Path)), responses((status = 200, description = "The history.", body = Page<HistoryEvent>)), security(("bearer" = ["barriers:read"])))]
#[get("/v1/barriers/{id}/history")]
async fn list_barrier_history(
    who: Allowed<rights::ReadBarriers>,
    app: web::Data<App>,
    id: web::Path<BarrierId>,
    paging: Paging,
) -> Result<Answer, Error> {
    let caller = who.caller.clone();
    let told = told(&app, &who, move |conn| Ok(barriers::store::find(conn, *id, &caller)?.id.uuid())).await?;
    happened(told, &app, &who, &paging).await
}

/// Lists what happened to an agreement with a municipality.
///
/// The oldest first.
#[utoipa::path(params(("id" = CooperationAgreementId, Path)), responses((status = 200, description = "The history.", body = Page<HistoryEvent>)), security(("bearer" = ["cooperation_agreements:read"])))]
#[get("/v1/cooperation-agreements/{id}/history")]
async fn list_cooperation_agreement_history(
    who: Allowed<rights::ReadCooperationAgreements>,
    app: web::Data<App>,
    id: web::Path<CooperationAgreementId>,
    paging: Paging,
) -> Result<Answer, Error> {
    let sight = who.sight();
    let told =
        told(&app, &who, move |conn| Ok(cooperation_agreements::store::find(conn, *id, &sight)?.id.uuid())).await?;
    happened(told, &app, &who, &paging).await
}
