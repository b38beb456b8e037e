//! A month that two services of a person share is given once, in hours and in money.

use serde_json::{Value, json};

use crate::support::acts::{end_as_asked, tick};
use crate::support::rulings::{allocated, decide, grant as granting, new_programme};
use crate::support::service::{A_YEAR, Granting, Service, agreed, entry, office, served};
use crate::support::steps::{application, assessed, checked, programme};
use crate::support::{Desk, Office};

/// What twelve whole months and one more cost, at eight hours of fifteen euros each.
const A_TERM: i64 = 13 * 12_000;

/// A service since 12 January with five hours in March, ended on the 10th as the person wished, and another one from the 11th on,
/// under a programme that has just the money for both.
fn one_after_the_other() -> (Office, Service, Service) {
    let office = office();
    let andris = office.decision_maker();
    new_programme(&andris, "trial");
    allocated(&andris, "trial", json!({ "cents": A_TERM }));
    let first = served(&office, Granting { programme: "trial", volume: 480, ..A_YEAR });
    office.move_to("2026-03-10T12:00:00Z");
    first.post(&office, entry("2026-03-03T08:00", "2026-03-03T10:00")).ok(201);
    first.post(&office, entry("2026-03-09T08:00", "2026-03-09T11:00")).ok(201);
    end_as_asked(&andris, &first.grant, "2026-03-10").ok(201);
    // January, February and the twelve months from April on; of March only a cent for the rounding.
    let more = 2 * 12_000 + 1;
    office.move_to("2026-03-11T08:00:00Z");
    let anew = application(&office.coordinator(), &first.person);
    checked(&office.coordinator(), &anew);
    assessed(&office.coordinator(), &anew, "trial", 480);
    allocated(&andris, "trial", json!({ "cents": more - 1 }));
    decide(&andris, &anew, of_the_trial(&andris)).problem(409, "funding_exhausted");
    allocated(&andris, "trial", json!({ "cents": 1 }));
    let decision = decide(&andris, &anew, of_the_trial(&andris)).ok(201);
    let grant = decision["grant_id"].as_str().unwrap().to_owned();
    let agreement = agreed(&office, &grant, &first.supporter);
    let next = Service { person: first.person.clone(), supporter: first.supporter.clone(), grant, agreement };
    (office, first, next)
}

fn of_the_trial(desk: &Desk<'_>) -> Value {
    granting(desk, &programme(desk, "trial"))
}

fn balance(office: &Office) -> (Value, Value) {
    let balance = office.decision_maker().get("/v1/programmes?code=trial").ok(200)["items"][0]["balance"].clone();
    (balance["cents_allocated"].clone(), balance["cents_committed"].clone())
}

// B41
#[test]
fn a_new_service_within_the_month_gives_what_the_one_before_it_left() {
    let (office, first, next) = one_after_the_other();
    office.move_to("2026-03-12T20:00:00Z");
    let month = next.month(&office, "2026-03");
    let shown = office.coordinator().get(&format!("/v1/grants/{}", next.grant)).ok(200)["month"].clone();

    let over = next.post(&office, entry("2026-03-12T08:00", "2026-03-12T11:01")).problem(422, "hour_cap_exceeded");
    let posted = next.post(&office, entry("2026-03-12T08:00", "2026-03-12T11:00")).ok(201);
    let late = first.post(&office, entry("2026-03-05T08:00", "2026-03-05T08:01")).problem(422, "hour_cap_exceeded");

    let use_of = |month: &Value| ["volume_minutes", "used_minutes", "remaining_minutes"].map(|of| month[of].clone());
    assert_eq!(use_of(&month), [480, 0, 180].map(Value::from));
    assert_eq!(use_of(&shown), use_of(&month));
    assert_eq!(use_of(&posted["months"][0]), [480, 180, 0].map(Value::from));
    assert_eq!((&over["remaining_minutes"], &late["remaining_minutes"]), (&json!(180), &json!(0)));
    assert_eq!(use_of(&first.month(&office, "2026-03")), [480, 300, 0].map(Value::from));
    assert_eq!(use_of(&next.month(&office, "2026-04")), [480, 0, 480].map(Value::from));
    assert_eq!(office.faults(), [""; 0]);
}

// B42
#[test]
fn what_is_put_aside_for_a_shared_month_is_put_aside_once_and_carries_all_that_is_used_of_it() {
    let (office, _, next) = one_after_the_other();
    let all = A_TERM + 2 * 12_000 + 1;
    let before = balance(&office);
    office.move_to("2026-03-12T20:00:00Z");
    next.post(&office, entry("2026-03-12T08:00", "2026-03-12T11:00")).ok(201);
    let andris = office.decision_maker();
    let budget = andris.get(&format!("/v1/programmes/{}/budget", programme(&andris, "trial"))).ok(200);
    let months = budget["months"].clone();
    let march = months.as_array().unwrap().iter().find(|month| month["month"] == "2026-03").unwrap().clone();

    office.move_to("2026-05-31T08:00:00Z");
    tick(&office);

    assert_eq!(before, (json!(all), json!(all)));
    assert_eq!((&march["spent_cents"], &march["committed_cents"]), (&json!(12_000), &json!(1)));
    // January and February gave back what nobody used, and March its cent.
    assert_eq!(balance(&office), (json!(all), json!(all - 2 * 12_000 - 1)));
    assert_eq!(office.faults(), [""; 0]);
}
