//! What it costs `verify` to hold every row against its digests, by what all the rest of it costs.

use std::time::{Duration, Instant};

use aplp::db::Keyring;
use aplp::db::evidence::layout::layouts;
use aplp::db::schema::journal;
use aplp::verify;
use aplp::verify::rows::Newest;
use diesel::prelude::*;

use super::CLIENTS;
use super::scene::Scene;

/// How many hours are posted before.
const ENTRIES: i64 = 100_000;
/// How long hours are posted until they are counted.
const TURN: Duration = Duration::from_secs(10);
/// How many times as long all may take as it would without the digests.
const TARGET: f64 = 2.0;
/// How often it is measured.
const TURNS: u32 = 3;

/// Measures one database and says how it stands.
pub fn measure(name: &str, server: Option<String>) {
    let scene = Scene::small(server);
    let mut conn = scene.office.place.open(false).unwrap();
    let keys = Keyring::read(&mut conn, &scene.office.master_key()).unwrap();
    let posted = journal::table.filter(journal::wrote.is_not_null()).filter(journal::object.eq("time_entry"));
    let mut entries = 0;
    while entries < ENTRIES {
        scene.hours(CLIENTS, TURN);
        entries = posted.count().get_result::<i64>(&mut conn).unwrap();
    }
    let _held = keys.here();
    let (mut whole, mut rows) = (Duration::ZERO, Duration::ZERO);
    for _ in 0..TURNS {
        let began = Instant::now();
        verify::faults(&mut scene.office.place.open_whole(true).unwrap()).unwrap();
        whole += began.elapsed();
        let began = Instant::now();
        let newest = Newest::of_all(&mut conn).unwrap();
        for layout in layouts() {
            newest.faults(&mut conn, layout.table).unwrap();
        }
        rows += began.elapsed();
    }
    let ratio = whole.as_secs_f64() / whole.saturating_sub(rows).as_secs_f64();
    println!(
        "{name}: verify of {entries} hours in {:.1} s, {:.1} s of it for digests: {ratio:.2} times (target at most {TARGET}){}",
        (whole / TURNS).as_secs_f64(),
        (rows / TURNS).as_secs_f64(),
        if ratio <= TARGET { "  reached" } else { "  MISSED" },
    );
}
