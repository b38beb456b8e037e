//! Registered clients: which programs and users are let in, and how much a token of theirs may open (AU-03, AU-04, AU-06).

pub mod admission;
mod approvals;
mod consent;
mod secret;
pub mod store;
mod tokens;
pub mod wire;

use std::collections::HashSet;

use actix_web::{get, patch, post, web};
use aplp_domain::code::Code;
use aplp_domain::municipalities;
use aplp_domain::refusal::Refusal;

pub(super) use self::secret::digest;
use self::store::{MoveRow, Row};
use self::wire::{ClientDetails, ClientMove, ClientMoveInput, ClientState, RegisteredClient};
use super::page::Page;
use super::{Allowed, Answer, App, Paging, Patch, Post, Slice, once};
use crate::caller::{Caller, Sight};
use crate::db::journal::{self, Object};
use crate::db::{Coded, Conn, Id};
use crate::error::{Error, Fault};
use crate::http::rights;
use crate::http::routes::Routes;

/// The id of a client.
pub type ClientId = Id<RegisteredClient>;
/// The id of the record of a suspension or its end.
pub type ClientMoveId = Id<ClientMove>;
/// The id of an approval.
pub type ClientApprovalId = Id<wire::ClientApproval>;
/// The id of a token for a script.
pub type ClientTokenId = Id<wire::ClientToken>;

/// What the journal says where nobody but one admin was asked.
const WAIVED: &str = "client_approval_waived";

/// The routes of this resource.
pub fn routes(to: &mut Routes<'_>) {
    to.service(create_client)
        .service(list_clients)
        .service(get_client)
        .service(change_client)
        .service(suspend_client)
        .service(resume_client);
    approvals::routes(to);
    tokens::routes(to);
}

/// Registers a client.
///
/// Its tokens open no more than it may do. One whose roles open persons, or let others in, opens nothing until another
/// admin approves it.
#[utoipa::path(request_body = ClientDetails, responses((status = 201, description = "The client.", body = RegisteredClient)), security(("bearer" = ["clients:register"])))]
#[post("/v1/clients")]
async fn create_client(
    who: Allowed<rights::RegisterClients>,
    app: web::Data<App>,
    post: Post<ClientDetails>,
) -> Result<Answer, Error> {
    let (new, issuers, single_admin) = (post.body, app.keys.issuers().to_vec(), app.single_admin);
    let done = once(&app, who.caller, post.key, move |tx, who| {
        if !issuers.contains(&new.issuer) {
            return Err(Error::Invalid(vec![Fault::none_of("#/issuer", &issuers)]));
        }
        coherent(&new, who)?;
        let (row, waived) = consent::changed(Row::new(who).with(new.clone()), false, who, single_admin);
        store::insert(tx, &row)?;
        journal::record(tx, who, "client_registered", object(&row))?;
        if waived {
            journal::record(tx, who, WAIVED, object(&row))?;
        }
        Answer::created(format!("/v1/clients/{}", row.id), 1, &RegisteredClient::of(row, who))
    })
    .await;
    app.known.forget();
    done
}

/// Lists clients.
///
/// The oldest first.
#[utoipa::path(responses((status = 200, description = "A page of clients.", body = Page<RegisteredClient>)), security(("bearer" = ["clients:read"])))]
#[get("/v1/clients")]
async fn list_clients(who: Allowed<rights::ReadClients>, app: web::Data<App>, paging: Paging) -> Result<Answer, Error> {
    let fetch = |conn: &mut Conn, slice: &Slice<_>| {
        let rows = store::lists::list(conn, slice)?;
        Ok((rows, slice.total(|| store::lists::count(conn, &slice.filters))?))
    };
    let caller = who.caller.clone();
    let show = move |row: Row| ((row.created_at, row.id), RegisteredClient::of(row, &caller));
    paging.list_shared(&app, &who, Sight::Nobody, fetch, show).await
}

/// Reads a client.
///
/// What its tokens may open.
#[utoipa::path(params(("id" = ClientId, Path)), responses((status = 200, description = "The client.", body = RegisteredClient)), security(("bearer" = ["clients:read"])))]
#[get("/v1/clients/{id}")]
async fn get_client(
    who: Allowed<rights::ReadClients>,
    app: web::Data<App>,
    id: web::Path<ClientId>,
) -> Result<Answer, Error> {
    let row = app.db.read(Sight::Nobody, move |conn| store::find(conn, *id)).await?;
    Answer::found(row.version, &RegisteredClient::of(row, &who))
}

