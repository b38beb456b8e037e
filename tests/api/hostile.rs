//! Hostile input: nothing that is sent makes the service fail, and both databases have the same answer to it.

use std::fmt::Write;

use serde_json::Value;

use crate::support::database::postgres;
use crate::support::hostile::{all, send};
use crate::support::raw::bearer;
use crate::support::{Office, steps};

/// How many letters of an answer are enough to tell it from others.
const SHOWN: usize = 60;

/// The status of an answer with the code of its problem and of the first fault, or that there is none.
fn told(answer: &[u8]) -> String {
    let text = String::from_utf8_lossy(answer);
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return text.chars().take(SHOWN).collect() };
    let status = head.split(' ').nth(1).unwrap_or_default().to_owned();
    let body: Value = serde_json::from_str(body).unwrap_or_default();
    let codes = [&body["code"], &body["errors"][0]["code"]].map(|code| code.as_str().map(|code| format!(" {code}")));
    codes.into_iter().flatten().fold(status, |told, code| told + &code)
}

/// What becomes of each of them in an office.
fn answers(office: &Office) -> Vec<(&'static str, String)> {
    let person = format!("/v1/persons/{}", steps::registered_person(&office.coordinator(), 1));
    let address = office.base.trim_start_matches("http://");
    let table = all(&bearer(office), &person);
    let answers: Vec<_> = table.iter().map(|row| (row.name, told(&send(address, &row.bytes)))).collect();

    for (name, answer) in &answers {
        assert!(!answer.starts_with('5'), "{name}: {answer}");
    }
    office.anyone("GET", "/readyz", None).ok(200);
    assert_eq!(office.faults(), Vec::<String>::new());
    answers
}

// R14, ER-01, HT-08
#[test]
fn whatever_is_sent_is_answered_without_a_failure_and_alike_on_both_databases() {
    let answers = answers(&Office::open_in("2026-03-02T07:00:00Z", postgres()));

    let mut table = String::new();
    for (name, answer) in &answers {
        writeln!(table, "{name}: {}", if answer.is_empty() { "no answer" } else { answer }).unwrap();
    }
    assert!(answers.len() >= 80, "{}", answers.len());
    insta::assert_snapshot!("hostile_input", table);
}

// UR-11, HT-08: to put a long run of marks in order takes more than its length, so none is ever put in order.
#[test]
fn ten_marks_in_a_row_are_taken_and_eleven_are_not_whoever_sends_them() {
    let office = Office::open();
    let name = |marks: usize| serde_json::json!({ "given_name": format!("A{}", "\u{323}\u{301}".repeat(marks / 2) + &"\u{301}".repeat(marks % 2)), "family_name": "Liepa" });
    let ilze = office.coordinator();
    let eleven = "\u{301}".repeat(11);

    ilze.post("/v1/persons", name(10)).ok(201);

    let refused = ilze.post("/v1/persons", name(11)).problem(400, "invalid_request");
    assert_eq!(refused["errors"][0]["code"], "too_many_marks");
    let open = serde_json::json!({ "municipality": eleven });
    let refused = office.anyone("POST", "/v1/eligibility-checks", Some(&open)).problem(400, "invalid_request");
    assert_eq!(refused["errors"][0]["code"], "too_many_marks");
}

// UR-11
#[test]
fn letters_and_marks_that_came_apart_are_put_together() {
    let office = Office::open();
    let (ilze, name) =
        (office.coordinator(), serde_json::json!({ "given_name": "A\u{304}bols", "family_name": "Liepa" }));

    let made = ilze.post("/v1/persons", name).ok(201);

    assert_eq!(made["given_name"], "\u{100}bols");
    let found = ilze.post("/v1/persons/search", serde_json::json!({ "by": "name", "name": "\u{100}bols" })).ok(200);
    assert_eq!(found["items"][0]["id"], made["id"]);
}
