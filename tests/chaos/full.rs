//! R12: a disk that is full, or fails: nothing is confirmed that is not written, and nobody's data is shown unrecorded.

use std::process::Child;
use std::time::{Duration, Instant};

use aplp::caller::Role;

use super::clients::{Clients, Seen, Sent, Settled};
use super::cluster::Cluster;
use super::drive::Wire;
use super::house::House;
use super::mount::Mount;
use super::{Outcome, Setting};

/// What a disk without space holds.
const TARGET: &str = "0 lost, 0 doubled, only 503, every read recorded, well again ≤ 5000 ms, whole";

/// Disks without space under both databases, and writes and syncs of SQLite that fail.
pub fn disks(setting: &Setting) -> Vec<Outcome> {
    let mut outcomes = vec![sqlite()];
    if setting.cluster.is_some() {
        outcomes.push(postgresql());
    }
    let rounds = setting.rounds(10, 100).min(100);
    outcomes.push(failing("pwrite64:error=ENOSPC:when={}+", rounds, false));
    outcomes.push(failing("fsync:error=EIO:when={}", rounds, true));
    outcomes.push(never_synced());
    outcomes
}

fn skipped(what: &str) -> Outcome {
    let reached = "SKIPPED: this process may not mount a file system, or there is no strace".to_owned();
    Outcome { what: what.to_owned(), target: TARGET, reached, held: true }
}

fn sqlite() -> Outcome {
    let Some(mount) = Mount::of(16) else { return skipped("R12 SQLite on a full disk") };
    let house = House::build_in(&mount.0, None);
    full("R12 SQLite on a full disk", &mount, &house, || {})
}

fn postgresql() -> Outcome {
    let Some(mount) = Mount::of(160) else { return skipped("R12 PostgreSQL on a full disk") };
    let Some(cluster) = Cluster::start_in(mount.0.clone()) else { return skipped("R12 PostgreSQL on a full disk") };
    let house = House::build(Some(&cluster.url()));
    full("R12 PostgreSQL on a full disk", &mount, &house, || {
        // Without space for its log it stops; whoever looks after it starts it again.
        cluster.resume();
    })
}

/// Fills the disk under clients, and frees it again.
fn full(what: &str, mount: &Mount, house: &House, freed: impl Fn()) -> Outcome {
    let (mut child, _) = house.serve();
    let token = house.token(Role::Coordinator);
    let sent = Sent::default();
    let clients = clients(house, &token, &sent, "full".to_owned());
    let (well, seen) = clients.during(|| {
        super::pass(Duration::from_secs(1));
        mount.fill();
        super::pass(Duration::from_secs(10));
        mount.free();
        freed();
        let well = Instant::now();
        super::pass(Duration::from_secs(8));
        well
    });
    let told = i64::try_from(seen.told).unwrap();
    let unrecorded = (told - house.receipts()).max(0);
    let settled = sent.settle(house, &token);
    House::stop(&mut child);
    let again = seen.last_bad.map_or(Duration::ZERO, |last| last.saturating_duration_since(well));
    let refused = seen.refused.get("storage_unavailable").copied().unwrap_or(0);
    let Settled { lost, doubled, doubtful, .. } = settled;
    let held = lost == 0 && doubled == 0 && seen.wrong.is_empty() && unrecorded == 0 && again <= Duration::from_secs(5);
    Outcome {
        what: format!("{what}: {} answers, refused {:?}, {doubtful} in doubt", seen.fine, seen.refused),
        target: TARGET,
        reached: format!(
            "{lost} lost, {doubled} doubled, other answers {:?}, {unrecorded} of {told} unrecorded, {} ms",
            seen.wrong,
            again.as_millis()
        ),
        held: held && refused > 0 && house.is_whole(),
    }
}

fn clients<'a>(house: &'a House, token: &'a str, sent: &'a Sent, name: String) -> Clients<'a> {
    Clients {
        address: &house.address,
        token,
        sent,
        name,
        writers: 4,
        readers: 4,
        write_every: Duration::from_millis(20),
        read_every: Duration::from_millis(40),
    }
}

/// Lets calls of the system fail, from the first to the hundredth; what fails once is well again without a restart.
fn failing(fault: &str, rounds: u64, once: bool) -> Outcome {
    let what = format!("R12 SQLite, {fault}");
    let house = House::build(None);
    let token = house.token(Role::Coordinator);
    let sent = Sent::default();
    let (mut all, mut clean, mut again) = (Seen::default(), 0, 0);
    for round in 0..rounds {
        let number = 1 + round * 100 / rounds;
        let call = fault.split(':').next().unwrap();
        let fault = fault.replace("{}", &number.to_string());
        let mut child =
            house.serve_under(&["-e".to_owned(), format!("trace={call}"), "-e".to_owned(), format!("inject={fault}")]);
        if house.is_ready_within(&mut child, Duration::from_secs(10)) {
            let clients = clients(&house, &token, &sent, format!("{call}-{number:03}"));
            all.add(clients.during(|| super::pass(Duration::from_secs(1))).1);
            let mut wire = Wire::open(&house.address);
            let key = format!("chaos-{call}-{number:03}-again");
            again += u64::from(matches!(sent.register(&mut wire, &token, &key), Ok(201)));
        } else {
            again += 1;
        }
        end(&mut child);
        clean += u64::from(house.is_whole());
    }
    let (mut child, _) = house.serve();
    let Settled { lost, doubled, writes, doubtful } = sent.settle(&house, &token);
    House::stop(&mut child);
    let held = lost == 0 && doubled == 0 && all.wrong.is_empty() && clean == rounds && (again == rounds || !once);
    Outcome {
        what: format!("{what}: {rounds} places, {writes} writes, refused {:?}, {doubtful} in doubt", all.refused),
        target: "0 lost, 0 doubled, only 503, each whole, well again where it fails once",
        reached: format!(
            "{lost} lost, {doubled} doubled, other answers {:?}, {clean}/{rounds} whole, {again}/{rounds} well again",
            all.wrong
        ),
        held: held && house.is_whole(),
    }
}

/// Lets every sync fail: then nothing at all may be confirmed.
fn never_synced() -> Outcome {
    let house = House::build(None);
    let token = house.token(Role::Coordinator);
    let sent = Sent::default();
    let faults = ["-e", "trace=fsync,fdatasync", "-e", "inject=fsync,fdatasync:error=EIO:when=1+"];
    let mut child = house.serve_under(&faults.map(str::to_owned));
    assert!(house.is_ready_within(&mut child, Duration::from_secs(10)), "it is not ready");
    let only_writers = Clients { readers: 0, ..clients(&house, &token, &sent, "unsynced".to_owned()) };
    let (_, seen) = only_writers.during(|| super::pass(Duration::from_secs(2)));
    end(&mut child);
    Outcome {
        what: format!("R12 SQLite, no sync works: refused {:?}", seen.refused),
        target: "0 confirmed, only 503, whole",
        reached: format!("{} confirmed, other answers {:?}", seen.fine, seen.wrong),
        held: seen.fine == 0 && seen.wrong.is_empty() && seen.refusals() > 0 && house.is_whole(),
    }
}

/// Kills the service, as if the machine had stopped with it.
fn end(child: &mut Child) {
    let _ = child.kill();
    child.wait().unwrap();
}
