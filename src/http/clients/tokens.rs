//! Tokens for scripts: made for a client, shown once, and taken back.

use std::collections::HashSet;

use actix_web::{get, post, web};
use chrono::Duration;

use super::store::{self, Row, TokenRow};
use super::wire::{ClientToken, ClientTokenInput, IssuedClientToken, RevocationInput, roles};
use super::{ClientId, ClientTokenId, WAIVED, consent, secret};
use crate::caller::{Caller, Sight};
use crate::db::journal::{self, Object};
use crate::error::{Error, Fault};
use crate::http::access::is_for_scripts;
use crate::http::forwarded::Network;
use crate::http::page::Page;
use crate::http::rights;
use crate::http::routes::Routes;
use crate::http::{Allowed, Answer, App, Paging, Post, once};

/// How long a token may be accepted, in days.
const DAYS_MAX: i64 = 90;
/// How many tokens of a client are accepted at once: the one in use, and the one that takes its place.
const LIVE_MAX: usize = 2;

pub(super) fn routes(to: &mut Routes<'_>) {
    to.service(create_client_token).service(list_client_tokens).service(revoke_client_token);
}

/// Makes a token for a script.
///
/// Shown in this answer only; a client has two at most, which manage no clients. If its roles open persons, another
/// admin must first approve the version of the client that this makes.
#[utoipa::path(params(("id" = ClientId, Path)), request_body = ClientTokenInput, responses((status = 201, description = "The token.", body = IssuedClientToken)), security(("bearer" = ["clients:register"])))]
#[post("/v1/clients/{id}/tokens")]
async fn create_client_token(
    who: Allowed<rights::RegisterClients>,
    app: web::Data<App>,
    id: web::Path<ClientId>,
    post: Post<ClientTokenInput>,
) -> Result<Answer, Error> {
    let (new, seen, single_admin) = (post.body, post.seen, app.single_admin);
    once(&app, who.caller, post.key, move |tx, who| {
        let client = store::claimed(tx, *id)?;
        seen.is(client.version)?;
        let carried: HashSet<&str> = roles(&client.roles).iter().flat_map(|role| rights::of(role.0)).collect();
        let carried = carried.into_iter().filter(|right| is_for_scripts(right)).collect();
        coherent(&new, &carried, who)?;
        let live = |row: &TokenRow| row.revoked_at.is_none() && row.expires_at >= who.at.naive_utc();
        if store::tokens(tx, *id)?.iter().filter(|row| live(row)).count() >= LIVE_MAX {
            return Err(Error::Conflict("client_tokens_used_up"));
        }
        let now = who.at.naive_utc();
        let asks = consent::opens(&client.roles) || client.granted_roles.as_deref().is_some_and(consent::opens);
        let waits = asks && !single_admin;
        let token = secret::new(who.livemode)?;
        let digest = secret::digest(&token, who.livemode);
        let row = TokenRow {
            id: ClientTokenId::random(),
            client_id: *id,
            name: new.name.clone(),
            digest: digest.ok_or_else(|| Error::Internal("a new token is not whole".to_owned()))?.to_vec(),
            scopes: new.scopes.join(","),
            addresses: new.addresses.join(","),
            expires_at: new.expires_at.naive_utc(),
            accepted_at: Some(now).filter(|_| !waits),
            revoked_at: None,
            last_used_at: None,
            version: 1,
            created_at: now,
            updated_at: now,
        };
        store::insert_token(tx, &row)?;
        journal::record(tx, who, "client_token_made", object(&row))?;
        if waits {
            journal::keep(tx, who, super::object(&client), &client.clone().into_details())?;
            let next = Row { version: client.version + 1, updated_at: now, ..client };
            let (next, _) = consent::changed(next, true, who, false);
            store::update(tx, &next)?;
            journal::record(tx, who, "client_approval_requested", super::object(&next))?;
        } else if asks {
            journal::record(tx, who, WAIVED, object(&row))?;
        }
        let location = format!("/v1/clients/{}/tokens", *id);
        let shown = |token| IssuedClientToken { kept: ClientToken::of(row.clone(), who), token };
        // What is kept to answer a repetition must not hold the token either.
        let kept = Answer::created(location.clone(), 1, &shown(None))?.body;
        Ok(Answer { stored: Some(kept), ..Answer::created(location, 1, &shown(Some(token)))? })
    })
    .await
}

