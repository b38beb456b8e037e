//! R3: the database crashes under steady work, and comes back after a while.

use std::time::{Duration, Instant};

use aplp::caller::Role;

use super::clients::{Clients, Seen, Sent, percentile};
use super::house::House;
use super::{Outcome, Setting, pulse};

/// Crashes PostgreSQL again and again.
pub fn of_the_database(setting: &Setting) -> Vec<Outcome> {
    let Some(cluster) = setting.cluster else { return Vec::new() };
    let (rounds, mut chance) = (setting.rounds(1, 50).min(50), setting.chance());
    let house = House::build(Some(&cluster.url()));
    let (mut child, _) = house.serve();
    let token = house.token(Role::Coordinator);
    let sent = Sent::default();
    let mut all = Seen::default();
    let (mut firsts, mut noticed, mut dead) = (Vec::new(), Duration::ZERO, 0);
    for round in 0..rounds {
        let clients = Clients {
            address: &house.address,
            token: &token,
            sent: &sent,
            name: format!("crash-{round:03}"),
            writers: 5,
            readers: 10,
            write_every: Duration::from_millis(100),
            read_every: Duration::from_millis(50),
        };
        let away = Duration::from_millis(chance.below(5_000) as u64);
        let ((((crashed, back), ready), alive), mut seen) = clients.during(|| {
            pulse::during(&house.address, "/livez", || {
                pulse::during(&house.address, "/readyz", || {
                    super::pass(Duration::from_millis(500));
                    let crashed = Instant::now();
                    cluster.crash();
                    super::pass(away);
                    assert!(cluster.resume(), "PostgreSQL does not come back");
                    let back = Instant::now();
                    super::pass(Duration::from_secs(3));
                    (crashed, back)
                })
            })
        });
        firsts.push(seen.first_after(back).unwrap_or(Duration::MAX));
        // A database that is back within a second may have been missed by nobody.
        let unseen = if away < Duration::from_secs(1) { Duration::ZERO } else { Duration::MAX };
        noticed = noticed.max(pulse::first_after(&ready, crashed, 503).unwrap_or(unseen));
        dead += pulse::steady(&alive).0;
        seen.well_at.clear();
        all.add(seen);
    }
    let settled = sent.settle(&house, &token);
    let lives = child.try_wait().unwrap().is_none();
    House::stop(&mut child);
    let first = percentile(&mut firsts, 95);
    let held = settled.lost == 0 && settled.doubled == 0 && all.wrong.is_empty() && dead == 0 && lives;
    let in_time = first <= Duration::from_secs(2) && noticed <= Duration::from_secs(2);
    vec![Outcome {
        what: format!(
            "R3 PostgreSQL: {rounds} crashes, {} answers, {} of 503, {} in doubt",
            all.fine,
            all.refusals(),
            settled.doubtful
        ),
        target: "0 lost, 0 doubled, only 503, first success p95 ≤ 2000 ms, not ready ≤ 2000 ms, lives, whole",
        reached: format!(
            "{} lost, {} doubled, other answers {:?}, {} ms, {} ms, {dead} dead, exited: {}",
            settled.lost,
            settled.doubled,
            all.wrong,
            first.as_millis(),
            noticed.as_millis(),
            !lives
        ),
        held: held && setting.in_time(in_time) && house.is_whole(),
    }]
}
