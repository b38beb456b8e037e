//! Problems (RFC 9457): the one table from our errors to what a caller is told.

mod examples;
mod faults;
pub mod kinds;
mod more;
pub mod pages;
mod slots;
#[cfg(test)]
mod tests;
mod texts;

use actix_web::body::BoxBody;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};
use aplp_domain::law::Source;
use aplp_domain::refusal::{Kind as RefusalKind, Refusal};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use self::more::{More, more};
use self::texts::About;
pub use self::texts::all;
pub(super) use self::texts::{anywhere, fault_codes};
use super::answer::Answer;
use crate::caller::{Caller, Language};
use crate::error::{Error, Fault, Right};

/// The media type of every problem.
pub const MEDIA: &str = "application/problem+json";

/// What clients of every service know a used up quota by (draft-ietf-httpapi-ratelimit-headers-10).
const QUOTA_EXCEEDED: &str = "https://iana.org/assignments/http-problem-types#quota-exceeded";

/// How many faults of a request are told.
const FAULTS_MAX: usize = 100;

/// One sentence in both languages: `["lv", "en"]` in the file.
#[derive(Debug, Deserialize)]
pub struct Text {
    /// Latvian.
    pub lv: &'static str,
    /// English.
    pub en: &'static str,
}

/// The codes of the refusals that are written in such a place, in the order of the rules.
pub fn citing(such: impl Fn(&Source) -> bool) -> Vec<&'static str> {
    // One code stands for two closed lists of grounds.
    let refusals = examples::refusals().into_iter().chain([Refusal::pauses_nothing()]);
    refusals.filter(|refusal| such(&refusal.source())).map(|refusal| refusal.code()).collect()
}

/// A kind of problem: its page and its answers say the same.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// The stable code, the last part of `type`.
    pub code: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// What happened, in a few words.
    pub title: Text,
    /// What it means.
    pub meaning: Text,
    /// What to do about it.
    pub fix: Text,
    /// What of the request it is about: said of every 409 and 422.
    about: Option<About>,
}

/// Why it was not done (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// Where it is explained: on this server or, for a used up quota, at IANA.
    #[serde(rename = "type")]
    kind: String,
    /// What happened.
    title: String,
    /// The HTTP status.
    #[schema(minimum = 400, maximum = 599)]
    status: u16,
    /// The stable code.
    code: String,
    /// What it means here.
    detail: String,
    /// What to do.
    fix: String,
    /// The id of the request.
    request_id: String,
    /// Whether the same request may succeed later.
    retryable: bool,
    /// Every fault found, or the members a refusing rule is about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false, max_items = 100)]
    errors: Vec<FaultOut>,
    /// What only some kinds of problems have.
    #[serde(flatten)]
    more: More,
}

/// A fault.
#[derive(Debug, Serialize, ToSchema)]
pub struct FaultOut {
    /// A JSON pointer into the body, or a parameter's name.
    pointer: String,
    /// What is wrong.
    code: String,
    /// What is wrong and what would be right.
    detail: String,
    /// The least or most allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = -9223372036854775808i64, maximum = 9223372036854775807i64)]
    limit: Option<i64>,
    /// What is allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 1000)]
    allowed: Option<Vec<String>>,
    /// How it is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    like: Option<&'static str>,
}

impl FaultOut {
    fn of(fault: &Fault, language: Language) -> Self {
        let (mut limit, mut allowed, mut like) = (None, None, None);
        match &fault.right {
            Some(Right::Limit(right)) => limit = Some(*right),
            Some(Right::OneOf(right)) => allowed = Some(right.clone()),
            Some(Right::Like(right)) => like = Some(*right),
            None => {}
        }
        let detail = faults::sentence(fault, language);
        Self { pointer: fault.pointer.clone(), code: fault.code.to_owned(), detail, limit, allowed, like }
    }

