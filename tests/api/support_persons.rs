//! Support persons: who they are, what they can do, and whom they support.

use aplp::caller::Role;
use rstest::rstest;
use serde_json::{Value, json};

use crate::support::planted::{agreed, granted};
use crate::support::{Desk, Office};

fn zane() -> Value {
    json!({
        "given_name": "Zane", "family_name": "Ābola", "subject": "zane", "qualification": "Sociālā darba maģistre",
        "areas": ["rights", "finance"], "employed_from": "2026-01-01", "employed_to": "2026-12-31", "caseload_max": 2,
    })
}

fn with(changes: Value) -> Value {
    let mut body = zane();
    body.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    body
}

fn person(desk: &Desk<'_>, family_name: &str) -> String {
    desk.post("/v1/persons", json!({ "given_name": "Anna", "family_name": family_name })).id(201)
}

fn names(page: &Value) -> Vec<&str> {
    page["items"].as_array().unwrap().iter().map(|one| one["family_name"].as_str().unwrap()).collect()
}

fn state_programme(desk: &Desk<'_>) -> String {
    desk.get("/v1/programmes?code=state").ok(200)["items"][0]["id"].as_str().unwrap().to_owned()
}

// B15
#[test]
fn a_support_person_is_an_employee_with_a_qualification_and_areas_of_competence() {
    let office = Office::open();
    let ilze = office.coordinator();

    let made = ilze.post_with_key("/v1/support-persons", zane(), "support-person-key-1");

    let again = ilze.post_with_key("/v1/support-persons", zane(), "support-person-key-1");
    assert_eq!(again.header("idempotency-replayed").as_deref(), Some("true"));
    assert_eq!((again.text.clone(), again.header("location")), (made.text.clone(), made.header("location")));
    let path = made.header("location").unwrap();
    let known = made.ok(201);
    assert_eq!(known["areas"], json!(["rights", "finance"]));
    assert_eq!((&known["caseload"], &known["caseload_max"]), (&json!(0), &json!(2)));
    assert_eq!(ilze.get(&path).ok(200), known);
    let changed = ilze.patch(&path, json!({ "areas": ["support_circle", "rights"], "employed_to": null })).ok(200);
    // The areas come back in the order of the law.
    assert_eq!(changed["areas"], json!(["rights", "support_circle"]));
    assert_eq!((&changed["employed_to"], &changed["version"]), (&json!(null), &json!(2)));
    ilze.patch_version(&path, "\"1\"", json!({ "caseload_max": 5 })).problem(412, "stale_version");
}

#[rstest]
#[case(json!({ "employed_to": "2025-12-31" }), "#/employed_to", "too_early")]
#[case(json!({ "areas": [] }), "#/areas", "too_few")]
#[case(json!({ "areas": ["rights", "rights"] }), "#/areas", "not_unique")]
#[case(json!({ "areas": ["cooking"] }), "#/areas/0", "not_one_of")]
#[case(json!({ "caseload_max": 0 }), "#/caseload_max", "too_small")]
#[case(json!({ "caseload_max": 101 }), "#/caseload_max", "too_large")]
#[case(json!({ "qualification": "" }), "#/qualification", "empty")]
#[case(json!({ "qualification": "a".repeat(501) }), "#/qualification", "too_long")]
#[case(json!({ "caseload": 1 }), "#/caseload", "unknown_member")]
fn what_does_not_fit_is_refused_with_its_place(#[case] changes: Value, #[case] at: &str, #[case] fault: &str) {
    let office = Office::open();

    let problem = office.coordinator().post("/v1/support-persons", with(changes)).problem(400, "invalid_request");

    let faults: Vec<_> = problem["errors"].as_array().unwrap().iter().collect();
    assert!(faults.iter().any(|one| one["pointer"] == at && one["code"] == fault), "{problem:#}");
}

