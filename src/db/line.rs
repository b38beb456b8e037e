//! How long the line before the database threads is in time, so that who would wait too long is told at once to come back.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::error::Error;

/// How long a request may have to wait before its work begins.
pub(super) const TO_BEGIN: Duration = Duration::from_millis(250);
/// How long it may have to wait where most of its work is done: it would be for nothing.
pub(super) const TO_END: Duration = Duration::from_millis(500);
/// How much a new piece of work counts beside those before it: one part in so many.
const MEMORY: u64 = 8;
/// What one piece counts at the most, so that a database that was slow for a while is believed again soon.
const EACH_MAX: Duration = Duration::from_secs(1);

/// A line before so many threads, and how long one piece of work took lately.
pub(super) struct Line {
    threads: usize,
    each_micros: AtomicU64,
}

impl Line {
    pub(super) const fn before(threads: usize) -> Self {
        Self { threads, each_micros: AtomicU64::new(0) }
    }

    /// Whether somebody may stand behind so many others.
    ///
    /// # Errors
    /// `Busy` when that would take longer than the wait that is borne.
    pub(super) fn admit(&self, waiting: usize, borne: Duration) -> Result<(), Error> {
        let each = Duration::from_micros(self.each_micros.load(Ordering::Relaxed));
        let before = u32::try_from(waiting / self.threads.max(1)).unwrap_or(u32::MAX);
        // As many as there are threads stand in nobody's way.
        if before > 0 && each.saturating_mul(before) > borne {
            return Err(Error::Busy("the line before the database is too long"));
        }
        Ok(())
    }

    /// Notes how long a thread took for some pieces of work.
    pub(super) fn took(&self, pieces: usize, time: Duration) {
        let Some(each) = u32::try_from(pieces).ok().and_then(|pieces| time.checked_div(pieces)) else { return };
        let each = u64::try_from(each.min(EACH_MAX).as_micros()).unwrap_or(u64::MAX);
        let before = self.each_micros.load(Ordering::Relaxed);
        self.each_micros.store((before * (MEMORY - 1) + each) / MEMORY, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WAIT: Duration = Duration::from_millis(250);

    #[test]
    fn a_line_is_as_long_as_it_takes_and_not_as_it_has_people() {
        let line = Line::before(4);
        assert!(line.admit(1_000, WAIT).is_ok(), "nothing is known of it yet");

        (0..100).for_each(|_| line.took(1, Duration::from_millis(10)));
        assert!(line.admit(80, WAIT).is_ok());
        assert!(matches!(line.admit(120, WAIT), Err(Error::Busy(_))));

        (0..100).for_each(|_| line.took(10, Duration::from_millis(10)));
        assert!(line.admit(800, WAIT).is_ok());
    }

    #[test]
    fn somebody_may_always_wait_for_a_thread_that_has_nobody_else() {
        let line = Line::before(4);
        (0..100).for_each(|_| line.took(1, Duration::from_secs(60)));

        assert!(line.admit(3, WAIT).is_ok());
        assert!(line.admit(4, WAIT).is_err());
        (0..50).for_each(|_| line.took(1, Duration::from_millis(1)));
        assert!(line.admit(40, WAIT).is_ok());
    }
}
