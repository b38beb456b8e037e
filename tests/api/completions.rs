//! What the person is asked to complete: a defect stops the term until it is cured, and ends the application where it is not.

use rstest::rstest;
use serde_json::{Value, json};

use crate::applications::{at, ids};
use crate::support::acts::tick;
use crate::support::steps::{answer, application, checked, person, registered_person, statement};
use crate::support::{Desk, Office};

/// An application of today that nobody signed, to be signed by 20 March 2026.
fn unsigned(desk: &Desk<'_>, number: u32) -> String {
    let path = at(&application(desk, &registered_person(desk, number)));
    let asked = json!({ "defects": ["unsigned"], "cure_by": "2026-03-20", "note": "Lūdzam parakstīt iesniegumu." });
    let made = desk.post(&format!("{path}/completion-requests"), asked).ok(201);
    assert_eq!(
        (&made["defects"], &made["missing"], &made["cured_on"]),
        (&json!(["unsigned"]), &json!([]), &Value::Null)
    );
    path
}

#[test]
fn a_defect_leaves_the_application_without_movement_until_its_cure_begins_both_months_anew() {
    let office = Office::open_on("2026-03-03T10:00:00Z");
    let ilze = office.coordinator();

    let path = unsigned(&ilze, 1);

    let waiting = ilze.get(&path).ok(200);
    assert_eq!((&waiting["state"], &waiting["defects"]), (&json!("incomplete"), &json!(["unsigned"])));
    let deadline = &waiting["deadline"];
    assert_eq!((&deadline["cure_by"], &deadline["state"]), (&json!("2026-03-20"), &Value::Null));
    assert_eq!(deadline["legal_state"], Value::Null);
    let look_up = answer(&ilze, "iis", "present");
    let problem = ilze.post(&format!("{path}/registry-checks"), look_up).problem(409, "application_incomplete");
    assert_eq!(problem["missing"], json!(["unsigned"]));
    office.move_to("2026-05-20T21:59:59Z");
    for state in ["on_track", "due_soon", "overdue"] {
        assert_eq!(ids(&ilze.get(&format!("/v1/applications?deadline_state={state}")).ok(200)), [""; 0]);
    }
    assert_eq!(ids(&ilze.get("/v1/applications?overdue_in_law=true").ok(200)), [""; 0]);

    let cured = ilze.post(&format!("{path}/cures"), json!({ "cured_on": "2026-03-20" })).ok(201);

    assert_eq!(cured["cured_on"], "2026-03-20");
    assert_eq!(ilze.get(&format!("{path}/completion-requests")).ok(200)["items"], json!([cured]));
    let moving = ilze.get(&path).ok(200);
    assert_eq!((&moving["state"], &moving["defects"]), (&json!("submitted"), &json!([])));
    let deadline = &moving["deadline"];
    assert_eq!((&deadline["decide_by"], &deadline["legal_last_day"]), (&json!("2026-04-20"), &json!("2026-04-20")));
    assert_eq!((&deadline["cure_by"], &deadline["cured_on"]), (&Value::Null, &json!("2026-03-20")));
    assert_eq!((&deadline["state"], &deadline["legal_state"]), (&json!("overdue"), &json!("overdue")));
    assert_eq!(ids(&ilze.get("/v1/applications?overdue_in_law=true").ok(200)), [moving["id"].as_str().unwrap()]);
    ilze.post(&format!("{path}/cures"), json!({})).problem(409, "nothing_to_cure");
}

