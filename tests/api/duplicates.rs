//! Somebody who may be in the register already: the caller is told of whom they see, the association of the others.

use serde_json::{Value, json};

use crate::support::acts::tick;
use crate::support::records::{added, journal};
use crate::support::{Desk, Office};

fn anna(municipality: &str) -> Value {
    json!({
        "given_name": "Anna", "family_name": "Bērziņa-Liepa", "born_on": "1980-05-05", "born_on_source": "pase",
        "municipality": municipality,
    })
}

fn with(mut person: Value, changes: Value) -> Value {
    person.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    person
}

/// The kinds of the reminders about persons that somebody is shown, and about whom.
fn reminders(desk: &Desk<'_>) -> Vec<(Value, Value)> {
    let page = desk.get("/v1/reminders?kind=possible_duplicate").ok(200);
    page["items"].as_array().unwrap().iter().map(|one| (one["about"].clone(), one["about_id"].clone())).collect()
}

#[test]
fn who_is_in_sight_is_named_and_the_person_registered_unless_that_is_refused() {
    let office = Office::open();
    let ilze = office.coordinator();
    let first = ilze.post("/v1/persons", anna("0001000")).ok(201);
    assert_eq!(first["possible_duplicates"], json!([]));
    let before = journal(&office).len();

    let refused = ilze.post("/v1/persons", with(anna("0001000"), json!({ "on_duplicate": "refuse" })));
    // Written otherwise, and the parts the other way round.
    let other = json!({ "given_name": "LIEPA BERZINA", "family_name": "Anna", "on_duplicate": "warn" });
    let warned = ilze.post("/v1/persons", with(anna("0002000"), other));

    let problem = refused.problem(409, "possible_duplicate");
    assert_eq!(problem["possible_duplicates"], json!([first["id"]]));
    assert_eq!(problem["errors"][0]["pointer"], "#/on_duplicate");
    assert_eq!(warned.ok(201)["possible_duplicates"], json!([first["id"]]));
    // It is journalled in the case of whom the caller is told of.
    let told = ["duplicate_found person", "duplicate_found person", "person_registered person"];
    assert_eq!(added(&office, before), told);
    let rows = journal(&office).split_off(before);
    assert!(rows[..2].iter().all(|row| row.whose()[0].to_string() == first["id"]));
    let total = |desk: &Desk<'_>| desk.get("/v1/persons").ok(200)["items"].as_array().unwrap().len();
    assert_eq!(total(&ilze), 2);
    assert_eq!(office.faults(), Vec::<String>::new());
}

#[test]
fn whoever_differs_in_name_or_day_is_no_duplicate_and_neither_is_one_without_a_day() {
    let office = Office::open();
    let ilze = office.coordinator();
    ilze.post("/v1/persons", anna("0001000")).ok(201);

    for changes in [
        json!({ "born_on": "1980-05-06" }),
        json!({ "given_name": "Anna Marija" }),
        json!({ "family_name": "Bērziņa" }),
        json!({ "born_on": null, "born_on_source": null }),
    ] {
        let made = ilze.post("/v1/persons", with(anna("0001000"), with(changes, json!({ "on_duplicate": "refuse" }))));
        assert_eq!(made.ok(201)["possible_duplicates"], json!([]));
    }
}

#[test]
fn of_whom_the_caller_does_not_see_the_association_is_reminded_and_nobody_else_told() {
    let office = Office::open_on("2026-01-05T08:00:00Z");
    let ilze = office.coordinator();
    let (riga, daugavpils) = (office.municipality("0001000"), office.municipality("0002000"));
    ilze.post("/v1/persons", anna("0001000")).ok(201);
    let refuse = json!({ "on_duplicate": "refuse" });

    let like = daugavpils.post("/v1/persons", with(anna("0002000"), refuse.clone())).ok(201);
    let unlike = with(anna("0002000"), json!({ "family_name": "Ozola" }));
    let unlike = daugavpils.post("/v1/persons", with(unlike, refuse.clone())).ok(201);

    // Nothing but what was sent tells the two apart, and each leaves as many rows.
    assert_eq!((&like["possible_duplicates"], &unlike["possible_duplicates"]), (&json!([]), &json!([])));
    assert_eq!(like.as_object().unwrap().len(), unlike.as_object().unwrap().len());
    assert_eq!(reminders(&ilze), []);
    tick(&office);
    assert_eq!(reminders(&ilze), [(json!("person"), like["id"].clone())]);
    assert_eq!((reminders(&riga), reminders(&daugavpils)), (vec![], vec![]));
    // A municipality that sees the other is told, as anybody is.
    riga.post("/v1/persons", with(anna("0001000"), refuse)).problem(409, "possible_duplicate");
    tick(&office);
    assert_eq!(reminders(&ilze).len(), 1);
    assert_eq!(office.faults(), Vec::<String>::new());
}

#[test]
fn the_person_is_not_told_that_there_may_be_another_one() {
    let office = Office::open();
    let ilze = office.coordinator();
    ilze.post("/v1/persons", anna("0001000")).ok(201);
    let like = office.municipality("0002000").post("/v1/persons", anna("0002000")).id(201);

    tick(&office);

    assert_eq!(reminders(&ilze).len(), 1);
    assert_eq!(reminders(&office.person(&like)), []);
    assert_eq!(reminders(&office.decision_maker()).len(), 1);
}
