//! R17: asked to stop while clients write: what was taken in is answered, and the process ends well.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use aplp::caller::Role;
use serde_json::json;

use super::drive::{Wire, request};
use super::house::House;
use super::{Outcome, Setting};

/// How many clients write at the same time.
const WRITERS: usize = 8;

/// Stops the service in the middle of writes, round after round.
pub fn in_order(setting: &Setting) -> Vec<Outcome> {
    setting.on_both(|name, server| on_one(setting, name, server))
}

fn on_one(setting: &Setting, name: &str, server: Option<&str>) -> Outcome {
    let (rounds, mut chance) = (setting.rounds(5, 50).min(50), setting.chance());
    let house = House::build(server);
    let (answered, broken) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let mut longest = Duration::ZERO;
    let mut ended_well = true;
    for round in 0..rounds {
        let (mut child, _) = house.serve();
        let token = house.token(Role::Coordinator);
        std::thread::scope(|threads| {
            for writer in 0..WRITERS {
                let (house, token, answered, broken) = (&house, &token, &answered, &broken);
                threads.spawn(move || {
                    let mut wire = Wire::open(&house.address);
                    for number in 0.. {
                        let body = json!({ "given_name": "Anna", "family_name": "Kalna" }).to_string();
                        let key = format!("idempotency-key: stop-{round:05}-{writer:02}-{number:06}\r\n");
                        match wire.send(&request("POST", "/v1/persons", token, &key, &body)) {
                            Ok(201 | 503) => answered.fetch_add(1, Ordering::SeqCst),
                            Ok(_) => broken.fetch_add(1, Ordering::SeqCst),
                            // The connection was closed between two requests, or the request never got in.
                            Err(_) => return,
                        };
                    }
                });
            }
            super::pass(Duration::from_millis(200 + chance.below(500) as u64));
            let began = Instant::now();
            ended_well &= House::stop(&mut child).success();
            longest = longest.max(began.elapsed());
        });
    }
    let (answered, broken) = (answered.into_inner(), broken.into_inner());
    let whole = house.is_whole();
    Outcome {
        what: format!("R17 {name}: {rounds} stops, {answered} answers"),
        target: "0 wrong answers, exit 0 within 30 s, whole",
        reached: format!("{broken} wrong, exit {}, {} ms", if ended_well { "0" } else { "BAD" }, longest.as_millis()),
        held: broken == 0 && ended_well && whole && longest <= Duration::from_secs(30),
    }
}
