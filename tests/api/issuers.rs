//! Keys of other issuers: RSA among them, from a page of the issuer's own that is asked seldom.

use aplp::http::token::Jwks;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{KeyPair, RSA_PKCS1_SHA256, RSA_PKCS1_SHA512, RSA_PSS_SHA256, RsaEncoding, RsaKeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rstest::rstest;
use serde_json::{Value, json};

use crate::support::page_of_keys::PageOfKeys;
use crate::support::{Office, Reply, database};

const AT: &str = "2026-03-02T07:00:00Z";

/// An RSA key of an issuer elsewhere.
struct Rsa(RsaKeyPair);

impl Rsa {
    fn new(size: KeySize) -> Self {
        Self(RsaKeyPair::generate(size).unwrap())
    }

    /// The public half as it is published.
    fn published(&self, more: Value) -> Value {
        let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let key = self.0.public_key();
        let mut key = json!({
            "kty": "RSA", "kid": "rsa", "use": "sig",
            "n": text(key.modulus().big_endian_without_leading_zero()), "e": text(key.exponent().big_endian_without_leading_zero()),
        });
        aplp::http::body::merge(&mut key, &more);
        key
    }

    fn token(&self, office: &Office, algorithm: &str) -> String {
        let header = json!({ "typ": "at+jwt", "alg": algorithm, "kid": "rsa" });
        let claims = serde_json::to_value(&office.coordinator().claims).unwrap();
        let body = [header, claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string())).join(".");
        let encoding: &dyn RsaEncoding = match algorithm {
            "PS256" => &RSA_PSS_SHA256,
            "RS512" => &RSA_PKCS1_SHA512,
            _ => &RSA_PKCS1_SHA256,
        };
        let mut signature = vec![0; self.0.public_modulus_len()];
        self.0.sign(encoding, &SystemRandom::new(), body.as_bytes(), &mut signature).unwrap();
        format!("{body}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

fn set(keys: &[Value]) -> String {
    json!({ "keys": keys }).to_string()
}

fn own_keys(office: &Office) -> Vec<Value> {
    let text = std::fs::read_to_string(office.folder.join("keys/jwks.json")).unwrap();
    serde_json::from_str::<Value>(&text).unwrap()["keys"].as_array().unwrap().clone()
}

fn ask(office: &Office, token: &str) -> Reply {
    office.send("GET", "/v1/me", &[("authorization", format!("Bearer {token}"))], None)
}

/// A token whose header names another key.
fn naming(token: &str, kid: &str) -> String {
    let (_, rest) = token.split_once('.').unwrap();
    let header = json!({ "typ": "at+jwt", "alg": "EdDSA", "kid": kid });
    format!("{}.{rest}", URL_SAFE_NO_PAD.encode(header.to_string()))
}

/// An office that knows what is on a page.
fn reading(page: &PageOfKeys) -> Office {
    Office::open_as(AT, database::postgres(), |settings| {
        settings.jwks = Jwks::Page(page.address.clone());
        settings.outbound_hosts = vec!["127.0.0.1".to_owned()];
    })
}

/// An office whose file of keys has more in it.
fn knowing(keys: &[Value]) -> Office {
    Office::open_as(AT, database::postgres(), |settings| {
        let file = settings.data.join("keys/more.json");
        std::fs::write(&file, set(keys)).unwrap();
        settings.jwks = Jwks::File(file);
    })
}

// AU-01
#[rstest]
#[case(json!({}), &["RS256", "PS256"])]
#[case(json!({ "alg": "RS256" }), &["RS256"])]
#[case(json!({ "alg": "PS256" }), &["PS256"])]
#[case(json!({ "use": null }), &["RS256", "PS256"])]
fn an_rsa_key_is_used_with_the_algorithms_that_it_is_for(#[case] more: Value, #[case] accepted: &[&str]) {
    let rsa = Rsa::new(KeySize::Rsa2048);
    let office = knowing(&[rsa.published(more)]);

    for algorithm in ["RS256", "PS256", "RS512"] {
        let status = ask(&office, &rsa.token(&office, algorithm)).status;

        assert_eq!(status == 200, accepted.contains(&algorithm), "{algorithm}: {status}");
    }
    assert_eq!(ask(&office, &rsa.token(&office, "ES256")).status, 401);
    let another = Rsa::new(KeySize::Rsa2048).token(&office, "RS256");
    assert_eq!(ask(&office, &another).status, 401);
}

// AU-01
#[test]
fn keys_that_are_too_weak_or_of_another_kind_are_left_out() {
    let rsa = Rsa::new(KeySize::Rsa2048);
    let weak = json!({ "kty": "RSA", "kid": "weak", "n": URL_SAFE_NO_PAD.encode([255; 128]), "e": "AQAB" });
    let odd = [
        weak,
        rsa.published(json!({ "kid": "encrypts", "use": "enc" })),
        rsa.published(json!({ "kid": "other", "alg": "RS512" })),
        rsa.published(json!({ "kid": null })),
        json!({ "kty": "oct", "kid": "secret", "k": "AAAA" }),
        json!({ "kty": "AKP", "kid": "to-come", "alg": "ML-DSA-44", "pub": "AAAA" }),
        json!({ "kty": "OKP", "crv": "X25519", "kid": "agrees", "x": "AAAA" }),
        json!("no key"),
    ];
    let office = Office::open();

    for key in &odd {
        let file = office.folder.join("keys/one.json");
        std::fs::write(&file, set(std::slice::from_ref(key))).unwrap();
        let opened = aplp::http::token::Keys::open(
            &Jwks::File(file),
            Vec::new(),
            &office.app.clock,
            std::sync::Arc::new(aplp::http::outbound::Outbound::new(&[])),
        );
        assert!(opened.is_err_and(|why| why.contains("holds no key")), "{key}");
    }

    let all = [odd.as_slice(), &[rsa.published(json!({}))]].concat();
    let office = knowing(&all);
    ask(&office, &rsa.token(&office, "RS256")).ok(200);
}

// AU-05
#[test]
fn a_page_is_asked_once_for_a_key_that_is_missing_and_then_left_in_peace_for_a_minute() {
    const STRANGERS: usize = 10_000;
    let page = PageOfKeys::open("{}");
    let office = reading(&page);
    let token = office.token(&office.coordinator().claims);
    assert_eq!((page.asked(), ask(&office, &token).status), (1, 401), "nothing is on it yet");
    page.shows(&set(&own_keys(&office)));
    assert_eq!((ask(&office, &token).status, page.asked()), (401, 1), "it is left in peace");

    office.move_to("2026-03-02T07:01:00Z");
    assert_eq!((ask(&office, &token).status, page.asked()), (200, 2));

    office.move_to("2026-03-02T07:02:00Z");
    let keys = &office.app.keys;
    let at = office.now();
    let strangers: Vec<String> = (0..STRANGERS).map(|number| naming(&token, &number.to_string())).collect();
    let asked = strangers.iter().map(async |token| keys.verify(token, at).await.is_err());
    let refused = actix_web::rt::System::new().block_on(futures_util::future::join_all(asked));
    assert!(refused.iter().all(|refused| *refused));
    assert_eq!(page.asked(), 3, "ten thousand strangers are one question");
    assert_eq!((ask(&office, &naming(&token, "another")).status, page.asked()), (401, 3));
}

// AU-05
#[test]
fn a_new_key_is_found_and_one_that_was_taken_back_is_forgotten() {
    let rsa = Rsa::new(KeySize::Rsa2048);
    let page = PageOfKeys::open(&set(&[rsa.published(json!({}))]));
    let office = reading(&page);
    let own = office.token(&office.coordinator().claims);
    ask(&office, &rsa.token(&office, "RS256")).ok(200);
    office.move_to("2026-03-02T07:01:00Z");

    page.shows(&set(&own_keys(&office)));

    assert_eq!(ask(&office, &rsa.token(&office, "RS256")).status, 200, "it is not known yet");
    ask(&office, &own).ok(200);
    office.move_to("2026-03-02T07:01:03Z");
    assert_eq!(ask(&office, &rsa.token(&office, "RS256")).status, 401, "nobody is remembered for longer");
    assert_eq!(page.asked(), 2);
    page.shows(&set(&[rsa.published(json!({}))]));
    office.move_to("2026-03-02T07:05:57Z");
    ask(&office, &own).ok(200);
    office.move_to("2026-03-02T07:06:00Z");
    assert_eq!((ask(&office, &own).status, page.asked()), (401, 3), "though no key was missing");
}

// AU-05, HT-12
#[rstest]
#[case("500 Internal Server Error", "", "")]
#[case("302 Found", "location: http://127.0.0.1:1/jwks.json\r\n", "")]
#[case("200 OK", "", "no keys at all")]
#[case("200 OK", "", "{\"keys\":[]}")]
fn keys_are_used_for_a_day_while_the_page_fails_and_then_nobody_is_let_in(
    #[case] status: &str,
    #[case] headers: &str,
    #[case] text: &str,
) {
    let office = Office::open();
    let page = PageOfKeys::open(&set(&own_keys(&office)));
    let mut reader = reading(&page);
    reader.take_issuer_of(&office);
    let ask = || ask(&reader, &reader.token(&reader.coordinator().claims)).status;
    assert_eq!(ask(), 200);

    page.answers(status, headers, text);

    reader.move_to("2026-03-03T07:00:00Z");
    assert_eq!((ask(), page.asked()), (200, 2));
    reader.anyone("GET", "/readyz", None).ok(200);
    reader.move_to("2026-03-03T07:00:03Z");
    assert_eq!(ask(), 401);
    reader.anyone("GET", "/readyz", None).problem(503, "unavailable");
    page.shows(&set(&own_keys(&office)));
    reader.move_to("2026-03-03T07:01:00Z");
    assert_eq!(ask(), 200);
    reader.anyone("GET", "/readyz", None).ok(200);
}

// AU-05: a page may be large by mistake or by malice.
#[test]
fn a_page_that_is_too_long_is_not_read() {
    let office = Office::open();
    let padded = set(&own_keys(&office)) + &" ".repeat(256 * 1024);

    let reader = reading(&PageOfKeys::open(&padded));

    reader.anyone("GET", "/readyz", None).problem(503, "unavailable");
}
