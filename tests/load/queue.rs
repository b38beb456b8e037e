//! A place in a long queue and a call-up from it, each beside the same in a short one.

use std::time::{Duration, Instant};

use aplp::db::{Conn, Place};
use diesel::connection::SimpleConnection;
use serde_json::json;

use super::Line;
use super::support::rulings::{allocated, decide, new_programme, queue};
use super::support::steps::{assessed, checked, registered_person, statement};
use super::support::{Desk, Office};

/// How many wait in the short queue and in the long one.
const SHORT: u32 = 100;
const LONG: u32 = 100_000;
/// How many are called up, and how often a place is asked for.
const CALLED: u32 = 20;
const ASKED: usize = 200;
/// A queue a thousand times as long takes no more than twice the time.
const TARGET: f64 = 0.5;

/// A queue with real people at its head and at its end, and many rows between.
struct Queue {
    programme: String,
    last: String,
}

/// Measures both on one database, in turn.
pub fn measure(name: &str, server: Option<String>) -> Vec<Line> {
    let office = Office::open_in("2026-03-02T07:00:00Z", server);
    let queues =
        [(SHORT, 1, "short"), (LONG, 10_001, "long")].map(|(long, first, code)| set(&office, code, first, long));
    let ilze = office.coordinator();
    let timed = |work: &dyn Fn()| {
        let began = Instant::now();
        work();
        began.elapsed()
    };
    let place = |queue: &Queue| {
        timed(&|| {
            ilze.get(&format!("/v1/queue-entries/{}", queue.last)).ok(200);
        })
    };
    let call_up = |queue: &Queue| {
        timed(&|| {
            ilze.post(&format!("/v1/programmes/{}/call-ups", queue.programme), json!({})).ok(201);
        })
    };
    let places = in_turn(ASKED, &queues, place);
    let call_ups = in_turn(CALLED as usize, &queues, call_up);
    [("a place", places), ("a call-up", call_ups)]
        .map(|(what, [short, long])| Line {
            what: format!("{name}: {what} in a queue of {LONG} by one of {SHORT}"),
            reached: 1.0 / long.as_secs_f64(),
            yardstick: 1.0 / short.as_secs_f64(),
            target: TARGET,
        })
        .into()
}

/// The median of each queue, asked in turn.
fn in_turn(times: usize, queues: &[Queue; 2], work: impl Fn(&Queue) -> Duration) -> [Duration; 2] {
    let mut all = [Vec::new(), Vec::new()];
    for _ in 0..times {
        for (queue, times) in queues.iter().zip(&mut all) {
            times.push(work(queue));
        }
    }
    all.map(|mut times| {
        times.sort_unstable();
        times[times.len() / 2]
    })
}

fn set(office: &Office, code: &str, first: u32, long: u32) -> Queue {
    let (ilze, andris) = (office.coordinator(), office.decision_maker());
    let programme = new_programme(&andris, code);
    allocated(&andris, code, json!({ "places": 0 }));
    for number in first..first + CALLED {
        waiting(&ilze, &andris, code, number, "2022-01-03");
    }
    let last = waiting(&ilze, &andris, code, first + CALLED, "2026-03-02");
    fill(&office.place, &programme, long - CALLED - 1);
    allocated(&andris, code, json!({ "places": CALLED }));
    Queue { programme, last }
}

fn waiting(ilze: &Desk<'_>, andris: &Desk<'_>, code: &str, number: u32, submitted_on: &str) -> String {
    let person = registered_person(ilze, number);
    let application = ilze.post("/v1/applications", statement(&person, submitted_on)).id(201);
    checked(ilze, &application);
    assessed(ilze, &application, code, 480);
    let programme = super::support::steps::programme(ilze, code);
    decide(andris, &application, queue(&programme)).ok(201)["queue_entry_id"].as_str().unwrap().to_owned()
}

/// Rows that wait for a programme, a hundred a day from 2023 on, with what is counted of them.
fn fill(place: &Place, programme: &str, count: u32) {
    let mut conn = place.open(false).unwrap();
    conn.without_limits().unwrap();
    let (id, of, day, month, hundred, numbers, text) = match conn {
        Conn::Postgres(_) => (
            "gen_random_uuid()",
            format!("'{programme}'::uuid"),
            "(DATE '2023-01-01' + (n / 100)::int)",
            "to_char(submitted_on, 'YYYY-MM')",
            "submitted_on::text || '/' || lpad((registration_number / 100)::text, 16, '0')",
            format!("generate_series(1, {count}) n"),
            "submitted_on::text",
        ),
        Conn::Sqlite(_) => (
            "randomblob(16)",
            format!("x'{}'", programme.replace('-', "")),
            "date('2023-01-01', '+' || (n / 100) || ' days')",
            "substr(submitted_on, 1, 7)",
            "submitted_on || '/' || printf('%016d', registration_number / 100)",
            format!(
                "(WITH RECURSIVE all_n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM all_n WHERE n < {count}) SELECT n FROM all_n)"
            ),
            "submitted_on",
        ),
    };
    let no = if matches!(conn, Conn::Postgres(_)) { "false" } else { "0" };
    let rows = format!(
        "INSERT INTO queue_entries (id, decision_id, decision_outcome, person_id, programme_id, submitted_on, \
         registration_number, state, accepted, version, created_at, updated_at) SELECT {id}, {id}, 'queue', {id}, {of}, {day}, \
         1000000 + n, 'waiting', {no}, 1, '2026-01-05 08:00:00', '2026-01-05 08:00:00' FROM {numbers};"
    );
    let counted = |level: u8, span: &str| {
        format!(
            "INSERT INTO queue_counts (programme_id, level, span, waiting) SELECT programme_id, {level}, {span}, count(*) FROM \
             queue_entries WHERE programme_id = {of} GROUP BY programme_id, {span};"
        )
    };
    let counts = [counted(1, month), counted(2, text), counted(3, hundred)].concat();
    let forget = format!("DELETE FROM queue_counts WHERE programme_id = {of};");
    let all = format!("{rows} {forget} {counts}");
    match &mut conn {
        Conn::Postgres(conn) => conn.batch_execute(&format!("SET session_replication_role = replica; {all} ANALYZE")),
        Conn::Sqlite(conn) => conn.batch_execute(&format!("PRAGMA foreign_keys = OFF; {all} ANALYZE")),
    }
    .unwrap();
}
