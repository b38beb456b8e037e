//! Who a token stands for, looked up once and remembered for a few seconds: signature, registered client, service token.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use aplp_domain::code::Code;
use aplp_domain::municipalities::is_same_place;
use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest, Sha256};

use super::asked::Asked;
use super::clients::store::{self, Row, TokenRow, parts};
use super::clients::wire::{ClientState, roles};
use super::forwarded::Network;
use super::token::{AUDIENCE, Claims};
use super::{App, clients};
use crate::caller::{Caller, Sight};
use crate::db::Conn;
use crate::error::Error;

/// How long an instance remembers before one of those who ask looks anew, while the others go on with what is remembered.
const REMEMBERED: Duration = Duration::from_secs(3);
/// How long it remembers at all: a suspension holds everywhere within five seconds, so it is less.
const HELD: Duration = Duration::from_millis(4_500);
/// How many tokens are remembered at once.
const TOKENS_MAX: usize = 10_000;
/// How often the use of a service token is noted, in seconds.
const NOTED_SECONDS: i64 = 60;
/// How every token for a script begins.
const SERVICE: &str = "aplp_";

/// The tokens that were looked up lately, by digest.
pub struct Known {
    registered_only: bool,
    tokens: Mutex<Tokens>,
}

#[derive(Default)]
struct Tokens {
    known: HashMap<[u8; 32], Remembered>,
    /// Counts how often all was forgotten, so that what was looked up before is not remembered after.
    forgotten: u64,
}

/// What was found out, when, and whether somebody is looking anew just now.
struct Remembered {
    found: Arc<Found>,
    at: Duration,
    in_renewal: bool,
}

/// What was found out about a token. Whether it holds just now is asked each time.
struct Found {
    claims: Claims,
    service: Option<Service>,
}

/// What only a service token has.
struct Service {
    scopes: Vec<String>,
    networks: Vec<Network>,
}

impl Known {
    /// Nobody known yet.
    #[must_use]
    pub fn new(registered_only: bool) -> Self {
        Self { registered_only, tokens: Mutex::default() }
    }

    /// Forgets everybody, so that this instance sees at once what it has changed.
    pub fn forget(&self) {
        let mut tokens = self.tokens();
        tokens.known.clear();
        tokens.forgotten += 1;
    }

    /// The caller whom a token from an address stands for.
    ///
    /// # Errors
    /// `Unauthenticated` for every way in which it may not be accepted; `Unavailable` when that cannot be found out.
    pub(super) async fn caller(&self, app: &App, token: &str, asked: &Asked, from: IpAddr) -> Result<Caller, Error> {
        let digest: [u8; 32] = Sha256::digest(token).into();
        let now = app.clock.elapsed();
        let forgotten = self.tokens().forgotten;
        let found = match self.remembered(&digest, now) {
            Some((found, false)) => found,
            _ => match self.look_up(app, token, asked).await {
                Ok(found) => self.keep(digest, found, now, forgotten),
                Err(fault) => self.held(&digest, app.clock.elapsed(), fault)?,
            },
        };
        if !found.holds(asked.at, from) {
            return Err(Error::Unauthenticated);
        }
        let scopes = found.service.as_ref().map(|service| service.scopes.clone());
        Ok(Caller { scopes, ..found.claims.caller(asked, app.livemode) })
    }

    fn tokens(&self) -> MutexGuard<'_, Tokens> {
        self.tokens.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is remembered of a token, and whether it is this caller's turn to look anew.
    fn remembered(&self, digest: &[u8; 32], now: Duration) -> Option<(Arc<Found>, bool)> {
        let mut tokens = self.tokens();
        let known = tokens.known.get_mut(digest).filter(|known| known.is_held(now))?;
        let due = now - known.at >= REMEMBERED && !known.in_renewal;
        known.in_renewal |= due;
        Some((Arc::clone(&known.found), due))
    }

    /// What is still held of a token that could not be looked up: what was true a moment ago is better than to turn away
    /// everybody whom the database has no time for. A token that is refused is held no longer.
    fn held(&self, digest: &[u8; 32], now: Duration, fault: Error) -> Result<Arc<Found>, Error> {
        let mut tokens = self.tokens();
        if !matches!(fault, Error::Busy(_) | Error::Unavailable(_)) {
            tokens.known.remove(digest);
        }
        let known = tokens.known.get_mut(digest).filter(|known| known.is_held(now)).ok_or(fault)?;
        known.in_renewal = false;
        Ok(Arc::clone(&known.found))
    }

    fn keep(&self, digest: [u8; 32], found: Found, now: Duration, forgotten: u64) -> Arc<Found> {
        let found = Arc::new(found);
        let mut tokens = self.tokens();
        if tokens.known.len() >= TOKENS_MAX {
            tokens.known.retain(|_, known| known.is_held(now));
        }
        if tokens.known.len() < TOKENS_MAX && tokens.forgotten == forgotten {
            let remembered = Remembered { found: Arc::clone(&found), at: now, in_renewal: false };
            tokens.known.insert(digest, remembered);
        }
        found
    }

