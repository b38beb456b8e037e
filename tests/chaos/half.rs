//! R4: a database that is half dead: it hangs, answers slowly, or its connections break.

use std::process::Command;
use std::time::{Duration, Instant};

use aplp::caller::Role;

use super::clients::{Clients, Sent};
use super::cluster::Cluster;
use super::house::House;
use super::proxy::{Proxy, Way};
use super::{Outcome, Setting, pulse};

/// How long clients go on when it is well again.
const AFTER: Duration = Duration::from_secs(8);

/// What is wrong with it.
#[derive(Clone, Copy, Debug)]
enum Wrong {
    /// Its processes stand still.
    Still,
    Way(Way),
}

/// Each way of being half dead, for a while.
pub fn dead_database(setting: &Setting) -> Vec<Outcome> {
    let Some(cluster) = setting.cluster else { return Vec::new() };
    let time = if setting.deep { 30 } else { 6 };
    let wrongs = [Wrong::Still, Wrong::Way(Way::Hole), Wrong::Way(Way::Slow), Wrong::Way(Way::Breaks)];
    // Every time only the one that was found to be the worst.
    let wrongs = if setting.deep { &wrongs[..] } else { &wrongs[1..2] };
    let tried = |wrong: &Wrong| half_dead(cluster, *wrong, setting.rounds(1, 10).min(10), Duration::from_secs(time));
    wrongs.iter().map(tried).collect()
}

fn half_dead(cluster: &Cluster, wrong: Wrong, rounds: u64, time: Duration) -> Outcome {
    let proxy = Proxy::before(cluster.port());
    let whole = House::build(Some(&cluster.url()));
    let house = whole.through(proxy.port);
    let (mut child, _) = house.serve();
    // Nobody asks this one for anything: what holds it up too is the machine.
    let idle = House::build(None);
    let (mut idle_child, _) = idle.serve();
    let mut machine = Duration::ZERO;
    let token = house.token(Role::Coordinator);
    let sent = Sent::default();
    let (mut longest, mut alive, mut again, mut fine, mut refused) =
        (Duration::ZERO, Duration::ZERO, Duration::ZERO, 0, 0);
    let mut others = std::collections::BTreeMap::new();
    let mut dead = 0;
    for round in 0..rounds {
        let clients = Clients {
            address: &house.address,
            token: &token,
            sent: &sent,
            name: format!("half-{round:03}"),
            writers: 4,
            readers: 12,
            write_every: Duration::from_millis(100),
            read_every: Duration::from_millis(100),
        };
        let (((well, beats), idle_beats), seen) = clients.during(|| {
            pulse::during(&idle.address, "/livez", || {
                pulse::during(&house.address, "/livez", || {
                    super::pass(Duration::from_secs(1));
                    goes(cluster, &proxy, wrong, true);
                    super::pass(time);
                    goes(cluster, &proxy, wrong, false);
                    let well = Instant::now();
                    super::pass(AFTER);
                    well
                })
            })
        });
        let (silent, p99) = pulse::steady(&beats);
        machine = machine.max(pulse::steady(&idle_beats).1);
        (dead, alive, longest) = (dead + silent, alive.max(p99), longest.max(seen.longest));
        again = again.max(seen.last_bad.map_or(Duration::ZERO, |last| last.saturating_duration_since(well)));
        fine += seen.fine;
        refused += seen.refusals();
        others.extend(seen.wrong);
    }
    let settled = sent.settle(&house, &token);
    House::stop(&mut child);
    House::stop(&mut idle_child);
    let kept = settled.lost == 0 && settled.doubled == 0 && others.is_empty() && dead == 0;
    let in_time = longest <= Duration::from_secs(5) && again <= Duration::from_secs(5);
    Outcome {
        what: format!("R4 {wrong:?}: {rounds} × {} s, {fine} answers, {refused} of 503", time.as_secs()),
        target: "0 lost, 0 doubled, only 503, ≤ 5000 ms, livez p99 ≤ 50 ms over an idle service's, well again ≤ 5000 ms, whole",
        reached: format!(
            "{} lost, {} doubled, other answers {others:?}, {} ms, {} ms ({dead} silent, beside {} ms), {} ms",
            settled.lost,
            settled.doubled,
            longest.as_millis(),
            alive.as_millis(),
            machine.as_millis(),
            again.as_millis()
        ),
        held: kept && in_time && alive <= machine + Duration::from_millis(50) && whole.is_whole(),
    }
}

/// Makes it go wrong or well.
fn goes(cluster: &Cluster, proxy: &Proxy, wrong: Wrong, badly: bool) {
    match wrong {
        Wrong::Way(way) => proxy.is(if badly { way } else { Way::Open }),
        Wrong::Still => {
            for process in family(cluster.process()) {
                let signal = if badly { "-STOP" } else { "-CONT" };
                // One that has ended meanwhile needs no signal.
                let _ = Command::new("kill").args([signal, &process.to_string()]).status();
            }
        }
    }
}

/// A process and its children.
fn family(first: u32) -> Vec<u32> {
    let parent = |id: u32| {
        let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
        stat.rsplit_once(") ")?.1.split(' ').nth(1)?.parse::<u32>().ok()
    };
    let all = std::fs::read_dir("/proc").unwrap().flatten();
    let ids = all.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    std::iter::once(first).chain(ids.filter(|id| parent(*id) == Some(first))).collect()
}
