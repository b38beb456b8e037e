//! Walks through lists while others come, go and change: whoever stays is seen exactly once.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{DateTime, Duration, TimeDelta, Utc};
use serde_json::{Value, json};

use crate::support::service::{A_YEAR, Granting, Service, entry, office, served};
use crate::support::{Desk, Office, steps};

/// How many walks there are through each list; `APLP_RACE_ROUNDS` makes more of them.
const WALKS: usize = 10;
/// How many walks one office sees before it has grown too large.
const WALKS_EACH: usize = 20;
/// How many of each kind stay all the time.
const STAYING: usize = 24;
/// How many rows a page has: none of the lists ends with a full one.
const PAGE: usize = 7;
/// How many come, go or change during a walk, at the most.
const CHANGES: usize = 12;

fn walks() -> usize {
    std::env::var("APLP_RACE_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(WALKS)
}

/// How often each row is seen on the way from the first page to the last.
fn walk(desk: &Desk<'_>, list: &str) -> HashMap<String, usize> {
    let mut seen = HashMap::new();
    let mut path = Some(format!("{list}limit={PAGE}"));
    while let Some(here) = path {
        let page = desk.get(&here).ok(200);
        for row in page["items"].as_array().unwrap() {
            *seen.entry(row["id"].as_str().unwrap().to_owned()).or_insert(0) += 1;
        }
        path = page["next"].as_str().map(str::to_owned);
    }
    seen
}

/// Walks through a list while something goes on beside it; `change` says whether the row that it made stays where it is.
fn walk_beside(office: &Office, list: &str, staying: &[String], change: impl Fn(usize) -> Option<String> + Sync) {
    let walked = AtomicBool::new(false);
    let (seen, made) = std::thread::scope(|threads| {
        let others = threads.spawn(|| {
            let mut made = Vec::new();
            for number in 0..CHANGES {
                if walked.load(Ordering::SeqCst) {
                    break;
                }
                made.extend(change(number));
            }
            made
        });
        let seen = walk(&office.coordinator(), list);
        walked.store(true, Ordering::SeqCst);
        (seen, others.join().unwrap())
    });

    for id in staying {
        assert_eq!(seen.get(id), Some(&1), "{list}: {id} stays and is seen once");
    }
    for id in &made {
        assert!(seen.get(id).is_none_or(|times| *times == 1), "{list}: {id} came meanwhile and is seen twice");
    }
}

fn named(given_name: &str, family_name: &str, municipality: &str) -> Value {
    json!({ "given_name": given_name, "family_name": family_name, "municipality": municipality })
}

/// Somebody whose name stands anywhere in the order of names.
fn anywhere(number: usize) -> String {
    let letters = ["A", "B", "D", "G", "K", "L", "M", "P", "S", "Z"];
    format!("{}nna", letters[number * 7 % letters.len()])
}

// PG-03, R10
#[test]
fn persons_who_stay_are_seen_once_while_others_come_move_and_change_their_names() {
    for _ in 0..walks().div_ceil(WALKS_EACH) {
        let office = Office::open();
        let ilze = office.coordinator();
        let post = |name: &str, place: &str| ilze.post("/v1/persons", named(name, "Liepa", place)).id(201);
        let staying: Vec<String> = (0..STAYING).map(|number| post(&anywhere(number), "0001000")).collect();
        let moving: Vec<String> = (0..6).map(|number| post(&anywhere(number), "0001000")).collect();

        for walk in 0..WALKS_EACH.min(walks()) {
            walk_beside(&office, "/v1/persons?municipality=0001000&", &staying, |number| {
                let mover = format!("/v1/persons/{}", moving[number % moving.len()]);
                match number % 4 {
                    0 => Some(post(&anywhere(number + walk), "0001000")),
                    1 => {
                        let place = if walk % 2 == 0 { "0002000" } else { "0001000" };
                        ilze.patch(&mover, json!({ "municipality": place })).ok(200);
                        None
                    }
                    2 => {
                        ilze.patch(&mover, json!({ "given_name": anywhere(number * 3 + walk) })).ok(200);
                        None
                    }
                    _ => {
                        // Who stays may change too, as long as the name is the same.
                        let own = format!("/v1/persons/{}", staying[(number + walk) % STAYING]);
                        ilze.patch(&own, json!({ "communication": format!("{walk} {number}") })).ok(200);
                        None
                    }
                }
            });
        }
        assert_eq!(office.faults(), Vec::<String>::new());
    }
}

/// An application that was submitted some days ago.
fn submitted(desk: &Desk<'_>, days_ago: usize) -> String {
    let person = desk.post("/v1/persons", named("Anna", "Liepa", "0001000")).id(201);
    let day = desk.office.today() - Duration::days(days_ago as i64);
    desk.post("/v1/applications", steps::statement(&person, &day.to_string())).id(201)
}

// PG-03, R10
#[test]
fn applications_that_stay_are_seen_once_while_others_are_submitted_and_withdrawn() {
    for _ in 0..walks().div_ceil(WALKS_EACH) {
        let office = Office::open();
        let ilze = office.coordinator();
        let staying: Vec<String> = (0..STAYING).map(|number| submitted(&ilze, number % 5)).collect();

        for walk in 0..WALKS_EACH.min(walks()) {
            walk_beside(&office, "/v1/applications?", &staying, |number| match number % 2 {
                0 => {
                    let made = submitted(&ilze, (number + walk) % 6);
                    let withdrawal = json!({ "withdrawn_on": office.today(), "requested_by": "person" });
                    ilze.post(&format!("/v1/applications/{made}/withdrawal"), withdrawal).ok(201);
                    Some(made)
                }
                _ => {
                    let own = format!("/v1/applications/{}", staying[(number + walk) % STAYING]);
                    ilze.patch(&own, json!({ "assisted_by": format!("māsa {walk} {number}") })).ok(200);
                    None
                }
            });
        }
        assert_eq!(office.faults(), Vec::<String>::new());
    }
}

/// An entry at one of the month's quarters of an hour.
fn posted(office: &Office, service: &Service, quarter: usize) -> String {
    let first: DateTime<Utc> = "2026-02-01T00:00:00Z".parse().unwrap();
    let minute = |at: usize| (first + TimeDelta::minutes(at as i64 * 15)).format("%Y-%m-%dT%H:%M").to_string();
    service.post(office, entry(&minute(quarter), &minute(quarter + 1))).id(201)
}

// PG-03, R10
#[test]
fn time_entries_that_stay_are_seen_once_while_others_are_posted_and_taken_back() {
    for _ in 0..walks().div_ceil(WALKS_EACH) {
        let office = office();
        let service = served(&office, Granting { level: 3, volume: 2100, ..A_YEAR });
        office.move_to("2026-03-15T12:00:00Z");
        let staying: Vec<String> = (0..STAYING).map(|number| posted(&office, &service, number * 40)).collect();

        for walk in 0..WALKS_EACH.min(walks()) {
            walk_beside(&office, &format!("{}?", service.entries()), &staying, |number| {
                let made = posted(&office, &service, (walk * CHANGES + number) * 41 % 960 / 40 * 40 + 1 + number);
                let path = format!("/v1/time-entries/{made}/reversals");
                office.coordinator().post(&path, json!({ "reason": "kļūda" })).ok(201);
                Some(made)
            });
        }
        assert_eq!(office.faults(), Vec::<String>::new());
    }
}
