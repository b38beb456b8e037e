//! What was once told of persons wrongly, or to those whom it does not concern, and must not be again.

use rstest::rstest;
use serde_json::{Value, json};

use crate::support::{Desk, Office};

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
    assert_eq!(aplp::verify::faults(&mut office.place.open(true).unwrap()).unwrap(), Vec::<String>::new());
}

// B34
#[rstest]
#[case("2017-06-30", "personal_code_change_not_allowed")]
#[case("2026-03-03", "day_in_the_future")]
fn a_code_is_not_changed_before_there_were_new_ones_or_after_today(#[case] from: &str, #[case] code: &str) {
    let office = Office::open();
    let ilze = office.coordinator();
    let path = janis(&ilze);

    ilze.post(&path, json!({ "personal_code": "331234-56789", "valid_from": from })).problem(422, code);

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
