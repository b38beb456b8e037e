//! R8: many read, change and write the same resource: no change is lost.

use std::sync::atomic::{AtomicU64, Ordering};

use aplp::caller::Role;
use serde_json::{Value, json};

use super::drive::{Wire, request};
use super::house::House;
use super::{Outcome, Setting};

/// How many clients there are.
const CLIENTS: u64 = 16;
/// How often each of them reads, adds one and writes, at the most.
const EACH_MAX: u64 = 500;

/// Counts in a resource: it ends at the number of writes that were accepted.
pub fn nothing_is(setting: &Setting) -> Vec<Outcome> {
    setting.on_both(|name, server| on_one(setting, name, server))
}

fn on_one(setting: &Setting, name: &str, server: Option<&str>) -> Outcome {
    let each = EACH_MAX.min(setting.rounds(5, 20) * 25);
    let house = House::build(server);
    let (mut child, _) = house.serve();
    let token = house.token(Role::Coordinator);
    let mut wire = Wire::open(&house.address);
    let body = json!({ "given_name": "Anna", "family_name": "Kalna", "communication": "0" }).to_string();
    wire.send(&request("POST", "/v1/persons", &token, "idempotency-key: one-person-to-count\r\n", &body)).unwrap();
    let made: Value = serde_json::from_slice(wire.body()).unwrap();
    let path = format!("/v1/persons/{}", made["id"].as_str().unwrap());
    let (accepted, stale, other) = (AtomicU64::new(0), AtomicU64::new(0), AtomicU64::new(0));

    std::thread::scope(|threads| {
        for _ in 0..CLIENTS {
            let (house, token, path) = (&house, &token, &path);
            let (accepted, stale, other) = (&accepted, &stale, &other);
            threads.spawn(move || {
                let mut wire = Wire::open(&house.address);
                for _ in 0..each {
                    let status = raise(&mut wire, token, path);
                    let count = match status {
                        200 => accepted,
                        412 => stale,
                        _ => other,
                    };
                    count.fetch_add(1, Ordering::SeqCst);
                }
            });
        }
    });

    let counted = count(&mut wire, &token, &path);
    House::stop(&mut child);
    let (accepted, stale, other) = (accepted.into_inner(), stale.into_inner(), other.into_inner());
    let whole = house.is_whole();
    Outcome {
        what: format!("R8 {name}: {CLIENTS} clients × {each}"),
        target: "count = accepted writes, 0 other answers, whole",
        reached: format!("count {counted}, {accepted} accepted, {stale} stale, {other} other"),
        held: counted == accepted && accepted + stale == CLIENTS * each && whole,
    }
}

/// Reads, adds one and writes what was read; the status of the write.
fn raise(wire: &mut Wire, token: &str, path: &str) -> u16 {
    let seen = count(wire, token, path);
    let tag = format!("if-match: {}\r\n", wire.header("etag").unwrap());
    let body = json!({ "communication": (seen + 1).to_string() }).to_string();
    let patch = request("PATCH", path, token, &tag, &body);
    let patch = String::from_utf8(patch).unwrap().replace("application/json", "application/merge-patch+json");
    wire.send(patch.as_bytes()).unwrap()
}

fn count(wire: &mut Wire, token: &str, path: &str) -> u64 {
    assert_eq!(wire.send(&request("GET", path, token, "", "")).unwrap(), 200);
    let person: Value = serde_json::from_slice(wire.body()).unwrap();
    person["communication"].as_str().unwrap().parse().unwrap()
}
