//! Somebody who asks the same page again and again and writes down what came, as a load balancer does.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::clients::percentile;
use super::drive::{Wire, request};

/// How often it asks.
const EVERY: Duration = Duration::from_millis(20);

/// One question: when, what was answered if anything was, and after how long.
pub struct Beat {
    pub at: Instant,
    pub status: Option<u16>,
    pub took: Duration,
}

/// Asks for a page while something happens.
pub fn during<T>(address: &str, path: &str, happening: impl FnOnce() -> T) -> (T, Vec<Beat>) {
    let stopped = AtomicBool::new(false);
    std::thread::scope(|threads| {
        let watcher = threads.spawn(|| {
            let (mut beats, mut wire) = (Vec::new(), None);
            while !stopped.load(Ordering::SeqCst) {
                let at = Instant::now();
                if wire.is_none() {
                    wire = Wire::try_open(address).ok();
                }
                let status = wire.as_mut().and_then(|wire| wire.send(&request("GET", path, "", "", "")).ok());
                if status.is_none() {
                    wire = None;
                }
                beats.push(Beat { at, status, took: at.elapsed() });
                super::pass(EVERY);
            }
            beats
        });
        let happened = happening();
        stopped.store(true, Ordering::SeqCst);
        (happened, watcher.join().unwrap())
    })
}

/// How many were answered with something else than 200, and below what 99 of a hundred took.
pub fn steady(beats: &[Beat]) -> (usize, Duration) {
    let mut took: Vec<Duration> = beats.iter().map(|beat| beat.took).collect();
    (beats.iter().filter(|beat| beat.status != Some(200)).count(), percentile(&mut took, 99))
}

/// How long after a moment the first question ended with a status.
pub fn first_after(beats: &[Beat], moment: Instant, status: u16) -> Option<Duration> {
    let mut later = beats.iter().filter(|beat| beat.at + beat.took >= moment);
    later.find(|beat| beat.status == Some(status)).map(|beat| (beat.at + beat.took).duration_since(moment))
}
