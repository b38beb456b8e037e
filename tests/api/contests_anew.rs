//! An open contest is held anew when what was sent came back, or when another notification counts.

use serde_json::{Value, json};

use crate::support::Office;
use crate::support::remedies::{Decided, notified, refused, resolve};

fn contest(office: &Office, id: &str) -> Value {
    office.coordinator().get(&format!("/v1/contests/{id}")).ok(200)
}

fn held(office: &Office, id: &str) -> (Value, Value, Value) {
    let contest = contest(office, id);
    (contest["in_time"].clone(), contest["held_against"].clone(), contest["version"].clone())
}

fn actions(office: &Office, id: &str) -> Vec<String> {
    let page = office.coordinator().get(&format!("/v1/contests/{id}/history")).ok(200);
    page["items"].as_array().unwrap().iter().map(|entry| entry["action"].as_str().unwrap().to_owned()).collect()
}

/// The first letter of a decision comes back.
#[track_caller]
fn came_back(office: &Office, decision: &Decided, on: &str) {
    let ilze = office.coordinator();
    let sent = ilze.get(&format!("{}/notifications", decision.path())).ok(200);
    let letter = sent["items"][0]["id"].as_str().unwrap();
    let back = json!({ "returned_on": on, "reason": "adresāts nav sasniegts" });
    ilze.post(&format!("/v1/notifications/{letter}/returns"), back).ok(201);
}

#[test]
fn a_late_contest_is_in_time_once_the_letter_came_back_because_no_term_ran() {
    let (office, decision) = notified();
    office.move_to("2026-04-20T10:00:00Z");
    let id = decision.contest(&office.coordinator(), json!({})).id(201);
    assert_eq!(held(&office, &id), (json!(false), json!("2026-04-09"), json!(1)));
    office.move_to("2026-04-21T10:00:00Z");

    came_back(&office, &decision, "2026-04-21");

    assert_eq!(held(&office, &id), (json!(true), Value::Null, json!(2)));
    assert_eq!(actions(&office, &id), ["contest_registered", "contest_held_anew"]);
    // The next letter counts, and the contest was there before its term is over.
    decision.notify(&office.coordinator(), "in_person", "2026-04-21").ok(201);
    assert_eq!(held(&office, &id), (json!(true), json!("2026-05-21"), json!(3)));
    assert_eq!(office.faults(), [""; 0]);
}

#[test]
fn a_contest_is_late_once_a_notification_of_long_ago_is_recorded() {
    let office = Office::open_on("2025-10-01T10:00:00Z");
    let decision = refused(&office, 1);
    office.move_to("2026-03-02T10:00:00Z");
    let id = decision.contest(&office.coordinator(), json!({})).id(201);
    assert_eq!(held(&office, &id), (json!(true), Value::Null, json!(1)));

    decision.notify(&office.coordinator(), "in_person", "2025-10-02").ok(201);

    assert_eq!(held(&office, &id), (json!(false), json!("2025-11-03"), json!(2)));
    assert_eq!(office.faults(), [""; 0]);
}

#[test]
fn a_notification_that_does_not_count_holds_nothing_anew() {
    let (office, decision) = notified();
    let id = decision.contest(&office.coordinator(), json!({})).id(201);

    decision.notify(&office.coordinator(), "ordinary_mail", "2026-03-02").ok(201);

    assert_eq!(held(&office, &id), (json!(true), json!("2026-04-09"), json!(1)));
    came_back(&office, &decision, "2026-03-02");
    assert_eq!(held(&office, &id), (json!(true), json!("2026-04-10"), json!(2)));
}

#[test]
fn a_contest_that_is_over_stays_as_it_was_held() {
    let (office, decision) = notified();
    let ilze = office.coordinator();
    let first = decision.contest(&ilze, json!({})).id(201);
    ilze.post(&format!("/v1/contests/{first}/withdrawals"), json!({})).ok(201);
    let second = decision.forwarded(&office);
    came_back(&office, &decision, "2026-03-02");
    assert_eq!(held(&office, &first), (json!(true), json!("2026-04-09"), json!(2)));
    assert_eq!(held(&office, &second), (json!(true), Value::Null, json!(3)));

    resolve(&office, &second, "upheld").ok(201);
    decision.notify(&ilze, "in_person", "2026-03-02").ok(201);

    assert_eq!(held(&office, &second), (json!(true), Value::Null, json!(4)));
    assert_eq!(office.faults(), [""; 0]);
}

#[test]
fn nothing_comes_back_after_the_answer_or_of_what_was_handed_over() {
    let (office, decision) = notified();
    let ilze = office.coordinator();
    let back = json!({ "returned_on": "2026-03-02", "reason": "adresāts nav sasniegts" });
    let handed = decision.notify(&ilze, "in_person", "2026-03-02").id(201);
    let letter = decision.notify(&ilze, "email", "2026-03-02").id(201);
    let law = ilze.post(&format!("/v1/notifications/{handed}/returns"), back.clone()).problem(422, "handed_over");
    assert_eq!((&law["citations"][0]["act_id"], &law["citations"][0]["paragraph"]), (&json!(212_499), &json!("6")));
    decision.answered(&office, "upheld");
    let before = ilze.get(&format!("{}/notifications", decision.path())).ok(200);

    let refused = ilze.post(&format!("/v1/notifications/{letter}/returns"), back).problem(409, "contest_resolved");

    assert_eq!((&refused["current_state"], &refused["allowed_transitions"]), (&json!("final"), &json!([])));
    assert_eq!(ilze.get(&format!("{}/notifications", decision.path())).ok(200), before);
}
