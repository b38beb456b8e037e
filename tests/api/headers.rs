//! What every answer carries, whatever the method: who may keep it, what a browser may do with it, which request it is to.

use rstest::rstest;
use serde_json::json;

use crate::support::Office;
use crate::support::raw::{bearer, is_guarded, is_problem, raw};

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