/// Changes a client.
///
/// What is narrower holds within five seconds. Wider roles and another municipality wait for another admin; until then
/// what was last approved holds.
#[utoipa::path(params(("id" = ClientId, Path)), request_body = ClientDetails, responses((status = 200, description = "The client as changed.", body = RegisteredClient)), security(("bearer" = ["clients:register"])))]
#[patch("/v1/clients/{id}")]
async fn change_client(
    who: Allowed<rights::RegisterClients>,
    app: web::Data<App>,
    id: web::Path<ClientId>,
    patch: Patch,
) -> Result<Answer, Error> {
    let (caller, inner) = (who.caller, app.clone());
    let done = app
        .db
        .write(move |tx| {
            let before = store::claimed(tx, *id)?;
            let known = before.clone().into_details();
            let details: ClientDetails = patch.apply(&inner, before.version, &known)?;
            let moved = [
                ("#/issuer", details.issuer == known.issuer),
                ("#/client_id", details.client_id == known.client_id),
                ("#/subject", details.subject == known.subject),
            ];
            let moved: Vec<Fault> =
                moved.iter().filter(|(_, same)| !same).map(|(at, _)| Fault::at(*at, "not_changeable")).collect();
            if !moved.is_empty() {
                return Err(Error::Invalid(moved));
            }
            coherent(&details, &caller)?;
            journal::keep(tx, &caller, object(&before), &known)?;
            let now = caller.at.naive_utc();
            let token_waits = store::token_waits(tx, *id, now)?;
            let row = Row { version: before.version + 1, updated_at: now, ..before.with(details) };
            let (row, waived) = consent::changed(row, token_waits, &caller, inner.single_admin);
            store::update(tx, &row)?;
            journal::record(tx, &caller, "client_changed", object(&row))?;
            if waived {
                store::accept_tokens(tx, *id, now)?;
                journal::record(tx, &caller, WAIVED, object(&row))?;
            }
            Answer::found(row.version, &RegisteredClient::of(row, &caller))
        })
        .await;
    app.known.forget();
    done
}

/// Suspends a client.
///
/// Within five seconds its tokens are no longer accepted.
#[utoipa::path(params(("id" = ClientId, Path)), request_body = ClientMoveInput, responses((status = 201, description = "The record.", body = ClientMove)), security(("bearer" = ["clients:register"])))]
#[post("/v1/clients/{id}/suspensions")]
async fn suspend_client(
    who: Allowed<rights::RegisterClients>,
    app: web::Data<App>,
    id: web::Path<ClientId>,
    post: Post<ClientMoveInput>,
) -> Result<Answer, Error> {
    moved(who.caller, app, *id, post, ClientState::Suspended).await
}

/// Lets a suspended client in again.
///
/// Its tokens that have not ended are accepted again.
#[utoipa::path(params(("id" = ClientId, Path)), request_body = ClientMoveInput, responses((status = 201, description = "The record.", body = ClientMove)), security(("bearer" = ["clients:register"])))]
#[post("/v1/clients/{id}/resumptions")]
async fn resume_client(
    who: Allowed<rights::RegisterClients>,
    app: web::Data<App>,
    id: web::Path<ClientId>,
    post: Post<ClientMoveInput>,
) -> Result<Answer, Error> {
    moved(who.caller, app, *id, post, ClientState::Active).await
}

async fn moved(
    who: Caller,
    app: web::Data<App>,
    id: ClientId,
    post: Post<ClientMoveInput>,
    to: ClientState,
) -> Result<Answer, Error> {
    let (reason, seen) = (post.body.reason, post.seen);
    let done = once(&app, who, post.key, move |tx, who| {
        let row = store::claimed(tx, id)?;
        seen.is(row.version)?;
        if row.state.0 == to {
            return Err(Refusal::IllegalMove { current: row.told().code(), allowed: row.other_states() }.into());
        }
        let now = who.at.naive_utc();
        let row = Row { state: Coded(to), version: row.version + 1, updated_at: now, ..row };
        store::update(tx, &row)?;
        let record = MoveRow {
            id: ClientMoveId::in_order(),
            client_id: id,
            state: Coded(to),
            reason: reason.clone(),
            recorded_by: who.official(),
            recorded_at: now,
        };
        store::insert_move(tx, &record)?;
        let action = if to == ClientState::Suspended { "client_suspended" } else { "client_resumed" };
        journal::record(tx, who, action, object(&row))?;
        Answer::created(format!("/v1/clients/{id}"), 1, &ClientMove::of(record, who))
    })
    .await;
    app.known.forget();
    done
}

/// What no schema can say of a client: each role once, and a municipality that there is.
fn coherent(details: &ClientDetails, who: &Caller) -> Result<(), Error> {
    let mut seen = HashSet::new();
    if !details.roles.iter().all(|role| seen.insert(role.0)) {
        return Err(Error::invalid("#/roles", "not_unique"));
    }
    if details.municipality.as_deref().is_some_and(|atvk| !municipalities::stands(atvk, who.today())) {
        return Err(Error::invalid("#/municipality", "municipality_unknown"));
    }
    Ok(())
}

fn object(row: &Row) -> Object {
    Object { kind: "client", id: row.id.uuid(), version: row.version, person: None }
}
