//! Checks: what the registers and, where they are silent, a psychiatrist say.

pub mod adapter;
mod certificates;
pub mod findings;
pub mod store;
pub mod wire;

use std::slice;

use actix_web::{get, post, web};
use aplp_domain::application::{State, checked, found_anew};
use aplp_domain::dates::not_before;
use aplp_domain::disability::may_ask;
use aplp_domain::riga::riga_day;
use uuid::Uuid;

use self::adapter::{Manual, Registry};
use self::store::RegistryCheckRow;
use self::wire::{RegistryCheck, RegistryCheckInput};
use super::applications::{self, ApplicationId};
use crate::caller::Caller;
use crate::db::journal::{self, Object};
use crate::db::{Coded, Conn, Id};
use crate::error::Error;
use crate::http::page::Page;
use crate::http::rights;
use crate::http::routes::Routes;
use crate::http::{Allowed, Answer, App, Paging, Post, once};

/// The id of a registry check.
pub type RegistryCheckId = Id<store::RegistryCheckRow>;
/// The id of a request for a certificate.
pub type CertificateRequestId = Id<store::CertificateRequestRow>;
/// The id of a certificate.
pub type CertificateId = Id<store::CertificateRow>;

/// The routes of this resource.
pub fn routes(to: &mut Routes<'_>) {
    to.service(record_registry_check)
        .service(list_registry_checks)
        .service(certificates::request_certificate)
        .service(certificates::list_certificate_requests)
        .service(certificates::record_certificate)
        .service(certificates::list_certificates);
}

/// Records what a register said.
///
/// Only when nothing is missing, also while the person waits or has the service. The newest of each register counts.
#[utoipa::path(params(("id" = ApplicationId, Path)), request_body = RegistryCheckInput, responses((status = 201, description = "The check.", body = RegistryCheck)), security(("bearer" = ["applications:check"])))]
#[post("/v1/applications/{id}/registry-checks")]
async fn record_registry_check(
    who: Allowed<rights::CheckApplications>,
    app: web::Data<App>,
    id: web::Path<ApplicationId>,
    post: Post<RegistryCheckInput>,
) -> Result<Answer, Error> {
    let new = post.body;
    once(&app, who.caller, post.key, move |tx, who| {
        let application = applications::store::claimed(tx, *id, who)?;
        post.seen.is(application.version)?;
        let before = application.state.0;
        let anew = found_anew(before, applications::store::goes_on(tx, *id, who.today())?)?;
        let stated = applications::store::stated(tx, slice::from_ref(&application))?;
        let to = stated.first().filter(|_| !anew).map_or(Ok(before), |stated| checked(before, stated))?;
        may_ask(new.register.0, store::findings(tx, *id)?.checks(who.today()).iis)?;
        Error::dates([not_before("checked_at", riga_day(new.checked_at), application.received_on)])?;
        let row = answered(&Manual(&new), &new, *id, who)?;
        store::insert_check(tx, &row)?;
        journal::record(tx, who, "registry_checked", record("registry_check", row.id.uuid(), &application))?;
        let whose = application.person_id;
        moved(tx, who, application, to, "review_started")?;
        let location = format!("/v1/applications/{id}/registry-checks");
        Answer::created(location, 1, &RegistryCheck::of(row, whose, who))
    })
    .await
}

/// Lists the registry checks of an application.
///
/// In the order of asking.
#[utoipa::path(params(("id" = ApplicationId, Path)), responses((status = 200, description = "The checks.", body = Page<RegistryCheck>)), security(("bearer" = ["applications:read"])))]
#[get("/v1/applications/{id}/registry-checks")]
async fn list_registry_checks(
    who: Allowed<rights::ReadApplications>,
    app: web::Data<App>,
    id: web::Path<ApplicationId>,
    paging: Paging,
) -> Result<Answer, Error> {
    paging
        .read_whole(&app, &who, move |conn, who| {
            let application = applications::store::find(conn, *id, who)?;
            let rows = store::registry_checks(conn, &[application.id])?.into_iter();
            Ok(rows.map(|row| RegistryCheck::of(row, application.person_id, who)).collect())
        })
        .await
}

fn answered(
    registry: &impl Registry,
    new: &RegistryCheckInput,
    application_id: ApplicationId,
    who: &Caller,
) -> Result<RegistryCheckRow, Error> {
    let said = registry.answer(new.register.0, who.at)?;
    Ok(RegistryCheckRow {
        id: RegistryCheckId::in_order(),
        application_id,
        register: new.register,
        adapter: registry.name().to_owned(),
        disability_group: said.disability.map(|known| Coded(known.group)),
        valid_from: said.disability.and_then(|known| known.valid_from),
        valid_to: said.disability.and_then(|known| known.valid_to),
        mental_disorder: Coded(said.mental_disorder),
        born_on: said.born_on,
        purpose: new.purpose.clone(),
        permission_number: new.permission_number.clone(),
        reference: said.reference,
        evidence_sha256: said.evidence_sha256,
        checked_at: said.checked_at.naive_utc(),
        recorded_by: who.official(),
        recorded_at: who.at.naive_utc(),
    })
}

/// What the journal calls a record about an application.
fn record(kind: &'static str, id: Uuid, of: &applications::store::Row) -> Object {
    Object { kind, id, version: 1, person: Some(of.person_id.uuid()) }
}

/// Moves an application, if it does not stand there already.
fn moved(
    tx: &mut Conn,
    who: &Caller,
    application: applications::store::Row,
    to: State,
    action: &'static str,
) -> Result<(), Error> {
    if application.state.0 != to {
        let application = applications::store::move_to(tx, who, application, to, |_| ())?;
        journal::record(tx, who, action, applications::object(&application))?;
    }
    Ok(())
}
