//! Where a person lives, by days, and what a municipality sees and changes because of it.

use std::collections::BTreeSet;

use aplp::caller::Role;
use serde_json::{Value, json};

use crate::support::rulings::{allocated, decide, queue};
use crate::support::service::{self, A_YEAR, Granting, entry, served};
use crate::support::{Desk, Office, steps};

const RIGA: &str = "0001000";
const TALSI: &str = "0051000";

fn listed(desk: &Desk<'_>, path: &str) -> BTreeSet<String> {
    let page = desk.get(path).ok(200);
    page["items"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect()
}

fn actual(municipality: &str, from: &str) -> Value {
    json!({ "kind": "actual", "valid_from": from, "address": "Lielā iela 1", "municipality": municipality })
}

/// A programme of a municipality's own money, by its code.
fn own_programme(office: &Office, code: &'static str, owner: &str) -> &'static str {
    service::programme(
        office,
        code,
        json!({ "kind": "municipal_purchase", "funder": "Pašvaldība", "owner": owner, "starts_on": "2020-01-01",
            "covers": [{ "group": "ii", "from": "2020-01-01" }] }),
    )
}

/// A person of Riga who waits for the money of Talsi.
pub(crate) fn waiting_for_talsi(office: &Office) -> String {
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    own_programme(office, "of_talsi", TALSI);
    let talsi = allocated(&andris, "of_talsi", json!({ "places": 0 }));
    let person = steps::registered_person(&ilze, 1);
    let application = steps::application(&ilze, &person);
    steps::checked(&ilze, &application);
    steps::assessed(&ilze, &application, "of_talsi", 450);
    decide(&andris, &application, queue(&talsi)).ok(201);
    person
}

#[test]
fn a_move_counts_from_its_day_and_no_clock_has_to_run_for_it() {
    let office = Office::open();
    let (ilze, riga, talsi) = (office.coordinator(), office.municipality(RIGA), office.municipality(TALSI));
    let person = steps::registered_person(&ilze, 1);
    let path = format!("/v1/persons/{person}");

    let told = riga.post(&format!("{path}/addresses"), actual(TALSI, "2026-03-10")).ok(201);
    assert_eq!((&told["valid_from"], &told["valid_to"]), (&json!("2026-03-10"), &json!(null)));
    office.move_to("2026-03-09T21:59:00Z");
    assert_eq!(riga.get(&path).ok(200)["municipality"], RIGA);
    talsi.get(&path).problem(404, "not_found");
    assert_eq!(listed(&talsi, "/v1/persons"), [].into());
    office.move_to("2026-03-09T22:00:00Z");

    riga.get(&path).problem(404, "not_found");
    assert_eq!(listed(&riga, "/v1/persons"), [].into());
    assert_eq!(talsi.get(&path).ok(200)["municipality"], TALSI);
    assert_eq!(listed(&talsi, "/v1/persons"), [person.clone()].into());
    assert_eq!(listed(&ilze, &format!("/v1/persons?municipality={TALSI}")), [person].into());
    assert_eq!(listed(&ilze, &format!("/v1/persons?municipality={RIGA}")), [].into());
    let history = talsi.get(&format!("{path}/addresses")).ok(200);
    let days: Vec<_> =
        history["items"].as_array().unwrap().iter().map(|row| (&row["valid_from"], &row["valid_to"])).collect();
    assert_eq!(days, [(&json!("2026-03-10"), &json!(null)), (&json!("2026-03-02"), &json!("2026-03-09"))]);
    riga.get(&format!("{path}/addresses")).problem(404, "not_found");
    assert_eq!(office.faults(), [""; 0]);
}

#[test]
fn a_correction_is_a_later_row_of_the_same_day_and_a_declared_address_moves_nobody() {
    let office = Office::open();
    let (ilze, riga) = (office.coordinator(), office.municipality(RIGA));
    let person = steps::registered_person(&ilze, 1);
    let path = format!("/v1/persons/{person}");
    let addresses = format!("{path}/addresses");

    ilze.post(&addresses, actual(TALSI, "2026-03-02")).ok(201);
    riga.get(&path).problem(404, "not_found");
    ilze.post(&addresses, actual(RIGA, "2026-03-02")).ok(201);
    let mut declared = actual(TALSI, "2026-03-02");
    declared["kind"] = json!("declared");
    ilze.post(&addresses, declared).ok(201);

    assert_eq!(riga.get(&path).ok(200)["municipality"], RIGA);
    office.municipality(TALSI).get(&path).problem(404, "not_found");
    assert_eq!(listed(&riga, &addresses).len(), 4);
    ilze.post(&addresses, actual(RIGA, "2027-03-04")).problem(400, "invalid_request");
    ilze.post(&addresses, actual(RIGA, "1980-05-04")).problem(400, "invalid_request");
    ilze.post(&addresses, actual(RIGA, "2027-03-03")).ok(201);
    assert_eq!(office.faults(), [""; 0]);
}

#[test]
fn a_municipality_that_only_pays_takes_nobody_and_may_still_note_a_telephone() {
    let office = service::office();
    let (riga, talsi) = (office.municipality(RIGA), office.municipality(TALSI));
    let person = waiting_for_talsi(&office);
    let path = format!("/v1/persons/{person}");

    talsi.patch(&path, json!({ "municipality": TALSI })).problem(422, "outside_own_territory");
    talsi.patch(&path, json!({ "address": "Lielā iela 1, Talsi" })).problem(422, "outside_own_territory");
    talsi.post(&format!("{path}/addresses"), actual(TALSI, "2026-01-05")).problem(422, "outside_own_territory");
    assert_eq!(talsi.patch(&path, json!({ "phone": "+371 20000009" })).ok(200)["municipality"], RIGA);

    riga.patch(&path, json!({ "municipality": TALSI })).ok(200);
    riga.get(&path).problem(404, "not_found");
    assert_eq!(office.faults(), [""; 0]);
}

#[test]
fn who_lives_in_a_merged_municipality_gets_a_new_telephone_and_is_found_by_either_code() {
    let office = Office::open_on("2025-06-30T07:00:00Z");
    let (ilze, madona) = (office.coordinator(), office.municipality("0038000"));
    let mut new = steps::person(1);
    new["municipality"] = json!("0055000");
    let person = ilze.post("/v1/persons", new).id(201);
    let path = format!("/v1/persons/{person}");
    madona.get(&path).problem(404, "not_found");
    office.municipality("0055000").get(&path).ok(200);
    office.move_to("2025-07-01T07:00:00Z");

    assert_eq!(ilze.patch(&path, json!({ "phone": "+371 20000009" })).ok(200)["municipality"], "0055000");
    ilze.patch(&path, json!({ "address": "Rīgas iela 2, Varakļāni" })).problem(400, "invalid_request");

    office.municipality("0038001").get(&path).ok(200);
    for code in ["0055000", "0038001"] {
        assert_eq!(listed(&ilze, &format!("/v1/persons?municipality={code}")), [person.clone()].into());
    }
}

#[test]
fn who_moves_away_while_somebody_lists_is_on_no_later_page_and_the_others_are_there_once() {
    let office = Office::open();
    let (ilze, riga) = (office.coordinator(), office.municipality(RIGA));
    let all: Vec<String> = (1..=6)
        .map(|number| {
            let mut new = steps::person(number);
            new["family_name"] = json!(format!("Liepa {number}"));
            ilze.post("/v1/persons", new).id(201)
        })
        .collect();

    let first = riga.get("/v1/persons?limit=2").ok(200);
    ilze.patch(&format!("/v1/persons/{}", all[3]), json!({ "municipality": TALSI })).ok(200);
    let mut seen: Vec<Value> = first["items"].as_array().unwrap().clone();
    let mut next = first["next"].clone();
    while let Some(path) = next.as_str() {
        let page = riga.get(path).ok(200);
        seen.extend(page["items"].as_array().unwrap().clone());
        next = page["next"].clone();
    }

    let seen: Vec<_> = seen.iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!(seen, [&all[0], &all[1], &all[2], &all[4], &all[5]]);
}

#[test]
fn a_role_without_the_claim_that_says_whose_sees_nothing_and_owns_nothing() {
    let office = service::office();
    let service = served(&office, A_YEAR);
    let ilze = office.coordinator();
    let barrier = json!({
        "service_kind": "psychologist", "municipality": RIGA, "starts_on": "2026-01-05", "cause": "no_service",
    });
    ilze.post("/v1/barriers", barrier).ok(201);
    let lists = [
        "persons",
        "applications",
        "decisions",
        "grants",
        "agreements",
        "time-entries",
        "queue-entries",
        "reminders",
        "individual-budgets",
        "barriers",
        "cooperation-agreements",
        "incidents",
        "contests",
    ];

    for role in [Role::Municipality, Role::SupportPerson, Role::Person] {
        let desk = office.desk(role);
        for list in lists {
            let reply = desk.get(&format!("/v1/{list}"));
            let shown = reply.body["items"].as_array().map_or(0, Vec::len);
            assert!(reply.status == 403 || reply.status == 200 && shown == 0, "{role:?} {list} {:#}", reply.body);
        }
        desk.get(&format!("/v1/persons/{}", service.person)).problem(404, "not_found");
        desk.get(&format!("/v1/grants/{}", service.grant)).problem(404, "not_found");
    }
    let nobodys = office.desk(Role::Municipality);
    nobodys.post("/v1/persons", steps::person(9_000)).problem(422, "outside_own_territory");
    let own = json!({
        "code": "own", "title_lv": "A", "title_en": "A", "kind": "municipal_purchase", "funder": "A",
        "starts_on": "2026-01-01", "covers": [{ "group": "ii", "from": "2026-01-01" }], "level_1_minutes": 450,
        "level_2_minutes": 1200, "level_3_minutes": 2220, "term_months": 12, "legal_ground": "A",
    });
    nobodys.post("/v1/programmes", own).problem(422, "not_own_programme");
}

#[test]
fn of_what_the_state_pays_a_municipality_is_told_figures_only() {
    let office = service::office();
    let service = served(&office, A_YEAR);
    office.move_to("2026-01-14T12:00:00Z");
    let mut told = entry("2026-01-13T08:00", "2026-01-13T09:00");
    told["note"] = json!("Runājām par parādiem.");
    let hour = service.post(&office, told).id(201);
    let riga = office.municipality(RIGA);
    let path = format!("/v1/grants/{}", service.grant);

    let grant = riga.get(&path).ok(200);
    let month = riga.get(&format!("{path}/months/2026-01")).ok(200);
    let decision = riga.get(&format!("/v1/decisions/{}", grant["decision_id"].as_str().unwrap())).ok(200);

    assert_eq!(
        (&grant["volume_minutes"], &grant["level"], &grant["term_from"]),
        (&json!(450), &json!(1), &json!("2026-01-12"))
    );
    assert_eq!((&grant["areas"], &grant["agreement"]), (&json!([]), &json!(null)));
    assert_eq!((&month["used_minutes"], &month["by_area"], &month["entries"]), (&json!(60), &json!([]), &json!(null)));
    assert_eq!((&decision["outcome"], &decision["volume_minutes"]), (&json!("grant"), &json!(450)));
    for hidden in
        ["reasoning", "plain_summary", "addressee_view", "inputs", "trace", "assessment_id", "eligibility", "ground"]
    {
        assert_eq!(decision[hidden], json!(null), "{hidden}");
    }
    assert_eq!(decision["addressee"]["personal_code"], json!(null));
    for list in ["applications", "agreements", "time-entries", "queue-entries", "reminders", "individual-budgets"] {
        assert_eq!(listed(&riga, &format!("/v1/{list}")), [].into(), "{list}");
    }
    let application = decision["application_id"].as_str().unwrap();
    for absent in [
        format!("{path}/time-entries"),
        format!("{path}/history"),
        format!("/v1/time-entries/{hour}"),
        format!("/v1/agreements/{}", service.agreement),
        format!("/v1/applications/{application}"),
        format!("/v1/applications/{application}/assessments"),
        format!("/v1/applications/{application}/registry-checks"),
        format!("/v1/decisions/{}/history", grant["decision_id"].as_str().unwrap()),
        format!("/v1/decisions/{}/notifications", grant["decision_id"].as_str().unwrap()),
    ] {
        riga.get(&absent).problem(404, "not_found");
    }
    for format in ["csv", "ndjson"] {
        let whole = riga.get(&format!("/v1/decisions/export?format={format}")).text;
        assert!(whole.contains("grant") && !whole.contains("Persona atbilst"), "{whole}");
    }
}

#[test]
fn what_a_municipality_pays_it_sees_whole_while_it_lasts_and_afterwards_the_decision_and_the_months() {
    let office = service::office();
    let own = own_programme(&office, "of_riga", RIGA);
    let service = served(&office, Granting { programme: own, ..A_YEAR });
    office.move_to("2026-01-14T12:00:00Z");
    let mut told = entry("2026-01-13T08:00", "2026-01-13T09:00");
    told["note"] = json!("Runājām par parādiem.");
    let hour = service.post(&office, told).id(201);
    let (ilze, riga) = (office.coordinator(), office.municipality(RIGA));
    let person = format!("/v1/persons/{}", service.person);
    let grant = format!("/v1/grants/{}", service.grant);
    ilze.patch(&person, json!({ "municipality": TALSI })).ok(200);

    let whole = riga.get(&grant).ok(200);
    riga.get(&person).ok(200);
    assert_eq!(whole["areas"], json!(["finance", "health"]));
    assert_eq!(riga.get(&format!("/v1/time-entries/{hour}")).ok(200)["note"], json!(null));
    let decision = format!("/v1/decisions/{}", whole["decision_id"].as_str().unwrap());
    assert_eq!(riga.get(&decision).ok(200)["reasoning"], "Persona atbilst nosacījumiem.");
    office.move_to("2027-01-12T12:00:00Z");

    riga.get(&person).problem(404, "not_found");
    riga.get(&format!("/v1/time-entries/{hour}")).problem(404, "not_found");
    riga.get(&format!("/v1/agreements/{}", service.agreement)).problem(404, "not_found");
    assert_eq!(riga.get(&decision).ok(200)["reasoning"], "Persona atbilst nosacījumiem.");
    assert_eq!(riga.get(&format!("{grant}/months/2026-01")).ok(200)["used_minutes"], 60);
    assert_eq!(listed(&riga, "/v1/decisions").len(), 1);
    assert_eq!(listed(&riga, "/v1/grants").len(), 1);
    assert_eq!(listed(&riga, "/v1/persons"), [].into());
}
