//! Posting: when, where, by whom and in which area support counts.

use rstest::rstest;
use serde_json::{Value, json};

use crate::support::Office;
use crate::support::service::{
    self, A_YEAR, Granting, Service, drafted, entry, granted, office, served, served_by, sign, supporter,
    supporter_with,
};

/// The code of the answer to an entry, none when it was posted.
fn refused(office: &Office, service: &Service, entry: Value) -> Option<String> {
    let reply = service.post(office, entry);
    // What is wrong with a moment by itself is told as a fault of the request.
    let code = if reply.status == 400 { &reply.body["errors"][0]["code"] } else { &reply.body["code"] };
    (reply.status != 201).then(|| code.as_str().unwrap().to_owned())
}

fn with(mut entry: Value, name: &str, value: Value) -> Value {
    entry[name] = value;
    entry
}

// B44
#[test]
fn not_a_minute_counts_before_the_third_signature() {
    let office = office();
    let ilze = office.coordinator();
    let (person, zane) = (service::person(&office), supporter(&office));
    let grant = granted(&office, &person, Granting { from: "2026-01-05", ..A_YEAR });
    office.move_to("2026-01-05T16:00:00Z");
    let agreement = drafted(&office, &grant, &zane);
    let service = Service { person, supporter: zane, grant, agreement };
    let at_ten = entry("2026-01-05T10:00", "2026-01-05T10:30");

    let unsigned = refused(&office, &service, at_ten.clone());
    sign(&ilze, &service.agreement, "person", "2026-01-05T09:00:00Z").ok(201);
    sign(&ilze, &service.agreement, "association", "2026-01-05T10:00:00Z").ok(201);
    let two = refused(&office, &service, at_ten.clone());
    sign(&ilze, &service.agreement, "support_person", "2026-01-05T09:30:00Z").ok(201);

    // A draft opens no hours to whom it names.
    assert_eq!([unsigned.as_deref(), two.as_deref()], [Some("not_found"); 2]);
    let early = entry("2026-01-05T09:59", "2026-01-05T10:30");
    assert_eq!(refused(&office, &service, early).as_deref(), Some("before_signature"));
    assert_eq!(refused(&office, &service, at_ten), None);
}

// A3, B30
#[rstest]
#[case("2026-01-11T21:59", "2026-01-11T22:30", Some("outside_term"))]
#[case("2026-01-11T22:00", "2026-01-11T22:30", None)]
#[case("2027-01-11T21:30", "2027-01-11T22:00", None)]
#[case("2027-01-11T21:30", "2027-01-11T22:01", Some("outside_term"))]
#[case("2027-06-01T10:00", "2027-06-01T11:00", Some("outside_term"))]
fn an_entry_lies_within_the_term_by_the_days_of_riga(#[case] from: &str, #[case] to: &str, #[case] code: Option<&str>) {
    let office = office();
    let service = served(&office, A_YEAR);
    office.move_to("2027-06-02T08:00:00Z");

    assert_eq!(refused(&office, &service, entry(from, to)).as_deref(), code);
}

// A3
#[test]
fn an_entry_lies_within_the_period_of_the_programme() {
    let office = office();
    let programme = service::programme(&office, "trial", json!({ "ends_on": "2026-06-30" }));
    let service = served(&office, Granting { programme, ..A_YEAR });
    office.move_to("2026-08-01T08:00:00Z");

    let inside = refused(&office, &service, entry("2026-06-30T20:00", "2026-06-30T21:00"));
    let outside = refused(&office, &service, entry("2026-06-30T20:00", "2026-06-30T21:01"));

    assert_eq!((inside, outside.as_deref()), (None, Some("outside_the_programme")));
}

// B22, B25, B41
#[rstest]
#[case("finance", true, None)]
#[case("health", false, None)]
#[case("health", true, Some("inside_consultation"))]
#[case("rights", false, Some("area_not_granted"))]
fn support_is_given_in_a_granted_area_and_in_health_care_up_to_the_door_of_the_doctor(
    #[case] area: &str,
    #[case] inside: bool,
    #[case] code: Option<&str>,
) {
    let office = office();
    let service = served(&office, A_YEAR);
    office.move_to("2026-02-02T12:00:00Z");
    let entry = with(entry("2026-02-02T10:00", "2026-02-02T11:00"), "area", json!(area));

    let reply = service.post(&office, with(entry, "inside_consultation", json!(inside)));

    assert_eq!(reply.body["code"].as_str(), code);
    if code == Some("area_not_granted") {
        assert_eq!(reply.body["granted_areas"], json!(["finance", "health"]));
    }
}

