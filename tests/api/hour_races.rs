//! Many who post at the same time under one grant: the month takes its volume to the minute and never more.

use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use rstest::rstest;

use crate::support::Office;
use crate::support::service::{A_YEAR, Granting, Service, entry, office, served};

/// How many post at the same time.
const WRITERS: i64 = 32;
/// How long each entry is.
const MINUTES: i64 = 15;

/// How often each race is run: a race is a coin.
fn rounds() -> usize {
    std::env::var("APLP_RACE_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(1)
}

/// The entry at one of the month's quarters of an hour, none of which overlap.
fn quarter(number: i64) -> serde_json::Value {
    let first: DateTime<Utc> = "2026-02-01T00:00:00Z".parse().unwrap();
    let minute = |at: i64| (first + TimeDelta::minutes(at * MINUTES)).format("%Y-%m-%dT%H:%M").to_string();
    entry(&minute(number), &minute(number + 1))
}

/// What is used by the total of the month, and by the sum over the ledger.
fn used(office: &Office, service: &Service) -> (i64, i64) {
    let month = service.month(office, "2026-02");
    let sum: i64 = month["by_area"].as_array().unwrap().iter().map(|area| area["minutes"].as_i64().unwrap()).sum();
    (month["used_minutes"].as_i64().unwrap(), sum)
}

// B29
#[rstest]
#[case(1, 480)]
#[case(2, 1200)]
#[case(3, 2100)]
fn of_many_entries_at_once_exactly_those_are_posted_that_the_volume_holds(#[case] level: i32, #[case] volume: i32) {
    for _ in 0..rounds() {
        let office = office();
        let service = served(&office, Granting { level, volume, ..A_YEAR });
        office.move_to("2026-03-15T12:00:00Z");
        let cap = i64::from(volume);
        // Two more for each writer than the volume holds.
        let each = cap / MINUTES / WRITERS + 2;
        let (start, posted, over) = (Barrier::new(WRITERS as usize + 1), AtomicI64::new(0), AtomicI64::new(0));
        let finished = AtomicBool::new(false);

        std::thread::scope(|threads| {
            let writers: Vec<_> = (0..WRITERS)
                .map(|writer| {
                    let (office, service, start, posted, over) = (&office, &service, &start, &posted, &over);
                    threads.spawn(move || {
                        start.wait();
                        for turn in 0..each {
                            let reply = service.post(office, quarter(turn * WRITERS + writer));
                            match (reply.status, reply.body["code"].as_str()) {
                                (201, _) => posted.fetch_add(1, Ordering::SeqCst),
                                (422, Some("hour_cap_exceeded")) => over.fetch_add(1, Ordering::SeqCst),
                                _ => panic!("{:#}", reply.body),
                            };
                        }
                    })
                })
                .collect();
            let (office, service, start, finished) = (&office, &service, &start, &finished);
            let watcher = threads.spawn(move || {
                start.wait();
                while !finished.load(Ordering::SeqCst) {
                    let (total, sum) = used(office, service);
                    assert!(total <= cap && sum <= cap, "{total} and {sum} of {cap}");
                }
            });
            let ends: Vec<_> = writers.into_iter().map(|writer| writer.join()).collect();
            // First, so that the watcher stops also when a writer failed.
            finished.store(true, Ordering::SeqCst);
            ends.into_iter().for_each(|end| end.unwrap());
            watcher.join().unwrap();
        });

        assert_eq!((posted.into_inner(), over.into_inner()), (cap / MINUTES, each * WRITERS - cap / MINUTES));
        assert_eq!(used(&office, &service), (cap, cap));
    }
}

#[test]
fn of_many_at_once_exactly_one_takes_an_entry_back() {
    for _ in 0..rounds() {
        let office = office();
        let service = served(&office, A_YEAR);
        office.move_to("2026-03-15T12:00:00Z");
        let posted = service.post(&office, quarter(40)).id(201);
        let (start, path) = (Barrier::new(8), format!("/v1/time-entries/{posted}/reversals"));

        let mut statuses = std::thread::scope(|threads| {
            let reverse = || {
                start.wait();
                office.coordinator().post(&path, serde_json::json!({ "reason": "kļūda" })).status
            };
            let threads: Vec<_> = (0..8).map(|_| threads.spawn(reverse)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
        });

        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409, 409, 409, 409, 409, 409, 409]);
        assert_eq!(used(&office, &service), (0, 0));
    }
}

#[test]
fn of_many_at_once_exactly_one_makes_the_entry_with_an_id_made_offline() {
    for _ in 0..rounds() {
        let office = office();
        let service = served(&office, A_YEAR);
        office.move_to("2026-03-15T12:00:00Z");
        let (start, path) = (Barrier::new(8), format!("{}/{}", service.entries(), uuid::Uuid::now_v7()));

        let mut statuses = std::thread::scope(|threads| {
            let put = || {
                start.wait();
                let body = Some(("application/json", quarter(40).to_string()));
                office.support_person(&service.supporter).send("PUT", &path, &[("if-none-match", "*")], body).status
            };
            let threads: Vec<_> = (0..8).map(|_| threads.spawn(put)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
        });

        statuses.sort_unstable();
        assert_eq!(statuses, [201, 412, 412, 412, 412, 412, 412, 412]);
        assert_eq!(used(&office, &service), (15, 15));
    }
}

#[test]
fn of_many_third_signatures_at_once_exactly_one_is_recorded() {
    for _ in 0..rounds() {
        use crate::support::service::{drafted, granted, person, sign, supporter};
        let office = office();
        let grant = granted(&office, &person(&office), A_YEAR);
        let agreement = drafted(&office, &grant, &supporter(&office));
        let start = Barrier::new(9);

        let mut statuses = std::thread::scope(|threads| {
            let (office, agreement, start) = (&office, &agreement, &start);
            let threads: Vec<_> = ["person", "support_person", "association"]
                .into_iter()
                .flat_map(|party| [party; 3])
                .map(|party| {
                    threads.spawn(move || {
                        start.wait();
                        sign(&office.coordinator(), agreement, party, "2026-01-05T08:00:00Z").status
                    })
                })
                .collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
        });

        statuses.sort_unstable();
        assert_eq!(statuses, [201, 201, 201, 409, 409, 409, 409, 409, 409]);
        let agreement = office.coordinator().get(&format!("/v1/agreements/{agreement}")).ok(200);
        assert_eq!((&agreement["state"], &agreement["version"]), (&"signed".into(), &4.into()));
    }
}
