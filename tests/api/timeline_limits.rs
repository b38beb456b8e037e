//! How far and how often anyone may ask over a span of days.

use aplp::http::limits::Quotas;
use rstest::rstest;
use serde_json::{Value, json};

use crate::support::Office;
use crate::support::database::postgres;
use crate::timeline::PATH;

/// The faults of a problem with their places.
fn faults(problem: &Value) -> Vec<(&str, &str)> {
    let all = problem["errors"].as_array().unwrap().iter();
    all.map(|fault| (fault["pointer"].as_str().unwrap(), fault["code"].as_str().unwrap())).collect()
}

#[rstest]
#[case(json!({ "from": "2020-01-01", "to": "2030-01-01" }), &[])]
#[case(json!({ "from": "2020-01-01", "to": "2030-01-02" }), &[("#/to", "date_out_of_range")])]
#[case(json!({ "from": "2026-03-02", "to": "2026-03-02", "on": "2026-03-02" }), &[])]
#[case(json!({ "from": "2026-03-03", "to": "2026-03-02" }), &[("#/to", "too_early")])]
#[case(json!({ "from": "2026-03-02", "to": "2026-03-31", "on": "2026-03-31" }), &[])]
#[case(json!({ "from": "2026-03-02", "to": "2026-03-31", "on": "2026-04-01" }), &[("#/on", "date_out_of_range")])]
#[case(json!({ "from": "2026-03-02", "to": "2026-03-31", "on": "2026-03-01" }), &[("#/on", "date_out_of_range")])]
#[case(json!({ "from": "1993-01-01", "to": "1993-01-31" }), &[])]
#[case(json!({ "from": "1992-12-31", "to": "1993-01-31", "programme": "state" }), &[("#/from", "date_out_of_range")])]
#[case(json!({ "from": "2100-12-01", "to": "2100-12-31" }), &[])]
#[case(json!({ "from": "2100-12-01", "to": "2101-01-01" }), &[("#/to", "date_out_of_range")])]
#[case(json!({ "from": "2026-03-02" }), &[("#/to", "required")])]
#[case(json!({ "from": "2026-03-02", "to": "2026-03-31", "until": "2026-03-31" }), &[("#/until", "unknown_member")])]
#[case(json!({ "from": "2026-03-02", "to": "2026-03-31", "programme": "none" }), &[("#/programme", "reference_unknown")])]
#[case(
    json!({ "from": "2026-03-02", "to": "2026-03-01", "born_on": "1899-12-31", "municipality": "9999999" }),
    &[("#/to", "too_early"), ("#/born_on", "date_out_of_range"), ("#/municipality", "municipality_unknown")]
)]
fn what_can_be_asked_has_limits_and_every_fault_is_named(#[case] asked: Value, #[case] expected: &[(&str, &str)]) {
    let office = Office::open();

    let reply = office.anyone("POST", PATH, Some(&asked));

    if expected.is_empty() {
        reply.ok(200);
    } else {
        assert_eq!(faults(&reply.problem(400, "invalid_request")), expected);
    }
}

// HT-04
#[test]
fn an_open_question_is_counted_for_the_address_it_comes_from() {
    let office = Office::open_as("2026-03-02T07:00:00Z", postgres(), |settings| {
        settings.quotas = Quotas { strangers: 1, ..Quotas::WIDE };
    });
    let ask = || office.anyone("POST", PATH, Some(&json!({ "from": "2026-03-02", "to": "2026-03-02" })));

    ask().ok(200);
    let over = ask().problem(429, "too_many_requests");

    assert_eq!(over["violated-policies"], json!(["strangers"]));
}

// HT-08
#[test]
fn an_open_question_has_64_kibibytes_and_not_a_byte_more_but_from_whom_we_know() {
    let office = Office::open();
    let sized = |length: usize| {
        let mut body = r#"{"from":"2026-03-02","to":"2026-03-02"}"#.to_owned();
        body.push_str(&" ".repeat(length - body.len()));
        Some(("application/json", body))
    };
    let ask = |length| office.send("POST", PATH, &[], sized(length));
    let ilze = office.coordinator();

    ask(64 * 1024).ok(200);
    ask(64 * 1024 + 1).problem(413, "content_too_large");
    ilze.send("POST", PATH, &[], sized(1024 * 1024)).ok(200);
    ilze.send("POST", PATH, &[], sized(1024 * 1024 + 1)).problem(413, "content_too_large");
}
