//! Attempts to reach a person: while an offer stands, and under a grant, of which `delivery` tells.

pub mod store;
pub mod wire;

use actix_web::{get, post, web};
use aplp_domain::dates::has_come;
use aplp_domain::queue::must_wait;

use self::store::Row;
use self::wire::{ContactAttempt, ContactAttemptInput};
use super::queue::{self, QueueEntryId};
use crate::caller::Caller;
use crate::db::journal::{self, Object};
use crate::db::{Conn, Id};
use crate::error::Error;
use crate::http::page::Page;
use crate::http::rights;
use crate::http::routes::Routes;
use crate::http::{Allowed, Answer, App, Paging, Post, once};
use crate::intake::grants::GrantId;
use crate::register::persons::PersonId;

/// The id of an attempt.
pub type ContactAttemptId = Id<store::Row>;

/// The routes of this resource.
pub fn routes(to: &mut Routes<'_>) {
    to.service(record_place_contact_attempt).service(list_place_contact_attempts);
}

/// Records an attempt to reach somebody in the queue.
///
/// With attempts on enough days an unanswered offer lapses after its day.
#[utoipa::path(params(("id" = QueueEntryId, Path)), request_body = ContactAttemptInput, responses((status = 201, description = "The attempt.", body = ContactAttempt)), security(("bearer" = ["contacts:record"])))]
#[post("/v1/queue-entries/{id}/contact-attempts")]
async fn record_place_contact_attempt(
    who: Allowed<rights::RecordContacts>,
    app: web::Data<App>,
    id: web::Path<QueueEntryId>,
    post: Post<ContactAttemptInput>,
) -> Result<Answer, Error> {
    let new = post.body;
    once(&app, who.caller, post.key, move |tx, who| {
        let place = queue::turns::claimed(tx, *id, &post.seen, who)?;
        must_wait(place.state.0)?;
        let row = recorded(tx, who, place.person_id, Under::Place(*id), new.clone())?;
        Answer::created(format!("/v1/queue-entries/{id}/contact-attempts"), 1, &ContactAttempt::of(row, who))
    })
    .await
}

/// Lists the attempts to reach somebody in the queue.
///
/// The oldest first.
#[utoipa::path(params(("id" = QueueEntryId, Path)), responses((status = 200, description = "The attempts.", body = Page<ContactAttempt>)), security(("bearer" = ["contacts:read"])))]
#[get("/v1/queue-entries/{id}/contact-attempts")]
async fn list_place_contact_attempts(
    who: Allowed<rights::ReadContacts>,
    app: web::Data<App>,
    id: web::Path<QueueEntryId>,
    paging: Paging,
) -> Result<Answer, Error> {
    paging
        .read_whole(&app, &who, move |conn, who| {
            let place = queue::store::find(conn, *id, &who.sight())?;
            let rows = store::of_place(conn, place.id)?.into_iter();
            Ok(rows.map(|row| ContactAttempt::of(row, who)).collect())
        })
        .await
}

/// What an attempt belongs to.
#[derive(Debug, Clone, Copy)]
pub enum Under {
    /// A grant.
    Grant(GrantId),
    /// A place in a queue.
    Place(QueueEntryId),
}

/// Adds an attempt to reach a person who was claimed.
///
/// # Errors
/// `in_the_future`.
pub fn recorded(
    tx: &mut Conn,
    who: &Caller,
    person: PersonId,
    under: Under,
    new: ContactAttemptInput,
) -> Result<Row, Error> {
    let ContactAttemptInput { attempted_on, channel, reached, note } = new;
    let attempted_on = attempted_on.unwrap_or_else(|| who.today());
    has_come("attempted_on", attempted_on, who.today())?;
    let (grant_id, place_id) = match under {
        Under::Grant(grant) => (Some(grant), None),
        Under::Place(place) => (None, Some(place)),
    };
    let row = Row {
        id: ContactAttemptId::in_order(),
        person_id: person,
        grant_id,
        place_id,
        attempted_on,
        channel,
        reached,
        recorded_by: who.official(),
        recorded_at: who.at.naive_utc(),
        note,
    };
    store::insert(tx, &row)?;
    let object = Object { kind: "contact_attempt", id: row.id.uuid(), version: 1, person: Some(person.uuid()) };
    journal::record(tx, who, "contact_attempted", object)?;
    Ok(row)
}
