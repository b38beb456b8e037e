//! What the person is asked to complete, and the cure of defects that stop the term.

use std::slice;

use actix_web::{get, post, web};
use aplp_domain::application::{Defect, Defects, MissingItem, cured, found_defective, missing, restated};
use aplp_domain::code::Code;
use aplp_domain::dates::{has_come, later_than, not_before};
use aplp_domain::refusal::Refusal;

use super::store::completions::{self, CompletionRequestRow};
use super::wire::{CompletionRequest, CompletionRequestInput, CureInput};
use super::{ApplicationId, CompletionRequestId, object, store};
use crate::db::journal;
use crate::error::Error;
use crate::http::page::Page;
use crate::http::rights;
use crate::http::{Allowed, Answer, App, Paging, Post, once};

/// Asks the person to complete an application.
///
/// A defect stops the term until its cure; missing contents do not. The last counts and names all defects left.
#[utoipa::path(params(("id" = ApplicationId, Path)), request_body = CompletionRequestInput, responses((status = 201, description = "The request.", body = CompletionRequest)), security(("bearer" = ["applications:check"])))]
#[post("/v1/applications/{id}/completion-requests")]
pub(super) async fn request_completion(
    who: Allowed<rights::CheckApplications>,
    app: web::Data<App>,
    id: web::Path<ApplicationId>,
    post: Post<CompletionRequestInput>,
) -> Result<Answer, Error> {
    let new = post.body;
    once(&app, who.caller, post.key, move |tx, who| {
        let application = store::claimed(tx, *id, who)?;
        post.seen.is(application.version)?;
        let to = found_defective(application.state.0)?;
        let CompletionRequestInput { defects, requested_on, cure_by, note } = new.clone();
        let defects: Vec<Defect> = defects.into_iter().map(|defect| defect.0).collect();
        let stated = store::stated(tx, slice::from_ref(&application))?;
        let lacking: Vec<MissingItem> = stated.first().map(missing).unwrap_or_default();
        if defects.is_empty() && lacking.is_empty() {
            return Err(Error::invalid("#/defects", "required"));
        }
        let requested_on = requested_on.unwrap_or_else(|| who.today());
        // Nobody is asked for something by a day that has passed.
        let by =
            later_than("cure_by", cure_by, requested_on).and_then(|()| not_before("cure_by", cure_by, who.today()));
        Error::dates([
            has_come("requested_on", requested_on, who.today()),
            not_before("requested_on", requested_on, application.received_on),
            by,
        ])?;
        let Defects { unsigned, language, authority_not_proven } = Defects::among(&defects);
        let row = CompletionRequestRow {
            id: CompletionRequestId::in_order(),
            application_id: *id,
            requested_on,
            cure_by,
            unsigned,
            language,
            authority_not_proven,
            missing: lacking.into_iter().map(Code::code).collect::<Vec<_>>().join(" "),
            cured_on: None,
            recorded_by: who.official(),
            recorded_at: who.at.naive_utc(),
            note,
        };
        completions::insert(tx, &row)?;
        let stops = row.is_open();
        let application = store::move_to(tx, who, application, to, |row| {
            if stops {
                row.cure_by = Some(cure_by);
            }
        })?;
        journal::record(tx, who, "completion_requested", object(&application))?;
        let location = format!("/v1/applications/{id}/completion-requests");
        Answer::created(location, 1, &CompletionRequest::of(row, application.person_id, who))
    })
    .await
}

/// Lists the requests to complete an application.
///
/// The oldest first; the last counts.
#[utoipa::path(params(("id" = ApplicationId, Path)), responses((status = 200, description = "The requests.", body = Page<CompletionRequest>)), security(("bearer" = ["applications:read"])))]
#[get("/v1/applications/{id}/completion-requests")]
pub(super) async fn list_completion_requests(
    who: Allowed<rights::ReadApplications>,
    app: web::Data<App>,
    id: web::Path<ApplicationId>,
    paging: Paging,
) -> Result<Answer, Error> {
    paging
        .read_whole(&app, &who, move |conn, who| {
            let application = store::find(conn, *id, who)?;
            let rows = completions::of(conn, &[application.id])?.into_iter();
            Ok(rows.map(|row| CompletionRequest::of(row, application.person_id, who)).collect())
        })
        .await
}

/// Records that the defects of an application are cured.
///
/// Both months run from that day. What was posted in time counts, whenever it arrives.
#[utoipa::path(params(("id" = ApplicationId, Path)), request_body = CureInput, responses((status = 201, description = "The request, cured.", body = CompletionRequest)), security(("bearer" = ["applications:check"])))]
#[post("/v1/applications/{id}/cures")]
pub(super) async fn cure_application(
    who: Allowed<rights::CheckApplications>,
    app: web::Data<App>,
    id: web::Path<ApplicationId>,
    post: Post<CureInput>,
) -> Result<Answer, Error> {
    let new = post.body;
    once(&app, who.caller, post.key, move |tx, who| {
        let application = store::claimed(tx, *id, who)?;
        post.seen.is(application.version)?;
        let cured_on = new.cured_on.unwrap_or_else(|| who.today());
        let open = completions::of(tx, &[application.id])?.into_iter().rfind(CompletionRequestRow::is_open);
        let waiting = open.filter(|_| application.cure_by.is_some());
        let Some(request) = waiting else { return Err(Error::Asked("nothing_to_cure")) };
        let to = cured(application.state.0, cured_on, request.cure_by)?;
        Error::dates([
            has_come("cured_on", cured_on, who.today()),
            not_before("cured_on", cured_on, request.requested_on),
        ])?;
        let Some(to) = to else { return Err(Error::Asked("cured_too_late")) };
        if to != application.state.0 && store::has_open(tx, application.person_id)? {
            return Err(Refusal::ApplicationIsOpen.into());
        }
        completions::cure(tx, request.id, cured_on)?;
        let mut curing = application;
        curing.cure(cured_on);
        let stated = store::stated(tx, slice::from_ref(&curing))?;
        let to = stated.first().map_or(Ok(to), |stated| restated(to, stated))?;
        let application = store::move_to(tx, who, curing, to, |_| ())?;
        journal::record(tx, who, "application_cured", object(&application))?;
        let row = CompletionRequestRow { cured_on: Some(cured_on), ..request };
        let location = format!("/v1/applications/{id}/completion-requests");
        Answer::created(location, 1, &CompletionRequest::of(row, application.person_id, who))
    })
    .await
}
