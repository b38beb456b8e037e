//! R17: two instances are restarted one after the other, again and again, behind a balancer: nobody notices.

use std::time::{Duration, Instant};

use aplp::caller::Role;

use super::balancer::Balancer;
use super::clients::{Clients, Sent, Settled};
use super::house::House;
use super::{Outcome, Setting};

/// Restarts under load.
pub fn restarts(setting: &Setting) -> Vec<Outcome> {
    let Some(cluster) = setting.cluster else { return Vec::new() };
    let rounds = setting.rounds(4, 20).min(20);
    let one = House::build(Some(&cluster.url()));
    let other = one.beside();
    let houses = [&one, &other];
    let mut children = [one.serve().0, other.serve().0];
    let balancer = Balancer::before(&[&one.address, &other.address]);
    let token = one.token(Role::Coordinator);
    let sent = Sent::default();
    let clients = Clients {
        address: &balancer.address,
        token: &token,
        sent: &sent,
        name: "rolling".to_owned(),
        writers: 10,
        readers: 30,
        write_every: Duration::from_millis(200),
        read_every: Duration::from_millis(200),
    };
    let ((longest, well), mut seen) = clients.during(|| {
        super::pass(Duration::from_secs(1));
        let (mut longest, mut well) = (Duration::ZERO, true);
        for round in 0..rounds {
            let which = usize::from(round % 2 == 1);
            let began = Instant::now();
            well &= House::stop(&mut children[which]).success();
            longest = longest.max(began.elapsed());
            children[which] = houses[which].serve().0;
            // Whoever rolls waits until the balancer has seen it too.
            super::pass(Duration::from_secs(1));
        }
        (longest, well)
    });
    let Settled { lost, doubled, .. } = sent.settle(&one, &token);
    children.iter_mut().for_each(well_stopped);
    let failed = seen.refusals() + seen.wrong.values().sum::<usize>();
    let p99 = seen.percentile(99);
    vec![Outcome {
        what: format!("R17 rolling: {rounds} restarts, {} answers, p99 {} ms", seen.fine, p99.as_millis()),
        target: "0 failed, 0 lost, 0 doubled, exit 0 within 30 s, whole",
        reached: format!(
            "{failed} failed ({:?} {:?}), {lost} lost, {doubled} doubled, exit {}, {} ms",
            seen.refused,
            seen.wrong,
            if well { "0" } else { "BAD" },
            longest.as_millis()
        ),
        held: failed == 0 && lost == 0 && doubled == 0 && well && longest <= Duration::from_secs(30) && one.is_whole(),
    }]
}

fn well_stopped(child: &mut std::process::Child) {
    assert!(House::stop(child).success(), "it does not stop well");
}
