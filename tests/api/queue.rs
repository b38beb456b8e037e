//! The queue: who is put there, in which order, and who may see it.

use aplp::caller::Role;
use serde_json::{Value, json};

use crate::support::rulings::{allocated, decide, grant, new_programme, queue};
use crate::support::steps::{assessed, checked, programme, ready, registered_person, statement};
use crate::support::{Desk, Office};

fn ready_since(desk: &Desk<'_>, number: u32, submitted_on: &str) -> String {
    let person = registered_person(desk, number);
    let application = desk.post("/v1/applications", statement(&person, submitted_on)).id(201);
    checked(desk, &application);
    assessed(desk, &application, "state", 480);
    application
}

fn numbers(page: &Value) -> Vec<i64> {
    page["items"].as_array().unwrap().iter().map(|entry| entry["registration_number"].as_i64().unwrap()).collect()
}

// B32, B42
#[test]
fn a_place_in_the_queue_is_given_when_the_money_is_used_up_and_never_before() {
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let state = allocated(&andris, "state", json!({ "places": 1 }));
    let [first, second, third] = [1, 2, 3].map(|number| ready(&ilze, number, 480));

    decide(&andris, &first, queue(&state)).problem(409, "funding_available");
    decide(&andris, &first, grant(&andris, &state)).ok(201);
    let full = decide(&andris, &second, grant(&andris, &state)).problem(409, "funding_exhausted");
    let queued = decide(&andris, &second, queue(&state)).ok(201);
    allocated(&andris, "state", json!({ "places": 1 }));
    decide(&andris, &third, grant(&andris, &state)).problem(409, "others_waiting");
    let behind = decide(&andris, &third, queue(&state)).ok(201);

    assert_eq!(full["detail"], "The programme has no money or no place left.");
    assert_eq!((&queued["funding"], &behind["funding"]), (&json!("exhausted"), &json!("others_waiting")));
    assert_eq!(queued["inputs"]["money"]["places_taken"], 1);
    assert_eq!(behind["inputs"]["money"]["ahead_in_queue"], 1);
    assert!(queued["queue_entry_id"].is_string() && queued["grant_id"].is_null());
}

// B32
#[test]
fn who_applied_before_everybody_in_the_queue_is_not_held_up_by_it() {
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let state = allocated(&andris, "state", json!({ "places": 0 }));
    let later = ready_since(&ilze, 1, "2026-02-20");
    let earlier = ready_since(&ilze, 2, "2026-02-19");
    decide(&andris, &later, queue(&state)).ok(201);

    allocated(&andris, "state", json!({ "places": 1 }));

    decide(&andris, &earlier, grant(&andris, &state)).ok(201);
}

// B42
#[test]
fn money_lasts_to_the_cent() {
    // The year from 2 March has days of thirteen calendar months, and each of these has the whole volume.
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let sif = new_programme(&andris, "sif_2026");
    allocated(&andris, "sif_2026", json!({ "cents": 155_999 }));
    let [first, second] = [1, 2].map(|number| ready(&ilze, number, 480));

    decide(&andris, &first, grant(&andris, &sif)).problem(409, "funding_exhausted");
    let sources = ilze.get(&format!("/v1/applications/{first}/funding-sources")).ok(200);
    let of_sif = sources["sources"].as_array().unwrap().iter().find(|source| source["programme"] == "sif_2026");
    assert_eq!(of_sif.unwrap()["why"], "used_up");
    // Who is not granted the service for lack of money is put in the queue for lack of the same money.
    let other = ready(&ilze, 3, 480);
    let place = decide(&andris, &other, queue(&sif)).ok(201)["queue_entry_id"].clone();
    let leaving = json!({ "words": "Vairs nevajag." });
    ilze.post(&format!("/v1/queue-entries/{}/leaving", place.as_str().unwrap()), leaving).ok(201);
    allocated(&andris, "sif_2026", json!({ "cents": 1 }));
    let decision = decide(&andris, &first, grant(&andris, &sif)).ok(201);
    decide(&andris, &second, grant(&andris, &sif)).problem(409, "funding_exhausted");

    assert_eq!(decision["inputs"]["money"]["cost_cents"], 156_000);
    let balance = andris.get(&format!("/v1/programmes/{sif}")).ok(200)["balance"].clone();
    assert_eq!((&balance["cents_committed"], &balance["places_taken"]), (&json!(156_000), &json!(1)));
}

// B32
#[test]
fn the_order_of_the_queue_does_not_depend_on_the_order_of_the_decisions() {
    const DAYS: [&str; 4] = ["2026-02-11", "2026-02-10", "2026-02-10", "2026-02-09"];
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let mut number = 0;

    for round in 0..24_usize {
        let code = format!("round_{round}");
        let programme = new_programme(&andris, &code);
        allocated(&andris, &code, json!({ "cents": 1 }));
        let mut waiting: Vec<String> = Vec::new();
        let first = i64::from(number) + 1;
        for day in DAYS {
            number += 1;
            waiting.push(ready_since(&ilze, number, day));
        }
        // The digits of the round in the factorial number system name one of the 24 orders.
        for digit in [round / 6, round / 2 % 3, round % 2, 0] {
            decide(&andris, &waiting.remove(digit), queue(&programme)).ok(201);
        }

        let queue = andris.get(&format!("/v1/programmes/{programme}/queue")).ok(200);

        assert_eq!(numbers(&queue), [first + 3, first + 1, first + 2, first], "order {round}");
        let told = |member: &str| -> Vec<Value> {
            queue["items"].as_array().unwrap().iter().map(|entry| entry[member].clone()).collect()
        };
        assert_eq!(told("position"), [1, 2, 3, 4]);
        assert_eq!(told("position_reason"), ["first", "submitted_later", "same_day_later_number", "submitted_later"]);
    }
}