#[test]
fn entries_of_one_person_do_not_overlap_and_may_touch() {
    let office = office();
    let service = served(&office, A_YEAR);
    office.move_to("2026-02-02T18:00:00Z");
    service.post(&office, entry("2026-02-02T10:00", "2026-02-02T11:00")).ok(201);

    for (from, to) in
        [("09:30", "10:01"), ("10:59", "11:30"), ("10:15", "10:45"), ("09:00", "12:00"), ("10:00", "11:00")]
    {
        let entry = entry(&format!("2026-02-02T{from}"), &format!("2026-02-02T{to}"));
        assert_eq!(refused(&office, &service, entry).as_deref(), Some("overlap_person"), "{from} {to}");
    }

    service.post(&office, entry("2026-02-02T09:00", "2026-02-02T10:00")).ok(201);
    service.post(&office, entry("2026-02-02T11:00", "2026-02-02T12:00")).ok(201);
}

// B15
#[test]
fn a_support_person_is_with_one_person_at_a_time() {
    let office = office();
    let first = served(&office, A_YEAR);
    let second = served_by(&office, A_YEAR, first.supporter.clone());
    office.move_to("2026-02-02T18:00:00Z");
    first.post(&office, entry("2026-02-02T10:00", "2026-02-02T11:00")).ok(201);

    let during = refused(&office, &second, entry("2026-02-02T10:30", "2026-02-02T11:30"));
    let after = refused(&office, &second, entry("2026-02-02T11:00", "2026-02-02T12:00"));

    assert_eq!((during.as_deref(), after), (Some("overlap_support_person"), None));
}

#[rstest]
#[case("2026-02-02T10:00:00Z", "2026-02-02T12:00:00Z", None)]
#[case("2026-02-02T10:00:00Z", "2026-02-02T12:01:00Z", Some("in_the_future"))]
#[case("2026-02-02T10:00:30Z", "2026-02-02T11:00:00Z", Some("not_whole_minutes"))]
#[case("2026-02-02T10:00:00Z", "2026-02-02T10:00:00Z", Some("too_early"))]
#[case("2026-02-02T10:00:00Z", "2026-02-02T09:00:00Z", Some("too_early"))]
#[case("2026-02-01T09:59:00Z", "2026-02-02T10:00:00Z", Some("too_long"))]
fn an_entry_is_over_has_whole_minutes_and_at_most_a_day_and_a_night_of_them(
    #[case] from: &str,
    #[case] to: &str,
    #[case] code: Option<&str>,
) {
    let office = office();
    let service = served(&office, A_YEAR);
    office.move_to("2026-02-02T12:00:00Z");
    let entry = with(entry("2026-02-02T10:00", "2026-02-02T11:00"), "started_at", json!(from));

    assert_eq!(refused(&office, &service, with(entry, "ended_at", json!(to))).as_deref(), code);
}

// B15
#[test]
fn support_counts_up_to_the_last_day_of_employment() {
    let office = office();
    let zane = supporter_with(&office, json!({ "employed_to": "2026-01-31" }));
    let service = served_by(&office, A_YEAR, zane);
    office.move_to("2026-01-31T21:59:00Z");
    let last = refused(&office, &service, entry("2026-01-31T20:00", "2026-01-31T21:00"));
    office.move_to("2026-01-31T22:00:00Z");
    let after = refused(&office, &service, entry("2026-01-31T21:00", "2026-01-31T21:59"));

    assert_eq!((last, after.as_deref()), (None, Some("not_found")));
}

#[test]
fn only_the_support_person_of_the_agreement_posts() {
    let office = office();
    let service = served(&office, A_YEAR);
    let other = served(&office, A_YEAR);
    office.move_to("2026-02-02T12:00:00Z");
    let entry = entry("2026-02-02T10:00", "2026-02-02T11:00");
    let path = service.entries();

    office.support_person(&other.supporter).post(&path, entry.clone()).problem(404, "not_found");
    for desk in [office.coordinator(), office.municipality("0001000"), office.person(&service.person)] {
        desk.post(&path, entry.clone()).problem(403, "forbidden");
    }
    let posted = service.post(&office, entry).id(201);

    for desk in [office.coordinator(), office.person(&service.person)] {
        desk.get(&format!("/v1/time-entries/{posted}")).ok(200);
        assert_eq!(desk.get(&path).ok(200)["items"][0]["id"], posted);
    }
    let month = format!("/v1/grants/{}/months/2026-02", service.grant);
    office.municipality("0001000").get(&month).ok(200);
    for desk in [office.municipality("0002000"), office.support_person(&other.supporter)] {
        desk.get(&month).problem(404, "not_found");
    }
    let others =
        [office.municipality("0001000"), office.municipality("0002000"), office.support_person(&other.supporter)];
    for desk in others {
        desk.get(&format!("/v1/time-entries/{posted}")).problem(404, "not_found");
        desk.get(&path).problem(404, "not_found");
        assert_eq!(desk.get(&format!("/v1/time-entries?grant_id={}", service.grant)).ok(200)["items"], json!([]));
    }
}
