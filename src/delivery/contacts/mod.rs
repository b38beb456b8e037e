//! Attempts to reach a person under a grant, and when the last contact was.

pub mod store;

use actix_web::{get, post, web};

use super::grants;
use crate::error::Error;
use crate::http::page::Page;
use crate::http::rights;
use crate::http::routes::Routes;
use crate::http::{Allowed, Answer, App, Paging, Post, once};
use crate::intake::attempts;
use crate::intake::attempts::wire::{ContactAttempt, ContactAttemptInput};
use crate::intake::grants::GrantId;

/// The routes of this resource.
pub fn routes(to: &mut Routes<'_>) {
    to.service(record_contact_attempt).service(list_contact_attempts);
}

/// Records an attempt to reach a person who has the service.
///
/// Four months without contact, with an attempt in each, are a ground to end the service.
#[utoipa::path(params(("id" = GrantId, Path)), request_body = ContactAttemptInput, responses((status = 201, description = "The attempt.", body = ContactAttempt)), security(("bearer" = ["contacts:record"])))]
#[post("/v1/grants/{id}/contact-attempts")]
async fn record_contact_attempt(
    who: Allowed<rights::RecordContacts>,
    app: web::Data<App>,
    id: web::Path<GrantId>,
    post: Post<ContactAttemptInput>,
) -> Result<Answer, Error> {
    let new = post.body;
    once(&app, who.caller, post.key, move |tx, who| {
        let grant = grants::store::claimed(tx, *id, who)?;
        post.seen.is(grant.version)?;
        let row = attempts::recorded(tx, who, grant.person_id, attempts::Under::Grant(*id), new.clone())?;
        Answer::created(format!("/v1/grants/{id}/contact-attempts"), 1, &ContactAttempt::of(row, who))
    })
    .await
}

/// Lists the attempts to reach a person who has the service.
///
/// Oldest first.
#[utoipa::path(params(("id" = GrantId, Path)), responses((status = 200, description = "The attempts.", body = Page<ContactAttempt>)), security(("bearer" = ["contacts:read"])))]
#[get("/v1/grants/{id}/contact-attempts")]
async fn list_contact_attempts(
    who: Allowed<rights::ReadContacts>,
    app: web::Data<App>,
    id: web::Path<GrantId>,
    paging: Paging,
) -> Result<Answer, Error> {
    paging
        .read_whole(&app, &who, move |conn, who| {
            let grant = grants::store::find(conn, *id, who)?;
            let rows = attempts::store::of_grant(conn, grant.id)?.into_iter();
            Ok(rows.map(|row| ContactAttempt::of(row, who)).collect())
        })
        .await
}
