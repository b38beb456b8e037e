//! Which web pages may call the service from a browser (CORS): those of named origins, and none by default.

use actix_web::http::header::{self, HeaderMap, HeaderValue};
use actix_web::{HttpResponse, http};

/// How long a browser may remember what it was told, in seconds.
const REMEMBERED: &str = "600";
/// What a page may read of an answer besides its body.
const EXPOSED: &str = "Content-Disposition, Deprecation, ETag, Idempotency-Replayed, Link, Location, RateLimit, \
    RateLimit-Policy, Retry-After, Sunset, X-Request-Id";
/// What a page may send.
const TAKEN: &str = "Accept, Accept-Language, Aplp-Purpose, Authorization, Content-Type, Idempotency-Key, If-Match, \
    If-None-Match, Prefer, Traceparent, X-Request-Id";

/// The origins whose pages may call, each exactly as a browser writes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origins(Vec<String>);

impl Origins {
    /// Origins as an operator named them.
    ///
    /// # Errors
    /// The first one that no browser would write: with a path, a capital letter, a star, or over plain HTTP but for this
    /// machine's own.
    pub fn new(named: Vec<String>) -> Result<Self, String> {
        match named.iter().find(|origin| !is_origin(origin)) {
            Some(wrong) => Err(wrong.clone()),
            None => Ok(Self(named)),
        }
    }

    /// The named origin that a request comes from.
    pub(super) fn of(&self, headers: &HeaderMap) -> Option<HeaderValue> {
        let mut all = headers.get_all(header::ORIGIN);
        let origin = all.next().filter(|_| all.next().is_none())?;
        self.0.iter().any(|known| known.as_bytes() == origin.as_bytes()).then(|| origin.clone())
    }

    /// Puts on what a browser needs to show an answer to the page that asked. Tokens travel in a header, so no page is ever
    /// allowed to use what the browser itself remembers.
    pub(super) fn write(&self, headers: &mut HeaderMap, origin: Option<&HeaderValue>) {
        if !self.0.is_empty() {
            headers.append(header::VARY, HeaderValue::from_static("Origin"));
        }
        if let Some(origin) = origin {
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
            headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(EXPOSED));
        }
    }
}

fn is_origin(text: &str) -> bool {
    let Ok(uri) = text.parse::<http::Uri>() else { return false };
    let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else { return false };
    let here = ["localhost", "127.0.0.1", "[::1]"].contains(&authority.host());
    let plain = !text.contains(['*', '@', '?', '#']) && !text.chars().any(char::is_uppercase);
    plain && text == format!("{scheme}://{authority}") && (scheme == "https" || (scheme == "http" && here))
}

/// The answer to `OPTIONS`: which methods there are and, to a browser that asks for a page of a named origin, that it may
/// use them.
pub(super) fn options(headers: &HeaderMap, origin: Option<&HeaderValue>, allow: &str) -> HttpResponse {
    let mut answer = HttpResponse::NoContent();
    answer.insert_header((header::ALLOW, allow));
    if origin.is_some() && headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD) {
        answer.insert_header((header::ACCESS_CONTROL_ALLOW_METHODS, allow));
        answer.insert_header((header::ACCESS_CONTROL_ALLOW_HEADERS, TAKEN));
        answer.insert_header((header::ACCESS_CONTROL_MAX_AGE, REMEMBERED));
    }
    answer.finish()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("https://app.example", true)]
    #[case("https://app.example:8443", true)]
    #[case("http://localhost:3000", true)]
    #[case("http://127.0.0.1:3000", true)]
    #[case("http://app.example", false)]
    #[case("https://App.example", false)]
    #[case("https://app.example/", false)]
    #[case("https://app.example/path", false)]
    #[case("https://*.example", false)]
    #[case("https://user@app.example", false)]
    #[case("app.example", false)]
    #[case("*", false)]
    #[case("null", false)]
    #[case("", false)]
    fn an_origin_is_named_as_a_browser_writes_it(#[case] origin: &str, #[case] named: bool) {
        assert_eq!(Origins::new(vec![origin.to_owned()]).is_ok(), named);
    }
}
