//! The door: what every request goes through on its way in, and every answer on its way out.

mod failed;

use std::borrow::Cow;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::{Duration, Instant};

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, HttpResponse, ResponseError, web};
use futures_util::FutureExt;

use self::failed::{failure, framework, written};
use super::asked::Asked;
use super::body::BODY_SECONDS_MAX;
use super::concern::receipted;
use super::denials::noted;
use super::identity::Identity;
use super::limits::{Tally, Wish};
use super::{App, forwarded, media, origins, security, table_export, text};
use crate::error::Error;
use crate::metrics::Metrics;

/// How long a path with its query may be, in bytes.
const URL_MAX: usize = 8 * 1024;
/// How long all header fields together may be, in bytes.
pub(super) const HEAD_MAX: usize = 32 * 1024;
/// How many header fields there may be.
const FIELDS_MAX: usize = 96;
/// How long a request may take, not counting the time for its body.
const SECONDS_MAX: u64 = 10;
/// Query parameters that would carry a token past everything that guards it (RFC 6750).
const TOKEN_PARAMETERS: [&str; 3] = ["access_token", "token", "id_token"];

/// What a browser may do with an answer: nothing.
const POLICY: &str = "default-src 'none'; frame-ancestors 'none'";
/// The vendored pages run their own script and style, and talk to this server only.
const POLICY_DOCS: &str = "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'";

/// Lets a request in or turns it away, and finishes the answer.
///
/// # Errors
/// None: every error becomes a problem.
pub async fn door(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let began = Instant::now();
    let Some(app) = request.app_data::<web::Data<App>>().cloned() else {
        return Ok(request.into_response(Error::Internal("no app".to_owned()).error_response()));
    };
    let address = forwarded::address(&request, &app.proxies, app.forwarded);
    let asked = Arc::new(Asked::of(request.headers(), address, app.clock.now()));
    request.extensions_mut().insert(Arc::clone(&asked));
    // HEAD is GET without a body (RFC 9110 §9.3.2); the server leaves the body out.
    if request.method() == Method::HEAD {
        request.head_mut().method = Method::GET;
    }
    let method = request.method().clone();
    let known = app.contract.route(request.path()).map(Cow::Borrowed);
    let route = known.or_else(|| request.match_pattern().map(Cow::Owned));
    // Only what is read can be unchanged (RFC 9110 §13.1.2).
    let reads = method == Method::GET;
    let seen = request.headers().get(header::IF_NONE_MATCH).filter(|_| reads).cloned();
    let policy = if request.path().starts_with("/docs") { POLICY_DOCS } else { POLICY };
    let query = request.query_string().to_owned();
    let wish = Wish::of(&app.contract, route.as_deref(), method.as_str(), &query);
    // Who shows a token is known by it on what is open to anybody, too.
    let identity = if wish.is_uncounted() {
        Identity::Stranger
    } else {
        Identity::of(&app, request.headers(), &asked, address).await
    };
    let mut tally = Tally::default();
    let counted = app.limits.admit(&identity.who(address), &wish, &mut tally);
    let origin = app.origins.of(request.headers());
    request.extensions_mut().insert(identity.clone());
    let has_body =
        [header::CONTENT_LENGTH, header::TRANSFER_ENCODING].iter().any(|sign| request.headers().contains_key(sign));
    let seconds = if has_body { SECONDS_MAX + BODY_SECONDS_MAX } else { SECONDS_MAX };
    let (reserved, counted) = counted.map_or_else(|refused| (None, Err(refused)), |reserved| (reserved, Ok(())));
    let admitted = counted.and_then(|()| admit(&app, &mut request, route.as_deref(), wish.rows() > 0));
    let answered: Result<_, actix_web::Error> = match admitted {
        Err(Error::MethodNotAllowed(allow)) if method == Method::OPTIONS => {
            let options = origins::options(request.headers(), origin.as_ref(), &allow);
            Ok(request.into_response(options))
        }
        Err(error) => Ok(request.error_response(error)),
        Ok(()) => {
            let work = async {
                let mut response = next.call(request).await?.map_into_boxed_body();
                noted(&app, &response).await;
                match receipted(&app, &mut response).await {
                    Ok(()) => Ok(response),
                    Err(error) => Ok(response.error_response(error)),
                }
            };
            match tokio::time::timeout(Duration::from_secs(seconds), AssertUnwindSafe(work).catch_unwind()).await {
                Ok(Ok(response)) => response,
                Ok(Err(_)) => Err(Error::Internal("a handler panicked".to_owned()).into()),
                Err(_) => Err(Error::Busy("a request took too long").into()),
            }
        }
    };
    let (response, status) = match answered {
        Ok(response) => {
            let failed = failure(response.response());
            if let Some(reserved) = reserved {
                reserved.settle(&response, failed.is_none(), &mut tally);
            }
            // What is open to anyone is answered whatever token is shown; one that is refused is noticed all the same.
            let refused = match &identity {
                Identity::Refused(check) => Some(Error::Unauthenticated(*check)),
                _ => None,
            };
            if let Some(error) = failed.as_ref().or(refused.as_ref()) {
                security::notice(&app, &asked, &identity, route.as_deref(), error);
            }
            let (request, response) = response.into_parts();
            let mut response =
                finish(failed.map_or(response, |error| written(&error, &asked)), policy, &asked, seen.as_ref());
            tally.write(response.headers_mut());
            app.origins.write(response.headers_mut(), origin.as_ref());
            let status = response.status();
            (Ok(ServiceResponse::new(request, response)), status)
        }
        // The request is gone with the work that failed, so its answer travels as an error that holds it.
        Err(fault) => {
            let error = fault
                .as_error::<Error>()
                .cloned()
                .unwrap_or_else(|| framework(fault.as_response_error().status_code()));
            let mut response = finish(written(&error, &asked), policy, &asked, None);
            tally.write(response.headers_mut());
            app.origins.write(response.headers_mut(), origin.as_ref());
            let status = response.status();
            (Err(InternalError::from_response(error, response).into()), status)
        }
    };
    let took = began.elapsed();
    app.metrics.answered(method.as_str(), route.as_deref(), status.as_u16(), took);
    log::info!(
        target: "aplp::request",
        "request={} trace={} method={} route={} status={} ms={}",
        asked.request,
        asked.trace,
        Metrics::known(method.as_str()),
        route.as_deref().unwrap_or("-"),
        status.as_u16(),
        took.as_millis(),
    );
    response
}

