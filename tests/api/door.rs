//! The door: everything that can be asked wrongly is answered as a problem, and nothing that was sent comes back.

use aplp::caller::Role;
use rstest::rstest;
use serde_json::{Value, json};

use crate::support::raw::{bearer, is_problem, raw};
use crate::support::{Office, Reply};

// ER-01, UR-01, UR-13
#[rstest]
#[case("GET", "/v1/nothing", 404, "not_found", None)]
#[case("POST", "/", 405, "method_not_allowed", Some("GET, HEAD, OPTIONS"))]
#[case("GET", "/v2", 404, "not_found", None)]
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

// CR-02
#[test]
fn a_change_names_the_version_that_was_seen_by_its_tag_and_in_no_other_way() {
    let office = Office::open();
    let ilze = office.coordinator();
    let anna = json!({ "given_name": "Anna", "family_name": "Liepa" });
    let path = format!("/v1/persons/{}", ilze.post("/v1/persons", anna.clone()).id(201));
    let patch = |tag: &str| {
        ilze.send("PATCH", &path, &[("if-match", tag)], Some(("application/merge-patch+json", "{}".to_owned())))
    };
    let post = |path: &str, tag, body: &Value| {
        let headers = [("if-match", tag), ("idempotency-key", "0123456789abcdef")];
        ilze.send("POST", path, &headers, Some(("application/json", body.to_string())))
    };

    for malformed in ["1", "\"1", "1\"", "\"1\" \"2\"", "\"1\", *", "W/1"] {
        let code = json!({ "personal_code": "161175-19997" });
        for refused in [patch(malformed), post(&format!("{path}/personal-codes"), malformed, &code)] {
            let problem = refused.problem(400, "invalid_request");
            assert_eq!(problem["errors"][0]["pointer"], "If-Match", "{malformed}");
        }
    }
    for other in ["\"7\"", "W/\"1\"", "\"7\", \"8\"", "\"01\"", "\"\""] {
        patch(other).problem(412, "stale_version");
    }
    let matching = ["\"N\"", "\"N.abc\"", "\"99\", \"N\"", "W/\"N\", \"N\"", "*"];
    for (newest, seen) in (1..).zip(matching) {
        patch(&seen.replace('N', &format!("{newest}"))).ok(200);
    }
    // Where nothing is there yet, there is nothing that could have been seen.
    post("/v1/persons", "\"1", &anna).ok(201);
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
