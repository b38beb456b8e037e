//! Grants: as they stand on a day, with their agreement and the month in progress, to those who may see the person.

use std::collections::BTreeSet;

use rstest::rstest;
use serde_json::{Value, json};

use crate::support::service::{self, A_YEAR, Granting, entry, granted, office, person, served};

/// The grants of a page; those of one moment come in no order that a story could know.
fn ids(page: &Value) -> BTreeSet<String> {
    page["items"].as_array().unwrap().iter().map(|grant| grant["id"].as_str().unwrap().to_owned()).collect()
}

fn set<const N: usize>(ids: [&String; N]) -> BTreeSet<String> {
    ids.into_iter().cloned().collect()
}

// B41
#[test]
fn a_grant_shows_its_parameters_its_support_person_and_what_is_left_of_the_month() {
    let office = office();
    let service = served(&office, A_YEAR);
    let path = format!("/v1/grants/{}", service.grant);
    office.move_to("2026-01-20T12:00:00Z");
    let before = office.coordinator().get(&path);

    service.post(&office, entry("2026-01-20T10:00", "2026-01-20T11:00")).ok(201);

    let after = office.coordinator().get(&path);
    assert_ne!(before.header("etag"), after.header("etag"), "what is left of the month is part of the content");
    let grant = after.ok(200);
    assert_eq!(grant["areas"], json!(["finance", "health"]));
    assert_eq!((&grant["term_from"], &grant["term_to"]), (&json!("2026-01-12"), &json!("2027-01-11")));
    assert_eq!((&grant["level"], &grant["volume_minutes"]), (&json!(1), &json!(450)));
    assert_eq!(grant["agreement"]["id"], service.agreement);
    assert_eq!(grant["agreement"]["support_person_name"], "Zane Krūmiņa");
    let month = json!({ "month": "2026-01", "volume_minutes": 450, "used_minutes": 60, "remaining_minutes": 390 });
    assert_eq!(grant["month"], month);
    office.move_to("2027-02-01T00:00:00Z");
    assert_eq!(office.coordinator().get(&path).ok(200)["month"], Value::Null);
}

// B30, B31
#[rstest]
#[case("2026-01-11T21:59:59Z", "contracted")]
#[case("2026-01-11T22:00:00Z", "active")]
#[case("2027-01-11T21:59:59Z", "active")]
#[case("2027-01-11T22:00:00Z", "ended")]
fn a_contracted_service_is_active_on_the_days_of_its_term_in_riga(#[case] now: &str, #[case] state: &str) {
    let office = office();
    let service = served(&office, A_YEAR);
    let unsigned = granted(&office, &person(&office), A_YEAR);

    office.move_to(now);

    let ilze = office.coordinator();
    assert_eq!(ilze.get(&format!("/v1/grants/{}", service.grant)).ok(200)["state"], state);
    let mine = ids(&ilze.get(&format!("/v1/grants?state={state}&person_id={}", service.person)).ok(200));
    assert_eq!(mine, set([&service.grant]));
    for other in ["granted", "contracted", "active", "suspended", "ended"].into_iter().filter(|other| *other != state) {
        let page = ilze.get(&format!("/v1/grants?state={other}&person_id={}", service.person)).ok(200);
        assert_eq!(ids(&page), BTreeSet::new(), "{other}");
    }
    let all = ids(&ilze.get(&format!("/v1/grants?state=granted,{state}")).ok(200));
    assert_eq!(all, set([&service.grant, &unsigned]));
}

#[test]
fn grants_are_found_by_person_programme_state_and_active_day() {
    let office = office();
    let ilze = office.coordinator();
    let service = served(&office, A_YEAR);
    let programme = service::programme(&office, "trial", json!({ "term_months": 1 }));
    let short = served(&office, Granting { programme, from: "2026-02-01", ..A_YEAR });
    let found = |query: &str| ids(&ilze.get(&format!("/v1/grants?{query}")).ok(200));

    assert_eq!(found(&format!("person_id={}", short.person)), set([&short.grant]));
    assert_eq!(found("active_on=2026-01-11"), BTreeSet::new());
    assert_eq!(found("active_on=2026-01-31"), set([&service.grant]));
    assert_eq!(found("active_on=2026-02-01"), set([&service.grant, &short.grant]));
    assert_eq!(found("active_on=2026-02-28"), set([&service.grant, &short.grant]));
    assert_eq!(found("active_on=2026-03-01"), set([&service.grant]));
    let programme = ilze.get(&format!("/v1/grants/{}", short.grant)).ok(200)["programme_id"].clone();
    assert_eq!(found(&format!("programme_id={}", programme.as_str().unwrap())), set([&short.grant]));
    assert_eq!(found(&format!("programme_id={}", uuid::Uuid::new_v4())).len(), 0);
    let wrong = ilze.get("/v1/grants?state=granted,sleeping").problem(400, "invalid_request");
    assert_eq!((&wrong["errors"][0]["pointer"], &wrong["errors"][0]["code"]), (&json!("state"), &json!("not_one_of")));
    let first = ilze.get("/v1/grants?limit=1").ok(200);
    let second = ilze.get(first["next"].as_str().unwrap()).ok(200);
    assert_eq!(&ids(&first) | &ids(&second), set([&service.grant, &short.grant]));
    assert_eq!(second["next"], Value::Null);
}

#[test]
fn a_grant_is_seen_by_those_who_see_its_person() {
    let office = office();
    let service = served(&office, A_YEAR);
    let other = served(&office, A_YEAR);
    let path = format!("/v1/grants/{}", service.grant);

    for desk in [
        office.coordinator(),
        office.decision_maker(),
        office.municipality("0001000"),
        office.support_person(&service.supporter),
        office.person(&service.person),
    ] {
        desk.get(&path).ok(200);
    }
    for desk in [office.municipality("0002000"), office.support_person(&other.supporter), office.person(&other.person)]
    {
        let theirs = desk.get(&path).problem(404, "not_found");
        let nobody = desk.get(&format!("/v1/grants/{}", uuid::Uuid::new_v4())).problem(404, "not_found");
        assert_eq!(theirs["detail"], nobody["detail"]);
        assert!(!ids(&desk.get("/v1/grants").ok(200)).contains(&service.grant));
    }
    office.desk(aplp::caller::Role::Reporter).get(&path).problem(403, "forbidden");
}
