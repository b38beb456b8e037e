//! The steps by which a place comes to its turn, over HTTP.

use actix_web::{get, post, web};

use super::store::{self, events};
use super::turns::{self, Told};
use super::wire::{AnswerInput, CallUp, CallUpInput, LeavingInput, OfferInput, PlaceEvent, QueueEntry};
use super::{QueueEntryId, shown};
use crate::caller::Caller;
use crate::db::{Coded, Conn};
use crate::error::Error;
use crate::http::page::Page;
use crate::http::rights;
use crate::http::routes::Routes;
use crate::http::{Allowed, Answer, App, Paging, Post, once};
use crate::register::programmes::ProgrammeId;

/// The routes of the steps.
pub(super) fn routes(to: &mut Routes<'_>) {
    to.service(call_up_next)
        .service(offer_place)
        .service(answer_offer)
        .service(leave_queue)
        .service(list_queue_entry_events);
}

/// Calls up who is next in the queue.
///
/// Unanswered offers lapse first, and services that ran out are ended.
#[utoipa::path(params(("id" = ProgrammeId, Path)), request_body = CallUpInput, responses((status = 201, description = "Whose turn has come.", body = CallUp)), security(("bearer" = ["queue:call_up"])))]
#[post("/v1/programmes/{id}/call-ups")]
async fn call_up_next(
    who: Allowed<rights::CallUpFromQueue>,
    app: web::Data<App>,
    id: web::Path<ProgrammeId>,
    post: Post<CallUpInput>,
) -> Result<Answer, Error> {
    let CallUpInput {} = post.body;
    once(&app, who.caller, post.key, move |tx, who| {
        let (row, case) = turns::call_up(tx, who, *id, &post.seen)?;
        let to_renew = turns::to_renew(&case, who.today())?.into_iter().map(Coded).collect();
        let (reserved_cents, version) = (row.reserved_cents.unwrap_or_default(), row.version);
        let entry = shown(tx, who, row)?;
        let location = format!("/v1/queue-entries/{}", entry.common.id);
        Answer::created(location, version, &CallUp { entry, to_renew, reserved_cents })
    })
    .await
}

/// Offers the service to somebody who waits.
///
/// Out of turn only with a reason. The registers must be asked that day; the assessment must not be too old.
#[utoipa::path(params(("id" = QueueEntryId, Path)), request_body = OfferInput, responses((status = 201, description = "The place, offered.", body = QueueEntry)), security(("bearer" = ["queue:call_up"])))]
#[post("/v1/queue-entries/{id}/offers")]
async fn offer_place(
    who: Allowed<rights::CallUpFromQueue>,
    app: web::Data<App>,
    id: web::Path<QueueEntryId>,
    post: Post<OfferInput>,
) -> Result<Answer, Error> {
    let new = post.body;
    once(&app, who.caller, post.key, move |tx, who| {
        let OfferInput { answer_by, skip_reason } = new.clone();
        let row = turns::offered(tx, who, *id, &post.seen, answer_by, skip_reason)?;
        answered(tx, who, row)
    })
    .await
}

/// Records the answer to an offer.
///
/// Who declines leaves the queue.
#[utoipa::path(params(("id" = QueueEntryId, Path)), request_body = AnswerInput, responses((status = 201, description = "The place after the answer.", body = QueueEntry)), security(("bearer" = ["queue:answer"])))]
#[post("/v1/queue-entries/{id}/answers")]
async fn answer_offer(
    who: Allowed<rights::AnswerQueueOffers>,
    app: web::Data<App>,
    id: web::Path<QueueEntryId>,
    post: Post<AnswerInput>,
) -> Result<Answer, Error> {
    let new = post.body;
    once(&app, who.caller, post.key, move |tx, who| {
        let row = match new.clone() {
            AnswerInput::Accepted { words, document_reference } => {
                turns::accepted(tx, who, *id, &post.seen, Told { words, document_reference })?
            }
            AnswerInput::Declined { words, document_reference } => {
                turns::left(tx, who, *id, &post.seen, Told { words, document_reference }, true)?
            }
        };
        answered(tx, who, row)
    })
    .await
}

/// Leaves the queue.
///
/// On the person's own wish, also after an offer.
#[utoipa::path(params(("id" = QueueEntryId, Path)), request_body = LeavingInput, responses((status = 201, description = "The place, left.", body = QueueEntry)), security(("bearer" = ["queue:answer"])))]
#[post("/v1/queue-entries/{id}/leaving")]
async fn leave_queue(
    who: Allowed<rights::AnswerQueueOffers>,
    app: web::Data<App>,
    id: web::Path<QueueEntryId>,
    post: Post<LeavingInput>,
) -> Result<Answer, Error> {
    let new = post.body;
    once(&app, who.caller, post.key, move |tx, who| {
        let LeavingInput { words, document_reference } = new.clone();
        let told = Told { words: Some(words), document_reference };
        let row = turns::left(tx, who, *id, &post.seen, told, false)?;
        answered(tx, who, row)
    })
    .await
}

/// Lists what happened to a place.
///
/// The oldest first.
#[utoipa::path(params(("id" = QueueEntryId, Path)), responses((status = 200, description = "What happened.", body = Page<PlaceEvent>)), security(("bearer" = ["queue:read"])))]
#[get("/v1/queue-entries/{id}/events")]
async fn list_queue_entry_events(
    who: Allowed<rights::ReadQueue>,
    app: web::Data<App>,
    id: web::Path<QueueEntryId>,
    paging: Paging,
) -> Result<Answer, Error> {
    paging
        .read_whole(&app, &who, move |conn, who| {
            let place = store::find(conn, *id, &who.sight())?;
            let rows = events::of_place(conn, place.id)?.into_iter();
            Ok(rows.map(|row| PlaceEvent::of(row, who)).collect())
        })
        .await
}

fn answered(tx: &mut Conn, who: &Caller, row: store::Row) -> Result<Answer, Error> {
    let (location, version) = (format!("/v1/queue-entries/{}", row.id), row.version);
    Answer::created(location, version, &shown(tx, who, row)?)
}