#[rstest]
#[case(json!({ "employed_to": "2026-01-01" }))]
#[case(json!({ "caseload_max": 1 }))]
#[case(json!({ "caseload_max": 100 }))]
#[case(json!({ "qualification": "a".repeat(500) }))]
#[case(json!({ "areas": ["rights", "finance", "daily_life", "health", "social_care", "support_circle"] }))]
fn what_is_at_its_limit_is_taken(#[case] changes: Value) {
    let office = Office::open();

    let made = office.coordinator().post("/v1/support-persons", with(changes.clone())).ok(201);

    for (member, value) in changes.as_object().unwrap() {
        assert_eq!(&made[member], value);
    }
}

#[test]
fn a_subject_is_one_support_person_and_none_is_nobody() {
    let office = Office::open();
    let ilze = office.coordinator();
    let path = format!("/v1/support-persons/{}", ilze.post("/v1/support-persons", zane()).id(201));

    ilze.post("/v1/support-persons", zane()).problem(409, "subject_in_use");

    let other = with(json!({ "subject": null }));
    ilze.post("/v1/support-persons", other.clone()).ok(201);
    let second = format!("/v1/support-persons/{}", ilze.post("/v1/support-persons", other).id(201));
    ilze.patch(&second, json!({ "subject": "zane" })).problem(409, "subject_in_use");
    ilze.patch(&path, json!({ "subject": "zane", "caseload_max": 3 })).ok(200);
}

// B15, B22
#[rstest]
#[case("", &["Ābola", "Bite", "Čakste"])]
#[case("?employed_on=2025-12-31", &["Bite"])]
#[case("?employed_on=2026-01-01", &["Ābola", "Bite"])]
#[case("?employed_on=2026-12-31", &["Ābola", "Bite"])]
#[case("?employed_on=2027-01-01", &["Bite", "Čakste"])]
#[case("?area=rights", &["Ābola", "Čakste"])]
#[case("?area=social_care", &["Bite"])]
#[case("?area=rights&employed_on=2026-06-01", &["Ābola"])]
fn support_persons_are_found_by_the_days_of_their_employment_and_their_competence(
    #[case] query: &str,
    #[case] found: &[&str],
) {
    let office = Office::open();
    let ilze = office.coordinator();
    for changes in [
        json!({ "family_name": "Čakste", "subject": null, "employed_from": "2027-01-01", "employed_to": null }),
        json!({ "family_name": "Ābola" }),
        json!({ "family_name": "Bite", "subject": null, "areas": ["social_care"], "employed_from": "2020-01-01", "employed_to": null }),
    ] {
        ilze.post("/v1/support-persons", with(changes)).ok(201);
    }

    let page = ilze.get(&format!("/v1/support-persons{query}")).ok(200);

    assert_eq!(names(&page), found);
}

#[test]
fn the_list_pages_and_counts() {
    let office = Office::open();
    let ilze = office.coordinator();
    for name in ["Ābola", "Bite", "Čakste"] {
        ilze.post("/v1/support-persons", with(json!({ "family_name": name, "subject": null }))).ok(201);
    }

    let first = ilze.send("GET", "/v1/support-persons?limit=2", &[("prefer", "return=total-count")], None).ok(200);
    let second = ilze.get(first["next"].as_str().unwrap()).ok(200);

    assert_eq!((names(&first), first["total"].as_i64()), (vec!["Ābola", "Bite"], Some(3)));
    assert_eq!((names(&second), &second["next"]), (vec!["Čakste"], &json!(null)));
}

