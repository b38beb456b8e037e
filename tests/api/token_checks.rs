//! Tokens that are not accepted: the operator reads in the log which check failed, the caller is told one of three codes.

use aplp::caller::Role;
use aplp::http::token::{Claims, Jwks};
use rstest::rstest;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::clients::{client, register};
use crate::support::{Office, database, logs};

const AT: &str = "2026-03-02T07:00:00Z";

/// The check that the log names for a request with this token, and what the caller was told.
fn refused(office: &Office, token: &str) -> (String, String) {
    let request = Uuid::new_v4().to_string();
    let headers = [("authorization", format!("Bearer {token}")), ("x-request-id", request.clone())];
    let reply = office.send("GET", "/v1/me", &headers, None);
    let code = reply.body["code"].as_str().unwrap().to_owned();
    reply.problem(401, &code);
    let lines = logs::with(&format!("request={request} "));
    let line = lines.iter().find(|line| line.contains("aplp::security")).unwrap();
    assert!(!line.contains(token), "{line}");
    (line.rsplit_once(" check=").unwrap().1.to_owned(), code)
}

fn claims(office: &Office, differs: impl FnOnce(&mut Claims)) -> String {
    let mut claims = Claims::demo("ilze", &[Role::Coordinator], office.now());
    differs(&mut claims);
    office.token(&claims)
}

fn invalid(check: &str) -> (String, String) {
    (check.to_owned(), "token_invalid".to_owned())
}

#[test]
fn the_log_says_which_check_a_token_did_not_pass() {
    let office = Office::open();
    let now = office.now().timestamp();
    let good = claims(&office, |_| {});
    let (signed, signature) = good.rsplit_once('.').unwrap();
    let other = if signature.starts_with('A') { "B" } else { "A" };
    let admin = office.desk(Role::Admin);
    let suspended = register(&office, client("suspended", None, &["coordinator"]));
    admin.post(&format!("/v1/clients/{suspended}/suspensions"), json!({ "reason": "Nozagts." })).ok(201);
    admin.post("/v1/clients", client("waiting", None, &["coordinator"])).ok(201);

    assert_eq!(refused(&office, "no-token-at-all"), invalid("form"));
    assert_eq!(refused(&office, &format!("{signed}.{other}{}", &signature[1..])), invalid("signature"));
    assert_eq!(
        refused(&office, &claims(&office, |claims| claims.iss = "https://x.example".to_owned())),
        invalid("issuer")
    );
    assert_eq!(refused(&office, &claims(&office, |claims| claims.aud = "x".to_owned())), invalid("audience"));
    assert_eq!(refused(&office, &claims(&office, |claims| claims.exp = now + 7_200)), invalid("lifetime"));
    assert_eq!(refused(&office, &claims(&office, |claims| claims.nbf = Some(now + 60))), invalid("not_yet_valid"));
    let expired = refused(&office, &claims(&office, |claims| (claims.iat, claims.exp) = (now - 600, now - 60)));
    assert_eq!(expired, ("expired".to_owned(), "token_expired".to_owned()));
    let program = |name: &str| claims(&office, |claims| claims.client_id = name.to_owned());
    assert_eq!(refused(&office, &program("suspended")), invalid("client_suspended"));
    assert_eq!(refused(&office, &program("waiting")), invalid("client_not_approved"));
    assert_eq!(refused(&office, "aplp_test_made_up"), invalid("script_token_unknown"));
    let strict = Office::open_as(AT, database::postgres(), |settings| settings.registered_only = true);
    assert_eq!(refused(&strict, &claims(&strict, |_| {})), invalid("client_not_registered"));
}

// UR-11: what a colleague looks like is no colleague.
#[rstest]
#[case("Ilze Kalniņa\u{202e}", "claim_text:name")]
#[case("Ilze\u{7}", "claim_text:name")]
#[case("Ilze\nKalniņa", "claim_text:name")]
#[case(" Ilze", "claim_text:name")]
#[case("", "claim_text:name")]
#[case("Ilze Kalnin\u{327}a", "claim_not_nfc:name")]
fn a_name_that_is_not_what_it_looks_like_is_not_accepted(#[case] name: &str, #[case] check: &str) {
    let office = Office::open();

    assert_eq!(refused(&office, &claims(&office, |claims| claims.name = Some(name.to_owned()))), invalid(check));
    assert_eq!(
        refused(&office, &claims(&office, |claims| claims.sub = name.to_owned())),
        invalid(&check.replace("name", "sub"))
    );
    let program = claims(&office, |claims| claims.client_id = name.to_owned());
    assert_eq!(refused(&office, &program), invalid(&check.replace("name", "client_id")));
    assert_eq!(
        refused(&office, &claims(&office, |claims| claims.jti = name.to_owned())),
        invalid(&check.replace("name", "jti"))
    );
}

#[test]
fn a_name_in_nfc_is_accepted_and_a_text_may_be_as_long_as_two_thousand_characters() {
    let office = Office::open();
    let me = |sub: &str| {
        let token =
            claims(&office, |claims| (claims.name, claims.sub) = (Some("Ilze Kalniņa".to_owned()), sub.to_owned()));
        office.send("GET", "/v1/me", &[("authorization", format!("Bearer {token}"))], None).status
    };

    assert_eq!((me(&"ņ".repeat(2_000)), me(&"ņ".repeat(2_001))), (200, 401));
}

fn opened(office: &Office, keys: &[Value]) -> Result<(), String> {
    let file = office.folder.join("keys/these.json");
    std::fs::write(&file, json!({ "keys": keys }).to_string()).unwrap();
    let outbound = std::sync::Arc::new(aplp::http::outbound::Outbound::new(&[]));
    aplp::http::token::Keys::open(&Jwks::File(file), Vec::new(), &office.app.clock, outbound).map(|_| ())
}

// AU-05
#[test]
fn two_keys_of_one_kid_are_refused_and_one_that_cannot_be_used_is_named() {
    let office = Office::open();
    let text = std::fs::read_to_string(office.folder.join("keys/jwks.json")).unwrap();
    let keys = serde_json::from_str::<Value>(&text).unwrap()["keys"].as_array().unwrap().clone();
    let like = |key: &Value, more: Value| {
        let mut key = key.clone();
        aplp::http::body::merge(&mut key, &more);
        key
    };

    let twice = opened(&office, &[keys[0].clone(), like(&keys[1], json!({ "kid": "demo-ed25519" }))]);
    assert!(twice.unwrap_err().contains("two keys of the kid \"demo-ed25519\""));
    let name = Uuid::new_v4().to_string();
    let signs = like(&keys[1], json!({ "kid": name, "key_ops": ["sign"] }));
    opened(&office, &[keys[0].clone(), signs.clone()]).unwrap();
    let told = logs::with(&name);
    assert!(told.len() == 1 && told[0].contains("its key_ops do not name verify"), "{told:?}");
    assert!(opened(&office, &[signs]).unwrap_err().contains("holds no key"));
    opened(&office, &[like(&keys[0], json!({ "key_ops": ["verify"] }))]).unwrap();
}
