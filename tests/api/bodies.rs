//! Bodies: what can be read of them, and the limits of everything that is sent.

use rstest::rstest;

use crate::support::raw::{bearer, is_problem, raw};
use crate::support::{Office, Reply};

/// Posts a body to the register of persons.
fn registering(office: &Office, media: &str, more: &str, body: &[u8]) -> Reply {
    let length = body.len();
    let head = format!(
        "POST /v1/persons HTTP/1.1\r\n{}\r\ncontent-type: {media}\r\ncontent-length: {length}\r\n\
         idempotency-key: 0123456789abcdef\r\naccept-language: en{more}",
        bearer(office)
    );
    raw(office, &head, body)
}

/// A person whose name stands at a depth of so many arrays.
fn nested(depth: usize) -> Vec<u8> {
    format!("{{\"given_name\":{}1{}}}", "[".repeat(depth), "]".repeat(depth)).into_bytes()
}

// ER-01, UR-09, UR-10, UR-11, HT-08
#[rstest]
#[case(b"", "#", "syntax")]
#[case(b"{", "#", "syntax")]
#[case(b"{} {}", "#", "syntax")]
#[case(b"{\"given_name\":\"\\ud800\"}", "#", "syntax")]
#[case(b"[]", "#", "wrong_type")]
#[case(b"null", "#", "wrong_type")]
#[case(b"\xef\xbb\xbf{}", "#", "byte_order_mark")]
#[case(b"{\"given_name\":\"\xff\"}", "#", "not_utf8")]
#[case(b"{\"phone\":null,\"ph\\u006fne\":null}", "#", "duplicate_member")]
#[case(b"{\"phone\":1e999}", "#", "number_out_of_range")]
#[case(&nested(32), "#", "too_deep")]
#[case(b"{\"given_name\":\"\\u0000\"}", "#/given_name", "invalid_character")]
#[case("{\"given_name\":\"Anna\u{202e}\"}".as_bytes(), "#/given_name", "invalid_character")]
#[case("{\"email\":\"a@b\u{2066}\"}".as_bytes(), "#/email", "invalid_character")]
#[case(b"{\"given_name\":\" Anna\"}", "#/given_name", "invalid_character")]
#[case(b"{\"given_name\":\"\"}", "#/given_name", "empty")]
#[case(b"{\"given_name\":7}", "#/given_name", "wrong_type")]
#[case(b"{\"admin\":true}", "#/admin", "unknown_member")]
#[case(b"{\"a b/c\":true}", "#/a%20b~1c", "unknown_member")]
#[case(b"{\"born_on\":\"0999-01-01\"}", "#/born_on", "date_out_of_range")]
fn a_body_that_cannot_be_read_says_where_and_why(#[case] body: &[u8], #[case] pointer: &str, #[case] code: &str) {
    let office = Office::open();

    let reply = registering(&office, "application/json", "", body);

    is_problem(&reply, 400, "invalid_request");
    let errors = reply.body["errors"].as_array().unwrap();
    assert!(errors.iter().any(|fault| fault["pointer"] == pointer && fault["code"] == code), "{errors:?}");
}

// ER-03
#[test]
fn every_fault_is_told_at_once() {
    let office = Office::open();

    let body = br#"{"given_name":7,"personal_code":"1","admin":true}"#;
    let reply = registering(&office, "application/json", "", body);

    is_problem(&reply, 400, "invalid_request");
    let mut places: Vec<_> =
        reply.body["errors"].as_array().unwrap().iter().map(|fault| fault["pointer"].as_str().unwrap()).collect();
    places.sort_unstable();
    places.dedup();
    assert_eq!(places, ["#/admin", "#/family_name", "#/given_name", "#/personal_code"]);
}

// HT-08
#[test]
fn a_body_may_be_as_deep_and_as_broad_as_the_limits_say_and_no_more() {
    let office = Office::open();
    let fault = |body: &[u8]| {
        let reply = registering(&office, "application/json", "", body);
        is_problem(&reply, 400, "invalid_request");
        reply.body["errors"][0]["code"].as_str().unwrap().to_owned()
    };
    let broad = |count: usize| format!("{{\"given_name\":[{}]}}", vec!["1"; count].join(",")).into_bytes();

    assert_eq!((fault(&nested(31)), fault(&nested(32))), ("required".to_owned(), "too_deep".to_owned()));
    assert_eq!((fault(&broad(1_000)), fault(&broad(1_001))), ("required".to_owned(), "too_many".to_owned()));
    let members = |count: usize| (0..count).map(|number| format!("\"{number}\":0")).collect::<Vec<_>>().join(",");
    let wide = |count: usize| format!("{{\"given_name\":{{{}}}}}", members(count)).into_bytes();
    assert_eq!((fault(&wide(1_000)), fault(&wide(1_001))), ("required".to_owned(), "too_many".to_owned()));
}

// HT-08
#[rstest]
#[case("text/plain", "")]
#[case("", "")]
#[case("application/merge-patch+json", "")]
#[case("application/x-www-form-urlencoded", "")]
#[case("application/json", "\r\ncontent-encoding: gzip")]
#[case("application/json", "\r\ncontent-encoding: br")]
fn a_body_of_another_kind_is_not_taken(#[case] media: &str, #[case] more: &str) {
    let office = Office::open();

    let reply = registering(&office, media, more, br#"{"given_name":"Anna","family_name":"Liepa"}"#);

    is_problem(&reply, 415, "unsupported_media_type");
}

// HT-08
#[test]
fn a_body_has_one_mebibyte_and_not_a_byte_more() {
    let office = Office::open();
    let sized = |length: usize| {
        let mut body = br#"{"given_name":"Anna","family_name":"Liepa"}"#.to_vec();
        body.resize(length, b' ');
        body
    };

    let full = registering(&office, "application/json; charset=utf-8", "", &sized(1024 * 1024));
    let over = registering(&office, "application/json", "", &sized(1024 * 1024 + 1));

    assert_eq!(full.status, 201, "{}", full.text);
    is_problem(&over, 413, "content_too_large");
}

// HT-08
#[test]
fn a_url_has_eight_kibibytes_and_not_a_byte_more() {
    let office = Office::open();
    let path = |length: usize| {
        let start = "/v1/persons?nothing=";
        format!("{start}{}", "x".repeat(length - start.len()))
    };
    let ask = |length| raw(&office, &format!("GET {} HTTP/1.1", path(length)), b"");

    is_problem(&ask(8 * 1024), 400, "invalid_request");
    is_problem(&ask(8 * 1024 + 1), 400, "url_too_long");
}

// HT-08
#[test]
fn headers_have_a_limit_in_size_and_number() {
    let office = Office::open();
    let ask = |fields: usize, length: usize| {
        let fields: String = (0..fields).map(|at| format!("\r\nx-{at:04}: {}", "y".repeat(length))).collect();
        raw(&office, &format!("GET /livez HTTP/1.1{fields}"), b"")
    };

    assert_eq!(ask(90, 10).status, 200);
    assert_eq!(ask(30, 1_000).status, 200);
    is_problem(&ask(33, 1_000), 431, "headers_too_large");
    // One field more than the framework reads: it answers by itself.
    assert_eq!(ask(95, 10).status, 431);
}
