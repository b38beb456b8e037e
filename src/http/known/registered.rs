//! What a token stands for by the register: its client as it was last approved, and the rights of a token for a script.

use aplp_domain::code::Code;
use aplp_domain::municipalities::is_same_place;
use chrono::{DateTime, TimeDelta, Utc};

use super::{Found, Service};
use crate::caller::Sight;
use crate::error::Error;
use crate::http::App;
use crate::http::clients::store::{self, Row, TokenRow, parts};
use crate::http::clients::wire::{ClientState, roles};
use crate::http::token::{AUDIENCE, Claims};
use crate::token_check::TokenCheck;

/// How often the use of a service token is noted, in seconds.
const NOTED_SECONDS: i64 = 60;

/// What a service token stands for: its client, as it is registered.
pub(super) async fn service(app: &App, digest: [u8; 32], at: DateTime<Utc>) -> Result<Found, Error> {
    let found = app.db.read(Sight::Nobody, move |conn| {
        let Some(token) = store::token_with(conn, &digest)? else { return Ok(None) };
        let own = store::find(conn, token.client_id)?;
        // The whole program may be suspended though the token is for one user of it.
        let subject = own.subject.clone().unwrap_or_default();
        let rows = store::registered(conn, &own.issuer, &own.client_id, &subject)?;
        Ok(Some((token, own, rows)))
    });
    let (token, own, rows) = found.await?.ok_or(Error::Unauthenticated(TokenCheck::ScriptUnknown))?;
    let refused = if token.revoked_at.is_some() {
        Some(TokenCheck::ScriptRevoked)
    } else if token.expires_at.and_utc() < at {
        Some(TokenCheck::Expired)
    } else if token.accepted_at.is_none() {
        Some(TokenCheck::ScriptNotApproved)
    } else if !app.keys.issuers().contains(&own.issuer) {
        // It stands in for an issuer whose tokens are not accepted any more.
        Some(TokenCheck::Issuer)
    } else {
        None
    };
    if let Some(check) = refused {
        return Err(Error::Unauthenticated(check));
    }
    let claims = narrowed(claims(&token, own), &rows)?;
    let networks = parts(&token.addresses).iter().filter_map(|network| network.parse().ok()).collect();
    let noted = token.last_used_at.map(|used| used.and_utc() + TimeDelta::seconds(NOTED_SECONDS));
    let scopes = parts(&token.scopes);
    if noted.is_none_or(|until| until <= at)
        && let Err(fault) = app.db.write(move |tx| store::touch(tx, &token, at)).await
    {
        log::warn!("the use of a token was not noted: {fault}");
    }
    Ok(Found { claims, service: Some(Service { scopes, networks }) })
}

/// A service token as if it were one of its issuer's.
fn claims(token: &TokenRow, own: Row) -> Claims {
    Claims {
        iss: own.issuer,
        aud: AUDIENCE.to_owned(),
        exp: token.expires_at.and_utc().timestamp(),
        iat: token.created_at.and_utc().timestamp(),
        nbf: None,
        sub: own.subject.unwrap_or_else(|| own.client_id.clone()),
        client_id: own.client_id,
        jti: token.id.to_string(),
        roles: own.granted_roles.as_deref().map(parts).unwrap_or_default(),
        name: None,
        municipality: own.granted_municipality,
        support_person: None,
        person: None,
        programmes: Vec::new(),
    }
}

/// What is left of claims when those who are registered may do no more than stands there: a token narrows that, it never
/// widens it (AU-03).
pub(super) fn narrowed(mut claims: Claims, rows: &[Row]) -> Result<Claims, Error> {
    for row in rows {
        if row.state.0 == ClientState::Suspended {
            return Err(Error::Unauthenticated(TokenCheck::Suspended));
        }
        // What waits for a second admin opens nothing.
        let Some(granted) = &row.granted_roles else { return Err(Error::Unauthenticated(TokenCheck::NotApproved)) };
        let own = roles(granted);
        claims.roles.retain(|code| own.iter().any(|role| role.0.code() == code));
        let Some(municipality) = &row.granted_municipality else { continue };
        match &claims.municipality {
            Some(named) if !is_same_place(municipality, named) => claims.roles.clear(),
            _ => claims.municipality = Some(municipality.clone()),
        }
    }
    Ok(claims)
}
