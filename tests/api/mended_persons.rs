//! What was once told of persons wrongly, or to those whom it does not concern, and must not be again.

use aplp::db::Id;
use aplp::db::journal::Object;
use diesel::prelude::*;
use rstest::rstest;
use serde_json::{Value, json};

use crate::support::{Desk, Office, steps};

/// A person with a legacy code, and where their codes are.
fn janis(desk: &Desk<'_>) -> String {
    let janis = json!({ "given_name": "Jānis", "family_name": "Bērziņš", "personal_code": "161175-19997" });
    format!("/v1/persons/{}/personal-codes", desk.post("/v1/persons", janis).id(201))
}

/// The days of each code a person has had, the newest first.
fn history(desk: &Desk<'_>, path: &str) -> Vec<[Value; 2]> {
    let days = |record: &Value| [record["valid_from"].clone(), record["valid_to"].clone()];
    desk.get(path).ok(200)["items"].as_array().unwrap().iter().map(days).collect()
}

// B34
#[rstest]
#[case(json!({}), "2026-03-01", "2026-03-02")]
#[case(json!({ "valid_from": "2026-03-02" }), "2026-03-01", "2026-03-02")]
#[case(json!({ "valid_from": "2017-07-01" }), "2017-06-30", "2017-07-01")]
fn the_code_of_the_registration_holds_since_ever_and_may_be_changed_on_the_same_day(
    #[case] mut new: Value,
    #[case] ended: &str,
    #[case] began: &str,
) {
    let office = Office::open();
    let ilze = office.coordinator();
    let path = janis(&ilze);
    assert_eq!(history(&ilze, &path), [[Value::Null, Value::Null]]);
    new["personal_code"] = json!("331234-56789");

    let record = ilze.post(&path, new).ok(201);

    assert_eq!(record["valid_from"], began);
    assert_eq!(history(&ilze, &path), [[json!(began), Value::Null], [Value::Null, json!(ended)]]);
    assert_eq!(office.faults(), Vec::<String>::new());
}

// B34
#[rstest]
#[case("2017-06-30", 422, "personal_code_change_not_allowed")]
#[case("2026-03-03", 400, "in_the_future")]
fn a_code_is_not_changed_before_there_were_new_ones_or_after_today(
    #[case] from: &str,
    #[case] status: u16,
    #[case] code: &str,
) {
    let office = Office::open();
    let ilze = office.coordinator();
    let path = janis(&ilze);

    let refused = ilze.post(&path, json!({ "personal_code": "331234-56789", "valid_from": from }));

    assert_eq!((refused.status, &refused.body["errors"][0]["code"]), (status, &json!(code)), "{}", refused.text);

    assert_eq!(history(&ilze, &path), [[Value::Null, Value::Null]]);
}

// B34
#[test]
fn a_first_code_that_comes_later_holds_since_ever_unless_a_day_is_said() {
    let office = Office::open();
    let ilze = office.coordinator();
    let record = |new: Value| {
        let person = ilze.post("/v1/persons", json!({ "given_name": "Anna", "family_name": "Liepa" })).id(201);
        ilze.post(&format!("/v1/persons/{person}/personal-codes"), new).ok(201)["valid_from"].clone()
    };

    assert_eq!(record(json!({ "personal_code": "161175-19997" })), Value::Null);
    assert_eq!(record(json!({ "personal_code": "331234-56789", "valid_from": "2020-02-01" })), "2020-02-01");
}

// AZ-03
#[test]
fn a_code_of_a_person_whom_the_caller_may_not_see_is_refused_without_telling_why_and_the_attempt_is_journalled() {
    let office = Office::open();
    let ilze = office.coordinator();
    let person = ilze.post("/v1/persons", steps::person(1)).id(201);
    let (riga, daugavpils) = (office.municipality("0001000"), office.municipality("0002000"));
    let elsewhere = |number| {
        let mut person = steps::person(number);
        person["municipality"] = json!("0002000");
        person
    };
    let codes = format!("/v1/persons/{}/personal-codes", {
        let mut nameless = elsewhere(2);
        nameless.as_object_mut().unwrap().remove("personal_code");
        daugavpils.post("/v1/persons", nameless).id(201)
    });
    let key = "a-guess-of-a-code-0001";

    let told = daugavpils.post_with_key("/v1/persons", elsewhere(1), key);
    let again = daugavpils.post_with_key("/v1/persons", elsewhere(1), key);
    let code = json!({ "personal_code": steps::code(1) });
    daugavpils.post(&codes, code.clone()).problem(409, "personal_code_refused");

    let refused = told.clone().problem(409, "personal_code_refused");
    assert_eq!((told.text.as_str(), again.header("idempotency-replayed").as_deref()), (&*again.text, Some("true")));
    assert!(!told.text.contains(&person));
    let places: Vec<_> = refused["errors"].as_array().unwrap().iter().map(|fault| &fault["pointer"]).collect();
    assert_eq!(places, ["#/personal_code"]);
    assert_eq!(attempts(&office, &person), ["municipality-0002000"; 2]);
    let list = daugavpils.get("/v1/persons").ok(200);
    assert_eq!(list["items"].as_array().unwrap().len(), 1, "nobody was registered");
    riga.post("/v1/persons", steps::person(1)).problem(409, "personal_code_in_use");
    ilze.post(&codes, code).problem(409, "personal_code_in_use");
    assert_eq!(attempts(&office, &person).len(), 4, "whoever tried, and whatever they were told");
}

/// Who tried to record a code of a person whom they may not see.
fn attempts(office: &Office, person: &str) -> Vec<String> {
    use aplp::db::schema::journal::{action, person_id, subject, table};
    let tried = action.eq("personal_code_tried").and(person_id.eq(Id::<Object>::of(person.parse().unwrap())));
    table.filter(tried).select(subject).load(&mut office.place.open(true).unwrap()).unwrap()
}
