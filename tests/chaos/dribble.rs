//! R13: clients that send or read as slowly as they can, beside somebody who works.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use aplp::caller::Role;

use super::clients::{Clients, Sent};
use super::house::House;
use super::{Outcome, Setting};

/// How often each slow client moves one byte.
const EVERY: Duration = Duration::from_millis(250);
/// How long a slow body is borne.
const CUT: Duration = Duration::from_secs(15);

/// What a client is slow at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Slow {
    Head,
    Body,
    Reading,
}

/// A connection that moves one byte at a time.
struct Dribble {
    slow: Slow,
    stream: TcpStream,
    /// When all that is sent at once was sent: with a body, the whole head.
    since: Instant,
}

/// Slow clients on both databases.
pub fn of_slow_clients(setting: &Setting) -> Vec<Outcome> {
    let (many, time) = if setting.deep { (1_000, 60) } else { (100, 18) };
    if setting.deep {
        return setting.on_both(|name, server| beside(name, server, many, Duration::from_secs(time)));
    }
    vec![beside("SQLite", None, many, Duration::from_secs(time))]
}

fn beside(name: &str, server: Option<&str>, many: usize, time: Duration) -> Outcome {
    let house = House::build(server);
    let (mut child, _) = house.serve();
    let token = house.token(Role::Coordinator);
    let sent = Sent::default();
    let clients = |name: &str| Clients {
        address: &house.address,
        token: &token,
        sent: &sent,
        name: name.to_owned(),
        writers: 1,
        readers: 2,
        write_every: Duration::from_millis(50),
        read_every: Duration::from_millis(50),
    };
    clients("before").during(|| super::pass(Duration::from_secs(1)));
    let files = || std::fs::read_dir(format!("/proc/{}/fd", child.id())).unwrap().count();
    let none_left = |most: usize| {
        let began = Instant::now();
        while files() > most && began.elapsed() < Duration::from_secs(20) {
            super::pass(Duration::from_millis(50));
        }
        files()
    };
    super::pass(Duration::from_millis(500));
    let before = files();
    let stopped = AtomicBool::new(false);
    let (longest, mut seen, during) = std::thread::scope(|threads| {
        let slow = threads.spawn(|| dribbled(&house, &token, many, &stopped));
        let (during, seen) = clients("beside").during(|| {
            super::pass(time);
            files()
        });
        stopped.store(true, Ordering::SeqCst);
        (slow.join().unwrap(), seen, during)
    });
    let after = none_left(before);
    let p99 = seen.percentile(99);
    House::stop(&mut child);
    let failures = seen.refusals() + seen.wrong.values().sum::<usize>();
    Outcome {
        what: format!("R13 {name}: {many} slow clients for {} s, {during} files open", time.as_secs()),
        target: "0 failures beside them, p99 ≤ 250 ms, slow bodies cut ≤ 15000 ms, open files back to the start",
        reached: format!(
            "{failures} of {} failed, {} ms, {} ms, {before} → {after}",
            seen.fine + failures,
            p99.as_millis(),
            longest.as_millis()
        ),
        held: failures == 0 && p99 <= Duration::from_millis(250) && longest <= CUT && after <= before,
    }
}

/// Keeps so many slow connections open, each in a thread of its own that sees its end when it comes; the longest that a slow
/// body was borne.
fn dribbled(house: &House, token: &str, many: usize, stopped: &AtomicBool) -> Duration {
    let one = |number: usize| {
        let slow = [Slow::Head, Slow::Body, Slow::Reading][number % 3];
        let mut longest = Duration::ZERO;
        while !stopped.load(Ordering::SeqCst) {
            let dribble = Dribble::open(&house.address, token, slow);
            let borne = dribble.goes_on(stopped);
            if slow == Slow::Body {
                longest = longest.max(borne);
            }
        }
        longest
    };
    let one = &one;
    std::thread::scope(|threads| {
        let all: Vec<_> = (0..many).map(|number| threads.spawn(move || one(number))).collect();
        all.into_iter().map(|thread| thread.join().unwrap()).max().unwrap_or_default()
    })
}

impl Dribble {
    fn open(address: &str, token: &str, slow: Slow) -> Self {
        let mut stream = TcpStream::connect(address).unwrap();
        let key = uuid::Uuid::new_v4().simple().to_string();
        let begin = match slow {
            Slow::Head => "GET /livez HTTP/1.1\r\nhost: aplp\r\nx-slow: ".to_owned(),
            Slow::Body => format!(
                "POST /v1/persons HTTP/1.1\r\nhost: aplp\r\nauthorization: Bearer {token}\r\nidempotency-key: {key}\r\n\
                 content-type: application/json\r\ncontent-length: 1000\r\n\r\n{{"
            ),
            Slow::Reading => "GET /openapi.json HTTP/1.1\r\nhost: aplp\r\n\r\n".to_owned(),
        };
        stream.write_all(begin.as_bytes()).unwrap();
        stream.set_read_timeout(Some(EVERY)).unwrap();
        Self { slow, stream, since: Instant::now() }
    }

    /// Moves a byte every so often until the other end has enough of it; how long that took. Whoever is still borne when all
    /// stop counts too.
    fn goes_on(mut self, stopped: &AtomicBool) -> Duration {
        let waits = |fault: &std::io::Error| matches!(fault.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut);
        let mut part = [0; 1];
        while !stopped.load(Ordering::SeqCst) {
            let goes_on = match (self.slow, self.stream.read(&mut part)) {
                (Slow::Reading, Ok(1)) => {
                    super::pass(EVERY);
                    true
                }
                (_, Ok(_)) => false,
                (Slow::Reading, Err(fault)) => waits(&fault),
                // While nothing comes, the next byte goes.
                (_, Err(fault)) => waits(&fault) && self.stream.write_all(b" ").is_ok(),
            };
            if !goes_on {
                break;
            }
        }
        self.since.elapsed()
    }
}
