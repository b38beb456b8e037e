//! R5: the same POST from many at once, at every process of the service: done once, answered the same to each.

use std::collections::HashSet;
use std::process::Child;
use std::sync::Barrier;

use aplp::caller::Role;
use serde_json::{Value, json};

use super::Outcome;
use super::drive::{Wire, request};
use super::house::House;

/// How many send the same request at once.
const SENDERS: usize = 64;
/// The statuses that say that it may be sent again: the first is still at work, or the service has enough to do.
const LATER: [u16; 2] = [409, 503];

/// What one of them was answered.
struct Answer {
    status: u16,
    replayed: bool,
    /// The body, the place and the version.
    told: (Vec<u8>, Option<String>, Option<String>),
}

/// What went wrong, counted.
#[derive(Default)]
struct Wrong {
    /// Rounds in which not exactly one was answered as the first.
    firsts: usize,
    /// Answers that differ from the first.
    differing: usize,
    /// Answers that no document speaks of.
    strange: usize,
    /// Rounds in which another body was not refused, or another caller not served anew.
    confused: usize,
}

/// Sends the same request many times at once, round after round, to all processes on one database.
pub fn done_once(name: &str, server: Option<&str>, rounds: u64) -> Outcome {
    let house = House::build(server);
    // A SQLite file is one process's own.
    let beside = server.map(|_| house.beside());
    let houses: Vec<&House> = std::iter::once(&house).chain(&beside).collect();
    let mut processes: Vec<Child> = houses.iter().map(|house| house.serve().0).collect();
    let mut wires: Vec<Wire> = (0..SENDERS).map(|sender| Wire::open(&houses[sender % houses.len()].address)).collect();
    let (token, other) = (house.token(Role::Coordinator), house.token_of("another", Role::Coordinator));
    let (mut wrong, mut later, mut made) = (Wrong::default(), 0, HashSet::new());

    for round in 0..rounds {
        let key = format!("the-same-from-many-{round:06}");
        let answers = at_once(&mut wires, &sent(&token, &key, "Anna"));
        let (fine, busy): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status == 201);
        later += busy.iter().filter(|answer| LATER.contains(&answer.status)).count();
        wrong.strange += busy.iter().filter(|answer| !LATER.contains(&answer.status)).count();
        wrong.firsts += usize::from(fine.iter().filter(|answer| !answer.replayed).count() != 1);
        // Who was told to come later comes, and so does everybody once more.
        let again = at_once(&mut wires, &sent(&token, &key, "Anna"));
        let first = &fine.first().expect("nobody was answered").told;
        wrong.differing += fine.iter().filter(|answer| answer.told != *first).count();
        wrong.differing += again.iter().filter(|answer| !answer.replayed || answer.told != *first).count();
        made.insert(id(first));
        for (sender, own) in [(0, &other), (1, &token)] {
            let body = if own == &token { "Berta" } else { "Anna" };
            let answer = asked(&mut wires[sender], &sent(own, &key, body));
            let right = match body {
                "Berta" => answer.status == 422,
                _ => answer.status == 201 && !answer.replayed && made.insert(id(&answer.told)),
            };
            wrong.confused += usize::from(!right);
        }
    }

    let count = request("GET", "/v1/persons?limit=1", &token, "prefer: return=total-count\r\n", "");
    wires[0].send(&count).unwrap();
    let page: Value = serde_json::from_slice(wires[0].body()).unwrap();
    let effects = page["total"].as_u64().unwrap();
    drop(wires);
    let stopped = processes.iter_mut().all(|child| House::stop(child).success());
    let whole = house.is_whole();
    let Wrong { firsts, differing, strange, confused } = wrong;
    let doubled = effects.abs_diff(rounds * 2);
    Outcome {
        what: format!("R5 {name}: {SENDERS} × {rounds}, {} processes", processes.len()),
        target: "1 effect each, 0 differing, 0 strange, whole",
        reached: format!(
            "{doubled} off, {firsts} without one first, {differing} differing, {strange} strange, {confused} confused, {later} later"
        ),
        held: doubled == 0 && firsts + differing + strange + confused == 0 && stopped && whole,
    }
}

fn sent(token: &str, key: &str, given_name: &str) -> Vec<u8> {
    let body = json!({ "given_name": given_name, "family_name": "Kalna" }).to_string();
    request("POST", "/v1/persons", token, &format!("idempotency-key: {key}\r\n"), &body)
}

fn id((body, _, _): &(Vec<u8>, Option<String>, Option<String>)) -> String {
    let made: Value = serde_json::from_slice(body).unwrap();
    made["id"].as_str().unwrap().to_owned()
}

fn asked(wire: &mut Wire, request: &[u8]) -> Answer {
    let status = wire.send(request).unwrap();
    let replayed = wire.header("idempotency-replayed").as_deref() == Some("true");
    Answer { status, replayed, told: (wire.body().to_vec(), wire.header("location"), wire.header("etag")) }
}

/// All connections send the same bytes at the same moment.
fn at_once(wires: &mut [Wire], request: &[u8]) -> Vec<Answer> {
    let start = Barrier::new(wires.len());
    std::thread::scope(|threads| {
        let start = &start;
        let senders: Vec<_> = wires
            .iter_mut()
            .map(|wire| {
                threads.spawn(move || {
                    start.wait();
                    asked(wire, request)
                })
            })
            .collect();
        senders.into_iter().map(|sender| sender.join().unwrap()).collect()
    })
}
