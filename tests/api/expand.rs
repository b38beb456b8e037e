//! Lists bring along what their rows name, as far as who asks may see it, and that is recorded too.

use aplp::caller::Role;
use rstest::rstest;
use serde_json::{Value, json};

use crate::support::records::sequence;
use crate::support::service::{self, A_YEAR};
use crate::support::{Desk, Office, database};

/// What was read of a person, the latest first.
fn read(desk: &Desk<'_>, person: &str) -> Vec<Value> {
    let page = desk.get(&format!("/v1/persons/{person}/access-log")).ok(200);
    let rows = page["items"].as_array().unwrap().iter();
    rows.filter(|row| row["action"] == "persons_read").map(|row| row["about"]["object"].clone()).collect()
}

// PG-06
#[test]
fn a_list_brings_along_what_its_rows_name_each_once_as_it_is_read_alone_and_recorded() {
    let office = service::office();
    let ilze = office.coordinator();
    let (first, second) = (service::served(&office, A_YEAR), service::served(&office, A_YEAR));

    let page = ilze.get("/v1/grants?expand=person,programme").ok(200);

    let included = page["included"].as_object().unwrap();
    assert_eq!(included.keys().collect::<Vec<_>>(), ["persons", "programmes"]);
    assert_eq!(page["items"].as_array().unwrap().len(), 2);
    let mut persons = included["persons"].as_array().unwrap().clone();
    persons.sort_by_key(|person| person["id"] != *first.person);
    let alone = [first.person, second.person].map(|person| ilze.get(&format!("/v1/persons/{person}")).ok(200));
    assert_eq!(persons, alone);
    let state = ilze.get("/v1/programmes?code=state").ok(200)["items"][0].clone();
    assert_eq!(included["programmes"], json!([state]));
    assert_eq!(ilze.get("/v1/grants").ok(200).get("included"), None);
    sequence(&office);
    let log = read(&ilze, alone[0]["id"].as_str().unwrap());
    assert_eq!(
        log,
        ["grant", "person", "grant", "person"],
        "the second list, alone, the first list with whom it brought"
    );
}

// PG-06
#[test]
fn only_what_a_page_names_is_brought_along() {
    let office = service::office();
    let ilze = office.coordinator();
    let services = [service::served(&office, A_YEAR), service::served(&office, A_YEAR)];

    let page = ilze.get("/v1/grants?limit=1&expand=person").ok(200);
    let next = page["next"].as_str().unwrap();

    let persons = |page: &Value| {
        page["included"]["persons"].as_array().unwrap().iter().map(|p| p["id"].clone()).collect::<Vec<_>>()
    };
    // Both were granted at one moment, so that either of them may come first.
    let (first, second) = (persons(&page), persons(&ilze.get(next).ok(200)));
    assert_eq!(first, [page["items"][0]["person_id"].clone()]);
    assert!(services.iter().all(|service| first.iter().chain(&second).any(|id| *id == service.person)));
    let parts = ilze.get("/v1/grants?limit=1&expand=person&fields=state").ok(200);
    assert_eq!((persons(&parts), parts["items"][0].as_object().unwrap().len()), (first, 2));
}

// PG-06, AU-02
#[test]
fn a_list_of_what_belongs_to_one_thing_brings_it_along_too() {
    let office = service::office();
    let ilze = office.coordinator();
    let service = service::served(&office, A_YEAR);
    let laura = &service.supporter;

    let page = ilze.get(&format!("/v1/support-persons/{laura}/caseload?expand=person,grant")).ok(200);

    let alone = |path: &str| ilze.get(path).ok(200);
    assert_eq!(page["included"]["persons"], json!([alone(&format!("/v1/persons/{}", service.person))]));
    assert_eq!(page["included"]["grants"], json!([alone(&format!("/v1/grants/{}", service.grant))]));
    let addresses = ilze.get(&format!("/v1/persons/{}/addresses?expand=person", service.person)).ok(200);
    assert_eq!(addresses["included"]["persons"], page["included"]["persons"]);
    sequence(&office);
    let log = read(&ilze, &service.person);
    assert_eq!(log[..2], ["person_address", "person"], "what was brought along is recorded beside the list");
}

// PG-06, AZ-02
#[test]
fn of_what_is_brought_along_nobody_sees_more_than_where_it_stands_alone() {
    let office = service::office();
    let person = service::person(&office);
    let grant = service::granted(&office, &person, A_YEAR);
    let laura = service::supporter(&office);
    service::drafted(&office, &grant, &laura);
    let code = |desk: &Desk<'_>| {
        let page = desk.get("/v1/grants?expand=person").ok(200);
        page["included"]["persons"][0]["personal_code"].clone()
    };

    assert_eq!(code(&office.support_person(&laura)), Value::Null, "she does not support the person yet");
    assert!(code(&office.coordinator()).is_string());
}

// PG-06, AZ-01
#[rstest]
#[case(Role::Person, "/v1/grants?expand=programme", "programmes:read")]
#[case(Role::Broker, "/v1/individual-budgets?expand=programme,person", "persons:read")]
#[case(Role::Municipality, "/v1/time-entries?expand=support_person", "support_persons:read")]
fn who_may_not_read_a_kind_has_it_not_brought_along(#[case] role: Role, #[case] path: &str, #[case] right: &str) {
    let office = Office::open();
    let mut desk = office.desk(role);
    desk.claims.municipality = (role == Role::Municipality).then(|| "0051000".to_owned());
    desk.claims.person = (role == Role::Person).then(uuid::Uuid::new_v4);

    let problem = desk.get(path).problem(403, "forbidden");

    assert_eq!(problem["required_scope"], right);
}

// PG-06
#[test]
fn a_list_brings_along_only_what_its_rows_can_name_and_a_table_nothing() {
    let office = Office::open();
    let ilze = office.coordinator();

    ilze.get("/v1/decisions?expand=support_person").fault("expand", "not_one_of");
    ilze.get("/v1/persons?expand=person").fault("expand", "unknown_parameter");
    ilze.get("/v1/code-lists?expand=programme").fault("expand", "unknown_parameter");
    ilze.get("/v1/grants/export?format=csv&expand=person").fault("expand", "unknown_parameter");
}

// HT-05
#[test]
fn what_may_be_brought_along_is_counted_with_the_rows() {
    let office = Office::open_as("2026-03-02T07:00:00Z", database::postgres(), |settings| settings.quotas.rows = 20);
    let ilze = office.coordinator();

    ilze.get("/v1/grants?limit=10&expand=person").ok(200);
    ilze.get("/v1/grants?limit=7&expand=person,programme").problem(429, "too_many_requests");
}
