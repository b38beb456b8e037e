//! Hours: how minutes count to the days and months of Riga, and what an entry says.

use rstest::rstest;
use serde_json::{Value, json};

use crate::support::service::{self, A_YEAR, Granting, entry, office, served};

fn with(mut entry: Value, name: &str, value: Value) -> Value {
    entry[name] = value;
    entry
}

// A13, B29, B41
#[test]
fn a_month_takes_its_volume_to_the_minute_and_says_what_is_left() {
    let office = office();
    let service = served(&office, A_YEAR);
    office.move_to("2026-03-31T21:00:00Z");
    service.post(&office, entry("2026-02-10T08:00", "2026-02-10T15:20")).ok(201);

    let over = service.post(&office, entry("2026-02-11T08:00", "2026-02-11T08:11"));
    let fits = service.post(&office, entry("2026-02-11T08:00", "2026-02-11T08:10")).ok(201);
    let full = service.post(&office, entry("2026-02-12T08:00", "2026-02-12T08:01"));
    let next = service.post(&office, entry("2026-03-10T08:00", "2026-03-10T15:30")).ok(201);

    let over = over.problem(422, "hour_cap_exceeded");
    assert_eq!((&over["remaining_minutes"], over["law"].is_string()), (&json!(10), true));
    let february = json!([{ "month": "2026-02", "volume_minutes": 450, "used_minutes": 450, "remaining_minutes": 0 }]);
    assert_eq!(fits["months"], february);
    assert_eq!(full.problem(422, "hour_cap_exceeded")["remaining_minutes"], 0);
    assert_eq!(next["months"][0]["remaining_minutes"], 0, "nothing was carried over");
}

// A13, B29
#[rstest]
#[case("state", 1, 450)]
#[case("state", 1, 480)]
#[case("state", 2, 1200)]
#[case("state", 3, 2100)]
#[case("trial", 3, 2220)]
fn the_volume_of_every_level_is_reached_and_never_passed(
    #[case] programme: &str,
    #[case] level: i32,
    #[case] volume: i32,
) {
    let office = office();
    service::programme(&office, "trial", json!({}));
    let service = served(&office, Granting { programme, level, volume, ..A_YEAR });
    office.move_to("2026-03-01T12:00:00Z");

    for day in 1..=volume / 600 {
        service.post(&office, entry(&format!("2026-02-{day:02}T06:00"), &format!("2026-02-{day:02}T16:00"))).ok(201);
    }

    let rest = volume % 600;
    let on_the_27th = |minutes: i32| {
        let end = 360 + minutes;
        entry("2026-02-27T06:00", &format!("2026-02-27T{:02}:{:02}", end / 60, end % 60))
    };
    let over = service.post(&office, on_the_27th(rest + 1)).problem(422, "hour_cap_exceeded");
    assert_eq!(over["remaining_minutes"], rest);
    if rest > 0 {
        service.post(&office, on_the_27th(rest)).ok(201);
    }
    assert_eq!(service.month(&office, "2026-02")["used_minutes"], volume);
}

#[test]
fn an_entry_over_midnight_counts_to_both_months_by_the_clock_of_riga() {
    let office = office();
    let service = served(&office, A_YEAR);
    office.move_to("2026-02-02T08:00:00Z");

    let posted = service.post(&office, entry("2026-01-31T21:00", "2026-01-31T23:00")).ok(201);

    let parts = json!([
        { "day": "2026-01-31", "month": "2026-01", "minutes": 60 },
        { "day": "2026-02-01", "month": "2026-02", "minutes": 60 },
    ]);
    assert_eq!((&posted["minutes"], &posted["parts"]), (&json!(120), &parts));
    assert_eq!(posted["months"].as_array().unwrap().len(), 2);
    assert_eq!(service.month(&office, "2026-01")["used_minutes"], 60);
    assert_eq!(service.month(&office, "2026-02")["used_minutes"], 60);
}

#[test]
fn an_entry_that_one_of_its_two_months_cannot_take_is_posted_to_neither() {
    let office = office();
    let service = served(&office, A_YEAR);
    office.move_to("2026-02-02T08:00:00Z");
    service.post(&office, entry("2026-01-20T08:00", "2026-01-20T15:00")).ok(201);

    let refused = service.post(&office, entry("2026-01-31T21:29", "2026-01-31T23:00"));

    assert_eq!(refused.problem(422, "hour_cap_exceeded")["remaining_minutes"], 30);
    assert_eq!(service.month(&office, "2026-02")["used_minutes"], 0);
    service.post(&office, entry("2026-01-31T21:30", "2026-01-31T23:00")).ok(201);
}

