//! Tokens: every forged one is refused with the same answer, whatever is wrong with it.

use aplp::caller::Role;
use aplp::http::token::Issuer;
use aws_lc_rs::hmac;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::Algorithm;
use rstest::rstest;
use serde_json::{Value, json};

use crate::support::{Office, Reply};

/// The keys of an office's issuer, in the hands of somebody who forges.
struct Forge {
    ed: Ed25519KeyPair,
    ec: EcdsaKeyPair,
    header: Value,
    claims: Value,
}

impl Forge {
    fn of(office: &Office) -> Self {
        let key = |name: &str| std::fs::read(office.folder.join("keys").join(name)).unwrap();
        let ec = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &key("demo-p256.p8")).unwrap();
        Self {
            ed: Ed25519KeyPair::from_pkcs8(&key("demo-ed25519.p8")).unwrap(),
            ec,
            header: json!({ "typ": "at+jwt", "alg": "EdDSA", "kid": "demo-ed25519" }),
            claims: serde_json::to_value(&office.coordinator().claims).unwrap(),
        }
    }

    /// Signed properly, by the key that the algorithm in the header wants.
    fn signed(&self, header: &Value, claims: &Value) -> String {
        let body = unsigned(header, claims);
        let signature = match header["alg"].as_str() {
            Some("ES256") => self.ec.sign(&SystemRandom::new(), body.as_bytes()).unwrap().as_ref().to_vec(),
            _ => self.ed.sign(body.as_bytes()).as_ref().to_vec(),
        };
        format!("{body}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    fn with_header(&self, changes: Value) -> String {
        self.signed(&changed(&self.header, changes), &self.claims)
    }

    fn with_claims(&self, changes: Value) -> String {
        self.signed(&self.header, &changed(&self.claims, changes))
    }
}

fn unsigned(header: &Value, claims: &Value) -> String {
    format!("{}.{}", URL_SAFE_NO_PAD.encode(header.to_string()), URL_SAFE_NO_PAD.encode(claims.to_string()))
}

/// Null takes a member away.
fn changed(value: &Value, changes: Value) -> Value {
    let mut value = value.clone();
    aplp::http::body::merge(&mut value, &changes);
    value
}

fn ask(office: &Office, authorization: &str) -> Reply {
    office.send("GET", "/v1/me", &[("authorization", authorization.to_owned())], None)
}

/// What `WWW-Authenticate` says where there is no token: RFC 6750 wants no error there.
const MISSING: &str = r#"Bearer realm="aplp""#;
const EXPIRED: &str = r#"Bearer realm="aplp", error="invalid_token", error_description="The token has expired""#;
const INVALID: &str = r#"Bearer realm="aplp", error="invalid_token", error_description="The token is not accepted""#;

