//! Lists, documents and pages leave compressed for whoever takes that, and single resources never do.

use std::io::Read;

use rstest::rstest;
use serde_json::{Value, json};

use crate::support::{Desk, Office, Reply};

fn accepting(office: &Office, path: &str, coding: &str, more: &[(&str, String)]) -> Reply {
    office.send("GET", path, &[&[("accept-encoding", coding.to_owned())], more].concat(), None)
}

fn authorized(desk: &Desk<'_>) -> Vec<(&'static str, String)> {
    vec![("authorization", format!("Bearer {}", desk.bearer()))]
}

/// What was compressed, as the client sees it.
fn decoded(reply: &Reply) -> Vec<u8> {
    let mut plain = Vec::new();
    match reply.header("content-encoding").as_deref() {
        Some("gzip") => flate2::read::GzDecoder::new(&reply.bytes[..]).read_to_end(&mut plain),
        Some("br") => brotli::Decompressor::new(&reply.bytes[..], 4_096).read_to_end(&mut plain),
        coding => panic!("{coding:?}"),
    }
    .unwrap();
    plain
}

#[rstest]
#[case("br", Some("br"))]
#[case("gzip", Some("gzip"))]
#[case("gzip, br", Some("br"))]
#[case("gzip;q=1.0, br;q=0.5", Some("gzip"))]
#[case("gzip, deflate, br, zstd", Some("br"))]
#[case("*", None)]
#[case("br;q=0, gzip", Some("gzip"))]
#[case("identity", None)]
#[case("zstd", None)]
#[case("", None)]
#[case("br;q=0, *;q=0", None)]
fn a_document_leaves_in_the_coding_that_the_client_likes_best(#[case] accepts: &str, #[case] coding: Option<&str>) {
    let office = Office::open();
    let plain = office.anyone("GET", "/openapi.json", None);

    let reply = accepting(&office, "/openapi.json", accepts, &[]);

    assert_eq!(reply.header("content-encoding").as_deref(), coding);
    assert_eq!(reply.status, 200);
    let varies = |reply: &Reply| reply.headers.iter().any(|(name, value)| name == "vary" && value == "accept-encoding");
    assert!(varies(&reply) && varies(&plain), "a cache between must know that there are several");
    match coding {
        Some(_) => {
            assert_eq!(decoded(&reply), plain.bytes);
            // With brotli it was compressed once, as far as it goes.
            let most = if coding == Some("br") { 60_000 } else { plain.bytes.len() / 5 };
            assert!(reply.bytes.len() <= most, "{} of {}", reply.bytes.len(), plain.bytes.len());
        }
        None => assert_eq!(reply.bytes, plain.bytes),
    }
}

#[test]
fn what_a_client_has_compressed_is_not_sent_again() {
    let office = Office::open();
    let first = accepting(&office, "/openapi.json", "br", &[]);
    let tag = first.header("etag").unwrap();

    let again = accepting(&office, "/openapi.json", "br", &[("if-none-match", tag.clone())]);

    assert!(tag.starts_with("W/\""), "other bytes than the plain ones: {tag}");
    assert_eq!(again.status, 304);
}

// CR-06
#[test]
fn a_list_is_compressed_and_its_resources_by_themselves_are_not() {
    let office = Office::open();
    let ilze = office.coordinator();
    let (communication, address) = ("ē".repeat(500), "ā".repeat(300));
    let person =
        json!({ "given_name": "Anna", "family_name": "Liepa", "communication": communication, "address": address });
    let path = ilze.post("/v1/persons", person).header("location").unwrap();

    let list = accepting(&office, "/v1/persons", "br", &authorized(&ilze));
    let one = accepting(&office, &path, "br", &authorized(&ilze));

    let shown: Value = serde_json::from_slice(&decoded(&list)).unwrap();
    assert_eq!(shown["items"][0]["given_name"], "Anna");
    assert!(one.bytes.len() > 1_024 && one.header("content-encoding").is_none(), "{one:?}");
    let tag = one.header("etag").unwrap();
    assert_eq!(ilze.patch_version(&path, &tag, json!({ "family_name": "Ozola" })).status, 200);
}

#[test]
fn rows_for_spreadsheets_are_compressed_but_for_the_workbook_which_is_already() {
    let office = Office::open();
    let ilze = office.coordinator();
    for number in 0..20 {
        let person = json!({ "given_name": "Anna", "family_name": format!("Liepa{}", "a".repeat(number + 1)) });
        assert_eq!(ilze.post("/v1/persons", person).status, 201);
    }

    for (format, coding) in [("csv", Some("gzip")), ("ndjson", Some("gzip")), ("xlsx", None)] {
        let reply = accepting(&office, &format!("/v1/persons/export?format={format}"), "gzip", &authorized(&ilze));
        assert_eq!((reply.status, reply.header("content-encoding").as_deref()), (200, coding), "{format}");
    }
}

#[test]
fn what_is_short_or_a_problem_is_not_compressed() {
    let office = Office::open();

    for path in ["/livez", "/v1", "/v1/persons", "/v1/nothing"] {
        let reply = accepting(&office, path, "br, gzip", &[]);
        assert_eq!(reply.header("content-encoding"), None, "{path}");
    }
}