// A49
#[test]
fn a_caseload_counts_persons_with_an_agreement_on_a_grant_that_has_not_ended() {
    let office = Office::open();
    let ilze = office.coordinator();
    let programme = state_programme(&ilze);
    let zane = ilze.post("/v1/support-persons", zane()).id(201);
    let other = ilze.post("/v1/support-persons", with(json!({ "subject": null }))).id(201);
    let path = format!("/v1/support-persons/{zane}");
    let term = ("2026-01-01", "2026-12-31");
    let [signed, drafted, superseded, ended, elsewhere] =
        ["Alksne", "Bērza", "Celma", "Dzene", "Egle"].map(|name| person(&ilze, name));
    let grant = |person: &str, state| granted(&office, person, &programme, state, term);
    let signed_grant = grant(&signed, "active");
    // The last signature is given at half past ten in the evening of 14 January in UTC, and that is the 15th in Riga.
    let agreement = agreed(&office, (&signed, &signed_grant, &zane), "signed", Some("2026-01-14T22:30:00"));
    agreed(&office, (&signed, &signed_grant, &zane), "drafted", None);
    let drafted_grant = grant(&drafted, "granted");
    agreed(&office, (&drafted, &drafted_grant, &zane), "drafted", None);
    agreed(&office, (&superseded, &grant(&superseded, "active"), &zane), "superseded", None);
    agreed(&office, (&ended, &grant(&ended, "ended"), &zane), "signed", Some("2026-01-10T10:00:00"));
    agreed(&office, (&elsewhere, &grant(&elsewhere, "active"), &other), "signed", Some("2026-01-10T10:00:00"));

    let caseload = ilze.get(&format!("{path}/caseload")).ok(200);

    assert_eq!(caseload["items"].as_array().unwrap().len(), 2);
    let first =
        json!({ "person_id": signed, "agreement_id": agreement, "grant_id": signed_grant, "since": "2026-01-15" });
    assert_eq!(caseload["items"][0], first);
    assert_eq!((&caseload["items"][1]["person_id"], &caseload["items"][1]["since"]), (&json!(drafted), &json!(null)));
    let known = ilze.get(&path).ok(200);
    assert_eq!((&known["caseload"], &known["caseload_max"]), (&json!(2), &json!(2)));
    let listed = ilze.get("/v1/support-persons").ok(200);
    let figures: Vec<_> =
        listed["items"].as_array().unwrap().iter().map(|one| one["caseload"].as_i64().unwrap()).collect();
    assert_eq!(figures.iter().sum::<i64>(), 3);
    let own = office.support_person(&zane).get(&format!("{path}/caseload")).ok(200);
    assert_eq!(own["items"], caseload["items"]);
}

#[test]
fn a_support_person_reads_the_own_caseload_and_anothers_is_as_absent_as_a_random_one() {
    let office = Office::open();
    let ilze = office.coordinator();
    let zane = ilze.post("/v1/support-persons", zane()).id(201);
    let other = ilze.post("/v1/support-persons", with(json!({ "subject": null }))).id(201);
    let desk = office.support_person(&zane);

    let theirs = desk.get(&format!("/v1/support-persons/{other}/caseload")).problem(404, "not_found");
    let nobodys = desk.get(&format!("/v1/support-persons/{}/caseload", uuid::Uuid::new_v4())).problem(404, "not_found");

    assert_eq!(theirs["detail"], nobodys["detail"]);
    assert_eq!(desk.get(&format!("/v1/support-persons/{zane}/caseload")).ok(200)["items"], json!([]));
    office.desk(Role::Admin).get(&format!("/v1/support-persons/{zane}/caseload")).problem(404, "not_found");
    assert_eq!(names(&desk.get("/v1/support-persons").ok(200)).len(), 2);
}

#[test]
fn only_the_association_registers_support_persons_and_others_do_not_read_them() {
    let office = Office::open();
    let zane_id = office.desk(Role::Admin).post("/v1/support-persons", zane()).id(201);
    let path = format!("/v1/support-persons/{zane_id}");

    let own = office.support_person(&zane_id);
    own.post("/v1/support-persons", zane()).problem(403, "forbidden");
    own.patch(&path, json!({ "caseload_max": 100 })).problem(403, "forbidden");
    office.decision_maker().patch(&path, json!({ "caseload_max": 100 })).problem(403, "forbidden");
    office.municipality("0001000").get(&path).problem(403, "forbidden");
    office.desk(Role::Person).get(&path).problem(403, "forbidden");
    office.coordinator().get(&format!("/v1/support-persons/{}", uuid::Uuid::new_v4())).problem(404, "not_found");
}
