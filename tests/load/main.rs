//! How fast the service is, each figure beside a yardstick in the same run: `cargo test --release --test load`.
//!
//! Fixed work by 64 clients on the same machine, everything switched on that is on in earnest: tokens, rights, contract,
//! sealed columns, journal, receipts. `APLP_LOAD_SECONDS` says how long each figure is measured, and with
//! `APLP_LOAD_HUNDREDFOLD=1` all is measured once more with a hundred times the rows. The times are printed and never
//! asserted; a wrong answer fails. `cargo test --release --test load -- queue` measures long queues only, and `-- timing` what time tells of
//! those whom a caller may not see, `-- verify` what it costs to hold every row against its digests, `-- export` how fast a list leaves as a
//! table, `-- expand` what it costs to bring along what a list names.

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
mod evidence;
mod export;
mod fill;
mod grouped;
mod outside;
mod process;
mod queue;
mod scene;
#[path = "../api/support/mod.rs"]
mod support;
mod timing;
mod yard;

use std::time::Duration;

use self::drive::Rate;
use self::fill::HUNDREDFOLD;
use self::scene::Scene;
use self::support::cluster::Cluster;

/// How many clients there are at once.
const CLIENTS: usize = 64;

/// How often each figure and its yardstick are measured in turn.
const TURNS: u32 = 2;

/// One figure beside its yardstick.
#[derive(Clone)]
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
    let offices = || [("PostgreSQL", Scene::set(Some(cluster.url()))), ("SQLite", Scene::set(None))];
    let queues = || [queue::measure("PostgreSQL", Some(cluster.url())), queue::measure("SQLite", None)].concat();
    if std::env::args().any(|argument| argument == "queue") {
        return tell(&queues());
    }
    if std::env::args().any(|argument| argument == "timing") {
        timing::measure("PostgreSQL", Some(cluster.url()));
        return timing::measure("SQLite", None);
    }
    if std::env::args().any(|argument| argument == "export") {
        export::measure("PostgreSQL", Some(cluster.url()));
        return export::measure("SQLite", None);
    }
    if std::env::args().any(|argument| argument == "verify") {
        evidence::measure("PostgreSQL", Some(cluster.url()));
        return evidence::measure("SQLite", None);
    }
    if std::env::args().any(|argument| argument == "expand") {
        return tell(&expanded(&offices(), time));
    }
    outside::measure();
    let (together, alone) = grouped::measure(&std::env::temp_dir(), CLIENTS, time);
    let mut lines = vec![Line {
        what: "SQLite: writes that share commits, by one commit each".to_owned(),
        reached: together,
        yardstick: alone,
        target: 3.0,
    }];
    let offices = offices();
    // The yardstick is the bare statement on PostgreSQL, whichever database the service has.
    let yard = offices[0].1.yard();
    for (figure, (what, target)) in FIGURES.into_iter().enumerate() {
        for (name, scene) in &offices {
            // Eligibility is held against an answer without work.
            let bare = || yard.figure(figure, CLIENTS, time).unwrap_or_else(|| scene.empty(CLIENTS, time).per_second);
            let ours = || told(&format!("{name}: {what}"), &scene.figure(figure, CLIENTS, time)).per_second;
            let (yardstick, reached) = in_turns(bare, ours);
            lines.push(Line { what: format!("{name}: {what}"), reached, yardstick, target });
        }
    }
    lines.extend(expanded(&offices, time));
    lines.extend(queues());
    if setting("APLP_LOAD_HUNDREDFOLD") == Some(1) {
        for (name, scene) in &offices {
            let mut large = Scene::set((*name == "PostgreSQL").then(|| cluster.url()));
            large.grow(HUNDREDFOLD);
            for (figure, (what, _)) in FIGURES.into_iter().enumerate() {
                let of = |scene: &Scene, size: &str| {
                    told(&format!("{name}{size}: {what}"), &scene.figure(figure, CLIENTS, time)).per_second
                };
                let (yardstick, reached) = in_turns(|| of(scene, ""), || of(&large, ", 100 times the rows"));
                let what = format!("{name}: {what}, 100 times the rows by as many as usual");
                lines.push(Line { what, reached, yardstick, target: 1.0 / 1.3 });
            }
        }
    }
    tell(&lines);
}

/// A list with what its rows name, beside the list alone.
fn expanded(offices: &[(&str, Scene)], time: Duration) -> Vec<Line> {
    let of = |(name, scene): &(&str, Scene)| {
        let what = format!("{name}: a list of 50 grants with their persons, by the list alone");
        let list =
            |more| told(&format!("{name}: a list of 50 grants{more}"), &scene.grants(more, CLIENTS, time)).per_second;
        let (yardstick, reached) = in_turns(|| list(""), || list("&expand=person"));
        Line { what, reached, yardstick, target: 0.5 }
    };
    offices.iter().map(of).collect()
}

/// Two figures measured in turn, because no machine is as quick in one minute as in the next.
fn in_turns(one: impl Fn() -> f64, other: impl Fn() -> f64) -> (f64, f64) {
    let all: Vec<(f64, f64)> = (0..TURNS).map(|_| (one(), other())).collect();
    let mean = |of: fn(&(f64, f64)) -> f64| all.iter().map(of).sum::<f64>() / f64::from(TURNS);
    (mean(|both| both.0), mean(|both| both.1))
}

/// What came of a drive, told at once; a wrong answer ends the program.
fn told<'a>(what: &str, rate: &'a Rate) -> &'a Rate {
    let Rate { per_second, median, p99, others } = rate;
    let (median, p99) = (median.as_secs_f64() * 1e3, p99.as_secs_f64() * 1e3);
    println!("  {what:<66} {per_second:>8.0}/s  p50 {median:>6.2} ms  p99 {p99:>6.2} ms");
    assert_eq!(*others, 0, "answers were not those that were wanted");
    rate
}

fn tell(lines: &[Line]) {
    println!("\n{:<84} {:>9} {:>10} {:>6} {:>7}", "figure", "reached/s", "yardstick", "ratio", "target");
    for Line { what, reached, yardstick, target } in lines {
        let ratio = reached / yardstick;
        let verdict = if ratio >= *target { "" } else { "  MISSED" };
        println!("{what:<84} {reached:>9.0} {yardstick:>10.0} {ratio:>6.2} {target:>7.2}{verdict}");
    }
}
