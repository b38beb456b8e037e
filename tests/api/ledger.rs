//! The ledger of hours: entries under ids made offline, what is taken back, and a month in figures.

use serde_json::{Value, json};

use crate::support::service::{A_YEAR, Service, agreed, entry, office, served, supporter};
use crate::support::{Office, Reply};

fn put(office: &Office, service: &Service, id: &str, entry: &Value, none_match: Option<&str>) -> Reply {
    let path = format!("{}/{id}", service.entries());
    let headers: Vec<_> = none_match.into_iter().map(|value| ("if-none-match", value)).collect();
    let zane = office.support_person(&service.supporter);
    zane.send("PUT", &path, &headers, Some(("application/json", entry.to_string())))
}

#[test]
fn a_device_that_was_offline_makes_an_entry_once_under_its_own_id() {
    let office = office();
    let service = served(&office, A_YEAR);
    office.move_to("2026-02-02T18:00:00Z");
    let (id, body) = (uuid::Uuid::new_v4().to_string(), entry("2026-02-02T10:00", "2026-02-02T11:00"));

    let made = put(&office, &service, &id, &body, Some("*"));
    let again = put(&office, &service, &id, &body, Some("*"));

    assert_eq!(made.header("location").unwrap(), format!("/v1/time-entries/{id}"));
    assert_eq!(made.id(201), id);
    assert_eq!(again.header("etag").as_deref(), Some("\"1\""));
    again.problem(412, "exists_already");
    assert_eq!(service.month(&office, "2026-02")["used_minutes"], 60);
    let other = entry("2026-02-02T12:00", "2026-02-02T13:00");
    put(&office, &service, &id, &other, Some("*")).problem(412, "exists_already");
    put(&office, &service, &uuid::Uuid::now_v7().to_string(), &other, Some("*")).ok(201);

    let reversal = json!({ "reason": "kļūdaina diena" });
    office.coordinator().post(&format!("/v1/time-entries/{id}/reversals"), reversal).ok(201);
    let reversed = put(&office, &service, &id, &body, Some("*"));
    assert_eq!(reversed.header("etag").as_deref(), Some("\"2\""));
}

#[test]
fn an_entry_under_its_own_id_needs_the_precondition_a_random_id_and_all_the_rules() {
    let office = office();
    let service = served(&office, A_YEAR);
    let other = served(&office, A_YEAR);
    office.move_to("2026-02-02T18:00:00Z");
    let (id, body) = (uuid::Uuid::new_v4().to_string(), entry("2026-02-02T10:00", "2026-02-02T11:00"));

    put(&office, &service, &id, &body, None).problem(428, "if_none_match_missing");
    put(&office, &service, &id, &body, Some("\"1\"")).problem(400, "invalid_request");
    put(&office, &service, "6ba7b810-9dad-11d1-80b4-00c04fd430c8", &body, Some("*")).problem(400, "invalid_request");
    let early = entry("2026-01-05T07:00", "2026-01-05T08:00");
    put(&office, &service, &id, &early, Some("*")).problem(409, "before_signature");
    let stranger = Service { supporter: other.supporter, grant: service.grant.clone(), ..other };
    put(&office, &stranger, &id, &body, Some("*")).problem(404, "not_found");

    put(&office, &service, &id, &body, Some("*")).ok(201);
}

#[test]
fn what_is_taken_back_frees_the_volume_and_the_time_and_stays_in_the_ledger() {
    let office = office();
    let service = served(&office, A_YEAR);
    let zane = office.support_person(&service.supporter);
    office.move_to("2026-02-02T18:00:00Z");
    let mut body = entry("2026-01-31T21:00", "2026-01-31T23:00");
    body["travel_minutes"] = json!(30);
    let wrong = service.post(&office, body).id(201);
    let path = format!("/v1/time-entries/{wrong}");
    let before = zane.get(&path);
    office.move_to("2026-02-03T08:00:00Z");

    let reversal = zane.post(&format!("{path}/reversals"), json!({ "reason": "nepareizs laiks" }));

    let reversal = reversal.ok(201);
    assert_eq!((&reversal["minutes"], &reversal["travel_minutes"]), (&json!(-120), &json!(-30)));
    assert_eq!((&reversal["reverses_id"], &reversal["reason"]), (&json!(wrong), &json!("nepareizs laiks")));
    let parts: Vec<_> = reversal["parts"].as_array().unwrap().iter().map(|part| part["minutes"].clone()).collect();
    assert_eq!(parts, [-60, -60]);
    assert_eq!(reversal["months"][1]["remaining_minutes"], 450);
    let after = zane.get(&path);
    assert_eq!([before.header("etag").as_deref(), after.header("etag").as_deref()], [Some("\"1\""), Some("\"2\"")]);
    let (before, after) = (before.ok(200), after.ok(200));
    assert_eq!((&after["minutes"], &after["reversed_by_id"]), (&before["minutes"], &reversal["id"]));
    assert_eq!(after["updated_at"], "2026-02-03T08:00:00.000000Z");
    let month = service.month(&office, "2026-01");
    assert_eq!((&month["entries"], &month["used_minutes"], &month["by_area"]), (&json!(0), &json!(0), &json!([])));
    service.post(&office, entry("2026-01-31T21:00", "2026-01-31T22:30")).ok(201);
    assert_eq!(zane.get(&service.entries()).ok(200)["items"].as_array().unwrap().len(), 3);
}