    async fn look_up(&self, app: &App, token: &str, asked: &Asked) -> Result<Found, Error> {
        if let Some(digest) = clients::digest(token, app.livemode) {
            return service(app, digest, asked.at).await;
        }
        if token.starts_with(SERVICE) {
            return Err(Error::Unauthenticated);
        }
        let claims = app.keys.verify(token, asked.at).await?;
        let (issuer, client, subject) = (claims.iss.clone(), claims.client_id.clone(), claims.sub.clone());
        // A frontend opens with several requests of one user at once.
        let who = format!("{issuer}\n{client}\n{subject}");
        let read = move |conn: &mut Conn| store::registered(conn, &issuer, &client, &subject);
        let rows = app.db.read_once(Sight::Nobody, who, read).await?;
        if rows.is_empty() && self.registered_only {
            return Err(Error::Unauthenticated);
        }
        Ok(Found { claims: narrowed(claims, &rows)?, service: None })
    }
}

impl Remembered {
    fn is_held(&self, now: Duration) -> bool {
        self.at <= now && now - self.at < HELD
    }
}

impl Found {
    fn holds(&self, at: DateTime<Utc>, from: IpAddr) -> bool {
        match &self.service {
            None => self.claims.hold(at),
            Some(Service { networks, .. }) => {
                at.timestamp() <= self.claims.exp && (networks.is_empty() || networks.iter().any(|own| own.has(from)))
            }
        }
    }
}

/// What a service token stands for: its client, as it is registered.
async fn service(app: &App, digest: [u8; 32], at: DateTime<Utc>) -> Result<Found, Error> {
    let found = app.db.read(Sight::Nobody, move |conn| {
        let Some(token) = store::token_with(conn, &digest)? else { return Ok(None) };
        let own = store::find(conn, token.client_id)?;
        // The whole program may be suspended though the token is for one user of it.
        let subject = own.subject.clone().unwrap_or_default();
        let rows = store::registered(conn, &own.issuer, &own.client_id, &subject)?;
        Ok(Some((token, own, rows)))
    });
    let (token, own, rows) = found.await?.ok_or(Error::Unauthenticated)?;
    if token.revoked_at.is_some() || token.expires_at.and_utc() < at {
        return Err(Error::Unauthenticated);
    }
    let claims = narrowed(claims(&token, own), &rows)?;
    let networks = parts(&token.addresses).iter().filter_map(|network| network.parse().ok()).collect();
    let used = token.clone();
    let noted = token.last_used_at.map(|used| used.and_utc() + TimeDelta::seconds(NOTED_SECONDS));
    if noted.is_none_or(|until| until <= at)
        && let Err(fault) = app.db.write(move |tx| store::touch(tx, &used, at)).await
    {
        log::warn!("the use of a token was not noted: {fault}");
    }
    Ok(Found { claims, service: Some(Service { scopes: parts(&token.scopes), networks }) })
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
        roles: parts(&own.roles),
        name: None,
        municipality: own.municipality,
        support_person: None,
        person: None,
        programmes: Vec::new(),
    }
}

/// What is left of claims when those who are registered may do no more than stands there: a token narrows that, it never
/// widens it (AU-03).
fn narrowed(mut claims: Claims, rows: &[Row]) -> Result<Claims, Error> {
    for row in rows {
        if row.state.0 == ClientState::Suspended {
            return Err(Error::Unauthenticated);
        }
        let own = roles(&row.roles);
        claims.roles.retain(|code| own.iter().any(|role| role.0.code() == code));
        let Some(municipality) = &row.municipality else { continue };
        match &claims.municipality {
            Some(named) if !is_same_place(municipality, named) => claims.roles.clear(),
            _ => claims.municipality = Some(municipality.clone()),
        }
    }
    Ok(claims)
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::caller::Role;

    const TOKEN: [u8; 32] = [7; 32];

    fn at(millis: u64) -> Duration {
        Duration::from_secs(100) + Duration::from_millis(millis)
    }

    fn found() -> Found {
        let now = DateTime::from_timestamp(1_772_434_800, 0).unwrap();
        Found { claims: Claims::demo("ilze", &[Role::Coordinator], now), service: None }
    }

    fn turn(known: &Known, millis: u64) -> Option<bool> {
        known.remembered(&TOKEN, at(millis)).map(|(_, due)| due)
    }

    // AU-04
    #[test]
    fn a_caller_is_looked_up_anew_by_one_of_those_who_ask_and_held_for_less_than_five_seconds() {
        let known = Known::new(false);
        known.keep(TOKEN, found(), at(0), 0);

        assert_eq!(turn(&known, 2_999), Some(false));
        assert_eq!(turn(&known, 3_000), Some(true));
        assert_eq!(turn(&known, 3_001), Some(false), "somebody is at it");
        assert!(known.held(&TOKEN, at(4_499), Error::Busy("full")).is_ok());
        assert_eq!(turn(&known, 4_499), Some(true), "it came to nothing, so it is somebody's turn again");
        assert!(known.held(&TOKEN, at(4_500), Error::Busy("full")).is_err());
        assert_eq!(turn(&known, 4_500), None);
    }

    #[test]
    fn a_caller_who_is_refused_is_held_no_longer() {
        let known = Known::new(false);
        known.keep(TOKEN, found(), at(0), 0);

        assert!(matches!(known.held(&TOKEN, at(1), Error::Unauthenticated), Err(Error::Unauthenticated)));

        assert_eq!(turn(&known, 1), None);
    }

    #[test]
    fn what_was_looked_up_before_a_change_is_not_remembered_after_it() {
        let known = Known::new(false);
        let before = known.tokens().forgotten;

        known.forget();
        known.keep(TOKEN, found(), at(0), before);

        assert_eq!(turn(&known, 0), None);
    }
}
