//! Bodies: read whole and in time, held against their schema in the published contract, and only then typed.

use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, Instant};

use actix_web::dev::Payload;
use actix_web::http::header::{self, HeaderMap, HeaderName};
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use super::identity::Identity;
use super::seen::Seen;
use super::{App, json, repeat};
use crate::error::{Error, Fault};

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

/// How a patch may come: as a merge patch (RFC 7396), and as the JSON that most generated clients write.
const PATCHES: [&str; 2] = [MERGE_PATCH, JSON];
const MERGE_PATCH: &str = "application/merge-patch+json";
const JSON: &str = "application/json";

/// A merge patch (RFC 7396) for the version named in `If-Match`. As `application/json` a null says nothing: clients that are
/// generated write it for each member that nobody set.
pub struct Patch {
    sent: Value,
    media: &'static str,
    seen: Seen,
}

impl<T: DeserializeOwned + ToSchema + 'static> FromRequest for Question<T> {
    type Error = Error;
    type Future = Extracted<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move { Ok(Self(typed(&request, &read(&request, payload, &[JSON]).await?.0)?)) })
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
            let (value, _) = read(&request, payload, &[JSON]).await?;
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
            let none = request
                .headers()
                .get(header::IF_NONE_MATCH)
                .filter(|_| is_sent(request.headers(), &header::IF_NONE_MATCH));
            let none = none.ok_or(Error::Asked("if_none_match_missing"))?;
            if none.to_str().unwrap_or_default().trim() != "*" {
                return Err(Fault::none_of("If-None-Match", ["*"]).into());
            }
            Ok(Self(typed(&request, &read(&request, payload, &[JSON]).await?.0)?))
        })
    }
}

impl FromRequest for Patch {
    type Error = Error;
    type Future = Extracted<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            if !is_sent(request.headers(), &header::IF_MATCH) {
                return Err(Error::Asked("if_match_missing"));
            }
            let seen = Seen::of(request.headers())?;
            let (sent, media) = read(&request, payload, &PATCHES).await?;
            Ok(Self { sent, media, seen })
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
        merge(&mut merged, &changes(self.sent.clone(), self.media)?);
        app.contract.check(&T::name(), &merged)?;
        json::typed(&merged)
    }
}

/// What a patch changes. One that names nothing is a mistake, and so is one of nulls only: a program that writes every member
/// that nobody filled in would erase the record. One member may be erased alone.
fn changes(sent: Value, media: &str) -> Result<Value, Error> {
    let sent = if media == JSON { without_nulls(sent) } else { sent };
    let members = sent.as_object().map(serde_json::Map::len).unwrap_or_default();
    let nulls = sent.as_object().into_iter().flatten().filter(|(_, value)| value.is_null()).count();
    match (members, nulls) {
        (0, _) => Err(Error::Asked("patch_empty")),
        (2.., nulls) if nulls == members => Err(Error::Asked("patch_all_null")),
        _ => Ok(sent),
    }
}

/// The same without its null members, also within its members.
fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let told = members.into_iter().filter(|(_, value)| !value.is_null());
            Value::Object(told.map(|(name, value)| (name, without_nulls(value))).collect())
        }
        other => other,
    }
}

/// Whether a header says something: an empty one is an absent one.
pub(super) fn is_sent(headers: &HeaderMap, name: &HeaderName) -> bool {
    headers.get_all(name).any(|value| !value.as_bytes().trim_ascii().is_empty())
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

/// A body of one of the media types, and which of them it is.
async fn read(
    request: &HttpRequest,
    payload: Payload,
    accepted: &[&'static str],
) -> Result<(Value, &'static str), Error> {
    let headers = request.headers();
    let sent = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = sent.split(';').next().unwrap_or_default().trim();
    let media = accepted.iter().copied().find(|media| essence.eq_ignore_ascii_case(media));
    let Some(media) = media.filter(|_| !is_sent(headers, &header::CONTENT_ENCODING)) else {
        return Err(Error::Asked("unsupported_media_type"));
    };
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
        Ok(Ok(Ok(bytes))) => Ok((json::read(&bytes)?, media)),
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

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    #[rstest]
    #[case(MERGE_PATCH, json!({ "phone": null }), Ok(json!({ "phone": null })))]
    #[case(MERGE_PATCH, json!({ "phone": null, "email": "a@b" }), Ok(json!({ "phone": null, "email": "a@b" })))]
    #[case(MERGE_PATCH, json!({ "disability": { "group": null } }), Ok(json!({ "disability": { "group": null } })))]
    #[case(MERGE_PATCH, json!({ "phone": null, "email": null }), Err("patch_all_null"))]
    #[case(MERGE_PATCH, json!({}), Err("patch_empty"))]
    #[case(JSON, json!({ "phone": null, "email": "a@b" }), Ok(json!({ "email": "a@b" })))]
    #[case(JSON, json!({ "disability": { "group": null, "x": [null] } }), Ok(json!({ "disability": { "x": [null] } })))]
    #[case(JSON, json!({ "phone": null }), Err("patch_empty"))]
    #[case(JSON, json!({ "phone": null, "email": null }), Err("patch_empty"))]
    #[case(JSON, json!({}), Err("patch_empty"))]
    fn null_erases_only_in_a_merge_patch_and_never_everything(
        #[case] media: &str,
        #[case] sent: Value,
        #[case] right: Result<Value, &str>,
    ) {
        let seen = changes(sent, media).map_err(|refusal| match refusal {
            Error::Asked(code) => code,
            _ => "another error",
        });

        assert_eq!(seen, right);
    }
}
