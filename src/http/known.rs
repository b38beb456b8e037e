//! Who a token stands for, looked up once and remembered for a few seconds: signature, registered client, service token.

mod registered;

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

use super::asked::Asked;
use super::clients::store;
use super::forwarded::Network;
use super::token::Claims;
use super::{App, clients};
use crate::caller::{Caller, Sight};
use crate::db::Conn;
use crate::error::Error;
use crate::token_check::TokenCheck;

/// How long an instance remembers before one of those who ask looks anew, while the others go on with what is remembered.
const REMEMBERED: Duration = Duration::from_secs(3);
/// How long it remembers at all: a suspension holds everywhere within five seconds, so it is less.
const HELD: Duration = Duration::from_millis(4_500);
/// How many tokens are remembered at once.
const TOKENS_MAX: usize = 10_000;
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
        found.holds(asked.at, from).map_err(Error::Unauthenticated)?;
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
            return registered::service(app, digest, asked.at).await;
        }
        if token.starts_with(SERVICE) {
            return Err(Error::Unauthenticated(TokenCheck::ScriptUnknown));
        }
        let claims = app.keys.verify(token, asked.at).await?;
        let (issuer, client, subject) = (claims.iss.clone(), claims.client_id.clone(), claims.sub.clone());
        // A frontend opens with several requests of one user at once.
        let who = format!("{issuer}\n{client}\n{subject}");
        let read = move |conn: &mut Conn| store::registered(conn, &issuer, &client, &subject);
        let rows = app.db.read_once(Sight::Nobody, who, read).await?;
        if rows.is_empty() && self.registered_only {
            return Err(Error::Unauthenticated(TokenCheck::NotRegistered));
        }
        Ok(Found { claims: registered::narrowed(claims, &rows)?, service: None })
    }
}

impl Remembered {
    fn is_held(&self, now: Duration) -> bool {
        self.at <= now && now - self.at < HELD
    }
}

impl Found {
    fn holds(&self, at: DateTime<Utc>, from: IpAddr) -> Result<(), TokenCheck> {
        let Some(Service { networks, .. }) = &self.service else { return self.claims.timely(at) };
        if at.timestamp() > self.claims.exp {
            return Err(TokenCheck::Expired);
        }
        let near = networks.is_empty() || networks.iter().any(|own| own.has(from));
        if near { Ok(()) } else { Err(TokenCheck::ScriptAddress) }
    }
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
        let refused = Error::Unauthenticated(TokenCheck::Suspended);

        assert!(matches!(known.held(&TOKEN, at(1), refused), Err(Error::Unauthenticated(_))));

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