// AU-01, AU-02, AU-09
#[test]
fn no_forged_token_is_accepted_and_none_is_told_why() {
    let office = Office::open();
    let forge = Forge::of(&office);
    let now = office.now().timestamp();
    let good = forge.with_header(json!({}));
    let parts: Vec<&str> = good.split('.').collect();
    let flipped = |part: &str| part.replacen(&part[4..5], if &part[4..5] == "A" { "B" } else { "A" }, 1);
    let hmac = |algorithm: &str, secret: &[u8]| {
        let body = unsigned(&changed(&forge.header, json!({ "alg": algorithm })), &forge.claims);
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), body.as_bytes());
        format!("{body}.{}", URL_SAFE_NO_PAD.encode(tag))
    };
    let jwks = std::fs::read(office.folder.join("keys/jwks.json")).unwrap();
    let stranger = Ed25519KeyPair::generate().unwrap();
    let own_key =
        json!({ "kty": "OKP", "crv": "Ed25519", "x": URL_SAFE_NO_PAD.encode(stranger.public_key().as_ref()) });
    let by_stranger = |header: Value| {
        let body = unsigned(&changed(&forge.header, header), &forge.claims);
        format!("{body}.{}", URL_SAFE_NO_PAD.encode(stranger.sign(body.as_bytes())))
    };
    let unsigned_with = |algorithm: &str| unsigned(&changed(&forge.header, json!({ "alg": algorithm })), &forge.claims);
    let at = |claim: &str, seconds: i64| forge.with_claims(json!({ claim: now + seconds }));

    let mut forged: Vec<(String, String)> = [
        ("empty", String::new()),
        ("garbage", "abc".to_owned()),
        ("three dots", "...".to_owned()),
        ("two parts", format!("{}.{}", parts[0], parts[1])),
        ("four parts", format!("{good}.{}", parts[2])),
        ("no signature", format!("{}.{}.", parts[0], parts[1])),
        ("a signature of another length", format!("{}A", &good[..good.len() - 4])),
        ("a tampered header", format!("{}.{}.{}", flipped(parts[0]), parts[1], parts[2])),
        ("a tampered payload", format!("{}.{}.{}", parts[0], flipped(parts[1]), parts[2])),
        ("a tampered signature", format!("{}.{}.{}", parts[0], parts[1], flipped(parts[2]))),
        ("alg none", format!("{}.", unsigned_with("none"))),
        ("alg None", format!("{}.", unsigned_with("None"))),
        ("alg none with a signature", forge.with_header(json!({ "alg": "none" }))),
        ("alg missing", forge.with_header(json!({ "alg": null }))),
        ("alg unknown", forge.with_header(json!({ "alg": "EdDSA2" }))),
        ("HS256 with the public key", hmac("HS256", forge.ed.public_key().as_ref())),
        ("HS256 with the key file", hmac("HS256", &jwks)),
        ("HS512 without a secret", hmac("HS512", b"")),
        ("RS256 named, EdDSA signed", forge.with_header(json!({ "alg": "RS256" }))),
        ("ES256 with the name of the Ed25519 key", forge.with_header(json!({ "alg": "ES256" }))),
        ("EdDSA with the name of the P-256 key", forge.with_header(json!({ "kid": "demo-p256" }))),
        ("an unknown kid", forge.with_header(json!({ "kid": "other" }))),
        ("no kid", forge.with_header(json!({ "kid": null }))),
        ("a kid that is a path", forge.with_header(json!({ "kid": "../keys/demo-ed25519" }))),
        ("typ JWT", forge.with_header(json!({ "typ": "JWT" }))),
        ("no typ", forge.with_header(json!({ "typ": null }))),
        ("crit", forge.with_header(json!({ "crit": ["exp"], "exp": now + 60 }))),
        ("an empty crit", forge.with_header(json!({ "crit": [] }))),
        ("a stranger's key", by_stranger(json!({}))),
        ("a stranger's key in jwk", by_stranger(json!({ "jwk": own_key }))),
        ("a stranger's key at jku", by_stranger(json!({ "jku": "https://stranger.example/jwks.json" }))),
        ("a stranger's key at x5u", by_stranger(json!({ "x5u": "https://stranger.example/cert.pem" }))),
        ("expired", forge.with_claims(json!({ "iat": now - 3_000, "exp": now - 30 }))),
        ("made in the future", forge.with_claims(json!({ "iat": now + 31, "exp": now + 600 }))),
        ("not valid yet", at("nbf", 31)),
        ("for more than an hour", forge.with_claims(json!({ "iat": now, "exp": now + 3_601 }))),
        ("ended before it was made", forge.with_claims(json!({ "iat": now + 20, "exp": now + 10 }))),
        ("times as text", forge.with_claims(json!({ "exp": (now + 600).to_string() }))),
        ("another audience", forge.with_claims(json!({ "aud": "other" }))),
        ("our audience with capitals", forge.with_claims(json!({ "aud": "APLP" }))),
        ("our audience and others", forge.with_claims(json!({ "aud": ["aplp", "other"] }))),
        ("no audience in a list", forge.with_claims(json!({ "aud": [] }))),
        ("another issuer", forge.with_claims(json!({ "iss": "https://stranger.example" }))),
        ("our issuer with a slash", forge.with_claims(json!({ "iss": "https://demo.aplp.example/" }))),
        ("issuers in a list", forge.with_claims(json!({ "iss": ["https://demo.aplp.example"] }))),
        ("an empty subject", forge.with_claims(json!({ "sub": "" }))),
        ("an empty client", forge.with_claims(json!({ "client_id": "" }))),
        ("an empty id", forge.with_claims(json!({ "jti": "" }))),
    ]
    .into_iter()
    .map(|(name, token)| (name.to_owned(), format!("Bearer {token}")))
    .collect();
    for claim in ["iss", "aud", "exp", "iat", "sub", "client_id", "jti"] {
        forged.push((format!("no {claim}"), format!("Bearer {}", forge.with_claims(json!({ claim: null })))));
    }
    forged.push(("another scheme".to_owned(), format!("Basic {good}")));
    forged.push(("no scheme".to_owned(), good.clone()));
    forged.push(("two tokens".to_owned(), format!("Bearer {good} {good}")));

    ask(&office, &format!("Bearer {good}")).ok(200);
    let mut answers = Vec::new();
    for (name, authorization) in &forged {
        let reply = ask(&office, authorization);
        assert_eq!(reply.status, 401, "{name} was accepted: {}", reply.text);
        let (code, challenge) = match name.as_str() {
            "expired" => ("token_expired", EXPIRED),
            "empty" | "another scheme" | "no scheme" => ("token_missing", MISSING),
            _ => ("token_invalid", INVALID),
        };
        assert_eq!(reply.header("www-authenticate").as_deref(), Some(challenge), "{name}");
        let mut body = reply.problem(401, code);
        body["request_id"] = Value::Null;
        if code == "token_invalid" {
            answers.push(body);
        }
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "one answer for all causes");
    assert!(forged.len() >= 24);
}

