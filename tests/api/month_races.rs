//! Many at once where months are not as others: over the edge of two, on the days of the clock changes, beside corrections.

use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use rstest::rstest;
use serde_json::{Value, json};

use crate::support::service::{A_YEAR, Granting, Service, entry, office, served};
use crate::support::{Office, Reply};

/// How many minutes a month has.
const VOLUME: i64 = 480;

/// Something that somebody does.
type Doer<'a> = Box<dyn Fn() -> Reply + Send + 'a>;

/// How often each race is run: a race is a coin, and `APLP_RACE_ROUNDS` throws it more often.
fn rounds() -> usize {
    std::env::var("APLP_RACE_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(1)
}

fn a_service(office: &Office) -> Service {
    served(office, Granting { level: 1, volume: VOLUME as i32, ..A_YEAR })
}

/// The entry at one of the quarters of an hour from a moment on.
fn quarter(first: &str, number: i64) -> Value {
    lasting(first, number * 15, 15)
}

/// An entry so many minutes after a moment, and so long.
fn lasting(first: &str, after: i64, minutes: i64) -> Value {
    let first: DateTime<Utc> = first.parse().unwrap();
    let minute = |at: i64| (first + TimeDelta::minutes(at)).format("%Y-%m-%dT%H:%M").to_string();
    entry(&minute(after), &minute(after + minutes))
}

/// What is used of a month, by its total; it is the sum over the ledger.
#[track_caller]
fn used(office: &Office, service: &Service, month: &str) -> i64 {
    let month = service.month(office, month);
    let sum: i64 = month["by_area"].as_array().unwrap().iter().map(|area| area["minutes"].as_i64().unwrap()).sum();
    assert_eq!(month["used_minutes"], sum);
    sum
}

/// Does everything in a thread of its own, all from the same moment, while months are watched: none is ever over its volume.
fn at_once(office: &Office, service: &Service, months: &[&str], doers: Vec<Doer<'_>>) -> Vec<u16> {
    let (start, finished) = (Barrier::new(doers.len() + 1), AtomicBool::new(false));
    std::thread::scope(|threads| {
        let doing: Vec<_> = doers
            .into_iter()
            .map(|doer| {
                let start = &start;
                threads.spawn(move || {
                    start.wait();
                    let reply = doer();
                    assert!(
                        reply.status == 201 || [409, 422].contains(&reply.status),
                        "{} {:#}",
                        reply.status,
                        reply.body
                    );
                    reply.status
                })
            })
            .collect();
        let watcher = threads.spawn(|| {
            start.wait();
            while !finished.load(Ordering::SeqCst) {
                for month in months {
                    assert!(used(office, service, month) <= VOLUME, "{month}");
                }
            }
        });
        let ends: Vec<_> = doing.into_iter().map(|one| one.join()).collect();
        // First, so that the watcher stops also when somebody failed.
        finished.store(true, Ordering::SeqCst);
        watcher.join().unwrap();
        ends.into_iter().map(Result::unwrap).collect()
    })
}

// B29, R6: a day of 23 hours and one of 25, by the clock of Riga.
#[rstest]
#[case("2026-03-28T22:00:00Z", "2026-03")]
#[case("2026-10-24T21:00:00Z", "2026-10")]
fn on_the_days_of_the_clock_changes_exactly_as_much_is_posted_as_the_month_holds(
    #[case] first: &str,
    #[case] month: &str,
) {
    for _ in 0..rounds() {
        let office = office();
        let service = a_service(&office);
        office.move_to("2026-11-02T12:00:00Z");
        let (at, by) = (&office, &service);
        let post = |number| -> Doer<'_> { Box::new(move || by.post(at, quarter(first, number))) };

        let statuses = at_once(&office, &service, &[month], (0..92).step_by(2).map(post).collect());

        assert_eq!(statuses.iter().filter(|status| **status == 201).count() as i64, VOLUME / 15);
        assert_eq!(used(&office, &service, month), VOLUME);
    }
}

// B29, R6: midnight in Riga is 22:00 UTC.
#[test]
fn over_the_edge_of_two_months_neither_takes_more_than_it_holds() {
    for _ in 0..rounds() {
        let office = office();
        let service = a_service(&office);
        office.move_to("2026-03-15T12:00:00Z");
        let rest = VOLUME - 15;
        for first in ["2026-02-10T08:00:00Z", "2026-03-10T08:00:00Z"] {
            service.post(&office, lasting(first, 0, rest)).ok(201);
        }
        // Each month has room for a quarter of an hour: for one over the edge, or for one in each of them.
        let over = lasting("2026-02-28T21:45:00Z", 0, 30);
        let mut wanted = vec![over.clone(), over.clone(), over];
        for number in 0..6 {
            wanted.push(quarter("2026-02-12T08:00:00Z", number));
            wanted.push(quarter("2026-03-12T08:00:00Z", number));
        }
        let (at, by) = (&office, &service);
        let post = |entry: Value| -> Doer<'_> { Box::new(move || by.post(at, entry.clone())) };

        let statuses = at_once(&office, &service, &["2026-02", "2026-03"], wanted.into_iter().map(post).collect());

        let posted = statuses.iter().filter(|status| **status == 201).count();
        assert!([1, 2].contains(&posted), "{statuses:?}");
        assert_eq!(["2026-02", "2026-03"].map(|month| used(&office, &service, month)), [VOLUME, VOLUME]);
    }
}

// B29, R6
#[test]
fn what_corrections_free_is_posted_again_and_not_a_minute_more() {
    for _ in 0..rounds() {
        let office = office();
        let service = a_service(&office);
        office.move_to("2026-03-15T12:00:00Z");
        let day = "2026-02-02T00:00:00Z";
        let full: Vec<String> =
            (0..VOLUME / 15).map(|number| service.post(&office, quarter(day, number)).id(201)).collect();
        let coordinator = office.coordinator();
        let mut doers: Vec<Doer<'_>> = Vec::new();
        for (number, id) in full.iter().take(12).enumerate() {
            let (ilze, path) = (&coordinator, format!("/v1/time-entries/{id}/reversals"));
            doers.push(Box::new(move || ilze.post(&path, json!({ "reason": "kļūda" }))));
            let later = quarter("2026-02-20T00:00:00Z", number as i64);
            let (at, by) = (&office, &service);
            doers.push(Box::new(move || by.post(at, later.clone())));
        }

        let statuses = at_once(&office, &service, &["2026-02"], doers);

        let reversed = statuses.iter().step_by(2).filter(|status| **status == 201).count();
        let posted = statuses.iter().skip(1).step_by(2).filter(|status| **status == 201).count();
        assert_eq!(reversed, 12);
        assert_eq!(used(&office, &service, "2026-02"), VOLUME + (posted as i64 - 12) * 15);
        for number in 0..12 - posted as i64 {
            service.post(&office, quarter("2026-02-24T00:00:00Z", number)).ok(201);
        }
        service.post(&office, quarter("2026-02-25T00:00:00Z", 0)).problem(422, "hour_cap_exceeded");
    }
}
