//! Sending the same change again.

use rstest::rstest;
use serde_json::json;

use crate::support::{Office, steps};

const KEY: &str = "7d2f1c3e-0000-4000-8000-repeated";

// CR-08
#[test]
fn the_same_change_under_the_same_key_is_done_once_and_answered_the_same_byte_for_byte() {
    let office = Office::open();
    let ilze = office.coordinator();

    let first = ilze.post_with_key("/v1/persons", steps::person(1), KEY);
    let again = ilze.post_with_key("/v1/persons", steps::person(1), &format!("\"{KEY}\""));

    assert_eq!((first.status, again.status, &first.text), (201, 201, &again.text));
    for header in ["location", "etag"] {
        assert_eq!(first.header(header), again.header(header));
    }
    assert_eq!(
        (first.header("idempotency-replayed"), again.header("idempotency-replayed").as_deref()),
        (None, Some("true"))
    );
    assert_eq!(ilze.get("/v1/persons").ok(200)["items"].as_array().unwrap().len(), 1);
}

// CR-08
#[test]
fn a_key_is_for_one_body_of_one_caller_on_one_path() {
    let office = Office::open();
    let (ilze, other) = (office.coordinator(), office.coordinator().as_subject("dace"));
    let person = ilze.post_with_key("/v1/persons", steps::person(1), KEY).id(201);

    ilze.post_with_key("/v1/persons", steps::person(2), KEY).problem(422, "idempotency_key_reused");
    let code = json!({ "personal_code": "399999-99999" });
    let path = format!("/v1/persons/{person}/personal-codes");
    ilze.post_with_key(&path, code, KEY).problem(422, "idempotency_key_reused");
    other.post_with_key("/v1/persons", steps::person(2), KEY).ok(201);
}

// CR-08, CR-10
#[test]
fn a_refusal_by_the_state_of_things_is_answered_again_and_a_faulty_request_is_not() {
    let office = Office::open();
    let ilze = office.coordinator();
    ilze.post("/v1/persons", steps::person(1)).ok(201);

    let refused = ilze.post_with_key("/v1/persons", steps::person(1), KEY);
    let again = ilze.post_with_key("/v1/persons", steps::person(1), KEY);
    refused.clone().problem(409, "personal_code_in_use");
    assert_eq!((refused.text, again.header("idempotency-replayed").as_deref()), (again.text.clone(), Some("true")));

    let other = "another-key-for-this-test";
    ilze.post_with_key("/v1/persons", json!({ "given_name": "Anna" }), other).problem(400, "invalid_request");
    ilze.post_with_key("/v1/persons", steps::person(2), other).ok(201);
}

// CR-10
#[test]
fn a_caller_who_lost_the_right_gets_no_stored_answer() {
    let office = Office::open();
    let ilze = office.coordinator();
    ilze.post_with_key("/v1/persons", steps::person(1), KEY).ok(201);
    let mut demoted = ilze.clone();
    demoted.claims.roles = vec!["reporter".to_owned()];

    demoted.post_with_key("/v1/persons", steps::person(1), KEY).problem(403, "forbidden");
}

// CR-09
#[test]
fn an_answer_is_kept_for_seventy_two_hours() {
    let office = Office::open();
    let ilze = office.coordinator();
    let body = json!({ "given_name": "Anna", "family_name": "Liepa" });
    let first = ilze.post_with_key("/v1/persons", body.clone(), KEY).id(201);

    office.move_to("2026-03-05T06:59:59Z");
    assert_eq!(ilze.post_with_key("/v1/persons", body.clone(), KEY).id(201), first);

    office.move_to("2026-03-05T07:00:00Z");
    assert_ne!(ilze.post_with_key("/v1/persons", body, KEY).id(201), first);
}

// CR-07
#[rstest]
#[case::fifteen_characters("123456789012345", false)]
#[case::sixteen_characters("1234567890123456", true)]
#[case::a_space("1234567890 123456", false)]
#[case::a_letter_with_a_mark("12345678901234ā56", false)]
#[case::the_longest(&"k".repeat(255), true)]
#[case::one_longer(&"k".repeat(256), false)]
fn a_key_has_sixteen_to_255_plain_characters(#[case] key: &str, #[case] good: bool) {
    let office = Office::open();

    let reply = office.coordinator().post_with_key("/v1/persons", steps::person(1), key);

    match good {
        true => drop(reply.ok(201)),
        false => drop(reply.problem(400, "idempotency_key_malformed")),
    }
}

// CR-07
#[test]
fn a_change_without_a_key_is_not_done_and_points_to_the_reason() {
    let office = Office::open();
    let ilze = office.coordinator();

    let reply = ilze.send("POST", "/v1/persons", &[], Some(("application/json", steps::person(1).to_string())));

    assert_eq!(reply.header("link").as_deref(), Some("</problems/idempotency_key_missing>; rel=\"describedby\""));
    reply.problem(400, "idempotency_key_missing");
    assert_eq!(ilze.get("/v1/persons").ok(200)["items"], json!([]));
}
