//! R25: new data keys under load: killed in the middle again and again, and everything can be read all the time.

use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use aplp::caller::Role;
use diesel::RunQueryDsl;
use diesel::connection::SimpleConnection;
use serde_json::{Value, json};

use super::drive::{Wire, request};
use super::house::House;
use super::{Chance, Outcome};

/// How many clients read, and how many write.
const CLIENTS: (usize, usize) = (4, 2);
/// How long each of them pauses: together they send about a hundred requests a second.
const PAUSE: Duration = Duration::from_millis(45);
/// How often the work is killed.
const KILLS_MAX: u64 = 20;
/// What three days later is like: what was replaced then is not needed any more.
const DAYS_LATER: &str = "UPDATE data_keys SET retired_at = '2020-01-01 00:00:00' WHERE retired_at IS NOT NULL; \
    UPDATE repeats SET created_at = '2020-01-01 00:00:00'";

/// Who is registered, by path with the address that they told, and how it went.
#[derive(Default)]
struct Office {
    told: Mutex<Vec<(String, String)>>,
    requests: AtomicUsize,
    failed: AtomicUsize,
    stopped: AtomicBool,
}

/// Seals everything by new keys while clients read and write, kills that again and again, and forgets the old keys.
pub fn under_load(name: &str, server: Option<&str>, rounds: u64, chance: &mut Chance) -> Outcome {
    let (kills, rows) = (KILLS_MAX.min(rounds), (rounds * 50).clamp(1_000, 5_000));
    let house = House::build(server);
    let (mut child, _) = house.serve();
    let office = Office::default();
    let token = house.token(Role::Coordinator);
    std::thread::scope(|threads| {
        for writer in 0..8 {
            let (house, office, token) = (&house, &office, &token);
            let mut wire = Wire::open(&house.address);
            threads
                .spawn(move || (0..rows / 8).for_each(|number| write(&mut wire, office, token, (9, writer, number))));
        }
    });
    let (backup, archived) = (house.file("before.backup"), house.file("archived.key"));
    assert!(house.command(&["backup", &backup]).status().unwrap().success());
    std::fs::copy(house.file("keys/master.key"), &archived).unwrap();

    let (began, before) = (Instant::now(), office.requests.load(Ordering::SeqCst));
    let mut midway = 0;
    loaded(&house, &office, &token, 0, || {
        for _ in 0..kills {
            // A key that has nothing left to seal is replaced; otherwise the work that was killed goes on.
            let arguments: &[&str] =
                if left(&house) > 0 { &["keys", "rotate", "--resume"] } else { &["keys", "rotate"] };
            let mut work = house.command(arguments).spawn().unwrap();
            std::thread::park_timeout(Duration::from_millis(20 + chance.below(180) as u64));
            midway += usize::from(work.try_wait().unwrap().is_none());
            work.kill().unwrap();
            work.wait().unwrap();
        }
        assert!(house.command(&["keys", "rotate", "--resume"]).status().unwrap().success());
    });
    let (requests, took) = (office.requests.load(Ordering::SeqCst) - before, began.elapsed());
    House::stop(&mut child);
    house.database().batch_execute(DAYS_LATER).unwrap();
    let (mut child, _) = house.serve();
    let mut dropped = String::new();
    loaded(&house, &office, &token, 1, || {
        // The answers that were kept for three days are forgotten at the start of the service.
        let patience = Instant::now();
        while house.said(&["keys", "status"]).lines().filter(|line| !line.contains(": 0 rows")).count() > 1 {
            assert!(patience.elapsed() < Duration::from_secs(20), "{}", house.said(&["keys", "status"]));
            assert!(house.command(&["keys", "rotate", "--resume"]).status().unwrap().success());
        }
        dropped = house.said(&["keys", "drop"]);
    });
    let lost = office.told.lock().unwrap().iter().filter(|told| !is_read(&house, &token, told)).count();
    House::stop(&mut child);
    let keys = house.said(&["keys", "status"]).lines().count();
    let whole = house.is_whole();

    // The master key changes too: then only the one that was put away opens the old backup.
    let new = house.file("new-master.key");
    assert!(house.command(&["keys", "rewrap", &new]).status().unwrap().success());
    let opens = |key: &str| check(house.command(&["restore", "--check", &backup]), key);
    let archive = opens(&archived) && !opens(&new);
    let failed = office.failed.load(Ordering::SeqCst);
    Outcome {
        what: format!("R25 {name}: {} rows, {kills} kills, {midway} midway", office.told.lock().unwrap().len()),
        target: "0 failed, 0 unread, 1 key left, whole",
        reached: format!(
            "{failed} of {} failed at {} r/s, {lost} unread, {keys} key left ({}), {}, old backup {}",
            office.requests.load(Ordering::SeqCst),
            requests as u128 * 1_000 / took.as_millis().max(1),
            dropped.trim(),
            if whole { "whole" } else { "BROKEN" },
            if archive { "opens" } else { "IS LOST" },
        ),
        held: failed + lost == 0 && keys == 1 && whole && archive && midway > 0,
    }
}

