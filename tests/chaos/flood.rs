//! R20: five times as much as the service can do, and a rush for large reports beside normal calls.

use std::process::Child;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use aplp::caller::Role;
use serde_json::Value;

use super::clients::{Sent, percentile};
use super::drive::{Wire, request};
use super::house::House;
use super::{Outcome, Setting};

/// How many persons the register has.
const PERSONS: usize = 500;
/// How many clients find out how much the service can do.
const AT_PEAK: usize = 16;
/// How many clients ask for more than that.
const TOO_MANY: usize = 256;
/// How many reports are asked for at once.
const REPORTS: usize = 64;

/// Answers by what they were.
#[derive(Default)]
struct Told {
    well: Vec<Duration>,
    excess: Vec<Duration>,
    wrong: Vec<String>,
}

/// A house with people in it.
struct Town {
    house: House,
    child: Child,
    token: String,
    persons: Vec<String>,
}

/// A flood and a rush on both databases.
pub fn of_requests(setting: &Setting) -> Vec<Outcome> {
    let time = Duration::from_secs(if setting.deep { 60 } else { 10 });
    let mut outcomes = setting.on_both(|name, server| flood(name, Town::found(server), time));
    outcomes.extend(setting.on_both(|name, server| rush(name, Town::found(server), time)));
    outcomes
}

impl Town {
    fn found(server: Option<&str>) -> Self {
        let house = House::build(server);
        let (child, _) = house.serve();
        let token = house.token(Role::Coordinator);
        let sent = Sent::default();
        std::thread::scope(|threads| {
            for part in 0..AT_PEAK {
                let (house, sent, token) = (&house, &sent, &token);
                threads.spawn(move || {
                    let mut wire = Wire::open(&house.address);
                    for number in (part..PERSONS).step_by(AT_PEAK) {
                        assert_eq!(sent.register(&mut wire, token, &format!("chaos-town-{number:06}")).unwrap(), 201);
                    }
                });
            }
        });
        let mut wire = Wire::open(&house.address);
        wire.send(&request("GET", "/v1/persons?limit=500", &token, "", "")).unwrap();
        let page: Value = serde_json::from_slice(wire.body()).unwrap();
        let ids = page["items"].as_array().unwrap().iter().map(|person| person["id"].as_str().unwrap().to_owned());
        Self { persons: ids.collect(), house, child, token }
    }

    /// One write in five, the others reads of a person.
    fn usual(&self, client: usize, turn: usize) -> Vec<u8> {
        if turn.is_multiple_of(5) {
            let key = format!("idempotency-key: {}\r\n", uuid::Uuid::new_v4().simple());
            let body = r#"{ "given_name": "Anna", "family_name": "Kalna" }"#;
            return request("POST", "/v1/persons", &self.token, &key, body);
        }
        let person = &self.persons[(client * 31 + turn) % self.persons.len()];
        request("GET", &format!("/v1/persons/{person}"), &self.token, "", "")
    }

    fn report(&self) -> Vec<u8> {
        request("GET", "/v1/persons/export?format=csv", &self.token, "", "")
    }

    /// So many clients ask for a while, each once in so long.
    fn ask(
        &self,
        clients: usize,
        every: Duration,
        time: Duration,
        what: impl Fn(usize, usize) -> Vec<u8> + Sync,
    ) -> Told {
        let stopped = AtomicBool::new(false);
        std::thread::scope(|threads| {
            let all: Vec<_> = (0..clients)
                .map(|client| {
                    let (what, stopped) = (&what, &stopped);
                    threads.spawn(move || self.ask_alone(client, clients, every, what, stopped))
                })
                .collect();
            super::pass(time);
            stopped.store(true, Ordering::SeqCst);
            all.into_iter().map(|client| client.join().unwrap()).fold(Told::default(), |mut all, told| {
                all.well.extend(told.well);
                all.excess.extend(told.excess);
                all.wrong.extend(told.wrong);
                all
            })
        })
    }

