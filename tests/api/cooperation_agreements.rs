//! Agreements of the association with municipalities: where each stands, and one at a time about a subject.

use aplp::caller::Role;
use rstest::rstest;
use serde_json::{Value, json};

use crate::support::budgets::items;
use crate::support::records::{added, journal};
use crate::support::{Office, Reply};

const TALSI: &str = "0051000";

fn record(office: &Office, differs: Value) -> Reply {
    let mut body = json!({
        "municipality": TALSI, "subject": "aplp_service", "signed_on": "2026-01-12", "starts_on": "2026-02-01",
        "ends_on": "2026-12-31", "terms_reference": "līgums Nr. 2026/14",
    });
    body.as_object_mut().unwrap().extend(differs.as_object().unwrap().clone());
    office.coordinator().post("/v1/cooperation-agreements", body)
}

/// Somebody's list on a day, by the names of the municipalities' codes.
fn in_force(office: &Office, on: &str) -> Vec<String> {
    let listed = items(office.coordinator().get(&format!("/v1/cooperation-agreements?on={on}")));
    listed.iter().map(|one| one["municipality"].as_str().unwrap().to_owned()).collect()
}

// A37
#[test]
fn three_municipalities_of_the_pilot_went_on_after_it() {
    let office = Office::open_on("2021-02-01T07:00:00Z");
    for place in ["0880200", "0900200", "0500200"] {
        let went_on =
            json!({ "municipality": place, "signed_on": "2021-01-25", "starts_on": "2021-02-01", "ends_on": null });
        record(&office, went_on).ok(201);
    }

    office.move_to("2026-03-02T07:00:00Z");

    let mut codes = in_force(&office, "2023-01-01");
    codes.sort();
    assert_eq!(codes, ["0500200", "0880200", "0900200"]);
    assert_eq!(in_force(&office, "2021-01-31"), [""; 0]);
    // Talsi is found by the code of today, and may not have a second agreement under it.
    let talsi = items(office.coordinator().get("/v1/cooperation-agreements?municipality=0051000"));
    assert_eq!((talsi.len(), &talsi[0]["status"]), (1, &json!("in_force")));
    let refused = record(&office, json!({})).problem(409, "cooperation_overlaps");
    assert_eq!(refused["turns_on"], "2026-02-01");
    assert_eq!(office.faults(), [""; 0]);
}

#[test]
fn an_agreement_is_found_by_a_merged_municipality_from_the_day_of_the_merger_on() {
    let office = Office::open_on("2025-07-02T07:00:00Z");
    let before =
        json!({ "municipality": "0055000", "signed_on": "2025-02-01", "starts_on": "2025-02-01", "ends_on": null });
    record(&office, before).ok(201);
    let found = |query: &str| {
        items(office.coordinator().get(&format!("/v1/cooperation-agreements?municipality={query}"))).len()
    };

    assert_eq!((found("0038000&on=2025-06-30"), found("0055000&on=2025-06-30")), (0, 1));
    assert_eq!((found("0038000&on=2025-07-01"), found("0038001")), (1, 1));
}

// A37
#[test]
fn where_an_agreement_stands_follows_from_the_day_and_it_ends_once() {
    let office = Office::open_on("2026-01-20T07:00:00Z");
    let ilze = office.coordinator();
    let planned = record(&office, json!({})).ok(201);
    let path = format!("/v1/cooperation-agreements/{}", planned["id"].as_str().unwrap());
    let status = || ilze.get(&path).ok(200)["status"].clone();
    let end =
        |on: &str| ilze.post(&format!("{path}/endings"), json!({ "terminated_on": on, "reason": "domes lēmums" }));
    let before = journal(&office).len();

    assert_eq!(planned["status"], "planned");
    end("2026-01-11").problem(422, "ends_before_signed");
    end("2026-12-31").problem(409, "cooperation_ended");
    end("2026-03-31").ok(201);
    end("2026-03-30").problem(409, "cooperation_ended");
    assert_eq!(added(&office, before), ["cooperation_agreement_ended cooperation_agreement"]);

    office.move_to("2026-03-31T07:00:00Z");
    assert_eq!(status(), "in_force");
    office.move_to("2026-04-01T07:00:00Z");
    assert_eq!(status(), "terminated");
    assert_eq!((in_force(&office, "2026-03-31").len(), in_force(&office, "2026-04-01").len()), (1, 0));
    record(&office, json!({ "starts_on": "2026-03-31" })).problem(409, "cooperation_overlaps");
    record(&office, json!({ "starts_on": "2026-04-01" })).ok(201);
    office.move_to("2027-01-01T07:00:00Z");
    assert_eq!(items(ilze.get("/v1/cooperation-agreements"))[1]["status"], "ended");
    assert_eq!(office.faults(), [""; 0]);
}

#[test]
fn another_subject_or_another_place_stands_beside() {
    let office = Office::open();
    record(&office, json!({})).ok(201);

    record(&office, json!({ "subject": "information" })).ok(201);
    record(&office, json!({ "municipality": "0052000" })).ok(201);
    record(&office, json!({})).problem(409, "cooperation_overlaps");
}

#[rstest]
#[case(json!({ "municipality": "0050000" }), "#/municipality")]
#[case(json!({ "municipality": "0880200" }), "#/municipality")]
#[case(json!({ "signed_on": "2026-03-03" }), "#/signed_on")]
#[case(json!({ "ends_on": "2026-01-31" }), "#/ends_on")]
#[case(json!({ "subject": "Pakalpojums" }), "#/subject")]
fn what_does_not_fit_is_told_with_its_place(#[case] differs: Value, #[case] pointer: &str) {
    let fault = record(&Office::open(), differs).problem(400, "invalid_request");

    assert_eq!(fault["errors"][0]["pointer"], pointer);
}

// AZ-03
#[test]
fn a_municipality_sees_its_own_agreements_under_every_code() {
    let office = Office::open();
    record(&office, json!({})).ok(201);
    let old = json!({ "municipality": "0880200", "signed_on": "2021-01-25", "starts_on": "2021-02-01", "ends_on": "2021-12-31" });
    record(&office, old).ok(201);
    let tukums = record(&office, json!({ "municipality": "0052000" })).id(201);

    let talsi = office.municipality(TALSI);
    assert_eq!(items(talsi.get("/v1/cooperation-agreements")).len(), 2);
    talsi.get(&format!("/v1/cooperation-agreements/{tukums}")).problem(404, "not_found");
    assert_eq!(items(office.desk(Role::Auditor).get("/v1/cooperation-agreements")).len(), 3);
    for none in [Role::Person, Role::Broker, Role::Reporter, Role::Funder] {
        office.desk(none).get("/v1/cooperation-agreements").problem(403, "forbidden");
    }
}
