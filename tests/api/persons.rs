//! The register of persons.

use serde_json::json;

use crate::support::Office;

// B34
#[test]
fn a_person_is_registered_found_by_name_without_marks_and_by_code_in_the_body() {
    let office = Office::open();
    let ilze = office.coordinator();

    let made = ilze.post(
        "/v1/persons",
        json!({ "given_name": "Jānis", "family_name": "Bērziņš", "personal_code": "161175-19997", "municipality": "0001000" }),
    );

    assert_eq!(made.header("etag").as_deref(), Some("\"1\""));
    let person = made.ok(201);
    assert_eq!(person["born_on"], "1975-11-16");
    assert_eq!(person["personal_code"], "161175-19997");
    let found = ilze.post("/v1/persons/search", json!({ "by": "name", "name": "berzins jan" })).ok(200);
    assert_eq!(found["items"][0]["id"], person["id"]);
    let found =
        ilze.post("/v1/persons/search", json!({ "by": "personal_code", "personal_code": "16117519997" })).ok(200);
    assert_eq!(found["items"][0]["id"], person["id"]);
    let municipal = office.municipality("0001000");
    let seen = municipal.get(&format!("/v1/persons/{}", person["id"].as_str().unwrap())).ok(200);
    assert_eq!(seen["personal_code"], "******-*****");
}

// B34
#[test]
fn a_day_of_birth_never_contradicts_the_personal_code() {
    let office = Office::open();
    let ilze = office.coordinator();
    let body = |born_on: &str| {
        json!({ "given_name": "Jānis", "family_name": "Bērziņš", "personal_code": "161175-19997", "born_on": born_on,
            "born_on_source": "pase" })
    };

    ilze.post("/v1/persons", body("1975-11-17")).problem(422, "born_on_differs_from_code");
    let person = ilze.post("/v1/persons", body("1975-11-16")).id(201);
    let changed = ilze.patch(&format!("/v1/persons/{person}"), json!({ "born_on": "1975-11-15" }));

    changed.problem(422, "born_on_differs_from_code");
    assert_eq!(ilze.get(&format!("/v1/persons/{person}")).ok(200)["born_on"], "1975-11-16");
}

// LF-05
#[test]
fn a_person_has_at_most_five_hundred_addresses() {
    let office = Office::open();
    let ilze = office.coordinator();
    let person = ilze.post("/v1/persons", json!({ "given_name": "Anna", "family_name": "Liepa" })).id(201);
    let moved = |number: u32| {
        let body = json!({ "kind": "actual", "valid_from": "2026-01-05", "address": format!("Lielā iela {number}") });
        ilze.post(&format!("/v1/persons/{person}/addresses"), body)
    };

    for number in 1..=500 {
        moved(number).ok(201);
    }
    moved(501).problem(409, "too_many_addresses");

    let lives = ilze.get(&format!("/v1/persons/{person}")).ok(200);
    assert_eq!(lives["address"], "Lielā iela 500");
}

#[test]
fn a_person_of_another_municipality_is_as_absent_as_a_random_id() {
    let office = Office::open();
    let person = office
        .coordinator()
        .post("/v1/persons", json!({ "given_name": "Anna", "family_name": "Liepa", "municipality": "0001000" }))
        .id(201);

    let stranger = office.municipality("0002000");

    let theirs = stranger.get(&format!("/v1/persons/{person}")).problem(404, "not_found");
    let nobody = stranger.get(&format!("/v1/persons/{}", uuid::Uuid::new_v4())).problem(404, "not_found");
    assert_eq!(theirs["detail"], nobody["detail"]);
}

#[test]
fn a_change_needs_the_version_that_was_seen() {
    let office = Office::open();
    let ilze = office.coordinator();
    let path = format!(
        "/v1/persons/{}",
        ilze.post("/v1/persons", json!({ "given_name": "Anna", "family_name": "Liepa" })).id(201)
    );

    ilze.patch_version(&path, "\"1\"", json!({ "phone": "+371 67442828" })).ok(200);

    ilze.patch_version(&path, "\"1\"", json!({ "phone": null })).problem(412, "stale_version");
    let none = ilze.send("PATCH", &path, &[], Some(("application/merge-patch+json", "{}".to_owned())));
    none.problem(428, "if_match_missing");
    assert_eq!(ilze.get(&path).ok(200)["phone"], "+371 67442828");
}

// CR-03
#[test]
fn no_change_is_lost_between_many_who_read_and_write_back() {
    const CLIENTS: usize = 8;
    const CHANGES: usize = 12;
    let office = Office::open();
    let ilze = office.coordinator();
    let details = json!({ "given_name": "Anna", "family_name": "Liepa", "communication": "0" });
    let path = format!("/v1/persons/{}", ilze.post("/v1/persons", details).id(201));

    let changed: usize = std::thread::scope(|all| {
        let client = || {
            let one_more = |_: &usize| {
                let seen = ilze.get(&path);
                let (etag, count) =
                    (seen.header("etag").unwrap(), seen.ok(200)["communication"].as_str().unwrap().to_owned());
                let next = (count.parse::<usize>().unwrap() + 1).to_string();
                ilze.patch_version(&path, &etag, json!({ "communication": next })).status == 200
            };
            (0..CHANGES).filter(one_more).count()
        };
        let clients: Vec<_> = (0..CLIENTS).map(|_| all.spawn(client)).collect();
        clients.into_iter().map(|client| client.join().unwrap()).sum()
    });

    assert!(changed >= CHANGES, "somebody wins each round");
    assert_eq!(ilze.get(&path).ok(200)["communication"], changed.to_string());
}