    /// The member of the request that a rule is about.
    fn about(pointer: &str, code: &str, detail: &str) -> Self {
        let (pointer, code, detail) = (pointer.to_owned(), code.to_owned(), detail.to_owned());
        Self { pointer, code, detail, limit: None, allowed: None, like: None }
    }
}

/// The kind with a code.
#[must_use]
pub fn kind(code: &str) -> Option<&'static Kind> {
    all().find(|kind| kind.code == code)
}

impl Text {
    /// The sentence in one language.
    #[must_use]
    pub fn of(&self, language: Language) -> &'static str {
        match language {
            Language::Latvian => self.lv,
            Language::English => self.en,
        }
    }
}

/// The code of an error in the catalogue: the one table from errors to problems.
#[must_use]
pub fn code(error: &Error) -> &'static str {
    match error {
        Error::Invalid(_) => "invalid_request",
        Error::Asked(code) | Error::Conflict(code) => code,
        Error::Unauthenticated(check) => check.code(),
        Error::Forbidden(..) => "forbidden",
        Error::NotFound => "not_found",
        Error::Duplicate(_) => "possible_duplicate",
        Error::MethodNotAllowed(_) => "method_not_allowed",
        Error::Stale(_) => "stale_version",
        Error::Exists(_) => "exists_already",
        Error::Refused(refusal) => refusal.code(),
        Error::TooMany(..) => "too_many_requests",
        Error::Collision | Error::UnknownKey | Error::Busy(_) => "busy",
        Error::Unavailable(_) => "unavailable",
        Error::Storage(_) => "storage_unavailable",
        Error::Internal(_) => "internal",
    }
}

/// The status of an error: that of its row in the catalogue.
#[must_use]
pub fn status(error: &Error) -> StatusCode {
    let by_kind = |refusal: &Refusal| match refusal.kind() {
        RefusalKind::Rule => 422,
        RefusalKind::State => 409,
    };
    let status = match error {
        Error::Refused(refusal) => by_kind(refusal),
        other => kind(code(other)).map_or(500, |kind| kind.status),
    };
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// What a caller is told about an error.
#[must_use]
pub fn problem(error: &Error, language: Language, request: &str) -> Problem {
    let code = code(error);
    let known = kind(code);
    let more = more(error);
    let text = |text: fn(&Kind) -> &Text| known.map_or(code, |kind| text(kind).of(language));
    let detail = slots::filled(text(|kind| &kind.meaning), &more, language);
    let errors = match error {
        Error::Invalid(all) => all.iter().take(FAULTS_MAX).map(|fault| FaultOut::of(fault, language)).collect(),
        _ => {
            let members = known.map(Kind::members).unwrap_or_default();
            members.iter().map(|pointer| FaultOut::about(pointer, code, &detail)).collect()
        }
    };
    Problem {
        kind: address(code),
        title: text(|kind| &kind.title).to_owned(),
        status: status(error).as_u16(),
        code: code.to_owned(),
        fix: slots::filled(text(|kind| &kind.fix), &more, language),
        detail,
        request_id: request.to_owned(),
        retryable: known.is_some_and(Kind::retryable),
        errors,
        more,
    }
}

/// Where a kind of problem is explained: on this server, but for the one that has an address for the whole world.
fn address(code: &str) -> String {
    match code {
        "too_many_requests" => QUOTA_EXCEEDED.to_owned(),
        code => format!("/problems/{code}"),
    }
}

/// A problem as a finished answer, for those that are stored with an `Idempotency-Key`.
#[must_use]
pub fn answer(error: &Error, who: &Caller) -> Answer {
    let body = serde_json::to_vec(&problem(error, who.language, &who.request)).unwrap_or_default();
    Answer { media: MEDIA, ..Answer::of(status(error).as_u16(), body) }
}

/// The body is written by the door, which knows the language and the id of the request.
impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        status(self)
    }

    fn error_response(&self) -> HttpResponse<BoxBody> {
        HttpResponse::new(self.status_code())
    }
}
