//! Characters that nobody sees, and line breaks: what looks the same is the same.

use serde_json::{Map, Value, json};

use crate::support::raw::{bearer, raw};
use crate::support::{Desk, Office};

/// One of each class that is refused.
const UNSEEN: [(&str, char); 21] = [
    ("a control of the upper half", '\u{85}'),
    ("a soft hyphen", '\u{ad}'),
    ("a combining grapheme joiner", '\u{34f}'),
    ("an Arabic letter mark", '\u{61c}'),
    ("a filler of Hangul", '\u{3164}'),
    ("an inherent vowel of Khmer", '\u{17b4}'),
    ("a selector of Mongolian", '\u{180b}'),
    ("a zero width space", '\u{200b}'),
    ("a zero width non-joiner", '\u{200c}'),
    ("a zero width joiner", '\u{200d}'),
    ("a left-to-right mark", '\u{200e}'),
    ("a right-to-left override", '\u{202e}'),
    ("a word joiner", '\u{2060}'),
    ("an isolate of direction", '\u{2066}'),
    ("a blank of Braille", '\u{2800}'),
    ("a selector of a variant", '\u{fe0f}'),
    ("a byte order mark", '\u{feff}'),
    ("an anchor of an annotation", '\u{fff9}'),
    ("a format character of music", '\u{1d173}'),
    ("a tag", '\u{e0041}'),
    ("a further selector of a variant", '\u{e0100}'),
];

fn anna(desk: &Desk<'_>) -> String {
    format!("/v1/persons/{}", desk.post("/v1/persons", json!({ "given_name": "Anna", "family_name": "Liepa" })).id(201))
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

// UR-11
#[test]
fn what_nobody_sees_is_refused_wherever_text_comes_in() {
    let office = Office::open();
    let ilze = office.coordinator();
    let path = anna(&ilze);
    let etag = ilze.get(&path).header("etag").unwrap();

    for (name, sign) in UNSEEN {
        let text = format!("Cep{sign}lis");
        let new = json!({ "given_name": "Jānis", "family_name": text });
        ilze.post("/v1/persons", new).fault("#/family_name", "invalid_character");
        let patched = json!({ "address": text });
        ilze.patch_version(&path, &etag, patched.clone()).fault("#/address", "invalid_character");
        let as_json = Some(("application/json", patched.to_string()));
        ilze.send("PATCH", &path, &[("if-match", &etag)], as_json).fault("#/address", "invalid_character");
        ilze.post("/v1/persons/search", json!({ "by": "name", "name": text })).fault("#/name", "invalid_character");
        let mut named: Map<String, Value> = Map::new();
        named.insert(text.clone(), Value::from("x"));
        let pointer = format!("#/Cep{}lis", encoded(&sign.to_string()));
        ilze.post("/v1/persons", Value::Object(named)).fault(&pointer, "invalid_character");
        let sent = encoded(&text);
        ilze.get(&format!("/v1/programmes?code={sent}")).fault("code", "invalid_character");
        ilze.get(&format!("/v1/persons/{sent}")).fault("path", "invalid_character");
        // What lies deep in a body is found too.
        let nested = json!({ "person_id": "x", "needs": [{ "kind": text }] });
        ilze.post("/v1/individual-budgets", nested).fault("#/needs/0/kind", "invalid_character");
        for header in ["Aplp-Purpose", "If-Match", "Idempotency-Key", "X-Request-Id"] {
            let reply = raw(&office, &format!("GET {path} HTTP/1.1\r\n{}\r\n{header}: {text}", bearer(&office)), b"");
            assert_eq!(reply.body["errors"][0]["pointer"], header, "{name}: {}", reply.text);
            assert_eq!((reply.status, &reply.body["errors"][0]["code"]), (400, &json!("invalid_character")), "{name}");
            assert!(!reply.text.contains(sign), "{name}");
        }
    }

    assert_eq!(ilze.get(&path).ok(200)["version"], 1);
}

// UR-11
#[test]
fn every_kind_of_line_break_is_kept_as_one() {
    let office = Office::open();
    let ilze = office.coordinator();

    for lines in [
        "Ozolu iela 1\nRīga",
        "Ozolu iela 1\r\nRīga",
        "Ozolu iela 1\rRīga",
        "Ozolu iela 1\u{2028}Rīga",
        "Ozolu iela 1\u{2029}Rīga",
    ] {
        let new = json!({ "given_name": "Anna", "family_name": "Rindiņa", "address": lines });
        let made = ilze.post("/v1/persons", new).ok(201);

        assert_eq!(made["address"], "Ozolu iela 1\nRīga");
        let path = format!("/v1/persons/{}", made["id"].as_str().unwrap());
        assert_eq!(ilze.get(&path).ok(200)["address"], "Ozolu iela 1\nRīga");
        let moved = ilze.patch(&path, json!({ "address": format!("{lines}\r\nLatvija") })).ok(200);
        assert_eq!(moved["address"], "Ozolu iela 1\nRīga\nLatvija");
    }
}

// UR-11
#[test]
fn a_text_is_as_long_as_what_is_kept_of_it() {
    let office = Office::open();
    let ilze = office.coordinator();
    let send = |letters: usize| {
        let address = format!("{}\r\nb", "a".repeat(letters));
        ilze.post("/v1/persons", json!({ "given_name": "Anna", "family_name": "Rindiņa", "address": address }))
    };

    let full = send(298).ok(201);
    let over = send(299).fault("#/address", "too_long");

    assert_eq!(full["address"].as_str().unwrap().chars().count(), 300);
    assert_eq!(over["errors"][0]["limit"], 300);
}

// CR-08
#[test]
fn the_same_bytes_are_the_same_request_whatever_their_line_breaks() {
    let office = Office::open();
    let ilze = office.coordinator();
    let post = |address: &str| {
        let new = json!({ "given_name": "Anna", "family_name": "Rindiņa", "address": address });
        ilze.post_with_key("/v1/persons", new, "0123456789abcdef")
    };

    let first = post("Ozolu iela 1\r\nRīga");
    let again = post("Ozolu iela 1\r\nRīga");

    assert_eq!(again.header("idempotency-replayed").as_deref(), Some("true"));
    assert_eq!(first.ok(201), again.ok(201));
    post("Ozolu iela 2\r\nRīga").problem(422, "idempotency_key_reused");
}
