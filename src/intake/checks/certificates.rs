//! The psychiatrist's certificate: asked of the person only when both registers are silent, and received.

use actix_web::{get, post, web};
use aplp_domain::application::{Event, allowed, found_anew, may_request_certificate, next};
use aplp_domain::dates::{has_come, later_than, not_before};
use aplp_domain::refusal::Refusal;

use super::store::{self, CertificateRequestRow, CertificateRow};
use super::wire::{Certificate, CertificateInput, CertificateRequest, CertificateRequestInput};
use super::{CertificateId, CertificateRequestId, moved, record};
use crate::db::journal;
use crate::error::Error;
use crate::http::page::Page;
use crate::http::rights;
use crate::http::{Allowed, Answer, App, Paging, Post, once};
use crate::intake::applications::{self, ApplicationId};

/// Asks the person for a psychiatrist's certificate.
///
/// Only when neither IIS nor VDEĀVK has the mark. The term runs on.
#[utoipa::path(params(("id" = ApplicationId, Path)), request_body = CertificateRequestInput, responses((status = 201, description = "The request.", body = CertificateRequest)), security(("bearer" = ["applications:check"])))]
#[post("/v1/applications/{id}/certificate-requests")]
pub(super) async fn request_certificate(
    who: Allowed<rights::CheckApplications>,
    app: web::Data<App>,
    id: web::Path<ApplicationId>,
    post: Post<CertificateRequestInput>,
) -> Result<Answer, Error> {
    let new = post.body;
    once(&app, who.caller, post.key, move |tx, who| {
        let application = applications::store::claimed(tx, *id, who)?;
        post.seen.is(application.version)?;
        let anew = found_anew(application.state.0, applications::store::goes_on(tx, *id, who.today())?)?;
        may_request_certificate(application.state.0, store::findings(tx, *id)?.checks(who.today()))?;
        let to = if anew { application.state.0 } else { next(application.state.0, Event::CertificateAsked)? };
        let requested_on = new.requested_on.unwrap_or_else(|| who.today());
        // Nobody is asked for something by a day that has passed.
        let answer_by = later_than("answer_by", new.answer_by, requested_on)
            .and_then(|()| not_before("answer_by", new.answer_by, who.today()));
        Error::dates([
            has_come("requested_on", requested_on, who.today()),
            not_before("requested_on", requested_on, application.submitted_on),
            answer_by,
        ])?;
        let row = CertificateRequestRow {
            id: CertificateRequestId::in_order(),
            application_id: *id,
            requested_on,
            answer_by: new.answer_by,
            recorded_by: who.official(),
            recorded_at: who.at.naive_utc(),
        };
        store::insert_request(tx, &row)?;
        let object = record("certificate_request", row.id.uuid(), &application);
        journal::record(tx, who, "certificate_requested", object)?;
        let whose = application.person_id;
        moved(tx, who, application, to, "certificate_awaited")?;
        let location = format!("/v1/applications/{id}/certificate-requests");
        Answer::created(location, 1, &CertificateRequest::of(row, whose, who))
    })
    .await
}

/// Lists the requests for a certificate.
///
/// The oldest first; the last counts.
#[utoipa::path(params(("id" = ApplicationId, Path)), responses((status = 200, description = "The requests.", body = Page<CertificateRequest>)), security(("bearer" = ["applications:read"])))]
#[get("/v1/applications/{id}/certificate-requests")]
pub(super) async fn list_certificate_requests(
    who: Allowed<rights::ReadApplications>,
    app: web::Data<App>,
    id: web::Path<ApplicationId>,
    paging: Paging,
) -> Result<Answer, Error> {
    paging
        .read_whole(&app, &who, move |conn, who| {
            let application = applications::store::find(conn, *id, who)?;
            let rows = store::certificate_requests(conn, &[application.id])?.into_iter();
            Ok(rows.map(|row| CertificateRequest::of(row, application.person_id, who)).collect())
        })
        .await
}

/// Records the psychiatrist's certificate.
///
/// It answers the last request, even late. No diagnosis is taken.
#[utoipa::path(params(("id" = ApplicationId, Path)), request_body = CertificateInput, responses((status = 201, description = "The certificate.", body = Certificate)), security(("bearer" = ["applications:check"])))]
#[post("/v1/applications/{id}/certificates")]
pub(super) async fn record_certificate(
    who: Allowed<rights::CheckApplications>,
    app: web::Data<App>,
    id: web::Path<ApplicationId>,
    post: Post<CertificateInput>,
) -> Result<Answer, Error> {
    let new = post.body;
    once(&app, who.caller, post.key, move |tx, who| {
        let application = applications::store::claimed(tx, *id, who)?;
        post.seen.is(application.version)?;
        let anew = applications::store::goes_on(tx, *id, who.today())? && found_anew(application.state.0, true)?;
        let to = if anew { application.state.0 } else { next(application.state.0, Event::CertificateReceived)? };
        let (state, findings) = (application.state.0, store::findings(tx, *id)?);
        let Some(request) = findings.request.clone() else {
            // Nobody asked for one: because a register has the mark, or because it has still to be asked for.
            may_request_certificate(state, findings.checks(who.today()))?;
            return Err(Refusal::CertificateOutstanding.standing(state, allowed(state)).into());
        };
        let CertificateInput { issuer_name, issuer_institution, issued_on, received_on, confirms, document_reference } =
            new.clone();
        let in_order = not_before("received_on", received_on, issued_on);
        let received_on = received_on.unwrap_or_else(|| who.today());
        Error::dates([
            has_come("issued_on", issued_on, who.today()),
            has_come("received_on", received_on, who.today()),
            in_order,
        ])?;
        let row = CertificateRow {
            id: CertificateId::in_order(),
            application_id: *id,
            request_id: request.id,
            issuer_name,
            issuer_institution,
            issued_on,
            received_on,
            confirms,
            document_reference,
            recorded_by: who.official(),
            recorded_at: who.at.naive_utc(),
        };
        store::insert_certificate(tx, &row)?;
        journal::record(tx, who, "certificate_recorded", record("certificate", row.id.uuid(), &application))?;
        let whose = application.person_id;
        moved(tx, who, application, to, "certificate_received")?;
        Answer::created(format!("/v1/applications/{id}/certificates"), 1, &Certificate::of(row, whose, who))
    })
    .await
}

/// Lists the certificates of an application.
///
/// The oldest first.
#[utoipa::path(params(("id" = ApplicationId, Path)), responses((status = 200, description = "The certificates.", body = Page<Certificate>)), security(("bearer" = ["applications:read"])))]
#[get("/v1/applications/{id}/certificates")]
pub(super) async fn list_certificates(
    who: Allowed<rights::ReadApplications>,
    app: web::Data<App>,
    id: web::Path<ApplicationId>,
    paging: Paging,
) -> Result<Answer, Error> {
    paging
        .read_whole(&app, &who, move |conn, who| {
            let application = applications::store::find(conn, *id, who)?;
            let rows = store::certificates(conn, &[application.id])?.into_iter();
            Ok(rows.map(|row| Certificate::of(row, application.person_id, who)).collect())
        })
        .await
}
