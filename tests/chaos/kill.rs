//! R1: killed without warning while clients write.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use aplp::caller::Role;
use serde_json::{Value, json};

use super::drive::{Wire, request};
use super::house::House;
use super::{Chance, Outcome};

/// How many clients write at the same time.
const WRITERS: usize = 8;

/// What the clients know of what they sent: the id that was answered, or nothing when no answer came.
type Sent = Mutex<HashMap<String, Option<String>>>;

/// Kills the service in the middle of writes, round after round.
pub fn without_warning(name: &str, server: Option<&str>, rounds: u64, chance: &mut Chance) -> Outcome {
    let house = House::build(server);
    let sent: Sent = Mutex::default();
    let mut ready = Vec::new();
    let mut lost = 0;
    let mut whole = true;
    for round in 0..rounds {
        let (mut child, took) = house.serve();
        ready.push(took);
        let stopped = AtomicBool::new(false);
        let token = house.token(Role::Coordinator);
        std::thread::scope(|threads| {
            for writer in 0..WRITERS {
                let (house, sent, stopped, token) = (&house, &sent, &stopped, &token);
                threads.spawn(move || write(house, sent, stopped, token, (round, writer)));
            }
            std::thread::park_timeout(Duration::from_millis(50 + chance.below(1_450) as u64));
            child.kill().unwrap();
            child.wait().unwrap();
            stopped.store(true, Ordering::SeqCst);
        });
        whole &= house.is_whole();
    }
    let (mut child, took) = house.serve();
    ready.push(took);
    let token = house.token(Role::Coordinator);
    let mut wire = Wire::open(&house.address);
    let sent = sent.into_inner().unwrap();
    let doubtful = sent.values().filter(|id| id.is_none()).count();
    for (key, known) in &sent {
        match post(&mut wire, &token, key) {
            Some((200..300, id)) if known.as_ref().is_none_or(|known| *known == id) => {}
            _ => lost += 1,
        }
    }
    let count = request("GET", "/v1/persons?limit=1", &token, "prefer: return=total-count\r\n", "");
    wire.send(&count).unwrap();
    let page: Value = serde_json::from_slice(wire.body()).unwrap();
    let doubled = page["total"].as_u64().unwrap().abs_diff(sent.len() as u64);
    House::stop(&mut child);
    whole &= house.is_whole();
    ready.sort_unstable();
    let p95 = ready[(ready.len() * 95 / 100).min(ready.len() - 1)];
    Outcome {
        what: format!("R1 {name}: {rounds} kills, {} writes, {doubtful} in doubt", sent.len()),
        target: "0 lost, 0 doubled, whole, ready p95 ≤ 1000 ms",
        reached: format!(
            "{lost} lost, {doubled} doubled, {}, {} ms",
            if whole { "whole" } else { "BROKEN" },
            p95.as_millis()
        ),
        held: lost == 0 && doubled == 0 && whole && p95 <= Duration::from_secs(1),
    }
}

/// Writes until the service is gone.
fn write(house: &House, sent: &Sent, stopped: &AtomicBool, token: &str, (round, writer): (u64, usize)) {
    let mut wire = Wire::open(&house.address);
    for number in 0.. {
        if stopped.load(Ordering::SeqCst) {
            return;
        }
        let key = format!("chaos-{round:05}-{writer:02}-{number:06}");
        sent.lock().unwrap().insert(key.clone(), None);
        match post(&mut wire, token, &key) {
            Some((201, id)) => sent.lock().unwrap().insert(key, Some(id)),
            // No answer: it may have been done or not.
            _ => return,
        };
    }
}

/// Registers somebody who is named after the key; the status and the id.
fn post(wire: &mut Wire, token: &str, key: &str) -> Option<(u16, String)> {
    let body = json!({ "given_name": key, "family_name": "Kalna", "address": "Brīvības iela 1" }).to_string();
    let header = format!("idempotency-key: {key}\r\n");
    let status = wire.send(&request("POST", "/v1/persons", token, &header, &body)).ok()?;
    let made: Value = serde_json::from_slice(wire.body()).ok()?;
    Some((status, made["id"].as_str().unwrap_or_default().to_owned()))
}
