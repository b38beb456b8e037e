//! Bodies: read whole and in time, held against their schema in the published contract, and only then typed.

use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, Instant};

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use super::identity::Identity;
use super::seen::Seen;
use super::{App, json, repeat};
use crate::error::Error;

/// How large a body may be.
pub const BODY_MAX: usize = 1024 * 1024;
/// How large the body of somebody may be whose token was not accepted, or who has none.
pub const BODY_STRANGER_MAX: usize = 64 * 1024;
/// How long a body may take, from the head on until whoever is too slow has been told so.
pub(super) const BODY_SECONDS_MAX: u64 = 15;
/// How much of that is for telling, where much else is to be done.
const TOLD_WITHIN: Duration = Duration::from_millis(500);

/// When the head of a request was there: what is done before its body is read, such as to find out who asks, is no excuse
/// for a client to be slower.
#[derive(Clone, Copy)]
pub(super) struct Arrived(pub(super) Instant);

type Extracted<T> = Pin<Box<dyn Future<Output = Result<T, Error>>>>;

/// A body that changes nothing: a question too long or too personal for a URL.
pub struct Question<T>(pub T);

/// A body that leaves a record, with the key under which it may be sent again.
pub struct Post<T> {
    /// What was sent.
    pub body: T,
    /// The client's key for this attempt and all its repetitions.
    pub key: repeat::Key,
    /// The versions of what it changes of which the client saw one, where it says so.
    pub seen: Seen,
}

/// A body for something whose id the client made, so that a device that was offline may send it again. It needs
/// `If-None-Match: *`: nothing is ever replaced.
pub struct Create<T>(pub T);

/// A merge patch (RFC 7396) for the version named in `If-Match`.
pub struct Patch {
    changes: Value,
    seen: Seen,
}

impl<T: DeserializeOwned + ToSchema + 'static> FromRequest for Question<T> {
    type Error = Error;
    type Future = Extracted<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move { Ok(Self(typed(&request, &read(&request, payload, "application/json").await?)?)) })
    }
}

impl<T: DeserializeOwned + ToSchema + 'static> FromRequest for Post<T> {
    type Error = Error;
    type Future = Extracted<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            // Where the path names no resource there is no version to match.
            let seen = if request.match_info().is_empty() { Seen::ANY } else { Seen::of(request.headers())? };
            let value = read(&request, payload, "application/json").await?;
            let body = typed(&request, &value)?;
            Ok(Self { body, key: repeat::Key::of(&request, digest(&value)?)?, seen })
        })
    }
}

impl<T: DeserializeOwned + ToSchema + 'static> FromRequest for Create<T> {
    type Error = Error;
    type Future = Extracted<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let none = request.headers().get(header::IF_NONE_MATCH).ok_or(Error::Asked("if_none_match_missing"))?;
            if none.to_str().unwrap_or_default().trim() != "*" {
                return Err(Error::invalid("If-None-Match", "not_one_of"));
            }
            Ok(Self(typed(&request, &read(&request, payload, "application/json").await?)?))
        })
    }
}

impl FromRequest for Patch {
    type Error = Error;
    type Future = Extracted<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            if !request.headers().contains_key(header::IF_MATCH) {
                return Err(Error::Asked("if_match_missing"));
            }
            let seen = Seen::of(request.headers())?;
            Ok(Self { changes: read(&request, payload, "application/merge-patch+json").await?, seen })
        })
    }
}

impl Patch {
    /// What a resource becomes: the changes merged into its changeable members and held against their schema.
    ///
    /// # Errors
    /// `Stale` when it has another version than the caller saw, `Invalid` when the result is not a whole resource.
    pub fn apply<T>(&self, app: &App, version: i32, current: &T) -> Result<T, Error>
    where
        T: Serialize + DeserializeOwned + ToSchema,
    {
        self.seen.is(version)?;
        let mut merged = serde_json::to_value(current).map_err(|fault| Error::Internal(fault.to_string()))?;
        merge(&mut merged, &self.changes);
        app.contract.check(&T::name(), &merged)?;
        json::typed(&merged)
    }
}

/// RFC 7396: null removes, objects merge, everything else replaces.
pub fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(changes) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = Value::Object(serde_json::Map::new());
    }
    let Value::Object(members) = target else { return };
    for (name, change) in changes {
        if change.is_null() {
            members.remove(name);
        } else {
            merge(members.entry(name.clone()).or_insert(Value::Null), change);
        }
    }
}

async fn read(request: &HttpRequest, payload: Payload, media: &str) -> Result<Value, Error> {
    let headers = request.headers();
    let sent = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = sent.split(';').next().unwrap_or_default().trim();
    if !essence.eq_ignore_ascii_case(media) || headers.contains_key(header::CONTENT_ENCODING) {
        return Err(Error::Asked("unsupported_media_type"));
    }
    let is_known = matches!(request.extensions().get::<Identity>(), Some(Identity::Known(_)));
    let most = if is_known { BODY_MAX } else { BODY_STRANGER_MAX };
    let payload = web::Payload::from_request(request, &mut { payload });
    let payload = payload.await.map_err(|_| Error::invalid("#", "syntax"))?;
    let arrived = request.extensions().get::<Arrived>().map_or_else(Instant::now, |arrived| arrived.0);
    let until = arrived + Duration::from_secs(BODY_SECONDS_MAX) - TOLD_WITHIN;
    match tokio::time::timeout_at(until.into(), payload.to_bytes_limited(most)).await {
        Err(_) => Err(Error::Asked("request_timeout")),
        Ok(Err(_)) => Err(Error::Asked("content_too_large")),
        Ok(Ok(Err(_))) => Err(Error::invalid("#", "syntax")),
        Ok(Ok(Ok(bytes))) => json::read(&bytes),
    }
}

fn typed<T: DeserializeOwned + ToSchema>(request: &HttpRequest, value: &Value) -> Result<T, Error> {
    let app = request.app_data::<web::Data<App>>().ok_or_else(|| Error::Internal("no app".to_owned()))?;
    app.contract.check(&T::name(), value)?;
    json::typed(value)
}

/// The digest of a body, the same however its members were ordered or spaced: `serde_json` keeps members sorted.
fn digest(value: &Value) -> Result<[u8; 32], Error> {
    let canonical = serde_json::to_vec(value).map_err(|fault| Error::Internal(fault.to_string()))?;
    Ok(Sha256::digest(canonical).into())
}