#[test]
fn an_entry_is_taken_back_once_and_its_reversal_never() {
    let office = office();
    let service = served(&office, A_YEAR);
    office.move_to("2026-02-02T18:00:00Z");
    let posted = service.post(&office, entry("2026-02-02T10:00", "2026-02-02T11:00")).id(201);
    let ilze = office.coordinator();
    let reverse = |id: &str| ilze.post(&format!("/v1/time-entries/{id}/reversals"), json!({ "reason": "kļūda" }));

    let reversal = reverse(&posted).id(201);

    let again = reverse(&posted).problem(409, "entry_reversed_already");
    let back = reverse(&reversal).problem(409, "reversal_of_reversal");
    assert_eq!((&again["current_state"], &back["current_state"]), (&json!("reversed"), &json!("reversal")));
    assert_eq!((&again["allowed_transitions"], &back["allowed_transitions"]), (&json!([]), &json!([])));
    reverse(&uuid::Uuid::new_v4().to_string()).problem(404, "not_found");
}

#[test]
fn a_support_person_takes_back_only_the_own_entries_and_a_municipality_none() {
    let office = office();
    let service = served(&office, A_YEAR);
    office.move_to("2026-02-02T18:00:00Z");
    let posted = service.post(&office, entry("2026-02-02T10:00", "2026-02-02T11:00")).id(201);
    let path = format!("/v1/time-entries/{posted}/reversals");
    let next = supporter(&office);
    agreed(&office, &service.grant, &next);
    let reason = json!({ "reason": "kļūda" });

    office.support_person(&next).get(&format!("/v1/time-entries/{posted}")).ok(200);
    office.support_person(&next).post(&path, reason.clone()).problem(404, "not_found");
    office.municipality("0001000").post(&path, reason.clone()).problem(403, "forbidden");
    let first = office.coordinator().post_with_key(&path, reason.clone(), "a-reversal-of-its-own");
    let again = office.coordinator().post_with_key(&path, reason, "a-reversal-of-its-own");

    assert_eq!((first.status, first.text), (201, again.text));
}

#[test]
fn a_month_of_the_term_is_shown_in_figures_and_no_other_month_is_there() {
    let office = office();
    let service = served(&office, A_YEAR);
    let next = supporter(&office);
    office.move_to("2026-02-02T18:00:00Z");
    let mut health = entry("2026-02-02T12:00", "2026-02-02T12:30");
    health["area"] = json!("health");
    health["component"] = json!("trust_building");
    service.post(&office, entry("2026-02-02T10:00", "2026-02-02T11:00")).ok(201);
    service.post(&office, health).ok(201);
    agreed(&office, &service.grant, &next);
    office.move_to("2026-02-02T20:00:00Z");
    let body = entry("2026-02-02T19:00", "2026-02-02T19:45");
    office.support_person(&next).post(&service.entries(), body).ok(201);

    let month = service.month(&office, "2026-02");

    assert_eq!((&month["volume_minutes"], &month["used_minutes"]), (&json!(450), &json!(135)));
    assert_eq!((&month["remaining_minutes"], &month["entries"]), (&json!(315), &json!(3)));
    let by_area = json!([{ "area": "finance", "minutes": 105 }, { "area": "health", "minutes": 30 }]);
    assert_eq!(month["by_area"], by_area);
    let by_component = json!([
        { "component": "trust_building", "minutes": 30 }, { "component": "decision_support", "minutes": 105 },
    ]);
    assert_eq!(month["by_component"], by_component);
    let by_supporter = month["by_support_person"].as_array().unwrap();
    let minutes = |id: &str| by_supporter.iter().find(|row| row["support_person_id"] == id).unwrap()["minutes"].clone();
    assert_eq!((minutes(&service.supporter), minutes(&next)), (json!(90), json!(45)));
    let ilze = office.coordinator();
    for (month, status) in [("2025-12", 404), ("2026-01", 200), ("2027-01", 200), ("2027-02", 404), ("2026-13", 404)] {
        assert_eq!(ilze.get(&format!("/v1/grants/{}/months/{month}", service.grant)).status, status, "{month}");
    }
}

#[test]
fn entries_are_found_by_grant_person_support_person_and_month_in_the_order_in_which_they_started() {
    let office = office();
    let (one, two) = (served(&office, A_YEAR), served(&office, A_YEAR));
    office.move_to("2026-02-02T18:00:00Z");
    let late = one.post(&office, entry("2026-02-02T10:00", "2026-02-02T11:00")).id(201);
    let early = one.post(&office, entry("2026-01-31T21:00", "2026-01-31T23:00")).id(201);
    let other = two.post(&office, entry("2026-02-02T10:30", "2026-02-02T11:00")).id(201);
    let ilze = office.coordinator();
    let found = |query: String| -> Vec<String> {
        let page = ilze.get(&format!("/v1/time-entries?{query}")).ok(200);
        page["items"].as_array().unwrap().iter().map(|entry| entry["id"].as_str().unwrap().to_owned()).collect()
    };

    assert_eq!(found(format!("grant_id={}", one.grant)), [early.clone(), late.clone()]);
    assert_eq!(found(format!("person_id={}", two.person)), std::slice::from_ref(&other));
    assert_eq!(found(format!("support_person_id={}&month=2026-01", one.supporter)), std::slice::from_ref(&early));
    assert_eq!(found("month=2026-02".to_owned()), [early.clone(), late.clone(), other]);
    assert_eq!(found("month=2026-03".to_owned()).len(), 0);
    let first = ilze.get(&format!("{}?limit=1", one.entries())).ok(200);
    assert_eq!(first["items"][0]["id"], early);
    let second = ilze.get(first["next"].as_str().unwrap()).ok(200);
    assert_eq!((&second["items"][0]["id"], &second["next"]), (&json!(late), &Value::Null));
    ilze.get("/v1/time-entries?month=2026-1").problem(400, "invalid_request");
}
