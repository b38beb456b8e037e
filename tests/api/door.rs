//! The door: everything that can be asked wrongly is answered as a problem, and nothing that was sent comes back.

use std::io::{Read, Write};
use std::net::TcpStream;

use aplp::caller::Role;
use rstest::rstest;
use serde_json::{Value, json};

use crate::support::{Office, Reply};

/// Sends bytes as they are, for what no client library would send.
fn raw(office: &Office, head: &str, body: &[u8]) -> Reply {
    let mut stream = TcpStream::connect(office.base.trim_start_matches("http://")).unwrap();
    stream.write_all(format!("{head}\r\nhost: aplp\r\nconnection: close\r\n\r\n").as_bytes()).unwrap();
    stream.write_all(body).unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let (head, text) = text.split_once("\r\n\r\n").unwrap();
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let headers = lines.map(|line| line.split_once(": ").unwrap());
    let headers = headers.map(|(name, value)| (name.to_lowercase(), value.to_owned())).collect();
    Reply { status, headers, text: text.to_owned(), body: serde_json::from_str(text).unwrap_or(Value::Null) }
}

fn bearer(office: &Office) -> String {
    format!("authorization: Bearer {}", office.token(&office.coordinator().claims))
}

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

#[track_caller]
fn is_problem(reply: &Reply, status: u16, code: &str) {
    assert_eq!((reply.status, reply.body["code"].as_str()), (status, Some(code)), "{}", reply.text);
    assert_eq!(reply.header("content-type").as_deref(), Some("application/problem+json"));
    assert_eq!(reply.body["status"], status);
    assert_eq!(reply.body["type"], format!("/problems/{code}"));
    assert!(["title", "detail"].iter().all(|member| !reply.body[*member].as_str().unwrap().is_empty()));
    assert_eq!(reply.body["request_id"].as_str(), reply.header("x-request-id").as_deref());
    assert_eq!(reply.header("cache-control").as_deref(), Some("no-store"));
    is_guarded(reply);
}

/// The headers that every answer has (HT-02).
#[track_caller]
fn is_guarded(reply: &Reply) {
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", "default-src 'none'; frame-ancestors 'none'"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(reply.header(name).as_deref(), Some(value), "{name}");
    }
    assert_eq!(reply.header("server"), None);
    assert!(reply.header("x-request-id").is_some());
}