// B32
#[test]
fn a_person_sees_the_own_place_and_why_and_nobody_elses() {
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let state = allocated(&andris, "state", json!({ "places": 0 }));
    let entries = [1, 2].map(|number| {
        let decision = decide(&andris, &ready(&ilze, number, 480), queue(&state)).ok(201);
        ["queue_entry_id", "person_id"].map(|member| decision[member].as_str().unwrap().to_owned())
    });
    let [[first, _], [second, person]] = entries;
    let person = office.person(&person);

    let own = person.clone().reading("lv").get(&format!("/v1/queue-entries/{second}")).ok(200);

    assert_eq!((&own["position"], &own["position_reason"]), (&json!(2), &json!("same_day_later_number")));
    assert_eq!(
        own["position_sentence"],
        "Iepriekšējās vietas iesniegums ir iesniegts tajā pašā dienā, un tam ir mazāks reģistrācijas numurs."
    );
    assert_eq!((&own["waiting_since"], &own["state"]), (&json!("2026-03-02"), &json!("waiting")));
    person.get(&format!("/v1/queue-entries/{first}")).problem(404, "not_found");
    assert_eq!(numbers(&person.get("/v1/queue-entries").ok(200)), [2]);
    assert_eq!(numbers(&person.get(&format!("/v1/programmes/{state}/queue")).ok(200)), [2]);
}

// B32
#[test]
fn who_pays_sees_the_whole_queue_without_names_and_others_only_their_own_people() {
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let state = allocated(&andris, "state", json!({ "places": 0 }));
    let queued = [1, 2, 3].map(|number| decide(&andris, &ready(&ilze, number, 480), queue(&state)).ok(201));
    let path = format!("/v1/programmes/{state}/queue");
    let mut ministry = office.desk(Role::Funder);
    ministry.claims.programmes = vec!["state".to_owned()];

    let seen = ministry.get(&path).ok(200);

    let places = seen["items"].as_array().unwrap();
    assert_eq!(places.iter().map(|entry| &entry["position"]).collect::<Vec<_>>(), [1, 2, 3]);
    assert!(places.iter().all(|entry| entry["position_reason"].is_string() && entry["submitted_on"].is_string()));
    for member in ["person_id", "decision_id", "registration_number"] {
        assert!(places.iter().all(|entry| entry[member].is_null()), "{member}");
    }
    let whole = ilze.get(&path).ok(200);
    assert_eq!(whole["items"][2]["person_id"], queued[2]["person_id"]);
    assert_eq!(whole["items"][2]["decision_id"], queued[2]["id"]);
    assert_eq!(numbers(&whole), [1, 2, 3]);
    assert_eq!(numbers(&office.desk(Role::Funder).get(&path).ok(200)), Vec::<i64>::new());
    for other in ["0001000", "0002000"] {
        assert_eq!(numbers(&office.municipality(other).get(&path).ok(200)), Vec::<i64>::new(), "{other}");
    }
    let first = queued[0]["person_id"].as_str().unwrap();
    assert_eq!(numbers(&office.person(first).get(&path).ok(200)), [1]);
    office.desk(Role::Reporter).get(&path).problem(403, "forbidden");
    ilze.get(&format!("/v1/programmes/{}/queue", uuid::Uuid::new_v4())).problem(404, "not_found");
}

#[test]
fn the_queue_is_paged_filtered_and_counted() {
    let office = Office::open();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let state = allocated(&andris, "state", json!({ "places": 0 }));
    for number in 1..=3 {
        decide(&andris, &ready(&ilze, number, 480), queue(&state)).ok(201);
    }
    let other = programme(&andris, "talsi_purchase");

    let page =
        ilze.send("GET", &format!("/v1/programmes/{state}/queue?limit=2"), &[("prefer", "return=total-count")], None);
    let page = page.ok(200);
    let rest = ilze.get(page["next"].as_str().unwrap()).ok(200);

    assert_eq!((numbers(&page), &page["total"]), (vec![1, 2], &json!(3)));
    assert_eq!((numbers(&rest), &rest["items"][0]["position"]), (vec![3], &json!(3)));
    let found = |query: &str| numbers(&ilze.get(&format!("/v1/queue-entries?{query}")).ok(200));
    assert_eq!(found("state=waiting,offered"), [1, 2, 3]);
    assert_eq!(found("state=left"), Vec::<i64>::new());
    assert_eq!(found(&format!("programme_id={other}")), Vec::<i64>::new());
    ilze.get("/v1/queue-entries?state=gone").problem(400, "invalid_request");
}