#[test]
fn what_is_not_cured_by_the_day_that_was_set_counts_as_not_submitted() {
    let office = Office::open_on("2026-03-03T10:00:00Z");
    let ilze = office.coordinator();
    let (late, posted) = (unsigned(&ilze, 1), unsigned(&ilze, 2));
    office.move_to("2026-03-20T21:59:59Z");
    assert_eq!(tick(&office).not_submitted, 0);
    office.move_to("2026-03-20T22:00:00Z");

    assert_eq!((tick(&office).not_submitted, tick(&office).not_submitted), (2, 0));

    let ended = ilze.get(&late).ok(200);
    assert_eq!((&ended["state"], &ended["deadline"]["state"]), (&json!("not_submitted"), &Value::Null));
    assert_eq!(ids(&ilze.get("/v1/applications?state=not_submitted").ok(200)).len(), 2);
    ilze.post(&format!("{late}/cures"), json!({})).problem(422, "cured_too_late");
    // Posted on the last day, and come later.
    ilze.post(&format!("{posted}/cures"), json!({ "cured_on": "2026-03-20" })).ok(201);
    assert_eq!(ilze.get(&posted).ok(200)["state"], "submitted");
    let person = ended["person_id"].as_str().unwrap();
    application(&ilze, person);
    ilze.post(&format!("{late}/cures"), json!({ "cured_on": "2026-03-20" })).problem(409, "application_is_open");
}

#[test]
fn missing_contents_do_not_stop_the_term() {
    let office = Office::open_on("2026-03-03T10:00:00Z");
    let ilze = office.coordinator();
    let mut homeless = person(1);
    homeless.as_object_mut().unwrap().remove("address");
    let path = at(&application(&ilze, &ilze.post("/v1/persons", homeless).id(201)));

    let made = ilze.post(&format!("{path}/completion-requests"), json!({ "cure_by": "2026-03-20" })).ok(201);

    assert_eq!((&made["missing"], &made["defects"]), (&json!(["address"]), &json!([])));
    let running = ilze.get(&path).ok(200);
    assert_eq!((&running["state"], &running["deadline"]["state"]), (&json!("incomplete"), &json!("on_track")));
    office.move_to("2026-03-21T10:00:00Z");
    assert_eq!(tick(&office).not_submitted, 0);
    ilze.post(&format!("{path}/cures"), json!({})).problem(409, "nothing_to_cure");
}

#[rstest]
#[case(json!({ "cure_by": "2026-03-20" }), "#/defects", "required")]
#[case(json!({ "defects": ["language"], "cure_by": "2026-03-03" }), "#/cure_by", "too_early")]
#[case(json!({ "defects": ["language"], "cure_by": "2026-03-20", "requested_on": "2026-03-04" }), "#/requested_on", "in_the_future")]
#[case(json!({ "defects": ["language"], "cure_by": "2026-03-20", "requested_on": "2026-03-01" }), "#/requested_on", "too_early")]
fn a_request_to_complete_names_something_and_a_day_that_is_not_over(
    #[case] asked: Value,
    #[case] pointer: &str,
    #[case] code: &str,
) {
    let office = Office::open_on("2026-03-03T10:00:00Z");
    let ilze = office.coordinator();
    let path = at(&ilze.post("/v1/applications", statement(&registered_person(&ilze, 1), "2026-03-02")).id(201));

    ilze.post(&format!("{path}/completion-requests"), asked).fault(pointer, code);
}

#[test]
fn a_cure_follows_its_request_and_an_application_in_review_is_asked_no_more() {
    let office = Office::open_on("2026-03-03T10:00:00Z");
    let ilze = office.coordinator();
    let path = unsigned(&ilze, 1);
    ilze.post(&format!("{path}/cures"), json!({ "cured_on": "2026-03-02" })).fault("#/cured_on", "too_early");
    ilze.post(&format!("{path}/cures"), json!({ "cured_on": "2026-03-04" })).fault("#/cured_on", "in_the_future");
    ilze.post(&format!("{path}/cures"), json!({})).ok(201);
    checked(&ilze, path.rsplit('/').next().unwrap());

    let asked = json!({ "defects": ["authority_not_proven"], "cure_by": "2026-03-20" });
    let problem = ilze.post(&format!("{path}/completion-requests"), asked).problem(409, "illegal_state_transition");

    assert_eq!(problem["current_state"], "under_review");
}