// ER-01, UR-01, UR-13
#[rstest]
#[case("GET", "/v1/nothing", 404, "not_found", None)]
#[case("GET", "/", 404, "not_found", None)]
#[case("GET", "/v1/persons/", 404, "not_found", None)]
#[case("GET", "//v1/persons", 404, "not_found", None)]
#[case("GET", "/v1//persons", 404, "not_found", None)]
#[case("GET", "/v1/PERSONS", 404, "not_found", None)]
#[case("GET", "/v1/persons/not-an-id", 404, "not_found", None)]
#[case("GET", "/v1/persons/%00", 404, "not_found", None)]
#[case("GET", "/problems/no_such_problem", 404, "not_found", None)]
#[case("DELETE", "/v1/persons", 405, "method_not_allowed", Some("GET, HEAD, OPTIONS, POST"))]
#[case("TRACE", "/v1/persons", 405, "method_not_allowed", Some("GET, HEAD, OPTIONS, POST"))]
#[case("GET", "/v1/persons/search", 405, "method_not_allowed", Some("OPTIONS, POST"))]
#[case("POST", "/v1/rules", 405, "method_not_allowed", Some("GET, HEAD, OPTIONS"))]
#[case("GET", "/v1/persons?nothing=1", 400, "invalid_request", None)]
#[case("GET", "/v1/persons?limit=1&limit=1", 400, "invalid_request", None)]
#[case("GET", "/v1/persons?limit=0", 400, "invalid_request", None)]
#[case("GET", "/v1/persons?limit=-1", 400, "invalid_request", None)]
#[case("GET", "/v1/persons?limit=many", 400, "invalid_request", None)]
#[case("GET", "/v1/persons?municipality=Riga", 400, "invalid_request", None)]
#[case("GET", "/v1/persons?cursor=abc", 400, "invalid_cursor", None)]
#[case("GET", "/v1/persons?access_token=abc", 400, "token_in_query", None)]
#[case("GET", "/v1/rules?token=abc", 400, "token_in_query", None)]
fn what_is_not_there_or_asked_wrongly_is_a_problem(
    #[case] method: &str,
    #[case] path: &str,
    #[case] status: u16,
    #[case] code: &str,
    #[case] allow: Option<&str>,
) {
    let office = Office::open();

    let reply = raw(&office, &format!("{method} {path} HTTP/1.1\r\n{}", bearer(&office)), b"");

    is_problem(&reply, status, code);
    assert_eq!(reply.header("allow").as_deref(), allow);
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
#[case(b"{\"given_name\":\"\"}", "#/given_name", "too_short")]
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

// ER-01: the rest of the table, each with the status that belongs to it (ER-04).
#[test]
fn every_other_way_of_asking_wrongly_has_its_own_problem() {
    let office = Office::open();
    let ilze = office.coordinator();
    let anna = json!({ "given_name": "Anna", "family_name": "Liepa" });
    let path = format!("/v1/persons/{}", ilze.post_with_key("/v1/persons", anna.clone(), "0123456789abcdef").id(201));
    let json_body = |body: &Value| Some(("application/json", body.to_string()));
    let patch = || Some(("application/merge-patch+json", "{}".to_owned()));

    let replies = [
        (ilze.send("POST", "/v1/persons", &[], json_body(&anna)), 400, "idempotency_key_missing"),
        (
            ilze.send("POST", "/v1/persons", &[("idempotency-key", "short")], json_body(&anna)),
            400,
            "idempotency_key_malformed",
        ),
        (
            ilze.post_with_key(
                "/v1/persons",
                json!({ "given_name": "Ilze", "family_name": "Liepa" }),
                "0123456789abcdef",
            ),
            422,
            "idempotency_key_reused",
        ),
        (ilze.send("PATCH", &path, &[], patch()), 428, "if_match_missing"),
        (ilze.send("PATCH", &path, &[("if-match", "\"7\"")], patch()), 412, "stale_version"),
        (ilze.send("PATCH", &path, &[("if-match", "*")], json_body(&json!({}))), 415, "unsupported_media_type"),
        (ilze.send("GET", &path, &[("accept", "application/xml")], None), 406, "not_acceptable"),
        (ilze.send("GET", "/v1/persons", &[("accept", "text/html, image/*")], None), 406, "not_acceptable"),
        (office.anyone("GET", &path, None), 401, "unauthenticated"),
        (office.desk(Role::Funder).get(&path), 403, "forbidden"),
        (office.municipality("0002000").get(&path), 404, "not_found"),
    ];

    for (reply, status, code) in replies {
        is_problem(&reply, status, code);
    }
}

// ER-07
#[test]
fn who_is_turned_away_is_told_what_is_lacking() {
    let office = Office::open();
    let challenge = |reply: Reply| reply.header("www-authenticate").unwrap();

    let stranger = challenge(office.anyone("GET", "/v1/persons", None));
    let funder = office.desk(Role::Funder).get("/v1/persons");

    assert_eq!(stranger, "Bearer error=\"invalid_token\"");
    assert_eq!(funder.body["required_scope"], "persons:read");
    assert_eq!(challenge(funder), "Bearer error=\"insufficient_scope\", scope=\"persons:read\"");
}

// ER-05
#[rstest]
#[case("", "lv")]
#[case("en", "en")]
#[case("EN-GB", "en")]
#[case("lv", "lv")]
#[case("lv-LV, en;q=0.9", "lv")]
#[case("en;q=0.9,lv", "lv")]
#[case("en, lv;q=0.9", "en")]
#[case("de, fr;q=0.5", "lv")]
#[case("de, en;q=0.5", "en")]
#[case("en;q=0", "lv")]
#[case("*", "lv")]
#[case("en;q=nonsense", "lv")]
fn texts_follow_the_language_that_is_wanted_and_are_latvian_otherwise(#[case] wanted: &str, #[case] language: &str) {
    let office = Office::open();

    let reply = office.send("GET", "/v1/nothing", &[("accept-language", wanted.to_owned())], None);

    is_problem(&reply, 404, "not_found");
    assert_eq!(reply.header("content-language").as_deref(), Some(language));
    assert_eq!(reply.header("vary").as_deref(), Some("Accept-Language"));
    assert_eq!(reply.body["title"], if language == "lv" { "Nav atrasts" } else { "Not found" });
}

// ER-06
#[test]
fn nothing_that_was_sent_comes_back_in_a_problem() {
    const CANARY: &str = "Kanarijputns";
    let office = Office::open();
    let ilze = office.coordinator();
    let members = [
        "given_name",
        "family_name",
        "personal_code",
        "born_on",
        "born_on_source",
        "address",
        "municipality",
        "phone",
        "email",
        "communication",
    ];
    let mut replies = Vec::new();
    for member in members {
        for value in
            [json!(format!("{CANARY}\u{0}")), json!({ "a": CANARY }), json!([CANARY]), json!(CANARY.repeat(99))]
        {
            replies.push(ilze.post("/v1/persons", json!({ member: value })));
        }
    }
    replies.push(ilze.post("/v1/persons/search", json!({ "by": CANARY })));
    replies.push(ilze.get(&format!("/v1/persons/{CANARY}")));
    replies.push(ilze.get(&format!("/{CANARY}")));
    for query in ["municipality", "limit", "cursor", CANARY, "access_token"] {
        replies.push(ilze.get(&format!("/v1/persons?{query}={CANARY}")));
    }
    for header in ["accept", "idempotency-key", "content-type"] {
        replies.push(ilze.send("POST", "/v1/persons", &[(header, CANARY)], Some(("", "{}".to_owned()))));
    }
    replies.push(office.send("GET", "/v1/persons", &[("authorization", format!("Bearer {CANARY}"))], None));
    replies.push(office.send("GET", "/v1/nothing", &[("x-request-id", format!("{CANARY} !"))], None));

    for reply in replies {
        assert!(reply.status >= 400, "{}", reply.text);
        assert!(!reply.text.contains(CANARY), "{}", reply.text);
        for (name, value) in &reply.headers {
            assert!(!value.contains(CANARY), "{name}: {value}");
        }
        for inside in ["SELECT", "src/", ".rs", "serde", "panicked", "sqlite", "postgres", "actix"] {
            assert!(!reply.text.contains(inside), "{}", reply.text);
        }
    }
}

// UR-13
#[test]
fn head_is_get_without_the_body_and_options_names_the_methods() {
    let office = Office::open();
    let ask = |method: &str, path: &str| raw(&office, &format!("{method} {path} HTTP/1.1\r\n{}", bearer(&office)), b"");
    for path in ["/livez", "/openapi.json", "/v1/rules", "/v1/persons", "/v1/me", "/v1/nothing"] {
        let (get, head) = (ask("GET", path), ask("HEAD", path));

        assert_eq!((head.status, head.text.as_str()), (get.status, ""), "{path}");
        for name in ["content-type", "content-length", "etag", "cache-control"] {
            assert_eq!(head.header(name), get.header(name), "{path} {name}");
        }
    }

    let options = ask("OPTIONS", "/v1/persons");

    assert_eq!((options.status, options.text.as_str()), (204, ""));
    assert_eq!(options.header("allow").as_deref(), Some("GET, HEAD, OPTIONS, POST"));
    is_guarded(&options);
    is_problem(&ask("OPTIONS", "/v1/nothing"), 404, "not_found");
}

// UR-13
#[test]
fn a_header_cannot_make_one_method_another() {
    let office = Office::open();

    let reply = office.coordinator().send("GET", "/v1/persons", &[("x-http-method-override", "POST")], None);

    assert!(reply.ok(200)["items"].is_array());
}

// HT-03
#[rstest]
#[case("0123.ab_-", true)]
#[case("12345678", true)]
#[case("1234567", false)]
#[case("123456789012345678901234567890123456789012345678901234567890abcd", true)]
#[case("123456789012345678901234567890123456789012345678901234567890abcde", false)]
#[case("12345678 ", true)]
#[case("1234 5678", false)]
#[case("ā2345678", false)]
fn the_clients_own_request_id_is_kept_when_it_is_well_formed(#[case] id: &str, #[case] kept: bool) {
    let office = Office::open();

    let reply = raw(&office, &format!("GET /livez HTTP/1.1\r\nx-request-id: {id}"), b"");

    is_guarded(&reply);
    assert_eq!(reply.header("x-request-id").unwrap() == id.trim(), kept);
}

// HT-01, HT-02
#[test]
fn what_is_about_somebody_is_kept_by_nobody() {
    let office = Office::open();
    let ilze = office.coordinator();
    let made = ilze.post("/v1/persons", json!({ "given_name": "Anna", "family_name": "Liepa" }));
    let path = made.header("location").unwrap();

    for reply in [made, ilze.get(&path), ilze.get("/v1/persons"), ilze.get("/v1/me")] {
        is_guarded(&reply);
        assert_eq!(reply.header("cache-control").as_deref(), Some("no-store"));
    }
}
