//! The term for a decision: its last day, how it stands to it, and how far it is extended.

use rstest::rstest;
use serde_json::{Value, json};

use crate::applications::{at, ids, submitted};
use crate::support::Office;
use crate::support::steps::{registered_person, statement};

// B35
#[rstest]
#[case("2023-01-31", "2023-02-28", "2023-02-28")]
#[case("2023-04-29", "2023-05-30", "2023-05-30")]
#[case("2023-10-18", "2023-11-21", "2023-11-21")]
#[case("2023-10-20", "2023-11-20", "2023-11-21")]
#[case("2024-01-29", "2024-02-29", "2024-02-29")]
#[case("2024-01-31", "2024-02-29", "2024-02-29")]
#[case("2024-04-04", "2024-05-07", "2024-05-07")]
#[case("2025-04-04", "2025-05-06", "2025-05-06")]
#[case("2025-12-02", "2026-01-02", "2026-01-05")]
#[case("2026-01-15", "2026-02-16", "2026-02-16")]
#[case("2026-01-30", "2026-03-02", "2026-03-02")]
#[case("2026-02-28", "2026-03-30", "2026-03-30")]
#[case("2026-03-03", "2026-04-07", "2026-04-07")]
#[case("2026-04-01", "2026-05-05", "2026-05-05")]
#[case("2026-05-22", "2026-06-22", "2026-06-25")]
#[case("2026-05-23", "2026-06-25", "2026-06-25")]
#[case("2026-10-18", "2026-11-19", "2026-11-19")]
#[case("2026-11-24", "2026-12-28", "2026-12-28")]
#[case("2026-12-01", "2027-01-04", "2027-01-04")]
fn the_decision_is_due_a_month_after_the_day_of_submission(
    #[case] submitted_on: &str,
    #[case] last_day: &str,
    #[case] lenient_last_day: &str,
) {
    let office = Office::open_on("2026-12-02T10:00:00Z");
    let ilze = office.coordinator();

    let taken = submitted(&ilze, 1, submitted_on);

    let deadline = &taken["deadline"];
    assert_eq!(deadline["decide_by"], deadline["last_day"]);
    assert_eq!((&deadline["last_day"], &deadline["lenient_last_day"]), (&json!(last_day), &json!(lenient_last_day)));
    assert_eq!(deadline["extended_to"], Value::Null);
}

// B35
#[test]
fn each_step_to_the_last_day_is_told() {
    let office = Office::open_on("2026-03-03T10:00:00Z");

    let taken = submitted(&office.coordinator(), 1, "2026-03-03");

    let steps = taken["deadline"]["steps"].as_array().unwrap();
    let told = steps.iter().map(|step| format!("{} {}", step["day"].as_str().unwrap(), step["why"].as_str().unwrap()));
    assert_eq!(
        told.collect::<Vec<_>>(),
        [
            "2026-03-03 event",
            "2026-04-03 months_added",
            "2026-04-03 holiday",
            "2026-04-04 saturday",
            "2026-04-05 sunday",
            "2026-04-06 holiday",
            "2026-04-07 working_day",
            "2026-04-07 last_day",
        ]
    );
}

// B35
#[test]
fn the_term_runs_from_on_track_through_due_soon_to_overdue_and_stays_overdue_when_extended_since() {
    let office = Office::open_on("2026-03-03T10:00:00Z");
    let ilze = office.coordinator();
    let taken = submitted(&ilze, 1, "2026-03-03");
    let id = taken["id"].as_str().unwrap();
    let state = || ilze.get(&at(id)).ok(200)["deadline"]["state"].clone();
    let listed = |state: &str| {
        let page = ilze.get(&format!("/v1/applications?deadline_state={state}")).ok(200);
        ids(&page) == [id]
    };

    // The last day is Tuesday, 7 April: after Friday, 27 March five working days are left, 30 March to 2 April and itself.
    for (moment, expected) in [
        ("2026-03-26T20:00:00Z", "on_track"),
        ("2026-03-27T20:00:00Z", "due_soon"),
        ("2026-04-07T20:59:59Z", "due_soon"),
        ("2026-04-07T21:00:00Z", "overdue"),
    ] {
        office.move_to(moment);
        assert_eq!(state(), expected, "{moment}");
        for other in ["on_track", "due_soon", "overdue", "met", "met_late"] {
            assert_eq!(listed(other), other == expected, "{moment} {other}");
        }
    }
    let told = json!({ "extended_to": "2026-06-30", "reason": "Jāsagaida izziņa.", "notified_on": "2026-04-08" });
    ilze.post(&format!("{}/extensions", at(id)), told).ok(201);
    assert_eq!((state(), listed("overdue"), listed("on_track")), (json!("overdue"), true, false));
    let overdue = ilze.get(&at(id)).ok(200)["deadline"].clone();
    assert_eq!((&overdue["last_day"], &overdue["extended_to"]), (&json!("2026-04-07"), &json!("2026-06-30")));
    assert_eq!((&overdue["extended_since"], &overdue["legal_state"]), (&json!(true), &json!("overdue")));
    let again = json!({ "extended_to": "2026-07-03", "reason": "Jāsagaida izziņa.", "notified_on": "2026-04-08" });
    ilze.post(&format!("{}/extensions", at(id)), again).ok(201);
    assert_eq!((state(), listed("overdue")), (json!("overdue"), true));
}

