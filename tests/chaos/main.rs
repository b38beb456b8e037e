//! What holds when things break: `cargo test --test chaos`, and `cargo test --test chaos -- deep` for as often as it takes.
//!
//! The service runs as a process of its own while clients work, and what it stands on is taken away: the process itself, the
//! database, the disk, the time of its threads. What it had answered is there afterwards, what it had not answered is done
//! once when it is asked again, and `aplp verify` finds nothing wrong. Named experiments run alone (`-- R3 R12`),
//! `APLP_CHAOS_ROUNDS` says how often; everything random follows from the seed that is printed first (`APLP_CHAOS_SEED`).

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::float_arithmetic,
    reason = "a program that breaks things stops where it goes wrong"
)]

use std::time::Instant;

mod balancer;
#[path = "../api/support/chance.rs"]
mod chance;
mod clients;
#[path = "../api/support/cluster.rs"]
mod cluster;
mod crash;
mod dribble;
#[path = "../load/drive.rs"]
mod drive;
mod flood;
mod full;
mod half;
#[path = "../api/support/hostile.rs"]
mod hostile;
mod house;
mod input;
mod kill;
mod lost;
mod mount;
mod points;
mod proxy;
mod pulse;
mod repeats;
mod rolling;
mod rotation;
mod stop;

use self::chance::Chance;
use self::cluster::Cluster;
use self::drive::pass;

/// What one experiment came to.
struct Outcome {
    what: String,
    target: &'static str,
    reached: String,
    held: bool,
}

/// An experiment by its name, and whether it is among those that run every time: not where a busy machine alone could miss
/// the target.
struct Experiment {
    name: &'static str,
    always: bool,
    run: fn(&Setting) -> Vec<Outcome>,
}

const ALL: &[Experiment] = &[
    Experiment { name: "R1", always: true, run: kill::without_warning },
    Experiment { name: "R1b", always: false, run: points::of_a_crash },
    Experiment {
        name: "R5",
        always: true,
        run: |setting| setting.on_both(|name, server| repeats::done_once(name, server, setting.rounds(10, 500))),
    },
    Experiment { name: "R8", always: true, run: lost::nothing_is },
    Experiment {
        name: "R14",
        always: true,
        run: |setting| setting.on_both(|name, server| input::hostile(name, server, setting.rounds(2, 25))),
    },
    Experiment { name: "R17", always: true, run: stop::in_order },
    Experiment { name: "R17-rolling", always: false, run: rolling::restarts },
    Experiment { name: "R3", always: true, run: crash::of_the_database },
    Experiment { name: "R4", always: false, run: half::dead_database },
    Experiment { name: "R12", always: false, run: full::disks },
    Experiment { name: "R13", always: false, run: dribble::of_slow_clients },
    Experiment { name: "R20", always: false, run: flood::of_requests },
    Experiment {
        name: "R25",
        always: false,
        run: |setting| {
            setting.on_both(|name, server| {
                rotation::under_load(name, server, setting.rounds(3, 20), &mut setting.chance())
            })
        },
    },
];

/// What every experiment has.
struct Setting<'a> {
    cluster: Option<&'a Cluster>,
    rounds: Option<u64>,
    seed: u64,
    deep: bool,
}

impl Setting<'_> {
    /// How often something is done: so often every time and so often in the deep tier, unless it is said.
    fn rounds(&self, always: u64, deep: u64) -> u64 {
        self.rounds.unwrap_or(if self.deep { deep } else { always })
    }

    /// Whether a figure of time counts as held: how quick a busy machine was is told, and judged in the deep tier only.
    fn in_time(&self, quick: bool) -> bool {
        quick || !self.deep
    }

    /// The same numbers for every experiment.
    fn chance(&self) -> Chance {
        Chance(self.seed)
    }

    /// Both databases, as far as they are here.
    fn on_both(&self, run: impl Fn(&str, Option<&str>) -> Outcome) -> Vec<Outcome> {
        let mut outcomes = vec![run("SQLite", None)];
        outcomes.extend(self.cluster.map(|cluster| run("PostgreSQL", Some(&cluster.url()))));
        outcomes
    }
}

fn main() {
    let number = |name: &str| std::env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    let words: Vec<String> = std::env::args().skip(1).collect();
    let (deep, named): (Vec<_>, Vec<_>) = words.iter().partition(|word| *word == "deep");
    for name in &named {
        assert!(ALL.iter().any(|one| one.name == **name), "there is no experiment {name}");
    }
    let cluster = Cluster::start_on_disk();
    if cluster.is_none() {
        println!("NO POSTGRESQL HERE: only SQLite is tried");
    }
    let setting = Setting {
        cluster: cluster.as_ref(),
        rounds: number("APLP_CHAOS_ROUNDS"),
        seed: number("APLP_CHAOS_SEED").unwrap_or(20_260_302),
        deep: !deep.is_empty(),
    };
    println!("seed {}", setting.seed);
    let wished = |one: &&Experiment| match named.as_slice() {
        [] => setting.deep || one.always,
        named => named.iter().any(|name| *name == one.name),
    };
    let mut all_held = true;
    for Experiment { name, run, .. } in ALL.iter().filter(wished) {
        let began = Instant::now();
        for Outcome { what, target, reached, held } in run(&setting) {
            println!("{what}\n    target   {target}\n    reached  {reached}{}", if held { "" } else { "  MISSED" });
            all_held &= held;
        }
        println!("    {name} took {} s", began.elapsed().as_secs());
    }
    if !all_held {
        drop(cluster);
        std::process::exit(1);
    }
}
