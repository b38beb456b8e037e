//! Tokens for scripts: shown once, narrow, not for long, and taken back at once (AU-06).

use aplp::caller::Role;
use rstest::rstest;
use serde_json::{Value, json};

use crate::support::{Office, Reply, clients, database};

const EXPIRES: &str = "2026-05-31T07:00:00Z";

/// A client whose scripts may do what these roles do.
fn client(office: &Office, roles: &[&str]) -> String {
    let new = json!({
        "name": "Nakts skripts", "issuer": "https://demo.aplp.example", "client_id": "script", "roles": roles,
        "municipality": "0001000",
    });
    clients::register(office, new)
}

fn wish(more: Value) -> Value {
    let mut wish = json!({ "name": "pirmais", "scopes": ["me:read", "persons:read"], "expires_at": EXPIRES });
    aplp::http::body::merge(&mut wish, &more);
    wish
}

fn make(office: &Office, client: &str, more: Value) -> Reply {
    office.desk(Role::Admin).post(&format!("/v1/clients/{client}/tokens"), wish(more))
}

#[track_caller]
fn made(office: &Office, client: &str) -> (String, String) {
    let made = make(office, client, json!({})).ok(201);
    clients::approve(office, client).ok(201);
    (made["id"].as_str().unwrap().to_owned(), made["token"].as_str().unwrap().to_owned())
}

fn ask(office: &Office, token: &str, path: &str) -> Reply {
    office.send("GET", path, &[("authorization", format!("Bearer {token}"))], None)
}

#[test]
fn a_script_does_what_its_token_carries_and_no_more() {
    let office = Office::open();
    let (_, token) = made(&office, &client(&office, &["municipality"]));

    let me = ask(&office, &token, "/v1/me").ok(200);

    assert!(token.starts_with("aplp_test_") && token.len() == "aplp_test_".len() + 43 + 8, "{token}");
    assert_eq!((&me["client_id"], &me["municipality"]), (&json!("script"), &json!("0001000")));
    assert_eq!(me["scopes"], json!(["me:read", "persons:read"]));
    assert_eq!(me["expires_at"], EXPIRES);
    ask(&office, &token, "/v1/persons").ok(200);
    let refused = ask(&office, &token, "/v1/applications");
    assert_eq!(refused.problem(403, "forbidden")["required_scope"], "applications:read");
}

#[test]
fn a_token_is_shown_once_and_kept_nowhere() {
    let office = Office::open();
    let client = client(&office, &["municipality"]);
    let (admin, path) = (office.desk(Role::Admin), format!("/v1/clients/{client}/tokens"));
    let key = "0123456789abcdef";
    let first = admin.post_with_key(&path, wish(json!({})), key).ok(201);
    clients::approve(&office, &client).ok(201);

    let again = admin.post_with_key(&path, wish(json!({})), key).ok(201);

    let token = first["token"].as_str().unwrap();
    assert_eq!((&again["id"], &again["token"]), (&first["id"], &Value::Null));
    let list = admin.get(&path);
    assert!(!list.text.contains(token) && list.body["items"][0].get("token").is_none(), "{}", list.text);
    ask(&office, token, "/v1/me").ok(200);
    if database::postgres().is_none() {
        let secret = &token["aplp_test_".len()..];
        for file in ["aplp.sqlite", "aplp.sqlite-wal"] {
            let bytes = std::fs::read(office.folder.join(file)).unwrap_or_default();
            assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()), "{file} holds the token");
        }
    }
}

#[rstest]
#[case(json!({ "scopes": ["applications:decide"] }), "#/scopes/0", "not_one_of")]
#[case(json!({ "scopes": ["everything"] }), "#/scopes/0", "not_one_of")]
#[case(json!({ "scopes": ["me:read", "me:read"] }), "#/scopes", "not_unique")]
#[case(json!({ "scopes": [] }), "#/scopes", "too_few")]
#[case(json!({ "expires_at": "2026-03-02T07:00:00Z" }), "#/expires_at", "too_small")]
#[case(json!({ "expires_at": "2026-05-31T07:00:01Z" }), "#/expires_at", "too_large")]
#[case(json!({ "addresses": ["proxy.example"] }), "#/addresses/0", "wrong_format")]
#[case(json!({ "addresses": ["10.0.0.1,0.0.0.0/0"] }), "#/addresses/0", "wrong_format")]
fn a_token_beyond_its_limits_is_not_made(#[case] more: Value, #[case] pointer: &str, #[case] code: &str) {
    let office = Office::open();

    let refused = make(&office, &client(&office, &["municipality"]), more).problem(400, "invalid_request");

    assert_eq!((&refused["errors"][0]["pointer"], &refused["errors"][0]["code"]), (&json!(pointer), &json!(code)));
}

