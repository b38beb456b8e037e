//! How fast the service is, each figure beside a yardstick in the same run: `cargo test --release --test load`.
//!
//! Fixed work by 64 clients on the same machine, everything switched on that is on in earnest: tokens, rights, contract,
//! sealed columns, journal, receipts. The times are printed and never asserted; a wrong answer fails.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::float_arithmetic,
    reason = "a program that measures stops where it goes wrong, and takes from the stories only what it needs"
)]

mod bench;
mod drive;
mod outside;
mod scene;
#[path = "../api/support/mod.rs"]
mod support;

use std::time::Duration;

use self::bench::pgbench;
use self::scene::Scene;
use self::support::cluster::Cluster;

/// How many clients there are at once.
const CLIENTS: usize = 64;

/// One figure beside its yardstick.
struct Line {
    what: String,
    reached: f64,
    yardstick: f64,
    target: f64,
}

fn main() {
    let seconds = std::env::var("APLP_LOAD_SECONDS").ok().and_then(|seconds| seconds.parse().ok()).unwrap_or(5);
    let time = Duration::from_secs(seconds);
    let mut lines = Vec::new();
    let mut wrong = 0;
    let Some(cluster) = Cluster::start_on_disk() else {
        println!("no PostgreSQL here: nothing to measure against");
        return;
    };
    for server in [Some(cluster.url()), None] {
        let name = if server.is_some() { "PostgreSQL" } else { "SQLite" };
        let scene = Scene::set(server);
        println!("\n{name}");
        // The yardstick is the bare statement on PostgreSQL, whichever database the service has.
        let yard = scene.yardsticks(&cluster.url());
        let mut measure = |what: &str, rate: drive::Rate, yardstick: f64, target: f64| {
            println!(
                "  {what:<42} {:>8.0}/s  p50 {:>6.2} ms  p99 {:>6.2} ms  wrong {}",
                rate.per_second,
                rate.median.as_secs_f64() * 1e3,
                rate.p99.as_secs_f64() * 1e3,
                rate.others
            );
            wrong += rate.others;
            lines.push(Line { what: format!("{name}: {what}"), reached: rate.per_second, yardstick, target });
        };
        let bare = |script: &str| pgbench(&yard.url, &yard.folder, script, CLIENTS, time);
        measure("a programme read", scene.programme(CLIENTS, time), bare(&yard.programme), 0.8);
        measure("a person read, with its receipt", scene.person(CLIENTS, time), bare(&yard.person), 0.35);
        measure("a list of 50 persons", scene.list(CLIENTS, time), bare(&yard.list), 0.6);
        measure("an hour posted", scene.hours(CLIENTS, time), bare(&yard.hours), 0.6);
        let empty = scene.empty(CLIENTS, time);
        measure("eligibility checked", scene.eligibility(CLIENTS, time), empty.per_second, 0.8);
    }
    println!("\n{:<54} {:>9} {:>10} {:>6} {:>7}", "figure", "reached/s", "yardstick", "ratio", "target");
    for Line { what, reached, yardstick, target } in &lines {
        let ratio = reached / yardstick;
        let verdict = if ratio >= *target { "" } else { "  MISSED" };
        println!("{what:<54} {reached:>9.0} {yardstick:>10.0} {ratio:>6.2} {target:>7}{verdict}");
    }
    outside::measure();
    if wrong > 0 {
        println!("{wrong} answers were not those that were wanted");
        std::process::exit(1);
    }
}
