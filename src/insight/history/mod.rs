//! Histories: what happened to each resource, when, by whom, and what stood there before.

pub mod budgets;
pub mod wire;

use actix_web::{get, web};
use serde::Serialize;
use serde::de::DeserializeOwned;
use utoipa::ToSchema;
use uuid::Uuid;

use self::wire::{
    ApplicationHistoryEntry, HistoryEvent, PersonHistoryEntry, ProgrammeHistoryEntry, SupportPersonHistoryEntry,
    with_versions,
};
use super::journal::store;
use crate::caller::Caller;
use crate::db::Conn;
use crate::db::journal::Row;
use crate::delivery::agreements::{self, AgreementId};
use crate::delivery::grants;
use crate::delivery::hours::{self, TimeEntryId};
use crate::error::Error;
use crate::http::page::Page;
use crate::http::rights;
use crate::http::routes::Routes;
use crate::http::{Allowed, Answer, App, Concerns, Paging};
use crate::intake::applications::wire::ApplicationStatement;
use crate::intake::applications::{self, ApplicationId};
use crate::intake::decisions::{self, DecisionId};
use crate::intake::grants::GrantId;
use crate::register::persons::wire::PersonDetails;
use crate::register::persons::{self, PersonId};
use crate::register::programmes::wire::ProgrammeDetails;
use crate::register::programmes::{self, ProgrammeId};
use crate::register::support_persons::wire::SupportPersonDetails;
use crate::register::support_persons::{self, SupportPersonId};
use crate::safeguards::contests::{self, ContestId};

/// What happened, and the versions that were kept.
type Told = (Vec<Row>, Vec<(i32, String)>);

/// The routes of this resource.
pub fn routes(to: &mut Routes<'_>) {
    to.service(list_person_history)
        .service(list_support_person_history)
        .service(list_programme_history)
        .service(list_application_history)
        .service(list_grant_history)
        .service(list_agreement_history)
        .service(list_decision_history)
        .service(list_contest_history)
        .service(list_time_entry_history);
    budgets::routes(to);
}

/// Lists what happened to a person.
///
/// The oldest first. Personal codes have a history of their own.
#[utoipa::path(params(("id" = PersonId, Path)), responses((status = 200, description = "The history.", body = Page<PersonHistoryEntry>)), security(("bearer" = ["persons:read"])))]
#[get("/v1/persons/{id}/history")]
async fn list_person_history(
    who: Allowed<rights::ReadPersons>,
    app: web::Data<App>,
    id: web::Path<PersonId>,
    paging: Paging,
) -> Result<Answer, Error> {
    let caller = who.caller.clone();
    let told = told(&app, &who, move |conn| Ok(persons::store::find(conn, *id, &caller)?.id.uuid())).await?;
    replacing::<PersonDetails, PersonHistoryEntry>(told, &app, &who, &paging).await
}

/// Lists what happened to a support person.
///
/// The oldest first.
#[utoipa::path(params(("id" = SupportPersonId, Path)), responses((status = 200, description = "The history.", body = Page<SupportPersonHistoryEntry>)), security(("bearer" = ["support_persons:read"])))]
#[get("/v1/support-persons/{id}/history")]
async fn list_support_person_history(
    who: Allowed<rights::ReadSupportPersons>,
    app: web::Data<App>,
    id: web::Path<SupportPersonId>,
    paging: Paging,
) -> Result<Answer, Error> {
    let told = told(&app, &who, move |conn| Ok(support_persons::store::find(conn, *id)?.id.uuid())).await?;
    replacing::<SupportPersonDetails, SupportPersonHistoryEntry>(told, &app, &who, &paging).await
}

/// Lists what happened to a programme.
///
/// The oldest first, allocations too.
#[utoipa::path(params(("id" = ProgrammeId, Path)), responses((status = 200, description = "The history.", body = Page<ProgrammeHistoryEntry>)), security(("bearer" = ["programmes:read"])))]
#[get("/v1/programmes/{id}/history")]
async fn list_programme_history(
    who: Allowed<rights::ReadProgrammes>,
    app: web::Data<App>,
    id: web::Path<ProgrammeId>,
    paging: Paging,
) -> Result<Answer, Error> {
    let told = told(&app, &who, move |conn| Ok(programmes::store::find(conn, *id)?.id.uuid())).await?;
    replacing::<ProgrammeDetails, ProgrammeHistoryEntry>(told, &app, &who, &paging).await
}

/// Lists what happened to an application.
///
/// The oldest first.
#[utoipa::path(params(("id" = ApplicationId, Path)), responses((status = 200, description = "The history.", body = Page<ApplicationHistoryEntry>)), security(("bearer" = ["applications:read"])))]
#[get("/v1/applications/{id}/history")]
async fn list_application_history(
    who: Allowed<rights::ReadApplications>,
    app: web::Data<App>,
    id: web::Path<ApplicationId>,
    paging: Paging,
) -> Result<Answer, Error> {
    let caller = who.caller.clone();
    let told = told(&app, &who, move |conn| Ok(applications::store::find(conn, *id, &caller)?.id.uuid())).await?;
    replacing::<ApplicationStatement, ApplicationHistoryEntry>(told, &app, &who, &paging).await
}