/// What can be said of a request before its handler is called; one for a table goes on to its list.
fn admit(app: &App, request: &mut ServiceRequest, route: Option<&str>, is_counted: bool) -> Result<(), Error> {
    if request.uri().path_and_query().is_some_and(|asked| asked.as_str().len() > URL_MAX) {
        return Err(Error::Asked("url_too_long"));
    }
    let fields: usize = request.headers().iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
    if fields > HEAD_MAX || request.headers().iter().count() > FIELDS_MAX {
        return Err(Error::Asked("headers_too_large"));
    }
    let asked: Vec<(String, String)> = form_urlencoded::parse(request.query_string().as_bytes()).into_owned().collect();
    text::seen(request.path(), request.headers())?;
    if asked.iter().any(|(name, _)| TOKEN_PARAMETERS.contains(&name.as_str())) {
        return Err(Error::Asked("token_in_query"));
    }
    let Some(route) = route else { return Err(Error::NotFound) };
    let Some(faults) = app.contract.query_faults(route, request.method().as_str(), &asked) else {
        return match app.contract.methods(route) {
            Some(allow) => Err(Error::MethodNotAllowed(allow)),
            // Pages outside the contract, such as the vendored ones, look after themselves.
            None => Ok(()),
        };
    };
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    if app.contract.produces(route, request.method().as_str(), &media::accepted(request.headers())) {
        table_export::routed(request, route, is_counted)
    } else {
        Err(Error::Asked("not_acceptable"))
    }
}

/// Leaves out what the caller has already, and puts on the headers that every answer has.
fn finish(mut response: HttpResponse, policy: &'static str, asked: &Asked, seen: Option<&HeaderValue>) -> HttpResponse {
    let tag = response.headers().get(header::ETAG).and_then(|tag| tag.to_str().ok());
    let known = seen.zip(tag).is_some_and(|(seen, tag)| has(seen.to_str().unwrap_or_default(), tag));
    if known && response.status() == StatusCode::OK {
        let mut unchanged = HttpResponse::NotModified();
        for name in [header::ETAG, header::CACHE_CONTROL, header::VARY] {
            if let Some(value) = response.headers().get(&name) {
                unchanged.insert_header((name, value.clone()));
            }
        }
        response = unchanged.finish();
    }
    let headers = response.headers_mut();
    for (name, value) in [
        ("content-security-policy", policy),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if let Ok(value) = HeaderValue::from_str(&asked.request) {
        headers.insert(HeaderName::from_static("x-request-id"), value);
    }
    response
}

/// Whether `If-None-Match` names a tag (RFC 9110 §13.1.2, weak comparison).
fn has(seen: &str, tag: &str) -> bool {
    seen.split(',').map(str::trim).any(|one| one == "*" || one.trim_start_matches("W/") == tag.trim_start_matches("W/"))
}

#[cfg(test)]
mod tests;
