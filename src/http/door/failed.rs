//! What went wrong, found in an answer and written as one.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header;

use super::super::asked::Asked;
use super::super::{answer, problem};
use crate::caller::Language;
use crate::error::Error;

/// The error behind an answer, ours or the framework's.
pub(super) fn failure(response: &HttpResponse) -> Option<Error> {
    let status = response.status();
    if let Some(error) = response.error() {
        return Some(error.as_error::<Error>().cloned().unwrap_or_else(|| framework(status)));
    }
    let written = response.headers().get(header::CONTENT_TYPE).is_some_and(|value| value == problem::MEDIA);
    (status.is_client_error() || status.is_server_error()).then(|| framework(status)).filter(|_| !written)
}

/// What the framework means by a status.
pub(super) fn framework(status: StatusCode) -> Error {
    match status.as_u16() {
        404 => Error::NotFound,
        406 => Error::Asked("not_acceptable"),
        408 => Error::Asked("request_timeout"),
        413 => Error::Asked("content_too_large"),
        415 => Error::Asked("unsupported_media_type"),
        431 => Error::Asked("headers_too_large"),
        400..=499 => Error::invalid("#", "syntax"),
        _ => Error::Internal(format!("the framework answered {status}")),
    }
}

/// A problem with the headers that belong to its kind; our own failures are logged here, once.
pub(super) fn written(error: &Error, asked: &Asked) -> HttpResponse {
    let status = problem::status(error);
    if status.is_server_error() {
        log::error!(target: "aplp::failure", "request={} trace={} {error}", asked.request, asked.trace);
    }
    let told = problem::problem(error, asked.language, &asked.request);
    let mut response = HttpResponse::build(status);
    response.insert_header((header::CONTENT_TYPE, problem::MEDIA)).insert_header((header::CACHE_CONTROL, "no-store"));
    response.insert_header((header::VARY, "Accept-Language"));
    let language = match asked.language {
        Language::Latvian => "lv",
        Language::English => "en",
    };
    response.insert_header((header::CONTENT_LANGUAGE, language));
    match error {
        Error::Unauthenticated(check) => {
            response.insert_header((header::WWW_AUTHENTICATE, check.challenge()));
        }
        Error::Forbidden(right, _) => {
            let challenge = format!("Bearer error=\"insufficient_scope\", scope=\"{right}\"");
            response.insert_header((header::WWW_AUTHENTICATE, challenge));
        }
        Error::MethodNotAllowed(allow) => {
            response.insert_header((header::ALLOW, allow.as_str()));
        }
        Error::Stale(version) | Error::Exists(version) => {
            response.insert_header((header::ETAG, answer::tag(*version)));
        }
        Error::Asked("idempotency_key_missing") => {
            response.insert_header((header::LINK, "</problems/idempotency_key_missing>; rel=\"describedby\""));
        }
        Error::TooMany(_, seconds, _) => {
            response.insert_header((header::RETRY_AFTER, seconds.to_string()));
            response.insert_header((header::LINK, "</problems/too_many_requests>; rel=\"describedby\""));
        }
        Error::Busy(_)
        | Error::Collision
        | Error::UnknownKey
        | Error::Unavailable(_)
        | Error::Storage(_)
        | Error::Asked("read_not_recorded") => {
            response.insert_header((header::RETRY_AFTER, "1"));
        }
        _ => {}
    }
    response.json(told)
}
