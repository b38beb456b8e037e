//! Who is asking: found at the door, once for each request that needs to know.

use std::net::IpAddr;
use std::sync::Arc;

use actix_web::http::header::{self, HeaderMap};

use super::App;
use super::asked::Asked;
use super::limits::Who;
use crate::caller::Caller;
use crate::error::Error;
use crate::token_check::TokenCheck;

/// What the door found out, for the handler.
#[derive(Clone)]
pub(super) enum Identity {
    /// Nobody was asked for a token, or nobody showed one.
    Stranger,
    /// A token that is not accepted, and which check it did not pass.
    Refused(TokenCheck),
    /// A token that is.
    Known(Arc<Caller>),
    /// A token of which it cannot be found out just now.
    Unclear(Error),
}

impl Identity {
    /// Reads and verifies the token among the headers.
    pub(super) async fn of(app: &App, headers: &HeaderMap, asked: &Asked, from: IpAddr) -> Self {
        if !headers.contains_key(header::AUTHORIZATION) {
            return Self::Stranger;
        }
        let token = match token(headers) {
            Ok(token) => token,
            Err(check) => return Self::Refused(check),
        };
        match app.known.caller(app, token, asked, from).await {
            Ok(caller) => Self::Known(Arc::new(caller)),
            Err(Error::Unauthenticated(check)) => Self::Refused(check),
            Err(fault) => Self::Unclear(fault),
        }
    }

    /// Whom the request is counted for.
    pub(super) fn who(&self, address: IpAddr) -> Who<'_> {
        match self {
            Self::Stranger => Who::Stranger(address),
            Self::Unclear(fault) => Who::Unclear(fault),
            Self::Refused(_) => Who::Refused(address),
            Self::Known(caller) => Who::Client(caller),
        }
    }

    /// The caller.
    ///
    /// # Errors
    /// `Unauthenticated`.
    pub(super) fn caller(&self) -> Result<&Caller, Error> {
        match self {
            Self::Known(caller) => Ok(caller),
            Self::Stranger => Err(Error::Unauthenticated(TokenCheck::Missing)),
            Self::Refused(check) => Err(Error::Unauthenticated(*check)),
            Self::Unclear(fault) => Err(fault.clone()),
        }
    }
}

/// The token in `Authorization`. With two of them it would be unclear who asks.
fn token(headers: &HeaderMap) -> Result<&str, TokenCheck> {
    let mut all = headers.get_all(header::AUTHORIZATION);
    let header = all.next().filter(|_| all.next().is_none()).ok_or(TokenCheck::Several)?;
    let (scheme, token) = header.to_str().ok().and_then(|text| text.split_once(' ')).ok_or(TokenCheck::Scheme)?;
    if scheme.eq_ignore_ascii_case("bearer") { Ok(token.trim()) } else { Err(TokenCheck::Scheme) }
}
