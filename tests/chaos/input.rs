//! R14: hostile input, again and again: the service answers it, grows no larger and goes on.

use std::time::Duration;

use aplp::caller::Role;
use serde_json::{Value, json};

use super::Outcome;
use super::drive::{Wire, request};
use super::hostile::{all, send};
use super::house::House;

/// How much larger the service may be afterwards, in MiB.
const GROWTH_MAX: u64 = 32;

/// Sends everything hostile that we know of, so many times, and weighs the service before and after.
pub fn hostile(name: &str, server: Option<&str>, rounds: u64) -> Outcome {
    let house = House::build(server);
    let (mut child, _) = house.serve();
    let token = house.token(Role::Coordinator);
    let body = json!({ "given_name": "Anna", "family_name": "Kalna" }).to_string();
    let mut wire = Wire::open(&house.address);
    wire.send(&request("POST", "/v1/persons", &token, "idempotency-key: somebody-to-name\r\n", &body)).unwrap();
    let made: Value = serde_json::from_slice(wire.body()).unwrap();
    let person = format!("/v1/persons/{}", made["id"].as_str().unwrap());
    let table = all(&format!("authorization: Bearer {token}"), &person);
    let before = resident_mebibytes(child.id());

    let (mut failed, mut most) = (0, before);
    for _ in 0..rounds {
        for row in &table {
            failed += usize::from(send(&house.address, &row.bytes).starts_with(b"HTTP/1.1 5"));
        }
        most = most.max(resident_mebibytes(child.id()));
    }

    // What is given back is given back a little later.
    std::thread::park_timeout(Duration::from_millis(500));
    let after = resident_mebibytes(child.id());
    let lives = house.ask("/readyz") == Some(200);
    let stopped = House::stop(&mut child).success();
    let whole = house.is_whole();
    Outcome {
        what: format!("R14 {name}: {} requests, {rounds} times", table.len()),
        target: "0 5xx, ready, at most 32 MiB more",
        reached: format!("{failed} 5xx, {before} MiB before, {most} at most, {after} after"),
        held: failed == 0 && lives && stopped && whole && after.saturating_sub(before) <= GROWTH_MAX,
    }
}

/// How much memory a process holds, as Linux counts it.
fn resident_mebibytes(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() / 1_024
}
