//! R1: killed without warning while clients write.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use aplp::caller::Role;

use super::clients::{Sent, Settled, percentile};
use super::drive::Wire;
use super::house::House;
use super::{Outcome, Setting};

/// How many clients write at the same time.
const WRITERS: usize = 8;

/// Kills the service in the middle of writes, round after round.
pub fn without_warning(setting: &Setting) -> Vec<Outcome> {
    setting.on_both(|name, server| on_one(setting, name, server))
}

fn on_one(setting: &Setting, name: &str, server: Option<&str>) -> Outcome {
    let (rounds, mut chance) = (setting.rounds(10, 100), setting.chance());
    let house = House::build(server);
    let sent = Sent::default();
    let mut ready = Vec::new();
    let mut whole = true;
    for round in 0..rounds {
        let (mut child, took) = house.serve();
        ready.push(took);
        let stopped = AtomicBool::new(false);
        let token = house.token(Role::Coordinator);
        std::thread::scope(|threads| {
            for writer in 0..WRITERS {
                let (house, sent, stopped, token) = (&house, &sent, &stopped, &token);
                threads.spawn(move || write(house, sent, stopped, token, (round, writer)));
            }
            super::pass(Duration::from_millis(50 + chance.below(1_450) as u64));
            child.kill().unwrap();
            child.wait().unwrap();
            stopped.store(true, Ordering::SeqCst);
        });
        whole &= house.is_whole();
    }
    let (mut child, took) = house.serve();
    ready.push(took);
    let token = house.token(Role::Coordinator);
    let Settled { writes, doubtful, lost, doubled } = sent.settle(&house, &token);
    House::stop(&mut child);
    whole &= house.is_whole();
    let p95 = percentile(&mut ready, 95);
    Outcome {
        what: format!("R1 {name}: {rounds} kills, {writes} writes, {doubtful} in doubt"),
        target: "0 lost, 0 doubled, whole, ready p95 ≤ 1000 ms",
        reached: format!(
            "{lost} lost, {doubled} doubled, {}, {} ms",
            if whole { "whole" } else { "BROKEN" },
            p95.as_millis()
        ),
        held: lost == 0 && doubled == 0 && whole && setting.in_time(p95 <= Duration::from_secs(1)),
    }
}

/// Writes until the service is gone.
fn write(house: &House, sent: &Sent, stopped: &AtomicBool, token: &str, (round, writer): (u64, usize)) {
    let mut wire = Wire::open(&house.address);
    for number in 0.. {
        if stopped.load(Ordering::SeqCst) {
            return;
        }
        let key = format!("chaos-{round:05}-{writer:02}-{number:06}");
        // Without an answer it may have been done or not.
        if !matches!(sent.register(&mut wire, token, &key), Ok(201)) {
            return;
        }
    }
}
