//! How fast the service is, each figure beside a yardstick in the same run: `cargo test --release --test load`.
//!
//! Fixed work by 64 clients on the same machine, everything switched on that is on in earnest: tokens, rights, contract,
//! sealed columns, journal, receipts. `APLP_LOAD_SECONDS` says how long each figure is measured, and with
//! `APLP_LOAD_HUNDREDFOLD=1` all is measured once more with a hundred times the rows. The times are printed and never
//! asserted; a wrong answer fails.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::float_arithmetic,
    reason = "a program that measures stops where it goes wrong, and takes from the stories only what it needs"
)]

mod drive;
mod fill;
mod grouped;
mod outside;
mod process;
mod scene;
#[path = "../api/support/mod.rs"]
mod support;
mod yard;

use std::time::Duration;

use self::drive::Rate;
use self::fill::HUNDREDFOLD;
use self::scene::Scene;
use self::support::cluster::Cluster;
use self::yard::Yard;

/// How many clients there are at once.
const CLIENTS: usize = 64;

/// One figure beside its yardstick.
struct Line {
    what: String,
    reached: f64,
    yardstick: f64,
    target: f64,
}

/// What is measured, in this order.
const FIGURES: [(&str, f64); 5] = [
    ("a programme read", 0.8),
    ("a person read, with its receipt", 0.35),
    ("a list of 50 persons", 0.6),
    ("an hour posted", 0.6),
    ("eligibility checked", 0.8),
];

fn main() {
    let setting = |name: &str| std::env::var(name).ok().and_then(|value| value.parse().ok());
    let time = Duration::from_secs(setting("APLP_LOAD_SECONDS").unwrap_or(5));
    let Some(cluster) = Cluster::start_on_disk() else {
        println!("no PostgreSQL here: nothing to measure against");
        return;
    };
    outside::measure();
    let (together, alone) = grouped::measure(&std::env::temp_dir(), CLIENTS, time);
    let mut lines = vec![Line {
        what: "SQLite: writes that share commits, by one commit each".to_owned(),
        reached: together,
        yardstick: alone,
        target: 3.0,
    }];
    let mut wrong = 0;
    let mut usual: Vec<f64> = Vec::new();
    for server in [Some(cluster.url()), None] {
        let name = if server.is_some() { "PostgreSQL" } else { "SQLite" };
        let mut scene = Scene::set(server);
        println!("\n{name}");
        // The yardstick is the bare statement on PostgreSQL, whichever database the service has.
        if let Some(yard) = scene.yard() {
            usual = yardsticks(&yard, time);
        }
        let rates = all(&scene, time);
        wrong += rates.iter().map(|rate| rate.others).sum::<usize>();
        for ((what, target), (rate, yard)) in FIGURES.into_iter().zip(rates.iter().zip(&usual)) {
            // Eligibility is held against an answer without work.
            let yardstick = if yard.is_nan() { scene.empty(CLIENTS, time).per_second } else { *yard };
            lines.push(Line { what: format!("{name}: {what}"), reached: rate.per_second, yardstick, target });
        }
        if setting("APLP_LOAD_HUNDREDFOLD") == Some(1) {
            scene.grow(HUNDREDFOLD);
            println!("\n{name}, a hundred times the rows");
            let large = all(&scene, time);
            wrong += large.iter().map(|rate| rate.others).sum::<usize>();
            for ((what, _), (before, after)) in FIGURES.into_iter().zip(rates.iter().zip(&large)) {
                let what = format!("{name}: {what}, by a hundredth of the rows");
                lines.push(Line { what, reached: after.per_second, yardstick: before.per_second, target: 1.0 / 1.3 });
            }
        }
    }
    tell(&lines);
    if wrong > 0 {
        println!("{wrong} answers were not those that were wanted");
        std::process::exit(1);
    }
}

/// The statements of the first four figures, bare; the fifth has none.
fn yardsticks(yard: &Yard, time: Duration) -> Vec<f64> {
    let scripts = [&yard.programme, &yard.person, &yard.list, &yard.hours];
    scripts.map(|script| yard.measure(script, CLIENTS, time)).into_iter().chain([f64::NAN]).collect()
}

/// All figures of an office.
fn all(scene: &Scene, time: Duration) -> Vec<Rate> {
    let rates = vec![
        scene.programme(CLIENTS, time),
        scene.person(CLIENTS, time),
        scene.list(CLIENTS, time),
        scene.hours(CLIENTS, time),
        scene.eligibility(CLIENTS, time),
    ];
    for ((what, _), Rate { per_second, median, p99, others }) in FIGURES.into_iter().zip(&rates) {
        let (median, p99) = (median.as_secs_f64() * 1e3, p99.as_secs_f64() * 1e3);
        println!("  {what:<36} {per_second:>8.0}/s  p50 {median:>6.2} ms  p99 {p99:>6.2} ms  wrong {others}");
    }
    rates
}

fn tell(lines: &[Line]) {
    println!("\n{:<66} {:>9} {:>10} {:>6} {:>7}", "figure", "reached/s", "yardstick", "ratio", "target");
    for Line { what, reached, yardstick, target } in lines {
        let ratio = reached / yardstick;
        let verdict = if ratio >= *target { "" } else { "  MISSED" };
        println!("{what:<66} {reached:>9.0} {yardstick:>10.0} {ratio:>6.2} {target:>7.2}{verdict}");
    }
}
