//! Transferred days off that an admin adds while the service runs.

use aplp::caller::Role;
use rstest::rstest;
use serde_json::{Value, json};

use crate::support::Office;

const ORDER: &str = "MK rīkojums par darba dienu pārcelšanu 2027. gadā";

fn transfer(day_off: &str, worked_on: &str) -> Value {
    json!({ "day_off": day_off, "worked_on": worked_on, "source": ORDER })
}

/// The last day to contest what took effect on 14 April 2027, counted in favour of the person, and the calendar it rests on.
fn last_day(office: &Office) -> (Value, Value) {
    let term = office.anyone("GET", "/v1/deadlines?rule=contest&from=2027-04-14", None).ok(200);
    assert_eq!(term["last_day"], "2027-05-14");
    (term["lenient_last_day"].clone(), term["calendar_hash"].clone())
}

#[test]
fn a_day_that_was_added_counts_at_once_and_one_that_was_withdrawn_no_more() {
    let office = Office::open();
    let admin = office.desk(Role::Admin);
    let (before, hash) = last_day(&office);
    assert_eq!(before, "2027-05-14");

    let added = admin.post("/v1/calendar-days", transfer("2027-05-14", "2027-05-22")).ok(201);

    let (after, other) = last_day(&office);
    assert_eq!((after, other != hash), (json!("2027-05-17"), true));
    let listed = office.anyone("GET", "/v1/calendar-days?limit=500", None).ok(200);
    let days = listed["items"].as_array().unwrap();
    assert_eq!((days.last(), &days[0]["built_in"]), (Some(&added), &json!(true)));
    assert_eq!((&added["source"], days.len()), (&json!(ORDER), 12));

    let path = format!("/v1/calendar-days/{}/withdrawals", added["id"].as_str().unwrap());
    let withdrawn = admin.post(&path, json!({ "withdrawal_reason": "Ievadīts kļūdas dēļ." })).ok(201);

    assert_eq!(withdrawn["withdrawal_reason"], "Ievadīts kļūdas dēļ.");
    assert_eq!(last_day(&office), (json!("2027-05-14"), hash));
    admin.post(&path, json!({ "withdrawal_reason": "Vēlreiz." })).problem(409, "illegal_state_transition");
    admin.post("/v1/calendar-days", transfer("2027-05-14", "2027-05-22")).ok(201);
}

#[rstest]
#[case("2027-05-15", "2027-05-22", "#/day_off", "not_valid")]
#[case("2026-01-02", "2026-01-17", "#/day_off", "not_valid")]
#[case("2027-05-14", "2027-05-23", "#/worked_on", "not_valid")]
#[case("2101-05-13", "2101-05-21", "#/day_off", "date_out_of_range")]
fn a_working_day_is_made_free_for_a_saturday(
    #[case] day_off: &str,
    #[case] worked_on: &str,
    #[case] pointer: &str,
    #[case] code: &str,
) {
    let office = Office::open();

    office.desk(Role::Admin).post("/v1/calendar-days", transfer(day_off, worked_on)).fault(pointer, code);
}

#[test]
fn a_day_is_added_once_and_by_an_admin_only() {
    let office = Office::open();
    office.desk(Role::Admin).post("/v1/calendar-days", transfer("2027-05-14", "2027-05-22")).ok(201);

    office
        .desk(Role::Admin)
        .post("/v1/calendar-days", transfer("2027-05-14", "2027-05-29"))
        .fault("#/day_off", "not_valid");
    office.coordinator().post("/v1/calendar-days", transfer("2027-05-13", "2027-05-29")).problem(403, "forbidden");
}
