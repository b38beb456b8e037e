//! The published contract: committed as it is generated, documented throughout, open to strangers only where it says so.

#![allow(clippy::unwrap_used, clippy::panic, unreachable_pub, reason = "a test stops where it goes wrong")]

mod breaking;
mod constructs;
#[path = "../api/support/contract.rs"]
#[allow(dead_code, reason = "the stories hold their answers with the rest of it")]
mod contract;

use std::collections::BTreeSet;
use std::io::Read;
use std::path::PathBuf;

use aplp::http::rights;
use serde_json::Value;

use contract::document;

/// Every operation that needs no token (AZ-01).
const OPEN: [&str; 21] = [
    "GET /",
    "GET /.well-known/security.txt",
    "GET /livez",
    "GET /openapi.json",
    "GET /problems",
    "GET /problems/{code}",
    "GET /readyz",
    "GET /v1",
    "GET /v1/calendar-days",
    "GET /v1/calendar-days/export",
    "GET /v1/code-lists",
    "GET /v1/code-lists/export",
    "GET /v1/code-lists/{name}",
    "GET /v1/deadlines",
    "GET /v1/law",
    "GET /v1/municipalities",
    "GET /v1/municipalities/export",
    "GET /v1/rules",
    "GET /v1/service-information",
    "POST /v1/eligibility-checks",
    "POST /v1/eligibility-checks/timeline",
];

/// Every operation with its method and path.
fn operations() -> Vec<(String, &'static Value)> {
    let paths = document()["paths"].as_object().unwrap().iter();
    let each = paths.flat_map(|(path, item)| item.as_object().unwrap().iter().map(move |(m, op)| (path, m, op)));
    each.map(|(path, method, operation)| (format!("{} {path}", method.to_uppercase()), operation)).collect()
}

/// What a reference refers to, or the value itself.
fn resolved(value: &'static Value) -> &'static Value {
    match value["$ref"].as_str() {
        Some(reference) => document().pointer(reference.strip_prefix('#').unwrap()).unwrap_or(&Value::Null),
        None => value,
    }
}

/// How large the contract may be on the way, in bytes.
const PACKED_MAX: usize = 60_000;

fn packed_file() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("openapi/openapi.json.br")
}

/// What the committed copy holds; nothing where there is none.
fn unpacked() -> String {
    let packed = std::fs::read(packed_file()).unwrap_or_default();
    let mut text = String::new();
    let _ = brotli::Decompressor::new(packed.as_slice(), 4_096).read_to_string(&mut text);
    text
}

fn packed(text: &str) -> Vec<u8> {
    let as_far_as_it_goes = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 24, ..Default::default() };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut text.as_bytes(), &mut packed, &as_far_as_it_goes).unwrap();
    packed
}

/// `OPENAPI=write cargo test --test contract` accepts a difference. What is committed is what the service enforces, so stories
/// of a new route come after it.
#[test]
fn the_committed_contract_is_the_generated_one() {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("openapi/openapi.json");
    let generated = aplp::http::document::text(document());
    if std::env::var("OPENAPI").is_ok_and(|wish| wish == "write") {
        std::fs::write(&file, &generated).unwrap();
        if unpacked() != generated {
            std::fs::write(packed_file(), packed(&generated)).unwrap();
        }
    }

    let committed = std::fs::read_to_string(&file).unwrap();

    assert!(unpacked() == committed, "openapi/openapi.json.br holds another contract: it is written with it");
    assert!(
        std::fs::metadata(packed_file()).unwrap().len() <= PACKED_MAX as u64,
        "the compressed contract is too large"
    );
    let line = committed.lines().zip(generated.lines()).position(|(committed, generated)| committed != generated);
    assert!(
        committed == generated,
        "openapi/openapi.json differs from line {} on: read openapi/CHANGES.md, then OPENAPI=write cargo test --test contract",
        line.unwrap_or_default() + 1
    );
}

#[test]
fn every_operation_says_what_it_does_and_who_may_call_it() {
    let rights: BTreeSet<&str> = rights::all().collect();
    let (mut ids, mut asked_for) = (BTreeSet::new(), BTreeSet::new());
    for (name, operation) in operations() {
        let text = |member: &str| operation[member].as_str().unwrap_or_default();
        assert!(ids.insert(text("operationId")), "{name}: another operation is called {}", text("operationId"));
        assert!(!text("operationId").is_empty() && !text("summary").is_empty(), "{name} has no name or no summary");
        assert!(!text("description").is_empty(), "{name} is not described");
        let right = text("x-required-scope");
        if right == "none" {
            assert_eq!(operation["security"], serde_json::json!([]), "{name}");
        } else {
            assert!(rights.contains(right), "{name}: no role has the right {right:?}");
            asked_for.insert(right.to_owned());
            assert_eq!(operation["security"], serde_json::json!([{ "bearer": [] }]), "{name}");
        }
    }
    // Whole personal codes stand in what other rights read.
    let unused: Vec<_> = rights.into_iter().filter(|right| !asked_for.contains(*right)).collect();
    assert_eq!(unused, ["persons:pii"]);
}

/// AZ-01: what is open is open on purpose.
#[test]
fn only_the_known_operations_are_open_to_strangers() {
    let open = operations().into_iter().filter(|(_, operation)| operation["x-required-scope"] == "none");
    let open: BTreeSet<String> = open.map(|(name, _)| name).collect();

    assert_eq!(open, OPEN.map(str::to_owned).into());
}

#[test]
fn every_parameter_and_response_is_described() {
    let described = |value: &Value| value["description"].as_str().is_some_and(|text| !text.is_empty());
    for (name, operation) in operations() {
        for parameter in operation["parameters"].as_array().unwrap() {
            assert!(described(resolved(parameter)), "{name}: {parameter}");
        }
        let responses = operation["responses"].as_object().unwrap();
        assert!(responses.keys().any(|status| status.starts_with('2')), "{name} never succeeds");
        for (status, response) in responses {
            assert!(described(resolved(response)), "{name}: {status}");
        }
    }
}

#[test]
fn every_example_is_as_its_schema_says() {
    for (name, operation) in operations() {
        let answers = operation["responses"].as_object().unwrap().values();
        for body in answers.map(resolved).chain([&operation["requestBody"]]) {
            for (media, content) in body["content"].as_object().into_iter().flatten() {
                let Some(example) = content.get("example") else { continue };
                let validator = contract::validator(&content["schema"]);
                let faults: Vec<String> =
                    validator.iter_errors(example).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
                assert!(faults.is_empty(), "{name}, {media}:\n{}\n{example:#}", faults.join("\n"));
            }
        }
    }
}

#[test]
fn every_reference_leads_somewhere() {
    fn walk(value: &'static Value) {
        match value {
            Value::Object(members) => {
                assert!(!resolved(value).is_null(), "{value}");
                members.values().for_each(walk);
            }
            Value::Array(values) => values.iter().for_each(walk),
            _ => {}
        }
    }

    walk(document());
}

/// UR-09.
#[test]
fn every_request_is_closed_to_members_it_does_not_name() {
    for (name, operation) in operations() {
        for (_, content) in operation["requestBody"]["content"].as_object().into_iter().flatten() {
            let object = resolved(&content["schema"]);
            let closed = object["additionalProperties"] == false || object["unevaluatedProperties"] == false;
            assert!(closed, "{name}: {object:#}");
        }
    }
}
