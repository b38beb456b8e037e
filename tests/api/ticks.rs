//! The clock: what has run out ends and what is due is raised, once, however many look at the same time.

use std::thread;

use aplp::timers::tick::Ticked;
use serde_json::{Value, json};

use crate::support::Office;
use crate::support::acts::{suspend, terminate, tick};
use crate::support::planted::granted;
use crate::support::records::journal;
use crate::support::rulings::{allocated, decide, grant, new_programme, queue};
use crate::support::service::{A_YEAR, entry, office, person, served};
use crate::support::steps::{checked, programme, ready};

/// How many instances look at once.
const INSTANCES: usize = 4;

/// How often the race is run.
const ROUNDS: u32 = 3;

fn all_at_once(office: &Office) -> Ticked {
    let done: Vec<Ticked> = thread::scope(|scope| {
        let threads: Vec<_> = (0..INSTANCES).map(|_| scope.spawn(|| tick(office))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    done.into_iter().fold(Ticked::default(), |sum, one| Ticked {
        ended: sum.ended + one.ended,
        started: sum.started + one.started,
        resumed: sum.resumed + one.resumed,
        settled: sum.settled + one.settled,
        lapsed: sum.lapsed + one.lapsed,
        raised: sum.raised + one.raised,
        failed: sum.failed + one.failed,
    })
}

fn told(office: &Office, action: &str) -> usize {
    journal(office).iter().filter(|row| row.action == action).count()
}

#[test]
fn several_instances_at_once_do_what_is_due_each_once() {
    for round in 0..ROUNDS {
        let office = office();
        let (ilze, andris) = (office.coordinator(), office.decision_maker());
        let services: Vec<_> = (0..4).map(|_| served(&office, A_YEAR)).collect();
        let state = allocated(&andris, "state", json!({ "places": 4 }));
        let waiting = ready(&ilze, 8_000 + round, 480);
        let place = decide(&andris, &waiting, queue(&state)).ok(201)["queue_entry_id"].clone();
        allocated(&andris, "state", json!({ "places": 1 }));
        ilze.post(&format!("/v1/programmes/{state}/call-ups"), json!({})).ok(201);
        checked(&ilze, &waiting);
        let path = format!("/v1/queue-entries/{}", place.as_str().unwrap());
        ilze.post(&format!("{path}/offers"), json!({ "answer_by": "2026-01-12" })).ok(201);
        for day in ["2026-01-05", "2026-01-08", "2026-01-09"] {
            office.move_to(&format!("{day}T09:00:00Z"));
            ilze.post(&format!("{path}/contact-attempts"), json!({ "channel": "phone", "reached": false })).ok(201);
        }
        office.move_to("2026-01-13T12:00:00Z");
        let first = all_at_once(&office);
        suspend(&andris, &services[0].grant, "imprisonment", "2026-01-13", json!({ "to": "2026-01-20" })).ok(201);
        office.move_to("2026-01-21T12:00:00Z");
        let second = all_at_once(&office);
        office.move_to("2027-01-12T12:00:00Z");
        let third = all_at_once(&office);

        assert_eq!((first.started, first.lapsed, first.ended), (4, 1, 0));
        assert_eq!((second.resumed, second.started), (1, 0));
        assert_eq!((third.ended, all_at_once(&office)), (4, Ticked::default()));
        assert_eq!((told(&office, "service_started"), told(&office, "grant_ended")), (4, 4));
        assert_eq!((told(&office, "grant_resumed"), told(&office, "offer_lapsed")), (1, 1));
        assert_eq!(office.faults(), [""; 0]);
    }
}

/// More than are read at a time.
const MANY: u32 = 205;

#[test]
fn what_has_run_out_ends_in_one_run_however_much_it_is_and_a_broken_row_holds_nothing_up() {
    let office = office();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let state = programme(&andris, "state");
    // Its programme counts no place that it could give back.
    let another = new_programme(&andris, "another");
    granted(&office, &person(&office), &another, "active", ("2025-01-01", "2025-12-31"));
    for number in 0..MANY {
        decide(&andris, &ready(&ilze, 2_000 + number, 480), grant(&andris, &state)).ok(201);
    }
    office.move_to("2027-01-12T12:00:00Z");

    let done = tick(&office);

    assert_eq!((done.ended, done.failed), (MANY as usize, 1));
    let again = tick(&office);
    assert_eq!((again.ended, again.failed, told(&office, "grant_ended")), (0, 1, MANY as usize));
}

/// A year of a person over HTTP, told by the clock: applied, granted, agreed, supported every month, paused, reminded, ended.
// B30, B31, B44, B45
#[test]
fn a_twelve_month_life_goes_from_the_agreement_to_the_next_term() {
    let office = office();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let service = served(&office, A_YEAR);
    for month in 1..=12 {
        let day = if month == 1 { 20 } else { 5 };
        office.move_to(&format!("2026-{month:02}-{day:02}T12:00:00Z"));
        tick(&office);
        let entry = entry(&format!("2026-{month:02}-{day:02}T08:00"), &format!("2026-{month:02}-{day:02}T11:00"));
        service.post(&office, entry).ok(201);
        if month == 6 {
            suspend(&andris, &service.grant, "inpatient_treatment", "2026-06-06", json!({ "to": "2026-06-20" }))
                .problem(422, "suspends_ahead");
            office.move_to("2026-06-06T12:00:00Z");
            suspend(&andris, &service.grant, "inpatient_treatment", "2026-06-06", json!({ "to": "2026-06-20" }))
                .ok(201);
        }
    }
    office.move_to("2026-12-20T12:00:00Z");
    tick(&office);

    let reminders = ilze.get(&format!("/v1/reminders?person_id={}", service.person)).ok(200);
    let kinds: Vec<&Value> = reminders["items"].as_array().unwrap().iter().map(|due| &due["kind"]).collect();
    assert_eq!(kinds, ["regrant_opens"]);
    office.move_to("2027-01-12T12:00:00Z");
    assert_eq!(tick(&office).ended, 1);
    let grant = andris.get(&format!("/v1/grants/{}", service.grant)).ok(200);
    assert_eq!((&grant["state"], &grant["end_ground"]), (&json!("ended"), &json!("expired")));
    let used: i64 = (1..=12)
        .map(|month| service.month(&office, &format!("2026-{month:02}"))["used_minutes"].as_i64().unwrap())
        .sum();
    assert_eq!(used, 12 * 180);
    let over = terminate(&andris, &service.grant, "death", json!({ "document_reference": "apliecība" }));
    assert_eq!(over.problem(409, "illegal_state_transition")["current_state"], "ended");
    assert_eq!(office.faults(), [""; 0]);
}
