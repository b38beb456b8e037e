//! What programmes are given, what they promise, and who sees it.

use aplp::caller::Role;
use aplp::register::programmes::{ProgrammeId, store};
use rstest::rstest;
use serde_json::{Value, json};

use super::{faults, path_of};
use crate::support::Office;

fn take(office: &Office, path: &str, places: i32, cents: i64) -> Result<(), aplp::error::Error> {
    let id = ProgrammeId::of(path.rsplit('/').next().unwrap().parse().unwrap());
    store::take(&mut office.place.open(false).unwrap(), id, places, cents)
}

// B42
#[test]
fn what_was_allocated_is_corrected_down_to_the_last_cent_and_place_in_use_and_not_below() {
    let office = Office::open();
    let andris = office.decision_maker();
    let path = path_of(&andris, "state");
    let allocations = format!("{path}/allocations");
    let give = |cents: Option<i64>, places: Option<i32>| {
        let mut body = json!({ "effective_on": "2026-03-02", "reference": "Valsts budžeta likums" });
        let members = body.as_object_mut().unwrap();
        members.extend(cents.map(|cents| ("cents".to_owned(), json!(cents))));
        members.extend(places.map(|places| ("places".to_owned(), json!(places))));
        andris.post(&allocations, body)
    };
    assert_eq!(andris.get(&path).ok(200)["balance"]["cents_allocated"], json!(null));

    give(Some(100_000), Some(10)).ok(201);
    take(&office, &path, 7, 40_000).unwrap();
    give(Some(-60_001), None).problem(409, "allocation_below_use");
    give(None, Some(-4)).problem(409, "allocation_below_use");
    give(Some(-60_000), Some(-3)).ok(201);
    give(Some(-1), None).problem(409, "allocation_below_use");

    let balance =
        json!({ "places_allocated": 7, "places_taken": 7, "cents_allocated": 40_000, "cents_committed": 40_000 });
    assert_eq!(andris.get(&path).ok(200)["balance"], balance);
    // The database itself is the second wall.
    assert!(take(&office, &path, 0, 1).is_err());
    assert!(take(&office, &path, 1, 0).is_err());
    let given = andris.get(&allocations).ok(200);
    let cents: Vec<_> = given["items"].as_array().unwrap().iter().map(|one| one["cents"].as_i64().unwrap()).collect();
    assert_eq!(cents, [100_000, -60_000]);
    assert!(given["items"][0]["recorded_by"].as_str().unwrap().ends_with("#decisionmaker"));
}

#[test]
fn the_first_allocation_sets_a_limit_even_when_it_is_of_nothing() {
    let office = Office::open();
    let andris = office.decision_maker();
    let path = path_of(&andris, "state");
    let allocations = format!("{path}/allocations");
    let reference = "Valsts budžeta likums";

    andris.post(&allocations, json!({ "cents": -1, "reference": reference })).problem(409, "allocation_below_use");
    andris.post(&allocations, json!({ "cents": 0, "reference": reference })).ok(201);

    assert!(take(&office, &path, 1, 1).is_err());
    let balance = andris.get(&path).ok(200)["balance"].clone();
    assert_eq!((&balance["cents_allocated"], &balance["places_allocated"]), (&json!(0), &json!(null)));
}

#[test]
fn an_allocation_gives_something_today_or_earlier_and_within_its_limits() {
    let office = Office::open();
    let andris = office.decision_maker();
    let allocations = format!("{}/allocations", path_of(&andris, "state"));
    let give = |changes: Value| {
        let mut body = json!({ "reference": "Līgums" });
        body.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        andris.post(&allocations, body)
    };

    let nothing = give(json!({})).problem(400, "invalid_request");

    assert_eq!(faults(&nothing).len(), 2);
    give(json!({ "cents": 1, "effective_on": "2026-03-03" })).fault("#/effective_on", "in_the_future");
    give(json!({ "cents": 1, "effective_on": "2026-03-02" })).ok(201);
    give(json!({ "cents": 1_000_000_000_000_i64, "places": 100_000 })).ok(201);
    give(json!({ "cents": 1_000_000_000_001_i64 })).problem(400, "invalid_request");
    give(json!({ "places": 100_001 })).problem(400, "invalid_request");
    give(json!({ "cents": 1.5 })).problem(400, "invalid_request");
}

#[rstest]
#[case(Role::Coordinator, None, None, true)]
#[case(Role::DecisionMaker, None, None, true)]
#[case(Role::Auditor, None, None, true)]
#[case(Role::Municipality, Some("0051000"), None, true)]
#[case(Role::Municipality, Some("0001000"), None, false)]
#[case(Role::Municipality, None, None, false)]
#[case(Role::Funder, None, Some("talsi_purchase"), true)]
#[case(Role::Funder, None, Some("state"), false)]
#[case(Role::Reporter, None, Some("talsi_purchase"), false)]
#[case(Role::SupportPerson, None, None, false)]
#[case(Role::Broker, None, None, false)]
#[case(Role::Admin, None, None, false)]
fn the_balance_is_for_the_association_the_owner_and_the_funder(
    #[case] role: Role,
    #[case] municipality: Option<&str>,
    #[case] pays_for: Option<&str>,
    #[case] sees: bool,
) {
    let office = Office::open();
    let path = path_of(&office.coordinator(), "talsi_purchase");
    let mut desk = office.desk(role);
    desk.claims.municipality = municipality.map(str::to_owned);
    desk.claims.programmes = pays_for.iter().map(|code| (*code).to_owned()).collect();

    let programme = desk.get(&path).ok(200);
    let listed = desk.get("/v1/programmes?code=talsi_purchase").ok(200);
    let allocations = desk.get(&format!("{path}/allocations"));

    assert_eq!(programme["balance"].is_object(), sees);
    assert_eq!(listed["items"][0], programme);
    if sees {
        allocations.ok(200)
    } else {
        allocations.problem(404, "not_found")
    };
}

#[test]
fn a_balance_that_changed_is_sent_again_and_does_not_stand_in_the_way_of_a_change() {
    let office = Office::open();
    let andris = office.decision_maker();
    let path = path_of(&andris, "state");
    let seen = andris.get(&path).header("etag").unwrap();
    let again = |tag: &str| andris.send("GET", &path, &[("if-none-match", tag)], None).status;
    assert_eq!(again(&seen), 304);

    andris.post(&format!("{path}/allocations"), json!({ "places": 5, "reference": "Līgums" })).ok(201);

    assert_eq!(again(&seen), 200);
    andris.patch_version(&path, &seen, json!({ "hour_rate_cents": 1500 })).ok(200);
    andris.patch_version(&path, &seen, json!({ "hour_rate_cents": 1600 })).problem(412, "stale_version");
}