#[test]
fn a_client_has_two_tokens_at_once_so_that_one_takes_the_place_of_the_other() {
    let office = Office::open();
    let client = client(&office, &["municipality"]);
    let (first, old) = made(&office, &client);
    let (_, new) = made(&office, &client);
    make(&office, &client, json!({})).problem(409, "client_tokens_used_up");

    let path = format!("/v1/client-tokens/{first}/revocations");
    let taken = office.desk(Role::Admin).post(&path, json!({})).ok(201);

    assert_eq!(taken["revoked_at"], "2026-03-02T07:00:00.000000Z");
    assert_eq!((ask(&office, &old, "/v1/me").status, ask(&office, &new, "/v1/me").status), (401, 200));
    office.desk(Role::Admin).post(&path, json!({})).problem(409, "client_token_revoked");
    let (_, next) = made(&office, &client);
    assert_eq!(ask(&office, &next, "/v1/me").status, 200);
}

#[test]
fn a_token_holds_to_its_last_moment() {
    let office = Office::open();
    let (_, token) = made(&office, &client(&office, &["municipality"]));

    office.move_to(EXPIRES);
    assert_eq!(ask(&office, &token, "/v1/me").status, 200);
    office.move_to("2026-05-31T07:00:01Z");
    assert_eq!(ask(&office, &token, "/v1/me").status, 401);
}

#[test]
fn a_token_of_a_suspended_client_is_not_accepted() {
    let office = Office::open();
    let client = client(&office, &["municipality"]);
    let (_, token) = made(&office, &client);
    ask(&office, &token, "/v1/me").ok(200);

    let path = format!("/v1/clients/{client}/suspensions");
    office.desk(Role::Admin).post(&path, json!({ "reason": "Nozagts." })).ok(201);

    ask(&office, &token, "/v1/me").problem(401, "token_invalid");
}

#[rstest]
#[case("127.0.0.1", 200)]
#[case("127.0.0.0/8", 200)]
#[case("192.0.2.1", 401)]
#[case("10.0.0.0/8", 401)]
fn a_token_is_accepted_from_its_addresses(#[case] address: &str, #[case] status: u16) {
    let office = Office::open();
    let client = client(&office, &["municipality"]);
    let made = make(&office, &client, json!({ "addresses": ["2001:db8::/32", address] }));
    clients::approve(&office, &client).ok(201);
    let token = made.ok(201)["token"].as_str().unwrap().to_owned();

    assert_eq!(ask(&office, &token, "/v1/me").status, status);
}

#[test]
fn the_last_use_of_a_token_is_noted_once_a_minute() {
    let office = Office::open();
    let client = client(&office, &["municipality"]);
    let (_, token) = made(&office, &client);
    let noted = || {
        let tokens = office.desk(Role::Admin).get(&format!("/v1/clients/{client}/tokens")).ok(200);
        tokens["items"][0]["last_used_at"].clone()
    };
    assert_eq!(noted(), Value::Null);

    for (at, wanted) in [("07:00:00", "07:00:00"), ("07:00:50", "07:00:00"), ("07:01:00", "07:01:00")] {
        office.move_to(&format!("2026-03-02T{at}Z"));
        ask(&office, &token, "/v1/me").ok(200);
        assert_eq!(noted(), format!("2026-03-02T{wanted}.000000Z"));
    }
}

#[test]
fn made_up_tokens_are_refused_like_any_other() {
    let office = Office::open();
    let (_, token) = made(&office, &client(&office, &["municipality"]));
    let mut other = token.clone();
    other.replace_range(15..16, if &token[15..16] == "A" { "B" } else { "A" });

    for token in [other, token.replace("_test_", "_live_"), token[..40].to_owned(), "aplp_test_".to_owned()] {
        ask(&office, &token, "/v1/me").problem(401, "token_invalid");
    }
}
