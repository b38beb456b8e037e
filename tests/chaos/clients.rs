//! Clients that write and read at a steady pace, what they saw, and whether what they were told is so.

use std::collections::{BTreeMap, HashMap};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::drive::{Wire, request};
use super::house::House;

/// What clients sent: under each key the id that was answered, or nothing when no answer came.
#[derive(Default)]
pub struct Sent(Mutex<HashMap<String, Option<String>>>);

/// What is found when everything that was sent is sent once more.
#[derive(Default)]
pub struct Settled {
    pub writes: usize,
    pub doubtful: usize,
    /// Answered before, and answered otherwise now.
    pub lost: usize,
    pub doubled: u64,
}

impl Sent {
    /// Registers somebody who is named after the key; the status.
    pub fn register(&self, wire: &mut Wire, token: &str, key: &str) -> std::io::Result<u16> {
        self.0.lock().unwrap().entry(key.to_owned()).or_default();
        let (status, id) = post(wire, token, key)?;
        if status == 201 {
            self.0.lock().unwrap().insert(key.to_owned(), Some(id));
        }
        Ok(status)
    }

    /// Sends everything once more: who had an answer gets the same, who had none has one effect.
    pub fn settle(&self, house: &House, token: &str) -> Settled {
        let mut wire = Wire::open(&house.address);
        let sent = self.0.lock().unwrap();
        let doubtful = sent.values().filter(|id| id.is_none()).count();
        let same = |wire: &mut Wire, key: &str, known: Option<&String>| match post(wire, token, key) {
            Ok((200..300, id)) => known.is_none_or(|known| *known == id),
            _ => false,
        };
        let lost = sent.iter().filter(|(key, known)| !same(&mut wire, key, known.as_ref())).count();
        let count = request("GET", "/v1/persons?limit=1", token, "prefer: return=total-count\r\n", "");
        wire.send(&count).unwrap();
        let page: Value = serde_json::from_slice(wire.body()).unwrap();
        let doubled = page["total"].as_u64().unwrap().abs_diff(sent.len() as u64);
        Settled { writes: sent.len(), doubtful, lost, doubled }
    }
}

fn post(wire: &mut Wire, token: &str, key: &str) -> std::io::Result<(u16, String)> {
    let body = json!({ "given_name": key, "family_name": "Kalna", "address": "Brīvības iela 1" }).to_string();
    let header = format!("idempotency-key: {key}\r\n");
    let status = wire.send(&request("POST", "/v1/persons", token, &header, &body))?;
    let made: Value = serde_json::from_slice(wire.body()).unwrap_or_default();
    Ok((status, made["id"].as_str().unwrap_or_default().to_owned()))
}

/// So many who write and so many who read, each at a pace of its own.
pub struct Clients<'a> {
    pub address: &'a str,
    pub token: &'a str,
    pub sent: &'a Sent,
    /// With what the keys of this run begin.
    pub name: String,
    pub writers: usize,
    pub readers: usize,
    /// How long each of them takes from one request to the next.
    pub write_every: Duration,
    pub read_every: Duration,
}

/// What they saw.
#[derive(Default)]
pub struct Seen {
    pub fine: usize,
    /// How many of them told of persons.
    pub told: usize,
    /// 503 with `Retry-After`, by code.
    pub refused: BTreeMap<String, usize>,
    /// Everything else.
    pub wrong: BTreeMap<String, usize>,
    pub longest: Duration,
    pub took: Vec<Duration>,
    /// When each answer came that was well.
    pub well_at: Vec<Instant>,
    /// When the last one came that was not.
    pub last_bad: Option<Instant>,
}

impl Seen {
    pub fn add(&mut self, other: Self) {
        self.fine += other.fine;
        self.told += other.told;
        other.refused.into_iter().for_each(|(what, count)| *self.refused.entry(what).or_default() += count);
        other.wrong.into_iter().for_each(|(what, count)| *self.wrong.entry(what).or_default() += count);
        self.longest = self.longest.max(other.longest);
        self.took.extend(other.took);
        self.well_at.extend(other.well_at);
        self.last_bad = self.last_bad.max(other.last_bad);
    }

