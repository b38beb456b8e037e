//! What time tells: whether somebody is in the register whom the caller may not see, and what marks in a row cost.

use std::time::{Duration, Instant};

use serde_json::json;

use super::drive::{Wire, request};
use super::process::Process;
use super::support::{Office, steps};

/// How often each kind of code is searched for.
const TRIES: usize = 1_000;
/// How many tries warm everything up.
const WARM: usize = 50;
/// How many guesses of a hundred may be right: fifty are chance.
const TARGET: f64 = 55.0;
/// How many persons of another municipality there are, and how many of the caller's own.
const OTHERS: u32 = 1_000;
const OWN: u32 = 100;
/// How much time of the processor the worst body of somebody unknown may take.
const CPU_TARGET: Duration = Duration::from_millis(20);
/// How often that body is sent.
const BODIES: u32 = 50;

/// Measures one database and says how it stands.
pub fn measure(name: &str, server: Option<String>) {
    let office = Office::open_below(&std::env::temp_dir(), &chrono::Utc::now().to_rfc3339(), server, |_| {});
    let ilze = office.coordinator();
    for number in 0..OTHERS + OWN {
        let mut person = steps::person(number);
        person["municipality"] = json!(if number < OTHERS { "0001000" } else { "0002000" });
        ilze.post("/v1/persons", person).ok(201);
    }
    let process = Process::start(&office.folder, &office.place);
    let token = office.municipality("0002000").bearer();
    let mut wire = Wire::open(&process.address);
    let mut took = |number: u32| {
        let body = json!({ "by": "personal_code", "personal_code": steps::code(number) }).to_string();
        let request = request("POST", "/v1/persons/search", &token, "", &body);
        let began = Instant::now();
        assert_eq!(wire.send(&request).unwrap(), 200);
        began.elapsed()
    };
    for number in 0..u32::try_from(WARM).unwrap() {
        took(number);
        took(500_000 + number);
    }
    // One of each in turn, and each kind first as often as the other.
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for turn in 0..u32::try_from(TRIES).unwrap() {
        let (there, nowhere) = (turn % OTHERS, 600_000 + turn);
        if turn % 2 == 0 {
            known.push(took(there));
            unknown.push(took(nowhere));
        } else {
            unknown.push(took(nowhere));
            known.push(took(there));
        }
    }
    let (right, median) = (guessed(&known, &unknown), |of: &[Duration]| sorted(of)[of.len() / 2].as_micros());
    println!(
        "{name}: a search by code, {TRIES} of each kind: known but unseen p50 {} µs, unknown p50 {} µs; guessed right {right:.1} % (target at most {TARGET} %){}",
        median(&known),
        median(&unknown),
        verdict(right <= TARGET),
    );
    let each = marks(&process);
    println!(
        "{name}: a body of 64 KiB of combining marks without a token: {:.2} ms of the processor (target at most {} ms){}",
        each.as_secs_f64() * 1e3,
        CPU_TARGET.as_millis(),
        verdict(each <= CPU_TARGET),
    );
}

fn verdict(reached: bool) -> &'static str {
    if reached { "  reached" } else { "  MISSED" }
}

fn sorted(times: &[Duration]) -> Vec<Duration> {
    let mut times = times.to_vec();
    times.sort_unstable();
    times
}

/// How many guesses of a hundred are right about one half of the tries, by the best limit that the other half has.
fn guessed(known: &[Duration], unknown: &[Duration]) -> f64 {
    let half = |all: &[Duration], odd: usize| all.iter().copied().skip(odd).step_by(2).collect::<Vec<_>>();
    let right = |known: &[Duration], unknown: &[Duration], limit: Duration, slower: bool| {
        let is_known = |took: &Duration| (*took > limit) == slower;
        known.iter().filter(|took| is_known(took)).count() + unknown.iter().filter(|took| !is_known(took)).count()
    };
    let (learnt_known, learnt_unknown) = (half(known, 0), half(unknown, 0));
    let limits = learnt_known.iter().chain(&learnt_unknown).copied();
    let ways = limits.flat_map(|limit| [(limit, true), (limit, false)]);
    let best = ways.max_by_key(|(limit, slower)| right(&learnt_known, &learnt_unknown, *limit, *slower)).unwrap();
    let (asked_known, asked_unknown) = (half(known, 1), half(unknown, 1));
    let all = asked_known.len() + asked_unknown.len();
    right(&asked_known, &asked_unknown, best.0, best.1) as f64 * 100.0 / all as f64
}

/// How much time of the processor the worst of two bodies takes: one long run, and letters with as many marks as they may have.
fn marks(process: &Process) -> Duration {
    let long = "\u{301}".repeat(32_000);
    let many = format!("a{}", "\u{301}\u{323}".repeat(5)).repeat(3_000);
    let cost = |text: &str| {
        let request = request("POST", "/v1/eligibility-checks", "", "", &json!({ "municipality": text }).to_string());
        let mut wire = Wire::open(&process.address);
        assert_eq!(wire.send(&request).unwrap(), 400);
        let before = process.processor();
        (0..BODIES).for_each(|_| assert_eq!(wire.send(&request).unwrap(), 400));
        (process.processor() - before) / BODIES
    };
    cost(&long).max(cost(&many))
}
