//! What holds when things break: `cargo test --test chaos`, `APLP_CHAOS_ROUNDS=100` for the deep tier.
//!
//! The service runs as a process of its own and is killed without warning while clients write. What it had answered is
//! there afterwards, what it had not answered is done once when it is asked again, and `aplp verify` finds nothing wrong.
//! Named experiments run alone (`-- R5 R25`). Everything random follows from the seed that is printed first (`APLP_CHAOS_SEED`).

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::float_arithmetic,
    reason = "a program that breaks things stops where it goes wrong"
)]

#[path = "../api/support/chance.rs"]
mod chance;
#[path = "../api/support/cluster.rs"]
mod cluster;
#[path = "../load/drive.rs"]
mod drive;
#[path = "../api/support/hostile.rs"]
mod hostile;
mod house;
mod input;
mod kill;
mod lost;
mod repeats;
mod rotation;
mod stop;

use self::chance::Chance;
use self::cluster::Cluster;

/// What one experiment came to.
struct Outcome {
    what: String,
    target: &'static str,
    reached: String,
    held: bool,
}

fn main() {
    let setting = |name: &str| std::env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    let seed = setting("APLP_CHAOS_SEED").unwrap_or(20_260_302);
    let rounds = setting("APLP_CHAOS_ROUNDS").unwrap_or(20);
    let named: Vec<String> = std::env::args().skip(1).collect();
    let wished = |name: &str| named.is_empty() || named.iter().any(|own| own == name);
    println!("seed {seed}, {rounds} rounds");
    let cluster = Cluster::start_on_disk();
    if cluster.is_none() {
        println!("NO POSTGRESQL HERE: only SQLite is tried");
    }
    let mut outcomes = Vec::new();
    for (name, server) in [("SQLite", None), ("PostgreSQL", cluster.as_ref().map(Cluster::url))] {
        if name == "PostgreSQL" && server.is_none() {
            continue;
        }
        let (server, mut chance) = (server.as_deref(), Chance(seed));
        if wished("R1") {
            outcomes.push(kill::without_warning(name, server, rounds, &mut chance));
        }
        if wished("R8") {
            outcomes.push(lost::nothing_is(name, server, rounds));
        }
        if wished("R5") {
            outcomes.push(repeats::done_once(name, server, rounds * 5 / 2));
        }
        if wished("R14") {
            outcomes.push(input::hostile(name, server, 5.max(rounds / 4)));
        }
        if wished("R25") {
            outcomes.push(rotation::under_load(name, server, rounds, &mut chance));
        }
        if wished("R17") {
            outcomes.push(stop::in_order(name, server, 5.min(rounds), &mut chance));
        }
    }
    println!("\n{:<52} {:<44} reached", "experiment", "target");
    for Outcome { what, target, reached, held } in &outcomes {
        println!("{what:<52} {target:<44} {reached}{}", if *held { "" } else { "  MISSED" });
    }
    if outcomes.iter().any(|outcome| !outcome.held) {
        std::process::exit(1);
    }
}