// AU-01
#[rstest]
#[case(Algorithm::EdDSA)]
#[case(Algorithm::ES256)]
fn a_token_of_either_kind_of_key_is_accepted(#[case] algorithm: Algorithm) {
    let office = Office::open();
    let issuer = Issuer::open(&office.folder.join("keys"), algorithm).unwrap();
    let token = issuer.sign(&office.coordinator().claims).unwrap();

    assert_eq!(ask(&office, &format!("Bearer {token}")).ok(200)["roles"], json!(["coordinator"]));
    assert_eq!(ask(&office, &format!("bearer {token}")).status, 200, "schemes have no case");
}

// AU-02: the last moment on the right side of each limit.
#[test]
fn a_token_at_the_very_edge_of_its_time_is_accepted() {
    let office = Office::open();
    let forge = Forge::of(&office);
    let now = office.now().timestamp();

    for (name, claims) in [
        ("ended within the leeway", json!({ "iat": now - 3_000, "exp": now - 29 })),
        ("made within the leeway", json!({ "iat": now + 30, "exp": now + 600 })),
        ("valid within the leeway", json!({ "nbf": now + 30 })),
        ("an hour", json!({ "iat": now, "exp": now + 3_600 })),
        ("us alone in a list", json!({ "aud": ["aplp"] })),
        ("claims we do not know", json!({ "scope": "everything", "cnf": null })),
    ] {
        assert_eq!(ask(&office, &format!("Bearer {}", forge.with_claims(claims))).status, 200, "{name}");
    }
    let long_type = forge.with_header(json!({ "typ": "application/at+jwt" }));
    assert_eq!(ask(&office, &format!("Bearer {long_type}")).status, 200);
}

// AU-08
#[test]
fn a_token_counts_in_its_header_only() {
    let office = Office::open();
    let token = office.token(&office.desk(Role::Coordinator).claims);

    for name in ["access_token", "token", "id_token"] {
        let reply = office.anyone("GET", &format!("/v1/me?{name}={token}"), None);
        reply.problem(400, "token_in_query");
    }
    let body = format!("access_token={token}");
    let form = office.send("POST", "/v1/persons", &[], Some(("application/x-www-form-urlencoded", body)));
    form.problem(401, "token_missing");
    let member = json!({ "access_token": token, "by": "name", "name": "anna" });
    office.coordinator().post("/v1/persons/search", member).problem(400, "invalid_request");
}

#[test]
fn two_authorization_headers_are_none() {
    let office = Office::open();
    let token = format!("Bearer {}", office.token(&office.coordinator().claims));

    let twice = [("authorization", token.clone()), ("authorization", token)];

    office.send("GET", "/v1/me", &twice, None).problem(401, "token_invalid");
}