// B35
#[test]
fn an_extension_on_the_last_day_starts_the_term_anew() {
    let office = Office::open_on("2026-03-03T10:00:00Z");
    let ilze = office.coordinator();
    let taken = submitted(&ilze, 1, "2026-03-03");
    let path = at(taken["id"].as_str().unwrap());
    office.move_to("2026-04-07T20:59:59Z");

    let told = json!({ "extended_to": "2026-06-30", "reason": "Jāsagaida izziņa.", "notified_on": "2026-04-07" });
    ilze.post(&format!("{path}/extensions"), told).ok(201);

    let told = |moment: &str| {
        office.move_to(moment);
        let deadline = ilze.get(&path).ok(200)["deadline"].clone();
        let late = ilze.get("/v1/applications?overdue_in_law=true").ok(200)["items"].as_array().unwrap().len();
        (deadline["state"].clone(), deadline["legal_state"].clone(), deadline["extended_since"].clone(), late)
    };
    assert_eq!(told("2026-04-07T21:00:00Z"), (json!("on_track"), json!("on_track"), json!(false), 0));
    assert_eq!(told("2026-06-30T20:00:00Z"), (json!("due_soon"), json!("due_soon"), json!(false), 0));
    assert_eq!(told("2026-06-30T21:00:00Z"), (json!("overdue"), json!("overdue"), json!(false), 1));
}

// Submitted and received; the promised last day and the one by law.
#[rstest]
#[case("2026-03-03", "2026-03-03", "2026-04-07", "2026-04-07")]
#[case("2026-03-03", "2026-03-12", "2026-04-07", "2026-04-13")]
#[case("2023-10-18", "2023-10-20", "2023-11-20", "2023-11-20")]
#[case("2023-10-18", "2023-10-18", "2023-11-21", "2023-11-21")]
fn the_promise_and_the_law_stand_beside_each_other(
    #[case] submitted_on: &str,
    #[case] received_on: &str,
    #[case] decide_by: &str,
    #[case] legal_last_day: &str,
) {
    let office = Office::open_on("2026-03-12T10:00:00Z");
    let ilze = office.coordinator();
    let mut new = statement(&registered_person(&ilze, 1), submitted_on);
    new["received_on"] = json!(received_on);

    let taken = ilze.post("/v1/applications", new).ok(201);

    let deadline = &taken["deadline"];
    assert_eq!((&deadline["decide_by"], &deadline["legal_last_day"]), (&json!(decide_by), &json!(legal_last_day)));
    assert_eq!(deadline["last_day"], decide_by);
    let last = deadline["steps"].as_array().unwrap().iter().find(|step| step["why"] == "last_day").unwrap();
    assert_eq!(last["day"], decide_by);
}

