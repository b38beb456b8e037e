//! Pages of other origins (CORS): only those that the operator named, each exactly, and none by default.

use aplp::http::origins::Origins;
use rstest::rstest;

use crate::support::raw::{bearer, is_guarded, raw};
use crate::support::{Office, Reply, database};

const APP: &str = "https://app.example";

fn office() -> Office {
    Office::open_as("2026-03-02T07:00:00Z", database::postgres(), |settings| {
        settings.origins = Origins::new(vec![APP.to_owned(), "http://localhost:3000".to_owned()]).unwrap();
    })
}

fn from(office: &Office, origin: &str, line: &str) -> Reply {
    raw(office, &format!("{line} HTTP/1.1\r\norigin: {origin}\r\n{}", bearer(office)), b"")
}

// HT-06
#[rstest]
#[case("https://app.example", true)]
#[case("http://localhost:3000", true)]
#[case("null", false)]
#[case("*", false)]
#[case("https://other.example", false)]
#[case("http://app.example", false)]
#[case("https://app.example:8443", false)]
#[case("https://app.example.evil.example", false)]
#[case("https://evil-app.example", false)]
#[case("https://sub.app.example", false)]
#[case("https://APP.example", false)]
#[case("https://app.example/", false)]
#[case("https://app.example https://evil.example", false)]
#[case("https://app.example\r\norigin: https://evil.example", false)]
fn only_a_page_of_a_named_origin_may_read_an_answer(#[case] origin: &str, #[case] allowed: bool) {
    let office = office();

    for line in ["GET /v1/me", "GET /v1/persons/none", "GET /v1/persons?limit=0", "OPTIONS /v1/persons"] {
        let reply = from(&office, origin, line);

        let told = reply.header("access-control-allow-origin");
        assert_eq!(told.as_deref(), allowed.then_some(origin), "{line}");
        assert_eq!(reply.header("access-control-expose-headers").is_some(), allowed, "{line}");
        assert_eq!(reply.header("access-control-allow-credentials"), None);
        let vary = reply.headers.iter().filter(|(name, _)| name == "vary").map(|(_, value)| value.as_str());
        assert!(vary.into_iter().any(|value| value == "Origin"), "{line}: {:?}", reply.headers);
        is_guarded(&reply);
    }
}

// HT-06
#[test]
fn a_browser_that_asks_beforehand_is_told_what_a_page_may_send() {
    let office = office();
    let ask = |origin| {
        from(&office, origin, "OPTIONS /v1/persons HTTP/1.1\r\naccess-control-request-method: POST\r\nx-rest:")
    };

    let (told, refused) = (ask(APP), ask("https://evil.example"));

    assert_eq!((told.status, told.text.as_str()), (204, ""));
    assert_eq!(told.header("access-control-allow-methods").as_deref(), Some("GET, HEAD, OPTIONS, POST"));
    assert_eq!(told.header("access-control-max-age").as_deref(), Some("600"));
    let headers = told.header("access-control-allow-headers").unwrap();
    for header in ["Authorization", "Content-Type", "Idempotency-Key", "If-Match", "If-None-Match", "X-Request-Id"] {
        assert!(headers.split(", ").any(|known| known == header), "{header}");
    }
    let exposed = told.header("access-control-expose-headers").unwrap();
    for header in [
        "ETag",
        "Link",
        "Location",
        "RateLimit",
        "RateLimit-Policy",
        "Retry-After",
        "X-Request-Id",
        "Idempotency-Replayed",
        "Deprecation",
        "Sunset",
        "Content-Disposition",
    ] {
        assert!(exposed.split(", ").any(|known| known == header), "{header}");
    }
    for name in ["access-control-allow-methods", "access-control-allow-headers", "access-control-max-age"] {
        assert_eq!(refused.header(name), None);
    }
}

// HT-06
#[test]
fn without_a_setting_no_page_may_call() {
    let office = Office::open();

    let reply = from(&office, APP, "GET /v1/me");

    assert_eq!(reply.status, 200);
    assert!(reply.headers.iter().all(|(name, _)| !name.starts_with("access-control") && name != "vary"));
}