/// Lists what happened to a grant.
///
/// The oldest first.
#[utoipa::path(params(("id" = GrantId, Path)), responses((status = 200, description = "The history.", body = Page<HistoryEvent>)), security(("bearer" = ["grants:read"])))]
#[get("/v1/grants/{id}/history")]
async fn list_grant_history(
    who: Allowed<rights::ReadGrants>,
    app: web::Data<App>,
    id: web::Path<GrantId>,
    paging: Paging,
) -> Result<Answer, Error> {
    let caller = who.caller.clone();
    let told = told(&app, &who, move |conn| Ok(grants::store::find(conn, *id, &caller)?.id.uuid())).await?;
    happened(told, &app, &who, &paging).await
}

/// Lists what happened to an agreement.
///
/// The oldest first.
#[utoipa::path(params(("id" = AgreementId, Path)), responses((status = 200, description = "The history.", body = Page<HistoryEvent>)), security(("bearer" = ["grants:read"])))]
#[get("/v1/agreements/{id}/history")]
async fn list_agreement_history(
    who: Allowed<rights::ReadGrants>,
    app: web::Data<App>,
    id: web::Path<AgreementId>,
    paging: Paging,
) -> Result<Answer, Error> {
    let caller = who.caller.clone();
    let told = told(&app, &who, move |conn| Ok(agreements::store::find(conn, *id, &caller)?.id.uuid())).await?;
    happened(told, &app, &who, &paging).await
}

/// Lists what happened to a decision.
///
/// The oldest first.
#[utoipa::path(params(("id" = DecisionId, Path)), responses((status = 200, description = "The history.", body = Page<HistoryEvent>)), security(("bearer" = ["decisions:read"])))]
#[get("/v1/decisions/{id}/history")]
async fn list_decision_history(
    who: Allowed<rights::ReadDecisions>,
    app: web::Data<App>,
    id: web::Path<DecisionId>,
    paging: Paging,
) -> Result<Answer, Error> {
    let caller = who.caller.clone();
    let told = told(&app, &who, move |conn| Ok(decisions::store::find(conn, *id, &caller)?.id.uuid())).await?;
    happened(told, &app, &who, &paging).await
}

/// Lists what happened to a contest.
///
/// The oldest first.
#[utoipa::path(params(("id" = ContestId, Path)), responses((status = 200, description = "The history.", body = Page<HistoryEvent>)), security(("bearer" = ["contests:read"])))]
#[get("/v1/contests/{id}/history")]
async fn list_contest_history(
    who: Allowed<rights::ReadContests>,
    app: web::Data<App>,
    id: web::Path<ContestId>,
    paging: Paging,
) -> Result<Answer, Error> {
    let caller = who.caller.clone();
    let told = told(&app, &who, move |conn| Ok(contests::store::find(conn, *id, &caller)?.id.uuid())).await?;
    happened(told, &app, &who, &paging).await
}

/// Lists what happened to a time entry.
///
/// The oldest first. A reversal has a history of its own.
#[utoipa::path(params(("id" = TimeEntryId, Path)), responses((status = 200, description = "The history.", body = Page<HistoryEvent>)), security(("bearer" = ["hours:read"])))]
#[get("/v1/time-entries/{id}/history")]
async fn list_time_entry_history(
    who: Allowed<rights::ReadHours>,
    app: web::Data<App>,
    id: web::Path<TimeEntryId>,
    paging: Paging,
) -> Result<Answer, Error> {
    let caller = who.caller.clone();
    let told = told(&app, &who, move |conn| Ok(hours::store::find(conn, *id, &caller)?.id.uuid())).await?;
    happened(told, &app, &who, &paging).await
}

/// The history of what the caller may see.
async fn told(
    app: &App,
    who: &Caller,
    seen: impl Fn(&mut Conn) -> Result<Uuid, Error> + Send + 'static,
) -> Result<Told, Error> {
    let told = app.db.view(who.sight(), move |conn| {
        let of = seen(conn)?;
        Ok((store::history(conn, of)?, store::kept(conn, of)?))
    });
    told.await
}

/// The history of something whose versions are kept.
async fn replacing<T, E>(
    (rows, kept): Told,
    app: &web::Data<App>,
    who: &Caller,
    paging: &Paging,
) -> Result<Answer, Error>
where
    T: DeserializeOwned,
    E: From<(HistoryEvent, Option<T>)> + Serialize + ToSchema + Concerns,
{
    paging.whole::<E>(app, who, with_versions(rows, &kept, who)?).await
}

/// The history of something that is never edited, or whose parts have histories of their own.
async fn happened((rows, _): Told, app: &web::Data<App>, who: &Caller, paging: &Paging) -> Result<Answer, Error> {
    paging.whole(app, who, rows.into_iter().map(|row| HistoryEvent::of(row, who)).collect()).await
}