#[test]
fn what_is_overdue_by_the_promise_is_overdue_in_law_only_after_the_legal_last_day() {
    let office = Office::open_on("2026-03-12T10:00:00Z");
    let ilze = office.coordinator();
    let mut new = statement(&registered_person(&ilze, 1), "2026-03-03");
    new["received_on"] = json!("2026-03-12");
    let path = at(&ilze.post("/v1/applications", new).id(201));
    let listed =
        |query: &str| ilze.get(&format!("/v1/applications?{query}")).ok(200)["items"].as_array().unwrap().len();
    let told = || {
        let deadline = ilze.get(&path).ok(200)["deadline"].clone();
        (deadline["state"].clone(), deadline["legal_state"].clone(), deadline["extended_since"].clone())
    };

    for (moment, state, legal_state, late) in [
        ("2026-04-07T20:59:59Z", "due_soon", "due_soon", 0),
        ("2026-04-07T21:00:00Z", "overdue", "due_soon", 0),
        ("2026-04-13T20:59:59Z", "overdue", "due_soon", 0),
        ("2026-04-13T21:00:00Z", "overdue", "overdue", 1),
    ] {
        office.move_to(moment);
        assert_eq!(told(), (json!(state), json!(legal_state), json!(false)), "{moment}");
        assert_eq!(listed("overdue_in_law=true"), late, "{moment}");
        assert_eq!(listed("overdue_in_law=false"), 1 - late, "{moment}");
    }
    office.move_to("2026-04-13T20:59:59Z");
    let extension = json!({ "extended_to": "2026-06-30", "reason": "Jāsagaida izziņa.", "notified_on": "2026-04-13" });
    ilze.post(&format!("{path}/extensions"), extension).ok(201);
    assert_eq!(told(), (json!("overdue"), json!("on_track"), json!(true)));
    office.move_to("2026-04-20T10:00:00Z");
    assert_eq!(told(), (json!("overdue"), json!("on_track"), json!(true)));
    assert_eq!((listed("overdue_in_law=true"), listed("deadline_state=overdue")), (0, 1));
    ilze.post(&format!("{path}/withdrawal"), json!({ "requested_by": "person" })).ok(201);
    assert_eq!(told(), (json!(null), json!(null), json!(true)));
    assert_eq!((listed("overdue_in_law=true"), listed("deadline_state=overdue")), (0, 0));
}

// B35
#[rstest]
#[case("2026-03-26", Some("extension_not_later"))]
#[case("2026-03-27", None)]
#[case("2026-06-27", None)]
#[case("2026-06-28", Some("extension_too_late"))]
fn a_term_is_extended_to_a_later_day_and_to_no_later_than_four_months_after_receipt(
    #[case] extended_to: &str,
    #[case] refused: Option<&str>,
) {
    let office = Office::open();
    let ilze = office.coordinator();
    let mut new = statement(&registered_person(&ilze, 1), "2026-02-26");
    new["received_on"] = json!("2026-02-27");
    let path = at(&ilze.post("/v1/applications", new).id(201));
    let extensions = format!("{path}/extensions");

    let answer = ilze.post(
        &extensions,
        json!({ "extended_to": extended_to, "reason": "Jānoskaidro fakti.", "notified_on": "2026-03-02" }),
    );

    match refused {
        Some(code) => {
            answer.problem(422, code);
        }
        None => {
            let made = answer.ok(201);
            assert_eq!(made["reason"], "Jānoskaidro fakti.");
            assert_eq!(ilze.get(&extensions).ok(200)["items"], json!([made]));
            let again = json!({ "extended_to": extended_to, "reason": "Vēlreiz.", "notified_on": "2026-03-02" });
            ilze.post(&extensions, again).problem(422, "extension_not_later");
        }
    }
}

#[test]
fn nothing_is_recorded_before_it_happens() {
    let office = Office::open();
    let ilze = office.coordinator();
    let person = registered_person(&ilze, 1);
    let mut new = statement(&person, "2026-03-03");
    ilze.post("/v1/applications", new.clone()).fault("#/submitted_on", "in_the_future");
    new["submitted_on"] = json!("2026-02-27");
    new["received_on"] = json!("2026-03-03");
    ilze.post("/v1/applications", new.clone()).fault("#/received_on", "in_the_future");
    new["received_on"] = json!("2026-02-26");
    ilze.post("/v1/applications", new.clone()).fault("#/received_on", "too_early");
    new["received_on"] = json!("2026-02-27");
    let path = at(&ilze.post("/v1/applications", new).id(201));

    let early = json!({ "withdrawn_on": "2026-02-26", "requested_by": "person" });
    ilze.post(&format!("{path}/withdrawal"), early).fault("#/withdrawn_on", "too_early");
    let late = json!({ "withdrawn_on": "2026-03-03", "requested_by": "person" });
    ilze.post(&format!("{path}/withdrawal"), late).fault("#/withdrawn_on", "in_the_future");
    let untold = json!({ "extended_to": "2026-05-01", "reason": "Iemesls.", "notified_on": "2026-03-03" });
    ilze.post(&format!("{path}/extensions"), untold).fault("#/notified_on", "in_the_future");
}