    fn ask_alone(
        &self,
        client: usize,
        clients: usize,
        every: Duration,
        what: &impl Fn(usize, usize) -> Vec<u8>,
        stopped: &AtomicBool,
    ) -> Told {
        let mut told = Told::default();
        let mut wire = Wire::open(&self.house.address);
        // They do not all begin at once.
        super::pass(every * u32::try_from(client).unwrap() / u32::try_from(clients).unwrap());
        for turn in client.. {
            if stopped.load(Ordering::SeqCst) {
                break;
            }
            let asked = what(client, turn);
            let began = Instant::now();
            match wire.send(&asked) {
                Ok(200 | 201) => told.well.push(began.elapsed()),
                Ok(429 | 503) => told.excess.push(began.elapsed()),
                Ok(other) => told.wrong.push(other.to_string()),
                Err(fault) => {
                    told.wrong.push(fault.to_string());
                    wire = Wire::open(&self.house.address);
                }
            }
            super::pass(every.saturating_sub(began.elapsed()));
        }
        told
    }

    /// How long it takes until twenty usual requests in a row are answered well and each within a quarter of a second.
    fn normal_after(&self) -> Duration {
        let began = Instant::now();
        let mut wire = Wire::open(&self.house.address);
        let mut well = 0;
        for turn in 0.. {
            let asked = Instant::now();
            let status = wire.send(&self.usual(0, turn)).unwrap();
            let good = matches!(status, 200 | 201) && asked.elapsed() <= Duration::from_millis(250);
            well = if good { well + 1 } else { 0 };
            if well == 20 || began.elapsed() > Duration::from_secs(30) {
                break;
            }
        }
        began.elapsed()
    }

    /// The most memory that the service ever had, in MiB.
    fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() / 1024
    }
}

fn flood(name: &str, mut town: Town, time: Duration) -> Outcome {
    let a_while = Duration::from_secs(5);
    let peak =
        town.ask(AT_PEAK, Duration::ZERO, a_while, |client, turn| town.usual(client, turn)).well.len() as u64 / 5;
    let every = Duration::from_secs(1) * u32::try_from(TOO_MANY).unwrap() / u32::try_from(5 * peak).unwrap().max(1);
    let mut told = town.ask(TOO_MANY, every, time, |client, turn| town.usual(client, turn));
    let normal = town.normal_after();
    let good = told.well.len() as u64 / time.as_secs();
    let asked = (told.well.len() + told.excess.len()) as u64 / time.as_secs();
    let (p99, sent_away) = (percentile(&mut told.well, 99), percentile(&mut told.excess, 99));
    let memory = town.memory();
    House::stop(&mut town.child);
    let in_time = p99 <= Duration::from_secs(1) && sent_away <= Duration::from_millis(100);
    Outcome {
        what: format!("R20 {name}: peak {peak} a second, then {asked} a second, {} sent away", told.excess.len()),
        target: "≥ 80 % of peak, p99 ≤ 1000 ms, sent away p99 ≤ 100 ms, ≤ 256 MiB, normal ≤ 5000 ms after, 0 wrong, whole",
        reached: format!(
            "{} %, {} ms, {} ms, {memory} MiB, {} ms, {} wrong {:?}",
            good * 100 / peak.max(1),
            p99.as_millis(),
            sent_away.as_millis(),
            normal.as_millis(),
            told.wrong.len(),
            told.wrong.first()
        ),
        held: good * 100 >= peak * 80
            && in_time
            && memory <= 256
            && normal <= Duration::from_secs(5)
            && told.wrong.is_empty()
            && town.house.is_whole(),
    }
}

fn rush(name: &str, mut town: Town, time: Duration) -> Outcome {
    let (reports, mut usual) = std::thread::scope(|threads| {
        let reports = threads.spawn(|| town.ask(REPORTS, Duration::from_secs(1), time, |_, _| town.report()));
        let usual = town.ask(4, Duration::from_millis(50), time, |client, turn| town.usual(client, turn));
        (reports.join().unwrap(), usual)
    });
    let p99 = percentile(&mut usual.well, 99);
    let memory = town.memory();
    House::stop(&mut town.child);
    let wrong = usual.wrong.len() + reports.wrong.len();
    Outcome {
        what: format!(
            "R20 {name}: {REPORTS} who want reports: {} got one, {} sent away",
            reports.well.len(),
            reports.excess.len()
        ),
        target: "usual calls p99 ≤ 1000 ms and 0 of them sent away, ≤ 256 MiB, 0 wrong",
        reached: format!(
            "{} ms, {} of {} sent away, {memory} MiB, {wrong} wrong",
            p99.as_millis(),
            usual.excess.len(),
            usual.well.len() + usual.excess.len()
        ),
        held: p99 <= Duration::from_secs(1) && usual.excess.is_empty() && memory <= 256 && wrong == 0,
    }
}