/// Lists the tokens of a client.
///
/// All it has had, the oldest first.
#[utoipa::path(params(("id" = ClientId, Path)), responses((status = 200, description = "A page of tokens.", body = Page<ClientToken>)), security(("bearer" = ["clients:read"])))]
#[get("/v1/clients/{id}/tokens")]
async fn list_client_tokens(
    who: Allowed<rights::ReadClients>,
    app: web::Data<App>,
    id: web::Path<ClientId>,
    paging: Paging,
) -> Result<Answer, Error> {
    let read = app.db.view(Sight::Nobody, move |conn| store::find(conn, *id).and_then(|_| store::tokens(conn, *id)));
    let tokens = read.await?.into_iter().map(|row| ClientToken::of(row, &who)).collect();
    paging.whole(&app, &who, tokens).await
}

/// Takes a token back.
///
/// Within five seconds it is no longer accepted.
#[utoipa::path(params(("id" = ClientTokenId, Path)), request_body = RevocationInput, responses((status = 201, description = "The token, taken back.", body = ClientToken)), security(("bearer" = ["clients:register"])))]
#[post("/v1/client-tokens/{id}/revocations")]
async fn revoke_client_token(
    who: Allowed<rights::RegisterClients>,
    app: web::Data<App>,
    id: web::Path<ClientTokenId>,
    post: Post<RevocationInput>,
) -> Result<Answer, Error> {
    let seen = post.seen;
    let done = once(&app, who.caller, post.key, move |tx, who| {
        let row = store::find_token(tx, *id)?;
        let client = store::claimed(tx, row.client_id)?;
        let row = store::find_token(tx, *id)?;
        seen.is(row.version)?;
        if row.revoked_at.is_some() {
            return Err(Error::Conflict("client_token_revoked"));
        }
        let now = who.at.naive_utc();
        let row = TokenRow { revoked_at: Some(now), version: row.version + 1, updated_at: now, ..row };
        store::revoke(tx, &row)?;
        journal::record(tx, who, "client_token_revoked", object(&row))?;
        // Where nothing but this token waited, nothing waits any more.
        if client.waits_since.is_some() && !consent::is_wider(&client) && !store::token_waits(tx, client.id, now)? {
            journal::keep(tx, who, super::object(&client), &client.clone().into_details())?;
            let next = Row { version: client.version + 1, updated_at: now, ..consent::in_force(client) };
            store::update(tx, &next)?;
            journal::record(tx, who, "client_changed", super::object(&next))?;
        }
        let location = format!("/v1/clients/{}/tokens", row.client_id);
        Answer::created(location, row.version, &ClientToken::of(row, who))
    })
    .await;
    app.known.forget();
    done
}

/// What no schema can say of a token: rights that the client has, an end that is near enough, addresses that are some.
fn coherent(new: &ClientTokenInput, carried: &HashSet<&str>, who: &Caller) -> Result<(), Error> {
    let mut faults = Vec::new();
    let mut seen = HashSet::new();
    for (at, scope) in new.scopes.iter().enumerate() {
        if !carried.contains(scope.as_str()) {
            faults.push(Fault::at(format!("#/scopes/{at}"), "not_one_of"));
        } else if !seen.insert(scope) {
            faults.push(Fault::at("#/scopes", "not_unique"));
        }
    }
    if new.expires_at <= who.at {
        faults.push(Fault::at("#/expires_at", "too_small"));
    } else if new.expires_at > who.at + Duration::days(DAYS_MAX) {
        faults.push(Fault::at("#/expires_at", "too_large"));
    }
    for (at, address) in new.addresses.iter().enumerate() {
        if address.parse::<Network>().is_err() {
            faults.push(Fault::at(format!("#/addresses/{at}"), "wrong_format"));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(Error::Invalid(faults)) }
}

fn object(row: &TokenRow) -> Object {
    Object { kind: "client_token", id: row.id.uuid(), version: row.version, person: None }
}
