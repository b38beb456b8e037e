//! Decisions about a granted service: it is paused, goes on, ends or changes.

mod amending;
mod ending;
mod pausing;
pub mod wire;

use actix_web::{post, web};

use self::wire::{AmendmentInput, ResumptionInput, SuspensionInput, TerminationInput};
use super::grants;
use crate::caller::Caller;
use crate::db::{Conn, Scope, claim};
use crate::error::Error;
use crate::http::rights;
use crate::http::routes::Routes;
use crate::http::seen::Seen;
use crate::http::{Allowed, Answer, App, Post, once};
use crate::intake::decisions;
use crate::intake::grants as given;
use crate::intake::grants::GrantId;
use crate::intake::grants::store::Row;
use crate::register::persons::store::deaths::lives_today;

/// The routes of this resource.
pub fn routes(to: &mut Routes<'_>) {
    to.service(suspend_grant).service(resume_grant).service(terminate_grant).service(amend_grant);
}

/// Suspends a service.
///
/// Refused where support was given already. The term is not extended.
#[utoipa::path(params(("id" = GrantId, Path)), request_body = SuspensionInput, responses((status = 201, description = "The decision.", body = decisions::told::Decision)), security(("bearer" = ["grants:decide"])))]
#[post("/v1/grants/{id}/suspensions")]
async fn suspend_grant(
    who: Allowed<rights::DecideGrants>,
    app: web::Data<App>,
    id: web::Path<GrantId>,
    post: Post<SuspensionInput>,
) -> Result<Answer, Error> {
    let new = post.body;
    once(&app, who.caller, post.key, move |tx, who| {
        let grant = claimed(tx, *id, &post.seen, who)?;
        lives_today(tx, grant.person_id, who)?;
        let decision = pausing::suspended(tx, who, grant, new.clone())?;
        answered(tx, who, decision)
    })
    .await
}

/// Lets a suspended service go on.
///
/// A suspension with a last day ends by itself.
#[utoipa::path(params(("id" = GrantId, Path)), request_body = ResumptionInput, responses((status = 201, description = "The decision.", body = decisions::told::Decision)), security(("bearer" = ["grants:decide"])))]
#[post("/v1/grants/{id}/resumptions")]
async fn resume_grant(
    who: Allowed<rights::DecideGrants>,
    app: web::Data<App>,
    id: web::Path<GrantId>,
    post: Post<ResumptionInput>,
) -> Result<Answer, Error> {
    let new = post.body;
    once(&app, who.caller, post.key, move |tx, who| {
        let grant = claimed(tx, *id, &post.seen, who)?;
        lives_today(tx, grant.person_id, who)?;
        let decision = pausing::resumed(tx, who, grant, new.clone())?;
        answered(tx, who, decision)
    })
    .await
}

/// Ends a service before its term.
///
/// Only on the grounds listed, each with its evidence. Once; only `death` replaces an end still to come.
#[utoipa::path(params(("id" = GrantId, Path)), request_body = TerminationInput, responses((status = 201, description = "The decision.", body = decisions::told::Decision)), security(("bearer" = ["grants:decide"])))]
#[post("/v1/grants/{id}/terminations")]
async fn terminate_grant(
    who: Allowed<rights::DecideGrants>,
    app: web::Data<App>,
    id: web::Path<GrantId>,
    post: Post<TerminationInput>,
) -> Result<Answer, Error> {
    let new = post.body;
    once(&app, who.caller, post.key, move |tx, who| {
        let grant = claimed(tx, *id, &post.seen, who)?;
        let decision = ending::terminated(tx, who, grant, new.clone())?;
        answered(tx, who, decision)
    })
    .await
}

/// Changes areas, level or volume of a service.
///
/// On a new assessment, not by its assessor. A month in which the volume changes has the greater one.
#[utoipa::path(params(("id" = GrantId, Path)), request_body = AmendmentInput, responses((status = 201, description = "The decision.", body = decisions::told::Decision)), security(("bearer" = ["grants:decide"])))]
#[post("/v1/grants/{id}/amendments")]
async fn amend_grant(
    who: Allowed<rights::DecideGrants>,
    app: web::Data<App>,
    id: web::Path<GrantId>,
    post: Post<AmendmentInput>,
) -> Result<Answer, Error> {
    let new = post.body;
    once(&app, who.caller, post.key, move |tx, who| {
        let grant = claimed(tx, *id, &post.seen, who)?;
        lives_today(tx, grant.person_id, who)?;
        let decision = amending::amended(tx, who, grant, new.clone())?;
        answered(tx, who, decision)
    })
    .await
}

/// Claims a grant's person and its programme, for what is decided may move money, and brings the programme's grants up to date:
/// this one may have run out without that anybody has recorded it.
fn claimed(tx: &mut Conn, id: GrantId, seen: &Seen, who: &Caller) -> Result<Row, Error> {
    let programme = grants::store::claimed(tx, id, who)?.programme_id;
    claim(tx, &Scope::Programme(programme.uuid()))?;
    seen.is(given::store::find(tx, id)?.version)?;
    given::expiry::catch_up(tx, who, programme)?;
    given::store::find(tx, id)
}

fn answered(tx: &mut Conn, who: &Caller, row: decisions::store::Row) -> Result<Answer, Error> {
    let location = format!("/v1/decisions/{}", row.id);
    let decision = decisions::told::told(tx, who, vec![row])?.pop().ok_or(Error::NotFound)?;
    Answer::created(location, 1, &decision)
}
