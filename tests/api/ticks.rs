//! The clock: what has run out ends and what is due is raised, once, however many look at the same time.

use std::thread;

use aplp::clock::Clock;
use aplp::http::App;
use aplp::service::open;
use aplp::timers::tick::{self, Ticked};
use serde_json::{Value, json};

use crate::support::Office;
use crate::support::acts::{suspend, terminate, tick};
use crate::support::planted::granted;
use crate::support::records::{journal, wait};
use crate::support::rulings::{allocated, decide, grant, new_programme, queue};
use crate::support::service::{A_YEAR, Service, agreed, entry, office, person, served};
use crate::support::steps::{application, assessed, checked, programme, ready};

/// How many instances look at once.
const INSTANCES: usize = 4;

/// How often the race is run.
const ROUNDS: u32 = 3;

/// The service opened several times on the database of an office, each time with connections of its own.
fn instances(office: &Office) -> Vec<App> {
    let opened = |_| open(&office.settings, Clock::standing_at(office.now()), false).unwrap();
    (0..INSTANCES).map(opened).collect()
}

fn all_at_once(office: &Office, instances: &[App]) -> Ticked {
    let tick = |instance: &App| wait(tick::tick(&instance.db, office.now(), false)).unwrap();
    let done: Vec<Ticked> = thread::scope(|scope| {
        let threads: Vec<_> = instances.iter().map(|instance| scope.spawn(move || tick(instance))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    done.into_iter().fold(Ticked::default(), |sum, one| Ticked {
        ended: sum.ended + one.ended,
        started: sum.started + one.started,
        resumed: sum.resumed + one.resumed,
        settled: sum.settled + one.settled,
        lapsed: sum.lapsed + one.lapsed,
        not_submitted: sum.not_submitted + one.not_submitted,
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
        let instances = instances(&office);
        office.move_to("2026-01-13T12:00:00Z");
        let first = all_at_once(&office, &instances);
        suspend(&andris, &services[0].grant, "imprisonment", "2026-01-13", json!({ "to": "2026-01-20" })).ok(201);
        office.move_to("2026-01-21T12:00:00Z");
        let second = all_at_once(&office, &instances);
        office.move_to("2027-01-12T12:00:00Z");
        let third = all_at_once(&office, &instances);

        assert_eq!((first.started, first.lapsed, first.ended), (4, 1, 0));
        assert_eq!((second.resumed, second.started), (1, 0));
        assert_eq!((third.ended, all_at_once(&office, &instances)), (4, Ticked::default()));
        assert_eq!((told(&office, "service_started"), told(&office, "grant_ended")), (4, 4));
        assert_eq!((told(&office, "grant_resumed"), told(&office, "offer_lapsed")), (1, 1));
        assert_eq!(office.faults(), [""; 0]);
    }
}

/// More than are read at a time.
const MANY: u32 = 55;

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

/// A year of a person over HTTP, told by the clock: applied, granted, agreed, supported every month, paused, reminded, granted
/// anew, ended, and begun again.
// B30, B31, B44, B45
#[test]
fn a_twelve_month_life_goes_from_the_agreement_to_the_next_term() {
    let office = office();
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let service = served(&office, A_YEAR);
    for month in 1..=11 {
        lived(&office, &service, month);
    }
    office.move_to("2026-11-12T12:00:00Z");
    tick(&office);
    let reminders = ilze.get(&format!("/v1/reminders?person_id={}", service.person)).ok(200);
    let next = granted_anew(&office, &service);
    lived(&office, &service, 12);

    let kinds: Vec<&Value> = reminders["items"].as_array().unwrap().iter().map(|due| &due["kind"]).collect();
    assert_eq!(kinds, ["regrant_opens"]);
    office.move_to("2027-01-12T12:00:00Z");
    let over = || {
        let grant = andris.get(&format!("/v1/grants/{}", service.grant)).ok(200);
        assert_eq!((&grant["state"], &grant["end_ground"]), (&json!("ended"), &json!("expired")));
    };
    // What follows from the day is told before the clock has looked.
    over();
    let done = tick(&office);
    assert_eq!((done.ended, done.started), (1, 1));
    over();
    let used: i64 = (1..=12)
        .map(|month| service.month(&office, &format!("2026-{month:02}"))["used_minutes"].as_i64().unwrap())
        .sum();
    assert_eq!(used, 12 * 180);
    let over = terminate(&andris, &service.grant, "death", json!({ "document_reference": "apliecība" }));
    assert_eq!(over.problem(409, "illegal_state_transition")["current_state"], "ended");
    let again = andris.get(&format!("/v1/grants/{}", next.grant)).ok(200);
    assert_eq!((&again["state"], &again["previous_grant_id"]), (&json!("active"), &json!(service.grant)));
    assert_eq!((&again["term_from"], &again["term_to"]), (&json!("2027-01-12"), &json!("2028-01-11")));
    next.post(&office, entry("2027-01-12T08:00", "2027-01-12T11:00")).ok(201);
    assert_eq!(next.month(&office, "2027-01")["used_minutes"], 180);
    assert_eq!(office.faults(), [""; 0]);
}

/// A month with three hours of support; in June a pause follows, from its day on.
fn lived(office: &Office, service: &Service, month: u32) {
    let day = if month == 1 { 20 } else { 5 };
    office.move_to(&format!("2026-{month:02}-{day:02}T12:00:00Z"));
    tick(office);
    let entry = entry(&format!("2026-{month:02}-{day:02}T08:00"), &format!("2026-{month:02}-{day:02}T11:00"));
    service.post(office, entry).ok(201);
    if month == 6 {
        let andris = office.decision_maker();
        let pause = || {
            let to = json!({ "to": "2026-06-20" });
            suspend(&andris, &service.grant, "inpatient_treatment", "2026-06-06", to)
        };
        pause().problem(422, "suspends_ahead");
        office.move_to("2026-06-06T12:00:00Z");
        pause().ok(201);
    }
}

/// Sixty days before the end applied for, checked and assessed; granted and signed by all three the day after.
fn granted_anew(office: &Office, service: &Service) -> Service {
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let application = application(&ilze, &service.person);
    checked(&ilze, &application);
    assessed(&ilze, &application, "state", 480);
    office.pass_days(1);
    let mut following = grant(&andris, &programme(&andris, "state"));
    following["term_from"] = json!("2027-01-12");
    let decision = decide(&andris, &application, following).ok(201);
    let grant = decision["grant_id"].as_str().unwrap().to_owned();
    let agreement = agreed(office, &grant, &service.supporter);
    Service { person: service.person.clone(), supporter: service.supporter.clone(), grant, agreement }
}