    pub fn refusals(&self) -> usize {
        self.refused.values().sum()
    }

    /// Below what so many of a hundred answers were.
    pub fn percentile(&mut self, percent: usize) -> Duration {
        percentile(&mut self.took, percent)
    }

    /// How long after a moment the first answer came that was well.
    pub fn first_after(&self, moment: Instant) -> Option<Duration> {
        self.well_at.iter().filter(|at| **at >= moment).map(|at| at.duration_since(moment)).min()
    }

    fn note(&mut self, end: &std::io::Result<u16>, wire: Option<&Wire>, took: Duration) {
        self.longest = self.longest.max(took);
        self.took.push(took);
        if !matches!(end, Ok(200 | 201)) {
            self.last_bad = Some(Instant::now());
        }
        match (end, wire) {
            (Ok(200 | 201), _) => {
                self.fine += 1;
                self.well_at.push(Instant::now());
            }
            (Ok(503), Some(wire)) if wire.header("retry-after").is_some() => {
                let told: Value = serde_json::from_slice(wire.body()).unwrap_or_default();
                *self.refused.entry(told["code"].as_str().unwrap_or("no code").to_owned()).or_default() += 1;
            }
            (Ok(status), _) => *self.wrong.entry(status.to_string()).or_default() += 1,
            (Err(fault), _) => *self.wrong.entry(fault.kind().to_string()).or_default() += 1,
        }
    }
}

/// Below what so many of a hundred of them are.
pub fn percentile(all: &mut [Duration], percent: usize) -> Duration {
    all.sort_unstable();
    all.get((all.len() * percent / 100).min(all.len().saturating_sub(1))).copied().unwrap_or_default()
}

impl Clients<'_> {
    /// Lets them work while something happens.
    pub fn during<T>(&self, happening: impl FnOnce() -> T) -> (T, Seen) {
        let stopped = AtomicBool::new(false);
        std::thread::scope(|threads| {
            let all: Vec<_> = (0..self.writers + self.readers)
                .map(|client| {
                    threads.spawn({
                        let stopped = &stopped;
                        move || self.work(client, stopped)
                    })
                })
                .collect();
            let happened = happening();
            stopped.store(true, Ordering::SeqCst);
            let mut seen = Seen::default();
            all.into_iter().for_each(|client| seen.add(client.join().unwrap()));
            (happened, seen)
        })
    }

    fn work(&self, client: usize, stopped: &AtomicBool) -> Seen {
        let mut seen = Seen::default();
        let mut wire = None;
        let writes = client < self.writers;
        let every = if writes { self.write_every } else { self.read_every };
        for number in 0.. {
            if stopped.load(Ordering::SeqCst) {
                break;
            }
            let began = Instant::now();
            if wire.is_none() {
                wire = Wire::try_open(self.address).ok();
            }
            let end = match &mut wire {
                Some(wire) if writes => {
                    self.sent.register(wire, self.token, &format!("chaos-{}-{client:02}-{number:06}", self.name))
                }
                Some(wire) => {
                    let path = if number % 2 == 0 { "/v1/persons?limit=5" } else { "/v1/programmes" };
                    wire.send(&request("GET", path, self.token, "", ""))
                }
                None => Err(std::io::ErrorKind::ConnectionRefused.into()),
            };
            seen.note(&end, wire.as_ref(), began.elapsed());
            let told = |wire: &Wire| String::from_utf8_lossy(wire.body()).contains("\"object\":\"person\"");
            seen.told += usize::from(!writes && matches!(end, Ok(200)) && wire.as_ref().is_some_and(told));
            let closes = wire.as_ref().and_then(|wire| wire.header("connection")).is_some_and(|word| word == "close");
            if end.is_err() || closes {
                wire = None;
            }
            super::pass(every.saturating_sub(began.elapsed()));
        }
        seen
    }
}
