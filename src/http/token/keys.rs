//! Where the keys come from: a file, or the issuer's own page, which is asked seldom and never by more than one at once.

use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::sync::Mutex;

use super::Claims;
use super::key_set::KeySet;
use crate::clock::Clock;
use crate::error::Error;
use crate::files;
use crate::http::outbound::Outbound;
use crate::token_check::TokenCheck;

/// How long the page is left in peace after it was asked, whatever it answered.
const PAUSE: Duration = Duration::from_secs(60);
/// After how long the page is asked although no key is missing, so that one that was taken back is forgotten.
const FRESH: Duration = Duration::from_secs(300);
/// How long keys are used while the page does not answer. After that nobody is let in.
pub const STALE_MAX: Duration = Duration::from_secs(24 * 3600);
/// How long a set of keys may be, in bytes.
const PAGE_MAX: u64 = 256 * 1024;

/// Where the public keys of the issuers are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Jwks {
    /// In a file, read once.
    File(PathBuf),
    /// On a page, by its address.
    Page(String),
}

/// The public keys whose tokens we accept.
pub struct Keys {
    issuers: Vec<String>,
    held: RwLock<Held>,
    page: Option<Page>,
}

#[derive(Clone, Default)]
struct Held {
    keys: Arc<KeySet>,
    /// When they were read.
    at: Option<Duration>,
}

struct Page {
    address: String,
    clock: Clock,
    outbound: Arc<Outbound>,
    /// When it was last asked.
    asked: Mutex<Option<Duration>>,
}

impl Keys {
    /// Reads the keys. A page that does not answer yet is no hindrance: it is asked again when keys are needed.
    ///
    /// # Errors
    /// A sentence about the file for the one who starts the service.
    pub fn open(jwks: &Jwks, issuers: Vec<String>, clock: &Clock, outbound: Arc<Outbound>) -> Result<Self, String> {
        match jwks {
            Jwks::File(file) => {
                let unread = |fault: std::io::Error| {
                    let why = files::reason(&fault);
                    format!(
                        "{}: the public keys of the issuer cannot be read: {why} with APLP_JWKS; `aplp demo` makes keys for trying the service out",
                        file.display()
                    )
                };
                let text = std::fs::read(file).map_err(unread)?;
                let wrong = |why| format!("{}: {why} (APLP_JWKS)", file.display());
                let keys = KeySet::read(&text, &issuers).map_err(wrong)?;
                let held = Held { keys: Arc::new(keys), at: None };
                Ok(Self { issuers, held: RwLock::new(held), page: None })
            }
            Jwks::Page(address) => {
                let asked = Mutex::new(Some(clock.elapsed()));
                let page = Page { address: address.clone(), clock: clock.clone(), outbound, asked };
                let keys = Self { issuers, held: RwLock::default(), page: Some(page) };
                keys.keep(keys.ask());
                Ok(keys)
            }
        }
    }

    /// Who issues the tokens that we accept.
    #[must_use]
    pub fn issuers(&self) -> &[String] {
        &self.issuers
    }

    /// What a token says, if it is one of ours.
    ///
    /// # Errors
    /// `Unauthenticated` with the check that it did not pass.
    pub async fn verify(self: &Arc<Self>, token: &str, at: DateTime<Utc>) -> Result<Claims, Error> {
        self.refresh(false).await;
        let usable = || self.usable().ok_or(Error::Unauthenticated(TokenCheck::NoKeys));
        let read = match usable()?.claims(token, at) {
            // The issuer may have a new key.
            Err(TokenCheck::KeyUnknown) if self.page.is_some() => {
                self.refresh(true).await;
                usable()?.claims(token, at)
            }
            read => read,
        };
        read.map_err(Error::Unauthenticated)
    }

    /// Whether there are keys that may still be used; asks for them if it is time to.
    pub async fn are_there(self: &Arc<Self>) -> bool {
        self.refresh(false).await;
        self.usable().is_some()
    }

    /// How long ago they were read from the issuer's page; a file does not grow old.
    #[must_use]
    pub fn age(&self) -> Option<Duration> {
        let page = self.page.as_ref()?;
        self.held().at.map(|at| page.clock.elapsed().saturating_sub(at))
    }

    /// The keys, unless they are too old to be trusted.
    fn usable(&self) -> Option<Arc<KeySet>> {
        let held = self.held();
        let Some(page) = &self.page else { return Some(held.keys) };
        let age = page.clock.elapsed().saturating_sub(held.at?);
        (age <= STALE_MAX).then_some(held.keys)
    }

    fn held(&self) -> Held {
        self.held.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Asks the page if it is time to: when the keys are not fresh any more, or one is missing. Whoever misses one waits
    /// for the answer; the others go on with what there is.
    async fn refresh(self: &Arc<Self>, missing: bool) {
        let Some(page) = &self.page else { return };
        let now = page.clock.elapsed();
        let held = self.held();
        if !missing && held.at.is_some_and(|at| now.saturating_sub(at) < FRESH) {
            return;
        }
        let mut asked = match page.asked.try_lock() {
            Ok(asked) => asked,
            Err(_) if !missing && held.at.is_some() => return,
            Err(_) => page.asked.lock().await,
        };
        if asked.is_some_and(|asked| page.clock.elapsed().saturating_sub(asked) < PAUSE) {
            return;
        }
        *asked = Some(now);
        let keys = Arc::clone(self);
        // Who asked may go away meanwhile; the answer is kept all the same.
        if let Err(fault) = tokio::task::spawn_blocking(move || keys.keep(keys.ask())).await {
            log::error!(target: "aplp::failure", "an issuer's page of keys could not be asked: {fault}");
        }
    }

    fn ask(&self) -> Result<KeySet, String> {
        let Some(page) = &self.page else { return Err("there is no page".to_owned()) };
        KeySet::read(&page.outbound.get(&page.address, PAGE_MAX)?, &self.issuers)
    }

    fn keep(&self, answered: Result<KeySet, String>) {
        let Some(page) = &self.page else { return };
        match answered {
            Ok(keys) => {
                let held = Held { keys: Arc::new(keys), at: Some(page.clock.elapsed()) };
                *self.held.write().unwrap_or_else(PoisonError::into_inner) = held;
            }
            Err(why) => log::warn!("{}: {why}", page.address),
        }
    }
}
