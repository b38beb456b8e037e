//! What happens to an application besides its review: a longer term, and its withdrawal.

use actix_web::{get, post, web};
use aplp_domain::application::{Event, may_withdraw, must_be_open, next};
use aplp_domain::code::Code;
use aplp_domain::dates::{has_come, not_before};
use aplp_domain::refusal::Refusal;
use aplp_domain::terms::latest_extension;

use super::rules::handed_in_by;
use super::store::records::{self, ExtensionRow, WithdrawalRow};
use super::wire::{Extension, ExtensionInput, Withdrawal, WithdrawalInput};
use super::{ApplicationId, ExtensionId, WithdrawalId, object, store};
use crate::db::journal;
use crate::error::Error;
use crate::http::page::Page;
use crate::http::rights;
use crate::http::{Allowed, Answer, App, Paging, Post, once};

/// Withdraws an application.
///
/// At any time before the decision.
#[utoipa::path(params(("id" = ApplicationId, Path)), request_body = WithdrawalInput, responses((status = 201, description = "The withdrawal.", body = Withdrawal)), security(("bearer" = ["applications:submit"])))]
#[post("/v1/applications/{id}/withdrawal")]
pub(super) async fn withdraw_application(
    who: Allowed<rights::SubmitApplications>,
    app: web::Data<App>,
    id: web::Path<ApplicationId>,
    post: Post<WithdrawalInput>,
) -> Result<Answer, Error> {
    let new = post.body;
    once(&app, who.caller, post.key, move |tx, who| {
        let application = store::claimed(tx, *id, who)?;
        post.seen.is(application.version)?;
        handed_in_by(&application, who)?;
        let to = next(application.state.0, Event::Withdrawn)?;
        let WithdrawalInput { withdrawn_on, requested_by, document_reference } = new.clone();
        may_withdraw(requested_by.0, document_reference.is_some())?;
        let withdrawn_on = withdrawn_on.unwrap_or_else(|| who.today());
        Error::dates([
            has_come("withdrawn_on", withdrawn_on, who.today()),
            not_before("withdrawn_on", withdrawn_on, application.submitted_on),
        ])?;
        let row = WithdrawalRow {
            id: WithdrawalId::random(),
            application_id: *id,
            withdrawn_on,
            requested_by: requested_by.0.code().to_owned(),
            document_reference,
            recorded_by: who.official(),
            recorded_at: who.at.naive_utc(),
        };
        records::insert_withdrawal(tx, &row)?;
        let application = store::move_to(tx, who, application, to, |_| ())?;
        journal::record(tx, who, "application_withdrawn", object(&application))?;
        Answer::created(
            format!("/v1/applications/{id}/withdrawal"),
            1,
            &Withdrawal::of(row, application.person_id, who),
        )
    })
    .await
}

/// Reads the withdrawal of an application.
///
/// None unless withdrawn.
#[utoipa::path(params(("id" = ApplicationId, Path)), responses((status = 200, description = "The withdrawal.", body = Withdrawal)), security(("bearer" = ["applications:read"])))]
#[get("/v1/applications/{id}/withdrawal")]
pub(super) async fn get_withdrawal(
    who: Allowed<rights::ReadApplications>,
    app: web::Data<App>,
    id: web::Path<ApplicationId>,
) -> Result<Answer, Error> {
    let caller = who.caller.clone();
    let (row, whose) = app
        .db
        .view(caller.sight(), move |conn| {
            let application = store::find(conn, *id, &caller)?;
            Ok((records::withdrawal(conn, application.id)?, application.person_id))
        })
        .await?;
    Answer::found(1, &Withdrawal::of(row, whose, &who))
}

/// Extends the term for the decision.
///
/// The person must have been told the reason. What is overdue stays overdue.
#[utoipa::path(params(("id" = ApplicationId, Path)), request_body = ExtensionInput, responses((status = 201, description = "The extension.", body = Extension)), security(("bearer" = ["applications:check"])))]
#[post("/v1/applications/{id}/extensions")]
pub(super) async fn extend_application(
    who: Allowed<rights::CheckApplications>,
    app: web::Data<App>,
    id: web::Path<ApplicationId>,
    post: Post<ExtensionInput>,
) -> Result<Answer, Error> {
    let new = post.body;
    once(&app, who.caller, post.key, move |tx, who| {
        let application = store::claimed(tx, *id, who)?;
        post.seen.is(application.version)?;
        must_be_open(application.state.0)?;
        let ExtensionInput { extended_to, reason, notified_on } = new.clone();
        has_come("notified_on", notified_on, who.today())?;
        if extended_to <= application.last_day() {
            return Err(Error::Asked("extension_not_later"));
        }
        if extended_to > latest_extension(application.received_on).map_err(Refusal::from)? {
            return Err(Error::Asked("extension_too_late"));
        }
        let row = ExtensionRow {
            id: ExtensionId::random(),
            application_id: *id,
            extended_to,
            reason,
            notified_on,
            recorded_by: who.official(),
            recorded_at: who.at.naive_utc(),
        };
        records::insert_extension(tx, &row)?;
        let state = application.state.0;
        let application = store::move_to(tx, who, application, state, |row| row.extend(extended_to, who.today()))?;
        journal::record(tx, who, "application_extended", object(&application))?;
        Answer::created(format!("/v1/applications/{id}/extensions"), 1, &Extension::of(row, application.person_id, who))
    })
    .await
}

/// Lists the extensions of an application.
///
/// The oldest first; the last counts.
#[utoipa::path(params(("id" = ApplicationId, Path)), responses((status = 200, description = "The extensions.", body = Page<Extension>)), security(("bearer" = ["applications:read"])))]
#[get("/v1/applications/{id}/extensions")]
pub(super) async fn list_extensions(
    who: Allowed<rights::ReadApplications>,
    app: web::Data<App>,
    id: web::Path<ApplicationId>,
    paging: Paging,
) -> Result<Answer, Error> {
    paging
        .read_whole(&app, &who, move |conn, who| {
            let application = store::find(conn, *id, who)?;
            let rows = records::extensions(conn, application.id)?.into_iter();
            Ok(rows.map(|row| Extension::of(row, application.person_id, who)).collect())
        })
        .await
}
