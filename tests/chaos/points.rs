//! R1b: killed at exact points: before the first sync to the disk, before the second, and so on, and the same before each
//! call that could carry an answer out.

use std::process::Command;
use std::time::{Duration, Instant};

use aplp::caller::Role;

use super::clients::{Clients, Sent, Settled};
use super::house::House;
use super::{Outcome, Setting};

/// How many points there are of each kind; fewer rounds are spread over them.
const POINTS: u64 = 200;

/// Kills at every point that is asked for.
pub fn of_a_crash(setting: &Setting) -> Vec<Outcome> {
    if !Command::new("strace").arg("-V").output().is_ok_and(|output| output.status.success()) {
        println!("NO STRACE HERE: nobody can be killed at an exact point");
        return Vec::new();
    }
    let rounds = setting.rounds(10, POINTS).min(POINTS);
    let mut outcomes = vec![at("SQLite", None, "fsync,fdatasync", rounds)];
    outcomes.extend(setting.on_both(|name, server| at(name, server, "write,sendto,writev", rounds)));
    outcomes
}

fn at(name: &str, server: Option<&str>, calls: &str, rounds: u64) -> Outcome {
    let house = House::build(server);
    let token = house.token(Role::Coordinator);
    let sent = Sent::default();
    let (mut clean, mut reached) = (0, 0);
    for round in 0..rounds {
        let number = 1 + round * POINTS / rounds;
        let point = format!("inject={calls}:signal=SIGKILL:when={number}");
        let mut child = house.serve_under(&["-e".to_owned(), format!("trace={calls}"), "-e".to_owned(), point]);
        if house.is_ready_within(&mut child, Duration::from_secs(10)) {
            let clients = Clients {
                address: &house.address,
                token: &token,
                sent: &sent,
                name: format!("point-{number:03}"),
                writers: 4,
                readers: 0,
                write_every: Duration::from_millis(20),
                read_every: Duration::ZERO,
            };
            clients.during(|| {
                let began = Instant::now();
                while child.try_wait().unwrap().is_none() && began.elapsed() < Duration::from_secs(4) {
                    super::pass(Duration::from_millis(5));
                }
            });
        }
        reached += u64::from(child.try_wait().unwrap().is_some());
        let _ = child.kill();
        child.wait().unwrap();
        clean += u64::from(house.is_whole());
    }
    let (mut child, _) = house.serve();
    let Settled { writes, doubtful, lost, doubled } = sent.settle(&house, &token);
    House::stop(&mut child);
    Outcome {
        what: format!("R1b {name}, {calls}: {rounds} points, {reached} met, {writes} writes, {doubtful} in doubt"),
        target: "0 lost, 0 doubled, each whole",
        reached: format!("{lost} lost, {doubled} doubled, {clean}/{rounds} whole"),
        held: lost == 0 && doubled == 0 && clean == rounds && reached * 2 > rounds && house.is_whole(),
    }
}