fn check(mut restore: Command, key: &str) -> bool {
    restore.env("APLP_MASTER_KEY", key).status().unwrap().success()
}

/// How many persons are not sealed by the newest key that seals one; kept answers go by themselves.
fn left(house: &House) -> i64 {
    let key = "substr(sealed, 2, 4)";
    let newest = format!("SELECT {key} FROM persons ORDER BY {key} DESC LIMIT 1");
    let count = format!("(SELECT count(*) FROM persons WHERE {key} <> ({newest}))");
    diesel::select(diesel::dsl::sql::<diesel::sql_types::BigInt>(&count)).get_result(&mut house.database()).unwrap()
}

/// Reads and writes go on while something is done.
fn loaded(house: &House, office: &Office, token: &str, part: usize, work: impl FnOnce()) {
    office.stopped.store(false, Ordering::SeqCst);
    std::thread::scope(|threads| {
        for client in 0..CLIENTS.0 + CLIENTS.1 {
            let mut wire = Wire::open(&house.address);
            threads.spawn(move || {
                for number in 0.. {
                    if office.stopped.load(Ordering::SeqCst) {
                        return;
                    }
                    match client {
                        writer if writer < CLIENTS.1 => write(&mut wire, office, token, (part, writer, number)),
                        _ => read(&mut wire, office, token, client as u64 * 7_919 + number * 31),
                    }
                    std::thread::park_timeout(PAUSE);
                }
            });
        }
        work();
        office.stopped.store(true, Ordering::SeqCst);
    });
}

/// Registers somebody with an address of their own.
fn write(wire: &mut Wire, office: &Office, token: &str, (part, writer, number): (usize, usize, u64)) {
    let address = format!("Lauku iela {part}-{writer}-{number}");
    let body = json!({ "given_name": "Anna", "family_name": "Kalna", "address": address }).to_string();
    let key = format!("idempotency-key: rotation-{part}-{writer}-{number:06}\r\n");
    office.requests.fetch_add(1, Ordering::SeqCst);
    if wire.send(&request("POST", "/v1/persons", token, &key, &body)).ok() != Some(201) {
        office.failed.fetch_add(1, Ordering::SeqCst);
        return;
    }
    let made: Value = serde_json::from_slice(wire.body()).unwrap();
    office.told.lock().unwrap().push((format!("/v1/persons/{}", made["id"].as_str().unwrap()), address));
}

/// Reads one of those who are registered, and holds what is told against what they had said.
fn read(wire: &mut Wire, office: &Office, token: &str, number: u64) {
    let (path, address) = {
        let told = office.told.lock().unwrap();
        told[number as usize % told.len()].clone()
    };
    office.requests.fetch_add(1, Ordering::SeqCst);
    if !says(wire, token, &path, &address) {
        office.failed.fetch_add(1, Ordering::SeqCst);
    }
}

fn says(wire: &mut Wire, token: &str, path: &str, address: &str) -> bool {
    wire.send(&request("GET", path, token, "", "")).ok() == Some(200)
        && serde_json::from_slice::<Value>(wire.body()).is_ok_and(|person| person["address"] == address)
}

fn is_read(house: &House, token: &str, (path, address): &(String, String)) -> bool {
    says(&mut Wire::open(&house.address), token, path, address)
}