// The clock jumps from three to four on 29 March, and shows three to four twice on 25 October.
#[rstest]
#[case("2026-03-29T00:30", "2026-03-29T01:30", "2026-03", 60, 1)]
#[case("2026-10-24T23:30", "2026-10-25T02:30", "2026-10", 180, 1)]
#[case("2026-10-24T20:30", "2026-10-24T21:30", "2026-10", 60, 2)]
#[case("2026-03-28T21:30", "2026-03-28T22:30", "2026-03", 60, 2)]
fn minutes_are_real_ones_on_the_days_of_the_clock_changes(
    #[case] from: &str,
    #[case] to: &str,
    #[case] month: &str,
    #[case] minutes: i32,
    #[case] days: usize,
) {
    let office = office();
    let service = served(&office, A_YEAR);
    office.move_to("2026-11-01T08:00:00Z");

    let posted = service.post(&office, entry(from, to)).ok(201);

    assert_eq!((&posted["minutes"], posted["parts"].as_array().unwrap().len()), (&json!(minutes), days));
    assert_eq!(service.month(&office, month)["used_minutes"], minutes);
}

#[test]
fn a_day_and_a_night_of_support_touch_three_days_when_the_clock_jumps() {
    let office = office();
    let service = served(&office, Granting { level: 3, volume: 2100, ..A_YEAR });
    office.move_to("2026-11-01T08:00:00Z");

    let posted = service.post(&office, entry("2026-03-28T21:30", "2026-03-29T21:30")).ok(201);

    let minutes: Vec<_> = posted["parts"].as_array().unwrap().iter().map(|part| part["minutes"].clone()).collect();
    assert_eq!(minutes, [30, 1380, 30]);
    service.post(&office, entry("2026-04-10T08:00", "2026-04-11T08:01")).problem(422, "too_long");
}

// B10, B11, B12
#[rstest]
#[case("trust_building")]
#[case("needs_definition")]
#[case("decision_support")]
#[case("circle_building")]
#[case("third_party")]
fn every_entry_names_its_part_of_the_service(#[case] component: &str) {
    let office = office();
    let service = served(&office, A_YEAR);
    office.move_to("2026-02-02T12:00:00Z");
    let entry = with(entry("2026-02-02T10:00", "2026-02-02T11:00"), "component", json!(component));

    let posted = service.post(&office, entry.clone()).ok(201);

    assert_eq!(posted["component"], component);
    let mut without = entry;
    without.as_object_mut().unwrap().remove("component");
    service.post(&office, without).problem(400, "invalid_request");
}

// A29
#[test]
fn contact_at_a_distance_is_recorded_as_such_and_travel_is_recorded_and_not_counted() {
    let office = office();
    let service = served(&office, A_YEAR);
    office.move_to("2026-02-02T18:00:00Z");
    let visit = with(entry("2026-02-02T10:00", "2026-02-02T11:00"), "travel_minutes", json!(90));
    let call = with(entry("2026-02-02T12:00", "2026-02-02T12:20"), "mode", json!("video"));

    let visit = service.post(&office, visit).ok(201);
    let call = service.post(&office, with(call, "place_kind", json!("remote"))).ok(201);

    assert_eq!((&visit["minutes"], &visit["travel_minutes"]), (&json!(60), &json!(90)));
    assert_eq!((&call["mode"], &call["place_kind"]), (&json!("video"), &json!("remote")));
    let month = service.month(&office, "2026-02");
    assert_eq!(month["used_minutes"], 80);
    assert_eq!(month["by_mode"], json!([{ "mode": "in_person", "minutes": 60 }, { "mode": "video", "minutes": 20 }]));
    let far = with(entry("2026-02-02T13:00", "2026-02-02T13:10"), "travel_minutes", json!(1441));
    service.post(&office, far).problem(400, "invalid_request");
}

#[test]
fn an_entry_is_posted_once_however_often_it_is_sent() {
    let office = office();
    let service = served(&office, A_YEAR);
    office.move_to("2026-02-02T12:00:00Z");
    let zane = office.support_person(&service.supporter);
    let send = || {
        let body = entry("2026-02-02T10:00", "2026-02-02T11:00");
        zane.post_with_key(&service.entries(), body, "an-entry-of-its-own-1")
    };

    let (first, again) = (send(), send());

    assert_eq!(again.header("idempotency-replayed").as_deref(), Some("true"));
    assert_eq!(first.header("location"), again.header("location"));
    assert_eq!(first.text, again.text);
    assert_eq!(service.month(&office, "2026-02")["entries"], 1);
}
